//! The year that is over, as the county went through it: registers filled month by month, values entered, formal
//! monitoring, self-evaluations, demands; and the monitoring of the year that runs.
//!
//! Suggested reading order: this file (what is done when), `data` (what the data files say), `values` (payments and values),
//! `forms` (formal monitoring), `evaluations`, `demands`.

mod data;
mod demands;
mod evaluations;
mod forms;
mod values;

use std::collections::HashMap;

use ground::Day;
use jiff::{Timestamp, ToSpan, tz};
use office::{Clock, Office, OfficeError};
use store::Scope;
use store::statements::{self, Filter};

use super::registers::Sliced;
use super::{bindings, surveys};
use crate::expand::fill;
use crate::people::Town;
use data::Data;
pub(super) use values::end_of;

/// The ends of months up to which registers are filled at once.
const NODES: [u8; 4] = [3, 6, 10, 12];

/// What is done on a day; the number is a place in the data.
#[derive(Clone, Copy, Debug)]
enum Deed {
    /// Registers, payments and values up to the end of a month.
    Fill(u8),
    /// The questionnaire of the year.
    Survey,
    /// A formal monitoring is asked for, filled in and passed on, approved.
    Ask(usize),
    Submit(usize),
    Settle(usize),
    /// The same of the year that runs.
    AskNow,
    SubmitNow,
    /// Self-evaluations.
    Begin,
    Report,
    Sample,
    Recheck,
    Close,
    /// A demand is raised; a step is done about it.
    Raise(usize),
    Step(usize, usize),
}

/// The year that is over, on its way.
pub(super) struct Course<'c> {
    office: &'c Office,
    town: &'c Town,
    data: Data,
    registers: Sliced,
    /// The year that is over.
    year: i16,
    now: Timestamp,
    today: Day,
    /// What is still to be done, the last first.
    left: Vec<(Timestamp, Deed)>,
    /// The statements of years by their departments.
    statements: HashMap<(String, i16), String>,
    /// The demands that were raised.
    demands: HashMap<usize, String>,
}

impl<'c> Course<'c> {
    /// The course of the newest year that is over on the day.
    pub(super) async fn of(
        office: &'c Office,
        town: &'c Town,
        now: Timestamp,
        today: Day,
    ) -> Result<Course<'c>, OfficeError> {
        let data = Data::load().map_err(OfficeError::Machine)?;
        let registers = Sliced::of(office, today, &NODES).await?;
        let mut course = Course {
            office,
            town,
            data,
            year: registers.year,
            registers,
            now,
            today,
            left: Vec::new(),
            statements: HashMap::new(),
            demands: HashMap::new(),
        };
        course.left = course.plan()?;
        Ok(course)
    }

    /// Does what was to be done before a moment.
    pub(super) async fn until(
        &mut self,
        moment: Timestamp,
        clock: &Clock,
    ) -> Result<(), OfficeError> {
        while let Some((at, deed)) = self.left.pop() {
            if at > moment {
                self.left.push((at, deed));
                return Ok(());
            }
            clock.move_to(at);
            self.step(deed).await?;
        }
        Ok(())
    }

    /// What is done on the day itself.
    pub(super) async fn last(&self) -> Result<(), OfficeError> {
        surveys::ask(self.office, self.town, self.year, surveys::Which::Open).await
    }

    /// All that is done, the last first; what would lie in the future is done now.
    fn plan(&self) -> Result<Vec<(Timestamp, Deed)>, OfficeError> {
        let mut all = Vec::new();
        let told = &self.data.evaluations;
        for (month, on) in NODES.iter().zip(["{0}-04-03", "{0}-07-03", "{0}-11-04", "{1}-01-05"]) {
            all.push((self.day(on)?, Deed::Fill(*month)));
        }
        all.push((self.day("{1}-01-09")?, Deed::Survey));
        for (at, asked) in self.data.asked.iter().enumerate() {
            all.push((self.day(&asked.on)?, Deed::Ask(at)));
            all.push((self.day(&asked.filled)?, Deed::Submit(at)));
            all.push((self.day(&asked.settled)?, Deed::Settle(at)));
        }
        let evaluating = [
            (&told.begun, Deed::Begin),
            (&told.reported, Deed::Report),
            (&told.chosen, Deed::Sample),
            (&told.rechecked, Deed::Recheck),
            (&told.settled, Deed::Close),
        ];
        for (on, deed) in evaluating {
            all.push((self.day(on)?, deed));
        }
        for (at, demand) in self.data.demands.iter().enumerate() {
            all.push((self.day(&demand.on)?, Deed::Raise(at)));
            for (step, line) in demand.step.iter().enumerate() {
                let on = line.get(1).map(String::as_str).unwrap_or_default();
                all.push((self.day(on)?, Deed::Step(at, step)));
            }
        }
        if self.today.month() >= 7 {
            let on = self.today.saturating_sub(self.data.running.ago.days());
            all.push((moment(on)?, Deed::AskNow));
            all.push((moment(on.saturating_add(1.day()))?, Deed::SubmitNow));
        }
        all.sort_by_key(|(day, _)| *day);
        // A minute later each: so they stand in their order.
        let at = |(number, (day, deed)): (i64, (Timestamp, Deed))| {
            let later = day.saturating_add(jiff::SignedDuration::from_mins(number));
            (later.unwrap_or(day).min(self.now), deed)
        };
        let mut all: Vec<(Timestamp, Deed)> = (0..).zip(all).map(at).collect();
        all.reverse();
        Ok(all)
    }

    /// A day of the data file in the morning.
    fn day(&self, text: &str) -> Result<Timestamp, OfficeError> {
        let text = self.text(text);
        let broken = || OfficeError::Machine(format!("演示数据里“{text}”不是日期"));
        moment(text.parse().map_err(|_| broken())?)
    }

    /// A text of the data files with its years.
    fn text(&self, text: &str) -> String {
        fill(text, self.year, &|_| None)
    }

    async fn step(&mut self, deed: Deed) -> Result<(), OfficeError> {
        match deed {
            Deed::Fill(month) => {
                self.registers.load(self.office, self.town, month).await?;
                self.record(month).await
            }
            Deed::Survey => {
                surveys::ask(self.office, self.town, self.year, surveys::Which::Closed).await
            }
            Deed::Ask(at) => self.ask(at).await,
            Deed::Submit(at) => self.submit(at).await,
            Deed::Settle(at) => self.settle(at).await,
            Deed::AskNow => self.ask_now().await,
            Deed::SubmitNow => self.submit_now().await,
            Deed::Begin => self.begin().await,
            Deed::Report => self.report().await,
            Deed::Sample => self.sample().await,
            Deed::Recheck => self.recheck().await,
            Deed::Close => self.close().await,
            Deed::Raise(at) => self.raise(at).await,
            Deed::Step(at, step) => self.turn(at, step).await,
        }
    }

    /// Payments and values of departments up to the end of a month.
    async fn record(&mut self, month: u8) -> Result<(), OfficeError> {
        let id = self.statement(super::registers::UNIONS, self.year).await?;
        let clerk = self.town.asker(super::registers::CLERK)?;
        bindings::enter(self.office, clerk, &id, month).await?;
        for at in 0..self.data.departments.len() {
            self.record_of(at, month).await?;
        }
        Ok(())
    }

    /// The statement of a department for a year.
    async fn statement(&mut self, department: &str, year: i16) -> Result<String, OfficeError> {
        let key = (department.to_owned(), year);
        if let Some(id) = self.statements.get(&key) {
            return Ok(id.clone());
        }
        let filter = Filter {
            year: Some(i64::from(year)),
            owner: Some(self.town.place(department)?.to_owned()),
            take: 1,
            ..Filter::default()
        };
        let mut tx = self.office.store().read().await?;
        let found = statements::list(&mut tx, &Scope::everything(), &filter).await?;
        let missing = || OfficeError::Machine(format!("没有“{department}”{year}年的绩效文本"));
        let id = found.into_iter().next().ok_or_else(missing)?.statement.id;
        self.statements.insert(key, id.clone());
        Ok(id)
    }
}

/// Half past eight in the morning in China, before others begin.
fn moment(day: Day) -> Result<Timestamp, OfficeError> {
    let at = tz::offset(8).to_timestamp(day.at(8, 10, 0, 0));
    at.map_err(|error| OfficeError::Machine(error.to_string()))
}
