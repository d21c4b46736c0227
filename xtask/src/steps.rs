//! The steps of `cargo xtask test` and `cargo xtask bless`.
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

/// Formatting, lints, all tests, pages, examples.
pub(crate) fn test() -> Result<(), String> {
    let mut count = Count { skipped: programs::prepare(), ..Count::default() };
    println!("== formatting");
    count.one(runs(&mut cargo(&["fmt", "--all", "--check"])));
    println!("== lints");
    let lints = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
    count.one(runs(&mut cargo(&lints)));
    println!("== tests, pages and examples");
    let tests = if has_nextest() {
        cargo(&["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "fail"])
    } else {
        cargo(&["test", "--quiet", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"])
    };
    counted(tests, &mut count);
    println!("== examples of the documentation of the code");
    counted(cargo(&["test", "--quiet", "--workspace", "--doc"]), &mut count);
    println!("== configurations of the examples");
    configurations(&mut count);
    let Count { passed, failed, skipped } = count;
    println!("{passed} passed, {failed} failed, {skipped} skipped");
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of the checks above failed")) }
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
/// `test result: ok. 5 passed; 0 failed; 1 ignored`.
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
            "skipped" | "ignored" => count.skipped += number,
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
        add_summary("test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured", &mut count);
        add_summary("    test result: FAILED. 0 passed; 1 failed; 0 ignored", &mut count);
        assert_eq!((count.passed, count.failed, count.skipped), (125, 3, 5));
    }
}
