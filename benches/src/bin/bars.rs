//! `cargo xtask bars`: the table of speeds beside their floors.

use std::process::ExitCode;

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let bars = benches::bars::measure()?;
    println!("documents a second, medians; ratio: speed of the work to that of its floor");
    for bar in bars.iter().chain(&benches::formats::measure()?) {
        println!("{bar}");
    }
    let met = bars.iter().all(benches::bars::Bar::is_met);
    Ok(if met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
