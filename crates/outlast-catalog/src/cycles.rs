//! Traffic that is sent round in a circle: names, addresses and balancers that lead to themselves.
//!
//! A request that arrives at one of them never arrives anywhere: no such system exists (resolvers
//! give up on a chain of CNAME records that loops, RFC 1034, section 3.6.2), so that it is an error
//! of the input. Each circle is told once and then opened, so that whatever walks along routers
//! comes to an end. Parts that *need* each other in a circle are something else: that is judged.

use std::collections::BTreeMap;

use outlast_findings::Finding;
use outlast_model::{Kind, Model, PartId};

use crate::language::lowering::Lowering;

/// The most parts of one circle that are named.
const NAMED_MAX: usize = 8;

/// Refuses every circle of routers.
pub(crate) fn refuse(lowering: &mut Lowering<'_>) {
    for circle in circles(lowering.model()) {
        let finding = finding(lowering.model(), &circle);
        lowering.findings.push(finding);
        open(lowering, &circle);
    }
}

/// The circles of routers, each from the part on by which it was entered. Every one that is left
/// would need a step that closes one of these.
fn circles(model: &Model) -> Vec<Vec<PartId>> {
    let mut found = Vec::new();
    // `false` while a part lies on the way that is walked, `true` when all behind it is done.
    let mut done: BTreeMap<PartId, bool> = BTreeMap::new();
    for (start, _) in model.parts() {
        let mut way: Vec<(PartId, Vec<PartId>)> = Vec::new();
        let mut next = Some(start);
        loop {
            if let Some(part) = next.filter(|part| !done.contains_key(part)) {
                done.insert(part, false);
                way.push((part, leads_to(model, part)));
            } else if let Some(part) = next.filter(|part| done.get(part) == Some(&false)) {
                let on_it = way.iter().map(|(part, _)| *part).skip_while(|it| *it != part);
                found.push(on_it.collect());
            }
            let Some((part, rest)) = way.last_mut() else { break };
            next = rest.pop();
            if next.is_none() {
                done.insert(*part, true);
                way.pop();
            }
        }
    }
    found
}

/// The parts that a router sends traffic to, the first last.
fn leads_to(model: &Model, part: PartId) -> Vec<PartId> {
    let Kind::Router(router) = &model.part(part).kind else {
        return Vec::new();
    };
    let mut to: Vec<PartId> = router.members.iter().map(|member| member.copy.part).collect();
    to.dedup();
    to.reverse();
    to
}

fn finding(model: &Model, circle: &[PartId]) -> Finding {
    let parts: Vec<_> = circle.iter().map(|part| model.part(*part)).collect();
    let first = parts.first().map_or("", |part| part.address.as_str());
    let mut names: Vec<String> =
        parts.iter().take(NAMED_MAX).map(|part| format!("`{}`", part.address)).collect();
    if let Some(more @ 1..) = parts.len().checked_sub(NAMED_MAX) {
        names.push(format!("{more} more"));
    }
    names.push(format!("`{first}`"));
    let what = format!("`{first}` leads back to itself");
    let mut finding = Finding::error("traffic-cycle", "traffic is sent round in a circle")
        .at_maybe(parts.first().and_then(|part| part.span), what);
    for part in parts.iter().skip(1).take(NAMED_MAX) {
        if let Some(span) = part.span {
            finding = finding.see(span, format!("through `{}`", part.address));
        }
    }
    let way = names.join(" leads to ");
    finding
        .why(format!("{way}: a request would never arrive"))
        .help("let one of them lead to what answers, or to nothing")
}

/// Takes away the step that closes a circle.
fn open(lowering: &mut Lowering<'_>, circle: &[PartId]) {
    let (Some(first), Some(last)) = (circle.first(), circle.last()) else { return };
    if let Kind::Router(router) = &mut lowering.part_mut(*last).kind {
        router.members.retain(|member| member.copy.part != *first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use outlast_model::{CopyRef, Member, Part, Role, Rotation, Router};

    fn model(leads: &[&[u32]]) -> Model {
        let router = |to: &&[u32]| {
            let copy = |part: &u32| CopyRef { part: PartId::nth(*part), copy: 0 };
            let members = to.iter().map(|part| Member::new(copy(part)));
            Kind::Router(Router::new(members.collect(), Rotation::Fixed))
        };
        let parts = leads.iter().map(|to| Part::new("name", Role::Name, router(to)));
        Model { parts: parts.collect(), ..Model::default() }
    }

    fn found(leads: &[&[u32]]) -> Vec<Vec<u32>> {
        let circles = circles(&model(leads));
        circles.iter().map(|circle| circle.iter().map(|part| part.0).collect()).collect()
    }

    #[test]
    fn what_leads_to_itself_is_found_and_what_only_meets_again_is_not() {
        assert_eq!(found(&[&[0]]), [[0]]);
        assert_eq!(found(&[&[1], &[2], &[0]]), [[0, 1, 2]]);
        assert_eq!(found(&[&[1, 2], &[3], &[3], &[]]), Vec::<Vec<u32>>::new());
        // The circle does not begin where the walk does, and there are two.
        assert_eq!(found(&[&[1], &[2], &[1, 2]]), [vec![1, 2], vec![2]]);
    }

    #[test]
    fn a_long_way_is_no_deep_one() {
        let far = 200_000;
        let leads: Vec<Vec<u32>> = (0..far).map(|at| vec![(at + 1) % far]).collect();
        let leads: Vec<&[u32]> = leads.iter().map(Vec::as_slice).collect();
        assert_eq!(found(&leads).len(), 1);
    }
}
