//! Entries of registers: one seen, added, changed, moved, reversed, removed; its versions.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::OfficeError;
use office::registers::history::VersionShown;
use office::registers::keeping::{Kept, Typed};
use office::registers::showing::{EntryShown, FindingShown};
use register::{Definition, Shown};
use serde::{Deserialize, Serialize};
use store::registers::entries::Seen;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, Plain, Sent, owner};
use super::whole::severity;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(add_entry))
        .routes(routes!(show_entry, change_entry))
        .routes(routes!(list_versions))
        .routes(routes!(move_entry))
        .routes(routes!(reverse_entry))
        .routes(routes!(remove_entry))
}

/// Whether personal data are wished as they are.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WishAsked {
    /// 显示个人信息原文：须有权限，并记入审计日志。
    #[param(value_type = bool)]
    pub(crate) plain: Plain,
}

/// 填写的一项。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InputSent {
    /// 台账定义里 inputs 的 label。
    label: String,
    /// 内容，像在表格里一样填写；空文字表示清空。
    value: String,
}

/// 一条新记录。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EntrySent {
    /// 单位的标识；不写就是本人所在单位。
    #[serde(default)]
    owner: String,
    inputs: Vec<InputSent>,
}

/// 对一条记录的改动。没有列出的各项不变。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EntryChange {
    /// 看到的版本；之后有人改过的，不会覆盖。
    version: i64,
    inputs: Vec<InputSent>,
    #[serde(default)]
    reason: String,
}

/// 一次状态变动。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoveSent {
    version: i64,
    /// 变动的代号，见台账定义的 moves。
    r#move: String,
    #[serde(default)]
    reason: String,
}

/// 冲销的原因。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReverseSent {
    reason: String,
}

/// 一条记录和看到的版本。
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenSent {
    id: i64,
    /// 看到的版本；之后有人改过的，不会照办。
    version: i64,
}

impl From<SeenSent> for Seen {
    fn from(SeenSent { id, version }: SeenSent) -> Seen {
        Seen { id, version }
    }
}

/// 删除哪个版本，为什么。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemoveSent {
    version: i64,
    reason: String,
}

/// 一条记录登记或改动的结果。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryKept {
    /// 记录的编号；没有收下的为 null。
    id: Option<i64>,
    /// 检查出的问题；没有收下是因为其中的错误。
    findings: Vec<EntryFinding>,
}

/// 记录里的一处问题。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryFinding {
    pub(crate) code: String,
    /// error、warning 或 note。
    pub(crate) severity: &'static str,
    /// 哪一项；整条记录的为空。
    pub(crate) label: String,
    pub(crate) message: String,
    pub(crate) help: String,
}

/// 一条记录。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryFacts {
    owner: String,
    id: i64,
    version: i64,
    called: String,
    state: String,
    reverses: Option<i64>,
    reversed_by: Option<i64>,
    created_by: String,
    created_at: String,
    changed_by: Option<String>,
    changed_at: Option<String>,
    removed_at: Option<String>,
    fields: Vec<EntryValue>,
    findings: Vec<EntryFinding>,
    /// 现在可以办的状态变动。
    moves: Vec<String>,
}

/// 一个字段的内容。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryValue {
    name: String,
    label: String,
    value: String,
    /// 人员的证件号码。
    document: Option<String>,
    /// 附件的摘要。
    files: Vec<String>,
}

/// 记录的一个版本。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryVersion {
    version: i64,
    made_by: String,
    made_at: String,
    reason: String,
    changes: Vec<ChangeLine>,
}

/// 一个字段的前后内容。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangeLine {
    pub(crate) label: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

impl ChangeLine {
    /// A change as far as it is seen.
    pub(crate) fn of((label, before, after): (String, Shown, Shown)) -> ChangeLine {
        ChangeLine { label, before: before.to_string(), after: after.to_string() }
    }
}

/// 新记录的编号。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NumberMade {
    id: i64,
}

type Place = (String, String, i64);

/// Adds one.
#[utoipa::path(post, path = "/api/v1/registers/{register}/entries", tag = "台账",
    summary = "登记一条记录", params(("register" = String, Path)), request_body = EntrySent,
    responses((status = 200, description = "结果", body = EntryKept)))]
pub(crate) async fn add_entry(
    State(app): State<App>,
    Caller(asker): Caller,
    At(register): At<String>,
    Sent(sent): Sent<EntrySent>,
) -> Result<Json<EntryKept>, WebError> {
    asker.require(office::Permission::WriteRegisters)?;
    let all = app.office.registers().await?;
    let definition = all.get(&register)?.definition;
    let owner = owner(&asker, Some(&sent.owner));
    let typed = typed(definition, sent.inputs)?;
    let done = app.office.add_entry(&asker, &register, owner, &typed).await?;
    Ok(Json(kept(definition, done)))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/registers/{register}/entries/{owner}/{id}", tag = "台账",
    summary = "一条记录",
    params(("register" = String, Path), ("owner" = String, Path), ("id" = i64, Path), WishAsked),
    responses((status = 200, description = "记录", body = EntryFacts)))]
pub(crate) async fn show_entry(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, owner, id)): At<Place>,
    Asked(asked): Asked<WishAsked>,
) -> Result<Json<EntryFacts>, WebError> {
    let shown = app.office.entry(&asker, &register, &owner, id, asked.plain.wish()).await?;
    let all = app.office.registers().await?;
    Ok(Json(facts(all.get(&register)?.definition, shown)))
}

/// Changes one of a file.
#[utoipa::path(put, path = "/api/v1/registers/{register}/entries/{owner}/{id}", tag = "台账",
    summary = "改一条档案记录",
    params(("register" = String, Path), ("owner" = String, Path), ("id" = i64, Path)),
    request_body = EntryChange, responses((status = 200, description = "结果", body = EntryKept)))]
pub(crate) async fn change_entry(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, owner, id)): At<Place>,
    Sent(sent): Sent<EntryChange>,
) -> Result<Json<EntryKept>, WebError> {
    asker.require(office::Permission::WriteRegisters)?;
    let all = app.office.registers().await?;
    let definition = all.get(&register)?.definition;
    let typed = typed(definition, sent.inputs)?;
    let seen = Seen { id, version: sent.version };
    let office = &app.office;
    let done = office.change_entry(&asker, &register, &owner, seen, &typed, &sent.reason).await?;
    Ok(Json(kept(definition, done)))
}

/// What one has been.
#[utoipa::path(get, path = "/api/v1/registers/{register}/entries/{owner}/{id}/versions",
    tag = "台账", summary = "一条记录的各个版本",
    params(("register" = String, Path), ("owner" = String, Path), ("id" = i64, Path), WishAsked),
    responses((status = 200, description = "版本", body = List<EntryVersion>)))]
pub(crate) async fn list_versions(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, owner, id)): At<Place>,
    Asked(asked): Asked<WishAsked>,
) -> Result<Json<List<EntryVersion>>, WebError> {
    let all = app.office.entry_history(&asker, &register, &owner, id, asked.plain.wish()).await?;
    Ok(Json(List::whole(all.into_iter().map(version).collect())))
}

/// Moves one to another state.
#[utoipa::path(post, path = "/api/v1/registers/{register}/entries/{owner}/{id}/move",
    tag = "台账", summary = "变更一条记录的状态",
    params(("register" = String, Path), ("owner" = String, Path), ("id" = i64, Path)),
    request_body = MoveSent, responses((status = 204, description = "已变更")))]
pub(crate) async fn move_entry(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, owner, id)): At<Place>,
    Sent(sent): Sent<MoveSent>,
) -> Result<StatusCode, WebError> {
    let seen = Seen { id, version: sent.version };
    let office = &app.office;
    office.move_entry(&asker, &register, &owner, seen, &sent.r#move, &sent.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reverses one of a journal.
#[utoipa::path(post, path = "/api/v1/registers/{register}/entries/{owner}/{id}/reverse",
    tag = "台账", summary = "冲销一条流水记录",
    params(("register" = String, Path), ("owner" = String, Path), ("id" = i64, Path)),
    request_body = ReverseSent,
    responses((status = 201, description = "冲销记录", body = NumberMade)))]
pub(crate) async fn reverse_entry(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, owner, id)): At<Place>,
    Sent(sent): Sent<ReverseSent>,
) -> Result<(StatusCode, Json<NumberMade>), WebError> {
    let id = app.office.reverse_entry(&asker, &register, &owner, id, &sent.reason).await?;
    Ok((StatusCode::CREATED, Json(NumberMade { id })))
}

/// Removes one of a file.
#[utoipa::path(post, path = "/api/v1/registers/{register}/entries/{owner}/{id}/remove",
    tag = "台账", summary = "删除一条档案记录",
    params(("register" = String, Path), ("owner" = String, Path), ("id" = i64, Path)),
    request_body = RemoveSent, responses((status = 204, description = "已删除")))]
pub(crate) async fn remove_entry(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, owner, id)): At<Place>,
    Sent(sent): Sent<RemoveSent>,
) -> Result<StatusCode, WebError> {
    let seen = Seen { id, version: sent.version };
    app.office.remove_entry(&asker, &register, &owner, seen, &sent.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was sent, by the places of the inputs.
fn typed(definition: &Definition, sent: Vec<InputSent>) -> Result<Typed, WebError> {
    let mut typed = Typed::new();
    for one in sent {
        typed.insert(place(definition, &one.label)?, one.value);
    }
    Ok(typed)
}

/// Where the input with this label stands.
pub(crate) fn place(definition: &Definition, label: &str) -> Result<usize, WebError> {
    let found = definition.inputs.iter().position(|input| input.label == label);
    found.ok_or_else(|| {
        let title = &definition.title;
        let said = format!("“{title}”没有“{label}”这一项，请对照台账的定义");
        OfficeError::Invalid(said).into()
    })
}

fn kept(definition: &Definition, done: Kept) -> EntryKept {
    let (id, said) = match done {
        Kept::Done { id, said } => (Some(id), said),
        Kept::Refused(said) => (None, said),
    };
    EntryKept { id, findings: said.into_iter().map(|one| finding(definition, one)).collect() }
}

fn finding(definition: &Definition, one: FindingShown) -> EntryFinding {
    let input = one.input.and_then(|at| definition.inputs.get(at));
    EntryFinding {
        code: one.code,
        severity: severity(one.severity),
        label: input.map(|input| input.label.clone()).unwrap_or_default(),
        message: one.message,
        help: one.help,
    }
}

fn facts(definition: &Definition, shown: EntryShown) -> EntryFacts {
    let value = |field: office::registers::showing::FieldShown| EntryValue {
        name: definition.at(field.place).map(|of| of.name.clone()).unwrap_or_default(),
        label: field.label,
        value: field.value.to_string(),
        document: field.document.map(|document| document.to_string()),
        files: field.files,
    };
    let kept = shown.kept;
    let (changed_by, changed_at) = kept.changed.unzip();
    EntryFacts {
        owner: kept.owner,
        id: kept.id,
        version: kept.version,
        called: shown.called,
        state: shown.state,
        reverses: kept.reverses,
        reversed_by: kept.reversed_by,
        created_by: kept.created.0,
        created_at: kept.created.1,
        changed_by,
        changed_at,
        removed_at: kept.removed_at,
        fields: shown.fields.into_iter().map(value).collect(),
        findings: shown.findings.into_iter().map(|one| finding(definition, one)).collect(),
        moves: shown.moves.into_iter().map(|one| one.name).collect(),
    }
}

fn version(shown: VersionShown) -> EntryVersion {
    EntryVersion {
        version: shown.version,
        made_by: shown.made.0,
        made_at: shown.made.1,
        reason: shown.reason,
        changes: shown.changes.into_iter().map(ChangeLine::of).collect(),
    }
}
