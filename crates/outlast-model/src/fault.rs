//! Faults, and the classes that promises are made for.

use crate::Lasting;

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
    /// What it does, in the order in which it does it.
    pub effects: Vec<Lasting>,
    /// The known state that it strikes in, as an index of [`crate::Model::during`].
    pub during: Option<usize>,
    /// The change that it is a step of, or that went wrong, as an index of
    /// [`crate::Model::changes`]: what it holds away nobody starts, and its undo takes it back.
    pub change: Option<usize>,
}
