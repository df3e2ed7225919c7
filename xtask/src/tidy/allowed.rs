//! The exceptions: `xtask/tidy.toml`, each with its reason, none without use.

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{Fault, Report};
use crate::tree::Tree;

const FILE: &str = "xtask/tidy.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    #[serde(default)]
    allow: Vec<Exception>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    /// The check that is not to speak.
    check: String,
    /// The file in which it is not to speak.
    path: String,
    /// Words of the fault; without them every fault of the check in the file is meant.
    #[serde(default)]
    words: String,
    /// Why it is right as it stands.
    reason: String,
}

impl Exception {
    fn fits(&self, fault: &Fault) -> bool {
        self.check == fault.check && self.path == fault.path && fault.message.contains(&self.words)
    }
}

/// Parts the faults from those that are excepted; an exception without use or reason is a fault.
pub(super) fn sift(faults: Vec<Fault>, tree: &Tree) -> Result<Report> {
    let text = tree.text(FILE).unwrap_or_default();
    let exceptions: Exceptions = toml::from_str(text).context(FILE)?;
    let mut report = Report::default();
    let mut used = vec![false; exceptions.allow.len()];
    for fault in faults {
        match exceptions.allow.iter().position(|exception| exception.fits(&fault)) {
            Some(at) => {
                if let (Some(used), Some(exception)) = (used.get_mut(at), exceptions.allow.get(at))
                {
                    *used = true;
                    report.allowed.push((fault, exception.reason.clone()));
                }
            }
            None => report.faults.push(fault),
        }
    }
    for (exception, used) in exceptions.allow.iter().zip(used) {
        let what = match (used, exception.reason.is_empty()) {
            (true, false) => continue,
            (true, true) => "has no reason: say why it is right",
            (false, _) => "excepts nothing: remove it",
        };
        let message = format!("the exception of {} in {} {what}", exception.check, exception.path);
        report.faults.push(Fault::new(FILE, 1, "exception", message));
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_need_use_and_reason() {
        let text = "[[allow]]\ncheck = \"long_file\"\npath = \"a.rs\"\nreason = \"one table\"\n\
                    [[allow]]\ncheck = \"long_file\"\npath = \"b.rs\"\nreason = \"gone\"\n";
        let tree = Tree::of(&[(FILE, text)]);
        let faults = vec![
            Fault::new("a.rs", 401, "long_file", "500 lines"),
            Fault::new("c.rs", 401, "long_file", "500 lines"),
        ];
        let report = sift(faults, &tree).unwrap();
        assert_eq!(report.allowed.len(), 1);
        let left: Vec<_> = report.faults.iter().map(|fault| fault.path.as_str()).collect();
        assert_eq!(left, ["c.rs", FILE]);
    }
}
