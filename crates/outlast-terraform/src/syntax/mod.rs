//! Text to syntax: every block of a file that can be read, and what is wrong with the others.
//!
//! The parser is `hcl-edit`; it stops at the first error of a text. A broken file is therefore cut
//! at its top-level blocks, the broken ones are replaced by spaces and reported one by one, and the
//! rest is read in place, so that every span is a span of the original text.

mod cut;
mod scan;

use hcl_edit::structure::Body;
use outlast_findings::{FileId, Finding, Span};

use crate::limits;
use crate::problems;

/// The syntax of one file.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// Every top-level block and attribute that could be read; spans are bytes of the text.
    pub body: Body,
    /// One error per block that could not.
    pub problems: Vec<Finding>,
}

/// Reads the text of a `.tf`, `.tfvars` or `.outlast.hcl` file.
///
/// A byte order mark is passed over. Texts over [`limits::FILE_BYTES`] are refused.
pub fn parse(text: &str, file: FileId) -> Parsed {
    if text.len() as u64 > limits::FILE_BYTES {
        return Parsed { body: Body::new(), problems: vec![too_large(file)] };
    }
    let unmarked = text.strip_prefix('\u{feff}').map(|rest| format!("   {rest}"));
    let text = unmarked.as_deref().unwrap_or(text);
    let filled = cut::fill_empty_heredocs(text);
    let text = filled.as_deref().unwrap_or(text);
    match body(text) {
        Ok(body) => Parsed { body, problems: Vec::new() },
        Err(_) => recover(text, file),
    }
}

/// The byte behind the template that begins with `${` or `%{` at `at`; the end of the text where it
/// is not closed.
pub(crate) fn template_end(text: &str, at: usize) -> usize {
    let mut scanner = scan::Scanner::in_template(text, at);
    while scanner.inside().is_some() && scanner.next().is_some() {}
    scanner.byte().min(text.len())
}

/// Reads one expression.
///
/// # Errors
///
/// Where and why it cannot be read.
pub fn expression(text: &str) -> Result<hcl_edit::expr::Expression, hcl_edit::parser::Error> {
    with_each_key_once(text, hcl_edit::parser::parse_expr)
}

fn body(text: &str) -> Result<Body, hcl_edit::parser::Error> {
    with_each_key_once(text, whole)
}

/// Of a key that stands twice in an object the last one counts; the parser knows no such object.
fn with_each_key_once<T>(
    text: &str,
    parse: impl Fn(&str) -> Result<T, hcl_edit::parser::Error>,
) -> Result<T, hcl_edit::parser::Error> {
    let mut error = match parse(text) {
        Err(error) if is_repeated(&error) => error,
        read => return read,
    };
    let mut left = text.to_owned();
    for _ in 0..limits::REPEATED_KEYS {
        let Some(blanked) = cut::blank_repeated(&left, error.location().offset()) else { break };
        left = blanked;
        match parse(&left) {
            Err(next) if is_repeated(&next) => error = next,
            read => return read,
        }
    }
    Err(error)
}

fn is_repeated(error: &hcl_edit::parser::Error) -> bool {
    error.message().contains("redefined object key")
}

fn whole(text: &str) -> Result<Body, hcl_edit::parser::Error> {
    hcl_edit::parser::parse_body(text).or_else(|error| match cut::join_for_lines(text) {
        Some(joined) => hcl_edit::parser::parse_body(&joined).map_err(|_| error),
        None => Err(error),
    })
}

fn recover(text: &str, file: FileId) -> Parsed {
    let mut problems = Vec::new();
    let mut kept = text.as_bytes().to_vec();
    for range in cut::pieces(text) {
        let piece = text.get(range.clone()).unwrap_or("");
        let Err(error) = body(piece) else { continue };
        if problems.len() < limits::ERRORS_PER_FILE {
            problems.push(unreadable(piece, range.start, &error, file));
        }
        cut::blank(&mut kept, range);
    }
    let kept = String::from_utf8_lossy(&kept);
    match body(&kept) {
        Ok(body) => Parsed { body, problems },
        Err(error) => {
            problems.push(unreadable(&kept, 0, &error, file));
            Parsed { body: Body::new(), problems }
        }
    }
}

fn too_large(file: FileId) -> Finding {
    problems::FILE_TOO_LARGE
        .finding()
        .at(Span::new(file, 0, 0), format!("more than {} bytes", limits::FILE_BYTES))
        .help("split the file, or leave it out")
}

/// The finding for a parse error in `piece`, which begins at byte `start` of its file.
fn unreadable(piece: &str, start: usize, error: &hcl_edit::parser::Error, file: FileId) -> Finding {
    let offset = error.location().offset().min(piece.len());
    let offset = (0..=offset).rev().find(|at| piece.is_char_boundary(*at)).unwrap_or(0);
    let rest = piece.get(offset..).unwrap_or("");
    let width = rest.chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    let span = Span::new(file, start + offset, start + offset + width);
    let message = error.message().trim().replace('\n', "; ");
    let line = piece.get(..offset).unwrap_or("").rsplit('\n').next().unwrap_or("");
    let line = format!("{line}{}", rest.lines().next().unwrap_or(""));
    let excerpt: String = line.trim().chars().take(60).collect();
    let finding =
        problems::UNREADABLE_TEXT.finding().at(span, format!("cannot read `{excerpt}`: {message}"));
    if message.contains("nest")
        || message.contains("at most")
        || message.contains("depth")
        || message.contains("limit")
    {
        return finding.help(format!(
            "at most {} nested brackets and {} chained operators are read: name a part of it in \
             `locals`",
            limits::NESTING,
            limits::OPERATORS
        ));
    }
    finding
        .why("the block that it stands in was left out; everything else was read")
        .help("check for a missing bracket, quote or operator here or on the line above")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: FileId = FileId(0);

    fn blocks(text: &str) -> (Vec<String>, usize) {
        let parsed = parse(text, FILE);
        let names = parsed.body.blocks().map(|block| block.ident.to_string()).collect();
        (names, parsed.problems.len())
    }

    #[test]
    fn a_broken_block_does_not_hide_the_others() {
        let text = "a {\n}\nb {\n  x = (\n}\nc {\n y = \"\n}\nd {\n}\n";
        assert_eq!(blocks(text), (vec!["a".to_owned(), "d".to_owned()], 2));
    }

    #[test]
    fn spans_hold_after_recovery() {
        use hcl_edit::Span as _;
        let text = "b {\n  x = (\n}\nlonger = 1\n";
        let parsed = parse(text, FILE);
        let span = parsed.body.get_attribute("longer").unwrap().key.span().unwrap();
        assert_eq!(text.get(span), Some("longer"));
    }

    #[test]
    fn a_for_object_may_break_its_lines() {
        let text = "u = {\n for k, v in m : k =>\n c\n ? { a = 1 }\n : { a = 2 }\n}\n";
        assert_eq!(parse(text, FILE).problems, vec![]);
    }

    #[test]
    fn deep_nesting_is_a_named_limit() {
        let text = format!("a = {}1{}\nb {{\n}}\n", "(".repeat(10_000), ")".repeat(10_000));
        let parsed = parse(&text, FILE);
        assert_eq!(parsed.problems.len(), 1);
        let finding = parsed.problems.first().unwrap();
        assert!(finding.notes.iter().any(|note| note.text.contains("64")), "{finding:?}");
        assert!(parsed.body.has_blocks("b"));
    }

    #[test]
    fn of_a_key_that_stands_twice_the_last_one_counts() {
        let one = |text: &str| {
            let parsed = parse(text, FILE);
            assert_eq!(parsed.problems, vec![], "{text}");
            parsed.body.get_attribute("a").unwrap().value.to_string().replace([' ', '\n'], "")
        };
        assert_eq!(one("a = { x = 1, x = 2 }\n"), "{x=2}");
        assert_eq!(one("a = {\n  x = 1\n  y = [{ x = 3 }]\n  x = 2\n}\n"), "{y=[{x=3}]x=2}");
        assert_eq!(one("a = { x : f(1, 2), x = 1, x = \"${b}, x = 4\" }\n"), "{x=\"${b},x=4\"}");
        assert_eq!(one("a = [{ x = 1 }, { x = 2, x = { x = 1, x = 3 } }]\n"), "[{x=1},{x={x=3}}]");
        assert_eq!(one("a = { (k) = 1, (k) = 2 }\n"), "{(k)=2}");
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        assert_eq!(blocks("\u{feff}a {\n}\n"), (vec!["a".to_owned()], 0));
    }
}
