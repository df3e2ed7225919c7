//! A project's evaluation: marks, total, grade.

use ground::Decimal;
use model::actual::{Actual, Execution};
use rulebook::Grade;
use serde::{Deserialize, Serialize};

use crate::execution::mark_execution;
use crate::indicator::{Indicator, Scheme};
use crate::mark::{Mark, Outcome, mark};
use crate::said::{Notice, Refusal};
use crate::weights::weights;

/// What is evaluated: a project's targets, what was reached, what was spent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// Its name.
    pub name: String,
    /// Its indicators with their values.
    pub rows: Vec<Row>,
    /// Its money.
    pub execution: Execution,
}

/// An indicator with its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What was promised.
    pub indicator: Indicator,
    /// What was reached.
    #[serde(default)]
    pub actual: Actual,
}

/// An evaluation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// The scheme's identifier.
    pub scheme: String,
    /// The mark of budget execution.
    pub execution: Mark,
    /// The marks of the indicators, in their order.
    pub marks: Vec<Mark>,
    /// The sum of all marks.
    pub total: Decimal,
    /// Full points.
    pub of: Decimal,
    /// The grade, where the scheme gives grades.
    pub grade: Option<String>,
    /// What follows from the grade.
    pub follows: Option<String>,
    /// How many indicators have no value or one that cannot be scored: while there are any, the total is preliminary.
    pub open: usize,
    /// How the total and the grade come about: one sentence.
    pub because: String,
    /// What concerns the project as a whole.
    pub notices: Vec<Notice>,
}

/// Evaluates a project.
///
/// # Errors
/// When the points of its indicators do not add up, or it has none.
pub fn evaluate(project: &Project, scheme: Scheme<'_>) -> Result<Evaluation, Refusal> {
    let spread = weights(project.rows.iter().map(|row| &row.indicator), scheme.rules)?;
    let rows = project.rows.iter().zip(&spread.points);
    let marks: Vec<Mark> =
        rows.map(|(row, of)| mark(&row.indicator, &row.actual, *of, scheme)).collect();
    let execution = mark_execution(&project.execution, scheme);
    let total = marks.iter().map(|mark| mark.points).sum::<Decimal>() + execution.points;
    let grade = scheme.rules.grade(total);
    let is_open = |mark: &&Mark| matches!(mark.outcome, Outcome::Missing | Outcome::Refused);
    let open = marks.iter().chain([&execution]).filter(is_open).count();
    Ok(Evaluation {
        scheme: scheme.rules.id.clone(),
        total,
        of: scheme.rules.points,
        grade: grade.map(|grade| grade.name.clone()),
        follows: grade.map(|Grade { follows, .. }| follows.clone()),
        because: because(&marks, &execution, total, open, scheme),
        open,
        notices: spread.notices,
        marks,
        execution,
    })
}

fn because(
    marks: &[Mark],
    execution: &Mark,
    total: Decimal,
    open: usize,
    scheme: Scheme<'_>,
) -> String {
    let indicators: Decimal = marks.iter().map(|mark| mark.points).sum();
    let mut text = format!("总分＝执行率{}＋指标{indicators}＝{total}分", execution.points);
    match scheme.rules.grade(total) {
        None => text.push_str("，这个办法不分等级"),
        Some(grade) => {
            let above = scheme.rules.grades.iter().rev().find(|other| other.from > grade.from);
            let upper = above.map_or_else(String::new, |above| format!("、不到{}分", above.from));
            let bounds = format!("在{}分（含）以上{upper}", grade.from);
            text.push_str(&format!("，{bounds}，等级为“{}”", grade.name));
        }
    }
    if open > 0 {
        text.push_str(&format!("；还有{open}项没有完成值或者不能计分，结果是暂时的"));
    }
    format!("{text}。依据：{}。", scheme.clause(""))
}

impl Evaluation {
    /// Whether every indicator has a value that could be scored.
    pub fn is_complete(&self) -> bool {
        self.open == 0
    }

    /// Places of the indicators for which the form wants a reason.
    pub fn wanting_reasons(&self) -> Vec<usize> {
        let wanting = self.marks.iter().enumerate().filter(|(_, mark)| mark.wants_reason());
        wanting.map(|(at, _)| at).collect()
    }
}
