//! Databases and other stores with replicas: one copy writes, the others follow.

use outlast_findings::Span;
use outlast_model::{
    Actor, Commit, Copy, Database, EffectKind, Fact, FormsAgain, Kind, MachineId, Needed, PartId,
    Range, ReadFrom, Seat, WayBack,
};

use super::document::Block;
use super::grammar::blocks::replica::Following;
use super::grammar::group::Group as _;
use super::grammar::shared::{Copying, Dropping, FailingOver, Leasing, Seated, Sharing};
use super::lowering::{Lowering, Named};
use super::parts::{Site, clash, running};
use super::shape::Copies;
use super::ways_back::{Way, lease, votes, way_back};
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

/// Which copies are read when nobody says.
static READS: Entry = Entry {
    name: "replica-reads",
    what: "who only reads asks the copy that writes, or one that he calls by its name",
    value: "named",
    otherwise: Some("any"),
    source: "the safe side: what is not known to answer does not",
    safe: true,
    shape: Shape::Words(READ_FROM),
};

/// The words of `forms_again`.
pub(crate) const FORMS_AGAIN: &[&str] = &["alone", "with-all", "by-people", "each-by-people"];

/// The words of `read_from`.
pub(crate) const READ_FROM: &[&str] = &["any", "named", "writer", "majority"];

/// Every entry of this file.
pub static ENTRIES: &[&Entry] = &[&COMMIT, &READS];

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
        let address = format!("{}.{}", block.address(), replica.name);
        let Some(seat) = replica_seat(lowering, id, &address, replica) else { continue };
        let copy = u32::try_from(copies.len()).unwrap_or(u32::MAX);
        let named = Named::Copy(outlast_model::CopyRef { part: id, copy });
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

fn replica_seat(
    lowering: &mut Lowering<'_>,
    id: PartId,
    address: &str,
    replica: &Block,
) -> Option<Seat> {
    let Following { on, place, .. } = Following::of(replica);
    if let Some(place) = lowering.place(place.wanted()) {
        return super::parts::seats_in(lowering, id, address, place, 1).pop();
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
    let followers = followers(lowering, &replicas, &address);
    let acked_by = acked_by(lowering, block, followers.len());
    let commits = commits(lowering, &followers, engine, &acked_by, &address);
    let drops_stated = Dropping::of(block).drops.is_written();
    let engine_says = engine.filter(|it| it.data.drops.is_some() || !drops_stated);
    let acked_by = acked_by.or_else(|| enough(lowering, engine_says, &commits, &address));
    let promotable = followers
        .iter()
        .filter(|(_, it)| Following::of(it).promotable.get().is_none_or(|(may, _)| may))
        .map(|(copy, _)| *copy)
        .collect();
    let (failover, votes) = failing_over(lowering, id, block, engine, &address);
    let drops = drops(lowering, block, engine, &address);
    let database = Database {
        promotable,
        failover,
        votes,
        drops,
        waits_for_each: waits_for_each(engine, acked_by.as_ref(), &commits),
        acked_by,
        read_from: read_from(lowering, block, engine, &address),
        forms_again: forms_again(lowering, block, engine, &address),
        shards: Sharing::of(block).shards.get().map_or(1, |(shards, _)| shards.max(1)),
        // Whoever writes down a failover says that one copy is special, whatever the engine can do.
        alike: !stated.is_written() && engine.is_some_and(|engine| engine.alike),
        ..Database::new(commits)
    };
    lowering.part_mut(id).kind = Kind::Database(database);
}

/// How another copy becomes the one that writes, and who votes: as stated; what is not stated of it,
/// as the copies do it where they elect.
fn failing_over(
    lowering: &mut Lowering<'_>,
    id: PartId,
    block: &Block,
    engine: Option<&'static engines::Engine>,
    address: &str,
) -> (Option<WayBack>, Option<Needed>) {
    let stated = FailingOver::of(block).failover;
    let elected = |lowering: &mut Lowering<'_>| election(lowering, id, engine, address);
    let Some((said, span)) = stated.this() else {
        let failover = if stated.is_written() { None } else { elected(lowering) };
        let votes = failover.as_ref().map(|_| most_of(id));
        return (failover, votes);
    };
    let mut failover = way_back(lowering, &Way::from(said.clone()), span, address);
    let mut agreed = votes(lowering, said, &failover);
    let by_itself = !said.by.is_written() || matches!(failover.by, Actor::Itself);
    let elects = if by_itself { elected(lowering) } else { None };
    if let Some(elected) = elects {
        let noticed = [said.check.span(), said.lease.span(), said.detect.span()];
        if !noticed.iter().any(Option::is_some) {
            failover.detect = elected.detect;
        } else if said.lease.is_written() {
            let lease_said = said.lease.this().map(|(it, _)| it.clone()).unwrap_or_default();
            failover.detect = lease(lowering, &lease_said, engine, address);
        }
        // What it took in a trial is known better than what an election takes.
        if !said.takes.is_written() && failover.takes.span().is_none() {
            failover.takes = elected.takes;
        }
        if !said.notices.is_written() {
            failover.notices = elected.notices;
        }
        failover.by = elected.by;
        agreed = agreed.or_else(|| Some(most_of(id)));
    }
    (Some(failover), agreed)
}

/// Whether a write waits for every copy that it must reach, as long as that is not left out: where
/// an engine leaves silent ones out it does; where nothing is known of it, unless it is said how many
/// are enough.
fn waits_for_each(
    engine: Option<&'static engines::Engine>,
    acked_by: Option<&Fact<u32>>,
    commits: &[Fact<Commit>],
) -> bool {
    match engine {
        Some(engine) => engine.data.drops.is_some(),
        None => {
            let sync = |commit: &Fact<Commit>| commit.value() == Some(&Commit::Sync);
            acked_by.is_none() && commits.iter().any(sync)
        }
    }
}

/// How many copies must have a write, as stated: no more than there are.
fn acked_by(lowering: &mut Lowering<'_>, block: &Block, followers: usize) -> Option<Fact<u32>> {
    let (least, span) = Dropping::of(block).acked_by.get()?;
    if least as usize > followers + 1 {
        let what = format!("{least} copies must have a write, and there are {}", followers + 1);
        let help = "write a `replica` for each other copy, or ask for fewer";
        lowering.report(&problems::WRONG_VALUE, span, what, help);
        return None;
    }
    Some(Fact::Stated(least, Some(span)))
}

/// How many copies must have a write where single ones are waited for, as the engine does it. Of an
/// engine that waits for ever it is asked only as long as nobody says that silent ones are left out.
fn enough(
    lowering: &mut Lowering<'_>,
    engine: Option<&'static engines::Engine>,
    commits: &[Fact<Commit>],
    of: &str,
) -> Option<Fact<u32>> {
    let engine = engine?;
    let entry = engine.acked_by?;
    // Of two copies there is nothing to choose, unless they are alike: there it says whether one of
    // them goes on alone, and of more than two most decide.
    let asked = if engine.alike { commits.len() == 1 } else { commits.len() > 1 };
    let waits = asked && commits.iter().any(|commit| commit.value() == Some(&Commit::Sync));
    waits.then(|| lowering.assumptions().count(&mut lowering.estate.model, entry, of))
}

/// Which copies answer those who only read.
fn read_from(
    lowering: &mut Lowering<'_>,
    block: &Block,
    engine: Option<&'static engines::Engine>,
    of: &str,
) -> Fact<ReadFrom> {
    let means = |word: &str| match word {
        "any" => Some(ReadFrom::Any),
        "named" => Some(ReadFrom::Named),
        "writer" => Some(ReadFrom::Writer),
        "majority" => Some(ReadFrom::Majority),
        _ => None,
    };
    let stated = Sharing::of(block).read_from;
    match stated.get().and_then(|(word, span)| Some((means(word)?, span))) {
        Some((from, span)) => Fact::Stated(from, Some(span)),
        None => {
            let entry = engine.and_then(|engine| engine.reads).unwrap_or(&READS);
            lowering.assumptions().word(&mut lowering.estate.model, entry, of, means)
        }
    }
}

/// How the copies become one store again when none of them runs.
fn forms_again(
    lowering: &mut Lowering<'_>,
    block: &Block,
    engine: Option<&'static engines::Engine>,
    of: &str,
) -> Option<Fact<FormsAgain>> {
    let means = |word: &str| match word {
        "alone" => Some(FormsAgain::Alone),
        "with-all" => Some(FormsAgain::WithAll),
        "by-people" => Some(FormsAgain::ByPeople),
        "each-by-people" => Some(FormsAgain::EachByPeople),
        _ => None,
    };
    let stated = Dropping::of(block).forms_again;
    if let Some((forms, span)) = stated.get().and_then(|(word, span)| Some((means(word)?, span))) {
        return Some(Fact::Stated(forms, Some(span)));
    }
    let entry = engine?.forms_again?;
    Some(lowering.assumptions().word(&mut lowering.estate.model, entry, of, means))
}

/// What a write means to each copy behind the first.
fn commits(
    lowering: &mut Lowering<'_>,
    followers: &[(u32, &Block)],
    engine: Option<&'static engines::Engine>,
    acked_by: &Option<Fact<u32>>,
    of: &str,
) -> Vec<Fact<Commit>> {
    let entry = engine.and_then(|engine| engine.commit).unwrap_or(&COMMIT);
    let quorum = matches!(entry.shape, Shape::Words(words) if words.contains(&"quorum"));
    // Who says that others must have a write, and of none which, says that any of them will do.
    let unsaid = followers.iter().all(|(_, it)| !Following::of(it).commit.is_written());
    let any = acked_by.as_ref().filter(|it| it.value().is_some_and(|least| *least > 1));
    let any = any.filter(|_| unsaid && quorum && entry.value == "async");
    followers
        .iter()
        .map(|(_, it)| match any {
            Some(Fact::Stated(_, span)) => Fact::Stated(Commit::Quorum, *span),
            _ => commit(lowering, it, entry, of),
        })
        .collect()
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
    let notices = vec![EffectKind::Stop, EffectKind::Freeze, EffectKind::Cut];
    Some(WayBack::new(Actor::Parts(most_of(id)), notices, detect, takes))
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
