//! Numbers in Chinese numerals: [DBNum1] 一百二十, [DBNum2] 壹佰贰拾.

const SMALL: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const LARGE: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/// Sign by sign: 2026 is 二〇二六.
pub(super) fn signs(text: &str, kind: u8) -> String {
    let names = if kind == 2 { LARGE } else { SMALL };
    let sign = |c: char| match c.to_digit(10).and_then(|digit| names.get(digit as usize)) {
        Some(name) => (*name).to_owned(),
        None => c.to_string(),
    };
    text.chars().map(sign).collect()
}

/// By its value: 30 is 三十. What stands around the digits stays; places are read sign by sign.
pub(super) fn number(text: &str, kind: u8) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let Some(begin) = text.find(is_digit) else { return text.to_owned() };
    let rest = text.get(begin..).unwrap_or_default();
    let end = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
    let (digits, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let head = text.get(..begin).unwrap_or_default();
    if kind > 2 || digits.len() > 12 {
        return text.to_owned();
    }
    format!("{head}{}{}", whole(digits, kind), signs(tail, kind))
}

fn whole(digits: &str, kind: u8) -> String {
    let (names, tens) = if kind == 2 {
        (LARGE, ["", "拾", "佰", "仟"])
    } else {
        (SMALL, ["", "十", "百", "千"])
    };
    let zero = if kind == 2 { "零" } else { "〇" };
    let mut out = String::new();
    let (mut gap, mut group_filled) = (false, false);
    for (at, c) in digits.chars().enumerate() {
        let following = digits.len() - at - 1;
        let digit = c.to_digit(10).unwrap_or(0) as usize;
        if digit == 0 {
            gap = !out.is_empty();
        } else {
            if std::mem::take(&mut gap) {
                out.push_str(zero);
            }
            out.push_str(names.get(digit).copied().unwrap_or_default());
            out.push_str(tens.get(following % 4).copied().unwrap_or_default());
            group_filled = true;
        }
        if following.is_multiple_of(4) && std::mem::take(&mut group_filled) {
            out.push_str(["", "万", "亿"].get(following / 4).copied().unwrap_or_default());
        }
    }
    // 十二, not 一十二, where the number begins so.
    match out.strip_prefix("一十") {
        Some(rest) if kind != 2 => format!("十{rest}"),
        _ if out.is_empty() => zero.to_owned(),
        _ => out,
    }
}
