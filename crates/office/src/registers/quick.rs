//! What must be quick in the lists of a register: its indexes, and the columns in which words are found.

use std::collections::BTreeSet;

use register::{Column, ColumnRole, Definition, Field, FieldType, Kind};
use store::registers::Index;
use store::registers::table::Once;

/// SQLite and PostgreSQL keep up with so many indexes without imports becoming slow.
const MOST_INDEXES: usize = 16;
/// The most columns of an index.
const MOST_COLUMNS: usize = 8;

/// The key, what dates a row, whatever rows are looked up by, and what lists are ordered and filtered by.
pub(super) fn indexes(
    definition: &Definition,
    columns: &[Column],
    crossing: &[Vec<String>],
) -> Vec<Index> {
    let mut indexes: Vec<Index> = Vec::new();
    let mut known = BTreeSet::new();
    let is_hashed = |name: &String| {
        columns.iter().any(|column| column.name == *name && column.role == ColumnRole::Lookup)
    };
    let mut add = |columns: Vec<String>, once: Once| {
        let is_new =
            !columns.is_empty() && columns.len() <= MOST_COLUMNS && known.insert(columns.clone());
        if is_new && indexes.len() < MOST_INDEXES {
            let scattered = columns.first().is_some_and(is_hashed);
            indexes.push(Index { columns, once, carries: Vec::new(), scattered });
        }
    };
    let join =
        |field: usize| definition.join_column(field).filter(|c| !c.encrypted).map(|c| c.name);
    let key: Vec<Column> = definition.key_columns();
    let is_open = key.iter().all(|column| !column.encrypted);
    let key = key.into_iter().map(|column| column.name);
    let key: Vec<String> = key.filter(|_| is_open).collect();
    let once = if definition.kind == Kind::File { Once::Once } else { Once::Often };
    add(key.clone(), once);
    // What the key of a file begins with is looked up by the key.
    let is_begun = |columns: &[String]| once == Once::Once && key.starts_with(columns);
    if let Some(dated) = definition.dated_by {
        let of_it = |column: &&Column| column.field == Some(dated) && !column.encrypted;
        add(columns.iter().find(of_it).map(|c| c.name.clone()).into_iter().collect(), Once::Often);
    }
    let lookups = columns.iter().filter(|column| column.role == ColumnRole::Lookup);
    let lookups = lookups.map(|column| vec![column.name.clone()]);
    for columns in crossing.iter().cloned().chain(lookups).filter(|one| !is_begun(one)) {
        add(columns, Once::Often);
    }
    for (field, _) in definition.relations() {
        add(join(field).into_iter().collect(), Once::Often);
    }
    for (field, _) in &definition.list.sort {
        add(join(*field).into_iter().collect(), Once::Often);
    }
    for columns in listed(definition, &join) {
        add(columns, Once::Often);
    }
    indexes
}

/// By what a list is filtered, in its own order: the state and the codes that it shows. By what else it is ordered: the
/// days, sums and numbers that it shows.
fn listed(definition: &Definition, join: &impl Fn(usize) -> Option<String>) -> Vec<Vec<String>> {
    let order = definition.list.sort.first().and_then(|(field, _)| join(*field));
    let within = |column: String| {
        let order = order.clone().filter(|order| *order != column);
        std::iter::once(column).chain(order).collect::<Vec<_>>()
    };
    let state = (!definition.states.is_empty()).then(|| within("state".to_owned()));
    let shown = || definition.list.columns.iter().filter_map(|at| Some((*at, definition.at(*at)?)));
    let codes = shown().filter(|(_, field)| is_code(field)).filter_map(|(at, _)| join(at));
    let codes = codes.map(within);
    let ordered = shown().filter(|(_, field)| is_ordered(field)).filter_map(|(at, _)| join(at));
    let ordered = ordered.map(|column| vec![column]);
    state.into_iter().chain(codes).chain(ordered).collect()
}

fn is_code(field: &Field) -> bool {
    matches!(field.holds.plain(), FieldType::Code { .. } | FieldType::YesNo)
}

fn is_ordered(field: &Field) -> bool {
    let holds = field.holds.plain();
    matches!(holds, FieldType::Date | FieldType::Money { .. } | FieldType::Number { .. })
}

/// The columns in which words are looked for by whoever may see all of them.
pub(super) fn words(definition: &Definition, columns: &[Column]) -> Vec<String> {
    let is_searched = |column: &&Column| is_searched(definition, column).is_some();
    columns.iter().filter(is_searched).map(|column| column.name.clone()).collect()
}

/// The field of a column in which words are looked for, if it is one.
pub(super) fn is_searched<'d>(definition: &'d Definition, column: &Column) -> Option<&'d Field> {
    let field = definition.at(column.field?)?;
    let holds_words = matches!(
        field.holds.plain(),
        FieldType::Text { .. }
            | FieldType::Person { .. }
            | FieldType::DocumentNumber
            | FieldType::CreditCode
            | FieldType::Entry { .. }
    );
    let is_open = column.role == ColumnRole::Value && !column.encrypted;
    (holds_words && is_open).then_some(field)
}
