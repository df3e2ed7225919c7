//! Acts that move a statement, and the minutes of the standing meeting.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use office::acts::{ActText, ApprovalText, MinutesText, Scan, Seen};
use office::workflow::Act;
use serde::Deserialize;
use store::statements::State as Stage;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::statements::{StatementWhole, states};
use super::take::{At, Parcel, Sent, file_name, torn};
use super::whole::whole;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    let files = OpenApiRouter::new()
        .routes(routes!(record_minutes))
        .layer(DefaultBodyLimit::max(office::beginning::LARGEST_FILE + (1 << 20)));
    OpenApiRouter::new().routes(routes!(do_act)).merge(files)
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
