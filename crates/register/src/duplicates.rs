//! Rows of one sheet that are the same by the key of their register.

use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry as Slot};
use std::hash::{BuildHasherDefault, Hash, Hasher};

use crate::definition::{Definition, Part};
use crate::said::{DUPLICATE, RowFinding};

/// Gathers the marks of rows' keys, in the order of the rows. Of each key 128 bits are kept, as bytes, which pack
/// without gaps: a million rows need some 45 MB.
#[derive(Debug, Default)]
pub struct Duplicates(HashMap<KeyMark, u32, BuildHasherDefault<Passed>>);

/// What tells a key from others. Marks can be made side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyMark([u8; 16]);

/// Passes a mark on as its own hash.
#[derive(Debug, Default)]
struct Passed(u64);

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
    pub fn add(&mut self, row: u32, key: KeyMark) -> Option<Duplicate> {
        match self.0.entry(key) {
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

impl KeyMark {
    /// The mark of a key in words: see [`Definition::key_of`].
    pub fn of(key: &str) -> KeyMark {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, key).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        KeyMark((half(0) << 64 | half(1)).to_be_bytes())
    }
}

impl Hash for KeyMark {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let first = self.0.first_chunk().copied().unwrap_or_default();
        state.write_u64(u64::from_be_bytes(first));
    }
}

impl Hasher for Passed {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
