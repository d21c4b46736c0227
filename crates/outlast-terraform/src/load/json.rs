//! Terraform's JSON syntax as the same declarations.
//!
//! Rules: <https://developer.hashicorp.com/terraform/language/syntax/json>. The text is read with
//! the grammar of expressions, of which JSON is a part, so that every value keeps its place. An
//! object inside a resource stays an object: without a schema the text does not tell a nested block
//! from a map.

use std::rc::Rc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Array, Expression, Object, ObjectKey};
use outlast_findings::{FileId, Finding};

use super::{Attribute, Block, Contents, Expr, file_span};
use crate::problems;

/// The blocks of a `.tf.json` file.
pub(super) fn contents(text: &str, file: FileId) -> (Contents, Vec<Finding>) {
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => format!("   {rest}"),
        None => text.to_owned(),
    };
    match crate::syntax::expression(text.replace("\\/", "/").trim_end(), file) {
        Ok(Expression::Object(object)) => (top(object, file), Vec::new()),
        Ok(_) => (Contents::default(), vec![not_an_object(file)]),
        Err(finding) => (Contents::default(), vec![*finding]),
    }
}

fn not_an_object(file: FileId) -> Finding {
    problems::UNREADABLE_TEXT
        .finding()
        .at(outlast_findings::Span::new(file, 0, 0), "an object is needed: `{ … }`")
        .help("see the JSON syntax of Terraform")
}

fn top(object: Object, file: FileId) -> Contents {
    let mut contents = Contents::default();
    for (key, value) in entries(object) {
        let depth = match key.1.as_str() {
            "resource" | "data" | "ephemeral" => 2,
            "variable" | "output" | "module" | "provider" => 1,
            _ => 0,
        };
        let known = depth > 0
            || matches!(
                key.1.as_str(),
                "locals" | "terraform" | "moved" | "check" | "import" | "removed"
            );
        if known {
            labelled(&key.1, Vec::new(), depth, value, file, &mut contents.blocks);
        } else {
            contents.attributes.push(attribute(key, value, file));
        }
    }
    contents
}

/// Walks down as many labels as the kind of block has; arrays are several blocks.
fn labelled(
    kind: &str,
    labels: Vec<String>,
    depth: usize,
    value: Expression,
    file: FileId,
    blocks: &mut Vec<Block>,
) {
    match value {
        Expression::Array(array) => {
            for item in items(array) {
                labelled(kind, labels.clone(), depth, item, file, blocks);
            }
        }
        Expression::Object(object) if depth > 0 => {
            for (key, value) in entries(object) {
                let mut labels = labels.clone();
                labels.push(key.1);
                labelled(kind, labels, depth - 1, value, file, blocks);
            }
        }
        Expression::Object(object) => {
            let span = file_span(object.span(), file);
            let contents = body(object, file);
            blocks.push(Block { kind: kind.to_owned(), labels, contents, span });
        }
        _ => {}
    }
}

fn body(object: Object, file: FileId) -> Contents {
    let attributes =
        entries(object).into_iter().map(|(key, value)| attribute(key, value, file)).collect();
    Contents { attributes, blocks: Vec::new() }
}

type Named = (Option<std::ops::Range<usize>>, String);

fn attribute(key: Named, value: Expression, file: FileId) -> Attribute {
    let value = if REFERENCES.contains(&key.1.as_str()) { references(value) } else { value };
    Attribute {
        span: file_span(key.0, file),
        name: key.1,
        value: Rc::new(Expr { syntax: value, file }),
    }
}

/// Attributes whose texts are expressions without `${…}`.
const REFERENCES: [&str; 4] = ["depends_on", "provider", "providers", "type"];

fn references(value: Expression) -> Expression {
    match value {
        Expression::String(ref text) => {
            hcl_edit::parser::parse_expr(text.as_str()).unwrap_or(value)
        }
        Expression::Array(array) => {
            Expression::Array(items(array).into_iter().map(references).collect())
        }
        other => other,
    }
}

fn items(array: Array) -> Vec<Expression> {
    array.into_iter().collect()
}

/// The entries with their names; a key `//` is a comment.
fn entries(object: Object) -> Vec<(Named, Expression)> {
    let mut found = Vec::new();
    for (key, value) in object {
        let span = key.span();
        let name = match key {
            ObjectKey::Ident(name) => name.as_str().to_owned(),
            ObjectKey::Expression(Expression::String(name)) => name.as_str().to_owned(),
            ObjectKey::Expression(_) => continue,
        };
        if name != "//" {
            found.push(((span, name), value.into_expr()));
        }
    }
    found
}
