//! Every kind of fault has a file and a page of its name, and the page is its test: the example on
//! it is struck by the faults on it.
//!
//! `OUTLAST_BLESS=1` writes the faults that come out into the pages.

use std::collections::BTreeSet;

use outlast_catalog::faults::{FaultKind, KINDS};
use outlast_findings::{Finding, Severity};
use outlast_model::{Effect, Erased, FOREVER, Found, Lasting, Model, Struck, show_range};
use outlast_pages::{Pages, block, names};

use crate::page::{MACHINES, directory, lowered};

#[test]
fn files_and_pages_are_those_of_the_kinds() {
    let kinds: BTreeSet<String> = KINDS.iter().map(|kind| kind.name().to_string()).collect();
    assert_eq!(names(&directory("pages/faults")), kinds);
    let mut files = names(&directory("src/faults"));
    files.retain(|name| name != "mod" && name != "tests");
    let files: BTreeSet<String> = files.iter().map(|name| name.replace('_', "-")).collect();
    assert_eq!(files, kinds);
}

/// What the example of a page becomes.
fn model(page: &str) -> Model {
    let terraform = format!("{MACHINES}{}", block(page, "tf").unwrap_or_default());
    let lowered = lowered(&terraform, block(page, "hcl").unwrap_or_default());
    let wrong: Vec<_> =
        lowered.findings.iter().filter(|it| it.severity == Severity::Error).collect();
    assert_eq!(wrong, Vec::<&Finding>::new(), "{page}");
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
    let found = match effect.effect {
        Effect::Erase(Erased::Unlocked(_)) => ", once its lock has run out",
        it if it.found() == Found::Empty => ", found empty",
        _ => "",
    };
    format!("{} {struck} {lasts}{found}", effect.effect.kind().word())
}

#[test]
fn every_page_shows_the_faults_that_strike_its_example() {
    Pages::new(directory("pages/faults"), "faults").compare(|name, page| {
        let kind = KINDS.iter().find(|kind| kind.name() == name).unwrap();
        let now = listed(kind, &model(page));
        assert!(!now.is_empty(), "{name} strikes its example");
        now
    });
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
