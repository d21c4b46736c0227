//! Findings: what is wrong, where it is written, what then happens, and what mends it.

use maud::{Markup, html};
use outlast_findings::{Finding, Mend};

use crate::html::excerpt::excerpts;
use crate::html::words::{rich, said};
use crate::report::Report;
use crate::telling::{headline, lines, mend_words, standing};

/// All findings, those that count open and the others folded.
pub(super) fn section(report: &Report<'_>, number: usize) -> Markup {
    html! {
        @if !report.findings().is_empty() {
            section id=(format!("s{number}-findings")) aria-labelledby=(format!("s{number}-found")) {
                h2 id=(format!("s{number}-found")) { "Findings" }
                @for (at, found) in report.findings().iter().enumerate() {
                    (finding(report, found, &format!("s{number}-finding-{at}")))
                }
            }
        }
    }
}

fn finding(report: &Report<'_>, found: &Finding, id: &str) -> Markup {
    let standing = standing(found);
    let counts = found.suppressed.is_none() && !found.known;
    let place = found.place().map(|span| report.sources.line(span)).unwrap_or_default();
    html! {
        details.finding id=(id) open[counts && standing == "error"] {
            summary {
                span class=(format!("tag {standing}")) { (standing) } " "
                strong { (rich(&headline(found))) }
                @if !place.is_empty() { span.quiet { " " (said(&place)) } }
            }
            div.inside {
                p.quiet { "rule " code { (found.rule) } }
                (excerpts(report.sources, &found.labels))
                dl {
                    @for line in lines(report, found) {
                        @if !matches!(line.word, "mend" | "write" | "remains") {
                            dt { (line.word) }
                            @if line.word == "replay" { dd { code { (said(&line.text)) } } }
                            @else { dd { (rich(&line.text)) } }
                        }
                    }
                }
                @for it in &found.mends { (mend(it)) }
            }
        }
    }
}

fn mend(mend: &Mend) -> Markup {
    html! {
        div.mend {
            p { strong { "mend: " } (rich(&mend_words(mend))) }
            @if let Some(text) = &mend.text {
                pre { @for line in text.lines() { (said(line)) "\n" } }
            }
            @if !mend.remains.is_empty() {
                ul { @for remains in &mend.remains { li { "remains: " (rich(remains)) } } }
            }
        }
    }
}
