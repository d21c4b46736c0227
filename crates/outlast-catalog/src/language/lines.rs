//! Lines between places: how long a round trip over them takes, and what they carry.

use outlast_model::{Fact, Line, PartId};

use super::document::Block;
use super::grammar::blocks::link::Joining;
use super::grammar::group::{Bits, Group as _};
use super::lowering::Lowering;
use super::places;

/// Reads what is known of each link.
pub fn read(lowering: &mut Lowering<'_>, own: &[(&Block, PartId)]) {
    for (block, part) in own.iter().filter(|(block, _)| Joining::is_in(block)) {
        let joining = Joining::of(block);
        let bandwidth = joining.bandwidth.get();
        let line = Line {
            part: *part,
            joins: places::ends(lowering, block),
            rtt: joining.rtt.fact(),
            bandwidth: bandwidth.map(|(Bits(bits), span)| Fact::Stated(bits / 8, Some(span))),
        };
        lowering.estate.model.lines.push(line);
    }
}
