//! Measures (指标取数): what the value of an indicator is computed from, as data.
//!
//! A measure stands in `data/measures/`: which entries of which register count, what is counted or summed up, by which
//! day, numerator and denominator each with its words. This room knows no SQL and no clock: it reads definitions,
//! makes plans that the store turns into queries, says in Chinese what is computed, and reckons exactly with what the
//! store found.
//!
//! A room imports no other on its floor, so registers are [`Known`] here by names, labels and columns alone; the
//! office makes that of their definitions.
//!
//! Suggested reading order: [`Measure`] and [`Part`] (what is computed), [`Known`] (of which registers),
//! [`Measures`] (all of them), [`Arguments`] (what a binding says), [`Plan`] (the question), [`Reading`] and
//! [`Value`] (the answer), [`describe`] (both in words), [`propose`] (which measure an indicator may be bound to).

mod arguments;
mod definition;
mod describe;
mod known;
mod measures;
mod plan;
mod propose;
mod read;
mod value;

pub use arguments::{Argument, Arguments, Period, Refusal};
pub use definition::{
    Given, Grouping, Having, Kept, Measure, Part, Shape, Surveyed, Take, Taken, Test, Time,
};
pub use describe::describe;
pub use ground::Fault;
pub use known::{Book, Field, Holds, Known, Register};
pub use measures::Measures;
pub use plan::{Also, Asked, By, Condition, Figure, Plan, Related};
pub use propose::{Proposal, Proposer, Wanted, propose, unbound_reason};
pub use value::{Figured, Outcome, Reading, Value};
