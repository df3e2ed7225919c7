//! Xlsx.
use crate::WriteError;
use crate::document::Document;
/// x
pub fn xlsx(_: &Document) -> Result<Vec<u8>, WriteError> {
    Ok(Vec::new())
}
