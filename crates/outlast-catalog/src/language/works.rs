//! Work: who takes it from which queue, and what is derived from queue, worker and stores.

use outlast_findings::Span;
use outlast_model::{Delivery, Fact, PartId, Use, Work};

use super::document::Block;
use super::grammar::blocks::queue::Delivering;
use super::grammar::blocks::worker::Working;
use super::grammar::group::{Group as _, Or, Said};
use super::lowering::{Declared, Lowering};
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
pub fn read(lowering: &mut Lowering<'_>, own: &[Declared<'_>]) {
    for worker in own.iter().filter(|it| Working::is_in(it.block)) {
        for queue in used(lowering, worker.part, Use::Take) {
            let stated = own.iter().find(|it| it.part == queue && Delivering::is_in(it.block));
            work(lowering, worker.part, worker.block, queue, stated.map(|it| it.block));
        }
    }
}

/// The parts that a part uses in this way.
fn used(lowering: &Lowering<'_>, part: PartId, used: Use) -> Vec<PartId> {
    let needs = &lowering.model().part(part).needs;
    let mut parts = Vec::new();
    for need in needs.iter().filter(|need| need.used == used) {
        for part in need.of.parts() {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
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

fn work(
    lowering: &mut Lowering<'_>,
    worker: PartId,
    block: &Block,
    queue: PartId,
    stated: Option<&Block>,
) {
    let of = lowering.model().part(queue).address.clone();
    let engine = engine_of(lowering, queue).map(|it| &it.queue);
    let delivering = stated.map(Delivering::of).unwrap_or_default();
    let working = Working::of(block);
    let why = "nobody said how long a taken job is waited for (`ack_wait`)";
    let ack_wait =
        lowering.range(&delivering.ack_wait, engine.and_then(|it| it.ack_wait), &of, why);
    let tries = tries(lowering, &delivering.tries, engine.and_then(|it| it.tries), &of);
    let writes = results(lowering, worker);
    let cannot_commit = cannot_commit(lowering, queue, &writes);
    let address = block.address();
    let work = Work {
        worker,
        queue,
        writes,
        job: lowering.range(&working.job, None, &address, "nobody said how long a job takes"),
        ack_wait,
        tries,
        then: delivering.then.owned(),
        keeps_for: delivering.keeps_for.fact(),
        acks_first: acks_first(lowering, &working.acks, &address),
        claimed: delivering.delivery.get().and_then(|(word, span)| claim(word, span)),
        repeat_harms: repeat(lowering, &working.repeat, &address),
        key: working.key.owned(),
        does: working.does.owned(),
        two_phase: working.commits.text() == Some("two-phase"),
        cannot_commit,
        span: Some(block.span),
    };
    lowering.estate.model.works.push(work);
}

fn acks_first(lowering: &mut Lowering<'_>, acks: &Said<'_, &str>, of: &str) -> Fact<bool> {
    match acks.get() {
        Some((word, span)) => Fact::Stated(word == "first", Some(span)),
        None => lowering.assumptions().is(&mut lowering.estate.model, &ACKS, of, "first"),
    }
}

fn repeat(lowering: &mut Lowering<'_>, repeat: &Said<'_, &str>, of: &str) -> Fact<bool> {
    match repeat.get() {
        Some((word, span)) => Fact::Stated(word == "harmful", Some(span)),
        None => lowering.assumptions().is(&mut lowering.estate.model, &REPEAT, of, "yes"),
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
    said: &Said<'_, Or<u32>>,
    entry: Option<&'static Entry>,
    of: &str,
) -> Fact<Option<u32>> {
    match (said, entry) {
        (Said::This(Or::Other(number), span), _) => Fact::Stated(Some(*number), Some(*span)),
        (Said::This(Or::Word(_), span), _) => Fact::Stated(None, Some(*span)),
        (Said::Nothing, Some(entry)) => {
            lowering.assumptions().count_or_endless(&mut lowering.estate.model, entry, of)
        }
        (Said::Nothing | Said::Unknown(..) | Said::Wrong(_), _) => {
            Fact::Unknown("nobody said how often a job is delivered (`tries`)".to_string())
        }
    }
}

/// Those of queue and stores that cannot take part in a two-phase commit, or are not known to.
fn cannot_commit(lowering: &Lowering<'_>, queue: PartId, writes: &[PartId]) -> Vec<String> {
    let cannot = |part: &&PartId| !engine_of(lowering, **part).is_some_and(|it| it.queue.two_phase);
    let all = std::iter::once(&queue).chain(writes).filter(cannot);
    all.map(|part| lowering.model().part(*part).address.clone()).collect()
}
