//! `outlast init`: writes the outlast file that says what was inferred.
//!
//! It never writes over anything, and not beside an outlast file that is there already: what that
//! one states would be stated twice.

#![expect(clippy::disallowed_methods, reason = "this command writes the file it is asked for")]

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use super::{Wrong, environment, wanted_one, why};
use crate::cli::Paths;
use crate::console::Console;
use crate::exit;
use crate::pipeline::understand;

/// Writes or prints the outlast file.
pub(super) fn run(console: Console, input: &Paths, print: bool) -> Result<u8, Wrong> {
    let wanted = wanted_one(input)?;
    let understood = understand(&wanted, environment());
    if !understood.is_whole() {
        return Ok(why::refuse(console, &understood));
    }
    let there = understood.loaded.outlast.first().filter(|_| !print);
    if let Some(there) = there.and_then(|file| understood.loaded.sources.get(*file)) {
        let help = "edit it; `outlast model` shows what is still assumed";
        return Err(Wrong::new(
            format!("there is an outlast file already: `{}`", there.name()),
            help,
        ));
    }
    let text = outlast_catalog::init(&understood.lowered.draft());
    match &wanted.directory {
        Some(directory) if !print => {
            let name = format!("{}.outlast.hcl", understood.loaded.name);
            let path = directory.join(&name);
            write_new(&path, &text)?;
            console.print(&format!("wrote {}\n", shown(&path)));
        }
        _ => console.print(&text),
    }
    Ok(exit::KEPT)
}

fn write_new(path: &Path, text: &str) -> Result<(), Wrong> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| {
        let what = format!("`{}` cannot be written: {error}", shown(path));
        Wrong::new(what, "`outlast init --print` prints it instead")
    })
}

fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}
