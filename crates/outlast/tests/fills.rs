//! Who is away fills somebody, worked out by hand.

use outlast_model::{FOREVER, HOUR, MINUTE, Nanos, SECOND};

use crate::laws::cells::cells_of;

const M: &str = "exoscale_compute_instance.m";

/// How long the writers of a database with a standby are out whose machine is off for so long: the
/// room of 100 GB fills with 50 GB an hour, so that it lasts for two hours.
fn out(limit: &str, repair: &str, lasts: &str) -> (Nanos, Nanos) {
    let lasts = if lasts.is_empty() { String::new() } else { format!("  lasts = \"{lasts}\"\n") };
    let cells = cells_of(&format!(
        "database \"shop\" {{\n  on = {M}[0]\n  replica \"standby\" {{\n    on = {M}[1]\n    \
         commit = \"async\"\n  }}\n  limit \"log\" {{\n    at = \"100 GB\"\n    {limit}\n  }}\n  {repair}\n}}\n\
         service \"web\" {{\n  on = {M}[3]\n  calls = database.shop\n}}\n\
         people \"ops\" {{\n  answers = \"5m\"\n}}\n\
         fault \"off\" {{\n  stop = {M}[1]\n{lasts}}}\n\
         journey \"buy\" {{\n  enters = service.web\n}}\n"
    ));
    cells.get("buy", "own:off").out
}

const FILLS: &str = "without = [database.shop.standby]\n    fills = \"50 GB/h\"";

#[test]
fn who_is_away_for_too_long_fills_the_disk_of_who_writes() {
    let refuses = format!("{FILLS}\n    now = \"0 GB\"\n    when_full = \"refuse\"");
    assert_eq!(out(&refuses, "", "1h"), (0, 0));
    assert_eq!(out(&refuses, "", "3h"), (HOUR, HOUR));
    assert_eq!(out(&refuses, "", "").1, FOREVER);
    // Half of it was full before.
    let half = format!("{FILLS}\n    now = \"50 GB\"\n    when_full = \"refuse\"");
    assert_eq!(out(&half, "", "3h"), (2 * HOUR, 2 * HOUR));
    // It is not known how full it was.
    let unknown = format!("{FILLS}\n    when_full = \"refuse\"");
    assert_eq!(out(&unknown, "", "3h"), (HOUR, 3 * HOUR));
    assert_eq!(out(&unknown, "", "1h").1, HOUR);
}

#[test]
fn people_make_room_and_keep_nothing_any_more_for_who_is_away() {
    let made = format!(
        "{FILLS}\n    now = \"0 GB\"\n    when_full = \"refuse\"\n    \
         repair = {{ by = people.ops, detect = \"5m\", takes = \"10m\" }}"
    );
    assert_eq!(out(&made, "", ""), (20 * MINUTE, 20 * MINUTE));
}

#[test]
fn what_stops_when_it_is_full_starts_again_when_there_is_room() {
    let stops = format!("{FILLS}\n    now = \"0 GB\"\n    when_full = \"crash\"");
    let by_itself =
        "repair = { by = \"itself\", notices = [\"stop\"], detect = \"1s\", takes = \"1s\" }";
    assert_eq!(out(&stops, "", "3h").1, FOREVER);
    let (least, most) = out(&stops, by_itself, "3h");
    assert!(least >= HOUR && most <= HOUR + 2 * SECOND, "{least} {most}");
}

#[test]
fn work_waits_in_the_queue_while_nobody_takes_it() {
    let cells = cells_of(&format!(
        "queue \"jobs\" {{\n  on = {M}[0]\n  limit \"room\" {{\n    at = \"100 GB\"\n    \
         now = \"0 GB\"\n    without = [worker.clerk]\n    fills = \"50 GB/h\"\n    \
         when_full = \"refuse\"\n  }}\n}}\n\
         worker \"clerk\" {{\n  on = [{M}[1], {M}[2]]\n  takes = queue.jobs\n}}\n\
         service \"web\" {{\n  on = {M}[3]\n  writes = queue.jobs\n}}\n\
         fault \"one\" {{\n  stop = {M}[1]\n  lasts = \"3h\"\n}}\n\
         fault \"both\" {{\n  stop = [{M}[1], {M}[2]]\n  lasts = \"3h\"\n}}\n\
         journey \"send\" {{\n  enters = service.web\n}}\n"
    ));
    assert_eq!(cells.get("send", "own:one").out, (0, 0));
    assert_eq!(cells.get("send", "own:both").out, (HOUR, HOUR));
}
