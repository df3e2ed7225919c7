//! Commands of the office: serve, accounts, audit trail, backups.

pub(crate) mod audit;
pub(crate) mod demo;
pub(crate) mod keep;
pub(crate) mod measure;
pub(crate) mod monitor;
pub(crate) mod score;
pub(crate) mod serve;
pub(crate) mod user;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::office::registers::{OwnTexts, Vault};
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

/// Where the key of personal data lies.
#[derive(Clone, Debug, Args)]
pub(crate) struct KeyPlace {
    #[arg(
        long = "key",
        value_name = "文件",
        env = "JIHENG_KEY_FILE",
        hide_env_values = true,
        help = "台账里个人信息的密钥文件；默认数据文件夹里的 register.key，没有时新建。请另外备份"
    )]
    file: Option<PathBuf>,
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

    /// The same with registers: with the key of personal data, made where there is none yet, and with a county's
    /// own definitions.
    pub(crate) async fn office_with_registers(&self, key: &KeyPlace) -> anyhow::Result<Office> {
        let office = self.office().await?;
        let path = key.file.clone().unwrap_or_else(|| self.data.join("register.key"));
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("不能建立文件夹 {}", folder.display()))?;
        }
        let own = own_registers(&self.data.join("registers"))?;
        Ok(office.with_vault(Vault::open(&path)?).with_own_registers(own))
    }

    /// Where backups are kept.
    pub(crate) fn backups(&self) -> PathBuf {
        self.data.join("backups")
    }
}

/// A county's own registers and checks: every `.toml` below the folder, by its path in it; none where there is
/// no folder.
fn own_registers(folder: &Path) -> anyhow::Result<OwnTexts> {
    let mut own = OwnTexts::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(below) = waiting.pop().filter(|below| below.is_dir()) {
        let failed = || format!("不能读取台账定义文件夹 {}", below.display());
        for entry in std::fs::read_dir(&below).with_context(failed)? {
            let path = entry.with_context(failed)?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                let text = std::fs::read_to_string(&path)
                    .with_context(|| format!("不能读取台账定义 {}", path.display()))?;
                let name = path.strip_prefix(folder).unwrap_or(&path).components();
                let name: Vec<_> = name.map(|it| it.as_os_str().to_string_lossy()).collect();
                own.push((name.join("/"), text));
            }
        }
    }
    own.sort();
    Ok(own)
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
