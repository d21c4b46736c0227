//! Backups: copies of a moment, in a store's block or beside it (`of`).
//!
//! Nothing good is assumed of one: it keeps one version, its scope can erase it, it was never
//! tested and nobody is told when it stops. What the tool is decides whether what is read back is
//! what was written. A trial that took its time replaces what size and rate would give.

use outlast_findings::Span;
use outlast_model::{
    Backup, Consistency, Fact, Kept, MachineId, Moment, Obeys, PartId, Range, StoreId,
};

use super::document::{Block, Reference, Wanted};
use super::grammar::blocks::backup::{BackingUp, Guarded};
use super::grammar::blocks::keeps::Keeping;
use super::grammar::group::{Bits, Group as _, Said};
use super::grammar::shared::Copying;
use super::lowering::{Declared, Lowering};
use super::needs::listed;
use super::stores;
use crate::assumptions::{Entry, Shape};
use crate::engines::tools;
use crate::problems;

/// How long making a backup takes when nobody says.
static BACKUP_TAKES: Entry = Entry {
    name: "backup-takes",
    what: "nobody said how long making a backup takes (`took`): until it is done, only the one \
        before can be used",
    value: "unknown",
    otherwise: Some("0s to 1h"),
    source: "the safe side",
    safe: true,
    shape: Shape::Duration,
};

/// Every entry of this file.
pub static ENTRIES: &[&Entry] = &[&BACKUP_TAKES];

/// Reads every backup into its store.
pub fn read(lowering: &mut Lowering<'_>, own: &[Declared<'_>], blocks: &[Block]) {
    for it in own.iter().filter(|it| it.block.kind.data().is_some()) {
        for (inner, _) in BackingUp::each(&it.block.blocks) {
            if let Some(store) = stores::of_part(lowering, it.part) {
                add(lowering, store, inner);
            }
        }
    }
    for it in own {
        for (kept, _) in Keeping::each(&it.block.blocks) {
            let store = stores::kept(lowering, it.part, &kept.name);
            for (inner, _) in BackingUp::each(&kept.blocks) {
                match store {
                    Some(store) => add(lowering, store, inner),
                    None => elsewhere(lowering, inner),
                }
            }
        }
    }
    for (block, _) in BackingUp::each(blocks) {
        let of = Copying::of(block).of;
        match stores::named(lowering, of.wanted()) {
            Some(store) => add(lowering, store, block),
            None if !of.is_written() => {
                let finding = problems::MISSING_ATTRIBUTE.finding();
                let finding = finding.at(block.span, "`of` is missing");
                let help = "write `of = database.…`, or write the backup into the store's block";
                lowering.findings.push(finding.help(help));
            }
            None => {}
        }
    }
}

/// What is kept in a store is backed up there.
fn elsewhere(lowering: &mut Lowering<'_>, block: &Block) {
    let what = "a backup of what another store holds".to_string();
    let help = "write the backup into the block of that store";
    lowering.report(&problems::WRITTEN_TWICE, block.span, what, help);
}

fn add(lowering: &mut Lowering<'_>, store: StoreId, block: &Block) {
    let of = lowering.model().store(store);
    let (address, held, part) = (of.address.clone(), of.holds, of.part);
    let size = of.size.clone();
    let (made, guarded) = (BackingUp::of(block), Guarded::of(block));
    let tool = made.how.text().map(|how| tools::read(how, held));
    let (every, makes) = times(lowering, block, &format!("{address}.{}", block.name));
    let (tested, took, tested_version) = trial(&guarded);
    let backup = Backup {
        name: block.name.clone(),
        every,
        makes,
        archive: made.archives.fact(),
        to: kept(lowering, made.to.wanted(), part),
        keeps_for: made.keeps_for.fact(),
        consistency: consistency(made.how.get().map(|(_, span)| span), tool),
        obeys: match guarded.follows.get() {
            Some((true, _)) => Obeys::ALL,
            Some((false, _)) => Obeys::NOTHING,
            None => tool.map_or(Obeys::NOTHING, |it| it.obeys),
        },
        locked: guarded.locked.other().map(|(range, span)| Fact::Stated(*range, Some(span))),
        needs: listed(lowering, guarded.needs.wanted(), Moment::Repair),
        restores: took.unwrap_or_else(|| restores(&made.restores, size.as_ref())),
        tested,
        tested_version,
        watched: guarded.watched.get().is_some_and(|(watched, _)| watched),
        how: made.how.owned(),
        span: Some(block.span),
    };
    let store = &mut lowering.estate.model.stores[store];
    if let Some(first) = store.backups.iter().find(|it| it.name == backup.name) {
        let finding = problems::DUPLICATE_NAME.finding();
        let what = format!("`{}` has a backup `{}` already", store.address, backup.name);
        let mut finding = finding.at(block.span, what).help("give each its own name");
        if let Some(span) = first.span {
            finding = finding.see(span, "the first one");
        }
        return lowering.findings.push(finding);
    }
    store.backups.push(backup);
}

/// Time between two of them and how long one takes. What follows all the time is a copy that is
/// behind by its lag: as if one were begun that often.
fn times(lowering: &mut Lowering<'_>, block: &Block, address: &str) -> (Fact<Range>, Fact<Range>) {
    let BackingUp { every, took, .. } = BackingUp::of(block);
    if let (Some((lag, span)), false) = (Copying::of(block).lag.get(), every.is_written()) {
        let every = Range::exactly(lag.hi.saturating_sub(lag.lo).max(1));
        return (Fact::Stated(every, Some(span)), Fact::Stated(Range::exactly(lag.lo), Some(span)));
    }
    let is_written = every.is_written();
    let every = match every.get() {
        Some((range, span)) if range.lo > 0 => Fact::Stated(range, Some(span)),
        Some((_, span)) => {
            let help = "write how often one is made: `24h`";
            let what = "no time lies between two backups".to_string();
            lowering.report(&problems::WRONG_VALUE, span, what, help);
            Fact::Unknown("how often it is made cannot be read".to_string())
        }
        None => {
            if !is_written {
                let finding = problems::MISSING_ATTRIBUTE.finding();
                let help =
                    "write `every = …`: time between two of them; for a mirror `lag` will do";
                lowering.findings.push(finding.at(block.span, "`every` is missing").help(help));
            }
            Fact::Unknown("nobody said how often it is made".to_string())
        }
    };
    let makes = lowering.range(&took, Some(&BACKUP_TAKES), address, "");
    (every, makes)
}

/// The date, the time and the version of the last full restore.
fn trial(guarded: &Guarded<'_>) -> (Option<String>, Option<Fact<Range>>, Option<String>) {
    let Some((trial, _)) = guarded.tested.other() else { return (None, None, None) };
    (trial.on.owned(), trial.took.fact(), trial.version.owned())
}

/// How long reading back takes, from size and rate.
fn restores(speed: &Said<'_, Bits>, size: Option<&Fact<u64>>) -> Fact<Range> {
    let Some((speed, span)) = speed.get() else {
        return Fact::Unknown(
            "nobody said how fast it is read back (`restores`, or what a trial `took`)".to_string(),
        );
    };
    match size.and_then(Fact::value) {
        Some(size) => Fact::Stated(Range::exactly(speed.moves(*size)), Some(span)),
        None => Fact::Unknown("nobody said how much it is (`size`)".to_string()),
    }
}

fn consistency(span: Option<Span>, tool: Option<tools::Reading>) -> Fact<Consistency> {
    let Some(tool) = tool else {
        return Fact::Unknown("nobody said how it is made (`how`)".to_string());
    };
    match tool.consistency {
        Some(consistency) => Fact::Stated(consistency, span),
        None => Fact::Unknown(
            "the tool is not in the catalogue: whether what it copies is of one moment is not known"
                .to_string(),
        ),
    }
}

/// Where a backup lies: in a part or a place. A machine stands for a part on it.
fn kept(lowering: &mut Lowering<'_>, wanted: &[Wanted], own: PartId) -> Kept {
    let Some((reference, span)) = wanted.first().and_then(|it| it.references().into_iter().next())
    else {
        return Kept::default();
    };
    if let Reference::Block { noun: "place" | "zone" | "provider", .. } = reference {
        let place = lowering.place(&[Wanted::One(reference.clone(), span)]);
        return Kept { part: None, place };
    }
    if let Some(part) = on_machine(lowering, reference, own) {
        return Kept { part: Some(part), place: None };
    }
    Kept { part: lowering.parts_of(reference, span).first().copied(), place: None }
}

/// A part on the machine that is named: the store's own, if it runs there.
fn on_machine(lowering: &Lowering<'_>, reference: &Reference, own: PartId) -> Option<PartId> {
    let Reference::Resources(addresses) = reference else { return None };
    let machines: Vec<MachineId> = addresses
        .iter()
        .filter_map(|it| lowering.estate.machines_of(it))
        .flatten()
        .copied()
        .collect();
    let there = lowering.parts_on(&machines);
    if there.contains(&own) { Some(own) } else { there.first().copied() }
}
