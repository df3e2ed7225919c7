//! `cargo xtask <command>`: see [`USAGE`].

use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use xtask::generate::{self, Mode};
use xtask::{new_rule, root, tidy};

const USAGE: &str = "\
cargo xtask tidy                                  refuse what does not belong in this house
cargo xtask generate [--check]                    write the derived documents, or say which are stale
cargo xtask new-rule CODE name --title 标题       make the files of a review rule
cargo xtask bars                                  measure speed beside the floor, in release";

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["tidy"] => tidy(),
        ["generate"] => generate(Mode::Write),
        ["generate", "--check"] => generate(Mode::Check),
        ["new-rule", code, name, "--title", title] => {
            for path in new_rule::new_rule(&root(), code, name, title)? {
                println!("{path}");
            }
            Ok(ExitCode::SUCCESS)
        }
        ["bars"] => bars(),
        _ => bail!("usage:\n{USAGE}"),
    }
}

fn tidy() -> Result<ExitCode> {
    let report = tidy::run(&root())?;
    for (fault, reason) in &report.allowed {
        println!("allowed: {fault} ({reason})");
    }
    for fault in &report.faults {
        println!("{fault}");
    }
    println!("tidy: {} faults, {} allowed", report.faults.len(), report.allowed.len());
    Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn generate(mode: Mode) -> Result<ExitCode> {
    let stale = generate::run(&root(), mode)?;
    for file in &stale {
        println!("{file}");
    }
    match mode {
        Mode::Write => println!("generate: {} files written", stale.len()),
        Mode::Check if stale.is_empty() => println!("generate: all derived files are fresh"),
        Mode::Check => println!("generate: run `cargo xtask generate` and commit what it writes"),
    }
    let failed = mode == Mode::Check && !stale.is_empty();
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Speed is measured by a program of its own, which has to be built optimised.
fn bars() -> Result<ExitCode> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--release", "--quiet", "--package", "jiheng-benches", "--bin", "bars"])
        .current_dir(root())
        .status()
        .context("cargo run --package jiheng-benches")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
