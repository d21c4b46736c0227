//! Lines between places and networks: where they end, how long a round trip over them takes, and
//! what they carry.

use outlast_findings::Span;
use outlast_model::{Attached, Fact, Line, LineEnd, MachineId, NetworkId, NetworkKind, Segment};

use super::document::{Block, Reference, Wanted};
use super::grammar::blocks::link::Joining;
use super::grammar::group::{Bits, Group as _};
use super::lowering::{Declared, Lowering};
use crate::estate::Thing;

/// Reads what is known of each link.
pub fn read(lowering: &mut Lowering<'_>, own: &[Declared<'_>]) {
    for link in own.iter().filter(|it| Joining::is_in(it.block)) {
        let joining = Joining::of(link.block);
        let bandwidth = joining.bandwidth.get();
        let line = Line {
            part: link.part,
            joins: ends(lowering, link.block),
            rtt: joining.rtt.fact(),
            bandwidth: bandwidth.map(|(Bits(bits), span)| Fact::Stated(bits / 8, Some(span))),
        };
        lowering.estate.model.lines.push(line);
    }
}

/// Where a link ends.
fn ends(lowering: &mut Lowering<'_>, block: &Block) -> Vec<LineEnd> {
    let mut ends = Vec::new();
    for (reference, span) in Joining::of(block).joins.references() {
        ends.extend(end(lowering, reference, span).filter(|end| !ends.contains(end)));
    }
    ends
}

fn end(lowering: &mut Lowering<'_>, reference: &Reference, span: Span) -> Option<LineEnd> {
    if let Reference::Resources(addresses) = reference {
        let address = addresses.first()?;
        let networks = lowering.model().networks.networks.pairs();
        let mut private = networks.filter(|(_, it)| it.kind == NetworkKind::Private);
        if let Some((id, network)) = private.find(|(_, it)| it.address == *address)
            && let Some(place) = network.place
        {
            let (attached, only) = attached(lowering, id);
            return Some(LineEnd::Network(Segment { network: id, place, attached, only }));
        }
        if let Some(Thing::Place(place)) = lowering.estate.things.get(address) {
            return Some(LineEnd::Place(*place));
        }
    }
    lowering.place(&[Wanted::One(reference.clone(), span)]).map(LineEnd::Place)
}

/// The machines on a network, and those of them that stand on private networks alone.
fn attached(lowering: &Lowering<'_>, network: NetworkId) -> (Vec<MachineId>, Vec<MachineId>) {
    let networks = &lowering.model().networks;
    let mut attached: Vec<MachineId> = Vec::new();
    for interface in networks.interfaces.iter().filter(|it| it.network == network) {
        if let Attached::Machine(machine) = interface.of
            && !attached.contains(&machine)
        {
            attached.push(machine);
        }
    }
    let is_private = |it: &MachineId| networks.public_interface(*it).is_none();
    let only = attached.iter().copied().filter(is_private).collect();
    (attached, only)
}
