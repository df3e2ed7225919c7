//! REL: what must agree across the statement: goals, funds, indicators, deadlines.

mod coverage;
mod people;

crate::rule::family! {
    rel001_quantity_times_unit_cost_exceeds_budget,
    rel002_total_cost_exceeds_budget,
    rel003_budget_cannot_be_absorbed,
    rel004_goal_figure_without_indicator,
    rel005_goal_figure_differs_from_indicator,
    rel006_sub_goal_figure_differs_from_indicator,
    rel007_sub_goal_amount_exceeds_budget,
    rel008_deadline_contradicts_plan,
    rel009_purpose_item_without_indicator,
    rel010_name_and_purpose_differ,
    rel011_group_outside_purpose,
    rel012_year_differs,
    rel013_department_promise_without_indicator,
    rel014_deadlines_conflict,
    rel015_satisfaction_object_differs,
}
