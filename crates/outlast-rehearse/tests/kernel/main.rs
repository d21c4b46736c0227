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

use outlast_analysis::reach::{Cut, FlowSet, PacketSet, Party, Reachability, Spot};
use outlast_model::{Attached, Family, MachineId, Model, PassageId};

use machine::{PORTS, Probe, Protocol};
use system::System;

/// Says which of the three processes this is.
const ROLE: &str = "OUTLAST_KERNEL_TEST";
/// The name of the test, by which the program starts itself again.
const TEST: &str = "the_kernel_says_the_same_of_every_flow";
/// How many random systems are tried; each has several hundred flows.
const SYSTEMS: u64 = 36;

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
    let (mut flows, mut open, mut forwarded) = (0, 0, 0);
    for seed in 0..SYSTEMS {
        let system = System::random(seed);
        let measured = stage::measure(&system);
        let computed = compute(&system);
        assert_eq!(measured.len(), computed.len(), "seed {seed}: flows were lost");
        for (flow, answer) in &measured {
            if computed.get(flow) != Some(answer) {
                differ(seed, &system, &measured, &computed);
            }
        }
        flows += measured.len();
        open += measured.values().filter(|open| **open).count();
        forwarded += over_a_passage(&system);
    }
    eprintln!(
        "kernel: {SYSTEMS} systems, {flows} flows, {open} of them open, all as computed; \
         {forwarded} pairs over a machine that forwards"
    );
    assert!(forwarded > 20, "hardly anything is forwarded");
    assert!(flows > 5_000 && open * 10 > flows && open * 10 < flows * 9, "too much alike");
}

/// How many pairs of machines reach each other only over a machine that forwards.
fn over_a_passage(system: &System) -> usize {
    let model = system.model();
    let whole = Reachability::of(&model);
    let cut = whole.without(&[Cut::Passage(PassageId(0))]);
    let machine = |at| Party::Machine(MachineId(at));
    let count = u32::try_from(model.machines.len()).unwrap();
    let pairs = (0..count).flat_map(|a| (0..count).map(move |b| (a, b)));
    let open =
        |reach: &Reachability<'_>, (a, b)| !reach.allowed(&machine(a), &machine(b)).sure.is_empty();
    pairs.filter(|pair| open(&whole, *pair) && !open(&cut, *pair)).count()
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

/// From which participant to which, with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Flow {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) protocol: Protocol,
    pub(crate) port: u16,
}

/// Every flow of a system as the engine sees it: participants that are no machine of the model are
/// somebody outside.
fn compute(system: &System) -> BTreeMap<Flow, bool> {
    let model: Model = system.model();
    let reach = Reachability::of(&model);
    let count = model.machines.len();
    let machine = |at: usize| Party::Machine(MachineId(u32::try_from(at).unwrap()));
    let mut found = BTreeMap::new();
    for from in 0..system.participants() {
        for to in (0..system.participants()).filter(|to| *to != from) {
            let sets: Vec<PacketSet> = match (from < count, to < count) {
                (true, true) => {
                    let bounds = reach.allowed(&machine(from), &machine(to));
                    assert_eq!(bounds.sure, bounds.perhaps, "nothing is unknown here");
                    vec![bounds.sure]
                }
                (false, true) => at(&reach.exposed(&machine(to)).sure, system.addresses(from)),
                (true, false) => at(&reach.outgoing(&machine(from)).sure, system.addresses(to)),
                (false, false) => continue,
            };
            for (protocol, port) in tried() {
                let (number, detail) = match protocol {
                    Protocol::Tcp => (6, port),
                    Protocol::Udp => (17, port),
                    Protocol::Echo => (1, 8 << 8),
                    Protocol::Echo6 => (58, 128 << 8),
                };
                let open = sets.iter().any(|set| set.contains(number, detail));
                found.insert(Flow { from, to, protocol, port }, open);
            }
        }
    }
    found
}

fn at(flows: &FlowSet, addresses: Vec<IpAddr>) -> Vec<PacketSet> {
    let spot = |address: &IpAddr| match address {
        IpAddr::V4(it) => Spot { family: Family::V4, bits: u32::from(*it).into() },
        IpAddr::V6(it) => Spot { family: Family::V6, bits: u128::from(*it) },
    };
    addresses.iter().filter_map(|it| flows.at(spot(it)).cloned()).collect()
}

/// What is sent from each to each.
pub(crate) fn tried() -> impl Iterator<Item = (Protocol, u16)> {
    let ports = [Protocol::Tcp, Protocol::Udp].into_iter();
    let ports = ports.flat_map(|protocol| PORTS.iter().map(move |port| (protocol, *port)));
    ports.chain([(Protocol::Echo, 0), (Protocol::Echo6, 0)])
}

/// The probes of one participant: what it sends to which address of whom.
pub(crate) fn probes(system: &System, from: usize) -> Vec<(Flow, Probe)> {
    let inside = |at| at < system.model().machines.len();
    let mut found = Vec::new();
    for to in (0..system.participants()).filter(|to| *to != from) {
        if !inside(from) && !inside(to) {
            continue;
        }
        for (protocol, port) in tried() {
            let flow = Flow { from, to, protocol, port };
            for address in system.addresses(to) {
                let six = address.is_ipv6();
                let meant = match protocol {
                    Protocol::Echo => !six,
                    Protocol::Echo6 => six,
                    Protocol::Tcp | Protocol::Udp => true,
                };
                if meant {
                    found.push((flow, Probe { protocol, address, port }));
                }
            }
        }
    }
    found
}

/// The namespace and the model's name of a participant.
pub(crate) fn attached(at: usize) -> Attached {
    Attached::Machine(MachineId(u32::try_from(at).unwrap()))
}
