//! Lists of registers as people like to see them, kept for whoever made them, and shared with their organisation if
//! they say so. What is asked is text to the store; whoever uses it asks for the rights anew.

use sea_query::{Cond, Expr, ExprTrait, Order, Query};

use crate::{Row, Scope, StoreError, Tx};

/// A view of a register's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The organisation of whoever made it.
    pub owner: String,
    /// Its id.
    pub id: String,
    /// Who made it.
    pub user: String,
    /// The register.
    pub register: String,
    /// Its name, once for each user and register.
    pub name: String,
    /// What the list is asked for, as JSON.
    pub asked: String,
    /// Whether the list opens with it, for whoever made it.
    pub is_default: bool,
    /// Whether others of the organisation are offered it.
    pub is_shared: bool,
    /// When it was made or changed last.
    pub changed_at: String,
}

const COLUMNS: [&str; 9] = [
    "owner",
    "id",
    "user_id",
    "register",
    "name",
    "asked",
    "is_default",
    "is_shared",
    "changed_at",
];

/// The views of a register that a user made, and those that others of the organisation share; his own first, by name.
///
/// # Errors
/// If the database says no.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    user: &str,
    organisation: &str,
    register: &str,
) -> Result<Vec<View>, StoreError> {
    let own = Expr::col("user_id").eq(user);
    let shared = Cond::all()
        .add(Expr::col("owner").eq(organisation))
        .add(Expr::col("is_shared").eq(1))
        .add(scope.of(("register_views", "owner")));
    let query = Query::select()
        .columns(COLUMNS)
        .from("register_views")
        .and_where(Expr::col("register").eq(register))
        .cond_where(Cond::any().add(own).add(shared))
        .order_by("id", Order::Asc)
        .to_owned();
    let mut all: Vec<View> =
        tx.all(&query).await?.iter().map(view).collect::<Result<_, StoreError>>()?;
    // The order of names is not left to the database: each has its own.
    all.sort_by(|one, other| {
        let key = |view: &View| (view.user != user, view.name.clone());
        key(one).cmp(&key(other))
    });
    Ok(all)
}

/// A view that a user made.
///
/// # Errors
/// If it is not there, or another's.
pub async fn find(tx: &mut Tx, user: &str, id: &str) -> Result<View, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("register_views")
        .and_where(Expr::col("user_id").eq(user))
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    view(&tx.first(&query).await?.ok_or(StoreError::Missing("view"))?)
}

/// Keeps a new view.
///
/// # Errors
/// If the user has one of the same name already.
pub async fn insert(tx: &mut Tx, new: &View) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("register_views")
        .columns(COLUMNS)
        .values_panic([
            new.owner.as_str().into(),
            new.id.as_str().into(),
            new.user.as_str().into(),
            new.register.as_str().into(),
            new.name.as_str().into(),
            new.asked.as_str().into(),
            i64::from(new.is_default).into(),
            i64::from(new.is_shared).into(),
            new.changed_at.as_str().into(),
        ])
        .to_owned();
    match tx.run(&query).await {
        Err(error) if error.is_duplicate() => Err(StoreError::Exists("view")),
        done => done.map(drop),
    }
}

/// Writes over a view what may change of it: its name, what is asked, whether it is the default, whether it is shared.
///
/// # Errors
/// If it is not there, or the user has another one of the same name.
pub async fn update(tx: &mut Tx, changed: &View) -> Result<(), StoreError> {
    let query = Query::update()
        .table("register_views")
        .value("name", changed.name.as_str())
        .value("asked", changed.asked.as_str())
        .value("is_default", i64::from(changed.is_default))
        .value("is_shared", i64::from(changed.is_shared))
        .value("changed_at", changed.changed_at.as_str())
        .and_where(Expr::col("user_id").eq(changed.user.as_str()))
        .and_where(Expr::col("id").eq(changed.id.as_str()))
        .to_owned();
    match tx.run(&query).await {
        Err(error) if error.is_duplicate() => Err(StoreError::Exists("view")),
        Ok(0) => Err(StoreError::Missing("view")),
        done => done.map(drop),
    }
}

/// Makes none of a user's views of a register the one that its list opens with.
///
/// # Errors
/// If the database says no.
pub async fn clear_default(tx: &mut Tx, user: &str, register: &str) -> Result<(), StoreError> {
    let query = Query::update()
        .table("register_views")
        .value("is_default", 0)
        .and_where(Expr::col("user_id").eq(user))
        .and_where(Expr::col("register").eq(register))
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Forgets a view of a user's.
///
/// # Errors
/// If it is not there.
pub async fn remove(tx: &mut Tx, user: &str, id: &str) -> Result<(), StoreError> {
    let query = Query::delete()
        .from_table("register_views")
        .and_where(Expr::col("user_id").eq(user))
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("view")),
        _ => Ok(()),
    }
}

fn view(row: &Row) -> Result<View, StoreError> {
    Ok(View {
        owner: row.text("owner")?,
        id: row.text("id")?,
        user: row.text("user_id")?,
        register: row.text("register")?,
        name: row.text("name")?,
        asked: row.text("asked")?,
        is_default: row.is("is_default")?,
        is_shared: row.is("is_shared")?,
        changed_at: row.text("changed_at")?,
    })
}
