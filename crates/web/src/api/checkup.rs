//! Check-ups and rest of model workers in batches.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use office::registers::checkup::{CandidateLine, Hardship, Served, Wanted};
use serde::{Deserialize, Serialize};
use store::registers::entries::Seen;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use write::Format;

use super::take::{Asked, At, Plain, Sent, day, day_or, owner, words, words_or_null};
use crate::signed::Caller;
use crate::{App, WebError, download};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_checkup, serve_checkup)).routes(routes!(print_checkup))
}

/// Whom it is for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CheckupAsked {
    /// 单位的标识；不写就是本人所在单位。
    owner: String,
    /// checkup 体检，rest 疗休养；不写就是体检。
    #[param(schema_with = services)]
    kind: Option<String>,
    /// 哪一天办；不写就是今天。
    #[param(format = Date)]
    served_on: Option<String>,
    /// 这一天以来办过同一种的不再安排；不写就是当年1月1日。
    #[param(format = Date)]
    since: Option<String>,
    /// 档案状态的代号；不写为不限。
    state: Option<String>,
    /// 称号级别的代号；不写为不限。
    level: Option<String>,
    /// 荣誉称号里的字词。
    title: Option<String>,
    /// 只要困难劳模。
    poor: bool,
    /// 显示个人信息原文：须有权限，并记入审计日志。
    #[param(value_type = bool)]
    plain: Plain,
}

/// 名单给谁。
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "kind": "checkup", "served_on": "2025-10-15" }))]
pub(crate) struct CheckupWanted {
    /// 单位的标识；不写就是本人所在单位。
    owner: String,
    /// checkup 体检，rest 疗休养；不写就是体检。
    #[schema(schema_with = service_or_null)]
    kind: Option<String>,
    /// 哪一天办；不写就是今天。
    #[schema(format = Date)]
    served_on: Option<String>,
    /// 这一天以来办过同一种的不再安排；不写就是当年1月1日。
    #[schema(format = Date)]
    since: Option<String>,
    /// 档案状态的代号；不写为不限。
    state: Option<String>,
    /// 称号级别的代号；不写为不限。
    level: Option<String>,
    /// 荣誉称号里的字词。
    title: Option<String>,
    /// 只要困难劳模。
    poor: bool,
}

/// 办过的一批体检或疗休养。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "checkup", "served_on": "2025-10-15", "place": "县医院",
    "models": [{ "owner": "01J8ZQ", "id": 3, "version": 1 }] }))]
pub(crate) struct CheckupServed {
    /// 单位的标识；不写就是本人所在单位。
    #[serde(default)]
    owner: String,
    #[schema(schema_with = services)]
    kind: String,
    #[schema(format = Date)]
    served_on: String,
    /// 这一天以来办过同一种的不再安排；不写就是当年1月1日。
    #[schema(format = Date)]
    since: Option<String>,
    /// 地点。
    #[serde(default)]
    place: String,
    /// 会议决定编号；可以不写。
    #[serde(default)]
    decision: String,
    /// 批次名称；可以不写。
    #[serde(default)]
    batch: String,
    /// 参加的人。
    models: Vec<ModelSeen>,
}

/// 一位劳模的档案和看到的版本。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ModelSeen {
    /// 档案所属单位的标识。
    owner: String,
    id: i64,
    /// 看到的版本；之后有人改过的，不会照办。
    version: i64,
}

/// 可以安排和不能安排的劳模。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckupBatch {
    /// 能安排的在前。
    items: Vec<ModelLine>,
    /// 能安排的有几人。
    fit: usize,
}

/// 一位劳模。
#[derive(Debug, Serialize, ToSchema)]
struct ModelLine {
    owner: String,
    id: i64,
    version: i64,
    name: String,
    level: String,
    title: String,
    unit: String,
    state: String,
    /// 上一次办同一种的日期。
    last: Option<String>,
    /// 不能安排的原因；空为能安排。
    refused: Vec<String>,
}

/// 登记的结果。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckupDone {
    /// 登记了几人。
    count: usize,
}

fn service_or_null() -> Object {
    words_or_null(office::registers::checkup::KINDS)
}

fn services() -> Object {
    words(office::registers::checkup::KINDS)
}

/// Those who come into question.
#[utoipa::path(get, path = "/api/v1/registers/model_worker/batch", tag = "台账",
    summary = "劳模体检、疗休养：可以安排哪些人", params(CheckupAsked),
    responses((status = 200, description = "名单", body = CheckupBatch)))]
pub(crate) async fn show_checkup(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<CheckupAsked>,
) -> Result<Json<CheckupBatch>, WebError> {
    let (named, wish) = (asked.owner.clone(), asked.plain.wish());
    let (owner, wanted) = (owner(&asker, Some(&named)), wanted(&app, asked.into())?);
    let batch = app.office.checkup_batch(&asker, owner, &wanted, wish).await?;
    let items = batch.lines.iter().cloned().map(line).collect();
    Ok(Json(CheckupBatch { items, fit: batch.fit }))
}

/// Enters a batch as done.
#[utoipa::path(post, path = "/api/v1/registers/model_worker/batch", tag = "台账",
    summary = "登记一批办过的体检或疗休养：记入劳模待遇台账，有一人不能安排就都不登记",
    request_body = CheckupServed,
    responses((status = 200, description = "已登记", body = CheckupDone)))]
pub(crate) async fn serve_checkup(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent<CheckupServed>,
) -> Result<Json<CheckupDone>, WebError> {
    let begun = Wanted::begun(day("served_on", &sent.served_on)?);
    let since = day_or("since", sent.since.as_deref(), begun.since)?;
    let model = |one: ModelSeen| (one.owner, Seen { id: one.id, version: one.version });
    let served = Served {
        wanted: Wanted { kind: sent.kind, since, ..begun },
        place: sent.place,
        decision: sent.decision,
        batch: sent.batch,
        models: sent.models.into_iter().map(model).collect(),
    };
    let owner = owner(&asker, Some(&sent.owner));
    Ok(Json(CheckupDone { count: app.office.serve_models(&asker, owner, &served).await? }))
}

/// The roster.
#[utoipa::path(post, path = "/api/v1/registers/model_worker/batch/roster/{format}", tag = "台账",
    summary = "劳模体检、疗休养名单：含完整号码，记入审计日志",
    params(("format" = String, Path, pattern = "^(docx|xlsx|pdf|html|txt)$")),
    request_body = CheckupWanted,
    responses((status = 200, description = "文件", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/pdf"),
        (String = "text/html; charset=utf-8"),
        (String = "text/plain; charset=utf-8")))))]
pub(crate) async fn print_checkup(
    State(app): State<App>,
    Caller(asker): Caller,
    At(format): At<String>,
    Sent(sent): Sent<CheckupWanted>,
) -> Result<Response, WebError> {
    let format = Format::of_ending(&format).ok_or(WebError::NotFound)?;
    let named = sent.owner.clone();
    let (owner, wanted) = (owner(&asker, Some(&named)), wanted(&app, sent)?);
    let roster = app.office.checkup_roster(&asker, owner, &wanted).await?;
    download::document(roster, &format!("劳模名单{}", wanted.served_on), format).await
}

impl From<CheckupAsked> for CheckupWanted {
    fn from(asked: CheckupAsked) -> CheckupWanted {
        let CheckupAsked { owner, kind, served_on, since, state, level, title, poor, .. } = asked;
        CheckupWanted { owner, kind, served_on, since, state, level, title, poor }
    }
}

fn wanted(app: &App, sent: CheckupWanted) -> Result<Wanted, WebError> {
    let today = app.office.now().day();
    let begun = Wanted::begun(day_or("served_on", sent.served_on.as_deref(), today)?);
    Ok(Wanted {
        kind: sent.kind.unwrap_or(begun.kind),
        served_on: begun.served_on,
        since: day_or("since", sent.since.as_deref(), begun.since)?,
        state: sent.state.unwrap_or_default(),
        level: sent.level.unwrap_or_default(),
        title: sent.title.unwrap_or_default(),
        hardship: if sent.poor { Hardship::Only } else { Hardship::Any },
    })
}

fn line(line: CandidateLine) -> ModelLine {
    ModelLine {
        owner: line.owner,
        id: line.id,
        version: line.version,
        name: line.name,
        level: line.level,
        title: line.title,
        unit: line.unit,
        state: line.state,
        last: line.last.map(|day| day.to_string()),
        refused: line.refused,
    }
}
