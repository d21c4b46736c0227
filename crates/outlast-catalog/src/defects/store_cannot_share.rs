//! Something that one machine can use, used by several.

use std::collections::BTreeSet;

use outlast_findings::{Finding, Severity};
use outlast_model::{MachineId, PartId};

use super::{Facts, names};
use crate::rules::Rule;

/// The rule.
pub(super) static RULE: Rule = Rule {
    name: "store-cannot-share",
    summary: "a store that several cannot use at once",
    severity: Severity::Error,
    page: include_str!("../../pages/rules/store-cannot-share.md"),
};

pub(super) fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (id, part) in facts.model.parts() {
        if facts.can(id).is_none_or(|can| can.sharing) {
            continue;
        }
        let (users, machines) = users(facts, id);
        if machines.len() < 2 {
            continue;
        }
        let usage = facts.usages.iter().find(|it| it.on == Some(id));
        let span = usage.map(|it| it.span).or(part.span);
        let what = format!(
            "`{}` is used on {} machines, by {}",
            part.address,
            machines.len(),
            users.join(" and ")
        );
        findings.push(
            RULE.finding()
                .at_maybe(span, what)
                .why("it is attached to one machine at a time: the others find nothing there")
                .help("give each its own, or use a file server or a bucket that several share"),
        );
    }
    own_disks(facts, findings);
}

/// Who uses a part, and on which machines.
fn users(facts: &Facts<'_>, of: PartId) -> (Vec<String>, BTreeSet<MachineId>) {
    let (mut users, mut machines) = (Vec::new(), BTreeSet::new());
    for (id, part) in facts.model.parts() {
        if part.needs.iter().any(|need| names(&need.of, of)) {
            users.push(format!("`{}`", part.address));
            machines.extend(facts.machines(id));
        }
    }
    (users, machines)
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
