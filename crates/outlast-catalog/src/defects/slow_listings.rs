//! A use of a store that it is slow at.

use outlast_findings::{Finding, Rule, Severity};

use super::Facts;

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "slow-listings",
    "a store that is slow at what it is used for",
    Severity::Warning,
    include_str!("../../pages/rules/slow-listings.md"),
);

pub(super) fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for usage in &facts.usages {
        let Some((on, can)) = usage.on.and_then(|on| Some((on, facts.can(on)?))) else { continue };
        let asked = |word: &str| usage.uses.iter().any(|it| it == word);
        let slow =
            match (asked("listings") && !can.listings, asked("small-files") && !can.small_files) {
                (true, true) => "listings and many small files",
                (true, false) => "listings",
                (false, true) => "many small files",
                (false, false) => continue,
            };
        let what = format!("`{}` asks for {slow} of `{}`", usage.address, facts.address(on));
        findings.push(
            RULE.finding()
                .at(usage.span, what)
                .why(format!("it is slow at {slow}: {}", can.source))
                .help(
                    "keep an index of the names in a database, or use a store that is quick at it",
                ),
        );
    }
}
