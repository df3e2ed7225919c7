//! What is answered of appraisals: lists and one with its items, marks, files and report.

use office::appraising::reporting::PARTS;
use office::appraising::{Appraised, Sight};
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
    /// 评价报告的各段；部门在征求意见以后才看得到。
    texts: Vec<AppraisalText>,
    /// 发现的问题；部门在征求意见以后才看得到。
    problems: Vec<AppraisalProblem>,
    /// 被评价单位的意见。
    opinion: String,
    /// 采纳情况。
    reply: String,
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
    post: String,
    state: &'static str,
    /// 有没有利害关系的声明；没有声明的为空。
    declared: String,
    /// 总体意见；没有提交的只有本人看得到。
    opinion: String,
    /// 回避或退回评分的原因。
    reason: String,
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
    /// 退回时要补充什么。
    reason: String,
    files: Vec<AppraisalFile>,
}

/// 被评价单位提供的一个文件。
#[derive(Debug, Serialize, ToSchema)]
struct AppraisalFile {
    /// 下载和移除时用。
    id: String,
    name: String,
    /// 大小，单位：字节。
    size: i64,
    by_name: String,
    #[schema(format = DateTime)]
    at: String,
}

/// 报告的一段。
#[derive(Debug, Serialize, ToSchema)]
struct AppraisalText {
    part: &'static str,
    label: &'static str,
    /// 确认过的文字；还没有人确认的是拟稿。
    text: String,
    /// 确认的人；空的是拟稿。
    by_name: String,
}

/// 发现的一个问题。
#[derive(Debug, Serialize, ToSchema)]
struct AppraisalProblem {
    number: i64,
    found: String,
    /// 整改要求。
    asked: String,
    /// 问题类型。
    kind: String,
    /// 由它提出的整改要求的标识；没有提出的为 null。
    demand: Option<String>,
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
        post: one.post.clone(),
        state: one.state.word(),
        declared: one.declared.clone(),
        opinion: one.opinion.clone(),
        reason: one.reason.clone(),
        seen: one.changed_at.clone(),
    };
    // As on its page: the department is told once it is asked, an expert is not.
    let is_told = match found.sight {
        Sight::Conductor => true,
        Sight::Reader => found.it.state.is_told(),
        Sight::Expert(_) => false,
    };
    let told = |text: &String| if is_told { text.clone() } else { String::new() };
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
        requests: found.requests.iter().map(|one| request(found, one)).collect(),
        texts: if is_told { texts(found) } else { Vec::new() },
        problems: sheet.problems.iter().filter(|_| is_told).map(problem).collect(),
        opinion: told(&sheet.opinion),
        reply: told(&sheet.reply),
        acts: found.acts.iter().map(|act| act.word()).collect(),
    }
}

fn request(found: &Appraised, one: &store::appraisals::Request) -> RequestOut {
    let given = found.files.iter().filter(|file| file.request == one.number);
    let file = |file: &store::appraisals::Attached| AppraisalFile {
        id: file.file.clone(),
        name: file.name.clone(),
        size: file.size,
        by_name: file.by_name.clone(),
        at: file.at.clone(),
    };
    RequestOut {
        number: one.number,
        what: one.what.clone(),
        due_on: one.due_on.clone(),
        state: one.state.word(),
        answer: one.answer.clone(),
        reason: one.reason.clone(),
        files: given.map(file).collect(),
    }
}

fn texts(found: &Appraised) -> Vec<AppraisalText> {
    let text = |(part, label): &(&'static str, &'static str)| {
        let said = found.sheet.texts.get(*part)?;
        let (text, by_name) = (said.text().to_owned(), said.by.clone());
        Some(AppraisalText { part, label, text, by_name })
    };
    PARTS.iter().filter_map(text).collect()
}

fn problem(one: &office::appraising::sheet::Problem) -> AppraisalProblem {
    AppraisalProblem {
        number: one.number,
        found: one.found.clone(),
        asked: one.asked.clone(),
        kind: one.kind.clone(),
        demand: Some(one.demand.clone()).filter(|demand| !demand.is_empty()),
    }
}
