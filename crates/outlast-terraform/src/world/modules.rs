//! `module` blocks: the module instances they make, and their outputs.

use std::collections::BTreeMap;
use std::rc::Rc;

use outlast_findings::{Finding, Span};

use super::expand::{By, Expansion};
use super::{Caller, Instance, World, suffix};
use crate::configuration::Unread;
use crate::eval::budget::exhausted;
use crate::eval::{Env, Outcome};
use crate::installed;
use crate::limits;
use crate::load::{self, Block, Module};
use crate::problems;
use crate::value::{Key, Value};

/// The instances of a `module` block.
#[derive(Debug, Default)]
pub(crate) struct Children {
    /// Whether `count` or `for_each` tells them apart.
    pub(crate) keyed: bool,
    /// Whether `for_each` does, so that the keys are names.
    pub(crate) named: bool,
    pub(crate) members: Vec<(Option<Key>, Rc<Instance>)>,
    /// Why nothing is known of its outputs: it is not local, or is not there.
    pub(crate) opaque: Option<String>,
    /// Why the number of instances is not known.
    pub(crate) unknown: Option<String>,
}

/// A call beyond the limit of module instances: nothing is known of it.
fn too_many() -> Children {
    let why = "there are more module instances than are read".to_owned();
    Children { opaque: Some(why), ..Children::default() }
}

impl World {
    /// The instances that the `module` block of that name makes.
    pub(crate) fn children(&self, instance: &Rc<Instance>, name: &str) -> Outcome<Rc<Children>> {
        if let Some(children) = instance.children.borrow().get(name) {
            return Ok(Rc::clone(children));
        }
        let Some(block) = instance.module.calls.get(name) else { return Ok(Rc::default()) };
        let key = format!("module.{name}");
        // The memo is only for finding cycles: `count` that needs an output of its own module.
        self.remember(instance, &key, || {
            let children = Rc::new(self.make_children(instance, name, block));
            instance.children.borrow_mut().insert(name.to_owned(), children);
            Ok(Value::null())
        })?;
        let children = instance.children.borrow().get(name).cloned();
        children.ok_or_else(|| self.cycle(&instance.within(&key)))
    }

    fn make_children(&self, instance: &Rc<Instance>, name: &str, block: &Block) -> Children {
        let Some(directory) = self.directory(instance, name, block) else {
            return self.leave_out(instance, name, block);
        };
        let module = match self.called(instance, name, block, &directory) {
            Ok(module) => module,
            Err((why, finding)) => {
                self.report(*finding);
                return Children { opaque: Some(why), ..Children::default() };
            }
        };
        let env = Env::of(self, instance);
        let address = instance.within(&format!("module.{name}"));
        if self.modules_made.get() > limits::MODULE_INSTANCES {
            return too_many();
        }
        let Expansion { by, members, unknown } = self.expand(&env, &block.contents, &address);
        let total = self.modules_made.get() + members.len();
        self.modules_made.set(total);
        if total > limits::MODULE_INSTANCES {
            let finding = exhausted("module instances", limits::MODULE_INSTANCES as u64);
            let text = format!("`{address}` has {} more", members.len());
            self.report(finding.at_maybe(block.span, text));
            return too_many();
        }
        let members = members.into_iter().map(|(key, each)| {
            let address = format!("{address}{}", suffix(key.as_ref()));
            let caller = Caller { instance: Rc::clone(instance), call: name.to_owned(), each };
            (key, Instance::new(address, Rc::clone(&module), Some(caller)))
        });
        let keyed = by != By::Nothing;
        let named = by == By::Each;
        Children { keyed, named, members: members.collect(), opaque: None, unknown }
    }

    /// A module that is not local is not read: whatever it holds is missing, unless nobody calls it.
    fn leave_out(&self, instance: &Rc<Instance>, name: &str, block: &Block) -> Children {
        let address = instance.within(&format!("module.{name}"));
        let expansion = self.expand(&Env::of(self, instance), &block.contents, &address);
        let opaque = Some(format!("module `{name}` is not installed"));
        let (keyed, named) = (expansion.by != By::Nothing, expansion.by == By::Each);
        if expansion.members.is_empty() {
            return Children { keyed, named, ..Children::default() };
        }
        let source = load::source_of(block);
        let finding = problems::MODULE_NOT_READ
            .finding()
            .at_maybe(source_span(block), format!("`{source}` is not installed here"))
            .why("only local modules and installed ones are read; its resources are missing here")
            .help("run `terraform init` first, or check a plan: it has what every module makes");
        self.report(finding);
        self.unread.borrow_mut().push(Unread { address, source, span: block.span });
        Children { opaque, ..Children::default() }
    }

    /// The directory of the module that a block calls: a local one, or where it was installed.
    fn directory(&self, instance: &Instance, name: &str, block: &Block) -> Option<String> {
        let source = load::source_of(block);
        if load::is_local(&source) {
            return Some(crate::path::join(&instance.module.directory, &source));
        }
        let key = load::called(&instance.key(), name);
        let directory = installed::directory(&self.installed, &key, &source)?;
        self.modules.contains_key(directory).then(|| directory.to_owned())
    }

    /// The module that a block calls, or why it is not read.
    fn called(
        &self,
        instance: &Rc<Instance>,
        name: &str,
        block: &Block,
        directory: &str,
    ) -> Result<Rc<Module>, (String, Box<Finding>)> {
        let text = load::source_of(block);
        let span = source_span(block);
        if self.is_within(instance, directory) {
            let finding = problems::MODULE_CYCLE
                .finding()
                .at_maybe(
                    span,
                    format!("`{text}` is the directory of a module that calls this one"),
                )
                .help("a module cannot contain itself: remove one of the calls");
            return Err((format!("module `{name}` calls itself"), Box::new(finding)));
        }
        self.modules.get(directory).cloned().ok_or_else(|| {
            let finding = problems::MODULE_NOT_FOUND
                .finding()
                .at_maybe(span, format!("there is no Terraform file in `{directory}`"))
                .help("check the path: it is relative to the file that says it");
            (format!("module `{name}` is not there"), Box::new(finding))
        })
    }

    /// Whether an instance or one that calls it is of that directory, or the calls are too deep.
    fn is_within(&self, instance: &Rc<Instance>, directory: &str) -> bool {
        let mut here = Some(instance);
        let mut depth = 0;
        while let Some(instance) = here {
            depth += 1;
            // A circle closes in any instance that calls, not only in the nearest one.
            if instance.module.directory == directory || depth > limits::MODULE_DEPTH {
                return true;
            }
            here = instance.caller.as_ref().map(|caller| &caller.instance);
        }
        false
    }

    /// Every output of every instance: an object, a tuple of objects or an object of objects.
    pub(crate) fn all_outputs(&self, children: &Children) -> Outcome<Value> {
        if let Some(why) = &children.unknown {
            // One stands for all: what it depends on is what each of them would.
            let mut origins = Vec::new();
            for (_, child) in &children.members {
                origins.extend(self.outputs(child)?.origins());
            }
            return Ok(Value::unknown(why.clone(), origins));
        }
        if !children.keyed {
            return match children.members.first() {
                Some((_, child)) => self.outputs(child),
                None => Ok(Value::null()),
            };
        }
        let mut items = Vec::new();
        let mut entries = BTreeMap::new();
        for (key, child) in &children.members {
            let outputs = self.outputs(child)?;
            match key {
                Some(Key::Name(name)) => {
                    entries.insert(name.clone(), outputs);
                }
                _ => items.push(outputs),
            }
        }
        Ok(if children.named { Value::object(entries) } else { Value::tuple(items) })
    }

    fn outputs(&self, child: &Rc<Instance>) -> Outcome<Value> {
        let mut entries = BTreeMap::new();
        for name in child.module.outputs.keys() {
            entries.insert(name.clone(), self.output(child, name)?);
        }
        Ok(Value::object(entries))
    }
}

/// Where a call says which module it calls.
fn source_span(block: &Block) -> Option<Span> {
    block.contents.attribute("source").and_then(|source| source.span).or(block.span)
}
