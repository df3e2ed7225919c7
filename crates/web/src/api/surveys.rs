//! Satisfaction questionnaires: all of them, one of them, writing one.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::surveys::questions::{Kind, Question};
use office::surveys::results::Share;
use office::surveys::{Shown, Written};
use serde::{Deserialize, Serialize};
use store::surveys::{Returned, Survey};
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, Made, Sent, owner, part, words};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_surveys, add_survey))
        .routes(routes!(show_survey, change_survey))
        .routes(routes!(remove_survey))
}

/// Which questionnaires.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SurveysAsked {
    /// 只要这个年度的。
    year: Option<i64>,
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

/// 一份问卷。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SurveyLine {
    id: String,
    owner: String,
    owner_name: String,
    /// 看到的版本，改动和办理时带回。
    version: i64,
    year: i64,
    title: String,
    /// 测的是哪个项目或指标。
    measures: String,
    #[schema(schema_with = states)]
    state: &'static str,
    /// 从哪天起可以答。
    #[schema(format = Date)]
    opens: String,
    /// 到哪天为止。
    #[schema(format = Date)]
    closes: String,
    /// 发放了多少个链接。
    links: i64,
    /// 发放了多少份纸质的。
    papers: i64,
    /// 网上收回多少份。
    returned_web: i64,
    /// 纸质录入多少份。
    returned_paper: i64,
    /// 回收率。
    rate: String,
}

/// 一份问卷，连同题目。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SurveyWhole {
    survey: SurveyLine,
    /// 卷首语。
    intro: String,
    /// 从哪本台账取名单；空为不从台账取。
    register: String,
    /// 发放人数是怎样来的。
    basis: String,
    questions: Vec<QuestionOut>,
    /// 本人能不能改动和办理。
    may_write: bool,
}

/// 一道题。
#[derive(Debug, Serialize, ToSchema)]
struct QuestionOut {
    #[schema(schema_with = kinds)]
    kind: &'static str,
    text: String,
    /// 可选的各项，按次序；文字题没有。
    options: Vec<String>,
    required: bool,
}

/// 要写的问卷。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SurveyText {
    #[schema(minimum = 2000, maximum = 2100)]
    year: i64,
    #[schema(min_length = 1, max_length = 60)]
    title: String,
    /// 测的是哪个项目或指标。
    #[schema(min_length = 1, max_length = 80)]
    measures: String,
    /// 卷首语。
    #[serde(default)]
    #[schema(max_length = 500)]
    intro: String,
    /// 从哪本台账取名单；不写为不从台账取。
    #[serde(default)]
    register: String,
    #[schema(format = Date)]
    opens: String,
    #[schema(format = Date)]
    closes: String,
    #[schema(min_items = 1, max_items = 30)]
    questions: Vec<QuestionSent>,
}

/// 要写的一道题。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuestionSent {
    /// satisfaction 满意度五级，one 单选，many 多选，score 打分，words 文字意见。
    #[schema(schema_with = kinds)]
    kind: String,
    #[schema(min_length = 1, max_length = 120)]
    text: String,
    /// 单选、多选的各项。
    #[serde(default)]
    choices: Vec<String>,
    /// 没有回答的，答卷无效。
    #[serde(default)]
    required: bool,
}

/// 一份新问卷。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "survey": { "year": 2026, "title": "2026年送温暖慰问满意度调查",
    "measures": "困难职工满意度", "opens": "2026-03-01", "closes": "2026-03-31",
    "questions": [{ "kind": "satisfaction", "text": "您满意吗？", "required": true }] } }))]
pub(crate) struct NewSurvey {
    /// 单位的标识；不写就是本人所在单位。
    #[serde(default)]
    owner: String,
    survey: SurveyText,
}

/// 对还没有发放的问卷的改动。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 1, "survey": { "year": 2026,
    "title": "2026年送温暖慰问满意度调查", "measures": "困难职工满意度",
    "opens": "2026-03-01", "closes": "2026-04-15",
    "questions": [{ "kind": "satisfaction", "text": "您满意吗？", "required": true }] } }))]
pub(crate) struct SurveyChange {
    /// 看到的版本；之后有人改过的，不会覆盖。
    version: i64,
    survey: SurveyText,
}

/// 看到的版本。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 1 }))]
pub(crate) struct SurveySeen {
    /// 看到的版本；之后有人改过的，不会照办。
    pub(crate) version: i64,
}

fn states() -> Object {
    words(["draft", "open", "closed"])
}

fn kinds() -> Object {
    words(Kind::ALL.map(Kind::word))
}

/// All of them.
#[utoipa::path(get, path = "/api/v1/surveys", tag = "问卷", summary = "问卷列表，新的在前",
    params(SurveysAsked),
    responses((status = 200, description = "问卷", body = List<SurveyLine>)))]
pub(crate) async fn list_surveys(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<SurveysAsked>,
) -> Result<Json<List<SurveyLine>>, WebError> {
    let all = app.office.list_surveys(&asker, asked.year).await?;
    let line = |(survey, returned, name): (Survey, Returned, String)| {
        SurveyLine::of(survey, returned, name)
    };
    Ok(Json(part(all.into_iter().map(line).collect(), asked.page, asked.take)?))
}

/// Makes one.
#[utoipa::path(post, path = "/api/v1/surveys", tag = "问卷", summary = "新建问卷",
    request_body = NewSurvey, responses((status = 201, description = "已新建", body = Made)))]
pub(crate) async fn add_survey(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(new): Sent<NewSurvey>,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let owner = owner(&asker, Some(&new.owner));
    let id = app.office.add_survey(&asker, owner, &written(new.survey)?).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/surveys/{id}", tag = "问卷", summary = "一份问卷和题目",
    params(("id" = String, Path)),
    responses((status = 200, description = "问卷", body = SurveyWhole)))]
pub(crate) async fn show_survey(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<SurveyWhole>, WebError> {
    Ok(Json(whole(app.office.survey(&asker, &id).await?)))
}

/// Changes one that nobody can answer yet.
#[utoipa::path(put, path = "/api/v1/surveys/{id}", tag = "问卷", summary = "改还没有发放的问卷",
    params(("id" = String, Path)), request_body = SurveyChange,
    responses((status = 204, description = "已改，版本加1")))]
pub(crate) async fn change_survey(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<SurveyChange>,
) -> Result<StatusCode, WebError> {
    app.office.change_survey(&asker, &id, sent.version, &written(sent.survey)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes one that nobody could answer yet.
#[utoipa::path(post, path = "/api/v1/surveys/{id}/remove", tag = "问卷",
    summary = "删除还没有发放的问卷", params(("id" = String, Path)), request_body = SurveySeen,
    responses((status = 204, description = "已删除")))]
pub(crate) async fn remove_survey(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<SurveySeen>,
) -> Result<StatusCode, WebError> {
    app.office.remove_survey(&asker, &id, sent.version).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl SurveyLine {
    fn of(survey: Survey, returned: Returned, owner_name: String) -> SurveyLine {
        let handed_out = survey.tokens.saturating_add(survey.papers);
        let rate = Share { part: returned.all(), whole: handed_out };
        SurveyLine {
            id: survey.id,
            owner: survey.owner,
            owner_name,
            version: survey.version,
            year: survey.year,
            title: survey.title,
            measures: survey.measures,
            state: survey.state.word(),
            opens: survey.opens,
            closes: survey.closes,
            links: survey.tokens,
            papers: survey.papers,
            returned_web: returned.web,
            returned_paper: returned.paper,
            rate: rate.percent(),
        }
    }
}

fn whole(shown: Shown) -> SurveyWhole {
    let question = |question: &Question| QuestionOut {
        kind: question.kind.word(),
        text: question.text.clone(),
        options: question.options(),
        required: question.is_required,
    };
    let Shown { survey, questions, returned, owner_name, may_write } = shown;
    SurveyWhole {
        intro: survey.intro.clone(),
        register: survey.register.clone(),
        basis: survey.basis.clone(),
        questions: questions.iter().map(question).collect(),
        survey: SurveyLine::of(survey, returned, owner_name),
        may_write,
    }
}

fn written(sent: SurveyText) -> Result<Written, WebError> {
    let questions: Result<Vec<Question>, WebError> =
        sent.questions.into_iter().map(question).collect();
    Ok(Written {
        year: sent.year.to_string(),
        title: sent.title,
        intro: sent.intro,
        measures: sent.measures,
        register: sent.register,
        opens: sent.opens,
        closes: sent.closes,
        questions: questions?,
    })
}

fn question(sent: QuestionSent) -> Result<Question, WebError> {
    let unknown = || {
        let said = "kind 请填 satisfaction、one、many、score 或 words";
        WebError::BadRequest(said.to_owned())
    };
    let kind = Kind::from_word(&sent.kind).ok_or_else(unknown)?;
    Ok(Question { kind, text: sent.text, choices: sent.choices, is_required: sent.required })
}
