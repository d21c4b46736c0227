//! How wide a text is in a picture, and where it breaks.
//!
//! Widths are those of Helvetica, with which Arial, Liberation Sans and Arimo agree by design, and
//! which the picture asks for. A seventh is added for the wider fonts that stand in for them. What
//! the table does not hold counts as wide.

use unicode_width::UnicodeWidthChar as _;

/// The advance of each printable ASCII character in thousandths of the size: the font metrics that
/// Adobe published for Helvetica (Core 14 AFM files).
const ADVANCES: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/// What a column of any other character takes at most, in thousandths of the size.
const OTHER: u16 = 1_000;

/// A font of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Font {
    /// Its size, in pixels.
    pub(crate) size: i64,
    /// Whether it is semibold, which is wider.
    pub(crate) bold: bool,
}

impl Font {
    /// The width of a text, in pixels, rounded up.
    pub(crate) fn width(self, text: &str) -> i64 {
        let advances: i64 = text.chars().map(advance).sum();
        // A seventh for other fonts, another eighth for bold.
        let advances = if self.bold { advances * 9 / 8 } else { advances };
        (advances * self.size * 8 + 6_999) / 7_000
    }

    /// The text in at most `lines` lines that are each no wider than `room`, the last one with `…`
    /// where something was left out.
    pub(crate) fn wrap(self, text: &str, room: i64, lines: usize) -> Vec<String> {
        let mut wrapped = Vec::new();
        let mut rest = text;
        while wrapped.len() + 1 < lines && self.width(rest) > room {
            let at = self.break_at(rest, room);
            let (line, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
            wrapped.push(line.trim_end().to_string());
            rest = after.trim_start();
        }
        wrapped.push(self.cut(rest, room));
        wrapped
    }

    /// Where a line ends: behind a mark or a space in its second half, or where it is full.
    fn break_at(self, text: &str, room: i64) -> usize {
        let (mut full, mut nice) = (0, 0);
        for (at, letter) in text.char_indices() {
            let end = at + letter.len_utf8();
            if full > 0 && self.width(text.get(..end).unwrap_or("")) > room {
                break;
            }
            full = end;
            if matches!(letter, ' ' | '.' | '_' | '-' | '/' | ',') {
                nice = end;
            }
        }
        if nice * 2 >= full { nice } else { full }
    }

    fn cut(self, text: &str, room: i64) -> String {
        if self.width(text) <= room {
            return text.to_string();
        }
        let mut cut = String::new();
        for letter in text.chars() {
            cut.push(letter);
            if self.width(&format!("{cut}…")) > room {
                cut.pop();
                break;
            }
        }
        cut.push('…');
        cut
    }
}

fn advance(letter: char) -> i64 {
    let known = u32::from(letter).checked_sub(32).and_then(|at| ADVANCES.get(at as usize));
    match known {
        Some(advance) => i64::from(*advance),
        None => i64::from(OTHER) * i64::try_from(letter.width().unwrap_or(0)).unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Font = Font { size: 12, bold: false };

    #[test]
    fn widths_follow_the_table() {
        assert_eq!(Font { size: 7, bold: false }.width("A"), 6);
        assert!(PLAIN.width("iii") < PLAIN.width("MMM"));
        assert!(Font { bold: true, ..PLAIN }.width("web") > PLAIN.width("web"));
        assert!(PLAIN.width("東京") > PLAIN.width("ab"));
    }

    #[test]
    fn no_line_is_wider_than_its_room() {
        for text in
            ["", "web", "a_very_long_name.of.something[\"with an index\"]", "東京都庁東京都庁"]
        {
            for room in [30, 60, 200] {
                for lines in [1, 2, 3] {
                    let wrapped = PLAIN.wrap(text, room, lines);
                    assert!(wrapped.len() <= lines);
                    assert!(wrapped.iter().all(|line| PLAIN.width(line) <= room), "{wrapped:?}");
                }
            }
        }
        assert_eq!(PLAIN.wrap("one two", 35, 2), ["one", "two"]);
    }
}
