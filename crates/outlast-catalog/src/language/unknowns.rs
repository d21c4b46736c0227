//! Values that are written in the outlast file and not known.
//!
//! A value without a value is no value that was left out: whoever wrote it meant something by it.
//! The part of a block with such a value counts as one behind which something is not known, so that
//! nothing that goes through it is proved or refuted; what has no part is named.

use outlast_model::{Missing, MissingKind, Needed};

use super::document::{Block, Given, Stated, Wanted};
use super::grammar::blocks::promise::Promises;
use super::grammar::group::Group as _;
use super::lowering::{Declared, Lowering};
use super::shape::Attribute;

/// Marks the parts of blocks with such values.
pub fn read(lowering: &mut Lowering<'_>, own: &[Declared<'_>], blocks: &[Block]) {
    for it in own {
        if let Some(why) = unknown_in(it.block) {
            lowering.estate.model.unseen.entry(it.part).or_insert(why);
        }
    }
    for block in blocks {
        choices(lowering, block);
    }
}

/// Marks what a journey enters whose block has such a value; what is promised to it is named alone.
pub fn journey(lowering: &mut Lowering<'_>, block: &Block, enters: &Needed) {
    if let Some(why) = unknown_in_fields(block) {
        for part in enters.parts() {
            lowering.estate.model.unseen.entry(part).or_insert_with(|| why.clone());
        }
    }
}

/// Why something in a block is not known, promises aside.
fn unknown_in(block: &Block) -> Option<String> {
    let inner = || block.blocks.iter().filter(|it| !Promises::is_in(it)).find_map(unknown_in);
    unknown_in_fields(block).or_else(inner)
}

fn unknown_in_fields(block: &Block) -> Option<String> {
    block.stated().into_iter().find_map(|(row, stated)| {
        let why = unknown_in_value(row, stated)?;
        Some(format!("`{}` of `{}` is not known: {why}", row.name, block.address()))
    })
}

fn unknown_in_value(row: &'static Attribute, stated: &Stated) -> Option<String> {
    if let Given::Unknown(why) = &stated.given {
        return Some(why.clone());
    }
    if let Given::Wanted(wanted) = &stated.given
        && !row.judges_each
    {
        return wanted.iter().find_map(choice);
    }
    stated.given.inner(row).into_iter().find_map(|(row, it)| unknown_in_value(row, it))
}

/// The choice in a reference that is not made, in words.
fn choice(wanted: &Wanted) -> Option<String> {
    match wanted {
        Wanted::One(..) => None,
        Wanted::Unsure(inner, _) => {
            let names = inner.iter().flat_map(Wanted::references);
            let names: Vec<String> =
                names.map(|(it, _)| format!("`{}`", Lowering::written(it))).collect();
            Some(match names.as_slice() {
                [] => "whether anything is meant".to_string(),
                names => format!("which of {} is meant", names.join(", ")),
            })
        }
        Wanted::Soft(inner, _) | Wanted::Any(inner, _) | Wanted::Most(inner, _) => {
            inner.iter().find_map(choice)
        }
    }
}

/// Names every choice that is not made: values were named where they were read.
fn choices(lowering: &mut Lowering<'_>, block: &Block) {
    for (row, stated) in block.stated() {
        choices_of(lowering, &block.address(), row, stated);
    }
    block.blocks.iter().for_each(|inner| choices(lowering, inner));
}

fn choices_of(
    lowering: &mut Lowering<'_>,
    address: &str,
    row: &'static Attribute,
    stated: &Stated,
) {
    if let Given::Wanted(wanted) = &stated.given
        && !row.judges_each
        && let Some(why) = wanted.iter().find_map(choice)
    {
        lowering.estate.model.understood.missing.push(Missing {
            address: format!("{} of {address}", row.name),
            kind: MissingKind::Value(why),
            span: Some(stated.span),
        });
    }
    for (row, it) in stated.given.inner(row) {
        choices_of(lowering, address, row, it);
    }
}
