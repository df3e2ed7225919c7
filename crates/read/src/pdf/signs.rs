//! Characters that a font's own table names wrongly: radicals and doubles of common characters.
//!
//! Producers that look a glyph's character up in the font find the lowest of several, so that 工 is
//! written as the radical ⼯. The radicals are never meant: nobody types them.

use unicode_normalization::char::decompose_compatible;

/// The characters of the further radicals from U+2E80 on, of which Unicode names hardly one; a question
/// mark where there is none.
const FURTHER: &str = "\
?厂??乙?冂几刀刂卜㔾小小????巳幺彑?忄心扌攵?旡?月歹母民氵氺灬爫爫丬牛\
犭王疋目示礻竹糹??????羊羊羊??聿肉?艹艹艹虎衣覀西见角角讠贝足车辶辶辶阝\
钅長镸长门隹阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

/// The character that was meant.
pub(super) fn meant(sign: char) -> char {
    match sign {
        '\u{2e80}'..='\u{2ef3}' => {
            let at = (sign as usize).saturating_sub(0x2e80);
            FURTHER.chars().nth(at).filter(|found| *found != '?').unwrap_or(sign)
        }
        // Unicode names the older forms of two.
        '\u{2f3e}' => '户',
        '\u{2fad}' => '青',
        '\u{2f00}'..='\u{2fd5}' | '\u{f900}'..='\u{fadf}' => compatible(sign),
        // One glyph in most fonts; no Chinese text has the bar, or the brackets of mathematics.
        '\u{2015}' => '—',
        '\u{2329}' => '〈',
        '\u{232a}' => '〉',
        _ => sign,
    }
}

/// The common character of which Unicode calls this one a double.
fn compatible(sign: char) -> char {
    let mut common = sign;
    decompose_compatible(sign, |found| common = found);
    common
}

/// Whether the font does not say which character it is.
pub(super) fn is_unknown(sign: char) -> bool {
    matches!(sign, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\0'..='\x1f')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of U+F900 to U+FADF Unicode 16 calls doubles.
    const DOUBLES: usize = 460;

    #[test]
    fn radicals_become_what_is_meant() {
        let read: String = "⼀⼯⼈⻅⻚⾦豈䀀县".chars().map(meant).collect();
        assert_eq!(read, "一工人见页金豈䀀县");
        let radicals = '\u{2f00}'..='\u{2fd5}';
        assert!(radicals.clone().all(|sign| !radicals.contains(&meant(sign))));
        assert_eq!(FURTHER.chars().count(), 0x2ef4 - 0x2e80);
        let doubles = ('\u{f900}'..='\u{fadf}').filter(|sign| meant(*sign) != *sign);
        assert_eq!(doubles.count(), DOUBLES);
        assert!(is_unknown('\u{e123}') && !is_unknown('县'));
    }
}
