//! SARIF 2.1.0: findings for code scanning and for editors.
//!
//! One run with the results of all systems. The timeline of a finding is its code flow, a mend that
//! changes one written value is a fix, `# outlast: allow` is a suppression in the source. The matrix
//! has no place in SARIF, and neither has a mend that is no edit: the message tells it. A finding
//! without a place points at the first file of its system as a whole. Columns are UTF-16 code units.

use std::collections::BTreeMap;

use outlast_analysis::rules::rule;
use outlast_findings::{
    Claim, Columns, Edit, Evidence, Finding, Region, Severity, Source, Sources, Span, Suppression,
    claims,
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::escape::shown;
use crate::report::Report;
use crate::telling::{headline, lines, mend_words, step_words};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<Found>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: String,
    information_uri: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Message,
    help: Message,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    exit_code: u8,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
}

#[derive(Serialize)]
struct Message {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_flows: Vec<CodeFlow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    suppressions: Vec<Silenced>,
    properties: FoundProperties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FoundProperties {
    system: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mends: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<Physical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<WireRegion>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireRegion {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeFlow {
    message: Message,
    thread_flows: [ThreadFlow; 1],
}

#[derive(Serialize)]
struct ThreadFlow {
    locations: Vec<FlowStep>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FlowStep {
    location: Location,
    execution_order: usize,
    importance: &'static str,
    properties: StepProperties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StepProperties {
    /// Nanoseconds after the fault: exact, as whole numbers are in JSON.
    nanoseconds: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    served: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Message,
    artifact_changes: Vec<ArtifactChange>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: WireRegion,
    inserted_content: Content,
}

#[derive(Serialize)]
struct Content {
    text: String,
}

#[derive(Serialize)]
struct Silenced {
    kind: &'static str,
    status: &'static str,
    justification: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
}

/// The log of one run over these systems; `tool` is the version of outlast, `compared` whether
/// there was a baseline.
pub fn sarif(reports: &[Report<'_>], exit_code: u8, tool: &str, compared: bool) -> String {
    let rules = rules(reports);
    let found = |report| results(report, &rules, compared);
    let run = Run {
        results: reports.iter().flat_map(found).collect(),
        tool: Tool {
            driver: Driver {
                name: "outlast",
                semantic_version: tool.to_string(),
                information_uri: env!("CARGO_PKG_REPOSITORY"),
                rules: rules.into_iter().map(|(_, rule)| rule).collect(),
            },
        },
        invocations: [Invocation {
            execution_successful: reports.iter().all(|report| report.is_whole),
            exit_code,
            tool_execution_notifications: gone(reports),
        }],
        column_kind: "utf16CodeUnits",
    };
    crate::json::text(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

/// Rules that found something, in the order in which they are first named.
fn rules(reports: &[Report<'_>]) -> Vec<(&'static str, Descriptor)> {
    let mut rules: Vec<(&'static str, Descriptor)> = Vec::new();
    for finding in reports.iter().flat_map(|report| report.findings()) {
        if !rules.iter().any(|(name, _)| *name == finding.rule) {
            rules.push((finding.rule, descriptor(finding)));
        }
    }
    rules
}

fn descriptor(finding: &Finding) -> Descriptor {
    let rule = rule(finding.rule);
    let summary = rule.map_or(finding.title, |it| it.summary);
    let help = match rule {
        Some(_) => format!("{summary}. `outlast explain {}` shows the page.", finding.rule),
        None => format!("{summary}."),
    };
    Descriptor {
        id: finding.rule,
        short_description: message(summary.to_string()),
        help: Message { text: help, markdown: rule.map(|it| it.page.to_string()) },
        default_configuration: Configuration {
            level: level(rule.map_or(finding.severity, |it| it.severity)),
        },
    }
}

const fn level(severity: Severity) -> &'static str {
    severity.word()
}

/// What the baseline holds and nobody found.
fn gone(reports: &[Report<'_>]) -> Vec<Notification> {
    let gone = reports.iter().flat_map(|report| report.gone());
    let told = gone.map(|it| Notification {
        level: "note",
        message: message(format!("in the baseline and no longer open: {it}")),
    });
    told.collect()
}

/// A plain text in which nothing is a link or a placeholder, and nothing acts on a terminal.
fn message(text: String) -> Message {
    let lines: Vec<String> = text.lines().map(shown).collect();
    let text = lines.join("\n").replace("](", "\\](");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let digits = after.len() - after.trim_start_matches(|it: char| it.is_ascii_digit()).len();
        let (number, behind) = after.split_at_checked(digits).unwrap_or(("", after));
        match behind.strip_prefix('}').filter(|_| digits > 0) {
            Some(behind) => {
                out.push_str(&format!("{{{{{number}}}}}"));
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Message { text: out, markdown: None }
}

fn results(
    report: &Report<'_>,
    rules: &[(&'static str, Descriptor)],
    compared: bool,
) -> Vec<Found> {
    let index = |finding: &Finding| rules.iter().position(|(name, _)| *name == finding.rule);
    let found = report.findings().iter().map(|finding| {
        let mends = finding.mends.iter().map(|it| shown(&mend_words(it)));
        Found {
            rule_id: finding.rule,
            rule_index: index(finding).unwrap_or(0),
            level: level(finding.severity),
            message: told(report, finding),
            locations: vec![primary(report, finding)],
            related_locations: related(report.sources, finding),
            code_flows: code_flow(report, finding).into_iter().collect(),
            fixes: fixes(report.sources, finding),
            partial_fingerprints: [("outlastClaims/v1", fingerprint(report, finding))].into(),
            baseline_state: compared.then_some(if finding.known { "unchanged" } else { "new" }),
            suppressions: suppressions(report.sources, finding.suppressed.as_ref()),
            properties: FoundProperties {
                system: shown(&report.model.name),
                mends: mends.collect(),
            },
        }
    });
    found.collect()
}

fn told(report: &Report<'_>, finding: &Finding) -> Message {
    let mut text = vec![headline(finding)];
    text.extend(lines(report, finding).into_iter().map(|it| format!("{}: {}", it.word, it.text)));
    message(text.join("\n"))
}

/// The claims of a finding in its system: what is the same in another run has the same.
fn fingerprint(report: &Report<'_>, finding: &Finding) -> String {
    let mut hash = Sha256::new();
    hash.update(report.model.name.as_bytes());
    for Claim { rule, of, within, what } in claims(report.sources, finding) {
        for part in [rule, of, within, what] {
            hash.update(b"\0");
            hash.update(part.as_bytes());
        }
    }
    let hash = hash.finalize();
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Where it is: the first primary label, or the first file as a whole.
fn primary(report: &Report<'_>, finding: &Finding) -> Location {
    let at = finding.place().and_then(|span| physical(report.sources, span));
    let whole = || {
        let (_, source) = report.sources.iter().next()?;
        Some(Physical { artifact_location: artifact(source), region: None })
    };
    Location { id: None, physical_location: at.or_else(whole), message: None }
}

/// The other places, each with its words.
fn related(sources: &Sources, finding: &Finding) -> Vec<Location> {
    let first = finding.labels.iter().position(|label| label.primary);
    let others = finding.labels.iter().enumerate().filter(|(at, _)| Some(*at) != first);
    let places = others.filter_map(|(_, label)| {
        let physical = physical(sources, label.span)?;
        let text = if label.text.is_empty() { "see here" } else { &label.text };
        Some((physical, message(text.to_string())))
    });
    let located = (1..).zip(places).map(|(id, (physical, message))| Location {
        id: Some(id),
        physical_location: Some(physical),
        message: Some(message),
    });
    located.collect()
}

fn physical(sources: &Sources, span: Span) -> Option<Physical> {
    let source = sources.get(span.file)?;
    Some(Physical { artifact_location: artifact(source), region: region(source, span) })
}

/// A region; none in a file without text, which could not be read.
fn region(source: &Source, span: Span) -> Option<WireRegion> {
    let Region { start, end } = Region::of(source, span, Columns::Utf16);
    (!source.text().is_empty()).then_some(WireRegion {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
    })
}

fn artifact(source: &Source) -> Artifact {
    Artifact { uri: uri(source.name()) }
}

/// A path as a reference: relative ones stay relative to where outlast ran.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
        if plain {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    if out.starts_with('/') { format!("file://{out}") } else { out }
}

/// The history that a finding rests on. A step that no text causes points at the finding.
fn code_flow(report: &Report<'_>, finding: &Finding) -> Option<CodeFlow> {
    let Some(Evidence::Timeline { journey, fault, steps }) = &finding.evidence else { return None };
    let locations = (0..).zip(steps).map(|(order, step)| {
        let at = step.span.and_then(|span| physical(report.sources, span));
        let at = at.or_else(|| primary(report, finding).physical_location);
        FlowStep {
            location: Location {
                id: None,
                physical_location: at,
                message: Some(message(step_words(step))),
            },
            execution_order: order,
            importance: if step.served.is_some() { "essential" } else { "important" },
            properties: StepProperties {
                nanoseconds: step.at,
                served: step.served.map(|(top, bottom)| format!("{top}/{bottom}")),
            },
        }
    });
    let locations: Vec<FlowStep> = locations.collect();
    let told = format!("`{journey}` under {fault}");
    (!locations.is_empty())
        .then(|| CodeFlow { message: message(told), thread_flows: [ThreadFlow { locations }] })
}

/// Mends that are nothing but other values where values are written.
fn fixes(sources: &Sources, finding: &Finding) -> Vec<Fix> {
    let edits = finding.mends.iter().filter(|mend| !mend.edits.is_empty());
    let fixes = edits.filter_map(|mend| {
        let changes: Option<Vec<ArtifactChange>> =
            mend.edits.iter().map(|edit| change(sources, edit)).collect();
        Some(Fix { description: message(mend_words(mend)), artifact_changes: changes? })
    });
    fixes.collect()
}

/// An edit, where the value is a literal that an attribute is set to on this very line: what stands
/// in a variable may serve other resources, and then the proof would be of something else.
fn change(sources: &Sources, edit: &Edit) -> Option<ArtifactChange> {
    let source = sources.get(edit.span.file)?;
    let value = sources.slice(edit.span);
    let number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let inner = value.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let text = inner.is_some_and(|it| !it.contains(['"', '$', '%', '\\', '\n']));
    let before = source.text().get(..edit.span.start as usize)?;
    let before = before.rsplit('\n').next()?.trim_end().strip_suffix('=')?.trim_end();
    let name = before.rsplit([' ', '\t', '{', ',']).next()?;
    let is_own = !name.is_empty() && name != "default";
    let after = source.text().get(edit.span.end as usize..)?.lines().next().unwrap_or("");
    let ends = matches!(after.trim_start().chars().next(), None | Some('}' | ',' | '#'));
    ((number || text) && is_own && ends).then_some(())?;
    Some(ArtifactChange {
        artifact_location: artifact(source),
        replacements: vec![Replacement {
            deleted_region: region(source, edit.span)?,
            inserted_content: Content { text: edit.value.clone() },
        }],
    })
}

fn suppressions(sources: &Sources, suppressed: Option<&Suppression>) -> Vec<Silenced> {
    let silenced = suppressed.into_iter().map(|it| Silenced {
        kind: "inSource",
        status: "accepted",
        justification: shown(&it.reason),
        location: physical(sources, it.span).map(|physical| Location {
            id: None,
            physical_location: Some(physical),
            message: None,
        }),
    });
    silenced.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("a/b c.tf"), "a/b%20c.tf");
        assert_eq!(uri("zürich:1.tf"), "z%C3%BCrich%3A1.tf");
        assert_eq!(uri("/srv/a%b.tf"), "file:///srv/a%25b.tf");
        assert_eq!(uri("../x.tf"), "../x.tf");
    }

    #[test]
    fn nothing_in_a_message_is_a_link_or_a_placeholder() {
        assert_eq!(message("[a](b) {0} {x} {".to_string()).text, "[a\\](b) {{0}} {x} {");
        assert_eq!(message("a\u{1b}[0m\nb".to_string()).text, "a\\u{1b}[0m\nb");
    }

    fn edited(text: &str, value: &str) -> bool {
        let mut sources = Sources::new();
        let file = sources.add("a.tf", text);
        let start = text.find(value).unwrap();
        let span = Span::new(file, start, start + value.len());
        change(&sources, &Edit { span, value: "60".to_string() }).is_some()
    }

    #[test]
    fn only_a_literal_of_an_attribute_is_edited() {
        assert!(edited("r {\n  ttl = 3600\n}", "3600"));
        assert!(edited("backup = { every = \"24h\" }", "\"24h\""));
        assert!(!edited("ttl = var.ttl", "var.ttl"));
        assert!(!edited("variable \"ttl\" {\n  default = 3600\n}", "3600"));
        assert!(!edited("ttl = 3600 + 1", "3600"));
        assert!(!edited("ttl = max(3600, 1)", "3600"));
        assert!(!edited("ttl = \"${a}\"", "\"${a}\""));
    }
}
