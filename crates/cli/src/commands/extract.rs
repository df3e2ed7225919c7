//! `jiheng extract`: statements as JSON.

use ground::{Finding, Severity};
use serde::Serialize;

use crate::Status;
use crate::args::{ExtractArgs, ExtractFormat};
use crate::files::{self, Input, Origin};
use crate::report::extract::{Extract, SCHEMA};
use crate::trouble;
use crate::world::World;

/// Reads the file and prints it; of a folder or an archive each file in it, as a list. Exit status 2
/// where one could not be read as a statement.
pub(crate) fn run(args: &ExtractArgs, world: &World) -> anyhow::Result<Status> {
    let ExtractFormat::Json = args.format;
    let inputs = files::gather(std::slice::from_ref(&args.file))?;
    let mut out = world.open(args.output.as_deref())?;
    let mut status = Status::Clean;
    if let [input] = inputs.as_slice() {
        let extract = extract(input).map_err(|found| unread(input, &found))?;
        out.write(&json(&extract, args)?)?;
        complain(&extract, world, &mut status);
    } else {
        let mut between = "[\n";
        for input in &inputs {
            let extract = match extract(input) {
                Ok(extract) if input.origin == Origin::Guessed && failed(&extract) => continue,
                Ok(extract) => extract,
                Err(found) => {
                    world.complain(&unread(input, &found).to_string());
                    status = Status::Failed;
                    continue;
                }
            };
            out.write(between)?;
            out.write(&json(&extract, args)?)?;
            between = ",\n";
            complain(&extract, world, &mut status);
        }
        out.write(if between == "[\n" { "[]" } else { "\n]" })?;
    }
    out.write("\n")?;
    out.close()?;
    Ok(status)
}

fn extract(input: &Input) -> Result<Extract, Finding> {
    let name = files::shown(&input.path);
    let bytes = input.bytes()?;
    let reading = trouble::guarded(|| read::read(&name, &bytes))?;
    Ok(Extract {
        schema: SCHEMA.into(),
        source: reading.source,
        statement: reading.statement,
        findings: reading.findings,
    })
}

fn unread(input: &Input, found: &Finding) -> anyhow::Error {
    anyhow::anyhow!("{}：{}", files::shown(&input.path), found.message)
}

fn json(extract: &impl Serialize, args: &ExtractArgs) -> anyhow::Result<String> {
    Ok(if args.compact {
        serde_json::to_string(extract)?
    } else {
        serde_json::to_string_pretty(extract)?
    })
}

fn failed(extract: &Extract) -> bool {
    extract.findings.iter().any(|found| found.severity == Severity::Error)
}

/// Says why a file is no statement.
fn complain(extract: &Extract, world: &World, status: &mut Status) {
    for finding in extract.findings.iter().filter(|found| found.severity == Severity::Error) {
        world.complain(&format!("{}：{}。{}", extract.source.name, finding.message, finding.help));
        *status = Status::Failed;
    }
}
