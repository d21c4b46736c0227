//! Who can reach whom: worked-out cases, one for each thing that decides.
//!
//! A small system is written down by hand, a question is asked, and the verdict and what decides it
//! are compared. Thousands of random systems are in `reach_packets.rs`, and in the tests of
//! `outlast-rehearse`, where the kernel decides.

use crate::system::{System, rule};
use outlast_analysis::reach::{
    Answer, Cut, Decision, Hop, Party, Question, Reachability, RuleRef, RuleUse, Verdict, rule_uses,
};
use outlast_model::*;

const SSH: Packets = Packets::Tcp(22, 22);
const WEB: Packets = Packets::Tcp(443, 443);

fn machine(at: u32) -> Party {
    Party::Machine(MachineId::nth(at))
}

fn of(at: u32) -> Attached {
    Attached::Machine(MachineId::nth(at))
}

fn asked(reach: &Reachability<'_>, from: Party, to: Party, packets: Packets) -> Answer {
    reach.ask(&Question { from, to, packets })
}

fn verdict(model: &Model, from: Party, to: Party, packets: Packets) -> Verdict {
    asked(&Reachability::of(model), from, to, packets).verdict
}

fn prefix(text: &str) -> Party {
    Party::Prefix(text.parse().unwrap())
}

#[test]
fn nothing_comes_in_without_a_rule_and_everything_goes_out() {
    let mut system = System::new();
    let closed = system.group(vec![]);
    let open = system.group(vec![rule(Way::In, WEB, "0.0.0.0/0")]);
    system.machine("198.51.100.1", Some(vec![closed]));
    system.machine("198.51.100.2", Some(vec![open]));
    system.machine("198.51.100.3", None);
    let model = system.model();
    let reach = Reachability::of(&model);
    let answer = asked(&reach, machine(1), machine(0), WEB);
    assert_eq!(answer.verdict, Verdict::No);
    assert_eq!(
        answer.decided_by,
        Decision::NoRule { interface: InterfaceId::nth(0), way: Way::In }
    );
    let answer = asked(&reach, machine(0), machine(1), WEB);
    assert_eq!(answer.verdict, Verdict::Yes);
    assert_eq!(answer.decided_by, Decision::Allowed(vec![RuleRef { group: open, rule: 0 }]));
    assert_eq!(
        answer.path,
        [Hop::Segment { network: NetworkId::nth(0), from: Some(of(0)), to: Some(of(1)) }]
    );
    assert_eq!(verdict(&model, machine(0), machine(1), SSH), Verdict::No);
    assert_eq!(verdict(&model, machine(0), machine(1), Packets::Tcp(22, 443)), Verdict::Partly);
    // Nothing is filtered where there are no groups at all.
    assert_eq!(verdict(&model, machine(0), machine(2), Packets::All), Verdict::Yes);
    assert_eq!(verdict(&model, machine(0), Party::Internet, Packets::All), Verdict::Yes);
    assert_eq!(asked(&reach, machine(0), machine(0), WEB).decided_by, Decision::Itself);
}

#[test]
fn the_first_rule_out_makes_a_list_of_what_goes_out() {
    let mut system = System::new();
    let first = system.group(vec![rule(Way::Out, WEB, "203.0.113.0/24")]);
    let second = system.group(vec![rule(Way::Out, SSH, "0.0.0.0/0")]);
    system.machine("198.51.100.1", Some(vec![first, second]));
    system.machine("198.51.100.2", None);
    let model = system.model();
    let reach = Reachability::of(&model);
    assert_eq!(verdict(&model, machine(0), machine(1), SSH), Verdict::Yes);
    let answer = asked(&reach, machine(0), machine(1), WEB);
    assert_eq!(
        answer.decided_by,
        Decision::NoRule { interface: InterfaceId::nth(0), way: Way::Out }
    );
    assert_eq!(verdict(&model, machine(0), Party::Internet, WEB), Verdict::Partly);
    assert_eq!(verdict(&model, machine(0), prefix("203.0.113.7/32"), WEB), Verdict::Yes);
    let outgoing = reach.outgoing(&machine(0));
    assert_eq!(outgoing.sure, outgoing.perhaps);
    assert_eq!(outgoing.sure.parts().len(), 3);
    // Replies need no rule: the list of what goes out is about what it opens.
    assert_eq!(verdict(&model, machine(1), machine(0), SSH), Verdict::No);
}

#[test]
fn a_group_as_peer_is_its_members_and_external_prefixes_and_not_itself() {
    let mut system = System::new();
    let web = system.group(vec![]);
    let mut in_rule = rule(Way::In, SSH, "0.0.0.0/0");
    in_rule.peer = FilterPeer::Group(web);
    let store = system.group(vec![in_rule]);
    system.external(web, "203.0.113.0/24");
    system.machine_unknown(Some(vec![web]));
    system.machine_unknown(Some(vec![store]));
    system.machine_unknown(Some(vec![store]));
    let model = system.model();
    assert_eq!(verdict(&model, machine(0), machine(1), SSH), Verdict::Yes);
    // The address of another may lie in an external prefix of the group: it is not known.
    assert_eq!(verdict(&model, machine(2), machine(1), SSH), Verdict::Undecided);
    assert_eq!(verdict(&model, machine(1), machine(0), SSH), Verdict::No);
    assert_eq!(verdict(&model, prefix("203.0.113.9/32"), machine(1), SSH), Verdict::Yes);
    assert_eq!(verdict(&model, prefix("203.0.112.0/22"), machine(1), SSH), Verdict::Partly);
    let reach = Reachability::of(&model);
    let exposed = reach.exposed(&machine(1));
    assert_eq!(exposed.sure, exposed.perhaps);
    assert_eq!(exposed.sure.parts().len(), 1);
    assert_eq!(exposed.sure.packets().to_string(), "tcp 22");
}

#[test]
fn what_is_not_known_is_undecided() {
    let mut system = System::new();
    let narrow = system.group(vec![
        rule(Way::In, WEB, "0.0.0.0/0"),
        rule(Way::In, SSH, "203.0.113.0/24"),
        rule(Way::In, Packets::Tcp(25, 25), "10.0.0.0/8"),
    ]);
    let unseen = system.group(vec![rule(Way::In, WEB, "0.0.0.0/0")]);
    system.networks.filters[unseen].unseen = Some("it is only read".into());
    system.machine_unknown(Some(vec![narrow]));
    system.machine_unknown(Some(vec![unseen]));
    let model = system.model();
    let reach = Reachability::of(&model);
    assert_eq!(verdict(&model, machine(0), machine(1), WEB), Verdict::Yes);
    let answer = asked(&reach, machine(1), machine(0), WEB);
    // What the unseen group lets out is not known.
    assert!(matches!(answer.decided_by, Decision::MaybeRule { way: Way::Out, .. }));
    assert_eq!(verdict(&model, Party::Internet, machine(1), WEB), Verdict::Yes);
    assert_eq!(verdict(&model, Party::Internet, machine(1), SSH), Verdict::Undecided);
    system.networks.filters[unseen].unseen = None;
    let model = system.model();
    assert_eq!(verdict(&model, machine(1), machine(0), WEB), Verdict::Yes);
    assert_eq!(verdict(&model, machine(1), machine(0), SSH), Verdict::Undecided);
    // No public address is private.
    assert_eq!(verdict(&model, machine(1), machine(0), Packets::Tcp(25, 25)), Verdict::No);
    assert_eq!(verdict(&model, prefix("10.1.0.0/16"), machine(0), WEB), Verdict::No);
}

#[test]
fn a_set_of_the_provider_is_only_itself() {
    let mut system = System::new();
    let mut checks = rule(Way::In, WEB, "0.0.0.0/0");
    checks.peer = FilterPeer::Public("checks".into());
    let group = system.group(vec![checks]);
    system.machine("198.51.100.1", Some(vec![group]));
    let model = system.model();
    assert_eq!(verdict(&model, Party::Public("checks".into()), machine(0), WEB), Verdict::Yes);
    assert_eq!(verdict(&model, Party::Public("others".into()), machine(0), WEB), Verdict::No);
    assert_eq!(verdict(&model, Party::Internet, machine(0), WEB), Verdict::No);
}

/// Two zones with a private network each, a gateway in each, and a tunnel between the gateways.
/// Machines: 0 and 1 gateways, 2 in zone a, 3 in zone b.
fn tunnelled(far: &str, rules: Vec<FilterRule>) -> System {
    let mut system = System::new();
    let a = system.private("10.0.0.0/24");
    let b = system.private(far);
    let ends = system.group(rules);
    system.machine("198.51.100.1", Some(vec![ends]));
    system.machine("198.51.100.2", Some(vec![ends]));
    system.bare();
    system.bare();
    for (at, network, last) in [(0, a, 1), (1, b, 1), (2, a, 2), (3, b, 2)] {
        let base = if network == a { "10.0.0" } else { far.rsplit_once('.').unwrap().0 };
        system.join(at, network, &format!("{base}.{last}"));
    }
    let packets = Packets::Udp(51820, 51820);
    system.passage(
        [(a, &[0]), (b, &[1])],
        Carrier::Tunnel { packets: vec![packets], encrypted: true },
    );
    system
}

fn group_rule() -> FilterRule {
    let mut it = rule(Way::In, Packets::Udp(51820, 51820), "0.0.0.0/0");
    it.peer = FilterPeer::Group(FilterId::nth(0));
    it
}

#[test]
fn private_networks_are_not_filtered_and_end_at_their_zone() {
    let system = tunnelled("10.0.1.0/24", vec![group_rule()]);
    let model = system.model();
    assert_eq!(verdict(&model, machine(2), machine(0), Packets::All), Verdict::Yes);
    let reach = Reachability::of(&model);
    let answer = asked(&reach, machine(2), machine(3), WEB);
    assert_eq!(answer.verdict, Verdict::No);
    assert_eq!(answer.decided_by, Decision::NoRoute { on: of(2), to: NetworkId::nth(2) });
    // No public address: nobody outside, and not outside.
    assert_eq!(verdict(&model, Party::Internet, machine(2), WEB), Verdict::No);
    assert_eq!(verdict(&model, machine(2), Party::Internet, WEB), Verdict::No);
}

#[test]
fn a_tunnel_needs_routes_on_both_ends_and_its_own_packets() {
    let mut system = tunnelled("10.0.1.0/24", vec![group_rule()]);
    system.route(2, RouteTo::Network(NetworkId::nth(2)), 0);
    let model = system.model();
    let reach = Reachability::of(&model);
    let answer = asked(&reach, machine(2), machine(3), WEB);
    assert_eq!(answer.decided_by, Decision::NoRouteBack { on: Some(of(3)), to: NetworkId::nth(1) });
    system.route(3, RouteTo::Prefix("10.0.0.0/16".parse().unwrap()), 0);
    let model = system.model();
    let reach = Reachability::of(&model);
    let answer = asked(&reach, machine(2), machine(3), WEB);
    assert_eq!(answer.verdict, Verdict::Yes, "{answer:?}");
    let passage = |from, to| Hop::Passage {
        passage: PassageId::nth(0),
        from: Some(MachineId::nth(from)),
        to: Some(MachineId::nth(to)),
    };
    assert_eq!(
        answer.path,
        [
            Hop::Segment { network: NetworkId::nth(1), from: Some(of(2)), to: Some(of(0)) },
            passage(0, 1),
            Hop::Segment { network: NetworkId::nth(2), from: Some(of(1)), to: Some(of(3)) },
        ]
    );
    for cut in [
        Cut::Passage(PassageId::nth(0)),
        Cut::Machine(MachineId::nth(1)),
        Cut::Network(NetworkId::nth(2)),
    ] {
        let answer = asked(&reach.without(&[cut]), machine(2), machine(3), WEB);
        assert_eq!(answer.decided_by, Decision::Down(cut));
    }
    // Without the rule the tunnel itself is shut.
    let mut shut = tunnelled("10.0.1.0/24", vec![]);
    shut.route(2, RouteTo::Network(NetworkId::nth(2)), 0);
    shut.route(3, RouteTo::Network(NetworkId::nth(1)), 0);
    let model = shut.model();
    let answer = asked(&Reachability::of(&model), machine(2), machine(3), WEB);
    assert!(matches!(answer.decided_by, Decision::Carrier { .. }), "{answer:?}");
}

#[test]
fn a_tunnel_of_several_kinds_of_packets_needs_all_of_them() {
    let among = |packets| FilterRule { packets, ..group_rule() };
    let (ike, esp) = (Packets::Udp(500, 500), Packets::Protocol(50));
    for (rules, expected) in [
        (vec![among(ike.clone()), among(esp.clone())], Verdict::Yes),
        (vec![among(ike.clone())], Verdict::No),
        (vec![among(esp.clone())], Verdict::No),
    ] {
        let mut system = tunnelled("10.0.1.0/24", rules);
        system.route(2, RouteTo::Network(NetworkId::nth(2)), 0);
        system.route(3, RouteTo::Network(NetworkId::nth(1)), 0);
        let packets = vec![ike.clone(), esp.clone()];
        system.networks.passages[outlast_model::PassageId::nth(0)].carrier =
            Carrier::Tunnel { packets, encrypted: true };
        assert_eq!(verdict(&system.model(), machine(2), machine(3), WEB), expected);
    }
}

#[test]
fn who_calls_first_decides_which_rules_a_tunnel_needs() {
    use Calls::{Always, Never, WhereLetIn};
    let (let_in, shut) = (vec![group_rule()], Vec::new);
    // Who calls; the rules of gateway 0, those of gateway 1 let nobody in; whether 2 gets to 3, and
    // 3 to 2.
    for (calls, rules, there, back) in [
        ([Never, Never], let_in.clone(), Verdict::No, Verdict::Yes),
        ([Always, Never], let_in.clone(), Verdict::No, Verdict::Yes),
        ([Never, Always], let_in.clone(), Verdict::Yes, Verdict::Yes),
        ([WhereLetIn, WhereLetIn], let_in, Verdict::Yes, Verdict::Yes),
        ([WhereLetIn, WhereLetIn], shut(), Verdict::No, Verdict::No),
        ([Never, Never], shut(), Verdict::No, Verdict::No),
        // Whoever has called takes what comes for the answer.
        ([Always, Never], shut(), Verdict::No, Verdict::Yes),
        ([Always, Always], shut(), Verdict::Yes, Verdict::Yes),
        // A list of what may go out, and the tunnel is not on it.
        ([Always, Always], vec![rule(Way::Out, WEB, "0.0.0.0/0")], Verdict::No, Verdict::No),
        // What lets the other's call in lets the answer out.
        (
            [Never, Always],
            vec![group_rule(), rule(Way::Out, WEB, "0.0.0.0/0")],
            Verdict::Yes,
            Verdict::Yes,
        ),
    ] {
        let mut system = tunnelled("10.0.1.0/24", rules.clone());
        system.networks.filters[outlast_model::FilterId::nth(0)]
            .external
            .push("198.51.100.0/24".parse().unwrap());
        let nobody = system.group(Vec::new());
        system.networks.interfaces[outlast_model::InterfaceId::nth(1)].filters = Some(vec![nobody]);
        system.route(2, RouteTo::Network(NetworkId::nth(2)), 0);
        system.route(3, RouteTo::Network(NetworkId::nth(1)), 0);
        for (end, calls) in
            system.networks.passages[outlast_model::PassageId::nth(0)].ends.iter_mut().zip(calls)
        {
            end.calls = calls;
        }
        let model = system.model();
        let found = [(2, 3), (3, 2)].map(|(a, b)| verdict(&model, machine(a), machine(b), WEB));
        assert_eq!(found, [there, back], "{calls:?} {rules:?}");
    }
}

#[test]
fn a_reply_leaves_on_the_link_only_under_an_address_of_its_family() {
    let mut system = System::new();
    let (a, b) = (system.private("fd00:1::/64"), system.private("fd00:2::/64"));
    (0..3).for_each(|_| _ = system.bare());
    for (at, network, address) in
        [(0, a, "fd00:1::1"), (0, b, "fd00:2::1"), (1, a, "fd00:1::2"), (2, b, "fd00:2::3")]
    {
        system.join(at, network, address);
    }
    // It stands in the network of the one who asks, too, but speaks IPv4 alone there.
    system.join(2, a, "10.0.0.3");
    system.passage([(a, &[0]), (b, &[0])], Carrier::Forward);
    system.route(1, RouteTo::Network(b), 0);
    let model = system.model();
    let answer = asked(&Reachability::of(&model), machine(1), machine(2), WEB);
    assert_eq!(answer.decided_by, Decision::NoRouteBack { on: Some(of(2)), to: a });
    let mut both = system.clone();
    both.also("fd00:1::3");
    assert_eq!(verdict(&both.model(), machine(1), machine(2), WEB), Verdict::Yes);
    system.route(2, RouteTo::Network(a), 0);
    assert_eq!(verdict(&system.model(), machine(1), machine(2), WEB), Verdict::Yes);
}

#[test]
fn a_far_network_with_the_addresses_of_the_own_one_is_out_of_reach() {
    let mut system = tunnelled("10.0.0.0/24", vec![group_rule()]);
    system.route(2, RouteTo::Network(NetworkId::nth(2)), 0);
    system.route(3, RouteTo::Network(NetworkId::nth(1)), 0);
    let model = system.model();
    let answer = asked(&Reachability::of(&model), machine(2), machine(3), WEB);
    assert_eq!(
        answer.decided_by,
        Decision::Overlap { on: of(2), own: NetworkId::nth(1), far: NetworkId::nth(2) }
    );
}

#[test]
fn packets_past_a_dead_passage_leave_over_the_internet_where_the_route_says_so() {
    let mut system = tunnelled("10.0.1.0/24", vec![group_rule()]);
    system.route(0, RouteTo::Network(NetworkId::nth(2)), 0);
    system.networks.routes[0].otherwise_internet = true;
    let model = system.model();
    let reach = Reachability::of(&model).without(&[Cut::Passage(PassageId::nth(0))]);
    let answer = asked(&reach, machine(0), machine(3), WEB);
    assert_eq!(answer.decided_by, Decision::LeavesOverInternet { route: 0 });
    assert_eq!(answer.verdict, Verdict::No);
}

#[test]
fn a_gateway_that_translates_needs_no_route_back() {
    let mut system = System::new();
    let inner = system.private("10.0.0.0/24");
    let group = system.group(vec![rule(Way::Out, WEB, "0.0.0.0/0")]);
    system.machine("198.51.100.1", Some(vec![group]));
    system.bare();
    system.machine("198.51.100.2", None);
    system.join(0, inner, "10.0.0.1");
    system.join(1, inner, "10.0.0.2");
    system.networks.passages.push(Passage {
        address: "gateway".into(),
        part: None,
        ends: vec![
            End {
                network: inner,
                gateways: vec![MachineId::nth(0)],
                translates: false,
                calls: Calls::WhereLetIn,
            },
            End {
                network: NetworkId::nth(0),
                gateways: vec![MachineId::nth(0)],
                translates: true,
                calls: Calls::WhereLetIn,
            },
        ],
        carrier: Carrier::Forward,
        span: None,
    });
    system.route(1, RouteTo::Prefix("0.0.0.0/0".parse().unwrap()), 0);
    let model = system.model();
    assert_eq!(verdict(&model, machine(1), Party::Internet, WEB), Verdict::Yes);
    assert_eq!(verdict(&model, machine(1), machine(2), WEB), Verdict::Yes);
    // The rules at the gateway's public interface hold for what it forwards.
    assert_eq!(verdict(&model, machine(1), machine(2), SSH), Verdict::No);
    assert_eq!(verdict(&model, machine(2), machine(1), WEB), Verdict::No);
    // A route of the gateway to itself changes nothing.
    let mut itself = system.clone();
    itself.route(0, RouteTo::Prefix("0.0.0.0/0".parse().unwrap()), 0);
    assert_eq!(verdict(&itself.model(), machine(0), machine(2), WEB), Verdict::Yes);
    assert_eq!(verdict(&itself.model(), machine(1), machine(2), WEB), Verdict::Yes);
    let mut plain = system.clone();
    plain.networks.passages[outlast_model::PassageId::nth(0)].ends[1].translates = false;
    let model = plain.model();
    let answer = asked(&Reachability::of(&model), machine(1), Party::Internet, WEB);
    assert_eq!(answer.decided_by, Decision::NoRouteBack { on: None, to: inner });
}

#[test]
fn a_router_keeps_the_address_of_the_client_and_may_change_the_port() {
    let mut system = System::new();
    let group = system.group(vec![rule(Way::In, Packets::Tcp(8080, 8080), "203.0.113.0/24")]);
    system.machine("198.51.100.1", Some(vec![group]));
    let balancer = system.router("198.51.100.9", 0);
    let model = system.model();
    let to = || Party::Part(balancer);
    // Without a translation, packets arrive as they are.
    assert_eq!(verdict(&model, prefix("203.0.113.1/32"), to(), WEB), Verdict::No);
    let port = Packets::Tcp(8080, 8080);
    assert_eq!(verdict(&model, prefix("203.0.113.1/32"), to(), port.clone()), Verdict::Yes);
    system.networks.translations.push(PortTranslation {
        part: balancer,
        transport: Transport::Tcp,
        port: 443,
        target_port: 8080,
        span: None,
    });
    let model = system.model();
    let reach = Reachability::of(&model);
    let answer = asked(&reach, prefix("203.0.113.1/32"), to(), WEB);
    assert_eq!(answer.verdict, Verdict::Yes);
    assert_eq!(answer.decided_by, Decision::Allowed(vec![RuleRef { group, rule: 0 }]));
    assert_eq!(verdict(&model, prefix("198.18.0.1/32"), to(), WEB), Verdict::No);
    let answer = asked(&reach, prefix("203.0.113.1/32"), to(), port);
    assert_eq!(answer.decided_by, Decision::PortNotForwarded(balancer));
}

/// A site, a private network with a gateway and a machine, and what joins them. Machines: 0 the
/// gateway, 1 the one behind it.
fn with_a_site(gateways: &[u32], carrier: Carrier, rules: Vec<FilterRule>) -> (System, NetworkId) {
    let mut system = System::new();
    let inner = system.private("10.0.0.0/24");
    let site = system.site("192.168.0.0/24", 1);
    let group = system.group(rules);
    system.machine("198.51.100.1", Some(vec![group]));
    system.bare();
    system.join(0, inner, "10.0.0.1");
    system.join(1, inner, "10.0.0.2");
    system.passage([(site, &[]), (inner, gateways)], carrier);
    (system, site)
}

#[test]
fn a_site_reaches_over_a_wire_what_has_a_route_back_and_has_one_itself() {
    let office = || Party::Place(PlaceId::nth(1));
    for gateways in [&[][..], &[0]] {
        let (mut system, site) = with_a_site(gateways, Carrier::Wire, Vec::new());
        let model = system.model();
        let answer = asked(&Reachability::of(&model), office(), machine(1), WEB);
        assert_eq!(answer.decided_by, Decision::NoRouteBack { on: Some(of(1)), to: site });
        let back = asked(&Reachability::of(&model), machine(1), office(), WEB);
        assert_eq!(back.decided_by, Decision::NoRoute { on: of(1), to: site });
        system.route(1, RouteTo::Prefix("192.168.0.0/16".parse().unwrap()), 0);
        let model = system.model();
        assert_eq!(verdict(&model, office(), machine(1), WEB), Verdict::Yes, "{gateways:?}");
        assert_eq!(verdict(&model, machine(1), office(), WEB), Verdict::Yes, "{gateways:?}");
        let cut = Reachability::of(&model).without(&[Cut::Passage(PassageId::nth(0))]);
        assert_eq!(asked(&cut, office(), machine(1), WEB).verdict, Verdict::No);
    }
}

#[test]
fn the_router_of_a_site_opens_a_tunnel_that_is_let_in_and_else_it_is_not_known() {
    let office = || Party::Place(PlaceId::nth(1));
    let packets = Packets::Udp(51820, 51820);
    for (from, expected) in [
        // Whoever it is; the one router that has this address, which nobody says; nobody.
        (Some("0.0.0.0/0"), Verdict::Yes),
        (Some("203.0.113.7/32"), Verdict::Undecided),
        (None, Verdict::Undecided),
    ] {
        let rules = from.map(|from| rule(Way::In, packets.clone(), from)).into_iter().collect();
        let carrier = Carrier::Tunnel { packets: vec![packets.clone()], encrypted: true };
        let (mut system, site) = with_a_site(&[0], carrier, rules);
        system.route(0, RouteTo::Network(site), 0);
        system.route(1, RouteTo::Network(site), 0);
        let model = system.model();
        assert_eq!(verdict(&model, office(), machine(1), WEB), expected, "{from:?}");
        assert_eq!(verdict(&model, machine(1), office(), WEB), expected, "{from:?}");
        let party = Party::Internet;
        assert_eq!(verdict(&model, party, office(), WEB), Verdict::No, "only over the tunnel");
    }
    // With a list of what goes out, and not to the site, the gateway answers whoever is let in.
    let rules = vec![rule(Way::In, packets.clone(), "0.0.0.0/0"), rule(Way::Out, WEB, "0.0.0.0/0")];
    let (mut system, site) =
        with_a_site(&[0], Carrier::Tunnel { packets: vec![packets], encrypted: true }, rules);
    system.route(1, RouteTo::Network(site), 0);
    assert_eq!(verdict(&system.model(), machine(1), office(), WEB), Verdict::Yes);
}

#[test]
fn a_question_about_more_pairs_than_are_looked_at_is_answered_as_about_fewer() {
    // Two kinds of machines, the second of which lets in the first; and each kind as a service.
    let build = |each: u32| {
        let mut system = System::new();
        let clients = system.group(Vec::new());
        let mut web = rule(Way::In, WEB, "0.0.0.0/0");
        web.peer = FilterPeer::Group(clients);
        let servers = system.group(vec![web]);
        for at in 0..2 * each {
            let group = if at < each { clients } else { servers };
            system.machine(&format!("198.51.{}.{}", at / 250, at % 250 + 1), Some(vec![group]));
        }
        let services = [0..each, each..2 * each, 0..2 * each].map(|it| system.service(it));
        (system.model(), services)
    };
    // 25 pairs and 160,000; of the mixed one 100 and 640,000.
    let ((few, small), (many, large)) = (build(5), build(400));
    let (few, many) = (Reachability::of(&few), Reachability::of(&many));
    let mut verdicts = Vec::new();
    for from in 0..3 {
        for to in 0..3 {
            let part = |of: [PartId; 3]| (Party::Part(of[from]), Party::Part(of[to]));
            let ((a, b), (c, d)) = (part(small), part(large));
            let small = asked(&few, a.clone(), b.clone(), WEB).verdict;
            assert_eq!(asked(&many, c.clone(), d.clone(), WEB).verdict, small, "{from} {to}");
            assert_eq!(many.allowed(&c, &d), few.allowed(&a, &b), "{from} {to}");
            verdicts.push(small);
        }
    }
    use Verdict::{No, Partly, Yes};
    // Some are asked about themselves, which nothing stops.
    assert_eq!(verdicts, [Partly, Yes, Partly, No, Partly, Partly, Partly, Partly, Partly]);
    // As many kinds as machines: then it is a limit, and said to be one.
    let mut system = System::new();
    for at in 0..300 {
        let at = format!("198.51.{}.{}", at / 250, at % 250 + 1);
        let group = system.group(vec![rule(Way::In, WEB, &format!("{at}/32"))]);
        system.machine(&at, Some(vec![group]));
    }
    let all = system.service(0..300);
    let model = system.model();
    let answer = asked(&Reachability::of(&model), Party::Part(all), Party::Part(all), WEB);
    assert_eq!(answer.decided_by, Decision::Limit("65,536 pairs in one question"));
    assert_eq!(answer.verdict, Verdict::Undecided);
}

#[test]
fn of_a_partly_open_way_some_that_gets_there_is_told() {
    let mut system = System::new();
    let group = system.group(vec![rule(Way::In, Packets::Tcp(20, 22), "203.0.113.0/24")]);
    system.machine("198.51.100.1", Some(vec![group]));
    system.machine("198.51.100.2", None);
    let model = system.model();
    let reach = Reachability::of(&model);
    let lets_in = Decision::Allowed(vec![RuleRef { group, rule: 0 }]);
    let open = |from: Party, packets: Packets| {
        let answer = asked(&reach, from, machine(0), packets);
        (answer.verdict, answer.open.map(|it| (it.verdict, it.decided_by)))
    };
    let some = Some((Verdict::Yes, lets_in));
    // Some of those who ask; some of what they send.
    assert_eq!(open(Party::Internet, SSH), (Verdict::Partly, some.clone()));
    assert_eq!(open(prefix("203.0.113.9/32"), Packets::Tcp(22, 30)), (Verdict::Partly, some));
    assert_eq!(open(prefix("203.0.113.9/32"), SSH), (Verdict::Yes, None));
    assert_eq!(open(prefix("198.18.0.0/24"), SSH), (Verdict::No, None));
}

#[test]
fn what_the_platform_blocks_leaves_nobodys_machine() {
    let mut system = System::new();
    system.machine("198.51.100.1", None);
    system.machine("198.51.100.2", None);
    system.networks.blocked_out.push((Packets::Tcp(25, 25), AssumptionId::nth(0)));
    let model = system.model();
    let answer = asked(&Reachability::of(&model), machine(0), machine(1), Packets::Tcp(25, 25));
    assert_eq!(answer.decided_by, Decision::Platform(AssumptionId::nth(0)));
    assert_eq!(verdict(&model, Party::Internet, machine(1), Packets::Tcp(25, 25)), Verdict::Yes);
}

#[test]
fn an_interface_that_nobody_gives_an_address_is_not_reached() {
    let mut system = System::new();
    let inner = system.private("10.0.0.0/24");
    system.bare();
    system.bare();
    system.join(0, inner, "10.0.0.1");
    system.join(1, inner, "10.0.0.2");
    system.networks.interfaces[outlast_model::InterfaceId::nth(1)].addresses.clear();
    let model = system.model();
    let answer = asked(&Reachability::of(&model), machine(0), machine(1), WEB);
    let decision = Decision::NoAddress { interface: InterfaceId::nth(1), family: None };
    assert_eq!(answer.decided_by, decision);
    system.networks.interfaces[outlast_model::InterfaceId::nth(1)].unaddressed =
        Some("its user data is not read".into());
    let model = system.model();
    assert_eq!(verdict(&model, machine(0), machine(1), WEB), Verdict::Undecided);
}

#[test]
fn classes_answer_for_each_of_their_members() {
    let mut system = System::new();
    let web = system.group(vec![rule(Way::In, WEB, "0.0.0.0/0")]);
    let mut from_web = rule(Way::In, SSH, "0.0.0.0/0");
    from_web.peer = FilterPeer::Group(web);
    let store = system.group(vec![from_web]);
    for _ in 0..5 {
        system.machine_unknown(Some(vec![web]));
        system.machine_unknown(Some(vec![store]));
    }
    let model = system.model();
    let reach = Reachability::of(&model);
    let table = reach.table();
    assert_eq!(table.classes.len(), 2);
    assert_eq!(table.pairs.len(), 3);
    for pair in &table.pairs {
        for from in &table.classes[pair.from].members {
            for to in table.classes[pair.to].members.iter().filter(|to| *to != from) {
                let (Attached::Machine(a), Attached::Machine(b)) = (from, to) else { panic!() };
                let direct = reach.allowed(&Party::Machine(*a), &Party::Machine(*b));
                assert_eq!(direct, table.sets[pair.set]);
            }
        }
    }
}

#[test]
fn rules_that_add_nothing_are_named() {
    let mut system = System::new();
    let group = system.group(vec![
        rule(Way::In, Packets::Tcp(80, 443), "0.0.0.0/0"),
        rule(Way::In, WEB, "203.0.113.0/24"),
        rule(Way::In, SSH, "203.0.113.0/25"),
        rule(Way::In, SSH, "203.0.113.128/25"),
        rule(Way::In, SSH, "203.0.113.0/24"),
        rule(Way::In, WEB, "0.0.0.0/0"),
    ]);
    let empty = system.group(vec![rule(Way::In, WEB, "0.0.0.0/0")]);
    let mut nobody = rule(Way::In, SSH, "0.0.0.0/0");
    nobody.peer = FilterPeer::Group(empty);
    system.networks.filters[group].rules.push(nobody);
    system.machine("198.51.100.1", Some(vec![group]));
    let uses: Vec<RuleUse> = rule_uses(&system.model()).into_iter().map(|it| it.1).collect();
    let at = |rule| RuleRef { group, rule };
    assert_eq!(
        uses,
        [
            RuleUse::Needed,
            RuleUse::Covered(vec![at(0)]),
            RuleUse::Needed,
            RuleUse::Needed,
            RuleUse::Covered(vec![at(2), at(3)]),
            RuleUse::Covered(vec![at(0)]),
            RuleUse::NoPeer(empty),
            RuleUse::NoMember,
        ]
    );
}

#[test]
fn packets_that_go_round_get_nowhere_and_gateways_without_end_are_a_limit() {
    let mut system = tunnelled("10.0.1.0/24", vec![group_rule()]);
    let third = system.private("10.0.2.0/24");
    let lone = system.bare();
    system.join(lone, third, "10.0.2.9");
    // Each gateway sends what is for the third network to the other.
    for on in [0, 1, 2] {
        system.route(on, RouteTo::Network(third), 0);
    }
    let model = system.model();
    assert_eq!(verdict(&model, machine(2), machine(lone), WEB), Verdict::No);
    let mut many = tunnelled("10.0.1.0/24", vec![]);
    many.route(2, RouteTo::Network(NetworkId::nth(2)), 0);
    many.networks.passages[outlast_model::PassageId::nth(0)].ends[0].gateways =
        vec![MachineId::nth(0); 1_000];
    many.networks.passages[outlast_model::PassageId::nth(0)].ends[1].gateways =
        vec![MachineId::nth(1); 1_000];
    let model = many.model();
    let answer = asked(&Reachability::of(&model), machine(2), machine(3), WEB);
    assert_eq!(answer.verdict, Verdict::Undecided);
    assert!(matches!(answer.decided_by, Decision::Limit(_)), "{answer:?}");
}
