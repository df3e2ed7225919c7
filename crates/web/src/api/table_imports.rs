//! Tables on their way into registers: taken into safekeeping, looked at, imported at once or by a worker.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use office::beginning::Upload;
use office::registers::importing::{Choices, Confirmed, LARGEST_TABLE, Outcome, Twins};
use office::{Asker, Permission};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::entries::place;
use super::table_preview::TablePreview;
use super::take::{Asked, At, Made, Raw, Sent, file_name, owner, words_or_null};
use crate::signed::Caller;
use crate::{App, WebError, download};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    let files = OpenApiRouter::new()
        .routes(routes!(stage_table))
        .layer(DefaultBodyLimit::max(LARGEST_TABLE + (1 << 20)));
    OpenApiRouter::new()
        .routes(routes!(preview_table))
        .routes(routes!(mark_table))
        .routes(routes!(import_table))
        .merge(files)
}

/// A table as the body of a request.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TableAsked {
    /// 单位的标识；不写就是本人所在单位。
    owner: Option<String>,
    /// 文件名，由后缀看出是哪种表格。
    name: String,
}

/// 怎样读这份表格。什么都不写，就由程序认表头，并用上次改过的对应。
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "columns": [{ "label": "所属工会", "column": 3 }], "twins": "skip" }))]
pub(crate) struct TableChoices {
    /// 单位的标识；不写就是本人所在单位。
    owner: String,
    /// 第几张工作表，从0起；不写就取表头最相符的一张。
    #[schema(maximum = 1000)]
    sheet: Option<usize>,
    /// 要改的列的对应；没有列出的各项照程序认出的。
    columns: Vec<ColumnChosen>,
    /// 台账里已有的行：skip 跳过，update 更新档案，take 流水再登记一条。不写就跳过。
    #[schema(schema_with = twins)]
    twins: Option<String>,
}

/// 台账的一项由哪一列填。
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ColumnChosen {
    /// 预览里 inputs 的 label。
    label: String,
    /// 第几列，从0起；null 为不导入这一项。
    #[schema(maximum = 100_000)]
    column: Option<usize>,
}

/// 办理导入：照预览过的读法。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "rows": 3, "choices": { "twins": "skip" } }))]
pub(crate) struct TableConfirmed {
    /// 预览里 counts 的 rows；超过两万行的交后台办。
    rows: u64,
    #[serde(default)]
    choices: TableChoices,
}

/// 导入的结果。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportDone {
    /// 导入记录的编号，撤销时用。
    import: i64,
    added: u64,
    updated: u64,
    /// 台账里已有、跳过的行。
    skipped: u64,
    /// 合计、签字等略过的行。
    passed_over: u64,
}

fn twins() -> utoipa::openapi::schema::Object {
    words_or_null(["skip", "update", "take"])
}

/// Takes a table into safekeeping.
#[utoipa::path(post, path = "/api/v1/registers/{register}/imports/files", tag = "台账",
    summary = "送来要导入的表格（文件就是请求的内容）；保管一天，还没有导入",
    params(("register" = String, Path), TableAsked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, description = "已收下，id 用来预览和导入", body = Made)))]
pub(crate) async fn stage_table(
    State(app): State<App>,
    Caller(asker): Caller,
    At(register): At<String>,
    Asked(asked): Asked<TableAsked>,
    request: Request,
) -> Result<(StatusCode, Json<Made>), WebError> {
    // Nobody who may not keep registers makes us hold a large file.
    asker.require(Permission::WriteRegisters)?;
    let Raw(bytes) = Raw::from_request(request, &app).await?;
    let upload = Upload { name: file_name(&asked.name), bytes };
    let owner = owner(&asker, asked.owner.as_deref());
    let id = app.office.stage_import(&asker, &register, owner, upload).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// What would be imported.
#[utoipa::path(post, path = "/api/v1/registers/{register}/imports/files/{file}/preview",
    tag = "台账", summary = "导入预览：哪列填哪项、哪里有错、哪些已有；没有导入任何内容",
    params(("register" = String, Path), ("file" = String, Path)), request_body = TableChoices,
    responses((status = 200, description = "预览", body = TablePreview)))]
pub(crate) async fn preview_table(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, file)): At<(String, String)>,
    Sent(sent): Sent<TableChoices>,
) -> Result<Json<TablePreview>, WebError> {
    let choices = choices(&app, &asker, &register, &sent).await?;
    let owner = owner(&asker, Some(&sent.owner));
    let seen = app.office.preview_register_import(&asker, &register, owner, &file, &choices);
    Ok(Json(TablePreview::of(seen.await?.as_ref())))
}

/// The table with what is wrong in it marked.
#[utoipa::path(post, path = "/api/v1/registers/{register}/imports/files/{file}/errors",
    tag = "台账", summary = "标出错误的表格，改好再送来",
    params(("register" = String, Path), ("file" = String, Path)), request_body = TableChoices,
    responses((status = 200, description = "表格", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn mark_table(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, file)): At<(String, String)>,
    Sent(sent): Sent<TableChoices>,
) -> Result<Response, WebError> {
    let choices = choices(&app, &asker, &register, &sent).await?;
    let owner = owner(&asker, Some(&sent.owner));
    let made = app.office.import_errors(&asker, &register, owner, &file, &choices);
    let (name, bytes) = made.await?;
    Ok(download::file(bytes, &name, download::XLSX))
}

/// Imports the table that was looked at.
#[utoipa::path(post, path = "/api/v1/registers/{register}/imports/files/{file}/confirm",
    tag = "台账", summary = "办理导入：有一行错误就整份不导入",
    params(("register" = String, Path), ("file" = String, Path)), request_body = TableConfirmed,
    responses((status = 201, description = "已导入", body = ImportDone),
        (status = 202, description = "行数多，已交后台，id 用来看进度", body = Made)))]
pub(crate) async fn import_table(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, file)): At<(String, String)>,
    Sent(sent): Sent<TableConfirmed>,
) -> Result<Response, WebError> {
    let choices = choices(&app, &asker, &register, &sent.choices).await?;
    let owner = owner(&asker, Some(&sent.choices.owner));
    let office = &app.office;
    let done = office
        .confirm_register_import(&asker, &register, owner, &file, &choices, sent.rows)
        .await?;
    Ok(match done {
        Confirmed::Done(outcome) => {
            (StatusCode::CREATED, Json(import_done(outcome))).into_response()
        }
        Confirmed::Begun(id) => (StatusCode::ACCEPTED, Json(Made { id })).into_response(),
    })
}

/// What was chosen, by the places of the inputs.
async fn choices(
    app: &App,
    asker: &Asker,
    register: &str,
    sent: &TableChoices,
) -> Result<Choices, WebError> {
    asker.require(Permission::WriteRegisters)?;
    let all = app.office.registers().await?;
    let definition = all.get(register)?.definition;
    let mut columns = BTreeMap::new();
    for one in &sent.columns {
        columns.insert(place(definition, &one.label)?, one.column);
    }
    let word = sent.twins.as_deref().unwrap_or(Twins::Skip.word());
    let twins = Twins::from_word(word);
    if twins.word() != word {
        return Err(WebError::BadRequest("twins 请填 skip、update 或 take".to_owned()));
    }
    Ok(Choices { sheet: sent.sheet, columns, twins })
}

/// What was imported, as the interface tells it.
pub(crate) fn import_done(outcome: Outcome) -> ImportDone {
    let Outcome { import, added, updated, skipped, passed_over } = outcome;
    ImportDone { import, added, updated, skipped, passed_over }
}
