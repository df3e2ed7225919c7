//! HIS: comparison with last year and with others.

crate::rule::family! {}
