//! State that one of several alike keeps, while requests come to any of them.

use outlast_findings::{Finding, Rule, Severity};
use outlast_model::{Kind, Layout, Medium, Router, Store, Worth};

use super::Facts;

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "state-on-one-of-several",
    "state that is missing on the others",
    Severity::Error,
    include_str!("../../pages/rules/state-on-one-of-several.md"),
);

pub(super) fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for store in &facts.model.stores {
        let own = facts.address(store.part) == store.address;
        let alone = store.layout == Layout::Shards && store.live.len() > 1 && !own;
        if !alone || store.worth != Worth::Harmful {
            continue;
        }
        let files = match store.medium {
            Medium::Disk => true,
            Medium::Memory => false,
            Medium::Volume(_) | Medium::Client => continue,
        };
        if let Some(router) = spreads(facts, store, files) {
            findings.push(finding(store, router, files));
        }
    }
}

/// The address of a router that gives requests of one user to several copies: what is in memory
/// is found again when users come back to the same one, files of others are not.
fn spreads<'f>(facts: &'f Facts<'_>, store: &Store, files: bool) -> Option<&'f str> {
    let spreads = |router: &Router| {
        let here = router.members.iter().filter(|it| it.active && it.copy.part == store.part);
        let sticky = router.arriving.sticky.value() == Some(&true);
        here.count() > 1 && (files || !sticky)
    };
    facts.model.parts.iter().find_map(|part| match &part.kind {
        Kind::Router(router) if spreads(router) => Some(part.address.as_str()),
        Kind::Server | Kind::Router(_) | Kind::Database(_) | Kind::People(_) => None,
    })
}

fn finding(store: &Store, router: &str, files: bool) -> Finding {
    let copies = store.live.len();
    let what = format!(
        "each of {copies} keeps its own `{}`, and `{router}` spreads requests",
        store.address
    );
    let (why, help) = if files {
        (
            "a file that was stored on one is missing on the others, without any fault",
            "keep files in a store that all of them use: a bucket, a file server, a database",
        )
    } else {
        (
            "the next request of a user comes to another one, which knows nothing of it",
            "keep it in a store that all of them use, at the client, `replicated`, or make the \
             balancer `sticky`",
        )
    };
    RULE.finding().at_maybe(store.span, what).why(why).help(help)
}
