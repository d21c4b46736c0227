//! How long it takes to judge every single fault of a large model.

#![allow(missing_docs, reason = "a benchmark has no readers of its documentation")]

use outlast_analysis::{Limits, check};
use outlast_model::*;

fn main() {
    divan::main();
}

fn stated<T>(value: T) -> Fact<T> {
    Fact::Stated(value, None)
}

fn server(address: String, machines: &[u32]) -> Part {
    let seat = |it: &u32| Copy { seat: Seat::Machine(MachineId::nth(*it)), name: None };
    Part {
        copies: machines.iter().map(seat).collect(),
        falls: stated(false),
        ..Part::new(address, Role::Service, Kind::Server)
    }
}

/// Out for a minute at most, and a day of data.
fn promise() -> Promise {
    let other = Promised { out: Some(stated(MINUTE)), lose: Some(stated(DAY)), twice: None };
    Promise { classes: [("other".to_string(), other)].into(), ..Promise::default() }
}

/// What a store holds, with a nightly backup in the other zone.
fn rows(address: String, part: PartId, writer: PartId) -> Store {
    let backup = Backup {
        makes: stated(Range::exactly(HOUR)),
        to: Kept::at(PlaceId::nth(2)),
        keeps_for: Some(stated(Range::exactly(30 * DAY))),
        consistency: stated(Consistency::Sound),
        restores: stated(Range::exactly(HOUR)),
        ..Backup::new("nightly", stated(Range::exactly(DAY)))
    };
    Store {
        live: vec![Live::new(CopyRef { part, copy: 0 })],
        backups: vec![backup],
        writers: vec![writer],
        promise: promise(),
        ..Store::new(address, Held::Database, part)
    }
}

/// `systems` systems of an address with a check, `webs` web servers and a store, in one zone.
fn estate(systems: u32, webs: u32) -> Model {
    let mut model = Model {
        places: vec![
            Place::new("cloud", PlaceKind::Provider, None),
            Place::new("a", PlaceKind::Zone, Some(PlaceId::nth(0))),
            Place::new("b", PlaceKind::Zone, Some(PlaceId::nth(0))),
        ]
        .into(),
        ..Model::default()
    };
    for system in 0..systems {
        let first = u32::try_from(model.machines.len()).unwrap_or(0);
        for at in 0..=webs {
            model.machines.push(Machine::new(
                format!("web{system}[{at}]"),
                format!("web{system}"),
                PlaceId::nth(1),
            ));
        }
        let on: Vec<u32> = (first..first + webs).collect();
        let part = |offset: u32| PartId::nth(system * 3 + offset);
        let check = Check::exactly(Sight::Process, 10 * SECOND, 3 * SECOND, 2, 3);
        let members = (0..webs).map(|copy| Member::new(CopyRef { part: part(1), copy }));
        let mut address = server(format!("address{system}"), &[]);
        address.copies = vec![Copy { seat: Seat::Place(PlaceId::nth(1)), name: None }];
        address.group = Some("addresses".into());
        address.kind = Kind::Router(Router::new(members.collect(), Rotation::Checked(check)));
        let mut web = server(format!("web{system}"), &on);
        web.needs.push(Need::new(Needed::One(part(2)), Moment::Request));
        let store = server(format!("store{system}"), &[first + webs]);
        model.parts.extend([address, web, store]);
        model.stores.push(rows(format!("store{system}"), part(2), part(1)));
        model.journeys.push(Journey {
            promise: promise(),
            ..Journey::new(format!("use{system}"), Needed::One(part(0)))
        });
    }
    model
}

/// Every single fault: no pairs, no mends.
fn singles(model: &Sealed) -> usize {
    let limits = Limits { trials: 0, pairs: 0, ..Limits::default() };
    check(model, &limits, &mut |_| ()).paired().singles().survival().cases.len()
}

/// Every single fault, and pairs within the budget: no mends.
fn pairs(model: &Sealed) -> usize {
    let limits = Limits { trials: 0, ..Limits::default() };
    check(model, &limits, &mut |_| ()).paired().pairs().checked
}

/// Systems of twelve machines: an address, eleven web servers and a database with a backup.
#[divan::bench(sample_count = 5, args = [100, 1_000, 10_000])]
fn single_faults_of_many_systems(bencher: divan::Bencher<'_, '_>, machines: u32) {
    let model = estate(machines / 12, 11).sealed();
    bencher.bench_local(|| singles(divan::black_box(&model)));
}

/// One system of an address, web servers and a database with a backup.
#[divan::bench(sample_count = 5, args = [100, 1_000, 10_000])]
fn single_faults_of_one_system(bencher: divan::Bencher<'_, '_>, machines: u32) {
    let model = estate(1, machines - 1).sealed();
    bencher.bench_local(|| singles(divan::black_box(&model)));
}

/// Pairs, too: systems of twelve machines.
#[divan::bench(sample_count = 5, args = [12, 100, 1_000])]
fn pairs_of_many_systems(bencher: divan::Bencher<'_, '_>, machines: u32) {
    let model = estate(machines / 12, 11).sealed();
    bencher.bench_local(|| pairs(divan::black_box(&model)));
}

/// Pairs, too: one system.
#[divan::bench(sample_count = 5, args = [12, 100, 1_000])]
fn pairs_of_one_system(bencher: divan::Bencher<'_, '_>, machines: u32) {
    let model = estate(1, machines - 1).sealed();
    bencher.bench_local(|| pairs(divan::black_box(&model)));
}

/// One small system, as an editor or a hook would check it.
#[divan::bench(sample_count = 20)]
fn one_system_of_six_resources(bencher: divan::Bencher<'_, '_>) {
    let model = estate(1, 4).sealed();
    bencher.bench_local(|| pairs(divan::black_box(&model)));
}
