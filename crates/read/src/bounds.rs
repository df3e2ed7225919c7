//! What a document may hold at most. The longest statements known have a twentieth of it; it keeps
//! the memory that any file takes under 300 MB.

/// Paragraphs, rows and cells.
pub(crate) const MOST_PIECES: usize = 100_000;

/// Bytes of a page, its tags among them.
pub(crate) const MOST_PAGE: usize = 16 << 20;

/// Bytes of text.
pub(crate) const MOST_TEXT: usize = 4 << 20;
