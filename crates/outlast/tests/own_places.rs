//! Places of one's own: what stands in them fails like what is rented, a host is a machine, what a
//! provider runs fails as its service, and places that fail with each other need not stand in each
//! other.

use outlast_model::{HOUR, MINUTE, Nanos};
use outlast_sim::Recovery;

use crate::laws::cells::{Cells, cells_of, model};

/// A service and a database that it calls, where this says, mended by people in 65 minutes.
fn system(service: &str, database: &str, places: &str) -> String {
    let repair = "repair = { by = people.ops, detect = \"0s\", takes = \"1h\" }";
    format!(
        "service \"app\" {{\n  listens = 80\n  calls = [database.shop]\n  {service}\n  {repair}\n}}\n\
         database \"shop\" {{\n  listens = 5432\n  {database}\n  {repair}\n}}\n\
         people \"ops\" {{\n  answers = \"5m\"\n}}\n\
         journey \"use\" {{\n  enters = service.app\n}}\n{places}"
    )
}

fn place(name: &str, says: &str) -> String {
    format!("place \"{name}\" {{\n  {says}\n}}\n")
}

fn out(cells: &Cells, fault: &str) -> Nanos {
    cells.get("use", fault).out.1
}

const MENDED: Nanos = HOUR + 5 * MINUTE;

#[test]
fn each_part_in_a_room_has_a_process_and_a_machine() {
    let room = place("room", "kind = \"room\"");
    let cells = cells_of(&system("in = place.room", "in = place.room", &room));
    for part in ["service.app", "database.shop"] {
        for class in ["process", "hang", "instance", "disk"] {
            assert_eq!(out(&cells, &format!("{class}:{part}")), MENDED, "{class}:{part}");
        }
    }
}

#[test]
fn copies_in_a_room_fail_one_at_a_time() {
    let room = place("room", "kind = \"room\"");
    let two = cells_of(&system("in = place.room\n  copies = 2", "in = place.room", &room));
    assert_eq!(out(&two, "process:service.app/0"), 0);
    assert_eq!(out(&two, "instance:service.app/1"), 0);
    assert_eq!(out(&two, "instance:database.shop"), MENDED);
    assert_eq!(two.get("use", "zone-cut:room").back, Recovery::WhenFaultEnds);
}

#[test]
fn a_host_that_holds_nothing_is_the_machine_of_all_that_stands_on_it() {
    let host = place("server", "kind = \"host\"");
    let model = model(&system("in = place.server", "in = place.server", &host)).unwrap();
    let own: Vec<&str> =
        model.machines().filter(|(_, it)| it.own).map(|(_, it)| &*it.address).collect();
    assert_eq!(own, ["place.server"]);
    let cells = cells_of(&system("in = place.server", "in = place.server", &host));
    assert_eq!(out(&cells, "instance:place.server"), MENDED);
    assert_eq!(cells.get("use", "zone-cut:server").back, Recovery::WhenFaultEnds);
    assert_eq!(cells.get("use", "zone-dark:server").back, Recovery::WhenFaultEnds);
}

#[test]
fn a_host_that_holds_machines_is_their_hypervisor() {
    let host = place(
        "host",
        "kind = \"host\"\n  holds = [exoscale_compute_instance.m[0], exoscale_compute_instance.m[1]]",
    );
    let on = |at: u32| format!("on = exoscale_compute_instance.m[{at}]");
    let cells = cells_of(&system(&on(0), &on(1), &host));
    assert_eq!(out(&cells, "hypervisor:host"), MENDED);
    assert_eq!(out(&cells, "instance:exoscale_compute_instance.m[0]"), MENDED);
}

#[test]
fn machines_in_a_room_may_share_a_hypervisor_and_those_of_two_rooms_do_not() {
    let on = |at: u32| format!("on = exoscale_compute_instance.m[{at}]");
    let holds = |room: &str, of: &str| place(room, &format!("kind = \"room\"\n  holds = [{of}]"));
    let (one, other) = ("exoscale_compute_instance.m[0]", "exoscale_compute_instance.m[1]");
    let shared = format!("hypervisor:{one}+{other}");
    let together = holds("r", &format!("{one}, {other}"));
    assert_eq!(out(&cells_of(&system(&on(0), &on(1), &together)), &shared), MENDED);
    let apart = holds("r", one) + &holds("s", other);
    assert_eq!(out(&cells_of(&system(&on(0), &on(1), &apart)), &shared), 0);
    assert_eq!(
        out(&cells_of(&system(&on(0), &on(1), &apart)), &format!("hypervisor:{one}")),
        MENDED
    );
}

#[test]
fn what_a_provider_runs_fails_as_its_service_and_has_no_process_of_ones_own() {
    let provider = place("saas", "kind = \"provider\"");
    let cells = cells_of(&system("in = place.saas", "in = place.saas", &provider));
    assert_eq!(cells.get("use", "process:service.app").back, Recovery::Holds);
    assert_eq!(cells.get("use", "provider-service:service.app").back, Recovery::WhenFaultEnds);
}

#[test]
fn secrets_people_and_names_have_no_process() {
    let places = place("room", "kind = \"room\"")
        + "secret \"key\" {\n  in = place.room\n}\n\
           name \"www\" {\n  to = service.app\n  served_by = place.room\n}\n";
    let text = system("in = place.room", "in = place.room", &places);
    let model = model(&text).unwrap();
    assert_eq!(model.machines().filter(|(_, it)| it.own).count(), 2);
}

#[test]
fn a_building_may_hold_a_zone_and_racks_of_another() {
    let building = "kind = \"building\"\n  holds = [zone[\"ch-gva-2\"], place.rack]";
    let rack = "kind = \"room\"\n  in = zone[\"ch-dk-2\"]\n  \
                holds = [exoscale_compute_instance.m[2]]";
    let on = |at: u32| format!("on = exoscale_compute_instance.m[{at}]");
    let places = [place("b", building), place("rack", rack)];
    let turned = format!("{}{}", places[1], places[0]);
    for places in [places.concat(), turned] {
        let both = cells_of(&system(&on(2), &on(3), &places));
        // The rack is in the building and in its zone; what else is in its zone is not in the building.
        for fault in ["zone-dark:b", "zone-dark:rack", "zone-dark:ch-dk-2"] {
            assert_eq!(both.get("use", fault).back, Recovery::WhenFaultEnds, "{fault}");
        }
        assert_eq!(both.get("use", "zone-dark:ch-gva-2").back, Recovery::Holds);
        let outside = cells_of(&system(&on(3), &on(3), &places));
        assert_eq!(outside.get("use", "zone-dark:b").back, Recovery::Holds);
    }
}

#[test]
fn a_building_may_hold_machines_of_two_zones() {
    let building = "kind = \"building\"\n  \
        holds = [exoscale_compute_instance.m[0], exoscale_compute_instance.m[2]]";
    let on = |at: u32| format!("on = exoscale_compute_instance.m[{at}]");
    let lost = |one, other, fault: &str| {
        let cells = cells_of(&system(&on(one), &on(other), &place("b", building)));
        cells.get("use", fault).back
    };
    assert_eq!(lost(0, 2, "zone-dark:b"), Recovery::WhenFaultEnds);
    assert_eq!(lost(2, 2, "zone-dark:b"), Recovery::WhenFaultEnds);
    assert_eq!(lost(2, 2, "zone-dark:ch-dk-2"), Recovery::WhenFaultEnds);
    assert_eq!(lost(2, 2, "zone-dark:ch-gva-2"), Recovery::Holds);
    assert_eq!(lost(1, 3, "zone-dark:b"), Recovery::Holds);
}
