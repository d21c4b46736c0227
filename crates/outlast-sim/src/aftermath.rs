//! Work that goes on after the answer: what a fault does to jobs that are under way or wait.
//!
//! A job is taken, done, and acknowledged; who dies in between has done it or not, and the queue
//! cannot know. What follows from that is arithmetic on how many workers are hit, how often a job is
//! delivered, and whether doing it twice does harm. How long work stands still is unfolded like a
//! journey that enters at the workers and tolerates all but the last of them failing. The time to
//! work off what has piled up is not in the figures.

use outlast_model::{Condition, CopyRef, Delivery, Model, Nanos, Needed, PartId, Ratio, Work};

use crate::dbm::plus;
use crate::doubt::Doubt;
use crate::outcome::{Aftermath, Figure, Outcome, Typical};
use crate::rows::content::Content;
use crate::state::{View, count};
use crate::state_cache::StateCache;
use crate::world::World;

/// All but one part in a million may fail: work stands still only when nobody works.
pub(crate) fn standstill() -> Ratio {
    Ratio::new(999_999, 1_000_000)
}

/// The work that begins in any of these parts, and the work that follows from it.
pub(crate) fn begun_in(model: &Model, is_called: impl Fn(PartId) -> bool) -> Vec<&Work> {
    let mut begun: Vec<&Work> = Vec::new();
    for _ in 0..=model.works.len() {
        let before = begun.len();
        for work in &model.works {
            let follows = begun.iter().any(|it| it.writes.contains(&work.queue));
            let known = begun.iter().any(|it| std::ptr::eq(*it, work));
            if !known && (is_called(work.queue) || follows) {
                begun.push(work);
            }
        }
        if begun.len() == before {
            break;
        }
    }
    begun
}

/// How many workers a fault hits at once.
struct Hit {
    /// Dead: what they were doing is not finished by them.
    dead: u64,
    /// Alive, and unable to say that a job is done.
    apart: u64,
    /// Alive and at work.
    working: u64,
    /// The jobs that waited are gone.
    emptied: bool,
    /// A store that results are written to refuses or forgets them.
    forgets: bool,
}

/// What becomes of one kind of work; `path` is what the fault does to those who work.
pub(crate) fn aftermath(book: &StateCache<'_, '_>, work: &Work, path: &Outcome) -> Aftermath {
    let hit = hit(book, work);
    let mut doubts = path.doubts.clone();
    let delivery = work.delivery();
    let anything = hit.dead + hit.apart > 0 || hit.emptied || hit.forgets;
    if delivery.is_none() && anything {
        doubts.push(Doubt::Delivery(work.queue));
    }
    let late = late(book.world, work, delivery, &hit, path);
    // A job that is taken at last is done without waiting any more.
    let waits = late.worst.saturating_sub(book.world.range(&work.job).lo);
    let lost =
        if grows_too_old(book.world, work, waits) { (0, None) } else { lost(work, delivery, &hit) };
    let twice = twice(work, delivery, &hit);
    let assumptions = path.assumptions.clone();
    Aftermath { lost, twice, late, doubts, assumptions }
}

fn hit(book: &StateCache<'_, '_>, work: &Work) -> Hit {
    let (before, after) = (book.at_rest(), book.start());
    let world = book.world;
    let mut hit = Hit { dead: 0, apart: 0, working: 0, emptied: false, forgets: false };
    for (copy, _) in world.model.copies(work.worker) {
        if !world.runs(&before.state, copy) {
            continue;
        }
        match world.condition(&after.state, copy, world.spot(&after.state, copy)) {
            Condition::Answers if reports(world, &after.state, work, copy) => hit.working += 1,
            Condition::Answers | Condition::Hung => hit.apart += 1,
            Condition::Refuses | Condition::Silent | Condition::Wrong => hit.dead += 1,
        }
    }
    hit.emptied = is_emptied(world, &after.state, work.queue);
    let writes = work.writes.iter().filter(|store| **store != work.queue);
    hit.forgets = hit.working + hit.apart > 0
        && writes.into_iter().any(|store| {
            is_emptied(world, &after.state, *store) || world.is_full(&after.state, *store)
        });
    hit
}

/// Whether a worker can tell the queue that a job is done.
fn reports(world: &World<'_>, state: &dyn View, work: &Work, worker: CopyRef) -> bool {
    crate::serve::is_met(world, state, &Needed::One(work.queue), world.spot(state, worker))
}

/// Whether no live copy of what a part holds has it any more.
fn is_emptied(world: &World<'_>, state: &dyn View, part: PartId) -> bool {
    world.stores_of(part).any(|(id, store)| {
        let live = count(store.live.len());
        live > 0 && (0..live).all(|slot| world.content(state, id, slot) != Content::Whole)
    })
}

/// Whether a job that waits so long may be dropped by the queue before anybody takes it.
fn grows_too_old(world: &World<'_>, work: &Work, waits: Nanos) -> bool {
    work.keeps_for.as_ref().is_some_and(|kept| waits > world.range(kept).lo)
}

fn lost(work: &Work, delivery: Option<Delivery>, hit: &Hit) -> (u64, Option<u64>) {
    if hit.emptied {
        return (0, None);
    }
    let set_aside = work.then.is_some() && work.acks_first.value() == Some(&false);
    match delivery {
        Some(Delivery::AtLeastOnce | Delivery::ExactlyOnce) => (0, Some(0)),
        Some(Delivery::AtMostOnce) if set_aside => (0, Some(0)),
        Some(Delivery::AtMostOnce) | None => (0, Some(hit.dead)),
    }
}

fn twice(work: &Work, delivery: Option<Delivery>, hit: &Hit) -> (u64, Option<u64>) {
    if !work.twice_harms() {
        return (0, Some(0));
    }
    if work.does.is_some() && hit.forgets {
        // The effect is done and its record is not: it is done again whenever the job is delivered.
        let again = work.tries.value().copied().flatten().map(|tries| u64::from(tries) - 1);
        return (0, again.map(|again| again.saturating_mul(hit.working + hit.apart)));
    }
    match delivery {
        Some(Delivery::AtMostOnce | Delivery::ExactlyOnce) => (0, Some(0)),
        Some(Delivery::AtLeastOnce) | None => (0, Some(hit.dead + hit.apart)),
    }
}

/// How much later a job is done: work stands still, and what a dead worker had taken is waited for.
fn late(
    world: &World<'_>,
    work: &Work,
    delivery: Option<Delivery>,
    hit: &Hit,
    path: &Outcome,
) -> Figure {
    let again = delivery != Some(Delivery::AtMostOnce) && hit.dead + hit.apart > 0;
    if !again {
        return path.gap;
    }
    let (wait, job) = (world.range(&work.ack_wait), world.range(&work.job));
    let most = plus(plus(path.gap.worst, wait.hi), job.hi);
    Figure { best: path.gap.best, typical: Typical::Unknown, worst: most }
}

/// Several kinds of work of one journey: the worst of each.
pub(crate) fn both(a: Aftermath, b: Aftermath) -> Aftermath {
    let sum = |a: (u64, Option<u64>), b: (u64, Option<u64>)| {
        (a.0 + b.0, a.1.zip(b.1).map(|(a, b)| a.saturating_add(b)))
    };
    // One after the other or side by side: at most the sum.
    let late = Figure {
        best: a.late.best.max(b.late.best),
        typical: Typical::Unknown,
        worst: plus(a.late.worst, b.late.worst),
    };
    let mut doubts = a.doubts;
    doubts.extend(b.doubts.into_iter().filter(|it| !doubts.contains(it)).collect::<Vec<_>>());
    Aftermath {
        lost: sum(a.lost, b.lost),
        twice: sum(a.twice, b.twice),
        late: if a.late.is_zero() {
            b.late
        } else if b.late.is_zero() {
            a.late
        } else {
            late
        },
        doubts,
        assumptions: a.assumptions.union(&b.assumptions).copied().collect(),
    }
}
