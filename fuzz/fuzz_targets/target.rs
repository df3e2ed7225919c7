//! The meaning of words: targets, quantities, times, documents, codes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use model::code::ProjectCode;
use model::document::citations;
use model::target::{Target, figures};
use model::time::moments;

fuzz_target!(|bytes: &[u8]| {
    let spelled = testkit::hostile::spelled(bytes);
    for text in [spelled.as_str(), std::str::from_utf8(bytes).unwrap_or_default()] {
        let target = Target::parse(text);
        for quantity in target.quantities() {
            let _ = (quantity.to_string(), quantity.money(), quantity.in_base());
        }
        let _ = target.deadline().map(|deadline| deadline.due(2026));
        for figure in figures(text) {
            assert!(text.get(figure.range).is_some() && text.get(figure.core).is_some());
        }
        for moment in moments(text) {
            assert!(text.get(moment.range).is_some());
            let _ = moment.deadline.due(2026);
        }
        let _ = (citations(text), ProjectCode::parse(text));
    }
});
