//! Measures (指标取数): what registers give for an indicator, said in words, with the entries behind it.
//!
//! Suggested reading order: [`Question`] (what is asked), [`Measured`] (the answer), `evidence` (the entries behind
//! it), [`surveyed`] (satisfaction), `known` and `compile` (between registers, measures and the store).

mod compile;
pub mod evidence;
mod finder;
mod known;
pub mod surveyed;

pub use compile::{by, compiled, reading};
pub(crate) use finder::{Finder, money, sum};
pub use known::known;

use std::sync::Arc;

use ground::Day;
use measure::{Arguments, Measure, Measures, Period, Refusal, Shape, Value, describe};
use register::Definitions;
use store::registers::measuring::{self as kept, By};
use store::{Cell, Tx, organisations};

use crate::registers::Registers;
use crate::registers::sight::Sight;
use crate::{Asker, Moment, Office, OfficeError, Permission};

/// The most groups that are shown.
pub const MOST_GROUPS: usize = 400;

/// What is asked of the registers of an organisation and those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The measure.
    pub code: String,
    /// What the measure is narrowed down to.
    pub arguments: Arguments,
    /// The days that are looked at.
    pub period: Period,
    /// What was known at the end of this day; none: what is known now.
    pub as_of: Option<Day>,
}

/// A measure in the list of measures.
#[derive(Clone, Debug)]
pub struct MeasureLine {
    /// The measure.
    pub measure: Measure,
    /// The registers that it asks of, by name and title.
    pub registers: Vec<(String, String)>,
    /// Its value in the period, or why there is none in Chinese.
    pub value: Result<Value, String>,
}

/// A measure that may be chosen, with the title of the register that it asks of first.
#[derive(Clone, Debug)]
pub struct MeasureChoice {
    /// The measure.
    pub measure: Measure,
    /// That register; of satisfaction 满意度问卷.
    pub register: String,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Measured {
    /// What the asker may see and do.
    pub sight: Sight,
    /// The measure.
    pub measure: Measure,
    /// What was computed, in Chinese.
    pub said: String,
    /// Its value.
    pub value: Value,
    /// The registers that it asks of, by name and title.
    pub registers: Vec<(String, String)>,
    /// What it can be broken down by, and is by the chosen one.
    pub groups: Vec<String>,
}

/// A figure broken down.
#[derive(Clone, Debug)]
pub struct Broken {
    /// By what.
    pub label: String,
    /// The groups: what they have in common, in Chinese, and their value.
    pub groups: Vec<(String, Value)>,
    /// Whether there were more than [`MOST_GROUPS`].
    pub is_cut: bool,
}

impl MeasureLine {
    /// Whether entries stand behind it that belong to the days looked at, and not to years before as well.
    pub fn tells_of_the_period(&self) -> bool {
        let is_of_days = self.measure.day_column().is_some();
        let has_any = |value: &Value| value.entries.first().is_some_and(|count| *count > 0);
        is_of_days && self.value.as_ref().is_ok_and(has_any)
    }
}

impl Registers {
    /// All measures over these registers.
    pub fn measures(&self) -> &Measures {
        &self.measures
    }
}

/// The measures that the program carries, over these registers. Where a county's own definition has taken away what
/// measures of a file ask of, those are left out, and the log says why.
pub(crate) fn measures(definitions: &Definitions) -> Measures {
    let known = known(definitions);
    if let Ok(all) = Measures::embedded(&known) {
        return all;
    }
    let mut all = Measures::default();
    for (path, _, text) in rulebook::files("measures") {
        match all.clone().with([(path, text)], &known) {
            Ok(more) => all = more,
            Err(faults) => {
                let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
                tracing::error!(path, faults = said.join("；"), "measures are left out");
            }
        }
    }
    all
}

impl Office {
    /// All measures with their values in a period, for an organisation and those below it.
    ///
    /// # Errors
    /// If the asker may not see its registers.
    pub async fn measures(
        &self,
        asker: &Asker,
        owner: &str,
        period: Period,
    ) -> Result<Arc<Vec<MeasureLine>>, OfficeError> {
        let all = self.registers().await?;
        let (tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        drop(tx);
        let name = format!("measures/{}/{}/{}", sight.owner.path, period.first, period.last);
        self.remembered(name, Box::pin(self.lines(&all, &sight, period))).await
    }

    async fn lines(
        &self,
        all: &Registers,
        sight: &Sight,
        period: Period,
    ) -> Result<Vec<MeasureLine>, OfficeError> {
        let mut tx = self.store().read().await?;
        let finder = self.finder(&mut tx, sight.scope()).await?;
        let mut lines = Vec::new();
        for measure in all.measures().all() {
            let plain = Arguments::none();
            let value = match measure.plan(&plain, period) {
                Ok(plan) => Ok(value(&mut tx, all, &finder, measure, (&plan, None)).await?),
                Err(Refusal(why)) => Err(why),
            };
            let registers = registers(all, measure);
            lines.push(MeasureLine { measure: measure.clone(), registers, value });
        }
        Ok(lines)
    }

    /// All measures to choose from, register by register.
    ///
    /// # Errors
    /// If the asker may see no registers.
    pub async fn measure_choices(&self, asker: &Asker) -> Result<Vec<MeasureChoice>, OfficeError> {
        asker.require(Permission::ReadRegisters)?;
        let all = self.registers().await?;
        let choice = |measure: &Measure| MeasureChoice {
            register: match measure.shape {
                Shape::Survey(_) => "满意度问卷".to_owned(),
                _ => registers(&all, measure).into_iter().next().unwrap_or_default().1,
            },
            measure: measure.clone(),
        };
        Ok(all.measures().all().map(choice).collect())
    }

    /// A measure.
    ///
    /// # Errors
    /// If there is none of this code, or the asker may see no registers.
    pub async fn measure_named(&self, asker: &Asker, code: &str) -> Result<Measure, OfficeError> {
        asker.require(Permission::ReadRegisters)?;
        let all = self.registers().await?;
        let missing = OfficeError::Missing { what: "这项取数" };
        all.measures().measure(code).cloned().ok_or(missing)
    }

    /// The value of a measure, with what was computed in words.
    ///
    /// # Errors
    /// If there is no such measure, the asker may not see the registers or choose so, or the arguments are not those
    /// of the measure.
    pub async fn measure(
        &self,
        asker: &Asker,
        owner: &str,
        question: &Question,
    ) -> Result<Measured, OfficeError> {
        let all = self.registers().await?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let measure = found(&all, question)?;
        admitted(&all, &sight, measure, &question.arguments)?;
        let plan = measure.plan(&question.arguments, question.period).map_err(refused)?;
        let at = question.moment();
        let finder = self.finder(&mut tx, sight.scope()).await?;
        let value = value(&mut tx, &all, &finder, measure, (&plan, at.as_deref())).await?;
        Ok(Measured {
            said: describe(measure, &question.arguments, question.period),
            registers: registers(&all, measure),
            groups: measure.groups.iter().map(|group| group.label().to_owned()).collect(),
            measure: measure.clone(),
            value,
            sight,
        })
    }

    /// The value broken down by one of the measure's groupings, by its place; behind them by organisation.
    ///
    /// # Errors
    /// As [`Office::measure`]; if there is no such grouping.
    pub async fn measure_by(
        &self,
        asker: &Asker,
        owner: &str,
        question: &Question,
        group: usize,
    ) -> Result<Broken, OfficeError> {
        let all = self.registers().await?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let measure = found(&all, question)?;
        admitted(&all, &sight, measure, &question.arguments)?;
        let plan = measure.plan(&question.arguments, question.period).map_err(refused)?;
        let first = plan.parts.first().filter(|_| plan.parts.len() == 1);
        let first = first.ok_or_else(|| {
            OfficeError::Invalid("比率和增长率不能分组，请分别看分子和分母的记录".to_owned())
        })?;
        let (label, by) = match measure.groups.get(group) {
            Some(group) => (group.label().to_owned(), by(group.by())),
            None if group == measure.groups.len() => ("单位".to_owned(), By::Owner),
            None => return Err(OfficeError::Missing { what: "这种分组" }),
        };
        let at = question.moment();
        let finder = self.finder(&mut tx, sight.scope()).await?;
        let found = finder.by(&mut tx, &all, (first, &by), at.as_deref()).await?;
        let is_cut = found.len() > MOST_GROUPS;
        let names = common(&mut tx, &sight, measure, group).await?;
        let of = |(cell, figure): &(Cell, kept::Figure)| {
            (names.of(cell), measure.value(&[reading(figure)]))
        };
        let groups = found.iter().take(MOST_GROUPS).map(of).collect();
        Ok(Broken { label, groups, is_cut })
    }
}

impl Question {
    /// The last moment of the day asked for, in China, as the store writes moments.
    fn moment(&self) -> Option<String> {
        let next = self.as_of?.tomorrow().ok()?;
        let begins = next.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(8))).ok()?;
        let last = begins.timestamp().checked_sub(jiff::SignedDuration::from_millis(1)).ok()?;
        Some(Moment(last).to_string())
    }
}

/// What groups have in common, in Chinese.
struct Names(Vec<(String, String)>);

impl Names {
    fn of(&self, cell: &Cell) -> String {
        let text = match cell {
            Cell::Nothing | Cell::Bytes(_) => return "（未填）".to_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => text.clone(),
        };
        let known = self.0.iter().find(|(key, _)| *key == text);
        known.map_or(text, |(_, label)| label.clone())
    }
}

async fn common(
    tx: &mut Tx,
    sight: &Sight,
    measure: &Measure,
    group: usize,
) -> Result<Names, OfficeError> {
    use measure::{Grouping, Holds};
    Ok(Names(match measure.groups.get(group) {
        Some(Grouping::Field(field)) => match &field.holds {
            Holds::Code(codes) => codes.clone(),
            Holds::YesNo => vec![("1".into(), "是".into()), ("0".into(), "否".into())],
            _ => Vec::new(),
        },
        Some(Grouping::Month(_)) => Vec::new(),
        None => {
            let all = organisations::list(tx, &sight.scope()).await?;
            all.into_iter().map(|one| (one.id, one.name)).collect()
        }
    }))
}

fn found<'a>(all: &'a Registers, question: &Question) -> Result<&'a Measure, OfficeError> {
    all.measures().measure(&question.code).ok_or(OfficeError::Missing { what: "这项取数" })
}

/// Refuses to choose by a field of which the asker may not ask: the value would tell it.
fn admitted(
    all: &Registers,
    sight: &Sight,
    measure: &Measure,
    arguments: &Arguments,
) -> Result<(), OfficeError> {
    for part in measure.parts() {
        let others = part.having.iter().map(|other| (&other.register, &other.takes));
        for (register, takes) in std::iter::once((&part.register, &part.takes)).chain(others) {
            let definition = all.get(register)?.definition;
            let chosen = takes.iter().filter(|one| arguments.choices.contains_key(&one.argument));
            for taken in chosen {
                let field = definition.field(&taken.field.name).map(|(_, field)| field);
                if field.is_none_or(|field| !sight.may_ask_of(field)) {
                    return Err(OfficeError::Refused { what: "按这一项挑选" });
                }
            }
        }
    }
    Ok(())
}

/// What the store finds for a plan, as the value of its measure.
async fn value(
    tx: &mut Tx,
    all: &Registers,
    finder: &Finder<'_>,
    measure: &Measure,
    asked: (&measure::Plan, Option<&str>),
) -> Result<Value, OfficeError> {
    if matches!(measure.shape, Shape::Survey(_)) {
        return Ok(Value::default());
    }
    Ok(measure.value(&finder.readings(tx, all, asked).await?))
}

fn registers(all: &Registers, measure: &Measure) -> Vec<(String, String)> {
    let named = |name: &str| {
        let definition = all.definitions().definition(name);
        let title = definition.map_or_else(String::new, |one| one.title.clone());
        (name.to_owned(), title)
    };
    measure.registers().into_iter().map(named).collect()
}

fn refused(Refusal(why): Refusal) -> OfficeError {
    OfficeError::Invalid(why)
}
