//! Versions made of drafts, merged, compared.

use axum::Json;
use axum::extract::State;
use office::comparing::Against;
use office::keeping::{Choice, Keep, Kept};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::drafts::{DraftSent, typed};
use super::take::{Asked, At, Sent};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(keep_version)).routes(routes!(compare_versions))
}

/// 要存成一版的草稿。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeepSent {
    draft: DraftSent,
    /// 这一版改了什么。
    #[serde(default)]
    reason: String,
    /// 看过的别人的新版；没有为0。
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1000000000)]
    seen: i64,
    /// 两边都改过的栏目各取哪一边。
    #[serde(default)]
    #[schema(max_items = 1000)]
    choices: Vec<ChoiceSent>,
}

/// 两边都改过的一个栏目。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChoiceSent {
    path: String,
    side: SideWord,
}

/// mine 取自己的，theirs 取别人的。
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SideWord {
    Mine,
    Theirs,
}

/// 存成一版的结果。
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct KeptView {
    /// version 已存成新版；nothing 与前一版相同，没有存；undecided 有两边都改过的栏目，请选定后再存。
    outcome: &'static str,
    /// 新版的版次；没有存为 null。
    version: Option<i64>,
    /// 合并了哪一版；没有为 null。
    merged: Option<i64>,
    /// 别人的新版；选定后作为 seen 带回。
    newer: Option<i64>,
    conflicts: Vec<ConflictLine>,
}

/// 两边都改过的一个栏目。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConflictLine {
    path: String,
    label: String,
    before: String,
    mine: String,
    theirs: String,
}

/// What is compared.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CompareAsked {
    /// 与哪一版比；last 为上年的文本；不填为前一版。
    #[param(pattern = "^(last|[1-9][0-9]{0,5})$")]
    a: Option<String>,
    /// 比哪一版；不填为最新一版。
    #[param(minimum = 1, maximum = 1000000)]
    b: Option<i64>,
}

/// 两版的不同。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CompareView {
    before_year: i64,
    before_version: i64,
    after_year: i64,
    after_version: i64,
    /// 有没有上年的文本可比（a=last）。
    has_last_year: bool,
    differences: Vec<DifferenceLine>,
}

/// 一处不同。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DifferenceLine {
    path: String,
    label: String,
    /// 增加、删去、修改或移动。
    kind: &'static str,
    before: String,
    after: String,
}

/// Keeps the draft as a version.
#[utoipa::path(post, path = "/api/v1/statements/{id}/draft/keep", tag = "绩效文本",
    summary = "把草稿存成一版", params(("id" = String, Path)), request_body = KeepSent,
    responses((status = 200, description = "结果", body = KeptView)))]
pub(crate) async fn keep_version(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<KeepSent>,
) -> Result<Json<KeptView>, WebError> {
    let choice = |choice: ChoiceSent| match choice.side {
        SideWord::Mine => (choice.path, Choice::Mine),
        SideWord::Theirs => (choice.path, Choice::Theirs),
    };
    let keep = Keep {
        typed: typed(sent.draft),
        reason: sent.reason,
        seen: sent.seen,
        choices: sent.choices.into_iter().map(choice).collect(),
    };
    Ok(Json(kept(app.office.keep_version(&asker, &id, &keep).await?)))
}

/// Two versions field by field.
#[utoipa::path(get, path = "/api/v1/statements/{id}/compare", tag = "绩效文本",
    summary = "比较两版", params(("id" = String, Path), CompareAsked),
    responses((status = 200, description = "不同之处", body = CompareView)))]
pub(crate) async fn compare_versions(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Asked(asked): Asked<CompareAsked>,
) -> Result<Json<CompareView>, WebError> {
    let unclear = |_| WebError::BadRequest("a 请填版次，或填 last".to_owned());
    let against = match asked.a.as_deref() {
        None => None,
        Some("last") => Some(Against::LastYear),
        Some(number) => Some(Against::Version(number.parse().map_err(unclear)?)),
    };
    let found = app.office.compare(&asker, &id, against, asked.b).await?;
    let line = |one: &model::compare::Difference| DifferenceLine {
        kind: one.kind.label(),
        path: one.path.clone(),
        label: one.label.clone(),
        before: one.before.clone(),
        after: one.after.clone(),
    };
    Ok(Json(CompareView {
        before_year: found.before.year,
        before_version: found.before.number,
        after_year: found.after.year,
        after_version: found.after.number,
        has_last_year: found.has_last_year,
        differences: found.differences.iter().map(line).collect(),
    }))
}

fn kept(kept: Kept) -> KeptView {
    match kept {
        Kept::Version { number, merged } => {
            KeptView { outcome: "version", version: Some(number), merged, ..KeptView::default() }
        }
        Kept::Nothing => KeptView { outcome: "nothing", ..KeptView::default() },
        Kept::Undecided { newer, conflicts, .. } => {
            let line = |one: model::compare::Conflict| ConflictLine {
                path: one.path,
                label: one.label,
                before: one.base,
                mine: one.mine,
                theirs: one.theirs,
            };
            KeptView {
                outcome: "undecided",
                newer: Some(newer.number),
                conflicts: conflicts.into_iter().map(line).collect(),
                ..KeptView::default()
            }
        }
    }
}
