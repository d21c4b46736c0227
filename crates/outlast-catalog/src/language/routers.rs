//! Balancers of one's own, addresses and names: who takes a dead target out.

use outlast_findings::Span;
use outlast_model::{
    Arriving, Copy, CopyRef, Detect, Fact, Kind, MachineId, Member, Model, Moment, Need, Needed,
    PartId, Place, PlaceId, PlaceKind, Range, Role, Rotation, Router, Seat, Sight,
};

use super::document::{Block, Wanted};
use super::grammar::blocks::address::{Addressed, Adverts, Answering};
use super::grammar::blocks::name::Naming;
use super::grammar::blocks::service::{Balancing, Redispatching};
use super::grammar::group::Group as _;
use super::grammar::shared::{Checked, Checking, FailingOver, Seated, Sticking};
use super::lowering::Lowering;
use super::needs::plain;
use super::parts::{self, Site, clash, running};
use super::ways_back::{Acts, Way, check, way_back};
use crate::assumptions::{EIP_MOVE_TAKES, Entry, Shape};
use crate::engines;
use crate::estate::{Aim, Target};
use crate::problems;

/// Whether a balancer checks its targets when nobody says.
static UNCHECKED: Entry = Entry {
    name: "balancer-checks",
    what: "a balancer without a stated `check` does not check its targets: a dead one keeps its \
        share",
    value: "no",
    otherwise: Some("yes"),
    source: "the safe side: checks must be configured (haproxy: `check`)",
    safe: true,
    shape: Shape::Words(&["no", "yes"]),
};
/// Whether a refused connection is tried elsewhere when nobody says.
static REDISPATCH: Entry = Entry {
    name: "balancer-redispatch",
    what: "a connection that is refused is not tried on another target",
    value: "no",
    otherwise: Some("yes"),
    source: "the safe side",
    safe: true,
    shape: Shape::Words(&["no", "yes"]),
};
/// What happens when no target is left, when nobody says.
static ALL_WHEN_NONE: Entry = Entry {
    name: "balancer-all-when-none",
    what: "when no target passes its check, none gets traffic",
    value: "no",
    otherwise: Some("yes"),
    source: "the safe side",
    safe: true,
    shape: Shape::Words(&["no", "yes"]),
};

/// Every entry of this file.
pub static ENTRIES: &[&Entry] = &[&UNCHECKED, &REDISPATCH, &ALL_WHEN_NONE];

/// Whether such a block passes requests on by what it is: an address or a name.
pub fn is_router(block: &Block) -> bool {
    Addressed::is_in(block) || Naming::is_in(block)
}

/// A service with `balances` passes requests on.
pub fn balancer(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let balances = Balancing::of(block).balances;
    let checked = Checked::of(block).check;
    if Site::of(block).of.is_written()
        && !balances.is_written()
        && sees_further(lowering, id, block)
    {
        return;
    }
    if !balances.is_written() {
        if let Some(span) = checked.span() {
            let help = "add `balances = …`, or write the check where something acts on it";
            clash(lowering, span, "`check` on a service that passes nothing on", help);
        }
        return;
    }
    if Site::of(block).of.is_written() {
        let span = balances.span().unwrap_or(block.span);
        let help = "its targets and its check stand in Terraform; leave `balances` and `check` out";
        return clash(lowering, span, "a resource that balances says so itself", help);
    }
    let address = block.address();
    let engine = Seated::of(block).engine.text().and_then(engines::engine);
    let rotation = match checked.this() {
        Some((stated, _)) => {
            Rotation::Checked(check(lowering, stated, engine, &address, Acts::Balancer))
        }
        None => unchecked(lowering, engine, &address),
    };
    let redispatch = engine.and_then(|it| it.redispatch).unwrap_or(&REDISPATCH);
    let all_when_none = engine.and_then(|it| it.all_when_none).unwrap_or(&ALL_WHEN_NONE);
    let stated = Redispatching::of(block);
    let arriving = Arriving {
        redispatch: lowering.flag(&stated.redispatch, redispatch, &address),
        waits: waits(lowering, &stated, engine, &address),
        all_when_none: lowering.flag(&stated.all_when_none, all_when_none, &address),
        sticky: sticky(block),
    };
    let members = targets(lowering, id, balances.wanted());
    let remembers = Fact::Stated(Range::ZERO, None);
    let part = lowering.part_mut(id);
    part.role = Role::LoadBalancer;
    part.kind = Kind::Router(Router { members, rotation, arriving, remembers });
}

/// How long a target that does not answer is waited for before another is tried.
fn waits(
    lowering: &mut Lowering<'_>,
    stated: &Redispatching<'_>,
    engine: Option<&'static engines::Engine>,
    address: &str,
) -> Option<Fact<Range>> {
    let entry = engine.and_then(|it| it.connects);
    (stated.timeout.is_written() || entry.is_some())
        .then(|| lowering.range(&stated.timeout, entry, address, "no figure is known"))
}

/// Whether a user comes back to the same target: not unless it is stated.
fn sticky(block: &Block) -> Fact<bool> {
    Sticking::of(block).sticky.fact().unwrap_or(Fact::Stated(false, None))
}

/// `sticky` on a block that adds facts to an address or a load balancer's service.
pub fn stuck(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let Some((_, span)) = Sticking::of(block).sticky.get() else { return };
    let stuck = sticky(block);
    match router_mut(lowering, id) {
        Some(router) => router.arriving.sticky = stuck,
        None => {
            let help = "it is a fact of what balances: a load balancer or an address";
            clash(lowering, span, "`sticky` on what passes nothing on", help);
        }
    }
}

fn unchecked(
    lowering: &mut Lowering<'_>,
    engine: Option<&'static engines::Engine>,
    address: &str,
) -> Rotation {
    let assumptions = lowering.assumptions();
    let checks = assumptions.is(&mut lowering.estate.model, &UNCHECKED, address, "yes");
    if checks.value() == Some(&true) {
        Rotation::Checked(check(lowering, &Checking::default(), engine, address, Acts::Balancer))
    } else {
        Rotation::Fixed
    }
}

/// The copies of the parts that a balancer names, all in rotation.
fn targets(lowering: &mut Lowering<'_>, id: PartId, wanted: &[Wanted]) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    for (reference, span) in wanted.iter().flat_map(Wanted::references) {
        for part in lowering.parts_of(reference, span) {
            if part == id {
                clash(lowering, span, "it would pass requests on to itself", "name another part");
                continue;
            }
            if matches!(&lowering.model().part(part).kind, Kind::Database(_)) {
                let help = "let the caller call the database: the one that writes is found then";
                clash(lowering, span, "the copies of a database are not alike", help);
                continue;
            }
            members.extend(
                copies(lowering, part).into_iter().map(|copy| Member { copy, active: true }),
            );
        }
    }
    members
}

/// The copies that traffic to a part meets: its own, or one for an address or a name.
pub fn copies(lowering: &Lowering<'_>, part: PartId) -> Vec<CopyRef> {
    let it = lowering.model().part(part);
    let count = if it.role.is_one() { 1 } else { it.copies.len().max(1) };
    (0..u32::try_from(count).unwrap_or(u32::MAX)).map(|copy| CopyRef { part, copy }).collect()
}

/// A router that sends everything wherever it may go, until more is known.
const fn fixed() -> Router {
    Router {
        members: Vec::new(),
        rotation: Rotation::Fixed,
        arriving: Arriving::PLAIN,
        remembers: Fact::Stated(Range::ZERO, None),
    }
}

/// Makes a new address or name a router, before anything refers to how it behaves.
pub fn prepare(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let site = Site::of(block);
    if site.of.is_written() {
        return;
    }
    let part = lowering.part_mut(id);
    part.kind = Kind::Router(fixed());
    if Naming::is_in(block) {
        part.group = Some("name service".to_string());
        served_by(lowering, id, block);
    } else if !site.on.is_written() {
        parts::seats(lowering, id, block);
    }
}

/// Seats a name at its name servers; those of a name that is kept elsewhere stand in a place of
/// their own.
fn served_by(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let servers = Naming::of(block).served_by.references().into_iter();
    let servers: Vec<_> = servers.map(|(it, span)| Wanted::One(it.clone(), span)).collect();
    let mut places: Vec<PlaceId> = Vec::new();
    for server in &servers {
        places.extend(lowering.place(std::slice::from_ref(server)));
    }
    if servers.is_empty() {
        let name = format!("name servers of {}", block.name);
        let place = Place { span: Some(block.span), ..Place::new(name, PlaceKind::Provider, None) };
        places.push(lowering.estate.model.places.push(place));
        let what = format!("the name servers of `{}` fail alone", block.address());
        lowering.infer("name-servers-apart", &block.address(), what, "state `served_by`");
    }
    let part = lowering.part_mut(id);
    let seat = |place| Copy { seat: Seat::Place(place), name: None };
    part.copies = places.into_iter().map(seat).collect();
}

/// How an address or a name loses a dead target.
pub fn rotation(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let to = Answering::of(block).to.or(Naming::of(block).to);
    for (reference, span) in to.references() {
        for part in lowering.parts_of(reference, span) {
            lowering.stated_targets.entry(id).or_default().push((part, span));
        }
    }
    if Naming::is_in(block) {
        remembers(lowering, id, block);
    }
    let site = Site::of(block);
    let elected = Addressed::is_in(block) && !site.of.is_written() && site.on.is_written();
    if elected {
        return election(lowering, id, block);
    }
    if let Some((stated, span)) = Checked::of(block).check.this() {
        checked(lowering, id, stated, span, block);
    }
    failover(lowering, id, block);
}

fn router_mut<'l>(lowering: &'l mut Lowering<'_>, id: PartId) -> Option<&'l mut Router> {
    match &mut lowering.part_mut(id).kind {
        Kind::Router(router) => Some(router),
        Kind::Server | Kind::Database(_) | Kind::People(_) => None,
    }
}

/// How far the check of a resource sees, which stands in Terraform: that alone may be said of it.
/// Whether that is all that is said.
fn sees_further(lowering: &mut Lowering<'_>, id: PartId, block: &Block) -> bool {
    let checked = Checked::of(block).check;
    let Some((said, _)) = checked.this() else { return false };
    let Some((word, span)) = said.sight.get() else { return false };
    let rest = [said.every.span(), said.timeout.span(), said.fall.span(), said.rise.span()];
    let others = [said.kind.span(), said.rearm.span()];
    let Kind::Router(router) = &lowering.model().part(id).kind else { return false };
    let Rotation::Checked(check) = &router.rotation else { return false };
    if rest.iter().chain(&others).any(Option::is_some) {
        return false;
    }
    let connects = check.sight.value() == Some(&Sight::Port);
    let Some(sight) = Sight::of(word) else { return false };
    if connects != (sight == Sight::Port) {
        let what = format!("the check in Terraform does not see `{word}`");
        let help = "a check by `tcp` sees the `port`, one by `http` or `https` sees more";
        lowering.report(&problems::WRONG_VALUE, span, what, help);
    } else if let Some(Router { rotation: Rotation::Checked(check), .. }) = router_mut(lowering, id)
    {
        check.sight = Fact::Stated(sight, Some(span));
    }
    true
}

fn checked(
    lowering: &mut Lowering<'_>,
    id: PartId,
    stated: &Checking<'_>,
    span: Span,
    block: &Block,
) {
    let address = lowering.model().part(id).address.clone();
    if Site::of(block).of.is_written() && sees_further(lowering, id, block) {
        return;
    }
    if Site::of(block).of.is_written() && Addressed::is_in(block) {
        let help = "the health check of an elastic IP stands in Terraform (`healthcheck`)";
        return clash(lowering, span, "a check beside the one of the resource", help);
    }
    let check = check(lowering, stated, None, &address, Acts::Balancer);
    if let Some(router) = router_mut(lowering, id) {
        router.rotation = Rotation::Checked(check);
    }
}

fn failover(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let failing_over = FailingOver::of(block);
    let Some((stated, span)) = failing_over.failover.this() else { return };
    let address = lowering.model().part(id).address.clone();
    if let Some(span) = stated.behind_at_most.span() {
        let help = "say it of the failover of the store that follows";
        clash(lowering, span, "nothing here is behind", help);
    }
    let mut way_back = way_back(lowering, &Way::from(stated.clone()), span, &address);
    if Addressed::is_in(block) && Site::of(block).of.is_written() {
        way_back.takes = moving(lowering, way_back.takes, &address);
    }
    way_back.needs.extend(control_plane(lowering, id, &way_back.needs, span));
    let Some(router) = router_mut(lowering, id) else {
        let help = "only an address or a name that Terraform or this file makes can be moved";
        return clash(lowering, span, "nothing here can be moved", help);
    };
    if matches!(router.rotation, Rotation::Checked(_)) {
        let help =
            "it checks its targets itself; leave `failover` out, or take the health check away";
        return clash(lowering, span, "two ways of losing a dead target", help);
    }
    router.rotation = Rotation::Moved(Box::new(way_back));
}

/// How long moving an address of the provider takes: as stated, else what is taken for granted of it.
fn moving(lowering: &mut Lowering<'_>, takes: Fact<Range>, address: &str) -> Fact<Range> {
    match takes {
        Fact::Unknown(why) => lowering.duration(Some(&EIP_MOVE_TAKES), address, &why),
        Fact::Stated(..) | Fact::Assumed(..) => takes,
    }
}

/// Moving an address of the provider is a call to the control plane of its zone.
fn control_plane(lowering: &Lowering<'_>, id: PartId, stated: &[Need], span: Span) -> Option<Need> {
    let part = lowering.model().part(id);
    let place = lowering.model().place_of(part.copies.first()?.seat);
    let plane = *lowering.model().control_planes.get(&place)?;
    let of = Needed::One(plane);
    let ours = part.group.is_some() && !stated.iter().any(|need| need.of == of);
    ours.then(|| Need { span: Some(span), ..plain(of, Moment::Repair, false) })
}

/// A TTL is written once: in Terraform when the record is there.
fn remembers(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let stated = Naming::of(block).remembers.get();
    let amends = Site::of(block).of.is_written();
    let known = router_mut(lowering, id).map(|router| router.remembers.clone());
    match (stated, known) {
        (Some((range, span)), Some(Fact::Stated(ttl, _))) if amends && ttl != range => {
            let help = "the TTL stands in Terraform (`ttl`); leave `remembers` out";
            clash(lowering, span, "another TTL than the record has", help);
        }
        (Some((range, span)), Some(_)) => {
            if let Some(router) = router_mut(lowering, id) {
                router.remembers = Fact::Stated(range, Some(span));
            }
        }
        (None, Some(_)) if !amends => {
            if let Some(router) = router_mut(lowering, id) {
                router.remembers =
                    Fact::Unknown("nobody said how long answers are kept".to_string());
            }
        }
        _ => {}
    }
}

/// A virtual IP: its machines listen to the adverts of the one that holds it.
fn election(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let address = block.address();
    let Some(engine) = engines::electing() else { return };
    let addressed = Addressed::of(block);
    let adverts = addressed.adverts.this().map(|(it, _)| it.clone()).unwrap_or_default();
    let every = engine.adverts.every;
    let interval = lowering.range(&adverts.every, every, &address, "not stated");
    let (machines, skew) = order(lowering, &addressed, &adverts, &interval, &address);
    let missed = adverts.missed.get().map_or(3, |(missed, _)| missed);
    let detect = Box::new(Detect::Adverts { interval, missed, skew });
    let preempts = match engine.adverts.preempts {
        Some(entry) => lowering.flag(&addressed.preempts, entry, &address),
        None => Fact::Unknown("not stated".to_string()),
    };
    let checked = Checked::of(block).check;
    let tracks =
        checked.this().map(|(it, _)| check(lowering, it, Some(engine), &address, Acts::Balancer));
    for (at, machine) in machines.iter().enumerate() {
        let aim = Aim {
            target: Target::Machine(*machine),
            port: None,
            active: at == 0,
            span: addressed.on.span(),
        };
        lowering.estate.aim(id, aim);
    }
    let unicast = adverts.unicast.get().is_some_and(|(unicast, _)| unicast);
    let segments = if unicast { Vec::new() } else { segments(lowering.model(), &machines) };
    let part = lowering.part_mut(id);
    part.copies = machines.iter().map(|it| Copy { seat: Seat::Machine(*it), name: None }).collect();
    part.engine = Some(engine.name().to_string());
    if let Some(router) = router_mut(lowering, id) {
        router.rotation = Rotation::Elected { detect, preempts, tracks, segments };
    }
    if let Some(span) = FailingOver::of(block).failover.span() {
        let help = "the adverts move it; leave `failover` out";
        clash(lowering, span, "two ways of moving a virtual IP", help);
    }
}

/// On which segment multicast of each machine is heard: it is never passed on to another zone
/// (RFC 3768, section 5.2.3: the TTL must be 255). Within a zone it is taken to be heard.
fn segments(model: &Model, machines: &[MachineId]) -> Vec<u32> {
    let zone_of = |machine: &MachineId| model.zone_of(model.machine(*machine).place);
    let zones: Vec<Option<PlaceId>> = machines.iter().map(zone_of).collect();
    // Of what stands in no zone nobody knows which segments it is on.
    let first = |zone: &Option<PlaceId>| zones.iter().position(|it| it == zone || zone.is_none());
    let firsts = zones.iter().map(|zone| first(zone).and_then(|at| u32::try_from(at).ok()));
    firsts.map(Option::unwrap_or_default).collect()
}

/// The machines by falling priority, and the wait of those that may take over:
/// (256 - priority) / 256 of an interval (RFC 3768).
fn order(
    lowering: &mut Lowering<'_>,
    addressed: &Addressed<'_>,
    adverts: &Adverts<'_>,
    interval: &Fact<Range>,
    address: &str,
) -> (Vec<MachineId>, Fact<Range>) {
    let machines = running(lowering, &addressed.on);
    let stated = adverts.priorities.this();
    let mut priorities = stated.map_or_else(Vec::new, |(all, _)| all.clone());
    let span = adverts.priorities.span();
    if let Some(span) = span
        && (priorities.len() != machines.len()
            || priorities.iter().any(|it| !(1..=255).contains(it)))
    {
        let what = format!("{} priorities for {} machines", priorities.len(), machines.len());
        let help = "give each machine in `on` one priority, 1 to 254";
        lowering.report(&problems::WRONG_VALUE, span, what, help);
    }
    let assumed = if span.is_none() {
        let entry = engines::electing().and_then(|it| it.adverts.priority);
        entry.map(|it| lowering.assumptions().count(&mut lowering.estate.model, it, address))
    } else {
        None
    };
    let same = assumed.as_ref().and_then(|it| it.value()).copied().unwrap_or(100);
    // A wrong number of them was reported: the reading goes on with what there is.
    priorities.resize(machines.len(), same);
    let mut ordered: Vec<_> = priorities.into_iter().zip(machines).collect();
    // Of equal priorities the first named is preferred, as the sorting leaves equals where they are.
    ordered.sort_by_key(|(priority, _)| std::cmp::Reverse(*priority));
    let others = ordered.iter().skip(1).map(|(priority, _)| *priority);
    let skew = others
        .filter_map(|priority| Some(skew(*interval.value()?, priority)))
        .reduce(Range::hull)
        .or_else(|| interval.value().map(|it| skew(*it, same)));
    let skew = match (skew, assumed.and_then(|it| it.assumption())) {
        (Some(skew), Some(id)) => Fact::Assumed(skew, id),
        (Some(skew), None) => Fact::Stated(skew, span),
        (None, _) => Fact::Unknown("the time between two adverts is not known".to_string()),
    };
    (ordered.into_iter().map(|(_, machine)| machine).collect(), skew)
}

fn skew(interval: Range, priority: u32) -> Range {
    let rest = 256 - i64::from(priority.min(256));
    let share = |nanos: i64| nanos / 256 * rest + nanos % 256 * rest / 256;
    Range::new(share(interval.lo), share(interval.hi))
}

#[cfg(test)]
mod tests {
    use outlast_model::SECOND;

    use super::*;

    #[test]
    fn the_skew_of_priority_100_is_exact() {
        let second = Range::exactly(SECOND);
        assert_eq!(skew(second, 100), Range::exactly(609_375_000));
        assert_eq!(skew(second, 254), Range::exactly(7_812_500));
    }
}
