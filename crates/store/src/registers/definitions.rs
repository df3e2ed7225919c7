//! Definitions: how a register's table comes to be, how it changes from version to version, and back.

use sea_query::{Alias, Cond, Expr, ExprTrait, Order, Query};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::ddl;
use super::steps::{self, Step};
use super::table::{Index, Kind, LONGEST_NAME, Once, Table, is_name, refused};
use super::words;
use crate::{Row, StoreError, Tx, digest};

/// The advisory lock under which tables change.
const LOCK: i64 = 0x6a69_7265_6773;

/// A register as it stands in the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installed {
    /// The version of the definition in force.
    pub version: i64,
    /// The table.
    pub table: Table,
    /// Columns that are no longer asked for, but kept for the rows that have something in them.
    #[serde(default)]
    pub retired: Vec<Retired>,
}

/// A column that is no longer asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retired {
    /// Its name in the database now.
    pub name: String,
    /// What the register called it.
    pub was: String,
    /// What it holds.
    pub kind: Kind,
}

/// A definition that is to come into force.
#[derive(Clone, Copy, Debug)]
pub struct Installing<'a> {
    /// Its version; later than the one in force.
    pub version: i64,
    /// The definition as it was written.
    pub text: &'a str,
    /// Who brings it into force.
    pub by: &'a str,
    /// When.
    pub at: &'a str,
}

/// A version of a definition that came into force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The register.
    pub register: String,
    /// Which version.
    pub version: i64,
    /// The definition as it was written.
    pub text: String,
    /// SM3 of the text.
    pub digest: String,
    /// The steps that led to it from the version before.
    pub steps: Vec<Step>,
    /// Who brought it into force.
    pub installed_by: String,
    /// When.
    pub installed_at: String,
}

impl Installed {
    /// Refuses names that are none: of what a backup says.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        self.table.check()?;
        let odd = self.retired.iter().find(|retired| !is_name(&retired.name, LONGEST_NAME));
        odd.map_or(Ok(()), |odd| Err(refused(&odd.name, "is no name of a column")))
    }
}

/// Waits until nobody else changes tables, and keeps others waiting until the transaction ends.
///
/// # Errors
/// If the database says no.
pub async fn alone(tx: &mut Tx) -> Result<(), StoreError> {
    tx.alone(LOCK).await
}

/// Makes the table of a register that is not there yet.
///
/// # Errors
/// If there is one of this name, or its names or indexes are wrong.
pub async fn install(
    tx: &mut Tx,
    table: &Table,
    new: &Installing<'_>,
) -> Result<Installed, StoreError> {
    table.check()?;
    tx.alone(LOCK).await?;
    if find(tx, &table.register).await?.is_some() {
        return Err(StoreError::Exists("register"));
    }
    let installed = Installed { version: new.version, table: table.clone(), retired: Vec::new() };
    ddl::create(tx, &installed).await?;
    let query = Query::insert()
        .into_table("registers")
        .columns(["register", "version", "body"])
        .values_panic([table.register.as_str().into(), new.version.into(), json(&installed).into()])
        .to_owned();
    tx.run(&query).await?;
    record(tx, &table.register, "", &[], new).await?;
    Ok(installed)
}

/// Changes the table of a register to that of a new version of its definition: by these steps, and by
/// taking over the indexes of `table`, which must be what the steps lead to. Old rows stay readable.
///
/// # Errors
/// If the version is not later than the one in force, or the steps do not lead to the table.
pub async fn revise(
    tx: &mut Tx,
    table: &Table,
    steps: &[Step],
    new: &Installing<'_>,
) -> Result<Installed, StoreError> {
    table.check()?;
    tx.alone(LOCK).await?;
    let before = current(tx, &table.register).await?;
    if new.version <= before.version {
        return Err(refused(&table.register, "has this version or a later one already"));
    }
    let after = steps::planned(&before, table, steps, new.version)?;
    change(tx, &before, &after, steps).await?;
    record(tx, &table.register, &json(&before), steps, new).await?;
    Ok(after)
}

/// Gives the table of a register other indexes, and other columns in which words are found quickly, where those of
/// `table` differ: the program may ask for others than the one before it did. The definition stays as it is.
///
/// # Errors
/// If there is none of this name, or the columns differ.
pub async fn quicken(tx: &mut Tx, table: &Table) -> Result<(), StoreError> {
    table.check()?;
    tx.alone(LOCK).await?;
    let before = current(tx, &table.register).await?;
    let after = Installed { table: table.clone(), ..before.clone() };
    if steps::planned(&before, table, &[], before.version)? != after {
        return Err(refused(&table.register, "has other columns"));
    }
    let is_new = |index: &&Index| !before.table.indexes.contains(index);
    let is_gone = |index: &&Index| !table.indexes.contains(index);
    ddl::unindex_some(tx, table, before.table.indexes.iter().filter(is_gone)).await?;
    ddl::index_some(tx, table, table.indexes.iter().filter(is_new)).await?;
    if before.table.words != table.words {
        words::forget(tx, &table.register).await?;
    }
    put(tx, &after).await
}

/// Puts back the indexes that allow an entry once, and notes that the others are missing.
pub(crate) async fn index_first(tx: &mut Tx, table: &Table) -> Result<(), StoreError> {
    let mut now = current(tx, &table.register).await?;
    now.table.indexes =
        table.indexes.iter().filter(|one| one.once == Once::Once).cloned().collect();
    ddl::index_some(tx, table, now.table.indexes.iter()).await?;
    ddl::index_reversals(tx, table).await?;
    put(tx, &now).await
}

/// Makes the first of the table's indexes that is missing, as it may be after many entries were written at once; says
/// whether there was one. One in a transaction lets others write between them.
///
/// # Errors
/// If there is no register of this name, or its columns differ.
pub async fn next_index(tx: &mut Tx, table: &Table) -> Result<bool, StoreError> {
    let there = current(tx, &table.register).await?.table.indexes;
    let Some(next) = table.indexes.iter().find(|index| !there.contains(index)) else {
        return Ok(false);
    };
    let is_kept = |index: &&Index| *index == next || there.contains(index);
    let indexes = table.indexes.iter().filter(is_kept).cloned().collect();
    ddl::roomy(tx).await?;
    quicken(tx, &Table { indexes, ..table.clone() }).await?;
    Ok(true)
}

/// Goes back to the version before. What was entered in columns that are new since is kept under
/// another name; what was put away is there again.
///
/// # Errors
/// If there is no version before, or numbers have decimals that the version before has not.
pub async fn go_back(tx: &mut Tx, register: &str) -> Result<Installed, StoreError> {
    tx.alone(LOCK).await?;
    let now = current(tx, register).await?;
    let query = Query::select()
        .columns(["before", "steps"])
        .from("definitions")
        .and_where(Expr::col("register").eq(register))
        .and_where(Expr::col("version").eq(now.version))
        .to_owned();
    let row = tx.first(&query).await?.ok_or(StoreError::Missing("definition"))?;
    let before = row.text("before")?;
    if before.is_empty() {
        return Err(StoreError::Missing("version before"));
    }
    let mut before: Installed = parsed("definitions.before", &before)?;
    let steps: Vec<Step> = parsed("definitions.steps", &row.text("steps")?)?;
    before.check()?;
    let back = steps::way_back(&now, &mut before, &steps)?;
    change(tx, &now, &before, &back).await?;
    let query = Query::delete()
        .from_table("definitions")
        .and_where(Expr::col("register").eq(register))
        .and_where(Expr::col("version").eq(now.version))
        .to_owned();
    tx.run(&query).await?;
    Ok(before)
}

/// How many entries a register has, of all owners, removed ones left out.
///
/// # Errors
/// If the database says no.
pub async fn entries(tx: &mut Tx, table: &Table) -> Result<i64, StoreError> {
    let query = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from(table.alias())
        .and_where(Expr::col("removed_at").is_null())
        .to_owned();
    tx.number(&query).await
}

/// How many rows have something in one of these columns, of all owners, removed ones too. Columns that were put away
/// are named as [`Retired::name`] says, others as the register calls them.
///
/// # Errors
/// If there is no such column.
pub async fn filled(
    tx: &mut Tx,
    installed: &Installed,
    columns: &[String],
) -> Result<i64, StoreError> {
    let table = &installed.table;
    let mut any = Cond::any();
    for column in columns {
        let retired = installed.retired.iter().find(|one| one.name == *column);
        let name = match retired {
            Some(retired) => retired.name.clone(),
            None => table.place(column)?.name,
        };
        any = any.add(Expr::col(Alias::new(name)).is_not_null());
    }
    if columns.is_empty() {
        return Ok(0);
    }
    let query =
        Query::select().expr(Expr::cust("COUNT(*)")).from(table.alias()).cond_where(any).to_owned();
    tx.number(&query).await
}

/// A register, if there is one of this name.
///
/// # Errors
/// If the database says no.
pub async fn find(tx: &mut Tx, register: &str) -> Result<Option<Installed>, StoreError> {
    let query = Query::select()
        .column("body")
        .from("registers")
        .and_where(Expr::col("register").eq(register))
        .to_owned();
    let row = tx.first(&query).await?;
    row.map(|row| parsed("registers.body", &row.text("body")?)).transpose()
}

/// A register.
///
/// # Errors
/// If there is none of this name.
pub async fn current(tx: &mut Tx, register: &str) -> Result<Installed, StoreError> {
    find(tx, register).await?.ok_or(StoreError::Missing("register"))
}

/// All registers, by name.
///
/// # Errors
/// If the database says no.
pub async fn all(tx: &mut Tx) -> Result<Vec<Installed>, StoreError> {
    let query = Query::select()
        .column("body")
        .from("registers")
        .order_by("register", Order::Asc)
        .to_owned();
    let rows = tx.all(&query).await?;
    rows.iter().map(|row| parsed("registers.body", &row.text("body")?)).collect()
}

/// The versions of a register's definition that came into force, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn versions(tx: &mut Tx, register: &str) -> Result<Vec<Definition>, StoreError> {
    let columns =
        ["register", "version", "text", "digest", "steps", "installed_by", "installed_at"];
    let query = Query::select()
        .columns(columns)
        .from("definitions")
        .and_where(Expr::col("register").eq(register))
        .order_by("version", Order::Desc)
        .to_owned();
    tx.all(&query).await?.iter().map(definition_of).collect()
}

fn definition_of(row: &Row) -> Result<Definition, StoreError> {
    Ok(Definition {
        register: row.text("register")?,
        version: row.number("version")?,
        text: row.text("text")?,
        digest: row.text("digest")?,
        steps: parsed("definitions.steps", &row.text("steps")?)?,
        installed_by: row.text("installed_by")?,
        installed_at: row.text("installed_at")?,
    })
}

/// Takes indexes and guards away, goes the steps, and puts those of the new table in place.
async fn change(
    tx: &mut Tx,
    before: &Installed,
    after: &Installed,
    steps: &[Step],
) -> Result<(), StoreError> {
    // Where nothing changes but words, an index of a million rows is not made anew.
    if !steps.is_empty() || before.table != after.table {
        tx.touched().definition(&after.table.register);
        ddl::unguard(tx, &before.table).await?;
        ddl::unindex(tx, &before.table).await?;
        for step in steps {
            steps::go(tx, after, step).await?;
        }
        ddl::index(tx, &after.table).await?;
        ddl::guard(tx, after).await?;
        words::forget(tx, &after.table.register).await?;
    }
    put(tx, after).await
}

async fn put(tx: &mut Tx, after: &Installed) -> Result<(), StoreError> {
    let query = Query::update()
        .table("registers")
        .value("version", after.version)
        .value("body", json(after))
        .and_where(Expr::col("register").eq(after.table.register.as_str()))
        .to_owned();
    tx.run(&query).await.map(drop)
}

async fn record(
    tx: &mut Tx,
    register: &str,
    before: &str,
    steps: &[Step],
    new: &Installing<'_>,
) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("definitions")
        .columns([
            "register",
            "version",
            "text",
            "digest",
            "before",
            "steps",
            "installed_by",
            "installed_at",
        ])
        .values_panic([
            register.into(),
            new.version.into(),
            new.text.into(),
            digest(new.text.as_bytes()).into(),
            before.into(),
            json(&steps).into(),
            new.by.into(),
            new.at.into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Our own types as JSON: nothing in them can fail to be written.
pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub(crate) fn parsed<T: DeserializeOwned>(
    column: &'static str,
    text: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Odd { column, value: text.to_owned() })
}
