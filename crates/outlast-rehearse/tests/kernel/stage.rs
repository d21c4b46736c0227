//! The stage: a namespace for each participant, a bridge for each network, rules and routes.
//!
//! Runs inside the namespaces that the test made for itself. Every system gets new namespaces, so
//! that no connection of the last one is remembered.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use outlast_rehearse::nftables::{Refusal, rule_set};

use crate::machine::Probe;
use crate::system::System;
use crate::{Flow, ROLE, TEST, attached, probes};

/// A place for the names of namespaces that only this mount namespace sees.
pub(crate) fn prepare() {
    run("mount", &["-t", "tmpfs", "none", "/run"], "");
    std::fs::create_dir("/run/netns").unwrap();
}

/// Runs a program with this input; stops the test when it fails.
fn run(program: &str, arguments: &[&str], input: &str) {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}\n{told}\n{input}");
}

/// Runs a program in the namespace of a participant.
fn run_in(at: usize, program: &[&str], input: &str) {
    let namespace = format!("--net=/run/netns/m{at}");
    let arguments: Vec<&str> = [namespace.as_str()].iter().chain(program).copied().collect();
    run("nsenter", &arguments, input);
}

/// Builds the system, sends every flow, and takes everything down.
pub(crate) fn measure(system: &System) -> BTreeMap<Flow, bool> {
    build(system);
    let mut players: Vec<Player> =
        (0..system.participants()).map(|at| Player::start(system, at)).collect();
    for player in &mut players {
        player.wait_until_ready();
    }
    for player in &mut players {
        player.say("go\n");
    }
    let mut found = BTreeMap::new();
    for player in &mut players {
        for (flow, open) in player.outcomes() {
            *found.entry(flow).or_insert(false) |= open;
        }
    }
    for flow in system.flows() {
        found.entry(flow).or_insert(false);
    }
    for mut player in players {
        drop(player.input);
        player.child.wait().unwrap();
    }
    take_down(system);
    found
}

/// Links are deleted one by one: with their namespace they would go some time later, and the next
/// system has links of the same names.
fn take_down(system: &System) {
    let mut links = String::new();
    for at in 0..system.participants() {
        for (network, _) in system.links(at) {
            let _ = writeln!(links, "link delete v{at}n{network}");
        }
    }
    for network in 0..system.networks() {
        let _ = writeln!(links, "link delete b{network}");
    }
    run("ip", &["-batch", "-"], &links);
    for at in 0..system.participants() {
        run("ip", &["netns", "delete", &format!("m{at}")], "");
    }
}

fn build(system: &System) {
    let mut links = String::new();
    for network in 0..system.networks() {
        let _ = write!(links, "link add b{network} type bridge\nlink set b{network} up\n");
    }
    for at in 0..system.participants() {
        run("ip", &["netns", "add", &format!("m{at}")], "");
        for (network, _) in system.links(at) {
            let _ = writeln!(
                links,
                "link add v{at}n{network} type veth peer name net{network} netns m{at}\n\
                 link set v{at}n{network} master b{network} up"
            );
        }
    }
    run("ip", &["-batch", "-"], &links);
    let model = system.model();
    for at in 0..system.participants() {
        run_in(at, &["sh", "-e"], &system.settings(at));
        run_in(at, &["ip", "-batch", "-"], &system.addressing(at));
        let rules = rule_set(&model.networks, attached(at), Refusal::Told).unwrap();
        run_in(at, &["nft", "-f", "-"], &(rules + &system.translation(at)));
    }
}

/// The process in the namespace of a participant.
struct Player {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    probes: Vec<(Flow, Probe)>,
}

impl Player {
    fn start(system: &System, at: usize) -> Self {
        let mut child = Command::new("nsenter")
            .arg(format!("--net=/run/netns/m{at}"))
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", TEST, "--nocapture"])
            .env(ROLE, "machine")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let probes = probes(system, at);
        let mut player = Self { child, input, output, probes };
        let mut text = String::new();
        for address in system.addresses(at) {
            let _ = writeln!(text, "listen {address}");
        }
        for (_, probe) in &player.probes {
            text.push_str(&probe.line());
        }
        player.say(&text);
        player.say("ready?\n");
        player
    }

    fn say(&mut self, text: &str) {
        self.input.write_all(text.as_bytes()).unwrap();
    }

    /// The next line that is ours; what the test runner prints is passed over.
    fn line(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "a machine ended early");
            if let Some((_, ours)) = line.trim_end().split_once('@') {
                return ours.to_string();
            }
        }
    }

    fn wait_until_ready(&mut self) {
        assert_eq!(self.line(), "ready");
    }

    fn outcomes(&mut self) -> Vec<(Flow, bool)> {
        let line = self.line();
        assert_eq!(line.len(), self.probes.len(), "outcomes were lost");
        self.probes.iter().map(|it| it.0).zip(line.chars().map(|it| it == '1')).collect()
    }
}
