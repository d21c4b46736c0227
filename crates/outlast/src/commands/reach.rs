//! `outlast reach FROM TO [PORT]` and `outlast reach --all`: who can reach whom.

use std::path::PathBuf;

use outlast_analysis::reach::{Party, Verdict};
use outlast_analysis::who::{Side, names, packets, parties};
use outlast_analysis::{everything, reached};
use outlast_model::{Model, Packets};
use outlast_render::{Reaching, json, terminal};
use outlast_terraform::did_you_mean;

use super::{Wrong, environment, wanted_one, why};
use crate::cli::{Format, Given, Paths};
use crate::console::Console;
use crate::exit;
use crate::pipeline::understand;

/// What the command line says.
pub(super) struct Asked<'a> {
    /// From, to, port and paths, or only paths.
    pub(super) words: &'a [String],
    /// Whether everything is asked about.
    pub(super) all: bool,
    /// What Terraform is given beside its files.
    pub(super) given: &'a Given,
}

/// Answers.
pub(super) fn run(console: Console, asked: &Asked<'_>, format: Format) -> Result<u8, Wrong> {
    let (pair, port, paths) = if asked.all {
        (None, None, asked.words)
    } else {
        let [from, to, rest @ ..] = asked.words else {
            let help = "write `outlast reach FROM TO [PORT]`, or `outlast reach --all`";
            return Err(Wrong::new("it is not said who is to reach whom", help));
        };
        let (port, paths) = split(rest)?;
        (Some((from.as_str(), to.as_str())), port, paths)
    };
    let input =
        Paths { paths: paths.iter().map(PathBuf::from).collect(), given: asked.given.clone() };
    let understood = understand(&wanted_one(&input)?, environment());
    let unread = (!understood.is_whole()).then(|| why::refuse(console, &understood));
    if let Some(code) = unread.filter(|_| !understood.is_judged()) {
        return Ok(code);
    }
    let (model, sources) = (&understood.lowered.model, &understood.loaded.sources);
    let Some((from, to)) = pair else {
        let all = everything(model);
        match format {
            Format::Json => console.print(&json::reach_all(model, &all)),
            Format::Terminal => console.print(&terminal::reach_all(model, &all, console.width())),
        }
        return Ok(unread.unwrap_or(exit::KEPT));
    };
    let (senders, receivers) = (find(model, from, Side::From)?, find(model, to, Side::To)?);
    let answer = reached(model, &senders, &receivers, port.as_ref()).ok_or_else(|| {
        let help = "`outlast model` shows who is attached to which network";
        Wrong::new(format!("`{from}` or `{to}` is attached to no network"), help)
    })?;
    let code = match answer.verdict {
        Verdict::Yes => exit::KEPT,
        Verdict::No | Verdict::Partly => exit::BROKEN,
        Verdict::Undecided => exit::UNDECIDED,
    };
    let reaching = Reaching { sources, model, from, to, answer: &answer, exit: code };
    match format {
        Format::Json => console.print(&json::reach(&reaching)),
        Format::Terminal => console.print(&terminal::reach(&reaching, console.width())),
    }
    Ok(exit::worst(unread.into_iter().chain([code])))
}

/// The port, when the first word is one, and the paths.
fn split(rest: &[String]) -> Result<(Option<Packets>, &[String]), Wrong> {
    let Some((first, paths)) = rest.split_first() else { return Ok((None, rest)) };
    if let Some(port) = packets(first) {
        return Ok((Some(port), paths));
    }
    let protocols = ["tcp", "udp", "icmp", "icmpv6", "esp", "ah", "gre", "ipip"];
    let looks = first.chars().all(|c| c.is_ascii_digit() || c == '-')
        || protocols.iter().any(|it| first.split('/').next() == Some(*it));
    if looks {
        let help = "write `443`, `tcp/8000-8010`, `udp/51820`, `icmp`, `icmp/8`, `esp` or `gre`";
        return Err(Wrong::new(format!("`{first}` is no port"), help));
    }
    Ok((None, rest))
}

/// Who is meant by a name.
fn find(model: &Model, name: &str, side: Side) -> Result<Vec<Party>, Wrong> {
    parties(model, name, side).ok_or_else(|| {
        let all = names(model);
        let near = did_you_mean(name, all.iter().map(String::as_str));
        let help = if near.is_empty() {
            "name `internet`, an address or prefix, a machine, a part or a place; `outlast model` \
             shows them"
                .to_string()
        } else {
            near
        };
        Wrong::new(format!("there is no `{name}`"), help)
    })
}
