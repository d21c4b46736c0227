//! `outlast model`: what was understood, each fact with where it comes from.

use outlast_findings::Sources;
use outlast_model::{AssumptionId, Model};

use crate::description::{Line, Provenance, Thing, describe};
use crate::escape::shown;
use crate::layout::width;
use crate::page::Page;
use crate::paint::{Tone, paint};

/// The widest name of a fact before it stands on a line of its own.
const NAME_MAX: usize = 26;

/// The model for a page of `width` columns.
pub fn model(model: &Model, sources: &Sources, width: usize) -> String {
    let mut page = Page::new(width);
    super::check::headline(&mut page, model);
    for thing in describe(model) {
        page.gap();
        draw_thing(&mut page, model, sources, &thing);
    }
    assumptions(&mut page, model);
    missing(&mut page, model, sources);
    page.finish()
}

fn draw_thing(page: &mut Page, model: &Model, sources: &Sources, thing: &Thing) {
    let place = thing.span.map(|span| sources.line(span)).unwrap_or_default();
    let mut notes: Vec<String> = Vec::new();
    if !place.is_empty() {
        notes.push(place);
    }
    if let Some(id) = thing.inferred {
        notes.push(format!("inferred: {}", name(model, id)));
    }
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    let text = shown(&format!("{}{notes}", thing.address));
    page.behind(Tone::Faint, &format!("{} ", thing.noun), Tone::Strong, &text);
    let columns = thing.facts.iter().map(|line| width(line.name)).max().unwrap_or(0).min(NAME_MAX);
    for line in &thing.facts {
        let text = format!("{}{}", line.value, provenance(model, sources, line));
        page.entry(2, columns, line.name, &shown(&text));
    }
}

fn provenance(model: &Model, sources: &Sources, line: &Line) -> String {
    match &line.from {
        Provenance::Stated(None) => String::new(),
        Provenance::Stated(Some(span)) => format!(" ({})", sources.line(*span)),
        Provenance::Assumed(id) => format!(" (assumed: {})", name(model, *id)),
        Provenance::Unknown(why) => format!(": {why}"),
    }
}

fn name(model: &Model, id: AssumptionId) -> &str {
    model.assumption(id).name.as_str()
}

fn assumptions(page: &mut Page, model: &Model) {
    if model.assumptions.is_empty() {
        return;
    }
    page.gap();
    page.line(&paint(Tone::Strong, "Assumed, and replaced by an `assume` block of that name"));
    for assumption in &model.assumptions {
        let of =
            if assumption.of.is_empty() { String::new() } else { format!(" of {}", assumption.of) };
        let text =
            format!("{}{of} = \"{}\": {}", assumption.name, assumption.value, assumption.what);
        page.hanging("  ", Tone::Plain, &shown(&text));
        page.hanging("    ", Tone::Faint, &shown(&format!("source: {}", assumption.source)));
    }
}

fn missing(page: &mut Page, model: &Model, sources: &Sources) {
    if model.understood.missing.is_empty() {
        return;
    }
    page.gap();
    page.line(&paint(Tone::Strong, "Not understood"));
    for it in &model.understood.missing {
        let (address, place) = (&it.address, it.span);
        let place = place.map(|span| format!(" ({})", sources.line(span))).unwrap_or_default();
        page.hanging("  ", Tone::Plain, &shown(&format!("{address}{place}")));
    }
}
