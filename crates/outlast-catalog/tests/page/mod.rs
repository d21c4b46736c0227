//! Pages as tests: the Terraform on a page, what it becomes, and a fenced block that shows it.
//!
//! `OUTLAST_BLESS=1` writes what comes out into the pages.

#![allow(clippy::disallowed_methods, reason = "pages are files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use outlast_catalog::estate::Estate;
use outlast_catalog::{Overrides, resources};
use outlast_findings::Sources;
use outlast_terraform::{FileKind, Input, InputFile, evaluate};

fn directory(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The names of the files in a directory of the crate, without their ending.
pub(crate) fn names(name: &str) -> BTreeSet<String> {
    let files = fs::read_dir(directory(name)).unwrap().map(|it| it.unwrap().path());
    files.map(|it| it.file_stem().unwrap().to_str().unwrap().to_string()).collect()
}

/// The text of each fenced block of this kind.
pub(crate) fn blocks<'a>(page: &'a str, kind: &str) -> Vec<&'a str> {
    let start = format!("```{kind}\n");
    page.split(&start).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// What the Terraform of a page becomes.
pub(crate) fn estate(hcl: &str) -> Estate {
    let mut sources = Sources::new();
    let id = sources.add("main.tf", hcl);
    let file = InputFile { id, path: "main.tf".to_string(), kind: FileKind::Tf };
    let input = Input { files: vec![file], ..Input::default() };
    let evaluated = evaluate(&input, &sources);
    let read = &evaluated.configuration;
    assert_eq!(read.problems, [], "the example is in order");
    resources::read(&read.resources, &read.providers, &Overrides::new())
}

/// Compares the first block of `kind` on every page with what the page becomes.
pub(crate) fn compare(directory_name: &str, kind: &str, becomes: impl Fn(&str) -> String) {
    let bless = std::env::var_os("OUTLAST_BLESS").is_some();
    let mut stale = Vec::new();
    for name in names(directory_name) {
        let path = directory(directory_name).join(format!("{name}.md"));
        let page = fs::read_to_string(&path).unwrap();
        let (shown, now) = (blocks(&page, kind)[0], becomes(&page));
        if shown == now {
            continue;
        }
        if bless {
            let (old, new) = (format!("```{kind}\n{shown}```"), format!("```{kind}\n{now}```"));
            fs::write(&path, page.replacen(&old, &new, 1)).unwrap();
        } else {
            stale.push(format!("{name}:\n{now}"));
        }
    }
    let help = "run the test with OUTLAST_BLESS=1 and look at the difference";
    assert!(stale.is_empty(), "{}\n{help}", stale.join("\n"));
}
