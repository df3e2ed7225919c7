//! Who reads the files that people send: the process itself, or one aside that may die of them.

use std::fmt::Debug;
use std::pin::Pin;

use read::{Limits, Reading};

use crate::{Office, OfficeError};

/// A reading that is under way. Dropped, it is called off.
pub type Underway<'a> = Pin<Box<dyn Future<Output = Result<Reading, OfficeError>> + Send + 'a>>;

/// Reads files.
pub trait Reader: Debug + Send + Sync {
    /// Reads a file within limits.
    fn read(&self, name: String, bytes: Vec<u8>, limits: Limits) -> Underway<'_>;
}

/// Reads within the process, beside the threads that answer requests: for tests and for the demo's data. A
/// file that crashed it would take everybody's work with it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inside;

impl Reader for Inside {
    fn read(&self, name: String, bytes: Vec<u8>, limits: Limits) -> Underway<'_> {
        Box::pin(async move {
            let called = name.clone();
            let task =
                tokio::task::spawn_blocking(move || read::read_within(&name, &bytes, limits));
            task.await.map_err(|_| failed(&called, "程序出错"))
        })
    }
}

/// What is said of a file over which the reader failed.
pub fn failed(name: &str, why: &str) -> OfficeError {
    OfficeError::Invalid(format!(
        "“{name}”没有读成：{why}，系统不受影响，也没有保存任何内容。\
         文件可能损坏或过于复杂，请用 WPS 或 Word 打开后另存为 .docx 再试"
    ))
}

impl Office {
    pub(crate) async fn read_file(
        &self,
        name: String,
        bytes: Vec<u8>,
        limits: Limits,
    ) -> Result<Reading, OfficeError> {
        self.reader.read(name, bytes, limits).await
    }
}
