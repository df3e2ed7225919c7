//! Watching running years (绩效运行监控): lights with their reasons as of any day, and formal monitoring, which the
//! finance bureau asks for and departments answer with forms.
//!
//! Suggested reading order: [`Watching`], [`board`] (all departments at once), [`sheet`] (a form as it is filled from
//! the year), [`opening`] (forms are asked for), [`filling`] (a department fills one in), [`acts`] (its way to the
//! approval, which freezes the values), `paper` (how it is printed).

pub mod acts;
pub mod board;
pub mod filling;
pub mod opening;
mod paper;
pub mod sheet;

use std::collections::BTreeMap;
use std::sync::Arc;

use ground::{Day, Decimal};
use jiff::ToSpan;
use model::actual::Actual;
use rulebook::{Light, MonitoringScheme};
use score::{RowReading, Watch, Watched, watch, worst_first};
use store::statements::{self, Listed};
use store::{Scope, organisations};

use crate::year::{Before, Group, Row, Year};
use crate::{Asker, Office, OfficeError, Permission};

/// A statement in its year as it is watched.
#[derive(Clone, Debug)]
pub struct Watching {
    /// The year with its values.
    pub year: Arc<Year>,
    /// By which yardsticks, thresholds and colours.
    pub scheme: MonitoringScheme,
    /// Its projects, the most urgent first.
    pub groups: Vec<Seen>,
}

/// A project as it is watched.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its place among the groups of the year.
    pub at: usize,
    /// What is said of it.
    pub watch: Watch,
}

impl Watching {
    /// The group that something was said of.
    pub fn group(&self, seen: &Seen) -> Option<&Group> {
        self.year.groups.get(seen.at)
    }

    /// The most urgent light of all projects.
    pub fn light(&self) -> Light {
        self.groups.iter().map(|seen| seen.watch.light).min().unwrap_or(Light::Grey)
    }

    /// Whether the department records what it pays for at least one of its projects.
    pub fn sees_payments(&self) -> bool {
        self.year.groups.iter().any(|group| group.payments.is_some())
    }

    /// How many payments and indicators have this light.
    pub fn count(&self, light: Light) -> usize {
        self.groups.iter().map(|seen| seen.count(light)).sum()
    }
}

impl Seen {
    /// How many indicators have this light, payments being one.
    pub fn count(&self, light: Light) -> usize {
        let rows = self.watch.rows.iter().map(|row| row.reading.light);
        rows.chain([self.watch.payments.light]).filter(|one| *one == light).count()
    }

    /// What is said of the payments or of the indicator that has the most urgent light, in one sentence without its full
    /// stop.
    pub fn because(&self) -> String {
        let (light, payments) = (self.watch.light, &self.watch.payments);
        if payments.light == light {
            return payments.because.clone();
        }
        let row = self.watch.rows.iter().find(|row| row.reading.light == light);
        row.map(|row| format!("“{}”：{}", row.name, row.reading.because)).unwrap_or_default()
    }

    /// The indicator that something was said of.
    pub fn row<'a>(&self, group: &'a Group, said: &RowReading) -> Option<&'a Row> {
        group.counted().get(said.row).copied()
    }
}

impl Office {
    /// A statement in its year as of a day, against its plan.
    ///
    /// # Errors
    /// If it is not there or not in sight, or no scheme is in force.
    pub async fn watching(
        &self,
        asker: &Asker,
        id: &str,
        day: Day,
    ) -> Result<Arc<Watching>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let missing = OfficeError::missing("这份绩效文本");
        let listed = statements::get(&mut tx, &scope, id).await.map_err(missing)?;
        drop(tx);
        self.watching_of(listed, day).await
    }

    /// The same of a statement that is in sight.
    pub(crate) async fn watching_of(
        &self,
        listed: Listed,
        day: Day,
    ) -> Result<Arc<Watching>, OfficeError> {
        let it = &listed.statement;
        let name = format!("watching/{}/{day}/{}", it.id, it.owner);
        self.remembered(name, Box::pin(self.watched(listed, day))).await
    }

    async fn watched(&self, listed: Listed, day: Day) -> Result<Watching, OfficeError> {
        let scheme = self.monitoring_scheme(&listed).await?;
        let year = self.year_listed(listed.clone(), day).await?;
        let before = day.checked_sub(scheme.forecast.pace_days.days()).ok();
        let before = before.filter(|before| before.year() == year.year && day.year() == year.year);
        let earlier = match before {
            Some(before) => Some(self.year_listed(listed, before).await?),
            None => None,
        };
        let went = self.year_before(&year).await?;
        let watched = |(group, went): (&Group, Before)| {
            let mut watched = group.watched(year.year);
            went.add_to(&mut watched);
            if let Some(earlier) = &earlier {
                add_earlier(&mut watched, group, earlier);
            }
            watch(&watched, day, &scheme)
        };
        let all: Vec<Watch> = year.groups.iter().zip(went).map(watched).collect();
        let in_order = worst_first(&all);
        let mut all: Vec<Option<Watch>> = all.into_iter().map(Some).collect();
        let seen = |at: usize| Some(Seen { at, watch: all.get_mut(at)?.take()? });
        Ok(Watching { groups: in_order.into_iter().filter_map(seen).collect(), year, scheme })
    }

    /// The scheme in force for a statement's year in its region.
    async fn monitoring_scheme(&self, listed: &Listed) -> Result<MonitoringScheme, OfficeError> {
        let mut tx = self.store().read().await?;
        let owner = &listed.statement.owner;
        let region = organisations::get(&mut tx, &Scope::everything(), owner).await?.region;
        let year = i16::try_from(listed.statement.year).unwrap_or_default();
        let scheme = self.rulebook().monitoring(year, &region).cloned();
        scheme.ok_or_else(|| {
            OfficeError::Conflict(format!("{year}年度没有适用的监控办法，请联系系统管理员"))
        })
    }
}

/// Adds the values of an earlier day to those rows whose targets have the same unit.
fn add_earlier(watched: &mut Watched, group: &Group, earlier: &Year) {
    let old: BTreeMap<&str, &Actual> =
        earlier.rows().map(|row| (row.key.as_str(), &row.actual)).collect();
    for (row, text) in watched.rows.iter_mut().zip(group.counted()) {
        let unit = row.indicator.target.quantity().and_then(|quantity| quantity.unit.clone());
        let unit = unit.map(|unit| unit.name).unwrap_or_default();
        let now = number(&row.actual).filter(|(_, of)| *of == unit);
        let then = old.get(text.key.as_str()).and_then(|actual| number(actual));
        if let (Some(_), Some((value, of))) = (now, then)
            && of == unit
        {
            row.earlier.push((earlier.as_of, value));
        }
    }
}

/// A number with the name of its unit.
fn number(actual: &Actual) -> Option<(Decimal, String)> {
    match actual {
        Actual::Number { value, unit, per } if per.is_empty() => {
            Some((*value, unit.as_ref().map(|unit| unit.name.clone()).unwrap_or_default()))
        }
        _ => None,
    }
}
