//! What is judged under a fault: a column of the matrix.
//!
//! Journeys first, then stores. A journey was promised how long it may be out, and that work is not
//! done twice; a store how much of it may be lost.

use std::collections::BTreeMap;

use outlast_findings::Span;
use outlast_model::{Class, JourneyId, Model, Nanos, Promise, Store, StoreId, Worth};
use outlast_sim::{Limits, Unfolding};

use crate::speech::short;

/// What is judged: a journey or a store. Journeys come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// What a user does.
    Journey(JourneyId),
    /// Data that somebody would miss.
    Store(StoreId),
}

/// Everything that is judged, in the order of the columns.
pub fn subjects(model: &Model) -> Vec<Subject> {
    let journeys = model.journeys.ids().map(Subject::Journey);
    let stores = model.stores().filter(|(_, store)| is_judged(store));
    journeys.chain(stores.map(|(id, _)| Subject::Store(id))).collect()
}

/// Whether losing a store matters: somebody misses it, and it is more than a guess that nobody
/// writes to.
fn is_judged(store: &Store) -> bool {
    let is_guess = store.inferred.is_some() && store.writers.is_empty();
    store.worth == Worth::Harmful && !is_guess
}

impl Subject {
    /// The journey, if it is one.
    pub const fn journey(self) -> Option<JourneyId> {
        match self {
            Self::Journey(journey) => Some(journey),
            Self::Store(_) => None,
        }
    }

    /// The store, if it is one.
    pub const fn store(self) -> Option<StoreId> {
        match self {
            Self::Store(store) => Some(store),
            Self::Journey(_) => None,
        }
    }

    /// The word for what it is: `journey`, or the noun of a store.
    pub fn noun(self, model: &Model) -> &'static str {
        match self {
            Self::Journey(_) => "journey",
            Self::Store(store) => model.store(store).holds.noun(),
        }
    }

    /// The whole name: of a journey, or the address of a store.
    pub fn address(self, model: &Model) -> &str {
        match self {
            Self::Journey(journey) => model.journey(journey).name.as_str(),
            Self::Store(store) => model.store(store).address.as_str(),
        }
    }

    /// Where it is written.
    pub fn span(self, model: &Model) -> Option<Span> {
        match self {
            Self::Journey(journey) => model.journeys[journey].span,
            Self::Store(store) => model.store(store).span,
        }
    }

    /// What was promised for it.
    pub fn promise(self, model: &Model) -> Option<&Promise> {
        match self {
            Self::Journey(journey) => Some(&model.journeys[journey].promise),
            Self::Store(store) => Some(&model.store(store).promise),
        }
    }

    /// What it may be at worst under a class of faults, and the name in the promise that says so:
    /// how long a journey may be out, how old a write of a store may be that is lost.
    pub fn promised(self, model: &Model, class: Class) -> Option<(Nanos, &'static str)> {
        let (name, promised) = self.promise(model)?.of(class)?;
        let most = match self {
            Self::Journey(_) => promised.out.as_ref(),
            Self::Store(_) => promised.lose.as_ref(),
        };
        Some((*most?.value()?, name))
    }

    /// The unfolding that judges it.
    pub(crate) fn unfolding(self, model: &Model, limits: Limits) -> Unfolding<'_> {
        match self {
            Self::Journey(journey) => Unfolding::new(model, journey, limits),
            Self::Store(store) => Unfolding::of_store(model, store, limits),
        }
    }
}

/// The name of each column, short where that is clear: a store shows its address without what it is
/// part of, unless another column has that name.
pub fn column_names(model: &Model) -> Vec<(Subject, String)> {
    let subjects = subjects(model);
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for subject in &subjects {
        *times.entry(short_name(*subject, model)).or_insert(0) += 1;
    }
    subjects
        .iter()
        .map(|subject| {
            let name = short_name(*subject, model);
            let is_clear = subject.journey().is_some() || times.get(name) == Some(&1);
            let name = if is_clear { name } else { subject.address(model) };
            (*subject, name.to_string())
        })
        .collect()
}

fn short_name(subject: Subject, model: &Model) -> &str {
    match subject {
        Subject::Journey(_) => subject.address(model),
        Subject::Store(_) => short(subject.address(model)),
    }
}

/// The journey or store of this name: a journey's own, a column's, or the address of a store.
pub fn find_subject(model: &Model, name: &str) -> Option<Subject> {
    let columns = column_names(model);
    let shown = columns.iter().find(|(_, shown)| shown == name);
    let whole = || columns.iter().find(|(subject, _)| subject.address(model) == name);
    shown.or_else(whole).map(|(subject, _)| *subject)
}
