//! One configuration as sources, as a plan and as a state gives one model.
//!
//! The plan and the state are constructed from the provider's schema. They carry the provider's
//! defaults as values, so that provenance differs and nothing else: it is left out here.

use outlast_catalog::{Overrides, describe, resources};
use outlast_findings::{FileId, Sources};
use outlast_terraform::{Configuration, FileKind, Input, InputFile, Known, evaluate, plan};

const SOURCE: &str = include_str!("forms/main.tf");
const PLAN: &str = include_str!("forms/plan.json");
const STATE: &str = include_str!("forms/state.json");

/// What a configuration becomes, without what is assumed.
fn facts(configuration: &Configuration) -> String {
    assert_eq!(configuration.problems, []);
    let overrides = Overrides::new();
    let estate = resources::read(&configuration.resources, &configuration.providers, &overrides);
    let text = describe(&estate);
    let lines = text.lines().filter(|line| !line.starts_with("assumed "));
    lines.map(|line| without_names(line) + "\n").collect()
}

/// A line without the names of assumptions in brackets.
fn without_names(line: &str) -> String {
    let mut rest = line.to_string();
    for name in ["eip-", "nlb-"] {
        while let Some(start) = rest.find(&format!(" ({name}")) {
            let end = start + rest[start..].find(')').unwrap();
            rest.replace_range(start..=end, "");
        }
    }
    rest
}

fn sources(known: Known) -> Configuration {
    let mut sources = Sources::new();
    let id = sources.add("main.tf", SOURCE);
    let file = InputFile { id, path: "main.tf".to_string(), kind: FileKind::Tf };
    let input = Input { files: vec![file], known, ..Input::default() };
    evaluate(&input, &sources).configuration
}

fn assert_same(form: &str, found: &str, expected: &str) {
    let odd = |a: &str, b: &str| {
        let lines = a.lines().filter(|line| !b.lines().any(|other| other == *line));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    let (more, less) = (odd(found, expected), odd(expected, found));
    assert!(found == expected, "{form} has\n{more}instead of\n{less}");
}

#[test]
fn sources_plan_and_state_give_one_model() {
    let expected = facts(&sources(Known::new()));
    assert!(expected.contains("sends to exoscale_elastic_ip.www"), "{expected}");
    assert_same("the plan", &facts(&plan::configuration(PLAN, FileId(0))), &expected);
    assert_same("the state", &facts(&plan::configuration(STATE, FileId(0))), &expected);
}

#[test]
fn a_plan_or_state_beside_the_sources_changes_nothing() {
    let expected = facts(&sources(Known::new()));
    for (form, text) in [("the plan", PLAN), ("the state", STATE)] {
        let known = plan::known(text, FileId(0)).unwrap();
        assert_same(form, &facts(&sources(known)), &expected);
    }
}
