//! References between resources: the same origins from text, plan and state.

use crate::common;

use outlast_findings::FileId;
use outlast_terraform::{Configuration, Evaluated, Key, Origin, Value, evaluate, plan};
use serde_json::json;

fn read(text: &str) -> Configuration {
    let (input, sources) = common::input(&[("main.tf", text)]);
    let configuration = evaluate(&input, &sources).configuration;
    assert_eq!(configuration.problems, vec![]);
    configuration
}

/// A value inside an instance, by names and indexes.
fn at<'a>(configuration: &'a Configuration, address: &str, path: &[&str]) -> &'a Value {
    let resource = configuration.resource(address).unwrap_or_else(|| panic!("{address}"));
    let mut value = &resource.values[path[0]];
    for step in &path[1..] {
        value = match step.parse() {
            Ok(index) => value.item(index).unwrap_or_else(|| panic!("{value:?} {step}")),
            Err(_) => value.get(step).unwrap_or_else(|| panic!("{value:?} {step}")),
        };
    }
    value
}

fn origin(configuration: &Configuration, address: &str, path: &[&str]) -> String {
    let value = at(configuration, address, path);
    value.origin.as_ref().map_or_else(String::new, |o| format!("{} {}", o.resource, o.path))
}

const TEXT: &str = r#"
locals {
  ports = { http = 80, https = 443 }
}

data "cloud_template" "linux" {
  name = "Linux"
}

resource "cloud_network" "lan" {
  zone = "z1"
}

resource "cloud_group" "web" {
  name = "web"
}

resource "cloud_rule" "in" {
  for_each = local.ports
  group_id = cloud_group.web.id
  port     = each.value
}

resource "cloud_address" "public" {
  count = 2
  zone  = "z1"
}

resource "cloud_instance" "web" {
  count       = 2
  zone        = cloud_network.lan.zone
  template_id = data.cloud_template.linux.id
  group_ids   = [cloud_group.web.id]
  address_ids = [cloud_address.public[count.index].id]

  network_interface {
    network_id = cloud_network.lan.id
  }

  dynamic "port" {
    for_each = local.ports
    iterator = it
    content {
      name   = it.key
      number = it.value
      owner  = cloud_group.web.id
    }
  }
}

resource "cloud_record" "web" {
  content  = cloud_address.public[0].ip_address
  backends = cloud_instance.web[*].id
  note     = "to ${cloud_address.public[1].ip_address}"
  inner    = cloud_instance.web[1].network_interface[0].ip_address
  block    = cloud_instance.web[0].network_interface
  same     = cloud_instance.web[0].group_ids
}
"#;

#[test]
fn text_gives_origins() {
    let read = read(TEXT);
    let web = "cloud_instance.web[1]";
    assert_eq!(origin(&read, web, &["group_ids", "0"]), "cloud_group.web id");
    assert_eq!(origin(&read, web, &["address_ids", "0"]), "cloud_address.public[1] id");
    assert_eq!(
        origin(&read, web, &["network_interface", "0", "network_id"]),
        "cloud_network.lan id"
    );
    assert_eq!(origin(&read, web, &["zone"]), "cloud_network.lan zone");
    assert_eq!(at(&read, web, &["zone"]).as_str(), Some("z1"));
    assert_eq!(origin(&read, web, &["template_id"]), "data.cloud_template.linux id");
    let why = &at(&read, web, &["template_id"]).as_unknown().unwrap().why;
    assert_eq!(why, "read by a data source");
    assert_eq!(origin(&read, web, &["port", "1", "owner"]), "cloud_group.web id");
    assert_eq!(at(&read, web, &["port", "1", "name"]).as_str(), Some("https"));
    assert_eq!(at(&read, web, &["port", "1", "number"]).as_i64(), Some(443));
    let record = "cloud_record.web";
    assert_eq!(origin(&read, record, &["content"]), "cloud_address.public[0] ip_address");
    assert_eq!(origin(&read, record, &["backends", "1"]), "cloud_instance.web[1] id");
    assert_eq!(
        origin(&read, record, &["inner"]),
        "cloud_instance.web[1] network_interface[0].ip_address"
    );
    let note = at(&read, record, &["note"]).as_unknown().unwrap();
    assert_eq!(note.why, "known after apply");
    assert_eq!(note.origins, [Origin::new("cloud_address.public[1]", "ip_address")]);
    assert_eq!(origin(&read, record, &["same"]), "cloud_instance.web[0] group_ids");
    assert_eq!(origin(&read, record, &["same", "0"]), "cloud_group.web id");
    assert_eq!(
        read.resource("cloud_rule.in[\"http\"]").unwrap().key,
        Some(Key::Name("http".into()))
    );
    assert_eq!(origin(&read, "cloud_rule.in[\"https\"]", &["group_id"]), "cloud_group.web id");
}

#[test]
fn a_resource_is_its_object() {
    let (input, sources) = common::input(&[("main.tf", TEXT)]);
    let scope = evaluate(&input, &sources).scope;
    let value = |text: &str| {
        let syntax = hcl_edit::parser::parse_expr(text).unwrap();
        scope.evaluate(&syntax, FileId(0)).unwrap()
    };
    let all = value("cloud_instance.web[*]");
    let addresses: Vec<String> =
        all.items().iter().map(|item| item.origin.as_ref().unwrap().resource.clone()).collect();
    assert_eq!(addresses, ["cloud_instance.web[0]", "cloud_instance.web[1]"]);
    let one = value("cloud_group.web");
    assert_eq!(*one.origin.unwrap(), Origin::new("cloud_group.web", ""));
    assert_eq!(value("local.ports.http").as_i64(), Some(80));
    let both = value("[cloud_group.web, cloud_rule.in[\"http\"]]");
    let second = both.items()[1].origin.as_ref().unwrap();
    assert_eq!(second.resource, "cloud_rule.in[\"http\"]");
}

#[test]
fn an_unknown_number_of_instances_is_one_that_stands_for_all() {
    let read = read(
        "variable \"n\" {\n}\nresource \"a_b\" \"x\" {\n  count = var.n\n  zone = \"z\"\n}\n\
         resource \"a_c\" \"y\" {\n  ids = a_b.x[*].id\n  first = a_b.x[0].id\n}\n\
         resource \"a_d\" \"each\" {\n  for_each = { for r in a_b.x : r.id => r }\n  k = each.key\n}\n",
    );
    let stand_in = read.resource("a_b.x").unwrap();
    assert!(stand_in.count_unknown.as_ref().unwrap().contains("variable `n` has no value"));
    assert_eq!(stand_in.values["zone"].as_str(), Some("z"));
    let unknown = at(&read, "a_c.y", &["ids"]).as_unknown().unwrap();
    assert_eq!(unknown.origins, [Origin::new("a_b.x", "id")]);
    assert_eq!(origin(&read, "a_c.y", &["first"]), "a_b.x id");
    assert!(read.resource("a_d.each").unwrap().count_unknown.is_some());
}

fn plan_json() -> String {
    json!({
        "format_version": "1.2",
        "resource_changes": [
            {"address": "cloud_group.web", "type": "cloud_group", "name": "web", "mode": "managed",
             "change": {"actions": ["create"], "after": {"name": "web"}, "after_unknown": {"id": true}}},
            {"address": "cloud_network.lan", "type": "cloud_network", "name": "lan", "mode": "managed",
             "change": {"actions": ["create"], "after": {}, "after_unknown": {"id": true}}},
            {"address": "cloud_address.public[0]", "type": "cloud_address", "name": "public", "index": 0,
             "mode": "managed",
             "change": {"actions": ["create"], "after": {}, "after_unknown": {"id": true}}},
            {"address": "cloud_address.public[1]", "type": "cloud_address", "name": "public", "index": 1,
             "mode": "managed",
             "change": {"actions": ["create"], "after": {}, "after_unknown": {"id": true}}},
            {"address": "cloud_old.gone", "type": "cloud_old", "name": "gone", "mode": "managed",
             "change": {"actions": ["delete"], "after": null, "after_unknown": {}}},
            {"address": "module.m.cloud_instance.web[1]", "type": "cloud_instance", "name": "web",
             "module_address": "module.m", "index": 1, "mode": "managed",
             "change": {"actions": ["create"],
                "after": {"zone": "z1", "group_ids": [null], "network_interface": [{}], "null": null},
                "after_unknown": {"id": true, "group_ids": [true], "address_ids": true,
                    "local_id": true,
                    "network_interface": [{"network_id": true, "ip_address": true}]}}}
        ],
        "configuration": {
            "provider_config": {
                "cloud": {"name": "cloud", "expressions": {"zone": {"constant_value": "z1"}}}},
            "root_module": {
                "module_calls": {"m": {
                    "source": "./m",
                    "expressions": {
                        "groups": {"references": ["cloud_group.web.id", "cloud_group.web"]},
                        "addresses": {"references": ["cloud_address.public"]},
                        "network": {"references": ["cloud_network.lan"]}
                    },
                    "module": {"resources": [{
                        "address": "cloud_instance.web", "mode": "managed", "type": "cloud_instance",
                        "name": "web", "provider_config_key": "m:cloud.geneva",
                        "expressions": {
                            "zone": {"constant_value": "z1"},
                            "group_ids": {"references": ["var.groups"]},
                            "address_ids": {"references": ["var.addresses"]},
                            "local_id": {"references": ["local.x"]},
                            "network_interface": [
                                {"network_id": {"references": ["var.network.id", "var.network"]}}]
                        },
                        "count_expression": {"constant_value": 2}
                    }]}
                }}
            }
        }
    })
    .to_string()
}

#[test]
fn a_plan_gives_origins_through_modules() {
    let read = plan::configuration(&plan_json(), FileId(0));
    let web = "module.m.cloud_instance.web[1]";
    assert_eq!(read.resources.len(), 5);
    assert_eq!(origin(&read, web, &["group_ids", "0"]), "cloud_group.web id");
    assert_eq!(
        origin(&read, web, &["network_interface", "0", "network_id"]),
        "cloud_network.lan id"
    );
    assert_eq!(
        origin(&read, web, &["network_interface", "0", "ip_address"]),
        format!("{web} network_interface[0].ip_address")
    );
    assert_eq!(origin(&read, web, &["id"]), format!("{web} id"));
    assert_eq!(origin(&read, web, &["address_ids"]), "cloud_address.public[1] ");
    let lost = at(&read, web, &["local_id"]).as_unknown().unwrap();
    assert!(lost.origins.is_empty() && lost.why.contains("does not spell out"), "{lost:?}");
    let resource = read.resource(web).unwrap();
    assert!(!resource.values.contains_key("null"));
    assert_eq!(resource.provider, "cloud.geneva");
    assert_eq!(resource.block, "module.m.cloud_instance.web");
    assert_eq!(read.providers[0].values["zone"].as_str(), Some("z1"));
}

const GROUP: &str = "0d7a9a5c-3d2c-4f5e-9a44-0c1d6c1a0001";

fn state_json() -> String {
    json!({
        "format_version": "1.0",
        "values": {"root_module": {
            "resources": [
                {"address": "cloud_group.web", "mode": "managed", "type": "cloud_group", "name": "web",
                 "provider_name": "registry.terraform.io/cloud/cloud",
                 "values": {"id": GROUP, "name": "web"}},
                {"address": "cloud_address.public[0]", "mode": "managed", "type": "cloud_address",
                 "name": "public", "index": 0, "values": {"id": "a-0", "ip_address": "192.0.2.10"}},
                {"address": "cloud_record.web", "mode": "managed", "type": "cloud_record", "name": "web",
                 "depends_on": ["cloud_address.public"],
                 "values": {"id": "r", "content": "192.0.2.10", "note": "web"}},
                {"address": "cloud_record.other", "mode": "managed", "type": "cloud_record",
                 "name": "other", "values": {"id": "o", "content": "192.0.2.10"}}
            ],
            "child_modules": [{"address": "module.m", "resources": [
                {"address": "module.m.cloud_instance.web[0]", "mode": "managed",
                 "type": "cloud_instance", "name": "web", "index": 0,
                 "depends_on": ["cloud_address.public"],
                 "values": {"id": "i-0", "group_ids": [GROUP], "address_id": "a-0", "gone": null}}
            ]}]
        }}
    })
    .to_string()
}

#[test]
fn a_state_is_joined_by_ids() {
    let read = plan::configuration(&state_json(), FileId(0));
    let web = "module.m.cloud_instance.web[0]";
    assert_eq!(read.resource(web).unwrap().module, "module.m");
    assert_eq!(origin(&read, web, &["group_ids", "0"]), "cloud_group.web id");
    assert_eq!(origin(&read, web, &["address_id"]), "cloud_address.public[0] id");
    assert_eq!(
        origin(&read, "cloud_record.web", &["content"]),
        "cloud_address.public[0] ip_address"
    );
    // Nothing says that these belong together.
    assert_eq!(origin(&read, "cloud_record.web", &["note"]), "");
    assert_eq!(origin(&read, "cloud_record.other", &["content"]), "");
    assert_eq!(read.resource("cloud_group.web").unwrap().provider, "cloud");
}

#[test]
fn a_state_alone_has_names_for_other_files() {
    let scope = Evaluated::stated(plan::configuration(&state_json(), FileId(0))).scope;
    let value =
        |text: &str| scope.evaluate(&hcl_edit::parser::parse_expr(text).unwrap(), FileId(0));
    let all = value("cloud_address.public[*]").unwrap();
    assert_eq!(all.items()[0].origin.as_ref().unwrap().resource, "cloud_address.public[0]");
    assert_eq!(value("cloud_group.web.name").unwrap().as_str(), Some("web"));
    let wrong = value("cloud_group.wbe.name").unwrap_err();
    assert!(wrong.notes[0].text.contains("`cloud_group.web`"), "{wrong:?}");
}

#[test]
fn a_state_beside_the_text_fills_in_what_is_unknown() {
    let text = "resource \"cloud_address\" \"public\" {\n  count = 1\n}\n\
                resource \"cloud_record\" \"web\" {\n  content = cloud_address.public[0].ip_address\n}\n";
    let (mut input, sources) = common::input(&[("main.tf", text)]);
    input.known = plan::known(&state_json(), FileId(0)).unwrap();
    let read = evaluate(&input, &sources).configuration;
    let content = at(&read, "cloud_record.web", &["content"]);
    assert_eq!(content.as_str(), Some("192.0.2.10"));
    assert_eq!(
        origin(&read, "cloud_record.web", &["content"]),
        "cloud_address.public[0] ip_address"
    );
    assert_eq!(read.resources.len(), 2);
}

#[test]
fn providers_are_followed_through_modules() {
    let root = "provider \"cloud\" {\n  zone = \"a\"\n}\nprovider \"cloud\" {\n  alias = \"geneva\"\n}\n\
                module \"m\" {\n  source = \"./m\"\n  providers = {\n    cloud = cloud.geneva\n  }\n}\n\
                resource \"cloud_x\" \"a\" {\n}\nresource \"cloud_x\" \"b\" {\n  provider = cloud.geneva\n}\n";
    let (input, sources) =
        common::input(&[("main.tf", root), ("m/main.tf", "resource \"cloud_x\" \"c\" {\n}\n")]);
    let read = evaluate(&input, &sources).configuration;
    let provider = |address: &str| read.resource(address).unwrap().provider.clone();
    assert_eq!(provider("cloud_x.a"), "cloud");
    assert_eq!(provider("cloud_x.b"), "cloud.geneva");
    assert_eq!(provider("module.m.cloud_x.c"), "cloud.geneva");
    assert_eq!(read.providers.len(), 2);
}
