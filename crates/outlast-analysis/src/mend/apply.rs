//! Changes applied to a model. A change that does not fit leaves the model unusable and says so.

use outlast_model::{
    Actor, Check, Commit, Copy, CopyRef, Database, Detect, EffectKind, Fact, Kind, Layout, Live,
    MachineId, Member, Model, Nanos, Needed, Part, PartId, PlaceId, Range, Role, Rotation, Router,
    SECOND, Seat, Sight, WayBack,
};

use super::change::{
    CHECK_EVERY, CHECK_FALL, CHECK_RISE, CHECK_TIMEOUT, Change, QUICK_EVERY, QUICK_TIMEOUT,
    RESTART, machines,
};

const fn stated<T>(value: T) -> Fact<T> {
    Fact::Stated(value, None)
}

const fn exactly(value: Nanos) -> Fact<Range> {
    stated(Range::exactly(value))
}

impl Change {
    /// Applies it; whether it fits.
    pub(super) fn apply(&self, model: &mut Model) -> bool {
        match self {
            Self::Apart(part) => keep_apart(model, *part),
            Self::Copy(part) => add_copy(model, *part).is_some(),
            Self::Standby(part) => add_standby(model, *part).is_some(),
            Self::Failover(part) => add_failover(model, *part).is_some(),
            Self::Balance { name, part } => balance(model, *name, *part).is_some(),
            Self::CheckTargets(router) => check_targets(model, *router).is_some(),
            Self::RequestCheck(router) => {
                edit_check(model, *router, |check| check.sight = Fact::Stated(Sight::Process, None))
            }
            Self::QuickCheck(router) => edit_check(model, *router, |check| {
                check.interval = exactly(QUICK_EVERY);
                check.timeout = exactly(QUICK_TIMEOUT);
            }),
            Self::Ttl { name, to } => match router_mut(model, *name) {
                Some(router) => {
                    router.remembers = exactly(*to);
                    true
                }
                None => false,
            },
            Self::Restart(part) => restart(model, *part).is_some(),
            Self::Controller { controller, .. } => move_away(model, *controller).is_some(),
            Self::Data(change) => change.apply(model),
        }
    }
}

fn part_mut(model: &mut Model, part: PartId) -> &mut Part {
    &mut model.parts[part]
}

fn router_mut(model: &mut Model, part: PartId) -> Option<&mut Router> {
    match &mut part_mut(model, part).kind {
        Kind::Router(router) => Some(router),
        Kind::Server | Kind::Database(_) | Kind::People(_) => None,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Puts all machines of a part into one new group.
fn keep_apart(model: &mut Model, part: PartId) -> bool {
    let group = format!("{} apart", model.part(part).address);
    let machines = machines(model, part);
    for machine in &machines {
        let machine = &mut model.machines[*machine];
        if !machine.apart.contains(&group) {
            machine.apart.push(group.clone());
        }
    }
    machines.len() > 1
}

/// A machine like another one, under a name of its own, in no pool.
fn like(model: &mut Model, machine: MachineId) -> MachineId {
    let number = model.machines.len();
    let mut new = model.machine(machine).clone();
    new.address = format!("{} (new {number})", new.block);
    new.pool = None;
    new.replaced = None;
    new.running = true;
    model.machines.push(new)
}

/// One more copy on a machine like the first one, behind the same routers.
fn add_copy(model: &mut Model, part: PartId) -> Option<CopyRef> {
    let first = *machines(model, part).first()?;
    let machine = like(model, first);
    let it = part_mut(model, part);
    let new = CopyRef { part, copy: count(it.copies.len()) };
    it.copies.push(Copy { seat: Seat::Machine(machine), name: None });
    hold(model, new);
    if !keep_apart(model, part) {
        return None;
    }
    for other in &mut model.parts {
        let Kind::Router(router) = &mut other.kind else { continue };
        if !router.members.iter().any(|member| member.copy.part == part) {
            continue;
        }
        let one_active = router.members.iter().filter(|member| member.active).count() <= 1;
        let active = match &router.rotation {
            Rotation::Moved(_) => !one_active,
            // A member of an elected address is also one of its own processes.
            Rotation::Elected { .. } => return None,
            Rotation::Fixed | Rotation::Checked(_) => true,
        };
        router.members.push(Member { copy: new, active });
    }
    Some(new)
}

/// A new copy of a part holds what the others do; how far it is behind is for the change to say.
fn hold(model: &mut Model, copy: CopyRef) {
    for store in model.stores.iter_mut().filter(|store| store.part == copy.part) {
        let durable = store.live.first().map(|live| live.durable_after.clone());
        let lag = match store.layout {
            Layout::Shards => exactly(0),
            Layout::Replicas => Fact::Unknown("how far a new copy is behind".to_string()),
        };
        store.live.push(Live { copy, lag, durable_after: durable.unwrap_or(exactly(0)) });
    }
}

fn add_standby(model: &mut Model, part: PartId) -> Option<()> {
    let first = *machines(model, part).first()?;
    let standby = like(model, first);
    let it = part_mut(model, part);
    let new = count(it.copies.len());
    it.copies.push(Copy { seat: Seat::Machine(standby), name: Some("standby".to_string()) });
    if matches!(it.kind, Kind::Server) {
        // A database of one copy is no more than a server.
        it.kind = Kind::Database(Database::new(Vec::new()));
    }
    let Kind::Database(database) = &mut it.kind else { return None };
    database.commits.push(stated(Commit::Async));
    database.promotable.push(new);
    hold(model, CopyRef { part, copy: new });
    add_failover(model, part)
}

/// A lease that three voters hold: on the first two machines and on a third one.
fn add_failover(model: &mut Model, part: PartId) -> Option<()> {
    let mut on = machines(model, part);
    on.truncate(3);
    if on.len() < 2 {
        return None;
    }
    while on.len() < 3 {
        let third = like(model, *on.first()?);
        on.push(third);
    }
    let mut part_of_voters = server(format!("{} voters", model.part(part).address));
    part_of_voters.copies =
        on.iter().map(|it| Copy { seat: Seat::Machine(*it), name: None }).collect();
    let voters = model.parts.push(part_of_voters);
    if !keep_apart(model, voters) {
        return None;
    }
    let detect = Detect::Lease {
        ttl: exactly(30 * SECOND),
        round: exactly(10 * SECOND),
        retry: exactly(10 * SECOND),
        fenced: false,
    };
    let way = way_back(Actor::Itself, detect, Range::new(SECOND, 3 * SECOND));
    let it = part_mut(model, part);
    let copies = count(it.copies.len());
    let Kind::Database(database) = &mut it.kind else { return None };
    database.failover = Some(way);
    database.votes = Some(Needed::One(voters));
    database.promotable = (1..copies).collect();
    Some(())
}

fn server(address: String) -> Part {
    Part { falls: stated(false), ..Part::new(address, Role::Service, Kind::Server) }
}

fn way_back(by: Actor, detect: Detect, takes: Range) -> WayBack {
    WayBack::new(by, vec![EffectKind::Stop, EffectKind::Cut], detect, stated(takes))
}

fn new_check() -> Check {
    Check {
        // How it re-arms is the vendor's: both are judged.
        rearm: Fact::Unknown("how a new check re-arms".to_string()),
        ..Check::exactly(Sight::Process, CHECK_EVERY, CHECK_TIMEOUT, CHECK_FALL, CHECK_RISE)
    }
}

/// A managed address between a name and the copies of a part.
fn balance(model: &mut Model, name: PartId, part: PartId) -> Option<()> {
    let place = zone_of(model, part)?;
    let members: Vec<Member> = (0..count(model.part(part).copies.len()))
        .map(|copy| Member::new(CopyRef { part, copy }))
        .collect();
    let mut address = server(format!("{} address", model.part(part).address));
    address.role = Role::Address;
    address.copies = vec![Copy { seat: Seat::Place(place), name: None }];
    address.group = Some("new managed address".to_string());
    address.kind = Kind::Router(Router::new(members, Rotation::Checked(new_check())));
    let new = model.parts.push(address);
    let router = router_mut(model, name)?;
    let before = router.members.len();
    router.members.retain(|member| member.copy.part != part);
    if router.members.len() == before {
        return None;
    }
    router.members.push(Member::new(CopyRef { part: new, copy: 0 }));
    Some(())
}

/// The one place that all copies of a part stand in.
fn zone_of(model: &Model, part: PartId) -> Option<PlaceId> {
    let mut places = model.copies(part).map(|(_, seat)| model.place_of(seat));
    let first = places.next()?;
    places.all(|other| other == first).then_some(first)
}

fn check_targets(model: &mut Model, router: PartId) -> Option<()> {
    let router = router_mut(model, router)?;
    if !matches!(router.rotation, Rotation::Fixed) {
        return None;
    }
    router.rotation = Rotation::Checked(new_check());
    router.members.iter_mut().for_each(|member| member.active = true);
    Some(())
}

fn edit_check(model: &mut Model, router: PartId, edit: impl Fn(&mut Check)) -> bool {
    let Some(router) = router_mut(model, router) else { return false };
    let check = match &mut router.rotation {
        Rotation::Checked(check) => check,
        Rotation::Moved(way) => {
            if !way.notices.contains(&EffectKind::Freeze) {
                way.notices.push(EffectKind::Freeze);
            }
            let Detect::Check(check) = &mut way.detect else { return false };
            check
        }
        Rotation::Elected { .. } | Rotation::Fixed => return false,
    };
    let before = check.clone();
    edit(check);
    *check != before
}

fn restart(model: &mut Model, part: PartId) -> Option<()> {
    let it = part_mut(model, part);
    if it.repairs.iter().any(|way| matches!(way.by, Actor::Itself)) {
        return None;
    }
    let mut way =
        way_back(Actor::Itself, Detect::After(exactly(SECOND)), Range::exactly(RESTART - SECOND));
    way.notices = vec![EffectKind::Stop];
    it.repairs.push(way);
    Some(())
}

/// The first copy of a controller on a machine of its own.
fn move_away(model: &mut Model, controller: PartId) -> Option<()> {
    let first = *machines(model, controller).first()?;
    let machine = like(model, first);
    let own = format!("{} apart", model.part(controller).address);
    for it in [first, machine] {
        model.machines[it].apart.push(own.clone());
    }
    part_mut(model, controller).copies.first_mut()?.seat = Seat::Machine(machine);
    Some(())
}
