//! `address`: an elastic IP, or a virtual IP that machines hold among themselves.
//! What it becomes is made in `routers.rs`.

use outlast_model::Role;

use super::need;
use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::{
    Bound, Checked, Denying, Ending, FailingOver, Repaired, Sticking, Titled,
};
use crate::language::shape::{BlockKind, PartKind};

group! {
    /// How machines tell each other who holds an address.
    pub(crate) struct Adverts {
        every: Range, "time between two adverts".unstated("1 s (keepalived `advert_int`)");
        priorities: Counts, "the priority of each machine in `on`, 1 to 254"
            .unstated("100 each (RFC 3768)");
        missed: Count, "adverts that must stay out".unstated("3 (RFC 3768)");
        unicast: Flag, "they go to each machine by its address (keepalived `unicast_peer`)"
            .unstated("`false`: multicast, which machines in other zones never hear (RFC 3768)");
    }
}

group! {
    /// An address, and who holds it.
    pub(crate) struct Addressed {
        of: One("an elastic IP"), "the elastic IP that this block adds facts to";
        on: Several("an instance"), "the machines that hold a virtual IP in turn, preferred first";
        place as "in": One("a place"),
            "the place that it stands in, when neither a resource nor machines hold it"
            .judges_each();
        adverts: Object(Adverts), "how those machines tell each other (VRRP)";
        preempts: Flag, "a preferred machine takes it back when it returns"
            .unstated("`true` (keepalived)");
    }
}

group! {
    /// What answers at an address.
    pub(crate) struct Answering {
        to: Several("a part"), "what answers at it".unstated("what listens on its machines");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "address",
    named: true,
    meaning: "An elastic IP (`of`), or a virtual IP that machines hold among themselves (`on` and \
              `adverts`).",
    attributes: &[
        Addressed::ROWS,
        Checked::ROWS,
        Answering::ROWS,
        FailingOver::ROWS,
        Repaired::ROWS,
        Sticking::ROWS,
        Bound::ROWS,
        Ending::ROWS,
        Denying::ROWS,
        Titled::ROWS,
    ],
    blocks: &[&need::BLOCK],
    part: Some(PartKind::new(Role::VirtualIp)),
    later: None,
};
