//! Deployments, upgrades and moves: what is away meanwhile, what going wrong does, how it is undone.

use outlast_model::{
    Actor, Change, CopyRef, During, EffectKind, Fact, Kind, Moment, Need, Needed, PartId, Range,
    Stopped, WayBack,
};

use super::document::Block;
use super::grammar::blocks::change::Changing;
use super::grammar::blocks::link::Joining;
use super::grammar::group::Group as _;
use super::lowering::Lowering;
use super::needs::{listed, needed};
use super::ways_back::{Way, way_back};
use crate::problems;

/// Reads every change; each is a known state, too, in which the copies that it takes away are out.
pub fn read(lowering: &mut Lowering<'_>, blocks: &[Block]) {
    for (block, changing) in Changing::each(blocks) {
        let change = change(lowering, block, &changing, blocks);
        for part in change.to.clone() {
            undone(lowering, part, &change);
        }
        let states = states(lowering, &change);
        lowering.estate.model.during.extend(states);
        lowering.estate.model.changes.push(change);
    }
}

fn change(
    lowering: &mut Lowering<'_>,
    block: &Block,
    changing: &Changing<'_>,
    blocks: &[Block],
) -> Change {
    let mut to = Vec::new();
    for (reference, span) in changing.to.references() {
        for part in lowering.parts_of(reference, span) {
            if !to.contains(&part) {
                to.push(part);
            }
        }
    }
    in_order(lowering, changing, &mut to);
    let over = changing.over.wanted().first();
    let over = over.and_then(|it| match needed(lowering, it).pop() {
        Some(Needed::One(link)) => Some(link),
        _ => None,
    });
    let by = by(lowering, changing);
    let needs = listed(lowering, changing.needs.wanted(), Moment::Change);
    Change {
        name: block.name.clone(),
        to,
        away: changing.away.fact().unwrap_or(Fact::Stated(1, None)),
        takes: takes(changing, blocks),
        window: changing.window.fact(),
        moves: changing.moves.fact(),
        over,
        undo: undo(lowering, changing, &block.address(), by.as_ref(), &needs),
        by,
        needs,
        took: changing.tried.other().and_then(|(trial, _)| trial.took.fact()),
        tried: changing.tried.other().and_then(|(trial, _)| trial.on.owned()),
        span: Some(block.span),
    }
}

/// Puts what is changed in the order of its steps; what is in no step comes last.
fn in_order(lowering: &mut Lowering<'_>, changing: &Changing<'_>, to: &mut [PartId]) {
    let mut order: Vec<PartId> = Vec::new();
    for (reference, span) in changing.steps.references() {
        for part in lowering.parts_of(reference, span) {
            if !to.contains(&part) {
                let what = format!("`{}` is not changed", lowering.model().part(part).address);
                let help = "a step changes something that stands in `to`";
                lowering.report(&problems::WRONG_VALUE, span, what, help);
            }
            order.push(part);
        }
    }
    to.sort_by_key(|part| order.iter().position(|it| it == part).unwrap_or(order.len()));
}

fn by(lowering: &mut Lowering<'_>, changing: &Changing<'_>) -> Option<Needed> {
    let wanted = changing.by.wanted();
    let mut all: Vec<Needed> = wanted.iter().flat_map(|it| needed(lowering, it)).collect();
    match all.len() {
        0 => None,
        1 => all.pop(),
        _ => Some(Needed::Any(all)),
    }
}

/// How long a step takes: as stated, else the data that it moves over its link.
fn takes(changing: &Changing<'_>, blocks: &[Block]) -> Fact<Range> {
    if let Some(stated) = changing.takes.fact() {
        return stated;
    }
    let unknown = || Fact::Unknown("nobody said how long a step takes (`takes`)".to_string());
    let Some((size, span)) = changing.moves.get() else { return unknown() };
    let over = changing.over.references().into_iter().next();
    let Some((reference, _)) = over else { return unknown() };
    let address = Lowering::written(reference);
    let link = Joining::each(blocks).find(|(it, _)| it.address() == address);
    let Some((bandwidth, _)) = link.and_then(|(_, it)| it.bandwidth.get()) else {
        return unknown();
    };
    Fact::Stated(Range::exactly(bandwidth.moves(size)), Some(span))
}

/// The way back from a change that went wrong, if there is one.
fn undo(
    lowering: &mut Lowering<'_>,
    changing: &Changing<'_>,
    of: &str,
    by: Option<&Needed>,
    needs: &[Need],
) -> Option<WayBack> {
    let (undoing, span) = changing.undo.other()?;
    let way = way_back(lowering, &Way::from(undoing.clone()), span, of);
    let own = match (&way.by, by) {
        (Actor::Unstated, Some(by)) => Actor::Parts(by.clone()),
        (by, _) => by.clone(),
    };
    let at_repair = |need: &Need| Need { at: Moment::Repair, ..need.clone() };
    let needs =
        if way.needs.is_empty() { needs.iter().map(at_repair).collect() } else { way.needs };
    let undoes = Some(lowering.model().changes.len());
    Some(WayBack { by: own, needs, notices: vec![EffectKind::Set], undoes, ..way })
}

/// What is changed can be brought back by undoing the change.
fn undone(lowering: &mut Lowering<'_>, part: PartId, change: &Change) {
    let Some(way) = change.undo.clone() else { return };
    let part = lowering.part_mut(part);
    part.repairs.push(way);
}

/// The states that a change goes through: so many copies of a part are out at once. Where copies
/// are not equal, the first ones and the last ones are each a state.
fn states(lowering: &Lowering<'_>, change: &Change) -> Vec<During> {
    let mut states = Vec::new();
    let away = change.away.value().copied().unwrap_or(1);
    for id in &change.to {
        let part = lowering.model().part(*id);
        let all = u32::try_from(part.copies.len()).unwrap_or(u32::MAX);
        let away = away.min(all);
        let (first, last) = (0..away, all - away..all);
        let mut sets = vec![(first.clone(), "")];
        if matches!(part.kind, Kind::Database(_)) && away > 0 && first != last {
            sets = vec![(first, ", first"), (last, ", last")];
        }
        for (copies, which) in sets.into_iter().filter(|(copies, _)| !copies.is_empty()) {
            let several =
                if change.to.len() > 1 { format!(" of {}", part.address) } else { String::new() };
            states.push(During {
                name: format!("change {}{several}{which}", change.name),
                without: copies.map(|copy| Stopped::Process(CopyRef { part: *id, copy })).collect(),
                lasts: change.takes.clone(),
                changed: true,
                span: change.span,
            });
        }
    }
    states
}
