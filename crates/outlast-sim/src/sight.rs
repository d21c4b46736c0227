//! What somebody sees who watches a target: as far as his sight goes, from where he stands.
//!
//! The port is answered by the kernel, a request by the process; who asks for work sees whatever
//! the target needs for it, and users see what they came for. How long he takes to be sure is a
//! matter of his clock. Left out: how much of a load a target still carries, which a check that asks
//! now and then does not see.

use std::collections::BTreeSet;

use outlast_model::{
    Condition, CopyRef, EffectKind, Fact, Kind, Moment, Need, PartId, Ratio, Sight, WayBack,
};

use crate::ids::Choice;
use crate::roads::Spot;
use crate::rows::content::Content;
use crate::serve::{self, Asks};
use crate::state::View;
use crate::world::World;

/// What a watcher sees at a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// The target itself, as it is met from where he stands.
    Met(Condition),
    /// The target answers, and something that it needs does not: an error, at once or when it gives
    /// up waiting.
    Fails,
}

impl Seen {
    /// Whether all is well, as far as he sees.
    pub(crate) fn is_well(self) -> bool {
        self == Self::Met(Condition::Answers)
    }
}

/// Somebody who watches targets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watcher<'w> {
    /// Who acts on it: the router or the database.
    pub(crate) of: PartId,
    /// Where he stands.
    pub(crate) from: Option<Spot>,
    /// How far he sees.
    pub(crate) sight: &'w Fact<Sight>,
}

impl Watcher<'_> {
    /// What he sees at a target.
    pub(crate) fn sees(self, world: &World<'_>, state: &dyn View, target: CopyRef) -> Seen {
        let met = world.condition(state, target, self.from);
        if met != Condition::Answers || !has_way(world, target.part) {
            return Seen::Met(met);
        }
        match self.sight(world) {
            Sight::Port | Sight::Process => Seen::Met(met),
            Sight::Work => self.beneath(world, state, target, Asks::All(self.from)),
            Sight::Journey => {
                let users = world.callers();
                let theirs = world.condition(state, target, users);
                if theirs == Condition::Answers {
                    self.beneath(world, state, target, Asks::Journey(users))
                } else {
                    Seen::Met(theirs)
                }
            }
        }
    }

    /// Whether what he sees is a failure to him.
    pub(crate) fn fails(self, world: &World<'_>, seen: Seen) -> bool {
        match seen {
            Seen::Met(Condition::Answers) => false,
            Seen::Met(Condition::Refuses | Condition::Silent) | Seen::Fails => true,
            Seen::Met(Condition::Hung | Condition::Wrong) => self.sight(world) != Sight::Port,
        }
    }

    /// Whether he sees a target fail.
    pub(crate) fn sees_failure(self, world: &World<'_>, state: &dyn View, target: CopyRef) -> bool {
        self.fails(world, self.sees(world, state, target))
    }

    /// Whether he comes to this verdict on a target: that it is down, or that it is well.
    pub(crate) fn concludes(
        self,
        world: &World<'_>,
        state: &dyn View,
        target: CopyRef,
        down: bool,
    ) -> bool {
        let seen = self.sees(world, state, target);
        if down { self.fails(world, seen) } else { seen.is_well() }
    }

    /// Whether one of these effects is behind a failure that he sees: at the target or anywhere on
    /// the way. Silence is the same whether a machine stopped or was cut off. A failure that nothing
    /// on the way explains, as of too few votes, counts as what has stopped.
    pub(crate) fn notices(
        self,
        world: &World<'_>,
        state: &dyn View,
        way: &WayBack,
        (target, seen): (CopyRef, Seen),
    ) -> bool {
        let further = |met| !way.further.is_empty() && shows(&way.further, met);
        let effects = &way.notices;
        match seen {
            Seen::Met(met) => shows(effects, met) || (further(met) && self.sight(world).is_deep()),
            Seen::Fails => {
                let all = effects.len() + way.further.len() >= EffectKind::ALL.len();
                if all {
                    return true;
                }
                let mut way = Way { world, state, effects, is_struck: false, noticed: false };
                way.follow(target, self.sight(world), &mut BTreeSet::new());
                way.noticed || (!way.is_struck && effects.contains(&EffectKind::Stop))
            }
        }
    }

    /// How far he sees; where that is open between the process and its work, each is followed.
    fn sight(self, world: &World<'_>) -> Sight {
        world.value(self.sight).unwrap_or_else(|| {
            if world.choice(Choice::Sight(self.of)) == 0 { Sight::Process } else { Sight::Work }
        })
    }

    /// Where only a share of requests is served, he may meet one that is, or one that is not.
    fn beneath(self, world: &World<'_>, state: &dyn View, target: CopyRef, asks: Asks) -> Seen {
        let share = serve::beneath(world, state, target, asks);
        let well = match share {
            Ratio::ONE => true,
            Ratio::ZERO => false,
            _ => world.choice(Choice::SeesPart(self.of)) == 0,
        };
        if well { Seen::Met(Condition::Answers) } else { Seen::Fails }
    }
}

/// Whether anything stands behind a part that a request to it needs.
fn has_way(world: &World<'_>, part: PartId) -> bool {
    let part = world.model.part(part);
    matches!(part.kind, Kind::Router(_)) || part.needs.iter().any(is_on_the_way)
}

/// Whether a request needs it.
fn is_on_the_way(need: &Need) -> bool {
    !need.soft && need.at == Moment::Request
}

/// Whether a watcher who notices these effects notices what he meets.
fn shows(effects: &[EffectKind], met: Condition) -> bool {
    let has = |kind| effects.contains(&kind);
    match met {
        Condition::Answers => false,
        Condition::Refuses => has(EffectKind::Stop),
        Condition::Silent => has(EffectKind::Stop) || has(EffectKind::Cut),
        Condition::Hung => has(EffectKind::Freeze),
        Condition::Wrong => has(EffectKind::Corrupt) || has(EffectKind::Set),
    }
}

/// All that stands behind a target, followed to what is struck there.
struct Way<'v, 'w> {
    world: &'v World<'w>,
    state: &'v dyn View,
    effects: &'v [EffectKind],
    is_struck: bool,
    noticed: bool,
}

impl Way<'_, '_> {
    fn follow(&mut self, copy: CopyRef, sight: Sight, known: &mut BTreeSet<PartId>) {
        let (world, from) = (self.world, self.world.spot(self.state, copy));
        let part = world.model.part(copy.part);
        let journey = &world.journey.name;
        let whole = sight != Sight::Journey;
        let needs = part.needs.iter().filter(|need| is_on_the_way(need));
        let mut next: Vec<PartId> = needs
            .filter(|need| whole || need.serves(journey))
            .flat_map(|need| need.of.parts())
            .collect();
        if let Kind::Router(router) = &part.kind {
            next.extend(router.members.iter().map(|member| member.copy.part));
        }
        for id in next {
            if known.insert(id) {
                self.look(id, from);
                let first = CopyRef { part: id, copy: 0 };
                self.follow(first, sight, known);
            }
        }
    }

    fn look(&mut self, id: PartId, from: Option<Spot>) {
        let (world, state) = (self.world, self.state);
        for (copy, _) in world.model.copies(id) {
            let met = world.condition(state, copy, from);
            self.is_struck |= met != Condition::Answers;
            self.noticed |= shows(self.effects, met);
        }
        let gone = world.stores_of(id).any(|(store, it)| {
            (0..it.slots()).any(|slot| world.content(state, store, slot) == Content::Gone)
        });
        self.finds(EffectKind::Erase, gone);
        self.finds(EffectKind::Fill, world.is_full(state, id));
        self.finds(EffectKind::Slow, world.slowed(state, id).is_some());
    }

    fn finds(&mut self, kind: EffectKind, is: bool) {
        self.is_struck |= is;
        self.noticed |= is && self.effects.contains(&kind);
    }
}
