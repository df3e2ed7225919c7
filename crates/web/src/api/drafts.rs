//! The caller's own draft of a statement.

use axum::Json;
use axum::extract::State;
use model::draft::Reshape;
use office::beside::Aside;
use office::drafts::{Change, Opened, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{At, Sent, words};
use super::whole::severity;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show_draft, put_draft))
        .routes(routes!(undo_draft))
        .routes(routes!(redo_draft))
        .routes(routes!(discard_draft))
        .routes(routes!(reshape_draft))
        .routes(routes!(mend_draft))
        .routes(routes!(insert_into_draft))
}

/// 草稿。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DraftView {
    /// 草稿由哪一版改来。
    base: i64,
    /// 草稿的改动次数，保存时照原样带回。
    revision: i64,
    /// 这次打开的标识，保存时照原样带回。
    page: String,
    saved_at: Option<String>,
    /// 有没有可以撤销的改动。
    can_undo: bool,
    /// 有没有可以重做的改动。
    can_redo: bool,
    /// 刚才改动的栏目的路径；空为没有专指。
    place: String,
    /// 草稿之后别人保存的新版；null 为没有。
    newer_version: Option<i64>,
    fields: Vec<FieldLine>,
    findings: Vec<DraftFinding>,
}

/// 草稿的一个栏目。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldLine {
    path: String,
    label: String,
    value: String,
    /// 系统怎样理解所填的内容；null 为不用理解，或没有读懂。
    understood: Option<String>,
    /// 哪里没有读懂；null 为没有。
    not_understood: Option<String>,
    /// 上年的内容；null 为没有。
    last_year: Option<String>,
}

/// 草稿中查出的一个问题。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DraftFinding {
    code: String,
    /// 程度：error 错误，warning 警告，note 提示。
    severity: &'static str,
    message: String,
    help: String,
    /// 所在栏目的路径。
    path: String,
    label: String,
    /// 这个问题的标识，文字不变它就不变；能自动改正的，凭它改正。
    key: String,
    /// 自动改正会把哪些栏目改成什么；空为不能自动改正。
    mending: Vec<FieldMended>,
}

/// 自动改正后的一个栏目。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldMended {
    path: String,
    value: String,
}

/// 要保存的草稿。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftSent {
    /// 打开时得到的标识。
    page: String,
    /// 打开或上次保存时得到的改动次数。
    #[schema(minimum = 0, maximum = 1000000000)]
    revision: i64,
    /// 打开时得到的版次。
    #[schema(minimum = 0, maximum = 1000000000)]
    base: i64,
    /// 改动的栏目；没有列出的不变。
    #[schema(max_items = 5000)]
    fields: Vec<FieldSent>,
}

/// 一个改动的栏目。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldSent {
    path: String,
    value: String,
}

/// 要增删、移动的内容。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReshapeSent {
    draft: DraftSent,
    /// 哪一块的路径，如 projects/0、projects/0/indicators/3。
    path: String,
    /// add 在它后面加一块（路径是一列时加在末尾），copy 复制，up 上移，down 下移，remove 删除。
    #[schema(schema_with = ways)]
    how: String,
}

/// 要自动改正的问题。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MendSent {
    draft: DraftSent,
    /// 问题的标识。
    key: String,
}

/// 要从指标库加进来的一行。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InsertSent {
    /// 加到第几个项目，从0起，与路径里的一样。
    #[schema(minimum = 0, maximum = 1000)]
    project: u16,
    /// 指标库里那一行的 statement。
    #[serde(default)]
    statement: String,
    /// 指标库里那一行的 position。
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1000000000)]
    position: i64,
    /// 共性指标的 key；写了它就不看 statement 和 position。
    #[serde(default)]
    common: String,
}

fn ways() -> Object {
    words(Reshape::ALL.iter().map(|how| how.word()))
}

/// The draft of the caller.
#[utoipa::path(get, path = "/api/v1/statements/{id}/draft", tag = "绩效文本",
    summary = "打开自己的草稿", params(("id" = String, Path)),
    responses((status = 200, description = "草稿", body = DraftView)))]
pub(crate) async fn show_draft(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<DraftView>, WebError> {
    Ok(Json(view(&app.office.open_draft(&asker, &id).await?)))
}

/// Saves fields of it.
#[utoipa::path(put, path = "/api/v1/statements/{id}/draft", tag = "绩效文本",
    summary = "保存草稿；别处已保存过则为409", params(("id" = String, Path)),
    request_body = DraftSent, responses((status = 200, description = "草稿", body = DraftView)))]
pub(crate) async fn put_draft(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<DraftSent>,
) -> Result<Json<DraftView>, WebError> {
    let opened = app.office.edit_draft(&asker, &id, &typed(sent), &Change::Save).await?;
    Ok(Json(view(&opened)))
}

/// Undoes the last step.
#[utoipa::path(post, path = "/api/v1/statements/{id}/draft/undo", tag = "绩效文本",
    summary = "保存草稿并撤销上一步", params(("id" = String, Path)),
    request_body = DraftSent, responses((status = 200, description = "草稿", body = DraftView)))]
pub(crate) async fn undo_draft(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<DraftSent>,
) -> Result<Json<DraftView>, WebError> {
    let opened = app.office.edit_draft(&asker, &id, &typed(sent), &Change::Undo).await?;
    Ok(Json(view(&opened)))
}

/// Does the step again that was undone last.
#[utoipa::path(post, path = "/api/v1/statements/{id}/draft/redo", tag = "绩效文本",
    summary = "重做刚才撤销的一步", params(("id" = String, Path)),
    request_body = DraftSent, responses((status = 200, description = "草稿", body = DraftView)))]
pub(crate) async fn redo_draft(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<DraftSent>,
) -> Result<Json<DraftView>, WebError> {
    let opened = app.office.edit_draft(&asker, &id, &typed(sent), &Change::Redo).await?;
    Ok(Json(view(&opened)))
}

/// Throws it away.
#[utoipa::path(post, path = "/api/v1/statements/{id}/draft/discard", tag = "绩效文本",
    summary = "放弃草稿，回到最新一版", params(("id" = String, Path)),
    request_body = DraftSent, responses((status = 200, description = "草稿", body = DraftView)))]
pub(crate) async fn discard_draft(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<DraftSent>,
) -> Result<Json<DraftView>, WebError> {
    let opened = app.office.edit_draft(&asker, &id, &typed(sent), &Change::Discard).await?;
    Ok(Json(view(&opened)))
}

/// Adds, copies, moves, removes a piece.
#[utoipa::path(post, path = "/api/v1/statements/{id}/draft/reshape", tag = "绩效文本",
    summary = "增加、复制、移动、删除项目、指标行、段落", params(("id" = String, Path)),
    request_body = ReshapeSent,
    responses((status = 200, description = "草稿", body = DraftView)))]
pub(crate) async fn reshape_draft(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(ReshapeSent { draft, path, how }): Sent<ReshapeSent>,
) -> Result<Json<DraftView>, WebError> {
    let unclear = || WebError::BadRequest("how 请填 add、copy、up、down 或 remove".to_owned());
    let how = Reshape::from_word(&how).ok_or_else(unclear)?;
    let change = Change::Reshape(path, how);
    Ok(Json(view(&app.office.edit_draft(&asker, &id, &typed(draft), &change).await?)))
}

/// Makes the correction of a finding.
#[utoipa::path(post, path = "/api/v1/statements/{id}/draft/mend", tag = "绩效文本",
    summary = "自动改正一个问题", params(("id" = String, Path)), request_body = MendSent,
    responses((status = 200, description = "草稿", body = DraftView)))]
pub(crate) async fn mend_draft(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(MendSent { draft, key }): Sent<MendSent>,
) -> Result<Json<DraftView>, WebError> {
    let change = Change::Mend(key);
    Ok(Json(view(&app.office.edit_draft(&asker, &id, &typed(draft), &change).await?)))
}

/// Adds a row of the library.
#[utoipa::path(post, path = "/api/v1/statements/{id}/draft/insert", tag = "指标库",
    summary = "把指标库的一行加到草稿的项目里", params(("id" = String, Path)),
    request_body = InsertSent,
    responses((status = 200, description = "草稿", body = DraftView)))]
pub(crate) async fn insert_into_draft(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<InsertSent>,
) -> Result<Json<DraftView>, WebError> {
    let (row, project) = ((sent.statement.as_str(), sent.position), usize::from(sent.project));
    let opened = match sent.common.as_str() {
        "" => app.office.add_from_library(&asker, &id, project, row).await?,
        key => app.office.add_common_indicator(&asker, &id, project, key).await?,
    };
    Ok(Json(view(&opened)))
}

/// What is typed, as the office takes it.
pub(crate) fn typed(sent: DraftSent) -> Typed {
    Typed {
        page: sent.page,
        revision: sent.revision,
        base: sent.base,
        fields: sent.fields.into_iter().map(|field| (field.path, field.value)).collect(),
    }
}

fn view(opened: &Opened) -> DraftView {
    let draft = &opened.draft;
    let aside = Aside::of(opened);
    let field = |(path, value): (String, &str)| {
        let meaning = aside.meaning(&path, value);
        FieldLine {
            label: draft.label(&path),
            value: value.to_owned(),
            last_year: aside.last(&path).map(str::to_owned),
            understood: meaning.as_ref().and_then(|it| it.as_ref().ok().cloned()),
            not_understood: meaning.and_then(Result::err),
            path,
        }
    };
    let finding = |one: &office::live::Located| DraftFinding {
        code: one.finding.code.to_string(),
        severity: severity(one.finding.severity),
        message: one.finding.message.clone(),
        help: one.finding.help.clone(),
        path: one.path.clone(),
        label: one.label.clone(),
        key: one.key.clone(),
        mending: one.mending.iter().map(mended).collect(),
    };
    DraftView {
        base: opened.base,
        revision: opened.revision,
        page: opened.page.clone(),
        saved_at: opened.saved_at.clone(),
        can_undo: opened.can_undo,
        can_redo: opened.can_redo,
        place: opened.place.clone(),
        newer_version: opened.newer.as_ref().map(|newer| newer.number),
        fields: draft.fields().into_iter().map(field).collect(),
        findings: opened.live.findings.iter().map(finding).collect(),
    }
}

fn mended((path, value): &(String, String)) -> FieldMended {
    FieldMended { path: path.clone(), value: value.clone() }
}
