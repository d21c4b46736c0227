//! A place in the input with the line that it is on: what is meant is marked.
//!
//! A span over several lines marks the rest of its first line, as on a terminal; a long line is cut
//! around the mark.

use maud::{Markup, html};
use outlast_findings::{Label, Sources};

use crate::escape::shown;
use crate::html::words::{rich, said};

/// Characters of a line that are shown before and after the mark, and of the mark itself.
const AROUND_MAX: usize = 160;

/// The places of a finding, the primary one first.
pub(super) fn excerpts(sources: &Sources, labels: &[Label]) -> Markup {
    let primary = labels.iter().filter(|label| label.primary);
    let others = labels.iter().filter(|label| !label.primary);
    html! { @for label in primary.chain(others) { (excerpt(sources, label)) } }
}

fn excerpt(sources: &Sources, label: &Label) -> Markup {
    let Some(source) = sources.get(label.span.file) else { return html! {} };
    let start = source.position(label.span.start as usize);
    let end = source.position(label.span.end as usize);
    let line = source.line(start.line).trim_end();
    let letters = line.chars().count();
    let until = if end.line > start.line { letters + 1 } else { end.column };
    let (from, until) = (start.column.saturating_sub(1), until.saturating_sub(1));
    let part = |from: usize, to: usize| -> String {
        line.chars().skip(from).take(to.saturating_sub(from)).collect()
    };
    let before = from.saturating_sub(AROUND_MAX);
    let end = until.min(from + AROUND_MAX).max(from);
    let after = letters.min(end + AROUND_MAX);
    html! {
        figure.excerpt {
            figcaption { (said(&sources.place(label.span))) }
            @if !line.is_empty() {
                pre {
                    span.line { (start.line) }
                    @if before > 0 { "…" } (shown(&part(before, from)))
                    mark class=(if label.primary { "primary" } else { "other" }) {
                        (shown(&part(from, end)))
                    }
                    (shown(&part(end, after))) @if after < letters { "…" }
                }
            }
            @if !label.text.is_empty() { p { (rich(&label.text)) } }
        }
    }
}
