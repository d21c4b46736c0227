//! The load that retries add: callers who ask again bring down what could have come back.

use crate::support::*;
use outlast_model::*;
use outlast_sim::{Limits, Outcome, Recovery, Unfolding};

/// A front that asks `retries` times more, two copies of a service of which each carries `carries`
/// requests a second, and a database behind them that is mended ten seconds after it died.
fn outcome(retries: u32, carries: i64, falls: bool) -> Outcome {
    let mut system = System::new();
    let zone = system.zone("a");
    let seats: Vec<Seat> =
        ["front", "one", "two", "db"].iter().map(|name| system.machine(name, zone)).collect();
    let mut database = part("db", Kind::Server, &seats[3..]);
    database.repairs = vec![mended(Range::exactly(seconds(10)))];
    let database = system.add(database);
    let mut service = part("service", Kind::Server, &seats[1..3]);
    service.needs = vec![need(database)];
    service.carries = Some(stated(Ratio::new(carries, 1)));
    service.falls = stated(falls);
    let service = system.add(service);
    let mut front = part("front", Kind::Server, &seats[..1]);
    front.needs = vec![Need { retries: stated(retries), ..need(service) }];
    let front = system.add(front);
    let journey = system.journey(front);
    system.model.journeys[outlast_model::JourneyId::nth(0)].rate = Some(stated(Ratio::new(100, 1)));
    let unfolding = Unfolding::new(&system.model, journey, Limits::default());
    unfolding.outcome(&killed(database, 0))
}

#[test]
fn without_retries_it_is_back_as_soon_as_what_failed_is() {
    let outcome = outcome(0, 50, true);
    assert_eq!((outcome.out.best, outcome.out.worst), (seconds(10), seconds(10)));
}

#[test]
fn retries_bring_down_what_carries_only_the_usual_load() {
    let outcome = outcome(3, 50, true);
    assert_eq!((outcome.out.worst, outcome.back), (FOREVER, Recovery::Never));
}

#[test]
fn retries_are_harmless_where_the_load_is_shed_or_carried() {
    for outcome in [outcome(3, 50, false), outcome(3, 200, true)] {
        assert_eq!((outcome.out.best, outcome.out.worst), (seconds(10), seconds(10)));
    }
}
