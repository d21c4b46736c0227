//! What `outlast check` prints: how much was understood, the matrix, the findings, what was
//! assumed, and what it comes to.

use outlast_analysis::{Hinge, subjects};
use outlast_model::{Missing, MissingKind, Model, PlaceKind};

use crate::escape::shown;
use crate::page::Page;
use crate::paint::{Tone, paint};
use crate::report::{Report, Tally};
use crate::telling::{NO_JOURNEY, strangers, unread, verdict};
use crate::terminal::{finding, matrix, pairs};
use crate::words::{count, percent, sign};

/// The report of one system for a page of `width` columns.
pub fn check(report: &Report<'_>, width: usize) -> String {
    let mut page = Page::new(width);
    headline(&mut page, report.model);
    for says in strangers(report.model) {
        page.gap();
        page.paragraph(Tone::Doubt, &shown(&says));
    }
    if let Some(says) = unread(report) {
        page.gap();
        page.paragraph(Tone::Bad, says);
    }
    if report.is_judged() && subjects(report.model).is_empty() {
        page.gap();
        page.paragraph(Tone::Doubt, NO_JOURNEY);
    } else if report.is_judged() {
        page.gap();
        matrix::draw(&mut page, report);
        availability(&mut page, report);
        pairs::draw(&mut page, report);
    }
    for found in report.findings() {
        page.gap();
        finding::draw(&mut page, report.sources, found, report.paths);
    }
    if report.is_judged() {
        hinges(&mut page, report);
        deferred(&mut page, report);
        gone(&mut page, report);
    }
    page.gap();
    closing(&mut page, report);
    page.finish()
}

/// `shop: 1 zone, 5 machines, 6 parts, 2 journeys. Understood 23 of 23 resources.`
pub(super) fn headline(page: &mut Page, model: &Model) {
    page.titled(&format!("{}:", shown(&model.name)), &summary(model));
}

/// How much there is, and how much of it was understood.
pub(crate) fn summary(model: &Model) -> String {
    let used = |id| {
        model.machines.iter().any(|machine| model.is_within(machine.place, id))
            || model
                .parts
                .iter()
                .flat_map(|part| &part.copies)
                .any(|copy| model.is_within(model.place_of(copy.seat), id))
    };
    let zones = model.places().filter(|(id, it)| it.kind == PlaceKind::Zone && used(*id)).count();
    let mut counts = vec![
        count(zones, "zone"),
        count(model.machines.len(), "machine"),
        count(model.parts.len(), "part"),
        count(model.journeys.len(), "journey"),
    ];
    let stores = subjects(model).len() - model.journeys.len();
    counts.extend((stores > 0).then(|| count(stores, "store")));
    let understood = &model.understood;
    let is_module = |it: &Missing| matches!(it.kind, MissingKind::Module(_));
    let modules = if understood.missing.iter().any(is_module) { " and modules" } else { "" };
    format!(
        "{}. Understood {} of {}{modules}.",
        counts.join(", "),
        understood.known,
        count(understood.all, "resource")
    )
}

fn availability(page: &mut Page, report: &Report<'_>) {
    for availability in report.availability() {
        let name = &report.model.journey(availability.journey).name;
        let known = if availability.missing.is_empty() { "" } else { " at most" };
        let head = format!("  {} {name}: ", sign(availability.verdict));
        let text = format!(
            "available{known} {}, promised {}",
            percent(availability.computed),
            percent(availability.promised)
        );
        page.gap();
        page.hanging(&shown(&head), Tone::of_verdict(availability.verdict), &text);
        for missing in &availability.missing {
            page.hanging("      ", Tone::Faint, &shown(missing));
        }
    }
}

fn hinges(page: &mut Page, report: &Report<'_>) {
    if report.hinges().is_empty() {
        return;
    }
    page.gap();
    page.line(&paint(Tone::Strong, "Assumptions that a verdict hangs on"));
    for hinge in report.hinges() {
        draw_hinge(page, report.model, hinge);
    }
}

fn draw_hinge(page: &mut Page, model: &Model, hinge: &Hinge) {
    let assumption = model.assumption(hinge.assumption);
    let of =
        if assumption.of.is_empty() { String::new() } else { format!(" of {}", assumption.of) };
    let head = format!("  {}{of} = \"{}\": ", assumption.name, assumption.value);
    page.paragraph(Tone::Plain, &shown(&format!("{head}{}", assumption.what)));
    for change in &hinge.changes {
        page.hanging("    ", Tone::Plain, &shown(change));
    }
    page.hanging("    ", Tone::Faint, &format!("source: {}", shown(&assumption.source)));
}

fn deferred(page: &mut Page, report: &Report<'_>) {
    if report.model.deferred.is_empty() {
        return;
    }
    page.gap();
    page.line(&paint(Tone::Strong, "Stated and not judged by this version"));
    for deferred in &report.model.deferred {
        let place = deferred.span.map(|span| report.sources.line(span)).unwrap_or_default();
        let place = if place.is_empty() { String::new() } else { format!(" ({place})") };
        let text = format!("{}: {}{place}", deferred.address, deferred.what);
        page.hanging("  ", Tone::Plain, &shown(&text));
    }
}

/// What the baseline need not hold any more.
fn gone(page: &mut Page, report: &Report<'_>) {
    if report.gone().is_empty() {
        return;
    }
    page.gap();
    page.line(&paint(Tone::Strong, "In the baseline and no longer open"));
    for gone in report.gone() {
        page.hanging("  ", Tone::Plain, &shown(gone));
    }
}

/// What it comes to, in one line: the worst first.
fn closing(page: &mut Page, report: &Report<'_>) {
    let tally = report.tally();
    let (tone, text) = sentence(report, &tally);
    page.paragraph(tone, &text);
}

fn sentence(report: &Report<'_>, tally: &Tally) -> (Tone, String) {
    let tone = match report.exit() {
        0 => Tone::Good,
        3 => Tone::Doubt,
        _ => Tone::Bad,
    };
    (tone, verdict(report, tally))
}
