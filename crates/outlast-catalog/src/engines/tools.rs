//! Tools that make backups: whether what they copy is of one moment, and what a copy obeys.
//!
//! The attribute `how` names one or several: `pg_dump, restic`. A tool that copies files knows
//! nothing of the software that writes them, so that a copy of a running database is torn, unless
//! a dump or the stopped software is what it copies.
//!
//! What a tool obeys is told apart by its options, in whatever order they stand: without the option
//! that deletes, what is deleted stays in the copy, and what went wrong is written over it all the
//! same. A tool that runs every so often obeys at its next run; when that is nobody knows in advance,
//! so that it counts as obeying at once.

use outlast_model::{Consistency, Held, Obeys};

/// A tool, or a word that changes what it means.
#[derive(Debug, Clone, Copy)]
pub struct Tool {
    /// Its names in `how`, in lower case: a program, with what must stand behind it in the same
    /// command. Options may stand in any order, words between them in this one.
    pub names: &'static [&'static str],
    /// What it copies is of one moment, and how well.
    pub consistency: Consistency,
    /// What a run of it does to what the runs before have made.
    pub makes: Makes,
    /// What a volume is kept in makes it, from what it has been given and not from what the
    /// machine has: what it holds no longer hangs on that.
    pub is_snapshot: bool,
    /// Where that is said.
    pub source: &'static str,
}

/// What a run of a tool does to what the runs before have made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Makes {
    /// The word says nothing of it: what carries the copy away decides, and by itself it is a version.
    Unsaid,
    /// What is new or has changed is written over what was there, and what is deleted stays.
    Overwritten,
    /// A version of its own: what is done to the original later does nothing to it.
    Version,
    /// The copy is what the original is: what is deleted there is deleted here.
    Mirror,
}

impl Makes {
    const fn obeys(self) -> Obeys {
        match self {
            Self::Unsaid | Self::Version => Obeys::NOTHING,
            Self::Overwritten => Obeys { deletion: false, corruption: true },
            Self::Mirror => Obeys::ALL,
        }
    }
}

const POSTGRESQL: &str = "https://www.postgresql.org/docs/15/backup.html";
const MYSQL: &str = "https://dev.mysql.com/doc/refman/8.0/en/backup-types.html";
const RSYNC: &str = "https://download.samba.org/pub/rsync/rsync.1 (without --delete files that are \
    gone at the sender stay; with --backup, --backup-dir or --link-dest what changes is kept)";
const RCLONE: &str = "https://rclone.org/commands/rclone_copy/ (does not delete), \
    https://rclone.org/commands/rclone_sync/ (what is gone at the source is removed), \
    https://rclone.org/docs/#backup-dir (what would be overwritten or removed is moved there)";
const S3: &str = "https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html (--delete: what is \
    not in the source is deleted), https://s3tools.org/s3cmd-sync (--delete-removed)";
const MIRRORS: &str = "https://min.io/docs/minio/linux/reference/minio-mc/mc-mirror.html (--remove: \
    what is not on the source is removed; that an object is only overwritten with --overwrite does \
    not help, as somebody may have added it)";
const COPIED: &str = "files are read one after the other while they change: \
    https://www.postgresql.org/docs/15/backup-file.html";

const fn sound(names: &'static [&'static str], source: &'static str) -> Tool {
    let (consistency, makes) = (Consistency::Sound, Makes::Version);
    Tool { names, consistency, makes, is_snapshot: false, source }
}

/// Copies files one after the other.
const fn copying(names: &'static [&'static str], makes: Makes, source: &'static str) -> Tool {
    Tool { names, consistency: Consistency::Torn, makes, is_snapshot: false, source }
}

/// Every tool, the ones that decide first.
pub static TOOLS: &[Tool] = &[
    Tool {
        makes: Makes::Unsaid,
        ..sound(&["stopped", "shutdown"], "the software writes nothing while it is stopped")
    },
    sound(&["pg_dump", "pg_dumpall", "pg_basebackup", "pgbackrest", "barman", "wal-g"], POSTGRESQL),
    sound(&["mysqldump", "mariadb-dump", "mariabackup", "mariadb-backup", "xtrabackup"], MYSQL),
    sound(
        &["redis-cli --rdb", "bgsave", "rdb"],
        "https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/",
    ),
    sound(&["etcdctl", "etcdutl"], "https://etcd.io/docs/v3.5/op-guide/recovery/"),
    sound(
        &["nats stream backup", "nats account backup"],
        "https://docs.nats.io/running-a-nats-service/nats_admin/jetstream_admin/disaster_recovery",
    ),
    sound(
        &["samba-tool domain backup", "wbadmin", "vss", "ntdsutil"],
        "https://wiki.samba.org/index.php/Back_up_and_Restoring_a_Samba_AD_DC",
    ),
    Tool {
        makes: Makes::Mirror,
        ..sound(
            &["git push --mirror", "git push --prune", "git push --force", "git push -f"],
            "https://git-scm.com/docs/git-push (refs that are gone are removed, others moved back)",
        )
    },
    sound(
        &["git clone", "git push", "git bundle", "gitea dump", "gitlab-backup"],
        "https://git-scm.com/docs/git-bundle",
    ),
    Tool {
        names: &["replication", "bucket replication", "drbd"],
        consistency: Consistency::Crash,
        makes: Makes::Mirror,
        is_snapshot: false,
        source: "https://community.exoscale.com/product/storage/object-storage/how-to/replication/",
    },
    Tool {
        names: &["snapshot", "volume snapshot", "instance snapshot"],
        consistency: Consistency::Crash,
        makes: Makes::Unsaid,
        is_snapshot: true,
        source: "https://community.exoscale.com/documentation/compute/snapshots/ (stop the \
            instance first)",
    },
    Tool {
        names: &["lvm", "zfs", "btrfs"],
        consistency: Consistency::Crash,
        makes: Makes::Unsaid,
        is_snapshot: false,
        source: "https://docs.kernel.org/admin-guide/device-mapper/snapshot.html",
    },
    copying(
        &[
            "rsync --link-dest",
            "rsync --backup",
            "rsync --backup-dir",
            "rsync -b",
            "rsync --delete --link-dest",
            "rsync --delete --backup-dir",
            "rsnapshot",
            "rdiff-backup",
        ],
        Makes::Version,
        RSYNC,
    ),
    copying(
        &["rclone sync --backup-dir", "rclone copy --backup-dir", "rclone copy --immutable"],
        Makes::Version,
        RCLONE,
    ),
    copying(
        &[
            "rsync --delete",
            "rsync --del",
            "rsync --delete-before",
            "rsync --delete-during",
            "rsync --delete-delay",
            "rsync --delete-after",
            "rsync --delete-excluded",
            "rsync --delete-missing-args",
            "lsyncd",
            "unison",
            "syncthing",
        ],
        Makes::Mirror,
        RSYNC,
    ),
    // Which of its commands is run nobody said: it may be the one that deletes.
    copying(&["rclone sync", "rclone bisync", "rclone"], Makes::Mirror, RCLONE),
    copying(&["s3 sync --delete", "s3cmd sync --delete-removed"], Makes::Mirror, S3),
    copying(
        &["mc mirror --remove", "mirror", "robocopy mir", "robocopy purge"],
        Makes::Mirror,
        MIRRORS,
    ),
    copying(&["rclone copy", "rclone copyto"], Makes::Overwritten, RCLONE),
    copying(&["s3 sync", "s3 cp", "s3cmd sync", "s3cmd put"], Makes::Overwritten, S3),
    copying(&["mc mirror", "mc cp", "robocopy"], Makes::Overwritten, MIRRORS),
    copying(&["rsync", "cp", "scp", "sftp"], Makes::Overwritten, RSYNC),
    copying(
        &["restic", "borg", "borgbackup", "tar", "duplicity", "kopia", "bacula", "veeam"],
        Makes::Version,
        COPIED,
    ),
];

/// What is known of how a backup is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// How well it is of one moment; `None` when no tool of it is known.
    pub consistency: Option<Consistency>,
    /// What of what is done to the original is done to it.
    pub obeys: Obeys,
    /// Whether it is a snapshot of the volume underneath.
    pub is_snapshot: bool,
}

/// What `how` says of a backup of a store that holds this.
///
/// Files that are copied one after the other are each as they were at some moment: for a store of
/// files that is as after a power cut, for the files of a database it is torn.
pub fn read(how: &str, held: Held) -> Reading {
    let how = how.to_lowercase();
    let found: Vec<&Tool> =
        TOOLS.iter().filter(|tool| tool.names.iter().any(|it| stands_in(&how, it))).collect();
    let consistency = found.first().map(|tool| match tool.consistency {
        Consistency::Torn if held.is_files() => Consistency::Crash,
        Consistency::Sound | Consistency::Crash | Consistency::Torn => tool.consistency,
    });
    // What is dumped and then carried away is a version, however it is carried, unless that mirrors.
    let makes = commands(&how).map(made_by).max().unwrap_or(Makes::Unsaid);
    Reading {
        consistency,
        obeys: makes.obeys(),
        is_snapshot: found.iter().any(|tool| tool.is_snapshot),
    }
}

/// What one command makes: the tool decides of which the most words stand in it, the first of
/// several.
fn made_by(command: &str) -> Makes {
    let decided = TOOLS.iter().filter(|tool| tool.makes != Makes::Unsaid);
    let named = decided.flat_map(|tool| tool.names.iter().map(move |name| (tool, *name)));
    let mut most: Option<(usize, Makes)> = None;
    for (tool, name) in named.filter(|(_, name)| is_in(command, name)) {
        let words = name.split(' ').count();
        if most.is_none_or(|(before, _)| words > before) {
            most = Some((words, tool.makes));
        }
    }
    most.map_or(Makes::Unsaid, |(_, makes)| makes)
}

/// The commands of a text, one after the other.
fn commands(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '|', '&']).flat_map(|it| it.split(" then "))
}

/// Whether a name stands in one of the commands of a text.
fn stands_in(text: &str, name: &str) -> bool {
    commands(text).any(|command| is_in(command, name))
}

/// Whether a name stands in a command: its first word, and behind it the others.
fn is_in(command: &str, name: &str) -> bool {
    let mut words = command.split(|it| !belongs(it)).filter(|it| !it.is_empty());
    let mut names = name.split(' ');
    let Some(program) = names.next() else { return false };
    if !words.any(|word| word == program) {
        return false;
    }
    let behind: Vec<&str> = words.collect();
    let (options, ordered): (Vec<&str>, Vec<&str>) = names.partition(|it| is_option(it));
    let mut rest = behind.iter().filter(|it| !is_option(it));
    options.iter().all(|option| behind.contains(option))
        && ordered.iter().all(|word| rest.any(|it| *it == *word))
}

/// Whether a sign belongs to a word of a command.
fn belongs(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_' || sign == '-'
}

fn is_option(word: &str) -> bool {
    word.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tool_decides_what_a_copy_is_worth() {
        let of = |how| read(how, Held::Database).consistency;
        assert_eq!(of("pg_dump"), Some(Consistency::Sound));
        assert_eq!(of("restic"), Some(Consistency::Torn));
        assert_eq!(of("pg_dump, then restic"), Some(Consistency::Sound));
        assert_eq!(of("rsync while stopped"), Some(Consistency::Sound));
        assert_eq!(of("volume snapshot"), Some(Consistency::Crash));
        assert_eq!(of("snapshot of the stopped instance"), Some(Consistency::Sound));
        assert_eq!(of("our own script"), None);
        assert_eq!(read("restic", Held::Files).consistency, Some(Consistency::Crash));
    }

    #[test]
    fn a_snapshot_is_known_by_its_tool() {
        assert!(read("Volume snapshot", Held::Volume).is_snapshot);
        assert!(read("lvm snapshot", Held::Volume).is_snapshot);
        assert!(!read("lvm", Held::Volume).is_snapshot);
        assert!(!read("our own script", Held::Volume).is_snapshot);
    }

    #[test]
    fn a_mirror_obeys_both() {
        for how in [
            "rclone sync",
            "rsync --delete",
            "rsync -a --delete",
            "rsync --delete -az /srv vault:/srv",
            "nightly: rsync -a --delete-after",
            "tar, then rsync --del",
            "mc --quiet mirror --remove",
            "mc mirror --remove",
            "aws s3 sync --delete /srv s3://vault",
            "aws s3 sync /srv s3://vault --delete",
            "s3cmd --delete-removed sync",
            "bucket replication",
            "git push --mirror",
            "robocopy D: E: /MIR",
            "lsyncd",
            // Which command of it is run nobody said.
            "sync with rclone",
        ] {
            assert_eq!(read(how, Held::Files).obeys, Obeys::ALL, "{how}");
        }
    }

    #[test]
    fn without_the_option_that_deletes_what_is_deleted_stays() {
        for how in [
            "rsync",
            "rsync -a",
            "rsync -az while stopped",
            "lvm snapshot, then rsync -a",
            "rclone copy",
            "aws s3 sync /srv s3://vault",
            "aws s3 cp --recursive",
            "mc mirror",
            "mc mirror --overwrite",
            "cp -r",
            // What is deleted is deleted by another command.
            "rsync -a, then find --delete",
        ] {
            let obeys = read(how, Held::Files).obeys;
            assert_eq!(obeys, Obeys { deletion: false, corruption: true }, "{how}");
        }
    }

    #[test]
    fn a_version_obeys_nothing() {
        for how in [
            "restic",
            "tar",
            "pg_dump",
            "pg_dump, rsync -a",
            "pg_dump, then aws s3 cp",
            "rsync -a --link-dest=../last",
            "rsync -a --delete --link-dest=../last",
            "rclone sync --backup-dir=old",
            "volume snapshot",
            "zfs send",
            "git bundle",
            "our own script",
        ] {
            assert_eq!(read(how, Held::Files).obeys, Obeys::NOTHING, "{how}");
        }
    }

    #[test]
    fn a_mirror_of_a_running_database_is_torn_as_any_copy_of_its_files() {
        let of = |how| read(how, Held::Database).consistency;
        assert_eq!(of("rsync -a --delete"), Some(Consistency::Torn));
        assert_eq!(of("rsync --delete while stopped"), Some(Consistency::Sound));
        assert_eq!(of("lvm snapshot, then rsync --delete"), Some(Consistency::Crash));
        assert_eq!(of("drbd"), Some(Consistency::Crash));
    }
}
