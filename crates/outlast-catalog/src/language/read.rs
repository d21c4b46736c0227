//! From HCL to blocks that the grammar allows.
//!
//! What is wrong is said and left out; the rest is still read.

use std::collections::BTreeMap;

use hcl_edit::Span as _;
use hcl_edit::structure::{
    Attribute as HclAttribute, Block as HclBlock, BlockLabel, Body, Structure,
};
use outlast_findings::Span;

use super::document::{Block, Fields, Stated};
use super::grammar::{INNER, TOP, top};
use super::nearest::{did_you_mean, nearest};
use super::shape::BlockKind;
use super::values::Reader;
use crate::problems;

/// How deep blocks may stand in each other; the grammar needs three.
const DEPTH: usize = 8;

/// The blocks at the top of a file.
pub fn blocks(reader: &mut Reader<'_>, body: &Body) -> Vec<Block> {
    let mut blocks = Vec::new();
    for structure in body {
        match structure {
            Structure::Block(block) => blocks.extend(top_block(reader, block)),
            Structure::Attribute(attribute) => stray(reader, attribute),
        }
    }
    blocks
}

fn stray(reader: &mut Reader<'_>, attribute: &HclAttribute) {
    let name = attribute.key.as_str();
    let span = reader.place(attribute.key.span());
    let finding = problems::UNKNOWN_ATTRIBUTE.finding();
    let help = "at the top of the file stand blocks, such as `service \"web\" { … }`";
    reader.findings.push(finding.at(span, format!("`{name}` stands in no block")).help(help));
}

fn top_block(reader: &mut Reader<'_>, block: &HclBlock) -> Option<Block> {
    let name = block.ident.as_str();
    match top(name) {
        Some(kind) => read_block(reader, kind, block, DEPTH),
        None => {
            let inner = INNER.iter().any(|kind| kind.name == name);
            let what = if inner {
                format!("`{name}` stands only inside other blocks")
            } else {
                format!("no block `{name}`")
            };
            unknown_block(reader, block, &what, TOP.iter().map(|kind| kind.name));
            None
        }
    }
}

fn unknown_block<'n>(
    reader: &mut Reader<'_>,
    block: &HclBlock,
    what: &str,
    names: impl Iterator<Item = &'n str>,
) {
    let span = reader.place(block.ident.span());
    let names: Vec<&str> = names.collect();
    let near = nearest(block.ident.as_str(), names.iter().copied());
    let help = match near.as_slice() {
        [] if names.is_empty() => "it holds no blocks".to_string(),
        [] => format!("the blocks are {}", names.join(", ")),
        near => did_you_mean(near),
    };
    let finding = problems::UNKNOWN_BLOCK.finding();
    reader.findings.push(finding.at(span, what).help(help));
}

fn read_block(
    reader: &mut Reader<'_>,
    kind: &'static BlockKind,
    block: &HclBlock,
    depth: usize,
) -> Option<Block> {
    let span = header(reader, block);
    let name = label(reader, kind, block, span)?;
    let mut values = BTreeMap::new();
    let mut blocks = Vec::new();
    for structure in &block.body {
        match structure {
            Structure::Attribute(attribute) => read_attribute(reader, kind, attribute, &mut values),
            Structure::Block(inner) if depth > 0 => {
                blocks.extend(inner_block(reader, kind, inner, depth - 1));
            }
            Structure::Block(_) => {}
        }
    }
    reader.missing(kind.attributes(), &values, span);
    Some(Block { kind, name, span, fields: Fields::new(values), blocks })
}

/// The line that opens a block: its word and its label.
fn header(reader: &Reader<'_>, block: &HclBlock) -> Span {
    let word = reader.place(block.ident.span());
    block.labels.last().map_or(word, |label| word.to(reader.place(label.span())))
}

fn label(
    reader: &mut Reader<'_>,
    kind: &'static BlockKind,
    block: &HclBlock,
    span: Span,
) -> Option<String> {
    let word = kind.name;
    let (what, help) = match (block.labels.as_slice(), kind.named) {
        ([], false) => return Some(String::new()),
        ([only], true) => return name_of(reader, only),
        ([], true) => (format!("`{word}` has no name"), format!("write `{word} \"name\" {{ … }}`")),
        (_, true) => (format!("`{word}` has more than one name"), "give it one name".to_string()),
        (_, false) => {
            (format!("`{word}` has no name of its own"), format!("write `{word} {{ … }}`"))
        }
    };
    let finding = problems::WRONG_NAME.finding();
    reader.findings.push(finding.at(span, what).help(help));
    None
}

fn name_of(reader: &mut Reader<'_>, label: &BlockLabel) -> Option<String> {
    let name = label.as_str();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.');
    if !name.trim().is_empty() && name.chars().all(plain) {
        return Some(name.to_string());
    }
    let span = reader.place(label.span());
    let finding = problems::WRONG_NAME.finding();
    let help = "a name has letters, digits, `-` and `_`; a longer one for people goes into `title`";
    reader.findings.push(finding.at(span, format!("`{name}` is no name")).help(help));
    None
}

fn read_attribute(
    reader: &mut Reader<'_>,
    kind: &'static BlockKind,
    attribute: &HclAttribute,
    values: &mut BTreeMap<&'static str, Stated>,
) {
    let name = attribute.key.as_str();
    if let Some(known) = kind.attribute(name) {
        values.insert(known.name, reader.attribute(known, &attribute.value));
        return;
    }
    let span = reader.place(attribute.key.span());
    let near = nearest(name, kind.attributes().map(|it| it.name));
    let help = match (kind.block(name), near.as_slice()) {
        (Some(block), _) => format!("`{name}` is a block: write `{} {{ … }}`", example(block)),
        (None, []) => {
            let names: Vec<_> = kind.attributes().map(|it| it.name).collect();
            format!("`{}` may have {}", kind.name, names.join(", "))
        }
        (None, near) => did_you_mean(near),
    };
    let finding = problems::UNKNOWN_ATTRIBUTE.finding();
    let what = format!("no attribute `{name}` in `{}`", kind.name);
    reader.findings.push(finding.at(span, what).help(help));
}

fn example(kind: &BlockKind) -> String {
    if kind.named { format!("{} \"name\"", kind.name) } else { kind.name.to_string() }
}

fn inner_block(
    reader: &mut Reader<'_>,
    kind: &'static BlockKind,
    block: &HclBlock,
    depth: usize,
) -> Option<Block> {
    let name = block.ident.as_str();
    if let Some(inner) = kind.block(name) {
        return read_block(reader, inner, block, depth);
    }
    if kind.attribute(name).is_some() {
        let span = reader.place(block.ident.span());
        let finding = problems::UNKNOWN_BLOCK.finding();
        let help = format!("`{name}` is an attribute: write `{name} = {{ … }}`");
        reader.findings.push(finding.at(span, format!("`{name}` is no block")).help(help));
    } else {
        let what = format!("no block `{name}` in `{}`", kind.name);
        unknown_block(reader, block, &what, kind.blocks.iter().map(|it| it.name));
    }
    None
}
