//! Official forms: what a sheet of `data/forms/` describes, filled from a typed view.
//!
//! ```text
//! FormSheet (rulebook)   title, cells, spans, the names of fields     data of an office or a province
//! view (views)           a struct with a value for each field          made by code or read from JSON
//! form(sheet, view)      Document                                      every renderer prints it
//! form_of(sheet, data)   the same of [`data::Data`]: fields may be blank, values come from JSON
//! ```
//!
//! Suggested reading order: [`views`], [`value`], [`data`], `check`, `fill`, `table`, `reckoning`.

mod check;
pub mod data;
pub mod example;
pub mod fields;
mod fill;
mod format;
mod from_statement;
pub mod person;
mod reckoning;
mod table;
pub mod value;
pub mod views;

use rulebook::{FormKind, FormSheet};

pub use from_statement::{Fills, fills, of_project, of_statement, parted};

use crate::document::Document;
use data::Data;
use value::View;

/// A view that fills a form of its own.
pub trait Form: View {
    /// Which form.
    const KIND: FormKind;
}

/// Why a form could not be filled.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// The sheet is another form's.
    #[error("表样 {form} 不是要填的这种表")]
    Kind {
        /// Identifier of the sheet.
        form: String,
    },
    /// A whole ID number would be published.
    #[error("“{words}”里有完整的身份证号码，公示名单上不得出现；请删去或隐去第7至14位")]
    Published {
        /// The words around it, the number itself masked.
        words: String,
    },
    /// A name on the sheet cannot be filled.
    #[error("表样 data/forms/{form}.toml 里的“{name}”有误：{fault}")]
    Name {
        /// Identifier of the sheet.
        form: String,
        /// The name.
        name: String,
        /// What is wrong with it.
        fault: &'static str,
    },
}

/// The form that the sheet describes with the values of the view.
///
/// # Errors
/// Where the sheet is another form's, or names a field that the view does not have.
pub fn form<F: Form>(sheet: &FormSheet, view: &F) -> Result<Document, FormError> {
    check::<F>(sheet)?;
    Ok(fill::document(sheet, view))
}

/// The form that the sheet describes with these values; rows that are printed beforehand stand there
/// where the values have none.
///
/// # Errors
/// As [`form()`], and where a whole ID number would be published.
pub fn form_of(sheet: &FormSheet, data: &Data) -> Result<Document, FormError> {
    check::check(sheet, data.shape())?;
    let mut data = data.clone();
    data.preset(sheet);
    let document = fill::document(sheet, &data);
    match check::published(sheet, &document) {
        Some(words) => Err(FormError::Published { words }),
        None => Ok(document),
    }
}

/// What people call the fields of the form itself that are blank, those that the sheet shows.
pub fn blanks(sheet: &FormSheet, data: &Data) -> Vec<&'static str> {
    let shown = check::own_names(sheet, data.shape());
    data.blanks().filter(|field| shown.contains(field.name)).map(|field| field.label).collect()
}

/// Whether the sheet can be filled from views of this type.
///
/// # Errors
/// As [`form()`].
pub fn check<F: Form>(sheet: &FormSheet) -> Result<(), FormError> {
    if sheet.form != F::KIND {
        return Err(FormError::Kind { form: sheet.id.clone() });
    }
    check::check(sheet, &F::SHAPE)
}

/// The fields that none of these sheets of one form shows, but for those that need not be shown.
pub fn unshown<F: Form>(sheets: &[&FormSheet]) -> Vec<String> {
    check::unshown(sheets, &F::SHAPE)
}
