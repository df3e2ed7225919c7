//! Formal monitoring: asked for by the finance bureau, filled in by departments, returned, approved.

use jiff::ToSpan;
use office::OfficeError;
use office::monitoring::acts::{Act, ActText};
use office::monitoring::opening::Opening;
use office::monitoring::sheet::{Filled, Likelihood, Reason, Sheet, SheetRow, Typed};
use store::monitoring::{Filter, Listed, TaskState};

use super::data::Stay;
use super::{Course, end_of};
use crate::department::departments;

/// Who asks for forms and approves them.
const FINANCE: &str = "caizheng.wang";

impl Course<'_> {
    /// Asks departments for forms.
    pub(super) async fn ask(&self, at: usize) -> Result<(), OfficeError> {
        let Some(asked) = self.data.asked.get(at) else { return Ok(()) };
        self.open(&Opening {
            owner: String::new(),
            year: i64::from(self.year),
            day: end_of(self.year, asked.month)?.to_string(),
            due_on: self.due(&self.text(&asked.due)),
            basis: self.text(&asked.basis),
        })
        .await
    }

    /// Asks for those of the year that runs.
    pub(super) async fn ask_now(&self) -> Result<(), OfficeError> {
        let running = &self.data.running;
        let due = self.today.saturating_add(running.due.days());
        self.open(&Opening {
            owner: String::new(),
            year: i64::from(self.today.year()),
            day: self.running_day()?.to_string(),
            due_on: due.to_string(),
            basis: self.text(&running.basis),
        })
        .await
    }

    /// Fills forms in and passes them on, as far as they go.
    pub(super) async fn submit(&self, at: usize) -> Result<(), OfficeError> {
        let Some(asked) = self.data.asked.get(at) else { return Ok(()) };
        let day = end_of(self.year, asked.month)?.to_string();
        for (department, listed) in self.forms(self.year, &day).await? {
            let until = stay(&asked.stays, &department).map_or(TaskState::Finance, |one| one.0);
            let mut revision = self.forward(&department, &listed, until).await?;
            let returned = asked.returned.iter().find(|one| one.0 == department);
            if let Some((_, reason)) = returned {
                let id = &listed.task.id;
                let text = ActText { reason: reason.clone(), ..ActText::default() };
                revision = self.act(FINANCE, id, Act::Return, revision, &text).await?;
                let again = Listed {
                    task: store::monitoring::Task { revision, ..listed.task.clone() },
                    ..listed
                };
                self.forward(&department, &again, TaskState::Finance).await?;
            }
        }
        Ok(())
    }

    /// Approves what came, or returns it.
    pub(super) async fn settle(&self, at: usize) -> Result<(), OfficeError> {
        let Some(asked) = self.data.asked.get(at) else { return Ok(()) };
        let day = end_of(self.year, asked.month)?.to_string();
        for (department, listed) in self.forms(self.year, &day).await? {
            let demands = asked.demands.iter().find(|one| one.0 == department);
            let demands = demands.map(|one| one.1.clone()).unwrap_or_default();
            match stay(&asked.stays, &department) {
                Some(stays) => self.turn_back(&listed, stays).await?,
                None => {
                    let text = ActText { reason: String::new(), demands };
                    let (id, seen) = (&listed.task.id, listed.task.revision);
                    self.act(FINANCE, id, Act::Approve, seen, &text).await?;
                }
            }
        }
        Ok(())
    }

    /// The forms of the year that runs, as far as they have come.
    pub(super) async fn submit_now(&self) -> Result<(), OfficeError> {
        let day = self.running_day()?.to_string();
        let all = &self.data.running.stays;
        for (department, listed) in self.forms(self.today.year(), &day).await? {
            let Some((state, reason)) = stay(all, &department) else { continue };
            let until = if state == TaskState::Inside { state } else { TaskState::Finance };
            let revision = self.forward(&department, &listed, until).await?;
            let task = store::monitoring::Task { revision, ..listed.task.clone() };
            let listed = Listed { task, ..listed };
            match state {
                TaskState::Approved => {
                    let (id, text) = (&listed.task.id, ActText::default());
                    self.act(FINANCE, id, Act::Approve, revision, &text).await?;
                }
                _ => self.turn_back(&listed, (state, reason)).await?,
            }
        }
        Ok(())
    }

    /// The newest of the usual days of the year that runs.
    fn running_day(&self) -> Result<ground::Day, OfficeError> {
        end_of(self.today.year(), if self.today.month() > 10 { 10 } else { 6 })
    }

    /// A term as it may be set today: not before it.
    fn due(&self, day: &str) -> String {
        let today = self.office.now().day().to_string();
        if day < today.as_str() { today } else { day.to_owned() }
    }

    async fn open(&self, opening: &Opening) -> Result<(), OfficeError> {
        let finance = self.town.asker(FINANCE)?;
        self.office.open_monitoring(finance, opening).await.map(|_| ())
    }

    /// The forms as of a day with the departments that are to fill them in.
    async fn forms(&self, year: i16, day: &str) -> Result<Vec<(String, Listed)>, OfficeError> {
        let finance = self.town.asker(FINANCE)?;
        let filter = Filter { year: Some(i64::from(year)), ..Filter::default() };
        let all = self.office.monitoring_tasks(finance, &filter).await?;
        let all: Vec<Listed> = all.into_iter().filter(|one| one.task.day == day).collect();
        let mut forms = Vec::new();
        for department in departments().map_err(OfficeError::Machine)? {
            let owner = self.town.place(&department.id)?;
            let own = all.iter().find(|one| one.task.owner == owner).cloned();
            forms.extend(own.map(|listed| (department.id, listed)));
        }
        Ok(forms)
    }

    /// Returns a form that stays returned.
    async fn turn_back(
        &self,
        listed: &Listed,
        (state, reason): (TaskState, String),
    ) -> Result<(), OfficeError> {
        if state != TaskState::Returned {
            return Ok(());
        }
        let (id, text) = (&listed.task.id, ActText { reason, ..ActText::default() });
        self.act(FINANCE, id, Act::Return, listed.task.revision, &text).await.map(|_| ())
    }

    /// Fills a form in and passes it on until it stands somewhere; gives its revision.
    async fn forward(
        &self,
        department: &str,
        listed: &Listed,
        until: TaskState,
    ) -> Result<i64, OfficeError> {
        let (id, mut revision) = (&listed.task.id, listed.task.revision);
        if until == TaskState::Filling {
            return Ok(revision);
        }
        let clerk = format!("{department}.jingban");
        let form = self.office.monitoring_task(self.town.asker(&clerk)?, id).await?;
        let month = u8::try_from(form.watching.year.as_of.month()).unwrap_or(12);
        let filled = self.filled(&form.sheets, month);
        if !filled.rows.is_empty() {
            let clerk = self.town.asker(&clerk)?;
            revision = self.office.fill_monitoring(clerk, id, revision, &filled).await?;
        }
        let none = ActText::default();
        revision = self.act(&clerk, id, Act::Submit, revision, &none).await?;
        if until == TaskState::Inside {
            return Ok(revision);
        }
        self.act(&format!("{department}.fuze"), id, Act::PassOn, revision, &none).await
    }

    async fn act(
        &self,
        login: &str,
        id: &str,
        act: Act,
        revision: i64,
        text: &ActText,
    ) -> Result<i64, OfficeError> {
        let asker = self.town.asker(login)?;
        self.office.move_monitoring(asker, id, act, revision, text).await?;
        Ok(revision + 1)
    }

    /// What the department adds where something is owed as of the end of a month.
    fn filled(&self, sheets: &[Sheet], month: u8) -> Filled {
        let rows = sheets.iter().flat_map(|sheet| &sheet.rows);
        let owes = |row: &&SheetRow| row.is_behind() || row.typed.likelihood.is_none();
        let typed = |row: &SheetRow| (row.key.clone(), self.typed(row, month));
        Filled { rows: rows.filter(owes).map(typed).collect(), ..Filled::default() }
    }

    fn typed(&self, row: &SheetRow, month: u8) -> Typed {
        let likely = |word: &str| Likelihood::ALL.into_iter().find(|one| one.word() == word);
        let said = self.data.said(&row.name, &row.aspect, month);
        let Some(said) = said else { return row.typed.clone() };
        if !row.is_behind() {
            return Typed { likelihood: Some(Likelihood::Possible), ..row.typed.clone() };
        }
        let known = |word: &String| Reason::ALL.into_iter().find(|one| one.word() == word);
        Typed {
            forecast: row.typed.forecast.clone(),
            reasons: said.reasons.iter().filter_map(known).collect(),
            explanation: said.explanation.clone(),
            measures: said.measures.clone(),
            likelihood: likely(&said.likelihood),
        }
    }
}

/// Where a department's form stays, and why.
fn stay(all: &[Stay], department: &str) -> Option<(TaskState, String)> {
    let (_, state, reason) = all.iter().find(|one| one.0 == department)?;
    Some((TaskState::from_word(state).ok()?, reason.clone()))
}
