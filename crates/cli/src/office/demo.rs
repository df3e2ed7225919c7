//! `jiheng demo`: an invented county with three years of statements, in the browser.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use ::office::registers::Vault;
use ::office::{Clock, Office};
use anyhow::{Context, bail};
use clap::Args;
use rulebook::Rulebook;
use store::Store;
use unicode_width::UnicodeWidthStr;
use web::{App, Options};

use crate::Status;
use crate::office::{run, serve};
use crate::reading::Children;
use crate::world::World;

pub(crate) const HELP: &str = "例子：
  jiheng demo
  jiheng demo --data 演示 --listen 127.0.0.1:8080

临河县是虚构的：十二个部门、三年的绩效文本、各种状态和意见。账号和密码会列出来，也写在登录页上。
不写 --data 时数据放在临时文件夹里，停止后删除；写了就保留，下次接着用。按 Ctrl+C 停止。";

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct DemoArgs {
    #[arg(long, value_name = "文件夹", help = "把演示数据留在这个文件夹里；默认用临时文件夹")]
    data: Option<PathBuf>,

    #[arg(
        long,
        value_name = "地址",
        env = "JIHENG_DATABASE",
        hide_env_values = true,
        help = "一个空的 PostgreSQL 数据库：postgres://用户:密码@主机/库；不写就用内置数据库"
    )]
    database: Option<String>,

    #[arg(
        long,
        value_name = "地址",
        default_value = "127.0.0.1:7580",
        hide_default_value = true,
        help = "监听的地址和端口；默认 127.0.0.1:7580，被占用时换一个"
    )]
    listen: SocketAddr,

    #[arg(long, help = "不打开浏览器")]
    no_browser: bool,
}

/// A folder that is removed when this is dropped, unless it is to be kept.
struct Folder {
    path: PathBuf,
    is_kept: bool,
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

/// Fills the county in and serves it.
pub(crate) fn demo(args: &DemoArgs, world: &World) -> anyhow::Result<Status> {
    serve::log();
    run(async {
        let folder = folder(args.data.as_deref())?;
        let file = folder.path.join("jiheng.db").display().to_string();
        let store = Store::open(args.database.as_ref().unwrap_or(&file)).await?;
        let rulebook = Arc::new(Rulebook::embedded()?);
        let key = folder.path.join("register.key");
        let samples = fill(&store, &rulebook, &key, world).await?;
        let office = Office::new(store, rulebook, Clock::system()).with_vault(Vault::open(&key)?);
        let office = Arc::new(office.with_reader(Arc::new(Children::of_this_program()?)));
        let listener = match serve::listen(args.listen).await {
            Err(_) if args.listen.port() == 7580 => {
                serve::listen(SocketAddr::new(args.listen.ip(), 0)).await?
            }
            listener => listener?,
        };
        let address = format!("http://{}", listener.local_addr()?);
        tell(&samples, &address, world);
        if !args.no_browser && world.somebody_there {
            // Where there is no browser the address has been said.
            let _ = open::that_detached(&address);
        }
        let work = tokio::spawn(serve::work(Arc::clone(&office)));
        let words = tokio::spawn(serve::read_words(Arc::clone(&office)));
        let backups = Some(folder.path.join("backups"));
        let options = Options { samples, backups, ..Options::default() };
        web::serve(App { office: Arc::clone(&office), options: Arc::new(options) }, listener)
            .await?;
        work.abort();
        words.abort();
        office.store().close().await;
        Ok(Status::Clean)
    })
}

fn folder(kept: Option<&Path>) -> anyhow::Result<Folder> {
    let (path, is_kept) = match kept {
        Some(path) => (path.to_owned(), true),
        None => (std::env::temp_dir().join(format!("jiheng-demo-{}", std::process::id())), false),
    };
    std::fs::create_dir_all(&path).with_context(|| format!("不能建立文件夹 {}", path.display()))?;
    Ok(Folder { path, is_kept })
}

/// Fills a new store; one that was filled before stays as it is.
async fn fill(
    store: &Store,
    rulebook: &Arc<Rulebook>,
    key: &Path,
    world: &World,
) -> anyhow::Result<Vec<(String, String, String)>> {
    let clock = Clock::set_to(Clock::system().now().0);
    let office = Office::new(store.clone(), Arc::clone(rulebook), clock.clone());
    let office = office.with_vault(Vault::open(key)?);
    if office.is_new().await? {
        let begun = Instant::now();
        world.say("正在准备虚构的临河县：十二个部门，三年的绩效文本……");
        let summary = ::demo::fill(&office, &clock).await?;
        let statements: i64 = summary.states.values().sum();
        let seconds = begun.elapsed().as_secs();
        world.say(&format!(
            "准备好了：{} 个部门，{statements} 份文本（用时 {seconds} 秒）",
            summary.departments
        ));
    }
    let users = ::demo::users().map_err(anyhow::Error::msg)?;
    let samples = users.into_iter().map(|user| {
        let who = format!("{} {}（{}）", user.organisation, user.post, user.name);
        (user.login, ::demo::PASSWORD.to_owned(), who)
    });
    let samples: Vec<_> = samples.collect();
    if samples.is_empty() {
        bail!("没有演示账号");
    }
    Ok(samples)
}

fn tell(samples: &[(String, String, String)], address: &str, world: &World) {
    world.say(&format!("\n打开 {address} ，用下面的账号登录，密码都是 {}\n", ::demo::PASSWORD));
    let width = samples.iter().map(|(login, ..)| login.width()).max().unwrap_or_default();
    for (login, _, who) in samples {
        world.say(&format!("  {login:width$}  {who}"));
    }
    world.say("\n按 Ctrl+C 停止。");
}
