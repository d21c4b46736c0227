//! The stage: a namespace for each participant, a bridge for each network, rules and routes.
//!
//! Runs inside the namespaces that the test made for itself. Every system gets new namespaces, so
//! that no connection of the last one is remembered.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

use outlast_rehearse::nftables::{Refusal, rule_set};

use crate::system::{Join, System};
use crate::{Flow, ROLE, TEST, attached, flows_from};

/// After how long without a packet a gateway has forgotten a tunnel: its setting is a second.
const FORGOTTEN: Duration = Duration::from_millis(2_200);
/// After how long both gateways have called.
const CALLED: Duration = Duration::from_millis(250);

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
    let mut found = BTreeMap::new();
    for (at, round) in system.rounds().iter().enumerate() {
        if at > 0 {
            thread::sleep(FORGOTTEN);
        }
        found.extend(play(system, &mut players, round));
    }
    for mut player in players {
        drop(player.input);
        player.child.wait().unwrap();
    }
    take_down(system);
    found
}

/// One round: tunnels are kept up while these send.
fn play(system: &System, players: &mut [Player], round: &[usize]) -> Vec<(Flow, bool)> {
    let kept: Vec<usize> = (0..players.len()).filter(|at| system.kept(*at).is_some()).collect();
    for at in &kept {
        let address = system.kept(*at).unwrap();
        players[*at].say(&format!("keep {address}\n"));
    }
    if !kept.is_empty() {
        thread::sleep(CALLED);
    }
    for at in round {
        players[*at].say("go\n");
    }
    let found = round.iter().flat_map(|at| players[*at].outcomes()).collect();
    for at in &kept {
        players[*at].say("rest\n");
    }
    found
}

/// Links are deleted one by one: with their namespace they would go some time later, and the next
/// system has links of the same names.
fn take_down(system: &System) {
    let mut links = String::new();
    for at in 0..system.namespaces() {
        for (network, _) in system.links(at) {
            let _ = writeln!(links, "link delete v{at}n{network}");
        }
    }
    for network in 0..system.networks() {
        let _ = writeln!(links, "link delete b{network}");
    }
    run("ip", &["-batch", "-"], &links);
    for at in 0..system.namespaces() {
        run("ip", &["netns", "delete", &format!("m{at}")], "");
    }
}

fn build(system: &System) {
    let mut links = String::new();
    for network in 0..system.networks() {
        let _ = write!(links, "link add b{network} type bridge\nlink set b{network} up\n");
    }
    for at in 0..system.namespaces() {
        run("ip", &["netns", "add", &format!("m{at}")], "");
        for (network, _) in system.links(at) {
            let _ = writeln!(
                links,
                "link add v{at}n{network} type veth peer name net{network} netns m{at}\n\
                 link set v{at}n{network} master b{network} up"
            );
        }
    }
    if has_wire(system) {
        links.push_str("link add line netns m0 type veth peer name line netns m1\n");
    }
    run("ip", &["-batch", "-"], &links);
    let model = system.model();
    for at in 0..system.namespaces() {
        let rules = rule_set(&model.networks, attached(at), Refusal::Told).unwrap();
        run_in(at, &["nft", "-f", "-"], &(rules + &system.translation(at)));
        run_in(at, &["sh", "-e"], &system.settings(at));
        run_in(at, &["ip", "-batch", "-"], &system.addressing(at));
    }
}

/// Whether two namespaces are joined by a wire of their own.
fn has_wire(system: &System) -> bool {
    system.join == Join::Wire && system.line(0).is_some()
}

/// The process in the namespace of a participant.
struct Player {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    flows: Vec<Flow>,
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
        let flows = flows_from(system, at);
        let mut player = Self { child, input, output, flows };
        let mut text = String::new();
        for address in system.addresses(at) {
            let _ = writeln!(text, "listen {address}");
        }
        for flow in &player.flows {
            text.push_str(&flow.probe.line());
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
        assert_eq!(line.len(), self.flows.len(), "outcomes were lost");
        self.flows.iter().copied().zip(line.chars().map(|it| it == '1')).collect()
    }
}
