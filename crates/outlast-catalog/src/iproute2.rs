//! Commands of iproute2 in the text that a machine is started with: addresses and routes.
//!
//! Only whole commands with plain addresses count: `ip address add 10.0.0.5/24 dev eth1`,
//! `ip route add 10.2.0.0/24 via 10.0.0.1`. What a script computes is not followed. Sources:
//! ip-address(8) and ip-route(8).

use std::net::IpAddr;

use ipnet::IpNet;

/// The most lines of a text that are looked at.
const LINES_MAX: usize = 10_000;

/// A command that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    /// The machine sets this address, with the length of its network.
    Address(IpNet),
    /// It sends what is for this prefix to that address.
    Route {
        /// Where it leads.
        to: IpNet,
        /// The next hop.
        via: IpAddr,
    },
    /// What is for this prefix goes nowhere when no other route is there.
    Unreachable(IpNet),
}

/// The commands in a text, in order.
pub(crate) fn commands(text: &str) -> Vec<Command> {
    text.lines().take(LINES_MAX).filter_map(command).collect()
}

fn command(line: &str) -> Option<Command> {
    let line = line.trim();
    if line.starts_with('#') {
        return None;
    }
    // In a list of cloud-init the words are quoted and separated by commas.
    let words =
        line.split(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '\'' | '[' | ']'));
    let words: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
    let is_ip = |word: &&str| *word == "ip" || word.ends_with("/ip");
    let at = words
        .iter()
        .position(|it| is_ip(it) || it.rsplit('=').next().is_some_and(|it| is_ip(&it)))?;
    match words.get(at.checked_add(1)?..)? {
        ["address" | "addr" | "a", "add" | "replace", address, ..] => {
            address.parse().ok().map(Command::Address)
        }
        ["route" | "r", "add" | "replace", "unreachable", prefix, ..] => {
            network(prefix).map(Command::Unreachable)
        }
        ["route" | "r", "add" | "replace", prefix, "via", via, ..] => {
            Some(Command::Route { to: network(prefix)?, via: via.parse().ok()? })
        }
        _ => None,
    }
}

/// A prefix as these programs write it, `default` included.
pub(crate) fn network(word: &str) -> Option<IpNet> {
    if word == "default" {
        return Some(IpNet::from(ipnet::Ipv4Net::default()));
    }
    crate::openings::prefix(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_commands_are_read_and_nothing_is_guessed() {
        let text = "\
#cloud-config
runcmd:
  - ip addr add 10.0.0.5/24 dev eth1
  - [ip, route, add, 10.2.0.0/16, via, 10.0.0.1]
ExecStart=/usr/sbin/ip route replace unreachable 10.2.0.0/16 metric 4000
# ip route add 10.3.0.0/16 via 10.0.0.1
ip route add $NET via 10.0.0.1
ip route add 10.4.0.0/16 dev wg0
strip route add 10.5.0.0/16 via 10.0.0.1
";
        let net = |text: &str| text.parse::<IpNet>().unwrap();
        let expected = [
            Command::Address(net("10.0.0.5/24")),
            Command::Route { to: net("10.2.0.0/16"), via: "10.0.0.1".parse().unwrap() },
            Command::Unreachable(net("10.2.0.0/16")),
        ];
        assert_eq!(commands(text), expected);
    }
}
