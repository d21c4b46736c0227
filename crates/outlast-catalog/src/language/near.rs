//! Whether a copy that follows asynchronously is near enough to the one that writes to be promoted.
//!
//! What limits that is stated or the engine's; what is compared with it is how far the copy is behind,
//! as a time, or by way of what is written in a time, as bytes. What is not known for certain stays
//! unknown: then it is not known whether the copy is promoted.

use outlast_model::{
    Actor, Bytes, Commit, Fact, Kind, Live, PartId, Range, Ratio, SECOND, WayBack, show_range,
};

use super::document::Block;
use super::grammar::group::{Behind, Flow, Group as _};
use super::grammar::shared::{FailingOver, Holding};
use super::lowering::Lowering;
use super::ways_back::only_part;
use crate::assumptions::{Entry, Shape};
use crate::engines;

/// Whether a small lag is within the limit of an engine when nobody says how much is written.
static WITHIN: Entry = Entry {
    name: "lag-within-limit",
    what: "a copy that is behind by up to 1 s is within the 1 MiB (`maximum_lag_on_failover`) up to \
        which Patroni promotes it",
    value: "yes",
    otherwise: Some("no"),
    source: "https://patroni.readthedocs.io/en/latest/dynamic_configuration.html; how much is \
        written in a second is not known",
    safe: false,
    shape: Shape::Words(&["yes", "no"]),
};

/// Every entry of this file.
pub static ENTRIES: &[&Entry] = &[&WITHIN];

/// How far behind a copy may be to be promoted.
struct Limit {
    behind: Behind,
    /// The setting of the engine that says so; nothing where it is stated.
    setting: Option<&'static str>,
}

/// Notes which copies are near enough, of a database of which some are promoted under a limit.
pub fn note(lowering: &mut Lowering<'_>, part: PartId, block: &Block, live: &[Live]) {
    let Kind::Database(database) = &lowering.model().part(part).kind else { return };
    let commits = database.commits.clone();
    let limit = database.failover.as_ref().and_then(|way| limit(lowering, block, way));
    let Some(limit) = limit else { return };
    let flow = Holding::of(block).changes.get().map(|(Flow(bytes), _)| bytes);
    let of = block.address();
    let followers = live.iter().skip(1).zip(&commits);
    let near: Vec<Fact<bool>> = followers
        .map(|(live, commit)| match commit.value() {
            Some(Commit::Sync | Commit::Quorum) => Fact::Stated(true, None),
            Some(Commit::Async) | None => near_enough(lowering, &limit, &live.lag, flow, &of),
        })
        .collect();
    if let Kind::Database(database) = &mut lowering.part_mut(part).kind {
        database.near_enough = near;
    }
}

/// The limit that is stated, else that of the engine of who promotes.
fn limit(lowering: &Lowering<'_>, block: &Block, way: &WayBack) -> Option<Limit> {
    let failover = FailingOver::of(block).failover;
    let stated = failover.this().and_then(|(said, _)| said.behind_at_most.get());
    if let Some((behind, _)) = stated {
        return Some(Limit { behind, setting: None });
    }
    let Actor::Parts(acting) = &way.by else { return None };
    let engine = lowering.model().part(only_part(acting)?).engine.as_deref();
    let (bytes, setting) = engines::engine(engine?)?.lease.behind_at_most?;
    Some(Limit { behind: Behind::By(bytes), setting: Some(setting) })
}

fn near_enough(
    lowering: &mut Lowering<'_>,
    limit: &Limit,
    lag: &Fact<Range>,
    flow: Option<Ratio>,
    of: &str,
) -> Fact<bool> {
    let Some(behind) = lag.value().copied() else {
        return Fact::Unknown(format!(
            "how far it is behind is not known (`lag`), and {}",
            rule(limit)
        ));
    };
    let within = match (limit.behind, flow) {
        (Behind::For(most), _) => compare(behind.lo > most.hi, behind.hi <= most.lo),
        (Behind::By(most), Some(flow)) => {
            let least = Ratio::new(i64::try_from(most).unwrap_or(i64::MAX), 1);
            compare(written(flow, behind.lo) > least, written(flow, behind.hi) <= least)
        }
        (Behind::By(_), None) if behind.hi == 0 => Some(true),
        (Behind::By(_), None) if behind.hi <= SECOND && limit.setting.is_some() => {
            let assumptions = lowering.assumptions();
            return assumptions.is(&mut lowering.estate.model, &WITHIN, of, "yes");
        }
        (Behind::By(_), None) => None,
    };
    match (within, lag.assumption()) {
        (Some(within), Some(id)) => Fact::Assumed(within, id),
        (Some(within), None) => Fact::Stated(within, lag.span()),
        (None, _) => {
            Fact::Unknown(format!("it is behind by {}, and {}", show_range(behind), rule(limit)))
        }
    }
}

/// Whether it is within the limit; nothing where it may be or not.
const fn compare(beyond: bool, within: bool) -> Option<bool> {
    match (beyond, within) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        (false, false) => None,
    }
}

/// How many bytes are written in so long.
fn written(flow: Ratio, nanos: i64) -> Ratio {
    flow * Ratio::new(nanos, SECOND)
}

fn rule(limit: &Limit) -> String {
    let most = match limit.behind {
        Behind::For(range) => show_range(range),
        Behind::By(bytes) => size(bytes),
    };
    let (setting, state) = match limit.setting {
        Some(setting) => {
            (format!(" (`{setting}`)"), ": state `changes` of the store, or `behind_at_most`")
        }
        None => (String::new(), ""),
    };
    format!("one that is behind by more than {most}{setting} is not promoted{state}")
}

/// A size in the largest unit that divides it.
fn size(bytes: Bytes) -> String {
    const UNITS: [(Bytes, &str); 7] = [
        (1 << 40, "TiB"),
        (1_000_000_000_000, "TB"),
        (1 << 30, "GiB"),
        (1_000_000_000, "GB"),
        (1 << 20, "MiB"),
        (1_000_000, "MB"),
        (1 << 10, "KiB"),
    ];
    let unit = UNITS.into_iter().find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit));
    unit.map_or_else(|| format!("{bytes} B"), |(unit, name)| format!("{} {name}", bytes / unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_the_unit_that_they_were_written_in() {
        let shown = [1 << 20, 5_000_000, 1 << 30, 1_500].map(size);
        assert_eq!(shown, ["1 MiB", "5 MB", "1 GiB", "1500 B"]);
    }
}
