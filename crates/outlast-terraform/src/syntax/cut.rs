//! Cuts a file at its top-level blocks, so that a broken one does not hide the others.
//!
//! A piece begins at a line that starts outside of every bracket. In a file with an unclosed
//! bracket that would be the last piece, so a line that looks like the header of a block and is not
//! indented begins one as well; formatted code has no other such line.

use std::ops::Range;

use super::scan::{Event, Inside, Scanner};

/// The byte ranges of the top-level pieces, in order, covering the whole text.
pub(super) fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut scanner = Scanner::new(text);
    while let Some(event) = scanner.next() {
        let Event::Break(at) = event else { continue };
        let next = at + 1;
        if scanner.inside().is_none() && starts_item(text, next) {
            starts.push(next);
        } else if is_header(text.get(next..).unwrap_or("")) {
            // A bracket is open that somebody forgot to close: it ends here.
            scanner.reset();
            starts.push(next);
        }
    }
    starts.push(text.len());
    let ends = starts.iter().copied().skip(1);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Whether something begins at that line: not a blank line, not a bracket that closes.
fn starts_item(text: &str, at: usize) -> bool {
    let line = text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or("").trim_start();
    !line.is_empty() && !line.starts_with(['}', ')', ']', '#', '/'])
}

/// Whether the text begins with `word "label" … {` or `word =` at the very start of its line.
fn is_header(text: &str) -> bool {
    let line = text.lines().next().unwrap_or("");
    if line.split_once('=').is_some_and(|(word, rest)| is_name(word.trim_end(), rest)) {
        return true;
    }
    let Some(front) = line.split_once('{').map(|(front, _)| front.trim_end()) else { return false };
    let word_end = front.find(|c: char| !is_word(c)).unwrap_or(front.len());
    let (word, labels) = front.split_at(word_end);
    let labelled = labels.split_whitespace().all(|label| {
        let inner = label.strip_prefix('"').and_then(|label| label.strip_suffix('"'));
        inner.unwrap_or(label).chars().all(|c| is_word(c) || "-./*".contains(c))
    });
    word.starts_with(|c: char| c.is_ascii_lowercase()) && labelled
}

/// Whether `word` is what an attribute is named, before the `=` that `rest` follows.
fn is_name(word: &str, rest: &str) -> bool {
    !rest.starts_with(['=', '>']) && !word.is_empty() && word.chars().all(is_word)
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '-'
}

/// The text with the bytes of a range replaced by spaces; line breaks stay, so places hold.
pub(super) fn blank(text: &mut [u8], range: Range<usize>) {
    if let Some(bytes) = text.get_mut(range) {
        for byte in bytes.iter_mut().filter(|byte| !matches!(**byte, b'\n' | b'\r')) {
            *byte = b' ';
        }
    }
}

/// The text with every line break and comment directly inside `{ for … }` replaced by spaces.
///
/// Terraform ignores line breaks there, `hcl-edit` 0.10 does not. The length stays the same, so
/// that places hold. `None` when there is nothing to replace.
pub(super) fn join_for_lines(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let mut changed = false;
    let mut scanner = Scanner::new(text);
    let mut after_heredoc = false;
    while let Some(event) = scanner.next() {
        let inside = scanner.inside() == Some(Inside::For);
        match event {
            Event::Break(at) if inside && !after_heredoc => {
                set(&mut bytes, at);
                changed = true;
            }
            Event::Comment(start, end) if inside => (start..end).for_each(|at| set(&mut bytes, at)),
            _ => {}
        }
        // A heredoc ends with its line.
        after_heredoc = matches!(event, Event::Heredoc(..));
    }
    if changed { String::from_utf8(bytes).ok() } else { None }
}

/// The text with every empty heredoc written as `""` and spaces, of the same length.
///
/// `hcl-edit` 0.10 misses the closing word of a heredoc without lines and reads on to the next one.
/// `None` when there is none.
pub(super) fn fill_empty_heredocs(text: &str) -> Option<String> {
    if !text.contains("<<") {
        return None;
    }
    let mut bytes = text.as_bytes().to_vec();
    let mut changed = false;
    for event in Scanner::new(text) {
        let Event::Heredoc(start, end) = event else { continue };
        let lines = text.get(start..end).map_or(0, |heredoc| heredoc.matches('\n').count());
        if lines == 1 {
            changed = true;
            (start..end).for_each(|at| set(&mut bytes, at));
            if let Some([first, second]) = bytes.get_mut(start..start + 2) {
                (*first, *second) = (b'"', b'"');
            }
        }
    }
    if changed { String::from_utf8(bytes).ok() } else { None }
}

/// The text with the earlier item of an object replaced by spaces whose key stands again at byte `at`.
///
/// The length stays the same, so that places hold. `None` when no such item is found.
pub(super) fn blank_repeated(text: &str, at: usize) -> Option<String> {
    let items = items_before(text, at);
    let again = key(text.get(at..)?)?;
    let earlier = items.into_iter().find(|item| {
        text.get(item.clone()).is_some_and(|item| key(item).is_some_and(|key| key == again))
    })?;
    let mut bytes = text.as_bytes().to_vec();
    // The comma behind it goes with it.
    let comma = usize::from(bytes.get(earlier.end) == Some(&b','));
    blank(&mut bytes, earlier.start..earlier.end + comma);
    String::from_utf8(bytes).ok()
}

/// The items of the innermost object around a byte that stand before it.
fn items_before(text: &str, at: usize) -> Vec<Range<usize>> {
    // Of each thing that is open: where its items begin and end.
    let mut open: Vec<Vec<usize>> = vec![vec![0]];
    let mut scanner = Scanner::new(text);
    while let Some(event) = scanner.next() {
        let (Event::Break(here) | Event::Other(here)) = event else { continue };
        if here >= at {
            break;
        }
        open.truncate(scanner.depth() + 1);
        while open.len() <= scanner.depth() {
            open.push(vec![here + 1]);
        }
        let separates =
            matches!(event, Event::Break(_)) || text.as_bytes().get(here) == Some(&b',');
        if let Some(marks) = open.last_mut().filter(|_| separates) {
            marks.push(here);
        }
    }
    let marks = open.pop().unwrap_or_default();
    let ends = marks.iter().copied().skip(1);
    marks.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The key with which an item begins, without its quotes.
fn key(item: &str) -> Option<&str> {
    let item = item.trim_start_matches([',', '\n', '\r', ' ', '\t']);
    if item.starts_with('(') {
        return computed_key(item);
    }
    let key = item.get(..item.find(['=', ':'])?)?.trim();
    let bare = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(key);
    (!bare.is_empty()).then_some(bare)
}

/// A key in brackets, up to the one that closes it.
fn computed_key(item: &str) -> Option<&str> {
    let mut scanner = Scanner::new(item);
    scanner.next()?;
    while scanner.depth() > 0 {
        scanner.next()?;
    }
    item.get(..scanner.byte())
}

fn set(bytes: &mut [u8], at: usize) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = b' ';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        pieces(text).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn pieces_begin_where_blocks_begin() {
        let text = "a \"b\" {\n  c = <<EOT\nx {\nEOT\n}\n\n# note\nd {\n}\n";
        assert_eq!(cut(text).len(), 2);
    }

    #[test]
    fn an_unclosed_block_ends_at_the_next_header() {
        let text = "a {\n  b = [1,\n\nresource \"x\" \"y\" {\n}\nlocals {\n}\n";
        assert_eq!(cut(text).len(), 3, "{:?}", cut(text));
    }

    #[test]
    fn lines_of_a_for_object_are_joined_and_keep_their_length() {
        let text = "a = { # note\n for k, v in m : k =>\n { x = 1\n }\n }\n";
        let joined = join_for_lines(text).unwrap();
        assert_eq!(joined.len(), text.len());
        assert_eq!(joined.lines().count(), 2, "{joined}");
    }
}
