//! Findings that the head keeps with a reason.

use axum::extract::State;
use axum::http::StatusCode;
use office::acceptances::FindingName;
use office::acts::Seen;
use serde::Deserialize;
use store::statements::State as Stage;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::statements::states;
use super::take::{At, Sent};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(accept_finding)).routes(routes!(unaccept_finding))
}

/// 指明一个问题。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindingSent {
    /// 看到的最新版次。
    #[schema(minimum = 0, maximum = 1000000000)]
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

impl FindingSent {
    /// What was seen, and the finding that is named.
    pub(crate) fn named(&self) -> (Seen, FindingName) {
        let (code, place, words) = (&self.code, &self.place, &self.words);
        let name = FindingName { code: code.clone(), place: place.clone(), words: words.clone() };
        (Seen { version: self.version, state: self.state }, name)
    }
}
