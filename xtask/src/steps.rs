//! The steps of `cargo xtask test`, of `cargo xtask test --quick` and of `cargo xtask bless`.
//!
//! Every step runs whatever became of the ones before it, so that one run shows all that is wrong.
//! Everything is built once, in the development profile, and shared by all steps.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::{programs, root};

/// What the steps came to.
#[derive(Debug, Default)]
struct Count {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Count {
    fn one(&mut self, passed: bool) {
        if passed { self.passed += 1 } else { self.failed += 1 }
    }
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_string()));
    command.args(arguments).current_dir(root());
    command
}

/// What takes long: what it is, and words in the names of its tests.
struct Slow {
    what: &'static str,
    tests: &'static [&'static str],
}

/// What `cargo xtask test --quick` leaves out among the tests: those that take some seconds, with
/// their whole subject where most of it does.
const SLOW: &[Slow] = &[
    Slow {
        what: "every example in every format",
        tests: &["examples::", "all_formats_agree_on_every_example"],
    },
    Slow { what: "pages in a browser", tests: &["browser::", "live::"] },
    Slow { what: "rules in the kernel", tests: &["the_kernel_says_the_same_of_every_flow"] },
    Slow { what: "what Terraform plans", tests: &["configurations::"] },
    Slow {
        what: "random systems and texts",
        tests: &["cones::", "gone::", "properties::", "orbits_agree_with_judging_one_by_one"],
    },
    Slow {
        what: "limits of depth and of steps",
        tests: &[
            "a_long_chain_of_calls_is_a_limit_and_no_crash",
            "nested_loops_stop_at_the_limit_of_steps",
        ],
    },
];

/// What `cargo xtask test --quick` leaves out beside tests.
const SLOW_STEPS: &[&str] =
    &["examples of the documentation of the code", "configurations of the examples"];

/// Formatting, lints, all tests, pages, examples.
pub(crate) fn test() -> Result<(), String> {
    let mut count = Count { skipped: programs::prepare(), ..Count::default() };
    lints(&mut count);
    println!("== tests, pages and examples");
    counted(tests(&[]), &mut count);
    println!("== examples of the documentation of the code");
    counted(cargo(&["test", "--quiet", "--workspace", "--doc"]), &mut count);
    println!("== configurations of the examples");
    configurations(&mut count);
    told(&count)
}

/// Formatting, lints, and the tests that do not take long: for in between. Nothing is installed.
pub(crate) fn quick() -> Result<(), String> {
    let mut count = Count::default();
    lints(&mut count);
    println!("== tests, without the slow ones");
    let slow: Vec<&str> = SLOW.iter().flat_map(|slow| slow.tests).copied().collect();
    counted(tests(&slow), &mut count);
    println!("{}", left_out());
    told(&count)
}

/// The line that says what the quick steps leave out.
fn left_out() -> String {
    let what: Vec<&str> =
        SLOW.iter().map(|slow| slow.what).chain(SLOW_STEPS.iter().copied()).collect();
    format!("left out: {}; cargo xtask test runs them", what.join(", "))
}

/// Formatting, and what clippy says.
fn lints(count: &mut Count) {
    println!("== formatting");
    count.one(runs(&mut cargo(&["fmt", "--all", "--check"])));
    println!("== lints");
    let lints = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
    count.one(runs(&mut cargo(&lints)));
}

/// The tests of the workspace but those whose name holds one of these words.
fn tests(without: &[&str]) -> Command {
    if has_nextest() {
        let mut run =
            cargo(&["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "fail"]);
        if !without.is_empty() {
            run.args(["-E", &filter(without)]);
        }
        return run;
    }
    let mut run =
        cargo(&["test", "--quiet", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"]);
    if !without.is_empty() {
        run.arg("--").args(without.iter().flat_map(|word| ["--skip", *word]));
    }
    run
}

/// The tests whose name holds none of these words, as nextest is told.
fn filter(without: &[&str]) -> String {
    let words: Vec<String> = without.iter().map(|word| format!("test({word})")).collect();
    format!("not ({})", words.join(" or "))
}

/// Prints what the steps came to; one that failed is a failure of all.
fn told(count: &Count) -> Result<(), String> {
    let Count { passed, failed, skipped } = count;
    println!("{passed} passed, {failed} failed, {skipped} skipped");
    if *failed == 0 { Ok(()) } else { Err(format!("{failed} of the checks above failed")) }
}

/// Rewrites expected outputs and pages; what changed is for a person to read.
pub(crate) fn bless() -> Result<(), String> {
    let mut tests = cargo(&["test", "--quiet", "--workspace", "--tests", "--no-fail-fast"]);
    let blessed = runs(tests.env("OUTLAST_BLESS", "1"));
    runs(Command::new("git").args(["status", "--short"]).current_dir(root()));
    if blessed { Ok(()) } else { Err("some tests fail for another reason".to_string()) }
}

fn has_nextest() -> bool {
    let mut command = cargo(&["nextest", "--version"]);
    runs(command.stdout(Stdio::null()).stderr(Stdio::null()))
}

fn runs(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}

/// `terraform fmt`, and what the programs themselves say of their configurations.
fn configurations(count: &mut Count) {
    let examples = root().join("examples");
    let script = examples.join("check-configs.sh");
    if script.exists() {
        count.one(runs(Command::new("bash").arg(&script).current_dir(root())));
    } else {
        count.skipped += 1;
        println!("SKIPPED: there is no examples/check-configs.sh");
    }
}

/// Runs a test command, passes its output on, and adds what it counted.
fn counted(mut command: Command, count: &mut Count) {
    let Ok(mut child) = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn() else {
        count.one(false);
        return;
    };
    let (mut found, stdout, stderr) = (Count::default(), child.stdout.take(), child.stderr.take());
    // Standard error is read on a thread of its own: a full pipe would stop the child.
    let errors =
        std::thread::spawn(move || stderr.map(|it| passed_on(it, true)).unwrap_or_default());
    let mut lines = stdout.map(|it| passed_on(it, false)).unwrap_or_default();
    lines.extend(errors.join().unwrap_or_default());
    let succeeded = child.wait().is_ok_and(|status| status.success());
    for line in &lines {
        add_summary(line, &mut found);
    }
    if !succeeded && found.failed == 0 {
        found.failed = 1;
    }
    count.passed += found.passed;
    count.failed += found.failed;
    count.skipped += found.skipped;
}

fn passed_on(stream: impl std::io::Read, is_error: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        if is_error {
            eprintln!("{line}")
        } else {
            println!("{line}")
        }
        if line.contains(" passed") {
            lines.push(line);
        }
    }
    lines
}

/// Adds the numbers of a line such as `120 tests run: 119 passed (2 slow), 1 failed, 3 skipped` or
/// `test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out`.
fn add_summary(line: &str, count: &mut Count) {
    // What a failed test printed is shown further in: that is not a summary of its own.
    let is_summary = line.trim_start().starts_with("Summary [") || line.starts_with("test result:");
    if !is_summary {
        return;
    }
    let words: Vec<&str> =
        line.split([' ', ',', ';', '(', ')']).filter(|it| !it.is_empty()).collect();
    for pair in words.windows(2) {
        let [number, what] = pair else { continue };
        let Ok(number) = number.parse::<usize>() else { continue };
        match *what {
            "passed" => count.passed += number,
            "failed" | "timed" => count.failed += number,
            "skipped" | "ignored" | "filtered" => count.skipped += number,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_of_both_runners_are_counted() {
        let mut count = Count::default();
        add_summary(
            "     Summary [  1.2s] 123 tests run: 120 passed (2 slow), 3 failed, 4 skipped",
            &mut count,
        );
        add_summary("test result: ok. 5 passed; 0 failed; 1 ignored; 2 filtered out", &mut count);
        add_summary("    test result: FAILED. 0 passed; 1 failed; 0 ignored", &mut count);
        assert_eq!((count.passed, count.failed, count.skipped), (125, 3, 7));
    }

    #[test]
    fn what_is_left_out_is_said_in_one_line() {
        let line = left_out();
        assert!(line.starts_with("left out: ") && line.ends_with("; cargo xtask test runs them"));
        assert_eq!(line.lines().count(), 1);
        assert!(SLOW.iter().all(|slow| line.contains(slow.what)), "{line}");
        assert_eq!(filter(&["a::", "b"]), "not (test(a::) or test(b))");
    }

    /// The Rust files below a directory: their names and texts.
    fn sources(directory: &std::path::Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(directory).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }

    #[test]
    fn every_word_for_a_slow_test_is_that_of_a_test() {
        let mut files = Vec::new();
        sources(&root().join("crates"), &mut files);
        for word in SLOW.iter().flat_map(|slow| slow.tests) {
            let is_there = match word.strip_suffix("::") {
                Some(file) => {
                    files.iter().any(|(name, text)| name == file && text.contains("#[test]"))
                }
                None => files.iter().any(|(_, text)| text.contains(&format!("fn {word}()"))),
            };
            assert!(is_there, "no test is called `{word}`");
        }
    }
}
