//! Evaluated Terraform as the surroundings of an outlast file.

use hcl_edit::expr::Expression;
use outlast_findings::{FileId, Finding};
use outlast_terraform::{Data as Known, Evaluated, Value};

use crate::language::surroundings::{Data, Found, Surroundings};

/// How deep values are looked into: instances stand in a list or map, at most in a list of those.
const DEPTH: usize = 8;

/// What an evaluated configuration answers.
pub(crate) struct Terraform<'a>(pub(crate) &'a Evaluated);

impl Surroundings for Terraform<'_> {
    fn value(&self, expression: &Expression, file: FileId) -> Result<Found, Box<Finding>> {
        let value = self.0.scope.evaluate(expression, file)?;
        Ok(found(&value, DEPTH))
    }

    fn instances(&self, address: &str) -> Vec<String> {
        let resources = self.0.configuration.resources.iter();
        let is = |it: &&outlast_terraform::Resource| it.address == address || it.block == address;
        resources.filter(is).map(|it| it.address.clone()).collect()
    }
}

fn found(value: &Value, depth: usize) -> Found {
    let origin = value.origin.as_deref();
    let resource = origin.map(|it| it.resource.clone());
    if origin.is_some_and(|it| it.path.is_empty()) && !holds_instances(value) {
        return Found { data: Data::Several(Vec::new()), resource };
    }
    let data = data(value, depth);
    // The list of the instances of a block is its items; the block itself is no instance.
    let resource = resource.filter(|_| !matches!(data, Data::Several(_)));
    Found { data, resource }
}

fn data(value: &Value, depth: usize) -> Data {
    match &value.data {
        Known::Null => Data::Null,
        Known::Bool(flag) => Data::Flag(*flag),
        Known::Number(number) => Data::Number(number.to_string()),
        Known::String(text) => Data::Text(text.to_string()),
        Known::Unknown(unknown) => Data::Unknown(unknown.why.clone()),
        Known::List(items) if depth > 0 => {
            Data::Several(items.iter().map(|it| found(it, depth - 1)).collect())
        }
        Known::Map(entries) if depth > 0 => {
            Data::Several(entries.values().map(|it| found(it, depth - 1)).collect())
        }
        Known::List(_) | Known::Map(_) => Data::Unknown("it is nested too deeply".to_string()),
    }
}

/// Whether a value is a collection of instances: a block with `count` or `for_each`.
fn holds_instances(value: &Value) -> bool {
    let whole = |it: &Value| it.origin.as_deref().is_some_and(|origin| origin.path.is_empty());
    match &value.data {
        Known::List(_) => true,
        Known::Map(entries) => entries.values().any(whole),
        Known::Null | Known::Bool(_) | Known::Number(_) | Known::String(_) | Known::Unknown(_) => {
            false
        }
    }
}
