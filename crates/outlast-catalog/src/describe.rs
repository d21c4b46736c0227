//! An estate as text, the same on every machine: what the pages of resource types show.
//!
//! One line for each place, machine and part with what is known of it, and indented lines for
//! where traffic goes and what is open. A value that was assumed has the name of its assumption
//! behind it; nothing that is not known is left out.

use outlast_model::{
    Backup, Check, Commit, Consistency, Database, Detect, Fact, Kind, Layout, Machine, MachineId,
    Medium, Obeys, Part, PartId, PlaceId, PlaceKind, Range, Rearm, Rotation, Router, Seat, Sight,
    Store, Work, Worth, show_range,
};

use crate::estate::{Estate, Target, Thing};
use crate::openings::{peer_words, ports_words};

/// The whole estate, one fact a line.
pub fn describe(estate: &Estate) -> String {
    let mut lines = Vec::new();
    places(estate, &mut lines);
    for (id, machine) in estate.model.machines() {
        machine_lines(estate, id, machine, &mut lines);
    }
    for (id, part) in estate.model.parts() {
        part_lines(estate, id, part, &mut lines);
    }
    data(estate, &mut lines);
    stores(estate, &mut lines);
    things(estate, &mut lines);
    rest(estate, &mut lines);
    lines.push(String::new());
    lines.join("\n")
}

fn places(estate: &Estate, lines: &mut Vec<String>) {
    for (_, place) in estate.model.places() {
        let kind = match place.kind {
            PlaceKind::Provider if place.within.is_some() => "outside of every zone",
            PlaceKind::Provider
            | PlaceKind::Zone
            | PlaceKind::Site
            | PlaceKind::Building
            | PlaceKind::Room
            | PlaceKind::Host => place.kind.word(),
        };
        let within = place.within.map(|it| estate.model.place(it));
        let within = within.map_or_else(String::new, |it| format!(" of {}", it.name));
        lines.push(format!("place {}: {kind}{within}", place.name));
        details(estate, &place.name, lines);
    }
}

fn details(estate: &Estate, address: &str, lines: &mut Vec<String>) {
    for detail in estate.details.get(address).map_or(&[][..], Vec::as_slice) {
        lines.push(format!("  {}", detail.what));
    }
}

fn place_name(estate: &Estate, place: PlaceId) -> &str {
    estate.model.place(place).name.as_str()
}

// Machines.

fn machine_lines(estate: &Estate, id: MachineId, machine: &Machine, lines: &mut Vec<String>) {
    let mut facts = vec![
        machine.size.clone().unwrap_or_else(|| "size not known".to_string()),
        format!("in {}", place_name(estate, machine.place)),
    ];
    facts.extend((!machine.running).then(|| "stopped".to_string()));
    facts.extend(machine.pool.as_ref().map(|it| format!("of pool {it}")));
    facts.extend(machine.host_class.as_ref().map(|it| format!("on hosts of {it}")));
    facts.push(apart(machine));
    facts.extend(machine.replaced.as_ref().map(|_| "replaced when lost".to_string()));
    facts.push(machine.cost_cents.map_or_else(|| "price not known".to_string(), euro));
    lines.push(format!("machine {}: {}", machine.address, facts.join(", ")));
    for open in estate.open.get(&id).map_or(&[][..], Vec::as_slice) {
        let ports = ports_words(open.from, open.to);
        let (protocol, peer) = (open.protocol.word(), peer_words(&open.peer));
        lines.push(format!("  open {protocol} {ports} to {peer} by {}", open.group));
    }
    if let Some(why) = estate.unknown_open.get(&id) {
        lines.push(format!("  what else is open is not known: {why}"));
    }
    if estate.user_data.contains_key(&id) {
        lines.push("  started with user data".to_string());
    }
}

fn apart(machine: &Machine) -> String {
    if machine.apart.is_empty() {
        "may share a hypervisor".to_string()
    } else {
        format!("apart by {}", machine.apart.join(" and "))
    }
}

fn euro(cents: i64) -> String {
    format!("{}.{:02} EUR a month", cents / 100, cents % 100)
}

// Parts.

fn part_lines(estate: &Estate, id: PartId, part: &Part, lines: &mut Vec<String>) {
    let mut facts = vec![seats(estate, part)];
    facts.extend(part.engine.as_ref().map(|it| format!("engine {it}")));
    facts.extend(part.listens.map(|it| format!("port {it}")));
    facts.extend(part.group.as_ref().map(|it| format!("group {it}")));
    facts.extend(part.cost_cents.map(euro));
    let name = estate.names.get(&id).map_or_else(String::new, |it| format!(" {it}"));
    lines.push(format!("part {}: {}{name} {}", part.address, part.role.noun(), facts.join(", ")));
    match &part.kind {
        Kind::Router(router) => router_lines(estate, router, lines),
        Kind::Database(database) => database_lines(estate, database, lines),
        Kind::Server | Kind::People(_) => {}
    }
    for aim in estate.aims.get(&id).map_or(&[][..], Vec::as_slice) {
        let port = aim.port.map_or_else(String::new, |it| format!(" port {it}"));
        let idle = if aim.active { "" } else { ", not in rotation" };
        lines.push(format!("  sends to {}{port}{idle}", target(estate, aim.target)));
    }
    if let Some(why) = estate.unknown_aims.get(&id) {
        lines.push(format!("  where else it sends is not known: {why}"));
    }
}

fn seats(estate: &Estate, part: &Part) -> String {
    let seat = |seat: Seat| match seat {
        Seat::Place(place) => place_name(estate, place),
        Seat::Machine(machine) => estate.model.machine(machine).address.as_str(),
    };
    let mut seats: Vec<_> = part.copies.iter().map(|it| seat(it.seat)).collect();
    let count = seats.len();
    seats.dedup();
    let times = if count > 1 { format!(", copies {count}") } else { String::new() };
    format!("in {}{times}", seats.join(" and "))
}

fn target(estate: &Estate, target: Target) -> String {
    match target {
        Target::Machine(id) => estate.model.machine(id).address.clone(),
        Target::Part(id) => estate.model.part(id).address.clone(),
    }
}

fn router_lines(estate: &Estate, router: &Router, lines: &mut Vec<String>) {
    match &router.rotation {
        Rotation::Checked(check) => lines.push(format!("  {}", check_words(estate, check))),
        Rotation::Fixed => lines.push("  nobody takes a dead target out".to_string()),
        Rotation::Moved(_) => lines.push("  a controller moves it".to_string()),
        Rotation::Elected { detect, .. } => {
            lines.push("  its holders elect one of them".to_string());
            if let Detect::Adverts { interval, missed, skew } = detect.as_ref() {
                let (interval, skew) = (range(estate, interval), range(estate, skew));
                let what = format!("after {missed} adverts of {interval} and {skew} without one");
                lines.push(format!("  another takes over {what}"));
            }
        }
    }
    if router.remembers.value() != Some(&Range::ZERO) {
        let keep = match &router.remembers {
            Fact::Unknown(_) => "for a time that is not known".to_string(),
            Fact::Stated(..) | Fact::Assumed(..) => range(estate, &router.remembers),
        };
        lines.push(format!("  callers keep it {keep}"));
    }
}

fn check_words(estate: &Estate, check: &Check) -> String {
    let kind = fact(estate, &check.sight, |sight| match sight {
        Sight::Port => "connecting".to_string(),
        Sight::Process => "a request".to_string(),
        Sight::Work | Sight::Journey => format!("a request that sees the {}", sight.word()),
    });
    let rearm = match &check.rearm {
        Fact::Unknown(_) => "the start or the end of the last one".to_string(),
        Fact::Stated(..) | Fact::Assumed(..) => fact(estate, &check.rearm, |it| match it {
            Rearm::Start => "the start of the last one".to_string(),
            Rearm::End => "the end of the last one".to_string(),
        }),
    };
    format!(
        "checks by {kind} every {}, waits {}, out after {}, back after {}, \
         the next counted from {rearm}",
        range(estate, &check.interval),
        range(estate, &check.timeout),
        fact(estate, &check.fall, u32::to_string),
        fact(estate, &check.rise, u32::to_string),
    )
}

fn database_lines(estate: &Estate, database: &Database, lines: &mut Vec<String>) {
    for commit in &database.commits {
        let word = fact(estate, commit, |it| match it {
            Commit::Async => "asynchronous".to_string(),
            Commit::Sync => "synchronous".to_string(),
            Commit::Quorum => "by quorum".to_string(),
        });
        let what =
            if database.alike { "another copy takes every write" } else { "a standby follows" };
        lines.push(format!("  {what}, {word}"));
    }
    if let Some(acked_by) = &database.acked_by {
        let copies = fact(estate, acked_by, u32::to_string);
        lines.push(format!("  copies that must have a write: {copies}"));
    }
    let from = fact(estate, &database.read_from, |from| from.words().to_string());
    lines.push(format!("  who only reads asks {from}"));
    if let Some(forms) = &database.forms_again {
        let forms = fact(estate, forms, |it| it.words().to_string());
        lines.push(format!("  when none of them runs they form again {forms}"));
    }
    if database.shards > 1 {
        lines.push(format!("  {} shares, each with a copy that writes", database.shards));
    }
    if let Some(drops) = &database.drops {
        lines.push(format!("  a silent copy holds writes up for {}", range(estate, drops)));
    }
    let Some(failover) = &database.failover else { return };
    let notices: Vec<_> = failover.notices.iter().map(|it| it.word()).collect();
    let detect = match &failover.detect {
        Detect::After(after) => format!(" after {}", range(estate, after)),
        Detect::Lease { ttl, round, retry, fenced } => format!(
            " when a lease of {} ends, renewed every {} and tried for {}{}",
            range(estate, ttl),
            range(estate, round),
            range(estate, retry),
            if *fenced { ", its holder fenced" } else { "" }
        ),
        Detect::Check(check) => format!(" by a check every {}", range(estate, &check.interval)),
        Detect::Adverts { interval, .. } => {
            format!(" when adverts every {} stop", range(estate, interval))
        }
    };
    let takes = range(estate, &failover.takes);
    lines.push(format!("  fails over on {}{detect}, takes {takes}", notices.join(" and ")));
}

// Data.

fn data(estate: &Estate, lines: &mut Vec<String>) {
    for store in &estate.model.stores {
        store_lines(estate, store, lines);
    }
    for work in &estate.model.works {
        work_lines(estate, work, lines);
    }
}

fn address(estate: &Estate, part: PartId) -> &str {
    estate.model.part(part).address.as_str()
}

fn store_lines(estate: &Estate, store: &Store, lines: &mut Vec<String>) {
    let medium = match store.medium {
        Medium::Memory => "in memory".to_string(),
        Medium::Disk => "on disk".to_string(),
        Medium::Volume(volume) => format!("on {}", address(estate, volume)),
        Medium::Client => "with the users".to_string(),
    };
    let mut facts = vec![medium];
    facts.extend(match (store.live.len(), store.layout) {
        (0 | 1, _) => None,
        (many, Layout::Replicas) => Some(format!("copies {many}")),
        (many, Layout::Shards) => Some(format!("shares {many}")),
    });
    facts.extend(store.size.as_ref().map(|it| fact(estate, it, |size| format!("{size} bytes"))));
    facts.push(match &store.worth {
        Worth::Harmful => "losing it is harmful".to_string(),
        Worth::Harmless => "losing it is harmless".to_string(),
        Worth::Rebuilt { from, takes, .. } => {
            format!("made again from {} in {}", address(estate, *from), range(estate, takes))
        }
    });
    lines.push(format!("store {}: {} {}", store.address, store.holds.noun(), facts.join(", ")));
    for live in &store.live {
        let safe = range(estate, &live.durable_after);
        let behind = match live.lag.value() {
            Some(&Range::ZERO) => String::new(),
            _ => format!("behind by {}, ", range(estate, &live.lag)),
        };
        lines.push(format!("  copy {}: {behind}safe after {safe}", live.copy.copy));
    }
    for backup in &store.backups {
        backup_lines(estate, backup, lines);
    }
}

fn backup_lines(estate: &Estate, backup: &Backup, lines: &mut Vec<String>) {
    let to = match (backup.to.part, backup.to.place) {
        (Some(part), _) => format!("in {}", address(estate, part)),
        (None, Some(place)) => format!("in {}", place_name(estate, place)),
        (None, None) => "nobody said where".to_string(),
    };
    let worth = fact(estate, &backup.consistency, |it| match it {
        Consistency::Sound => "sound".to_string(),
        Consistency::Crash => "as after a power cut".to_string(),
        Consistency::Torn => "torn".to_string(),
    });
    let mut facts = vec![
        format!("every {}", range(estate, &backup.every)),
        format!("takes {}", range(estate, &backup.makes)),
        to,
        match &backup.consistency {
            Fact::Unknown(_) => "consistency not known".to_string(),
            Fact::Stated(..) | Fact::Assumed(..) => worth,
        },
    ];
    facts.extend(backup.archive.as_ref().map(|it| format!("log behind by {}", range(estate, it))));
    facts.push(match &backup.keeps_for {
        Some(keeps) => format!("kept {}", range(estate, keeps)),
        None => "one version".to_string(),
    });
    facts.push(format!("restored in {}", range(estate, &backup.restores)));
    facts.extend(obeys(backup.obeys).map(str::to_string));
    facts.extend(backup.locked.as_ref().map(|it| format!("locked {}", range(estate, it))));
    facts.extend(backup.watched.then(|| "watched".to_string()));
    facts.push(
        backup.tested.as_ref().map_or("never tested".to_string(), |it| format!("tested {it}")),
    );
    lines.push(format!("  backup {}: {}", backup.name, facts.join(", ")));
}

/// What a backup obeys, if anything.
const fn obeys(obeys: Obeys) -> Option<&'static str> {
    match (obeys.deletion, obeys.corruption) {
        (true, true) => Some("obeys deletion and corruption"),
        (true, false) => Some("obeys deletion"),
        (false, true) => Some("obeys corruption"),
        (false, false) => None,
    }
}

fn work_lines(estate: &Estate, work: &Work, lines: &mut Vec<String>) {
    let (worker, queue) = (address(estate, work.worker), address(estate, work.queue));
    let tries = fact(estate, &work.tries, |it| match it {
        Some(tries) => tries.to_string(),
        None => "endless".to_string(),
    });
    let delivery = work.delivery().map_or("not known", |it| it.word());
    let waits = range(estate, &work.ack_wait);
    let facts = format!("waits {waits}, tries {tries}, delivery {delivery}");
    lines.push(format!("work {worker} takes {queue}: {facts}"));
    if !work.cannot_commit.is_empty() {
        let parts = work.cannot_commit.join(" and ");
        lines.push(format!("  cannot commit in two phases: {parts}"));
    }
}

// Facts.

fn range(estate: &Estate, fact: &Fact<Range>) -> String {
    self::fact(estate, fact, |it| show_range(*it))
}

fn fact<T>(estate: &Estate, fact: &Fact<T>, show: impl Fn(&T) -> String) -> String {
    match fact {
        Fact::Stated(value, _) => show(value),
        Fact::Assumed(value, id) => {
            format!("{} ({})", show(value), estate.model.assumption(*id).name)
        }
        Fact::Unknown(_) => "not known".to_string(),
    }
}

// The rest.

fn stores(estate: &Estate, lines: &mut Vec<String>) {
    for volume in &estate.volumes {
        let size =
            volume.gib.map_or_else(|| "size not known".to_string(), |it| format!("{it} GiB"));
        let on = volume
            .on
            .map_or_else(String::new, |it| format!(" on {}", target(estate, Target::Machine(it))));
        let place = place_name(estate, volume.place);
        lines.push(format!("volume {}: {size} in {place}{on}", volume.address));
    }
    for network in &estate.networks {
        let place = place_name(estate, network.place);
        lines.push(format!("network {}: in {place}", network.address));
        for joined in &network.machines {
            let fixed = match &joined.fixed {
                Some(Ok(fixed)) => format!(" as {fixed}"),
                Some(Err(why)) => format!(" at an address that is not known ({why})"),
                None => String::new(),
            };
            lines.push(format!(
                "  joins {}{fixed}",
                target(estate, Target::Machine(joined.machine))
            ));
        }
    }
}

/// Details of every resource, and the resources that are nothing but known.
fn things(estate: &Estate, lines: &mut Vec<String>) {
    for (address, thing) in &estate.things {
        let word = match thing {
            Thing::Known => "known",
            Thing::Parts(parts) if parts.is_empty() => "known",
            Thing::Machines(_) | Thing::Part(_) | Thing::Parts(_) | Thing::Place(_) => "also",
        };
        if word == "also" && !estate.details.contains_key(address) {
            continue;
        }
        lines.push(format!("{word} {address}"));
        details(estate, address, lines);
    }
}

fn rest(estate: &Estate, lines: &mut Vec<String>) {
    for address in estate.model.understood.missing.iter().map(|it| &it.address) {
        lines.push(format!("not understood {address}"));
    }
    for assumption in &estate.model.assumptions {
        let of = if assumption.of.is_empty() { "" } else { " of " };
        let (name, value) = (&assumption.name, &assumption.value);
        lines.push(format!("assumed {name}{of}{} = {value}", assumption.of));
    }
    for finding in estate.findings.iter().chain(&estate.defects) {
        let label = finding.labels.first().map_or("", |it| it.text.as_str());
        lines.push(format!("{}[{}]: {label}", finding.severity.word(), finding.rule));
    }
}
