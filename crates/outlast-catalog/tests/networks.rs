//! What Terraform and the outlast file say of networks, as it stands in the model.

use outlast_catalog::{Lowered, Overrides, lower};
use outlast_findings::Sources;
use outlast_model::{
    Attached, Calls, Carrier, Family, FilterPeer, Interface, Model, NetworkKind, Packets, RouteTo,
    Way,
};
use outlast_terraform::{FileKind, Input, InputFile, evaluate};

fn read(hcl: &str, outlast: &str) -> Lowered {
    let mut sources = Sources::new();
    let main = sources.add("main.tf", hcl);
    let file = sources.add("x.outlast.hcl", outlast);
    let files = vec![InputFile { id: main, path: "main.tf".to_string(), kind: FileKind::Tf }];
    let evaluated = evaluate(&Input { files, ..Input::default() }, &sources);
    assert_eq!(evaluated.configuration.problems, []);
    lower("test", &evaluated, &[file], &sources, &Overrides::new())
}

/// An instance with these lines in its block.
fn instance(name: &str, zone: &str, more: &str) -> String {
    format!(
        "resource \"exoscale_compute_instance\" \"{name}\" {{\n  zone = \"{zone}\"\n  \
         name = \"{name}\"\n  type = \"standard.small\"\n  disk_size = 10\n  \
         template_id = \"5f0f0000-0000-4000-8000-000000000001\"\n{more}\n}}\n"
    )
}

fn network(name: &str, zone: &str, prefix: Option<&str>) -> String {
    let range = prefix.map_or(String::new(), |it| {
        format!(
            "  netmask = \"255.255.255.0\"\n  start_ip = \"{it}.100\"\n  end_ip = \"{it}.200\"\n"
        )
    });
    format!(
        "resource \"exoscale_private_network\" \"{name}\" {{\n  zone = \"{zone}\"\n  \
         name = \"{name}\"\n{range}}}\n"
    )
}

fn joined(network: &str, address: Option<&str>) -> String {
    let at = address.map_or(String::new(), |it| format!("    ip_address = \"{it}\"\n"));
    format!(
        "  network_interface {{\n    network_id = exoscale_private_network.{network}.id\n{at}  }}"
    )
}

fn interfaces<'m>(model: &'m Model, address: &str) -> Vec<&'m Interface> {
    let is = |it: &&Interface| match it.of {
        Attached::Machine(id) => model.machine(id).address == address,
        Attached::Part(id) => model.part(id).address == address,
        Attached::Place(id) => format!("place.{}", model.place(id).name) == address,
    };
    model.networks.interfaces.iter().filter(is).collect()
}

#[test]
fn rules_are_read_in_all_their_forms() {
    let rule = |name: &str, body: &str| {
        format!(
            "resource \"exoscale_security_group_rule\" \"{name}\" {{\n  security_group_id = \
             exoscale_security_group.g.id\n{body}\n}}\n"
        )
    };
    let hcl = [
        "resource \"exoscale_security_group\" \"g\" {\n  name = \"g\"\n  external_sources = \
         [\"198.51.100.0/24\"]\n}\n"
            .to_string(),
        rule("a", "type = \"INGRESS\"\nprotocol = \"ICMP\"\nicmp_type = 8\nicmp_code = -1\ncidr = \"::/0\""),
        rule("b", "type = \"EGRESS\"\nprotocol = \"ESP\"\ncidr = \"203.0.113.7\""),
        rule("c", "type = \"INGRESS\"\nprotocol = \"UDP\"\nstart_port = 5\nend_port = 9\npublic_security_group = \"checks\""),
        rule("d", "type = \"INGRESS\"\nprotocol = \"TCP\"\nstart_port = 80\nend_port = 80\nuser_security_group_id = exoscale_security_group.g.id"),
        rule("e", "type = \"INGRESS\"\nprotocol = \"SCTP\"\ncidr = \"0.0.0.0/0\""),
    ]
    .concat();
    let lowered = read(&hcl, "");
    let [group] = lowered.model.networks.filters.as_slice() else { panic!("one group") };
    assert_eq!(group.external, ["198.51.100.0/24".parse().unwrap()]);
    let prefix = |text: &str| FilterPeer::Prefix(text.parse().unwrap());
    let rules: Vec<_> =
        group.rules.iter().map(|it| (it.way, it.packets.clone(), it.peer.clone())).collect();
    let own = outlast_model::FilterId::nth(0);
    let expected = [
        (Way::In, Packets::Icmp(Some(8), None), prefix("::/0")),
        (Way::Out, Packets::Protocol(50), prefix("203.0.113.7/32")),
        (Way::In, Packets::Udp(5, 9), FilterPeer::Public("checks".to_string())),
        (Way::In, Packets::Tcp(80, 80), FilterPeer::Group(own)),
        (Way::In, Packets::Unknown("protocol `sctp`".to_string()), prefix("0.0.0.0/0")),
    ];
    assert_eq!(rules, expected);
}

#[test]
fn who_is_attached_where_is_known_or_says_why_not() {
    let hcl = [
        network("managed", "ch-gva-2", Some("10.0.0")),
        network("bare", "ch-gva-2", None),
        instance(
            "a",
            "ch-gva-2",
            &format!("  ipv6 = true\n{}", joined("managed", Some("10.0.0.5"))),
        ),
        instance("b", "ch-gva-2", &format!("  private = true\n{}", joined("managed", None))),
        instance("c", "ch-gva-2", &joined("bare", None)),
    ]
    .concat();
    let lowered = read(&hcl, "");
    let networks = &lowered.model.networks;
    assert_eq!(networks.networks[outlast_model::NetworkId::nth(0)].kind, NetworkKind::Internet);
    let managed = networks.networks.iter().find(|it| it.address.ends_with(".managed")).unwrap();
    assert_eq!(managed.prefixes, ["10.0.0.0/24".parse().unwrap()]);
    let a = interfaces(&lowered.model, "exoscale_compute_instance.a");
    let families: Vec<Family> = a[0].addresses.iter().map(|it| it.family).collect();
    assert_eq!(families, [Family::V4, Family::V6]);
    assert!(a[0].unseen_filters.as_ref().unwrap().why().contains("no security group"));
    assert_eq!(a[1].addresses[0].at.value(), Some(&"10.0.0.5/32".parse().unwrap()));
    assert_eq!(a[1].filters, None, "nothing filters a private network");
    let b = interfaces(&lowered.model, "exoscale_compute_instance.b");
    assert_eq!(b.len(), 1, "a private instance has no public interface");
    assert_eq!(b[0].addresses[0].at.value(), None);
    let c = interfaces(&lowered.model, "exoscale_compute_instance.c");
    assert!(c[1].addresses.is_empty() && c[1].unaddressed.is_some());
}

#[test]
fn managed_databases_let_in_what_they_state_and_nobody_knows_whom_otherwise() {
    let database = |name: &str, settings: &str| {
        format!(
            "resource \"exoscale_dbaas\" \"{name}\" {{\n  zone = \"ch-gva-2\"\n  name = \
             \"{name}\"\n  type = \"pg\"\n  plan = \"startup-4\"\n  pg {{\n{settings}\n  }}\n}}\n"
        )
    };
    let hcl = [
        database("open", "    ip_filter = [\"203.0.113.0/24\"]"),
        database("shut", "    ip_filter = []"),
        database("unsaid", ""),
    ]
    .concat();
    let lowered = read(&hcl, "");
    let model = &lowered.model;
    let one = |name: &str| interfaces(model, &format!("exoscale_dbaas.{name}"))[0].clone();
    let rules = |name: &str| {
        let group = one(name).filters.unwrap()[0];
        model.networks.filter(group).rules.len()
    };
    assert_eq!((rules("open"), rules("shut")), (1, 0));
    assert!(one("shut").unseen_filters.is_none());
    assert!(one("unsaid").unseen_filters.unwrap().why().contains("ip_filter"));
}

const VPN: &str = r#"
network "bare" {
  of     = exoscale_private_network.bare
  prefix = "10.2.0.0/24"

  host {
    on = exoscale_compute_instance.far
    at = "10.2.0.1"
  }
}

place "office" {
  kind    = "site"
  network = ["192.168.10.0/24"]
}

gateway "near" {
  engine     = "wireguard"
  listens    = 51999
  translates = true
  on         = exoscale_compute_instance.near
}

gateway "far" {
  engine = "wireguard"
  on     = exoscale_compute_instance.far
}

link "zones" {
  joins     = [exoscale_private_network.managed, exoscale_private_network.bare]
  via       = [gateway.near, gateway.far]
  routed_on = [exoscale_compute_instance.app]
  inside    = true
}

link "line" {
  joins = [place.office, exoscale_private_network.managed]
}

link "out" {
  joins     = [exoscale_private_network.managed]
  via       = [gateway.near]
  carrier   = "nat"
  routed_on = [exoscale_compute_instance.app]
  otherwise = "nowhere"
}

link "old" {
  joins  = [exoscale_private_network.managed, exoscale_private_network.bare]
  via    = [gateway.near, gateway.far]
  tunnel = { protocol = "gre" }
}
"#;

fn vpn() -> String {
    [
        network("managed", "ch-gva-2", Some("10.1.0")),
        network("bare", "ch-dk-2", None),
        instance("near", "ch-gva-2", &joined("managed", Some("10.1.0.1"))),
        instance("far", "ch-dk-2", &joined("bare", None)),
        instance("app", "ch-gva-2", &joined("managed", Some("10.1.0.11"))),
    ]
    .concat()
}

#[test]
fn links_are_passages_with_the_routes_that_lead_over_them() {
    let lowered = read(&vpn(), VPN);
    let errors: Vec<_> = lowered.findings.iter().map(|it| (it.rule, it.labels.clone())).collect();
    assert!(errors.iter().all(|(rule, _)| *rule == "no-part"), "{errors:?}");
    let networks = &lowered.model.networks;
    let by = |address: &str| networks.passages.iter().find(|it| it.address == address).unwrap();
    let zones = by("link.zones");
    let packets = vec![Packets::Udp(51999, 51999)];
    assert_eq!(zones.carrier, Carrier::Tunnel { packets, encrypted: true });
    assert_eq!(zones.ends.iter().map(|it| it.gateways.len()).collect::<Vec<_>>(), [1, 1]);
    assert!(zones.ends[0].translates && !zones.ends[1].translates);
    assert_eq!(by("link.line").carrier, Carrier::Wire);
    assert_eq!(by("link.out").carrier, Carrier::Forward);
    assert_eq!(by("link.out").ends[1].network.0, 0, "out to the internet");
    assert!(by("link.out").ends[1].translates);
    let gre = Carrier::Tunnel { packets: vec![Packets::Protocol(47)], encrypted: false };
    assert_eq!(by("link.old").carrier, gre);
    assert_eq!(networks.inside.len(), 1);
    let app = lowered.model.machines().find(|(_, it)| it.address.ends_with(".app")).unwrap().0;
    let routes: Vec<_> = networks.routes.iter().filter(|it| it.on == app).collect();
    assert!(matches!(routes[0].to, RouteTo::Network(_)) && routes[0].otherwise_internet);
    assert!(matches!(routes[1].to, RouteTo::Prefix(_)) && !routes[1].otherwise_internet);
    let far = interfaces(&lowered.model, "exoscale_compute_instance.far");
    assert_eq!(far[1].addresses[0].at.value(), Some(&"10.2.0.1/32".parse().unwrap()));
    let office = interfaces(&lowered.model, "place.office");
    assert_eq!(office[0].addresses[0].at.value(), Some(&"192.168.10.0/24".parse().unwrap()));
    assert!(office[1].filters.is_some(), "its router stands before the internet");
}

#[test]
fn what_is_written_twice_or_wrongly_is_said() {
    let rules = |outlast: &str| {
        let lowered = read(&vpn(), outlast);
        let wrong = lowered.findings.into_iter().map(|it| it.rule);
        wrong.filter(|it| *it != "no-part").collect::<Vec<_>>()
    };
    let host = |on: &str, at: &str| {
        format!(
            "network \"x\" {{\n  of = exoscale_private_network.managed\n  host {{\n    on = \
             exoscale_compute_instance.{on}\n    at = \"{at}\"\n  }}\n}}\n"
        )
    };
    assert_eq!(rules(&host("app", "10.1.0.12")), ["written-twice"]);
    assert_eq!(rules(&host("far", "10.1.0.12")), ["wrong-value"], "it is not on that network");
    assert_eq!(rules(&host("app", "10.1.0")), ["wrong-value"]);
    assert_eq!(
        rules("place \"o\" {\n  kind = \"site\"\n  network = \"office\"\n}\n"),
        ["wrong-value"]
    );
}

#[test]
fn commands_in_user_data_are_used_where_nothing_is_stated_and_listed_as_assumed() {
    let set = |lines: &str| format!("  user_data = <<-EOT\n    #!/bin/sh\n{lines}  EOT\n");
    let hcl = [
        network("managed", "ch-gva-2", Some("10.1.0")),
        network("bare", "ch-dk-2", None),
        instance("near", "ch-gva-2", &joined("managed", Some("10.1.0.1"))),
        instance(
            "far",
            "ch-dk-2",
            &format!("{}\n{}", set("    ip addr add 10.2.0.1/24 dev eth1\n"), joined("bare", None)),
        ),
        instance(
            "app",
            "ch-gva-2",
            &format!(
                "{}\n{}",
                set("    ip route add 10.2.0.0/24 via 10.1.0.1\n"),
                joined("managed", Some("10.1.0.11"))
            ),
        ),
    ]
    .concat();
    let outlast =
        VPN.replace("  routed_on = [exoscale_compute_instance.app]\n  inside", "  inside").replace(
            "  host {\n    on = exoscale_compute_instance.far\n    at = \"10.2.0.1\"\n  }\n",
            "",
        );
    let lowered = read(&hcl, &outlast);
    let far = interfaces(&lowered.model, "exoscale_compute_instance.far");
    assert_eq!(far[1].addresses[0].at.value(), Some(&"10.2.0.1/32".parse().unwrap()));
    let networks = &lowered.model.networks;
    let read: Vec<_> = networks.routes.iter().filter(|it| it.read_from.is_some()).collect();
    let over: Vec<&str> =
        read.iter().map(|it| networks.passage(it.over).address.as_str()).collect();
    // Stated routes over `link.out` win; the command cannot tell the two tunnels apart.
    assert_eq!(over, ["link.zones", "link.old"]);
    assert!(read[0].otherwise_internet);
    let assumed: Vec<&str> = lowered.model.assumptions.iter().map(|it| it.name.as_str()).collect();
    assert!(assumed.contains(&"route-read") && assumed.contains(&"address-read"), "{assumed:?}");
}

/// User data of these lines, as a here-document of Terraform.
fn user_data(lines: &str) -> String {
    let lines: String = lines.lines().map(|it| format!("    {it}\n")).collect();
    format!("  user_data = <<-EOT\n{lines}  EOT\n")
}

/// The tunnel between two zones, with the user data of the gateway of each.
fn zones_with(near: &str, far: &str) -> Model {
    let hcl = [
        network("managed", "ch-gva-2", Some("10.1.0")),
        network("bare", "ch-dk-2", None),
        instance("near", "ch-gva-2", &(user_data(near) + &joined("managed", Some("10.1.0.1")))),
        instance("far", "ch-dk-2", &(user_data(far) + &joined("bare", None))),
    ]
    .concat();
    let outlast = r#"
network "bare" {
  of     = exoscale_private_network.bare
  prefix = "10.2.0.0/24"
}

gateway "near" {
  engine = "wireguard"
  on     = exoscale_compute_instance.near
}

gateway "far" {
  engine = "wireguard"
  on     = exoscale_compute_instance.far
}

link "zones" {
  joins = [exoscale_private_network.managed, exoscale_private_network.bare]
  via   = [gateway.near, gateway.far]
}
"#;
    read(&hcl, outlast).model
}

fn addresses_of(model: &Model, machine: &str) -> Vec<String> {
    let own = interfaces(model, machine).into_iter().filter(|it| it.network.0 != 0);
    let known = own.flat_map(|it| &it.addresses).filter_map(|it| it.at.value());
    known.map(ToString::to_string).collect()
}

#[test]
fn netplan_sets_the_address_of_a_card() {
    let cloud = |addresses: &str| {
        format!(
            "#cloud-config\nwrite_files:\n  - path: /etc/netplan/60-inner.yaml\n    content: |\n      \
             network:\n        ethernets:\n          eth1:\n            addresses: [{addresses}]\n"
        )
    };
    let read = |addresses: &str| {
        let model = zones_with("#!/bin/sh\n", &cloud(addresses));
        addresses_of(&model, "exoscale_compute_instance.far")
    };
    assert_eq!(read("10.2.0.1/24"), ["10.2.0.1/32"]);
    // One of them is in the prefix of the network; of two that are, nobody says which is sent to.
    assert_eq!(read("10.9.0.1/24, 10.2.0.1/24"), ["10.2.0.1/32"]);
    assert_eq!(read("10.2.0.2/24, 10.2.0.1/24"), Vec::<String>::new());
}

#[test]
fn wg_quick_adds_routes_over_the_one_tunnel_that_leads_there() {
    let conf = |allowed: &str, more: &str| {
        format!(
            "#!/bin/sh\ncat > /etc/wireguard/wg0.conf <<EOF\n[Interface]\nAddress = 10.8.0.1/24\n\
             PrivateKey = x\n{more}[Peer]\nPublicKey = y\nAllowedIPs = {allowed}\nEOF\n"
        )
    };
    let read = |near: &str| {
        let model = zones_with(near, "#!/bin/sh\n");
        let read = model.networks.routes.iter().filter(|it| it.read_from.is_some());
        read.map(|it| it.to.clone()).collect::<Vec<_>>()
    };
    let to = |prefix: &str| RouteTo::Prefix(prefix.parse().unwrap());
    assert_eq!(read(&conf("10.2.0.0/16", "")), [to("10.2.0.0/16")]);
    // The gateway is known to have that route; the others lead into the tunnel itself and nowhere.
    assert_eq!(read(&conf("10.2.0.0/24, 10.8.0.2/32, 10.7.0.0/16", "")), []);
    assert_eq!(read(&conf("10.2.0.0/16", "Table = off\n")), []);
    // The address in the tunnel is not in the network of the zone; one in its prefix is.
    let far = |conf: &str| {
        let model = zones_with("#!/bin/sh\n", conf);
        addresses_of(&model, "exoscale_compute_instance.far")
    };
    assert_eq!(far(&conf("10.1.0.0/24", "")), Vec::<String>::new());
    let reused = conf("10.1.0.0/24", "").replace("10.8.0.1/24", "10.2.0.1/32");
    assert_eq!(far(&reused), ["10.2.0.1/32"]);
}

#[test]
fn a_configuration_says_whether_its_gateway_keeps_the_tunnel_up() {
    use Calls::{Always, Never, WhereLetIn};
    let conf = |allowed: &str, more: &str| {
        format!(
            "#!/bin/sh\ncat > /etc/wireguard/wg0.conf <<EOF\n[Interface]\nAddress = 10.8.0.1/24\n\
             PrivateKey = x\n[Peer]\nPublicKey = y\nAllowedIPs = {allowed}\n{more}EOF\n"
        )
    };
    let kept = "Endpoint = other.example.com:51820\nPersistentKeepalive = 25\n";
    let calls = |near: &str, far: &str| {
        let model = zones_with(near, far);
        let ends = &model.networks.passages[outlast_model::PassageId::nth(0)].ends;
        (ends.iter().map(|it| it.calls).collect::<Vec<_>>(), assumed(&model, "tunnel-opened"))
    };
    let (near, far) = ("10.2.0.0/24", "10.1.0.0/24");
    let (found, what) = calls(&conf(near, kept), &conf(far, ""));
    assert_eq!(found, [Always, Never]);
    assert!(what.contains("PersistentKeepalive"), "{what}");
    // Nowhere to call, or nothing to call with.
    for more in ["PersistentKeepalive = 25\n", "Endpoint = a.example.com:1\n"] {
        assert_eq!(calls(&conf(near, more), &conf(far, kept)).0, [Never, Always]);
    }
    assert_eq!(calls(&conf(near, &kept.replace("25", "off")), &conf(far, "")).0, [Never, Never]);
    // What cannot be read, or leads elsewhere, says nothing.
    let (found, what) = calls(&conf(near, kept), "#!/bin/sh\n");
    assert_eq!(found, [Always, WhereLetIn]);
    assert!(what.contains("whichever end the rules let in"), "{what}");
    assert_eq!(calls(&conf("10.9.0.0/24", kept), "#!/bin/sh\n").0, [WhereLetIn, WhereLetIn]);
}

#[test]
fn a_tunnel_may_need_several_kinds_of_packets() {
    let tunnel = |text: &str| {
        let lowered = read(&vpn(), &VPN.replace("{ protocol = \"gre\" }", text));
        let passages = &lowered.model.networks.passages;
        let old = passages.iter().find(|it| it.address == "link.old").unwrap();
        let wrong = lowered.findings.iter().any(|it| it.rule != "no-part");
        (old.carrier.clone(), old.ends[0].calls, wrong)
    };
    let (carrier, calls, wrong) =
        tunnel("{ udp = [500, 4500], protocol = \"esp\", keepalive = true }");
    let packets = vec![Packets::Udp(500, 500), Packets::Udp(4500, 4500), Packets::Protocol(50)];
    assert_eq!(carrier, Carrier::Tunnel { packets, encrypted: true });
    assert_eq!((calls, wrong), (Calls::Always, false));
    assert_eq!(tunnel("{ udp = 7, keepalive = false }").1, Calls::Never);
    assert!(tunnel("{ udp = 70000 }").2, "no such port");
}

/// What the assumption of this name says.
fn assumed(model: &Model, name: &str) -> String {
    let all = model.assumptions.iter().filter(|it| it.name == name);
    all.map(|it| it.what.clone()).collect::<Vec<_>>().join("; ")
}
