//! `cargo xtask new KIND NAME`: writes the `.rs` and the `.md` of a new leaf and registers it.
//!
//! What is written compiles and its page has every heading; what it says is for its author: every
//! line to be replaced holds [`MARK`], and a test of the program finds the ones that were not.

use std::fs;
use std::path::Path;

use crate::root;

/// What stands in every line of a template that its author must replace. `tidy.rs` refuses it in
/// the tree, and this file is of the tree.
const MARK: &str = concat!("TEMP", "LATE:");

/// A kind of leaf: where its files go, and what they begin with.
struct Leaf {
    /// The word on the command line.
    kind: &'static str,
    /// The directory of the `.rs` files, with the `mod.rs` that lists them.
    code: &'static str,
    /// The directory of the pages.
    pages: &'static str,
    /// The static that a file holds.
    item: &'static str,
    /// The `.rs`, with `{name}`, `{file}` and `{page}`.
    rust: &'static str,
    /// The `.md`, with `{name}`.
    page: &'static str,
    /// Whether names are kebab-case (`long-ttl`) or as in Terraform (`exoscale_nlb`).
    kebab: bool,
}

const LEAVES: &[Leaf] = &[
    Leaf {
        kind: "resource",
        code: "crates/outlast-catalog/src/resources",
        pages: "crates/outlast-catalog/pages/resources",
        item: "KIND",
        rust: include_str!("../templates/resource.rs.txt"),
        page: include_str!("../templates/resource.md"),
        kebab: false,
    },
    Leaf {
        kind: "engine",
        code: "crates/outlast-catalog/src/engines",
        pages: "crates/outlast-catalog/pages/engines",
        item: "ENGINE",
        rust: include_str!("../templates/engine.rs.txt"),
        page: include_str!("../templates/engine.md"),
        kebab: true,
    },
    Leaf {
        kind: "fault",
        code: "crates/outlast-catalog/src/faults",
        pages: "crates/outlast-catalog/pages/faults",
        item: "KIND",
        rust: include_str!("../templates/fault.rs.txt"),
        page: include_str!("../templates/fault.md"),
        kebab: true,
    },
    Leaf {
        kind: "rule",
        code: "crates/outlast-analysis/src/rules",
        pages: "crates/outlast-analysis/pages/rules",
        item: "RULE",
        rust: include_str!("../templates/rule.rs.txt"),
        page: include_str!("../templates/rule.md"),
        kebab: true,
    },
];

/// Writes a new leaf.
pub(crate) fn new(kind: &str, name: &str) -> Result<(), String> {
    let leaf = LEAVES
        .iter()
        .find(|leaf| leaf.kind == kind)
        .ok_or_else(|| format!("`{kind}` is none of {}", kinds()))?;
    check_name(leaf, name)?;
    let file = name.replace('-', "_");
    let page = if leaf.kebab { name.to_string() } else { file.clone() };
    let fill =
        |text: &str| text.replace("{name}", name).replace("{file}", &file).replace("{page}", &page);
    let code = root().join(leaf.code);
    write_new(&code.join(format!("{file}.rs")), &fill(leaf.rust))?;
    write_new(&root().join(leaf.pages).join(format!("{page}.md")), &fill(leaf.page))?;
    register(&code.join("mod.rs"), &file, leaf.item)?;
    println!("now replace every line with `{MARK}`, then: cargo xtask bless && git diff");
    Ok(())
}

/// The kinds of leaves, as they are listed in an error.
fn kinds() -> String {
    LEAVES.iter().map(|leaf| format!("`{}`", leaf.kind)).collect::<Vec<_>>().join(", ")
}

fn check_name(leaf: &Leaf, name: &str) -> Result<(), String> {
    let separator = if leaf.kebab { '-' } else { '_' };
    let fits = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == separator
    };
    if name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(fits) {
        return Ok(());
    }
    Err(format!("`{name}` is no name: write small letters, digits and `{separator}`"))
}

fn write_new(path: &Path, text: &str) -> Result<(), String> {
    if path.exists() {
        return Err(format!("`{}` is there already", path.display()));
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| format!("`{}`: {error}", parent.display()))?;
    }
    fs::write(path, text).map_err(|error| format!("`{}`: {error}", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
}

/// Adds a leaf to the list of its directory.
fn register(list: &Path, file: &str, item: &str) -> Result<(), String> {
    let text =
        fs::read_to_string(list).map_err(|error| format!("`{}`: {error}", list.display()))?;
    let text = registered(&text, file, item)
        .ok_or_else(|| format!("`{}` has no list to add `{file}` to", list.display()))?;
    fs::write(list, text).map_err(|error| format!("`{}`: {error}", list.display()))?;
    println!("registered in {}", list.display());
    Ok(())
}

/// The text of a `mod.rs` with one more leaf: in the modules and in the list, both sorted.
fn registered(text: &str, file: &str, item: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let module = format!("mod {file};");
    let entry = format!("    &{file}::{item},");
    let is_module = |line: &str| line.starts_with("mod ") && line.ends_with(';');
    let is_entry = |line: &str| line.starts_with("    &") && line.ends_with(&format!("::{item},"));
    let lines = inserted(&lines, &module, is_module)?;
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let lines = inserted(&lines, &entry, is_entry)?;
    let text: Vec<String> = lines.into_iter().map(|line| one_more(line, item)).collect();
    Some(format!("{}\n", text.join("\n")))
}

/// The head of a list that says how long it is: `pub static RULES: [&Rule; 15] = [`.
fn one_more(line: String, item: &str) -> String {
    let is_list = line.contains(&format!("static {item}S: [&"));
    let Some((head, rest)) = line.split_once("; ").filter(|_| is_list) else { return line };
    let Some((number, rest)) = rest.split_once(']') else { return line };
    match number.parse::<usize>() {
        Ok(number) => format!("{head}; {}]{rest}", number + 1),
        Err(_) => line,
    }
}

/// The lines with one more, at its place among those that are like it.
fn inserted(lines: &[&str], new: &str, is_alike: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let after = lines.iter().rposition(|line| is_alike(line) && *line < new);
    let at = match after {
        Some(at) => at + 1,
        None => lines.iter().position(|line| is_alike(line))?,
    };
    let (before, rest) = lines.split_at_checked(at)?;
    let new = std::iter::once(new);
    Some(before.iter().copied().chain(new).chain(rest.iter().copied()).map(String::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaf_is_registered_at_its_place() {
        let list = "//! List.\n\nmod a;\nmod c;\n\nstatic KINDS: &[&Kind] = &[\n    &a::KIND,\n    &c::KIND,\n];\n";
        let with = registered(list, "b", "KIND").unwrap();
        assert!(with.contains("mod a;\nmod b;\nmod c;\n"), "{with}");
        assert!(with.contains("    &a::KIND,\n    &b::KIND,\n    &c::KIND,\n"), "{with}");
        let with = registered(list, "d", "KIND").unwrap();
        assert!(
            with.contains("mod c;\nmod d;\n") && with.contains("&c::KIND,\n    &d::KIND,"),
            "{with}"
        );
        assert!(registered("nothing", "d", "KIND").is_none());
        let counted = list.replace("&[&Kind]", "[&Kind; 2]");
        assert!(registered(&counted, "b", "KIND").unwrap().contains("static KINDS: [&Kind; 3] ="));
    }

    #[test]
    fn names_follow_their_kind() {
        let leaf = |kind: &str| LEAVES.iter().find(|leaf| leaf.kind == kind).unwrap();
        assert!(check_name(leaf("rule"), "long-ttl").is_ok());
        assert!(check_name(leaf("rule"), "long_ttl").is_err());
        assert!(check_name(leaf("resource"), "exoscale_nlb").is_ok());
        assert!(check_name(leaf("resource"), "../x").is_err());
    }

    #[test]
    fn a_kind_that_is_none_is_told_which_there_are() {
        let wrong = new("part", "thing").unwrap_err();
        assert_eq!(wrong, "`part` is none of `resource`, `engine`, `fault`, `rule`");
    }

    #[test]
    fn the_help_names_every_kind() {
        let kinds: Vec<&str> = LEAVES.iter().map(|leaf| leaf.kind).collect();
        assert!(crate::HELP.contains(&format!("new {} NAME", kinds.join("|"))), "{}", crate::HELP);
    }

    #[test]
    fn every_line_of_a_template_that_is_to_be_replaced_is_marked() {
        for leaf in LEAVES {
            for text in [leaf.rust, leaf.page] {
                assert!(text.contains(MARK), "{}: a template without `{MARK}`", leaf.kind);
                for line in text.lines().filter(|line| !line.contains(MARK)) {
                    let asks =
                        ["say ", "name the "].iter().any(|it| line.to_lowercase().contains(it));
                    assert!(!asks, "{}: `{line}` is not marked", leaf.kind);
                }
            }
        }
    }

    #[test]
    fn what_is_written_is_code_whatever_is_marked() {
        for leaf in LEAVES {
            for line in leaf.rust.lines() {
                let Some((before, _)) = line.split_once(MARK) else { continue };
                let harmless = before.trim_start().starts_with("//") || before.contains('"');
                assert!(harmless, "{}: `{line}` is neither a comment nor a text", leaf.kind);
            }
        }
    }

    #[test]
    fn every_section_of_a_page_is_for_its_author() {
        for leaf in LEAVES {
            for section in leaf.page.split("\n## ").skip(1) {
                let heading = section.lines().next().unwrap();
                assert!(section.contains(MARK), "{}: `{heading}` is not marked", leaf.kind);
            }
        }
    }
}
