//! `jiheng backup`, `restore`, `check`.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use store::backup::{BackupError, Report};
use store::{Store, audit::Outcome};

use crate::Status;
use crate::office::{Place, asker, run};
use crate::world::World;

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct BackupArgs {
    #[arg(value_name = "备份文件", help = "要写的文件，如 备份.zip", help_heading = "参数")]
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct RestoreArgs {
    #[arg(value_name = "备份文件", help = "jiheng backup 写的文件", help_heading = "参数")]
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    place: Place,
}

/// Writes a backup and proves it.
pub(crate) fn back_up(args: &BackupArgs, world: &World) -> anyhow::Result<Status> {
    run(async {
        let office = args.place.office().await?;
        let file = args.file.display();
        let at = office.now().to_string();
        let made = office.store().back_up(&args.file, &at).await;
        let manifest = made.map_err(told).with_context(|| format!("没有备份成 {file}"))?;
        let proof = args.file.with_extension("proof");
        let (_, report) = Store::prove(&args.file, &proof).await.map_err(told)?;
        let bytes = std::fs::read(&args.file)?;
        let note = ::office::deed::Note {
            act: "备份",
            kind: "备份",
            detail: format!("{file}"),
            after: store::digest(&bytes),
            ..::office::deed::Note::default()
        };
        office.note(&asker(), note, Outcome::Done).await?;
        let rows: u64 = manifest.rows.values().sum();
        world.say(&format!("已备份到 {file}：{rows} 行，已试恢复并核对"));
        told_faults(&report, world)
    })
}

/// Puts a backup into an empty database.
pub(crate) fn restore(args: &RestoreArgs, world: &World) -> anyhow::Result<Status> {
    run(async {
        let store = args.place.open().await?;
        let manifest = store.restore(&args.file).await.map_err(told)?;
        let rows: u64 = manifest.rows.values().sum();
        world.say(&format!("已恢复 {} 的备份：{rows} 行", manifest.at));
        told_faults(&store.check().await?, world)
    })
}

/// Looks over everything.
pub(crate) fn check(args: &CheckArgs, world: &World) -> anyhow::Result<Status> {
    run(async {
        let store = args.place.open().await?;
        told_faults(&store.check().await?, world)
    })
}

fn told_faults(report: &Report, world: &World) -> anyhow::Result<Status> {
    world.say(&format!(
        "核对了 {} 个版本、{} 条审计记录；审计链首端 {}",
        report.versions, report.audit_entries, report.audit_head
    ));
    for fault in &report.faults {
        world.complain(fault);
    }
    for unmet in &report.unmet {
        world.say(&format!(
            "说明：台账 {} 有 {} 条记录所指的 {} 记录还没有登记或已删除；数据完好，请在“台账核对”里核对",
            unmet.register, unmet.entries, unmet.names
        ));
    }
    if report.faults.is_empty() {
        return Ok(Status::Clean);
    }
    world.complain(&format!(
        "发现 {} 处问题。请先停用并原样保留这个数据库以备查证，再从问题出现之前的备份恢复到新的位置",
        report.faults.len()
    ));
    Ok(Status::Found)
}

fn told(error: BackupError) -> anyhow::Error {
    match error {
        BackupError::NotEmpty => anyhow::anyhow!(
            "数据库里已有数据，没有恢复。请用 --data 指定一个新的文件夹，或先建一个空的数据库"
        ),
        BackupError::Damaged { part, why } => {
            anyhow::anyhow!("备份文件损坏（{part}：{why}），没有恢复任何内容。请换一份备份")
        }
        BackupError::Archive(error) => {
            anyhow::anyhow!("备份文件不完整（{error}），没有恢复任何内容。请换一份备份")
        }
        other => other.into(),
    }
}
