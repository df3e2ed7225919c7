//! TGT: what targets say (指标值).

crate::rule::family! {
    tgt001_cost_target_is_a_floor,
}
