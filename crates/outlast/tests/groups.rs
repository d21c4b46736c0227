//! Groups of which nothing runs any more: who makes them one store again.

use outlast_model::{FOREVER, MINUTE, Nanos};

use crate::laws::cells::cells_of;

const M: &str = "exoscale_compute_instance.m";

/// How long three copies are out, at least and at most, whose machines are off for ten minutes.
fn out(said: &str, repairs: &str, fault: &str) -> (Nanos, Nanos) {
    let cells = cells_of(&format!(
        "database \"shop\" {{\n  on = {M}[0]\n  {said}\n  {repairs}\n  \
         replica \"b\" {{\n    on = {M}[1]\n  }}\n  replica \"c\" {{\n    on = {M}[2]\n  }}\n}}\n\
         people \"ops\" {{\n  answers = \"5m\"\n}}\n\
         fault \"dark\" {{\n  stop = [{M}[0], {M}[1], {M}[2]]\n  lasts = \"10m\"\n}}\n\
         fault \"two\" {{\n  stop = [{M}[0], {M}[1]]\n  lasts = \"10m\"\n}}\n\
         journey \"use\" {{\n  enters = database.shop\n}}\n"
    ));
    cells.get("use", fault).out
}

const BY_PEOPLE: &str = "repair = { by = people.ops, detect = \"5m\", takes = \"10m\" }";
const BY_ITSELF: &str =
    "repair = { by = \"itself\", notices = [\"stop\"], detect = \"1s\", takes = \"1s\" }";

#[test]
fn galera_forms_again_once_all_are_back_and_else_waits_for_people() {
    let galera = "engine = \"galera\"\n  starts = \"0s\"";
    let back = (10 * MINUTE, 10 * MINUTE);
    assert_eq!(out(galera, "", "own:dark"), back);
    assert_eq!(out(galera, BY_ITSELF, "own:dark"), back);
    let by_people = format!("{galera}\n  forms_again = \"by-people\"");
    assert_eq!(out(&by_people, BY_PEOPLE, "own:dark"), (20 * MINUTE, 20 * MINUTE));
    // A service manager starts a process that finds nobody, and that is all.
    assert_eq!(out(&by_people, BY_ITSELF, "own:dark").1, FOREVER);
    assert_eq!(out(&by_people, "", "own:dark").1, FOREVER);
    // Those who come back join the one that runs.
    assert_eq!(out(&by_people, "", "own:two"), out(galera, "", "own:two"));
}

#[test]
fn galera_waits_for_the_last_one_of_all() {
    // All are off, and one stays off for good: the two others wait for it, or for people.
    let galera = "engine = \"galera\"\n  starts = \"0s\"";
    let then = |said: &str, repair: &str| {
        let cells = cells_of(&format!(
            "database \"shop\" {{\n  on = {M}[0]\n  {said}\n  {repair}\n  \
             replica \"b\" {{\n    on = {M}[1]\n  }}\n  replica \"c\" {{\n    on = {M}[2]\n  }}\n}}\n\
             people \"ops\" {{\n  answers = \"5m\"\n}}\n\
             during \"c is away\" {{\n  without = database.shop.c\n  lasts = \"2h\"\n}}\n\
             fault \"dark\" {{\n  stop = [{M}[0], {M}[1]]\n  lasts = \"10m\"\n}}\n\
             journey \"use\" {{\n  enters = database.shop\n}}\n"
        ));
        cells.get("use", "c-is-away/own:dark").out
    };
    assert!(then(galera, "").1 > 10 * MINUTE, "{:?}", then(galera, ""));
    let alone = format!("{galera}\n  forms_again = \"alone\"");
    assert_eq!(then(&alone, "").1, 10 * MINUTE);
}

#[test]
fn what_is_closed_is_opened_by_people_each_time() {
    let closed = "engine = \"galera\"\n  starts = \"0s\"\n  forms_again = \"each-by-people\"";
    assert_eq!(out(closed, BY_PEOPLE, "own:dark"), (20 * MINUTE, 20 * MINUTE));
    assert_eq!(out(closed, BY_PEOPLE, "own:two"), (20 * MINUTE, 20 * MINUTE));
    assert_eq!(out(closed, "", "own:two").1, FOREVER);
    // Those who must be there at the start are the ones who open it.
    let needs = "need {\n    of = people.ops\n    at = \"start\"\n  }";
    assert_eq!(out(closed, needs, "own:dark"), (15 * MINUTE, 15 * MINUTE));
    // Vault is such a store, until it is said that something opens it.
    assert_eq!(out("engine = \"vault\"", "", "own:two").1, FOREVER);
}

#[test]
fn who_was_repaired_before_the_fault_ends_is_not_started_again() {
    let plain = "engine = \"galera\"\n  starts = \"3m\"";
    let soon = "repair = { by = people.ops, detect = \"1m\", takes = \"1m\" }";
    assert_eq!(out(plain, soon, "own:dark"), (7 * MINUTE, 7 * MINUTE));
}
