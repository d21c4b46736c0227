//! The zones of Exoscale, as its API lists them, with their cities.
//!
//! Sources: the zone names of the public API document (repository exoscale/egoscale,
//! `v3/generator/source.yaml`); the cities from
//! <https://community.exoscale.com/product/networking/private-network/overview/>, those of Munich
//! and Sofia from the public module registry of coder (`modules/exoscale-zone`). That hr-zag-1 is
//! in Zagreb is read from its name alone.

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
