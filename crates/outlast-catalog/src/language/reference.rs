//! The reference of the outlast file, made from the table that reads it.

use std::fmt::Write as _;

use super::grammar::{INNER, TOP};
use super::shape::{Attribute, BlockKind};

/// Objects that several attributes share, by their fields.
struct Objects {
    found: Vec<(Vec<&'static str>, &'static [Attribute])>,
}

impl Objects {
    fn add(&mut self, attribute: &Attribute) {
        let fields = attribute.shape.fields();
        if fields.is_empty() {
            return;
        }
        let names = |fields: &[Attribute]| fields.iter().map(|it| it.name).collect::<Vec<_>>();
        match self.found.iter_mut().find(|(_, it)| names(it) == names(fields)) {
            Some((users, _)) if users.contains(&attribute.name) => {}
            Some((users, _)) => users.push(attribute.name),
            None => {
                self.found.push((vec![attribute.name], fields));
                for field in fields {
                    self.add(field);
                }
            }
        }
    }
}

/// The reference in Markdown: every block, then every object.
pub fn reference() -> String {
    let mut text = String::new();
    let mut objects = Objects { found: Vec::new() };
    for kind in TOP.iter().chain(INNER) {
        block(&mut text, kind);
        kind.attributes().for_each(|attribute| objects.add(attribute));
    }
    text.push_str("### Objects\n\nValues in braces, and where they stand.\n");
    for (users, fields) in &objects.found {
        let users: Vec<String> = users.iter().map(|name| format!("`{name}`")).collect();
        let _ = write!(text, "\n#### {}\n\n", users.join(", "));
        table(&mut text, fields.iter());
    }
    text
}

fn block(text: &mut String, kind: &BlockKind) {
    let name = if kind.named { " \"name\"" } else { "" };
    let _ = write!(text, "### `{}{name}`\n\n{}\n", kind.name, kind.meaning);
    if let Some(later) = kind.later {
        let _ = write!(text, "\n*Read and checked, and not judged yet: {later}.*\n");
    }
    let inside = inside(kind);
    if !inside.is_empty() {
        let _ = write!(text, "\nStands inside {}.\n", inside.join(", "));
    }
    if !kind.blocks.is_empty() {
        let blocks: Vec<String> = kind.blocks.iter().map(|it| format!("`{}`", it.name)).collect();
        let _ = write!(text, "\nMay hold the blocks {}.\n", blocks.join(", "));
    }
    text.push('\n');
    table(text, kind.attributes());
    text.push('\n');
}

/// The blocks that a block may stand in.
fn inside(kind: &BlockKind) -> Vec<String> {
    let holds =
        |outer: &&&BlockKind| outer.block(kind.name).is_some_and(|inner| std::ptr::eq(inner, kind));
    TOP.iter().filter(holds).map(|outer| format!("`{}`", outer.name)).collect()
}

fn table<'a>(text: &mut String, attributes: impl Iterator<Item = &'a Attribute>) {
    text.push_str(
        "| attribute | value | meaning | when it is left out |\n| --- | --- | --- | --- |\n",
    );
    for attribute in attributes {
        let unstated = match (attribute.required, attribute.unstated) {
            (true, _) => "an error",
            (false, unstated) => unstated,
        };
        let later = match attribute.later {
            Some(later) => format!(" *(not judged yet: {later})*"),
            None if attribute.word_only => {
                " *(a word for people: nothing hangs on it)*".to_string()
            }
            None => String::new(),
        };
        let _ = writeln!(
            text,
            "| `{}` | {} | {}{later} | {unstated} |",
            attribute.name,
            attribute.shape.describe(),
            attribute.meaning,
        );
    }
}
