//! Journeys, promises, and how often faults happen.

use outlast_findings::Span;
use outlast_model::{
    Class, Copy, Fact, Journey, Kind, Moment, Need, Needed, PartId, PlaceId, Promise, Promised,
    Range, Ratio, Role, Seat,
};

use super::document::Block;
use super::grammar::blocks::journey::Entering;
use super::grammar::blocks::promise::{Available, Bounds, Promises};
use super::grammar::blocks::rates::Rates;
use super::grammar::group::Group as _;
use super::lowering::Lowering;
use super::needs::{needed, plain};
use super::unknowns;
use crate::estate::bare_part;
use crate::problems;

/// Reads every journey, with the general promise below its own.
pub fn read(lowering: &mut Lowering<'_>, blocks: &[Block]) {
    let general = general(lowering, blocks);
    for (block, entering) in Entering::each(blocks) {
        if let Some(journey) = journey(lowering, block, &entering, &general) {
            lowering.estate.model.journeys.push(journey);
        }
    }
    rates(lowering, blocks);
}

/// The promise for every journey; a second one is an error.
pub fn general(lowering: &mut Lowering<'_>, blocks: &[Block]) -> Promise {
    let mut stated = Promises::each(blocks);
    let Some((first, promises)) = stated.next() else { return Promise::default() };
    for (second, _) in stated {
        let finding = problems::DUPLICATE_NAME.finding();
        let finding =
            finding.at(second.span, "a second general promise").see(first.span, "the first");
        let help = "write what differs into the journey: `journey \"…\" { promise { … } }`";
        lowering.findings.push(finding.help(help));
    }
    promise(first, &promises)
}

/// What is promised in a block of that alone.
pub fn own(block: &Block) -> Option<Promise> {
    Promises::each(&block.blocks).next().map(|(inner, promises)| promise(inner, &promises))
}

/// A promise as it is written.
fn promise(block: &Block, promises: &Promises<'_>) -> Promise {
    let rows = promises.rows();
    let stated = rows.into_iter().filter_map(|(name, it)| Some((name, it.this()?)));
    let classes = stated.map(|(name, (bounds, _))| (name.to_string(), promised(bounds))).collect();
    let availability = Available::of(block).availability.fact();
    Promise { classes, availability, span: Some(block.span) }
}

fn promised(bounds: &Bounds<'_>) -> Promised {
    let greatest = |it: Option<(Range, Span)>| it.map(|(it, at)| Fact::Stated(it.hi, Some(at)));
    let twice = bounds.twice.get();
    Promised {
        out: greatest(bounds.out.get()),
        lose: greatest(bounds.lose.get()),
        twice: twice.map(|(word, span)| Fact::Stated(word == "accepted", Some(span))),
    }
}

/// The own promise of a journey or a store over the general one, class by class.
pub fn merged(own: Option<Promise>, general: &Promise) -> Promise {
    let Some(own) = own else { return general.clone() };
    let mut classes = general.classes.clone();
    for (name, promised) in own.classes {
        let both = match classes.remove(&name) {
            // Bound by bound: whoever promises another outage leaves what may be lost as it is.
            Some(below) => Promised {
                out: promised.out.or(below.out),
                lose: promised.lose.or(below.lose),
                twice: promised.twice.or(below.twice),
            },
            None => promised,
        };
        classes.insert(name, both);
    }
    let availability = own.availability.or_else(|| general.availability.clone());
    Promise { classes, availability, span: own.span }
}

fn journey(
    lowering: &mut Lowering<'_>,
    block: &Block,
    entering: &Entering<'_>,
    general: &Promise,
) -> Option<Journey> {
    let from = lowering.place(entering.from.wanted());
    let enters = enters(lowering, entering)?;
    unknowns::journey(lowering, block, &enters);
    let enters = match line(lowering, entering) {
        Some(link) => along(lowering, block, link, enters, from),
        None => enters,
    };
    let ends = ends(lowering, entering);
    Some(Journey {
        name: block.name.clone(),
        from,
        enters,
        rate: entering.rate.fact(),
        tolerates: entering.tolerates.fact().unwrap_or(Fact::Stated(Ratio::ZERO, None)),
        ends,
        done_within: entering.done_within.fact(),
        answers_in: entering.answers_in.fact(),
        promise: merged(own(block), general),
        inferred: None,
        span: Some(block.span),
    })
}

/// The parts in which work that goes on afterwards is finished.
fn ends(lowering: &mut Lowering<'_>, entering: &Entering<'_>) -> Vec<PartId> {
    let mut ends = Vec::new();
    for (reference, span) in entering.ends.references() {
        for part in lowering.parts_of(reference, span) {
            if !ends.contains(&part) {
                ends.push(part);
            }
        }
    }
    ends
}

fn enters(lowering: &mut Lowering<'_>, entering: &Entering<'_>) -> Option<Needed> {
    let wanted = entering.enters.wanted();
    let span = entering.enters.span()?;
    let mut all: Vec<Needed> = wanted.iter().flat_map(|it| needed(lowering, it)).collect();
    match (all.pop(), all.is_empty()) {
        (Some(only), true) => Some(only),
        (None, _) => None,
        (Some(_), false) => {
            let what = format!("a journey enters at one place, and this is {}", all.len() + 1);
            let help = "name one of them, or `any(…)` when users try each";
            lowering.report(&problems::WRONG_VALUE, span, what, help);
            None
        }
    }
}

/// The link that a journey is stated to go over.
fn line(lowering: &mut Lowering<'_>, entering: &Entering<'_>) -> Option<PartId> {
    let over = entering.over.wanted().first()?;
    match needed(lowering, over).pop() {
        Some(Needed::One(link)) => Some(link),
        _ => None,
    }
}

/// A journey over a link enters at its line, which needs the link and what is behind it.
fn along(
    lowering: &mut Lowering<'_>,
    block: &Block,
    link: PartId,
    enters: Needed,
    from: Option<PlaceId>,
) -> Needed {
    let address = format!("{}.line", block.address());
    let mut part = bare_part(&address, Role::Line, Kind::Server, Some(block.span));
    let stands = from.map(|place| Copy { seat: Seat::Place(place), name: None });
    part.copies = stands.into_iter().collect();
    let edge = |of| Need { span: Some(block.span), ..plain(of, Moment::Request, false) };
    let entered = Need { over: Some(link), ..edge(enters) };
    part.needs = vec![edge(Needed::One(link)), entered];
    Needed::One(lowering.estate.add_part(part))
}

/// Rates and durations that replace the catalogue's.
fn rates(lowering: &mut Lowering<'_>, blocks: &[Block]) {
    for (_, rates) in Rates::each(blocks) {
        for class in Class::ALL {
            let Some(said) = rates.of_class(class) else { continue };
            if let Some(rate) = said.rate() {
                lowering.estate.model.rates.insert(class, rate);
            }
            if let Some(lasts) = said.lasts() {
                lowering.estate.model.lasts.insert(class, lasts);
            }
        }
    }
}
