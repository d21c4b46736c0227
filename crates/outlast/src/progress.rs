//! Progress on standard error, when somebody sees it and it takes more than a second.

#![allow(clippy::disallowed_methods, reason = "a spinner is about wall-clock time")]

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How long nothing is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that appears late.
pub(crate) struct Ticker {
    start: Instant,
    bar: Option<ProgressBar>,
    seen: bool,
}

impl Ticker {
    /// A bar for somebody at a terminal; nothing otherwise.
    pub(crate) fn new() -> Self {
        Self { start: Instant::now(), bar: None, seen: io::stderr().is_terminal() }
    }

    /// So many of so many are done.
    pub(crate) fn tick(&mut self, what: &'static str, done: usize, of: usize) {
        if !self.seen || self.start.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(of as u64);
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} {msg}") {
                bar.set_style(style);
            }
            bar
        });
        bar.set_message(what);
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    }
}

impl Default for Ticker {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
