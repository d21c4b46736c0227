//! Data: which parts hold it, in which copies, on what, and who writes it.
//!
//! A block of the kinds `database`, `store`, `queue` and `cache` is a store by itself, and so is
//! what a part `keeps` in its memory or on its disk. A resource that holds data is one already; a
//! block with `of` adds to it. Nothing is better than it is stated: losing data is harmful, a copy
//! on a disk dies with the machine, and no lag is known that nobody states or documents.

use std::collections::{BTreeMap, BTreeSet};

use outlast_findings::Span;
use outlast_model::{
    Backup, Commit, CopyRef, Fact, Held, Kind, Layout, Live, Medium, Moment, PartId, Promise,
    Range, Role, Store, StoreId, Use, Worth,
};

use super::document::{Block, Reference, Wanted};
use super::grammar::blocks::keeps::{KEPT_AS, Keeping};
use super::grammar::group::{Group as _, Or, Said};
use super::grammar::shared::{Durable, Holding, Remade};
use super::lowering::{Declared, Lowering};
use super::parts::Site;
use super::shape::DataKind;
use super::{backups, journeys, near};
use crate::assumptions::{Entry, Shape};
use crate::engines::{self, Engine, tools};
use crate::problems;

/// How long a file can vanish after it was written, when nobody says.
static FILES_DURABLE_AFTER: Entry = Entry {
    name: "files-durable-after",
    what: "what was written to a file reaches the disk within 35 s, unless the software asks for \
        more (`dirty_expire_centisecs` and `dirty_writeback_centisecs` of Linux)",
    value: "0s to 35s",
    otherwise: Some("0s"),
    source: "https://docs.kernel.org/admin-guide/sysctl/vm.html",
    safe: true,
    shape: Shape::Duration,
};

/// Every entry of this file.
pub static ENTRIES: &[&Entry] = &[&FILES_DURABLE_AFTER];

const NO_LAG: &str = "nobody said how far this copy is behind (`lag`)";

/// What has just been read of a store, before its copies are known.
struct Draft<'b> {
    address: String,
    holds: Held,
    part: PartId,
    /// How soon a write is safe, as stated.
    durable_after: Said<'b, Range>,
    engine: Option<&'static Engine>,
    span: Span,
}

/// Reads every store, with the general promise below its own, and who writes it.
pub fn read(lowering: &mut Lowering<'_>, own: &[Declared<'_>], blocks: &[Block]) {
    let general = journeys::general(lowering, blocks);
    for store in &mut lowering.estate.model.stores {
        store.promise = general.clone();
    }
    for &Declared { block, part } in own {
        let Some(data) = block.kind.data() else { continue };
        if Site::of(block).of.is_written() {
            amend(lowering, part, block, data, &general);
        } else {
            add(lowering, part, block, data, &general);
        }
    }
    for owner in own {
        for (block, keeping) in Keeping::each(&owner.block.blocks) {
            keeps(lowering, *owner, block, &keeping, &general);
        }
    }
    lies_on_copies(lowering);
    // This renumbers stores: whatever remembers the number of one comes after it.
    volumes(lowering);
    backups::read(lowering, own, blocks);
    snapshots(lowering);
    writers(lowering);
    // Who writes must be known here: a store that nothing writes may hold copies alone.
    let stated = own.iter().filter(|it| Holding::of(it.block).lost.is_written());
    let stated: Vec<PartId> = stated.map(|it| it.part).collect();
    copies_only(lowering, &stated);
    kept_there(lowering, own, &stated);
}

/// What lies on a store that copies to another machine loses what that loses, beside what it had not
/// written there yet.
fn lies_on_copies(lowering: &mut Lowering<'_>) {
    let model = lowering.model();
    let mut behind: Vec<(StoreId, Fact<Range>)> = Vec::new();
    for (id, store) in model.stores() {
        let Medium::Volume(under) = store.medium else { continue };
        let below = model.stores().find(|(_, it)| it.part == under && it.live.len() > 1);
        let Some((_, below)) = below else { continue };
        let lags = below.live.iter().skip(1).map(|live| live.lag.clone());
        let none = Fact::Stated(Range::ZERO, None);
        behind.push((id, lags.fold(none, |all, lag| together(all, lag, Range::hull))));
    }
    for (id, lag) in behind {
        for live in &mut lowering.estate.model.stores[id].live {
            let own = live.durable_after.clone();
            live.durable_after = together(own, lag.clone(), Range::plus);
        }
    }
}

/// Two ranges as one; not known when one of them is not.
fn together(one: Fact<Range>, other: Fact<Range>, join: fn(Range, Range) -> Range) -> Fact<Range> {
    let Some(value) = other.value().copied() else { return other };
    match one {
        Fact::Stated(own, span) => Fact::Stated(join(own, value), span),
        Fact::Assumed(own, id) => Fact::Assumed(join(own, value), id),
        Fact::Unknown(_) => one,
    }
}

/// A store in which parts keep nothing but what is harmless to lose is harmless to lose, unless
/// somebody says otherwise or writes something else there.
fn kept_there(lowering: &mut Lowering<'_>, own: &[Declared<'_>], stated: &[PartId]) {
    let mut harmless: BTreeMap<PartId, Vec<PartId>> = BTreeMap::new();
    let mut harmful = Vec::new();
    for user in own {
        for (_, keeping) in Keeping::each(&user.block.blocks) {
            let wanted = keeping.kept_in.wanted();
            let Some((reference, span)) =
                wanted.first().and_then(|it| it.references().into_iter().next())
            else {
                continue;
            };
            let Some(part) = lowering.parts_of(reference, span).first().copied() else { continue };
            if keeping.lost.text() == Some("harmless") {
                harmless.entry(part).or_default().push(user.part);
            } else {
                harmful.push(part);
            }
        }
    }
    for store in &mut lowering.estate.model.stores {
        let Some(users) = harmless.get(&store.part) else { continue };
        let others = store.writers.iter().any(|it| !users.contains(it));
        if !others && !harmful.contains(&store.part) && !stated.contains(&store.part) {
            store.worth = Worth::Harmless;
        }
    }
}

/// Where nothing but backups of others lies, nothing is lost with it but those, unless somebody
/// says otherwise.
fn copies_only(lowering: &mut Lowering<'_>, stated: &[PartId]) {
    let stores = &mut lowering.estate.model.stores;
    let kept: BTreeSet<PartId> =
        stores.iter().flat_map(|it| &it.backups).filter_map(|it| it.to.part).collect();
    for store in stores.iter_mut() {
        // What a volume serves is never only copies: it takes the place of the machine's disk.
        let only = kept.contains(&store.part) && store.writers.is_empty();
        if only && store.holds != Held::Volume && !stated.contains(&store.part) {
            store.worth = Worth::Harmless;
        }
    }
}

/// The store that a part serves by itself, not one that it keeps beside its work.
pub fn of_part(lowering: &Lowering<'_>, part: PartId) -> Option<StoreId> {
    let address = &lowering.model().part(part).address;
    let serves = |it: &Store| it.part == part && it.address == *address;
    lowering.model().stores().find(|(_, it)| serves(it)).map(|(id, _)| id)
}

/// The engine of a part, if the catalogue has it.
pub fn engine_of(lowering: &Lowering<'_>, part: PartId) -> Option<&'static Engine> {
    lowering.model().part(part).engine.as_deref().and_then(engines::engine)
}

/// A store of one's own: its copies are those of its part.
fn add(
    lowering: &mut Lowering<'_>,
    part: PartId,
    block: &Block,
    data: &DataKind,
    general: &Promise,
) {
    let engine = engine_of(lowering, part);
    let holding = Holding::of(block);
    let draft = Draft {
        address: block.address(),
        holds: engine.and_then(|it| it.data.holds).unwrap_or(data.holds),
        part,
        durable_after: Durable::of(block).durable_after,
        engine,
        span: block.span,
    };
    let kept_on = kept_on(lowering, &holding);
    let medium = match (kept_on, engine) {
        (Some(volume), _) => Medium::Volume(volume),
        (None, Some(engine)) if engine.data.in_memory => Medium::Memory,
        _ => Medium::Disk,
    };
    let several = lowering.model().part(part).copies.len() > 1;
    let follows = matches!(&lowering.model().part(part).kind, Kind::Database(_));
    let layout = if several && !follows { Layout::Shards } else { Layout::Replicas };
    let durable = durable_after(lowering, &draft, medium);
    let live = live(lowering, &draft, block, &durable);
    near::note(lowering, part, block, &live);
    let store = Store {
        address: draft.address.clone(),
        holds: draft.holds,
        part,
        medium,
        layout,
        live,
        backups: Vec::new(),
        worth: worth(lowering, part, &holding.lost),
        serves_empty: data.serves_empty,
        size: holding.size.fact(),
        writers: Vec::new(),
        promise: journeys::merged(journeys::own(block), general),
        inferred: None,
        span: Some(block.span),
    };
    lowering.estate.model.stores.push(store);
}

/// Adds facts to the store that a resource is.
fn amend(
    lowering: &mut Lowering<'_>,
    part: PartId,
    block: &Block,
    data: &DataKind,
    general: &Promise,
) {
    let Some(id) = of_part(lowering, part) else {
        let what = "nothing is known of what this resource keeps".to_string();
        let help = "`of` names a bucket, a managed database or a volume";
        let span = Site::of(block).of.span().unwrap_or(block.span);
        return lowering.report(&problems::WRONG_REFERENCE, span, what, help);
    };
    let holding = Holding::of(block);
    let worth = holding.lost.is_written().then(|| worth(lowering, part, &holding.lost));
    let durable = Durable::of(block).durable_after.fact();
    let store = &mut lowering.estate.model.stores[id];
    store.promise = journeys::merged(journeys::own(block), general);
    store.size = holding.size.fact().or_else(|| store.size.take());
    store.span = Some(block.span);
    // What a database or files of a resource are called is known better by the resource.
    if data.serves_empty {
        store.holds = data.holds;
    }
    if let Some(worth) = worth {
        store.worth = worth;
    }
    if let Some(durable) = durable {
        for live in &mut store.live {
            live.durable_after = durable.clone();
        }
    }
}

/// The part that the bytes of a store lie on.
fn kept_on(lowering: &mut Lowering<'_>, holding: &Holding<'_>) -> Option<PartId> {
    let (reference, span) = first(holding.kept_on.wanted())?;
    lowering.parts_of(reference, span).first().copied()
}

/// The first reference of a list, if its first entry has one.
fn first(wanted: &[Wanted]) -> Option<(&Reference, Span)> {
    wanted.first()?.references().into_iter().next()
}

/// How long a write that was acknowledged can vanish: as stated, as the volume or the engine does.
fn durable_after(lowering: &mut Lowering<'_>, draft: &Draft<'_>, medium: Medium) -> Fact<Range> {
    if let Some(stated) = draft.durable_after.fact() {
        return stated;
    }
    let entry = draft.engine.and_then(|it| it.data.durable_after);
    match medium {
        // The process ends before the machine does: nothing is left to vanish later.
        Medium::Memory | Medium::Client => Fact::Stated(Range::ZERO, None),
        Medium::Volume(volume) => {
            let under = engine_of(lowering, volume).and_then(|it| it.data.durable_after);
            let under = lowering.duration(under, &draft.address, UNFLUSHED);
            let own = lowering.duration(entry, &draft.address, UNFLUSHED);
            later(under, own)
        }
        Medium::Disk if entry.is_none() && draft.holds != Held::Database => {
            lowering.duration(Some(&FILES_DURABLE_AFTER), &draft.address, "")
        }
        Medium::Disk => lowering.duration(entry, &draft.address, UNFLUSHED),
    }
}

const UNFLUSHED: &str = "nobody said how soon a write is on the disk (`durable_after`)";

/// A write is safe when both layers have it: the longer of the two.
fn later(one: Fact<Range>, other: Fact<Range>) -> Fact<Range> {
    match (one.value(), other.value()) {
        (None, _) => one,
        (_, None) => other,
        (Some(a), Some(b)) if a.hi >= b.hi => one,
        _ => other,
    }
}

/// The live copies of a part, in order: the first is written, each other follows as it commits.
fn live(
    lowering: &mut Lowering<'_>,
    draft: &Draft<'_>,
    block: &Block,
    durable: &Fact<Range>,
) -> Vec<Live> {
    let part = lowering.model().part(draft.part);
    let commits: Vec<Fact<Commit>> = match &part.kind {
        Kind::Database(database) => database.commits.clone(),
        Kind::Server | Kind::Router(_) | Kind::People(_) => Vec::new(),
    };
    let names: Vec<Option<String>> = part.copies.iter().map(|it| it.name.clone()).collect();
    let mut live = Vec::new();
    for (copy, name) in (0_u32..).zip(names) {
        let commit = (copy as usize).checked_sub(1).and_then(|at| commits.get(at));
        let lag = match commit {
            None => Fact::Stated(Range::ZERO, None),
            Some(commit) => lag(lowering, draft, block, name.as_deref(), commit),
        };
        let copy = CopyRef { part: draft.part, copy };
        live.push(Live { copy, lag, durable_after: durable.clone() });
    }
    live
}

/// How far a replica is behind: as stated, nothing when writes wait for it, else as the engine
/// documents.
fn lag(
    lowering: &mut Lowering<'_>,
    draft: &Draft<'_>,
    block: &Block,
    name: Option<&str>,
    commit: &Fact<Commit>,
) -> Fact<Range> {
    let stated =
        name.and_then(|name| lowering.replicas.get(&format!("{}.{name}", block.address())));
    if let Some((range, span)) = stated.copied() {
        return Fact::Stated(range, Some(span));
    }
    match commit {
        Fact::Stated(Commit::Sync | Commit::Quorum, span) => Fact::Stated(Range::ZERO, *span),
        Fact::Assumed(Commit::Sync | Commit::Quorum, id) => Fact::Assumed(Range::ZERO, *id),
        Fact::Unknown(why) => Fact::Unknown(why.clone()),
        Fact::Stated(Commit::Async, _) | Fact::Assumed(Commit::Async, _) => {
            lowering.duration(draft.engine.and_then(|it| it.data.lag), &draft.address, NO_LAG)
        }
    }
}

/// What losing data means: harmful unless somebody says otherwise.
fn worth(lowering: &mut Lowering<'_>, part: PartId, lost: &Said<'_, Or<Remade<'_>>>) -> Worth {
    if lost.word() == Some("harmless") {
        return Worth::Harmless;
    }
    let Some((made, _)) = lost.other() else { return Worth::Harmful };
    let from = made.rebuilt_from.references().into_iter().next();
    let from = from.and_then(|(it, span)| lowering.parts_of(it, span).first().copied());
    let Some(from) = from else { return Worth::Harmful };
    let unknown = || Fact::Unknown("nobody said how long it takes to make it again".to_string());
    let takes = made.takes.fact().unwrap_or_else(unknown);
    let is_cache = lowering.model().part(part).role == Role::Cache;
    let meanwhile = made.serves.get().map_or(is_cache, |(word, _)| word == "meanwhile");
    Worth::Rebuilt { from, takes, hits: made.hits.fact(), meanwhile }
}

/// State that a part keeps itself: in memory, on its disk, or at the client.
fn keeps(
    lowering: &mut Lowering<'_>,
    owner: Declared<'_>,
    block: &Block,
    keeping: &Keeping<'_>,
    general: &Promise,
) {
    let medium = match keeping.kept_in.word() {
        Some("memory") => Medium::Memory,
        Some("disk") => Medium::Disk,
        Some("client") => Medium::Client,
        // In a store: that store holds it.
        _ => return elsewhere(lowering, keeping),
    };
    let part = owner.part;
    if let Some(first) = kept(lowering, part, &block.name) {
        let first = lowering.model().store(first).span;
        let finding = problems::DUPLICATE_NAME.finding();
        let what = format!("`{}` keeps a `{}` already", owner.block.address(), block.name);
        let mut finding = finding.at(block.span, what).help("give each its own name");
        if let Some(span) = first {
            finding = finding.see(span, "the first one");
        }
        return lowering.findings.push(finding);
    }
    let draft = Draft {
        address: format!("{}.{}", lowering.model().part(part).address, block.name),
        holds: held_beside(&block.name, medium),
        part,
        durable_after: Durable::of(block).durable_after,
        engine: engine_of(lowering, part),
        span: block.span,
    };
    let (layout, lag) = match keeping.replicated.text() {
        Some("sync") => (Layout::Replicas, Fact::Stated(Range::ZERO, None)),
        Some("async") => (Layout::Replicas, kept_lag(lowering, &draft, keeping)),
        _ => (Layout::Shards, Fact::Stated(Range::ZERO, None)),
    };
    let durable_after = durable_after(lowering, &draft, medium);
    let copies = lowering.model().copies(part).map(|(copy, _)| copy).collect::<Vec<_>>();
    let one = |copy| Live { copy, lag: lag.clone(), durable_after: durable_after.clone() };
    let store = Store {
        address: draft.address.clone(),
        holds: draft.holds,
        part,
        medium,
        layout,
        live: copies.into_iter().map(one).collect(),
        backups: Vec::new(),
        worth: match keeping.lost.text() {
            Some("harmless") => Worth::Harmless,
            _ => Worth::Harmful,
        },
        serves_empty: false,
        size: keeping.size.fact(),
        writers: vec![part],
        promise: general.clone(),
        inferred: None,
        span: Some(draft.span),
    };
    lowering.estate.model.stores.push(store);
}

/// What is named as the place of state must hold data.
fn elsewhere(lowering: &mut Lowering<'_>, keeping: &Keeping<'_>) {
    let Some((reference, span)) = first(keeping.kept_in.wanted()) else { return };
    let parts = lowering.parts_of(reference, span);
    if parts.iter().any(|it| of_part(lowering, *it).is_none()) {
        let what = format!("`{}` holds no data", Lowering::written(reference));
        let help = "name a database, store, queue, cache, bucket or volume; or \"memory\", \
                    \"disk\", \"client\"";
        lowering.report(&problems::WRONG_REFERENCE, span, what, help);
    }
}

/// What is kept beside a part's work under a name, or in a medium when the name says nothing.
fn held_beside(name: &str, medium: Medium) -> Held {
    if let Some((held, _)) = KEPT_AS.iter().find(|(_, names)| names.contains(&name)) {
        return *held;
    }
    match medium {
        Medium::Disk => Held::Files,
        Medium::Memory | Medium::Volume(_) | Medium::Client => Held::State,
    }
}

/// How far the other copies of a replicated state are behind.
fn kept_lag(lowering: &mut Lowering<'_>, draft: &Draft<'_>, keeping: &Keeping<'_>) -> Fact<Range> {
    if let Some(stated) = keeping.lag.fact() {
        return stated;
    }
    lowering.duration(draft.engine.and_then(|it| it.data.lag), &draft.address, NO_LAG)
}

/// A volume whose bytes are those of a store is judged as that store, with its snapshots.
fn volumes(lowering: &mut Lowering<'_>) {
    let stores = &mut lowering.estate.model.stores;
    let on = |store: &Store| match store.medium {
        Medium::Volume(volume) => Some(volume),
        Medium::Memory | Medium::Disk | Medium::Client => None,
    };
    let under: BTreeSet<PartId> = stores.iter().filter_map(on).collect();
    let serves = |it: &Store| under.contains(&it.part) && it.holds == Held::Volume;
    let (volumes, mut kept): (Vec<Store>, Vec<Store>) =
        std::mem::take(stores).into_iter().partition(serves);
    let volumes: BTreeMap<PartId, Store> = volumes.into_iter().map(|it| (it.part, it)).collect();
    for store in &mut kept {
        let Some(volume) = on(store).and_then(|it| volumes.get(&it)) else { continue };
        store.backups.extend(volume.backups.iter().cloned());
        store.size = store.size.take().or_else(|| volume.size.clone());
    }
    *stores = kept.into();
}

/// Where a volume can lose acknowledged writes for a time that is not known, a snapshot that is
/// made again and again bounds it: what that holds is safe.
fn snapshots(lowering: &mut Lowering<'_>) {
    let stores: Vec<(StoreId, Range)> =
        lowering.model().stores().filter_map(|(id, it)| Some((id, snapshot_age(it)?))).collect();
    for (id, age) in stores {
        let store = lowering.model().store(id);
        let Medium::Volume(volume) = store.medium else { continue };
        let address = store.address.clone();
        let holds = engine_of(lowering, volume).and_then(|it| it.data.snapshots_hold);
        let Some(entry) = holds else { continue };
        let bounded =
            lowering.assumptions().word(&mut lowering.estate.model, entry, &address, |word| {
                (word == "yes").then_some(Range::new(0, age.hi))
            });
        let store = &mut lowering.estate.model.stores[id];
        for live in store.live.iter_mut().filter(|it| it.durable_after.value().is_none()) {
            live.durable_after = bounded.clone();
        }
    }
}

/// How old the last snapshot of a store can be, where it is made in a known rhythm.
fn snapshot_age(store: &Store) -> Option<Range> {
    let snapshot =
        |it: &&Backup| it.how.as_ref().is_some_and(|how| tools::read(how, store.holds).is_snapshot);
    let ages = store.backups.iter().filter(snapshot);
    ages.filter_map(|it| Some(it.every.value()?.plus(*it.makes.value()?))).min_by_key(|age| age.hi)
}

/// Who writes: every part that writes or calls the part behind a store.
fn writers(lowering: &mut Lowering<'_>) {
    let model = &mut lowering.estate.model;
    let mut writers: BTreeMap<PartId, Vec<PartId>> = BTreeMap::new();
    for (writer, part) in model.parts.pairs() {
        for need in &part.needs {
            let writes = matches!(need.used, Use::Write | Use::Call) && need.at == Moment::Request;
            if writes {
                for of in need.of.parts() {
                    writers.entry(of).or_default().push(writer);
                }
            }
        }
    }
    for store in &mut model.stores {
        // What a part keeps itself is written by that part alone.
        if model.parts[store.part].address != store.address {
            continue;
        }
        for writer in writers.get(&store.part).into_iter().flatten() {
            if !store.writers.contains(writer) {
                store.writers.push(*writer);
            }
        }
    }
}

/// What a part keeps beside its work, by its name.
pub fn kept(lowering: &Lowering<'_>, part: PartId, name: &str) -> Option<StoreId> {
    let address = format!("{}.{name}", lowering.model().part(part).address);
    lowering.model().stores().find(|(_, it)| it.address == address).map(|(id, _)| id)
}

/// The store that a reference stands for: of a part, or what a part keeps.
pub fn named(lowering: &mut Lowering<'_>, wanted: &[Wanted]) -> Option<StoreId> {
    let (reference, span) = first(wanted)?;
    let part = lowering.parts_of(reference, span).first().copied()?;
    if let Reference::Block { inner: Some(inner), .. } = reference
        && let Some(kept) = kept(lowering, part, inner)
    {
        return Some(kept);
    }
    let found = of_part(lowering, part).or_else(|| {
        let mut kept = lowering.model().stores().filter(|(_, it)| it.part == part);
        kept.next().map(|(id, _)| id)
    });
    if found.is_none() {
        let what = format!("`{}` holds no data", Lowering::written(reference));
        let help = "name a database, store, queue or cache, or what a part `keeps`";
        lowering.report(&problems::WRONG_REFERENCE, span, what, help);
    }
    found
}
