//! Lists of entries: filtered, in order, a page at a time, with how many there are and what they sum up to.
//!
//! A page begins behind the last entry of the one before (keyset): the hundredth costs what the first
//! costs. Counting stops where nobody counts any more, unless it is asked for or the number is kept.

use sea_query::Cond;
use serde::{Deserialize, Serialize};

use super::conditions::{self, Condition, Finding, Owners};
use super::counting::{self, Within};
use super::entries::Entry;
use super::page::Pager;
use super::table::{Index, Table};
use super::words;
use crate::{Cell, Scope, StoreError, Tx};

/// Where counting stops: 10,000+.
pub const COUNTED: i64 = 10_000;

/// Which entries a list shows, and how.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// What must be true of them.
    pub conditions: Vec<Condition>,
    /// Words that stand in them, with blanks between.
    pub words: String,
    /// The columns in which words are looked for; none: in all text that is not encrypted.
    pub words_in: Vec<String>,
    /// The column by which they are ordered, and then by their numbers.
    pub order: Ordered,
    /// Which page.
    pub page: Page,
    /// Entries of a page.
    pub take: u64,
    /// The columns that are summed up.
    pub totals: Vec<String>,
    /// The columns that are shown.
    pub columns: Vec<String>,
    /// How far entries are counted.
    pub counting: Counting,
}

/// By what entries are ordered. What is empty comes before everything else, as the least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ordered {
    /// The least first.
    Rising(String),
    /// The greatest first.
    Falling(String),
}

/// The newest first.
impl Default for Ordered {
    fn default() -> Ordered {
        Ordered::Falling("id".to_owned())
    }
}

/// Which page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The first.
    #[default]
    First,
    /// The one behind this place.
    After(Cursor),
    /// The one with this number, from 0: slower the farther it is.
    Number(u64),
}

/// A place in a list: behind an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// What stands in the column of the order; number or text or nothing.
    pub number: Option<i64>,
    /// If it is text.
    pub text: Option<String>,
    /// The entry's number.
    pub id: i64,
    /// Its owner.
    pub owner: String,
}

/// How far entries are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counting {
    /// To 10,000, farther where that costs nothing; totals only where there are no more.
    #[default]
    Near,
    /// All, however long it takes.
    Whole,
    /// Not at all.
    Not,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The entries; their cells are those of the columns asked for.
    pub entries: Vec<Entry>,
    /// How many entries fit on all pages.
    pub count: Count,
    /// The sums over all pages, in the order asked for, if they were counted.
    pub totals: Option<Vec<i64>>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// What all pages of a list have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How many entries fit on all pages.
    pub count: Count,
    /// The sums over all pages, in the order asked for, if they were counted.
    pub totals: Option<Vec<i64>>,
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Exactly(i64),
    /// More than so many.
    MoreThan(i64),
    /// It was not asked.
    Unknown,
}

/// A page of a register's entries.
///
/// # Errors
/// If a column is not there, or encrypted, or compared with a value of another kind.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    table: &Table,
    asked: &Asked,
) -> Result<Listed, StoreError> {
    let sought = Sought::of(tx, scope, table, asked).await?;
    let counted = sought.counted(tx, table, asked).await?;
    sought.page(tx, table, asked, counted).await
}

/// What all pages of a list have in common.
///
/// # Errors
/// As [`list`].
pub async fn counted(
    tx: &mut Tx,
    scope: &Scope,
    table: &Table,
    asked: &Asked,
) -> Result<Counted, StoreError> {
    Sought::of(tx, scope, table, asked).await?.counted(tx, table, asked).await
}

/// A page of a list of which [`counted`] is known already.
///
/// # Errors
/// As [`list`].
pub async fn page(
    tx: &mut Tx,
    scope: &Scope,
    table: &Table,
    asked: &Asked,
    counted: Counted,
) -> Result<Listed, StoreError> {
    Sought::of(tx, scope, table, asked).await?.page(tx, table, asked, counted).await
}

/// Where entries are looked for.
pub(super) struct Sought {
    owners: Owners,
    candidates: Option<words::Candidates>,
}

impl Sought {
    pub(super) async fn of(
        tx: &mut Tx,
        scope: &Scope,
        table: &Table,
        asked: &Asked,
    ) -> Result<Sought, StoreError> {
        let owners = Owners::of(tx, scope, &table.register).await?;
        let candidates = words::candidates(tx, table, asked, &owners).await?;
        Ok(Sought { owners, candidates })
    }

    fn within<'s>(&'s self, table: &'s Table, asked: &'s Asked) -> Within<'s> {
        Within { table, asked, owners: &self.owners, candidates: self.candidates.as_ref() }
    }

    async fn counted(
        &self,
        tx: &mut Tx,
        table: &Table,
        asked: &Asked,
    ) -> Result<Counted, StoreError> {
        if self.owners.0.is_empty() {
            let totals = Some(vec![0; asked.totals.len()]);
            return Ok(Counted { count: Count::Exactly(0), totals });
        }
        let (count, totals) = counting::counted(tx, &self.within(table, asked)).await?;
        Ok(Counted { count, totals })
    }

    async fn page(
        &self,
        tx: &mut Tx,
        table: &Table,
        asked: &Asked,
        Counted { count, totals }: Counted,
    ) -> Result<Listed, StoreError> {
        if self.owners.0.is_empty() {
            return Ok(Listed { entries: Vec::new(), count, totals, next: None });
        }
        let pager = self.pager(tx, table, asked, count)?;
        let mut found = pager.found(tx).await?;
        let is_more = found.len() as u64 > pager.take();
        found.truncate(usize::try_from(pager.take()).unwrap_or(usize::MAX));
        Ok(Listed::of(found, is_more, Counted { count, totals }))
    }

    /// How the entries are found, in order.
    pub(super) fn pager<'s>(
        &'s self,
        tx: &Tx,
        table: &'s Table,
        asked: &'s Asked,
        count: Count,
    ) -> Result<Pager<'s>, StoreError> {
        let within = self.within(table, asked);
        let few = within.candidates.filter(|all| all.are_few() || is_few(count));
        let finding = match few {
            Some(few) if few.ids.is_some() => Finding::Among,
            _ => finding(table, asked, count),
        };
        Pager::of(tx, &Within { candidates: few, ..within }, finding)
    }
}

impl Listed {
    /// A page of these entries, each with what stands in the column of the order.
    pub(super) fn of(
        found: Vec<(Entry, Cell)>,
        is_more: bool,
        Counted { count, totals }: Counted,
    ) -> Listed {
        let next = found.last().filter(|_| is_more).map(|(entry, key)| Cursor::behind(entry, key));
        let entries = found.into_iter().map(|(entry, _)| entry).collect();
        Listed { entries, count, totals, next }
    }
}

impl Asked {
    pub(crate) fn order(&self) -> &str {
        match &self.order {
            Ordered::Rising(column) | Ordered::Falling(column) => column,
        }
    }
}

impl Cursor {
    fn behind(entry: &Entry, key: &Cell) -> Cursor {
        let (number, text) = match key {
            Cell::Number(number) => (Some(*number), None),
            Cell::Text(text) => (None, Some(text.clone())),
            Cell::Nothing | Cell::Bytes(_) => (None, None),
        };
        Cursor { number, text, id: entry.id, owner: entry.owner.clone() }
    }
}

/// Entries that fit, without columns yet.
pub(crate) fn fitting(
    tx: &Tx,
    table: &Table,
    asked: &Asked,
    finding: Finding<'_>,
) -> Result<Cond, StoreError> {
    let all = conditions::all(table, &asked.conditions, tx.backend(), finding)?;
    Ok(all.add(conditions::words(table, &asked.words, &asked.words_in, tx.backend())?))
}

/// How entries are to be found. Many that fit: in the order of the list, if an index has it, rather than
/// all of them, to be put in order afterwards. Few: by what they must be, rather than through the order.
fn finding<'a>(table: &Table, asked: &'a Asked, count: Count) -> Finding<'a> {
    let order = asked.order();
    let is_fixed = |column: &String| asked.conditions.iter().any(|one| one.fixes(column));
    let mut indexes = table.indexes.iter().filter(|index| index.finds(table.book));
    let has_both = indexes.clone().any(|index| {
        let fixed = index.columns.iter().take_while(|column| is_fixed(column)).count();
        let next = index.columns.get(fixed).map_or("id", String::as_str);
        fixed > 0 && next == order
    });
    if has_both {
        return Finding::ByIndex;
    }
    let begins = |index: &Index, is: &dyn Fn(&str) -> bool| {
        index.columns.first().is_some_and(|column| is(column))
    };
    if is_few(count) {
        let asks = |column: &str| asked.conditions.iter().any(|one| one.is_found_by(column));
        let is_found = indexes.any(|index| begins(index, &asks));
        return if is_found { Finding::ThenSorted } else { Finding::ByIndex };
    }
    let has_order = order == "id" || indexes.any(|index| begins(index, &|column| column == order));
    if has_order && is_many(count) { Finding::InOrder(order) } else { Finding::ByIndex }
}

/// Whether it is known that no more fit than can be looked at one by one.
fn is_few(count: Count) -> bool {
    matches!(count, Count::Exactly(count) if count <= COUNTED)
}

/// Whether it is known that more fit.
fn is_many(count: Count) -> bool {
    count != Count::Unknown && !is_few(count)
}

#[cfg(test)]
mod tests {
    use super::super::conditions::Test;
    use super::super::table::{Book, Column, Kind, Once, Sealing};
    use super::*;

    /// Indexes on day, on town and day, on number (once).
    fn table(book: Book) -> Table {
        let column = |name: &str| Column {
            name: name.to_owned(),
            kind: Kind::Text,
            sealed: Sealing::Open,
            refers: None,
        };
        let index = |columns: &[&str], once| Index {
            columns: columns.iter().map(|one| (*one).to_owned()).collect(),
            once,
            carries: Vec::new(),
            scattered: false,
        };
        Table {
            register: "a".to_owned(),
            book,
            columns: ["number", "town", "day", "name"].map(column).to_vec(),
            indexes: vec![
                index(&["number"], Once::Once),
                index(&["day"], Once::Often),
                index(&["town", "day"], Once::Often),
            ],
            words: Vec::new(),
        }
    }

    #[test]
    fn what_fits_is_found_by_the_index_that_fits() {
        let (few, many) = (Count::Exactly(9), Count::MoreThan(COUNTED));
        let file = Book::File;
        let cases = [
            (file, "town", "day", many, Finding::ByIndex),
            (file, "town", "day", few, Finding::ByIndex),
            (file, "town", "number", many, Finding::InOrder("number")),
            (file, "town", "id", many, Finding::InOrder("id")),
            (file, "town", "name", many, Finding::ByIndex),
            (file, "town", "number", few, Finding::ThenSorted),
            (file, "name", "day", many, Finding::InOrder("day")),
            (file, "name", "day", few, Finding::ByIndex),
            (file, "number", "id", few, Finding::ByIndex),
            (Book::Journal, "number", "day", few, Finding::ByIndex),
            (file, "number", "day", few, Finding::ThenSorted),
            (file, "number", "day", Count::Unknown, Finding::ByIndex),
            (file, "town", "id", Count::Exactly(COUNTED + 1), Finding::InOrder("id")),
        ];
        for (book, condition, order, count, expected) in cases {
            let is = Test::Is(Cell::Text("a".to_owned()));
            let asked = Asked {
                conditions: vec![Condition::new(condition, is)],
                order: Ordered::Rising(order.to_owned()),
                ..Asked::default()
            };
            assert_eq!(finding(&table(book), &asked, count), expected, "{condition} {order}");
        }
    }
}
