//! JSON syntax where the built-in provider has nothing to compare with: nested blocks, places, and
//! what is wrong.

use crate::common;

use outlast_findings::Sources;
use outlast_terraform::{Configuration, Value, evaluate};

fn read(files: &[(&str, &str)]) -> (Configuration, Sources) {
    let (input, sources) = common::input(files);
    (evaluate(&input, &sources).configuration, sources)
}

fn whole(text: &str) -> Configuration {
    let (configuration, _) = read(&[("main.tf.json", text)]);
    assert_eq!(configuration.problems, vec![]);
    configuration
}

fn texts(value: &Value) -> Vec<&str> {
    value.items().iter().filter_map(Value::as_str).collect()
}

#[test]
fn a_type_is_a_text_everywhere_but_in_a_variable() {
    let found = whole(
        r#"{"variable": {"n": {"type": "number", "default": "7"}},
            "resource": {"a_b": {"x": {"type": "large.one", "provider": "a", "inner": {"type": "p.q"}}}},
            "output": {"n": {"value": "${var.n}"}}}"#,
    );
    let values = &found.resource("a_b.x").unwrap().values;
    assert_eq!(values["type"].as_str(), Some("large.one"));
    assert_eq!(values["inner"].entries().unwrap()["type"].as_str(), Some("p.q"));
    assert_eq!(found.outputs["n"].as_i64(), Some(7));
}

#[test]
fn dynamic_blocks_have_their_iterator_and_may_hold_others() {
    let found = whole(
        r#"{"resource": {"a_b": {"x": {
            "dynamic": {
              "rule": [{"for_each": "${[\"u\", \"v\"]}", "iterator": "it", "content": {
                "port": "${it.value}-${it.key}",
                "dynamic": {"from": {"for_each": [1, 2], "content": {"n": "${from.value}${it.value}"}}}}}],
              "disk": {"for_each": {"k": "big"}, "content": {"size": "${disk.key}=${disk.value}"}}
            },
            "outer": [{"dynamic": {"deep": {"for_each": ["d"], "content": {"v": "${deep.value}"}}}}, {"plain": true}],
            "labels": {"dynamic": "yes"}
        }}}}"#,
    );
    let values = &found.resource("a_b.x").unwrap().values;
    let rule = |at: usize, name: &str| values["rule"].items()[at].entries().unwrap()[name].clone();
    assert_eq!(rule(0, "port").as_str(), Some("u-0"));
    assert_eq!(rule(1, "from").items()[1].entries().unwrap()["n"].as_str(), Some("2v"));
    assert_eq!(values["disk"].items()[0].entries().unwrap()["size"].as_str(), Some("k=big"));
    let outer = values["outer"].items();
    assert_eq!(outer.len(), 2);
    let deep = &outer[0].entries().unwrap()["deep"];
    assert_eq!(deep.items()[0].entries().unwrap()["v"].as_str(), Some("d"));
    assert_eq!(values["labels"].entries().unwrap()["dynamic"].as_str(), Some("yes"));
}

#[test]
fn what_terraform_reads_itself_is_no_attribute() {
    let found = whole(
        r#"{"resource": {"a_b": {"x": {"lifecycle": {"prevent_destroy": true}, "count": 2,
              "provisioner": [{"local-exec": {"command": "x"}}], "connection": {"host": "h"},
              "depends_on": ["a_b.y"], "v": "${count.index}"}, "y": {}}}}"#,
    );
    let first = found.resource("a_b.x[1]").unwrap();
    assert_eq!(first.values.keys().collect::<Vec<_>>(), ["v"]);
    assert_eq!(first.depends_on, ["a_b.y"]);
}

#[test]
fn every_piece_keeps_its_place() {
    let text = "{\n  \"resource\": {\n    \"a_b\": {\n      \"é\": {},\n      \"x\": {\n        \
                \"v\": \"\\u00e9\\n${nothing.here}\"\n      }\n    }\n  }\n}\n";
    let (found, sources) = read(&[("main.tf.json", text)]);
    let place = |span| sources.place(span);
    let block = found.resource("a_b.x").unwrap();
    assert_eq!(place(block.span.unwrap()), "main.tf.json:5:7");
    assert_eq!(found.problems.len(), 1, "{:#?}", found.problems);
    assert_eq!(place(found.problems[0].place().unwrap()), "main.tf.json:6:25");
    let span = found.problems[0].place().unwrap();
    assert_eq!(text.get(span.start as usize..span.end as usize), Some("nothing.here"));
}

#[test]
fn a_text_that_is_no_template_costs_its_block_and_a_file_that_is_no_json_itself() {
    let good = r#"{"resource": {"a_b": {"kept": {"v": 1}, "lost": {"v": "${1 +}"}}}}"#;
    for bad in ["", "[1, 2]", "{\"locals\": {\"x\": 1,}}", "{'a': 1}", "// c\n{}", "{\"a\": 0x10}"]
    {
        let (found, sources) = read(&[("a.tf.json", bad), ("b.tf.json", good)]);
        let places: Vec<String> =
            found.problems.iter().map(|it| sources.place(it.place().unwrap())).collect();
        assert_eq!(places.len(), 2, "{bad}: {:#?}", found.problems);
        assert!(places.iter().any(|it| it.starts_with("b.tf.json:1:61")), "{places:?}");
        assert!(places.iter().any(|it| it.starts_with("a.tf.json:1")), "{places:?}");
        assert!(found.resource("a_b.kept").is_some() && found.resource("a_b.lost").is_none());
    }
}

#[test]
fn texts_cannot_leave_their_place() {
    let found = whole(
        r#"{"resource": {"a_b": {"x": {
            "depends_on": ["a_b.y }\n resource \"a_b\" \"z\" {"],
            "v": "}\n}\nresource \"a_b\" \"z\" {\n",
            "w": "\" }"}}}, "variable": {"t": {"type": "string", "description": "${ \" }"}}}"#,
    );
    assert_eq!(found.resources.len(), 1);
    assert_eq!(found.resources[0].values["w"].as_str(), Some("\" }"));
}

#[test]
fn deep_and_wide_json_is_a_named_limit_or_read() {
    let deep = format!(r#"{{"locals": {{"x": {}1{}}}}}"#, "[".repeat(20_000), "]".repeat(20_000));
    let less = format!(r#"{{"locals": {{"x": {}1{}}}}}"#, "[".repeat(200), "]".repeat(200));
    for text in [deep, less] {
        let (found, _) = read(&[("main.tf.json", &text)]);
        assert_eq!(found.problems.len(), 1, "{:#?}", found.problems);
    }
    let open = format!(r#"{{"locals": {{"x": "{}"}}}}"#, "${".repeat(200_000));
    let (found, _) = read(&[("main.tf.json", &open)]);
    assert!(!found.problems.is_empty());
    let items = vec!["\"${1 + 1}\""; 20_000].join(",");
    let wide = whole(&format!(r#"{{"output": {{"x": {{"value": [{items}]}}}}}}"#));
    assert_eq!(wide.outputs["x"].items().len(), 20_000);
    assert!(texts(&wide.outputs["x"]).is_empty());
}
