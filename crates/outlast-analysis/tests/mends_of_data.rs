//! Mends of data and work: each of these promises is broken, and the smallest change keeps it.

use crate::page;

use outlast_analysis::{Limits, check};

const MACHINES: &str = r#"
resource "exoscale_compute_instance" "web" {
  zone = "ch-gva-2"
  name = "web"
  type = "standard.small"
}

resource "exoscale_compute_instance" "db" {
  zone = "ch-gva-2"
  name = "db"
  type = "standard.small"
}
"#;

const SHOP: &str = r#"
journey "buy" {
  enters = service.shop
}

service "shop" {
  on      = exoscale_compute_instance.web
  listens = 80
  writes  = [database.shop]
  repair  = { by = "itself", notices = ["stop", "erase"], detect = "1s", takes = "1s" }
}
"#;

/// The mends of broken promises, in words with what they proved.
fn mends(promise: &str, rest: &str) -> Vec<String> {
    let (lowered, _) = page::read(MACHINES, &format!("promise {{\n{promise}\n}}\n{SHOP}{rest}"));
    let judged = check(&lowered.model.clone().sealed(), &Limits::default(), &mut |_| ());
    let broken: Vec<_> =
        judged.findings().iter().filter(|it| it.rule == "broken-promise").collect();
    assert!(!broken.is_empty(), "the promise is broken");
    let mends = broken.iter().flat_map(|it| &it.mends);
    mends.map(|it| format!("{}: {}", it.what, it.proved)).collect()
}

fn database(backup: &str) -> String {
    format!(
        r#"
database "shop" {{
  engine = "postgresql"
  on     = exoscale_compute_instance.db
  repair = {{ by = "itself", notices = ["stop", "erase", "corrupt"], detect = "1s", takes = "1s" }}

  backup "nightly" {{
    how    = "pg_basebackup"
    took   = "30m"
    tested = {{ on = "2026-10-02", took = "40m", version = "17" }}
{backup}
  }}
}}

place "elsewhere" {{
  kind = "site"
}}
"#
    )
}

#[test]
fn nothing_is_lost_with_a_machine_when_writes_wait_for_a_standby() {
    let nightly = database("every = \"24h\"\nto = place.elsewhere\nkeeps_for = \"30d\"");
    let mends = mends("instance = { lose = \"0s\" }", &nightly);
    assert!(mends.iter().any(|it| it.contains("waits for its standby")), "{mends:#?}");
}

#[test]
fn a_backup_that_is_too_rare_is_made_more_often() {
    let nightly = database("every = \"24h\"\nto = place.elsewhere\nkeeps_for = \"30d\"");
    let mends = mends("instance = { lose = \"8h\" }", &nightly);
    assert!(mends.iter().any(|it| it.contains("every 6 h: loses 6 h 30 min")), "{mends:#?}");
}

#[test]
fn a_backup_that_is_gone_too_soon_is_kept_longer() {
    let week = database("every = \"24h\"\nto = place.elsewhere\nkeeps_for = \"7d\"");
    let rates = "\nrates {\n  corruption = { lasts = \"9d\" }\n}\n";
    let mends = mends("corruption = { lose = \"11d\" }", &format!("{week}{rates}"));
    assert!(mends.iter().any(|it| it.contains("kept for 14 d: loses 10 d")), "{mends:#?}");
}

#[test]
fn a_job_that_must_not_be_done_twice_gets_a_key() {
    let work = r#"
database "shop" {
  on = exoscale_compute_instance.db
}

journey "order" {
  enters = queue.orders
}

queue "orders" {
  engine   = "nats"
  on       = exoscale_compute_instance.db
  ack_wait = "30s"
  tries    = 5
  repair   = { by = "itself", notices = ["stop", "erase"], detect = "1s", takes = "1s" }
}

worker "charge" {
  on     = exoscale_compute_instance.web
  takes  = queue.orders
  job    = "4s"
  does   = "charge a card"
  repair = { by = "itself", notices = ["stop", "erase"], detect = "1s", takes = "1s" }
}
"#;
    let mends = mends("process = { twice = \"never\" }", work);
    assert!(mends.iter().any(|it| it.contains("a key by which")), "{mends:#?}");
}
