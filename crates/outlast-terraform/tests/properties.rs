//! Properties that hold for any text: no panic, no hang, and nothing depends on names of files.

use crate::common;

use std::path::Path;

use outlast_findings::FileId;
use outlast_terraform::{Configuration, evaluate, plan, syntax};
use proptest::prelude::*;

/// Every text of the configurations that are compared with Terraform.
fn corpus() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/configurations");
    let files = common::files(&root);
    let text = |path: &String| std::fs::read_to_string(root.join(path)).unwrap();
    files
        .iter()
        .filter(|path| path.ends_with(".tf"))
        .map(|path| (path.clone(), text(path)))
        .collect()
}

/// What was read, without places.
fn summary(configuration: &Configuration) -> String {
    let mut out = String::new();
    for resource in &configuration.resources {
        out.push_str(&format!("{} {}\n", resource.address, resource.provider));
        for (name, value) in &resource.values {
            out.push_str(&format!("  {name} = {:?} {:?}\n", outline(value), value.origins()));
        }
    }
    for (name, value) in &configuration.outputs {
        out.push_str(&format!("{name} = {:?}\n", outline(value)));
    }
    out
}

fn outline(value: &outlast_terraform::Value) -> String {
    use outlast_terraform::Data;
    match &value.data {
        Data::List(items) => format!("{:?}", items.iter().map(outline).collect::<Vec<_>>()),
        Data::Map(entries) => {
            format!("{:?}", entries.iter().map(|(k, v)| (k, outline(v))).collect::<Vec<_>>())
        }
        other => format!("{other:?}"),
    }
}

fn read(files: &[(&str, &str)]) -> Configuration {
    let (input, sources) = common::input(files);
    evaluate(&input, &sources).configuration
}

/// A text with some pieces cut out, doubled or replaced.
fn mutated(text: &str, edits: &[(usize, usize, u8)]) -> String {
    const PIECES: [&str; 16] = [
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "\"",
        "${",
        "%{ for x in ",
        "<<-EOT\n",
        "=",
        "\n",
        "é",
        "\u{feff}",
        "[*].",
        "? 1 :",
    ];
    let mut letters: Vec<char> = text.chars().collect();
    for (at, length, what) in edits {
        let at = at % (letters.len() + 1);
        let end = (at + length % 12).min(letters.len());
        let piece: Vec<char> = match what {
            0..=63 => Vec::new(),
            64..=95 => letters[at..end].iter().chain(&letters[at..end]).copied().collect(),
            _ => PIECES[usize::from(*what) % PIECES.len()].chars().collect(),
        };
        letters.splice(at..end, piece);
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn broken_text_never_panics(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<usize>(), any::<usize>(), any::<u8>()), 1..6),
    ) {
        let corpus = corpus();
        let (path, text) = which.get(&corpus);
        let text = mutated(text, &edits);
        let configuration = read(&[(path, &text)]);
        for finding in &configuration.problems {
            for label in &finding.labels {
                prop_assert!(label.span.start <= label.span.end);
                prop_assert!(label.span.end as usize <= text.len());
            }
            prop_assert!(!finding.title.ends_with('.'));
        }
        // What could be read has spans inside of the text.
        let parsed = syntax::parse(&text, FileId(0));
        prop_assert!(parsed.problems.len() <= outlast_terraform::limits::ERRORS_PER_FILE + 1);
    }

    #[test]
    fn any_text_is_a_plan_or_an_error(text in "\\PC{0,60}") {
        let _ = plan::configuration(&text, FileId(0));
        let _ = read(&[("main.tf", &text), ("main.tf.json", &text), ("x.auto.tfvars", &text)]);
    }
}

#[test]
fn names_and_order_of_files_change_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/configurations/modules");
    let files = common::files(&root);
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|path| (path.clone(), std::fs::read_to_string(root.join(path)).unwrap()))
        .collect();
    let plain: Vec<(&str, &str)> = texts.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let expected = summary(&read(&plain));
    assert!(expected.contains("module.cluster"));
    let mut reversed = plain.clone();
    reversed.reverse();
    assert_eq!(summary(&read(&reversed)), expected);
    let renamed: Vec<(String, &str)> =
        plain.iter().map(|(path, text)| (path.replace("main.tf", "z.tf"), *text)).collect();
    let renamed: Vec<(&str, &str)> = renamed.iter().map(|(p, t)| (p.as_str(), *t)).collect();
    assert_eq!(summary(&read(&renamed)), expected);
    // One block to a file, in another order.
    let blocks: Vec<&str> = plain[0].1.split("\n\n").collect();
    assert!(plain[0].0 == "main.tf" && blocks.len() > 3);
    let mut split: Vec<(String, String)> = Vec::new();
    for (at, block) in blocks.iter().rev().enumerate() {
        split.push((format!("f{at}.tf"), format!("{block}\n")));
    }
    let mut all: Vec<(&str, &str)> = split.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    all.extend(plain.iter().skip(1).copied());
    assert_eq!(summary(&read(&all)), expected);
}

#[test]
fn reading_twice_gives_the_same() {
    for (path, text) in corpus() {
        assert_eq!(summary(&read(&[(&path, &text)])), summary(&read(&[(&path, &text)])), "{path}");
    }
}
