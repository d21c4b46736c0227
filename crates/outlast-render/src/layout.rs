//! Columns: how wide a text is, where it breaks, how it is padded.
//!
//! Widths are those of a terminal: a Chinese character takes two columns, a combining mark none.
//! Everything here works on plain text; colour is put on afterwards, so that it never counts.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The narrowest page that is laid out.
pub(crate) const NARROWEST: usize = 40;
/// The width of a page when the terminal does not say.
pub(crate) const USUAL: usize = 80;
/// The widest page: longer lines are hard to read.
pub(crate) const WIDEST: usize = 100;

/// The width of the page for a terminal of `columns`.
pub fn page_width(columns: Option<usize>) -> usize {
    columns.unwrap_or(USUAL).clamp(NARROWEST, WIDEST)
}

/// How many columns a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text followed by as many spaces as it needs to take `columns`.
pub(crate) fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text after as many spaces as it needs to take `columns`.
pub(crate) fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The longest beginning of a text that fits into `columns`, and the rest. At least one character
/// is taken, so that a loop over the rest ends.
fn split_at_width(text: &str, columns: usize) -> (&str, &str) {
    let mut used = 0;
    for (at, letter) in text.char_indices() {
        used += letter.width().unwrap_or(0);
        if used > columns && at > 0 {
            return text.split_at_checked(at).unwrap_or((text, ""));
        }
    }
    (text, "")
}

/// The beginning of a text, with `…` where something was left out.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_string();
    }
    let (start, _) = split_at_width(text, columns.saturating_sub(1));
    format!("{start}…")
}

/// Where a word that is too long may best be broken: after a character that ends a piece of an
/// address, in the second half of what fits.
fn break_word(word: &str, columns: usize) -> (&str, &str) {
    let (fits, rest) = split_at_width(word, columns);
    if rest.is_empty() {
        return (fits, rest);
    }
    let at = fits.rfind(['/', '.', '_', '-', ',', '[', ':', '+']).map_or(0, |at| at + 1);
    if at * 2 < fits.len() {
        (fits, rest)
    } else {
        word.split_at_checked(at).unwrap_or((fits, rest))
    }
}

/// An argument of a shell in two, so that the first takes at most `columns`; the second directly
/// behind it means the same. `None` where it cannot be cut: it is too narrow for that, or something
/// is spelt out in it.
pub(crate) fn cut_argument(argument: &str, columns: usize) -> Option<(String, String)> {
    let inner = argument.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    let (inner, quote) = inner.map_or((argument, ""), |inner| (inner, "'"));
    if inner.contains(['\'', '\\']) {
        return None;
    }
    let room = columns.checked_sub(2 * quote.len()).filter(|room| *room > 0)?;
    let (first, second) = break_word(inner, room);
    let cut = !first.is_empty() && !second.is_empty();
    cut.then(|| (format!("{quote}{first}{quote}"), format!("{quote}{second}{quote}")))
}

/// Units that stay on the line of their number.
const UNITS: [&str; 10] = ["us", "ms", "s", "min", "h", "d", "%", "EUR", "GB", "MB"];

/// Whether a piece is a number with one space after it: `1 `, `1,200 `, `0.5 `.
fn is_number(piece: &str) -> bool {
    piece.strip_suffix(' ').is_some_and(|number| {
        let only =
            |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '-' | '+');
        number.ends_with(|letter: char| letter.is_ascii_digit()) && number.chars().all(only)
    })
}

fn is_unit(piece: &str) -> bool {
    UNITS.contains(&piece.trim_end_matches([' ', ',', ';', ':', '.', ')']))
}

/// The pieces between which a line may break: words with the spaces after them, where a figure is
/// one word with its unit: `1 d 1 h`, unless it is wider than `columns`.
fn pieces(text: &str, columns: usize) -> Vec<&str> {
    let mut pieces: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut last = "";
    let mut end = 0;
    let mut words = text.split_inclusive(' ').peekable();
    while let Some(word) = words.next() {
        let is_second = is_unit(last) && !last.contains([',', ';', ':', '.', ')']);
        // A number is taken only together with the unit after it.
        let (goes_on, until) = match words.peek() {
            Some(unit) if is_number(word) => (is_second && is_unit(unit), word.len() + unit.len()),
            _ => (is_number(last) && is_unit(word), word.len()),
        };
        let joined = text.get(start..end + until).unwrap_or("");
        if !goes_on || width(joined.trim_end()) > columns {
            pieces.extend(text.get(start..end).filter(|piece| !piece.is_empty()));
            start = end;
        }
        end += word.len();
        last = word;
    }
    pieces.extend(text.get(start..end).filter(|piece| !piece.is_empty()));
    pieces
}

/// A text in lines of at most `columns`, broken between words. Runs of spaces inside a line are
/// kept, those at a break are dropped. A figure stays with its unit. An empty text is one empty line.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text, columns) {
        let word = piece.trim_end_matches(' ');
        if width(&line) + width(word) > columns && !line.trim().is_empty() {
            lines.push(line.trim_end().to_string());
            line.clear();
        }
        let mut rest = word;
        while width(&line) + width(rest) > columns {
            let (fits, after) = break_word(rest, columns.saturating_sub(width(&line)));
            lines.push(format!("{line}{fits}"));
            line.clear();
            rest = after;
        }
        line.push_str(rest);
        line.push_str(piece.get(word.len()..).unwrap_or(""));
    }
    lines.push(line.trim_end().to_string());
    lines
}

/// Where the text of a table-like line begins: after the first run of two or more spaces that
/// follows something. Lines that continue it are put there.
fn hang(line: &str) -> usize {
    let start = line.len() - line.trim_start().len();
    let body = line.get(start..).unwrap_or("");
    let Some(gap) = body.find("  ") else { return width(line.get(..start).unwrap_or("")) };
    let after = body.get(gap..).unwrap_or("");
    let text = gap + after.len() - after.trim_start().len();
    width(line.get(..start + text).unwrap_or(""))
}

/// One line of a text whose columns matter, wrapped so that its columns stay aligned.
pub(crate) fn wrap_aligned(line: &str, columns: usize) -> Vec<String> {
    if width(line) <= columns {
        return vec![line.trim_end().to_string()];
    }
    let hang = hang(line);
    if hang * 2 > columns {
        return wrap(line, columns);
    }
    let (head, tail) = split_at_width(line, hang);
    let (head, tail) = if hang == 0 { ("", line) } else { (head, tail) };
    let mut lines = wrap(tail, columns - hang).into_iter();
    let first = format!("{head}{}", lines.next().unwrap_or_default());
    let indent = " ".repeat(hang);
    std::iter::once(first).chain(lines.map(|line| format!("{indent}{line}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole_and_long_ones_are_broken_at_a_border() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 7), [""]);
        assert_eq!(
            wrap("module.network.exoscale_nlb.a", 16),
            ["module.network.", "exoscale_nlb.a"]
        );
        assert_eq!(wrap("aaaaaaaa", 3), ["aaa", "aaa", "aa"]);
    }

    #[test]
    fn an_argument_is_cut_inside_of_its_quotes_only() {
        let cut = |argument, columns| {
            let (first, second) = cut_argument(argument, columns)?;
            assert!(width(&first) <= columns, "{first}");
            Some(format!("{first} {second}"))
        };
        assert_eq!(cut("'a.bcd+efg[0]'", 9).unwrap(), "'a.bcd+' 'efg[0]'");
        assert_eq!(cut("a.bcd+efg", 7).unwrap(), "a.bcd+ efg");
        assert_eq!(cut("'äöü[0]'", 4).unwrap(), "'äö' 'ü[0]'");
        for whole in ["'it'\\''s'", "$'a\\nb'", "'ab'", "''", ""] {
            assert_eq!(cut(whole, 4), None, "{whole}");
        }
        assert_eq!(cut("'abc'", 2), None);
        assert_eq!(cut("abc", 0), None);
    }

    #[test]
    fn a_figure_stays_with_its_unit_unless_it_is_too_wide() {
        assert_eq!(wrap("loses 1 d 1 h, unproven", 11), ["loses", "1 d 1 h,", "unproven"]);
        assert_eq!(wrap("out 2 h 35 min", 11), ["out", "2 h 35 min"]);
        assert_eq!(wrap("1 in 2 fail, 10 s", 14), ["1 in 2 fail,", "10 s"]);
        assert_eq!(wrap("5 s, 10 s", 6), ["5 s,", "10 s"]);
        assert_eq!(wrap("a 2 h 35 min", 6), ["a 2 h", "35 min"]);
        assert_eq!(wrap("at 5  s it", 6), ["at 5", "s it"]);
        for text in ["", "1", "1 ", " 1 s", "1 1 s s 1 s", "s 1"] {
            assert_eq!(pieces(text, 40).concat(), text);
        }
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(width("東京"), 4);
        assert_eq!(wrap("東京都庁", 5), ["東京", "都庁"]);
        assert_eq!(cut("東京都庁", 5), "東京…");
        assert_eq!(left("東京", 6), "東京  ");
    }

    #[test]
    fn columns_stay_aligned() {
        let lines = wrap_aligned("0 s   the instance is lost and nobody looks", 20);
        assert_eq!(lines, ["0 s   the instance", "      is lost and", "      nobody looks"]);
        assert_eq!(wrap_aligned("  a b c d", 6), ["  a b", "  c d"]);
    }

    #[test]
    fn a_page_is_never_wider_than_a_hundred_columns() {
        assert_eq!(page_width(None), 80);
        assert_eq!(page_width(Some(300)), 100);
        assert_eq!(page_width(Some(3)), 40);
    }
}
