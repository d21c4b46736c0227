//! What parts call: the short lists and the `need` blocks.

use outlast_findings::Span;
use outlast_model::{Fact, Moment, Need, Needed, PartId, Role, Use};

use super::document::{Block, Reference, Wanted};
use super::grammar::blocks::keeps::Keeping;
use super::grammar::blocks::need::Edge;
use super::grammar::group::Group as _;
use super::grammar::shared::{Calling, Holding, Seated};
use super::lowering::Lowering;
use crate::assumptions::{Entry, Shape};
use crate::engines;
use crate::problems;

static RESOLVES: Entry = Entry {
    name: "names-asked-again",
    what: "who needs a name asks for it again and again, within its time to live",
    value: "each-time",
    otherwise: Some("once"),
    source: "many programs ask once, when they start: state `resolves` of the need",
    safe: false,
    shape: Shape::Words(&["once", "each-time"]),
};

/// Adds the edges of a block to its part.
pub fn read(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let mut needs = Vec::new();
    let Calling { calls, reads, writes, takes } = Calling::of(block);
    // The short lists that are edges, and what each is used for.
    let lists = [(calls, Use::Call), (reads, Use::Read), (writes, Use::Write), (takes, Use::Take)];
    for (list, used) in lists {
        let listed = listed(lowering, list.wanted(), Moment::Request);
        needs.extend(listed.into_iter().map(|need| Need { used, ..need }));
    }
    for (_, edge) in Edge::each(&block.blocks) {
        needs.extend(stated(lowering, &edge));
    }
    for (_, keeping) in Keeping::each(&block.blocks) {
        needs.extend(listed(lowering, keeping.kept_in.wanted(), Moment::Request));
    }
    needs.extend(listed(lowering, Holding::of(block).kept_on.wanted(), Moment::Request));
    keeps_answers(lowering, block, &mut needs);
    let part = lowering.part_mut(id);
    for need in needs {
        let same = |it: &Need| {
            (&it.of, it.at, it.used, &it.serving) == (&need.of, need.at, need.used, &need.serving)
        };
        let own = matches!(need.of, Needed::One(part) if part == id)
            || matches!(need.of, Needed::Copy(copy) if copy.part == id);
        if !own && !part.needs.iter().any(same) {
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
fn stated(lowering: &mut Lowering<'_>, edge: &Edge<'_>) -> Vec<Need> {
    let at = match edge.at.text() {
        Some("start") => Moment::Start,
        Some("repair") => Moment::Repair,
        Some("change") => Moment::Change,
        _ => Moment::Request,
    };
    let mut needs = listed(lowering, edge.of.wanted(), at);
    let over = listed(lowering, edge.over.wanted(), at);
    if let [Need { of: Needed::One(link), .. }] = over.as_slice() {
        needs.iter_mut().for_each(|need| need.over = Some(*link));
    }
    needs.extend(over);
    let serving = journeys(lowering, edge.serving.wanted());
    for need in &mut needs {
        need.serving.clone_from(&serving);
        need.soft |= edge.soft.get().is_some_and(|(soft, _)| soft);
        if let Some(retries) = edge.retries.fact() {
            need.retries = retries;
        }
        if let Some(remembers) = edge.remembers.fact() {
            need.remembers = remembers;
        }
        need.timeout = edge.timeout.fact();
        need.resolves_once = resolves(lowering, edge, need);
        if let Some((trips, _)) = edge.trips.get() {
            need.trips = trips;
        }
        need.moves = edge.moves.fact();
    }
    needs
}

/// Whether a need that is a name is asked for once, where that is stated.
fn resolves(lowering: &mut Lowering<'_>, edge: &Edge<'_>, need: &Need) -> Option<Fact<bool>> {
    let (word, span) = edge.resolves.get()?;
    if is_name(lowering, need) {
        return Some(Fact::Stated(word == "once", Some(span)));
    }
    let what = "`resolves` on a need that is no name".to_string();
    let help = "it says when a name is asked for: leave it out, or need the name";
    lowering.report(&problems::WRONG_VALUE, span, what, help);
    None
}

fn is_name(lowering: &Lowering<'_>, need: &Need) -> bool {
    let is_name = |id: &PartId| lowering.estate.model.part(*id).role == Role::Name;
    need.of.parts().iter().any(is_name)
}

/// Whether a need that is a name is asked for once: as the engine does it, where nobody says.
fn keeps_answers(lowering: &mut Lowering<'_>, block: &Block, needs: &mut [Need]) {
    let engine = Seated::of(block).engine.text().and_then(engines::engine);
    let entry = engine.and_then(|it| it.resolves).unwrap_or(&RESOLVES);
    let address = block.address();
    for need in needs {
        let asks = need.at == Moment::Request && need.resolves_once.is_none();
        if asks && is_name(lowering, need) {
            let assumptions = lowering.assumptions();
            let once = assumptions.is(&mut lowering.estate.model, entry, &address, "once");
            need.resolves_once = Some(once);
        }
    }
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
                lowering.report(&problems::WRONG_REFERENCE, span, what, help);
            }
        }
    }
    names
}

/// What an entry of a list of needs stands for: several when a reference names several parts,
/// all of which are then needed.
pub fn needed(lowering: &mut Lowering<'_>, wanted: &Wanted) -> Vec<Needed> {
    match wanted {
        Wanted::One(reference, span) => match lowering.copy_of(reference) {
            Some(copy) => vec![Needed::Copy(copy)],
            None => lowering.parts_of(reference, *span).into_iter().map(Needed::One).collect(),
        },
        Wanted::Any(inner, _) => group(lowering, inner, Needed::Any),
        Wanted::Most(inner, _) => group(lowering, inner, Needed::Most),
        Wanted::Soft(inner, span) => {
            let help = "write it around the whole entry: `soft(any(a, b))`";
            let what = "`soft` stands inside another group".to_string();
            lowering.report(&problems::WRONG_VALUE, *span, what, help);
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
