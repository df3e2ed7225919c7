//! What is answered of appraisals: lists and one with its items and marks.

use office::appraising::Appraised;
use serde::Serialize;
use store::appraisals::{Kind, Listed, SubjectKind};
use utoipa::ToSchema;

/// 列表里的一项评价。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AppraisalOut {
    id: String,
    owner: String,
    owner_name: String,
    year: i64,
    /// key 重点评价，department 部门评价。
    kind: &'static str,
    /// project、department、policy。
    subject_kind: &'static str,
    subject: String,
    state: &'static str,
    state_label: &'static str,
    marks_due: String,
    /// 审定的总分，分。
    total: Option<String>,
    grade: String,
}

/// 一项评价；看不到的部分是空的。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AppraisalWhole {
    id: String,
    /// 办理时带回来的版本。
    version: i64,
    state: &'static str,
    subject: String,
    department: String,
    year: i64,
    /// 各位专家提交以后汇总的总分，分。
    total: Option<String>,
    grade: String,
    /// 总分怎样得出。
    because: String,
    items: Vec<ItemOut>,
    experts: Vec<ExpertOut>,
    requests: Vec<RequestOut>,
    /// 现在可以办理的事项。
    acts: Vec<&'static str>,
}

/// 一项指标。
#[derive(Debug, Serialize, ToSchema)]
struct ItemOut {
    id: String,
    dimension: String,
    aspect: String,
    name: String,
    /// 分值。
    of: String,
    asks: String,
    how: String,
    points: Option<String>,
    marks: Vec<MarkOut>,
}

/// 一位专家的评分。
#[derive(Debug, Serialize, ToSchema)]
struct MarkOut {
    expert: i64,
    points: Option<String>,
    opinion: String,
    is_outlier: bool,
    is_left_out: bool,
}

/// 一位专家。
#[derive(Debug, Serialize, ToSchema)]
struct ExpertOut {
    number: i64,
    name: String,
    state: &'static str,
    /// 提交评分时带回来。
    seen: String,
}

/// 要求提供的一项资料。
#[derive(Debug, Serialize, ToSchema)]
struct RequestOut {
    number: i64,
    what: String,
    due_on: String,
    state: &'static str,
    answer: String,
}

/// A line of the list.
pub(super) fn line(listed: &Listed) -> AppraisalOut {
    let it = &listed.appraisal;
    let total = office::appraising::listing::total(listed);
    AppraisalOut {
        id: it.id.clone(),
        owner: it.owner.clone(),
        owner_name: listed.owner_name.clone(),
        year: it.year,
        kind: Kind::word(it.kind),
        subject_kind: SubjectKind::word(it.subject_kind),
        subject: it.subject.clone(),
        state: it.state.word(),
        state_label: it.state.label(),
        marks_due: it.marks_due.clone(),
        total: total.map(|total| total.normalize().to_string()),
        grade: it.grade.clone(),
    }
}

/// All that the asker may see of one.
pub(super) fn whole(found: &Appraised) -> AppraisalWhole {
    let sheet = &found.sheet;
    let words = |points: Option<ground::Decimal>| points.map(|it| it.normalize().to_string());
    let item = |item: &office::appraising::sheet::Item| ItemOut {
        id: item.id.clone(),
        dimension: item.dimension.clone(),
        aspect: item.aspect.clone(),
        name: item.name.clone(),
        of: item.of.normalize().to_string(),
        asks: item.asks.clone(),
        how: item.how.clone(),
        points: words(item.points),
        marks: item
            .marks
            .iter()
            .map(|given| MarkOut {
                expert: given.expert,
                points: words(given.points),
                opinion: given.opinion.clone(),
                is_outlier: given.is_outlier,
                is_left_out: given.is_left_out,
            })
            .collect(),
    };
    let expert = |one: &store::appraisals::Expert| ExpertOut {
        number: one.number,
        name: one.name.clone(),
        state: one.state.word(),
        seen: one.changed_at.clone(),
    };
    let request = |one: &store::appraisals::Request| RequestOut {
        number: one.number,
        what: one.what.clone(),
        due_on: one.due_on.clone(),
        state: one.state.word(),
        answer: one.answer.clone(),
    };
    AppraisalWhole {
        id: found.it.id.clone(),
        version: found.it.version,
        state: found.it.state.word(),
        subject: sheet.subject.clone(),
        department: sheet.department.clone(),
        year: found.it.year,
        total: words(sheet.total),
        grade: sheet.grade.clone(),
        because: sheet.because.clone(),
        items: sheet.items.iter().map(item).collect(),
        experts: found.experts.iter().map(expert).collect(),
        requests: found.requests.iter().map(request).collect(),
        acts: found.acts.iter().map(|act| act.word()).collect(),
    }
}
