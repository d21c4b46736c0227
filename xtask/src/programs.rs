//! Programs that tests use and that are not ours: what is there, what can be installed.

use std::process::{Command, Stdio};

/// A program, and the Debian package that it comes in.
struct Program {
    name: &'static str,
    package: Option<&'static str>,
    what: &'static str,
}

const PROGRAMS: &[Program] = &[
    Program { name: "terraform", package: None, what: "values are not compared with Terraform" },
    Program { name: "haproxy", package: Some("haproxy"), what: "haproxy.cfg of examples" },
    Program { name: "nginx", package: Some("nginx-light"), what: "nginx.conf of examples" },
    Program {
        name: "keepalived",
        package: Some("keepalived"),
        what: "keepalived.conf of examples",
    },
    Program { name: "nats-server", package: Some("nats-server"), what: "NATS of examples" },
    Program { name: "redis-server", package: Some("redis-server"), what: "Redis of examples" },
    Program { name: "patroni", package: Some("patroni"), what: "Patroni of examples" },
    Program { name: "testparm", package: Some("samba-common-bin"), what: "Samba of examples" },
    Program { name: "wg-quick", package: Some("wireguard-tools"), what: "WireGuard of examples" },
    Program { name: "vtysh", package: Some("frr"), what: "the routes of examples" },
    Program { name: "cloud-init", package: Some("cloud-init"), what: "user data of examples" },
    Program { name: "nft", package: Some("nftables"), what: "who can reach whom in the kernel" },
    Program { name: "ip", package: Some("iproute2"), what: "who can reach whom in the kernel" },
    Program { name: "unshare", package: Some("util-linux"), what: "tests in namespaces" },
    Program { name: "chromium", package: Some("chromium"), what: "pages in a browser" },
    Program { name: "chromedriver", package: Some("chromium-driver"), what: "pages in a browser" },
    Program { name: "shellcheck", package: Some("shellcheck"), what: "scripts of examples" },
];

fn is_there(name: &str) -> bool {
    let look = format!("command -v {name}");
    let status = Command::new("sh").args(["-c", &look]).stdout(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

/// Installs what Debian has when we may, and says what is missing. Gives the number of programs
/// that are not there.
pub(crate) fn prepare() -> usize {
    let packages: Vec<&str> =
        PROGRAMS.iter().filter(|it| !is_there(it.name)).filter_map(|it| it.package).collect();
    if !packages.is_empty() {
        let line = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
        if is_root() {
            println!("== {line}");
            let install = format!("(apt-get update && {line}) >/dev/null 2>&1");
            let status = Command::new("sh")
                .env("DEBIAN_FRONTEND", "noninteractive")
                .args(["-c", &install])
                .status();
            if !status.is_ok_and(|status| status.success()) {
                println!("   could not be installed: going on without");
            }
        } else {
            println!("to check everything, run as root: {line}");
        }
    }
    let missing: Vec<&Program> = PROGRAMS.iter().filter(|it| !is_there(it.name)).collect();
    for program in &missing {
        println!("SKIPPED: `{}` is not here: {}", program.name, program.what);
    }
    missing.len()
}
