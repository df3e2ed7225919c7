//! The columns of a register's table, and how an entry goes into them and comes out again.

use ground::{Day, Decimal, Money};
use rust_decimal::prelude::ToPrimitive;

use super::{Definition, canonical};
use crate::field::{Field, FieldType, Personal};
use crate::identity::{DocumentKind, IdDocument};
use crate::value::{Entry, Period, Person, Value};

/// A column of a register's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// ASCII name.
    pub name: String,
    /// The field it belongs to; `None` for the state.
    pub field: Option<usize>,
    /// What of the field it holds.
    pub role: ColumnRole,
    /// How it is kept.
    pub holds: ColumnType,
    /// Which kind of personal data it holds.
    pub personal: Personal,
    /// Whether what is kept is encrypted.
    pub encrypted: bool,
}

/// What of a field a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnRole {
    /// The value, or the name of a person.
    Value,
    /// The first day of a period.
    First,
    /// The last day of a period.
    Last,
    /// The number of a person's identity document.
    Document,
    /// The kind of an identity document.
    DocumentKind,
    /// What rows are looked up and joined by: the store keeps a keyed hash of what it is given here.
    Lookup,
    /// The name of the state.
    State,
}

/// How a column is kept. Days are text (2025-03-01), money is fen, numbers are whole numbers of the last decimal
/// that their field has, yes and no are 1 and 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// A whole number of 64 bits.
    Integer,
}

/// What stands in a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stored {
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
}

impl Definition {
    /// The columns of its table in order, the state last. What every table has besides (identifiers, owner,
    /// versions) is the store's own.
    pub fn columns(&self) -> Vec<Column> {
        let mut columns = Vec::new();
        for (place, field) in self.fields.iter().enumerate() {
            columns.extend(roles(field).iter().map(|role| column(place, field, *role)));
        }
        if !self.states.is_empty() {
            columns.push(Column {
                name: "state".into(),
                field: None,
                role: ColumnRole::State,
                holds: ColumnType::Text,
                personal: Personal::None,
                encrypted: false,
            });
        }
        columns
    }

    /// What of an entry stands in each column, in their order. A lookup column gets the words to be hashed.
    pub fn store(&self, entry: &Entry) -> Vec<Option<Stored>> {
        let mut stored = Vec::new();
        for (place, field) in self.fields.iter().enumerate() {
            let value = entry.value(place);
            let kept = |role: &ColumnRole| value.and_then(|value| kept(field, value, *role));
            stored.extend(roles(field).iter().map(kept));
        }
        if !self.states.is_empty() {
            let state = entry.state.and_then(|state| self.states.get(state));
            stored.push(state.map(|state| Stored::Text(state.name.clone())));
        }
        stored
    }

    /// What of an entry stands in a column of one of its fields, e.g. in [`Definition::join_column`].
    pub fn store_in(&self, column: &Column, entry: &Entry) -> Option<Stored> {
        let field = column.field?;
        kept(self.at(field)?, entry.value(field)?, column.role)
    }

    /// The entry whose columns these are; a column that does not fit leaves its field empty.
    pub fn restore(&self, stored: &[Option<Stored>]) -> Entry {
        let mut columns = stored.iter().map(Option::as_ref);
        let mut entry = Entry::blank(self.fields.len());
        for (place, field) in self.fields.iter().enumerate() {
            let of: Vec<Option<&Stored>> =
                roles(field).iter().map(|_| columns.next().flatten()).collect();
            entry.set(place, restored(field, &of));
        }
        if let Some(Some(Stored::Text(name))) = columns.next() {
            entry.state = self.state(name).map(|(place, _)| place);
        }
        entry
    }

    /// The column by which rows of this field are joined and looked up; of a period its first day.
    pub fn join_column(&self, field: usize) -> Option<Column> {
        let found = self.at(field)?;
        let is_there = |role: &ColumnRole| roles(found).contains(role);
        let role = [ColumnRole::Lookup, ColumnRole::First].into_iter().find(is_there);
        Some(column(field, found, role.unwrap_or(ColumnRole::Value)))
    }

    /// The columns in which two rows with the same key are the same.
    pub fn key_columns(&self) -> Vec<Column> {
        let mut columns = Vec::new();
        for field in &self.key {
            columns.extend(self.join_column(*field));
            if let Some(found) = self.at(*field).filter(|f| roles(f).contains(&ColumnRole::Last)) {
                columns.push(column(*field, found, ColumnRole::Last));
            }
        }
        columns
    }
}

/// The columns of a field.
fn roles(field: &Field) -> &'static [ColumnRole] {
    use ColumnRole::{Document, DocumentKind, First, Last, Lookup, Value};
    match field.holds.plain() {
        FieldType::Period { .. } => &[First, Last],
        FieldType::Person { .. } => &[Value, Document, DocumentKind, Lookup],
        FieldType::IdNumber => &[Value, DocumentKind, Lookup],
        _ if field.personal.is_looked_up() => &[Value, Lookup],
        _ => &[Value],
    }
}

fn column(place: usize, field: &Field, role: ColumnRole) -> Column {
    let (suffix, personal) = match role {
        ColumnRole::First => ("_first", field.personal),
        ColumnRole::Last => ("_last", field.personal),
        ColumnRole::Document => ("_id", Personal::Identity),
        ColumnRole::DocumentKind => ("_kind", Personal::None),
        ColumnRole::Lookup => ("_lookup", Personal::None),
        ColumnRole::Value | ColumnRole::State => ("", field.personal),
    };
    let holds = match field.holds.plain() {
        FieldType::Number { .. } | FieldType::Money { .. } | FieldType::YesNo
            if !personal.is_encrypted() =>
        {
            ColumnType::Integer
        }
        _ => ColumnType::Text,
    };
    Column {
        name: format!("{}{suffix}", field.name),
        field: Some(place),
        role,
        holds,
        personal,
        encrypted: personal.is_encrypted(),
    }
}

/// Bytes of the words of a day, a code or a number: most come to no more.
const USUAL_WORDS: usize = 24;

fn kept(field: &Field, value: &Value, role: ColumnRole) -> Option<Stored> {
    let text = |text: &str| Some(Stored::Text(text.into()));
    let found = match (role, value) {
        (ColumnRole::First, Value::Period(period)) => return text(&period.first.to_string()),
        (ColumnRole::Last, Value::Period(period)) => return text(&period.last.to_string()),
        (ColumnRole::Document, Value::Person(person)) => {
            return text(&person.document.as_ref()?.number);
        }
        (ColumnRole::DocumentKind | ColumnRole::Lookup, Value::Person(person)) => {
            let document = person.document.as_ref()?;
            let kind = role == ColumnRole::DocumentKind;
            return text(if kind { kind_word(document.kind) } else { &document.number });
        }
        (ColumnRole::DocumentKind, Value::IdNumber(document)) => {
            return text(kind_word(document.kind));
        }
        (ColumnRole::Value, Value::Person(person)) => return text(&person.name),
        (ColumnRole::Value, Value::Money(money)) => Stored::Integer(money.fen()),
        (ColumnRole::Value, Value::YesNo(truth)) => Stored::Integer((*truth).into()),
        (ColumnRole::Value, Value::Number(number)) => Stored::Integer(scaled(field, *number)?),
        (ColumnRole::Value, Value::Attachment(files)) => return text(&files.join(" ")),
        (ColumnRole::Value | ColumnRole::Lookup, value) => {
            let mut words = String::with_capacity(USUAL_WORDS);
            canonical(value, &mut words);
            Stored::Text(words)
        }
        _ => return None,
    };
    match found {
        Stored::Integer(number) if field.personal.is_encrypted() => text(&number.to_string()),
        other => Some(other),
    }
}

/// A number as a whole number of its field's last decimal.
pub(crate) fn scaled(field: &Field, number: Decimal) -> Option<i64> {
    let FieldType::Number { decimals, .. } = field.holds.plain() else { return None };
    let factor = Decimal::from(10i64.checked_pow(*decimals)?);
    number.checked_mul(factor)?.round().to_i64()
}

fn restored(field: &Field, of: &[Option<&Stored>]) -> Option<Value> {
    let text = |at: usize| match of.get(at) {
        Some(Some(Stored::Text(text))) => Some(text.as_str()),
        _ => None,
    };
    let whole = match of.first()? {
        Some(Stored::Integer(number)) => Some(*number),
        Some(Stored::Text(digits)) => digits.parse().ok(),
        None => None,
    };
    let day = |at: usize| text(at).and_then(|text| text.parse::<Day>().ok());
    let document = |number: usize, kind: usize| {
        Some(IdDocument { number: text(number)?.into(), kind: kind_of(text(kind)?)? })
    };
    Some(match field.holds.plain() {
        FieldType::Text { .. } | FieldType::Computed { .. } => Value::Text(text(0)?.into()),
        FieldType::Number { decimals, .. } => {
            Value::Number(Decimal::new(whole?, *decimals).normalize())
        }
        FieldType::Money { .. } => Value::Money(Money::from_fen(whole?)),
        FieldType::Date => Value::Date(day(0)?),
        FieldType::Period { .. } => Value::Period(Period { first: day(0)?, last: day(1)? }),
        FieldType::Code { .. } => Value::Code(text(0)?.into()),
        FieldType::Person { .. } => {
            Value::Person(Person { name: text(0)?.into(), document: document(1, 2) })
        }
        FieldType::Entry { .. } => Value::Entry(text(0)?.into()),
        FieldType::Region => Value::Region(text(0)?.into()),
        FieldType::DocumentNumber => Value::DocumentNumber(text(0)?.into()),
        FieldType::IdNumber => Value::IdNumber(document(0, 1)?),
        FieldType::CreditCode => Value::CreditCode(text(0)?.into()),
        FieldType::Phone => Value::Phone(text(0)?.into()),
        FieldType::BankCard => Value::BankCard(text(0)?.into()),
        FieldType::Attachment => {
            Value::Attachment(text(0)?.split_whitespace().map(Into::into).collect())
        }
        FieldType::YesNo => Value::YesNo(whole? != 0),
    })
}

const KINDS: [(DocumentKind, &str); 7] = [
    (DocumentKind::Resident, "resident"),
    (DocumentKind::Hmt, "hmt"),
    (DocumentKind::ForeignNew, "foreign_new"),
    (DocumentKind::ForeignOld, "foreign_old"),
    (DocumentKind::HongKongMacao, "hong_kong_macao"),
    (DocumentKind::Taiwan, "taiwan"),
    (DocumentKind::Passport, "passport"),
];

fn kind_word(kind: DocumentKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("resident", |(_, word)| word)
}

fn kind_of(word: &str) -> Option<DocumentKind> {
    KINDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
}
