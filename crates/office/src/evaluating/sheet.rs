//! The self-evaluation form as data: what is shown, printed, reported, kept. Marks stand in it with their reasons, so that
//! a form that was kept says the same for ever.

use std::collections::BTreeMap;

use ground::{Day, Decimal, Money};
use measure::{Arguments, Period};
use model::actual::{Actual, Execution};
use score::Indicator;
use serde::{Deserialize, Serialize};

/// What a kept form begins with.
pub const FORM: &str = "jiheng/evaluation/1";

/// The self-evaluation of a statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// [`FORM`]
    pub form: String,
    /// The statement.
    pub statement: String,
    /// The department's name.
    pub department: String,
    /// The year of the plan.
    pub year: i16,
    /// The version of the statement that is evaluated.
    pub version: i64,
    /// The day by which values are told.
    pub as_of: Day,
    /// The scoring scheme: its identifier, its title, what is printed beside its marks.
    pub scheme: String,
    /// Its title.
    pub scheme_title: String,
    /// What is printed beside its marks.
    pub scheme_note: String,
    /// Texts of the department's report, by part.
    pub texts: BTreeMap<String, Said>,
    /// The department as a whole where it has indicators, then its projects.
    pub parts: Vec<Part>,
    /// The projects together.
    pub whole: Whole,
}

/// The projects of a department together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Whole {
    /// How many projects.
    pub projects: usize,
    /// How many of them could be scored.
    pub scored: usize,
    /// How many of their marks lack a value or cannot be computed: while there are any, total and grade are preliminary.
    #[serde(default)]
    pub open: usize,
    /// The mean of their totals, each weighing as much as its full-year budget.
    pub total: Option<Decimal>,
    /// The mean of their totals, every project alike.
    pub plain: Option<Decimal>,
    /// The grade of the weighted mean.
    pub grade: String,
    /// How many projects have each grade.
    pub grades: Vec<(String, usize)>,
    /// The weighted mean with what the finance bureau found.
    pub found_total: Option<Decimal>,
    /// Its grade.
    pub found_grade: String,
}

/// A project, or the department as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its place among the projects; none: the department as a whole.
    pub project: Option<usize>,
    /// By what its texts are known: code or name.
    pub key: String,
    /// 项目编码; empty where there is none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// 年初预算, 全年预算, 执行
    pub execution: Execution,
    /// Whether nobody records what is paid: then what is spent is not known.
    #[serde(default)]
    pub lacks_payments: bool,
    /// What was typed as spent then; of the department as a whole the sum of its projects.
    #[serde(default)]
    pub typed_spent: Option<Typed>,
    /// The mark of budget execution.
    pub money: Option<Marked>,
    /// Its indicators.
    pub lines: Vec<Line>,
    /// The sum of all marks; none where it cannot be scored.
    pub total: Option<Decimal>,
    /// Full points.
    pub of: Decimal,
    /// The grade; empty where none is given.
    pub grade: String,
    /// What follows from the grade.
    pub follows: String,
    /// How total and grade come about; or why there are none.
    pub because: String,
    /// What concerns it as a whole, and what looks wrong.
    pub notices: Vec<String>,
    /// What would change the grade, a sentence each.
    pub changes: Vec<String>,
    /// Texts of its form, by part.
    pub texts: BTreeMap<String, Said>,
    /// The total with what the finance bureau found, where it found anything.
    pub found_total: Option<Decimal>,
    /// The grade then.
    pub found_grade: String,
}

/// A mark with its reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marked {
    /// The points.
    pub points: Decimal,
    /// Full points.
    pub of: Decimal,
    /// Way, numbers, formula, clause: one sentence.
    pub because: String,
    /// What was found, in words: 完成率96.00%.
    pub finding: String,
    /// Whether the target is fulfilled.
    pub is_reached: bool,
    /// Whether it could not be scored, or nothing was given.
    pub is_open: bool,
    /// What to look at.
    pub notices: Vec<String>,
    /// Whether a reason is wanted beside it.
    pub wants_reason: bool,
}

/// An indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// By what it is known while the text changes.
    pub key: String,
    /// 一级指标
    pub dimension: String,
    /// 二级指标
    pub aspect: String,
    /// 三级指标
    pub name: String,
    /// 指标值
    pub target: String,
    /// As it is scored; none where it has no target or stands on no level.
    pub indicator: Option<Indicator>,
    /// The value of registers, or the one that was entered in the course of the year.
    pub actual: Actual,
    /// In words.
    pub words: String,
    /// From where it comes, in a word: 台账, 录入.
    pub standing: String,
    /// How it was computed, or why it could not be.
    pub said: String,
    /// What gives it, for those who may look at the entries.
    pub evidence: Option<Evidence>,
    /// A value typed in its place.
    pub typed: Option<Typed>,
    /// The mark; none where it cannot be scored.
    pub mark: Option<Marked>,
    /// Why the target was missed or far exceeded.
    pub deviation: String,
    /// What is done about it.
    pub measure: String,
    /// What the finance bureau found.
    pub found: Option<Found>,
    /// What comes out now, where a form is kept and that is another value.
    #[serde(skip)]
    pub now: Option<String>,
}

/// What gives a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The code of the measure.
    pub code: String,
    /// What it was narrowed down to.
    pub arguments: Arguments,
    /// The days that were looked at.
    pub first: Day,
    /// The last of them.
    pub last: Day,
}

/// A value typed in place of the computed one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Typed {
    /// The value.
    pub actual: Actual,
    /// In words.
    pub words: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: String,
}

/// What the finance bureau found of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Its own value in words; empty: it has none of its own.
    pub words: String,
    /// Its points.
    pub points: Decimal,
    /// Whether it gave them itself, not by a value and the scheme.
    pub is_given: bool,
    /// Its points less the department's.
    pub difference: Decimal,
    /// How they come about.
    pub because: String,
    /// What it says.
    pub opinion: String,
    /// Who.
    pub by: String,
}

/// A text: what the numbers propose, and what somebody made of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// What the numbers propose.
    pub proposal: String,
    /// What somebody confirmed or wrote.
    pub body: String,
    /// Who; empty: nobody yet.
    pub by: String,
    /// Whether the form cannot do without it.
    pub is_needed: bool,
}

/// Something that is to be done before the form can be handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Open {
    /// The project.
    pub part: String,
    /// The indicator or the text.
    pub what: String,
    /// What is to be done.
    pub todo: &'static str,
}

impl Evidence {
    /// What a binding gives.
    pub fn of(code: &str, arguments: &Arguments, period: &Period) -> Evidence {
        Evidence {
            code: code.to_owned(),
            arguments: arguments.clone(),
            first: period.first,
            last: period.last,
        }
    }
}

impl Said {
    /// The text as it is printed: what was confirmed, else what is proposed.
    pub fn text(&self) -> &str {
        if self.by.is_empty() { &self.proposal } else { &self.body }
    }

    fn is_open(&self) -> bool {
        self.is_needed && (self.by.is_empty() || self.body.is_empty())
    }
}

impl Line {
    /// The value that counts: the typed one where there is one.
    pub fn counted(&self) -> &Actual {
        self.typed.as_ref().map_or(&self.actual, |typed| &typed.actual)
    }

    /// That value in words.
    pub fn counted_words(&self) -> &str {
        self.typed.as_ref().map_or(&self.words, |typed| &typed.words)
    }

    /// From where that value comes, in a word.
    pub fn counted_standing(&self) -> &str {
        if self.typed.is_some() { "录入" } else { &self.standing }
    }

    /// Whether the form wants a reason that nobody has given.
    pub fn lacks_reason(&self) -> bool {
        let wants = self.mark.as_ref().is_none_or(|mark| mark.wants_reason);
        wants && (self.deviation.is_empty() || self.measure.is_empty())
    }
}

impl Part {
    /// 全年预算数
    pub fn budget(&self) -> Money {
        self.execution.budget().unwrap_or_default()
    }

    /// 执行数: as registers have it; where nobody records what is paid, as it was typed, if it was.
    pub fn spent(&self) -> Option<Money> {
        match self.lacks_payments {
            false => self.execution.spent(),
            true => money_of(&self.typed_spent.as_ref()?.actual),
        }
    }

    /// By what a typed 执行数 is known among the typed values; none where registers have it.
    pub fn spent_key(&self) -> Option<String> {
        let is_typed = self.lacks_payments && self.project.is_some();
        is_typed.then(|| format!("执行数/{}", self.key))
    }

    /// How many indicators reached their targets.
    pub fn reached(&self) -> usize {
        let marks = self.lines.iter().filter_map(|line| line.mark.as_ref());
        marks.filter(|mark| mark.is_reached).count()
    }

    /// What is still to be done for it.
    pub fn open(&self) -> Vec<Open> {
        let open = |what: &str, todo| Open { part: self.name.clone(), what: what.to_owned(), todo };
        let mut all = Vec::new();
        if self.total.is_none() {
            all.push(open("评分", "这个项目不能评分，请按说明更正"));
        }
        for line in self.lines.iter().filter(|line| line.lacks_reason()) {
            let is_missing = line.counted().is_missing();
            let todo = if is_missing {
                "没有完成值：请绑定台账或录入，确实没有的说明原因和措施"
            } else {
                "请填写偏差原因和改进措施"
            };
            all.push(open(&line.name, todo));
        }
        for (part, _) in self.texts.iter().filter(|(_, said)| said.is_open()) {
            let is_unpaid = part == "funds" && self.spent().is_none();
            let todo = if is_unpaid {
                "没有支付数据：请登记支付，或者录入执行数；确实没有的在这里说明原因"
            } else {
                "请核对后保存"
            };
            all.push(open(super::proposals::label(part), todo));
        }
        all
    }
}

/// A sum of money that was reached, not below nothing; none of anything else.
pub(crate) fn money_of(actual: &Actual) -> Option<Money> {
    match actual {
        Actual::Number { value, unit: Some(unit), per } if unit.name == "元" && per.is_empty() => {
            Money::from_yuan(*value).filter(|sum| *sum >= Money::ZERO)
        }
        _ => None,
    }
}

impl Sheet {
    /// The project whose typed 执行数 has this key.
    pub fn with_spent(&self, key: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.spent_key().as_deref() == Some(key))
    }

    /// An indicator.
    pub fn line(&self, key: &str) -> Option<&Line> {
        self.parts.iter().flat_map(|part| &part.lines).find(|line| line.key == key)
    }

    /// The projects, without the department as a whole.
    pub fn projects(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.project.is_some())
    }

    /// What is to be done before the form can be handed in.
    pub fn open(&self) -> Vec<Open> {
        let mut all: Vec<Open> = self.parts.iter().flat_map(Part::open).collect();
        for (part, _) in self.texts.iter().filter(|(_, said)| said.is_open()) {
            let what = super::proposals::label(part).to_owned();
            all.push(Open { part: "部门整体".to_owned(), what, todo: "请核对后保存" });
        }
        all
    }

    /// How many rows the finance bureau marks otherwise.
    pub fn differences(&self) -> usize {
        let found = self.parts.iter().flat_map(|part| &part.lines);
        let found = found.filter_map(|line| line.found.as_ref());
        found.filter(|found| !found.difference.is_zero()).count()
    }

    /// The total and the grade that count in the end: with what the finance bureau found, where it found anything.
    pub fn result(&self) -> (Option<Decimal>, &str) {
        match self.whole.found_total {
            Some(total) => (Some(total), &self.whole.found_grade),
            None => (self.whole.total, &self.whole.grade),
        }
    }
}
