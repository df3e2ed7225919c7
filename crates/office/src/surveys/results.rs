//! What came of a questionnaire: counted exactly, and so that nobody can be told by it.
//!
//! | figure | formula |
//! | --- | --- |
//! | 回收率 | 回收数 ÷ 发放数 |
//! | 有效问卷 | 必答题都答了的问卷 |
//! | 满意度 | （很满意 + 满意）÷ 回答满意度题的人次，各满意度题合计 |
//! | 平均分 | （很满意×5 + 满意×4 + 一般×3 + 不满意×2 + 很不满意×1）÷ 人次 |
//!
//! Only valid sheets count. Nothing but how many came back is shown while a questionnaire is open (whoever looks
//! twice would see the sheet that came between), nor of fewer than three valid sheets.

use ground::Decimal;
use rust_decimal::RoundingStrategy;
use store::surveys::Returned;

use super::questions::{Given, HIGHEST, Kind, LEVELS, Question};

/// Fewer valid sheets than this are too few for a conclusion.
pub const SMALL: i64 = 10;
/// Of fewer than this nothing is shown.
pub const LEAST_SHOWN: i64 = 3;
/// Levels that count as satisfied: the upper two.
const SATISFIED: usize = 2;

/// A share, exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// So many
    pub part: i64,
    /// of so many.
    pub whole: i64,
}

/// What came of a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    /// 发放数: links and sheets handed out.
    pub handed_out: i64,
    /// 回收数.
    pub returned: Returned,
    /// 有效数, and what was found; nothing as long as it must not be shown.
    pub found: Result<Found, Withheld>,
}

/// Why nothing is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// Nobody can answer yet.
    NotOpened,
    /// It is still being answered.
    StillOpen,
    /// Too few have answered.
    TooFew,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// 有效数.
    pub valid: i64,
    /// 满意度 over all questions of satisfaction; none if there is none.
    pub satisfied: Option<Share>,
    /// 平均分 over them: the sum of points, and of how many answers.
    pub points: Option<Share>,
    /// Each question.
    pub questions: Vec<Outcome>,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The question.
    pub question: Question,
    /// How many answered it.
    pub answered: i64,
    /// How many chose each option; nothing where fewer than three answered.
    pub options: Vec<(String, Share)>,
    /// 满意度, of a question of satisfaction.
    pub satisfied: Option<Share>,
    /// 平均分, of satisfaction and scores.
    pub points: Option<Share>,
    /// Opinions in the order of their signs: it does not tell who wrote first.
    pub words: Vec<String>,
}

impl Share {
    /// Percent with two decimals, half rounded up; a dash of nothing.
    pub fn percent(self) -> String {
        let hundred = Share { part: self.part.saturating_mul(100), ..self };
        hundred.quotient().map_or_else(|| "—".to_owned(), |shown| format!("{shown}%"))
    }

    /// The quotient with two decimals, half rounded up; a dash of nothing.
    pub fn mean(self) -> String {
        self.quotient().map_or_else(|| "—".to_owned(), |shown| shown.to_string())
    }

    fn quotient(self) -> Option<Decimal> {
        let exact = Decimal::from(self.part).checked_div(Decimal::from(self.whole))?;
        let mut rounded = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        rounded.rescale(2);
        Some(rounded)
    }
}

impl Results {
    /// 回收率.
    pub fn rate(&self) -> Share {
        Share { part: self.returned.all(), whole: self.handed_out }
    }
}

impl Withheld {
    /// Why, to people.
    pub fn said(self) -> &'static str {
        match self {
            Withheld::NotOpened => "问卷还没有发放。",
            Withheld::StillOpen => {
                "问卷回收期间只显示份数。结束后才显示结果：边收边看，能推出刚交的那一份是怎么答的。"
            }
            Withheld::TooFew => "有效问卷不足3份，为了不暴露答卷人，结果不显示。",
        }
    }
}

impl Found {
    /// Whether there are too few for a conclusion.
    pub fn is_small(&self) -> bool {
        self.valid < SMALL
    }
}

/// Counts what was answered.
///
/// # Errors
/// If so few sheets are valid that nothing may be shown.
pub fn counted(questions: &[Question], sheets: &[Vec<Given>]) -> Result<Found, Withheld> {
    let valid: Vec<&Vec<Given>> = sheets.iter().filter(|one| is_valid(questions, one)).collect();
    if size(valid.len()) < LEAST_SHOWN {
        return Err(Withheld::TooFew);
    }
    let outcomes: Vec<Outcome> = questions
        .iter()
        .enumerate()
        .map(|(place, question)| {
            let given: Vec<&Given> = valid.iter().filter_map(|sheet| sheet.get(place)).collect();
            outcome(question, &given)
        })
        .collect();
    let of_levels = || outcomes.iter().filter(|one| one.question.kind == Kind::Satisfaction);
    Ok(Found {
        valid: size(valid.len()),
        satisfied: summed(of_levels().filter_map(|one| one.satisfied)),
        points: summed(of_levels().filter_map(|one| one.points)),
        questions: outcomes,
    })
}

/// Whether everything that is required was answered.
fn is_valid(questions: &[Question], sheet: &[Given]) -> bool {
    questions.iter().enumerate().all(|(place, question)| {
        !question.is_required || sheet.get(place).is_some_and(|given| *given != Given::Blank)
    })
}

fn outcome(question: &Question, given: &[&Given]) -> Outcome {
    let answered = size(given.iter().filter(|one| ***one != Given::Blank).count());
    let mut words: Vec<String> = given.iter().filter_map(|one| said(one)).collect();
    words.sort();
    let blank = Outcome {
        question: question.clone(),
        answered,
        options: Vec::new(),
        satisfied: None,
        points: None,
        words,
    };
    if answered < LEAST_SHOWN || question.kind == Kind::Words {
        return blank;
    }
    let names = question.options();
    let mut counts = vec![0_i64; names.len()];
    for place in given.iter().flat_map(|one| places(one)) {
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
    }
    let points = |worth: fn(i64) -> i64| {
        let sum = (0_i64..).zip(&counts).map(|(place, count)| worth(place) * count).sum();
        Some(Share { part: sum, whole: answered })
    };
    let (satisfied, points) = match question.kind {
        Kind::Satisfaction => {
            let part = counts.iter().take(SATISFIED).sum();
            (Some(Share { part, whole: answered }), points(|place| size(LEVELS.len()) - place))
        }
        Kind::Score => (None, points(|place| place + 1)),
        _ => (None, None),
    };
    let shares = counts.iter().map(|part| Share { part: *part, whole: answered });
    Outcome { options: names.into_iter().zip(shares).collect(), satisfied, points, ..blank }
}

fn places(given: &Given) -> Vec<usize> {
    match given {
        Given::Chosen(places) => places.clone(),
        Given::Score(score) if (1..=HIGHEST).contains(score) => vec![usize::from(score - 1)],
        _ => Vec::new(),
    }
}

fn said(given: &Given) -> Option<String> {
    match given {
        Given::Words(words) => Some(words.clone()),
        _ => None,
    }
}

fn summed(shares: impl Iterator<Item = Share>) -> Option<Share> {
    shares
        .reduce(|one, other| Share { part: one.part + other.part, whole: one.whole + other.whole })
}

fn size(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The results as a table: what, option, how many, of how many, percent or points.
pub fn table(results: &Results) -> Vec<Vec<String>> {
    let row = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
    let number = |number: i64| number.to_string();
    let share = |name: &str, option: &str, share: Share, shown: String| {
        vec![name.to_owned(), option.to_owned(), number(share.part), number(share.whole), shown]
    };
    let returned = results.returned;
    let mut rows = vec![
        row(["项目", "选项", "数量", "基数", "结果"]),
        row(["发放数", "", &number(results.handed_out), "", ""]),
        row(["回收数", "网上", &number(returned.web), "", ""]),
        row(["回收数", "纸质", &number(returned.paper), "", ""]),
        share("回收率", "", results.rate(), results.rate().percent()),
    ];
    let found = match &results.found {
        Ok(found) => found,
        Err(withheld) => {
            rows.push(row([withheld.said(), "", "", "", ""]));
            return rows;
        }
    };
    let note = if found.is_small() { "样本过少" } else { "" };
    rows.push(row(["有效数", "", &number(found.valid), "", note]));
    for (name, of, percent) in
        [("满意度", found.satisfied, true), ("平均分（满分5分）", found.points, false)]
    {
        if let Some(of) = of {
            rows.push(share(name, "", of, if percent { of.percent() } else { of.mean() }));
        }
    }
    for (at, one) in found.questions.iter().enumerate() {
        let name = format!("{}. {}", at + 1, one.question.text);
        rows.extend(one.options.iter().map(|(option, of)| share(&name, option, *of, of.percent())));
        if let Some(of) = one.points {
            rows.push(share(&name, "平均分", of, of.mean()));
        }
        rows.extend(one.words.iter().map(|words| vec![name.clone(), words.clone()]));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: Kind, is_required: bool) -> Question {
        let choices = vec!["甲".to_owned(), "乙".to_owned()];
        Question { kind, text: "？".into(), choices, is_required }
    }

    fn levels(counts: [usize; 5]) -> Vec<Vec<Given>> {
        let sheets = counts.iter().enumerate();
        sheets.flat_map(|(at, count)| vec![vec![Given::Chosen(vec![at])]; *count]).collect()
    }

    #[test]
    fn satisfaction_is_the_share_of_the_upper_two_levels() {
        let questions = [question(Kind::Satisfaction, true)];
        for (counts, part, percent, points) in [
            ([10, 10, 0, 0, 1], 20, "95.24%", "4.33"),
            ([1, 1, 1, 0, 0], 2, "66.67%", "4.00"),
            ([3, 0, 0, 0, 0], 3, "100.00%", "5.00"),
            ([0, 0, 0, 0, 3], 0, "0.00%", "1.00"),
            ([1, 0, 0, 7, 0], 1, "12.50%", "2.38"),
            ([0, 1, 0, 0, 799], 1, "0.13%", "1.00"),
        ] {
            let found = counted(&questions, &levels(counts)).expect("enough");
            let whole = size(counts.iter().sum());
            let satisfied = found.satisfied.expect("a share");
            assert_eq!(satisfied, Share { part, whole });
            assert_eq!(satisfied.percent(), percent, "{counts:?}");
            assert_eq!(found.points.expect("points").mean(), points, "{counts:?}");
            assert_eq!(found.is_small(), whole < 10);
        }
    }

    #[test]
    fn nothing_is_shown_of_fewer_than_three() {
        let questions = [question(Kind::Satisfaction, true)];
        assert_eq!(counted(&questions, &levels([2, 0, 0, 0, 0])), Err(Withheld::TooFew));
        let mut sheets = levels([2, 0, 0, 0, 0]);
        // A sheet with a gap came back, but is not valid.
        sheets.push(vec![Given::Blank]);
        assert_eq!(counted(&questions, &sheets), Err(Withheld::TooFew));
    }

    #[test]
    fn a_question_that_few_answered_keeps_their_choices() {
        let questions = [question(Kind::Satisfaction, true), question(Kind::One, false)];
        let sheet = |choice| vec![Given::Chosen(vec![0]), choice];
        let sheets =
            [sheet(Given::Chosen(vec![1])), sheet(Given::Chosen(vec![1])), sheet(Given::Blank)];
        let found = counted(&questions, &sheets).expect("enough");
        assert_eq!(found.questions[1].answered, 2);
        assert_eq!(found.questions[1].options, []);
        assert_eq!(found.questions[0].options[0].1, Share { part: 3, whole: 3 });
    }

    #[test]
    fn choices_scores_and_opinions_are_counted() {
        let kinds = [Kind::Many, Kind::Score, Kind::Words];
        let questions = kinds.map(|kind| question(kind, false));
        let sheet = |places: &[usize], score, words: &str| {
            vec![Given::Chosen(places.to_vec()), Given::Score(score), Given::Words(words.into())]
        };
        let sheets = [sheet(&[0, 1], 10, "乙说"), sheet(&[1], 9, "甲说"), sheet(&[0], 8, "丙说")];
        let found = counted(&questions, &sheets).expect("enough");
        let [many, score, words] = &found.questions[..] else { panic!("three questions") };
        let parts: Vec<i64> = many.options.iter().map(|(_, share)| share.part).collect();
        assert_eq!(parts, [2, 2]);
        assert_eq!(score.points.expect("points").mean(), "9.00");
        let mut sorted = words.words.clone();
        sorted.sort();
        assert_eq!(words.words, sorted);
        assert_eq!(found.satisfied, None);
    }

    #[test]
    fn a_share_of_nothing_is_a_dash() {
        assert_eq!(Share::default().percent(), "—");
        assert_eq!(Share { part: 1, whole: 3 }.percent(), "33.33%");
    }
}
