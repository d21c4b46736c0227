//! Scopes, limits, dates, changes, known states and stated faults from the outlast file.

use outlast_catalog::faults::kind;
use outlast_catalog::{Lowered, Overrides, lower};
use outlast_findings::{Severity, Sources};
use outlast_model::{
    Actor, DAY, Effect, EffectKind, Erased, Fault, Found, HOUR, Lasting, Range, SECOND, Stopped,
    Struck, WhenFull,
};
use outlast_terraform::{FileKind, Input, InputFile, evaluate};

const TERRAFORM: &str = r#"
provider "exoscale" {
  alias = "backup"
}

resource "exoscale_compute_instance" "db" {
  count       = 2
  zone        = "ch-gva-2"
  name        = "db-${count.index}"
  type        = "standard.small"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 20
}

resource "exoscale_compute_instance" "vault" {
  provider    = exoscale.backup
  zone        = "ch-gva-2"
  name        = "vault"
  type        = "standard.small"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 20
}
"#;

const SHOP: &str = r#"
database "shop" {
  engine = "postgresql"
  on     = exoscale_compute_instance.db[0]
  replica "standby" {
    on = exoscale_compute_instance.db[1]
  }
  backup "nightly" {
    how   = "pg_dump"
    every = "24h"
    to    = store.vault
  }
}
store "vault" {
  on = exoscale_compute_instance.vault
}
people "ops" {
  answers = "15m"
}
"#;

fn lowered(more: &str) -> Lowered {
    let mut sources = Sources::new();
    let id = sources.add("main.tf", TERRAFORM);
    let outlast = sources.add("shop.outlast.hcl", &format!("{SHOP}{more}"));
    let file = InputFile { id, path: "main.tf".to_string(), kind: FileKind::Tf };
    let evaluated = evaluate(&Input { files: vec![file], ..Input::default() }, &sources);
    assert_eq!(evaluated.configuration.problems, []);
    lower("shop", &evaluated, &[outlast], &sources, &Overrides::new())
}

fn built(more: &str) -> Lowered {
    let lowered = lowered(more);
    let wrong: Vec<_> =
        lowered.findings.iter().filter(|it| it.severity == Severity::Error).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    lowered
}

fn strikes(lowered: &Lowered, class: &str) -> Vec<Fault> {
    (kind(class).unwrap().strikes)(&lowered.model).faults
}

fn fault(lowered: &Lowered, class: &str, name: &str) -> Fault {
    let all = strikes(lowered, class);
    let names: Vec<_> = all.iter().map(|it| it.name.clone()).collect();
    all.into_iter().find(|it| it.name == name).unwrap_or_else(|| panic!("{name}: {names:?}"))
}

/// The machines that a fault destroys, by address.
fn destroyed(lowered: &Lowered, fault: &Fault) -> Vec<String> {
    let machine = |it: &outlast_model::Lasting| match it.effect {
        Effect::Stop(Stopped::Machine(id, Found::Empty)) => {
            Some(lowered.model.machine(id).address.clone())
        }
        _ => None,
    };
    fault.effects.iter().filter_map(machine).collect()
}

fn erases_backup(fault: &Fault) -> bool {
    let erased =
        |it: &Lasting| matches!(it.effect, Effect::Erase(Erased::Slot(it)) if it.slot == 2);
    fault.effects.iter().any(erased)
}

#[test]
fn a_second_alias_is_one_account_until_a_scope_says_otherwise() {
    let one = built("");
    let taken = fault(&one, "account", "account:account");
    assert_eq!(destroyed(&one, &taken).len(), 3);
    assert!(erases_backup(&taken));
    assert!(one.model.assumptions.iter().any(|it| it.name == "scope-inferred"));

    let two = built("scope \"vault\" {\n  owns = [provider.exoscale_backup]\n}\n");
    let taken = fault(&two, "account", "account:account");
    assert_eq!(destroyed(&two, &taken).len(), 2);
    assert!(!erases_backup(&taken));
    let vault = fault(&two, "account", "account:vault");
    assert_eq!(destroyed(&two, &vault), ["exoscale_compute_instance.vault"]);
    assert!(erases_backup(&vault));
}

#[test]
fn a_key_that_lies_in_an_account_opens_the_other_one() {
    let by_key = built(
        "scope \"vault\" {\n  owns = [provider.exoscale_backup]\n  held_by = [database.shop]\n}\n",
    );
    assert!(erases_backup(&fault(&by_key, "account", "account:account")));
    let by_way = built(
        "scope \"vault\" {\n  owns = [provider.exoscale_backup]\n  reached_from = [scope.account]\n}\n",
    );
    assert!(erases_backup(&fault(&by_way, "account", "account:account")));
    let suspended = fault(&by_way, "suspension", "suspension:account");
    assert_eq!(suspended.effects.len(), 4, "a bill that is not paid reaches no other account");
}

#[test]
fn who_holds_several_keys_is_a_fault_of_its_own() {
    let both = built(
        "scope \"vault\" {\n  owns = [provider.exoscale_backup]\n  held_by = [people.ops]\n}\n\
         scope \"main\" {\n  owns = [provider.exoscale]\n  held_by = [people.ops]\n}\n",
    );
    let names: Vec<_> = strikes(&both, "account").into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["account:vault", "account:main", "account:people.ops"]);
    let all = fault(&both, "account", "account:people.ops");
    assert_eq!(destroyed(&both, &all).len(), 3);
}

#[test]
fn what_is_locked_is_erased_once_its_lock_has_run_out() {
    let unlocked = |away: &str| {
        let fault = fault(&locked(away), "account", "account:account");
        let later = |it: &&Lasting| matches!(it.effect, Effect::Erase(Erased::Unlocked(_)));
        (erases_backup(&fault), fault.effects.iter().find(later).map(|it| it.lasts))
    };
    assert_eq!(unlocked(""), (false, Some(Range::UNKNOWN)));
    let away = |lasts: &str| format!("rates {{\n  account = {{ lasts = {lasts} }}\n}}\n");
    let between = Range::new(DAY, 60 * DAY);
    assert_eq!(unlocked(&away("[\"1d\", \"60d\"]")), (false, Some(between)));
    // A lock that is no longer than the account is away is none.
    assert_eq!(unlocked(&away("\"30d\"")), (true, None));
}

/// The shop with a locked backup, and with this said beside it.
fn locked(beside: &str) -> Lowered {
    let locked = SHOP.replace("every = \"24h\"", "every = \"24h\"\n    locked = \"30d\"");
    let locked = format!("{locked}\n{beside}");
    let mut sources = Sources::new();
    let id = sources.add("main.tf", TERRAFORM);
    let outlast = sources.add("shop.outlast.hcl", &locked);
    let file = InputFile { id, path: "main.tf".to_string(), kind: FileKind::Tf };
    let evaluated = evaluate(&Input { files: vec![file], ..Input::default() }, &sources);
    lower("shop", &evaluated, &[outlast], &sources, &Overrides::new())
}

#[test]
fn limits_say_when_they_are_reached_and_how_room_is_made() {
    let lowered = built(
        "limit \"disk\" {\n  of = database.shop\n  at = \"2 TB\"\n  now = \"1.9 TB\"\n  grows = \"1 GB/day\"\n  \
         when_full = \"refuse\"\n  repair = { by = people.ops, detect = \"1h\", takes = \"24h\" }\n}\n",
    );
    let [limit] = lowered.model.full.as_slice() else { panic!() };
    assert_eq!(limit.when_full, WhenFull::Refuse);
    let full_in = limit.full_in.as_ref().unwrap().value().copied();
    assert_eq!(full_in, Some(Range::exactly(100 * DAY)));
    let shop = lowered.model.part(limit.part);
    assert_eq!(shop.repairs[0].notices, [EffectKind::Fill]);
    let full = fault(&lowered, "limit", "limit:database.shop.limit.disk");
    assert_eq!(full.effects[0].effect.kind(), EffectKind::Fill);
    assert_eq!(full.effects[0].struck(), Struck::Managed(limit.part));
}

#[test]
fn a_change_is_undone_by_who_made_it_and_is_a_known_state() {
    let lowered = built(
        "link \"line\" {\n  joins = [zone[\"ch-gva-2\"], place.office]\n  bandwidth = \"800 Mbit/s\"\n}\n\
         place \"office\" {\n  kind = \"site\"\n}\n\
         change \"upgrade\" {\n  to = database.shop\n  moves = \"60 GB\"\n  over = link.line\n  by = people.ops\n  \
         undo = { detect = \"5m\", takes = \"2m\" }\n}\n",
    );
    let [change] = lowered.model.changes.as_slice() else { panic!() };
    assert_eq!(change.takes.value(), Some(&Range::exactly(600 * SECOND)));
    let undo = lowered.model.part(change.to[0]).repairs.last().unwrap().clone();
    assert_eq!(undo.notices, [EffectKind::Set]);
    assert!(matches!(undo.by, Actor::Parts(_)));
    let states: Vec<_> = lowered.model.during.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(states, ["change upgrade, first", "change upgrade, last"]);
    let wrong = fault(&lowered, "change", "change:upgrade");
    assert!(wrong.effects.iter().all(|it| it.effect.kind() == EffectKind::Set));
    assert_eq!(wrong.effects.len(), 2);
}

#[test]
fn a_copy_that_is_away_holds_nothing() {
    let lowered = built(
        "during \"rebuilt\" {\n  without = [database.shop.standby]\n  lasts = \"8h\"\n}\n\
         during \"no backup\" {\n  without = [database.shop.nightly]\n}\n",
    );
    let [rebuilt, bare] = lowered.model.during.as_slice() else { panic!() };
    assert!(matches!(rebuilt.without[0], Stopped::Process(copy) if copy.copy == 1));
    assert!(matches!(rebuilt.without[1], Stopped::Slot(slot) if slot.slot == 1));
    assert_eq!(rebuilt.lasts.value(), Some(&Range::exactly(8 * HOUR)));
    assert!(matches!(bare.without[..], [Stopped::Slot(slot)] if slot.slot == 2));
    assert_eq!(bare.lasts.provenance(), "unknown");
}

#[test]
fn a_store_that_is_away_is_not_wrong() {
    let lowered = built(
        "service \"web\" {\n  on = exoscale_compute_instance.vault\n  keeps \"sessions\" {\n    in = memory\n  }\n}\n\
         during \"sessions away\" {\n  without = [service.web.sessions]\n}\n\
         common \"room\" {\n  of = [service.web.sessions]\n}\n",
    );
    let [state] = lowered.model.during.as_slice() else { panic!() };
    assert!(matches!(state.without[..], [Stopped::Slot(slot)] if slot.slot == 0));
    assert_eq!(lowered.model.commons[0].of, state.without);
}

#[test]
fn a_fault_of_ones_own_is_read_word_by_word() {
    let lowered = built(
        "fault \"wrong hand\" {\n  erase = [database.shop.standby, database.shop.nightly]\n  set = database.shop\n  \
         rate = \"1/y\"\n}\n\
         fault \"purge\" {\n  erase = database.shop\n  lasts = \"1h\"\n}\n",
    );
    let hand = fault(&lowered, "own", "own:wrong-hand");
    let slots = hand.effects.iter().filter(|it| matches!(it.struck(), Struck::Slot(_)));
    assert_eq!(slots.count(), 2);
    assert_eq!(hand.effects.iter().filter(|it| it.effect.kind() == EffectKind::Set).count(), 2);
    assert!(hand.rate.value().is_some());
    let purge = fault(&lowered, "own", "own:purge");
    assert!(matches!(purge.effects[..], [it] if matches!(it.struck(), Struck::Store(_))));
    assert_eq!(purge.effects[0].lasts, Range::exactly(HOUR));

    let wrong = self::lowered("fault \"odd\" {\n  cut = database.shop.nightly\n}\n");
    assert!(wrong.findings.iter().any(|it| it.rule == "wrong-reference"));
}

#[test]
fn what_may_stand_here_or_there_is_judged_both_ways() {
    let lowered = built(
        "place \"campus\" {\n  kind = \"site\"\n}\n\
         place \"b1\" {\n  kind = \"building\"\n  in = place.campus\n}\n\
         place \"b2\" {\n  kind = \"building\"\n  in = place.campus\n}\n\
         service \"web\" {\n  in = unknown(place.b1, place.b2)\n}\n",
    );
    let both = fault(&lowered, "zone-lost", "zone-lost:b2/perhaps/1");
    assert_eq!(both.effects.len(), 2);
    assert_eq!(fault(&lowered, "zone-lost", "zone-lost:b1").effects.len(), 1);
    let names: Vec<_> = strikes(&lowered, "zone-lost").into_iter().map(|it| it.name).collect();
    assert!(!names.iter().any(|it| it.contains(" or ")), "{names:?}");
    let (_, unsure) = lowered.model.perhaps.first_key_value().unwrap();
    assert_eq!(unsure.len(), 2);
}

#[test]
fn rules_of_placement_bind_who_places_and_not_people() {
    let lowered = built(
        "service \"manager\" {\n  on = exoscale_compute_instance.db\n}\n\
         service \"reader\" {\n  on = exoscale_compute_instance.db[1]\n  repair = [\n    \
         { by = service.manager, detect = \"1s\", takes = \"1s\" },\n    \
         { by = people.ops, detect = \"1m\", takes = \"1h\" },\n  ]\n  \
         placed = { apart_from = [database.shop] }\n}\n",
    );
    let reader = lowered.model.part(lowered.model.part_at("service.reader").unwrap());
    let needs: Vec<usize> = reader.repairs.iter().map(|it| it.needs.len()).collect();
    assert_eq!(needs, [1, 0]);
}

#[test]
fn what_no_rule_asks_is_said() {
    let lowered = lowered(
        "people \"crew\" {\n  answers = \"5m\"\n}\n\
         place \"room\" {\n  kind    = \"room\"\n  expires = \"2027-01-31\"\n  \
         renewed = { by = people.crew, detect = \"1h\", takes = \"1h\" }\n}\n",
    );
    let deferred = &lowered.model.deferred;
    let said =
        |of: &str, word: &str| deferred.iter().any(|it| it.address == of && it.what.contains(word));
    assert!(said("place.room", "`renewed`"), "{deferred:?}");
}
