//! The columns of a register's tables: what they are called, what they hold, what is shown in them.

use ground::{Day, Decimal, Money};
use register::{
    Definition, Entry, EntryKey, Field, FieldType, Masking, MoneyUnit, Part, Unmasking, Value,
    show, show_document,
};
use write::rows::{Heading, Kind};

use crate::registers::showing::state_label;
use crate::registers::sight::Sight;
use crate::registers::{Register, Registers};

/// A column of an export.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) heading: Heading,
    holds: Holds,
}

#[derive(Clone, Copy, Debug)]
enum Holds {
    /// What fills an input: so that the table can be imported again.
    Input(Part),
    /// What is computed.
    Computed(usize),
}

/// What stands in a cell of an export.
#[derive(Clone, Debug)]
pub(super) enum Out {
    Empty,
    Text(String),
    Number(Decimal),
    Money(Money),
    Date(Day),
    YesNo(bool),
}

impl Out {
    pub(super) fn value(&self) -> write::rows::Value<'_> {
        match self {
            Out::Empty => write::rows::Value::Empty,
            Out::Text(text) => write::rows::Value::Text(text),
            Out::Number(number) => write::rows::Value::Number(*number),
            Out::Money(money) => write::rows::Value::Money(*money),
            Out::Date(day) => write::rows::Value::Date(*day),
            Out::YesNo(truth) => write::rows::Value::YesNo(*truth),
        }
    }
}

/// The headings of what people fill in, by input; attachments cannot be.
pub(in crate::registers) fn of_inputs(register: Register<'_>, day: Day) -> Vec<Option<Heading>> {
    let definition = register.definition;
    let one = |input: &register::Input| {
        let heading = match input.part {
            Part::Field(place) => {
                let field = definition.at(place)?;
                if matches!(field.holds, FieldType::Attachment) {
                    return None;
                }
                of_field(register.all, field, day)
            }
            Part::Document(_) => Heading { kind: Kind::Digits, ..Heading::default() },
            Part::State => Heading {
                choices: definition.states.iter().map(|state| state.label.clone()).collect(),
                ..Heading::default()
            },
        };
        let label = labelled(&input.label, heading.kind);
        Some(Heading { label, required: input.required, ..heading })
    };
    definition.inputs.iter().map(one).collect()
}

/// The headings of a table to be filled in.
pub(super) fn to_fill(register: Register<'_>, day: Day) -> Vec<Heading> {
    of_inputs(register, day).into_iter().flatten().collect()
}

/// The columns that somebody may see.
pub(super) fn shown(register: Register<'_>, sight: &Sight, day: Day) -> Vec<Column> {
    let definition = register.definition;
    let sees = |part: Part| match part {
        Part::Field(place) | Part::Document(place) => {
            definition.at(place).is_some_and(|field| sight.sees(field))
        }
        Part::State => true,
    };
    let headings = of_inputs(register, day).into_iter().zip(&definition.inputs);
    let mut columns: Vec<Column> = headings
        .filter(|(_, input)| sees(input.part))
        .filter_map(|(heading, input)| {
            // What may be chosen is for filling in.
            let heading = Heading { choices: Vec::new(), help: String::new(), ..heading? };
            Some(Column { heading, holds: Holds::Input(input.part) })
        })
        .collect();
    let computed = definition.fields.iter().enumerate();
    for (place, field) in computed.filter(|(_, field)| field.is_computed() && sight.sees(field)) {
        let kind = kind(field.holds.plain());
        let label = labelled(&field.label, kind);
        let heading = Heading { label, kind, ..Heading::default() };
        columns.push(Column { heading, holds: Holds::Computed(place) });
    }
    columns
}

impl Column {
    /// What is shown of an entry.
    pub(super) fn out(
        &self,
        all: &Registers,
        of: &Definition,
        entry: &Entry,
        sight: &Sight,
    ) -> Out {
        match self.holds {
            Holds::Input(Part::State) => text(state_label(of, entry)),
            Holds::Input(Part::Document(place)) => {
                let masking = of.at(place).map_or(Masking::Hidden, |field| sight.masking(field));
                // The number is guarded even where the name is nobody's secret.
                let masking = match (masking, sight.unmasking) {
                    (Masking::Plain, Unmasking::Not) => Masking::Masked,
                    (masking, _) => masking,
                };
                text(show_document(entry.value(place), masking).to_string())
            }
            Holds::Input(Part::Field(place)) | Holds::Computed(place) => {
                let Some(field) = of.at(place) else { return Out::Empty };
                out(all, field, entry.value(place), sight.masking(field))
            }
        }
    }
}

fn out(all: &Registers, field: &Field, value: Option<&Value>, masking: Masking) -> Out {
    if masking == Masking::Plain {
        match value {
            Some(Value::Money(money)) => return Out::Money(*money),
            Some(Value::Number(number)) => return Out::Number(*number),
            Some(Value::Date(day)) => return Out::Date(*day),
            Some(Value::YesNo(truth)) => return Out::YesNo(*truth),
            _ => {}
        }
    }
    text(show(field, value, masking, all.definitions().lists()).to_string())
}

fn text(text: String) -> Out {
    if text.is_empty() { Out::Empty } else { Out::Text(text) }
}

fn of_field(all: &Registers, field: &Field, day: Day) -> Heading {
    let choices = match field.holds.plain() {
        FieldType::Code { list } => {
            let codes =
                all.definitions().lists().list(list).into_iter().flat_map(|list| &list.codes);
            codes.filter(|code| code.in_force(day)).map(|code| code.label.clone()).collect()
        }
        _ => Vec::new(),
    };
    let kind = kind(field.holds.plain());
    Heading { help: field.help.clone(), kind, choices, ..Heading::default() }
}

fn kind(holds: &FieldType) -> Kind {
    match holds {
        FieldType::Number { decimals, .. } => Kind::Number(*decimals),
        FieldType::Money { unit: MoneyUnit::Yuan } => Kind::Yuan,
        FieldType::Money { unit: MoneyUnit::Wan } => Kind::Wan,
        FieldType::Date => Kind::Date,
        FieldType::Period { .. } => Kind::Period,
        FieldType::YesNo => Kind::YesNo,
        FieldType::IdNumber
        | FieldType::CreditCode
        | FieldType::Phone
        | FieldType::BankCard
        | FieldType::Entry { key: EntryKey::IdNumber | EntryKey::CreditCode, .. } => Kind::Digits,
        _ => Kind::Words,
    }
}

/// A label with the unit of its money.
fn labelled(label: &str, kind: Kind) -> String {
    match kind {
        Kind::Yuan => format!("{label}（元）"),
        Kind::Wan => format!("{label}（万元）"),
        _ => label.to_owned(),
    }
}
