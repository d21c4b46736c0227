//! The zones of Exoscale, as its API lists them, with their cities.
//!
//! Sources: the zone names of the public API document (repository exoscale/egoscale,
//! `v3/generator/source.yaml`); the cities from
//! <https://community.exoscale.com/product/networking/private-network/overview/>, those of Munich
//! and Sofia from the public module registry of coder (`modules/exoscale-zone`). That hr-zag-1 is
//! in Zagreb is read from its name alone.

use outlast_model::{Kind, Place, PlaceId, PlaceKind, Role};

use crate::assumptions::{self, Assumptions};
use crate::estate::Estate;

/// The place of the provider with all its zones.
const PROVIDER: &str = "exoscale";

/// A zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    /// The name, as in Terraform.
    pub name: &'static str,
    /// The city.
    pub city: &'static str,
}

/// All zones, by name.
pub static ZONES: &[Zone] = &[
    Zone { name: "at-vie-1", city: "Vienna" },
    Zone { name: "at-vie-2", city: "Vienna" },
    Zone { name: "bg-sof-1", city: "Sofia" },
    Zone { name: "ch-dk-2", city: "Zurich" },
    Zone { name: "ch-gva-2", city: "Geneva" },
    Zone { name: "de-fra-1", city: "Frankfurt" },
    Zone { name: "de-muc-1", city: "Munich" },
    Zone { name: "hr-zag-1", city: "Zagreb" },
];

/// The zone of that name.
pub fn zone(name: &str) -> Option<Zone> {
    ZONES.iter().copied().find(|zone| zone.name == name)
}

/// The zones that stand in the same city as `name`, without it.
pub fn in_the_same_city(name: &str) -> Vec<&'static str> {
    let Some(this) = zone(name) else { return Vec::new() };
    let near = |it: &&Zone| it.city == this.city && it.name != name;
    ZONES.iter().filter(near).map(|it| it.name).collect()
}

/// The place of that name, which is made when there is none.
pub(crate) fn place_of(
    estate: &mut Estate,
    name: &str,
    kind: PlaceKind,
    within: Option<PlaceId>,
) -> PlaceId {
    let known = estate.model.places().find(|(_, it)| it.name == name && it.kind == kind);
    match known {
        Some((known, _)) => known,
        None => estate.model.places.push(Place::new(name, kind, within)),
    }
}

/// The provider with all its zones.
pub(crate) fn provider_place(estate: &mut Estate) -> PlaceId {
    place_of(estate, PROVIDER, PlaceKind::Provider, None)
}

/// The zone of that name, with its control plane.
pub(crate) fn zone_place(estate: &mut Estate, assumptions: Assumptions<'_>, name: &str) -> PlaceId {
    let is_it = |it: &Place| it.name == name && it.kind == PlaceKind::Zone;
    if let Some((known, _)) = estate.model.places().find(|(_, it)| is_it(it)) {
        return known;
    }
    let provider = provider_place(estate);
    let zone = estate.model.places.push(Place::new(name, PlaceKind::Zone, Some(provider)));
    for entry in [&assumptions::ZONES_INDEPENDENT, &assumptions::HYPERVISORS_IN_ZONE] {
        assumptions.settle(&mut estate.model, entry, "");
    }
    for other in in_the_same_city(name) {
        let what = format!("stands in the same city as {other}");
        estate.detail(name, what, None);
    }
    control_plane(estate, assumptions, zone, name);
    zone
}

/// Who carries out changes in a zone: a part of its own, or one for all zones.
fn control_plane(estate: &mut Estate, assumptions: Assumptions<'_>, zone: PlaceId, name: &str) {
    let entry = &assumptions::CONTROL_PLANE_PER_ZONE;
    let own = assumptions.is(&mut estate.model, entry, name, "yes");
    let (place, label) = match own.value() {
        Some(false) => (provider_place(estate), PROVIDER),
        _ => (zone, name),
    };
    let address = format!("control plane {label}");
    let part = estate.model.part_at(&address).unwrap_or_else(|| {
        let kind = Kind::Server;
        estate.add_managed(&address, Role::ControlPlane, kind, place, "control plane", None)
    });
    estate.model.control_planes.insert(zone, part);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_zones_share_vienna() {
        assert_eq!(in_the_same_city("at-vie-1"), ["at-vie-2"]);
        assert!(in_the_same_city("ch-gva-2").is_empty());
        assert!(in_the_same_city("mars-1").is_empty());
    }

    #[test]
    fn zones_are_sorted() {
        assert!(ZONES.is_sorted_by_key(|zone| zone.name));
    }
}
