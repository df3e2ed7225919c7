//! Many files reviewed at once.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use office::batches::{FileOutcome, MOST_BYTES};
use office::examine::Examined;
use office::judged::{Judged, judged};
use serde::{Deserialize, Serialize};
use store::jobs::{Job, JobItem};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, Made, PageAsked, Parcel, part};
use super::whole::severity;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    let files = OpenApiRouter::new()
        .routes(routes!(list_batches, begin_batch))
        .layer(DefaultBodyLimit::max(MOST_BYTES + (1 << 20)));
    OpenApiRouter::new()
        .routes(routes!(show_batch))
        .routes(routes!(cancel_batch))
        .routes(routes!(show_batch_file))
        .merge(files)
}

/// 一批文件。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchLine {
    id: String,
    title: String,
    /// waiting 等待，running 进行中，done 完成，failed 失败，cancelled 已取消。
    state: &'static str,
    /// 已审核几个文件。
    done: i64,
    /// 一共几个文件。
    total: i64,
    /// 谁送审的。
    created_by: String,
    #[schema(format = DateTime)]
    created_at: String,
    ended_at: Option<String>,
}

/// 一批文件和各自的结果。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchWhole {
    batch: BatchLine,
    files: Vec<BatchFile>,
}

/// 批量审核的一个文件。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchFile {
    number: i64,
    name: String,
    state: &'static str,
    department: String,
    year: i16,
    projects: i64,
    /// 预算合计，单位：分。
    total_fen: Option<i64>,
    errors: i64,
    warnings: i64,
    notes: i64,
    /// 没有读懂的原因；空为读懂了。
    problem: String,
}

/// 批量审核的一个文件，连同审核查出的问题。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchFileWhole {
    name: String,
    /// 文本里写的部门。
    department: String,
    /// 预算年度；0 为没有读出。
    year: i16,
    projects: i64,
    indicators: i64,
    /// 预算合计，单位：分。
    total_fen: Option<i64>,
    findings: Vec<FileFinding>,
}

/// 一个文件里查出的一个问题。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileFinding {
    /// 规则代码，可在 /api/v1/rules 查到。
    code: String,
    title: &'static str,
    /// 程度：error 错误，warning 警告，note 提示。
    severity: &'static str,
    message: String,
    help: String,
    /// 在文件里的位置。
    place: String,
    /// 所指的原文。
    words: String,
}

/// 要审核的文件。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it describes a form, which is taken apart piece by piece")]
struct BatchForm {
    /// 可以有许多个。
    #[schema(format = Binary)]
    file: String,
}

/// The batches so far.
#[utoipa::path(get, path = "/api/v1/batches", tag = "批量审核", summary = "批量审核的各批",
    params(PageAsked), responses((status = 200, description = "各批", body = List<BatchLine>)))]
pub(crate) async fn list_batches(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<BatchLine>>, WebError> {
    let all = app.office.list_batches(&asker).await?;
    Ok(Json(part(all.into_iter().map(batch).collect(), asked.page, asked.take)?))
}

/// Takes files and begins.
#[utoipa::path(post, path = "/api/v1/batches", tag = "批量审核", summary = "送审一批文件",
    request_body(content = inline(BatchForm), content_type = "multipart/form-data"),
    responses((status = 202, description = "已收下，在后台审核", body = Made)))]
pub(crate) async fn begin_batch(
    State(app): State<App>,
    Caller(asker): Caller,
    parts: Parcel,
) -> Result<(StatusCode, Json<Made>), WebError> {
    asker.require(office::Permission::ReviewBatches)?;
    let files = parts.pieces(&[]).await?.files().into_iter();
    let files = files.filter(|file| !file.name.is_empty() && !file.bytes.is_empty());
    let uploads: Vec<_> = files.map(|file| (file.name, file.bytes)).collect();
    let title = match uploads.as_slice() {
        [(name, _)] => name.clone(),
        [(name, _), ..] => format!("{name}等{}个文件", uploads.len()),
        [] => String::new(),
    };
    let id = app.office.begin_batch(&asker, &title, uploads).await?;
    Ok((StatusCode::ACCEPTED, Json(Made { id })))
}

/// How far a batch is.
#[utoipa::path(get, path = "/api/v1/batches/{id}", tag = "批量审核", summary = "一批的进度和结果",
    params(("id" = String, Path)),
    responses((status = 200, description = "进度和结果", body = BatchWhole)))]
pub(crate) async fn show_batch(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<BatchWhole>, WebError> {
    let found = app.office.batch(&asker, &id).await?;
    let files = found.files.into_iter().map(|(item, outcome)| file(item, outcome)).collect();
    Ok(Json(BatchWhole { batch: batch(found.job), files }))
}

/// Calls it off.
#[utoipa::path(post, path = "/api/v1/batches/{id}/cancel", tag = "批量审核", summary = "取消一批",
    params(("id" = String, Path)), responses((status = 204, description = "正在停下")))]
pub(crate) async fn cancel_batch(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<StatusCode, WebError> {
    app.office.cancel_batch(&asker, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One file with all that the review says of it.
#[utoipa::path(get, path = "/api/v1/batches/{id}/files/{number}", tag = "批量审核",
    summary = "一个文件和查出的问题",
    params(("id" = String, Path), ("number" = i64, Path, minimum = 1, maximum = 1000000)),
    responses((status = 200, description = "审核结果", body = BatchFileWhole)))]
pub(crate) async fn show_batch_file(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, number)): At<(String, i64)>,
) -> Result<Json<BatchFileWhole>, WebError> {
    let (name, examined) = app.office.batch_file(&asker, &id, number).await?;
    Ok(Json(file_whole(name, &examined)))
}

fn file_whole(name: String, examined: &Examined) -> BatchFileWhole {
    let statement = &examined.reading.statement;
    let department = statement.department.as_ref().or(statement.title.as_ref());
    let figures = examined.figures();
    BatchFileWhole {
        name,
        department: department.map(|words| words.text.clone()).unwrap_or_default(),
        year: examined.year,
        projects: figures.projects,
        indicators: figures.indicators,
        total_fen: figures.total.map(ground::Money::fen),
        findings: judged(examined, &[]).into_iter().map(found).collect(),
    }
}

fn found(one: Judged) -> FileFinding {
    FileFinding {
        code: one.finding.code.to_string(),
        title: one.title(),
        severity: severity(one.finding.severity),
        place: one.place_name,
        words: one.words,
        message: one.finding.message,
        help: one.finding.help,
    }
}

fn batch(job: Job) -> BatchLine {
    BatchLine {
        id: job.id,
        title: job.title,
        state: job.state.word(),
        done: job.done,
        total: job.total,
        created_by: job.created_by,
        created_at: job.created_at,
        ended_at: job.ended_at,
    }
}

fn file(item: JobItem, outcome: Option<FileOutcome>) -> BatchFile {
    let outcome = outcome.unwrap_or_default();
    BatchFile {
        number: item.number,
        name: item.name,
        state: item.state.word(),
        department: outcome.department,
        year: outcome.year,
        projects: outcome.projects,
        total_fen: outcome.total_fen,
        errors: outcome.errors,
        warnings: outcome.warnings,
        notes: outcome.notes,
        problem: outcome.problem,
    }
}
