//! The façade: files in, reports out.
//!
//! Layer 5, the only one that opens files, reads the environment and writes. Start reading at
//! [`pipeline`]: it is the whole way from text to verdict on one screen. Commands are thin and
//! have a file each.

mod border;
mod cli;
mod commands;
pub mod console;
pub mod exit;
pub mod load;
mod output;
pub mod pipeline;
mod progress;
mod serve;
pub mod understood;
pub mod watch;
mod writing;

/// The stack of a thread that checks; memory is only taken as far as it is used.
pub const STACK_BYTES: usize = 256 * 1024 * 1024;

pub use cli::{Cli, Command, Format};
pub use commands::run;
