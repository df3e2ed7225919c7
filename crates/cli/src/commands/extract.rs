//! `jiheng extract`: the statement as JSON.

use ground::{Finding, Severity};
use read::Limits;

use crate::Status;
use crate::args::{ExtractArgs, ExtractFormat};
use crate::files;
use crate::report::extract::{Extract, SCHEMA};
use crate::trouble;
use crate::world::{World, io_words};

/// Reads the file and prints it. Exit status 2 where it could not be read as a statement.
pub(crate) fn run(args: &ExtractArgs, world: &World) -> anyhow::Result<Status> {
    let ExtractFormat::Json = args.format;
    let name = files::shown(&args.file);
    let limit = Limits::default().packed;
    let bytes = match files::bytes(&args.file, limit) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(size)) => anyhow::bail!("{name}：文件有 {} MB，太大", size >> 20),
        Err(error) => anyhow::bail!("{name}：{}", io_words(&error)),
    };
    let reading = trouble::guarded(|| read::read(&name, &bytes))
        .map_err(|found| anyhow::anyhow!("{name}：{}", found.message))?;
    let extract = Extract {
        schema: SCHEMA.into(),
        source: reading.source,
        statement: reading.statement,
        findings: reading.findings,
    };
    let json = if args.compact {
        serde_json::to_string(&extract)?
    } else {
        serde_json::to_string_pretty(&extract)?
    };
    let mut out = world.open(args.output.as_deref())?;
    out.write(&json)?;
    out.write("\n")?;
    out.close()?;
    let failed: Vec<&Finding> =
        extract.findings.iter().filter(|found| found.severity == Severity::Error).collect();
    for finding in &failed {
        world.complain(&format!("{name}：{}。{}", finding.message, finding.help));
    }
    Ok(if failed.is_empty() { Status::Clean } else { Status::Failed })
}
