//! The GitHub Action and the hooks of pre-commit: their definitions are sound, and the steps of the
//! action do under `sh` what they promise. GitHub itself is not here.

#![cfg(unix)]

use std::fs;
use std::process::Command;

use crate::running::{SMALL, Scratch, root};
use yaml_rust2::{Yaml, YamlLoader};

fn yaml(name: &str) -> Yaml {
    let text = fs::read_to_string(root().join(name)).unwrap();
    YamlLoader::load_from_str(&text).unwrap().remove(0)
}

/// A run of `action/check.sh`: exit code, log, `GITHUB_OUTPUT` and the summary of the job.
struct Step {
    code: i32,
    log: String,
    output: String,
    summary: String,
}

fn step(scratch: &Scratch, inputs: &[(&str, &str)]) -> Step {
    let path = |name: &str| scratch.path().join(name);
    fs::create_dir_all(path("temp dir")).unwrap();
    for file in ["output", "summary"] {
        fs::write(path(file), "").unwrap();
    }
    let ran = Command::new("sh")
        .arg("-e")
        .arg(root().join("action/check.sh"))
        .current_dir(scratch.path())
        .env("OUTLAST", env!("CARGO_BIN_EXE_outlast"))
        .env("GITHUB_OUTPUT", path("output"))
        .env("GITHUB_STEP_SUMMARY", path("summary"))
        .env("RUNNER_TEMP", path("temp dir"))
        .env("OUTLAST_SARIF", "outlast.sarif")
        .envs(inputs.iter().copied())
        .output()
        .unwrap();
    let text = |name: &str| fs::read_to_string(path(name)).unwrap();
    Step {
        code: ran.status.code().unwrap(),
        log: format!(
            "{}{}",
            String::from_utf8_lossy(&ran.stdout),
            String::from_utf8_lossy(&ran.stderr)
        ),
        output: text("output"),
        summary: text("summary"),
    }
}

#[test]
fn the_step_writes_annotations_summary_and_files_and_ends_as_outlast_does() {
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL);
    let it = step(&scratch, &[("OUTLAST_JUNIT", "r.xml")]);
    assert_eq!(it.code, 3, "{}", it.log);
    assert_eq!(it.output, "exit-code=3\nsarif=outlast.sarif\n");
    assert!(it.summary.contains("| what each fault does |"), "{}", it.summary);
    assert!(scratch.path().join("outlast.sarif").exists() && scratch.path().join("r.xml").exists());
    let commands: Vec<&str> = it.log.lines().filter(|line| line.starts_with("::")).collect();
    // What is printed for people stands between two commands that only the step knows.
    let token = commands[0].strip_prefix("::stop-commands::").unwrap();
    assert_eq!(commands[1], format!("::{token}::"));
    assert!(token.len() > 30 && commands.len() > 2, "{commands:?}");
    assert!(commands[2..].iter().all(|it| it.contains("title=")), "{commands:?}");
    let it = step(&scratch, &[("OUTLAST_FAIL_ON", "broken")]);
    assert_eq!((it.code, it.output.lines().next()), (0, Some("exit-code=0")), "{}", it.log);
}

#[test]
fn paths_and_arguments_are_never_shell() {
    let scratch = Scratch::new();
    scratch.file("one/main.tf", SMALL).file("two two/main.tf", SMALL).file("three/main.tf", SMALL);
    let paths = [("OUTLAST_PATHS", "one three\ntwo two"), ("OUTLAST_FAIL_ON", "never")];
    let it = step(&scratch, &paths);
    assert_eq!(it.code, 0, "{}", it.log);
    for name in ["outlast: one", "outlast: two two", "outlast: three"] {
        assert!(it.summary.contains(name), "{name}: {}", it.summary);
    }
    let it = step(
        &scratch,
        &[("OUTLAST_PATHS", "$(touch pwned)\n`touch pwned`; touch pwned\n--help *")],
    );
    assert_eq!(it.code, 2, "{}", it.log);
    assert!(!scratch.path().join("pwned").exists());
    let it = step(
        &scratch,
        &[("OUTLAST_PATHS", "one"), ("OUTLAST_ARGUMENTS", "--write-baseline\nb b.json")],
    );
    assert_eq!(it.code, 0, "{}", it.log);
    let baseline = [("OUTLAST_PATHS", "one"), ("OUTLAST_BASELINE", "b b.json")];
    assert_eq!(step(&scratch, &baseline).code, 0);
}

#[test]
fn the_action_hands_over_every_input_as_an_environment_variable() {
    let action = yaml("action.yml");
    let inputs = action["inputs"].as_hash().unwrap();
    let script = fs::read_to_string(root().join("action/check.sh")).unwrap();
    let steps = action["runs"]["steps"].as_vec().unwrap();
    assert_eq!(action["runs"]["using"].as_str(), Some("composite"));
    let mut handed = Vec::new();
    for step in steps {
        let run = step["run"].as_str().unwrap();
        assert!(!run.contains("${{"), "an input in a script is code: {run}");
        assert!(step["shell"].as_str().is_some());
        let file = run.strip_prefix("sh \"$ACTION_PATH/").unwrap().trim_end_matches('"');
        assert!(root().join(file).exists(), "{file}");
        for (name, value) in step["env"].as_hash().unwrap() {
            let (name, value) = (name.as_str().unwrap(), value.as_str().unwrap());
            if let Some(input) = value.strip_prefix("${{ inputs.") {
                handed.push(input.trim_end_matches(" }}").to_string());
                assert!(script.contains(name), "`{name}` is not used");
            }
        }
    }
    let mut names: Vec<&str> = inputs.keys().map(|it| it.as_str().unwrap()).collect();
    names.sort_unstable();
    handed.sort_unstable();
    assert_eq!(handed, names);
}

#[test]
fn the_hooks_run_when_a_file_changes_that_outlast_reads() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_vec().unwrap();
    assert_eq!(hooks.len(), 2);
    for hook in hooks {
        let files = hook["files"].as_str().unwrap();
        for end in ["tf", r"tf\.json", "tfvars", r"tfvars\.json", r"outlast\.hcl"] {
            assert!(files.contains(end), "{files}");
        }
        assert_eq!(hook["pass_filenames"].as_bool(), Some(false));
        let entry = hook["entry"].as_str().unwrap();
        assert!(entry == "outlast check" || root().join(entry).exists(), "{entry}");
    }
}
