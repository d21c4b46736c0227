//! Work: who takes it from which queue, and what is derived from queue, worker and stores.

use outlast_findings::Span;
use outlast_model::{Delivery, Fact, Needed, PartId, Use, Work};

use super::document::{Block, Given, Stated};
use super::lowering::Lowering;
use super::stores::{self, engine_of};
use crate::assumptions::{Entry, Shape};

/// Whether a worker acknowledges after it has done a job when nobody says.
static ACKS: Entry = Entry {
    name: "job-acknowledged",
    what: "a worker acknowledges a job when it has done it",
    value: "after",
    otherwise: Some("first"),
    source: "https://www.rabbitmq.com/docs/confirms#acknowledgement-modes and \
        https://docs.nats.io/nats-concepts/jetstream/consumers#ackpolicy recommend it; software \
        may do otherwise",
    safe: false,
    shape: Shape::Words(&["after", "first"]),
};

/// What doing a job twice means when nobody says.
static REPEAT: Entry = Entry {
    name: "repeat-harms",
    what: "doing a job twice does harm",
    value: "yes",
    otherwise: Some("no"),
    source: "the safe side",
    safe: true,
    shape: Shape::Words(&["yes", "no"]),
};

/// Every entry of this file.
pub static ENTRIES: &[&Entry] = &[&ACKS, &REPEAT];

/// Reads what every worker takes.
pub fn read(lowering: &mut Lowering<'_>, own: &[(&Block, PartId)]) {
    for (block, worker) in own.iter().filter(|(block, _)| block.kind.name == "worker") {
        for queue in used(lowering, *worker, Use::Take) {
            let stated = own.iter().find(|(it, id)| *id == queue && it.kind.name == "queue");
            work(lowering, *worker, block, queue, stated.map(|(it, _)| *it));
        }
    }
}

/// The parts that a part uses in this way.
fn used(lowering: &Lowering<'_>, part: PartId, used: Use) -> Vec<PartId> {
    let needs = &lowering.model().part(part).needs;
    let mut parts = Vec::new();
    for need in needs.iter().filter(|need| need.used == used) {
        each(&need.of, &mut parts);
    }
    parts
}

/// The stores that a worker writes to: what it writes, and stores that it calls.
fn results(lowering: &Lowering<'_>, worker: PartId) -> Vec<PartId> {
    let mut writes = used(lowering, worker, Use::Write);
    for called in used(lowering, worker, Use::Call) {
        let stores = stores::of_part(lowering, called).is_some();
        if stores && !writes.contains(&called) {
            writes.push(called);
        }
    }
    writes
}

fn each(needed: &Needed, into: &mut Vec<PartId>) {
    match needed {
        Needed::One(part) if !into.contains(part) => into.push(*part),
        Needed::One(_) => {}
        Needed::Any(inner) | Needed::Most(inner) => inner.iter().for_each(|it| each(it, into)),
    }
}

fn work(
    lowering: &mut Lowering<'_>,
    worker: PartId,
    block: &Block,
    queue: PartId,
    stated: Option<&Block>,
) {
    let of = lowering.model().part(queue).address.clone();
    let engine = engine_of(lowering, queue).map(|it| &it.queue);
    let fields = stated.map(|it| it.fields.clone()).unwrap_or_default();
    let why = "nobody said how long a taken job is waited for (`ack_wait`)";
    let ack_wait = lowering.range(&fields, "ack_wait", engine.and_then(|it| it.ack_wait), &of, why);
    let tries = tries(lowering, fields.get("tries"), engine.and_then(|it| it.tries), &of);
    let writes = results(lowering, worker);
    let cannot_commit = cannot_commit(lowering, queue, &writes);
    let address = block.address();
    let text = |name: &str| block.fields.text(name).map(|(text, _)| text.to_string());
    let two_phase = block.fields.text("commits").is_some_and(|(word, _)| word == "two-phase");
    let work = Work {
        worker,
        queue,
        writes,
        job: lowering.range(
            &block.fields,
            "job",
            None,
            &address,
            "nobody said how long a job takes",
        ),
        ack_wait,
        tries,
        then: fields.text("then").map(|(then, _)| then.to_string()),
        keeps_for: fields.range("keeps_for").map(|(kept, span)| Fact::Stated(kept, Some(span))),
        acks_first: word(lowering, block, "acks", "first", &ACKS),
        claimed: fields.text("delivery").and_then(|(word, span)| claim(word, span)),
        repeat_harms: repeat(lowering, block),
        key: text("key"),
        does: text("does"),
        two_phase,
        cannot_commit,
        span: Some(block.span),
    };
    lowering.estate.model.works.push(work);
}

fn word(
    lowering: &mut Lowering<'_>,
    block: &Block,
    name: &str,
    meant: &str,
    entry: &'static Entry,
) -> Fact<bool> {
    match block.fields.text(name) {
        Some((word, span)) => Fact::Stated(word == meant, Some(span)),
        None => {
            let of = block.address();
            lowering.assumptions().is(&mut lowering.estate.model, entry, &of, meant)
        }
    }
}

fn repeat(lowering: &mut Lowering<'_>, block: &Block) -> Fact<bool> {
    match block.fields.text("repeat") {
        Some((word, span)) => Fact::Stated(word == "harmful", Some(span)),
        None => {
            let of = block.address();
            lowering.assumptions().is(&mut lowering.estate.model, &REPEAT, &of, "yes")
        }
    }
}

fn claim(word: &str, span: Span) -> Option<(Delivery, Option<Span>)> {
    let all = [Delivery::AtMostOnce, Delivery::AtLeastOnce, Delivery::ExactlyOnce];
    let delivery = all.into_iter().find(|it| it.word() == word)?;
    Some((delivery, Some(span)))
}

/// How often a job is delivered at most.
fn tries(
    lowering: &mut Lowering<'_>,
    stated: Option<&Stated>,
    entry: Option<&'static Entry>,
    of: &str,
) -> Fact<Option<u32>> {
    match (stated, entry) {
        (Some(Stated { given: Given::Number(number), span }), _) => {
            Fact::Stated(Some(u32::try_from(*number).unwrap_or(u32::MAX)), Some(*span))
        }
        (Some(Stated { given: Given::Word(_), span }), _) => Fact::Stated(None, Some(*span)),
        (None, Some(entry)) => {
            lowering.assumptions().count_or_endless(&mut lowering.estate.model, entry, of)
        }
        _ => Fact::Unknown("nobody said how often a job is delivered (`tries`)".to_string()),
    }
}

/// Those of queue and stores that cannot take part in a two-phase commit, or are not known to.
fn cannot_commit(lowering: &Lowering<'_>, queue: PartId, writes: &[PartId]) -> Vec<String> {
    let cannot = |part: &&PartId| !engine_of(lowering, **part).is_some_and(|it| it.queue.two_phase);
    let all = std::iter::once(&queue).chain(writes).filter(cannot);
    all.map(|part| lowering.model().part(*part).address.clone()).collect()
}
