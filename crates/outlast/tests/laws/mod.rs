//! Laws that hold of every system, over random ones written in the language.
//!
//! A law compares what the program says of a system with what it says of another that differs in one
//! known way. Nothing is worked out here; a law that a system worked out by hand refutes is no law.
//! Laws that do not hold yet stand here with what breaks them, and are not run unless asked for.
//!
//! `OUTLAST_LAWS` says how many systems each law has (460 unless said, 10,000 for all of them),
//! `OUTLAST_SEED` which.

mod acting;
pub(crate) mod cells;
mod places;
mod written;

use std::collections::BTreeSet;

use outlast_model::{FOREVER, HOUR, MINUTE};
use outlast_sim::Recovery;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use cells::{Cell, Cells, cells, cells_of};
use written::{Block, Written, recipes};

/// The same systems on every run, so that a failure is everybody's.
const SEED: u64 = 20_261_130;
/// Systems for each law.
const CASES: u32 = 460;

fn config() -> ProptestConfig {
    let cases = std::env::var("OUTLAST_LAWS").ok().and_then(|it| it.parse().ok()).unwrap_or(CASES);
    let seed = std::env::var("OUTLAST_SEED").ok().and_then(|it| it.parse().ok()).unwrap_or(SEED);
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        max_shrink_iters: 2_000,
        // Some laws are of few systems.
        max_global_rejects: 64 * cases.max(1_024),
        ..ProptestConfig::default()
    }
}

/// All cells are equal but those of faults that only one of the two has.
fn equal(one: &Cells, other: &Cells, but: impl Fn(&str) -> bool) -> Result<(), TestCaseError> {
    let keys: BTreeSet<_> = one.0.keys().chain(other.0.keys()).collect();
    for (of, fault) in keys.into_iter().filter(|(_, fault)| !but(fault)) {
        prop_assert_eq!(one.get(of, fault), other.get(of, fault), "{} under {}", of, fault);
    }
    Ok(())
}

/// No cell of the second is better than that of the first.
fn no_better(one: &Cells, other: &Cells) -> Result<(), TestCaseError> {
    let keys: BTreeSet<_> = one.0.keys().chain(other.0.keys()).collect();
    for (of, fault) in keys {
        let (one, other) = (one.get(of, fault), other.get(of, fault));
        let worse = other.out.1 >= one.out.1 && other.lost.1 >= one.lost.1;
        prop_assert!(
            worse || one.undecided || other.undecided,
            "{of} under {fault}: {one:?} and then {other:?}"
        );
    }
    Ok(())
}

/// Each duration of an attribute so many minutes longer.
fn longer(written: &Written, attribute: &str, field: &str, more: u32) -> Written {
    written.each(&|block: &mut Block| {
        for (_, value) in block.attributes.iter_mut().filter(|(name, _)| *name == attribute) {
            *value = lengthened(value, field, more);
        }
    })
}

/// Where a field of an object stands in its text; the whole text without a name.
fn extent(value: &str, field: &str) -> Option<std::ops::Range<usize>> {
    let from = if field.is_empty() { Some(0) } else { value.find(&format!("{field} =")) }?;
    let rest = &value[from..];
    // A field ends where the next begins, and not inside of a pair.
    let to = rest.match_indices([',', '}']).map(|(at, _)| at).find(|at| {
        let head = &rest[..*at];
        head.matches('[').count() == head.matches(']').count()
    });
    Some(from..to.map_or(value.len(), |to| from + to))
}

/// The same system, of which nobody says this: an attribute, or a field of it.
fn unsaid(written: &Written, attribute: &str, field: &str) -> Written {
    written.each(&|block: &mut Block| {
        if field.is_empty() {
            return block.attributes.retain(|(name, _)| *name != attribute);
        }
        for (_, value) in block.attributes.iter_mut().filter(|(name, _)| *name == attribute) {
            if let Some(extent) = extent(value, field) {
                value.replace_range(extent, "");
                *value = value.replace(", ,", ",").replace(",  }", " }").replace(", }", " }");
            }
        }
    })
}

/// The same system, of whose backups this is said, or nobody says it.
fn of_backup(written: &Written, attribute: &'static str, value: Option<String>) -> Written {
    written.each(&|block: &mut Block| {
        if block.kind == "backup" {
            block.attributes.retain(|(name, _)| *name != attribute);
            block.attributes.extend(value.clone().map(|value| (attribute, value)));
        }
    })
}

/// Minutes in a value are lengthened: of all of it, or of one field of an object.
fn lengthened(value: &str, field: &str, more: u32) -> String {
    let Some(std::ops::Range { start: from, end: to }) = extent(value, field) else {
        return value.to_string();
    };
    let mut changed = String::new();
    let mut digits = String::new();
    for sign in value[from..to].chars() {
        if sign.is_ascii_digit() {
            digits.push(sign);
            continue;
        }
        if !digits.is_empty() {
            let number: u32 = digits.parse().unwrap();
            changed.push_str(&(number + if sign == 'm' { more } else { 0 }).to_string());
            digits.clear();
        }
        changed.push(sign);
    }
    format!("{}{changed}{digits}{}", &value[..from], &value[to..])
}

#[test]
fn a_field_is_lengthened_and_no_other() {
    let repair = "{ by = people.ops, detect = \"2m\", takes = [\"1m\", \"3m\"] }";
    let expected = "{ by = people.ops, detect = \"2m\", takes = [\"6m\", \"8m\"] }";
    assert_eq!(lengthened(repair, "takes", 5), expected);
    let expected = "{ by = people.ops, detect = \"7m\", takes = [\"1m\", \"3m\"] }";
    assert_eq!(lengthened(repair, "detect", 5), expected);
    assert_eq!(lengthened("[\"1m\", \"3m\"]", "", 5), "[\"6m\", \"8m\"]");
}

proptest! {
    #![proptest_config(config())]

    /// The order in which blocks stand says nothing.
    #[test]
    fn order_is_free(recipe in recipes(), turn in 1..12_usize) {
        let written = recipe.written();
        let mut turned = written.clone();
        let by = turn % turned.0.len();
        turned.0.rotate_left(by);
        equal(&cells(&written), &cells(&turned), |_| false)?;
    }

    /// What is judged beside it changes nothing of what was judged before.
    #[test]
    fn a_change_leaves_every_other_cell_as_it_was(recipe in recipes()) {
        let written = recipe.written();
        let change = Block::new("change", "upgrade")
            .with("to", "service.web")
            .with("away", "1")
            .with("takes", "\"10m\"")
            .with("by", "people.ops")
            .with("undo", "{ detect = \"5m\", takes = \"15m\" }");
        let more = written.and(change);
        equal(&cells(&written), &cells(&more), |fault| fault.contains("upgrade"))?;
    }

    /// A known state changes nothing of what is judged outside of it.
    #[test]
    fn a_known_state_leaves_every_other_cell_as_it_was(recipe in recipes()) {
        let written = recipe.written();
        let state = Block::new("during", "night")
            .with("without", "[service.web]")
            .with("lasts", "\"8h\"");
        let more = written.and(state);
        equal(&cells(&written), &cells(&more), |fault| fault.starts_with("night/"))?;
    }

    /// Who takes longer to notice, to answer or to act mends nothing sooner. Not where somebody
    /// promotes: a first copy that is mended just before another is promoted leaves two that write, and
    /// one that is mended later follows.
    #[test]
    fn what_takes_longer_is_out_no_shorter(recipe in recipes(), which in 0..3_usize) {
        let recipe = written::Recipe { failover: false, ..recipe };
        let written = recipe.written();
        // Faults that end may end before a repair begins; then it is the fault that counts.
        let written = written.each(&|block| block.attributes.retain(|(name, _)| *name != "lasts"));
        let slower = match which {
            0 => longer(&written, "repair", "takes", 7),
            1 => longer(&written, "repair", "detect", 7),
            _ => longer(&written, "answers", "", 7),
        };
        no_better(&cells(&written), &cells(&slower))?;
    }

    /// What is told while something is not known holds for each value of it: nothing is promised by
    /// not saying.
    #[test]
    fn what_is_not_known_is_told_for_each_of_its_values(recipe in recipes(), which in 0..6_usize) {
        let written = recipe.written();
        let (attribute, field) = [
            ("repair", "takes"),
            ("repair", "detect"),
            ("answers", ""),
            ("lag", ""),
            ("failover", "takes"),
            ("tested", ""),
        ][which];
        let (known, open) = (cells(&written), cells(&unsaid(&written, attribute, field)));
        for (of, fault) in known.0.keys().chain(open.0.keys()) {
            let (known, open) = (known.get(of, fault), open.get(of, fault));
            let within = known.out.1 <= open.out.1
                && known.out.0 >= open.out.0
                && known.lost.1 <= open.lost.1
                && known.lost.0 >= open.lost.0;
            prop_assert!(
                within || open.undecided || known.undecided,
                "{of} under {fault}: {known:?}, without `{attribute}` `{field}` {open:?}"
            );
        }
    }

    /// The options of a tool say the same in every order.
    #[test]
    fn the_order_of_options_says_nothing(recipe in recipes(), which in 0..4_usize) {
        prop_assume!(recipe.database > 0);
        let recipe = written::Recipe { backup: Some(recipe.backup.unwrap_or((1, 1))), ..recipe };
        let (one, other) = [
            ("rsync -a --delete", "rsync --delete -a"),
            ("rsync -az", "rsync -za"),
            ("restic --verbose", "restic"),
            ("mc mirror --remove", "mc --remove mirror"),
        ][which];
        let by = |how: &str| {
            cells(&recipe.written().each(&|block| {
                for (_, value) in block.attributes.iter_mut().filter(|(name, _)| *name == "how") {
                    *value = format!("\"{how}\"");
                }
            }))
        };
        equal(&by(one), &by(other), |_| false)?;
    }

    /// One fault that has an end does not make anything go up and down without one.
    #[test]
    fn what_ends_does_not_flap(recipe in recipes()) {
        prop_assume!(recipe.lasts.is_some());
        let judged = cells(&recipe.written());
        for ((of, fault), cell) in judged.0.iter().filter(|((_, fault), _)| fault == "own:own") {
            prop_assert!(cell.back != Recovery::Flaps, "{of} under {fault}: {cell:?}");
        }
    }

    /// A backup more, or one that is kept longer, loses nothing more.
    #[test]
    fn a_backup_more_loses_no_more(recipe in recipes()) {
        prop_assume!(recipe.database > 0);
        let without = written::Recipe { backup: None, ..recipe.clone() }.written();
        let with = written::Recipe { backup: Some(recipe.backup.unwrap_or((1, 1))), ..recipe };
        let (without, with) = (cells(&without), cells(&with.written()));
        for key in with.0.keys().filter(|(of, _)| of == "database.shop") {
            let (one, other) = (with.get(&key.0, &key.1), without.get(&key.0, &key.1));
            prop_assert!(
                one.lost.1 <= other.lost.1 || one.undecided || other.undecided,
                "{key:?}: {one:?}, without a backup {other:?}"
            );
        }
    }

    /// A copy that follows, that nobody reads and that is never promoted, changes no service, but that
    /// what was erased can be had from it.
    #[test]
    fn an_idle_copy_changes_no_service(recipe in recipes()) {
        prop_assume!(recipe.database == 2);
        let recipe = written::Recipe { failover: false, ..recipe };
        let alone = written::Recipe { database: 1, ..recipe.clone() }.written();
        let with = recipe.written().each(&|block| {
            if block.kind == "replica" {
                block.attributes.push(("promotable", "false".to_string()));
            }
        });
        let (alone, with) = (cells(&alone), cells(&with));
        let faults: BTreeSet<&String> =
            with.0.keys().chain(alone.0.keys()).filter(|(of, _)| of == "use").map(|it| &it.1).collect();
        // One copy of several can be erased alone; the only one is the whole store.
        for fault in faults.into_iter().filter(|it| !it.starts_with("copy:")) {
            // The only copy of a database has no number.
            let number = if fault.ends_with("database.shop") { "/0" } else { "" };
            let one = with.get("use", &format!("{fault}{number}"));
            let only = fault.strip_suffix("/0").filter(|it| it.ends_with("database.shop"));
            let other = alone.get("use", only.unwrap_or(fault));
            let stays = ["process:", "hang:", "zone-dark:", "zone-cut:"];
            // Deletion and corruption have one name, with copies or without.
            let of_store = ["deletion:", "corruption:"].iter().any(|it| fault.starts_with(it));
            let one = if of_store { with.get("use", fault) } else { one };
            if stays.iter().any(|class| fault.starts_with(class)) {
                prop_assert_eq!(one, other, "{}", fault);
            } else {
                let no_worse = one.out.1 <= other.out.1 || one.undecided || other.undecided;
                prop_assert!(no_worse, "{fault}: {one:?}, without the copy {other:?}");
            }
        }
    }

    /// To leave a silent copy out lengthens no outage, and changes none where no write waits for it.
    #[test]
    fn who_leaves_silent_copies_out_waits_no_longer(recipe in recipes(), after in 0..90_u8) {
        prop_assume!(recipe.database > 1);
        let waits = recipe.written();
        let drops = waits.each(&|block| {
            if block.kind == "database" {
                block.attributes.push(("drops", format!("\"{after}s\"")));
            }
        });
        let (waits, drops) = (cells(&waits), cells(&drops));
        if recipe.database == 2 {
            equal(&waits, &drops, |_| false)?;
        }
        for key in drops.0.keys().chain(waits.0.keys()).filter(|(of, _)| of == "use") {
            let (one, other) = (drops.get(&key.0, &key.1), waits.get(&key.0, &key.1));
            let no_longer = one.out.1 <= other.out.1 || one.undecided || other.undecided;
            prop_assert!(no_longer, "{key:?}: {one:?}, without `drops` {other:?}");
        }
    }

    /// Who reads a copy by its name is out when that copy is struck, and by no other copy.
    #[test]
    fn a_copy_that_is_named_is_that_copy(recipe in recipes()) {
        prop_assume!(recipe.database > 1);
        let read = recipe.written().each(&|block| {
            if block.kind == "service" {
                for (name, value) in &mut block.attributes {
                    if ["calls", "reads", "writes"].contains(name) && value == "[database.shop]" {
                        (*name, *value) = ("reads", "[database.shop.second]".to_string());
                    }
                }
            }
        });
        // Processes that die alone stand on machines.
        prop_assume!(recipe.rented);
        let judged = cells(&read);
        for class in ["process", "hang"] {
            let of_first = judged.get("use", &format!("{class}:database.shop/0"));
            prop_assert_eq!(of_first, Cell::HOLDS, "{}", class);
            let of_second = judged.get("use", &format!("{class}:database.shop/1"));
            prop_assert!(of_second.out.1 > 0, "{class}: {of_second:?}");
        }
        let second = recipe.machine(4);
        for class in ["instance", "disk"] {
            for machine in 0..4 {
                let fault = format!("{class}:exoscale_compute_instance.m[{machine}]");
                let cell = judged.get("use", &fault);
                if machine == second {
                    prop_assert!(cell.out.1 > 0 || cell.undecided, "{fault}: {cell:?}");
                } else if !recipe.reads_from(machine) {
                    prop_assert_eq!(cell, Cell::HOLDS, "{}", fault);
                }
            }
        }
    }

    /// What carries so much carries it as a service, as a cache and as a store that is read.
    #[test]
    fn a_load_is_a_load(
        copies in 2..4_u8,
        carries in 1..20_u8,
        rate in 1..60_u8,
        falls in any::<bool>(),
        takes in 1..9_u8,
    ) {
        let load = written::Loaded { copies, carries, rate, falls, takes };
        let service = cells_of(&load.service("service"));
        let cache = cells_of(&load.service("cache"));
        let store = cells_of(&load.store());
        for copy in 0..copies {
            let of = |cells: &Cells, kind: &str| {
                let process = cells.get("use", &format!("process:{kind}.held/{copy}"));
                let machine = format!("instance:exoscale_compute_instance.m[{copy}]");
                let machine = cells.get("use", &machine);
                [process, machine].map(|it| (it.out, it.back, it.undecided))
            };
            prop_assert_eq!(of(&service, "service"), of(&cache, "cache"), "{:?}", load);
            prop_assert_eq!(of(&service, "service"), of(&store, "store"), "{:?}", load);
        }
    }

    /// Cutting a place off is cutting every line that ends in it, as long as everything goes over
    /// lines and nobody comes from the internet.
    #[test]
    fn a_place_is_cut_off_by_its_lines(recipe in recipes(), from in 0..3_u8) {
        let recipe = written::Recipe {
            rented: false,
            lines: [None; 3],
            from: Some(from),
            backup: None,
            ..recipe
        };
        let cut = |what: &str| {
            let fault = Block::new("fault", "own").with("cut", what).with("lasts", "\"1h\"");
            let mut written = recipe.written();
            written.0.retain(|block| block.kind != "fault");
            cells(&written.and(fault))
        };
        let (place, lines) = (cut("place.a"), cut("[link.ab, link.ac]"));
        prop_assert_eq!(place.get("use", "own:own"), lines.get("use", "own:own"));
        // A store is looked at from anywhere; what it loses is a matter of those who write it.
        if recipe.is_written() {
            let lost = |cells: &Cells| cells.get("database.shop", "own:own").lost;
            prop_assert_eq!(lost(&place), lost(&lines));
        }
    }

    /// A line that somebody repairs is away no longer than the repair takes.
    #[test]
    fn a_repaired_line_is_back_when_it_is_repaired(recipe in recipes(), takes in 1..9_u8) {
        prop_assume!(!recipe.rented);
        let line = written::Mending { by_itself: false, detect: 0, takes: (takes, takes) };
        let recipe = written::Recipe { lines: [Some(line); 3], answers: (0, 0), ..recipe };
        let judged = cells(&recipe.written());
        for ((of, fault), cell) in judged.0.iter().filter(|((_, it), _)| it.starts_with("link:")) {
            let longest = i64::from(takes) * MINUTE;
            prop_assert!(
                cell.out.1 <= longest || cell.undecided,
                "{of} under {fault}: {cell:?}"
            );
        }
    }

    /// Whether content was deleted or went wrong, the same copies are left when somebody notices; what
    /// was written on what is wrong is lost on top.
    #[test]
    fn deletion_and_corruption_leave_the_same_copies(
        recipe in recipes(),
        noticed in 1..40_u8,
        kept in proptest::option::of(2..40_u8),
    ) {
        prop_assume!(recipe.database > 0);
        let recipe = written::Recipe { backup: Some(recipe.backup.unwrap_or((1, 1))), ..recipe };
        let rates = Block::new("rates", "")
            .with("deletion", format!("{{ lasts = \"{noticed}h\" }}"))
            .with("corruption", format!("{{ lasts = \"{noticed}h\" }}"));
        let keeps = kept.map(|kept| format!("\"{kept}h\""));
        let judged = cells(&of_backup(&recipe.written(), "keeps_for", keeps).and(rates));
        let deleted = judged.get("database.shop", "deletion:database.shop");
        let corrupted = judged.get("database.shop", "corruption:database.shop");
        prop_assume!(!deleted.undecided && !corrupted.undecided);
        let later = |lost: i64| if lost == FOREVER { lost } else { lost + i64::from(noticed) * HOUR };
        let expected = (later(deleted.lost.0), later(deleted.lost.1));
        prop_assert_eq!(expected, corrupted.lost, "{:?} {:?}", deleted, corrupted);
    }

    /// A backup that is kept or locked for longer never loses more, and a lock that is no longer than
    /// the account is away is none.
    #[test]
    fn what_is_kept_or_locked_for_longer_loses_no_more(
        recipe in recipes(),
        (noticed, away) in (1..40_u8, 1..40_u8),
        (short, more) in (1..40_u8, 1..40_u8),
        which in 0..2_usize,
    ) {
        prop_assume!(recipe.database > 0);
        let recipe = written::Recipe { backup: Some(recipe.backup.unwrap_or((1, 1))), ..recipe };
        let rates = Block::new("rates", "")
            .with("deletion", format!("{{ lasts = \"{noticed}h\" }}"))
            .with("corruption", format!("{{ lasts = \"{noticed}h\" }}"))
            .with("account", format!("{{ lasts = \"{away}h\" }}"));
        let scope = Block::new("scope", "vault").with("owns", "[place.vault]");
        let scope = scope.with("reached_from", "[scope.account]");
        let scope = if recipe.rented { scope } else {
            let own = "[place.a, place.b, place.c, place.vault]";
            Block::new("scope", "own").with("owns", own)
        };
        let written = recipe.written().and(rates).and(scope);
        let attribute = ["keeps_for", "locked"][which];
        let with = |hours: Option<u8>| {
            let value = hours.map(|hours| format!("\"{hours}h\""));
            cells(&of_backup(&written, attribute, value))
        };
        let (one, other) = (with(Some(short)), with(Some(short + more)));
        for key in one.0.keys().chain(other.0.keys()).filter(|(of, _)| of == "database.shop") {
            let (one, other) = (one.get(&key.0, &key.1), other.get(&key.0, &key.1));
            prop_assert!(
                other.lost.1 <= one.lost.1 || one.undecided || other.undecided,
                "{key:?}: {one:?}, longer {other:?}"
            );
        }
        if attribute == "locked" && short <= away {
            let of_accounts = |fault: &str| !fault.starts_with("account:");
            equal(&one, &with(None), of_accounts)?;
        }
    }

    /// A wrong record of a name is kept for as long as the name is after it was taken back.
    #[test]
    fn a_wrong_answer_is_kept_after_it_was_taken_back(
        recipe in recipes(),
        (lasts, remembers) in (1..90_u8, 1..90_u8),
    ) {
        let mut written = recipe.written();
        written.0.retain(|block| block.kind != "fault");
        let written = written.each(&|block: &mut Block| {
            for (_, value) in block.attributes.iter_mut().filter(|(name, _)| *name == "enters") {
                *value = "name.www".to_string();
            }
        });
        let name = Block::new("name", "www")
            .with("to", "service.web")
            .with("remembers", format!("\"{remembers}m\""));
        let fault = Block::new("fault", "own")
            .with("set", "name.www")
            .with("lasts", format!("\"{lasts}m\""));
        let cell = cells(&written.and(name).and(fault)).get("use", "own:own");
        let most = (i64::from(lasts) + i64::from(remembers)) * MINUTE;
        let least = (i64::from(lasts) - i64::from(remembers)).max(0) * MINUTE;
        prop_assert_eq!(cell.out, (least, most), "{:?}", cell);
    }
}
