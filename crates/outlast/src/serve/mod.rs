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

use tokio::sync::watch;

pub(crate) use checker::keep_checking;
use page::Page;
pub(crate) use server::{Ended, Listening, listen, serve};

/// The latest page; nothing before the first check is done.
pub(crate) type Latest = Option<Arc<Page>>;
/// Where the server learns of a new page.
pub(crate) type Pages = watch::Receiver<Latest>;
/// Where the checker puts a new page.
pub(crate) type Publisher = watch::Sender<Latest>;
