//! Handing a questionnaire out, and its end.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::surveys::issue::{Asked as People, Beneficiaries, HandOut};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::surveys::SurveySeen;
use super::take::{At, Sent};
use crate::pages::surveys::codes::From;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(count_people))
        .routes(routes!(open_survey))
        .routes(routes!(extend_survey))
        .routes(routes!(reissue_survey))
        .routes(routes!(close_survey))
}

/// 从问卷所选的台账里取哪些人；什么都不写就是全部。
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "from": "2025-01-01", "to": "2025-12-31" }))]
pub(crate) struct PeopleSent {
    /// 从哪天的记录起，YYYY-MM-DD。
    from: String,
    /// 到哪天的记录止。
    to: String,
    /// 只要这个字段是 value 的记录：字段的代号。
    field: String,
    value: String,
}

/// 名单上有多少人。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PeopleCount {
    /// 台账的名称。
    title: String,
    /// 符合条件的记录。
    entries: i64,
    /// 不同的人，按证件号码数；没有号码的一条算一人。
    people: i64,
    /// 没有证件号码的记录。
    without_number: i64,
}

/// 怎样发放。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 1, "links": 200, "papers": 50 }))]
pub(crate) struct IssueSent {
    /// 看到的版本；之后有人改过的，不会照办。
    version: i64,
    /// 做多少个链接；不写而有名单的，名单上没有纸质问卷的每人一个。
    #[schema(maximum = 2000)]
    links: Option<u64>,
    /// 发多少份纸质的。
    #[schema(maximum = 100_000)]
    papers: Option<u64>,
    /// 按台账的名单发放；份数不能多于人数。
    people: Option<PeopleSent>,
}

/// 再发多少。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 2, "links": 20 }))]
pub(crate) struct MoreSent {
    /// 看到的版本；之后有人改过的，不会照办。
    version: i64,
    /// 再做多少个链接。
    #[schema(maximum = 2000)]
    links: Option<u64>,
    /// 再发多少份纸质的。
    #[schema(maximum = 100_000)]
    papers: Option<u64>,
}

/// 新做的链接：只给这一次，系统里不保存。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LinksMade {
    /// 每个链接只能答一次，不记名。
    links: Vec<String>,
}

/// How many people the register names.
#[utoipa::path(post, path = "/api/v1/surveys/{id}/people", tag = "问卷",
    summary = "问卷的台账里有多少人", params(("id" = String, Path)), request_body = PeopleSent,
    responses((status = 200, description = "人数", body = PeopleCount)))]
pub(crate) async fn count_people(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<PeopleSent>,
) -> Result<Json<PeopleCount>, WebError> {
    let People { title, entries, people, without_number } =
        app.office.survey_people(&asker, &id, &beneficiaries(sent)).await?;
    Ok(Json(PeopleCount { title, entries, people, without_number }))
}

/// Hands it out.
#[utoipa::path(post, path = "/api/v1/surveys/{id}/open", tag = "问卷",
    summary = "发放问卷：做链接；题目从此不能改", params(("id" = String, Path)),
    request_body = IssueSent,
    responses((status = 200, description = "已发放，链接只给这一次", body = LinksMade)))]
pub(crate) async fn open_survey(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    site: From,
    Sent(sent): Sent<IssueSent>,
) -> Result<Json<LinksMade>, WebError> {
    let of = sent.people.map(beneficiaries);
    let out = HandOut { of, ..hand_out(sent.links, sent.papers) };
    Ok(Json(links(&site, &app.office.open_survey(&asker, &id, sent.version, &out).await?)))
}

/// Hands out more.
#[utoipa::path(post, path = "/api/v1/surveys/{id}/more", tag = "问卷", summary = "追加发放",
    params(("id" = String, Path)), request_body = MoreSent,
    responses((status = 200, description = "已追加，链接只给这一次", body = LinksMade)))]
pub(crate) async fn extend_survey(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    site: From,
    Sent(sent): Sent<MoreSent>,
) -> Result<Json<LinksMade>, WebError> {
    let out = hand_out(sent.links, sent.papers);
    Ok(Json(links(&site, &app.office.extend_survey(&asker, &id, sent.version, &out).await?)))
}

/// Makes the links anew that nobody has used.
#[utoipa::path(post, path = "/api/v1/surveys/{id}/renew", tag = "问卷",
    summary = "没有用过的链接作废重做", params(("id" = String, Path)), request_body = SurveySeen,
    responses((status = 200, description = "已重做，链接只给这一次", body = LinksMade)))]
pub(crate) async fn reissue_survey(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    site: From,
    Sent(sent): Sent<SurveySeen>,
) -> Result<Json<LinksMade>, WebError> {
    Ok(Json(links(&site, &app.office.reissue_survey(&asker, &id, sent.version).await?)))
}

/// Ends it.
#[utoipa::path(post, path = "/api/v1/surveys/{id}/close", tag = "问卷",
    summary = "结束问卷：不再收答卷，显示结果", params(("id" = String, Path)),
    request_body = SurveySeen, responses((status = 204, description = "已结束")))]
pub(crate) async fn close_survey(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<SurveySeen>,
) -> Result<StatusCode, WebError> {
    app.office.close_survey(&asker, &id, sent.version).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn beneficiaries(sent: PeopleSent) -> Beneficiaries {
    let PeopleSent { from, to, field, value } = sent;
    Beneficiaries { from, to, field, value }
}

fn hand_out(links: Option<u64>, papers: Option<u64>) -> HandOut {
    let typed = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    HandOut { tokens: typed(links), papers: typed(papers), of: None }
}

fn links(From(site): &From, tokens: &[String]) -> LinksMade {
    LinksMade { links: tokens.iter().map(|token| format!("{site}/s/{token}")).collect() }
}
