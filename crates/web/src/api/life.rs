//! A project from its first statement on.

use axum::Json;
use axum::extract::State;
use ground::{Decimal, Money};
use office::life::{Event, EventKind, Life, LifeYear, Mark};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{At, words, words_or_null};
use crate::pages::life::leads;
use crate::pages::monitoring::{LIGHTS, word};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_project))
}

/// 一个项目的全过程：各年度和一条时间线。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LifeOut {
    owner: String,
    owner_name: String,
    /// 项目编码。
    code: String,
    /// 最近一年的名称。
    name: String,
    /// 各年度，早的在前。
    years: Vec<LifeYearOut>,
    /// 时间线，早的在前。
    events: Vec<LifeEvent>,
}

/// 项目的一个年度。
#[derive(Debug, Serialize, ToSchema)]
struct LifeYearOut {
    year: i64,
    statement: String,
    name: String,
    /// 按第几版文本。
    version: i64,
    /// 文本有几版。
    versions: usize,
    indicators: usize,
    /// 申报或首次批复的预算，单位：分。
    declared_fen: Option<i64>,
    /// 现在的预算，单位：分。
    budget_fen: Option<i64>,
    /// 已支付，单位：分；部门没有登记支付的、还没有开始的年度为 null。
    spent_fen: Option<i64>,
    plan: Vec<LifePlan>,
    /// 各月底累计支付，单位：分；还没有到的月份、没有登记支付的年度为 null。
    paid_fen: Vec<Option<i64>>,
    mark: Option<LifeMark>,
    #[schema(schema_with = light_or_null)]
    light: Option<&'static str>,
    /// 灯的理由；没有灯的为空。
    because: String,
}

/// 资金支出计划的一个节点。
#[derive(Debug, Serialize, ToSchema)]
struct LifePlan {
    /// 几月底。
    month: u8,
    /// 累计百分之几。
    share: String,
}

/// 一个年度的得分。
#[derive(Debug, Serialize, ToSchema)]
struct LifeMark {
    /// 自评走到哪一步。
    state: &'static str,
    /// 部门自评得分。
    own: Option<String>,
    /// 财政审定的得分，和自评不同时才有。
    found: Option<String>,
    grade: String,
}

/// 时间线上的一件事。
#[derive(Debug, Serialize, ToSchema)]
struct LifeEvent {
    #[schema(format = Date)]
    day: String,
    /// 属于哪个预算年度。
    year: i64,
    #[schema(schema_with = kinds)]
    kind: &'static str,
    kind_name: &'static str,
    title: String,
    detail: String,
    /// 办理人。
    by: String,
    #[schema(schema_with = light_or_null)]
    light: Option<&'static str>,
    /// 网页上看全文的地址。
    href: String,
}

fn kinds() -> Object {
    words(EventKind::ALL.map(EventKind::word))
}

fn light_or_null() -> Object {
    words_or_null(LIGHTS.map(word))
}

/// A project of a department.
#[utoipa::path(get, path = "/api/v1/projects/{owner}/{code}", tag = "运行监控",
    summary = "一个项目的全过程", params(("owner" = String, Path), ("code" = String, Path)),
    responses((status = 200, description = "全过程", body = LifeOut)))]
pub(crate) async fn show_project(
    State(app): State<App>,
    Caller(asker): Caller,
    At((owner, code)): At<(String, String)>,
) -> Result<Json<LifeOut>, WebError> {
    let life = app.office.project_life(&asker, &owner, &code).await?;
    Ok(Json(out(&life)))
}

fn out(life: &Life) -> LifeOut {
    LifeOut {
        owner: life.owner.clone(),
        owner_name: life.owner_name.clone(),
        code: life.code.clone(),
        name: life.name.clone(),
        years: life.years.iter().map(year).collect(),
        events: life.events.iter().map(event).collect(),
    }
}

fn year(year: &LifeYear) -> LifeYearOut {
    let plan = year.plan.iter();
    LifeYearOut {
        year: year.year(),
        statement: year.listed.statement.id.clone(),
        name: year.name.clone(),
        version: year.version,
        versions: year.versions,
        indicators: year.indicators,
        declared_fen: year.declared.map(Money::fen),
        budget_fen: year.budget.map(Money::fen),
        spent_fen: year.spent().map(Money::fen),
        plan: plan
            .map(|point| LifePlan { month: point.month, share: plain(point.share) })
            .collect(),
        paid_fen: year.paid.iter().map(|paid| paid.map(Money::fen)).collect(),
        mark: year.mark.as_ref().map(mark),
        light: year.light.as_ref().map(|lit| word(lit.light)),
        because: year.light.as_ref().map(|lit| lit.because.clone()).unwrap_or_default(),
    }
}

fn mark(mark: &Mark) -> LifeMark {
    LifeMark {
        state: mark.state.word(),
        own: mark.own.map(plain),
        found: mark.found.map(plain),
        grade: mark.grade.clone(),
    }
}

fn event(event: &Event) -> LifeEvent {
    LifeEvent {
        day: event.day.to_string(),
        year: event.year,
        kind: event.kind.word(),
        kind_name: event.kind.label(),
        title: event.title.clone(),
        detail: event.detail.clone(),
        by: event.by.clone(),
        light: event.light.map(word),
        href: leads(&event.leads),
    }
}

fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}
