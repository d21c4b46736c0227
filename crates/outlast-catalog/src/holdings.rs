//! Resources that hold data by themselves: the stores that buckets, managed databases and volumes
//! are, with the copies that their provider keeps.

use outlast_findings::Span;
use outlast_model::{
    Backup, Commit, Consistency, CopyRef, Fact, Held, Kept, Kind, Layout, Live, Medium, PartId,
    PlaceId, Promise, Range, Store, Worth,
};

use crate::engines::{self, Engine};
use crate::reading::Reading;

const NO_LAG: &str = "how far a standby is behind is not documented";
const NO_FLUSH: &str = "how soon an acknowledged write is safe is not documented";
const NO_RATE: &str =
    "how fast it is read back is not documented (`restores` in a block of its own)";

/// Adds the store that a managed part is, with as many copies as the part has.
pub(crate) fn store(
    reading: &mut Reading<'_>,
    part: PartId,
    holds: Held,
    backups: Vec<Backup>,
    size: Option<Fact<u64>>,
) {
    let it = reading.estate.model.part(part);
    let (address, span) = (it.address.clone(), it.span);
    let engine = it.engine.as_deref().and_then(engines::engine);
    let copies = it.copies.len();
    let commits = match &it.kind {
        Kind::Database(database) => database.commits.clone(),
        Kind::Server | Kind::Router(_) | Kind::People(_) => Vec::new(),
    };
    let durable = durable(reading, engine, &address);
    if let Some(copied) = engine.and_then(|it| it.data.copied) {
        reading.assumptions.settle(&mut reading.estate.model, copied, &address);
    }
    let mut live = Vec::new();
    for copy in 0..u32::try_from(copies).unwrap_or(u32::MAX) {
        let commit = (copy as usize).checked_sub(1).and_then(|at| commits.get(at));
        let lag = lag(reading, engine, &address, commit);
        live.push(Live { copy: CopyRef { part, copy }, lag, durable_after: durable.clone() });
    }
    reading.estate.model.stores.push(Store {
        address,
        holds,
        part,
        medium: Medium::Disk,
        // How nodes that serve alike spread the data is the provider's: all of it counts as
        // being on each.
        layout: Layout::Replicas,
        live,
        backups,
        worth: Worth::Harmful,
        serves_empty: false,
        size,
        writers: Vec::new(),
        promise: Promise::default(),
        inferred: None,
        span,
    });
}

fn durable(reading: &mut Reading<'_>, engine: Option<&'static Engine>, of: &str) -> Fact<Range> {
    match engine.and_then(|it| it.data.durable_after) {
        Some(entry) => reading.assumptions.duration(&mut reading.estate.model, entry, of),
        None => Fact::Unknown(NO_FLUSH.to_string()),
    }
}

fn lag(
    reading: &mut Reading<'_>,
    engine: Option<&'static Engine>,
    of: &str,
    commit: Option<&Fact<Commit>>,
) -> Fact<Range> {
    match (commit, engine.and_then(|it| it.data.lag)) {
        (None, _) => Fact::Stated(Range::ZERO, None),
        (Some(Fact::Assumed(Commit::Sync | Commit::Quorum, id)), _) => {
            Fact::Assumed(Range::ZERO, *id)
        }
        (Some(Fact::Stated(Commit::Sync | Commit::Quorum, span)), _) => {
            Fact::Stated(Range::ZERO, *span)
        }
        (Some(_), Some(entry)) => {
            reading.assumptions.duration(&mut reading.estate.model, entry, of)
        }
        (Some(_), None) => Fact::Unknown(NO_LAG.to_string()),
    }
}

/// A copy that the provider keeps in a place, of which only this much is known.
pub(crate) fn provided(
    name: &str,
    place: PlaceId,
    every: Fact<Range>,
    consistency: Fact<Consistency>,
    span: Option<Span>,
) -> Backup {
    Backup {
        name: name.to_string(),
        how: None,
        every,
        makes: Fact::Unknown("how long making it takes is not documented".to_string()),
        archive: None,
        to: Kept { part: None, place: Some(place) },
        keeps_for: None,
        consistency,
        follows: false,
        locked: None,
        needs: Vec::new(),
        restores: Fact::Unknown(NO_RATE.to_string()),
        tested: None,
        tested_version: None,
        watched: false,
        span,
    }
}
