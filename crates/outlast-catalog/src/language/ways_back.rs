//! Checks, leases, failovers and repairs.
//!
//! Who acts and how it is noticed are never guessed: `by` unstated stays unstated, a time that
//! nobody states has no bound. Only what an engine documents is filled in.

use outlast_findings::Span;
use outlast_model::{
    Actor, Check, Detect, EffectKind, Fact, Kind, Moment, Needed, PartId, Range, Rearm, Seat,
    Sight, WayBack,
};

use super::document::{Reference, Wanted};
use super::grammar::blocks::change::Undoing;
use super::grammar::group::{Or, Said};
use super::grammar::shared::{Checking, Leasing, Noticing, Returning, Righting, Switching, Trial};
use super::lowering::Lowering;
use super::needs::{listed, needed};
use crate::assumptions::{Entry, Shape};
use crate::engines::Engine;
use crate::problems;

/// What a check looks at when nobody says.
pub static CHECK_KIND: Entry = Entry {
    name: "check-connects",
    what: "a check of which nothing else is said only connects: it never notices a process that \
        hangs",
    value: "connect",
    otherwise: Some("request"),
    source: "the safe side",
    safe: true,
    shape: Shape::Words(&["connect", "request"]),
};

/// How a check re-arms when nobody says.
pub static CHECK_REARM: Entry = Entry {
    name: "check-rearm",
    what: "whether a check counts from the start or the end of the last one is not known: both \
        are judged",
    value: "either",
    otherwise: Some("end"),
    source: "the safe side",
    safe: true,
    shape: Shape::Words(&["either", "start", "end"]),
};

/// How far a balancer's check sees that asks something, when nobody says.
pub static SHALLOW: Entry = Entry {
    name: "check-is-shallow",
    what: "a check of a balancer that asks something is answered by the process alone, whatever \
        stands behind it",
    value: "process",
    otherwise: Some("work"),
    source: "a page that asks the store takes every target out when the store is dead: checks of \
        balancers are kept away from it",
    safe: false,
    shape: Shape::Words(&["process", "work"]),
};

/// How far a process sees that holds a lease for a copy beside it, when neither its engine nor
/// anybody says.
static HOLDER: Entry = Entry {
    name: "lease-holder-sees",
    what: "who holds a lease for a copy beside it sees that its port is gone, and not that it hangs",
    value: "port",
    otherwise: Some("process"),
    source: "the safe side: a connection that is open already says nothing",
    safe: true,
    shape: Shape::Words(&["port", "process"]),
};

/// Every entry of this file.
pub static ENTRIES: &[&Entry] = &[&CHECK_KIND, &CHECK_REARM, &SHALLOW, &HOLDER, &ROOM];

/// Who acts on a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Acts {
    /// What passes requests on: its checks are shallow unless somebody says otherwise.
    Balancer,
    /// A way back: whether its check asks for work is not known unless somebody says.
    WayBack,
}

const NOBODY: &str = "nobody said";

/// A health check of `of`: what is stated, then what the engine documents.
pub(crate) fn check(
    lowering: &mut Lowering<'_>,
    said: &Checking<'_>,
    engine: Option<&'static Engine>,
    of: &str,
    acts: Acts,
) -> Check {
    let defaults = engine.map(|engine| &engine.check);
    let why = |what: &str| format!("{NOBODY} {what}");
    let interval = lowering.range(
        &said.every,
        defaults.and_then(|it| it.every),
        of,
        &why("how often it checks"),
    );
    let timeout =
        timeout(lowering, &said.timeout, defaults.and_then(|it| it.timeout), of, &interval);
    let fall = defaults.and_then(|it| it.fall);
    let rise = defaults.and_then(|it| it.rise);
    Check {
        sight: sight(lowering, said, defaults.and_then(|it| it.kind), of, acts),
        interval,
        timeout,
        fall: lowering.count(&said.fall, fall, of, &why("how many failures it takes")),
        rise: lowering.count(&said.rise, rise, of, &why("how many successes it takes")),
        rearm: rearm(lowering, &said.rearm, defaults.and_then(|it| it.rearm), of),
    }
}

fn timeout(
    lowering: &mut Lowering<'_>,
    said: &Said<'_, Range>,
    entry: Option<&'static Entry>,
    of: &str,
    interval: &Fact<Range>,
) -> Fact<Range> {
    if let Some(entry) = entry.filter(|entry| entry.value == "interval")
        && said.this().is_none()
    {
        let as_long = interval.value().copied();
        let assumptions = lowering.assumptions();
        return assumptions.word(&mut lowering.estate.model, entry, of, |_| as_long);
    }
    lowering.range(said, entry, of, &format!("{NOBODY} how long a check waits"))
}

/// How far a check sees: as stated; else what connecting alone shows, or what is taken of who asks.
fn sight(
    lowering: &mut Lowering<'_>,
    said: &Checking<'_>,
    entry: Option<&'static Entry>,
    of: &str,
    acts: Acts,
) -> Fact<Sight> {
    let stated = said.sight.get().and_then(|(word, span)| Some((Sight::of(word)?, span)));
    if let Some((sight, span)) = stated {
        let connects = said.kind.get().map(|(word, _)| word == "connect");
        if connects.is_some_and(|connects| connects != (sight == Sight::Port)) {
            let what =
                format!("a check that sees `{}` and one that does not ask for it", sight.word());
            let help = "a check that connects sees the `port`, one that asks sees more; leave one \
                        of `kind` and `sight` out";
            lowering.report(&problems::WRONG_VALUE, span, what, help);
        }
        return Fact::Stated(sight, Some(span));
    }
    let connects = |word: &str| Some(word != "request");
    let kind = match said.kind.get() {
        Some((word, span)) => Fact::Stated(word != "request", Some(span)),
        None => {
            let entry = entry.unwrap_or(&CHECK_KIND);
            lowering.assumptions().word(&mut lowering.estate.model, entry, of, connects)
        }
    };
    match (kind, acts) {
        (Fact::Stated(true, span), _) => Fact::Stated(Sight::Port, span),
        (Fact::Assumed(true, id), _) => Fact::Assumed(Sight::Port, id),
        (Fact::Unknown(why), _) => Fact::Unknown(why),
        (Fact::Stated(false, _) | Fact::Assumed(false, _), Acts::Balancer) => {
            lowering.assumptions().word(&mut lowering.estate.model, &SHALLOW, of, Sight::of)
        }
        (Fact::Stated(false, _) | Fact::Assumed(false, _), Acts::WayBack) => Fact::Unknown(
            "nobody said whether the check asks the process alone or for work (`sight`)"
                .to_string(),
        ),
    }
}

fn rearm(
    lowering: &mut Lowering<'_>,
    said: &Said<'_, &str>,
    entry: Option<&'static Entry>,
    of: &str,
) -> Fact<Rearm> {
    let means = |word: &str| match word {
        "start" => Some(Rearm::Start),
        "end" => Some(Rearm::End),
        _ => None,
    };
    match said.get() {
        Some((word, span)) => means(word).map_or_else(
            || Fact::Unknown("both are judged".to_string()),
            |rearm| Fact::Stated(rearm, Some(span)),
        ),
        None => {
            let entry = entry.unwrap_or(&CHECK_REARM);
            lowering.assumptions().word(&mut lowering.estate.model, entry, of, means)
        }
    }
}

/// Room where something comes back.
static ROOM: Entry = Entry {
    name: "room-elsewhere",
    what: "there is room, and an image of it, where a repair brings it back (`to`)",
    value: "yes",
    otherwise: Some("no"),
    source: "not in the input; quotas and images are checked by nobody here",
    safe: false,
    shape: Shape::Words(&["yes", "no"]),
};

/// A way back as it is written, in whichever group: what that has not got is left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Way<'a> {
    by: Said<'a, &'a [Wanted]>,
    notices: Said<'a, Vec<&'a str>>,
    sight: Said<'a, &'a str>,
    check: Said<'a, Checking<'a>>,
    lease: Said<'a, Leasing<'a>>,
    detect: Said<'a, Range>,
    takes: Said<'a, Range>,
    to: Said<'a, &'a [Wanted]>,
    within: Said<'a, &'a [Wanted]>,
    needs: Said<'a, &'a [Wanted]>,
    tested: Said<'a, Or<Trial<'a>>>,
}

impl<'a> From<Switching<'a>> for Way<'a> {
    fn from(said: Switching<'a>) -> Self {
        let Switching { by, notices, sight, check, lease, detect, takes, within, needs, .. } = said;
        let tested = said.tested;
        let to = Said::Nothing;
        Self { by, notices, sight, check, lease, detect, takes, to, within, needs, tested }
    }
}

impl<'a> From<Returning<'a>> for Way<'a> {
    fn from(said: Returning<'a>) -> Self {
        let Returning { by, notices, sight, check, detect, takes, to, within, needs, tested } =
            said;
        let check = check.map(|it| {
            let Noticing { every, timeout, fall, kind, sight } = it;
            Checking { every, timeout, fall, kind, sight, ..Checking::default() }
        });
        let lease = Said::Nothing;
        Self { by, notices, sight, check, lease, detect, takes, to, within, needs, tested }
    }
}

impl<'a> From<Righting<'a>> for Way<'a> {
    fn from(Righting { by, detect, takes, within, needs }: Righting<'a>) -> Self {
        Self { by, detect, takes, within, needs, ..Self::default() }
    }
}

impl<'a> From<Undoing<'a>> for Way<'a> {
    fn from(Undoing { takes, detect, by, needs, tested }: Undoing<'a>) -> Self {
        Self { takes, detect, by, needs, tested, ..Self::default() }
    }
}

/// How long an act takes: what it took in earnest, where that is longer than what is stated, or
/// nothing is.
fn measured(said: &Way<'_>, stated: Fact<Range>) -> Fact<Range> {
    let Some((took, span)) = said.tested.other().and_then(|(trial, _)| trial.took.get()) else {
        return stated;
    };
    let longer = match (stated.value(), said.takes.is_written()) {
        (Some(takes), true) => Range::new(takes.lo, takes.hi.max(took.hi)),
        (None, true) | (_, false) => took,
    };
    Fact::Stated(longer, Some(span))
}

/// A failover or repair of `of`, from its object.
pub(crate) fn way_back(
    lowering: &mut Lowering<'_>,
    said: &Way<'_>,
    span: Span,
    of: &str,
) -> WayBack {
    let by = by(lowering, said.by.wanted());
    let engine = acting_engine(lowering, &by);
    let mut detect = detect(lowering, said, engine, of, span);
    let looks = looks(lowering, said, (&by, engine), &mut detect, of);
    let entry = engine.and_then(|engine| engine.takes);
    let why = format!("{NOBODY} how long it takes");
    let notices = notices(lowering, &said.notices, &detect, &looks);
    // Whoever asks for work sees whatever strikes it, unless it is said what he notices.
    let is_open = looks.value().is_none() && !said.notices.is_written();
    let unseen = |kind: &EffectKind| is_open && !notices.contains(kind);
    WayBack {
        further: EffectKind::ALL.into_iter().filter(unseen).collect(),
        notices,
        takes: measured(said, lowering.range(&said.takes, entry, of, &why)),
        needs: listed(lowering, said.needs.wanted(), Moment::Repair),
        within: lowering.place(said.within.wanted()),
        to: elsewhere(lowering, said, &by),
        room: room(lowering, said, of),
        tested: said.tested.other().and_then(|(trial, _)| trial.on.owned()),
        undoes: None,
        detect,
        looks,
        by,
        span: Some(span),
    }
}

/// Where it is brought back when it cannot be where it was.
fn elsewhere(lowering: &mut Lowering<'_>, said: &Way<'_>, by: &Actor) -> Vec<Seat> {
    if let (Some(span), Actor::Itself) = (said.to.span(), by) {
        let what = "what acts by itself is lost with what it would bring back".to_string();
        let help = "name who brings it back elsewhere (`by`): people, or a controller that stands \
                    in another place";
        lowering.report(&problems::WRONG_VALUE, span, what, help);
        return Vec::new();
    }
    let mut seats = lowering.seats(said.to.wanted());
    let model = lowering.model();
    seats.retain(|seat| !matches!(seat, Seat::Machine(it) if !model.machine(*it).running));
    seats
}

/// Whether there is room elsewhere.
fn room(lowering: &mut Lowering<'_>, said: &Way<'_>, of: &str) -> Fact<bool> {
    if !said.to.is_written() {
        return Fact::Stated(true, None);
    }
    lowering.assumptions().word(&mut lowering.estate.model, &ROOM, of, |word| Some(word == "yes"))
}

fn by(lowering: &mut Lowering<'_>, wanted: &[Wanted]) -> Actor {
    if let [Wanted::One(Reference::Itself, _)] = wanted {
        return Actor::Itself;
    }
    let mut all: Vec<Needed> = wanted.iter().flat_map(|it| needed(lowering, it)).collect();
    match (all.len(), all.pop()) {
        (1, Some(only)) => Actor::Parts(only),
        (_, Some(last)) => {
            // Several that are named side by side: each of them is able to act.
            all.push(last);
            Actor::Parts(Needed::Any(all))
        }
        (_, None) => Actor::Unstated,
    }
}

/// The engine of the only part that acts; a store of votes has a lease among its own copies, which
/// is none of what it votes about.
fn acting_engine(lowering: &Lowering<'_>, by: &Actor) -> Option<&'static Engine> {
    let Actor::Parts(needed) = by else { return None };
    let part = only_part(needed)?;
    let name = lowering.model().part(part).engine.as_deref()?;
    crate::engines::engine(name).filter(|engine| !engine.keeps_votes)
}

/// The part that a need comes down to, if it is one.
pub fn only_part(needed: &Needed) -> Option<PartId> {
    match needed {
        Needed::One(part) => Some(*part),
        Needed::Copy(copy) => Some(copy.part),
        Needed::Any(inner) | Needed::Most(inner) => match inner.as_slice() {
            [only] => only_part(only),
            _ => None,
        },
    }
}

fn detect(
    lowering: &mut Lowering<'_>,
    said: &Way<'_>,
    engine: Option<&'static Engine>,
    of: &str,
    span: Span,
) -> Detect {
    let ways = [said.check.span(), said.lease.span(), said.detect.span()];
    if ways.iter().flatten().count() > 1 {
        let what = "more than one of `check`, `lease` and `detect`".to_string();
        let help = "say in one way how the loss is noticed: the others follow from it";
        lowering.report(&problems::WRITTEN_TWICE, span, what, help);
    }
    if let Some((stated, _)) = said.check.this() {
        return Detect::Check(check(lowering, stated, engine, of, Acts::WayBack));
    }
    // An engine that documents a lease is noticed by it, unless another way is written.
    let holds_lease = engine.is_some_and(|engine| engine.lease.ttl.is_some());
    if said.lease.is_written() || (holds_lease && !said.detect.is_written()) {
        let stated = said.lease.this().map(|(lease, _)| lease.clone()).unwrap_or_default();
        return lease(lowering, &stated, engine, of);
    }
    let why = format!("{NOBODY} how long it takes to notice");
    Detect::After(lowering.range(&said.detect, None, of, &why))
}

/// A lease: what is stated, then what the engine documents.
pub(crate) fn lease(
    lowering: &mut Lowering<'_>,
    said: &Leasing<'_>,
    engine: Option<&'static Engine>,
    of: &str,
) -> Detect {
    let defaults = engine.map(|engine| &engine.lease);
    let why = format!("{NOBODY} how long the lease holds");
    let ttl = lowering.range(&said.ttl, defaults.and_then(|it| it.ttl), of, &why);
    let why = format!("{NOBODY} how often the lease is renewed");
    let round = lowering.range(&said.round, defaults.and_then(|it| it.round), of, &why);
    let why = format!("{NOBODY} how long the holder goes on without a renewal");
    let retry = lowering.range(&said.retry, defaults.and_then(|it| it.retry), of, &why);
    let fenced = said.fenced.get().is_some_and(|(fenced, _)| fenced);
    Detect::Lease { ttl, round, retry, fenced }
}

/// How far those see who notice a loss: as stated, there or in the check; else people see what users
/// see, who holds a lease what its engine looks at, and anybody else the process.
fn looks(
    lowering: &mut Lowering<'_>,
    said: &Way<'_>,
    (by, engine): (&Actor, Option<&'static Engine>),
    detect: &mut Detect,
    of: &str,
) -> Fact<Sight> {
    let stated = said.sight.get().and_then(|(word, span)| Some((Sight::of(word)?, span)));
    match (stated, detect) {
        (Some((sight, span)), Detect::Check(check)) => {
            // What the check alone would be asked of is known by now.
            let other = check.sight.span().is_some() && check.sight.value() != Some(&sight);
            if other {
                let what = format!("a check beside it does not see `{}`", sight.word());
                let help = "say once how far is seen: in the check";
                lowering.report(&problems::WRONG_VALUE, span, what, help);
            }
            check.sight = Fact::Stated(sight, Some(span));
            check.sight.clone()
        }
        (None, Detect::Check(check)) => check.sight.clone(),
        (Some((sight, span)), _) => Fact::Stated(sight, Some(span)),
        (None, Detect::Lease { .. }) => {
            let entry = engine.and_then(|engine| engine.lease.sees).unwrap_or(&HOLDER);
            lowering.assumptions().word(&mut lowering.estate.model, entry, of, Sight::of)
        }
        (None, Detect::Adverts { .. } | Detect::After(_)) => {
            let people = matches!(by, Actor::Parts(needed) if is_people(lowering, needed));
            Fact::Stated(if people { Sight::Journey } else { Sight::Process }, None)
        }
    }
}

/// What is noticed: as stated; else all that is seen by who sees far, or what the check can see.
fn notices(
    lowering: &mut Lowering<'_>,
    said: &Said<'_, Vec<&str>>,
    detect: &Detect,
    looks: &Fact<Sight>,
) -> Vec<EffectKind> {
    let sight = looks.value().copied();
    if let Some((words, span)) = said.this() {
        let unseen = words.iter().find(|it| !["stop", "cut"].contains(*it));
        if let (Some(unseen), Some(Sight::Port), true) = (unseen, sight, looks.span().is_some()) {
            let what = format!("`{unseen}` cannot be noticed by who sees no more than the port");
            let help = "let the check ask something (`kind = \"request\"`), or say `sight`";
            lowering.report(&problems::WRONG_VALUE, span, what, help);
        }
        return EffectKind::ALL.into_iter().filter(|it| words.contains(&it.word())).collect();
    }
    let asks = matches!(detect, Detect::Check(_)) || looks.span().is_some();
    match sight {
        Some(Sight::Work | Sight::Journey) => EffectKind::ALL.to_vec(),
        Some(Sight::Process) | None if asks => {
            vec![EffectKind::Stop, EffectKind::Freeze, EffectKind::Cut]
        }
        Some(Sight::Port | Sight::Process) | None => vec![EffectKind::Stop, EffectKind::Cut],
    }
}

/// Whether people act, and nobody else.
pub fn is_people(lowering: &Lowering<'_>, needed: &Needed) -> bool {
    let people = |part| matches!(&lowering.model().part(part).kind, Kind::People(_));
    needed.parts().into_iter().all(people)
}

/// Who votes for the one that writes: as stated in the lease, else the stores of votes that the
/// acting part calls.
pub(crate) fn votes(
    lowering: &mut Lowering<'_>,
    said: &Switching<'_>,
    way_back: &WayBack,
) -> Option<Needed> {
    if let Some((lease, _)) = said.lease.this() {
        let mut votes: Vec<Needed> =
            lease.votes.wanted().iter().flat_map(|it| needed(lowering, it)).collect();
        if let Some(only) = votes.pop() {
            votes.push(only);
            return Some(if votes.len() == 1 { votes.remove(0) } else { Needed::Most(votes) });
        }
    }
    let Actor::Parts(acting) = &way_back.by else { return None };
    if matches!(acting, Needed::Most(_)) {
        return Some(acting.clone());
    }
    let part = lowering.model().part(only_part(acting)?);
    let voters = part.needs.iter().filter_map(|need| only_part(&need.of));
    let keeps = |it: &PartId| {
        let engine = lowering.model().part(*it).engine.as_deref();
        engine.and_then(crate::engines::engine).is_some_and(|engine| engine.keeps_votes)
    };
    let store = voters.into_iter().find(keeps)?;
    Some(Needed::Most(vec![Needed::One(store)]))
}
