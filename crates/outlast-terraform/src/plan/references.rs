//! References in the `configuration` of a plan, followed to resource instances.
//!
//! A plan lists, for each expression, the names that it mentions, each with its shortened forms:
//! `x_y.z.id`, `x_y.z`. Module inputs and outputs are followed hop by hop. Where a block has several
//! instances and the reference names none, the instance with the same key is meant when there is
//! one, and all of them otherwise.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::Entry;
use crate::configuration::{Mode, Resource};
use crate::limits;
use crate::value::{Key, Origin};

/// The blocks of the configuration and the instances of the plan.
pub(super) struct Blocks<'j> {
    root: Option<&'j Json>,
    /// The keys of every block, by its address.
    instances: BTreeMap<String, Vec<Option<Key>>>,
    /// The keys of every module call, by its address without key.
    modules: BTreeMap<String, BTreeSet<Option<Key>>>,
    /// The known attributes of every instance, by its address.
    known: BTreeMap<String, &'j Json>,
}

/// Where an expression stands: the instance of a module, and the key of the block.
#[derive(Clone)]
struct Here {
    module: String,
    key: Option<Key>,
}

impl<'j> Blocks<'j> {
    pub(super) fn new(configuration: Option<&'j Json>, entries: &[Entry<'j>]) -> Self {
        let mut blocks = Self {
            root: configuration.and_then(|configuration| configuration.get("root_module")),
            instances: BTreeMap::new(),
            modules: BTreeMap::new(),
            known: BTreeMap::new(),
        };
        for entry in entries {
            let resource = &entry.resource;
            let keys = blocks.instances.entry(resource.block.clone()).or_default();
            keys.push(resource.key.clone());
            blocks.known.insert(resource.address.clone(), entry.after);
            let mut module = resource.module.as_str();
            while let Some((outer, call, key)) = split_module(module) {
                let address = within(outer, &format!("module.{call}"));
                blocks.modules.entry(address).or_default().insert(key);
                module = outer;
            }
        }
        blocks
    }

    /// The known value of an attribute of an instance.
    pub(super) fn known(&self, origin: &Origin) -> Option<&'j Json> {
        self.known.get(&origin.resource)?.get(&origin.path)
    }

    /// The `configuration` of a module instance; none is known deeper than modules may go.
    fn module(&self, address: &str) -> Option<&'j Json> {
        let (mut calls, mut at) = (Vec::new(), address);
        while let Some((outer, call, _)) = split_module(at) {
            calls.push(call);
            at = outer;
            if calls.len() > limits::MODULE_DEPTH {
                return None;
            }
        }
        let step =
            |module: &'j Json, call: &&str| module.get("module_calls")?.get(*call)?.get("module");
        calls.iter().rev().try_fold(self.root?, step)
    }

    fn block(&self, resource: &Resource) -> Option<&'j Json> {
        let mode = if resource.mode == Mode::Data { "data" } else { "managed" };
        let blocks = self.module(&resource.module)?.get("resources")?.as_array()?;
        blocks.iter().find(|block| {
            let is =
                |name: &str, value: &str| block.get(name).and_then(Json::as_str) == Some(value);
            is("type", &resource.kind) && is("name", &resource.name) && is("mode", mode)
        })
    }

    /// The expressions of the block of an instance.
    pub(super) fn expressions(&self, resource: &Resource) -> Option<&'j Json> {
        self.block(resource)?.get("expressions")
    }

    /// The provider of an instance as the configuration names it.
    pub(super) fn provider(&self, resource: &Resource) -> Option<&'j str> {
        let key = self.block(resource)?.get("provider_config_key")?.as_str()?;
        Some(key.rsplit(':').next().unwrap_or(key))
    }

    /// The addresses that `depends_on` of the block of an instance names.
    pub(super) fn depends_on(&self, resource: &Resource) -> Vec<String> {
        let stated = self.block(resource).and_then(|block| block.get("depends_on"));
        let names = stated.and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
        names.map(|name| within(&resource.module, name)).collect()
    }

    /// The attributes that an expression of an instance refers to.
    pub(super) fn resolve(&self, resource: &Resource, references: &[Json]) -> Vec<Origin> {
        let here = Here { module: resource.module.clone(), key: resource.key.clone() };
        let each = self.block(resource).and_then(|block| block.get("for_each_expression"));
        let mut found = Vec::new();
        self.follow(&here, each, references, "", 0, &mut found);
        let mut seen = BTreeSet::new();
        found.retain(|origin| seen.insert(origin.clone()));
        found
    }

    fn follow(
        &self,
        here: &Here,
        each: Option<&'j Json>,
        references: &[Json],
        rest: &str,
        depth: usize,
        found: &mut Vec<Origin>,
    ) {
        if depth > limits::MODULE_DEPTH {
            return;
        }
        for reference in longest(references) {
            let parts = steps(reference);
            let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
            match names.as_slice() {
                ["var", name, after @ ..] => {
                    let rest = joined(after, rest);
                    self.input(here, name, &rest, depth, found);
                }
                ["each", "value", after @ ..] => {
                    let rest = joined(after, rest);
                    let inner = references_of(each);
                    self.follow(here, None, inner, &rest, depth + 1, found);
                }
                ["module", call, after @ ..] => {
                    let key = parts.get(1).and_then(|(_, key)| key.clone());
                    if let Some((output, after)) = after.split_first() {
                        let rest = joined(after, rest);
                        self.output(here, call, key, output, &rest, depth, found);
                    }
                }
                ["local" | "path" | "terraform" | "count" | "each" | "self", ..] => {}
                ["data", kind, name, after @ ..] => {
                    let key = parts.get(2).and_then(|(_, key)| key.clone());
                    self.instances(
                        here,
                        &format!("data.{kind}.{name}"),
                        key,
                        &joined(after, rest),
                        found,
                    );
                }
                [kind, name, after @ ..] => {
                    let key = parts.get(1).and_then(|(_, key)| key.clone());
                    self.instances(
                        here,
                        &format!("{kind}.{name}"),
                        key,
                        &joined(after, rest),
                        found,
                    );
                }
                _ => {}
            }
        }
    }

    /// The instances of a block that a reference means.
    fn instances(
        &self,
        here: &Here,
        block: &str,
        key: Option<Key>,
        path: &str,
        found: &mut Vec<Origin>,
    ) {
        let block = within(&here.module, block);
        let Some(keys) = self.instances.get(&block) else { return };
        let wanted = key.or_else(|| here.key.clone());
        let same = |key: &&Option<Key>| wanted.is_some() && **key == wanted;
        let chosen: Vec<&Option<Key>> = match keys.iter().find(same) {
            Some(key) => vec![key],
            None => keys.iter().collect(),
        };
        for key in chosen {
            let suffix = key.as_ref().map_or_else(String::new, Key::to_string);
            found.push(Origin::new(format!("{block}{suffix}"), path));
        }
    }

    /// An input of the module: what its call says, in the module that calls.
    fn input(&self, here: &Here, name: &str, rest: &str, depth: usize, found: &mut Vec<Origin>) {
        let Some((outer, call, key)) = split_module(&here.module) else { return };
        let Some(called) = self.call(outer, call) else { return };
        let expression = called.get("expressions").and_then(|inputs| inputs.get(name));
        // The key of the module instance chooses, or else that of the resource.
        let key = key.or_else(|| here.key.clone());
        let caller = Here { module: outer.to_owned(), key };
        let each = called.get("for_each_expression");
        self.follow(&caller, each, references_of(expression), rest, depth + 1, found);
    }

    fn call(&self, module: &str, call: &str) -> Option<&'j Json> {
        self.module(module)?.get("module_calls")?.get(call)
    }

    #[expect(clippy::too_many_arguments, reason = "one hop of a walk: where, whither, what for")]
    fn output(
        &self,
        here: &Here,
        call: &str,
        key: Option<Key>,
        output: &str,
        rest: &str,
        depth: usize,
        found: &mut Vec<Origin>,
    ) {
        let address = within(&here.module, &format!("module.{call}"));
        let Some(called) = self.call(&here.module, call) else { return };
        let outputs = called.get("module").and_then(|module| module.get("outputs"));
        let expression = outputs.and_then(|outputs| outputs.get(output)?.get("expression"));
        let Some(keys) = self.modules.get(&address) else { return };
        let wanted = key.or_else(|| here.key.clone());
        let chosen: Vec<&Option<Key>> = match keys.get(&wanted).filter(|key| key.is_some()) {
            Some(key) => vec![key],
            None => keys.iter().collect(),
        };
        for key in chosen {
            let suffix = key.as_ref().map_or_else(String::new, Key::to_string);
            let inside = Here { module: format!("{address}{suffix}"), key: here.key.clone() };
            self.follow(&inside, None, references_of(expression), rest, depth + 1, found);
        }
    }
}

fn references_of(expression: Option<&Json>) -> &[Json] {
    let references = expression.and_then(|found| found.get("references")).and_then(Json::as_array);
    references.map_or(&[], Vec::as_slice)
}

/// The references that are no shortened form of another one.
fn longest(references: &[Json]) -> Vec<&str> {
    let all: Vec<&str> = references.iter().filter_map(Json::as_str).collect();
    let shortened = |text: &str| {
        all.iter()
            .any(|other| other.strip_prefix(text).is_some_and(|rest| rest.starts_with(['.', '['])))
    };
    all.iter().copied().filter(|text| !shortened(text)).collect()
}

fn within(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}.{name}") }
}

fn joined(after: &[&str], rest: &str) -> String {
    let mut parts = after.to_vec();
    parts.extend((!rest.is_empty()).then_some(rest));
    parts.join(".")
}

/// The outer address, the name of the call and the key of a module address.
fn split_module(address: &str) -> Option<(&str, &str, Option<Key>)> {
    let parts = offsets(address);
    let at = parts.iter().rposition(|(start, end)| address.get(*start..*end) == Some("module"))?;
    let (start, _) = parts.get(at)?;
    let (name_start, name_end) = parts.get(at + 1)?;
    let outer = address.get(..start.saturating_sub(1)).unwrap_or("");
    let name = address.get(*name_start..*name_end)?;
    let key = read_key(address.get(*name_end..).unwrap_or(""));
    Some((outer, name, key))
}

/// How many modules stand in each other in the address of a module.
pub(super) fn modules_deep(address: &str) -> usize {
    offsets(address).len() / 2
}

/// The names of a reference with the index behind each.
fn steps(reference: &str) -> Vec<(String, Option<Key>)> {
    let parts = offsets(reference);
    let next = parts.iter().skip(1).map(|(start, _)| start.saturating_sub(1));
    let ends = next.chain([reference.len()]);
    let mut found = Vec::new();
    for ((start, end), until) in parts.iter().zip(ends) {
        let name = reference.get(*start..*end).unwrap_or("").to_owned();
        found.push((name, read_key(reference.get(*end..until).unwrap_or(""))));
    }
    found
}

/// Where the names of a dotted address are; what stands in brackets is no name.
fn offsets(address: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut end = None;
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in address.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' if !quoted => {
                if depth == 0 && end.is_none() {
                    end = Some(at);
                }
                depth += 1;
            }
            b']' if !quoted => depth = depth.saturating_sub(1),
            b'.' if !quoted && depth == 0 => {
                found.push((start, end.take().unwrap_or(at)));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push((start, end.unwrap_or(address.len())));
    found
}

/// The key of `[0]` or `["name"]`.
fn read_key(text: &str) -> Option<Key> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    match inner.parse() {
        Ok(index) => Some(Key::Index(index)),
        Err(_) => serde_json::from_str(inner).ok().map(Key::Name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_cut_at_their_dots_but_not_inside_of_keys() {
        let key = Key::Name("x.y]".to_owned());
        let address = format!("module.a{key}.module.b[0]");
        assert_eq!(
            split_module(&address),
            Some((format!("module.a{key}").as_str(), "b", Some(Key::Index(0))))
        );
        assert_eq!(split_module("module.a"), Some(("", "a", None)));
        assert_eq!(split_module(""), None);
        let names = steps("x_y.z[\"k.l\"].id");
        assert_eq!(names.len(), 3);
        assert_eq!(names[1], ("z".to_owned(), Some(Key::Name("k.l".to_owned()))));
    }

    #[test]
    fn shortened_forms_are_left_out() {
        let list = serde_json::json!(["a.b.id", "a.b", "a.bc", "a.d[0].id", "a.d[0]", "a.d"]);
        let list = list.as_array().unwrap();
        assert_eq!(longest(list), ["a.b.id", "a.bc", "a.d[0].id"]);
    }
}
