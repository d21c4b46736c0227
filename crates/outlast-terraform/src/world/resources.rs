//! `resource`, `data` and `provider` blocks: the values of their instances.

use std::collections::BTreeMap;
use std::rc::Rc;

use hcl_edit::expr::{Expression, Traversal, TraversalOperator};

use super::expand::{By, Expansion};
use super::{Instance, World, suffix};
use crate::configuration::{Mode, Provider, Resource};
use crate::eval::budget::exhausted;
use crate::eval::{Env, Frame, Outcome, elements, unknown_from};
use crate::limits;
use crate::load::{Block, Contents, ResourceBlock};
use crate::value::{Key, Origin, Value};

/// One evaluated instance of a resource block.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) key: Option<Key>,
    pub(crate) values: BTreeMap<String, Value>,
    pub(crate) unknown: Option<String>,
}

/// Arguments that Terraform itself reads.
const META: [&str; 4] = ["count", "for_each", "provider", "depends_on"];
/// Nested blocks that say how Terraform goes about it, not what exists.
const META_BLOCKS: [&str; 3] = ["lifecycle", "provisioner", "connection"];

/// What a resource that is not made or read yet says about its other attributes.
fn why(mode: Mode) -> &'static str {
    match mode {
        Mode::Managed => "known after apply",
        Mode::Data => "read by a data source",
    }
}

impl World {
    /// The value of a resource block: an object, or a tuple or object of its instances.
    pub(crate) fn resource(&self, instance: &Rc<Instance>, key: &str) -> Outcome<Value> {
        let Some(declared) = instance.module.resources.get(key) else { return Ok(Value::null()) };
        self.remember(instance, key, || self.make(instance, key, declared))
    }

    fn make(&self, instance: &Rc<Instance>, key: &str, declared: &ResourceBlock) -> Outcome<Value> {
        let env = Env::of(self, instance);
        let block = instance.within(key);
        let contents = &declared.block.contents;
        let Expansion { by, members, unknown } = self.expand(&env, contents, &block);
        let total = self.instances_made.get() + members.len();
        self.instances_made.set(total);
        if total > limits::INSTANCES {
            let finding = exhausted("resource instances", limits::INSTANCES as u64);
            let text = format!("`{block}` has {} more", members.len());
            return Err(Box::new(finding.at_maybe(declared.block.span, text)));
        }
        let mut made = Vec::with_capacity(members.len());
        let mut objects = Vec::with_capacity(members.len());
        for (member, each) in members {
            let address = format!("{block}{}", suffix(member.as_ref()));
            let env = Env { each: Some(&each), ..env };
            let values = self.with_known(self.body(&env, contents, true), &address);
            let object = Value::object(values.clone()).from_origin(Origin::new(address, ""));
            objects.push((member.clone(), Value { span: declared.block.span, ..object }));
            made.push(Made { key: member, values, unknown: unknown.clone() });
        }
        instance.made.borrow_mut().insert(key.to_owned(), Rc::new(made));
        Ok(match (unknown, by) {
            (Some(reason), _) => {
                let reason = format!("{reason}; {}", why(declared.mode));
                Value::computed(Origin::new(block, ""), reason)
            }
            (None, By::Nothing) => objects.pop().map_or_else(Value::null, |(_, object)| object),
            (None, By::Count) => Value::tuple(objects.into_iter().map(|(_, one)| one).collect()),
            (None, By::Each) => Value::object(
                objects.into_iter().filter_map(|(key, one)| Some((name_of(key?), one))).collect(),
            ),
        })
    }

    /// What a plan or state knows beyond the text: attributes that are not stated or not known.
    fn with_known(
        &self,
        mut values: BTreeMap<String, Value>,
        address: &str,
    ) -> BTreeMap<String, Value> {
        let Some(known) = self.known.get(address) else { return values };
        for (name, value) in known {
            let open =
                values.get(name).is_none_or(|stated| stated.is_unknown() || stated.is_null());
            if open && !value.is_unknown() && !value.is_null() {
                // What the text says of where it comes from is worth more than a comparison of ids.
                let stated = values.get(name);
                let origin = stated.and_then(|stated| stated.origin.clone());
                let span = stated.and_then(|stated| stated.span);
                let origin = origin.or_else(|| value.origin.clone());
                values.insert(name.clone(), Value { origin, span, ..value.clone() });
            }
        }
        values
    }

    /// The attributes and nested blocks of a body. Blocks are lists of objects.
    fn body(&self, env: &Env<'_>, contents: &Contents, top: bool) -> BTreeMap<String, Value> {
        let mut values = BTreeMap::new();
        for attribute in &contents.attributes {
            if !(top && META.contains(&attribute.name.as_str())) {
                values.insert(attribute.name.clone(), self.value(env, &attribute.value));
            }
        }
        let mut lists: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for block in &contents.blocks {
            match (block.kind.as_str(), block.labels.first()) {
                (kind, _) if top && META_BLOCKS.contains(&kind) => {}
                ("dynamic", Some(kind)) => {
                    let made = self.dynamic(env, block, kind);
                    lists.entry(kind).or_default().extend(made);
                }
                (kind, _) => {
                    let object = Value::object(self.body(env, &block.contents, false));
                    lists.entry(kind).or_default().push(object.at(block.span));
                }
            }
        }
        for (kind, items) in lists {
            // Blocks of which the number is not known move all behind them: no index is right.
            let list = if items.iter().any(Value::is_unknown) {
                unknown_from(&items)
            } else {
                Value::tuple(items)
            };
            let span = contents.blocks.iter().find(|block| block.kind == kind).and_then(|b| b.span);
            values.insert(kind.to_owned(), list.at(span));
        }
        values
    }

    /// The blocks that a `dynamic` block makes; one unknown value when their number is not known.
    fn dynamic(&self, env: &Env<'_>, block: &Block, kind: &str) -> Vec<Value> {
        let Some(each) = block.contents.value("for_each") else { return Vec::new() };
        let collection = self.value(env, each);
        let content = block.contents.blocks.iter().find(|inner| inner.kind == "content");
        let Some(content) = content else { return Vec::new() };
        let named = block.contents.value("iterator").map(|name| name.syntax.to_string());
        // JSON writes the name as a text.
        let name = named.as_deref().map_or(kind, str::trim).trim_matches('"');
        let turn = |key: Value, value: Value| {
            let entries = [("key".to_owned(), key), ("value".to_owned(), value)];
            let iterator = Value::object(entries.into_iter().collect());
            let frame = Frame { name, value: &iterator, outer: env.frame };
            Value::object(self.body(&env.with(&frame), &content.contents, false)).at(block.span)
        };
        match elements(&collection) {
            Some(members) if self.budget.elements(members.len()).is_ok() => {
                members.into_iter().map(|(key, value)| turn(key, value)).collect()
            }
            _ if collection.is_null() => Vec::new(),
            _ => {
                // One turn with unknown names finds what the blocks depend on.
                let sample = turn(unknown_from([&collection]), unknown_from([&collection]));
                vec![unknown_from([&collection, &sample])]
            }
        }
    }

    /// The resources of a module instance, evaluated.
    pub(super) fn resources(&self, instance: &Rc<Instance>) -> Vec<Resource> {
        let mut found = Vec::new();
        for (key, declared) in &instance.module.resources {
            if self.resource(instance, key).is_err() {
                continue;
            }
            let block = instance.within(key);
            let provider = self.provider_of(instance, declared);
            let depends_on = self.depends_on(instance, &declared.block.contents);
            for made in instance.made(key).iter().flat_map(|made| made.iter()) {
                found.push(Resource {
                    address: format!("{block}{}", suffix(made.key.as_ref())),
                    block: block.clone(),
                    mode: declared.mode,
                    kind: declared.kind.clone(),
                    name: declared.name.clone(),
                    module: instance.address.clone(),
                    key: made.key.clone(),
                    provider: provider.clone(),
                    values: made.values.clone(),
                    span: declared.block.span,
                    depends_on: depends_on.clone(),
                    count_unknown: made.unknown.clone(),
                });
            }
        }
        found
    }

    /// The addresses that `depends_on` names.
    fn depends_on(&self, instance: &Instance, contents: &Contents) -> Vec<String> {
        let Some(list) = contents.value("depends_on") else { return Vec::new() };
        let Expression::Array(items) = &list.syntax else { return Vec::new() };
        items.iter().map(|item| instance.within(&block_address(item))).collect()
    }

    /// The provider of a resource as the root module names it, followed through `providers`.
    fn provider_of(&self, instance: &Rc<Instance>, declared: &ResourceBlock) -> String {
        let stated = declared.block.contents.value("provider");
        let mut name = match stated {
            Some(expr) => expr.syntax.to_string().trim().trim_matches('"').to_owned(),
            None => declared.kind.split('_').next().unwrap_or("").to_owned(),
        };
        let mut here = instance;
        while let Some(caller) = &here.caller {
            let block = caller.instance.module.calls.get(&caller.call);
            let passed = block.and_then(|block| block.contents.value("providers"));
            if let Some(Expression::Object(map)) = passed.map(|passed| &passed.syntax) {
                let found = map.iter().find(|(key, _)| key_text(key) == name);
                if let Some((_, value)) = found {
                    name = value.expr().to_string().trim().trim_matches('"').to_owned();
                }
            }
            // What a call does not pass on is inherited under its own name.
            here = &caller.instance;
        }
        name
    }

    /// The provider blocks of the root module.
    pub(super) fn providers(&self, instance: &Rc<Instance>) -> Vec<Provider> {
        let env = Env::of(self, instance);
        let provider = |block: &Block| {
            let mut values = self.body(&env, &block.contents, false);
            let alias = values.remove("alias");
            Provider {
                name: block.labels.first().cloned().unwrap_or_default(),
                alias: alias.and_then(|alias| alias.as_str().map(str::to_owned)),
                values,
                span: block.span,
            }
        };
        let mut providers: Vec<Provider> = instance.module.providers.iter().map(provider).collect();
        providers.sort_by(|a, b| (&a.name, &a.alias).cmp(&(&b.name, &b.alias)));
        providers
    }
}

fn name_of(key: Key) -> String {
    match key {
        Key::Name(name) => name,
        Key::Index(index) => index.to_string(),
    }
}

fn key_text(key: &hcl_edit::expr::ObjectKey) -> String {
    match key {
        hcl_edit::expr::ObjectKey::Ident(name) => name.as_str().to_owned(),
        hcl_edit::expr::ObjectKey::Expression(key) => {
            key.to_string().trim().trim_matches('"').to_owned()
        }
    }
}

/// The address of the block that a reference names: without indexes and attributes.
fn block_address(syntax: &Expression) -> String {
    let Expression::Traversal(traversal) = syntax else {
        return syntax.to_string().trim().to_owned();
    };
    let Traversal { expr, operators, .. } = traversal.as_ref();
    let root = expr.to_string().trim().to_owned();
    let wanted = if root == "data" { 2 } else { 1 };
    let names = operators.iter().filter_map(|operator| match operator.value() {
        TraversalOperator::GetAttr(name) => Some(name.as_str()),
        _ => None,
    });
    names.take(wanted).fold(root, |address, name| format!("{address}.{name}"))
}
