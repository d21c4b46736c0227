//! Who is called again when a request fails, read from the model alone.
//!
//! What that adds to the demand in a state is worked out where requests are served.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{Kind, Model, Moment, Need, PartId};

/// The parts that somebody calls again when a request fails, and how often at most; behind a router
/// it is those that it leads to.
pub(crate) fn retried(model: &Model, parts: &[PartId], journey: &str) -> BTreeMap<PartId, u32> {
    let mut retried = BTreeMap::new();
    let needs = parts.iter().map(|id| model.part(*id)).flat_map(|part| &part.needs);
    for need in needs {
        let serves = need.serves(journey);
        let times = need.retries.value().copied().unwrap_or(0);
        if times == 0 || !serves || need.at != Moment::Request {
            continue;
        }
        let mut open = Vec::new();
        need.of.add_parts(&mut open);
        let mut seen = BTreeSet::new();
        while let Some(part) = open.pop() {
            if !seen.insert(part) {
                continue;
            }
            let known = retried.entry(part).or_insert(0);
            *known = times.max(*known);
            if let Kind::Router(router) = &model.part(part).kind {
                open.extend(router.members.iter().map(|member| member.copy.part));
            }
        }
    }
    retried
}

/// Whether anybody tries another copy of what it calls, and may wait for one that is silent.
pub(crate) fn is_tried(model: &Model, parts: &BTreeSet<PartId>) -> bool {
    let tries = |need: &Need| need.retries.value() != Some(&0) || need.timeout.is_some();
    parts.iter().map(|id| model.part(*id)).any(|part| match &part.kind {
        Kind::Router(router) if router.arriving.redispatch.value() != Some(&false) => true,
        Kind::Router(_) | Kind::Server | Kind::Database(_) | Kind::People(_) => {
            part.needs.iter().any(tries)
        }
    })
}
