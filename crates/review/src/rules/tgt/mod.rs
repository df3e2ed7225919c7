//! TGT: what targets say (指标值).

mod operator;

crate::rule::family! {
    tgt001_cost_target_is_a_floor,
    tgt002_target_vague,
    tgt003_operator_missing,
    tgt004_unit_missing,
    tgt005_percentage_out_of_range,
    tgt006_target_compound,
    tgt007_timeliness_without_date_or_rate,
    tgt008_satisfaction_of_100_percent,
    tgt009_cost_target_is_whole_budget,
    tgt010_unit_cost_without_per,
}
