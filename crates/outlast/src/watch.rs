//! What a run looked at on the disk, so that somebody can tell whether another run would find
//! something else.
//!
//! Before a path is read, its *stamp* is noted: what the file system says of it without reading it.
//! A path that is not there has a stamp, too, for it may come to be; a directory has one that
//! changes with the names in it. Nothing is subscribed to: looking again works on every file
//! system, loses no event, and what is not looked at any more needs no giving back.

#![allow(clippy::disallowed_methods, reason = "this file looks at files and at their clock")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The most paths that are watched; what is read beyond them is read all the same.
pub const WATCHED_MAX: usize = 20_000;
/// How exact the clock of a file system is, at worst: FAT counts in steps of two seconds.
pub(crate) const CLOCK_STEP: Duration = Duration::from_secs(2);

/// What the file system says of a path; nothing when there is nothing to be found.
pub(crate) type Stamps = BTreeMap<PathBuf, Option<Stamp>>;

/// What the file system says of a file or directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    identity: Identity,
}

/// What tells a file from another one that took its name, and a change that kept the date: the
/// number of the file, and the date of its last change in seconds and nanoseconds.
type Identity = (u64, i64, i64);

#[cfg(unix)]
fn identity(metadata: &fs::Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
const fn identity(_: &fs::Metadata) -> Identity {
    (0, 0, 0)
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            identity: identity(&metadata),
        })
    }

    /// Whether it was changed so recently that another change may leave the same stamp.
    fn is_fresh(&self, now: SystemTime) -> bool {
        self.modified.is_some_and(|modified| {
            let apart = now.duration_since(modified).unwrap_or_else(|ahead| ahead.duration());
            apart < CLOCK_STEP
        })
    }
}

/// The paths that a run looked at, each with its stamp from before it was read.
#[derive(Debug, Default)]
pub struct Watched {
    seen: RefCell<Looked>,
}

#[derive(Debug, Default)]
struct Looked {
    stamps: Stamps,
    fresh: bool,
}

impl Watched {
    /// Notes a path that is about to be read.
    pub(crate) fn note(&self, path: &Path) {
        let mut seen = self.seen.borrow_mut();
        // The first stamp is the oldest: whatever came after it is a change.
        if seen.stamps.len() >= WATCHED_MAX || seen.stamps.contains_key(path) {
            return;
        }
        let stamp = Stamp::of(path);
        seen.fresh |= stamp.as_ref().is_some_and(|stamp| stamp.is_fresh(SystemTime::now()));
        seen.stamps.insert(path.to_path_buf(), stamp);
    }

    /// The stamps from before the run.
    pub(crate) fn stamps(&self) -> Stamps {
        self.seen.borrow().stamps.clone()
    }

    /// Whether something was changed so shortly before it was read that a change after it may
    /// have left no trace.
    pub(crate) fn is_fresh(&self) -> bool {
        self.seen.borrow().fresh
    }
}

/// The stamps of the same paths as they are now.
pub(crate) fn look_again(stamps: &Stamps) -> Stamps {
    stamps.keys().map(|path| (path.clone(), Stamp::of(path))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory(name: &str) -> PathBuf {
        let path =
            std::env::temp_dir().join(format!("outlast-watch-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        path
    }

    #[test]
    fn a_new_name_a_new_text_and_a_file_gone_are_changes() {
        let directory = directory("changes");
        let (there, absent) = (directory.join("there"), directory.join("absent"));
        fs::write(&there, "a").unwrap();
        let watched = || {
            let watched = Watched::default();
            [&directory, &there, &absent].iter().for_each(|path| watched.note(path));
            watched.stamps()
        };
        let same = |before: &Stamps| look_again(before) == *before;
        let before = watched();
        assert!(same(&before), "nothing happened");
        fs::write(&there, "ab").unwrap();
        assert!(!same(&before), "another text");
        let before = watched();
        fs::write(&absent, "").unwrap();
        assert!(!same(&before), "a file that was looked for came to be");
        let before = watched();
        fs::rename(&absent, &there).unwrap();
        assert!(!same(&before), "a file took the name of another");
        let before = watched();
        fs::write(directory.join("new"), "").unwrap();
        assert!(!same(&before), "a name that nobody asked for");
        fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn what_was_changed_just_now_may_change_again_unseen() {
        let directory = directory("fresh");
        let file = directory.join("file");
        fs::write(&file, "a").unwrap();
        let stamp = Stamp::of(&file).unwrap();
        let modified = stamp.modified.unwrap();
        assert!(stamp.is_fresh(modified + CLOCK_STEP / 2));
        assert!(!stamp.is_fresh(modified + CLOCK_STEP));
        // The clock of a server may go ahead; it must not keep us busy for ever.
        assert!(!stamp.is_fresh(modified - CLOCK_STEP * 2));
        fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn the_stamp_from_before_the_reading_counts() {
        let directory = directory("first");
        let watched = Watched::default();
        watched.note(&directory);
        fs::write(directory.join("new"), "").unwrap();
        watched.note(&directory);
        assert_ne!(look_again(&watched.stamps()), watched.stamps());
        fs::remove_dir_all(&directory).unwrap();
    }
}
