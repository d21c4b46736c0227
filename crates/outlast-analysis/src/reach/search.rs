//! Every way that packets may take from one to another, hop by hop.
//!
//! Whoever stands in the network of the receiver sends there; whoever does not needs a route over a
//! passage, and so does whoever would reply. A way is a list of gates in the order in which packets
//! meet them; it lets through what all of its gates do. A way that ends early has a last gate that
//! lets nothing through and says why. Limits: `HOPS_MAX` machines on one way, `WAYS_MAX` ways.

use outlast_model::{
    Attached, Carrier, End, Family, InterfaceId, MachineId, NetworkId, NetworkKind, Networks,
    Passage, PassageId, RouteTo, Way as Direction,
};

use super::Reachability;
use super::filter::{Filtered, Peer, filtered};
use super::flows::Stretch;
use super::packets::PacketSet;
use super::question::{Answer, Bounds, Cut, Decision, Hop, Party, Truth, Verdict};

/// The most machines that forward on one way.
const HOPS_MAX: usize = 8;
/// The most ways that are looked at between two ends in one family.
const WAYS_MAX: usize = 64;

/// Under which address packets come.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin<'m> {
    /// That of an interface.
    Interface(InterfaceId),
    /// One of this stretch; without one, that of a set of the provider's or of a router that nobody
    /// wrote down.
    Outside(Option<Stretch>, Option<&'m str>),
}

/// Where packets go to.
#[derive(Debug, Clone)]
pub(super) enum Goal<'m> {
    /// To the address of an interface, where `member` takes them, passed on by these routers.
    Inside {
        /// The interface whose address packets carry.
        address: InterfaceId,
        /// Who takes them in the end.
        member: Attached,
        /// The routers that pass them on, the first first.
        through: Vec<outlast_model::PartId>,
    },
    /// To an address outside.
    Outside(NetworkId, Origin<'m>),
}

impl Goal<'_> {
    /// Whether packets carry an address of this interface.
    pub(super) fn is_at(&self, interface: InterfaceId) -> bool {
        matches!(self, Self::Inside { address, .. } if *address == interface)
    }
}

/// Something that packets meet on the way.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    /// What it lets through.
    pub(super) bounds: Bounds,
    /// What it is that lets no more through.
    pub(super) blocks: Decision,
    /// The rules that were looked at, if any.
    pub(super) filtered: Option<(InterfaceId, Direction, Filtered)>,
    /// Ports that a router in front translates, for wording only: from which to which.
    ports: Vec<(PacketSet, PacketSet)>,
}

/// A way, as far as it gets.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    /// Its hops.
    pub(super) hops: Vec<Hop>,
    /// What is met, in order.
    pub(super) gates: Vec<Gate>,
    /// Those who sent it on before.
    forwarded: Vec<Attached>,
    /// The interface at which the machine that holds the packets translates what it forwards.
    translating: Option<InterfaceId>,
}

impl Gate {
    /// The packets that its rules see: a router in front may send to another port.
    fn behind(&self, asked: &PacketSet) -> PacketSet {
        self.ports.iter().fold(asked.clone(), |packets, (from, to)| {
            if packets.is_disjoint(from) { packets } else { packets.difference(from).union(to) }
        })
    }

    /// Why it does not let these packets through.
    fn decision(&self, asked: &PacketSet) -> Decision {
        let Some((interface, way, filtered)) = &self.filtered else { return self.blocks.clone() };
        if asked.is_disjoint(&self.bounds.perhaps) {
            return self.blocks.clone();
        }
        let rules = filtered.rules_for(&self.behind(asked), false);
        if rules.is_empty() && filtered.unknown.is_none() {
            return self.blocks.clone();
        }
        let why = filtered.unknown.clone();
        let why = why.unwrap_or_else(|| "an address or what a rule says is not known".into());
        Decision::MaybeRule { interface: *interface, way: *way, rules, why }
    }
}

impl Way {
    /// What gets through.
    pub(super) fn bounds(&self, whole: &PacketSet) -> Bounds {
        let mut gates = self.gates.iter();
        let first = gates.next().map_or(Bounds::exactly(whole.clone()), |it| it.bounds.clone());
        gates.fold(first, |sum, gate| sum.and(&gate.bounds))
    }

    fn gate(&mut self, truth: Truth, blocks: Decision) {
        if truth != Truth::Yes {
            self.gates.push(Gate {
                bounds: Bounds::all_when(truth),
                blocks,
                filtered: None,
                ports: Vec::new(),
            });
        }
    }

    /// How many gates some of these packets may pass.
    pub(super) fn passed(&self, asked: &PacketSet) -> usize {
        let mut left = asked.clone();
        let passes = |gate: &&Gate| {
            left = left.intersection(&gate.bounds.perhaps);
            !left.is_empty()
        };
        self.gates.iter().take_while(passes).count()
    }

    /// What decides the verdict about these packets on this way.
    pub(super) fn decision(&self, asked: &PacketSet, verdict: Verdict) -> Decision {
        if verdict == Verdict::Yes {
            let mut rules = Vec::new();
            for gate in &self.gates {
                let it = gate.filtered.as_ref();
                rules.extend(
                    it.into_iter().flat_map(|it| it.2.rules_for(&gate.behind(asked), true)),
                );
            }
            return Decision::Allowed(rules);
        }
        let mut left = asked.clone();
        for gate in &self.gates {
            let (bounds, before) = (&gate.bounds, left.clone());
            left = left.intersection(if verdict == Verdict::No {
                &bounds.perhaps
            } else {
                &bounds.sure
            });
            let decides = match verdict {
                Verdict::Partly => !before.is_subset(&bounds.sure),
                Verdict::No | Verdict::Undecided | Verdict::Yes => left.is_empty(),
            };
            if decides {
                return gate.decision(&before);
            }
        }
        Decision::Unknown("these packets belong to the other family of addresses".into())
    }

    /// The answer that this way gives about these packets.
    pub(super) fn answer(&self, asked: &PacketSet, verdict: Verdict, of: (Party, Party)) -> Answer {
        let crossed = self.hops.iter().filter_map(|hop| match hop {
            Hop::Segment { network, .. } => Some(*network),
            Hop::Passage { .. } | Hop::Forwarded { .. } => None,
        });
        let mut networks: Vec<NetworkId> = crossed.collect();
        networks.dedup();
        let decided_by = self.decision(asked, verdict);
        Answer { verdict, path: self.hops.clone(), networks, decided_by, of, open: None }
    }

    fn ended(mut self, blocks: Decision) -> Self {
        self.gate(Truth::No, blocks);
        self
    }
}

/// The search for all ways to a goal in one family.
pub(super) struct Search<'r, 'm> {
    reach: &'r Reachability<'m>,
    goal: Goal<'m>,
    family: Family,
    /// Whether this is the way of a reply, which no rule filters.
    reply: bool,
    /// Of a reply: the way of what it answers, which opened the tunnels that it went through.
    answered: Vec<Hop>,
    /// Whether the packets are those of a tunnel, which go straight from gateway to gateway.
    carrier: bool,
    /// Of a tunnel: whether the receiver has sent before, so that its filter takes what comes for an
    /// answer.
    called: bool,
    /// The ways found.
    pub(super) ways: Vec<Way>,
}

impl<'r, 'm> Search<'r, 'm> {
    /// A search from nobody yet.
    pub(super) fn new(reach: &'r Reachability<'m>, goal: Goal<'m>, family: Family) -> Self {
        Self {
            reach,
            goal,
            family,
            reply: false,
            answered: Vec::new(),
            carrier: false,
            called: false,
            ways: Vec::new(),
        }
    }

    /// All ways of whoever is attached, who sends under an address of its own.
    pub(super) fn from(mut self, sender: Attached) -> Vec<Way> {
        self.onward(sender, None, Way::default());
        self.ways
    }

    /// All ways of somebody outside.
    pub(super) fn outsiders(mut self, origin: Origin<'m>) -> Vec<Way> {
        self.deliver(None, None, Some(origin), Way::default());
        self.ways
    }

    /// The way of packets of a tunnel: within one network, and no reply is looked for, for a tunnel
    /// that is open one way is open.
    pub(super) fn straight(mut self, from: Option<InterfaceId>, called: bool) -> Vec<Way> {
        self.carrier = true;
        self.called = called;
        let at = from.map(|it| self.reach.networks().interface(it)).map(|it| it.of);
        let origin = from.map_or(Origin::Outside(None, None), Origin::Interface);
        self.deliver(at, from, Some(origin), Way::default());
        self.ways
    }

    fn network(&self) -> Option<NetworkId> {
        match &self.goal {
            Goal::Inside { address, .. } => Some(self.reach.networks().interface(*address).network),
            Goal::Outside(network, _) => Some(*network),
        }
    }

    fn is_internet(&self, network: NetworkId) -> bool {
        let kind = self.reach.networks().network(network).kind;
        kind == NetworkKind::Internet
    }

    /// What is known of the address that packets go to.
    fn goal_peer(&self) -> Option<Peer<'m>> {
        match &self.goal {
            Goal::Inside { address, .. } => {
                self.reach.peer(Origin::Interface(*address), self.family)
            }
            Goal::Outside(_, origin) => self.reach.peer(*origin, self.family),
        }
    }

    /// Sends on from whoever holds the packet.
    fn onward(&mut self, at: Attached, origin: Option<Origin<'m>>, way: Way) {
        if way.forwarded.len() > HOPS_MAX {
            self.ways.push(limited(way));
            return;
        }
        if way.forwarded.contains(&at) {
            // Routes look at the destination alone, so packets that come back go round for ever.
            let to = self.network().unwrap_or(Networks::INTERNET);
            self.ways.push(way.ended(Decision::NoRoute { on: at, to }));
            return;
        }
        if let Some(cut) = self.reach.cut_of(at) {
            self.ways.push(way.ended(Decision::Down(cut)));
            return;
        }
        let Some(far) = self.network() else { return };
        if !way.forwarded.is_empty() && self.is_at_goal(at) {
            self.at_goal(at, origin, way);
            return;
        }
        let own = self.reach.index().interfaces(at);
        let networks = self.reach.networks();
        let there = |id: &&InterfaceId| networks.interface(**id).network == far;
        let direct: Vec<InterfaceId> = own.iter().filter(there).copied().collect();
        // Without an address of this family a prefix is not on the link.
        let speaks = |id: &InterfaceId| self.reach.has_address(*id, self.family) != Truth::No;
        let on_link = direct.iter().any(speaks) && !self.is_internet(far);
        let routes = if on_link { Vec::new() } else { self.routes(at, far) };
        let certain = routes.iter().any(|(_, truth)| *truth == Truth::Yes);
        if !certain {
            for interface in &direct {
                let mut way = way.clone();
                if !routes.is_empty() {
                    let why = "whether a route leads elsewhere hangs on an address";
                    way.gate(Truth::Undecided, Decision::Unknown(why.into()));
                }
                if on_link {
                    self.same_prefix(at, far, &mut way);
                }
                self.deliver(Some(at), Some(*interface), origin, way);
            }
        }
        for (route, truth) in &routes {
            let mut way = way.clone();
            let why = "whether the route leads there hangs on an address or a prefix";
            way.gate(*truth, Decision::Unknown(why.into()));
            self.over(at, *route, origin, way);
        }
        if direct.is_empty() && routes.is_empty() {
            let blocks = self.nowhere(at, far);
            self.ways.push(way.ended(blocks));
        }
    }

    fn is_at_goal(&self, at: Attached) -> bool {
        match &self.goal {
            Goal::Inside { address, .. } => self.reach.networks().interface(*address).of == at,
            Goal::Outside(..) => false,
        }
    }

    /// A gateway is sent to itself, at another of its addresses: the packets do not pass the
    /// interface of that address, and so meet no rule there.
    fn at_goal(&mut self, at: Attached, origin: Option<Origin<'m>>, mut way: Way) {
        if let Goal::Inside { address, .. } = &self.goal {
            self.address(*address, &mut way);
        }
        if let Some(origin) = origin {
            self.returns(Some(at), origin, &mut way);
        }
        self.ways.push(way);
    }

    /// Why nothing leads from there to the network.
    fn nowhere(&self, at: Attached, far: NetworkId) -> Decision {
        let reach = self.reach;
        if reach.index().interfaces(at).is_empty() {
            return Decision::NotJoined { who: Some(at), network: Some(far) };
        }
        if let Some((own, Truth::Yes)) = self.overlap(at, far, None) {
            return Decision::Overlap { on: at, own, far };
        }
        let joined = reach.networks().passages.iter().any(|it| {
            it.ends.iter().any(|end| end.network == far)
                && it.ends.iter().any(|end| reach.interface_in(at, end.network).is_some())
        });
        if joined {
            Decision::NoRoute { on: at, to: far }
        } else {
            Decision::NotJoined { who: Some(at), network: Some(far) }
        }
    }

    /// Two networks that somebody stands in and that use the same addresses: which of them a packet
    /// goes to is not decided.
    fn same_prefix(&self, at: Attached, far: NetworkId, way: &mut Way) {
        if let Some((own, truth)) = self.overlap(at, far, None) {
            let truth = if truth == Truth::Yes && self.narrower(own, far) {
                Truth::No
            } else {
                Truth::Undecided
            };
            way.gate(truth, Decision::Overlap { on: at, own, far });
        }
    }

    fn narrower(&self, own: NetworkId, far: NetworkId) -> bool {
        let length = |id| {
            let network = self.reach.networks().network(id);
            network.prefixes.iter().map(ipnet::IpNet::prefix_len).max()
        };
        length(own) > length(far)
    }

    /// A network that somebody stands in, other than `far`, with a prefix that the address of the
    /// goal is in, at least as long as `length`.
    fn overlap(
        &self,
        at: Attached,
        far: NetworkId,
        length: Option<u8>,
    ) -> Option<(NetworkId, Truth)> {
        let reach = self.reach;
        let peer = self.goal_peer()?;
        let mut worst: Option<(NetworkId, Truth)> = None;
        for id in reach.index().interfaces(at) {
            let own = reach.networks().interface(*id).network;
            let speaks = reach.has_address(*id, self.family) != Truth::No;
            if own == far || self.is_internet(own) || !speaks {
                continue;
            }
            let prefixes = &reach.networks().network(own).prefixes;
            for prefix in
                prefixes.iter().filter(|it| length.is_none_or(|least| it.prefix_len() >= least))
            {
                let truth = peer.within(&Stretch::of(prefix));
                if truth != Truth::No && worst.is_none_or(|(_, before)| truth > before) {
                    worst = Some((own, truth));
                }
            }
        }
        worst
    }

    /// The routes of a machine that its packets may take to the goal: the longest that match for
    /// certain, and longer ones that may match. A site's own router needs none that is written.
    fn routes(&self, at: Attached, far: NetworkId) -> Vec<(Leads, Truth)> {
        let Some(peer) = self.goal_peer() else { return Vec::new() };
        let networks = self.reach.networks();
        let mut found: Vec<(u8, Leads, Truth)> = Vec::new();
        for index in self.reach.index().routes(at) {
            let Some(route) = networks.routes.get(*index) else { continue };
            if self.leads_to_itself(at, route.over) {
                continue;
            }
            if let Some((length, truth)) = self.matches(&route.to, far, &peer) {
                found.push((length, Leads::Route(*index), truth));
            }
        }
        for (id, passage) in networks.passages.pairs() {
            if self.site_router(at, far, passage) {
                found.push((0, Leads::Site(id), Truth::Yes));
            }
        }
        let longest = found.iter().filter(|it| it.2 == Truth::Yes).map(|it| it.0).max();
        found.retain(|it| longest.is_none_or(|longest| it.0 >= longest));
        let doubtful = found.iter().any(|it| it.2 == Truth::Undecided);
        found
            .into_iter()
            .map(|(_, leads, truth)| (leads, if doubtful { Truth::Undecided } else { truth }))
            .collect()
    }

    /// A machine that forwards has no use for a route to itself.
    fn leads_to_itself(&self, at: Attached, over: PassageId) -> bool {
        let Attached::Machine(machine) = at else { return false };
        {
            let it = self.reach.networks().passage(over);
            {
                it.carrier == Carrier::Forward
                    && it.ends.iter().any(|end| end.gateways.contains(&machine))
            }
        }
    }

    /// How long the prefix of a route is that the goal is in, and whether it is.
    fn matches(&self, to: &RouteTo, far: NetworkId, peer: &Peer<'m>) -> Option<(u8, Truth)> {
        let of = |prefix: &ipnet::IpNet| {
            let truth = peer.within(&Stretch::of(prefix));
            (truth != Truth::No).then_some((prefix.prefix_len(), truth))
        };
        match to {
            RouteTo::Prefix(prefix) => of(prefix),
            RouteTo::Network(network) => {
                let prefixes = &self.reach.networks().network(*network).prefixes;
                let within = prefixes.iter().filter_map(of).max_by_key(|it| (it.1, it.0));
                // It is stated to lead to everything there, also where no prefix is known.
                let stated = (*network == far).then_some((within.map_or(0, |it| it.0), Truth::Yes));
                stated.or(within)
            }
        }
    }

    /// Whether the router of a site sends over the passage what somebody there sends to the network.
    fn site_router(&self, at: Attached, far: NetworkId, passage: &Passage) -> bool {
        let machine = matches!(at, Attached::Machine(_));
        let near = passage.ends.iter().any(|end| {
            let site = self.reach.networks().network(end.network).kind;
            site == NetworkKind::Site
                && (end.gateways.is_empty() || !machine)
                && self.reach.interface_in(at, end.network).is_some()
                && end.network != far
        });
        near && passage.ends.iter().any(|end| end.network == far)
    }

    /// Sends over the passage of a route.
    fn over(&mut self, at: Attached, leads: Leads, origin: Option<Origin<'m>>, way: Way) {
        let networks = self.reach.networks();
        let (id, fallback) = match leads {
            Leads::Site(id) => (id, None),
            Leads::Route(index) => {
                let Some(route) = networks.routes.get(index) else { return };
                (route.over, route.otherwise_internet.then_some(index))
            }
        };
        let passage = networks.passage(id);
        let mut way = way;
        if let Some((own, truth)) = self.own_prefix(at, leads) {
            // An on-link prefix that is as long as that of the route wins.
            let truth = if truth == Truth::Yes { Truth::No } else { Truth::Undecided };
            let far = self.network().unwrap_or(own);
            way.gate(truth, Decision::Overlap { on: at, own, far });
            if truth == Truth::No {
                self.ways.push(way);
                return;
            }
        }
        let mut stands = false;
        for (near_at, near) in passage.ends.iter().enumerate() {
            let Some(out) = self.reach.interface_in(at, near.network) else { continue };
            stands = true;
            for (_, far) in passage.ends.iter().enumerate().filter(|(it, _)| *it != near_at) {
                let crossing = Crossing { at, out, id, passage, near, far, fallback };
                self.cross(&crossing, origin, &way);
            }
        }
        if let (false, Leads::Route(route)) = (stands, leads) {
            self.ways.push(way.ended(Decision::PassageElsewhere { route, passage: id }));
        }
    }

    /// A network of its own whose prefix is at least as long as the one of the route.
    fn own_prefix(&self, at: Attached, leads: Leads) -> Option<(NetworkId, Truth)> {
        let (far, peer) = (self.network()?, self.goal_peer()?);
        let length = match leads {
            Leads::Site(_) => 0,
            Leads::Route(index) => {
                let route = self.reach.networks().routes.get(index)?;
                self.matches(&route.to, far, &peer).map_or(0, |it| it.0)
            }
        };
        self.overlap(at, far, Some(length))
    }

    /// What becomes of packets whose passage carries nothing.
    fn down(
        &mut self,
        at: Attached,
        fallback: Option<usize>,
        origin: Option<Origin<'m>>,
        way: Way,
        why: Decision,
    ) {
        let outside = self.reach.index().internet();
        let out = outside.and_then(|network| self.reach.interface_in(at, network));
        match (fallback, out) {
            (Some(_), Some(out)) if self.network() == outside => {
                self.deliver(Some(at), Some(out), origin, way);
            }
            (Some(route), Some(_)) => {
                self.ways.push(way.ended(Decision::LeavesOverInternet { route }));
            }
            _ => self.ways.push(way.ended(why)),
        }
    }

    /// Through a passage from one of its ends to another, by every pair of gateways.
    fn cross(&mut self, it: &Crossing<'m>, origin: Option<Origin<'m>>, way: &Way) {
        let itself = match it.at {
            Attached::Machine(machine) if it.near.gateways.contains(&machine) => Some(machine),
            Attached::Machine(_) | Attached::Part(_) | Attached::Place(_) => None,
        };
        let near = itself.map_or_else(|| options(&it.near.gateways), |it| vec![Some(it)]);
        for from in near {
            let far = match (&it.passage.carrier, from) {
                (Carrier::Forward, Some(from)) => vec![Some(from)],
                _ => options(&it.far.gateways),
            };
            for to in far {
                self.through(it, from, to, origin, way.clone());
            }
        }
    }

    /// Through a passage by one pair of gateways.
    fn through(
        &mut self,
        it: &Crossing<'m>,
        from: Option<MachineId>,
        to: Option<MachineId>,
        origin: Option<Origin<'m>>,
        mut way: Way,
    ) {
        if self.ways.len() >= WAYS_MAX {
            // One more way, of which nothing is known, stands for all that are not looked at.
            self.ways.truncate(WAYS_MAX);
            self.ways.push(limited(way));
            return;
        }
        // A machine that forwards nothing still takes what is sent to itself.
        let itself = from.is_some_and(|gateway| self.is_at_goal(Attached::Machine(gateway)));
        let taken = it.passage.carrier == Carrier::Forward && itself;
        let cut = Cut::Passage(it.id);
        if self.reach.is_cut(cut) && !taken {
            self.down(it.at, it.fallback, origin, way, Decision::Down(cut));
            return;
        }
        let origin = self.leaving(Some(it.at), it.out, origin, &mut way);
        self.address(it.out, &mut way);
        if let Some(missing) = self.enter(it, from, origin, &mut way) {
            self.ways.push(way.ended(missing));
            return;
        }
        if let Some(cut) = to.and_then(|to| self.reach.cut_of(Attached::Machine(to))) {
            self.down(it.at, it.fallback, Some(origin), way, Decision::Down(cut));
            return;
        }
        let opened = Hop::Passage { passage: it.id, from: to, to: from };
        let (up, why) = if self.answered.contains(&opened) {
            (Truth::Yes, Decision::Allowed(Vec::new()))
        } else {
            self.reach.carried(it.passage, (it.near, from), (it.far, to))
        };
        let why = Decision::Carrier { passage: it.id, why: Box::new(why) };
        if up == Truth::No {
            self.down(it.at, it.fallback, Some(origin), way, why);
            return;
        }
        way.gate(up, why);
        way.hops.push(Hop::Passage { passage: it.id, from, to });
        way.forwarded.push(it.at);
        self.leave(it, to, origin, way);
    }

    /// From the sender to the gateway of its own network. Gives what is missing, if anything is.
    fn enter(
        &self,
        it: &Crossing<'m>,
        gateway: Option<MachineId>,
        origin: Origin<'m>,
        way: &mut Way,
    ) -> Option<Decision> {
        let network = it.near.network;
        if self.reach.is_cut(Cut::Network(network)) {
            return Some(Decision::Down(Cut::Network(network)));
        }
        let gateway_at = gateway.map(Attached::Machine);
        if let (Some(machine), Some(gateway_at)) = (gateway, gateway_at) {
            if let Some(cut) = self.reach.cut_of(gateway_at) {
                return Some(Decision::Down(cut));
            }
            let Some(entry) = self.reach.interface_in(gateway_at, network) else {
                let passage = it.id;
                return Some(Decision::GatewayElsewhere { passage, gateway: machine, network });
            };
            if gateway_at == it.at {
                return None;
            }
            self.address(entry, way);
            self.filter(it.out, Direction::Out, self.goal_peer(), &[], way);
            self.filter(entry, Direction::In, self.reach.peer(origin, self.family), &[], way);
        } else {
            self.filter(it.out, Direction::Out, self.goal_peer(), &[], way);
        }
        way.hops.push(Hop::Segment { network, from: Some(it.at), to: gateway_at });
        None
    }

    /// Out of a passage into the network of its far end.
    fn leave(
        &mut self,
        it: &Crossing<'m>,
        to: Option<MachineId>,
        origin: Origin<'m>,
        mut way: Way,
    ) {
        let network = it.far.network;
        let Some(gateway) = to else {
            let origin = if it.far.translates { Origin::Outside(None, None) } else { origin };
            if self.network() == Some(network) {
                self.deliver(None, None, Some(origin), way);
            } else {
                self.ways
                    .push(way.ended(Decision::NotJoined { who: None, network: self.network() }));
            }
            return;
        };
        let at = Attached::Machine(gateway);
        let Some(exit) = self.reach.interface_in(at, network) else {
            let missing = Decision::GatewayElsewhere { passage: it.id, gateway, network };
            self.ways.push(way.ended(missing));
            return;
        };
        way.translating = it.far.translates.then_some(exit);
        self.onward(at, Some(origin), way);
    }

    /// Under which address packets leave by an interface. A reply to a translated packet goes to the
    /// gateway, which then must find the one who asked.
    fn leaving(
        &self,
        at: Option<Attached>,
        out: InterfaceId,
        origin: Option<Origin<'m>>,
        way: &mut Way,
    ) -> Origin<'m> {
        let translates = way.translating.take() == Some(out);
        match origin {
            Some(origin) if !translates => origin,
            Some(origin) => {
                self.returns(at, origin, way);
                Origin::Interface(out)
            }
            None => Origin::Interface(out),
        }
    }

    /// Within the network of the goal, to the goal.
    fn deliver(
        &mut self,
        at: Option<Attached>,
        out: Option<InterfaceId>,
        origin: Option<Origin<'m>>,
        mut way: Way,
    ) {
        let Some(network) = self.network() else { return };
        if self.reach.is_cut(Cut::Network(network)) {
            self.ways.push(way.ended(Decision::Down(Cut::Network(network))));
            return;
        }
        let mut origin = origin;
        if let Some(out) = out {
            origin = Some(self.leaving(at, out, origin, &mut way));
            self.address(out, &mut way);
            self.filter(out, Direction::Out, self.goal_peer(), &[], &mut way);
            self.platform(network, out, &mut way);
        }
        match self.goal.clone() {
            Goal::Outside(..) => {
                way.hops.push(Hop::Segment { network, from: at, to: None });
                if let Some(origin) = origin {
                    self.returns(None, origin, &mut way);
                }
            }
            Goal::Inside { address, member, through } => {
                self.arrive(at, network, address, (member, &through), origin, &mut way);
            }
        }
        self.ways.push(way);
    }

    /// At the interface of the goal, and from there to the member behind it.
    fn arrive(
        &self,
        at: Option<Attached>,
        network: NetworkId,
        address: InterfaceId,
        (member, through): (Attached, &[outlast_model::PartId]),
        origin: Option<Origin<'m>>,
        way: &mut Way,
    ) {
        let reach = self.reach;
        self.address(address, way);
        let front = reach.networks().interface(address).of;
        way.hops.push(Hop::Segment { network, from: at, to: Some(front) });
        if let Some(cut) = reach.cut_of(member) {
            way.gate(Truth::No, Decision::Down(cut));
        }
        let mut entry = address;
        if front != member {
            if let Attached::Part(by) = front {
                way.hops.push(Hop::Forwarded { by, to: member });
            }
            let Some(other) = reach.interface_in(member, network) else {
                let missing = Decision::NotJoined { who: Some(member), network: Some(network) };
                way.gate(Truth::No, missing);
                return;
            };
            entry = other;
        }
        let Some(origin) = origin else { return };
        if !self.called {
            self.filter(entry, Direction::In, reach.peer(origin, self.family), through, way);
        }
        self.returns(Some(member), origin, way);
    }

    fn address(&self, id: InterfaceId, way: &mut Way) {
        match self.reach.has_address(id, self.family) {
            Truth::Yes => {}
            Truth::Undecided => way.gate(Truth::Undecided, Decision::MaybeAddress(id)),
            Truth::No => {
                let none = self.reach.networks().interface(id).addresses.is_empty();
                let family = (!none).then_some(self.family);
                way.gate(Truth::No, Decision::NoAddress { interface: id, family });
            }
        }
    }

    fn filter(
        &self,
        id: InterfaceId,
        direction: Direction,
        peer: Option<Peer<'m>>,
        through: &[outlast_model::PartId],
        way: &mut Way,
    ) {
        let networks = self.reach.networks();
        let (Some(peer), false) = (peer, self.reply) else { return };
        let interface = networks.interface(id);
        let found = filtered(self.reach.index(), networks, interface, direction, &peer);
        let mut bounds = found.bounds.clone();
        for part in through.iter().rev() {
            bounds.sure = self.reach.arriving(*part, &bounds.sure);
            bounds.perhaps = self.reach.arriving(*part, &bounds.perhaps);
        }
        let blocks = Decision::NoRule { interface: id, way: direction };
        self.translate_blocks(through, way);
        let ports = through.iter().flat_map(|it| self.reach.ports(*it)).collect();
        way.gates.push(Gate { bounds, blocks, filtered: Some((id, direction, found)), ports });
    }

    /// Ports that lead to no member are refused by the router, whatever the rules of members say.
    fn translate_blocks(&self, through: &[outlast_model::PartId], way: &mut Way) {
        for part in through {
            let passed = self.reach.arriving(*part, &PacketSet::all());
            if passed != PacketSet::all() {
                let bounds = Bounds::exactly(passed);
                let blocks = Decision::PortNotForwarded(*part);
                way.gates.push(Gate { bounds, blocks, filtered: None, ports: Vec::new() });
            }
        }
    }

    /// What the platform lets nobody send from its public addresses.
    fn platform(&self, network: NetworkId, out: InterfaceId, way: &mut Way) {
        let networks = self.reach.networks();
        let site = matches!(networks.interface(out).of, Attached::Place(_));
        if self.reply || site || !self.is_internet(network) {
            return;
        }
        for (packets, assumption) in &networks.blocked_out {
            let all = PacketSet::all();
            let bounds = PacketSet::known(packets).map_or_else(
                || Bounds::all_when(Truth::Undecided),
                |blocked| Bounds::exactly(all.difference(&blocked)),
            );
            way.gates.push(Gate {
                bounds,
                blocks: Decision::Platform(*assumption),
                filtered: None,
                ports: Vec::new(),
            });
        }
    }

    /// Whether a reply finds its way from whoever took the packet to the address that it came from.
    fn returns(&self, on: Option<Attached>, origin: Origin<'m>, way: &mut Way) {
        let reach = self.reach;
        let networks = reach.networks();
        if self.reply || self.carrier {
            return;
        }
        let Origin::Interface(id) = origin else {
            let outside = reach.index().internet();
            if let (Some(on), Some(outside)) = (on, outside) {
                self.answers_outside(on, outside, origin, way);
            }
            return;
        };
        let to = networks.interface(id).network;
        let blocks = Decision::NoRouteBack { on, to };
        let truth = match on {
            Some(on) if self.answers_on_link(on, to) => Truth::Yes,
            Some(on) => {
                let member = networks.interface(id).of;
                let goal = Goal::Inside { address: id, member, through: Vec::new() };
                self.reply_truth(on, goal, way)
            }
            None if self.is_internet(to) => Truth::Yes,
            None => Truth::No,
        };
        way.gate(truth, blocks);
    }

    /// Whether a reply leaves straight into the network: always where the replier has an address of
    /// this family in it, but on the internet a route of its own may lead elsewhere.
    fn answers_on_link(&self, on: Attached, to: NetworkId) -> bool {
        let reach = self.reach;
        let straight = !self.is_internet(to) || reach.index().routes(on).is_empty();
        let speaks = |id| reach.has_address(id, self.family) == Truth::Yes;
        straight && reach.interface_in(on, to).is_some_and(speaks)
    }

    fn reply_truth(&self, on: Attached, goal: Goal<'m>, way: &Way) -> Truth {
        let answered = way.hops.clone();
        let search = Self { reply: true, answered, ..Self::new(self.reach, goal, self.family) };
        let whole = PacketSet::all();
        let truth = |way: &Way| {
            let bounds = way.bounds(&whole);
            match (bounds.sure.is_empty(), bounds.perhaps.is_empty()) {
                (false, _) => Truth::Yes,
                (true, false) => Truth::Undecided,
                _ => Truth::No,
            }
        };
        search.from(on).iter().map(truth).max().unwrap_or(Truth::No)
    }

    fn answers_outside(&self, on: Attached, outside: NetworkId, origin: Origin<'m>, way: &mut Way) {
        // A router that nobody wrote down is taken to answer for its own network.
        let unwritten = matches!(origin, Origin::Outside(None, None));
        if unwritten && self.network() != Some(outside) || self.answers_on_link(on, outside) {
            return;
        }
        let truth = self.reply_truth(on, Goal::Outside(outside, origin), way);
        way.gate(truth, Decision::NoRouteBack { on: Some(on), to: outside });
    }
}

/// A route that is written, or the router of a site.
#[derive(Debug, Clone, Copy)]
enum Leads {
    Route(usize),
    Site(PassageId),
}

/// A passage, from one of its ends to another.
struct Crossing<'m> {
    at: Attached,
    out: InterfaceId,
    id: PassageId,
    passage: &'m Passage,
    near: &'m End,
    far: &'m End,
    /// The route by which packets leave over the internet when the passage is down.
    fallback: Option<usize>,
}

/// Each gateway, or the network itself where none is written down.
fn options(gateways: &[MachineId]) -> Vec<Option<MachineId>> {
    if gateways.is_empty() { vec![None] } else { gateways.iter().copied().map(Some).collect() }
}

fn limited(mut way: Way) -> Way {
    way.gate(Truth::Undecided, Decision::Limit("8 machines on one way, 64 ways"));
    way
}
