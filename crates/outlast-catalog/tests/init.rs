//! What `outlast init` writes says the same as what was inferred, and everything about a small
//! system comes out of its Terraform alone.

use outlast_catalog::{Lowered, Overrides, describe, init, lower};
use outlast_findings::{Severity, Sources};
use outlast_model::Needed;
use outlast_terraform::{FileKind, Input, InputFile, evaluate};

const SHOP: &str = r#"
resource "exoscale_security_group" "web" {
  name = "web"
}

resource "exoscale_security_group_rule" "web" {
  for_each          = { https = 443, ssh = 22 }
  security_group_id = exoscale_security_group.web.id
  type              = "INGRESS"
  protocol          = "TCP"
  cidr              = "0.0.0.0/0"
  start_port        = each.value
  end_port          = each.value
}

resource "exoscale_security_group" "db" {
  name = "db"
}

resource "exoscale_security_group_rule" "db" {
  security_group_id      = exoscale_security_group.db.id
  type                   = "INGRESS"
  protocol               = "TCP"
  user_security_group_id = exoscale_security_group.web.id
  start_port             = 5432
  end_port               = 5432
}

resource "exoscale_compute_instance" "web" {
  count              = 2
  zone               = "ch-gva-2"
  name               = "web-${count.index}"
  type               = "standard.small"
  template_id        = "5f0f0000-0000-4000-8000-000000000001"
  disk_size          = 20
  security_group_ids = [exoscale_security_group.web.id]
}

resource "exoscale_compute_instance" "db" {
  zone               = "ch-gva-2"
  name               = "db"
  type               = "standard.medium"
  template_id        = "5f0f0000-0000-4000-8000-000000000001"
  disk_size          = 100
  security_group_ids = [exoscale_security_group.db.id]
}

resource "exoscale_domain" "shop" {
  name = "example.com"
}

resource "exoscale_domain_record" "www" {
  count       = 2
  domain      = exoscale_domain.shop.id
  name        = "www"
  record_type = "A"
  ttl         = 300
  content     = exoscale_compute_instance.web[count.index].public_ip_address
}
"#;

const POOL: &str = r#"
resource "exoscale_instance_pool" "web" {
  zone          = "ch-gva-2"
  name          = "web"
  size          = 3
  instance_type = "standard.small"
  template_id   = "5f0f0000-0000-4000-8000-000000000001"
}

resource "exoscale_nlb" "web" {
  zone = "ch-gva-2"
  name = "web"
}

resource "exoscale_nlb_service" "https" {
  nlb_id           = exoscale_nlb.web.id
  zone             = "ch-gva-2"
  name             = "https"
  instance_pool_id = exoscale_instance_pool.web.id
  port             = 443
  target_port      = 8443

  healthcheck {
    port = 8443
  }
}
"#;

const NODES: &str = r#"
resource "exoscale_security_group" "node" {
  name = "node"
}

resource "exoscale_security_group_rule" "web" {
  for_each          = { http = 80, https = 443, api = 6443 }
  security_group_id = exoscale_security_group.node.id
  type              = "INGRESS"
  cidr              = "0.0.0.0/0"
  start_port        = each.value
  end_port          = each.value
}

resource "exoscale_security_group_rule" "range" {
  security_group_id = exoscale_security_group.node.id
  type              = "INGRESS"
  cidr              = "0.0.0.0/0"
  start_port        = 30000
  end_port          = 32767
}

resource "exoscale_security_group_rule" "inside" {
  security_group_id      = exoscale_security_group.node.id
  type                   = "INGRESS"
  user_security_group_id = exoscale_security_group.node.id
  start_port             = 10250
  end_port               = 10250
}

resource "exoscale_elastic_ip" "entry" {
  zone = "ch-gva-2"
}

resource "exoscale_compute_instance" "node" {
  count              = 2
  zone               = "ch-gva-2"
  name               = "node-${count.index}"
  type               = "standard.small"
  template_id        = "5f0f0000-0000-4000-8000-000000000001"
  disk_size          = 20
  security_group_ids = [exoscale_security_group.node.id]
  elastic_ip_ids     = [exoscale_elastic_ip.entry.id]
}
"#;

fn lowered(terraform: &str, outlast: &str) -> Lowered {
    let mut sources = Sources::new();
    let id = sources.add("main.tf", terraform);
    let outlast = sources.add("shop.outlast.hcl", outlast);
    let file = InputFile { id, path: "main.tf".to_string(), kind: FileKind::Tf };
    let evaluated = evaluate(&Input { files: vec![file], ..Input::default() }, &sources);
    assert_eq!(evaluated.configuration.problems, []);
    lower("shop", &evaluated, &[outlast], &sources, &Overrides::new())
}

/// The whole model as text, without where each fact comes from.
fn facts(lowered: Lowered) -> (Vec<String>, Vec<(String, Needed)>) {
    let Lowered { model, mut estate, .. } = lowered;
    let journeys = model.journeys.iter().map(|it| (it.name.clone(), it.enters.clone())).collect();
    estate.model = model;
    let inferred = |line: &&str| !(line.starts_with("assumed ") && line.contains("-inferred of "));
    (describe(&estate).lines().filter(inferred).map(str::to_string).collect(), journeys)
}

#[test]
fn what_init_writes_says_what_was_inferred() {
    for terraform in [SHOP, POOL, NODES] {
        let inferred = lowered(terraform, "");
        let text = init(&inferred);
        let stated = lowered(terraform, &text);
        let bad: Vec<_> =
            stated.findings.iter().filter(|it| it.severity > Severity::Note).collect();
        assert!(bad.is_empty(), "{text}\n{bad:?}");
        assert!(stated.model.parts.iter().all(|part| part.inferred.is_none()), "{text}");
        assert!(stated.model.journeys.iter().all(|it| it.inferred.is_none()), "{text}");
        let needs = |it: &Lowered| -> Vec<Vec<Needed>> {
            let of =
                |part: &outlast_model::Part| part.needs.iter().map(|it| it.of.clone()).collect();
            it.model.parts.iter().map(of).collect()
        };
        assert_eq!(needs(&inferred), needs(&stated), "{text}");
        assert_eq!(facts(inferred), facts(stated), "{text}");
    }
}

#[test]
fn users_enter_by_the_name_when_there_is_one() {
    let shop = lowered(SHOP, "");
    let names: Vec<_> = shop.model.journeys.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["www.example.com"]);
    let parts: Vec<_> = shop.model.parts.iter().map(|it| it.address.as_str()).collect();
    assert!(parts.contains(&"service.web-443") && parts.contains(&"service.db-5432"), "{parts:?}");
    assert!(!parts.contains(&"service.web-22"), "nobody enters by ssh");
    let db = shop.model.part_at("service.db-5432").unwrap();
    let web = shop.model.part(shop.model.part_at("service.web-443").unwrap());
    assert_eq!(web.needs[0].of, Needed::One(db), "the rule of the database's group says so");
}

#[test]
fn what_stands_behind_an_address_is_entered_there_and_ports_among_equals_are_nobodys_entry() {
    let nodes = lowered(NODES, "");
    let names: Vec<_> = nodes.model.journeys.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["entry"]);
    let parts: Vec<_> = nodes.model.parts.iter().map(|it| it.address.as_str()).collect();
    assert!(parts.contains(&"service.node-6443"), "{parts:?}");
    assert!(!parts.contains(&"service.node"), "ports that Kubernetes gives away are no copy");
    assert!(!parts.contains(&"service.node-10250"), "only its equals may come there");
    let text = init(&nodes);
    assert!(text.contains("  of = exoscale_elastic_ip.entry\n  to = service.node-443\n"), "{text}");
}

#[test]
fn traffic_that_arrives_at_another_port_than_stated_is_an_error() {
    let text = "service \"web\" {\n  on      = exoscale_instance_pool.web\n  listens = 443\n}\n";
    let clash = lowered(POOL, text);
    assert!(clash.findings.iter().any(|it| it.rule == "port-clash"), "{:?}", clash.findings);
    let fits = lowered(POOL, &text.replace("  listens = 443\n", ""));
    assert!(!fits.findings.iter().any(|it| it.severity > Severity::Note), "{:?}", fits.findings);
    let web = fits.model.parts.iter().find(|it| it.address == "service.web").unwrap();
    assert_eq!(web.listens, Some(8443), "derived from the target port");
}
