//! The way that something has gone through its states: steps that are added and never changed. Monitoring,
//! self-evaluations and appraisals keep theirs each in a table of the same columns.

use std::collections::BTreeMap;

use sea_query::{Expr, ExprTrait, Order, Query};

use crate::named::Named;
use crate::{Row, Scope, StoreError, Tx};

/// A step on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<S> {
    /// Which one, from 1.
    pub number: i64,
    /// What was done, in Chinese.
    pub act: String,
    /// Where it stood.
    pub from: S,
    /// Where it came.
    pub to: S,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
}

/// Where the steps of one kind of thing are kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    /// The table.
    pub(crate) table: &'static str,
    /// The column that says whose way it is.
    pub(crate) of: &'static str,
}

const STEP: [&str; 8] =
    ["number", "act", "from_state", "to_state", "reason", "by_user", "by_name", "at"];

impl Way {
    /// Adds a step.
    ///
    /// # Errors
    /// If there is one of this number already: somebody was faster.
    pub(crate) async fn add<S: Named>(
        self,
        tx: &mut Tx,
        owner: &str,
        id: &str,
        new: &Step<S>,
    ) -> Result<(), StoreError> {
        let query = Query::insert()
            .into_table(self.table)
            .columns(["owner", self.of].into_iter().chain(STEP))
            .values_panic([
                owner.into(),
                id.into(),
                new.number.into(),
                new.act.as_str().into(),
                new.from.word().into(),
                new.to.word().into(),
                new.reason.as_str().into(),
                new.by_user.as_str().into(),
                new.by_name.as_str().into(),
                new.at.as_str().into(),
            ])
            .to_owned();
        tx.run(&query).await.map(drop)
    }

    /// The steps of one, the first step first.
    ///
    /// # Errors
    /// If the database says no.
    pub(crate) async fn steps<S: Named>(
        self,
        tx: &mut Tx,
        scope: &Scope,
        id: &str,
    ) -> Result<Vec<Step<S>>, StoreError> {
        let query = Query::select()
            .columns(STEP)
            .from(self.table)
            .and_where(Expr::col(self.of).eq(id))
            .cond_where(scope.of((self.table, "owner")))
            .order_by("number", Order::Asc)
            .to_owned();
        tx.all(&query).await?.iter().map(step).collect()
    }

    /// The ways of all of an organisation's, each from its first step on, by whose way it is.
    ///
    /// # Errors
    /// If the database says no.
    pub(crate) async fn steps_of_owner<S: Named>(
        self,
        tx: &mut Tx,
        scope: &Scope,
        owner: &str,
    ) -> Result<BTreeMap<String, Vec<Step<S>>>, StoreError> {
        let query = Query::select()
            .column(self.of)
            .columns(STEP)
            .from(self.table)
            .and_where(Expr::col("owner").eq(owner))
            .cond_where(scope.of((self.table, "owner")))
            .order_by(self.of, Order::Asc)
            .order_by("number", Order::Asc)
            .to_owned();
        let mut all: BTreeMap<String, Vec<Step<S>>> = BTreeMap::new();
        for row in tx.all(&query).await? {
            all.entry(row.text(self.of)?).or_default().push(step(&row)?);
        }
        Ok(all)
    }
}

fn step<S: Named>(row: &Row) -> Result<Step<S>, StoreError> {
    Ok(Step {
        number: row.number("number")?,
        act: row.text("act")?,
        from: S::of_word(&row.text("from_state")?)?,
        to: S::of_word(&row.text("to_state")?)?,
        reason: row.text("reason")?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}
