//! `jiheng audit`: the chain of the audit trail is gone over, or written out.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use store::audit;

use crate::Status;
use crate::office::{Place, run};
use crate::world::World;

#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    #[command(about = "核对审计链：有没有被改动、删除、调换的记录")]
    Verify {
        #[command(flatten)]
        place: Place,
    },
    #[command(about = "导出审计记录，每行一条 JSON")]
    Export {
        #[arg(long, short, value_name = "文件", help = "写到文件；不写就输出到屏幕")]
        output: Option<PathBuf>,
        #[command(flatten)]
        place: Place,
    },
}

/// Goes over the chain, or writes it out.
pub(crate) fn audit(args: &AuditArgs, world: &World) -> anyhow::Result<Status> {
    match &args.command {
        AuditCommand::Verify { place } => run(verify(place, world)),
        AuditCommand::Export { output, place } => run(export(place, output.as_ref(), world)),
    }
}

async fn verify(place: &Place, world: &World) -> anyhow::Result<Status> {
    let store = place.open().await?;
    let (entries, head, breaks) = audit::verify(&mut store.read().await?).await?;
    for found in &breaks {
        world.complain(&found.to_string());
    }
    world.say(&format!("共 {entries} 条，末端摘要 {head}"));
    if breaks.is_empty() {
        world.say("审计链完整。请把末端摘要打印或抄存在别处，以后可以比对");
        return Ok(Status::Clean);
    }
    Ok(Status::Found)
}

async fn export(place: &Place, output: Option<&PathBuf>, world: &World) -> anyhow::Result<Status> {
    let store = place.open().await?;
    let mut tx = store.read().await?;
    let mut out: Box<dyn Write> = match output {
        Some(file) => Box::new(std::io::BufWriter::new(std::fs::File::create_new(file)?)),
        None => Box::new(std::io::stdout().lock()),
    };
    let mut last = 0;
    loop {
        let entries = audit::following(&mut tx, last, 1_000).await?;
        let Some(newest) = entries.last() else { break };
        last = newest.number;
        for entry in &entries {
            writeln!(out, "{}", serde_json::to_string(entry)?)?;
        }
    }
    out.flush()?;
    world.say(&format!("已导出 {last} 条审计记录"));
    Ok(Status::Clean)
}
