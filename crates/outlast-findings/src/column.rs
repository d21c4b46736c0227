//! Places in the conventions of other programs.
//!
//! outlast counts bytes; an editor counts UTF-16 code units, a terminal code points. A [`Region`]
//! is a span in lines and columns of one [`Columns`]. A tab is one column and so is a combining
//! mark; a line ends with `\n` or `\r\n`, and its break has no column: a span that ends inside or
//! after `\r\n` but before the next line ends where the line does. Nothing here knows widths.

use crate::{Position, Source, Span};

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Columns {
    /// Bytes of UTF-8.
    Bytes,
    /// Unicode code points, as `Position` and the terminal report do.
    CodePoints,
    /// UTF-16 code units, as most editors do: an emoji is two.
    Utf16,
}

impl Columns {
    /// How many columns a text takes.
    pub fn of(self, text: &str) -> usize {
        match self {
            Self::Bytes => text.len(),
            Self::CodePoints => text.chars().count(),
            Self::Utf16 => text.encode_utf16().count(),
        }
    }
}

/// A span in lines and columns: both count from 1, and the end is the first column after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Where it starts.
    pub start: Position,
    /// The first column that is not of it any more.
    pub end: Position,
}

impl Region {
    /// A span of its source in columns of that convention; clamped to the text.
    pub fn of(source: &Source, span: Span, columns: Columns) -> Self {
        let start = place(source, span.start as usize, columns);
        let end = place(source, span.end as usize, columns);
        Self { start, end: end.max(start) }
    }
}

/// Line and column of a byte offset.
fn place(source: &Source, offset: usize, columns: Columns) -> Position {
    let at = source.position(offset);
    let line = source.line(at.line);
    // Columns of `Position` are characters: what stands before this one on its line.
    let before: String = line.chars().take(at.column - 1).collect();
    Position { line: at.line, column: columns.of(&before) + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sources;

    const ALL: [Columns; 3] = [Columns::Bytes, Columns::CodePoints, Columns::Utf16];

    /// The columns of the first `needle` in a text, by convention.
    fn columns(text: &str, needle: &str) -> [(usize, usize, usize); 3] {
        let mut sources = Sources::new();
        let file = sources.add("a.tf", text);
        let start = text.find(needle).unwrap();
        let span = Span::new(file, start, start + needle.len());
        ALL.map(|columns| {
            let region = Region::of(sources.get(file).unwrap(), span, columns);
            assert_eq!(region.start.line, region.end.line);
            (region.start.line, region.start.column, region.end.column)
        })
    }

    #[test]
    fn each_convention_counts_in_its_own_way() {
        assert_eq!(columns("a = x", "x"), [(1, 5, 6); 3]);
        assert_eq!(columns("é = x", "x"), [(1, 6, 7), (1, 5, 6), (1, 5, 6)]);
        assert_eq!(columns("東京 = x", "x"), [(1, 10, 11), (1, 6, 7), (1, 6, 7)]);
        assert_eq!(columns("🦀🦀x", "x"), [(1, 9, 10), (1, 3, 4), (1, 5, 6)]);
        // `e` and a combining accent are two code points.
        assert_eq!(columns("e\u{301}x", "x"), [(1, 4, 5), (1, 3, 4), (1, 3, 4)]);
        assert_eq!(columns("\t\tx", "x"), [(1, 3, 4); 3]);
        assert_eq!(columns("a\r\n🦀x\r\n", "x"), [(2, 5, 6), (2, 2, 3), (2, 3, 4)]);
        assert_eq!(columns("=🦀", "🦀"), [(1, 2, 6), (1, 2, 3), (1, 2, 4)]);
    }

    #[test]
    fn a_line_break_has_no_column() {
        let mut sources = Sources::new();
        let file = sources.add("a.tf", "ab\r\ncd");
        let source = sources.get(file).unwrap();
        for columns in ALL {
            let region = |start, end| Region::of(source, Span::new(file, start, end), columns);
            let at = |line, column| Position { line, column };
            assert_eq!(region(1, 3), Region { start: at(1, 2), end: at(1, 3) });
            assert_eq!(region(3, 3), Region { start: at(1, 3), end: at(1, 3) });
            assert_eq!(region(1, 4), Region { start: at(1, 2), end: at(2, 1) });
            // Turned round and beyond the end.
            assert_eq!(region(5, 1), Region { start: at(2, 2), end: at(2, 2) });
            assert_eq!(region(0, 999), Region { start: at(1, 1), end: at(2, 3) });
        }
    }

    /// The byte that a place means, found by walking the text: the other way round, and written
    /// without what is tested.
    fn byte(text: &str, place: Position, columns: Columns) -> usize {
        let line = text.split_inclusive('\n').take(place.line - 1).map(str::len).sum::<usize>();
        let mut column = 1;
        for (at, letter) in text[line..].char_indices() {
            if column >= place.column {
                return line + at;
            }
            column += match columns {
                Columns::Bytes => letter.len_utf8(),
                Columns::CodePoints => 1,
                Columns::Utf16 => letter.len_utf16(),
            };
        }
        text.len()
    }

    proptest::proptest! {
        #[test]
        fn every_place_leads_back_to_its_byte(
            text in "[aé東🦀\u{301}\t\n]{0,24}(\r\n)?[b🦀\n]{0,8}",
            start in 0usize..99,
            length in 0usize..20,
        ) {
            let mut sources = Sources::new();
            let file = sources.add("a.tf", &text);
            let source = sources.get(file).unwrap();
            let floor = |mut at: usize| {
                at = at.min(text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                // A span between the two characters of a line break is put before both.
                if text[..at].ends_with('\r') && text[at..].starts_with('\n') { at - 1 } else { at }
            };
            for columns in ALL {
                let region = Region::of(source, Span::new(file, start, start + length), columns);
                proptest::prop_assert_eq!(byte(&text, region.start, columns), floor(start));
                proptest::prop_assert_eq!(byte(&text, region.end, columns), floor(start + length));
            }
        }
    }
}
