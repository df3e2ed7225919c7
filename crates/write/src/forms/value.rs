//! Views: typed records whose fields the data of a form names.
//!
//! The macro `view!` makes one: a struct whose doc comments say what each field means, its shape for
//! the check of the data, and its values for the engine.

use std::borrow::Cow;

use ground::{Day, Decimal, Money};
use rulebook::SumUnit;

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
    /// A whole ID number, which is never published.
    Id,
    /// A whole bank account, which is never published.
    Account,
    /// An ID number with its birthday masked.
    MaskedId,
    /// A list of records of this shape.
    List(&'static Shape),
}

/// The fields of a view.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Each, in order.
    pub fields: &'static [FieldShape],
    /// Those that need not stand on any variant of the form.
    pub optional: &'static [&'static str],
    /// Words without which the form says nothing, such as the name of a person who is paid.
    pub required: &'static [&'static str],
}

/// What is known of a field beforehand.
#[derive(Clone, Copy, Debug)]
pub struct FieldShape {
    /// Its name in data.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// What kind of value it has.
    pub kind: Kind,
    /// Whether its type has no blank.
    pub is_needed: bool,
}

impl Shape {
    /// The kind of the field with this name.
    pub fn kind(&self, name: &str) -> Option<Kind> {
        self.fields.iter().find(|field| field.name == name).map(|field| field.kind)
    }

    /// Whether the form makes no sense without this field.
    pub fn needs(&self, field: &FieldShape) -> bool {
        field.is_needed || self.required.contains(&field.name)
    }
}

impl FieldShape {
    /// The unit of its sums: 元 where its label says so, 万元 elsewhere.
    pub fn unit(&self) -> SumUnit {
        if self.label.ends_with("（元）") { SumUnit::Yuan } else { SumUnit::Wan }
    }
}

impl FieldShape {
    /// How its value is written in a data file.
    pub fn writing(&self) -> &'static str {
        match (self.kind, self.unit()) {
            (Kind::Text, _) => "文字",
            (Kind::Lines, _) => "文字清单，一项一段",
            (Kind::Money, SumUnit::Wan) => "万元，如 24.5；或 \"245000元\"",
            (Kind::Money, SumUnit::Yuan) => "元，如 3000；或 \"0.3万元\"",
            (Kind::Percent, _) => "百分数，如 66.67",
            (Kind::Number, _) => "数",
            (Kind::Day, _) => "日期，如 \"2026-07-31\"",
            (Kind::Id, _) => "18位身份证号码，写在引号里",
            (Kind::Account, _) => "银行账号，写在引号里",
            (Kind::MaskedId, _) => "身份证号码，完整的自动隐去第7至14位",
            (Kind::List(_), _) => "清单，每项的栏目见下",
        }
    }
}

impl Kind {
    /// Whether it identifies a person and is never published.
    pub const fn is_secret(self) -> bool {
        matches!(self, Kind::Id | Kind::Account)
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
    /// Whether it cannot be blank.
    const NEEDED: bool = true;
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
            const NEEDED: bool = !matches!(Kind::$kind, Kind::Text | Kind::Lines);

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
    const NEEDED: bool = false;

    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Blank, Field::value)
    }
}

impl<T: View> Field for Vec<T> {
    const KIND: Kind = Kind::List(&T::SHAPE);
    const NEEDED: bool = false;

    fn value(&self) -> Value<'_> {
        Value::List(self.iter().map(|record| record as &dyn Record).collect())
    }
}

/// Declares views: each field with its type and what people call it. Fields named behind
/// `=> optional` need not stand on any variant of the form; those behind `=> required` are words
/// that must be given.
macro_rules! view {
    ($(
        $(#[$meta:meta])*
        $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty = $label:literal,)* }
        $(=> optional { $($optional:ident),* $(,)? })?
        $(=> required { $($required:ident),* $(,)? })?
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
                fields: &[$($crate::forms::value::FieldShape {
                    name: stringify!($field),
                    label: $label,
                    kind: <$type as $crate::forms::value::Field>::KIND,
                    is_needed: <$type as $crate::forms::value::Field>::NEEDED,
                }),*],
                optional: &[$($(stringify!($optional)),*)?],
                required: &[$($(stringify!($required)),*)?],
            };
        }
    )*};
}
pub(crate) use view;
