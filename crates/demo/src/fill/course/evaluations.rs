//! Self-evaluations of the year that is over: completed, reported, chosen, re-checked, settled.

use office::OfficeError;
use office::evaluating::acts::Act;
use office::evaluating::completing::{BodyText, Completion, LineText};
use office::evaluating::rechecking::FoundText;
use office::evaluating::sampling::Choice;
use office::evaluating::sheet::{Line, Said, Sheet};

use super::data::Evaluation;
use super::{Course, values};

/// Who re-checks and settles.
const FINANCE: &str = "caizheng.wang";
/// What is said of what was exceeded by far.
const EXCEEDED: &str = "超额完成";
/// The month as of whose end a year is evaluated.
const END: u8 = 12;
/// Where they stand, in the order of their way.
const WAY: [&str; 4] = ["draft", "reported", "recheck", "settled"];

impl Course<'_> {
    /// Begins them; of those that stay drafts half is filled in.
    pub(super) async fn begin(&mut self) -> Result<(), OfficeError> {
        for (at, id) in self.evaluated("draft").await? {
            let Some(one) = self.data.evaluations.all.get(at) else { continue };
            let clerk = self.town.asker(&format!("{}.jingban", one.department))?;
            self.office.begin_evaluation(clerk, &id).await?;
            self.complete_lines(one, &id).await?;
        }
        Ok(())
    }

    /// Confirms the texts of those that go on, passes and reports them.
    pub(super) async fn report(&mut self) -> Result<(), OfficeError> {
        for (at, id) in self.evaluated("reported").await? {
            let Some(one) = self.data.evaluations.all.get(at) else { continue };
            self.complete_texts(one, &id).await?;
            let (clerk, head) =
                (format!("{}.jingban", one.department), format!("{}.fuze", one.department));
            for (login, act) in [(&clerk, Act::HandIn), (&head, Act::Pass), (&head, Act::Report)] {
                self.move_on(login, &id, act).await?;
            }
        }
        Ok(())
    }

    /// Chooses some for a re-check.
    pub(super) async fn sample(&mut self) -> Result<(), OfficeError> {
        let mut statements = Vec::new();
        for department in self.data.evaluations.sample.clone() {
            statements.push(self.statement(&department, self.year).await?);
        }
        let reason = self.data.evaluations.sampled.clone();
        let choice = Choice::ByHand { statements, reason };
        let finance = self.town.asker(FINANCE)?;
        let year = i64::from(self.year);
        self.office.sample_evaluations(finance, year, &choice).await.map(|_| ())
    }

    /// What the finance bureau finds.
    pub(super) async fn recheck(&mut self) -> Result<(), OfficeError> {
        for (at, id) in self.evaluated("reported").await? {
            let Some(one) = self.data.evaluations.all.get(at) else { continue };
            if one.opinion.is_empty() {
                continue;
            }
            let finance = self.town.asker(FINANCE)?;
            let kept = self.office.evaluation(finance, &id).await?;
            let year = self.office.year(finance, &id, kept.sheet.as_of).await?;
            let found = |[name, value, points, opinion]: &[String; 4]| {
                let row = year.rows().find(|row| row.text.name() == name)?;
                let value = match value.strip_prefix('x') {
                    Some(share) => values::quantity(row, share.parse().ok()?, 0)?,
                    None => value.clone(),
                };
                let (key, points) = (row.key.clone(), points.clone());
                Some(FoundText { key, value, points, opinion: opinion.clone() })
            };
            let all: Vec<FoundText> = one.found.iter().filter_map(found).collect();
            let seen = kept.revision();
            self.office.recheck_evaluation(finance, &id, seen, &all, &one.opinion).await?;
        }
        Ok(())
    }

    /// Settles those that are settled.
    pub(super) async fn close(&mut self) -> Result<(), OfficeError> {
        for (_, id) in self.evaluated("settled").await? {
            self.move_on(FINANCE, &id, Act::Settle).await?;
        }
        Ok(())
    }

    /// Those that come at least so far: their places in the data, their statements.
    async fn evaluated(&mut self, least: &str) -> Result<Vec<(usize, String)>, OfficeError> {
        let rank = |word: &str| WAY.iter().position(|one| *one == word);
        let all = self.data.evaluations.all.iter().enumerate();
        let named = all.filter(|(_, one)| rank(&one.until) >= rank(least));
        let named: Vec<(usize, String)> =
            named.map(|(at, one)| (at, one.department.clone())).collect();
        let mut found = Vec::new();
        for (at, department) in named {
            found.push((at, self.statement(&department, self.year).await?));
        }
        Ok(found)
    }

    async fn move_on(&self, login: &str, id: &str, act: Act) -> Result<(), OfficeError> {
        let asker = self.town.asker(login)?;
        let seen = self.office.evaluation(asker, id).await?.revision();
        self.office.move_evaluation(asker, id, act, seen, "").await
    }

    /// Reasons and measures where they are wanted; of a draft of the first project only.
    async fn complete_lines(&self, one: &Evaluation, id: &str) -> Result<(), OfficeError> {
        let clerk = self.town.asker(&format!("{}.jingban", one.department))?;
        let kept = self.office.evaluation(clerk, id).await?;
        let parts = kept.sheet.parts.iter();
        let parts = parts.take(if one.until == "draft" { 1 } else { usize::MAX });
        let said = |line: &Line| {
            let is_reached = line.mark.as_ref().is_some_and(|mark| mark.is_reached);
            let said = match is_reached {
                true => self.data.said(EXCEEDED, "", END)?,
                false => self.data.said(&line.name, &line.aspect, END)?,
            };
            Some(LineText {
                key: line.key.clone(),
                deviation: said.explanation.clone(),
                measure: said.measures.clone(),
                ..LineText::default()
            })
        };
        let lines = parts.flat_map(|part| &part.lines).filter(|line| line.lacks_reason());
        let lines = lines.filter_map(said).collect();
        let all = Completion { lines, texts: Vec::new() };
        self.office.complete_evaluation(clerk, id, kept.revision(), &all).await
    }

    /// Confirms what is proposed, and writes what nothing proposes.
    async fn complete_texts(&self, one: &Evaluation, id: &str) -> Result<(), OfficeError> {
        let clerk = self.town.asker(&format!("{}.jingban", one.department))?;
        let kept = self.office.evaluation(clerk, id).await?;
        let all = Completion { lines: Vec::new(), texts: self.texts(&kept.sheet, one) };
        self.office.complete_evaluation(clerk, id, kept.revision(), &all).await
    }

    fn texts(&self, sheet: &Sheet, one: &Evaluation) -> Vec<BodyText> {
        let text = |project: &str, part: &str, said: &Said| {
            let body = match (part, said.text()) {
                ("profile", _) => one.profile.clone(),
                ("funds", "") if said.is_needed => self.data.evaluations.funds.clone(),
                (_, text) => text.to_owned(),
            };
            BodyText { project: project.to_owned(), part: part.to_owned(), body }
        };
        let own = sheet.texts.iter().map(|(part, said)| text("", part, said));
        let mut all: Vec<BodyText> = own.collect();
        for project in &sheet.parts {
            let texts = project.texts.iter();
            all.extend(texts.map(|(part, said)| text(&project.key, part, said)));
        }
        all
    }
}
