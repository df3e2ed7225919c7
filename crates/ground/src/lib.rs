//! The ground floor: what every room stands on and nothing more.
//!
//! Suggested reading order: [`Span`] and [`Place`] (where something stands), [`Words`] (what stands
//! there), [`Source`] (the whole text), [`Finding`] (what is wrong with it), [`Money`] (exact sums).

mod fault;
mod finding;
mod law;
mod money;
mod place;
mod rule;
mod source;
mod span;
mod words;

pub use fault::{Fault, Faults};
pub use finding::{Edit, Finding, Fix, Mark, Severity, Sureness};
pub use law::LegalRef;
pub use money::Money;
pub use place::Place;
pub use rule::{Facet, RuleCode, RuleCodeError, RuleInfo};
pub use source::{Anchor, Format, Source};
pub use span::Span;
pub use words::{Piece, Words};

/// A calendar day without a time zone: deadlines and legal dates have no hours.
pub type Day = jiff::civil::Date;

/// An exact decimal number. No figure in this project is ever a binary float.
pub type Decimal = rust_decimal::Decimal;
