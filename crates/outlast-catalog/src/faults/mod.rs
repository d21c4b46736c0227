//! The faults that are always enumerated where they apply, one kind per file.
//!
//! A kind says what it strikes and which neutral effects follow; it judges nothing. To add one,
//! write the file and its page under `pages/faults/`, and add a line to [`KINDS`], which is in
//! order of scope. A link that is slow is not enumerated yet.

mod control_plane;
mod disk;
mod false_alarm;
mod hang;
mod hypervisor;
mod instance;
mod link;
mod process;
mod provider;
mod provider_service;
mod service;
mod zone_cut;
mod zone_dark;
mod zone_lost;

use std::collections::BTreeMap;

use outlast_model::{
    Class, CopyRef, Effect, EffectKind, FOREVER, Fact, Fault, Found, Group, Model, PartId,
    PerSecond, PlaceId, PlaceKind, Range, Seat, Struck,
};

/// All kinds of faults, in order of scope.
pub static KINDS: [&FaultKind; 14] = [
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
];

/// A kind of fault.
pub struct FaultKind {
    /// The class that promises are made for; its name is the name of the kind.
    pub class: Class,
    /// What happens, in a few words without a full stop: "one process dies".
    pub summary: &'static str,
    /// The manual page.
    pub page: &'static str,
    /// Every fault of this kind that can strike a model, in order of declaration.
    pub strikes: fn(&Model) -> Strikes,
}

impl FaultKind {
    /// The name in promises, JSON and `outlast explain`.
    pub const fn name(&self) -> &'static str {
        self.class.name()
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

/// The kind of a class; links have none yet.
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

/// How long a fault of a class lasts that ends by itself: any time unless the outlast file says so.
fn lasts(model: &Model, class: Class) -> Range {
    model.lasts.get(&class).and_then(Fact::value).copied().unwrap_or(Range::UNKNOWN)
}

/// A fault of `class` that strikes `target`.
fn fault(model: &Model, class: Class, target: &str, what: String, effects: Vec<Effect>) -> Fault {
    let name = format!("{}:{target}", class.name());
    Fault { name, class, what, rate: rate(model, class), effects, during: None }
}

const fn effect(kind: EffectKind, struck: Struck, lasts: Range, found: Found) -> Effect {
    Effect { kind, struck, lasts, found }
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
            if !model.machine(machine).is_some_and(|it| it.running) {
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
fn on_machine(model: &Model, copy: CopyRef) -> String {
    match model.seat(copy) {
        Some(Seat::Machine(machine)) => {
            let address = model.machine(machine).map_or("", |it| it.address.as_str());
            format!("`{}`", short(address))
        }
        _ => String::new(),
    }
}

/// The zones, sites, buildings and rooms that anything stands in.
fn domains(model: &Model) -> Vec<(PlaceId, String)> {
    let is_domain = |kind| {
        matches!(kind, PlaceKind::Zone | PlaceKind::Site | PlaceKind::Building | PlaceKind::Room)
    };
    model
        .places()
        .filter(|(id, place)| is_domain(place.kind) && is_used(model, *id))
        .map(|(id, place)| (id, format!("{} {}", place.kind.word(), place.name)))
        .collect()
}

/// Whether a machine or a part stands in a place.
fn is_used(model: &Model, place: PlaceId) -> bool {
    let machine = model.machines.iter().any(|it| model.is_within(it.place, place));
    let seats = model.parts.iter().flat_map(|part| &part.copies).map(|copy| copy.seat);
    machine
        || seats.filter_map(|seat| model.place_of(seat)).any(|inner| model.is_within(inner, place))
}

/// The managed parts of each group. A control plane serves no requests: it has a class of its own.
fn groups(model: &Model) -> BTreeMap<&Group, Vec<PartId>> {
    let mut groups: BTreeMap<&Group, Vec<PartId>> = BTreeMap::new();
    for (id, part) in model.parts() {
        if model.control_planes.values().any(|plane| *plane == id) {
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
        let place = model.place_of(seat)?;
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
