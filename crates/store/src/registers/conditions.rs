//! What is asked of entries: conditions on columns, words, whose entries.

use std::collections::BTreeMap;

use sea_query::{Alias, Cond, Expr, ExprTrait, Query};

use super::entries::bound;
use super::table::{Kind, Place, Sealing, Table, fits, refused};
use crate::db::Backend;
use crate::{Cell, Scope, StoreError, Tx};

/// The most words that are looked for at once.
const MOST_WORDS: usize = 8;
/// The most values of one list.
const MOST_VALUES: usize = 5000;

/// What must be true of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The column: one of the register's own, or one that every table has (`id`, `state`, `import_id`,
    /// `created_at` …).
    pub column: String,
    /// What must be true of it.
    pub test: Test,
}

/// What must be true of a value. Text is compared by its bytes, in both databases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// It is this one.
    Is(Cell),
    /// It is one of these.
    In(Vec<Cell>),
    /// It is none of these, or empty.
    NotIn(Vec<Cell>),
    /// It is this one or more.
    AtLeast(Cell),
    /// It is this one or less.
    AtMost(Cell),
    /// This text stands somewhere in it.
    Contains(String),
    /// It begins with this text.
    Begins(String),
    /// There is nothing in it.
    Empty,
    /// There is something in it.
    Filled,
    /// Of the column `id`: it is one of these entries, by owner and number.
    These(Vec<(String, i64)>),
    /// Of the column `id`: beside the entry stands a file of this field that is not void.
    HasFile(String),
    /// Of the column `id`: beside the entry stands no such file.
    HasNoFile(String),
}

impl Condition {
    /// A condition on a column.
    pub fn new(column: &str, test: Test) -> Condition {
        Condition { column: column.to_owned(), test }
    }

    /// Entries of a journal that neither reverse another one nor were reversed: those that still stand.
    /// Sums need no such condition: what is reversed sums up to nothing.
    pub fn standing() -> [Condition; 2] {
        ["reverses", "reversed_by"].map(|column| Condition::new(column, Test::Empty))
    }

    /// Whether it leaves one value of the column only.
    pub(crate) fn fixes(&self, column: &str) -> bool {
        self.column == column && matches!(self.test, Test::Is(_) | Test::Empty)
    }

    /// Whether an index that begins with the column finds what fits.
    pub(crate) fn is_found_by(&self, column: &str) -> bool {
        self.column == column
            && !matches!(
                self.test,
                Test::NotIn(_) | Test::Contains(_) | Test::Filled | Test::HasNoFile(_)
            )
    }

    /// Whether it leaves out entries that have nothing in the column.
    pub(crate) fn fills(&self, column: &str) -> bool {
        self.column == column && !matches!(self.test, Test::NotIn(_) | Test::Empty)
    }
}

/// Whose entries a query looks at: those organisations in sight that have any in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owners(pub(crate) Vec<String>);

impl Owners {
    pub(crate) async fn of(
        tx: &mut Tx,
        scope: &Scope,
        register: &str,
    ) -> Result<Owners, StoreError> {
        let query = Query::select()
            .column("owner")
            .from("entry_numbers")
            .and_where(Expr::col("register").eq(register))
            .cond_where(scope.of(("entry_numbers", "owner")))
            .order_by("owner", sea_query::Order::Asc)
            .to_owned();
        let owners = tx.all(&query).await?;
        let owners = owners.iter().map(|row| row.text("owner")).collect::<Result<_, _>>()?;
        Ok(Owners(owners))
    }

    /// The condition on the owner of an entry.
    pub(crate) fn condition(&self) -> Expr {
        let owner = Expr::col(("e", "owner"));
        match self.0.as_slice() {
            [one] => owner.eq(one.as_str()),
            many => owner.is_in(many.iter().map(String::as_str)),
        }
    }
}

/// Whether the database may find rows by an index on the columns that are asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding<'a> {
    /// It may.
    ByIndex,
    /// It must not, but by that on this column: so many rows fit that those in its order are looked
    /// through.
    InOrder(&'a str),
    /// It may, but must not look through the order: so few rows fit that they are better put in order
    /// once they are found.
    ThenSorted,
    /// It must not: their numbers are known.
    Among,
}

/// All conditions, and that the entry was not removed.
pub(crate) fn all(
    table: &Table,
    conditions: &[Condition],
    backend: Backend,
    finding: Finding<'_>,
) -> Result<Cond, StoreError> {
    let mut all = Cond::all().add(Expr::col(("e", "removed_at")).is_null());
    for condition in conditions {
        all = all.add(one(table, condition, backend, finding)?);
    }
    Ok(all)
}

fn one(
    table: &Table,
    condition: &Condition,
    backend: Backend,
    finding: Finding<'_>,
) -> Result<Expr, StoreError> {
    let place = match condition.test {
        Test::Empty | Test::Filled => table.place(&condition.column)?,
        _ => table.asked(&condition.column)?,
    };
    let column = match (finding, backend) {
        // A sign before a column keeps SQLite from its index, and changes nothing else.
        (Finding::InOrder(order), Backend::Sqlite) if order != condition.column => {
            Expr::cust_with_expr("+?", place.expr())
        }
        (Finding::Among, Backend::Sqlite) => Expr::cust_with_expr("+?", place.expr()),
        _ => place.expr(),
    };
    let value = |cell: &Cell| {
        if *cell == Cell::Nothing {
            return Err(refused(&condition.column, "is compared with nothing"));
        }
        fits(&condition.column, place.kind, cell)?;
        Ok::<Expr, StoreError>(bound(cell.clone()))
    };
    let values = |cells: &[Cell]| {
        if cells.len() > MOST_VALUES {
            return Err(refused(&condition.column, "is compared with too many values"));
        }
        cells.iter().map(value).collect::<Result<Vec<_>, _>>()
    };
    Ok(match &condition.test {
        Test::Is(cell) => column.eq(value(cell)?),
        Test::In(cells) => column.is_in(values(cells)?),
        Test::NotIn(cells) => column.clone().is_not_in(values(cells)?).or(column.is_null()),
        Test::AtLeast(cell) => column.gte(value(cell)?),
        Test::AtMost(cell) => column.lte(value(cell)?),
        Test::Contains(text) => holds(&place, plain(&condition.column, &place, text)?, backend),
        Test::Begins(text) => {
            let text = plain(&condition.column, &place, text)?;
            // No text that begins with it comes behind this one.
            let end = format!("{text}{}", char::MAX);
            column.clone().gte(text).and(column.lte(end))
        }
        Test::Empty => column.is_null(),
        Test::Filled => column.is_not_null(),
        Test::These(entries) => these(&condition.column, entries)?,
        Test::HasFile(field) => with_file(table, &condition.column, field)?,
        Test::HasNoFile(field) => with_file(table, &condition.column, field)?.not(),
    })
}

/// That it is one of these entries: for each owner one of the numbers.
pub(super) fn these(column: &str, entries: &[(String, i64)]) -> Result<Expr, StoreError> {
    if column != "id" || entries.len() > MOST_VALUES {
        return Err(refused(column, "does not tell these entries"));
    }
    let mut owners: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (owner, id) in entries {
        owners.entry(owner).or_default().push(*id);
    }
    // Nothing else stands beside them: SQLite finds either by the primary key only where it can find all so.
    let of_it = |(owner, ids): (&str, Vec<i64>)| {
        Expr::col(("e", "owner")).eq(owner).and(Expr::col(("e", "id")).is_in(ids))
    };
    let any = owners.into_iter().map(of_it).reduce(Expr::or);
    Ok(any.unwrap_or_else(|| Expr::val(1).eq(0)))
}

/// That a file of a field stands beside the entry.
fn with_file(table: &Table, column: &str, field: &str) -> Result<Expr, StoreError> {
    if column != "id" {
        return Err(refused(column, "has no files beside it"));
    }
    let files = Query::select()
        .columns([("f", "owner"), ("f", "entry")])
        .from_as("entry_files", "f")
        .and_where(Expr::col(("f", "register")).eq(table.register.as_str()))
        .and_where(Expr::col(("f", "field")).eq(field))
        .and_where(Expr::col(("f", "voided_at")).is_null())
        .to_owned();
    let entry = Expr::tuple([Expr::col(("e", "owner")), Expr::col(("e", "id"))]);
    Ok(entry.in_subquery(files))
}

/// That every one of the words stands in one of the columns; without columns in any text that can be
/// read.
pub(crate) fn words(
    table: &Table,
    words: &str,
    within: &[String],
    backend: Backend,
) -> Result<Cond, StoreError> {
    let mut places: Vec<Place> =
        within.iter().map(|column| table.asked(column)).collect::<Result<_, _>>()?;
    if within.is_empty() {
        let texts = table.columns.iter();
        let texts = texts.filter(|one| one.kind == Kind::Text && one.sealed == Sealing::Open);
        places = texts.map(|column| table.asked(&column.name)).collect::<Result<_, _>>()?;
    }
    let mut all = Cond::all();
    for word in asked_words(words) {
        let mut any = Cond::any();
        for place in &places {
            any = any.add(holds(place, plain("words", place, word)?, backend));
        }
        all = all.add(if places.is_empty() { any.add(Expr::val(1).eq(0)) } else { any });
    }
    Ok(all)
}

/// The words that are looked for: more are left aside.
pub(crate) fn asked_words(words: &str) -> impl Iterator<Item = &str> {
    words.split_whitespace().take(MOST_WORDS)
}

fn holds(place: &Place, text: String, backend: Backend) -> Expr {
    let column = Expr::col(("e", Alias::new(place.name.as_str())));
    match backend {
        Backend::Sqlite => Expr::cust_with_exprs("instr(?, ?) > 0", [column, Expr::val(text)]),
        Backend::Postgres => Expr::cust_with_exprs("strpos($1, $2) > 0", [column, Expr::val(text)]),
    }
}

fn plain(column: &str, place: &Place, text: &str) -> Result<String, StoreError> {
    if place.kind != Kind::Text {
        return Err(refused(column, "holds no text"));
    }
    fits(column, Kind::Text, &Cell::Text(text.to_owned()))?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use sea_query::SqliteQueryBuilder;

    use super::*;

    fn asked_for(entries: &[(&str, i64)]) -> String {
        let entries: Vec<_> =
            entries.iter().map(|(owner, id)| ((*owner).to_owned(), *id)).collect();
        let these = these("id", &entries).expect("entries");
        Query::select().column("id").from("e").and_where(these).to_string(SqliteQueryBuilder)
    }

    /// Anything else beside them, even what is never so, and SQLite would look at every row.
    #[test]
    fn entries_are_asked_for_by_the_primary_key_alone() {
        let one = r#"SELECT "id" FROM "e" WHERE "e"."owner" = 'a' AND "e"."id" IN (7, 9)"#;
        assert_eq!(asked_for(&[("a", 7), ("a", 9)]), one);
        let two = r#"SELECT "id" FROM "e" WHERE ("e"."owner" = 'a' AND "e"."id" IN (7)) OR ("e"."owner" = 'b' AND "e"."id" IN (7))"#;
        assert_eq!(asked_for(&[("b", 7), ("a", 7)]), two);
        assert_eq!(asked_for(&[]), r#"SELECT "id" FROM "e" WHERE 1 = 0"#);
    }
}
