//! Changes that keep data and work: how they are applied, and their words.
//!
//! As with the other changes, figures are those of the change itself: a lock of a month, a backup
//! every hour. Which of them are tried is not said here.

use outlast_findings::Edit;
use outlast_model::{
    Backup, Commit, Consistency, DAY, Fact, Kept, Kind, Layout, MINUTE, Model, Nanos, PartId,
    Place, PlaceId, PlaceKind, Range, Reference, SECOND, StoreId, show_duration,
};

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

/// How long a new backup is kept.
const NEW_KEPT: Nanos = 30 * DAY;

/// How long a new backup takes, at most.
const NEW_TAKES: Nanos = 30 * MINUTE;

/// The key of work that had none.
const KEY: &str = "job number";

const fn stated<T>(value: T) -> Fact<T> {
    Fact::Stated(value, None)
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
                edit(model, *of, |backup| backup.to = Kept::at(place))
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

    /// What sort of change it is, and of what, if of one thing: two that differ only in a figure are one.
    pub(super) const fn kind(&self) -> (u8, Option<Reference>) {
        match self {
            Self::Sync(part) => (20, Some(Reference::Part(*part))),
            Self::Backup(store) => (21, Some(Reference::Store(*store))),
            Self::Often((store, _), _) => (22, Some(Reference::Store(*store))),
            Self::Longer((store, _), _) => (23, Some(Reference::Store(*store))),
            Self::Elsewhere((store, _)) => (24, Some(Reference::Store(*store))),
            Self::Locked((store, _)) => (25, Some(Reference::Store(*store))),
            Self::Shared(store) => (26, Some(Reference::Store(*store))),
            Self::Key(_) => (27, None),
            Self::After(_) => (28, None),
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
    known.unwrap_or_else(|| model.places.push(Place::new(NAME, PlaceKind::Site, None)))
}

fn new_backup(model: &mut Model, store: StoreId) -> Option<()> {
    let place = elsewhere(model);
    let kept = stated(Range::exactly(NEW_KEPT));
    // It is made no faster than those that there are.
    let others = model.store(store).backups.iter().filter_map(|it| it.makes.value());
    let slowest = others.map(|makes| makes.hi).max().unwrap_or(0).max(NEW_TAKES);
    model.stores[store].backups.push(Backup {
        makes: stated(Range::new(SECOND, slowest)),
        to: Kept::at(place),
        keeps_for: Some(kept.clone()),
        consistency: stated(Consistency::Sound),
        locked: Some(kept),
        restores: Fact::Unknown("how long reading a new backup back takes".to_string()),
        ..Backup::new("new", stated(Range::exactly(DAY.max(slowest))))
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
