//! A folder of its own for one test, gone when it is dropped.

#![allow(clippy::expect_used, reason = "a test that gets no folder must say so")]

/// A folder that is removed with everything in it when it is dropped, passed or failed.
pub type Folder = tempfile::TempDir;

/// An empty folder. Its name begins with `jiheng-` and tells the test.
///
/// # Panics
/// If the machine gives no temporary folder.
pub fn folder(name: &str) -> Folder {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let prefix = format!("jiheng-{name}-");
    tempfile::Builder::new().prefix(&prefix).tempdir().expect("a temporary folder")
}
