//! Views: typed records whose fields the data of a form names.
//!
//! The macro `view!` makes one: a struct whose doc comments say what each field means, its shape for
//! the check of the data, and its values for the engine.

use std::borrow::Cow;

use ground::{Day, Decimal, Money};

/// What kind of value a field has.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Words.
    Text,
    /// Paragraphs.
    Lines,
    /// A sum of money.
    Money,
    /// A share in percent.
    Percent,
    /// Points or another number.
    Number,
    /// A day.
    Day,
    /// What is never published: an ID number, a bank account.
    Secret,
    /// A list of records of this shape.
    List(&'static Shape),
}

/// The fields of a view.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Name and kind of each, in order.
    pub fields: &'static [(&'static str, Kind)],
    /// Those that need not stand on any variant of the form.
    pub optional: &'static [&'static str],
}

impl Shape {
    /// The kind of the field with this name.
    pub fn kind(&self, name: &str) -> Option<Kind> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }
}

/// The value of a field.
#[derive(Clone)]
pub enum Value<'v> {
    /// Nothing is given.
    Blank,
    /// Words.
    Text(Cow<'v, str>),
    /// Paragraphs.
    Lines(&'v [String]),
    /// A sum of money.
    Money(Money),
    /// A share in percent.
    Percent(Decimal),
    /// Points or another number.
    Number(Decimal),
    /// A day.
    Day(Day),
    /// Records.
    List(Vec<&'v dyn Record>),
}

/// A record whose fields are found by name.
pub trait Record {
    /// The value of the field with this name.
    fn value(&self, name: &str) -> Option<Value<'_>>;
}

/// A record of known shape.
pub trait View: Record {
    /// Its fields.
    const SHAPE: Shape;
}

/// What can stand in a field of a view.
pub trait Field {
    /// Its kind.
    const KIND: Kind;
    /// Its value.
    fn value(&self) -> Value<'_>;
}

/// A share in percent: 98.5 is 98.5 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Percent(pub Decimal);

/// A sum as a document gives it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amount {
    /// A sum that could be read.
    Sum(Money),
    /// Words that are no sum; they stand there as they are.
    Words(String),
}

macro_rules! field {
    ($type:ty, $kind:ident, $self:ident => $value:expr) => {
        impl Field for $type {
            const KIND: Kind = Kind::$kind;

            fn value(&$self) -> Value<'_> {
                $value
            }
        }
    };
}

field!(String, Text, self => Value::Text(self.as_str().into()));
field!(Vec<String>, Lines, self => Value::Lines(self));
field!(Money, Money, self => Value::Money(*self));
field!(Percent, Percent, self => Value::Percent(self.0));
field!(Decimal, Number, self => Value::Number(*self));
field!(i16, Number, self => Value::Number(Decimal::from(*self)));
field!(u8, Number, self => Value::Number(Decimal::from(*self)));
field!(u32, Number, self => Value::Number(Decimal::from(*self)));
field!(Day, Day, self => Value::Day(*self));
field!(Amount, Money, self => match self {
    Amount::Sum(sum) => Value::Money(*sum),
    Amount::Words(words) => Value::Text(words.as_str().into()),
});

impl<T: Field> Field for Option<T> {
    const KIND: Kind = T::KIND;

    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Blank, Field::value)
    }
}

impl<T: View> Field for Vec<T> {
    const KIND: Kind = Kind::List(&T::SHAPE);

    fn value(&self) -> Value<'_> {
        Value::List(self.iter().map(|record| record as &dyn Record).collect())
    }
}

/// Declares views. Fields named behind `=> optional` need not stand on any variant of the form.
macro_rules! view {
    ($(
        $(#[$meta:meta])*
        $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)* }
        $(=> optional { $($optional:ident),* $(,)? })?
    )*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$doc])* pub $field: $type,)*
        }

        impl $crate::forms::value::Record for $name {
            fn value(&self, name: &str) -> Option<$crate::forms::value::Value<'_>> {
                match name {
                    $(stringify!($field) => {
                        Some($crate::forms::value::Field::value(&self.$field))
                    })*
                    _ => None,
                }
            }
        }

        impl $crate::forms::value::View for $name {
            const SHAPE: $crate::forms::value::Shape = $crate::forms::value::Shape {
                fields: &[$((
                    stringify!($field),
                    <$type as $crate::forms::value::Field>::KIND,
                )),*],
                optional: &[$($(stringify!($optional)),*)?],
            };
        }
    )*};
}
pub(crate) use view;
