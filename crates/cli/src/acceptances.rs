//! The file of acceptances beside a statement: `<FILE>.accept.toml`.

use std::fmt::Write;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ground::{Day, Finding, RuleCode, Severity, Span};
use review::accept::{ACCEPTANCE_UNUSABLE, Acceptance};
use serde::{Deserialize, Serialize};
use toml::value::Datetime;

use crate::world::{Durability, io_words, write_file};

/// What stands in the file.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// The acceptances that can be used.
    pub(crate) acceptances: Vec<Acceptance>,
    /// What is wrong with the others.
    pub(crate) faults: Vec<Finding>,
}

/// An entry as it is written: whatever is missing is said with its number, and spares the others.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
struct Entry {
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Datetime>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    accept: Vec<toml::Table>,
}

impl Kept {
    /// Nothing stands in it, or there is no such file.
    pub(crate) fn is_empty(&self) -> bool {
        self.acceptances.is_empty() && self.faults.is_empty()
    }
}

/// The acceptances beside a statement.
pub(crate) fn beside(statement: &Path) -> Kept {
    let path = path_beside(statement);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Kept::default();
        }
        Err(error) => return unusable(&format!("打不开：{}", io_words(&error))),
    };
    match toml::from_str::<File>(&text) {
        Ok(file) => sorted(file),
        Err(error) => unusable(&format!("不是合格的 TOML：{}", error.message())),
    }
}

/// Adds an acceptance to the file beside a statement; what stands there stays as it is.
///
/// # Errors
/// Where the file cannot be read or written.
pub(crate) fn add(statement: &Path, acceptance: &Acceptance) -> anyhow::Result<PathBuf> {
    let path = path_beside(statement);
    let mut text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => anyhow::bail!("{} 打不开：{}", path.display(), io_words(&error)),
    };
    if !text.is_empty() {
        toml::from_str::<File>(&text).map_err(|error| {
            anyhow::anyhow!("{} 不是合格的 TOML，请先改正：{}", path.display(), error.message())
        })?;
        text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
    }
    let entry = Entry {
        code: acceptance.code.to_string(),
        words: acceptance.words.clone(),
        place: acceptance.place.clone(),
        reason: acceptance.reason.clone(),
        by: acceptance.by.clone(),
        date: acceptance.date.and_then(|date| date.to_string().parse().ok()),
    };
    let _ = write!(text, "[[accept]]\n{}", toml::to_string(&entry)?);
    write_file(&path, text.as_bytes(), Durability::Kept)?;
    Ok(path)
}

/// The file beside a statement: its whole name with `.accept.toml` behind it.
pub(crate) fn path_beside(statement: &Path) -> PathBuf {
    let mut name = statement.as_os_str().to_owned();
    name.push(".accept.toml");
    PathBuf::from(name)
}

fn sorted(file: File) -> Kept {
    let mut kept = Kept::default();
    for (number, table) in file.accept.into_iter().enumerate() {
        match acceptance(table) {
            Ok(acceptance) => kept.acceptances.push(acceptance),
            Err(fault) => kept.faults.push(said(&format!("第{}条{fault}", number + 1))),
        }
    }
    kept
}

fn acceptance(table: toml::Table) -> Result<Acceptance, String> {
    let entry: Entry = table
        .try_into()
        .map_err(|error: toml::de::Error| format!("有不认识的栏目或写法：{}", error.message()))?;
    let code: RuleCode = entry.code.parse().map_err(|error| format!("的代码有误：{error}"))?;
    if entry.reason.trim().is_empty() {
        return Err("没有写理由（reason），不生效".into());
    }
    let date = entry.date.and_then(|date| date.date);
    let date = date.map(|date| date.to_string().parse::<Day>());
    let date = date.transpose().map_err(|_| "的日期不存在".to_owned())?;
    let Entry { words, place, reason, by, .. } = entry;
    Ok(Acceptance { code, words, place, reason, by, date })
}

fn unusable(fault: &str) -> Kept {
    Kept { acceptances: Vec::new(), faults: vec![said(fault)] }
}

fn said(fault: &str) -> Finding {
    let message = format!("接受记录{fault}");
    Finding::new(ACCEPTANCE_UNUSABLE, Severity::Warning, Span::at(0), message)
        .help("请改正绩效文本旁边的 .accept.toml 文件，写法见 jiheng explain ACC002")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Kept {
        sorted(toml::from_str::<File>(text).unwrap())
    }

    #[test]
    fn one_bad_entry_spares_the_others() {
        let kept = kept(
            "[[accept]]\ncode = \"TGT001\"\nwords = \"≥500元/人\"\nreason = \"有最低标准\"\n\
             date = 2026-01-15\n\n[[accept]]\ncode = \"TGT001\"\nreason = \" \"\n\n\
             [[accept]]\ncode = \"TGT\"\nreason = \"x\"\n\n[[accept]]\nwho = \"x\"\n",
        );
        assert_eq!(kept.acceptances.len(), 1);
        assert_eq!(kept.acceptances[0].date.unwrap().to_string(), "2026-01-15");
        let said: Vec<&str> = kept.faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(said.len(), 3);
        assert!(said[0].starts_with("接受记录第2条没有写理由"), "{said:?}");
        assert!(said[1].starts_with("接受记录第3条的代码有误"), "{said:?}");
        assert!(said[2].starts_with("接受记录第4条有不认识的栏目"), "{said:?}");
    }
}
