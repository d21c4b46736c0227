//! A managed service is down everywhere at once: a common cause in its software.

use outlast_model::{Class, Effect, Model, Stopped};

use super::{FaultKind, Strikes, fault, groups, lasts};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::ProviderService,
    summary: "one managed service, everywhere",
    page: include_str!("../../pages/faults/provider-service.md"),
    strikes,
};

/// Each managed service.
fn strikes(model: &Model) -> Strikes {
    Strikes::of(groups(model).into_iter().map(|(group, parts)| {
        let time = lasts(model, Class::ProviderService);
        let stop = |part| Effect::Stop(Stopped::Managed(part)).lasting(time);
        let effects = parts.into_iter().map(stop).collect();
        let (name, what) = (group.replace(' ', "-"), format!("{group}, everywhere"));
        fault(model, Class::ProviderService, &name, what, effects)
    }))
}
