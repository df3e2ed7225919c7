//! What the words of an indicator tell of a measure's arguments: 医疗 of the kind of aid, 春节前 of the deadline.

use std::ops::Range;

use ground::Day;
use model::time::{When, moments};

use super::lexicon::{Lexicon, plain};
use super::{Wanted, said};
use crate::arguments::{Argument, Arguments};
use crate::definition::Measure;
use crate::known::Holds;

/// The argument that names a project by its code.
const PROJECT: &str = "project";
/// 完成期限, as people read it.
const DEADLINE: &str = "完成期限";

/// What is known of the arguments, and what is not.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) arguments: Arguments,
    /// Labels of arguments that are needed and not told.
    pub(super) missing: Vec<String>,
    /// What was chosen by which words, in Chinese.
    pub(super) said: Vec<String>,
}

pub(super) fn choose(measure: &Measure, wanted: &Wanted<'_>, lexicon: &Lexicon) -> Chosen {
    let mut chosen = Chosen::default();
    let words = said(wanted);
    for argument in measure.arguments() {
        let values = match &argument.holds {
            _ if argument.name == PROJECT => project(wanted),
            // The target's own words say it best: 先进集体20个 beside a name of both.
            Holds::Code(codes) => match codes_in(&plain(wanted.target_words), codes, lexicon) {
                told if told.is_empty() => codes_in(&words, codes, lexicon),
                told => told,
            },
            Holds::YesNo => yes(&argument, &words),
            _ => Vec::new(),
        };
        if values.is_empty() && argument.is_needed {
            chosen.missing.push(argument.label.clone());
        }
        if !values.is_empty() {
            let labels: Vec<&str> = values.iter().map(|(_, label)| label.as_str()).collect();
            chosen.said.push(format!("{}取“{}”", argument.label, labels.join("、")));
            let keys = values.into_iter().map(|(key, _)| key).collect();
            chosen.arguments.choices.insert(argument.name, keys);
        }
    }
    if measure.needs_deadline() {
        match deadline(wanted) {
            Some(day) => {
                let (year, month, of_month) = (day.year(), day.month(), day.day());
                chosen.said.push(format!("{DEADLINE}取{year}年{month}月{of_month}日"));
                chosen.arguments.deadline = Some(day);
            }
            None => chosen.missing.push(DEADLINE.into()),
        }
    }
    chosen
}

fn project(wanted: &Wanted<'_>) -> Vec<(String, String)> {
    let code = wanted.project_code.trim();
    if code.is_empty() { Vec::new() } else { vec![(code.to_owned(), code.to_owned())] }
}

fn yes(argument: &Argument, words: &str) -> Vec<(String, String)> {
    let about = argument.label.trim_start_matches("是否");
    let is_said = about.chars().count() > 1 && words.contains(about);
    if is_said { vec![("yes".into(), "是".into())] } else { Vec::new() }
}

/// The codes of a list that the words name, each once, in the order of the list. Of words within longer words
/// (职工活动支出 in 职工活动组织支出) the longer count.
fn codes_in(words: &str, codes: &[(String, String)], lexicon: &Lexicon) -> Vec<(String, String)> {
    let mut found: Vec<(&(String, String), Range<usize>)> = Vec::new();
    for code in codes {
        for known in lexicon.words_of(&code.1) {
            let known = plain(known);
            let places = words.match_indices(&known);
            found.extend(places.map(|(at, _)| (code, at..at + known.len())));
        }
    }
    let is_within = |one: &Range<usize>, other: &Range<usize>| {
        other.start <= one.start && one.end <= other.end && other.len() > one.len()
    };
    let named = codes.iter().filter(|code| {
        let mut places = found.iter().filter(|(of, _)| of == code);
        places.any(|(_, place)| !found.iter().any(|(_, other)| is_within(place, other)))
    });
    named.cloned().collect()
}

/// The day by which it is to be done: that of the target, else the first that name or description tell. A year alone is
/// the year of the plan and no deadline of its own.
fn deadline(wanted: &Wanted<'_>) -> Option<Day> {
    let told = wanted.target.deadline().and_then(|deadline| deadline.due(wanted.year));
    let of_words = || {
        [wanted.target_words, wanted.name, wanted.meaning].into_iter().find_map(|words| {
            let times = moments(words).into_iter().map(|moment| moment.deadline);
            let bound = times.filter(|one| !matches!(one.when, When::Every { .. }));
            bound.filter_map(|one| one.due(wanted.year)).next()
        })
    };
    told.or_else(of_words)
}
