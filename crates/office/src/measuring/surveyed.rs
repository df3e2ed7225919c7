//! The questionnaires from which satisfaction is told: a measure of satisfaction asks no register.

use std::collections::BTreeMap;

use ground::Day;
use measure::{Measure, Shape};
use store::surveys::{self, Survey, SurveyState};
use store::{Scope, Tx};

use crate::surveys::issue::results_of;
use crate::surveys::results::{Results, Share};
use crate::{Asker, Office, OfficeError};

/// The most questionnaires of a year that are looked at.
const MOST: u64 = 200;

/// A questionnaire that tells of a measure.
#[derive(Clone, Debug)]
pub struct Surveyed {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The organisation's name.
    pub owner: String,
    /// How far it is.
    pub state: SurveyState,
    /// 满意度; none as long as nothing may be shown, or nothing was asked about satisfaction.
    pub satisfied: Option<Share>,
    /// 回收数 of 发放数.
    pub returned: Share,
}

impl Office {
    /// The questionnaires of a year that tell of a measure of satisfaction: those of its register, or all where it
    /// names none.
    ///
    /// # Errors
    /// If the asker may see no registers.
    pub async fn measure_surveys(
        &self,
        asker: &Asker,
        measure: &Measure,
        year: i16,
    ) -> Result<Vec<Surveyed>, OfficeError> {
        let Shape::Survey(asked) = &measure.shape else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for (survey, _, owner) in self.list_surveys(asker, Some(i64::from(year))).await? {
            let is_of_it = asked.register.as_ref().is_none_or(|name| *name == survey.register);
            if !is_of_it || survey.state == SurveyState::Draft {
                continue;
            }
            let results: Results = self.survey_results(asker, &survey.id).await?;
            found.push(Surveyed {
                satisfied: results.found.as_ref().ok().and_then(|found| found.satisfied),
                returned: results.rate(),
                state: survey.state,
                title: survey.title,
                id: survey.id,
                owner,
            });
        }
        Ok(found)
    }
}

/// The closed questionnaires of one year, asked once for all its indicators.
#[derive(Debug, Default)]
pub(crate) struct Closed {
    surveys: Option<Vec<Survey>>,
    /// 满意度 of those that were counted, by their ids.
    counted: BTreeMap<String, Share>,
}

impl Closed {
    /// 满意度 over those that tell of a measure: those that name the indicator or project where there are such, else
    /// all of its register; up to a day those that ended by then. None where nothing may be shown.
    pub(crate) async fn satisfied(
        &mut self,
        tx: &mut Tx,
        scope: &Scope,
        asked: &measure::Surveyed,
        (year, until): (i16, Option<Day>),
        about: &[&str],
    ) -> Result<Option<Share>, OfficeError> {
        let has_ended = |closes: &str| {
            until.is_none_or(|until| closes.parse().is_ok_and(|on: Day| on <= until))
        };
        let is_of_it = |survey: &&Survey| {
            let is_asked = asked.register.as_ref().is_none_or(|name| *name == survey.register);
            is_asked && has_ended(&survey.closes)
        };
        let mut all: Vec<Survey> =
            self.of(tx, scope, year).await?.iter().filter(is_of_it).cloned().collect();
        let names = |text: &str| about.iter().any(|one| !one.is_empty() && text.contains(one));
        if all.iter().any(|survey| names(&survey.measures)) {
            all.retain(|survey| names(&survey.measures));
        }
        let mut sum = Share::default();
        for survey in &all {
            let found = self.counted(tx, scope, survey).await?;
            sum.part = sum.part.saturating_add(found.part);
            sum.whole = sum.whole.saturating_add(found.whole);
        }
        Ok((sum.whole > 0).then_some(sum))
    }

    async fn of(
        &mut self,
        tx: &mut Tx,
        scope: &Scope,
        year: i16,
    ) -> Result<&[Survey], OfficeError> {
        let surveys = match self.surveys.take() {
            Some(known) => known,
            None => {
                let all = surveys::list(tx, scope, Some(i64::from(year)), MOST).await?;
                let all = all.into_iter().map(|(survey, _)| survey);
                all.filter(|survey| survey.state == SurveyState::Closed).collect()
            }
        };
        Ok(self.surveys.insert(surveys))
    }

    async fn counted(
        &mut self,
        tx: &mut Tx,
        scope: &Scope,
        survey: &Survey,
    ) -> Result<Share, OfficeError> {
        if let Some(known) = self.counted.get(&survey.id) {
            return Ok(*known);
        }
        let results = results_of(tx, scope, survey).await?;
        let found = results.found.ok().and_then(|found| found.satisfied).unwrap_or_default();
        self.counted.insert(survey.id.clone(), found);
        Ok(found)
    }
}
