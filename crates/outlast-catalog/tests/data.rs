//! Data in the outlast file: stores and their copies, backups, work, and what is derived from them.

use outlast_catalog::{Lowered, Overrides, lower};
use outlast_findings::{Severity, Sources};
use outlast_model::{
    Backup, Commit, Consistency, DAY, Delivery, EffectKind, Fact, HOUR, Held, Kind, Layout, MINUTE,
    Medium, Moment, Obeys, Range, SECOND, Store, Use, Work, Worth,
};
use outlast_terraform::{FileKind, Input, InputFile, evaluate};

const TERRAFORM: &str = r#"
provider "aws" {
  region = "ch-dk-2"

  endpoints {
    s3 = "https://sos-ch-dk-2.exo.io"
  }
}

resource "aws_s3_bucket" "copies" {
  bucket = "copies"
}

resource "exoscale_compute_instance" "m" {
  count       = 4
  zone        = "ch-gva-2"
  name        = "m-${count.index}"
  type        = "standard.small"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 20
}

resource "exoscale_compute_instance" "none" {
  count       = 0
  zone        = "ch-gva-2"
  name        = "none"
  type        = "standard.small"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 20
}

resource "exoscale_instance_pool" "workers" {
  zone          = "ch-gva-2"
  name          = "workers"
  template_id   = "5f0f0000-0000-4000-8000-000000000001"
  instance_type = "standard.small"
  disk_size     = 20
  size          = 2
}

resource "exoscale_block_storage_volume" "data" {
  zone = "ch-gva-2"
  name = "data"
  size = 100
}

resource "exoscale_block_storage_volume_snapshot" "before" {
  zone   = "ch-gva-2"
  name   = "before"
  volume = { id = exoscale_block_storage_volume.data.id }
}

resource "exoscale_dbaas" "shop" {
  zone = "ch-gva-2"
  name = "shop"
  type = "pg"
  plan = "business-8"
}

resource "exoscale_dbaas" "alone" {
  zone = "ch-gva-2"
  name = "alone"
  type = "mysql"
  plan = "hobbyist-2"
}
"#;

fn lowered(outlast: &str) -> Lowered {
    let mut sources = Sources::new();
    let id = sources.add("main.tf", TERRAFORM);
    let outlast = sources.add("data.outlast.hcl", outlast);
    let file = InputFile { id, path: "main.tf".to_string(), kind: FileKind::Tf };
    let evaluated = evaluate(&Input { files: vec![file], ..Input::default() }, &sources);
    assert_eq!(evaluated.configuration.problems, []);
    lower("data", &evaluated, &[outlast], &sources, &Overrides::new())
}

/// A system that is written without a mistake.
fn sound(outlast: &str) -> Lowered {
    let lowered = lowered(outlast);
    let wrong: Vec<_> =
        lowered.findings.iter().filter(|it| it.severity == Severity::Error).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    lowered
}

fn store<'l>(lowered: &'l Lowered, address: &str) -> &'l Store {
    lowered.model.stores.iter().find(|it| it.address == address).unwrap_or_else(|| {
        let all: Vec<_> = lowered.model.stores.iter().map(|it| &it.address).collect();
        panic!("no {address} among {all:?}")
    })
}

fn what(lowered: &Lowered, rule: &str) -> Vec<String> {
    let texts = lowered.findings.iter().filter(|it| it.rule == rule);
    texts.map(|it| it.labels[0].text.clone()).collect()
}

const DATABASE: &str = r#"
database "shop" {
  engine = "postgresql"
  on     = exoscale_compute_instance.m[0]
  size   = "80 GB"

  replica "a" {
    on  = exoscale_compute_instance.m[1]
    lag = ["0s", "2s"]
  }
  replica "b" {
    on     = exoscale_compute_instance.m[2]
    commit = "sync"
  }

  backup "nightly" {
    how       = "pg_basebackup"
    every     = "24h"
    took      = "30m"
    to        = aws_s3_bucket.copies
    keeps_for = "30d"
    archives  = "1m"
    restores  = "100 MB/s"
    locked    = "30d"
    watched   = true
  }
}

service "shop" {
  on     = exoscale_compute_instance.m[3]
  reads  = database.shop
  writes = database.shop
}

service "report" {
  on    = exoscale_compute_instance.m[3]
  reads = database.shop
}
"#;

#[test]
fn a_database_has_its_copies_in_order_with_what_each_is_behind() {
    let lowered = sound(DATABASE);
    let shop = store(&lowered, "database.shop");
    assert_eq!(
        (shop.holds, shop.layout, shop.medium),
        (Held::Database, Layout::Replicas, Medium::Disk)
    );
    let lags: Vec<_> = shop.live.iter().map(|it| it.lag.value().copied().unwrap()).collect();
    assert_eq!(lags, [Range::ZERO, Range::new(0, 2 * SECOND), Range::ZERO]);
    assert!(shop.live.iter().all(|it| it.durable_after.value() == Some(&Range::ZERO)));
    assert_eq!(shop.worth, Worth::Harmful);
    assert_eq!(shop.size.as_ref().and_then(Fact::value), Some(&80_000_000_000));
    assert_eq!(shop.slots(), 4);
}

#[test]
fn who_only_reads_is_no_writer() {
    let lowered = sound(DATABASE);
    let writers = &store(&lowered, "database.shop").writers;
    assert_eq!(writers, &[lowered.model.part_at("service.shop").unwrap()]);
    let part = lowered.model.part(writers[0]);
    let uses: Vec<Use> = part.needs.iter().map(|it| it.used).collect();
    assert_eq!(uses, [Use::Read, Use::Write]);
}

fn nightly(lowered: &Lowered) -> &Backup {
    &store(lowered, "database.shop").backups[0]
}

#[test]
fn a_backup_says_how_old_how_good_and_how_far_away_it_is() {
    let lowered = sound(DATABASE);
    let nightly = nightly(&lowered);
    assert_eq!(nightly.every.value(), Some(&Range::exactly(DAY)));
    assert_eq!(nightly.makes.value(), Some(&Range::exactly(30 * MINUTE)));
    assert_eq!(nightly.archive.as_ref().and_then(Fact::value), Some(&Range::exactly(MINUTE)));
    assert_eq!(nightly.to.part, lowered.model.part_at("aws_s3_bucket.copies"));
    assert_eq!(nightly.consistency.value(), Some(&Consistency::Sound));
    // 80 GB at 100 MB/s.
    assert_eq!(nightly.restores.value(), Some(&Range::exactly(800 * SECOND)));
    assert!(nightly.watched && nightly.obeys == Obeys::NOTHING && nightly.locked.is_some());
    // The bucket holds nothing else, so that its loss is no loss of its own.
    assert_eq!(store(&lowered, "aws_s3_bucket.copies").worth, Worth::Harmless);
}

#[test]
fn nothing_good_is_assumed_of_a_backup() {
    let lowered = sound(
        "database \"shop\" {\n  on = exoscale_compute_instance.m[0]\n  backup \"own\" { every = \"24h\" }\n}\n",
    );
    let own = nightly(&lowered);
    assert!(own.keeps_for.is_none() && own.locked.is_none() && own.tested.is_none());
    assert!(!own.watched && own.to.part.is_none() && own.to.place.is_none());
    for unknown in [&own.makes, &own.restores] {
        assert_eq!(unknown.provenance(), "unknown");
    }
    assert_eq!(own.consistency.provenance(), "unknown");
}

#[test]
fn a_trial_replaces_what_size_and_rate_give() {
    let text = DATABASE.replace(
        "    watched   = true",
        "    tested    = { on = \"2026-10-02\", took = \"3h\", version = \"15\" }",
    );
    let lowered = sound(&text);
    let nightly = nightly(&lowered);
    assert_eq!(nightly.restores.value(), Some(&Range::exactly(3 * HOUR)));
    assert_eq!(nightly.tested.as_deref(), Some("2026-10-02"));
    assert_eq!(nightly.tested_version.as_deref(), Some("15"));
}

#[test]
fn a_mirror_is_behind_by_its_lag() {
    let lowered = sound(
        "store \"files\" {\n  of = aws_s3_bucket.copies\n  backup \"far\" {\n    how = \"bucket \
         replication\"\n    lag = [\"1m\", \"15m\"]\n    to  = place.far\n  }\n}\nplace \"far\" \
         { kind = \"site\" }\n",
    );
    let far = &store(&lowered, "aws_s3_bucket.copies").backups[0];
    assert_eq!(far.obeys, Obeys::ALL);
    assert_eq!(far.makes.value(), Some(&Range::exactly(MINUTE)));
    assert_eq!(far.every.value(), Some(&Range::exactly(14 * MINUTE)));
    assert!(far.to.place.is_some());
}

#[test]
fn a_backup_may_stand_outside_of_its_store_and_needs_a_rhythm() {
    let base = "service \"web\" {\n  on = exoscale_compute_instance.m\n  keeps \"carts\" { in = \"disk\" }\n}\n";
    let ok = format!(
        "{base}backup \"b\" {{\n  of = service.web.carts\n  every = \"1h\"\n  took = \"1m\"\n  how = \"tar\"\n}}\n"
    );
    let lowered = sound(&ok);
    let carts = store(&lowered, "service.web.carts");
    assert_eq!(carts.backups[0].name, "b");
    assert_eq!(carts.backups[0].consistency.value(), Some(&Consistency::Torn));
    let missing = self::lowered(&format!("{base}backup \"b\" {{ of = service.web.carts }}\n"));
    assert_eq!(what(&missing, "missing-attribute"), ["`every` is missing"]);
    let nothing = self::lowered(
        "service \"web\" {\n  on = exoscale_compute_instance.m\n}\nbackup \"b\" {\n  of = service.web\n  every = \"1h\"\n}\n",
    );
    assert_eq!(what(&nothing, "wrong-reference"), ["`service.web` holds no data"]);
}

#[test]
fn state_of_a_part_is_shared_out_unless_it_is_replicated() {
    let keeps = |facts: &str| {
        let text = format!(
            "service \"web\" {{\n  on = exoscale_compute_instance.m\n  keeps \"sessions\" {{\n{facts}  }}\n}}\n"
        );
        sound(&text)
    };
    let own = keeps("    in = \"memory\"\n");
    let sessions = store(&own, "service.web.sessions");
    assert_eq!((sessions.layout, sessions.medium), (Layout::Shards, Medium::Memory));
    assert_eq!((sessions.holds, sessions.live.len()), (Held::Sessions, 4));
    let copied =
        keeps("    in = \"memory\"\n    replicated = \"async\"\n    lag = [\"0s\", \"1s\"]\n");
    let sessions = store(&copied, "service.web.sessions");
    assert_eq!(sessions.layout, Layout::Replicas);
    assert_eq!(sessions.live[0].lag.value(), Some(&Range::new(0, SECOND)));
    let unknown = keeps("    in = \"memory\"\n    replicated = \"async\"\n");
    assert_eq!(store(&unknown, "service.web.sessions").live[0].lag.provenance(), "unknown");
    let client = keeps("    in = \"client\"\n    lost = \"harmless\"\n");
    let sessions = store(&client, "service.web.sessions");
    assert_eq!((sessions.medium, &sessions.worth), (Medium::Client, &Worth::Harmless));
}

#[test]
fn state_in_a_store_is_that_store_and_an_edge_to_it() {
    let lowered = sound(
        "service \"web\" {\n  on = exoscale_compute_instance.m[0]\n  keeps \"sessions\" { in = cache.s }\n}\n\
         cache \"s\" {\n  engine = \"redis\"\n  on = exoscale_compute_instance.m[1]\n}\n",
    );
    let web = lowered.model.part_at("service.web").unwrap();
    assert_eq!(store(&lowered, "cache.s").writers, [web]);
    assert!(lowered.model.stores.iter().all(|it| it.address != "service.web.sessions"));
}

#[test]
fn state_is_kept_in_what_holds_data_and_named_once() {
    let wrong = lowered(
        "service \"a\" {\n  on = exoscale_compute_instance.m[0]\n  listens = 80\n  keeps \"x\" { in = service.b }\n  \
         keeps \"y\" { in = \"disk\" }\n  keeps \"y\" { in = \"memory\" }\n}\n\
         service \"b\" {\n  on = exoscale_compute_instance.m[1]\n  listens = 80\n}\n",
    );
    assert_eq!(what(&wrong, "wrong-reference"), ["`service.b` holds no data"]);
    assert_eq!(what(&wrong, "duplicate-name"), ["`service.a` keeps a `y` already"]);
}

#[test]
fn a_store_of_what_is_harmless_to_lose_is_harmless_to_lose() {
    let text = |more: &str| {
        format!(
            "service \"web\" {{\n  on = exoscale_compute_instance.m[0]\n  keeps \"sessions\" {{\n    in = \
             cache.s\n    lost = \"harmless\"\n  }}\n}}\n\
             cache \"s\" {{\n  on = exoscale_compute_instance.m[1]\n}}\n{more}"
        )
    };
    assert_eq!(store(&sound(&text("")), "cache.s").worth, Worth::Harmless);
    let other = "service \"b\" {\n  on = exoscale_compute_instance.m[2]\n  writes = cache.s\n}\n";
    assert_eq!(store(&sound(&text(other)), "cache.s").worth, Worth::Harmful);
}

#[test]
fn users_come_back_to_the_same_target_only_when_it_is_said() {
    let balancer = |sticky: &str| {
        let text = format!(
            "service \"web\" {{\n  on = exoscale_compute_instance.m\n  listens = 80\n}}\nservice \"lb\" {{\n  on = \
             exoscale_compute_instance.m[0]\n  listens = 443\n  balances = service.web\n  {sticky}\n}}\n"
        );
        let lowered = sound(&text);
        let lb = lowered.model.part(lowered.model.part_at("service.lb").unwrap());
        let Kind::Router(router) = &lb.kind else { panic!() };
        router.arriving.sticky.value().copied()
    };
    assert_eq!(balancer(""), Some(false));
    assert_eq!(balancer("sticky = true"), Some(true));
    let text = "service \"web\" {\n  on = exoscale_compute_instance.m\n  sticky = true\n}\n";
    assert_eq!(what(&lowered(text), "written-twice"), ["`sticky` on what passes nothing on"]);
}

#[test]
fn a_cache_is_made_again_or_has_a_share_on_each_machine() {
    let lowered = sound(
        "cache \"pages\" {\n  engine = \"memcached\"\n  on = exoscale_compute_instance.m\n  lost = \
         { rebuilt_from = database.shop, takes = \"2h\", hits = \"95%\" }\n}\n\
         database \"shop\" {\n  on = exoscale_compute_instance.m[0]\n}\n",
    );
    let pages = store(&lowered, "cache.pages");
    assert_eq!((pages.layout, pages.medium), (Layout::Shards, Medium::Memory));
    let Worth::Rebuilt { from, takes, hits, meanwhile: true } = &pages.worth else { panic!() };
    assert_eq!(Some(*from), lowered.model.part_at("database.shop"));
    assert_eq!(takes.value(), Some(&Range::exactly(2 * HOUR)));
    assert_eq!(
        hits.as_ref().and_then(Fact::value),
        Some(&outlast_model::parse_percent("95%").unwrap())
    );
}

#[test]
fn what_lies_on_a_volume_outlives_the_machine_and_has_its_snapshots() {
    let lowered = sound(
        "database \"shop\" {\n  engine = \"postgresql\"\n  on = exoscale_compute_instance.m[0]\n  \
         kept_on = exoscale_block_storage_volume.data\n}\n",
    );
    let shop = store(&lowered, "database.shop");
    let volume = lowered.model.part_at("exoscale_block_storage_volume.data").unwrap();
    assert_eq!(shop.medium, Medium::Volume(volume));
    assert_eq!(shop.backups.len(), 1);
    assert_eq!(shop.size.as_ref().and_then(Fact::value), Some(&(100 << 30)));
    // The volume acknowledges before a write is safe, whatever the database does.
    assert_eq!(shop.live[0].durable_after.provenance(), "unknown");
    assert!(lowered.model.stores.iter().all(|it| it.holds != Held::Volume));
    let part = lowered.model.part(shop.part);
    assert_eq!(part.needs[0].of, outlast_model::Needed::One(volume));
}

#[test]
fn a_snapshot_in_a_rhythm_bounds_what_a_volume_can_lose() {
    let lowered = sound(
        "database \"shop\" {\n  engine = \"postgresql\"\n  on = exoscale_compute_instance.m[0]\n  \
         kept_on = exoscale_block_storage_volume.data\n  backup \"hourly\" {\n    how = \"volume \
         snapshot\"\n    every = \"1h\"\n    took = \"5m\"\n    to = exoscale_block_storage_volume.data\n  }\n}\n",
    );
    let shop = store(&lowered, "database.shop");
    assert_eq!(shop.live[0].durable_after.value(), Some(&Range::new(0, 65 * MINUTE)));
    assert_eq!(shop.live[0].durable_after.provenance(), "assumed");
    let hourly = shop.backups.iter().find(|it| it.name == "hourly").unwrap();
    assert_eq!(hourly.consistency.value(), Some(&Consistency::Crash));
}

#[test]
fn a_managed_database_has_copies_and_backups_by_its_plan() {
    let lowered = sound("");
    let shop = store(&lowered, "exoscale_dbaas.shop");
    assert_eq!((shop.live.len(), shop.backups.len()), (2, 1));
    let kept = shop.backups[0].keeps_for.as_ref().and_then(Fact::value);
    assert_eq!(kept, Some(&Range::exactly(14 * DAY)));
    assert!(shop.backups[0].archive.is_some());
    let alone = store(&lowered, "exoscale_dbaas.alone");
    assert_eq!((alone.live.len(), alone.backups[0].keeps_for.is_none()), (1, true));
    assert!(alone.backups[0].archive.is_none());
}

#[test]
fn a_store_s_own_promise_wins_class_by_class() {
    let text = format!(
        "promise {{\n  instance = {{ lose = \"1m\" }}\n  other = {{ out = \"4h\", lose = \"26h\" }}\n}}\n{}",
        DATABASE.replace(
            "  replica \"a\"",
            "  promise {\n    other = { lose = \"1h\" }\n  }\n  replica \"a\""
        )
    );
    let lowered = sound(&text);
    let promise = &store(&lowered, "database.shop").promise;
    let lose = |class: &str| promise.classes[class].lose.as_ref().and_then(Fact::value).copied();
    assert_eq!((lose("instance"), lose("other")), (Some(MINUTE), Some(HOUR)));
    assert!(promise.classes["other"].out.is_some());
    let bucket = &store(&lowered, "aws_s3_bucket.copies").promise;
    assert_eq!(bucket.classes["other"].lose.as_ref().and_then(Fact::value), Some(&(26 * HOUR)));
}

#[test]
fn several_ways_back_are_kept_in_order() {
    let lowered = sound(
        "service \"web\" {\n  on = exoscale_compute_instance.m\n  repair = [\n    { by = \"itself\", \
         notices = [\"stop\"], detect = \"1s\", takes = \"1s\" },\n    { by = people.ops, detect = \"5m\", takes = \
         \"2h\" },\n  ]\n}\npeople \"ops\" {\n  answers = \"15m\"\n}\n",
    );
    let web = lowered.model.part(lowered.model.part_at("service.web").unwrap());
    assert_eq!(web.repairs.len(), 2);
    assert_eq!(web.repairs[0].notices, [EffectKind::Stop]);
    assert_eq!(web.repairs[1].notices, EffectKind::ALL);
}

#[test]
fn copies_of_some_engines_elect_another_one_by_majority() {
    let text = "queue \"jobs\" {\n  engine = \"nats\"\n  on = exoscale_compute_instance.m[0]\n  replica \"b\" \
                { on = exoscale_compute_instance.m[1] }\n  replica \"c\" { on = exoscale_compute_instance.m[2] }\n}\n";
    let lowered = sound(text);
    let jobs = lowered.model.part_at("queue.jobs").unwrap();
    let Kind::Database(database) = &lowered.model.part(jobs).kind else { panic!() };
    let most = outlast_model::Needed::Most(vec![outlast_model::Needed::One(jobs)]);
    assert_eq!(database.votes, Some(most));
    assert!(database.failover.is_some());
    let alone = sound(&text.replace("nats", "redis"));
    let jobs = alone.model.part_at("queue.jobs").unwrap();
    let Kind::Database(database) = &alone.model.part(jobs).kind else { panic!() };
    assert!(database.failover.is_none());
}

#[test]
fn a_silent_copy_holds_writes_up_as_stated_or_as_the_engine_does() {
    let text = |drops: &str, engine: &str| {
        format!(
            "store \"files\" {{\n  engine = \"{engine}\"\n  on = exoscale_compute_instance.m[0]\n  {drops}\n  replica \
             \"b\" {{\n    on = exoscale_compute_instance.m[1]\n    commit = \"sync\"\n  }}\n}}\n"
        )
    };
    let drops = |text: &str| {
        let lowered = sound(text);
        let files = lowered.model.part_at("store.files").unwrap();
        let Kind::Database(database) = &lowered.model.part(files).kind else { panic!() };
        database.drops.as_ref().map(|it| it.value().copied().unwrap())
    };
    assert_eq!(drops(&text("", "glusterfs")), Some(Range::new(42 * SECOND, 84 * SECOND)));
    assert_eq!(drops(&text("drops = \"10s\"", "glusterfs")), Some(Range::exactly(10 * SECOND)));
    assert_eq!(drops(&text("", "nfs")), None);
}

fn work(queue: &str, worker: &str, database: &str) -> Work {
    let text = format!(
        "queue \"jobs\" {{\n  on = exoscale_compute_instance.m[0]\n{queue}}}\n\
         worker \"w\" {{\n  on = exoscale_compute_instance.m[1]\n  takes = queue.jobs\n  writes = \
         database.d\n{worker}}}\n\
         database \"d\" {{\n  on = exoscale_compute_instance.m[2]\n{database}}}\n"
    );
    let lowered = sound(&text);
    lowered.model.works[0].clone()
}

#[test]
fn how_often_a_job_is_done_is_derived() {
    let nats = "  engine = \"nats\"\n";
    let plain = work(nats, "", "");
    assert_eq!(plain.delivery(), Some(Delivery::AtLeastOnce));
    assert_eq!(plain.ack_wait.value(), Some(&Range::exactly(30 * SECOND)));
    assert_eq!(plain.tries.value(), Some(&None));
    assert!(plain.twice_harms());
    assert_eq!(work(nats, "  acks = \"first\"\n", "").delivery(), Some(Delivery::AtMostOnce));
    assert_eq!(plain.keeps_for, None);
    let kept = work("  engine = \"nats\"\n  keeps_for = \"7d\"\n", "", "").keeps_for;
    assert_eq!(kept.as_ref().and_then(Fact::value), Some(&Range::exactly(7 * DAY)));
    let once = work("  engine = \"nats\"\n  tries = 1\n", "", "");
    assert_eq!(once.delivery(), Some(Delivery::AtMostOnce));
    assert_eq!(work("", "", "").delivery(), None, "nobody said how often it is delivered");
    let endless = work("  tries = \"endless\"\n", "  repeat = \"harmless\"\n", "");
    assert_eq!(endless.delivery(), Some(Delivery::AtLeastOnce));
    assert!(!endless.twice_harms());
}

#[test]
fn exactly_once_takes_a_queue_and_stores_that_can_and_no_effect_outside() {
    let (mq, pg) = ("  engine = \"activemq\"\n", "  engine = \"postgresql\"\n");
    let two = "  commits = \"two-phase\"\n";
    assert_eq!(work(mq, two, pg).delivery(), Some(Delivery::ExactlyOnce));
    let charged = work(mq, "  commits = \"two-phase\"\n  does = \"charge a card\"\n", pg);
    assert_eq!(charged.delivery(), Some(Delivery::AtLeastOnce));
    let nats = work("  engine = \"nats\"\n", two, pg);
    assert_eq!(nats.cannot_commit, ["queue.jobs"]);
    assert_eq!(nats.delivery(), Some(Delivery::AtLeastOnce));
    let called = work(mq, "  commits = \"two-phase\"\n  calls = database.d\n", "");
    assert_eq!(called.writes.len(), 1, "once, however often it is named");
    let files = work(mq, two, "");
    assert_eq!(files.cannot_commit, ["database.d"]);
}

#[test]
fn workers_that_scale_need_what_they_are_started_from() {
    let lowered = sound(
        "worker \"w\" {\n  on = exoscale_instance_pool.workers\n  need {\n    of = \
         [control_plane[\"ch-gva-2\"], store.images]\n    at = \"start\"\n  }\n}\nstore \"images\" {\n  on = \
         exoscale_compute_instance.m[0]\n}\n",
    );
    let worker = lowered.model.part(lowered.model.part_at("worker.w").unwrap());
    assert_eq!(worker.needs.len(), 2);
    assert!(worker.needs.iter().all(|it| it.at == Moment::Start));
    let images = store(&lowered, "store.images");
    assert!(images.writers.is_empty(), "who starts from it does not write it");
}

#[test]
fn a_journey_ends_where_its_work_is_finished() {
    let lowered = sound(
        "service \"web\" {\n  on = exoscale_compute_instance.m[0]\n  need {\n    of = store.files\n    timeout = \
         \"2s\"\n    trips = 20\n  }\n}\nstore \"files\" {\n  on = exoscale_compute_instance.m[1]\n}\n\
         journey \"publish\" {\n  enters = service.web\n  ends = store.files\n  done_within = \"1h\"\n}\n",
    );
    let publish = &lowered.model.journeys[outlast_model::JourneyId::nth(0)];
    assert_eq!(publish.ends, [lowered.model.part_at("store.files").unwrap()]);
    assert_eq!(publish.done_within.as_ref().and_then(Fact::value), Some(&Range::exactly(HOUR)));
    let web = lowered.model.part(lowered.model.part_at("service.web").unwrap());
    assert_eq!(web.needs[0].trips, 20);
    assert_eq!(
        web.needs[0].timeout.as_ref().and_then(Fact::value),
        Some(&Range::exactly(2 * SECOND))
    );
}

#[test]
fn a_replica_on_machines_that_are_none_is_no_copy() {
    let lowered = sound(
        r#"
database "rows" {
  on = exoscale_compute_instance.m[0]
  replica "none" {
    on     = exoscale_compute_instance.none
    commit = "sync"
  }
  replica "here" {
    on     = exoscale_compute_instance.m[1]
    commit = "async"
  }
  failover = { by = service.watch, detect = "10s", takes = "10s" }
}

service "watch" {
  on = exoscale_compute_instance.m[2]
}
"#,
    );
    let part = lowered.model.part(lowered.model.part_at("database.rows").unwrap());
    let Kind::Database(database) = &part.kind else { panic!("{:?}", part.kind) };
    let commits: Vec<Option<&Commit>> = database.commits.iter().map(Fact::value).collect();
    assert_eq!(part.copies.len(), 2);
    assert_eq!(commits, [Some(&Commit::Async)]);
    assert_eq!(database.promotable, [1]);
}
