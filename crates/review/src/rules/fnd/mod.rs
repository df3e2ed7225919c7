//! FND: funds and the spending plan.

crate::rule::family! {
    fnd001_total_differs_from_parts,
    fnd002_checkpoint_missing,
    fnd003_plan_decreases,
    fnd004_plan_does_not_reach_100,
    fnd005_plan_percentage_out_of_range,
    fnd006_department_total_differs,
}
