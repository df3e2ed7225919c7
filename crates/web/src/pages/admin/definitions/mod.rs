//! Definitions of registers: what there is, fields and registers of one's own, what a change would do, and the way
//! back.

pub(crate) mod forms;
pub(crate) mod list;
pub(crate) mod sheet;
pub(crate) mod writing;

use crate::view::address;

/// Where the pages are.
pub(super) const HERE: &str = "/admin/definitions";

/// The page of a register.
fn at(register: &str) -> String {
    address(&format!("{HERE}/{register}"), &[])
}
