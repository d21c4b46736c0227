//! What the network forbids, and the links that calls need: small systems, one fact changed each.

use crate::page;

use outlast_analysis::reach::{Decision, Party, Question, Reachability, Verdict};
use outlast_analysis::{follow, reached};
use outlast_findings::Finding;
use outlast_model::{MachineId, Needed, Packets, PartId};

/// Two zones with a private network each, a gateway in each, and a tunnel between them.
const ZONES: &str = r#"
locals {
  machines = {
    app      = { zone = "ch-gva-2", at = "10.1.0.11" }
    gateway  = { zone = "ch-gva-2", at = "10.1.0.1" }
    database = { zone = "ch-dk-2", at = "10.2.0.11" }
    remote   = { zone = "ch-dk-2", at = "10.2.0.1" }
  }
  prefixes = { "ch-gva-2" = "10.1.0", "ch-dk-2" = "10.2.0" }
}

resource "exoscale_private_network" "inside" {
  for_each = local.prefixes
  zone     = each.key
  name     = "inside"
  netmask  = "255.255.255.0"
  start_ip = "${each.value}.100"
  end_ip   = "${each.value}.200"
}

resource "exoscale_security_group" "all" {
  name = "all"
}

resource "exoscale_security_group_rule" "tunnel" {
  security_group_id      = exoscale_security_group.all.id
  type                   = "INGRESS"
  protocol               = "UDP"
  user_security_group_id = exoscale_security_group.all.id
  start_port             = 51820
  end_port               = 51820
}

resource "exoscale_compute_instance" "it" {
  for_each           = local.machines
  zone               = each.value.zone
  name               = each.key
  type               = "standard.small"
  template_id        = "5f0f0000-0000-4000-8000-000000000001"
  disk_size          = 20
  security_group_ids = [exoscale_security_group.all.id]

  network_interface {
    network_id = exoscale_private_network.inside[each.value.zone].id
    ip_address = each.value.at
  }
}
"#;

const CALLS: &str = r#"
service "app" {
  on      = exoscale_compute_instance.it["app"]
  listens = 80
  calls   = database.shop
}

database "shop" {
  engine = "postgresql"
  on     = exoscale_compute_instance.it["database"]
}

gateway "near" {
  engine = "wireguard"
  on     = exoscale_compute_instance.it["gateway"]
}

gateway "far" {
  engine = "wireguard"
  on     = exoscale_compute_instance.it["remote"]
}

link "zones" {
  joins     = [exoscale_private_network.inside["ch-gva-2"], exoscale_private_network.inside["ch-dk-2"]]
  via       = [gateway.near, gateway.far]
  routed_on = [exoscale_compute_instance.it["app"], exoscale_compute_instance.it["database"]]
  otherwise = "nowhere"
  inside    = true
}
"#;

fn found(hcl: &str, outlast: &str, rule: &str) -> Vec<Finding> {
    let (lowered, _) = page::read(hcl, outlast);
    let mut findings = page::check(&lowered).findings().to_vec();
    findings.retain(|it| it.rule == rule);
    findings
}

fn notes(finding: &Finding) -> String {
    finding.notes.iter().map(|it| format!("{}\n", it.text)).collect()
}

#[test]
fn a_call_over_a_tunnel_works_and_needs_the_link() {
    assert_eq!(found(ZONES, CALLS, "forbidden-need"), []);
    assert_eq!(found(ZONES, CALLS, "leaves-inside"), []);
    let (mut lowered, _) = page::read(ZONES, CALLS);
    follow(&mut lowered.model);
    let model = &lowered.model;
    let at = |address: &str| -> PartId { model.part_at(address).unwrap() };
    let needs = &model.part(at("service.app")).needs;
    assert!(needs.iter().any(|it| it.of == Needed::One(at("link.zones"))), "{needs:?}");
    let once = needs.len();
    follow(&mut lowered.model);
    let part = lowered.model.part_at("service.app").unwrap();
    assert_eq!(lowered.model.part(part).needs.len(), once, "added once");
}

#[test]
fn a_forgotten_return_route_is_named() {
    let outlast = CALLS.replace(
        "[exoscale_compute_instance.it[\"app\"], exoscale_compute_instance.it[\"database\"]]",
        "exoscale_compute_instance.it[\"app\"]",
    );
    let findings = found(ZONES, &outlast, "forbidden-need");
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    let notes = notes(finding);
    assert!(notes.contains("replies do not come back"), "{notes}");
    assert!(notes.contains("it[\"database\"]` to `routed_on` of `link.zones`"), "{notes}");
}

#[test]
fn a_tunnel_that_no_rule_lets_in_does_not_come_up() {
    let hcl = ZONES.replace("51820", "51821");
    let findings = found(&hcl, CALLS, "forbidden-need");
    assert!(
        findings.iter().any(|it| it.labels[0].text.contains("open their tunnel")),
        "{findings:#?}"
    );
}

#[test]
fn overlapping_prefixes_are_named() {
    let hcl =
        ZONES.replace("10.2.0", "10.1.0").replace("\"10.1.0.1\" }\n  }", "\"10.1.0.2\" }\n  }");
    let findings = found(&hcl, CALLS, "forbidden-need");
    assert!(findings.iter().any(|it| notes(it).contains("uses addresses of")), "{findings:#?}");
}

#[test]
fn packets_that_leave_a_tunnel_in_clear_are_told_unless_a_rule_stops_them() {
    let outlast = CALLS.replace("  otherwise = \"nowhere\"\n", "");
    assert_eq!(found(ZONES, &outlast, "leaves-inside").len(), 2);
    let stopped = format!(
        "{ZONES}\nresource \"exoscale_security_group_rule\" \"out\" {{\n  security_group_id = \
         exoscale_security_group.all.id\n  type = \"EGRESS\"\n  protocol = \"UDP\"\n  \
         user_security_group_id = exoscale_security_group.all.id\n  start_port = 51820\n  \
         end_port = 51820\n}}\n"
    );
    assert_eq!(found(&stopped, &outlast, "leaves-inside"), []);
    let clear = CALLS.replace("via       =", "tunnel    = { protocol = \"gre\" }\n  via       =");
    let findings = found(ZONES, &clear, "leaves-inside");
    assert!(findings[0].labels[0].text.contains("not known to be encrypted"), "{findings:#?}");
}

fn assumed(hcl: &str, outlast: &str, name: &str) -> bool {
    let (lowered, _) = page::read(hcl, outlast);
    lowered.model.assumptions.iter().any(|it| it.name == name)
}

#[test]
fn that_packets_go_nowhere_is_a_claim_unless_a_rule_keeps_them_back() {
    assert!(assumed(ZONES, CALLS, "unreachable-route"));
    let doubted = format!("{CALLS}\nassume \"unreachable-route\" {{\n  value = \"no\"\n}}\n");
    assert!(!assumed(ZONES, &doubted, "unreachable-route"), "it is stated");
    assert_eq!(found(ZONES, &doubted, "leaves-inside").len(), 2);
    let out = |prefix: &str| {
        format!(
            "{ZONES}\nresource \"exoscale_security_group_rule\" \"out\" {{\n  \
             security_group_id = exoscale_security_group.all.id\n  type = \"EGRESS\"\n  \
             protocol = \"UDP\"\n  cidr = \"{prefix}\"\n  start_port = 51820\n  end_port = \
             51820\n}}\n"
        )
    };
    assert!(!assumed(&out("198.51.100.0/24"), CALLS, "unreachable-route"));
    assert_eq!(found(&out("198.51.100.0/24"), &doubted, "leaves-inside"), []);
    assert!(assumed(&out("10.0.0.0/8"), CALLS, "unreachable-route"));
    let private =
        ZONES.replace("  disk_size          = 20\n", "  disk_size = 20\n  private = true\n");
    assert!(!assumed(&private, CALLS, "unreachable-route"), "none of them is on the internet");
}

#[test]
fn mail_between_servers_is_let_out_when_somebody_says_so() {
    let mail = |outlast: &str| {
        let (lowered, _) = page::read(ZONES, outlast);
        let (from, to) = (Party::Machine(MachineId::nth(0)), Party::Internet);
        let packets = |port| Packets::Tcp(port, port);
        let reach = Reachability::of(&lowered.model);
        let ask = |port| {
            let (from, to) = (from.clone(), to.clone());
            reach.ask(&Question { from, to, packets: packets(port) }).verdict
        };
        (ask(25), ask(26))
    };
    assert_eq!(mail(CALLS), (Verdict::No, Verdict::Yes));
    let asked = format!("{CALLS}\nassume \"outgoing-mail-blocked\" {{\n  value = \"no\"\n}}\n");
    assert_eq!(mail(&asked), (Verdict::Yes, Verdict::Yes));
    assert!(assumed(ZONES, CALLS, "outgoing-mail-blocked"));
}

/// A database with a copy in another zone, for which this port is let in.
fn followed(engine: &str, port: u16) -> Vec<Finding> {
    let rule = format!(
        "\nresource \"exoscale_security_group_rule\" \"copies\" {{\n  security_group_id = \
         exoscale_security_group.all.id\n  type = \"INGRESS\"\n  protocol = \"TCP\"\n  \
         user_security_group_id = exoscale_security_group.all.id\n  start_port = {port}\n  \
         end_port = {port}\n}}\n"
    );
    let outlast = format!(
        "database \"shop\" {{\n  engine = \"{engine}\"\n  on = \
         exoscale_compute_instance.it[\"app\"]\n  replica \"far\" {{ on = \
         exoscale_compute_instance.it[\"database\"] }}\n}}\n"
    );
    found(&format!("{ZONES}{rule}"), &outlast, "forbidden-need")
}

#[test]
fn copies_are_asked_about_at_the_port_by_which_they_follow() {
    assert_eq!(followed("postgresql", 5432), []);
    let findings = followed("postgresql", 5433);
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert!(notes(finding).contains("with tcp 5432"), "{finding:#?}");
    // Which port this software uses is not known: anything that gets through may be it.
    assert_eq!(followed("rabbitmq", 5433), []);
}

#[test]
fn outlast_reach_names_the_overlap_before_the_shut_internet() {
    let hcl =
        ZONES.replace("10.2.0", "10.1.0").replace("\"10.1.0.1\" }\n  }", "\"10.1.0.2\" }\n  }");
    let (lowered, _) = page::read(&hcl, CALLS);
    let at = |address: &str| {
        let mut machines = lowered.model.machines();
        Party::Machine(machines.find(|(_, it)| it.address.contains(address)).unwrap().0)
    };
    let web = Packets::Tcp(5432, 5432);
    let (from, to) = ([at("\"app\"")], [at("\"database\"")]);
    let reached = reached(&lowered.model, &from, &to, Some(&web)).unwrap();
    assert_eq!(reached.verdict, Verdict::No);
    assert!(matches!(reached.answer.decided_by, Decision::Overlap { .. }), "{reached:#?}");
}

#[test]
fn what_is_not_known_is_no_finding() {
    // An existing group, of which Terraform sees no rule.
    let hcl = ZONES
        .replace(
            "resource \"exoscale_security_group\" \"all\"",
            "data \"exoscale_security_group\" \"all\"",
        )
        .replace("exoscale_security_group.all", "data.exoscale_security_group.all");
    let outlast = CALLS.replace("  routed_on =", "  rtt       = \"5ms\"\n  routed_on =");
    assert_eq!(found(&hcl, &outlast, "forbidden-need"), []);
}
