//! Lists of appraisals, and what of them waits.

use sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement};

use super::{Appraisal, COLUMNS, Kind, RequestState, State, appraisal};
use crate::{Scope, StoreError, Tx};

/// Which appraisals are listed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only those of this year.
    pub year: Option<i64>,
    /// Only those of this kind.
    pub kind: Option<Kind>,
    /// Only those in these states; all if there is none.
    pub states: Vec<State>,
    /// Only those of this organisation.
    pub owner: Option<String>,
    /// Only those for which this account is named and takes part.
    pub expert: Option<String>,
    /// How many to give; 0: all.
    pub take: u64,
}

/// An appraisal with what its list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The appraisal.
    pub appraisal: Appraisal,
    /// The department's name.
    pub owner_name: String,
    /// How many experts take part, and how many of them have reported.
    pub experts: (i64, i64),
    /// How many requests wait for the department.
    pub open_requests: i64,
}

/// The appraisals in sight that pass the filter, the newest year first.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<Vec<Listed>, StoreError> {
    let mut query = joined();
    query
        .columns(COLUMNS.map(|column| ("appraisals", column)))
        .expr_as(Expr::col(("organisations", "name")), "owner_name")
        .expr_as(Expr::cust(counted("appraisal_experts", "state <> 'recused'")), "experts")
        .expr_as(Expr::cust(counted("appraisal_experts", "state = 'reported'")), "reported")
        .expr_as(Expr::cust(counted("appraisal_requests", "state <> 'answered'")), "open_requests")
        .cond_where(chosen(scope, filter))
        .order_by(("appraisals", "year"), Order::Desc)
        .order_by(("organisations", "code"), Order::Asc)
        .order_by(("appraisals", "id"), Order::Asc);
    if filter.take > 0 {
        query.limit(filter.take);
    }
    let rows = tx.all(&query).await?;
    let line = |row| {
        Ok(Listed {
            appraisal: appraisal(row)?,
            owner_name: row.text("owner_name")?,
            experts: (row.number("experts")?, row.number("reported")?),
            open_requests: row.number("open_requests")?,
        })
    };
    rows.iter().map(line).collect()
}

/// How many appraisals wait for this account to mark, and how many of those were due before the day.
///
/// # Errors
/// If the database says no.
pub async fn of_expert(
    tx: &mut Tx,
    scope: &Scope,
    user: &str,
    today: &str,
) -> Result<(i64, i64), StoreError> {
    let named = named_as(user, "= 'named'");
    let marking = || {
        let mut query = joined();
        query
            .expr(Expr::cust("COUNT(*)"))
            .cond_where(scope.of_paths(("organisations", "path")))
            .and_where(Expr::col(("appraisals", "state")).eq(State::Marking.word()))
            .cond_where(named.clone());
        query
    };
    let all = tx.number(&marking()).await?;
    let mut late = marking();
    late.and_where(Expr::col(("appraisals", "marks_due")).lt(today));
    Ok((all, tx.number(&late).await?))
}

/// Requests that wait for departments in sight, those of them that were due before the day, and results on which the
/// department is to say what it thinks.
///
/// # Errors
/// If the database says no.
pub async fn waiting(
    tx: &mut Tx,
    scope: &Scope,
    today: &str,
) -> Result<(i64, i64, i64), StoreError> {
    let open = || {
        let it = Cond::all()
            .add(Expr::col(("appraisals", "owner")).equals(("appraisal_requests", "owner")))
            .add(Expr::col(("appraisals", "id")).equals(("appraisal_requests", "appraisal")));
        let mut query = joined();
        query
            .inner_join("appraisal_requests", it)
            .expr(Expr::cust("COUNT(*)"))
            .cond_where(scope.of_paths(("organisations", "path")))
            .and_where(Expr::col(("appraisal_requests", "state")).ne(RequestState::Answered.word()))
            .and_where(
                Expr::col(("appraisals", "state"))
                    .is_in([State::Preparing.word(), State::Marking.word()]),
            );
        query
    };
    let all = tx.number(&open()).await?;
    let mut late = open();
    late.and_where(Expr::col(("appraisal_requests", "due_on")).lt(today));
    let late = tx.number(&late).await?;
    let mut consulted = joined();
    consulted
        .expr(Expr::cust("COUNT(*)"))
        .cond_where(scope.of_paths(("organisations", "path")))
        .and_where(Expr::col(("appraisals", "state")).eq(State::Consulting.word()));
    Ok((all, late, tx.number(&consulted).await?))
}

fn joined() -> SelectStatement {
    let owner = Expr::col(("organisations", "id")).equals(("appraisals", "owner"));
    Query::select().from("appraisals").inner_join("organisations", owner).to_owned()
}

/// How many rows of a table belong to the appraisal and are so.
fn counted(table: &str, are: &str) -> String {
    format!(
        "(SELECT COUNT(*) FROM {table} WHERE {table}.owner = appraisals.owner \
         AND {table}.appraisal = appraisals.id AND {table}.{are})"
    )
}

/// That an account is among the experts, whose state is so.
fn named_as(user: &str, state: &'static str) -> Cond {
    let named = Query::select()
        .column("appraisal")
        .from("appraisal_experts")
        .and_where(Expr::col("user_id").eq(user))
        .and_where(Expr::cust(format!("state {state}")))
        .to_owned();
    Cond::all().add(Expr::col(("appraisals", "id")).in_subquery(named))
}

fn chosen(scope: &Scope, filter: &Filter) -> Cond {
    let column = |name: &'static str| Expr::col(("appraisals", name));
    let mut all = Cond::all().add(scope.of_paths(("organisations", "path")));
    if let Some(year) = filter.year {
        all = all.add(column("year").eq(year));
    }
    if let Some(kind) = filter.kind {
        all = all.add(column("kind").eq(kind.word()));
    }
    if !filter.states.is_empty() {
        all = all.add(column("state").is_in(filter.states.iter().map(|state| state.word())));
    }
    if let Some(owner) = &filter.owner {
        all = all.add(column("owner").eq(owner.as_str()));
    }
    if let Some(user) = &filter.expert {
        all = all.add(named_as(user, "<> 'recused'"));
    }
    all
}
