//! Who can reach whom: which packets get from one to another, by which way, and what decides.
//!
//! Exact: sets of addresses, protocols and ports are calculated with, nothing is sampled. Three
//! answers: what hangs on an address or a rule that is not known is *undecided*. A packet counts as
//! getting there when its reply gets back, too. Filters remember connections, so replies need no
//! rule; but they need a route. Left out: what listens where, and how fast anything is.

mod classes;
mod filter;
mod flows;
mod index;
mod packets;
mod parties;
mod question;
mod ranges;
mod search;
mod unused;

use std::collections::BTreeSet;
use std::sync::Arc;

use outlast_model::{
    Attached, Calls, Carrier, End, Family, InterfaceId, MachineId, Model, NetworkId, Networks,
    Packets, PartId, Passage,
};

use filter::Peer;
use index::Index;
use parties::{Receiver, Sender};
use search::{Goal, Origin, Search, Way};

pub use classes::{Class, Pair, Table};
pub use flows::{FlowSet, Spot, Stretch};
pub use packets::PacketSet;
pub use question::{
    Answer, Bounds, Cut, Decision, Flows, Hop, Party, Question, RuleRef, Truth, Verdict,
};
pub use ranges::{Point, Ranges};
pub use unused::{RuleUse, rule_uses};

/// The most pairs of a sender and a receiver that one question is split into.
const PAIRS_MAX: usize = 65_536;

/// A model, ready to be asked who can reach whom.
#[derive(Debug, Clone)]
pub struct Reachability<'m> {
    model: &'m Model,
    index: Arc<Index>,
    cut: BTreeSet<Cut>,
}

/// What there is between one sender and one receiver.
struct Between {
    ways: Vec<(Family, Way)>,
    bounds: Bounds,
    /// All packets that the families they share can carry.
    whole: PacketSet,
}

impl<'m> Reachability<'m> {
    /// Of this model.
    pub fn of(model: &'m Model) -> Self {
        Self { model, index: Arc::new(Index::of(model)), cut: BTreeSet::new() }
    }

    /// The same with these taken away, too.
    #[must_use]
    pub fn without(&self, cut: &[Cut]) -> Self {
        let cut = self.cut.iter().chain(cut).copied().collect();
        Self { model: self.model, index: Arc::clone(&self.index), cut }
    }

    /// Whether the packets get from one to the other, by which way, and what decides.
    pub fn ask(&self, question: &Question) -> Answer {
        let unknown = |why: Decision, verdict| Answer {
            verdict,
            path: Vec::new(),
            networks: Vec::new(),
            decided_by: why,
            of: (question.from.clone(), question.to.clone()),
            open: None,
        };
        let asked = match (&question.packets, PacketSet::known(&question.packets)) {
            (_, Some(asked)) => asked,
            (Packets::Unknown(why), None) => {
                return unknown(Decision::Unknown(why.clone()), Verdict::Undecided);
            }
            (_, None) => PacketSet::all(),
        };
        let (senders, receivers) = match self.parties(question) {
            Ok(both) => both,
            Err((why, verdict)) => return unknown(why, verdict),
        };
        let mut answers: Vec<Answer> = Vec::new();
        for sender in &senders {
            for receiver in &receivers {
                let answer = self.answer(sender, receiver, &asked);
                let same = |it: &Answer| it.verdict == answer.verdict;
                if !answers.iter().any(same) {
                    answers.push(answer);
                }
            }
        }
        let verdicts: BTreeSet<Verdict> = answers.iter().map(|it| it.verdict).collect();
        let verdict = together(&verdicts);
        let open = answers.iter().max_by_key(|it| it.verdict).and_then(Answer::getting_there);
        let open = open.filter(|_| verdict == Verdict::Partly);
        let worst = answers.into_iter().min_by_key(|it| it.verdict);
        worst.map_or_else(
            || unknown(Decision::Unknown("nobody is asked about".into()), Verdict::Undecided),
            |answer| Answer { verdict, open, ..answer },
        )
    }

    /// What is allowed from one to the other: `sure` for every sender and receiver that they stand
    /// for, `perhaps` for any of them. Nothing is sure where it is not known who they are.
    pub fn allowed(&self, from: &Party, to: &Party) -> Bounds {
        let question = Question { from: from.clone(), to: to.clone(), packets: Packets::All };
        let (senders, receivers) = match self.parties(&question) {
            Ok(both) => both,
            Err((_, verdict)) => {
                let truth = if verdict == Verdict::No { Truth::No } else { Truth::Undecided };
                return Bounds::all_when(truth);
            }
        };
        let mut all: Option<Bounds> = None;
        for sender in &senders {
            for receiver in &receivers {
                let next = self.between(sender, receiver).bounds;
                all = Some(all.map_or(next.clone(), |before| Bounds {
                    sure: before.sure.intersection(&next.sure),
                    perhaps: before.perhaps.union(&next.perhaps),
                }));
            }
        }
        all.unwrap_or_default()
    }

    /// What is allowed from one to whoever has this interface, when packets are sent to its address
    /// of this family and to no other: `sure` for every sender, `perhaps` for any of them.
    pub fn allowed_at(&self, from: &Party, to: InterfaceId, family: Family) -> Bounds {
        let of = self.networks().interface(to).of;
        let packets = Packets::All;
        let question = Question { from: from.clone(), to: parties::party(of), packets };
        let Ok((senders, _)) = self.parties(&question) else { return Bounds::default() };
        let receiver = Receiver::Inside { address: of, member: of, through: Vec::new() };
        let mut all: Option<Bounds> = None;
        for sender in &senders {
            let goals = self.goals(sender, &receiver).into_iter();
            let there = goals.filter(|(goal, of)| goal.is_at(to) && *of == family);
            let next = self.over(sender, there).bounds;
            all = Some(all.map_or(next.clone(), |before| Bounds {
                sure: before.sure.intersection(&next.sure),
                perhaps: before.perhaps.union(&next.perhaps),
            }));
        }
        all.unwrap_or_default()
    }

    /// What reaches at least one copy from the internet, for each address outside.
    pub fn exposed(&self, to: &Party) -> Flows {
        let question = Question { from: Party::Internet, to: to.clone(), packets: Packets::All };
        let Ok((senders, receivers)) = self.parties(&question) else { return Flows::default() };
        let pieces = senders.iter().filter_map(|sender| match sender {
            Sender::Outside(Origin::Outside(Some(stretch), _), _) => Some((*stretch, sender)),
            Sender::Attached(_)
            | Sender::Outside(Origin::Interface(_) | Origin::Outside(None, _), _) => None,
        });
        gathered(pieces.map(|(stretch, sender)| {
            let each = receivers.iter().map(|it| self.between(sender, it).bounds);
            (stretch, each.fold(Bounds::default(), |sum, it| sum.or(&it)))
        }))
    }

    /// What at least one copy can send to the internet, for each address outside.
    pub fn outgoing(&self, from: &Party) -> Flows {
        let question = Question { from: from.clone(), to: Party::Internet, packets: Packets::All };
        let Ok((senders, receivers)) = self.parties(&question) else { return Flows::default() };
        let pieces = receivers.iter().filter_map(|receiver| match receiver {
            Receiver::Outside(Origin::Outside(Some(stretch), _), _) => Some((*stretch, receiver)),
            Receiver::Inside { .. }
            | Receiver::Outside(Origin::Interface(_) | Origin::Outside(None, _), _) => None,
        });
        gathered(pieces.map(|(stretch, receiver)| {
            let each = senders.iter().map(|it| self.between(it, receiver).bounds);
            (stretch, each.fold(Bounds::default(), |sum, it| sum.or(&it)))
        }))
    }

    fn answer(&self, sender: &Sender<'m>, receiver: &Receiver<'m>, asked: &PacketSet) -> Answer {
        let of = (sender.party(), receiver.party());
        if sender.is(receiver) {
            let decided_by = Decision::Itself;
            let (path, networks) = (Vec::new(), Vec::new());
            return Answer { verdict: Verdict::Yes, path, networks, decided_by, of, open: None };
        }
        let between = self.between(sender, receiver);
        let carried = asked.intersection(&between.whole);
        let asked = if carried.is_empty() { asked } else { &carried };
        let verdict = between.bounds.verdict(asked);
        let rank = |way: &Way, family| {
            let whole = PacketSet::of_family(family);
            (way.bounds(&whole).verdict(asked), way.passed(asked))
        };
        // The first of equals: in the order of the model.
        let best = between
            .ways
            .iter()
            .enumerate()
            .max_by_key(|(at, (family, way))| (rank(way, *family), std::cmp::Reverse(*at)));
        let Some((_, (_, way))) = best else {
            let decided_by = Decision::NotJoined { who: sender.attached(), network: None };
            let (path, networks) = (Vec::new(), Vec::new());
            return Answer { verdict, path, networks, decided_by, of, open: None };
        };
        let open = || {
            let through = |(family, way): &(Family, Way)| {
                let sure = way.bounds(&PacketSet::of_family(*family)).sure.intersection(asked);
                (!sure.is_empty()).then(|| way.answer(&sure, Verdict::Yes, of.clone()))
            };
            between.ways.iter().find_map(through).map(Box::new)
        };
        let open = if verdict == Verdict::Partly { open() } else { None };
        Answer { open, ..way.answer(asked, verdict, of) }
    }

    /// All ways between one sender and one receiver.
    fn between(&self, sender: &Sender<'m>, receiver: &Receiver<'m>) -> Between {
        self.over(sender, self.goals(sender, receiver).into_iter())
    }

    /// All ways from one sender to these addresses.
    fn over(
        &self,
        sender: &Sender<'m>,
        goals: impl Iterator<Item = (Goal<'m>, Family)>,
    ) -> Between {
        let mut between =
            Between { ways: Vec::new(), bounds: Bounds::default(), whole: PacketSet::default() };
        for (goal, family) in goals {
            let search = Search::new(self, goal, family);
            let ways = match sender {
                Sender::Attached(of) => search.from(*of),
                Sender::Outside(origin, _) => search.outsiders(*origin),
            };
            let whole = PacketSet::of_family(family);
            for way in ways {
                between.bounds = between.bounds.or(&way.bounds(&whole));
                between.ways.push((family, way));
            }
            between.whole = between.whole.union(&whole);
        }
        between
    }

    fn networks(&self) -> &'m Networks {
        &self.model.networks
    }

    fn index(&self) -> &Index {
        &self.index
    }

    fn is_cut(&self, cut: Cut) -> bool {
        self.cut.contains(&cut)
    }

    fn cut_of(&self, who: Attached) -> Option<Cut> {
        let Attached::Machine(machine) = who else { return None };
        let cut = Cut::Machine(machine);
        self.is_cut(cut).then_some(cut)
    }

    fn interface_in(&self, who: Attached, network: NetworkId) -> Option<InterfaceId> {
        let there = |id: &&InterfaceId| self.networks().interface(**id).network == network;
        self.index.interfaces(who).iter().find(there).copied()
    }

    fn has_address(&self, id: InterfaceId, family: Family) -> Truth {
        let it = self.networks().interface(id);
        if it.addresses.iter().any(|address| address.family == family) {
            Truth::Yes
        } else if it.unaddressed.is_some() {
            Truth::Undecided
        } else {
            Truth::No
        }
    }

    fn peer(&self, origin: Origin<'m>, family: Family) -> Option<Peer<'m>> {
        match origin {
            Origin::Interface(id) => {
                let interface = self.networks().interface(id);
                Some(Peer::attached(self.networks(), interface, family))
            }
            Origin::Outside(at, public) => Some(Peer::outside(at, family, public)),
        }
    }

    /// The packets that a router passes on when these reach its member.
    fn arriving(&self, part: PartId, member: &PacketSet) -> PacketSet {
        let translations = self.index.translations(part);
        if translations.is_empty() {
            return member.clone();
        }
        let translations =
            translations.iter().filter_map(|at| self.networks().translations.get(*at));
        translations.fold(PacketSet::default(), |sum, it| {
            let target = PacketSet::port(it.transport, it.target_port);
            if target.is_subset(member) {
                sum.union(&PacketSet::port(it.transport, it.port))
            } else {
                sum
            }
        })
    }

    /// The ports that a router translates: the packets that arrive, and those that its member gets.
    fn ports(&self, part: PartId) -> Vec<(PacketSet, PacketSet)> {
        let translations = self.index.translations(part).iter();
        let translations = translations.filter_map(|at| self.networks().translations.get(*at));
        let both = |it: &outlast_model::PortTranslation| {
            let port = |port| PacketSet::port(it.transport, port);
            (port(it.port), port(it.target_port))
        };
        translations.map(both).collect()
    }

    /// Whether the carrier of a passage works between two gateways, and what it hangs on.
    fn carried(
        &self,
        passage: &Passage,
        (near, from): (&End, Option<MachineId>),
        (far, to): (&End, Option<MachineId>),
    ) -> (Truth, Decision) {
        match &passage.carrier {
            Carrier::Wire => (Truth::Yes, Decision::Allowed(Vec::new())),
            Carrier::Forward if from.is_some() && from == to => {
                (Truth::Yes, Decision::Allowed(Vec::new()))
            }
            Carrier::Forward => {
                let why = "which machine forwards is not written down";
                (Truth::Undecided, Decision::Unknown(why.into()))
            }
            Carrier::Tunnel { packets, .. } => {
                let opened = packets.iter().map(|it| self.opened(it, (near, from), (far, to)));
                // It needs all of its packets: the first that get through the least decide.
                opened.min_by_key(|it| it.0).unwrap_or_else(|| {
                    (Truth::Undecided, Decision::Unknown("no packets of it are known".into()))
                })
            }
        }
    }

    /// Whether some packets of a tunnel get from one gateway to the other, and what it hangs on.
    fn opened(
        &self,
        packets: &Packets,
        near: (&End, Option<MachineId>),
        far: (&End, Option<MachineId>),
    ) -> (Truth, Decision) {
        if let Packets::Unknown(why) = packets {
            return (Truth::Undecided, Decision::Unknown(why.clone()));
        }
        let asked = PacketSet::known(packets).unwrap_or_default();
        let way = |from, to, called| self.tunnel(&asked, from, to, called);
        let there = way(near, far, false);
        if there.0 == Truth::Yes || far.0.calls == Calls::Never {
            return there;
        }
        // What the other sends first may come in here; then what goes there is an answer.
        let back = way(far, near, false);
        let called = (far.0.calls == Calls::Always).then(|| {
            // Each has sent before anything comes: neither is asked for a rule in.
            let (out, called) = (way(near, far, true), way(far, near, true));
            if called.0 < out.0 { called } else { out }
        });
        let ways = [Some(back), called].into_iter().flatten();
        ways.fold(there, |best, next| if next.0 > best.0 { next } else { best })
    }

    /// Whether one gateway of a tunnel can send to the other, which has or has not sent before.
    fn tunnel(
        &self,
        asked: &PacketSet,
        (_, from): (&End, Option<MachineId>),
        (end, to): (&End, Option<MachineId>),
        called: bool,
    ) -> (Truth, Decision) {
        let Some(internet) = self.index.internet() else {
            return (Truth::No, Decision::NotJoined { who: None, network: None });
        };
        let machine = |it: Option<MachineId>| it.map(Attached::Machine);
        let outer = |it: Option<Attached>| it.and_then(|who| self.interface_in(who, internet));
        let missing = [machine(from), machine(to)]
            .into_iter()
            .flatten()
            .find(|who| outer(Some(*who)).is_none());
        if let Some(who) = missing {
            // It may go out by a passage of its own, which is not followed here.
            let via = !self.index.routes(who).is_empty();
            let truth = if via { Truth::Undecided } else { Truth::No };
            return (truth, Decision::NotJoined { who: Some(who), network: Some(internet) });
        }
        let Some(goal) = outer(machine(to)) else {
            let why = format!(
                "the router of `{}` is not written down, so what it lets in is not known",
                self.networks().network(end.network).address
            );
            return (Truth::Undecided, Decision::Unknown(why));
        };
        let Some(member) = machine(to) else { return (Truth::No, Decision::Itself) };
        let mut best = (Truth::No, Decision::NoAddress { interface: goal, family: None });
        for family in [Family::V4, Family::V6] {
            if self.has_address(goal, family) == Truth::No {
                continue;
            }
            let goal = Goal::Inside { address: goal, member, through: Vec::new() };
            for way in Search::new(self, goal, family).straight(outer(machine(from)), called) {
                let verdict = way.bounds(&PacketSet::of_family(family)).verdict(asked);
                let truth = match verdict {
                    Verdict::Yes => Truth::Yes,
                    Verdict::No => Truth::No,
                    Verdict::Undecided | Verdict::Partly => Truth::Undecided,
                };
                let decision = way.decision(asked, verdict);
                let first = matches!(best.1, Decision::NoAddress { .. });
                if truth > best.0 || first {
                    best = (truth, decision);
                }
            }
        }
        best
    }
}

/// The verdict about several pairs together.
fn together(verdicts: &BTreeSet<Verdict>) -> Verdict {
    let mut each = verdicts.iter();
    match (each.next(), each.next()) {
        (Some(only), None) => *only,
        (Some(_), Some(_)) => {
            // Some get there for certain, or it is only not known whether any does.
            let some = verdicts.contains(&Verdict::Yes) || verdicts.contains(&Verdict::Partly);
            if some { Verdict::Partly } else { Verdict::Undecided }
        }
        _ => Verdict::Undecided,
    }
}

/// Flows from what is known of each piece of the addresses outside, in ascending order. Between two
/// pieces are only addresses that nobody outside has: they count with the piece before, so that a
/// rule for everybody is not told in pieces.
fn gathered(pieces: impl Iterator<Item = (Stretch, Bounds)>) -> Flows {
    let pieces: Vec<(Stretch, Bounds)> = pieces.collect();
    let nexts = pieces.iter().skip(1).map(|it| Some(it.0.low)).chain([None]);
    let nexts: Vec<Option<Spot>> = nexts.collect();
    let (mut sure, mut perhaps) = (Vec::new(), Vec::new());
    for ((mut stretch, bounds), next) in pieces.into_iter().zip(nexts) {
        let same = next.filter(|next| next.family == stretch.high.family);
        stretch.high = same.and_then(Point::before).unwrap_or(stretch.high);
        sure.push((stretch, bounds.sure));
        perhaps.push((stretch, bounds.perhaps));
    }
    Flows { sure: FlowSet::from_sorted(sure), perhaps: FlowSet::from_sorted(perhaps) }
}
