//! The house rules that a machine can check: short files, short functions, a head on every file,
//! nothing left of a template.
//!
//! The list of long functions may only shrink.

use std::fs;
use std::path::{Path, PathBuf};

const FILE_LINES_MAX: usize = 1_000;
const FUNCTION_LINES_MAX: usize = 70;
/// Functions that may be longer, as `file:function`: tables of data in tests.
const LONG_FUNCTIONS: &[&str] = &[
    "crates/outlast-analysis/benches/survive.rs:estate",
    "crates/outlast-sim/tests/measured/losses.rs:rows",
    "crates/outlast-sim/tests/measured/mod.rs:rows",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

/// The files below a directory that end like this.
fn files(directory: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(directory).unwrap().flatten().collect();
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() && name != "target" {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|end| end == ending) {
            found.push(path);
        }
    }
}

/// The files below these directories that end like this: their names and texts.
fn texts(directories: &[&str], ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for directory in directories {
        files(&root().join(directory), ending, &mut found);
    }
    assert!(found.len() > 50, "the files that end in `{ending}` were not found");
    let relative = |path: &Path| path.strip_prefix(root()).unwrap().display().to_string();
    found.iter().map(|path| (relative(path), fs::read_to_string(path).unwrap())).collect()
}

fn sources() -> Vec<(String, String)> {
    texts(&["crates", "xtask"], "rs")
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let lines = text.lines().count();
        if lines > FILE_LINES_MAX {
            wrong.push(format!("{name}: {lines} lines, at most {FILE_LINES_MAX}"));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{name}: does not open with `//!` and what it is"));
        }
        for word in [concat!("TO", "DO"), concat!("FIX", "ME")] {
            if text.contains(word) {
                wrong.push(format!("{name}: has a {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What `cargo xtask new` writes says what its author must replace, each line with this word.
#[test]
fn nothing_is_left_of_a_template() {
    let mark = concat!("TEMP", "LATE:");
    let mut left = Vec::new();
    for (name, text) in sources().into_iter().chain(texts(&["crates"], "md")) {
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| line.contains(mark)) {
            left.push(format!("{name}:{number}: {}", line.trim()));
        }
    }
    let help = "these lines are of a template: say what is so";
    assert!(left.is_empty(), "{}\n{help}", left.join("\n"));
}

/// Functions of a text with their lengths, by the indentation of their braces.
fn functions(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(String, usize, usize)> = None;
    for (at, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        if let Some((name, start, depth)) = &open {
            if indent == *depth && line.trim() == "}" {
                found.push((name.clone(), at - start + 1));
                open = None;
            }
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().take(5).collect();
        let Some(name) =
            words.iter().position(|word| *word == "fn").and_then(|at| words.get(at + 1))
        else {
            continue;
        };
        if !line.trim_start().starts_with("//") && !line.trim_end().ends_with([';', '}']) {
            let name = name.split(['(', '<']).next().unwrap_or(name).to_string();
            open = Some((name, at, indent));
        }
    }
    found
}

#[test]
fn functions_are_short() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for (function, lines) in functions(&text) {
            let id = format!("{name}:{function}");
            if lines > FUNCTION_LINES_MAX && !LONG_FUNCTIONS.contains(&id.as_str()) {
                wrong.push(format!("{id}: {lines} lines, at most {FUNCTION_LINES_MAX}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lengths_are_counted_from_the_head_to_the_brace() {
    let text = "fn a() {\n    1;\n}\nfn b(x: u8);\npub fn c(\n    x: u8,\n) -> u8 {\n    x\n}\n";
    assert_eq!(functions(text), [("a".to_string(), 3), ("c".to_string(), 5)]);
}
