//! `outlast check --format json`: one document for all systems.

use outlast_analysis::{Availability, Cell, Hinge, Pairs, Row, Subject, column_names, doubt_words};
use outlast_findings::Sources;
use outlast_model::{Assumption, AssumptionId, MissingKind, Model};
use outlast_sim::{Aftermath, Doubt, Figure, Loss, Often, Outcome, Typical};
use serde::Serialize;

use super::finding::{WireFinding, WireSpan, wire_finding, wire_span};
use super::number::{Number, seconds, share};
use crate::outcome_words;
use crate::report::Report;
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
    stores: Vec<WireStore>,
    matrix: Vec<WireRow>,
    availability: Vec<WireAvailability>,
    pairs: WirePairs,
    findings: Vec<WireFinding>,
    assumptions: Vec<WireAssumption>,
    deferred: Vec<WireDeferred>,
    gone: Vec<String>,
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
    stores: usize,
}

#[derive(Serialize)]
struct WireJourney {
    name: String,
    inferred: bool,
    span: Option<WireSpan>,
}

#[derive(Serialize)]
struct WireStore {
    name: String,
    address: String,
    noun: &'static str,
    judged: bool,
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
    of: &'static str,
    name: String,
    fault: String,
    verdict: &'static str,
    known: bool,
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

#[derive(Serialize, Default)]
struct WirePairs {
    all: usize,
    checked: usize,
    classes: usize,
    classes_checked: usize,
    verdicts: Vec<WireOfPairs>,
    found: Vec<WirePair>,
}

#[derive(Serialize)]
struct WireOfPairs {
    of: &'static str,
    name: String,
    verdict: &'static str,
}

#[derive(Serialize)]
struct WirePair {
    of: &'static str,
    name: String,
    first: String,
    second: String,
    worse: &'static str,
    words: String,
    alike: usize,
    outcome: WireOutcome,
}

#[derive(Serialize)]
struct WirePromised {
    name: String,
    out: Option<Number>,
    lose: Option<Number>,
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
    loss: Option<WireLoss>,
    work: Option<WireWork>,
}

#[derive(Serialize)]
struct WireLoss {
    window: WireFigure,
    diverged: WireFigure,
    all: &'static str,
    share: String,
    from_backup: Option<String>,
    unproven: bool,
    doubts: Vec<String>,
}

#[derive(Serialize)]
struct WireWork {
    lost: WireJobs,
    twice: WireJobs,
    late: WireFigure,
    doubts: Vec<String>,
}

#[derive(Serialize)]
struct WireJobs {
    least: u64,
    most: Option<u64>,
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
    absent: Vec<&'static str>,
    errors: usize,
    warnings: usize,
    suppressed: usize,
    known: usize,
}

/// The document for these systems; `tool` is the version of outlast.
pub fn check(reports: &[Report<'_>], exit_code: u8, tool: &str) -> String {
    let systems = reports.iter().map(wire_system).collect();
    let tool = WireTool { name: "outlast", version: tool };
    super::text(&WireDocument { version: super::VERSION, tool, exit_code, systems })
}

fn wire_system(report: &Report<'_>) -> WireSystem {
    let (model, sources) = (report.model, report.sources);
    let columns = column_names(model);
    WireSystem {
        name: model.name.clone(),
        exit_code: report.exit(),
        read_whole: report.is_whole,
        understood: wire_understood(model, sources),
        counts: WireCounts {
            places: model.places.len(),
            machines: model.machines.len(),
            parts: model.parts.len(),
            journeys: model.journeys.len(),
            stores: model.stores.len(),
        },
        journeys: model.journeys.iter().map(|it| wire_journey(sources, it)).collect(),
        stores: wire_stores(model, sources, &columns),
        matrix: wire_matrix(report, &columns),
        availability: report.availability().iter().map(|it| wire_availability(model, it)).collect(),
        pairs: report.pairs().map(|it| wire_pairs(model, it, &columns)).unwrap_or_default(),
        findings: report.findings().iter().map(|it| wire_finding(sources, it)).collect(),
        assumptions: wire_assumptions(model, report.hinges()),
        deferred: model.deferred.iter().map(|it| wire_deferred(sources, it)).collect(),
        gone: report.gone().to_vec(),
        tally: wire_tally(report),
    }
}

fn wire_understood(model: &Model, sources: &Sources) -> WireUnderstood {
    let missing = model.understood.missing.iter().map(|it| WireMissing {
        address: it.address.clone(),
        kind: match &it.kind {
            MissingKind::Resource(kind) => kind.clone(),
            MissingKind::Module(source) => format!("module {source}"),
            MissingKind::Value(_) => "value".to_string(),
        },
        span: it.span.and_then(|span| wire_span(sources, span)),
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

/// A store's name is that of its column, or its address when it has none.
fn wire_stores(model: &Model, sources: &Sources, columns: &[(Subject, String)]) -> Vec<WireStore> {
    let wire = |(id, store): (outlast_model::StoreId, &outlast_model::Store)| {
        let column = columns.iter().find(|(subject, _)| *subject == Subject::Store(id));
        WireStore {
            name: column.map_or(&store.address, |(_, name)| name).clone(),
            address: store.address.clone(),
            noun: store.holds.noun(),
            judged: column.is_some(),
            inferred: store.inferred.is_some(),
            span: store.span.and_then(|span| wire_span(sources, span)),
        }
    };
    model.stores().map(wire).collect()
}

fn wire_deferred(sources: &Sources, deferred: &outlast_model::Deferred) -> WireDeferred {
    WireDeferred {
        address: deferred.address.clone(),
        what: deferred.what.clone(),
        span: deferred.span.and_then(|span| wire_span(sources, span)),
    }
}

fn wire_matrix(report: &Report<'_>, columns: &[(Subject, String)]) -> Vec<WireRow> {
    let rows = report.rows().iter().enumerate();
    let cells = |at: usize, row: &Row| {
        let cells = columns.iter().zip(&row.cells);
        let known = |cell: &Cell| report.knows_cell(at, cell.subject);
        cells.map(|((_, name), cell)| wire_cell(report.model, name, cell, known(cell))).collect()
    };
    rows.map(|(at, row)| wire_row(row, cells(at, row))).collect()
}

fn wire_row(row: &Row, cells: Vec<WireCell>) -> WireRow {
    WireRow {
        class: row.class.name(),
        what: row.what.clone(),
        count: row.count,
        count_is: if row.at_most { "at-most" } else { "exact" },
        cells,
    }
}

fn wire_availability(model: &Model, availability: &Availability) -> WireAvailability {
    let name = Subject::Journey(availability.journey).address(model);
    WireAvailability {
        journey: name.to_string(),
        promised: share(availability.promised),
        computed: share(availability.computed),
        missing: availability.missing.clone(),
        verdict: availability.verdict.word(),
    }
}

fn wire_pairs(model: &Model, pairs: &Pairs, columns: &[(Subject, String)]) -> WirePairs {
    let name = |subject: Subject| {
        let column = columns.iter().find(|(it, _)| *it == subject);
        column.map_or_else(String::new, |(_, name)| name.clone())
    };
    let verdicts = pairs.verdicts.iter().map(|(subject, verdict)| WireOfPairs {
        of: kind(*subject),
        name: name(*subject),
        verdict: verdict.word(),
    });
    let found = pairs.found.iter().map(|pair| WirePair {
        of: kind(pair.subject),
        name: name(pair.subject),
        first: pair.first.clone(),
        second: pair.second.clone(),
        worse: pair.worse.word(),
        words: outcome_words(&pair.outcome),
        alike: pair.alike,
        outcome: wire_outcome(model, &pair.outcome),
    });
    WirePairs {
        all: pairs.all,
        checked: pairs.checked,
        classes: pairs.classes,
        classes_checked: pairs.classes_checked,
        verdicts: verdicts.collect(),
        found: found.collect(),
    }
}

/// The word for what a cell is about.
pub(super) const fn kind(subject: Subject) -> &'static str {
    match subject {
        Subject::Journey(_) => "journey",
        Subject::Store(_) => "store",
    }
}

fn wire_cell(model: &Model, name: &str, cell: &Cell, known: bool) -> WireCell {
    let is_store = cell.subject.store().is_some();
    let promised = cell.promised.as_ref().map(|(most, name)| WirePromised {
        name: name.clone(),
        out: seconds(*most).filter(|_| !is_store),
        lose: seconds(*most).filter(|_| is_store),
    });
    WireCell {
        of: kind(cell.subject),
        name: name.to_string(),
        fault: cell.fault.clone(),
        verdict: cell.verdict.word(),
        known,
        words: outcome_words(&cell.outcome),
        promised,
        outcome: wire_outcome(model, &cell.outcome),
    }
}

pub(super) fn wire_outcome(model: &Model, outcome: &Outcome) -> WireOutcome {
    let assumption = |id: &AssumptionId| model.assumption(*id).name.clone();
    WireOutcome {
        lowest_share: share(outcome.lowest),
        lowest_fraction: outcome.lowest.show(),
        out: wire_figure(&outcome.out),
        longest_gap: wire_figure(&outcome.gap),
        lost_by_caller: wire_figure(&outcome.caller),
        way_back: back_name(outcome.back),
        way_back_at_best: back_name(outcome.back_best),
        doubts: wire_doubts(model, &outcome.doubts),
        coarse: outcome.coarse,
        assumptions: outcome.assumptions.iter().map(assumption).collect(),
        histories: outcome.classes,
        loss: outcome.loss().map(|loss| wire_loss(model, loss)),
        work: outcome.aftermath().map(|aftermath| wire_work(model, aftermath)),
    }
}

fn wire_doubts(model: &Model, doubts: &[Doubt]) -> Vec<String> {
    doubts.iter().map(|doubt| doubt_words(model, doubt)).collect()
}

fn wire_loss(model: &Model, loss: &Loss) -> WireLoss {
    let source = loss.source.and_then(|slot| model.store(slot.store).backup(slot.slot));
    WireLoss {
        window: wire_figure(&loss.window),
        diverged: wire_figure(&loss.diverged),
        all: match loss.all {
            Often::Never => "never",
            Often::Sometimes(_) => "sometimes",
            Often::Always => "always",
        },
        share: loss.share.show(),
        from_backup: source.map(|backup| backup.name.clone()),
        unproven: loss.unproven,
        doubts: wire_doubts(model, &loss.doubts),
    }
}

fn wire_work(model: &Model, aftermath: &Aftermath) -> WireWork {
    let jobs = |(least, most): (u64, Option<u64>)| WireJobs { least, most };
    WireWork {
        lost: jobs(aftermath.lost),
        twice: jobs(aftermath.twice),
        late: wire_figure(&aftermath.late),
        doubts: wire_doubts(model, &aftermath.doubts),
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
    let wire = |(id, it): (AssumptionId, &Assumption)| {
        let hinge = hinges.iter().find(|hinge| hinge.assumption == id);
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
    model.assumptions.pairs().map(wire).collect()
}

fn wire_tally(report: &Report<'_>) -> WireTally {
    let tally = report.tally();
    WireTally {
        kept: tally.kept,
        broken: tally.broken,
        undecided: tally.undecided,
        unpromised: tally.unpromised,
        absent: report.absent().iter().map(|class| class.name()).collect(),
        errors: tally.errors,
        warnings: tally.warnings,
        suppressed: tally.suppressed,
        known: tally.known,
    }
}
