//! How long one journey under one fault takes, from three machines to three thousand.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a benchmark is no part of the program"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use divan::Bencher;
use outlast_model::*;
use outlast_sim::{Limits, Unfolding};
use support::*;

fn main() {
    divan::main();
}

/// `count` web servers behind a load balancer with a health check, and a database behind them.
fn farm(count: usize) -> (System, JourneyId, PlaceId) {
    let mut system = System::new();
    let zone = system.zone("a");
    let seats: Vec<Seat> = (0..count).map(|at| system.machine(&format!("web{at}"), zone)).collect();
    let web = system.add(part("web", Kind::Server, &seats));
    let seat = system.machine("db", zone);
    let db = system.add(part("db", Kind::Server, &[seat]));
    system.model.parts[web].needs.push(need(db));
    let members: Vec<(PartId, u32, bool)> = (0..count as u32).map(|at| (web, at, true)).collect();
    let check = check(Sight::Port, seconds(10), seconds(5), 1, 1, Rearm::Start);
    let lb = system.add(part(
        "lb",
        router(&members, Rotation::Checked(check), 0, false),
        &[Seat::Place(zone)],
    ));
    let journey = system.journey(lb);
    (system, journey, zone)
}

#[divan::bench(args = [3, 30, 300, 3000])]
fn one_instance(bencher: Bencher<'_, '_>, count: usize) {
    let (system, journey, _) = farm(count);
    let fault = off(Seat::Machine(MachineId::nth(0)));
    let unfolding = Unfolding::new(&system.model, journey, Limits::default());
    bencher.bench(|| unfolding.outcome(&fault));
}

#[divan::bench(args = [3, 30, 300, 3000])]
fn a_dark_zone_that_returns(bencher: Bencher<'_, '_>, count: usize) {
    let (system, journey, zone) = farm(count);
    let dark = effect(EffectKind::Stop, Struck::Place(zone), Range::UNKNOWN);
    let fault = support::fault(vec![dark]);
    let unfolding = Unfolding::new(&system.model, journey, Limits::default());
    bencher.bench(|| unfolding.outcome(&fault));
}

/// Databases of two copies under a lease, written from both zones, with a nightly backup each.
fn leased(count: usize) -> (System, PlaceId) {
    let mut system = System::new();
    let (a, b) = (system.zone("a"), system.zone("b"));
    for at in 0..count {
        let seats = [system.machine("db1", a), system.machine("db2", b)];
        let voters = [a, b, b].map(|zone| system.machine("vote", zone));
        let votes = system.add(part("vote", Kind::Server, &voters));
        let detect = Detect::Lease {
            ttl: exactly(seconds(30)),
            round: exactly(seconds(10)),
            retry: exactly(seconds(10)),
            fenced: false,
        };
        let promotes = Range::new(seconds(1), seconds(3));
        let database = Database {
            failover: Some(way(Actor::Itself, &[EffectKind::Stop], detect, promotes)),
            votes: Some(Needed::One(votes)),
            ..Database::new(vec![stated(Commit::Async)])
        };
        let database = system.add(part(&format!("db{at}"), Kind::Database(database), &seats));
        let writers = [a, b].map(|zone| {
            let seat = system.machine("app", zone);
            system.add(part("app", Kind::Server, &[seat]))
        });
        let lags = [Range::ZERO, Range::new(0, seconds(2))];
        let mut data = store(database, &lags, &writers);
        data.backups.push(backup(DAY, HOUR, Some(7 * DAY), b));
        system.store(data);
    }
    (system, a)
}

#[divan::bench(args = [1, 100, 1000])]
fn what_a_cut_loses(bencher: Bencher<'_, '_>, count: usize) {
    let (system, zone) = leased(count);
    let lasts = Range::exactly(seconds(45));
    let fault = support::fault(vec![effect(EffectKind::Cut, Struck::Place(zone), lasts)]);
    bencher.bench(|| {
        Unfolding::of_store(&system.model, StoreId::nth(0), Limits::default()).outcome(&fault)
    });
}

#[divan::bench]
fn a_second_fault_at_any_moment(bencher: Bencher<'_, '_>) {
    let (system, zone) = leased(1);
    let lasts = Range::exactly(seconds(45));
    let first = support::fault(vec![effect(EffectKind::Cut, Struck::Place(zone), lasts)]);
    let second = off(Seat::Machine(MachineId::nth(1)));
    let limits = Limits { runs: 0, ..Limits::default() };
    let unfolding = Unfolding::of_store(&system.model, StoreId::nth(0), limits);
    bencher.bench(|| unfolding.outcome_of_pair(&first, &second));
}
