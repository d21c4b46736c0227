//! How long reading takes: 100 files of an ordinary configuration, and 3,600 resources.
//!
//! Goals, in a release build on one core: 50 ms and 300 ms.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that fails is meant to stop"
)]

use std::fmt::Write as _;

use outlast_findings::Sources;
use outlast_terraform::{FileKind, Input, InputFile, evaluate};

fn main() {
    divan::main();
}

fn input(files: &[(String, String)]) -> (Input, Sources) {
    let mut sources = Sources::new();
    let mut input = Input::default();
    for (path, text) in files {
        let id = sources.add(path, text);
        input.files.push(InputFile { id, path: path.clone(), kind: FileKind::of(path).unwrap() });
    }
    (input, sources)
}

/// A file with a server, its network, its rules and a record, about 1.5 kB.
fn site(at: usize) -> String {
    format!(
        r#"
variable "site{at}_size" {{
  type    = number
  default = 2
}}

locals {{
  site{at}_ports = {{ http = 80, https = 443, ssh = 22 }}
  site{at}_names = [for index in range(var.site{at}_size) : format("site{at}-%02d", index)]
}}

resource "cloud_network" "site{at}" {{
  zone     = "z1"
  name     = "site{at}"
  start_ip = cidrhost("10.{at}.0.0/24", 10)
}}

resource "cloud_group" "site{at}" {{
  name = "site{at}"
}}

resource "cloud_rule" "site{at}" {{
  for_each = local.site{at}_ports
  group_id = cloud_group.site{at}.id
  port     = each.value
  text     = "${{each.key}} of ${{cloud_group.site{at}.name}}"
}}

resource "cloud_instance" "site{at}" {{
  count     = var.site{at}_size
  zone      = cloud_network.site{at}.zone
  name      = local.site{at}_names[count.index]
  group_ids = [cloud_group.site{at}.id]

  network_interface {{
    network_id = cloud_network.site{at}.id
  }}

  user_data = <<-EOT
    #cloud-config
    hostname: ${{local.site{at}_names[count.index]}}
    %{{for name, port in local.site{at}_ports~}}
    # ${{name}} ${{port}}
    %{{endfor~}}
  EOT

  labels = merge({{ site = "{at}" }}, {{ for name, port in local.site{at}_ports : name => tostring(port) }})
}}

resource "cloud_record" "site{at}" {{
  name    = "site{at}"
  content = cloud_instance.site{at}[0].public_ip
}}

output "site{at}" {{
  value = cloud_instance.site{at}[*].id
}}
"#
    )
}

fn hundred_files() -> Vec<(String, String)> {
    (0..100).map(|at| (format!("site{at}.tf"), site(at))).collect()
}

/// 12 blocks of 300 instances, each with references and a lookup in a map of 300.
fn many_resources() -> Vec<(String, String)> {
    let mut text = "locals {\n  servers = { for at in range(300) : format(\"s%03d\", at) => { zone = at % 2 == 0 ? \"a\" : \"b\", size = at } }\n}\n".to_owned();
    for at in 0..12 {
        let last = if at == 0 {
            "\"none\"".to_owned()
        } else {
            format!("cloud_instance.b{}[each.key].id", at - 1)
        };
        writeln!(
            text,
            "resource \"cloud_instance\" \"b{at}\" {{\n  for_each = local.servers\n  zone = each.value.zone\n  \
             size = local.servers[each.key].size + {at}\n  name = \"${{each.key}}-{at}\"\n  previous = [{last}]\n  \
             network_interface {{\n    network_id = \"n\"\n  }}\n}}"
        )
        .unwrap();
    }
    vec![("main.tf".to_owned(), text)]
}

#[divan::bench]
fn hundred_generated_files(bencher: divan::Bencher<'_, '_>) {
    let files = hundred_files();
    bencher.bench_local(|| {
        let (input, sources) = input(&files);
        let evaluated = evaluate(&input, &sources);
        assert_eq!(evaluated.configuration.problems, vec![]);
        assert_eq!(evaluated.configuration.resources.len(), 800);
    });
}

#[divan::bench]
fn thirty_six_hundred_resources(bencher: divan::Bencher<'_, '_>) {
    let files = many_resources();
    bencher.bench_local(|| {
        let (input, sources) = input(&files);
        let evaluated = evaluate(&input, &sources);
        assert_eq!(evaluated.configuration.problems, vec![]);
        assert_eq!(evaluated.configuration.resources.len(), 3_600);
    });
}
