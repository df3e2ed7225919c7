//! Commands of the office: serve, accounts, audit trail, backups.

pub(crate) mod audit;
pub(crate) mod demo;
pub(crate) mod keep;
pub(crate) mod serve;
pub(crate) mod user;

use std::path::PathBuf;
use std::sync::Arc;

use ::office::{Asker, Clock, Office};
use anyhow::Context;
use clap::Args;
use rulebook::Rulebook;
use store::Store;

/// Where the data lie.
#[derive(Clone, Debug, Args)]
pub(crate) struct Place {
    #[arg(
        long,
        value_name = "文件夹",
        default_value = "jiheng-data",
        hide_default_value = true,
        help = "数据文件夹：内置数据库、备份都在里面；默认 jiheng-data"
    )]
    pub(crate) data: PathBuf,

    #[arg(
        long,
        value_name = "地址",
        env = "JIHENG_DATABASE",
        hide_env_values = true,
        help = "PostgreSQL 数据库地址 postgres://用户:密码@主机/库；不写就用内置数据库"
    )]
    pub(crate) database: Option<String>,
}

impl Place {
    /// Opens the store, and makes the folder if it is not there.
    pub(crate) async fn open(&self) -> anyhow::Result<Store> {
        let address = match &self.database {
            Some(address) => address.clone(),
            None => {
                let folder = self.data.display();
                std::fs::create_dir_all(&self.data)
                    .with_context(|| format!("不能建立数据文件夹 {folder}"))?;
                self.data.join("jiheng.db").display().to_string()
            }
        };
        Store::open(&address).await.context(
            "数据库打不开。请检查地址、权限，以及数据库是否由更新版本的程序建立（需要用新版本打开）",
        )
    }

    /// The office over that store, by the clock of the machine.
    pub(crate) async fn office(&self) -> anyhow::Result<Office> {
        let rulebook = Arc::new(Rulebook::embedded()?);
        Ok(Office::new(self.open().await?, rulebook, Clock::system()))
    }

    /// Where backups are kept.
    pub(crate) fn backups(&self) -> PathBuf {
        self.data.join("backups")
    }
}

/// Who asks when a command is typed: nobody with rights, named by the machine's account.
pub(crate) fn asker() -> Asker {
    let account = std::env::var("USER").or_else(|_| std::env::var("USERNAME"));
    Asker::console(&account.unwrap_or_default())
}

/// Runs what waits for the database or the network.
pub(crate) fn run<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
