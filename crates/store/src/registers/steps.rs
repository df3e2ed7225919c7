//! Steps by which a register's table changes from one version of its definition to the next.

use sea_query::{Alias, Expr, ExprTrait, Query};
use serde::{Deserialize, Serialize};

use super::ddl::spelled;
use super::definitions::{Installed, Retired};
use super::table::{Column, Kind, LONGEST_NAME, Table, is_name, physical, refused};
use crate::{StoreError, Tx};

/// The most decimals that a number can gain at once.
const MOST_DECIMALS: u32 = 9;

/// A step. What takes more or less than before without being kept otherwise needs none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A column is added; old rows have nothing in it.
    Add {
        /// The column.
        column: Column,
    },
    /// A column gets another name.
    Rename {
        /// Its name before.
        from: String,
        /// Its name from now on.
        to: String,
    },
    /// A column of numbers gains decimals: what stands in it is multiplied by a power of ten.
    Scale {
        /// The column, by its new name.
        column: String,
        /// How many decimals more.
        by: u32,
    },
    /// A column is no longer asked for. It is kept under another name, with what stands in it.
    Retire {
        /// The column.
        column: String,
    },
    /// A column that was put away is asked for again, with what stands in it.
    Return {
        /// The column.
        column: Column,
        /// Its name in the database until now.
        from: String,
    },
    /// The way back of [`Step::Scale`].
    #[serde(skip)]
    Unscale {
        /// The column.
        column: String,
        /// How many decimals less.
        by: u32,
    },
    /// A column gets another name in the database: retiring it, and the way back.
    #[serde(skip)]
    Move {
        /// Its name in the database before.
        from: String,
        /// Its name in the database from now on.
        to: String,
    },
}

/// What the register is after these steps, if they lead to this table.
pub(crate) fn planned(
    before: &Installed,
    table: &Table,
    steps: &[Step],
    version: i64,
) -> Result<Installed, StoreError> {
    let register = table.register.as_str();
    if before.table.book != table.book || !(1..=9999).contains(&version) {
        return Err(refused(register, "cannot become a register of another kind"));
    }
    let mut columns = before.table.columns.clone();
    let mut retired = before.retired.clone();
    for step in steps {
        match step {
            Step::Add { column } => columns.push(column.clone()),
            Step::Rename { from, to } => {
                let column = named(&mut columns, from)?;
                column.name.clone_from(to);
            }
            Step::Scale { column, by } => {
                let is_number = named(&mut columns, column)?.kind == Kind::Integer;
                if !is_number || *by > MOST_DECIMALS {
                    return Err(refused(column, "cannot gain decimals"));
                }
            }
            Step::Retire { column } => {
                let found = named(&mut columns, column)?.clone();
                columns.retain(|other| other.name != found.name);
                let name = free_name(&retired, version, &found.name)?;
                retired.push(Retired { name, was: found.name, kind: found.kind });
            }
            Step::Return { column, from } => {
                let is_it = |one: &Retired| {
                    one.name == *from && one.was == column.name && one.kind == column.kind
                };
                let at = retired.iter().position(is_it);
                let at = at.ok_or_else(|| refused(&column.name, "was never put away"))?;
                retired.remove(at);
                columns.push(column.clone());
            }
            Step::Unscale { .. } | Step::Move { .. } => {
                return Err(refused(register, "goes back by itself only"));
            }
        }
    }
    // The order of columns, references and indexes may change freely: they are no part of what is kept.
    let kept = |columns: &[Column]| {
        let mut kept: Vec<_> =
            columns.iter().map(|one| (one.name.clone(), one.kind, one.sealed as u8)).collect();
        kept.sort();
        kept
    };
    if kept(&columns) != kept(&table.columns) {
        return Err(refused(register, "is not what the steps lead to"));
    }
    Ok(Installed { version, table: table.clone(), retired })
}

/// The steps from `now` back to `before`. What was added is retired; `before` gets to know it.
pub(crate) fn way_back(
    now: &Installed,
    before: &mut Installed,
    steps: &[Step],
) -> Result<Vec<Step>, StoreError> {
    let mut back = Vec::new();
    before.retired.clone_from(&now.retired);
    for step in steps.iter().rev() {
        match step {
            Step::Add { column } => {
                let name = free_name(&before.retired, now.version, &column.name)?;
                back.push(Step::Move { from: physical(&column.name), to: name.clone() });
                let retired = Retired { name, was: column.name.clone(), kind: column.kind };
                before.retired.push(retired);
            }
            Step::Rename { from, to } => {
                back.push(Step::Rename { from: to.clone(), to: from.clone() });
            }
            Step::Scale { column, by } => {
                back.push(Step::Unscale { column: column.clone(), by: *by });
            }
            Step::Retire { column } => {
                let from = name_of_retired(now, column)?;
                before.retired.retain(|retired| retired.name != from);
                back.push(Step::Move { from, to: physical(column) });
            }
            Step::Return { column, from } => {
                back.push(Step::Move { from: physical(&column.name), to: from.clone() });
                let (name, was) = (from.clone(), column.name.clone());
                before.retired.push(Retired { name, was, kind: column.kind });
            }
            Step::Unscale { .. } | Step::Move { .. } => {}
        }
    }
    Ok(back)
}

/// Goes one step. `after` is the table that the steps lead to.
pub(crate) async fn go(tx: &mut Tx, after: &Installed, step: &Step) -> Result<(), StoreError> {
    let table = &after.table;
    let name = table.name();
    match step {
        Step::Add { column } => {
            let kind = spelled(column.kind, tx.backend());
            let column = physical(&column.name);
            tx.execute(format!("ALTER TABLE \"{name}\" ADD COLUMN \"{column}\" {kind}")).await
        }
        Step::Rename { from, to } => rename(tx, &name, &physical(from), &physical(to)).await,
        Step::Retire { column } => {
            let to = name_of_retired(after, column)?;
            rename(tx, &name, &physical(column), &to).await
        }
        Step::Return { column, from } => rename(tx, &name, from, &physical(&column.name)).await,
        Step::Move { from, to } => rename(tx, &name, from, to).await,
        Step::Scale { column, by } => scale(tx, table, column, power(*by)).await,
        Step::Unscale { column, by } => unscale(tx, table, column, power(*by)).await,
    }
}

async fn rename(tx: &mut Tx, table: &str, from: &str, to: &str) -> Result<(), StoreError> {
    // Steps are read from the database again for the way back: only names become SQL.
    if let Some(odd) = [from, to].into_iter().find(|name| !is_name(name, LONGEST_NAME)) {
        return Err(refused(odd, "is no name of a column"));
    }
    tx.execute(format!("ALTER TABLE \"{table}\" RENAME COLUMN \"{from}\" TO \"{to}\"")).await
}

async fn scale(tx: &mut Tx, table: &Table, column: &str, by: i64) -> Result<(), StoreError> {
    let alias = Alias::new(physical(column));
    let most = i64::MAX / by;
    let longer = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from(table.alias())
        .and_where(Expr::col(alias.clone()).gt(most).or(Expr::col(alias.clone()).lt(-most)))
        .to_owned();
    if tx.number(&longer).await? > 0 {
        return Err(refused(column, "has numbers too long to gain decimals"));
    }
    let scaled = Expr::col(alias.clone()).mul(by);
    let query = Query::update().table(table.alias()).value(alias, scaled).to_owned();
    tx.run(&query).await.map(drop)
}

async fn unscale(tx: &mut Tx, table: &Table, column: &str, by: i64) -> Result<(), StoreError> {
    let alias = Alias::new(physical(column));
    let finer = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from(table.alias())
        .and_where(Expr::col(alias.clone()).modulo(by).ne(0))
        .to_owned();
    if tx.number(&finer).await? > 0 {
        return Err(refused(column, "has decimals that the version before has not"));
    }
    let scaled = Expr::col(alias.clone()).div(by);
    let query = Query::update().table(table.alias()).value(alias, scaled).to_owned();
    tx.run(&query).await.map(drop)
}

fn named<'a>(columns: &'a mut [Column], name: &str) -> Result<&'a mut Column, StoreError> {
    let found = columns.iter_mut().find(|column| column.name == name);
    found.ok_or_else(|| refused(name, "is no column of the register"))
}

/// A name in the database for a column that a version no longer asks for. Whoever goes back and on again
/// puts a column of the same name away more than once: a number keeps them apart.
fn free_name(retired: &[Retired], version: i64, column: &str) -> Result<String, StoreError> {
    let is_free = |name: &String| retired.iter().all(|other| other.name != *name);
    let mut tries = (version..=9999).map(|at| format!("x{at}_{column}"));
    tries.find(is_free).ok_or_else(|| refused(column, "was put away too often"))
}

fn name_of_retired(installed: &Installed, column: &str) -> Result<String, StoreError> {
    let found = installed.retired.iter().rev().find(|retired| retired.was == column);
    found.map(|retired| retired.name.clone()).ok_or_else(|| refused(column, "was never put away"))
}

fn power(by: u32) -> i64 {
    10_i64.pow(std::cmp::min(by, MOST_DECIMALS))
}
