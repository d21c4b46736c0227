//! `name`: a DNS name.
//! What it becomes is made in `routers.rs`.

use outlast_model::Role;

use super::need;
use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::{Checked, Denying, Ending, FailingOver, Titled};
use crate::language::shape::{BlockKind, PartKind};

group! {
    /// A name, and who knows it.
    pub(crate) struct Naming {
        of: Several("a DNS record"), "the record that this block adds facts to";
        to: Several("a part"), "what it leads to, when Terraform does not say";
        remembers: Range, "how long callers keep an answer, when Terraform does not say";
        served_by: Needs, "the places of its name servers, when Terraform does not say"
            .unstated("a place of their own, which fails alone");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "name",
    named: true,
    meaning: "A DNS name: of a record (`of`), or one that is kept elsewhere (`to`).",
    attributes: &[
        Naming::ROWS,
        Checked::ROWS,
        FailingOver::ROWS,
        Ending::ROWS,
        Denying::ROWS,
        Titled::ROWS,
    ],
    blocks: &[&need::BLOCK],
    part: Some(PartKind::new(Role::Name)),
    later: None,
};
