//! What reviews go by: rules with their manual pages, parameters with their law; and the manual itself.

use axum::Json;
use axum::extract::State;
use ground::{Decimal, RuleInfo};
use office::judged;
use rulebook::{Law, ParameterEntry, ParameterValue, Rulebook, Standing};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, PageAsked, part};
use super::whole::severity;
use crate::pages::help;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_rules))
        .routes(routes!(show_rule))
        .routes(routes!(list_parameters))
        .routes(routes!(list_chapters))
        .routes(routes!(show_chapter))
}

/// 一条审核规则。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleLine {
    /// 规则代码，不会改变含义。
    code: String,
    title: &'static str,
    /// 程度：error 错误，warning 警告，note 提示。
    severity: &'static str,
    /// 方面：completeness 完整性，relevance 相关性，appropriateness 适当性，feasibility 可行性。
    facet: &'static str,
}

/// 一条审核规则，连同依据和说明。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleWhole {
    rule: RuleLine,
    basis: Vec<BasisLine>,
    /// 说明，Markdown。
    manual: &'static str,
}

/// 一项依据。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BasisLine {
    law: LawLine,
    /// 第几条；空为整件。
    article: String,
}

/// 一件法规、标准或通行做法。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LawLine {
    id: String,
    title: String,
    /// 文号；空为没有。
    number: String,
    issuer: String,
    issued: Option<String>,
    repealed: Option<String>,
    /// verified 已核原文，practice 实务做法，unverified 未核原文。
    standing: &'static str,
    /// 与审核有关的要点。
    gist: String,
    /// 引用时的写法。
    citation: String,
}

/// 审核规则用的一个参数。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParameterLine {
    title: String,
    /// 取值的单位；空为没有。
    unit: String,
    /// 各年度、各地区的取值。
    values: Vec<ValueLine>,
}

/// 参数的一个取值。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ValueLine {
    /// 一个或几个十进制数。
    numbers: Vec<String>,
    /// CN 为全国，否则是行政区划代码的前几位。
    jurisdiction: String,
    #[schema(format = Date)]
    from: String,
    /// 到哪天止；null 为仍在用。
    until: Option<String>,
    /// 依据；null 为没有这件法规的资料。
    law: Option<LawLine>,
    article: String,
    /// verified 已核原文，practice 实务做法，unverified 未核原文（只用来提醒，不据以判错）。
    standing: &'static str,
    #[schema(format = Date)]
    checked: String,
}

/// 使用手册的一章。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChapterLine {
    name: &'static str,
    title: &'static str,
}

/// 使用手册的一章，连同内容。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChapterWhole {
    name: &'static str,
    title: &'static str,
    /// 内容，Markdown。
    text: &'static str,
}

/// Words to look for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WordsAsked {
    /// 要找的字词。
    q: Option<String>,
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

/// All rules.
#[utoipa::path(get, path = "/api/v1/rules", tag = "规则与手册", summary = "审核规则",
    params(PageAsked), responses((status = 200, description = "规则", body = List<RuleLine>)))]
pub(crate) async fn list_rules(
    Caller(_): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<RuleLine>>, WebError> {
    let all = judged::rules().into_iter().map(rule).collect();
    Ok(Json(part(all, asked.page, asked.take)?))
}

/// One rule.
#[utoipa::path(get, path = "/api/v1/rules/{code}", tag = "规则与手册",
    summary = "一条规则：依据、说明和例子", params(("code" = String, Path)),
    responses((status = 200, description = "规则", body = RuleWhole)))]
pub(crate) async fn show_rule(
    State(app): State<App>,
    Caller(_): Caller,
    At(code): At<String>,
) -> Result<Json<RuleWhole>, WebError> {
    let code = code.parse().map_err(|_| WebError::NotFound)?;
    let info = judged::info(code).ok_or(WebError::NotFound)?;
    let manual = judged::manual(code).ok_or(WebError::NotFound)?;
    Ok(Json(RuleWhole { rule: rule(info), basis: basis(app.office.rulebook(), info), manual }))
}

/// All parameters.
#[utoipa::path(get, path = "/api/v1/parameters", tag = "规则与手册",
    summary = "审核规则用的参数和依据", params(WordsAsked),
    responses((status = 200, description = "参数", body = List<ParameterLine>)))]
pub(crate) async fn list_parameters(
    State(app): State<App>,
    Caller(_): Caller,
    Asked(asked): Asked<WordsAsked>,
) -> Result<Json<List<ParameterLine>>, WebError> {
    let (book, words) = (app.office.rulebook(), asked.q.unwrap_or_default());
    let sought = book.parameters().filter(|(_, entry)| entry.title.contains(&words));
    let all = sought.map(|(_, entry)| parameter(book, entry)).collect();
    Ok(Json(part(all, asked.page, asked.take)?))
}

/// The chapters of the manual.
#[utoipa::path(get, path = "/api/v1/manual", tag = "规则与手册", summary = "使用手册的目录",
    params(WordsAsked), responses((status = 200, description = "各章", body = List<ChapterLine>)))]
pub(crate) async fn list_chapters(
    Caller(_): Caller,
    Asked(asked): Asked<WordsAsked>,
) -> Result<Json<List<ChapterLine>>, WebError> {
    let found = help::chapters(&asked.q.unwrap_or_default());
    let all = found.into_iter().map(|(name, title, _)| ChapterLine { name, title }).collect();
    Ok(Json(part(all, asked.page, asked.take)?))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/manual/{chapter}", tag = "规则与手册",
    summary = "使用手册的一章", params(("chapter" = String, Path)),
    responses((status = 200, description = "内容", body = ChapterWhole)))]
pub(crate) async fn show_chapter(
    Caller(_): Caller,
    At(chapter): At<String>,
) -> Result<Json<ChapterWhole>, WebError> {
    let mut all = help::chapters("").into_iter();
    let found = all.find(|(name, ..)| *name == chapter).ok_or(WebError::NotFound)?;
    let (name, title, text) = found;
    Ok(Json(ChapterWhole { name, title, text }))
}

fn rule(info: &RuleInfo) -> RuleLine {
    RuleLine {
        code: info.code.to_string(),
        title: info.title,
        severity: severity(info.severity),
        facet: office::opinions::facet_word(info.facet),
    }
}

fn basis(book: &Rulebook, info: &RuleInfo) -> Vec<BasisLine> {
    let cited = |one: &ground::LegalRef| {
        Some(BasisLine { law: law(book.law(one.law)?), article: one.article.to_owned() })
    };
    info.basis.iter().filter_map(cited).collect()
}

fn law(law: &Law) -> LawLine {
    LawLine {
        id: law.id.clone(),
        title: law.title.clone(),
        number: law.number.clone(),
        issuer: law.issuer.clone(),
        issued: law.issued.map(|day| day.to_string()),
        repealed: law.repealed.map(|day| day.to_string()),
        standing: standing(law.standing),
        gist: law.gist.clone(),
        citation: law.citation(),
    }
}

fn parameter(book: &Rulebook, entry: &ParameterEntry) -> ParameterLine {
    let value = |value: &ParameterValue| ValueLine {
        numbers: value.numbers().iter().map(Decimal::to_string).collect(),
        jurisdiction: value.jurisdiction.clone(),
        from: value.from.to_string(),
        until: value.until.map(|day| day.to_string()),
        law: book.law(&value.reference.law).map(law),
        article: value.reference.article.clone(),
        standing: standing(value.standing),
        checked: value.checked.to_string(),
    };
    ParameterLine {
        title: entry.title.clone(),
        unit: entry.unit.clone(),
        values: entry.values.iter().map(value).collect(),
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Verified => "verified",
        Standing::Practice => "practice",
        Standing::Unverified => "unverified",
    }
}
