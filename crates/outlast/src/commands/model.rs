//! `outlast model`: what was understood.

use outlast_render::{json, terminal};

use super::{Wrong, environment, wanted_one, why};
use crate::cli::{Format, Paths};
use crate::console::Console;
use crate::exit;
use crate::pipeline::understand;

/// Prints the model; what is wrong with the input goes to standard error.
pub(super) fn run(console: Console, input: &Paths, format: Format) -> Result<u8, Wrong> {
    let understood = understand(&wanted_one(input)?, environment());
    let (model, sources) = (&understood.lowered.model, &understood.loaded.sources);
    match format {
        Format::Json => console.print(&json::model(model, sources)),
        Format::Terminal => console.print(&terminal::model(model, sources, console.width())),
    }
    if understood.is_whole() { Ok(exit::KEPT) } else { Ok(why::refuse(console, &understood)) }
}
