//! A crate depends only on crates in lower layers: what `cargo metadata` says is held here.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

#[test]
fn a_crate_depends_only_on_lower_layers() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let layers: BTreeMap<&str, i64> = packages
        .iter()
        .filter_map(|it| Some((it["name"].as_str()?, it["metadata"]["outlast"]["layer"].as_i64()?)))
        .collect();
    let mut seen = 0;
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let Some(layer) = layers.get(name) else {
            assert_eq!(name, "xtask", "`{name}` states no layer in its Cargo.toml");
            continue;
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let to = dependency["name"].as_str().unwrap();
            // Tests may look from above; what is shipped may not.
            if dependency["kind"].as_str() == Some("dev") {
                continue;
            }
            if let Some(lower) = layers.get(to) {
                seen += 1;
                assert!(
                    lower < layer,
                    "`{name}` (layer {layer}) depends on `{to}` (layer {lower})"
                );
            }
        }
    }
    assert!(seen > 10, "the dependencies were not found");
}

#[test]
fn what_is_never_published_serves_tests_alone() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let never = |it: &&Value| it["publish"].as_array().is_some_and(Vec::is_empty);
    let inner: Vec<&Value> = packages.iter().filter(never).map(|it| &it["name"]).collect();
    assert!(inner.iter().any(|it| *it == "outlast-pages"), "{inner:?}");
    for package in packages {
        for dependency in package["dependencies"].as_array().unwrap() {
            let (name, from) = (&dependency["name"], &package["name"]);
            let tests = dependency["kind"] == "dev" && dependency["req"] == "*";
            assert!(tests || !inner.contains(&name), "{from} depends on {name}, which stays here");
        }
    }
}

#[test]
fn only_the_border_knows_serialisation_and_files() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let derives = package["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["name"] == "serde" && it["kind"].is_null());
        let may = name == "outlast-render";
        assert!(
            may || !derives,
            "`{name}` must not derive serialisation: wire types live in render"
        );
    }
}
