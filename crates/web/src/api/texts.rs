//! Statements being written: begun, imported, drafted, kept as versions, compared.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use office::beginning::{From, LARGEST_FILE, Upload};
use office::comparing::Against;
use office::drafts::{Change, Opened, Typed};
use office::keeping::{Choice, Keep, Kept};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, Made, Parcel, Raw, Sent, file_name, torn};
use super::whole::severity;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    let files = OpenApiRouter::new()
        .routes(routes!(import_statement))
        .routes(routes!(import_form))
        .layer(DefaultBodyLimit::max(LARGEST_FILE + (1 << 20)));
    OpenApiRouter::new()
        .routes(routes!(begin_statement))
        .routes(routes!(show_draft, put_draft))
        .routes(routes!(keep_version))
        .routes(routes!(compare_versions))
        .merge(files)
}

/// 新建一份文本。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewStatement {
    /// 编制单位的标识。
    owner: String,
    /// 预算年度。
    #[schema(minimum = 2000, maximum = 2100)]
    year: i16,
    /// 空白项目的个数；不填为1。
    #[schema(minimum = 0, maximum = 50)]
    projects: Option<u8>,
    /// 是否照上年的文本起草。
    #[serde(default)]
    from_last_year: bool,
}

/// A file as the body of a request.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportAsked {
    /// 编制单位的标识。
    owner: String,
    /// 文件名，由后缀看出是哪种文件。
    #[param(min_length = 1, max_length = 200)]
    name: String,
}

/// 导入的表单。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it describes a form, which is taken apart piece by piece")]
struct ImportForm {
    /// 编制单位的标识。
    owner: String,
    #[schema(format = Binary)]
    file: String,
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
}

/// 要保存的草稿。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftSent {
    /// 打开时得到的标识。
    page: String,
    /// 打开或上次保存时得到的改动次数。
    revision: i64,
    /// 打开时得到的版次。
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

/// 要存成一版的草稿。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeepSent {
    draft: DraftSent,
    /// 这一版改了什么。
    #[serde(default)]
    reason: String,
    /// 看过的别人的新版；没有为0。
    #[serde(default)]
    seen: i64,
    /// 两边都改过的栏目各取哪一边。
    #[serde(default)]
    #[schema(max_items = 1000)]
    choices: Vec<ChoiceSent>,
}

/// 两边都改过的一个栏目。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChoiceSent {
    path: String,
    side: SideWord,
}

/// mine 取自己的，theirs 取别人的。
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SideWord {
    Mine,
    Theirs,
}

/// 存成一版的结果。
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct KeptView {
    /// version 已存成新版；nothing 与前一版相同，没有存；undecided 有两边都改过的栏目，请选定后再存。
    outcome: &'static str,
    /// 新版的版次；没有存为 null。
    version: Option<i64>,
    /// 合并了哪一版；没有为 null。
    merged: Option<i64>,
    /// 别人的新版；选定后作为 seen 带回。
    newer: Option<i64>,
    conflicts: Vec<ConflictLine>,
}

/// 两边都改过的一个栏目。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConflictLine {
    path: String,
    label: String,
    before: String,
    mine: String,
    theirs: String,
}

/// What is compared.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CompareAsked {
    /// 与哪一版比；last 为上年的文本；不填为前一版。
    #[param(pattern = "^(last|[1-9][0-9]{0,5})$")]
    a: Option<String>,
    /// 比哪一版；不填为最新一版。
    #[param(minimum = 1, maximum = 1000000)]
    b: Option<i64>,
}

/// 两版的不同。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CompareView {
    before_year: i64,
    before_version: i64,
    after_year: i64,
    after_version: i64,
    differences: Vec<DifferenceLine>,
}

/// 一处不同。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DifferenceLine {
    path: String,
    label: String,
    /// 增加、删去、修改或移动。
    kind: &'static str,
    before: String,
    after: String,
}

/// Begins one.
#[utoipa::path(post, path = "/api/v1/statements", tag = "绩效文本", summary = "新建文本",
    request_body = NewStatement, responses((status = 201, description = "已新建", body = Made)))]
pub(crate) async fn begin_statement(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(new): Sent<NewStatement>,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let blank = From::Nothing(usize::from(new.projects.unwrap_or(1)));
    let from = if new.from_last_year { From::LastYear } else { blank };
    let id = app.office.new_statement(&asker, &new.owner, new.year, from).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
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
    Parcel(mut parts): Parcel,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let (mut owner, mut upload) = (None, None);
    while let Some(field) = parts.next_field().await.map_err(torn)? {
        match field.name() {
            Some("owner") => owner = Some(field.text().await.map_err(torn)?),
            Some("file") => {
                let name = file_name(field.file_name().unwrap_or_default());
                upload = Some(Upload { name, bytes: field.bytes().await.map_err(torn)?.to_vec() });
            }
            _ => {}
        }
    }
    let (Some(owner), Some(upload)) = (owner, upload) else {
        return Err(WebError::BadRequest("表单要有 owner 和 file 两项".to_owned()));
    };
    let id = app.office.import_statement(&asker, &owner, &upload).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
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

/// Keeps the draft as a version.
#[utoipa::path(post, path = "/api/v1/statements/{id}/draft/keep", tag = "绩效文本",
    summary = "把草稿存成一版", params(("id" = String, Path)), request_body = KeepSent,
    responses((status = 200, description = "结果", body = KeptView)))]
pub(crate) async fn keep_version(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<KeepSent>,
) -> Result<Json<KeptView>, WebError> {
    let choice = |choice: ChoiceSent| match choice.side {
        SideWord::Mine => (choice.path, Choice::Mine),
        SideWord::Theirs => (choice.path, Choice::Theirs),
    };
    let keep = Keep {
        typed: typed(sent.draft),
        reason: sent.reason,
        seen: sent.seen,
        choices: sent.choices.into_iter().map(choice).collect(),
    };
    Ok(Json(kept(app.office.keep_version(&asker, &id, &keep).await?)))
}

/// Two versions field by field.
#[utoipa::path(get, path = "/api/v1/statements/{id}/compare", tag = "绩效文本",
    summary = "比较两版", params(("id" = String, Path), CompareAsked),
    responses((status = 200, description = "不同之处", body = CompareView)))]
pub(crate) async fn compare_versions(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Asked(asked): Asked<CompareAsked>,
) -> Result<Json<CompareView>, WebError> {
    let unclear = |_| WebError::BadRequest("a 请填版次，或填 last".to_owned());
    let against = match asked.a.as_deref() {
        None => None,
        Some("last") => Some(Against::LastYear),
        Some(number) => Some(Against::Version(number.parse().map_err(unclear)?)),
    };
    let found = app.office.compare(&asker, &id, against, asked.b).await?;
    let line = |one: model::compare::Difference| DifferenceLine {
        kind: one.kind.label(),
        path: one.path,
        label: one.label,
        before: one.before,
        after: one.after,
    };
    Ok(Json(CompareView {
        before_year: found.before.year,
        before_version: found.before.number,
        after_year: found.after.year,
        after_version: found.after.number,
        differences: found.differences.into_iter().map(line).collect(),
    }))
}

fn typed(sent: DraftSent) -> Typed {
    Typed {
        page: sent.page,
        revision: sent.revision,
        base: sent.base,
        fields: sent.fields.into_iter().map(|field| (field.path, field.value)).collect(),
    }
}

fn view(opened: &Opened) -> DraftView {
    let draft = &opened.draft;
    let field = |(path, value): (String, &str)| FieldLine {
        label: draft.label(&path),
        value: value.to_owned(),
        path,
    };
    let finding = |one: &office::live::Located| DraftFinding {
        code: one.finding.code.to_string(),
        severity: severity(one.finding.severity),
        message: one.finding.message.clone(),
        help: one.finding.help.clone(),
        path: one.path.clone(),
        label: one.label.clone(),
    };
    DraftView {
        base: opened.base,
        revision: opened.revision,
        page: opened.page.clone(),
        saved_at: opened.saved_at.clone(),
        newer_version: opened.newer.as_ref().map(|newer| newer.number),
        fields: draft.fields().into_iter().map(field).collect(),
        findings: opened.live.findings.iter().map(finding).collect(),
    }
}

fn kept(kept: Kept) -> KeptView {
    match kept {
        Kept::Version { number, merged } => {
            KeptView { outcome: "version", version: Some(number), merged, ..KeptView::default() }
        }
        Kept::Nothing => KeptView { outcome: "nothing", ..KeptView::default() },
        Kept::Undecided { newer, conflicts, .. } => {
            let line = |one: model::compare::Conflict| ConflictLine {
                path: one.path,
                label: one.label,
                before: one.base,
                mine: one.mine,
                theirs: one.theirs,
            };
            KeptView {
                outcome: "undecided",
                newer: Some(newer.number),
                conflicts: conflicts.into_iter().map(line).collect(),
                ..KeptView::default()
            }
        }
    }
}
