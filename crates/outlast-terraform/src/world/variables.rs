//! Variables: where their values come from, in Terraform's order, and conversion to their type.
//!
//! Order: <https://developer.hashicorp.com/terraform/language/values/variables> — `TF_VAR_…`,
//! `terraform.tfvars`, `terraform.tfvars.json`, `*.auto.tfvars` and `.json` by name, then `-var` and
//! `-var-file` as given; the last one wins.

use std::collections::BTreeMap;
use std::rc::Rc;

use hcl_edit::Span as _;
use outlast_findings::{FileId, Finding, Sources, Span};

use super::{Instance, World};
use crate::configuration::Variable;
use crate::eval::{Env, Outcome};
use crate::input::{FileKind, Input, VariableSource};
use crate::load::{Block, Expr};
use crate::problems;
use crate::text::did_you_mean;
use crate::types::{Type, constraint, convert};
use crate::value::{Data, Value};

/// The value that the user gives a variable of the root module.
#[derive(Debug, Clone)]
pub(crate) enum Given {
    /// The text of `-var` or `TF_VAR_…`: an expression, unless the variable is a text.
    Text(String),
    /// An expression of a variable file.
    Syntax(Rc<Expr>, Option<Span>),
    /// A value of a JSON variable file.
    Value(Value),
}

/// The values that the user gives, by name.
pub(crate) fn given(
    input: &Input,
    sources: &Sources,
    problems: &mut Vec<Finding>,
) -> BTreeMap<String, Given> {
    let mut given = BTreeMap::new();
    for (name, text) in &input.environment {
        given.insert(name.clone(), Given::Text(text.clone()));
    }
    for file in automatic(input) {
        read_file(file, input, sources, &mut given, problems);
    }
    for source in &input.variables {
        match source {
            VariableSource::File(file) => read_file(*file, input, sources, &mut given, problems),
            VariableSource::Value(name, text) => {
                given.insert(name.clone(), Given::Text(text.clone()));
            }
        }
    }
    given
}

/// The variable files that Terraform reads without being told, in its order.
fn automatic(input: &Input) -> Vec<FileId> {
    let root = crate::path::normal(&input.root);
    let mut found: Vec<(u8, &str, FileId)> = Vec::new();
    for file in input.files.iter().filter(|file| file.kind == FileKind::TfVars) {
        let (directory, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
        if crate::path::normal(directory) != root {
            continue;
        }
        let rank = match name {
            "terraform.tfvars" => 0,
            "terraform.tfvars.json" => 1,
            _ if name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json") => 2,
            _ => continue,
        };
        found.push((rank, name, file.id));
    }
    found.sort_unstable();
    found.into_iter().map(|(_, _, id)| id).collect()
}

fn read_file(
    id: FileId,
    input: &Input,
    sources: &Sources,
    given: &mut BTreeMap<String, Given>,
    problems: &mut Vec<Finding>,
) {
    let Some(source) = sources.get(id) else { return };
    let path = input.files.iter().find(|file| file.id == id).map_or("", |file| &file.path);
    let text = source.text();
    if path.ends_with(".json") || source.name().ends_with(".json") {
        match crate::json::decode(text.trim_start_matches('\u{feff}')) {
            Ok(value) => {
                let at = Span::new(id, 0, 0);
                for (name, value) in value.entries().cloned().unwrap_or_default() {
                    given.insert(name, Given::Value(value.at(Some(at))));
                }
            }
            Err(why) => problems.push(
                problems::UNREADABLE_TEXT
                    .finding()
                    .at(Span::new(id, 0, 0), why)
                    .help("a JSON object is needed: `{ \"name\": value }`"),
            ),
        }
        return;
    }
    let parsed = crate::syntax::parse(text, id);
    problems.extend(parsed.problems);
    for attribute in crate::load::contents(parsed.body, id, None).attributes {
        given.insert(attribute.name, Given::Syntax(attribute.value, attribute.span));
    }
}

impl World {
    /// The value of a variable in a module instance.
    pub(crate) fn variable(&self, instance: &Rc<Instance>, name: &str) -> Outcome<Value> {
        let Some(block) = instance.module.variables.get(name) else { return Ok(Value::null()) };
        self.remember(instance, &format!("var.{name}"), || {
            let kind = self.kind_of(instance, name, block)?;
            let stated = match &instance.caller {
                None => self.given_value(instance, name, &kind)?,
                Some(caller) => {
                    let env = Env { each: Some(&caller.each), ..Env::of(self, &caller.instance) };
                    let call = caller.instance.module.calls.get(&caller.call);
                    let expr = call.and_then(|call| call.contents.value(name));
                    // An error there is reported at the call, and the variable unknown.
                    expr.map(|expr| self.value(&env, expr))
                }
            };
            let value = self.or_default(instance, name, block, stated)?;
            let span = value.span;
            let value =
                convert(&value, &kind).map_err(|why| wrong_type(name, &why, span, block))?;
            let flag = |what: &str| {
                let expr = block.contents.value(what);
                expr.is_some_and(|expr| {
                    self.value(&Env::of(self, instance), expr).as_bool() == Some(true)
                })
            };
            Ok(Value { sensitive: value.sensitive || flag("sensitive"), ..value })
        })
    }

    fn kind_of(&self, instance: &Rc<Instance>, name: &str, block: &Block) -> Outcome<Type> {
        let Some(expr) = block.contents.value("type") else { return Ok(Type::Any) };
        let env = Env::of(self, instance).in_file(expr.file);
        constraint(&expr.syntax, &|syntax| env.eval(syntax).ok()).map_err(|why| {
            let finding = *env.error(
                &expr.syntax,
                &problems::WRONG_TYPE_CONSTRAINT,
                format!("the type of `{name}`: {why}"),
            );
            Box::new(finding.help("for example `string`, `list(string)`, `object({ a = number })`"))
        })
    }

    fn or_default(
        &self,
        instance: &Rc<Instance>,
        name: &str,
        block: &Block,
        stated: Option<Value>,
    ) -> Outcome<Value> {
        let env = Env::of(self, instance);
        let nullable = block
            .contents
            .value("nullable")
            .is_none_or(|expr| self.value(&env, expr).as_bool() != Some(false));
        match (stated, block.contents.value("default")) {
            (Some(value), _) if nullable || !value.is_null() => Ok(value),
            (_, Some(default)) => env.in_file(default.file).eval(&default.syntax),
            (stated, None) => {
                if instance.caller.is_some() && stated.is_none() {
                    self.report_missing(instance, name, block);
                }
                let why = format!("variable `{name}` has no value");
                Ok(Value::unknown(why, Vec::new()))
            }
        }
    }

    fn report_missing(&self, instance: &Rc<Instance>, name: &str, block: &Block) {
        let caller = instance.caller.as_ref();
        let call = caller.and_then(|caller| caller.instance.module.calls.get(&caller.call));
        let finding = problems::MISSING_INPUT
            .finding()
            .at_maybe(call.and_then(|call| call.span), format!("`{name}` is missing"))
            .help(format!("add `{name} = …`, or give the variable a default"));
        let declared = block.span;
        self.report(match declared {
            Some(span) => finding.see(span, "declared here without a default"),
            None => finding,
        });
    }

    fn given_value(
        &self,
        instance: &Rc<Instance>,
        name: &str,
        kind: &Type,
    ) -> Outcome<Option<Value>> {
        match self.given.get(name) {
            None => Ok(None),
            Some(Given::Value(value)) => Ok(Some(value.clone())),
            Some(Given::Syntax(expr, _)) => {
                Env::of(self, instance).in_file(expr.file).eval(&expr.syntax).map(Some)
            }
            Some(Given::Text(text)) => self.given_text(instance, name, text, kind).map(Some),
        }
    }

    /// The text of `-var`: itself where the variable is a primitive, else an expression.
    fn given_text(
        &self,
        instance: &Rc<Instance>,
        name: &str,
        text: &str,
        kind: &Type,
    ) -> Outcome<Value> {
        let declared = instance.module.variables.get(name);
        let untyped = declared.is_none_or(|block| block.contents.value("type").is_none());
        if untyped || matches!(kind, Type::Bool | Type::Number | Type::String) {
            return Ok(Value::string(text));
        }
        let wrong = |why: String| {
            Box::new(
                problems::WRONG_TYPE
                    .finding()
                    .why(format!("the value given for `{name}`, `{text}`: {why}"))
                    .help("quote it for the shell: -var 'name=[\"a\", \"b\"]'"),
            )
        };
        let syntax =
            crate::syntax::expression(text).map_err(|error| wrong(error.message().to_owned()))?;
        Env::of(self, instance).eval(&syntax)
    }

    /// The variables of the root module; says which given values name no variable.
    pub(super) fn root_variables(&self, root: &Rc<Instance>) -> BTreeMap<String, Variable> {
        let names = &root.module.variables;
        for (name, given) in &self.given {
            let Given::Syntax(expr, span) = given else { continue };
            if !names.contains_key(name) {
                let span =
                    span.or_else(|| crate::load::file_span(expr.syntax.span(), expr.file, None));
                let finding = problems::UNDECLARED_VARIABLE.finding();
                let help = did_you_mean(name, names.keys().map(String::as_str));
                self.report(
                    finding.at_maybe(span, format!("there is no variable `{name}`")).help(help),
                );
            }
        }
        let variable = |(name, block): (&String, &Block)| {
            let value = self.variable(root, name).unwrap_or_else(|_| Value::null());
            let defaulted =
                !self.given.contains_key(name) && !matches!(value.data, Data::Unknown(_));
            (name.clone(), Variable { value, defaulted, span: block.span })
        };
        names.iter().map(variable).collect()
    }
}

fn wrong_type(name: &str, why: &str, span: Option<Span>, block: &Block) -> Box<Finding> {
    let mut finding =
        problems::WRONG_TYPE.finding().at_maybe(span, format!("the value of `{name}`: {why}"));
    if let Some(declared) = block.contents.attribute("type").and_then(|kind| kind.span) {
        finding = finding.see(declared, "the type that is asked for");
    }
    Box::new(finding)
}
