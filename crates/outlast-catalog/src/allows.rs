//! Findings that are silenced where they stand: `# outlast: allow(rule) why`.
//!
//! The comment stands on the line above a block or attribute, or at the end of its first line, and
//! covers all of it. The reason is not optional. Text inside strings is no comment.

use std::ops::Range;

use crate::problems;
use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Body, Structure};
use hcl_edit::visit::{Visit, visit_expr};
use outlast_findings::{FileId, Finding, Source, Span};

/// A finding that somebody silenced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The name of the rule.
    pub rule: String,
    /// Why; never empty.
    pub reason: String,
    /// The comment.
    pub span: Span,
    /// The text in which findings of that rule are silenced: a block, an attribute or a line.
    pub covers: Span,
}

impl Allow {
    /// Whether it silences a finding at `place`.
    pub fn silences(&self, finding: &Finding, place: Span) -> bool {
        finding.is_of(&self.rule)
            && self.covers.file == place.file
            && (self.covers.start..=self.covers.end).contains(&place.start)
    }
}

/// What begins the comment, after `#` or `//`.
const MARK: &str = "outlast:";

/// Reads the comments of one text.
pub fn allows(file: FileId, source: &Source, body: &Body) -> (Vec<Allow>, Vec<Finding>) {
    let text = source.text();
    let (mut allows, mut findings) = (Vec::new(), Vec::new());
    if !text.contains(MARK) {
        return (allows, findings);
    }
    let mut pieces = Pieces::default();
    pieces.visit_body(body);
    pieces.structures(body);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.trim_end().len();
        start += line.len();
        let Some(comment) = comment(text, &range, &pieces.strings) else { continue };
        let span = Span::new(file, comment.start, comment.end);
        match read(text.get(comment.clone()).unwrap_or("")) {
            Ok((rule, reason)) => {
                let covers = pieces.covered(text, &range, comment.start);
                let covers = Span::new(file, covers.start, covers.end);
                allows.push(Allow { rule, reason, span, covers });
            }
            Err((what, help)) => {
                let finding = problems::WRONG_ALLOW.finding();
                findings.push(finding.at(span, what).help(help));
            }
        }
    }
    (allows, findings)
}

/// The comment for outlast on a line, if there is one.
fn comment(text: &str, line: &Range<usize>, strings: &[Range<usize>]) -> Option<Range<usize>> {
    let content = text.get(line.clone())?;
    let mark = content.find(MARK)?;
    let before = content.get(..mark)?.trim_end();
    let sign = if before.ends_with("//") { 2 } else { usize::from(before.ends_with('#')) };
    let at = line.start + before.len().checked_sub(sign).filter(|_| sign > 0)?;
    let inside = strings.iter().any(|it| it.contains(&at));
    (!inside).then_some(at..line.end)
}

/// The rule and the reason.
fn read(comment: &str) -> Result<(String, String), (String, String)> {
    let form = "write `# outlast: allow(rule) why it is meant to be so`";
    let said = comment.split_once(MARK).map_or("", |(_, said)| said.trim());
    let inner = said.strip_prefix("allow").map(str::trim_start).and_then(|it| it.strip_prefix('('));
    let Some((rule, reason)) = inner.and_then(|it| it.split_once(')')) else {
        return Err((format!("cannot read `{said}`"), form.to_string()));
    };
    let (rule, reason) = (rule.trim(), reason.trim().trim_start_matches(':').trim());
    let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if rule.is_empty() || !rule.chars().all(kebab) {
        return Err((format!("`{rule}` is no name of a rule"), form.to_string()));
    }
    if reason.is_empty() {
        let what = format!("no reason to allow `{rule}`");
        return Err((what, format!("say why after it: `# outlast: allow({rule}) why`")));
    }
    Ok((rule.to_string(), reason.to_string()))
}

/// Where strings, blocks and attributes of a text are.
#[derive(Default)]
struct Pieces {
    strings: Vec<Range<usize>>,
    structures: Vec<Range<usize>>,
}

impl Visit for Pieces {
    fn visit_expr(&mut self, node: &Expression) {
        if matches!(
            node,
            Expression::String(_) | Expression::StringTemplate(_) | Expression::HeredocTemplate(_)
        ) {
            self.strings.extend(node.span());
        } else {
            visit_expr(self, node);
        }
    }
}

impl Pieces {
    fn structures(&mut self, body: &Body) {
        for structure in body {
            self.structures.extend(structure.span());
            if let Structure::Block(block) = structure {
                self.structures(&block.body);
            }
        }
    }

    /// What a comment covers: what begins on its line, or on the next one with text when it stands
    /// alone; else that line.
    fn covered(&self, text: &str, line: &Range<usize>, comment: usize) -> Range<usize> {
        let alone = text.get(line.start..comment).is_some_and(|it| it.trim().is_empty());
        let target = if alone { next_line(text, line.end) } else { line.clone() };
        let begins = self.structures.iter().filter(|it| target.contains(&it.start));
        begins.max_by_key(|it| it.len()).cloned().unwrap_or(target)
    }
}

/// The next line that has more than a comment.
fn next_line(text: &str, from: usize) -> Range<usize> {
    let mut start = from;
    for line in text.get(from..).unwrap_or("").split_inclusive('\n') {
        let content = line.trim();
        if !content.is_empty() && !content.starts_with('#') && !content.starts_with("//") {
            return start..start + line.trim_end().len();
        }
        start += line.len();
    }
    from..from
}

#[cfg(test)]
mod tests {
    use outlast_findings::Sources;

    use super::*;

    fn read_all(text: &str) -> (Vec<(String, String, String)>, Vec<String>) {
        let mut sources = Sources::new();
        let file = sources.add("main.tf", text);
        let parsed = outlast_terraform::syntax::parse(text, file);
        let (allows, findings) = allows(file, sources.get(file).unwrap(), &parsed.body);
        let covers = |it: &Allow| sources.slice(it.covers).to_string();
        let said = |it: &Finding| it.labels[0].text.clone();
        (
            allows.iter().map(|it| (it.rule.clone(), it.reason.clone(), covers(it))).collect(),
            findings.iter().map(said).collect(),
        )
    }

    #[test]
    fn a_comment_covers_the_block_or_attribute_that_follows() {
        let text = "# outlast: allow(single-copy) the archive is read-only\n# more\n\
                    a \"b\" {\n  x = 1\n  // outlast: allow(no-way-back) by hand\n  y = 2\n}\n";
        let (allows, findings) = read_all(text);
        assert_eq!(findings, Vec::<String>::new());
        assert!(allows[0].2.starts_with("a \"b\" {") && allows[0].2.ends_with('}'));
        assert_eq!(
            allows[1],
            ("no-way-back".to_string(), "by hand".to_string(), "y = 2".to_string())
        );
    }

    #[test]
    fn a_comment_behind_code_covers_what_begins_there() {
        let (allows, _) =
            read_all("a {\n  x = 1 # outlast: allow(single-copy) why not\n  y = 2\n}\n");
        assert_eq!(allows[0].2, "x = 1");
    }

    #[test]
    fn a_reason_is_not_optional_and_text_is_no_comment() {
        let (_, findings) =
            read_all("# outlast: allow(single-copy)\na {\n}\n# outlast: alow(x) y\n");
        assert_eq!(findings, ["no reason to allow `single-copy`", "cannot read `alow(x) y`"]);
        let (allows, findings) = read_all("a {\n  x = <<EOT\n# outlast: allow(b) c\nEOT\n}\n");
        assert_eq!((allows.len(), findings.len()), (0, 0));
    }
}
