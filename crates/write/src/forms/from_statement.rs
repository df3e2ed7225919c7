//! Forms from a statement: those that declare its goals whole, those of later months with goals and
//! targets filled in and what was done left blank.
//!
//! Everything is taken as it stands; a sum that cannot be read is printed in its own words.

use ground::{Money, Words};
use model::statement::{Indicator, Leaf, Project, Statement};
use model::target::Target;
use rulebook::{FormKind, FormSheet, PlannedSum, Preset};

use super::data::Data;
use super::value::{Amount, View};
use super::views::{
    ApprovalForm, DepartmentGoals, EvaluationFunds, EvaluationRow, IndicatorRow, MonitoringForm,
    MonitoringFunds, MonitoringRow, PlanPoint, ProjectGoals, ProjectRow, SelfEvaluation, Task,
};

/// Which forms a statement fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fills {
    /// One for each project.
    EachProject,
    /// One for the whole statement.
    Whole,
    /// None: its data come from elsewhere.
    Nothing,
}

/// How a statement fills a form of this kind. The opinion is filled by its review.
pub const fn fills(kind: FormKind) -> Fills {
    match kind {
        FormKind::ProjectGoals
        | FormKind::Approval
        | FormKind::Monitoring
        | FormKind::SelfEvaluation => Fills::EachProject,
        FormKind::DepartmentGoals => Fills::Whole,
        _ => Fills::Nothing,
    }
}

/// The values that a project of a statement gives for a sheet; `through` is the last month that is
/// monitored. `None` where the form is none of a project.
pub fn of_project(
    sheet: &FormSheet,
    statement: &Statement,
    project: &Project,
    through: u8,
) -> Option<Data> {
    let goals = ProjectGoals::of(statement, project);
    let mut data = match sheet.form {
        FormKind::ProjectGoals => values(&goals),
        FormKind::Approval => values(&approval(goals)),
        FormKind::Monitoring => values(&monitoring(goals, project, sheet, through)),
        FormKind::SelfEvaluation => values(&evaluation(goals, project, sheet)),
        _ => return None,
    };
    if statement.plan_year().is_none() {
        data.clear("year");
    }
    Some(data)
}

/// The values that a statement gives for a sheet of the whole department; `None` where it gives none.
pub fn of_statement(sheet: &FormSheet, statement: &Statement) -> Option<Data> {
    (sheet.form == FormKind::DepartmentGoals).then(|| values(&DepartmentGoals::of(statement)))
}

fn values<V: View>(view: &V) -> Data {
    Data::of(view, const { &V::SHAPE })
}

fn approval(goals: ProjectGoals) -> ApprovalForm {
    ApprovalForm {
        year: goals.year.unwrap_or_default(),
        number: String::new(),
        department: goals.department,
        unit: goals.unit,
        project: goals.project,
        code: goals.code,
        total: goals.total,
        fiscal: goals.fiscal,
        other: goals.other,
        goals: goals.goals,
        indicators: goals.indicators,
        demands: Vec::new(),
        issuer: String::new(),
        date: None,
    }
}

fn monitoring(
    goals: ProjectGoals,
    project: &Project,
    sheet: &FormSheet,
    through: u8,
) -> MonitoringForm {
    let funds = sheet.presets("funds").iter().map(|preset| MonitoringFunds {
        name: preset.name.clone(),
        initial: planned(project, preset),
        adjusted: None,
        executed: None,
        rate: None,
        forecast: None,
    });
    let rows = goals.indicators.into_iter().map(|row| MonitoringRow {
        dimension: row.dimension,
        aspect: row.aspect,
        name: row.name,
        target: row.target,
        done: String::new(),
        forecast: String::new(),
        by_funds: String::new(),
        by_rules: String::new(),
        by_staff: String::new(),
        by_equipment: String::new(),
        by_other: String::new(),
        explanation: String::new(),
        likelihood: String::new(),
    });
    MonitoringForm {
        year: goals.year.unwrap_or_default(),
        through_month: through,
        project: goals.project,
        code: goals.code,
        department: goals.department,
        unit: goals.unit,
        funds: funds.collect(),
        goals: goals.goals,
        progress: Vec::new(),
        rows: rows.collect(),
        head: String::new(),
        clerk: String::new(),
        phone: String::new(),
        date: None,
    }
}

fn evaluation(goals: ProjectGoals, project: &Project, sheet: &FormSheet) -> SelfEvaluation {
    let funds = sheet.presets("funds").iter().map(|preset| EvaluationFunds {
        name: preset.name.clone(),
        initial: planned(project, preset),
        budget: None,
        executed: None,
        rate: None,
        points: None,
        score: None,
    });
    let rows = goals.indicators.into_iter().map(|row| {
        let [nature, value, measure] = parted(&row.target);
        EvaluationRow {
            dimension: row.dimension,
            aspect: row.aspect,
            name: row.name,
            target: row.target,
            nature,
            value,
            measure,
            actual: String::new(),
            points: None,
            score: None,
            deviation: String::new(),
        }
    });
    SelfEvaluation {
        year: goals.year.unwrap_or_default(),
        project: goals.project,
        code: goals.code,
        department: goals.department,
        department_code: String::new(),
        unit: goals.unit,
        funds: funds.collect(),
        funds_reason: String::new(),
        goals: goals.goals,
        reached: Vec::new(),
        rows: rows.collect(),
        total_points: None,
        total_score: None,
        conclusion: String::new(),
        problems: String::new(),
        measures: String::new(),
        head: String::new(),
        finance_head: String::new(),
        clerk: String::new(),
        date: None,
    }
}

fn planned(project: &Project, preset: &Preset) -> Option<Money> {
    let leaf = match preset.sum? {
        PlannedSum::Total => &project.budget.total,
        PlannedSum::Fiscal => &project.budget.fiscal,
        PlannedSum::Other => &project.budget.other,
    };
    leaf.as_ref()?.value
}

/// ≥95% in 指标性质 ≥, 指标值 95 and 度量单位 %; words that are no number are 定性.
pub fn parted(target: &str) -> [String; 3] {
    const SIGNS: [char; 9] = ['≥', '≤', '＞', '＜', '＝', '=', '>', '<', '≈'];
    if Target::parse(target) == Target::Qualitative {
        let nature = if target.is_empty() { "" } else { "定性" };
        return [nature.into(), target.into(), String::new()];
    }
    let rest = target.trim_start_matches(SIGNS);
    let (nature, rest) = target.split_at_checked(target.len() - rest.len()).unwrap_or(("", target));
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    let (value, unit) = rest.split_at_checked(rest.len() - number.len()).unwrap_or((rest, ""));
    let simple = !value.is_empty() && !unit.chars().any(|c| c.is_ascii_digit());
    let [value, unit] = if simple { [value, unit] } else { [rest, ""] };
    [nature, value, unit].map(str::to_owned)
}

impl ProjectGoals {
    /// The form of a project of the statement.
    pub fn of(statement: &Statement, project: &Project) -> ProjectGoals {
        let unit = [text(&project.unit_code), text(&project.unit_name)];
        let goals = project.goals.iter().map(|goal| {
            let numbers = goal.numbers.iter().map(|number| number.words.text.as_str());
            numbers.chain([goal.words.text.as_str()]).collect::<String>()
        });
        let mut goals: Vec<String> = goals.collect();
        if goals.is_empty() {
            goals.extend(project.goals_field.iter().map(|field| field.text.clone()));
        }
        let plan = project.plan.iter().map(|point| PlanPoint {
            label: point.label.text.clone(),
            share: point.share.text().into(),
        });
        ProjectGoals {
            year: statement.plan_year(),
            department: text(&statement.department),
            unit: unit.join(" ").trim().into(),
            project: project.name().into(),
            code: project.code.as_ref().map(|code| code.text().into()).unwrap_or_default(),
            total: amount(&project.budget.total),
            fiscal: amount(&project.budget.fiscal),
            other: amount(&project.budget.other),
            purpose: text(&project.purpose),
            plan: plan.collect(),
            goals,
            indicators: project.indicators.iter().map(IndicatorRow::of).collect(),
        }
    }
}

impl DepartmentGoals {
    /// The form of the department as a whole.
    pub fn of(statement: &Statement) -> DepartmentGoals {
        let paragraphs = |part: &Option<model::statement::Narrative>| {
            let all = part.iter().flat_map(|part| &part.paragraphs);
            all.map(|paragraph| paragraph.words.text.clone()).collect()
        };
        let parts = statement.sub_goals.iter();
        let tasks = parts.flat_map(|goals| {
            let preamble = goals.preamble.iter().map(|paragraph| Task {
                title: String::new(),
                content: vec![paragraph.words.text.clone()],
            });
            preamble.chain(goals.items.iter().map(task)).collect::<Vec<_>>()
        });
        let stated = amount(&statement.stated_total);
        DepartmentGoals {
            year: statement.plan_year(),
            department: text(&statement.department),
            overall: paragraphs(&statement.overall),
            tasks: tasks.collect(),
            safeguards: paragraphs(&statement.safeguards),
            total: stated.or_else(|| statement.sum_of_projects().map(Amount::Sum)),
            projects: statement.projects.iter().map(row).collect(),
            indicators: statement.indicators.iter().map(IndicatorRow::of).collect(),
        }
    }
}

impl IndicatorRow {
    /// A row as it stands in the statement.
    pub fn of(indicator: &Indicator) -> IndicatorRow {
        IndicatorRow {
            dimension: leaf(&indicator.dimension),
            aspect: leaf(&indicator.aspect),
            name: indicator.name().into(),
            description: indicator.description().into(),
            target: indicator.target_text().into(),
            basis: indicator.basis_text().into(),
        }
    }
}

fn task(item: &model::statement::SubGoal) -> Task {
    let number = item.number.as_ref().map_or("", |number| number.words.text.as_str());
    let content = item.paragraphs.iter().map(|words| words.text.clone());
    Task { title: format!("{number}{}", item.title.text), content: content.collect() }
}

fn row(project: &Project) -> ProjectRow {
    ProjectRow {
        name: project.name().into(),
        code: leaf(&project.code),
        total: amount(&project.budget.total),
        fiscal: amount(&project.budget.fiscal),
        other: amount(&project.budget.other),
    }
}

fn amount(leaf: &Option<Leaf<Money>>) -> Option<Amount> {
    let leaf = leaf.as_ref().filter(|leaf| !leaf.is_blank())?;
    Some(leaf.value.map_or_else(|| Amount::Words(leaf.text().into()), Amount::Sum))
}

fn text(words: &Option<Words>) -> String {
    words.as_ref().map(|words| words.text.clone()).unwrap_or_default()
}

fn leaf<T>(leaf: &Option<Leaf<T>>) -> String {
    leaf.as_ref().map(|leaf| leaf.text().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn targets_are_parted_without_a_word_lost() {
        let cases = [
            ("≥95%", ["≥", "95", "%"]),
            ("≤3000元/户", ["≤", "3000", "元/户"]),
            ("2026年12月20日前", ["", "2026年12月20日前", ""]),
            ("不断提高", ["定性", "不断提高", ""]),
            ("", ["", "", ""]),
            ("≥10人，20户", ["≥", "10人，20户", ""]),
        ];
        for (target, parts) in cases {
            assert_eq!(parted(target), parts.map(str::to_owned), "{target}");
        }
    }
}
