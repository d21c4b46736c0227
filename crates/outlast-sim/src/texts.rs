//! The texts of identities, which must stay as they are: the sample of a typical figure hangs on
//! them, and in which order behaviours that are left open are followed.
//!
//! Nothing is recognised by them, and nobody is shown them.

use outlast_model::{CopyRef, Model, PartId, Slot};

use crate::doubt::Caller;
use crate::ids::{Choice, ClockId, ClockKind, DrawId, RuleId};

fn part(model: &Model, id: PartId) -> String {
    format!("`{}`", model.part(id).address)
}

fn copy(model: &Model, CopyRef { part: id, copy }: CopyRef) -> String {
    format!("{}/{copy}", part(model, id))
}

fn slot(model: &Model, Slot { store, slot }: Slot) -> String {
    format!("`{}`/{slot}", model.store(store).address)
}

impl RuleId {
    /// Its text.
    pub(crate) fn text(self, model: &Model) -> String {
        let part = |id| part(model, id);
        let copy = |id| copy(model, id);
        let word = |down: bool| if down { "down" } else { "up" };
        match self {
            Self::EffectEnd(at) => format!("fault/{at}/ends"),
            Self::SecondFault => "the second fault".to_string(),
            Self::Verdict { router, copy, member, down } => {
                format!("{}/{copy}/check {member}/{}", part(router), word(down))
            }
            Self::Watch { router, watcher, member, down } => {
                format!("{}/watch {watcher}/{member}/{}", part(router), word(down))
            }
            Self::Move { router, watcher } => format!("{}/move {watcher}", part(router)),
            Self::Unstated(id) => format!("{}/unstated", part(id)),
            Self::TakeOver { router, member } => format!("{}/takeover {member}", part(router)),
            Self::Track { router, member, down } => {
                let word = if down { "resigns" } else { "stands" };
                format!("{}/tracks {member}/{word}", part(router))
            }
            Self::Callers(id) => format!("{}/callers", part(id)),
            Self::LeaseEnds(id) => format!("{}/lease ends", part(id)),
            Self::GiveUp(id) => format!("{}/gives up", copy(id)),
            Self::Resume(id) => format!("{}/resumes", copy(id)),
            Self::TakeLease(id) => format!("{}/promoted", copy(id)),
            Self::WatchPrimary { database, watcher, down } => {
                format!("{}/watch {watcher}/{}", part(database), word(down))
            }
            Self::Promote { database, watcher } => format!("{}/promote {watcher}", part(database)),
            Self::LeaveOut(id) => format!("{}/left out", copy(id)),
            Self::TakeShares { database, group } => format!("{}/shares {group}", part(database)),
            Self::Memory { part: id, need } => format!("{}/memory {need}", part(id)),
            Self::FillUp { part: id, limit } => format!("{}/fills up {limit}", part(id)),
            Self::Repair { copy: id, way } => format!("{}/repair {way}", copy(id)),
            Self::Replace(id) => format!("`{}`/replaced", model.machine(id).address),
            Self::Start(id) => format!("{}/start", copy(id)),
            Self::Warm(id) => format!("{}/warm", copy(id)),
        }
    }
}

impl ClockId {
    /// Its text.
    fn text(self, model: &Model) -> String {
        let kind = match self.kind {
            ClockKind::Adverts => "adverts",
            ClockKind::Check => "check",
            ClockKind::Lease => "lease",
            ClockKind::Tracks => "tracks",
            ClockKind::Watch => "watch",
        };
        let target = self.target.map_or_else(String::new, |target| format!("/{target}"));
        format!("{}/{kind} {}{target}/phase", part(model, self.part), self.watcher)
    }
}

impl DrawId {
    /// Its text.
    pub(crate) fn text(self, model: &Model) -> String {
        match self {
            Self::Wait { rule, nth } => format!("{}{}", rule.text(model), wait(nth)),
            Self::Phase(clock) => clock.text(model),
            Self::Behind(id) => format!("{}/behind", slot(model, id)),
            Self::NotOnDisk(id) => format!("{}/not on disk", slot(model, id)),
            Self::Older(id) => format!("{}/older", slot(model, id)),
            Self::Kept(id) => format!("{}/kept", slot(model, id)),
            Self::Tie { at, after } => format!("tie at {at} after {after}"),
            Self::Late { clock, at, after } => {
                format!("{} late at {at} after {after}", clock.text(model))
            }
        }
    }
}

/// What follows the text of a rule in that of its `nth` wait.
pub(crate) fn wait(nth: u32) -> String {
    format!("/{nth}")
}

impl Choice {
    /// Its text.
    pub(crate) fn text(self, model: &Model) -> String {
        let address = |id: PartId| model.part(id).address.as_str();
        match self {
            Self::Rearm(id) => format!("{}/check re-arms", address(id)),
            Self::Falls(id) => format!("{}/under too much load", address(id)),
            Self::Sound(Slot { store, slot }) => {
                let store = model.store(store);
                let backup = store.backup(slot).map_or("", |it| it.name.as_str());
                format!("{}/{backup}/is sound", store.address)
            }
            Self::AllWhenNone(id) => format!("{}/all when none", address(id)),
            Self::Sight(id) => format!("{}/asks for work", address(id)),
            Self::SeesPart(id) => format!("{}/meets a failing request", address(id)),
            Self::Primary(id) => format!("{}/an older one that writes is asked", address(id)),
            Self::TooLate(caller) => {
                let name = match caller {
                    Caller::Journey(journey) => &model.journey(journey).name,
                    Caller::Writers(store) => &model.store(store).address,
                    Caller::Workers(part) => &model.part(part).address,
                };
                format!("{name}/answered too late")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use outlast_model::{Kind, Part, Role};

    use super::*;

    #[test]
    fn the_texts_that_seeds_hang_on() {
        let mut model = Model::default();
        let id = model.parts.push(Part::new("lb", Role::Line, Kind::Server));
        let verdict = RuleId::Verdict { router: id, copy: 1, member: 2, down: true };
        let wait = DrawId::Wait { rule: verdict, nth: 3 };
        assert_eq!(wait.text(&model), "`lb`/1/check 2/down/3");
        let clock = ClockId { kind: ClockKind::Check, part: id, watcher: 1, target: Some(2) };
        assert_eq!(DrawId::Phase(clock).text(&model), "`lb`/check 1/2/phase");
        let late = DrawId::Late { clock, at: 5, after: 6 };
        assert_eq!(late.text(&model), "`lb`/check 1/2/phase late at 5 after 6");
        assert_eq!(Choice::Rearm(id).text(&model), "lb/check re-arms");
    }

    #[test]
    fn clocks_stand_in_the_order_of_their_texts() {
        let mut model = Model::default();
        let part = model.parts.push(Part::new("lb", Role::Line, Kind::Server));
        let kinds = [
            ClockKind::Adverts,
            ClockKind::Check,
            ClockKind::Lease,
            ClockKind::Tracks,
            ClockKind::Watch,
        ];
        let clocks = kinds.map(|kind| ClockId { kind, part, watcher: 0, target: None });
        assert!(clocks.is_sorted() && clocks.map(|it| it.text(&model)).is_sorted());
    }
}
