//! The account of dues.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use ground::Money;
use office::registers::dues::{Account, DuesLine, Shown, Standing, Totals};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, owner, part, words, year};
use crate::signed::Caller;
use crate::{App, WebError, download};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_dues)).routes(routes!(export_dues))
}

/// Which account.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DuesAsked {
    /// 单位的标识；不写就是本人所在单位。
    owner: Option<String>,
    /// 年度；不写就是最近一个该缴齐的年度。
    #[param(minimum = 2000, maximum = 2100)]
    year: Option<i16>,
    /// all 全部单位，behind 只看少缴，unknown 只看缺工资总额。
    #[param(schema_with = shows)]
    show: Option<String>,
    /// 单位或工会名称里的字词。
    words: Option<String>,
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

/// Which account as a table.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DuesTable {
    /// 单位的标识；不写就是本人所在单位。
    owner: Option<String>,
    /// 年度。
    #[param(minimum = 2000, maximum = 2100)]
    year: i16,
    /// all 全部单位，behind 只看少缴，unknown 只看缺工资总额。
    #[param(schema_with = shows)]
    show: Option<String>,
}

/// 一个年度的经费对账。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DuesAccount {
    year: i16,
    /// 应缴占工资总额的百分之几；null 为参数里没有。
    rate: Option<String>,
    totals: DuesTotals,
    /// 这一页的单位，少缴多的在前。
    items: Vec<DuesUnit>,
    /// 一共多少个单位。
    total: i64,
}

/// 全部单位合计，单位：分。
#[derive(Debug, Serialize, ToSchema)]
struct DuesTotals {
    units: usize,
    units_behind: usize,
    /// 知道工资总额的单位应缴的。
    due_fen: i64,
    /// 知道工资总额的单位实缴的。
    received_fen: i64,
    /// 不知道工资总额的单位实缴的。
    without_payroll_fen: i64,
    /// 少缴的。
    behind_fen: i64,
    /// 已上缴的。
    sent_up_fen: i64,
    /// 应上缴的，按登记的。
    to_send_up_fen: i64,
    /// 小额返还的。
    refunded_fen: i64,
    /// 下拨的。
    passed_on_fen: i64,
}

/// 一个缴费单位，金额单位：分。
#[derive(Debug, Serialize, ToSchema)]
struct DuesUnit {
    unit: String,
    /// 所属工会；空为没有对上。
    union: String,
    /// 少缴 behind，足额 even，多缴 over，缺工资总额 unknown，没有缴费记录 nothing。
    #[schema(schema_with = standings)]
    standing: &'static str,
    /// 应缴；不知道工资总额的为 null。
    due_fen: Option<i64>,
    received_fen: i64,
    /// 实缴里的筹备金。
    preparatory_fen: i64,
    /// 实缴减应缴。
    difference_fen: Option<i64>,
    /// 会费，不算在实缴里。
    fees_fen: i64,
    refunded_fen: i64,
    passed_on_fen: i64,
    /// 要看一看的地方。
    warnings: Vec<&'static str>,
}

fn shows() -> Object {
    words(["all", "behind", "unknown"])
}

fn standings() -> Object {
    words(["behind", "even", "over", "unknown", "nothing"])
}

/// The account of a year.
#[utoipa::path(get, path = "/api/v1/registers/dues", tag = "台账",
    summary = "经费对账：各单位应缴、实缴、返还、下拨", params(DuesAsked),
    responses((status = 200, description = "对账", body = DuesAccount)))]
pub(crate) async fn show_dues(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<DuesAsked>,
) -> Result<Json<DuesAccount>, WebError> {
    let (owner, shown) = (owner(&asker, asked.owner.as_deref()), shown(asked.show.as_deref())?);
    let account = match asked.year {
        Some(asked) => app.office.dues(&asker, owner, year(asked)?).await?,
        None => app.office.latest_dues(&asker, owner).await?,
    };
    let words = asked.words.unwrap_or_default();
    let is_it = |line: &&DuesLine| line.is_shown(shown) && line.is_named(words.trim());
    let units = account.lines.iter().filter(is_it).map(unit).collect();
    let listed = part(units, asked.page, asked.take)?;
    Ok(Json(whole(&account, listed.items, listed.total)))
}

/// The account as a table.
#[utoipa::path(get, path = "/api/v1/registers/dues/csv", tag = "台账", summary = "导出经费对账，CSV",
    params(DuesTable),
    responses((status = 200, description = "CSV", body = String,
        content_type = "text/csv; charset=utf-8")))]
pub(crate) async fn export_dues(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<DuesTable>,
) -> Result<Response, WebError> {
    let (owner, shown) = (owner(&asker, asked.owner.as_deref()), shown(asked.show.as_deref())?);
    let table = app.office.dues_table(&asker, owner, year(asked.year)?, shown).await?;
    Ok(download::file(table.into_bytes(), &format!("经费对账{}.csv", asked.year), download::CSV))
}

fn shown(word: Option<&str>) -> Result<Shown, WebError> {
    let unknown = || WebError::BadRequest("show 请填 all、behind 或 unknown".to_owned());
    word.map_or(Some(Shown::All), Shown::from_word).ok_or_else(unknown)
}

fn whole(account: &Account, items: Vec<DuesUnit>, total: i64) -> DuesAccount {
    DuesAccount {
        year: account.year,
        rate: account.rate.map(|rate| rate.normalize().to_string()),
        totals: totals(&account.totals),
        items,
        total,
    }
}

fn totals(totals: &Totals) -> DuesTotals {
    DuesTotals {
        units: totals.units,
        units_behind: totals.units_behind,
        due_fen: totals.due.fen(),
        received_fen: totals.received.fen(),
        without_payroll_fen: totals.without_payroll.fen(),
        behind_fen: totals.behind.fen(),
        sent_up_fen: totals.sent_up.fen(),
        to_send_up_fen: totals.to_send_up.fen(),
        refunded_fen: totals.refunded.fen(),
        passed_on_fen: totals.passed_on.fen(),
    }
}

fn unit(line: &DuesLine) -> DuesUnit {
    DuesUnit {
        unit: line.unit.clone(),
        union: line.union.clone(),
        standing: match line.standing() {
            Standing::Behind => "behind",
            Standing::Even => "even",
            Standing::Over => "over",
            Standing::Unknown => "unknown",
            Standing::Nothing => "nothing",
        },
        due_fen: line.due.map(Money::fen),
        received_fen: line.received.fen(),
        preparatory_fen: line.preparatory.fen(),
        difference_fen: line.difference().map(Money::fen),
        fees_fen: line.fees.fen(),
        refunded_fen: line.refunded.fen(),
        passed_on_fen: line.passed_on.fen(),
        warnings: line.warned.clone(),
    }
}
