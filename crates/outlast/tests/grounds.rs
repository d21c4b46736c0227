//! `outlast why` of what holds says what is struck, which of it is needed, and by what that goes on:
//! a missing arrow is seen there by eye.

use serde_json::Value;

use crate::running::Scratch;

const TERRAFORM: &str = r#"
resource "exoscale_compute_instance" "m" {
  count       = 4
  zone        = "ch-gva-2"
  name        = "m${count.index}"
  template_id = "t"
  type        = "standard.medium"
  disk_size   = 50
}
"#;

const SYSTEM: &str = r#"
place "here" {
  kind = "site"
}

place "there" {
  kind = "site"
}

link "wire" {
  joins = [place.here, place.there]
}

service "front" {
  on         = [exoscale_compute_instance.m[2], exoscale_compute_instance.m[3]]
  balances   = service.web
  check      = { every = "1s", timeout = "1s", fall = 1, rise = 1, kind = "request" }
  redispatch = true
}

service "web" {
  on    = [exoscale_compute_instance.m[0], exoscale_compute_instance.m[1]]
  calls = [soft(service.mail), database.shop]

  need {
    of        = service.prices
    remembers = "400d"
  }
}

service "mail" {
  on = exoscale_compute_instance.m[2]
}

service "prices" {
  on     = exoscale_compute_instance.m[3]
  repair = { by = "itself", detect = "1s", takes = "5m" }
}

service "aside" {
  in = place.there
}

database "shop" {
  engine = "postgresql"
  on     = exoscale_compute_instance.m[2]
  size   = "5 GB"

  replica "standby" {
    on     = exoscale_compute_instance.m[3]
    commit = "async"
  }
}

service "left" {
  on    = exoscale_compute_instance.m[0]
  calls = database.legacy
}

service "right" {
  on = exoscale_compute_instance.m[1]
}

database "legacy" {
  engine = "postgresql"
  on     = exoscale_compute_instance.m[2]
}

service "far" {
  in = place.there
}

link "wire2" {
  joins = [place.here, place.there]
}

journey "buy" {
  enters = service.front
}

journey "either" {
  enters = any(service.left, service.right)
}

journey "visit" {
  from   = place.here
  enters = service.far
}
service "lone" {
  on = exoscale_compute_instance.m[3]
}
fault "dig" {
  cut   = [link.wire, link.wire2]
  lasts = "1h"
}
"#;

fn system() -> Scratch {
    let scratch = Scratch::new();
    scratch.file("main.tf", TERRAFORM).file("shop.outlast.hcl", SYSTEM);
    scratch
}

/// What is said of why a journey or store holds under a fault.
fn grounds(scratch: &Scratch, of: &str, fault: &str) -> Vec<String> {
    let ran = scratch.run(&["why", of, fault, "--format", "json"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let lines = document["grounds"].as_array().unwrap();
    lines.iter().map(|it| it.as_str().unwrap().to_string()).collect()
}

/// Each journey or store, a fault, and the one line that is said of it.
const HOLDS: &[(&str, &str, &str)] = &[
    // A line that is not needed, and one beside which another leads.
    ("buy", "link:link.wire", "struck: `link.wire`; nothing that `buy` needs goes over it"),
    (
        "either",
        "own:dig",
        "struck: `link.wire`, `link.wire2`; nothing that `either` needs goes over them",
    ),
    (
        "visit",
        "link:link.wire",
        "struck: `link.wire`, which `visit` needs; goes on over `link.wire2`",
    ),
    // One of two copies behind a balancer.
    (
        "buy",
        "process:service.web/0",
        "struck: `service.web` (1 of 2 copies), which `buy` needs; goes on by \
         `exoscale_compute_instance.m[1]`",
    ),
    // A replica that nobody reads.
    (
        "buy",
        "process:database.shop/1",
        "struck: `database.shop` (1 of 2 copies), which `buy` needs; goes on by \
         `exoscale_compute_instance.m[2]`, which it only follows",
    ),
    // What is not asked at all.
    ("buy", "process:service.lone", "struck: `service.lone`; `buy` does not need it"),
    (
        "either",
        "copy:database.shop/0",
        "struck: the copy of `database.shop` on `exoscale_compute_instance.m[2]`; `either` does not \
         need it",
    ),
    // What is remembered, and what is needed softly.
    (
        "buy",
        "process:service.prices",
        "struck: `service.prices`; `service.web` works on with the last answer for 400 d",
    ),
    ("buy", "process:service.mail", "struck: `service.mail`; `service.web` works on without it"),
    // Another choice, also of who needs what is struck.
    (
        "either",
        "process:database.legacy",
        "struck: `database.legacy`, which `either` needs; `service.right` is enough, too",
    ),
    (
        "either",
        "instance:exoscale_compute_instance.m[0]",
        "struck: `exoscale_compute_instance.m[0]`; of what `either` needs: `service.left`; \
         `service.right` is enough, too",
    ),
    // A store: which copies are struck, and which still has it all.
    (
        "shop",
        "instance:exoscale_compute_instance.m[3]",
        "struck: `exoscale_compute_instance.m[3]`; of `database.shop`: 1 of 2 live copies; \
         `exoscale_compute_instance.m[2]` still has it all",
    ),
    (
        "shop",
        "process:service.web/0",
        "struck: `service.web` (1 of 2); it holds nothing of `database.shop`, which stays on \
         `exoscale_compute_instance.m[2]`, `database.shop` (standby)",
    ),
];

#[test]
fn what_holds_says_by_what() {
    let scratch = system();
    for (of, fault, line) in HOLDS {
        assert_eq!(grounds(&scratch, of, fault), [*line], "`{of}` under `{fault}`");
    }
}

#[test]
fn what_does_not_hold_has_no_grounds() {
    let scratch = system();
    for (of, fault) in [("buy", "process:database.shop/0"), ("shop", "deletion:database.shop")] {
        assert!(grounds(&scratch, of, fault).is_empty(), "`{of}` under `{fault}`");
    }
}

#[test]
fn terminal_and_page_say_the_same_as_the_document() {
    let scratch = system();
    let of = |fault: &str| scratch.run(&["why", "buy", fault]).out;
    let nothing = of("link:link.wire");
    assert!(nothing.contains("Nothing happens to this journey."), "{nothing}");
    assert!(
        nothing.contains("Why it holds\n  struck: `link.wire`; nothing that `buy`"),
        "{nothing}"
    );
    // Something happens, and it holds all the same.
    let something = of("process:service.web/0");
    assert!(!something.contains("Nothing happens"), "{something}");
    assert!(something.contains("  struck: `service.web` (1 of 2 copies), which `buy` needs;"));
    let page = scratch.run(&["check", "--output", "html=-"]).out;
    assert!(page.contains("Why it holds"), "{page}");
    assert!(page.contains("works on without it"), "{page}");
}

#[test]
fn what_is_struck_beyond_a_few_lines_is_counted() {
    let scratch = Scratch::new();
    let services: String = (0..9)
        .map(|at| {
            format!(
                "service \"s{at}\" {{\n  on = exoscale_compute_instance.m[1]\n}}\n\
                 service \"t{at}\" {{\n  on = exoscale_compute_instance.m[2]\n}}\n"
            )
        })
        .collect();
    let calls: Vec<String> =
        (0..9).map(|at| format!("any(service.s{at}, service.t{at})")).collect();
    let system = format!(
        "{services}service \"web\" {{\n  on = exoscale_compute_instance.m[0]\n  calls = [{}]\n}}\n\
         journey \"buy\" {{\n  enters = service.web\n}}\n",
        calls.join(", ")
    );
    scratch.file("main.tf", TERRAFORM).file("shop.outlast.hcl", system);
    let said = grounds(&scratch, "buy", "instance:exoscale_compute_instance.m[1]");
    assert_eq!(said.len(), 6, "{said:#?}");
    assert_eq!(said[5], "and 4 more that are struck");
}
