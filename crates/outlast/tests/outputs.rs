//! `--output`, `--baseline` and `--write-baseline` as a user meets them: what goes where, what is
//! refused, and what makes a run fail.

use std::fs;

use crate::running::{SMALL, Scratch};
use serde_json::Value;

const PROMISED: &str = r#"
promise {
  instance   = { out = "2m" }
  hypervisor = { out = "30m" }
}

journey "browse" {
  enters = exoscale_compute_instance.web
}

service "web" {
  on      = exoscale_compute_instance.web
  listens = 443
}
"#;

fn broken() -> Scratch {
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL).file("web.outlast.hcl", PROMISED);
    assert_eq!(scratch.run(&["check"]).code, 1, "{}", scratch.run(&["check"]).out);
    scratch
}

/// The names in the directory that were not there before the run.
fn names(scratch: &Scratch) -> Vec<String> {
    let entries = fs::read_dir(scratch.path()).unwrap().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.retain(|name| !["main.tf", "web.outlast.hcl"].contains(&name.as_str()));
    names.sort();
    names
}

#[test]
fn the_terminal_report_is_printed_unless_something_else_is() {
    let scratch = broken();
    let plain = scratch.run(&["check"]);
    let beside = scratch.run(&["check", "--output", "junit=r.xml", "--output=sarif=x.sarif"]);
    assert_eq!((beside.out.as_str(), beside.code), (plain.out.as_str(), plain.code));
    assert_eq!(names(&scratch), ["r.xml", "x.sarif"]);
    let instead = scratch.run(&["check", "--output", "github=-"]);
    assert!(instead.out.starts_with("::error "), "{}", instead.out);
    assert!(!instead.out.contains("what each fault does"), "{}", instead.out);
    let json = scratch.run(&["check", "--format", "json", "--output", "terminal=t.txt"]);
    assert!(serde_json::from_str::<Value>(&json.out).is_ok(), "{}", json.out);
    let written = fs::read_to_string(scratch.path().join("t.txt")).unwrap();
    assert_eq!(written, plain.out);
    let file = scratch.run(&["check", "--output", "json=j.json"]);
    assert_eq!(file.code, 1);
    assert_eq!(fs::read_to_string(scratch.path().join("j.json")).unwrap(), json.out);
}

#[test]
fn wrong_outputs_are_refused_before_anything_is_done() {
    let scratch = broken();
    for (arguments, told) in [
        (&["--output", "sarif"][..], "FORMAT=FILE"),
        (&["--output", "pdf=x"], "`pdf` is no format"),
        (&["--output", "json=a", "--output", "sarif=a"], "two outputs go to `a`"),
        (&["--output", "json=-", "--output", "sarif=-"], "two outputs go to `-`"),
        (&["--output", "json=a", "--write-baseline", "a"], "two outputs go to `a`"),
        (&["--baseline", "absent.json"], "there is no such file"),
        (&["--baseline", "main.tf"], "it is no baseline"),
    ] {
        let ran = scratch.run(&[&["check"], arguments].concat());
        assert_eq!(ran.code, 2, "{arguments:?}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(told) && ran.out.is_empty(), "{arguments:?}: {}", ran.err);
        assert_eq!(names(&scratch), Vec::<String>::new());
    }
}

#[test]
fn a_file_that_cannot_be_written_changes_no_other() {
    let scratch = broken();
    scratch.file("old.xml", "old").file("directory/.keep", "");
    for wrong in ["sarif=absent/x.sarif", "sarif=directory"] {
        let ran = scratch.run(&["check", "--output", "junit=old.xml", "--output", wrong]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("cannot be written") && ran.err.contains("help"), "{}", ran.err);
        assert!(ran.out.contains("what each fault does"), "the report is printed all the same");
        assert_eq!(fs::read_to_string(scratch.path().join("old.xml")).unwrap(), "old");
        assert_eq!(names(&scratch), ["directory", "old.xml"], "nothing is left behind");
    }
}

#[cfg(unix)]
#[test]
fn links_and_devices_stay_what_they_are() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let scratch = broken();
    scratch.file("there.xml", "old");
    let there = scratch.path().join("there.xml");
    fs::set_permissions(&there, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("there.xml", scratch.path().join("link.xml")).unwrap();
    let ran = scratch.run(&["check", "--output=junit=link.xml", "--output=json=/dev/null"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(fs::read_to_string(&there).unwrap().starts_with("<?xml"));
    assert!(scratch.path().join("link.xml").is_symlink());
    assert_eq!(fs::metadata(&there).unwrap().permissions().mode() & 0o777, 0o640);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_stays_one_and_a_pipe_without_reader_is_refused() {
    use std::os::unix::fs::symlink;

    let scratch = broken();
    symlink("made.xml", scratch.path().join("link.xml")).unwrap();
    scratch.run(&["check", "--output", "junit=link.xml"]);
    assert!(scratch.path().join("link.xml").is_symlink());
    assert!(fs::read_to_string(scratch.path().join("made.xml")).unwrap().contains("testsuite"));
    symlink("no/where.xml", scratch.path().join("lost.xml")).unwrap();
    let ran = scratch.run(&["check", "--output", "junit=lost.xml"]);
    assert!(ran.code == 2 && ran.err.contains("no such directory"), "{}", ran.err);
    symlink("b.xml", scratch.path().join("a.xml")).unwrap();
    symlink("a.xml", scratch.path().join("b.xml")).unwrap();
    assert_eq!(scratch.run(&["check", "--output", "junit=a.xml"]).code, 2);
    let pipe = scratch.path().join("pipe.xml");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|it| it.success()) {
        eprintln!("skipped: there is no `mkfifo` here");
        return;
    }
    let ran = scratch.run(&["check", "--output", "junit=pipe.xml"]);
    assert!(ran.code == 2 && ran.err.contains("nobody reads"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_an_error_like_any_other() {
    let scratch = broken();
    let program = env!("CARGO_BIN_EXE_outlast");
    let command = format!("ulimit -f 1; exec {program} check --output html=page.html");
    let ran = std::process::Command::new("bash")
        .args(["-c", &command])
        .current_dir(scratch.path())
        .output();
    let Ok(ran) = ran else { return eprintln!("skipped: there is no `bash` here") };
    let told = String::from_utf8_lossy(&ran.stderr).to_string();
    assert_eq!(ran.status.code(), Some(2), "{told}");
    assert!(told.contains("larger than a file may be"), "{told}");
    assert!(!scratch.path().join("page.html").exists());
}

#[test]
fn what_is_in_the_baseline_is_known_and_does_not_fail() {
    let scratch = broken();
    let wrote = scratch.run(&["check", "--write-baseline", "known.json"]);
    assert_eq!(wrote.code, 0, "{}", wrote.err);
    let text = fs::read_to_string(scratch.path().join("known.json")).unwrap();
    scratch.run(&["check", "--write-baseline", "again.json"]);
    assert_eq!(fs::read_to_string(scratch.path().join("again.json")).unwrap(), text);
    assert!(!text.contains("main.tf"), "no path and no line: {text}");
    let ran = scratch.run(&["check", "--baseline", "known.json"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("known[broken-promise]"), "{}", ran.out);
    assert!(!ran.out.contains("error["), "{}", ran.out);
    // Written again from what is known, it is the same.
    scratch.run(&["check", "--baseline", "known.json", "--write-baseline", "known.json"]);
    assert_eq!(fs::read_to_string(scratch.path().join("known.json")).unwrap(), text);
}

#[test]
fn moved_lines_other_names_of_files_and_other_figures_are_no_news() {
    let scratch = broken();
    scratch.run(&["check", "--write-baseline", "known.json"]);
    fs::remove_file(scratch.path().join("web.outlast.hcl")).unwrap();
    let moved = format!("\n\n# moved\n{}", PROMISED.replace("2m", "3m"));
    scratch.file("other.outlast.hcl", moved);
    let ran = scratch.run(&["check", "--baseline", "known.json"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(!ran.out.contains("no longer open"), "{}", ran.out);
}

#[test]
fn what_is_new_fails_and_what_is_gone_is_told() {
    let scratch = broken();
    scratch.run(&["check", "--write-baseline", "known.json"]);
    let known = ["check", "--baseline", "known.json", "--output", "json=j.json"];
    let document = || -> Value {
        let text = fs::read_to_string(scratch.path().join("j.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    // A promise that was not made before, and is broken.
    scratch
        .file("web.outlast.hcl", PROMISED.replace("  hyper", "  disk = { out = \"1m\" }\n  hyper"));
    let ran = scratch.run(&known);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("error[broken-promise]"), "{}", ran.out);
    // A promise less: nothing is new, and it is told what the baseline need not hold.
    let less = PROMISED.replace("  hypervisor = { out = \"30m\" }\n", "");
    scratch.file("web.outlast.hcl", less);
    let ran = scratch.run(&known);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("In the baseline and no longer open"), "{}", ran.out);
    let gone = document()["systems"][0]["gone"].clone();
    assert!(gone.as_array().unwrap().iter().any(|it| it.as_str().unwrap().contains("hypervisor")));
    // A second journey to the same machine breaks the same promises: they are new for it.
    let second = "\njourney \"order\" {\n  enters = exoscale_compute_instance.web\n}\n";
    scratch.file("web.outlast.hcl", format!("{PROMISED}{second}"));
    let ran = scratch.run(&known);
    assert_eq!(ran.code, 1, "{}", ran.out);
}

#[test]
fn what_is_not_understood_or_not_promised_can_be_known_too() {
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL);
    assert_eq!(scratch.run(&["check"]).code, 3);
    scratch.run(&["check", "--write-baseline", "known.json"]);
    let known = ["check", "--baseline", "known.json"];
    assert_eq!(scratch.run(&known).code, 0);
    scratch.file("more.tf", "resource \"nobody_knows\" \"this\" {}\n");
    let ran = scratch.run(&known);
    assert_eq!(ran.code, 3, "{}", ran.out);
}

#[test]
fn no_baseline_is_written_of_what_was_not_read() {
    let scratch = Scratch::new();
    scratch.file("main.tf", "resource {\n");
    let ran = scratch.run(&["check", "--write-baseline", "known.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no baseline was written"), "{}", ran.err);
    assert!(!scratch.path().join("known.json").exists());
}
