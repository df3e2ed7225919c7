//! What a binding says of its measure: which kind of aid, which project, by which day.

use std::collections::BTreeMap;

use ground::Day;
use jiff::ToSpan;
use serde::{Deserialize, Serialize};

use crate::definition::{Given, Kept, Measure, Taken};
use crate::known::{Field, Holds};

/// What a binding says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arguments {
    /// Values by argument: codes by key, yes and no as `yes` and `no`, words as they are. None: any.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub choices: BTreeMap<String, Vec<String>>,
    /// 完成期限: the day by which something is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Day>,
}

/// An argument that a measure takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its Chinese label.
    pub label: String,
    /// What it holds: that of the field it chooses by.
    pub holds: Holds,
    /// Whether a binding must give it.
    pub is_needed: bool,
}

/// The days that are looked at, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first.
    pub first: Day,
    /// The last.
    pub last: Day,
}

/// Why a measure cannot be computed as it was asked for, in Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

/// The most values of one argument.
const MOST_VALUES: usize = 200;

impl Arguments {
    /// None.
    pub fn none() -> Arguments {
        Arguments::default()
    }

    /// These and the argument with this one value.
    pub fn with(mut self, argument: &str, value: &str) -> Arguments {
        self.choices.entry(argument.into()).or_default().push(value.into());
        self
    }

    /// What a field must be by an argument; `None` where nothing is chosen.
    pub(crate) fn chosen(&self, taken: &Taken) -> Result<Option<Vec<Given>>, Refusal> {
        let Some(values) = self.choices.get(&taken.argument).filter(|all| !all.is_empty()) else {
            return Ok(None);
        };
        values.iter().map(|value| given(&taken.field, value)).collect::<Result<_, _>>().map(Some)
    }
}

/// A value of a field as the store keeps it and as people read it.
fn given(field: &Field, value: &str) -> Result<Given, Refusal> {
    let refused = || Refusal(format!("“{}”里没有“{value}”可选", field.label));
    match &field.holds {
        Holds::Code(codes) => {
            let (key, label) = codes.iter().find(|(key, _)| key == value).ok_or_else(refused)?;
            Ok(Given { kept: Kept::Text(key.clone()), said: label.clone() })
        }
        Holds::YesNo => match value {
            "yes" => Ok(Given { kept: Kept::Number(1), said: "是".into() }),
            "no" => Ok(Given { kept: Kept::Number(0), said: "否".into() }),
            _ => Err(refused()),
        },
        Holds::Text => Ok(Given { kept: Kept::Text(value.into()), said: value.into() }),
        _ => Err(Refusal(format!("不能按“{}”挑选", field.label))),
    }
}

impl Measure {
    /// The arguments that it takes, in the order in which its parts name them.
    pub fn arguments(&self) -> Vec<Argument> {
        let mut all: Vec<Argument> = Vec::new();
        for part in self.parts() {
            for taken in part.takes.iter().chain(part.having.iter().flat_map(|one| &one.takes)) {
                if all.iter().all(|known| known.name != taken.argument) {
                    all.push(Argument {
                        name: taken.argument.clone(),
                        label: taken.field.label.clone(),
                        holds: taken.field.holds.clone(),
                        is_needed: self.needs.contains(&taken.argument),
                    });
                }
            }
        }
        all
    }

    /// Refuses arguments that the measure does not take, and such as it needs and was not given.
    pub(crate) fn admit(&self, arguments: &Arguments) -> Result<(), Refusal> {
        let known = self.arguments();
        for (name, values) in &arguments.choices {
            if known.iter().all(|argument| argument.name != *name) {
                return Err(Refusal(format!("“{}”不按“{name}”挑选", self.title)));
            }
            if values.len() > MOST_VALUES {
                return Err(Refusal(format!("“{name}”选了{}项，太多了", values.len())));
            }
        }
        let is_given = |name: &str| arguments.choices.get(name).is_some_and(|all| !all.is_empty());
        if let Some(missing) = known.iter().find(|one| one.is_needed && !is_given(&one.name)) {
            return Err(Refusal(format!("“{}”须先选定{}", self.title, missing.label)));
        }
        match (self.needs_deadline(), arguments.deadline) {
            (true, None) => Err(Refusal(format!("“{}”须先写明完成期限", self.title))),
            (false, Some(_)) => Err(Refusal(format!("“{}”不问完成期限", self.title))),
            _ => Ok(()),
        }
    }
}

impl Period {
    /// The whole of a year.
    pub fn year(year: i16) -> Period {
        Period {
            first: Day::new(year, 1, 1).unwrap_or(Day::MIN),
            last: Day::new(year, 12, 31).unwrap_or(Day::MAX),
        }
    }

    /// The same days a year before; the last day of a month stays one.
    pub fn year_before(self) -> Period {
        let before = |day: Day| day.checked_sub(1.year()).unwrap_or(Day::MIN);
        let last = before(self.last);
        let is_month_end = self.last == self.last.last_of_month();
        let last = if is_month_end { last.last_of_month() } else { last };
        Period { first: before(self.first), last }
    }
}
