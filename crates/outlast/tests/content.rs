//! Content: from when something that is made again serves, and where bytes live that lie on another
//! store.

use outlast_model::{FOREVER, HOUR, MINUTE, Nanos, SECOND};

use crate::laws::cells::{Cells, cells_of};

const M: &str = "exoscale_compute_instance.m";
const PEOPLE: &str = "people \"ops\" {\n  answers = \"5m\"\n}\n";
const REPAIR: &str = "repair = { by = people.ops, detect = \"5m\", takes = \"10m\" }";

fn out(cells: &Cells, fault: &str) -> (Nanos, Nanos) {
    cells.get("use", fault).out
}

/// A store that is made again from a log within a day.
fn rebuilt(kind: &str, serves: &str) -> Cells {
    cells_of(&format!(
        "{kind} \"index\" {{\n  on = {M}[0]\n  listens = 9200\n  durable_after = \"0s\"\n  \
         lost = {{ rebuilt_from = store.log, takes = [\"12h\", \"24h\"], {serves} }}\n  {REPAIR}\n}}\n\
         store \"log\" {{\n  on = {M}[2]\n  listens = 9000\n  {REPAIR}\n}}\n{PEOPLE}\
         journey \"use\" {{\n  enters = {kind}.index\n}}\n"
    ))
}

#[test]
fn what_is_made_again_serves_when_it_is_filled_and_filling_begins_when_its_process_runs() {
    let lost = format!("instance:{M}[0]");
    let filled = (20 * MINUTE + 12 * HOUR, 20 * MINUTE + 24 * HOUR);
    let at_once = (20 * MINUTE, 20 * MINUTE);
    for kind in ["database", "store"] {
        assert_eq!(out(&rebuilt(kind, ""), &lost), filled, "{kind}");
        assert_eq!(out(&rebuilt(kind, "serves = \"meanwhile\""), &lost), at_once, "{kind}");
    }
    assert_eq!(out(&rebuilt("cache", ""), &lost), at_once);
    assert_eq!(out(&rebuilt("cache", "serves = \"filled\""), &lost), filled);
    // What only dies keeps what it has on its disk.
    assert_eq!(out(&rebuilt("database", ""), "process:database.index"), at_once);
}

#[test]
fn what_is_made_again_waits_for_what_it_is_made_from() {
    let cells = cells_of(&format!(
        "database \"index\" {{\n  on = {M}[0]\n  listens = 9200\n  durable_after = \"0s\"\n  \
         lost = {{ rebuilt_from = store.log, takes = \"12h\" }}\n  {REPAIR}\n}}\n\
         store \"log\" {{\n  on = {M}[2]\n  listens = 9000\n}}\n{PEOPLE}\
         journey \"use\" {{\n  enters = database.index\n}}\n\
         fault \"both\" {{\n  erase = database.index\n  freeze = store.log\n}}\n"
    ));
    assert_eq!(out(&cells, "own:both").1, FOREVER);
}

/// A database on a store that copies to the other zone, brought back there within two minutes.
fn mirrored(mirror: &str, own: &str) -> Cells {
    cells_of(&format!(
        "store \"disk\" {{\n  on = {M}[0]\n  listens = 3260\n  drops = \"0s\"\n  durable_after = \"0s\"\n  \
         replica \"mirror\" {{\n    on = {M}[2]\n    {mirror}\n  }}\n  \
         failover = {{ by = \"itself\", detect = \"1s\", takes = \"1s\" }}\n}}\n\
         database \"pay\" {{\n  on = {M}[1]\n  listens = 3306\n  kept_on = store.disk\n  \
         durable_after = {own}\n  \
         repair = {{ by = service.tool, detect = \"1m\", takes = \"1m\", to = {M}[3] }}\n}}\n\
         service \"tool\" {{\n  in = place.far\n}}\nplace \"far\" {{\n  kind = \"site\"\n}}\n\
         journey \"use\" {{\n  enters = database.pay\n}}\n"
    ))
}

#[test]
fn bytes_on_a_mirrored_store_live_where_the_mirror_lives() {
    let lost = |cells: &Cells, fault: &str| cells.get("database.pay", fault).lost.1;
    let sync = mirrored("commit = \"sync\"", "[\"0s\", \"1s\"]");
    assert_eq!(lost(&sync, "zone-lost:ch-gva-2"), SECOND);
    assert_eq!(out(&sync, "zone-lost:ch-gva-2").1, 2 * MINUTE);
    let follows = mirrored("commit = \"async\"\n    lag = [\"0s\", \"30s\"]", "[\"0s\", \"1s\"]");
    assert_eq!(lost(&follows, "zone-lost:ch-gva-2"), 31 * SECOND);
    // Both copies of what it lies on are gone.
    assert_eq!(lost(&sync, "deletion:store.disk"), FOREVER);
}
