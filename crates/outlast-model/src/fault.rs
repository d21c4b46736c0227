//! Faults and the neutral changes that they make.

use crate::{Bytes, CopyRef, MachineId, PartId, PerSecond, PlaceId, Range, Slot, StoreId};

/// The closed vocabulary of what a fault does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EffectKind {
    /// It stops: a dead process refuses, a dead machine is silent.
    Stop,
    /// It hangs: the kernel still accepts connections, nothing answers.
    Freeze,
    /// Nothing passes between inside and outside; nobody is told.
    Cut,
    /// It is slow.
    Slow,
    /// It is full.
    Fill,
    /// Data is gone.
    Erase,
    /// Data is wrong.
    Corrupt,
    /// Named actions are refused.
    Deny,
    /// It has another configuration: a watcher believes what is not so.
    Set,
}

impl EffectKind {
    /// The word for it, as in the outlast file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Freeze => "freeze",
            Self::Cut => "cut",
            Self::Slow => "slow",
            Self::Fill => "fill",
            Self::Erase => "erase",
            Self::Corrupt => "corrupt",
            Self::Deny => "deny",
            Self::Set => "set",
        }
    }

    /// All effects, in the order of the reference.
    pub const ALL: [Self; 9] = [
        Self::Stop,
        Self::Freeze,
        Self::Cut,
        Self::Slow,
        Self::Fill,
        Self::Erase,
        Self::Corrupt,
        Self::Deny,
        Self::Set,
    ];
}

/// What a caller or a checker meets at an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// All is well.
    Answers,
    /// The process is dead and the kernel alive: an error at once.
    Refuses,
    /// No power, cut off, or gone: nothing comes back.
    Silent,
    /// The process is frozen and the kernel alive: connections succeed, requests time out.
    Hung,
    /// It answers with errors.
    Wrong,
}

/// What is struck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Struck {
    /// One process.
    Process(CopyRef),
    /// One machine.
    Machine(MachineId),
    /// Everything in a place, or (with `Cut`) what passes its border.
    Place(PlaceId),
    /// A part as a whole: it serves nothing. With `Deny`: it refuses changes, as a control plane
    /// does. With `Fill`: it refuses writes.
    Managed(PartId),
    /// The content of a store (`Erase`, `Corrupt`): every copy that follows obeys.
    Store(StoreId),
    /// One copy of a store (`Erase`): the others keep theirs.
    Slot(Slot),
    /// What a watcher believes of a router's member: it is taken out though nothing failed.
    Belief {
        /// The router.
        router: PartId,
        /// The member, from 0.
        member: u32,
    },
}

/// What is found when an effect ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Found {
    /// As it was before: it starts by itself.
    Intact,
    /// Nothing: it must be made anew.
    Empty,
}

/// What something that is slow still does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leaves {
    /// A line moves so many bytes in a second.
    Bandwidth(Bytes),
    /// A part answers so many requests in a second, all its copies together.
    Requests(PerSecond),
}

/// One neutral change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Effect {
    /// What is done.
    pub kind: EffectKind,
    /// To what.
    pub struck: Struck,
    /// How long it lasts: it ends somewhere in this range, [`crate::FOREVER`] when it never does.
    /// `lo == hi == FOREVER` means that it does not end by itself.
    pub lasts: Range,
    /// What is found then.
    pub found: Found,
    /// Of what is slow: what it still does, if somebody said so.
    pub leaves: Option<Leaves>,
}

/// Classes of faults, in order of scope. A promise names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A process dies.
    Process,
    /// A process hangs.
    Hang,
    /// A disk of one machine.
    Disk,
    /// One instance.
    Instance,
    /// A hypervisor with every instance that may share it.
    Hypervisor,
    /// A watcher acts though nothing failed.
    FalseAlarm,
    /// A link.
    Link,
    /// A place without power: it comes back intact.
    ZoneDark,
    /// A place cut off: alive inside, dead from outside.
    ZoneCut,
    /// A place destroyed.
    ZoneLost,
    /// A managed service of one zone.
    Service,
    /// A managed service of the whole provider.
    ProviderService,
    /// The control plane refuses changes.
    ControlPlane,
    /// Everything of one provider.
    Provider,
    /// One copy of a store is erased.
    Copy,
    /// Content is deleted: copies that follow obey.
    Deletion,
    /// Content goes wrong silently and is found later.
    Corruption,
    /// A limit is reached.
    Limit,
    /// Something expires.
    Expiry,
    /// A thing that a set shares is lost.
    Common,
    /// A change goes wrong.
    Change,
    /// An account is suspended: it comes back intact.
    Suspension,
    /// An account is taken over: what it owns is erased.
    Account,
    /// Everything was off and starts again.
    ColdStart,
    /// A fault that the file states.
    Own,
}

impl Class {
    /// All classes, in order of scope.
    pub const ALL: [Self; 25] = [
        Self::Process,
        Self::Hang,
        Self::Disk,
        Self::Instance,
        Self::Hypervisor,
        Self::FalseAlarm,
        Self::Link,
        Self::ZoneDark,
        Self::ZoneCut,
        Self::ZoneLost,
        Self::Service,
        Self::ProviderService,
        Self::ControlPlane,
        Self::Provider,
        Self::Copy,
        Self::Deletion,
        Self::Corruption,
        Self::Limit,
        Self::Expiry,
        Self::Common,
        Self::Change,
        Self::Suspension,
        Self::Account,
        Self::ColdStart,
        Self::Own,
    ];

    /// The name in promises, JSON and `outlast explain`: kebab-case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::Hang => "hang",
            Self::Disk => "disk",
            Self::Instance => "instance",
            Self::Hypervisor => "hypervisor",
            Self::FalseAlarm => "false-alarm",
            Self::Link => "link",
            Self::ZoneDark => "zone-dark",
            Self::ZoneCut => "zone-cut",
            Self::ZoneLost => "zone-lost",
            Self::Service => "service",
            Self::ProviderService => "provider-service",
            Self::ControlPlane => "control-plane",
            Self::Provider => "provider",
            Self::Copy => "copy",
            Self::Deletion => "deletion",
            Self::Corruption => "corruption",
            Self::Limit => "limit",
            Self::Expiry => "expiry",
            Self::Common => "common",
            Self::Change => "change",
            Self::Suspension => "suspension",
            Self::Account => "account",
            Self::ColdStart => "cold-start",
            Self::Own => "own",
        }
    }
}

/// One fault: what it strikes and does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The stable name that `outlast why` takes: `instance:exoscale_compute_instance.web[0]`.
    pub name: String,
    /// The class that promises are made for.
    pub class: Class,
    /// The fault in a few words: "instance `web[0]` is lost".
    pub what: String,
    /// How often one of these happens, in events per second; unknown when no source says.
    pub rate: crate::Fact<crate::PerSecond>,
    /// What it does.
    pub effects: Vec<Effect>,
    /// The known state that it strikes in, as an index of [`crate::Model::during`].
    pub during: Option<usize>,
}
