//! The commands, one file each.

mod check;
mod explain;
mod init;
mod manual;
mod model;
mod reach;
mod serve;
mod why;

use std::collections::BTreeMap;

use outlast_render::terminal;

use crate::cli::{Cli, Command, Paths};
use crate::console::{Console, has_lost};
use crate::load::{Variable, Wanted, systems};

/// Does what the command line asks for and gives the exit code.
pub fn run(cli: &Cli) -> u8 {
    let console = Console::new(cli.color);
    let done = match &cli.command {
        Command::Check { input, format, outputs, baseline, write_baseline, fail_on } => {
            let asked = check::Asked {
                format: *format,
                outputs,
                baseline: baseline.as_deref(),
                write_baseline: write_baseline.as_deref(),
                fail_on: *fail_on,
            };
            check::run(console, input, &asked)
        }
        Command::Why { journey, fault, then, input, format } => {
            why::run(console, journey, (fault, then.as_deref()), input, *format)
        }
        Command::Explain { name } => explain::run(console, name.as_deref()),
        Command::Model { input, format } => model::run(console, input, *format),
        Command::Reach { words, all, given, format } => {
            let asked = reach::Asked { words, all: *all, given };
            reach::run(console, &asked, *format)
        }
        Command::Init { input, print } => init::run(console, input, *print),
        Command::Serve { input, port } => serve::run(console, input, *port),
        Command::Completions { shell } => Ok(manual::completions(console, *shell)),
        Command::Man => Ok(manual::page(console)),
    };
    let code = done.unwrap_or_else(|wrong| {
        console.complain(&terminal::usage(&wrong.what, &wrong.help, console.width()));
        crate::exit::INPUT
    });
    // A verdict that nobody could read is none.
    if has_lost() { crate::exit::OUTPUT } else { code }
}

/// Wrong usage: what is wrong, and what to do.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) what: String,
    pub(crate) help: String,
}

impl Wrong {
    pub(crate) fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: help.into() }
    }
}

/// The systems that the paths of a command line name.
pub(crate) fn wanted(paths: &Paths) -> Result<Vec<Wanted>, Wrong> {
    let mut variables = Vec::new();
    // Files first: a value on the command line is the more special one.
    variables.extend(paths.given.files.iter().cloned().map(Variable::File));
    for text in &paths.given.values {
        let Some((name, value)) = text.split_once('=') else {
            let help = "write it as `--var name=value`";
            return Err(Wrong::new(format!("`{text}` sets no variable"), help));
        };
        variables.push(Variable::Value(name.trim().to_string(), value.to_string()));
    }
    let mut systems = systems(&paths.paths, &variables);
    let workspace = paths.given.workspace.clone().or_else(workspace).unwrap_or_default();
    systems.iter_mut().for_each(|it| it.workspace.clone_from(&workspace));
    Ok(systems)
}

/// The one system that a command is about.
pub(crate) fn wanted_one(paths: &Paths) -> Result<Wanted, Wrong> {
    let mut systems = wanted(paths)?;
    match (systems.pop(), systems.is_empty()) {
        (Some(system), true) => Ok(system),
        _ => Err(Wrong::new("more than one system is named", "name one directory")),
    }
}

/// The workspace that the environment names.
#[expect(clippy::disallowed_methods, reason = "Terraform takes the workspace from the environment")]
fn workspace() -> Option<String> {
    std::env::var("TF_WORKSPACE").ok().filter(|it| !it.is_empty())
}

/// Values of Terraform variables from the environment, `TF_VAR_name`, by name.
#[expect(clippy::disallowed_methods, reason = "Terraform takes variables from the environment")]
pub(crate) fn environment() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter_map(|(name, value)| Some((name.strip_prefix("TF_VAR_")?.to_string(), value)))
        .collect()
}
