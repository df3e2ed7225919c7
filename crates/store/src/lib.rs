//! One code base over SQLite and PostgreSQL: everything that the office keeps.
//!
//! Suggested reading order: [`db`] (a store, a transaction, a row), [`scope`] (whose data a query may
//! see), then a module for each kind of thing: [`organisations`], [`people`] (and their [`directory`]),
//! [`sessions`], [`tokens`], [`statements`], [`registers`], [`audit`].
//!
//! A function here reads or writes rows within a transaction that its caller opened, and knows no
//! right and no clock: the office says who may and what time it is. Every query of what belongs to an
//! organisation takes a [`Scope`].

pub mod acceptances;
pub mod appraisals;
pub mod audit;
pub mod backup;
pub mod backups;
pub mod db;
pub mod deadlines;
pub mod decisions;
pub mod demands;
pub mod directory;
pub mod drafts;
mod error;
pub mod evaluations;
pub mod files;
pub mod jobs;
pub mod library;
pub mod monitoring;
mod named;
pub mod opinions;
pub mod organisations;
pub mod people;
pub mod performance;
pub mod publications;
pub mod registers;
mod row;
pub mod scope;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod statements;
pub mod surveys;
pub mod tokens;
pub mod ways;

pub use db::{Store, Tx};
pub use error::StoreError;
pub use row::{Cell, Row};
pub use scope::Scope;

/// A new id: sorts by the time it was made.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

/// A secret that nobody can guess: 244 random bits from the system, as hexadecimal digits.
pub fn new_secret() -> String {
    let halves = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()];
    halves.map(|half| half.simple().to_string()).concat()
}

/// The SM3 digest of bytes, as 64 hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    use sm3::Digest;
    use std::fmt::Write;
    let mut out = String::with_capacity(64);
    for byte in sm3::Sm3::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    /// The first example of GB/T 32905-2016.
    #[test]
    fn digest_is_that_of_the_standard() {
        let expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!(super::digest(b"abc"), expected);
    }
}
