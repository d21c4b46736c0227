//! What is known of software by its name: ports, checks, adverts, leases, each with its source.
//!
//! An engine is one file here and one page in `pages/engines`. A default is an entry of the same
//! kind as every other assumption, so that it is listed and can be replaced by its name. What an
//! engine's file leaves out is not known.

mod activemq;
mod apache;
mod caddy;
mod cephfs;
mod consul;
mod docker_registry;
mod envoy;
mod etcd;
mod exoscale_block_storage;
mod exoscale_sos;
mod galera;
mod garage;
mod git;
mod glusterfs;
mod haproxy;
mod ipsec;
mod kafka;
mod keepalived;
mod mariadb;
mod memcached;
mod minio;
mod mysql;
mod nats;
mod nfs;
mod nginx;
mod openvpn;
mod patroni;
mod pgbouncer;
mod postgresql;
mod rabbitmq;
mod redis;
mod redis_sentinel;
mod samba_ad;
mod sql_server;
mod tomcat;
pub mod tools;
mod traefik;
mod vault;
mod wireguard;
mod zookeeper;

use outlast_model::Held;

use crate::assumptions::Entry;
use crate::language::nearest::nearest;

/// Software of which something is known.
#[derive(Debug)]
pub struct Engine {
    /// Its names: the first is the usual one.
    pub names: &'static [&'static str],
    /// What it is, in a few words.
    pub summary: &'static str,
    /// The port that it listens on.
    pub listens: Option<u16>,
    /// Whether it is a store of votes, which leases are held in.
    pub keeps_votes: bool,
    /// Its health check, for what is not stated of one.
    pub check: CheckDefaults,
    /// Whether a refused connection is tried on another target.
    pub redispatch: Option<&'static Entry>,
    /// Whether it asks for a name that it needs once, when it starts, and keeps the answer; the words
    /// are those of `resolves`. `None`: again and again.
    pub resolves: Option<&'static Entry>,
    /// How long it waits for a target that does not answer before it tries another one.
    pub connects: Option<&'static Entry>,
    /// Whether all targets get traffic when none passes its check.
    pub all_when_none: Option<&'static Entry>,
    /// How it tells others that it lives.
    pub adverts: AdvertDefaults,
    /// The lease that it holds.
    pub lease: LeaseDefaults,
    /// How long a promotion takes once the lease is free.
    pub takes: Option<&'static Entry>,
    /// What an acknowledged write means to a replica.
    pub commit: Option<&'static Entry>,
    /// How many copies must have a write, the one that writes counted, where any is waited for. Of
    /// copies that are alike it is asked where there are two, and no third one decides.
    pub acked_by: Option<&'static Entry>,
    /// Which copies answer those who only read; the words are those of `read_from`.
    pub reads: Option<&'static Entry>,
    /// Whether its copies elect another one by themselves, by majority: then `lease` is how long
    /// they wait for the one that writes, and `takes` how long the election takes.
    pub elects: bool,
    /// How its copies become one store again when none of them runs; the words are those of
    /// `forms_again`. `None`: alone.
    pub forms_again: Option<&'static Entry>,
    /// Its copies are alike: those who write do so on each of them, and there is no primary.
    pub alike: bool,
    /// How it keeps data.
    pub data: DataDefaults,
    /// How it hands out work.
    pub queue: QueueDefaults,
    /// Whether its copies follow each other by the TCP port that it listens on for everybody, by
    /// construction; `false` when they use another, or it is not known which.
    pub follows_where_it_listens: bool,
    /// How it carries packets between networks, when it is a gateway.
    pub tunnel: Option<Tunnel>,
    /// What can be done with the data that it keeps; `None` when that is not known.
    pub can: Option<Can>,
    /// Its page.
    pub page: &'static str,
}

/// Defaults of a health check.
#[derive(Debug, Default)]
pub struct CheckDefaults {
    /// Time between two checks.
    pub every: Option<&'static Entry>,
    /// How long it waits; the value `interval` means as long as the time between two checks.
    pub timeout: Option<&'static Entry>,
    /// Failures in a row.
    pub fall: Option<&'static Entry>,
    /// Successes in a row.
    pub rise: Option<&'static Entry>,
    /// `connect` or `request`.
    pub kind: Option<&'static Entry>,
    /// `start`, `end` or `either`.
    pub rearm: Option<&'static Entry>,
}

/// Defaults of adverts.
#[derive(Debug, Default)]
pub struct AdvertDefaults {
    /// Time between two.
    pub every: Option<&'static Entry>,
    /// The priority of a machine.
    pub priority: Option<&'static Entry>,
    /// Whether a preferred machine takes over again when it returns.
    pub preempts: Option<&'static Entry>,
}

/// Defaults of a lease.
#[derive(Debug, Default)]
pub struct LeaseDefaults {
    /// How long a renewal holds.
    pub ttl: Option<&'static Entry>,
    /// Time between two renewals.
    pub round: Option<&'static Entry>,
    /// How long the holder goes on trying.
    pub retry: Option<&'static Entry>,
    /// How far the process sees that holds it for a copy beside it; the words are those of `sight`.
    pub sees: Option<&'static Entry>,
    /// How far behind a copy may be to be promoted, in bytes, and what sets that.
    pub behind_at_most: Option<(u64, &'static str)>,
}

/// It holds no lease.
const NO_LEASE: LeaseDefaults =
    LeaseDefaults { ttl: None, round: None, retry: None, sees: None, behind_at_most: None };

/// Defaults of keeping data.
#[derive(Debug, Default)]
pub struct DataDefaults {
    /// How far a copy that follows asynchronously is behind.
    pub lag: Option<&'static Entry>,
    /// How long an acknowledged write can still vanish with its machine.
    pub durable_after: Option<&'static Entry>,
    /// How long a silent copy that a write must reach holds writes up.
    pub drops: Option<&'static Entry>,
    /// That what a snapshot holds can no longer vanish, where writes otherwise can.
    pub snapshots_hold: Option<&'static Entry>,
    /// How many copies its provider keeps, where losing one of them is nothing.
    pub copied: Option<&'static Entry>,
    /// Whether the memory of the process is all that it keeps data in.
    pub in_memory: bool,
    /// The word for what it keeps, when that is not the word for its kind of block.
    pub holds: Option<Held>,
}

/// Nothing is known of how it keeps data.
const NO_DATA: DataDefaults = DataDefaults {
    lag: None,
    durable_after: None,
    drops: None,
    snapshots_hold: None,
    copied: None,
    in_memory: false,
    holds: None,
};

/// Defaults of handing out work.
#[derive(Debug, Default)]
pub struct QueueDefaults {
    /// How long a taken job is waited for.
    pub ack_wait: Option<&'static Entry>,
    /// How often a job is delivered: a number, or `endless`.
    pub tries: Option<&'static Entry>,
    /// Whether it can take part in a two-phase commit (XA), as a queue or as a store.
    pub two_phase: bool,
}

/// How an engine carries packets between networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tunnel {
    /// The UDP port that it listens on unless told otherwise; `None` where it can be one of several
    /// kinds of packets.
    pub udp: Option<u16>,
    /// Whether what is inside cannot be read on the way.
    pub encrypted: bool,
}

/// What can be done with data that is kept in it.
#[derive(Debug, Clone, Copy)]
pub struct Can {
    /// A part of it can be locked while a critical change is carried out.
    pub locks: bool,
    /// Several machines can use it at once.
    pub sharing: bool,
    /// Many small files are read and written quickly.
    pub small_files: bool,
    /// A long directory is listed quickly.
    pub listings: bool,
    /// The largest single file or object, in bytes.
    pub largest: Option<u64>,
    /// The most that it holds, in bytes.
    pub most: Option<u64>,
    /// Where this is said.
    pub source: &'static str,
}

/// An engine of which only the name and the port are known.
const fn plain(
    names: &'static [&'static str],
    summary: &'static str,
    listens: Option<u16>,
    page: &'static str,
) -> Engine {
    Engine {
        names,
        summary,
        listens,
        keeps_votes: false,
        check: CheckDefaults {
            every: None,
            timeout: None,
            fall: None,
            rise: None,
            kind: None,
            rearm: None,
        },
        redispatch: None,
        connects: None,
        resolves: None,
        all_when_none: None,
        adverts: AdvertDefaults { every: None, priority: None, preempts: None },
        lease: NO_LEASE,
        takes: None,
        commit: None,
        acked_by: None,
        reads: None,
        elects: false,
        forms_again: None,
        alike: false,
        data: NO_DATA,
        queue: QueueDefaults { ack_wait: None, tries: None, two_phase: false },
        follows_where_it_listens: false,
        tunnel: None,
        can: None,
        page,
    }
}

/// Every engine, sorted by name.
pub static ENGINES: &[&Engine] = &[
    &activemq::ENGINE,
    &apache::ENGINE,
    &caddy::ENGINE,
    &cephfs::ENGINE,
    &consul::ENGINE,
    &docker_registry::ENGINE,
    &envoy::ENGINE,
    &etcd::ENGINE,
    &exoscale_block_storage::ENGINE,
    &exoscale_sos::ENGINE,
    &galera::ENGINE,
    &garage::ENGINE,
    &git::ENGINE,
    &glusterfs::ENGINE,
    &haproxy::ENGINE,
    &ipsec::ENGINE,
    &kafka::ENGINE,
    &keepalived::ENGINE,
    &mariadb::ENGINE,
    &memcached::ENGINE,
    &minio::ENGINE,
    &mysql::ENGINE,
    &nats::ENGINE,
    &nfs::ENGINE,
    &nginx::ENGINE,
    &openvpn::ENGINE,
    &patroni::ENGINE,
    &pgbouncer::ENGINE,
    &postgresql::ENGINE,
    &rabbitmq::ENGINE,
    &redis::ENGINE,
    &redis_sentinel::ENGINE,
    &samba_ad::ENGINE,
    &sql_server::ENGINE,
    &tomcat::ENGINE,
    &traefik::ENGINE,
    &vault::ENGINE,
    &wireguard::ENGINE,
    &zookeeper::ENGINE,
];

impl Engine {
    /// The usual name.
    pub fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or("")
    }

    /// Every default that it brings.
    pub fn entries(&self) -> impl Iterator<Item = &'static Entry> {
        let check = [
            self.check.every,
            self.check.timeout,
            self.check.fall,
            self.check.rise,
            self.check.kind,
            self.check.rearm,
        ];
        let rest = [
            self.redispatch,
            self.connects,
            self.resolves,
            self.all_when_none,
            self.adverts.every,
            self.adverts.priority,
            self.adverts.preempts,
            self.lease.ttl,
            self.lease.round,
            self.lease.retry,
            self.lease.sees,
            self.takes,
            self.commit,
            self.acked_by,
            self.reads,
            self.forms_again,
            self.data.lag,
            self.data.durable_after,
            self.data.drops,
            self.data.snapshots_hold,
            self.data.copied,
            self.queue.ack_wait,
            self.queue.tries,
        ];
        check.into_iter().chain(rest).flatten()
    }
}

/// The engine of that name.
pub fn engine(name: &str) -> Option<&'static Engine> {
    ENGINES.iter().copied().find(|engine| engine.names.contains(&name))
}

/// The software by whose adverts machines agree which of them holds an address: no block names it.
pub fn electing() -> Option<&'static Engine> {
    ENGINES.iter().copied().find(|engine| engine.adverts.every.is_some())
}

/// The names of engines that are like this one.
pub fn near(name: &str) -> Vec<String> {
    nearest(name, ENGINES.iter().flat_map(|engine| engine.names.iter().copied()))
}

/// The default of that name among all engines.
pub fn entry(name: &str) -> Option<&'static Entry> {
    ENGINES.iter().flat_map(|engine| engine.entries()).find(|entry| entry.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Names and aliases are one namespace: whoever writes one must get the engine that has it.
    #[test]
    fn no_two_engines_share_a_name_or_an_alias() {
        let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
        for it in ENGINES {
            assert!(!it.names.is_empty(), "an engine without a name: {}", it.summary);
            for &name in it.names {
                let other = owners.insert(name, it.name());
                assert_eq!(other, None, "`{name}` is also a name of `{}`", it.name());
                assert_eq!(engine(name).map(Engine::name), Some(it.name()), "`{name}`");
            }
        }
    }

    #[test]
    fn engines_are_sorted_and_described() {
        let names: Vec<_> = ENGINES.iter().map(|engine| engine.name()).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        assert_eq!(names, sorted);
        for engine in ENGINES {
            assert!(!engine.summary.ends_with('.'), "{}", engine.name());
            assert!(
                engine.page.starts_with(&format!("# {}\n", engine.name())),
                "{}",
                engine.name()
            );
        }
    }

    #[test]
    fn defaults_are_named_for_their_engine_and_fit_their_own_shape() {
        for engine in ENGINES {
            for entry in engine.entries() {
                let own = entry.name.starts_with(&format!("{}-", engine.name()));
                assert!(own, "{} of {}", entry.name, engine.name());
                assert_eq!(entry.accepts(entry.value), Ok(()), "{}", entry.name);
                if let Some(other) = entry.otherwise {
                    assert_eq!(entry.accepts(other), Ok(()), "{}", entry.name);
                }
                assert!(!entry.source.is_empty() && !entry.what.ends_with('.'), "{}", entry.name);
            }
        }
    }
}
