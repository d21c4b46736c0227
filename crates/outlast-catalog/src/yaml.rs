//! YAML as it is found in the text that a machine is started with: maps, lists and words.
//!
//! Everything that is no map and no list is a word, as it is written. Limits: `DEPTH_MAX` levels,
//! `NODES_MAX` nodes, and no aliases, for copies that hold copies fill the memory. A text beyond
//! them, or that is no YAML, is not read at all. Left out: tags, and all but the first document.

use yaml_rust2::parser::{Event, Parser};

/// The most levels of maps and lists.
const DEPTH_MAX: usize = 32;
/// The most maps, lists and words of one text.
const NODES_MAX: usize = 10_000;
/// The longest text that is read, in bytes. The user data of a cloud is shorter (32 KiB:
/// <https://openapi-v2.exoscale.com/>, create-instance).
const BYTES_MAX: usize = 256 * 1024;

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// A word or a text.
    Word(String),
    /// A list.
    List(Vec<Node>),
    /// Keys with what stands under them, as they are written.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// What stands under a key, when the key is there exactly once.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let mut found = self.entries().filter(|(name, _)| *name == key).map(|(_, node)| node);
        let first = found.next();
        if found.next().is_some() { None } else { first }
    }

    /// The keys that are words, with what stands under them.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        let entries = if let Self::Map(entries) = self { entries.as_slice() } else { &[] };
        entries.iter().filter_map(|(key, node)| Some((key.word()?, node)))
    }

    /// The elements of a list; none of anything else.
    pub(crate) fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The word that it is.
    pub(crate) fn word(&self) -> Option<&str> {
        if let Self::Word(word) = self { Some(word) } else { None }
    }
}

/// A map or a list that is not closed yet.
enum Open {
    List(Vec<Node>),
    Map(Vec<(Node, Node)>, Option<Node>),
}

impl Open {
    fn add(&mut self, node: Node) {
        match self {
            Self::List(items) => items.push(node),
            Self::Map(entries, key) => match key.take() {
                Some(key) => entries.push((key, node)),
                None => *key = Some(node),
            },
        }
    }

    fn closed(self) -> Node {
        match self {
            Self::List(items) => Node::List(items),
            Self::Map(entries, _) => Node::Map(entries),
        }
    }
}

/// The first document of a text; `None` where it is no YAML or beyond a limit.
pub(crate) fn read(text: &str) -> Option<Node> {
    if text.len() > BYTES_MAX {
        return None;
    }
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<Open> = Vec::new();
    for _ in 0..NODES_MAX {
        let node = match parser.next_token().ok()?.0 {
            Event::Alias(_) | Event::StreamEnd | Event::DocumentEnd => return None,
            Event::Scalar(word, ..) => Node::Word(word),
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(Vec::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop()?.closed(),
            Event::Nothing | Event::StreamStart | Event::DocumentStart => continue,
        };
        match open.last_mut() {
            Some(around) => around.add(node),
            None => return Some(node),
        }
        if open.len() > DEPTH_MAX {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_lists_and_words_are_read() {
        let node = read("a: [b, 1]\nc:\n  - d: |\n      e\n").unwrap();
        let words: Vec<_> = node.get("a").unwrap().items().iter().map(Node::word).collect();
        assert_eq!(words, [Some("b"), Some("1")]);
        let text = node.get("c").unwrap().items()[0].get("d").unwrap().word();
        assert_eq!(text, Some("e\n"));
        assert_eq!(read("a: b\na: c\n").unwrap().get("a"), None, "which of the two is not certain");
    }

    #[test]
    fn what_is_beyond_a_limit_is_not_read() {
        assert_eq!(read("a: &b [c]\nd: *b\n"), None);
        assert_eq!(read("a: [b"), None);
        assert_eq!(read(&format!("{}x{}", "[".repeat(40), "]".repeat(40))), None);
        let deep: String = (0..5_000).map(|at| format!("{}- a:\n", " ".repeat(at))).collect();
        assert_eq!(read(&deep), None);
        assert_eq!(read(&format!("[{}]", "a, ".repeat(NODES_MAX))), None);
    }
}
