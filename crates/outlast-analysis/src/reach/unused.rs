//! Rules that let nothing through that others do not: nobody is in their group, their peer is
//! nobody, or other rules of the same group let all of it through already.
//!
//! Rules of other groups are left out: which groups an interface has is a matter of that interface.
//! Where it is not known who is in a group, no rule is called unused; so it is where a module was not
//! read, for machines in it may be members.

use outlast_model::{
    Family, FilterGroup, FilterId, FilterPeer, FilterRule, Missing, MissingKind, Model,
};

use super::flows::{FlowSet, Stretch};
use super::packets::PacketSet;
use super::question::RuleRef;

/// What a rule is good for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleUse {
    /// It lets something through that no other rule of its group does.
    Needed,
    /// No interface has the group.
    NoMember,
    /// Its peer is a group with neither members nor external prefixes.
    NoPeer(FilterId),
    /// These rules of the same group let all of it through.
    Covered(Vec<RuleRef>),
}

/// Every rule with what it is good for, in the order of the model. Of two rules that say the same
/// the second is covered by the first.
pub fn rule_uses(model: &Model) -> Vec<(RuleRef, RuleUse)> {
    let networks = &model.networks;
    let unread = |it: &Missing| matches!(it.kind, MissingKind::Module(_));
    let certain = networks.interfaces.iter().all(|it| it.unseen_filters.is_none())
        && !model.understood.missing.iter().any(unread);
    let mut members = vec![false; networks.filters.len()];
    for group in networks.interfaces.iter().filter_map(|it| it.filters.as_ref()).flatten() {
        if let Some(has) = members.get_mut(group.0 as usize) {
            *has = true;
        }
    }
    let empty = |group: FilterId| certain && members.get(group.0 as usize).is_some_and(|has| !has);
    let mut found = Vec::new();
    for (id, group) in networks.filters.pairs() {
        let covered = covered(id, group);
        for (rule, (it, covered)) in group.rules.iter().zip(covered).enumerate() {
            let nobody = |peer: FilterId| {
                let others = networks.filter(peer);
                empty(peer) && others.external.is_empty() && others.unseen_members.is_none()
            };
            let used = match &it.peer {
                _ if empty(id) => RuleUse::NoMember,
                FilterPeer::Group(peer) if nobody(*peer) => RuleUse::NoPeer(*peer),
                _ if covered.is_empty() => RuleUse::Needed,
                FilterPeer::Prefix(_)
                | FilterPeer::Group(_)
                | FilterPeer::Public(_)
                | FilterPeer::Unknown(_) => RuleUse::Covered(covered),
            };
            found.push((RuleRef { group: id, rule }, used));
        }
    }
    found
}

/// For each rule of a group the rules that cover it; none where nothing does.
fn covered(id: FilterId, group: &FilterGroup) -> Vec<Vec<RuleRef>> {
    let mut found: Vec<Vec<RuleRef>> = vec![Vec::new(); group.rules.len()];
    // From the last on, so that of equal rules the first stays; what is covered covers no more.
    for (at, rule) in group.rules.iter().enumerate().rev() {
        let others = group.rules.iter().enumerate().filter(|(other, it)| {
            *other != at && it.way == rule.way && found.get(*other).is_some_and(Vec::is_empty)
        });
        let mut by = Vec::new();
        if covers(rule, others, &mut by) {
            let rules = by.into_iter().map(|rule| RuleRef { group: id, rule }).collect();
            if let Some(entry) = found.get_mut(at) {
                *entry = rules;
            }
        }
    }
    found
}

/// Whether the others let through all that the rule does, and which of them.
fn covers<'r>(
    rule: &FilterRule,
    others: impl Iterator<Item = (usize, &'r FilterRule)>,
    by: &mut Vec<usize>,
) -> bool {
    let Some(mut left) = flows(rule, &rule.peer) else { return false };
    if left.is_empty() {
        return false;
    }
    for (at, other) in others {
        let Some(theirs) = flows(other, &rule.peer) else { continue };
        let rest = left.difference(&theirs);
        if rest != left {
            by.push(at);
            left = rest;
        }
        if left.is_empty() {
            return true;
        }
    }
    false
}

/// What a rule lets through of what a rule with this peer is about. For a peer that is no prefix all
/// addresses stand for its unknown ones, so only the same peer and whole families cover it.
fn flows(rule: &FilterRule, about: &FilterPeer) -> Option<FlowSet> {
    let packets = PacketSet::known(&rule.packets)?;
    let both = || {
        let of = |family| FlowSet::of(Stretch::of_family(family), packets.clone());
        of(Family::V4).union(&of(Family::V6))
    };
    match (&rule.peer, about) {
        (FilterPeer::Unknown(_), _) | (_, FilterPeer::Unknown(_)) => None,
        (FilterPeer::Prefix(prefix), FilterPeer::Prefix(_)) => {
            Some(FlowSet::of(Stretch::of(prefix), packets))
        }
        (FilterPeer::Prefix(prefix), _) if prefix.prefix_len() == 0 => {
            Some(FlowSet::of(Stretch::of(prefix), packets))
        }
        (peer, about) if peer == about => Some(both()),
        _ => None,
    }
}
