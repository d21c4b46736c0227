//! Expressions to values.
//!
//! Follows <https://developer.hashicorp.com/terraform/language/expressions> and is compared with
//! Terraform in the tests. An unknown operand makes an unknown result that carries the reason and
//! every resource attribute that it depends on.

pub(crate) mod budget;
mod collect;
mod lines;
mod operators;
mod reference;
mod template;
mod traverse;

use std::collections::BTreeMap;
use std::rc::Rc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, Object, ObjectKey};
use outlast_findings::{FileId, Finding, Rule, Span};

use crate::functions;
use crate::number::Number;
use crate::problems;
use crate::types::{Type, convert};
use crate::value::{Data, Origin, Unknown, Value};
use crate::world::{Instance, World};

pub(crate) use operators::{conditional, equal};
pub(crate) use traverse::{element, elements};

/// A result or what is wrong with the input.
pub(crate) type Outcome<T> = Result<T, Box<Finding>>;

/// A name that an enclosing `for`, template or `dynamic` block gives, and those around it.
#[derive(Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a Value,
    pub(crate) outer: Option<&'a Frame<'a>>,
}

/// The instance that an expression is evaluated for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Each {
    /// `count.index`.
    pub(crate) index: Option<Value>,
    /// `each.key`.
    pub(crate) key: Option<Value>,
    /// `each.value`.
    pub(crate) value: Option<Value>,
}

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(crate) struct Env<'a> {
    pub(crate) world: &'a World,
    pub(crate) instance: &'a Rc<Instance>,
    /// The file of the spans; `None` for a text that is no source.
    pub(crate) file: Option<FileId>,
    pub(crate) each: Option<&'a Each>,
    pub(crate) frame: Option<&'a Frame<'a>>,
    /// Whether only the frames have names: the inside of a template file.
    pub(crate) closed: bool,
}

impl<'a> Env<'a> {
    /// The top of a module instance.
    pub(crate) fn of(world: &'a World, instance: &'a Rc<Instance>) -> Self {
        Self { world, instance, file: None, each: None, frame: None, closed: false }
    }

    /// The same place for an expression of that file.
    pub(crate) fn in_file(self, file: FileId) -> Self {
        Self { file: Some(file), ..self }
    }

    /// The same place with one more name.
    pub(crate) fn with<'b>(self, frame: &'b Frame<'b>) -> Env<'b>
    where
        'a: 'b,
    {
        Env { frame: Some(frame), ..self }
    }

    /// The span of some syntax, where its text is a source.
    pub(crate) fn span(&self, range: Option<std::ops::Range<usize>>) -> Option<Span> {
        self.file.and_then(|file| self.world.span(range, file))
    }

    /// An error at some syntax.
    pub(crate) fn error(
        &self,
        syntax: &Expression,
        problem: &Rule,
        text: impl Into<String>,
    ) -> Box<Finding> {
        Box::new(problem.finding().at_maybe(self.span(syntax.span()), text))
    }

    /// The value of an expression, with its span.
    pub(crate) fn eval(&self, syntax: &Expression) -> Outcome<Value> {
        let _level = self.world.budget.enter().map_err(|finding| self.place(finding, syntax))?;
        let value = self.dispatch(syntax).map_err(|finding| self.place(finding, syntax))?;
        // A reference passes on what was looked at when it was made.
        if !matches!(syntax, Expression::Traversal(_) | Expression::Variable(_)) {
            self.world.budget.made(&value).map_err(|finding| self.place(finding, syntax))?;
        }
        // Whoever reads of a value looks where it is used, also when it is written elsewhere; a text
        // that is no source has no place to give.
        let span = self.span(syntax.span()).or(value.span);
        Ok(Value { span, ..value })
    }

    /// Gives a finding without a place the place of the expression.
    fn place(&self, mut finding: Box<Finding>, syntax: &Expression) -> Box<Finding> {
        if finding.labels.is_empty()
            && let Some(span) = self.span(syntax.span())
        {
            *finding = finding.at(span, format!("`{}`", excerpt(syntax)));
        }
        finding
    }

    fn dispatch(&self, syntax: &Expression) -> Outcome<Value> {
        match syntax {
            Expression::Null(_) => Ok(Value::null()),
            Expression::Bool(flag) => Ok(Value::bool(*flag.value())),
            Expression::Number(number) => self.number(syntax, number),
            Expression::String(text) => Ok(Value::string(text.as_str())),
            Expression::Array(items) => {
                let items = items.iter().map(|item| self.eval(item));
                Ok(Value::tuple(items.collect::<Outcome<Vec<_>>>()?))
            }
            Expression::Object(object) => self.object(object),
            Expression::StringTemplate(template) => self.string_template(template),
            Expression::HeredocTemplate(heredoc) => self.heredoc(heredoc),
            Expression::Parenthesis(inner) => self.eval(inner.inner()),
            Expression::Variable(name) => self.name(syntax, name.as_str()),
            Expression::Conditional(choice) => conditional(self, choice),
            Expression::FuncCall(call) => functions::call(self, syntax, call),
            Expression::Traversal(traversal) => self.traversal(syntax, traversal),
            Expression::UnaryOp(operation) => self.unary(syntax, operation),
            Expression::BinaryOp(operation) => self.binary(syntax, operation),
            Expression::ForExpr(each) => self.for_expression(syntax, each),
        }
    }

    fn number(
        &self,
        syntax: &Expression,
        number: &hcl_edit::Formatted<hcl_edit::Number>,
    ) -> Outcome<Value> {
        // The text keeps the digits that a 64-bit number loses.
        let text = number.as_repr().map(|text| text.to_string());
        let text = text.unwrap_or_else(|| number.value().to_string());
        match Number::parse(text.trim()) {
            Some(number) => Ok(Value::number(number)),
            None => Err(self.error(
                syntax,
                &problems::NUMBER_OUT_OF_RANGE,
                format!("`{}` cannot be computed with", text.trim()),
            )),
        }
    }

    fn object(&self, object: &Object) -> Outcome<Value> {
        let mut entries = BTreeMap::new();
        for (key, value) in object {
            let name = match key {
                ObjectKey::Ident(name) => name.as_str().to_owned(),
                ObjectKey::Expression(Expression::Variable(name)) => name.as_str().to_owned(),
                ObjectKey::Expression(key @ (Expression::Null(_) | Expression::Bool(_))) => {
                    // A word that is a value elsewhere is a name here.
                    key.to_string().trim().to_owned()
                }
                ObjectKey::Expression(key) => match self.text_of(key)? {
                    Ok(name) => name,
                    // It could be any name, that of another entry as well: no entry is certain.
                    Err(unknown) => return Ok(unknown),
                },
            };
            entries.insert(name, self.eval(value.expr())?);
        }
        Ok(Value::object(entries))
    }

    /// The text of an expression, or the unknown value that it is.
    pub(crate) fn text_of(&self, syntax: &Expression) -> Outcome<Result<String, Value>> {
        let value = self.eval(syntax)?;
        if value.is_unknown() {
            return Ok(Err(value));
        }
        let text = self.as_type(syntax, &value, &Type::String)?;
        match text.as_str() {
            Some(text) => Ok(Ok(text.to_owned())),
            None => Err(self.error(
                syntax,
                &problems::WRONG_TYPE,
                format!("`{}` is null where a text is needed", excerpt(syntax)),
            )),
        }
    }

    /// The value as that type, or an error at the expression that made it.
    pub(crate) fn as_type(
        &self,
        syntax: &Expression,
        value: &Value,
        kind: &Type,
    ) -> Outcome<Value> {
        convert(value, kind).map_err(|why| {
            self.error(syntax, &problems::WRONG_TYPE, format!("`{}`: {why}", excerpt(syntax)))
        })
    }
}

/// The first 60 letters of an expression, on one line.
pub(crate) fn excerpt(syntax: &Expression) -> String {
    let text = syntax.to_string();
    let words: Vec<&str> = text.split_whitespace().take(40).collect();
    let line = words.join(" ");
    let short: String = line.chars().take(60).collect();
    if short.len() < line.len() { format!("{short}…") } else { short }
}

/// An unknown value that depends on all of `values` and is made of them; the reason is that of the
/// first part that is not an attribute of a resource, else of the first.
pub(crate) fn unknown_from<'a>(values: impl IntoIterator<Item = &'a Value>) -> Value {
    let (mut first, mut part) = (None, None);
    let mut origins: Vec<Origin> = Vec::new();
    let mut sensitive = false;
    for value in values {
        sensitive |= value.sensitive;
        first = first.or_else(|| first_unknown(value, &|_| true));
        part = part.or_else(|| first_unknown(value, &|unknown| !unknown.whole));
        origins.extend(value.origins());
    }
    let why = part.or(first).map(|unknown| unknown.why.clone());
    let why = why.unwrap_or_else(|| "it depends on an unknown value".to_owned());
    let unknown = Value { sensitive, ..Value::unknown(why, origins) };
    // Whatever is made of something that may be anything may be anything itself.
    if part.is_some() { unknown.in_part() } else { unknown }
}

/// The first unknown value in a value that is `wanted`.
fn first_unknown<'v>(value: &'v Value, wanted: &dyn Fn(&Unknown) -> bool) -> Option<&'v Unknown> {
    match &value.data {
        Data::Unknown(unknown) => Some(&**unknown).filter(|it| wanted(it)),
        Data::List(items) => items.iter().find_map(|it| first_unknown(it, wanted)),
        Data::Map(entries) => entries.values().find_map(|it| first_unknown(it, wanted)),
        _ => None,
    }
}

/// Whether something in a value is unknown.
pub(crate) fn has_unknown(value: &Value) -> bool {
    match &value.data {
        Data::Unknown(_) => true,
        Data::List(items) => items.iter().any(has_unknown),
        Data::Map(entries) => entries.values().any(has_unknown),
        _ => false,
    }
}
