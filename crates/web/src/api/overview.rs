//! All departments of a year at a glance.

use axum::Json;
use axum::extract::State;
use ground::Decimal;
use office::overview::{DepartmentLine, Overview, RegionLine, RuleLine, Sums, YearLine};
use serde::{Deserialize, Serialize};
use store::evaluations::State as Marking;
use store::statements::State as Stage;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{self, Asked, words_or_null};
use super::whole::severity;
use crate::pages::monitoring::{LIGHTS, word};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_overview))
}

/// 哪一年度。
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OverviewAsked {
    /// 年度；不写就是今年。
    #[param(minimum = 2000, maximum = 2100)]
    year: Option<i64>,
}

/// 一个年度各部门的总览。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OverviewOut {
    year: i64,
    /// 灯和支付截至哪一天。
    #[schema(format = Date)]
    day: String,
    /// 全部部门合计。
    whole: OverviewSums,
    departments: Vec<OverviewDepartment>,
    /// 各行政区合计；只看得到一个行政区的为空。
    regions: Vec<OverviewRegion>,
    /// 审核意见按规则汇总，多的在前。
    rules: Vec<OverviewRule>,
    /// 本年和前两年，近的在前。
    years: Vec<OverviewYear>,
}

/// 若干部门合计。
#[derive(Debug, Serialize, ToSchema)]
struct OverviewSums {
    departments: usize,
    /// 已报送的部门。
    sent: usize,
    /// 已批复的部门。
    approved: usize,
    /// 文本申报的预算，单位：分。
    declared_fen: i64,
    /// 预算，单位：分。
    budget_fen: i64,
    /// 登记支付的部门的预算，单位：分；执行率按它算。
    watched_fen: i64,
    /// 已支付，单位：分。
    paid_fen: i64,
    /// 执行率，百分之几；没有部门登记支付的为 null。
    executed: Option<String>,
    /// 红灯有几处。
    red: usize,
    /// 黄灯有几处。
    yellow: usize,
    /// 已报送自评的部门。
    marked: usize,
    /// 自评平均分；没有部门报送的为 null。
    mean: Option<String>,
    /// 没有说明保留的错误。
    errors: i64,
    /// 没有说明保留的警告。
    warnings: i64,
}

/// 一个部门。
#[derive(Debug, Serialize, ToSchema)]
struct OverviewDepartment {
    organisation: String,
    organisation_name: String,
    region_name: String,
    /// 绩效文本的标识；没有开始的为 null。
    statement: Option<String>,
    /// 文本的状态；没有开始的为 null。
    #[schema(schema_with = stages)]
    state: Option<Stage>,
    /// 该办的是否已逾期。
    is_late: bool,
    /// 最急的灯；没有文本的为 null。
    #[schema(schema_with = lights)]
    light: Option<&'static str>,
    /// 执行率，百分之几；没有登记支付的为 null。
    executed: Option<String>,
    /// 计划进度，百分之几。
    planned: Option<String>,
    /// 自评的状态；没有开始的为 null。
    #[schema(schema_with = markings)]
    evaluation: Option<Marking>,
    /// 自评得分；没有开始的为 null。
    total: Option<String>,
    grade: String,
    sums: OverviewSums,
}

/// 一个行政区。
#[derive(Debug, Serialize, ToSchema)]
struct OverviewRegion {
    organisation: String,
    organisation_name: String,
    sums: OverviewSums,
}

/// 一条规则。
#[derive(Debug, Serialize, ToSchema)]
struct OverviewRule {
    code: String,
    title: String,
    /// 程度：error 错误，warning 警告，note 提示。
    severity: &'static str,
    findings: usize,
    departments: usize,
}

/// 一个年度的文本。
#[derive(Debug, Serialize, ToSchema)]
struct OverviewYear {
    year: i64,
    statements: usize,
    approved: usize,
    projects: i64,
    indicators: i64,
    /// 申报的预算，单位：分。
    budget_fen: i64,
    errors: i64,
    warnings: i64,
    /// 已报送的自评。
    marked: usize,
    /// 自评平均分；没有的为 null。
    mean: Option<String>,
}

fn stages() -> Object {
    words_or_null(Stage::ALL.iter().map(|state| state.word()))
}

fn markings() -> Object {
    words_or_null(Marking::ALL.iter().map(|state| state.word()))
}

fn lights() -> Object {
    words_or_null(LIGHTS.map(word))
}

/// All departments in sight.
#[utoipa::path(get, path = "/api/v1/overview", tag = "进度与期限",
    summary = "各部门一个年度的总览：报送、执行、灯、得分、审核意见", params(OverviewAsked),
    responses((status = 200, description = "总览", body = OverviewOut)))]
pub(crate) async fn show_overview(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<OverviewAsked>,
) -> Result<Json<OverviewOut>, WebError> {
    let year = asked.year.unwrap_or_else(|| i64::from(app.office.now().day().year()));
    Ok(Json(out(&*app.office.overview(&asker, take::year(year)?).await?)))
}

fn out(found: &Overview) -> OverviewOut {
    OverviewOut {
        year: found.year,
        day: found.day.to_string(),
        whole: sums(&found.whole),
        departments: found.departments.iter().map(department).collect(),
        regions: found.regions.iter().map(region).collect(),
        rules: found.rules.iter().map(rule).collect(),
        years: found.years.iter().map(year).collect(),
    }
}

fn sums(of: &Sums) -> OverviewSums {
    OverviewSums {
        departments: of.departments,
        sent: of.sent,
        approved: of.approved,
        declared_fen: of.declared.fen(),
        budget_fen: of.budget.fen(),
        watched_fen: of.watched.fen(),
        paid_fen: of.paid.fen(),
        executed: number(of.executed()),
        red: of.red,
        yellow: of.yellow,
        marked: of.marked,
        mean: number(of.mean()),
        errors: of.errors,
        warnings: of.warnings,
    }
}

fn department(line: &DepartmentLine) -> OverviewDepartment {
    let it = line.statement.as_ref();
    OverviewDepartment {
        organisation: line.organisation.id.clone(),
        organisation_name: line.organisation.name.clone(),
        region_name: line.region.clone(),
        statement: it.map(|it| it.id.clone()),
        state: it.map(|it| it.state),
        is_late: line.is_late,
        light: line.light.map(word),
        executed: number(line.executed),
        planned: number(line.planned),
        evaluation: line.marking,
        total: number(line.total),
        grade: line.grade.clone(),
        sums: sums(&line.sums),
    }
}

fn region(line: &RegionLine) -> OverviewRegion {
    OverviewRegion {
        organisation: line.organisation.id.clone(),
        organisation_name: line.organisation.name.clone(),
        sums: sums(&line.sums),
    }
}

fn rule(line: &RuleLine) -> OverviewRule {
    OverviewRule {
        code: line.code.as_str().to_owned(),
        title: line.title.clone(),
        severity: severity(line.severity),
        findings: line.findings,
        departments: line.departments,
    }
}

fn year(line: &YearLine) -> OverviewYear {
    OverviewYear {
        year: line.year,
        statements: line.statements,
        approved: line.approved,
        projects: line.projects,
        indicators: line.indicators,
        budget_fen: line.budget.fen(),
        errors: line.errors,
        warnings: line.warnings,
        marked: line.marked,
        mean: number(line.mean),
    }
}

fn number(number: Option<Decimal>) -> Option<String> {
    number.map(|number| number.normalize().to_string())
}
