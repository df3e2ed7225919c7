//! Numbers in all the ways people write them.

use super::*;

fn check(cases: &[(&str, &str, &str)]) {
    for (text, value, rest) in cases {
        let found = numeral(text).unwrap_or_else(|| panic!("no number in {text}"));
        assert_eq!(found.value.to_string(), *value, "{text}");
        assert_eq!(&text[found.len..], *rest, "{text}");
    }
}

#[test]
fn arabic_digits() {
    check(&[
        ("500人", "500", "人"),
        ("５００人", "500", "人"),
        ("5,000元", "5000", "元"),
        ("1，234，567元", "1234567", "元"),
        ("12 000元", "12000", "元"),
        ("13.19万元", "131900", "元"),
        ("190万", "1900000", ""),
        ("3千万元", "30000000", "元"),
        ("5千克", "5", "千克"),
        ("2百分点", "2", "百分点"),
        ("25%", "25", "%"),
        ("3，其他", "3", "，其他"),
        ("25 50 75", "25", " 50 75"),
        ("100.", "100", "."),
    ]);
}

#[test]
fn chinese_digits() {
    check(&[
        ("伍佰人", "500", "人"),
        ("叁佰人", "300", "人"),
        ("伍仟人", "5000", "人"),
        ("三百余人", "300", "人"),
        ("十二名", "12", "名"),
        ("二十名", "20", "名"),
        ("一百零五户", "105", "户"),
        ("一百二", "120", ""),
        ("两千三百", "2300", ""),
        ("一百九十万元", "1900000", "元"),
        ("一亿二千万", "120000000", ""),
        ("二〇二五年", "2025", "年"),
        ("廿五日", "25", "日"),
        ("千名农民工", "1000", "名农民工"),
        ("九十五点五", "95.5", ""),
        ("三点", "3", "点"),
        ("万余册", "10000", "册"),
    ]);
}

#[test]
fn chinese_signs_are_those_with_a_value() {
    for c in '\0'..='\u{ffff}' {
        let has_value = chinese_digit(c).is_some() || multiplier(c).is_some() || tens(c).is_some();
        assert_eq!(is_chinese(c), has_value, "{c}");
    }
}

#[test]
fn what_is_no_number() {
    for text in ["", "人", "多人", "13032423000000110024131234567", "三四百人"] {
        assert_eq!(numeral(text), None, "{text}");
    }
}

#[test]
fn long_runs_of_digits_are_passed_as_a_whole() {
    assert_eq!(overlong("二〇二五年"), None);
    assert_eq!(overlong(&format!("{}人", "一".repeat(50))), Some(150));
}

#[test]
fn vagueness_needs_a_measure_word() {
    assert_eq!(numeral("300多人").unwrap().vagueness, Some(Vagueness::SomewhatMore));
    assert_eq!(numeral("300多种").unwrap().vagueness, Some(Vagueness::SomewhatMore));
    assert_eq!(numeral("三多").unwrap().vagueness, None);
    assert_eq!(numeral("百余").unwrap().vagueness, Some(Vagueness::SomewhatMore));
}
