//! How a definition becomes a table, and a new version of it steps from one table to the next.

use std::collections::BTreeSet;

use register::{
    Column, ColumnRole, ColumnType, Definition, Definitions, FieldType, Kind, Known, Step as Change,
};
use store::registers::table::{Once, Sealing};
use store::registers::{self as kept, Index, Reference, Step, Table};

use super::Book;

/// SQLite and PostgreSQL keep up with so many indexes without imports becoming slow.
const MOST_INDEXES: usize = 16;

/// The table of a register.
pub(super) fn book(definition: &Definition, all: &Definitions) -> Book {
    let columns: Vec<Column> = definition
        .columns()
        .into_iter()
        .filter(|column| column.role != ColumnRole::State)
        .collect();
    let book = match definition.kind {
        Kind::File => kept::Book::File,
        Kind::Journal => kept::Book::Journal,
    };
    let table = Table {
        register: definition.name.clone(),
        book,
        columns: columns.iter().map(|column| stored(definition, column, all)).collect(),
        indexes: indexes(definition, &columns),
    };
    Book { table, columns }
}

fn stored(definition: &Definition, column: &Column, all: &Definitions) -> kept::Column {
    let kind = match (column.encrypted, column.holds) {
        (true, _) => kept::table::Kind::Bytes,
        (false, ColumnType::Text) => kept::table::Kind::Text,
        (false, ColumnType::Integer) => kept::table::Kind::Integer,
    };
    kept::Column {
        name: column.name.clone(),
        kind,
        sealed: if column.encrypted { Sealing::Sealed } else { Sealing::Open },
        refers: refers(definition, column, all),
    }
}

/// The entries of another register that a column names.
fn refers(definition: &Definition, column: &Column, all: &Definitions) -> Option<Reference> {
    let field = column.field?;
    let FieldType::Entry { register, by, .. } = &definition.at(field)?.holds else { return None };
    if definition.join_column(field)?.name != column.name {
        return None;
    }
    let other = all.definition(register)?;
    let (by, _) = other.field(by)?;
    Some(Reference { register: register.clone(), column: other.join_column(by)?.name })
}

/// The key, what dates a row, and whatever rows are looked up by.
fn indexes(definition: &Definition, columns: &[Column]) -> Vec<Index> {
    let mut indexes: Vec<Index> = Vec::new();
    let mut known = BTreeSet::new();
    let mut add = |columns: Vec<String>, once: Once| {
        let is_new = !columns.is_empty() && columns.len() <= 8 && known.insert(columns.clone());
        if is_new && indexes.len() < MOST_INDEXES {
            indexes.push(Index { columns, once, carries: Vec::new() });
        }
    };
    let join =
        |field: usize| definition.join_column(field).filter(|c| !c.encrypted).map(|c| c.name);
    let key: Vec<Column> = definition.key_columns();
    let is_open = key.iter().all(|column| !column.encrypted);
    let key = key.into_iter().map(|column| column.name).collect();
    let once = if definition.kind == Kind::File { Once::Once } else { Once::Often };
    add(if is_open { key } else { Vec::new() }, once);
    if let Some(dated) = definition.dated_by {
        let of_it = |column: &&Column| column.field == Some(dated) && !column.encrypted;
        add(columns.iter().find(of_it).map(|c| c.name.clone()).into_iter().collect(), Once::Often);
    }
    for column in columns.iter().filter(|column| column.role == ColumnRole::Lookup) {
        add(vec![column.name.clone()], Once::Often);
    }
    for (field, _) in definition.relations() {
        add(join(field).into_iter().collect(), Once::Often);
    }
    for (field, _) in &definition.list.sort {
        add(join(*field).into_iter().collect(), Once::Often);
    }
    indexes
}

/// Whether a table has the columns that its definition asks for.
pub(super) fn same_columns(one: &Table, other: &Table) -> bool {
    let columns = |table: &Table| {
        let mut all: Vec<_> =
            table.columns.iter().map(|c| (c.name.clone(), c.kind, c.sealed as u8)).collect();
        all.sort();
        all
    };
    one.book == other.book && columns(one) == columns(other)
}

/// The steps from the definition with the text `before` to a later one.
///
/// # Errors
/// With the reason, if there is no way.
pub(super) fn steps(
    before: &str,
    definition: &Definition,
    rulebook: &rulebook::Rulebook,
    all: &Definitions,
) -> Result<Vec<Step>, String> {
    let known = Known { rulebook, lists: all.lists() };
    let old = Definition::parse(before, "原定义", known)
        .map_err(|faults| faults.first().map(ToString::to_string).unwrap_or_default())?;
    let mut steps = Vec::new();
    for change in definition.changes_from(&old)? {
        let columns = |of: &Definition, field: &str| -> Vec<Column> {
            let place = of.field(field).map(|(place, _)| place);
            of.columns().into_iter().filter(|c| c.field.is_some() && c.field == place).collect()
        };
        match change.step {
            Change::Added => {
                let new = columns(definition, &change.field);
                steps.extend(new.iter().map(|c| Step::Add { column: stored(definition, c, all) }));
            }
            Change::Removed => {
                let gone = columns(&old, &change.field);
                steps.extend(gone.into_iter().map(|c| Step::Retire { column: c.name }));
            }
            Change::Renamed { from } => {
                let pairs =
                    columns(&old, &from).into_iter().zip(columns(definition, &change.field));
                steps.extend(pairs.map(|(a, b)| Step::Rename { from: a.name, to: b.name }));
            }
            Change::Rescaled { by } => {
                let scaled = columns(definition, &change.field).into_iter();
                steps.extend(scaled.map(|c| Step::Scale { column: c.name, by }));
            }
            Change::Widened | Change::Narrowed => {}
            Change::Refused { reason } => return Err(format!("{}：{reason}", change.field)),
        }
    }
    Ok(steps)
}
