//! Whole configurations compared with what `terraform plan` makes of them.
//!
//! Each directory of `tests/configurations` is planned by Terraform and evaluated here: the same
//! instances, the same values, unknown where Terraform has unknown. The plan is then read alone and
//! beside the sources, and must give the same again.

use crate::common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use outlast_findings::{FileId, Sources};
use outlast_terraform::{
    Configuration, Data, Input, Mode, Origin, Value, VariableSource, evaluate, plan,
};
use serde_json::{Value as Json, json};

const UNKNOWN: &str = "(unknown)";

fn directories() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/configurations");
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn arguments(directory: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(directory.join("arguments.txt")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// The texts of the plan and of the state after applying it, made in a copy of the directory.
fn planned(directory: &Path) -> (String, String) {
    let name = directory.file_name().unwrap().to_string_lossy().into_owned();
    let copy = std::env::temp_dir().join(format!("outlast-plan-{}-{name}", std::process::id()));
    common::copy(directory, &copy);
    let run = |arguments: &[&str], environment: &[(String, String)]| {
        let mut command = common::terraform(&copy, arguments);
        command.envs(environment.iter().cloned());
        let output = command.output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{name}: terraform {arguments:?}: {errors}");
        output.stdout
    };
    let given = arguments(directory);
    let environment: Vec<(String, String)> = given
        .iter()
        .filter(|line| line.starts_with("TF_VAR_"))
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    run(&["init", "-no-color"], &[]);
    let mut plan = vec!["plan", "-no-color", "-input=false", "-out=plan.bin"];
    plan.extend(given.iter().filter(|line| line.starts_with('-')).map(String::as_str));
    run(&plan, &environment);
    let planned = run(&["show", "-json", "plan.bin"], &[]);
    run(&["apply", "-no-color", "-input=false", "plan.bin"], &[]);
    let applied = run(&["show", "-json"], &[]);
    let _ = std::fs::remove_dir_all(&copy);
    (String::from_utf8(planned).unwrap(), String::from_utf8(applied).unwrap())
}

/// The values with the unknown ones marked: Terraform says them apart.
fn marked(after: &Json, unknown: &Json) -> Json {
    match (after, unknown) {
        (_, Json::Bool(true)) => json!(UNKNOWN),
        (Json::Array(items), Json::Array(marks)) => {
            let mark = |at: usize| marks.get(at).unwrap_or(&Json::Null);
            items.iter().enumerate().map(|(at, item)| marked(item, mark(at))).collect()
        }
        (Json::Object(entries), Json::Object(marks)) => {
            let mut all: serde_json::Map<String, Json> = entries.clone();
            for (name, mark) in marks {
                let value = marked(entries.get(name).unwrap_or(&Json::Null), mark);
                all.insert(name.clone(), value);
            }
            Json::Object(all)
        }
        (after, _) => after.clone(),
    }
}

fn as_json(value: &Value) -> Json {
    match &value.data {
        Data::Null => Json::Null,
        Data::Bool(flag) => json!(flag),
        Data::Number(number) => serde_json::from_str(&number.to_string()).unwrap(),
        Data::String(text) => json!(&**text),
        Data::List(items) => items.iter().map(as_json).collect(),
        Data::Map(entries) => {
            entries.iter().map(|(name, entry)| (name.clone(), as_json(entry))).collect()
        }
        Data::Unknown(_) => json!(UNKNOWN),
    }
}

/// Numbers by value: Terraform writes `1000`, serde may have `1000.0`.
fn same(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => a.as_f64() == b.as_f64(),
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Json::Object(a), Json::Object(b)) => {
            a.keys().eq(b.keys()) && a.iter().all(|(name, a)| same(a, &b[name]))
        }
        (a, b) => a == b,
    }
}

/// What Terraform plans: the stated attributes of every instance, by address.
fn expected(plan: &Json) -> BTreeMap<String, BTreeMap<String, Json>> {
    let mut found = BTreeMap::new();
    for change in plan["resource_changes"].as_array().into_iter().flatten() {
        let after = marked(&change["change"]["after"], &change["change"]["after_unknown"]);
        let mut values = BTreeMap::new();
        for name in ["input", "triggers_replace"] {
            if let Some(value) = after.get(name).filter(|value| !value.is_null()) {
                values.insert(name.to_owned(), value.clone());
            }
        }
        found.insert(change["address"].as_str().unwrap().to_owned(), values);
    }
    found
}

fn stated(configuration: &Configuration) -> BTreeMap<String, BTreeMap<String, Json>> {
    let managed = configuration.resources.iter().filter(|found| found.mode == Mode::Managed);
    let values = |values: &BTreeMap<String, Value>| {
        let kept = values.iter().filter(|(name, value)| {
            ["input", "triggers_replace"].contains(&name.as_str()) && !value.is_null()
        });
        kept.map(|(name, value)| (name.clone(), as_json(value))).collect()
    };
    managed.map(|found| (found.address.clone(), values(&found.values))).collect()
}

fn compare(
    name: &str,
    theirs: &BTreeMap<String, BTreeMap<String, Json>>,
    ours: &BTreeMap<String, BTreeMap<String, Json>>,
    wrong: &mut Vec<String>,
) {
    let (a, b): (Vec<_>, Vec<_>) = (theirs.keys().collect(), ours.keys().collect());
    if a != b {
        wrong.push(format!("{name}: instances\n  terraform: {a:?}\n  outlast:   {b:?}"));
    }
    for (address, values) in theirs {
        for (attribute, theirs) in values {
            let ours = ours.get(address).and_then(|ours| ours.get(attribute));
            if !ours.is_some_and(|ours| same(theirs, ours)) {
                wrong.push(format!(
                    "{name}: {address}.{attribute}\n  terraform: {theirs}\n  outlast:   {}",
                    ours.unwrap_or(&Json::Null)
                ));
            }
        }
    }
}

fn compare_outputs(name: &str, plan: &Json, ours: &Configuration, wrong: &mut Vec<String>) {
    for (output, change) in plan["output_changes"].as_object().into_iter().flatten() {
        let theirs = marked(&change["after"], &change["after_unknown"]);
        let ours = ours.outputs.get(output).map_or(Json::Null, as_json);
        if !same(&theirs, &ours) {
            wrong.push(format!(
                "{name}: output {output}\n  terraform: {theirs}\n  outlast:   {ours}"
            ));
        }
    }
}

/// The input of a directory with the arguments that stand beside it.
fn given(directory: &Path) -> (Input, Sources) {
    let (mut input, sources) = common::load(directory);
    for line in arguments(directory) {
        if let Some((name, text)) = line.strip_prefix("TF_VAR_").and_then(|l| l.split_once('=')) {
            input.environment.insert(name.to_owned(), text.to_owned());
        } else if let Some(path) = line.strip_prefix("-var-file=") {
            let id = input.files.iter().find(|file| file.path == path).unwrap().id;
            input.variables.push(VariableSource::File(id));
        } else if let Some((name, text)) =
            line.strip_prefix("-var=").and_then(|line| line.split_once('='))
        {
            input.variables.push(VariableSource::Value(name.to_owned(), text.to_owned()));
        }
    }
    (input, sources)
}

/// The ids that the values of each instance come from: they must be the same from every input.
fn ids(configuration: &Configuration) -> BTreeSet<(String, Origin)> {
    let mut found = BTreeSet::new();
    for resource in &configuration.resources {
        for name in ["input", "triggers_replace"] {
            let origins = resource.values.get(name).map(Value::origins).unwrap_or_default();
            let ids = origins.into_iter().filter(|origin| origin.path == "id");
            found.extend(ids.map(|origin| (resource.address.clone(), origin)));
        }
    }
    found
}

#[test]
fn configurations_are_what_terraform_plans() {
    if !common::terraform_is_there("configurations") {
        return;
    }
    let mut wrong = Vec::new();
    let mut instances = 0;
    for directory in directories() {
        let name = directory.file_name().unwrap().to_string_lossy().into_owned();
        let (plan_text, state_text) = planned(&directory);
        let plan: Json = serde_json::from_str(&plan_text).unwrap();
        let (mut input, sources) = given(&directory);
        let from_text = evaluate(&input, &sources).configuration;
        let theirs = expected(&plan);
        instances += theirs.len();
        let mut check = |what: &str, ours: &Configuration| {
            let name = format!("{name} ({what})");
            for problem in &ours.problems {
                wrong.push(format!("{name}: {problem:?}"));
            }
            compare(&name, &theirs, &stated(ours), &mut wrong);
            compare_outputs(&name, &plan, ours, &mut wrong);
        };
        let from_plan = plan::configuration(&plan_text, FileId(0));
        check("text", &from_text);
        check("plan", &from_plan);
        input.known = plan::known(&plan_text, FileId(0)).unwrap();
        check("plan beside text", &evaluate(&input, &sources).configuration);
        if ids(&from_text) != ids(&from_plan) {
            wrong.push(format!(
                "{name}: ids\n  text: {:?}\n  plan: {:?}",
                ids(&from_text),
                ids(&from_plan)
            ));
        }
        applied(&name, &state_text, &mut input, &sources, &mut wrong);
    }
    eprintln!("{instances} instances compared");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// After applying, the state and the text with the state say the same, and nothing is unknown.
fn applied(name: &str, state: &str, input: &mut Input, sources: &Sources, wrong: &mut Vec<String>) {
    let from_state = plan::configuration(state, FileId(0));
    input.known = plan::known(state, FileId(0)).unwrap();
    let joined = evaluate(input, sources).configuration;
    let theirs = stated(&from_state);
    compare(&format!("{name} (state beside text)"), &theirs, &stated(&joined), wrong);
    for (output, value) in &from_state.outputs {
        let ours = joined.outputs.get(output).map_or(Json::Null, as_json);
        if !same(&as_json(value), &ours) {
            wrong.push(format!("{name} (state): output {output}: {} {ours}", as_json(value)));
        }
    }
    if !ids(&joined).is_superset(&ids(&from_state)) {
        wrong.push(format!(
            "{name}: ids\n  joined: {:?}\n  state: {:?}",
            ids(&joined),
            ids(&from_state)
        ));
    }
}
