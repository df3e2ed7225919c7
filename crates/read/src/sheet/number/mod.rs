//! What a spreadsheet shows of a number: its format code, read once, and applied without floats.
//!
//! A cell holds a number and a format; people see words. The statement is the words, so they are made
//! here as Excel makes them: rounded to fifteen digits, then to the places of the format. Where Excel
//! shows less than the number for want of room (1.2E+11, ####), the number itself is shown.

mod builtin;
mod chinese;
mod code;
mod date;
mod decimal;
mod digits;

use std::borrow::Cow;

use ground::Decimal;

pub(super) use builtin::builtin;
use code::{Condition, Kind, Section};
pub(crate) use date::civil;
pub(super) use decimal::general;
pub(crate) use decimal::parse;

/// From which day serial numbers of dates count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Epoch {
    /// 1 is 1900-01-01, and 60 the 1900-02-29 that never was.
    #[default]
    Of1900,
    /// 0 is 1904-01-01, as old Macintosh versions count.
    Of1904,
}

/// A format code, taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Format {
    sections: Vec<Section>,
}

/// What a format makes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The number itself, however many places are shown.
    Number,
    /// A hundredth: what is shown is the percentage.
    Percent,
    /// A day, perhaps with its time.
    Day,
    /// Words that only the format makes of it: zeros in front, thousands left out, times, weekdays.
    Words,
}

impl Format {
    /// What the format makes of a number.
    pub(crate) fn meaning(&self) -> Meaning {
        let Some(section) = self.sections.first() else { return Meaning::Number };
        match section.kind {
            Kind::Date if section.is_day() => Meaning::Day,
            Kind::Date => Meaning::Words,
            Kind::Number => digits::meaning(section),
            Kind::General | Kind::Text => Meaning::Number,
        }
    }

    /// Takes a format code apart. No code is refused: what is not understood shows as it stands.
    pub(super) fn new(code: &str) -> Format {
        Format { sections: code::sections(code) }
    }

    /// The words that a number shows.
    pub(crate) fn number(&self, value: Decimal, epoch: Epoch) -> String {
        let Some((section, sign)) = self.section(value) else { return general(value) };
        let size = value.abs();
        let shown = match section.kind {
            Kind::General => section.around(&general(size)),
            Kind::Text => section.around(&general(size)),
            Kind::Date if value.is_sign_negative() => return general(value),
            Kind::Date => match date::show(section, value, epoch) {
                Some(date) => date,
                None => return general(value),
            },
            Kind::Number => digits::show(section, size),
        };
        let shown = if section.chinese > 0 && section.kind != Kind::Date {
            chinese::number(&shown, section.chinese)
        } else {
            shown
        };
        // Minus nothing is nothing: -0.001 with two places shows 0.00 in Excel with its sign, which
        // would read as a sum that is there; the sign goes.
        let is_nothing = !shown.contains(|c: char| c.is_ascii_digit() && c != '0');
        let sign = if is_nothing && section.chinese == 0 { "" } else { sign };
        format!("{sign}{}", shown.trim())
    }

    /// The words that a text shows: itself, unless the format says otherwise.
    pub(super) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let section = match self.sections.as_slice() {
            [_, _, _, fourth] => fourth,
            [.., last] if last.kind == Kind::Text => last,
            _ => return Cow::Borrowed(text),
        };
        if section.kind == Kind::Text && section.is_bare() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(if section.kind == Kind::Text {
            section.around(text)
        } else {
            section.around("")
        })
    }

    /// The section for a number, and the sign to put before it.
    fn section(&self, value: Decimal) -> Option<(&Section, &'static str)> {
        let minus = if value.is_sign_negative() && !value.is_zero() { "-" } else { "" };
        let numeric: Vec<&Section> = match self.sections.as_slice() {
            [first @ .., last] if last.kind == Kind::Text && !first.is_empty() => {
                first.iter().collect()
            }
            all => all.iter().take(3).collect(),
        };
        let conditioned = numeric.iter().any(|section| section.condition.is_some());
        if conditioned {
            let fits = |section: &&&Section| {
                section.condition.as_ref().is_none_or(|condition: &Condition| condition.fits(value))
            };
            return numeric.iter().find(fits).map(|section| (*section, minus));
        }
        match numeric.as_slice() {
            [] => None,
            [only] => Some((only, minus)),
            [_, negative, ..] if !minus.is_empty() => Some((negative, "")),
            [_, _, zero] if value.is_zero() => Some((zero, "")),
            [positive, ..] => Some((positive, "")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, value: &str) -> String {
        Format::new(code).number(parse(value).unwrap(), Epoch::Of1900)
    }

    #[test]
    fn numbers_as_excel_shows_them() {
        let cases = [
            ("General", "0.30000000000000004", "0.3"),
            ("General", "13.190000000000001", "13.19"),
            ("General", "-5", "-5"),
            ("General", "1234567890.55", "1234567890.55"),
            ("G/通用格式\"人\"", "500", "500人"),
            ("0%", "0.25", "25%"),
            ("0%", "1", "100%"),
            ("0.00%", "0.1234", "12.34%"),
            ("0.0%", "0.28999999999999998", "29.0%"),
            ("#,##0.00", "1319000", "1,319,000.00"),
            ("#,##0.00", "0.5", "0.50"),
            ("#,##0", "999", "999"),
            ("0.00", "13.185", "13.19"),
            ("0.00", "-13.185", "-13.19"),
            ("#,##0.00;-#,##0.00", "-1200.5", "-1,200.50"),
            ("#,##0.00_);(#,##0.00)", "-1200.5", "(1,200.50)"),
            ("0.00;[Red]-0.00", "-1.5", "-1.50"),
            ("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "24", "24.00"),
            ("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "0", "-"),
            ("\"≥\"0\"人\"", "500", "≥500人"),
            ("≥0%", "0.95", "≥95%"),
            ("[$¥-804]#,##0.00", "12", "¥12.00"),
            ("0.##", "5.1", "5.1"),
            ("#.00", "0.25", ".25"),
            ("000000", "711", "000711"),
            ("0,", "12345", "12"),
            ("0!.0,\"万\"", "132000", "13.2万"),
            ("0.00E+00", "12345", "1.23E+04"),
            ("0.00E+00", "0.00012345", "1.23E-04"),
            ("[>=10000]0.00,\"k\";0", "500", "500"),
            ("[DBNum1]General", "120", "一百二十"),
            ("[DBNum2]0", "10305", "壹万零叁佰零伍"),
            ("0.00", "-0.001", "0.00"),
            ("@", "12.5", "12.5"),
            ("000-0000", "1234567", "123-4567"),
        ];
        for (code, value, expected) in cases {
            assert_eq!(shown(code, value), expected, "{code} of {value}");
        }
    }

    #[test]
    fn dates_as_excel_shows_them() {
        let cases = [
            ("yyyy\"年\"m\"月\"d\"日\"", "46203", "2026年6月30日"),
            ("yyyy\"年\"m\"月\"d\"日\";@", "46203", "2026年6月30日"),
            ("yyyy年m月d日", "46203", "2026年6月30日"),
            ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "46203", "2026年6月30日"),
            ("yyyy/m/d", "46203.75", "2026/6/30"),
            ("yyyy-mm-dd hh:mm", "46203.75", "2026-06-30 18:00"),
            ("h:mm AM/PM", "0.75", "6:00 PM"),
            ("上午/下午h\"时\"mm\"分\"", "0.75", "下午6时00分"),
            ("m\"月\"d\"日\"", "46203", "6月30日"),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", "46203", "二〇二六年六月三十日"),
            ("[$-804]aaaa", "46203", "星期二"),
            ("d-mmm-yy", "46203", "30-Jun-26"),
            ("[h]:mm:ss", "1.5", "36:00:00"),
            ("mm:ss.0", "0.0001", "00:08.6"),
            ("yyyy-m-d", "60", "1900-2-29"),
            ("yyyy-m-d", "1", "1900-1-1"),
            ("yyyy-m-d", "61", "1900-3-1"),
            ("yyyy-m-d", "99999999", "99999999"),
        ];
        for (code, value, expected) in cases {
            assert_eq!(shown(code, value), expected, "{code} of {value}");
        }
        let mac = Format::new("yyyy-m-d").number(Decimal::from(44741), Epoch::Of1904);
        assert_eq!(mac, "2026-6-30");
    }

    #[test]
    fn formats_tell_what_a_number_means() {
        let cases = [
            ("0.00", Meaning::Number),
            ("#,##0.00;[Red]-#,##0.00", Meaning::Number),
            ("0\"人\"", Meaning::Number),
            ("G/通用格式\"人\"", Meaning::Number),
            ("[DBNum2]0", Meaning::Number),
            ("@", Meaning::Number),
            ("0.00%", Meaning::Percent),
            ("yyyy/m/d", Meaning::Day),
            ("yyyy\"年\"m\"月\"", Meaning::Day),
            ("m\"月\"d\"日\"", Meaning::Day),
            ("yyyy-mm-dd hh:mm", Meaning::Day),
            ("[$-F800]dddd\\,\\ mmmm", Meaning::Day),
            ("h:mm", Meaning::Words),
            ("[$-804]aaaa", Meaning::Words),
            ("000000", Meaning::Words),
            ("0!.0,\"万\"", Meaning::Words),
            ("\"6217\"0", Meaning::Words),
        ];
        for (code, expected) in cases {
            assert_eq!(Format::new(code).meaning(), expected, "{code}");
        }
    }

    #[test]
    fn texts_show_themselves() {
        assert_eq!(Format::new("@").text("甲"), "甲");
        assert_eq!(Format::new("0.00").text("甲"), "甲");
        assert_eq!(Format::new(";;;").text("甲"), "");
        assert_eq!(Format::new("0;0;0;\"约\"@").text("甲"), "约甲");
    }
}
