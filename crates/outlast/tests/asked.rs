//! Every fact is asked, or it is said that it is not: whatever attribute of the outlast file is
//! changed, a verdict, a figure, a finding or a word of the report changes in some small system, or
//! the grammar says that the attribute is not judged.
//!
//! `asked.txt` has the systems and two values for each attribute. An attribute that is added fails
//! here until it has a line there. What a block shares with others is asked in each of them; what
//! stands inside of an object once for each way that leads to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Mutex;

use outlast_analysis::{Beside, Limits, Singles, Stories};
use outlast_catalog::language::grammar::{INNER, TOP};
use outlast_catalog::language::shape::{Attribute, BlockKind};
use outlast_catalog::{Overrides, lower};
use outlast_findings::{Severity, Sources};
use outlast_render::{Conclusion, Report, json};
use outlast_terraform::{FileKind, Input, InputFile, evaluate};
use serde_json::Value;

/// What is written in `asked.txt`.
#[derive(Debug, Default)]
struct Table {
    terraform: String,
    /// What stands in every system.
    common: String,
    /// Systems with a hole, by the attributes that are tried in them.
    frames: BTreeMap<String, String>,
    /// What an object holds beside the attribute that is tried.
    bases: BTreeMap<String, String>,
    /// What an object stands in place of.
    instead: BTreeMap<String, String>,
    /// Attributes for which no system was found that asks them.
    open: BTreeSet<String>,
    /// Two values of an attribute.
    values: BTreeMap<String, (String, String)>,
}

impl Table {
    fn read(text: &str) -> Self {
        let mut table = Self::default();
        let mut open: Vec<String> = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.is_empty() {
                continue;
            } else if let Some(keys) = line.strip_prefix("system ") {
                open = keys.split(' ').map(str::to_string).collect();
            } else if let Some(inside) = line.strip_prefix("    ") {
                for key in &open {
                    let text = match key.as_str() {
                        "terraform" => &mut table.terraform,
                        "everywhere" => &mut table.common,
                        key => table.frames.entry(key.to_string()).or_default(),
                    };
                    writeln!(text, "{inside}").unwrap();
                }
            } else if let Some((key, base)) = line.split_once(" beside ") {
                table.bases.insert(key.to_string(), base.to_string());
            } else if let Some((key, instead)) = line.split_once(" instead of ") {
                table.instead.insert(key.to_string(), format!("-{instead}"));
            } else if let Some(key) = line.strip_prefix("open ") {
                table.open.insert(key.to_string());
            } else {
                let (key, values) = line.split_once(": ").unwrap_or_else(|| panic!("`{line}`"));
                let (one, other) = values.split_once(" ~ ").unwrap_or_else(|| panic!("`{line}`"));
                let values = (one.trim().to_string(), other.trim().to_string());
                assert!(table.values.insert(key.to_string(), values).is_none(), "`{key}` twice");
            }
        }
        table
    }
}

/// What stands under the most telling key for a path: the path itself, or its end behind a `*`.
fn found<'t, T>(table: &'t BTreeMap<String, T>, path: &str) -> Option<&'t T> {
    let parts: Vec<&str> = path.split('.').collect();
    let ends = (1..parts.len()).map(|from| format!("*.{}", parts[from..].join(".")));
    std::iter::once(path.to_string()).chain(ends).find_map(|key| table.get(&key))
}

/// The system for a path: the one of its longest beginning.
fn frame<'t>(table: &'t Table, path: &str) -> Option<&'t str> {
    let parts: Vec<&str> = path.split('.').collect();
    let starts = (1..=parts.len()).rev().map(|to| parts[..to].join("."));
    starts.into_iter().find_map(|key| table.frames.get(&key)).map(String::as_str)
}

/// Attributes as they are written in the table: `by = "itself"; takes = "1m"`.
fn written(text: &str) -> Vec<&str> {
    text.split("; ").map(str::trim).filter(|it| !it.is_empty()).collect()
}

fn name_of(attribute: &str) -> &str {
    attribute.split('=').next().unwrap_or_default().trim().trim_start_matches('-')
}

/// These attributes with those in place of what they set; `-name` only takes one away.
fn with<'t>(base: &[&'t str], new: &[&'t str]) -> Vec<&'t str> {
    let names: Vec<&str> = new.iter().map(|it| name_of(it)).collect();
    let kept = base.iter().filter(|it| !names.contains(&name_of(it)));
    kept.chain(new.iter().filter(|it| !it.starts_with('-'))).copied().collect()
}

/// The system with this in its hole, in place of what stands beside the hole.
fn filled(frame: &str, new: &[String]) -> String {
    let lines: Vec<&str> = frame.lines().collect();
    let hole = lines.iter().position(|line| line.trim() == "@").expect("there is a hole");
    let names: Vec<&str> = new.iter().map(|it| name_of(it)).collect();
    let pad = lines[hole].len() - lines[hole].trim_start().len();
    let opens = |line: &&str| line.ends_with('{') && line.len() - line.trim_start().len() < pad;
    let start = lines[..hole].iter().rposition(opens).map_or(0, |at| at + 1);
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        let is_level = line.len() - line.trim_start().len() == pad;
        let is_beside = is_level && (start..hole).contains(&at) && names.contains(&name_of(line));
        if at == hole {
            let new = new.iter().filter(|it| !it.starts_with('-'));
            new.for_each(|it| writeln!(text, "{}{it}", " ".repeat(pad)).unwrap());
        } else if !is_beside {
            writeln!(text, "{line}").unwrap();
        }
    }
    text
}

/// An attribute of the grammar, through objects.
struct Path {
    /// `service.repair.check.every`.
    path: String,
    attribute: &'static Attribute,
}

/// Every attribute that is judged: of each block, and through objects once for each way.
fn paths() -> Vec<Path> {
    let (mut paths, mut seen) = (Vec::new(), BTreeSet::new());
    let inner = INNER.iter().map(|kind| (*kind, kind.name == "promise"));
    for (kind, of_store) in TOP.iter().map(|kind| (*kind, false)).chain(inner) {
        let name = if of_store { "store-promise" } else { kind.name };
        let kind: &BlockKind = kind;
        for attribute in kind.attributes() {
            walk(name, attribute.name, attribute, &mut seen, &mut paths);
        }
    }
    paths
}

fn walk(
    block: &str,
    rest: &str,
    attribute: &'static Attribute,
    seen: &mut BTreeSet<String>,
    into: &mut Vec<Path>,
) {
    let is_new = !rest.contains('.') || seen.insert(rest.to_string());
    if attribute.later.is_some() || attribute.word_only || !is_new {
        return;
    }
    into.push(Path { path: format!("{block}.{rest}"), attribute });
    for field in attribute.shape.fields() {
        walk(block, &format!("{rest}.{}", field.name), field, seen, into);
    }
}

/// The two systems of an attribute.
fn systems(table: &Table, it: &Path) -> Result<(String, String), String> {
    let frame = frame(table, &it.path).ok_or("no system has a hole for it")?;
    let (one, other) = match found(&table.values, &it.path) {
        Some((one, other)) => (one.clone(), other.clone()),
        // An object is asked when it matters whether it is there.
        None if !it.attribute.shape.fields().is_empty() => {
            let base = found(&table.bases, &it.path).ok_or("nothing stands beside it")?;
            let inside = written(base).join(", ");
            let instead = found(&table.instead, &it.path).map_or("", String::as_str);
            (String::new(), format!("{} = {{ {inside} }}; {instead}", it.attribute.name))
        }
        None => return Err("no two values of it".to_string()),
    };
    let block = it.path.split('.').next().unwrap_or_default();
    let frame = format!("{}{}", frame.replace("KIND", block), table.common);
    let made = |value: &str| Ok::<_, String>(filled(&frame, &whole(table, &it.path, value)?));
    Ok((made(&one)?, made(&other)?))
}

/// What is written in the block for a value of an attribute, which may be deep in objects.
fn whole(table: &Table, path: &str, value: &str) -> Result<Vec<String>, String> {
    let parts: Vec<&str> = path.split('.').collect();
    let mut text: Vec<String> = written(value).iter().map(ToString::to_string).collect();
    for depth in (2..parts.len()).rev() {
        let object = parts[..depth].join(".");
        let base = found(&table.bases, &object).map_or("", String::as_str);
        let new: Vec<&str> = text.iter().map(String::as_str).collect();
        let inside = with(&written(base), &new).join(", ");
        text = vec![format!("{} = {{ {inside} }}", parts[depth - 1])];
        text.extend(found(&table.instead, &object).cloned());
    }
    Ok(text)
}

/// Everything that is said of a system, without where it is written.
fn said(table: &Table, text: &str, pairs: bool) -> Result<String, String> {
    let mut sources = Sources::new();
    let id = sources.add("main.tf", table.terraform.as_str());
    let outlast = sources.add("asked.outlast.hcl", text);
    let file = InputFile { id, path: "main.tf".to_string(), kind: FileKind::Tf };
    let evaluated = evaluate(&Input { files: vec![file], ..Input::default() }, &sources);
    let lowered = lower("asked", &evaluated, &[outlast], &sources, &Overrides::new());
    let wrong = lowered.findings.iter().filter(|it| it.severity == Severity::Error);
    let wrong: Vec<String> = wrong
        .map(|it| {
            format!("{}: {:?}", it.title, it.labels.iter().map(|at| &at.text).collect::<Vec<_>>())
        })
        .collect();
    if !wrong.is_empty() {
        return Err(format!("{} in\n{text}", wrong.join(", ")));
    }
    let mut found = lowered.findings.clone();
    found.extend(lowered.defects.iter().cloned());
    let (allows, model) = (lowered.allows.clone(), lowered.sealed().model);
    let unfolding = outlast_sim::Limits { runs: 2, ..outlast_sim::Limits::default() };
    let pairs = if pairs { 200 } else { 0 };
    let limits = Limits { unfolding, pairs, trials: 0, turned: 0, ..Limits::default() };
    let quiet = &mut |_| {};
    let judged = Singles::of(&model, &limits, quiet).paired(&model, &limits, quiet);
    let beside = Beside {
        sources: &sources,
        found,
        allows: &allows,
        before: None,
        stories: Stories::new(),
        lower: &|overrides| {
            lower("asked", &evaluated, &[outlast], &sources, overrides).sealed().model
        },
        last: None,
    };
    let told = judged.judged(&model, &limits, quiet).told(&model, &limits, beside, quiet);
    let conclusion = Conclusion::Told(&told);
    let report = Report {
        paths: &[],
        sources: &sources,
        model: &model,
        is_whole: true,
        unread: 2,
        conclusion,
    };
    let mut document: Value = serde_json::from_str(&json::check(&[report], 0, "")).unwrap();
    strip(&mut document);
    let mut text = document.to_string();
    // What `outlast why` tells of each fault.
    let survival = told.singles().survival();
    for it in &survival.cases {
        let (fault, outcome) = (&survival.faults[it.fault], &it.outcome);
        let open = outlast_analysis::open_words(&model, outcome);
        let figures = (outcome.lowest, &outcome.out, &outcome.gap, &outcome.caller, outcome.back);
        let work = outcome.aftermath().map(|it| (it.lost, it.twice, &it.late));
        let data = outcome.loss().map(|it| (&it.window, &it.all, it.share, it.source));
        let what = (&fault.name, &fault.what, it.verdict);
        writeln!(text, "{what:?} {figures:?} {work:?} {data:?} {open:?}").unwrap();
    }
    Ok(text)
}

/// Takes away where things are written, and what is no report: a list of what was understood.
fn strip(value: &mut Value) {
    const NO_REPORT: &[&str] =
        &["span", "assumptions", "journeys", "stores", "counts", "understood", "histories"];
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !NO_REPORT.contains(&name.as_str()));
            fields.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What was said of systems that were told already: many attributes share one of their two.
type Known = Mutex<BTreeMap<(String, bool), Result<String, String>>>;

/// As [`said`], each system once.
fn said_once(table: &Table, text: &str, pairs: bool, known: &Known) -> Result<String, String> {
    let key = (text.to_string(), pairs);
    if let Some(known) = known.lock().unwrap().get(&key) {
        return known.clone();
    }
    let found = said(table, text, pairs);
    known.lock().unwrap().insert(key, found.clone());
    found
}

/// What is wrong with an attribute: nobody asks it, or its systems are no systems.
fn unasked(table: &Table, it: &Path, known: &Known) -> Option<String> {
    let told = || {
        let (one, other) = systems(table, it)?;
        let pairs = it.path.starts_with("promise.pair");
        let told = |text: &str| said_once(table, text, pairs, known);
        Ok::<_, String>((told(&one)?, told(&other)?, other))
    };
    // An object in which something is asked is asked.
    let is_object = !it.attribute.shape.fields().is_empty();
    let has_values = found(&table.values, &it.path).is_some();
    if is_object && !has_values && found(&table.bases, &it.path).is_none() {
        return None;
    }
    let answer = told();
    if table.open.contains(&it.path) {
        let is_asked = answer.is_ok_and(|(one, other, _)| one != other);
        return is_asked.then(|| format!("`{}` is asked: its line `open` can go", it.path));
    }
    match answer {
        Ok((one, other, text)) if one == other => {
            Some(format!("`{}` is asked by nobody in\n{text}", it.path))
        }
        Ok(_) => None,
        Err(why) => Some(format!("`{}`: {why}", it.path)),
    }
}

#[test]
fn every_attribute_is_asked_or_marked_as_not_judged() {
    let text =
        std::fs::read_to_string(crate::running::root().join("crates/outlast/tests/asked.txt"));
    let table = Table::read(&text.unwrap());
    let paths = paths();
    let known = Known::default();
    let half = paths.len().div_ceil(2);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let (table, known) = (&table, &known);
        let work = |paths: &'static [Path]| {
            move || paths.iter().filter_map(|it| unasked(table, it, known)).collect::<Vec<_>>()
        };
        let paths: &'static [Path] = paths.leak();
        let halves: Vec<_> = paths
            .chunks(half)
            .map(|half| {
                let thread = std::thread::Builder::new().stack_size(outlast::STACK_BYTES);
                thread.spawn_scoped(scope, work(half)).unwrap()
            })
            .collect();
        halves.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}
