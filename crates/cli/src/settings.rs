//! `jiheng.toml`: where it is looked for, and what is wrong with it.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use review::Config;
use serde::Deserialize;

use crate::args::ReviewArgs;
use crate::catalogue;
use crate::world::io_words;

/// The name of the file.
const NAME: &str = "jiheng.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    review: Config,
}

/// Which rules speak and how loudly: the file, then what was typed.
pub(crate) fn load(args: &ReviewArgs) -> anyhow::Result<Config> {
    let mut config = match args.config.clone().or_else(search) {
        Some(path) => read(&path)?,
        None => Config::default(),
    };
    if !args.select.is_empty() {
        config.select = upper(&args.select);
    }
    config.ignore.extend(upper(&args.ignore));
    for name in config.select.iter().chain(&config.ignore) {
        known(name)?;
    }
    for code in config.severity.keys() {
        known(code.as_str())?;
    }
    Ok(config)
}

/// What the file says, where nothing else is typed.
pub(crate) fn found() -> anyhow::Result<Config> {
    search().map_or_else(|| Ok(Config::default()), |path| read(&path))
}

fn search() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())
}

fn read(path: &Path) -> anyhow::Result<Config> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| anyhow::anyhow!("配置文件 {shown} 打不开：{}", io_words(&error)))?;
    let file: File = toml::from_str(&text).with_context(|| format!("配置文件 {shown} 有误"))?;
    let Config { select, ignore, severity } = file.review;
    Ok(Config { select: upper(&select), ignore: upper(&ignore), severity })
}

fn upper(names: &[String]) -> Vec<String> {
    names.iter().map(|name| name.trim().to_ascii_uppercase()).collect()
}

fn known(name: &str) -> anyhow::Result<()> {
    if catalogue::is_known(name) {
        return Ok(());
    }
    match catalogue::nearest(name).first() {
        Some(info) => bail!("没有代码“{name}”，您是不是想写 {}（{}）", info.code, info.title),
        None => bail!("没有代码“{name}”；运行 jiheng rules 查看全部规则"),
    }
}
