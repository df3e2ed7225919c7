//! Appraisals (重点评价, 部门评价): what is asked and done. What is answered: `appraised`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use office::appraising::marking::{By, Declared, MarkText, SheetText};
use office::appraising::naming::ExpertText;
use office::appraising::opening::OpeningText;
use office::appraising::papers::AppraisalPaper;
use office::appraising::way::Act;
use serde::Deserialize;
use store::appraisals::{Filter, State as Stage};
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use write::Format;

use super::appraised::{AppraisalOut, AppraisalWhole, line, whole};
use super::take::{Asked, At, List, Made, Sent, words, year};
use crate::signed::Caller;
use crate::{App, WebError, download};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_appraisals, open_appraisal))
        .routes(routes!(show_appraisal))
        .routes(routes!(move_appraisal))
        .routes(routes!(name_expert))
        .routes(routes!(declare_interest))
        .routes(routes!(keep_marks))
        .routes(routes!(ask_for_evidence))
        .routes(routes!(answer_request))
        .routes(routes!(get_appraisal_paper))
}

/// 要哪些评价。
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AppraisalsAsked {
    /// 年度。
    #[param(minimum = 2000, maximum = 2100)]
    year: Option<i64>,
    /// 状态；不写就是全部。
    #[param(schema_with = stages)]
    state: Option<String>,
}

fn stages() -> Object {
    words(Stage::ALL.iter().map(|stage| stage.word()))
}

/// 开展一项评价。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppraisalSent {
    #[schema(minimum = 2000, maximum = 2100)]
    year: i64,
    owner: String,
    /// project、department、policy。
    subject_kind: String,
    /// 项目编码或名称。
    #[serde(default)]
    project: String,
    /// 政策名称。
    #[serde(default)]
    subject: String,
    /// 指标体系；不写就用通行的。
    #[serde(default)]
    scheme: String,
    purpose: String,
    #[schema(format = Date)]
    marks_due: String,
}

/// 办理一个事项。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppraisalAct {
    #[schema(minimum = 0, maximum = 1000000000)]
    pub(super) seen: i64,
    /// 原因、意见或采纳情况。
    #[serde(default)]
    pub(super) text: String,
}

/// 指定一位专家：写 user 的是有账号的，写 name 的没有账号。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpertSent {
    #[schema(minimum = 0, maximum = 1000000000)]
    seen: i64,
    #[serde(default)]
    user: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    post: String,
}

/// 有没有利害关系。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InterestSent {
    /// 有什么利害关系；没有的不写。
    #[serde(default)]
    conflict: String,
    /// 代录的专家；本人的不写。
    expert: Option<i64>,
}

/// 评分。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarksSent {
    /// 专家的 seen。
    seen: String,
    marks: Vec<MarkSent>,
    /// 总体意见。
    #[serde(default)]
    opinion: String,
    /// 是否提交；不提交的只保存。
    #[serde(default)]
    report: bool,
    /// 代录的专家；本人的不写。
    expert: Option<i64>,
}

/// 一项指标的评分。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MarkSent {
    item: String,
    points: String,
    #[serde(default)]
    opinion: String,
}

/// 要求提供资料。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceAsked {
    #[schema(minimum = 0, maximum = 1000000000)]
    seen: i64,
    what: String,
    #[schema(format = Date)]
    due_on: String,
}

/// All in sight.
#[utoipa::path(get, path = "/api/v1/appraisals", tag = "绩效评价", summary = "看得到的评价",
    params(AppraisalsAsked),
    responses((status = 200, description = "评价", body = List<AppraisalOut>)))]
pub(crate) async fn list_appraisals(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<AppraisalsAsked>,
) -> Result<Json<List<AppraisalOut>>, WebError> {
    let states = match asked.state.as_deref() {
        None | Some("") => Vec::new(),
        Some(word) => vec![
            Stage::from_word(word)
                .map_err(|_| WebError::BadRequest(format!("没有“{word}”这个状态")))?,
        ],
    };
    let filter = Filter { year: asked.year.map(year).transpose()?, states, ..Filter::default() };
    let all = app.office.appraisals(&asker, &filter).await?;
    Ok(Json(List::whole(all.iter().map(line).collect())))
}

/// Opens one.
#[utoipa::path(post, path = "/api/v1/appraisals", tag = "绩效评价", summary = "开展评价",
    request_body = AppraisalSent,
    responses((status = 201, description = "已开展", body = Made)))]
pub(crate) async fn open_appraisal(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent<AppraisalSent>,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let text = OpeningText {
        year: sent.year.to_string(),
        owner: sent.owner,
        subject_kind: sent.subject_kind,
        project: sent.project,
        subject: sent.subject,
        scheme: sent.scheme,
        purpose: sent.purpose,
        marks_due: sent.marks_due,
    };
    let id = app.office.open_appraisal(&asker, &text).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// One.
#[utoipa::path(get, path = "/api/v1/appraisals/{id}", tag = "绩效评价",
    summary = "一项评价：专家只看到自己的评分，部门在征求意见以后看到汇总得分",
    params(("id" = String, Path)),
    responses((status = 200, description = "评价", body = AppraisalWhole)))]
pub(crate) async fn show_appraisal(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<AppraisalWhole>, WebError> {
    Ok(Json(whole(&app.office.appraisal(&asker, &id).await?)))
}

/// Does an act.
#[utoipa::path(post, path = "/api/v1/appraisals/{id}/acts/{act}", tag = "绩效评价",
    summary = "办理评价：start、draw、reopen、consult、answer、redraw、settle、withdraw",
    params(("id" = String, Path), ("act" = String, Path)), request_body = AppraisalAct,
    responses((status = 200, description = "评价", body = AppraisalWhole)))]
pub(crate) async fn move_appraisal(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, act)): At<(String, String)>,
    Sent(sent): Sent<AppraisalAct>,
) -> Result<Json<AppraisalWhole>, WebError> {
    let act = Act::from_word(&act).ok_or(WebError::NotFound)?;
    app.office.move_appraisal(&asker, &id, act, sent.seen, &sent.text).await?;
    Ok(Json(whole(&app.office.appraisal(&asker, &id).await?)))
}

/// Names an expert.
#[utoipa::path(post, path = "/api/v1/appraisals/{id}/experts", tag = "绩效评价",
    summary = "指定评审专家", params(("id" = String, Path)), request_body = ExpertSent,
    responses((status = 200, description = "评价", body = AppraisalWhole)))]
pub(crate) async fn name_expert(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<ExpertSent>,
) -> Result<Json<AppraisalWhole>, WebError> {
    let text = ExpertText { user: sent.user, name: sent.name, post: sent.post };
    app.office.name_expert(&asker, &id, sent.seen, &text).await?;
    Ok(Json(whole(&app.office.appraisal(&asker, &id).await?)))
}

/// Declares whether there is a conflict of interest.
#[utoipa::path(post, path = "/api/v1/appraisals/{id}/interest", tag = "绩效评价",
    summary = "声明有没有利害关系；有的就回避", params(("id" = String, Path)),
    request_body = InterestSent, responses((status = 204, description = "已声明")))]
pub(crate) async fn declare_interest(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<InterestSent>,
) -> Result<StatusCode, WebError> {
    let declared = match sent.conflict.trim() {
        "" => Declared::Free,
        said => Declared::Conflict(said.to_owned()),
    };
    app.office.declare_interest(&asker, &id, by(sent.expert), &declared).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps or reports marks.
#[utoipa::path(put, path = "/api/v1/appraisals/{id}/marks", tag = "绩效评价",
    summary = "评分：保存或提交", params(("id" = String, Path)), request_body = MarksSent,
    responses((status = 204, description = "已保存")))]
pub(crate) async fn keep_marks(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<MarksSent>,
) -> Result<StatusCode, WebError> {
    let mark = |it: MarkSent| MarkText { item: it.item, points: it.points, opinion: it.opinion };
    let text = SheetText {
        seen: sent.seen,
        marks: sent.marks.into_iter().map(mark).collect(),
        opinion: sent.opinion,
    };
    match sent.report {
        true => app.office.report_marks(&asker, &id, by(sent.expert), &text).await?,
        false => app.office.save_marks(&asker, &id, by(sent.expert), &text).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Asks the department for something.
#[utoipa::path(post, path = "/api/v1/appraisals/{id}/requests", tag = "绩效评价",
    summary = "要求提供资料", params(("id" = String, Path)), request_body = EvidenceAsked,
    responses((status = 200, description = "评价", body = AppraisalWhole)))]
pub(crate) async fn ask_for_evidence(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<EvidenceAsked>,
) -> Result<Json<AppraisalWhole>, WebError> {
    app.office.ask_for_evidence(&asker, &id, sent.seen, &sent.what, &sent.due_on).await?;
    Ok(Json(whole(&app.office.appraisal(&asker, &id).await?)))
}

/// Answers a request.
#[utoipa::path(post, path = "/api/v1/appraisals/{id}/requests/{number}/answer", tag = "绩效评价",
    summary = "提供资料", params(("id" = String, Path), ("number" = i64, Path)),
    request_body = AppraisalAct,
    responses((status = 200, description = "评价", body = AppraisalWhole)))]
pub(crate) async fn answer_request(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, number)): At<(String, i64)>,
    Sent(sent): Sent<AppraisalAct>,
) -> Result<Json<AppraisalWhole>, WebError> {
    app.office.answer_request(&asker, &id, sent.seen, number, &sent.text).await?;
    Ok(Json(whole(&app.office.appraisal(&asker, &id).await?)))
}

/// A paper.
#[utoipa::path(get, path = "/api/v1/appraisals/{id}/papers/{file}", tag = "绩效评价",
    summary = "绩效评价报告 report、评分表 marks，后缀 docx、pdf、xlsx",
    params(("id" = String, Path), ("file" = String, Path)),
    responses((status = 200, description = "文件", content_type = "application/octet-stream")))]
pub(crate) async fn get_appraisal_paper(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, file)): At<(String, String)>,
) -> Result<Response, WebError> {
    let (name, ending) = file.split_once('.').ok_or(WebError::NotFound)?;
    let paper = AppraisalPaper::of(name).ok_or(WebError::NotFound)?;
    let format = Format::of_ending(ending).ok_or(WebError::NotFound)?;
    let (document, name) = app.office.appraisal_paper(&asker, &id, paper).await?;
    download::document(document, &name, format).await
}

fn by(expert: Option<i64>) -> By {
    expert.map_or(By::Own, By::Bureau)
}
