//! Every format tells the same findings in the same order, is what its readers take, and keeps what
//! a user wrote as text: on every example and on input that was made to break out.
//!
//! The JSON of `check` is the reference; the others are read back by parsers of others.

use crate::running::schema;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::running::{Ran, SMALL, Scratch, root, run};
use serde_json::Value;

/// What a format tells of a finding: how it stands, its rule, and where it is if anywhere.
type Told = (String, String, Option<(String, usize)>);

/// All formats of one run.
struct All {
    ran: Ran,
    json: Value,
    sarif: Value,
    junit: String,
    markdown: String,
    github: String,
    terminal: String,
    mermaid: String,
    d2: String,
    html: String,
}

const FORMATS: [&str; 9] =
    ["json", "sarif", "junit", "markdown", "github", "terminal", "mermaid", "d2", "html"];

fn all(directory: &Path, arguments: &[&str]) -> All {
    let scratch = Scratch::new();
    let file = |format: &str| scratch.path().join(format);
    let outputs: Vec<String> =
        FORMATS.iter().map(|it| format!("--output={it}={}", file(it).display())).collect();
    let mut words = vec!["check"];
    words.extend(arguments);
    words.extend(outputs.iter().map(String::as_str));
    let ran = run(directory, &words);
    let text = |format: &str| {
        let text = fs::read_to_string(file(format));
        text.unwrap_or_else(|error| panic!("{format}: {error}: {}{}", ran.out, ran.err))
    };
    let value = |format: &str| serde_json::from_str(&text(format)).expect(format);
    All {
        json: value("json"),
        sarif: value("sarif"),
        junit: text("junit"),
        markdown: text("markdown"),
        github: text("github"),
        terminal: text("terminal"),
        mermaid: text("mermaid"),
        d2: text("d2"),
        html: text("html"),
        ran,
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn word(value: &Value) -> String {
    value.as_str().unwrap().to_string()
}

fn line(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

/// Of JSON, the reference.
fn of_json(all: &All) -> Vec<Told> {
    let findings = list(&all.json["systems"]).iter().flat_map(|it| list(&it["findings"]));
    let told = findings.map(|finding| {
        let standing = match (&finding["suppressed"], &finding["known"]) {
            (Value::Object(_), _) => "allowed".to_string(),
            (_, Value::Bool(true)) => "known".to_string(),
            _ => word(&finding["severity"]),
        };
        let place = list(&finding["labels"]).iter().find(|it| it["primary"] == true);
        let place = place.map(|it| (word(&it["span"]["file"]), line(&it["span"]["line"])));
        (standing, word(&finding["rule"]), place)
    });
    told.collect()
}

/// A path as SARIF writes it, read again.
fn path(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.strip_prefix("file://").unwrap_or(uri).bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || char::from(rest.next().unwrap()).to_digit(16).unwrap();
        bytes.push(if byte == b'%' { u8::try_from(digit() * 16 + digit()).unwrap() } else { byte });
    }
    String::from_utf8(bytes).unwrap()
}

/// Of HTML how each finding stands, and its rule.
fn of_html(all: &All) -> Vec<(String, String)> {
    let findings = all.html.split("<details class=\"finding\"").skip(1);
    let told = findings.map(|finding| {
        let between = |before: &str| {
            let after = finding.split_once(before).unwrap().1;
            after.split_once('<').unwrap().0.to_string()
        };
        let standing = between("<span class=\"tag ");
        (standing.split_once('>').unwrap().1.to_string(), between("rule <code>"))
    });
    told.collect()
}

fn of_sarif(all: &All) -> Vec<Told> {
    let run = &all.sarif["runs"][0];
    let told = list(&run["results"]).iter().map(|it| {
        let standing = if list(&it["suppressions"]).is_empty() {
            match it["baselineState"].as_str() {
                Some("unchanged") => "known".to_string(),
                _ => word(&it["level"]),
            }
        } else {
            "allowed".to_string()
        };
        let rule = line(&it["ruleIndex"]);
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], it["ruleId"]);
        let place = &it["locations"][0]["physicalLocation"];
        let start = &place["region"]["startLine"];
        let place =
            start.as_u64().map(|_| (path(&word(&place["artifactLocation"]["uri"])), line(start)));
        (standing, word(&it["ruleId"]), place)
    });
    told.collect()
}

/// Of JUnit: the standing as far as it has a form there, and the rule.
fn of_junit(all: &All) -> Vec<(String, String)> {
    let document = roxmltree::Document::parse(&all.junit).expect("JUnit is XML");
    let cases = document.descendants().filter(|it| it.has_tag_name("testcase"));
    let told = cases.filter_map(|case| {
        let (_, rule) = case.attribute("classname")?.rsplit_once(".finding.")?;
        let child = |name: &str| case.children().find(|it| it.has_tag_name(name));
        let skipped = child("skipped").and_then(|it| it.attribute("message"));
        let failed = child("failure").or_else(|| child("error"));
        let standing = match (failed.is_some(), skipped) {
            (true, _) => "error",
            (_, Some(why)) if why.starts_with("allowed: ") => "allowed",
            (_, Some(why)) if why.starts_with("known: ") => "known",
            (_, Some(_)) => "warning",
            (_, None) => "note",
        };
        Some((standing.to_string(), rule.to_string()))
    });
    told.collect()
}

/// `error[rule]`, as a title or the head of a finding begins.
fn head(text: &str) -> Option<(String, String)> {
    let (standing, rest) = text.split_once('[')?;
    let (rule, _) = rest.split_once(']')?;
    let is_one = ["error", "warning", "note", "allowed", "known"].contains(&standing);
    is_one.then(|| (standing.to_string(), rule.to_string()))
}

/// The text of a workflow command, read again.
fn unescaped(text: &str) -> String {
    let text = text.replace("%3A", ":").replace("%2C", ",");
    text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
}

fn of_github(all: &All) -> Vec<Told> {
    let told = all.github.lines().map(|line| {
        let command = line.strip_prefix("::").expect("nothing but commands");
        let (head_of, _) = command.split_once("::").unwrap();
        let (kind, properties) = head_of.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&kind), "{kind}");
        let property = |name: &str| {
            let mut all = properties.split(',').filter_map(|it| it.split_once('='));
            all.find(|(it, _)| *it == name).map(|(_, value)| unescaped(value))
        };
        let (standing, rule) = head(&property("title").unwrap()).unwrap();
        let line = property("line").map(|line| line.parse().unwrap());
        (standing, rule, property("file").zip(line))
    });
    told.collect()
}

fn of_markdown(all: &All) -> Vec<(String, String)> {
    let heads = all.markdown.lines().filter_map(|line| line.split_once("<b>"));
    heads.map(|(_, head_of)| head(head_of).unwrap()).collect()
}

fn of_terminal(all: &All) -> Vec<(String, String)> {
    all.terminal.lines().filter_map(head).collect()
}

fn sarif_schema() -> jsonschema::Validator {
    let path = root().join("crates/outlast/tests/schemas/sarif-schema-2.1.0.json");
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    // Its pattern has a `]` that nothing opens, which a strict validator refuses; we write no
    // language.
    for of in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][of]["properties"]["language"];
        assert!(language.as_object_mut().unwrap().remove("pattern").is_some());
    }
    jsonschema::validator_for(&schema).unwrap()
}

/// Everything that holds of every run.
fn hold(name: &str, all: &All) {
    let reference = of_json(all);
    let without_place: Vec<(String, String)> =
        reference.iter().map(|(standing, rule, _)| (standing.clone(), rule.clone())).collect();
    // A file that could not be read has no lines.
    let empty = |it: &Told| it.1 == "unreadable" || it.1 == "unknown-file";
    let placed: Vec<Told> = reference.iter().filter(|it| !empty(it)).cloned().collect();
    let lines = |told: Vec<Told>| told.into_iter().filter(|it| !empty(it)).collect::<Vec<_>>();
    assert_eq!(lines(of_sarif(all)), placed, "{name}: SARIF");
    assert_eq!(lines(of_github(all)), placed, "{name}: annotations");
    assert_eq!(of_sarif(all).len(), reference.len(), "{name}");
    assert_eq!(of_github(all).len(), reference.len(), "{name}");
    assert_eq!(of_junit(all), without_place, "{name}: JUnit");
    assert_eq!(of_markdown(all), without_place, "{name}: Markdown");
    assert_eq!(of_html(all), without_place, "{name}: HTML");
    assert_eq!(of_terminal(all), without_place, "{name}: terminal");
    let wrong: Vec<String> =
        sarif_schema().iter_errors(&all.sarif).map(|it| it.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new(), "{name}: SARIF against its schema");
    let ours = fs::read_to_string(root().join("docs/schema/check.schema.json")).unwrap();
    let ours: Value = serde_json::from_str(&ours).unwrap();
    assert_eq!(schema::violations(&ours, &all.json), Vec::<String>::new(), "{name}");
    assert_eq!(all.sarif["runs"][0]["invocations"][0]["exitCode"], all.ran.code, "{name}");
    pictures_agree(name, all);
    let timelines = all.html.matches("<section class=\"story s").count();
    let again = all.html.matches("Told again by <code>outlast why ").count();
    assert_eq!(again, timelines, "{name}: each timeline of the page says how it is told again");
    for (format, text) in [
        ("JUnit", &all.junit),
        ("Markdown", &all.markdown),
        ("annotations", &all.github),
        ("terminal", &all.terminal),
        ("Mermaid", &all.mermaid),
        ("D2", &all.d2),
        ("HTML", &all.html),
    ] {
        let control = text.chars().find(|it| it.is_control() && *it != '\n');
        assert_eq!(control, None, "{name}: a control character in {format}");
    }
}

/// Both pictures are of the same boxes and arrows, and each line of them is one of a few forms.
fn pictures_agree(name: &str, all: &All) {
    let is_id = |id: &str| {
        id.starts_with('s') && id.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
    };
    let (mut boxes, mut arrows, mut depth) = (BTreeSet::new(), BTreeSet::new(), 0);
    for line in all.mermaid.lines().skip(1).map(str::trim) {
        if let Some(head) = line.strip_prefix("subgraph ") {
            assert!(is_id(head.split('[').next().unwrap()) && head.ends_with("\"]"), "{line}");
            depth += 1;
        } else if line == "end" {
            depth -= 1;
        } else if let Some((from, rest)) =
            line.split_once(" -->|\"").or(line.split_once(" -.->|\""))
        {
            let (label, to) = rest.split_once("\"| ").unwrap();
            assert!(!label.contains('"') && is_id(to), "{name}: {line}");
            arrows.insert((from.to_string(), to.to_string()));
        } else {
            let (id, label) = line.split_once(['[', '(']).unwrap();
            assert!(is_id(id) && label.matches('"').count() == 2, "{name}: {line}");
            boxes.insert(id.to_string());
        }
    }
    assert_eq!(depth, 0, "{name}");
    assert!(arrows.iter().all(|(from, to)| boxes.contains(from) && boxes.contains(to)), "{name}");
    let last = |path: &str| path.rsplit('.').next().unwrap().to_string();
    let (mut others, mut ways, mut depth) = (BTreeSet::new(), BTreeSet::new(), 0);
    for line in all.d2.lines().skip(1).map(str::trim) {
        let quotes = line.replace("\\\\", "").replace("\\\"", "").matches('"').count();
        if line == "}" {
            depth -= 1;
        } else if let Some((from, rest)) = line.split_once(" -> ").filter(|it| !it.0.contains('"'))
        {
            assert_eq!(quotes, 2, "{name}: {line}");
            ways.insert((last(from), last(rest.split(':').next().unwrap())));
        } else {
            let (id, _) = line.split_once(": ").unwrap();
            assert!(is_id(id) && quotes == 2, "{name}: {line}");
            if line.ends_with("\" {") {
                depth += 1;
            } else {
                others.insert(id.to_string());
            }
        }
    }
    let cards = all.html.matches("<g class=\"card ").count();
    assert_eq!(cards, boxes.len(), "{name}: the picture of the page is the same");
    assert_eq!((depth, others, ways), (0, boxes, arrows), "{name}");
}

/// The cells of the matrix are the cases of JUnit and the rows of the table in Markdown.
fn matrix_is_whole(name: &str, all: &All) {
    let rows: Vec<&Value> =
        list(&all.json["systems"]).iter().flat_map(|it| list(&it["matrix"])).collect();
    let document = roxmltree::Document::parse(&all.junit).unwrap();
    let cases = document.descendants().filter(|it| it.has_tag_name("testcase"));
    let failing =
        |case: &roxmltree::Node<'_, '_>| case.children().any(|it| it.has_tag_name("failure"));
    let cells: Vec<(String, String, bool)> = cases
        .filter(|it| !it.attribute("classname").unwrap().contains(".finding."))
        .map(|it| {
            let class = it.attribute("classname").unwrap().rsplit('.').next().unwrap();
            (class.to_string(), it.attribute("name").unwrap().to_string(), failing(&it))
        })
        .filter(|(class, ..)| class != "availability" && class != "pairs")
        .collect();
    let expected: Vec<(String, String, bool)> = rows
        .iter()
        .flat_map(|row| list(&row["cells"]).iter().map(move |cell| (row, cell)))
        .map(|(row, cell)| {
            let name = format!("{}: {}", word(&cell["name"]), word(&row["what"]));
            (word(&row["class"]), name, cell["verdict"] == "broken" && cell["known"] == false)
        })
        .collect();
    assert_eq!(cells, expected, "{name}: the cases of JUnit");
    let table: Vec<&str> = all.markdown.lines().filter(|line| line.starts_with('|')).collect();
    let widths: Vec<usize> = table.iter().map(|line| line.matches('|').count()).collect();
    assert!(widths.windows(2).all(|it| it[0] == it[1]) || rows.is_empty(), "{name}: {widths:?}");
    let heads = list(&all.json["systems"]).iter().filter(|it| !list(&it["matrix"]).is_empty());
    let cellless = rows.iter().filter(|row| list(&row["cells"]).is_empty()).count();
    if cellless == 0 {
        assert_eq!(table.len(), rows.len() + 2 * heads.count(), "{name}: the table");
    }
}

#[test]
fn all_formats_agree_on_every_example() {
    let mut names: Vec<PathBuf> =
        fs::read_dir(root().join("examples")).unwrap().map(|it| it.unwrap().path()).collect();
    names.retain(|path| path.is_dir());
    names.sort();
    assert!(names.len() > 10);
    for path in names {
        let name = path.file_name().unwrap().to_str().unwrap();
        let all = all(&root(), &[&format!("examples/{name}")]);
        hold(name, &all);
        matrix_is_whole(name, &all);
    }
}

#[test]
fn all_formats_agree_on_what_cannot_be_read() {
    let broken = Scratch::new();
    broken.file("main.tf", "resource {\n  x = = 1\n").file("b.tf", b"# caf\xe9\n");
    let nothing = Scratch::new();
    nothing.file("empty/.keep", "");
    let small = Scratch::new();
    small.file("main.tf", SMALL).file("second/main.tf", SMALL);
    for (name, scratch, paths) in [
        ("broken", &broken, &[][..]),
        ("nothing", &nothing, &["empty", "absent"]),
        ("two systems", &small, &[".", "second"]),
        ("read and not", &small, &[".", "absent"]),
    ] {
        let all = all(scratch.path(), paths);
        hold(name, &all);
    }
}

/// Text that would break out of each format, were it not escaped.
const HOSTILE: &str =
    "]]> <script>alert(1)</script> | `x` ::error::no %0A @all **b** \"q\" \u{1b}[31m";

fn hostile() -> Scratch {
    let scratch = Scratch::new();
    let web = BEHIND_AN_ADDRESS.replace("REASON", HOSTILE);
    let web = web.replace("NAME", "<script>|`::error::%0A]]>");
    let directory = "we|ird `<b>%0A::x";
    scratch.file(&format!("{directory}/a,b=c %0A|<i>`.tf"), web);
    scratch.file(&format!("{directory}/é::东.outlast.hcl"), PROMISED);
    scratch
}

const BEHIND_AN_ADDRESS: &str = r#"
resource "exoscale_elastic_ip" "www" {
  zone = "ch-gva-2"

  healthcheck {
    mode         = "http"
    port         = 80
    uri          = "/"
    interval     = 5
    timeout      = 3
    strikes_ok   = 2
    strikes_fail = 2
  }
}

# outlast: allow(shared-hypervisor) REASON
resource "exoscale_compute_instance" "web" {
  count          = 2
  zone           = "ch-gva-2"
  name           = "NAME"
  template_id    = "20cd9f2a-8ea4-4ef1-ae73-6d5ffb3d6b5d"
  type           = "standard.medium"
  disk_size      = 10
  elastic_ip_ids = [exoscale_elastic_ip.www.id]
}
"#;

const PROMISED: &str = "
promise {
  instance = { out = \"14s\" }
  zone     = { out = \"1m\" }
}

journey \"browse\" {
  title  = \"<script>|`::%0A]]>\\n::error::x\"
  enters = exoscale_elastic_ip.www
}

service \"web\" {
  on      = exoscale_compute_instance.web
  listens = 80
}
";

#[test]
fn what_a_user_wrote_stays_text_in_every_format() {
    let scratch = hostile();
    let all = all(scratch.path(), &["we|ird `<b>%0A::x"]);
    assert_eq!(all.ran.code, 1, "{}{}", all.ran.out, all.ran.err);
    hold("hostile", &all);
    matrix_is_whole("hostile", &all);
    assert!(of_json(&all).iter().any(|(standing, ..)| standing == "allowed"));
    // The reason is there, whole, in each.
    let shown = HOSTILE.replace('\u{1b}', "\\u{1b}");
    let results = list(&all.sarif["runs"][0]["results"]);
    let silenced: Vec<&Value> = results.iter().flat_map(|it| list(&it["suppressions"])).collect();
    assert_eq!(silenced[0]["justification"], shown.as_str());
    assert_eq!(silenced[0]["kind"], "inSource");
    let document = roxmltree::Document::parse(&all.junit).unwrap();
    let skipped = document.descendants().filter_map(|it| it.attribute("message"));
    assert!(skipped.into_iter().any(|it| it == format!("allowed: {shown}")));
    assert!(all.github.lines().any(|line| unescaped(line).contains(&shown)));
    for broken in ["<script", "<i>", "@all", "**b**", "<b>%"] {
        assert!(!all.markdown.contains(broken), "{broken}: {}", all.markdown);
    }
}

/// The characters of a line that a region covers, in UTF-16 code units.
fn covered(text: &str, line: usize, start: usize, end: usize) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line = text.split('\n').nth(line - 1).unwrap().trim_end_matches('\r');
    let units: Vec<u16> = line.encode_utf16().collect();
    String::from_utf16(&units[start - 1..end - 1]).unwrap()
}

#[test]
fn columns_are_right_with_every_kind_of_character() {
    let text = "\u{feff}# é\r\n\r\njourney \"browse\" { /* 🦀é東京e\u{301}\t*/ nonsense = 1 }\r\n";
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL).file("x.outlast.hcl", text);
    let all = all(scratch.path(), &[]);
    hold("columns", &all);
    let results = list(&all.sarif["runs"][0]["results"]);
    let result = results.iter().find(|it| it["ruleId"] == "unknown-attribute").unwrap();
    let region = &result["locations"][0]["physicalLocation"]["region"];
    let [line_of, start, end] =
        ["startLine", "startColumn", "endColumn"].map(|it| line(&region[it]));
    let (marked, at) = ("nonsense", 3);
    assert_eq!((line_of, covered(text, line_of, start, end).as_str()), (at, marked));
    let command = all.github.lines().find(|it| it.contains("unknown-attribute")).unwrap();
    assert!(
        command.contains(&format!(",line=3,endLine=3,col={start},endColumn={end},")),
        "{command}"
    );
    let findings = list(&all.json["systems"][0]["findings"]);
    let finding = findings.iter().find(|it| it["rule"] == "unknown-attribute").unwrap();
    let span = &finding["labels"][0]["span"];
    // JSON counts code points, and its offsets are those of the file with its mark.
    let bytes = line(&span["start_byte"])..line(&span["end_byte"]);
    assert_eq!(&text[bytes], marked);
    let row: Vec<char> = text.split('\n').nth(2).unwrap().chars().collect();
    let columns = line(&span["column"]) - 1..line(&span["end_column"]) - 1;
    assert_eq!(row[columns].iter().collect::<String>(), marked);
    assert_ne!(start, line(&span["column"]), "the crab counts twice in UTF-16");
}

#[test]
fn a_timeline_is_a_code_flow_and_a_proved_value_is_a_fix() {
    let all = all(&root(), &["examples/02-two-web-dns-high-ttl"]);
    let results = list(&all.sarif["runs"][0]["results"]);
    assert!(!sarif_schema().is_valid(&serde_json::json!({ "version": "2.1.0", "runs": [{}] })));
    let at = results.iter().position(|it| !list(&it["fixes"]).is_empty()).unwrap();
    let broken = &results[at];
    let steps = list(&broken["codeFlows"][0]["threadFlows"][0]["locations"]);
    let findings = list(&all.json["systems"][0]["findings"]);
    let finding = &findings[at];
    assert_eq!(steps.len(), list(&finding["evidence"]["steps"]).len());
    assert!(!steps.is_empty());
    let change = &broken["fixes"][0]["artifactChanges"][0];
    let path = root().join(word(&change["artifactLocation"]["uri"]));
    let text = fs::read_to_string(path).unwrap();
    let replaced = &change["replacements"][0];
    let region = &replaced["deletedRegion"];
    let [line_of, start, end] =
        ["startLine", "startColumn", "endColumn"].map(|it| line(&region[it]));
    assert_eq!(covered(&text, line_of, start, end), "3600");
    assert_eq!(replaced["insertedContent"]["text"], "60");
    // Written, it does what it says.
    let example = root().join("examples/02-two-web-dns-high-ttl");
    let scratch = Scratch::new();
    for entry in fs::read_dir(example).unwrap().flatten().filter(|it| it.path().is_file()) {
        let text = fs::read_to_string(entry.path()).unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name.ends_with(".tf") || name.ends_with(".hcl") {
            scratch.file(&name, text.replace("= 3600", "= 60"));
        }
    }
    let ran = scratch.run(&["check", "--format", "json"]);
    let mended: Value = serde_json::from_str(&ran.out).unwrap();
    let tally = |document: &Value| line(&document["systems"][0]["tally"]["broken"]);
    assert!(tally(&mended) < tally(&all.json), "{}", ran.out);
}
