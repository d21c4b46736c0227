//! The page of an engine is its test: the outlast file on it becomes the facts on it.
//!
//! `OUTLAST_BLESS=1` writes the facts that come out into the pages.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use outlast_catalog::engines::ENGINES;
use outlast_catalog::{Overrides, describe, lower};
use outlast_findings::Sources;
use outlast_terraform::{FileKind, Input, InputFile, evaluate};

const HEADINGS: [&str; 5] =
    ["What it is", "What is assumed", "Example", "What it cannot see", "Sources"];

/// The instances that every page speaks of.
const MACHINES: &str = r#"
resource "exoscale_compute_instance" "a" {
  count       = 2
  zone        = "ch-gva-2"
  name        = "a-${count.index}"
  type        = "standard.small"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 20
}

resource "exoscale_compute_instance" "b" {
  count       = 2
  zone        = "ch-gva-2"
  name        = "b-${count.index}"
  type        = "standard.small"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 20
}
"#;

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("pages/engines")
}

/// The text of the first fenced block of this kind.
fn block<'a>(page: &'a str, kind: &str) -> &'a str {
    let start = format!("```{kind}\n");
    let from = page.find(&start).unwrap_or_else(|| panic!("no `{kind}` block")) + start.len();
    let length = page[from..].find("```").expect("the block has no end");
    &page[from..from + length]
}

/// What the outlast file of a page becomes: its parts and what was assumed of them.
fn facts(hcl: &str) -> String {
    let mut sources = Sources::new();
    let id = sources.add("main.tf", MACHINES);
    let outlast = sources.add("page.outlast.hcl", hcl);
    let file = InputFile { id, path: "main.tf".to_string(), kind: FileKind::Tf };
    let input = Input { files: vec![file], ..Input::default() };
    let evaluated = evaluate(&input, &sources);
    assert_eq!(evaluated.configuration.problems, []);
    let lowered = lower("page", &evaluated, &[outlast], &sources, &Overrides::new());
    let problems = lowered.findings.iter().filter(|it| it.rule != "no-part");
    assert_eq!(problems.collect::<Vec<_>>(), Vec::<&outlast_findings::Finding>::new());
    let mut estate = lowered.estate;
    estate.model = lowered.model;
    parts(&describe(&estate))
}

/// The lines about parts of the outlast file, with the lines below each.
fn parts(facts: &str) -> String {
    let (mut kept, mut keep) = (String::new(), false);
    for line in facts.lines() {
        if !line.starts_with(' ') {
            let own =
                ["service.", "database.", "cache.", "queue.", "address.", "store.", "worker."];
            let kinds = ["part", "store", "work"];
            let begins = |kind: &str, it: &str| line.starts_with(&format!("{kind} {it}"));
            keep = own.iter().any(|it| kinds.iter().any(|kind| begins(kind, it)));
        }
        if keep {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn every_page_shows_what_its_example_becomes() {
    let bless = std::env::var_os("OUTLAST_BLESS").is_some();
    let mut stale = Vec::new();
    for engine in ENGINES {
        let path = directory().join(format!("{}.md", engine.name()));
        let page = fs::read_to_string(&path).unwrap();
        let (shown, facts) = (block(&page, "model"), facts(block(&page, "hcl")));
        if shown == facts {
            continue;
        }
        if bless {
            let (old, new) = (format!("```model\n{shown}```"), format!("```model\n{facts}```"));
            fs::write(&path, page.replacen(&old, &new, 1)).unwrap();
        } else {
            stale.push(format!("{}:\n{facts}", engine.name()));
        }
    }
    let help = "run the test with OUTLAST_BLESS=1 and look at the difference";
    assert!(stale.is_empty(), "{}\n{help}", stale.join("\n"));
}

#[test]
fn every_page_has_its_headings_and_every_engine_its_page() {
    let pages: BTreeSet<String> = fs::read_dir(directory())
        .unwrap()
        .map(|it| it.unwrap().path().file_stem().unwrap().to_str().unwrap().to_string())
        .collect();
    let engines: BTreeSet<String> = ENGINES.iter().map(|it| it.name().to_string()).collect();
    assert_eq!(pages, engines);
    for engine in ENGINES {
        let headings: Vec<&str> =
            engine.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, HEADINGS, "{}", engine.name());
    }
}
