//! The model as a list of facts, each with its provenance: what `outlast model` shows.
//!
//! Terminal and JSON print the same list. A fact without a span and without an assumption follows
//! from the ones beside it.

mod networks;

use outlast_findings::Span;
use outlast_model::{
    Actor, AssumptionId, Check, Copy, CopyRef, Database, Detect, Fact, Journey, Kind, Machine,
    Model, Moment, Need, Needed, Part, PartId, Rearm, Rotation, Router, Seat, Sight, WayBack,
    show_duration, show_range,
};

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Provenance {
    /// It is written down, here if a place is known.
    Stated(Option<Span>),
    /// The catalogue assumes it.
    Assumed(AssumptionId),
    /// It is not known, and why.
    Unknown(String),
}

/// One fact: its name, its value in words, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) from: Provenance,
}

/// A thing of the model with its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Thing {
    /// `place`, `machine`, `network`, `group`, `passage`, `journey`, or the noun of a part.
    pub(crate) noun: String,
    pub(crate) address: String,
    pub(crate) span: Option<Span>,
    pub(crate) inferred: Option<AssumptionId>,
    pub(crate) facts: Vec<Line>,
}

/// Everything in the model, in the order of declaration.
pub(crate) fn describe(model: &Model) -> Vec<Thing> {
    let places = model.places.iter().map(|place| Thing {
        noun: place.kind.word().to_string(),
        address: place.name.clone(),
        span: place.span,
        inferred: None,
        facts: Facts::default().and_maybe("within", place.within.map(|it| place_name(model, it))),
    });
    let machines = model.machines.iter().map(|machine| describe_machine(model, machine));
    let parts = model.parts().map(|(id, part)| describe_part(model, id, part));
    let journeys = model.journeys.iter().map(|journey| describe_journey(model, journey));
    let networks = networks::describe(model);
    places.chain(machines).chain(parts).chain(networks).chain(journeys).collect()
}

/// Facts under construction.
#[derive(Default)]
struct Facts(Vec<Line>);

impl Facts {
    /// A fact that is what the file says.
    fn add(&mut self, name: &'static str, value: impl Into<String>) {
        self.0.push(Line { name, value: value.into(), from: Provenance::Stated(None) });
    }

    fn add_maybe(&mut self, name: &'static str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    fn and_maybe(mut self, name: &'static str, value: Option<String>) -> Vec<Line> {
        self.add_maybe(name, value);
        self.0
    }

    fn fact<T>(&mut self, name: &'static str, fact: &Fact<T>, show: impl Fn(&T) -> String) {
        let (value, from) = match fact {
            Fact::Stated(value, span) => (show(value), Provenance::Stated(*span)),
            Fact::Assumed(value, id) => (show(value), Provenance::Assumed(*id)),
            Fact::Unknown(why) => ("not known".to_string(), Provenance::Unknown(why.clone())),
        };
        self.0.push(Line { name, value, from });
    }

    fn range(&mut self, name: &'static str, fact: &Fact<outlast_model::Range>) {
        self.fact(name, fact, |range| show_range(*range));
    }
}

fn place_name(model: &Model, id: outlast_model::PlaceId) -> String {
    model.place(id).name.clone()
}

fn yes(value: bool) -> String {
    if value { "yes" } else { "no" }.to_string()
}

fn describe_machine(model: &Model, machine: &Machine) -> Thing {
    let mut facts = Facts::default();
    facts.add("stands in", place_name(model, machine.place));
    facts.add_maybe("size", machine.size.clone());
    if !machine.apart.is_empty() {
        facts.add("apart from others of", machine.apart.join(", "));
    }
    facts.add_maybe("host class", machine.host_class.clone());
    facts.add_maybe("member of", machine.pool.clone());
    if !machine.running {
        facts.add("runs", "no");
    }
    facts.add_maybe("costs", machine.cost_cents.map(crate::words::euros));
    if let Some(way) = &machine.replaced {
        add_way_back(&mut facts, model, "replaced", way);
    }
    Thing {
        noun: "machine".to_string(),
        address: machine.address.clone(),
        span: machine.span,
        inferred: None,
        facts: facts.0,
    }
}

fn seat(model: &Model, copy: &Copy) -> String {
    let name = copy.name.as_ref().map(|name| format!("{name} ")).unwrap_or_default();
    match copy.seat {
        Seat::Machine(id) => {
            let address = model.machine(id).address.as_str();
            format!("{name}on {address}")
        }
        Seat::Place(id) => format!("{name}in {}", place_name(model, id)),
    }
}

fn describe_part(model: &Model, id: PartId, part: &Part) -> Thing {
    let mut facts = Facts::default();
    if let Some(why) = model.unseen.get(&id) {
        let (value, from) = ("not known".to_string(), Provenance::Unknown(why.clone()));
        facts.0.push(Line { name: "behind it", value, from });
    }
    facts.add_maybe("engine", part.engine.clone());
    facts.add_maybe("listens on", part.listens.map(|port| port.to_string()));
    for copy in &part.copies {
        facts.add("copy", seat(model, copy));
    }
    facts.add_maybe("fails with", part.group.clone());
    match &part.kind {
        Kind::Server => {}
        Kind::Router(router) => add_router(&mut facts, model, router),
        Kind::Database(database) => add_database(&mut facts, model, database),
        Kind::People(people) => {
            facts.range("answer within", &people.answers);
            facts.add_maybe("work", people.hours.clone());
        }
    }
    for need in &part.needs {
        facts.0.push(need_line(model, need));
    }
    if let Some(starts) = &part.starts {
        facts.range("starts in", starts);
    }
    if let Some(carries) = &part.carries {
        facts.fact("one copy carries", carries, |rate| format!("{} a second", rate.show()));
        facts.fact("falls under too much load", &part.falls, |falls| yes(*falls));
    }
    add_repair(&mut facts, model, part);
    facts.add_maybe("costs", part.cost_cents.map(crate::words::euros));
    Thing {
        noun: part.role.noun().to_string(),
        address: part.address.clone(),
        span: part.span,
        inferred: part.inferred,
        facts: facts.0,
    }
}

fn add_repair(facts: &mut Facts, model: &Model, part: &Part) {
    for way in &part.repairs {
        add_way_back(facts, model, "repair", way);
    }
    if part.irreparable {
        facts.add("repair", "none");
    }
}

/// A copy that is called by its name: the address of its part with that.
fn copy_name(model: &Model, copy: CopyRef) -> String {
    let part = model.part(copy.part);
    let name = part.copies.get(copy.copy as usize).and_then(|it| it.name.as_ref());
    name.map_or_else(|| part.address.clone(), |name| format!("{}.{name}", part.address))
}

fn needed(model: &Model, needed: &Needed) -> String {
    let all =
        |of: &[Needed]| of.iter().map(|it| self::needed(model, it)).collect::<Vec<_>>().join(", ");
    match needed {
        Needed::One(id) => model.part(*id).address.clone(),
        Needed::Copy(copy) => copy_name(model, *copy),
        Needed::Any(of) => format!("any of {}", all(of)),
        Needed::Most(of) => format!("most of {}", all(of)),
    }
}

fn need_line(model: &Model, need: &Need) -> Line {
    let name = match need.at {
        Moment::Request => "calls",
        Moment::Start => "needs to start",
        Moment::Repair => "needs for repair",
        Moment::Change => "needs for changes",
    };
    let soft = if need.soft { " (works on without it)" } else { "" };
    let serving = match need.serving.as_slice() {
        [] => String::new(),
        names => format!(" for {}", names.join(", ")),
    };
    let value = format!("{}{serving}{soft}", needed(model, &need.of));
    Line { name, value, from: Provenance::Stated(need.span) }
}

fn add_router(facts: &mut Facts, model: &Model, router: &Router) {
    for member in &router.members {
        let part = model.part(member.copy.part);
        let address = part.address.as_str();
        let copy = part.copies.get(member.copy.copy as usize);
        let seat = copy.map(|copy| format!(" {}", seat(model, copy))).unwrap_or_default();
        let spare = if member.active { "" } else { " (spare)" };
        facts.add("passes to", format!("{address}{seat}{spare}"));
    }
    match &router.rotation {
        Rotation::Fixed => facts.add("takes dead ones out", "nobody does"),
        Rotation::Checked(check) => add_check(facts, check),
        Rotation::Moved(way) => add_way_back(facts, model, "moved", way),
        Rotation::Elected { detect, preempts, tracks, .. } => {
            add_detect(facts, detect);
            facts.fact("takes its turn back", preempts, |it| yes(*it));
            if let Some(check) = tracks {
                add_check(facts, check);
            }
        }
    }
    facts.fact("tries another when refused", &router.arriving.redispatch, |it| yes(*it));
    if let Some(waits) = &router.arriving.waits {
        facts.range("waits for a silent target", waits);
    }
    facts.fact("all when none is well", &router.arriving.all_when_none, |it| yes(*it));
    facts.range("callers remember", &router.remembers);
}

fn add_check(facts: &mut Facts, check: &Check) {
    facts.fact("checks", &check.sight, |sight| sight_words(*sight).to_string());
    facts.range("checks every", &check.interval);
    facts.range("waits for an answer", &check.timeout);
    facts.fact("failures that take out", &check.fall, u32::to_string);
    facts.fact("successes that bring back", &check.rise, u32::to_string);
    facts.fact("next check counts from", &check.rearm, |rearm| {
        match rearm {
            Rearm::Start => "the start of the last",
            Rearm::End => "the end of the last",
        }
        .to_string()
    });
}

const fn sight_words(sight: Sight) -> &'static str {
    match sight {
        Sight::Port => "whether the port accepts connections",
        Sight::Process => "whether the process answers a request",
        Sight::Work => "whether a request is answered that needs all it can need",
        Sight::Journey => "whether users are served",
    }
}

fn add_detect(facts: &mut Facts, detect: &Detect) {
    match detect {
        Detect::Check(check) => add_check(facts, check),
        Detect::Adverts { interval, missed, skew } => {
            facts.range("adverts every", interval);
            facts.add("acts after missing", missed.to_string());
            facts.range("further wait", skew);
        }
        Detect::Lease { ttl, round, retry, fenced } => {
            facts.range("lease holds", ttl);
            facts.range("renewed every", round);
            facts.range("tries again for", retry);
            facts.add("stopped when it cannot renew", yes(*fenced));
        }
        Detect::After(range) => facts.range("noticed after", range),
    }
}

fn add_way_back(facts: &mut Facts, model: &Model, name: &'static str, way: &WayBack) {
    let by = match &way.by {
        Actor::Itself => "by itself".to_string(),
        Actor::Parts(parts) => format!("by {}", needed(model, parts)),
        Actor::Unstated => "by nobody that is stated".to_string(),
    };
    let notices: Vec<&str> = way.notices.iter().map(|effect| effect.word()).collect();
    let notices = match notices.as_slice() {
        [] => String::new(),
        words => format!(", notices {}", words.join(", ")),
    };
    facts.0.push(Line {
        name,
        value: format!("{by}{notices}"),
        from: Provenance::Stated(way.span),
    });
    add_detect(facts, &way.detect);
    if !matches!(way.detect, Detect::Check(_)) {
        facts.fact("sees", &way.looks, |sight| sight_words(*sight).to_string());
    }
    facts.range("takes", &way.takes);
    for need in &way.needs {
        facts.0.push(need_line(model, need));
    }
    facts.add_maybe("only within", way.within.map(|place| place_name(model, place)));
    facts.add_maybe("tested on", way.tested.clone());
}

fn add_database(facts: &mut Facts, model: &Model, database: &Database) {
    for commit in &database.commits {
        facts.fact("a copy follows", commit, |commit| format!("{commit:?}").to_lowercase());
    }
    if let Some(acked_by) = &database.acked_by {
        facts.fact("copies that must have a write", acked_by, u32::to_string);
    }
    if !database.commits.is_empty() {
        facts.fact("who only reads asks", &database.read_from, |from| from.words().to_string());
    }
    if let Some(forms) = &database.forms_again {
        facts.fact("they form again", forms, |it| it.words().to_string());
    }
    if database.shards > 1 {
        facts.add("shares", database.shards.to_string());
    }
    facts.add_maybe("votes", database.votes.as_ref().map(|votes| needed(model, votes)));
    if let Some(way) = &database.failover {
        add_way_back(facts, model, "failover", way);
    }
}

fn describe_journey(model: &Model, journey: &Journey) -> Thing {
    let mut facts = Facts::default();
    facts.add("enters", needed(model, &journey.enters));
    facts.add(
        "from",
        journey.from.map_or_else(|| "the internet".to_string(), |it| place_name(model, it)),
    );
    if let Some(rate) = &journey.rate {
        facts.fact("rate", rate, |rate| format!("{} a second", rate.show()));
    }
    facts.fact("tolerates", &journey.tolerates, |share| share.show());
    if let Some(answers) = &journey.answers_in {
        facts.range("answers in", answers);
    }
    for (class, promised) in &journey.promise.classes {
        if let Some(out) = &promised.out {
            facts.fact("promise", out, |out| {
                format!("{class}: out {} at most", show_duration(*out))
            });
        }
        if let Some(lose) = &promised.lose {
            facts.fact("promise", lose, |it| {
                format!("{class}: loses {} at most", show_duration(*it))
            });
        }
    }
    if let Some(availability) = &journey.promise.availability {
        facts.fact("promise", availability, |share| format!("availability {}", share.show()));
    }
    Thing {
        noun: "journey".to_string(),
        address: journey.name.clone(),
        span: journey.span,
        inferred: journey.inferred,
        facts: facts.0,
    }
}
