//! What stands beside matrix and findings: availability, two faults at once, assumptions with their
//! sources, and what was not understood.

use maud::{Markup, html};
use outlast_analysis::{Pair, Pairs, Subject, column_names, outcome_words};
use outlast_findings::{Span, Verdict};
use outlast_model::Assumption;

use crate::html::words::{mood, rich, said, sign, verdict_words};
use crate::report::Report;
use crate::words::{percent, thousands};

/// The most pairs that are told of one journey or store.
const TOLD: usize = 4;

/// What each journey is available for that promises it.
pub(super) fn availability(report: &Report<'_>) -> Markup {
    html! {
        @if !report.availability().is_empty() {
            section {
                h2 { "Availability" }
                ul.plain {
                    @for it in report.availability() {
                        li {
                            span class=(mood(it.verdict)) { (sign(it.verdict)) " " }
                            (said(&report.model.journey(it.journey).name))
                            ": available "
                            @if !it.missing.is_empty() { "at most " }
                            (percent(it.computed)) ", promised " (percent(it.promised)) ": "
                            (verdict_words(it.verdict))
                            @if !it.missing.is_empty() {
                                ul { @for missing in &it.missing { li { (rich(missing)) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What some pairs do that neither fault does alone.
pub(super) fn pairs(report: &Report<'_>) -> Markup {
    let pairs = report.pairs().filter(|pairs| pairs.all > 0);
    html! {
        @if let Some(pairs) = pairs {
            section {
                h2 { "Two faults at once" }
                p.quiet { (thousands(pairs.checked)) " of " (thousands(pairs.all)) " pairs were checked." }
                @for (subject, name) in column_names(report.model) {
                    @let verdict = pairs.verdicts.get(&subject).copied().unwrap_or(Verdict::Unpromised);
                    @let found = found(pairs, subject);
                    @if !found.is_empty() || verdict >= Verdict::Undecided {
                        h3 {
                            span class=(mood(verdict)) { (sign(verdict)) " " } (said(&name))
                            span.quiet { " " (verdict_words(verdict)) }
                        }
                        ul {
                            @for pair in found.iter().take(TOLD) { (told(pair)) }
                            @let more: usize = found.iter().skip(TOLD).map(|pair| pair.alike).sum();
                            @if more > 0 { li.quiet { "and " (thousands(more)) " pairs of other kinds" } }
                        }
                    }
                }
            }
        }
    }
}

fn found(pairs: &Pairs, subject: Subject) -> Vec<&Pair> {
    let mut found: Vec<&Pair> = pairs.found.iter().filter(|pair| pair.subject == subject).collect();
    found.sort_by_key(|pair| pair.rank());
    found
}

fn told(pair: &Pair) -> Markup {
    html! {
        li {
            strong { (said(&outcome_words(&pair.outcome))) } ": " (rich(&pair.first_what)) ", then "
            (rich(&pair.second_what))
            @match pair.alike.saturating_sub(1) {
                0 => {},
                1 => span.quiet { "; so does 1 other pair" },
                more => span.quiet { "; so do " (thousands(more)) " other pairs" },
            }
        }
    }
}

/// Everything that was assumed, first what a verdict hangs on.
pub(super) fn assumptions(report: &Report<'_>, number: usize) -> Markup {
    let model = report.model;
    html! {
        @if !model.assumptions.is_empty() {
            section id=(format!("s{number}-assumptions")) aria-labelledby=(format!("s{number}-assumed")) {
                h2 id=(format!("s{number}-assumed")) { "Assumptions" }
                p.quiet { "Each is replaced by an " code { "assume" } " block of that name." }
                @for hinge in report.hinges() {
                    @let it = model.assumption(hinge.assumption);
                    div.hinge {
                        p { strong { "A verdict hangs on it: " } (assumption(it)) }
                        ul { @for change in &hinge.changes { li { (rich(change)) } } }
                        p.quiet { "Source: " (rich(&it.source)) }
                    }
                }
                ul.all {
                    @for (at, it) in model.assumptions.iter().enumerate() {
                        li id=(format!("s{number}-assumption-{at}")) tabindex="-1" {
                            (assumption(it)) span.quiet { " Source: " (rich(&it.source)) }
                        }
                    }
                }
            }
        }
    }
}

fn assumption(it: &Assumption) -> Markup {
    html! {
        code { (said(&it.name)) }
        @if !it.of.is_empty() { " of " code { (said(&it.of)) } }
        " = " code { "\"" (said(&it.value)) "\"" } ": " (rich(&it.what)) "."
    }
}

/// Whether something was not understood or is not judged.
pub(super) fn is_open(report: &Report<'_>) -> bool {
    !report.model.understood.missing.is_empty() || !report.model.deferred.is_empty()
}

/// What was not understood, and what is stated and not judged.
pub(super) fn not_understood(report: &Report<'_>, number: usize) -> Markup {
    let place = |span: Option<Span>| span.map(|span| report.sources.line(span)).unwrap_or_default();
    html! {
        @if is_open(report) {
            section id=(format!("s{number}-open")) aria-labelledby=(format!("s{number}-opened")) {
                h2 id=(format!("s{number}-opened")) { "Not understood" }
                @if !report.model.understood.missing.is_empty() {
                    p {
                        "Resources without an entry in the catalogue, and modules that were not "
                        "read: what they are is not known."
                    }
                    ul {
                        @for it in &report.model.understood.missing {
                            li {
                                code { (said(&it.address)) }
                                span.quiet { " " (said(&place(it.span))) }
                            }
                        }
                    }
                }
                @if !report.model.deferred.is_empty() {
                    p { "Stated and not judged by this version:" }
                    ul {
                        @for it in &report.model.deferred {
                            li {
                                code { (said(&it.address)) } ": " (rich(&it.what))
                                span.quiet { " " (said(&place(it.span))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What the baseline need not hold any more.
pub(super) fn gone(report: &Report<'_>) -> Markup {
    html! {
        @if !report.gone().is_empty() {
            section {
                h2 { "In the baseline and no longer open" }
                ul { @for gone in report.gone() { li { (rich(gone)) } } }
            }
        }
    }
}
