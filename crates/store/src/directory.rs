//! Looking accounts up: by words, organisation, role.

use sea_query::{Cond, Expr, ExprTrait, Func, LikeExpr, Order, Query};

use crate::people::{COLUMNS, Role, User, user};
use crate::{Scope, StoreError, Tx};

/// Which accounts a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of the name, the login name or the post.
    pub words: String,
    /// Only those who belong to this organisation.
    pub home: String,
    /// Only those with this role.
    pub role: Option<Role>,
    /// Whether closed accounts are shown, or only those.
    pub standing: Standing,
    /// What they are sorted by.
    pub by: Sorting,
    /// Whether they are sorted downwards.
    pub is_down: bool,
    /// How many to pass over.
    pub skip: u64,
    /// How many at most.
    pub take: u64,
}

/// Whether accounts are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Open or closed.
    #[default]
    Any,
    /// Open.
    Open,
    /// Closed.
    Closed,
}

/// What a list of accounts is sorted by; those that are alike stand by login name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sorting {
    /// The login name.
    #[default]
    Login,
    /// The person's name.
    Name,
    /// What the person is there.
    Post,
    /// When the person signed in last; those who never did come first.
    Seen,
    /// Open ones before closed ones.
    Standing,
}

/// A page of the accounts in sight that pass the filter, in order, and how many there are in all.
///
/// # Errors
/// If the database says no.
pub async fn find(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
) -> Result<(Vec<User>, i64), StoreError> {
    let passing = filter.condition().add(scope.of(("users", "home")));
    let number = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from("users")
        .cond_where(passing.clone())
        .to_owned();
    let total = tx.number(&number).await?;
    let query = Query::select()
        .columns(COLUMNS)
        .from("users")
        .cond_where(passing)
        .order_by_expr(filter.by.key(), if filter.is_down { Order::Desc } else { Order::Asc })
        .order_by("login", Order::Asc)
        .offset(filter.skip)
        .limit(filter.take)
        .to_owned();
    Ok((tx.all(&query).await?.iter().map(user).collect::<Result<_, _>>()?, total))
}

/// The open accounts that have a role.
///
/// # Errors
/// If the database says no.
pub async fn holders(tx: &mut Tx, role: Role) -> Result<Vec<String>, StoreError> {
    let filter = Filter { role: Some(role), standing: Standing::Open, ..Filter::default() };
    let query =
        Query::select().column("id").from("users").cond_where(filter.condition()).to_owned();
    tx.all(&query).await?.iter().map(|row| row.text("id")).collect()
}

impl Sorting {
    /// A text by which both databases sort alike: a missing moment is an empty text.
    fn key(self) -> Expr {
        let moment =
            |column: &'static str| Expr::from(Func::coalesce([Expr::col(column), Expr::val("")]));
        match self {
            Sorting::Login => Expr::col("login"),
            Sorting::Name => Expr::col("name"),
            Sorting::Post => Expr::col("post"),
            Sorting::Seen => moment("seen_at"),
            Sorting::Standing => moment("disabled_at"),
        }
    }
}

impl Filter {
    fn condition(&self) -> Cond {
        let mut all = Cond::all();
        if !self.words.is_empty() {
            let sought = LikeExpr::new(format!("%{}%", escaped(&self.words))).escape('\\');
            let in_column =
                |column| Expr::expr(Func::lower(Expr::col(column))).like(sought.clone());
            all = all.add(
                Cond::any().add(in_column("name")).add(in_column("login")).add(in_column("post")),
            );
        }
        if !self.home.is_empty() {
            all = all.add(Expr::col("home").eq(self.home.as_str()));
        }
        if let Some(role) = self.role {
            let holders = Query::select()
                .column("user_id")
                .from("assignments")
                .and_where(Expr::col("role").eq(role.word()))
                .to_owned();
            all = all.add(Expr::col("id").in_subquery(holders));
        }
        match self.standing {
            Standing::Any => all,
            Standing::Open => all.add(Expr::col("disabled_at").is_null()),
            Standing::Closed => all.add(Expr::col("disabled_at").is_not_null()),
        }
    }
}

/// Words in which nothing stands for other words.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for sign in words.to_lowercase().chars() {
        if matches!(sign, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}
