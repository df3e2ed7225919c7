//! IND: indicators: name, description, place in the tree.

crate::rule::family! {
    ind001_description_repeats_name,
    ind002_target_repeats_description,
    ind003_description_belongs_to_another_indicator,
    ind004_aspect_misplaced,
    ind005_unit_differs_from_name,
    ind006_rate_without_denominator,
    ind007_indicator_repeated,
    ind008_two_objects_in_one_name,
}
