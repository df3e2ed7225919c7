//! What came of a questionnaire: sheets of paper entered, results.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use office::surveys::results::{Found, Outcome, Results, Share};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{At, Sent};
use crate::signed::Caller;
use crate::{App, WebError, download};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(enter_paper))
        .routes(routes!(show_results))
        .routes(routes!(export_results))
}

/// 一份纸质答卷。没有列出的题就是没有答。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "answers": [{ "question": 1, "chosen": [0] },
    { "question": 2, "words": "多来看看" }] }))]
pub(crate) struct PaperSheet {
    answers: Vec<SheetAnswer>,
}

/// 一道题的回答。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SheetAnswer {
    /// 第几题，从1起。
    #[schema(minimum = 1, maximum = 30)]
    question: usize,
    /// 选了 options 里的哪几项，从0起。
    #[serde(default)]
    #[schema(schema_with = places)]
    chosen: Vec<usize>,
    /// 打了几分。
    #[schema(minimum = 1, maximum = 10)]
    score: Option<u8>,
    /// 写的意见。
    words: Option<String>,
}

/// 第几份纸质答卷。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SheetNumber {
    number: i64,
}

/// 问卷的结果。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SurveyResults {
    /// 发放数。
    handed_out: i64,
    returned_web: i64,
    returned_paper: i64,
    /// 回收率。
    rate: ShareOut,
    /// 结果为什么不显示；null 为显示。
    withheld: Option<&'static str>,
    found: Option<SurveyFound>,
}

/// 统计的结果。
#[derive(Debug, Serialize, ToSchema)]
struct SurveyFound {
    /// 有效数：必答题都答了的。
    valid: i64,
    /// 样本过少，只供参考。
    is_small: bool,
    /// 满意度：各满意度题合计；没有这种题的为 null。
    satisfied: Option<ShareOut>,
    /// 平均分，满分5分。
    points: Option<ShareOut>,
    questions: Vec<QuestionResult>,
}

/// 一道题的结果。
#[derive(Debug, Serialize, ToSchema)]
struct QuestionResult {
    text: String,
    kind: &'static str,
    /// 多少人答了。
    answered: i64,
    /// 各项有多少人选；不足3人的不列。
    options: Vec<OptionCount>,
    satisfied: Option<ShareOut>,
    points: Option<ShareOut>,
    /// 文字意见，次序打乱。
    words: Vec<String>,
}

/// 一项有多少人选。
#[derive(Debug, Serialize, ToSchema)]
struct OptionCount {
    option: String,
    share: ShareOut,
}

/// 一个比：部分、整体，和算出的百分比或平均数。
#[derive(Debug, Serialize, ToSchema)]
struct ShareOut {
    part: i64,
    whole: i64,
    /// 两位小数，四舍五入；整体为零时是“—”。
    shown: String,
}

fn places() -> Array {
    let place = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).maximum(Some(99));
    ArrayBuilder::new().items(place).build()
}

/// Enters a sheet of paper.
#[utoipa::path(post, path = "/api/v1/surveys/{id}/paper", tag = "问卷", summary = "录入一份纸质答卷",
    params(("id" = String, Path)), request_body = PaperSheet,
    responses((status = 201, description = "已录入", body = SheetNumber)))]
pub(crate) async fn enter_paper(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<PaperSheet>,
) -> Result<(StatusCode, Json<SheetNumber>), WebError> {
    let number = app.office.enter_paper(&asker, &id, &pairs(sent)?).await?;
    Ok((StatusCode::CREATED, Json(SheetNumber { number })))
}

/// What came of it.
#[utoipa::path(get, path = "/api/v1/surveys/{id}/results", tag = "问卷",
    summary = "回收情况和结果；结束后、有效答卷满3份才显示结果", params(("id" = String, Path)),
    responses((status = 200, description = "结果", body = SurveyResults)))]
pub(crate) async fn show_results(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<SurveyResults>, WebError> {
    Ok(Json(results(&app.office.survey_results(&asker, &id).await?)))
}

/// The same as a table.
#[utoipa::path(get, path = "/api/v1/surveys/{id}/results/csv", tag = "问卷",
    summary = "导出结果，CSV；记入审计日志", params(("id" = String, Path)),
    responses((status = 200, description = "CSV", body = String,
        content_type = "text/csv; charset=utf-8")))]
pub(crate) async fn export_results(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Response, WebError> {
    let (title, rows) = app.office.export_survey(&asker, &id).await?;
    Ok(download::csv(&rows, &format!("{title}（结果）.csv")))
}

/// The answers as the office understands them: named by the places of their questions.
fn pairs(sheet: PaperSheet) -> Result<Vec<(String, String)>, WebError> {
    let mut pairs = Vec::new();
    for answer in sheet.answers {
        let none = || WebError::BadRequest("question 从1起".to_owned());
        let name = format!("q{}", answer.question.checked_sub(1).ok_or_else(none)?);
        let texts = answer.chosen.iter().map(ToString::to_string);
        let texts = texts.chain(answer.score.map(|score| score.to_string())).chain(answer.words);
        pairs.extend(texts.map(|text| (name.clone(), text)));
    }
    Ok(pairs)
}

fn results(results: &Results) -> SurveyResults {
    SurveyResults {
        handed_out: results.handed_out,
        returned_web: results.returned.web,
        returned_paper: results.returned.paper,
        rate: percent(results.rate()),
        withheld: results.found.as_ref().err().map(|withheld| withheld.said()),
        found: results.found.as_ref().ok().map(found),
    }
}

fn found(found: &Found) -> SurveyFound {
    SurveyFound {
        valid: found.valid,
        is_small: found.is_small(),
        satisfied: found.satisfied.map(percent),
        points: found.points.map(mean),
        questions: found.questions.iter().map(outcome).collect(),
    }
}

fn outcome(outcome: &Outcome) -> QuestionResult {
    let option = |(name, share): &(String, Share)| OptionCount {
        option: name.clone(),
        share: percent(*share),
    };
    QuestionResult {
        text: outcome.question.text.clone(),
        kind: outcome.question.kind.word(),
        answered: outcome.answered,
        options: outcome.options.iter().map(option).collect(),
        satisfied: outcome.satisfied.map(percent),
        points: outcome.points.map(mean),
        words: outcome.words.clone(),
    }
}

fn percent(share: Share) -> ShareOut {
    ShareOut { part: share.part, whole: share.whole, shown: share.percent() }
}

fn mean(share: Share) -> ShareOut {
    ShareOut { part: share.part, whole: share.whole, shown: share.mean() }
}
