//! The page that is served: the report, as a browser shows it.

use hyper::body::Bytes;
use hyper::header::HeaderValue;
use outlast_render::Report;
use outlast_render::html::live;

/// A page, and what goes with it.
#[derive(Debug)]
pub(crate) struct Page {
    /// Equal for equal pages, of this run or another one.
    pub(crate) version: String,
    /// What the page may ask for.
    pub(crate) policy: Option<HeaderValue>,
    /// The whole page, in UTF-8.
    pub(crate) html: Bytes,
}

impl Page {
    /// The page of these systems.
    pub(crate) fn of(reports: &[Report<'_>]) -> Self {
        let live = live(reports, env!("CARGO_PKG_VERSION"));
        Self {
            version: live.version,
            policy: HeaderValue::try_from(live.policy).ok(),
            html: Bytes::from(live.html),
        }
    }
}
