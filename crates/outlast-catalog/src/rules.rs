//! What the catalogue itself finds wrong or cannot know, with a page for each.
//!
//! These rest on facts that the neutral model does not carry: security groups, limits of groups
//! and pools, references that lead nowhere, and what a kind of store can do. The page of a rule is
//! its test.

use outlast_findings::{Rule, Severity};

use crate::defects;

/// The rule of that name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.name == name)
}

/// More than eight members.
pub(crate) static ANTI_AFFINITY_GROUP_FULL: Rule = Rule::new(
    "anti-affinity-group-full",
    "an anti-affinity group with more members than it can have",
    Severity::Error,
    include_str!("../pages/rules/anti-affinity-group-full.md"),
);

/// Checks that are not let in.
pub(crate) static CHECK_NOT_ADMITTED: Rule = Rule::new(
    "check-not-admitted",
    "a health check that no security group lets in",
    Severity::Error,
    include_str!("../pages/rules/check-not-admitted.md"),
);

/// Something that exists already.
pub(crate) static MEMBERS_NOT_KNOWN: Rule = Rule::new(
    "members-not-known",
    "members that are not known here",
    Severity::Warning,
    include_str!("../pages/rules/members-not-known.md"),
);

/// A pool that is cut off.
pub(crate) static POOL_SIZE_LIMIT: Rule = Rule::new(
    "pool-size-limit",
    "a pool with more members than are judged",
    Severity::Error,
    include_str!("../pages/rules/pool-size-limit.md"),
);

/// A value that leads nowhere.
pub(crate) static UNKNOWN_REFERENCE: Rule = Rule::new(
    "unknown-reference",
    "a value that is not known here",
    Severity::Warning,
    include_str!("../pages/rules/unknown-reference.md"),
);

/// A zone that nobody knows.
pub(crate) static UNKNOWN_ZONE: Rule = Rule::new(
    "unknown-zone",
    "a zone that is not in the catalogue",
    Severity::Warning,
    include_str!("../pages/rules/unknown-zone.md"),
);

/// A machine that ignores what it is started with.
pub(crate) static WINDOWS_NO_CLOUD_INIT: Rule = Rule::new(
    "windows-no-cloud-init",
    "user data that Windows ignores",
    Severity::Warning,
    include_str!("../pages/rules/windows-no-cloud-init.md"),
);

/// What is found in Terraform alone, by name.
static TERRAFORM: &[&Rule] = &[
    &ANTI_AFFINITY_GROUP_FULL,
    &CHECK_NOT_ADMITTED,
    &MEMBERS_NOT_KNOWN,
    &POOL_SIZE_LIMIT,
    &UNKNOWN_REFERENCE,
    &UNKNOWN_ZONE,
    &WINDOWS_NO_CLOUD_INIT,
];

/// All rules: those of Terraform alone by name, then those of data and work by name.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    TERRAFORM.iter().chain(defects::RULES).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_each_has_its_page() {
        assert!(TERRAFORM.is_sorted_by_key(|rule| rule.name));
        assert!(defects::RULES.is_sorted_by_key(|rule| rule.name));
        for it in rules() {
            assert!(it.page.starts_with(&format!("# {}\n", it.name)), "{}", it.name);
            assert!(it.summary.len() < 72 && !it.summary.ends_with('.'), "{}", it.summary);
            assert_eq!(rule(it.name), Some(it));
        }
    }
}
