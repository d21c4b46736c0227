//! What fills up and what ends on a date, and how it is made right again.

use outlast_findings::Span;
use outlast_model::{
    DAY, EffectKind, Expiry, Fact, Found, HOUR, Kind, Limit, MINUTE, MachineId, Nanos, Need,
    Needed, PartId, Range, SECOND, Scope, Stopped, Use, Waits, WayBack, WhenFull, parse_bytes,
};

use super::document::Block;
use super::grammar::blocks::common::Sharing;
use super::grammar::blocks::limit::Filling;
use super::grammar::blocks::scope::Owning;
use super::grammar::group::Group as _;
use super::grammar::shared::{Denying, Ending, Righting};
use super::lowering::{Declared, Lowering, Named};
use super::needs::needed;
use super::ways_back::{Way, way_back};
use crate::problems;

/// Reads every limit and every date on which something ends.
pub fn read(lowering: &mut Lowering<'_>, own: &[Declared<'_>], blocks: &[Block]) {
    for it in own {
        for (inner, filling) in Filling::each(&it.block.blocks) {
            limit(lowering, it.part, &it.block.address(), inner, &filling);
        }
    }
    for (block, filling) in Filling::each(blocks) {
        let Some((reference, span)) = filling.of.references().into_iter().next() else {
            let help = "write `of = database.…`, or write the limit into the block of its part";
            let what = "`of` is missing".to_string();
            lowering.report(&problems::MISSING_ATTRIBUTE, block.span, what, help);
            continue;
        };
        for part in lowering.parts_of(reference, span) {
            let address = &lowering.model().part(part).address.to_string();
            limit(lowering, part, address, block, &filling);
        }
    }
    for block in blocks {
        expiry(lowering, own, block);
    }
    own.iter().for_each(|it| room(lowering, it.part));
}

/// Lists that there is room for what waits for copies and workers that are away, where nobody says
/// how much.
fn room(lowering: &mut Lowering<'_>, id: PartId) {
    let model = lowering.model();
    let part = model.part(id);
    let follows = matches!(&part.kind, Kind::Database(it) if !it.commits.is_empty() && !it.alike);
    let takes = |it: &Need| it.used == Use::Take && it.of == Needed::One(id);
    let is_taken = || model.parts().any(|(_, part)| part.needs.iter().any(takes));
    if !part.waiting.is_empty() || !(follows || is_taken()) {
        return;
    }
    let address = part.address.clone();
    let what = format!("`{address}` has room for what waits for those who are away");
    let source = "state a `limit` with `without` and `fills`";
    lowering.infer("room-for-what-waits", &address, what, source);
}

fn limit(
    lowering: &mut Lowering<'_>,
    part: PartId,
    owner: &str,
    block: &Block,
    filling: &Filling<'_>,
) {
    let (Some(at), Some(word)) = (filling.at.text(), filling.when_full.text()) else {
        return;
    };
    let when_full = match word {
        "refuse" => WhenFull::Refuse,
        "drop-oldest" => WhenFull::DropOldest,
        _ => WhenFull::Crash,
    };
    let address = format!("{owner}.limit.{}", block.name);
    let limit = Limit {
        address: address.clone(),
        part,
        at: at.to_string(),
        full_in: grows_full(lowering, filling),
        when_full,
        span: Some(block.span),
    };
    lowering.estate.model.full.push(limit);
    waits(lowering, part, filling, when_full);
    if let Some((stated, span)) = filling.repair.this() {
        repair(lowering, part, stated, span, &address, &[EffectKind::Fill]);
    }
}

/// Adds a way back to a part that ends exactly these effects.
fn repair(
    lowering: &mut Lowering<'_>,
    part: PartId,
    stated: &Righting<'_>,
    span: Span,
    of: &str,
    ends: &[EffectKind],
) {
    let way = way_back(lowering, &Way::from(stated.clone()), span, of);
    let way = WayBack { notices: ends.to_vec(), ..way };
    let part = lowering.part_mut(part);
    part.repairs.push(way);
}

/// What waits for those who are away, where somebody is stated who fills the limit by that.
fn waits(lowering: &mut Lowering<'_>, part: PartId, filling: &Filling<'_>, when_full: WhenFull) {
    let Some(span) = filling.without.span() else {
        if let Some((_, span)) = filling.fills.get() {
            let what = "`fills` without `without`".to_string();
            let help = "say who fills it by being away, `without = [database.shop.standby]`; what \
                fills by itself `grows`";
            lowering.report(&problems::MISSING_ATTRIBUTE, span, what, help);
        }
        return;
    };
    if when_full == WhenFull::DropOldest {
        let what = "`without` of a limit that drops the oldest".to_string();
        let help = "what those lose who were away is not judged: state `refuse` or `crash`, or \
            leave `without` out";
        return lowering.report(&problems::WRONG_VALUE, span, what, help);
    }
    let without: Vec<Needed> =
        filling.without.wanted().iter().flat_map(|one| needed(lowering, one)).collect();
    let why = "how fast it fills is not stated (`fills`)";
    let full_in = match (filling.fills.get(), filling.now.get()) {
        (None, _) => Some(Fact::Unknown(why.to_string())),
        (Some(fills), Some(now)) => full_in(lowering, filling, now, fills),
        (Some(fills), None) => full_in(lowering, filling, ("0", fills.1), fills).map(at_most),
    };
    let Some(full_in) = full_in else { return };
    let waits = Waits { without, full_in, stops: when_full == WhenFull::Crash, span: Some(span) };
    lowering.part_mut(part).waiting.push(waits);
}

/// As long at most: how full it is already is not known.
fn at_most(time: Fact<Range>) -> Fact<Range> {
    match time {
        Fact::Stated(time, span) => Fact::Stated(Range { lo: 0, ..time }, span),
        Fact::Assumed(..) | Fact::Unknown(_) => time,
    }
}

/// How long until it is full by itself.
fn grows_full(lowering: &mut Lowering<'_>, filling: &Filling<'_>) -> Option<Fact<Range>> {
    full_in(lowering, filling, filling.now.get()?, filling.grows.get()?)
}

/// How long until it is full from here on at this pace; a figure that cannot be read is said.
fn full_in(
    lowering: &mut Lowering<'_>,
    filling: &Filling<'_>,
    now: (&str, Span),
    grows: (&str, Span),
) -> Option<Fact<Range>> {
    let at = filling.at.get()?;
    let (at, now) = ((amount(at.0), at.1), (amount(now.0), now.1));
    let speed = pace(grows.0);
    for (known, span) in
        [(at.0.is_some(), at.1), (now.0.is_some(), now.1), (speed.is_some(), grows.1)]
    {
        if !known {
            let help = "write sizes such as `2 TB`, or whole numbers; a growth such as `1 GB/day`";
            let what = "this is no amount".to_string();
            lowering.report(&problems::WRONG_VALUE, span, what, help);
            return None;
        }
    }
    let (room, (each, per)) = (at.0?.saturating_sub(now.0?), speed?);
    if each == 0 {
        return None;
    }
    let time = i128::from(room) * i128::from(per) / i128::from(each);
    let time = Nanos::try_from(time).unwrap_or(outlast_model::FOREVER);
    Some(Fact::Stated(Range::exactly(time), Some(grows.1)))
}

/// A size in bytes, or a plain number.
fn amount(text: &str) -> Option<u64> {
    text.trim().parse().ok().or_else(|| parse_bytes(text).ok())
}

/// An amount and the time that it takes.
fn pace(text: &str) -> Option<(u64, Nanos)> {
    let (much, unit) = text.rsplit_once('/')?;
    let per = match unit.trim() {
        "s" => SECOND,
        "min" | "m" => MINUTE,
        "h" => HOUR,
        "d" | "day" => DAY,
        "w" | "week" => 7 * DAY,
        "month" => 30 * DAY,
        "y" | "year" => 365 * DAY,
        _ => return None,
    };
    Some((amount(much)?, per))
}

fn expiry(lowering: &mut Lowering<'_>, own: &[Declared<'_>], block: &Block) {
    let ending = Ending::of(block);
    let Some(on) = ending.expires.owned() else { return };
    let denying = Denying::of(block);
    let denied = denying.denies.this();
    let denies =
        |word: &str| denied.is_none_or(|(all, _)| all.contains(&word) || all.contains(&"all"));
    let (answers, writes) = (!denies("answer"), !denies("answer") && !denies("write"));
    let struck = struck(lowering, own, block);
    if struck.is_empty() {
        return lowering.defer(&block.address(), "what expires", Some(block.span));
    }
    if let Some((stated, span)) = ending.renewed.this() {
        let mut ends = vec![EffectKind::Deny];
        ends.extend((!answers).then_some(EffectKind::Stop));
        ends.extend((!writes).then_some(EffectKind::Fill));
        for part in &struck {
            if let Stopped::Managed(part) = part {
                repair(lowering, *part, stated, span, &block.address(), &ends);
            } else {
                let what = "how it is made valid again (`renewed`)";
                lowering.defer(&block.address(), what, Some(span));
            }
        }
    }
    lowering.estate.model.expiries.push(Expiry {
        address: block.address(),
        on,
        struck,
        answers,
        writes,
        span: Some(block.span),
    });
}

/// What ends with a block: its part, its place, what a scope owns, what a common is of.
fn struck(lowering: &Lowering<'_>, own: &[Declared<'_>], block: &Block) -> Vec<Stopped> {
    if let Some(it) = own.iter().find(|it| std::ptr::eq(it.block, block)) {
        return vec![Stopped::Managed(it.part)];
    }
    if let Some(Named::Place(place)) = lowering.names.get(&block.address()) {
        return vec![Stopped::Place(*place, Found::Intact)];
    }
    let model = lowering.model();
    if Owning::is_in(block) {
        let scopes = model.scopes.iter().filter(|it| it.name == block.name);
        return scopes.flat_map(owned).collect();
    }
    if Sharing::is_in(block) {
        let commons = model.commons.iter().filter(|it| it.name == block.name);
        return commons.flat_map(|it| it.of.clone()).collect();
    }
    Vec::new()
}

/// What ends with an account: all that it owns.
fn owned(scope: &Scope) -> Vec<Stopped> {
    let places = scope.places.iter().map(|place| Stopped::Place(*place, Found::Intact));
    let machine = |it: &MachineId| Stopped::Machine(*it, Found::Intact);
    let machines = scope.machines.iter().map(machine);
    let parts = scope.parts.iter().map(|part| Stopped::Managed(*part));
    places.chain(machines).chain(parts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_an_amount_over_a_time() {
        assert_eq!(pace("1 GB/day"), Some((1_000_000_000, DAY)));
        assert_eq!(pace("3/h"), Some((3, HOUR)));
        assert_eq!(pace("1 GB"), None);
        assert_eq!(amount("100"), Some(100));
        assert_eq!(amount("2 TB"), Some(2_000_000_000_000));
        assert_eq!(amount("many"), None);
    }
}
