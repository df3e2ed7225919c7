//! A form of formal monitoring as programs see it.

use office::monitoring::filling::Form;
use office::monitoring::sheet::{Likelihood, Sheet, SheetRow};
use serde::Serialize;
use store::monitoring::{Listed, Step, TaskState};
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::take::{words, words_or_null};
use crate::pages::monitoring::{LIGHTS, word};

/// 一张监控表在列表里。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonitoringLine {
    id: String,
    owner: String,
    owner_name: String,
    statement: String,
    year: i64,
    #[schema(format = Date)]
    day: String,
    #[schema(format = Date)]
    due_on: String,
    #[schema(schema_with = task_states)]
    state: &'static str,
    state_name: &'static str,
    /// 每改一次加一；改动时要写上看到的那一个。
    revision: i64,
}

/// 一张监控表。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonitoringOut {
    task: MonitoringLine,
    /// 审定时全表的 SM3 摘要；没有审定的为空。
    digest: String,
    /// 财政部门的整改要求。
    demands: String,
    /// 现在能办的事项。
    acts: Vec<&'static str>,
    may_fill: bool,
    /// 提交前还要填的。
    lacking: Vec<String>,
    /// 现在的数和表上不一致的。
    changes: Vec<String>,
    sheets: Vec<MonitoringSheet>,
    way: Vec<MonitoringStep>,
}

/// 一个项目的监控表。
#[derive(Debug, Serialize, ToSchema)]
struct MonitoringSheet {
    /// 项目的标识：项目编码，没有编码的用名称。
    key: String,
    name: String,
    #[schema(schema_with = task_lights)]
    light: &'static str,
    payments: String,
    /// 项目资金，按来源。
    funds: Vec<MonitoringFund>,
    /// 绩效目标执行总体情况。
    progress: String,
    rows: Vec<MonitoringIndicator>,
}

/// 一种来源的资金，单位：分。
#[derive(Debug, Serialize, ToSchema)]
struct MonitoringFund {
    source: &'static str,
    initial_fen: i64,
    adjusted_fen: i64,
    executed_fen: i64,
}

/// 监控表上的一项指标。
#[derive(Debug, Serialize, ToSchema)]
struct MonitoringIndicator {
    key: String,
    dimension: String,
    aspect: String,
    name: String,
    target: String,
    done: String,
    /// 值从哪里来。
    standing: String,
    #[schema(schema_with = task_lights)]
    light: &'static str,
    because: String,
    typed: TypedOut,
}

/// 部门补充填写的。
#[derive(Debug, Serialize, ToSchema)]
struct TypedOut {
    /// 全年预计完成情况。
    forecast: String,
    /// 偏差原因。
    reasons: Vec<&'static str>,
    /// 原因说明。
    explanation: String,
    /// 改进措施。
    measures: String,
    /// 完成目标可能性；没有选的为 null。
    #[schema(schema_with = likelihoods)]
    likelihood: Option<&'static str>,
}

/// 流转的一步。
#[derive(Debug, Serialize, ToSchema)]
struct MonitoringStep {
    act: String,
    #[schema(schema_with = task_states)]
    from: &'static str,
    #[schema(schema_with = task_states)]
    to: &'static str,
    reason: String,
    by_name: String,
    #[schema(format = DateTime)]
    at: String,
}

fn task_states() -> Object {
    words(TaskState::ALL.iter().map(|state| state.word()))
}

fn task_lights() -> Object {
    words(LIGHTS.map(word))
}

pub(crate) fn likelihoods() -> Object {
    words_or_null(Likelihood::ALL.map(Likelihood::word))
}

/// A form in a list.
pub(crate) fn line(listed: &Listed) -> MonitoringLine {
    let task = &listed.task;
    MonitoringLine {
        id: task.id.clone(),
        owner: task.owner.clone(),
        owner_name: listed.owner_name.clone(),
        statement: task.statement.clone(),
        year: task.year,
        day: task.day.clone(),
        due_on: task.due_on.clone(),
        state: task.state.word(),
        state_name: task.state.label(),
        revision: task.revision,
    }
}

/// A form with all that belongs to it.
pub(crate) fn whole(form: &Form) -> MonitoringOut {
    let step = |step: &Step| MonitoringStep {
        act: step.act.clone(),
        from: step.from.word(),
        to: step.to.word(),
        reason: step.reason.clone(),
        by_name: step.by_name.clone(),
        at: step.at.clone(),
    };
    MonitoringOut {
        task: line(&form.listed),
        digest: form.listed.task.digest.clone(),
        demands: form.listed.task.demands.clone(),
        acts: form.acts.iter().map(|act| act.word()).collect(),
        may_fill: form.may_fill,
        lacking: form.lacking.clone(),
        changes: form.changes.clone(),
        sheets: form.sheets.iter().map(sheet).collect(),
        way: form.way.iter().map(step).collect(),
    }
}

fn sheet(sheet: &Sheet) -> MonitoringSheet {
    let funds = sheet.funds.iter().map(|fund| MonitoringFund {
        source: fund.source.label(),
        initial_fen: fund.initial.fen(),
        adjusted_fen: fund.adjusted.fen(),
        executed_fen: fund.executed.fen(),
    });
    MonitoringSheet {
        key: sheet.key.clone(),
        name: sheet.name.clone(),
        light: word(sheet.light),
        payments: sheet.payments.clone(),
        funds: funds.collect(),
        progress: sheet.progress.clone(),
        rows: sheet.rows.iter().map(row).collect(),
    }
}

fn row(row: &SheetRow) -> MonitoringIndicator {
    let typed = &row.typed;
    MonitoringIndicator {
        key: row.key.clone(),
        dimension: row.dimension.clone(),
        aspect: row.aspect.clone(),
        name: row.name.clone(),
        target: row.target.clone(),
        done: row.done.clone(),
        standing: row.standing.clone(),
        light: word(row.light),
        because: row.because.clone(),
        typed: TypedOut {
            forecast: typed.forecast.clone(),
            reasons: typed.reasons.iter().map(|one| one.word()).collect(),
            explanation: typed.explanation.clone(),
            measures: typed.measures.clone(),
            likelihood: typed.likelihood.map(Likelihood::word),
        },
    }
}
