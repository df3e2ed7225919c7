//! BAS: the basis of targets (指标值确定依据).

crate::rule::family! {}
