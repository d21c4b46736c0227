//! An arrow that the network does not let through: what needs it never works.

use outlast_catalog::NewRule;
use outlast_findings::{Evidence, Finding, Mend, NoteKind, Rule, Severity};
use outlast_model::{
    Attached, FilterGroup, FilterId, FilterPeer, FilterRule, Interface, Model, Way,
};

use super::{Facts, Finder};
use crate::demands::{Asked, Demand, alone, demands};
use crate::network_words::{decision_words, network_words, packets_words, party_words};
use crate::reach::{Answer, Decision, Party, Question, Reachability, Verdict};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "forbidden-need",
        "something is needed that the network does not let through",
        Severity::Error,
        include_str!("../../pages/rules/forbidden-need.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let alone = alone(facts.model);
    let asked = Asked::of(facts.model, &alone);
    for demand in demands(facts.model) {
        let Some((question, answer)) = asked.answer(&demand) else { continue };
        match answer.verdict {
            Verdict::No => findings.push(finding(facts.model, &demand, &question, &answer)),
            // Who calls the copy beside it never asks the others; of all packets, some are enough.
            Verdict::Partly
                if demand.port.is_some() && !demand.shares && question.from != Party::Internet =>
            {
                if let Some(refused) = refused(&answer) {
                    let mut one = finding(facts.model, &demand, &refused(&question), &answer);
                    one.severity = Severity::Warning;
                    findings.push(one);
                }
            }
            Verdict::Partly | Verdict::Undecided | Verdict::Yes => {}
        }
    }
}

/// The question about the pair that is refused, where it is two of the model.
fn refused(answer: &Answer) -> Option<impl Fn(&Question) -> Question> {
    let (from, to) = answer.of.clone();
    let certain = !matches!(
        answer.decided_by,
        Decision::MaybeRule { .. } | Decision::MaybeAddress(_) | Decision::Unknown(_)
    );
    let inside = !matches!(from, Party::Internet) && !matches!(to, Party::Internet);
    (certain && inside).then_some(move |it: &Question| Question {
        from: from.clone(),
        to: to.clone(),
        packets: it.packets.clone(),
    })
}

fn finding(model: &Model, demand: &Demand, question: &Question, answer: &Answer) -> Finding {
    let (from, to) = (party_words(model, &question.from), party_words(model, &question.to));
    let what = format!("{from} cannot reach {to} with {}", packets_words(&question.packets));
    let mut finding = RULE.rule.finding().at_maybe(demand.span, demand.what.clone());
    finding = finding.note(NoteKind::Then, what.clone());
    for said in decision_words(model, &answer.decided_by) {
        finding = match said.span {
            Some(span) if Some(span) != demand.span => finding.see(span, said.text.clone()),
            _ => finding,
        };
        finding = finding.note(NoteKind::Why, said.text);
    }
    match mend(model, question, &answer.decided_by) {
        Some(mend) => finding.mends.push(mend),
        None => finding = finding.help(help(model, &answer.decided_by)),
    }
    finding.evidence = Some(Evidence::Fact { of: demand.what.clone(), what });
    finding
}

// Mends.

/// A rule that would let it through, tried on the model before it is shown.
fn mend(model: &Model, question: &Question, decision: &Decision) -> Option<Mend> {
    let Decision::NoRule { interface, way } = decision else { return None };
    let interface = model.networks.interface(*interface);
    let group = *interface.filters.as_ref()?.first()?;
    let own = model.networks.filter(group);
    if own.unseen.is_some() || !matches!(interface.of, Attached::Machine(_)) {
        return None;
    }
    let other = match way {
        Way::In => &question.from,
        Way::Out => &question.to,
    };
    let peer = peer(model, other, *way, interface)?;
    if *way == Way::In && is_everybody(&peer) {
        return None;
    }
    let mut tried = model.clone();
    tried.networks.filters[group].rules.push(FilterRule {
        address: own.address.clone(),
        way: *way,
        packets: question.packets.clone(),
        peer: peer.clone(),
        span: None,
    });
    let after = Reachability::of(&tried).ask(question).verdict;
    if after != Verdict::Yes {
        return None;
    }
    let text = NewRule {
        name: name(own, way, question),
        group: &own.address,
        way: *way,
        packets: &question.packets,
        peer: &peer,
        peer_group: peer_group(model, &peer),
    };
    let word = match way {
        Way::In => "in",
        Way::Out => "out",
    };
    Some(Mend {
        what: format!("a rule of `{}` that lets it {word}", own.address),
        proved: "then it gets there".to_string(),
        remains: Vec::new(),
        cost_cents: Some(0),
        text: text.text(),
        edits: Vec::new(),
    })
}

/// Whom a rule would have to name.
fn peer(model: &Model, other: &Party, way: Way, near: &Interface) -> Option<FilterPeer> {
    let of = match other {
        // Nobody is advised to open a port to everybody: who means it writes it.
        Party::Internet => return None,
        Party::Prefix(prefix) => return Some(FilterPeer::Prefix(*prefix)),
        Party::Public(name) => return Some(FilterPeer::Public(name.clone())),
        Party::Machine(id) => Attached::Machine(*id),
        Party::Part(id) => match model.attached(model.copies(*id).next()?.1) {
            outlast_model::Seat::Machine(machine) => Attached::Machine(machine),
            // What a provider runs has no group, and an address that nobody knows yet: only
            // everybody would cover it, and that may be advised on the way out alone.
            outlast_model::Seat::Place(_) if way == Way::Out => {
                return Some(FilterPeer::Prefix(ipnet::IpNet::from(ipnet::Ipv4Net::default())));
            }
            outlast_model::Seat::Place(_) => return None,
        },
        Party::Place(_) => return None,
    };
    let theirs =
        model.networks.interfaces.iter().find(|it| it.of == of && it.network == near.network)?;
    let group: FilterId = *theirs.filters.as_ref()?.first()?;
    Some(FilterPeer::Group(group))
}

/// Whether that is everybody of a family of addresses.
fn is_everybody(peer: &FilterPeer) -> bool {
    matches!(peer, FilterPeer::Prefix(prefix) if prefix.prefix_len() == 0)
}

fn peer_group<'m>(model: &'m Model, peer: &FilterPeer) -> Option<&'m str> {
    match peer {
        FilterPeer::Group(id) => Some(model.networks.filter(*id).address.as_str()),
        FilterPeer::Prefix(_) | FilterPeer::Public(_) | FilterPeer::Unknown(_) => None,
    }
}

/// The name of a new resource: what it is for.
fn name(group: &FilterGroup, way: &Way, question: &Question) -> String {
    let of = group.address.rsplit('.').next().unwrap_or("group");
    let words = packets_words(&question.packets);
    let word = match way {
        Way::In => "in",
        Way::Out => "out",
    };
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    format!("{of}_{word}_{words}").chars().map(plain).collect()
}

/// What to do where no rule mends it.
fn help(model: &Model, decision: &Decision) -> String {
    match decision {
        Decision::NoRoute { on, to } | Decision::NoRouteBack { on: Some(on), to } => {
            let of = |network| {
                model.networks.interfaces.iter().any(|it| it.of == *on && it.network == network)
            };
            let leads = model.networks.passages.iter().find(|it| {
                it.ends.iter().any(|end| end.network == *to)
                    && it.ends.iter().any(|end| of(end.network))
            });
            let who = crate::network_words::attached_words(model, *on);
            match leads {
                Some(passage) => format!("add {who} to `routed_on` of `{}`", passage.address),
                None => format!(
                    "join {who} to {}, or write a `link` that leads there, with `routed_on`",
                    network_words(model, *to)
                ),
            }
        }
        Decision::NotJoined { .. } | Decision::NoAddress { .. } => {
            "join both to one network, or write a `link` between theirs".to_string()
        }
        Decision::NoRule { way: Way::In, .. } => {
            "let in by a rule those who need it, and nobody else".to_string()
        }
        Decision::NoRule { way: Way::Out, .. } => "let it out by a rule".to_string(),
        Decision::Overlap { .. } => "give the two networks different prefixes".to_string(),
        Decision::Allowed(_)
        | Decision::Itself
        | Decision::MaybeRule { .. }
        | Decision::MaybeAddress(_)
        | Decision::NotPublic(_)
        | Decision::NoRouteBack { on: None, .. }
        | Decision::PassageElsewhere { .. }
        | Decision::GatewayElsewhere { .. }
        | Decision::Platform(_)
        | Decision::Carrier { .. }
        | Decision::Down(_)
        | Decision::LeavesOverInternet { .. }
        | Decision::PortNotForwarded(_)
        | Decision::NobodyBehind(_)
        | Decision::Limit(_)
        | Decision::Unknown(_) => String::new(),
    }
}
