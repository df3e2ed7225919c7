//! One appraisal: what is asked of the department, experts, the result, the report, what may be done.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::Permission;
use office::appraising::papers::AppraisalPaper;
use office::appraising::reporting::PARTS;
use office::appraising::sheet::Shown;
use office::appraising::way::{Act, holder};
use office::appraising::{Appraised, Sight};
use serde::Deserialize;
use store::appraisals::{ExpertState, RequestState, State as Stage};
use store::demands::ProblemKind;

use super::{HERE, chip};
use crate::page::Page;
use crate::pages::measures::evidence_href;
use crate::pages::{framed_for, shown};
use crate::signed::Signed;
use crate::view::{Chip, time};
use crate::{App, WebError};

/// `appraisals/one.html`
#[derive(Template)]
#[template(path = "appraisals/one.html")]
struct OnePage {
    page: Page,
    here: String,
    found: Appraised,
    state: Chip,
    holder: &'static str,
    acts: Vec<ActView>,
    is_ours: bool,
    is_open: bool,
    is_written: bool,
    may_look: bool,
    may_demand: bool,
    today: String,
    candidates: Vec<(String, String, String)>,
    kinds: Vec<(&'static str, &'static str)>,
    parts: Vec<PartView>,
    papers: Vec<(String, String)>,
}

struct ActView {
    href: String,
    name: &'static str,
    kind: &'static str,
    confirm: &'static str,
    /// What is to be written for it; empty: nothing.
    needs: &'static str,
}

struct PartView {
    name: &'static str,
    label: &'static str,
    text: String,
    by: String,
}

impl OnePage {
    fn evidence(&self, it: &Shown) -> String {
        let evidence = it.evidence.as_ref().filter(|_| self.may_look);
        let owner = &self.found.it.owner;
        let href = evidence
            .map(|one| evidence_href(&one.code, &one.arguments, (one.first, one.last), owner));
        href.unwrap_or_default()
    }

    fn when(&self, at: &str) -> String {
        time(at)
    }

    /// How far an expert is.
    fn standing(&self, number: &i64) -> &'static str {
        let found = self.found.experts.iter().find(|one| one.number == *number);
        found.map_or("", |one| one.state.label())
    }

    fn is_reported(&self, number: &i64) -> bool {
        let mut all = self.found.experts.iter();
        all.any(|one| one.number == *number && one.state == ExpertState::Reported)
    }

    fn waits(&self, state: &RequestState) -> bool {
        *state != RequestState::Answered
    }

    fn is_late(&self, due: &str) -> bool {
        due < self.today.as_str()
    }
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    done: String,
}

/// The page; an expert is led to the expert's sheet.
pub(crate) async fn show_appraisal(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, WebError> {
    let found = app.office.appraisal(&asker, &id).await?;
    if matches!(found.sight, Sight::Expert(_)) {
        return Ok(Redirect::to(&format!("{HERE}/{id}/marks/own")).into_response());
    }
    Ok(page(&app, &asker, found, &done.done).await?.into_response())
}

async fn page(
    app: &App,
    asker: &office::Asker,
    found: Appraised,
    done: &str,
) -> Result<Html<String>, WebError> {
    let id = found.it.id.clone();
    let title = format!("{}：{}", found.it.kind, found.it.subject);
    let mut page = framed_for(app, asker, found.sheet.year, title, HERE).await?;
    page = page.under(HERE, "绩效评价");
    page = match (Act::from_word(done), done) {
        (Some(act), _) => page.saying("good", format!("已办理：{}", act.label())),
        (None, "opened") => page.saying("good", "已开展评价。请指定专家、要求提供资料"),
        (None, "kept") => page.saying("good", "已保存"),
        _ => page,
    };
    let is_ours = found.sight == Sight::Conductor;
    let state = found.it.state;
    let is_open = matches!(state, Stage::Preparing | Stage::Marking);
    let candidates = match is_ours && is_open {
        true => app.office.expert_candidates(asker, &id).await?,
        false => Vec::new(),
    };
    let is_told = is_ours || state.is_told();
    shown(&OnePage {
        here: format!("{HERE}/{id}"),
        state: chip(state),
        holder: holder(state),
        acts: found.acts.iter().map(|act| act_view(&id, *act, state)).collect(),
        is_ours,
        is_open,
        is_written: is_ours && !state.is_over() && state != Stage::Consulting,
        may_look: asker.may_at(Permission::ReadRegisters, &found.path),
        may_demand: is_ours && state == Stage::Settled && asker.may(Permission::RaiseDemands),
        today: app.office.now().day().to_string(),
        candidates,
        kinds: ProblemKind::ALL.iter().map(|kind| (kind.word(), kind.label())).collect(),
        parts: if is_told { parts(&found) } else { Vec::new() },
        papers: papers(&found),
        found,
        page,
    })
}

fn parts(found: &Appraised) -> Vec<PartView> {
    let part = |(name, label): &(&'static str, &'static str)| {
        let said = found.sheet.texts.get(*name)?;
        let (text, by) = (said.text().to_owned(), said.by.clone());
        Some(PartView { name, label, text, by })
    };
    PARTS.iter().filter_map(part).collect()
}

fn papers(found: &Appraised) -> Vec<(String, String)> {
    const FORMATS: [(&str, &str); 3] = [("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel")];
    let each = AppraisalPaper::ALL.into_iter().filter(|paper| found.may_print(*paper));
    let each = each.flat_map(|paper| {
        FORMATS.map(|(ending, format)| {
            let href = format!("{HERE}/{}/papers/{}.{ending}", found.it.id, paper.word());
            (href, format!("{}（{format}）", paper.label()))
        })
    });
    each.collect()
}

fn act_view(id: &str, act: Act, state: Stage) -> ActView {
    let confirm = match act {
        Act::Start => "开始后专家可以评分；提交以前，谁也看不到他们的评分。",
        Act::Draw => "汇总后专家不能再改评分，需要时可以重新评分。",
        Act::Consult => "部门将看到得分、等级和报告，看不到哪位专家评了多少分。",
        Act::Settle => "审定后得分、意见和报告固定下来，谁也不能再改。",
        _ => "",
    };
    let kind = match act {
        Act::Withdraw => "danger",
        Act::Reopen | Act::Redraw => "",
        _ => "main",
    };
    ActView {
        href: format!("{HERE}/{id}/acts/{}", act.word()),
        name: act.label(),
        kind,
        confirm,
        needs: act.needs(state).unwrap_or_default(),
    }
}
