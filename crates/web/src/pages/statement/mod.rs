//! A statement: text, findings, opinions, versions, way, files, and what may be done now.

mod acts;
mod findings;
mod opinions;
pub(crate) mod papers;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use office::deadlines::Due;
use office::statements::Dossier;
use office::workflow::{self, Act};
use serde::Deserialize;
use store::statements::{Transition, Version};

use crate::page::Page;
use crate::pages::desk::said;
use crate::pages::life::life_href;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::text::{self, Marks, Remarks};
use crate::view::{Chip, Step, chip, steps, time, wan};
use crate::{App, WebError};
use acts::ActButton;
use findings::FindingView;
use opinions::{GradeView, OpinionForm, OpinionView};
use papers::FileView;

/// `statement.html`
#[derive(Template)]
#[template(path = "statement.html")]
struct StatementPage {
    page: Page,
    it: It,
    steps: Vec<Step>,
    acts: Vec<ActButton>,
    edit_href: Option<String>,
    tabs: Vec<Tab>,
    tab: &'static str,
    text: String,
    findings: Vec<FindingView>,
    opinions: Vec<OpinionView>,
    grade: Option<GradeView>,
    form: Option<OpinionForm>,
    may_review: bool,
    versions: Vec<VersionLine>,
    flow: Vec<FlowLine>,
    papers: Vec<FileView>,
    files: Vec<FileView>,
    /// Where the whole life of each project is told, and its name.
    lives: Vec<(String, String)>,
}

/// The statement itself.
struct It {
    id: String,
    title: String,
    owner: String,
    state: Chip,
    holder: &'static str,
    next: &'static str,
    due: String,
    late: bool,
    version: i64,
    shown_version: i64,
    digest: Option<String>,
    total: String,
    fiscal: String,
    other: String,
    changed: String,
    /// Whether it was approved, so that its year can be evaluated.
    has_year: bool,
}

/// A side of the statement.
struct Tab {
    href: String,
    name: &'static str,
    count: i64,
    current: bool,
}

/// A version in the list.
struct VersionLine {
    number: i64,
    href: String,
    compare_href: Option<String>,
    kind: &'static str,
    marks: Vec<Chip>,
    who: String,
    when: String,
    why: String,
    digest: String,
}

/// A step in the list.
struct FlowLine {
    when: String,
    who: String,
    what: String,
    note: String,
    place: &'static str,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    tab: String,
    version: Option<i64>,
    done: String,
    /// Of which place the form for an opinion speaks.
    place: String,
    /// Which opinion is to be changed.
    change: String,
}

/// The sides of a statement.
const TABS: [(&str, &str); 6] = [
    ("text", "全文"),
    ("findings", "审核结果"),
    ("opinions", "意见"),
    ("versions", "版本"),
    ("flow", "流转"),
    ("files", "文件"),
];

/// Pages about a statement beside its text.
const BESIDE: [(&str, &str); 1] = [("year", "指标取数")];

/// The page.
pub(crate) async fn show_statement(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let dossier = app.office.dossier(&asker, &id).await?;
    let number = asked.version.unwrap_or(dossier.listed.statement.version);
    let (examined, judged) = app.office.findings(&asker, &id, number).await?;
    let threads = app.office.opinions(&asker, &id).await?;
    let tab = TABS.iter().find(|(code, _)| *code == asked.tab).map_or("text", |(code, _)| code);
    let it = it(&dossier, number);
    let counts = [
        ("findings", judged.iter().filter(|one| one.is_open()).count()),
        ("opinions", threads.len()),
        ("versions", dossier.versions.len()),
    ];
    let mut page = framed(&app, &asker, it.title.clone(), "/statements").await?;
    page = page.under("/statements", "绩效文本");
    if let Some(act) = Act::from_word(&asked.done) {
        page = page.saying("good", format!("已办理：{}。现在由{}办理", act.label(), it.holder));
    }
    let rights = acts::Rights::of(&asker, &dossier, number);
    let remarks = Remarks { threads: &threads, version: number, may_say: rights.may_review };
    let listed = &dossier.listed.statement;
    let earlier = app.office.demanded_before(&asker, &listed.owner, listed.year).await?;
    let marks = Marks { findings: &judged, remarks };
    shown(&StatementPage {
        steps: steps(&dossier.listed.statement, &dossier.way),
        acts: acts::buttons(&dossier),
        edit_href: rights.may_write.then(|| format!("/statements/{id}/edit")),
        tabs: tabs(&id, tab, &counts),
        tab,
        text: text::whole(&examined.reading.statement, marks),
        findings: findings::views(&app, &dossier, &judged, rights, &earlier),
        opinions: opinions::views(&asker, &dossier, &threads, rights),
        grade: opinions::grade(&app, &dossier, &examined, &judged),
        form: rights.may_review.then(|| opinions::form(&examined, &threads, &asked)),
        may_review: rights.may_review,
        versions: dossier.versions.iter().map(|one| version(&dossier, one)).collect(),
        flow: flow(&dossier),
        papers: papers::papers(&dossier),
        files: papers::files(&dossier),
        lives: lives(&listed.owner, &examined.reading.statement),
        page,
        it,
    })
}

/// Where the whole life of each project with a code is told, and its name.
fn lives(owner: &str, text: &model::statement::Statement) -> Vec<(String, String)> {
    let life = |project: &model::statement::Project| {
        let code = project.code.as_ref().map(|leaf| leaf.text().trim()).unwrap_or_default();
        (life_href(owner, code), project.name().to_owned())
    };
    text.projects.iter().map(life).filter(|(href, _)| !href.is_empty()).collect()
}

fn it(dossier: &Dossier, number: i64) -> It {
    let it = &dossier.listed.statement;
    let version = dossier.versions.iter().find(|one| one.number == number);
    let frozen = version.filter(|one| one.frozen_at.is_some());
    It {
        id: it.id.clone(),
        title: it.title.clone(),
        owner: dossier.listed.owner_name.clone(),
        state: chip(it.state),
        holder: workflow::holder(it.state),
        next: workflow::next(it.state),
        due: dossier.due.as_ref().map_or_else(|| "未定期限".to_owned(), said),
        late: dossier.due.as_ref().is_some_and(Due::is_late),
        version: it.version,
        shown_version: number,
        digest: frozen.map(|one| one.digest.clone()),
        total: wan(it.figures.total),
        fiscal: wan(it.figures.fiscal),
        other: wan(it.figures.other),
        changed: time(&it.changed_at),
        has_year: it.approved_version > 0,
    }
}

/// The sides of the statement, and the pages beside it.
fn tabs(id: &str, current: &str, counts: &[(&str, usize)]) -> Vec<Tab> {
    let sides = TABS.iter().map(|(code, name)| tab(id, code, name, current, counts));
    let beside = BESIDE.iter().map(|(path, name)| Tab {
        href: format!("/statements/{id}/{path}"),
        name,
        count: 0,
        current: false,
    });
    sides.chain(beside).collect()
}

fn tab(
    id: &str,
    code: &'static str,
    name: &'static str,
    current: &str,
    counts: &[(&str, usize)],
) -> Tab {
    let count = counts.iter().find(|(of, _)| *of == code).map_or(0, |(_, count)| *count);
    Tab {
        href: format!("/statements/{id}?tab={code}"),
        name,
        count: i64::try_from(count).unwrap_or(i64::MAX),
        current: code == current,
    }
}

fn version(dossier: &Dossier, one: &Version) -> VersionLine {
    let it = &dossier.listed.statement;
    let mut marks = Vec::new();
    if one.frozen_at.is_some() {
        marks.push(chip(store::statements::State::Approved));
    }
    if one.number == it.published_version {
        marks.push(chip(store::statements::State::Published));
    }
    let compare = format!("/statements/{}/compare?a={}&b={}", it.id, one.number - 1, one.number);
    VersionLine {
        number: one.number,
        href: format!("/statements/{}?version={}", it.id, one.number),
        compare_href: (one.number > 1).then_some(compare),
        kind: one.kind.label(),
        marks,
        who: dossier.names.get(&one.created_by).cloned().unwrap_or_default(),
        when: time(&one.created_at),
        why: one.reason.clone(),
        digest: one.digest.chars().take(16).collect(),
    }
}

/// The way, the newest step first, and the beginning.
fn flow(dossier: &Dossier) -> Vec<FlowLine> {
    let line = |step: &Transition| FlowLine {
        when: time(&step.at),
        who: step.by_name.clone(),
        what: format!("{}：{} → {}（第{}版）", step.act, step.from, step.to, step.version),
        note: note(dossier, step),
        place: "done",
    };
    let mut lines: Vec<FlowLine> = dossier.way.iter().rev().map(line).collect();
    if let Some(first) = lines.first_mut() {
        first.place = "now";
    }
    let it = &dossier.listed.statement;
    lines.push(FlowLine {
        when: time(&it.created_at),
        who: dossier.names.get(&it.created_by).cloned().unwrap_or_default(),
        what: "开始编制".to_owned(),
        note: String::new(),
        place: "done",
    });
    lines
}

/// What is said to a step: its reason, and the minutes recorded with it.
fn note(dossier: &Dossier, step: &Transition) -> String {
    let is_of_meeting = [Act::Decide, Act::Reject].iter().any(|act| act.label() == step.act);
    let minutes = dossier.minutes.iter().find(|minutes| minutes.recorded_at == step.at);
    match minutes.filter(|_| is_of_meeting) {
        Some(minutes) => format!("{}；参会：{}", step.reason, minutes.present),
        None => step.reason.clone(),
    }
}
