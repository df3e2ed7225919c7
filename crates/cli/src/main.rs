//! The binary `jiheng`.

use std::process::ExitCode;

fn main() -> ExitCode {
    jiheng_cli::main(std::env::args_os())
}
