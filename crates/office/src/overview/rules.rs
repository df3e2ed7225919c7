//! What the review finds most often in the texts of a year.

use std::collections::BTreeMap;

use ground::{RuleCode, Severity};
use store::{Scope, acceptances, statements};

use super::DepartmentLine;
use crate::judged::{info, judged};
use crate::{Office, OfficeError};

/// Findings of one rule over all texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLine {
    /// The rule's code.
    pub code: RuleCode,
    /// Its title.
    pub title: String,
    /// How grave it is where it is gravest.
    pub severity: Severity,
    /// How many findings nobody has accepted.
    pub findings: usize,
    /// In how many departments' texts.
    pub departments: usize,
}

impl Office {
    /// The findings of the newest texts by rule, those of the most departments first.
    pub(super) async fn findings_by_rule(
        &self,
        departments: &[DepartmentLine],
    ) -> Result<Vec<RuleLine>, OfficeError> {
        let everything = Scope::everything();
        let mut rules: BTreeMap<RuleCode, RuleLine> = BTreeMap::new();
        for it in departments.iter().filter_map(|line| line.statement.as_ref()) {
            let mut tx = self.store().read().await?;
            let version = statements::version(&mut tx, &everything, &it.id, it.version).await?;
            let examined = self.reviewed(&mut tx, &version, it.year).await?;
            let accepted = acceptances::list(&mut tx, &everything, &it.id).await?;
            drop(tx);
            let mut seen = Vec::new();
            for one in judged(&examined, &accepted).iter().filter(|one| one.is_open()) {
                let code = one.finding.code;
                let line = rules.entry(code).or_insert_with(|| blank(code));
                line.findings += 1;
                line.severity = line.severity.max(one.finding.severity);
                if !seen.contains(&code) {
                    line.departments += 1;
                    seen.push(code);
                }
            }
        }
        let mut rules: Vec<RuleLine> = rules.into_values().collect();
        rules.sort_by_key(|line| std::cmp::Reverse((line.departments, line.findings)));
        Ok(rules)
    }
}

fn blank(code: RuleCode) -> RuleLine {
    RuleLine {
        code,
        title: info(code).map(|info| info.title.to_owned()).unwrap_or_default(),
        severity: Severity::Note,
        findings: 0,
        departments: 0,
    }
}
