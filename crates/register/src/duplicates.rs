//! Rows of one sheet that are the same by the key of their register.

use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry as Slot};
use std::hash::{Hash, Hasher};

use crate::definition::{Definition, Part};
use crate::said::{DUPLICATE, RowFinding};

/// Gathers the keys of rows. Keys can be made side by side ([`Definition::key_of`]); they are added in the order
/// of the rows. Of each key 128 bits are kept, as bytes, which pack without gaps: a million rows need some 45 MB.
#[derive(Debug, Default)]
pub struct Duplicates(HashMap<[u8; 16], u32>);

/// Two rows with one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The row that came first.
    pub first: u32,
    /// The row that is the same.
    pub again: u32,
}

impl Duplicates {
    /// Adds the key of a row, and says whether a row before has it too.
    pub fn add(&mut self, row: u32, key: &str) -> Option<Duplicate> {
        match self.0.entry(digest(key)) {
            Slot::Vacant(slot) => {
                slot.insert(row);
                None
            }
            Slot::Occupied(first) => Some(Duplicate { first: *first.get(), again: row }),
        }
    }
}

impl Duplicate {
    /// What to say of it. `rows` names the rows as people count them in the sheet.
    pub fn finding(&self, definition: &Definition, first_row: &str) -> RowFinding {
        let labels: Vec<&str> = definition
            .key
            .iter()
            .filter_map(|field| definition.at(*field))
            .map(|field| field.label.as_str())
            .collect();
        let input = definition.key.first().and_then(|field| {
            definition.inputs.iter().position(|input| input.part == Part::Field(*field))
        });
        let message = format!("与{first_row}重复：{}都相同", labels.join("、"));
        let mut finding = DUPLICATE.at(0, message, "保留一行；如确是两笔，请补上能区分它们的内容");
        finding.input = input;
        finding
    }
}

fn digest(key: &str) -> [u8; 16] {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, key).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    (half(0) << 64 | half(1)).to_be_bytes()
}
