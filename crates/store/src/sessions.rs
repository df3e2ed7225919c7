//! Who is signed in, and where from.

use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::named::named;
use crate::{Row, Store, StoreError, Tx, audit};

named! {
    /// How far signing in has come.
    Stage in "sessions.stage" {
        /// The password was right; the second factor is still asked for.
        Pending = "pending", "待二次验证";
        /// Signed in.
        Open = "open", "已登录";
    }
}

/// A session of a person in a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The digest of what the browser holds.
    pub id: String,
    /// Who.
    pub user: String,
    /// Since when.
    pub created_at: String,
    /// When it was used last.
    pub seen_at: String,
    /// When it ends, used or not.
    pub ends_at: String,
    /// The address it was opened from.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
    /// How far signing in has come.
    pub stage: Stage,
}

const COLUMNS: [&str; 8] =
    ["id", "user_id", "created_at", "seen_at", "ends_at", "address", "agent", "stage"];

/// Opens a session.
///
/// # Errors
/// If the database says no.
pub async fn insert(tx: &mut Tx, new: &Session) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("sessions")
        .columns(COLUMNS)
        .values_panic([
            new.id.as_str().into(),
            new.user.as_str().into(),
            new.created_at.as_str().into(),
            new.seen_at.as_str().into(),
            new.ends_at.as_str().into(),
            new.address.as_str().into(),
            new.agent.as_str().into(),
            new.stage.word().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The session with this id.
///
/// # Errors
/// If the database says no.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<Session>, StoreError> {
    tx.first(&with_id(id)).await?.as_ref().map(session).transpose()
}

/// The session with this id and the number of the newest act, asked alone: at every request.
///
/// # Errors
/// If the database says no.
pub async fn glance(store: &Store, id: &str) -> Result<Option<(Session, i64)>, StoreError> {
    let newest = Expr::SubQuery(None, Box::new(audit::newest_number().into()));
    let query = with_id(id).expr_as(newest, "newest").take();
    let Some(row) = store.glance(&query).await? else { return Ok(None) };
    let newest = row.maybe_number("newest")?.unwrap_or_default();
    Ok(Some((session(&row)?, newest)))
}

fn with_id(id: &str) -> SelectStatement {
    Query::select().columns(COLUMNS).from("sessions").and_where(Expr::col("id").eq(id)).to_owned()
}

/// The sessions of one person, or of all, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx, of: Option<&str>) -> Result<Vec<Session>, StoreError> {
    let mut query = Query::select()
        .columns(COLUMNS)
        .from("sessions")
        .order_by("seen_at", Order::Desc)
        .to_owned();
    if let Some(user) = of {
        query.and_where(Expr::col("user_id").eq(user));
    }
    tx.all(&query).await?.iter().map(session).collect()
}

/// Notes that it was used.
///
/// # Errors
/// If the database says no.
pub async fn seen(tx: &mut Tx, id: &str, at: &str) -> Result<(), StoreError> {
    let query = Query::update()
        .table("sessions")
        .value("seen_at", at)
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Ends a session; says whether there was one.
///
/// # Errors
/// If the database says no.
pub async fn remove(tx: &mut Tx, id: &str) -> Result<bool, StoreError> {
    let query = Query::delete().from_table("sessions").and_where(Expr::col("id").eq(id)).to_owned();
    Ok(tx.run(&query).await? > 0)
}

/// Ends all sessions of a person, but perhaps one.
///
/// # Errors
/// If the database says no.
pub async fn remove_of(tx: &mut Tx, user: &str, but: Option<&str>) -> Result<u64, StoreError> {
    let mut query =
        Query::delete().from_table("sessions").and_where(Expr::col("user_id").eq(user)).to_owned();
    if let Some(kept) = but {
        query.and_where(Expr::col("id").ne(kept));
    }
    tx.run(&query).await
}

/// Clears away what has ended or was not used since `idle_since`.
///
/// # Errors
/// If the database says no.
pub async fn sweep(tx: &mut Tx, now: &str, idle_since: &str) -> Result<u64, StoreError> {
    let query = Query::delete()
        .from_table("sessions")
        .and_where(Expr::col("ends_at").lt(now).or(Expr::col("seen_at").lt(idle_since)))
        .to_owned();
    tx.run(&query).await
}

fn session(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        id: row.text("id")?,
        user: row.text("user_id")?,
        created_at: row.text("created_at")?,
        seen_at: row.text("seen_at")?,
        ends_at: row.text("ends_at")?,
        address: row.text("address")?,
        agent: row.text("agent")?,
        stage: Stage::from_word(&row.text("stage")?)?,
    })
}
