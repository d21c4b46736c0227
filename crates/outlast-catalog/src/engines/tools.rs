//! Tools that make backups: whether what they copy is of one moment, and whether they mirror.
//!
//! The attribute `how` names one or several: `pg_dump, restic`. A tool that copies files knows
//! nothing of the software that writes them, so that a copy of a running database is torn, unless
//! a dump or the stopped software is what it copies.

use outlast_model::{Consistency, Held};

/// A tool, or a word that changes what it means.
#[derive(Debug, Clone, Copy)]
pub struct Tool {
    /// Its names in `how`, in lower case: a program, with what must stand behind it in the same
    /// command. Options may stand in any order, words between them in this one.
    pub names: &'static [&'static str],
    /// What it copies is of one moment, and how well.
    pub consistency: Consistency,
    /// It keeps one version that obeys deletion and corruption.
    pub follows: bool,
    /// What a volume is kept in makes it, from what it has been given and not from what the
    /// machine has: what it holds no longer hangs on that.
    pub is_snapshot: bool,
    /// Where that is said.
    pub source: &'static str,
}

const POSTGRESQL: &str = "https://www.postgresql.org/docs/15/backup.html";
const MYSQL: &str = "https://dev.mysql.com/doc/refman/8.0/en/backup-types.html";

const fn sound(names: &'static [&'static str], source: &'static str) -> Tool {
    Tool { names, consistency: Consistency::Sound, follows: false, is_snapshot: false, source }
}

/// Every tool, the ones that decide first.
pub static TOOLS: &[Tool] = &[
    sound(&["stopped", "shutdown"], "the software writes nothing while it is stopped"),
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
    sound(
        &["git clone", "git push", "git bundle", "gitea dump", "gitlab-backup"],
        "https://git-scm.com/docs/git-bundle",
    ),
    Tool {
        names: &[
            "rclone sync",
            "rsync --delete",
            "rsync --del",
            "rsync --delete-before",
            "rsync --delete-during",
            "rsync --delete-delay",
            "rsync --delete-after",
            "rsync --delete-excluded",
            "s3 sync",
            "mc mirror",
            "mirror",
            "lsyncd",
        ],
        consistency: Consistency::Crash,
        follows: true,
        is_snapshot: false,
        source: "https://rclone.org/commands/rclone_sync/ (what is gone at the source is removed)",
    },
    Tool {
        names: &["replication", "bucket replication", "drbd"],
        consistency: Consistency::Crash,
        follows: true,
        is_snapshot: false,
        source: "https://community.exoscale.com/product/storage/object-storage/how-to/replication/",
    },
    Tool {
        names: &["snapshot", "volume snapshot", "instance snapshot"],
        consistency: Consistency::Crash,
        follows: false,
        is_snapshot: true,
        source: "https://community.exoscale.com/documentation/compute/snapshots/ (stop the \
            instance first)",
    },
    Tool {
        names: &["lvm", "zfs", "btrfs"],
        consistency: Consistency::Crash,
        follows: false,
        is_snapshot: false,
        source: "https://docs.kernel.org/admin-guide/device-mapper/snapshot.html",
    },
    Tool {
        names: &[
            "restic",
            "borg",
            "borgbackup",
            "rsync",
            "rclone",
            "tar",
            "cp",
            "scp",
            "duplicity",
            "kopia",
            "bacula",
            "veeam",
        ],
        consistency: Consistency::Torn,
        follows: false,
        is_snapshot: false,
        source: "files are read one after the other while they change: \
            https://www.postgresql.org/docs/15/backup-file.html",
    },
];

/// What is known of how a backup is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// How well it is of one moment; `None` when no tool of it is known.
    pub consistency: Option<Consistency>,
    /// Whether it obeys deletion and corruption.
    pub follows: bool,
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
    Reading {
        consistency,
        follows: found.iter().any(|tool| tool.follows),
        is_snapshot: found.iter().any(|tool| tool.is_snapshot),
    }
}

/// Whether a name stands in a text: its first word, and behind it in the same command the others.
fn stands_in(text: &str, name: &str) -> bool {
    let commands = text.split([',', ';', '|', '&']).flat_map(|it| it.split(" then "));
    commands.into_iter().any(|command| {
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
    })
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
    fn a_mirror_follows() {
        assert!(read("rclone sync", Held::Objects).follows);
        for how in [
            "rsync --delete",
            "rsync -a --delete",
            "rsync --delete -az /srv vault:/srv",
            "nightly: rsync -a --delete-after",
            "tar, then rsync --del",
            "mc --quiet mirror",
        ] {
            assert!(read(how, Held::Files).follows, "{how}");
        }
        assert!(read("bucket replication", Held::Objects).follows);
        assert!(!read("rclone copy", Held::Objects).follows);
        assert!(!read("rsync", Held::Files).follows);
        // What is deleted is deleted by another command.
        assert!(!read("rsync -a, then find --delete", Held::Files).follows);
        assert!(!read("sync with rclone", Held::Files).follows);
    }
}
