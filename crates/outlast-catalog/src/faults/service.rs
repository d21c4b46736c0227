//! A managed service of one zone is down: every part of it there, and nothing else.

use std::collections::BTreeMap;

use outlast_model::{Class, Effect, Model, PartId, PlaceId, Stopped};

use super::{FaultKind, Strikes, domain_of, fault, groups, lasts};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Service,
    summary: "one managed service of a zone",
    page: include_str!("../../pages/faults/service.md"),
    strikes,
};

/// Each managed service in each zone that it is used in.
fn strikes(model: &Model) -> Strikes {
    let mut faults = Vec::new();
    for (group, parts) in groups(model) {
        let mut zones: BTreeMap<PlaceId, Vec<PartId>> = BTreeMap::new();
        for part in parts {
            if let Some(zone) = domain_of(model, part) {
                zones.entry(zone).or_default().push(part);
            }
        }
        for (zone, parts) in zones {
            let zone = model.place(zone).name.as_str();
            let time = lasts(model, Class::Service);
            let stop = |part| Effect::Stop(Stopped::Managed(part)).lasting(time);
            let effects = parts.into_iter().map(stop).collect();
            let what = format!("{group} of {zone}");
            let name = format!("{group}/{zone}").replace(' ', "-");
            faults.push(fault(model, Class::Service, &name, what, effects));
        }
    }
    Strikes::of(faults)
}
