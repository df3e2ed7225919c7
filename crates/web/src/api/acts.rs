//! Acts that move a statement, and the minutes of the standing meeting.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use office::acts::{ActText, ApprovalText, MinutesText, Scan, Seen};
use office::beginning::Upload;
use office::workflow::Act;
use serde::Deserialize;
use store::statements::State as Stage;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::statements::{StatementWhole, states};
use super::take::{At, Parcel, Sent};
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
    #[schema(minimum = 0, maximum = 1000000000)]
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
    #[schema(minimum = 0, maximum = 1000000000)]
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
    parts: Parcel,
) -> Result<Json<StatementWhole>, WebError> {
    let act = Act::from_word(&act).filter(|act| matches!(act, Act::Decide | Act::Reject));
    let act = act.ok_or(WebError::NotFound)?;
    let (seen, minutes) = minutes(parts).await?;
    let text = ActText { minutes, ..ActText::default() };
    app.office.act(&asker, &id, act, seen, &text).await?;
    Ok(Json(whole(&app.office.dossier(&asker, &id).await?)))
}

async fn minutes(parts: Parcel) -> Result<(Seen, MinutesText), WebError> {
    let unclear = || WebError::BadRequest("version 请填版次，state 请填状态".to_owned());
    let names = ["version", "state", "held_on", "present", "decision"];
    let mut parts = parts.pieces(&names).await?;
    let version = parts.needed("version")?.parse().map_err(|_| unclear())?;
    let state = Stage::from_word(&parts.needed("state")?).map_err(|_| unclear())?;
    let mut text = |name| parts.text(name).unwrap_or_default();
    let minutes = MinutesText {
        held_on: text("held_on"),
        present: text("present"),
        decision: text("decision"),
        scan: None,
    };
    let scan = parts.file()?.filter(|file| !file.bytes.is_empty());
    let scan = scan.map(|Upload { name, bytes }| Scan { name, bytes });
    Ok((Seen { version, state }, MinutesText { scan, ..minutes }))
}
