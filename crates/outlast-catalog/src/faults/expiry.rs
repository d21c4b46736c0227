//! Something ends on its date: a certificate, a licence, a contract, a domain.

use outlast_model::{Class, EffectKind, Fact, Model, Range, Struck};

use super::{FaultKind, Found, NEVER_ENDS, Strikes, effect, fault};

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
        for struck in &expiry.struck {
            let one = |kind| effect(kind, *struck, time, Found::Intact);
            if !expiry.answers {
                effects.push(one(EffectKind::Stop));
            }
            if let Struck::Managed(_) = struck {
                effects.extend((!expiry.writes && expiry.answers).then(|| one(EffectKind::Fill)));
                effects.push(one(EffectKind::Deny));
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
