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

#[cfg(test)]
mod tests {
    use super::*;

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
