//! Pages as tests: the Terraform and the outlast file of a page, checked.

#![allow(
    clippy::disallowed_methods,
    dead_code,
    unreachable_pub,
    reason = "pages are files; each test uses some"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use outlast_analysis::{Beside, Judged, Limits, Stories, Told};
use outlast_catalog::{Lowered, Overrides};
use outlast_findings::{Finding, Severity, Sources};
use outlast_terraform::{FileKind, Input, InputFile, evaluate};

/// A directory of the crate.
pub fn directory(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The names of the files in a directory of the crate, without their ending.
pub fn names(name: &str) -> BTreeSet<String> {
    let files = fs::read_dir(directory(name)).unwrap().map(|it| it.unwrap().path());
    files.map(|it| it.file_stem().unwrap().to_str().unwrap().to_string()).collect()
}

/// The text of a section, without its heading.
pub fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = page.find(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("{heading}"));
    let rest = &page[start + heading.len() + 5..];
    &rest[..rest.find("\n## ").unwrap_or(rest.len())]
}

/// The text of the first fenced block of this kind.
pub fn block<'a>(text: &'a str, kind: &str) -> Option<&'a str> {
    let start = format!("```{kind}\n");
    let rest = &text[text.find(&start)? + start.len()..];
    Some(&rest[..rest.find("```")?])
}

/// A system read from two texts; nothing may be wrong with them.
pub fn read(hcl: &str, outlast: &str) -> (Lowered, Sources) {
    let mut sources = Sources::new();
    let main = sources.add("main.tf", hcl);
    let file = sources.add("page.outlast.hcl", outlast);
    let input = |id, path: &str, kind| InputFile { id, path: path.to_string(), kind };
    let input = Input { files: vec![input(main, "main.tf", FileKind::Tf)], ..Input::default() };
    let evaluated = evaluate(&input, &sources);
    assert_eq!(evaluated.configuration.problems, [], "the Terraform is in order");
    let mut lowered =
        outlast_catalog::lower("page", &evaluated, &[file], &sources, &Overrides::new());
    let errors: Vec<&Finding> =
        lowered.findings.iter().filter(|it| it.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "the outlast file is in order: {errors:#?}");
    outlast_analysis::refute(&mut lowered.model);
    (lowered, sources)
}

/// Checks a system, without mends.
pub fn check(lowered: &Lowered) -> Judged {
    let limits = Limits { trials: 0, ..Limits::default() };
    outlast_analysis::check(&lowered.model.clone().sealed(), &limits, &mut |_| ())
}

/// Checks a system, without mends, and tells it: nothing was known before.
pub fn told(lowered: &Lowered, sources: &Sources) -> Told {
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
