//! Changes: what one holds away stays away until it is done, and its undo takes back that and nothing
//! else.

use outlast_model::{HOUR, MINUTE, Nanos};

use crate::laws::cells::{Cells, cells_of, model};

/// A service with a change that is undone within 45 minutes, and this.
fn text(service: &str, more: &str) -> String {
    format!(
        "service \"app\" {{\n  on = exoscale_compute_instance.m[0]\n  listens = 80\n  {service}\n}}\n\
         change \"release\" {{\n  to = service.app\n  takes = \"10m\"\n  by = people.ops\n  \
         undo = {{ detect = \"30m\", takes = \"10m\" }}\n}}\n\
         people \"ops\" {{\n  answers = \"5m\"\n}}\n\
         journey \"use\" {{\n  enters = service.app\n}}\n{more}"
    )
}

fn out(cells: &Cells, fault: &str) -> (Nanos, Nanos) {
    cells.get("use", fault).out
}

fn exactly(time: Nanos) -> (Nanos, Nanos) {
    (time, time)
}

#[test]
fn an_undo_takes_back_its_own_change_and_nothing_else() {
    let other = "fault \"key\" {\n  set = service.app\n  lasts = \"24h\"\n}\n\
                 fault \"stopped\" {\n  stop = service.app\n  lasts = \"24h\"\n}\n\
                 change \"other\" {\n  to = service.app\n  takes = \"10m\"\n  by = people.ops\n  \
                 undo = { detect = \"2h\", takes = \"10m\" }\n}\n";
    let cells = cells_of(&text("", other));
    assert_eq!(out(&cells, "change:release"), exactly(45 * MINUTE));
    assert_eq!(out(&cells, "change:other"), exactly(135 * MINUTE));
    assert_eq!(out(&cells, "own:key"), exactly(24 * HOUR));
    assert_eq!(out(&cells, "own:stopped"), exactly(24 * HOUR));
}

#[test]
fn a_repair_mends_what_no_undo_does() {
    let other = "fault \"key\" {\n  set = service.app\n  lasts = \"24h\"\n}\n";
    let repair = "repair = { by = people.ops, detect = \"5m\", takes = \"1h\" }";
    let cells = cells_of(&text(repair, other));
    assert_eq!(out(&cells, "own:key"), exactly(70 * MINUTE));
    // Whoever is sooner.
    assert_eq!(out(&cells, "change:release"), exactly(45 * MINUTE));
}

#[test]
fn what_a_change_holds_away_is_not_restarted_meanwhile() {
    let manager =
        "repair = { by = \"itself\", notices = [\"stop\"], detect = \"1s\", takes = \"9s\" }";
    let cells = cells_of(&text(manager, ""));
    assert_eq!(out(&cells, "process:service.app"), exactly(10 * outlast_model::SECOND));
    assert_eq!(out(&cells, "change:release/step/1"), exactly(10 * MINUTE));
}

#[test]
fn steps_come_in_the_order_that_is_stated() {
    let two = |steps: &str| {
        format!(
            "service \"first\" {{\n  on = exoscale_compute_instance.m[2]\n}}\n\
             change \"both\" {{\n  to = [service.app, service.first]\n  {steps}\n  takes = \"20m\"\n}}\n"
        )
    };
    let step = |steps: &str, at: u32| {
        out(&cells_of(&text("", &two(steps))), &format!("change:both/step/{at}"))
    };
    assert_eq!((step("", 1), step("", 2)), (exactly(20 * MINUTE), (0, 0)));
    let turned = "steps = [service.first, service.app]";
    assert_eq!((step(turned, 1), step(turned, 2)), ((0, 0), exactly(20 * MINUTE)));
    let wrong = text("", &two("steps = [service.other]"))
        + "service \"other\" {\n  in = zone[\"ch-dk-2\"]\n}\n";
    assert_eq!(model(&wrong).unwrap_err(), ["a value cannot be read"]);
}
