//! Questions of a questionnaire: their kinds, what is wrong with them, and what somebody may answer.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{Faults, OfficeError};

/// The five levels of satisfaction, the best first.
pub const LEVELS: [&str; 5] = ["很满意", "满意", "一般", "不满意", "很不满意"];
/// The highest score.
pub const HIGHEST: u8 = 10;
/// The most questions.
pub const MOST_QUESTIONS: usize = 30;
/// The most choices of a question.
const MOST_CHOICES: usize = 20;
/// The most characters of a question, and of a choice.
const LONGEST_QUESTION: usize = 120;
const LONGEST_CHOICE: usize = 60;
/// The most characters of an opinion.
pub const LONGEST_WORDS: usize = 500;

/// What kind of answer a question wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One of five levels; the share of the upper two is the satisfaction.
    #[default]
    Satisfaction,
    /// One of several choices.
    One,
    /// Any of several choices.
    Many,
    /// A score from 1 to 10.
    Score,
    /// An opinion in words.
    Words,
}

/// A question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What kind of answer it wants.
    pub kind: Kind,
    /// The question.
    pub text: String,
    /// The choices; none where the kind says them.
    pub choices: Vec<String>,
    /// Whether an answer sheet without an answer to it is not valid.
    pub is_required: bool,
}

/// What was answered to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// Nothing.
    Blank,
    /// The choices, by their places.
    Chosen(Vec<usize>),
    /// A score.
    Score(u8),
    /// An opinion.
    Words(String),
}

/// Whether answers may have gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gaps {
    /// What is required must be answered: whoever answers can still do it.
    Refused,
    /// A sheet of paper is as it is; with a gap it does not count as valid.
    Taken,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 5] =
        [Kind::Satisfaction, Kind::One, Kind::Many, Kind::Score, Kind::Words];

    /// The word for it in forms.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Satisfaction => "satisfaction",
            Kind::One => "one",
            Kind::Many => "many",
            Kind::Score => "score",
            Kind::Words => "words",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Satisfaction => "满意度五级",
            Kind::One => "单选",
            Kind::Many => "多选",
            Kind::Score => "打分（1到10分）",
            Kind::Words => "文字意见",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether its choices are typed.
    pub fn has_choices(self) -> bool {
        matches!(self, Kind::One | Kind::Many)
    }
}

impl Question {
    /// What may be chosen, in order; nothing where words are asked for.
    pub fn options(&self) -> Vec<String> {
        match self.kind {
            Kind::Satisfaction => LEVELS.map(str::to_owned).to_vec(),
            Kind::One | Kind::Many => self.choices.clone(),
            Kind::Score => (1..=HIGHEST).map(|score| score.to_string()).collect(),
            Kind::Words => Vec::new(),
        }
    }

    /// What was answered to it, from what a form sent: places of choices (from 0), a score, words.
    ///
    /// # Errors
    /// If it cannot be taken, as a sentence.
    fn given(&self, sent: &[&str], gaps: Gaps) -> Result<Given, String> {
        let sent: Vec<&str> =
            sent.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
        let Some(first) = sent.first() else {
            return match (self.is_required, gaps) {
                (true, Gaps::Refused) => Err("这道题还没有回答".to_owned()),
                _ => Ok(Given::Blank),
            };
        };
        match self.kind {
            Kind::Words => words(first),
            Kind::Score => match first.parse() {
                Ok(score) if (1..=HIGHEST).contains(&score) => Ok(Given::Score(score)),
                _ => Err(format!("请打1到{HIGHEST}分")),
            },
            Kind::Satisfaction | Kind::One | Kind::Many => self.chosen(&sent),
        }
    }

    fn chosen(&self, sent: &[&str]) -> Result<Given, String> {
        let options = self.options().len();
        let mut places = Vec::new();
        for text in sent {
            match text.parse::<usize>() {
                Ok(place) if place < options => places.push(place),
                _ => return Err("请在列出的选项里选".to_owned()),
            }
        }
        places.sort_unstable();
        places.dedup();
        if places.len() > 1 && self.kind != Kind::Many {
            return Err("这道题只能选一项".to_owned());
        }
        Ok(Given::Chosen(places))
    }
}

fn words(text: &str) -> Result<Given, String> {
    let length = text.chars().count();
    if length > LONGEST_WORDS {
        return Err(format!("意见有{length}个字，最多{LONGEST_WORDS}个字，请写得简短一些"));
    }
    Ok(Given::Words(plain(text)))
}

/// Text without signs that nobody types.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars().filter(|sign| *sign == '\n' || !sign.is_control()).collect()
}

/// What was answered to all questions, from the pairs of a form: `q0`, `q1` …
///
/// # Errors
/// What is wrong, by the place of the question.
pub fn answered(
    questions: &[Question],
    pairs: &[(String, String)],
    gaps: Gaps,
) -> Result<Vec<Given>, Vec<(usize, String)>> {
    let (mut all, mut wrong) = (Vec::new(), Vec::new());
    for (place, question) in questions.iter().enumerate() {
        let name = format!("q{place}");
        let sent: Vec<&str> =
            pairs.iter().filter(|(key, _)| *key == name).map(|(_, text)| text.as_str()).collect();
        match question.given(&sent, gaps) {
            Ok(given) => all.push(given),
            Err(said) => wrong.push((place, said)),
        }
    }
    let unknown = pairs.iter().filter_map(|(key, _)| key.strip_prefix('q')?.parse().ok());
    let unknown: BTreeSet<usize> = unknown.filter(|place| *place >= questions.len()).collect();
    wrong.extend(unknown.into_iter().map(|place| (place, "问卷里没有这道题".to_owned())));
    if wrong.is_empty() { Ok(all) } else { Err(wrong) }
}

/// Questions without what nobody meant to write: blanks around them, blank choices, choices where the kind says them.
pub(super) fn tidied(questions: &[Question]) -> Vec<Question> {
    let tidy = |question: &Question| {
        let choices = question.choices.iter().map(|choice| plain(choice.trim()));
        let choices = choices.filter(|choice| question.kind.has_choices() && !choice.is_empty());
        Question {
            text: plain(question.text.trim()),
            choices: choices.collect(),
            ..question.clone()
        }
    };
    questions.iter().map(tidy).collect()
}

/// Adds what is wrong with the questions.
pub(super) fn check(questions: &[Question], faults: &mut Faults) {
    if questions.is_empty() {
        faults.add("questions", "还没有题目，请至少写一道");
    }
    if questions.len() > MOST_QUESTIONS {
        let many = questions.len();
        let said = format!("有{many}道题，最多{MOST_QUESTIONS}道：题目越少，答的人越多");
        faults.add("questions", said);
    }
    for (place, question) in questions.iter().enumerate() {
        if let Some(said) = wrong(question) {
            faults.add("questions", format!("第{}题{said}", place + 1));
        }
    }
}

fn wrong(question: &Question) -> Option<String> {
    let length = question.text.chars().count();
    if length == 0 {
        return Some("没有写问什么".to_owned());
    }
    if length > LONGEST_QUESTION {
        return Some(format!("有{length}个字，最多{LONGEST_QUESTION}个字"));
    }
    if !question.kind.has_choices() {
        return None;
    }
    let choices = &question.choices;
    if choices.len() < 2 {
        return Some(format!("是{}，至少要有2个选项，每行写一个", question.kind.label()));
    }
    if choices.len() > MOST_CHOICES {
        return Some(format!("有{}个选项，最多{MOST_CHOICES}个", choices.len()));
    }
    if let Some(long) = choices.iter().find(|choice| choice.chars().count() > LONGEST_CHOICE) {
        return Some(format!("的选项“{long}”太长，最多{LONGEST_CHOICE}个字"));
    }
    let twice =
        choices.iter().enumerate().find(|(at, one)| choices.iter().take(*at).any(|it| it == *one));
    twice.map(|(_, choice)| format!("的选项“{choice}”写了两次"))
}

/// The questions as they are kept.
///
/// # Errors
/// If they are not what was kept.
pub(super) fn read(text: &str) -> Result<Vec<Question>, OfficeError> {
    serde_json::from_str(text).map_err(|_| broken("题目"))
}

pub(super) fn broken(what: &str) -> OfficeError {
    OfficeError::Machine(format!("保存的问卷{what}读不出来，请把时间告诉系统管理员"))
}

/// Anything as it is kept.
pub(super) fn kept<T: Serialize>(what: &T) -> Result<String, OfficeError> {
    serde_json::to_string(what).map_err(|_| broken("内容"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: Kind, choices: &[&str]) -> Question {
        Question {
            kind,
            text: "怎么样？".into(),
            choices: choices.iter().map(|one| (*one).to_owned()).collect(),
            is_required: true,
        }
    }

    #[test]
    fn answers_are_taken_as_the_kind_wants_them() {
        let long = "字".repeat(LONGEST_WORDS + 1);
        for (kind, sent, expected) in [
            (Kind::Satisfaction, &["4"][..], Ok(Given::Chosen(vec![4]))),
            (Kind::Satisfaction, &["5"], Err("请在列出的选项里选")),
            (Kind::Satisfaction, &["0", "1"], Err("这道题只能选一项")),
            (Kind::One, &["1"], Ok(Given::Chosen(vec![1]))),
            (Kind::One, &["-1"], Err("请在列出的选项里选")),
            (Kind::Many, &["1", "0", "1"], Ok(Given::Chosen(vec![0, 1]))),
            (Kind::Score, &["10"], Ok(Given::Score(10))),
            (Kind::Score, &["0"], Err("请打1到10分")),
            (Kind::Score, &["11"], Err("请打1到10分")),
            (Kind::Words, &[" 好\u{0}\r\n很 "], Ok(Given::Words("好\n很".into()))),
            (Kind::Words, &[long.as_str()], Err("意见有501个字，最多500个字，请写得简短一些")),
            (Kind::Words, &["  "], Err("这道题还没有回答")),
            (Kind::Many, &[], Err("这道题还没有回答")),
        ] {
            let given = question(kind, &["甲", "乙"]).given(sent, Gaps::Refused);
            assert_eq!(given, expected.map_err(str::to_owned), "{kind:?} {sent:?}");
        }
        let gap = question(Kind::Many, &["甲", "乙"]).given(&[], Gaps::Taken);
        assert_eq!(gap, Ok(Given::Blank));
    }

    #[test]
    fn an_answer_to_no_question_is_not_taken() {
        let questions = [question(Kind::Score, &[])];
        let pairs = |keys: &[&str]| -> Vec<(String, String)> {
            keys.iter().map(|key| ((*key).to_owned(), "9".to_owned())).collect()
        };
        assert_eq!(answered(&questions, &pairs(&["q0"]), Gaps::Taken), Ok(vec![Given::Score(9)]));
        let wrong = answered(&questions, &pairs(&["q0", "q1", "q1", "version"]), Gaps::Taken);
        assert_eq!(wrong, Err(vec![(1, "问卷里没有这道题".to_owned())]));
    }

    #[test]
    fn what_nobody_meant_to_write_is_left_out() {
        let written = [
            Question {
                text: " 哪一项？\u{7} ".into(), ..question(Kind::One, &[" 甲", "", "乙 "])
            },
            question(Kind::Score, &["甲", "乙"]),
        ];
        let [one, score] = &tidied(&written)[..] else { panic!("two questions") };
        assert_eq!(
            (one.text.as_str(), &one.choices[..]),
            ("哪一项？", &["甲".into(), "乙".into()][..])
        );
        assert!(score.choices.is_empty(), "a score has none");
    }

    #[test]
    fn what_is_wrong_with_a_question_is_said() {
        let blank = Question { text: String::new(), ..question(Kind::Score, &[]) };
        let long = "字".repeat(LONGEST_CHOICE + 1);
        for (question, expected) in [
            (question(Kind::Satisfaction, &[]), None),
            (blank, Some("没有写问什么".to_owned())),
            (question(Kind::One, &["甲"]), Some("是单选，至少要有2个选项，每行写一个".to_owned())),
            (question(Kind::Many, &["甲", "乙", "甲"]), Some("的选项“甲”写了两次".to_owned())),
            (question(Kind::One, &["甲", &long]), Some(format!("的选项“{long}”太长，最多60个字"))),
        ] {
            assert_eq!(wrong(&question), expected);
        }
    }
}
