//! Lines between places: how long a round trip over them takes, and what they carry.

use outlast_model::{Fact, Line, PartId};

use super::document::Block;
use super::lowering::Lowering;
use super::places;

/// Reads what is known of each link.
pub fn read(lowering: &mut Lowering<'_>, own: &[(&Block, PartId)]) {
    for (block, part) in own.iter().filter(|(block, _)| block.kind.name == "link") {
        let line = Line {
            part: *part,
            joins: places::ends(lowering, block),
            rtt: block.fields.range("rtt").map(|(range, span)| Fact::Stated(range, Some(span))),
            bandwidth: block
                .fields
                .bandwidth("bandwidth")
                .map(|(bits, span)| Fact::Stated(bits / 8, Some(span))),
        };
        lowering.estate.model.lines.push(line);
    }
}
