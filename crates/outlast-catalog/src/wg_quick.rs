//! Configurations of wg-quick in the text that a machine is started with.
//!
//! The address of its own in the tunnel, and for each peer where it is and what is sent to it:
//! wg-quick adds a route for every prefix of `AllowedIPs`, unless `Table` says otherwise. Left out:
//! what `PostUp` runs (commands of iproute2 in it are found as such). Sources: wg-quick(8), wg(8).

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;

/// The most lines of a text that are looked at.
const LINES_MAX: usize = 10_000;

/// A tunnel as its configuration says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Tunnel {
    /// The addresses of the machine in the tunnel.
    pub(crate) addresses: Vec<IpNet>,
    /// Whether wg-quick adds the routes.
    pub(crate) routed: bool,
    /// The other ends.
    pub(crate) peers: Vec<Peer>,
    /// Whether it has a key, without which it is no configuration of WireGuard.
    keyed: bool,
}

/// Another end of a tunnel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Peer {
    /// Where it is, when that is an address.
    pub(crate) endpoint: Option<SocketAddr>,
    /// What is sent to it.
    pub(crate) allowed: Vec<IpNet>,
    /// Whether somebody is known there, by address or by name.
    placed: bool,
    /// Whether packets are sent to it when there is nothing to send.
    kept: bool,
}

impl Peer {
    /// Whether it is called before it calls.
    pub(crate) const fn is_called(&self) -> bool {
        self.placed && self.kept
    }
}

/// The section that a line stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Interface,
    Peer,
    Other,
}

/// The configurations in a text, in order.
pub(crate) fn tunnels(text: &str) -> Vec<Tunnel> {
    let mut found: Vec<Tunnel> = Vec::new();
    let mut section = Section::Other;
    for line in text.lines().take(LINES_MAX) {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        if line.starts_with('[') {
            section = begun(line, &mut found);
            continue;
        }
        // A line of another form ends the configuration: it is of the text around it.
        let Some((key, value)) = line.split_once('=').filter(|(key, _)| is_key(key)) else {
            section = Section::Other;
            continue;
        };
        let Some(tunnel) = found.last_mut() else { continue };
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        match (section, tunnel.peers.last_mut()) {
            (Section::Interface, _) => interface(tunnel, &key, value),
            (Section::Peer, Some(it)) => peer(it, &key, value),
            _ => {}
        }
    }
    found.retain(|it| it.keyed);
    found
}

/// Begins the section of this head.
fn begun(head: &str, found: &mut Vec<Tunnel>) -> Section {
    match (head, found.last_mut()) {
        ("[Interface]", _) => {
            found.push(Tunnel { routed: true, ..Tunnel::default() });
            Section::Interface
        }
        ("[Peer]", Some(tunnel)) => {
            tunnel.peers.push(Peer::default());
            Section::Peer
        }
        _ => Section::Other,
    }
}

fn is_key(key: &str) -> bool {
    let key = key.trim();
    !key.is_empty() && key.chars().all(|it| it.is_ascii_alphanumeric())
}

fn interface(tunnel: &mut Tunnel, key: &str, value: &str) {
    match key {
        "address" => tunnel.addresses.extend(prefixes(value)),
        "privatekey" => tunnel.keyed = true,
        "table" => tunnel.routed = value.eq_ignore_ascii_case("auto"),
        _ => {}
    }
}

fn peer(peer: &mut Peer, key: &str, value: &str) {
    match key {
        "allowedips" => peer.allowed.extend(prefixes(value).map(|it| it.trunc())),
        "endpoint" => {
            peer.endpoint = value.parse().ok();
            peer.placed = true;
        }
        "persistentkeepalive" => peer.kept = !matches!(value, "0" | "off"),
        _ => {}
    }
}

/// Prefixes between commas; without a length it is one address.
fn prefixes(value: &str) -> impl Iterator<Item = IpNet> {
    let prefix =
        |word: &str| word.parse().ok().or_else(|| word.parse::<IpAddr>().ok().map(IpNet::from));
    value.split(',').map(str::trim).filter_map(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_is_read_wherever_it_stands_and_ends_where_it_ends() {
        let text = "\
#!/bin/sh
cat > /etc/wireguard/wg0.conf <<EOF
[Interface]
Address = 10.8.0.1/24, fd00::1
PrivateKey = $KEY
ListenPort = 51820
# Table = off

[Peer]
PublicKey = abc=
Endpoint = 198.51.100.2:51820
AllowedIPs = 10.2.0.0/24,10.3.0.5/32 # the other zone
PersistentKeepalive = 25
[Peer]
Endpoint = far.example.com:51820
AllowedIPs = ${var.range}
EOF
AllowedIPs = 10.9.0.0/16
";
        let tunnels = tunnels(text);
        let [tunnel] = tunnels.as_slice() else { panic!("{tunnels:?}") };
        let net = |text: &str| text.parse::<IpNet>().unwrap();
        assert_eq!(tunnel.addresses, [net("10.8.0.1/24"), net("fd00::1/128")]);
        assert!(tunnel.routed);
        let expected = [
            Peer {
                endpoint: Some("198.51.100.2:51820".parse().unwrap()),
                allowed: vec![net("10.2.0.0/24"), net("10.3.0.5/32")],
                placed: true,
                kept: true,
            },
            Peer { placed: true, ..Peer::default() },
        ];
        assert_eq!(tunnel.peers, expected);
        assert_eq!(tunnel.peers.iter().map(Peer::is_called).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn other_tables_hold_no_route_and_without_a_key_it_is_no_tunnel() {
        let text = "[Interface]\nPrivateKey = a\nTable = off\n[Peer]\nAllowedIPs = 10.2.0.0/24\n";
        assert!(!tunnels(text)[0].routed);
        assert_eq!(tunnels(&text.replace("PrivateKey = a\n", "")), []);
        assert_eq!(tunnels("[Peer]\nAllowedIPs = 10.2.0.0/24\n"), []);
    }
}
