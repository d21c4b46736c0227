//! What is known of software by its name: ports, checks, adverts, leases, each with its source.
//!
//! An engine is one file here and one page in `pages/engines`. A default is an entry of the same
//! kind as every other assumption, so that it is listed and can be replaced by its name. What an
//! engine's file leaves out is not known.

mod apache;
mod etcd;
mod haproxy;
mod keepalived;
mod mysql;
mod nats;
mod nginx;
mod patroni;
mod postgresql;
mod redis;

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
        all_when_none: None,
        adverts: AdvertDefaults { every: None, priority: None, preempts: None },
        lease: LeaseDefaults { ttl: None, round: None, retry: None },
        takes: None,
        commit: None,
        page,
    }
}

/// Every engine, sorted by name.
pub static ENGINES: &[&Engine] = &[
    &apache::ENGINE,
    &etcd::ENGINE,
    &haproxy::ENGINE,
    &keepalived::ENGINE,
    &mysql::ENGINE,
    &nats::ENGINE,
    &nginx::ENGINE,
    &patroni::ENGINE,
    &postgresql::ENGINE,
    &redis::ENGINE,
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
            self.all_when_none,
            self.adverts.every,
            self.adverts.priority,
            self.adverts.preempts,
            self.lease.ttl,
            self.lease.round,
            self.lease.retry,
            self.takes,
            self.commit,
        ];
        check.into_iter().chain(rest).flatten()
    }
}

/// The engine of that name.
pub fn engine(name: &str) -> Option<&'static Engine> {
    ENGINES.iter().copied().find(|engine| engine.names.contains(&name))
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
    use super::*;

    #[test]
    fn engines_are_sorted_unique_and_described() {
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
