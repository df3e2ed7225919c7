//! Why the store could not do it, in words that quote nothing that is kept.

use std::borrow::Cow;
use std::fmt;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database could not be opened: the address names no database that we know, or it is not there.
    #[error("the database {url} cannot be opened: {why}")]
    Open {
        /// Its address, without password.
        url: String,
        /// What the driver says.
        why: String,
    },
    /// The database is of a newer version of the program, or its schema was changed by hand.
    #[error("the schema of the database does not fit: {0}")]
    Schema(#[from] sqlx::migrate::MigrateError),
    /// The database said no.
    #[error("the database could not do it: {0}")]
    Database(Refusal),
    /// A row is there already that may be there only once.
    #[error("{0} is there already")]
    Exists(&'static str),
    /// What was to be changed is not there, or is not in sight.
    #[error("{0} is not there")]
    Missing(&'static str),
    /// A text holds the character NUL, which PostgreSQL keeps nowhere and no text of ours needs.
    #[error("a text holds the character NUL")]
    Nul,
    /// It has changed since whoever wants to change it saw it.
    #[error("{0} has changed since")]
    Stale(&'static str),
    /// What was asked makes no sense: a name that is none, a value of another kind.
    #[error("{what:?} {why}")]
    Refused {
        /// The name or thing.
        what: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A stored value is none of those that may stand there.
    #[error("{column} holds {value:?}, which means nothing")]
    Odd {
        /// The column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
}

impl StoreError {
    /// Whether a row was refused because one like it is there already.
    pub fn is_duplicate(&self) -> bool {
        match self {
            StoreError::Exists(_) => true,
            StoreError::Database(refusal) => refusal.is_duplicate(),
            _ => false,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        StoreError::Database(Refusal(error))
    }
}

/// What the driver or the database says. Databases quote in their refusals what they refuse (PostgreSQL the whole
/// row), and refusals end in logs: neither [`fmt::Debug`] nor [`fmt::Display`] tells more than what kind of refusal
/// it is, about which table and constraint.
pub struct Refusal(sqlx::Error);

impl Refusal {
    fn is_duplicate(&self) -> bool {
        matches!(&self.0, sqlx::Error::Database(error) if error.is_unique_violation())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sqlx::Error::Database(error) = &self.0 else {
            return f.write_str(&unquoted(&self.0.to_string()));
        };
        f.write_str(&unquoted(error.message()))?;
        let parts = [
            ("code", error.code().map(Cow::into_owned)),
            ("table", error.table().map(str::to_owned)),
            ("constraint", error.constraint().map(str::to_owned)),
        ];
        for (name, part) in parts {
            if let Some(part) = part {
                write!(f, ", {name} {part}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Refusal({self})")
    }
}

/// A message without what may be a value: words in quotation marks or brackets, and words with digits or signs that
/// are not ASCII. Our names of tables and columns have none of these.
fn unquoted(message: &str) -> String {
    let is_value = |word: &str| {
        word.contains(['"', '\'', '[', '(', '`'])
            || word.chars().any(|sign| sign.is_ascii_digit() || !sign.is_ascii())
    };
    let mut words: Vec<&str> = Vec::new();
    let mut is_within = false;
    for word in message.split_whitespace() {
        let marks = word.chars().filter(|sign| matches!(sign, '"' | '\'' | '`')).count();
        let opens = marks % 2 == 1;
        let shown = if is_within || is_value(word) { "…" } else { word };
        if words.last() != Some(&"…") || shown != "…" {
            words.push(shown);
        }
        is_within ^= opens;
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::unquoted;

    #[test]
    fn values_are_left_out_of_messages() {
        for (message, told) in [
            ("UNIQUE constraint failed: r_aid.batch", "UNIQUE constraint failed: r_aid.batch"),
            (
                "invalid input syntax for type bigint: \"欧阳 甲乙\"",
                "invalid input syntax for type bigint: …",
            ),
            ("no such column: 13987654321", "no such column: …"),
            ("malformed MATCH expression: [欧阳甲乙]", "malformed MATCH expression: …"),
            ("near \"John\": syntax error", "near … syntax error"),
        ] {
            assert_eq!(unquoted(message), told);
        }
    }
}
