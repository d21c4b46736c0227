//! `exoscale_elastic_ip`: a public address of a zone that instances can take over.
//!
//! *Managed* when it has a health check: it takes dead instances off by itself. *Manual* without:
//! every attached instance keeps its share, dead or not, until somebody detaches it. Also
//! `exoscale_ipaddress`, as it was called before provider 0.54, with flat attributes.

use outlast_model::{Arriving, Check, Fact, Kind, PartId, Rearm, Role, Rotation, Router, Sight};
use outlast_terraform::{Resource, Value};

use super::{ResourceKind, Stage};
use crate::assumptions as assumed;
use crate::attributes::{attribute, field, nested, unsure};
use crate::estate::Thing;
use crate::language::ways_back::SHALLOW;
use crate::openings;
use crate::prices;
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_elastic_ip", "exoscale_ipaddress"],
    summary: "an elastic IP: managed with a health check, manual without",
    page: include_str!("../../pages/resources/exoscale_elastic_ip.md"),
    stage: Stage::Addresses,
    read,
};

/// What decides whether a machine behind it is taken out: the check today, and as it was written
/// before provider 0.54.
const DECIDING: [&str; 6] = [
    "healthcheck",
    "healthcheck_mode",
    "healthcheck_port",
    "healthcheck_interval",
    "healthcheck_timeout",
    "healthcheck_strikes_fail",
];

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let place = reading.zone(resource);
    let check = check(reading, resource);
    let of = &resource.address;
    let model = &mut reading.estate.model;
    let redispatch = reading.assumptions.is(model, &assumed::LAYER_4_REDISPATCH, of, "yes");
    let (rotation, all_when_none) = match check {
        Some(check) => {
            let all = reading.assumptions.is(model, &assumed::EIP_ALL_DOWN, of, "all");
            (Rotation::Checked(check), all)
        }
        None => (Rotation::Fixed, Fact::Stated(false, None)),
    };
    let arriving = Arriving { redispatch, all_when_none, ..Arriving::PLAIN };
    let router = Router { arriving, ..Router::new(Vec::new(), rotation) };
    let part = reading.managed(
        of,
        Role::ElasticIp,
        Kind::Router(router),
        place,
        "elastic IPs",
        resource.span,
    );
    price(reading, part);
    if let Some(Ok(port)) = check_field(resource, "port").map(openings::port_number) {
        reading.estate.check_ports.insert(part, port);
    }
    if let Some(why) = unsure(resource, &DECIDING) {
        reading.estate.unknown_aims.entry(part).or_insert(why);
    }
    reading.became(resource, Thing::Part(part));
    true
}

fn price(reading: &mut Reading<'_>, part: PartId) {
    let part = &mut reading.estate.model.parts[part];
    part.cost_cents = Some(prices::elastic_ip());
}

/// A field of the health check: in a block today, a flat attribute before provider 0.54.
fn check_field<'a>(resource: &'a Resource, name: &str) -> Option<&'a Value> {
    match nested(resource, "healthcheck").first() {
        Some(block) => field(block, name),
        None => attribute(resource, &format!("healthcheck_{name}")),
    }
}

/// The health check, if there is one.
fn check(reading: &mut Reading<'_>, resource: &Resource) -> Option<Check> {
    let at = |name: &str| check_field(resource, name);
    if nested(resource, "healthcheck").is_empty() && at("mode").is_none() {
        return None;
    }
    let of = &resource.address;
    let sight = sight(reading, at("mode"), of);
    let interval = reading.seconds(at("interval"), &assumed::EIP_INTERVAL, of);
    let timeout = reading.seconds(at("timeout"), &assumed::EIP_TIMEOUT, of);
    let fall = reading.count(at("strikes_fail"), &assumed::EIP_STRIKES_FAIL, of);
    let rise = reading.count(at("strikes_ok"), &assumed::EIP_STRIKES_OK, of);
    let rearm = reading.assumptions.word(&mut reading.estate.model, &assumed::EIP_REARM, of, rearm);
    Some(Check { sight, interval, timeout, fall, rise, rearm })
}

/// How far a check sees; one that is not known is taken for the weaker one.
pub(super) fn sight(reading: &mut Reading<'_>, mode: Option<&Value>, of: &str) -> Fact<Sight> {
    match mode.and_then(Value::as_str) {
        Some("http" | "https") => {
            let model = &mut reading.estate.model;
            reading.assumptions.word(model, &SHALLOW, of, Sight::of)
        }
        _ => Fact::Stated(Sight::Port, mode.and_then(|it| it.span)),
    }
}

/// What the words of the assumptions about re-arming mean.
pub(super) fn rearm(word: &str) -> Option<Rearm> {
    match word {
        "start" => Some(Rearm::Start),
        "end" => Some(Rearm::End),
        _ => None,
    }
}
