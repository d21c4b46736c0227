//! netplan in the text that a machine is started with: addresses and routes of its cards.
//!
//! A file of `/etc/netplan` is found in `write_files` of cloud-init and in a here-document of a
//! shell script. Only cards (`ethernets`) count: the address of a tunnel is in no network of a
//! cloud. What another routing table holds is not followed. Sources:
//! <https://netplan.readthedocs.io/en/stable/netplan-yaml/>,
//! <https://cloudinit.readthedocs.io/en/latest/reference/modules.html#write-files>.

use ipnet::IpNet;

use crate::iproute2::{Command, network};
use crate::yaml::{self, Node};

/// Where netplan reads its files from.
const FOLDER: &str = "/etc/netplan/";
/// The most files that are looked at.
const FILES_MAX: usize = 64;

/// What the files of netplan in a text set, in order.
pub(crate) fn commands(text: &str) -> Vec<Command> {
    let files = if text.starts_with("#cloud-config") { written(text) } else { here(text) };
    files.iter().take(FILES_MAX).filter_map(|it| yaml::read(it)).flat_map(|it| cards(&it)).collect()
}

/// The files that cloud-init writes there as they stand.
fn written(text: &str) -> Vec<String> {
    let Some(document) = yaml::read(text) else { return Vec::new() };
    let files = document.get("write_files").map_or(&[][..], Node::items).iter();
    let content = |file: &Node| {
        let plain = file.get("encoding").is_none_or(|it| it.word() == Some("text/plain"));
        let there = file.get("path")?.word()?.starts_with(FOLDER);
        (plain && there).then(|| file.get("content")?.word().map(str::to_string))?
    };
    files.filter_map(content).collect()
}

/// The files that a shell script writes there from a here-document.
fn here(text: &str) -> Vec<String> {
    let mut lines = text.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let Some((_, rest)) = line.split_once("<<").filter(|_| line.contains(FOLDER)) else {
            continue;
        };
        if line.trim_start().starts_with('#') {
            continue;
        }
        let word = rest.trim_start_matches('-').trim_start();
        let word = word.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
        let end = word.trim_matches(['"', '\'']);
        let body: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != end).collect();
        found.push(body.join("\n"));
    }
    found
}

/// What a file sets.
fn cards(file: &Node) -> Vec<Command> {
    let cards = file.get("network").and_then(|it| it.get("ethernets"));
    let mut found = Vec::new();
    for (_, card) in cards.into_iter().flat_map(Node::entries) {
        let list = |name| card.get(name).map_or(&[][..], Node::items).iter();
        found.extend(list("addresses").filter_map(address).map(Command::Address));
        found.extend(list("routes").filter_map(route));
    }
    found
}

/// An address, alone or with options under it.
fn address(node: &Node) -> Option<IpNet> {
    let word = node.word().or_else(|| node.entries().next().map(|(word, _)| word))?;
    word.parse().ok()
}

fn route(node: &Node) -> Option<Command> {
    if node.get("table").is_some() {
        return None;
    }
    let word = |name| node.get(name).and_then(Node::word);
    let to = network(word("to")?)?;
    match (word("type"), word("via")) {
        (Some("unreachable" | "blackhole" | "prohibit"), _) => Some(Command::Unreachable(to)),
        (None | Some("unicast"), Some(via)) => Some(Command::Route { to, via: via.parse().ok()? }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
network:
  version: 2
  ethernets:
    eth1:
      addresses:
        - 10.2.0.5/24
        - \"2001:db8::5/64\":
            label: inner
      routes:
        - to: 10.3.0.0/16
          via: 10.2.0.1
        - {to: 10.3.0.0/16, type: unreachable, metric: 4000}
        - {to: 10.4.0.0/16, via: 10.2.0.1, table: 7}
        - {to: 10.5.0.0/16, via: $GATEWAY}
  tunnels:
    wg0:
      addresses: [10.8.0.1/24]
";

    fn expected() -> Vec<Command> {
        let net = |text: &str| text.parse::<IpNet>().unwrap();
        vec![
            Command::Address(net("10.2.0.5/24")),
            Command::Address(net("2001:db8::5/64")),
            Command::Route { to: net("10.3.0.0/16"), via: "10.2.0.1".parse().unwrap() },
            Command::Unreachable(net("10.3.0.0/16")),
        ]
    }

    #[test]
    fn files_of_cloud_init_are_read() {
        let body: String = FILE.lines().map(|line| format!("      {line}\n")).collect();
        let text = |path: &str, more: &str| {
            format!("#cloud-config\nwrite_files:\n  - path: {path}\n{more}    content: |\n{body}")
        };
        assert_eq!(commands(&text("/etc/netplan/60-inner.yaml", "")), expected());
        assert_eq!(commands(&text("/root/example.yaml", "")), [], "nobody reads that file");
        assert_eq!(commands(&text("/etc/netplan/60-inner.yaml", "    encoding: b64\n")), []);
    }

    #[test]
    fn files_of_a_shell_script_are_read() {
        let text = |start: &str| format!("#!/bin/sh\n{start}\n{FILE}EOF\nnetplan apply\n");
        assert_eq!(commands(&text("cat > /etc/netplan/60-inner.yaml <<'EOF'")), expected());
        assert_eq!(commands(&text("cat <<EOF > /etc/netplan/60-inner.yaml")), expected());
        assert_eq!(commands(&text("# cat <<EOF > /etc/netplan/60-inner.yaml")), []);
        assert_eq!(commands(&text("cat <<EOF > /tmp/60-inner.yaml")), []);
    }
}
