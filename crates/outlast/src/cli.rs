//! The command line: every command and option with its one line of help.
//!
//! Completions and the manual page are made from this definition, so that they cannot disagree.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::output::Output;

/// Below the help of the program.
const AFTER: &str = "\
Exit codes:
  0   every promise is kept
  1   a promise is broken, or there is a defect
  2   wrong usage, or input that cannot be read
  3   undecided, not all understood, or nothing promised
  70  a bug of outlast
  74  standard output cannot be written";

/// Know what your system outlasts.
///
/// Reads the Terraform that you have and a small outlast file beside it, and proves for every
/// fault what keeps working, how long the rest is out, and what brings it back.
#[derive(Debug, Parser)]
#[command(name = "outlast", version, after_help = AFTER, max_term_width = 100)]
pub struct Cli {
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say for every fault what each journey does, why, and what would mend it
    Check {
        /// What to read
        #[command(flatten)]
        input: Paths,
        /// The form of the report
        #[arg(long, value_enum, default_value_t = Format::Terminal)]
        format: Format,
        /// Write the report to a file, too; may be given several times
        ///
        /// FORMAT is one of terminal, json, html (the report to look at), sarif (code scanning), junit
        /// (test results), markdown (pull requests), github (annotations), mermaid, d2 (pictures).
        /// FILE `-` is standard output, which then has nothing else. Files are written whole or not
        /// at all.
        #[arg(long = "output", value_name = "FORMAT=FILE")]
        outputs: Vec<Output>,
        /// What was known before is shown and does not count for the exit code
        #[arg(long, value_name = "FILE")]
        baseline: Option<PathBuf>,
        /// Write down everything that is not as promised now, and end with 0
        #[arg(long, value_name = "FILE")]
        write_baseline: Option<PathBuf>,
        /// What makes the exit code other than 0; input that cannot be read always does
        #[arg(long, value_enum, default_value_t = FailOn::Undecided, value_name = "WHAT")]
        fail_on: FailOn,
    },
    /// Tell what happens to a journey or store under a fault, step by step
    Why {
        /// The journey or store, by its name
        journey: String,
        /// The fault, by its name or a beginning of it that fits only one
        fault: String,
        /// A second fault, which strikes at the worst moment from the first one on
        #[arg(long, value_name = "FAULT")]
        then: Option<String>,
        /// What to read
        #[command(flatten)]
        input: Paths,
        /// The form of the answer
        #[arg(long, value_enum, default_value_t = Format::Terminal)]
        format: Format,
    },
    /// Show the page of a rule, fault, resource, engine or assumption; a list without a name
    Explain {
        /// The name, as it stands in a finding or in the input
        name: Option<String>,
    },
    /// Show what was understood, each fact with where it comes from
    Model {
        /// What to read
        #[command(flatten)]
        input: Paths,
        /// The form of the answer
        #[arg(long, value_enum, default_value_t = Format::Terminal)]
        format: Format,
    },
    /// Say whether one can reach another over the network, by which way, and which rule decides
    ///
    /// Ends with 0 for yes, 1 for no or only in part, and 3 when it hangs on what is not known.
    Reach {
        /// Who opens the connection, to whom, and with what, then what to read: `internet`, an
        /// address or prefix, a machine or pool, a part, a place; `443`, `udp/51820`, `icmp/8`.
        /// Without a port everything that is allowed is shown
        #[arg(value_name = "FROM TO [PORT] [PATH]")]
        words: Vec<String>,
        /// Show everything that anybody may reach; only paths are named then
        #[arg(long)]
        all: bool,
        /// What Terraform is given beside its files
        #[command(flatten)]
        given: Given,
        /// The form of the answer; the schema of JSON is `docs/schema/reach.schema.json`
        #[arg(long, value_enum, default_value_t = Format::Terminal)]
        format: Format,
    },
    /// Write the outlast file that says what was inferred, ready to be edited
    Init {
        /// What to read
        #[command(flatten)]
        input: Paths,
        /// Print it instead of writing it
        #[arg(long)]
        print: bool,
    },
    /// Show the report in a browser, and keep it up to date with the files
    ///
    /// Only this machine can see the page, and nothing is written to the disk. Whatever is read is
    /// watched: the page follows each save by itself. Ctrl-C ends it.
    Serve {
        /// What to read
        #[command(flatten)]
        input: Paths,
        /// The port of 127.0.0.1; 0 takes one that is free. Without this option it is 4695, or one
        /// that is free when 4695 is not
        #[arg(long, value_name = "NUMBER")]
        port: Option<u16>,
    },
    /// Print the completions of a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, in the form that `man` reads
    Man,
}

/// What to read.
#[derive(Debug, Clone, Args)]
pub struct Paths {
    /// Directories with Terraform, or files; files after a directory belong to it. The JSON of
    /// `terraform show -json` (plan or state) or a `.tfstate` may stand alone or after its directory
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub given: Given,
}

/// What Terraform is given beside its files.
#[derive(Debug, Clone, Default, Args)]
pub struct Given {
    /// Set a Terraform variable
    #[arg(long = "var", value_name = "NAME=VALUE")]
    pub values: Vec<String>,
    /// Read Terraform variables from a file
    #[arg(long = "var-file", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The Terraform workspace; else `TF_WORKSPACE`, else the one that `.terraform/environment`
    /// names, else `default`
    #[arg(long, value_name = "NAME")]
    pub workspace: Option<String>,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Terminal,
    /// For programs; the schema is `docs/schema/check.schema.json`
    Json,
}

/// What makes the exit code other than 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A broken promise or a defect (1)
    Broken,
    /// Those, and what is undecided, not understood or not promised (3)
    Undecided,
    /// Nothing
    Never,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }
}
