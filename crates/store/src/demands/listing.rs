//! Lists of demands, and how many there are.

use sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement};

use super::{COLUMNS, Demand, DemandState, Origin, demand};
use crate::people::Role;
use crate::{Scope, StoreError, Tx};

/// By what a list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ordering {
    /// What is due first; settled ones behind.
    #[default]
    Due,
    /// The newest first.
    Raised,
    /// By the code of the organisation.
    Owner,
    /// The newest year first.
    Year,
    /// As they go their way.
    State,
}

/// Which demands are listed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these states; all if there is none.
    pub states: Vec<DemandState>,
    /// Only what this brought to light.
    pub origin: Option<Origin>,
    /// Only those on this organisation.
    pub owner: Option<String>,
    /// Only those of this year.
    pub year: Option<i64>,
    /// Only those that wait for an answer and were due before this day.
    pub late_on: Option<String>,
    /// Only those whose texts hold all these words.
    pub words: String,
    /// By what they are ordered.
    pub order: Ordering,
    /// The other way round.
    pub is_reversed: bool,
    /// How many to pass over.
    pub skip: u64,
    /// How many to give.
    pub take: u64,
}

/// A demand with the name of whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The demand.
    pub demand: Demand,
    /// The organisation's name.
    pub owner_name: String,
}

/// How many demands there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By state.
    pub states: Vec<(DemandState, i64)>,
    /// Those that wait for an answer and are past their day.
    pub late: i64,
}

impl Counts {
    /// How many are in a state.
    pub fn of(&self, state: DemandState) -> i64 {
        self.states.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count)
    }

    /// How many wait for an answer.
    pub fn unanswered(&self) -> i64 {
        self.of(DemandState::Open) + self.of(DemandState::Returned)
    }
}

/// The demands in sight that pass the filter.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<Vec<Listed>, StoreError> {
    let mut query = joined();
    query
        .columns(COLUMNS.map(|column| ("demands", column)))
        .expr_as(Expr::col(("organisations", "name")), "owner_name")
        .cond_where(chosen(scope, filter))
        .limit(filter.take)
        .offset(filter.skip);
    let (up, down) = match filter.is_reversed {
        false => (Order::Asc, Order::Desc),
        true => (Order::Desc, Order::Asc),
    };
    match filter.order {
        Ordering::Due => {
            let settled =
                "CASE WHEN \"demands\".\"state\" IN ('confirmed', 'withdrawn') THEN 1 ELSE 0 END";
            query.order_by_expr(Expr::cust(settled), Order::Asc).order_by(("demands", "due_on"), up)
        }
        Ordering::Raised => query.order_by(("demands", "at"), down),
        Ordering::Owner => query.order_by(("organisations", "code"), up),
        Ordering::Year => query.order_by(("demands", "year"), down),
        Ordering::State => query.order_by_expr(Expr::cust(places()), up),
    };
    query.order_by(("demands", "due_on"), Order::Asc).order_by(("demands", "id"), Order::Asc);
    let listed = tx.all(&query).await?;
    let line = |row| Ok(Listed { demand: demand(row)?, owner_name: row.text("owner_name")? });
    listed.iter().map(line).collect()
}

/// How many demands in sight pass the filter, paging left aside.
///
/// # Errors
/// If the database says no.
pub async fn count(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<i64, StoreError> {
    let mut query = joined();
    query.expr(Expr::cust("COUNT(*)")).cond_where(chosen(scope, filter));
    tx.number(&query).await
}

/// How many demands in sight are in which state, and how many are late on this day.
///
/// # Errors
/// If the database says no.
pub async fn counts(tx: &mut Tx, scope: &Scope, today: &str) -> Result<Counts, StoreError> {
    let mut query = joined();
    query
        .column(("demands", "state"))
        .expr_as(Expr::cust("COUNT(*)"), "many")
        .cond_where(chosen(scope, &Filter::default()))
        .group_by_col(("demands", "state"));
    let mut counts = Counts::default();
    for row in tx.all(&query).await? {
        counts.states.push((DemandState::from_word(&row.text("state")?)?, row.number("many")?));
    }
    let late = Filter { late_on: Some(today.to_owned()), ..Filter::default() };
    counts.late = count(tx, scope, &late).await?;
    Ok(counts)
}

/// How many answers wait for those who have one of these roles at one of these organisations.
///
/// # Errors
/// If the database says no.
pub async fn to_confirm(
    tx: &mut Tx,
    scope: &Scope,
    offices: &[(Role, &str)],
) -> Result<i64, StoreError> {
    let mut any = Cond::any();
    for (role, organisation) in offices {
        let held = Cond::all()
            .add(Expr::col(("demands", "from_role")).eq(role.word()))
            .add(Expr::col(("demands", "from_organisation")).eq(*organisation));
        any = any.add(held);
    }
    if offices.is_empty() {
        return Ok(0);
    }
    let answered = Filter { states: vec![DemandState::Answered], ..Filter::default() };
    let mut query = joined();
    query.expr(Expr::cust("COUNT(*)")).cond_where(chosen(scope, &answered).add(any));
    tx.number(&query).await
}

fn joined() -> SelectStatement {
    let owner = Expr::col(("organisations", "id")).equals(("demands", "owner"));
    Query::select().from("demands").inner_join("organisations", owner).to_owned()
}

fn chosen(scope: &Scope, filter: &Filter) -> Cond {
    let column = |name: &'static str| Expr::col(("demands", name));
    let mut all = Cond::all().add(scope.of_paths(("organisations", "path")));
    if !filter.states.is_empty() {
        all = all.add(column("state").is_in(filter.states.iter().map(|state| state.word())));
    }
    if let Some(origin) = filter.origin {
        all = all.add(column("origin").eq(origin.word()));
    }
    if let Some(owner) = &filter.owner {
        all = all.add(column("owner").eq(owner.as_str()));
    }
    if let Some(year) = filter.year {
        all = all.add(column("year").eq(year));
    }
    if let Some(today) = &filter.late_on {
        let waiting = DemandState::ALL.iter().filter(|state| state.waits_for_answer());
        all = all
            .add(column("state").is_in(waiting.map(|state| state.word())))
            .add(column("due_on").lt(today.as_str()));
    }
    for word in filter.words.split_whitespace() {
        let like = format!("%{}%", word.replace(['%', '_'], ""));
        let mut any = Cond::any().add(Expr::col(("organisations", "name")).like(like.as_str()));
        for name in ["found", "asked", "subject", "notice", "responsible", "code"] {
            any = any.add(column(name).like(like.as_str()));
        }
        all = all.add(any);
    }
    all
}

/// The places of the states on their way.
fn places() -> String {
    let words = DemandState::ALL.iter().enumerate();
    let cases: Vec<String> =
        words.map(|(at, state)| format!("WHEN '{}' THEN {at}", state.word())).collect();
    format!("CASE \"demands\".\"state\" {} END", cases.join(" "))
}
