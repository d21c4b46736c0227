//! Laws of places: one's own is as good as a zone.

use proptest::prelude::*;

use super::cells::{Cells, cells};
use super::written::{Block, Recipe, Written, recipes};
use super::{config, equal};

/// The machines of the Terraform as hosts of one's own, two in each of two buildings.
fn owned(written: &Written) -> Written {
    let hosts = (0..4).map(|at| {
        let building = if at < 2 { "east" } else { "west" };
        Block::new("place", &format!("h{at}"))
            .with("kind", "\"host\"")
            .with("in", format!("place.{building}"))
    });
    let building = |name: &str| Block::new("place", name).with("kind", "\"building\"");
    let moved = written.each(&|block: &mut Block| {
        for (name, value) in &mut block.attributes {
            if let Some(at) = value.strip_prefix("exoscale_compute_instance.m[") {
                (*name, *value) = ("in", format!("place.h{}", at.trim_end_matches(']')));
            }
        }
    });
    let places = ["east", "west"].map(building).into_iter().chain(hosts);
    Written(places.chain(moved.0).collect())
}

/// The cells of faults that both have, under the names that they have with hosts.
fn renamed(cells: &Cells) -> Cells {
    let name = |fault: &str| {
        let mut fault = fault.replace("ch-gva-2", "east").replace("ch-dk-2", "west");
        for at in 0..4 {
            let machine = format!("exoscale_compute_instance.m[{at}]");
            fault = fault.replace(&machine, &format!("place.h{at}"));
        }
        fault
    };
    let both = |fault: &str| {
        let class = fault.split(':').next().unwrap_or_default();
        let of_a_host =
            ["h0", "h1", "h2", "h3"].iter().any(|it| fault.ends_with(&format!(":{it}")));
        !of_a_host
            && !matches!(
                class,
                "hypervisor" | "control-plane" | "provider" | "account" | "suspension"
            )
    };
    let kept = cells.0.iter().map(|((of, fault), cell)| ((of.clone(), name(fault)), cell.clone()));
    Cells(kept.filter(|((_, fault), _)| both(fault)).collect())
}

proptest! {
    #![proptest_config(config())]

    /// Machines of one's own in buildings are what rented ones in zones are.
    #[test]
    fn hosts_in_buildings_are_machines_in_zones(recipe in recipes()) {
        let recipe = Recipe { rented: true, copies: 1, ..recipe };
        let rented = recipe.written();
        equal(&renamed(&cells(&rented)), &renamed(&cells(&owned(&rented))), |_| false)?;
    }
}
