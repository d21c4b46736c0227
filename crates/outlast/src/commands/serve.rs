//! `outlast serve`.

use std::io;
use std::thread;

use tokio::sync::watch;

use super::{Wrong, wanted};
use crate::STACK_BYTES;
use crate::cli::Paths;
use crate::console::{Console, has_lost};
use crate::exit;
use crate::serve::{Ended, Listening, keep_checking, listen, serve};

/// The port that is tried when none is named.
const PORT: u16 = 4695;

/// Serves the report until Ctrl-C.
pub(super) fn run(console: Console, input: &Paths, port: Option<u16>) -> Result<u8, Wrong> {
    // What is wrong with the command line is said before anything is bound.
    wanted(input)?;
    let listening = bind(port)?;
    let (publisher, pages) = watch::channel(None);
    let input = input.clone();
    let checker = thread::Builder::new().stack_size(STACK_BYTES);
    checker.spawn(move || keep_checking(&input, &publisher)).map_err(|error| refused(&error))?;
    console.print(&format!("http://127.0.0.1:{}/\n", listening.port));
    if has_lost() {
        // Nobody would know where it is.
        return Ok(exit::OUTPUT);
    }
    match serve(listening, pages).map_err(|error| refused(&error))? {
        Ended::Asked => Ok(exit::KEPT),
        Ended::Abandoned => Ok(exit::BUG),
    }
}

/// A port that was named is taken or refused; without one, any will do.
fn bind(port: Option<u16>) -> Result<Listening, Wrong> {
    let Some(port) = port else {
        return listen(PORT).or_else(|_| listen(0)).map_err(|error| refused(&error));
    };
    listen(port).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => {
            let what = format!("port {port} of 127.0.0.1 is in use");
            Wrong::new(what, "name another one, or `--port 0` for any that is free")
        }
        io::ErrorKind::PermissionDenied => {
            let what = format!("you may not use port {port}");
            Wrong::new(what, "name one above 1023, or `--port 0` for any that is free")
        }
        _ => refused(&error),
    })
}

fn refused(error: &io::Error) -> Wrong {
    let why = error.to_string().to_lowercase();
    Wrong::new(format!("the page cannot be served: {why}"), "`outlast check` needs no port")
}
