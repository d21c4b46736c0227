//! `outlast check`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use outlast_analysis::Progress;
use outlast_render::{Baseline, Known};

use super::{Wrong, environment, wanted};
use crate::cli::{FailOn, Format, Paths};
use crate::console::Console;
use crate::exit;
use crate::load::read_text;
use crate::output::{Form, Output, Run, Target};
use crate::pipeline::{Checked, check};
use crate::progress::Ticker;
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
    let mut checked: Vec<Checked> =
        wanted(input)?.iter().map(|system| check(system, environment(), &mut tick)).collect();
    if asked.outputs.iter().any(|output| output.form == Form::Html) {
        checked.iter_mut().for_each(|it| it.tell(&mut tick));
    }
    drop(ticker);
    let now = baseline_of(&checked);
    if let Some(before) = &before {
        compare(&mut checked, before);
    }
    let code = exit::worst(checked.iter().map(|it| it.exit));
    let writes = asked.write_baseline.filter(|_| code != exit::INPUT);
    if asked.write_baseline.is_some() && writes.is_none() {
        console.complain("no baseline was written: the input was not read whole\n");
    }
    let code = if writes.is_some() { exit::KEPT } else { fail(asked.fail_on, code) };
    let reports = checked.iter().map(Checked::report).collect();
    let run = Run { reports, code, compared: before.is_some() };
    let mut files = files(&run, asked.outputs);
    files.extend(writes.map(|path| (path.to_path_buf(), now.text())));
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
fn names(checked: &[Checked]) -> Vec<String> {
    let name = |it: &Checked| it.model().name.clone();
    let ordinal = |at: usize, of: &str| checked.iter().take(at).filter(|it| name(it) == of).count();
    let named =
        checked.iter().enumerate().map(|(at, it)| match (name(it), ordinal(at, &name(it))) {
            (name, 0) => name,
            (name, before) => format!("{name} #{}", before + 1),
        });
    named.collect()
}

fn baseline_of(checked: &[Checked]) -> Baseline {
    let known = names(checked).into_iter().zip(checked.iter().map(Checked::known));
    Baseline { systems: known.filter_map(|(name, known)| Some((name, known?))).collect() }
}

/// Marks what the baseline knows; a system that it does not hold is new as a whole.
fn compare(checked: &mut [Checked], before: &Baseline) {
    let names = names(checked);
    for (name, it) in names.iter().zip(checked) {
        it.compare(before.systems.get(name).unwrap_or(&Known::default()));
    }
}

/// The exit code after `--fail-on`; input that cannot be read is never passed over.
const fn fail(fail_on: FailOn, code: u8) -> u8 {
    match (fail_on, code) {
        (FailOn::Broken, exit::UNDECIDED) => exit::KEPT,
        (FailOn::Never, exit::UNDECIDED | exit::BROKEN) => exit::KEPT,
        (_, code) => code,
    }
}
