//! Laws of those who notice and act: how far they see, what they may do, and what lies between.

use proptest::prelude::*;

use super::cells::{Cell, cells};
use super::written::{Block, Recipe, Written, recipes};
use super::{config, equal};

/// The same system with something changed in its failover.
fn failing_over(written: &Written, change: impl Fn(&str) -> String) -> Written {
    written.each(&|block: &mut Block| {
        for (_, value) in block.attributes.iter_mut().filter(|(name, _)| *name == "failover") {
            *value = change(value);
        }
    })
}

/// A system whose database has a copy that follows and is promoted by a watcher.
fn promoted(recipe: Recipe) -> Recipe {
    Recipe { failover: true, database: 2, ..recipe }
}

/// The same with a name in front of two services, to which people point who watch the journey.
fn behind_a_name(recipe: &Recipe) -> Written {
    let written = recipe.written().each(&|block: &mut Block| {
        for (_, value) in block.attributes.iter_mut().filter(|(name, _)| *name == "enters") {
            *value = "name.www".to_string();
        }
    });
    let name = Block::new("name", "www")
        .with("to", "[service.web, service.spare]")
        .with("remembers", "\"1m\"")
        .with("failover", "{ by = people.ops, detect = \"4m\", takes = \"9m\" }");
    let spare = Block::new("service", "spare").with("in", "place.vault");
    written.and(name).and(spare)
}

proptest! {
    #![proptest_config(config())]

    /// What is told of a check of which nobody said how far it sees holds for each way.
    #[test]
    fn an_unstated_sight_is_either(recipe in recipes(), far in any::<bool>()) {
        prop_assume!(recipe.core);
        let recipe = promoted(recipe);
        let written = recipe.written();
        let stated = failing_over(&written, |failover| {
            let sight = if far { "work" } else { "process" };
            failover.replace("kind = \"request\"", &format!("sight = \"{sight}\""))
        });
        let (open, known) = (cells(&written), cells(&stated));
        for (of, fault) in known.0.keys().chain(open.0.keys()) {
            let (known, open) = (known.get(of, fault), open.get(of, fault));
            let within = known.out.1 <= open.out.1 && known.out.0 >= open.out.0;
            prop_assert!(
                within || open.undecided || known.undecided,
                "{of} under {fault}: {known:?}, open {open:?}"
            );
        }
    }

    /// Who may promote what is further behind promotes no later.
    #[test]
    fn a_wider_limit_is_out_no_longer(recipe in recipes(), limit in 0..40_u8) {
        let written = promoted(recipe).written();
        let within = |seconds: u8| {
            cells(&failing_over(&written, |failover| {
                failover.replace(" }, takes", &format!(" }}, behind_at_most = \"{seconds}s\", takes"))
            }))
        };
        let (one, other) = (within(limit), within(limit + 20));
        for key in one.0.keys().chain(other.0.keys()).filter(|(of, _)| of == "use") {
            let (one, other) = (one.get(&key.0, &key.1), other.get(&key.0, &key.1));
            prop_assert!(
                other.out.1 <= one.out.1 || one.undecided || other.undecided,
                "{key:?}: {one:?}, with a wider limit {other:?}"
            );
        }
    }

    /// A repair that is not allowed where a copy stands is none.
    #[test]
    fn a_repair_that_is_not_allowed_is_none(recipe in recipes()) {
        let written = recipe.written();
        let elsewhere = written.each(&|block: &mut Block| {
            for (_, value) in block.attributes.iter_mut().filter(|(name, _)| *name == "repair") {
                *value = value.replace(" }", ", within = place.vault }");
            }
        });
        let none = written.each(&|block| block.attributes.retain(|(name, _)| *name != "repair"));
        equal(&cells(&elsewhere), &cells(&none), |_| false)?;
    }

    /// Lines that carry next to nothing strike those whom lines strike that are cut; others it is not
    /// known of, where something of theirs goes over them that they can do without.
    #[test]
    fn slow_lines_strike_whom_cut_lines_strike(recipe in recipes(), from in 0..3_u8) {
        let recipe = Recipe { rented: false, from: Some(from), lines: [None; 3], ..recipe };
        let struck = |word: &'static str| {
            let fault = Block::new("fault", "own").with(word, "[link.ab, link.bc, link.ac]");
            let mut written = recipe.written();
            written.0.retain(|block| block.kind != "fault");
            cells(&written.and(fault.with("lasts", "\"1h\""))).get("use", "own:own")
        };
        let (cut, slow) = (struck("cut"), struck("slow"));
        let is_told = cut == Cell::HOLDS || slow != Cell::HOLDS;
        prop_assert!(is_told, "cut {cut:?}, slow {slow:?}");
    }

    /// What one service does, or one that calls another beside it, is the same to users and to those
    /// who see what users see.
    #[test]
    fn a_service_in_two_halves_is_one(recipe in recipes()) {
        let mut seats = recipe.seats;
        seats[2] = seats[0];
        let mending = [recipe.mending[0], recipe.mending[0], recipe.mending[2], recipe.mending[3]];
        let whole = Recipe { seats, mending, copies: 1, core: false, ..recipe };
        prop_assume!(whole.database > 0);
        let halves = Recipe { core: true, ..whole.clone() };
        let (whole, halves) = (cells(&behind_a_name(&whole)), cells(&behind_a_name(&halves)));
        let of_web = |fault: &str| fault.contains("service.");
        for (of, fault) in whole.0.keys().chain(halves.0.keys()).filter(|(_, it)| !of_web(it)) {
            let (one, other) = (whole.get(of, fault), halves.get(of, fault));
            let same = (one.out, one.back, one.lost) == (other.out, other.back, other.lost);
            prop_assert!(
                same || one.undecided || other.undecided,
                "{of} under {fault}: {one:?}, in two halves {other:?}"
            );
        }
    }
}
