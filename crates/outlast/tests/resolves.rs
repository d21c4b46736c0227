//! Who asks for a name once and keeps the answer, worked out by hand.

use outlast_model::{FOREVER, MINUTE, Nanos};

use crate::laws::cells::{Cell, cells_of};

const M: &str = "exoscale_compute_instance.m";

/// A caller of a name that is moved to a spare after 1 min of detection and 1 min, with a time to
/// live of 5 min.
fn calls(caller: &str, need: &str, fault: &str) -> Cell {
    let cells = cells_of(&format!(
        "service \"web\" {{\n  on = [{M}[0], {M}[1]]\n  repair = none\n}}\n\
         name \"web\" {{\n  to = service.web\n  remembers = \"5m\"\n  failover = {{ by = \
         service.mover, detect = \"1m\", takes = \"1m\" }}\n}}\n\
         service \"mover\" {{\n  on = {M}[2]\n}}\n\
         service \"caller\" {{\n  on = {M}[3]\n  {caller}\n  need {{\n    of = name.web\n    {need}\n  }}\n}}\n\
         people \"ops\" {{\n  answers = \"5m\"\n}}\n\
         fault \"off\" {{\n  stop = {M}[0]\n}}\n\
         fault \"crash\" {{\n  stop = service.caller\n  lasts = \"1h\"\n}}\n\
         fault \"misled\" {{\n  set = name.web\n  lasts = \"1h\"\n}}\n\
         journey \"use\" {{\n  enters = service.caller\n}}\n"
    ));
    cells.get("use", fault)
}

fn worst(caller: &str, need: &str, fault: &str) -> Nanos {
    calls(caller, need, fault).out.1
}

const ONCE: &str = "resolves = \"once\"";
const BY_ITSELF: &str =
    "repair = { by = \"itself\", notices = [\"stop\"], detect = \"1s\", takes = \"1s\" }";
const BY_PEOPLE: &str =
    "repair = { by = people.ops, sight = \"journey\", detect = \"10m\", takes = \"3m\" }";

#[test]
fn who_keeps_the_first_answer_calls_on_where_nobody_is_any_more() {
    // Moved after 2 min, known after 5 min more.
    assert_eq!(worst("", "", "own:off"), 7 * MINUTE);
    assert_eq!(worst("", ONCE, "own:off"), FOREVER);
    // A service manager sees a process that runs.
    assert_eq!(worst(BY_ITSELF, ONCE, "own:off"), FOREVER);
    // From when a restart helps, after 2 min: noticed within 10 min, answered in 5, restarted in 3.
    assert_eq!(worst(BY_PEOPLE, ONCE, "own:off"), 20 * MINUTE);
}

#[test]
fn engines_are_known_for_it() {
    assert_eq!(worst("engine = \"haproxy\"", "", "own:off"), FOREVER);
    assert_eq!(worst("engine = \"nginx\"", "", "own:off"), FOREVER);
    assert_eq!(worst("engine = \"nginx\"", "resolves = \"each-time\"", "own:off"), 7 * MINUTE);
}

#[test]
fn a_record_that_is_set_wrongly_reaches_nobody_who_has_asked_before() {
    assert_eq!(worst("", "", "own:misled"), 65 * MINUTE);
    assert_eq!(worst("", ONCE, "own:misled"), 0);
}
