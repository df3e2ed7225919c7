//! Users, what they may be (roles), and their passwords.

use sea_query::{Expr, ExprTrait, OnConflict, Order, Query, SelectStatement};

use crate::named::named;
use crate::{Row, Scope, StoreError, Tx};

named! {
    /// What a person does here. A person may have several, each at an organisation.
    Role in "assignments.role" {
        /// 经办人: drafts and imports statements, answers opinions.
        Clerk = "clerk", "经办人";
        /// 部门负责人: checks, accepts findings with a reason, signs.
        Head = "head", "部门负责人";
        /// 集体研究记录人: records the standing meeting's decision.
        Recorder = "recorder", "会议记录人";
        /// 财政审核人: reviews, returns, approves.
        Finance = "finance", "财政审核人";
        /// 上级: reads what is below.
        Above = "above", "上级查阅人";
        /// 评审专家: marks the appraisals that it is named for, and sees no other.
        Expert = "expert", "评审专家";
        /// 系统管理员: accounts, organisations, settings, backups.
        SystemAdministrator = "system_admin", "系统管理员";
        /// 安全管理员: who has which role, sessions, locks.
        SecurityAdministrator = "security_admin", "安全管理员";
        /// 审计管理员: the audit trail.
        Auditor = "auditor", "审计管理员";
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Its id.
    pub id: String,
    /// The organisation the person belongs to.
    pub home: String,
    /// What is typed to sign in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// What the person is there, e.g. 财务科科长.
    pub post: String,
    /// argon2id, with its parameters and salt.
    pub password_hash: String,
    /// When the password was set.
    pub password_set_at: String,
    /// Whether another password is asked for before anything else.
    pub must_change: bool,
    /// Wrong passwords since the last right one.
    pub failed: i64,
    /// Until when no password is taken.
    pub locked_until: Option<String>,
    /// The secret of the second factor, base 32.
    pub totp_secret: Option<String>,
    /// Whether the second factor is asked for.
    pub totp_on: bool,
    /// The last time step whose code was used.
    pub totp_step: i64,
    /// When the account was made.
    pub created_at: String,
    /// When it was closed.
    pub disabled_at: Option<String>,
    /// When the person signed in last.
    pub seen_at: Option<String>,
}

/// A role of a person at an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Whose.
    pub user: String,
    /// Which role.
    pub role: Role,
    /// Where: it holds there and below.
    pub organisation: String,
    /// The path of that organisation.
    pub path: String,
    /// Its name.
    pub organisation_name: String,
    /// Who gave it.
    pub given_by: String,
    /// When.
    pub given_at: String,
}

pub(crate) const COLUMNS: [&str; 16] = [
    "id",
    "home",
    "login",
    "name",
    "post",
    "password_hash",
    "password_set_at",
    "must_change",
    "failed",
    "locked_until",
    "totp_secret",
    "totp_on",
    "totp_step",
    "created_at",
    "disabled_at",
    "seen_at",
];

/// Makes an account.
///
/// # Errors
/// If the login name is taken.
pub async fn insert(tx: &mut Tx, user: &User) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("users")
        .columns(COLUMNS)
        .values_panic([
            user.id.as_str().into(),
            user.home.as_str().into(),
            user.login.as_str().into(),
            user.name.as_str().into(),
            user.post.as_str().into(),
            user.password_hash.as_str().into(),
            user.password_set_at.as_str().into(),
            i64::from(user.must_change).into(),
            user.failed.into(),
            user.locked_until.clone().into(),
            user.totp_secret.clone().into(),
            i64::from(user.totp_on).into(),
            user.totp_step.into(),
            user.created_at.as_str().into(),
            user.disabled_at.clone().into(),
            user.seen_at.clone().into(),
        ])
        .to_owned();
    match tx.run(&query).await {
        Err(error) if error.is_duplicate() => Err(StoreError::Exists("login")),
        done => done.map(drop),
    }
}

/// Writes everything of an account but its id and login name.
///
/// # Errors
/// If it is not there.
pub async fn update(tx: &mut Tx, user: &User) -> Result<(), StoreError> {
    let query = Query::update()
        .table("users")
        .values([
            ("home", user.home.as_str().into()),
            ("name", user.name.as_str().into()),
            ("post", user.post.as_str().into()),
            ("password_hash", user.password_hash.as_str().into()),
            ("password_set_at", user.password_set_at.as_str().into()),
            ("must_change", i64::from(user.must_change).into()),
            ("failed", user.failed.into()),
            ("locked_until", user.locked_until.clone().into()),
            ("totp_secret", user.totp_secret.clone().into()),
            ("totp_on", i64::from(user.totp_on).into()),
            ("totp_step", user.totp_step.into()),
            ("disabled_at", user.disabled_at.clone().into()),
            ("seen_at", user.seen_at.clone().into()),
        ])
        .and_where(Expr::col("id").eq(user.id.as_str()))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("user")),
        _ => Ok(()),
    }
}

/// The account with this login name: whoever signs in is in nobody's sight yet.
///
/// # Errors
/// If the database says no.
pub async fn by_login(tx: &mut Tx, login: &str) -> Result<Option<User>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("users")
        .and_where(Expr::col("login").eq(login))
        .to_owned();
    tx.first(&query).await?.as_ref().map(user).transpose()
}

/// The account with this id.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn get(tx: &mut Tx, scope: &Scope, id: &str) -> Result<User, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("users")
        .and_where(Expr::col("id").eq(id))
        .cond_where(scope.of(("users", "home")))
        .to_owned();
    user(&tx.first(&query).await?.ok_or(StoreError::Missing("user"))?)
}

/// All accounts in sight, by login name.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx, scope: &Scope) -> Result<Vec<User>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("users")
        .cond_where(scope.of(("users", "home")))
        .order_by("login", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(user).collect()
}

/// Keeps the hash of a password that was replaced.
///
/// # Errors
/// If the database says no.
pub async fn remember(tx: &mut Tx, user: &User, at: &str) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("old_passwords")
        .columns(["user_id", "set_at", "password_hash"])
        .values_panic([user.id.as_str().into(), at.into(), user.password_hash.as_str().into()])
        .on_conflict(
            OnConflict::columns(["user_id", "set_at"]).update_column("password_hash").to_owned(),
        )
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The hashes of the last replaced passwords of a person, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn remembered(tx: &mut Tx, user: &str, take: u64) -> Result<Vec<String>, StoreError> {
    let query = Query::select()
        .column("password_hash")
        .from("old_passwords")
        .and_where(Expr::col("user_id").eq(user))
        .order_by("set_at", Order::Desc)
        .limit(take)
        .to_owned();
    tx.all(&query).await?.iter().map(|row| row.text("password_hash")).collect()
}

/// How many accounts there are: none, before the first start.
///
/// # Errors
/// If the database says no.
pub async fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    let query = Query::select().expr(Expr::cust("COUNT(*)")).from("users").to_owned();
    tx.number(&query).await
}

/// Gives a role. Given twice it is given once.
///
/// # Errors
/// If the person or the organisation is not there.
pub async fn assign(tx: &mut Tx, given: &Assignment) -> Result<(), StoreError> {
    unassign(tx, &given.user, given.role, &given.organisation).await?;
    let query = Query::insert()
        .into_table("assignments")
        .columns(["organisation", "user_id", "role", "given_by", "given_at"])
        .values_panic([
            given.organisation.as_str().into(),
            given.user.as_str().into(),
            given.role.word().into(),
            given.given_by.as_str().into(),
            given.given_at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Takes a role away; says whether it was there.
///
/// # Errors
/// If the database says no.
pub async fn unassign(
    tx: &mut Tx,
    user: &str,
    role: Role,
    organisation: &str,
) -> Result<bool, StoreError> {
    let query = Query::delete()
        .from_table("assignments")
        .and_where(Expr::col("organisation").eq(organisation))
        .and_where(Expr::col("user_id").eq(user))
        .and_where(Expr::col("role").eq(role.word()))
        .to_owned();
    Ok(tx.run(&query).await? > 0)
}

/// The roles of one person; of all persons, if none is named.
///
/// # Errors
/// If the database says no.
pub async fn assignments(tx: &mut Tx, of: Option<&str>) -> Result<Vec<Assignment>, StoreError> {
    let mut query = held();
    if let Some(user) = of {
        query.and_where(Expr::col("user_id").eq(user));
    }
    tx.all(&query).await?.iter().map(assignment).collect()
}

/// The roles of these persons.
///
/// # Errors
/// If the database says no.
pub async fn assignments_of(tx: &mut Tx, users: &[&str]) -> Result<Vec<Assignment>, StoreError> {
    let mut query = held();
    query.and_where(Expr::col("user_id").is_in(users.iter().copied()));
    tx.all(&query).await?.iter().map(assignment).collect()
}

fn held() -> SelectStatement {
    Query::select()
        .column(("assignments", "user_id"))
        .column(("assignments", "role"))
        .column(("assignments", "organisation"))
        .column(("organisations", "path"))
        .column(("organisations", "name"))
        .column(("assignments", "given_by"))
        .column(("assignments", "given_at"))
        .from("assignments")
        .inner_join(
            "organisations",
            Expr::col(("organisations", "id")).equals(("assignments", "organisation")),
        )
        .order_by(("organisations", "path"), Order::Asc)
        .order_by(("assignments", "role"), Order::Asc)
        .to_owned()
}

fn assignment(row: &Row) -> Result<Assignment, StoreError> {
    Ok(Assignment {
        user: row.text("user_id")?,
        role: Role::from_word(&row.text("role")?)?,
        organisation: row.text("organisation")?,
        path: row.text("path")?,
        organisation_name: row.text("name")?,
        given_by: row.text("given_by")?,
        given_at: row.text("given_at")?,
    })
}

pub(crate) fn user(row: &Row) -> Result<User, StoreError> {
    Ok(User {
        id: row.text("id")?,
        home: row.text("home")?,
        login: row.text("login")?,
        name: row.text("name")?,
        post: row.text("post")?,
        password_hash: row.text("password_hash")?,
        password_set_at: row.text("password_set_at")?,
        must_change: row.is("must_change")?,
        failed: row.number("failed")?,
        locked_until: row.maybe_text("locked_until")?,
        totp_secret: row.maybe_text("totp_secret")?,
        totp_on: row.is("totp_on")?,
        totp_step: row.number("totp_step")?,
        created_at: row.text("created_at")?,
        disabled_at: row.maybe_text("disabled_at")?,
        seen_at: row.maybe_text("seen_at")?,
    })
}
