//! Classes of faults are told in several places: here each place is asked for every class.
//!
//! What a `match` without a catch-all already decides (names, the chain of promises) is not asked
//! again; what is asked is every list and table that a class which is added could be missing from.

use std::collections::BTreeSet;

use outlast_catalog::faults::{KINDS, kind, kind_of};
use outlast_model::{Class, Promise};

use crate::running::Scratch;

/// The class that is declared after this one. A class that is added must be put here, too: without
/// this, one at the end could be missing from the list of all.
const fn next(class: Class) -> Option<Class> {
    Some(match class {
        Class::Process => Class::Hang,
        Class::Hang => Class::Disk,
        Class::Disk => Class::Instance,
        Class::Instance => Class::Hypervisor,
        Class::Hypervisor => Class::FalseAlarm,
        Class::FalseAlarm => Class::Link,
        Class::Link => Class::ZoneDark,
        Class::ZoneDark => Class::ZoneCut,
        Class::ZoneCut => Class::ZoneLost,
        Class::ZoneLost => Class::Service,
        Class::Service => Class::ProviderService,
        Class::ProviderService => Class::ControlPlane,
        Class::ControlPlane => Class::Provider,
        Class::Provider => Class::Copy,
        Class::Copy => Class::Deletion,
        Class::Deletion => Class::Corruption,
        Class::Corruption => Class::Limit,
        Class::Limit => Class::Expiry,
        Class::Expiry => Class::Common,
        Class::Common => Class::Change,
        Class::Change => Class::Suspension,
        Class::Suspension => Class::Account,
        Class::Account => Class::ColdStart,
        Class::ColdStart => Class::Own,
        Class::Own => return None,
    })
}

#[test]
fn the_list_of_classes_has_each_of_them_once_and_in_order() {
    // One more than there may be, so that a circle ends.
    let declared = std::iter::successors(Some(Class::Process), |class| next(*class));
    let declared: Vec<Class> = declared.take(Class::ALL.len() + 1).collect();
    assert_eq!(declared, Class::ALL);
    for (at, class) in Class::ALL.into_iter().enumerate() {
        assert_eq!(class as usize, at, "`{}` is declared elsewhere", class.name());
    }
}

#[test]
fn classes_have_names_of_their_own() {
    let names: BTreeSet<&str> = Class::ALL.into_iter().map(Class::name).collect();
    assert_eq!(names.len(), Class::ALL.len(), "two classes share a name");
    for name in names {
        let is_kebab = name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
        assert!(is_kebab && !name.starts_with('-') && !name.ends_with('-'), "`{name}`");
        // Words of promises that stand beside the classes.
        let means_else = ["pair", "zone", "other"].contains(&name);
        assert!(!means_else, "`{name}` means something else in a promise");
    }
}

#[test]
fn every_class_has_exactly_one_kind_of_fault() {
    let of_kinds: Vec<Class> = KINDS.iter().map(|kind| kind.class).collect();
    assert_eq!(of_kinds, Class::ALL);
    for class in Class::ALL {
        assert!(kind_of(class).is_some_and(|it| it.class == class), "`{}`", class.name());
        assert!(kind(class.name()).is_some_and(|it| it.class == class), "`{}`", class.name());
    }
}

/// The matrix and every format tell a class by this.
#[test]
fn every_class_is_told_in_words_of_its_own() {
    let words: BTreeSet<&str> = KINDS.iter().map(|kind| kind.summary).collect();
    assert_eq!(words.len(), KINDS.len(), "two kinds are told alike");
    assert!(words.iter().all(|it| !it.is_empty()), "a kind is not told");
}

/// The tables of the reference for the blocks of this name, each with its rows as cells.
fn tables(block: &str) -> Vec<Vec<Vec<String>>> {
    let text = outlast_catalog::reference();
    let sections = text.split("### ").filter(|it| it.starts_with(&format!("`{block}`\n")));
    let cells = |line: &str| {
        line.trim_matches('|').split('|').map(|it| it.trim().to_string()).collect::<Vec<_>>()
    };
    let rows = |section: &str| {
        section.lines().filter(|line| line.starts_with("| `")).map(cells).collect::<Vec<_>>()
    };
    sections.map(rows).collect()
}

/// The row about a word, which is there once.
fn row<'a>(table: &'a [Vec<String>], word: &str) -> &'a [String] {
    let mut rows = table.iter().filter(|row| row[0] == format!("`{word}`"));
    let found = rows.next().unwrap_or_else(|| panic!("no row for `{word}`"));
    assert!(rows.next().is_none(), "two rows for `{word}`");
    assert!(!found[2].is_empty(), "`{word}` has no meaning");
    found
}

#[test]
fn every_class_can_be_promised_and_inherits_as_the_reference_says() {
    let tables = tables("promise");
    assert_eq!(tables.len(), 2, "promises of journeys and of stores");
    for table in &tables {
        for class in Class::ALL {
            let names = Promise::names(class);
            assert_eq!(names[0], class.name());
            assert_eq!(names.last(), Some(&"other"), "`{}`", class.name());
            assert_eq!(row(table, class.name())[3], format!("as `{}`", names[1]));
            // The whole chain: each name inherits as its own row says.
            for pair in names.windows(2) {
                assert_eq!(row(table, pair[0])[3], format!("as `{}`", pair[1]), "{names:?}");
            }
        }
    }
}

#[test]
fn how_often_every_class_happens_can_be_stated() {
    let tables = tables("rates");
    assert_eq!(tables.len(), 1);
    // A fault of one's own says so itself.
    for class in Class::ALL.into_iter().filter(|class| *class != Class::Own) {
        row(&tables[0], class.name());
    }
    assert_eq!(tables[0].len(), Class::ALL.len() - 1, "a row is of no class");
}

#[test]
fn every_class_is_listed_and_has_its_page() {
    let scratch = Scratch::new();
    let list = scratch.run(&["explain"]).out;
    for class in Class::ALL {
        let name = class.name();
        assert!(list.contains(&format!("\n- {name}: ")), "no `{name}` in the list");
        let page = scratch.run(&["explain", name]);
        assert_eq!(page.code, 0, "{}", page.err);
        assert!(page.out.starts_with(&format!("{name}\n")), "{}", page.out);
    }
}
