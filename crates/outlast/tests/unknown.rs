//! What is not known is never green and never a defect; what is a defect is judged; what leads in a
//! circle, outside, or nowhere is an error. End to end, each with samples of its kind.

use crate::running::{Ran, Scratch};

const WEB: &str = r#"
resource "exoscale_compute_instance" "web" {
  zone        = "ch-gva-2"
  name        = "web"
  type        = "standard.small"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 20
}
"#;

const BALANCED: &str = r#"
resource "exoscale_security_group" "nodes" {
  name = "nodes"
}
resource "exoscale_security_group_rule" "http" {
  security_group_id = exoscale_security_group.nodes.id
  type              = "INGRESS"
  protocol          = "TCP"
  cidr              = "0.0.0.0/0"
  start_port        = 80
  end_port          = 80
}
resource "exoscale_instance_pool" "web" {
  zone               = "ch-gva-2"
  name               = "web"
  size               = 2
  instance_type      = "standard.small"
  template_id        = "5f0f0000-0000-4000-8000-000000000001"
  disk_size          = 10
  security_group_ids = GROUPS
}
resource "exoscale_nlb" "lb" {
  zone = "ch-gva-2"
  name = "lb"
}
resource "exoscale_nlb_service" "http" {
  nlb_id           = exoscale_nlb.lb.id
  zone             = "ch-gva-2"
  name             = "http"
  instance_pool_id = exoscale_instance_pool.web.id
  port             = 80
  target_port      = 80
  protocol         = "tcp"
  strategy         = "round-robin"
  healthcheck {
    port = 8080
    mode = "tcp"
  }
}
"#;

/// The names of the rules that found something, with the report.
fn checked(files: &[(&str, &str)]) -> (Ran, Vec<String>) {
    let scratch = Scratch::new();
    for (name, text) in files {
        scratch.file(name, text);
    }
    let json = scratch.run(&["check", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.out).expect("output is JSON");
    let findings = document["systems"][0]["findings"].as_array().unwrap().clone();
    let rules = findings.iter().map(|it| it["rule"].as_str().unwrap().to_string()).collect();
    (scratch.run(&["check"]), rules)
}

#[track_caller]
fn ends_with(code: i32, files: &[(&str, &str)]) -> (String, Vec<String>) {
    let (ran, rules) = checked(files);
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
    // A line may break anywhere.
    let words: Vec<&str> = ran.out.split_whitespace().filter(|word| *word != "│").collect();
    (words.join(" "), rules)
}

// Circles.

#[test]
fn names_addresses_and_balancers_that_lead_to_themselves_are_named() {
    let journey = "journey \"j\" {\n  enters = name.a\n}\n";
    let circles = [
        "name \"a\" {\n  to = name.a\n}\n",
        "name \"a\" {\n  to = name.b\n}\nname \"b\" {\n  to = name.c\n}\nname \"c\" {\n  to = name.b\n}\n",
        "name \"a\" {\n  to = service.lb\n}\nservice \"lb\" {\n  on       = exoscale_compute_instance.web\n  balances = name.a\n}\n",
    ];
    for circle in circles {
        let files = [("main.tf", WEB), ("x.outlast.hcl", &*format!("{circle}{journey}"))];
        let (out, rules) = ends_with(2, &files);
        assert!(rules.iter().any(|rule| rule == "traffic-cycle"), "{out}");
        assert!(out.contains("leads back to itself"), "{out}");
    }
}

#[test]
fn records_of_a_zone_that_lead_to_each_other_are_named() {
    let record = |name: &str, to: &str| {
        format!(
            "resource \"exoscale_domain_record\" \"{name}\" {{\n  domain      = exoscale_domain.d.id\n  \
             name        = \"{name}\"\n  record_type = \"CNAME\"\n  ttl         = 60\n  \
             content     = \"{to}.example.com\"\n}}\n"
        )
    };
    let domain = "resource \"exoscale_domain\" \"d\" {\n  name = \"example.com\"\n}\n";
    for circle in [record("a", "a"), format!("{}{}", record("a", "b"), record("b", "a"))] {
        let (out, _) = ends_with(2, &[("main.tf", &format!("{domain}{circle}"))]);
        assert!(out.contains("traffic-cycle"), "{out}");
    }
}

#[test]
fn places_stand_in_each_other_so_deep_and_no_deeper() {
    let place = |at: usize| {
        format!("place \"p{at}\" {{\n  kind = \"room\"\n  in   = place.p{}\n}}\n", at + 1)
    };
    let rooms = |count: usize| {
        let rooms: String = (0..count).map(place).collect();
        format!("{rooms}place \"p{count}\" {{\n  kind = \"building\"\n}}\n")
    };
    let (fits, _) = checked(&[("main.tf", WEB), ("x.outlast.hcl", &rooms(31))]);
    assert_ne!(fits.code, 2, "{}", fits.out);
    let (out, _) = ends_with(2, &[("main.tf", WEB), ("x.outlast.hcl", &rooms(5_000))]);
    assert!(out.contains("32 places deep"), "{out}");
}

#[test]
fn a_long_chain_of_calls_is_a_limit_and_no_crash() {
    let mut text = String::new();
    for at in 0..9_000 {
        text += &format!(
            "service \"s{at}\" {{\n  on    = exoscale_compute_instance.web\n  calls = service.s{}\n}}\n",
            at + 1
        );
    }
    text += "service \"s9000\" {\n  on = exoscale_compute_instance.web\n}\n\
             journey \"j\" {\n  enters = service.s0\n  promise {\n    account = { out = \"1h\" }\n  }\n}\n";
    let scratch = Scratch::new();
    scratch.file("main.tf", WEB).file("x.outlast.hcl", text);
    let ran = scratch.run(&["why", "j", "process:service.s8999"]);
    assert!(ran.out.contains("4096 calls deep"), "{}{}", ran.out, ran.err);
}

// The border.

#[cfg(unix)]
mod border {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_lead_no_further_than_the_border() {
        let scratch = Scratch::new();
        scratch.file("main.tf", WEB).file("../secret.tf", "locals {\n  secret = 1\n}\n");
        symlink("../secret.tf", scratch.path().join("link.tf")).unwrap();
        let ran = scratch.run(&["check"]);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.out.contains("link.tf") && ran.out.contains("outside"), "{}", ran.out);
    }

    #[test]
    fn links_inside_of_a_repository_are_followed() {
        let scratch = Scratch::new();
        scratch.file("prod/main.tf", "").file("shared/web.tf", WEB).file(".git/HEAD", "");
        symlink("../shared/web.tf", scratch.path().join("prod/web.tf")).unwrap();
        let ran = scratch.run(&["check", "prod"]);
        assert!(ran.out.contains("Understood 1 of 1 resource"), "{}{}", ran.out, ran.err);
    }

    #[test]
    fn what_a_module_beside_names_widens_the_border_for_links_too() {
        let scratch = Scratch::new();
        let call = "module \"web\" {\n  source = \"../../modules/web\"\n}\n";
        scratch.file("environments/prod/main.tf", call).file("modules/web/main.tf", WEB);
        scratch.file("shared/more.tf", WEB);
        symlink("../../shared/more.tf", scratch.path().join("environments/prod/a.tf")).unwrap();
        let ran = scratch.run(&["check", "environments/prod"]);
        assert!(ran.out.contains("Understood 2 of 2 resources"), "{}{}", ran.out, ran.err);
    }

    #[test]
    fn special_files_are_never_read() {
        let scratch = Scratch::new();
        scratch.file("main.tf", WEB);
        for (name, to) in [("proc.tf", "/proc/self/environ"), ("zero.tf", "/dev/zero")] {
            let link = scratch.path().join(name);
            symlink(to, &link).unwrap();
            let ran = scratch.run(&["check"]);
            assert_eq!(ran.code, 2, "{}", ran.out);
            assert!(ran.out.contains(name), "{}", ran.out);
            let named = scratch.run(&["check", name]);
            assert_eq!(named.code, 2, "{}", named.out);
            assert!(named.out.contains("not a regular file"), "{}", named.out);
            std::fs::remove_file(link).unwrap();
        }
        let made = std::process::Command::new("mkfifo").arg(scratch.path().join("p.tf")).status();
        assert!(made.unwrap().success());
        let ran = scratch.run(&["check"]);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.out.contains("not a regular file"), "{}", ran.out);
    }

    #[test]
    fn a_full_disk_is_74_and_a_word_on_standard_error() {
        let scratch = Scratch::new();
        scratch.file("main.tf", WEB);
        for arguments in [&["check"][..], &["check", "--format", "json"], &["explain"], &["--help"]]
        {
            let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_outlast"))
                .args(arguments)
                .current_dir(scratch.path())
                .stdout(full)
                .output()
                .unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(74), "{arguments:?}: {said}");
            assert!(said.contains("the disk is full"), "{arguments:?}: {said}");
        }
    }
}

#[test]
fn files_that_expressions_name_lie_inside_of_the_border() {
    let scratch = Scratch::new();
    scratch.file("main.tf", format!("{WEB}locals {{\n  a = file(\"../secret\")\n}}\n"));
    scratch.file("../secret", "s");
    let ran = scratch.run(&["check"]);
    // What is not read is not known.
    assert_eq!(ran.code, 3, "{}", ran.out);
    assert!(ran.out.contains("it lies outside"), "{}", ran.out);
}

// Not known.

const KEPT: &str = "journey \"j\" {\n  enters = service.w\n  promise {\n    instance = { out = \"10h\" }\n  }\n}\n\
                    service \"w\" {\n  on     = exoscale_compute_instance.web\n  \
                    repair = { by = people.o, detect = \"1m\", takes = \"1m\" }\n}\n\
                    people \"o\" {\n  answers = \"5m\"\n}\n";

#[test]
fn a_module_that_is_not_read_is_counted() {
    let (_, _) = ends_with(0, &[("main.tf", WEB), ("x.outlast.hcl", KEPT)]);
    for call in [
        "module \"x\" {\n  source = \"terraform-aws-modules/alb/aws\"\n}\n",
        "module \"x\" {\n  source = \"git::https://example.com/cluster.git?ref=v1.2.1\"\n}\n",
    ] {
        let files = [("main.tf", &*format!("{WEB}{call}")), ("x.outlast.hcl", KEPT)];
        let (out, _) = ends_with(3, &files);
        assert!(out.contains("Understood 1 of 2 resources and modules"), "{out}");
    }
    // Nobody calls it.
    let none = "module \"x\" {\n  source = \"terraform-aws-modules/alb/aws\"\n  count  = 0\n}\n";
    ends_with(0, &[("main.tf", &format!("{WEB}{none}")), ("x.outlast.hcl", KEPT)]);
}

#[test]
fn a_module_that_is_not_read_may_be_in_any_group() {
    let rule = "resource \"exoscale_security_group\" \"g\" {\n  name = \"g\"\n}\n\
        resource \"exoscale_security_group_rule\" \"https\" {\n  \
        security_group_id = exoscale_security_group.g.id\n  type = \"INGRESS\"\n  protocol = \"TCP\"\n  \
        cidr = \"192.0.2.0/24\"\n  start_port = 443\n  end_port = 443\n}\n";
    let call = "module \"x\" {\n  source = \"terraform-aws-modules/alb/aws\"\n  \
        group  = exoscale_security_group.g.id\n}\n";
    let member = "  disk_size   = 20\n  security_group_ids = [exoscale_security_group.other.id]";
    let other = "resource \"exoscale_security_group\" \"other\" {\n  name = \"other\"\n}\n";
    let web = format!("{other}{}", WEB.replace("  disk_size   = 20", member));
    let is_unused = |text: &str| {
        let (_, rules) = checked(&[("main.tf", text), ("x.outlast.hcl", KEPT)]);
        rules.iter().any(|rule| rule == "unused-rule")
    };
    assert!(is_unused(&format!("{web}{rule}")));
    assert!(!is_unused(&format!("{web}{rule}{call}")));
}

#[test]
fn what_is_promised_by_a_value_that_is_not_known_is_not_kept() {
    let text = KEPT.replace("\"10h\"", "var.out");
    let variable = "variable \"out\" {\n  type = string\n}\n";
    let files = [("main.tf", &*format!("{WEB}{variable}")), ("x.outlast.hcl", &*text)];
    let (out, rules) = ends_with(3, &files);
    assert!(rules.iter().any(|rule| rule == "unknown-value"), "{out}");
}

#[test]
fn a_store_without_any_promise_is_named() {
    let store = format!(
        "{KEPT}database \"d\" {{\n  engine = \"postgresql\"\n  on     = exoscale_compute_instance.web\n  \
         repair = {{ by = people.o, detect = \"1m\", takes = \"1m\" }}\n}}\n"
    )
    .replace("service \"w\" {\n", "service \"w\" {\n  writes = database.d\n");
    let (out, rules) = ends_with(3, &[("main.tf", WEB), ("x.outlast.hcl", &store)]);
    assert!(rules.iter().any(|rule| rule == "nothing-promised"), "{out}");
}

#[test]
fn a_name_whose_target_is_not_known_is_undecided_and_no_defect() {
    let record = "variable \"ip\" {\n  type = string\n}\n\
                  resource \"exoscale_domain\" \"d\" {\n  name = \"example.com\"\n}\n\
                  resource \"exoscale_domain_record\" \"a\" {\n  domain      = exoscale_domain.d.id\n  \
                  name        = \"a\"\n  record_type = \"A\"\n  ttl         = 60\n  content     = var.ip\n}\n";
    let promised = "journey \"j\" {\n  enters = exoscale_domain_record.a\n  promise {\n    other = { out = \"400d\" }\n  }\n}\n";
    let files = [("main.tf", &*format!("{WEB}{record}")), ("x.outlast.hcl", promised)];
    let (out, rules) = ends_with(3, &files);
    for never in ["not-served-without-fault", "forbidden-need", "broken-promise"] {
        assert!(!rules.iter().any(|rule| rule == never), "{out}");
    }
    assert!(out.contains("variable `ip` has no value"), "{out}");
}

#[test]
fn a_pool_of_unknown_size_is_no_single_copy() {
    let pool = "variable \"size\" {\n  type = number\n}\n\
                resource \"exoscale_instance_pool\" \"web\" {\n  zone          = \"ch-gva-2\"\n  \
                name          = \"web\"\n  size          = var.size\n  instance_type = \"standard.small\"\n  \
                template_id   = \"t\"\n  disk_size     = 10\n}\n";
    let text = "journey \"j\" {\n  enters = service.w\n  promise {\n    instance = { out = \"1s\" }\n  }\n}\n\
                service \"w\" {\n  on = exoscale_instance_pool.web\n}\n";
    let (out, rules) = ends_with(3, &[("main.tf", pool), ("x.outlast.hcl", text)]);
    assert!(!rules.iter().any(|rule| rule == "single-copy"), "{out}");
}

#[test]
fn kubernetes_nodes_are_no_copies_of_anything() {
    let nodes = |open: &str| {
        format!(
            "resource \"exoscale_security_group\" \"k\" {{\n  name = \"k\"\n}}\n\
             resource \"exoscale_security_group_rule\" \"r\" {{\n  \
             security_group_id = exoscale_security_group.k.id\n  type = \"INGRESS\"\n  protocol = \"TCP\"\n  \
             cidr = \"0.0.0.0/0\"\n  {open}\n}}\n\
             resource \"exoscale_sks_cluster\" \"k\" {{\n  zone = \"ch-gva-2\"\n  name = \"k\"\n}}\n\
             resource \"exoscale_sks_nodepool\" \"k\" {{\n  zone = \"ch-gva-2\"\n  \
             cluster_id = exoscale_sks_cluster.k.id\n  name = \"k\"\n  instance_type = \"standard.medium\"\n  \
             size = 3\n  security_group_ids = [exoscale_security_group.k.id]\n}}\n"
        )
    };
    let promise = "promise {\n  instance = { out = \"1m\" }\n}\n";
    for open in [
        "start_port = 30000\n  end_port = 32767",
        "start_port = 30080\n  end_port = 30080",
        "start_port = 443\n  end_port = 443",
        "start_port = 1\n  end_port = 65535",
    ] {
        let files = [("main.tf", &*nodes(open)), ("x.outlast.hcl", promise)];
        let (out, rules) = ends_with(3, &files);
        assert!(!rules.iter().any(|rule| rule == "broken-promise"), "{open}: {out}");
        assert!(!out.contains("one instance 3 holds"), "{open}: {out}");
    }
}

#[test]
fn a_choice_that_is_not_made_is_neither_of_them() {
    let two = format!(
        "{WEB}{}variable \"b\" {{\n  type = bool\n}}\n",
        WEB.replace("\"web\" {", "\"x\" {")
    );
    let either = "var.b ? exoscale_compute_instance.web : exoscale_compute_instance.x";
    for text in [
        KEPT.replace("exoscale_compute_instance.web", either),
        KEPT.replace("by = people.o", "by = var.b ? people.o : people.n") + "people \"n\" { }\n",
        KEPT.replace("by = people.o", "by = unknown(people.o, people.n)") + "people \"n\" { }\n",
        KEPT.replace("  repair", "  calls  = var.b ? service.y : service.z\n  repair")
            + "service \"y\" {\n  on = exoscale_compute_instance.web\n}\n\
               service \"z\" {\n  on = exoscale_compute_instance.x\n}\n",
    ] {
        let (out, _) = ends_with(3, &[("main.tf", &two), ("x.outlast.hcl", &text)]);
        assert!(out.contains("undecided"), "{out}");
    }
}

#[test]
fn values_of_the_outlast_file_that_are_not_known_refute_nothing() {
    let variables = "variable \"u\" {\n  type = string\n}\nvariable \"b\" {\n  type = bool\n}\n";
    let service = KEPT.replace("  repair", "  calls  = service.y\n  repair")
        + "service \"y\" {\n  on     = exoscale_compute_instance.web\n  repair = \"none\"\n}\n";
    for text in [
        KEPT.replace("\"5m\"", "var.u"),
        KEPT.replace("\"5m\"", "[\"1m\", var.u]"),
        KEPT.replace("detect = \"1m\"", "detect = var.u"),
        KEPT.replace("takes = \"1m\"", "takes = var.u"),
        service
            .replace("calls  = service.y", "need {\n    of   = service.y\n    soft = var.b\n  }"),
    ] {
        let files = [("main.tf", &*format!("{WEB}{variables}")), ("x.outlast.hcl", &*text)];
        let (out, rules) = ends_with(3, &files);
        assert!(!rules.iter().any(|rule| rule == "broken-promise"), "{out}");
    }
}

#[test]
fn a_zone_that_is_not_known_may_be_any() {
    let two = format!(
        "{WEB}{}variable \"z\" {{\n  type = string\n}}\n",
        WEB.replace("\"web\" {", "\"x\" {").replace("\"ch-gva-2\"", "var.z")
    );
    let text = "journey \"j\" {\n  enters = any(service.w, service.x)\n  promise {\n    \
                zone-dark = { out = \"1m\" }\n  }\n}\nservice \"w\" {\n  \
                on = exoscale_compute_instance.web\n}\nservice \"x\" {\n  \
                on = exoscale_compute_instance.x\n}\n";
    ends_with(3, &[("main.tf", &two), ("x.outlast.hcl", text)]);
    let apart = two.replace("var.z", "\"at-vie-1\"");
    ends_with(0, &[("main.tf", &apart), ("x.outlast.hcl", text)]);
}

#[test]
fn a_journey_that_enters_nothing_that_answers_is_refused() {
    let text = format!("{KEPT}journey \"k\" {{\n  enters = journey.k\n}}\n");
    let (out, _) = ends_with(2, &[("main.tf", WEB), ("x.outlast.hcl", &text)]);
    assert!(out.contains("`journey.k` is nothing that answers"), "{out}");
}

#[test]
fn a_plan_that_is_not_whole_is_not_green() {
    let resource = r#"{"address":"exoscale_compute_instance.web","mode":"managed","type":"exoscale_compute_instance","name":"web","change":{"actions":["create"],"after":{"zone":"ch-gva-2","name":"web","type":"standard.small","disk_size":20}}}"#;
    let plan = |more: &str| {
        format!("{{\"format_version\":\"1.2\",\"resource_changes\":[{resource}]{more}}}")
    };
    let ends = |more: &str| {
        let scratch = Scratch::new();
        scratch.file("plan.json", plan(more)).file("x.outlast.hcl", KEPT);
        scratch.run(&["check", "plan.json", "x.outlast.hcl"])
    };
    let whole = ends("");
    assert_eq!(whole.code, 0, "{}{}", whole.out, whole.err);
    let deferred =
        format!(",\"deferred_changes\":[{{\"reason\":\"x\",\"resource_change\":{resource}}}]");
    for more in [",\"errored\":true", ",\"complete\":false", &*deferred] {
        let ran = ends(more);
        assert_eq!(ran.code, 3, "{more}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains("plan-not-whole"), "{}", ran.out);
    }
}

// Groups.

#[test]
fn a_check_that_nobody_lets_in_is_a_defect_and_the_system_is_judged() {
    let known = BALANCED.replace("GROUPS", "[exoscale_security_group.nodes.id]");
    let (out, rules) = ends_with(1, &[("main.tf", &known)]);
    assert!(rules.iter().any(|rule| rule == "check-not-admitted"), "{out}");
    assert!(out.contains("one instance") && !out.contains("not read whole"), "{out}");
}

#[test]
fn groups_that_are_not_known_may_let_a_check_in() {
    let variables =
        "variable \"groups\" {\n  type = list(string)\n}\nvariable \"on\" {\n  type = bool\n}\n";
    for groups in [
        "concat(var.groups, [exoscale_security_group.nodes.id])",
        "toset(concat(var.groups, [exoscale_security_group.nodes.id]))",
        "var.on ? [exoscale_security_group.nodes.id] : var.groups",
        "[for it in [exoscale_security_group.nodes.id] : it if var.on]",
        "[exoscale_security_group.nodes.id, var.groups[0]]",
        "var.groups",
    ] {
        // The promise alone would be kept.
        let promised = "promise {\n  process = { out = \"1h\" }\n}\n";
        let text = format!("{variables}{}", BALANCED.replace("GROUPS", groups));
        let (out, rules) = ends_with(3, &[("main.tf", &text), ("x.outlast.hcl", promised)]);
        assert!(!rules.iter().any(|rule| rule == "check-not-admitted"), "{groups}: {out}");
    }
    // What is made of known groups alone is known.
    for groups in [
        "toset([exoscale_security_group.nodes.id])",
        "distinct(compact([exoscale_security_group.nodes.id]))",
        "split(\",\", join(\",\", [exoscale_security_group.nodes.id]))",
    ] {
        let (out, rules) = ends_with(1, &[("main.tf", &BALANCED.replace("GROUPS", groups))]);
        assert!(rules.iter().any(|rule| rule == "check-not-admitted"), "{groups}: {out}");
    }
}

#[test]
fn groups_that_are_not_known_may_let_a_caller_in() {
    let rest = "variable \"groups\" {\n  type = list(string)\n}\n\
        resource \"exoscale_security_group\" \"shut\" {\n  name = \"shut\"\n}\n\
        resource \"exoscale_security_group\" \"open\" {\n  name = \"open\"\n}\n\
        resource \"exoscale_security_group_rule\" \"https\" {\n  \
        security_group_id = exoscale_security_group.open.id\n  type = \"INGRESS\"\n  \
        protocol = \"TCP\"\n  cidr = \"0.0.0.0/0\"\n  start_port = 443\n  end_port = 443\n}\n";
    let listens = KEPT.replace("  repair", "  listens = 443\n  repair");
    for (groups, code, rule) in [
        ("[exoscale_security_group.open.id]", 0, None),
        ("[exoscale_security_group.shut.id]", 1, Some("forbidden-need")),
        ("[exoscale_security_group.open.id, var.groups[0]]", 0, None),
        ("[exoscale_security_group.shut.id, var.groups[0]]", 3, Some("need-not-known")),
        ("concat(var.groups, [exoscale_security_group.shut.id])", 3, Some("need-not-known")),
        ("var.groups", 3, Some("need-not-known")),
    ] {
        let group = format!("disk_size   = 20\n  security_group_ids = {groups}");
        let text = format!("{rest}{}", WEB.replace("disk_size   = 20", &group));
        let (out, rules) = ends_with(code, &[("main.tf", &text), ("x.outlast.hcl", &listens)]);
        for word in ["forbidden-need", "need-not-known"] {
            let found = rules.iter().any(|it| it == word);
            assert_eq!(found, rule == Some(word), "{groups}: {word}: {out}");
        }
    }
}

#[test]
fn rules_and_checks_that_are_not_known_are_neither_there_nor_absent() {
    let variables = "variable \"u\" {\n  type = string\n}\nvariable \"n\" {\n  type = number\n}\n";
    let known = BALANCED
        .replace("GROUPS", "[exoscale_security_group.nodes.id]")
        .replace("port = 8080", "port = 80")
        .replace("mode = \"tcp\"", "mode = \"http\"\n    uri = \"/\"");
    let promised = "promise {\n  instance = { out = \"40s\" }\n}\n";
    ends_with(0, &[("main.tf", &known), ("x.outlast.hcl", promised)]);
    for (from, to) in [
        ("cidr              = \"0.0.0.0/0\"", "cidr = var.u"),
        ("protocol          = \"TCP\"", "protocol = var.u"),
        ("type              = \"INGRESS\"", "type = var.u"),
        ("start_port        = 80", "start_port = var.n"),
        ("security_group_id = exoscale_security_group.nodes.id", "security_group_id = var.u"),
        (
            "security_group_id = exoscale_security_group.nodes.id",
            "count = var.n\n  security_group_id = exoscale_security_group.nodes.id",
        ),
        ("    port = 80\n", "    port = var.n\n"),
        ("target_port      = 80", "target_port = var.n"),
        ("protocol         = \"tcp\"", "protocol = var.u"),
        ("[exoscale_security_group.nodes.id]", "[var.u]"),
    ] {
        assert!(known.contains(from), "{from}");
        let text = format!("{variables}{}", known.replacen(from, to, 1));
        eprintln!("with `{to}`:");
        let (out, rules) = ends_with(3, &[("main.tf", &text), ("x.outlast.hcl", promised)]);
        for never in ["check-not-admitted", "forbidden-need", "unused-rule", "broken-promise"] {
            assert!(!rules.iter().any(|rule| rule == never), "{to}: {out}");
        }
    }
}

#[test]
fn members_that_are_not_known_may_be_anybody() {
    let system = |group: &str| {
        format!(
            "variable \"networks\" {{\n  type = list(string)\n}}\n{group}\
             resource \"exoscale_security_group\" \"web\" {{\n  name = \"web\"\n}}\n\
             resource \"exoscale_security_group_rule\" \"in\" {{\n  \
             security_group_id = exoscale_security_group.web.id\n  type = \"INGRESS\"\n  protocol = \"TCP\"\n  \
             user_security_group_id = GROUP.id\n  start_port = 443\n  end_port = 443\n}}\n{}",
            WEB.replace(
                "disk_size   = 20",
                "disk_size   = 20\n  security_group_ids = [exoscale_security_group.web.id]"
            )
        )
    };
    let made = |sources: &str| {
        system(&format!(
            "resource \"exoscale_security_group\" \"op\" {{\n  name = \"op\"\n  {sources}\n}}\n"
        ))
        .replace("GROUP", "exoscale_security_group.op")
    };
    let read = system("data \"exoscale_security_group\" \"op\" {\n  name = \"op\"\n}\n")
        .replace("GROUP", "data.exoscale_security_group.op");
    let unknown = [
        made("external_sources = var.networks"),
        made("external_sources = concat([\"192.0.2.0/24\"], var.networks)"),
        made("external_sources = [var.networks[0]]"),
        read,
    ];
    for text in unknown {
        let scratch = Scratch::new();
        scratch.file("main.tf", &text);
        let ran = scratch.run(&["reach", "internet", "exoscale_compute_instance.web", "443"]);
        assert_eq!(ran.code, 3, "{text}{}{}", ran.out, ran.err);
        let (out, rules) = checked(&[("main.tf", &text)]);
        assert!(!rules.iter().any(|rule| rule == "unused-rule"), "{}", out.out);
    }
    let scratch = Scratch::new();
    scratch.file("main.tf", made(""));
    let ran = scratch.run(&["reach", "internet", "exoscale_compute_instance.web", "443"]);
    assert_eq!(ran.code, 1, "nobody is in it: {}{}", ran.out, ran.err);
}

// Advice.

#[test]
fn no_advice_opens_a_port_to_everybody() {
    let group = "resource \"exoscale_security_group\" \"g\" {\n  name = \"g\"\n}\n";
    let web = WEB.replace(
        "disk_size   = 20",
        "disk_size   = 20\n  security_group_ids = [exoscale_security_group.g.id]",
    );
    let text = "journey \"j\" {\n  enters = service.w\n}\nservice \"w\" {\n  \
                on      = exoscale_compute_instance.web\n  listens = 443\n}\n";
    let files = [("main.tf", &*format!("{group}{web}")), ("x.outlast.hcl", text)];
    let (out, rules) = ends_with(1, &files);
    assert!(rules.iter().any(|rule| rule == "forbidden-need"), "{out}");
    assert!(!out.contains("0.0.0.0/0") && !out.contains("mend: a rule"), "{out}");
}

#[test]
fn a_path_can_be_pasted() {
    let scratch = Scratch::new();
    let text = KEPT.replace("\"10h\"", "\"1s\"");
    scratch.file("my 'dir; x/main.tf", WEB).file("my 'dir; x/x.outlast.hcl", text);
    let ran = scratch.run(&["check", "my 'dir; x"]);
    assert!(ran.out.contains("'my '\\''dir; x'"), "{}", ran.out);
}

#[test]
fn a_rule_for_everybody_whose_ports_are_not_known_may_let_in_to_any() {
    let open = |ports: &str| {
        format!(
            "variable \"p\" {{\n  type = number\n}}\nresource \"exoscale_security_group\" \"g\" {{\n  \
             name = \"g\"\n}}\nresource \"exoscale_security_group_rule\" \"r\" {{\n  \
             security_group_id = exoscale_security_group.g.id\n  type = \"INGRESS\"\n  \
             protocol = \"TCP\"\n  cidr = \"0.0.0.0/0\"\n{ports}}}\n{}",
            WEB.replace(
                "disk_size   = 20",
                "disk_size   = 20\n  security_group_ids = [exoscale_security_group.g.id]"
            )
        )
    };
    let of_everybody = |rules: &[String]| rules.iter().any(|rule| rule == "open-to-everyone");
    for (ports, code, found) in [
        ("  start_port = 80\n  end_port = 80\n", 0, false),
        ("  start_port = 22\n  end_port = 22\n", 0, true),
        ("  start_port = var.p\n  end_port = var.p\n", 3, true),
        ("  start_port = 1\n  end_port = var.p\n", 3, true),
    ] {
        let files = [("main.tf", &*open(ports)), ("x.outlast.hcl", KEPT)];
        let (out, rules) = ends_with(code, &files);
        assert_eq!(of_everybody(&rules), found, "{ports}: {out}");
    }
}

#[test]
fn what_never_comes_back_keeps_no_availability() {
    let text = |rates: &str, repair: &str| {
        format!(
            "rates {{\n{rates}}}\njourney \"j\" {{\n  enters = service.w\n  promise {{\n    \
             availability = \"1%\"\n  }}\n}}\nservice \"w\" {{\n  \
             on = exoscale_compute_instance.web\n  repair = {repair}\n}}\n\
             people \"o\" {{\n  answers = \"5m\"\n}}\n"
        )
    };
    let once = "  process = { rate = \"1/y\" }\n";
    let broken = |text: String| {
        let (ran, rules) = checked(&[("main.tf", WEB), ("x.outlast.hcl", &*text)]);
        (ran.code == 1, rules.iter().any(|rule| rule == "availability-broken"))
    };
    assert_eq!(broken(text(once, "\"none\"")), (true, true));
    // What never happens takes nothing, and what is mended takes its time alone: the rest is unknown.
    assert_eq!(broken(text("  process = { rate = \"0/y\" }\n", "\"none\"")), (false, false));
    let mended = "{ by = people.o, detect = \"1m\", takes = \"1m\" }";
    assert_eq!(broken(text(once, mended)), (false, false));
}

#[test]
fn where_a_part_may_run_is_a_place_or_a_machine() {
    let placed = |only: &str| {
        KEPT.replace("  repair", &format!("  placed = {{ only_on = {only} }}\n  repair"))
    };
    let none = placed("[service.w]");
    let (out, _) = ends_with(2, &[("main.tf", WEB), ("x.outlast.hcl", &none)]);
    assert!(out.contains("nothing can run on"), "{out}");
    let here = placed("[exoscale_compute_instance.web]");
    ends_with(0, &[("main.tf", WEB), ("x.outlast.hcl", &here)]);
}

#[test]
fn one_of_several_values_that_is_not_known_is_named() {
    let site = |network: &str| {
        format!("{KEPT}place \"office\" {{\n  kind = \"site\"\n  network = {network}\n}}\n")
    };
    let variable = "variable \"x\" {\n  type = string\n}\n";
    let main = format!("{variable}{WEB}");
    for (network, code) in [
        ("[\"192.168.10.0/24\", \"192.168.11.0/24\"]", 0),
        ("[\"192.168.10.0/24\", var.x]", 3),
        ("var.x", 3),
    ] {
        let text = site(network);
        let (out, rules) = ends_with(code, &[("main.tf", &*main), ("x.outlast.hcl", &*text)]);
        assert_eq!(rules.iter().any(|rule| rule == "unknown-value"), code == 3, "{network}: {out}");
    }
}
