//! Figures of measures by a plain walk over rows in memory: the second computation that the database must agree with.

use std::collections::{BTreeMap, BTreeSet};

use store::Cell;
use store::registers::Table;
use store::registers::conditions::{Condition, Test};
use store::registers::crossing::Wanted;
use store::registers::measuring::{
    Also, Asked, By, Empty, Entries, Figure, Persons, Piece, Related, Take,
};

/// An entry that stands.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) owner: String,
    pub(crate) id: i64,
    pub(crate) state: String,
    pub(crate) version: i64,
    pub(crate) cells: Vec<Cell>,
}

/// All entries that stand, and the links of persons.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    pub(crate) files: Vec<Row>,
    pub(crate) journal: Vec<Row>,
    /// Who noted it, and two hashes that are one person.
    pub(crate) links: Vec<(String, String, String)>,
}

impl Row {
    pub(crate) fn new(owner: &str, id: i64, state: &str, cells: Vec<Cell>) -> Row {
        Row { owner: owner.into(), id, state: state.into(), version: 1, cells }
    }

    fn cell(&self, table: &Table, column: &str) -> Cell {
        match table.columns.iter().position(|one| one.name == column) {
            Some(at) => self.cells.get(at).expect("a cell").clone(),
            None if column == "state" => Cell::Text(self.state.clone()),
            None => panic!("no column {column}"),
        }
    }

    fn text(&self, table: &Table, column: &str) -> Option<String> {
        if let Cell::Text(text) = self.cell(table, column) { Some(text) } else { None }
    }

    fn number(&self, table: &Table, column: &str) -> Option<i64> {
        if let Cell::Number(number) = self.cell(table, column) { Some(number) } else { None }
    }
}

impl World {
    /// What an owner has of it.
    pub(crate) fn of(&self, owner: Option<&str>) -> World {
        let is_of = |row: &&Row| owner.is_none_or(|owner| row.owner == owner);
        World {
            files: self.files.iter().filter(is_of).cloned().collect(),
            journal: self.journal.iter().filter(is_of).cloned().collect(),
            links: self
                .links
                .iter()
                .filter(|(of, ..)| owner.is_none_or(|one| of == one))
                .cloned()
                .collect(),
        }
    }

    /// The least of all hashes that are the same person.
    fn person(&self, hash: &str) -> String {
        let mut all = BTreeSet::from([hash.to_owned()]);
        loop {
            let before = all.len();
            for (_, one, other) in &self.links {
                if all.contains(one) || all.contains(other) {
                    all.extend([one.clone(), other.clone()]);
                }
            }
            if all.len() == before {
                return all.first().expect("one").clone();
            }
        }
    }

    fn rows(&self, table: &Table) -> &[Row] {
        if table.register == "household" { &self.files } else { &self.journal }
    }
}

fn order(cell: &Cell) -> (i64, &str) {
    match cell {
        Cell::Number(number) => (*number, ""),
        Cell::Text(text) => (0, text),
        other => panic!("{other:?} has no order"),
    }
}

fn fits(row: &Row, table: &Table, condition: &Condition) -> bool {
    let cell = row.cell(table, &condition.column);
    let is_empty = cell == Cell::Nothing;
    match &condition.test {
        Test::Is(other) => cell == *other,
        Test::In(others) => !is_empty && others.contains(&cell),
        Test::NotIn(others) => is_empty || !others.contains(&cell),
        Test::AtLeast(other) => !is_empty && order(&cell) >= order(other),
        Test::AtMost(other) => !is_empty && order(&cell) <= order(other),
        Test::Empty => is_empty,
        Test::Filled => !is_empty,
        other => panic!("{other:?} is not walked"),
    }
}

/// Days since the year 2000.
fn days(day: &str) -> i64 {
    let part =
        |from: usize, to: usize| day.get(from..to).expect("a part").parse::<i64>().expect("digits");
    let (year, month, date) = (part(0, 4), part(5, 7), part(8, 10));
    let is_leap = |year: i64| year % 4 == 0;
    let mut all = date;
    for one in 2000..year {
        all += if is_leap(one) { 366 } else { 365 };
    }
    for one in 1..month {
        all += match one {
            2 if is_leap(year) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
    }
    all
}

fn also(world: &World, row: &Row, table: &Table, also: &Also<'_>) -> bool {
    match also {
        Also::NotLater { column, than, plus_days } => {
            match (row.text(table, column), row.text(table, than)) {
                (Some(day), Some(than)) => days(&day) <= days(&than) + i64::from(*plus_days),
                _ => false,
            }
        }
        Also::AtLeastOrEmpty(column, least) => {
            let cell = row.cell(table, column);
            cell == Cell::Nothing || order(&cell) >= order(least)
        }
        Also::Related(related) => {
            let is_there = is_related(world, row, table, related);
            is_there == (related.wanted == Wanted::Present)
        }
    }
}

fn is_related(world: &World, row: &Row, table: &Table, related: &Related<'_>) -> bool {
    standing(world, &related.of).iter().any(|other| {
        let is_equal = |(one, two): &(String, String)| {
            let same = |cell: Cell| match cell {
                Cell::Text(hash) if related.persons.contains(one) => {
                    Cell::Text(world.person(&hash))
                }
                cell => cell,
            };
            let cell = row.cell(table, one);
            cell != Cell::Nothing && same(cell) == same(other.cell(related.of.table, two))
        };
        other.owner == row.owner && related.join.iter().all(is_equal)
    })
}

/// The entries asked about, by owner and number.
fn standing<'w>(world: &'w World, of: &Entries<'_>) -> Vec<&'w Row> {
    let counts = |row: &&Row| {
        of.conditions.iter().all(|one| fits(row, of.table, one))
            && of.also.iter().all(|one| also(world, row, of.table, one))
    };
    let mut rows: Vec<&Row> = world.rows(of.table).iter().filter(counts).collect();
    rows.sort_by(|a, b| (&a.owner, a.id).cmp(&(&b.owner, b.id)));
    rows
}

/// Those of the last day of their owner, where that is asked for.
fn counting<'w>(world: &'w World, asked: &Asked<'_>) -> Vec<&'w Row> {
    let rows = standing(world, &asked.of);
    let Take::Last { on, .. } = &asked.take else { return rows };
    let day = |row: &Row| row.text(asked.of.table, on);
    let mut last: BTreeMap<String, Option<String>> = BTreeMap::new();
    for row in &rows {
        let known = last.entry(row.owner.clone()).or_default();
        *known = known.clone().max(day(row));
    }
    let is_last = |row: &&Row| day(row).is_some() && last.get(&row.owner) == Some(&day(row));
    rows.into_iter().filter(is_last).collect()
}

/// What each entry counts: a number of a sum, or the value that is compared.
fn counted(world: &World, rows: &[&Row], asked: &Asked<'_>) -> Vec<Cell> {
    let table = asked.of.table;
    let mut seen = BTreeSet::new();
    let count = |row: &&Row| match &asked.take {
        Take::Entries => Cell::Number(1),
        Take::Sum { column, empty } | Take::Last { column, empty, .. } => {
            Cell::Number(row.number(table, column).unwrap_or(*empty))
        }
        Take::Distinct { column, persons, empty } => {
            let key = match (row.cell(table, column), persons) {
                (Cell::Nothing, _) if *empty == Empty::OfItsOwn => {
                    format!("{} {}", row.owner, row.id)
                }
                (Cell::Nothing, _) => return Cell::Number(0),
                (Cell::Text(hash), Persons::Linked) => world.person(&hash),
                (cell, _) => format!("{cell:?}"),
            };
            Cell::Number(i64::from(seen.insert(key)))
        }
        Take::Least(column) | Take::Greatest(column) => row.cell(table, column),
        Take::Highest { column, ranks } => {
            let value = row.text(table, column);
            let at = value.and_then(|value| ranks.iter().position(|rank| *rank == value));
            at.map_or(Cell::Nothing, |at| Cell::Number(i64::try_from(at).expect("small")))
        }
    };
    rows.iter().map(count).collect()
}

fn figure(world: &World, rows: &[&Row], asked: &Asked<'_>) -> Figure {
    let shares = counted(world, rows, asked);
    let filled = shares.iter().filter(|cell| **cell != Cell::Nothing);
    let value = match asked.take {
        Take::Least(_) => filled.min_by_key(|cell| order(cell)).cloned(),
        Take::Greatest(_) | Take::Highest { .. } => filled.max_by_key(|cell| order(cell)).cloned(),
        _ => Some(Cell::Number(filled.map(|cell| order(cell).0).sum())),
    };
    let column = match &asked.take {
        Take::Entries => None,
        Take::Distinct { column, .. }
        | Take::Sum { column, .. }
        | Take::Last { column, .. }
        | Take::Highest { column, .. }
        | Take::Least(column)
        | Take::Greatest(column) => Some(column),
    };
    let is_filled =
        |row: &&&Row| column.is_none_or(|column| row.cell(asked.of.table, column) != Cell::Nothing);
    Figure {
        value: value.unwrap_or(Cell::Nothing),
        filled: i64::try_from(rows.iter().filter(is_filled).count()).expect("small"),
        entries: i64::try_from(rows.len()).expect("small"),
    }
}

/// The figure.
pub(crate) fn computed(world: &World, asked: &Asked<'_>) -> Figure {
    figure(world, &counting(world, asked), asked)
}

/// The figure of each group.
pub(crate) fn computed_by(world: &World, asked: &Asked<'_>, by: &By) -> Vec<(Cell, Figure)> {
    let table = asked.of.table;
    let group = |row: &Row| match by {
        By::Owner => Some(row.owner.clone()),
        By::Column(column) => row.text(table, column),
        By::Month(column) => {
            row.text(table, column).map(|day| day.get(..7).expect("a month").into())
        }
    };
    let mut groups: BTreeMap<Option<String>, Vec<&Row>> = BTreeMap::new();
    for row in counting(world, asked) {
        groups.entry(group(row)).or_default().push(row);
    }
    let named = |name: Option<String>| name.map_or(Cell::Nothing, Cell::Text);
    groups.into_iter().map(|(name, rows)| (named(name), figure(world, &rows, asked))).collect()
}

/// The entries behind the figure with their shares.
pub(crate) fn shares(world: &World, asked: &Asked<'_>) -> Vec<Piece> {
    let rows = counting(world, asked);
    let shares = counted(world, &rows, asked);
    let value = figure(world, &rows, asked).value;
    let is_one = matches!(asked.take, Take::Least(_) | Take::Greatest(_) | Take::Highest { .. });
    let all = rows.iter().zip(shares);
    let behind = all.filter(|(_, share)| !is_one || (*share == value && value != Cell::Nothing));
    behind.map(|(row, share)| Piece { owner: row.owner.clone(), id: row.id, share }).collect()
}
