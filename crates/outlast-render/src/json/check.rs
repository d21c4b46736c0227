//! `outlast check --format json`: one document for all systems.

use outlast_analysis::{Availability, Cell, Row};
use outlast_findings::{Finding, Sources};
use outlast_model::{Assumption, AssumptionId, Model};
use outlast_sim::{Figure, Outcome, Typical};
use serde::Serialize;

use super::finding::{WireFinding, WireSpan, wire_finding, wire_span};
use super::number::{Number, seconds, share};
use crate::outcome_words;
use crate::report::{Hinge, Report};
use crate::words::back_name;

#[derive(Serialize)]
struct WireDocument<'a> {
    version: u32,
    tool: WireTool<'a>,
    exit_code: u8,
    systems: Vec<WireSystem>,
}

#[derive(Serialize)]
struct WireTool<'a> {
    name: &'static str,
    version: &'a str,
}

#[derive(Serialize)]
struct WireSystem {
    name: String,
    exit_code: u8,
    read_whole: bool,
    understood: WireUnderstood,
    counts: WireCounts,
    journeys: Vec<WireJourney>,
    matrix: Vec<WireRow>,
    availability: Vec<WireAvailability>,
    findings: Vec<WireFinding>,
    assumptions: Vec<WireAssumption>,
    deferred: Vec<WireDeferred>,
    tally: WireTally,
}

#[derive(Serialize)]
struct WireUnderstood {
    known: usize,
    all: usize,
    missing: Vec<WireMissing>,
}

#[derive(Serialize)]
struct WireMissing {
    address: String,
    #[serde(rename = "type")]
    kind: String,
    span: Option<WireSpan>,
}

#[derive(Serialize)]
struct WireCounts {
    places: usize,
    machines: usize,
    parts: usize,
    journeys: usize,
}

#[derive(Serialize)]
struct WireJourney {
    name: String,
    inferred: bool,
    span: Option<WireSpan>,
}

#[derive(Serialize)]
struct WireRow {
    class: &'static str,
    what: String,
    count: usize,
    count_is: &'static str,
    cells: Vec<WireCell>,
}

#[derive(Serialize)]
struct WireCell {
    journey: String,
    fault: String,
    verdict: &'static str,
    words: String,
    promised: Option<WirePromised>,
    outcome: WireOutcome,
}

#[derive(Serialize)]
struct WireAvailability {
    journey: String,
    promised: Option<Number>,
    computed: Option<Number>,
    missing: Vec<String>,
    verdict: &'static str,
}

#[derive(Serialize)]
struct WirePromised {
    name: String,
    out: Option<Number>,
}

#[derive(Serialize)]
pub(super) struct WireOutcome {
    lowest_share: Option<Number>,
    lowest_fraction: String,
    out: WireFigure,
    longest_gap: WireFigure,
    lost_by_caller: WireFigure,
    way_back: &'static str,
    way_back_at_best: &'static str,
    doubts: Vec<String>,
    coarse: bool,
    assumptions: Vec<String>,
    histories: usize,
}

#[derive(Serialize)]
struct WireFigure {
    best: Option<Number>,
    typical: Option<Number>,
    typical_is: &'static str,
    worst: Option<Number>,
}

#[derive(Serialize)]
struct WireAssumption {
    name: String,
    of: String,
    what: String,
    value: String,
    otherwise: Option<String>,
    source: String,
    safe: bool,
    changes: Vec<String>,
}

#[derive(Serialize)]
struct WireDeferred {
    address: String,
    what: String,
    span: Option<WireSpan>,
}

#[derive(Serialize)]
struct WireTally {
    kept: usize,
    broken: usize,
    undecided: usize,
    unpromised: usize,
    errors: usize,
    warnings: usize,
    suppressed: usize,
}

/// The document for these systems; `tool` is the version of outlast.
pub fn check(reports: &[Report<'_>], exit_code: u8, tool: &str) -> String {
    let systems = reports.iter().map(wire_system).collect();
    let tool = WireTool { name: "outlast", version: tool };
    super::text(&WireDocument { version: super::VERSION, tool, exit_code, systems })
}

/// The document when nothing could be read at all: only what is wrong.
pub fn refused(sources: &Sources, findings: &[Finding], exit_code: u8, tool: &str) -> String {
    let model = Model::default();
    let report = Report {
        paths: "",
        sources,
        model: &model,
        rows: &[],
        availability: &[],
        findings,
        hinges: &[],
        whole: false,
        exit: exit_code,
    };
    check(&[report], exit_code, tool)
}

fn wire_system(report: &Report<'_>) -> WireSystem {
    let (model, sources) = (report.model, report.sources);
    let names: Vec<&str> = model.journeys.iter().map(|journey| journey.name.as_str()).collect();
    WireSystem {
        name: model.name.clone(),
        exit_code: report.exit,
        read_whole: report.whole,
        understood: wire_understood(model, sources),
        counts: WireCounts {
            places: model.places.len(),
            machines: model.machines.len(),
            parts: model.parts.len(),
            journeys: model.journeys.len(),
        },
        journeys: model.journeys.iter().map(|it| wire_journey(sources, it)).collect(),
        matrix: report.rows.iter().map(|row| wire_row(model, &names, row)).collect(),
        availability: report.availability.iter().map(|it| wire_availability(&names, it)).collect(),
        findings: report.findings.iter().map(|it| wire_finding(sources, it)).collect(),
        assumptions: wire_assumptions(model, report.hinges),
        deferred: model.deferred.iter().map(|it| wire_deferred(sources, it)).collect(),
        tally: wire_tally(report),
    }
}

fn wire_understood(model: &Model, sources: &Sources) -> WireUnderstood {
    let missing = model.understood.missing.iter().map(|(address, kind, span)| WireMissing {
        address: address.clone(),
        kind: kind.clone(),
        span: span.and_then(|span| wire_span(sources, span)),
    });
    let understood = &model.understood;
    WireUnderstood { known: understood.known, all: understood.all, missing: missing.collect() }
}

fn wire_journey(sources: &Sources, journey: &outlast_model::Journey) -> WireJourney {
    WireJourney {
        name: journey.name.clone(),
        inferred: journey.inferred.is_some(),
        span: journey.span.and_then(|span| wire_span(sources, span)),
    }
}

fn wire_deferred(sources: &Sources, deferred: &outlast_model::Deferred) -> WireDeferred {
    WireDeferred {
        address: deferred.address.clone(),
        what: deferred.what.clone(),
        span: deferred.span.and_then(|span| wire_span(sources, span)),
    }
}

fn wire_row(model: &Model, names: &[&str], row: &Row) -> WireRow {
    let cells = names.iter().zip(&row.cells).map(|(name, cell)| wire_cell(model, name, cell));
    WireRow {
        class: row.class.name(),
        what: row.what.clone(),
        count: row.count,
        count_is: if row.at_most { "at-most" } else { "exact" },
        cells: cells.collect(),
    }
}

fn wire_availability(names: &[&str], availability: &Availability) -> WireAvailability {
    let name = names.get(availability.journey.0 as usize).copied().unwrap_or("");
    WireAvailability {
        journey: name.to_string(),
        promised: share(availability.promised),
        computed: share(availability.computed),
        missing: availability.missing.clone(),
        verdict: availability.verdict.word(),
    }
}

fn wire_cell(model: &Model, journey: &str, cell: &Cell) -> WireCell {
    let promised = cell.promised.as_ref();
    WireCell {
        journey: journey.to_string(),
        fault: cell.fault.clone(),
        verdict: cell.verdict.word(),
        words: outcome_words(&cell.outcome),
        promised: promised
            .map(|(out, name)| WirePromised { name: name.clone(), out: seconds(*out) }),
        outcome: wire_outcome(model, &cell.outcome),
    }
}

pub(super) fn wire_outcome(model: &Model, outcome: &Outcome) -> WireOutcome {
    let assumption = |id: &AssumptionId| model.assumption(*id).map(|it| it.name.clone());
    WireOutcome {
        lowest_share: share(outcome.lowest),
        lowest_fraction: outcome.lowest.show(),
        out: wire_figure(&outcome.out),
        longest_gap: wire_figure(&outcome.gap),
        lost_by_caller: wire_figure(&outcome.caller),
        way_back: back_name(outcome.back),
        way_back_at_best: back_name(outcome.back_best),
        doubts: outcome.doubts.clone(),
        coarse: outcome.coarse,
        assumptions: outcome.assumptions.iter().filter_map(assumption).collect(),
        histories: outcome.classes,
    }
}

fn wire_figure(figure: &Figure) -> WireFigure {
    let (typical, typical_is) = match figure.typical {
        Typical::Exact(value) => (seconds(value), "exact"),
        Typical::Sampled(value) => (seconds(value), "sampled"),
        Typical::Endless { .. } => (None, "endless"),
        Typical::Unknown => (None, "unknown"),
    };
    WireFigure { best: seconds(figure.best), typical, typical_is, worst: seconds(figure.worst) }
}

fn wire_assumptions(model: &Model, hinges: &[Hinge]) -> Vec<WireAssumption> {
    let wire = |(at, it): (u32, &Assumption)| {
        let hinge = hinges.iter().find(|hinge| hinge.assumption == AssumptionId(at));
        WireAssumption {
            name: it.name.clone(),
            of: it.of.clone(),
            what: it.what.clone(),
            value: it.value.clone(),
            otherwise: it.otherwise.clone(),
            source: it.source.clone(),
            safe: it.safe,
            changes: hinge.map(|hinge| hinge.changes.clone()).unwrap_or_default(),
        }
    };
    (0..).zip(&model.assumptions).map(wire).collect()
}

fn wire_tally(report: &Report<'_>) -> WireTally {
    let tally = report.tally();
    WireTally {
        kept: tally.kept,
        broken: tally.broken,
        undecided: tally.undecided,
        unpromised: tally.unpromised,
        errors: tally.errors,
        warnings: tally.warnings,
        suppressed: tally.suppressed,
    }
}
