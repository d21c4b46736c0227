//! Which copy of a database writes, who decides about it, and which copies writes have passed by.

use outlast_model::{Database, Part};

use super::beliefs::Beliefs;
use crate::state::{State, Value, Var, Vars, View, count, values};

values! {
    /// What a copy of a database takes itself for.
    enum CopyRole {
        /// It follows another.
        Follows,
        /// It accepts writes.
        Accepts,
        /// It was the primary and gave up.
        GaveUp,
    }
}

/// The number of a copy of a database, from 0, as it stands in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CopyNumber(u8);

impl CopyNumber {
    /// The number of a copy; nothing for one beyond the first 255, which is never made the primary:
    /// a state has one byte for it.
    pub(crate) fn of(copy: u32) -> Option<Self> {
        u8::try_from(copy).ok().filter(|copy| *copy < u8::MAX).map(Self)
    }

    /// The copy of that number.
    pub(crate) fn copy(self) -> u32 {
        u32::from(self.0)
    }
}

impl Value for CopyNumber {
    fn byte(self) -> u8 {
        self.0
    }

    fn of(byte: u8) -> Self {
        Self(byte)
    }
}

/// Who holds a lease, if anybody does.
impl Value for Option<CopyNumber> {
    fn byte(self) -> u8 {
        self.map_or(0, |holder| holder.0 + 1)
    }

    fn of(byte: u8) -> Self {
        byte.checked_sub(1).map(CopyNumber)
    }
}

/// Who decides which copy writes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Decides {
    /// Whoever holds the lease does.
    Lease(Var<Option<CopyNumber>>),
    /// Watchers, who believe something of the primary: their only target.
    Watchers(Beliefs),
}

/// What acknowledged writes have done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writes {
    /// Per copy, whether acknowledged writes have passed it by.
    stale: Vars<bool>,
    /// Per copy, whether writes are no longer held up for it.
    left_out: Vars<bool>,
    /// Which copy was made the primary last.
    leader: Var<CopyNumber>,
}

impl Writes {
    /// All copies have everything before any fault, and the first one leads.
    pub(crate) fn lay_out(part: &Part, state: &mut State) -> Self {
        let copies = count(part.copies.len());
        Self {
            stale: state.allot(copies, false),
            left_out: state.allot(copies, false),
            leader: state.allot(1, CopyNumber(0)).at(0),
        }
    }

    /// Whether acknowledged writes have passed a copy by.
    pub(crate) fn is_stale(self, state: &dyn View, copy: u32) -> bool {
        state.get(self.stale.at(copy))
    }

    /// Whether writes are no longer held up for a copy.
    pub(crate) fn is_left_out(self, state: &dyn View, copy: u32) -> bool {
        state.get(self.left_out.at(copy))
    }

    /// Writes pass a copy by, or it has them all. Whether that is new.
    pub(crate) fn pass_by(self, state: &mut dyn View, copy: u32, stale: bool) -> bool {
        change(state, self.stale.at(copy), stale)
    }

    /// Writes no longer wait for a copy.
    pub(crate) fn leave_out(self, state: &mut dyn View, copy: u32) {
        state.set(self.left_out.at(copy), true);
    }

    /// Writes wait for a copy again. Whether that is new.
    pub(crate) fn let_in(self, state: &mut dyn View, copy: u32) -> bool {
        change(state, self.left_out.at(copy), false)
    }

    /// The copy that was made the primary last.
    pub(crate) fn leader(self, state: &dyn View) -> u32 {
        state.get(self.leader).copy()
    }
}

/// The variables of a database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cluster {
    pub(crate) writes: Writes,
    roles: Vars<CopyRole>,
    /// Per group of shares, the copy that leads it; nothing where there is one group.
    groups: Vars<CopyNumber>,
    pub(crate) decides: Decides,
}

impl Cluster {
    /// The first copy accepts writes before any fault, and holds the lease where there is one.
    pub(crate) fn lay_out(
        part: &Part,
        writes: Writes,
        has_lease: bool,
        watchers: u32,
        groups: u32,
        state: &mut State,
    ) -> Self {
        let roles = state.allot(count(part.copies.len()), CopyRole::Follows);
        if let Some(first) = roles.each().next() {
            (state as &mut dyn View).set(first, CopyRole::Accepts);
        }
        let decides = if has_lease {
            Decides::Lease(state.allot(1, CopyNumber::of(0)).at(0))
        } else {
            Decides::Watchers(Beliefs::lay_out(watchers, 1, state))
        };
        let groups = Self::lay_out_groups(groups, state);
        Self { writes, roles, groups, decides }
    }

    /// Each group is led by a copy of its own before any fault.
    fn lay_out_groups(groups: u32, state: &mut State) -> Vars<CopyNumber> {
        let groups = state.allot(if groups > 1 { groups } else { 0 }, CopyNumber(0));
        for (group, leader) in groups.each().enumerate() {
            if let Some(copy) = CopyNumber::of(count(group)) {
                (state as &mut dyn View).set(leader, copy);
            }
        }
        groups
    }

    /// The copy that leads a group of shares behind the first.
    pub(crate) fn group_leader(self, state: &dyn View, group: u32) -> u32 {
        state.get(self.groups.at(group)).copy()
    }

    /// A copy leads a group of shares from now on.
    pub(crate) fn lead_group(self, state: &mut dyn View, group: u32, copy: CopyNumber) {
        state.set(self.groups.at(group), copy);
    }

    /// What a copy takes itself for.
    pub(crate) fn role(self, state: &dyn View, copy: u32) -> CopyRole {
        state.get(self.roles.at(copy))
    }

    pub(crate) fn set_role(self, state: &mut dyn View, copy: u32, role: CopyRole) {
        state.set(self.roles.at(copy), role);
    }

    /// A copy follows another. Whether that is new.
    pub(crate) fn follow(self, state: &mut dyn View, copy: u32) -> bool {
        let follows = self.role(state, copy) == CopyRole::Follows;
        if !follows {
            self.set_role(state, copy, CopyRole::Follows);
        }
        !follows
    }

    /// Makes a copy the primary.
    pub(crate) fn lead(self, state: &mut dyn View, copy: CopyNumber) {
        self.set_role(state, copy.copy(), CopyRole::Accepts);
        state.set(self.writes.leader, copy);
    }
}

/// Whether a variable had another value; it has this one now.
fn change(state: &mut dyn View, var: Var<bool>, value: bool) -> bool {
    let is_new = state.get(var) != value;
    if is_new {
        state.set(var, value);
    }
    is_new
}

/// The most groups that are followed one by one.
const GROUPS_MAX: u32 = 64;

/// How many groups of shares a database of so many copies has, of which each has a copy that writes.
pub(crate) fn groups_of(database: &Database, copies: u32) -> u32 {
    database.shards.min(copies).clamp(1, GROUPS_MAX)
}
