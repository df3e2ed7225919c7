//! The running year of a statement: values, bindings, values that are entered.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use measure::Arguments;
use office::acts::Scan;
use office::beginning::Upload;
use office::year::binding::{Bound, Value};
use office::year::proposing::Proposed;
use office::year::{Group, Row, Standing, Year};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, Made, Parcel, Sent, day, day_or};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    let files = OpenApiRouter::new()
        .routes(routes!(enter_with_proof))
        .layer(DefaultBodyLimit::max(office::beginning::LARGEST_FILE + (1 << 20)));
    OpenApiRouter::new()
        .routes(routes!(show_year))
        .routes(routes!(list_proposals))
        .routes(routes!(bind_indicators))
        .routes(routes!(unbind_indicator))
        .routes(routes!(enter_value))
        .routes(routes!(void_value))
        .merge(files)
}

/// 截至哪一天。
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct YearAsked {
    /// 截至这一天，YYYY-MM-DD；不写就是今天。
    #[param(format = Date)]
    day: Option<String>,
}

/// 一份文本各项指标的完成值。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct YearOut {
    statement: String,
    year: i16,
    /// 截至哪一天。
    as_of: String,
    /// 按第几版文本。
    version: i64,
    projects: Vec<YearProject>,
}

/// 一个项目的资金和指标；没有编码和资金的是部门整体。
#[derive(Debug, Serialize, ToSchema)]
struct YearProject {
    name: String,
    code: String,
    /// 全年预算，单位：分。
    budget_fen: Option<i64>,
    /// 已支出，单位：分。
    spent_fen: Option<i64>,
    /// 执行率，%。
    rate: Option<String>,
    indicators: Vec<YearIndicator>,
}

/// 一项指标的完成值和来源。
#[derive(Debug, Serialize, ToSchema)]
struct YearIndicator {
    /// 指标的标识：绑定和录入时用它。
    key: String,
    name: String,
    target: String,
    /// 完成值；没有的为 null。
    value: Option<String>,
    /// 来源：台账、录入、待录入、取不出数、未绑定。
    standing: String,
    /// 怎样得出，或为什么没有。
    said: String,
    /// 绑定的取数代号；录入的为 null。
    measure: Option<String>,
}

/// 一项绑定。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BindingSent {
    /// 指标的标识。
    key: String,
    /// 取数代号；不写就是由人工录入，要写原因。
    #[serde(default)]
    measure: String,
    /// 选定的条件，如救助种类。
    #[serde(default)]
    choices: BTreeMap<String, Vec<String>>,
    /// 完成期限；只有问期限的取数才写。
    #[schema(format = Date)]
    deadline: Option<String>,
    /// 台账给不出的原因，或备注。
    #[serde(default)]
    reason: String,
}

/// 要绑定的各项；要么全部办，要么全不办。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BindingsSent {
    items: Vec<BindingSent>,
}

/// 取消哪一项绑定。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnbindSent {
    /// 指标的标识。
    key: String,
}

/// 录入的完成值。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValueSent {
    /// 指标的标识。
    key: String,
    /// 截至日期，YYYY-MM-DD。
    #[schema(format = Date)]
    as_of: String,
    /// 完成值：480人、95%、2026年6月20日、达成预期指标。
    words: String,
    /// 数据来源或依据。
    reason: String,
}

/// 录入完成值的表单，可带证明材料。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it describes a form, which is taken apart piece by piece")]
struct ValueForm {
    key: String,
    /// YYYY-MM-DD
    as_of: String,
    words: String,
    reason: String,
    #[schema(format = Binary)]
    file: Option<String>,
}

/// 撤销的原因。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValueVoid {
    reason: String,
}

/// Values as of a day.
#[utoipa::path(get, path = "/api/v1/statements/{id}/year", tag = "绩效年度",
    summary = "各项指标的完成值和来源", params(("id" = String, Path), YearAsked),
    responses((status = 200, description = "完成值", body = YearOut)))]
pub(crate) async fn show_year(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Asked(asked): Asked<YearAsked>,
) -> Result<Json<YearOut>, WebError> {
    let as_of = day_or("day", asked.day.as_deref(), app.office.now().day())?;
    Ok(Json(out(&*app.office.year(&asker, &id, as_of).await?)))
}

/// 对一项还没有绑定的指标的建议。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposedOut {
    /// 指标的标识。
    key: String,
    /// 可以绑定的取数，最合适的在前。
    measures: Vec<ProposedMeasure>,
    /// 台账给不出时，为什么要人工录入；否则为 null。
    entered: Option<String>,
}

/// 一项建议的取数。
#[derive(Debug, Serialize, ToSchema)]
struct ProposedMeasure {
    code: String,
    title: String,
    choices: BTreeMap<String, Vec<String>>,
    deadline: Option<String>,
    /// 是否有把握：可以直接采用。
    is_certain: bool,
    because: String,
}

/// What is proposed.
#[utoipa::path(get, path = "/api/v1/statements/{id}/year/proposals", tag = "绩效年度",
    summary = "对未绑定指标的建议", params(("id" = String, Path)),
    responses((status = 200, description = "建议", body = List<ProposedOut>)))]
pub(crate) async fn list_proposals(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<List<ProposedOut>>, WebError> {
    let year = app.office.year(&asker, &id, app.office.now().day()).await?;
    let all = app.office.proposed(&asker, &year).await?;
    Ok(Json(List::whole(all.into_iter().map(proposed).collect())))
}

fn proposed(one: Proposed) -> ProposedOut {
    let measure = |(one, title): (measure::Proposal, String)| ProposedMeasure {
        code: one.measure,
        title,
        choices: one.arguments.choices,
        deadline: one.arguments.deadline.map(|day| day.to_string()),
        is_certain: one.is_certain,
        because: one.because,
    };
    let measures = one.measures.into_iter().map(measure).collect();
    ProposedOut { key: one.key, measures, entered: one.entered }
}

/// Binds indicators.
#[utoipa::path(post, path = "/api/v1/statements/{id}/year/bindings", tag = "绩效年度",
    summary = "绑定指标取数", params(("id" = String, Path)), request_body = BindingsSent,
    responses((status = 200, description = "绑定后的完成值", body = YearOut)))]
pub(crate) async fn bind_indicators(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<BindingsSent>,
) -> Result<Json<YearOut>, WebError> {
    let all: Vec<Bound> = sent.items.into_iter().map(bound).collect::<Result<_, _>>()?;
    app.office.bind(&asker, &id, &all).await?;
    Ok(Json(out(&*app.office.year(&asker, &id, app.office.now().day()).await?)))
}

/// Takes a binding away.
#[utoipa::path(post, path = "/api/v1/statements/{id}/year/unbind", tag = "绩效年度",
    summary = "取消一项绑定", params(("id" = String, Path)), request_body = UnbindSent,
    responses((status = 200, description = "取消后的完成值", body = YearOut)))]
pub(crate) async fn unbind_indicator(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<UnbindSent>,
) -> Result<Json<YearOut>, WebError> {
    app.office.unbind(&asker, &id, &sent.key).await?;
    Ok(Json(out(&*app.office.year(&asker, &id, app.office.now().day()).await?)))
}

/// Enters a value.
#[utoipa::path(post, path = "/api/v1/statements/{id}/year/values", tag = "绩效年度",
    summary = "录入台账给不出的完成值", params(("id" = String, Path)), request_body = ValueSent,
    responses((status = 200, description = "已录入", body = Made)))]
pub(crate) async fn enter_value(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<ValueSent>,
) -> Result<Json<Made>, WebError> {
    let ValueSent { key, as_of, words, reason } = sent;
    let value = Value { key, as_of, words, reason, proof: None };
    Ok(Json(Made { id: app.office.enter_value(&asker, &id, &value).await? }))
}

/// Enters a value with what proves it.
#[utoipa::path(post, path = "/api/v1/statements/{id}/year/values/form", tag = "绩效年度",
    summary = "录入完成值，附证明材料", params(("id" = String, Path)),
    request_body(content = inline(ValueForm), content_type = "multipart/form-data"),
    responses((status = 200, description = "已录入", body = Made)))]
pub(crate) async fn enter_with_proof(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    parts: Parcel,
) -> Result<Json<Made>, WebError> {
    let mut parts = parts.pieces(&["key", "as_of", "words", "reason"]).await?;
    let value = Value {
        key: parts.needed("key")?,
        as_of: parts.needed("as_of")?,
        words: parts.needed("words")?,
        reason: parts.needed("reason")?,
        proof: None,
    };
    let proof = parts.file()?.filter(|file| !file.bytes.is_empty());
    let proof = proof.map(|Upload { name, bytes }| Scan { name, bytes });
    let value = Value { proof, ..value };
    Ok(Json(Made { id: app.office.enter_value(&asker, &id, &value).await? }))
}

/// Takes a value back.
#[utoipa::path(post, path = "/api/v1/statements/{id}/year/values/{value}/void", tag = "绩效年度",
    summary = "撤销录入的完成值", params(("id" = String, Path), ("value" = String, Path)),
    request_body = ValueVoid,
    responses((status = 200, description = "撤销后的完成值", body = YearOut)))]
pub(crate) async fn void_value(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, value)): At<(String, String)>,
    Sent(sent): Sent<ValueVoid>,
) -> Result<Json<YearOut>, WebError> {
    app.office.void_value(&asker, &id, &value, &sent.reason).await?;
    Ok(Json(out(&*app.office.year(&asker, &id, app.office.now().day()).await?)))
}

fn bound(sent: BindingSent) -> Result<Bound, WebError> {
    let deadline = sent.deadline.as_deref().map(|text| day("deadline", text)).transpose()?;
    let arguments = Arguments { choices: sent.choices, deadline };
    Ok(Bound { key: sent.key, measure: sent.measure, arguments, reason: sent.reason })
}

fn out(year: &Year) -> YearOut {
    YearOut {
        statement: year.listed.statement.id.clone(),
        year: year.year,
        as_of: year.as_of.to_string(),
        version: year.version,
        projects: year.groups.iter().map(project).collect(),
    }
}

fn project(group: &Group) -> YearProject {
    let money = &group.execution;
    let has = group.project.is_some();
    let is_known = group.payments.is_some();
    YearProject {
        name: group.name.clone(),
        code: group.code.clone(),
        budget_fen: money.budget().filter(|_| has).map(ground::Money::fen),
        spent_fen: money.spent().filter(|_| has && is_known).map(ground::Money::fen),
        rate: money.rate().filter(|_| is_known).map(|rate| rate.to_string()),
        indicators: group.rows.iter().map(indicator).collect(),
    }
}

fn indicator(row: &Row) -> YearIndicator {
    let is_missing = row.actual.is_missing() && !matches!(row.standing, Standing::Computed(_));
    let measure = row.binding.as_ref().map(|one| one.measure.clone());
    YearIndicator {
        key: row.key.clone(),
        name: row.text.name().to_owned(),
        target: row.text.target_text().to_owned(),
        value: (!is_missing).then(|| row.words.clone()),
        standing: row.standing.label().to_owned(),
        said: crate::pages::year::said(row),
        measure: measure.filter(|code| !code.is_empty()),
    }
}
