//! Labels of the spending plan: which month's end they name.

use crate::numeral::digit;

/// What may stand behind the month.
const TAILS: [&str; 11] =
    ["底", "末", "份", "底前", "", "30日", "31日", "30日前", "31日前", "底累计", "底支出"];

/// The month, 1 to 12, that a label without blanks and decoration names: 3月底, 12月末, 6月份, 截至9月30日.
pub fn month(label: &str) -> Option<u8> {
    let rest = label.strip_prefix("截至").or(label.strip_prefix("至")).unwrap_or(label);
    let (number, tail) = rest.split_once('月')?;
    let mut month = 0u32;
    for sign in number.chars() {
        month = month * 10 + digit(sign)?;
        if month > 12 {
            return None;
        }
    }
    let month = u8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    TAILS.contains(&tail).then_some(month)
}

/// Words for the end of a month that name none, and the month.
const ENDS: [(&str, u8); 8] = [
    ("上半年", 6),
    ("半年", 6),
    ("年中", 6),
    ("前三季度", 9),
    ("全年", 12),
    ("年末", 12),
    ("年底", 12),
    ("年终", 12),
];

/// The month that a label names where a label of the plan is expected, which counts from the beginning of the year:
/// also 一季度末, 第三季度, 上半年, 年底.
pub fn month_of_plan(label: &str) -> Option<u8> {
    if let Some(month) = month(label) {
        return Some(month);
    }
    let rest = label.strip_prefix("截至").or(label.strip_prefix("至")).unwrap_or(label);
    let rest = rest.strip_suffix("累计").unwrap_or(rest);
    let rest = rest.strip_suffix('前').unwrap_or(rest);
    let bare = rest.trim_end_matches(['末', '底']);
    if let Some((_, month)) = ENDS.iter().find(|(word, _)| *word == rest || *word == bare) {
        return Some(*month);
    }
    let quarter = bare.strip_suffix("季度").or(bare.strip_suffix('季'))?;
    match quarter.strip_prefix('第').unwrap_or(quarter) {
        "一" | "1" | "１" | "首" => Some(3),
        "二" | "2" | "２" => Some(6),
        "三" | "3" | "３" => Some(9),
        "四" | "4" | "４" => Some(12),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_a_plan_name_quarters_and_the_year_too() {
        let named = [
            ("3月底", 3),
            ("第一季度", 3),
            ("一季度末", 3),
            ("上半年", 6),
            ("截至2季度末", 6),
            ("半年末", 6),
            ("前三季度", 9),
            ("三季度底前", 9),
            ("第四季度末", 12),
            ("年末", 12),
            ("年底前", 12),
            ("全年累计", 12),
        ];
        for (label, expected) in named {
            assert_eq!(month_of_plan(label), Some(expected), "{label}");
        }
        for label in ["", "下半年", "五季度", "季度", "第", "年", "底", "每季度末", "年底前完成"]
        {
            assert_eq!(month_of_plan(label), None, "{label}");
        }
    }

    #[test]
    fn labels_name_months() {
        let named =
            [("3月底", 3), ("12月末", 12), ("１０月底", 10), ("截至6月30日前", 6), ("9月", 9)];
        for (label, expected) in named {
            assert_eq!(month(label), Some(expected), "{label}");
        }
        for label in ["", "13月底", "0月底", "月底", "年底", "3月中旬", "三季度"] {
            assert_eq!(month(label), None, "{label}");
        }
    }
}
