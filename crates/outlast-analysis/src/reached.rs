//! The answer of `outlast reach`: several parties on each side taken together.

use std::collections::BTreeSet;

use outlast_model::{Attached, Model, Packets, Role};

use crate::demands::{Asked, alone};
use crate::reach::{Answer, Bounds, Party, Question, Reachability, Verdict};

/// What was asked and what the answer is.
#[derive(Debug, Clone)]
pub struct Reached {
    /// The packets that were asked about; `None` for whatever is allowed.
    pub packets: Option<Packets>,
    /// The answer for everybody together; `Partly` when it is not the same for all.
    pub verdict: Verdict,
    /// The answer for the pair that decides: the worst one.
    pub answer: Answer,
    /// Where the verdict is partly: the answer for some that get there.
    pub open: Option<Answer>,
    /// The two of that pair.
    pub pair: (Party, Party),
    /// What is allowed for everybody for certain, and for anybody at most.
    pub allowed: Bounds,
}

/// Asks about every pair; `None` when one side is nobody.
pub fn reached(
    model: &Model,
    from: &[Party],
    to: &[Party],
    packets: Option<&Packets>,
) -> Option<Reached> {
    let reach = Reachability::of(model);
    let question = |from: &Party, to: &Party| Question {
        from: from.clone(),
        to: to.clone(),
        packets: packets.cloned().unwrap_or(Packets::All),
    };
    let mut verdicts = BTreeSet::new();
    let mut worst: Option<(Answer, (Party, Party))> = None;
    let mut open: Option<Box<Answer>> = None;
    let mut allowed: Option<Bounds> = None;
    for from in from {
        for to in to {
            let answer = reach.ask(&question(from, to));
            verdicts.insert(answer.verdict);
            let next = reach.allowed(from, to);
            allowed = Some(match allowed {
                None => next,
                Some(before) => Bounds {
                    sure: before.sure.intersection(&next.sure),
                    perhaps: before.perhaps.union(&next.perhaps),
                },
            });
            open = open.or_else(|| answer.getting_there());
            if worst.as_ref().is_none_or(|(it, _)| answer.verdict < it.verdict) {
                worst = Some((answer, (from.clone(), to.clone())));
            }
        }
    }
    let ((answer, pair), allowed) = (worst?, allowed?);
    let alone = alone(model);
    let answer = Asked::of(model, &alone).nearest(&question(&pair.0, &pair.1), answer);
    let verdict = match packets {
        Some(_) if verdicts.len() == 1 => answer.verdict,
        // Where nothing is refused for certain, it may be yes for all of them.
        Some(_) if !verdicts.contains(&Verdict::No) && !verdicts.contains(&Verdict::Partly) => {
            Verdict::Undecided
        }
        Some(_) => Verdict::Partly,
        None if !allowed.sure.is_empty() => Verdict::Yes,
        None if allowed.perhaps.is_empty() => Verdict::No,
        None => Verdict::Undecided,
    };
    let open = open.map(|it| *it).filter(|_| verdict == Verdict::Partly);
    Some(Reached { packets: packets.cloned(), verdict, answer, open, pair, allowed })
}

/// Everybody who may reach one class of receivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Those who send: a class, or the internet when it is empty.
    pub from: Vec<Attached>,
    /// What is allowed.
    pub allowed: Bounds,
}

/// All pairs between which something is or may be allowed, by receivers, the internet first. What a
/// provider runs opens no connections to us, and its control planes are open to everybody: both are
/// left out.
pub fn everything(model: &Model) -> Vec<(Vec<Attached>, Vec<Row>)> {
    let reach = Reachability::of(model);
    let table = reach.table();
    let mut rows = Vec::new();
    for (at, class) in table.classes.iter().enumerate() {
        let Some(first) = class.members.first() else { continue };
        if part_of(model, *first).is_some_and(|it| it.role == Role::ControlPlane) {
            continue;
        }
        let party = match first {
            Attached::Machine(id) => Party::Machine(*id),
            Attached::Part(id) => Party::Part(*id),
            Attached::Place(id) => Party::Place(*id),
        };
        let mut all = Vec::new();
        let outside = reach.allowed(&Party::Internet, &party);
        if !outside.perhaps.is_empty() {
            all.push(Row { from: Vec::new(), allowed: outside });
        }
        for pair in table.pairs.iter().filter(|it| it.to == at) {
            let from = table.classes.get(pair.from).map(|it| it.members.clone());
            let allowed = table.sets.get(pair.set).cloned();
            if let (Some(from), Some(allowed)) = (from, allowed)
                && !from.iter().any(|it| part_of(model, *it).is_some())
            {
                all.push(Row { from, allowed });
            }
        }
        rows.push((class.members.clone(), all));
    }
    rows
}

/// The part that something attached is, when it is one.
fn part_of(model: &Model, of: Attached) -> Option<&outlast_model::Part> {
    match of {
        Attached::Part(id) => Some(model.part(id)),
        Attached::Machine(_) | Attached::Place(_) => None,
    }
}
