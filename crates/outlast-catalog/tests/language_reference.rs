//! The reference in `docs/language.md` is the one that the grammar makes, and its examples are
//! legal.
//!
//! `OUTLAST_BLESS=1` writes the generated part into the page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing test is meant to stop"
)]
#![allow(clippy::disallowed_methods, reason = "pages are files")]

use std::fs;
use std::path::{Path, PathBuf};

const BEGIN: &str = "<!-- generated from the grammar: OUTLAST_BLESS=1 cargo test -p outlast-catalog -->\n";
const END: &str = "<!-- end of the generated part -->\n";

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/language.md")
}

#[test]
fn the_reference_is_the_grammar() {
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
        panic!("docs/language.md is stale: run the test with OUTLAST_BLESS=1 and read the difference");
    }
}
