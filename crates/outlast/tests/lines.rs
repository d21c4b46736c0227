//! What goes over which lines: nothing is said twice, and a line that is away is away for everything
//! that talks from one of its ends to another.

use outlast_model::{FOREVER, HOUR, MINUTE, Nanos};

use crate::laws::cells::cells_of;

/// Three buildings, and these lines between them.
fn buildings(lines: &str, rest: &str) -> String {
    let place = |name: &str| format!("place \"{name}\" {{\n  kind = \"building\"\n}}\n");
    format!("{}{}{}{lines}\n{rest}\n", place("a"), place("b"), place("c"))
}

fn line(name: &str, ends: &str, says: &str) -> String {
    format!("link \"{name}\" {{\n  joins = [{ends}]\n  {says}\n}}\n")
}

/// Somebody in building a uses what stands in building c.
const FAR: &str = "journey \"use\" {\n  from = place.a\n  enters = service.core\n}\n\
                   service \"core\" {\n  in = place.c\n}\n";

/// How long the journey is out at worst under a fault that lasts an hour.
fn out(text: &str, cut: &str) -> Nanos {
    let fault = format!("fault \"own\" {{\n  {cut}\n  lasts = \"1h\"\n}}\n");
    cells_of(&format!("{text}{fault}")).get("use", "own:own").out.1
}

#[test]
fn of_lines_beside_each_other_one_is_enough() {
    let both = line("one", "place.a, place.c", "") + &line("two", "place.a, place.c", "");
    let text = buildings(&both, FAR);
    assert_eq!(out(&text, "cut = link.one"), 0);
    assert_eq!(out(&text, "cut = link.two"), 0);
    assert_eq!(out(&text, "cut = [link.one, link.two]"), HOUR);
}

#[test]
fn lines_in_a_row_are_a_way_and_each_of_them_is_needed() {
    let row = line("ab", "place.a, place.b", "") + &line("bc", "place.b, place.c", "");
    let text = buildings(&row, FAR);
    assert_eq!(out(&text, "cut = link.ab"), HOUR);
    assert_eq!(out(&text, "cut = link.bc"), HOUR);
    // A way round.
    let round = buildings(&(row + &line("ac", "place.a, place.c", "")), FAR);
    for cut in ["link.ab", "link.bc", "link.ac"] {
        assert_eq!(out(&round, &format!("cut = {cut}")), 0, "{cut}");
    }
    assert_eq!(out(&round, "cut = [link.ab, link.ac]"), HOUR);
}

#[test]
fn a_line_that_leads_elsewhere_is_not_used() {
    let lines = line("ac", "place.a, place.c", "") + &line("cb", "place.c, place.b", "");
    assert_eq!(out(&buildings(&lines, FAR), "cut = link.cb"), 0);
}

#[test]
fn a_line_stands_in_none_of_its_ends() {
    let lines = line("all", "place.b, place.a, place.c", "");
    let text = buildings(&lines, FAR);
    assert_eq!(out(&text, "stop = place.b"), 0);
    assert_eq!(out(&text, "cut = link.all"), HOUR);
}

#[test]
fn who_comes_from_the_internet_needs_no_line() {
    let rest = FAR.replace("  from = place.a\n", "");
    assert_eq!(out(&buildings(&line("ac", "place.a, place.c", ""), &rest), "cut = link.ac"), 0);
}

#[test]
fn two_places_without_any_line_are_taken_to_be_joined() {
    assert_eq!(out(&buildings(&line("ab", "place.a, place.b", ""), FAR), "cut = link.ab"), 0);
}

#[test]
fn a_line_fails_with_its_gateway_and_is_mended_with_it() {
    let gateway = "gateway \"edge\" {\n  in = place.a\n}\n";
    let lines = line("ac", "place.a, place.c", "via = [gateway.edge]");
    let text = buildings(&lines, &format!("{FAR}{gateway}"));
    assert_eq!(out(&text, "stop = gateway.edge"), HOUR);
    let either = line("ac", "place.a, place.c", "via = any(gateway.edge, gateway.other)");
    let other = "gateway \"other\" {\n  in = place.a\n}\n";
    let text = buildings(&either, &format!("{FAR}{gateway}{other}"));
    assert_eq!(out(&text, "stop = gateway.edge"), 0);
    assert_eq!(out(&text, "stop = [gateway.edge, gateway.other]"), HOUR);
}

#[test]
fn a_line_is_away_until_it_is_repaired_or_the_fault_ends() {
    let repaired = |takes: &str| {
        let repair =
            format!("repair = {{ by = \"itself\", detect = \"1m\", takes = \"{takes}\" }}");
        out(&buildings(&line("ac", "place.a, place.c", &repair), FAR), "cut = link.ac")
    };
    assert_eq!(repaired("10m"), 11 * MINUTE);
    assert_eq!(repaired("5h"), HOUR);
    let text = buildings(&line("ac", "place.a, place.c", ""), FAR);
    assert_eq!(cells_of(&text).get("use", "link:link.ac").out.1, FOREVER);
}

#[test]
fn a_write_waits_for_a_copy_at_the_other_end() {
    let database = |commit: &str| {
        format!(
            "journey \"use\" {{\n  from = place.a\n  enters = database.shop\n}}\n\
             database \"shop\" {{\n  in = place.a\n  durable_after = \"0s\"\n  replica \"far\" \
             {{\n    in = place.c\n    {commit}\n  }}\n}}\n"
        )
    };
    let lines = line("ac", "place.a, place.c", "");
    let sync = buildings(&lines, &database("commit = \"sync\""));
    assert_eq!(out(&sync, "cut = link.ac"), HOUR);
    let later = buildings(&lines, &database("commit = \"async\"\n    lag = \"1s\""));
    assert_eq!(out(&later, "cut = link.ac"), 0);
}

#[test]
fn a_line_that_is_stated_is_the_only_one_that_counts() {
    let rest = "journey \"use\" {\n  from = place.a\n  enters = service.web\n}\n\
                service \"web\" {\n  in = place.a\n  need {\n    of = service.core\n    \
                over = link.other\n  }\n}\nservice \"core\" {\n  in = place.c\n}\n";
    let lines = line("ac", "place.a, place.c", "") + &line("other", "place.a, place.b", "");
    let text = buildings(&lines, rest);
    assert_eq!(out(&text, "cut = link.ac"), 0);
    assert_eq!(out(&text, "cut = link.other"), HOUR);
}

/// Machines 0 and 1 stand in one zone, 2 and 3 in another.
fn shared_address(machines: &str, adverts: &str) -> String {
    format!(
        "service \"lb\" {{\n  on = {machines}\n  listens = 443\n}}\n\
         address \"vip\" {{\n  on = {machines}\n  adverts = {{ every = \"1s\", \
         priorities = [150, 100]{adverts} }}\n  to = service.lb\n}}\n\
         journey \"use\" {{\n  enters = address.vip\n}}\n"
    )
}

#[test]
fn adverts_by_multicast_stay_in_their_zone() {
    let machine = |at: u32| format!("exoscale_compute_instance.m[{at}]");
    let near = format!("[{}, {}]", machine(0), machine(1));
    let far = format!("[{}, {}]", machine(0), machine(2));
    let out = |machines: &str, adverts: &str| {
        let fault = format!("instance:{}", machine(0));
        cells_of(&shared_address(machines, adverts)).get("use", &fault).out.1
    };
    // Three adverts and the skew of the one that listens.
    assert!((3..5).contains(&(out(&near, "") / 1_000_000_000)), "{}", out(&near, ""));
    assert_eq!(out(&far, ", unicast = true"), out(&near, ""));
    let model = crate::laws::cells::model(&shared_address(&far, ""));
    assert!(model.is_ok(), "a defect is no error of the input");
}
