//! What a model asks of the network: every arrow that it draws, as questions.
//!
//! A journey enters, a part calls, a balancer of one's own passes on, copies of a database follow
//! each other, a backup is carried away, gateways of a tunnel talk, a controller looks and acts.
//! A part whose port is not known is asked about with all packets: only where nothing at all gets
//! through is something certain. Left out: what the provider does inside of its own services.

use std::collections::BTreeSet;

use outlast_findings::Span;
use outlast_model::{
    Actor, Attached, Calls, Carrier, CopyRef, Detect, End, Journey, Kind, MachineId, Model, Need,
    Needed, Networks, Packets, Part, PartId, Passage, PlaceId, Role, Rotation, Seat, WayBack,
};

use crate::reach::{Answer, Cut, Decision, Party, Question, Reachability, Verdict};

/// The port of interfaces for programs (HTTPS): control planes and object stores.
const HTTPS: u16 = 443;
/// The most copies of a database whose pairs are asked about one by one.
const COPIES_MAX: usize = 16;
/// The most alternatives that one demand is split into.
const ALTERNATIVES_MAX: usize = 256;

/// An arrow: the network must let at least one of its alternatives through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// In words, without a full stop: "`service.web` calls `database.shop`".
    pub what: String,
    /// What is asked, any of which is enough.
    pub any: Vec<Question>,
    /// The port that was taken, when it is known.
    pub port: Option<u16>,
    /// Whether the two sides share machines, so that a copy may call the one beside it.
    pub shares: bool,
    /// The part that needs it and the part that is needed, where there is one of each.
    pub between: Option<(PartId, PartId)>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// Every arrow of a model, in the order of the model.
pub fn demands(model: &Model) -> Vec<Demand> {
    let mut all = demands_of_journeys(model, &model.journeys);
    for (id, part) in model.parts() {
        calls(model, &mut all, id, part);
        passes_on(model, &mut all, id, part);
        follows(model, &mut all, id, part);
    }
    backups(model, &mut all);
    tunnels(model, &mut all);
    all
}

/// What these journeys of a model ask: that their users get to where they enter.
pub fn demands_of_journeys<'j>(
    model: &Model,
    journeys: impl IntoIterator<Item = &'j Journey>,
) -> Vec<Demand> {
    let mut all = Vec::new();
    for journey in journeys {
        let from = journey.from.map_or(Party::Internet, Party::Place);
        let what = format!("journey `{}` enters at", journey.name);
        let mut at = BTreeSet::new();
        add(model, &mut all, (&[from], None), (&journey.enters, &what, journey.span), &mut at);
    }
    all
}

/// A model that demands are put to: as it is, and as if nobody stood on the internet.
#[derive(Debug, Clone)]
pub struct Asked<'m> {
    whole: Reachability<'m>,
    shut: Reachability<'m>,
    alone: Reachability<'m>,
}

/// The same model with nobody on the internet.
pub fn alone(model: &Model) -> Model {
    let mut alone = model.clone();
    alone.networks.interfaces.retain(|it| it.network != Networks::INTERNET);
    alone
}

impl<'m> Asked<'m> {
    /// Of this model, and of what [`alone`] makes of it.
    pub fn of(model: &'m Model, alone: &'m Model) -> Self {
        let whole = Reachability::of(model);
        let shut = whole.without(&[Cut::Network(Networks::INTERNET)]);
        Self { whole, shut, alone: Reachability::of(alone) }
    }

    /// The answer to a demand: the best of its alternatives, TCP or UDP where only a port is known.
    pub fn answer(&self, demand: &Demand) -> Option<(Question, Answer)> {
        let mut best: Option<(Question, Answer)> = None;
        for question in &demand.any {
            let answer = self.whole.ask(question);
            if best.as_ref().is_none_or(|(_, it)| answer.verdict > it.verdict) {
                best = Some((question.clone(), answer));
            }
        }
        let (question, answer) = best?;
        if answer.verdict != Verdict::No {
            return Some((question, answer));
        }
        if let (Some(_), Packets::Tcp(from, to)) = (demand.port, &question.packets) {
            let other = Question { packets: Packets::Udp(*from, *to), ..question.clone() };
            let over_udp = self.whole.ask(&other);
            if over_udp.verdict != Verdict::No {
                return Some((other, over_udp));
            }
        }
        let answer = self.nearest(&question, answer);
        Some((question, answer))
    }

    /// The answer with the reason that is to be mended: where a way inside is meant to be there, why
    /// that one fails.
    pub(crate) fn nearest(&self, question: &Question, answer: Answer) -> Answer {
        match answer.verdict {
            Verdict::No => self.inside(question).unwrap_or(answer),
            Verdict::Undecided | Verdict::Partly | Verdict::Yes => answer,
        }
    }

    /// Why the way inside fails, where there is meant to be one: that is what to mend, and not that
    /// the internet is shut, too. None of these reasons names an interface by its number.
    fn inside(&self, question: &Question) -> Option<Answer> {
        let is_meant = |answer: &Answer| {
            let why = matches!(
                answer.decided_by,
                Decision::NoRoute { .. }
                    | Decision::NoRouteBack { .. }
                    | Decision::PassageElsewhere { .. }
                    | Decision::GatewayElsewhere { .. }
                    | Decision::Overlap { .. }
            );
            why && answer.verdict == Verdict::No
        };
        let mut answers = [&self.shut, &self.alone].into_iter().map(|it| it.ask(question));
        answers.find(is_meant)
    }

    /// The same question while something is away.
    pub fn without(&self, cut: Cut, question: &Question) -> Answer {
        self.whole.without(&[cut]).ask(question)
    }
}

// Parties.

/// Who a part is when it sends: its machines together, itself, or those of the places it stands in.
pub(crate) fn senders(model: &Model, id: PartId) -> Vec<Party> {
    if !machines(model, id).is_empty() || has_interface(model, Attached::Part(id)) {
        return vec![Party::Part(id)];
    }
    places(model, id).into_iter().map(Party::Place).collect()
}

/// Who is sent to: a balancer of one's own takes what is sent to it itself; an address or a
/// balancer of the provider stands for those behind it.
pub(crate) fn receivers(model: &Model, id: PartId) -> Vec<Party> {
    let own = machines(model, id);
    match &model.part(id).kind {
        Kind::Router(_) if !own.is_empty() => own.into_iter().map(Party::Machine).collect(),
        Kind::Router(_) => vec![Party::Part(id)],
        Kind::Server | Kind::Database(_) | Kind::People(_) => senders(model, id),
    }
}

fn machines(model: &Model, id: PartId) -> BTreeSet<MachineId> {
    let seats = model.copies(id).map(|(_, seat)| model.attached(seat));
    seats
        .filter_map(|seat| match seat {
            Seat::Machine(it) => Some(it),
            Seat::Place(_) => None,
        })
        .collect()
}

/// Where a copy is on networks.
fn attached(model: &Model, copy: CopyRef) -> Option<Seat> {
    model.seat(copy).map(|seat| model.attached(seat))
}

fn places(model: &Model, id: PartId) -> BTreeSet<PlaceId> {
    let seats = model.copies(id).map(|(_, seat)| model.attached(seat));
    let places = seats.filter_map(|seat| match seat {
        Seat::Place(it) => Some(it),
        Seat::Machine(_) => None,
    });
    places.filter(|it| has_interface(model, Attached::Place(*it))).collect()
}

fn has_interface(model: &Model, of: Attached) -> bool {
    model.networks.interfaces.iter().any(|it| it.of == of)
}

/// The packets to a part, with the port if it is known.
fn packets(model: &Model, id: PartId, depth: usize) -> (Packets, Option<u16>) {
    let part = model.part(id);
    if part.role.is_asked_by_https() {
        return (Packets::Tcp(HTTPS, HTTPS), Some(HTTPS));
    }
    if let Some(port) = part.listens {
        return (Packets::Tcp(port, port), Some(port));
    }
    // An address passes every port on: what is behind it says which.
    if let Kind::Router(router) = &part.kind
        && depth < COPIES_MAX
    {
        let behind: BTreeSet<PartId> = router.members.iter().map(|it| it.copy.part).collect();
        let mut ports =
            behind.iter().filter_map(|it| packets(model, *it, depth.saturating_add(1)).1);
        if let Some(port) = ports.next() {
            return (Packets::Tcp(port, port), Some(port));
        }
    }
    (Packets::All, None)
}

// Demands.

/// Adds what reaching a need takes, each part once.
fn add(
    model: &Model,
    all: &mut Vec<Demand>,
    (from, caller): (&[Party], Option<PartId>),
    (needed, what, span): (&Needed, &str, Option<Span>),
    seen: &mut BTreeSet<PartId>,
) {
    match needed {
        Needed::One(part) => {
            if seen.insert(*part) {
                all.extend(one(model, from, caller, &[Callee::Part(*part)], what, span));
            }
        }
        Needed::Copy(copy) => {
            all.extend(one(model, from, caller, &[Callee::Copy(*copy)], what, span));
        }
        Needed::Any(_) => {
            let mut callees = Vec::new();
            callees_of(needed, &mut callees);
            all.extend(one(model, from, caller, &callees, what, span));
        }
        Needed::Most(several) => {
            for needed in several {
                add(model, all, (from, caller), (needed, what, span), seen);
            }
        }
    }
}

/// What is called: a part, or one copy of it by its name.
#[derive(Debug, Clone, Copy)]
enum Callee {
    Part(PartId),
    Copy(CopyRef),
}

impl Callee {
    const fn part(self) -> PartId {
        match self {
            Self::Part(part) | Self::Copy(CopyRef { part, .. }) => part,
        }
    }

    fn machines(self, model: &Model) -> BTreeSet<MachineId> {
        match self {
            Self::Part(part) => machines(model, part),
            Self::Copy(copy) => match attached(model, copy) {
                Some(Seat::Machine(machine)) => BTreeSet::from([machine]),
                Some(Seat::Place(_)) | None => BTreeSet::new(),
            },
        }
    }

    fn receivers(self, model: &Model) -> Vec<Party> {
        let Self::Copy(copy) = self else { return receivers(model, self.part()) };
        match attached(model, copy) {
            Some(Seat::Machine(machine)) => vec![Party::Machine(machine)],
            Some(Seat::Place(place)) if has_interface(model, Attached::Place(place)) => {
                vec![Party::Place(place)]
            }
            Some(Seat::Place(_)) | None => Vec::new(),
        }
    }

    /// Its address, with the name of the copy.
    fn address(self, model: &Model) -> String {
        let part = model.part(self.part());
        let name = match self {
            Self::Part(_) => None,
            Self::Copy(copy) => part.copies.get(copy.copy as usize).and_then(|it| it.name.as_ref()),
        };
        name.map_or_else(|| part.address.clone(), |name| format!("{}.{name}", part.address))
    }
}

/// All that is named in a need, whatever the choice.
fn callees_of(needed: &Needed, into: &mut Vec<Callee>) {
    match needed {
        Needed::One(part) => into.push(Callee::Part(*part)),
        Needed::Copy(copy) => into.push(Callee::Copy(*copy)),
        Needed::Any(several) | Needed::Most(several) => {
            several.iter().for_each(|one| callees_of(one, into));
        }
    }
}

/// One demand: any of these is enough. Nothing is asked where one of them is no host.
fn one(
    model: &Model,
    from: &[Party],
    caller: Option<PartId>,
    to: &[Callee],
    what: &str,
    span: Option<Span>,
) -> Option<Demand> {
    let host = |it: &Callee| model.part(it.part()).role.is_host();
    if from.is_empty() || to.is_empty() || !to.iter().all(host) {
        return None;
    }
    let own = caller.map(|it| machines(model, it)).unwrap_or_default();
    let shares = to.iter().any(|it| it.machines(model).iter().any(|it| own.contains(it)));
    let (mut any, mut port) = (Vec::new(), None);
    for callee in to {
        let (packets, known) = packets(model, callee.part(), 0);
        port = port.or(known);
        for party in callee.receivers(model) {
            any.extend(from.iter().map(|from| Question {
                from: from.clone(),
                to: party.clone(),
                packets: packets.clone(),
            }));
        }
    }
    if any.is_empty() || any.len() > ALTERNATIVES_MAX {
        return None;
    }
    let names: Vec<String> = to.iter().map(|it| format!("`{}`", it.address(model))).collect();
    let what = format!("{what} {}", names.join(" or "));
    let between = match (caller, to) {
        (Some(caller), [only]) => Some((caller, only.part())),
        _ => None,
    };
    Some(Demand { what, any, port, shares, between, span })
}

/// What a part calls, and what those who act need for it.
fn calls(model: &Model, all: &mut Vec<Demand>, id: PartId, part: &Part) {
    // A line needs its gateways, and sends nothing by itself.
    if part.group.is_none() && part.role != Role::Link {
        let what = format!("`{}` calls", part.address);
        need_all(model, all, id, &part.needs, &what);
    }
    for way in ways_back(part) {
        let Actor::Parts(by) = &way.by else { continue };
        for actor in by.parts() {
            let name = model.part(actor).address.as_str();
            let what = format!("`{name}`, who brings `{}` back, calls", part.address);
            need_all(model, all, actor, &way.needs, &what);
            watches(model, all, (actor, name), part, way);
        }
    }
}

fn need_all(model: &Model, all: &mut Vec<Demand>, id: PartId, needs: &[Need], what: &str) {
    let from = senders(model, id);
    let mut seen = BTreeSet::from([id]);
    for need in needs {
        add(model, all, (&from, Some(id)), (&need.of, what, need.span), &mut seen);
    }
}

/// The ways back of a part: those that run already, and its repairs.
fn ways_back(part: &Part) -> impl Iterator<Item = &WayBack> {
    let moved = match &part.kind {
        Kind::Router(router) => match &router.rotation {
            Rotation::Moved(way) => Some(&**way),
            Rotation::Fixed | Rotation::Checked(_) | Rotation::Elected { .. } => None,
        },
        Kind::Database(database) => database.failover.as_ref(),
        Kind::Server | Kind::People(_) => None,
    };
    moved.into_iter().chain(&part.repairs)
}

/// A watcher of one's own that checks what it may move must reach it.
fn watches(
    model: &Model,
    all: &mut Vec<Demand>,
    (actor, name): (PartId, &str),
    part: &Part,
    way: &WayBack,
) {
    let (Detect::Check(_), Kind::Router(router)) = (&way.detect, &part.kind) else { return };
    let from = senders(model, actor);
    let behind: BTreeSet<PartId> = router.members.iter().map(|it| it.copy.part).collect();
    for member in behind {
        let what = format!("`{name}` checks");
        all.extend(one(model, &from, Some(actor), &[Callee::Part(member)], &what, way.span));
    }
}

/// A balancer of one's own, and those that it passes requests on to.
fn passes_on(model: &Model, all: &mut Vec<Demand>, id: PartId, part: &Part) {
    let Kind::Router(router) = &part.kind else { return };
    // A virtual IP stands on the machines of its members.
    if part.role == Role::VirtualIp || machines(model, id).is_empty() {
        return;
    }
    let from = senders(model, id);
    let behind: BTreeSet<PartId> = router.members.iter().map(|it| it.copy.part).collect();
    for member in behind {
        let what = format!("`{}` passes requests on to", part.address);
        all.extend(one(model, &from, Some(id), &[Callee::Part(member)], &what, part.span));
    }
}

/// Copies that follow each other: by the port that their software is known to use for it, else by
/// whatever gets through.
fn follows(model: &Model, all: &mut Vec<Demand>, id: PartId, part: &Part) {
    let Kind::Database(_) = &part.kind else { return };
    let known = model.networks.followed_at.get(&id);
    let packets = known.map_or(Packets::All, |port| Packets::Tcp(*port, *port));
    let seats = part.copies.iter().filter_map(|it| match model.attached(it.seat) {
        Seat::Machine(machine) => Some(Party::Machine(machine)),
        Seat::Place(_) => None,
    });
    let mut seats: Vec<Party> = seats.collect();
    seats.dedup();
    if seats.len() > COPIES_MAX {
        return;
    }
    for (at, from) in seats.iter().enumerate() {
        for to in seats.iter().skip(at.saturating_add(1)) {
            let ask = |from: &Party, to: &Party| Question {
                from: from.clone(),
                to: to.clone(),
                packets: packets.clone(),
            };
            all.push(Demand {
                what: format!("a copy of `{}` follows another", part.address),
                any: vec![ask(from, to), ask(to, from)],
                port: None,
                shares: false,
                between: None,
                span: part.span,
            });
        }
    }
}

/// From where data is written to where its backup lies.
fn backups(model: &Model, all: &mut Vec<Demand>) {
    for (_, store) in model.stores() {
        let managed = model.part(store.part).group.is_some();
        if managed {
            continue;
        }
        let from = senders(model, store.part);
        for backup in &store.backups {
            let Some(to) = backup.to.part.filter(|it| *it != store.part) else { continue };
            let what = format!("backup `{}` of `{}` goes to", backup.name, store.address);
            let found =
                one(model, &from, Some(store.part), &[Callee::Part(to)], &what, backup.span);
            // Whether it is pushed or fetched nobody said: one way is enough.
            all.extend(found.map(|mut demand| {
                let back = Question {
                    from: Party::Part(to),
                    to: Party::Part(store.part),
                    packets: Packets::All,
                };
                if !machines(model, to).is_empty() && !machines(model, store.part).is_empty() {
                    demand.any.push(back);
                }
                demand
            }));
        }
    }
}

/// The gateways of each tunnel: one of them must be able to open it to another, with each kind of
/// its packets.
fn tunnels(model: &Model, all: &mut Vec<Demand>) {
    for passage in &model.networks.passages {
        let Carrier::Tunnel { packets, .. } = &passage.carrier else { continue };
        for packets in packets.iter().filter(|it| !matches!(it, Packets::Unknown(_))) {
            for (at, near) in passage.ends.iter().enumerate() {
                let others = passage.ends.iter().skip(at.saturating_add(1));
                all.extend(others.filter_map(|far| tunnel(passage, packets, near, far)));
            }
        }
    }
}

fn tunnel(passage: &Passage, packets: &Packets, near: &End, far: &End) -> Option<Demand> {
    if near.calls == Calls::Always && far.calls == Calls::Always {
        // They call each other: no rule needs to let them in.
        return None;
    }
    let mut any = Vec::new();
    for (from, to) in near.gateways.iter().flat_map(|a| far.gateways.iter().map(move |b| (a, b))) {
        for (from, to) in [(from, to), (to, from)] {
            let (from, to) = (Party::Machine(*from), Party::Machine(*to));
            any.push(Question { from, to, packets: packets.clone() });
        }
    }
    (!any.is_empty() && any.len() <= ALTERNATIVES_MAX).then(|| Demand {
        what: format!("the gateways of `{}` open their tunnel", passage.address),
        any,
        port: None,
        shares: false,
        between: None,
        span: passage.span,
    })
}
