//! What each command does.

mod accept;
pub(crate) mod explain;
pub(crate) mod extract;
pub(crate) mod review;
pub(crate) mod rules;
