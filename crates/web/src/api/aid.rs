//! Aid paid in batches: what waits, its papers, and entering it as paid.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use ground::Money;
use office::registers::aid_batch::{BatchLine, Names, Notice, Paid};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use write::Format;

use super::entries::SeenSent;
use super::take::{Asked, At, Plain, Sent, day, day_or, owner, words};
use crate::signed::Caller;
use crate::{App, WebError, download};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show_aid_batch, pay_aid_batch))
        .routes(routes!(print_aid_roster))
        .routes(routes!(print_bank_file))
        .routes(routes!(print_public_list))
}

/// Whose batch, and for which day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AidAsked {
    /// 单位的标识；不写就是本人所在单位。
    owner: Option<String>,
    /// 发放日期，按这一天核对能不能发；不写就是今天。
    #[param(format = Date)]
    paid_on: Option<String>,
    /// 显示个人信息原文：须有权限，并记入审计日志。
    #[param(value_type = bool)]
    plain: Plain,
}

/// 待发放的救助申请。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AidBatch {
    #[schema(format = Date)]
    paid_on: String,
    items: Vec<AidLine>,
    /// 能发放的有几笔。
    payable: usize,
    /// 能发放的合计，单位：分。
    payable_fen: i64,
}

/// 一份待发放的申请。
#[derive(Debug, Serialize, ToSchema)]
struct AidLine {
    id: i64,
    version: i64,
    applicant: String,
    kind: String,
    /// 单位：分。
    amount_fen: Option<i64>,
    account: String,
    /// 不能发放的原因；空为能发放。
    refused: Vec<String>,
    /// 要看一看的地方。
    warnings: Vec<String>,
}

/// 银行已发放的一批。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "batch": "2025年第三批", "paid_on": "2025-12-26",
    "applications": [{ "id": 12, "version": 3 }] }))]
pub(crate) struct AidPaid {
    /// 单位的标识；不写就是本人所在单位。
    #[serde(default)]
    owner: String,
    /// 批次名称。
    #[schema(min_length = 1, max_length = 60)]
    batch: String,
    /// 银行发放的日期。
    #[schema(format = Date)]
    paid_on: String,
    applications: Vec<SeenSent>,
}

/// 登记发放的结果。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AidDone {
    /// 几笔。
    count: usize,
    /// 合计，单位：分。
    sum_fen: i64,
}

/// 哪一天发放的。
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "paid_on": "2025-12-26" }))]
pub(crate) struct AidDay {
    /// 单位的标识；不写就是本人所在单位。
    owner: String,
    /// 发放日期；不写就是今天。
    #[schema(format = Date)]
    paid_on: Option<String>,
}

/// 公示的日期、电话和姓名的写法。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "from": "2025-12-01", "until": "2025-12-08",
    "hotline": "0000-12351", "names": "family" }))]
pub(crate) struct NoticeSent {
    /// 单位的标识；不写就是本人所在单位。
    #[serde(default)]
    owner: String,
    #[schema(format = Date)]
    from: String,
    #[schema(format = Date)]
    until: String,
    /// 监督电话。
    #[serde(default)]
    hotline: String,
    /// family 只写姓氏，whole 写全名。
    #[schema(schema_with = names)]
    names: String,
}

fn names() -> Object {
    words(["family", "whole"])
}

/// What waits to be paid.
#[utoipa::path(get, path = "/api/v1/registers/aid_application/batch", tag = "台账",
    summary = "待发放的救助申请，逐份核对能不能发", params(AidAsked),
    responses((status = 200, description = "待发放的申请", body = AidBatch)))]
pub(crate) async fn show_aid_batch(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<AidAsked>,
) -> Result<Json<AidBatch>, WebError> {
    let paid_on = day_or("paid_on", asked.paid_on.as_deref(), app.office.now().day())?;
    let (owner, wish) = (owner(&asker, asked.owner.as_deref()), asked.plain.wish());
    let batch = app.office.aid_batch(&asker, owner, paid_on, wish).await?;
    Ok(Json(AidBatch {
        paid_on: paid_on.to_string(),
        items: batch.lines.into_iter().map(line).collect(),
        payable: batch.payable.0,
        payable_fen: batch.payable.1.fen(),
    }))
}

/// Enters what the bank has paid.
#[utoipa::path(post, path = "/api/v1/registers/aid_application/batch", tag = "台账",
    summary = "登记一批已发放：记入救助发放台账，有一份不能发就都不登记",
    request_body = AidPaid, responses((status = 200, description = "已登记", body = AidDone)))]
pub(crate) async fn pay_aid_batch(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent<AidPaid>,
) -> Result<Json<AidDone>, WebError> {
    let paid = Paid {
        batch: sent.batch,
        paid_on: day("paid_on", &sent.paid_on)?,
        applications: sent.applications.into_iter().map(Into::into).collect(),
    };
    let owner = owner(&asker, Some(&sent.owner));
    let (count, sum) = app.office.pay_aid(&asker, owner, &paid).await?;
    Ok(Json(AidDone { count, sum_fen: sum.fen() }))
}

/// The roster for signature.
#[utoipa::path(post, path = "/api/v1/registers/aid_application/batch/roster/{format}",
    tag = "台账", summary = "帮扶资金发放花名册：含完整号码，记入审计日志",
    params(("format" = String, Path, pattern = "^(docx|xlsx|pdf|html|txt)$")),
    request_body = AidDay,
    responses((status = 200, description = "文件", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/pdf"),
        (String = "text/html; charset=utf-8"),
        (String = "text/plain; charset=utf-8")))))]
pub(crate) async fn print_aid_roster(
    State(app): State<App>,
    Caller(asker): Caller,
    At(format): At<String>,
    Sent(sent): Sent<AidDay>,
) -> Result<Response, WebError> {
    let format = Format::of_ending(&format).ok_or(WebError::NotFound)?;
    let paid_on = day_or("paid_on", sent.paid_on.as_deref(), app.office.now().day())?;
    let owner = owner(&asker, Some(&sent.owner));
    let roster = app.office.aid_roster(&asker, owner, paid_on).await?;
    download::document(roster, &format!("帮扶资金发放花名册{paid_on}"), format).await
}

/// The file for the bank.
#[utoipa::path(post, path = "/api/v1/registers/aid_application/batch/bank", tag = "台账",
    summary = "银行代发文件，CSV：含完整账号，记入审计日志", request_body = AidDay,
    responses((status = 200, description = "CSV", body = String,
        content_type = "text/csv; charset=utf-8")))]
pub(crate) async fn print_bank_file(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent<AidDay>,
) -> Result<Response, WebError> {
    let paid_on = day_or("paid_on", sent.paid_on.as_deref(), app.office.now().day())?;
    let owner = owner(&asker, Some(&sent.owner));
    let text = app.office.aid_bank_file(&asker, owner, paid_on).await?;
    Ok(download::file(text.into_bytes(), &format!("银行代发{paid_on}.csv"), download::CSV))
}

/// The list for public notice.
#[utoipa::path(post, path = "/api/v1/registers/aid_application/batch/public/{format}",
    tag = "台账", summary = "救助公示名单：已核实、待公示的申请",
    params(("format" = String, Path, pattern = "^(docx|xlsx|pdf|html|txt)$")),
    request_body = NoticeSent,
    responses((status = 200, description = "文件", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/pdf"),
        (String = "text/html; charset=utf-8"),
        (String = "text/plain; charset=utf-8")))))]
pub(crate) async fn print_public_list(
    State(app): State<App>,
    Caller(asker): Caller,
    At(format): At<String>,
    Sent(sent): Sent<NoticeSent>,
) -> Result<Response, WebError> {
    let format = Format::of_ending(&format).ok_or(WebError::NotFound)?;
    let named = sent.owner.clone();
    let (owner, notice) = (owner(&asker, Some(&named)), notice(sent)?);
    let list = app.office.aid_public_list(&asker, owner, &notice).await?;
    download::document(list, &format!("公示名单{}", notice.from), format).await
}

fn notice(sent: NoticeSent) -> Result<Notice, WebError> {
    let names = match sent.names.as_str() {
        "family" => Names::Family,
        "whole" => Names::Whole,
        _ => return Err(WebError::BadRequest("names 请填 family 或 whole".to_owned())),
    };
    Ok(Notice {
        from: day("from", &sent.from)?,
        until: day("until", &sent.until)?,
        hotline: sent.hotline,
        names,
    })
}

fn line(line: BatchLine) -> AidLine {
    AidLine {
        id: line.id,
        version: line.version,
        applicant: line.applicant.to_string(),
        kind: line.kind,
        amount_fen: line.amount.map(Money::fen),
        account: line.account.to_string(),
        refused: line.refused,
        warnings: line.warned,
    }
}
