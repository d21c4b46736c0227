//! Who is meant: the senders and receivers that the parties of a question stand for.
//!
//! A part stands for its copies; a router, as a receiver, for every member behind it. Everybody
//! outside stands for pieces of the address space within which no rule and no route tells two
//! addresses apart, so that a few answers are the answer for all addresses.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{
    Attached, Family, FilterId, FilterPeer, InterfaceId, Kind, PartId, Route, RouteTo, Seat,
};

use super::filter::never_public;
use super::flows::{Stretch, family_of, pieces};
use super::question::{Decision, Party, Question, Truth, Verdict};
use super::search::{Goal, Origin};
use super::{PAIRS_MAX, Reachability};

/// The most routers that pass on to each other.
const ROUTERS_MAX: usize = 16;

/// One who sends.
#[derive(Debug, Clone)]
pub(super) enum Sender<'m> {
    /// Somebody of the model.
    Attached(Attached),
    /// Somebody outside, in one family.
    Outside(Origin<'m>, Family),
}

/// One who is sent to.
#[derive(Debug, Clone)]
pub(super) enum Receiver<'m> {
    /// Somebody of the model.
    Inside {
        /// Whose address packets carry.
        address: Attached,
        /// Who takes them.
        member: Attached,
        /// The routers in between, the first first.
        through: Vec<PartId>,
    },
    /// Somebody outside, in one family.
    Outside(Origin<'m>, Family),
}

/// The party that somebody of the model is.
pub(super) const fn party(of: Attached) -> Party {
    match of {
        Attached::Machine(machine) => Party::Machine(machine),
        Attached::Part(part) => Party::Part(part),
        Attached::Place(place) => Party::Place(place),
    }
}

impl Sender<'_> {
    /// As a party.
    pub(super) fn party(&self) -> Party {
        self.attached().map_or(Party::Internet, party)
    }

    /// Who it is, if it is of the model.
    pub(super) const fn attached(&self) -> Option<Attached> {
        match self {
            Self::Attached(of) => Some(*of),
            Self::Outside(..) => None,
        }
    }

    /// Whether it is the receiver itself, reached under its own address.
    pub(super) fn is(&self, receiver: &Receiver<'_>) -> bool {
        match (self, receiver) {
            (Self::Attached(of), Receiver::Inside { address, member, .. }) => {
                of == address && of == member && !matches!(of, Attached::Place(_))
            }
            _ => false,
        }
    }
}

impl Receiver<'_> {
    /// Who takes the packets, if it is of the model.
    const fn member(&self) -> Option<Attached> {
        match self {
            Self::Inside { member, .. } => Some(*member),
            Self::Outside(..) => None,
        }
    }

    /// As a party: the one who takes the packets.
    pub(super) const fn party(&self) -> Party {
        match self {
            Self::Inside { member, .. } => party(*member),
            Self::Outside(..) => Party::Internet,
        }
    }
}

/// What tells one from another: the class, or who it is that is in none; and what stands in front.
type Kept = (Result<usize, Attached>, Option<(Attached, Vec<PartId>)>);

/// How many of each class are kept already.
#[derive(Default)]
struct Seen(BTreeMap<(Kept, bool), usize>);

impl Seen {
    /// Whether one more is wanted: of those on both sides, and of those that are not.
    fn wants(&mut self, of: Kept, is_both: bool) -> bool {
        let count = self.0.entry((of, is_both)).or_insert(0);
        *count = count.saturating_add(1);
        *count <= 2
    }
}

type Refused = (Decision, Verdict);

impl<'m> Reachability<'m> {
    /// The senders and receivers of a question; or why there are none, with the verdict.
    pub(super) fn parties(
        &self,
        question: &'_ Question,
    ) -> Result<(Vec<Sender<'m>>, Vec<Receiver<'m>>), Refused> {
        let mut senders = self.senders(&question.from)?;
        let mut receivers = self.receivers(&question.to)?;
        if let Some(asked) = asked_outside(&question.from)? {
            let interfaces = receivers.iter().filter_map(|it| match it {
                Receiver::Inside { address, member, .. } => Some([*address, *member]),
                Receiver::Outside(..) => None,
            });
            let interfaces: Vec<Attached> = interfaces.flatten().collect();
            let asked = self.spoken(asked, &interfaces);
            senders = self
                .origins(&asked, &interfaces, &question.from)
                .map(|(origin, family)| Sender::Outside(origin, family))
                .collect();
        }
        if let Some(asked) = asked_outside(&question.to)? {
            let mut interfaces: Vec<Attached> =
                senders.iter().filter_map(Sender::attached).collect();
            let gateways = self.networks().passages.iter().flat_map(|it| &it.ends);
            let gateways = gateways.flat_map(|end| &end.gateways);
            interfaces.extend(gateways.map(|it| Attached::Machine(*it)));
            let asked = self.spoken(asked, &interfaces);
            receivers = self
                .origins(&asked, &interfaces, &question.to)
                .map(|(origin, family)| Receiver::Outside(origin, family))
                .collect();
        }
        if senders.len().saturating_mul(receivers.len()) > PAIRS_MAX {
            (senders, receivers) = self.typical(&senders, receivers);
        }
        if senders.len().saturating_mul(receivers.len()) > PAIRS_MAX {
            return Err((Decision::Limit("65,536 pairs in one question"), Verdict::Undecided));
        }
        Ok((senders, receivers))
    }

    /// Of all who are alike for every rule and every route, those that answer for the others: two
    /// of each class, for members of one class are asked about each other, and as many that stand
    /// on both sides, for those are asked about themselves, too.
    fn typical(
        &self,
        senders: &[Sender<'m>],
        receivers: Vec<Receiver<'m>>,
    ) -> (Vec<Sender<'m>>, Vec<Receiver<'m>>) {
        let mut class_of: BTreeMap<Attached, usize> = BTreeMap::new();
        for (at, class) in self.classes().iter().enumerate() {
            class_of.extend(class.members.iter().map(|it| (*it, at)));
        }
        let class = |of: Attached| class_of.get(&of).copied().ok_or(of);
        let sending: BTreeSet<Attached> = senders.iter().filter_map(Sender::attached).collect();
        let receiving: BTreeSet<Attached> = receivers.iter().filter_map(Receiver::member).collect();
        let mut seen = Seen::default();
        let kept_senders = senders.iter().filter(|it| {
            it.attached().is_none_or(|of| seen.wants((class(of), None), receiving.contains(&of)))
        });
        let kept_senders: Vec<Sender<'m>> = kept_senders.cloned().collect();
        let mut seen = Seen::default();
        let kept_receivers = receivers.into_iter().filter(|it| match it {
            Receiver::Inside { address, member, through } => {
                let front = Some((*address, through.clone())).filter(|_| address != member);
                seen.wants((class(*member), front), sending.contains(member))
            }
            Receiver::Outside(..) => true,
        });
        (kept_senders, kept_receivers.collect())
    }

    /// The stretches whose family at least one of these has an address of on the internet; all of
    /// one family where none has any, so that the answer says so.
    fn spoken(&self, asked: Vec<Stretch>, who: &[Attached]) -> Vec<Stretch> {
        let internet = self.index().internet();
        let has = |family| {
            let own = who.iter().flat_map(|of| self.index().interfaces(*of));
            let public = own.filter(|id| Some(self.networks().interface(**id).network) == internet);
            public.map(|id| self.has_address(*id, family)).max().unwrap_or(Truth::No) != Truth::No
        };
        let spoken: Vec<Stretch> = asked.iter().copied().filter(|it| has(it.low.family)).collect();
        if spoken.is_empty() { asked.into_iter().take(1).collect() } else { spoken }
    }

    /// Those outside who are asked about, in pieces that these interfaces do not tell apart.
    fn origins(
        &self,
        asked: &[Stretch],
        who: &[Attached],
        party: &Party,
    ) -> impl Iterator<Item = (Origin<'m>, Family)> + use<'m> {
        let public = match party {
            Party::Public(name) => Some(self.public_name(name)),
            Party::Internet
            | Party::Prefix(_)
            | Party::Machine(_)
            | Party::Part(_)
            | Party::Place(_) => None,
        };
        let mut cuts = asked.to_vec();
        if public.is_none() {
            self.told_apart(who, &mut cuts);
        }
        let inside: Vec<Stretch> = pieces(cuts.into_iter())
            .into_iter()
            .filter(|it| asked.iter().any(|asked| asked.contains(it)) && !never_public(it))
            .collect();
        inside.into_iter().map(move |it| {
            let origin = match public {
                Some(name) => Origin::Outside(None, Some(name)),
                None => Origin::Outside(Some(it), None),
            };
            (origin, it.low.family)
        })
    }

    /// The name of a set of the provider's, as a rule of the model writes it.
    fn public_name(&self, name: &str) -> &'m str {
        let rules = self.networks().filters.iter().flat_map(|group| &group.rules);
        let names = rules.filter_map(|rule| match &rule.peer {
            FilterPeer::Public(it) => Some(it.as_str()),
            FilterPeer::Prefix(_) | FilterPeer::Group(_) | FilterPeer::Unknown(_) => None,
        });
        // A set that no rule names is in no rule, whatever it is called.
        names.into_iter().find(|it| *it == name).unwrap_or("")
    }

    /// The prefixes by which the rules at the interfaces of these, their routes and their own
    /// networks tell addresses apart.
    fn told_apart(&self, who: &[Attached], cuts: &mut Vec<Stretch>) {
        let mut groups: Vec<FilterId> = Vec::new();
        for of in who {
            for id in self.index().interfaces(*of) {
                let interface = self.networks().interface(*id);
                groups.extend(interface.filters.iter().flatten());
                let own = self.networks().network(interface.network);
                cuts.extend(own.prefixes.iter().map(Stretch::of));
            }
            let routes = self.index().routes(*of).iter();
            let routes = routes.filter_map(|at| self.networks().routes.get(*at));
            cuts.extend(routes.flat_map(|it| self.led_to(it)));
        }
        groups.sort_unstable();
        groups.dedup();
        for group in groups {
            for rule in &self.networks().filter(group).rules {
                match &rule.peer {
                    FilterPeer::Prefix(prefix) => cuts.push(Stretch::of(prefix)),
                    FilterPeer::Group(peer) => {
                        cuts.extend(self.index().external(*peer));
                        cuts.extend(self.index().members(*peer));
                    }
                    FilterPeer::Public(_) | FilterPeer::Unknown(_) => {}
                }
            }
        }
    }

    fn led_to(&self, route: &Route) -> Vec<Stretch> {
        match &route.to {
            RouteTo::Prefix(prefix) => vec![Stretch::of(prefix)],
            RouteTo::Network(network) => {
                self.networks().network(*network).prefixes.iter().map(Stretch::of).collect()
            }
        }
    }

    fn senders(&self, from: &Party) -> Result<Vec<Sender<'m>>, Refused> {
        Ok(match from {
            Party::Internet | Party::Prefix(_) | Party::Public(_) => Vec::new(),
            Party::Machine(machine) => vec![Sender::Attached(Attached::Machine(*machine))],
            Party::Place(place) => vec![Sender::Attached(Attached::Place(*place))],
            Party::Part(part) => self.seats(*part)?.into_iter().map(Sender::Attached).collect(),
        })
    }

    fn receivers(&self, to: &Party) -> Result<Vec<Receiver<'m>>, Refused> {
        let itself = |of| vec![Receiver::Inside { address: of, member: of, through: Vec::new() }];
        match to {
            Party::Internet | Party::Prefix(_) | Party::Public(_) => Ok(Vec::new()),
            Party::Machine(machine) => Ok(itself(Attached::Machine(*machine))),
            Party::Place(place) => Ok(itself(Attached::Place(*place))),
            Party::Part(part) => self.behind(*part, 0),
        }
    }

    /// Where the copies of a part are attached: its machines, or its own interfaces.
    fn seats(&self, part: PartId) -> Result<Vec<Attached>, Refused> {
        let mut machines: Vec<Attached> = Vec::new();
        for (_, seat) in self.model.copies(part) {
            if let Seat::Machine(machine) = self.model.attached(seat) {
                machines.push(Attached::Machine(machine));
            }
        }
        machines.sort_unstable();
        machines.dedup();
        let own = Attached::Part(part);
        if machines.is_empty() && !self.index().interfaces(own).is_empty() {
            machines.push(own);
        }
        if machines.is_empty() {
            let address = &self.model.part(part).address;
            let why = format!("nothing says to which network `{address}` is attached");
            return Err((Decision::Unknown(why), Verdict::Undecided));
        }
        Ok(machines)
    }

    /// Who takes packets that are sent to a part.
    fn behind(&self, part: PartId, depth: usize) -> Result<Vec<Receiver<'m>>, Refused> {
        let own = Attached::Part(part);
        let Kind::Router(router) = &self.model.part(part).kind else {
            let seats = self.seats(part)?.into_iter();
            let itself = |of| Receiver::Inside { address: of, member: of, through: Vec::new() };
            return Ok(seats.map(itself).collect());
        };
        // What is known to be behind it is some of it only.
        if let Some(why) = self.model.unseen.get(&part) {
            return Err((Decision::Unknown(why.clone()), Verdict::Undecided));
        }
        if depth >= ROUTERS_MAX {
            return Err((Decision::Limit("16 routers behind each other"), Verdict::Undecided));
        }
        let mut found: Vec<Receiver<'m>> = Vec::new();
        for copy in router.members.iter().map(|it| it.copy) {
            match self.model.seat(copy).map(|seat| self.model.attached(seat)) {
                Some(Seat::Machine(machine)) => {
                    let member = Attached::Machine(machine);
                    found.push(Receiver::Inside { address: member, member, through: Vec::new() });
                }
                _ => found.extend(self.behind(copy.part, depth.saturating_add(1))?),
            }
        }
        if found.is_empty() {
            return Err((Decision::NobodyBehind(part), Verdict::No));
        }
        if !self.index().interfaces(own).is_empty() {
            for receiver in &mut found {
                if let Receiver::Inside { address, through, .. } = receiver {
                    *address = own;
                    through.insert(0, part);
                }
            }
        }
        Ok(found)
    }

    /// The addresses of a receiver that a sender may send to, in the families that both may have.
    pub(super) fn goals(
        &self,
        sender: &Sender<'m>,
        receiver: &Receiver<'m>,
    ) -> Vec<(Goal<'m>, Family)> {
        let families = |only: Option<Family>| {
            [Family::V4, Family::V6]
                .into_iter()
                .filter(move |it| only.is_none_or(|only| only == *it))
        };
        let only = match sender {
            Sender::Outside(_, family) => Some(*family),
            Sender::Attached(_) => None,
        };
        match receiver {
            Receiver::Outside(origin, family) => {
                let goal = |network| Goal::Outside(network, *origin);
                self.index().internet().map(|it| (goal(it), *family)).into_iter().collect()
            }
            Receiver::Inside { address, member, through } => {
                let mut found = Vec::new();
                let internet = self.index().internet();
                for id in self.index().interfaces(*address) {
                    let network = self.networks().interface(*id).network;
                    if only.is_some() && Some(network) != internet {
                        continue;
                    }
                    found.extend(self.families_of(*id, families(only)).map(|family| {
                        let through = through.clone();
                        (Goal::Inside { address: *id, member: *member, through }, family)
                    }));
                }
                found
            }
        }
    }

    /// The families that an interface has an address of, or may have one of; the first that is asked
    /// about where it has none, so that the answer says so.
    fn families_of(
        &self,
        id: InterfaceId,
        families: impl Iterator<Item = Family>,
    ) -> impl Iterator<Item = Family> {
        let all: Vec<Family> = families.collect();
        let mut may: Vec<Family> =
            all.iter().copied().filter(|it| self.has_address(id, *it) != Truth::No).collect();
        if may.is_empty() {
            may.extend(all.first());
        }
        may.into_iter()
    }
}

/// The addresses outside that a party means; `None` where it is somebody of the model.
fn asked_outside(party: &Party) -> Result<Option<Vec<Stretch>>, Refused> {
    match party {
        Party::Internet | Party::Public(_) => {
            Ok(Some([Family::V4, Family::V6].map(Stretch::of_family).to_vec()))
        }
        Party::Prefix(prefix) => {
            let stretch = Stretch::of(prefix);
            if never_public(&stretch) && family_of(prefix) == stretch.low.family {
                return Err((Decision::NotPublic(*prefix), Verdict::No));
            }
            Ok(Some(vec![stretch]))
        }
        Party::Machine(_) | Party::Part(_) | Party::Place(_) => Ok(None),
    }
}
