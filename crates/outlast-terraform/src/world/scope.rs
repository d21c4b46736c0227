//! The names of an evaluated configuration, for expressions of other files.

use std::collections::BTreeMap;
use std::rc::Rc;

use hcl_edit::expr::Expression;
use outlast_findings::{FileId, Finding, Sources};

use super::{Instance, World, variables};
use crate::configuration::{Configuration, Resource};
use crate::eval::{Env, Frame};
use crate::input::Input;
use crate::load;
use crate::problems;
use crate::value::{Key, Origin, Value};

/// What an evaluation gives.
#[derive(Debug)]
pub struct Evaluated {
    /// The resources and everything else that exists.
    pub configuration: Configuration,
    /// The names of the root module.
    pub scope: Scope,
}

impl Evaluated {
    /// A configuration without text, with the names that it gives: the resources and variables of
    /// the root module of a plan or state. There are no locals and no module outputs.
    pub fn stated(configuration: Configuration) -> Self {
        let input = Input::default();
        let mut world = World::new(&input, load::Loaded::default(), BTreeMap::new(), Vec::new());
        world.stated = names(&configuration);
        let root = world.root();
        Self { configuration, scope: Scope { world: Rc::new(world), root } }
    }
}

/// The values of the resource blocks and variables of the root module, by name.
fn names(configuration: &Configuration) -> BTreeMap<String, Value> {
    let mut blocks: BTreeMap<&str, Vec<(&Option<Key>, Value)>> = BTreeMap::new();
    for resource in configuration.resources.iter().filter(|resource| resource.module.is_empty()) {
        let object = Value::object(resource.values.clone());
        let object = object.from_origin(Origin::new(&resource.address, ""));
        blocks.entry(&resource.block).or_default().push((&resource.key, object));
    }
    let mut names = BTreeMap::new();
    for (block, mut instances) in blocks {
        instances.sort_by(|a, b| a.0.cmp(b.0));
        let named = instances.iter().any(|(key, _)| matches!(key, Some(Key::Name(_))));
        let keyed = instances.iter().any(|(key, _)| key.is_some());
        let value = if named {
            let entry = |(key, value): (&Option<Key>, Value)| match key {
                Some(Key::Name(name)) => Some((name.clone(), value)),
                _ => None,
            };
            Value::object(instances.into_iter().filter_map(entry).collect())
        } else if keyed {
            Value::tuple(instances.into_iter().map(|(_, value)| value).collect())
        } else {
            instances.pop().map_or_else(Value::null, |(_, value)| value)
        };
        names.insert(block.to_owned(), value);
    }
    let variables = configuration.variables.iter();
    names.extend(variables.map(|(name, given)| (format!("var.{name}"), given.value.clone())));
    names
}

/// The names of the root module: `local.x`, `var.x`, resources, modules, data.
pub struct Scope {
    world: Rc<World>,
    root: Rc<Instance>,
}

impl std::fmt::Debug for Scope {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Scope").field("directory", &self.root.module.directory).finish()
    }
}

impl Scope {
    /// The value of an expression of a file; a reference to a resource is its object, with the
    /// address as its origin.
    ///
    /// # Errors
    ///
    /// What is wrong with the expression: a name that leads to nothing, a wrong type.
    pub fn evaluate(&self, expression: &Expression, file: FileId) -> Result<Value, Box<Finding>> {
        Env::of(&self.world, &self.root).in_file(file).eval(expression)
    }

    /// The same with further names, which go before those of the module.
    ///
    /// # Errors
    ///
    /// As [`Scope::evaluate`].
    pub fn evaluate_with(
        &self,
        expression: &Expression,
        file: FileId,
        names: &BTreeMap<String, Value>,
    ) -> Result<Value, Box<Finding>> {
        let env = Env::of(&self.world, &self.root).in_file(file);
        bind(env, expression, &names.iter().collect::<Vec<_>>(), None)
    }

    /// The addresses of the resource blocks of the root module: `type.name`, `data.type.name`.
    pub fn blocks(&self) -> impl Iterator<Item = &str> {
        self.root.module.resources.keys().map(String::as_str)
    }
}

impl Drop for Scope {
    /// Callers and called hold each other: let go of the called ones.
    fn drop(&mut self) {
        let mut waiting = vec![Rc::clone(&self.root)];
        while let Some(instance) = waiting.pop() {
            let children = std::mem::take(&mut *instance.children.borrow_mut());
            for called in children.values() {
                waiting.extend(called.members.iter().map(|(_, child)| Rc::clone(child)));
            }
        }
    }
}

/// Evaluates with each name in a frame around the next.
fn bind(
    env: Env<'_>,
    expression: &Expression,
    names: &[(&String, &Value)],
    outer: Option<&Frame<'_>>,
) -> Result<Value, Box<Finding>> {
    match names.split_first() {
        Some(((name, value), rest)) => {
            let frame = Frame { name, value, outer };
            bind(env, expression, rest, Some(&frame))
        }
        None => Env { frame: outer, ..env }.eval(expression),
    }
}

/// Evaluates a configuration: the root module and every local module that it calls.
///
/// Nothing is opened: texts are in `sources`, other files come through [`Input::reader`].
/// Never fails: what is wrong is in [`Configuration::problems`] and what depends on it is unknown.
pub fn evaluate(input: &Input, sources: &Sources) -> Evaluated {
    let mut problems = Vec::new();
    let loaded = load::modules(input, sources, &mut problems);
    let given = variables::given(input, sources, &mut problems);
    let world = Rc::new(World::new(input, loaded, given, problems));
    let root = world.root();
    let configuration = configuration(&world, &root);
    Evaluated { configuration, scope: Scope { world, root } }
}

fn configuration(world: &World, root: &Rc<Instance>) -> Configuration {
    let mut resources = Vec::new();
    let mut waiting = vec![Rc::clone(root)];
    while let Some(instance) = waiting.pop() {
        resources.extend(world.resources(&instance));
        for name in instance.module.locals.keys() {
            report(world, world.local(&instance, name));
        }
        for name in instance.module.outputs.keys() {
            report(world, world.output(&instance, name));
        }
        for name in instance.module.calls.keys() {
            match world.children(&instance, name) {
                Ok(children) => {
                    inputs(world, &instance, name, &children);
                    waiting.extend(children.members.iter().map(|(_, child)| Rc::clone(child)));
                }
                Err(finding) => world.report(*finding),
            }
        }
    }
    sort(&mut resources);
    let variables = world.root_variables(root);
    let providers = world.providers(root);
    let output = |name: &String| Some((name.clone(), world.output(root, name).ok()?));
    let outputs = root.module.outputs.keys().filter_map(output).collect();
    let (unread, problems) = (world.take_unread(), world.take_problems());
    Configuration { resources, providers, variables, outputs, unread, problems }
}

/// Evaluates the variables of the instances of a call, so that what is wrong there is said.
fn inputs(world: &World, instance: &Rc<Instance>, name: &str, children: &super::Children) {
    let Some(call) = instance.module.calls.get(name) else { return };
    for (_, child) in &children.members {
        for variable in child.module.variables.keys() {
            report(world, world.variable(child, variable));
        }
        let extra = call.contents.attributes.iter().filter(|attribute| {
            !CALL.contains(&attribute.name.as_str())
                && !child.module.variables.contains_key(&attribute.name)
        });
        for attribute in extra {
            let near = child.module.variables.keys().map(String::as_str);
            let text = format!("the module has no variable `{}`", attribute.name);
            world.report(
                problems::UNKNOWN_INPUT
                    .finding()
                    .at_maybe(attribute.span, text)
                    .help(crate::text::did_you_mean(&attribute.name, near)),
            );
        }
    }
}

/// Arguments of a `module` block that Terraform itself reads.
const CALL: [&str; 6] = ["source", "version", "count", "for_each", "providers", "depends_on"];

fn report(world: &World, outcome: Result<Value, Box<Finding>>) {
    if let Err(finding) = outcome {
        world.report(*finding);
    }
}

/// Sorts by address, numbers in it by size.
pub(crate) fn sort(resources: &mut [Resource]) {
    resources.sort_by_cached_key(|resource| {
        (resource.module.matches('.').count(), natural(&resource.address))
    });
}

/// A text that sorts as the address does when its numbers sort by size.
fn natural(address: &str) -> String {
    let mut key = String::with_capacity(address.len() + 20);
    let mut digits = String::new();
    for letter in address.chars().chain(['\0']) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        if !digits.is_empty() {
            key.push_str(&format!("{digits:0>12}"));
            digits.clear();
        }
        key.push(letter);
    }
    key
}
