//! What was lost, done twice or held up in the same runs, beside what is computed.

use outlast_model::*;
use outlast_sim::{Doubt, Limits, Loss, Often, Outcome, Unfolding};

use crate::support::*;

/// What was measured.
enum Measured {
    /// So long a span of acknowledged writes was lost, in milliseconds.
    Lost(i64),
    /// The service was out, or writes were held up, for so long, in milliseconds.
    Out(&'static [i64]),
    /// Of so many copies that were restored so many were right.
    Right(u32, u32),
    /// So many jobs were done twice.
    Twice(u64),
}

struct Row {
    what: &'static str,
    parameters: &'static str,
    fault: &'static str,
    told: &'static str,
    measured: Measured,
    system: System,
    injected: Fault,
}

fn quorum(
    copies: usize,
    detect: Option<(Range, Range)>,
    drops: Option<Range>,
) -> (System, PartId, Vec<Seat>) {
    let mut system = System::new();
    let zone = system.zone("a");
    let seats: Vec<Seat> =
        (0..copies).map(|at| system.machine(&format!("node{at}"), zone)).collect();
    let notices = [EffectKind::Stop, EffectKind::Cut, EffectKind::Freeze];
    let failover = detect
        .map(|(detect, takes)| way(Actor::Itself, &notices, Detect::After(stated(detect)), takes));
    let me = PartId::nth(0);
    let database = Database {
        votes: failover.as_ref().map(|_| Needed::One(me)),
        failover,
        alike: drops.is_some(),
        drops: drops.map(stated),
        ..Database::new(vec![stated(Commit::Quorum); copies - 1])
    };
    let part = system.add(part("store", Kind::Database(database), &seats));
    system.store(store(part, &vec![Range::ZERO; copies], &[]));
    (system, part, seats)
}

/// One elected leader among three, elections as the documentation has them.
fn jetstream() -> (System, PartId, Vec<Seat>) {
    quorum(3, Some((secs(4, 9), secs(0, 1))), None)
}

/// A client writes to three bricks; a silent one holds it up for the ping time-out, once or twice.
fn gluster(ping: i64) -> (System, PartId, Vec<Seat>) {
    quorum(3, None, Some(secs(ping, 2 * ping)))
}

fn secs(lo: i64, hi: i64) -> Range {
    Range::new(seconds(lo), seconds(hi))
}

/// A primary and an asynchronous or synchronous standby under a lease, with writers on both sides.
fn patroni(times: [i64; 3], commit: Commit, inside: bool) -> (System, PlaceId, Vec<Seat>) {
    let mut system = System::new();
    let (a, b) = (system.zone("a"), system.zone("b"));
    let seats = vec![system.machine("db1", a), system.machine("db2", b)];
    let voters: Vec<Seat> = [a, b, b].into_iter().map(|at| system.machine("etcd", at)).collect();
    let votes = system.add(part("etcd", Kind::Server, &voters));
    let [ttl, round, retry] = times.map(seconds);
    let detect = Detect::Lease {
        ttl: exactly(ttl),
        round: exactly(round),
        retry: exactly(retry),
        fenced: false,
    };
    let failover = way(Actor::Itself, &[EffectKind::Stop], detect, secs(1, 3));
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
    let lag = if commit == Commit::Async { secs(0, 2) } else { Range::ZERO };
    system.store(store(database, &[Range::ZERO, lag], &writers));
    (system, a, seats)
}

fn cut(place: PlaceId, lasts: i64) -> Fault {
    fault(vec![effect(EffectKind::Cut, Struck::Place(place), Range::exactly(seconds(lasts)))])
}

/// A database whose machine is lost, restored from a backup that is made in some way.
fn restored(consistency: Consistency) -> (System, Fault) {
    let mut system = System::new();
    let (a, b) = (system.zone("a"), system.zone("b"));
    let seat = system.machine("db", a);
    let mut database = part("db", Kind::Server, &[seat]);
    database.repairs = vec![mended(Range::exactly(HOUR))];
    let database = system.add(database);
    let mut data = store(database, &[Range::ZERO], &[]);
    let mut nightly = backup(DAY, 0, Some(7 * DAY), b);
    nightly.consistency = stated(consistency);
    data.backups.push(nightly);
    let store = system.store(data);
    let erased = fault(vec![effect(EffectKind::Erase, Struck::Store(store), Range::ZERO)]);
    (system, erased)
}

/// Workers that take jobs from a database queue.
fn working(two_phase: bool) -> (System, Fault) {
    let mut system = System::new();
    let zone = system.zone("a");
    let seats = [system.machine("queue", zone), system.machine("worker", zone)];
    let queue = system.add(part("queue", Kind::Server, &seats[..1]));
    let mut worker = part("worker", Kind::Server, &seats[1..]);
    worker.needs = vec![need(queue)];
    let worker = system.add(worker);
    system.model.works.push(Work {
        worker,
        queue,
        writes: vec![queue],
        job: exactly(millis(10)),
        ack_wait: exactly(0),
        tries: stated(None),
        then: None,
        keeps_for: None,
        acks_first: stated(false),
        claimed: None,
        repeat_harms: stated(true),
        key: None,
        does: None,
        two_phase,
        cannot_commit: Vec::new(),
        span: None,
    });
    let _ = system.journey(queue);
    (system, killed(worker, 0))
}

fn sessions() -> (System, Fault) {
    let mut system = System::new();
    let zone = system.zone("a");
    let seats = [system.machine("one", zone), system.machine("two", zone)];
    let web = system.add(part("tomcat", Kind::Server, &seats));
    let mut data = store(web, &[Range::ZERO; 2], &[]);
    data.medium = Medium::Memory;
    system.store(data);
    (system, off(seats[0]))
}

fn rows() -> Vec<Row> {
    let long = "ttl 30, loop 10, retry 10; lag up to 2 s; a writer on each side";
    let short = "ttl 8, loop 1, retry 3; lag up to 2 s; a writer on each side";
    let row = |what, parameters, fault, told, measured, (system, injected)| Row {
        what,
        parameters,
        fault,
        told,
        measured,
        system,
        injected,
    };
    let leased = |times, commit, inside, lasts| {
        let (system, a, _) = patroni(times, commit, inside);
        (system, cut(a, lasts))
    };
    let first_off = |(system, _, seats): (System, PartId, Vec<Seat>)| {
        let fault = off(seats[0]);
        (system, fault)
    };
    let first_killed = |(system, part, _): (System, PartId, Vec<Seat>)| (system, killed(part, 0));
    let last_off = |(system, _, seats): (System, PartId, Vec<Seat>)| {
        let fault = off(seats[2]);
        (system, fault)
    };
    vec![
        row(
            "patroni, asynchronous",
            long,
            "zone cut off for 45 s",
            "the cut side acknowledged for 14.8 s; 2,416 of 3,995 writes lost",
            Measured::Lost(14_800),
            leased([30, 10, 10], Commit::Async, true, 45),
        ),
        row(
            "patroni, asynchronous",
            short,
            "zone cut off for 15 s",
            "792 of 3,051 writes lost: 4.9 s at the rate of the run above, which is weak",
            Measured::Lost(4_900),
            leased([8, 1, 3], Commit::Async, true, 15),
        ),
        row(
            "patroni, synchronous",
            short,
            "zone cut off for 15 s",
            "none lost",
            Measured::Lost(0),
            leased([8, 1, 3], Commit::Sync, true, 15),
        ),
        row(
            "patroni, asynchronous",
            "ttl 30, loop 10, retry 10; an idle network",
            "power off",
            "none lost",
            Measured::Lost(0),
            {
                let (system, _, seats) = patroni([30, 10, 10], Commit::Async, false);
                let fault = off(seats[0]);
                (system, fault)
            },
        ),
        row(
            "JetStream, 3 copies",
            "election after 4 s to 9 s without the leader, up to 1 s to elect",
            "leader powered off, killed or hung",
            "none lost; publishing again after 4.3, 4.2 and 5.3 s",
            Measured::Out(&[4_300, 4_200, 5_300]),
            first_off(jetstream()),
        ),
        row(
            "JetStream, 3 copies",
            "the same",
            "a follower powered off",
            "publishing went on",
            Measured::Out(&[0]),
            last_off(jetstream()),
        ),
        row(
            "GlusterFS, 3 bricks",
            "ping time-out 5 s",
            "a brick powered off",
            "stalls of 5.8 and 3.5 s",
            Measured::Out(&[9_300]),
            first_off(gluster(5)),
        ),
        row(
            "GlusterFS, 3 bricks",
            "ping time-out 42 s (the default)",
            "a brick powered off",
            "a stall of 80 s",
            Measured::Out(&[80_000]),
            last_off(gluster(42)),
        ),
        row(
            "GlusterFS, 3 bricks",
            "the same",
            "a brick killed",
            "no stall",
            Measured::Out(&[0]),
            first_killed(gluster(42)),
        ),
        row(
            "JetStream, 1 copy",
            "a file",
            "killed",
            "none of 40,714 lost: the kernel keeps what a killed process wrote",
            Measured::Lost(0),
            first_killed(quorum(1, None, None)),
        ),
        row(
            "tomcat, 2 servers",
            "sessions replicated in memory",
            "one powered off",
            "the session survived",
            Measured::Lost(0),
            sessions(),
        ),
        row(
            "jobs in PostgreSQL",
            "one transaction on each of two servers",
            "a worker killed, six times",
            "5 and 7 of 2,000 done twice",
            Measured::Twice(1),
            working(false),
        ),
        row(
            "jobs in PostgreSQL",
            "two-phase commit over both",
            "a worker killed, six times",
            "none done twice, after a recovery pass",
            Measured::Twice(0),
            working(true),
        ),
        row(
            "PostgreSQL under load",
            "files copied while they change",
            "restored",
            "5 of 10 silently wrong, 1 did not start",
            Measured::Right(4, 10),
            restored(Consistency::Torn),
        ),
        row(
            "PostgreSQL under load",
            "pg_basebackup with its log",
            "restored",
            "10 of 10 right",
            Measured::Right(10, 10),
            restored(Consistency::Sound),
        ),
        row(
            "PostgreSQL under load",
            "a snapshot at one moment",
            "restored",
            "6 of 6 right",
            Measured::Right(6, 6),
            restored(Consistency::Crash),
        ),
    ]
}

fn judge(row: &Row) -> (Outcome, Option<Loss>) {
    let unfolding = match row.measured {
        Measured::Twice(_) => {
            Unfolding::new(&row.system.model, JourneyId::nth(0), Limits::default())
        }
        _ => Unfolding::of_store(&row.system.model, StoreId::nth(0), Limits::default()),
    };
    let outcome = unfolding.outcome(&row.injected);
    let loss = outcome.loss().cloned();
    (outcome, loss)
}

/// What is computed, as text; and that the measurement does not refute it.
fn computed(row: &Row) -> String {
    let (outcome, loss) = judge(row);
    let name = format!("{}, {}", row.what, row.fault);
    assert_eq!(outcome.doubts, Vec::<Doubt>::new(), "{name}");
    let range = |lo: Nanos, hi: Nanos| format!("{} to {} s", super::show(lo), super::show(hi));
    match &row.measured {
        Measured::Lost(measured) => {
            let loss = loss.expect("a store is judged");
            assert_eq!(loss.all, Often::Never, "{name}");
            let (lo, hi) = (loss.window.best, loss.window.worst);
            let measured = millis(*measured);
            assert!(lo <= measured && measured <= hi, "{name}: {measured} outside {lo}..{hi}");
            format!("loses {}", range(lo, hi))
        }
        Measured::Out(several) => {
            let (lo, hi) = (outcome.out.best, outcome.out.worst);
            for measured in several.iter().map(|it| millis(*it)) {
                let within = lo <= measured && measured <= hi + super::GRID;
                assert!(within, "{name}: {measured} outside {lo}..{hi}");
            }
            assert!(loss.expect("a store is judged").window.is_zero(), "{name}");
            format!("loses nothing; held up {}", range(lo, hi))
        }
        Measured::Right(right, of) => {
            let all = loss.expect("a store is judged").all;
            if right < of {
                assert!(matches!(all, Often::Sometimes(_)), "{name}: {all:?}");
                "right, or nothing usable".into()
            } else {
                assert_eq!(all, Often::Never, "{name}");
                "right".into()
            }
        }
        Measured::Twice(most) => {
            let twice = outcome.aftermath().cloned().expect("work is hit").twice;
            assert_eq!(twice, (0, Some(*most)), "{name}");
            format!("up to {most} twice for each worker and kill")
        }
    }
}

pub(crate) fn table() -> String {
    let mut table = String::from(INTRODUCTION);
    for row in rows() {
        let computed = computed(&row);
        table.push_str(&format!(
            "| {} | {} | {} | {computed} | {} |\n",
            row.what, row.parameters, row.fault, row.told
        ));
    }
    table
}

const INTRODUCTION: &str = "
## What was lost, held up or done twice

| software | parameters | fault | computed | measured |
| --- | --- | --- | --- | --- |
";
