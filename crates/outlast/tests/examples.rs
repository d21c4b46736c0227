//! Every example gives the report that stands beside it, in every form.
//!
//! `cargo xtask bless` rewrites `expected.txt`; what changed is for a person to read.

use std::fs;

use crate::running::{root, run};

/// The directories of the examples, in order.
fn examples() -> Vec<String> {
    let entries = fs::read_dir(root().join("examples")).unwrap().flatten();
    let directories = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> =
        directories.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    assert!(!names.is_empty(), "there are no examples");
    names
}

#[test]
fn every_example_gives_its_expected_report() {
    let bless = std::env::var_os("OUTLAST_BLESS").is_some();
    let mut wrong = Vec::new();
    for name in examples() {
        let ran = run(&root(), &["check", &format!("examples/{name}")]);
        assert!(ran.code != 2 && ran.code < 70 && ran.err.is_empty(), "{name}: {}", ran.err);
        let report =
            format!("$ outlast check examples/{name}\n{}$ echo $?\n{}\n", ran.out, ran.code);
        let path = root().join("examples").join(&name).join("expected.txt");
        if bless {
            fs::write(&path, &report).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != report {
            wrong.push(format!("{name}: differs from its expected.txt; now:\n{report}"));
        }
        let wide = ran.out.lines().find(|line| line.chars().count() > 80);
        assert!(wide.is_none(), "{name}: wider than 80 columns: {wide:?}");
    }
    assert!(wrong.is_empty(), "{}\nrun `cargo xtask bless` and read the changes", wrong.join("\n"));
}

/// The beginning of a report to the end of its first finding, and its last line.
fn excerpt(report: &str) -> String {
    let mut lines: Vec<&str> = report.lines().collect();
    let first = lines.iter().position(|line| line.starts_with("error["));
    let end = first.and_then(|first| {
        lines.iter().skip(first).position(|line| line.is_empty()).map(|length| first + length)
    });
    if let (Some(end), Some(last)) = (end, lines.last().copied()) {
        lines.truncate(end);
        lines.extend(["…", last]);
    }
    lines.join("\n")
}

/// What the README shows is what the program prints.
#[test]
fn the_excerpt_of_the_readme_is_real() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once("```\n$ outlast check ").expect("there is an excerpt");
    let (shown, after) = rest.split_once("\n```").unwrap();
    let (argument, shown) = shown.split_once('\n').unwrap();
    let real = excerpt(&run(&root(), &["check", argument]).out);
    if std::env::var_os("OUTLAST_BLESS").is_some() {
        let readme = format!("{before}```\n$ outlast check {argument}\n{real}\n```{after}");
        fs::write(&path, readme).unwrap();
        return;
    }
    assert_eq!(shown, real, "run `cargo xtask bless` and read the changes");
}

/// The commands behind `replay:`, as they stand there.
fn replays(report: &str) -> Vec<String> {
    let mut lines = report.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let Some((_, start)) = line.split_once("replay: ") else { continue };
        let mut command = start.to_string();
        while command.ends_with('\\') {
            command = format!("{command}\n{}", lines.next().unwrap());
        }
        found.push(command);
    }
    found
}

#[test]
#[cfg(unix)]
fn what_stands_behind_replay_can_be_pasted() {
    let cut =
        |command: &String| command.lines().any(|it| it.ends_with('\\') && !it.ends_with(" \\"));
    let mut cuts = 0;
    for name in examples() {
        let ran = run(&root(), &["check", &format!("examples/{name}")]);
        let replays = replays(&ran.out);
        let tried = replays.iter().enumerate().filter(|(at, it)| *at < 2 || cut(it));
        for (_, command) in tried {
            cuts += usize::from(cut(command));
            let text = format!("outlast() {{ \"$OUTLAST\" \"$@\"; }}\n{command}\n");
            let told = std::process::Command::new("sh")
                .args(["-ec", &text])
                .current_dir(root())
                .env("OUTLAST", env!("CARGO_BIN_EXE_outlast"))
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&told.stderr);
            assert!(told.status.success() && said.is_empty(), "{name}: {command}\n{said}");
        }
    }
    assert!(cuts > 0, "no argument was longer than a line");
}
