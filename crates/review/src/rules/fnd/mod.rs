//! FND: funds and the spending plan.

crate::rule::family! {}
