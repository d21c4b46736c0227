//! Who notices sees only what it sees: the port, the process, the work behind it, or what users get;
//! what holds a lease is a process of its own; who votes acts once; and a copy that is too far behind
//! is not promoted. Every figure is worked out by hand.

use outlast_model::{FOREVER, HOUR, MINUTE, Nanos, SECOND};

use crate::laws::cells::{Cell, cells_of, model};

const POWER: Nanos = 40 * HOUR;

/// A name with two targets in two rooms, of which the first needs what stands in a third.
fn named(failover: &str, fault: &str) -> String {
    format!(
        r#"
place "one" {{
  kind = "building"
}}
place "two" {{
  kind = "building"
}}
place "three" {{
  kind = "building"
}}
name "api" {{
  to        = [service.first, service.second]
  remembers = "1m"
  failover  = {{ {failover} }}
}}
service "first" {{
  in    = place.one
  calls = service.core
}}
service "second" {{
  in = place.two
}}
service "core" {{
  in     = place.three
  repair = {{ by = people.ops, detect = "0s", takes = "1h" }}
}}
service "watchdog" {{
  in = place.two
}}
people "ops" {{
  answers = "5m"
}}
journey "use" {{
  enters = name.api
}}
fault "power" {{
  {fault}
}}
"#
    )
}

fn power(failover: &str) -> Cell {
    let fault = "stop  = place.three\n  lasts = \"40h\"";
    cells_of(&named(failover, fault)).get("use", "own:power")
}

const PEOPLE: &str = "by = people.ops, detect = \"10m\", takes = \"30m\"";
const CHECKED: &str = "by = service.watchdog, takes = \"0s\", check = { every = \"10s\", timeout = \"5s\", \
                       fall = 3, rise = 1, rearm = \"start\"";

#[test]
fn people_see_that_users_are_not_served() {
    // Noticed, answered, done, and then forgotten by those who remember the name.
    let switched = 10 * MINUTE + 5 * MINUTE + 30 * MINUTE;
    assert_eq!(power(PEOPLE).out, (switched, switched + MINUTE));
    assert!(!power(PEOPLE).undecided);
}

#[test]
fn a_stated_check_decides_for_people_too() {
    let connects = "by = people.ops, takes = \"30m\", check = { every = \"1m\", timeout = \"5s\", \
                    fall = 3, rise = 1, kind = \"connect\" }";
    assert_eq!(power(connects).out, (POWER, POWER));
    assert_eq!(power(&format!("{PEOPLE}, sight = \"process\"")).out, (POWER, POWER));
}

#[test]
fn a_check_sees_the_process_or_its_work_and_is_not_taken_for_either() {
    let check = |more: &str| power(&format!("{CHECKED}{more} }}"));
    assert_eq!(check(", sight = \"port\"").out, (POWER, POWER));
    assert_eq!(check(", sight = \"process\"").out, (POWER, POWER));
    // Two rounds and an error that comes at once; and the wait for the first check, and for an error
    // that comes only at the timeout.
    let noticed = (20 * SECOND, 35 * SECOND + MINUTE);
    assert_eq!(check(", sight = \"work\"").out, noticed);
    assert_eq!(check(", sight = \"journey\"").out, noticed);
    // Nobody said which of the two: no bound is that of one alone.
    assert_eq!(check(", kind = \"request\"").out, (noticed.0, POWER));
    assert_eq!(check("").out, (POWER, POWER));
}

#[test]
fn what_is_noticed_may_be_struck_anywhere_on_the_way() {
    let noticing = |what: &str| power(&format!("{PEOPLE}, notices = [\"{what}\"]")).out.1;
    assert_eq!(noticing("stop"), 46 * MINUTE);
    assert_eq!(noticing("freeze"), POWER);
    let hung = |what: &str| {
        let failover = format!("{PEOPLE}, notices = [\"{what}\"]");
        let text = named(&failover, "freeze = service.core\n  lasts  = \"40h\"");
        cells_of(&text).get("use", "own:power").out.1
    };
    assert_eq!((hung("freeze"), hung("stop")), (46 * MINUTE, POWER.min(65 * MINUTE)));
}

#[test]
fn nobody_switches_to_what_he_sees_fail() {
    // The second one is away for good; the first is back as soon as what it needs is mended.
    let fault = "stop = [service.core, service.second]";
    let mended = cells_of(&named(PEOPLE, fault)).get("use", "own:power");
    assert_eq!(mended.out, (65 * MINUTE, 65 * MINUTE));
}

/// A database on two machines, voters on three, and a process beside each copy that holds the lease.
fn leased(database: &str, lease: &str, failover: &str) -> String {
    format!(
        r#"
service "votes" {{
  engine = "etcd"
  on     = [exoscale_compute_instance.m[0], exoscale_compute_instance.m[1], exoscale_compute_instance.m[2]]
}}
service "agent" {{
  engine = "patroni"
  on     = [exoscale_compute_instance.m[0], exoscale_compute_instance.m[1]]
  calls  = most(service.votes)
  repair = {{ by = people.ops, detect = "10m", takes = "1h" }}
}}
database "d" {{
  engine = "postgresql"
  on     = exoscale_compute_instance.m[0]
  replica "r" {{
    on = exoscale_compute_instance.m[1]
    {database}
  }}
  failover = {{
    by    = service.agent
    lease = {{ ttl = "30s", loop = "10s", retry = "10s"{lease} }}
    takes = "2s"
    {failover}
  }}
}}
people "ops" {{
  answers = "5m"
}}
journey "use" {{
  enters = database.d
}}
fault "agent" {{
  freeze = service.agent
}}
"#
    )
}

const SYNC: &str = "commit = \"sync\"";
const NEAR: &str = "lag = \"0s\"";
const AGENT: &str = "process:service.agent/0";

#[test]
fn without_who_holds_the_lease_there_are_two_that_write() {
    let two = cells_of(&leased(SYNC, "", ""));
    // Writes are held up when the copy that had them all writes for itself.
    assert!(two.get("database.d", AGENT) != Cell::HOLDS || two.get("use", AGENT) != Cell::HOLDS);
    let lagging = cells_of(&leased("lag = [\"0s\", \"1s\"]", "", ""));
    // From the promotion until the agent is mended and makes the old one follow.
    let diverged = lagging.get("database.d", AGENT).lost;
    assert!(diverged.1 > 50 * MINUTE, "{diverged:?}");
}

#[test]
fn what_is_fenced_stops_before_another_writes() {
    let fenced = cells_of(&leased(NEAR, ", fenced = true", ""));
    let cell = fenced.get("use", AGENT);
    // At any moment until the lease has run out, and then the promotion.
    assert_eq!(cell.out, (2 * SECOND, 32 * SECOND));
    assert_eq!(fenced.get("database.d", AGENT).lost, (0, 0));
}

#[test]
fn who_holds_the_lease_does_not_see_a_hang_unless_it_is_said() {
    let hang = "hang:database.d/0";
    assert_eq!(cells_of(&leased(NEAR, "", "")).get("use", hang).out.1, FOREVER);
    let seen = cells_of(&leased(NEAR, "", "sight = \"process\"")).get("use", hang);
    assert_eq!(seen.out.1, 32 * SECOND);
    // A server that is gone is seen in any case.
    let gone = cells_of(&leased(NEAR, "", "")).get("use", "process:database.d/0");
    assert_eq!(gone.out, (22 * SECOND, 32 * SECOND));
}

/// What becomes of the first machine under a limit of how far behind the other may be.
fn behind(lag: &str, changes: &str, limit: &str) -> Cell {
    let limit =
        if limit.is_empty() { String::new() } else { format!("behind_at_most = \"{limit}\"") };
    let text = leased(&format!("lag = {lag}"), "", &limit);
    let text = text
        .replace("  engine = \"postgresql\"", &format!("  engine = \"postgresql\"\n  {changes}"));
    cells_of(&text).get("use", "instance:exoscale_compute_instance.m[0]")
}

#[test]
fn a_copy_that_is_too_far_behind_is_not_promoted() {
    let long = "[\"1m\", \"20m\"]";
    let promoted = |cell: &Cell| cell.out.1 <= 32 * SECOND && !cell.undecided;
    assert!(promoted(&behind(long, "", "20m")));
    assert_eq!(behind(long, "", "30s").out.1, FOREVER);
    assert!(!behind(long, "", "30s").undecided);
    assert!(behind(long, "", "5m").undecided);
    // Patroni's own limit is bytes.
    assert!(behind(long, "", "").undecided);
    assert!(promoted(&behind("[\"0s\", \"1s\"]", "", "")));
    assert!(behind("[\"0s\", \"2s\"]", "", "").undecided);
    assert!(promoted(&behind(long, "changes = \"50 kB/min\"", "")));
    assert_eq!(behind(long, "changes = \"2 MB/min\"", "").out.1, FOREVER);
    assert!(behind(long, "changes = \"200 kB/min\"", "").undecided);
    assert!(promoted(&behind(long, "changes = \"2 MB/min\"", "40 MB")));
}

/// A database that watchers promote who see it by a check.
fn watched(by: &str) -> String {
    format!(
        r#"
service "w" {{
  on = [exoscale_compute_instance.m[1], exoscale_compute_instance.m[2], exoscale_compute_instance.m[3]]
}}
database "d" {{
  on = exoscale_compute_instance.m[0]
  replica "r" {{
    on     = exoscale_compute_instance.m[1]
    commit = "async"
    lag    = "0s"
  }}
  replica "s" {{
    on     = exoscale_compute_instance.m[2]
    commit = "async"
    lag    = "0s"
  }}
  failover = {{
    by    = {by}
    check = {{ every = "10s", timeout = "5s", fall = 1, rise = 1, sight = "process", rearm = "start" }}
    takes = "2s"
  }}
}}
journey "use" {{
  enters = database.d
}}
fault "two" {{
  stop = [exoscale_compute_instance.m[0], exoscale_compute_instance.m[1], exoscale_compute_instance.m[3]]
}}
"#
    )
}

#[test]
fn who_votes_needs_most_and_any_other_acts_alone() {
    let first = "instance:exoscale_compute_instance.m[0]";
    // A check, the wait for an answer, and the promotion.
    for by in ["most(service.w)", "service.w"] {
        assert_eq!(cells_of(&watched(by)).get("use", first).out, (7 * SECOND, 17 * SECOND), "{by}");
    }
    // With two of three watchers gone one is left, who may act alone and is not most of them.
    let two = |by: &str| cells_of(&watched(by)).get("use", "own:two").out.1;
    assert_eq!((two("service.w"), two("most(service.w)")), (17 * SECOND, FOREVER));
}

/// A name that three watchers in three buildings point elsewhere, of which two may be gone.
fn pointed(by: &str) -> Nanos {
    let watchers: String = [("a", "one"), ("b", "two"), ("c", "three")]
        .map(|(name, place)| format!("service \"{name}\" {{\n  in = place.{place}\n}}\n"))
        .concat();
    let failover = format!(
        "by = {by}, takes = \"0s\", check = {{ every = \"10s\", timeout = \"5s\", fall = 1, rise = 1, \
         sight = \"process\", rearm = \"start\" }}"
    );
    let fault = "stop = [service.first, service.a, service.b]";
    cells_of(&(named(&failover, fault) + &watchers)).get("use", "own:power").out.1
}

#[test]
fn who_votes_on_a_name_needs_most_too() {
    // The wait for a check, and for those who remember the name.
    assert_eq!(pointed("[service.a, service.b, service.c]"), 70 * SECOND);
    assert_eq!(pointed("most(service.a, service.b, service.c)"), FOREVER);
}

#[test]
fn a_takeover_of_unknown_length_is_undecided_for_each_fault_alike() {
    let text = r#"
queue "events" {
  engine = "kafka"
  on     = exoscale_compute_instance.m[0]
  replica "b" {
    on = exoscale_compute_instance.m[2]
  }
  replica "c" {
    on = exoscale_compute_instance.m[3]
  }
}
journey "send" {
  enters = queue.events
}
fault "longer" {
  stop = exoscale_compute_instance.m[0]
}
fault "short" {
  stop  = exoscale_compute_instance.m[0]
  lasts = "1h"
}
"#;
    let cells = cells_of(text);
    // Whether the fault has an end of its own makes no proof of a wait that nobody stated.
    for fault in ["zone-dark:ch-gva-2", "zone-lost:ch-gva-2", "own:longer", "own:short"] {
        assert!(cells.get("send", fault).undecided, "{fault}: {:?}", cells.get("send", fault));
    }
}

#[test]
fn what_contradicts_itself_is_an_error() {
    let wrong = |failover: &str| model(&named(failover, "stop = place.three")).is_err();
    assert!(wrong(&format!("{CHECKED}, kind = \"connect\", sight = \"work\" }}")));
    assert!(wrong(&format!("{CHECKED}, kind = \"request\", sight = \"port\" }}")));
    assert!(wrong(&format!("{CHECKED}, sight = \"port\" }}, notices = [\"freeze\"]")));
    assert!(wrong(&format!("{CHECKED}, sight = \"process\" }}, sight = \"work\"")));
    assert!(wrong(&format!("{PEOPLE}, behind_at_most = \"1m\"")));
    assert!(!wrong(&format!("{CHECKED}, kind = \"request\", sight = \"work\" }}")));
}
