//! Who holds which acknowledged writes of the judged store, as far as one state tells.
//!
//! Every slot, live copy or backup, is a copy that some copies stream to. When a stream breaks it
//! is behind by its lag; while somebody's writes pass it by it falls further behind; when it
//! streams again it has what the other has. What is lost in the end is what the copy that is left
//! has not got. The engines keep the figures; here stands what changes them.

use outlast_model::{
    Backup, CopyRef, FOREVER, Kind, Layout, Nanos, PartId, Range, Ratio, Slot, Store, StoreId,
};

use crate::behaviour::commit;
use crate::dbm::plus;
use crate::rows::content::Content;
use crate::state::{View, count};
use crate::world::World;

/// A set of slots as bits; slots beyond 63 are not judged.
pub(crate) type Slots = u64;

/// The most slots that a store may have to be judged.
pub(crate) const SLOTS: u32 = 64;

/// Who holds what in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Holding {
    /// Live copies on which somebody's writes are acknowledged now.
    pub(crate) written: Slots,
    /// Slots whose data is there, right, and can be used.
    pub(crate) whole: Slots,
    /// Whole live copies that accept writes.
    pub(crate) serving: Slots,
    /// The copy that became the writing one last.
    pub(crate) primary: Option<u32>,
    /// Backups of which no clean one is made meanwhile and that somebody or something takes away when
    /// their time is up: nobody has noticed yet, or the account is somebody else's.
    threatened: Slots,
    /// Live copies whose seat has power.
    powered: Slots,
    /// Per slot: the live copies whose writes reach it.
    peers: Vec<Slots>,
    /// Per slot: what it could be filled from now.
    sources: Vec<Slots>,
}

/// What an event does to what a slot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Move {
    /// Its machine lost power: what was not yet on disk is gone.
    Power(u32),
    /// Streams to it from these broke: it is behind them by its lag.
    Falls(u32, Slots),
    /// It streams from this one: it has what that has.
    Adopts(u32, u32),
    /// Copies that all accept writes are joined again: each has what the others have.
    Joins(Slots),
    /// It was empty and is filled from the newest of these; from none of them it begins anew.
    Fills(u32, Slots),
}

pub(crate) const fn bit(slot: u32) -> Slots {
    if slot < SLOTS { 1 << slot } else { 0 }
}

pub(crate) fn each(slots: Slots) -> impl Iterator<Item = u32> {
    (0..SLOTS).filter(move |slot| slots & bit(*slot) != 0)
}

impl Holding {
    /// What a state says of the judged store.
    pub(crate) fn of(world: &World<'_>, state: &dyn View) -> Option<Self> {
        let id = world.judged?;
        let store = world.model.store(id);
        let reader = Reader { world, state, id, store, database: is_database(world, store.part) };
        Some(reader.read())
    }

    /// Whether acknowledged writes pass a slot by.
    pub(crate) fn passes_by(&self, slot: u32) -> bool {
        let peers = self.peers.get(slot as usize).copied().unwrap_or(0);
        self.written & !peers != 0
    }

    /// Whether what a slot holds grows older though no writes pass it by.
    pub(crate) fn ages(&self, slot: u32) -> bool {
        self.threatened & bit(slot) != 0 && !self.passes_by(slot)
    }

    /// The copies on which writes were acknowledged before the fault.
    pub(crate) fn writers_before(&self) -> Slots {
        if self.written == 0 { self.serving } else { self.written }
    }

    /// The slots that the writes on a live copy reach.
    pub(crate) fn reached_from(&self, copy: u32) -> Slots {
        let reached = (0..).zip(&self.peers).filter(|(_, peers)| **peers & bit(copy) != 0);
        reached.fold(0, |all, (slot, _)| all | bit(slot))
    }

    /// What happened between two states.
    pub(crate) fn moves(&self, next: &Self, store: &Store, joined: bool) -> Vec<Move> {
        let mut moves = Vec::new();
        for slot in 0..count(self.peers.len()) {
            self.moves_of(next, store, slot, joined, &mut moves);
        }
        // Who follows one that was empty a moment before has what that was filled with.
        let filled = next.whole & !self.whole;
        let follows_filled =
            |step: &Move| matches!(step, Move::Adopts(_, from) if filled & bit(*from) != 0);
        moves.sort_by_key(follows_filled);
        if joined && self.serving_together(next) {
            moves.push(Move::Joins(next.serving));
        }
        moves
    }

    fn moves_of(&self, next: &Self, store: &Store, slot: u32, joined: bool, into: &mut Vec<Move>) {
        let own = bit(slot);
        let peers = |holding: &Self| holding.peers.get(slot as usize).copied().unwrap_or(0) & !own;
        if self.powered & own != 0 && next.powered & own == 0 {
            into.push(Move::Power(slot));
        }
        let broken = peers(self) & !peers(next);
        if broken != 0 {
            into.push(Move::Falls(slot, broken));
        }
        let was_empty = self.whole & own == 0;
        if was_empty && next.whole & own != 0 && store.live(slot).is_some() {
            let shared = store.layout == Layout::Replicas;
            // What was empty itself a moment before has nothing to give.
            let streams = if shared { peers(next) & next.serving & self.whole } else { 0 };
            let sources = self.sources.get(slot as usize).copied().unwrap_or(0);
            let from = if streams == 0 { sources } else { streams };
            debug_assert!(from & !self.whole == 0, "what gives something held it a moment before");
            into.push(Move::Fills(slot, from));
            return;
        }
        let fresh = peers(next) & !peers(self);
        let adopts = store.backup(slot).is_some() || !joined;
        if let (true, Some(from)) = (adopts, each(fresh & next.serving).next()) {
            into.push(Move::Adopts(slot, from));
        }
    }

    /// Whether copies that could not exchange writes now can.
    fn serving_together(&self, next: &Self) -> bool {
        next.serving.count_ones() > 1
            && each(next.serving).any(|slot| {
                let peers = |holding: &Self| holding.peers.get(slot as usize).copied().unwrap_or(0);
                peers(next) & !peers(self) != 0
            })
    }
}

fn is_database(world: &World<'_>, part: PartId) -> bool {
    matches!(&world.model.part(part).kind, Kind::Database(_))
}

/// Whether every copy of a store accepts writes and exchanges them with the others.
pub(crate) fn is_joined(world: &World<'_>, store: &Store) -> bool {
    let alike = commit::is_alike(world, store.part);
    store.layout == Layout::Replicas && (alike || !is_database(world, store.part))
}

struct Reader<'r, 'w> {
    world: &'r World<'w>,
    state: &'r dyn View,
    id: StoreId,
    store: &'r Store,
    database: bool,
}

impl Reader<'_, '_> {
    fn read(&self) -> Holding {
        let slots = self.store.slots().min(SLOTS);
        let live = count(self.store.live.len()).min(SLOTS);
        let set = |test: &dyn Fn(u32) -> bool, of: u32| {
            (0..of).filter(|slot| test(*slot)).fold(0, |all, slot| all | bit(slot))
        };
        let serving = set(&|slot| self.serves(slot), live);
        let own = |slot: u32| self.world.spot(self.state, self.copy(slot));
        let sources = |slot: u32| {
            let from = if slot < live { own(slot) } else { None };
            let sources = self.world.sources(self.state, self.id, slot, from);
            sources.into_iter().fold(0, |all, slot| all | bit(slot))
        };
        let whole = set(&|slot| self.is_whole(slot), slots);
        debug_assert!(serving & !whole == 0, "a copy that serves holds what is right");
        Holding {
            written: self.written(serving),
            whole,
            serving,
            primary: commit::leader(self.world, self.state, self.store.part),
            threatened: self.threatened(slots, live),
            powered: set(&|slot| self.world.seat_is_up(self.state, self.copy(slot)), live),
            peers: (0..slots).map(|slot| self.peers(slot, live)).collect(),
            sources: (0..live).map(sources).collect(),
        }
    }

    fn threatened(&self, slots: u32, live: u32) -> Slots {
        let all = (live..slots).fold(0, |all, slot| all | bit(slot));
        if all == 0 {
            return 0;
        }
        if self.world.is_unnoticed(self.state, self.id) {
            return all;
        }
        let taken = |slot: &u32| {
            let slot = Slot { store: self.id, slot: *slot };
            self.world.is_erased_once_unlocked(self.state, slot)
        };
        each(all).filter(taken).fold(0, |all, slot| all | bit(slot))
    }

    fn copy(&self, slot: u32) -> CopyRef {
        CopyRef { part: self.store.part, copy: slot }
    }

    fn is_whole(&self, slot: u32) -> bool {
        self.world.is_usable(self.state, self.id, self.store, slot)
    }

    /// Whether a live copy accepts writes, and what it holds is right.
    fn serves(&self, slot: u32) -> bool {
        let accepts = if self.database {
            commit::accepts(self.world, self.state, self.copy(slot))
        } else {
            self.world.runs(self.state, self.copy(slot))
        };
        accepts && self.is_whole(slot)
    }

    /// The copies on which somebody writes now. What is silently wrong goes on being written.
    fn written(&self, serving: Slots) -> Slots {
        if self.database {
            let copies = commit::written(self.world, self.state, self.store.part);
            return copies.into_iter().fold(0, |all, copy| all | bit(copy));
        }
        if self.world.is_full(self.state, self.store.part) {
            return 0;
        }
        let writers = self.world.writers(self.store.part);
        let live = count(self.store.live.len());
        let reached = |slot: &u32| {
            let copy = self.copy(*slot);
            let wrong = self.world.content(self.state, self.id, *slot) != Content::Whole;
            (serving & bit(*slot) != 0 || wrong)
                && writers
                    .iter()
                    .any(|from| commit::is_reached(self.world, self.state, *from, copy))
        };
        (0..live).filter(reached).fold(0, |all, slot| all | bit(slot))
    }

    /// The live copies whose writes reach a slot.
    fn peers(&self, slot: u32, live: u32) -> Slots {
        if self.store.layout == Layout::Shards && slot < live {
            // Each holds its own: the writes on others do not concern it.
            return Slots::MAX;
        }
        let reaches = |from: &u32| self.reaches(*from, slot);
        (0..live).filter(reaches).fold(0, |all, from| all | bit(from))
    }

    fn reaches(&self, from: u32, slot: u32) -> bool {
        if !self.is_whole(slot) {
            return false;
        }
        let (world, state) = (self.world, self.state);
        if let Some(backup) = self.store.backup(slot) {
            return self.serves(from)
                && world.keeper_answers(state, backup, world.spot(state, self.copy(from)));
        }
        if from == slot {
            return self.serves(slot);
        }
        if self.database {
            let streams = commit::streams(world, state, self.copy(slot), self.copy(from));
            return streams && self.is_whole(from);
        }
        self.serves(from)
            && self.serves(slot)
            && commit::is_reached(world, state, world.spot(state, self.copy(from)), self.copy(slot))
    }
}

/// How far a slot is behind when a stream to it breaks; anything at all when nobody said.
pub(crate) fn lag(world: &World<'_>, store: &Store, slot: u32) -> Range {
    if let Some(backup) = store.backup(slot) {
        let makes = world.range(&backup.makes);
        if let Some(archive) = &backup.archive {
            let archive = world.range(archive);
            return Range::new(0, archive.hi);
        }
        let every = world.range(&backup.every);
        return if makes.is_unbounded() || every.is_unbounded() {
            Range::UNKNOWN
        } else {
            Range::new(makes.lo, every.hi.saturating_add(makes.hi))
        };
    }
    store.live(slot).map_or(Range::ZERO, |live| world.range(&live.lag))
}

/// What a live copy can lose of what was acknowledged when its machine loses power.
pub(crate) fn volatile(world: &World<'_>, store: &Store, slot: u32) -> Range {
    store.live(slot).map_or(Range::ZERO, |live| world.range(&live.durable_after))
}

/// How much older than what it lacks the beginning of a backup is when a stream to it breaks. A log
/// archive brings it up to date, and is worth nothing without the one that it carries on, which was
/// finished before the moment that is wanted.
pub(crate) fn older(world: &World<'_>, store: &Store, slot: u32) -> Range {
    let archived = store.backup(slot).filter(|backup| backup.archive.is_some());
    archived.map_or(Range::ZERO, |backup| {
        let (every, makes) = (world.range(&backup.every), world.range(&backup.makes));
        Range::new(makes.lo, every.hi.saturating_add(makes.hi))
    })
}

/// How long a copy is kept, counted from when it was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keeping {
    pub(crate) time: Range,
    /// The next one replaces it: it is there until that is finished, however long that takes.
    pub(crate) until_next: bool,
}

/// How long a copy in a slot is kept; `None` without end.
///
/// What nobody can erase is not tidied away either. Whoever has its account waits for nothing but
/// the lock.
pub(crate) fn keeping(world: &World<'_>, store: &Store, at: Slot) -> Option<Keeping> {
    let backup = store.backup(at.slot)?;
    let locked = backup.locked.as_ref().map_or(Range::ZERO, |locked| world.range(locked));
    if world.is_taken_once_unlocked(at) {
        return Some(Keeping { time: locked, until_next: false });
    }
    let stated = backup.keeps_for.as_ref().map(|kept| world.range(kept));
    if stated.is_none() && backup.obeys.only_grows() {
        return None;
    }
    let time = stated.unwrap_or_else(|| until_next(world, backup));
    let time = Range { lo: time.lo.max(locked.lo), hi: time.hi.max(locked.hi) };
    Some(Keeping { time, until_next: stated.is_none() })
}

/// One version is there until the next one is finished.
fn until_next(world: &World<'_>, backup: &Backup) -> Range {
    let (every, makes) = (world.range(&backup.every), world.range(&backup.makes));
    every.plus(makes)
}

/// Whether something happens: in no history, in some, in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Maybe {
    #[default]
    Never,
    Sometimes,
    Always,
}

/// How far a slot is behind, over a class of histories, and whether it holds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    pub(crate) lo: Nanos,
    pub(crate) hi: Nanos,
    pub(crate) nothing: Maybe,
    /// The slot that it was filled from.
    pub(crate) from: Option<u32>,
}

/// A copy that data may be had from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) slot: u32,
    /// How far it is behind.
    pub(crate) span: Span,
    /// How much older than that what it holds is.
    pub(crate) older: (Nanos, Nanos),
    /// No time has passed over it since the last stream to it broke.
    pub(crate) is_fresh: bool,
    /// How long it is kept; without end when there is none.
    pub(crate) kept: Option<Keeping>,
}

impl Source {
    /// Whether it holds nothing, or is too old to be there any more.
    fn gone(&self) -> Maybe {
        let Some(kept) = self.kept.filter(|_| self.span.nothing != Maybe::Always) else {
            return self.span.nothing;
        };
        let (lo, hi) = (plus(self.span.lo, self.older.0), plus(self.span.hi, self.older.1));
        let stays = hi <= kept.time.lo || (self.is_fresh && kept.until_next);
        match self.span.nothing {
            _ if lo > kept.time.hi && !stays => Maybe::Always,
            Maybe::Never if stays => Maybe::Never,
            Maybe::Never | Maybe::Sometimes | Maybe::Always => Maybe::Sometimes,
        }
    }

    /// How far it is behind at most where it is still there.
    fn furthest(&self) -> Nanos {
        let stays = |kept: &Keeping| self.is_fresh && kept.until_next;
        let kept = self.kept.filter(|kept| kept.time.hi < FOREVER && !stays(kept));
        let clipped = kept.map(|kept| kept.time.hi.saturating_sub(self.older.0));
        clipped.map_or(self.span.hi, |clipped| self.span.hi.min(clipped))
    }
}

/// What is left where the newest of several copies is taken.
pub(crate) fn newest(copies: &[Source]) -> Span {
    let left = || copies.iter().filter(|it| it.gone() != Maybe::Always);
    let Some(lo) = left().map(|it| it.span.lo).min() else {
        return Span { nothing: Maybe::Always, ..Span::default() };
    };
    let from = left().min_by_key(|it| (it.gone(), it.furthest(), it.slot)).map(|it| it.slot);
    let sure = left().filter(|it| it.gone() == Maybe::Never).map(Source::furthest).min();
    match sure {
        Some(hi) => Span { lo, hi, nothing: Maybe::Never, from },
        None => {
            let hi = left().map(Source::furthest).max().unwrap_or(0);
            Span { lo, hi, nothing: Maybe::Sometimes, from }
        }
    }
}

/// What a class of histories ends with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ended {
    /// What is lost.
    pub(crate) lost: Span,
    /// Of which two histories are left.
    pub(crate) diverged: Span,
    /// The share of the data that is hit.
    pub(crate) share: Ratio,
    /// The slot that is left.
    pub(crate) left: Option<u32>,
}

/// What is lost in the end, with what each slot gives.
pub(crate) fn conclude(
    world: &World<'_>,
    store: &Store,
    holding: &Holding,
    source: impl Fn(u32) -> Source,
) -> Ended {
    if store.layout == Layout::Shards {
        return shards(store, holding, source);
    }
    let behind = |slot: u32| source(slot).span;
    let none = Span { nothing: Maybe::Always, ..Span::default() };
    let alike = commit::is_alike(world, store.part);
    let primary = holding.primary.filter(|copy| !alike && holding.serving & bit(*copy) != 0);
    let latest = || each(holding.serving).min_by_key(|slot| (behind(*slot).hi, *slot));
    if let Some(winner) = primary.or_else(latest) {
        let span = behind(winner);
        let others = holding.serving & !bit(winner);
        let apart = others != 0 && !alike && !is_joined(world, store);
        let zero = Span::default();
        let (lost, diverged) = match (apart, span.nothing) {
            (true, Maybe::Never) => (zero, span),
            (true, Maybe::Sometimes) => (Span { lo: 0, ..span }, Span { lo: 0, ..span }),
            _ => (span, zero),
        };
        return Ended { lost, diverged, share: Ratio::ONE, left: Some(winner) };
    }
    let whole: Vec<u32> = each(holding.whole).collect();
    let copies: Vec<Source> = whole.iter().map(|slot| source(*slot)).collect();
    let lost = if copies.is_empty() { none } else { newest(&copies) };
    let left = whole.into_iter().min_by_key(|slot| (behind(*slot).hi, *slot));
    Ended { lost, diverged: Span::default(), share: Ratio::ONE, left }
}

/// Where each copy holds its own share, each is lost or kept by itself.
fn shards(store: &Store, holding: &Holding, source: impl Fn(u32) -> Source) -> Ended {
    let live = count(store.live.len());
    let backups: Vec<Source> =
        each(holding.whole).filter(|slot| *slot >= live).map(&source).collect();
    let of = |slot: u32| {
        if holding.whole & bit(slot) != 0 { source(slot).span } else { newest(&backups) }
    };
    let spans: Vec<Span> = (0..live).map(of).collect();
    let hit = spans.iter().filter(|span| span.hi > 0 || span.nothing != Maybe::Never).count();
    let worst = spans.iter().copied().reduce(|a, b| Span {
        lo: a.lo.max(b.lo),
        hi: a.hi.max(b.hi),
        nothing: a.nothing.max(b.nothing),
        from: a.from.or(b.from),
    });
    Ended {
        lost: worst.unwrap_or_default(),
        diverged: Span::default(),
        share: Ratio::new(i64::from(count(hit)), i64::from(live.max(1))),
        left: each(holding.whole).find(|slot| *slot >= live),
    }
}
