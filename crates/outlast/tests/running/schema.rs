//! As much of JSON Schema as the schemas in `docs/schema/` use; another keyword is an error.

use serde_json::Value;

/// What does not fit, each with its path; empty when the document fits its schema.
pub(crate) fn violations(schema: &Value, document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, document, "$", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    for (keyword, rule) in schema.as_object().unwrap() {
        let fits = match keyword.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" | "properties" => true,
            "$ref" => {
                let name = rule.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                check(root, &root["$defs"][name], value, path, found);
                true
            }
            "type" => match rule {
                Value::Array(all) => all.iter().any(|rule| is_a(rule, value)),
                rule => is_a(rule, value),
            },
            "const" => rule == value,
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value.as_i64() >= rule.as_i64(),
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item, &format!("{path}[{at}]"), found);
                }
                true
            }
            "required" => rule.as_array().unwrap().iter().all(|it| {
                !value[it.as_str().unwrap()].is_null() || value.get(it.as_str().unwrap()).is_some()
            }),
            "additionalProperties" => {
                properties(root, schema, value, path, found);
                true
            }
            "anyOf" => rule.as_array().unwrap().iter().any(|rule| {
                let mut wrong = Vec::new();
                check(root, rule, value, path, &mut wrong);
                wrong.is_empty()
            }),
            other => panic!("the schema uses `{other}`, which this test does not know"),
        };
        if !fits {
            found.push(format!("{path}: `{keyword}` {rule} does not fit {value}"));
        }
    }
}

fn properties(root: &Value, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(rule) => check(root, rule, value, &format!("{path}.{name}"), found),
            None => found.push(format!("{path}: `{name}` is not in the schema")),
        }
    }
}

fn is_a(name: &Value, value: &Value) -> bool {
    match name.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the schema uses the type `{other}`"),
    }
}
