//! Faults by what they strike, so that a journey or store is asked about those alone that reach it.
//!
//! Without it, every fault is held against every journey: the square of a large system.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{Fault, Lasting, Slot, Struck};

/// Of each thing: the effects that strike it, as the number of their fault and their own.
pub(super) struct Index {
    of: BTreeMap<Struck, Vec<(usize, usize)>>,
}

impl Index {
    /// The index of faults.
    pub(super) fn of(faults: &[Fault]) -> Self {
        let mut of: BTreeMap<Struck, Vec<(usize, usize)>> = BTreeMap::new();
        for (fault, it) in faults.iter().enumerate() {
            for (at, effect) in it.effects.iter().enumerate() {
                of.entry(whole(effect.struck())).or_default().push((fault, at));
            }
        }
        Self { of }
    }

    /// The faults that strike any of these things, in order, each with those of its effects that do.
    pub(super) fn felt(
        &self,
        faults: &[Fault],
        things: &BTreeSet<Struck>,
    ) -> BTreeMap<usize, Vec<Lasting>> {
        let found = things.iter().filter_map(|thing| self.of.get(thing));
        let mut hits: Vec<(usize, usize)> = found.flatten().copied().collect();
        hits.sort_unstable();
        let mut felt: BTreeMap<usize, Vec<Lasting>> = BTreeMap::new();
        for (fault, at) in hits {
            let effect = faults.get(fault).and_then(|it| it.effects.get(at));
            felt.entry(fault).or_default().extend(effect.copied());
        }
        felt
    }
}

/// The thing that a journey or store depends on: a process as its part, a copy as its store.
const fn whole(struck: Struck) -> Struck {
    match struck {
        Struck::Process(copy) => Struck::Managed(copy.part),
        Struck::Belief { router, .. } => Struck::Managed(router),
        Struck::Slot(Slot { store, .. }) => Struck::Store(store),
        Struck::Machine(_) | Struck::Place(_) | Struck::Managed(_) | Struck::Store(_) => struck,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::subjects;
    use crate::symmetry::tests::system;

    /// What is found by the index is what an unfolding says that touches it, effect by effect.
    #[test]
    fn the_index_finds_what_touches() {
        for seed in 0..40 {
            let model = system(seed);
            let faults = crate::faults(&model);
            let index = Index::of(&faults);
            for subject in subjects(&model) {
                let unfolding = subject.unfolding(&model, crate::Limits::default().unfolding);
                let felt = index.felt(&faults, &unfolding.depends_on());
                for (at, fault) in faults.iter().enumerate() {
                    let touches = |effect: &Lasting| {
                        unfolding.touches(&Fault { effects: vec![*effect], ..fault.clone() })
                    };
                    let effects: Vec<Lasting> =
                        fault.effects.iter().copied().filter(touches).collect();
                    assert_eq!(felt.get(&at).cloned().unwrap_or_default(), effects);
                }
            }
        }
    }
}
