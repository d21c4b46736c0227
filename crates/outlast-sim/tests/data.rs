//! What is lost: the database that is cut in two and the backup that is found too late, to the
//! digit, and the other ways to lose data.

use crate::support;

use crate::support::*;
use outlast_model::*;
use outlast_sim::{Doubt, Figure, Limits, Loss, Often, Outcome, Typical, Unfolding};

fn loss_of(system: &System, store: StoreId, fault: &Fault) -> (Outcome, Loss) {
    let unfolding = Unfolding::of_store(&system.model, store, Limits::default());
    let outcome = unfolding.outcome(fault);
    let loss = outcome.loss().cloned().expect("a store is judged");
    (outcome, loss)
}

/// The loss of the replayed witness.
fn replayed(system: &System, store: StoreId, fault: &Fault, loss: &Loss) -> Nanos {
    let unfolding = Unfolding::of_store(&system.model, store, Limits::default());
    let history = unfolding.replay(fault, loss.witness.as_ref().expect("a witness"));
    let accounts = history.accounts.expect("accounts");
    assert_eq!(accounts.acknowledged, accounts.kept + accounts.lost + accounts.diverged);
    history.lost.expect("a store is judged")
}

fn figure(best: i64, typical: i64, worst: i64) -> Figure {
    let typical = Typical::Exact(seconds(typical));
    Figure { best: seconds(best), typical, worst: seconds(worst) }
}

/// Two zones, a database with a lease of 30 s, most of the voters outside, and writers.
fn leased(commit: Commit, inside: bool) -> (System, StoreId, PlaceId) {
    let mut system = System::new();
    let (a, b) = (system.zone("a"), system.zone("b"));
    let seats = [system.machine("db1", a), system.machine("db2", b)];
    let voters: Vec<Seat> =
        [a, b, b].into_iter().map(|zone| system.machine("etcd", zone)).collect();
    let votes = system.add(part("etcd", Kind::Server, &voters));
    let detect = Detect::Lease {
        ttl: exactly(seconds(30)),
        round: exactly(seconds(10)),
        retry: exactly(seconds(10)),
        fenced: false,
    };
    let failover =
        way(Actor::Itself, &[EffectKind::Stop], detect, Range::new(seconds(1), seconds(3)));
    let database = Database {
        failover: Some(failover),
        votes: Some(Needed::One(votes)),
        ..Database::new(vec![stated(commit)])
    };
    let database = system.add(part("db", Kind::Database(database), &seats));
    let mut writers = Vec::new();
    for zone in if inside { vec![a, b] } else { vec![b] } {
        let seat = system.machine("app", zone);
        writers.push(system.add(part("app", Kind::Server, &[seat])));
    }
    let lag = if commit == Commit::Async { seconds(2) } else { 0 };
    let store = system.store(store(database, &[Range::ZERO, Range::new(0, lag)], &writers));
    (system, store, a)
}

fn cut(place: PlaceId, lasts: Range) -> Fault {
    fault(vec![effect(EffectKind::Cut, Struck::Place(place), lasts)])
}

fn cut_for(place: PlaceId, lasts: i64) -> Fault {
    cut(place, Range::exactly(seconds(lasts)))
}

#[test]
fn case_d_writes_inside_the_cut_are_lost_until_the_old_primary_gives_up() {
    let (system, store, a) = leased(Commit::Async, true);
    let fault = cut_for(a, 45);
    let (_, loss) = loss_of(&system, store, &fault);
    assert_eq!(loss.window, figure(10, 16, 22));
    assert_eq!(loss.all, Often::Never);
    assert!(loss.diverged.is_zero() && loss.doubts.is_empty());
    assert_eq!(replayed(&system, store, &fault, &loss), seconds(22));
}

#[test]
fn a_primary_whose_lease_ran_out_while_it_was_dead_takes_it_before_it_writes() {
    let (mut system, _, _) = leased(Commit::Async, true);
    let database = system.model.part_at("db").unwrap();
    let journey = system.journey(database);
    let both = [0, 1].map(|copy| Struck::Process(CopyRef { part: database, copy }));
    let killed = fault(both.map(|it| effect(EffectKind::Stop, it, FOR_EVER)).to_vec());
    // Repaired before the lease runs out, it still holds it; after that it takes 1 to 3 s more.
    for (repaired, best, worst) in [(5, 5, 5), (60, 61, 63)] {
        let repair = mended(Range::exactly(seconds(repaired)));
        system.model.parts[database].repairs = vec![repair];
        let out = Unfolding::new(&system.model, journey, Limits::default()).outcome(&killed).out;
        assert_eq!((out.best, out.worst), (seconds(best), seconds(worst)), "{repaired} s");
    }
}

#[test]
fn case_d_writers_outside_lose_the_lag_only() {
    let (system, store, a) = leased(Commit::Async, false);
    let fault = cut_for(a, 45);
    let (_, loss) = loss_of(&system, store, &fault);
    assert_eq!(loss.window, figure(0, 1, 2));
    assert_eq!(replayed(&system, store, &fault, &loss), seconds(2));
}

#[test]
fn case_d_short_cuts_lose_nothing_and_long_ones_always() {
    let (system, store, a) = leased(Commit::Async, true);
    let (_, short) = loss_of(&system, store, &cut_for(a, 19));
    assert!(short.window.is_zero());
    // A cut that ends while the lease runs out races with the promotion.
    let (_, race) = loss_of(&system, store, &cut_for(a, 25));
    // The lease must have run out by 25 s, so that the last renewal was 5 s old or more at the cut.
    assert_eq!((race.window.best, race.window.worst), (0, seconds(17)));
    assert_eq!(replayed(&system, store, &cut_for(a, 25), &race), seconds(17));
    let (_, long) = loss_of(&system, store, &cut_for(a, 34));
    assert_eq!(long.window.best, seconds(10));
}

#[test]
fn case_d_synchronous_loses_nothing_and_blocks_inside() {
    let (system, store, a) = leased(Commit::Sync, true);
    let (_, loss) = loss_of(&system, store, &cut_for(a, 45));
    assert!(loss.window.is_zero(), "{:?}", loss.window);
    assert_eq!(loss.all, Often::Never);
    let mut system = system;
    let database = system.model.part_at("db").unwrap();
    let inside = system.journey(database);
    system.model.journeys[outlast_model::JourneyId::nth(0)].from = Some(a);
    let unfolding = Unfolding::new(&system.model, inside, Limits::default());
    // Without a standby in reach no write is acknowledged, from the first moment to the heal; who
    // has given up by then resumes with the next round.
    let out = |lasts| unfolding.outcome(&cut_for(a, lasts)).out;
    assert_eq!((out(9).best, out(9).worst), (seconds(9), seconds(9)));
    assert_eq!((out(15).best, out(15).worst), (seconds(15), seconds(25)));
}

/// One database, one backup, somebody who mends it.
fn nightly(kept: Option<Nanos>, makes: Nanos) -> (System, StoreId, Seat) {
    let mut system = System::new();
    let (a, b) = (system.zone("a"), system.zone("b"));
    let seat = system.machine("db", a);
    let mut database = part("db", Kind::Server, &[seat]);
    database.repairs = vec![mended(Range::exactly(HOUR))];
    let database = system.add(database);
    let mut data = store(database, &[Range::ZERO], &[]);
    data.backups.push(backup(DAY, makes, kept, b));
    let store = system.store(data);
    (system, store, seat)
}

fn corrupted(store: StoreId, found: Range) -> Fault {
    fault(vec![effect(EffectKind::Corrupt, Struck::Store(store), found)])
}

#[test]
fn case_f_what_is_found_after_the_last_clean_copy_expired_is_lost_for_good() {
    let (system, store, _) = nightly(Some(7 * DAY), 0);
    let (_, loss) = loss_of(&system, store, &corrupted(store, Range::exactly(9 * DAY)));
    assert_eq!(loss.all, Often::Always);
    let (_, week) = loss_of(&system, store, &corrupted(store, Range::exactly(6 * DAY)));
    assert_eq!(week.all, Often::Never);
    assert_eq!((week.window.best, week.window.worst), (6 * DAY, 7 * DAY));
    assert_eq!(week.window.typical, Typical::Exact(6 * DAY + DAY / 2));
    let half = Range::exactly(6 * DAY + DAY / 2);
    let (_, half) = loss_of(&system, store, &corrupted(store, half));
    assert_eq!(half.all, Often::Sometimes(Some((512, 1_024))));
    let (_, all) = loss_of(&system, store, &corrupted(store, Range::exactly(7 * DAY + 1)));
    assert_eq!(all.all, Often::Always);
}

#[test]
fn case_f_kept_for_longer_it_loses_the_time_to_discovery_and_the_age() {
    let (system, store, _) = nightly(Some(10 * DAY + HOUR), HOUR);
    let fault = corrupted(store, Range::exactly(9 * DAY));
    let (outcome, loss) = loss_of(&system, store, &fault);
    assert_eq!(loss.all, Often::Never);
    assert_eq!((loss.window.best, loss.window.worst), (9 * DAY + HOUR, 10 * DAY + HOUR));
    assert_eq!(loss.window.typical, Typical::Exact(9 * DAY + DAY / 2 + HOUR));
    assert_eq!(replayed(&system, store, &fault, &loss), 10 * DAY + HOUR);
    // Out only while it is mended and read back: nobody sees that it is wrong before.
    assert_eq!((outcome.out.best, outcome.out.worst), (2 * HOUR, 2 * HOUR));
}

fn destroyed(seat: Seat) -> Fault {
    let Seat::Machine(machine) = seat else { panic!("a machine") };
    fault(vec![stop(Struck::Machine(machine), Found::Empty, FOR_EVER)])
}

fn by_people(system: &mut System, part: PartId) {
    let people = People { answers: exactly(0), hours: None };
    let people = system.add(support::part("ops", Kind::People(people), &[]));
    system.model.parts[part].repairs[0].by = Actor::Parts(Needed::One(people));
}

#[test]
fn a_lost_machine_costs_the_age_of_the_last_backup() {
    let (mut system, store, seat) = nightly(Some(7 * DAY), HOUR);
    by_people(&mut system, PartId::nth(0));
    let fault = destroyed(seat);
    let (outcome, loss) = loss_of(&system, store, &fault);
    assert_eq!((loss.window.best, loss.window.worst), (HOUR, DAY + HOUR));
    assert_eq!(loss.window.typical, Typical::Exact(DAY / 2 + HOUR));
    assert_eq!(loss.source, Some(Slot { store, slot: 1 }));
    assert!(!loss.unproven);
    assert_eq!(outcome.out.worst, 2 * HOUR);
    assert_eq!(replayed(&system, store, &fault, &loss), DAY + HOUR);
}

#[test]
fn without_a_backup_everything_is_lost() {
    let (mut system, store, seat) = nightly(None, 0);
    by_people(&mut system, PartId::nth(0));
    system.model.stores[outlast_model::StoreId::nth(0)].backups.clear();
    let (outcome, loss) = loss_of(&system, store, &destroyed(seat));
    assert_eq!(loss.all, Often::Always);
    // The service comes back with nothing in it.
    assert_eq!(outcome.out.worst, HOUR);
}

#[test]
fn a_backup_in_the_place_that_is_destroyed_is_none() {
    let (mut system, store, _) = nightly(Some(7 * DAY), HOUR);
    let a = PlaceId::nth(1);
    system.model.stores[outlast_model::StoreId::nth(0)].backups[0].to.place = Some(a);
    let gone = stop(Struck::Place(a), Found::Empty, FOR_EVER);
    let (_, loss) = loss_of(&system, store, &fault(vec![gone]));
    assert_eq!(loss.all, Often::Always);
    let dark = effect(EffectKind::Stop, Struck::Place(a), Range::UNKNOWN);
    let (_, loss) = loss_of(&system, store, &fault(vec![dark]));
    assert_eq!((loss.all, loss.window.worst), (Often::Never, 0));
}

#[test]
fn a_deletion_is_obeyed_by_standbys_and_not_by_backups() {
    let (mut system, store, _) = leased(Commit::Sync, false);
    let b = PlaceId::nth(2);
    let erased = fault(vec![effect(EffectKind::Erase, Struck::Store(store), Range::ZERO)]);
    let (_, loss) = loss_of(&system, store, &erased);
    assert_eq!(loss.all, Often::Always);
    system.model.stores[outlast_model::StoreId::nth(0)].backups.push(backup(
        DAY,
        HOUR,
        Some(7 * DAY),
        b,
    ));
    let (_, loss) = loss_of(&system, store, &erased);
    assert_eq!((loss.all, loss.window.best, loss.window.worst), (Often::Never, HOUR, DAY + HOUR));
    system.model.stores[outlast_model::StoreId::nth(0)].backups[0].obeys = Obeys::ALL;
    let (_, loss) = loss_of(&system, store, &erased);
    assert_eq!(loss.all, Often::Always);
}

/// The content of a store is deleted, and noticed after a time.
fn deleted(store: StoreId, noticed: Range) -> Fault {
    fault(vec![effect(EffectKind::Erase, Struck::Store(store), noticed)])
}

#[test]
fn deletion_and_corruption_that_are_noticed_late_leave_the_same_copies() {
    let age = |days: i64| Range::exactly(days * DAY);
    for (kept, noticed, all) in [
        // One version: the next one replaces it after a day and an hour.
        (None, age(2), Often::Always),
        (None, Range::exactly(2 * HOUR), Often::Sometimes(Some((3, 32)))),
        (Some(3 * DAY), age(10), Often::Always),
        (Some(3 * DAY), age(1), Often::Never),
        // The newest is up to a day and an hour old when it happens.
        (Some(3 * DAY), age(2), Often::Sometimes(None)),
        (Some(3 * DAY + HOUR), age(2), Often::Never),
    ] {
        let (system, store, _) = nightly(kept, HOUR);
        let (_, deleted) = loss_of(&system, store, &deleted(store, noticed));
        let (_, corrupted) = loss_of(&system, store, &corrupted(store, noticed));
        let kind = |often: Often| match often {
            Often::Sometimes(_) => Often::Sometimes(None),
            Often::Never | Often::Always => often,
        };
        assert_eq!((kind(deleted.all), kind(corrupted.all)), (kind(all), kind(all)), "{kept:?}");
        if all != Often::Always {
            let later = |value: Nanos| value + noticed.lo;
            let worst = deleted.window.worst.min(corrupted.window.worst - noticed.lo);
            assert_eq!(later(deleted.window.best), corrupted.window.best, "{kept:?}");
            assert_eq!(worst, deleted.window.worst, "{kept:?}");
            assert_eq!(later(worst), corrupted.window.worst, "{kept:?}");
        }
    }
}

#[test]
fn a_range_of_keeping_holds_for_each_of_its_values() {
    let (mut system, store, _) = nightly(Some(0), HOUR);
    let keeps = |system: &mut System, lo: i64, hi: i64| {
        let backup = &mut system.model.stores[StoreId::nth(0)].backups[0];
        backup.keeps_for = Some(between(lo * DAY, hi * DAY));
    };
    let noticed = Range::exactly(10 * DAY);
    for (lo, hi, all) in
        [(3, 30, Often::Sometimes(None)), (12, 30, Often::Never), (3, 9, Often::Always)]
    {
        keeps(&mut system, lo, hi);
        let (_, loss) = loss_of(&system, store, &deleted(store, noticed));
        let some = matches!(loss.all, Often::Sometimes(_)) && matches!(all, Often::Sometimes(_));
        assert!(some || loss.all == all, "{lo} to {hi}: {:?}", loss.all);
    }
}

#[test]
fn what_only_grows_keeps_what_is_deleted_and_not_what_went_wrong() {
    let (mut system, store, _) = nightly(None, HOUR);
    let backup = &mut system.model.stores[StoreId::nth(0)].backups[0];
    backup.obeys = Obeys { deletion: false, corruption: true };
    let noticed = Range::exactly(100 * DAY);
    let (_, loss) = loss_of(&system, store, &deleted(store, noticed));
    assert_eq!((loss.all, loss.window.worst), (Often::Never, DAY + HOUR));
    let (_, loss) = loss_of(&system, store, &corrupted(store, Range::exactly(HOUR)));
    assert_eq!(loss.all, Often::Always);
}

#[test]
fn a_log_archive_is_kept_no_longer_than_the_backup_that_it_carries_on() {
    let (mut system, store, _) = nightly(Some(7 * DAY), HOUR);
    let backup = &mut system.model.stores[StoreId::nth(0)].backups[0];
    backup.archive = Some(between(0, 5 * MINUTE));
    for (noticed, all) in [
        (Range::exactly(5 * DAY), Often::Never),
        (Range::exactly(6 * DAY), Often::Sometimes(None)),
        (Range::exactly(7 * DAY), Often::Always),
    ] {
        let (_, loss) = loss_of(&system, store, &deleted(store, noticed));
        let some = matches!(loss.all, Often::Sometimes(_)) && matches!(all, Often::Sometimes(_));
        assert!(some || loss.all == all, "{noticed:?}: {:?}", loss.all);
        assert!(all == Often::Always || loss.window.worst == 5 * MINUTE);
    }
}

/// The machine is destroyed and the backup erased once its lock has run out.
fn taken(store: StoreId, seat: Seat, away: Range) -> Fault {
    let unlocked = Effect::Erase(Erased::Unlocked(Slot { store, slot: 1 })).lasting(away);
    let Seat::Machine(machine) = seat else { panic!("a machine") };
    fault(vec![stop(Struck::Machine(machine), Found::Empty, FOR_EVER), unlocked])
}

#[test]
fn a_lock_is_compared_with_how_long_the_account_is_away() {
    let (mut system, store, seat) = nightly(Some(90 * DAY), HOUR);
    by_people(&mut system, PartId::nth(0));
    // Nobody makes it anew before the account is one's own again.
    system.model.parts[PartId::nth(0)].repairs[0].takes = exactly(70 * DAY);
    let away = |lo: i64, hi: i64| Range::new(lo * DAY, hi * DAY);
    for (locked, away, all) in [
        (exactly(30 * DAY), away(60, 61), Often::Always),
        (exactly(30 * DAY), away(1, 2), Often::Never),
        (exactly(30 * DAY), away(1, 60), Often::Sometimes(None)),
        (between(2 * DAY, 90 * DAY), away(10, 11), Often::Sometimes(None)),
        // The newest is up to a day and an hour old when the account is taken.
        (exactly(3 * DAY), away(2, 2), Often::Sometimes(None)),
    ] {
        system.model.stores[StoreId::nth(0)].backups[0].locked = Some(locked.clone());
        let fault = taken(store, seat, away);
        let (_, loss) = loss_of(&system, store, &fault);
        let some = matches!(loss.all, Often::Sometimes(_)) && matches!(all, Often::Sometimes(_));
        assert!(some || loss.all == all, "{locked:?} {away:?}: {:?}", loss.all);
        let lost = replayed(&system, store, &fault, &loss);
        assert_eq!(lost, if all == Often::Never { DAY + HOUR } else { FOREVER });
    }
}

#[test]
fn how_long_an_account_is_away_that_nobody_stated_leaves_a_lock_open() {
    let (mut system, store, seat) = nightly(Some(90 * DAY), HOUR);
    by_people(&mut system, PartId::nth(0));
    system.model.parts[PartId::nth(0)].repairs[0].takes = exactly(70 * DAY);
    system.model.stores[StoreId::nth(0)].backups[0].locked = Some(exactly(30 * DAY));
    let (_, loss) = loss_of(&system, store, &taken(store, seat, Range::UNKNOWN));
    assert_eq!(loss.doubts, [Doubt::End]);
    assert!(matches!(loss.all, Often::Sometimes(_)));
}

#[test]
fn sessions_in_memory_are_lost_with_their_server() {
    let mut system = System::new();
    let zone = system.zone("a");
    let seats: Vec<Seat> = (0..3).map(|at| system.machine(&format!("web{at}"), zone)).collect();
    let web = system.add(part("web", Kind::Server, &seats));
    let mut sessions = store(web, &[Range::ZERO; 3], &[]);
    (sessions.medium, sessions.layout) = (Medium::Memory, Layout::Shards);
    let store = system.store(sessions);
    let (_, loss) = loss_of(&system, store, &killed(web, 1));
    assert_eq!((loss.all, loss.share), (Often::Always, Ratio::new(1, 3)));
    system.model.stores[outlast_model::StoreId::nth(0)].layout = Layout::Replicas;
    let (_, loss) = loss_of(&system, store, &killed(web, 1));
    assert_eq!((loss.all, loss.window.worst), (Often::Never, 0));
}

#[test]
fn what_was_acknowledged_and_not_on_disk_goes_with_the_power() {
    let (mut system, store, seat) = nightly(None, 0);
    system.model.stores[outlast_model::StoreId::nth(0)].live[0].durable_after =
        between(0, seconds(1));
    let Seat::Machine(machine) = seat else { panic!("a machine") };
    let lasts = Range::exactly(HOUR);
    let dark = fault(vec![effect(EffectKind::Stop, Struck::Machine(machine), lasts)]);
    let (_, loss) = loss_of(&system, store, &dark);
    assert_eq!((loss.window.best, loss.window.worst), (0, seconds(1)));
    let (_, loss) = loss_of(&system, store, &killed(PartId::nth(0), 0));
    assert!(loss.window.is_zero(), "the kernel outlives the process");
}

/// A web server that puts jobs into a queue, two workers, and where they write.
fn working(tries: Option<u32>, acks_first: bool) -> (System, JourneyId, PartId) {
    let mut system = System::new();
    let zone = system.zone("a");
    let seat = |system: &mut System, name: &str| system.machine(name, zone);
    let queue_seat = seat(&mut system, "queue");
    let queue = system.add(part("queue", Kind::Server, &[queue_seat]));
    let result_seat = seat(&mut system, "results");
    let results = system.add(part("results", Kind::Server, &[result_seat]));
    let seats = [seat(&mut system, "worker0"), seat(&mut system, "worker1")];
    let mut worker = part("worker", Kind::Server, &seats);
    worker.needs = vec![need(queue), need(results)];
    let worker = system.add(worker);
    let web_seat = seat(&mut system, "web");
    let mut web = part("web", Kind::Server, &[web_seat]);
    web.needs = vec![need(queue)];
    let web = system.add(web);
    let mut jobs = store(queue, &[Range::ZERO], &[web]);
    jobs.holds = Held::Jobs;
    system.store(jobs);
    system.model.works.push(Work {
        worker,
        queue,
        writes: vec![results],
        job: exactly(seconds(240)),
        ack_wait: exactly(seconds(1_800)),
        tries: stated(tries),
        then: None,
        keeps_for: None,
        acks_first: stated(acks_first),
        claimed: None,
        repeat_harms: stated(true),
        key: None,
        does: None,
        two_phase: false,
        cannot_commit: Vec::new(),
        span: None,
    });
    let journey = system.journey(web);
    (system, journey, worker)
}

fn aftermath(system: &System, journey: JourneyId, fault: &Fault) -> outlast_sim::Aftermath {
    let outcome = Unfolding::new(&system.model, journey, Limits::default()).outcome(fault);
    assert!(outcome.out.is_zero(), "the answer does not wait for the work");
    outcome.aftermath().cloned().expect("the fault touches the work")
}

#[test]
fn a_worker_that_dies_leaves_its_job_to_another_or_loses_it() {
    let (system, journey, worker) = working(None, false);
    let again = aftermath(&system, journey, &killed(worker, 0));
    assert_eq!((again.lost, again.twice), ((0, Some(0)), (0, Some(1))));
    assert_eq!(again.late.worst, seconds(1_800 + 240));
    let (system, journey, worker) = working(None, true);
    let once = aftermath(&system, journey, &killed(worker, 0));
    assert_eq!((once.lost, once.twice), ((0, Some(1)), (0, Some(0))));
    let (mut system, journey, worker) = working(None, false);
    system.model.works[0].two_phase = true;
    let exactly_once = aftermath(&system, journey, &killed(worker, 0));
    assert_eq!((exactly_once.lost, exactly_once.twice), ((0, Some(0)), (0, Some(0))));
    system.model.works[0].two_phase = false;
    system.model.works[0].key = Some("order number".into());
    assert_eq!(aftermath(&system, journey, &killed(worker, 0)).twice, (0, Some(0)));
}

#[test]
fn a_job_that_waits_longer_than_it_is_kept_is_lost() {
    let (mut system, journey, worker) = working(None, false);
    let lost = |system: &System, fault: &Fault| aftermath(system, journey, fault).lost;
    // The job of a dead worker is delivered again after 30 minutes.
    for (kept, most) in [(1_800, Some(0)), (1_799, None)] {
        system.model.works[0].keeps_for = Some(exactly(seconds(kept)));
        assert_eq!(lost(&system, &killed(worker, 0)), (0, most), "kept for {kept} s");
    }
    // Nobody works while both hang, and a job waits for that long.
    let hung = |hours: i64| {
        let workers = [0, 1].map(|copy| Struck::Process(CopyRef { part: worker, copy }));
        let lasts = Range::exactly(hours * HOUR);
        fault(workers.map(|it| effect(EffectKind::Freeze, it, lasts)).to_vec())
    };
    system.model.works[0].keeps_for = Some(exactly(4 * HOUR));
    assert_eq!(lost(&system, &hung(3)), (0, Some(0)));
    assert_eq!(lost(&system, &hung(4)), (0, None), "and is delivered half an hour later");
    system.model.works[0].keeps_for = None;
    assert_eq!(lost(&system, &hung(4)), (0, Some(0)));
}

#[test]
fn a_charge_whose_record_is_refused_is_made_again_and_again() {
    let (mut system, journey, _) = working(None, false);
    let results = system.model.part_at("results").unwrap();
    let data = system.store(store(results, &[Range::ZERO], &[]));
    system.model.works[0].does = Some("charge a card".into());
    let full = effect(EffectKind::Fill, Struck::Managed(results), FOR_EVER);
    assert_eq!(aftermath(&system, journey, &fault(vec![full])).twice, (0, None));
    let gone = effect(EffectKind::Erase, Struck::Store(data), Range::ZERO);
    assert_eq!(aftermath(&system, journey, &fault(vec![gone])).twice, (0, None));
    system.model.works[0].key = Some("order number".into());
    assert_eq!(aftermath(&system, journey, &fault(vec![full])).twice, (0, Some(0)));
}

#[test]
fn a_hang_logs_out_those_who_are_sent_to_another_server() {
    let mut system = System::new();
    let zone = system.zone("a");
    let seats: Vec<Seat> = (0..2).map(|at| system.machine(&format!("web{at}"), zone)).collect();
    let web = system.add(part("web", Kind::Server, &seats));
    let check = check(Sight::Process, seconds(10), seconds(2), 2, 3, Rearm::Start);
    let front = router(&[(web, 0, true), (web, 1, true)], Rotation::Checked(check), 0, false);
    let balancer = system.add(part("lb", front, &[Seat::Place(zone)]));
    let _ = system.journey(balancer);
    let mut sessions = store(web, &[Range::ZERO; 2], &[]);
    (sessions.medium, sessions.layout) = (Medium::Memory, Layout::Shards);
    let store = system.store(sessions);
    let mut brief = hung(web, 0);
    brief.effects[0].lasts = Range::exactly(seconds(5));
    let (_, loss) = loss_of(&system, store, &brief);
    assert_eq!(loss.all, Often::Never, "nobody is sent away within 5 s");
    brief.effects[0].lasts = Range::exactly(seconds(60));
    let (_, loss) = loss_of(&system, store, &brief);
    assert_eq!((loss.all, loss.share), (Often::Always, Ratio::new(1, 2)));
}

#[test]
fn a_cold_cache_leaves_every_request_to_the_store_behind_it() {
    let mut system = System::new();
    let zone = system.zone("a");
    let seats = [system.machine("web", zone), system.machine("cache", zone)];
    let db_seat = system.machine("db", zone);
    let mut database = part("db", Kind::Server, &[db_seat]);
    database.carries = Some(stated(Ratio::new(50, 1)));
    let database = system.add(database);
    let mut cache = part("cache", Kind::Server, &seats[1..]);
    cache.repairs = vec![mended(Range::exactly(seconds(2)))];
    let cache = system.add(cache);
    let mut web = part("web", Kind::Server, &seats[..1]);
    web.needs = vec![need(database), Need { soft: true, ..need(cache) }];
    let web = system.add(web);
    let mut data = store(cache, &[Range::ZERO], &[]);
    data.medium = Medium::Memory;
    data.worth = Worth::Rebuilt {
        from: database,
        takes: exactly(seconds(600)),
        hits: Some(stated(Ratio::new(9, 10))),
        meanwhile: true,
    };
    system.store(data);
    let journey = system.journey(web);
    system.model.journeys[outlast_model::JourneyId::nth(0)].rate = Some(stated(Ratio::new(200, 1)));
    let outcome =
        Unfolding::new(&system.model, journey, Limits::default()).outcome(&killed(cache, 0));
    assert_eq!(outcome.lowest, Ratio::new(1, 4));
    assert_eq!(outcome.out.worst, seconds(602));
}

#[test]
fn a_primary_on_the_other_side_answers_too_late_for_many_round_trips() {
    let mut system = System::new();
    let (a, b) = (system.zone("a"), system.zone("b"));
    let seats = [system.machine("db1", a), system.machine("db2", b)];
    let notices = [EffectKind::Stop, EffectKind::Cut];
    let detect = Detect::After(exactly(seconds(30)));
    let database = Kind::Database(Database {
        failover: Some(way(Actor::Itself, &notices, detect, Range::ZERO)),
        ..Database::new(vec![stated(Commit::Async)])
    });
    let database = system.add(part("db", database, &seats));
    let web_seat = system.machine("web", a);
    let mut web = part("web", Kind::Server, &[web_seat]);
    web.needs = vec![Need { trips: 20, ..need(database) }];
    let web = system.add(web);
    let link = system.add(part("line", Kind::Server, &[]));
    system.model.lines.push(Line {
        part: link,
        joins: vec![LineEnd::Place(a), LineEnd::Place(b)],
        rtt: Some(exactly(millis(60))),
        bandwidth: None,
    });
    let journey = system.journey(web);
    system.model.journeys[outlast_model::JourneyId::nth(0)].from = Some(a);
    let out = |system: &System| {
        Unfolding::new(&system.model, journey, Limits::default()).outcome(&destroyed(seats[0])).out
    };
    assert_eq!(out(&system).worst, seconds(30));
    system.model.journeys[outlast_model::JourneyId::nth(0)].answers_in = Some(exactly(millis(800)));
    assert_eq!(out(&system).worst, FOREVER, "20 round trips of 60 ms are 1.2 s");
    // Two round trips are 120 ms, and 8 MB/s move 5 MB in 625 ms: together 745 ms.
    let moving = |system: &mut System, bytes: u64| {
        let need = Need { trips: 2, moves: Some(stated(bytes)), ..need(database) };
        system.model.parts[web].needs = vec![need];
    };
    moving(&mut system, 5_000_000);
    system.model.lines[0].bandwidth = Some(stated(8_000_000));
    assert_eq!(out(&system).worst, seconds(30));
    moving(&mut system, 5_600_000);
    assert_eq!(out(&system).worst, FOREVER, "700 ms for the bytes are 820 ms in all");
    // A line that nobody said the speed of may be fast enough or not.
    system.model.lines[0].bandwidth = None;
    let unsure =
        Unfolding::new(&system.model, journey, Limits::default()).outcome(&destroyed(seats[0]));
    assert_eq!((unsure.out.best, unsure.out.worst), (seconds(30), FOREVER));
    assert!(
        unsure.doubts.iter().any(|it| matches!(it, Doubt::Bandwidth(_))),
        "{:?}",
        unsure.doubts
    );
    system.model.journeys[outlast_model::JourneyId::nth(0)].answers_in = None;
    assert_eq!(out(&system).worst, seconds(30), "nobody said how soon it must answer");
}

/// A journey from one place that enters a part in the other, over a line of 8 MB/s, at whose far end
/// is a gateway.
fn over_a_line(moves: Option<u64>) -> (System, PartId, PartId, JourneyId) {
    let mut system = System::new();
    let (a, b) = (system.zone("a"), system.zone("b"));
    let end = system.machine("gateway", b);
    let gateway = system.add(part("gateway", Kind::Server, &[end]));
    let mut line = part("line", Kind::Server, &[Seat::Place(a)]);
    line.needs = vec![need(gateway)];
    let link = system.add(line);
    let far = system.machine("far", b);
    let store = system.add(part("store", Kind::Server, &[far]));
    let near = system.machine("near", a);
    let mut web = part("web", Kind::Server, &[near]);
    web.needs = vec![Need { moves: moves.map(stated), ..need(store) }, need(link)];
    let web = system.add(web);
    system.model.lines.push(Line {
        part: link,
        joins: vec![LineEnd::Place(a), LineEnd::Place(b)],
        rtt: Some(exactly(millis(10))),
        bandwidth: Some(stated(8_000_000)),
    });
    let journey = system.journey(web);
    system.model.journeys[outlast_model::JourneyId::nth(0)].from = Some(a);
    (system, link, store, journey)
}

#[test]
fn a_slow_line_answers_too_late_as_long_as_it_is_slow() {
    let (mut system, link, _, journey) = over_a_line(Some(1_000_000));
    let slow = |leaves: Option<Leaves>| {
        fault(vec![Effect::Slow(link, leaves).lasting(Range::exactly(HOUR))])
    };
    let outcome = |system: &System, leaves| {
        Unfolding::new(&system.model, journey, Limits::default()).outcome(&slow(leaves))
    };
    // Nobody said how soon it must answer: what slowness does is not known.
    let unsaid = outcome(&system, Some(Leaves::Bandwidth(1_000_000)));
    assert!(
        unsaid.out.is_zero() && unsaid.doubts.iter().any(|it| matches!(it, Doubt::Deadline { .. }))
    );
    system.model.journeys[outlast_model::JourneyId::nth(0)].answers_in = Some(exactly(seconds(1)));
    // 10 ms and a second for 1 MB; 10 ms and half a second; as fast as ever. That the line goes
    // through a gateway over there adds nothing.
    for (left, out) in [(1_000_000, HOUR), (2_000_000, 0), (80_000_000, 0)] {
        let found = outcome(&system, Some(Leaves::Bandwidth(left)));
        assert_eq!((found.out.best, found.out.worst), (out, out), "{left} bytes a second");
        assert_eq!(found.doubts, Vec::<Doubt>::new());
    }
    let unsaid = outcome(&system, None);
    assert_eq!((unsaid.out.best, unsaid.out.worst), (0, HOUR));
    assert!(!unsaid.doubts.is_empty(), "how slow it is, nobody said");
    // What a request moves, nobody said.
    let (mut system, ..) = over_a_line(None);
    system.model.journeys[outlast_model::JourneyId::nth(0)].answers_in = Some(exactly(seconds(1)));
    let unsaid = outcome(&system, Some(Leaves::Bandwidth(1_000_000)));
    assert_eq!((unsaid.out.best, unsaid.out.worst), (0, HOUR));
    assert!(unsaid.doubts.iter().any(|it| matches!(it, Doubt::Moved(_))), "{:?}", unsaid.doubts);
}

#[test]
fn a_slow_part_answers_as_many_as_it_still_does() {
    let (mut system, _, store, journey) = over_a_line(None);
    let leaves = Some(Leaves::Requests(Ratio::new(30, 1)));
    let slow = Effect::Slow(store, leaves).lasting(Range::exactly(HOUR));
    let outcome = |system: &System| {
        Unfolding::new(&system.model, journey, Limits::default()).outcome(&fault(vec![slow]))
    };
    let unsaid = outcome(&system);
    assert!(unsaid.doubts.iter().any(|it| matches!(it, Doubt::Slowed(_))), "{:?}", unsaid.doubts);
    system.model.journeys[outlast_model::JourneyId::nth(0)].rate = Some(stated(Ratio::new(40, 1)));
    let found = outcome(&system);
    assert_eq!((found.lowest, found.out.worst), (Ratio::new(3, 4), HOUR));
    system.model.journeys[outlast_model::JourneyId::nth(0)].rate = Some(stated(Ratio::new(20, 1)));
    assert!(outcome(&system).out.is_zero());
}

#[test]
fn a_queue_whose_jobs_are_deleted_goes_on_without_them() {
    let (mut system, store, _) = nightly(None, 0);
    system.model.stores[outlast_model::StoreId::nth(0)].backups.clear();
    system.model.stores[outlast_model::StoreId::nth(0)].serves_empty = true;
    let lasts = Range::exactly(HOUR);
    let erased = fault(vec![effect(EffectKind::Erase, Struck::Store(store), lasts)]);
    let (outcome, loss) = loss_of(&system, store, &erased);
    assert_eq!((loss.all, outcome.out.worst), (Often::Always, 0));
}

/// Three copies that those who write write to themselves; a silent one holds them up for 42 s.
fn alike() -> (System, StoreId, Vec<Seat>) {
    let mut system = System::new();
    let zone = system.zone("a");
    let seats: Vec<Seat> = (0..3).map(|at| system.machine(&format!("brick{at}"), zone)).collect();
    let database = Database {
        drops: Some(exactly(seconds(42))),
        alike: true,
        ..Database::new(vec![stated(Commit::Sync); 2])
    };
    let mut files = part("files", Kind::Database(database), &seats);
    files.repairs = vec![mended(Range::exactly(HOUR))];
    let files = system.add(files);
    let store = system.store(store(files, &[Range::ZERO; 3], &[]));
    by_people(&mut system, PartId::nth(0));
    (system, store, seats)
}

#[test]
fn copies_that_are_alike_lose_nothing_with_any_one_of_them() {
    let (system, store, seats) = alike();
    for seat in &seats {
        let (outcome, loss) = loss_of(&system, store, &destroyed(*seat));
        assert_eq!((loss.all, loss.window.worst), (Often::Never, 0), "{seat:?}");
        assert_eq!(outcome.out.worst, seconds(42));
    }
    let erased = fault(vec![effect(EffectKind::Erase, Struck::Store(store), Range::ZERO)]);
    let (outcome, loss) = loss_of(&system, store, &erased);
    assert_eq!((loss.all, outcome.out.worst), (Often::Always, HOUR));
}

#[test]
fn a_copy_that_writes_have_passed_by_is_not_promoted() {
    // Three copies: while the third is away writes are acknowledged by the others and pass it by.
    // When those die before it is back, it is alone with old data.
    let mut system = System::new();
    let zone = system.zone("a");
    let seats = [1, 2, 3].map(|at| system.machine(&format!("db{at}"), zone));
    let voters: Vec<Seat> = (1..4).map(|at| system.machine(&format!("etcd{at}"), zone)).collect();
    let votes = system.add(part("etcd", Kind::Server, &voters));
    let detect = Detect::Lease {
        ttl: exactly(seconds(30)),
        round: exactly(seconds(10)),
        retry: exactly(seconds(10)),
        fenced: false,
    };
    let failover =
        way(Actor::Itself, &[EffectKind::Stop], detect, Range::new(seconds(1), seconds(3)));
    let of = |commit: Commit| Database {
        failover: Some(failover.clone()),
        votes: Some(Needed::One(votes)),
        // Whoever is left alone goes on alone: what keeps it from that is only what it has not got.
        drops: Some(exactly(0)),
        ..Database::new(vec![stated(commit), stated(commit)])
    };
    let database = system.add(part("db", Kind::Database(of(Commit::Sync)), &seats));
    let app = system.machine("app", zone);
    let app = system.add(part("app", Kind::Server, &[app]));
    let journey = system.journey(database);
    let store = system.store(store(database, &[Range::ZERO; 3], &[app]));
    let process = |copy| Stopped::Process(CopyRef { part: database, copy });
    let away = fault(vec![Effect::Stop(process(2)).lasting(Range::exactly(seconds(600)))]);
    let dead = fault([0, 1].map(|copy| Effect::Stop(process(copy)).lasting(FOR_EVER)).to_vec());
    let outcome =
        Unfolding::new(&system.model, journey, Limits::default()).outcome_of_pair(&away, &dead).out;
    assert_eq!(outcome.worst, FOREVER);
    let lost = Unfolding::of_store(&system.model, store, Limits::default())
        .outcome_of_pair(&away, &dead)
        .loss()
        .cloned()
        .expect("a store is judged");
    // Nothing that was acknowledged is given up for a copy that has not got it.
    assert!(lost.diverged.is_zero());
    // Where a write is acknowledged by one copy alone, whoever is left is promoted.
    system.model.parts[database].kind = Kind::Database(of(Commit::Async));
    let outcome =
        Unfolding::new(&system.model, journey, Limits::default()).outcome_of_pair(&away, &dead).out;
    assert!(outcome.worst < FOREVER, "{outcome:?}");
}
