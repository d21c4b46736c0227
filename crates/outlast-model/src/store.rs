//! Data: who holds it, how its copies follow, and what a backup of it is.
//!
//! A store is what somebody would miss: the rows of a database, users' sessions, uploaded files,
//! jobs that wait in a queue. It is served by a part; its live copies are copies of that part, and
//! its backups are copies of a moment that lie somewhere else. One notion of a copy for both: what
//! it is behind by, where it lies, and whether it obeys a deletion.

use outlast_findings::Span;

use crate::{Bytes, CopyRef, Fact, Held, Need, PartId, PlaceId, Promise, Range, Ratio};

/// What holds the bytes of the live copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Medium {
    /// The memory of the process: gone when it ends.
    Memory,
    /// The own disk of the machine, or of the managed place: gone when that is destroyed.
    Disk,
    /// A volume that outlives the machine it is attached to: it is gone when the volume's own place
    /// is destroyed.
    Volume(PartId),
    /// With the users: no fault of the system reaches it.
    Client,
}

/// What each live copy holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layout {
    /// Every live copy holds all of it.
    Replicas,
    /// Each live copy holds its own share: sessions in the memory of one server, files on its disk.
    Shards,
}

/// A live copy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Live {
    /// The copy of the serving part.
    pub copy: CopyRef,
    /// How far it is behind the copy that is written when its stream ends; 0 for the writing one
    /// and for a synchronous one.
    pub lag: Fact<Range>,
    /// How long an acknowledged write can still vanish when its machine loses power.
    pub durable_after: Fact<Range>,
}

impl Live {
    /// A copy that is never behind, and on which a write is safe as soon as it is acknowledged.
    pub const fn new(copy: CopyRef) -> Self {
        Self {
            copy,
            lag: Fact::Stated(Range::ZERO, None),
            durable_after: Fact::Stated(Range::ZERO, None),
        }
    }
}

/// Whether what is read back is what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Consistency {
    /// The state of one moment, taken with the software's knowledge or while it was stopped.
    Sound,
    /// The state of one moment, as after a power cut: software that recovers from that recovers.
    Crash,
    /// Files copied while they changed: it may be silently wrong.
    Torn,
}

/// Where a backup lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kept {
    /// The part that holds it: a bucket, a file server.
    pub part: Option<PartId>,
    /// The place, when no part of the model holds it.
    pub place: Option<PlaceId>,
}

impl Kept {
    /// In this place, held by no part of the model.
    pub const fn at(place: PlaceId) -> Self {
        Self { part: None, place: Some(place) }
    }

    /// Held by this part, wherever that runs.
    pub const fn by(part: PartId) -> Self {
        Self { part: Some(part), place: None }
    }
}

/// What of what is done to the original a backup does, too, so that it is no way back from that.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Obeys {
    /// What is deleted there is deleted here.
    pub deletion: bool,
    /// What goes wrong there is written over what was right here.
    pub corruption: bool,
}

impl Obeys {
    /// A version of its own: what happens to the original later does nothing to it.
    pub const NOTHING: Self = Self { deletion: false, corruption: false };
    /// A mirror: it is always what the original is.
    pub const ALL: Self = Self { deletion: true, corruption: true };

    /// Whether what goes wrong is written over it, and what is deleted stays: one version that only
    /// grows, which no later one replaces.
    pub const fn only_grows(self) -> bool {
        self.corruption && !self.deletion
    }
}

/// A copy of a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its name: `nightly`.
    pub name: String,
    /// The tool, as it is written.
    pub how: Option<String>,
    /// Time between the beginnings of two of them, above 0.
    pub every: Fact<Range>,
    /// How long making one takes: it is usable that long after it began.
    pub makes: Fact<Range>,
    /// How far behind a log archive is that carries the last one on; without one, `None`.
    pub archive: Option<Fact<Range>>,
    /// Where it lies; neither part nor place: nobody said, and no fault spares it.
    pub to: Kept,
    /// How long each is kept after it began; `None` for one version, replaced by the next.
    pub keeps_for: Option<Fact<Range>>,
    /// Whether what is read back is what was written.
    pub consistency: Fact<Consistency>,
    /// Whether it obeys deletion, and whether corruption.
    pub obeys: Obeys,
    /// How long after it began nobody can erase it, its own scope included; `None`: its scope can.
    pub locked: Option<Fact<Range>>,
    /// What using it needs: the key.
    pub needs: Vec<Need>,
    /// How long reading it back takes, from its size and rate or from the last trial.
    pub restores: Fact<Range>,
    /// The date of the last full restore, or `None` when never or not stated.
    pub tested: Option<String>,
    /// The version of the software that it was restored on.
    pub tested_version: Option<String>,
    /// Whether somebody is told when it stops.
    pub watched: bool,
    /// Where it is written.
    pub span: Option<Span>,
}

impl Backup {
    /// Whether none is ever made and still there: each is kept for less time than making it takes.
    pub fn is_never_there(&self) -> bool {
        let kept = self.keeps_for.as_ref().and_then(Fact::value);
        kept.zip(self.makes.value()).is_some_and(|(kept, makes)| kept.hi < makes.lo)
    }

    /// A backup of which nothing is known but how often it is made: one version without an archive,
    /// which its own scope can erase, which nobody has tried and of which nobody is told.
    pub fn new(name: impl Into<String>, every: Fact<Range>) -> Self {
        Self {
            name: name.into(),
            how: None,
            every,
            makes: Fact::Unknown("nobody said how long making it takes".to_string()),
            archive: None,
            to: Kept::default(),
            keeps_for: None,
            consistency: Fact::Unknown("nobody said how it is made".to_string()),
            obeys: Obeys::NOTHING,
            locked: None,
            needs: Vec::new(),
            restores: Fact::Unknown("nobody said how fast it is read back".to_string()),
            tested: None,
            tested_version: None,
            watched: false,
            span: None,
        }
    }
}

/// What losing the data of a store means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worth {
    /// Somebody misses it.
    Harmful,
    /// Nobody does.
    Harmless,
    /// It is made again from another store.
    Rebuilt {
        /// The part that serves what it is made from.
        from: PartId,
        /// How long that takes; until then the other carries every request.
        takes: Fact<Range>,
        /// The share of requests that it answers by itself when it is warm.
        hits: Option<Fact<Ratio>>,
        /// Whether it serves meanwhile, with whatever is there.
        meanwhile: bool,
    },
}

/// Data that somebody would miss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// The address: of the part (`database.shop`), or of what a part keeps (`service.web.sessions`).
    pub address: String,
    /// What it holds.
    pub holds: Held,
    /// The part that serves it.
    pub part: PartId,
    /// What holds the bytes of its live copies.
    pub medium: Medium,
    /// What each live copy holds.
    pub layout: Layout,
    /// The live copies, in the order of the part's copies; the first is the one that is written,
    /// unless the part is no database: then any is.
    pub live: Vec<Live>,
    /// Copies of a moment.
    pub backups: Vec<Backup>,
    /// What losing it means.
    pub worth: Worth,
    /// Its part serves with nothing in it, too: a queue without jobs, a session store without users.
    pub serves_empty: bool,
    /// How much it is.
    pub size: Option<Fact<Bytes>>,
    /// The parts that write it: their places are where acknowledged writes come from.
    pub writers: Vec<PartId>,
    /// What was promised for it: its own promise over the general one.
    pub promise: Promise,
    /// Whether it was inferred and not written down, with the assumption that says so.
    pub inferred: Option<crate::AssumptionId>,
    /// Where it is written.
    pub span: Option<Span>,
}

impl Store {
    /// Data on disks that somebody would miss, all of it on each copy: no copy so far, nobody who
    /// writes it, and nothing promised.
    pub fn new(address: impl Into<String>, holds: Held, part: PartId) -> Self {
        Self {
            address: address.into(),
            holds,
            part,
            medium: Medium::Disk,
            layout: Layout::Replicas,
            live: Vec::new(),
            backups: Vec::new(),
            worth: Worth::Harmful,
            serves_empty: false,
            size: None,
            writers: Vec::new(),
            promise: Promise::default(),
            inferred: None,
            span: None,
        }
    }

    /// How many copies it has, live ones and backups.
    pub fn slots(&self) -> u32 {
        u32::try_from(self.live.len() + self.backups.len()).unwrap_or(u32::MAX)
    }

    /// The backup in a slot, if it is one.
    pub fn backup(&self, slot: u32) -> Option<&Backup> {
        self.backups.get((slot as usize).checked_sub(self.live.len())?)
    }

    /// The live copy in a slot, if it is one.
    pub fn live(&self, slot: u32) -> Option<&Live> {
        self.live.get(slot as usize)
    }
}
