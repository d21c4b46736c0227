//! `outlast completions` and `outlast man`: both made from the definition of the command line.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::console::Console;
use crate::exit;

/// Prints the completions of a shell.
pub(super) fn completions(console: Console, shell: Shell) -> u8 {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "outlast", &mut text);
    console.print(&String::from_utf8_lossy(&text));
    exit::KEPT
}

/// Prints the manual page of the program and of every command, one after the other.
pub(super) fn page(console: Console) -> u8 {
    let mut program = Cli::command();
    program.build();
    let mut text = rendered(program.clone());
    for command in program.get_subcommands().filter(|it| it.get_name() != "help") {
        let name: &'static str =
            Box::leak(format!("outlast-{}", command.get_name()).into_boxed_str());
        text.push_str(&rendered(command.clone().name(name)));
    }
    console.print(&text);
    exit::KEPT
}

fn rendered(command: clap::Command) -> String {
    let mut text = Vec::new();
    // Writing into memory cannot fail.
    let _ = clap_mangen::Man::new(command).render(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}
