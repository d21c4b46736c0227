//! Plans and states of a wrong shape are errors that say where; raw state files are read.

use outlast_findings::FileId;
use outlast_terraform::{Configuration, plan};
use serde_json::{Value as Json, json};

fn read(json: &Json) -> Configuration {
    plan::configuration(&json.to_string(), FileId(0))
}

fn change(address: &str) -> Json {
    json!({
        "address": address, "mode": "managed", "type": "x_y", "name": "a",
        "change": { "actions": ["create"], "before": null, "after": { "size": 1 } }
    })
}

fn resource(address: &str) -> Json {
    let name = address.rsplit('.').next();
    json!({ "address": address, "mode": "managed", "type": "x_y", "name": name, "values": {} })
}

fn plan_of(changes: Json) -> Json {
    json!({ "format_version": "1.2", "resource_changes": changes })
}

fn state_of(module: Json) -> Json {
    json!({ "format_version": "1.0", "values": { "root_module": module } })
}

#[test]
fn plans_of_the_wrong_shape_are_refused_with_the_place() {
    let without = |name: &str| {
        let mut change = change("x_y.a");
        change.as_object_mut().unwrap().remove(name);
        plan_of(json!([change]))
    };
    let with = |name: &str, value: Json| {
        let mut change = change("x_y.a");
        change[name] = value;
        plan_of(json!([change]))
    };
    let wrong = [
        (json!([]), "an object is needed"),
        (json!({}), "neither a plan nor a state"),
        (json!({ "hello": 1, "format_version": "1" }), "format version"),
        (json!({ "hello": 1, "format_version": "1.0" }), "neither a plan nor a state"),
        (json!({ "format_version": "99.0", "values": {} }), "format version \"99.0\""),
        (json!({ "format_version": "2.0", "values": {} }), "format version"),
        (json!({ "format_version": "1.x", "values": {} }), "format version"),
        (json!({ "format_version": "1.0", "values": "x" }), "values: an object is needed"),
        (json!({ "format_version": "1.2", "planned_values": "x" }), "planned_values: an object"),
        (plan_of(json!({ "a": 1 })), "resource_changes: a list is needed"),
        (plan_of(json!([1])), "resource_changes[0]: an object is needed"),
        (plan_of(json!([change("x_y.a"), "x"])), "resource_changes[1]: an object"),
        (plan_of(json!([change("x_y.a"), change("x_y.a")])), "`x_y.a` is there twice"),
        (without("change"), "resource_changes[0]: `change` is missing"),
        (without("address"), "resource_changes[0]: `address` is missing"),
        (without("mode"), "`mode` is missing"),
        (with("mode", json!("wild")), "resource_changes[0].mode: `wild`"),
        (with("index", json!(-1)), "resource_changes[0].index"),
        (with("index", json!([])), "resource_changes[0].index"),
        (with("change", json!([])), "resource_changes[0].change: an object"),
        (with("change", json!({ "actions": "x" })), "resource_changes[0].change.actions"),
        (with("change", json!({ "actions": ["create"], "after": 1 })), "change.after: an object"),
        (
            with("change", json!({ "actions": ["frob"], "after": {} })),
            "change.actions[0]: \"frob\"",
        ),
        (with("change", json!({ "actions": [], "after": {} })), "`actions` is missing"),
        (with("change", json!({ "actions": ["create"], "after": null })), "`after` is missing"),
        (
            with("change", json!({ "actions": ["delete"], "after": {} })),
            "change.after: the instance",
        ),
        (with("type", json!("x_z")), "`x_y.a` is given for `x_z.a`"),
        (with("mode", json!("data")), "`x_y.a` is given for `data.x_y.a`"),
        (with("index", json!(1)), "`x_y.a` is given for `x_y.a[1]`"),
        (with("deposed", json!(7)), "resource_changes[0].deposed: a text"),
    ];
    refused(&wrong);
}

#[test]
fn states_and_configurations_of_the_wrong_shape_are_refused_with_the_place() {
    refused(&[
        (state_of(json!([])), "values.root_module: an object is needed"),
        (state_of(json!({ "resources": {} })), "root_module.resources: a list"),
        (state_of(json!({ "resources": [null] })), "root_module.resources[0]: an object"),
        (state_of(json!({ "child_modules": [3] })), "root_module.child_modules[0]: an object"),
        (
            state_of(json!({ "child_modules": [{ "address": "module.a", "resources": [{}] }] })),
            "module.a.resources[0]: `address` is missing",
        ),
        (
            state_of(json!({ "resources": [resource("x_y.a"), resource("x_y.a")] })),
            "`x_y.a` is there twice",
        ),
        (
            json!({ "format_version": "1.2", "resource_changes": [],
                    "configuration": { "root_module": { "resources": [7] } } }),
            "configuration.root_module.resources[0]: an object",
        ),
        (
            json!({ "format_version": "1.2", "resource_changes": [],
                    "configuration": { "root_module": { "module_calls": { "a": 1 } } } }),
            "configuration.root_module.module_calls.a: an object",
        ),
        (json!({ "version": 3, "lineage": "x", "modules": [] }), "version 3"),
        (json!({ "version": 5, "lineage": "x", "resources": [] }), "version 5"),
        (json!({ "version": 4, "lineage": "x", "resources": {} }), "resources: a list"),
        (json!({ "version": 4, "lineage": "x", "resources": [{}] }), "`type` is missing"),
    ]);
}

#[track_caller]
fn refused(wrong: &[(Json, &str)]) {
    for (json, expected) in wrong {
        let read = read(json);
        let [problem] = read.problems.as_slice() else { panic!("{json}: {:?}", read.problems) };
        let said = &problem.labels[0].text;
        assert!(said.contains(expected), "{json}: {said}");
        assert!(read.resources.is_empty(), "nothing is half accepted: {json}");
    }
}

#[test]
fn what_terraform_leaves_out_is_no_error() {
    let deposed = json!({
        "address": "x_y.a", "mode": "managed", "type": "x_y", "name": "a", "deposed": "00000001",
        "change": { "actions": ["delete"], "before": {}, "after": null }
    });
    let fine = [
        (json!({ "format_version": "1.0" }), 0),
        (json!({ "format_version": "1.0", "terraform_version": "1.11.4" }), 0),
        (json!({ "format_version": "1.7", "values": {} }), 0),
        (json!({ "format_version": "0.1", "planned_values": {}, "resource_changes": null }), 0),
        (plan_of(json!([change("x_y.a"), deposed])), 1),
        (state_of(json!({ "resources": [resource("x_y.a"), resource("x_y.b")] })), 2),
        (
            json!({ "format_version": "1.2",
                    "planned_values": { "root_module": { "resources": [resource("x_y.a")] } } }),
            1,
        ),
    ];
    for (json, resources) in fine {
        let read = read(&json);
        assert_eq!(read.problems, vec![], "{json}");
        assert_eq!(read.resources.len(), resources, "{json}");
    }
}

#[test]
fn a_raw_state_says_the_same_as_what_terraform_shows_of_it() {
    let id = "91533b0b-3444-55be-9dc6-920c74e22df8";
    let provider = "provider[\"registry.terraform.io/exoscale/exoscale\"]";
    let raw = json!({
        "version": 4, "terraform_version": "1.11.4", "serial": 3, "lineage": "b1946ac9",
        "outputs": { "id": { "value": id, "type": "string" } },
        "resources": [
            { "mode": "managed", "type": "x_net", "name": "lan", "provider": provider,
              "instances": [{ "schema_version": 0, "attributes": { "id": id, "name": "lan" } }] },
            { "mode": "managed", "type": "x_vm", "name": "web", "provider": provider,
              "module": "module.web[0]", "each": "list",
              "instances": [
                { "index_key": 0, "attributes": { "net": id }, "dependencies": ["x_net.lan"] },
                { "index_key": 1, "attributes": { "net": id }, "dependencies": ["x_net.lan"] },
                { "index_key": 1, "attributes": { "net": id }, "deposed": "00000001" }
              ] },
            { "mode": "data", "type": "x_image", "name": "linux", "provider": provider,
              "instances": [{ "index_key": "a", "attributes": { "id": "i" } }] }
        ]
    });
    let shown = |address: &str, module: &str, values: Json, key: Json| {
        let kind = if module.is_empty() { "x_net" } else { "x_vm" };
        let name = if module.is_empty() { "lan" } else { "web" };
        json!({ "address": address, "mode": "managed", "type": kind, "name": name, "index": key,
                "provider_name": "registry.terraform.io/exoscale/exoscale", "values": values,
                "depends_on": if module.is_empty() { json!([]) } else { json!(["x_net.lan"]) } })
    };
    let told = json!({
        "format_version": "1.0",
        "values": {
            "outputs": { "id": { "value": id, "sensitive": false } },
            "root_module": {
                "resources": [
                    shown("x_net.lan", "", json!({ "id": id, "name": "lan" }), Json::Null),
                    { "address": "data.x_image.linux[\"a\"]", "mode": "data", "type": "x_image",
                      "name": "linux", "index": "a", "values": { "id": "i" },
                      "provider_name": "registry.terraform.io/exoscale/exoscale" }
                ],
                "child_modules": [{
                    "address": "module.web[0]",
                    "resources": [
                        shown("module.web[0].x_vm.web[0]", "m", json!({ "net": id }), json!(0)),
                        shown("module.web[0].x_vm.web[1]", "m", json!({ "net": id }), json!(1))
                    ]
                }]
            }
        }
    });
    let (raw, told) = (read(&raw), read(&told));
    assert_eq!(raw.problems, vec![]);
    assert_eq!(raw.resources.len(), 4);
    assert_eq!(format!("{:#?}", raw.resources), format!("{:#?}", told.resources));
    assert_eq!(format!("{:#?}", raw.outputs), format!("{:#?}", told.outputs));
}

#[test]
fn modules_go_as_deep_as_in_text() {
    let deep = |modules: usize| {
        let module = vec!["module.m[\"a.module.b\"]"; modules].join(".");
        let mut found = resource("x_y.a");
        found["address"] = json!(format!("{module}.x_y.a"));
        state_of(json!({ "child_modules": [{ "address": module, "resources": [found] }] }))
    };
    assert_eq!(read(&deep(32)).resources.len(), 1);
    refused(&[(deep(33), "more than 32 modules deep")]);
}
