//! What might keep data or work that a fault takes: proposals, each of one or a few changes.
//!
//! As with the other proposals, nothing is claimed: each is tried against every fault.

use outlast_model::{
    DAY, Detect, HOUR, JourneyId, Kind, Layout, MINUTE, Medium, Model, Nanos, Role, Store, StoreId,
    Struck,
};

use super::Worst;
use super::change::{Change, machines};
use super::data::DataChange;
use crate::subject::Subject;
use crate::survive::{Axis, works};

/// Times between two backups that people choose.
const OFTEN: [Nanos; 6] = [12 * HOUR, 6 * HOUR, HOUR, 15 * MINUTE, 5 * MINUTE, MINUTE];

/// How long people keep backups.
const KEPT: [Nanos; 5] = [14 * DAY, 30 * DAY, 90 * DAY, 180 * DAY, 365 * DAY];

/// Proposals for what a fault takes from a store, or for the work that a journey begins.
pub(super) fn proposals(model: &Model, worst: &Worst, into: &mut Vec<Vec<Change>>) {
    let data = |change| vec![Change::Data(change)];
    match (worst.axis, worst.subject) {
        (Axis::Loss, Subject::Store(id)) => {
            let store = model.store(id);
            live_proposals(model, (id, store), into);
            into.extend(backup_proposals(worst, (id, store)).into_iter().map(data));
        }
        (Axis::Twice, Subject::Journey(id)) => {
            into.extend(work_proposal(model, id, DataChange::Key));
        }
        (Axis::Jobs, Subject::Journey(id)) => {
            into.extend(work_proposal(model, id, DataChange::After));
        }
        _ => {}
    }
}

/// The change of all the work that a journey begins, if it begins any.
fn work_proposal(
    model: &Model,
    id: JourneyId,
    change: fn(usize) -> DataChange,
) -> Option<Vec<Change>> {
    let begun = works(model, &model.journeys[id]);
    let all = model.works.iter().enumerate().filter(|(_, work)| begun.contains(work));
    let changes: Vec<Change> = all.map(|(at, _)| Change::Data(change(at))).collect();
    (!changes.is_empty()).then_some(changes)
}

fn live_proposals(model: &Model, (id, store): (StoreId, &Store), into: &mut Vec<Vec<Change>>) {
    if store.layout == Layout::Shards && store.live.len() > 1 {
        into.push(vec![Change::Data(DataChange::Shared(id))]);
    }
    let part = model.part(store.part);
    let sync = || Change::Data(DataChange::Sync(store.part));
    match &part.kind {
        Kind::Database(database) if !database.promotable.is_empty() => {
            into.push(vec![sync()]);
            let leased = |way: &outlast_model::WayBack| matches!(way.detect, Detect::Lease { .. });
            if !database.failover.as_ref().is_some_and(leased) {
                into.push(vec![Change::Failover(store.part), sync()]);
            }
        }
        Kind::Database(_) => into.push(vec![Change::Standby(store.part), sync()]),
        Kind::Server if part.role == Role::Database && !machines(model, store.part).is_empty() => {
            into.push(vec![Change::Standby(store.part), sync()]);
        }
        Kind::Server | Kind::Router(_) | Kind::People(_) => {}
    }
}

fn backup_proposals(worst: &Worst, (id, store): (StoreId, &Store)) -> Vec<DataChange> {
    if matches!(store.medium, Medium::Memory | Medium::Client) {
        return Vec::new();
    }
    let mut proposals = Vec::new();
    let found = worst.fault.effects.iter().filter(|it| matches!(it.struck(), Struck::Store(_)));
    let found = found.map(|effect| effect.lasts.hi).max().unwrap_or(0);
    for (at, backup) in store.backups.iter().enumerate() {
        let of = (id, at);
        let makes = backup.makes.value().map_or(0, |range| range.hi);
        let every = backup.every.value().map_or(Nanos::MAX, |range| range.hi);
        let kept = backup.keeps_for.as_ref().and_then(|it| it.value()).map_or(0, |it| it.lo);
        let enough = OFTEN.into_iter().find(|often| {
            *often < every && often.saturating_add(makes) <= worst.promised.saturating_sub(found)
        });
        proposals.extend(enough.map(|often| DataChange::Often(of, often)));
        let needed = found.saturating_add(every).saturating_add(makes);
        if found > 0 && kept <= needed {
            let longer = KEPT.into_iter().find(|it| *it > needed);
            proposals.extend(longer.map(|longer| DataChange::Longer(of, longer)));
        }
        if backup.locked.is_none() {
            proposals.push(DataChange::Locked(of));
        }
        proposals.push(DataChange::Elsewhere(of));
    }
    proposals.push(DataChange::Backup(id));
    proposals
}
