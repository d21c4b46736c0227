//! The program: arguments in, exit code out.
//!
//! Work is done on a thread with a stack of its own, so that deeply nested input meets a named
//! limit and never the end of the stack. A panic is a bug of ours: it is caught once, here.

use std::panic;
use std::process::ExitCode;
use std::thread;

use clap::Parser as _;
use outlast::console::{has_lost, note_loss};
use outlast::{Cli, STACK_BYTES, exit, run};

/// States are made and dropped by the million: the allocator of the system takes a quarter of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            note_loss(error.print());
            return ExitCode::from(match (error.use_stderr(), has_lost()) {
                (true, _) => exit::INPUT,
                (false, true) => exit::OUTPUT,
                (false, false) => exit::KEPT,
            });
        }
    };
    go_on_at_limits();
    panic::set_hook(Box::new(|bug| report(&bug.to_string())));
    let work = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || run(&cli));
    let code = match work.map(thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) => exit::BUG,
        Err(error) => {
            eprintln!("error: no thread can be started: {error}");
            exit::BUG
        }
    };
    ExitCode::from(code)
}

/// What somebody who meets a bug is told.
fn report(bug: &str) {
    eprintln!(
        "error: this is a bug of outlast, not of your input\n  = bug: {}\n  = version: {} on {} {}\n  \
         = help: please report it with the files that show it: {}/issues",
        bug.replace('\n', " "),
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        env!("CARGO_PKG_REPOSITORY"),
    );
}

/// A file that may not grow any more is an error of its writing, told like every other: by itself the
/// system would end the program there.
fn go_on_at_limits() {
    #[cfg(unix)]
    {
        let seen = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        // Where it cannot be asked for, all is as it was.
        let _ = signal_hook::flag::register(FILE_TOO_LARGE, seen);
    }
}

/// `SIGXFSZ`.
#[cfg(unix)]
const FILE_TOO_LARGE: i32 = 25;
