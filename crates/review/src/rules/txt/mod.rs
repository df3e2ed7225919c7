//! TXT: wording of the running text.

crate::rule::family! {}
