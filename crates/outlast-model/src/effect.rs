//! Effects: the closed vocabulary of what a fault does, each with the things that it can strike.
//!
//! Neutral: no class of fault and no software is named here. What an effect means stands where the
//! state is; a new one does not compile until every reader of the vocabulary has decided.

use crate::{Bytes, CopyRef, MachineId, PartId, PerSecond, PlaceId, Range, Slot, StoreId};

/// What is done, and to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It stops: a dead process refuses, a dead machine is silent.
    Stop(Stopped),
    /// It hangs: the kernel still accepts connections, nothing answers.
    Freeze(CopyRef),
    /// Nothing passes between inside and outside; nobody is told.
    Cut(Border),
    /// It is slow; what it still does, if somebody said so.
    Slow(PartId, Option<Leaves>),
    /// It is full: it refuses writes.
    Fill(PartId),
    /// Data is gone.
    Erase(Erased),
    /// The content of a store is silently wrong: every copy that follows obeys.
    Corrupt(StoreId),
    /// It refuses changes, as a control plane does.
    Deny(PartId),
    /// It has another configuration, or a watcher believes what is not so.
    Set(Misled),
}

/// What can stop, or be away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stopped {
    /// One process.
    Process(CopyRef),
    /// One machine.
    Machine(MachineId, Found),
    /// Everything in a place.
    Place(PlaceId, Found),
    /// A part as a whole: it serves nothing.
    Managed(PartId),
    /// One copy of a store: nothing is had from it.
    Slot(Slot),
}

/// What nothing passes any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Border {
    /// The border of a place.
    Place(PlaceId),
    /// A link, or what is between a part and all others.
    Managed(PartId),
}

/// What can be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Erased {
    /// The content of a store: every copy that follows obeys.
    Store(StoreId),
    /// One copy of a store: the others keep theirs.
    Slot(Slot),
    /// A backup that is locked, by whoever has its account: as soon as its lock has run out.
    Unlocked(Slot),
}

/// What can be misled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Misled {
    /// A process: it answers with errors.
    Process(CopyRef),
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

impl Effect {
    /// The word for what is done.
    pub const fn kind(self) -> EffectKind {
        match self {
            Self::Stop(_) => EffectKind::Stop,
            Self::Freeze(_) => EffectKind::Freeze,
            Self::Cut(_) => EffectKind::Cut,
            Self::Slow(..) => EffectKind::Slow,
            Self::Fill(_) => EffectKind::Fill,
            Self::Erase(_) => EffectKind::Erase,
            Self::Corrupt(_) => EffectKind::Corrupt,
            Self::Deny(_) => EffectKind::Deny,
            Self::Set(_) => EffectKind::Set,
        }
    }

    /// What is struck.
    pub const fn struck(self) -> Struck {
        match self {
            Self::Stop(stopped) => stopped.struck(),
            Self::Freeze(copy) | Self::Set(Misled::Process(copy)) => Struck::Process(copy),
            Self::Cut(Border::Place(place)) => Struck::Place(place),
            Self::Cut(Border::Managed(part))
            | Self::Slow(part, _)
            | Self::Fill(part)
            | Self::Deny(part) => Struck::Managed(part),
            Self::Erase(Erased::Store(store)) | Self::Corrupt(store) => Struck::Store(store),
            Self::Erase(Erased::Slot(slot) | Erased::Unlocked(slot)) => Struck::Slot(slot),
            Self::Set(Misled::Belief { router, member }) => Struck::Belief { router, member },
        }
    }

    /// What is found when it ends.
    pub const fn found(self) -> Found {
        match self {
            Self::Stop(Stopped::Machine(_, found) | Stopped::Place(_, found)) => found,
            Self::Erase(Erased::Store(_) | Erased::Slot(_)) => Found::Empty,
            Self::Erase(Erased::Unlocked(_))
            | Self::Stop(Stopped::Process(_) | Stopped::Managed(_) | Stopped::Slot(_))
            | Self::Freeze(_)
            | Self::Cut(_)
            | Self::Slow(..)
            | Self::Fill(_)
            | Self::Corrupt(_)
            | Self::Deny(_)
            | Self::Set(_) => Found::Intact,
        }
    }

    /// Whether what it does holds as long as it is in force; the others act once, on a machine, a
    /// process or what is held.
    pub const fn stands(self) -> bool {
        match self {
            Self::Stop(Stopped::Place(..) | Stopped::Managed(_))
            | Self::Cut(Border::Place(_) | Border::Managed(_))
            | Self::Slow(..)
            | Self::Fill(_)
            | Self::Deny(_) => true,
            Self::Stop(Stopped::Process(_) | Stopped::Machine(..) | Stopped::Slot(_))
            | Self::Freeze(_)
            | Self::Erase(Erased::Store(_) | Erased::Slot(_) | Erased::Unlocked(_))
            | Self::Corrupt(_)
            | Self::Set(Misled::Process(_) | Misled::Belief { .. }) => false,
        }
    }

    /// What is slow still does, if somebody said so; nothing of all other effects.
    pub const fn leaves(self) -> Option<Leaves> {
        match self {
            Self::Slow(_, leaves) => leaves,
            Self::Stop(_)
            | Self::Freeze(_)
            | Self::Cut(_)
            | Self::Fill(_)
            | Self::Erase(_)
            | Self::Corrupt(_)
            | Self::Deny(_)
            | Self::Set(_) => None,
        }
    }

    /// It, for a time: it ends somewhere in this range.
    pub const fn lasting(self, lasts: Range) -> Lasting {
        Lasting { effect: self, lasts }
    }
}

impl Stopped {
    /// What is struck.
    pub const fn struck(self) -> Struck {
        match self {
            Self::Process(copy) => Struck::Process(copy),
            Self::Machine(machine, _) => Struck::Machine(machine),
            Self::Place(place, _) => Struck::Place(place),
            Self::Managed(part) => Struck::Managed(part),
            Self::Slot(slot) => Struck::Slot(slot),
        }
    }
}

/// One effect, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lasting {
    /// What is done, and to what.
    pub effect: Effect,
    /// How long it lasts: it ends somewhere in this range, [`crate::FOREVER`] when it never does.
    /// `lo == hi == FOREVER` means that it does not end by itself.
    pub lasts: Range,
}

impl Lasting {
    /// What is struck.
    pub const fn struck(self) -> Struck {
        self.effect.struck()
    }
}

/// The words of the vocabulary: what a way back notices, and what a fault of one's own says.
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

/// What is struck, whatever is done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Struck {
    /// One process.
    Process(CopyRef),
    /// One machine.
    Machine(MachineId),
    /// Everything in a place, or what passes its border.
    Place(PlaceId),
    /// A part as a whole.
    Managed(PartId),
    /// The content of a store.
    Store(StoreId),
    /// One copy of a store.
    Slot(Slot),
    /// What a watcher believes of a router's member.
    Belief {
        /// The router.
        router: PartId,
        /// The member, from 0.
        member: u32,
    },
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
