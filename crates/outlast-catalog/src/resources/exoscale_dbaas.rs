//! `exoscale_dbaas`: a database that the provider runs in one zone.
//!
//! The plan's name tells how many nodes it has. One node is a server that the provider brings
//! back; several are a primary and standbys that it fails over to. Also `exoscale_database`, its
//! deprecated twin. The settings of a type are read as blocks and as attributes.

use outlast_model::{
    Actor, Backup, Commit, Consistency, Copy, DAY, Database, Detect, EffectKind, Fact, Held, Kind,
    Moment, Needed, Packets, PartId, PlaceId, Range, Role, Seat, Way, WayBack,
};
use outlast_terraform::Resource;

use super::{ResourceKind, Stage};
use crate::assumptions as assumed;
use crate::attributes::{attribute, field, nested, objects, text, why_unknown};
use crate::estate::Thing;
use crate::holdings;
use crate::language::needs::plain;
use crate::openings;
use crate::reading::{Reading, Rule};

const TYPES: [&str; 8] =
    ["grafana", "kafka", "mysql", "opensearch", "pg", "redis", "thanos", "valkey"];

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_dbaas", "exoscale_database"],
    summary: "a managed database in a zone",
    page: include_str!("../../pages/resources/exoscale_dbaas.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let place = reading.zone(resource);
    let nodes = nodes(reading, resource);
    let kind = kind(reading, resource, place, nodes);
    let (of, span) = (&resource.address, resource.span);
    let part = reading.managed(of, Role::ManagedDatabase, kind, place, "managed databases", span);
    finish(reading, resource, part, place, nodes);
    let backup = backup(reading, resource, place);
    holdings::store(reading, part, Held::Database, vec![backup], None);
    admitted(reading, resource, part);
    reading.became(resource, Thing::Part(part));
    true
}

/// How many nodes a plan has, by its name: `tier-[Nx-]memory`.
fn nodes(reading: &mut Reading<'_>, resource: &Resource) -> u32 {
    let Some(plan) = attribute(resource, "plan") else { return 1 };
    let Some(name) = plan.as_str() else {
        let what = format!("its plan is not known ({}): taken for one node", why_unknown(plan));
        reading.detail(resource, what, plan.span);
        return 1;
    };
    match plan_nodes(name) {
        Some(nodes) => {
            let model = &mut reading.estate.model;
            reading.assumptions.settle(model, &assumed::DBAAS_PLANS, &resource.address);
            reading.detail(resource, format!("plan {name}: nodes {nodes}"), plan.span);
            nodes
        }
        None => {
            let what = format!("plan {name} is not in the catalogue: taken for one node");
            reading.detail(resource, what, plan.span);
            1
        }
    }
}

fn plan_nodes(plan: &str) -> Option<u32> {
    let mut words = plan.split('-');
    let tier = words.next()?;
    let stated = words.next().and_then(|it| it.strip_suffix('x')).and_then(|it| it.parse().ok());
    stated.filter(|nodes| (1..=64).contains(nodes)).or(match tier {
        "hobbyist" | "startup" => Some(1),
        "business" => Some(2),
        "premium" => Some(3),
        _ => None,
    })
}

/// One node, or a type whose nodes serve alike, is a server; else one node writes.
fn kind(reading: &mut Reading<'_>, resource: &Resource, place: PlaceId, nodes: u32) -> Kind {
    let one_writes = matches!(text(resource, "type"), Some("pg" | "mysql" | "valkey" | "redis"));
    if nodes < 2 || !one_writes {
        return Kind::Server;
    }
    let (model, of) = (&mut reading.estate.model, &resource.address);
    let commit = reading.assumptions.word(model, &assumed::DBAAS_COMMIT, of, |word| match word {
        "async" => Some(Commit::Async),
        "sync" => Some(Commit::Sync),
        _ => None,
    });
    reading.assumptions.settle(model, &assumed::DBAAS_NODES_APART, of);
    let failover = failover(reading, of, place);
    let commits = (1..nodes).map(|_| commit.clone()).collect();
    Kind::Database(Database { failover: Some(failover), ..Database::new(commits) })
}

/// The provider promotes a standby and moves the name.
fn failover(reading: &mut Reading<'_>, of: &str, place: PlaceId) -> WayBack {
    let model = &mut reading.estate.model;
    let notices = vec![EffectKind::Stop, EffectKind::Cut];
    let detect = Detect::After(reading.assumptions.duration(model, &assumed::DBAAS_DETECT, of));
    let takes = reading.assumptions.duration(model, &assumed::DBAAS_TAKES, of);
    WayBack { within: Some(place), ..WayBack::new(Actor::Itself, notices, detect, takes) }
}

fn finish(
    reading: &mut Reading<'_>,
    resource: &Resource,
    part: PartId,
    place: PlaceId,
    nodes: u32,
) {
    let engine = text(resource, "type").map(|it| if it == "pg" { "postgresql" } else { it });
    let part = &mut reading.estate.model.parts[part];
    part.engine = engine.map(str::to_string);
    part.copies = (0..nodes).map(|_| Copy { seat: Seat::Place(place), name: None }).collect();
    part.falls = Fact::Unknown("a plan does not say what it does under load".to_string());
}

/// How long the provider keeps its backups, by the tier of the plan: one copy for a hobbyist.
fn kept_for(plan: &str) -> Option<Range> {
    let days = match plan.split('-').next()? {
        "startup" => 3,
        "business" => 14,
        "premium" => 30,
        _ => return None,
    };
    Some(Range::exactly(days * DAY))
}

/// The backups that come with a plan.
fn backup(reading: &mut Reading<'_>, resource: &Resource, place: PlaceId) -> Backup {
    let of = &resource.address;
    let (assumptions, model) = (reading.assumptions, &mut reading.estate.model);
    let every = assumptions.duration(model, &assumed::DBAAS_BACKUP_EVERY, of);
    let sound = assumptions.word(model, &assumed::DBAAS_BACKUP_SOUND, of, |word| {
        (word == "yes").then_some(Consistency::Sound)
    });
    let here = assumptions.is(model, &assumed::DBAAS_BACKUP_PLACE, of, "yes");
    let archived = text(resource, "type") == Some("pg");
    let archive = archived.then(|| assumptions.duration(model, &assumed::DBAAS_ARCHIVE, of));
    let plane = model.control_planes.get(&place).copied();
    let elsewhere = model.place(place).within;
    let place = match here.value() {
        Some(false) => elsewhere.unwrap_or(place),
        _ => place,
    };
    let plan = attribute(resource, "plan");
    let keeps_for = plan.and_then(|it| Some((kept_for(it.as_str()?)?, it.span)));
    // Reading one back means that a new service is made from it.
    let needs = plane.map(|plane| plain(Needed::One(plane), Moment::Repair, false));
    Backup {
        archive,
        keeps_for: keeps_for.map(|(range, span)| Fact::Stated(range, span)),
        needs: needs.into_iter().collect(),
        ..holdings::provided("provider", place, every, sound, resource.span)
    }
}

/// Who may connect: the only thing that keeps others out. What holds when nothing is stated is not
/// documented by the vendor, so that it stays unknown.
fn admitted(reading: &mut Reading<'_>, resource: &Resource, part: PartId) {
    for kind in TYPES {
        for settings in nested(resource, kind) {
            let Some(filter) = field(settings, "ip_filter") else { continue };
            let mut rules = Vec::new();
            for network in objects(filter) {
                let who = network.as_str().map_or_else(|| why_unknown(network), str::to_string);
                reading.detail(resource, format!("admits {who}"), network.span);
                rules.push(Rule {
                    address: resource.address.clone(),
                    way: Way::In,
                    packets: Packets::Tcp(1, u16::MAX),
                    peer: openings::network(network),
                    span: network.span.or(filter.span).or(resource.span),
                });
            }
            reading.admitted.entry(part).or_default().extend(rules);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_plan_tells_its_nodes() {
        assert_eq!(plan_nodes("hobbyist-2"), Some(1));
        assert_eq!(plan_nodes("startup-64"), Some(1));
        assert_eq!(plan_nodes("business-4"), Some(2));
        assert_eq!(plan_nodes("premium-225"), Some(3));
        assert_eq!(plan_nodes("premium-9x-32"), Some(9));
        assert_eq!(plan_nodes("business-99999999x-8"), Some(2));
        assert_eq!(plan_nodes("galactic-8"), None);
        assert_eq!(plan_nodes(""), None);
    }
}
