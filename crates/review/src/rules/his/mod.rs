//! HIS: comparison with last year and with others.

mod twins;

crate::rule::family! {
    his001_target_copied_unchanged,
    his002_target_below_last_year,
    his003_text_copied_from_elsewhere,
    his004_budget_change_unexplained,
}
