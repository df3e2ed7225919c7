//! Festivals and memorial days by which counties set their deadlines.

use std::sync::LazyLock;

use ground::Day;
use icu_calendar::Date;
use icu_calendar::cal::Iso;
use icu_calendar::types::Month;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::affix::{ByFirst, begins};

/// A festival or memorial day with one date in every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Festival {
    /// 元旦, 1 January.
    NewYear,
    /// 春节, first day of the lunar year.
    Spring,
    /// 元宵节, 15th day of the lunar year.
    Lantern,
    /// 三八妇女节, 8 March.
    Women,
    /// 植树节, 12 March.
    Arbor,
    /// 清明节, the solar term.
    Qingming,
    /// 五一劳动节, 1 May.
    Labour,
    /// 五四青年节, 4 May.
    Youth,
    /// 护士节, 12 May.
    Nurses,
    /// 助残日, third Sunday of May.
    DisabledPersons,
    /// 六一儿童节, 1 June.
    Children,
    /// 端午节, fifth day of the fifth lunar month.
    DragonBoat,
    /// 七一建党节, 1 July.
    Party,
    /// 八一建军节, 1 August.
    Army,
    /// 医师节, 19 August.
    Doctors,
    /// 教师节, 10 September.
    Teachers,
    /// 中秋节, 15th day of the eighth lunar month.
    MidAutumn,
    /// 国庆节, 1 October.
    National,
    /// 重阳节, ninth day of the ninth lunar month.
    DoubleNinth,
}

/// The words for a festival; longer ones before those they begin with.
#[rustfmt::skip]
const NAMES: &[(&str, Festival)] = &[
    ("元旦春节", Festival::NewYear), ("元旦、春节", Festival::NewYear), ("元旦", Festival::NewYear), ("新年", Festival::NewYear),
    ("春节", Festival::Spring), ("新春", Festival::Spring), ("除夕", Festival::Spring), ("农历年底", Festival::Spring),
    ("元宵", Festival::Lantern),
    ("三八国际妇女节", Festival::Women), ("“三八”国际妇女节", Festival::Women), ("“三八”妇女节", Festival::Women),
    ("三八妇女节", Festival::Women), ("“三八”", Festival::Women), ("三八节", Festival::Women), ("妇女节", Festival::Women),
    ("植树节", Festival::Arbor), ("清明", Festival::Qingming),
    ("五一国际劳动节", Festival::Labour), ("“五一”国际劳动节", Festival::Labour), ("“五一”劳动节", Festival::Labour),
    ("五一劳动节", Festival::Labour), ("国际劳动节", Festival::Labour), ("劳动节", Festival::Labour), ("“五一”", Festival::Labour), ("五一", Festival::Labour),
    ("五四青年节", Festival::Youth), ("“五四”青年节", Festival::Youth), ("“五四”", Festival::Youth), ("青年节", Festival::Youth), ("护士节", Festival::Nurses),
    ("全国助残日", Festival::DisabledPersons), ("助残日", Festival::DisabledPersons),
    ("六一国际儿童节", Festival::Children), ("“六一”国际儿童节", Festival::Children), ("“六一”儿童节", Festival::Children),
    ("六一儿童节", Festival::Children), ("“六一”", Festival::Children), ("儿童节", Festival::Children), ("六一", Festival::Children),
    ("端午", Festival::DragonBoat), ("“七一”建党节", Festival::Party), ("“七一”", Festival::Party), ("七一", Festival::Party), ("建党节", Festival::Party),
    ("“八一”建军节", Festival::Army), ("“八一”", Festival::Army), ("八一", Festival::Army), ("建军节", Festival::Army), ("医师节", Festival::Doctors), ("教师节", Festival::Teachers),
    ("中秋", Festival::MidAutumn), ("国庆", Festival::National), ("“十一”", Festival::National),
    ("重阳", Festival::DoubleNinth), ("老年节", Festival::DoubleNinth), ("敬老节", Festival::DoubleNinth),
];

static BY_FIRST: LazyLock<ByFirst<Festival>> =
    LazyLock::new(|| ByFirst::new(NAMES.iter().copied()));

impl Festival {
    /// The festival named at the first byte of `text`, and how many bytes name it.
    pub fn at(text: &str) -> Option<(Festival, usize)> {
        let (name, festival) = BY_FIRST.find(text)?;
        let rest = text.get(name.len()..).unwrap_or_default();
        // 五一 also begins 五一奖章, 五一口号; 八一 also begins names of streets and schools.
        let honour = ["奖", "劳动奖", "口号", "路", "街", "学校", "村", "南昌"];
        if honour.iter().any(|word| begins(rest, word)) {
            return None;
        }
        let tail =
            if rest.starts_with('节') && !name.ends_with('节') { '节'.len_utf8() } else { 0 };
        Some((*festival, name.len() + tail))
    }

    /// Its day in the year; `None` for years outside 1900 to 2100.
    pub fn day(self, year: i16) -> Option<Day> {
        if !(1900..=2100).contains(&year) {
            return None;
        }
        match self {
            Festival::NewYear => Day::new(year, 1, 1).ok(),
            Festival::Spring => lunar(year, 1, 1),
            Festival::Lantern => lunar(year, 1, 15),
            Festival::Women => Day::new(year, 3, 8).ok(),
            Festival::Arbor => Day::new(year, 3, 12).ok(),
            Festival::Qingming => Day::new(year, 4, qingming(year)).ok(),
            Festival::Labour => Day::new(year, 5, 1).ok(),
            Festival::Youth => Day::new(year, 5, 4).ok(),
            Festival::Nurses => Day::new(year, 5, 12).ok(),
            Festival::DisabledPersons => Day::new(year, 5, 1)
                .ok()?
                .nth_weekday_of_month(3, jiff::civil::Weekday::Sunday)
                .ok(),
            Festival::Children => Day::new(year, 6, 1).ok(),
            Festival::DragonBoat => lunar(year, 5, 5),
            Festival::Party => Day::new(year, 7, 1).ok(),
            Festival::Army => Day::new(year, 8, 1).ok(),
            Festival::Doctors => Day::new(year, 8, 19).ok(),
            Festival::Teachers => Day::new(year, 9, 10).ok(),
            Festival::MidAutumn => lunar(year, 8, 15),
            Festival::National => Day::new(year, 10, 1).ok(),
            Festival::DoubleNinth => lunar(year, 9, 9),
        }
    }
}

/// The day of the Gregorian year on which a lunar month's day falls (GB/T 33661-2017).
fn lunar(year: i16, month: u8, day: u8) -> Option<Day> {
    let lunar = Date::try_new_chinese_traditional(i32::from(year), Month::new(month), day).ok()?;
    let iso = lunar.to_calendar(Iso);
    let solar_year = i16::try_from(iso.year().extended_year()).ok()?;
    let solar_month = i8::try_from(iso.month().ordinal).ok()?;
    Day::new(solar_year, solar_month, i8::try_from(iso.day_of_month().0).ok()?).ok()
}

/// Day of April on which 清明 falls, by the usual rule of the 20th and 21st century:
/// ⌊Y·0.2422 + C⌋ − ⌊Y/4⌋ with Y the last two digits of the year and C = 5.59 or 4.81.
fn qingming(year: i16) -> i8 {
    let (constant, within) =
        if year < 2000 { (55_900, year - 1900) } else { (48_100, year - 2000) };
    let within = i32::from(within);
    let day = (within * 2_422 + constant) / 10_000 - within / 4;
    i8::try_from(day).unwrap_or(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_lunar_year() {
        let day = |festival: Festival, year| festival.day(year).unwrap().to_string();
        assert_eq!(day(Festival::Spring, 2025), "2025-01-29");
        assert_eq!(day(Festival::Spring, 2023), "2023-01-22");
        assert_eq!(day(Festival::Spring, 2026), "2026-02-17");
        assert_eq!(day(Festival::MidAutumn, 2025), "2025-10-06");
        assert_eq!(day(Festival::DragonBoat, 2024), "2024-06-10");
        assert_eq!(day(Festival::DoubleNinth, 2023), "2023-10-23");
        assert_eq!(day(Festival::Qingming, 2025), "2025-04-04");
        assert_eq!(day(Festival::Qingming, 2023), "2023-04-05");
        assert_eq!(day(Festival::DisabledPersons, 2025), "2025-05-18");
        assert_eq!(Festival::Spring.day(1800), None);
    }

    #[test]
    fn names_are_taken_whole() {
        assert_eq!(Festival::at("五一劳动节前"), Some((Festival::Labour, "五一劳动节".len())));
        assert_eq!(Festival::at("中秋节前"), Some((Festival::MidAutumn, "中秋节".len())));
        assert_eq!(Festival::at("五一劳动奖章"), None);
        assert_eq!(Festival::at("五一奖章"), None);
        assert_eq!(
            Festival::at("“六一”儿童节前"),
            Some((Festival::Children, "“六一”儿童节".len()))
        );
        assert_eq!(Festival::at("七月"), None);
    }
}
