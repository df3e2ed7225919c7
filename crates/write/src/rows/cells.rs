//! What all tables of registers share: titles, headings, lists to choose from.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime,
    Formula, Workbook, Worksheet, XlsxError,
};

use super::{Heading, Kind, look};
use crate::document::FIRST_DAY;

/// Excel's longest title and message, in characters.
const LONGEST: (usize, usize) = (32, 255);
/// Excel's longest list, commas counted.
const LONGEST_LIST: usize = 255;
/// Excel's last row, from 0.
pub(super) const LAST_ROW: u32 = 1_048_575;
/// The sheet on which long lists stand.
const LISTS: &str = "选项";

/// A workbook of this title.
pub(super) fn workbook(title: &str) -> Workbook {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&FIRST_DAY);
    workbook.set_properties(&properties);
    workbook
}

/// The last of so many columns, from 0.
pub(super) fn last(columns: usize) -> u16 {
    u16::try_from(columns.saturating_sub(1)).unwrap_or(u16::MAX)
}

/// Writes one line over the whole width.
pub(super) fn line(
    sheet: &mut Worksheet,
    row: u32,
    last: u16,
    words: &str,
    format: &rust_xlsxwriter::Format,
) -> Result<(), XlsxError> {
    if last == 0 {
        sheet.write_string_with_format(row, 0, words, format)?;
    } else {
        sheet.merge_range(row, 0, row, last, words, format)?;
    }
    Ok(())
}

/// Page set-up of a table whose heads stand on this row.
pub(super) fn set_up(sheet: &mut Worksheet, heads: u32) -> Result<(), XlsxError> {
    sheet.set_paper_size(look::A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3).set_footer("&C第 &P 页，共 &N 页");
    sheet.set_repeat_rows(heads, heads)?;
    sheet.set_freeze_panes(heads + 1, 0)?;
    Ok(())
}

/// The lists of columns that are too long for Excel to keep in the column itself.
pub(super) struct Lists {
    /// For each column its list on the sheet of lists.
    places: Vec<Option<String>>,
}

impl Lists {
    /// Which lists need the sheet.
    pub(super) fn of(headings: &[&Heading]) -> Lists {
        let mut next = 0;
        let place = |heading: &&Heading| {
            if heading.choices.is_empty() || fits(&heading.choices()) {
                return None;
            }
            let column = letters(next);
            next += 1;
            Some(format!("={LISTS}!${column}$2:${column}${}", heading.choices.len() + 1))
        };
        Lists { places: headings.iter().map(place).collect() }
    }

    /// Writes the sheet, if one is needed.
    pub(super) fn write(
        &self,
        workbook: &mut Workbook,
        headings: &[&Heading],
    ) -> Result<(), XlsxError> {
        let listed = headings.iter().zip(&self.places).filter(|(_, place)| place.is_some());
        let listed: Vec<&Heading> = listed.map(|(heading, _)| *heading).collect();
        if listed.is_empty() {
            return Ok(());
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(LISTS)?.set_freeze_panes(1, 0)?;
        let (head, words) = (look::heading(false), look::words());
        for (column, heading) in (0..).zip(listed) {
            sheet.set_column_width_pixels(column, look::width(heading).max(160))?;
            sheet.write_string_with_format(0, column, &heading.label, &head)?;
            for (row, choice) in (1..).zip(&heading.choices) {
                sheet.write_string_with_format(row, column, choice, &words)?;
            }
        }
        Ok(())
    }

    /// What Excel says and offers in the cells of a column; `None` where there is nothing to say.
    pub(super) fn validation(
        &self,
        at: usize,
        heading: &Heading,
    ) -> Result<Option<DataValidation>, XlsxError> {
        let choices = heading.choices();
        let place = self.places.get(at).and_then(Option::as_ref);
        let check = DataValidation::new();
        let check = match place {
            Some(place) => check.allow_list_formula(Formula::new(place)),
            None if !choices.is_empty() => check.allow_list_strings(&choices)?,
            None => match typed(check, heading.kind)? {
                Some(check) => check.set_error_style(DataValidationErrorStyle::Warning),
                None => DataValidation::new().allow_any_value(),
            },
        };
        let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
        let manner = heading.manner();
        let message = if heading.help.is_empty() {
            manner
        } else {
            format!("{}\n（{manner}）", heading.help)
        };
        let needed = if heading.required { "（必填）" } else { "" };
        let title = cut(&heading.label, LONGEST.0 - needed.chars().count()) + needed;
        let check = check
            .set_input_title(title)?
            .set_input_message(cut(&message, LONGEST.1))?
            .set_error_title("请核对")?
            .set_error_message(match choices.is_empty() {
                true => "填的内容和本列要求的不一样，请核对。",
                false => "请从下拉列表中选择。",
            })?;
        Ok(Some(check))
    }
}

/// Whether Excel takes the list in the column itself.
fn fits(choices: &[&str]) -> bool {
    let length: usize = choices.iter().map(|choice| choice.encode_utf16().count() + 1).sum();
    length <= LONGEST_LIST && choices.iter().all(|choice| !choice.contains([',', '"']))
}

/// What Excel takes without asking back.
fn typed(check: DataValidation, kind: Kind) -> Result<Option<DataValidation>, XlsxError> {
    const BOUNDS: (f64, f64) = (-1e15, 1e15);
    Ok(match kind {
        Kind::Date => {
            let first = ExcelDateTime::from_ymd(1900, 1, 1)?;
            Some(check.allow_date(DataValidationRule::GreaterThanOrEqualTo(first)))
        }
        Kind::Number(_) | Kind::Yuan | Kind::Wan => {
            Some(check.allow_decimal_number(DataValidationRule::Between(BOUNDS.0, BOUNDS.1)))
        }
        Kind::Words | Kind::Digits | Kind::Period | Kind::YesNo => None,
    })
}

/// The letters of a column: 0 is A, 27 is AB.
pub(super) fn letters(column: usize) -> String {
    let (rest, letter) = (column / 26, u8::try_from(column % 26).unwrap_or(0));
    let above = rest.checked_sub(1).map(letters).unwrap_or_default();
    format!("{above}{}", char::from(b'A' + letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_excel_names_them() {
        let names = [0, 25, 26, 27, 701, 702].map(letters);
        assert_eq!(names, ["A", "Z", "AA", "AB", "ZZ", "AAA"]);
    }

    #[test]
    fn lists_that_excel_cannot_keep_in_the_column_go_to_a_sheet() {
        let list = |choices: Vec<String>| Heading { choices, ..Heading::default() };
        let short = list(vec!["甲".into(), "乙".into()]);
        let comma = list(vec!["甲,乙".into()]);
        let long = list((0..200).map(|at| format!("选项{at}")).collect());
        let lists = Lists::of(&[&short, &comma, &long]);
        let expected = [None, Some("=选项!$A$2:$A$2"), Some("=选项!$B$2:$B$201")];
        assert!(lists.places.iter().map(Option::as_deref).eq(expected));
    }
}
