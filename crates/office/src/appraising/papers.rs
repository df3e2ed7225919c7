//! What is printed of an appraisal: 绩效评价报告 for those who may see the result, 绩效评价评分表 with every mark for those who
//! conduct it.

use ground::{Day, Decimal};
use rulebook::FormKind;
use store::appraisals::State;
use write::document::Document;
use write::forms::form;
use write::forms::views::{AppraisalMarks, AppraisalReport, AppraisedItem, ExpertMark, ProblemRow};

use super::sheet::{Item, Sheet};
use super::way::Act;
use super::{Appraised, Sight};
use crate::evaluating::sheet::Said;
use crate::papers::{day, lines};
use crate::{Asker, Office, OfficeError};

/// A paper of an appraisal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppraisalPaper {
    /// 绩效评价报告
    Report,
    /// 绩效评价评分表
    Marks,
}

impl AppraisalPaper {
    /// All of them.
    pub const ALL: [AppraisalPaper; 2] = [AppraisalPaper::Report, AppraisalPaper::Marks];

    /// Its name in addresses.
    pub fn word(self) -> &'static str {
        match self {
            AppraisalPaper::Report => "report",
            AppraisalPaper::Marks => "marks",
        }
    }

    /// The one with this name in addresses.
    pub fn of(name: &str) -> Option<AppraisalPaper> {
        AppraisalPaper::ALL.into_iter().find(|paper| paper.word() == name)
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            AppraisalPaper::Report => "绩效评价报告",
            AppraisalPaper::Marks => "绩效评价评分表",
        }
    }
}

impl Appraised {
    /// Whether the asker may print a paper now.
    pub fn may_print(&self, paper: AppraisalPaper) -> bool {
        match (&self.sight, paper) {
            (Sight::Conductor, _) => true,
            (Sight::Reader, AppraisalPaper::Report) => self.it.state.is_told(),
            (Sight::Reader | Sight::Expert(_), _) => false,
        }
    }
}

impl Office {
    /// A paper of an appraisal as it stands, and what its file is called, ending left out.
    ///
    /// # Errors
    /// If the appraisal is not in sight, the asker may not print it, or no sheet is in force.
    pub async fn appraisal_paper(
        &self,
        asker: &Asker,
        id: &str,
        paper: AppraisalPaper,
    ) -> Result<(Document, String), OfficeError> {
        let found = self.appraisal(asker, id).await?;
        if !found.may_print(paper) {
            return Err(OfficeError::Refused { what: paper.label() });
        }
        let all = self.kept_of(id).await?;
        let kind = match paper {
            AppraisalPaper::Report => FormKind::AppraisalReport,
            AppraisalPaper::Marks => FormKind::AppraisalMarks,
        };
        let sheet = self
            .rulebook()
            .form(kind, found.sheet.year, &all.region)
            .ok_or_else(|| OfficeError::Conflict("这个年度没有适用的表样".to_owned()))?;
        let document = match paper {
            AppraisalPaper::Report => form(sheet, &report(&found, &self.drawn_up(&all)?)),
            AppraisalPaper::Marks => form(sheet, &marks(&found)),
        };
        let document = document.map_err(|error| OfficeError::Conflict(error.to_string()))?;
        let draft = if found.it.state == State::Settled { "" } else { "（未审定）" };
        let name = format!("{}{}年{}{draft}", found.it.subject, found.it.year, paper.label());
        Ok((document, name))
    }
}

/// `whole` has the names of those who marked, which stand in the report.
fn report(found: &Appraised, whole: &Sheet) -> AppraisalReport {
    let sheet = &found.sheet;
    let said = |name: &str| sheet.texts.get(name).map(Said::text).map(lines).unwrap_or_default();
    let named: Vec<&str> = whole.experts.iter().map(|one| one.name.as_str()).collect();
    AppraisalReport {
        subject: sheet.subject.clone(),
        year: sheet.year,
        kind: sheet.kind.clone(),
        department: sheet.department.clone(),
        overview: said("overview"),
        money: money(sheet),
        basis: sheet.basis.clone(),
        work: said("work"),
        conclusion: lines(&sheet.because),
        items: sheet.items.iter().map(item).collect(),
        score: sheet.total.map(|total| total.normalize()),
        grade: sheet.grade.clone(),
        analysis: said("analysis"),
        experience: said("experience"),
        problems: sheet
            .problems
            .iter()
            .map(|problem| ProblemRow {
                project: sheet.subject.clone(),
                problem: problem.found.clone(),
                basis: String::new(),
                demand: problem.asked.clone(),
            })
            .collect(),
        advice: said("advice"),
        consulted: consulted(sheet),
        other: said("other"),
        experts: named.join("、"),
        issuer: found.from_name.clone(),
        date: settled_on(found),
    }
}

/// How much was budgeted and spent; nothing where no project of a statement is meant.
fn money(sheet: &Sheet) -> Vec<String> {
    let Some(money) = &sheet.money else { return Vec::new() };
    let wan = |sum: Option<ground::Money>| sum.unwrap_or_default().wan().normalize();
    if sheet.lacks_payments {
        let [initial, budget] = [money.initial(), money.budget()].map(wan);
        return vec![format!("年初预算{initial}万元，全年预算{budget}万元，没有支付数据。")];
    }
    let [initial, budget, spent] = [wan(money.initial()), wan(money.budget()), wan(money.spent())];
    let rate = (spent * Decimal::ONE_HUNDRED).checked_div(budget);
    let rate = rate.map(|rate| format!("，执行率{}%", rate.round_dp(2).normalize()));
    vec![format!(
        "年初预算{initial}万元，全年预算{budget}万元，全年支出{spent}万元{}。",
        rate.unwrap_or_default()
    )]
}

fn consulted(sheet: &Sheet) -> Vec<String> {
    let mut all = Vec::new();
    if !sheet.opinion.is_empty() {
        all.push(format!("被评价单位意见：{}", sheet.opinion));
    }
    if !sheet.reply.is_empty() {
        all.push(format!("采纳情况：{}", sheet.reply));
    }
    all
}

fn item(item: &Item) -> AppraisedItem {
    let spread = item.range.map(|(highest, lowest)| {
        format!("最高{}，最低{}", highest.normalize(), lowest.normalize())
    });
    AppraisedItem {
        dimension: item.dimension.clone(),
        aspect: item.aspect.clone(),
        name: item.name.clone(),
        points: item.of,
        score: item.points.map(|points| points.normalize()),
        spread: spread.unwrap_or_default(),
    }
}

fn marks(found: &Appraised) -> AppraisalMarks {
    let sheet = &found.sheet;
    let row = |item: &Item, expert: &str, mark, opinion: String| ExpertMark {
        dimension: item.dimension.clone(),
        aspect: item.aspect.clone(),
        name: item.name.clone(),
        points: item.of,
        how: item.how.clone(),
        expert: expert.to_owned(),
        mark,
        opinion,
        score: item.points.map(|points| points.normalize()),
    };
    let rows = sheet.items.iter().flat_map(|item| {
        let each = item.marks.iter().map(|given| {
            let note = match (given.is_left_out, given.is_outlier) {
                (true, _) => "（不计入）",
                (false, true) => "（离群）",
                (false, false) => "",
            };
            let mark = given.points.map(|points| points.normalize());
            let opinion = format!("{}{note}", given.opinion);
            row(item, sheet.name_of(given.expert), mark, opinion)
        });
        let mut rows: Vec<ExpertMark> = each.collect();
        if rows.is_empty() {
            rows.push(row(item, "", None, String::new()));
        }
        rows
    });
    AppraisalMarks {
        subject: sheet.subject.clone(),
        year: sheet.year,
        kind: sheet.kind.clone(),
        department: sheet.department.clone(),
        marks: rows.collect(),
        points: sheet.of,
        conclusion: sheet.because.clone(),
        score: sheet.total.map(|total| total.normalize()),
        grade: sheet.grade.clone(),
        issuer: found.from_name.clone(),
        date: settled_on(found),
    }
}

/// The day on which it was settled.
fn settled_on(found: &Appraised) -> Option<Day> {
    let label = Act::Settle.label();
    let step = found.steps.iter().rev().find(|step| step.act == label)?;
    day(&step.at)
}
