//! Blanks in templates of several lines: `~` markers and the indentation of `<<-` heredocs.
//!
//! Terraform sees the text of a heredoc or template file line by line: a marker with `~` strips at
//! most to the end of its line, and indentation is counted over all lines that begin with text,
//! those inside of directives included. `hcl-edit` counts differently, so its work is undone first.

use std::collections::BTreeMap;

use hcl_edit::template::{Directive, Element, Strip, Template};

/// The literals of a template as they are to be written, by the place of the literal in memory.
#[derive(Debug, Default)]
pub(super) struct Literals(BTreeMap<usize, String>);

impl Literals {
    /// The text for a literal, where it is another one than its own.
    pub(super) fn get(&self, literal: &str) -> Option<&str> {
        self.0.get(&literal.as_ptr().addr()).map(String::as_str)
    }

    /// The literals of a template of several lines. `indent` is what `hcl-edit` took from each line
    /// of a `<<-` heredoc.
    pub(super) fn of(template: &Template, indent: Option<usize>) -> Self {
        let mut pieces = Vec::new();
        flatten(template, indent.unwrap_or(0), &mut pieces);
        strip(&mut pieces);
        if indent.is_some() {
            dedent(&mut pieces);
        }
        let mut literals = BTreeMap::new();
        for piece in pieces {
            if let Piece::Line(of, text) = piece {
                literals.entry(of).or_insert_with(String::new).push_str(&text);
            }
        }
        Self(literals)
    }
}

/// A part of a template in the order of the text.
enum Piece {
    /// One line of a literal, or its last part.
    Line(usize, String),
    /// `${…}` or `%{…}`.
    Mark(Strip),
}

fn flatten(template: &Template, indent: usize, pieces: &mut Vec<Piece>) {
    // As `hcl-edit` goes about it: whether the next literal begins inside of a line.
    let mut inside = false;
    for (at, element) in template.iter().enumerate() {
        match element {
            Element::Literal(literal) => {
                let of = literal.as_str().as_ptr().addr();
                for (row, line) in literal.split_inclusive('\n').enumerate() {
                    let bare = line == "\n" || line.is_empty() || row == 0 && inside;
                    let added = if bare { 0 } else { indent };
                    pieces.push(Piece::Line(of, format!("{}{line}", " ".repeat(added))));
                }
                inside = !literal.ends_with('\n') && !literal.is_empty();
                let last = !matches!(template.get(at + 1), Some(Element::Literal(_)) | None);
                if last && !inside && indent > 0 {
                    // What stood before the next marker were as many blanks as were taken away.
                    pieces.push(Piece::Line(of, " ".repeat(indent)));
                }
            }
            Element::Interpolation(part) => {
                pieces.push(Piece::Mark(part.strip));
                inside = true;
            }
            Element::Directive(directive) => {
                flatten_directive(directive, pieces);
                inside = true;
            }
        }
    }
}

/// The literals inside of directives were left as they are.
fn flatten_directive(directive: &Directive, pieces: &mut Vec<Piece>) {
    match directive {
        Directive::If(choice) => {
            pieces.push(Piece::Mark(choice.if_expr.strip));
            flatten(&choice.if_expr.template, 0, pieces);
            if let Some(other) = &choice.else_expr {
                pieces.push(Piece::Mark(other.strip));
                flatten(&other.template, 0, pieces);
            }
            pieces.push(Piece::Mark(choice.endif_expr.strip));
        }
        Directive::For(each) => {
            pieces.push(Piece::Mark(each.for_expr.strip));
            flatten(&each.for_expr.template, 0, pieces);
            pieces.push(Piece::Mark(each.endfor_expr.strip));
        }
    }
}

fn strip(pieces: &mut [Piece]) {
    for at in 0..pieces.len() {
        let Some(Piece::Mark(mark)) = pieces.get(at) else { continue };
        let (before, after) = (mark.strip_start(), mark.strip_end());
        let previous = at.checked_sub(1);
        if before && let Some(Piece::Line(_, text)) = previous.and_then(|at| pieces.get_mut(at)) {
            text.truncate(text.trim_end().len());
        }
        if after && let Some(Piece::Line(_, text)) = pieces.get_mut(at + 1) {
            *text = text.trim_start().to_owned();
        }
    }
}

fn blanks(text: &str) -> usize {
    text.chars().take_while(|letter| letter.is_whitespace()).count()
}

fn dedent(pieces: &mut [Piece]) {
    let mut least = usize::MAX;
    let mut begins = true;
    let mut adjusted = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            // A line of blanks says nothing and is left as it is.
            Piece::Line(_, text) if begins && text.ends_with('\n') && text.trim().is_empty() => {}
            Piece::Line(_, text) => {
                if begins {
                    least = least.min(blanks(text));
                    adjusted.push(at);
                }
                begins = text.ends_with('\n');
            }
            Piece::Mark(_) => {
                if begins {
                    least = 0;
                }
                begins = false;
            }
        }
    }
    for at in adjusted {
        if let Some(Piece::Line(_, text)) = pieces.get_mut(at) {
            *text = text.chars().skip(least).collect();
        }
    }
}
