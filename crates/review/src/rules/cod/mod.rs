//! COD: project codes.

crate::rule::family! {}
