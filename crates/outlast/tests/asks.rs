//! Where the core asks for one variant of a closed enum of the model and lets all others pass:
//! `matches!`, `if let`, `let … else`, `==`. A new variant is not shown there by the compiler, so
//! that each such place is counted in `asks.txt`, which whoever adds a variant goes through.
//!
//! A text scan: what stands in tests does not count, and an enum under another name is not seen.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The closed enums of the model that behaviour is decided by.
const ENUMS: &[&str] = &[
    "Actor",
    "Border",
    "Class",
    "Commit",
    "Detect",
    "Effect",
    "EffectKind",
    "Erased",
    "Held",
    "Kind",
    "Layout",
    "Medium",
    "Misled",
    "Role",
    "Rotation",
    "Stopped",
    "Struck",
    "Worth",
];

const CRATES: &[&str] = &["outlast-model", "outlast-sim", "outlast-catalog", "outlast-analysis"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

/// The Rust files below a directory, tests aside.
fn files(directory: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_str().unwrap().to_string();
        if path.is_dir() {
            files(&path, found);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            found.push(path);
        }
    }
}

/// Whether a piece of code names a variant of one of the enums.
fn names_a_variant(code: &str) -> bool {
    code.match_indices("::").any(|(at, _)| {
        let before = &code[..at];
        let start = before.rfind(|it: char| !it.is_alphanumeric()).map_or(0, |it| it + 1);
        let after = code[at + 2..].chars().next();
        ENUMS.contains(&&before[start..]) && after.is_some_and(char::is_uppercase)
    })
}

/// How often a text asks for one variant.
fn asks(text: &str) -> usize {
    let code: String = text
        .split("#[cfg(test)]")
        .next()
        .unwrap()
        .lines()
        .map(|line| line.split("//").next().unwrap())
        .collect::<Vec<_>>()
        .join("\n");
    // A pattern ends where its value or its block begins.
    let patterns = [("matches!(", ";"), ("if let ", "{"), ("while let ", "{"), ("let ", "=")];
    let mut count = 0;
    for (opens, ends) in patterns {
        for (at, _) in code.match_indices(opens) {
            // `if let` is no `let`.
            if opens == "let " && (code[..at].ends_with("if ") || code[..at].ends_with("while ")) {
                continue;
            }
            let rest = &code[at + opens.len()..];
            let pattern = &rest[..rest.find(ends).unwrap_or(rest.len())];
            count += usize::from(names_a_variant(pattern));
        }
    }
    for sign in ["== ", "!= "] {
        for (at, _) in code.match_indices(sign) {
            let rest = &code[at + sign.len()..];
            let value = rest.split(|it: char| !it.is_alphanumeric() && it != ':').next();
            count += usize::from(names_a_variant(value.unwrap()));
        }
    }
    count
}

#[test]
fn every_place_that_asks_for_one_variant_is_listed() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/asks.txt");
    let mut found: Vec<PathBuf> = Vec::new();
    for name in CRATES {
        files(&root().join("crates").join(name).join("src"), &mut found);
    }
    assert!(found.len() > 100, "the files of the core were not found");
    let now: BTreeMap<String, usize> = found
        .iter()
        .map(|path| (path, asks(&fs::read_to_string(path).unwrap())))
        .filter(|(_, count)| *count > 0)
        .map(|(path, count)| (path.strip_prefix(root()).unwrap().display().to_string(), count))
        .collect();
    let now: String = now.iter().map(|(file, count)| format!("{count:>3} {file}\n")).collect();
    if std::env::var_os("OUTLAST_BLESS").is_some() {
        fs::write(&list, &now).unwrap();
    }
    let listed = fs::read_to_string(&list).unwrap();
    let wrong: Vec<&str> =
        now.lines().filter(|line| !listed.lines().any(|it| it == *line)).collect();
    let gone = listed.lines().filter(|line| !now.lines().any(|it| it == *line)).count();
    assert!(
        wrong.is_empty() && gone == 0,
        "these ask for one variant so often, and tests/asks.txt says something else ({gone} of its \
         lines are old). Decide with a `match` over all; where one variant alone is meant, run the \
         test with OUTLAST_BLESS=1 and say why in the commit:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn what_asks_for_one_variant_is_seen() {
    assert_eq!(asks("let Kind::Router(it) = &part.kind else { return };"), 1);
    assert_eq!(asks("if let Kind::Router(it) = &part.kind { x() }"), 1);
    assert_eq!(asks("matches!(part.role, Role::Link | Role::Line);"), 1);
    assert_eq!(asks("if part.role != Role::Link && it == Held::Volume { x() }"), 2);
    // All are decided, or nothing is.
    assert_eq!(asks("match part.role { Role::Link => 1, Role::Line => 2 }"), 0);
    assert_eq!(asks("let it = Part::new(address, Role::Link, Kind::Server);"), 0);
    assert_eq!(asks("// if let Kind::Router(it) = x {\n"), 0);
    assert_eq!(asks("let PlaceKind::Zone = it else { return };"), 0);
}
