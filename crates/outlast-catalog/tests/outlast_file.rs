//! The outlast file beside real Terraform: counts, maps, modules, locals, and where errors point.

use outlast_catalog::{Lowered, Overrides, lower};
use outlast_findings::{Severity, Sources};
use outlast_model::{Kind, Part, Rearm, Rotation};
use outlast_terraform::{FileKind, Input, InputFile, evaluate};

const INSTANCE: &str = r#"
  zone        = "ch-gva-2"
  name        = "x"
  type        = "standard.small"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 20
}
"#;

const EDGE: &str = r#"
resource "exoscale_elastic_ip" "checked" {
  zone = "ch-gva-2"
  healthcheck {
    mode = "tcp"
    port = 443
  }
}

resource "exoscale_domain_record" "www" {
  domain      = "example.com"
  name        = "www"
  record_type = "A"
  ttl         = 300
  content     = exoscale_elastic_ip.checked.ip_address
}
"#;

/// Terraform with a count, a map, a module and locals.
fn terraform() -> Vec<(&'static str, String)> {
    let main = format!(
        "locals {{\n  pause = \"5s\"\n  front = exoscale_compute_instance.web\n  zone = \"ch-gva-2\"\n}}\n\
         variable \"wait\" {{\n  type = string\n}}\n\
         resource \"exoscale_compute_instance\" \"web\" {{\n  count = 2\n{INSTANCE}\
         resource \"exoscale_compute_instance\" \"db\" {{\n  for_each = {{ a = 1, b = 2 }}\n{INSTANCE}\
         resource \"exoscale_compute_instance\" \"off\" {{\n  count = 0\n{INSTANCE}\
         module \"lb\" {{\n  source = \"./lb\"\n}}\n{EDGE}"
    );
    let module =
        format!("resource \"exoscale_compute_instance\" \"lb\" {{\n  count = 2\n{INSTANCE}");
    vec![("main.tf", main), ("lb/main.tf", module)]
}

fn lowered(outlast: &str) -> (Lowered, Sources) {
    lowered_with(outlast, &Overrides::new())
}

fn lowered_with(outlast: &str, overrides: &Overrides) -> (Lowered, Sources) {
    let mut sources = Sources::new();
    let mut files = Vec::new();
    for (path, text) in terraform() {
        let id = sources.add(path, &text);
        files.push(InputFile { id, path: path.to_string(), kind: FileKind::Tf });
    }
    let outlast = sources.add("shop.outlast.hcl", outlast);
    let evaluated = evaluate(&Input { files, ..Input::default() }, &sources);
    let errors =
        evaluated.configuration.problems.iter().filter(|it| it.severity == Severity::Error);
    assert_eq!(errors.count(), 0);
    let lowered = lower("shop", &evaluated, &[outlast], &sources, overrides);
    (lowered, sources)
}

/// The machines that a part runs on, by address.
fn machines(lowered: &Lowered, part: &Part) -> Vec<String> {
    let seat = |copy: &outlast_model::Copy| match copy.seat {
        outlast_model::Seat::Machine(id) => Some(lowered.model.machine(id).address.clone()),
        outlast_model::Seat::Place(_) => None,
    };
    part.copies.iter().filter_map(seat).collect()
}

fn on(expression: &str) -> Result<Vec<String>, Vec<String>> {
    let (lowered, _) = lowered(&format!("service \"s\" {{\n  on = {expression}\n}}\n"));
    let problems: Vec<_> = lowered
        .findings
        .iter()
        .filter(|it| it.severity > Severity::Note && it.rule != "no-target")
        .map(|it| it.labels[0].text.clone())
        .collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let part = lowered.model.part(lowered.model.part_at("service.s").unwrap());
    Ok(machines(&lowered, part))
}

fn all(names: &[&str]) -> Result<Vec<String>, Vec<String>> {
    Ok(names.iter().map(|name| format!("exoscale_compute_instance.{name}")).collect())
}

#[test]
fn references_reach_counts_maps_splats_locals_and_modules() {
    assert_eq!(on("exoscale_compute_instance.web"), all(&["web[0]", "web[1]"]));
    assert_eq!(on("exoscale_compute_instance.web[*]"), all(&["web[0]", "web[1]"]));
    assert_eq!(on("exoscale_compute_instance.web[1]"), all(&["web[1]"]));
    assert_eq!(on("exoscale_compute_instance.web[1].id"), all(&["web[1]"]));
    assert_eq!(on("exoscale_compute_instance.db"), all(&["db[\"a\"]", "db[\"b\"]"]));
    assert_eq!(on("exoscale_compute_instance.db[\"b\"]"), all(&["db[\"b\"]"]));
    assert_eq!(on("local.front"), all(&["web[0]", "web[1]"]));
    assert_eq!(on("[for it in local.front : it]"), all(&["web[0]", "web[1]"]));
    assert_eq!(on("values(exoscale_compute_instance.db)"), all(&["db[\"a\"]", "db[\"b\"]"]));
    assert_eq!(
        on("[exoscale_compute_instance.web[0], exoscale_compute_instance.db[\"a\"]]"),
        all(&["web[0]", "db[\"a\"]"])
    );
    let lb = |names: &[&str]| {
        Ok(names.iter().map(|it| format!("module.lb.exoscale_compute_instance.{it}")).collect())
    };
    assert_eq!(on("module.lb.exoscale_compute_instance.lb"), lb(&["lb[0]", "lb[1]"]));
    assert_eq!(on("module.lb.exoscale_compute_instance.lb[1]"), lb(&["lb[1]"]));
}

#[test]
fn references_to_nothing_are_errors() {
    let wrong = on("exoscale_compute_instance.wbe").unwrap_err();
    assert!(wrong[0].contains("exoscale_compute_instance.wbe"), "{wrong:?}");
    let empty = on("exoscale_compute_instance.off").unwrap_err();
    assert_eq!(empty, ["`service.s` runs on no instance: its `on` is empty"]);
    let quoted = on("\"exoscale_compute_instance.web\"").unwrap_err();
    assert_eq!(quoted, ["`exoscale_compute_instance.web` is no reference"]);
    let unset = on("var.wait").unwrap_err();
    assert!(unset[0].starts_with("what this refers to is not known"), "{unset:?}");
}

#[test]
fn locals_are_values_and_an_unset_variable_is_said() {
    let text = "service \"web\" {\n  on = local.front\n}\nservice \"lb\" {\n  on = \
                module.lb.exoscale_compute_instance.lb\n  balances = service.web\n  check = { every = \
                local.pause, timeout = var.wait }\n}\n";
    let (lowered, sources) = lowered(text);
    let unknown = lowered.findings.iter().find(|it| it.rule == "unknown-value").unwrap();
    assert_eq!(sources.slice(unknown.labels[0].span), "var.wait");
    let part = lowered.model.part(lowered.model.part_at("service.lb").unwrap());
    let Kind::Router(router) = &part.kind else { panic!() };
    let Rotation::Checked(check) = &router.rotation else { panic!() };
    assert_eq!(check.interval.value().unwrap().lo, 5 * outlast_model::SECOND);
    assert_eq!(check.timeout.provenance(), "unknown");
}

#[test]
fn a_broken_block_does_not_hide_the_others() {
    let text = "service \"a\" {\n  on = (\n}\nservice \"b\" {\n  on = local.front\n}\n";
    let (lowered, _) = lowered(text);
    assert!(lowered.model.part_at("service.b").is_some());
    assert!(lowered.findings.iter().any(|it| it.severity == Severity::Error));
}

#[test]
fn order_of_blocks_changes_nothing_but_numbers() {
    let blocks = [
        "service \"web\" {\n  on = local.front\n  listens = 443\n  calls = database.shop\n}\n",
        "database \"shop\" {\n  on = exoscale_compute_instance.db[\"a\"]\n  repair = { by = people.ops, \
         detect = \"1m\", takes = \"1h\" }\n}\n",
        "people \"ops\" {\n  answers = \"15m\"\n}\n",
        "journey \"buy\" {\n  enters = service.web\n}\n",
    ];
    let forward: String = blocks.concat();
    let backward: String = blocks.iter().rev().copied().collect();
    let words = |text: &str| {
        let (lowered, _) = lowered(text);
        assert!(lowered.findings.iter().all(|it| it.severity < Severity::Error));
        let mut parts: Vec<_> = lowered
            .model
            .parts
            .iter()
            .map(|it| {
                (it.address.clone(), it.needs.len(), it.copies.clone(), !it.repairs.is_empty())
            })
            .collect();
        parts.sort_by(|a, b| a.0.cmp(&b.0));
        parts
    };
    assert_eq!(words(&forward), words(&backward));
}

#[test]
fn findings_can_be_silenced_in_both_kinds_of_files() {
    let (lowered, sources) = lowered(
        "# outlast: allow(single-copy) the archive can be made again\nservice \"a\" {\n  on = \
         exoscale_compute_instance.web[0]\n}\n",
    );
    let [allow] = lowered.allows.as_slice() else { panic!("{:?}", lowered.allows) };
    assert_eq!(
        (allow.rule.as_str(), allow.reason.as_str()),
        ("single-copy", "the archive can be made again")
    );
    assert!(sources.slice(allow.covers).starts_with("service \"a\""));
}

#[test]
fn what_terraform_says_is_not_said_again_in_another_way() {
    let clashes = [
        (
            "name \"www\" {\n  of = exoscale_domain_record.www\n  remembers = \"1h\"\n}\n",
            "another TTL than the record has",
        ),
        (
            "address \"www\" {\n  of = exoscale_elastic_ip.checked\n  check = { every = \"1s\" }\n}\n",
            "a check beside the one of the resource",
        ),
        (
            "address \"www\" {\n  of = exoscale_elastic_ip.checked\n  failover = { by = people.ops, detect = \
             \"1m\", takes = \"1m\" }\n}\npeople \"ops\" {\n  answers = \"1m\"\n}\n",
            "two ways of losing a dead target",
        ),
    ];
    for (text, expected) in clashes {
        let (lowered, _) = lowered(text);
        let twice: Vec<_> =
            lowered.findings.iter().filter(|it| it.rule == "written-twice").collect();
        assert_eq!(twice.len(), 1, "{:?}", lowered.findings);
        assert_eq!(twice[0].labels[0].text, expected);
    }
    let (same, _) =
        lowered("name \"www\" {\n  of = exoscale_domain_record.www\n  remembers = \"5m\"\n}\n");
    assert!(!same.findings.iter().any(|it| it.rule == "written-twice"), "the same is no clash");
}

/// How the elastic IP's check re-arms, and how that is known.
fn rearm(lowered: &Lowered) -> (Option<Rearm>, &'static str) {
    let eip = lowered.model.part_at("exoscale_elastic_ip.checked").unwrap();
    let Kind::Router(router) = &lowered.model.part(eip).kind else { panic!() };
    let Rotation::Checked(check) = &router.rotation else { panic!() };
    (check.rearm.value().copied(), check.rearm.provenance())
}

#[test]
fn assumptions_are_replaced_by_the_file_and_turned_round_by_the_caller() {
    let (plain, _) = lowered("");
    assert_eq!(rearm(&plain), (None, "unknown"));
    let text =
        "assume \"eip-rearm\" {\n  value = \"end\"\n  of    = exoscale_elastic_ip.checked\n}\n";
    let (stated, _) = lowered(text);
    assert_eq!(rearm(&stated), (Some(Rearm::End), "stated"));
    let mut overrides = Overrides::new();
    overrides.set("eip-rearm", "", "start", None);
    let (turned, _) = lowered_with("", &overrides);
    assert_eq!(rearm(&turned), (Some(Rearm::Start), "assumed"));
}
