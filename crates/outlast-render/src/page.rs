//! A page that is written line by line at a fixed width.

use crate::layout::{cut_argument, left, width, wrap, wrap_aligned};
use crate::paint::{Tone, paint};

/// The columns that a text needs beside its head.
const ROOM: usize = 12;

/// Lines of text, already painted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    /// How wide it is, in columns.
    pub(crate) width: usize,
    text: String,
}

impl Page {
    /// An empty page of that width.
    pub(crate) const fn new(width: usize) -> Self {
        Self { width, text: String::new() }
    }

    /// A line that is already painted and fits.
    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// An empty line, unless the page is empty or ends with one.
    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A paragraph, wrapped.
    pub(crate) fn paragraph(&mut self, tone: Tone, text: &str) {
        self.hanging("", tone, text);
    }

    /// A title and a text that goes on after it and is wrapped with it.
    pub(crate) fn titled(&mut self, title: &str, text: &str) {
        let lines = wrap(&format!("{title} {text}"), self.width);
        for (at, line) in lines.iter().enumerate() {
            match line.strip_prefix(title).filter(|_| at == 0) {
                Some(rest) => self.line(&format!("{}{rest}", paint(Tone::Strong, title))),
                None => self.line(line),
            }
        }
    }

    /// A text behind a head that stands once; lines that follow are indented by its width.
    pub(crate) fn hanging(&mut self, head: &str, tone: Tone, text: &str) {
        self.behind(Tone::Plain, head, tone, text);
    }

    /// As [`Page::hanging`], with a tone for the head.
    /// A head that leaves no room beside it stands above the text.
    pub(crate) fn behind(&mut self, head_tone: Tone, head: &str, tone: Tone, text: &str) {
        if !head.trim().is_empty() && width(head) + ROOM > self.width {
            for line in wrap_aligned(head, self.width) {
                self.line(&paint(head_tone, &line));
            }
            let blanks = head.len() - head.trim_start().len();
            let indent = " ".repeat(blanks.min(ROOM) + 4);
            return self.behind(Tone::Plain, &indent, tone, text);
        }
        let indent = " ".repeat(width(head));
        let room = self.width.saturating_sub(width(head)).max(8);
        let lines = text.lines().flat_map(|line| wrap_aligned(line, room));
        let mut head = paint(head_tone, head);
        for line in lines {
            self.line(&format!("{head}{}", paint(tone, &line)));
            head.clone_from(&indent);
        }
    }

    /// A command behind a head. Where it takes more than one line, it breaks as a shell reads it: a
    /// line that goes on ends with a backslash. An argument that is longer than a line goes on in
    /// the first column, where nothing separates it.
    pub(crate) fn command(&mut self, head: &str, arguments: &[String]) {
        let indent = " ".repeat(width(head));
        let (mut lines, mut line) = (Vec::new(), head.to_string());
        for (at, argument) in arguments.iter().enumerate() {
            // Columns for what says that it goes on.
            let more = if at + 1 == arguments.len() { 0 } else { 2 };
            if at > 0 && width(&line) + 1 + width(argument) + more > self.width {
                lines.push(format!("{line} \\"));
                line.clone_from(&indent);
            } else if at > 0 {
                line.push(' ');
            }
            let mut rest = argument.clone();
            while width(&line) + width(&rest) + more > self.width {
                let room = self.width.saturating_sub(width(&line) + 1);
                let Some((first, second)) = cut_argument(&rest, room) else { break };
                lines.push(format!("{line}{first}\\"));
                (line, rest) = (String::new(), second);
            }
            line.push_str(&rest);
        }
        lines.push(line);
        for line in lines {
            self.line(&paint(Tone::Faint, &line));
        }
    }

    /// Two columns: a name of at most `columns`, and a text beside it. A name that is longer
    /// stands on a line of its own.
    pub(crate) fn entry(&mut self, indent: usize, columns: usize, name: &str, text: &str) {
        let margin = " ".repeat(indent);
        let start = indent + columns + 2;
        let room = self.width.saturating_sub(start).max(16);
        let mut head = format!("{margin}{}  ", left(name, columns));
        if width(name) > columns {
            for line in wrap(name, self.width.saturating_sub(indent)) {
                self.line(&format!("{margin}{line}"));
            }
            head = " ".repeat(start);
        }
        for line in text.lines().flat_map(|line| wrap(line, room)) {
            self.line(&format!("{head}{line}"));
            head = " ".repeat(start);
        }
        if text.is_empty() {
            self.line(&head);
        }
    }

    /// The text of the page.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}
