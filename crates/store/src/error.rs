//! Why the store could not do it.

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
    Database(#[from] sqlx::Error),
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
            StoreError::Database(sqlx::Error::Database(error)) => error.is_unique_violation(),
            _ => false,
        }
    }
}
