//! Parts: software that runs on machines, and managed services; what they need, who notices when
//! they fail, and how they come back.
//!
//! The vocabulary is neutral: a load balancer, an elastic IP, a virtual IP and a DNS name are all
//! *routers* that differ in who takes a dead target out of rotation, and when.

use outlast_findings::Span;

use crate::{
    Bytes, CopyRef, EffectKind, Fact, MachineId, Nanos, PartId, PerSecond, PlaceId, Range, Role,
};

/// Where a copy runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seat {
    /// A process on this machine.
    Machine(MachineId),
    /// Somewhere in this place, run by its provider: no machine of ours.
    Place(PlaceId),
}

/// One running copy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copy {
    /// Where it runs.
    pub seat: Seat,
    /// Its own name, for a replica: `standby`.
    pub name: Option<String>,
}

/// When a need is called on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// For every request.
    Request,
    /// When a copy starts.
    Start,
    /// When it is repaired or replaced.
    Repair,
    /// When it is changed.
    Change,
}

/// What a need is used for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// It is asked and waited for: of a store, both read and written.
    #[default]
    Call,
    /// It is read: a copy that answers is enough.
    Read,
    /// It is written: a write must be acknowledged.
    Write,
    /// Work is taken from it.
    Take,
}

/// What is needed: one part, or a choice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needed {
    /// This part.
    One(PartId),
    /// This copy and no other: a replica that is called by its name.
    Copy(CopyRef),
    /// Any of these is enough.
    Any(Vec<Needed>),
    /// More than half of these; of one part alone: more than half of its copies.
    Most(Vec<Needed>),
}

impl Needed {
    /// Every part that is named in it, whatever the choice, in the order of writing.
    pub fn parts(&self) -> Vec<PartId> {
        let mut parts = Vec::new();
        self.add_parts(&mut parts);
        parts
    }

    /// Adds every part that is named in it, in the order of writing.
    pub fn add_parts(&self, into: &mut Vec<PartId>) {
        match self {
            Self::One(part) => into.push(*part),
            Self::Copy(copy) => into.push(copy.part),
            Self::Any(several) | Self::Most(several) => {
                several.iter().for_each(|one| one.add_parts(into));
            }
        }
    }
}

/// An edge: what a part calls.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// What.
    pub of: Needed,
    /// When.
    pub at: Moment,
    /// What for.
    pub used: Use,
    /// Whether the caller works on without it.
    pub soft: bool,
    /// Only for these journeys, by name; empty means for all.
    pub serving: Vec<String>,
    /// How often the caller tries again at another copy; 0 unless stated.
    pub retries: Fact<u32>,
    /// How long the caller works on with the last answer.
    pub remembers: Fact<Range>,
    /// How long it waits for an answer, if stated.
    pub timeout: Option<Fact<Range>>,
    /// Of a name: whether it is asked for once, when the caller starts, and the answer kept as long as
    /// its process runs. `None`: it is no name.
    pub resolves_once: Option<Fact<bool>>,
    /// Round trips for one request; 1 unless stated.
    pub trips: u32,
    /// What is moved for one request, all round trips together, if stated.
    pub moves: Option<Fact<Bytes>>,
    /// The link that it goes over, if stated: that one and no other.
    pub over: Option<PartId>,
    /// Where it is written.
    pub span: Option<Span>,
}

impl Need {
    /// A call of which nothing more is said: not tried again, nothing remembered.
    pub const fn new(of: Needed, at: Moment) -> Self {
        Self {
            of,
            at,
            used: Use::Call,
            soft: false,
            serving: Vec::new(),
            retries: Fact::Stated(0, None),
            remembers: Fact::Stated(Range::ZERO, None),
            timeout: None,
            resolves_once: None,
            trips: 1,
            moves: None,
            over: None,
            span: None,
        }
    }

    /// Whether a journey of that name calls on it.
    pub fn serves(&self, journey: &str) -> bool {
        self.serving.is_empty() || self.serving.iter().any(|it| it == journey)
    }
}

/// How far somebody who watches a target sees: each sees what the one before it sees, and more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sight {
    /// Whether the port accepts a connection, which the kernel answers: a hung process passes for
    /// ever.
    Port,
    /// Whether this process answers a request, whatever stands behind it.
    Process,
    /// Whether it answers one that needs all that it asks for any journey, as a page that reads the
    /// store is an error when the store is dead.
    Work,
    /// Whether users are served what they came for, as they see it.
    Journey,
}

impl Sight {
    /// Every one, the shortest first.
    pub const ALL: [Self; 4] = [Self::Port, Self::Process, Self::Work, Self::Journey];

    /// The word for it in the outlast file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Port => "port",
            Self::Process => "process",
            Self::Work => "work",
            Self::Journey => "journey",
        }
    }

    /// The one of that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sight| sight.word() == word)
    }

    /// Whether it goes beyond the process that is watched.
    pub const fn is_deep(self) -> bool {
        matches!(self, Self::Work | Self::Journey)
    }
}

/// From when the next check is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rearm {
    /// From the start of the last one: a fixed grid.
    Start,
    /// From its end: a check that times out delays the next.
    End,
}

/// A periodic health check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Check {
    /// How far it sees. Unknown: whether it asks the process alone, or what that needs as well.
    pub sight: Fact<Sight>,
    /// Time between two checks, above 0.
    pub interval: Fact<Range>,
    /// How long it waits for an answer.
    pub timeout: Fact<Range>,
    /// How many failures in a row take a target out, from 1.
    pub fall: Fact<u32>,
    /// How many successes in a row bring it back, from 1.
    pub rise: Fact<u32>,
    /// How it re-arms; unknown means both are judged.
    pub rearm: Fact<Rearm>,
}

impl Check {
    /// A check of which every figure is stated and exact, and which comes on a fixed grid.
    pub const fn exactly(
        sight: Sight,
        interval: Nanos,
        timeout: Nanos,
        fall: u32,
        rise: u32,
    ) -> Self {
        Self {
            sight: Fact::Stated(sight, None),
            interval: Fact::Stated(Range::exactly(interval), None),
            timeout: Fact::Stated(Range::exactly(timeout), None),
            fall: Fact::Stated(fall, None),
            rise: Fact::Stated(rise, None),
            rearm: Fact::Stated(Rearm::Start, None),
        }
    }
}

/// How a loss is noticed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detect {
    /// A periodic check.
    Check(Check),
    /// Adverts that stop: a listener acts after `missed` intervals and its skew without one.
    /// VRRP: `missed` is 3 and the skew is (256 - priority) / 256 of an interval (RFC 3768).
    Adverts {
        /// Time between two adverts.
        interval: Fact<Range>,
        /// How many intervals without one.
        missed: u32,
        /// The additional wait of the one that takes over.
        skew: Fact<Range>,
    },
    /// A lease in a store of votes: the holder renews every `round`, gives up `retry` after a
    /// round that failed, and others may take it when `ttl` has passed since the last renewal.
    Lease {
        /// How long a renewal holds.
        ttl: Fact<Range>,
        /// Time between two renewals.
        round: Fact<Range>,
        /// How long the holder goes on trying before it gives up.
        retry: Fact<Range>,
        /// Whether a holder that cannot renew is stopped before its lease has run out, by something
        /// that nothing of it has to be alive for: a watchdog, a switched socket.
        fenced: bool,
    },
    /// Somehow, after a time.
    After(Fact<Range>),
}

/// Who carries out a way back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// The thing itself, or its provider: it is there as long as the thing's own place is.
    Itself,
    /// These parts: controllers that sit somewhere and can be lost, people, or most of a quorum.
    Parts(Needed),
    /// Nobody said: whether it happens is not known.
    Unstated,
}

/// A way back: a failover (it runs already) or a repair (it must be made).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WayBack {
    /// Who acts.
    pub by: Actor,
    /// The effects that are noticed: a watcher that only sees `stop` and `cut` misses a hang.
    pub notices: Vec<EffectKind>,
    /// What is noticed beside them by who asks for work, where it is open whether anybody does.
    pub further: Vec<EffectKind>,
    /// How the loss is noticed.
    pub detect: Detect,
    /// How far those see who notice it without a check; of a lease, how far the process sees that
    /// holds it. [`WayBack::sight`] gives that of the check where there is one.
    pub looks: Fact<Sight>,
    /// How long the act takes after the loss is noticed.
    pub takes: Fact<Range>,
    /// What the act needs: a control plane, an image registry, a backup, a link.
    pub needs: Vec<Need>,
    /// It is allowed only inside this place.
    pub within: Option<PlaceId>,
    /// Where it comes back when it cannot where it was: the first of these that can be used.
    pub to: Vec<Seat>,
    /// Whether there is room, and an image, where it comes back.
    pub room: Fact<bool>,
    /// Whether it was ever tried: the text of the date, or `None` when never or not stated.
    pub tested: Option<String>,
    /// The change that it takes back, as an index of [`crate::Model::changes`]: that and nothing
    /// else.
    pub undoes: Option<usize>,
    /// Where it is written.
    pub span: Option<Span>,
}

impl Part {
    /// Whether it is a name: a router that stands outside of what it points to and only tells callers
    /// where to go, who keep that.
    pub fn is_name(&self) -> bool {
        let Kind::Router(router) = &self.kind else { return false };
        let remembered = router.remembers.value().is_none_or(|range| range.hi > 0);
        let managed = self.copies.iter().all(|copy| matches!(copy.seat, Seat::Place(_)));
        remembered
            && managed
            && !matches!(router.rotation, Rotation::Elected { .. } | Rotation::Checked(_))
    }

    /// Where its copies can come back when they cannot where they were, by any of its repairs.
    pub fn elsewhere(&self) -> impl Iterator<Item = Seat> {
        self.repairs.iter().flat_map(|way| way.to.iter().copied())
    }
}

impl WayBack {
    /// A way back that needs nothing, is allowed everywhere and was never tried.
    pub const fn new(
        by: Actor,
        notices: Vec<EffectKind>,
        detect: Detect,
        takes: Fact<Range>,
    ) -> Self {
        Self {
            by,
            notices,
            further: Vec::new(),
            detect,
            looks: Fact::Stated(Sight::Process, None),
            takes,
            needs: Vec::new(),
            within: None,
            to: Vec::new(),
            room: Fact::Stated(true, None),
            tested: None,
            undoes: None,
            span: None,
        }
    }

    /// How far those see who notice the loss.
    pub const fn sight(&self) -> &Fact<Sight> {
        match &self.detect {
            Detect::Check(check) => &check.sight,
            Detect::Adverts { .. } | Detect::Lease { .. } | Detect::After(_) => &self.looks,
        }
    }
}

/// How traffic that a router gives to a dead copy fares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arriving {
    /// A connection that is refused or times out is tried on another target (haproxy redispatch).
    pub redispatch: Fact<bool>,
    /// How long a target that does not answer is waited for before another is tried, if that is
    /// known.
    pub waits: Option<Fact<Range>>,
    /// When no target passes the check, traffic goes to all of them instead of none.
    pub all_when_none: Fact<bool>,
    /// A user comes back to the same target as long as that is in rotation.
    pub sticky: Fact<bool>,
}

impl Arriving {
    /// Nothing is tried on another target, none is used that fails the check, and nobody comes back
    /// to the same one.
    pub const PLAIN: Self = Self {
        redispatch: Fact::Stated(false, None),
        waits: None,
        all_when_none: Fact::Stated(false, None),
        sticky: Fact::Stated(false, None),
    };
}

/// Who takes a dead target out of rotation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rotation {
    /// Nobody: a dead target keeps its share.
    Fixed,
    /// The router checks its targets itself.
    Checked(Check),
    /// One target is active; a controller moves it. With several active, the dead are taken out.
    Moved(Box<WayBack>),
    /// Exactly one member is active and the others listen to its adverts (VRRP); the target with
    /// the lowest index is preferred and takes it back when it returns, unless told otherwise.
    Elected {
        /// How the others notice.
        detect: Box<Detect>,
        /// Whether a returning preferred member takes over again.
        preempts: Fact<bool>,
        /// A member gives up its turn when this process on its machine fails (VRRP track script),
        /// with the check that it is tracked by.
        tracks: Option<Check>,
        /// On which segment the adverts of each member are heard: members on different ones never
        /// hear each other, and each side holds the address. Empty: all hear all.
        segments: Vec<u32>,
    },
}

/// One target of a router.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The copy that serves what arrives here.
    pub copy: CopyRef,
    /// Whether it is in rotation before any fault.
    pub active: bool,
}

impl Member {
    /// A target that is in rotation.
    pub const fn new(copy: CopyRef) -> Self {
        Self { copy, active: true }
    }
}

/// A part that passes requests on: balancer, elastic or virtual IP, DNS name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Router {
    /// Where requests can go, preferred first.
    pub members: Vec<Member>,
    /// Who takes a dead one out.
    pub rotation: Rotation,
    /// What becomes of requests that meet a dead one.
    pub arriving: Arriving,
    /// How long callers keep an old answer: the TTL of a name; exactly 0 for an address.
    pub remembers: Fact<Range>,
}

impl Router {
    /// Whether its members claim it among themselves.
    pub const fn is_elected(&self) -> bool {
        matches!(self.rotation, Rotation::Elected { .. })
    }

    /// Whether adverts of one member can be heard at another at all; only members of an elected
    /// address send any.
    pub fn may_hear(&self, listener: u32, speaker: u32) -> bool {
        let Rotation::Elected { segments, .. } = &self.rotation else { return false };
        let segment = |member: u32| segments.get(member as usize);
        segment(listener) == segment(speaker)
    }

    /// An address, of which callers keep no old answer and where a request that meets a dead copy
    /// fails.
    pub const fn new(members: Vec<Member>, rotation: Rotation) -> Self {
        Self {
            members,
            rotation,
            arriving: Arriving::PLAIN,
            remembers: Fact::Stated(Range::ZERO, None),
        }
    }
}

/// What an acknowledged write means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Commit {
    /// It is on the primary; copies follow.
    Async,
    /// It is on a second copy too; without one, writes block.
    Sync,
    /// It is on most of the copies.
    Quorum,
}

/// What waits at a part for others who are away: a log for a standby or an archive, work for workers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waits {
    /// For whom: any of them.
    pub without: Vec<Needed>,
    /// How long it takes, from the moment at which one of them is away, until there is no room left.
    pub full_in: Fact<Range>,
    /// Whether the part stops then; else it refuses writes.
    pub stops: bool,
    /// Where it is written.
    pub span: Option<Span>,
}

/// How the copies of a store become one again when none of them runs any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormsAgain {
    /// Whichever come back, as soon as enough of them are there.
    Alone,
    /// Once all of them are back; before that, people decide.
    WithAll,
    /// People start the first one, and the others join it.
    ByPeople,
    /// People open every copy that starts, whatever the others do.
    EachByPeople,
}

impl FormsAgain {
    /// What must happen, in a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::WithAll => "once all of them are back, or by people",
            Self::ByPeople => "by people",
            Self::EachByPeople => "by people, who open every copy that starts",
        }
    }
}

/// Which copies answer those who only read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReadFrom {
    /// Each of them: who gets no answer from one asks another.
    Any,
    /// The one that writes; another answers only who calls it by its name.
    Named,
    /// The one that writes: others pass on what they are asked.
    Writer,
    /// The one that writes, as long as most of the copies follow it: others pass on what they are
    /// asked.
    Majority,
}

impl ReadFrom {
    /// Whom a reader asks, in a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Any => "any copy",
            Self::Named => "the copy that writes, or one by its name",
            Self::Writer => "the copy that writes",
            Self::Majority => "most of the copies",
        }
    }
}

/// A part whose copies are not equal: one writes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Database {
    /// How each copy after the first follows; the first copy is the primary.
    pub commits: Vec<Fact<Commit>>,
    /// How another copy becomes the primary, if at all.
    pub failover: Option<WayBack>,
    /// Who votes for the primary: a lease is taken and held only by a side that has most of these.
    pub votes: Option<Needed>,
    /// The copies that may be promoted, by index.
    pub promotable: Vec<u32>,
    /// Per copy after the first, whether it is near enough to the one that writes to be promoted
    /// where it follows asynchronously; one that is not stated is.
    pub near_enough: Vec<Fact<bool>>,
    /// How long a silent copy that a write must reach holds writes up before it is left out;
    /// `None`: for as long as it is away.
    pub drops: Option<Fact<Range>>,
    /// How many copies must have a write before it is acknowledged, the one that writes counted.
    /// `None`: what `commits` says, and one alone when silent copies are left out.
    pub acked_by: Option<Fact<u32>>,
    /// Whether a write waits for every copy that it must reach, as long as that is not left out;
    /// else for as many as are enough.
    pub waits_for_each: bool,
    /// Which copies answer those who only read.
    pub read_from: Fact<ReadFrom>,
    /// How the copies become one store again when none of them runs; `None`: alone.
    pub forms_again: Option<Fact<FormsAgain>>,
    /// How many shares the data is in, from 1. Each has one copy that writes, and they are spread
    /// over the copies.
    pub shards: u32,
    /// All copies are alike: those who write do so on each of them, and there is no primary to lose.
    /// `failover` and `votes` say nothing then.
    pub alike: bool,
}

impl Database {
    /// A primary and copies that follow it so, each of which may be promoted, though nobody does;
    /// a write waits for a silent copy as long as that is away, the one that writes answers, and all
    /// data is one share.
    pub fn new(commits: Vec<Fact<Commit>>) -> Self {
        Self {
            promotable: (1..).zip(&commits).map(|(copy, _)| copy).collect(),
            near_enough: Vec::new(),
            commits,
            failover: None,
            votes: None,
            drops: None,
            acked_by: None,
            waits_for_each: true,
            read_from: Fact::Stated(ReadFrom::Writer, None),
            forms_again: None,
            shards: 1,
            alike: false,
        }
    }
}

/// People who act.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct People {
    /// How long until somebody answers; unknown means no bound.
    pub answers: Fact<Range>,
    /// When they work, as it is written; outside of it nobody answers.
    pub hours: Option<String>,
}

/// A managed service that fails as a whole in its place: `nlb`, `dns`, `control plane`.
pub type Group = String;

/// What a part is, by how it behaves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    clippy::large_enum_variant,
    reason = "a model has few parts, and they are read where they stand"
)]
pub enum Kind {
    /// Its copies serve alike.
    Server,
    /// It passes requests on.
    Router(Router),
    /// One copy writes, others follow.
    Database(Database),
    /// People.
    People(People),
}

/// Software that runs on machines, or a managed service.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// The address: of the resource (`exoscale_nlb.web`) or the block (`service.upload`).
    pub address: String,
    /// What it is.
    pub role: Role,
    /// How it behaves.
    pub kind: Kind,
    /// Where it runs; for a router: where what passes requests on runs (the balancer's processes,
    /// the place of the elastic IP, the places of the name servers).
    pub copies: Vec<Copy>,
    /// What it calls.
    pub needs: Vec<Need>,
    /// The managed service that it is part of, which fails as a whole; `None` for own software.
    pub group: Option<Group>,
    /// How a copy comes back whose process died or hung, whose machine was lost, whose data is gone:
    /// each way says what it notices, and the first that can act does.
    pub repairs: Vec<WayBack>,
    /// Stated to have no way back: a snowflake.
    pub irreparable: bool,
    /// How long a copy takes to serve once what it stands on is back and what it needs at its start
    /// is met; at once when nobody said.
    pub starts: Option<Fact<Range>>,
    /// What waits here for others while they are away, until there is no room left.
    pub waiting: Vec<Waits>,
    /// What one copy can carry.
    pub carries: Option<Fact<PerSecond>>,
    /// What a copy does under too much load: `true` when it falls, `false` when it sheds;
    /// unknown means that both are judged.
    pub falls: Fact<bool>,
    /// The software, as the catalogue names it.
    pub engine: Option<String>,
    /// The port that it listens on.
    pub listens: Option<u16>,
    /// Price in hundredths of a euro a month, where known, machines not counted.
    pub cost_cents: Option<i64>,
    /// Whether it was inferred and not written down, with the assumption that says so.
    pub inferred: Option<crate::AssumptionId>,
    /// Where it is written.
    pub span: Option<Span>,
}

impl Part {
    /// A part of which nothing is known but what it is: no copy, no need, no way back.
    pub fn new(address: impl Into<String>, role: Role, kind: Kind) -> Self {
        Self {
            address: address.into(),
            role,
            kind,
            copies: Vec::new(),
            needs: Vec::new(),
            group: None,
            repairs: Vec::new(),
            irreparable: false,
            starts: None,
            waiting: Vec::new(),
            carries: None,
            falls: Fact::Unknown("nobody said what it does under too much load".to_string()),
            engine: None,
            listens: None,
            cost_cents: None,
            inferred: None,
            span: None,
        }
    }
}
