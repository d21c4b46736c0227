//! The reference in `docs/language.md` is the one that the grammar makes, and its examples are
//! legal.
//!
//! `OUTLAST_BLESS=1` writes the generated part into the page.

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use outlast_findings::Severity;
use outlast_pages::blocks;

use crate::page::{directory, lowered};

const BEGIN: &str =
    "<!-- generated from the grammar: OUTLAST_BLESS=1 cargo test -p outlast-catalog -->\n";
const END: &str = "<!-- end of the generated part -->\n";

/// One test writes the page that the other reads.
static PAGE: Mutex<()> = Mutex::new(());

fn page() -> PathBuf {
    directory("../../docs/language.md")
}

#[test]
fn the_reference_is_the_grammar() {
    let _alone = PAGE.lock().unwrap_or_else(PoisonError::into_inner);
    let text = fs::read_to_string(page()).unwrap();
    let from = text.find(BEGIN).expect("the page has a generated part") + BEGIN.len();
    let to = text.find(END).expect("the generated part has an end");
    let reference = format!("\n{}\n", outlast_catalog::reference());
    if text[from..to] == reference {
        return;
    }
    if std::env::var_os("OUTLAST_BLESS").is_some() {
        fs::write(page(), format!("{}{reference}{}", &text[..from], &text[to..])).unwrap();
    } else {
        panic!(
            "docs/language.md is stale: run the test with OUTLAST_BLESS=1 and read the difference"
        );
    }
}

/// The fenced blocks of one kind, one after the other.
fn joined(page: &str, kind: &str) -> String {
    blocks(page, kind).join("\n")
}

#[test]
fn the_examples_are_one_system_without_a_problem() {
    let _alone = PAGE.lock().unwrap_or_else(PoisonError::into_inner);
    let page = fs::read_to_string(page()).unwrap();
    let lowered = lowered(&joined(&page, "terraform"), &joined(&page, "hcl"));
    let bad: Vec<String> = lowered
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note)
        .map(|finding| format!("{}: {:?}", finding.rule, finding.labels))
        .collect();
    assert_eq!(bad, Vec::<String>::new());
    assert_eq!(lowered.model.journeys.len(), 2);
    assert!(lowered.model.stores.iter().any(|it| it.address == "database.shop"));
}
