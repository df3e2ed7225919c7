//! Registers as measures see them: names, labels, what fields hold, and in which columns.

use measure::{Book, Field, Holds, Known, Register};
use register::{ColumnRole, Definition, Definitions, FieldType, Kind};

/// All registers as measures see them.
pub fn known(all: &Definitions) -> Known {
    Known::of(all.all().map(|definition| register(definition, all)))
}

fn register(definition: &Definition, all: &Definitions) -> Register {
    let dated = definition.dated_by.and_then(|at| definition.at(at));
    let states = definition.states.iter();
    Register {
        name: definition.name.clone(),
        title: definition.title.clone(),
        book: match definition.kind {
            Kind::File => Book::File,
            Kind::Journal => Book::Journal,
        },
        dated_by: dated.map(|field| field.name.clone()),
        fields: (0..definition.fields.len()).filter_map(|at| field(definition, at, all)).collect(),
        states: states.map(|state| (state.name.clone(), state.label.clone())).collect(),
    }
}

/// A field; none where nothing is kept of it.
fn field(definition: &Definition, at: usize, all: &Definitions) -> Option<Field> {
    let field = definition.at(at)?;
    let columns: Vec<_> =
        definition.columns().into_iter().filter(|column| column.field == Some(at)).collect();
    let of = |role| columns.iter().find(|column| column.role == role);
    let first = columns.first()?;
    let lookup = of(ColumnRole::Lookup);
    let compared = lookup.or(of(ColumnRole::First)).unwrap_or(first);
    let holds = match field.holds.plain() {
        _ if lookup.is_some() => Holds::Key,
        _ if first.encrypted => Holds::Sealed,
        FieldType::Number { decimals, .. } => Holds::Number { decimals: *decimals },
        FieldType::Money { .. } => Holds::Money,
        FieldType::Date => Holds::Day,
        FieldType::Period { .. } => Holds::Period,
        FieldType::YesNo => Holds::YesNo,
        FieldType::Code { list } => {
            let list = all.lists().list(list)?;
            Holds::Code(list.codes.iter().map(|c| (c.key.clone(), c.label.clone())).collect())
        }
        _ => Holds::Text,
    };
    Some(Field {
        name: field.name.clone(),
        label: field.label.clone(),
        holds,
        column: compared.name.clone(),
        filled: first.name.clone(),
        last: of(ColumnRole::Last).unwrap_or(compared).name.clone(),
    })
}
