//! Expressions compared with `terraform console`: one process, one line each.

use crate::common;

use std::io::Write as _;
use std::process::Stdio;

use outlast_findings::FileId;
use outlast_terraform::{Scope, evaluate};

fn lines() -> Vec<String> {
    let text = include_str!("expressions.txt");
    let kept = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    kept.map(str::to_owned).collect()
}

/// The expression as one text: its JSON, or that it has an error.
fn wrapped(line: &str) -> String {
    format!("jsonencode(try({{ v = {line} }}, {{ error = true }}))")
}

fn ours(scope: &Scope, line: &str) -> String {
    let syntax = match outlast_terraform::syntax::expression(&wrapped(line)) {
        Ok(syntax) => syntax,
        Err(error) => return format!("unreadable: {error}"),
    };
    match scope.evaluate(&syntax, FileId(0)) {
        Ok(value) => match value.as_str() {
            Some(text) => text.to_owned(),
            None => format!("{:?}", value.data),
        },
        Err(finding) => format!("{finding:?}"),
    }
}

/// What Terraform makes of the lines: a console takes one line of limited length and shows the last
/// result, so they go in as a few long tuples.
fn theirs(lines: &[String]) -> Vec<String> {
    let directory =
        std::env::temp_dir().join(format!("outlast-expressions-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let shown = lines.chunks(100).flat_map(|chunk| console(&directory, chunk)).collect();
    let _ = std::fs::remove_dir_all(&directory);
    shown
}

fn console(directory: &std::path::Path, lines: &[String]) -> Vec<String> {
    let mut console = common::terraform(directory, &["console", "-no-color"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let parts: Vec<String> =
        lines.iter().map(|line| format!("nonsensitive({})", wrapped(line))).collect();
    let mut stdin = console.stdin.take().unwrap();
    writeln!(stdin, "base64encode(jsonencode([{}]))", parts.join(", ")).unwrap();
    drop(stdin);
    let output = console.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "terraform refuses a line: {errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    let json = decode64(text.trim().trim_matches('"'));
    let shown: Vec<String> = serde_json::from_str(&json).unwrap();
    assert_eq!(shown.len(), lines.len());
    shown
}

fn decode64(text: &str) -> String {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.decode(text).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn expressions_have_the_values_that_terraform_gives_them() {
    if !common::terraform_is_there("expressions") {
        return;
    }
    let (input, sources) = common::input(&[]);
    let evaluated = evaluate(&input, &sources);
    let lines = lines();
    let theirs = theirs(&lines);
    let mut wrong = Vec::new();
    for (line, theirs) in lines.iter().zip(&theirs) {
        let ours = ours(&evaluated.scope, line);
        if ours != *theirs {
            wrong.push(format!("{line}\n  terraform: {theirs}\n  outlast:   {ours}"));
        }
    }
    eprintln!("{} expressions compared", lines.len());
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), lines.len(), wrong.join("\n"));
}

#[test]
fn every_function_of_terraform_is_known() {
    if !common::terraform_is_there("functions") {
        return;
    }
    let directory = std::env::temp_dir();
    let output =
        common::terraform(&directory, &["metadata", "functions", "-json"]).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let (input, sources) = common::input(&[]);
    let scope = evaluate(&input, &sources).scope;
    for name in json["function_signatures"].as_object().unwrap().keys() {
        let syntax = hcl_edit::parser::parse_expr(&format!("{name}()")).unwrap();
        if let Err(finding) = scope.evaluate(&syntax, FileId(0)) {
            assert_ne!(finding.rule, "no-such-function", "{name}");
        }
    }
}
