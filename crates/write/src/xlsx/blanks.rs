//! Places to be filled in: a hint that Excel shows when the cell is chosen, and a list.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, XlsxError};

use crate::document::{Blank, Takes};

/// Excel's longest title and message, in characters.
const LONGEST: (usize, usize) = (32, 255);
/// Excel's longest list, commas counted.
const LONGEST_LIST: usize = 255;

/// What Excel says and offers in a cell with these blanks; `None` where there are none.
///
/// # Errors
/// Where Excel takes no such list.
pub(super) fn validation(blanks: &[&Blank]) -> Result<Option<DataValidation>, XlsxError> {
    let (Some(first), rest) = (blanks.first(), blanks.get(1..).unwrap_or_default()) else {
        return Ok(None);
    };
    let mut check = DataValidation::new();
    let length: usize = first.choices.iter().map(|choice| choice.chars().count() + 1).sum();
    let lists = rest.is_empty() && !first.choices.is_empty() && length <= LONGEST_LIST;
    if lists {
        check = check.allow_list_strings(&first.choices)?;
        if first.takes != Takes::Choice {
            check = check.set_error_style(DataValidationErrorStyle::Information);
        }
    } else {
        check = check.allow_any_value();
    }
    let hints: Vec<&str> = blanks.iter().map(|blank| blank.hint.as_str()).collect();
    let mut message = hints.join("＋");
    for blank in rest.iter().chain([first]).filter(|blank| !lists && !blank.choices.is_empty()) {
        let some: Vec<&str> = blank.choices.iter().take(12).map(String::as_str).collect();
        message.push_str(&format!("\n{}：{}", blank.hint, some.join(" ")));
    }
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let title = if rest.is_empty() { "请填写" } else { "请依次填写" };
    check = check.set_input_title(cut(title, LONGEST.0))?;
    check = check.set_input_message(cut(&message, LONGEST.1))?;
    Ok(Some(check))
}
