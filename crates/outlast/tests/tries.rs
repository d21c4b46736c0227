//! Trying another copy costs time: who is answered in time, worked out by hand.

use outlast_model::FOREVER;

use crate::laws::cells::{Cell, cells_of};

const M: &str = "exoscale_compute_instance.m";

/// A caller of two or three copies, one of which is struck.
fn calls(need: &str, copies: &str, answers_in: &str, fault: &str) -> Cell {
    let limit = if answers_in.is_empty() {
        String::new()
    } else {
        format!("  answers_in = \"{answers_in}\"\n")
    };
    let cells = cells_of(&format!(
        "service \"web\" {{\n  on = {copies}\n  repair = none\n}}\n\
         service \"caller\" {{\n  on = {M}[3]\n  need {{\n    of = service.web\n    {need}\n  }}\n}}\n\
         fault \"off\" {{\n  stop = {M}[0]\n}}\n\
         fault \"both\" {{\n  stop = [{M}[0], {M}[1]]\n}}\n\
         fault \"hangs\" {{\n  freeze = {M}[0]\n}}\n\
         journey \"use\" {{\n  enters = service.caller\n{limit}}}\n"
    ));
    cells.get("use", fault)
}

fn two() -> String {
    format!("[{M}[0], {M}[1]]")
}

const AGAIN: &str = "retries = 1\n    timeout = \"2s\"";

#[test]
fn who_waits_longer_for_a_silent_copy_than_there_is_time_is_not_served() {
    assert_eq!(calls(AGAIN, &two(), "", "own:off"), Cell::HOLDS);
    assert_eq!(calls(AGAIN, &two(), "2s", "own:off"), Cell::HOLDS);
    assert_eq!(calls(AGAIN, &two(), "1s", "own:off").out, (FOREVER, FOREVER));
    // Who is refused tries the next one at once.
    let dies = "process:service.web/0";
    assert_ne!(calls("", &two(), "", dies), Cell::HOLDS);
    assert_eq!(calls(AGAIN, &two(), "1s", dies), Cell::HOLDS);
    // A copy that hangs is waited for as long.
    assert_eq!(calls(AGAIN, &two(), "2s", "own:hangs"), Cell::HOLDS);
    assert_eq!(calls(AGAIN, &two(), "1s", "own:hangs").out.1, FOREVER);
}

#[test]
fn a_time_that_nobody_stated_decides_nothing() {
    assert!(calls("retries = 1", &two(), "1s", "own:off").undecided);
    assert_eq!(calls("retries = 1", &two(), "", "own:off"), Cell::HOLDS);
    let open = "retries = 1\n    timeout = [\"1s\", \"3s\"]";
    assert_eq!(calls(open, &two(), "2s", "own:off").out, (0, FOREVER));
    assert_eq!(calls(open, &two(), "3s", "own:off"), Cell::HOLDS);
}

#[test]
fn one_more_try_does_not_get_past_two_that_are_away() {
    let three = format!("[{M}[0], {M}[1], {M}[2]]");
    assert_eq!(calls(AGAIN, &three, "", "own:both").out, (FOREVER, FOREVER));
    let twice = AGAIN.replace('1', "2");
    assert_eq!(calls(&twice, &three, "", "own:both"), Cell::HOLDS);
    assert_eq!(calls(&twice, &three, "3s", "own:both").out, (FOREVER, FOREVER));
    assert_eq!(calls(&twice, &three, "4s", "own:both"), Cell::HOLDS);
}

/// A balancer in front of two copies, one of whose machines is off.
fn balanced(says: &str, answers_in: &str) -> Cell {
    let cells = cells_of(&format!(
        "service \"web\" {{\n  on = {}\n  repair = none\n}}\n\
         service \"front\" {{\n  on = {M}[3]\n  balances = service.web\n  {says}\n}}\n\
         fault \"off\" {{\n  stop = {M}[0]\n}}\n\
         journey \"use\" {{\n  enters = service.front\n  answers_in = \"{answers_in}\"\n}}\n",
        two()
    ));
    cells.get("use", "own:off")
}

#[test]
fn a_balancer_that_tries_another_waits_for_the_silent_one_before() {
    // nginx waits 60 s unless it is told otherwise.
    assert_eq!(balanced("engine = \"nginx\"", "10s").out, (FOREVER, FOREVER));
    assert_eq!(balanced("engine = \"nginx\"", "60s"), Cell::HOLDS);
    assert_eq!(balanced("engine = \"nginx\"\n  timeout = \"2s\"", "10s"), Cell::HOLDS);
    assert!(balanced("engine = \"haproxy\"\n  redispatch = true", "10s").undecided);
    assert_eq!(balanced("redispatch = true\n  timeout = \"2s\"", "1s").out, (FOREVER, FOREVER));
    // Once the check has taken it out nobody waits for it any more.
    let checked = "redispatch = true\n  timeout = \"2s\"\n  \
        check = { every = \"5s\", timeout = \"1s\", fall = 1, rise = 1, kind = \"request\" }";
    assert!(balanced(checked, "1s").out.1 < FOREVER);
}

#[test]
fn waits_of_two_tiers_add_up() {
    let cells = |answers_in: &str| {
        cells_of(&format!(
            "service \"web\" {{\n  on = {two}\n  repair = none\n}}\n\
             service \"mid\" {{\n  on = {two}\n  repair = none\n  need {{\n    of = service.web\n    \
             {AGAIN}\n  }}\n}}\n\
             service \"caller\" {{\n  on = {M}[3]\n  need {{\n    of = service.mid\n    {AGAIN}\n  }}\n}}\n\
             fault \"off\" {{\n  stop = {M}[0]\n}}\n\
             journey \"use\" {{\n  enters = service.caller\n  answers_in = \"{answers_in}\"\n}}\n",
            two = two()
        ))
        .get("use", "own:off")
    };
    assert_eq!(cells("4s"), Cell::HOLDS);
    // Some wait for both: how many is not worked out.
    assert_eq!(cells("3s").out, (0, FOREVER));
    assert_eq!(cells("1s").out, (FOREVER, FOREVER));
}

#[test]
fn who_asks_a_store_may_ask_the_silent_copy_first() {
    let store = |timeout: &str, answers_in: &str| {
        let cells = cells_of(&format!(
            "database \"shop\" {{\n  engine = \"postgresql\"\n  on = {M}[0]\n  \
             replica \"b\" {{\n    on = {M}[1]\n  }}\n  repair = none\n}}\n\
             service \"caller\" {{\n  on = {M}[3]\n  need {{\n    of = database.shop\n\
         {timeout}  }}\n}}\n\
             fault \"off\" {{\n  stop = {M}[1]\n}}\n\
             journey \"use\" {{\n  enters = service.caller\n  answers_in = \"{answers_in}\"\n}}\n"
        ));
        cells.get("use", "own:off")
    };
    assert_eq!(store("    timeout = \"2s\"\n", "2s"), Cell::HOLDS);
    assert_eq!(store("    timeout = \"2s\"\n", "1s").out, (0, FOREVER));
}
