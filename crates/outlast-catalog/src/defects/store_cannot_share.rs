//! Something that one machine can use, used by several.

use std::collections::{BTreeMap, BTreeSet};

use outlast_findings::{Finding, Rule, Severity};
use outlast_model::{MachineId, PartId};

use super::Facts;

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "store-cannot-share",
    "a store that several cannot use at once",
    Severity::Error,
    include_str!("../../pages/rules/store-cannot-share.md"),
);

pub(super) fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (id, users) in users(facts) {
        let machines: BTreeSet<MachineId> =
            users.iter().flat_map(|user| facts.machines(*user)).collect();
        if machines.len() < 2 {
            continue;
        }
        let usage = facts.usages.iter().find(|it| it.on == Some(id));
        let part = facts.model.part(id);
        let span = usage.map(|it| it.span).or(part.span);
        let names: Vec<_> = users.iter().map(|it| format!("`{}`", facts.address(*it))).collect();
        let (address, count, users) = (facts.address(id), machines.len(), names.join(" and "));
        findings.push(
            RULE.finding()
                .at_maybe(span, format!("`{address}` is used on {count} machines, by {users}"))
                .why("it is attached to one machine at a time: the others find nothing there")
                .help("give each its own, or use a file server or a bucket that several share"),
        );
    }
    own_disks(facts, findings);
}

/// Who uses each part that one machine at a time can use.
fn users(facts: &Facts<'_>) -> BTreeMap<PartId, BTreeSet<PartId>> {
    let mut users: BTreeMap<PartId, BTreeSet<PartId>> = BTreeMap::new();
    for (user, part) in facts.model.parts() {
        for need in &part.needs {
            for of in need.of.parts() {
                if facts.can(of).is_some_and(|can| !can.sharing) {
                    users.entry(of).or_default().insert(user);
                }
            }
        }
    }
    users
}

/// State on the disk of each machine that all of them are meant to share.
fn own_disks(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for usage in facts.usages.iter().filter(|it| it.on.is_none()) {
        let machines = facts.machines(usage.user).len();
        if machines < 2 || !usage.uses.iter().any(|it| it == "sharing") {
            continue;
        }
        let what = format!("`{}` is on the own disks of {machines} machines", usage.address);
        findings.push(
            RULE.finding()
                .at(usage.span, what)
                .why("the disk of a machine is seen by that machine alone")
                .help("use a file server or a bucket that several share"),
        );
    }
}
