//! `outlast reach`: the answer, the way hop by hop, and the rule that decides at its place.

use outlast_analysis::network_words::{decision_words, hop_words, packets_words, party_words};
use outlast_analysis::reach::{Answer, Bounds, Verdict};
use outlast_analysis::{ReachRow, Reached};
use outlast_findings::Label;
use outlast_model::{Attached, Model};

use crate::escape::shown;
use crate::excerpt;
use crate::page::Page;
use crate::paint::{Tone, paint};
use crate::reaching::{Reaching, class_words, verdict_word};

/// The column of what is allowed, in the table of everybody.
const COLUMN: usize = 44;

/// The answer for a page of `width` columns.
pub fn reach(reaching: &Reaching<'_>, width: usize) -> String {
    let mut page = Page::new(width);
    let Reached { answer, open, verdict, packets, allowed, .. } = reaching.answer;
    let with = packets.as_ref().map_or(String::new(), |it| format!(" with {}", packets_words(it)));
    let (from, to) = (named(reaching.from), named(reaching.to));
    let text = match (verdict, packets) {
        (Verdict::Yes, Some(_)) => format!("{from} reaches {to}{with}"),
        (Verdict::No, _) => format!("{from} cannot reach {to}{with}"),
        (Verdict::Partly, _) => format!("not all of {from} reaches all of {to}{with}"),
        (Verdict::Undecided, _) => {
            format!("whether {from} reaches {to}{with} hangs on what is not known")
        }
        (Verdict::Yes, None) => format!("{from} reaches {to} with {}", allowed.sure),
    };
    let head = format!("{}: ", verdict_word(*verdict));
    page.behind(tone(*verdict), &head, Tone::Strong, &shown(&text));
    if packets.is_none() {
        perhaps(&mut page, allowed);
    }
    pair(&mut page, reaching, answer);
    hops(&mut page, reaching, answer);
    // What is allowed was said: what keeps the rest out is no answer to "what is allowed".
    if packets.is_some() || *verdict != Verdict::Yes {
        decided(&mut page, reaching, answer);
    }
    if let Some(open) = open {
        page.gap();
        page.paragraph(Tone::Strong, "Some get there:");
        pair(&mut page, reaching, open);
        hops(&mut page, reaching, open);
        decided(&mut page, reaching, open);
    }
    page.finish()
}

/// The way, a line for each step.
fn hops(page: &mut Page, reaching: &Reaching<'_>, answer: &Answer) {
    for (at, hop) in answer.path.iter().enumerate() {
        let said = hop_words(reaching.model, hop);
        let place = said.span.map(|it| reaching.sources.line(it)).filter(|it| !it.is_empty());
        let place = place.map_or(String::new(), |it| format!(" ({it})"));
        let head = format!("  {}  ", at.saturating_add(1));
        page.hanging(&head, Tone::Plain, &shown(&format!("{}{place}", said.text)));
    }
}

const fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Yes => Tone::Good,
        Verdict::No => Tone::Bad,
        Verdict::Partly | Verdict::Undecided => Tone::Doubt,
    }
}

fn named(name: &str) -> String {
    if name == "internet" { "the internet".to_string() } else { format!("`{name}`") }
}

/// What may be allowed beside what surely is.
fn perhaps(page: &mut Page, allowed: &Bounds) {
    let more = allowed.perhaps.difference(&allowed.sure);
    if !more.is_empty() {
        let text = format!("for some of them, or if what is not known is so: {more}");
        page.behind(Tone::Faint, "  perhaps  ", Tone::Plain, &shown(&text));
    }
}

/// Which of several the way and the reason are about.
fn pair(page: &mut Page, reaching: &Reaching<'_>, answer: &Answer) {
    let (from, to) = &answer.of;
    let (from, to) = (party_words(reaching.model, from), party_words(reaching.model, to));
    if from != named(reaching.from) || to != named(reaching.to) {
        page.behind(Tone::Faint, "  shown: ", Tone::Faint, &shown(&format!("from {from} to {to}")));
    }
}

/// What decides, with the text where it is written.
fn decided(page: &mut Page, reaching: &Reaching<'_>, answer: &Answer) {
    let said = decision_words(reaching.model, &answer.decided_by);
    let labels: Vec<Label> = said
        .iter()
        .filter_map(|it| Some(Label { span: it.span?, text: it.text.clone(), primary: true }))
        .collect();
    page.gap();
    for it in said.iter().filter(|it| it.span.is_none()) {
        page.behind(Tone::Faint, "because ", Tone::Plain, &shown(&it.text));
    }
    excerpt::draw(page, reaching.sources, &labels);
}

/// Everybody whom somebody may reach, for a page of `width` columns.
pub fn reach_all(model: &Model, all: &[(Vec<Attached>, Vec<ReachRow>)], width: usize) -> String {
    let mut page = Page::new(width);
    for (members, rows) in all.iter().filter(|(_, rows)| !rows.is_empty()) {
        page.gap();
        page.line(&paint(Tone::Strong, &shown(&format!("to {}", class_words(model, members)))));
        for row in rows {
            let from = format!("from {}", class_words(model, &row.from));
            page.entry(
                2,
                COLUMN.min(width / 2),
                &shown(&from),
                &shown(&bounds_words(&row.allowed)),
            );
        }
    }
    if all.iter().all(|(_, rows)| rows.is_empty()) {
        page.paragraph(Tone::Plain, "Nobody may reach anybody.");
    }
    page.finish()
}

/// What is allowed, and what may be.
fn bounds_words(allowed: &Bounds) -> String {
    let more = allowed.perhaps.difference(&allowed.sure);
    match (allowed.sure.is_empty(), more.is_empty()) {
        (_, true) => allowed.sure.to_string(),
        (true, false) => format!("perhaps {more}"),
        (false, false) => format!("{}; perhaps {more}", allowed.sure),
    }
}
