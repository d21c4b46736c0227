//! Findings with their places, for programs.

use outlast_findings::{Evidence, Finding, Sources, Span, Step};
use serde::Serialize;

use super::number::{Number, seconds};

#[derive(Serialize)]
pub(super) struct WireSpan {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start_byte: u32,
    end_byte: u32,
}

#[derive(Serialize)]
struct WireLabel {
    span: WireSpan,
    text: String,
    primary: bool,
}

#[derive(Serialize)]
struct WireNote {
    kind: &'static str,
    text: String,
}

#[derive(Serialize)]
struct WireMend {
    what: String,
    proved: String,
    remains: Vec<String>,
    cost_cents_a_month: Option<i64>,
    text: Option<String>,
}

#[derive(Serialize)]
struct WireSuppression {
    reason: String,
    span: Option<WireSpan>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum WireEvidence {
    Timeline { journey: String, fault: String, steps: Vec<WireStep> },
    Fact { of: String, what: String },
}

#[derive(Serialize)]
pub(super) struct WireStep {
    at: Option<Number>,
    what: String,
    served: Option<String>,
    span: Option<WireSpan>,
}

#[derive(Serialize)]
pub(super) struct WireFinding {
    rule: &'static str,
    severity: &'static str,
    title: &'static str,
    labels: Vec<WireLabel>,
    notes: Vec<WireNote>,
    evidence: Option<WireEvidence>,
    mends: Vec<WireMend>,
    suppressed: Option<WireSuppression>,
    known: bool,
}

/// A place; nothing when its file is not among the sources.
pub(super) fn wire_span(sources: &Sources, span: Span) -> Option<WireSpan> {
    let source = sources.get(span.file)?;
    let (start, end) = (source.position(span.start as usize), source.position(span.end as usize));
    Some(WireSpan {
        file: source.name().to_string(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        start_byte: span.start.saturating_add(source.skipped()),
        end_byte: span.end.saturating_add(source.skipped()),
    })
}

pub(super) fn wire_step(sources: &Sources, step: &Step) -> WireStep {
    WireStep {
        at: seconds(step.at),
        what: step.what.clone(),
        served: step.served.map(|(top, bottom)| format!("{top}/{bottom}")),
        span: step.span.and_then(|span| wire_span(sources, span)),
    }
}

fn wire_evidence(sources: &Sources, evidence: &Evidence) -> WireEvidence {
    match evidence {
        Evidence::Timeline { journey, fault, steps } => WireEvidence::Timeline {
            journey: journey.clone(),
            fault: fault.clone(),
            steps: steps.iter().map(|step| wire_step(sources, step)).collect(),
        },
        Evidence::Fact { of, what } => WireEvidence::Fact { of: of.clone(), what: what.clone() },
    }
}

pub(super) fn wire_finding(sources: &Sources, finding: &Finding) -> WireFinding {
    let labels = finding.labels.iter().filter_map(|label| {
        let span = wire_span(sources, label.span)?;
        Some(WireLabel { span, text: label.text.clone(), primary: label.primary })
    });
    let notes = finding.notes.iter();
    WireFinding {
        rule: finding.rule,
        severity: finding.severity.word(),
        title: finding.title,
        labels: labels.collect(),
        notes: notes.map(|it| WireNote { kind: it.kind.word(), text: it.text.clone() }).collect(),
        evidence: finding.evidence.as_ref().map(|it| wire_evidence(sources, it)),
        mends: finding.mends.iter().map(wire_mend).collect(),
        suppressed: finding.suppressed.as_ref().map(|it| WireSuppression {
            reason: it.reason.clone(),
            span: wire_span(sources, it.span),
        }),
        known: finding.known,
    }
}

fn wire_mend(mend: &outlast_findings::Mend) -> WireMend {
    WireMend {
        what: mend.what.clone(),
        proved: mend.proved.clone(),
        remains: mend.remains.clone(),
        cost_cents_a_month: mend.cost_cents,
        text: mend.text.clone(),
    }
}
