//! Self-evaluations of all departments for a year: where each stands, its total and its grade.

use std::sync::Arc;

use ground::Decimal;
use store::evaluations::State;
use store::statements::{self, Filter, Listed, Ordering};

use super::Evaluated;
use crate::{Asker, Office, OfficeError, Permission, Scope};

/// More statements of a year than this are not listed.
const MOST_STATEMENTS: u64 = 2_000;

/// A department's self-evaluation in the list.
#[derive(Clone, Debug)]
pub struct EvaluationLine {
    /// Its statement.
    pub listed: Listed,
    /// Where it stands; none: it was not begun, its total is a trial.
    pub state: Option<State>,
    /// How many projects.
    pub projects: usize,
    /// The mean of the projects, weighted by budget; with what the finance bureau found, where it found anything.
    pub total: Option<Decimal>,
    /// Its grade.
    pub grade: String,
    /// The total as the department gives it.
    pub own_total: Option<Decimal>,
    /// How many marks lack a value or cannot be computed: while there are any, total and grade are preliminary.
    pub missing: usize,
    /// How much is still to be done.
    pub open: usize,
    /// How many indicators the finance bureau marks otherwise.
    pub differences: usize,
    /// When it was chosen for a re-check; empty: it was not.
    pub sampled_at: String,
    /// Why there is no total.
    pub why: String,
}

impl Office {
    /// The self-evaluations of all departments in sight for a year, by department.
    ///
    /// # Errors
    /// If the asker may not see how it stands with all departments.
    pub async fn evaluations(
        &self,
        asker: &Asker,
        year: i64,
    ) -> Result<Arc<Vec<EvaluationLine>>, OfficeError> {
        asker.require(Permission::ReadBoard)?;
        let scope = asker.scope(Permission::ReadBoard);
        let sees_found = asker.may(Permission::RecheckEvaluations);
        let today = self.now().day();
        let name = format!("evaluations/{year}/{today}/{}", asker.sight());
        self.remembered(name, Box::pin(self.lines_of(scope, year, sees_found))).await
    }

    /// The self-evaluation of a statement, for whoever may run the program on the server.
    ///
    /// # Errors
    /// If there is no such statement, or a form that was kept is not whole.
    pub async fn evaluation_at_console(&self, id: &str) -> Result<Evaluated, OfficeError> {
        let mut tx = self.store().read().await?;
        let missing = OfficeError::missing("这份绩效文本");
        let listed = statements::get(&mut tx, &Scope::everything(), id).await.map_err(missing)?;
        drop(tx);
        self.evaluated(listed).await
    }

    /// The self-evaluations of a year, for whoever may run the program on the server.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn evaluations_at_console(
        &self,
        year: i64,
    ) -> Result<Vec<EvaluationLine>, OfficeError> {
        self.lines_of(Scope::everything(), year, true).await
    }

    async fn lines_of(
        &self,
        scope: Scope,
        year: i64,
        sees_found: bool,
    ) -> Result<Vec<EvaluationLine>, OfficeError> {
        let filter = Filter {
            year: Some(year),
            order: Ordering::Owner,
            take: MOST_STATEMENTS,
            ..Filter::default()
        };
        let mut tx = self.store().read().await?;
        let all = statements::list(&mut tx, &scope, &filter).await?;
        drop(tx);
        let mut lines = Vec::new();
        for listed in all {
            let line = match self.evaluated(listed.clone()).await {
                Ok(found) => line(found, sees_found),
                Err(OfficeError::Conflict(why)) => blank(listed, why),
                Err(error) => return Err(error),
            };
            lines.push(line);
        }
        Ok(lines)
    }
}

fn line(mut found: Evaluated, sees_found: bool) -> EvaluationLine {
    let state = found.state();
    if !sees_found && state != Some(State::Settled) {
        super::rechecking::hide(&mut found.sheet);
    }
    let sheet = &found.sheet;
    let (total, grade) = sheet.result();
    let kept = found.kept.as_ref();
    let why = sheet.projects().find(|part| part.total.is_none());
    EvaluationLine {
        state,
        projects: sheet.whole.projects,
        total,
        grade: grade.to_owned(),
        own_total: sheet.whole.total,
        missing: sheet.whole.open,
        open: sheet.open().len(),
        differences: sheet.differences(),
        sampled_at: kept.map(|kept| kept.sampled_at.clone()).unwrap_or_default(),
        why: why.map(|part| format!("{}：{}", part.name, part.because)).unwrap_or_default(),
        listed: found.listed,
    }
}

fn blank(listed: Listed, why: String) -> EvaluationLine {
    EvaluationLine {
        listed,
        state: None,
        projects: 0,
        total: None,
        grade: String::new(),
        own_total: None,
        missing: 0,
        open: 0,
        differences: 0,
        sampled_at: String::new(),
        why,
    }
}
