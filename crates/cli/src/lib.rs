//! The one binary: its commands and how they print.
//!
//! Suggested reading order: `args` (what can be typed), `commands` (what is done), `examine` (one
//! file is read and reviewed), [`reviewed`] (what comes out), [`formats`] (how it is shown).
//!
//! Exit status: 0 clean, 1 findings at or over the chosen severity, 2 it could not be done.

mod acceptances;
mod args;
mod catalogue;
mod chinese;
mod commands;
mod company;
mod convert;
mod examine;
mod files;
mod fonts;
mod form;
pub mod formats;
mod layout;
mod mend;
mod new;
mod office;
mod paper;
pub mod reading;
pub mod report;
pub mod reviewed;
pub mod schema;
mod settings;
mod trouble;
mod world;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use world::World;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Done, and nothing found that matters.
    Clean,
    /// Done, with findings at or over the chosen severity.
    Found,
    /// It could not be done.
    Failed,
}

/// Runs the command that the arguments name.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    trouble::install_hook();
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return chinese::report(&error),
    };
    let world = World::find(cli.color());
    match run(&cli.command, &world) {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Found) => ExitCode::from(1),
        Ok(Status::Failed) => ExitCode::from(2),
        Err(error) if world::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            world.complain(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command, world: &World) -> anyhow::Result<Status> {
    match command {
        Command::Review(args) => commands::review::run(args, world),
        Command::Extract(args) => commands::extract::run(args, world),
        Command::Convert(args) => convert::run(args, world),
        Command::New(args) => new::run(args, world),
        Command::Form(args) => form::run(args, world),
        Command::Rules(args) => commands::rules::run(args, world),
        Command::Explain(args) => commands::explain::run(args, world),
        Command::Demo(args) => office::demo::demo(args, world),
        Command::Serve(args) => office::serve::serve(args, world),
        Command::Score(args) => office::score::score(args, world),
        Command::Measure(args) => office::measure::measure(args, world),
        Command::Backup(args) => office::keep::back_up(args, world),
        Command::Restore(args) => office::keep::restore(args, world),
        Command::Check(args) => office::keep::check(args, world),
        Command::Monitor(args) => office::monitor::monitor(args, world),
        Command::Audit(args) => office::audit::audit(args, world),
        Command::User(args) => office::user::user(args, world),
        Command::ReadOne(args) => reading::read_one(args),
    }
}
