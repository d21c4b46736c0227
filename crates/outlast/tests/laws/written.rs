//! Random systems, written in the language as an architect would: at most six parts on four machines
//! of two zones or in three buildings of one's own, with ways back, a backup, lines, and one fault of
//! one's own. What is said of them stands in the laws.

use std::fmt::{self, Write};

use proptest::prelude::*;

/// A block of the outlast file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) attributes: Vec<(&'static str, String)>,
    pub(crate) inner: Vec<Block>,
}

impl Block {
    pub(crate) fn new(kind: &'static str, name: &str) -> Self {
        Self { kind, name: name.to_string(), attributes: Vec::new(), inner: Vec::new() }
    }

    pub(crate) fn with(mut self, attribute: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((attribute, value.into()));
        self
    }

    pub(crate) fn maybe(self, attribute: &'static str, value: Option<String>) -> Self {
        match value {
            Some(value) => self.with(attribute, value),
            None => self,
        }
    }

    pub(crate) fn holding(mut self, inner: Option<Block>) -> Self {
        self.inner.extend(inner);
        self
    }

    fn print(&self, depth: usize, into: &mut String) {
        let pad = "  ".repeat(depth);
        let name = if self.name.is_empty() { String::new() } else { format!("\"{}\" ", self.name) };
        writeln!(into, "{pad}{} {name}{{", self.kind).unwrap();
        for (attribute, value) in &self.attributes {
            writeln!(into, "{pad}  {attribute} = {value}").unwrap();
        }
        self.inner.iter().for_each(|block| block.print(depth + 1, into));
        writeln!(into, "{pad}}}").unwrap();
    }
}

/// The blocks of an outlast file. The machines that they stand on are those of [`TERRAFORM`].
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Written(pub(crate) Vec<Block>);

impl Written {
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.0.iter().for_each(|block| block.print(0, &mut text));
        text
    }

    /// The same with another block.
    pub(crate) fn and(&self, block: Block) -> Self {
        Self(self.0.iter().cloned().chain([block]).collect())
    }

    /// The same with each block changed, those inside of blocks as well.
    pub(crate) fn each(&self, change: &dyn Fn(&mut Block)) -> Self {
        fn walk(block: &mut Block, change: &dyn Fn(&mut Block)) {
            change(block);
            block.inner.iter_mut().for_each(|inner| walk(inner, change));
        }
        let mut written = self.clone();
        written.0.iter_mut().for_each(|block| walk(block, change));
        written
    }
}

impl fmt::Debug for Written {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "\n{}", self.text())
    }
}

/// Four machines, two in each of two zones.
pub(crate) const TERRAFORM: &str = r#"
resource "exoscale_compute_instance" "m" {
  count       = 4
  zone        = count.index < 2 ? "ch-gva-2" : "ch-dk-2"
  name        = "m-${count.index}"
  type        = "standard.small"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 20
}
"#;

/// A repair: who makes it, and what it takes in minutes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mending {
    pub(crate) by_itself: bool,
    pub(crate) detect: u8,
    pub(crate) takes: (u8, u8),
}

/// How a random system is made; every number is small.
#[derive(Debug, Clone)]
pub(crate) struct Recipe {
    /// On machines of two zones, or in buildings of one's own.
    pub(crate) rented: bool,
    /// Where each part stands.
    pub(crate) seats: [u8; 6],
    pub(crate) copies: u8,
    pub(crate) core: bool,
    pub(crate) database: u8,
    pub(crate) use_of: u8,
    pub(crate) failover: bool,
    pub(crate) mending: [Option<Mending>; 4],
    pub(crate) answers: (u8, u8),
    pub(crate) backup: Option<(u8, u8)>,
    pub(crate) lines: [Option<Mending>; 3],
    pub(crate) from: Option<u8>,
    pub(crate) fault: u8,
    pub(crate) lasts: Option<(u8, u8)>,
}

fn mending() -> impl Strategy<Value = Mending> {
    (any::<bool>(), 0..3_u8, 1..4_u8, 0..3_u8).prop_map(|(by_itself, detect, lo, more)| Mending {
        by_itself,
        detect,
        takes: (lo, lo + more),
    })
}

pub(crate) fn recipes() -> impl Strategy<Value = Recipe> {
    let maybe = || proptest::option::of(mending());
    let shape = (any::<bool>(), any::<[u8; 6]>(), 1..3_u8, any::<bool>(), 0..4_u8, 0..3_u8);
    let ways = (any::<bool>(), [maybe(), maybe(), maybe(), maybe()], (0..3_u8, 0..2_u8));
    let rest = (
        proptest::option::of((1..4_u8, 0..3_u8)),
        [maybe(), maybe(), maybe()],
        proptest::option::of(0..3_u8),
        0..8_u8,
        proptest::option::of((1..9_u8, 0..4_u8)),
    );
    (shape, ways, rest).prop_map(
        |(
            (rented, seats, copies, core, database, use_of),
            (failover, mending, (lo, more)),
            (backup, lines, from, fault, lasts),
        )| Recipe {
            rented,
            seats,
            copies,
            core,
            database,
            use_of,
            failover,
            mending,
            answers: (lo, lo + more),
            backup,
            lines,
            from,
            fault,
            lasts: lasts.map(|(lo, more)| (lo, lo + more)),
        },
    )
}

fn minutes((lo, hi): (u8, u8)) -> String {
    if lo == hi { format!("\"{lo}m\"") } else { format!("[\"{lo}m\", \"{hi}m\"]") }
}

/// The name of a building.
pub(crate) fn building(at: u8) -> &'static str {
    ["a", "b", "c"][usize::from(at % 3)]
}

impl Recipe {
    /// The number of the machine that a part stands on, where machines are rented.
    pub(crate) fn machine(&self, at: usize) -> u8 {
        self.seats[at] % 4
    }

    /// Whether anything of what users call before the database stands on a machine.
    pub(crate) fn reads_from(&self, machine: u8) -> bool {
        let web = self.machine(0) == machine || (self.copies == 2 && self.machine(1) == machine);
        web || (self.core && self.machine(2) == machine)
    }

    /// Where a part stands.
    fn seat(&self, block: Block, at: usize) -> Block {
        if self.rented {
            block.with("on", format!("exoscale_compute_instance.m[{}]", self.seats[at] % 4))
        } else {
            block.with("in", format!("place.{}", building(self.seats[at])))
        }
    }

    fn mended(&self, block: Block, at: usize) -> Block {
        block.maybe("repair", self.mending[at].map(|mending| self.repair(mending)))
    }

    fn repair(&self, mending: Mending) -> String {
        let by = if mending.by_itself { "\"itself\"" } else { "people.ops" };
        let (detect, takes) = (mending.detect, minutes(mending.takes));
        format!("{{ by = {by}, detect = \"{detect}m\", takes = {takes} }}")
    }

    fn web(&self) -> Block {
        let mut web = Block::new("service", "web");
        web = if self.rented && self.copies == 2 {
            let machine =
                |at: usize| format!("exoscale_compute_instance.m[{}]", self.seats[at] % 4);
            let (one, other) = (machine(0), machine(1));
            let on = if one == other { one } else { format!("[{one}, {other}]") };
            web.with("on", on)
        } else {
            self.seat(web, 0)
        };
        web = self.mended(web, 0).with("listens", "443");
        if self.core {
            web.with("calls", "[service.core]")
        } else {
            web.maybe(self.uses(), self.has_database().then(|| "[database.shop]".to_string()))
        }
    }

    fn uses(&self) -> &'static str {
        ["calls", "reads", "writes"][usize::from(self.use_of % 3)]
    }

    fn has_database(&self) -> bool {
        self.database > 0
    }

    /// Whether somebody is said to write the database: then it is known from where.
    pub(crate) fn is_written(&self) -> bool {
        self.has_database() && self.uses() != "reads"
    }

    fn core(&self) -> Block {
        let core = self.mended(self.seat(Block::new("service", "core"), 2), 1);
        core.with("listens", "8080")
            .maybe(self.uses(), self.has_database().then(|| "[database.shop]".to_string()))
    }

    fn shop(&self) -> Block {
        let replica = (self.database > 1).then(|| {
            let replica = self.seat(Block::new("replica", "second"), 4);
            if self.database == 2 {
                replica.with("commit", "\"async\"").with("lag", "[\"0s\", \"30s\"]")
            } else {
                replica.with("commit", "\"sync\"")
            }
        });
        let failover = (self.failover && self.database > 1).then(|| {
            "{ by = service.watch, check = { every = \"10s\", timeout = \"2s\", fall = 3, rise = 2, \
             kind = \"request\" }, takes = \"30s\" }"
                .to_string()
        });
        let backup = self.backup.map(|(every, took)| {
            Block::new("backup", "copy")
                .with("how", "\"pg_dump\"")
                .with("every", format!("\"{every}h\""))
                .with("took", format!("\"{took}m\""))
                .with("to", "place.vault")
                .with("keeps_for", "\"30d\"")
                .with("tested", "{ on = \"2026-10-02\", took = \"20m\", version = \"15\" }")
        });
        let shop = self.mended(self.seat(Block::new("database", "shop"), 3), 2);
        shop.with("listens", "5432")
            .with("durable_after", "\"0s\"")
            .maybe("failover", failover)
            .holding(replica)
            .holding(backup)
    }

    fn fault(&self) -> Block {
        let database = if self.has_database() { "database.shop" } else { "service.web" };
        let line = if self.rented { "service.web" } else { "link.ab" };
        let (word, what) = match self.fault {
            0 => ("stop", "service.web"),
            1 => ("freeze", "service.web"),
            2 => ("stop", database),
            3 if self.has_database() => ("erase", database),
            4 if self.has_database() => ("corrupt", database),
            5 if !self.rented => ("cut", line),
            6 if !self.rented => ("cut", "place.a"),
            7 if !self.rented => ("stop", "place.a"),
            _ => ("stop", "service.web"),
        };
        Block::new("fault", "own").with(word, what).maybe("lasts", self.lasts.map(minutes))
    }

    /// The whole file.
    pub(crate) fn written(&self) -> Written {
        let mut blocks = Vec::new();
        if !self.rented {
            let place = |name: &str| Block::new("place", name).with("kind", "\"building\"");
            blocks.extend(["a", "b", "c"].map(place));
            let ends = [("ab", "a", "b"), ("bc", "b", "c"), ("ac", "a", "c")];
            for ((name, one, other), line) in ends.into_iter().zip(&self.lines) {
                let link = Block::new("link", name)
                    .with("joins", format!("[place.{one}, place.{other}]"))
                    .maybe(
                        "repair",
                        line.map(|mending| self.repair(Mending { by_itself: false, ..mending })),
                    );
                blocks.push(link);
            }
        }
        blocks.push(Block::new("place", "vault").with("kind", "\"site\""));
        blocks.push(Block::new("people", "ops").with("answers", minutes(self.answers)));
        blocks.push(self.web());
        blocks.extend(self.core.then(|| self.core()));
        if self.has_database() {
            blocks.push(self.shop());
        }
        if self.failover && self.database > 1 {
            blocks.push(self.mended(self.seat(Block::new("service", "watch"), 5), 3));
        }
        let from = self.from.filter(|_| !self.rented);
        let from = from.map(|at| format!("place.{}", building(at)));
        let journey = Block::new("journey", "use").with("enters", "service.web");
        blocks.push(journey.maybe("from", from));
        blocks.push(self.fault());
        Written(blocks)
    }
}

/// A part of several copies, each of which carries so much, behind a front that asks another copy
/// when one does not answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Loaded {
    pub(crate) copies: u8,
    /// Requests a second: what a copy carries, and what comes in.
    pub(crate) carries: u8,
    pub(crate) rate: u8,
    pub(crate) falls: bool,
    /// Minutes of a repair.
    pub(crate) takes: u8,
}

impl Loaded {
    fn around(self, held: Block, front: Block) -> String {
        let falls = if self.falls { "\"falls\"" } else { "\"sheds\"" };
        let repair = format!("{{ by = \"itself\", detect = \"0s\", takes = \"{}m\" }}", self.takes);
        let held = held
            .with("listens", "7000")
            .with("carries", format!("\"{}/s\"", self.carries))
            .with("overload", falls)
            .with("repair", repair);
        let journey = Block::new("journey", "use")
            .with("enters", "service.front")
            .with("rate", format!("\"{}/s\"", self.rate));
        Written(vec![held, front, journey]).text()
    }

    fn front() -> Block {
        Block::new("service", "front")
            .with("on", "exoscale_compute_instance.m[3]")
            .with("listens", "443")
    }

    fn machine(at: u8) -> String {
        format!("exoscale_compute_instance.m[{at}]")
    }

    /// As copies that serve alike: a service, or a cache.
    pub(crate) fn service(self, kind: &'static str) -> String {
        let on: Vec<String> = (0..self.copies).map(Self::machine).collect();
        let held = Block::new(kind, "held").with("on", format!("[{}]", on.join(", ")));
        let uses = Block::new("need", "").with("of", format!("{kind}.held")).with("retries", "1");
        self.around(held, Self::front().holding(Some(uses)))
    }

    /// As a store of which any copy is read.
    pub(crate) fn store(self) -> String {
        let mut held = Block::new("store", "held")
            .with("on", Self::machine(0))
            .with("read_from", "\"any\"")
            .with("durable_after", "\"0s\"");
        for at in 1..self.copies {
            let replica = Block::new("replica", &format!("r{at}"))
                .with("on", Self::machine(at))
                .with("commit", "\"async\"")
                .with("lag", "\"0s\"");
            held = held.holding(Some(replica));
        }
        self.around(held, Self::front().with("reads", "[store.held]"))
    }
}
