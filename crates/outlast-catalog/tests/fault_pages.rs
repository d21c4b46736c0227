//! Every kind of fault has a file and a page of its name, and the page is its test: the example on
//! it is struck by the faults on it.
//!
//! `OUTLAST_BLESS=1` writes the faults that come out into the pages.

#[allow(dead_code, unreachable_pub, reason = "this test only lists the pages")]
use crate::page;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use outlast_catalog::faults::{FaultKind, KINDS};
use outlast_catalog::{Overrides, lower};
use outlast_findings::{Severity, Sources};
use outlast_model::{FOREVER, Found, Lasting, Model, Struck, show_range};
use outlast_terraform::{FileKind, Input, InputFile, evaluate};

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

#[test]
fn files_and_pages_are_those_of_the_kinds() {
    let kinds: BTreeSet<String> = KINDS.iter().map(|kind| kind.name().to_string()).collect();
    assert_eq!(page::names("pages/faults"), kinds);
    let mut files = page::names("src/faults");
    files.retain(|name| name != "mod" && name != "tests");
    let files: BTreeSet<String> = files.iter().map(|name| name.replace('_', "-")).collect();
    assert_eq!(files, kinds);
}

/// What the example of a page becomes.
fn model(page: &str) -> Model {
    let first = |kind: &str| page::blocks(page, kind).first().copied().unwrap_or_default();
    let terraform = format!("{MACHINES}{}", first("tf"));
    let mut sources = Sources::new();
    let id = sources.add("main.tf", &terraform);
    let outlast = sources.add("page.outlast.hcl", first("hcl"));
    let file = InputFile { id, path: "main.tf".to_string(), kind: FileKind::Tf };
    let input = Input { files: vec![file], ..Input::default() };
    let evaluated = evaluate(&input, &sources);
    assert_eq!(evaluated.configuration.problems, []);
    let lowered = lower("page", &evaluated, &[outlast], &sources, &Overrides::new());
    let wrong: Vec<_> =
        lowered.findings.iter().filter(|it| it.severity == Severity::Error).collect();
    assert_eq!(wrong, Vec::<&outlast_findings::Finding>::new(), "{page}");
    lowered.model
}

/// The faults of a kind in the usual state, each with what it does, and what is left out.
fn listed(kind: &FaultKind, model: &Model) -> String {
    let mut lines = Vec::new();
    let strikes = (kind.strikes)(model);
    for fault in &strikes.faults {
        lines.push(format!("{}: {}", fault.name, fault.what));
        lines.extend(fault.effects.iter().map(|it| format!("  {}", does(model, it))));
    }
    lines.extend(strikes.limits.iter().map(|it| format!("not judged: {it}")));
    lines.extend(strikes.assumed.iter().map(|it| format!("assumed: {it}")));
    lines.push(String::new());
    lines.join("\n")
}

fn does(model: &Model, effect: &Lasting) -> String {
    let address = |part| model.part(part).address.as_str();
    let store = |store| model.store(store).address.as_str();
    let struck = match effect.struck() {
        Struck::Process(copy) => format!("copy {} of {}", copy.copy, address(copy.part)),
        Struck::Machine(machine) => model.machine(machine).address.clone(),
        Struck::Place(place) => format!("place {}", model.place(place).name),
        Struck::Managed(part) => address(part).to_string(),
        Struck::Store(id) => format!("the content of {}", store(id)),
        Struck::Slot(slot) => format!("copy {} of what is in {}", slot.slot, store(slot.store)),
        Struck::Belief { router, member } => {
            format!("what is believed of target {member} of {}", address(router))
        }
    };
    let lasts = match effect.lasts {
        it if it.lo == FOREVER => "until it is repaired".to_string(),
        it if it.hi == FOREVER && it.lo == 0 => "for any time".to_string(),
        it => format!("for {}", show_range(it)),
    };
    let found = if effect.effect.found() == Found::Empty { ", found empty" } else { "" };
    format!("{} {struck} {lasts}{found}", effect.effect.kind().word())
}

#[test]
fn every_page_shows_the_faults_that_strike_its_example() {
    let bless = std::env::var_os("OUTLAST_BLESS").is_some();
    let mut stale = Vec::new();
    for kind in KINDS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("pages/faults")
            .join(format!("{}.md", kind.name()));
        let page = fs::read_to_string(&path).unwrap();
        let (shown, now) = (page::blocks(&page, "faults")[0], listed(kind, &model(&page)));
        assert!(!now.is_empty(), "{} strikes its example", kind.name());
        if shown == now {
            continue;
        }
        if bless {
            let (old, new) = (format!("```faults\n{shown}```"), format!("```faults\n{now}```"));
            fs::write(&path, page.replacen(&old, &new, 1)).unwrap();
        } else {
            stale.push(format!("{}:\n{now}", kind.name()));
        }
    }
    let help = "run the test with OUTLAST_BLESS=1 and look at the difference";
    assert!(stale.is_empty(), "{}\n{help}", stale.join("\n"));
}

#[test]
fn every_fault_is_judged_again_in_every_known_state() {
    let page = "```hcl\nservice \"web\" {\n  on = exoscale_compute_instance.a\n}\n\
                during \"rebuilt\" {\n  without = [exoscale_compute_instance.b[0]]\n}\n```\n";
    let model = model(page);
    let again: Vec<_> = KINDS.iter().flat_map(|kind| kind.every(&model).faults).collect();
    let (usual, known): (Vec<_>, Vec<_>) = again.into_iter().partition(|it| it.during.is_none());
    let cold = usual.iter().filter(|it| it.class == outlast_model::Class::ColdStart).count();
    assert_eq!(known.len(), usual.len() - cold);
    assert!(known.iter().any(|it| it.name == "rebuilt/instance:exoscale_compute_instance.a[0]"));
    assert!(known.iter().all(|it| it.during == Some(0)));
}
