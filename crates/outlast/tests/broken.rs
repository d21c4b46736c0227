//! Broken input, end to end: a clear error at its place, exit code 2, soon, and never a panic.

use std::time::Duration;

use crate::running::{Ran, SMALL, Scratch};

/// The release build takes milliseconds; the limit is for a debug build on a busy machine.
const SOON: Duration = Duration::from_secs(10);

fn checked(scratch: &Scratch) -> Ran {
    let ran = scratch.run(&["check"]);
    assert!(!ran.err.contains("bug"), "{}", ran.err);
    assert!(ran.took < SOON, "it took {:?}", ran.took);
    let wide = ran.out.lines().find(|line| line.chars().count() > 80);
    assert!(wide.is_none(), "wider than 80 columns: {wide:?}");
    ran
}

#[track_caller]
fn refused(scratch: &Scratch, expected: &[&str]) -> Ran {
    let ran = checked(scratch);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    for expected in expected {
        assert!(ran.out.contains(expected), "no `{expected}` in:\n{}", ran.out);
    }
    let is_said = ran.out.contains("The input was not read whole");
    let has_matrix = ran.out.contains("what each fault does");
    assert!(is_said || !has_matrix, "a matrix pretends to be whole");
    let words: Vec<&str> = ran.out.split_whitespace().collect();
    assert!(words.join(" ").contains("the input was not read whole"), "{}", ran.out);
    ran
}

#[test]
fn a_syntax_error_in_one_block_hides_no_other() {
    let scratch = Scratch::new();
    scratch.file("main.tf", format!("{SMALL}\nresource \"a\" \"b\" {{\n  x = = 1\n}}\n"));
    scratch.file("other.tf", "locals {\n  y = nothing.here\n}\noutput \"y\" { value = local.y }\n");
    refused(&scratch, &["main.tf:", "other.tf:2", "nothing"]);
}

#[test]
fn a_text_that_is_not_utf_8_is_named() {
    let scratch = Scratch::new();
    scratch.file("main.tf", b"# caf\xe9\n").file("good.tf", SMALL);
    refused(&scratch, &["error[unreadable]", "main.tf", "not UTF-8"]);
}

#[test]
fn a_byte_order_mark_is_no_error() {
    let scratch = Scratch::new();
    scratch.file("main.tf", format!("\u{feff}{SMALL}"));
    let ran = checked(&scratch);
    assert_ne!(ran.code, 2, "{}", ran.out);
}

#[test]
fn a_file_of_50_mb_meets_a_named_limit() {
    let scratch = Scratch::new();
    scratch.file("main.tf", vec![b'#'; 50 * 1024 * 1024]);
    refused(&scratch, &["main.tf", "8 MiB"]);
}

#[test]
#[cfg(unix)]
fn symbolic_links_that_go_round_are_named() {
    let scratch = Scratch::new();
    std::os::unix::fs::symlink("loop.tf", scratch.path().join("loop.tf")).unwrap();
    scratch.file("main.tf", SMALL);
    refused(&scratch, &["loop.tf", "circle"]);
}

#[test]
#[cfg(unix)]
fn devices_and_directories_are_no_files() {
    let scratch = Scratch::new();
    std::os::unix::fs::symlink("/dev/zero", scratch.path().join("zero.tf")).unwrap();
    std::fs::create_dir(scratch.path().join("folder.tf")).unwrap();
    refused(&scratch, &["zero.tf", "folder.tf", "not a regular file"]);
}

#[test]
#[cfg(unix)]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL).file("secret.tf", "locals {}\n");
    let secret = scratch.path().join("secret.tf");
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&secret).is_ok() {
        eprintln!("SKIPPED: root may read everything");
        return;
    }
    refused(&scratch, &["secret.tf", "may not read"]);
}

#[test]
fn a_count_of_a_million_meets_a_named_limit() {
    let scratch = Scratch::new();
    scratch.file("main.tf", "resource \"terraform_data\" \"x\" {\n  count = 1000000\n}\n");
    refused(&scratch, &["main.tf:2", "1000000"]);
}

#[test]
fn ten_thousand_brackets_meet_a_named_limit() {
    let scratch = Scratch::new();
    let text = format!("locals {{\n  x = {}1{}\n}}\n", "[".repeat(10_000), "]".repeat(10_000));
    scratch.file("main.tf", text);
    refused(&scratch, &["main.tf"]);
}

#[test]
fn cycles_are_named() {
    let scratch = Scratch::new();
    scratch.file(
        "main.tf",
        "locals {\n  a = local.b\n  b = local.a\n}\noutput \"a\" { value = local.a }\n",
    );
    refused(&scratch, &["error[cycle]", "`local.a`", "`local.b`"]);
}

#[test]
fn modules_that_call_each_other_are_named() {
    let scratch = Scratch::new();
    scratch.file("main.tf", "module \"a\" {\n  source = \"./a\"\n}\n");
    scratch.file("a/main.tf", "module \"b\" {\n  source = \"../b\"\n}\n");
    scratch.file("b/main.tf", "module \"a\" {\n  source = \"../a\"\n}\n");
    refused(&scratch, &["main.tf:"]);
}

#[test]
fn an_outlast_file_with_a_wrong_word_names_the_nearest() {
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL);
    scratch.file("web.outlast.hcl", "servce \"web\" {\n  on = exoscale_compute_instance.web\n}\n");
    refused(&scratch, &["web.outlast.hcl:1", "servce", "service"]);
}

#[test]
fn what_cannot_be_read_costs_only_itself() {
    let promised =
        "promise {\n  other = { out = \"9d\" }\n}\nrates {\n  zone-dark = { lasts = \"1h\" }\n}\n";
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL).file("web.outlast.hcl", promised);
    let whole = scratch.run(&["check"]);
    assert!(whole.out.contains("kept"), "{}", whole.out);
    // A value that cannot be computed is not known, and nothing else.
    scratch.file("label.tf", "locals {\n  a = null\n}\noutput \"o\" {\n  value = local.a.b\n}\n");
    let ran = refused(&scratch, &["label.tf:", "everything else is judged", "kept"]);
    assert_eq!(ran.out.matches("what each fault does").count(), 1, "{}", ran.out);
    // A block that is not understood may have said anything: nothing is proved to hold.
    scratch.file("label.tf", "servce \"web\" {\n  on = 1\n}\n");
    let ran = refused(&scratch, &["label.tf:1", "no promise counts as kept"]);
    assert!(!ran.out.contains(", kept") && !ran.out.contains("promises: kept"), "{}", ran.out);
    let ran = scratch.run(&["why", "nothing", "nothing"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("label.tf:1"), "{}", ran.err);
}

#[test]
fn nothing_to_read_is_said_with_what_may_be_meant() {
    let scratch = Scratch::new();
    scratch.file("infra/main.tf", SMALL);
    refused(&scratch, &["no Terraform here", "infra"]);
    let ran = scratch.run(&["check", "nowhere"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
}

#[test]
fn what_a_terminal_would_act_on_is_spelt_out() {
    let scratch = Scratch::new();
    scratch.file("main.tf", "locals {\n  a = nothing.\"\u{1b}[31m\"\n}\n");
    let ran = checked(&scratch);
    assert_eq!(ran.code, 2);
    assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{}", ran.out);
}

#[test]
fn wrong_usage_is_2_and_help_is_0() {
    let scratch = Scratch::new();
    assert_eq!(scratch.run(&["check", "--format", "xml"]).code, 2);
    assert_eq!(scratch.run(&["--help"]).code, 0);
    assert_eq!(scratch.run(&["check", "--var", "novalue"]).code, 2);
}

#[test]
fn heredocs_that_nothing_closes_are_looked_for_once() {
    let scratch = Scratch::new();
    scratch.file("main.tf", "<<B\n".repeat(100_000));
    refused(&scratch, &["main.tf:1"]);
    // Each of a word of its own.
    let each: String = (0..100_000).map(|at| format!("<<B{at}\n")).collect();
    scratch.file("main.tf", each);
    refused(&scratch, &["main.tf:1"]);
}

#[test]
fn module_instances_have_a_named_limit() {
    let scratch = Scratch::new();
    let call =
        |source: &str| format!("module \"m\" {{\n  source = \"{source}\"\n  count = 10000\n}}\n");
    scratch.file("main.tf", call("./a")).file("a/main.tf", call("../b"));
    scratch.file("b/main.tf", "locals {\n  a = 1\n}\n");
    refused(&scratch, &["10000 module instances"]);
}

#[test]
fn large_products_and_work_by_the_byte_have_named_limits() {
    let scratch = Scratch::new();
    let product = |at: usize| format!("  x{at} = setproduct(range(400), range(400))\n");
    let products: String = (0..40).map(product).collect();
    let outputs: String = (0..40)
        .map(|at| format!("output \"o{at}\" {{\n  value = length(local.x{at})\n}}\n"))
        .collect();
    scratch.file("main.tf", format!("locals {{\n{products}}}\n{outputs}"));
    let ran = refused(&scratch, &["elements in all values"]);
    assert_eq!(ran.out.matches("limit-exhausted").count(), 1, "{}", ran.out);
    scratch.file(
        "main.tf",
        "locals {\n  ten = join(\"\", [for i in range(1000) : \"0123456789\"])\n  \
         long = join(\"\", [for i in range(100) : local.ten])\n  \
         all = [for p in setproduct(range(300), range(300)) : sha512(local.long)]\n}\n\
         output \"o\" {\n  value = length(local.all)\n}\n",
    );
    refused(&scratch, &["bytes of text that functions read"]);
}

#[test]
fn a_name_costs_what_it_is_long_in_every_form() {
    let long = "a".repeat(64_000);
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL);
    scratch.file(
        "web.outlast.hcl",
        format!(
            "service \"{long}\" {{\n  on = exoscale_compute_instance.web\n}}\njourney \"b{long}\" \
             {{\n  enters = service[\"{long}\"]\n}}\npromise {{\n  other = {{ out = \"1m\" }}\n}}\n"
        ),
    );
    let ran = checked(&scratch);
    assert!(ran.out.len() < 10_000_000, "{} bytes", ran.out.len());
    for form in ["json", "html", "markdown", "sarif", "junit", "github", "mermaid", "d2"] {
        let ran = scratch.run(&["check", "--output", &format!("{form}=-")]);
        assert!(ran.out.len() < 20_000_000, "{form}: {} bytes", ran.out.len());
        assert!(ran.took < SOON, "{form} took {:?}", ran.took);
    }
}
