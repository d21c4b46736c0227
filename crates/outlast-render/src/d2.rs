//! D2: the same picture as Mermaid's, for `d2 outlast.d2 outlast.svg`.
//!
//! Layout is D2's. What a user wrote is in quoted labels only; identifiers are our own.

use std::collections::BTreeMap;

use crate::escape::shown;
use crate::picture::scene::EdgeKind;
use crate::report::Report;
use crate::sketch::{Area, sketch};

/// One picture with a frame for each system.
pub fn d2(reports: &[Report<'_>]) -> String {
    let mut out = String::from("direction: right\n");
    for (number, report) in reports.iter().enumerate() {
        let sketch = sketch(report, number);
        let mut paths = BTreeMap::new();
        area(&mut out, &sketch.area, "", &mut paths);
        // An arrow names its ends from the outside in.
        let path = |id: &str| paths.get(id).cloned().unwrap_or_else(|| id.to_string());
        for arrow in &sketch.arrows {
            let style = match arrow.kind {
                EdgeKind::Call => "",
                EdgeKind::Soft => " {style.opacity: 0.6}",
                EdgeKind::Copying => " {style.stroke-dash: 6}",
                EdgeKind::Backup => " {style.stroke-dash: 2}",
            };
            let (from, to, says) = (path(&arrow.from), path(&arrow.to), quoted(&arrow.says));
            out.push_str(&format!("{from} -> {to}: {says}{style}\n"));
        }
        if sketch.cut {
            out.push_str("# more arrows than can be read were left out\n");
        }
    }
    out
}

fn area(out: &mut String, it: &Area, above: &str, paths: &mut BTreeMap<String, String>) {
    let path = if above.is_empty() { it.id.clone() } else { format!("{above}.{}", it.id) };
    let indent = "  ".repeat(path.matches('.').count());
    out.push_str(&format!("{indent}{}: {} {{\n", it.id, quoted(&it.name)));
    for block in &it.blocks {
        let shape = if block.journey { " {shape: oval}" } else { "" };
        let text = quoted(&block.lines.join("\n"));
        out.push_str(&format!("{indent}  {}: {text}{shape}\n", block.id));
        paths.insert(block.id.clone(), format!("{path}.{}", block.id));
    }
    for inner in &it.areas {
        area(out, inner, &path, paths);
    }
    out.push_str(&format!("{indent}}}\n"));
}

/// A quoted label; its line breaks are meant.
fn quoted(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(line).collect();
    format!("\"{}\"", lines.join("\\n"))
}

fn line(text: &str) -> String {
    let mut out = String::new();
    for letter in shown(text).chars() {
        // `${` would be a variable.
        if matches!(letter, '"' | '\\' | '$') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_stays_one_string() {
        assert_eq!(quoted("a\"b\\ ${c}\nd"), "\"a\\\"b\\\\ \\${c}\\nd\"");
        assert_eq!(quoted("\u{1b}"), "\"\\\\u{1b}\"");
    }
}
