//! Mermaid: the picture as a flow chart, which GitHub and GitLab draw in Markdown.
//!
//! Layout is Mermaid's. What a user wrote is in labels only, and there every character that is no
//! letter, digit or harmless sign is a number: identifiers are our own.

use crate::escape::shown;
use crate::picture::scene::EdgeKind;
use crate::report::Report;
use crate::sketch::{Area, Block, sketch};

/// One chart with a frame for each system.
pub fn mermaid(reports: &[Report<'_>]) -> String {
    let mut out = String::from("flowchart LR\n");
    for (number, report) in reports.iter().enumerate() {
        let sketch = sketch(report, number);
        area(&mut out, &sketch.area, 1);
        for arrow in &sketch.arrows {
            let line = match arrow.kind {
                EdgeKind::Call | EdgeKind::Soft => "-->",
                EdgeKind::Copying | EdgeKind::Backup => "-.->",
            };
            let (from, to, says) = (&arrow.from, &arrow.to, label(&arrow.says));
            out.push_str(&format!("  {from} {line}|\"{says}\"| {to}\n"));
        }
        if sketch.cut {
            out.push_str("  %% more arrows than can be read were left out\n");
        }
    }
    out
}

fn area(out: &mut String, it: &Area, depth: usize) {
    let indent = "  ".repeat(depth);
    out.push_str(&format!("{indent}subgraph {}[\"{}\"]\n", it.id, label(&it.name)));
    for block in &it.blocks {
        out.push_str(&format!("{indent}  {}\n", node(block)));
    }
    for inner in &it.areas {
        area(out, inner, depth + 1);
    }
    out.push_str(&format!("{indent}end\n"));
}

fn node(block: &Block) -> String {
    let lines: Vec<String> = block.lines.iter().map(|line| label(line)).collect();
    let text = lines.join("<br/>");
    if block.journey {
        format!("{}([\"{text}\"])", block.id)
    } else {
        format!("{}[\"{text}\"]", block.id)
    }
}

/// Text of a label: Mermaid reads `#34;` as the character with that number.
fn label(text: &str) -> String {
    let mut out = String::new();
    for letter in shown(text).chars() {
        if letter.is_alphanumeric() || " .-_/:×✗?,".contains(letter) {
            out.push(letter);
        } else {
            out.push_str(&format!("#{};", u32::from(letter)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_holds_no_syntax() {
        assert_eq!(label("a\"]<b>|`#\n"), "a#34;#93;#60;b#62;#124;#96;#35;#92;u#123;a#125;");
        assert_eq!(label("database.shop 2 × é 東京"), "database.shop 2 × é 東京");
    }
}
