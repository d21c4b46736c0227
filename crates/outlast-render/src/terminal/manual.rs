//! A page of the manual (Markdown) for the terminal.
//!
//! Pages are written one sentence per line; paragraphs are joined and wrapped. Headings, lists,
//! tables and fenced code are kept as they are, without their marks where those only help a
//! Markdown reader. Anything else of Markdown stays as it is written: it reads well enough.

use crate::escape::shown;
use crate::page::Page;
use crate::paint::{Tone, paint};

/// A page of Markdown for a page of `width` columns.
pub fn manual(text: &str, width: usize) -> String {
    let mut writer = Writer { page: Page::new(width), paragraph: String::new(), item: false };
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            writer.flush();
            fenced = !fenced;
        } else if fenced {
            writer.page.line(&format!("    {}", paint(Tone::Faint, &shown(line))));
        } else {
            writer.line(line);
        }
    }
    writer.flush();
    writer.page.finish()
}

struct Writer {
    page: Page,
    paragraph: String,
    item: bool,
}

impl Writer {
    fn line(&mut self, line: &str) {
        let text = line.trim();
        if text.is_empty() {
            self.flush();
            self.page.gap();
        } else if let Some(heading) = heading(text) {
            self.flush();
            self.page.gap();
            self.page.paragraph(Tone::Strong, &shown(&heading.replace('`', "")));
        } else if text.starts_with('|') {
            self.flush();
            self.page.hanging("  ", Tone::Plain, &shown(text));
        } else {
            self.prose(text);
        }
    }

    fn prose(&mut self, text: &str) {
        let item = text.strip_prefix("- ").or_else(|| text.strip_prefix("* "));
        if let Some(item) = item {
            self.flush();
            self.item = true;
            self.paragraph.push_str(item);
            return;
        }
        if !self.paragraph.is_empty() {
            self.paragraph.push(' ');
        }
        self.paragraph.push_str(text);
    }

    fn flush(&mut self) {
        let head = if self.item { "- " } else { "" };
        if !self.paragraph.is_empty() {
            self.page.hanging(head, Tone::Plain, &shown(&self.paragraph));
        }
        self.paragraph.clear();
        self.item = false;
    }
}

fn heading(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches('#');
    if rest.len() == text.len() { None } else { rest.strip_prefix(' ') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_joined_and_code_is_kept() {
        let text =
            "# `single-copy`\n\n## What\nOne.\nTwo.\n- an item\n  goes on\n```hcl\na  =  1\n```\n";
        let shown = manual(text, 40);
        assert!(shown.contains("single-copy"), "{shown}");
        assert!(shown.contains("One. Two.\n- an item goes on\n"), "{shown}");
        assert!(shown.contains("a  =  1"), "{shown}");
        assert!(!shown.contains("```"), "{shown}");
    }
}
