//! A scanner that knows just enough of HCL to find where blocks begin: brackets, texts with
//! templates inside, heredocs and comments.
//!
//! It accepts anything, broken text included: an unterminated text ends with its line, an
//! unterminated heredoc is none.

use std::collections::BTreeMap;

/// What encloses a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// `(…)` or `[…]`.
    Bracket,
    /// `{…}` of a block or object.
    Brace,
    /// `{ for … }`: line breaks mean nothing there.
    For,
    /// `"…"`.
    Quote,
    /// `${…}` or `%{…}`.
    Template,
}

/// What the scanner passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// A line break, at its byte.
    Break(usize),
    /// A comment to the end of the line, without the line break.
    Comment(usize, usize),
    /// A heredoc, from its `<<` to the end of its closing word.
    Heredoc(usize, usize),
    /// Any other byte of the text outside of comments and heredocs.
    Other(usize),
}

/// Walks over a text once.
pub(super) struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    stack: Vec<Inside>,
    /// Where the last line begins that is such a word and nothing else, once a heredoc asks for it.
    last: Option<BTreeMap<&'a [u8], usize>>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), at: 0, stack: Vec::new(), last: None }
    }

    /// At the sign with which a template begins.
    pub(super) fn in_template(text: &'a str, at: usize) -> Self {
        let stack = vec![Inside::Template];
        Self { text: text.as_bytes(), at: at + 2, stack, last: None }
    }

    /// The byte that is scanned next.
    pub(super) fn byte(&self) -> usize {
        self.at
    }

    /// What encloses the place that is scanned next; `None` at the top.
    pub(super) fn inside(&self) -> Option<Inside> {
        self.stack.last().copied()
    }

    /// How many things enclose the place that is scanned next.
    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Forgets every open bracket: a new block begins here whatever came before.
    pub(super) fn reset(&mut self) {
        self.stack.clear();
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or(&[])
    }

    /// The bytes from here to the end of the line, without the line break.
    fn line_end(&self) -> usize {
        let rest = self.rest();
        self.at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
    }

    fn in_quote(&mut self) -> Event {
        let at = self.at;
        match (self.peek(0), self.peek(1)) {
            (b'\n', _) => {
                self.stack.pop();
                self.at += 1;
                return Event::Break(at);
            }
            (b'\\', next) if next != b'\n' => self.at += 2,
            (b'$' | b'%', b'{') if self.escaped() => self.at += 2,
            (b'$' | b'%', b'{') => {
                self.stack.push(Inside::Template);
                self.at += 2;
            }
            (b'"', _) => {
                self.stack.pop();
                self.at += 1;
            }
            _ => self.at += 1,
        }
        Event::Other(at)
    }

    /// Whether the sign here is doubled, so that no template begins.
    fn escaped(&self) -> bool {
        let sign = self.peek(0);
        self.at.checked_sub(1).and_then(|at| self.text.get(at)) == Some(&sign)
    }

    fn in_code(&mut self) -> Event {
        let at = self.at;
        match (self.peek(0), self.peek(1)) {
            (b'\n', _) => {
                self.at += 1;
                return Event::Break(at);
            }
            (b'#', _) | (b'/', b'/') => {
                self.at = self.line_end();
                return Event::Comment(at, self.at);
            }
            (b'/', b'*') => self.skip_comment(),
            (b'<', b'<') if self.skip_heredoc() => return Event::Heredoc(at, self.at),
            (b'"', _) => self.open(Inside::Quote),
            (b'(' | b'[', _) => self.open(Inside::Bracket),
            (b'{', _) => {
                let what = if self.is_for() { Inside::For } else { Inside::Brace };
                self.open(what);
            }
            (b')' | b']', _) => self.close(&[Inside::Bracket]),
            (b'}', _) => self.close(&[Inside::Brace, Inside::For, Inside::Template]),
            _ => self.at += 1,
        }
        Event::Other(at)
    }

    fn open(&mut self, what: Inside) {
        self.stack.push(what);
        self.at += 1;
    }

    fn close(&mut self, what: &[Inside]) {
        if self.stack.last().is_some_and(|last| what.contains(last)) {
            self.stack.pop();
        }
        self.at += 1;
    }

    fn skip_comment(&mut self) {
        let rest = self.rest();
        let length = rest.windows(2).skip(2).position(|pair| pair == b"*/");
        self.at += length.map_or(rest.len(), |length| length + 4);
    }

    /// Whether the first word after the brace here is `for`.
    fn is_for(&self) -> bool {
        let mut word = self.rest().get(1..).unwrap_or(&[]).trim_ascii_start();
        while word.starts_with(b"#") || word.starts_with(b"//") {
            let end = word.iter().position(|byte| *byte == b'\n').unwrap_or(word.len());
            word = word.get(end..).unwrap_or(&[]).trim_ascii_start();
        }
        word.starts_with(b"for") && word.get(3).is_some_and(u8::is_ascii_whitespace)
    }

    /// Goes behind the closing word of the heredoc that begins here, if one does.
    fn skip_heredoc(&mut self) -> bool {
        let line = self.text.get(self.at + 2..self.line_end()).unwrap_or(&[]);
        let line = line.strip_prefix(b"-").unwrap_or(line).trim_ascii_end();
        let word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if line.is_empty() || !line.iter().all(word) {
            return false;
        }
        let mut at = self.line_end() + 1;
        // One that nothing closes is not looked for to the end of the text each time.
        let last = self.last.get_or_insert_with(|| last_lines(self.text));
        if last.get(line).is_none_or(|last| *last < at) {
            return false;
        }
        while let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) {
            let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            if rest.get(..length).map(<[u8]>::trim_ascii) == Some(line) {
                self.at = at + length;
                return true;
            }
            at += length + 1;
        }
        false
    }
}

/// Where the last of all lines begins that are the same when their blanks are left out.
fn last_lines(text: &[u8]) -> BTreeMap<&[u8], usize> {
    let mut last = BTreeMap::new();
    let mut at = 0;
    for line in text.split(|byte| *byte == b'\n') {
        last.insert(line.trim_ascii(), at);
        at += line.len() + 1;
    }
    last
}

impl Iterator for Scanner<'_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        if self.at >= self.text.len() {
            return None;
        }
        Some(if self.inside() == Some(Inside::Quote) { self.in_quote() } else { self.in_code() })
    }
}
