//! What is wrong with a data file.

/// A data file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The file does not have the form of its kind.
    #[error("数据文件 {path} 有误：{message}")]
    Malformed {
        /// Path below `data/`.
        path: String,
        /// What and where.
        message: String,
    },
    /// A reference names a law that is not in `data/law/`.
    #[error("{place} 引用了 data/law/ 里没有的文件：{law}")]
    Unresolved {
        /// Where the reference stands.
        place: String,
        /// The identifier it names.
        law: String,
    },
}

impl DataError {
    pub(crate) fn malformed(path: &str, message: impl std::fmt::Display) -> DataError {
        DataError::Malformed { path: path.into(), message: message.to_string() }
    }

    pub(crate) fn unresolved(place: &str, law: &str) -> DataError {
        DataError::Unresolved { place: place.into(), law: law.into() }
    }
}
