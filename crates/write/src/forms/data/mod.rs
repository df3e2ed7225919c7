//! The values of a form without their types: what JSON gives, what is left blank, what is derived.
//!
//! ```text
//! typed view  ──Data::of──▶          ─serialize─▶  JSON that people edit
//! statement                  Data                        │
//! nothing     ──blank────▶           ◀──from_json────────┘   every fault with its path
//! ```
//!
//! A view says of each field what it is; a form may be printed while some of them are blank, which
//! the types of a view do not allow.

mod derive;
mod json;
mod limits;

use ground::{Day, Decimal, Money};
use rulebook::FormSheet;

use super::value::{FieldShape, Kind, Record, Shape, Value};

pub use json::{Fault, Grade};
pub use limits::{Excess, excesses};

/// The values of a form or of a record in it.
#[derive(Clone)]
pub struct Data {
    shape: &'static Shape,
    /// As many as the shape has fields, in their order.
    values: Vec<Datum>,
}

/// The value of a field.
#[derive(Clone)]
pub(super) enum Datum {
    Blank,
    Text(String),
    Lines(Vec<String>),
    Money(Money),
    Percent(Decimal),
    Number(Decimal),
    Day(Day),
    List(Vec<Data>),
}

impl Data {
    /// A form in which nothing is filled in.
    pub fn blank(shape: &'static Shape) -> Data {
        Data { shape, values: shape.fields.iter().map(|_| Datum::Blank).collect() }
    }

    /// The values of a view.
    pub fn of(view: &dyn Record, shape: &'static Shape) -> Data {
        let values = shape.fields.iter().map(|field| {
            let value = view.value(field.name).unwrap_or(Value::Blank);
            datum(value, field.kind)
        });
        Data { shape, values: values.collect() }
    }

    /// Its fields.
    pub fn shape(&self) -> &'static Shape {
        self.shape
    }

    /// The number in this field, such as the year.
    pub fn number(&self, name: &str) -> Option<Decimal> {
        match self.get(name) {
            Some(Datum::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The words in this field; empty where it has none.
    pub fn words(&self, name: &str) -> String {
        match self.get(name) {
            Some(Datum::Text(text)) => text.clone(),
            Some(Datum::Lines(lines)) => lines.join("\n"),
            _ => String::new(),
        }
    }

    /// Puts a number in this field where it is blank.
    pub fn set_number(&mut self, name: &str, number: Decimal) {
        if let Some(value) = self.get_mut(name).filter(|value| value.is_blank()) {
            *value = Datum::Number(number);
        }
    }

    /// Puts words in this field.
    pub fn set_words(&mut self, name: &str, words: &str) {
        if let Some(value) = self.get_mut(name) {
            *value = Datum::Text(words.to_owned());
        }
    }

    /// Puts paragraphs in this field.
    pub fn set_lines(&mut self, name: &str, lines: &[String]) {
        if let Some(value) = self.get_mut(name) {
            *value = Datum::Lines(lines.to_vec());
        }
    }

    /// Puts a day in this field, or leaves it blank.
    pub fn set_day(&mut self, name: &str, day: Option<Day>) {
        if let Some(value) = self.get_mut(name) {
            *value = day.map_or(Datum::Blank, Datum::Day);
        }
    }

    /// Leaves this field blank.
    pub(super) fn clear(&mut self, name: &str) {
        if let Some(value) = self.get_mut(name) {
            *value = Datum::Blank;
        }
    }

    /// Its own fields that are blank.
    pub fn blanks(&self) -> impl Iterator<Item = &'static FieldShape> {
        let fields = self.shape.fields.iter().zip(&self.values);
        fields.filter(|(_, value)| value.is_blank()).map(|(field, _)| field)
    }

    /// Puts the rows that the sheet prints beforehand where its lists have none or leave the name out.
    pub(super) fn preset(&mut self, sheet: &FormSheet) {
        for (field, value) in self.shape.fields.iter().zip(&mut self.values) {
            let Kind::List(shape) = field.kind else { continue };
            let presets = sheet.presets(field.name);
            if presets.is_empty() {
                continue;
            }
            let mut rows = match std::mem::replace(value, Datum::Blank) {
                Datum::List(rows) => rows,
                _ => Vec::new(),
            };
            for (at, preset) in presets.iter().enumerate() {
                if rows.len() == at {
                    rows.push(Data::blank(shape));
                }
                let name = rows.get_mut(at).and_then(|row| row.get_mut("name"));
                if let Some(name) = name.filter(|name| name.is_blank()) {
                    *name = Datum::Text(preset.name.clone());
                }
            }
            *value = Datum::List(rows);
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Datum> {
        let at = self.shape.fields.iter().position(|field| field.name == name)?;
        self.values.get(at)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Datum> {
        let at = self.shape.fields.iter().position(|field| field.name == name)?;
        self.values.get_mut(at)
    }
}

impl Datum {
    /// Whether nothing stands there.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Datum::Blank => true,
            Datum::Text(text) => text.trim().is_empty(),
            Datum::Lines(lines) => lines.iter().all(|line| line.trim().is_empty()),
            Datum::List(all) => all.is_empty(),
            _ => false,
        }
    }
}

impl Record for Data {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        Some(match self.get(name)? {
            Datum::Blank => Value::Blank,
            Datum::Text(text) => Value::Text(text.as_str().into()),
            Datum::Lines(lines) => Value::Lines(lines),
            Datum::Money(sum) => Value::Money(*sum),
            Datum::Percent(share) => Value::Percent(*share),
            Datum::Number(number) => Value::Number(*number),
            Datum::Day(day) => Value::Day(*day),
            Datum::List(all) => Value::List(all.iter().map(|one| one as &dyn Record).collect()),
        })
    }
}

fn datum(value: Value<'_>, kind: Kind) -> Datum {
    match value {
        Value::Blank => Datum::Blank,
        Value::Text(text) => Datum::Text(text.into_owned()),
        Value::Lines(lines) => Datum::Lines(lines.to_vec()),
        Value::Money(sum) => Datum::Money(sum),
        Value::Percent(share) => Datum::Percent(share),
        Value::Number(number) => Datum::Number(number),
        Value::Day(day) => Datum::Day(day),
        Value::List(all) => match kind {
            Kind::List(shape) => {
                Datum::List(all.into_iter().map(|one| Data::of(one, shape)).collect())
            }
            _ => Datum::Blank,
        },
    }
}
