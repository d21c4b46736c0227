//! One machine: opens its listeners, waits for the word, sends its probes, tells the outcomes.
//!
//! Standard input has a line `listen ADDRESS` for each of its addresses and `probe PROTOCOL ADDRESS
//! PORT` for each probe, then `ready?`; after `go` every probe is sent. From `keep ADDRESS` to `rest`
//! packets are sent there that nobody answers. Standard output has `@ready` and then one character
//! for each probe. Probes run in parallel, for most wait for their time-out.

use std::io::{BufRead, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use socket2::{Domain, Socket, Type};

/// The ports that are listened on and sent to.
pub(crate) const PORTS: [u16; 5] = [1001, 1002, 1003, 1004, 1005];
/// How long a reply is waited for: within one machine it takes far below a millisecond.
const WAIT: Duration = Duration::from_millis(250);
/// How many probes wait at the same time.
const PARALLEL: usize = 64;
/// How often a tunnel is kept up.
const KEEP: Duration = Duration::from_millis(100);

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Protocol {
    /// A TCP connection.
    Tcp,
    /// A UDP packet, which is sent back.
    Udp,
    /// An ICMP or ICMPv6 echo request.
    Echo,
}

/// One try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Probe {
    pub(crate) protocol: Protocol,
    pub(crate) address: IpAddr,
    pub(crate) port: u16,
}

impl Probe {
    /// As a line for `play`.
    pub(crate) fn line(&self) -> String {
        let name = match self.protocol {
            Protocol::Tcp => "tcp",
            Protocol::Udp => "udp",
            Protocol::Echo => "echo",
        };
        format!("probe {name} {} {}\n", self.address, self.port)
    }

    fn read(line: &str) -> Option<Self> {
        let mut words = line.strip_prefix("probe ")?.split(' ');
        let name = words.next()?;
        let address: IpAddr = words.next()?.parse().ok()?;
        let port = words.next()?.parse().ok()?;
        let protocol = match name {
            "tcp" => Protocol::Tcp,
            "udp" => Protocol::Udp,
            _ => Protocol::Echo,
        };
        Some(Self { protocol, address, port })
    }

    /// The number of its protocol, and its port or its type and code.
    pub(crate) fn packet(&self) -> (u8, u16) {
        match (self.protocol, self.address.is_ipv6()) {
            (Protocol::Tcp, _) => (6, self.port),
            (Protocol::Udp, _) => (17, self.port),
            (Protocol::Echo, false) => (1, 8 << 8),
            (Protocol::Echo, true) => (58, 128 << 8),
        }
    }

    fn is_answered(&self) -> bool {
        let to = SocketAddr::new(self.address, self.port);
        match (self.protocol, self.address.is_ipv6()) {
            (Protocol::Tcp, _) => TcpStream::connect_timeout(&to, WAIT).is_ok(),
            (Protocol::Udp, _) => udp(to).is_some(),
            (_, false) => echo(to, Domain::IPV4, socket2::Protocol::ICMPV4, 8).is_some(),
            (_, true) => echo(to, Domain::IPV6, socket2::Protocol::ICMPV6, 128).is_some(),
        }
    }
}

fn udp(to: SocketAddr) -> Option<()> {
    let any = if to.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(any).ok()?;
    socket.connect(to).ok()?;
    socket.set_read_timeout(Some(WAIT)).ok()?;
    socket.send(b"?").ok()?;
    let mut answer = [0; 8];
    (socket.recv(&mut answer).ok()? == 1).then_some(())
}

/// An echo request by the kernel's own sockets for it, which need no privilege.
fn echo(to: SocketAddr, domain: Domain, protocol: socket2::Protocol, kind: u8) -> Option<()> {
    let mut socket = Socket::new(domain, Type::DGRAM, Some(protocol)).expect("echo sockets");
    socket.set_read_timeout(Some(WAIT)).ok()?;
    socket.connect(&SocketAddr::new(to.ip(), 0).into()).ok()?;
    socket.send(&[kind, 0, 0, 0, 0, 0, 0, 1, 7, 7]).ok()?;
    let mut answer = [0; 64];
    let length = socket.read(&mut answer).ok()?;
    let reply = if kind == 8 { 0 } else { 129 };
    (length >= 8 && answer.first() == Some(&reply)).then_some(())
}

/// Opens the ports at an address. The kernel itself takes TCP connections, of which there are fewer
/// than it keeps for a listener.
fn listen(address: IpAddr) -> Vec<TcpListener> {
    let mut listeners = Vec::new();
    for port in PORTS {
        let at = SocketAddr::new(address, port);
        let listener = TcpListener::bind(at).unwrap_or_else(|error| panic!("{at}: {error}"));
        listeners.push(listener);
        let socket = UdpSocket::bind(at).expect("a UDP port");
        thread::spawn(move || {
            let mut packet = [0; 8];
            loop {
                // An error is that of an earlier answer which nobody took: the next may come.
                if let Ok((length, from)) = socket.recv_from(&mut packet) {
                    let _ = socket.send_to(&packet[..length], from);
                }
            }
        });
    }
    listeners
}

/// Keeps a tunnel up until somebody says that it should rest.
fn keep(address: IpAddr, resting: Arc<AtomicBool>) {
    thread::spawn(move || {
        let socket = UdpSocket::bind("0.0.0.0:0").expect("a UDP port");
        while !resting.load(Ordering::Relaxed) {
            // A rule may refuse it: then it stays shut.
            let _ = socket.send_to(b"!", (address, 9));
            thread::sleep(KEEP);
        }
    });
}

/// The process in the namespace of a machine.
pub(crate) fn play() {
    let (mut probes, mut listeners) = (Vec::new(), Vec::new());
    let mut resting = Arc::new(AtomicBool::new(false));
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        if let Some(address) = line.strip_prefix("listen ") {
            listeners.extend(listen(address.parse().unwrap()));
        } else if let Some(address) = line.strip_prefix("keep ") {
            resting = Arc::new(AtomicBool::new(false));
            keep(address.parse().unwrap(), Arc::clone(&resting));
        } else if line == "rest" {
            resting.store(true, Ordering::Relaxed);
        } else if let Some(probe) = Probe::read(&line) {
            probes.push(probe);
        } else if line == "ready?" {
            println!("@ready");
        } else if line == "go" {
            println!("@{}", send(&probes));
            std::io::stdout().flush().unwrap();
        }
    }
}

/// Sends all probes, `PARALLEL` at a time, and writes `1` for each that is answered.
fn send(probes: &[Probe]) -> String {
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(vec!['?'; probes.len()]);
    thread::scope(|scope| {
        for _ in 0..PARALLEL {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(probe) = probes.get(at) else { break };
                    let answer = if probe.is_answered() { '1' } else { '0' };
                    answers.lock().unwrap()[at] = answer;
                }
            });
        }
    });
    answers.into_inner().unwrap().into_iter().collect()
}
