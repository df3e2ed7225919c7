//! REL: what must agree across the statement: goals, funds, indicators, deadlines.

crate::rule::family! {}
