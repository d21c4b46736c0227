//! The examples of the pages, lowered and checked.

use std::path::{Path, PathBuf};

use outlast_analysis::{Beside, Judged, Limits, Stories, Told};
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
pub(crate) fn check(lowered: &Lowered) -> Judged {
    let limits = Limits { trials: 0, ..Limits::default() };
    outlast_analysis::check(&lowered.model.clone().sealed(), &limits, &mut |_| ())
}

/// Checks a system, without mends, and tells it: nothing was known before.
pub(crate) fn told(lowered: &Lowered, sources: &Sources) -> Told {
    let limits = Limits { trials: 0, turned: 0, ..Limits::default() };
    let model = lowered.model.clone().sealed();
    let beside = Beside {
        sources,
        found: Vec::new(),
        allows: &[],
        before: None,
        stories: Stories::new(),
        lower: &|_| model.clone(),
        last: None,
    };
    outlast_analysis::check(&model, &limits, &mut |_| ()).told(&model, &limits, beside, &mut |_| ())
}
