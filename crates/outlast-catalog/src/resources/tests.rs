//! Joins, in each form in which Terraform hands references over: source and plan (unknown ids with
//! origins), state (known ids), and the names of before provider 0.54.

use std::collections::BTreeMap;

use outlast_model::{Fact, Kind, Range, Role, Rotation, SECOND};
use outlast_terraform::{Key, Mode, Origin, Provider, Resource, Value};

use super::*;
use crate::describe;
use crate::estate::{OpenPort, Peer, Target};

fn resource(kind: &str, name: &str, values: &[(&str, Value)]) -> Resource {
    let address = format!("{kind}.{name}");
    Resource {
        block: address.clone(),
        address,
        mode: Mode::Managed,
        kind: kind.to_string(),
        name: name.to_string(),
        module: String::new(),
        key: None,
        provider: "exoscale".to_string(),
        values: values.iter().map(|(key, value)| ((*key).to_string(), value.clone())).collect(),
        span: None,
        depends_on: Vec::new(),
        count_unknown: None,
    }
}

fn indexed(resource: Resource, index: usize) -> Resource {
    let address = format!("{}[{index}]", resource.block);
    Resource { address, key: Some(Key::Index(index)), ..resource }
}

fn data(resource: Resource) -> Resource {
    let address = format!("data.{}", resource.address);
    Resource { block: address.clone(), address, mode: Mode::Data, ..resource }
}

fn text(text: &str) -> Value {
    Value::string(text)
}

fn number(number: i64) -> Value {
    Value::number(number)
}

fn list(items: Vec<Value>) -> Value {
    Value::list(items)
}

fn object(fields: &[(&str, Value)]) -> Value {
    let fields = fields.iter().map(|(key, value)| ((*key).to_string(), value.clone()));
    Value::object(fields.collect())
}

/// An attribute that only creation gives, as sources and plans have it.
fn of(address: &str, path: &str) -> Value {
    Value::computed(Origin::new(address, path), "known after apply")
}

fn estate(resources: &[Resource]) -> Estate {
    read(resources, &[], &Overrides::new())
}

fn zone() -> (&'static str, Value) {
    ("zone", text("ch-gva-2"))
}

fn instance(name: &str, values: &[(&str, Value)]) -> Resource {
    let mut all = vec![zone(), ("type", text("standard.small")), ("disk_size", number(10))];
    all.extend(values.iter().cloned());
    resource("exoscale_compute_instance", name, &all)
}

fn apart(estate: &Estate, at: usize) -> Vec<String> {
    estate.model.machines.iter().nth(at).unwrap().apart.clone()
}

fn part<'a>(estate: &'a Estate, address: &str) -> (PartId, &'a outlast_model::Part) {
    let id = estate.model.part_at(address).unwrap();
    (id, estate.model.part(id))
}

use outlast_model::PartId;

fn targets(estate: &Estate, address: &str) -> Vec<String> {
    let (id, _) = part(estate, address);
    let name = |target| match target {
        Target::Machine(id) => estate.model.machine(id).address.clone(),
        Target::Part(id) => estate.model.part(id).address.clone(),
    };
    estate.aims.get(&id).map_or_else(Vec::new, |it| it.iter().map(|it| name(it.target)).collect())
}

// Groups.

#[test]
fn a_group_is_found_by_origin_by_id_and_by_name() {
    let group = resource("exoscale_anti_affinity_group", "g", &[("name", text("web"))]);
    let known = resource(
        "exoscale_anti_affinity_group",
        "h",
        &[("name", text("db")), ("id", text("11111111-0000"))],
    );
    let old = resource(
        "exoscale_compute",
        "old",
        &[zone(), ("size", text("Medium")), ("affinity_groups", list(vec![text("web")]))],
    );
    let ids = |value| [("anti_affinity_group_ids", list(vec![value]))];
    let estate = estate(&[
        old,
        instance("a", &ids(of("exoscale_anti_affinity_group.g", "id"))),
        instance("b", &ids(text("11111111-0000"))),
        group,
        known,
    ]);
    assert_eq!(apart(&estate, 0), ["exoscale_anti_affinity_group.g"]);
    assert_eq!(apart(&estate, 1), ["exoscale_anti_affinity_group.g"]);
    assert_eq!(apart(&estate, 2), ["exoscale_anti_affinity_group.h"]);
    assert_eq!(
        estate.model.machines[outlast_model::MachineId::nth(0)].size.as_deref(),
        Some("standard.medium")
    );
    assert!(estate.findings.is_empty());
}

#[test]
fn a_data_source_stands_for_the_resource_that_it_reads() {
    let group = resource("exoscale_anti_affinity_group", "g", &[("name", text("web"))]);
    let read = data(resource("exoscale_anti_affinity_group", "r", &[("name", text("web"))]));
    let other = data(resource("exoscale_anti_affinity_group", "o", &[("name", text("old"))]));
    let id = [("id", of("exoscale_anti_affinity_group.g", "id"))];
    let same = data(resource("exoscale_anti_affinity_group", "s", &id));
    let groups = list(vec![
        of("data.exoscale_anti_affinity_group.r", "id"),
        of("data.exoscale_anti_affinity_group.o", "id"),
        of("data.exoscale_anti_affinity_group.s", "id"),
    ]);
    let estate =
        estate(&[instance("a", &[("anti_affinity_group_ids", groups)]), group, read, other, same]);
    let expected = ["exoscale_anti_affinity_group.g", "data.exoscale_anti_affinity_group.o"];
    assert_eq!(apart(&estate, 0), expected);
}

#[test]
fn an_unknown_list_keeps_all_its_origins_and_one_without_is_reported() {
    let groups: Vec<_> = ["g", "h"]
        .iter()
        .map(|it| resource("exoscale_anti_affinity_group", it, &[("name", text(it))]))
        .collect();
    let all = Value::unknown(
        "known after apply",
        vec![
            Origin::new("exoscale_anti_affinity_group.g", "id"),
            Origin::new("exoscale_anti_affinity_group.h", "id"),
        ],
    );
    let none = Value::unknown("variable `groups` has no value", Vec::new());
    let mut resources = vec![
        instance("a", &[("anti_affinity_group_ids", all)]),
        instance("b", &[("anti_affinity_group_ids", none)]),
    ];
    resources.extend(groups);
    let estate = estate(&resources);
    assert_eq!(apart(&estate, 0).len(), 2);
    assert!(apart(&estate, 1).is_empty());
    assert_eq!(estate.findings[0].rule, "unknown-reference");
}

#[test]
fn nine_members_of_a_group_are_one_too_many() {
    let group = resource("exoscale_anti_affinity_group", "g", &[("name", text("g"))]);
    let groups = [("anti_affinity_group_ids", list(vec![of(&group.address, "id")]))];
    let of_size = |size: usize| {
        let machines = (0..size).map(|at| indexed(instance("a", &groups), at));
        let mut resources: Vec<_> = machines.collect();
        resources.push(group.clone());
        estate(&resources).defects.iter().map(|it| it.rule).collect::<Vec<_>>()
    };
    assert!(of_size(8).is_empty());
    assert_eq!(of_size(9), ["anti-affinity-group-full"]);
}

#[test]
fn groups_keep_nothing_apart_when_that_assumption_is_overridden() {
    let group = resource("exoscale_anti_affinity_group", "g", &[("name", text("g"))]);
    let machine =
        instance("a", &[("anti_affinity_group_ids", list(vec![of(&group.address, "id")]))]);
    let mut overrides = Overrides::new();
    overrides.set("anti-affinity-holds", "", "no", None);
    assert!(apart(&read(&[machine, group], &[], &overrides), 0).is_empty());
}

// Elastic IPs.

fn managed_ip(name: &str) -> Resource {
    let check = object(&[("mode", text("http")), ("port", number(80)), ("uri", text("/"))]);
    resource("exoscale_elastic_ip", name, &[zone(), ("healthcheck", list(vec![check]))])
}

#[test]
fn a_managed_elastic_ip_has_the_defaults_of_the_provider() {
    let estate = estate(&[managed_ip("www")]);
    let (_, www) = part(&estate, "exoscale_elastic_ip.www");
    let Kind::Router(router) = &www.kind else { panic!("{www:?}") };
    let Rotation::Checked(check) = &router.rotation else { panic!("{router:?}") };
    let seconds = |fact: &Fact<Range>| fact.value().unwrap().lo / SECOND;
    assert_eq!((seconds(&check.interval), seconds(&check.timeout)), (10, 3));
    assert_eq!((check.fall.value(), check.rise.value()), (Some(&2), Some(&3)));
    assert!(matches!(check.rearm, Fact::Unknown(_)));
    assert_eq!((www.role, www.group.as_deref()), (Role::ElasticIp, Some("elastic IPs")));
    assert_eq!(www.cost_cents, Some(1_000));
}

#[test]
fn a_check_written_as_an_attribute_or_with_old_flat_attributes_is_the_same() {
    let check = object(&[("mode", text("tcp")), ("port", number(80)), ("interval", number(5))]);
    let written = resource("exoscale_elastic_ip", "a", &[zone(), ("healthcheck", check)]);
    let flat = [zone(), ("healthcheck_mode", text("tcp")), ("healthcheck_interval", number(5))];
    let estate = estate(&[written, resource("exoscale_ipaddress", "b", &flat)]);
    let rotation = |address| match &part(&estate, address).1.kind {
        Kind::Router(router) => router.rotation.clone(),
        _ => panic!(),
    };
    assert_eq!(rotation("exoscale_elastic_ip.a"), rotation("exoscale_ipaddress.b"));
}

#[test]
fn an_interval_that_is_not_known_stays_unknown() {
    let interval = Value::unknown("variable `interval` has no value", Vec::new());
    let check = object(&[("mode", text("tcp")), ("interval", interval)]);
    let ip = resource("exoscale_elastic_ip", "a", &[zone(), ("healthcheck", list(vec![check]))]);
    let estate = estate(&[ip]);
    let Kind::Router(router) = &part(&estate, "exoscale_elastic_ip.a").1.kind else { panic!() };
    let Rotation::Checked(check) = &router.rotation else { panic!() };
    assert!(matches!(&check.interval, Fact::Unknown(why) if why.contains("variable `interval`")));
}

#[test]
fn holders_of_an_elastic_ip_are_found_by_origin_id_and_address() {
    let known = resource(
        "exoscale_elastic_ip",
        "state",
        &[zone(), ("id", text("42")), ("ip_address", text("198.51.100.7"))],
    );
    let plan = resource("exoscale_ipaddress", "plan", &[zone()]);
    let old = resource("exoscale_compute", "old", &[zone(), ("id", text("77"))]);
    let attach = |name: &str, machine: Value, address: Value| {
        let values = [("compute_id", machine), ("ip_address", address)];
        resource("exoscale_secondary_ipaddress", name, &values)
    };
    let estate = estate(&[
        instance("a", &[("elastic_ip_ids", list(vec![text("42")]))]),
        old,
        attach("x", of("exoscale_compute.old", "id"), of("exoscale_ipaddress.plan", "ip_address")),
        attach("y", text("77"), text("198.51.100.7")),
        plan,
        known,
    ]);
    assert_eq!(targets(&estate, "exoscale_ipaddress.plan"), ["exoscale_compute.old"]);
    let both = ["exoscale_compute_instance.a", "exoscale_compute.old"];
    assert_eq!(targets(&estate, "exoscale_elastic_ip.state"), both);
}

// Load balancers.

fn pool(size: i64) -> Resource {
    let values = [zone(), ("size", number(size)), ("instance_type", text("standard.small"))];
    resource("exoscale_instance_pool", "web", &values)
}

fn service(name: &str, port: i64, pool: Value) -> Resource {
    let check = object(&[("port", number(8080))]);
    let values = [
        ("nlb_id", of("exoscale_nlb.lb", "id")),
        ("zone", of("exoscale_nlb.lb", "zone")),
        ("instance_pool_id", pool),
        ("port", number(port)),
        ("target_port", number(8080)),
        ("healthcheck", list(vec![check])),
    ];
    resource("exoscale_nlb_service", name, &values)
}

fn balancer() -> Resource {
    resource("exoscale_nlb", "lb", &[zone()])
}

#[test]
fn a_service_sends_to_every_member_of_its_pool() {
    let to = of("exoscale_instance_pool.web", "id");
    let estate = estate(&[balancer(), service("http", 80, to), pool(3)]);
    let expected: Vec<_> =
        (0..3).map(|it| format!("exoscale_instance_pool.web[pool {it}]")).collect();
    assert_eq!(targets(&estate, "exoscale_nlb_service.http"), expected);
    let (id, http) = part(&estate, "exoscale_nlb_service.http");
    assert_eq!(estate.aims[&id][0].port, Some(8080));
    assert_eq!((http.listens, http.cost_cents), (Some(80), Some(2_500)));
    assert_eq!(estate.parts_of("exoscale_nlb.lb"), [id]);
    let place = estate.model.place_of(http.copies[0].seat);
    assert_eq!(estate.model.place(place).name, "ch-gva-2");
}

#[test]
fn a_node_pool_is_reached_through_its_instance_pool() {
    let nodes = resource("exoscale_sks_nodepool", "n", &[zone(), ("size", number(2))]);
    let to = of("exoscale_sks_nodepool.n", "instance_pool_id");
    let estate = estate(&[balancer(), service("https", 443, to), nodes]);
    assert_eq!(targets(&estate, "exoscale_nlb_service.https").len(), 2);
}

#[test]
fn a_pool_that_exists_already_is_reported() {
    let existing = data(resource("exoscale_instance_pool", "old", &[("name", text("old"))]));
    let to = of("data.exoscale_instance_pool.old", "id");
    let estate = estate(&[balancer(), service("http", 80, to), existing]);
    let (id, _) = part(&estate, "exoscale_nlb_service.http");
    assert!(estate.unknown_aims[&id].contains("exists already"));
    assert_eq!(estate.findings[0].rule, "members-not-known");
}

#[test]
fn only_the_first_service_carries_the_price() {
    let to = || of("exoscale_instance_pool.web", "id");
    let estate = estate(&[balancer(), service("a", 80, to()), service("b", 443, to()), pool(1)]);
    let costs: Vec<_> = ["a", "b"]
        .map(|it| part(&estate, &format!("exoscale_nlb_service.{it}")).1.cost_cents)
        .to_vec();
    assert_eq!(costs, [Some(2_500), Some(0)]);
}

#[test]
fn retries_count_beside_the_first_check_unless_overridden() {
    let to = of("exoscale_instance_pool.web", "id");
    let resources = [balancer(), service("a", 80, to), pool(1)];
    let fall = |overrides: &Overrides| {
        let estate = read(&resources, &[], overrides);
        let Kind::Router(router) = &part(&estate, "exoscale_nlb_service.a").1.kind else {
            panic!()
        };
        let Rotation::Checked(check) = &router.rotation else { panic!() };
        check.fall.value().copied()
    };
    assert_eq!(fall(&Overrides::new()), Some(2));
    let mut overrides = Overrides::new();
    overrides.set("nlb-fall", "", "retries", None);
    assert_eq!(fall(&overrides), Some(1));
}

#[test]
fn a_pool_replaces_what_is_lost_only_when_that_is_said() {
    let lost = |overrides: &Overrides| {
        let estate = read(&[pool(1)], &[], overrides);
        estate.model.machines[outlast_model::MachineId::nth(0)].replaced.clone()
    };
    assert!(lost(&Overrides::new()).is_none());
    let mut overrides = Overrides::new();
    overrides.set("pool-replaces-lost", "exoscale_instance_pool.web", "yes", None);
    assert_eq!(lost(&overrides).unwrap().needs.len(), 1);
}

#[test]
fn a_pool_of_a_million_is_cut_off_and_reported() {
    let estate = estate(&[pool(1_000_000)]);
    assert_eq!(estate.model.machines.len(), 1_000);
    assert_eq!(estate.findings[0].rule, "pool-size-limit");
}

// Rules.

#[test]
fn rules_and_members_of_a_group_meet() {
    let group = resource("exoscale_security_group", "g", &[("name", text("web"))]);
    let rule = |name: &str, values: &[(&str, Value)]| {
        let mut all = vec![("type", text("ingress")), ("start_port", text("443"))];
        all.push(("end_port", number(443)));
        all.extend(values.iter().cloned());
        resource("exoscale_security_group_rule", name, &all)
    };
    let by_id = ("security_group_id", of("exoscale_security_group.g", "id"));
    let by_name = ("security_group", text("web"));
    let old = object(&[
        ("protocol", text("TCP")),
        ("ports", list(vec![text("22"), text("8000-8010")])),
        ("cidr_list", list(vec![text("10.0.0.0/8")])),
        ("user_security_group_list", list(vec![text("web")])),
    ]);
    let old = [by_name.clone(), ("ingress", list(vec![old]))];
    let member = [("security_group_ids", list(vec![of("exoscale_security_group.g", "id")]))];
    let estate = estate(&[
        instance("a", &member),
        group,
        rule("id", &[by_id, ("cidr", text("0.0.0.0/0"))]),
        rule("name", &[by_name, ("public_security_group", text("checks"))]),
        resource("exoscale_security_group_rules", "old", &old),
    ]);
    let (_, open) = estate.open.first_key_value().unwrap();
    let short = |it: &OpenPort| (it.from, it.to, it.peer.clone());
    let open: Vec<_> = open.iter().map(short).collect();
    let group = || Peer::Group("exoscale_security_group.g".to_string());
    let net = || Peer::Prefix("10.0.0.0/8".to_string());
    let expected = [
        (443, 443, Peer::Internet),
        (443, 443, Peer::Public("checks".to_string())),
        (22, 22, net()),
        (22, 22, group()),
        (8000, 8010, net()),
        (8000, 8010, group()),
    ];
    assert_eq!(open, expected);
}

#[test]
fn a_rule_whose_ports_are_not_known_leaves_open_what_is_open() {
    let group = resource("exoscale_security_group", "g", &[("name", text("g"))]);
    let rule = resource(
        "exoscale_security_group_rule",
        "r",
        &[
            ("security_group_id", of("exoscale_security_group.g", "id")),
            ("type", text("INGRESS")),
            ("protocol", text("TCP")),
            ("cidr", text("0.0.0.0/0")),
            ("start_port", text("many")),
            ("end_port", text("many")),
        ],
    );
    let groups = list(vec![of("exoscale_security_group.g", "id")]);
    let estate = estate(&[instance("a", &[("security_group_ids", groups)]), group, rule]);
    assert!(estate.open.is_empty());
    let why = estate.unknown_open.values().next().unwrap();
    assert!(why.contains("exoscale_security_group_rule.r"), "{why}");
}

#[test]
fn rules_of_an_existing_group_are_not_known() {
    let default = data(resource("exoscale_security_group", "d", &[("name", text("default"))]));
    let groups = list(vec![of("data.exoscale_security_group.d", "id")]);
    let estate = estate(&[instance("a", &[("security_group_ids", groups)]), default]);
    assert!(estate.open.is_empty());
    assert!(estate.unknown_open.values().next().unwrap().contains("exists already"));
}

#[test]
fn a_check_that_no_group_of_a_member_admits_is_reported() {
    let group = resource("exoscale_security_group", "g", &[("name", text("web"))]);
    let member = ("security_group_ids", list(vec![of("exoscale_security_group.g", "id")]));
    let pool = resource("exoscale_instance_pool", "web", &[zone(), ("size", number(2)), member]);
    let rule = |port: Value| {
        let values = [
            ("security_group_id", of("exoscale_security_group.g", "id")),
            ("type", text("INGRESS")),
            ("cidr", text("0.0.0.0/0")),
            ("start_port", port.clone()),
            ("end_port", port),
        ];
        resource("exoscale_security_group_rule", "r", &values)
    };
    let found = |port: Value| {
        let to = of("exoscale_instance_pool.web", "id");
        let all = [balancer(), service("a", 80, to), pool.clone(), group.clone(), rule(port)];
        estate(&all).defects.iter().map(|it| it.rule).collect::<Vec<_>>()
    };
    assert!(found(number(8080)).is_empty());
    assert_eq!(found(number(80)), ["check-not-admitted"]);
    assert!(found(Value::unknown("variable `port` has no value", Vec::new())).is_empty());
}

// Names.

fn record(name: &str, label: &str, kind: &str, content: Value, ttl: Option<i64>) -> Resource {
    let mut values = vec![
        ("domain", of("exoscale_domain.d", "id")),
        ("name", text(label)),
        ("record_type", text(kind)),
        ("content", content),
    ];
    values.extend(ttl.map(|it| ("ttl", number(it))));
    resource("exoscale_domain_record", name, &values)
}

fn domain() -> Resource {
    resource("exoscale_domain", "d", &[("name", text("shop.example"))])
}

#[test]
fn records_of_one_name_are_one_part() {
    let a = |at| of(&format!("exoscale_compute_instance.w[{at}]"), "public_ip_address");
    let machine = |at| indexed(instance("w", &[]), at);
    let estate = estate(&[
        machine(0),
        machine(1),
        domain(),
        record("x", "www", "A", a(0), Some(60)),
        record("y", "www", "A", a(1), Some(300)),
        record("z", "www", "AAAA", of("exoscale_compute_instance.w[1]", "ipv6_address"), Some(60)),
        record("mx", "www", "MX", text("mail"), None),
    ]);
    let names: Vec<_> = estate.model.parts.iter().filter(|it| it.role == Role::Name).collect();
    assert_eq!(names.len(), 1);
    assert_eq!(names[0].address, "exoscale_domain_record.x");
    let both = ["exoscale_compute_instance.w[0]", "exoscale_compute_instance.w[1]"];
    assert_eq!(targets(&estate, "exoscale_domain_record.x"), both);
    let Kind::Router(router) = &names[0].kind else { panic!() };
    assert_eq!(router.remembers.value(), Some(&Range::exactly(300 * SECOND)));
    assert_eq!(estate.names.values().collect::<Vec<_>>(), ["www.shop.example"]);
    assert_eq!(estate.parts_of("exoscale_domain.d").len(), 1);
}

#[test]
fn a_ttl_that_is_not_stated_or_zero_is_not_known() {
    for ttl in [None, Some(0)] {
        let estate = estate(&[
            domain(),
            managed_ip("www"),
            record("x", "", "A", of("exoscale_elastic_ip.www", "ip_address"), ttl),
        ]);
        let Kind::Router(router) = &part(&estate, "exoscale_domain_record.x").1.kind else {
            panic!()
        };
        assert!(matches!(router.remembers, Fact::Unknown(_)));
        assert_eq!(targets(&estate, "exoscale_domain_record.x"), ["exoscale_elastic_ip.www"]);
    }
}

#[test]
fn a_name_of_a_balancer_means_its_web_port() {
    let to = || of("exoscale_instance_pool.web", "id");
    let estate = estate(&[
        balancer(),
        domain(),
        pool(1),
        service("a", 22, to()),
        service("b", 80, to()),
        service("c", 443, to()),
        record("x", "www", "A", of("exoscale_nlb.lb", "ip_address"), Some(60)),
    ]);
    assert_eq!(targets(&estate, "exoscale_domain_record.x"), ["exoscale_nlb_service.c"]);
}

#[test]
fn a_name_may_point_at_a_name_a_known_address_or_nowhere() {
    let known =
        resource("exoscale_elastic_ip", "k", &[zone(), ("ip_address", text("198.51.100.7"))]);
    let estate = estate(&[
        domain(),
        known,
        record("apex", "", "A", text("198.51.100.7"), Some(60)),
        record("www", "www", "CNAME", text("Shop.Example."), Some(60)),
        record("api", "api", "CNAME", of("exoscale_domain_record.www", "hostname"), Some(60)),
        record("out", "out", "CNAME", text("example.net"), Some(60)),
    ]);
    let to = |name: &str| targets(&estate, &format!("exoscale_domain_record.{name}"));
    assert_eq!(to("apex"), ["exoscale_elastic_ip.k"]);
    assert_eq!(to("www"), ["exoscale_domain_record.apex"]);
    assert_eq!(to("api"), ["exoscale_domain_record.www"]);
    assert!(to("out").is_empty());
    let (out, _) = part(&estate, "exoscale_domain_record.out");
    assert!(estate.unknown_aims[&out].contains("example.net"));
}

#[test]
fn a_record_of_one_member_of_a_pool_means_that_member() {
    let content = of("exoscale_instance_pool.web", "instances[1].public_ip_address");
    let estate = estate(&[domain(), pool(3), record("x", "www", "A", content, Some(60))]);
    assert_eq!(
        targets(&estate, "exoscale_domain_record.x"),
        ["exoscale_instance_pool.web[pool 1]"]
    );
}

#[test]
fn an_address_in_a_state_means_the_member_of_a_pool_that_has_it() {
    let member = |ip: &str| object(&[("public_ip_address", text(ip))]);
    let instances = list(vec![member("198.51.100.1"), member("198.51.100.2")]);
    let values = [zone(), ("size", number(2)), ("instances", instances)];
    let estate = estate(&[
        domain(),
        resource("exoscale_instance_pool", "web", &values),
        record("x", "www", "A", text("198.51.100.2"), Some(60)),
    ]);
    assert_eq!(
        targets(&estate, "exoscale_domain_record.x"),
        ["exoscale_instance_pool.web[pool 1]"]
    );
}

// Places and what is understood.

#[test]
fn an_unknown_zone_is_a_place_of_its_own() {
    let zone = |why: &str| ("zone", Value::unknown(why, Vec::new()));
    let estate = estate(&[
        resource("exoscale_compute_instance", "a", &[zone("variable `a` has no value")]),
        resource("exoscale_compute_instance", "b", &[zone("variable `b` has no value")]),
        resource("exoscale_compute_instance", "c", &[("zone", text("ch-gva2"))]),
    ]);
    let places: Vec<_> = estate.model.machines.iter().map(|it| it.place).collect();
    assert!(places[0] != places[1] && places[1] != places[2]);
    assert!(describe(&estate).contains("place ? (variable `a` has no value): zone"));
    assert_eq!(estate.findings[0].rule, "unknown-zone");
}

#[test]
fn every_zone_has_a_control_plane_unless_one_serves_all() {
    let machines = [
        resource("exoscale_compute_instance", "a", &[zone()]),
        resource("exoscale_compute_instance", "b", &[("zone", text("at-vie-1"))]),
    ];
    let planes = |overrides: &Overrides| {
        let estate = read(&machines, &[], overrides);
        let parts = estate.model.parts.iter().filter(|it| it.role == Role::ControlPlane).count();
        (parts, estate.model.control_planes.len())
    };
    assert_eq!(planes(&Overrides::new()), (2, 2));
    let mut overrides = Overrides::new();
    overrides.set("control-plane-per-zone", "", "no", None);
    assert_eq!(planes(&overrides), (1, 2));
}

#[test]
fn what_has_no_entry_is_counted_as_not_understood() {
    let foreign = resource("aws_s3_bucket", "b", &[]);
    let new = resource("exoscale_teleporter", "t", &[zone()]);
    let read_only = data(resource("exoscale_teleporter", "t", &[]));
    let estate = estate(&[foreign, new, read_only, instance("a", &[])]);
    assert_eq!((estate.model.understood.known, estate.model.understood.all), (1, 3));
    let missing: Vec<_> = estate.model.understood.missing.iter().map(|it| &*it.address).collect();
    assert_eq!(missing, ["aws_s3_bucket.b", "exoscale_teleporter.t"]);
}

#[test]
fn a_bucket_stands_where_its_endpoint_says() {
    let provider = |values: &[(&str, Value)]| Provider {
        name: "aws".to_string(),
        alias: None,
        values: values.iter().map(|(key, it)| ((*key).to_string(), it.clone())).collect(),
        span: None,
    };
    let bucket = Resource { provider: "aws".to_string(), ..resource("aws_s3_bucket", "b", &[]) };
    let endpoint = |url: Value| ("endpoints", list(vec![object(&[("s3", url)])]));
    let understood = |values: &[(&str, Value)]| {
        let estate = read(std::slice::from_ref(&bucket), &[provider(values)], &Overrides::new());
        let second = estate.model.places.iter().nth(1);
        second.map(|it| it.name.clone())
    };
    let unknown = || Value::unknown("variable `zone` has no value", Vec::new());
    let vienna = endpoint(text("https://sos-at-vie-1.exo.io"));
    assert_eq!(understood(&[vienna]).as_deref(), Some("at-vie-1"));
    let region = ("region", text("de-fra-1"));
    assert_eq!(understood(&[endpoint(unknown()), region]).as_deref(), Some("de-fra-1"));
    assert_eq!(understood(&[endpoint(unknown())]), None);
    assert_eq!(understood(&[endpoint(text("https://s3.example.com"))]), None);
}

#[test]
fn a_database_of_several_nodes_fails_over() {
    let database = |name: &str, kind: &str, plan: &str| {
        let settings = object(&[("ip_filter", list(vec![text("0.0.0.0/0")]))]);
        let values = [zone(), ("type", text(kind)), ("plan", text(plan)), (kind, settings)];
        resource("exoscale_dbaas", name, &values)
    };
    let estate = estate(&[
        database("a", "pg", "premium-8"),
        database("b", "pg", "startup-8"),
        database("c", "kafka", "business-8"),
    ]);
    let (_, a) = part(&estate, "exoscale_dbaas.a");
    let Kind::Database(it) = &a.kind else { panic!("{a:?}") };
    assert_eq!((a.copies.len(), it.promotable.clone()), (3, vec![1, 2]));
    assert_eq!(a.engine.as_deref(), Some("postgresql"));
    for address in ["exoscale_dbaas.b", "exoscale_dbaas.c"] {
        assert_eq!(part(&estate, address).1.kind, Kind::Server);
    }
    assert_eq!(estate.details["exoscale_dbaas.a"][1].what, "admits 0.0.0.0/0");
}

#[test]
fn old_network_cards_join_instances_and_networks() {
    let nic = [
        ("compute_id", of("exoscale_compute.m", "id")),
        ("network_id", of("exoscale_network.n", "id")),
        ("ip_address", text("10.0.0.2")),
    ];
    let estate = estate(&[
        resource("exoscale_compute", "m", &[zone()]),
        resource("exoscale_network", "n", &[zone()]),
        resource("exoscale_nic", "x", &nic),
    ]);
    assert_eq!(estate.networks[0].machines[0].fixed, Some(Ok("10.0.0.2".to_string())));
}

// The registry.

#[test]
fn names_are_sorted_unique_and_lead_to_their_entry() {
    assert!(KINDS.is_sorted_by_key(|kind| kind.name().replace("data.", "data_")));
    let mut seen = BTreeMap::new();
    for kind in KINDS {
        for name in kind.names {
            assert!(seen.insert(*name, kind.name()).is_none(), "{name} is there twice");
            let found = super::kind(&name.replace('*', "x")).unwrap();
            assert_eq!(found.name(), kind.name());
        }
        let summary = kind.summary;
        assert!(summary.len() < 72 && !summary.ends_with('.'), "{summary}");
        assert!(kind.page.starts_with(&format!("# {}\n", kind.name())), "{}", kind.name());
    }
}
