//! The binary `jiheng`.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A statement is thousands of short strings, made and dropped on several threads at once.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    jiheng_cli::main(std::env::args_os())
}
