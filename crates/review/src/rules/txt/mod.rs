//! TXT: wording of the running text.

mod pairs;

crate::rule::family! {
    txt001_foreign_wording,
    txt002_report_phrase_in_plan,
    txt003_numerals_mixed,
    txt004_quotation_or_bracket_unpaired,
    txt005_outdated_reference,
    txt006_wording_of_another_level,
    txt007_day_not_in_calendar,
}
