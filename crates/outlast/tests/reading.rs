//! What people have: input as it is found, end to end.

use crate::running::{Ran, SMALL, Scratch};

fn words(ran: &Ran) -> String {
    ran.out.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// A group with rules, and a machine in it.
fn opened(rules: &[(u16, &str)]) -> String {
    let rule = |(at, (port, from)): (usize, &(u16, &str))| {
        format!(
            "resource \"exoscale_security_group_rule\" \"r{at}\" {{\n  security_group_id = \
             exoscale_security_group.g.id\n  type = \"INGRESS\"\n  protocol = \"TCP\"\n  {from}\n  \
             start_port = {port}\n  end_port = {port}\n}}\n"
        )
    };
    let machine = |name: &str| {
        format!(
            "resource \"exoscale_compute_instance\" \"{name}\" {{\n  zone = \"ch-gva-2\"\n  name = \
             \"{name}\"\n  type = \"standard.small\"\n  template_id = \
             \"5f0f0000-0000-4000-8000-000000000001\"\n  disk_size = 20\n  security_group_ids = \
             [exoscale_security_group.g.id]\n}}\n"
        )
    };
    let rules: String = rules.iter().enumerate().map(rule).collect();
    format!(
        "resource \"exoscale_security_group\" \"g\" {{\n  name = \"g\"\n}}\n{rules}{}{}",
        machine("a"),
        machine("b")
    )
}

const EVERYBODY: &str = "cidr = \"0.0.0.0/0\"";
const PEERS: &str = "user_security_group_id = exoscale_security_group.g.id";

#[test]
fn nobody_enters_at_the_ports_of_platforms_and_stores() {
    for port in [22, 2379, 2380, 3389, 5432, 3306, 6379, 8200, 9100, 10250, 9092, 5672] {
        let scratch = Scratch::new();
        scratch.file("main.tf", opened(&[(port, EVERYBODY)]));
        let ran = scratch.run(&["check"]);
        assert_eq!(ran.code, 3, "{port}: {}", ran.out);
        assert!(
            ran.out.contains("open-to-everyone") && ran.out.contains("main.tf:4"),
            "{}",
            ran.out
        );
        assert!(words(&ran).contains("0 journeys"), "{port}: {}", ran.out);
    }
    let scratch = Scratch::new();
    scratch.file("main.tf", opened(&[(8080, EVERYBODY)]));
    assert!(words(&scratch.run(&["check"])).contains("2 journeys"));
}

#[test]
fn members_of_a_group_are_no_hard_needs_of_each_other() {
    let scratch = Scratch::new();
    scratch.file("main.tf", opened(&[(8080, EVERYBODY), (7000, PEERS), (7946, PEERS)]));
    let model = scratch.run(&["model"]);
    assert!(!model.out.contains("call-inferred"), "{}", model.out);
    // What one machine serves is not out with the other.
    let why = scratch.run(&["why", "a-8080", "instance:exoscale_compute_instance.b"]);
    assert!(why.out.contains("holds"), "{}{}", why.out, why.err);
}

#[test]
fn who_opens_everything_is_not_told_every_port() {
    let all = "resource \"exoscale_security_group_rule\" \"all\" {\n  security_group_id = \
        exoscale_security_group.g.id\n  type = \"INGRESS\"\n  protocol = \"TCP\"\n  cidr = \
        \"0.0.0.0/0\"\n  start_port = 1\n  end_port = 65535\n}\n";
    let scratch = Scratch::new();
    scratch.file("main.tf", format!("{}{all}", opened(&[])));
    let ran = scratch.run(&["check"]);
    assert!(words(&ran).contains("more such ports"), "{}", ran.out);
}

#[test]
fn a_provider_that_is_not_known_is_said_before_any_list() {
    let scratch = Scratch::new();
    scratch.file("main.tf", format!("{SMALL}\nresource \"hcloud_server\" \"s\" {{}}\n"));
    scratch.file("aws.tf", "resource \"aws_instance\" \"i\" {\n  count = 2\n}\n");
    let ran = scratch.run(&["check"]);
    let said = words(&ran);
    let first = said.find("Nothing is known of provider `hcloud`").unwrap();
    assert!(first < said.find("what each fault does").unwrap(), "{}", ran.out);
    assert!(said.contains("Of provider `aws` only `aws_"), "{}", ran.out);
    assert!(said.contains("what 2 resources more would change"), "{}", ran.out);
    scratch.file("main.tf", SMALL).file("aws.tf", "resource \"random_id\" \"r\" {}\n");
    assert!(!scratch.run(&["check"]).out.contains("provider `"));
}

const CALLED: &str = "module \"web\" {\n  source = \"git::https://example.com/web.git\"\n}\n";

fn list(entries: &[(&str, &str, &str)]) -> String {
    let entry = |(key, source, directory): &(&str, &str, &str)| {
        format!("{{\"Key\":\"{key}\",\"Source\":\"{source}\",\"Dir\":\"{directory}\"}}")
    };
    let entries: Vec<String> = entries.iter().map(entry).collect();
    format!("{{\"Modules\":[{}]}}", entries.join(","))
}

#[test]
fn installed_modules_are_read_and_those_that_they_call() {
    let scratch = Scratch::new();
    scratch.file("main.tf", CALLED);
    let missing = scratch.run(&["check"]);
    assert_eq!(missing.code, 3, "{}", missing.out);
    assert!(words(&missing).contains("terraform init"), "{}", missing.out);
    let (web, inner) = (".terraform/modules/web", ".terraform/modules/web.local.disk");
    let all = list(&[
        ("", "", "."),
        ("web", "git::https://example.com/web.git", web),
        ("web.local", "./sub", ".terraform/modules/web/sub"),
        ("web.local.disk", "registry.terraform.io/a/disk/x", inner),
        ("stale", "git::https://example.com/gone.git", ".terraform/modules/stale"),
    ]);
    scratch.file(".terraform/modules/modules.json", all);
    scratch.file(&format!("{web}/main.tf"), "module \"local\" {\n  source = \"./sub\"\n}\n");
    scratch.file(
        &format!("{web}/sub/main.tf"),
        "module \"disk\" {\n  source = \"a/disk/x\"\n  count = 2\n}\n",
    );
    scratch.file(&format!("{inner}/main.tf"), SMALL);
    // Nobody calls it: it does not matter what stands there.
    scratch.file(".terraform/modules/stale/main.tf", "{{{");
    let model = scratch.run(&["model"]);
    assert_eq!(model.code, 0, "{}{}", model.out, model.err);
    let both = "module.web.module.local.module.disk[1].exoscale_compute_instance.web";
    assert!(model.out.replace("\n        ", "").contains(both), "{}", model.out);
}

#[test]
fn a_list_of_modules_that_leads_elsewhere_opens_nothing() {
    let scratch = Scratch::new();
    scratch.file("root/main.tf", CALLED).file("other/main.tf", SMALL);
    for directory in ["../other", ".terraform/modules/../../../other", "/etc"] {
        let source = "git::https://example.com/web.git";
        scratch.file("root/.terraform/modules/modules.json", list(&[("web", source, directory)]));
        let ran = scratch.run(&["check", "root"]);
        assert_eq!(ran.code, 3, "{directory}: {}", ran.out);
        assert!(ran.out.contains("module-not-read"), "{directory}: {}", ran.out);
    }
    // What was installed for another source is not what is called.
    scratch.file(
        "root/.terraform/modules/modules.json",
        list(&[("web", "git::https://example.com/old.git", ".terraform/modules/web")]),
    );
    scratch.file("root/.terraform/modules/web/main.tf", SMALL);
    assert!(scratch.run(&["check", "root"]).out.contains("module-not-read"));
}

#[test]
fn a_balancer_in_a_zone_sends_to_the_port_of_its_targets() {
    let stated = |target: u16| {
        format!(
            "journey \"www\" {{\n  enters = service.lb\n}}\nservice \"lb\" {{\n  in = \
             zone[\"ch-gva-2\"]\n  listens = 443\n  balances = service.web\n}}\nservice \"web\" {{\n  \
             on = [exoscale_compute_instance.a, exoscale_compute_instance.b]\n  listens = \
             {target}\n}}\n"
        )
    };
    let scratch = Scratch::new();
    scratch.file("main.tf", opened(&[(8443, EVERYBODY)]));
    scratch.file("web.outlast.hcl", stated(8443));
    assert!(!scratch.run(&["check"]).out.contains("forbidden-need"));
    scratch.file("web.outlast.hcl", stated(8444));
    let ran = scratch.run(&["check"]);
    assert!(ran.out.contains("forbidden-need"), "{}", ran.out);
}

#[test]
fn the_workspace_is_the_one_that_is_asked_for_or_chosen() {
    let scratch = Scratch::new();
    let made = SMALL.replace("\"exoscale_compute_instance\" \"web\" {", "\"exoscale_compute_instance\" \"web\" {\n  count = terraform.workspace == \"production\" ? 3 : 1");
    scratch.file("main.tf", made);
    let machines = |arguments: &[&str]| {
        let model = scratch.run(arguments);
        assert_eq!(model.code, 0, "{}{}", model.out, model.err);
        model.out.matches("\nmachine ").count()
    };
    assert_eq!(machines(&["model"]), 1);
    assert_eq!(machines(&["model", "--workspace", "production"]), 3);
    scratch.file(".terraform/environment", "production\n");
    assert_eq!(machines(&["model"]), 3);
    assert_eq!(machines(&["model", "--workspace", "default"]), 1);
}
