//! The commands, end to end: few, because an end-to-end test only checks the wiring.

use crate::running::schema;

use crate::running::{SMALL, Scratch, root};
use serde_json::Value;

fn small() -> Scratch {
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL);
    scratch
}

#[test]
fn json_fits_its_published_schema() {
    let text = std::fs::read_to_string(root().join("docs/schema/check.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let broken = Scratch::new();
    broken.file("main.tf", "resource {\n");
    for scratch in [small(), broken] {
        let ran = scratch.run(&["check", "--format", "json"]);
        let document: Value = serde_json::from_str(&ran.out).expect("output is JSON");
        assert_eq!(schema::violations(&schema, &document), Vec::<String>::new());
        assert_eq!(document["version"], 2);
        assert_eq!(document["exit_code"], ran.code);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let scratch = small();
    for format in ["terminal", "json"] {
        let once = scratch.run(&["check", "--format", format]);
        let again = scratch.run(&["check", "--format", format]);
        assert_eq!((once.code, once.out), (again.code, again.out));
    }
}

#[test]
fn without_promises_it_says_so_and_ends_with_3() {
    let ran = small().run(&["check"]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("Understood 3 of 3 resources."), "{}", ran.out);
    assert!(ran.out.contains("what each fault does"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'), "colour in a pipe");
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
}

#[test]
fn fail_on_decides_about_the_exit_code() {
    let scratch = small();
    assert_eq!(scratch.run(&["check", "--fail-on", "broken"]).code, 0);
    assert_eq!(scratch.run(&["check", "--fail-on", "never"]).code, 0);
    assert_eq!(scratch.run(&["check", "--fail-on", "undecided"]).code, 3);
}

#[test]
fn colour_only_on_demand_and_never_the_only_sign() {
    let scratch = small();
    let with = scratch.run(&["check", "--color", "always"]).out;
    let without = scratch.run(&["check"]).out;
    assert!(with.contains('\u{1b}'));
    assert_eq!(plain(&with), without);
}

fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            out.push(letter);
        }
    }
    out
}

#[test]
fn why_tells_a_history_and_helps_with_names() {
    let scratch = small();
    let ran = scratch.run(&["check", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let cell = &document["systems"][0]["matrix"][0]["cells"][0];
    let (journey, fault) = (cell["name"].as_str().unwrap(), cell["fault"].as_str().unwrap());
    let ran = scratch.run(&["why", journey, fault]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("Over every history"), "{}", ran.out);
    let then = scratch.run(&["why", journey, fault, "--then", fault]);
    assert_eq!(then.code, 0, "{}{}", then.out, then.err);
    assert!(then.out.contains(", then "), "{}", then.out);
    let ran = scratch.run(&["why", "nobody", fault]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`nobody`") && ran.err.contains(journey), "{}", ran.err);
    let ran = scratch.run(&["why", journey, "nothing:at-all"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn init_writes_once_and_never_over_something() {
    let scratch = small();
    let ran = scratch.run(&["init"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let ran = scratch.run(&["check"]);
    assert_ne!(ran.code, 2, "what init writes can be read: {}", ran.out);
    let ran = scratch.run(&["init"]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("system.outlast.hcl"), "{}", ran.err);
}

#[test]
fn model_shows_facts_with_their_places() {
    let ran = small().run(&["model"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("exoscale_compute_instance.web"), "{}", ran.out);
    assert!(ran.out.contains("main.tf:15"), "{}", ran.out);
    let ran = small().run(&["model", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["understood"], 3);
}

#[test]
fn pages_are_shown_and_listed() {
    let scratch = Scratch::new();
    let all = scratch.run(&["explain"]);
    assert_eq!(all.code, 0, "{}", all.err);
    for name in ["exoscale_nlb", "haproxy", "hypervisor", "broken-promise"] {
        assert!(all.out.contains(name), "no `{name}` in the list");
        let page = scratch.run(&["explain", name]);
        assert_eq!(page.code, 0, "{}", page.err);
        assert!(page.out.starts_with(name), "{}", page.out);
    }
    let wrong = scratch.run(&["explain", "hypervisr"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("`hypervisor`"), "{}", wrong.err);
}

#[test]
fn completions_and_the_manual_page_are_made() {
    let scratch = Scratch::new();
    assert!(scratch.run(&["completions", "bash"]).out.contains("_outlast"));
    assert!(scratch.run(&["man"]).out.contains(".TH outlast"));
}

#[test]
fn several_systems_are_checked_one_after_the_other() {
    let scratch = Scratch::new();
    scratch.file("one/main.tf", SMALL).file("two/main.tf", SMALL);
    let ran = scratch.run(&["check", "one", "two"]);
    assert_eq!(ran.code, 3, "{}", ran.out);
    assert!(ran.out.contains("one: ") && ran.out.contains("two: "), "{}", ran.out);
}

/// Two instances behind a managed elastic IP; how its checks re-arm is documented nowhere.
const BEHIND_AN_ADDRESS: &str = r#"
resource "exoscale_elastic_ip" "www" {
  zone = "ch-gva-2"

  healthcheck {
    mode         = "http"
    port         = 80
    uri          = "/"
    interval     = 5
    timeout      = 3
    strikes_ok   = 2
    strikes_fail = 2
  }
}

# outlast: allow(shared-hypervisor) they are small and quickly made anew
resource "exoscale_compute_instance" "web" {
  count          = 2
  zone           = "ch-gva-2"
  name           = "web-${count.index}"
  template_id    = "20cd9f2a-8ea4-4ef1-ae73-6d5ffb3d6b5d"
  type           = "standard.medium"
  disk_size      = 10
  elastic_ip_ids = [exoscale_elastic_ip.www.id]
}
"#;

const PROMISED: &str = r#"
promise {
  instance = { out = "14s" }
}

journey "browse" {
  enters = exoscale_elastic_ip.www
}

service "web" {
  on      = exoscale_compute_instance.web
  listens = 80
}
"#;

#[test]
fn what_a_verdict_hangs_on_is_listed_and_can_be_stated() {
    let scratch = Scratch::new();
    scratch.file("main.tf", BEHIND_AN_ADDRESS).file("web.outlast.hcl", PROMISED);
    let ran = scratch.run(&["check"]);
    // Of two ways that nobody stated one breaks the promise: that is no proof.
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("not known: whether the checks of"), "{}", ran.out);
    assert!(ran.out.contains("Assumptions that a verdict hangs on\n  eip-rearm"), "{}", ran.out);
    let stated = format!("{PROMISED}\nassume \"eip-rearm\" {{\n  value = \"start\"\n}}\n");
    scratch.file("web.outlast.hcl", stated);
    let ran = scratch.run(&["check"]);
    assert_ne!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(!ran.out.contains("not known: whether the checks of"), "{}", ran.out);
    assert!(!ran.out.contains("hangs on"), "{}", ran.out);
}

#[test]
fn a_silenced_finding_stays_visible_with_its_reason() {
    let scratch = Scratch::new();
    scratch.file("main.tf", BEHIND_AN_ADDRESS).file("web.outlast.hcl", PROMISED);
    let ran = scratch.run(&["check"]);
    assert!(ran.out.contains("allowed[shared-hypervisor]"), "{}", ran.out);
    assert!(ran.out.contains("= because: they are small and quickly made anew"), "{}", ran.out);
    let ran = scratch.run(&["check", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["systems"][0]["tally"]["suppressed"], 1);
}

/// A web server that everybody may call, and a database on a private network beside it.
const NETWORKED: &str = r#"
resource "exoscale_private_network" "inside" {
  zone     = "ch-gva-2"
  name     = "inside"
  netmask  = "255.255.255.0"
  start_ip = "10.0.0.100"
  end_ip   = "10.0.0.200"
}

resource "exoscale_security_group" "web" {
  name = "web"
}

resource "exoscale_security_group_rule" "http" {
  security_group_id = exoscale_security_group.web.id
  type              = "INGRESS"
  protocol          = "TCP"
  cidr              = "0.0.0.0/0"
  start_port        = 80
  end_port          = 80
}

data "exoscale_security_group" "old" {
  name = "old"
}

resource "exoscale_compute_instance" "web" {
  zone               = "ch-gva-2"
  name               = "web"
  type               = "standard.small"
  template_id        = "5f0f0000-0000-4000-8000-000000000001"
  disk_size          = 20
  security_group_ids = [exoscale_security_group.web.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = "10.0.0.11"
  }
}

resource "exoscale_compute_instance" "database" {
  zone               = "ch-gva-2"
  name               = "database"
  type               = "standard.small"
  template_id        = "5f0f0000-0000-4000-8000-000000000001"
  disk_size          = 20
  security_group_ids = [data.exoscale_security_group.old.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = "10.0.0.12"
  }
}
"#;

fn networked() -> Scratch {
    let scratch = Scratch::new();
    scratch.file("main.tf", NETWORKED);
    scratch
}

const WEB: &str = "exoscale_compute_instance.web";
const STORE: &str = "exoscale_compute_instance.database";

#[test]
fn reach_says_yes_no_or_undecided_with_what_decides() {
    let scratch = networked();
    let yes = scratch.run(&["reach", "internet", WEB, "80"]);
    assert_eq!(yes.code, 0, "{}{}", yes.out, yes.err);
    assert!(yes.out.contains("lets in tcp 80 from 0.0.0.0/0"), "{}", yes.out);
    assert!(yes.out.contains("main.tf:14"), "{}", yes.out);
    let no = scratch.run(&["reach", "internet", WEB, "22"]);
    assert_eq!(no.code, 1, "{}{}", no.out, no.err);
    assert!(no.out.contains("exoscale_security_group.web"), "{}", no.out);
    let open = scratch.run(&["reach", "internet", STORE, "tcp/5432", "."]);
    assert_eq!(open.code, 3, "{}{}", open.out, open.err);
    assert!(open.out.contains("exists already"), "{}", open.out);
    let inside = scratch.run(&["reach", "10.0.0.11", STORE, "5432"]);
    assert_eq!(inside.code, 0, "{}{}", inside.out, inside.err);
    assert!(inside.out.contains("exoscale_private_network.inside"), "{}", inside.out);
    let all = scratch.run(&["reach", "internet", WEB]);
    assert!(all.code == 0 && all.out.contains("with tcp 80"), "{}{}", all.out, all.err);
}

#[test]
fn reach_says_of_partly_what_gets_there_and_what_does_not() {
    let scratch = networked();
    let rule = "resource \"exoscale_security_group_rule\" \"admin\" {\n  \
                security_group_id = exoscale_security_group.web.id\n  type = \"INGRESS\"\n  \
                protocol = \"TCP\"\n  cidr = \"192.0.2.0/24\"\n  start_port = 22\n  \
                end_port = 22\n}\n";
    scratch.file("admin.tf", rule);
    let ran = scratch.run(&["reach", "internet", WEB, "22"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let (refused, open) = ran.out.split_once("Some get there:").unwrap();
    assert!(refused.starts_with("partly: ") && refused.contains("no rule lets it in"), "{refused}");
    assert!(open.contains("admin.tf:1") && open.contains("tcp 22 from 192.0.2.0/24"), "{open}");
    // Packets of a kind of which some are let in.
    let ran = scratch.run(&["reach", "192.0.2.7", WEB, "tcp/20-22"]);
    assert!(ran.code == 2 || ran.out.contains("Some get there:"), "{}{}", ran.out, ran.err);
}

#[test]
fn the_model_shows_networks_groups_and_passages_with_their_places() {
    let example = root().join("examples/18-two-zones-vpn");
    let ran = Scratch::new().run(&["model", example.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "network exoscale_private_network.inside[\"gva\"]",
        "prefix 10.1.0.0/24",
        "attached `place.office` at 192.168.10.0/24, not filtered",
        "lets in udp 51820-51829 from members of `exoscale_security_group.gateway`",
        "packets that are not known (what the router of `place.office` lets in is not stated)",
        "carried by a tunnel of udp 51820, encrypted",
        "end place.office by a router that is not written down",
        "by exoscale_compute_instance.gateway[\"zrh-0\"], exoscale_compute_instance.gateway[\"zrh-1\"]",
        "route of exoscale_compute_instance.database to place.office, nowhere while it is down",
        "tunnel-opened of link.zones",
    ] {
        assert!(words.contains(said), "`{said}` is not in\n{}", ran.out);
    }
    assert!(ran.out.contains("gateways.tf:20)") && !ran.out.contains('\u{1b}'), "{}", ran.out);
}

#[test]
fn reach_of_everything_is_a_table_that_fits_a_pipe() {
    let ran = networked().run(&["reach", "--all"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("to `exoscale_compute_instance.web`"), "{}", ran.out);
    assert!(ran.out.contains("from the internet"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'), "colour in a pipe");
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
}

#[test]
fn reach_refuses_what_it_does_not_know_with_the_nearest_name() {
    let scratch = networked();
    let name = scratch.run(&["reach", "internet", "exoscale_compute_instance.wev", "80"]);
    assert_eq!(name.code, 2);
    assert!(name.err.contains("did you mean `exoscale_compute_instance.web`"), "{}", name.err);
    let port = scratch.run(&["reach", "internet", WEB, "tcp/99999"]);
    assert!(port.code == 2 && port.err.contains("is no port"), "{}", port.err);
    assert_eq!(scratch.run(&["reach", "internet"]).code, 2);
}

#[test]
fn json_of_reach_fits_its_published_schema() {
    let text = std::fs::read_to_string(root().join("docs/schema/reach.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let scratch = networked();
    let questions: [&[&str]; 5] = [
        &["198.51.100.0/24", WEB, "tcp/1-100"],
        &["internet", WEB, "80"],
        &["internet", STORE, "22"],
        &[WEB, STORE],
        &["--all"],
    ];
    for question in questions {
        let ran = scratch.run(&[&["reach", "--format", "json"], question].concat());
        let document: Value = serde_json::from_str(&ran.out).expect("output is JSON");
        assert_eq!(schema::violations(&schema, &document), Vec::<String>::new());
        assert_eq!(document["exit_code"], ran.code);
    }
}
