//! How long it takes to write the page of a system: sixty machines, and three hundred.

#![allow(missing_docs, reason = "a benchmark has no readers of its documentation")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run is meant to stop")]

use outlast_analysis::{Beside, Limits, Told, check, stories};
use outlast_findings::Sources;
use outlast_model::*;
use outlast_render::{Conclusion, Report, html};

fn main() {
    divan::main();
}

fn stated<T>(value: T) -> Fact<T> {
    Fact::Stated(value, None)
}

fn server(address: String, machines: impl Iterator<Item = u32>, calls: Option<u32>) -> Part {
    let seat = |it| Copy { seat: Seat::Machine(MachineId::nth(it)), name: None };
    let need = |part| Need::new(Needed::One(PartId::nth(part)), Moment::Request);
    Part {
        copies: machines.map(seat).collect(),
        needs: calls.map(need).into_iter().collect(),
        falls: stated(false),
        listens: Some(8_000),
        ..Part::new(address, Role::Service, Kind::Server)
    }
}

/// Two zones, `tiers` services that call each other in a row, each on six machines of its own, and
/// four journeys that enter at the first.
fn model(tiers: u32) -> Model {
    let machine = |at: u32| Machine {
        size: Some("standard.medium".into()),
        ..Machine::new(
            format!("machine.tier_{}[{}]", at / 6, at % 6),
            format!("machine.tier_{}", at / 6),
            PlaceId::nth(1 + at % 2),
        )
    };
    let tier = |at: u32| {
        let next = (at + 1 < tiers).then_some(at + 1);
        server(format!("service.tier_{at}"), at * 6..at * 6 + 6, next)
    };
    let journey =
        |at: u32| Journey::new(format!("journey {at}"), Needed::One(PartId::nth(at * tiers / 4)));
    Model {
        name: "synthetic".into(),
        places: vec![
            Place::new("cloud", PlaceKind::Provider, None),
            Place::new("zone-1", PlaceKind::Zone, Some(PlaceId::nth(0))),
            Place::new("zone-2", PlaceKind::Zone, Some(PlaceId::nth(0))),
        ]
        .into(),
        machines: (0..tiers * 6).map(machine).collect(),
        parts: (0..tiers).map(tier).collect(),
        journeys: (0..4).map(journey).collect(),
        ..Model::default()
    }
}

fn told(sources: &Sources, model: &Sealed) -> Told {
    let limits = Limits { pairs: 0, trials: 0, turned: 0, ..Limits::default() };
    let judged = check(model, &limits, &mut |_| {});
    let beside = Beside {
        sources,
        found: Vec::new(),
        allows: &[],
        before: None,
        stories: stories(model, judged.paired().singles(), &limits, &mut |_| {}),
        lower: &|_| model.clone(),
        last: None,
    };
    judged.told(model, &limits, beside, &mut |_| {})
}

/// The page of so many tiers of six machines.
#[divan::bench(args = [10, 50])]
fn page(bencher: divan::Bencher<'_, '_>, tiers: u32) {
    let model = model(tiers).sealed();
    let sources = Sources::new();
    let told = told(&sources, &model);
    let conclusion = Conclusion::Told(&told);
    let report = Report {
        paths: &[],
        sources: &sources,
        model: &model,
        is_whole: true,
        unread: 2,
        conclusion,
    };
    let reports = [report];
    println!("{} machines: {} bytes", tiers * 6, html::page(&reports, "0").len());
    bencher.bench_local(|| html::page(&reports, "0"));
}
