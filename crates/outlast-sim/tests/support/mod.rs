//! Small models for tests, built in a few words.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test file uses some of it")]

use std::collections::BTreeMap;

use outlast_model::*;
use outlast_sim::{DrawId, History, Unfolding};

pub fn stated<T>(value: T) -> Fact<T> {
    Fact::Stated(value, None)
}

pub fn seconds(value: i64) -> Nanos {
    value * SECOND
}

pub fn millis(value: i64) -> Nanos {
    value * MILLISECOND
}

pub fn exactly(value: Nanos) -> Fact<Range> {
    stated(Range::exactly(value))
}

pub fn between(lo: Nanos, hi: Nanos) -> Fact<Range> {
    stated(Range::new(lo, hi))
}

/// A check of every target: interval, timeout, fall, rise.
pub fn check(
    kind: Sight,
    interval: Nanos,
    timeout: Nanos,
    fall: u32,
    rise: u32,
    rearm: Rearm,
) -> Check {
    Check { rearm: stated(rearm), ..Check::exactly(kind, interval, timeout, fall, rise) }
}

pub fn way(by: Actor, notices: &[EffectKind], detect: Detect, takes: Range) -> WayBack {
    WayBack::new(by, notices.to_vec(), detect, stated(takes))
}

pub fn part(address: &str, kind: Kind, seats: &[Seat]) -> Part {
    Part {
        copies: seats.iter().map(|seat| Copy { seat: *seat, name: None }).collect(),
        falls: stated(false),
        ..Part::new(address, Role::Service, kind)
    }
}

pub fn router(
    members: &[(PartId, u32, bool)],
    rotation: Rotation,
    remembers: Nanos,
    redispatch: bool,
) -> Kind {
    let member = |(part, copy, active): &(PartId, u32, bool)| Member {
        copy: CopyRef { part: *part, copy: *copy },
        active: *active,
    };
    Kind::Router(Router {
        arriving: Arriving { redispatch: stated(redispatch), ..Arriving::PLAIN },
        remembers: exactly(remembers),
        ..Router::new(members.iter().map(member).collect(), rotation)
    })
}

pub fn need(part: PartId) -> Need {
    Need::new(Needed::One(part), Moment::Request)
}

/// A model under construction.
#[derive(Default)]
pub struct System {
    pub model: Model,
}

impl System {
    pub fn new() -> Self {
        let mut system = Self::default();
        system.place("cloud", PlaceKind::Provider, None);
        system
    }

    pub fn place(&mut self, name: &str, kind: PlaceKind, within: Option<PlaceId>) -> PlaceId {
        self.model.places.push(Place::new(name, kind, within))
    }

    pub fn zone(&mut self, name: &str) -> PlaceId {
        self.place(name, PlaceKind::Zone, Some(PlaceId::nth(0)))
    }

    pub fn machine(&mut self, name: &str, place: PlaceId) -> Seat {
        Seat::Machine(self.model.machines.push(Machine::new(name, name, place)))
    }

    pub fn add(&mut self, part: Part) -> PartId {
        self.model.parts.push(part)
    }

    pub fn journey(&mut self, enters: PartId) -> JourneyId {
        self.model.journeys.push(Journey::new("use", Needed::One(enters)))
    }
}

pub fn effect(kind: EffectKind, struck: Struck, lasts: Range) -> Lasting {
    does(kind, struck, Found::Intact).lasting(lasts)
}

/// What is done to a thing, by the words for both: a word that makes no sense of it fails the test.
fn does(kind: EffectKind, struck: Struck, found: Found) -> Effect {
    match (kind, struck) {
        (EffectKind::Stop, Struck::Process(copy)) => Effect::Stop(Stopped::Process(copy)),
        (EffectKind::Stop, Struck::Machine(it)) => Effect::Stop(Stopped::Machine(it, found)),
        (EffectKind::Stop, Struck::Place(it)) => Effect::Stop(Stopped::Place(it, found)),
        (EffectKind::Stop, Struck::Managed(part)) => Effect::Stop(Stopped::Managed(part)),
        (EffectKind::Freeze, Struck::Process(copy)) => Effect::Freeze(copy),
        (EffectKind::Cut, Struck::Place(place)) => Effect::Cut(Border::Place(place)),
        (EffectKind::Cut, Struck::Managed(part)) => Effect::Cut(Border::Managed(part)),
        (EffectKind::Slow, Struck::Managed(part)) => Effect::Slow(part, None),
        (EffectKind::Fill, Struck::Managed(part)) => Effect::Fill(part),
        (EffectKind::Erase, Struck::Store(store)) => Effect::Erase(Erased::Store(store)),
        (EffectKind::Erase, Struck::Slot(slot)) => Effect::Erase(Erased::Slot(slot)),
        (EffectKind::Corrupt, Struck::Store(store)) => Effect::Corrupt(store),
        (EffectKind::Deny, Struck::Managed(part)) => Effect::Deny(part),
        (EffectKind::Set, Struck::Process(copy)) => Effect::Set(Misled::Process(copy)),
        (EffectKind::Set, Struck::Belief { router, member }) => {
            Effect::Set(Misled::Belief { router, member })
        }
        (kind, struck) => panic!("`{}` makes no sense of {struck:?}", kind.word()),
    }
}

/// What stops, and is found so when it is over.
pub fn stop(struck: Struck, found: Found, lasts: Range) -> Lasting {
    does(EffectKind::Stop, struck, found).lasting(lasts)
}

pub const FOR_EVER: Range = Range { lo: FOREVER, hi: FOREVER };

pub fn fault(effects: Vec<Lasting>) -> Fault {
    Fault {
        name: "test".into(),
        class: Class::Instance,
        what: "a test".into(),
        rate: Fact::Unknown("test".into()),
        effects,
        during: None,
        change: None,
    }
}

/// A machine that loses power and stays off.
pub fn off(seat: Seat) -> Fault {
    let Seat::Machine(machine) = seat else { panic!("a machine") };
    fault(vec![effect(EffectKind::Stop, Struck::Machine(machine), FOR_EVER)])
}

pub fn killed(part: PartId, copy: u32) -> Fault {
    fault(vec![effect(EffectKind::Stop, Struck::Process(CopyRef { part, copy }), FOR_EVER)])
}

pub fn hung(part: PartId, copy: u32) -> Fault {
    fault(vec![effect(EffectKind::Freeze, Struck::Process(CopyRef { part, copy }), FOR_EVER)])
}

/// A store of a part: one live copy for each of its copies, the first one written.
pub fn store(part: PartId, live: &[Range], writers: &[PartId]) -> Store {
    let copies = (0..).zip(live);
    Store {
        live: copies
            .map(|(copy, lag)| Live { lag: stated(*lag), ..Live::new(CopyRef { part, copy }) })
            .collect(),
        writers: writers.to_vec(),
        ..Store::new("data", Held::Database, part)
    }
}

/// A backup in a place, begun every so often.
pub fn backup(every: Nanos, makes: Nanos, kept: Option<Nanos>, place: PlaceId) -> Backup {
    Backup {
        makes: exactly(makes),
        to: Kept::at(place),
        keeps_for: kept.map(exactly),
        consistency: stated(Consistency::Sound),
        restores: exactly(HOUR),
        tested: Some("2026-10-02".into()),
        watched: true,
        ..Backup::new("nightly", exactly(every))
    }
}

impl System {
    pub fn store(&mut self, store: Store) -> StoreId {
        self.model.stores.push(store)
    }
}

/// Somebody who mends everything, so long after it happened.
pub fn mended(after: Range) -> WayBack {
    let notices = [
        EffectKind::Stop,
        EffectKind::Freeze,
        EffectKind::Erase,
        EffectKind::Corrupt,
        EffectKind::Fill,
        EffectKind::Set,
    ];
    way(Actor::Itself, &notices, Detect::After(exactly(0)), after)
}

/// A plain history with some draws, each at one end of its range or in the middle.
pub fn drawn(unfolding: &Unfolding<'_>, fault: &Fault, which: usize) -> History {
    let mut draws = BTreeMap::new();
    for _ in 0..3 {
        let history = unfolding.on_grid(fault, &draws);
        // How many are tied hangs on what else was drawn: the first of them is always one.
        let drawn = history.draws.iter().filter(|(draw, _, _)| !matches!(draw, DrawId::Tie { .. }));
        for (at, (draw, range, _)) in drawn.enumerate() {
            let hi = range.hi.min(seconds(3_600));
            let values = [range.lo, range.lo + (hi - range.lo) / 2, hi];
            draws.entry(*draw).or_insert(values[(which + at * 7) % 3]);
        }
    }
    unfolding.on_grid(fault, &draws)
}
