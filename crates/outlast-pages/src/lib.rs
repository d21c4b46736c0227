//! Pages that are tests: a Markdown page shows what its example becomes, and a test compares.
//!
//! A page is split into sections and fenced blocks, its Terraform is evaluated, and what is shown
//! is compared with what comes out: `OUTLAST_BLESS=1` writes that into the page instead. What an
//! example becomes is the business of the tests that call this, as only they know the catalogue
//! or the analyses: so those can be tested with it, and nothing that is shipped depends on it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "for tests alone: a failing one is meant to stop, and pages are files"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use outlast_findings::{FileId, Sources};
use outlast_terraform::{Evaluated, FileKind, Input, InputFile, evaluate};

/// The names of the files in a directory, without their ending: of pages, or of the leaves that
/// must have one.
pub fn names(directory: &Path) -> BTreeSet<String> {
    let files = fs::read_dir(directory).unwrap().map(|it| it.unwrap().path());
    files.map(|it| it.file_stem().unwrap().to_str().unwrap().to_string()).collect()
}

/// The headings of the second level of a page, in order.
pub fn headings(page: &str) -> Vec<&str> {
    page.lines().filter_map(|line| line.strip_prefix("## ")).collect()
}

/// The text of a section, without its heading.
pub fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = format!("\n## {heading}\n");
    let from = page.find(&start).unwrap_or_else(|| panic!("no section `{heading}`"));
    // The line break before the next heading belongs to this section.
    let rest = &page[from + start.len() - 1..];
    &rest[..rest.find("\n## ").unwrap_or(rest.len())]
}

/// The text of each fenced block of this kind.
pub fn blocks<'a>(text: &'a str, kind: &str) -> Vec<&'a str> {
    let start = format!("```{kind}\n");
    let inside =
        |rest: &'a str| rest.split_once("```").unwrap_or_else(|| panic!("{kind}: no end")).0;
    text.split(&start).skip(1).map(inside).collect()
}

/// The text of the first fenced block of this kind.
pub fn block<'a>(text: &'a str, kind: &str) -> Option<&'a str> {
    blocks(text, kind).first().copied()
}

/// A directory of pages, each of which shows in a fenced block of one kind what it becomes.
#[derive(Debug)]
pub struct Pages {
    directory: PathBuf,
    shown: &'static str,
}

impl Pages {
    /// The pages of a directory, and the kind of block in which each shows what it becomes.
    pub fn new(directory: impl Into<PathBuf>, shown: &'static str) -> Self {
        Self { directory: directory.into(), shown }
    }

    /// Compares every page with what it becomes, which is asked for by its name and its text.
    ///
    /// # Panics
    ///
    /// When a page shows something else, unless that is written into the page.
    pub fn compare(&self, becomes: impl Fn(&str, &str) -> String) {
        let bless = std::env::var_os("OUTLAST_BLESS").is_some();
        let mut stale = Vec::new();
        for name in names(&self.directory) {
            let path = self.directory.join(format!("{name}.md"));
            let page = fs::read_to_string(&path).unwrap();
            let now = becomes(&name, &page);
            let shown = block(&page, self.shown);
            let shown = shown.unwrap_or_else(|| panic!("{name}: no block `{}`", self.shown));
            if shown == now {
                continue;
            }
            if bless {
                let fenced = |text: &str| format!("```{}\n{text}```", self.shown);
                fs::write(&path, page.replacen(&fenced(shown), &fenced(&now), 1)).unwrap();
            } else {
                stale.push(format!("{name}:\n{now}"));
            }
        }
        let help = "run the test with OUTLAST_BLESS=1 and look at the difference";
        assert!(stale.is_empty(), "{}\n{help}", stale.join("\n"));
    }
}

/// The texts of an example, its Terraform evaluated.
#[derive(Debug)]
pub struct Example {
    /// Both texts.
    pub sources: Sources,
    /// What the Terraform says.
    pub evaluated: Evaluated,
    /// The outlast file, which is read with the catalogue.
    pub outlast: FileId,
}

/// Reads the Terraform and the outlast file of a page; nothing may be wrong with the Terraform.
///
/// # Panics
///
/// When something is.
pub fn read(terraform: &str, outlast: &str) -> Example {
    let mut sources = Sources::new();
    let id = sources.add("main.tf", terraform);
    let outlast = sources.add("page.outlast.hcl", outlast);
    let file = InputFile { id, path: "main.tf".to_string(), kind: FileKind::Tf };
    let evaluated = evaluate(&Input { files: vec![file], ..Input::default() }, &sources);
    assert_eq!(evaluated.configuration.problems, [], "the Terraform is in order");
    Example { sources, evaluated, outlast }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# `a`\n\n## Example\n\n```hcl\none\n```\n```hcl\ntwo\n```\n\n## Instead\n\n\
                        ```hcl\nthree\n```\n";

    #[test]
    fn a_page_is_sections_and_blocks() {
        assert_eq!(headings(PAGE), ["Example", "Instead"]);
        assert_eq!(blocks(PAGE, "hcl"), ["one\n", "two\n", "three\n"]);
        assert_eq!(blocks(section(PAGE, "Example"), "hcl"), ["one\n", "two\n"]);
        assert_eq!(block(section(PAGE, "Instead"), "hcl"), Some("three\n"));
        assert_eq!(block(PAGE, "outlast"), None);
    }
}
