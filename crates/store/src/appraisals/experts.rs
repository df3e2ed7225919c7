//! The experts of an appraisal and the marks that each gives.

use sea_query::{Expr, ExprTrait, OnConflict, Order, Query};

use crate::named::named;
use crate::{Row, Scope, StoreError, Tx};

named! {
    /// How far an expert is.
    ExpertState in "appraisal_experts.state" {
        /// Named; marks are still the expert's own.
        Named = "named", "评分中";
        /// The marks are reported.
        Reported = "reported", "已提交";
        /// Takes no part: a conflict of interest, or another reason.
        Recused = "recused", "已回避";
    }
}

/// Somebody who marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expert {
    /// Counts up within the appraisal.
    pub number: i64,
    /// The account; `None`: whoever conducts the appraisal enters the marks.
    pub user: Option<String>,
    /// The name.
    pub name: String,
    /// Where from and what, in words.
    pub post: String,
    /// How far.
    pub state: ExpertState,
    /// What is said of conflicts of interest; empty: not declared yet.
    pub declared: String,
    /// What is said of the whole.
    pub opinion: String,
    /// Why the expert takes no part.
    pub reason: String,
    /// When something of it was last changed.
    pub changed_at: String,
}

/// What an expert says of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The expert's number.
    pub expert: i64,
    /// The item of the indicator system.
    pub item: String,
    /// In hundredths of a point; `None`: not marked yet.
    pub points: Option<i64>,
    /// Why.
    pub opinion: String,
}

const OF: [&str; 2] = ["owner", "appraisal"];
const EXPERT: [&str; 9] =
    ["number", "user_id", "name", "post", "state", "declared", "opinion", "reason", "changed_at"];
const MARK: [&str; 4] = ["expert", "item", "points", "opinion"];

/// Keeps an expert, in place of what was kept under this number.
///
/// # Errors
/// If there is no such appraisal.
pub async fn write_expert(
    tx: &mut Tx,
    owner: &str,
    appraisal: &str,
    new: &Expert,
) -> Result<(), StoreError> {
    let mut over = OnConflict::columns(["owner", "appraisal", "number"]);
    over.update_columns(EXPERT.into_iter().skip(1));
    let query = Query::insert()
        .into_table("appraisal_experts")
        .columns(OF.into_iter().chain(EXPERT))
        .values_panic([
            owner.into(),
            appraisal.into(),
            new.number.into(),
            new.user.clone().into(),
            new.name.as_str().into(),
            new.post.as_str().into(),
            new.state.word().into(),
            new.declared.as_str().into(),
            new.opinion.as_str().into(),
            new.reason.as_str().into(),
            new.changed_at.as_str().into(),
        ])
        .on_conflict(over)
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The experts of an appraisal in the order in which they were named.
///
/// # Errors
/// If the database says no.
pub async fn experts(
    tx: &mut Tx,
    scope: &Scope,
    appraisal: &str,
) -> Result<Vec<Expert>, StoreError> {
    let query = Query::select()
        .columns(EXPERT)
        .from("appraisal_experts")
        .and_where(Expr::col("appraisal").eq(appraisal))
        .cond_where(scope.of(("appraisal_experts", "owner")))
        .order_by("number", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(expert).collect()
}

/// As whom an account is named for an appraisal, if it is and takes part.
///
/// # Errors
/// If the database says no.
pub async fn named_for(
    tx: &mut Tx,
    scope: &Scope,
    appraisal: &str,
    user: &str,
) -> Result<Option<Expert>, StoreError> {
    let all = experts(tx, scope, appraisal).await?;
    Ok(all
        .into_iter()
        .find(|one| one.user.as_deref() == Some(user) && one.state != ExpertState::Recused))
}

/// Keeps a mark, in place of the one before.
///
/// # Errors
/// If there is no such expert.
pub async fn say_mark(
    tx: &mut Tx,
    owner: &str,
    appraisal: &str,
    new: &Mark,
) -> Result<(), StoreError> {
    let mut over = OnConflict::columns(["owner", "appraisal", "expert", "item"]);
    over.update_columns(["points", "opinion"]);
    let query = Query::insert()
        .into_table("appraisal_marks")
        .columns(OF.into_iter().chain(MARK))
        .values_panic([
            owner.into(),
            appraisal.into(),
            new.expert.into(),
            new.item.as_str().into(),
            new.points.into(),
            new.opinion.as_str().into(),
        ])
        .on_conflict(over)
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// All marks of an appraisal.
///
/// # Errors
/// If the database says no.
pub async fn marks(tx: &mut Tx, scope: &Scope, appraisal: &str) -> Result<Vec<Mark>, StoreError> {
    let query = Query::select()
        .columns(MARK)
        .from("appraisal_marks")
        .and_where(Expr::col("appraisal").eq(appraisal))
        .cond_where(scope.of(("appraisal_marks", "owner")))
        .order_by("expert", Order::Asc)
        .order_by("item", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(mark).collect()
}

fn expert(row: &Row) -> Result<Expert, StoreError> {
    Ok(Expert {
        number: row.number("number")?,
        user: row.maybe_text("user_id")?,
        name: row.text("name")?,
        post: row.text("post")?,
        state: ExpertState::from_word(&row.text("state")?)?,
        declared: row.text("declared")?,
        opinion: row.text("opinion")?,
        reason: row.text("reason")?,
        changed_at: row.text("changed_at")?,
    })
}

fn mark(row: &Row) -> Result<Mark, StoreError> {
    Ok(Mark {
        expert: row.number("expert")?,
        item: row.text("item")?,
        points: row.maybe_number("points")?,
        opinion: row.text("opinion")?,
    })
}
