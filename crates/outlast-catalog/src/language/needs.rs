//! What parts call: the short lists and the `need` blocks.

use outlast_findings::Span;
use outlast_model::{Fact, Moment, Need, Needed, PartId, Use};

use super::document::{Block, Fields, Reference, Wanted};
use super::lowering::Lowering;

/// The short lists that are edges, and what each is used for.
const LISTS: &[(&str, Use)] =
    &[("calls", Use::Call), ("reads", Use::Read), ("writes", Use::Write), ("takes", Use::Take)];

/// Adds the edges of a block to its part.
pub fn read(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let mut needs = Vec::new();
    for (list, used) in LISTS {
        let listed = listed(lowering, block.fields.wanted(list), Moment::Request);
        needs.extend(listed.into_iter().map(|need| Need { used: *used, ..need }));
    }
    for inner in block.inner("need") {
        needs.extend(stated(lowering, &inner.fields));
    }
    for inner in block.inner("keeps") {
        needs.extend(listed(lowering, inner.fields.wanted("in"), Moment::Request));
    }
    needs.extend(listed(lowering, block.fields.wanted("kept_on"), Moment::Request));
    let part = lowering.part_mut(id);
    for need in needs {
        let same = |it: &Need| {
            (&it.of, it.at, it.used, &it.serving) == (&need.of, need.at, need.used, &need.serving)
        };
        if need.of != Needed::One(id) && !part.needs.iter().any(same) {
            part.needs.push(need);
        }
    }
}

/// One need for each entry of a list.
pub fn listed(lowering: &mut Lowering<'_>, wanted: &[Wanted], at: Moment) -> Vec<Need> {
    let mut needs = Vec::new();
    for one in wanted {
        let (soft, inner): (bool, &[Wanted]) = match one {
            Wanted::Soft(inner, _) => (true, inner),
            Wanted::One(..) | Wanted::Any(..) | Wanted::Most(..) | Wanted::Unsure(..) => {
                (false, std::slice::from_ref(one))
            }
        };
        for of in inner.iter().flat_map(|it| needed(lowering, it)) {
            needs.push(Need { span: Some(one.span()), ..plain(of, at, soft) });
        }
    }
    needs
}

/// A need of which nothing more is said: not tried again, nothing remembered.
pub const fn plain(of: Needed, at: Moment, soft: bool) -> Need {
    let mut need = Need::new(of, at);
    need.soft = soft;
    need
}

/// A `need` block.
fn stated(lowering: &mut Lowering<'_>, fields: &Fields) -> Vec<Need> {
    let at = match fields.text("at") {
        Some(("start", _)) => Moment::Start,
        Some(("repair", _)) => Moment::Repair,
        Some(("change", _)) => Moment::Change,
        _ => Moment::Request,
    };
    let mut needs = listed(lowering, fields.wanted("of"), at);
    needs.extend(listed(lowering, fields.wanted("over"), at));
    let serving = journeys(lowering, fields.wanted("serving"));
    for need in &mut needs {
        need.serving.clone_from(&serving);
        need.soft |= fields.flag("soft").is_some_and(|(soft, _)| soft);
        if let Some((retries, span)) = fields.number("retries") {
            need.retries = Fact::Stated(u32::try_from(retries).unwrap_or(u32::MAX), Some(span));
        }
        if let Some((range, span)) = fields.range("remembers") {
            need.remembers = Fact::Stated(range, Some(span));
        }
        need.timeout = fields.range("timeout").map(|(range, span)| Fact::Stated(range, Some(span)));
        if let Some((trips, _)) = fields.number("trips") {
            need.trips = u32::try_from(trips).unwrap_or(u32::MAX);
        }
        need.moves = fields.size("moves").map(|(size, span)| Fact::Stated(size, Some(span)));
    }
    needs
}

fn journeys(lowering: &mut Lowering<'_>, wanted: &[Wanted]) -> Vec<String> {
    let mut names = Vec::new();
    for (reference, span) in wanted.iter().flat_map(Wanted::references) {
        match reference {
            Reference::Block { noun: "journey", name, .. } => {
                if lowering.named(reference, span).is_some() {
                    names.push(name.clone());
                }
            }
            Reference::Block { .. } | Reference::Resources(_) | Reference::Itself => {
                let what = format!("`{}` is no journey", Lowering::written(reference));
                let help = "name journeys: `serving = [journey.buy]`";
                lowering.report(
                    "wrong-reference",
                    "a reference to the wrong kind of thing",
                    span,
                    what,
                    help,
                );
            }
        }
    }
    names
}

/// What an entry of a list of needs stands for: several when a reference names several parts,
/// all of which are then needed.
pub fn needed(lowering: &mut Lowering<'_>, wanted: &Wanted) -> Vec<Needed> {
    match wanted {
        Wanted::One(reference, span) => {
            lowering.parts_of(reference, *span).into_iter().map(Needed::One).collect()
        }
        Wanted::Any(inner, _) => group(lowering, inner, Needed::Any),
        Wanted::Most(inner, _) => group(lowering, inner, Needed::Most),
        Wanted::Soft(inner, span) => {
            let help = "write it around the whole entry: `soft(any(a, b))`";
            let what = "`soft` stands inside another group".to_string();
            lowering.report("wrong-value", "a value cannot be read", *span, what, help);
            inner.iter().flat_map(|it| needed(lowering, it)).collect()
        }
        Wanted::Unsure(inner, span) => unsure(lowering, inner, *span),
    }
}

fn group(
    lowering: &mut Lowering<'_>,
    inner: &[Wanted],
    make: fn(Vec<Needed>) -> Needed,
) -> Vec<Needed> {
    let all: Vec<Needed> = inner.iter().flat_map(|it| needed(lowering, it)).collect();
    if all.is_empty() { Vec::new() } else { vec![make(all)] }
}

/// One of several, and not known which: each may be the one, so each is needed.
fn unsure(lowering: &mut Lowering<'_>, inner: &[Wanted], span: Span) -> Vec<Needed> {
    let address = inner.iter().flat_map(Wanted::references);
    let names: Vec<_> = address.map(|(it, _)| Lowering::written(it)).collect();
    lowering.defer(&format!("unknown({})", names.join(", ")), "each of them alone", Some(span));
    inner.iter().flat_map(|it| needed(lowering, it)).collect()
}
