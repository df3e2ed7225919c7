//! Tables that were imported into registers, the progress of long imports, undoing.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::Asker;
use office::registers::importing::{Holding, ImportJob, ImportLine, Undone};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::table_imports::{ImportDone, import_done};
use super::take::{Asked, At, List, Sent, owner, part};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_imports))
        .routes(routes!(undo_import))
        .routes(routes!(show_job))
        .routes(routes!(cancel_job))
}

/// 办的是哪个单位的。
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct OwnerSent {
    /// 单位的标识；不写就是本人所在单位。
    owner: String,
}

/// 后台导入的进度。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportProgress {
    owner: String,
    file: String,
    /// waiting 等待，running 进行中，done 完成，failed 失败，cancelled 已取消。
    state: &'static str,
    done: u64,
    /// 大约一共多少行。
    total: u64,
    /// 完成后的结果；此前为 null。
    outcome: Option<ImportDone>,
    /// 没有导入的原因；空为没有出错。
    problem: String,
}

/// Whose imports, and which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportsAsked {
    /// 单位的标识；不写就是本人所在单位。
    owner: Option<String>,
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

/// 一次导入。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TableImport {
    id: i64,
    owner: String,
    owner_name: String,
    file: String,
    /// 文件的 SM3 摘要。
    digest: String,
    /// 新登记了多少条。
    rows: i64,
    /// done 已导入，undone 已撤销。
    state: &'static str,
    by: String,
    #[schema(format = DateTime)]
    at: String,
    undone_by: Option<String>,
    undone_at: Option<String>,
    /// 现在能不能撤销。
    may_undo: bool,
}

/// 撤销导入的结果。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UndoOutcome {
    /// 移除了多少条；没有撤销的为 null。
    removed: Option<u64>,
    /// 撤销不了的原因。
    held: Vec<HoldLine>,
}

/// 撤销不了的一个原因，和要看的记录。
#[derive(Debug, Serialize, ToSchema)]
struct HoldLine {
    message: String,
    /// 在哪本台账。
    register: String,
    /// 最前面一条的编号。
    first: i64,
    count: i64,
}

/// What was imported.
#[utoipa::path(get, path = "/api/v1/registers/{register}/imports", tag = "台账",
    summary = "导入记录，新的在前", params(("register" = String, Path), ImportsAsked),
    responses((status = 200, description = "导入记录", body = List<TableImport>)))]
pub(crate) async fn list_imports(
    State(app): State<App>,
    Caller(asker): Caller,
    At(register): At<String>,
    Asked(asked): Asked<ImportsAsked>,
) -> Result<Json<List<TableImport>>, WebError> {
    let owner = owner(&asker, asked.owner.as_deref());
    let (_, lines) = app.office.list_imports(&asker, &register, owner).await?;
    Ok(Json(part(lines.into_iter().map(import).collect(), asked.page, asked.take)?))
}

/// Undoes an import.
#[utoipa::path(post, path = "/api/v1/registers/{register}/imports/{import}/undo", tag = "台账",
    summary = "撤销一次导入：移除它新登记的记录；有记录后来改过、冲销过或被用到的，不撤销并说明",
    params(("register" = String, Path), ("import" = i64, Path)), request_body = OwnerSent,
    responses((status = 200, description = "结果", body = UndoOutcome)))]
pub(crate) async fn undo_import(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, id)): At<(String, i64)>,
    Sent(sent): Sent<OwnerSent>,
) -> Result<Json<UndoOutcome>, WebError> {
    let owner = owner(&asker, Some(&sent.owner));
    Ok(Json(match app.office.undo_import(&asker, &register, owner, id).await? {
        Undone::Done(removed) => UndoOutcome { removed: Some(removed), held: Vec::new() },
        Undone::Held(holds) => {
            UndoOutcome { removed: None, held: holds.into_iter().map(hold).collect() }
        }
    }))
}

/// How far a long import has come.
#[utoipa::path(get, path = "/api/v1/registers/{register}/imports/jobs/{job}", tag = "台账",
    summary = "后台导入的进度和结果", params(("register" = String, Path), ("job" = String, Path)),
    responses((status = 200, description = "进度", body = ImportProgress)))]
pub(crate) async fn show_job(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, id)): At<(String, String)>,
) -> Result<Json<ImportProgress>, WebError> {
    let job = job_of(&app, &asker, &register, &id).await?;
    Ok(Json(ImportProgress {
        owner: job.owner,
        file: job.file,
        state: job.state.word(),
        done: job.done,
        total: job.total,
        outcome: job.outcome.map(import_done),
        problem: job.problem,
    }))
}

/// Calls a long import off.
#[utoipa::path(post, path = "/api/v1/registers/{register}/imports/jobs/{job}/cancel",
    tag = "台账", summary = "取消后台导入：什么都不导入",
    params(("register" = String, Path), ("job" = String, Path)),
    responses((status = 204, description = "正在停下")))]
pub(crate) async fn cancel_job(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, id)): At<(String, String)>,
) -> Result<StatusCode, WebError> {
    job_of(&app, &asker, &register, &id).await?;
    app.office.cancel_import(&asker, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A long import into this register.
async fn job_of(app: &App, asker: &Asker, register: &str, id: &str) -> Result<ImportJob, WebError> {
    let job = app.office.import_job(asker, id).await?;
    if job.register == register { Ok(job) } else { Err(WebError::NotFound) }
}

fn import(line: ImportLine) -> TableImport {
    let ImportLine { import, by, undone_by, owner_name, may_undo } = line;
    TableImport {
        id: import.id,
        owner: import.owner,
        owner_name,
        file: import.file_name,
        digest: import.digest,
        rows: import.rows,
        state: import.state.word(),
        by,
        at: import.created_at,
        undone_by,
        undone_at: import.undone_at,
        may_undo,
    }
}

fn hold(hold: Holding) -> HoldLine {
    let Holding { said, register: (register, _), first, count, .. } = hold;
    HoldLine { message: said, register, first, count }
}
