//! Source texts and places in them.
//!
//! Spans are byte ranges; lines and columns are derived when they are shown. A span that does not
//! fit its text (a bug, or a text that changed) is clamped, never a panic.

use std::sync::Arc;

/// The number of a source text, in the order of loading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in one source text, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text that it is in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `file` from byte `start` to `end`; offsets beyond 4 GiB are clamped.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clamp(start), end: clamp(end) }
    }

    /// The least span that covers both; `self` when they are of different files.
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A line and a column, both counted from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One source text under the name that is shown for it.
#[derive(Debug, Clone)]
pub struct Source {
    name: Arc<str>,
    text: Arc<str>,
    lines: Vec<usize>,
    skipped: u32,
}

impl Source {
    fn new(name: &str, text: &str) -> Self {
        let mut lines = vec![0];
        lines.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1));
        Self { name: name.into(), text: text.into(), lines, skipped: 0 }
    }

    /// The name as the user knows it: a relative path, `/`-separated.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Bytes of the file that stand before its text: those of a byte order mark. No line and no
    /// column counts them; an offset into the file does.
    pub const fn skipped(&self) -> u32 {
        self.skipped
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte nearest to `offset` at or below it that starts a character.
    fn floor(&self, offset: usize) -> usize {
        let mut at = offset.min(self.text.len());
        while at > 0 && !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// Line and column of a byte offset, clamped to the text.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|at| self.lines.get(at)).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |text| text.chars().count()) + 1;
        Position { line: line.max(1), column }
    }

    /// The text of line `line` (from 1) without its line break; empty when there is no such line.
    pub fn line(&self, line: usize) -> &str {
        let start = line.checked_sub(1).and_then(|at| self.lines.get(at)).copied();
        let end = self.lines.get(line).copied().unwrap_or(self.text.len());
        start
            .and_then(|start| self.text.get(start..end))
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }
}

/// Every source text of one run, in the order of loading.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// No text yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under the name that is shown for it.
    pub fn add(&mut self, name: &str, text: &str) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source::new(name, text));
        id
    }

    /// Says that so many bytes of the file stand before its text.
    pub fn skip(&mut self, file: FileId, bytes: u32) {
        if let Some(source) = self.files.get_mut(file.0 as usize) {
            source.skipped = bytes;
        }
    }

    /// The text of that number, if there is one.
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.files.get(file.0 as usize)
    }

    /// All texts with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// The text in a span, clamped; empty when the file is unknown.
    pub fn slice(&self, span: Span) -> &str {
        let Some(source) = self.get(span.file) else { return "" };
        let range = source.floor(span.start as usize)..source.floor(span.end as usize);
        source.text.get(range).unwrap_or("")
    }

    /// Where a span starts, as `name:line:column`.
    pub fn place(&self, span: Span) -> String {
        match self.get(span.file) {
            Some(source) => {
                let at = source.position(span.start as usize);
                format!("{}:{}:{}", source.name, at.line, at.column)
            }
            None => String::new(),
        }
    }

    /// Where a span starts, as `name:line`.
    pub fn line(&self, span: Span) -> String {
        match self.get(span.file) {
            Some(source) => {
                format!("{}:{}", source.name, source.position(span.start as usize).line)
            }
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_are_clamped() {
        let mut sources = Sources::new();
        let file = sources.add("a.tf", "é = 1\r\nb = 2\n");
        let source = sources.get(file).unwrap();
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(2), Position { line: 1, column: 2 });
        assert_eq!(source.position(1), Position { line: 1, column: 1 });
        assert_eq!(source.position(8), Position { line: 2, column: 1 });
        assert_eq!(source.position(999), Position { line: 3, column: 1 });
        assert_eq!(source.line(1), "é = 1");
        assert_eq!(source.line(9), "");
        assert_eq!(sources.slice(Span::new(file, 1, 3)), "é ");
        assert_eq!(sources.place(Span::new(file, 8, 9)), "a.tf:2:1");
        assert_eq!(sources.slice(Span::new(FileId(7), 0, 1)), "");
    }
}
