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

    /// To be brought back on a machine that nothing struck is to be mended where it is.
    #[test]
    fn back_on_an_untouched_machine_is_a_repair_in_place(recipe in recipes(), spare in 1..4_u8) {
        prop_assume!(recipe.mending[0].is_some_and(|mending| !mending.by_itself));
        let mut seats = recipe.seats;
        seats[0] = 0;
        let recipe = Recipe { rented: true, copies: 1, seats, ..recipe };
        let alone = (1..6).all(|at| recipe.machine(at) != 0);
        prop_assume!(alone && recipe.machine(2) != spare && recipe.machine(3) != spare);
        let to = |text: &str| {
            text.replace('}', &format!(", to = exoscale_compute_instance.m[{spare}] }}"))
        };
        let written = recipe.written().each(&|block: &mut Block| {
            let is_web = block.kind == "service" && block.name == "web";
            for (name, value) in block.attributes.iter_mut().filter(|_| is_web) {
                if *name == "repair" {
                    *value = to(value);
                }
            }
        });
        let cells = cells(&written);
        let (process, machine) = (
            cells.get("use", "process:service.web"),
            cells.get("use", "instance:exoscale_compute_instance.m[0]"),
        );
        prop_assert_eq!(process, machine);
    }
}
