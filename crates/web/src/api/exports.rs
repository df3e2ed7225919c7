//! Registers as tables: entries exported, templates to be filled in.

use axum::extract::State;
use axum::response::Response;
use office::registers::exporting::Ending;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::registers::{FilterSent, Search, question};
use super::take::{At, Plain, Sent, owner};
use crate::signed::Caller;
use crate::{App, WebError, download};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(export_entries)).routes(routes!(get_template))
}

/// 要导出哪些记录；什么都不写就是全部。
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "filters": [
    { "field": "filed_on", "test": "at_least", "value": "2025-01-01" }
] }))]
pub(crate) struct ExportSent {
    /// 单位的标识；不写就是本人所在单位。
    owner: String,
    /// 字词，或完整的证件号码、电话、账号。
    words: String,
    filters: Vec<FilterSent>,
    /// 状态的代号。
    state: Option<String>,
    /// 流水：只要没有冲销的。
    standing: bool,
    /// 只要这一次导入的记录：导入记录的编号。
    import: Option<i64>,
    /// 按哪个字段排序；不写就按台账的定义。
    order: Option<String>,
    /// 从大到小。
    falling: bool,
    /// 导出个人信息原文：须有权限。不写就遮盖。
    #[schema(value_type = bool)]
    plain: Plain,
}

/// Entries as a table.
#[utoipa::path(post, path = "/api/v1/registers/{register}/export/{format}", tag = "台账",
    summary = "导出记录为表格；个人信息遮盖，写明要原文并有权限的除外；记入审计日志",
    params(("register" = String, Path),
        ("format" = String, Path, pattern = "^(xlsx|csv)$")),
    request_body = ExportSent,
    responses((status = 200, description = "表格", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (String = "text/csv; charset=utf-8")))))]
pub(crate) async fn export_entries(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, format)): At<(String, String)>,
    Sent(sent): Sent<ExportSent>,
) -> Result<Response, WebError> {
    let ending = Ending::from_word(&format).ok_or(WebError::NotFound)?;
    let named = sent.owner.clone();
    let (owner, question) = (owner(&asker, Some(&named)), question(search(sent))?);
    let made = app.office.export_entries(&asker, &register, owner, &question, ending).await?;
    download::table(made, ending)
}

/// A workbook to be filled in.
#[utoipa::path(get, path = "/api/v1/registers/{register}/template", tag = "台账",
    summary = "导入用的空表", params(("register" = String, Path)),
    responses((status = 200, description = "空表", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn get_template(
    State(app): State<App>,
    Caller(asker): Caller,
    At(register): At<String>,
) -> Result<Response, WebError> {
    let (name, bytes) = app.office.register_template(&asker, &register).await?;
    Ok(download::file(bytes, &name, download::XLSX))
}

fn search(sent: ExportSent) -> Search {
    let ExportSent { owner, words, filters, state, standing, import, order, falling, plain } = sent;
    Search {
        owner,
        words,
        filters,
        state,
        standing,
        import,
        order,
        falling,
        plain,
        ..Search::default()
    }
}
