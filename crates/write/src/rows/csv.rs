//! Long tables as lines of text, marked as UTF-8 so that spreadsheets take them for it.

use std::io::Write;

use ground::Decimal;

use super::export::Export;
use super::{Heading, Value};
use crate::WriteError;

/// Lines of rows while they are written. Title and line of an export are left out: programs read these files.
#[derive(Debug)]
pub struct ExportCsv<W> {
    out: W,
    headings: Vec<Heading>,
    /// The line that is being made.
    text: String,
}

impl<W: Write> ExportCsv<W> {
    /// Writes the headings.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn begin(out: W, export: &Export<'_>) -> Result<ExportCsv<W>, WriteError> {
        let mut this =
            ExportCsv { out, headings: export.headings.to_vec(), text: "\u{feff}".into() };
        for at in 0..this.headings.len() {
            this.separate(at);
            let label = this.headings.get(at).map(|heading| heading.label.clone());
            push_words(&mut this.text, &label.unwrap_or_default());
        }
        this.end_line()?;
        Ok(this)
    }

    /// Writes a row; values behind the last column are left out.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn row(&mut self, values: &[Value<'_>]) -> Result<(), WriteError> {
        for at in 0..self.headings.len() {
            self.separate(at);
            let Some(heading) = self.headings.get(at) else { continue };
            match values.get(at).copied().unwrap_or_default() {
                Value::Empty => {}
                Value::Text(text) => push_words(&mut self.text, text),
                Value::Number(number) => self.text.push_str(&number.to_string()),
                Value::Money(money) => self.text.push_str(&heading.amount(money).to_string()),
                Value::Date(day) => self.text.push_str(&day.to_string()),
                Value::YesNo(truth) => self.text.push_str(if truth { "是" } else { "否" }),
            }
        }
        self.end_line()
    }

    /// Writes the totals, which end the table.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn total(&mut self, values: &[Value<'_>]) -> Result<(), WriteError> {
        self.row(values)
    }

    /// Ends the file; gives back what it was written to.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn finish(mut self) -> Result<W, WriteError> {
        self.out.flush()?;
        Ok(self.out)
    }

    fn separate(&mut self, at: usize) {
        if at > 0 {
            self.text.push(',');
        }
    }

    fn end_line(&mut self) -> Result<(), WriteError> {
        self.text.push_str("\r\n");
        self.out.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }
}

/// Words; what a spreadsheet would take for a formula begins with an apostrophe.
fn push_words(line: &mut String, text: &str) {
    let mark = if is_formula(text) { "'" } else { "" };
    if mark.is_empty() && !text.contains([',', '"', '\r', '\n', '\t', ';', '|', '\'']) {
        line.push_str(text);
        return;
    }
    line.push('"');
    line.push_str(mark);
    for (at, part) in text.split('"').enumerate() {
        if at > 0 {
            line.push_str("\"\"");
        }
        line.push_str(part);
    }
    line.push('"');
}

/// Whether a spreadsheet would calculate it, or its reader take an apostrophe of its own for ours. A number with its
/// sign is no formula.
fn is_formula(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    let begins = bare.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    (begins || bare.starts_with('\t')) && text.parse::<Decimal>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ground::{Day, Money};

    #[test]
    fn lines_hold_what_rows_hold_and_no_formulas() {
        let heading =
            |label: &str, kind| Heading { label: label.into(), kind, ..Heading::default() };
        let headings = [
            heading("姓名", super::super::Kind::Words),
            heading("金额（万元）", super::super::Kind::Wan),
            heading("日期", super::super::Kind::Date),
        ];
        let export = Export { title: "台账", line: "", headings: &headings };
        let mut out = ExportCsv::begin(Vec::new(), &export).unwrap();
        let day = Value::Date(Day::constant(2025, 3, 1));
        let money = Value::Money(Money::from_fen(1_234_500));
        out.row(&[Value::Text("=cmd|' /C calc'!A0"), money, day]).unwrap();
        out.row(&[Value::Text("张\"三\",\n")]).unwrap();
        out.row(&[Value::Text("-12.5"), Value::Number(Decimal::new(-5, 1)), Value::YesNo(true)])
            .unwrap();
        let text = String::from_utf8(out.finish().unwrap()).unwrap();
        let expected = "\u{feff}姓名,金额（万元）,日期\r\n\"'=cmd|' /C calc'!A0\",1.2345,2025-03-01\r\n\
             \"张\"\"三\"\",\n\",,\r\n-12.5,-0.5,是\r\n";
        assert_eq!(text, expected);
        for text in ["+a", "-a", "@SUM(A1)", " =1+1", "\t=1", "＝1"] {
            assert!(is_formula(text), "{text}");
        }
    }
}
