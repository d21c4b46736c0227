//! What a fault did to the judged store, from the ends of the exploration and the plain runs.

use outlast_model::{Effect, FOREVER, Fact, Lasting, Nanos, Range, Ratio, Slot, Store, StoreId};

use crate::content::backup_slots;
use crate::data::{Ended, Maybe, SLOTS};
use crate::doubt::{BackupFact, CopyFact, Doubt};
use crate::explore::{End, Explored};
use crate::gone::lost_at_once;
use crate::outcome::{Figure, History, Limits, Loss, Often, Typical};
use crate::plain::Run;
use crate::state_cache::StateCache;
use crate::witness::{Aim, attaining};

/// Whether some histories of one class lose everything and others do not.
pub(crate) fn is_mixed(explored: &Explored) -> bool {
    ends(explored).any(|(_, ended)| ended.lost.nothing == Maybe::Sometimes)
}

fn ends(explored: &Explored) -> impl Iterator<Item = (&End, &Ended)> {
    explored.ends.iter().filter_map(|end| Some((end, end.ended.as_ref()?)))
}

/// What is lost of the judged store, if one is judged.
pub(crate) fn loss(
    book: &StateCache<'_, '_>,
    explored: &Explored,
    runs: &[Run],
    limits: &Limits,
) -> Option<Loss> {
    let id = book.world.judged?;
    let store = book.world.model.store(id);
    let stopped = explored.limit.is_some();
    if let Some(loss) = stopped.then(|| lost_at_once(book, limits)).flatten() {
        return Some(loss);
    }
    let worst = ends(explored).max_by_key(|(_, ended)| badness(ended))?;
    let window = |ended: &Ended| (ended.lost.nothing != Maybe::Always).then_some(ended.lost);
    let lost = |history: &History| history.lost.unwrap_or(0);
    let diverged = |history: &History| history.diverged.unwrap_or(0);
    let kept: Vec<(Nanos, Nanos)> =
        ends(explored).filter_map(|(_, it)| window(it)).map(|it| (it.lo, it.hi)).collect();
    let apart: Vec<(Nanos, Nanos)> =
        ends(explored).map(|(_, it)| (it.diverged.lo, it.diverged.hi)).collect();
    let slot = worst.1.left.filter(|slot| store.backup(*slot).is_some());
    let taken = slot.or_else(|| backup_taken(store, worst.1));
    Some(Loss {
        window: figure(&kept, runs, stopped, lost),
        diverged: figure(&apart, runs, stopped, diverged),
        all: all(explored, runs),
        share: ends(explored).map(|(_, it)| it.share).fold(Ratio::ZERO, Ratio::max),
        source: taken.map(|slot| Slot { store: id, slot }),
        unproven: taken.and_then(|slot| store.backup(slot)).is_some_and(|it| it.tested.is_none()),
        doubts: doubts(book, id, explored),
        witness: worst
            .1
            .left
            .or(Some(0))
            .and_then(|left| attaining(book, explored, &worst.0.path, Aim::Loss(left), limits)),
    })
}

/// The only backup of a store, when what is left came from one.
fn backup_taken(store: &Store, ended: &Ended) -> Option<u32> {
    let first = u32::try_from(store.live.len()).ok()?;
    let restored = ended.lost.from?;
    (restored >= first).then_some(restored)
}

fn badness(ended: &Ended) -> (Maybe, Nanos, Nanos, Ratio) {
    (ended.lost.nothing, ended.lost.hi, ended.diverged.hi, ended.share)
}

fn figure(
    bounds: &[(Nanos, Nanos)],
    runs: &[Run],
    stopped: bool,
    value: impl Fn(&History) -> Nanos,
) -> Figure {
    let best = bounds.iter().map(|it| it.0).min().unwrap_or(0);
    let worst = bounds.iter().map(|it| it.1).max().unwrap_or(0);
    if stopped {
        return Figure { best: 0, typical: Typical::Unknown, worst: FOREVER };
    }
    if best == worst {
        return Figure { best, typical: Typical::Exact(worst), worst };
    }
    let typical = match runs {
        [] => Typical::Unknown,
        [one] if one.mixed || one.shapeless => Typical::Unknown,
        [one] if value(&one.history) == FOREVER => Typical::Unknown,
        [one] => Typical::Exact(value(&one.history)),
        several => of_those_that_keep(several, value),
    };
    Figure { best, typical, worst }
}

/// The mean over the runs in which anything is left.
fn of_those_that_keep(runs: &[Run], value: impl Fn(&History) -> Nanos) -> Typical {
    let shapeless = runs.iter().any(|run| run.shapeless);
    let kept: Vec<Nanos> =
        runs.iter().map(|run| value(&run.history)).filter(|value| *value < FOREVER).collect();
    if shapeless || kept.is_empty() {
        return Typical::Unknown;
    }
    let total: i128 = kept.iter().map(|value| i128::from(*value)).sum();
    let mean = total / i128::try_from(kept.len()).unwrap_or(1);
    Typical::Sampled(Nanos::try_from(mean).unwrap_or(FOREVER))
}

/// How often nothing is left.
fn all(explored: &Explored, runs: &[Run]) -> Often {
    let of = |maybe: Maybe| ends(explored).any(|(_, ended)| ended.lost.nothing == maybe);
    if !of(Maybe::Always) && !of(Maybe::Sometimes) {
        return Often::Never;
    }
    if !of(Maybe::Never) && !of(Maybe::Sometimes) {
        return Often::Always;
    }
    let shapeless = runs.len() < 2 || runs.iter().any(|run| run.shapeless);
    let gone = runs.iter().filter(|run| run.history.lost == Some(FOREVER)).count();
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Often::Sometimes((!shapeless).then(|| (count(gone), count(runs.len()))))
}

/// What would have to be known: how far a copy is behind, when that has no bound.
fn doubts(book: &StateCache<'_, '_>, id: StoreId, explored: &Explored) -> Vec<Doubt> {
    let store = book.world.model.store(id);
    let mut doubts: Vec<Doubt> = explored.limit.map(Doubt::Ceiling).into_iter().collect();
    if store.slots() > SLOTS {
        doubts.push(Doubt::Copies { store: id, most: SLOTS });
    }
    let endless =
        ends(explored).any(|(_, it)| it.lost.hi == FOREVER && it.lost.nothing != Maybe::Always);
    if endless {
        doubts.extend(unknown_lags(id, store));
    }
    // Whether a backup is still there hangs on how old it becomes, and on how old it may become.
    let perhaps = is_mixed(explored);
    if endless || perhaps {
        doubts.extend(unknown_of_backups(id, store, perhaps));
    }
    let unknown = |effect: &Lasting| effect.lasts.is_unbounded();
    // What never ends is no question of when.
    let opens = |effect: &Lasting| {
        unknown(effect)
            && effect.lasts.lo < FOREVER
            && matches!(effect.effect, Effect::Erase(_) | Effect::Corrupt(_))
    };
    let effects = &book.world.effects;
    let endless = endless && doubts.is_empty() && effects.iter().any(unknown);
    if endless || (perhaps && effects.iter().any(opens)) {
        doubts.push(Doubt::End);
    }
    doubts
}

fn is_unknown(fact: &Fact<Range>) -> bool {
    fact.value().is_none()
}

/// How far each live copy of a store may be behind, where that is not known.
fn unknown_lags(id: StoreId, store: &Store) -> Vec<Doubt> {
    let at = |slot: u32| Slot { store: id, slot };
    let mut doubts = Vec::new();
    for (slot, live) in (0..).zip(&store.live) {
        let of = [(CopyFact::Lag, &live.lag), (CopyFact::DurableAfter, &live.durable_after)];
        let unknown = of.into_iter().filter(|(_, fact)| is_unknown(fact));
        doubts.extend(unknown.map(|(fact, _)| Doubt::OfCopy(at(slot), fact)));
    }
    doubts
}

/// How old what each backup of a store holds may be, where that is not known; and, where it matters,
/// how old it may become.
fn unknown_of_backups(id: StoreId, store: &Store, kept: bool) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for (slot, backup) in backup_slots(store).zip(&store.backups) {
        let mut of = vec![(BackupFact::Every, &backup.every), (BackupFact::Took, &backup.makes)];
        if kept {
            of.extend(backup.keeps_for.iter().map(|it| (BackupFact::Kept, it)));
            of.extend(backup.locked.iter().map(|it| (BackupFact::Locked, it)));
        }
        let unknown = of.into_iter().filter(|(_, fact)| is_unknown(fact));
        let at = Slot { store: id, slot };
        doubts.extend(unknown.map(|(fact, _)| Doubt::OfBackup(at, fact)));
    }
    doubts
}

/// Two behaviours that are both possible: the hull of both.
pub(crate) fn either(a: Option<Loss>, b: Option<Loss>) -> Option<Loss> {
    let (a, b) = match (a, b) {
        (Some(a), Some(b)) => (a, b),
        (a, b) => return a.or(b),
    };
    let both = |a: Figure, b: Figure| Figure {
        best: a.best.min(b.best),
        typical: if a.typical == b.typical { a.typical } else { Typical::Unknown },
        worst: a.worst.max(b.worst),
    };
    let all = match (a.all, b.all) {
        (a, b) if a == b => a,
        _ => Often::Sometimes(None),
    };
    let window = match (a.all, b.all) {
        (Often::Always, _) => b.window,
        (_, Often::Always) => a.window,
        _ => both(a.window, b.window),
    };
    let b_is_worse = (b.all, b.window.worst) > (a.all, a.window.worst);
    let mut doubts = a.doubts;
    doubts.extend(b.doubts.into_iter().filter(|it| !doubts.contains(it)).collect::<Vec<_>>());
    Some(Loss {
        window,
        diverged: both(a.diverged, b.diverged),
        all,
        share: a.share.max(b.share),
        source: if b_is_worse { b.source } else { a.source },
        unproven: a.unproven || b.unproven,
        doubts,
        witness: if b_is_worse { b.witness } else { a.witness },
    })
}
