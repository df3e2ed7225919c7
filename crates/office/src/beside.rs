//! What is told beside a field while one types: how it is understood, and what stood there last year.

use model::compare::Counterparts;
use model::draft::Draft;
use model::explain;
use model::statement::MoneyUnit;
use score::{Applied, NextTarget};

use crate::applying::{Before, PartBefore};
use crate::drafts::Opened;

/// What is told beside the fields of a draft.
#[derive(Debug)]
pub struct Aside<'o> {
    draft: &'o Draft,
    last: Option<Counterparts<'o>>,
    before: &'o Before,
    year: i16,
}

impl<'o> Aside<'o> {
    /// For a draft that was opened.
    pub fn of(opened: &'o Opened) -> Aside<'o> {
        let draft = &opened.draft;
        let last = opened.last_year.as_ref().map(|before| Counterparts::of(before, draft));
        Aside { draft, last, before: &opened.before, year: opened.live.year }
    }

    /// How what is typed is understood, or why it is not; `None` where nothing is to be understood.
    pub fn meaning(&self, path: &str, value: &str) -> Option<Result<String, String>> {
        if value.trim().is_empty() {
            return None;
        }
        let steps: Vec<&str> = path.split('/').collect();
        match steps.as_slice() {
            [.., "target"] => Some(explain::target(value, self.year)),
            ["projects", _, "code"] => Some(explain::code(value)),
            ["projects", at, "total" | "fiscal" | "other"] => {
                let project = self.draft.projects.get(at.parse::<usize>().ok()?)?;
                Some(explain::sum(value, unit(&project.money_unit)))
            }
            ["projects", _, "plan", _, "label"] => Some(explain::checkpoint(value)),
            ["projects", _, "plan", _, "share"] => Some(explain::share(value)),
            _ => None,
        }
    }

    /// What stood there last year; `None` if nothing did.
    pub fn last(&self, path: &str) -> Option<&str> {
        let last = self.last.as_ref()?;
        let steps: Vec<&str> = path.split('/').collect();
        let count = |step: &str| step.parse::<usize>().ok();
        let text = match steps.as_slice() {
            ["projects", at, "total"] => &last.project(count(at)?)?.total,
            ["projects", at, "fiscal"] => &last.project(count(at)?)?.fiscal,
            ["projects", at, "other"] => &last.project(count(at)?)?.other,
            ["projects", at, "plan", point, "share"] => {
                &last.project(count(at)?)?.plan.get(count(point)?)?.share
            }
            ["projects", at, "indicators", row, "target"] => {
                &last.row(count(at)?, count(row)?)?.target
            }
            ["indicators", row, "target"] => &last.department_row(count(row)?)?.target,
            _ => return None,
        };
        Some(text.as_str()).filter(|text| !text.trim().is_empty())
    }

    /// The target that is proposed for a field from the years before.
    pub fn next(&self, path: &str) -> Option<&NextTarget> {
        let last = self.last.as_ref()?;
        let steps: Vec<&str> = path.split('/').collect();
        let count = |step: &str| step.parse::<usize>().ok();
        let (part, row) = match steps.as_slice() {
            ["projects", at, "indicators", row, "target"] => {
                (self.project_before(count(at)?)?, last.row(count(at)?, count(row)?)?)
            }
            ["indicators", row, "target"] => {
                (self.before.department()?, last.department_row(count(row)?)?)
            }
            _ => return None,
        };
        part.row(&row.aspect, &row.name)
    }

    /// What is proposed of a project's budget, told beside its total, and from where the grade comes.
    pub fn applied(&self, path: &str) -> Option<(&Applied, &'static str)> {
        let steps: Vec<&str> = path.split('/').collect();
        let ["projects", at, "total"] = steps.as_slice() else { return None };
        let part = self.project_before(at.parse().ok()?)?;
        Some((part.applied.as_ref()?, part.graded_by))
    }

    fn project_before(&self, at: usize) -> Option<&PartBefore> {
        let last = self.last.as_ref()?.project(at)?;
        self.before.project(last.code.trim(), last.name.trim())
    }
}

fn unit(text: &str) -> MoneyUnit {
    let all = [MoneyUnit::Yuan, MoneyUnit::Thousand, MoneyUnit::Wan, MoneyUnit::Yi];
    all.into_iter().find(|unit| unit.label() == text.trim()).unwrap_or(MoneyUnit::Wan)
}
