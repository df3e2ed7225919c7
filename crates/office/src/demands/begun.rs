//! What a new demand begins with when it comes from a finding, an opinion, or what was noticed of a year.

use model::leaves::Locus;
use model::statement::{Indicator, Project, Statement};
use store::demands::{Decider, Origin, ProblemKind};
use store::statements;

use super::noticed::Noticed;
use super::raising::{DemandText, LONGEST_SUBJECT};
use crate::acceptances::FindingName;
use crate::places::Spot;
use crate::{Asker, Office, OfficeError, Permission};

/// Days that a new demand gives, unless another day is chosen.
const USUAL_DAYS: i64 = 30;

/// What a demand is raised about: a finding or an opinion on a statement, a light or a mark of its year, or nothing yet.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The statement.
    pub statement: String,
    /// The opinion.
    pub opinion: String,
    /// The finding.
    pub finding: FindingName,
    /// A light or a mark.
    pub noticed: Option<Noticed>,
}

impl Office {
    /// What a new demand begins with.
    ///
    /// # Errors
    /// If the asker may raise none, or what it is about is not in sight.
    pub async fn demand_begun(
        &self,
        asker: &Asker,
        about: &About,
    ) -> Result<DemandText, OfficeError> {
        asker.require(Permission::RaiseDemands)?;
        let today = self.now().day();
        let due = today.checked_add(jiff::Span::new().days(USUAL_DAYS)).unwrap_or(today);
        let mut text = DemandText {
            year: today.year().to_string(),
            origin: Origin::Other.word().to_owned(),
            kind: ProblemKind::Targets.word().to_owned(),
            decider: Decider::Nobody.word().to_owned(),
            due_on: due.to_string(),
            ..DemandText::default()
        };
        if about.statement.is_empty() {
            return Ok(text);
        }
        let dossier = self.dossier(asker, &about.statement).await?;
        let statement = &dossier.listed.statement;
        text.owner.clone_from(&statement.owner);
        text.year = statement.year.to_string();
        text.origin = Origin::Review.word().to_owned();
        text.statement.clone_from(&statement.id);
        if let Some(noticed) = &about.noticed {
            self.of_noticed(asker, &dossier.listed, noticed, &mut text).await?;
            return Ok(text);
        }
        if about.opinion.is_empty() {
            self.of_finding(asker, statement, &about.finding, &mut text).await?;
        } else {
            let threads = self.opinions(asker, &statement.id).await?;
            let found = threads.into_iter().find(|thread| thread.opinion.id == about.opinion);
            let missing = OfficeError::Missing { what: "这条意见" };
            let opinion = found.ok_or(missing)?.opinion;
            text.found = opinion.body;
            text.place = opinion.place;
            text.quoted = opinion.quoted;
        }
        let examined = self.examined_before(asker, &statement.id, statement.version).await?;
        text.subject = subject(&examined.reading.statement, &text.place);
        Ok(text)
    }

    /// Fills in what a finding says, if it is there.
    async fn of_finding(
        &self,
        asker: &Asker,
        statement: &statements::Statement,
        name: &FindingName,
        text: &mut DemandText,
    ) -> Result<(), OfficeError> {
        let (_, judged) = self.findings(asker, &statement.id, statement.version).await?;
        let Some(found) = judged.iter().find(|one| name.is(one)) else { return Ok(()) };
        text.found.clone_from(&found.finding.message);
        text.asked.clone_from(&found.finding.help);
        text.place.clone_from(&found.place);
        text.quoted.clone_from(&found.words);
        text.decider = Decider::Rule.word().to_owned();
        text.code = found.finding.code.to_string();
        let basis = found.info.map(|info| info.basis).unwrap_or_default();
        let cited = basis.iter().filter_map(|one| {
            Some(format!("{}{}", self.rulebook().law(one.law)?.citation(), one.article))
        });
        text.basis = cited.collect::<Vec<_>>().join("；");
        Ok(())
    }
}

/// The project, and the indicator, in which a place stands; empty where it stands in none.
fn subject(statement: &Statement, place: &str) -> String {
    let (project, row) = match place.parse::<Spot>() {
        Ok(Spot::Project(at) | Spot::Plan(at) | Spot::Goals(at)) => (Some(at), None),
        Ok(Spot::Field(Locus::ProjectHeading(at) | Locus::Project(at, _) | Locus::Goal(at, _))) => {
            (Some(at), None)
        }
        Ok(Spot::Row(at, row) | Spot::Field(Locus::Indicator(at, row, _))) => (Some(at), Some(row)),
        Ok(Spot::DepartmentRow(row) | Spot::Field(Locus::Department(row, _))) => (None, Some(row)),
        Ok(Spot::Part(_) | Spot::Field(_)) | Err(_) => (None, None),
    };
    let project = project.and_then(|at| statement.projects.get(at));
    let rows = project.map_or(&statement.indicators, |project| &project.indicators);
    let row = row.and_then(|at| rows.get(at));
    let names = [project.map(Project::name), row.map(Indicator::name)];
    named(names.into_iter().flatten())
}

/// A project and an indicator, as far as they have names, as the subject of a demand.
pub(super) fn named<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let named: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    named.join("：").chars().take(LONGEST_SUBJECT).collect()
}
