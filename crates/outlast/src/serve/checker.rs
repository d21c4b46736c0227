//! The checker: reads, judges, renders, and does so again when what it read has changed.
//!
//! Stamps of everything that a check reads are taken before it is read, so that a change in the
//! middle of a check is a change after it. Saves that follow each other closely are one change.
//! Every single fault is judged and shown first, pairs and mends follow on the next page. What is
//! wrong with the input is a part of the page: nothing that is written to a file ends this.

#![allow(clippy::disallowed_methods, reason = "this file waits for changes")]

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use outlast_analysis::Progress;
use outlast_render::Report;

use super::Publisher;
use super::page::Page;
use crate::cli::Paths;
use crate::commands::{Wrong, environment, wanted};
use crate::pipeline::{Checked, Glance, glance};
use crate::progress::Ticker;
use crate::watch::{CLOCK_STEP, Stamps, look_again};

/// How long nobody looks at the files, at least.
const LOOK: Duration = Duration::from_millis(20);
/// How much longer than a look the time between two looks is: looking takes a tenth at most.
const LOOK_SHARE: u32 = 10;
/// How many looks a change may go on before it is read all the same.
const LOOKS_UNTIL_QUIET: usize = 3;

/// Publishes the page of these systems, again and again; ends when nobody wants it any more.
pub(crate) fn keep_checking(input: &Paths, publisher: &Publisher) -> Result<(), Wrong> {
    while !publisher.is_closed() {
        let mut ticker = Ticker::new();
        let mut tick = |it: Progress| ticker.tick(it.what, it.done, it.of);
        let systems = wanted(input)?;
        // What a person has just written is answered at once; the rest follows.
        let glances: Vec<Glance> =
            systems.iter().map(|system| glance(system, environment(), &mut tick)).collect();
        publish(publisher, page(glances.iter().map(Glance::report)));
        let checked: Vec<Checked> = glances.into_iter().map(|it| it.complete(&mut tick)).collect();
        publish(publisher, page(checked.iter().map(Checked::report)));
        drop(ticker);
        let stamps = checked.iter().flat_map(|it| it.watched().stamps()).collect();
        let fresh = checked.iter().any(|it| it.watched().is_fresh());
        drop(checked);
        wait_for_change(&stamps, fresh, || publisher.is_closed());
    }
    Ok(())
}

fn page<'a>(reports: impl Iterator<Item = Report<'a>>) -> Page {
    Page::of(&reports.collect::<Vec<_>>())
}

/// Makes a page the latest one, unless it is the same.
fn publish(publisher: &Publisher, page: Page) {
    publisher.send_if_modified(|latest| {
        let is_new = latest.as_ref().is_none_or(|before| before.version != page.version);
        if is_new {
            *latest = Some(Arc::new(page));
        }
        is_new
    });
}

/// Waits until the stamps are others and have come to rest.
///
/// When something is `fresh`, another change may have left the same stamp: after one step of the
/// clock of the file system it is time to read again, whatever the stamps say.
fn wait_for_change(stamps: &Stamps, fresh: bool, ended: impl Fn() -> bool) {
    let start = Instant::now();
    let mut looker = Looker { stamps, rest: Duration::ZERO };
    let mut now = looker.look();
    while now == *stamps {
        if ended() || (fresh && start.elapsed() > CLOCK_STEP) {
            return;
        }
        now = looker.look();
    }
    for _ in 0..LOOKS_UNTIL_QUIET {
        let next = looker.look();
        if next == now {
            return;
        }
        now = next;
    }
}

/// Looks at paths again and again, and rests in between so long that it does not keep the machine
/// busy.
struct Looker<'a> {
    stamps: &'a Stamps,
    rest: Duration,
}

impl Looker<'_> {
    fn look(&mut self) -> Stamps {
        thread::sleep(self.rest);
        let start = Instant::now();
        let now = look_again(self.stamps);
        self.rest = LOOK.max(start.elapsed() * LOOK_SHARE);
        now
    }
}
