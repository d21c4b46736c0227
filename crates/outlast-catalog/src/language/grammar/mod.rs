//! The table of the outlast file: every block, what it may hold, and what it means.
//!
//! A block is a file in `blocks`, with the groups of attributes that it alone has; `shared` has the
//! others, and `group` is how they are declared.
//!
//! All constructs are here from the start, so that what is legal never depends on what this
//! version judges: an attribute marked `later` is read, checked and named as not judged.
//! What an attribute means when it is left out is the safe reading, and stands here, too.

pub(crate) mod blocks;
mod classes;
pub mod document;
pub(crate) mod group;
pub(crate) mod shared;

use super::shape::BlockKind;

/// The blocks that may stand at the top of a file, in the order of the reference.
pub static TOP: &[&BlockKind] = &[
    &blocks::service::BLOCK,
    &blocks::database::BLOCK,
    &blocks::address::BLOCK,
    &blocks::name::BLOCK,
    &blocks::journey::BLOCK,
    &blocks::promise::BLOCK,
    &blocks::people::BLOCK,
    &blocks::place::BLOCK,
    &blocks::network::BLOCK,
    &blocks::link::BLOCK,
    &blocks::worker::BLOCK,
    &blocks::queue::BLOCK,
    &blocks::cache::BLOCK,
    &blocks::store::BLOCK,
    &blocks::gateway::BLOCK,
    &blocks::secret::BLOCK,
    &blocks::replica::BLOCK,
    &blocks::backup::BLOCK,
    &blocks::limit::BLOCK,
    &blocks::common::BLOCK,
    &blocks::scope::BLOCK,
    &blocks::change::BLOCK,
    &blocks::during::BLOCK,
    &blocks::fault::BLOCK,
    &blocks::assume::BLOCK,
    &blocks::rates::BLOCK,
];

/// The blocks that may stand only inside others.
pub static INNER: &[&BlockKind] = &[
    &blocks::need::BLOCK,
    &blocks::keeps::BLOCK,
    &blocks::host::BLOCK,
    &blocks::promise::OF_STORE,
];

/// The block of that name at the top of a file.
pub fn top(name: &str) -> Option<&'static BlockKind> {
    TOP.iter().copied().find(|kind| kind.name == name)
}

/// The words that begin a reference to something in the outlast file.
pub const NOUNS: &[&str] = &[
    "service",
    "worker",
    "database",
    "cache",
    "queue",
    "store",
    "gateway",
    "secret",
    "address",
    "name",
    "people",
    "place",
    "zone",
    "link",
    "journey",
    "provider",
    "scope",
    "common",
    "change",
    "control_plane",
];

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::language::shape::Attribute;

    fn every() -> Vec<&'static BlockKind> {
        TOP.iter().chain(INNER).copied().collect()
    }

    fn attributes() -> Vec<&'static Attribute> {
        let mut all: Vec<_> = every().iter().flat_map(|kind| kind.attributes()).collect();
        let mut at = 0;
        while let Some(attribute) = all.get(at) {
            all.extend(attribute.shape.fields());
            at += 1;
        }
        all
    }

    #[test]
    fn names_are_unique_and_never_a_keyword() {
        for kind in every() {
            let mut names: Vec<_> = kind.attributes().map(|it| it.name).collect();
            names.extend(kind.blocks.iter().map(|it| it.name));
            names.sort_unstable();
            for pair in names.windows(2) {
                assert_ne!(pair[0], pair[1], "in block {}", kind.name);
            }
            assert!(!names.contains(&"for"), "`{{ for = …` is a for-expression");
        }
    }

    #[test]
    fn every_entry_has_a_sentence() {
        for kind in every() {
            assert!(kind.meaning.ends_with('.'), "{}", kind.name);
        }
        for attribute in attributes() {
            assert!(!attribute.meaning.is_empty(), "{}", attribute.name);
            assert!(!attribute.meaning.ends_with('.'), "{}", attribute.name);
        }
    }

    /// A group is known by its names: whoever asks for one must not be given another.
    #[test]
    fn no_two_groups_have_the_same_names() {
        let rows =
            |group: &[Attribute]| group.iter().map(|it| (it.name, it.meaning)).collect::<Vec<_>>();
        let mut seen: BTreeMap<Vec<&str>, Vec<(&str, &str)>> = BTreeMap::new();
        for group in every().into_iter().flat_map(|kind| kind.attributes) {
            let names = group.iter().map(|it| it.name).collect();
            let first = seen.entry(names).or_insert_with(|| rows(group));
            assert_eq!(*first, rows(group));
        }
    }

    #[test]
    fn every_block_file_is_in_the_table() {
        let listed = include_str!("blocks/mod.rs").lines();
        let files = listed.filter_map(|it| it.strip_prefix("pub(crate) mod ")?.strip_suffix(';'));
        let files: BTreeSet<&str> = files.collect();
        let kinds: BTreeSet<&str> = every().iter().map(|kind| kind.name).collect();
        assert_eq!(files, kinds);
    }

    #[test]
    fn every_inner_block_is_listed() {
        for kind in every() {
            for inner in kind.blocks {
                assert!(every().iter().any(|it| it.name == inner.name), "{}", inner.name);
            }
        }
    }
}
