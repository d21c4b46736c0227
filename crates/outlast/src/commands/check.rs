//! `outlast check`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use outlast_analysis::Progress;
use outlast_render::{Baseline, Report};

use super::{Wrong, environment, wanted};
use crate::cli::{FailOn, Format, Paths};
use crate::console::Console;
use crate::exit;
use crate::load::read_text;
use crate::output::{Form, Output, Run, Target};
use crate::pipeline::{Checked, Request, understand};
use crate::progress::Ticker;
use crate::understood::Understood;
use crate::writing::write_all;

/// The width of a report in a file, in columns.
const FILE_COLUMNS: usize = 80;

/// What is asked for beside the input.
pub(super) struct Asked<'a> {
    pub(super) format: Format,
    pub(super) outputs: &'a [Output],
    pub(super) baseline: Option<&'a Path>,
    pub(super) write_baseline: Option<&'a Path>,
    pub(super) fail_on: FailOn,
}

/// Checks every system that is named, prints and writes the reports.
pub(super) fn run(console: Console, input: &Paths, asked: &Asked<'_>) -> Result<u8, Wrong> {
    refuse_clashes(asked)?;
    let before = asked.baseline.map(read_baseline).transpose()?;
    let mut ticker = Ticker::new();
    let mut tick = |it: Progress| ticker.tick(it.what, it.done, it.of);
    let stories = asked.outputs.iter().any(|output| output.form == Form::Html);
    let systems: Vec<Understood> =
        wanted(input)?.iter().map(|system| understand(system, environment())).collect();
    let names = names(&systems);
    let check = |(system, name): (Understood, &String)| {
        // A system that the baseline does not hold is new as a whole.
        let before = before.as_ref().and_then(|it| it.systems.get(name));
        system.check(Request { before, stories }, &mut tick)
    };
    let checked: Vec<Checked> = systems.into_iter().zip(&names).map(check).collect();
    drop(ticker);
    let reports: Vec<Report<'_>> = checked.iter().map(Checked::report).collect();
    let code = exit::worst(reports.iter().map(Report::exit));
    let writes = asked.write_baseline.filter(|_| code != exit::INPUT);
    if asked.write_baseline.is_some() && writes.is_none() {
        console.complain("no baseline was written: the input was not read whole\n");
    }
    let code = if writes.is_some() { exit::KEPT } else { fail(asked.fail_on, code) };
    let run = Run { reports, code, compared: before.is_some() };
    let mut files = files(&run, asked.outputs);
    files.extend(writes.map(|path| (path.to_path_buf(), baseline(names, &checked).text())));
    print(console, &run, asked);
    write_all(&files).map_err(|(path, why)| {
        let what = format!("`{}` cannot be written: {why}", path.display());
        Wrong::new(what, "nothing is half-written; name a file that you may write")
    })?;
    Ok(code)
}

/// What goes to standard output: what `--output` sends there, or else the report in its format.
fn print(console: Console, run: &Run<'_>, asked: &Asked<'_>) {
    let to_console = asked.outputs.iter().find(|it| it.target == Target::StandardOutput);
    let form = to_console.map_or(
        match asked.format {
            Format::Terminal => Form::Terminal,
            Format::Json => Form::Json,
        },
        |output| output.form,
    );
    let text = run.text(form, console.width());
    if form == Form::Terminal { console.print(&text) } else { console.write(&text) }
}

/// What goes to files, without colour.
fn files(run: &Run<'_>, outputs: &[Output]) -> Vec<(PathBuf, String)> {
    let text = |form| {
        let text = run.text(form, FILE_COLUMNS);
        if form == Form::Terminal { anstream::adapter::strip_str(&text).to_string() } else { text }
    };
    let files = outputs.iter().filter_map(|output| match &output.target {
        Target::File(path) => Some((path.clone(), text(output.form))),
        Target::StandardOutput => None,
    });
    files.collect()
}

/// Two reports cannot go to the same place.
fn refuse_clashes(asked: &Asked<'_>) -> Result<(), Wrong> {
    let mut seen = BTreeSet::new();
    let outputs = asked.outputs.iter().map(|output| match &output.target {
        Target::StandardOutput => PathBuf::from("-"),
        Target::File(path) => path.clone(),
    });
    for path in outputs.chain(asked.write_baseline.map(Path::to_path_buf)) {
        if !seen.insert(path.clone()) {
            let what = format!("two outputs go to `{}`", path.display());
            return Err(Wrong::new(what, "name another file for one of them"));
        }
    }
    Ok(())
}

fn read_baseline(path: &Path) -> Result<Baseline, Wrong> {
    let read = read_text(path).and_then(|text| Baseline::parse(&text));
    read.map_err(|why| {
        let what = format!("the baseline `{}` cannot be read: {why}", path.display());
        Wrong::new(what, "`--write-baseline FILE` writes one")
    })
}

/// The names of systems in a baseline: the second of a name is `name #2`.
fn names(systems: &[Understood]) -> Vec<String> {
    let name = |it: &Understood| it.lowered.model.name.clone();
    let ordinal = |at: usize, of: &str| systems.iter().take(at).filter(|it| name(it) == of).count();
    let named =
        systems.iter().enumerate().map(|(at, it)| match (name(it), ordinal(at, &name(it))) {
            (name, 0) => name,
            (name, before) => format!("{name} #{}", before + 1),
        });
    named.collect()
}

/// What there is to know of these systems, by name.
fn baseline(names: Vec<String>, checked: &[Checked]) -> Baseline {
    let known = names.into_iter().zip(checked.iter().map(Checked::known));
    Baseline { systems: known.filter_map(|(name, known)| Some((name, known?))).collect() }
}

/// The exit code after `--fail-on`; input that cannot be read is never passed over.
const fn fail(fail_on: FailOn, code: u8) -> u8 {
    match (fail_on, code) {
        (FailOn::Broken, exit::UNDECIDED) => exit::KEPT,
        (FailOn::Never, exit::UNDECIDED | exit::BROKEN) => exit::KEPT,
        (_, code) => code,
    }
}
