//! Registers: what there is, what they hold, lists.

use axum::Json;
use axum::extract::State;
use office::OfficeError;
use office::registers::listing::{Filter, Line, Question, Standing};
use register::{Definition, Direction, Kind, Part};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::registers::list::{Count, Counting, Cursor, Page};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::organisations::{OrganisationLine, organisation};
use super::take::{Asked, At, List, PageAsked, Plain, Sent, owner, part, words};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_registers))
        .routes(routes!(list_register_owners))
        .routes(routes!(show_register))
        .routes(routes!(search_entries))
}

/// Whose registers.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OwnerAsked {
    /// 单位的标识；不写就是本人所在单位。
    pub(crate) owner: Option<String>,
}

/// 一本台账。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegisterLine {
    name: String,
    title: String,
    about: String,
    #[schema(schema_with = kinds)]
    kind: &'static str,
    /// 有多少条记录；超过一万条的只说一万。
    count: i64,
    /// 记录是否不止这些。
    more: bool,
}

/// 一本台账的定义。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegisterFacts {
    name: String,
    title: String,
    about: String,
    #[schema(schema_with = kinds)]
    kind: &'static str,
    version: u32,
    fields: Vec<RegisterField>,
    /// 登记时要填的各项，按表格的列序。
    inputs: Vec<InputLine>,
    states: Vec<NamedLine>,
    /// 状态变动。
    moves: Vec<NamedLine>,
}

/// 一个字段。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegisterField {
    name: String,
    label: String,
    /// 类型。
    r#type: &'static str,
    /// 谁可以看：public、inside、handling、sealed。
    visibility: &'static str,
    /// 属于哪类个人信息；none 为不是。
    personal: &'static str,
    /// 是否由其他字段算出。
    computed: bool,
    help: String,
}

/// 登记时要填的一项。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InputLine {
    /// 名称，登记时用它指明填的是哪一项。
    label: String,
    required: bool,
    /// 填到哪个字段；状态为空。
    field: String,
}

/// 代号和名称。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NamedLine {
    name: String,
    label: String,
}

/// 要找哪些记录。
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Search {
    /// 单位的标识；不写就是本人所在单位。
    pub(crate) owner: String,
    /// 字词，或完整的证件号码、电话、账号。
    pub(crate) words: String,
    pub(crate) filters: Vec<FilterSent>,
    /// 状态的代号。
    pub(crate) state: Option<String>,
    /// 流水：只要没有冲销的。
    pub(crate) standing: bool,
    /// 只要这一次导入的记录：导入记录的编号。
    pub(crate) import: Option<i64>,
    /// 按哪个字段排序；不写就按台账的定义。
    pub(crate) order: Option<String>,
    /// 从大到小。
    pub(crate) falling: bool,
    /// 显示哪些字段；不写就按台账的定义。
    pub(crate) columns: Vec<String>,
    /// 上一页给出的 next；不写就是第一页。
    #[schema(value_type = Option<Object>)]
    pub(crate) after: Option<Value>,
    /// 一页多少条。
    #[schema(minimum = 1, maximum = 200)]
    pub(crate) take: Option<u64>,
    /// 显示个人信息原文：须有权限，并记入审计日志。
    #[schema(value_type = bool)]
    pub(crate) plain: Plain,
}

/// 一个筛选条件。
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilterSent {
    /// 字段的代号。
    field: String,
    #[schema(schema_with = tests)]
    test: String,
    /// 比较的内容，像在表格里一样填写。
    #[serde(default)]
    value: String,
}

/// 一页记录。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryLines {
    /// 显示的字段，和每条记录的 cells 一一对应。
    columns: Vec<String>,
    items: Vec<EntryLine>,
    /// 一共多少条；超过一万条的只说一万。
    total: i64,
    /// 是否不止这些。
    more: bool,
    /// 合计，按字段；记录太多时没有。
    totals: Vec<TotalLine>,
    /// 下一页从哪里开始；没有下一页的为 null。
    #[schema(value_type = Option<Object>)]
    next: Option<Cursor>,
}

/// 列表里的一条记录。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryLine {
    owner: String,
    id: i64,
    version: i64,
    /// 怎样称呼这条记录。
    called: String,
    state: String,
    /// 它冲销了哪一条。
    reverses: Option<i64>,
    /// 它被哪一条冲销。
    reversed_by: Option<i64>,
    cells: Vec<String>,
}

/// 一个字段的合计。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TotalLine {
    field: String,
    sum: String,
}

/// The words for the kinds of registers.
pub(crate) fn kinds() -> utoipa::openapi::schema::Object {
    words(["file", "journal"])
}

fn tests() -> utoipa::openapi::schema::Object {
    words(["is", "at_least", "at_most", "contains", "empty", "filled"])
}

/// Whose registers the asker may see.
#[utoipa::path(get, path = "/api/v1/registers/owners", tag = "台账",
    summary = "能查看哪些单位的台账", params(PageAsked),
    responses((status = 200, description = "单位", body = List<OrganisationLine>)))]
pub(crate) async fn list_register_owners(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<OrganisationLine>>, WebError> {
    let all = app.office.register_owners(&asker).await?;
    Ok(Json(part(all.into_iter().map(organisation).collect(), asked.page, asked.take)?))
}

/// The registers.
#[utoipa::path(get, path = "/api/v1/registers", tag = "台账", summary = "台账目录",
    params(OwnerAsked),
    responses((status = 200, description = "台账", body = List<RegisterLine>)))]
pub(crate) async fn list_registers(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<OwnerAsked>,
) -> Result<Json<List<RegisterLine>>, WebError> {
    let owner = owner(&asker, asked.owner.as_deref());
    let all = app.office.list_registers(&asker, owner).await?;
    let line = |one: office::registers::listing::Shelved| {
        let (count, more) = counted(one.count);
        let kind = kind(one.kind);
        RegisterLine { name: one.name, title: one.title, about: one.about, kind, count, more }
    };
    Ok(Json(List::whole(all.into_iter().map(line).collect())))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/registers/{register}", tag = "台账", summary = "台账的定义",
    params(("register" = String, Path)),
    responses((status = 200, description = "定义", body = RegisterFacts)))]
pub(crate) async fn show_register(
    State(app): State<App>,
    Caller(asker): Caller,
    At(register): At<String>,
) -> Result<Json<RegisterFacts>, WebError> {
    asker.require(office::Permission::ReadRegisters)?;
    let all = app.office.registers().await?;
    Ok(Json(facts(all.get(&register)?.definition)))
}

/// Entries.
#[utoipa::path(post, path = "/api/v1/registers/{register}/search", tag = "台账",
    summary = "查记录", params(("register" = String, Path)), request_body = Search,
    responses((status = 200, description = "记录", body = EntryLines)))]
pub(crate) async fn search_entries(
    State(app): State<App>,
    Caller(asker): Caller,
    At(register): At<String>,
    Sent(sent): Sent<Search>,
) -> Result<Json<EntryLines>, WebError> {
    let named = sent.owner.clone();
    let (owner, question) = (owner(&asker, Some(&named)), question(sent)?);
    let lines = app.office.list_entries(&asker, &register, owner, &question).await?;
    let all = app.office.registers().await?;
    let definition = all.get(&register)?.definition;
    let name = |place: &usize| definition.at(*place).map_or("", |f| &f.name).to_owned();
    let (total, more) = counted(lines.count);
    Ok(Json(EntryLines {
        columns: lines.columns.iter().map(name).collect(),
        items: lines.lines.into_iter().map(entry).collect(),
        total,
        more,
        totals: lines
            .totals
            .iter()
            .map(|(place, sum)| TotalLine { field: name(place), sum: sum.to_string() })
            .collect(),
        next: lines.next,
    }))
}

/// What is asked for, as the office understands it.
pub(crate) fn question(sent: Search) -> Result<Question, WebError> {
    let take = sent.take.unwrap_or(50);
    if !(1..=office::registers::listing::MOST).contains(&take) {
        return Err(WebError::BadRequest("take 请填1到200".to_owned()));
    }
    let unclear = |_| OfficeError::Invalid("after 请照上一页给出的 next 填写".to_owned());
    let after = sent.after.map(serde_json::from_value).transpose().map_err(unclear)?;
    let filters: Result<Vec<_>, WebError> = sent.filters.into_iter().map(filter).collect();
    let direction = if sent.falling { Direction::Down } else { Direction::Up };
    Ok(Question {
        words: sent.words,
        filters: filters?,
        state: sent.state,
        standing: if sent.standing { Standing::Only } else { Standing::All },
        import: sent.import,
        order: sent.order.map(|order| (order, direction)),
        page: after.map_or(Page::First, Page::After),
        take,
        columns: sent.columns,
        counting: Counting::Near,
        wish: sent.plain.wish(),
    })
}

fn filter(sent: FilterSent) -> Result<(String, Filter), WebError> {
    let test = match sent.test.as_str() {
        "is" => Filter::Is(sent.value),
        "at_least" => Filter::AtLeast(sent.value),
        "at_most" => Filter::AtMost(sent.value),
        "contains" => Filter::Contains(sent.value),
        "empty" => Filter::Empty,
        "filled" => Filter::Filled,
        other => {
            let said = format!(
                "没有“{other}”这种条件，可用 is、at_least、at_most、contains、empty、filled"
            );
            return Err(WebError::BadRequest(said));
        }
    };
    Ok((sent.field, test))
}

/// The word for the kind of a register.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::File => "file",
        Kind::Journal => "journal",
    }
}

fn counted(count: Count) -> (i64, bool) {
    match count {
        Count::Exactly(count) => (count, false),
        Count::MoreThan(count) => (count, true),
        Count::Unknown => (0, true),
    }
}

fn facts(definition: &Definition) -> RegisterFacts {
    let name = |at: usize| definition.at(at).map_or("", |field| &field.name).to_owned();
    let field = |field: &register::Field| RegisterField {
        name: field.name.clone(),
        label: field.label.clone(),
        r#type: field.holds.word(),
        visibility: field.visibility.word(),
        personal: field.personal.word(),
        computed: field.is_computed(),
        help: field.help.clone(),
    };
    let input = |input: &register::Input| InputLine {
        label: input.label.clone(),
        required: input.required,
        field: match input.part {
            Part::Field(at) | Part::Document(at) => name(at),
            Part::State => String::new(),
        },
    };
    let named = |name: &str, label: &str| NamedLine { name: name.into(), label: label.into() };
    RegisterFacts {
        name: definition.name.clone(),
        title: definition.title.clone(),
        about: definition.about.clone(),
        kind: kind(definition.kind),
        version: definition.version,
        fields: definition.fields.iter().map(field).collect(),
        inputs: definition.inputs.iter().map(input).collect(),
        states: definition.states.iter().map(|one| named(&one.name, &one.label)).collect(),
        moves: definition.moves.iter().map(|one| named(&one.name, &one.label)).collect(),
    }
}

fn entry(line: Line) -> EntryLine {
    EntryLine {
        owner: line.owner,
        id: line.id,
        version: line.version,
        called: line.called,
        state: line.state,
        reverses: line.reverses,
        reversed_by: line.reversed_by,
        cells: line.cells.iter().map(ToString::to_string).collect(),
    }
}
