//! Something ends on its date: a certificate, a licence, a contract, a domain.

use outlast_model::{Class, Effect, Fact, Model, Range, Stopped};

use super::{FaultKind, NEVER_ENDS, Strikes, fault};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Expiry,
    summary: "something expires",
    page: include_str!("../../pages/faults/expiry.md"),
    strikes,
};

/// Each date that is stated.
fn strikes(model: &Model) -> Strikes {
    let time = time(model);
    Strikes::of(model.expiries.iter().map(|expiry| {
        let mut effects = Vec::new();
        for stopped in &expiry.struck {
            if !expiry.answers {
                effects.push(Effect::Stop(*stopped).lasting(time));
            }
            if let Stopped::Managed(part) = stopped {
                let refuses = !expiry.writes && expiry.answers;
                effects.extend(refuses.then(|| Effect::Fill(*part).lasting(time)));
                effects.push(Effect::Deny(*part).lasting(time));
            }
        }
        let what = format!("`{}` expires on {}", expiry.address, expiry.on);
        fault(model, Class::Expiry, &expiry.address.replace(' ', "-"), what, effects)
    }))
}

/// It stays so until it is renewed, unless the file says for how long.
fn time(model: &Model) -> Range {
    model.lasts.get(&Class::Expiry).and_then(Fact::value).copied().unwrap_or(NEVER_ENDS)
}
