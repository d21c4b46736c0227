//! Who cannot act, and what he lacks: the only place where that becomes English, for every format.

use outlast_model::{Model, PartId};
use outlast_sim::{Deed, Lack, Stuck};

use super::things;

/// An act that does not come, in a line.
pub(crate) fn stuck_words(model: &Model, stuck: &Stuck) -> String {
    let deed = match stuck.deed {
        Deed::Mends(copy) => format!("mend {}", things::copy(model, copy)),
        Deed::Switches(router) => format!("switch {}", things::part(model, router)),
    };
    let actor = things::copy(model, stuck.actor);
    let why = match &stuck.lacks {
        Lack::Himself => "does not answer there".to_string(),
        Lack::Need(parts) => format!("needs {}, which does not answer", row(model, parts)),
        Lack::ControlPlane(plane) => format!("{} makes no changes", things::part(model, *plane)),
        Lack::Ground(place) => {
            format!("`{}` is without power or gone", model.place(*place).name)
        }
        Lack::Filling => "what it is filled from is not at hand".to_string(),
    };
    format!("{actor} cannot {deed}: {why}")
}

fn row(model: &Model, parts: &[PartId]) -> String {
    let names: Vec<String> = parts.iter().map(|part| things::part(model, *part)).collect();
    names.join(" or ")
}
