//! One person over all registers.

use axum::Json;
use axum::extract::State;
use office::registers::person::{InRegister, Named, PersonShown};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, Plain, Sent, owner};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(find_person))
        .routes(routes!(show_named))
        .routes(routes!(show_person))
}

/// 要找的人。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "number": "990321198001010010" }))]
pub(crate) struct PersonSent {
    /// 完整的证件号码。
    number: String,
}

/// 个人汇总的标识。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonFound {
    /// 由证件号码算出，看不出号码本身；用来打开个人汇总。
    hash: String,
}

/// Whose registers, and whether personal data are wished as they are.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PersonAsked {
    /// 单位的标识；不写就是本人所在单位。
    owner: Option<String>,
    /// 显示个人信息原文。
    #[param(value_type = bool)]
    plain: Plain,
}

/// 一个人在各本台账里的记录。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonFacts {
    hash: String,
    /// 姓名；各处不一致时取最新的。
    name: String,
    /// 同一证件号码的其他姓名。
    other_names: Vec<String>,
    /// 证件号码。
    document: String,
    registers: Vec<PersonRegister>,
}

/// 一本台账里关于这个人的记录。
#[derive(Debug, Serialize, ToSchema)]
struct PersonRegister {
    name: String,
    title: String,
    /// 记录，新的在前；一条记录几处写到同一个人的，各列一次。
    entries: Vec<PersonEntry>,
}

/// 写到这个人的一条记录。
#[derive(Debug, Serialize, ToSchema)]
struct PersonEntry {
    owner: String,
    id: i64,
    /// 写在哪一项。
    named_as: String,
    called: String,
    state: String,
    facts: Vec<PersonFact>,
}

/// 记录的一项内容。
#[derive(Debug, Serialize, ToSchema)]
struct PersonFact {
    label: String,
    value: String,
}

/// By a number, which stands in no address.
#[utoipa::path(post, path = "/api/v1/registers/people", tag = "台账",
    summary = "按证件号码找人：得到个人汇总的标识", request_body = PersonSent,
    responses((status = 200, description = "标识", body = PersonFound)))]
pub(crate) async fn find_person(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent<PersonSent>,
) -> Result<Json<PersonFound>, WebError> {
    let hash = app.office.person_hash(&asker, &sent.number).await?;
    Ok(Json(PersonFound { hash }))
}

/// By an entry that names the person.
#[utoipa::path(get, path = "/api/v1/registers/{register}/entries/{owner}/{id}/person/{field}",
    tag = "台账", summary = "一条记录的某一项写的是谁：得到个人汇总的标识",
    params(("register" = String, Path), ("owner" = String, Path), ("id" = i64, Path),
        ("field" = String, Path, description = "人员字段的代号")),
    responses((status = 200, description = "标识", body = PersonFound)))]
pub(crate) async fn show_named(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, owner, id, field)): At<(String, String, i64, String)>,
) -> Result<Json<PersonFound>, WebError> {
    asker.require(office::Permission::ReadRegisters)?;
    let all = app.office.registers().await?;
    let found = all.get(&register)?.definition.field(&field);
    let (place, _) = found.ok_or(WebError::NotFound)?;
    let hash = app.office.person_of(&asker, &register, &owner, id, place).await?;
    Ok(Json(PersonFound { hash }))
}

/// Everything about a person.
#[utoipa::path(get, path = "/api/v1/registers/people/{hash}", tag = "台账",
    summary = "个人汇总：一个人在各本台账里的记录；每次查看都记入审计日志",
    params(("hash" = String, Path), PersonAsked),
    responses((status = 200, description = "个人汇总", body = PersonFacts)))]
pub(crate) async fn show_person(
    State(app): State<App>,
    Caller(asker): Caller,
    At(hash): At<String>,
    Asked(asked): Asked<PersonAsked>,
) -> Result<Json<PersonFacts>, WebError> {
    let owner = owner(&asker, asked.owner.as_deref());
    Ok(Json(facts(app.office.person(&asker, owner, &hash, asked.plain.wish()).await?)))
}

fn facts(shown: PersonShown) -> PersonFacts {
    let register = |one: InRegister| PersonRegister {
        name: one.name,
        title: one.title,
        entries: one.entries.into_iter().map(entry).collect(),
    };
    PersonFacts {
        hash: shown.hash,
        name: shown.name.to_string(),
        other_names: shown.other_names.iter().map(ToString::to_string).collect(),
        document: shown.document.to_string(),
        registers: shown.registers.into_iter().map(register).collect(),
    }
}

fn entry(named: Named) -> PersonEntry {
    let fact =
        |(label, value): (String, register::Shown)| PersonFact { label, value: value.to_string() };
    PersonEntry {
        owner: named.owner,
        id: named.id,
        named_as: named.named_as,
        called: named.called,
        state: named.state,
        facts: named.facts.into_iter().map(fact).collect(),
    }
}
