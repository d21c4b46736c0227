//! Templates: texts with `${…}` and `%{…}`, heredocs, template files.

use hcl_edit::expr::Expression;
use hcl_edit::template::{
    Directive, Element, ForDirective, HeredocTemplate, IfDirective, StringTemplate, Strip, Template,
};

use super::lines::Literals;
use super::{Env, Frame, Outcome, elements, excerpt, unknown_from};
use crate::problems;
use crate::types::{Type, convert};
use crate::value::{Data, Value};

/// The text that a template has made so far, or what makes it unknown.
#[derive(Default)]
struct Text {
    /// Literals whose blanks were dealt with.
    literals: Literals,
    text: String,
    unknown: Vec<Value>,
    sensitive: bool,
}

impl Text {
    fn finish(self, env: &Env<'_>) -> Outcome<Value> {
        if !self.unknown.is_empty() {
            return Ok(unknown_from(&self.unknown));
        }
        env.world.budget.text(self.text.len())?;
        Ok(Value { sensitive: self.sensitive, ..Value::string(self.text) })
    }
}

impl Env<'_> {
    /// A text in quotes; one that is a single `${…}` is the value itself.
    pub(super) fn string_template(&self, template: &StringTemplate) -> Outcome<Value> {
        let mut parts = template.iter();
        if let (Some(Element::Interpolation(only)), None) = (parts.next(), parts.next()) {
            return self.eval(&only.expr);
        }
        let elements: Vec<&Element> = template.iter().collect();
        self.template(&elements, Literals::default())
    }

    pub(super) fn heredoc(&self, heredoc: &HeredocTemplate) -> Outcome<Value> {
        let elements: Vec<&Element> = heredoc.template.iter().collect();
        self.template(&elements, Literals::of(&heredoc.template, heredoc.indent()))
    }

    /// The text of a template file.
    pub(crate) fn template_file(&self, template: &Template) -> Outcome<Value> {
        let elements: Vec<&Element> = template.iter().collect();
        if let [Element::Interpolation(only)] = elements.as_slice() {
            return self.eval(&only.expr);
        }
        self.template(&elements, Literals::of(template, None))
    }

    fn template(&self, elements: &[&Element], literals: Literals) -> Outcome<Value> {
        let mut text = Text { literals, ..Text::default() };
        self.render(elements, Strip::None, Strip::None, &mut text)?;
        text.finish(self)
    }

    /// Renders the elements between two markers that may strip the blanks next to them.
    fn render(
        &self,
        elements: &[&Element],
        before: Strip,
        after: Strip,
        out: &mut Text,
    ) -> Outcome<()> {
        for (at, element) in elements.iter().enumerate() {
            match element {
                Element::Literal(literal) if out.literals.get(literal).is_some() => {
                    let Text { literals, text, .. } = out;
                    text.push_str(literals.get(literal).unwrap_or(""));
                }
                Element::Literal(literal) => {
                    let previous = at.checked_sub(1).and_then(|at| elements.get(at));
                    let left = previous.map_or(before, |element| last_strip(element));
                    let right = elements.get(at + 1).map_or(after, |element| first_strip(element));
                    out.text.push_str(stripped(literal, left, right));
                }
                Element::Interpolation(part) => {
                    let value = self.eval(&part.expr)?;
                    self.push(&part.expr, value, out)?;
                }
                Element::Directive(directive) => match directive.as_ref() {
                    Directive::If(choice) => self.choose(choice, out)?,
                    Directive::For(each) => self.repeat(each, out)?,
                },
            }
            // Asked after each element, as a loop would make a text far over the limit before its end.
            self.world.budget.text(0)?;
            if out.text.len() > crate::limits::TEXT_BYTES {
                self.world.budget.text(out.text.len())?;
            }
        }
        Ok(())
    }

    fn push(&self, syntax: &Expression, value: Value, out: &mut Text) -> Outcome<()> {
        out.sensitive |= value.sensitive;
        if value.is_unknown() {
            // The rest is rendered all the same: everything that the text depends on is wanted.
            out.unknown.push(value);
            return Ok(());
        }
        match convert(&value, &Type::String) {
            Ok(Value { data: Data::String(text), .. }) => {
                out.text.push_str(&text);
                Ok(())
            }
            _ => Err(self.error(
                syntax,
                &problems::WRONG_TYPE,
                format!("`{}` is a {}: it has no text", excerpt(syntax), value.kind()),
            )),
        }
    }

    fn choose(&self, choice: &IfDirective, out: &mut Text) -> Outcome<()> {
        let condition = self.eval(&choice.if_expr.cond_expr)?;
        if condition.is_unknown() {
            out.unknown.push(condition);
            return Ok(());
        }
        let holds = self.as_type(&choice.if_expr.cond_expr, &condition, &Type::Bool)?;
        let end = choice.endif_expr.strip;
        let next = choice.else_expr.as_ref().map_or(end, |other| other.strip);
        if holds.as_bool() == Some(true) {
            let inner: Vec<&Element> = choice.if_expr.template.iter().collect();
            return self.render(&inner, choice.if_expr.strip, next, out);
        }
        match &choice.else_expr {
            Some(other) => {
                let inner: Vec<&Element> = other.template.iter().collect();
                self.render(&inner, other.strip, end, out)
            }
            None => Ok(()),
        }
    }

    fn repeat(&self, each: &ForDirective, out: &mut Text) -> Outcome<()> {
        let syntax = &each.for_expr;
        let collection = self.eval(&syntax.collection_expr)?;
        if collection.is_unknown() {
            out.unknown.push(collection);
            return Ok(());
        }
        let Some(members) = elements(&collection) else {
            return Err(self.error(
                &syntax.collection_expr,
                &problems::WRONG_TYPE,
                format!("`{}` is a {}", excerpt(&syntax.collection_expr), collection.kind()),
            ));
        };
        self.world.budget.elements(members.len())?;
        let inner: Vec<&Element> = syntax.template.iter().collect();
        for (key, value) in &members {
            let outer = syntax.key_var.as_ref().map(|name| Frame {
                name: name.as_str(),
                value: key,
                outer: self.frame,
            });
            let outer = outer.as_ref().or(self.frame);
            let frame = Frame { name: syntax.value_var.as_str(), value, outer };
            self.with(&frame).render(&inner, syntax.strip, each.endfor_expr.strip, out)?;
        }
        Ok(())
    }
}

/// How the marker that ends an element strips the text after it.
fn last_strip(element: &Element) -> Strip {
    match element {
        Element::Literal(_) => Strip::None,
        Element::Interpolation(part) => part.strip,
        Element::Directive(directive) => match directive.as_ref() {
            Directive::If(choice) => choice.endif_expr.strip,
            Directive::For(each) => each.endfor_expr.strip,
        },
    }
}

/// How the marker that begins an element strips the text before it.
fn first_strip(element: &Element) -> Strip {
    match element {
        Element::Literal(_) => Strip::None,
        Element::Interpolation(part) => part.strip,
        Element::Directive(directive) => match directive.as_ref() {
            Directive::If(choice) => choice.if_expr.strip,
            Directive::For(each) => each.for_expr.strip,
        },
    }
}

/// The literal without the blanks next to a marker with `~`.
fn stripped(literal: &str, left: Strip, right: Strip) -> &str {
    let mut text = literal;
    if left.strip_end() {
        text = text.trim_start();
    }
    if right.strip_start() {
        text = text.trim_end();
    }
    text
}
