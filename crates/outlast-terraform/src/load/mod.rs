//! Syntax to modules: which blocks a directory declares, before anything is evaluated.
//!
//! Override files (`override.tf`, `*_override.tf`) are merged as Terraform merges them. JSON syntax
//! becomes the same declarations. Blocks that say nothing about what exists (`terraform`, `moved`,
//! `import`, `removed`, `check`, `ephemeral`) are accepted and left out.

mod declare;
mod json;
mod overrides;
mod places;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use hcl_edit::expr::Expression;
use outlast_findings::{FileId, Finding, Sources, Span};

use crate::configuration::Mode;
use crate::input::{FileKind, Input};
use crate::installed;
use crate::limits;
use crate::problems;

pub(crate) use declare::{contents, file_span};
pub(crate) use places::Places;

/// An expression and the file that its spans are of.
#[derive(Debug)]
pub(crate) struct Expr {
    pub(crate) syntax: Expression,
    pub(crate) file: FileId,
}

/// An attribute of a block.
#[derive(Debug, Clone)]
pub(crate) struct Attribute {
    pub(crate) name: String,
    pub(crate) value: Rc<Expr>,
    pub(crate) span: Option<Span>,
}

/// What stands between the braces of a block.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contents {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) blocks: Vec<Block>,
}

impl Contents {
    /// The attribute of that name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The expression of the attribute of that name.
    pub(crate) fn value(&self, name: &str) -> Option<&Rc<Expr>> {
        self.attribute(name).map(|attribute| &attribute.value)
    }
}

/// A block.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) kind: String,
    pub(crate) labels: Vec<String>,
    pub(crate) contents: Contents,
    /// The header, without the body.
    pub(crate) span: Option<Span>,
}

/// A `resource` or `data` block.
#[derive(Debug, Clone)]
pub(crate) struct ResourceBlock {
    pub(crate) mode: Mode,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) block: Block,
}

/// One directory of Terraform.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// The directory, relative to the root of the input, `/`-separated; empty for the top.
    pub(crate) directory: String,
    pub(crate) variables: BTreeMap<String, Block>,
    pub(crate) locals: BTreeMap<String, Attribute>,
    /// By `type.name` or `data.type.name`.
    pub(crate) resources: BTreeMap<String, ResourceBlock>,
    pub(crate) calls: BTreeMap<String, Block>,
    pub(crate) outputs: BTreeMap<String, Block>,
    pub(crate) providers: Vec<Block>,
}

/// What is read of all modules.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// By directory.
    pub(crate) modules: BTreeMap<String, Rc<Module>>,
    /// Where the text of files stood that was written anew.
    pub(crate) places: BTreeMap<FileId, Places>,
    bytes: u64,
}

/// The modules that the root module calls, itself included, by directory. What nothing calls is not
/// read: a repository often has several configurations beside each other.
pub(crate) fn modules(input: &Input, sources: &Sources, problems: &mut Vec<Finding>) -> Loaded {
    let mut directories: BTreeMap<String, Vec<(String, FileId, FileKind)>> = BTreeMap::new();
    for file in &input.files {
        if matches!(file.kind, FileKind::Tf | FileKind::TfJson) {
            let (directory, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
            let files = directories.entry(crate::path::normal(directory)).or_default();
            files.push((name.to_owned(), file.id, file.kind));
        }
    }
    let mut found = Loaded::default();
    // A directory and the calls that lead there: what is installed is known by them.
    let mut waiting = vec![(crate::path::normal(&input.root), String::new())];
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    while let Some((directory, key)) = waiting.pop() {
        if let Some(files) = directories.remove(&directory) {
            let module = read_module(directory.clone(), files, sources, &mut found, problems);
            found.modules.insert(directory.clone(), Rc::new(module));
        }
        // Where nothing is installed it does not matter which calls lead to a directory.
        let known = if input.installed.is_empty() { String::new() } else { key.clone() };
        let is_new = seen.len() < limits::MODULE_CALLS && seen.insert((directory.clone(), known));
        let Some(module) = found.modules.get(&directory).filter(|_| is_new) else { continue };
        for (name, call) in &module.calls {
            let (key, source) = (called(&key, name), source_of(call));
            let directory = if is_local(&source) {
                Some(crate::path::join(&directory, &source))
            } else {
                installed::directory(&input.installed, &key, &source).map(str::to_owned)
            };
            waiting.extend(directory.map(|directory| (directory, key)));
        }
    }
    found
}

/// The calls that lead to a module, as Terraform's list of installed modules names it: `web.disk`.
pub(crate) fn called(key: &str, name: &str) -> String {
    if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") }
}

/// The text of `source` in a `module` block.
pub(crate) fn source_of(call: &Block) -> String {
    match call.contents.value("source").map(|source| &source.syntax) {
        Some(Expression::String(text)) => text.as_str().to_owned(),
        Some(other) => other.to_string().trim().to_owned(),
        None => String::new(),
    }
}

/// Whether a module source is a directory beside the one that calls.
pub(crate) fn is_local(source: &str) -> bool {
    ["./", "../"].iter().any(|start| source.starts_with(start)) || [".", ".."].contains(&source)
}

fn read_module(
    directory: String,
    mut files: Vec<(String, FileId, FileKind)>,
    sources: &Sources,
    loaded: &mut Loaded,
    problems: &mut Vec<Finding>,
) -> Module {
    // Override files come last, each group in the order of names, as Terraform reads them.
    files.sort_by_cached_key(|(name, id, _)| (overrides::is_override(name), name.clone(), *id));
    let mut module = Module { directory, ..Module::default() };
    for (name, file, kind) in files {
        let text = sources.get(file).map_or("", |source| source.text());
        loaded.bytes += text.len() as u64;
        if loaded.bytes > limits::FILES_BYTES {
            problems.push(too_much(file));
            break;
        }
        let read = match kind {
            FileKind::TfJson => {
                let (contents, places, problems) = json::contents(text, file);
                loaded.places.insert(file, places);
                (contents, problems)
            }
            _ => {
                let parsed = crate::syntax::parse(text, file);
                (contents(parsed.body, file, None), parsed.problems)
            }
        };
        problems.extend(read.1);
        if overrides::is_override(&name) {
            overrides::merge(&mut module, read.0, problems);
        } else {
            declare::declare(&mut module, read.0, problems);
        }
    }
    module
}

fn too_much(file: FileId) -> Finding {
    problems::LIMIT_REACHED
        .finding()
        .at(Span::new(file, 0, 0), "this file and the ones after it are not read")
        .why(format!("at most {} bytes of one configuration are read", limits::FILES_BYTES))
        .help("check a part of the configuration at a time")
}
