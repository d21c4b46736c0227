//! The page as a server gives it: the same content, and beside it a script that keeps it up to date.
//!
//! Who serves it gives the script at the path below, sends the policy with the page, and serves the
//! page anew when its version is another one. The rules that show the states of the picture stand in
//! an attribute, for the script to adopt: the policy is that of the page that was loaded first, and
//! would forbid those of a later one.

use maud::{DOCTYPE, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::{Rules, STYLE, policy, rendered, title};
use crate::html::words::said;
use crate::report::Report;

/// Where the script of the page is asked for.
pub const SCRIPT_PATH: &str = "/live.js";
/// The style of what only a served page has: a line that says when it is not followed any more.
const LIVE_STYLE: &str = include_str!("live.css");
/// How many bytes of a digest tell pages apart.
const VERSION_BYTES: usize = 16;

/// A page to be served.
#[derive(Debug)]
pub struct Live {
    /// Equal for equal pages: a number of what stands in it, in hexadecimal digits.
    pub version: String,
    /// What the page may ask for, as the header `Content-Security-Policy` says it.
    pub policy: String,
    /// The page.
    pub html: String,
}

/// The page of these systems, made by this version of the program.
pub fn live(reports: &[Report<'_>], program: &str) -> Live {
    let (body, rules) = rendered(reports, Rules::Beside);
    let rules = rules.concat();
    let digest = Sha256::new().chain_update(program).chain_update(&rules).chain_update(&body);
    let digest = digest.finalize();
    let version: String =
        digest.iter().take(VERSION_BYTES).map(|byte| format!("{byte:02x}")).collect();
    let policy = format!(
        "{}; img-src data:; script-src 'self'; connect-src 'self'; frame-ancestors 'none'",
        policy(&[LIVE_STYLE.to_string()])
    );
    let html = html! {
        (DOCTYPE)
        html lang="en" data-version=(version) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(format!("outlast {program}"));
                title { (said(&title(reports))) }
                // Without a name for it a browser would ask for a picture that is not there.
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
                style { (PreEscaped(LIVE_STYLE)) }
                script src=(SCRIPT_PATH) defer {}
            }
            body {
                p #live role="status" {}
                div #outlast data-rules=(rules) { (PreEscaped(body)) }
            }
        }
    };
    Live { version, policy, html: html.into_string() }
}
