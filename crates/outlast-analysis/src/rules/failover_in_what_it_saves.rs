//! A failover whose controller is lost together with what it should save.

use std::collections::BTreeSet;

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{
    Actor, CopyRef, Kind, MachineId, Part, PartId, PlaceId, Rotation, Seat, WayBack,
};
use outlast_sim::Recovery;

use super::{Facts, Finder};
use crate::speech::{listed, outcome_words};
use crate::survive::Case;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "failover-in-what-it-saves",
        "a failover that is lost with what it should save",
        Severity::Warning,
        include_str!("../../pages/rules/failover-in-what-it-saves.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (_, part) in facts.model.parts() {
        let Some((way, saved, others)) = failover(facts, part) else { continue };
        let Actor::Parts(by) = &way.by else { continue };
        let mut controllers = Vec::new();
        by.add_parts(&mut controllers);
        // What the act itself needs is lost like who acts.
        let needs = way.needs.iter().filter(|need| !need.soft).map(|need| need.of.parts());
        let mut groups = std::iter::once(controllers).chain(needs);
        let lost =
            groups.find_map(|group| Some((lost_together(facts, &group, saved, &others)?, group)));
        let Some((lost, group)) = lost else { continue };
        let controller = group.first().map(|it| facts.model.part(*it));
        let controller = controller.map_or("", |it| it.address.as_str());
        let fault = facts.fault(lost).map_or("", |it| it.what.as_str());
        let what = format!("`{controller}` stands in what it should save `{}` from", part.address);
        let then =
            format!("{} {}", listed(&[facts.name(lost.subject)], 1), outcome_words(&lost.outcome));
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(way.span.or(part.span), what)
            .note(NoteKind::When, fault)
            .note(NoteKind::Then, then)
            .help("a controller in another place, or more than half of several that stand apart");
        let fact = format!("carried out with `{controller}`");
        finding.evidence = Some(Evidence::Fact { of: part.address.clone(), what: fact });
        findings.push(finding);
    }
}

/// The failover of a part, the copy that it leaves, and those that it can go to.
fn failover<'a>(
    facts: &'a Facts<'_>,
    part: &'a Part,
) -> Option<(&'a WayBack, CopyRef, Vec<CopyRef>)> {
    match &part.kind {
        Kind::Router(router) => {
            let Rotation::Moved(way) = &router.rotation else { return None };
            let first = router.members.iter().find(|member| member.active)?.copy;
            let others = router.members.iter().map(|it| it.copy).filter(|it| *it != first);
            Some((way, first, others.collect()))
        }
        Kind::Database(database) => {
            let way = database.failover.as_ref()?;
            let id = facts.model.part_at(&part.address)?;
            let copy = |copy| CopyRef { part: id, copy };
            Some((way, copy(0), database.promotable.iter().map(|it| copy(*it)).collect()))
        }
        Kind::Server | Kind::People(_) => None,
    }
}

/// A journey that stays out because one machine or one place takes the controllers with what they
/// should save, though a target stands elsewhere.
fn lost_together<'a>(
    facts: &'a Facts<'_>,
    controllers: &[PartId],
    saved: CopyRef,
    others: &[CopyRef],
) -> Option<&'a Case> {
    let machine = |copy: CopyRef| match facts.model.seat(copy)? {
        Seat::Machine(machine) => Some(machine),
        Seat::Place(_) => None,
    };
    let on: BTreeSet<MachineId> =
        controllers.iter().flat_map(|part| facts.machines_of(*part)).collect();
    let seats = controllers.iter().flat_map(|part| facts.model.copies(*part));
    let stands: Vec<PlaceId> = seats.map(|(_, seat)| facts.model.place_of(seat)).collect();
    let elsewhere = |test: &dyn Fn(CopyRef) -> bool| others.iter().any(|copy| !test(*copy));
    if let Some(one) = machine(saved)
        && on.iter().eq([&one])
        && elsewhere(&|copy| machine(copy) == Some(one))
    {
        return facts.without_machine(one).find(|judged| judged.outcome.back > Recovery::ByItself);
    }
    let place = facts.model.seat(saved).map(|seat| facts.model.place_of(seat))?;
    let is_in = |other: Option<PlaceId>| other.is_some_and(|it| facts.model.is_within(it, place));
    let of_copy = |copy| facts.model.seat(copy).map(|seat| facts.model.place_of(seat));
    // A control plane is lost with its zone, as everywhere: nobody could place it elsewhere.
    let all_in = !stands.is_empty()
        && !controllers.iter().any(|part| facts.model.is_control_plane(*part))
        && stands.iter().all(|it| is_in(Some(*it)));
    if !all_in || !elsewhere(&|copy| is_in(of_copy(copy))) {
        return None;
    }
    let strikes = |judged: &&Case| {
        facts.fault(judged).is_some_and(|fault| {
            let place = outlast_model::Struck::Place(place);
            fault.effects.iter().any(|effect| effect.struck() == place)
        })
    };
    facts.survival.cases.iter().filter(strikes).find(|it| it.outcome.back > Recovery::ByItself)
}
