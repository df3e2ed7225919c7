//! By what a project, a department or a policy is appraised (重点评价, 部门评价): the indicator system and how the marks
//! of experts are drawn together, by year and region.

use ground::{Day, Decimal};
use serde::{Deserialize, Serialize};

use crate::dated::{Reference, Standing, day};
use crate::entries::{Entry, Misplaced, local};
use crate::schemes::Grade;

/// An indicator system, a file of `data/appraising/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppraisalScheme {
    /// Identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// Name for people.
    pub title: String,
    /// First plan year.
    pub from: i16,
    /// Last plan year, if it ended.
    #[serde(default)]
    pub until: Option<i16>,
    /// `CN`, or first digits of region codes, where it is used; empty: only where it is asked for by name.
    pub jurisdictions: Vec<String>,
    /// Where it comes from.
    pub reference: Reference,
    /// How sure that is.
    pub standing: Standing,
    /// When it was last looked at.
    #[serde(deserialize_with = "day")]
    pub checked: Day,
    /// What is printed beside every result made by it.
    pub note: String,
    /// Full points.
    pub points: Decimal,
    /// The dimensions named in `results` have at least so many of the points, in percent.
    pub results_at_least: Decimal,
    /// Names of the dimensions that are about results: 产出, 效益.
    pub results: Vec<String>,
    /// An expert's mark that is off the median by more than so many percent of the item's points stands out.
    pub outlier_beyond: Decimal,
    /// How marks are drawn together.
    pub drawing: DrawingRule,
    /// 一级指标
    pub dimensions: Vec<AppraisalDimension>,
    /// Grades, the highest first.
    pub grades: Vec<Grade>,
}

/// How the marks of several experts become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawingRule {
    /// What is done.
    pub way: DrawingWay,
    /// Nothing is left out with fewer experts than this; at least 3 where something is.
    #[serde(default)]
    pub from: usize,
    /// Decimals of an item's points, half up.
    pub decimals: u32,
}

/// What is done with the marks of several experts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawingWay {
    /// The mean of all.
    Mean,
    /// The mean of each item without its highest and its lowest mark.
    TrimmedItems,
    /// The mean without the expert of the highest and the one of the lowest total.
    TrimmedExperts,
}

/// 一级指标: 决策, 过程, 产出, 效益.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppraisalDimension {
    /// Its name.
    pub name: String,
    /// Its items.
    pub items: Vec<AppraisalItem>,
}

/// 三级指标: what is marked.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppraisalItem {
    /// By what marks name it.
    pub id: String,
    /// 二级指标
    pub aspect: String,
    /// Its name.
    pub name: String,
    /// 分值
    pub points: Decimal,
    /// What is asked.
    pub asks: String,
    /// How a mark is given.
    pub how: String,
    /// What of the year stands beside it: `execution`, and keys of the second levels of the statement's indicators.
    #[serde(default)]
    pub evidence: Vec<String>,
}

impl AppraisalScheme {
    /// All items with the dimension of each.
    pub fn items(&self) -> impl Iterator<Item = (&AppraisalDimension, &AppraisalItem)> {
        self.dimensions.iter().flat_map(|one| one.items.iter().map(move |item| (one, item)))
    }

    /// The grade of so many points.
    pub fn grade(&self, points: Decimal) -> Option<&Grade> {
        self.grades.iter().find(|grade| points >= grade.from).or(self.grades.last())
    }

    fn points_fault(&self) -> Option<String> {
        let all: Decimal = self.items().map(|(_, item)| item.points).sum();
        if all != self.points {
            return Some(format!("各项分值合计{all}，应当是{}", self.points));
        }
        let is_result = |name: &String| self.results.contains(name);
        let of_results = self.items().filter(|(one, _)| is_result(&one.name));
        let results: Decimal = of_results.map(|(_, item)| item.points).sum();
        let least = self.results_at_least * self.points / Decimal::ONE_HUNDRED;
        (results < least)
            .then(|| format!("{}合计{results}分，不到{least}分", self.results.join("、")))
    }
}

impl Entry for AppraisalScheme {
    const FOLDER: &'static str = "appraising";

    fn named(self, id: &str) -> AppraisalScheme {
        AppraisalScheme { id: id.into(), ..self }
    }

    fn misplaced(&self) -> Option<Misplaced> {
        let found = |path: &str, message: String| Some(Misplaced { path: path.into(), message });
        if let Some(fault) = self.points_fault() {
            return found("dimensions", fault);
        }
        let mut ids: Vec<&str> = self.items().map(|(_, item)| item.id.as_str()).collect();
        ids.sort_unstable();
        if let Some(twice) = ids.windows(2).find(|pair| pair.first() == pair.last()) {
            return found("dimensions", format!("有两项都叫“{}”", twice.first().unwrap_or(&"")));
        }
        if self.items().any(|(_, item)| item.points <= Decimal::ZERO || item.points.scale() > 2) {
            return found("dimensions", "每项分值应当大于0，最多两位小数".into());
        }
        let is_trimmed = self.drawing.way != DrawingWay::Mean;
        if is_trimmed && self.drawing.from < 3 || self.drawing.decimals > 2 {
            return found("drawing", "去掉最高、最低分至少要有3名专家；得分最多两位小数".into());
        }
        let descends = self.grades.is_sorted_by(|one, next| one.from > next.from);
        if !descends || self.grades.last().is_none_or(|last| !last.from.is_zero()) {
            return found("grades", "等级应当从高到低，最低一档从0起".into());
        }
        None
    }
}

local!(AppraisalScheme);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;
    use crate::entries::load;

    const TEXT: &str = include_str!("../../../data/appraising/key-2020.toml");

    #[test]
    fn the_usual_system_is_in_force_and_the_trimmed_one_is_there_by_name() {
        let rulebook = Rulebook::embedded().unwrap();
        let usual = rulebook.appraisal(2026, "130324").unwrap();
        assert_eq!((usual.id.as_str(), usual.items().count()), ("key-2020", 17));
        assert_eq!(usual.standing, Standing::Unverified);
        let trimmed = rulebook.appraisal_named("key-trimmed").unwrap();
        assert_eq!(trimmed.drawing.way, DrawingWay::TrimmedExperts);
        let ids: Vec<&str> =
            rulebook.appraisals_for(2026, "130324").map(|scheme| scheme.id.as_str()).collect();
        assert_eq!(ids, ["key-2020", "key-trimmed"]);
    }

    #[test]
    fn a_wrong_system_is_refused_with_line_and_reason() {
        for (from, to, reason) in [
            ("points = \"20\"", "points = \"21\"", "合计101"),
            ("results_at_least = \"60\"", "results_at_least = \"61\"", "不到61"),
            ("id = \"quality\"", "id = \"quantity\"", "有两项都叫"),
            ("way = \"mean\"", "way = \"trimmed_items\"", "至少要有3名专家"),
            ("from = \"80\"", "from = \"95\"", "从高到低"),
        ] {
            let wrong = TEXT.replacen(from, to, 1);
            assert_ne!(wrong, TEXT, "{from} does not stand there");
            let error = load::<AppraisalScheme>(&[("appraising/x.toml", wrong.as_str())]);
            let said = error.unwrap_err().to_string();
            assert!(said.contains(reason) && said.contains('第'), "{said}");
        }
    }
}
