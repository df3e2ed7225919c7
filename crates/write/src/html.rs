//! HTML.
use crate::document::Document;
/// x
pub fn html(_: &Document) -> String {
    String::new()
}
