//! Every code that can appear in a report: its identity card, its manual page, its family.

use ground::{RuleCode, RuleInfo};

use crate::trouble;

/// Families in the order of lists, with their names.
const FAMILIES: &[(&str, &str)] = &[
    ("FRM", "格式与要素"),
    ("COD", "项目编码"),
    ("FND", "资金与支出计划"),
    ("TGT", "指标值"),
    ("IND", "指标设置"),
    ("BAS", "指标值确定依据"),
    ("REL", "前后关联"),
    ("TXT", "文字表述"),
    ("HIS", "与往年、他处比较"),
    ("RED", "文件读取"),
    ("ACC", "接受记录"),
    ("RUN", "程序运行"),
];

/// The identity cards of all codes, family by family.
pub(crate) fn all() -> Vec<&'static RuleInfo> {
    let rules = review::rules::all().map(|rule| &rule.info);
    let beside = read::codes::FINDINGS.iter().chain(review::accept::FINDINGS);
    let mut all: Vec<_> = rules.chain(beside).chain(trouble::FINDINGS).collect();
    let order = |info: &&RuleInfo| {
        let family = info.code.family().to_owned();
        (FAMILIES.iter().position(|(known, _)| *known == family), family, info.code)
    };
    // Families that have no name yet come last, not first.
    all.sort_by_key(|info| {
        let (place, family, code) = order(info);
        (place.unwrap_or(FAMILIES.len()), family, code)
    });
    all
}

/// The identity card of a code.
pub(crate) fn info(code: RuleCode) -> Option<&'static RuleInfo> {
    let rule = || review::rules::find(code).map(|rule| &rule.info);
    let beside = || {
        let all = read::codes::FINDINGS.iter().chain(review::accept::FINDINGS);
        all.chain(trouble::FINDINGS).find(|info| info.code == code)
    };
    rule().or_else(beside)
}

/// The manual page of a code.
pub(crate) fn manual(code: RuleCode) -> Option<&'static str> {
    let rule = review::rules::find(code).map(|rule| rule.manual);
    rule.or_else(|| read::codes::manual(code))
        .or_else(|| review::accept::manual(code))
        .or_else(|| trouble::manual(code))
}

/// The name of a family; its letters where it has none.
pub(crate) fn family_name(family: &str) -> &str {
    FAMILIES.iter().find(|(known, _)| *known == family).map_or(family, |(_, name)| name)
}

/// Whether the word is a whole code or the letters of a family that exists.
pub(crate) fn is_known(name: &str) -> bool {
    all().iter().any(|info| info.code.as_str() == name || info.code.family() == name)
}

/// The codes most like what was typed, the best first; few or none.
pub(crate) fn nearest(typed: &str) -> Vec<&'static RuleInfo> {
    let wanted = typed.to_ascii_uppercase();
    let mut close: Vec<(usize, &RuleInfo)> = all()
        .into_iter()
        .filter_map(|info| {
            let named = !typed.is_empty()
                && (info.title.contains(typed) || info.name.contains(&typed.to_ascii_lowercase()));
            let distance = if named { 0 } else { distance(&wanted, info.code.as_str()) };
            (distance <= 2).then_some((distance, info))
        })
        .collect();
    close.sort_by_key(|(distance, info)| (*distance, info.code));
    close.into_iter().take(5).map(|(_, info)| info).collect()
}

/// How many signs must be put in, taken out or changed to make one of the other.
fn distance(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().collect();
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (line, a) in one.chars().enumerate() {
        let mut next = vec![line + 1];
        for (column, b) in two.iter().enumerate() {
            let at =
                |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let change = at(&row, column) + usize::from(a != *b);
            next.push(change.min(at(&row, column + 1) + 1).min(at(&next, column) + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_unique_has_a_page_and_a_family() {
        let all = all();
        for (at, info) in all.iter().enumerate() {
            assert!(all.iter().skip(at + 1).all(|other| other.code != info.code), "{}", info.code);
            let page = manual(info.code).unwrap_or_else(|| panic!("{} has no page", info.code));
            let title = format!("# {} {}", info.code, info.title);
            assert_eq!(page.lines().next(), Some(title.as_str()));
            assert_ne!(family_name(info.code.family()), info.code.family());
            assert!(super::info(info.code).is_some());
        }
    }

    #[test]
    fn a_slip_of_the_finger_finds_its_code() {
        let first = |typed| nearest(typed).first().map(|info| info.code.to_string());
        assert_eq!(first("TGT01").as_deref(), Some("TGT001"));
        assert_eq!(first("tgt0011").as_deref(), Some("TGT001"));
        assert_eq!(first("成本指标写成").as_deref(), Some("TGT001"));
        assert_eq!(first("cost_target").as_deref(), Some("TGT001"));
        assert_eq!(first("完全无关的词"), None);
    }
}
