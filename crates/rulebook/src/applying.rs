//! What results mean for the next year (结果应用): proposals for budgets by grade and execution, targets from actual values,
//! by year and region.

use ground::{Day, Decimal};
use serde::{Deserialize, Serialize};

use crate::dated::{Reference, Standing, day};
use crate::entries::{Entry, Misplaced, local};

/// How results are applied, a file of `data/applying/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplyingScheme {
    /// Identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// Name for people.
    pub title: String,
    /// First year whose results are applied by it.
    pub from: i16,
    /// The last such year, if it ended.
    #[serde(default)]
    pub until: Option<i16>,
    /// `CN`, or first digits of region codes, where it is used.
    pub jurisdictions: Vec<String>,
    /// Where it comes from.
    pub reference: Reference,
    /// How sure that is.
    pub standing: Standing,
    /// When it was last looked at.
    #[serde(deserialize_with = "day")]
    pub checked: Day,
    /// What is printed beside every proposal.
    pub note: String,
    /// What is proposed of a budget: the first rule that fits counts.
    pub rules: Vec<ApplyingRule>,
    /// How a target is proposed.
    pub targets: TargetRule,
}

/// What is proposed of a project's budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proposal {
    /// More, or first in line.
    Raise,
    /// As much as before.
    Keep,
    /// By what rectification brings.
    Adjust,
    /// Less.
    Cut,
    /// Nothing more.
    End,
}

impl Proposal {
    /// Its Chinese name.
    pub fn label(self) -> &'static str {
        match self {
            Proposal::Raise => "提高",
            Proposal::Keep => "保持",
            Proposal::Adjust => "调整",
            Proposal::Cut => "压减",
            Proposal::End => "取消",
        }
    }
}

/// A rule; conditions that are left out always hold.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplyingRule {
    /// What is proposed.
    pub proposal: Proposal,
    /// The grade is one of these.
    pub grades: Vec<String>,
    /// The execution rate is known and below so many percent.
    #[serde(default)]
    pub rate_below: Option<Decimal>,
    /// The execution rate is known and at least so many percent.
    #[serde(default)]
    pub rate_from: Option<Decimal>,
    /// Whether demands for rectification are still open.
    #[serde(default)]
    pub has_open_demands: Option<bool>,
    /// Why, as it is said to people.
    pub because: String,
}

/// How a target is proposed from actual values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetRule {
    /// Values of at most so many years count.
    pub years: usize,
}

impl Entry for ApplyingScheme {
    const FOLDER: &'static str = "applying";

    fn named(self, id: &str) -> ApplyingScheme {
        ApplyingScheme { id: id.into(), ..self }
    }

    fn misplaced(&self) -> Option<Misplaced> {
        let found = |path: &str, message: &str| {
            Some(Misplaced { path: path.into(), message: message.into() })
        };
        if self.rules.iter().any(|rule| rule.grades.is_empty() || rule.because.is_empty()) {
            return found("rules", "每条规则应当写明等级和理由");
        }
        if self.targets.years == 0 {
            return found("targets", "至少要看一年的实际值");
        }
        None
    }
}

local!(ApplyingScheme);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;
    use crate::entries::load;

    const TEXT: &str = include_str!("../../../data/applying/usual-2020.toml");

    #[test]
    fn the_usual_rules_are_in_force_everywhere() {
        let rulebook = Rulebook::embedded().unwrap();
        assert_eq!(rulebook.applying(2026, "990321").unwrap().id, "usual-2020");
        assert!(rulebook.applying(2019, "990321").is_none());
    }

    #[test]
    fn wrong_rules_are_refused_with_line_and_reason() {
        for (from, to, reason) in
            [("grades = [\"中\"]", "grades = []", "写明等级"), ("years = 3", "years = 0", "一年")]
        {
            let wrong = TEXT.replacen(from, to, 1);
            assert_ne!(wrong, TEXT, "{from} does not stand there");
            let error = load::<ApplyingScheme>(&[("applying/x.toml", wrong.as_str())]);
            let said = error.unwrap_err().to_string();
            assert!(said.contains(reason) && said.contains('第'), "{said}");
        }
    }
}
