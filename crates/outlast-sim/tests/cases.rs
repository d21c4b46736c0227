//! The acceptance cases: figures that were worked out by hand and confirmed by sampling must come
//! out to the digit.

use crate::support;

use crate::support::*;
use outlast_model::*;
use outlast_sim::{Doubt, Figure, Limits, Outcome, Typical, Unfolding};

fn outcome(system: &System, journey: JourneyId, fault: &Fault) -> Outcome {
    let unfolding = Unfolding::new(&system.model, journey, Limits::default());
    assert_eq!(unfolding.healthy(), Ratio::ONE);
    let outcome = unfolding.outcome(fault);
    assert_eq!(outcome.doubts, Vec::<Doubt>::new());
    if outcome.out.worst < FOREVER {
        let witness = outcome.witness.clone().expect("a witness");
        let replayed = unfolding.replay(fault, &witness);
        assert_eq!(replayed.out, outcome.out.worst, "the witness attains the bound: {replayed:#?}");
    }
    outcome
}

fn figure(best: Nanos, typical: Nanos, worst: Nanos) -> Figure {
    Figure { best, typical: Typical::Exact(typical), worst }
}

/// Two members of a virtual address.
fn vrrp(adverts: Nanos, priority: i64, fault: fn(&[Seat], PartId) -> Fault) -> Outcome {
    let mut system = System::new();
    let zone = system.zone("a");
    let seats = [system.machine("lb1", zone), system.machine("lb2", zone)];
    let web = system.add(part("web", Kind::Server, &seats));
    let skew = adverts * (256 - priority) / 256;
    let detect = Detect::Adverts { interval: exactly(adverts), missed: 3, skew: exactly(skew) };
    let rotation = Rotation::Elected {
        detect: Box::new(detect),
        preempts: stated(true),
        tracks: None,
        segments: Vec::new(),
    };
    let vip = system.add(part(
        "vip",
        router(&[(web, 0, true), (web, 1, true)], rotation, 0, false),
        &seats,
    ));
    let journey = system.journey(vip);
    outcome(&system, journey, &fault(&seats, web))
}

#[test]
fn case_a_a_virtual_address_moves_after_three_missed_adverts_and_the_skew() {
    let off = vrrp(SECOND, 100, |seats, _| off(seats[0]));
    assert_eq!(off.out, figure(2_609_375_000, 3_109_375_000, 3_609_375_000));
    assert_eq!(off.caller, off.out);
    // Version 3 of the protocol, adverts every 0.1 s.
    let quick = vrrp(millis(100), 100, |seats, _| support::off(seats[0]));
    assert_eq!((quick.out.best, quick.out.worst), (260_937_500, 360_937_500));
    // The other member is lost: nothing happens.
    let other = vrrp(SECOND, 100, |seats, _| support::off(seats[1]));
    assert_eq!(other.out, Figure::ZERO);
}

/// A managed address with a health check in front of `members` web servers, of which `serving`
/// are in rotation.
fn managed(
    kind: Sight,
    rearm: Fact<Rearm>,
    members: u32,
    fault: fn(&[Seat], PartId) -> Fault,
) -> Outcome {
    let mut system = System::new();
    let zone = system.zone("a");
    let seats: Vec<Seat> =
        (0..members).map(|at| system.machine(&format!("web{at}"), zone)).collect();
    let web = system.add(part("web", Kind::Server, &seats));
    let mut check = check(kind, seconds(10), seconds(3), 2, 3, Rearm::Start);
    check.rearm = rearm;
    let members: Vec<(PartId, u32, bool)> = (0..members).map(|at| (web, at, true)).collect();
    let eip = router(&members, Rotation::Checked(check), 0, false);
    let eip = system.add(part("eip", eip, &[Seat::Place(zone)]));
    let journey = system.journey(eip);
    let unfolding = Unfolding::new(&system.model, journey, Limits::default());
    let fault = fault(&seats, web);
    let outcome = unfolding.outcome(&fault);
    if outcome.out.worst < FOREVER {
        let replayed = unfolding.replay(&fault, outcome.witness.as_ref().unwrap());
        assert_eq!(replayed.out, outcome.out.worst);
    }
    outcome
}

#[test]
fn case_b_a_managed_address_notices_after_two_strikes() {
    let off_first = |seats: &[Seat], _| off(seats[0]);
    let start = managed(Sight::Port, stated(Rearm::Start), 2, off_first);
    assert_eq!(start.out, figure(seconds(13), seconds(18), seconds(23)));
    assert_eq!(start.lowest, Ratio::new(1, 2));
    assert_eq!(start.caller, figure(millis(6_500), seconds(9), millis(11_500)));
    let end = managed(Sight::Port, stated(Rearm::End), 2, off_first);
    assert_eq!(end.out, figure(seconds(16), seconds(21), seconds(26)));
    let unknown = managed(Sight::Port, Fact::Unknown("not documented".into()), 2, off_first);
    assert_eq!((unknown.out.best, unknown.out.worst), (seconds(13), seconds(26)));
    // A process that refuses is seen at once.
    let refuses = managed(Sight::Port, stated(Rearm::Start), 2, |_, web| killed(web, 0));
    assert_eq!(refuses.out, figure(seconds(10), seconds(15), seconds(20)));
    // A check of the port never sees a process that hangs.
    let hangs = managed(Sight::Port, stated(Rearm::Start), 2, |_, web| hung(web, 0));
    assert_eq!((hangs.out.best, hangs.out.worst), (FOREVER, FOREVER));
    assert_eq!(hangs.lowest, Ratio::new(1, 2));
    let seen = managed(Sight::Process, stated(Rearm::Start), 2, |_, web| hung(web, 0));
    assert_eq!(seen.out, figure(seconds(13), seconds(18), seconds(23)));
    // With k serving, 1/k fails.
    let third = managed(Sight::Port, stated(Rearm::Start), 3, off_first);
    assert_eq!(third.lowest, Ratio::new(2, 3));
}

#[test]
fn case_b_a_target_returns_after_three_passes() {
    // Off for exactly a minute; two strikes take it out, three passes bring it back. With one
    // target the address serves nothing from 0 until it is back in rotation.
    let outcome = managed(Sight::Port, stated(Rearm::Start), 1, |seats, _| {
        let Seat::Machine(machine) = seats[0] else { panic!("a machine") };
        fault(vec![effect(EffectKind::Stop, Struck::Machine(machine), Range::exactly(seconds(60)))])
    });
    assert_eq!((outcome.out.best, outcome.out.worst), (seconds(80), seconds(90)));
}

/// A name with a watcher that changes it.
fn name(answers: &[bool], tolerates: Ratio) -> Outcome {
    let mut system = System::new();
    let (zone, other, dns) =
        (system.zone("a"), system.zone("b"), system.place("dns", PlaceKind::Provider, None));
    let seats = [system.machine("web1", zone), system.machine("web2", zone)];
    let web = system.add(part("web", Kind::Server, &seats));
    let seat = system.machine("watcher", other);
    let watcher = system.add(part("watcher", Kind::Server, &[seat]));
    // Three failures, ten seconds apart, then two seconds to change the record.
    let detect = Detect::Check(check(Sight::Port, seconds(10), seconds(3), 3, 3, Rearm::Start));
    let by = Actor::Parts(Needed::One(watcher));
    let way = way(by, &[EffectKind::Stop, EffectKind::Cut], detect, Range::exactly(seconds(2)));
    let members: Vec<_> = (0..).zip(answers).map(|(at, active)| (web, at, *active)).collect();
    let name = router(&members, Rotation::Moved(Box::new(way)), seconds(300), false);
    let name = system.add(part("www", name, &[Seat::Place(dns)]));
    let journey = system.journey(name);
    system.model.journeys[outlast_model::JourneyId::nth(0)].tolerates = stated(tolerates);
    outcome(&system, journey, &killed(web, 0))
}

#[test]
fn case_c_a_name_changes_and_caches_run_out() {
    let one = name(&[true, false], Ratio::ZERO);
    assert_eq!(one.out, figure(seconds(22), seconds(327), seconds(332)));
    // In the fluid limit of many caches.
    assert_eq!(one.caller.typical, Typical::Exact(seconds(177)));
    assert_eq!((one.caller.best, one.caller.worst), (seconds(22), seconds(332)));
    let two = name(&[true, true], Ratio::ZERO);
    assert_eq!(two.out, figure(seconds(22), seconds(327), seconds(332)));
    assert_eq!(two.caller.typical, Typical::Exact(millis(88_500)));
    assert_eq!((two.caller.best, two.caller.worst), (seconds(11), seconds(166)));
    let tolerant = name(&[true, false], Ratio::new(1, 10));
    assert_eq!(tolerant.out.typical, Typical::Exact(seconds(297)));
    let tolerant = name(&[true, true], Ratio::new(1, 10));
    assert_eq!(tolerant.out.typical, Typical::Exact(seconds(267)));
}

/// A balancer that checks two servers every 0.5 s with requests and re-arms at the end.
fn balancer(kind: Sight, rearm: Rearm, fault: fn(PartId) -> Fault) -> Outcome {
    let mut system = System::new();
    let zone = system.zone("a");
    let seats = [system.machine("web1", zone), system.machine("web2", zone)];
    let web = system.add(part("web", Kind::Server, &seats));
    let seat = system.machine("lb", zone);
    let check = check(kind, millis(500), millis(500), 2, 2, rearm);
    let lb = router(&[(web, 0, true), (web, 1, true)], Rotation::Checked(check), 0, true);
    let lb = system.add(part("lb", lb, &[seat]));
    let journey = system.journey(lb);
    let unfolding = Unfolding::new(&system.model, journey, Limits::default());
    unfolding.outcome(&fault(web))
}

#[test]
fn case_e_a_balancer_loses_every_other_request_until_two_checks_timed_out() {
    let hangs = balancer(Sight::Process, Rearm::End, |web| hung(web, 0));
    assert_eq!(hangs.out, figure(millis(1_500), millis(1_750), seconds(2)));
    assert_eq!(hangs.lowest, Ratio::new(1, 2));
    assert_eq!(hangs.caller, figure(millis(750), millis(875), seconds(1)));
    let start = balancer(Sight::Process, Rearm::Start, |web| hung(web, 0));
    assert_eq!((start.out.best, start.out.worst), (seconds(1), millis(1_500)));
    let killed = balancer(Sight::Process, Rearm::End, |web| killed(web, 0));
    assert_eq!(killed.out, Figure::ZERO, "a refused connection is tried on the other server");
    let port = balancer(Sight::Port, Rearm::End, |web| hung(web, 0));
    assert_eq!((port.out.best, port.out.worst), (FOREVER, FOREVER));
}

#[test]
fn a_machine_that_stands_for_an_unknown_number_decides_nothing() {
    let mut system = System::new();
    let zone = system.zone("a");
    let seat = system.machine("web", zone);
    let web = system.add(part("web", Kind::Server, &[seat]));
    let journey = system.journey(web);
    system.model.uncounted.insert(MachineId::nth(0), "variable `count` has no value".into());
    let unfolding = Unfolding::new(&system.model, journey, Limits::default());
    let outcome = unfolding.outcome(&off(seat));
    assert_eq!(outcome.doubts, [Doubt::Count(MachineId::nth(0))]);
    assert_eq!((outcome.out.best, outcome.out.worst), (0, FOREVER));
    // A zone takes all of them, however many there are.
    let dark = fault(vec![effect(EffectKind::Stop, Struck::Place(zone), FOR_EVER)]);
    assert_eq!(unfolding.outcome(&dark).doubts, Vec::<Doubt>::new());
}
