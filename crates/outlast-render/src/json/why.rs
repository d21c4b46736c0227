//! `outlast why --format json`: one replayed history.

use serde::Serialize;

use super::check::{WireOutcome, kind, wire_outcome};
use super::finding::{WireStep, wire_step};
use crate::terminal::Telling;

#[derive(Serialize)]
struct WireWhy<'a> {
    version: u32,
    of: &'static str,
    name: &'a str,
    fault: &'a str,
    what: &'a str,
    verdict: &'static str,
    outcome: WireOutcome,
    timeline: Vec<WireStep>,
    grounds: &'a [String],
    stuck: &'a [String],
}

/// The document of a telling.
pub fn why(telling: &Telling<'_>) -> String {
    super::text(&WireWhy {
        version: super::VERSION,
        of: kind(telling.subject),
        name: telling.name,
        fault: telling.fault,
        what: telling.what,
        verdict: telling.verdict.word(),
        outcome: wire_outcome(telling.model, telling.outcome),
        timeline: telling.steps.iter().map(|step| wire_step(telling.sources, step)).collect(),
        grounds: telling.grounds,
        stuck: telling.stuck,
    })
}
