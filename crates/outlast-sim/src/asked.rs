//! How a journey asks each part, read from the model alone, and what a load is.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{Journey, Kind, Model, Moment, Needed, PartId, Ratio, Use};

/// How a journey asks a part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Somebody only reads it.
    pub(crate) reads: bool,
    /// Somebody writes it, takes from it, or may do either.
    pub(crate) writes: bool,
    /// The copies that somebody calls by their names.
    pub(crate) named: BTreeSet<u32>,
}

/// How the load of a part is spread in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Load {
    /// How many copies carry any of it.
    pub(crate) bearers: usize,
    /// The share of all requests that arrives at the copy with the most of them.
    pub(crate) heaviest: Ratio,
}

impl Load {
    /// Nobody carries anything.
    pub(crate) const NONE: Self = Self { bearers: 0, heaviest: Ratio::ZERO };
}

/// How a journey asks each of these parts; behind a router it is those that it leads to.
pub(crate) fn asked(model: &Model, parts: &[PartId], journey: &Journey) -> BTreeMap<PartId, Asked> {
    let mut asked = BTreeMap::new();
    add(model, &journey.enters, Use::Call, &mut asked);
    for need in parts.iter().flat_map(|id| &model.part(*id).needs) {
        let serves = need.serves(&journey.name);
        if serves && need.at == Moment::Request {
            add(model, &need.of, need.used, &mut asked);
        }
    }
    asked
}

fn add(model: &Model, needed: &Needed, used: Use, into: &mut BTreeMap<PartId, Asked>) {
    match needed {
        Needed::Copy(copy) => {
            into.entry(copy.part).or_default().named.insert(copy.copy);
        }
        Needed::Any(several) | Needed::Most(several) => {
            several.iter().for_each(|one| add(model, one, used, into));
        }
        Needed::One(part) => add_part(model, *part, used, into),
    }
}

fn add_part(model: &Model, part: PartId, used: Use, into: &mut BTreeMap<PartId, Asked>) {
    let (mut open, mut seen) = (vec![part], BTreeSet::new());
    while let Some(part) = open.pop() {
        if !seen.insert(part) {
            continue;
        }
        let asked = into.entry(part).or_default();
        match used {
            Use::Read => asked.reads = true,
            Use::Call | Use::Write | Use::Take => asked.writes = true,
        }
        if let Kind::Router(router) = &model.part(part).kind {
            open.extend(router.members.iter().map(|member| member.copy.part));
        }
    }
}
