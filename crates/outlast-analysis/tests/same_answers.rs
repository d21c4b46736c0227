//! The same system in other words: names and the order of declaration change no answer.

use crate::page;

use outlast_analysis::Judged;
use outlast_findings::Verdict;
use outlast_model::Class;

const ADDRESS: &str = "resource \"exoscale_elastic_ip\" \"www\" {
  zone = \"ch-gva-2\"

  healthcheck {
    mode = \"tcp\"
    port = 80
  }
}
";

/// Web servers behind an address, and a database.
fn terraform(web: &str, database: &str) -> [String; 3] {
    let instance = |name: &str, count: &str, extra: &str| {
        format!(
            "resource \"exoscale_compute_instance\" \"{name}\" {{\n{count}  zone = \"ch-gva-2\"\n  \
             name = \"{name}\"\n  type = \"standard.small\"\n{extra}}}\n"
        )
    };
    let held = "  elastic_ip_ids = [exoscale_elastic_ip.www.id]\n";
    [ADDRESS.to_string(), instance(web, "  count = 2\n", held), instance(database, "", "")]
}

fn outlast(web: &str, database: &str) -> [String; 4] {
    [
        "promise {\n  instance = { out = \"1m\" }\n  zone = { out = \"1h\" }\n}\n".to_string(),
        "journey \"browse\" {\n  enters = exoscale_elastic_ip.www\n}\n".to_string(),
        format!(
            "service \"{web}\" {{\n  on = exoscale_compute_instance.{web}\n  listens = 80\n  \
             calls = [database.{database}]\n}}\n"
        ),
        format!(
            "database \"{database}\" {{\n  engine = \"postgresql\"\n  \
             on = exoscale_compute_instance.{database}\n}}\n"
        ),
    ]
}

fn checked(terraform: &[String], outlast: &[String]) -> Judged {
    let (lowered, _) = page::read(&terraform.join("\n"), &outlast.join("\n"));
    page::check(&lowered)
}

/// A cell without the name of its fault.
type Cell = (Class, String, usize, Verdict, i64, i64, String);

fn matrix(judged: &Judged) -> Vec<Cell> {
    let rows = judged.paired().singles().rows().iter();
    let rows = rows.flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
    rows.map(|(row, cell)| {
        let out = cell.outcome.out;
        let what = row.what.clone();
        (row.class, what, row.count, cell.verdict, out.best, out.worst, cell.outcome.lowest.show())
    })
    .collect()
}

#[test]
fn names_change_no_figure() {
    let plain = checked(&terraform("web", "db"), &outlast("web", "db"));
    let renamed = checked(&terraform("zebra", "aardvark"), &outlast("zebra", "aardvark"));
    assert_eq!(matrix(&plain), matrix(&renamed));
    let rules = |judged: &Judged| -> Vec<&'static str> {
        judged.findings().iter().map(|finding| finding.rule).collect()
    };
    assert_eq!(rules(&plain), rules(&renamed));
}

#[test]
fn the_order_of_declaration_changes_no_figure() {
    let (mut terraform, mut outlast) = (terraform("web", "db"), outlast("web", "db"));
    let plain = checked(&terraform, &outlast);
    terraform.reverse();
    outlast.reverse();
    assert_eq!(matrix(&plain), matrix(&checked(&terraform, &outlast)));
}

#[test]
fn the_same_input_gives_the_same_findings() {
    let (terraform, outlast) = (terraform("web", "db"), outlast("web", "db"));
    let (first, second) = (checked(&terraform, &outlast), checked(&terraform, &outlast));
    assert_eq!(first.findings(), second.findings());
}

#[test]
fn a_broken_promise_outweighs_what_is_undecided() {
    let (lowered, sources) =
        page::read(&terraform("web", "db").join("\n"), &outlast("web", "db").join("\n"));
    let told = page::told(&lowered, &sources);
    assert_eq!(told.exit(), 1);
    let cells: Vec<Verdict> =
        told.rows().iter().flat_map(|row| &row.cells).map(|cell| cell.verdict).collect();
    assert!(cells.contains(&Verdict::Broken) && cells.contains(&Verdict::Kept));
}
