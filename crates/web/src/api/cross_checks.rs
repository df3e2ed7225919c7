//! Checks over several registers.

use axum::Json;
use axum::extract::State;
use office::registers::checks::CheckLine;
use office::registers::crossing::Finding;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::registers::OwnerAsked;
use super::take::{Asked, At, List, Plain, owner};
use super::whole::severity;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_checks)).routes(routes!(show_check))
}

/// Whose, and which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CheckAsked {
    /// 单位的标识；不写就是本人所在单位。
    owner: Option<String>,
    /// 第几页，从1起，每页50项。
    #[param(minimum = 1, maximum = 200)]
    page: Option<u64>,
    /// 显示个人信息原文：须有权限，并记入审计日志。
    #[param(value_type = bool)]
    plain: Plain,
}

/// 一项台账之间的核对。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckOut {
    code: String,
    title: String,
    about: String,
    /// error、warning 或 note。
    severity: &'static str,
    /// 涉及的台账。
    registers: Vec<String>,
    /// 发现多少处；没能核对的为 null。
    found: Option<i64>,
    /// 没能核对的原因。
    why_not: Option<String>,
}

/// 一项核对和它发现的问题。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckFound {
    check: CheckOut,
    items: Vec<CrossFinding>,
}

/// 台账之间核对出的一处问题。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CrossFinding {
    owner: String,
    message: String,
    help: String,
    /// 要看的记录，第一条是出问题的那一条。
    entries: Vec<EntryNamed>,
    /// 另外还有多少条。
    more: i64,
}

/// 哪本台账的哪一条。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryNamed {
    register: String,
    id: i64,
}

/// Checks over registers.
#[utoipa::path(get, path = "/api/v1/registers/checks", tag = "台账", summary = "台账之间的核对",
    params(OwnerAsked), responses((status = 200, description = "核对", body = List<CheckOut>)))]
pub(crate) async fn list_checks(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<OwnerAsked>,
) -> Result<Json<List<CheckOut>>, WebError> {
    let owner = owner(&asker, asked.owner.as_deref());
    let all = app.office.cross_checks(&asker, owner).await?;
    Ok(Json(List::whole(all.into_iter().map(check).collect())))
}

/// What one of them finds.
#[utoipa::path(get, path = "/api/v1/registers/checks/{code}", tag = "台账",
    summary = "一项核对发现的问题", params(("code" = String, Path), CheckAsked),
    responses((status = 200, description = "问题", body = CheckFound)))]
pub(crate) async fn show_check(
    State(app): State<App>,
    Caller(asker): Caller,
    At(code): At<String>,
    Asked(asked): Asked<CheckAsked>,
) -> Result<Json<CheckFound>, WebError> {
    let page = asked.page.unwrap_or(1);
    if !(1..=200).contains(&page) {
        return Err(WebError::BadRequest("page 请填1到200".to_owned()));
    }
    let owner = owner(&asker, asked.owner.as_deref());
    let found =
        app.office.cross_findings(&asker, owner, &code, page - 1, asked.plain.wish()).await?;
    let items = found.findings.into_iter().map(finding).collect();
    Ok(Json(CheckFound { check: check(found.check), items }))
}

fn check(line: CheckLine) -> CheckOut {
    let (found, why_not) = match line.found {
        Ok(count) => (Some(count), None),
        Err(why) => (None, Some(why)),
    };
    CheckOut {
        code: line.code,
        title: line.title,
        about: line.about,
        severity: severity(line.severity),
        registers: line.registers.into_iter().map(|(name, _)| name).collect(),
        found,
        why_not,
    }
}

fn finding(finding: Finding) -> CrossFinding {
    let named =
        |one: office::registers::crossing::Named| EntryNamed { register: one.register, id: one.id };
    CrossFinding {
        owner: finding.owner,
        message: finding.message,
        help: finding.help,
        entries: finding.entries.into_iter().map(named).collect(),
        more: finding.more,
    }
}
