//! `outlast reach --format json`. The schema is `docs/schema/reach.schema.json`.

use outlast_analysis::ReachRow;
use outlast_analysis::network_words::{
    Said, attached_words, decision_words, hop_words, packets_words, party_words,
};
use outlast_analysis::reach::Answer;
use outlast_findings::Sources;
use outlast_model::{Attached, Model};
use serde::Serialize;

use super::finding::{WireSpan, wire_span};
use super::{VERSION, text};
use crate::reaching::{Reaching, verdict_word};

#[derive(Serialize)]
struct WireDocument {
    version: u32,
    exit_code: u8,
    answer: Option<WireAnswer>,
    table: Option<Vec<WireReceiver>>,
}

#[derive(Serialize)]
struct WireAnswer {
    from: String,
    to: String,
    packets: Option<String>,
    verdict: &'static str,
    #[serde(flatten)]
    way: WireWay,
    some: Option<WireWay>,
    allowed: String,
    perhaps: String,
}

#[derive(Serialize)]
struct WireWay {
    shown: WirePair,
    path: Vec<WireSaid>,
    decided_by: Vec<WireSaid>,
}

#[derive(Serialize)]
struct WirePair {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct WireSaid {
    text: String,
    span: Option<WireSpan>,
}

#[derive(Serialize)]
struct WireReceiver {
    to: Vec<String>,
    rows: Vec<WireRow>,
}

#[derive(Serialize)]
struct WireRow {
    /// Nobody of the model: the internet.
    from: Vec<String>,
    allowed: String,
    perhaps: String,
}

/// The answer to one question.
pub fn reach(reaching: &Reaching<'_>) -> String {
    let reached = reaching.answer;
    let answer = WireAnswer {
        from: reaching.from.to_string(),
        to: reaching.to.to_string(),
        packets: reached.packets.as_ref().map(packets_words),
        verdict: verdict_word(reached.verdict),
        way: wire_way(reaching, &reached.answer),
        some: reached.open.as_ref().map(|it| wire_way(reaching, it)),
        allowed: reached.allowed.sure.to_string(),
        perhaps: reached.allowed.perhaps.to_string(),
    };
    let exit_code = reaching.exit;
    text(&WireDocument { version: VERSION, exit_code, answer: Some(answer), table: None })
}

fn wire_said(said: Said, sources: &Sources) -> WireSaid {
    WireSaid { text: said.text, span: said.span.and_then(|span| wire_span(sources, span)) }
}

fn wire_way(reaching: &Reaching<'_>, answer: &Answer) -> WireWay {
    let model = reaching.model;
    let said = |said: Said| wire_said(said, reaching.sources);
    let (from, to) = &answer.of;
    WireWay {
        shown: WirePair { from: party_words(model, from), to: party_words(model, to) },
        path: answer.path.iter().map(|hop| said(hop_words(model, hop))).collect(),
        decided_by: decision_words(model, &answer.decided_by).into_iter().map(said).collect(),
    }
}

/// Everybody whom somebody may reach.
pub fn reach_all(model: &Model, all: &[(Vec<Attached>, Vec<ReachRow>)]) -> String {
    let names = |of: &[Attached]| of.iter().map(|it| attached_words(model, *it)).collect();
    let receiver = |(to, rows): &(Vec<Attached>, Vec<ReachRow>)| WireReceiver {
        to: names(to),
        rows: rows
            .iter()
            .map(|row| WireRow {
                from: names(&row.from),
                allowed: row.allowed.sure.to_string(),
                perhaps: row.allowed.perhaps.to_string(),
            })
            .collect(),
    };
    let table = all.iter().map(receiver).collect();
    text(&WireDocument { version: VERSION, exit_code: 0, answer: None, table: Some(table) })
}
