//! Satisfaction questionnaires (满意度问卷).
//!
//! Suggested reading order: [`list`] (all of them), [`form`] (writing one), [`sheet`] (one of them: handing it out,
//! what came of it), [`codes`] (links to print), [`paper`] (entering what was filled in on paper), [`answer`] (the
//! page that a link opens: for everyone, without a name).

pub(crate) mod answer;
pub(crate) mod codes;
pub(crate) mod form;
pub(crate) mod list;
pub(crate) mod paper;
pub(crate) mod sheet;

use office::surveys::questions::{Kind, Question};
use store::surveys::SurveyState;

use crate::view::Chip;

/// Where questionnaires begin.
pub(crate) const HERE: &str = "/surveys";

/// What a form sent.
pub(crate) type Pairs = Vec<(String, String)>;

/// A question to answer.
pub(crate) struct Asking {
    pub(crate) name: String,
    pub(crate) number: usize,
    pub(crate) text: String,
    pub(crate) required: bool,
    /// radio, checkbox, score, words
    pub(crate) control: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) options: Vec<Ticked>,
    pub(crate) words: String,
    pub(crate) wrong: String,
}

/// An option, and whether it was chosen.
pub(crate) struct Ticked {
    pub(crate) value: String,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

/// The questions with what was sent and what is wrong with it.
pub(crate) fn askings(
    questions: &[Question],
    pairs: &[(String, String)],
    wrong: &[(usize, String)],
) -> Vec<Asking> {
    questions
        .iter()
        .enumerate()
        .map(|(place, question)| asking(place, question, pairs, wrong))
        .collect()
}

fn asking(
    place: usize,
    question: &Question,
    pairs: &[(String, String)],
    wrong: &[(usize, String)],
) -> Asking {
    let name = format!("q{place}");
    let sent = || pairs.iter().filter(|(key, _)| *key == name).map(|(_, text)| text.as_str());
    let (control, hint, first) = match question.kind {
        Kind::Satisfaction | Kind::One => ("radio", "选一项", 0),
        Kind::Many => ("checkbox", "可选多项", 0),
        Kind::Score => ("score", "1分最低，10分最高", 1),
        Kind::Words => ("words", "请不要写姓名、电话等个人信息", 0),
    };
    let options = question.options().into_iter().enumerate().map(|(at, name)| {
        let value = (at + first).to_string();
        Ticked { chosen: sent().any(|text| text == value), value, name }
    });
    Asking {
        number: place + 1,
        text: question.text.clone(),
        required: question.is_required,
        control,
        hint,
        options: options.collect(),
        words: sent().next().unwrap_or_default().to_owned(),
        wrong: wrong
            .iter()
            .find(|(at, _)| *at == place)
            .map_or_else(String::new, |it| it.1.clone()),
        name,
    }
}

/// How a state is shown.
pub(crate) fn chip(state: SurveyState) -> Chip {
    let (code, icon) = match state {
        SurveyState::Draft => ("draft", "pencil"),
        SurveyState::Open => ("finance_review", "send"),
        SurveyState::Closed => ("approved", "check-circle-fill"),
    };
    Chip { code, icon, name: state.label() }
}

/// The last of what was sent under a name.
pub(crate) fn sent<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().rev().find(|(key, _)| key == name).map_or("", |(_, text)| text.as_str())
}

/// The version that a form was made of.
pub(crate) fn seen(pairs: &[(String, String)]) -> i64 {
    sent(pairs, "version").parse().unwrap_or_default()
}
