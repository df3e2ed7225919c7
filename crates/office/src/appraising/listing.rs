//! Appraisals in sight, and what of them waits for somebody.

use ground::Decimal;
use store::appraisals::{self, Filter, Listed, State};

use super::is_of_office;
use super::material::points;
use crate::{Asker, Office, OfficeError, Permission};

/// The heads of the table that is taken away.
const HEADS: [&str; 12] = [
    "部门",
    "年度",
    "评价方式",
    "评价对象",
    "对象类型",
    "状态",
    "评分期限",
    "专家",
    "已提交",
    "待提供资料",
    "得分",
    "等级",
];

/// Appraisals that wait for somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// To be marked.
    pub to_mark: i64,
    /// Of these: past their day.
    pub late_marks: i64,
    /// Things that the department is asked for.
    pub to_give: i64,
    /// Of these: past their day.
    pub late_gifts: i64,
    /// Results on which the department is to say what it thinks.
    pub to_answer: i64,
}

impl Office {
    /// The appraisals in sight: for those who look on, those of their departments; for experts, those they are named for.
    ///
    /// # Errors
    /// If the asker may see none.
    pub async fn appraisals(
        &self,
        asker: &Asker,
        filter: &Filter,
    ) -> Result<Vec<Listed>, OfficeError> {
        if asker.may(Permission::ReadAppraisals) {
            let (mut tx, scope) = self.look(asker, Permission::ReadAppraisals).await?;
            let mut all = appraisals::list(&mut tx, &scope, filter).await?;
            for listed in &mut all {
                if !is_of_office(asker, &listed.appraisal) {
                    listed.experts = (0, 0);
                }
            }
            return Ok(all);
        }
        let (mut tx, scope) = self.look(asker, Permission::MarkAppraisals).await?;
        let own = Filter { expert: Some(asker.user.clone()), ..filter.clone() };
        let mut all = appraisals::list(&mut tx, &scope, &own).await?;
        for listed in &mut all {
            listed.experts = (0, 0);
            (listed.appraisal.total, listed.appraisal.grade) = (None, String::new());
        }
        Ok(all)
    }

    /// The appraisals in sight as a table, its heads being the first row.
    ///
    /// # Errors
    /// If the asker may see none.
    pub async fn export_appraisals(
        &self,
        asker: &Asker,
        filter: &Filter,
    ) -> Result<Vec<Vec<String>>, OfficeError> {
        let all = self.appraisals(asker, filter).await?;
        let mut rows = vec![HEADS.map(str::to_owned).to_vec()];
        rows.extend(all.iter().map(line));
        Ok(rows)
    }

    /// What of appraisals waits for the asker.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn appraisals_waiting(&self, asker: &Asker) -> Result<Waiting, OfficeError> {
        let today = self.now().day().to_string();
        let mut tx = self.store().read().await?;
        let mut waiting = Waiting::default();
        if asker.may(Permission::MarkAppraisals) {
            let scope = asker.scope(Permission::MarkAppraisals);
            (waiting.to_mark, waiting.late_marks) =
                appraisals::of_expert(&mut tx, &scope, &asker.user, &today).await?;
        }
        if asker.may(Permission::AnswerAppraisals) {
            let scope = asker.scope(Permission::AnswerAppraisals);
            (waiting.to_give, waiting.late_gifts, waiting.to_answer) =
                appraisals::waiting(&mut tx, &scope, &today).await?;
        }
        Ok(waiting)
    }
}

/// The settled total in points.
pub fn total(listed: &Listed) -> Option<Decimal> {
    let is_settled = listed.appraisal.state == State::Settled;
    listed.appraisal.total.filter(|_| is_settled).map(points)
}

fn line(listed: &Listed) -> Vec<String> {
    let it = &listed.appraisal;
    let (experts, reported) = listed.experts;
    let count = |count: i64| if experts == 0 { String::new() } else { count.to_string() };
    vec![
        listed.owner_name.clone(),
        it.year.to_string(),
        it.kind.label().to_owned(),
        it.subject.clone(),
        it.subject_kind.label().to_owned(),
        it.state.label().to_owned(),
        it.marks_due.clone(),
        count(experts),
        count(reported),
        listed.open_requests.to_string(),
        total(listed).map(|total| total.normalize().to_string()).unwrap_or_default(),
        it.grade.clone(),
    ]
}
