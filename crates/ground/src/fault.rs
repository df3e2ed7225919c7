//! What is wrong with a definition that is data: the place in its text, the reason, what to do.

use std::fmt;
use std::ops::Range;

/// One mistake in the text of a definition: of a register, a code list, a check, a measure.
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
#[derive(Debug)]
pub struct Faults<'t> {
    file: &'t str,
    text: &'t str,
    found: Vec<Fault>,
}

impl<'t> Faults<'t> {
    /// None yet, of this text of a file.
    pub fn new(file: &'t str, text: &'t str) -> Faults<'t> {
        Faults { file, text, found: Vec::new() }
    }

    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Notes a mistake at a byte of the text.
    pub fn at(&mut self, byte: usize, message: impl Into<String>, help: impl Into<String>) {
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
    pub fn over(
        &mut self,
        run: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.at(run.start, message, help);
    }

    /// How many there are so far.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// All of them, in the order of their places.
    pub fn all(mut self) -> Vec<Fault> {
        self.found.sort_by_key(|fault| (fault.line, fault.column));
        self.found
    }

    /// `value` if nothing was wrong.
    ///
    /// # Errors
    /// All mistakes in the order of their places, if there are any or there is no value.
    pub fn unless<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        match value {
            Some(value) if self.found.is_empty() => Ok(value),
            _ => Err(self.all()),
        }
    }
}
