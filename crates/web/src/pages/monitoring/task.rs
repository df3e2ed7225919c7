//! A form of formal monitoring: filled from the year, completed by the department, moved on its way, printed.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Redirect, Response};
use office::Permission;
use office::demands::noticed::{Noticed, Subject};
use office::monitoring::acts::{Act, ActText};
use office::monitoring::filling::Form as Whole;
use office::monitoring::sheet::{Filled, Likelihood, Reason, Sheet, SheetRow, Typed};
use rulebook::Light;
use serde::Deserialize;
use store::monitoring::Step;
use write::Format;

use super::{HERE, Lamp, lamp, state};
use crate::page::Page;
use crate::pages::demands::form::noticed_href;
use crate::pages::measures::Pairs;
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed_for, shown};
use crate::signed::Signed;
use crate::view::{address, time, wan};
use crate::{App, WebError, download};

/// `monitoring/task.html`
#[derive(Template)]
#[template(path = "monitoring/task.html")]
struct TaskPage {
    page: Page,
    title: String,
    here: String,
    watch: String,
    revision: i64,
    state: Lamp,
    due: String,
    late: bool,
    basis: String,
    digest: String,
    demands: String,
    may_fill: bool,
    sheets: Vec<SheetView>,
    lacking: Vec<String>,
    changes: Vec<String>,
    is_approved: bool,
    acts: Vec<ActView>,
    way: Vec<WayLine>,
}

/// The form of a project.
struct SheetView {
    id: usize,
    key: String,
    name: String,
    light: Lamp,
    payments: String,
    funds: Vec<[String; 4]>,
    forecast: String,
    progress: String,
    /// Where a demand is raised about its money; empty: the asker may raise none, or nothing is behind.
    demand: String,
    rows: Vec<RowView>,
}

/// An indicator of the form.
struct RowView {
    id: String,
    key: String,
    name: String,
    level: String,
    target: String,
    done: String,
    /// What comes out now, where that is not what was frozen.
    now: String,
    standing: String,
    light: Lamp,
    because: String,
    is_behind: bool,
    forecast: String,
    reasons: Vec<Choice>,
    /// The reasons in words.
    said: String,
    explanation: String,
    measures: String,
    likelihoods: Vec<Choice>,
    likelihood: &'static str,
    /// Where a demand is raised about it; empty: the asker may raise none, or nothing is behind.
    demand: String,
}

/// Something that may be done.
struct ActView {
    action: String,
    name: &'static str,
    kind: &'static str,
    label: &'static str,
    is_back: bool,
    is_approval: bool,
}

/// A step on the way.
struct WayLine {
    when: String,
    who: String,
    what: String,
    note: String,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    done: String,
}

/// What the form of an act sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ActForm {
    revision: i64,
    reason: String,
    demands: String,
}

/// The form.
pub(crate) async fn show_task(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let form = app.office.monitoring_task(&asker, &id).await?;
    let task = &form.listed.task;
    let year = i16::try_from(task.year).unwrap_or_default();
    let title = format!("{}{}绩效运行监控表", form.listed.owner_name, task.day);
    let back = address(HERE, &[("year", &task.year.to_string()), ("day", &task.day)]);
    let mut page = framed_for(&app, &asker, year, title.clone(), HERE).await?;
    page = page.under(back, "运行监控");
    if asked.done == "saved" {
        page = page.saying("good", "已保存。");
    } else if let Some(act) = Act::from_word(&asked.done) {
        page = page.saying("good", format!("已办理：{}。现在是“{}”。", act.label(), task.state));
    }
    let may_demand = asker.may_at(Permission::RaiseDemands, &form.path);
    let is_approved = task.state == store::monitoring::TaskState::Approved;
    let late = !is_approved && task.due_on < app.office.now().day().to_string();
    shown(&TaskPage {
        page,
        here: format!("{HERE}/tasks/{id}"),
        watch: format!("/statements/{}/watch?day={}", task.statement, task.day),
        revision: task.revision,
        state: state(task.state),
        due: task.due_on.clone(),
        late,
        basis: form.asked.as_ref().map(|asked| asked.basis.clone()).unwrap_or_default(),
        digest: task.digest.clone(),
        demands: task.demands.clone(),
        may_fill: form.may_fill,
        sheets: form
            .sheets
            .iter()
            .enumerate()
            .map(|(at, one)| sheet(&form, at, one, may_demand))
            .collect(),
        lacking: if form.may_fill { form.lacking.clone() } else { Vec::new() },
        changes: form.changes.clone(),
        is_approved,
        acts: acts(&form, &id),
        way: form.way.iter().rev().map(way).collect(),
        title,
    })
}

/// Keeps what was typed; hands the form in if that button was pressed.
pub(crate) async fn fill_task(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let get = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    let revision = get("revision").and_then(|text| text.parse().ok()).unwrap_or_default();
    let revision = app.office.fill_monitoring(&asker, &id, revision, &filled(&pairs)).await?;
    if get("act").is_none_or(|act| act != "submit") {
        return Ok(done(&id, "saved"));
    }
    let text = ActText::default();
    app.office.move_monitoring(&asker, &id, Act::Submit, revision, &text).await?;
    Ok(done(&id, Act::Submit.word()))
}

/// Moves the form on or back.
pub(crate) async fn move_task(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, act)): Path<(String, String)>,
    Form(form): Form<ActForm>,
) -> Result<Redirect, WebError> {
    let act = Act::from_word(&act).ok_or(WebError::NotFound)?;
    let text = ActText { reason: form.reason, demands: form.demands };
    app.office.move_monitoring(&asker, &id, act, form.revision, &text).await?;
    Ok(done(&id, act.word()))
}

/// 绩效运行监控表
pub(crate) async fn print_task(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, format)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let format = Format::of_ending(&format).ok_or(WebError::NotFound)?;
    let (document, name) = app.office.monitoring_paper(&asker, &id).await?;
    download::document(document, &name, format).await
}

fn done(id: &str, what: &str) -> Redirect {
    Redirect::to(&format!("{HERE}/tasks/{id}?done={what}"))
}

/// What was typed. Fields of an indicator are called `row-3-key`, `row-3-explanation`, those of a project
/// `sheet-0-key`, `sheet-0-progress`; a reason is sent as often as there are reasons.
fn filled(pairs: &Pairs) -> Filled {
    let mut rows: BTreeMap<&str, (String, Typed)> = BTreeMap::new();
    let mut sheets: BTreeMap<&str, (String, Option<String>)> = BTreeMap::new();
    for (name, value) in pairs {
        if let Some((at, field)) = name.strip_prefix("row-").and_then(|it| it.split_once('-')) {
            let (key, typed) = rows.entry(at).or_default();
            match field {
                "key" => value.clone_into(key),
                "forecast" => value.clone_into(&mut typed.forecast),
                "explanation" => value.clone_into(&mut typed.explanation),
                "measures" => value.clone_into(&mut typed.measures),
                "reason" => {
                    let known = Reason::ALL.into_iter().find(|one| one.word() == value);
                    typed.reasons.extend(known);
                }
                "likelihood" => {
                    let known = Likelihood::ALL.into_iter().find(|one| one.word() == value);
                    typed.likelihood = known;
                }
                _ => {}
            }
        }
        if let Some((at, field)) = name.strip_prefix("sheet-").and_then(|it| it.split_once('-')) {
            let (key, progress) = sheets.entry(at).or_default();
            match field {
                "key" => value.clone_into(key),
                "progress" => *progress = Some(value.clone()),
                _ => {}
            }
        }
    }
    let progress = sheets.into_values().filter_map(|(key, progress)| Some((key, progress?)));
    Filled { progress: progress.collect(), rows: rows.into_values().collect() }
}

fn sheet(form: &Whole, at: usize, sheet: &Sheet, may_demand: bool) -> SheetView {
    // What nobody recorded is not nothing.
    let fund = |fund: &office::monitoring::sheet::Fund| {
        [
            fund.source.label().to_owned(),
            wan(Some(fund.initial)),
            wan(Some(fund.adjusted)),
            wan(Some(fund.executed).filter(|_| sheet.sees_payments)),
        ]
    };
    let demand = |light, subject| match may_demand && matches!(light, Light::Red | Light::Yellow) {
        true => demand_href(form, subject),
        false => String::new(),
    };
    let row = |(nth, row): (usize, &SheetRow)| RowView {
        demand: demand(row.light, Subject::Indicator(row.key.clone())),
        ..self::row(form, &format!("{at}_{nth}"), row)
    };
    SheetView {
        id: at,
        key: sheet.key.clone(),
        name: sheet.name.clone(),
        light: lamp(sheet.light),
        payments: sheet.project.map_or_else(String::new, |_| sheet.payments.clone()),
        funds: sheet.funds.iter().map(fund).collect(),
        forecast: wan(sheet.forecast),
        progress: sheet.progress.clone(),
        demand: match sheet.project {
            Some(_) => demand(sheet.light, Subject::Money(sheet.key.clone())),
            None => String::new(),
        },
        rows: sheet.rows.iter().enumerate().map(row).collect(),
    }
}

fn demand_href(form: &Whole, subject: Subject) -> String {
    let task = &form.listed.task;
    noticed_href(&task.statement, &Noticed::Form(task.id.clone(), subject))
}

fn row(form: &Whole, id: &str, row: &SheetRow) -> RowView {
    let typed = &row.typed;
    let frozen = form.frozen.iter().find(|kept| kept.frozen.place == row.key);
    let reason = |one: Reason| Choice {
        value: one.word().to_owned(),
        name: one.label().to_owned(),
        chosen: typed.reasons.contains(&one),
    };
    let chosen = typed.likelihood.map_or("", Likelihood::word);
    let likelihood = |one: Likelihood| choice(one.word(), one.label(), chosen);
    let none = choice("", "请选择", chosen);
    let said: Vec<&str> = typed.reasons.iter().map(|one| one.label()).collect();
    RowView {
        id: id.to_owned(),
        key: row.key.clone(),
        name: row.name.clone(),
        level: row.aspect.clone(),
        target: row.target.clone(),
        done: row.done.clone(),
        now: frozen.and_then(|kept| kept.now.clone()).unwrap_or_default(),
        standing: row.standing.clone(),
        light: lamp(row.light),
        because: row.because.clone(),
        is_behind: row.is_behind(),
        forecast: typed.forecast.clone(),
        reasons: Reason::ALL.into_iter().map(reason).collect(),
        said: said.join("、"),
        explanation: typed.explanation.clone(),
        measures: typed.measures.clone(),
        likelihoods: std::iter::once(none)
            .chain(Likelihood::ALL.into_iter().map(likelihood))
            .collect(),
        likelihood: typed.likelihood.map_or("—", Likelihood::label),
        demand: String::new(),
    }
}

/// What may be done beside handing in, which is a button of the form itself.
fn acts(form: &Whole, id: &str) -> Vec<ActView> {
    let acts = form.acts.iter().filter(|act| **act != Act::Submit);
    let view = |act: &Act| ActView {
        action: format!("{HERE}/tasks/{id}/acts/{}", act.word()),
        name: act.label(),
        kind: match act {
            Act::PassOn | Act::Approve => "main",
            Act::GiveBack | Act::Return => "danger",
            Act::Submit | Act::TakeBack => "",
        },
        label: if act.is_back() { "退回的原因" } else { "意见（可不填）" },
        is_back: act.is_back(),
        is_approval: *act == Act::Approve,
    };
    acts.map(view).collect()
}

fn way(step: &Step) -> WayLine {
    WayLine {
        when: time(&step.at),
        who: step.by_name.clone(),
        what: format!("{}：{} → {}", step.act, step.from, step.to),
        note: step.reason.clone(),
    }
}
