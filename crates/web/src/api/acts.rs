//! Acts that move a statement, findings accepted, opinions, marks.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use office::acceptances::FindingName;
use office::acts::{ActText, ApprovalText, MinutesText, Scan, Seen};
use office::opinions::{OpinionText, Thread};
use office::workflow::Act;
use serde::{Deserialize, Serialize};
use store::opinions::AnswerKind;
use store::statements::State as Stage;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::statements::{StatementWhole, states};
use super::take::{At, List, Made, Parcel, Sent, file_name, torn, words};
use super::whole::whole;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    let scanned = OpenApiRouter::new()
        .routes(routes!(record_minutes))
        .layer(DefaultBodyLimit::max(office::beginning::LARGEST_FILE + (1 << 20)));
    OpenApiRouter::new()
        .routes(routes!(do_act))
        .routes(routes!(accept_finding))
        .routes(routes!(unaccept_finding))
        .routes(routes!(list_opinions, give_opinion))
        .routes(routes!(take_over_finding))
        .routes(routes!(answer_opinion))
        .routes(routes!(settle_opinion))
        .routes(routes!(list_gradings, grade_statement))
        .merge(scanned)
}

/// 办理一个事项；各事项只取用得着的栏目。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActSent {
    /// 办理前看到的最新版次。
    version: i64,
    /// 办理前看到的状态。
    #[schema(schema_with = states)]
    state: Stage,
    /// 退回、撤下、调整的原因。
    #[serde(default)]
    reason: String,
    /// 批复的文号。
    #[serde(default)]
    document_number: String,
    /// 批复的意见。
    #[serde(default)]
    remarks: String,
    /// 集体研究的日期，YYYY-MM-DD。
    #[serde(default)]
    held_on: String,
    /// 集体研究的参加人员。
    #[serde(default)]
    present: String,
    /// 集体研究的决定。
    #[serde(default)]
    decision: String,
}

/// 登记集体研究的表单，可带纪要扫描件。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it describes a form, which is taken apart piece by piece")]
struct MinutesForm {
    version: i64,
    #[schema(schema_with = states)]
    state: String,
    /// YYYY-MM-DD
    held_on: String,
    present: String,
    decision: String,
    #[schema(format = Binary)]
    file: Option<String>,
}

/// 指明一个问题。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindingSent {
    /// 看到的最新版次。
    version: i64,
    /// 看到的状态。
    #[schema(schema_with = states)]
    state: Stage,
    /// 规则代码。
    code: String,
    /// 所在位置的路径。
    place: String,
    /// 所指的原文。
    words: String,
    /// 保留的理由；列为意见时不用填。
    #[serde(default)]
    reason: String,
}

/// 一条审核意见。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpinionLine {
    id: String,
    /// 序号。
    number: usize,
    /// 对哪一版提的。
    version: i64,
    /// 所指位置的路径；空为整份文本。
    place: String,
    quoted: String,
    /// 方面：completeness 完整性，relevance 相关性，appropriateness 适当性，feasibility 可行性。
    facet: String,
    /// 由哪条规则而来；空为没有。
    code: String,
    body: String,
    /// open 待答复，answered 已答复，closed 已了结。
    state: &'static str,
    by_name: String,
    #[schema(format = DateTime)]
    at: String,
    answers: Vec<AnswerLine>,
}

/// 对意见的一次答复或核对。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AnswerLine {
    version: i64,
    #[schema(schema_with = kinds)]
    kind: &'static str,
    body: String,
    by_name: String,
    #[schema(format = DateTime)]
    at: String,
}

/// 新提的意见。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpinionSent {
    version: i64,
    #[schema(schema_with = states)]
    state: Stage,
    /// 所指位置的路径；空为整份文本。
    #[serde(default)]
    place: String,
    /// 引用的原文。
    #[serde(default)]
    quoted: String,
    #[schema(schema_with = facets)]
    facet: String,
    #[schema(min_length = 1)]
    body: String,
}

/// 答复或核对。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerSent {
    /// 答复用 accepted、declined；核对用 closed、kept。
    #[schema(schema_with = kinds)]
    kind: AnswerKind,
    #[serde(default)]
    text: String,
}

/// 打分。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GradeSent {
    version: i64,
    #[schema(schema_with = states)]
    state: Stage,
    /// 评分表各项的得分，依次排列，如 "8.5"。
    #[schema(max_items = 100)]
    marks: Vec<String>,
    #[serde(default)]
    summary: String,
}

/// 一次打分。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GradingLine {
    number: i64,
    version: i64,
    /// 总分，单位：十分之一分。
    total_tenths: i64,
    /// 等级。
    grade: String,
    summary: String,
    by_name: String,
    #[schema(format = DateTime)]
    at: String,
}

fn kinds() -> Object {
    words(AnswerKind::ALL.iter().map(|kind| kind.word()))
}

fn facets() -> Object {
    words(ground::Facet::ALL.into_iter().map(office::opinions::facet_word))
}

/// Does an act.
#[utoipa::path(post, path = "/api/v1/statements/{id}/acts/{act}", tag = "绩效文本",
    summary = "办理一个事项：提交、退回、报送、批复、公开等",
    params(("id" = String, Path), ("act" = String, Path)), request_body = ActSent,
    responses((status = 200, description = "办理后的文本", body = StatementWhole)))]
pub(crate) async fn do_act(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, act)): At<(String, String)>,
    Sent(sent): Sent<ActSent>,
) -> Result<Json<StatementWhole>, WebError> {
    let act = Act::from_word(&act).ok_or(WebError::NotFound)?;
    let seen = Seen { version: sent.version, state: sent.state };
    let ActSent { reason, document_number, remarks, held_on, present, decision, .. } = sent;
    let minutes = MinutesText { held_on, present, decision, scan: None };
    let text = ActText { reason, minutes, approval: ApprovalText { document_number, remarks } };
    app.office.act(&asker, &id, act, seen, &text).await?;
    Ok(Json(whole(&app.office.dossier(&asker, &id).await?)))
}

/// Records minutes with a scan.
#[utoipa::path(post, path = "/api/v1/statements/{id}/minutes/{act}", tag = "绩效文本",
    summary = "登记集体研究（decide 通过，reject 未通过），可带扫描件",
    params(("id" = String, Path), ("act" = String, Path, pattern = "^(decide|reject)$")),
    request_body(content = inline(MinutesForm), content_type = "multipart/form-data"),
    responses((status = 200, description = "登记后的文本", body = StatementWhole)))]
pub(crate) async fn record_minutes(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, act)): At<(String, String)>,
    Parcel(parts): Parcel,
) -> Result<Json<StatementWhole>, WebError> {
    let act = Act::from_word(&act).filter(|act| matches!(act, Act::Decide | Act::Reject));
    let act = act.ok_or(WebError::NotFound)?;
    let (seen, minutes) = minutes(parts).await?;
    let text = ActText { minutes, ..ActText::default() };
    app.office.act(&asker, &id, act, seen, &text).await?;
    Ok(Json(whole(&app.office.dossier(&asker, &id).await?)))
}

/// Accepts a finding.
#[utoipa::path(post, path = "/api/v1/statements/{id}/acceptances", tag = "绩效文本",
    summary = "说明理由后保留一个问题", params(("id" = String, Path)), request_body = FindingSent,
    responses((status = 204, description = "已保留")))]
pub(crate) async fn accept_finding(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<FindingSent>,
) -> Result<StatusCode, WebError> {
    let (seen, name) = sent.named();
    app.office.accept_finding(&asker, &id, seen, &name, &sent.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an acceptance back.
#[utoipa::path(delete, path = "/api/v1/statements/{id}/acceptances/{acceptance}", tag = "绩效文本",
    summary = "撤回保留", params(("id" = String, Path), ("acceptance" = String, Path)),
    responses((status = 204, description = "已撤回")))]
pub(crate) async fn unaccept_finding(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, acceptance)): At<(String, String)>,
) -> Result<StatusCode, WebError> {
    app.office.unaccept_finding(&asker, &id, &acceptance).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The opinions.
#[utoipa::path(get, path = "/api/v1/statements/{id}/opinions", tag = "意见与评分",
    summary = "审核意见和答复", params(("id" = String, Path)),
    responses((status = 200, description = "意见", body = List<OpinionLine>)))]
pub(crate) async fn list_opinions(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<List<OpinionLine>>, WebError> {
    app.office.dossier(&asker, &id).await?;
    let all = app.office.opinions(&asker, &id).await?;
    Ok(Json(List::whole(all.into_iter().map(opinion).collect())))
}

/// Gives an opinion.
#[utoipa::path(post, path = "/api/v1/statements/{id}/opinions", tag = "意见与评分",
    summary = "提意见", params(("id" = String, Path)), request_body = OpinionSent,
    responses((status = 201, description = "已提", body = Made)))]
pub(crate) async fn give_opinion(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<OpinionSent>,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let seen = Seen { version: sent.version, state: sent.state };
    let OpinionSent { place, quoted, facet, body, .. } = sent;
    let text = OpinionText { place, quoted, facet, code: String::new(), body };
    let id = app.office.give_opinion(&asker, &id, seen, &text).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// Takes a finding over as an opinion.
#[utoipa::path(post, path = "/api/v1/statements/{id}/opinions/from-finding", tag = "意见与评分",
    summary = "把审核查出的问题列为意见", params(("id" = String, Path)), request_body = FindingSent,
    responses((status = 201, description = "已列为意见", body = Made)))]
pub(crate) async fn take_over_finding(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<FindingSent>,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let (seen, name) = sent.named();
    let id = app.office.take_over_finding(&asker, &id, seen, &name).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// Answers an opinion.
#[utoipa::path(post, path = "/api/v1/statements/{id}/opinions/{opinion}/answer",
    tag = "意见与评分", summary = "部门答复意见",
    params(("id" = String, Path), ("opinion" = String, Path)), request_body = AnswerSent,
    responses((status = 204, description = "已答复")))]
pub(crate) async fn answer_opinion(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, opinion)): At<(String, String)>,
    Sent(sent): Sent<AnswerSent>,
) -> Result<StatusCode, WebError> {
    app.office.answer_opinion(&asker, &id, &opinion, sent.kind, &sent.text).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Settles an opinion or keeps it open.
#[utoipa::path(post, path = "/api/v1/statements/{id}/opinions/{opinion}/settle",
    tag = "意见与评分", summary = "财政核对答复",
    params(("id" = String, Path), ("opinion" = String, Path)), request_body = AnswerSent,
    responses((status = 204, description = "已核对")))]
pub(crate) async fn settle_opinion(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, opinion)): At<(String, String)>,
    Sent(sent): Sent<AnswerSent>,
) -> Result<StatusCode, WebError> {
    app.office.settle_opinion(&asker, &id, &opinion, sent.kind, &sent.text).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks so far.
#[utoipa::path(get, path = "/api/v1/statements/{id}/gradings", tag = "意见与评分",
    summary = "历次打分", params(("id" = String, Path)),
    responses((status = 200, description = "打分", body = List<GradingLine>)))]
pub(crate) async fn list_gradings(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<List<GradingLine>>, WebError> {
    let dossier = app.office.dossier(&asker, &id).await?;
    let line = |one: store::opinions::Grading| GradingLine {
        number: one.number,
        version: one.version,
        total_tenths: one.total_tenths,
        grade: one.grade,
        summary: one.summary,
        by_name: one.by_name,
        at: one.at,
    };
    Ok(Json(List::whole(dossier.gradings.into_iter().map(line).collect())))
}

/// Gives marks.
#[utoipa::path(post, path = "/api/v1/statements/{id}/gradings", tag = "意见与评分",
    summary = "打分", params(("id" = String, Path)), request_body = GradeSent,
    responses((status = 204, description = "已打分")))]
pub(crate) async fn grade_statement(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<GradeSent>,
) -> Result<StatusCode, WebError> {
    let seen = Seen { version: sent.version, state: sent.state };
    app.office.grade(&asker, &id, seen, &sent.marks, &sent.summary).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl FindingSent {
    fn named(&self) -> (Seen, FindingName) {
        let (code, place, words) = (&self.code, &self.place, &self.words);
        let name = FindingName { code: code.clone(), place: place.clone(), words: words.clone() };
        (Seen { version: self.version, state: self.state }, name)
    }
}

fn opinion(thread: Thread) -> OpinionLine {
    let it = thread.opinion;
    let answer = |one: store::opinions::Answer| AnswerLine {
        version: one.version,
        kind: one.kind.word(),
        body: one.body,
        by_name: one.by_name,
        at: one.at,
    };
    OpinionLine {
        id: it.id,
        number: thread.number,
        version: it.version,
        place: it.place,
        quoted: it.quoted,
        facet: it.facet,
        code: it.code,
        body: it.body,
        state: it.state.word(),
        by_name: it.by_name,
        at: it.at,
        answers: thread.answers.into_iter().map(answer).collect(),
    }
}

async fn minutes(mut parts: axum::extract::Multipart) -> Result<(Seen, MinutesText), WebError> {
    let unclear = || WebError::BadRequest("表单要有 version（版次）和 state（状态）".to_owned());
    let (mut version, mut state, mut minutes) = (None, None, MinutesText::default());
    while let Some(part) = parts.next_field().await.map_err(torn)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file = file_name(part.file_name().unwrap_or_default());
            let bytes = part.bytes().await.map_err(torn)?.to_vec();
            minutes.scan = (!bytes.is_empty()).then_some(Scan { name: file, bytes });
            continue;
        }
        let text = part.text().await.map_err(torn)?;
        match name.as_str() {
            "version" => version = text.parse().ok(),
            "state" => state = Stage::from_word(&text).ok(),
            "held_on" => minutes.held_on = text,
            "present" => minutes.present = text,
            "decision" => minutes.decision = text,
            _ => {}
        }
    }
    let seen = version.zip(state).map(|(version, state)| Seen { version, state });
    Ok((seen.ok_or_else(unclear)?, minutes))
}
