//! Opinions of the finance bureau, answered and settled one by one.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::acts::Seen;
use office::opinions::{OpinionText, Thread};
use serde::{Deserialize, Serialize};
use store::opinions::AnswerKind;
use store::statements::State as Stage;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::findings::FindingSent;
use super::statements::states;
use super::take::{At, List, Made, Sent, words};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_opinions, give_opinion))
        .routes(routes!(take_over_finding))
        .routes(routes!(change_opinion))
        .routes(routes!(withdraw_opinion))
        .routes(routes!(answer_opinion))
        .routes(routes!(settle_opinion))
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
    /// open 待答复，answered 已答复，closed 已了结，withdrawn 已撤回。
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
    #[schema(minimum = 0, maximum = 1000000000)]
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

/// 撤回意见。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawSent {
    /// 为什么撤回；还没有发出的意见可以不写。
    #[serde(default)]
    reason: String,
}

fn kinds() -> Object {
    words(AnswerKind::ALL.iter().map(|kind| kind.word()))
}

fn facets() -> Object {
    words(ground::Facet::ALL.into_iter().map(office::opinions::facet_word))
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
    let (seen, text) = sent.parts();
    let id = app.office.give_opinion(&asker, &id, seen, &text).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// Changes an opinion of one's own.
#[utoipa::path(put, path = "/api/v1/statements/{id}/opinions/{opinion}", tag = "意见与评分",
    summary = "修改自己还没有发出的意见",
    params(("id" = String, Path), ("opinion" = String, Path)), request_body = OpinionSent,
    responses((status = 204, description = "已修改")))]
pub(crate) async fn change_opinion(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, opinion)): At<(String, String)>,
    Sent(sent): Sent<OpinionSent>,
) -> Result<StatusCode, WebError> {
    let (seen, text) = sent.parts();
    app.office.change_opinion(&asker, &id, &opinion, seen, &text).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an opinion of one's own back.
#[utoipa::path(post, path = "/api/v1/statements/{id}/opinions/{opinion}/withdraw",
    tag = "意见与评分", summary = "撤回自己的意见：没有发出的直接删去，发出而无人答复的写明原因",
    params(("id" = String, Path), ("opinion" = String, Path)), request_body = WithdrawSent,
    responses((status = 204, description = "已撤回")))]
pub(crate) async fn withdraw_opinion(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, opinion)): At<(String, String)>,
    Sent(sent): Sent<WithdrawSent>,
) -> Result<StatusCode, WebError> {
    app.office.withdraw_opinion(&asker, &id, &opinion, &sent.reason).await?;
    Ok(StatusCode::NO_CONTENT)
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

impl OpinionSent {
    /// What the writer saw, and what is said.
    fn parts(self) -> (Seen, OpinionText) {
        let OpinionSent { version, state, place, quoted, facet, body } = self;
        let text = OpinionText { place, quoted, facet, code: String::new(), body };
        (Seen { version, state }, text)
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
