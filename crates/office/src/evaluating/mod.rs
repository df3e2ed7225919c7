//! 绩效自评: drafted from the year, completed by the department, re-checked and settled by the finance bureau.
//!
//! ```text
//! 起草 → 部门审核 → 待报财政 → 已报财政 → (抽查复核) → 已审定
//!   ↑_______|___________|____________|____________|
//! ```
//!
//! Suggested reading order: [`sheet`] (the form as data), `drafting` (the form of a year), [`proposals`] (its texts),
//! [`completing`] (what the clerk adds), [`acts`] (its way), [`rechecking`] and [`sampling`] (the finance bureau),
//! [`listing`] (all departments), [`papers`] (what is printed).
//!
//! Until it is reported everything is computed anew whenever it is looked at: the same data give the same marks. What was
//! reported and what was settled is kept with its digest and never computed again.

pub mod acts;
pub mod completing;
pub(crate) mod drafting;
pub mod listing;
pub mod papers;
pub mod proposals;
pub mod rechecking;
pub mod sampling;
pub mod sheet;
mod turning;

use std::sync::Arc;

use ground::Day;
use rulebook::ScoringScheme;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::evaluations::{self, Evaluation, State, Step};
use store::statements::{self, Listed};
use store::{Scope, organisations};

use crate::year::Year;
use crate::{Asker, Office, OfficeError, Permission};
use acts::Act;
use drafting::{Added, By};
use sheet::Sheet;

/// The self-evaluation of a statement as it stands.
#[derive(Clone, Debug)]
pub struct Evaluated {
    /// The statement.
    pub listed: Listed,
    /// The path of its department, by which rights are asked for.
    pub path: String,
    /// What is kept of it; none: it was not begun, marks are a trial.
    pub kept: Option<Evaluation>,
    /// The form.
    pub sheet: Sheet,
    /// The way it has gone.
    pub steps: Vec<Step>,
    /// Schemes to choose from: identifier and title, that of year and region first.
    pub schemes: Vec<(String, String)>,
    /// What the asker may do now.
    pub acts: Vec<Act>,
}

impl Evaluated {
    /// Where it stands; none: it was not begun.
    pub fn state(&self) -> Option<State> {
        self.kept.as_ref().map(|kept| kept.state)
    }

    /// The revision that is seen; 0: it was not begun.
    pub fn revision(&self) -> i64 {
        self.kept.as_ref().map_or(0, |kept| kept.revision)
    }

    /// The day by which it is to be reported: the end of February of the year after (河北省工会 art. 22).
    pub fn due(&self) -> Option<Day> {
        Day::new(self.sheet.year.checked_add(1)?, 2, 1).ok().map(Day::last_of_month)
    }
}

impl Office {
    /// The self-evaluation of a statement.
    ///
    /// # Errors
    /// If the statement is not in sight, no scheme is in force, or a form that was kept is not whole.
    pub async fn evaluation(&self, asker: &Asker, id: &str) -> Result<Evaluated, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let missing = OfficeError::missing("这份绩效文本");
        let listed = statements::get(&mut tx, &scope, id).await.map_err(missing)?;
        drop(tx);
        let mut found = self.evaluated(listed).await?;
        let sees_found = asker.may_at(Permission::RecheckEvaluations, &found.path)
            || !matches!(found.state(), Some(State::Reported | State::Recheck));
        if !sees_found {
            rechecking::hide(&mut found.sheet);
            if let Some(kept) = &mut found.kept {
                kept.opinion.clear();
            }
        }
        found.acts = Act::ALL
            .into_iter()
            .filter(|act| found.state().is_some_and(|state| act.leads(state).is_some()))
            .filter(|act| asker.may_at(act.permission(), &found.path))
            .collect();
        Ok(found)
    }

    /// The same without asking who asks: for lists and for the command line.
    pub(crate) async fn evaluated(&self, listed: Listed) -> Result<Evaluated, OfficeError> {
        let everything = Scope::everything();
        let year = self.year_now(listed.clone()).await?;
        let mut tx = self.store().read().await?;
        let id = listed.statement.id.as_str();
        let owner = organisations::get(&mut tx, &everything, &listed.statement.owner).await?;
        let kept = evaluations::find(&mut tx, &everything, id).await?;
        let added = added(&mut tx, id).await?;
        let steps = evaluations::steps(&mut tx, &everything, id).await?;
        drop(tx);
        let named = kept.as_ref().map(|kept| kept.scheme.as_str()).unwrap_or_default();
        let sheet = match kept.as_ref().and_then(kept_form) {
            None => self.drafted(&year, &added, named, &owner.region)?,
            Some((form, digest)) => {
                let mut sheet: Sheet = thawed(form, digest)?;
                if kept.as_ref().is_some_and(|kept| kept.state != State::Settled) {
                    let by = self.by(&sheet.scheme, sheet.year, &owner.region)?;
                    rechecking::overlay(&mut sheet, &added.lines, by.scheme);
                }
                beside(&mut sheet, &year);
                sheet
            }
        };
        let schemes = self.schemes_for(sheet.year, &owner.region);
        let path = owner.path;
        Ok(Evaluated { listed, path, kept, sheet, steps, schemes, acts: Vec::new() })
    }

    /// The year of a statement up to today, or up to its end.
    pub(crate) async fn year_now(&self, listed: Listed) -> Result<Arc<Year>, OfficeError> {
        let year = i16::try_from(listed.statement.year).unwrap_or_default();
        let last = measure::Period::year(year.clamp(1, 9998)).last;
        let as_of = self.now().day().min(last);
        let (id, owner) = (&listed.statement.id, &listed.statement.owner);
        let name = format!("year/{id}/{as_of}/{owner}");
        self.remembered(name, Box::pin(self.year_of(listed.clone(), as_of))).await
    }

    /// The form of a year as it comes out now.
    fn drafted(
        &self,
        year: &Year,
        added: &Added,
        named: &str,
        region: &str,
    ) -> Result<Sheet, OfficeError> {
        let mut sheet = drafting::drafted(year, added, self.by(named, year.year, region)?);
        rechecking::overlay(&mut sheet, &added.lines, self.by(named, year.year, region)?.scheme);
        Ok(sheet)
    }

    /// By what a year is scored.
    fn by(&self, named: &str, year: i16, region: &str) -> Result<By<'_>, OfficeError> {
        By::of(self.rulebook(), named, year, region).ok_or_else(|| {
            OfficeError::Conflict(format!("{year}年没有适用的评分办法，不能自评。请联系系统管理员"))
        })
    }

    /// Schemes that may be chosen: those for the year and the region, and those that are used by name alone.
    fn schemes_for(&self, year: i16, region: &str) -> Vec<(String, String)> {
        let book = self.rulebook();
        let default = book.scoring(year, region).map(|scheme| scheme.id.as_str());
        let named = |scheme: &ScoringScheme| (scheme.id.clone(), scheme.title.clone());
        let all = book.scorings_for(year, region);
        let mut all: Vec<(String, String)> = all.map(named).collect();
        all.sort_by_key(|(id, _)| Some(id.as_str()) != default);
        all
    }
}

/// What people have added to a statement's evaluation.
async fn added(tx: &mut store::Tx, id: &str) -> Result<Added, OfficeError> {
    let everything = Scope::everything();
    Ok(Added {
        lines: evaluations::rows(tx, &everything, id).await?,
        texts: evaluations::texts(tx, &everything, id).await?,
    })
}

/// The form that is kept and its digest, where one counts: what was settled, or what was reported and is in the finance
/// bureau's hands.
pub(crate) fn kept_form(kept: &Evaluation) -> Option<(&str, &str)> {
    match kept.state {
        State::Settled => Some((&kept.settled, &kept.settled_digest)),
        State::Reported | State::Recheck => Some((&kept.reported, &kept.reported_digest)),
        State::Draft | State::Inside | State::Ready => None,
    }
}

/// A form that was kept, if it is the one whose digest was kept.
pub(crate) fn thawed<S: DeserializeOwned>(form: &str, digest: &str) -> Result<S, OfficeError> {
    if store::digest(form.as_bytes()) != digest {
        let said = "评价结果的内容和当时留下的摘要（SM3）不符，可能被改动过。请不要继续，立即联系系统管理员和审计管理员";
        return Err(OfficeError::Conflict(said.to_owned()));
    }
    serde_json::from_str(form).map_err(|error| OfficeError::Machine(error.to_string()))
}

/// Says beside the values of a kept form what comes out now, where that is something else.
fn beside(sheet: &mut Sheet, year: &Year) {
    for line in sheet.parts.iter_mut().flat_map(|part| &mut part.lines) {
        line.now = match year.row(&line.key) {
            Some((_, row)) if row.actual != line.actual => Some(row.words.clone()),
            Some(_) => None,
            None => Some("文本里已没有这项指标".to_owned()),
        };
    }
}

/// A form as it is kept, and its SM3.
pub(crate) fn frozen<S: Serialize>(sheet: &S) -> Result<(String, String), OfficeError> {
    let form =
        serde_json::to_string(sheet).map_err(|error| OfficeError::Machine(error.to_string()))?;
    let digest = store::digest(form.as_bytes());
    Ok((form, digest))
}
