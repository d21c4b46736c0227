//! Journeys and promises: what users do, and what they were told.

use std::collections::BTreeMap;

use outlast_findings::Span;

use crate::{Class, Fact, Needed, PerSecond, PlaceId, Range, Ratio};

/// The number of a journey in its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct JourneyId(pub u32);

crate::arena::id!(JourneyId);

/// What was promised for one class of fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promised {
    /// The longest outage, in nanoseconds, with its place.
    pub out: Option<Fact<crate::Nanos>>,
    /// The largest loss of data, as the age of the oldest write that is lost.
    pub lose: Option<Fact<crate::Nanos>>,
    /// Work may be done twice: `Some(false)` when promised never to be.
    pub twice: Option<Fact<bool>>,
}

/// A promise: per class of fault, and for all that is left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Promise {
    /// By the name that stands in the file: `instance`, `zone`, `zone-cut`, `other`; `pair` for two
    /// faults at once, which inherits from nothing.
    pub classes: BTreeMap<String, Promised>,
    /// The share of time that it is up, if promised.
    pub availability: Option<Fact<Ratio>>,
    /// Where the promise is written.
    pub span: Option<Span>,
}

impl Promise {
    /// The names under which a class of fault is looked for, the nearest first. This is the fixed
    /// map that is printed with the matrix: a class that is not named inherits from the next.
    pub const fn names(class: Class) -> &'static [&'static str] {
        match class {
            Class::Process => &["process", "instance", "other"],
            Class::Hang => &["hang", "process", "instance", "other"],
            Class::Disk => &["disk", "instance", "other"],
            Class::Instance => &["instance", "other"],
            Class::Hypervisor => &["hypervisor", "other"],
            Class::FalseAlarm => &["false-alarm", "process", "instance", "other"],
            Class::Link => &["link", "other"],
            Class::ZoneDark => &["zone-dark", "zone", "other"],
            Class::ZoneCut => &["zone-cut", "zone", "other"],
            Class::ZoneLost => &["zone-lost", "zone", "other"],
            Class::Service => &["service", "zone", "other"],
            Class::ProviderService => &["provider-service", "provider", "other"],
            Class::ControlPlane => &["control-plane", "service", "zone", "other"],
            Class::Provider => &["provider", "other"],
            Class::Copy => &["copy", "deletion", "other"],
            Class::Deletion => &["deletion", "other"],
            Class::Corruption => &["corruption", "other"],
            Class::Limit => &["limit", "other"],
            Class::Expiry => &["expiry", "other"],
            Class::Common => &["common", "other"],
            Class::Change => &["change", "other"],
            Class::Suspension => &["suspension", "account", "other"],
            Class::Account => &["account", "other"],
            Class::ColdStart => &["cold-start", "other"],
            Class::Own => &["own", "other"],
        }
    }

    /// What was promised for a class, and under which name.
    pub fn of(&self, class: Class) -> Option<(&'static str, &Promised)> {
        Self::names(class).iter().find_map(|name| Some((*name, self.classes.get(*name)?)))
    }
}

/// What a user does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// The name.
    pub name: String,
    /// Where the users are; `None` is the internet, outside of every place.
    pub from: Option<PlaceId>,
    /// What they call first.
    pub enters: Needed,
    /// How often, in requests per second, if stated.
    pub rate: Option<Fact<PerSecond>>,
    /// The share of requests that may fail without this counting as out; 0 unless stated.
    pub tolerates: Fact<Ratio>,
    /// How quickly it must answer.
    pub answers_in: Option<Fact<Range>>,
    /// Where work that goes on afterwards is finished.
    pub ends: Vec<crate::PartId>,
    /// How long that may take.
    pub done_within: Option<Fact<Range>>,
    /// What was promised for it: its own promise over the general one.
    pub promise: Promise,
    /// Whether it was inferred, with the assumption that says so.
    pub inferred: Option<crate::AssumptionId>,
    /// Where it is written.
    pub span: Option<Span>,
}

impl Journey {
    /// A journey from the internet of which nothing more is said: no request may fail, and nothing
    /// is promised.
    pub fn new(name: impl Into<String>, enters: Needed) -> Self {
        Self {
            name: name.into(),
            from: None,
            enters,
            rate: None,
            tolerates: Fact::Stated(Ratio::ZERO, None),
            answers_in: None,
            ends: Vec::new(),
            done_within: None,
            promise: Promise::default(),
            inferred: None,
            span: None,
        }
    }
}
