//! The faults that are always enumerated where they apply, one kind per file.
//!
//! A kind says what it strikes and which neutral effects follow; it judges nothing. To add one,
//! write the file and its page under `pages/faults/`, and add a line to [`KINDS`], which is in
//! order of scope. Each is judged again in every known state of the model (`during`). A link that
//! is slow is not enumerated.

mod account;
mod change;
mod cold_start;
mod common;
mod control_plane;
mod copy;
mod corruption;
mod deletion;
mod disk;
mod expiry;
mod false_alarm;
mod hang;
mod hypervisor;
mod instance;
mod limit;
mod link;
mod own;
mod process;
mod provider;
mod provider_service;
mod service;
mod suspension;
mod zone_cut;
mod zone_dark;
mod zone_lost;

use std::collections::BTreeMap;

use outlast_model::{
    Class, CopyRef, During, FOREVER, Fact, Fault, Group, Lasting, Layout, LineEnd, Medium, Model,
    PartId, PerSecond, Place, PlaceId, PlaceKind, Range, Seat, Store, Worth,
};

/// All kinds of faults, in order of scope.
pub static KINDS: [&FaultKind; 25] = [
    &process::KIND,
    &hang::KIND,
    &disk::KIND,
    &instance::KIND,
    &hypervisor::KIND,
    &false_alarm::KIND,
    &link::KIND,
    &zone_dark::KIND,
    &zone_cut::KIND,
    &zone_lost::KIND,
    &service::KIND,
    &provider_service::KIND,
    &control_plane::KIND,
    &provider::KIND,
    &copy::KIND,
    &deletion::KIND,
    &corruption::KIND,
    &limit::KIND,
    &expiry::KIND,
    &common::KIND,
    &change::KIND,
    &suspension::KIND,
    &account::KIND,
    &cold_start::KIND,
    &own::KIND,
];

/// A kind of fault.
pub struct FaultKind {
    /// The class that promises are made for; its name is the name of the kind.
    pub class: Class,
    /// What happens, in a few words without a full stop: "one process dies".
    pub summary: &'static str,
    /// The manual page.
    pub page: &'static str,
    /// Every fault of this kind that can strike a model in its usual state, in order of
    /// declaration; [`FaultKind::every`] adds those in the known states.
    pub strikes: fn(&Model) -> Strikes,
}

/// The most faults of one kind in known states that are judged.
const MOST_IN_STATES: usize = 20_000;

impl FaultKind {
    /// The name in promises, JSON and `outlast explain`.
    pub const fn name(&self) -> &'static str {
        self.class.name()
    }

    /// Every fault of this kind: in the usual state, and again in each known state.
    ///
    /// That everything was off and starts again is judged once: nothing is left of a state.
    pub fn every(&self, model: &Model) -> Strikes {
        let mut strikes = (self.strikes)(model);
        if self.class == Class::ColdStart {
            return strikes;
        }
        let mut again = Vec::new();
        for (at, state) in model.during.iter().enumerate() {
            again.extend(strikes.faults.iter().map(|fault| in_state(fault, at, state)));
        }
        if again.len() > MOST_IN_STATES {
            let kind = self.name();
            strikes
                .limits
                .push(format!("{MOST_IN_STATES} faults of class `{kind}` in known states"));
            again.truncate(MOST_IN_STATES);
        }
        strikes.faults.extend(again);
        strikes
    }
}

/// A fault that strikes in a known state.
fn in_state(fault: &Fault, at: usize, state: &During) -> Fault {
    Fault {
        name: format!("{}/{}", state.name.replace(' ', "-"), fault.name),
        what: format!("{}, while {}", fault.what, state.name),
        // How often: only the fault's own rate is known, not how much of the time the state holds.
        rate: Fact::Unknown(format!("how much of the time is `{}` is not stated", state.name)),
        during: Some(at),
        ..fault.clone()
    }
}

/// The faults of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strikes {
    /// The faults.
    pub faults: Vec<Fault>,
    /// How many things can be struck, where that is not the number of faults: which machines share
    /// a host is not known, so that one host stands for many faults. An upper bound.
    pub at_most: Option<usize>,
    /// Limits that were reached: what lies beyond them is not judged.
    pub limits: Vec<String>,
    /// What was taken for granted in leaving faults out.
    pub assumed: Vec<String>,
}

impl Strikes {
    fn of(faults: impl IntoIterator<Item = Fault>) -> Self {
        Self { faults: faults.into_iter().collect(), ..Self::default() }
    }
}

/// The kind of this name.
pub fn kind(name: &str) -> Option<&'static FaultKind> {
    KINDS.iter().copied().find(|kind| kind.name() == name)
}

/// The kind of a class.
pub fn kind_of(class: Class) -> Option<&'static FaultKind> {
    KINDS.iter().copied().find(|kind| kind.class == class)
}

/// A fault that never ends by itself: what it struck is repaired or made anew, or stays lost.
const NEVER_ENDS: Range = Range { lo: FOREVER, hi: FOREVER };

/// How often a fault of a class strikes one target: only where the outlast file says so.
fn rate(model: &Model, class: Class) -> Fact<PerSecond> {
    let unknown = || {
        let name = class.name();
        Fact::Unknown(format!("how often a fault of class `{name}` happens is not stated"))
    };
    model.rates.get(&class).cloned().unwrap_or_else(unknown)
}

/// Whether content can be deleted, go wrong or be erased by itself: what lies with the users cannot
/// be here, and what a process keeps in its own memory alone ends with the process, which is a fault
/// of its own.
fn is_exposed(store: &Store) -> bool {
    let own_memory = store.medium == Medium::Memory && store.layout == Layout::Shards;
    store.worth == Worth::Harmful && store.medium != Medium::Client && !own_memory
}

/// How long a fault of a class lasts that ends by itself: any time unless the outlast file says so.
fn lasts(model: &Model, class: Class) -> Range {
    model.lasts.get(&class).and_then(Fact::value).copied().unwrap_or(Range::UNKNOWN)
}

/// A fault of `class` that strikes `target`.
fn fault(model: &Model, class: Class, target: &str, what: String, effects: Vec<Lasting>) -> Fault {
    let name = format!("{}:{target}", class.name());
    Fault { name, class, what, rate: rate(model, class), effects, during: None, change: None }
}

/// An address as it is spoken: without the resource type, which the sentence already says.
fn short(address: &str) -> &str {
    let start = address
        .rfind('"')
        .map_or(0, |quote| address.get(..quote).and_then(|text| text.rfind('[')).unwrap_or(0));
    let head = if start == 0 { address } else { address.get(..start).unwrap_or(address) };
    let label = head.rfind('.').map_or(0, |dot| dot + 1);
    address.get(label..).unwrap_or(address)
}

/// Every process of own software, with a name for it: `service.web`, or `service.web/1` when there
/// are several.
fn processes(model: &Model) -> Vec<(CopyRef, String)> {
    let mut found = Vec::new();
    for (id, part) in model.parts() {
        for (copy, seat) in model.copies(id) {
            let Seat::Machine(machine) = seat else { continue };
            if !model.machine(machine).running {
                continue;
            }
            let several = part.copies.len() > 1;
            let index = if several { format!("/{}", copy.copy) } else { String::new() };
            found.push((copy, format!("{}{index}", part.address)));
        }
    }
    found
}

/// Where a process runs, as it is spoken.
fn where_it_runs(model: &Model, copy: CopyRef) -> String {
    match model.seat(copy) {
        Some(Seat::Machine(machine)) if !model.machine(machine).own => {
            format!("on `{}`", short(&model.machine(machine).address))
        }
        Some(seat) => format!("in `{}`", model.place(model.place_of(seat)).name),
        None => String::new(),
    }
}

/// One fault of `class` for each domain, made of what happens to each place.
///
/// What may stand in the domain or elsewhere, and nobody proved it, is judged both ways: spared,
/// and struck with it; of several such things each alone, and all of them.
fn of_domains(
    model: &Model,
    class: Class,
    word: &str,
    happens: impl Fn(PlaceId) -> Lasting,
) -> Strikes {
    let mut faults = Vec::new();
    for (place, name) in domains(model) {
        let target = model.place(place).name.as_str();
        let what = format!("{name} {word}");
        faults.push(fault(model, class, target, what.clone(), vec![happens(place)]));
        let perhaps = perhaps_in(model, place);
        let mut sets: Vec<Vec<PlaceId>> = perhaps.iter().map(|it| vec![*it]).collect();
        if perhaps.len() > 1 {
            sets.push(perhaps);
        }
        for (at, set) in (1..).zip(sets) {
            let effects = std::iter::once(place).chain(set).map(&happens).collect();
            let target = format!("{target}/perhaps/{at}");
            let what = format!("{what}, with what may stand there");
            faults.push(fault(model, class, &target, what, effects));
        }
    }
    Strikes::of(faults)
}

/// The places that may be in this one and are not known to be.
fn perhaps_in(model: &Model, place: PlaceId) -> Vec<PlaceId> {
    let may = |(id, each): &(&PlaceId, &Vec<PlaceId>)| {
        !model.is_within(**id, place)
            && is_used(model, **id)
            && each.iter().any(|it| model.is_within(*it, place))
    };
    model.perhaps.iter().filter(may).map(|(id, _)| *id).collect()
}

/// The zones, sites, buildings, rooms and hosts that anything stands in.
fn domains(model: &Model) -> Vec<(PlaceId, String)> {
    let is_domain = |place: &Place| place.kind != PlaceKind::Provider && !place.share;
    model
        .places()
        .filter(|(id, place)| is_domain(place) && !model.perhaps.contains_key(id))
        .filter(|(id, _)| is_used(model, *id) || !perhaps_in(model, *id).is_empty())
        .map(|(id, place)| (id, format!("{} {}", place.kind.word(), place.name)))
        .collect()
}

/// Whether a machine or a part stands in a place, or a line ends in it.
fn is_used(model: &Model, place: PlaceId) -> bool {
    let machines = model.machines.iter().map(|it| it.place);
    let seats = model.parts.iter().flat_map(|part| &part.copies).map(|copy| copy.seat);
    let seats = seats.map(|seat| model.place_of(seat));
    let ends = model.lines.iter().flat_map(|line| &line.joins).map(LineEnd::place);
    machines.chain(seats).chain(ends).any(|inner| model.is_within(inner, place))
}

/// The managed parts of each group. A control plane serves no requests: it has a class of its own.
fn groups(model: &Model) -> BTreeMap<&Group, Vec<PartId>> {
    let mut groups: BTreeMap<&Group, Vec<PartId>> = BTreeMap::new();
    for (id, part) in model.parts() {
        if model.is_control_plane(id) {
            continue;
        }
        if let Some(group) = &part.group {
            groups.entry(group).or_default().push(id);
        }
    }
    groups
}

/// The zone, site, building or room that a part stands in as a whole, the widest one; `None` when
/// it stands in several or outside of them.
fn domain_of(model: &Model, part: PartId) -> Option<PlaceId> {
    let mut found = None;
    for (_, seat) in model.copies(part) {
        let place = model.place_of(seat);
        let (zone, _) = model.places().find(|(id, it)| {
            matches!(it.kind, PlaceKind::Zone | PlaceKind::Site) && model.is_within(place, *id)
        })?;
        if found.is_some_and(|other| other != zone) {
            return None;
        }
        found = Some(zone);
    }
    found
}

#[cfg(test)]
mod tests;
