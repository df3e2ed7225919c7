//! What is printed of a self-evaluation: 项目支出绩效自评表, one for each project, and 部门整体绩效自评报告.

use ground::{Day, Decimal, Money};
use model::actual::{FundSource, FundUse};
use model::statement::{Project, Statement};
use rulebook::{FormKind, FormSheet};
use store::evaluations::State;
use write::document::Document;
use write::forms::data::Data;
use write::forms::parted;
use write::forms::value::View;
use write::forms::views::{
    DepartmentReport, EvaluationFunds, EvaluationRow, MissedTarget, ProjectGoals, ProjectResult,
    SelfEvaluation,
};

use super::Evaluated;
use super::proposals::deviating;
use super::sheet::{Line, Part, Said, Sheet};
use crate::papers::{add, lines, printed};
use crate::{Asker, Office, OfficeError};

/// A paper of a self-evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvaluationPaper {
    /// 项目支出绩效自评表, one for each project.
    Projects,
    /// 部门整体绩效自评报告
    Report,
}

impl EvaluationPaper {
    /// All of them.
    pub const ALL: [EvaluationPaper; 2] = [EvaluationPaper::Projects, EvaluationPaper::Report];

    /// Its name in addresses.
    pub fn word(self) -> &'static str {
        match self {
            EvaluationPaper::Projects => "projects",
            EvaluationPaper::Report => "report",
        }
    }

    /// The one with this name in addresses.
    pub fn of(name: &str) -> Option<EvaluationPaper> {
        EvaluationPaper::ALL.into_iter().find(|paper| paper.word() == name)
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            EvaluationPaper::Projects => "项目支出绩效自评表",
            EvaluationPaper::Report => "部门整体绩效自评报告",
        }
    }
}

impl Office {
    /// A paper of a self-evaluation as it stands, and what its file is called, ending left out.
    ///
    /// # Errors
    /// If the statement is not in sight, or there is no sheet for its year and region.
    pub async fn evaluation_paper(
        &self,
        asker: &Asker,
        id: &str,
        paper: EvaluationPaper,
    ) -> Result<(Document, String), OfficeError> {
        let found = self.evaluation(asker, id).await?;
        let examined = self.examined_before(asker, id, found.sheet.version).await?;
        let text = &examined.reading.statement;
        let is_final = found.state() == Some(State::Settled);
        let draft = if is_final { "" } else { "（未审定）" };
        let sheet = &found.sheet;
        let name = format!("{}{}年{}{draft}", sheet.department, sheet.year, paper.label());
        let region = text.region.code.as_deref().unwrap_or_default();
        let document = match paper {
            EvaluationPaper::Projects => {
                let form = self.form(FormKind::SelfEvaluation, sheet.year, region)?;
                projects(form, &found, text)?
            }
            EvaluationPaper::Report => {
                let form = self.form(FormKind::DepartmentReport, sheet.year, region)?;
                let view = report(&found);
                printed(form, &Data::of(&view, const { &DepartmentReport::SHAPE }))?
            }
        };
        Ok((document, name))
    }

    fn form(&self, kind: FormKind, year: i16, region: &str) -> Result<&FormSheet, OfficeError> {
        self.rulebook()
            .form(kind, year, region)
            .ok_or_else(|| OfficeError::Conflict("这个年度没有适用的表样".to_owned()))
    }
}

fn projects(
    form: &FormSheet,
    found: &Evaluated,
    text: &Statement,
) -> Result<Document, OfficeError> {
    let mut document = Document::default();
    for (at, part) in found.sheet.projects().enumerate() {
        let project = part.project.and_then(|at| text.projects.get(at));
        let view = project_form(found, part, text, project);
        let data = Data::of(&view, const { &SelfEvaluation::SHAPE });
        add(&mut document, printed(form, &data)?, at + 1, &part.name);
    }
    if document.sections.is_empty() {
        return Err(OfficeError::Conflict("文本里没有项目，填不出自评表".to_owned()));
    }
    Ok(document)
}

fn project_form(
    found: &Evaluated,
    part: &Part,
    text: &Statement,
    project: Option<&Project>,
) -> SelfEvaluation {
    let sheet = &found.sheet;
    let said = |name: &str| part.texts.get(name).map(Said::text).unwrap_or_default().to_owned();
    let goals = project.map(|project| ProjectGoals::of(text, project));
    let (unit, goals) = goals.map(|goals| (goals.unit, goals.goals)).unwrap_or_default();
    SelfEvaluation {
        year: sheet.year,
        project: part.name.clone(),
        code: part.code.clone(),
        department: sheet.department.clone(),
        department_code: String::new(),
        unit,
        funds: funds(part),
        funds_reason: said("funds"),
        goals,
        reached: lines(&said("reached")),
        rows: part.lines.iter().map(row).collect(),
        total_points: part.total.map(|_| part.of),
        total_score: part.total,
        conclusion: conclusion(part),
        problems: said("problems"),
        measures: said("measures"),
        head: step_by(found, super::acts::Act::Pass),
        finance_head: String::new(),
        clerk: step_by(found, super::acts::Act::HandIn),
        date: reported_on(found),
    }
}

/// 年度资金总额 with its points, then what it is made of.
fn funds(part: &Part) -> Vec<EvaluationFunds> {
    let all = &part.execution;
    let sums = [all.initial(), all.budget(), part.spent()].map(Option::unwrap_or_default);
    let mark = part.money.as_ref();
    let total = EvaluationFunds {
        points: mark.map(|mark| mark.of),
        score: mark.map(|mark| mark.points),
        ..known(EvaluationFunds::new("年度资金总额", sums), part.spent().is_some())
    };
    let named = [
        ("其中：本年财政拨款", FundSource::Fiscal),
        ("上年结转资金", FundSource::CarriedOver),
        ("其他资金", FundSource::Other),
    ];
    let mut rows = vec![total];
    for (name, source) in named {
        let line = all.lines.iter().find(|line| line.source == source);
        let none =
            FundUse { source, initial: Money::ZERO, budget: Money::ZERO, spent: Money::ZERO };
        let line = line.copied().unwrap_or(none);
        let row = EvaluationFunds::new(name, [line.initial, line.budget, line.spent]);
        // What was typed is the sum of all sources.
        rows.push(known(row, !part.lacks_payments));
    }
    rows
}

/// Without what was spent and its rate where that is not known.
fn known(row: EvaluationFunds, is_known: bool) -> EvaluationFunds {
    EvaluationFunds {
        executed: row.executed.filter(|_| is_known),
        rate: row.rate.filter(|_| is_known),
        ..row
    }
}

fn row(line: &Line) -> EvaluationRow {
    let reasons = [line.deviation.as_str(), line.measure.as_str()];
    let reasons: Vec<&str> = reasons.into_iter().filter(|text| !text.is_empty()).collect();
    let mut deviation = reasons.join("；");
    if let Some(typed) = &line.typed {
        let said = format!("完成值为录入：{}", typed.reason);
        deviation = if deviation.is_empty() { said } else { format!("{deviation}（{said}）") };
    }
    let [nature, value, measure] = parted(&line.target);
    EvaluationRow {
        dimension: line.dimension.clone(),
        aspect: line.aspect.clone(),
        name: line.name.clone(),
        target: line.target.clone(),
        nature,
        value,
        measure,
        actual: line.counted_words().to_owned(),
        points: line.mark.as_ref().map(|mark| mark.of),
        score: line.mark.as_ref().map(|mark| mark.points),
        deviation,
    }
}

fn conclusion(part: &Part) -> String {
    match (part.total, part.grade.as_str()) {
        (None, _) => String::new(),
        (Some(total), "") => format!("{}分", total.normalize()),
        (Some(total), grade) => format!("{}分，{grade}", total.normalize()),
    }
}

/// Who did an act last; nobody: blank.
fn step_by(found: &Evaluated, act: super::acts::Act) -> String {
    let step = found.steps.iter().rev().find(|step| step.act == act.label());
    step.map(|step| step.by_name.clone()).unwrap_or_default()
}

/// The day on which it was reported.
fn reported_on(found: &Evaluated) -> Option<Day> {
    let label = super::acts::Act::Report.label();
    let step = found.steps.iter().rev().find(|step| step.act == label)?;
    Some(crate::Moment::from_text(&step.at)?.day())
}

fn report(found: &Evaluated) -> DepartmentReport {
    let sheet = &found.sheet;
    let said = |name: &str| sheet.texts.get(name).map(Said::text).map(lines).unwrap_or_default();
    DepartmentReport {
        year: sheet.year,
        department: sheet.department.clone(),
        profile: said("profile"),
        work: said("work"),
        funds: spending(sheet),
        management: said("management"),
        projects: sheet.projects().map(result).collect(),
        results: said("results"),
        missed: sheet.projects().flat_map(missed).collect(),
        problems: said("problems"),
        conclusion: said("conclusion"),
        measures: said("measures"),
        other: said("other"),
        date: reported_on(found),
    }
}

/// 项目支出; how the department itself is paid for stands in no register, and is left blank.
fn spending(sheet: &Sheet) -> Vec<EvaluationFunds> {
    let sum = |of: fn(&Part) -> Option<Money>| {
        let all = sheet.projects().map(|part| of(part).unwrap_or_default());
        all.fold(Money::ZERO, |sum, one| sum.checked_add(one).unwrap_or(sum))
    };
    let sums = [
        sum(|part| part.execution.initial()),
        sum(|part| part.execution.budget()),
        sum(Part::spent),
    ];
    let is_known = sheet.projects().all(|part| part.spent().is_some());
    vec![known(EvaluationFunds::new("项目支出", sums), is_known)]
}

fn result(part: &Part) -> ProjectResult {
    ProjectResult {
        name: part.name.clone(),
        budget: Some(part.budget()),
        executed: part.spent(),
        score: part.total.map(|total: Decimal| total.normalize()),
        grade: part.grade.clone(),
    }
}

fn missed(part: &Part) -> Vec<MissedTarget> {
    let row = |line: &Line| MissedTarget {
        project: part.name.clone(),
        name: line.name.clone(),
        target: line.target.clone(),
        actual: line.counted_words().to_owned(),
        reason: line.deviation.clone(),
        measure: line.measure.clone(),
    };
    deviating(part).into_iter().map(row).collect()
}
