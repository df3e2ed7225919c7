//! Statements as they stand: the list, one with its way, its versions, what the review finds.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::statements::{Filter, Listed, Ordering, State as Stage};
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::papers::FileLine;
use super::take::{Asked, At, List, window, words};
use super::whole::{finding, versions, whole};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_statements))
        .routes(routes!(show_statement))
        .routes(routes!(list_versions))
        .routes(routes!(show_version))
        .routes(routes!(list_findings))
}

/// 列表中的一份绩效文本。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatementLine {
    id: String,
    /// 编制单位的标识。
    owner: String,
    /// 编制单位的名称。
    owner_name: String,
    /// 预算年度。
    year: i64,
    title: String,
    /// 所处的状态。
    #[schema(schema_with = states)]
    state: &'static str,
    /// 状态的名称。
    state_name: &'static str,
    /// 最新一版的版次。
    version: i64,
    /// 批复的版次；0 为尚未批复。
    approved_version: i64,
    /// 公开的版次；0 为没有公开。
    published_version: i64,
    projects: i64,
    indicators: i64,
    /// 预算合计，单位：分。
    total_fen: Option<i64>,
    /// 财政拨款，单位：分。
    fiscal_fen: Option<i64>,
    /// 其他资金，单位：分。
    other_fen: Option<i64>,
    /// 未处理的错误数。
    errors: i64,
    warnings: i64,
    notes: i64,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    changed_at: String,
    /// 何时到了现在的状态。
    #[schema(format = DateTime)]
    state_since: String,
}

/// 一份绩效文本的全貌。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatementWhole {
    pub(crate) statement: StatementLine,
    pub(crate) versions: Vec<VersionLine>,
    /// 流转经过，先后为序。
    pub(crate) way: Vec<WayStep>,
    /// 现在您能办的事项。
    pub(crate) acts: Vec<ActLine>,
    pub(crate) due: Option<DueLine>,
    pub(crate) minutes: Vec<MinutesLine>,
    pub(crate) approvals: Vec<ApprovalLine>,
    pub(crate) files: Vec<FileLine>,
}

/// 一个版次。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionLine {
    pub(crate) number: i64,
    /// 由哪一版改来；0 为从头开始。
    pub(crate) parent: i64,
    /// 怎样来的：imported 导入，saved 保存，merged 合并，adjustment 目标调整。
    pub(crate) kind: &'static str,
    pub(crate) reason: String,
    /// 内容的 SM3 摘要。
    pub(crate) digest: String,
    /// 保存者的姓名。
    pub(crate) created_by: String,
    #[schema(format = DateTime)]
    pub(crate) created_at: String,
    /// 何时批复定稿；null 为没有。
    pub(crate) frozen_at: Option<String>,
}

/// 流转的一步。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WayStep {
    pub(crate) number: i64,
    pub(crate) act: String,
    #[schema(schema_with = states)]
    pub(crate) from: &'static str,
    #[schema(schema_with = states)]
    pub(crate) to: &'static str,
    pub(crate) version: i64,
    pub(crate) reason: String,
    pub(crate) by_name: String,
    #[schema(format = DateTime)]
    pub(crate) at: String,
}

/// 能办的一个事项。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ActLine {
    /// 用在地址里的词。
    pub(crate) act: &'static str,
    pub(crate) name: &'static str,
}

/// 现在这一步的期限。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DueLine {
    pub(crate) stage: &'static str,
    #[schema(format = Date)]
    pub(crate) on: String,
    /// 还剩几天；负数为逾期。
    pub(crate) days_left: i32,
    pub(crate) is_late: bool,
}

/// 一次集体研究。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MinutesLine {
    pub(crate) version: i64,
    pub(crate) held_on: String,
    pub(crate) present: String,
    pub(crate) decision: String,
    /// 是否研究通过。
    pub(crate) agreed: bool,
    /// 纪要扫描件的标识。
    pub(crate) file: Option<String>,
}

/// 一次批复。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApprovalLine {
    pub(crate) version: i64,
    /// 批复内容的 SM3 摘要。
    pub(crate) digest: String,
    /// 文号。
    pub(crate) document_number: String,
    pub(crate) remarks: String,
    pub(crate) by_name: String,
    #[schema(format = DateTime)]
    pub(crate) at: String,
}

/// 审核查出的一个问题。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FindingLine {
    /// 规则代码。
    pub(crate) code: String,
    pub(crate) title: &'static str,
    /// 程度：error 错误，warning 警告，note 提示。
    pub(crate) severity: &'static str,
    pub(crate) message: String,
    pub(crate) help: String,
    /// 所在位置的路径。
    pub(crate) place: String,
    /// 所在位置的名称。
    pub(crate) place_name: String,
    /// 所指的原文。
    pub(crate) words: String,
    /// 是否还待处理。
    pub(crate) is_open: bool,
    /// 负责人说明理由后保留的记录；null 为没有。
    pub(crate) acceptance: Option<AcceptanceLine>,
}

/// 说明理由后保留的问题。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcceptanceLine {
    pub(crate) id: String,
    pub(crate) reason: String,
    pub(crate) by_name: String,
    #[schema(format = DateTime)]
    pub(crate) at: String,
}

/// Which statements, in what order.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListAsked {
    /// 要找的字词，在标题和全文里找。
    q: Option<String>,
    /// 预算年度。
    year: Option<i64>,
    /// 只要这种状态的。
    #[param(schema_with = states)]
    state: Option<Stage>,
    /// 只要这个单位的。
    owner: Option<String>,
    /// 排列次序；前面加 - 为倒序。
    #[param(schema_with = orders)]
    sort: Option<String>,
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

const ORDERS: [(&str, Ordering); 7] = [
    ("changed", Ordering::Changed),
    ("title", Ordering::Title),
    ("owner", Ordering::Owner),
    ("year", Ordering::Year),
    ("state", Ordering::State),
    ("total", Ordering::Total),
    ("errors", Ordering::Errors),
];

/// States as the schema of a word.
pub(crate) fn states() -> Object {
    words(Stage::ALL.iter().map(|state| state.word()))
}

fn orders() -> Object {
    let both = |(word, _): (&str, Ordering)| [word.to_owned(), format!("-{word}")];
    words(ORDERS.into_iter().flat_map(both))
}

/// The list.
#[utoipa::path(get, path = "/api/v1/statements", tag = "绩效文本", summary = "绩效文本列表",
    params(ListAsked), responses((status = 200, description = "列表", body = List<StatementLine>)))]
pub(crate) async fn list_statements(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<ListAsked>,
) -> Result<Json<List<StatementLine>>, WebError> {
    let list = app.office.list_statements(&asker, &filter(asked)?).await?;
    let items = list.items.iter().map(StatementLine::of).collect();
    Ok(Json(List { items, total: list.total }))
}

/// One with its way.
#[utoipa::path(get, path = "/api/v1/statements/{id}", tag = "绩效文本",
    summary = "一份文本：状态、经过、期限、能办的事项", params(("id" = String, Path)),
    responses((status = 200, description = "全貌", body = StatementWhole)))]
pub(crate) async fn show_statement(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<StatementWhole>, WebError> {
    Ok(Json(whole(&app.office.dossier(&asker, &id).await?)))
}

/// Its versions.
#[utoipa::path(get, path = "/api/v1/statements/{id}/versions", tag = "绩效文本",
    summary = "一份文本的各版", params(("id" = String, Path)),
    responses((status = 200, description = "各版", body = List<VersionLine>)))]
pub(crate) async fn list_versions(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<List<VersionLine>>, WebError> {
    let dossier = app.office.dossier(&asker, &id).await?;
    Ok(Json(List::whole(versions(&dossier))))
}

/// The content of a version.
#[utoipa::path(get, path = "/api/v1/statements/{id}/versions/{number}", tag = "绩效文本",
    summary = "一版的内容（jiheng/statement/1）",
    params(("id" = String, Path), ("number" = i64, Path, minimum = 1, maximum = 1000000)),
    responses((status = 200, description = "jiheng/statement/1", body = Object)))]
pub(crate) async fn show_version(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, number)): At<(String, i64)>,
) -> Result<Json<Value>, WebError> {
    let (version, _) = app.office.examined(&asker, &id, number).await?;
    serde_json::from_str(&version.body).map(Json).map_err(|_| WebError::Broken)
}

/// What the review finds in a version.
#[utoipa::path(get, path = "/api/v1/statements/{id}/versions/{number}/findings", tag = "绩效文本",
    summary = "一版的审核结果",
    params(("id" = String, Path), ("number" = i64, Path, minimum = 1, maximum = 1000000)),
    responses((status = 200, description = "审核结果", body = List<FindingLine>)))]
pub(crate) async fn list_findings(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, number)): At<(String, i64)>,
) -> Result<Json<List<FindingLine>>, WebError> {
    let (_, judged) = app.office.findings(&asker, &id, number).await?;
    Ok(Json(List::whole(judged.iter().map(finding).collect())))
}

fn filter(asked: ListAsked) -> Result<Filter, WebError> {
    let (skip, take) = window(asked.page, asked.take)?;
    let sort = asked.sort.as_deref().unwrap_or("changed");
    let word = sort.strip_prefix('-').unwrap_or(sort);
    let known = ORDERS.iter().find(|(known, _)| *known == word);
    let unclear = || WebError::BadRequest("sort 填的次序没有，请对照接口说明".to_owned());
    Ok(Filter {
        year: asked.year,
        states: asked.state.into_iter().collect(),
        owner: asked.owner.filter(|owner| !owner.is_empty()),
        words: asked.q.unwrap_or_default(),
        order: known.map(|(_, order)| *order).ok_or_else(unclear)?,
        is_reversed: sort.starts_with('-'),
        skip,
        take,
    })
}

impl StatementLine {
    /// A statement as it is listed.
    pub(crate) fn of(listed: &Listed) -> StatementLine {
        let it = &listed.statement;
        StatementLine {
            id: it.id.clone(),
            owner: it.owner.clone(),
            owner_name: listed.owner_name.clone(),
            year: it.year,
            title: it.title.clone(),
            state: it.state.word(),
            state_name: it.state.label(),
            version: it.version,
            approved_version: it.approved_version,
            published_version: it.published_version,
            projects: it.figures.projects,
            indicators: it.figures.indicators,
            total_fen: it.figures.total.map(ground::Money::fen),
            fiscal_fen: it.figures.fiscal.map(ground::Money::fen),
            other_fen: it.figures.other.map(ground::Money::fen),
            errors: it.figures.errors,
            warnings: it.figures.warnings,
            notes: it.figures.notes,
            created_at: it.created_at.clone(),
            changed_at: it.changed_at.clone(),
            state_since: it.state_since.clone(),
        }
    }
}
