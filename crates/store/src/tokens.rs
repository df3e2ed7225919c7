//! Tokens: what programs sign in with, each limited to some permissions and to a time.

use sea_query::{Expr, ExprTrait, Order, Query};

use crate::{Row, StoreError, Tx};

/// A token of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub user: String,
    /// What its owner calls it.
    pub name: String,
    /// The digest of the secret.
    pub secret_hash: String,
    /// The words of the permissions that it is limited to, with blanks between.
    pub scopes: String,
    /// When it was made.
    pub created_at: String,
    /// When it ends.
    pub ends_at: String,
    /// When it was used last.
    pub used_at: Option<String>,
    /// When it was taken back.
    pub revoked_at: Option<String>,
}

const COLUMNS: [&str; 9] = [
    "id",
    "user_id",
    "name",
    "secret_hash",
    "scopes",
    "created_at",
    "ends_at",
    "used_at",
    "revoked_at",
];

/// Makes a token.
///
/// # Errors
/// If the database says no.
pub async fn insert(tx: &mut Tx, new: &Token) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("tokens")
        .columns(COLUMNS)
        .values_panic([
            new.id.as_str().into(),
            new.user.as_str().into(),
            new.name.as_str().into(),
            new.secret_hash.as_str().into(),
            new.scopes.as_str().into(),
            new.created_at.as_str().into(),
            new.ends_at.as_str().into(),
            new.used_at.clone().into(),
            new.revoked_at.clone().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The token with this digest: whoever shows a secret is in nobody's sight yet.
///
/// # Errors
/// If the database says no.
pub async fn by_hash(tx: &mut Tx, hash: &str) -> Result<Option<Token>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("tokens")
        .and_where(Expr::col("secret_hash").eq(hash))
        .to_owned();
    tx.first(&query).await?.as_ref().map(token).transpose()
}

/// The tokens of a person, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx, user: &str) -> Result<Vec<Token>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("tokens")
        .and_where(Expr::col("user_id").eq(user))
        .order_by("created_at", Order::Desc)
        .order_by("id", Order::Desc)
        .to_owned();
    tx.all(&query).await?.iter().map(token).collect()
}

/// Takes a token of a person back; says whether there was one to take.
///
/// # Errors
/// If the database says no.
pub async fn revoke(tx: &mut Tx, user: &str, id: &str, at: &str) -> Result<bool, StoreError> {
    let query = Query::update()
        .table("tokens")
        .value("revoked_at", at)
        .and_where(Expr::col("user_id").eq(user))
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("revoked_at").is_null())
        .to_owned();
    Ok(tx.run(&query).await? > 0)
}

/// Takes all tokens of a person back.
///
/// # Errors
/// If the database says no.
pub async fn revoke_all(tx: &mut Tx, user: &str, at: &str) -> Result<u64, StoreError> {
    let query = Query::update()
        .table("tokens")
        .value("revoked_at", at)
        .and_where(Expr::col("user_id").eq(user))
        .and_where(Expr::col("revoked_at").is_null())
        .to_owned();
    tx.run(&query).await
}

/// Notes that a token was used.
///
/// # Errors
/// If the database says no.
pub async fn used(tx: &mut Tx, id: &str, at: &str) -> Result<(), StoreError> {
    let query = Query::update()
        .table("tokens")
        .value("used_at", at)
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    tx.run(&query).await.map(drop)
}

fn token(row: &Row) -> Result<Token, StoreError> {
    Ok(Token {
        id: row.text("id")?,
        user: row.text("user_id")?,
        name: row.text("name")?,
        secret_hash: row.text("secret_hash")?,
        scopes: row.text("scopes")?,
        created_at: row.text("created_at")?,
        ends_at: row.text("ends_at")?,
        used_at: row.maybe_text("used_at")?,
        revoked_at: row.maybe_text("revoked_at")?,
    })
}
