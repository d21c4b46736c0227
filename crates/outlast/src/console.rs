//! Where output goes: standard output with or without colour, at the width of the terminal.
//!
//! A reader that has seen enough (`| head`) closes the pipe; that is no error.

use std::io::{self, IsTerminal as _, Write as _};

use anstream::{AutoStream, ColorChoice};
use outlast_render::page_width;

use crate::cli::Colour;

/// Where output goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Console {
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
        // Nothing can be said to somebody who does not listen any more.
        let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    }

    /// Writes a text for programs to standard output, byte for byte.
    pub(crate) fn write(self, text: &str) {
        let mut stream = io::stdout().lock();
        let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    }

    /// Writes to standard error.
    pub(crate) fn complain(self, text: &str) {
        let mut stream = AutoStream::new(io::stderr().lock(), self.choice);
        let _ = stream.write_all(text.as_bytes());
    }
}
