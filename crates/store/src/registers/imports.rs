//! Imports: files whose rows became entries, and their undoing while nothing depends on it.

use std::collections::BTreeMap;

use sea_query::{Expr, ExprTrait, Func, Order, Query, SelectStatement};

use super::bulk::Writer;
use super::entries::Making;
use super::table::Table;
use super::{counts, definitions};
use crate::named::named;
use crate::{Row, Scope, StoreError, Tx};

/// The advisory lock under which imports get their numbers.
const LOCK: i64 = 0x6a69_696d_706f;

named! {
    /// What became of an import.
    State in "imports.state" {
        /// Its entries are there.
        Done = "done", "已导入";
        /// It was undone: its entries are removed.
        Undone = "undone", "已撤销";
    }
}

/// A file that is to be imported.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its SM3.
    pub digest: &'a str,
    /// About how many entries it holds.
    pub expected: u64,
}

/// An import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The organisation whose entries they are.
    pub owner: String,
    /// Its number among the owner's imports.
    pub id: i64,
    /// The register.
    pub register: String,
    /// The file's name.
    pub file_name: String,
    /// The file's SM3.
    pub digest: String,
    /// The number of its first entry.
    pub first_entry: i64,
    /// The number of its last entry.
    pub last_entry: i64,
    /// How many entries.
    pub rows: i64,
    /// What became of it.
    pub state: State,
    /// Who imported it.
    pub created_by: String,
    /// When.
    pub created_at: String,
    /// Who undid it.
    pub undone_by: Option<String>,
    /// When.
    pub undone_at: Option<String>,
}

/// An import at work: entries are pushed into its writer. What is dropped with its transaction before
/// [`Importing::finish`] and the commit was never there.
#[derive(Debug)]
pub struct Importing<'a> {
    /// Takes the entries.
    pub writer: Writer<'a>,
    table: &'a Table,
    making: Making<'a>,
    file: File<'a>,
    id: i64,
}

/// What became of the wish to undo an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undoing {
    /// So many entries were removed.
    Done(u64),
    /// Nothing was removed, because of these.
    Held(Vec<Hold>),
}

/// What an import cannot be undone for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Why.
    pub why: Why,
    /// The register of the entries that hold it.
    pub register: String,
    /// How many they are.
    pub count: i64,
    /// The number of the first.
    pub first: i64,
}

/// Why an import cannot be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Entries of it have been changed since.
    Changed,
    /// Entries of it have been reversed.
    Reversed,
    /// Entries from elsewhere name entries of it.
    Referred,
    /// Entries of it have been given files that stand beside them.
    Proved,
}

impl<'a> Importing<'a> {
    /// Begins an import.
    ///
    /// # Errors
    /// If the database says no.
    pub async fn begin(
        tx: &mut Tx,
        table: &'a Table,
        making: Making<'a>,
        file: File<'a>,
    ) -> Result<Importing<'a>, StoreError> {
        tx.alone(LOCK).await?;
        let query = Query::select()
            .expr(Expr::col("id").max())
            .from("imports")
            .and_where(Expr::col("owner").eq(making.owner))
            .to_owned();
        let id = tx.number(&query).await? + 1;
        let writer = Writer::begin(tx, table, making, Some(id), file.expected).await?;
        Ok(Importing { writer, table, making, file, id })
    }

    /// Ends it; gives what was imported. It is there once the transaction is committed.
    ///
    /// # Errors
    /// If the database refuses an entry.
    pub async fn finish(self, tx: &mut Tx) -> Result<Import, StoreError> {
        let written = self.writer.finish(tx).await?;
        let import = Import {
            owner: self.making.owner.to_owned(),
            id: self.id,
            register: self.table.register.clone(),
            file_name: self.file.name.to_owned(),
            digest: self.file.digest.to_owned(),
            first_entry: written.first,
            last_entry: written.last,
            rows: written.count(),
            state: State::Done,
            created_by: self.making.by.to_owned(),
            created_at: self.making.at.to_owned(),
            undone_by: None,
            undone_at: None,
        };
        insert(tx, &import).await?;
        Ok(import)
    }
}

const COLUMNS: [&str; 13] = [
    "owner",
    "id",
    "register",
    "file_name",
    "digest",
    "first_entry",
    "last_entry",
    "rows",
    "state",
    "created_by",
    "created_at",
    "undone_by",
    "undone_at",
];

/// The imports into a register, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    register: &str,
    take: u64,
) -> Result<Vec<Import>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("imports")
        .and_where(Expr::col("register").eq(register))
        .cond_where(scope.of(("imports", "owner")))
        .order_by("created_at", Order::Desc)
        .order_by("id", Order::Desc)
        .order_by("owner", Order::Asc)
        .limit(take)
        .to_owned();
    tx.all(&query).await?.iter().map(import_of).collect()
}

/// An import.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn find(tx: &mut Tx, scope: &Scope, owner: &str, id: i64) -> Result<Import, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("imports")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("id").eq(id))
        .cond_where(scope.of(("imports", "owner")))
        .to_owned();
    import_of(&tx.first(&query).await?.ok_or(StoreError::Missing("import"))?)
}

/// Undoes an import: all of its entries are removed, if nothing depends on any of them.
///
/// # Errors
/// If it is not there, or was undone already.
pub async fn undo(
    tx: &mut Tx,
    table: &Table,
    making: Making<'_>,
    id: i64,
) -> Result<Undoing, StoreError> {
    let import = find(tx, &Scope::everything(), making.owner, id).await?;
    if import.register != table.register || import.state != State::Done {
        return Err(StoreError::Missing("import"));
    }
    let holds = holds(tx, table, &import).await?;
    if !holds.is_empty() {
        return Ok(Undoing::Held(holds));
    }
    let query = Query::update()
        .table("imports")
        .value("state", State::Undone.word())
        .value("undone_by", making.by)
        .value("undone_at", making.at)
        .and_where(Expr::col("owner").eq(making.owner))
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("state").eq(State::Done.word()))
        .to_owned();
    if tx.run(&query).await? == 0 {
        return Err(StoreError::Stale("import"));
    }
    let states = states(tx, table, &import).await?;
    let query = Query::update()
        .table(table.alias())
        .value("removed_at", making.at)
        .and_where(Expr::col("owner").eq(making.owner))
        .and_where(Expr::col("id").between(import.first_entry, import.last_entry))
        .and_where(Expr::col("import_id").eq(id))
        .and_where(Expr::col("removed_at").is_null())
        .to_owned();
    let removed = tx.run(&query).await?;
    let entries = (import.first_entry, import.last_entry);
    tx.touched().entries(making.owner, &table.register, entries);
    counts::change(tx, table, making.owner, &states).await?;
    Ok(Undoing::Done(removed))
}

/// By state, how many entries fewer there are without those of an import.
async fn states(
    tx: &mut Tx,
    table: &Table,
    import: &Import,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut query = of_import(table, import);
    query.column(("e", "state")).group_by_col(("e", "state"));
    let rows = tx.all(&query).await?;
    rows.iter().map(|row| Ok((row.text("state")?, -row.number("count")?))).collect()
}

/// What depends on the entries of an import.
async fn holds(tx: &mut Tx, table: &Table, import: &Import) -> Result<Vec<Hold>, StoreError> {
    let mut holds = Vec::new();
    let register = table.register.as_str();
    let changed = of_import(table, import).and_where(Expr::col(("e", "version")).gt(1)).to_owned();
    hold(tx, changed, Why::Changed, register, &mut holds).await?;
    let reversed = of_import(table, import)
        .and_where(Expr::col(("e", "reversed_by")).is_not_null())
        .to_owned();
    hold(tx, reversed, Why::Reversed, register, &mut holds).await?;
    hold(tx, proved(import), Why::Proved, register, &mut holds).await?;
    for other in definitions::all(tx).await? {
        for column in &other.table.columns {
            let Some(refers) = column.refers.as_ref().filter(|refers| refers.register == register)
            else {
                continue;
            };
            let named = table.asked(&refers.column)?;
            let names = other.table.asked(&column.name)?;
            let mut values = of_import(table, import);
            values.clear_selects().expr(named.expr());
            let mut referring = numbers(&other.table);
            referring
                .and_where(Expr::col(("e", "owner")).eq(import.owner.as_str()))
                .and_where(Expr::col(("e", "removed_at")).is_null())
                .and_where(names.expr().in_subquery(values));
            if other.table.register == register {
                // Entries of the import may name each other.
                let own = Expr::col(("e", "import_id"));
                referring.and_where(own.clone().is_null().or(own.ne(import.id)));
            }
            hold(tx, referring, Why::Referred, &other.table.register, &mut holds).await?;
        }
    }
    Ok(holds)
}

async fn hold(
    tx: &mut Tx,
    query: SelectStatement,
    why: Why,
    register: &str,
    holds: &mut Vec<Hold>,
) -> Result<(), StoreError> {
    let Some(row) = tx.first(&query).await? else { return Ok(()) };
    let (count, first) = (row.number("count")?, row.maybe_number("first")?);
    if let Some(first) = first {
        holds.push(Hold { why, register: register.to_owned(), count, first });
    }
    Ok(())
}

/// The entries of an import beside which files stand that nobody has declared void.
fn proved(import: &Import) -> SelectStatement {
    Query::select()
        .expr_as(Expr::col("entry").count_distinct(), "count")
        .expr_as(Expr::col("entry").min(), "first")
        .from("entry_files")
        .and_where(Expr::col("owner").eq(import.owner.as_str()))
        .and_where(Expr::col("register").eq(import.register.as_str()))
        .and_where(Expr::col("entry").between(import.first_entry, import.last_entry))
        .and_where(Expr::col("voided_at").is_null())
        .to_owned()
}

fn of_import(table: &Table, import: &Import) -> SelectStatement {
    numbers(table)
        .and_where(Expr::col(("e", "owner")).eq(import.owner.as_str()))
        .and_where(Expr::col(("e", "id")).between(import.first_entry, import.last_entry))
        .and_where(Expr::col(("e", "import_id")).eq(import.id))
        .and_where(Expr::col(("e", "removed_at")).is_null())
        .to_owned()
}

fn numbers(table: &Table) -> SelectStatement {
    Query::select()
        .expr_as(Func::count(Expr::col(("e", "id"))), "count")
        .expr_as(Expr::col(("e", "id")).min(), "first")
        .from_as(table.alias(), "e")
        .to_owned()
}

async fn insert(tx: &mut Tx, import: &Import) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("imports")
        .columns(COLUMNS)
        .values_panic([
            import.owner.as_str().into(),
            import.id.into(),
            import.register.as_str().into(),
            import.file_name.as_str().into(),
            import.digest.as_str().into(),
            import.first_entry.into(),
            import.last_entry.into(),
            import.rows.into(),
            import.state.word().into(),
            import.created_by.as_str().into(),
            import.created_at.as_str().into(),
            import.undone_by.clone().into(),
            import.undone_at.clone().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

fn import_of(row: &Row) -> Result<Import, StoreError> {
    Ok(Import {
        owner: row.text("owner")?,
        id: row.number("id")?,
        register: row.text("register")?,
        file_name: row.text("file_name")?,
        digest: row.text("digest")?,
        first_entry: row.number("first_entry")?,
        last_entry: row.number("last_entry")?,
        rows: row.number("rows")?,
        state: State::from_word(&row.text("state")?)?,
        created_by: row.text("created_by")?,
        created_at: row.text("created_at")?,
        undone_by: row.maybe_text("undone_by")?,
        undone_at: row.maybe_text("undone_at")?,
    })
}
