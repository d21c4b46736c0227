//! The examples of the pages, lowered and checked.

use std::path::{Path, PathBuf};

use outlast_analysis::{Analysis, Limits};
use outlast_catalog::{Lowered, Overrides};
use outlast_findings::{Finding, Severity, Sources};

/// A directory of the crate.
pub(crate) fn directory(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A system read from two texts; nothing may be wrong with them.
pub(crate) fn read(terraform: &str, outlast: &str) -> (Lowered, Sources) {
    let example = outlast_pages::read(terraform, outlast);
    let (sources, files) = (example.sources, [example.outlast]);
    let overrides = Overrides::new();
    let mut lowered =
        outlast_catalog::lower("page", &example.evaluated, &files, &sources, &overrides);
    let errors: Vec<&Finding> =
        lowered.findings.iter().filter(|it| it.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "the outlast file is in order: {errors:#?}");
    outlast_analysis::refute(&mut lowered.model);
    (lowered, sources)
}

/// Checks a system, without mends.
pub(crate) fn check(lowered: &Lowered) -> Analysis {
    let limits = Limits { trials: 0, ..Limits::default() };
    outlast_analysis::check(&lowered.model.clone().sealed(), &limits, &mut |_| ())
}
