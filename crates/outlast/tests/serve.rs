//! `outlast serve` as a browser and as an attacker meet it: real requests over the loopback.
//!
//! The page follows the files, errors of the input included; requests that are led here by a page of
//! another site are refused; and nobody who dawdles keeps anybody else from being served.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::running::http::{Answer, answer, connect, exchange, head};
use crate::running::server::Server;
use crate::running::{SMALL, Scratch};
use outlast::load::systems;
use outlast::pipeline::{check, glance};
use outlast_render::Report;

/// The head of a request as a browser of this machine sends it.
fn request(port: u16, method: &str, path: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}")
}

fn get(server: &Server, path: &str) -> Answer {
    exchange(server.port, &request(server.port, "GET", path), "")
}

fn small() -> Scratch {
    let scratch = Scratch::new();
    scratch.file("main.tf", SMALL);
    scratch
}

/// A listener to the events of a server.
struct Listener(BufReader<TcpStream>);

impl Listener {
    fn new(server: &Server) -> Self {
        let mut stream = connect(server.port);
        let request = request(server.port, "GET", "/events");
        stream.write_all(format!("{request}\r\n\r\n").as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let (status, headers) = head(&mut reader);
        assert_eq!(status, 200);
        assert!(headers.contains(&("content-type".to_string(), "text/event-stream".to_string())));
        Self(reader)
    }

    /// The version that the next event tells of.
    fn next(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "the events ended");
            if let Some(version) = line.strip_prefix("data: ") {
                return version.trim_end().to_string();
            }
        }
    }
}

/// What a page says while the rest of the check still runs.
const MORE_FOLLOWS: &str = "are being worked out";

/// The page that the next save leads to, when nothing more follows it: its version.
fn settled(server: &Server, listener: &mut Listener) -> String {
    loop {
        // A page that has come since is told of by the next event.
        let version = listener.next();
        let page = get(server, "/").body;
        if page.contains(&version) && !page.contains(MORE_FOLLOWS) {
            return version;
        }
    }
}

#[test]
fn the_page_is_the_report_and_asks_only_its_server_for_anything() {
    let scratch = small();
    let server = Server::start(scratch.path(), &[]);
    let page = get(&server, "/");
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(page.body.contains("id=\"outlast\"") && page.body.contains("What survives"));
    for path in ["/", "/live.js", "/absent"] {
        let answer = get(&server, path);
        assert_eq!(answer.status, if path == "/absent" { 404 } else { 200 }, "{path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}: {name}");
        }
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; "), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
    }
}

#[test]
fn a_save_leads_to_an_event_and_the_event_to_another_page() {
    let scratch = small();
    let server = Server::start(scratch.path(), &[]);
    let mut listener = Listener::new(&server);
    let first = settled(&server, &mut listener);
    scratch.file("main.tf", SMALL.replace("ch-gva-2", "at-vie-1"));
    let second = settled(&server, &mut listener);
    assert_ne!(first, second);
    scratch.file("main.tf", SMALL);
    assert_eq!(settled(&server, &mut listener), first, "the same text gives the same page");
}

#[test]
fn every_single_fault_is_shown_before_the_rest_is_worked_out() {
    let scratch = small();
    scratch.file("web.outlast.hcl", "promise {\n  instance = { out = \"2m\" }\n}\n");
    let systems = systems(&[scratch.path().to_path_buf()], &[]);
    let first = glance(&systems[0], BTreeMap::new(), &mut |_| {});
    let whole = check(&systems[0], BTreeMap::new(), &mut |_| {});
    let (soon, late) = (first.report(), whole.report());
    let cells = |report: &Report<'_>| format!("{:?}", report.rows());
    assert_eq!(cells(&soon), cells(&late));
    let checked = |report: &Report<'_>| report.pairs().unwrap().checked;
    assert!(!cells(&late).is_empty() && checked(&late) > 0 && checked(&soon) == 0);
    let says = |report: &Report<'_>| report.findings().iter().any(|it| it.rule == "still-checking");
    assert!(says(&soon) && !says(&late));
    let completed = first.complete(&mut |_| {});
    let text =
        |report: &Report<'_>| outlast_render::json::check(std::slice::from_ref(report), 0, "");
    assert_eq!(text(&completed.report()), text(&late), "whatever came first, the end is the same");
}

#[test]
fn an_error_of_the_input_is_a_finding_of_the_page() {
    let scratch = small();
    let server = Server::start(scratch.path(), &[]);
    scratch.file("broken.tf", "resource \"exoscale_compute_instance\" {{{");
    server.wait_for_page("broken.tf");
    fs::remove_file(scratch.path().join("broken.tf")).unwrap();
    fs::remove_file(scratch.path().join("main.tf")).unwrap();
    server.wait_for_page("there is no Terraform here");
    scratch.file("main.tf", SMALL);
    server.wait_for_page("What survives");
}

#[test]
fn whatever_was_read_is_watched_and_so_is_what_was_looked_for() {
    let scratch = small();
    scratch.file("main.tf", format!("{SMALL}\nmodule \"other\" {{\n  source = \"../other\"\n}}\n"));
    scratch.file("../values/far.tfvars", "unknown_name_one = 1\n");
    scratch.file("../other/main.tf", "variable \"a\" {}\n");
    let server = Server::start(scratch.path(), &["--var-file", "../values/far.tfvars"]);
    let mut listener = Listener::new(&server);
    let mut versions = vec![settled(&server, &mut listener)];
    let mut changes = |what: &str, name: &str, text: &str| {
        scratch.file(name, text);
        let version = settled(&server, &mut listener);
        assert!(!versions.contains(&version), "{what}");
        versions.push(version);
    };
    changes("a module outside", "../other/main.tf", "locals { a = { }\n");
    changes("a new file of it", "../other/new.tf", "locals { b = [ }\n");
    changes("a variable file", "../values/far.tfvars", "c = {{\n");
    changes("a new outlast file", "web.outlast.hcl", "promise {{\n");
    changes("the file itself", "main.tf", "output \"x\" { value = file(\"absent.txt\") + }\n");
}

#[test]
fn a_file_that_an_expression_names_is_watched_before_it_is_there() {
    let scratch = small();
    let named = "file(\"${path.module}/names/zone.txt\")";
    scratch.file("main.tf", SMALL.replace("\"ch-gva-2\"", named));
    let server = Server::start(scratch.path(), &[]);
    server.wait_for_page("zone.txt");
    scratch.file("names/zone.txt", "ch-gva-2");
    server.wait_for_page("zone ch-gva-2");
    scratch.file("names/zone.txt", "at-vie-1");
    server.wait_for_page("zone at-vie-1");
}

#[test]
fn the_last_of_many_saves_is_never_lost() {
    let scratch = small();
    let server = Server::start(scratch.path(), &[]);
    for round in 0..5 {
        for number in 0..40 {
            let name = format!("resource \"exoscale_{round}_{number}\" \"x\" {{}}\n");
            scratch.file("more.tf", name);
            std::thread::sleep(Duration::from_millis(number % 7));
        }
        server.wait_for_page(&format!("exoscale_{round}_39"));
    }
}

#[test]
fn requests_that_another_site_leads_here_are_refused() {
    let scratch = small();
    let server = Server::start(scratch.path(), &[]);
    let port = server.port;
    for path in ["/", "/events", "/live.js", "/absent"] {
        for head in [
            format!("GET {path} HTTP/1.1\r\nHost: evil.example"),
            format!("GET {path} HTTP/1.1\r\nHost: evil.example:{port}"),
            format!("GET {path} HTTP/1.1\r\nHost: localhost:1"),
            format!("GET {path} HTTP/1.0"),
            format!("GET http://evil.example{path} HTTP/1.1\r\nHost: localhost:{port}"),
            format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://evil.example"),
            format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: null"),
            format!("POST {path} HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0"),
        ] {
            let answer = exchange(port, &head, "");
            assert_eq!(answer.status, 403, "{head}");
            assert!(!answer.body.contains("id=\"outlast\""), "{}", answer.body);
            assert_eq!(answer.header("access-control-allow-origin"), None);
        }
    }
    let origin = format!("{}\r\nOrigin: http://localhost:{port}", request(port, "GET", "/"));
    assert_eq!(exchange(port, &origin, "").status, 200, "our own page may ask");
}

#[test]
fn nothing_but_reading_is_answered() {
    let scratch = small();
    let server = Server::start(scratch.path(), &[]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"] {
        let head = format!("{}\r\nContent-Length: 2", request(server.port, method, "/"));
        let answer = exchange(server.port, &head, "hi");
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
    for path in ["/..", "/main.tf", "/../main.tf", "/%2e%2e/main.tf", "//", "/index.html"] {
        assert_eq!(get(&server, path).status, 404, "{path}");
    }
    let whole = get(&server, "/");
    let bare = exchange(server.port, &request(server.port, "HEAD", "/"), "");
    assert_eq!((bare.status, bare.body.as_str()), (200, ""));
    assert_eq!(bare.header("content-length"), whole.header("content-length"));
    assert_eq!(exchange(server.port, &request(server.port, "HEAD", "/events"), "").status, 200);
}

#[test]
fn too_much_and_nonsense_are_refused_and_change_nothing() {
    let scratch = small();
    let server = Server::start(scratch.path(), &[]);
    let asked = request(server.port, "GET", "/");
    let long = format!("{asked}\r\nX-Long: {}", "a".repeat(64 * 1024));
    let many: String = (0..200).map(|number| format!("\r\nX-{number}: 1")).collect();
    let path = request(server.port, "GET", &format!("/{}", "a".repeat(100_000)));
    for head in [long, format!("{asked}{many}"), path] {
        let status = refusal(&server, &head);
        assert!(status.is_none_or(|it| [400, 414, 431].contains(&it)), "{status:?}");
    }
    for head in ["\u{0}\u{1}\u{2}", "GET", "GET / HTTP/9.9\r\nHost: x", "GET / HTTP/1.1\r\n Host"] {
        assert!(refusal(&server, head).is_none_or(|it| it == 400), "{head:?}");
    }
    assert_eq!(get(&server, "/").status, 200);
}

/// What a server that may break off in the middle of a request answers to it, if anything.
fn refusal(server: &Server, head: &str) -> Option<u16> {
    let mut stream = connect(server.port);
    // It may have hung up already.
    let _ = stream.write_all(format!("{head}\r\n\r\n").as_bytes());
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).ok()?;
    line.split(' ').nth(1)?.parse().ok()
}

#[test]
fn clients_that_dawdle_keep_nobody_out() {
    let scratch = small();
    let server = Server::start(scratch.path(), &[]);
    get(&server, "/");
    let idle: Vec<TcpStream> = (0..400)
        .map(|number| {
            let mut stream = connect(server.port);
            match number % 3 {
                // Nothing, half a head, and a whole request whose answer nobody reads.
                0 => {}
                1 => stream.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap(),
                _ => {
                    let request = request(server.port, "GET", "/");
                    let _ = stream.write_all(format!("{request}\r\n\r\n").as_bytes());
                }
            }
            stream
        })
        .collect();
    let start = Instant::now();
    assert_eq!(get(&server, "/").status, 200);
    let mut listener = Listener::new(&server);
    listener.next();
    scratch.file("main.tf", "resource {{{");
    listener.next();
    assert!(
        start.elapsed() < Duration::from_secs(8),
        "they were waited for: {:?}",
        start.elapsed()
    );
    drop(idle);
}

#[test]
fn a_port_in_use_is_said_and_ends_with_2() {
    let scratch = small();
    let server = Server::start(scratch.path(), &[]);
    let ran = scratch.run(&["serve", "--port", &server.port.to_string()]);
    assert_eq!(ran.code, 2);
    let told = format!("port {} of 127.0.0.1 is in use", server.port);
    assert!(ran.err.contains(&told) && ran.err.contains("--port 0"), "{}", ran.err);
    assert!(ran.out.is_empty(), "{}", ran.out);
    let wrong = scratch.run(&["serve", "--var", "nonsense"]);
    assert!(wrong.code == 2 && wrong.err.contains("sets no variable"), "{}", wrong.err);
}

#[cfg(unix)]
#[test]
fn it_ends_with_0_when_it_is_interrupted_and_leaves_nothing_behind() {
    let scratch = small();
    for signal in ["INT", "TERM"] {
        let server = Server::start(scratch.path(), &[]);
        let _listener = Listener::new(&server);
        assert_eq!(get(&server, "/").status, 200);
        let id = server.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
        let (code, err) = server.end();
        assert_eq!(code, Some(0), "{signal}: {err}");
        assert_eq!(err, "", "nothing is shown where nobody sees it");
    }
    let names = fs::read_dir(scratch.path()).unwrap().flatten().map(|it| it.file_name());
    assert_eq!(names.collect::<Vec<_>>(), ["main.tf"]);
}

#[test]
fn only_the_loopback_is_listened_to() {
    let scratch = small();
    let server = Server::start(scratch.path(), &[]);
    let ours =
        ["/proc/net/tcp", "/proc/net/tcp6"].map(|it| fs::read_to_string(it).unwrap_or_default());
    let port = format!(":{:04X}", server.port);
    let listening = ours.iter().flat_map(|it| it.lines()).filter_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        let (local, _, state) = (words.next()?, words.next()?, words.next()?);
        (state == "0A" && local.ends_with(&port)).then(|| local.trim_end_matches(&port).to_string())
    });
    for address in listening {
        assert!(
            ["0100007F", "00000000000000000000000001000000"].contains(&address.as_str()),
            "{address}"
        );
    }
    // Answers come only from there, whatever the system can tell.
    let mut stream = connect(server.port);
    stream.write_all(format!("{}\r\n\r\n", request(server.port, "HEAD", "/")).as_bytes()).unwrap();
    assert_eq!(answer(stream, true).status, 200);
}
