//! Where output goes: standard output with or without colour, at the width of the terminal.
//!
//! A reader that has seen enough (`| head`) closes the pipe; that is no error. Anything else that
//! keeps output from being written is: half a report must not pass for a whole one.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::{AutoStream, ColorChoice};
use outlast_render::page_width;

use crate::cli::Colour;

/// Where output goes.
#[derive(Debug, Clone, Copy)]
pub struct Console {
    choice: ColorChoice,
}

impl Console {
    /// Standard output and standard error, with this choice of colour.
    pub(crate) fn new(colour: Colour) -> Self {
        let choice = match colour {
            Colour::Auto => ColorChoice::Auto,
            Colour::Always => ColorChoice::Always,
            Colour::Never => ColorChoice::Never,
        };
        Self { choice }
    }

    /// The width of a page, in columns: 80 where nobody sees a terminal.
    pub(crate) fn width(self) -> usize {
        let size = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        page_width(size.map(|(width, _)| usize::from(width.0)))
    }

    /// Writes to standard output.
    pub(crate) fn print(self, text: &str) {
        let mut stream = AutoStream::new(io::stdout().lock(), self.choice);
        let done = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
        drop(stream);
        note_loss(done);
    }

    /// Writes a text for programs to standard output, byte for byte.
    pub(crate) fn write(self, text: &str) {
        let mut stream = io::stdout().lock();
        let done = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
        drop(stream);
        note_loss(done);
    }

    /// Writes to standard error.
    pub(crate) fn complain(self, text: &str) {
        let mut stream = AutoStream::new(io::stderr().lock(), self.choice);
        let _ = stream.write_all(text.as_bytes());
    }
}

/// Whether something was for standard output and could not be written. There is one standard output,
/// whoever writes to it.
static LOST: AtomicBool = AtomicBool::new(false);

/// Says that standard output cannot be written, once; somebody who closed it wants no more.
pub fn note_loss(done: io::Result<()>) {
    let Err(error) = done else { return };
    if error.kind() != io::ErrorKind::BrokenPipe && !LOST.swap(true, Ordering::Relaxed) {
        let why = crate::writing::reason(&error);
        // Where that cannot be written either, the exit code says it.
        let _ = writeln!(io::stderr(), "error: standard output cannot be written: {why}");
    }
}

/// Whether something of what was to be printed is lost.
pub fn has_lost() -> bool {
    LOST.load(Ordering::Relaxed)
}
