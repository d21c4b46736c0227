//! `for` expressions.

use std::collections::BTreeMap;

use hcl_edit::expr::{Expression, ForExpr};

use super::{Env, Frame, Outcome, elements, excerpt, unknown_from};
use crate::problems;
use crate::types::Type;
use crate::value::{Data, Value};

/// What one turn of a `for` expression gives.
enum Turn {
    /// The condition is false.
    Skipped,
    /// A value, and its key in an object.
    Made(Option<String>, Value),
    /// The condition or the key is unknown, so the whole is.
    Unknown(Value),
}

impl Env<'_> {
    pub(super) fn for_expression(&self, syntax: &Expression, each: &ForExpr) -> Outcome<Value> {
        let collection = self.eval(&each.intro.collection_expr)?;
        if collection.is_unknown() {
            return Ok(unknown_from([&collection]));
        }
        let Some(members) = elements(&collection) else {
            return Err(self.not_iterable(&each.intro.collection_expr, &collection));
        };
        self.world.budget.elements(members.len())?;
        let mut made = Vec::with_capacity(members.len());
        for (key, value) in &members {
            match self.turn(each, key, value)? {
                Turn::Skipped => {}
                Turn::Made(key, value) => made.push((key, value)),
                Turn::Unknown(value) => {
                    return Ok(unknown_from([&value, &collection]).in_part());
                }
            }
        }
        let result = if each.key_expr.is_none() {
            Value::tuple(made.into_iter().map(|(_, value)| value).collect())
        } else if each.grouping {
            grouped(made)
        } else {
            self.object_of(syntax, made)?
        };
        Ok(Value { sensitive: collection.sensitive, ..result })
    }

    fn not_iterable(&self, syntax: &Expression, value: &Value) -> Box<outlast_findings::Finding> {
        let text = format!(
            "`{}` is a {}: a list, set, map or object is needed",
            excerpt(syntax),
            value.kind()
        );
        self.error(syntax, &problems::WRONG_TYPE, text)
    }

    fn turn(&self, each: &ForExpr, key: &Value, value: &Value) -> Outcome<Turn> {
        let named = each.intro.key_var.as_ref();
        let outer = named.map(|name| Frame { name: name.as_str(), value: key, outer: self.frame });
        let outer = outer.as_ref().or(self.frame);
        let frame = Frame { name: each.intro.value_var.as_str(), value, outer };
        let env = self.with(&frame);
        if let Some(condition) = &each.cond {
            let holds = env.eval(&condition.expr)?;
            if holds.is_unknown() {
                return Ok(Turn::Unknown(holds));
            }
            match env.as_type(&condition.expr, &holds, &Type::Bool)?.data {
                Data::Bool(true) => {}
                _ => return Ok(Turn::Skipped),
            }
        }
        let key = match &each.key_expr {
            Some(key) => match env.text_of(key)? {
                Ok(key) => Some(key),
                Err(unknown) => return Ok(Turn::Unknown(unknown)),
            },
            None => None,
        };
        Ok(Turn::Made(key, env.eval(&each.value_expr)?))
    }

    fn object_of(&self, syntax: &Expression, made: Vec<(Option<String>, Value)>) -> Outcome<Value> {
        let mut entries = BTreeMap::new();
        for (key, value) in made {
            let key = key.unwrap_or_default();
            if entries.contains_key(&key) {
                let finding = *self.error(
                    syntax,
                    &problems::DUPLICATE_KEY,
                    format!("the key `{key}` comes twice"),
                );
                return Err(Box::new(
                    finding.help("add `...` after the value to group values by key"),
                ));
            }
            entries.insert(key, value);
        }
        Ok(Value::object(entries))
    }
}

fn grouped(made: Vec<(Option<String>, Value)>) -> Value {
    let mut groups: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (key, value) in made {
        groups.entry(key.unwrap_or_default()).or_default().push(value);
    }
    Value::object(groups.into_iter().map(|(key, values)| (key, Value::tuple(values))).collect())
}
