//! What is known of the last sign of project codes, by province and kind.

use serde::{Deserialize, Serialize};

use crate::DataError;
use crate::dated::{Reference, Standing};
use crate::entries::{files_in, parsed};

/// A check that has been proven on published codes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeCheck {
    /// First two digits of the region codes.
    pub province: String,
    /// Kind letter.
    pub kind: char,
    /// Weighted sum and value of the last sign add up to this, modulo 31.
    pub constant: u32,
    /// On how many codes it was found true.
    pub seen: u32,
    /// Where it comes from.
    pub reference: Reference,
    /// How sure that is.
    pub standing: Standing,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    checks: Vec<CodeCheck>,
}

pub(crate) fn load(files: &[(&str, &str)]) -> Result<Vec<CodeCheck>, DataError> {
    let mut all = Vec::new();
    for (path, _, text) in files_in(files, "codes") {
        let file: File = parsed(path, text)?;
        all.extend(file.checks);
    }
    Ok(all)
}
