//! Who may ask: requests of pages from elsewhere are refused.
//!
//! A page of any site can make a browser send requests to this machine, and with a name that
//! changes its address (DNS rebinding) it could even read the answers. Both show in the request: a
//! browser states the name that it was led by (`Host`) and the site that asks (`Origin`), and no
//! script can change either. Only the names of the loopback with our own port are let in.

use hyper::HeaderMap;
use hyper::Uri;
use hyper::header::{HOST, HeaderName, ORIGIN};

/// The names by which a browser on this machine reaches us.
const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
/// The port that a browser leaves out.
const HTTP_PORT: u16 = 80;

/// Whether a request to this port comes from our own page or from the address bar.
pub(crate) fn may_enter(uri: &Uri, headers: &HeaderMap, port: u16) -> bool {
    let named = only(headers, &HOST).is_some_and(|host| is_ours(host, port));
    // A request may name a host in its first line, too.
    let led = uri.authority().is_none_or(|authority| is_ours(authority.as_str(), port));
    let asked = !headers.contains_key(ORIGIN)
        || only(headers, &ORIGIN)
            .and_then(|origin| origin.strip_prefix("http://"))
            .is_some_and(|host| is_ours(host, port));
    named && led && asked
}

/// The value of a header that stands there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    if values.next().is_some() { None } else { first.to_str().ok() }
}

fn is_ours(host: &str, port: u16) -> bool {
    NAMES.iter().any(|name| {
        host.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && match host.get(name.len()..).unwrap_or_default() {
                "" => port == HTTP_PORT,
                rest => rest.strip_prefix(':') == Some(port.to_string().as_str()),
            }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enters(headers: &[(HeaderName, &str)], uri: &str) -> bool {
        let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap()));
        let mut map = HeaderMap::new();
        headers.for_each(|(name, value)| {
            map.append(name, value);
        });
        may_enter(&uri.parse().unwrap(), &map, 4680)
    }

    #[test]
    fn only_names_of_this_machine_with_our_port_are_let_in() {
        for host in ["localhost:4680", "LOCALHOST:4680", "127.0.0.1:4680", "[::1]:4680"] {
            assert!(enters(&[(HOST, host)], "/"), "{host}");
        }
        for host in [
            "evil.example:4680",
            "localhost.evil.example:4680",
            "localhost",
            "localhost:",
            "localhost:46800",
            "localhost:04680",
            "127.0.0.1:80",
            "127.0.0.1@evil.example:4680",
            "[::1]",
            "",
        ] {
            assert!(!enters(&[(HOST, host)], "/"), "{host}");
        }
        assert!(!enters(&[], "/"), "without a name");
        assert!(!enters(&[(HOST, "localhost:4680"), (HOST, "localhost:4680")], "/"), "two names");
    }

    #[test]
    fn a_host_in_the_first_line_counts_as_well() {
        let host = [(HOST, "localhost:4680")];
        assert!(enters(&host, "http://localhost:4680/"));
        assert!(!enters(&host, "http://evil.example:4680/"));
    }

    #[test]
    fn a_page_from_elsewhere_is_refused() {
        let from = |origin| enters(&[(HOST, "127.0.0.1:4680"), (ORIGIN, origin)], "/");
        assert!(from("http://127.0.0.1:4680") && from("http://localhost:4680"));
        for origin in ["null", "https://127.0.0.1:4680", "http://127.0.0.1:81", "http://a.example"]
        {
            assert!(!from(origin), "{origin}");
        }
    }

    #[test]
    fn the_usual_port_is_left_out_by_browsers() {
        assert!(is_ours("localhost", 80) && is_ours("localhost:80", 80));
    }
}
