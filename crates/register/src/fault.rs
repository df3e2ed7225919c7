//! What is wrong with a definition: the place in its text, the reason, what to do.

use std::fmt;
use std::ops::Range;

/// One mistake in the text of a definition, a code list or a cross-check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, or what stands for one (浏览器中填写的定义).
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// One Chinese sentence that says what is wrong.
    pub message: String,
    /// One Chinese line that says what to do; may be empty.
    pub help: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}第{}行第{}列：{}", self.file, self.line, self.column, self.message)?;
        if !self.help.is_empty() {
            write!(f, "（{}）", self.help)?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}

/// Gathers the mistakes of one text, so that all are told and not the first alone.
pub(crate) struct Faults<'t> {
    file: &'t str,
    text: &'t str,
    found: Vec<Fault>,
}

impl<'t> Faults<'t> {
    pub(crate) fn new(file: &'t str, text: &'t str) -> Faults<'t> {
        Faults { file, text, found: Vec::new() }
    }

    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// Notes a mistake at a byte of the text.
    pub(crate) fn at(&mut self, byte: usize, message: impl Into<String>, help: impl Into<String>) {
        let before = self.text.get(..byte).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        self.found.push(Fault {
            file: self.file.into(),
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            message: message.into(),
            help: help.into(),
        });
    }

    /// Notes a mistake where a run of the text begins.
    pub(crate) fn over(
        &mut self,
        run: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.at(run.start, message, help);
    }

    /// `value` if nothing was wrong, else all mistakes in the order of their places.
    pub(crate) fn unless<T>(mut self, value: Option<T>) -> Result<T, Vec<Fault>> {
        self.found.sort_by_key(|fault| (fault.line, fault.column));
        match value {
            Some(value) if self.found.is_empty() => Ok(value),
            _ => Err(self.found),
        }
    }
}
