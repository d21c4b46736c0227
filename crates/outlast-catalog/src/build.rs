//! The order in which blocks are read into the estate.

use outlast_findings::{Finding, Span};
use outlast_model::Model;

use crate::assumptions::{self, Entry};
use crate::estate::Estate;
use crate::language::document::{Block, Reference};
use crate::language::grammar::blocks::assume::Assuming;
use crate::language::grammar::blocks::journey::Entering;
use crate::language::grammar::blocks::service::Balancing;
use crate::language::grammar::group::Group as _;
use crate::language::lowering::{Declared, Lowering};
use crate::language::nearest::{did_you_mean, nearest};
use crate::language::{
    backups, changes, databases, journeys, limits, lines, near, needs, networks, parts, placed,
    places, routers, scopes, states, stores, struck, unknowns, ways_back, works,
};
use crate::problems;
use crate::{Overrides, cycles, defects, engines, infer, join};

/// What blocks and estate become.
pub(crate) struct Built {
    /// The model.
    pub(crate) model: Model,
    /// The estate, whose model has moved out.
    pub(crate) estate: Estate,
    /// What was wrong.
    pub(crate) findings: Vec<Finding>,
    /// What is wrong with the system and not with how it is written.
    pub(crate) defects: Vec<Finding>,
}

/// Reads blocks into an estate.
pub(crate) fn build(estate: Estate, blocks: &[Block], overrides: &Overrides) -> Built {
    let mut lowering = Lowering::new(estate, overrides);
    places::read(&mut lowering, blocks);
    parts::declare(&mut lowering, blocks);
    let own = lowering.declared(blocks);
    seats(&mut lowering, &own, blocks);
    calls(&mut lowering, &own);
    returns(&mut lowering, &own, blocks);
    // What is inferred fills machines that nothing stated runs on: every seat must be known.
    lowering.note_seats();
    infer::parts(&mut lowering, own.is_empty());
    join::join(&mut lowering);
    cycles::refuse(&mut lowering);
    stores::read(&mut lowering, &own, blocks);
    works::read(&mut lowering, &own);
    struck::declare_backups(&mut lowering, &own);
    places::settle(&mut lowering);
    scopes::read(&mut lowering, blocks);
    limits::read(&mut lowering, &own, blocks);
    networks::read(&mut lowering, &own, blocks);
    lines::read(&mut lowering, &own);
    placed::read(&mut lowering, &own);
    changes::read(&mut lowering, blocks);
    states::read(&mut lowering, blocks);
    unknowns::read(&mut lowering, &own, blocks);
    users(&mut lowering, blocks);
    states::noticed(&mut lowering);
    // At the end, as some names are given late: those of backups, when stores have theirs.
    for block in blocks {
        lowering.check_names(block);
        lowering.defer_all(block, &block.address());
    }
    let mut found = std::mem::take(&mut lowering.estate.defects);
    found.extend(defects::defects(&mut lowering, &own));
    Built { defects: found, ..finish(lowering) }
}

/// Where everything runs, and what it is.
fn seats(lowering: &mut Lowering<'_>, own: &[Declared<'_>], blocks: &[Block]) {
    for &Declared { block, part } in own {
        if routers::is_router(block) {
            routers::prepare(lowering, part, block);
        } else if databases::is_store(block, blocks) {
            databases::seats(lowering, part, block, blocks);
        } else {
            parts::seats(lowering, part, block);
        }
    }
}

/// Who calls whom.
fn calls(lowering: &mut Lowering<'_>, own: &[Declared<'_>]) {
    for &Declared { block, part } in own {
        needs::read(lowering, part, block);
        parts::own_needs(lowering, part, block);
        if Balancing::is_in(block) {
            routers::balancer(lowering, part, block);
        }
    }
}

/// How everything comes back.
fn returns(lowering: &mut Lowering<'_>, own: &[Declared<'_>], blocks: &[Block]) {
    for &Declared { block, part } in own {
        parts::facts(lowering, part, block);
        routers::stuck(lowering, part, block);
        if routers::is_router(block) {
            routers::rotation(lowering, part, block);
        } else if databases::is_store(block, blocks) {
            databases::behaviour(lowering, part, block, blocks);
        }
    }
}

fn users(lowering: &mut Lowering<'_>, blocks: &[Block]) {
    journeys::read(lowering, blocks);
    if !blocks.iter().any(Entering::is_in) {
        let promise = journeys::general(lowering, blocks);
        infer::journeys(lowering, &promise);
    }
}

fn finish(lowering: Lowering<'_>) -> Built {
    let Lowering { mut estate, findings, .. } = lowering;
    let mut all = std::mem::take(&mut estate.findings);
    for finding in findings {
        // One reference is looked up wherever it matters, and is reported once.
        if !all.contains(&finding) {
            all.push(finding);
        }
    }
    let model = std::mem::take(&mut estate.model);
    Built { model, estate, findings: all, defects: Vec::new() }
}

/// The entry of an assumption, wherever it stands.
fn entry(name: &str) -> Option<&'static Entry> {
    own_entries()
        .find(|entry| entry.name == name)
        .or_else(|| assumptions::entry(name))
        .or_else(|| engines::entry(name))
}

fn own_entries() -> impl Iterator<Item = &'static Entry> {
    [
        parts::ENTRIES,
        routers::ENTRIES,
        databases::ENTRIES,
        near::ENTRIES,
        ways_back::ENTRIES,
        stores::ENTRIES,
        backups::ENTRIES,
        works::ENTRIES,
        states::ENTRIES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The names of every assumption that can be replaced, sorted.
pub(crate) fn assumption_names() -> Vec<&'static str> {
    let engines = engines::ENGINES.iter().flat_map(|engine| engine.entries());
    let table = assumptions::TABLE.iter().copied();
    let mut names: Vec<_> =
        own_entries().chain(engines).chain(table).map(|entry| entry.name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The assumptions that the file replaces.
pub(crate) fn overrides(blocks: &[Block], findings: &mut Vec<Finding>) -> Overrides {
    let mut overrides = Overrides::new();
    for (block, assuming) in Assuming::each(blocks) {
        let Some((value, span)) = assuming.value.get() else { continue };
        if let Err(finding) = acceptable(block, value, span) {
            findings.push(*finding);
            continue;
        }
        let of = assuming.of.references().into_iter();
        let of: Vec<String> = of.flat_map(|(it, _)| addresses(it)).collect();
        if of.is_empty() {
            overrides.set(&block.name, "", value, Some(span));
        }
        for of in of {
            overrides.set(&block.name, &of, value, Some(span));
        }
    }
    overrides
}

fn addresses(reference: &Reference) -> Vec<String> {
    match reference {
        Reference::Resources(addresses) => addresses.clone(),
        Reference::Block { .. } | Reference::Itself => vec![Lowering::written(reference)],
    }
}

fn acceptable(block: &Block, value: &str, span: Span) -> Result<(), Box<Finding>> {
    let Some(entry) = entry(&block.name) else {
        let finding = problems::UNKNOWN_ASSUMPTION.finding();
        let near = nearest(&block.name, assumption_names());
        let help = if near.is_empty() {
            "`outlast model` lists every assumption with its name".to_string()
        } else {
            did_you_mean(&near)
        };
        let what = format!("no assumption `{}`", block.name);
        return Err(Box::new(finding.at(block.span, what).help(help)));
    };
    entry.accepts(value).map_err(|help| {
        let finding = problems::WRONG_VALUE.finding();
        let what = format!("`{value}` is no value for `{}`: {}", entry.name, entry.what);
        Box::new(finding.at(span, what).help(help))
    })
}
