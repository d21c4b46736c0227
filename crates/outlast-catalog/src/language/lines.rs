//! Lines between places: how long a round trip over them takes, and what they carry.

use outlast_model::{Fact, Line};

use super::grammar::blocks::link::Joining;
use super::grammar::group::{Bits, Group as _};
use super::lowering::{Declared, Lowering};
use super::places;

/// Reads what is known of each link.
pub fn read(lowering: &mut Lowering<'_>, own: &[Declared<'_>]) {
    for link in own.iter().filter(|it| Joining::is_in(it.block)) {
        let joining = Joining::of(link.block);
        let bandwidth = joining.bandwidth.get();
        let line = Line {
            part: link.part,
            joins: places::ends(lowering, link.block),
            rtt: joining.rtt.fact(),
            bandwidth: bandwidth.map(|(Bits(bits), span)| Fact::Stated(bits / 8, Some(span))),
        };
        lowering.estate.model.lines.push(line);
    }
}
