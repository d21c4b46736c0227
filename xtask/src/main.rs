//! The chores of the repository: `cargo xtask test`, `cargo xtask bless`, `cargo xtask new`.
//!
//! No dependency but the standard library, so that the first chore starts quickly.

#![allow(clippy::disallowed_methods, reason = "chores read and write the repository")]

mod mutants;
mod new;
mod programs;
mod steps;
mod undecided;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask test                                    format, lints, all tests, pages, examples
cargo xtask test --quick                            format, lints, tests without the slow ones
cargo xtask bless                                   rewrite expected outputs and pages
cargo xtask mutants [WORDS]                         wrong changes of the engine that tests must notice
cargo xtask new resource|engine|fault|rule NAME     write the .rs and the .md of a new leaf
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => steps::test(),
        ["test", "--quick"] => steps::quick(),
        ["bless"] => steps::bless(),
        ["mutants"] => hunt(""),
        ["mutants", only] => hunt(only),
        ["new", kind, name] => new::new(kind, name),
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

/// Tries what must not compile and the mutants of the engine; one that lives is a failure.
fn hunt(only: &str) -> Result<(), String> {
    let (refused, mut lived) = undecided::run(&root(), only).map_err(|why| why.to_string())?;
    let (died, alive) = mutants::run(&root(), only).map_err(|why| why.to_string())?;
    lived.extend(alive);
    println!("{} passed, {} failed", refused + died, lived.len());
    if lived.is_empty() { Ok(()) } else { Err(format!("these live: {}", lived.join("; "))) }
}

/// The root of the repository.
fn root() -> std::path::PathBuf {
    let here = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(std::path::Path::to_path_buf).unwrap_or(here)
}
