//! The report as a page for people: one file that opens offline and asks nobody for anything.
//!
//! It opens on the matrix; a cell leads to its timeline. There is no script at all: what opens and
//! closes is what the address names (`:target`), and a policy in the page forbids scripts, pictures
//! and requests. Whatever a user wrote goes through the template, which escapes it.
//!
//! [`live`] is the page for who serves it and replaces the content of the element `outlast` in place.
//! Every id begins with `s` and the number of the system, and is the same for the same model.

mod anchor;
mod excerpt;
mod finding;
mod lists;
mod live;
mod matrix;
mod states;
mod story;
mod words;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use outlast_analysis::subjects;
use sha2::{Digest as _, Sha256};

use crate::report::Report;
use crate::telling::{NO_JOURNEY, strangers, unread, verdict};
pub use live::{Live, SCRIPT_PATH, live};
use states::States;
use words::{rich, said, sign_of};

/// The style of the page. It asks for nothing either: no font, no picture.
pub const STYLE: &str = include_str!("style.css");

/// The whole page for these systems, made by this version.
pub fn page(reports: &[Report<'_>], version: &str) -> String {
    let (body, styles) = rendered(reports, Rules::Inside);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy(&styles));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content=(format!("outlast {version}"));
                title { (said(&title(reports))) }
                style { (PreEscaped(STYLE)) }
            }
            body { div id="outlast" { (PreEscaped(body)) } }
        }
    }
    .into_string()
}

/// What the window is called.
fn title(reports: &[Report<'_>]) -> String {
    let names: Vec<&str> = reports.iter().map(|report| report.model.name.as_str()).collect();
    format!("{}: what it outlasts", names.join(", "))
}

/// Where the rules that show the states of the picture stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rules {
    /// Each in its system.
    Inside,
    /// Not in the page: who asks for it puts them somewhere.
    Beside,
}

/// What stands in the page, and the rules of each system.
fn rendered(reports: &[Report<'_>], rules: Rules) -> (String, Vec<String>) {
    let (mut body, mut styles) = (String::new(), Vec::new());
    for (number, report) in reports.iter().enumerate() {
        let states = report.is_judged().then(|| States::of(report, number));
        let style = states.as_ref().map(States::style).unwrap_or_default();
        let inside = if rules == Rules::Inside { style.as_str() } else { "" };
        body.push_str(&system(report, number, states.as_ref(), inside).into_string());
        styles.push(style);
    }
    (body, styles)
}

/// Nothing is loaded and nothing runs: the styles of the page are named by their hashes.
fn policy(styles: &[String]) -> String {
    let hash = |style: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(style)));
    let inside = styles.iter().filter(|style| !style.is_empty()).map(|style| hash(style));
    let hashes: Vec<String> = std::iter::once(hash(STYLE)).chain(inside).collect();
    let styles = hashes.join(" ");
    format!("default-src 'none'; style-src {styles}; base-uri 'none'; form-action 'none'")
}

fn system(report: &Report<'_>, number: usize, states: Option<&States>, style: &str) -> Markup {
    let id = |name: &str| format!("s{number}-{name}");
    let (sign, mood) = sign_of(report.exit());
    html! {
        article id=(format!("s{number}")) aria-labelledby=(id("name")) {
            header.top {
                h1 id=(id("name")) { (said(&report.model.name)) }
                p class=(format!("verdict {mood}")) {
                    span.sign aria-hidden="true" { (sign) } " "
                    (verdict(report, &report.tally()))
                }
                p.quiet { (crate::terminal::summary(report.model)) }
                nav aria-label="Parts of this report" { (links(report, number)) }
            }
            @if !style.is_empty() { style { (PreEscaped(style)) } }
            @for says in strangers(report.model) { section { p { (rich(&says)) } } }
            @if let Some(says) = unread(report) { section { p.verdict.broken { (says) } } }
            @if report.is_judged() && subjects(report.model).is_empty() {
                section { p { (NO_JOURNEY) } }
                @if let Some(states) = states { (states.section(&report.model.name)) }
            } @else if let Some(states) = states {
                (matrix::section(report, number))
                (story::sections(report, number, states))
                (states.section(&report.model.name))
                (lists::availability(report))
                (lists::pairs(report))
            }
            (finding::section(report, number))
            (lists::assumptions(report, number))
            (lists::not_understood(report, number))
            (lists::gone(report))
        }
    }
}

/// Where in this page one can go; parts that are not there have no link.
fn links(report: &Report<'_>, number: usize) -> Markup {
    let judged = report.is_judged() && !subjects(report.model).is_empty();
    let parts = [
        ("matrix", "What survives", judged),
        ("picture", "Picture", report.is_judged()),
        ("findings", "Findings", !report.findings().is_empty()),
        ("assumptions", "Assumptions", !report.model.assumptions.is_empty()),
        ("open", "Not understood", lists::is_open(report)),
    ];
    html! {
        ul {
            @for (name, text, _) in parts.iter().filter(|(_, _, there)| *there) {
                li { a href=(format!("#s{number}-{name}")) { (text) } }
            }
        }
    }
}
