//! The result of an appraisal as data: what is shown, printed, settled, kept. What is settled says the same for ever.

use std::collections::BTreeMap;

use ground::Decimal;
use model::actual::Execution;
use serde::{Deserialize, Serialize};

use crate::evaluating::sheet::{Evidence, Said};

/// What a kept result begins with.
pub const FORM: &str = "jiheng/appraisal/1";

/// An appraisal's result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// [`FORM`]
    pub form: String,
    /// The appraisal.
    pub appraisal: String,
    /// 重点评价 or 部门评价.
    pub kind: String,
    /// The department whose work is appraised.
    pub department: String,
    /// What is appraised.
    pub subject: String,
    /// The year whose work is appraised.
    pub year: i16,
    /// The indicator system: its title, what is printed beside results, the law behind it.
    pub scheme_title: String,
    /// What is printed beside results.
    pub scheme_note: String,
    /// The law behind it, as it is cited.
    pub basis: String,
    /// Full points.
    pub of: Decimal,
    /// What was budgeted and spent; nothing of a policy.
    pub money: Option<Execution>,
    /// Whether nobody records what is paid: then what is spent is not known.
    #[serde(default)]
    pub lacks_payments: bool,
    /// The items of the indicator system.
    pub items: Vec<Item>,
    /// Those who mark, without those who take no part.
    pub experts: Vec<Marker>,
    /// Those who take no part: name and reason.
    pub recused: Vec<(String, String)>,
    /// The sum of the items' points; none until all have reported.
    pub total: Option<Decimal>,
    /// The grade of the total.
    pub grade: String,
    /// What follows from the grade.
    pub follows: String,
    /// How the total comes about.
    pub because: String,
    /// Texts of the report, by part.
    pub texts: BTreeMap<String, Said>,
    /// What was found wrong.
    pub problems: Vec<Problem>,
    /// What the department says to it.
    pub opinion: String,
    /// What is said to that.
    pub reply: String,
}

/// An item of the indicator system with the marks that are in sight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// By what marks name it.
    pub id: String,
    /// 一级指标
    pub dimension: String,
    /// 二级指标
    pub aspect: String,
    /// 三级指标
    pub name: String,
    /// 分值
    pub of: Decimal,
    /// What is asked.
    pub asks: String,
    /// How a mark is given.
    pub how: String,
    /// Values of the year that bear on it.
    pub evidence: Vec<Shown>,
    /// Marks by expert.
    pub marks: Vec<Given>,
    /// What the marks come to; none until all have reported.
    pub points: Option<Decimal>,
    /// The highest and the lowest of them.
    pub range: Option<(Decimal, Decimal)>,
}

/// A value of the year that stands beside an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The indicator.
    pub name: String,
    /// What was promised.
    pub target: String,
    /// What was reached.
    pub words: String,
    /// From where that comes, in a word: 台账, 录入.
    pub standing: String,
    /// What gives it, for those who may look at the entries.
    pub evidence: Option<Evidence>,
}

/// A mark of an expert.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// The expert's number.
    pub expert: i64,
    /// The mark; none: not given yet.
    pub points: Option<Decimal>,
    /// Why.
    pub opinion: String,
    /// Whether it stands out from the others.
    pub is_outlier: bool,
    /// Whether it does not count.
    pub is_left_out: bool,
}

/// Somebody who marks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// Counts up within the appraisal.
    pub number: i64,
    /// The name.
    pub name: String,
    /// Where from and what.
    pub post: String,
    /// Whether the marks are reported.
    pub is_reported: bool,
    /// Whether whoever conducts the appraisal enters the marks.
    pub is_entered: bool,
    /// What was declared of conflicts of interest.
    pub declared: String,
    /// What the expert says of the whole.
    pub opinion: String,
    /// What the expert gives in all; none until everything is marked.
    pub total: Option<Decimal>,
}

/// Something that was found wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Counts up within the appraisal.
    pub number: i64,
    /// What was found.
    pub found: String,
    /// What is to be done about it.
    pub asked: String,
    /// What kind of trouble it is, in words.
    pub kind: String,
    /// The demand for rectification that was raised from it; empty: none.
    #[serde(default)]
    pub demand: String,
}

impl Sheet {
    /// How many marks stand out.
    pub fn outliers(&self) -> usize {
        let given = self.items.iter().flat_map(|item| &item.marks);
        given.filter(|given| given.is_outlier).count()
    }

    /// The name of an expert.
    pub fn name_of(&self, expert: i64) -> &str {
        let found = self.experts.iter().find(|one| one.number == expert);
        found.map_or("", |one| one.name.as_str())
    }

    /// What a dimension has and what it comes to, in the order of the system.
    pub fn dimensions(&self) -> Vec<(String, Decimal, Option<Decimal>)> {
        let mut all: Vec<(String, Decimal, Option<Decimal>)> = Vec::new();
        for item in &self.items {
            match all.iter_mut().find(|(name, ..)| *name == item.dimension) {
                Some((_, of, points)) => {
                    *of += item.of;
                    *points = points.zip(item.points).map(|(sum, more)| sum + more);
                }
                None => all.push((item.dimension.clone(), item.of, item.points)),
            }
        }
        all
    }

    /// Leaves only what one expert has given.
    pub(super) fn keep_only(&mut self, expert: i64) {
        self.hide_result();
        self.experts.retain(|one| one.number == expert);
        for item in &mut self.items {
            item.marks.retain(|given| given.expert == expert);
        }
    }

    /// Takes away who gave what: the department sees what the marks come to.
    pub(super) fn hide_experts(&mut self) {
        self.experts.clear();
        self.recused.clear();
        for item in &mut self.items {
            item.marks.clear();
        }
    }

    /// Takes away what the marks come to, and the report.
    pub(super) fn hide_result(&mut self) {
        (self.total, self.grade, self.follows) = (None, String::new(), String::new());
        self.because.clear();
        self.texts.clear();
        self.problems.clear();
        self.recused.clear();
        for item in &mut self.items {
            (item.points, item.range) = (None, None);
            for given in &mut item.marks {
                (given.is_outlier, given.is_left_out) = (false, false);
            }
        }
    }
}
