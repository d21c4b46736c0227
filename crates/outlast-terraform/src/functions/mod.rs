//! The functions of the language: <https://developer.hashicorp.com/terraform/language/functions>.
//!
//! Pure and offline ones are computed. What needs a clock, chance or a key (`timestamp`, `uuid`,
//! `bcrypt`, `rsadecrypt`), a provider's functions and `templatestring` are unknown, with the reason.

mod collections;
mod conversions;
mod encoding;
mod files;
mod formats;
mod hashes;
mod networks;
mod numbers;
mod sets;
mod strings;
mod times;
mod yaml;
mod yaml_words;

use std::sync::Arc;

use hcl_edit::expr::{Expression, FuncCall};
use outlast_findings::Finding;

use crate::eval::budget::is_limit;
use crate::eval::{Env, Outcome, excerpt, has_unknown, unknown_from};
use crate::number::Number;
use crate::problems;
use crate::text::did_you_mean;
use crate::types::{Type, convert};
use crate::value::{Data, Value};

/// How a function treats arguments that are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unknowns {
    /// Unknown when anything in an argument is.
    Deep,
    /// Unknown when an argument itself is; elements may be unknown.
    Shallow,
    /// The function looks itself.
    Own,
}

type Run = fn(&Call<'_>) -> Outcome<Value>;

/// A function: its name, its least and greatest number of arguments, and what it does.
struct Function {
    name: &'static str,
    least: usize,
    most: usize,
    unknowns: Unknowns,
    run: Run,
}

const ANY: usize = usize::MAX;

const fn deep(name: &'static str, least: usize, most: usize, run: Run) -> Function {
    Function { name, least, most, unknowns: Unknowns::Deep, run }
}

const fn shallow(name: &'static str, least: usize, most: usize, run: Run) -> Function {
    Function { name, least, most, unknowns: Unknowns::Shallow, run }
}

const fn own(name: &'static str, least: usize, most: usize, run: Run) -> Function {
    Function { name, least, most, unknowns: Unknowns::Own, run }
}

/// Every table of functions.
const TABLES: [&[Function]; 10] = [
    collections::FUNCTIONS,
    conversions::FUNCTIONS,
    encoding::FUNCTIONS,
    files::FUNCTIONS,
    hashes::FUNCTIONS,
    networks::FUNCTIONS,
    numbers::FUNCTIONS,
    sets::FUNCTIONS,
    strings::FUNCTIONS,
    times::FUNCTIONS,
];

/// Functions whose result cannot be computed here, and why.
const UNCOMPUTED: [(&str, &str); 9] = [
    ("timestamp", "the time of the run"),
    ("plantimestamp", "the time of the run"),
    ("uuid", "made at random"),
    ("bcrypt", "salted at random"),
    ("rsadecrypt", "keys are not used"),
    ("base64gzip", "compression is not computed"),
    ("templatestring", "templates in values are not evaluated"),
    ("abspath", "the working directory is not read"),
    ("pathexpand", "the home directory is not read"),
];

/// One call with its evaluated arguments.
pub(crate) struct Call<'a> {
    env: &'a Env<'a>,
    syntax: &'a Expression,
    name: &'a str,
    arguments: Vec<Value>,
}

/// Functions whose result holds whatever their arguments hold: nothing is chosen or left out.
const KEEPING: [&str; 20] = [
    "compact",
    "concat",
    "distinct",
    "flatten",
    "format",
    "join",
    "merge",
    "nonsensitive",
    "reverse",
    "sensitive",
    "setproduct",
    "setunion",
    "sort",
    "split",
    "tolist",
    "tomap",
    "toset",
    "tostring",
    "values",
    "zipmap",
];

fn find(name: &str) -> Option<&'static Function> {
    TABLES.iter().flat_map(|table| table.iter()).find(|function| function.name == name)
}

fn names() -> impl Iterator<Item = &'static str> {
    let computed = TABLES.iter().flat_map(|table| table.iter()).map(|function| function.name);
    computed.chain(UNCOMPUTED.iter().map(|(name, _)| *name)).chain(["try", "can"])
}

/// The value of a call.
pub(crate) fn call(env: &Env<'_>, syntax: &Expression, call: &FuncCall) -> Outcome<Value> {
    let name = call.name.name.as_str();
    match call.name.namespace.first().map(|space| space.as_str()) {
        None | Some("core") => {}
        Some(space) => {
            let why = format!("a function of the provider `{space}`");
            return Ok(Value::unknown(why, Vec::new()));
        }
    }
    match name {
        "try" => return attempt(env, syntax, call),
        "can" => return can(env, syntax, call),
        _ => {}
    }
    let arguments = arguments(env, call)?;
    if let Some((_, why)) = UNCOMPUTED.iter().find(|(other, _)| *other == name) {
        let unknown = unknown_from(&arguments);
        let origins = unknown.as_unknown().map(|unknown| unknown.origins.clone());
        return Ok(Value::unknown(format!("`{name}()`: {why}"), origins.unwrap_or_default()));
    }
    let Some(function) = find(name) else {
        let text = format!("there is no function `{name}`");
        let finding = *env.error(syntax, &problems::NO_SUCH_FUNCTION, text);
        return Err(Box::new(finding.help(did_you_mean(name, names()))));
    };
    run(function, &Call { env, syntax, name: function.name, arguments })
}

fn run(function: &Function, call: &Call<'_>) -> Outcome<Value> {
    let count = call.arguments.len();
    if count < function.least || count > function.most {
        let wanted = match (function.least, function.most) {
            (least, ANY) => format!("at least {least}"),
            (least, most) if least == most => format!("{least}"),
            (least, most) => format!("{least} to {most}"),
        };
        return Err(call.fail(format!("takes {wanted} arguments, here are {count}")));
    }
    if function.unknowns == Unknowns::Deep {
        let budget = &call.env.world.budget;
        call.arguments.iter().try_for_each(|argument| budget.visit(argument))?;
    }
    let unknown = match function.unknowns {
        Unknowns::Deep => call.arguments.iter().any(has_unknown),
        Unknowns::Shallow => call.arguments.iter().any(Value::is_unknown),
        Unknowns::Own => false,
    };
    if unknown {
        let made_of = unknown_from(&call.arguments);
        return Ok(if KEEPING.contains(&function.name) { made_of } else { made_of.in_part() });
    }
    let sensitive = call.arguments.iter().any(|argument| argument.sensitive);
    let result = (function.run)(call)?;
    let sensitive = match function.name {
        "nonsensitive" | "issensitive" => result.sensitive,
        _ => sensitive || result.sensitive,
    };
    Ok(Value { sensitive, ..result })
}

fn arguments(env: &Env<'_>, call: &FuncCall) -> Outcome<Vec<Value>> {
    let mut values = Vec::with_capacity(call.args.len());
    for argument in &call.args {
        values.push(env.eval(argument)?);
    }
    if call.args.expand_final()
        && let Some(last) = values.pop()
    {
        match &last.data {
            Data::List(items) => values.extend(items.iter().cloned()),
            _ => values.push(unknown_from([&last])),
        }
    }
    Ok(values)
}

/// `try(…)`: the first argument without an error.
fn attempt(env: &Env<'_>, syntax: &Expression, call: &FuncCall) -> Outcome<Value> {
    let mut last = None;
    for argument in &call.args {
        match env.eval(argument) {
            Ok(value) => return Ok(value),
            Err(finding) if is_limit(&finding) => return Err(finding),
            Err(finding) => last = Some(finding),
        }
    }
    let text = format!("`{}`: every argument has an error", excerpt(syntax));
    let finding = *env.error(syntax, &problems::FUNCTION_FAILED, text);
    let why = last.and_then(|last| last.labels.first().map(|label| label.text.clone()));
    Err(Box::new(finding.why(why.unwrap_or_default())))
}

fn can(env: &Env<'_>, syntax: &Expression, call: &FuncCall) -> Outcome<Value> {
    let Some(argument) = call.args.iter().next() else {
        return Err(env.error(syntax, &problems::FUNCTION_FAILED, "`can()` needs an argument"));
    };
    match env.eval(argument) {
        Ok(value) if value.is_unknown() => Ok(unknown_from([&value])),
        Ok(_) => Ok(Value::bool(true)),
        Err(finding) if is_limit(&finding) => Err(finding),
        Err(_) => Ok(Value::bool(false)),
    }
}

impl Call<'_> {
    /// An error of this call.
    fn fail(&self, why: impl AsRef<str>) -> Box<Finding> {
        let text = format!("`{}()`: {}", self.name, why.as_ref());
        self.env.error(self.syntax, &problems::FUNCTION_FAILED, text)
    }

    /// The argument at that position; `null` when it is not given.
    fn argument(&self, at: usize) -> Value {
        self.arguments.get(at).cloned().unwrap_or_else(Value::null)
    }

    fn given(&self, at: usize) -> Option<&Value> {
        self.arguments.get(at)
    }

    fn converted(&self, at: usize, kind: &Type) -> Outcome<Value> {
        let value = self.argument(at);
        if value.is_null() {
            return Err(self.fail(format!("argument {} is null", at + 1)));
        }
        convert(&value, kind).map_err(|why| self.fail(format!("argument {}: {why}", at + 1)))
    }

    fn text(&self, at: usize) -> Outcome<Arc<str>> {
        match self.converted(at, &Type::String)?.data {
            Data::String(text) => {
                self.env.world.budget.work(text.len())?;
                Ok(text)
            }
            _ => Err(self.fail(format!("argument {} is no text", at + 1))),
        }
    }

    fn number(&self, at: usize) -> Outcome<Number> {
        match self.converted(at, &Type::Number)?.data {
            Data::Number(number) => Ok(number),
            _ => Err(self.fail(format!("argument {} is no number", at + 1))),
        }
    }

    /// A whole number from 0.
    fn size(&self, at: usize) -> Outcome<usize> {
        let number = self.number(at)?;
        let wrong = || self.fail(format!("argument {} is no whole number from 0", at + 1));
        number.as_usize().ok_or_else(wrong)
    }

    fn integer(&self, at: usize) -> Outcome<i64> {
        let number = self.number(at)?;
        number.as_i64().ok_or_else(|| self.fail(format!("argument {} is no whole number", at + 1)))
    }

    /// The elements of a list, set or tuple, with their origins.
    fn items(&self, at: usize) -> Outcome<Vec<Value>> {
        let value = self.argument(at);
        match (&value.data, crate::eval::elements(&value)) {
            (Data::List(_), Some(items)) => Ok(items.into_iter().map(|(_, item)| item).collect()),
            _ => Err(self.fail(format!("argument {} is a {}, no list", at + 1, value.kind()))),
        }
    }

    /// The elements of a list of texts.
    fn texts(&self, at: usize) -> Outcome<Vec<Arc<str>>> {
        let list = self.converted(at, &Type::List(Box::new(Type::String)))?;
        let text = |item: &Value| match &item.data {
            Data::String(text) => Ok(Arc::clone(text)),
            _ => Err(self.fail(format!("argument {} has an element that is no text", at + 1))),
        };
        list.items().iter().map(text).collect()
    }

    /// A text as the result, if it is not too long.
    fn said(&self, text: impl AsRef<str>) -> Outcome<Value> {
        self.env.world.budget.text(text.as_ref().len())?;
        Ok(Value::string(text))
    }

    /// A list as the result, if it is not too long.
    fn listed(&self, items: Vec<Value>) -> Outcome<Value> {
        self.env.world.budget.elements(items.len())?;
        Ok(Value::list(items))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut all: Vec<&str> = names().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
