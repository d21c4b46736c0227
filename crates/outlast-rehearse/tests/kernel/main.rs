//! Who can reach whom, asked of the Linux kernel.
//!
//! Goal: the engine says of every flow what real rules, routes and sockets say. Method: random
//! systems become network namespaces that are joined by bridges and filtered by `nft`; TCP, UDP and
//! echo requests are sent from each to each, and every outcome is compared with the engine.
//!
//! The program starts itself again inside a user, mount, process and network namespace of its own
//! (`unshare`), so that neither root nor clean-up is needed: when the first process in there ends,
//! however it ends, the kernel takes everything back. Inside it starts itself once more in the
//! namespace of each machine. Which of the three it is, is said by one variable.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a failing test is meant to stop, and this one runs programs"
)]

mod machine;
mod stage;
mod system;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::process::Command;

use outlast_analysis::reach::{Cut, Party, Reachability, Spot};
use outlast_model::{Attached, Family, MachineId, Model, PassageId};

use machine::{PORTS, Probe, Protocol};
use system::{Join, System};

/// Says which of the three processes this is.
const ROLE: &str = "OUTLAST_KERNEL_TEST";
/// The name of the test, by which the program starts itself again.
const TEST: &str = "the_kernel_says_the_same_of_every_flow";
/// How many random systems are tried; each has more than a thousand flows.
const SYSTEMS: u64 = 27;
/// How often an answer that should come is waited for.
const TRIES: usize = 3;

#[test]
fn the_kernel_says_the_same_of_every_flow() {
    match std::env::var(ROLE).as_deref() {
        Ok("stage") => compare_all(),
        Ok("machine") => machine::play(),
        _ => start(),
    }
}

/// Starts this test again in namespaces of its own; skips it where there are none.
fn start() {
    let there = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).output();
        output.is_ok_and(|output| output.status.success())
    };
    for (program, arguments) in [
        ("nft", &["--version"][..]),
        ("ip", &["-V"]),
        ("nsenter", &["--version"]),
        ("unshare", &["-Urnmpf", "--kill-child", "--mount-proc", "true"]),
        ("unshare", &["-Urn", "nft", "add table inet outlast"]),
        ("unshare", &["-Urn", "ip", "link", "add", "outlast0", "type", "bridge"]),
        ("unshare", &["-Urn", "ip", "link", "add", "outlast0", "type", "veth"]),
    ] {
        if !there(program, arguments) {
            eprintln!("SKIPPED: {TEST}: `{program} {}` does not work here", arguments.join(" "));
            return;
        }
    }
    let status = Command::new("unshare")
        .args(["-Urnmpf", "--kill-child", "--mount-proc"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", TEST, "--nocapture"])
        .env(ROLE, "stage")
        .status()
        .unwrap();
    assert!(status.success(), "the kernel and the engine differ: see above");
}

/// Sets each system up and compares. Runs inside.
fn compare_all() {
    stage::prepare();
    let (mut flows, mut open) = (0, 0);
    let mut passed: BTreeMap<Join, usize> = BTreeMap::new();
    for seed in 0..SYSTEMS {
        let system = System::random(seed);
        let computed = compute(&system);
        let measured = measure(&system, &computed);
        assert_eq!(measured.len(), computed.len(), "seed {seed}: flows were lost");
        if measured != computed {
            differ(seed, &system, &measured, &computed);
        }
        flows += measured.len();
        open += measured.values().filter(|open| **open).count();
        *passed.entry(system.join).or_default() += over_the_passage(&system);
    }
    eprintln!(
        "kernel: {SYSTEMS} systems, {flows} flows, {open} of them open, all as computed; only \
         over what joins networks: {passed:?}"
    );
    for (join, pairs) in passed {
        assert!(pairs > 3 || join == Join::Nothing, "hardly anything passes: {join:?}");
    }
    assert!(flows > 20_000 && open * 10 > flows && open * 10 < flows * 9, "too much alike");
}

/// What the kernel does with each flow. On a machine that is busy with other things an answer may
/// come too late: what is not answered but should be is tried again, and never the other way round.
fn measure(system: &System, computed: &BTreeMap<Flow, bool>) -> BTreeMap<Flow, bool> {
    let mut measured = stage::measure(system);
    for _ in 1..TRIES {
        if measured.iter().all(|(flow, open)| *open || computed.get(flow) != Some(&true)) {
            break;
        }
        for (flow, open) in stage::measure(system) {
            *measured.entry(flow).or_default() |= open;
        }
    }
    measured
}

/// How many pairs of machines reach each other only over the passage, and how many machines reach
/// somebody outside only over it.
fn over_the_passage(system: &System) -> usize {
    let model = system.model();
    let whole = reachability(system, &model);
    let cut = whole.without(&[Cut::Passage(PassageId::nth(0))]);
    let count = model.machines.len();
    let pairs = (0..count).flat_map(|a| (0..count).map(move |b| (a, b)));
    let open =
        |reach: &Reachability<'_>, (a, b)| !reach.allowed(&machine(a), &machine(b)).sure.is_empty();
    let inside = pairs.filter(|pair| open(&whole, *pair) && !open(&cut, *pair)).count();
    let outgoing = |reach: &Reachability<'_>, at| reach.outgoing(&machine(at)).sure;
    inside + (0..count).filter(|at| outgoing(&whole, *at) != outgoing(&cut, *at)).count()
}

fn reachability<'m>(system: &System, model: &'m Model) -> Reachability<'m> {
    let cut = [Cut::Passage(PassageId::nth(0))];
    Reachability::of(model).without(if system.is_down { &cut } else { &[] })
}

fn machine(at: usize) -> Party {
    Party::Machine(MachineId::nth(u32::try_from(at).unwrap()))
}

fn differ(
    seed: u64,
    system: &System,
    measured: &BTreeMap<Flow, bool>,
    computed: &BTreeMap<Flow, bool>,
) -> ! {
    let wrong: Vec<String> = measured
        .iter()
        .filter(|(flow, answer)| computed.get(flow) != Some(answer))
        .map(|(flow, answer)| format!("{flow:?}: kernel {answer}"))
        .collect();
    panic!("seed {seed}: {} flows differ\n{}\n{system:#?}", wrong.len(), wrong.join("\n"));
}

/// From which participant to which of whose addresses, with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Flow {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) probe: Probe,
}

/// Every flow of a system as the engine sees it: participants that are no machine of the model are
/// somebody outside.
fn compute(system: &System) -> BTreeMap<Flow, bool> {
    let model: Model = system.model();
    let reach = reachability(system, &model);
    let is_inside = |at: usize| at < model.machines.len();
    let mut found = BTreeMap::new();
    for from in 0..system.participants() {
        let outgoing = is_inside(from).then(|| reach.outgoing(&machine(from)).sure);
        for to in (0..system.participants()).filter(|to| *to != from) {
            let exposed = (!is_inside(from) && is_inside(to)).then(|| reach.exposed(&machine(to)));
            for address in system.addresses(to) {
                let set = match (system.interface(address), &exposed) {
                    (Some((interface, _)), None) => {
                        let bounds = reach.allowed_at(&machine(from), interface, family(address));
                        assert_eq!(bounds.sure, bounds.perhaps, "nothing is unknown here");
                        bounds.sure
                    }
                    (Some((_, network)), Some(exposed)) => {
                        let sources = system.addresses(from).into_iter();
                        let source = sources
                            .filter(|it| family(*it) == family(address) && network.0 == 0)
                            .find_map(|it| exposed.sure.at(spot(it)));
                        source.cloned().unwrap_or_default()
                    }
                    (None, _) => {
                        let at = outgoing.as_ref().and_then(|it| it.at(spot(address)));
                        at.cloned().unwrap_or_default()
                    }
                };
                for flow in flows(system, from, to, address) {
                    let (number, detail) = flow.probe.packet();
                    found.insert(flow, set.contains(number, detail));
                }
            }
        }
    }
    found
}

fn family(address: IpAddr) -> Family {
    if address.is_ipv4() { Family::V4 } else { Family::V6 }
}

fn spot(address: IpAddr) -> Spot {
    let bits = match address {
        IpAddr::V4(it) => u32::from(it).into(),
        IpAddr::V6(it) => u128::from(it),
    };
    Spot { family: family(address), bits }
}

/// Every flow from one participant.
pub(crate) fn flows_from(system: &System, from: usize) -> Vec<Flow> {
    let others = (0..system.participants()).filter(|to| *to != from);
    let all = others.flat_map(|to| {
        let addresses = system.addresses(to).into_iter();
        addresses.flat_map(move |address| flows(system, from, to, address))
    });
    all.collect()
}

/// What is sent from one to an address of another. Two outside do not concern the model.
fn flows(system: &System, from: usize, to: usize, address: IpAddr) -> Vec<Flow> {
    let machines = system.machines();
    if from >= machines && to >= machines {
        return Vec::new();
    }
    let ports = [Protocol::Tcp, Protocol::Udp].into_iter();
    let ports = ports.flat_map(|protocol| PORTS.iter().map(move |port| (protocol, *port)));
    let all = ports.chain([(Protocol::Echo, 0)]);
    all.map(|(protocol, port)| Flow { from, to, probe: Probe { protocol, address, port } })
        .collect()
}

/// The model's name of a namespace.
pub(crate) fn attached(at: usize) -> Attached {
    Attached::Machine(MachineId::nth(u32::try_from(at).unwrap()))
}
