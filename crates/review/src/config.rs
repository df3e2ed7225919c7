//! Which rules speak and how loudly: `jiheng.toml`.

use std::collections::BTreeMap;

use ground::{RuleCode, Severity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The part of `jiheng.toml` that concerns the review.
///
/// ```toml
/// [review]
/// select = ["TGT", "FND001"]     # only these; empty for all
/// ignore = ["HIS"]               # not these
///
/// [review.severity]
/// BAS006 = "note"
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Codes or families that alone are run; empty for all.
    pub select: Vec<String>,
    /// Codes or families that are not run.
    pub ignore: Vec<String>,
    /// Other severities than the rules' own, by code.
    pub severity: BTreeMap<RuleCode, Severity>,
}

impl Config {
    /// Whether a rule is run. A code named in full wins over its family.
    pub fn selects(&self, code: RuleCode) -> bool {
        let strength = |list: &[String]| {
            let fits = list.iter().filter(|name| code.as_str().starts_with(name.as_str()));
            fits.map(String::len).max()
        };
        let selected = strength(&self.select);
        match (selected, strength(&self.ignore)) {
            (None, _) if !self.select.is_empty() => false,
            (None, Some(_)) => false,
            (Some(for_it), Some(against)) => for_it > against,
            _ => true,
        }
    }

    /// The severity of a finding, unless it is graded otherwise `own`.
    pub fn severity(&self, code: RuleCode, own: Severity) -> Severity {
        self.severity.get(&code).copied().unwrap_or(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_code_wins_over_its_family() {
        let code = RuleCode::new("TGT001");
        let config = |select: &[&str], ignore: &[&str]| Config {
            select: select.iter().map(|s| (*s).into()).collect(),
            ignore: ignore.iter().map(|s| (*s).into()).collect(),
            ..Config::default()
        };
        assert!(config(&[], &[]).selects(code));
        assert!(!config(&["FND"], &[]).selects(code));
        assert!(!config(&[], &["TGT"]).selects(code));
        assert!(config(&["TGT001"], &["TGT"]).selects(code));
        assert!(!config(&["TGT"], &["TGT001"]).selects(code));
    }
}
