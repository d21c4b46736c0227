//! Databases and other stores with replicas: one copy writes, the others follow.

use outlast_findings::Span;
use outlast_model::{
    Actor, Commit, Copy, Database, EffectKind, Fact, Kind, MachineId, Needed, PartId, Range, Seat,
    WayBack,
};

use super::document::Block;
use super::grammar::blocks::replica::Following;
use super::grammar::group::Group as _;
use super::grammar::shared::{Copying, Dropping, FailingOver, Leasing, Seated};
use super::lowering::{Lowering, Named};
use super::parts::{Site, clash, running};
use super::shape::Copies;
use super::ways_back::{lease, votes, way_back};
use crate::assumptions::{Entry, Shape};
use crate::engines;
use crate::problems;

/// What a write means to a replica when nobody says.
static COMMIT: Entry = Entry {
    name: "replica-commit",
    what: "a write is acknowledged before a replica has it",
    value: "async",
    otherwise: Some("sync"),
    source: "the safe side for data: what was acknowledged last may be lost",
    safe: true,
    shape: Shape::Words(&["async", "sync", "quorum"]),
};

/// Every entry of this file.
pub static ENTRIES: &[&Entry] = &[&COMMIT];

/// Whether the copies of such a block are not alike: a cache on several machines has a share on
/// each, unless it has replicas.
pub fn is_store(block: &Block, blocks: &[Block]) -> bool {
    match block.kind.data().map(|it| it.copies) {
        Some(Copies::Follow) => true,
        Some(Copies::FollowWhenStated) => !replicas(block, blocks).is_empty(),
        None => false,
    }
}

/// The replicas of a block: those inside it and those that name it.
fn replicas<'b>(block: &'b Block, blocks: &'b [Block]) -> Vec<&'b Block> {
    let address = block.address();
    let outside = blocks.iter().filter(|it| {
        Following::is_in(it)
            && Copying::of(it)
                .of
                .references()
                .into_iter()
                .any(|(reference, _)| Lowering::written(reference) == address)
    });
    block.blocks.iter().filter(|it| Following::is_in(it)).chain(outside).collect()
}

/// Seats the writing copy and the replicas, and names each.
pub fn seats(lowering: &mut Lowering<'_>, id: PartId, block: &Block, blocks: &[Block]) {
    let replicas = replicas(block, blocks);
    let site = Site::of(block);
    if site.of.is_written() {
        if let Some(replica) = replicas.first() {
            let help = "the copies of a managed store come with its plan";
            clash(lowering, replica.span, "a replica of a managed store", help);
        }
        return super::parts::seats(lowering, id, block);
    }
    super::parts::seats(lowering, id, block);
    if !site.place.is_written() {
        one_machine(lowering, &site, block.span);
    }
    let mut copies = lowering.model().part(id).copies.clone();
    // More than one was reported: those behind the first would pass for replicas.
    copies.truncate(1);
    for replica in &replicas {
        let Some(seat) = replica_seat(lowering, replica) else { continue };
        let copy = u32::try_from(copies.len()).unwrap_or(u32::MAX);
        let named = Named::Copy(outlast_model::CopyRef { part: id, copy });
        let address = format!("{}.{}", block.address(), replica.name);
        if let Some(lag) = Copying::of(replica).lag.get() {
            lowering.replicas.insert(address.clone(), lag);
        }
        if lowering.names.insert(address, named).is_some() {
            let help = "give each replica its own name";
            clash(lowering, replica.span, "two replicas have one name", help);
        }
        copies.push(Copy { seat, name: Some(replica.name.clone()) });
    }
    let part = lowering.part_mut(id);
    part.copies = copies;
}

fn one_machine(lowering: &mut Lowering<'_>, site: &Site<'_>, span: Span) {
    let machines = running(lowering, &site.on);
    if machines.len() > 1 {
        let span = site.on.span().unwrap_or(span);
        let what = format!("{} machines for the one copy that writes", machines.len());
        let help = "name the machine of the writing copy, such as `….db[0]`, and write a `replica` \
                    block for each other copy; for shards write one block for each";
        lowering.report(&problems::WRONG_VALUE, span, what, help);
    }
}

fn replica_seat(lowering: &mut Lowering<'_>, replica: &Block) -> Option<Seat> {
    let Following { on, place, .. } = Following::of(replica);
    if let Some(place) = lowering.place(place.wanted()) {
        return Some(Seat::Place(place));
    }
    let machines: Vec<MachineId> = running(lowering, &on);
    if let ([], false) = (machines.as_slice(), on.is_written()) {
        let what = format!("where the replica `{}` runs is not stated", replica.name);
        let help = "write `on = …` with one instance";
        lowering.report(&problems::NO_MACHINE, replica.span, what, help);
    }
    if machines.len() > 1 {
        let span = on.span().unwrap_or(replica.span);
        let what = "a replica is one copy, on one machine".to_string();
        lowering.report(&problems::WRONG_VALUE, span, what, "name one instance");
    }
    machines.first().map(|machine| Seat::Machine(*machine))
}

/// What a write means, who may take over, and how. A store with one copy serves or does not.
pub fn behaviour(lowering: &mut Lowering<'_>, id: PartId, block: &Block, blocks: &[Block]) {
    let replicas = replicas(block, blocks);
    let stated = FailingOver::of(block).failover;
    if Site::of(block).of.is_written() {
        if let Some(span) = stated.span() {
            let help = "a managed store fails over by itself, as its plan says; replace the \
                        assumptions `dbaas-…` instead";
            clash(lowering, span, "a failover beside the one of the resource", help);
        }
        return;
    }
    if replicas.is_empty() {
        if let Some(span) = stated.span() {
            let help = "write a `replica \"…\" { on = … }` that can take over";
            clash(lowering, span, "a failover without a replica", help);
        }
        return;
    }
    let address = block.address();
    let engine = Seated::of(block).engine.text().and_then(engines::engine);
    let entry = engine.and_then(|engine| engine.commit).unwrap_or(&COMMIT);
    let followers = followers(lowering, &replicas, &address);
    let commits: Vec<Fact<Commit>> =
        followers.iter().map(|(_, it)| commit(lowering, it, entry, &address)).collect();
    let promotable = followers
        .iter()
        .filter(|(_, it)| Following::of(it).promotable.get().is_none_or(|(may, _)| may))
        .map(|(copy, _)| *copy)
        .collect();
    let mut failover = stated.this().map(|(it, span)| way_back(lowering, it, span, &address));
    let mut agreed = match (stated.this(), &failover) {
        (Some((stated, _)), Some(failover)) => votes(lowering, stated, failover),
        _ => None,
    };
    if !stated.is_written() {
        failover = election(lowering, id, engine, &address);
        agreed = failover.as_ref().map(|_| most_of(id));
    }
    let drops = drops(lowering, block, engine, &address);
    // Whoever writes down a failover says that one copy is special, whatever the engine can do.
    let alike = !stated.is_written() && engine.is_some_and(|engine| engine.alike);
    let part = lowering.part_mut(id);
    let votes = agreed;
    part.kind = Kind::Database(Database { commits, failover, votes, promotable, drops, alike });
}

/// The replicas behind the first copy that there are, by the number of their copy: one on machines
/// that Terraform makes none of is no copy.
fn followers<'b>(
    lowering: &Lowering<'_>,
    replicas: &[&'b Block],
    address: &str,
) -> Vec<(u32, &'b Block)> {
    let number = |replica: &Block| match lowering.names.get(&format!("{address}.{}", replica.name))
    {
        Some(Named::Copy(copy)) => Some(copy.copy),
        Some(Named::Part(_) | Named::Place(_) | Named::Other) | None => None,
    };
    let seated = replicas.iter().filter_map(|it| Some((number(it)?, *it)));
    seated.filter(|(copy, _)| *copy > 0).collect()
}

/// Most of the copies of a part.
fn most_of(id: PartId) -> Needed {
    Needed::Most(vec![Needed::One(id)])
}

/// The copies of some engines elect another one by themselves, as long as most of them live.
fn election(
    lowering: &mut Lowering<'_>,
    id: PartId,
    engine: Option<&'static engines::Engine>,
    of: &str,
) -> Option<WayBack> {
    let elects = engine.filter(|it| it.elects)?;
    let detect = lease(lowering, &Leasing::default(), Some(elects), of);
    let takes = lowering.duration(elects.takes, of, "nobody said how long an election takes");
    Some(WayBack {
        by: Actor::Parts(most_of(id)),
        notices: vec![EffectKind::Stop, EffectKind::Freeze, EffectKind::Cut],
        detect,
        takes,
        needs: Vec::new(),
        within: None,
        tested: None,
        span: None,
    })
}

/// How long a silent copy that a write must reach holds writes up: as stated, else as the engine
/// does it; without either for as long as it is away.
fn drops(
    lowering: &mut Lowering<'_>,
    block: &Block,
    engine: Option<&'static engines::Engine>,
    of: &str,
) -> Option<Fact<Range>> {
    if let Some(stated) = Dropping::of(block).drops.fact() {
        return Some(stated);
    }
    let entry = engine?.data.drops?;
    Some(lowering.assumptions().duration(&mut lowering.estate.model, entry, of))
}

fn commit(
    lowering: &mut Lowering<'_>,
    replica: &Block,
    entry: &'static Entry,
    of: &str,
) -> Fact<Commit> {
    let means = |word: &str| match word {
        "async" => Some(Commit::Async),
        "sync" => Some(Commit::Sync),
        "quorum" => Some(Commit::Quorum),
        _ => None,
    };
    match Following::of(replica).commit.get().and_then(|(word, span)| Some((means(word)?, span))) {
        Some((commit, span)) => Fact::Stated(commit, Some(span)),
        None => lowering.assumptions().word(&mut lowering.estate.model, entry, of, means),
    }
}
