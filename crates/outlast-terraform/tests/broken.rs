//! Input that is wrong: an error with its place and help, or a named limit; the rest is read.

use crate::common;

use std::fmt::Write as _;

use outlast_findings::{Finding, Sources};
use outlast_terraform::{Configuration, evaluate};

fn read(files: &[(&str, &str)]) -> (Configuration, Sources) {
    let (input, sources) = common::input(files);
    (evaluate(&input, &sources).configuration, sources)
}

/// A finding as text: rule, place, the first label and the notes.
fn shown(finding: &Finding, sources: &Sources) -> String {
    let place = finding.place().map_or_else(String::new, |span| sources.place(span));
    let label = finding.labels.first().map_or("", |label| &label.text);
    let notes: Vec<&str> = finding.notes.iter().map(|note| note.text.as_str()).collect();
    format!("{} {place} {label} | {}", finding.rule, notes.join(" | "))
}

/// The one finding of a file.
fn only(text: &str) -> String {
    let (configuration, sources) = read(&[("main.tf", text)]);
    let all: Vec<String> =
        configuration.problems.iter().map(|finding| shown(finding, &sources)).collect();
    assert_eq!(all.len(), 1, "{all:#?}");
    all.into_iter().next().unwrap()
}

fn expect(text: &str, parts: &[&str]) {
    let found = only(text);
    for part in parts {
        assert!(found.contains(part), "`{part}` is missing in: {found}");
    }
}

#[test]
fn a_syntax_error_hides_only_its_block() {
    let text = "resource \"a_b\" \"one\" {\n  x = 1\n}\nresource \"a_b\" \"two\" {\n  x = [1,\n}\n\
                resource \"a_b\" \"three\" {\n  x = a_b.one.x\n}\n";
    let (configuration, sources) = read(&[("main.tf", text)]);
    assert_eq!(configuration.problems.len(), 1);
    assert!(shown(&configuration.problems[0], &sources).contains("main.tf:6"));
    let names: Vec<&str> = configuration.resources.iter().map(|r| r.address.as_str()).collect();
    assert_eq!(names, ["a_b.one", "a_b.three"]);
    assert_eq!(configuration.resources[1].values["x"].as_i64(), Some(1));
}

#[test]
fn every_broken_block_has_its_error() {
    let text = "locals {\n a = \n}\nresource \"a_b\" \"x\" {\n  x = \"\n}\nvariable \"v\" {\n  default = {\n}\n\
                output \"o\" {\n  value = 1 +\n}\nresource \"a_b\" \"y\" {\n}\n";
    let (configuration, _) = read(&[("main.tf", text)]);
    assert_eq!(configuration.problems.len(), 4);
    assert_eq!(configuration.resources.len(), 1);
}

#[test]
fn a_reference_to_nothing_says_what_is_near() {
    expect(
        "resource \"net_work\" \"lan\" {\n}\nresource \"a_b\" \"x\" {\n  n = net_work.lna.id\n}\n",
        &[
            "reference-to-nothing",
            "main.tf:4:7",
            "`net_work.lna.id`",
            "did you mean `net_work.lan`?",
        ],
    );
    expect(
        "variable \"zone\" {\n default = 1\n}\noutput \"o\" {\n value = var.zoen\n}\n",
        &["did you mean `zone`?"],
    );
    expect("locals {\n  a = 1\n  b = local.aa\n}\n", &["main.tf:3:7", "did you mean `a`?"]);
    expect(
        "variable \"zone\" {\n default = 1\n}\noutput \"o\" {\n value = zone\n}\n",
        &["did you mean `var.zone`?"],
    );
    expect(
        "output \"o\" {\n value = uper(\"a\")\n}\n",
        &["no-such-function", "did you mean `upper`?"],
    );
    expect(
        "locals {\n m = { port = 1 }\n p = local.m.prot\n}\n",
        &["missing-attribute", "did you mean `port`?"],
    );
}

#[test]
fn wrong_types_name_what_is_needed() {
    expect(
        "variable \"n\" {\n  type = number\n  default = \"many\"\n}\n",
        &["wrong-type", "main.tf:3", "a number is needed"],
    );
    expect("output \"o\" {\n  value = \"a\" + 1\n}\n", &["wrong-type", "`\"a\"`", "number"]);
    expect(
        "resource \"a_b\" \"x\" {\n  for_each = [\"a\"]\n}\n",
        &["wrong-for-each", "`[\"a\"]` is a tuple", "toset"],
    );
    expect("resource \"a_b\" \"x\" {\n  count = \"x\"\n}\n", &["wrong-count", "`\"x\"`"]);
    expect("variable \"v\" {\n  type = strin\n}\n", &["`strin` is no type"]);
    expect("output \"o\" {\n  value = 1 / 0\n}\n", &["no-result", "division by zero"]);
}

#[test]
fn cycles_are_named() {
    expect(
        "locals {\n  a = local.b\n  b = local.c + 1\n  c = local.a\n}\n",
        &["cycle", "`local.a` needs `local.b` needs `local.c` needs `local.a`"],
    );
    expect(
        "resource \"a_b\" \"x\" {\n  y = a_b.y.z\n}\nresource \"a_b\" \"y\" {\n  z = a_b.x.y\n}\n",
        &["cycle", "a_b.x"],
    );
    let (configuration, sources) = read(&[
        ("main.tf", "module \"a\" {\n  source = \"./a\"\n}\n"),
        ("a/main.tf", "module \"b\" {\n  source = \"../b\"\n}\n"),
        ("b/main.tf", "module \"a\" {\n  source = \"../a\"\n}\n"),
    ]);
    let all: Vec<String> = configuration.problems.iter().map(|f| shown(f, &sources)).collect();
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(all[0].contains("module-cycle b/main.tf:2"), "{all:?}");
}

#[test]
fn too_many_instances_are_a_named_limit() {
    expect(
        "resource \"a_b\" \"x\" {\n  count = 1000000\n}\n",
        &["limit-reached", "main.tf:2", "1000000", "10000 instances of one block"],
    );
    let (configuration, _) =
        read(&[("main.tf", "resource \"a_b\" \"x\" {\n  count = 1000000\n}\n")]);
    assert_eq!(configuration.resources.len(), 1);
    assert!(configuration.resources[0].count_unknown.is_some());
    let mut text = String::new();
    for at in 0..20 {
        writeln!(text, "resource \"a_b\" \"x{at}\" {{\n  count = 9999\n}}").unwrap();
    }
    let (configuration, _) = read(&[("main.tf", &text)]);
    assert!(configuration.resources.len() <= 100_000);
    let limits = configuration.problems.iter().filter(|f| f.rule == "limit-exhausted");
    assert_eq!(limits.count(), 1);
    let two = "resource \"a_b\" \"x\" {\n  count = 1000000\n}\nresource \"a_b\" \"y\" {\n  count = 2000000\n}\n";
    assert_eq!(read(&[("main.tf", two)]).0.problems.len(), 2);
}

#[test]
fn values_that_grow_without_end_are_a_named_limit() {
    let mut doubling = "locals {\n  a0 = \"0123456789abcdef\"\n".to_owned();
    let mut lists = "locals {\n  a0 = [1, 2, 3, 4]\n".to_owned();
    for at in 1..60 {
        let last = at - 1;
        writeln!(doubling, "  a{at} = \"${{local.a{last}}}${{local.a{last}}}\"").unwrap();
        writeln!(lists, "  a{at} = concat(local.a{last}, local.a{last})").unwrap();
    }
    expect(&(doubling + "}\n"), &["limit-reached", "16777216 bytes in one text"]);
    expect(&(lists + "}\n"), &["limit-reached", "elements"]);
    let product = "locals {\n  l = range(1000)\n  p = setproduct(local.l, local.l, local.l)\n}\n";
    expect(product, &["limit-reached", "elements"]);
    expect("locals {\n  r = range(1000000000)\n}\n", &["more than 1024 elements"]);
    expect("locals {\n  r = format(\"%999999999d\", 1)\n}\n", &["width"]);
    expect("locals {\n  r = indent(999999999, \"a\\nb\")\n}\n", &["limit-reached", "bytes"]);
}

#[test]
fn values_that_share_their_parts_cannot_be_endless() {
    // Sorted names, so that each is computed before the next one asks for it.
    let mut deep = "locals {\n  a0000 = []\n".to_owned();
    let mut wide = "locals {\n  a0000 = [1, 2]\n".to_owned();
    for at in 1..3_000 {
        writeln!(deep, "  a{at:04} = [local.a{:04}]", at - 1).unwrap();
        let last = format!("local.a{:04}", at - 1);
        writeln!(wide, "  a{at:04} = [{last}, {last}]").unwrap();
    }
    deep.push_str("  j = jsonencode(local.a2999)\n}\n");
    wide.push_str("  j = jsonencode(local.a2999)\n  e = local.a0018 == local.a0018\n}\n");
    for (text, part) in [(deep, "128 levels inside of one value"), (wide, "4000000 values inside")]
    {
        let (configuration, sources) = read(&[("main.tf", &text)]);
        let first = shown(&configuration.problems[0], &sources);
        assert!(first.contains("limit-reached main.tf:") && first.contains(part), "{first}");
        assert!(configuration.problems.iter().all(|finding| finding.rule == "limit-reached"));
    }
    let yaml = format!("locals {{\n  y = yamldecode(\"{}\")\n}}\n", "[".repeat(100_000));
    assert!(only(&yaml).contains("yamldecode"));
}

#[test]
fn aliases_cannot_fill_the_memory() {
    let mut yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x]\\n".to_owned();
    for at in 1..12 {
        let list = vec![format!("*a{}", at - 1); 9].join(", ");
        write!(yaml, "a{at}: &a{at} [{list}]\\n").unwrap();
    }
    let text = format!("output \"o\" {{\n  value = yamldecode(\"{yaml}\")\n}}\n");
    let (configuration, _) = read(&[("main.tf", &text)]);
    assert!(configuration.outputs["o"].is_unknown());
    assert!(configuration.problems[0].rule.starts_with("limit"), "{:?}", configuration.problems);
}

#[test]
fn nested_loops_stop_at_the_limit_of_steps() {
    let text = "locals {\n  r = range(1000)\n  n = [for a in local.r : [for b in local.r : \
                [for c in local.r : [for d in local.r : 1]]]]\n}\n";
    let found = only(text);
    assert!(found.contains("limit-exhausted main.tf:3"), "{found}");
}

#[test]
fn deep_text_is_a_named_limit() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{ a = ", "}"), ("!", ""), ("\"${", "}\"")] {
        let text =
            format!("locals {{\n  a = {}1{}\n}}\n", open.repeat(10_000), close.repeat(10_000));
        let found = only(&text);
        assert!(found.starts_with("unreadable-text main.tf:2"), "{found}");
    }
    let blocks = "a {\n".to_owned() + &" a {\n".repeat(10_000) + &" }\n".repeat(10_000) + "}\n";
    assert!(only(&blocks).contains("unreadable-text"));
    let sum = format!("locals {{\n  a = {}1\n}}\n", "1 + ".repeat(10_000));
    assert!(only(&sum).contains("128 chained operators"), "{}", only(&sum));
}

#[test]
fn a_long_chain_of_names_is_read_or_a_named_limit() {
    let mut text = "locals {\n  a0 = 1\n".to_owned();
    for at in 1..5_000 {
        writeln!(text, "  a{at} = local.a{} + 0", at - 1).unwrap();
    }
    let (configuration, _) = read(&[("main.tf", &(text + "}\n"))]);
    assert!(configuration.problems.iter().all(|finding| finding.rule == "limit-reached"));
}

#[test]
fn the_deepest_expressions_fit_into_the_stack() {
    let mut text = "locals {\n  a0 = \"x\"\n".to_owned();
    for at in 1..500 {
        let last = format!("local.a{}", at - 1);
        match at % 3 {
            0 => writeln!(text, "  a{at} = try([for x in [{last}] : \"${{x}}\"][0], 1)"),
            1 => writeln!(text, "  a{at} = true ? upper(\"${{{last}}}\") : \"\""),
            _ => writeln!(text, "  a{at} = {{ for k, v in {{ a = {last} }} : k => v }}.a"),
        }
        .unwrap();
    }
    text.push_str("}\noutput \"first\" {\n  value = local.a499\n}\nresource \"a_b\" \"x\" {\n");
    text.push_str("  x = local.a499\n}\n");
    let (configuration, _) = read(&[("main.tf", &text)]);
    assert!(configuration.problems.iter().all(|finding| finding.rule == "limit-reached"));
}

#[test]
fn files_over_the_limit_are_refused() {
    let text = format!("# {}\n", "x".repeat(9 * 1024 * 1024));
    assert!(only(&text).contains("file-too-large"));
}

#[test]
fn many_large_files_are_a_named_limit() {
    let text = format!("# {}\n", "x".repeat(6 * 1024 * 1024));
    let (configuration, sources) = read(&[("a.tf", &text), ("b.tf", &text), ("c.tf", &text)]);
    let all: Vec<String> = configuration.problems.iter().map(|f| shown(f, &sources)).collect();
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(all[0].contains("limit-reached c.tf:1:1") && all[0].contains("16777216 bytes"));
}

#[test]
fn blocks_that_are_wrong_are_said() {
    expect("resource \"a_b\" {\n}\n", &["missing-label", "main.tf:1:1"]);
    expect("resorce \"a_b\" \"x\" {\n}\n", &["unknown-block", "did you mean `resource`?"]);
    expect("x = 1\n", &["misplaced-attribute"]);
    expect("locals {\n a = 1\n}\nlocals {\n a = 2\n}\n", &["declared-twice", "`local.a`"]);
    expect(
        "module \"m\" {\n  source = \"./nowhere\"\n}\n",
        &["module-not-found", "main.tf:2", "`nowhere`"],
    );
    expect(
        "module \"m\" {\n  source = \"terraform-aws-modules/vpc/aws\"\n}\noutput \"o\" {\n  value = module.m.x\n}\n",
        &["module-not-read", "main.tf:2"],
    );
}

#[test]
fn modules_are_given_what_they_take() {
    let child = ("m/main.tf", "variable \"zone\" {\n}\n");
    let (configuration, sources) =
        read(&[("main.tf", "module \"m\" {\n  source = \"./m\"\n  zoen = 1\n}\n"), child]);
    let mut all: Vec<String> = configuration.problems.iter().map(|f| shown(f, &sources)).collect();
    all.sort();
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(all[0].contains("missing-input main.tf:1"), "{all:?}");
    assert!(all[1].contains("unknown-input main.tf:3") && all[1].contains("`zone`"), "{all:?}");
}

#[test]
fn files_that_are_not_there_are_warnings_at_the_call() {
    let text = "locals {\n  key = file(\"no/such/file\")\n  or = try(file(\"none\"), 1)\n  \
                t = templatefile(\"t.tpl\", { zone = 1 })\n}\n";
    struct One;
    impl outlast_terraform::Reader for One {
        fn read(&self, path: &str) -> Result<Vec<u8>, String> {
            if path == "t.tpl" { Ok(b"a ${zoen} b".to_vec()) } else { Err("no such file".into()) }
        }
        fn exists(&self, _: &str) -> bool {
            false
        }
        fn list(&self, _: &str) -> Vec<String> {
            Vec::new()
        }
    }
    let (mut input, sources) = common::input(&[("main.tf", text)]);
    input.reader = Some(std::rc::Rc::new(One));
    let mut all: Vec<String> = evaluate(&input, &sources)
        .configuration
        .problems
        .iter()
        .map(|f| shown(f, &sources))
        .collect();
    all.sort();
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(all[0].contains("file-not-read main.tf:2:9") && all[0].contains("`no/such/file`"));
    assert!(all[1].contains("main.tf:4:7") && all[1].contains("did you mean `zone`"), "{all:?}");
}

#[test]
fn a_reference_may_say_that_it_is_to_a_resource() {
    let (configuration, _) = read(&[(
        "main.tf",
        "resource \"a_b\" \"x\" {\n  n = 1\n}\noutput \"o\" {\n  value = resource.a_b.x.n\n}\n",
    )]);
    assert_eq!(configuration.outputs["o"].as_i64(), Some(1));
}

#[test]
fn json_that_is_no_plan_is_said() {
    let file = outlast_findings::FileId(0);
    for text in ["", "{", "[]", "{\"a\": 1}", "null"] {
        let problems = outlast_terraform::plan::configuration(text, file).problems;
        assert_eq!(problems.len(), 1, "{text}");
    }
    for text in
        ["{", "[]", "{\"resource\": 5}", "{\"resource\": {\"a\": [1]}}", "{\"locals\": null}"]
    {
        let _ = read(&[("main.tf.json", text), ("terraform.tfvars.json", text)]);
    }
}

#[test]
fn yaml_is_shared_and_what_makes_it_too_deep_or_too_large_is_an_error() {
    let text = |yaml: &str| format!("locals {{\n  v = yamldecode({yaml:?})\n}}\n");
    let chain = |count: usize| {
        let level = |at: usize| format!("a{at}: &a{at} [*a{}]\n", at - 1);
        format!("a0: &a0 x\n{}", (1..=count).map(level).collect::<String>())
    };
    let (some, _) = read(&[("main.tf", &text(&chain(100)))]);
    assert_eq!(some.problems, vec![]);
    expect(&text(&chain(20_000)), &["levels"]);
    let block: String = (0..2_000).map(|at| format!("{}- \n", " ".repeat(at))).collect();
    expect(&text(&block), &["levels"]);
    let keys: String = (0..2_000).map(|at| format!("  k{at}: 1\n")).collect();
    let merges = "  <<: *b\n".repeat(2_000);
    expect(&text(&format!("b: &b\n{keys}m:\n{merges}")), &["merged"]);
}
