//! A run of bytes in the linear text of one document.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A run of bytes in [`Source::text`](crate::Source::text), the end not included.
///
/// Every format is first laid out as one linear text; a span in that text is the only position the
/// rooms hand to each other. [`Source::place`](crate::Source::place) turns it into what a person
/// calls a place: a line, a table cell, a page.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
pub struct Span {
    /// First byte of the run (UTF-8 bytes of the linear text).
    pub start: u32,
    /// First byte after the run.
    pub end: u32,
}

impl Span {
    /// A span over `range`, cut to what 32 bits hold (readers refuse larger documents before).
    pub fn new(range: Range<usize>) -> Span {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { start: narrow(range.start), end: narrow(range.end).max(narrow(range.start)) }
    }

    /// The empty span before the byte `offset`: where something is missing.
    pub fn at(offset: usize) -> Span {
        Span::new(offset..offset)
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The run as a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether nothing stands in the span.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether the two spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}
