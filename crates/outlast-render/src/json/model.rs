//! `outlast model --format json`: what was understood, each fact with its provenance.

use outlast_findings::Sources;
use outlast_model::{AssumptionId, Model};
use serde::Serialize;

use super::finding::{WireSpan, wire_span};
use crate::description::{Line, Provenance, Thing, describe};

#[derive(Serialize)]
struct WireModel {
    version: u32,
    name: String,
    understood: usize,
    resources: usize,
    things: Vec<WireThing>,
}

#[derive(Serialize)]
struct WireThing {
    noun: String,
    address: String,
    span: Option<WireSpan>,
    inferred: Option<String>,
    facts: Vec<WireFact>,
}

#[derive(Serialize)]
struct WireFact {
    name: &'static str,
    value: String,
    from: &'static str,
    assumption: Option<String>,
    why: Option<String>,
    span: Option<WireSpan>,
}

/// The document of a model.
pub fn model(model: &Model, sources: &Sources) -> String {
    super::text(&WireModel {
        version: super::VERSION,
        name: model.name.clone(),
        understood: model.understood.known,
        resources: model.understood.all,
        things: describe(model).iter().map(|thing| wire_thing(model, sources, thing)).collect(),
    })
}

fn wire_thing(model: &Model, sources: &Sources, thing: &Thing) -> WireThing {
    WireThing {
        noun: thing.noun.clone(),
        address: thing.address.clone(),
        span: thing.span.and_then(|span| wire_span(sources, span)),
        inferred: thing.inferred.and_then(|id| name(model, id)),
        facts: thing.facts.iter().map(|line| wire_fact(model, sources, line)).collect(),
    }
}

fn wire_fact(model: &Model, sources: &Sources, line: &Line) -> WireFact {
    let (from, assumption, why, span) = match &line.from {
        Provenance::Stated(span) => ("stated", None, None, *span),
        Provenance::Assumed(id) => ("assumed", name(model, *id), None, None),
        Provenance::Unknown(why) => ("unknown", None, Some(why.clone()), None),
    };
    let span = span.and_then(|span| wire_span(sources, span));
    WireFact { name: line.name, value: line.value.clone(), from, assumption, why, span }
}

fn name(model: &Model, id: AssumptionId) -> Option<String> {
    Some(model.assumption(id).name.clone())
}
