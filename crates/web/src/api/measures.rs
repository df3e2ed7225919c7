//! What registers give for indicators, and the entries behind it.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use measure::{Arguments, Outcome, Period, Value};
use office::measuring::evidence::{Evidence, Piece};
use office::measuring::{MeasureLine, Question};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, Plain, Sent, day, owner, year};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_measures))
        .routes(routes!(compute_measure))
        .routes(routes!(show_evidence))
}

/// Whose measures, of which year.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MeasuresAsked {
    /// 单位的标识；不写就是本人所在单位。
    owner: Option<String>,
    /// 年度。
    #[param(minimum = 2000, maximum = 2100)]
    year: i16,
}

/// 一项取数。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeasureOut {
    code: String,
    title: String,
    /// 说明什么。
    about: String,
    unit: String,
    /// 取自哪些台账。
    registers: Vec<String>,
    /// 这一年的值；要先选定条件或由问卷得出的为 null。
    value: Option<MeasureValue>,
    /// 为什么没有值。
    why: Option<String>,
}

/// 取数的值。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeasureValue {
    /// 按取数的单位：数、日期或等级；没有记录或分母为零的为 null。
    value: Option<String>,
    /// 比率的分子，增长率的本年数；金额单位：元。
    numerator: Option<String>,
    /// 比率的分母，增长率的上年数；金额单位：元。
    denominator: Option<String>,
    /// 各项数据背后有多少条记录。
    entries: Vec<i64>,
}

/// 算什么。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "year": 2025, "choices": { "kind": ["living"] } }))]
pub(crate) struct MeasureQuestion {
    /// 单位的标识；不写就是本人所在单位。
    owner: Option<String>,
    /// 年度。
    #[schema(minimum = 2000, maximum = 2100)]
    year: i16,
    /// 选定的条件，如救助种类。
    #[serde(default)]
    choices: BTreeMap<String, Vec<String>>,
    /// 完成期限；只有问期限的取数才写。
    #[schema(format = Date)]
    deadline: Option<String>,
    /// 截至这一天已登记的；不写就是现在。
    #[schema(format = Date)]
    as_of: Option<String>,
}

/// 算出的值。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeasureAnswer {
    title: String,
    unit: String,
    /// 怎样算的。
    said: String,
    value: MeasureValue,
}

/// 要哪些记录。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "question": { "year": 2025 }, "part": 0 }))]
pub(crate) struct EvidenceQuestion {
    question: MeasureQuestion,
    /// 哪一项数据：0 为分子或本年（只有一项的也是0），1 为分母或上年。
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1)]
    part: usize,
    /// 从哪一条之后起，见上一页的 next。
    after: Option<EvidencePlace>,
    /// 显示个人信息原文：须有权限，并记入审计日志。
    #[serde(default)]
    #[schema(value_type = bool)]
    plain: Plain,
}

/// 一条记录的位置。
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidencePlace {
    owner: String,
    id: i64,
}

/// 一页背后的记录。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvidenceOut {
    /// 这一项数据是什么。
    words: String,
    register: String,
    /// 各列的名称。
    labels: Vec<String>,
    items: Vec<EvidenceLine>,
    /// 下一页从哪一条之后起；没有下一页的为 null。
    next: Option<EvidencePlace>,
}

/// 背后的一条记录。
#[derive(Debug, Serialize, ToSchema)]
struct EvidenceLine {
    owner: String,
    id: i64,
    called: String,
    cells: Vec<String>,
    /// 计入多少：条、人、元或字段自己的单位；各条相加就是这一项数据。
    share: Option<String>,
}

/// All measures with their values of a year.
#[utoipa::path(get, path = "/api/v1/measures", tag = "台账", summary = "全部取数和一年的值",
    params(MeasuresAsked),
    responses((status = 200, description = "取数", body = List<MeasureOut>)))]
pub(crate) async fn list_measures(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<MeasuresAsked>,
) -> Result<Json<List<MeasureOut>>, WebError> {
    let (owner, period) = (owner(&asker, asked.owner.as_deref()), Period::year(year(asked.year)?));
    let all = app.office.measures(&asker, owner, period).await?;
    Ok(Json(List::whole(all.iter().map(line).collect())))
}

/// The value of one.
#[utoipa::path(post, path = "/api/v1/measures/{code}/value", tag = "台账",
    summary = "算一项取数的值", params(("code" = String, Path)), request_body = MeasureQuestion,
    responses((status = 200, description = "值和算法", body = MeasureAnswer)))]
pub(crate) async fn compute_measure(
    State(app): State<App>,
    Caller(asker): Caller,
    At(code): At<String>,
    Sent(asked): Sent<MeasureQuestion>,
) -> Result<Json<MeasureAnswer>, WebError> {
    let owner = owner(&asker, asked.owner.as_deref());
    let measured = app.office.measure(&asker, owner, &question(code, &asked)?).await?;
    Ok(Json(MeasureAnswer {
        title: measured.measure.title,
        unit: measured.measure.unit,
        said: measured.said,
        value: value(&measured.value),
    }))
}

/// The entries behind it.
#[utoipa::path(post, path = "/api/v1/measures/{code}/evidence", tag = "台账",
    summary = "一项取数背后的记录", params(("code" = String, Path)),
    request_body = EvidenceQuestion,
    responses((status = 200, description = "记录", body = EvidenceOut)))]
pub(crate) async fn show_evidence(
    State(app): State<App>,
    Caller(asker): Caller,
    At(code): At<String>,
    Sent(asked): Sent<EvidenceQuestion>,
) -> Result<Json<EvidenceOut>, WebError> {
    let owner = owner(&asker, asked.question.owner.as_deref());
    let question = question(code, &asked.question)?;
    let after = asked.after.as_ref().map(|after| (after.owner.as_str(), after.id));
    let (at, wish) = ((asked.part, after), asked.plain.wish());
    let found = app.office.measure_evidence(&asker, owner, &question, at, wish).await?;
    Ok(Json(evidence(found)))
}

fn question(code: String, asked: &MeasureQuestion) -> Result<Question, WebError> {
    let day =
        |name: &str, text: &Option<String>| text.as_deref().map(|text| day(name, text)).transpose();
    let deadline = day("deadline", &asked.deadline)?;
    let arguments = Arguments { choices: asked.choices.clone(), deadline };
    let as_of = day("as_of", &asked.as_of)?;
    Ok(Question { code, arguments, period: Period::year(year(asked.year)?), as_of })
}

fn line(line: &MeasureLine) -> MeasureOut {
    let (found, why) = match &line.value {
        Ok(found) => (Some(value(found)), None),
        Err(why) => (None, Some(why.clone())),
    };
    MeasureOut {
        code: line.measure.code.clone(),
        title: line.measure.title.clone(),
        about: line.measure.about.clone(),
        unit: line.measure.unit.clone(),
        registers: line.registers.iter().map(|(name, _)| name.clone()).collect(),
        value: found,
        why,
    }
}

fn value(found: &Value) -> MeasureValue {
    let number = |number: &ground::Decimal| number.normalize().to_string();
    MeasureValue {
        value: found.outcome.as_ref().map(|outcome| match outcome {
            Outcome::Number(found) => number(found),
            Outcome::Day(day) => day.to_string(),
            Outcome::Level { label, .. } => label.clone(),
        }),
        numerator: found.numerator.as_ref().map(number),
        denominator: found.denominator.as_ref().map(number),
        entries: found.entries.clone(),
    }
}

fn evidence(found: Evidence) -> EvidenceOut {
    let piece = |piece: Piece| EvidenceLine {
        owner: piece.owner,
        id: piece.id,
        called: piece.called,
        cells: piece.cells,
        share: piece.share.map(|share| share.to_string()),
    };
    EvidenceOut {
        words: found.words,
        register: found.register.0,
        labels: found.labels,
        items: found.pieces.into_iter().map(piece).collect(),
        next: found.next.map(|(owner, id)| EvidencePlace { owner, id }),
    }
}
