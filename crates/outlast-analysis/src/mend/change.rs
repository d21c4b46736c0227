//! The closed list of changes that a mend is made of: in words, with a price and the text to write.
//!
//! Figures of a change are its own (a check every 10 s, for example), not a vendor's.

use outlast_findings::Edit;
use outlast_model::{
    Kind, MachineId, Model, Nanos, PartId, Reference, SECOND, Seat, show_duration,
};

use super::data::DataChange;

/// A change of a model.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    /// The machines of a part never share a host.
    Apart(PartId),
    /// One more copy of a part on a machine of its own, apart from the others, and behind every
    /// router that leads to the part.
    Copy(PartId),
    /// A standby of a database and a failover by a lease that most of three voters hold.
    Standby(PartId),
    /// The failover alone, for a database that has copies.
    Failover(PartId),
    /// A managed address that checks its targets stands between a name and the copies of a part.
    Balance {
        /// The name.
        name: PartId,
        /// The part.
        part: PartId,
    },
    /// An address whose targets nobody checks checks them itself.
    CheckTargets(PartId),
    /// A check that only opened a connection makes a request.
    RequestCheck(PartId),
    /// A check runs more often and waits less.
    QuickCheck(PartId),
    /// Callers keep an answer for less long.
    Ttl {
        /// The name.
        name: PartId,
        /// How long, in nanoseconds.
        to: Nanos,
    },
    /// The service manager of the machine starts a process again that died.
    Restart(PartId),
    /// The controller of a failover runs on a machine of its own, apart from what it saves.
    Controller {
        /// What it fails over.
        of: PartId,
        /// The controller.
        controller: PartId,
    },
    /// A change of data or work.
    Data(DataChange),
}

/// Time between two checks of a quick check.
pub(super) const QUICK_EVERY: Nanos = 2 * SECOND;
/// How long a quick check waits.
pub(super) const QUICK_TIMEOUT: Nanos = SECOND;
/// Time between two checks of a new one.
pub(super) const CHECK_EVERY: Nanos = 10 * SECOND;
/// How long a new check waits.
pub(super) const CHECK_TIMEOUT: Nanos = 3 * SECOND;
/// Failures in a row that take a target out.
pub(super) const CHECK_FALL: u32 = 2;
/// Successes in a row that bring it back.
pub(super) const CHECK_RISE: u32 = 3;
/// How long a service manager takes to start a process again, at most.
pub(super) const RESTART: Nanos = 5 * SECOND;

impl Change {
    /// In a few words, about the changed model.
    pub(super) fn words(&self, model: &Model) -> String {
        let name = |part: &PartId| format!("`{}`", model.part(*part).address);
        match self {
            Self::Apart(part) => {
                format!("one anti-affinity group for the machines of {}", name(part))
            }
            Self::Copy(part) => {
                format!(
                    "one more copy of {} on a machine of its own, \
                     apart from the others",
                    name(part)
                )
            }
            Self::Standby(part) => format!(
                "a standby of {} on another machine, a third machine that votes, \
                 and a failover by lease",
                name(part)
            ),
            Self::Failover(part) => {
                format!("a failover of {} by a lease that three voters hold", name(part))
            }
            Self::Balance { name: www, part } => format!(
                "a managed address that checks the copies of {} every {} with a request, \
                 and {} leads to it",
                name(part),
                show_duration(CHECK_EVERY),
                name(www)
            ),
            Self::CheckTargets(router) => format!(
                "a health check on {}: a request every {}, out after {CHECK_FALL} that fail",
                name(router),
                show_duration(CHECK_EVERY)
            ),
            Self::RequestCheck(router) => {
                format!("the check of {} makes a request instead of only connecting", name(router))
            }
            Self::QuickCheck(router) => format!(
                "the check of {} runs every {} and waits {} at most",
                name(router),
                show_duration(QUICK_EVERY),
                show_duration(QUICK_TIMEOUT)
            ),
            Self::Ttl { name: www, to } => {
                format!("a TTL of {} for {}", show_duration(*to), name(www))
            }
            Self::Restart(part) => {
                format!("a service manager that starts {} again when its process dies", name(part))
            }
            Self::Data(change) => change.words(model),
            Self::Controller { of, controller } => format!(
                "{} on a machine of its own, apart from what it saves {} from",
                name(controller),
                name(of)
            ),
        }
    }

    /// The text to write, where it does not depend on the vendor.
    pub(super) fn text(&self, model: &Model) -> Option<String> {
        let address = |part: &PartId| model.part(*part).address.clone();
        match self {
            Self::Ttl { name, to } => Some(format!("ttl = {} # in {}", to / SECOND, address(name))),
            Self::Restart(part) => Some(format!(
                "repair = {{ by = \"itself\", notices = [\"stop\"], detect = \"1s\", \
                 takes = \"{}s\" }} # in {}",
                (RESTART - SECOND) / SECOND,
                address(part)
            )),
            Self::Data(change) => change.text(model),
            Self::Apart(_)
            | Self::Copy(_)
            | Self::Standby(_)
            | Self::Failover(_)
            | Self::Balance { .. }
            | Self::CheckTargets(_)
            | Self::RequestCheck(_)
            | Self::QuickCheck(_)
            | Self::Controller { .. } => None,
        }
    }

    /// The value to write instead of one that is written, where that is all.
    pub(super) fn edit(&self, model: &Model) -> Option<Edit> {
        match self {
            Self::Ttl { name, to } => {
                let Kind::Router(router) = &model.part(*name).kind else { return None };
                let span = router.remembers.span()?;
                Some(Edit { span, value: (to / SECOND).to_string() })
            }
            Self::Data(change) => change.edit(model),
            Self::Apart(_)
            | Self::Copy(_)
            | Self::Standby(_)
            | Self::Failover(_)
            | Self::Balance { .. }
            | Self::CheckTargets(_)
            | Self::RequestCheck(_)
            | Self::QuickCheck(_)
            | Self::Restart(_)
            | Self::Controller { .. } => None,
        }
    }

    /// What sort of change it is, and of what, if of one thing: two that differ only in a figure are one.
    pub(super) const fn kind(&self) -> (u8, Option<Reference>) {
        let (sort, part) = match self {
            Self::Apart(part) => (0, *part),
            Self::Copy(part) => (1, *part),
            Self::Standby(part) => (2, *part),
            Self::Failover(part) => (3, *part),
            Self::Balance { part, .. } => (4, *part),
            Self::CheckTargets(part) => (5, *part),
            Self::RequestCheck(part) => (6, *part),
            Self::QuickCheck(part) => (7, *part),
            Self::Ttl { name, .. } => (8, *name),
            Self::Restart(part) => (9, *part),
            Self::Controller { controller, .. } => (10, *controller),
            Self::Data(change) => return change.kind(),
        };
        (sort, Some(Reference::Part(part)))
    }

    /// How many machines it adds.
    pub(super) const fn machines(&self) -> usize {
        match self {
            Self::Standby(_) => 2,
            Self::Copy(_) | Self::Controller { .. } => 1,
            Self::Apart(_)
            | Self::Failover(_)
            | Self::Balance { .. }
            | Self::CheckTargets(_)
            | Self::RequestCheck(_)
            | Self::QuickCheck(_)
            | Self::Ttl { .. }
            | Self::Restart(_)
            | Self::Data(_) => 0,
        }
    }

    /// What it costs more in a month, in hundredths of a euro; `None` when no price is known. New
    /// machines cost what the first machine of the part costs.
    pub(super) fn cost_cents(&self, model: &Model) -> Option<i64> {
        let one = |part: &PartId| {
            let machine = *machines(model, *part).first()?;
            model.machine(machine).cost_cents
        };
        match self {
            Self::Copy(part) | Self::Controller { controller: part, .. } => one(part),
            Self::Standby(part) => one(part).map(|cents| cents * 2),
            Self::Balance { .. } => None,
            Self::Data(change) => change.cost_cents(),
            Self::Apart(_)
            | Self::Failover(_)
            | Self::CheckTargets(_)
            | Self::RequestCheck(_)
            | Self::QuickCheck(_)
            | Self::Ttl { .. }
            | Self::Restart(_) => Some(0),
        }
    }
}

/// The machines of a part, in the order of its copies.
pub(super) fn machines(model: &Model, part: PartId) -> Vec<MachineId> {
    let seats = model.copies(part).map(|(_, seat)| seat);
    seats
        .filter_map(|seat| match seat {
            Seat::Machine(machine) => Some(machine),
            Seat::Place(_) => None,
        })
        .collect()
}
