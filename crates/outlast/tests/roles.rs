//! What becomes of those who read, write and promote copies: who votes, how many must have a write, and
//! who may be promoted are three rules, and a copy that is called by its name is that copy.
//!
//! Each system is written as an architect would, on four machines of two zones.

use outlast_model::{FOREVER, MINUTE, Nanos, SECOND};

use crate::laws::cells::{Cell, cells_of, model};

/// A store on three machines with a name, an engine and whatever else is said of it.
struct Store<'t> {
    kind: &'t str,
    says: &'t str,
    replicas: &'t [(&'t str, &'t str)],
}

impl Store<'_> {
    /// The store and a service that uses it, which people mend in 65 minutes.
    fn text(&self, uses: &str, journey: &str) -> String {
        let mut text = format!(
            "{} \"d\" {{\n  on = exoscale_compute_instance.m[0]\n  {}\n",
            self.kind, self.says
        );
        for (at, (name, says)) in (1..).zip(self.replicas) {
            text.push_str(&format!(
                "  replica \"{name}\" {{\n    on = exoscale_compute_instance.m[{at}]\n    {says}\n  }}\n"
            ));
        }
        text.push_str("  repair = { by = people.ops, detect = \"0s\", takes = \"1h\" }\n}\n");
        text.push_str(&format!(
            "service \"app\" {{\n  in = place.room\n  listens = 80\n  {uses}\n}}\n\
             place \"room\" {{\n  kind = \"building\"\n}}\n\
             people \"ops\" {{\n  answers = \"5m\"\n}}\n\
             journey \"use\" {{\n  enters = {}\n  {journey}\n}}\n",
            if uses.is_empty() { format!("{}.d", self.kind) } else { "service.app".to_string() }
        ));
        text
    }

    fn cell(&self, uses: &str, fault: &str) -> Cell {
        cells_of(&self.text(uses, "")).get("use", fault)
    }

    /// How long it is out at worst.
    fn out(&self, uses: &str, fault: &str) -> Nanos {
        self.cell(uses, fault).out.1
    }

    /// How long it is out at worst while so many requests come in a second.
    fn out_at(&self, rate: &str, uses: &str, fault: &str) -> Nanos {
        let text = self.text(uses, &format!("rate = \"{rate}\""));
        cells_of(&text).get("use", fault).out.1
    }
}

const FIRST: &str = "instance:exoscale_compute_instance.m[0]";
const SECOND_ONE: &str = "instance:exoscale_compute_instance.m[1]";
const THIRD: &str = "instance:exoscale_compute_instance.m[2]";
const REPAIRED: Nanos = 65 * MINUTE;
const LAGS: &str = "commit = \"async\"\n    lag = [\"0s\", \"2s\"]";

/// A database with one replica that lags.
const fn pair(says: &'static str) -> Store<'static> {
    Store { kind: "database", says, replicas: &[("r", LAGS)] }
}

#[test]
fn who_reads_is_answered_by_any_copy_where_the_engine_does_that() {
    for engine in ["postgresql", "mysql", "mariadb", "redis", "git"] {
        let says = format!("engine = \"{engine}\"");
        let store = Store { kind: "database", says: &says, replicas: &[("r", LAGS)] };
        assert_eq!(store.out("reads = [database.d]", "process:database.d/0"), 0, "{engine}");
        assert_eq!(store.out("reads = [database.d]", FIRST), 0, "{engine}");
        let writes = store.out("writes = [database.d]", "process:database.d/0");
        assert_eq!(writes, REPAIRED, "{engine}");
    }
}

/// Galera: one of two is not most of them, and none of the others takes its place; GlusterFS goes on.
#[test]
fn one_of_two_nodes_goes_on_alone_only_where_the_software_does() {
    let alike = |says: &'static str, replicas: &'static [(&'static str, &'static str)]| Store {
        kind: "database",
        says,
        replicas,
    };
    for uses in ["writes = [database.d]", "reads = [database.d]"] {
        let two = alike("engine = \"galera\"", &[("b", "")]);
        assert_eq!(two.out(uses, FIRST), REPAIRED, "{uses}");
        let three = alike("engine = \"galera\"", &[("b", ""), ("c", "")]);
        assert!(three.out(uses, FIRST) <= 16 * SECOND, "{uses}: {}", three.out(uses, FIRST));
        let arbitrated = alike("engine = \"galera\"\n  acked_by = 1", &[("b", "")]);
        assert!(arbitrated.out(uses, FIRST) < REPAIRED, "{uses}");
        let files = alike("engine = \"glusterfs\"", &[("b", "")]);
        assert!(files.out(uses, FIRST) < REPAIRED, "{uses}");
    }
}

#[test]
fn what_is_not_known_to_answer_does_not() {
    for says in ["", "engine = \"postgresql\"\n  read_from = \"writer\"", "read_from = \"named\""] {
        let out = pair(says).out("reads = [database.d]", "process:database.d/0");
        assert_eq!(out, REPAIRED, "{says}");
    }
    assert_eq!(pair("read_from = \"any\"").out("reads = [database.d]", FIRST), 0);
}

#[test]
fn a_copy_that_is_called_by_its_name_is_that_copy() {
    let named = [
        "reads = [database.d.r]",
        "calls = [database.d.r]",
        "reads = [most(database.d.r)]",
        "need {\n    of = database.d.r\n  }",
    ];
    for uses in named {
        for says in ["", "engine = \"postgresql\""] {
            assert_eq!(pair(says).out(uses, FIRST), 0, "{uses} {says}");
            assert_eq!(pair(says).out(uses, SECOND_ONE), REPAIRED, "{uses} {says}");
        }
    }
}

#[test]
fn any_of_a_copy_and_the_whole_is_either() {
    let uses = "reads = [any(database.d.r, database.d)]";
    for says in ["", "engine = \"mysql\""] {
        assert_eq!(pair(says).out(uses, FIRST), 0);
        assert_eq!(pair(says).out(uses, SECOND_ONE), 0);
    }
}

#[test]
fn who_writes_a_copy_that_follows_is_never_served() {
    assert_eq!(pair("").out("writes = [database.d.r]", FIRST), FOREVER);
}

#[test]
fn a_copy_that_passes_on_needs_the_one_that_writes() {
    let store =
        Store { kind: "queue", says: "engine = \"nats\"", replicas: &[("r", ""), ("s", "")] };
    assert_eq!(store.out("reads = [queue.d.r]", THIRD), 0);
    assert_eq!(store.out("reads = [queue.d.r]", SECOND_ONE), REPAIRED);
    // Another is elected within ten seconds of silence.
    assert!((SECOND..=10 * SECOND).contains(&store.out("reads = [queue.d.r]", FIRST)));
}

/// Three copies, of which the second and third follow as said.
fn three<'t>(kind: &'t str, says: &'t str, replicas: &'t [(&'t str, &'t str)]) -> Store<'t> {
    Store { kind, says, replicas }
}

#[test]
fn so_many_copies_must_have_a_write_as_are_asked() {
    let sync = [("r", "commit = \"sync\""), ("s", "commit = \"sync\"")];
    let out = |says: &str| three("database", says, &sync).out("", "process:database.d/1");
    assert_eq!(out("acked_by = 2"), 0);
    assert_eq!(out("acked_by = 3"), REPAIRED);
    assert_eq!(out("engine = \"postgresql\""), 0);
    assert_eq!(out("engine = \"postgresql\"\n  acked_by = 3"), REPAIRED);
    // Who asks for a second copy and names none asks for any of them.
    let silent = [("r", ""), ("s", "")];
    assert_eq!(three("database", "acked_by = 2", &silent).out("", SECOND_ONE), 0);
    assert_eq!(three("database", "acked_by = 3", &silent).out("", SECOND_ONE), REPAIRED);
}

#[test]
fn a_write_goes_on_without_those_that_are_left_out_but_not_below_what_is_asked() {
    let replicas = [("r", ""), ("s", "")];
    let out = |says: &str| three("queue", says, &replicas).out("", SECOND_ONE);
    assert_eq!(out("engine = \"kafka\""), 30 * SECOND);
    assert_eq!(out("engine = \"kafka\"\n  acked_by = 2"), 30 * SECOND);
    assert_eq!(out("engine = \"kafka\"\n  acked_by = 3"), REPAIRED);
}

#[test]
fn more_copies_than_there_are_is_a_mistake() {
    let store = three("database", "acked_by = 3", &[("r", "commit = \"sync\"")]);
    assert!(model(&store.text("", "")).is_err());
}

#[test]
fn only_copies_that_a_write_must_reach_hold_it_up() {
    let replicas = [("r", "commit = \"sync\""), ("s", LAGS)];
    for engine in ["", "engine = \"postgresql\""] {
        let says = format!("{engine}\n  drops = \"10s\"");
        let store = three("database", &says, &replicas);
        assert_eq!(store.out("", SECOND_ONE), 10 * SECOND, "{engine}");
        assert_eq!(store.out("", THIRD), 0, "{engine}");
        let without = three("database", engine, &replicas);
        assert_eq!(without.out("", SECOND_ONE), REPAIRED, "{engine}");
        assert_eq!(without.out("", THIRD), 0, "{engine}");
    }
}

#[test]
fn one_copy_said_to_commit_otherwise_leaves_the_rules_of_the_others() {
    let replicas = [("r", "commit = \"async\"\n    lag = \"0s\""), ("s", "")];
    let store = three("queue", "engine = \"rabbitmq\"", &replicas);
    // Two of those that a write must reach are left without the second, and one without the third.
    assert_eq!(store.out("", SECOND_ONE), 0);
    assert_eq!(store.out("", THIRD), REPAIRED);
}

#[test]
fn what_may_not_be_promoted_is_not_and_promotes_none() {
    let by_itself = "failover = { by = \"itself\", detect = \"5s\", takes = \"1s\" }";
    let none = [("r", "promotable = false")];
    assert_eq!(three("database", by_itself, &none).out("", FIRST), REPAIRED);
    let one = [("r", "promotable = false"), ("s", "")];
    assert_eq!(three("database", by_itself, &one).out("", FIRST), 6 * SECOND);
    // The engine's votes and writes stay: two of three are enough for both.
    let queue = three("queue", "engine = \"rabbitmq\"", &one);
    assert_eq!(queue.out("", SECOND_ONE), 0);
    assert!(queue.out("", FIRST) < 2 * MINUTE);
}

#[test]
fn what_is_said_of_a_failover_leaves_the_rest_to_the_engine() {
    let replicas = [("r", ""), ("s", "")];
    let store = three("queue", "engine = \"nats\"\n  failover = { takes = \"3s\" }", &replicas);
    let out = store.cell("", "process:queue.d/0").out;
    assert!((6 * SECOND..=12 * SECOND).contains(&out.1), "{out:?}");
}

#[test]
fn shares_fail_and_fall_by_shares() {
    let replicas = [("r", ""), ("s", "")];
    let says = |shares: &str| {
        format!("engine = \"rabbitmq\"\n  carries = \"10/s\"\n  overload = \"falls\"\n  {shares}")
    };
    let (one, three_shares) = (says(""), says("shards = 3"));
    let (one, shared) = (three("queue", &one, &replicas), three("queue", &three_shares, &replicas));
    for fault in [FIRST, SECOND_ONE, THIRD] {
        // Two copies carry 18 requests a second, after another took over what was led by the third.
        let out = shared.out_at("18/s", "", fault);
        assert!(out > 0 && out < 2 * MINUTE, "{fault}: {out}");
        assert!(shared.out_at("25/s", "", fault) >= REPAIRED, "{fault}");
    }
    // Where one copy leads everything, another that is lost takes nothing away.
    assert_eq!(one.out_at("9/s", "", SECOND_ONE), 0);
}

#[test]
fn what_is_read_is_spread_over_the_copies_that_answer() {
    let replicas = [("r", LAGS), ("s", LAGS)];
    let says = "engine = \"postgresql\"\n  carries = \"10/s\"\n  overload = \"sheds\"";
    let store = three("database", says, &replicas);
    let reads = "reads = [database.d]";
    for fault in [FIRST, SECOND_ONE, THIRD] {
        assert_eq!(store.out_at("18/s", reads, fault), 0, "{fault}");
        assert_eq!(store.out_at("25/s", reads, fault), REPAIRED, "{fault}");
    }
    // Without a figure for what a copy carries nobody knows.
    let open = three("database", "engine = \"postgresql\"", &replicas);
    let text = open.text(reads, "rate = \"25/s\"");
    assert!(cells_of(&text).get("use", FIRST).undecided);
}

#[test]
fn a_synchronous_write_waits_for_a_second_copy_that_refuses_as_well() {
    let synchronous = [("r", "commit = \"sync\"")];
    let store = Store { kind: "database", says: "engine = \"postgresql\"", replicas: &synchronous };
    // Its machine lives, so that it is not silent, and it has nothing: until people mend it.
    assert_eq!(store.out("calls = database.d", "process:database.d/1"), REPAIRED);
    assert_eq!(store.out("reads = database.d", "process:database.d/1"), 0);
}
