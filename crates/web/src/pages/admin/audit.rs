//! The audit trail: looked through, verified, taken away.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use office::trail::Verdict;
use office::{Asker, Moment};
use serde::Deserialize;
use store::audit::{Entry, Filter, Outcome};

use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{escaped, time};
use crate::{App, WebError, trail};

const HERE: &str = "/admin/audit";
/// How many lines a page has.
const LINES: u64 = 100;

/// `admin/audit.html`
#[derive(Template)]
#[template(path = "admin/audit.html")]
struct AuditPage {
    page: Page,
    head: Option<Shown>,
    verdict: Option<Said>,
    chosen: Chosen,
    acts: Vec<Choice>,
    rows: Vec<Shown>,
    query: String,
    next: Option<i64>,
}

/// What verifying has shown.
struct Said {
    tone: &'static str,
    icon: &'static str,
    text: String,
}

/// An entry.
struct Shown {
    number: i64,
    when: String,
    who: String,
    address: String,
    act: String,
    outcome: &'static str,
    tone: &'static str,
    icon: &'static str,
    detail: String,
    object: String,
    hash: String,
}

/// What is chosen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    who: String,
    act: String,
    object: String,
    from: String,
    to: String,
    before: String,
}

/// The list.
pub(crate) async fn list_audit(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Chosen>,
) -> Result<Html<String>, WebError> {
    shown(&page(&app, &asker, chosen, None).await?)
}

/// Goes over the whole chain and says what it has shown.
pub(crate) async fn verify_audit(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Html<String>, WebError> {
    let verdict = app.office.verify_trail(&asker).await?;
    shown(&page(&app, &asker, Chosen::default(), Some(verdict)).await?)
}

/// What passes the filter, for spreadsheets.
pub(crate) async fn export_csv(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Chosen>,
) -> Result<Response, WebError> {
    trail::csv(app, asker, filter(&chosen)).await
}

/// The whole chain in its order, from which anybody can verify it.
pub(crate) async fn export_json(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Response, WebError> {
    trail::lines(app, asker).await
}

async fn page(
    app: &App,
    asker: &Asker,
    chosen: Chosen,
    verdict: Option<Verdict>,
) -> Result<AuditPage, WebError> {
    let (entries, head) = app.office.list_trail(asker, &filter(&chosen)).await?;
    let mut acts = vec![choice("", "全部", &chosen.act)];
    let known = app.office.list_acts(asker).await?;
    acts.extend(known.into_iter().map(|act| choice(act.clone(), act, &chosen.act)));
    let is_full = entries.len() as u64 == LINES;
    Ok(AuditPage {
        page: framed(app, asker, "审计日志", HERE).await?,
        head: head.as_ref().map(entry),
        verdict: verdict.as_ref().map(said),
        acts,
        next: entries.last().filter(|last| is_full && last.number > 1).map(|last| last.number),
        rows: entries.iter().map(entry).collect(),
        query: format!(
            "who={}&act={}&object={}&from={}&to={}",
            escaped(&chosen.who),
            escaped(&chosen.act),
            escaped(&chosen.object),
            escaped(&chosen.from),
            escaped(&chosen.to)
        ),
        chosen,
    })
}

fn filter(chosen: &Chosen) -> Filter {
    // A day begins in China eight hours before it does in UTC.
    let moment = |day: &str| Moment::from_text(&format!("{day}T00:00:00+08:00"));
    let text = |moment: Option<Moment>| moment.map(|at| at.to_string()).unwrap_or_default();
    Filter {
        who: chosen.who.trim().to_owned(),
        act: chosen.act.clone(),
        object: chosen.object.trim().to_owned(),
        from: text(moment(&chosen.from)),
        until: text(moment(&chosen.to).map(|day| day.plus_seconds(86_400))),
        before: chosen.before.parse().ok(),
        take: LINES,
    }
}

fn said(verdict: &Verdict) -> Said {
    let (tone, icon) = match verdict.breaks.is_empty() {
        true => ("good", "check-circle-fill"),
        false => ("error", "x-octagon-fill"),
    };
    Said { tone, icon, text: verdict.sentence() }
}

fn entry(entry: &Entry) -> Shown {
    let act = &entry.act;
    let (tone, icon) = match act.outcome {
        Outcome::Done => ("good", "check-lg"),
        Outcome::Refused => ("warning", "exclamation-triangle-fill"),
        Outcome::Failed => ("error", "x-octagon-fill"),
    };
    let who = match (act.name.as_str(), act.login.as_str()) {
        ("", login) => login.to_owned(),
        (name, "") => name.to_owned(),
        (name, login) => format!("{name}（{login}）"),
    };
    Shown {
        number: entry.number,
        when: time(&act.at),
        who,
        address: act.address.clone(),
        act: act.act.clone(),
        outcome: act.outcome.label(),
        tone,
        icon,
        detail: act.detail.clone(),
        object: format!("{} {}", act.object_kind, act.object),
        hash: entry.hash.clone(),
    }
}
