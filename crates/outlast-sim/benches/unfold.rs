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
    system.model.parts[web.0 as usize].needs.push(need(db));
    let members: Vec<(PartId, u32, bool)> = (0..count as u32).map(|at| (web, at, true)).collect();
    let check = check(CheckKind::Connect, seconds(10), seconds(5), 1, 1, Rearm::Start);
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
    let fault = off(Seat::Machine(MachineId(0)));
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
