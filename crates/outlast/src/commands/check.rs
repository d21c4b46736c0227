//! `outlast check`.

use outlast_analysis::Progress;
use outlast_render::{json, terminal};

use super::{Wrong, environment, wanted};
use crate::cli::{FailOn, Format, Paths};
use crate::console::Console;
use crate::exit;
use crate::pipeline::{Checked, check};
use crate::progress::Ticker;

/// Checks every system that is named and prints the reports.
pub(super) fn run(
    console: Console,
    input: &Paths,
    format: Format,
    fail_on: FailOn,
) -> Result<u8, Wrong> {
    let mut ticker = Ticker::new();
    let mut tick = |it: Progress| ticker.tick(it.what, it.done, it.of);
    let checked: Vec<Checked> =
        wanted(input)?.iter().map(|system| check(system, environment(), &mut tick)).collect();
    drop(ticker);
    let code = code(fail_on, exit::worst(checked.iter().map(|it| it.exit)));
    match format {
        Format::Json => {
            let reports: Vec<_> = checked.iter().map(Checked::report).collect();
            console.print(&json::check(&reports, code, env!("CARGO_PKG_VERSION")));
        }
        Format::Terminal => {
            let width = console.width();
            let reports = checked.iter().map(|it| terminal::check(&it.report(), width));
            console.print(&reports.collect::<Vec<_>>().join("\n"));
        }
    }
    Ok(code)
}

/// The exit code after `--fail-on`; input that cannot be read is never passed over.
const fn code(fail_on: FailOn, code: u8) -> u8 {
    match (fail_on, code) {
        (FailOn::Broken, exit::UNDECIDED) => exit::KEPT,
        (FailOn::Never, exit::UNDECIDED | exit::BROKEN) => exit::KEPT,
        (_, code) => code,
    }
}
