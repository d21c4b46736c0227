//! Spans that protect are compared with spans that threaten: how long a copy is kept or locked with
//! how late a loss is noticed and how long an account is away; what is remembered with how long its
//! source is away.
//!
//! Each system is worked out by hand.

use outlast_model::{DAY, FOREVER, HOUR, MINUTE, Nanos};

use crate::laws::cells::{Cell, cells_of};

/// A store with one backup: how it is made, and what else is said of it, and what is said of faults.
fn kept(how: &str, backup: &str, rates: &str) -> String {
    format!(
        "store \"files\" {{\n  on = exoscale_compute_instance.m[0]\n  backup \"copy\" {{\n    \
         how = \"{how}\"\n    to = place.vault\n{backup}  }}\n  \
         repair = {{ by = people.ops, detect = \"0s\", takes = \"1h\" }}\n}}\n\
         place \"vault\" {{\n  kind = \"site\"\n}}\n\
         people \"ops\" {{\n  answers = \"5m\"\n}}\n\
         scope \"vault\" {{\n  owns = [place.vault]\n  reached_from = [scope.account]\n}}\n\
         rates {{\n{rates}}}\n"
    )
}

fn files(text: &str, fault: &str) -> Cell {
    let fault = match fault {
        "account" => "account:account".to_string(),
        class => format!("{class}:store.files"),
    };
    cells_of(text).get("store.files", &fault)
}

/// Made every day, in an hour.
const NIGHTLY: &str = "    every = \"24h\"\n    took = \"1h\"\n    \
    tested = { on = \"2026-10-02\", took = \"1h\" }\n";

fn noticed(after: &str) -> String {
    format!("  deletion = {{ lasts = {after} }}\n  corruption = {{ lasts = {after} }}\n")
}

#[test]
fn deletion_and_corruption_leave_the_same_copies() {
    let some = (HOUR, FOREVER);
    // How long it is kept, when it is noticed, and what a deletion loses at least and at most.
    let cases: [(&str, &str, Nanos, (Nanos, Nanos)); 8] = [
        ("3d", "\"10d\"", 10 * DAY, (FOREVER, FOREVER)),
        ("30d", "\"10d\"", 10 * DAY, (HOUR, DAY + HOUR)),
        ("11d", "\"10d\"", 10 * DAY, some),
        ("11d1h", "\"10d\"", 10 * DAY, (HOUR, DAY + HOUR)),
        ("10d", "\"10d\"", 10 * DAY, (FOREVER, FOREVER)),
        // One version, which the next one replaces.
        ("", "\"26h\"", 26 * HOUR, (FOREVER, FOREVER)),
        ("", "\"1h\"", HOUR, some),
        ("[\"3d\", \"30d\"]", "\"10d\"", 10 * DAY, some),
    ];
    for (keeps, late, later, lost) in cases {
        let keeps = match keeps {
            "" => String::new(),
            pair if pair.starts_with('[') => format!("    keeps_for = {pair}\n"),
            one => format!("    keeps_for = \"{one}\"\n"),
        };
        let text = kept("restic", &format!("{NIGHTLY}{keeps}"), &noticed(late));
        let deleted = files(&text, "deletion");
        assert_eq!(deleted.lost, lost, "{keeps} {late}");
        assert!(!deleted.undecided);
        let more = |lost: Nanos| if lost == FOREVER { lost } else { lost + later };
        assert_eq!(files(&text, "corruption").lost, (more(lost.0), more(lost.1)), "{keeps} {late}");
    }
}

#[test]
fn what_is_noticed_nobody_knows_when_is_open_unless_it_is_kept_without_end() {
    let backup = format!("{NIGHTLY}    keeps_for = \"30d\"\n");
    let text = kept("restic", &backup, &noticed("[\"0s\", \"29d\"]"));
    assert_eq!(files(&text, "deletion").lost, (HOUR, FOREVER));
    let text = kept("restic", &backup, "  deletion = { lasts = \"1d\" }\n");
    assert!(files(&text, "corruption").undecided, "nobody said how late it is found");
}

#[test]
fn a_log_archive_does_not_outlive_the_backup_that_it_carries_on() {
    let backup = |keeps: &str| {
        format!("{NIGHTLY}    archives = [\"0s\", \"5m\"]\n    keeps_for = \"{keeps}\"\n")
    };
    for (keeps, lost) in [
        ("30d", (0, 5 * MINUTE)),
        ("10d", (FOREVER, FOREVER)),
        ("10d12h", (0, FOREVER)),
        ("11d2h", (0, 5 * MINUTE)),
    ] {
        let text = kept("restic", &backup(keeps), &noticed("\"10d\""));
        assert_eq!(files(&text, "deletion").lost, lost, "{keeps}");
    }
}

#[test]
fn a_lock_is_compared_with_how_long_the_account_is_away() {
    let written = |locked: &str, away: &str| {
        let backup = format!("{NIGHTLY}    keeps_for = \"90d\"\n{locked}");
        kept("restic", &backup, &format!("  account = {{ lasts = {away} }}\n"))
    };
    // Nobody makes the machine anew before the account is one's own again.
    let late = |text: String| text.replace("takes = \"1h\"", "takes = \"70d\"");
    let of = |locked: &str, away: &str| files(&late(written(locked, away)), "account");
    let locked = |span: &str| format!("    locked = {span}\n");
    let all = (FOREVER, FOREVER);
    assert_eq!(of("", "[\"1d\", \"2d\"]").lost, all);
    assert_eq!(of(&locked("\"30d\""), "[\"60d\", \"61d\"]").lost, all);
    assert_eq!(of(&locked("\"30d\""), "\"30d\"").lost, all);
    assert_eq!(of(&locked("\"30d\""), "[\"1d\", \"2d\"]").lost, (HOUR, DAY + HOUR));
    assert_eq!(of(&locked("[\"1d\", \"30d\"]"), "\"60d\"").lost, all);
    // The newest is up to a day and an hour old when the account is taken over.
    assert_eq!(of(&locked("\"3d\""), "\"2d\"").lost, (HOUR, FOREVER));
    let between = of(&locked("\"30d\""), "[\"1d\", \"60d\"]");
    assert_eq!((between.lost, between.undecided), ((HOUR, FOREVER), false));
    // Nobody said for how long it is away.
    let backup = format!("{NIGHTLY}    keeps_for = \"90d\"\n    locked = \"30d\"\n");
    assert!(files(&late(kept("restic", &backup, "")), "account").undecided);
}

#[test]
fn what_is_locked_is_not_tidied_away_either() {
    let backup = format!("{NIGHTLY}    keeps_for = \"3d\"\n    locked = \"30d\"\n");
    let text = kept("restic", &backup, &noticed("\"10d\""));
    assert_eq!(files(&text, "deletion").lost, (HOUR, DAY + HOUR));
}

#[test]
fn a_tool_obeys_what_its_options_say() {
    let made = "    every = \"20m\"\n    took = \"1m\"\n    keeps_for = \"30d\"\n    \
        tested = { on = \"2026-10-02\", took = \"1h\" }\n";
    // Whether what is deleted is lost, and whether what went wrong is.
    for (how, deletion, corruption) in [
        ("rsync -a", false, true),
        ("rsync -a --delete", true, true),
        ("rsync --delete -a", true, true),
        ("rsync -a --delete --backup-dir=old", false, false),
        ("rsync -a --link-dest=../yesterday", false, false),
        ("aws s3 sync . s3://vault", false, true),
        ("aws s3 sync . s3://vault --delete", true, true),
        ("rclone copy", false, true),
        ("rclone sync", true, true),
        ("mc mirror", false, true),
        ("mc mirror --remove", true, true),
        ("restic", false, false),
        ("tar", false, false),
        ("lsyncd", true, true),
    ] {
        let text = kept(how, made, &noticed("\"8h\""));
        let all = |class| files(&text, class).lost == (FOREVER, FOREVER);
        assert_eq!((all("deletion"), all("corruption")), (deletion, corruption), "{how}");
        if !deletion {
            assert_eq!(files(&text, "deletion").lost, (MINUTE, 21 * MINUTE), "{how}");
        }
    }
}

#[test]
fn what_only_grows_keeps_what_is_deleted_however_late_that_is_noticed() {
    for (how, lost) in [("rsync -a", (HOUR, DAY + HOUR)), ("tar", (FOREVER, FOREVER))] {
        let text = kept(how, NIGHTLY, &noticed("\"300d\""));
        assert_eq!(files(&text, "deletion").lost, lost, "{how}");
    }
}

#[test]
fn what_the_file_says_is_obeyed_whatever_the_tool_is() {
    for (how, follows, all) in [("restic", true, true), ("rsync --delete", false, false)] {
        let backup = format!("{NIGHTLY}    keeps_for = \"30d\"\n    follows = {follows}\n");
        let text = kept(how, &backup, &noticed("\"8h\""));
        for class in ["deletion", "corruption"] {
            assert_eq!(files(&text, class).lost == (FOREVER, FOREVER), all, "{how} {class}");
        }
    }
}

/// A service that remembers what another tells it, which is away for so long.
fn remembering(remembers: &str, lasts: &str) -> (Nanos, Nanos) {
    let text = format!(
        "place \"a\" {{\n  kind = \"building\"\n}}\nplace \"b\" {{\n  kind = \"building\"\n}}\n\
         journey \"use\" {{\n  enters = service.edge\n}}\n\
         service \"edge\" {{\n  in = place.a\n  need {{\n    of = service.core\n    \
         remembers = {remembers}\n  }}\n}}\nservice \"core\" {{\n  in = place.b\n}}\n\
         fault \"own\" {{\n  stop = place.b\n  lasts = {lasts}\n}}\n"
    );
    cells_of(&text).get("use", "own:own").out
}

#[test]
fn a_need_is_remembered_for_the_whole_of_what_is_stated() {
    for (remembers, lasts, out) in [
        ("\"30d\"", "\"40h\"", (0, 0)),
        ("\"24h\"", "\"40h\"", (16 * HOUR, 16 * HOUR)),
        ("\"40h\"", "[\"1h\", \"41h\"]", (0, HOUR)),
        // How old the last answer is by then is not known.
        ("[\"0s\", \"30d\"]", "\"40h\"", (0, 40 * HOUR)),
        ("[\"10h\", \"20h\"]", "\"15h\"", (0, 5 * HOUR)),
    ] {
        assert_eq!(remembering(remembers, lasts), out, "{remembers} {lasts}");
    }
}

/// A name that is remembered for so long, and what happens to it.
fn named(remembers: &str, happens: &str, fault: &str) -> (Nanos, Nanos) {
    let text = format!(
        "place \"a\" {{\n  kind = \"site\"\n}}\njourney \"use\" {{\n  enters = name.www\n}}\n\
         name \"www\" {{\n  to = service.app\n  remembers = {remembers}\n}}\n\
         service \"app\" {{\n  in = place.a\n}}\npeople \"dns\" {{\n  answers = \"5m\"\n}}\n{happens}"
    );
    cells_of(&text).get("use", fault).out
}

#[test]
fn a_wrong_answer_is_remembered_after_it_was_taken_back() {
    let fault =
        |word: &str| format!("fault \"own\" {{\n  {word} = name.www\n  lasts = \"40m\"\n}}\n");
    let day = 24 * HOUR;
    assert_eq!(named("\"24h\"", &fault("set"), "own:own"), (0, day + 40 * MINUTE));
    assert_eq!(named("\"10m\"", &fault("set"), "own:own"), (30 * MINUTE, 50 * MINUTE));
    // Nobody remembers that nobody answered.
    assert_eq!(named("\"24h\"", &fault("stop"), "own:own"), (0, 40 * MINUTE));
    assert_eq!(named("\"10m\"", &fault("stop"), "own:own"), (30 * MINUTE, 40 * MINUTE));
    let change = "change \"record\" {\n  to = name.www\n  takes = \"1m\"\n  by = people.dns\n  \
        undo = { detect = \"30m\", takes = \"10m\" }\n}\n";
    assert_eq!(named("\"24h\"", change, "change:record"), (0, day + 45 * MINUTE));
}
