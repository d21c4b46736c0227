//! `exoscale_nlb_service`: one port of a load balancer, passed on to the members of a pool.
//!
//! Members that fail the check get no new connections. The defaults are those of the provider,
//! which differ from those of the API.

use outlast_model::{
    Arriving, Check, Fact, Kind, MachineId, PartId, PlaceId, Role, Rotation, Router,
};
use outlast_terraform::{Resource, Value};

use super::exoscale_elastic_ip::{rearm, sight};
use super::{ResourceKind, Stage};
use crate::assumptions as assumed;
use crate::attributes::{attribute, field, nested, unsure};
use crate::estate::{Aim, Target, Thing};
use crate::machines::{POOLS, cannot_follow};
use crate::openings;
use crate::prices;
use crate::reading::Reading;
use crate::rules;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_nlb_service"],
    summary: "a service of a load balancer: one port, passed on to a pool",
    page: include_str!("../../pages/resources/exoscale_nlb_service.md"),
    stage: Stage::Joints,
    read,
};

/// What decides whether and where traffic arrives.
const DECIDING: [&str; 7] =
    ["nlb_id", "instance_pool_id", "port", "target_port", "protocol", "strategy", "healthcheck"];

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let (balancers, _) = reading.addresses(attribute(resource, "nlb_id"), &["exoscale_nlb"]);
    let place = place(reading, resource, balancers.first());
    let router = router(reading, resource);
    let of = &resource.address;
    let kind = Kind::Router(router);
    let part =
        reading.managed(of, Role::LoadBalancer, kind, place, "load balancers", resource.span);
    let first = join_balancer(reading, balancers.first(), part);
    set(reading, resource, part, first);
    aim(reading, resource, part);
    if let Some(why) = unsure(resource, &DECIDING) {
        reading.estate.unknown_aims.entry(part).or_insert(why);
    }
    reading.became(resource, Thing::Part(part));
    true
}

/// The zone: its own, else that of its load balancer.
fn place(reading: &mut Reading<'_>, resource: &Resource, balancer: Option<&String>) -> PlaceId {
    let own = attribute(resource, "zone").filter(|it| !it.is_unknown());
    let balancer = balancer.and_then(|it| reading.references.resource(it));
    let value = own.or_else(|| attribute(balancer?, "zone"));
    let value = value.or_else(|| attribute(resource, "zone")).cloned();
    reading.zone_from(value.as_ref())
}

fn router(reading: &mut Reading<'_>, resource: &Resource) -> Router {
    let check = check(reading, resource);
    let (model, of) = (&mut reading.estate.model, &resource.address);
    let redispatch = reading.assumptions.is(model, &assumed::LAYER_4_REDISPATCH, of, "yes");
    let all_when_none = reading.assumptions.is(model, &assumed::NLB_ALL_DOWN, of, "all");
    let strategy = attribute(resource, "strategy");
    // A hash of the source address gives a caller the same member again.
    let hashed = strategy.and_then(Value::as_str).is_some_and(|it| it.ends_with("-hash"));
    let sticky = Fact::Stated(hashed, strategy.and_then(|it| it.span));
    let arriving = Arriving { redispatch, waits: None, all_when_none, sticky };
    Router { arriving, ..Router::new(Vec::new(), Rotation::Checked(check)) }
}

fn check(reading: &mut Reading<'_>, resource: &Resource) -> Check {
    let block = nested(resource, "healthcheck").into_iter().next();
    let at = |name: &str| block.and_then(|block| field(block, name));
    let of = &resource.address;
    let interval = reading.seconds(at("interval"), &assumed::NLB_INTERVAL, of);
    let timeout = reading.seconds(at("timeout"), &assumed::NLB_TIMEOUT, of);
    let retries = reading.count(at("retries"), &assumed::NLB_RETRIES, of);
    let fall = fall(reading, of, retries);
    let model = &mut reading.estate.model;
    let rise = reading.assumptions.count(model, &assumed::NLB_RISE, of);
    let rearm = reading.assumptions.word(model, &assumed::NLB_REARM, of, rearm);
    let sight = sight(reading, at("mode"), of);
    Check { sight, interval, timeout, fall, rise, rearm }
}

/// After how many failed checks a member is out: the retries, with or without the first check.
fn fall(reading: &mut Reading<'_>, of: &str, retries: Fact<u32>) -> Fact<u32> {
    let model = &mut reading.estate.model;
    let more = reading.assumptions.word(model, &assumed::NLB_FALL, of, |word| match word {
        "retries" => Some(0),
        "retries-and-one" => Some(1),
        _ => None,
    });
    match (retries, more) {
        (Fact::Stated(count, _) | Fact::Assumed(count, _), Fact::Assumed(more, id)) => {
            Fact::Assumed(count.saturating_add(more), id)
        }
        (Fact::Stated(count, _), Fact::Stated(more, span)) => {
            Fact::Stated(count.saturating_add(more), span)
        }
        (Fact::Assumed(count, id), Fact::Stated(more, _)) => {
            Fact::Assumed(count.saturating_add(more), id)
        }
        (Fact::Unknown(why), _) | (_, Fact::Unknown(why)) => Fact::Unknown(why),
    }
}

/// Adds the service to its load balancer; whether it is the first one there.
fn join_balancer(reading: &mut Reading<'_>, balancer: Option<&String>, part: PartId) -> bool {
    let Some(balancer) = balancer else { return true };
    match reading.estate.things.get_mut(balancer) {
        Some(Thing::Parts(services)) => {
            services.push(part);
            services.len() == 1
        }
        _ => true,
    }
}

/// Port and price. A load balancer is paid for once, so that its first service carries the price.
fn set(reading: &mut Reading<'_>, resource: &Resource, part: PartId, first: bool) {
    let port = attribute(resource, "port").and_then(|it| openings::port_number(it).ok());
    if let Some(port) = port {
        reading.estate.ports.insert(part, port);
    }
    let check = nested(resource, "healthcheck").into_iter().find_map(|it| field(it, "port"));
    if let Some(Ok(port)) = check.map(openings::port_number) {
        reading.estate.check_ports.insert(part, port);
    }
    let part = &mut reading.estate.model.parts[part];
    part.listens = port;
    part.cost_cents = Some(if first { prices::load_balancer() } else { 0 });
    let strategy = attribute(resource, "strategy").and_then(Value::as_str);
    if let Some(strategy) = strategy.filter(|it| *it != "round-robin") {
        reading.detail(resource, format!("spreads connections by {strategy}"), None);
    }
    if attribute(resource, "protocol").and_then(Value::as_str) == Some("udp") {
        reading.detail(resource, "passes UDP on", None);
    }
}

/// Sends its traffic to the members of its pool.
fn aim(reading: &mut Reading<'_>, resource: &Resource, part: PartId) {
    let value = attribute(resource, "instance_pool_id");
    let (pools, unknown) = reading.addresses(value, POOLS);
    let span = value.and_then(|it| it.span);
    if let (Some(why), Some(value)) = (&unknown, value) {
        cannot_follow(reading, resource, value, "the pool behind a load balancer", why);
        reading.estate.unknown_aims.insert(part, why.clone());
    }
    let port = attribute(resource, "target_port").and_then(|it| openings::port_number(it).ok());
    for pool in pools {
        match reading.estate.machines_of(&pool).map(<[MachineId]>::to_vec) {
            Some(members) => {
                for member in members {
                    let active = reading.estate.model.machine(member).running;
                    let aim = Aim { target: Target::Machine(member), port, active, span };
                    reading.estate.aim(part, aim);
                }
            }
            None => existing(reading, resource, part, &pool),
        }
    }
}

/// A pool that exists already: nobody sees its members here.
fn existing(reading: &mut Reading<'_>, resource: &Resource, part: PartId, pool: &str) {
    let why = format!("`{pool}` exists already: its members are not in this Terraform");
    reading.report(
        rules::MEMBERS_NOT_KNOWN
            .finding()
            .at_maybe(resource.span, why.clone())
            .help("read the pool together with what uses it: as sources, a plan or a state"),
    );
    reading.estate.unknown_aims.insert(part, why);
}
