//! What is read of one system, before anything is judged, and how the model comes of it.
//!
//! `lower` is asked again where another assumption is tried. What reads the files and what judges
//! is not here.

use outlast_analysis::subjects;
use outlast_catalog::{Lowered, Overrides};
use outlast_findings::{Finding, Severity};
use outlast_model::Sealed;
use outlast_terraform::{Configuration, Evaluated, costs_its_value_alone};

use crate::load::Loaded;

/// One system, read and not judged.
#[derive(Debug)]
pub struct Understood {
    /// The files.
    pub loaded: Loaded,
    /// The resources.
    pub evaluated: Evaluated,
    /// The model.
    pub lowered: Lowered<Sealed>,
    /// What is wrong with the input.
    pub problems: Vec<Finding>,
}

impl Understood {
    /// The resources as they are.
    pub fn configuration(&self) -> &Configuration {
        &self.evaluated.configuration
    }

    /// Whether nothing of the input had to be left out.
    pub fn is_whole(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity != Severity::Error)
    }

    /// Whether there is anything to judge: where the input was not read whole, a journey or a store
    /// of what was read.
    pub fn is_judged(&self) -> bool {
        self.is_whole() || !subjects(&self.lowered.model).is_empty()
    }
}

/// Whether something was left out that may have said anything.
fn is_left_out(loaded: &Loaded, evaluated: &Evaluated, found: &[Finding]) -> bool {
    let is_error = |it: &&Finding| it.severity == Severity::Error;
    let computed = evaluated.configuration.problems.iter().filter(is_error);
    loaded.problems.iter().chain(found).any(|it| is_error(&it))
        || computed.into_iter().any(|it| !costs_its_value_alone(it.rule))
}

/// Resources and outlast files to the model, under these assumptions.
pub(crate) fn lower(
    loaded: &Loaded,
    evaluated: &Evaluated,
    overrides: &Overrides,
) -> Lowered<Sealed> {
    let (name, files, sources) = (&loaded.name, &loaded.outlast, &loaded.sources);
    let mut lowered = outlast_catalog::lower(name, evaluated, files, sources, overrides);
    // What can only go over a passage needs it, whether or not the outlast file says so.
    lowered.model.understood.left_out = is_left_out(loaded, evaluated, &lowered.findings);
    outlast_analysis::follow(&mut lowered.model);
    outlast_analysis::refute(&mut lowered.model);
    lowered.sealed()
}
