//! One demand: what was found and where, what decides, what was said to it, what may be done now.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use office::demands::acts::AnswerText;
use office::demands::papers::DemandPaper;
use office::demands::{Shown, before, days_left, headline, place_name, term};
use office::{Asker, Permission};
use serde::Deserialize;
use store::demands::{Decider, DemandState, Proof, Step, StepAct};

use super::{HERE, chip, tone};
use crate::page::Page;
use crate::pages::statement::papers::FileView;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::text::anchor;
use crate::view::{Chip, time};
use crate::{App, WebError};

/// `demands/sheet.html`
#[derive(Template)]
#[template(path = "demands/sheet.html")]
struct SheetPage {
    page: Page,
    here: String,
    title: String,
    shown: Shown,
    state: Chip,
    place: String,
    /// The place in the text; empty: the asker may not read it, or there is none.
    place_href: String,
    term: String,
    is_late: bool,
    /// What the rule or check says now: tone, icon, word, words.
    verdict: Option<(&'static str, &'static str, &'static str, String)>,
    /// Where the rule or check is told of; empty if nothing decides.
    code_href: String,
    /// The demand of an earlier year: where it is, and what is said of it.
    again: Option<(String, String)>,
    lines: Vec<Line>,
    waiting: Vec<FileLine>,
    papers: Vec<FileView>,
    may_confirm: bool,
    may_extend: bool,
    may_withdraw: bool,
    text: AnswerText,
    wrong: String,
}

/// Something that was said or done.
struct Line {
    what: &'static str,
    who: String,
    when: String,
    body: String,
    result: String,
    finished_on: String,
    verdict: String,
    files: Vec<FileLine>,
    place: &'static str,
}

/// A file that proves something.
struct FileLine {
    href: String,
    name: String,
    size: String,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    said: String,
}

/// The sentences that an address may name.
const SENTENCES: [(&str, &str); 8] = [
    ("raised", "已提出。部门在工作台上会看到。"),
    ("answered", "已答复。请等提出方确认。"),
    ("confirmed", "已确认整改到位。"),
    ("returned", "已退回部门继续整改。"),
    ("withdrawn", "已撤回。"),
    ("extended", "期限已改。"),
    ("added", "佐证文件已上传，随下一次答复送出。"),
    ("removed", "佐证文件已移除。"),
];

/// The formats of papers.
const FORMATS: [(&str, &str, &str); 3] = [
    ("docx", "Word", "file-earmark-word"),
    ("pdf", "PDF", "file-earmark-pdf"),
    ("xlsx", "Excel", "file-earmark-excel"),
];

/// The page.
pub(crate) async fn show_demand(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Html<String>, WebError> {
    let said = SENTENCES.iter().find(|(word, _)| *word == done.said).map(|(_, said)| *said);
    sheet(&app, &asker, &id, said, (AnswerText::default(), String::new())).await
}

/// The page with what was just done; or with an answer that was not taken, and why.
pub(crate) async fn sheet(
    app: &App,
    asker: &Asker,
    id: &str,
    said: Option<&'static str>,
    (text, wrong): (AnswerText, String),
) -> Result<Html<String>, WebError> {
    let found = app.office.demand(asker, id).await?;
    let today = app.office.now().day();
    let title = headline(&found.demand);
    let mut page = framed(app, asker, title.clone(), HERE).await?.under(HERE, "整改");
    if let Some(said) = said {
        page = page.saying("good", said);
    }
    let it = &found.demand;
    let verdict = found.verdict.as_ref().map(|verdict| {
        let (tone, icon) = tone(verdict);
        (tone, icon, verdict.label(), verdict.words().to_owned())
    });
    let again = found
        .again
        .as_ref()
        .map(|earlier| (format!("{HERE}/{}", earlier.id), before::said(earlier, it.year)));
    let here = format!("{HERE}/{id}");
    shown(&SheetPage {
        page,
        title,
        state: chip(it.state),
        place: place_name(it),
        place_href: place_href(asker, &found),
        term: term(it, today),
        is_late: days_left(it, today).is_some_and(|left| left < 0),
        verdict,
        code_href: match it.decider {
            Decider::Nobody => String::new(),
            Decider::Rule => format!("/help/rules/{}", it.code),
            Decider::Check if asker.may(Permission::ReadRegisters) => {
                format!("/registers/checks/{}?owner={}", it.code, it.owner)
            }
            Decider::Indicator => match &it.statement {
                Some(id) if asker.may(Permission::ReadStatements) => {
                    format!("/statements/{id}/year")
                }
                _ => String::new(),
            },
            Decider::Check => String::new(),
        },
        again,
        lines: lines(&here, &found),
        waiting: files(&here, &found.proofs, None),
        papers: papers(&here, &found.steps),
        may_confirm: found.is_ours && it.state == DemandState::Answered,
        may_extend: found.is_ours && it.state.waits_for_answer(),
        may_withdraw: found.is_ours && !it.state.is_settled(),
        text,
        wrong,
        here,
        shown: found,
    })
}

/// The place in the version of which the demand speaks.
fn place_href(asker: &Asker, found: &Shown) -> String {
    let it = &found.demand;
    let Some(statement) = &it.statement else { return String::new() };
    if !asker.may(Permission::ReadStatements) {
        return String::new();
    }
    let base = format!("/statements/{statement}?version={}", it.statement_version);
    if it.place.is_empty() { base } else { format!("{base}#{}", anchor(&it.place)) }
}

/// What was said and done, the newest first.
fn lines(here: &str, found: &Shown) -> Vec<Line> {
    let line = |(at, step): (usize, &Step)| Line {
        what: step.act.label(),
        who: step.by_name.clone(),
        when: time(&step.at),
        body: step.body.clone(),
        result: step.result.clone(),
        finished_on: step.finished_on.clone(),
        verdict: step.verdict.clone(),
        files: files(here, &found.proofs, Some(step.number)),
        place: if at == 0 { "now" } else { "done" },
    };
    found.steps.iter().rev().enumerate().map(line).collect()
}

/// The files that were sent with an answer; or those that wait for one.
fn files(here: &str, proofs: &[Proof], step: Option<i64>) -> Vec<FileLine> {
    let file = |proof: &Proof| FileLine {
        href: format!("{here}/files/{}", proof.file),
        name: proof.name.clone(),
        size: format!("{} KB", proof.size.div_euclid(1024) + 1),
    };
    proofs.iter().filter(|proof| proof.step == step).map(file).collect()
}

/// The papers that can be printed now.
fn papers(here: &str, steps: &[Step]) -> Vec<FileView> {
    let mut papers = vec![(DemandPaper::Notice, "notice")];
    if steps.iter().any(|step| step.act == StepAct::Answered) {
        papers.push((DemandPaper::Reply, "reply"));
    }
    let each = papers.into_iter().flat_map(|(paper, word)| {
        FORMATS.iter().map(move |(ending, format, icon)| FileView {
            href: format!("{here}/papers/{word}.{ending}"),
            name: format!("{}（{format}）", paper.label()),
            icon,
            size: String::new(),
            when: String::new(),
        })
    });
    each.collect()
}
