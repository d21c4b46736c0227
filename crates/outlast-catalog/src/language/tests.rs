//! The language on a small estate made by hand.

use std::collections::BTreeMap;

use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use outlast_findings::{FileId, Finding, Sources, Span};
use outlast_model::{
    Actor, Check, Commit, Copy, CopyRef, Detect, EffectKind, Fact, Kind, MINUTE, Machine,
    MachineId, Moment, Need, Needed, Part, Place, PlaceId, PlaceKind, Range, Role, Rotation,
    Router, SECOND, Seat, Sight,
};

use super::surroundings::{Data, Found, Surroundings};
use super::values::Reader;
use crate::Overrides;
use crate::build::{Built, build, overrides};
use crate::estate::{Aim, Estate, OpenPort, Peer, Protocol, Target, Thing, bare_part};

/// Terraform's side: resources by the text that refers to them.
struct Fake {
    text: String,
    resources: BTreeMap<String, Vec<String>>,
}

impl Surroundings for Fake {
    fn value(&self, expression: &Expression, file: FileId) -> Result<Found, Box<Finding>> {
        let range = expression.span().unwrap_or(0..0);
        let text = self.text.get(range.clone()).unwrap_or("").trim_end_matches("[*]");
        let one = |address: &String| Found {
            data: Data::Unknown("known after apply".to_string()),
            resource: Some(address.clone()),
        };
        match self.resources.get(text) {
            Some(all) => {
                Ok(Found { data: Data::Several(all.iter().map(one).collect()), resource: None })
            }
            None if text == "local.pause" => {
                Ok(Found { data: Data::Text("90s".to_string()), resource: None })
            }
            None => Err(Box::new(
                Finding::error("unknown-name", "a reference to nothing")
                    .at(Span::new(file, range.start, range.end), text),
            )),
        }
    }
}

fn machine(address: &str, block: &str, place: u32) -> Machine {
    Machine::new(address, block, PlaceId::nth(place))
}

/// A zone with two web machines, two database machines and an elastic IP on the web machines.
fn estate() -> Estate {
    let mut estate = Estate::default();
    let place = |name: &str, kind, within| Place::new(name, kind, within);
    estate.model.places = vec![
        place("exoscale", PlaceKind::Provider, None),
        place("ch-gva-2", PlaceKind::Zone, Some(PlaceId::nth(0))),
    ]
    .into();
    let mut at = 0;
    for block in ["web", "db"] {
        for index in 0..2 {
            let block = format!("exoscale_compute_instance.{block}");
            let address = format!("{block}[{index}]");
            estate.things.insert(address.clone(), Thing::Machines(vec![MachineId::nth(at)]));
            estate.model.machines.push(machine(&address, &block, 1));
            at += 1;
        }
    }
    let router = Router {
        members: Vec::new(),
        rotation: Rotation::Fixed,
        arriving: outlast_model::Arriving::PLAIN,
        remembers: Fact::Stated(Range::ZERO, None),
    };
    let mut eip = bare_part("exoscale_elastic_ip.www", Role::ElasticIp, Kind::Router(router), None);
    eip.copies = vec![Copy { seat: Seat::Place(PlaceId::nth(1)), name: None }];
    eip.group = Some("elastic IPs".to_string());
    let eip = estate.add_part(eip);
    estate.things.insert("exoscale_elastic_ip.www".to_string(), Thing::Part(eip));
    let mut plane = bare_part("control plane ch-gva-2", Role::ControlPlane, Kind::Server, None);
    plane.copies = vec![Copy { seat: Seat::Place(PlaceId::nth(1)), name: None }];
    let plane = estate.add_part(plane);
    estate.model.control_planes.insert(PlaceId::nth(1), plane);
    for at in 0..2 {
        let target = Target::Machine(MachineId::nth(at));
        estate.aim(eip, Aim { target, port: None, active: true, span: None });
        let open = |port| OpenPort {
            from: port,
            to: port,
            protocol: Protocol::Tcp,
            peer: Peer::Internet,
            group: "exoscale_security_group.web".to_string(),
            span: None,
        };
        estate.open.insert(MachineId::nth(at), vec![open(22), open(443)]);
    }
    estate
}

fn fake(text: &str) -> Fake {
    let mut resources = BTreeMap::new();
    for block in ["web", "db"] {
        let block = format!("exoscale_compute_instance.{block}");
        let all: Vec<String> = (0..2).map(|at| format!("{block}[{at}]")).collect();
        for one in &all {
            resources.insert(one.clone(), vec![one.clone()]);
        }
        resources.insert(block, all);
    }
    let eip = "exoscale_elastic_ip.www".to_string();
    resources.insert(eip.clone(), vec![eip]);
    Fake { text: text.to_string(), resources }
}

/// What a text becomes on that estate.
fn lower(text: &str) -> Built {
    let mut sources = Sources::new();
    let file = sources.add("shop.outlast.hcl", text);
    let surroundings = fake(text);
    let parsed = outlast_terraform::syntax::parse(text, file);
    let mut findings = parsed.problems;
    let mut reader = Reader::of(&surroundings, file);
    let blocks = super::read::blocks(&mut reader, &parsed.body);
    findings.append(&mut reader.findings);
    let overrides = overrides(&blocks, &mut findings);
    let mut built = build(estate(), &blocks, &overrides);
    findings.append(&mut built.findings);
    Built { findings, ..built }
}

fn part<'b>(built: &'b Built, address: &str) -> &'b Part {
    let id = built.model.part_at(address).unwrap_or_else(|| panic!("no part {address}"));
    built.model.part(id)
}

fn router<'b>(built: &'b Built, address: &str) -> &'b Router {
    match &part(built, address).kind {
        Kind::Router(router) => router,
        other => panic!("{address} is {other:?}"),
    }
}

/// Rule, labelled text of the source, label and help of each finding.
fn said(text: &str) -> Vec<String> {
    let built = lower(text);
    built
        .findings
        .iter()
        .map(|finding| {
            let label = finding.labels.first();
            let at = label.map_or("", |it| {
                text.get(it.span.start as usize..it.span.end as usize).unwrap_or("")
            });
            let what = label.map_or("", |it| it.text.as_str());
            let help = finding.notes.iter().map(|it| it.text.as_str()).collect::<Vec<_>>();
            format!("{} at `{at}`: {what} | {}", finding.rule, help.join(" | "))
        })
        .collect()
}

const WEB: &str = "service \"web\" {\n  on = exoscale_compute_instance.web\n  listens = 443\n}\n";
const DB: &str = "service \"db\" {\n  on = exoscale_compute_instance.db\n}\n";

#[test]
fn a_service_runs_on_its_machines_and_answers_behind_the_address() {
    let built = lower(&format!("{WEB}{DB}"));
    assert_eq!(built.findings, []);
    let web = part(&built, "service.web");
    assert_eq!(web.copies.len(), 2);
    assert_eq!(web.copies[1].seat, Seat::Machine(MachineId::nth(1)));
    assert_eq!(web.listens, Some(443));
    let members = &router(&built, "exoscale_elastic_ip.www").members;
    assert_eq!(members.len(), 2);
    assert_eq!(
        members[1].copy,
        CopyRef { part: built.model.part_at("service.web").unwrap(), copy: 1 }
    );
    assert!(members.iter().all(|it| it.active));
    assert!(web.repairs.is_empty() && !web.irreparable);
}

#[test]
fn without_a_file_parts_and_journeys_are_inferred_and_listed() {
    let built = lower("");
    assert_eq!(built.findings, []);
    let web = part(&built, "service.web-443");
    assert!(web.inferred.is_some());
    assert_eq!(web.listens, Some(443));
    assert!(built.model.part_at("service.web-22").is_none());
    assert!(part(&built, "service.db").listens.is_none());
    let journeys: Vec<_> = built.model.journeys.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(journeys, ["www"]);
    assert_eq!(built.model.assumptions.len(), 4, "two parts, a journey and an account");
    assert_eq!(router(&built, "exoscale_elastic_ip.www").members.len(), 2);
}

#[test]
fn a_balancer_takes_the_checks_of_its_engine_where_none_are_stated() {
    let text = format!(
        "{WEB}{DB}service \"lb\" {{\n  engine = \"haproxy\"\n  on = exoscale_compute_instance.db[0]\n  \
         listens = 80\n  balances = service.web\n  check = {{ every = \"500ms\", fall = 2, kind = \"request\" }}\n}}\n"
    );
    let built = lower(&text);
    assert_eq!(built.findings, []);
    let lb = router(&built, "service.lb");
    let Rotation::Checked(Check { sight, interval, timeout, fall, rise, rearm }) = &lb.rotation
    else {
        panic!("{:?}", lb.rotation)
    };
    let half = Range::exactly(SECOND / 2);
    assert_eq!(sight.value(), Some(&Sight::Process));
    assert_eq!((interval.value(), timeout.value()), (Some(&half), Some(&half)));
    assert_eq!((fall.value(), rise.value()), (Some(&2), Some(&2)));
    assert_eq!(rearm.value(), Some(&outlast_model::Rearm::End));
    assert_eq!((fall.provenance(), rise.provenance()), ("stated", "assumed"));
    assert_eq!(lb.members.len(), 2);
    assert_eq!(lb.arriving.redispatch.value(), Some(&false));
}

#[test]
fn a_balancer_without_a_check_checks_nothing_and_says_so() {
    let text = format!(
        "{WEB}{DB}service \"lb\" {{\n  engine = \"haproxy\"\n  on = exoscale_compute_instance.db[0]\n  \
         listens = 80\n  balances = service.web\n}}\n"
    );
    let built = lower(&text);
    assert_eq!(router(&built, "service.lb").rotation, Rotation::Fixed);
    let checks = |it: &&outlast_model::Assumption| it.name == "balancer-checks";
    assert!(built.model.assumptions.iter().find(checks).unwrap().safe);
    let built = lower(&format!("{text}assume \"balancer-checks\" {{\n  value = \"yes\"\n}}\n"));
    assert!(matches!(router(&built, "service.lb").rotation, Rotation::Checked(_)));
    assert!(!built.model.assumptions.iter().any(|it| it.name == "balancer-checks"));
}

#[test]
fn an_address_that_a_watcher_moves_needs_the_control_plane() {
    let text = format!(
        "{WEB}service \"watcher\" {{\n  on = exoscale_compute_instance.db[1]\n}}\n\
         service \"other\" {{\n  on = exoscale_compute_instance.db[0]\n}}\n\
         address \"www\" {{\n  of = exoscale_elastic_ip.www\n  failover = {{\n    by = service.watcher\n    \
         check = {{ every = \"5s\", timeout = \"2s\", fall = 3, rise = 3, kind = \"request\" }}\n    \
         takes = [\"1s\", \"10s\"]\n  }}\n}}\n"
    );
    let built = lower(&text);
    assert_eq!(built.findings, []);
    let Rotation::Moved(failover) = &router(&built, "exoscale_elastic_ip.www").rotation else {
        panic!("not moved")
    };
    let watcher = built.model.part_at("service.watcher").unwrap();
    let plane = built.model.part_at("control plane ch-gva-2").unwrap();
    assert_eq!(failover.by, Actor::Parts(Needed::One(watcher)));
    assert_eq!(failover.notices, [EffectKind::Stop, EffectKind::Freeze, EffectKind::Cut]);
    assert_eq!(failover.takes.value(), Some(&Range::new(SECOND, 10 * SECOND)));
    assert!(failover.needs.iter().any(|it| it.of == Needed::One(plane) && it.at == Moment::Repair));
}

#[test]
fn a_virtual_ip_elects_by_priority_with_the_skew_of_the_one_that_waits() {
    let text = format!(
        "{WEB}{DB}address \"vip\" {{\n  on = exoscale_compute_instance.web\n  \
         adverts = {{ every = \"1s\", priorities = [100, 150] }}\n}}\n"
    );
    let built = lower(&text);
    assert_eq!(built.findings, []);
    let vip = router(&built, "address.vip");
    let Rotation::Elected { detect, preempts, tracks, .. } = &vip.rotation else { panic!() };
    let Detect::Adverts { interval, missed, skew } = detect.as_ref() else { panic!() };
    assert_eq!(interval.value(), Some(&Range::exactly(SECOND)));
    assert_eq!((*missed, skew.value()), (3, Some(&Range::exactly(609_375_000))));
    assert_eq!(preempts.value(), Some(&true));
    assert!(tracks.is_none());
    // The preferred machine, with priority 150, is the second of the block.
    assert_eq!(part(&built, "address.vip").copies[0].seat, Seat::Machine(MachineId::nth(1)));
    assert_eq!(vip.members[0].copy.copy, 1);
    assert!(vip.members[0].active && !vip.members[1].active);
}

const CLUSTER: &str = "service \"etcd\" {\n  engine = \"etcd\"\n  on = exoscale_compute_instance.web\n}\n\
    service \"patroni\" {\n  engine = \"patroni\"\n  on = exoscale_compute_instance.db\n  calls = service.etcd\n}\n\
    database \"shop\" {\n  engine = \"postgresql\"\n  on = exoscale_compute_instance.db[0]\n  \
    replica \"standby\" {\n    on = exoscale_compute_instance.db[1]\n    commit = \"sync\"\n  }\n  \
    failover = { by = service.patroni }\n}\n";

#[test]
fn a_database_with_patroni_has_its_lease_and_its_votes() {
    let built = lower(CLUSTER);
    assert_eq!(built.findings, []);
    let shop = part(&built, "database.shop");
    let Kind::Database(database) = &shop.kind else { panic!("{:?}", shop.kind) };
    assert_eq!(shop.copies.len(), 2);
    assert_eq!(shop.copies[1].name.as_deref(), Some("standby"));
    assert_eq!(shop.listens, Some(5432));
    assert_eq!(database.commits[0].value(), Some(&Commit::Sync));
    assert_eq!(database.promotable, [1]);
    let failover = database.failover.as_ref().unwrap();
    let Detect::Lease { ttl, round, retry, .. } = &failover.detect else { panic!() };
    let seconds = |fact: &Fact<Range>| fact.value().map(|it| it.lo / SECOND);
    assert_eq!([seconds(ttl), seconds(round), seconds(retry)], [Some(30), Some(10), Some(10)]);
    assert_eq!(failover.takes.value(), Some(&Range::new(SECOND, 3 * SECOND)));
    let etcd = built.model.part_at("service.etcd").unwrap();
    assert_eq!(database.votes, Some(Needed::Most(vec![Needed::One(etcd)])));
}

#[test]
fn nothing_is_assumed_of_who_acts_and_how_soon() {
    let text = CLUSTER.replace("{ by = service.patroni }", "{ takes = \"1s\" }");
    let built = lower(&text);
    let Kind::Database(database) = &part(&built, "database.shop").kind else { panic!() };
    let failover = database.failover.as_ref().unwrap();
    assert_eq!(failover.by, Actor::Unstated);
    assert!(matches!(&failover.detect, Detect::After(Fact::Unknown(_))));
    let built = lower(&CLUSTER.replace("  failover = { by = service.patroni }\n", ""));
    let Kind::Database(database) = &part(&built, "database.shop").kind else { panic!() };
    assert!(database.failover.is_none());
}

#[test]
fn needs_keep_soft_any_and_most_apart() {
    let text = format!(
        "{WEB}{DB}service \"app\" {{\n  on = exoscale_compute_instance.db[0]\n  listens = 81\n  calls = \
         [service.db, soft(service.web), any(service.db, service.web)]\n  need {{\n    of = \
         most(service.web)\n    at = \"start\"\n    serving = [journey.buy]\n    retries = 2\n    \
         remembers = \"5m\"\n  }}\n}}\njourney \"buy\" {{\n  enters = service.app\n}}\n"
    );
    let built = lower(&text);
    assert_eq!(built.findings, []);
    let id = |address: &str| built.model.part_at(address).unwrap();
    let (web, db) = (id("service.web"), id("service.db"));
    let needs: &[Need] = &part(&built, "service.app").needs;
    assert_eq!(needs[0].of, Needed::One(db));
    assert!(!needs[0].soft && needs[1].soft);
    assert_eq!(needs[2].of, Needed::Any(vec![Needed::One(db), Needed::One(web)]));
    assert_eq!(needs[3].of, Needed::Most(vec![Needed::One(web)]));
    assert_eq!(
        (needs[3].at, needs[3].serving.as_slice()),
        (Moment::Start, &["buy".to_string()][..])
    );
    assert_eq!(needs[3].retries.value(), Some(&2));
    assert_eq!(needs[3].remembers.value(), Some(&Range::exactly(5 * MINUTE)));
}

#[test]
fn a_journeys_own_promise_wins_class_by_class() {
    let text = format!(
        "{WEB}{DB}promise {{\n  instance = {{ out = \"1m\", lose = \"0s\" }}\n  other = {{ out = \"4h\" }}\n}}\n\
         journey \"browse\" {{\n  enters = exoscale_elastic_ip.www\n  tolerates = \"0.1%\"\n  promise {{\n    \
         instance = {{ out = \"5s\" }}\n  }}\n}}\n"
    );
    let built = lower(&text);
    assert_eq!(built.findings, []);
    let promise = &built.model.journeys[outlast_model::JourneyId::nth(0)].promise;
    let out = |class| promise.of(class).and_then(|(_, it)| it.out.as_ref()?.value().copied());
    assert_eq!(out(outlast_model::Class::Instance), Some(5 * SECOND));
    assert_eq!(out(outlast_model::Class::ZoneCut), Some(240 * MINUTE));
    assert_eq!(promise.classes["instance"].lose.as_ref().and_then(Fact::value), Some(&0));
}

#[test]
fn what_is_stated_and_not_judged_is_named() {
    let text = format!(
        "{WEB}{DB}queue \"jobs\" {{\n  on = exoscale_compute_instance.db[0]\n  listens = 4222\n  \
         keeps_for = \"30d\"\n}}\npeople \"ops\" {{\n  hours = \"Mon-Fri 08:00-18:00\"\n}}\nbackup \"nightly\" {{\n  of = queue.jobs\n  every = \"24h\"\n  to = service.web\n}}\n"
    );
    let built = lower(&text);
    assert_eq!(built.findings, []);
    let deferred: Vec<_> = built.model.deferred.iter().map(|it| it.address.as_str()).collect();
    assert_eq!(deferred, ["people.ops.hours"]);
}

#[test]
fn errors_point_at_the_spot_and_name_the_nearest() {
    let cases = [
        (
            "servce \"web\" {\n}\n",
            "unknown-block at `servce`: no block `servce` | did you mean `service`?",
        ),
        (
            "service \"web\" {\n  on = exoscale_compute_instance.web\n  lisens = 443\n}\n",
            "unknown-attribute at `lisens`: no attribute `lisens` in `service` | did you mean `listens`?",
        ),
        (
            "rates {\n  zone-cut = { lasts = \"30\" }\n}\n",
            "wrong-value at `30`: `30` has no unit | did you mean `30s` or `30m`?",
        ),
        (
            "people \"ops\" {\n  answers = [\"1h\", \"5m\"]\n}\n",
            "wrong-value at `[\"1h\", \"5m\"]`: this is no pair of durations in order | write the \
             least and the greatest: `[\"5s\", \"2m\"]`",
        ),
        (
            "journey \"a\" {\n  enters = service.wbe\n}\nservice \"web\" {\n  on = exoscale_compute_instance.web\n}\n",
            "unknown-name at `service.wbe`: there is no `service.wbe` | did you mean `service.web`?",
        ),
        (
            "people \"ops\" {\n  in = zone[\"ch-gva-1\"]\n}\n",
            "unknown-name at `zone[\"ch-gva-1\"]`: there is no `zone[\"ch-gva-1\"]` | did you mean \
             `zone[\"ch-gva-2\"]`?",
        ),
        (
            "place \"a\" {\n  kind = \"bulding\"\n}\n",
            "wrong-value at `bulding`: `bulding` is not one of `provider`, `zone`, `site`, \
             `building`, `room`, `host` | did you mean `building`?",
        ),
        (
            "journey \"a\" {\n  from = place.x\n}\nplace \"x\" {\n  kind = \"site\"\n}\n",
            "missing-attribute at `journey \"a\"`: `enters` is missing | write `enters = …` (needs): what it \
             calls first: a name, an address or a part",
        ),
        (
            "assume \"eip-rearms\" {\n  value = \"end\"\n}\n",
            "unknown-assumption at `assume \"eip-rearms\"`: no assumption `eip-rearms` | did you mean `eip-rearm`?",
        ),
    ];
    for (text, expected) in cases {
        let all = said(text);
        assert!(all.iter().any(|it| it == expected), "\n{expected}\nnot among\n{}", all.join("\n"));
    }
}

/// Every construct of the language is legal, whether or not it is judged yet.
#[test]
fn every_construct_is_legal() {
    let text = r#"
service "upload" {
  on      = exoscale_compute_instance.web
  listens = 443
  writes  = [queue.jobs, store.files]
  calls   = [database.catalogue, soft(service.thumbs)]
  expires = "2027-01-31"
  denies  = ["answer"]
  placed  = { only_on = [place.office], apart_from = [address.spare] }
  keeps "sessions" { in = cache.sessions }
  keeps "carts" { in = memory }
  limit "disk" {
    at        = "2 TB"
    now       = "1.9 TB"
    grows     = "1 GB/day"
    when_full = "refuse"
  }
  need {
    of        = service.thumbs
    trips     = 20
    moves     = "10 kB"
    timeout   = "2s"
    remembers = "14d"
    over      = link.zones
  }
}
service "thumbs" {
  on       = exoscale_compute_instance.db[1]
  listens  = 81
  copies   = 3
  spread   = "hypervisor"
  carries  = "400/s"
  overload = "sheds"
  repair   = none
}
cache "sessions" {
  on   = exoscale_compute_instance.db[1]
  lost = { rebuilt_from = database.catalogue, takes = "2h" }
}
database "catalogue" {
  engine        = "postgresql"
  on            = exoscale_compute_instance.db[0]
  size          = "80 GB"
  durable_after = "2m"
  lost          = "harmful"
  replica "standby" {
    on     = exoscale_compute_instance.db[1]
    commit = "async"
    lag    = ["0s", "2s"]
  }
  failover = { by = most(service.thumbs), notices = ["stop", "cut"], detect = "30s", takes = "5s", within = zone["ch-gva-2"] }
  backup "nightly" {
    how       = "pg_basebackup"
    every     = "24h"
    keeps_for = "30d"
    locked    = "30d"
    needs     = [secret.key]
    restores  = "100 MB/s"
    tested    = { on = "2026-10-02", took = "40m", version = "15" }
  }
  promise {
    deletion = { lose = "1h" }
  }
}
queue "jobs" {
  on        = exoscale_compute_instance.db[1]
  listens   = 4222
  ack_wait  = "30m"
  tries     = 5
  then      = "dead letters"
  keeps_for = "7d"
}
store "files" {
  in = place.office
}
worker "convert" {
  on      = exoscale_compute_instance.db[1]
  listens = 82
  takes   = queue.jobs
  job     = "4m"
  repeat  = "harmless"
  does    = "charge a card"
  key     = "order number"
  commits = "two-phase"
}
secret "key" {
  in = place.office
}
address "spare" {
  in = place.office
  to = service.upload
}
name "www" {
  to        = service.upload
  served_by = any(place.office, zone["ch-gva-2"])
  remembers = "5m"
}
people "ops" {
  answers = "15m"
  hours   = "Mon-Fri 08:00-18:00 Europe/Zurich"
  needs   = [link.zones]
}
place "office" {
  kind = "site"
}
place "b1" {
  kind  = "building"
  in    = unknown(place.office, zone["ch-gva-2"])
}
link "zones" {
  joins     = [place.office, zone["ch-gva-2"]]
  via       = [gateway.vpn]
  rtt       = "8ms"
  bandwidth = "1 Gbit/s"
  otherwise = "nowhere"
}
gateway "vpn" {
  on      = exoscale_compute_instance.db[1]
  listens = 51820
}
common "feed" {
  of      = [place.office, place.b1]
  expires = "2027-01-31"
}
scope "account" {
  owns    = [provider.exoscale]
  held_by = [service.upload, people.ops]
}
change "deploy" {
  to    = service.upload
  every = "4h"
  away  = 1
  undo  = { takes = "5m" }
}
during "rebuild" {
  without = [database.catalogue.standby]
  lasts   = "8h"
}
fault "flood" {
  slow  = link.zones
  to    = "0 Mbit/s"
  lasts = ["1m", "24h"]
}
journey "publish" {
  enters      = name.www
  from        = place.office
  over        = link.zones
  ends        = store.files
  rate        = "6/min"
  answers_in  = "800ms"
  done_within = "1h"
  hours       = "Mon-Fri 08:00-18:00 Europe/Zurich"
  remembers   = "1h"
}
promise {
  availability = "99.9%"
  zone-cut     = { out = "30m", lose = "5m" }
  other        = { out = "4h", lose = "26h", twice = "never" }
}
rates {
  instance  = { rate = "0.3/y" }
  zone-dark = { rate = "0.1/y", lasts = "1h" }
}
assume "check-rearm" {
  value = "end"
}
"#;
    assert_eq!(said(text), Vec::<String>::new());
    let built = lower(text);
    let deferred: Vec<_> = built.model.deferred.iter().map(|it| it.address.as_str()).collect();
    assert!(deferred.contains(&"people.ops.hours"), "{deferred:?}");
    // A line that carries nothing is cut.
    let flood = &built.model.stated[0];
    assert_eq!((flood.name.as_str(), flood.effects[0].effect.kind()), ("flood", EffectKind::Cut));
    assert!(part(&built, "service.thumbs").irreparable);
    assert_eq!(part(&built, "service.thumbs").copies.len(), 3);
    assert_eq!(part(&built, "name.www").copies.len(), 2);
    assert_eq!(part(&built, "journey.publish.line").needs.len(), 2);
}

#[test]
fn a_file_server_with_a_replica_fails_over_when_somebody_is_named() {
    let text = format!(
        "{WEB}store \"files\" {{\n  on = exoscale_compute_instance.db[0]\n  replica \"second\" {{ on = \
         exoscale_compute_instance.db[1] }}\n  failover = {{ by = people.ops, detect = \"1m\", takes = \"5m\" }}\n}}\n\
         people \"ops\" {{\n  answers = \"15m\"\n}}\n"
    );
    let built = lower(&text);
    assert_eq!(built.findings, []);
    let Kind::Database(files) = &part(&built, "store.files").kind else { panic!() };
    assert_eq!(files.failover.as_ref().unwrap().notices, EffectKind::ALL);
    assert_eq!(files.commits[0].value(), Some(&Commit::Async));
    assert!(files.votes.is_none());
}

#[test]
fn a_part_may_listen_on_several_ports() {
    let text = WEB.replace("443", "[80, 443]");
    let two = format!(
        "{text}service \"api\" {{\n  on = exoscale_compute_instance.web\n  listens = 8443\n}}\n"
    );
    let built = lower(&format!("{two}{DB}"));
    assert_eq!(built.findings, []);
    let web = built.model.part_at("service.web").unwrap();
    assert!(router(&built, "exoscale_elastic_ip.www").members.iter().all(|it| it.copy.part == web));
    let wrong = said(&format!("{}{DB}", WEB.replace("443", "[80, 70000]")));
    assert_eq!(wrong, ["wrong-value at `70000`: `70000` is not a port | ports are 1 to 65535"]);
}

/// Whatever is cut out of a file or doubled in it, the rest is read.
#[test]
fn no_damage_stops_the_reading() {
    let text = format!(
        "{CLUSTER}address \"www\" {{\n  of = exoscale_elastic_ip.www\n  to = service.etcd\n  failover = {{ \
         by = any(service.patroni, people.ops), check = {{ every = [\"1s\", \"2s\"] }} }}\n}}\npeople \
         \"ops\" {{\n  in = place.office\n}}\nplace \"office\" {{\n  kind = \"site\"\n  holds = \
         [zone[\"ch-gva-2\"]]\n}}\njourney \"a\" {{\n  enters = exoscale_elastic_ip.www\n  promise {{\n    \
         zone = {{ out = \"1h\" }}\n  }}\n}}\n"
    );
    for at in (0..text.len()).step_by(3) {
        for length in [1, 7, 40] {
            let end = (at + length).min(text.len());
            let cut = format!("{}{}", &text[..at], &text[end..]);
            let doubled = format!("{}{}", &text[..end], &text[at..]);
            lower(&cut);
            lower(&doubled);
        }
    }
}

#[test]
fn names_are_checked_where_nothing_is_judged_yet() {
    let all = said("during \"rebuild\" {\n  without = [database.shop]\n}\n");
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(all[0].starts_with("unknown-name at `database.shop`"), "{all:?}");
}

#[test]
fn facts_that_are_written_twice_are_an_error() {
    let two = format!("{WEB}service \"api\" {{\n  on = exoscale_compute_instance.web\n}}\n{DB}");
    let built = lower(&two);
    assert_eq!(built.findings, [], "443 is preferred");
    let twice = said(&format!("{WEB}{WEB}{DB}"));
    assert!(twice[0].starts_with("duplicate-name at `service \"web\"`"), "{twice:?}");
    let both = said(
        &CLUSTER
            .replace("{ by = service.patroni }", "{ detect = \"1s\", check = { every = \"1s\" } }"),
    );
    assert!(both[0].contains("say in one way how the loss is noticed"), "{both:?}");
    let many = said("database \"x\" {\n  on = exoscale_compute_instance.db\n}\n");
    assert!(many[0].contains("2 machines for the one copy that writes"), "{many:?}");
}

#[test]
fn values_of_terraform_can_be_used() {
    let built = lower("people \"ops\" {\n  answers = local.pause\n}\n");
    let Kind::People(people) = &part(&built, "people.ops").kind else { panic!() };
    assert_eq!(people.answers.value(), Some(&Range::exactly(90 * SECOND)));
}

#[test]
fn a_building_around_zones_stays_inside_the_provider() {
    let built = lower("place \"b1\" {\n  kind = \"building\"\n  holds = [zone[\"ch-gva-2\"]]\n}\n");
    assert!(!built.findings.iter().any(|it| it.rule == "wrong-place"), "{:?}", built.findings);
    assert!(built.model.is_within(PlaceId::nth(1), PlaceId::nth(2)));
    assert!(built.model.is_within(PlaceId::nth(1), PlaceId::nth(0)));
    let _ = Overrides::new();
}
