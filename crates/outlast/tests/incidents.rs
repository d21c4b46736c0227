//! What happened to others: published incidents, each as the system was and as it was mended.
//!
//! The places, companies and services have other names, so that nothing but the model can answer.
//! A test asserts what is published: what was out and for how long, what was lost, what survived,
//! and what the mend does to the same fault. No rule knows an incident.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use outlast::load::Wanted;
use outlast::pipeline::{Checked, check};
use outlast_analysis::{Limits, Told, doubt_words, find_subject, why};
use outlast_model::{DAY, FOREVER, Fault, HOUR, MINUTE, Nanos, SECOND};
use outlast_sim::{Often, Outcome, Recovery, Unfolding};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/incidents")
}

/// A system in one of its states.
struct System {
    checked: Checked,
}

fn system(incident: &str, state: &str) -> System {
    let directory = Some(directory().join(incident).join(state));
    let wanted = Wanted { directory, ..Wanted::default() };
    let checked = check(&wanted, BTreeMap::new(), &mut |_| {});
    assert!(checked.told.is_some(), "{incident}/{state}: {:?}", checked.understood.problems);
    System { checked }
}

impl System {
    fn whole(&self) -> &Told {
        self.checked.told.as_ref().expect("it was read whole")
    }

    fn fault(&self, name: &str) -> (usize, &Fault) {
        let faults = &self.whole().singles().survival().faults;
        let at = faults.iter().position(|fault| fault.name == name);
        let names = || faults.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join("\n");
        let at = at.unwrap_or_else(|| panic!("no `{name}` among\n{}", names()));
        (at, &faults[at])
    }

    /// What a fault does to a journey or store, over every history.
    fn outcome(&self, subject: &str, fault: &str) -> Outcome {
        let of = find_subject(self.checked.model(), subject).expect(subject);
        let judged = self.whole().singles().survival().case(of, self.fault(fault).0);
        let outcome = judged.map_or_else(Outcome::holds, |it| (*it.outcome).clone());
        assert!(outcome.doubts.is_empty(), "{subject} under {fault}: {:?}", outcome.doubts);
        outcome
    }

    /// What is not decided of it.
    fn doubts(&self, subject: &str, fault: &str) -> Vec<String> {
        let model = self.checked.model();
        let of = find_subject(model, subject).expect(subject);
        let case = self.whole().singles().survival().case(of, self.fault(fault).0);
        let doubts = case.iter().flat_map(|it| &it.outcome.doubts);
        doubts.map(|doubt| doubt_words(model, doubt)).collect()
    }

    /// What two faults do to a journey or store, the second at any moment after the first.
    fn pair(&self, subject: &str, first: &str, second: &str) -> Outcome {
        let model = self.checked.model();
        let of = find_subject(model, subject).expect(subject);
        let limits = outlast_sim::Limits::default();
        let unfolding = match (of.journey(), of.store()) {
            (Some(journey), _) => Unfolding::new(model, journey, limits),
            (None, Some(store)) => Unfolding::of_store(model, store, limits),
            (None, None) => panic!("{subject}"),
        };
        unfolding.outcome_of_pair(self.fault(first).1, self.fault(second).1)
    }

    /// The worst history of a fault as it is told.
    fn told(&self, subject: &str, fault: &str) -> String {
        let model = self.checked.model();
        let of = find_subject(model, subject).expect(subject);
        let timeline = why(model, of, self.fault(fault).1, &Limits::default());
        let steps = timeline.steps.iter().map(|step| step.what.clone());
        let lines: Vec<String> =
            std::iter::once(timeline.fault.what.clone()).chain(steps).collect();
        lines.join("\n")
    }

    /// The rules that found something.
    fn found(&self) -> Vec<&'static str> {
        self.whole().findings().iter().map(|it| it.rule).collect()
    }
}

/// It is out in every history, for a time between these.
#[track_caller]
fn is_out(outcome: &Outcome, least: Nanos, most: Nanos) {
    let out = outcome.out;
    assert!(
        least <= out.best && out.worst <= most,
        "out {} to {} s",
        out.best / SECOND,
        out.worst / SECOND
    );
}

/// It may be out for ever: nothing that is stated brings it back.
#[track_caller]
fn may_stay_out(outcome: &Outcome) {
    assert_eq!(outcome.out.worst, FOREVER, "{:?}", outcome.out);
}

#[track_caller]
fn holds(outcome: &Outcome) {
    assert_eq!((outcome.out.worst, outcome.back), (0, Recovery::Holds), "{:?}", outcome.out);
}

/// At most so much is lost, and in no history everything.
#[track_caller]
fn loses(outcome: &Outcome, least: Nanos, most: Nanos) {
    let loss = outcome.loss().expect("a store");
    let worst = loss.window.worst;
    assert_eq!(loss.all, Often::Never);
    assert!(least <= worst && worst <= most, "loses up to {} s", worst / SECOND);
}

#[track_caller]
fn loses_all(outcome: &Outcome) {
    assert_eq!(outcome.loss().expect("a store").all, Often::Always);
}

/// Nothing that was acknowledged is gone or in two histories.
#[track_caller]
fn keeps(outcome: &Outcome) {
    if let Some(loss) = outcome.loss() {
        let parts = (loss.all, loss.window.worst, loss.diverged.worst);
        assert_eq!(parts, (Often::Never, 0, 0));
    }
}

#[test]
fn a_backup_that_burns_with_what_it_is_of_is_none() {
    let before = system("building-on-fire", "before");
    loses_all(&before.outcome("atelier", "zone-lost:beech"));
    loses_all(&before.outcome("brewery", "zone-lost:beech/perhaps/1"));
    // The label on the second server is no proof, and if it were right nothing would be lost.
    keeps(&before.outcome("brewery", "zone-lost:beech"));
    // What stood in another building was out for days and is all there: nothing but what no disk
    // had yet when the power went.
    is_out(&before.outcome("visit clinic", "zone-cut:river"), DAY, 5 * DAY);
    is_out(&before.outcome("visit atelier", "zone-cut:river"), DAY, 5 * DAY);
    keeps(&before.outcome("clinic", "zone-cut:river"));
    keeps(&before.outcome("clinic", "zone-lost:beech"));
    loses(&before.outcome("clinic", "zone-dark:river"), 0, 35 * SECOND);
    assert!(before.told("visit clinic", "zone-cut:river").contains("river"));

    let after = system("building-on-fire", "after");
    loses(&after.outcome("atelier", "zone-lost:beech"), HOUR, 25 * HOUR);
    is_out(&after.outcome("visit atelier", "zone-lost:beech"), HOUR, 12 * HOUR);
    loses(&after.outcome("atelier", "zone-lost:river"), HOUR, 25 * HOUR);
    loses(&after.outcome("brewery", "zone-lost:beech/perhaps/1"), HOUR, 25 * HOUR);
    // A backup next door helps against the building and not against the campus.
    let source =
        after.outcome("atelier", "zone-lost:river").loss().unwrap().clone().source.unwrap();
    let model = after.checked.model();
    let name = model.store(source.store).backup(source.slot).unwrap().name.clone();
    assert_eq!(name, "away");
}

#[test]
fn a_copy_that_is_made_anew_saves_nothing_from_a_wrong_hand() {
    let before = system("wrong-hand", "before");
    let night = "resync/copy:database.main/0";
    let lost = before.outcome("main", night);
    // A copy of 6 h 40 min ago was left then; one a day old at worst.
    loses(&lost, 23 * HOUR, 25 * HOUR);
    assert!(lost.loss().unwrap().clone().unproven, "nobody ever restored it");
    is_out(&before.outcome("browse", night), 12 * HOUR, 24 * HOUR);
    assert!(before.told("main", night).contains("resync"));
    // With both copies well a directory that is deleted on one is not lost; a table is.
    loses(&before.outcome("main", "copy:database.main/0"), 0, 5 * SECOND);
    let table = before.whole().singles().survival().case(
        find_subject(before.checked.model(), "main").unwrap(),
        before.fault("deletion:database.main").0,
    );
    assert!(table.unwrap().outcome.loss().unwrap().window.worst > 20 * HOUR);
    // The repositories stand elsewhere.
    keeps(&before.outcome("repositories", night));

    let after = system("wrong-hand", "after");
    loses(&after.outcome("main", night), 0, 2 * MINUTE);
    is_out(&after.outcome("browse", night), HOUR, 24 * HOUR);
    keeps(&after.outcome("repositories", night));
}

#[test]
fn a_promotion_across_the_land_turns_seconds_into_a_day() {
    let before = system("far-promotion", "before");
    let push = before.outcome("push", "own:optics");
    assert!(push.out.worst > 12 * HOUR, "43 s of a cut, and no end of what follows");
    let data = before.outcome("main", "own:optics").loss().unwrap().clone();
    assert!(data.diverged.worst > 0, "two histories");
    assert_eq!(data.all, Often::Never);
    let told = before.told("push", "own:optics");
    assert!(told.contains("(far) the primary") && told.contains("shore"), "{told}");

    let after = system("far-promotion", "after");
    is_out(&after.outcome("push", "own:optics"), 43 * SECOND, 2 * MINUTE);
    keeps(&after.outcome("main", "own:optics"));
}

#[test]
fn a_backup_in_the_same_account_is_erased_with_it() {
    let before = system("stolen-account", "before");
    loses_all(&before.outcome("repositories", "account:account"));
    assert!(before.found().contains(&"copy-in-same-scope"), "{:?}", before.found());
    // A second zone of the same provider is what it was bought for.
    is_out(&before.outcome("push", "zone-lost:ch-gva-2"), 0, 5 * MINUTE);
    keeps(&before.outcome("repositories", "zone-lost:ch-gva-2"));

    let after = system("stolen-account", "after");
    loses(&after.outcome("repositories", "account:account"), HOUR, 25 * HOUR);
    is_out(&after.outcome("push", "account:account"), HOUR, 2 * DAY);
    keeps(&after.outcome("repositories", "account:vault"));
    keeps(&after.outcome("repositories", "zone-lost:ch-gva-2"));
}

#[test]
fn four_name_servers_of_one_company_are_one() {
    let before = system("one-name-service", "before");
    let read = before.outcome("read", "provider:north names");
    // Two hours, less what was remembered.
    is_out(&read, 2 * HOUR - 5 * MINUTE, 2 * HOUR);
    assert!(before.told("read", "provider:north names").contains("name.www"));

    let after = system("one-name-service", "after");
    holds(&after.outcome("read", "provider:north names"));
    holds(&after.outcome("read", "provider:south names"));
}

#[test]
fn a_copy_that_is_as_full_is_no_way_out() {
    let before = system("largest-file", "before");
    let full = "limit:database.library.limit.file";
    // 31 h were published; the dump alone took ten.
    is_out(&before.outcome("save", full), 10 * HOUR, 3 * DAY);
    keeps(&before.outcome("library", full));
    let told = before.told("save", full);
    assert!(told.contains("full at 2 TB") && !told.contains("the primary"), "{told}");
    let soon = before.checked.model().full[0].full_in.as_ref().unwrap().value().unwrap().hi;
    assert!(soon <= 2 * DAY);

    let after = system("largest-file", "after");
    let next = &after.checked.model().full[0];
    assert_eq!(next.at, "64 TB");
    assert!(next.full_in.as_ref().unwrap().value().unwrap().hi > 365 * DAY);
    let faults = &after.whole().singles().survival().faults;
    assert!(!faults.iter().any(|it| it.what.contains("2 TB")), "what was reached is no limit now");
}

#[test]
fn a_plan_to_start_elsewhere_hangs_on_the_same_control_plane() {
    let before = system("storage-storm", "before");
    let storm = "common:storage-network";
    is_out(&before.outcome("post", storm), 11 * HOUR, 4 * DAY);
    assert!(before.told("post", storm).contains("`storage network` is lost"));
    // The plan hangs on the control plane: with one that the storm does not reach it is followed.
    let apart = system("storage-storm", "apart");
    is_out(&apart.outcome("post", storm), HOUR, 4 * HOUR);
    assert!(apart.told("post", storm).contains("points `name.www` at `service.launched`"));
    // For a few volumes every mirror was gone: what is left is the last snapshot.
    loses(&before.outcome("board", "own:no-mirror-left"), HOUR, 7 * HOUR);

    let after = system("storage-storm", "after");
    is_out(&after.outcome("post", storm), 0, 10 * MINUTE);
    keeps(&after.outcome("board", storm));
    keeps(&after.outcome("board", "own:no-mirror-left"));
}

#[test]
fn rules_that_are_harmless_alone_leave_no_legal_place() {
    let primary = "disk:exoscale_compute_instance.db[0]";
    let crash = "process:service.reader";
    let before = system("no-legal-place", "before");
    is_out(&before.outcome("pay", primary), 0, 2 * MINUTE);
    holds(&before.outcome("pay", crash));
    // An hour and fifty minutes, until people had done it by hand.
    let both = before.pair("pay", primary, crash);
    assert!(both.out.worst > 30 * MINUTE, "{:?}", both.out);
    keeps(&before.pair("payments", primary, crash));

    let after = system("no-legal-place", "after");
    is_out(&after.outcome("pay", primary), 0, 2 * MINUTE);
    let both = after.pair("pay", primary, crash);
    assert!(both.out.worst <= 5 * MINUTE, "{:?}", both.out);
    keeps(&after.pair("payments", primary, crash));
}

#[test]
fn an_effect_whose_record_is_gone_is_done_again() {
    let before = system("charged-again", "before");
    let restart = "own:wrong-restart";
    let charged = before.outcome("pay", restart).aftermath().unwrap().clone();
    assert_eq!(charged.twice.1, None, "without bound");
    holds(&before.outcome("call", restart));
    keeps(&before.outcome("books", restart));
    assert!(before.told("pay", restart).contains("cache.balances"));

    let after = system("charged-again", "after");
    let late = after.outcome("pay", restart).aftermath().unwrap().clone();
    assert_eq!((late.twice, late.lost.1), ((0, Some(0)), Some(0)));
    assert!(late.late.worst > 0 && late.late.worst < DAY);
    holds(&after.outcome("call", restart));
    keeps(&after.outcome("books", restart));
}

#[test]
fn a_change_without_a_way_back_has_no_bound() {
    let before = system("one-of-a-kind", "before");
    let read = before.doubts("read", "change:upgrade");
    assert!(read.iter().any(|it| it.contains("repaired")), "how long is not known: {read:?}");
    let of = find_subject(before.checked.model(), "read").unwrap();
    let judged = before.whole().singles().survival().case(of, before.fault("change:upgrade").0);
    may_stay_out(&judged.unwrap().outcome);
    keeps(&before.outcome("posts", "change:upgrade"));
    assert!(before.told("read", "change:upgrade").contains("`upgrade` goes wrong"));

    let after = system("one-of-a-kind", "after");
    is_out(&after.outcome("read", "change:upgrade"), 0, 2 * MINUTE);
    keeps(&after.outcome("posts", "change:upgrade"));
}

#[test]
fn one_file_server_is_the_only_way_to_its_files() {
    let lost = "instance:exoscale_compute_instance.files[0]";
    let before = system("only-file-server", "before");
    // From 3 h 40 min to 5 h 20 min, by what had to be read back.
    is_out(&before.outcome("visit first", lost), 3 * HOUR, 6 * HOUR);
    is_out(&before.outcome("start second", lost), 3 * HOUR, 6 * HOUR);
    holds(&before.outcome("visit second", lost));
    keeps(&before.outcome("second", lost));
    loses(&before.outcome("first", lost), 0, 2 * HOUR);

    let after = system("only-file-server", "after");
    is_out(&after.outcome("visit first", lost), 0, 5 * MINUTE);
    holds(&after.outcome("start second", lost));
    holds(&after.outcome("visit second", lost));
    keeps(&after.outcome("first", lost));
    // While the spare is made anew the pair is a single.
    is_out(&after.outcome("visit first", &format!("larger-disks/{lost}")), 3 * HOUR, 6 * HOUR);
}

#[test]
fn a_copy_with_another_company_survives_the_end_of_a_subscription() {
    let ended = "account:account";
    let before = system("ended-subscription", "before");
    loses(&before.outcome("members", ended), 2 * HOUR, 26 * HOUR);
    is_out(&before.outcome("see my account", ended), 2 * DAY, 14 * DAY);
    is_out(&before.outcome("see my account", "zone-lost:ch-gva-2"), 0, 5 * MINUTE);
    keeps(&before.outcome("members", "zone-lost:ch-gva-2"));

    let without = system("ended-subscription", "without");
    loses_all(&without.outcome("members", ended));

    let after = system("ended-subscription", "after");
    is_out(&after.outcome("see my account", ended), 0, 12 * HOUR);
    loses(&after.outcome("members", ended), 2 * HOUR, 26 * HOUR);
}

#[test]
fn every_incident_says_what_it_is_and_where_it_is_published() {
    let mut count = 0;
    for entry in fs::read_dir(directory()).unwrap().flatten() {
        let path = entry.path();
        let readme = fs::read_to_string(path.join("README.md")).expect("a README");
        for heading in ["## What happened", "## What is modelled", "## Source"] {
            assert!(readme.contains(heading), "{}: {heading}", path.display());
        }
        assert!(readme.contains("https://"), "{}: a public address", path.display());
        assert!(path.join("before").is_dir() && path.join("after").is_dir());
        count += 1;
    }
    assert_eq!(count, 12);
}
