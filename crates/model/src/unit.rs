//! Measure words and units, by what they count.

use std::sync::LazyLock;

use ground::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::affix::ByFirst;

/// What a unit counts. Quantities of different families cannot be compared.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// 人, 名: persons, each counted once.
    Person,
    /// 人次: persons, each counted every time.
    PersonTime,
    /// 户: households.
    Household,
    /// 家: enterprises and other organisations.
    Organisation,
    /// 次, 场, 期: occasions.
    Occasion,
    /// 份, 册, 件 ...: documents and printed matter.
    Document,
    /// 元: money; the base is one 元.
    Money,
    /// 亩, 平方米: area; the base is one square metre.
    Area,
    /// 公里, 米: length; the base is one metre.
    Length,
    /// 吨, 公斤: mass; the base is one kilogram.
    Mass,
    /// 立方米: volume; the base is one cubic metre.
    Volume,
    /// 年, 月, 日: a span of time; the base is one day.
    Duration,
    /// %: a share; the base is one hundredth.
    Share,
    /// 个百分点: a difference of shares; the base is one hundredth.
    SharePoint,
    /// 分: points of a mark.
    Point,
    /// 个, 项, 台 ...: things.
    Item,
}

/// A unit as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    /// The word or sign, e.g. `人`.
    pub name: String,
    /// What it counts.
    pub family: Family,
}

/// A unit of the table.
#[derive(Clone, Copy, Debug)]
pub struct KnownUnit {
    /// The word or sign.
    pub name: &'static str,
    /// What it counts.
    pub family: Family,
    /// Numerator and denominator of its size in base units of the family.
    pub size: (i64, i64),
}

impl KnownUnit {
    /// The unit as a value of its own.
    pub fn unit(&self) -> Unit {
        Unit { name: self.name.into(), family: self.family }
    }

    /// `value` of these in base units of the family.
    pub fn in_base(&self, value: Decimal) -> Option<Decimal> {
        let (above, below) = self.size;
        value.checked_mul(Decimal::from(above))?.checked_div(Decimal::from(below))
    }
}

impl Family {
    /// Whether both count the same kind of thing closely enough for their numbers to be compared.
    ///
    /// 个 counts anything, so it is comparable with all that is counted in pieces.
    pub fn comparable(self, other: Family) -> bool {
        use Family::{Document, Household, Item, Occasion, Organisation, Person, PersonTime};
        let pieces = |family| {
            matches!(family, Item | Document | Organisation | Occasion | Household | Person)
        };
        self == other
            || (self == Item && pieces(other))
            || (other == Item && pieces(self))
            || matches!(
                (self, other),
                (Organisation, Household) | (Household, Organisation) | (Person, PersonTime)
            )
            || matches!((self, other), (PersonTime, Person))
    }
}

/// The longest known unit at the first byte of `text`.
pub fn unit_at(text: &str) -> Option<&'static KnownUnit> {
    BY_FIRST.find(text).map(|(_, unit)| *unit)
}

/// The known unit with exactly this name.
pub fn unit_named(name: &str) -> Option<&'static KnownUnit> {
    unit_at(name).filter(|unit| unit.name == name)
}

/// Known units, the longest first.
static BY_FIRST: LazyLock<ByFirst<&'static KnownUnit>> = LazyLock::new(|| {
    let mut units: Vec<&'static KnownUnit> = UNITS.iter().collect();
    units.sort_by_key(|unit| std::cmp::Reverse(unit.name.len()));
    ByFirst::new(units.into_iter().map(|unit| (unit.name, unit)))
});

const fn known(name: &'static str, family: Family, above: i64, below: i64) -> KnownUnit {
    KnownUnit { name, family, size: (above, below) }
}

const fn one(name: &'static str, family: Family) -> KnownUnit {
    known(name, family, 1, 1)
}

#[rustfmt::skip]
static UNITS: &[KnownUnit] = &[
    one("人", Family::Person), one("名", Family::Person), one("位", Family::Person),
    one("人次", Family::PersonTime), one("人·次", Family::PersonTime), one("人/次", Family::PersonTime),
    one("户", Family::Household), one("户家庭", Family::Household), one("户次", Family::Household),
    one("家", Family::Organisation), one("所", Family::Organisation), one("单位", Family::Organisation),
    one("次", Family::Occasion), one("场", Family::Occasion), one("场次", Family::Occasion), one("期", Family::Occasion),
    one("批", Family::Occasion), one("批次", Family::Occasion), one("届", Family::Occasion), one("轮", Family::Occasion),
    one("班次", Family::Occasion), one("节次", Family::Occasion), one("课时", Family::Occasion), one("学时", Family::Occasion),
    one("份", Family::Document), one("册", Family::Document), one("本", Family::Document), one("篇", Family::Document),
    one("件", Family::Document), one("张", Family::Document), one("幅", Family::Document), one("卷", Family::Document),
    one("元", Family::Money), known("角", Family::Money, 1, 10),
    known("亩", Family::Area, 2000, 3), known("公顷", Family::Area, 10_000, 1), one("平方米", Family::Area), one("平米", Family::Area),
    one("㎡", Family::Area), one("m²", Family::Area), one("m2", Family::Area), known("平方公里", Family::Area, 1_000_000, 1),
    known("公里", Family::Length, 1000, 1), known("千米", Family::Length, 1000, 1), known("km", Family::Length, 1000, 1),
    one("米", Family::Length), one("延米", Family::Length), one("延长米", Family::Length),
    known("吨", Family::Mass, 1000, 1), one("公斤", Family::Mass), one("千克", Family::Mass), one("kg", Family::Mass),
    known("斤", Family::Mass, 1, 2), known("克", Family::Mass, 1, 1000),
    one("立方米", Family::Volume), one("m³", Family::Volume), known("升", Family::Volume, 1, 1000),
    known("年", Family::Duration, 365, 1), known("周年", Family::Duration, 365, 1), known("个月", Family::Duration, 365, 12),
    known("月", Family::Duration, 365, 12), known("季度", Family::Duration, 365, 4), known("个季度", Family::Duration, 365, 4),
    known("周", Family::Duration, 7, 1), known("星期", Family::Duration, 7, 1), one("天", Family::Duration), one("日", Family::Duration),
    one("个工作日", Family::Duration), one("工作日", Family::Duration), one("个自然日", Family::Duration), one("自然日", Family::Duration),
    one("日历天", Family::Duration), known("个小时", Family::Duration, 1, 24), known("小时", Family::Duration, 1, 24),
    known("分钟", Family::Duration, 1, 1440), known("学年", Family::Duration, 365, 1), known("学期", Family::Duration, 365, 2),
    one("%", Family::Share), one("％", Family::Share), one("﹪", Family::Share), known("‰", Family::Share, 1, 10),
    one("个百分点", Family::SharePoint), one("百分点", Family::SharePoint),
    one("分", Family::Point),
    one("个", Family::Item), one("项", Family::Item), one("台", Family::Item), one("套", Family::Item), one("辆", Family::Item),
    one("条", Family::Item), one("处", Family::Item), one("座", Family::Item), one("间", Family::Item), one("块", Family::Item),
    one("盏", Family::Item), one("株", Family::Item), one("棵", Family::Item), one("头", Family::Item), one("只", Family::Item),
    one("支", Family::Item), one("部", Family::Item), one("台套", Family::Item), one("台（套）", Family::Item), one("宗", Family::Item),
    one("例", Family::Item), one("起", Family::Item), one("床", Family::Item), one("张床", Family::Item), one("对", Family::Item),
    one("类", Family::Item), one("种", Family::Item), one("袋", Family::Item), one("箱", Family::Item), one("桶", Family::Item),
    one("盒", Family::Item), one("瓶", Family::Item), one("枚", Family::Item), one("面", Family::Item), one("眼", Family::Item),
    one("村", Family::Item), one("个村", Family::Item), one("个乡镇", Family::Item), one("班", Family::Item), one("组", Family::Item),
    one("股", Family::Item), one("匹", Family::Item), one("羽", Family::Item), one("尾", Family::Item), one("扇", Family::Item),
    one("艘", Family::Item), one("架", Family::Item), one("门", Family::Item), one("把", Family::Item), one("副", Family::Item),
    one("具", Family::Item), one("顶", Family::Item), one("樘", Family::Item), one("根", Family::Item), one("车", Family::Item), one("车次", Family::Occasion),
    one("人天", Family::PersonTime), one("人日", Family::PersonTime), one("标段", Family::Item), one("个标段", Family::Item),
    one("人份", Family::Document), one("剂", Family::Item), one("剂次", Family::Occasion), one("样", Family::Item), one("批样", Family::Item),
    one("篇次", Family::Document), one("条次", Family::Item), one("幢", Family::Item), one("栋", Family::Item),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_unit_wins() {
        let name = |text: &str| unit_at(text).map(|unit| unit.name);
        assert_eq!(name("人次以上"), Some("人次"));
        assert_eq!(name("人以上"), Some("人"));
        assert_eq!(name("个百分点"), Some("个百分点"));
        assert_eq!(name("个工作日内"), Some("个工作日"));
        assert_eq!(name("魏县"), None);
        assert!(unit_named("平方").is_none());
    }

    #[test]
    fn sizes_are_exact() {
        let mu = unit_named("亩").unwrap();
        assert_eq!(mu.in_base(Decimal::from(3)).unwrap(), Decimal::from(2000));
    }

    #[test]
    fn every_unit_stands_once() {
        let mut names: Vec<_> = UNITS.iter().map(|unit| unit.name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
