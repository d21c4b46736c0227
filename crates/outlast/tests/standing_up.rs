//! Standing up: what stands on something that comes back starts then, people at the start are waited
//! for, and nobody mends what he cannot get at.

use outlast_model::{FOREVER, HOUR, MINUTE, Nanos, SECOND};

use crate::laws::cells::cells_of;

const MACHINE: &str = "exoscale_compute_instance.m[0]";
const PEOPLE: &str = "people \"ops\" {\n  answers = [\"2m\", \"5m\"]\n}\n";

/// A service of which this is said, and a fault that does this.
fn system(says: &str, fault: &str) -> String {
    format!(
        "service \"web\" {{\n  listens = 443\n  {says}\n}}\n{PEOPLE}\
         journey \"use\" {{\n  enters = service.web\n}}\n\
         fault \"own\" {{\n  {fault}\n}}\n"
    )
}

fn out(says: &str, fault: &str) -> (Nanos, Nanos) {
    cells_of(&system(says, fault)).get("use", "own:own").out
}

fn rebooted(says: &str) -> (Nanos, Nanos) {
    let says = format!("on = {MACHINE}\n  {says}");
    out(&says, &format!("stop = {MACHINE}\n  lasts = [\"30s\", \"60s\"]"))
}

#[test]
fn what_runs_on_a_machine_starts_when_it_is_back() {
    assert_eq!(rebooted(""), (30 * SECOND, MINUTE));
    assert_eq!(rebooted("starts = \"20s\""), (50 * SECOND, 80 * SECOND));
    assert_eq!(rebooted("starts = [\"1m\", \"10m\"]"), (90 * SECOND, 11 * MINUTE));
}

#[test]
fn a_restart_that_takes_long_is_how_long_it_starts() {
    let repair = |takes: &str| {
        rebooted(&format!(
            "repair = {{ by = \"itself\", notices = [\"stop\"], detect = \"1s\", takes = {takes} }}"
        ))
    };
    assert_eq!(repair("[\"5m\", \"10m\"]"), (30 * SECOND + 5 * MINUTE, 11 * MINUTE));
    assert_eq!(repair("[\"1s\", \"5s\"]"), (30 * SECOND, MINUTE));
}

#[test]
fn what_is_stated_comes_before_what_a_restart_takes() {
    let says = "starts = \"2m\"\n  repair = { by = \"itself\", notices = [\"stop\"], \
                detect = \"1s\", takes = \"10m\" }";
    assert_eq!(rebooted(says), (150 * SECOND, 3 * MINUTE));
    // A process that died is mended as the repair says, which ends when it serves.
    let says = format!("on = {MACHINE}\n  {says}");
    let process = cells_of(&system(&says, &format!("freeze = {MACHINE}")));
    assert_eq!(process.get("use", "process:service.web").out, (601 * SECOND, 601 * SECOND));
}

#[test]
fn people_at_the_start_are_waited_for() {
    let says = "starts = \"1m\"\n  need {\n    of = people.ops\n    at = \"start\"\n  }";
    assert_eq!(rebooted(says), (30 * SECOND + 3 * MINUTE, 7 * MINUTE));
}

#[test]
fn a_place_that_has_power_again_starts_what_stands_in_it() {
    let says = "in = place.room\n  starts = \"5m\"";
    let place = "place \"room\" {\n  kind = \"room\"\n}\n";
    let text = system(says, "stop = place.room\n  lasts = \"1h\"") + place;
    assert_eq!(cells_of(&text).get("use", "own:own").out, (HOUR + 5 * MINUTE, HOUR + 5 * MINUTE));
}

#[test]
fn what_stands_in_a_room_of_ones_own_is_mended_like_anything_else() {
    let place = "place \"room\" {\n  kind = \"room\"\n}\n";
    let repair = "repair = { by = people.ops, detect = \"5m\", takes = \"1h\" }";
    let mended = |fault: &str| {
        let text = system(&format!("in = place.room\n  {repair}"), fault) + place;
        cells_of(&text).get("use", "own:own").out
    };
    assert_eq!(mended("stop = service.web"), (67 * MINUTE, 70 * MINUTE));
    // What comes back sooner by itself does.
    assert_eq!(mended("stop = service.web\n  lasts = \"10m\""), (10 * MINUTE, 10 * MINUTE));
    let text = system("in = place.room\n  repair = none", "stop = service.web") + place;
    assert_eq!(cells_of(&text).get("use", "own:own").out.1, FOREVER);
}

#[test]
fn nobody_mends_what_is_suspended() {
    let says = format!(
        "on = {MACHINE}\n  repair = {{ by = people.ops, detect = \"5m\", takes = \"10m\" }}"
    );
    let rates = "rates {\n  suspension = { lasts = [\"1d\", \"2d\"] }\n}\n";
    let text = system(&says, &format!("freeze = {MACHINE}")) + rates;
    let cell = cells_of(&text).get("use", "suspension:account");
    assert_eq!(cell.out, (24 * HOUR, 48 * HOUR));
}
