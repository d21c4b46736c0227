//! From expressions to typed values, by the shape that the grammar asks for.
//!
//! A wrong unit is pointed at inside its string. References keep their own words (`service.web`,
//! `zone["ch-gva-2"]`, `soft(…)`); everything else is Terraform's.

use std::collections::BTreeMap;
use std::ops::Range as Bytes;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, FuncCall, Object, Traversal, TraversalOperator};
use outlast_findings::{FileId, Finding, Span};
use outlast_model::{
    Missing, MissingKind, Range, Ratio, UnitError, parse_bytes, parse_duration, parse_percent,
    parse_rate,
};

use super::document::{Fields, Given, Reference, Stated, Wanted};
use super::grammar::NOUNS;
use super::nearest::{did_you_mean, nearest};
use super::shape::{Attribute, Shape};
use super::surroundings::{Data, Found, Surroundings};
use crate::problems;

/// Reads the expressions of one file.
pub struct Reader<'a> {
    /// What Terraform says.
    pub surroundings: &'a dyn Surroundings,
    /// The file.
    pub file: FileId,
    /// Where the text that is read begins in the file.
    pub offset: usize,
    /// What was wrong.
    pub findings: Vec<Finding>,
    /// The values that are written and not known.
    pub unknown: Vec<Missing>,
}

/// Text or an expression's value as text, with the place of the text itself.
enum Scalar {
    Text(String, Span),
    Unknown(String),
}

impl<'a> Reader<'a> {
    /// A reader of this file.
    pub fn of(surroundings: &'a dyn Surroundings, file: FileId) -> Self {
        Self { surroundings, file, offset: 0, findings: Vec::new(), unknown: Vec::new() }
    }

    /// A range of the parsed text as a place in the file.
    pub fn place(&self, range: Option<Bytes<usize>>) -> Span {
        let range = range.unwrap_or(0..0);
        Span::new(self.file, range.start + self.offset, range.end + self.offset)
    }

    /// The value of an attribute or field; what is wrong with it is said.
    pub fn attribute(&mut self, attribute: &Attribute, expression: &Expression) -> Stated {
        let span = self.place(expression.span());
        let given = self.given(attribute.shape, expression).unwrap_or(Given::Wrong);
        let stated = Stated { given, span };
        // The fields of an object are attributes of their own.
        let items = if let Given::List(items) = &stated.given {
            items.as_slice()
        } else {
            std::slice::from_ref(&stated)
        };
        for (why, at) in items.iter().filter_map(unknown) {
            let what = format!("`{}` is not known: {why}", attribute.name);
            let finding = problems::UNKNOWN_VALUE.finding();
            let help = "give the variable a value, or write the value here";
            self.findings.push(finding.at(at, what).help(help));
            self.unknown.push(Missing {
                address: format!("{} = {}", attribute.name, expression.to_string().trim()),
                kind: MissingKind::Value(why.clone()),
                span: Some(at),
            });
        }
        stated
    }

    fn given(&mut self, shape: Shape, expression: &Expression) -> Option<Given> {
        match shape {
            Shape::Or(word, other) if is_word(expression, word) => {
                let _ = other;
                Some(Given::Word(word))
            }
            Shape::Or(_, other) => self.given(*other, expression),
            Shape::Many(one) => self.many(*one, expression),
            Shape::Duration => {
                self.quantity(expression, parse_duration, |it| Given::Range(Range::exactly(it)))
            }
            Shape::Range => self.range(expression),
            Shape::Rate => self.quantity(expression, parse_rate, Given::Rate),
            Shape::Percent => self.quantity(expression, parse_percent, Given::Percent),
            Shape::Size => self.quantity(expression, parse_bytes, Given::Size),
            Shape::Bandwidth => self.quantity(expression, parse_bandwidth, Given::Bandwidth),
            Shape::Behind => self.quantity(expression, parse_behind, |it| it),
            Shape::Flow => self.quantity(expression, parse_flow, Given::Flow),
            Shape::Count => self.quantity(expression, parse_count, Given::Number),
            Shape::Flag => self.quantity(expression, parse_flag, Given::Flag),
            Shape::Text => self.quantity(expression, |text| Ok(text.to_string()), Given::Text),
            Shape::Word(words) => {
                self.quantity(expression, |text| parse_word(text, words), Given::Text)
            }
            Shape::Words(words) => {
                self.list(expression, |it, item| it.given(Shape::Word(words), item))
            }
            Shape::Counts => self.list(expression, |it, item| it.given(Shape::Count, item)),
            Shape::Ports => {
                self.list(expression, |it, item| it.quantity(item, parse_port, Given::Number))
            }
            Shape::One(what) => self.one(what, expression),
            Shape::Several(_) | Shape::Needs => self.wanted(expression).map(Given::Wanted),
            Shape::Object(fields) => self.object(fields, expression),
        }
    }

    fn quantity<T>(
        &mut self,
        expression: &Expression,
        parse: impl Fn(&str) -> Result<T, UnitError>,
        make: impl Fn(T) -> Given,
    ) -> Option<Given> {
        Some(self.parsed(expression, parse)?.map_or_else(Given::Unknown, make))
    }

    /// What one value says, or why that is not known.
    fn parsed<T>(
        &mut self,
        expression: &Expression,
        parse: impl Fn(&str) -> Result<T, UnitError>,
    ) -> Option<Result<T, String>> {
        let (text, span) = match self.scalar(expression)? {
            Scalar::Text(text, span) => (text, span),
            Scalar::Unknown(why) => return Some(Err(why)),
        };
        match parse(&text) {
            Ok(value) => Some(Ok(value)),
            Err(error) => {
                self.wrong(span, &error.what, &error.help);
                None
            }
        }
    }

    fn wrong(&mut self, span: Span, what: &str, help: &str) {
        let finding = problems::WRONG_VALUE.finding().at(span, what);
        self.findings.push(finding.help(help));
    }

    /// The text of a literal with the place inside its quotes, or of what Terraform makes of it.
    fn scalar(&mut self, expression: &Expression) -> Option<Scalar> {
        let span = self.place(expression.span());
        #[expect(clippy::wildcard_enum_match_arm, reason = "Terraform evaluates all that follow")]
        match expression {
            Expression::String(text) => {
                let inside =
                    Span { start: span.start + 1, end: span.end.saturating_sub(1), ..span };
                Some(Scalar::Text(text.value().clone(), inside))
            }
            Expression::Number(number) => Some(Scalar::Text(number.value().to_string(), span)),
            Expression::Bool(flag) => Some(Scalar::Text(flag.value().to_string(), span)),
            Expression::Array(_) => {
                self.wrong(span, "a list stands where one value is needed", "write one value");
                None
            }
            Expression::Object(_) => {
                self.wrong(span, "an object stands where one value is needed", "write one value");
                None
            }
            _ => self.foreign_scalar(expression, span),
        }
    }

    fn foreign_scalar(&mut self, expression: &Expression, span: Span) -> Option<Scalar> {
        match self.value(expression)?.data {
            Data::Text(text) | Data::Number(text) => Some(Scalar::Text(text, span)),
            Data::Flag(flag) => Some(Scalar::Text(flag.to_string(), span)),
            Data::Unknown(why) => Some(Scalar::Unknown(why)),
            Data::Null | Data::Several(_) => {
                self.wrong(span, "this is no single value", "write one value, such as `\"30s\"`");
                None
            }
        }
    }

    fn value(&mut self, expression: &Expression) -> Option<Found> {
        if let Expression::Variable(name) = expression {
            return self.bare_word(name.as_str(), expression);
        }
        match self.surroundings.value(expression, self.file) {
            Ok(found) => Some(found),
            Err(finding) => {
                self.findings.push(*finding);
                None
            }
        }
    }

    /// A word without quotes is a reference to nothing; most likely the quotes are missing.
    fn bare_word(&mut self, word: &str, expression: &Expression) -> Option<Found> {
        let span = self.place(expression.span());
        let what = format!("`{word}` is no value and no reference");
        self.wrong(span, &what, &format!("write `\"{word}\"` in quotes, or refer to something"));
        None
    }

    fn range(&mut self, expression: &Expression) -> Option<Given> {
        let Expression::Array(pair) = expression else {
            return self
                .quantity(expression, parse_duration, |it| Given::Range(Range::exactly(it)));
        };
        let mut bounds = Vec::new();
        for item in pair {
            match self.parsed(item, parse_duration)? {
                Ok(bound) => bounds.push(bound),
                Err(why) => return Some(Given::Unknown(why)),
            }
        }
        if let [lo, hi] = bounds.as_slice()
            && lo <= hi
        {
            return Some(Given::Range(Range::new(*lo, *hi)));
        }
        let span = self.place(expression.span());
        let help = "write the least and the greatest: `[\"5s\", \"2m\"]`";
        self.wrong(span, "this is no pair of durations in order", help);
        None
    }

    /// One value, or a list of them.
    fn many(&mut self, shape: Shape, expression: &Expression) -> Option<Given> {
        let Expression::Array(items) = expression else { return self.given(shape, expression) };
        let mut list = Vec::new();
        for item in items {
            let span = self.place(item.span());
            list.push(Stated { given: self.given(shape, item)?, span });
        }
        Some(Given::List(list))
    }

    /// A list, of one item where a single value stands; each is read by `one`.
    fn list(
        &mut self,
        expression: &Expression,
        one: impl Fn(&mut Self, &Expression) -> Option<Given>,
    ) -> Option<Given> {
        #[expect(clippy::wildcard_enum_match_arm, reason = "whatever is no list is one item")]
        let items: Vec<&Expression> = match expression {
            Expression::Array(items) => items.iter().collect(),
            single => vec![single],
        };
        let mut list = Vec::new();
        for item in items {
            let span = self.place(item.span());
            let given = one(self, item)?;
            if let Given::Unknown(_) = given {
                return Some(given);
            }
            list.push(Stated { given, span });
        }
        Some(Given::List(list))
    }

    fn object(&mut self, fields: &'static [Attribute], expression: &Expression) -> Option<Given> {
        #[expect(clippy::wildcard_enum_match_arm, reason = "an object must be written out")]
        match expression {
            Expression::Object(object) => self.fields(fields, object, expression),
            Expression::Parenthesis(inner) => self.object(fields, inner.inner()),
            _ => {
                let span = self.place(expression.span());
                let names: Vec<_> = fields.iter().map(|it| it.name).collect();
                let help = format!("write `{{ … }}` with {}", names.join(", "));
                self.wrong(span, "an object is needed here", &help);
                None
            }
        }
    }

    fn fields(
        &mut self,
        fields: &'static [Attribute],
        object: &Object,
        whole: &Expression,
    ) -> Option<Given> {
        let mut values = BTreeMap::new();
        for (key, value) in object {
            let span = self.place(key.span());
            let name = match (key.as_ident(), key.as_expr()) {
                (Some(ident), _) => ident.as_str().to_string(),
                (_, Some(Expression::String(text))) => text.value().clone(),
                (_, Some(Expression::Variable(ident))) => ident.as_str().to_string(),
                _ => {
                    self.wrong(span, "this is no name of a field", "write a plain name");
                    continue;
                }
            };
            let Some(field) = fields.iter().find(|field| field.name == name) else {
                self.unknown_field(&name, fields, span);
                continue;
            };
            values.insert(field.name, self.attribute(field, value.expr()));
        }
        self.missing(fields, &values, self.place(whole.span()));
        Some(Given::Object(Fields::new(values)))
    }

    fn unknown_field(&mut self, name: &str, fields: &[Attribute], span: Span) {
        let names = || fields.iter().map(|it| it.name);
        let near = nearest(name, names());
        let help = if near.is_empty() {
            format!("it may have {}", names().collect::<Vec<_>>().join(", "))
        } else {
            did_you_mean(&near)
        };
        let finding = problems::UNKNOWN_ATTRIBUTE.finding();
        self.findings.push(finding.at(span, format!("no field `{name}`")).help(help));
    }

    /// Says which required fields are missing.
    pub fn missing<'f>(
        &mut self,
        fields: impl IntoIterator<Item = &'f Attribute>,
        values: &BTreeMap<&'static str, Stated>,
        span: Span,
    ) {
        for field in fields {
            if field.required && !values.contains_key(field.name) {
                let what = format!("`{}` is missing", field.name);
                let help = format!(
                    "write `{} = …` ({}): {}",
                    field.name,
                    field.shape.describe(),
                    field.meaning
                );
                let finding = problems::MISSING_ATTRIBUTE.finding();
                self.findings.push(finding.at(span, what).help(help));
            }
        }
    }

    fn one(&mut self, what: &str, expression: &Expression) -> Option<Given> {
        let wanted = self.wanted(expression)?;
        if let [Wanted::One(..) | Wanted::Unsure(..)] = wanted.as_slice() {
            return Some(Given::Wanted(wanted));
        }
        let span = self.place(expression.span());
        self.wrong(span, &format!("one reference is needed here: {what}"), "name one thing");
        None
    }

    /// References, alone, in a list or in groups.
    fn wanted(&mut self, expression: &Expression) -> Option<Vec<Wanted>> {
        let span = self.place(expression.span());
        #[expect(clippy::wildcard_enum_match_arm, reason = "Terraform evaluates all that follow")]
        match expression {
            Expression::Array(items) => self.all_wanted(items.iter()),
            Expression::Parenthesis(inner) => self.wanted(inner.inner()),
            Expression::FuncCall(call) => self.group(call, expression, span),
            Expression::String(text) if text.value() == "itself" => {
                Some(vec![Wanted::One(Reference::Itself, span)])
            }
            Expression::Conditional(either) => {
                let inner = [&either.true_expr, &either.false_expr];
                match self.value(&either.cond_expr)?.data {
                    Data::Flag(true) => self.wanted(&either.true_expr),
                    Data::Flag(false) => self.wanted(&either.false_expr),
                    Data::Null
                    | Data::Number(_)
                    | Data::Text(_)
                    | Data::Several(_)
                    | Data::Unknown(_) => {
                        Some(vec![Wanted::Unsure(self.all_wanted(inner.into_iter())?, span)])
                    }
                }
            }
            Expression::Traversal(traversal) => match own_noun(traversal) {
                Some(noun) => Some(vec![Wanted::One(self.own(noun, traversal, span)?, span)]),
                None => self.in_module(traversal, expression, span),
            },
            _ => self.resources(expression, span),
        }
    }

    fn all_wanted<'e>(
        &mut self,
        items: impl Iterator<Item = &'e Expression>,
    ) -> Option<Vec<Wanted>> {
        let mut all = Vec::new();
        for item in items {
            all.extend(self.wanted(item)?);
        }
        Some(all)
    }

    fn group(
        &mut self,
        call: &FuncCall,
        expression: &Expression,
        span: Span,
    ) -> Option<Vec<Wanted>> {
        let make = match call.name.name.as_str() {
            "soft" => Wanted::Soft,
            "any" => Wanted::Any,
            "most" => Wanted::Most,
            "unknown" => Wanted::Unsure,
            _ => return self.resources(expression, span),
        };
        let inner = self.all_wanted(call.args.iter())?;
        if inner.is_empty() {
            self.wrong(span, "a group of nothing", "name what it is about");
            return None;
        }
        Some(vec![make(inner, span)])
    }

    /// `service.web`, `zone["ch-gva-2"]`, `database.shop.standby`.
    fn own(&mut self, noun: &'static str, traversal: &Traversal, span: Span) -> Option<Reference> {
        let mut names = Vec::new();
        for operator in &traversal.operators {
            match operator.value() {
                TraversalOperator::GetAttr(name) => names.push(name.as_str().to_string()),
                TraversalOperator::Index(index) => match self.scalar(index)? {
                    Scalar::Text(text, _) => names.push(text),
                    Scalar::Unknown(_) => return self.odd_reference(noun, span),
                },
                TraversalOperator::AttrSplat(_)
                | TraversalOperator::FullSplat(_)
                | TraversalOperator::LegacyIndex(_) => return self.odd_reference(noun, span),
            }
        }
        match names.as_slice() {
            [name] => Some(Reference::Block { noun, name: name.clone(), inner: None }),
            [name, inner] => {
                Some(Reference::Block { noun, name: name.clone(), inner: Some(inner.clone()) })
            }
            _ => self.odd_reference(noun, span),
        }
    }

    fn odd_reference(&mut self, noun: &str, span: Span) -> Option<Reference> {
        let help =
            format!("write `{noun}.name`, or `{noun}[\"name\"]` when the name has other signs");
        self.wrong(span, &format!("this is no reference to a {noun}"), &help);
        None
    }

    /// `module.a.exoscale_compute_instance.web[0]`: the outlast file sees into modules.
    fn in_module(
        &mut self,
        traversal: &Traversal,
        expression: &Expression,
        span: Span,
    ) -> Option<Vec<Wanted>> {
        if let Some(address) = module_address(traversal) {
            let instances = self.surroundings.instances(&address);
            if !instances.is_empty() {
                return Some(vec![Wanted::One(Reference::Resources(instances), span)]);
            }
        }
        self.resources(expression, span)
    }

    fn resources(&mut self, expression: &Expression, span: Span) -> Option<Vec<Wanted>> {
        let found = self.value(expression)?;
        let mut addresses = Vec::new();
        if let Err(what) = collect(&found, &mut addresses) {
            let help = "write the address of a resource or block without quotes, \
                        such as `exoscale_compute_instance.web` or `service.web`";
            let finding = problems::NOT_A_REFERENCE.finding();
            self.findings.push(finding.at(span, what).help(help));
            return None;
        }
        Some(vec![Wanted::One(Reference::Resources(addresses), span)])
    }
}

/// Adds the resource instances that a value consists of.
fn collect(found: &Found, addresses: &mut Vec<String>) -> Result<(), String> {
    match (&found.resource, &found.data) {
        (Some(address), _) => {
            if !addresses.contains(address) {
                addresses.push(address.clone());
            }
            Ok(())
        }
        (None, Data::Several(items)) => items.iter().try_for_each(|it| collect(it, addresses)),
        (None, Data::Null) => Ok(()),
        (None, Data::Text(text) | Data::Number(text)) => Err(format!("`{text}` is no reference")),
        (None, Data::Flag(flag)) => Err(format!("`{flag}` is no reference")),
        (None, Data::Unknown(why)) => Err(format!("what this refers to is not known: {why}")),
    }
}

/// Why a value is not known, and where it is written.
const fn unknown(stated: &Stated) -> Option<(&String, Span)> {
    let Given::Unknown(why) = &stated.given else { return None };
    Some((why, stated.span))
}

fn is_word(expression: &Expression, word: &str) -> bool {
    #[expect(clippy::wildcard_enum_match_arm, reason = "no other expression is a word")]
    match expression {
        Expression::Variable(name) => name.as_str() == word,
        Expression::String(text) => text.value() == word,
        _ => false,
    }
}

/// The address that a traversal from `module` spells, if it spells one.
fn module_address(traversal: &Traversal) -> Option<String> {
    let Expression::Variable(root) = &traversal.expr else { return None };
    if root.as_str() != "module" {
        return None;
    }
    let mut address = root.as_str().to_string();
    for operator in &traversal.operators {
        match operator.value() {
            TraversalOperator::GetAttr(name) => {
                address.push('.');
                address.push_str(name.as_str());
            }
            TraversalOperator::Index(Expression::Number(number)) => {
                address.push_str(&format!("[{}]", number.value()));
            }
            TraversalOperator::Index(Expression::String(text)) => {
                address.push_str(&format!("[{}]", outlast_terraform::quoted(text.value())));
            }
            TraversalOperator::FullSplat(_) | TraversalOperator::AttrSplat(_) => {}
            TraversalOperator::Index(_) | TraversalOperator::LegacyIndex(_) => return None,
        }
    }
    Some(address)
}

fn own_noun(traversal: &Traversal) -> Option<&'static str> {
    let Expression::Variable(root) = &traversal.expr else { return None };
    NOUNS.iter().copied().find(|noun| *noun == root.as_str())
}

fn unit_error(what: String, help: &str) -> UnitError {
    UnitError { what, help: help.to_string() }
}

fn parse_word(text: &str, words: &[&str]) -> Result<String, UnitError> {
    if words.contains(&text) {
        return Ok(text.to_string());
    }
    let near = nearest(text, words.iter().copied());
    let all = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let help = if near.is_empty() { format!("write one of {all}") } else { did_you_mean(&near) };
    Err(UnitError { what: format!("`{text}` is not one of {all}"), help })
}

fn parse_port(text: &str) -> Result<u64, UnitError> {
    match text.parse::<u64>() {
        Ok(port @ 1..=65535) => Ok(port),
        _ => Err(unit_error(format!("`{text}` is not a port"), "ports are 1 to 65535")),
    }
}

fn parse_count(text: &str) -> Result<u64, UnitError> {
    match text.parse::<u64>() {
        Ok(count @ 0..=1_000_000) => Ok(count),
        _ => Err(unit_error(
            format!("`{text}` is not a whole number"),
            "write a whole number from 0 to 1000000",
        )),
    }
}

fn parse_flag(text: &str) -> Result<bool, UnitError> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(unit_error(
            format!("`{text}` is neither true nor false"),
            "write `true` or `false`",
        )),
    }
}

/// Bits per second.
pub(super) fn parse_bandwidth(text: &str) -> Result<u64, UnitError> {
    let help = "write bits or bytes per second: `100 Mbit/s` or `100 MB/s`";
    let wrong = || unit_error(format!("`{text}` is not a bandwidth"), help);
    let amount = text.trim().strip_suffix("/s").ok_or_else(wrong)?;
    let end = amount.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let (digits, unit) = amount.split_at_checked(end).ok_or_else(wrong)?;
    let scale: u64 = match unit.trim() {
        "bit" => 1,
        "kbit" => 1_000,
        "Mbit" => 1_000_000,
        "Gbit" => 1_000_000_000,
        "kB" => 8_000,
        "MB" => 8_000_000,
        "GB" => 8_000_000_000,
        doubtful @ ("Mb" | "Gb" | "kb") => {
            let prefix = doubtful.trim_end_matches('b');
            let help = format!("did you mean `{digits} {prefix}bit/s` or `{digits} {prefix}B/s`?");
            return Err(unit_error(format!("`{text}` can be read in two ways"), &help));
        }
        _ => return Err(wrong()),
    };
    digits.parse::<u64>().ok().and_then(|it| it.checked_mul(scale)).ok_or_else(wrong)
}

/// A duration or a size: their units are not the same.
fn parse_behind(text: &str) -> Result<Given, UnitError> {
    if let Ok(size) = parse_bytes(text) {
        return Ok(Given::Size(size));
    }
    let time = |it| Given::Range(Range::exactly(it));
    parse_duration(text).map(time).map_err(|_| {
        let what = format!("`{text}` is neither a duration nor a size");
        unit_error(what, "write a time or a size with its unit: `5m` or `1 MiB`")
    })
}

/// Bytes per second, from a size in a time.
fn parse_flow(text: &str) -> Result<Ratio, UnitError> {
    let help = "write a size in a time: `16 MB/min`, `1 GB/h`";
    let wrong = || unit_error(format!("`{text}` is not a size in a time"), help);
    let (size, time) = text.split_once('/').ok_or_else(wrong)?;
    let bytes = i64::try_from(parse_bytes(size)?).map_err(|_| wrong())?;
    let once = parse_rate(&format!("1/{}", time.trim())).map_err(|_| wrong())?;
    Ok(once * Ratio::new(bytes, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_behind_is_a_time_or_a_size() {
        assert_eq!(parse_behind("1 MiB"), Ok(Given::Size(1 << 20)));
        let minute = Given::Range(Range::exactly(outlast_model::MINUTE));
        assert_eq!(parse_behind("1m"), Ok(minute));
        assert!(parse_behind("1 M").is_err() && parse_behind("soon").is_err());
    }

    #[test]
    fn what_changes_in_a_time_is_exact() {
        assert_eq!(parse_flow("1 GB/h"), Ok(Ratio::new(1_000_000_000, 3_600)));
        assert_eq!(parse_flow("16 MB/min"), Ok(Ratio::new(16_000_000, 60)));
        assert!(parse_flow("16 MB").is_err() && parse_flow("16 Mb/s").is_err());
    }

    #[test]
    fn bandwidths_are_exact_and_never_guessed() {
        assert_eq!(parse_bandwidth("100 Mbit/s"), Ok(100_000_000));
        assert_eq!(parse_bandwidth("100 MB/s"), Ok(800_000_000));
        let doubtful = parse_bandwidth("100 Mb/s").unwrap_err();
        assert_eq!(doubtful.help, "did you mean `100 Mbit/s` or `100 MB/s`?");
        assert!(parse_bandwidth("100").is_err());
    }

    #[test]
    fn words_are_corrected() {
        let error = parse_word("freze", &["stop", "freeze"]).unwrap_err();
        assert_eq!(error.help, "did you mean `freeze`?");
        assert!(parse_word("x", &["stop"]).unwrap_err().help.contains("`stop`"));
    }
}
