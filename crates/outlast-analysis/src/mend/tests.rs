//! Mends on small systems.

use outlast_model::*;

use crate::Limits;

fn stated<T>(value: T) -> Fact<T> {
    Fact::Stated(value, None)
}

fn machine(name: &str) -> Machine {
    Machine { cost_cents: Some(1_000), ..Machine::new(name, name, PlaceId::nth(1)) }
}

fn part(address: &str, kind: Kind, machines: &[u32]) -> Part {
    Part {
        copies: machines
            .iter()
            .map(|it| Copy { seat: Seat::Machine(MachineId::nth(*it)), name: None })
            .collect(),
        falls: stated(false),
        ..Part::new(address, Role::Service, kind)
    }
}

/// A system in one zone with one journey that enters its first part.
fn system(machines: Vec<Machine>, parts: Vec<Part>, promise: &[(&str, Nanos)]) -> Model {
    let promised = |out| Promised { out: Some(stated(out)), lose: None, twice: None };
    let classes = promise.iter().map(|(name, out)| (name.to_string(), promised(*out))).collect();
    let journey = Journey {
        promise: Promise { classes, ..Promise::default() },
        ..Journey::new("use", Needed::One(PartId::nth(0)))
    };
    Model {
        places: vec![
            Place::new("cloud", PlaceKind::Provider, None),
            Place::new("a", PlaceKind::Zone, Some(PlaceId::nth(0))),
        ]
        .into(),
        machines: machines.into(),
        parts: parts.into(),
        journeys: vec![journey].into(),
        ..Model::default()
    }
}

fn mends(model: &Model) -> Vec<String> {
    let judged = crate::check(&model.clone().sealed(), &Limits::default(), &mut |_| ());
    let broken = judged.findings().iter().filter(|it| it.rule == "broken-promise");
    broken.flat_map(|it| &it.mends).map(|it| format!("{}: {}", it.what, it.proved)).collect()
}

#[test]
fn a_single_database_gets_a_standby_and_a_failover() {
    let database = Kind::Database(Database::new(Vec::new()));
    let model = system(
        vec![machine("db")],
        vec![part("database.shop", database, &[0])],
        &[("instance", MINUTE), ("hypervisor", MINUTE)],
    );
    let mends = mends(&model);
    assert!(mends.iter().any(|it| it.contains("standby")), "{mends:?}");
}

/// Two servers behind an address whose check only opens a connection.
fn behind_a_check(kind: Sight) -> Model {
    let check = Check::exactly(kind, 10 * SECOND, 3 * SECOND, 2, 3);
    let member = |copy| Member::new(CopyRef { part: PartId::nth(1), copy });
    let router = Router::new(vec![member(0), member(1)], Rotation::Checked(check));
    let mut address = part("address", Kind::Router(router), &[]);
    address.copies = vec![Copy { seat: Seat::Place(PlaceId::nth(1)), name: None }];
    let machines = vec![machine("web1"), machine("web2")];
    let web = part("service.web", Kind::Server, &[0, 1]);
    system(machines, vec![address, web], &[("hang", MINUTE), ("hypervisor", MINUTE)])
}

#[test]
fn the_smallest_change_is_found_for_each_promise() {
    let mends = mends(&behind_a_check(Sight::Port));
    assert!(mends.iter().any(|it| it.contains("makes a request")), "{mends:?}");
    assert!(mends.iter().any(|it| it.contains("anti-affinity")), "{mends:?}");
}

#[test]
fn what_is_kept_needs_no_mend() {
    let mends = mends(&behind_a_check(Sight::Process));
    assert!(!mends.iter().any(|it| it.contains("makes a request")), "{mends:?}");
}

#[test]
fn no_trial_gives_no_mend() {
    let limits = Limits { trials: 0, ..Limits::default() };
    let judged = crate::check(&behind_a_check(Sight::Port).sealed(), &limits, &mut |_| ());
    assert!(judged.findings().iter().all(|it| it.mends.is_empty()));
    assert!(judged.findings().iter().any(|it| it.rule == "broken-promise"));
}
