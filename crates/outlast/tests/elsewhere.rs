//! Back elsewhere: what cannot come back where it was comes back where its repair says, under the
//! conditions of that place; where it was it stays off.

use outlast_model::{FOREVER, HOUR, MINUTE, Nanos};
use outlast_sim::Recovery;

use crate::laws::cells::{Cells, cells_of, model};

const PEOPLE: &str = "people \"ops\" {\n  answers = [\"5m\", \"1h\"]\n}\n";

/// A service on a machine of the first zone that people bring back within 2 h 5 min, and this.
fn system(to: &str, more: &str) -> Cells {
    cells_of(&text(to, "service.web", more))
}

fn text(to: &str, enters: &str, more: &str) -> String {
    format!(
        "service \"web\" {{\n  on = exoscale_compute_instance.m[0]\n  listens = 443\n  \
         repair = {{ by = people.ops, detect = \"5m\", takes = [\"10m\", \"1h\"], {to} }}\n}}\n\
         {PEOPLE}journey \"use\" {{\n  enters = {enters}\n}}\n{more}"
    )
}

const SPARE: &str = "to = exoscale_compute_instance.m[2]";
const MENDED: (Nanos, Nanos) = (20 * MINUTE, 2 * HOUR + 5 * MINUTE);

fn out(cells: &Cells, fault: &str) -> (Nanos, Nanos) {
    cells.get("use", fault).out
}

#[test]
fn what_cannot_come_back_where_it_was_comes_back_where_its_repair_says() {
    let cells = system(SPARE, "");
    for fault in
        ["process:service.web", "instance:exoscale_compute_instance.m[0]", "zone-lost:ch-gva-2"]
    {
        assert_eq!(out(&cells, fault), MENDED, "{fault}");
    }
    // A zone without power may be back before.
    assert_eq!(out(&cells, "zone-dark:ch-gva-2"), (0, MENDED.1));
    let stays = system("", "");
    assert_eq!(out(&stays, "instance:exoscale_compute_instance.m[0]"), MENDED);
    assert_eq!(stays.get("use", "zone-lost:ch-gva-2").back, Recovery::Never);
    assert_eq!(stays.get("use", "zone-dark:ch-gva-2").back, Recovery::WhenFaultEnds);
}

#[test]
fn what_is_lost_with_it_is_no_place_to_come_back_to() {
    let cells = system("to = exoscale_compute_instance.m[1]", "");
    assert_eq!(cells.get("use", "zone-lost:ch-gva-2").back, Recovery::Never);
    assert_eq!(out(&cells, "instance:exoscale_compute_instance.m[0]"), MENDED);
    // The first that can be used.
    let either =
        system("to = [exoscale_compute_instance.m[1], exoscale_compute_instance.m[2]]", "");
    assert_eq!(out(&either, "zone-lost:ch-gva-2"), MENDED);
}

#[test]
fn a_zone_makes_a_machine_by_its_control_plane_and_a_room_has_one() {
    for to in ["to = zone[\"ch-dk-2\"]", "to = zone[\"de-fra-1\"]", "to = place.hall"] {
        let cells = system(to, "place \"hall\" {\n  kind = \"room\"\n}\n");
        assert_eq!(out(&cells, "zone-lost:ch-gva-2"), MENDED, "{to}");
    }
    let denied = "fault \"both\" {\n  stop = zone[\"ch-gva-2\"]\n  deny = control_plane[\"ch-dk-2\"]\n  \
                  lasts = \"9h\"\n}\n";
    // An existing machine needs no control plane.
    assert_eq!(out(&system(SPARE, denied), "own:both").1, MENDED.1);
    assert_eq!(out(&system("to = zone[\"ch-dk-2\"]", denied), "own:both").1, 9 * HOUR);
}

#[test]
fn what_it_held_is_filled_from_what_is_at_hand_there() {
    let database = |to: &str| {
        format!(
            "database \"shop\" {{\n  on = exoscale_compute_instance.m[0]\n  listens = 5432\n  \
             durable_after = \"0s\"\n  size = \"60 GB\"\n  \
             backup \"copy\" {{\n    how = \"pg_dump\"\n    every = \"24h\"\n    took = \"1h\"\n    \
             to = {to}\n    keeps_for = \"30d\"\n    \
             tested = {{ on = \"2026-10-02\", took = \"1h\", version = \"15\" }}\n  }}\n  \
             repair = {{ by = people.ops, detect = \"5m\", takes = \"10m\", {SPARE} }}\n}}\n{PEOPLE}\
             place \"vault\" {{\n  kind = \"site\"\n}}\n\
             journey \"use\" {{\n  enters = database.shop\n}}\n"
        )
    };
    let kept = cells_of(&database("place.vault"));
    // 5 min, up to an hour until they answer, 10 min, and the hour that was tried.
    assert_eq!(out(&kept, "zone-lost:ch-gva-2"), (80 * MINUTE, 135 * MINUTE));
    assert_eq!(kept.get("database.shop", "zone-lost:ch-gva-2").lost.1, 25 * HOUR);
    // What comes back elsewhere leaves what it held behind, also where that is not destroyed.
    assert_eq!(kept.get("database.shop", "zone-dark:ch-gva-2").lost.1, 25 * HOUR);
    let gone = cells_of(&database("zone[\"ch-gva-2\"]"));
    assert_eq!(gone.get("database.shop", "zone-lost:ch-gva-2").lost.1, FOREVER);
}

#[test]
fn names_point_to_it_and_their_answers_are_kept_for_a_while() {
    let name = "name \"www\" {\n  to = service.web\n  remembers = \"30m\"\n}\n";
    let cells = cells_of(&text(SPARE, "name.www", name));
    assert_eq!(out(&cells, "zone-lost:ch-gva-2"), (MENDED.0, MENDED.1 + 30 * MINUTE));
    assert_eq!(out(&cells, "process:service.web"), MENDED);
}

#[test]
fn an_address_of_the_lost_zone_leads_nowhere() {
    let address = "address \"ip\" {\n  in = zone[\"ch-gva-2\"]\n  to = service.web\n}\n";
    let cells = cells_of(&text(SPARE, "address.ip", address));
    assert_eq!(cells.get("use", "zone-lost:ch-gva-2").back, Recovery::Never);
    // The address stays, and what it leads to is in another zone.
    let cells = cells_of(&text(SPARE, "address.ip", address));
    let instance = cells.get("use", "instance:exoscale_compute_instance.m[0]");
    assert_eq!(instance.back, Recovery::Never);
    let near = cells_of(&text("to = exoscale_compute_instance.m[1]", "address.ip", address));
    assert_eq!(out(&near, "instance:exoscale_compute_instance.m[0]"), MENDED);
}

#[test]
fn what_acts_by_itself_brings_nothing_back_elsewhere() {
    let wrong = text(SPARE, "service.web", "").replace("by = people.ops", "by = \"itself\"");
    assert_eq!(model(&wrong).unwrap_err(), ["a value cannot be read"]);
    let failover = "name \"www\" {\n  to = [service.web]\n  \
                    failover = { by = people.ops, detect = \"1m\", takes = \"1m\", to = place.x }\n}\n\
                    place \"x\" {\n  kind = \"room\"\n}\n";
    assert_eq!(
        model(&text("", "name.www", failover)).unwrap_err(),
        ["an attribute is not known here"]
    );
}
