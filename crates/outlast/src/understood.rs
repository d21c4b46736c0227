//! What is read of one system, before anything is judged, and how the model comes of it.
//!
//! `lower` is asked again where another assumption is tried. What reads the files and what judges
//! is not here.

use outlast_catalog::{Lowered, Overrides};
use outlast_findings::{Finding, Severity};
use outlast_model::Sealed;
use outlast_terraform::{Configuration, Evaluated};

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
    outlast_analysis::follow(&mut lowered.model);
    outlast_analysis::refute(&mut lowered.model);
    lowered.sealed()
}
