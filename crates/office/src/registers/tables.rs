//! How a definition becomes a table, and a new version of it steps from one table to the next.

use std::collections::BTreeMap;

use register::{
    Column, ColumnRole, ColumnType, Definition, Definitions, Field, FieldType, Kind, Known,
    Step as Change,
};
use store::registers::definitions::{Definition as Version, Retired};
use store::registers::table::Sealing;
use store::registers::{self as kept, Installed, Reference, Step, Table};

use super::{Book, quick};

/// The table of a register; `crossing`: by which columns checks over registers look it up.
pub(super) fn book(
    definition: &Definition,
    all: &Definitions,
    crossing: &BTreeMap<String, Vec<Vec<String>>>,
) -> Book {
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
        indexes: quick::indexes(
            definition,
            &columns,
            crossing.get(&definition.name).map_or(&[][..], Vec::as_slice),
        ),
        words: quick::words(definition, &columns),
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

/// The versions that a register's definition had, the newest first.
pub(super) struct Line(Vec<Definition>);

impl Line {
    /// Of their texts. An earlier one that can no longer be read is passed over.
    ///
    /// # Errors
    /// With the reason, if the one in force cannot be read.
    pub(super) fn of(
        history: &[Version],
        rulebook: &rulebook::Rulebook,
        all: &Definitions,
    ) -> Result<Line, String> {
        let known = Known { rulebook, lists: all.lists() };
        let mut line = Vec::new();
        for (at, version) in history.iter().enumerate() {
            match Definition::parse(&version.text, "原定义", known) {
                Ok(definition) => line.push(definition),
                Err(faults) if at == 0 => {
                    return Err(faults.first().map(ToString::to_string).unwrap_or_default());
                }
                Err(_) => {}
            }
        }
        Ok(Line(line))
    }

    /// The definition in force.
    pub(super) fn newest(&self) -> Option<&Definition> {
        self.0.first()
    }

    /// What a field was when there was one of its name last.
    pub(super) fn last(&self, name: &str) -> Option<&Field> {
        self.0.iter().find_map(|definition| definition.field(name)).map(|(_, field)| field)
    }
}

/// The columns of a field.
pub(super) fn columns(definition: &Definition, field: &str) -> Vec<Column> {
    let place = definition.field(field).map(|(place, _)| place);
    let of_it = |column: &Column| column.field.is_some() && column.field == place;
    definition.columns().into_iter().filter(of_it).collect()
}

/// The columns of a field that were put away and come back when it is asked for again: if what stands in them can be
/// read as the field says now.
pub(super) fn put_away(
    line: &Line,
    installed: &Installed,
    definition: &Definition,
    (name, all): (&str, &Definitions),
) -> Option<Vec<(kept::Column, String)>> {
    let (_, field) = definition.field(name)?;
    let before = line.last(name)?;
    if !field.reads(before) {
        return None;
    }
    let back = |column: &Column| {
        let column = stored(definition, column, all);
        let is_it = |one: &&Retired| one.was == column.name && one.kind == column.kind;
        let retired = installed.retired.iter().rev().find(is_it)?;
        Some((column, retired.name.clone()))
    };
    columns(definition, name).iter().map(back).collect()
}

/// The steps to a definition from the one in force.
///
/// # Errors
/// With the reason, if there is no way.
pub(super) fn steps(
    line: &Line,
    installed: &Installed,
    definition: &Definition,
    all: &Definitions,
) -> Result<Vec<Step>, String> {
    let old = line.newest().ok_or("没有原定义")?;
    let mut steps = Vec::new();
    for change in definition.changes_from(old)? {
        match change.step {
            Change::Added => {
                let back = put_away(line, installed, definition, (&change.field, all));
                match back {
                    Some(back) => steps.extend(
                        back.into_iter().map(|(column, from)| Step::Return { column, from }),
                    ),
                    None => steps.extend(
                        columns(definition, &change.field)
                            .iter()
                            .map(|c| Step::Add { column: stored(definition, c, all) }),
                    ),
                }
            }
            Change::Removed => {
                let gone = columns(old, &change.field);
                steps.extend(gone.into_iter().map(|c| Step::Retire { column: c.name }));
            }
            Change::Renamed { from } => {
                let pairs = columns(old, &from).into_iter().zip(columns(definition, &change.field));
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
