//! Opinions and marks of the finance bureau.

use ground::Facet;
use model::statement::Statement;
use office::examine::Examined;
use office::judged::{self, Judged};
use office::opinions::{Mark, Thread, facet_of, facet_word};
use office::places::{self, Spot};
use office::statements::Dossier;
use office::{Asker, Permission};
use store::opinions::{Answer, Opinion, OpinionState};

use super::Asked;
use super::acts::Rights;
use crate::App;
use crate::text::anchor;
use crate::view::time;

const REVIEW: Permission = Permission::ReviewForFinance;

/// The form for an opinion: a new one, or one to be changed.
pub(crate) struct OpinionForm {
    pub(crate) title: String,
    /// Where it goes, behind the address of the statement.
    pub(crate) action: String,
    pub(crate) is_change: bool,
    pub(crate) facets: Vec<(&'static str, &'static str, bool)>,
    pub(crate) groups: Vec<GroupView>,
    pub(crate) quoted: String,
    pub(crate) body: String,
}

/// Places that belong together, to choose from.
pub(crate) struct GroupView {
    pub(crate) title: String,
    pub(crate) places: Vec<(String, String, bool)>,
}

/// An opinion.
pub(crate) struct OpinionView {
    pub(crate) number: usize,
    pub(crate) place: String,
    /// The spot in the text of which it speaks; empty: the whole.
    pub(crate) href: String,
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
    /// Where it is changed; empty: it is not.
    pub(crate) change_href: String,
    pub(crate) may_withdraw: bool,
    pub(crate) is_sent: bool,
    pub(crate) action: String,
    /// Where a demand is raised about it; empty: the asker may raise none.
    pub(crate) demand_href: String,
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
pub(crate) fn views(
    asker: &Asker,
    dossier: &Dossier,
    threads: &[Thread],
    rights: Rights,
) -> Vec<OpinionView> {
    threads.iter().map(|thread| view(asker, dossier, thread, rights)).collect()
}

/// The form with what is asked for: a place, or an opinion to be changed.
pub(crate) fn form(examined: &Examined, threads: &[Thread], asked: &Asked) -> OpinionForm {
    let statement = &examined.reading.statement;
    let changed = threads.iter().find(|one| !one.is_sent && one.opinion.id == asked.change);
    let opinion = changed.map(|thread| &thread.opinion);
    let place = opinion.map_or(asked.place.as_str(), |opinion| opinion.place.as_str());
    let spot = place.parse::<Spot>().ok().filter(|spot| spot.stands_in(statement));
    let facet = opinion.map_or("", |opinion| opinion.facet.as_str());
    let facets = Facet::ALL.map(|it| (facet_word(it), it.label(), facet_word(it) == facet));
    OpinionForm {
        title: changed.map_or_else(
            || "提一条意见".to_owned(),
            |thread| format!("修改意见 {}", thread.number),
        ),
        action: changed.map_or_else(
            || "opinions".to_owned(),
            |thread| format!("opinions/{}/change", thread.opinion.id),
        ),
        is_change: changed.is_some(),
        facets: facets.into(),
        groups: groups(statement, spot),
        quoted: match (opinion, spot) {
            (Some(opinion), _) => opinion.quoted.clone(),
            (None, Some(spot)) => spot.words(statement),
            (None, None) => String::new(),
        },
        body: opinion.map(|opinion| opinion.body.clone()).unwrap_or_default(),
    }
}

/// The places to choose from; one that is no choice of its own, a single cell, comes first.
fn groups(statement: &Statement, chosen: Option<Spot>) -> Vec<GroupView> {
    let chosen_path = chosen.map(Spot::path).unwrap_or_default();
    let mut is_there = chosen.is_none();
    let mut groups = Vec::new();
    for group in places::choices(statement) {
        let place = |it: places::Choice| {
            let is_chosen = it.path == chosen_path;
            is_there |= is_chosen;
            (it.path, it.label, is_chosen)
        };
        let places = group.choices.into_iter().map(place).collect();
        groups.push(GroupView { title: group.title, places });
    }
    if let (false, Some(spot)) = (is_there, chosen) {
        let places = vec![(chosen_path, spot.to_string(), true)];
        groups.insert(0, GroupView { title: "选定的位置".to_owned(), places });
    }
    groups
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

fn view(asker: &Asker, dossier: &Dossier, thread: &Thread, rights: Rights) -> OpinionView {
    let opinion = &thread.opinion;
    let statement = &dossier.listed.statement;
    let (tone, icon) = match opinion.state {
        OpinionState::Open => ("warning", "clock"),
        OpinionState::Answered => ("note", "chat-left-text"),
        OpinionState::Closed => ("good", "check-circle-fill"),
        OpinionState::Withdrawn => ("note", "dash-lg"),
    };
    let is_open = !opinion.state.is_settled();
    let is_own = opinion.by_user == asker.user && asker.may_at(REVIEW, &dossier.path);
    let may_withdraw = is_own && opinion.state == OpinionState::Open && thread.answers.is_empty();
    let may_change = may_withdraw && rights.may_review && !thread.is_sent;
    let base = format!("/statements/{}", statement.id);
    OpinionView {
        number: thread.number,
        place: called(&opinion.place),
        href: spot_href(&base, opinion, statement.version),
        quote: opinion.quoted.clone(),
        text: opinion.body.clone(),
        code: opinion.code.clone(),
        who: opinion.by_name.clone(),
        when: format!("{}，第{}版", time(&opinion.at), opinion.version),
        aspect: facet_of(&opinion.facet).map_or("", |facet| facet.label()),
        state: if thread.is_sent { opinion.state.label() } else { "未发出" },
        tone,
        icon,
        answers: thread.answers.iter().map(answer).collect(),
        may_answer: rights.may_answer && is_open,
        may_settle: rights.may_review && is_open && thread.is_sent,
        change_href: match may_change {
            true => format!("{base}?tab=opinions&change={}#new-opinion", opinion.id),
            false => String::new(),
        },
        may_withdraw,
        is_sent: thread.is_sent,
        action: format!("{base}/opinions/{}", opinion.id),
        demand_href: match rights.may_demand && thread.is_sent {
            true => format!("/demands/new?statement={}&opinion={}", statement.id, opinion.id),
            false => String::new(),
        },
    }
}

/// What people call a place.
fn called(place: &str) -> String {
    place.parse().map_or_else(|_| "全文".to_owned(), |spot: Spot| spot.to_string())
}

/// The spot in the text, in the version of which the opinion speaks.
fn spot_href(base: &str, opinion: &Opinion, newest: i64) -> String {
    if opinion.place.is_empty() {
        return String::new();
    }
    let mark = anchor(&opinion.place);
    match opinion.version == newest {
        true => format!("{base}#{mark}"),
        false => format!("{base}?version={}#{mark}", opinion.version),
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
