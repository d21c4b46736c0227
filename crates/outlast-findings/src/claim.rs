//! What makes two findings the same in two runs.
//!
//! A finding makes one [`Claim`] for each place that it is about, and for each name that a list at
//! the beginning of its words names: its rule, the block that the place stands in, and what is said
//! there without its figures. Lines may move, files may be renamed and
//! an outage may become longer: the claim stays the same. The path of a file, the severity, the
//! fault that happens to be the worst, and mends are no part of it.

use crate::{Evidence, Finding, Label, Source, Sources, Span};

/// The most characters of a block's first line that count.
const WITHIN_MAX: usize = 200;

/// One thing that a finding says, by what stays the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim {
    /// The name of the rule.
    pub rule: String,
    /// The part, place or resource that it is a fact of, or the journey or store that is named
    /// first; empty where there is neither.
    pub of: String,
    /// The first line of the outermost block around the place; empty where there is none.
    pub within: String,
    /// What is said there, with `#` for every figure.
    pub what: String,
}

/// What a finding claims: at least one claim, in the order of its places.
pub fn claims(sources: &Sources, finding: &Finding) -> Vec<Claim> {
    let of = match &finding.evidence {
        Some(Evidence::Fact { of, .. }) => of.as_str(),
        Some(Evidence::Timeline { .. }) | None => "",
    };
    let claim = |span: Option<Span>, of: &str, what: &str| Claim {
        rule: finding.rule.to_string(),
        of: of.to_string(),
        within: span.map_or_else(String::new, |span| block(sources, span)),
        what: without_figures(if what.is_empty() { finding.title } else { what }),
    };
    let places = finding.labels.iter().filter(|label| label.primary);
    let of_place = |label: &Label| -> Vec<Claim> {
        let (names, what) = named(&label.text);
        if names.is_empty() || !of.is_empty() {
            return vec![claim(Some(label.span), of, &label.text)];
        }
        names.iter().map(|name| claim(Some(label.span), name, what)).collect()
    };
    let claims: Vec<Claim> = places.flat_map(of_place).collect();
    if claims.is_empty() {
        let said = finding.notes.first().map_or("", |note| note.text.as_str());
        return vec![claim(None, of, said)];
    }
    claims
}

/// The names in backticks that a text begins with, and what is said of them after the colon:
/// "`browse`, `order`: out 5 s". The same promise of two journeys is two claims, whether one finding
/// tells it or two. No names when the text does not begin so.
fn named(text: &str) -> (Vec<&str>, &str) {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((name, after)) = rest.strip_prefix('`').and_then(|it| it.split_once('`')) {
        names.push(name);
        if let Some(what) = after.strip_prefix(": ") {
            return (names, what);
        }
        let next = after.strip_prefix(", ").or_else(|| after.strip_prefix(" and "));
        let Some(next) = next else { break };
        rest = next;
    }
    (Vec::new(), text)
}

/// The first line of the outermost block around a place: the nearest line at or above it that
/// begins in the first column and opens something.
fn block(sources: &Sources, span: Span) -> String {
    let Some(source) = sources.get(span.file) else { return String::new() };
    let line = source.position(span.start as usize).line;
    let opens = |line: &str| {
        let first = line.chars().next().unwrap_or(' ');
        (first.is_alphabetic() || first == '_') && line.contains('{')
    };
    let header = lines_above(source, line).find(|line| opens(line)).unwrap_or("");
    let header = header.split('{').next().unwrap_or("");
    let words: Vec<&str> = header.split_whitespace().collect();
    words.join(" ").chars().take(WITHIN_MAX).collect()
}

/// Lines from this one upwards, at most as many as a block has within reason.
fn lines_above(source: &Source, line: usize) -> impl Iterator<Item = &str> {
    const LINES_MAX: usize = 10_000;
    (1..=line).rev().take(LINES_MAX).map(|line| source.line(line))
}

/// Units that belong to the figure before them: another length has other units.
const UNITS: [&str; 10] = ["us", "ms", "s", "min", "h", "d", "%", "EUR", "GB", "MB"];

/// A text with `#` for every figure outside of backticks; a name in backticks keeps its digits.
fn without_figures(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut quoted = false;
    for word in text.split_whitespace() {
        let starts_quoted = quoted;
        quoted ^= word.matches('`').count() % 2 == 1;
        if starts_quoted || word.contains('`') {
            out.push(word.to_string());
            continue;
        }
        let bare = word.trim_end_matches([',', ';', ':', '.', ')']);
        let tail = word.get(bare.len()..).unwrap_or("");
        let after_figure = out.last().is_some_and(|last| last == "#");
        let is_figure = bare.starts_with(|letter: char| letter.is_ascii_digit());
        if after_figure && (UNITS.contains(&bare) || is_figure) {
            out.pop();
            out.push(format!("#{tail}"));
        } else if is_figure {
            out.push(format!("#{tail}"));
        } else {
            out.push(word.to_string());
        }
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_with_their_units_do_not_count_and_names_keep_their_digits() {
        let same = |a: &str, b: &str| assert_eq!(without_figures(a), without_figures(b));
        same("`order`: out 2 min at most", "`order`: out 1 h 30 min at most");
        same("loses 1 d 1 h, unproven", "loses 40 min, unproven");
        same("30% of 1,200", "45% of 7");
        assert_eq!(without_figures("`web 1` and web-1: 5 s"), "`web 1` and web-1: #");
        assert_ne!(without_figures("`web-1` is lost"), without_figures("`web-2` is lost"));
        assert_ne!(without_figures("out 5 s"), without_figures("late 5 s"));
    }

    fn of(name: &str, text: &str, needle: &str, what: &str) -> Vec<Claim> {
        let mut sources = Sources::new();
        let file = sources.add(name, text);
        let start = text.find(needle).unwrap();
        let finding =
            Finding::error("rule", "title").at(Span::new(file, start, start + needle.len()), what);
        claims(&sources, &finding)
    }

    #[test]
    fn a_claim_stays_when_lines_move_and_a_file_is_renamed() {
        let text = "resource \"a\" \"b\" {\n  x = 1\n}\n";
        let moved = format!("# a comment {{\n\n\n{}", text.replace("x = 1", "y = 2\n  x   = 1"));
        let claim = of("main.tf", text, "= 1", "kept for 1 h");
        assert_eq!(claim, of("other.tf", &moved, "= 1", "kept for 2 h"));
        assert_eq!(claim[0].within, "resource \"a\" \"b\"");
        let elsewhere = text.replace("\"b\"", "\"c\"");
        assert_ne!(claim, of("main.tf", &elsewhere, "= 1", "kept for 1 h"));
    }

    #[test]
    fn a_list_of_names_is_a_claim_for_each() {
        assert_eq!(named("`a`, `b` and `c`: out 5 s"), (vec!["a", "b", "c"], "out 5 s"));
        assert_eq!(named("`a` is kept for 5 s"), (Vec::new(), "`a` is kept for 5 s"));
        assert_eq!(named("`a`, `b`").0, Vec::<&str>::new());
        let together = of("a.tf", "p {\n}", "p", "`a`, `b`: out 5 s");
        let apart =
            [of("a.tf", "p {\n}", "p", "`a`: out 5 s"), of("a.tf", "p {\n}", "p", "`b`: out 6 s")];
        assert_eq!(together, apart.concat());
    }

    #[test]
    fn a_finding_without_a_place_has_a_claim_all_the_same() {
        let finding = Finding::error("rule", "title").why("the reason");
        assert_eq!(claims(&Sources::new(), &finding)[0].what, "the reason");
        let bare = Finding::error("rule", "title");
        assert_eq!(claims(&Sources::new(), &bare)[0].what, "title");
    }
}
