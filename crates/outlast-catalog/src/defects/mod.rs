//! What is wrong with data and work before any fault strikes, one file and one page for each.
//!
//! A store must be able to do what it is used for, state must be where the next request comes to,
//! and a copy must be worth something. These rest on what the catalogue knows of software, and on
//! nothing that unfolds.

mod ack_wait_shorter_than_job;
mod adverts_not_heard;
mod claim_not_true;
mod figures_contradict;
mod mirror_is_no_backup;
mod no_legal_place_left;
mod nobody_listens;
mod not_allowed_there;
mod slow_listings;
mod state_on_one_of_several;
mod store_cannot_lock;
mod store_cannot_share;
mod too_large_for_store;
mod torn_backup;

use std::collections::BTreeSet;

use outlast_findings::{Finding, Rule, Span};
use outlast_model::{Bytes, MachineId, Model, PartId, PlaceId, Seat, Store};

use crate::engines::{self, Can};
use crate::estate::Estate;
use crate::language::document::{Block, Wanted};
use crate::language::grammar::blocks::keeps::Keeping;
use crate::language::grammar::group::Group as _;
use crate::language::grammar::shared::{Bound, Holding};
use crate::language::lowering::{Declared, Lowering};
use crate::language::parts::Site;
use crate::language::struck::{Thing, things};
use crate::problems;

/// The rules of this module, by name.
pub(crate) static RULES: &[&Rule] = &[
    &ack_wait_shorter_than_job::RULE,
    &adverts_not_heard::RULE,
    &claim_not_true::RULE,
    &figures_contradict::RULE,
    &mirror_is_no_backup::RULE,
    &no_legal_place_left::RULE,
    &nobody_listens::RULE,
    &not_allowed_there::RULE,
    &slow_listings::RULE,
    &state_on_one_of_several::RULE,
    &store_cannot_lock::RULE,
    &store_cannot_share::RULE,
    &too_large_for_store::RULE,
    &torn_backup::RULE,
];

/// What is asked of a part that holds bytes.
pub(crate) struct Usage {
    /// Who asks: the address of the state, or of the store whose bytes lie there.
    address: String,
    /// The part that runs where the bytes are used.
    user: PartId,
    /// The part that holds them; `None` when they are on the user's own disk.
    on: Option<PartId>,
    /// What is asked: `locks`, `sharing`, `small-files`, `listings`.
    uses: Vec<String>,
    /// The largest single file.
    largest: Option<Bytes>,
    /// Where it is written.
    span: Span,
}

/// Where a part may run, by its licence or another rule.
pub(crate) struct Legal {
    part: PartId,
    places: Vec<PlaceId>,
    machines: Vec<MachineId>,
    /// Where it is written.
    span: Span,
}

impl Legal {
    fn allows(&self, model: &Model, seat: Seat) -> bool {
        let on = |machine| self.machines.contains(&machine);
        let within = |place| self.places.iter().any(|legal| model.is_within(place, *legal));
        matches!(seat, Seat::Machine(machine) if on(machine)) || within(model.place_of(seat))
    }
}

/// What the rules look at.
pub(crate) struct Facts<'a> {
    model: &'a Model,
    estate: &'a Estate,
    usages: Vec<Usage>,
    legal: Vec<Legal>,
}

/// A size as people write it: in whole GiB where it is one, else in TB or GB.
fn shown(bytes: Bytes) -> String {
    const GIB: Bytes = 1 << 30;
    const GB: Bytes = 1_000_000_000;
    const TB: Bytes = 1_000 * GB;
    match (bytes, bytes % GIB, bytes % GB / 100_000_000) {
        (GIB.., 0, _) => format!("{} GiB", bytes / GIB),
        (TB.., _, _) if bytes.is_multiple_of(TB) => format!("{} TB", bytes / TB),
        (GB.., _, 0) => format!("{} GB", bytes / GB),
        (GB.., _, tenths) => format!("{}.{tenths} GB", bytes / GB),
        _ => format!("{bytes} bytes"),
    }
}

/// Every defect of a system.
pub(crate) fn defects(lowering: &mut Lowering<'_>, own: &[Declared<'_>]) -> Vec<Finding> {
    let mut findings = figures_contradict::settle(lowering);
    nobody_listens::check(lowering, &mut findings);
    let usages = own.iter().flat_map(|it| usages(lowering, it.part, it.block)).collect();
    let legal = own.iter().filter_map(|it| legal(lowering, it.part, it.block)).collect();
    let facts = Facts { model: &lowering.estate.model, estate: &lowering.estate, usages, legal };
    ack_wait_shorter_than_job::check(&facts, &mut findings);
    adverts_not_heard::check(&facts, &mut findings);
    claim_not_true::check(&facts, &mut findings);
    mirror_is_no_backup::check(&facts, &mut findings);
    no_legal_place_left::check(&facts, &mut findings);
    not_allowed_there::check(&facts, &mut findings);
    slow_listings::check(&facts, &mut findings);
    state_on_one_of_several::check(&facts, &mut findings);
    store_cannot_lock::check(&facts, &mut findings);
    store_cannot_share::check(&facts, &mut findings);
    too_large_for_store::check(&facts, &mut findings);
    torn_backup::check(&facts, &mut findings);
    findings
}

/// What the blocks of a part ask of the parts that hold their bytes.
fn usages(lowering: &mut Lowering<'_>, part: PartId, block: &Block) -> Vec<Usage> {
    let mut all = Vec::new();
    let locks = block.kind.data().is_some_and(|it| it.locks);
    let own = |uses: &str| if locks { vec![uses.to_string()] } else { Vec::new() };
    let kept_on = Holding::of(block).kept_on;
    if let Some(on) = one(lowering, kept_on.wanted()) {
        let span = kept_on.span().unwrap_or(block.span);
        let address = block.address();
        let (uses, largest) = (own("locks"), None);
        all.push(Usage { address, user: part, on: Some(on), uses, largest, span });
    }
    if let (Some(span), true) = (Site::of(block).of.span(), locks) {
        let (address, uses) = (block.address(), own("locks"));
        all.push(Usage { address, user: part, on: Some(part), uses, largest: None, span });
    }
    for (kept, keeping) in Keeping::each(&block.blocks) {
        let Keeping { kept_in, uses, largest, .. } = keeping;
        let on = one(lowering, kept_in.wanted());
        if on.is_none() && kept_in.word() != Some("disk") {
            continue;
        }
        let uses = uses.this().map_or(&[][..], |(uses, _)| uses);
        all.push(Usage {
            address: format!("{}.{}", block.address(), kept.name),
            user: part,
            on,
            uses: uses.iter().map(ToString::to_string).collect(),
            largest: largest.get().map(|(size, _)| size),
            span: kept.span,
        });
    }
    all
}

/// The places and machines that a part is bound to.
fn legal(lowering: &mut Lowering<'_>, part: PartId, block: &Block) -> Option<Legal> {
    let bound = Bound::of(block);
    let (placing, _) = bound.placed.this()?;
    let span = placing.only_on.span()?;
    let mut legal = Legal { part, places: Vec::new(), machines: Vec::new(), span };
    for thing in things(lowering, placing.only_on.wanted()) {
        match thing {
            Thing::Place(place) => legal.places.push(place),
            Thing::Machine(machine) => legal.machines.push(machine),
            Thing::Copy(_) | Thing::Backup(_) | Thing::Part(_) | Thing::Store(_) => {
                lowering.report(
                    &problems::WRONG_REFERENCE,
                    span,
                    "`only_on` names something that nothing can run on",
                    "name a place, an instance or a pool",
                );
            }
        }
    }
    Some(legal)
}

fn one(lowering: &mut Lowering<'_>, wanted: &[Wanted]) -> Option<PartId> {
    let (reference, span) = wanted.first()?.references().into_iter().next()?;
    lowering.parts_of(reference, span).first().copied()
}

impl Facts<'_> {
    fn address(&self, part: PartId) -> &str {
        self.model.part(part).address.as_str()
    }

    /// What can be done with the data of a part, as far as its software is known.
    fn can(&self, part: PartId) -> Option<&'static Can> {
        let engine = self.model.part(part).engine.as_deref()?;
        engines::engine(engine)?.can.as_ref()
    }

    /// The machines that the copies of a part run on.
    fn machines(&self, part: PartId) -> BTreeSet<MachineId> {
        let seats = self.model.copies(part).map(|(_, seat)| seat);
        let machine = |seat| match seat {
            Seat::Machine(machine) => Some(machine),
            Seat::Place(_) => None,
        };
        seats.filter_map(machine).collect()
    }

    /// The size of a volume in bytes, where Terraform says it.
    fn volume(&self, part: PartId) -> Option<Bytes> {
        let address = self.address(part);
        let volume = self.estate.volumes.iter().find(|it| it.address == address)?;
        volume.gib?.checked_mul(1 << 30)
    }

    /// The stores whose loss somebody would miss.
    fn harmful(&self) -> impl Iterator<Item = &Store> {
        let missed = |it: &&Store| !matches!(it.worth, outlast_model::Worth::Harmless);
        self.model.stores.iter().filter(missed)
    }
}
