//! Importing a file: a look at what was understood of it, and the import itself.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use office::OfficeError;
use office::beginning::{LARGEST_FILE, Preview, Upload};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::statements::StatementLine;
use super::take::{Asked, Made, Parcel, Raw, file_name};
use super::whole::severity;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(import_statement))
        .routes(routes!(import_form))
        .routes(routes!(preview_import))
        .routes(routes!(preview_form))
        .layer(DefaultBodyLimit::max(LARGEST_FILE + (1 << 20)))
}

/// A file as the body of a request, to be looked at.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PreviewAsked {
    /// 编制单位的标识。
    owner: String,
    /// 文件名，由后缀看出是哪种文件。
    #[param(min_length = 1, max_length = 200)]
    name: String,
}

/// A file as the body of a request, to be imported.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportAsked {
    /// 编制单位的标识。
    owner: String,
    /// 文件名，由后缀看出是哪种文件。
    #[param(min_length = 1, max_length = 200)]
    name: String,
    /// 预览时得到的 SM3 摘要；填了，就只导入预览过的同一个文件。
    #[param(pattern = "^[0-9a-f]{64}$")]
    digest: Option<String>,
}

/// 要预览的文件。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it describes a form, which is taken apart piece by piece")]
struct PreviewForm {
    /// 编制单位的标识。
    owner: String,
    #[schema(format = Binary)]
    file: String,
}

/// 导入的表单。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it describes a form, which is taken apart piece by piece")]
struct ImportForm {
    /// 编制单位的标识。
    owner: String,
    /// 预览时得到的 SM3 摘要；填了，就只导入预览过的同一个文件。
    digest: Option<String>,
    #[schema(format = Binary)]
    file: String,
}

/// 从文件里读懂了什么，什么没有读懂；没有保存任何东西。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PreviewView {
    /// 文件的 SM3 摘要，导入时可带回核对。
    digest: String,
    /// 会归到哪个单位。
    owner: String,
    owner_name: String,
    /// 预算年度；null 为没有读出，不能导入。
    year: Option<i64>,
    /// 文件里写的部门。
    department: String,
    /// 文件写的是不是另一个部门。
    is_of_another_department: bool,
    /// 读出了多少个栏目。
    filled: usize,
    /// 一共有多少个栏目。
    of: usize,
    /// 审核会查出几处错误。
    errors: usize,
    warnings: usize,
    notes: usize,
    /// 读文件时的说明。
    remarks: Vec<Remark>,
    projects: Vec<ProjectLine>,
    /// 读出的各栏目，没有内容的不列。
    fields: Vec<ReadField>,
    /// 没有归入任何部分的文字，一段一项。
    unplaced: Vec<String>,
    /// 这个单位同一年度已有的文本；null 为没有。
    twin: Option<StatementLine>,
}

/// 读出的一个栏目。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReadField {
    path: String,
    label: String,
    value: String,
}

/// 读文件时的一条说明。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Remark {
    code: String,
    /// 程度：error 错误，warning 警告，note 提示。
    severity: &'static str,
    message: String,
    help: String,
}

/// 读出的一个项目。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectLine {
    name: String,
    code: String,
    /// 文件里写的预算数。
    total: String,
    /// 绩效目标的条数。
    goals: usize,
    /// 绩效指标的行数。
    indicators: usize,
}

/// Imports a file that is the body.
#[utoipa::path(post, path = "/api/v1/statements/import", tag = "绩效文本",
    summary = "导入文件（文件就是请求的内容）", params(ImportAsked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, description = "已导入", body = Made)))]
pub(crate) async fn import_statement(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<ImportAsked>,
    Raw(bytes): Raw,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let upload = Upload { name: file_name(&asked.name), bytes };
    same(&upload, asked.digest.as_deref())?;
    let id = app.office.import_statement(&asker, &asked.owner, &upload).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// Imports a file of a form.
#[utoipa::path(post, path = "/api/v1/statements/import/form", tag = "绩效文本",
    summary = "导入文件（表单）",
    request_body(content = inline(ImportForm), content_type = "multipart/form-data"),
    responses((status = 201, description = "已导入", body = Made)))]
pub(crate) async fn import_form(
    State(app): State<App>,
    Caller(asker): Caller,
    parts: Parcel,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let mut parts = parts.pieces(&["owner", "digest"]).await?;
    let (owner, digest) = (parts.needed("owner")?, parts.text("digest"));
    let upload = parts.file()?.ok_or_else(no_file)?;
    same(&upload, digest.as_deref())?;
    let id = app.office.import_statement(&asker, &owner, &upload).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// What would be imported of a file that is the body.
#[utoipa::path(post, path = "/api/v1/statements/import/preview", tag = "绩效文本",
    summary = "导入预览：读懂了什么、什么没有读懂（文件就是请求的内容）", params(PreviewAsked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, description = "预览，没有保存", body = PreviewView)))]
pub(crate) async fn preview_import(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PreviewAsked>,
    Raw(bytes): Raw,
) -> Result<Json<PreviewView>, WebError> {
    let upload = Upload { name: file_name(&asked.name), bytes };
    Ok(Json(view(app.office.preview_import(&asker, &asked.owner, &upload).await?)))
}

/// What would be imported of a file of a form.
#[utoipa::path(post, path = "/api/v1/statements/import/preview/form", tag = "绩效文本",
    summary = "导入预览（表单）",
    request_body(content = inline(PreviewForm), content_type = "multipart/form-data"),
    responses((status = 200, description = "预览，没有保存", body = PreviewView)))]
pub(crate) async fn preview_form(
    State(app): State<App>,
    Caller(asker): Caller,
    parts: Parcel,
) -> Result<Json<PreviewView>, WebError> {
    let mut parts = parts.pieces(&["owner"]).await?;
    let owner = parts.needed("owner")?;
    let upload = parts.file()?.ok_or_else(no_file)?;
    Ok(Json(view(app.office.preview_import(&asker, &owner, &upload).await?)))
}

/// Goes on only if these are the bytes that were looked at, where somebody says which those were.
fn same(upload: &Upload, digest: Option<&str>) -> Result<(), WebError> {
    if digest.is_none_or(|digest| digest == store::digest(&upload.bytes)) {
        return Ok(());
    }
    let said = "发来的文件与预览过的不是同一个，没有导入。请重新预览";
    Err(OfficeError::Conflict(said.to_owned()).into())
}

fn no_file() -> WebError {
    WebError::BadRequest("表单缺少“file”这一项".to_owned())
}

fn view(seen: Preview) -> PreviewView {
    let [errors, warnings, notes] = seen.counts;
    let remark = |one: &ground::Finding| Remark {
        code: one.code.to_string(),
        severity: severity(one.severity),
        message: one.message.clone(),
        help: one.help.clone(),
    };
    let project = |one: &model::draft::DraftProject| ProjectLine {
        name: one.name.clone(),
        code: one.code.clone(),
        total: one.total.clone(),
        goals: one.goals.len(),
        indicators: one.indicators.len(),
    };
    let field = |(path, value): (String, &str)| {
        let label = seen.draft.label(&path);
        (!value.trim().is_empty()).then(|| ReadField { path, label, value: value.to_owned() })
    };
    PreviewView {
        is_of_another_department: seen.is_of_another_department(),
        filled: seen.fields.0,
        of: seen.fields.1,
        errors,
        warnings,
        notes,
        remarks: seen.reading.iter().map(remark).collect(),
        projects: seen.draft.projects.iter().map(project).collect(),
        fields: seen.draft.fields().into_iter().filter_map(field).collect(),
        unplaced: seen.draft.unplaced.iter().map(|one| one.text.clone()).collect(),
        twin: seen.twin.as_ref().map(StatementLine::of),
        digest: seen.digest,
        owner: seen.owner.id,
        owner_name: seen.owner.name,
        year: seen.year,
        department: seen.department,
    }
}
