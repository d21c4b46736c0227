//! A class of faults that is promised by its own name and of which no fault exists is named in the
//! tally, and never counted as kept.

use serde_json::Value;

use crate::running::Scratch;

/// What is said in the end, and the tally, of one service on one host of one's own.
fn tally(promise: &str) -> (String, Value) {
    let scratch = Scratch::new();
    let system = format!(
        "place \"room\" {{\n  kind = \"room\"\n}}\n\
         service \"web\" {{\n  in = place.room\n}}\n\
         journey \"buy\" {{\n  enters = service.web\n  {promise}\n}}\n"
    );
    scratch.file("shop.outlast.hcl", system);
    let document = scratch.run(&["check", "--format", "json"]).out;
    let document: Value = serde_json::from_str(&document).unwrap();
    let said = scratch.run(&["check"]).out;
    let last = said.lines().rev().take_while(|line| !line.is_empty()).collect::<Vec<_>>();
    let last = last.into_iter().rev().collect::<Vec<_>>().join(" ");
    (last, document["systems"][0]["tally"].clone())
}

#[test]
fn a_class_without_a_fault_is_named_and_not_kept() {
    let (said, tally) = tally("promise {\n    link = { out = \"1m\" }\n  }");
    assert!(said.contains("promised for link: no such fault here"), "{said}");
    assert_eq!(tally["absent"], serde_json::json!(["link"]));
    assert_eq!(tally["kept"], 0, "{tally}");
}

#[test]
fn a_name_that_stands_for_several_classes_is_no_promise_for_each() {
    let (said, tally) = tally("promise {\n    other = { out = \"1m\" }\n  }");
    assert!(!said.contains("no such fault"), "{said}");
    assert_eq!(tally["absent"], serde_json::json!([]));
}

#[test]
fn a_promise_for_everything_names_what_is_not_there() {
    let promise = "promise {\n    expiry = { out = \"1m\" }\n  }\n}\n\
                   promise {\n  common = { out = \"1m\" }\n  zone-dark = { out = \"1h\" }";
    let (said, tally) = tally(promise);
    let absent: Vec<&str> =
        tally["absent"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    assert!(absent.contains(&"expiry") && absent.contains(&"common"), "{tally}");
    assert!(said.contains("no such fault here"), "{said}");
}
