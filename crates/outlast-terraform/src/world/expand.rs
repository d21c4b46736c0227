//! `count` and `for_each`: which instances a block has.

use std::collections::BTreeSet;

use outlast_findings::Finding;

use super::World;
use crate::eval::budget::reached;
use crate::eval::{Each, Env, Outcome, elements, excerpt};
use crate::limits;
use crate::load::{Contents, Expr};
use crate::problems;
use crate::types::{Type, convert};
use crate::value::{Data, Key, Shape, Value};

/// How the instances of a block are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// There is one, without a key.
    Nothing,
    /// `count`.
    Count,
    /// `for_each`.
    Each,
}

/// The instances of a block.
#[derive(Debug)]
pub(super) struct Expansion {
    pub(super) by: By,
    pub(super) members: Vec<(Option<Key>, Each)>,
    /// Why the number is not known; then there is one member that stands for all.
    pub(super) unknown: Option<String>,
}

impl Expansion {
    fn stand_in(by: By, why: String, each: Each) -> Self {
        Self { by, members: vec![(None, each)], unknown: Some(why) }
    }
}

impl World {
    /// The instances that `count` or `for_each` in a block asks for. What is wrong with them is
    /// reported, and one instance then stands for all. `address` is that of the block.
    pub(super) fn expand(&self, env: &Env<'_>, contents: &Contents, address: &str) -> Expansion {
        let (by, expr) = match (contents.value("count"), contents.value("for_each")) {
            (Some(count), _) => (By::Count, count),
            (None, Some(each)) => (By::Each, each),
            (None, None) => {
                let members = vec![(None, Each::default())];
                return Expansion { by: By::Nothing, members, unknown: None };
            }
        };
        let value = self.value(env, expr);
        if let Some(unknown) = value.as_unknown() {
            let what = if by == By::Count { "count" } else { "for_each" };
            let why = format!("`{what}` is not known: {}", unknown.why);
            let each = Each {
                index: (by == By::Count).then(|| Value::unknown(why.clone(), Vec::new())),
                key: (by == By::Each).then(|| Value::unknown(why.clone(), Vec::new())),
                value: (by == By::Each).then(|| value.clone()),
            };
            return self.known_members(by, address, &each, why);
        }
        let members = match by {
            By::Each => self.each_members(env, expr, &value),
            _ => self.count_members(env, expr, &value),
        };
        match members {
            Ok(members) => Expansion { by, members, unknown: None },
            Err(finding) => {
                self.report(*finding);
                let why = format!("`{}` cannot be used here", excerpt(&expr.syntax));
                let blank = || Some(Value::unknown(why.clone(), Vec::new()));
                let each = match by {
                    By::Count => Each { index: blank(), ..Each::default() },
                    _ => Each { key: blank(), value: blank(), index: None },
                };
                Expansion::stand_in(by, why, each)
            }
        }
    }

    /// The instances that a plan or state knows of, where the text does not tell.
    fn known_members(&self, by: By, address: &str, each: &Each, why: String) -> Expansion {
        let prefix = format!("{address}[");
        let mut members = Vec::new();
        for known in self.known.range(prefix.clone()..).map(|(address, _)| address) {
            let Some(key) = known.strip_prefix(&prefix) else { break };
            let Some(key) = key.strip_suffix(']').and_then(read_key) else { continue };
            let each = match &key {
                Key::Index(at) => Each { index: Some(Value::number(*at)), ..each.clone() },
                Key::Name(name) => Each { key: Some(Value::string(name)), ..each.clone() },
            };
            members.push((Some(key), each));
        }
        // None is known also before the first apply: that is no proof that there will be none.
        if members.is_empty() {
            return Expansion::stand_in(by, why, each.clone());
        }
        Expansion { by, members, unknown: None }
    }

    fn count_members(
        &self,
        env: &Env<'_>,
        expr: &Expr,
        value: &Value,
    ) -> Outcome<Vec<(Option<Key>, Each)>> {
        let env = env.in_file(expr.file);
        let count = convert(value, &Type::Number).ok().and_then(|value| value.as_number());
        let count = count.filter(|count| count.is_whole() && !count.is_negative());
        let Some(count) = count else {
            let text = format!("`{}` is no whole number from 0", excerpt(&expr.syntax));
            return Err(env.error(&expr.syntax, &problems::WRONG_COUNT, text));
        };
        let count = count.as_usize().unwrap_or(usize::MAX);
        self.instances(&env, expr, count)?;
        let member =
            |at| (Some(Key::Index(at)), Each { index: Some(Value::number(at)), ..Each::default() });
        Ok((0..count).map(member).collect())
    }

    fn instances(&self, env: &Env<'_>, expr: &Expr, count: usize) -> Outcome<()> {
        if count <= limits::INSTANCES_PER_BLOCK {
            return Ok(());
        }
        let finding = reached("instances of one block", limits::INSTANCES_PER_BLOCK as u64);
        let text = format!("`{}` asks for {count} instances", excerpt(&expr.syntax));
        let span = hcl_edit::Span::span(&expr.syntax);
        Err(Box::new(finding.at_maybe(env.span(span), text)))
    }

    fn each_members(
        &self,
        env: &Env<'_>,
        expr: &Expr,
        value: &Value,
    ) -> Outcome<Vec<(Option<Key>, Each)>> {
        let env = env.in_file(expr.file);
        let wrong = |why: &str| {
            let text = format!("`{}` {why}", excerpt(&expr.syntax));
            let finding: Finding = *env.error(&expr.syntax, &problems::WRONG_FOR_EACH, text);
            Box::new(finding.help("wrap a list of texts in `toset()`, or make it a map"))
        };
        match (&value.data, value.shape) {
            (Data::Map(_), _) | (Data::List(_), Shape::Set) => {}
            // `c ? toset(x) : []` is a set also where the type of `x` is not known.
            (Data::List(items), _) if items.is_empty() => return Ok(Vec::new()),
            (Data::Null, _) => return Err(wrong("is null")),
            _ => return Err(wrong(&format!("is a {}", value.kind()))),
        }
        let members = elements(value).unwrap_or_default();
        self.instances(&env, expr, members.len())?;
        let mut seen = BTreeSet::new();
        let mut found = Vec::with_capacity(members.len());
        for (key, element) in members {
            let Some(name) = key.as_str() else {
                return Err(wrong("has a key that is no text known before apply"));
            };
            if seen.insert(name.to_owned()) {
                let name = Key::Name(name.to_owned());
                let each = Each { index: None, key: Some(key), value: Some(element) };
                found.push((Some(name), each));
            }
        }
        Ok(found)
    }
}

/// The key between the brackets of an address.
fn read_key(text: &str) -> Option<Key> {
    if let Ok(index) = text.parse() {
        return Some(Key::Index(index));
    }
    let json = serde_json::from_str::<String>(text).ok()?;
    Some(Key::Name(json))
}
