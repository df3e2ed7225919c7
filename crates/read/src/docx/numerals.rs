//! Writes the number of a list item in the formats that Word knows.

/// How the numbers of a level are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    #[default]
    Decimal,
    /// 01, 02, … 10.
    DecimalZero,
    /// １, ２.
    FullWidth,
    /// ①.
    Circled,
    /// ⑴.
    InBrackets,
    /// ⒈.
    WithStop,
    /// - 1 -.
    InDashes,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    /// 一, 十一, 一百零一.
    Counting,
    /// 一〇.
    Digits,
    /// 壹拾.
    Legal,
    /// 壹拾, in traditional characters.
    LegalTraditional,
    /// 甲, 乙.
    Stems,
    /// 子, 丑.
    Branches,
    /// 甲子, 乙丑.
    StemsAndBranches,
    /// ㈠, though Word calls it a circle.
    ChineseInBrackets,
    /// A sign and not a number.
    Bullet,
    /// Nothing is written.
    None,
}

impl Format {
    /// The format called `name`; one that is not known counts as decimal.
    pub(super) fn named(name: &str) -> Format {
        match name {
            "decimalZero" => Format::DecimalZero,
            "decimalFullWidth" | "decimalFullWidth2" => Format::FullWidth,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Format::Circled,
            "decimalEnclosedParen" => Format::InBrackets,
            "decimalEnclosedFullstop" => Format::WithStop,
            "numberInDash" => Format::InDashes,
            "lowerLetter" => Format::LowerLetter,
            "upperLetter" => Format::UpperLetter,
            "lowerRoman" => Format::LowerRoman,
            "upperRoman" => Format::UpperRoman,
            "chineseCounting"
            | "chineseCountingThousand"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
            | "japaneseCounting" => Format::Counting,
            "ideographDigital"
            | "japaneseDigitalTenThousand"
            | "taiwaneseDigital"
            | "koreanDigital2" => Format::Digits,
            "chineseLegalSimplified" => Format::Legal,
            "ideographLegalTraditional" | "japaneseLegal" => Format::LegalTraditional,
            "ideographTraditional" => Format::Stems,
            "ideographZodiac" => Format::Branches,
            "ideographZodiacTraditional" => Format::StemsAndBranches,
            "ideographEnclosedCircle" => Format::ChineseInBrackets,
            "bullet" => Format::Bullet,
            "none" => Format::None,
            _ => Format::Decimal,
        }
    }
}

const PLAIN: &str = "〇一二三四五六七八九";
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
const COUNTING: [&str; 4] = ["零一二三四五六七八九", "十", "百", "千"];
const LEGAL: [&str; 4] = ["零壹贰叁肆伍陆柒捌玖", "拾", "佰", "仟"];
const LEGAL_TRADITIONAL: [&str; 4] = ["零壹貳參肆伍陸柒捌玖", "拾", "佰", "仟"];

/// Appends the number `n` in a format.
pub(super) fn write(out: &mut String, format: Format, n: u32) {
    match format {
        Format::Decimal => out.push_str(&n.to_string()),
        Format::DecimalZero => out.push_str(&format!("{n:02}")),
        Format::FullWidth => spell(out, n, "０１２３４５６７８９"),
        Format::Circled => enclosed(out, n, '①', 20),
        Format::InBrackets => enclosed(out, n, '⑴', 20),
        Format::WithStop => enclosed(out, n, '⒈', 20),
        Format::InDashes => out.push_str(&format!("- {n} -")),
        Format::LowerLetter => letters(out, n, b'a'),
        Format::UpperLetter => letters(out, n, b'A'),
        Format::LowerRoman => out.push_str(&roman(n).to_lowercase()),
        Format::UpperRoman => out.push_str(&roman(n)),
        Format::Counting => count(out, n, COUNTING, Ten::Bare),
        Format::Digits => spell(out, n, PLAIN),
        Format::Legal => count(out, n, LEGAL, Ten::WithOne),
        Format::LegalTraditional => count(out, n, LEGAL_TRADITIONAL, Ten::WithOne),
        Format::Stems => cycle(out, n, STEMS),
        Format::Branches => cycle(out, n, BRANCHES),
        Format::StemsAndBranches => {
            cycle(out, n, STEMS);
            cycle(out, n, BRANCHES);
        }
        Format::ChineseInBrackets => enclosed(out, n, '㈠', 10),
        Format::Bullet | Format::None => {}
    }
}

/// Digit by digit.
fn spell(out: &mut String, n: u32, digits: &str) {
    out.extend(n.to_string().chars().filter_map(|c| digits.chars().nth(c.to_digit(10)? as usize)));
}

fn enclosed(out: &mut String, n: u32, first: char, last: u32) {
    let sign = (1..=last).contains(&n).then(|| char::from_u32(first as u32 + n - 1)).flatten();
    match sign {
        Some(sign) => out.push(sign),
        None => out.push_str(&n.to_string()),
    }
}

/// a … z, aa, bb, … as Word counts; a number beyond all reason is written in digits.
fn letters(out: &mut String, n: u32, first: u8) {
    let Some(index) = n.checked_sub(1).filter(|index| *index < 26 * 20) else {
        return out.push_str(&n.to_string());
    };
    let letter = char::from(first + u8::try_from(index % 26).unwrap_or(0));
    out.extend(std::iter::repeat_n(letter, index as usize / 26 + 1));
}

fn roman(n: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n == 0 || n > 3999 {
        return n.to_string();
    }
    let (mut left, mut out) = (n, String::new());
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

/// Whether 10 is 十 or 壹拾.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ten {
    Bare,
    WithOne,
}

/// 一百零一: thousands, hundreds, tens; larger numbers digit by digit.
fn count(out: &mut String, n: u32, [digits, ten, hundred, thousand]: [&str; 4], style: Ten) {
    if n == 0 || n > 9999 {
        return spell(out, n, digits);
    }
    let places = [(1000, thousand), (100, hundred), (10, ten), (1, "")];
    let (mut begun, mut gap) = (false, false);
    for (place, name) in places {
        let digit = n / place % 10;
        if digit == 0 {
            gap = begun;
            continue;
        }
        if gap {
            out.extend(digits.chars().next());
            gap = false;
        }
        let bare_ten = place == 10 && digit == 1 && !begun && style == Ten::Bare;
        if !bare_ten {
            out.extend(digits.chars().nth(digit as usize));
        }
        out.push_str(name);
        begun = true;
    }
}

/// Begins again where the signs end.
fn cycle(out: &mut String, n: u32, signs: &str) {
    let index = n.saturating_sub(1) as usize % signs.chars().count().max(1);
    out.extend(signs.chars().nth(index));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_format() {
        let cases = [
            ("decimal", 12, "12"),
            ("unheardOf", 12, "12"),
            ("decimalZero", 3, "03"),
            ("decimalFullWidth", 10, "１０"),
            ("decimalEnclosedCircle", 1, "①"),
            ("decimalEnclosedCircleChinese", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "21"),
            ("decimalEnclosedParen", 3, "⑶"),
            ("decimalEnclosedFullstop", 4, "⒋"),
            ("numberInDash", 5, "- 5 -"),
            ("lowerLetter", 1, "a"),
            ("lowerLetter", 28, "bb"),
            ("upperLetter", 26, "Z"),
            ("lowerLetter", 0, "0"),
            ("upperRoman", 1994, "MCMXCIV"),
            ("lowerRoman", 4, "iv"),
            ("upperRoman", 70_000, "70000"),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 12, "十二"),
            ("chineseCounting", 20, "二十"),
            ("taiwaneseCounting", 101, "一百零一"),
            ("chineseCountingThousand", 1, "一"),
            ("chineseCountingThousand", 10, "十"),
            ("chineseCountingThousand", 101, "一百零一"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1001, "一千零一"),
            ("chineseCountingThousand", 1010, "一千零一十"),
            ("japaneseCounting", 21, "二十一"),
            ("ideographDigital", 10, "一〇"),
            ("taiwaneseDigital", 25, "二五"),
            ("chineseLegalSimplified", 3, "叁"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("ideographLegalTraditional", 6, "陸"),
            ("ideographTraditional", 2, "乙"),
            ("ideographTraditional", 11, "甲"),
            ("ideographZodiacTraditional", 3, "丙寅"),
            ("ideographZodiac", 12, "亥"),
            ("ideographEnclosedCircle", 2, "㈡"),
            ("none", 2, ""),
            ("bullet", 2, ""),
            ("chineseCounting", 0, "零"),
            ("chineseCountingThousand", 4_000_000_000, "四零零零零零零零零零"),
        ];
        for (name, n, expected) in cases {
            let mut out = String::new();
            write(&mut out, Format::named(name), n);
            assert_eq!(out, expected, "{name} {n}");
        }
    }
}
