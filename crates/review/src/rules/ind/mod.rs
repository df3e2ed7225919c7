//! IND: indicators: name, description, place in the tree.

crate::rule::family! {}
