//! What is written of an appraisal: the texts of its report, as its numbers propose them and as somebody wrote them; the
//! problems found, and the demands for rectification that are raised from them.

use std::collections::BTreeMap;

use store::Scope;
use store::appraisals::{self, Problem, RequestState, State, Text};
use store::demands::{Origin, ProblemKind};

use super::material::Material;
use super::sheet::Sheet;
use crate::acts::{allowed, needed};
use crate::demands::raising::DemandText;
use crate::evaluating::sheet::Said;
use crate::{Asker, Office, OfficeError, Permission};

/// The most problems of an appraisal.
const MOST: usize = 100;
/// While the report may be written.
const OPEN: [State; 4] = [State::Preparing, State::Marking, State::Drawn, State::Answered];

/// The parts of the report in their order, with what people call them.
pub const PARTS: [(&str, &str); 6] = [
    ("overview", "基本情况"),
    ("work", "评价工作开展情况"),
    ("analysis", "评价指标分析"),
    ("experience", "主要经验及做法"),
    ("advice", "有关建议"),
    ("other", "其他需要说明的问题"),
];

impl Office {
    /// Keeps texts of the report: part and text.
    ///
    /// # Errors
    /// If the asker does not conduct it, it is past that, somebody was faster, or there is no such part.
    pub async fn write_appraisal(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        all: &[(String, String)],
    ) -> Result<(), OfficeError> {
        let mut case = self.conducting(asker, id, seen).await?;
        case.in_states("改报告", &OPEN)?;
        for (part, body) in all {
            let known = PARTS.iter().find(|(name, _)| name == part);
            let (name, label) = known.ok_or(OfficeError::Missing { what: "这段文字" })?;
            let new = Text {
                part: (*name).to_owned(),
                body: allowed(body, label)?,
                by_name: asker.name.clone(),
                at: case.deed.now.to_string(),
            };
            let owner = case.it.owner.clone();
            appraisals::say_text(&mut case.deed.tx, &owner, id, &new).await?;
        }
        case.kept("撰写评价报告", format!("{}处", all.len())).await
    }

    /// Adds a problem.
    ///
    /// # Errors
    /// If the asker does not conduct it, it is past that, somebody was faster, or something is not said.
    pub async fn add_appraisal_problem(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        found: &str,
        asked: &str,
        kind: &str,
    ) -> Result<(), OfficeError> {
        let mut case = self.conducting(asker, id, seen).await?;
        case.in_states("改报告", &OPEN)?;
        let all = appraisals::problems(&mut case.deed.tx, &Scope::everything(), id).await?;
        if all.len() >= MOST {
            return Err(OfficeError::Invalid(format!("一项评价最多记{MOST}个问题")));
        }
        let new = Problem {
            number: all.last().map_or(1, |last| last.number + 1),
            found: needed(found, "发现的问题")?,
            asked: needed(asked, "整改要求")?,
            kind: ProblemKind::from_word(kind)
                .map_err(|_| OfficeError::field("kind", "请选择问题类型"))?,
            demand: None,
        };
        let owner = case.it.owner.clone();
        appraisals::say_problem(&mut case.deed.tx, &owner, id, &new).await?;
        case.kept("登记评价发现的问题", new.found).await
    }

    /// Takes a problem out.
    ///
    /// # Errors
    /// If the asker does not conduct it, it is past that, somebody was faster, or it is not there.
    pub async fn remove_appraisal_problem(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        number: i64,
    ) -> Result<(), OfficeError> {
        let mut case = self.conducting(asker, id, seen).await?;
        case.in_states("改报告", &OPEN)?;
        let missing = OfficeError::missing("这个问题");
        let everything = Scope::everything();
        let removed = appraisals::remove_problem(&mut case.deed.tx, &everything, id, number).await;
        removed.map_err(missing)?;
        case.kept("删除评价发现的问题", format!("第{number}个")).await
    }

    /// Raises a demand for rectification from a problem of a settled appraisal; gives the demand's id.
    ///
    /// # Errors
    /// If the asker does not conduct it or may not raise demands, it is not settled, one was raised before, or the day is
    /// none.
    pub async fn demand_of_problem(
        &self,
        asker: &Asker,
        id: &str,
        number: i64,
        due_on: &str,
        notice: &str,
    ) -> Result<String, OfficeError> {
        asker.require(Permission::RaiseDemands)?;
        let seen = self.appraisal(asker, id).await?.it.version;
        let mut case = self.conducting(asker, id, seen).await?;
        case.in_states("提出整改", &[State::Settled])?;
        let everything = Scope::everything();
        let all = appraisals::problems(&mut case.deed.tx, &everything, id).await?;
        let found = all.into_iter().find(|one| one.number == number);
        let problem = found.ok_or(OfficeError::Missing { what: "这个问题" })?;
        if problem.demand.is_some() {
            return Err(OfficeError::Conflict("这个问题已经提出过整改要求".to_owned()));
        }
        let text = DemandText {
            owner: case.it.owner.clone(),
            year: case.it.year.to_string(),
            origin: Origin::Evaluation.word().to_owned(),
            kind: problem.kind.word().to_owned(),
            notice: notice.to_owned(),
            subject: case.it.subject.clone(),
            found: problem.found.clone(),
            asked: problem.asked.clone(),
            due_on: due_on.to_owned(),
            ..DemandText::default()
        };
        let (demand, note) = self.raised(&mut case.deed, None, &text).await?;
        let raised = Problem { demand: Some(demand.id.clone()), ..problem };
        appraisals::say_problem(&mut case.deed.tx, &demand.owner, id, &raised).await?;
        case.deed.done(note).await?;
        Ok(demand.id)
    }
}

/// The texts of the report: what the numbers propose, what somebody made of it.
pub(super) fn texts(sheet: &Sheet, all: &Material) -> BTreeMap<String, Said> {
    let each = PARTS.iter().map(|(part, _)| {
        let proposal = match *part {
            "overview" => all.it.purpose.clone(),
            "work" => work(sheet, all),
            "analysis" => analysis(sheet),
            "advice" => advice(sheet),
            _ => String::new(),
        };
        let written = all.texts.iter().find(|text| text.part == *part);
        let said = Said {
            proposal,
            body: written.map(|text| text.body.clone()).unwrap_or_default(),
            by: written.map(|text| text.by_name.clone()).unwrap_or_default(),
            is_needed: false,
        };
        ((*part).to_owned(), said)
    });
    each.collect()
}

fn work(sheet: &Sheet, all: &Material) -> String {
    let given = all.requests.iter().filter(|one| one.state == RequestState::Answered).count();
    format!(
        "要求被评价单位提供资料{}项，已提供{given}项、文件{}个；由{}名专家按“{}”逐项评分。",
        all.requests.len(),
        all.files.len(),
        sheet.experts.len(),
        sheet.scheme_title
    )
}

/// What each dimension comes to, and where most is lost.
fn analysis(sheet: &Sheet) -> String {
    let all = sheet.dimensions();
    let each = all.iter().filter_map(|(name, of, points)| {
        let rate = points.as_ref()? * ground::Decimal::ONE_HUNDRED / of;
        let points = points.as_ref()?.normalize();
        Some(format!("{name}{of}分，得{points}分，得分率{}%", rate.round_dp(2).normalize()))
    });
    let each: Vec<String> = each.collect();
    if each.is_empty() {
        return String::new();
    }
    let mut lost: Vec<_> = sheet
        .items
        .iter()
        .filter_map(|item| {
            let lost = item.of - item.points?;
            (!lost.is_zero()).then_some((lost, item))
        })
        .collect();
    lost.sort_by(|(one, _), (other, _)| other.cmp(one));
    let most =
        lost.iter().take(3).map(|(lost, item)| format!("{}（{}分）", item.name, lost.normalize()));
    let most: Vec<String> = most.collect();
    let mut text = format!("{}。", each.join("；"));
    if !most.is_empty() {
        text.push_str(&format!("失分较多的：{}。", most.join("、")));
    }
    text
}

fn advice(sheet: &Sheet) -> String {
    match sheet.follows.as_str() {
        "" => String::new(),
        follows => format!("评价等级为“{}”：{follows}。", sheet.grade),
    }
}
