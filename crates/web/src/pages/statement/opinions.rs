//! Opinions and marks of the finance bureau.

use office::examine::Examined;
use office::judged::{self, Judged};
use office::opinions::{Mark, Thread, facet_of};
use office::statements::Dossier;
use store::opinions::{Answer, OpinionState};

use super::acts::Rights;
use crate::App;
use crate::view::time;

/// The four aspects, with the words of forms.
pub(crate) const FACETS: [(&str, &str); 4] = [
    ("completeness", "完整性"),
    ("relevance", "相关性"),
    ("appropriateness", "适当性"),
    ("feasibility", "可行性"),
];

/// An opinion.
pub(crate) struct OpinionView {
    pub(crate) number: usize,
    pub(crate) place: String,
    pub(crate) quote: String,
    pub(crate) text: String,
    pub(crate) code: String,
    pub(crate) who: String,
    pub(crate) when: String,
    pub(crate) aspect: &'static str,
    pub(crate) state: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) answers: Vec<AnswerView>,
    pub(crate) may_answer: bool,
    pub(crate) may_settle: bool,
    pub(crate) action: String,
}

/// Something said to an opinion.
pub(crate) struct AnswerView {
    pub(crate) kind: &'static str,
    pub(crate) who: String,
    pub(crate) when: String,
    pub(crate) text: String,
}

/// The marks: given, or suggested.
pub(crate) struct GradeView {
    pub(crate) title: String,
    pub(crate) rows: Vec<MarkView>,
    pub(crate) total: String,
    pub(crate) grade: String,
    pub(crate) summary: String,
    pub(crate) note: String,
}

/// The marks of an item.
pub(crate) struct MarkView {
    pub(crate) facet: String,
    pub(crate) item: String,
    pub(crate) points: String,
    pub(crate) given: String,
}

/// The opinions, as `parts/opinion.html` draws them.
pub(crate) fn views(dossier: &Dossier, threads: &[Thread], rights: Rights) -> Vec<OpinionView> {
    threads.iter().map(|thread| view(dossier, thread, rights)).collect()
}

/// The marks given last, or those that the review suggests.
pub(crate) fn grade(
    app: &App,
    dossier: &Dossier,
    examined: &Examined,
    judged: &[Judged],
) -> Option<GradeView> {
    if let Some(given) = dossier.gradings.first() {
        let marks: Vec<Mark> = serde_json::from_str(&given.marks).unwrap_or_default();
        let total = ground::Decimal::new(given.total_tenths, 1);
        return Some(GradeView {
            title: format!("财政打分（第{}版）", given.version),
            rows: marks.into_iter().map(mark).collect(),
            total: total.normalize().to_string(),
            grade: given.grade.clone(),
            summary: given.summary.clone(),
            note: format!("{} {}", given.by_name, time(&given.at)),
        });
    }
    let suggested = judged::suggested(app.office.rulebook(), examined, judged)?;
    let rows = suggested.facets.iter().flat_map(|facet| {
        facet.items.iter().map(|item| MarkView {
            facet: facet.facet.facet.label().to_owned(),
            item: item.item.title.clone(),
            points: item.item.points.normalize().to_string(),
            given: item.score.normalize().to_string(),
        })
    });
    Some(GradeView {
        title: "系统建议分".to_owned(),
        rows: rows.collect(),
        total: suggested.total.normalize().to_string(),
        grade: suggested.grade.map(|grade| grade.name.clone()).unwrap_or_default(),
        summary: String::new(),
        note: "按审核结果推算，以审核人核定为准".to_owned(),
    })
}

fn mark(mark: Mark) -> MarkView {
    MarkView {
        facet: mark.facet,
        item: mark.item,
        points: mark.points.normalize().to_string(),
        given: mark.given.normalize().to_string(),
    }
}

fn view(dossier: &Dossier, thread: &Thread, rights: Rights) -> OpinionView {
    let opinion = &thread.opinion;
    let place: Option<model::leaves::Locus> = opinion.place.parse().ok();
    let (tone, icon) = match opinion.state {
        OpinionState::Open => ("warning", "clock"),
        OpinionState::Answered => ("note", "chat-left-text"),
        OpinionState::Closed => ("good", "check-circle-fill"),
    };
    let is_open = opinion.state != OpinionState::Closed;
    OpinionView {
        number: thread.number,
        place: place.map_or_else(|| "全文".to_owned(), |place| place.to_string()),
        quote: opinion.quoted.clone(),
        text: opinion.body.clone(),
        code: opinion.code.clone(),
        who: opinion.by_name.clone(),
        when: format!("{}，第{}版", time(&opinion.at), opinion.version),
        aspect: facet_of(&opinion.facet).map_or("", |facet| facet.label()),
        state: opinion.state.label(),
        tone,
        icon,
        answers: thread.answers.iter().map(answer).collect(),
        may_answer: rights.may_answer && is_open,
        may_settle: rights.may_review && is_open,
        action: format!("/statements/{}/opinions/{}", dossier.listed.statement.id, opinion.id),
    }
}

fn answer(answer: &Answer) -> AnswerView {
    AnswerView {
        kind: answer.kind.label(),
        who: answer.by_name.clone(),
        when: time(&answer.at),
        text: answer.body.clone(),
    }
}
