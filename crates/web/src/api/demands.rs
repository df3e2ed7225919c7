//! Demands for rectification: all of them, one of them, raising one.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::demands::raising::DemandText;
use office::demands::{Shown, days_left};
use serde::{Deserialize, Serialize};
use store::demands::{
    Decider, Demand, DemandState, Filter, Ordering, Origin, ProblemKind, Proof, Step, StepAct,
};
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, Made, Sent, owner, window, words};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_demands, raise_demand)).routes(routes!(show_demand))
}

/// Which demands.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DemandsAsked {
    /// 只要这个状态的：open 待整改，answered 已答复，returned 已退回，confirmed 已确认，withdrawn 已撤回。
    #[param(schema_with = states)]
    state: Option<DemandState>,
    /// 只要这样发现的。
    #[param(schema_with = origins)]
    origin: Option<Origin>,
    /// 只要这个单位的。
    owner: Option<String>,
    /// 只要这个年度的。
    year: Option<i64>,
    /// 只要逾期没有答复的。
    late: bool,
    /// 搜索：问题、要求、项目、文号、责任人里的字词，用空格隔开。
    q: String,
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

/// 一条整改要求。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DemandLine {
    id: String,
    /// 由哪个单位整改。
    owner: String,
    owner_name: String,
    /// 看到的版本，办理时带回。
    version: i64,
    year: i64,
    /// 怎样发现的。
    #[schema(schema_with = origins)]
    origin: &'static str,
    /// 问题类型。
    #[schema(schema_with = kinds)]
    kind: &'static str,
    /// 整改通知书文号；空为没有。
    notice: String,
    /// 绩效文本的标识；没有的不针对文本。
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<String>,
    /// 对文本的哪一版提的；0为不针对文本。
    statement_version: i64,
    /// 所指位置的路径；空为整份文本。
    place: String,
    quoted: String,
    /// 项目或指标。
    subject: String,
    /// 发现的问题。
    found: String,
    /// 整改要求。
    asked: String,
    /// 依据。
    basis: String,
    /// 判定方式：none 人工核实，rule 文本审核规则，check 台账核对。
    #[schema(schema_with = deciders)]
    decider: &'static str,
    /// 规则或核对的代码；人工核实的为空。
    code: String,
    #[schema(format = Date)]
    due_on: String,
    /// 还剩几天，负数为逾期几天；不等答复的没有。
    #[serde(skip_serializing_if = "Option::is_none")]
    days_left: Option<i32>,
    responsible: String,
    #[schema(schema_with = states)]
    state: &'static str,
    /// 往年同类的整改要求；没有的不是再次发生。
    #[serde(skip_serializing_if = "Option::is_none")]
    again: Option<String>,
    /// 提出人姓名。
    by_name: String,
    #[schema(format = DateTime)]
    at: String,
}

/// 一条整改要求，连同经过、佐证和系统判定。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DemandWhole {
    demand: DemandLine,
    /// 提出的单位和角色。
    from_name: String,
    steps: Vec<DemandStep>,
    files: Vec<DemandFile>,
    /// 现在的系统判定；人工核实的、已经办结的没有。
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<DemandVerdict>,
    /// 本人现在能不能答复。
    may_answer: bool,
    /// 本人是不是提出方，能确认、退回、撤回、改期限。
    is_ours: bool,
}

/// 系统判定。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DemandVerdict {
    /// 已消除为真，可以确认。
    is_gone: bool,
    /// 已消除、仍存在或无法判定，及说明。
    message: String,
}

/// 办理经过的一步。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DemandStep {
    number: i64,
    #[schema(schema_with = acts)]
    act: &'static str,
    /// 整改措施、核实意见或原因。
    body: String,
    /// 整改结果；只有答复有。
    result: String,
    /// 完成时间；空为没有完成或不是答复。
    finished_on: String,
    /// 当时的系统判定；空为没有。
    verdict: String,
    by_name: String,
    #[schema(format = DateTime)]
    at: String,
}

/// 一个佐证文件。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DemandFile {
    id: String,
    /// 随第几步答复送出；没有的等下一次答复。
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<i64>,
    name: String,
    /// 大小，单位：字节。
    size: i64,
    by_name: String,
    #[schema(format = DateTime)]
    at: String,
}

/// 要提出的整改要求。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "owner": "0190a1", "year": 2026, "origin": "monitoring",
    "kind": "spending", "found": "6月底支付进度30%，计划60%", "asked": "9月底前补齐进度",
    "due_on": "2026-09-30" }))]
pub(crate) struct NewDemand {
    /// 整改单位的标识；不写就是本人所在单位。
    #[serde(default)]
    owner: String,
    #[schema(minimum = 2000, maximum = 2100)]
    year: i64,
    #[schema(schema_with = origins)]
    origin: Origin,
    #[schema(schema_with = kinds)]
    kind: ProblemKind,
    /// 整改通知书文号；同一文号的一起打印。
    #[serde(default)]
    #[schema(max_length = 60)]
    notice: String,
    /// 绩效文本的标识；不写为不针对文本。
    #[serde(default)]
    statement: String,
    /// 所指位置的路径；不写为整份文本。
    #[serde(default)]
    place: String,
    /// 引用的原文；不写为这一处现在的文字。
    #[serde(default)]
    #[schema(max_length = 500)]
    quoted: String,
    /// 项目或指标。
    #[serde(default)]
    #[schema(max_length = 100)]
    subject: String,
    #[schema(min_length = 1, max_length = 2000)]
    found: String,
    #[schema(min_length = 1, max_length = 2000)]
    asked: String,
    #[serde(default)]
    #[schema(max_length = 500)]
    basis: String,
    /// 判定方式；不写为人工核实。
    #[serde(default = "nobody")]
    #[schema(schema_with = deciders)]
    decider: Decider,
    /// 规则或核对的代码；人工核实的不写。
    #[serde(default)]
    code: String,
    #[schema(format = Date)]
    due_on: String,
    /// 责任人或责任科室；不写为整改单位。
    #[serde(default)]
    #[schema(max_length = 60)]
    responsible: String,
}

fn nobody() -> Decider {
    Decider::Nobody
}

fn states() -> Object {
    words(DemandState::ALL.iter().map(|one| one.word()))
}

fn origins() -> Object {
    words(Origin::ALL.iter().map(|one| one.word()))
}

fn kinds() -> Object {
    words(ProblemKind::ALL.iter().map(|one| one.word()))
}

fn deciders() -> Object {
    words(Decider::ALL.iter().map(|one| one.word()))
}

fn acts() -> Object {
    words(StepAct::ALL.iter().map(|one| one.word()))
}

/// All of them.
#[utoipa::path(get, path = "/api/v1/demands", tag = "整改",
    summary = "整改要求列表，期限近的在前，办结的在后", params(DemandsAsked),
    responses((status = 200, description = "整改要求", body = List<DemandLine>)))]
pub(crate) async fn list_demands(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<DemandsAsked>,
) -> Result<Json<List<DemandLine>>, WebError> {
    let (skip, take) = window(asked.page, asked.take)?;
    let today = app.office.now().day();
    let filter = Filter {
        states: asked.state.into_iter().collect(),
        origin: asked.origin,
        owner: asked.owner,
        year: asked.year,
        late_on: asked.late.then(|| today.to_string()),
        words: asked.q,
        order: Ordering::Due,
        is_reversed: false,
        skip,
        take,
    };
    let list = app.office.list_demands(&asker, &filter).await?;
    let line = |one: store::demands::Listed| DemandLine::of(one.demand, one.owner_name, today);
    Ok(Json(List { items: list.items.into_iter().map(line).collect(), total: list.total }))
}

/// Raises one.
#[utoipa::path(post, path = "/api/v1/demands", tag = "整改",
    summary = "提出整改要求；按规则或核对判定的，现在须查得出问题", request_body = NewDemand,
    responses((status = 201, description = "已提出", body = Made)))]
pub(crate) async fn raise_demand(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(new): Sent<NewDemand>,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let text = DemandText {
        owner: owner(&asker, Some(&new.owner)).to_owned(),
        year: new.year.to_string(),
        origin: new.origin.word().to_owned(),
        kind: new.kind.word().to_owned(),
        notice: new.notice,
        statement: new.statement,
        place: new.place,
        quoted: new.quoted,
        subject: new.subject,
        found: new.found,
        asked: new.asked,
        basis: new.basis,
        decider: new.decider.word().to_owned(),
        code: new.code,
        due_on: new.due_on,
        responsible: new.responsible,
    };
    let id = app.office.raise_demand(&asker, &text).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/demands/{id}", tag = "整改",
    summary = "一条整改要求、经过、佐证和现在的系统判定", params(("id" = String, Path)),
    responses((status = 200, description = "整改要求", body = DemandWhole)))]
pub(crate) async fn show_demand(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<DemandWhole>, WebError> {
    let today = app.office.now().day();
    let shown = app.office.demand(&asker, &id).await?;
    let Shown {
        demand, owner_name, from_name, steps, proofs, verdict, may_answer, is_ours, ..
    } = shown;
    Ok(Json(DemandWhole {
        demand: DemandLine::of(demand, owner_name, today),
        from_name,
        steps: steps.into_iter().map(step).collect(),
        files: proofs.into_iter().map(file).collect(),
        verdict: verdict
            .map(|one| DemandVerdict { is_gone: one.is_gone(), message: one.to_string() }),
        may_answer,
        is_ours,
    }))
}

impl DemandLine {
    fn of(it: Demand, owner_name: String, today: jiff::civil::Date) -> DemandLine {
        DemandLine {
            days_left: days_left(&it, today),
            id: it.id,
            owner: it.owner,
            owner_name,
            version: it.version,
            year: it.year,
            origin: it.origin.word(),
            kind: it.kind.word(),
            notice: it.notice,
            statement: it.statement,
            statement_version: it.statement_version,
            place: it.place,
            quoted: it.quoted,
            subject: it.subject,
            found: it.found,
            asked: it.asked,
            basis: it.basis,
            decider: it.decider.word(),
            code: it.code,
            due_on: it.due_on,
            responsible: it.responsible,
            state: it.state.word(),
            again: it.again,
            by_name: it.by_name,
            at: it.at,
        }
    }
}

fn step(it: Step) -> DemandStep {
    DemandStep {
        number: it.number,
        act: it.act.word(),
        body: it.body,
        result: it.result,
        finished_on: it.finished_on,
        verdict: it.verdict,
        by_name: it.by_name,
        at: it.at,
    }
}

fn file(it: Proof) -> DemandFile {
    DemandFile {
        id: it.file,
        step: it.step,
        name: it.name,
        size: it.size,
        by_name: it.by_name,
        at: it.at,
    }
}
