//! The report as a page that follows the files: `outlast serve`.
//!
//! Two threads that share one value, the latest page. The *checker* reads, judges and renders, waits
//! until what it read has changed, and does so again. The *server* answers requests with the latest
//! page and tells whoever listens that there is a newer one; it never waits for the checker, nor
//! the checker for it. Nothing is written to the disk, and nothing is kept between two checks.

mod answer;
mod checker;
mod gate;
mod page;
mod server;

use std::sync::Arc;

use hyper::body::Bytes;
use tokio::sync::watch;

pub(crate) use checker::keep_checking;
pub(crate) use server::{Ended, Listening, listen, serve};

/// A page, and the name of what stands in it.
#[derive(Debug)]
pub(crate) struct Page {
    /// Equal for equal pages, of this run or another one.
    pub(crate) version: String,
    /// The whole page, in UTF-8.
    pub(crate) html: Bytes,
}

/// The latest page; nothing before the first check is done.
pub(crate) type Latest = Option<Arc<Page>>;
/// Where the server learns of a new page.
pub(crate) type Pages = watch::Receiver<Latest>;
/// Where the checker puts a new page.
pub(crate) type Publisher = watch::Sender<Latest>;
