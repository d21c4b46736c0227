//! Load balancers whose health checks no member lets in.
//!
//! The checks come from addresses of the vendor's own, so that the security groups of the members
//! must admit them on the port of the check
//! (<https://community.exoscale.com/product/networking/nlb/overview/>). Otherwise every member fails
//! its check for ever. Asked of the filters of the model; where a rule or a group is not known, what
//! is behind the service is not known either. Whether the clients are let in is asked for each journey, by whoever judges needs.

use outlast_findings::{Finding, Span};
use outlast_model::{
    Attached, FilterPeer, FilterRule, MachineId, Networks, Packets, PartId, Role, UnseenFilters,
    Way,
};

use crate::estate::{Estate, Target};
use crate::reading::Reading;
use crate::rules;

/// The vendor's group of the addresses that health checks come from.
const CHECKERS: &str = "public-nlb-healthcheck-sources";

/// Reports services whose check no group of a member admits.
pub(crate) fn check(reading: &mut Reading<'_>) {
    let (mut findings, mut unknown) = (Vec::new(), Vec::new());
    for (part, aims) in &reading.estate.aims {
        if reading.estate.model.part(*part).role != Role::LoadBalancer {
            continue;
        }
        let machines: Vec<_> = aims.iter().filter_map(|it| machine(it.target)).collect();
        let span = reading.estate.model.part(*part).span;
        let Some(port) = reading.estate.check_ports.get(part).copied() else { continue };
        let each: Vec<_> = machines.iter().map(|it| lets_in(reading, *it, port)).collect();
        if let Some(why) = each.iter().find_map(|it| it.unknown()) {
            unknown.push((*part, format!("whether a check on port {port} is let in: {why}")));
        } else if !each.is_empty() && each.iter().all(|it| *it == Admission::Shut) {
            findings.push(refused_check(&reading.estate, *part, port, span));
        }
    }
    reading.estate.defects.extend(findings);
    reading.estate.model.unseen.extend(unknown);
}

const fn machine(target: Target) -> Option<MachineId> {
    match target {
        Target::Machine(machine) => Some(machine),
        Target::Part(_) => None,
    }
}

/// Whether TCP to a port of a machine gets in from somebody.
#[derive(Debug, PartialEq, Eq)]
enum Admission {
    /// A rule lets it in, or nobody states what filters it.
    Open,
    /// No rule does.
    Shut,
    /// A rule or a group that is not known may do so; why it is not known.
    Unknown(String),
}

impl Admission {
    fn unknown(&self) -> Option<&str> {
        match self {
            Self::Unknown(why) => Some(why),
            Self::Open | Self::Shut => None,
        }
    }
}

fn lets_in(reading: &Reading<'_>, machine: MachineId, port: u16) -> Admission {
    let networks = &reading.estate.model.networks;
    let mut own = networks.interfaces.iter().filter(|it| it.of == Attached::Machine(machine));
    let Some(public) = own.find(|it| it.network == Networks::INTERNET) else {
        return Admission::Open;
    };
    let Some(filters) = &public.filters else { return Admission::Open };
    let groups = || filters.iter().map(|it| networks.filter(*it));
    let rules = || groups().flat_map(|it| &it.rules).filter(|it| it.way == Way::In);
    if rules().any(|rule| admits(rule, port) == Some(true)) {
        return Admission::Open;
    }
    let of_group = match &public.unseen_filters {
        Some(UnseenFilters::Unstated(_)) => return Admission::Open,
        Some(UnseenFilters::Unknown(why)) => Some(why.clone()),
        None => groups().find_map(|it| it.unseen.clone()),
    };
    let of_rule = || {
        let mut maybe = rules().filter(|rule| admits(rule, port).is_none());
        maybe.next().map(|rule| format!("what {} lets in is not known", rule.address))
    };
    of_group.or_else(of_rule).map_or(Admission::Shut, Admission::Unknown)
}

/// Whether a rule lets TCP to this port in from somebody; `None` when that is not known.
fn admits(rule: &FilterRule, port: u16) -> Option<bool> {
    let at = match &rule.packets {
        Packets::All => Some(true),
        Packets::Tcp(from, to) => Some((*from..=*to).contains(&port)),
        Packets::Unknown(_) => None,
        Packets::Udp(..) | Packets::Icmp(..) | Packets::Icmp6(..) | Packets::Protocol(_) => {
            Some(false)
        }
    };
    match &rule.peer {
        FilterPeer::Unknown(_) => at.filter(|it| !*it),
        FilterPeer::Prefix(_) | FilterPeer::Group(_) | FilterPeer::Public(_) => at,
    }
}

fn address(estate: &Estate, part: PartId) -> &str {
    estate.model.part(part).address.as_str()
}

fn refused_check(estate: &Estate, part: PartId, port: u16, span: Option<Span>) -> Finding {
    let what = format!("`{}` checks its members on port {port}", address(estate, part));
    rules::CHECK_NOT_ADMITTED
        .finding()
        .at_maybe(span, what)
        .why("no member ever passes its check, so that nothing is served")
        .help(format!("admit `public_security_group = \"{CHECKERS}\"` on port {port}"))
}
