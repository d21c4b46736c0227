//! The same configuration as text, as a plan beside its text, and as a plan alone gives the same
//! model; renaming files and reordering blocks changes nothing.

use crate::running::{SMALL, Scratch};
use serde_json::{Value, json};

/// The facts of a model: what it says without where it is written.
fn facts(scratch: &Scratch, arguments: &[&str]) -> Value {
    let ran = scratch.run(&[&["model", "--format", "json"], arguments].concat());
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let mut document: Value = serde_json::from_str(&ran.out).unwrap();
    without_places(&mut document);
    document["name"] = Value::Null;
    document["things"].as_array_mut().unwrap().sort_by_key(ToString::to_string);
    document
}

fn without_places(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.remove("span");
            object.values_mut().for_each(without_places);
        }
        Value::Array(items) => items.iter_mut().for_each(without_places),
        _ => {}
    }
}

/// One resource of a plan: what is known, what is not, and what stands behind it.
fn resource(
    kind: &str,
    name: &str,
    after: Value,
    unknown: Value,
    expressions: Value,
) -> [Value; 2] {
    let address = format!("{kind}.{name}");
    let provider = "registry.terraform.io/exoscale/exoscale";
    let change = json!({
        "address": address, "mode": "managed", "type": kind, "name": name,
        "provider_name": provider,
        "change": { "actions": ["create"], "before": null, "after": after, "after_unknown": unknown },
    });
    let configuration = json!({
        "address": address, "mode": "managed", "type": kind, "name": name,
        "provider_config_key": "exoscale", "expressions": expressions, "schema_version": 0,
    });
    [change, configuration]
}

/// What `terraform show -json` prints of a plan of `SMALL`, as far as the format demands it.
fn plan() -> String {
    let constant = |value: Value| json!({ "constant_value": value });
    let group =
        json!({ "references": ["exoscale_security_group.web.id", "exoscale_security_group.web"] });
    let stated = |pairs: &[(&str, Value)]| {
        let all = pairs.iter().map(|(name, value)| ((*name).to_string(), value.clone()));
        Value::Object(all.collect())
    };
    let constants = |pairs: &[(&str, Value)]| {
        let all = pairs.iter().map(|(name, value)| ((*name).to_string(), constant(value.clone())));
        Value::Object(all.collect())
    };
    let rule = [
        ("type", json!("INGRESS")),
        ("protocol", json!("TCP")),
        ("cidr", json!("0.0.0.0/0")),
        ("start_port", json!(443)),
        ("end_port", json!(443)),
    ];
    let instance = [
        ("zone", json!("ch-gva-2")),
        ("name", json!("web")),
        ("template_id", json!("20cd9f2a-8ea4-4ef1-ae73-6d5ffb3d6b5d")),
        ("type", json!("standard.medium")),
        ("disk_size", json!(10)),
    ];
    let name = [("name", json!("web"))];
    let mut rule_expressions = constants(&rule);
    rule_expressions["security_group_id"] = group.clone();
    let mut instance_expressions = constants(&instance);
    instance_expressions["security_group_ids"] = group;
    let all = [
        resource(
            "exoscale_security_group",
            "web",
            stated(&name),
            json!({"id": true}),
            constants(&name),
        ),
        resource(
            "exoscale_security_group_rule",
            "https",
            stated(&rule),
            json!({"id": true, "security_group_id": true}),
            rule_expressions,
        ),
        resource(
            "exoscale_compute_instance",
            "web",
            stated(&instance),
            json!({"id": true, "public_ip_address": true, "security_group_ids": true}),
            instance_expressions,
        ),
    ];
    let [changes, configurations] =
        [0, 1].map(|at| all.iter().map(|it| it[at].clone()).collect::<Vec<_>>());
    json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": { "root_module": {} },
        "resource_changes": changes,
        "configuration": {
            "provider_config": {
                "exoscale": { "name": "exoscale", "full_name": "registry.terraform.io/exoscale/exoscale" },
            },
            "root_module": { "resources": configurations },
        },
    })
    .to_string()
}

#[test]
fn text_and_plan_give_the_same_model() {
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL);
    let text = facts(&scratch, &[]);
    scratch.file("plan.json", plan());
    assert_eq!(text, facts(&scratch, &[".", "plan.json"]), "a plan beside its text");
    let alone = Scratch::new();
    alone.file("plan.json", plan());
    assert_eq!(text, facts(&alone, &["plan.json"]), "a plan alone");
}

#[test]
fn names_of_files_and_the_order_of_blocks_change_nothing() {
    let one = Scratch::new();
    one.file("main.tf", SMALL);
    let blocks: Vec<&str> = SMALL.trim().split("\n\n").collect();
    let other = Scratch::new();
    for (at, block) in blocks.iter().rev().enumerate() {
        other.file(&format!("z{at}.tf"), block);
    }
    assert_eq!(facts(&one, &[]), facts(&other, &[]));
}

#[test]
fn json_that_is_no_plan_is_refused() {
    let scratch = Scratch::new();
    scratch.file("other.json", "{\"a\": 1}");
    let ran = scratch.run(&["check", "other.json"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.out.contains("terraform show -json"), "{}", ran.out);
}
