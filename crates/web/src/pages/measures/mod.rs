//! What registers give for indicators: all measures with their values, and one with the entries behind it.

pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod said;

use ground::Day;
use measure::{Arguments, Period};
use office::measuring::Question;

use crate::App;
use crate::pages::pieces::{Choice, choice};

/// Where measures begin.
pub(crate) const HERE: &str = "/measures";
/// So many years back values may be looked at.
const YEARS: i16 = 5;
/// What begins the name of an argument in addresses.
pub(crate) const ARGUMENT: &str = "f-";

/// Names and values, as addresses hold them.
pub(crate) type Pairs = Vec<(String, String)>;

/// What a measure is narrowed down to, as addresses hold it.
pub(crate) fn argument_pairs(arguments: &Arguments) -> Pairs {
    let mut pairs = Pairs::new();
    for (name, values) in &arguments.choices {
        pairs.extend(values.iter().map(|value| (format!("{ARGUMENT}{name}"), value.clone())));
    }
    pairs.extend(arguments.deadline.map(|day| ("deadline".to_owned(), day.to_string())));
    pairs
}

/// Where the entries behind a computed value are: those of an organisation, up to the last day that was looked at.
pub(crate) fn evidence_href(
    code: &str,
    arguments: &Arguments,
    (first, last): (Day, Day),
    owner: &str,
) -> String {
    let (year, until) = (first.year().to_string(), last.to_string());
    let pairs = argument_pairs(arguments);
    let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let begin = [("owner", owner), ("year", year.as_str()), ("until", until.as_str())];
    let asked: Vec<(&str, &str)> = begin.into_iter().chain(pairs).collect();
    crate::view::address(&format!("{HERE}/{code}"), &asked)
}

/// What an address asks for.
pub(crate) struct Asked {
    pairs: Pairs,
    today: Day,
}

impl Asked {
    pub(crate) fn new(app: &App, pairs: Pairs) -> Asked {
        Asked { pairs, today: app.office.now().day() }
    }

    /// What stands under a name.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// The year, that of today unless one is named.
    pub(crate) fn year(&self) -> i16 {
        self.get("year").parse().unwrap_or_else(|_| self.today.year())
    }

    /// Whether a year was asked for.
    pub(crate) fn names_year(&self) -> bool {
        !self.get("year").is_empty()
    }

    /// The same of the year before: for the time before anything of this year was entered.
    pub(crate) fn of_year_before(mut self) -> Asked {
        let before = self.year().saturating_sub(1).to_string();
        self.pairs.retain(|(name, _)| name != "year");
        self.pairs.push(("year".to_owned(), before));
        self
    }

    /// The days that are looked at: the whole year, or up to the day that `until` names.
    pub(crate) fn period(&self) -> Period {
        let year = Period::year(self.year().clamp(1, 9998));
        let until = self.get("until").parse().unwrap_or(year.last);
        Period { last: until.clamp(year.first, year.last), ..year }
    }

    /// All names and values.
    pub(crate) fn pairs(&self) -> &Pairs {
        &self.pairs
    }

    /// The same with these names and values besides.
    pub(crate) fn with(mut self, pairs: Pairs) -> Asked {
        self.pairs.extend(pairs);
        self
    }

    /// The question for the office.
    pub(crate) fn question(&self, code: &str) -> Question {
        let mut arguments = Arguments::none();
        for (name, value) in &self.pairs {
            if let Some(name) = name.strip_prefix(ARGUMENT)
                && !value.trim().is_empty()
            {
                arguments = arguments.with(name, value.trim());
            }
        }
        arguments.deadline = self.get("deadline").parse().ok();
        let as_of = self.get("as_of").parse().ok();
        Question { code: code.to_owned(), arguments, period: self.period(), as_of }
    }

    /// The address with another value under a name; an empty one takes it away.
    pub(crate) fn href(&self, path: &str, with: &[(&str, &str)]) -> String {
        let is_other = |name: &str| with.iter().any(|(other, _)| *other == name);
        let pairs = self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let kept = pairs.filter(|(name, value)| !is_other(name) && !value.is_empty());
        let all: Vec<(&str, &str)> =
            kept.chain(with.iter().copied().filter(|(_, value)| !value.is_empty())).collect();
        crate::view::address(path, &all)
    }

    /// The years to choose from.
    pub(crate) fn years(&self) -> Vec<Choice> {
        let (this, year) = (self.today.year(), self.year().to_string());
        let one = |back: i16| {
            let year = this - back;
            (year.to_string(), format!("{year} 年度"))
        };
        (0..YEARS).map(one).map(|(value, name)| choice(value, name, &year)).collect()
    }
}
