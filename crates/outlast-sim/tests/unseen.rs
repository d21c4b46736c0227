//! Leaving the order of events open that nobody sees changes no answer, and lets what is lost at once
//! be mended one by one without two histories for each.

use crate::support::*;
use outlast_model::*;
use outlast_sim::{Doubt, Limits, Outcome, Recovery, Unfolding, Unseen};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// How a part hangs on the ones after it.
#[derive(Debug, Clone)]
struct Node {
    copies: usize,
    /// Bits: which of the parts after it are needed.
    needs: u8,
    /// Of those: all of them, any of them, softly, at the start, remembered, tried again.
    how: u8,
    /// Which machines are shared, and whether a mend is ordered from the database of votes.
    takes: (i64, i64),
    by_last: bool,
}

fn nodes() -> impl Strategy<Value = Vec<Node>> {
    let node = (1..3_usize, any::<u8>(), 0..6_u8, (0..4_i64, 0..4_i64), any::<bool>());
    let node = node.prop_map(|(copies, needs, how, (lo, more), by_last)| Node {
        copies,
        needs,
        how,
        takes: (lo, lo + more),
        by_last,
    });
    proptest::collection::vec(node, 2..5)
}

fn system(nodes: &[Node]) -> (System, JourneyId, Fault) {
    let mut system = System::new();
    let zone = system.zone("a");
    let mut effects = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let seats: Vec<Seat> =
            (0..node.copies).map(|copy| system.machine(&format!("m{at}-{copy}"), zone)).collect();
        for seat in &seats {
            let Seat::Machine(machine) = seat else { panic!("a machine") };
            effects.push(stop(Struck::Machine(*machine), Found::Empty, FOR_EVER));
        }
        let mut made = part(&format!("part{at}"), Kind::Server, &seats);
        let takes = Range::new(seconds(node.takes.0), seconds(node.takes.1));
        let last = PartId::nth(u32::try_from(nodes.len()).unwrap());
        let by = if node.by_last { Actor::Parts(Needed::One(last)) } else { Actor::Itself };
        let mut mend = way(by, &[EffectKind::Stop], Detect::After(exactly(0)), takes);
        if matches!(mend.by, Actor::Itself) {
            // What lives on a lost machine cannot make it anew.
            mend.by = Actor::Parts(Needed::One(PartId::nth(last.0 + 1)));
        }
        made.repairs = vec![mend];
        made.needs = needs(node, at, nodes.len());
        system.add(made);
    }
    // Somebody who is lost himself and comes back, and somebody who is never lost.
    let seat = system.machine("watch", zone);
    let Seat::Machine(machine) = seat else { panic!("a machine") };
    effects.push(effect(EffectKind::Stop, Struck::Machine(machine), Range::exactly(seconds(2))));
    system.add(part("watch", Kind::Server, &[seat]));
    system.add(part("people", Kind::People(People { answers: exactly(0), hours: None }), &[]));
    let journey = system.journey(PartId::nth(0));
    (system, journey, fault(effects))
}

fn needs(node: &Node, at: usize, all: usize) -> Vec<Need> {
    let needed: Vec<PartId> = (at + 1..all)
        .filter(|other| node.needs >> (other % 8) & 1 == 1)
        .map(|other| PartId::nth(u32::try_from(other).unwrap()))
        .collect();
    let each = |change: &dyn Fn(Need) -> Need| {
        needed.iter().map(|it| change(need(*it))).collect::<Vec<Need>>()
    };
    match node.how {
        1 if !needed.is_empty() => {
            let any = needed.iter().map(|it| Needed::One(*it)).collect();
            vec![Need { of: Needed::Any(any), ..need(PartId::nth(0)) }]
        }
        2 => each(&|it| Need { soft: true, ..it }),
        3 => each(&|it| Need { at: Moment::Start, ..it }),
        4 => each(&|it| Need { remembers: exactly(seconds(1)), ..it }),
        5 => each(&|it| Need { retries: stated(2), ..it }),
        _ => each(&|it| it),
    }
}

fn outcome(system: &System, journey: JourneyId, fault: &Fault, unseen: Unseen) -> Outcome {
    let limits = Limits { unseen, runs: 0, classes: 100_000, ..Limits::default() };
    Unfolding::new(&system.model, journey, limits).outcome(fault)
}

fn figures(outcome: &Outcome) -> impl PartialEq + std::fmt::Debug + use<> {
    let pair = |figure: &outlast_sim::Figure| (figure.best, figure.worst);
    (pair(&outcome.out), pair(&outcome.gap), outcome.lowest, outcome.back, outcome.back_best)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        rng_seed: RngSeed::Fixed(11),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn an_open_order_gives_the_same_bounds(nodes in nodes()) {
        let (system, journey, fault) = system(&nodes);
        let ordered = outcome(&system, journey, &fault, Unseen::Ordered);
        let open = outcome(&system, journey, &fault, Unseen::Open);
        prop_assert!(open.doubts.is_empty() && ordered.doubts.is_empty());
        if !ordered.coarse && !open.coarse {
            prop_assert_eq!(figures(&ordered), figures(&open));
        }
        prop_assert!(open.classes <= 2 * ordered.classes);
    }
}

#[test]
fn sixteen_parts_that_are_mended_one_by_one_are_no_limit() {
    let chain: Vec<Node> = (0..16)
        .map(|at| Node {
            copies: 1,
            needs: 1 << ((at + 1) % 8),
            how: 0,
            takes: (1, 5 + i64::from(at)),
            by_last: false,
        })
        .collect();
    let (mut system, journey, fault) = system(&chain);
    for at in 0..15_u32 {
        system.model.parts[PartId::nth(at)].needs = vec![need(PartId::nth(at + 1))];
    }
    let limits = Limits { runs: 0, ..Limits::default() };
    let found = Unfolding::new(&system.model, journey, limits).outcome(&fault);
    assert_eq!(found.doubts, Vec::<Doubt>::new());
    assert_eq!((found.out.best, found.out.worst), (seconds(1), seconds(20)));
    assert_eq!(found.back, Recovery::ByItself);
    let witness = found.witness.expect("a history that attains it");
    let unfolding = Unfolding::new(&system.model, journey, Limits::default());
    assert_eq!(unfolding.replay(&fault, &witness).out, seconds(20));
}
