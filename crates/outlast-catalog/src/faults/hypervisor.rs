//! A hypervisor is lost with every machine that may share it.
//!
//! Which machines share one is known only where hosts are places of the model. Elsewhere the sets
//! that the description allows are judged: two machines of one anti-affinity group, or with other
//! constraints on their host, never share one. Up to [`ALL_SETS_UP_TO`] machines in a zone every
//! such set is judged, because a larger loss is not always worse (a lost voter may stop a wrong
//! promotion); beyond it single machines and the largest sets, and that is said.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{
    Class, Effect, Fault, Found, Lasting, Machine, MachineId, Model, PlaceId, PlaceKind, Stopped,
};

use super::{FaultKind, NEVER_ENDS, Strikes, fault, short};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Hypervisor,
    summary: "one hypervisor",
    page: include_str!("../../pages/faults/hypervisor.md"),
    strikes,
};

/// Machines in a zone up to which every set that may share a host is judged.
const ALL_SETS_UP_TO: usize = 10;

/// The most largest sets of one zone that are judged.
const MOST_SETS: usize = 256;

/// The most steps in looking for them.
const MOST_STEPS: usize = 20_000;

/// The machines of one zone whose hosts are not known.
type Zone<'a> = Vec<(MachineId, &'a Machine)>;

fn strikes(model: &Model) -> Strikes {
    let mut strikes = Strikes::of(known_hosts(model));
    let mut machines = strikes.faults.len();
    for (place, zone) in zones(model) {
        machines += zone.len();
        let name = model.place(place).name.as_str();
        let (sets, is_whole) = sets(model, &zone);
        if !is_whole {
            let limit = format!("{MOST_SETS} sets of machines that may share a host in {name}");
            strikes.limits.push(limit);
        }
        if zone.len() > ALL_SETS_UP_TO {
            strikes.assumed.push(format!(
                "of the sets of the {} machines of {name} that may share a host, larger is worse",
                zone.len()
            ));
        }
        let faults = (1..).zip(&sets).map(|(at, set)| lost(model, name, set, at));
        strikes.faults.extend(faults);
    }
    strikes.at_most = strikes.faults.iter().any(|it| it.effects.len() > 1).then_some(machines);
    strikes
}

/// Hosts that are places of the model.
fn known_hosts(model: &Model) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (id, host) in model.places().filter(|(_, place)| place.kind == PlaceKind::Host) {
        let on = model.machines().filter(|(_, it)| it.running && model.is_within(it.place, id));
        let effects: Vec<_> = on.map(|(machine, _)| stop(machine)).collect();
        if !effects.is_empty() {
            let what = format!("host `{}` is lost", host.name);
            faults.push(fault(model, Class::Hypervisor, &host.name, what, effects));
        }
    }
    faults
}

const fn stop(machine: MachineId) -> Lasting {
    Effect::Stop(Stopped::Machine(machine, Found::Empty)).lasting(NEVER_ENDS)
}

/// The machines whose hosts are not known, by zone: a building or a room in it keeps their hosts.
fn zones(model: &Model) -> BTreeMap<PlaceId, Zone<'_>> {
    let mut zones: BTreeMap<PlaceId, Zone<'_>> = BTreeMap::new();
    for (id, machine) in model.machines().filter(|(_, it)| it.running && !it.own) {
        if let Some(zone) = zone_of(model, machine.place) {
            zones.entry(zone).or_default().push((id, machine));
        }
    }
    zones
}

/// The zone around a place, unless the place is on a host that is known.
fn zone_of(model: &Model, place: PlaceId) -> Option<PlaceId> {
    let is_on_host = model.around(place).any(|at| model.place(at).kind == PlaceKind::Host);
    model.zone_of(place).filter(|_| !is_on_host)
}

/// Whether two machines may stand on one host.
fn may_share(model: &Model, a: &Machine, b: &Machine) -> bool {
    let is_near = model.is_within(a.place, b.place) || model.is_within(b.place, a.place);
    is_near && a.host_class == b.host_class && !a.apart.iter().any(|it| b.apart.contains(it))
}

/// The sets to judge, single machines first, and whether they are all that were meant.
fn sets<'a>(model: &Model, zone: &Zone<'a>) -> (Vec<Zone<'a>>, bool) {
    let mut sets: Vec<Zone<'a>> = zone.iter().map(|it| vec![*it]).collect();
    let (more, is_whole) = if zone.len() <= ALL_SETS_UP_TO {
        (every_set(model, zone), true)
    } else {
        largest_sets(model, zone)
    };
    sets.extend(more.into_iter().filter(|set| set.len() > 1));
    (sets, is_whole)
}

/// Every set in which each two may share, by growing sets one machine at a time.
fn every_set<'a>(model: &Model, zone: &Zone<'a>) -> Vec<Zone<'a>> {
    let mut sets: Vec<Zone<'a>> = vec![Vec::new()];
    for next in zone {
        let fits = |set: &&Zone<'a>| set.iter().all(|(_, other)| may_share(model, other, next.1));
        let grown: Vec<Zone<'a>> = sets
            .iter()
            .filter(fits)
            .map(|set| set.iter().copied().chain([*next]).collect())
            .collect();
        sets.extend(grown);
    }
    sets.sort_by_key(|set| (set.len(), set.iter().map(|(id, _)| *id).collect::<Vec<_>>()));
    sets
}

/// Sets that no machine can be added to, up to [`MOST_SETS`], and whether there are no more.
///
/// Machines that share no constraint with any other stand in every such set.
fn largest_sets<'a>(model: &Model, zone: &Zone<'a>) -> (Vec<Zone<'a>>, bool) {
    let mut found: BTreeSet<Vec<usize>> = BTreeSet::new();
    let mut is_whole = true;
    let apart: Vec<BTreeSet<usize>> =
        zone.iter().map(|(_, it)| conflicts(model, zone, it)).collect();
    let mut open: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new())];
    let mut steps = 0;
    while let Some((at, chosen)) = open.pop() {
        steps += 1;
        if found.len() >= MOST_SETS || steps > MOST_STEPS {
            is_whole = false;
            break;
        }
        let Some(others) = apart.get(at) else {
            if is_largest(&apart, &chosen) {
                found.insert(chosen);
            }
            continue;
        };
        // A machine that clashes with a chosen one is out; one that clashes with none that is still
        // to come is in; else both ways are followed, the one that takes it first.
        let clashes = !others.is_empty() && chosen.iter().any(|one| others.contains(one));
        if clashes || others.iter().any(|other| *other > at) {
            open.push((at + 1, chosen.clone()));
        }
        if !clashes {
            let mut with = chosen;
            with.push(at);
            open.push((at + 1, with));
        }
    }
    let pick = |set: &Vec<usize>| set.iter().filter_map(|at| zone.get(*at)).copied().collect();
    (found.iter().map(pick).collect(), is_whole)
}

/// The machines that one may not share a host with.
fn conflicts(model: &Model, zone: &Zone<'_>, machine: &Machine) -> BTreeSet<usize> {
    let alike =
        zone.iter().all(|(_, it)| it.host_class == machine.host_class && it.place == machine.place);
    if alike && machine.apart.is_empty() {
        return BTreeSet::new();
    }
    let other = |it: &Machine| it.address != machine.address && !may_share(model, it, machine);
    (0..).zip(zone).filter(|(_, (_, it))| other(it)).map(|(at, _)| at).collect()
}

fn is_largest(apart: &[BTreeSet<usize>], chosen: &[usize]) -> bool {
    let chosen: BTreeSet<usize> = chosen.iter().copied().collect();
    (0..).zip(apart).all(|(at, others): (usize, _)| {
        chosen.contains(&at) || others.iter().any(|other| chosen.contains(other))
    })
}

/// The fault that a host with exactly these machines is lost.
fn lost(model: &Model, zone: &str, set: &Zone<'_>, at: usize) -> Fault {
    /// More machines than these are counted, not named.
    const NAMED: usize = 4;
    let names: Vec<&str> = set.iter().take(NAMED).map(|(_, it)| short(&it.address)).collect();
    let addresses: Vec<&str> = set.iter().map(|(_, it)| it.address.as_str()).collect();
    let more = set.len().saturating_sub(NAMED);
    let what = match (set.len(), more) {
        (1, _) => format!("the hypervisor of `{}`", names.join("")),
        (_, 0) => format!("a hypervisor that `{}` share", names.join("`, `")),
        _ => format!("a hypervisor of {zone} that `{}` and {more} more share", names.join("`, `")),
    };
    let target =
        if more == 0 { addresses.join("+") } else { format!("{zone}/{}-machines/{at}", set.len()) };
    let effects = set.iter().map(|(machine, _)| stop(*machine)).collect();
    fault(model, Class::Hypervisor, &target, what, effects)
}
