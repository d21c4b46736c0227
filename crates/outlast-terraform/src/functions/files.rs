//! Files that expressions name, through the reader that the caller supplies.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use outlast_findings::Finding;

use super::{Call, Function, deep, own};
use crate::eval::{Env, Frame, Outcome, unknown_from};
use crate::problems;
use crate::value::{Data, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    deep("file", 1, 1, file),
    deep("fileexists", 1, 1, fileexists),
    deep("filebase64", 1, 1, filebase64),
    deep("fileset", 2, 2, fileset),
    own("templatefile", 2, 2, templatefile),
    deep("basename", 1, 1, basename),
    deep("dirname", 1, 1, dirname),
];

/// The bytes of the file that the first argument names, or the unknown value without a reader.
pub(super) fn bytes(call: &Call<'_>) -> Outcome<Result<Vec<u8>, Value>> {
    let path = call.text(0)?;
    let Some(reader) = call.env.world.reader() else {
        return Ok(Err(Value::unknown(format!("the file `{path}` is not read"), Vec::new())));
    };
    match reader.read(&call.env.world.file_path(&path)) {
        Ok(bytes) => Ok(Ok(bytes)),
        Err(why) => Err(unreadable(call, &path, &why)),
    }
}

/// A file that is not there: keys and generated files often are not where the text is checked, so
/// this is a warning, and what the file says is unknown.
fn unreadable(call: &Call<'_>, path: &str, why: &str) -> Box<Finding> {
    let finding = *call.fail(format!("`{path}` is not read: {why}"));
    let labels = finding.labels;
    let warning = problems::FILE_NOT_READ.finding();
    Box::new(
        Finding { labels, ..warning }
            .why("what depends on its content is unknown here")
            .help("check where the file is, or leave it if its content does not matter"),
    )
}

fn text(call: &Call<'_>) -> Outcome<Result<String, Value>> {
    match bytes(call)? {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Ok(text)),
            Err(_) => Err(call.fail(format!("`{}` is no UTF-8 text", call.text(0)?))),
        },
        Err(unknown) => Ok(Err(unknown)),
    }
}

fn file(call: &Call<'_>) -> Outcome<Value> {
    match text(call)? {
        Ok(text) => call.said(text),
        Err(unknown) => Ok(unknown),
    }
}

fn filebase64(call: &Call<'_>) -> Outcome<Value> {
    match bytes(call)? {
        Ok(bytes) => call.said(STANDARD.encode(bytes)),
        Err(unknown) => Ok(unknown),
    }
}

fn fileexists(call: &Call<'_>) -> Outcome<Value> {
    let path = call.text(0)?;
    match call.env.world.reader() {
        Some(reader) => Ok(Value::bool(reader.exists(&call.env.world.file_path(&path)))),
        None => Ok(Value::unknown(format!("the file `{path}` is not read"), Vec::new())),
    }
}

fn fileset(call: &Call<'_>) -> Outcome<Value> {
    let (directory, pattern) = (call.text(0)?, call.text(1)?);
    let Some(reader) = call.env.world.reader() else {
        return Ok(Value::unknown(format!("the directory `{directory}` is not read"), Vec::new()));
    };
    let files = reader.list(&call.env.world.file_path(&directory));
    let matching = files.iter().filter(|path| matches(pattern.as_bytes(), path.as_bytes()));
    Ok(crate::types::distinct(Value::list(matching.map(Value::string).collect())))
}

/// Whether a path matches a pattern of `*`, `**`, `?` and `{a,b}`.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    if let Some((before, choices, after)) = braces(pattern) {
        return choices
            .split(|byte| *byte == b',')
            .any(|choice| matches(&[before, choice, after].concat(), path));
    }
    matches_plain(pattern, path)
}

fn braces(pattern: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let open = pattern.iter().position(|byte| *byte == b'{')?;
    let close = open + pattern.get(open..)?.iter().position(|byte| *byte == b'}')?;
    Some((pattern.get(..open)?, pattern.get(open + 1..close)?, pattern.get(close + 1..)?))
}

fn matches_plain(pattern: &[u8], path: &[u8]) -> bool {
    match pattern {
        [b'*', b'*', b'/', rest @ ..] => {
            matches_plain(rest, path)
                || path
                    .iter()
                    .enumerate()
                    .filter(|(_, byte)| **byte == b'/')
                    .any(|(at, _)| matches_plain(rest, path.get(at + 1..).unwrap_or(&[])))
        }
        [b'*', b'*'] => true,
        [b'*', rest @ ..] => {
            let end = path.iter().position(|byte| *byte == b'/').unwrap_or(path.len());
            (0..=end).any(|at| matches_plain(rest, path.get(at..).unwrap_or(&[])))
        }
        [b'?', rest @ ..] => match path {
            [byte, after @ ..] if *byte != b'/' => matches_plain(rest, after),
            _ => false,
        },
        [byte, rest @ ..] => match path {
            [other, after @ ..] if other == byte => matches_plain(rest, after),
            _ => false,
        },
        [] => path.is_empty(),
    }
}

fn templatefile(call: &Call<'_>) -> Outcome<Value> {
    let given = call.argument(1);
    if call.argument(0).is_unknown() || given.is_unknown() {
        return Ok(unknown_from(&call.arguments));
    }
    let text = match text(call)? {
        Ok(text) => text,
        Err(unknown) => return Ok(unknown),
    };
    let path = call.text(0)?;
    let template = hcl_edit::parser::parse_template(&text).map_err(|error| {
        let (line, why) = (error.location().line(), error.message().replace('\n', "; "));
        call.fail(format!("`{path}`, line {line}, cannot be read: {why}"))
    })?;
    let Data::Map(entries) = &given.data else {
        return Err(call.fail("the second argument must be an object"));
    };
    let names: Vec<(&String, &Value)> = entries.iter().collect();
    let env = Env { file: None, frame: None, closed: true, each: None, ..*call.env };
    bind(env, &names, None, &template).map_err(|mut inner| {
        // The text of the template is no source: the place is the call.
        if inner.labels.is_empty() {
            let why = inner.notes.first().map_or("", |note| note.text.as_str());
            let place = call.fail(format!("`{path}`: {why}"));
            inner.labels = place.labels;
            inner.notes = inner.notes.split_off(1.min(inner.notes.len()));
        }
        inner
    })
}

/// Evaluates the template with each name in a frame around the next.
fn bind(
    env: Env<'_>,
    names: &[(&String, &Value)],
    outer: Option<&Frame<'_>>,
    template: &hcl_edit::template::Template,
) -> Outcome<Value> {
    match names.split_first() {
        Some(((name, value), rest)) => {
            let frame = Frame { name, value, outer };
            bind(env, rest, Some(&frame), template)
        }
        None => Env { frame: outer, ..env }.template_file(template),
    }
}

fn basename(call: &Call<'_>) -> Outcome<Value> {
    let path = call.text(0)?;
    let trimmed = path.trim_end_matches('/');
    let name = trimmed.rsplit('/').next().unwrap_or("");
    let name = if path.is_empty() || !name.is_empty() { name } else { "/" };
    call.said(if path.is_empty() { "." } else { name })
}

fn dirname(call: &Call<'_>) -> Outcome<Value> {
    let path = call.text(0)?;
    let Some((directory, _)) = path.rsplit_once('/') else { return call.said(".") };
    let directory = crate::path::normal(&format!("{directory}/"));
    call.said(if directory.is_empty() { "." } else { &directory })
}
