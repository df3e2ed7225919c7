//! The marks of several experts drawn together into one result (重点评价, 部门评价).

use ground::Decimal;
use rulebook::{AppraisalScheme, DrawingRule, DrawingWay};
use serde::Serialize;

use crate::fraction::half_up;

/// What the experts' marks come to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawn {
    /// The items, in the order of the indicator system.
    pub items: Vec<DrawnItem>,
    /// The sum of the items' points.
    pub total: Decimal,
    /// What each expert gives in all.
    pub totals: Vec<Decimal>,
    /// Experts whose marks are left out altogether: the highest and the lowest total.
    pub left_out: Vec<usize>,
    /// The grade of the total.
    pub grade: String,
    /// What follows from the grade.
    pub follows: String,
    /// How the total and the grade come about: one sentence.
    pub because: String,
}

/// What the marks of one item come to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrawnItem {
    /// Full points.
    pub of: Decimal,
    /// The mean of the marks that count.
    pub points: Decimal,
    /// The highest mark.
    pub highest: Decimal,
    /// The lowest mark.
    pub lowest: Decimal,
    /// The mark in the middle; with an even number the mean of both.
    pub median: Decimal,
    /// Experts whose marks stand out from the median.
    pub outliers: Vec<usize>,
    /// Experts whose marks of this item do not count.
    pub left_out: Vec<usize>,
}

impl DrawnItem {
    /// The highest mark less the lowest.
    pub fn spread(&self) -> Decimal {
        self.highest - self.lowest
    }
}

/// Draws marks together by the scheme. `marks` has a list for each expert: a mark for each item in the scheme's order.
/// `None` without experts, or where a list is not whole. Of several equally high or low the one named first is left out.
pub fn draw(scheme: &AppraisalScheme, marks: &[Vec<Decimal>]) -> Option<Drawn> {
    let full: Vec<Decimal> = scheme.items().map(|(_, item)| item.points).collect();
    if marks.is_empty() || marks.iter().any(|list| list.len() != full.len()) {
        return None;
    }
    let rule = scheme.drawing;
    let totals: Vec<Decimal> = marks.iter().map(|list| list.iter().sum()).collect();
    let left_out = match rule.way {
        DrawingWay::TrimmedExperts if marks.len() >= rule.from => ends(&totals),
        _ => Vec::new(),
    };
    let item = |(at, of): (usize, &Decimal)| {
        let given: Vec<Decimal> = marks.iter().filter_map(|list| list.get(at)).copied().collect();
        item(*of, &given, &left_out, scheme)
    };
    let items: Vec<DrawnItem> = full.iter().enumerate().map(item).collect();
    let total = items.iter().map(|item| item.points).sum();
    let grade = scheme.grade(total);
    Some(Drawn {
        because: because(scheme, marks.len(), &left_out, total),
        grade: grade.map(|grade| grade.name.clone()).unwrap_or_default(),
        follows: grade.map(|grade| grade.follows.clone()).unwrap_or_default(),
        items,
        total,
        totals,
        left_out,
    })
}

fn item(of: Decimal, given: &[Decimal], left_out: &[usize], scheme: &AppraisalScheme) -> DrawnItem {
    let rule = scheme.drawing;
    let left_out = match rule.way {
        DrawingWay::TrimmedItems if given.len() >= rule.from => ends(given),
        _ => left_out.to_vec(),
    };
    let counted = given.iter().enumerate().filter(|(at, _)| !left_out.contains(at));
    let counted: Vec<Decimal> = counted.map(|(_, mark)| *mark).collect();
    let mut sorted = given.to_vec();
    sorted.sort();
    let median = median(&sorted);
    let beyond = scheme.outlier_beyond * of / Decimal::ONE_HUNDRED;
    let stands_out = |(_, mark): &(usize, &Decimal)| (**mark - median).abs() > beyond;
    DrawnItem {
        of,
        points: half_up(mean(&counted), rule.decimals),
        highest: sorted.last().copied().unwrap_or_default(),
        lowest: sorted.first().copied().unwrap_or_default(),
        median,
        outliers: given.iter().enumerate().filter(stands_out).map(|(at, _)| at).collect(),
        left_out,
    }
}

/// Places of the highest and of the lowest; both where all are alike and there are two.
fn ends(values: &[Decimal]) -> Vec<usize> {
    let all = || values.iter().enumerate();
    let highest = all().rev().max_by_key(|(_, value)| **value).map(|(at, _)| at);
    let lowest = all().filter(|(at, _)| Some(*at) != highest).min_by_key(|(_, value)| **value);
    let mut ends: Vec<usize> = highest.into_iter().chain(lowest.map(|(at, _)| at)).collect();
    ends.sort_unstable();
    ends
}

fn median(sorted: &[Decimal]) -> Decimal {
    let half = sorted.len() / 2;
    let at = |at: usize| sorted.get(at).copied().unwrap_or_default();
    match sorted.len() % 2 {
        1 => at(half),
        _ => (at(half.saturating_sub(1)) + at(half)) / Decimal::TWO,
    }
}

fn mean(values: &[Decimal]) -> Decimal {
    let count = Decimal::from(values.len());
    values.iter().sum::<Decimal>().checked_div(count).unwrap_or_default()
}

fn because(scheme: &AppraisalScheme, experts: usize, left_out: &[usize], total: Decimal) -> String {
    let DrawingRule { way, from, decimals } = scheme.drawing;
    let said = match way {
        DrawingWay::TrimmedExperts if !left_out.is_empty() => {
            "去掉总分最高和最低的各一名，各项取其余专家的平均分".to_owned()
        }
        DrawingWay::TrimmedItems if experts >= from => {
            "各项去掉一个最高分和一个最低分，取其余的平均分".to_owned()
        }
        DrawingWay::Mean => "各项取全体专家的平均分".to_owned(),
        DrawingWay::TrimmedItems | DrawingWay::TrimmedExperts => {
            format!("专家不到{from}名，不去掉最高分和最低分，各项取全体专家的平均分")
        }
    };
    let mut text =
        format!("{experts}名专家评分，{said}，保留{decimals}位小数；总分是各项之和，{total}分");
    if let Some(grade) = scheme.grade(total) {
        let above = scheme.grades.iter().rev().find(|other| other.from > grade.from);
        let upper = above.map_or_else(String::new, |above| format!("、不到{}分", above.from));
        text.push_str(&format!("，在{}分（含）以上{upper}，等级为“{}”", grade.from, grade.name));
    }
    format!("{text}。")
}
