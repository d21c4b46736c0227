//! Changes that keep data and work: what is proposed, how it is applied, and its words.
//!
//! As with the other changes, figures are those of the change itself: a lock of a month, a backup
//! every hour. Nothing is claimed: each is tried against every fault.

use outlast_findings::Edit;
use outlast_model::{
    Backup, Commit, Consistency, DAY, Detect, Fact, HOUR, JourneyId, Kept, Kind, Layout, MINUTE,
    Medium, Model, Nanos, PartId, Place, PlaceId, PlaceKind, Range, Role, SECOND, Store, StoreId,
    Struck, show_duration,
};

use super::Worst;
use super::change::{Change, machines};
use crate::subject::Subject;
use crate::survive::{Axis, works};

/// A backup of a store, by its position: a new live copy does not move it.
type BackupOf = (StoreId, usize);

/// A change of data or work.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DataChange {
    /// Every write waits for a standby.
    Sync(PartId),
    /// A new backup with another provider.
    Backup(StoreId),
    /// A backup is made so often.
    Often(BackupOf, Nanos),
    /// A backup is kept so long.
    Longer(BackupOf, Nanos),
    /// A backup lies with another provider, in another account.
    Elsewhere(BackupOf),
    /// Nobody can erase a backup for as long as it is kept.
    Locked(BackupOf),
    /// Sessions are replicated between all servers.
    Shared(StoreId),
    /// Work is told from its second time by a key; the number of the work.
    Key(usize),
    /// Work is acknowledged when it is done, and given again until it is.
    After(usize),
}

/// Times between two backups that people choose.
const OFTEN: [Nanos; 6] = [12 * HOUR, 6 * HOUR, HOUR, 15 * MINUTE, 5 * MINUTE, MINUTE];

/// How long people keep backups.
const KEPT: [Nanos; 5] = [14 * DAY, 30 * DAY, 90 * DAY, 180 * DAY, 365 * DAY];

/// How long a new backup is kept.
const NEW_KEPT: Nanos = 30 * DAY;

/// How long a new backup takes, at most.
const NEW_TAKES: Nanos = 30 * MINUTE;

/// The key of work that had none.
const KEY: &str = "job number";

const fn stated<T>(value: T) -> Fact<T> {
    Fact::Stated(value, None)
}

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

impl DataChange {
    /// Applies it; whether it fits.
    pub(super) fn apply(&self, model: &mut Model) -> bool {
        match self {
            Self::Sync(part) => sync(model, *part).is_some(),
            Self::Backup(store) => new_backup(model, *store).is_some(),
            Self::Often(of, every) => edit(model, *of, |backup| {
                backup.every = stated(Range::exactly(*every));
            }),
            Self::Longer(of, kept) => edit(model, *of, |backup| {
                backup.keeps_for = Some(stated(Range::exactly(*kept)));
            }),
            Self::Elsewhere(of) => {
                let place = elsewhere(model);
                edit(model, *of, |backup| backup.to = Kept { part: None, place: Some(place) })
            }
            Self::Locked(of) => edit(model, *of, |backup| {
                let kept = backup.keeps_for.clone();
                backup.locked = Some(kept.unwrap_or(stated(Range::exactly(NEW_KEPT))));
            }),
            Self::Shared(store) => share(model, *store).is_some(),
            Self::Key(at) => model.works.get_mut(*at).is_some_and(|work| {
                work.key.get_or_insert(KEY.to_string());
                true
            }),
            Self::After(at) => model.works.get_mut(*at).is_some_and(|work| {
                work.acks_first = stated(false);
                work.tries = stated(None);
                true
            }),
        }
    }

    /// In a few words, about the changed model.
    pub(super) fn words(&self, model: &Model) -> String {
        let part = |id: &PartId| model.part(*id).address.as_str();
        let store = |id: &StoreId| model.store(*id).address.as_str();
        let backup = |(id, at): &BackupOf| {
            let it = model.store(*id).backups.get(*at);
            let name = it.map_or("", |it| it.name.as_str());
            format!("the backup `{name}` of `{}`", store(id))
        };
        let worker = |at: &usize| model.works.get(*at).map_or("", |work| part(&work.worker));
        match self {
            Self::Sync(id) => format!("every write of `{}` waits for its standby", part(id)),
            Self::Backup(id) => format!(
                "a backup of `{}` every day with another provider, kept for {} and locked",
                store(id),
                show_duration(NEW_KEPT)
            ),
            Self::Often(of, every) => {
                format!("{} every {}", backup(of), show_duration(*every))
            }
            Self::Longer(of, kept) => {
                format!("{} kept for {}", backup(of), show_duration(*kept))
            }
            Self::Elsewhere(of) => {
                format!("{} with another provider, in another account", backup(of))
            }
            Self::Locked(of) => {
                format!("{} locked for as long as it is kept", backup(of))
            }
            Self::Shared(id) => {
                format!("`{}` replicated between all its servers, write by write", store(id))
            }
            Self::Key(at) => format!("a key by which `{}` knows a job that it did", worker(at)),
            Self::After(at) => {
                format!(
                    "`{}` acknowledges a job when it is done, and gets it again until then",
                    worker(at)
                )
            }
        }
    }

    /// The text to write, where it does not depend on the vendor.
    pub(super) fn text(&self, model: &Model) -> Option<String> {
        let address = |(id, at): &BackupOf| {
            let store = model.store(*id);
            Some(format!("{}.{}", store.address, store.backups.get(*at)?.name))
        };
        match self {
            Self::Often(of, every) => {
                Some(format!("every = \"{}m\" # in {}", every / MINUTE, address(of)?))
            }
            Self::Longer(of, kept) => {
                Some(format!("keeps_for = \"{}d\" # in {}", kept / DAY, address(of)?))
            }
            Self::Key(at) => {
                let worker = model.part(model.works.get(*at)?.worker);
                Some(format!("key = \"{KEY}\" # in {}", worker.address))
            }
            Self::After(at) => {
                let worker = model.part(model.works.get(*at)?.worker);
                Some(format!("acks = \"after\" # in {}", worker.address))
            }
            Self::Sync(_)
            | Self::Backup(_)
            | Self::Elsewhere(_)
            | Self::Locked(_)
            | Self::Shared(_) => None,
        }
    }

    /// The value to write instead of one that is written, where that is all.
    pub(super) fn edit(&self, model: &Model) -> Option<Edit> {
        let backup = |(id, at): &BackupOf| model.store(*id).backups.get(*at);
        match self {
            Self::Often(of, every) => {
                let span = backup(of)?.every.span()?;
                Some(Edit { span, value: format!("\"{}m\"", every / MINUTE) })
            }
            Self::Longer(of, kept) => {
                let span = backup(of)?.keeps_for.as_ref()?.span()?;
                Some(Edit { span, value: format!("\"{}d\"", kept / DAY) })
            }
            Self::Sync(_)
            | Self::Backup(_)
            | Self::Elsewhere(_)
            | Self::Locked(_)
            | Self::Shared(_)
            | Self::Key(_)
            | Self::After(_) => None,
        }
    }

    /// What sort of change it is, and of what: two that differ only in a figure are one.
    pub(super) const fn kind(&self) -> (u8, PartId) {
        match self {
            Self::Sync(part) => (20, *part),
            Self::Backup(store) => (21, PartId(store.0)),
            Self::Often((store, _), _) => (22, PartId(store.0)),
            Self::Longer((store, _), _) => (23, PartId(store.0)),
            Self::Elsewhere((store, _)) => (24, PartId(store.0)),
            Self::Locked((store, _)) => (25, PartId(store.0)),
            Self::Shared(store) => (26, PartId(store.0)),
            Self::Key(_) => (27, PartId(0)),
            Self::After(_) => (28, PartId(0)),
        }
    }

    /// What it costs more in a month, in hundredths of a euro; room for more copies has its price.
    pub(super) const fn cost_cents(&self) -> Option<i64> {
        match self {
            Self::Sync(_) | Self::Locked(_) | Self::Shared(_) | Self::Key(_) | Self::After(_) => {
                Some(0)
            }
            Self::Backup(_) | Self::Often(..) | Self::Longer(..) | Self::Elsewhere(_) => None,
        }
    }
}

/// Every copy that may be promoted is waited for: with several, most of them are enough.
fn sync(model: &mut Model, part: PartId) -> Option<()> {
    let it = &mut model.parts[part];
    let Kind::Database(database) = &mut it.kind else { return None };
    let several = database.promotable.len() > 1;
    let commit = if several { Commit::Quorum } else { Commit::Sync };
    let promotable = database.promotable.clone();
    for copy in &promotable {
        *database.commits.get_mut((*copy as usize).checked_sub(1)?)? = stated(commit);
    }
    for store in model.stores.iter_mut().filter(|store| store.part == part) {
        for copy in &promotable {
            store.live.get_mut(*copy as usize)?.lag = stated(Range::ZERO);
        }
    }
    (!promotable.is_empty()).then_some(())
}

fn edit(model: &mut Model, (store, at): BackupOf, act: impl FnOnce(&mut Backup)) -> bool {
    let store = &mut model.stores[store];
    let Some(backup) = store.backups.get_mut(at) else { return false };
    let before = backup.clone();
    act(backup);
    *backup != before
}

/// A place of another provider, that no scope of the model owns.
fn elsewhere(model: &mut Model) -> PlaceId {
    const NAME: &str = "another provider";
    let known = model.places().find(|(_, it)| it.name == NAME).map(|(id, _)| id);
    known.unwrap_or_else(|| {
        let kind = PlaceKind::Site;
        model.places.push(Place { name: NAME.to_string(), kind, within: None, span: None })
    })
}

fn new_backup(model: &mut Model, store: StoreId) -> Option<()> {
    let place = elsewhere(model);
    let kept = stated(Range::exactly(NEW_KEPT));
    model.stores[store].backups.push(Backup {
        name: "new".to_string(),
        how: None,
        every: stated(Range::exactly(DAY)),
        makes: stated(Range::new(SECOND, NEW_TAKES)),
        archive: None,
        to: Kept { part: None, place: Some(place) },
        keeps_for: Some(kept.clone()),
        consistency: stated(Consistency::Sound),
        follows: false,
        locked: Some(kept),
        needs: Vec::new(),
        restores: Fact::Unknown("how long reading a new backup back takes".to_string()),
        tested: None,
        tested_version: None,
        watched: false,
        span: None,
    });
    Some(())
}

fn share(model: &mut Model, store: StoreId) -> Option<()> {
    let store = &mut model.stores[store];
    if store.layout == Layout::Replicas || store.live.len() < 2 {
        return None;
    }
    store.layout = Layout::Replicas;
    store.live.iter_mut().for_each(|live| live.lag = stated(Range::ZERO));
    Some(())
}
