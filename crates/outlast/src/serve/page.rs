//! The page that is served: the report with a script and a style beside it.
//!
//! The report is the same as in a file. Its version is a number of its text, so that equal pages are
//! known as equal, also after another start.

use std::hash::{DefaultHasher, Hasher as _};

use hyper::body::Bytes;

use super::Page;
use crate::pipeline::Checked;

/// The style of the page.
pub(crate) const STYLE: &str = "body { font-family: system-ui }";

/// The page of these systems.
pub(crate) fn page(checked: &[Checked]) -> Page {
    let texts = checked.iter().map(|it| outlast_render::terminal::check(&it.report(), 100));
    let texts: String = texts.map(|it| anstream::adapter::strip_str(&it).to_string()).collect();
    let body = texts.replace('&', "&amp;").replace('<', "&lt;");
    let mut hasher = DefaultHasher::new();
    hasher.write(body.as_bytes());
    let version = format!("{:016x}", hasher.finish());
    let html = format!(
        "<!doctype html><html lang=en data-version={version}><meta charset=utf-8><title>outlast</title>\
         <link rel=stylesheet href=style.css><script src=live.js defer></script>\
         <p id=live role=status></p><div id=\"outlast\"><pre id=s0>{body}</pre></div>"
    );
    Page { version, html: Bytes::from(html) }
}
