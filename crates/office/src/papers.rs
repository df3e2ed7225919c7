//! Official papers of a statement: the text itself, the approval form, the review-opinion form.

use ground::{Day, Decimal};
use rulebook::{FormKind, FormSheet};
use store::opinions::Grading;
use store::{Scope, decisions, opinions, organisations, statements};
use write::document::Document;
use write::forms::data::Data;
use write::forms::value::View;
use write::forms::views::{OpinionForm, OpinionRow};
use write::forms::{form_of, of_project};

use crate::opinions::{Mark, facet_of};
use crate::statements::Dossier;
use crate::{Asker, Moment, Office, OfficeError, Permission, examine};

/// A paper that can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// The text of a version.
    Text,
    /// 绩效目标批复表, one for each project.
    Approval,
    /// 绩效目标审核意见表.
    Opinion,
}

impl Paper {
    /// The paper with this name in addresses.
    pub fn of(name: &str) -> Option<Paper> {
        match name {
            "text" => Some(Paper::Text),
            "approval" => Some(Paper::Approval),
            "opinion" => Some(Paper::Opinion),
            _ => None,
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Paper::Text => "绩效文本",
            Paper::Approval => "绩效目标批复表",
            Paper::Opinion => "绩效目标审核意见表",
        }
    }
}

impl Office {
    /// A paper of a statement, and what its file is called, ending left out. `number`: of which version;
    /// the approval is always that of the approved one.
    ///
    /// # Errors
    /// If the statement is not in sight, or there is nothing to print yet.
    pub async fn paper(
        &self,
        asker: &Asker,
        id: &str,
        paper: Paper,
        number: Option<i64>,
    ) -> Result<(Document, String), OfficeError> {
        let dossier = self.dossier(asker, id).await?;
        let statement = &dossier.listed.statement;
        let name = format!("{}{}年{}", dossier.listed.owner_name, statement.year, paper.label());
        let document = match paper {
            Paper::Text => {
                let number = number.unwrap_or(statement.version);
                let (version, _) = self.examined(asker, id, number).await?;
                write::statement(&examine::reading(&version.body).statement)
            }
            Paper::Approval => self.approval_form(asker, &dossier).await?,
            Paper::Opinion => self.opinion_form(asker, &dossier).await?,
        };
        Ok((document, name))
    }

    async fn approval_form(
        &self,
        asker: &Asker,
        dossier: &Dossier,
    ) -> Result<Document, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let statement = &dossier.listed.statement;
        let all = decisions::approvals(&mut tx, &scope, &statement.id).await?;
        let Some(approval) = all.into_iter().next() else {
            return Err(OfficeError::Conflict("文本还没有批复，没有批复表".to_owned()));
        };
        let version = statements::version(&mut tx, &scope, &statement.id, approval.version).await?;
        let issuer = issuer(&mut tx, &dossier.path).await?;
        let text = examine::reading(&version.body).statement;
        let sheet = self.sheet(FormKind::Approval, &text)?;
        let mut document = Document::default();
        for (at, project) in text.projects.iter().enumerate() {
            let Some(mut data) = of_project(sheet, &text, project, 12) else { continue };
            data.set_words("number", &approval.document_number);
            data.set_words("issuer", &issuer);
            data.set_lines("demands", &lines(&approval.remarks));
            data.set_day("date", day(&approval.at));
            add(&mut document, printed(sheet, &data)?, at + 1, project.name());
        }
        if document.sections.is_empty() {
            return Err(OfficeError::Conflict("批复的文本里没有项目，填不出批复表".to_owned()));
        }
        Ok(document)
    }

    async fn opinion_form(
        &self,
        asker: &Asker,
        dossier: &Dossier,
    ) -> Result<Document, OfficeError> {
        let threads = self.opinions(asker, &dossier.listed.statement.id).await?;
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let statement = &dossier.listed.statement;
        let gradings = opinions::gradings(&mut tx, &scope, &statement.id).await?;
        let Some(grading) = gradings.into_iter().next() else {
            let said = "财政部门还没有打分，没有审核意见表";
            return Err(OfficeError::Conflict(said.to_owned()));
        };
        let version = statements::version(&mut tx, &scope, &statement.id, grading.version).await?;
        let issuer = issuer(&mut tx, &dossier.path).await?;
        let text = examine::reading(&version.body).statement;
        let sheet = self.sheet(FormKind::Opinion, &text)?;
        let region = text.region.code.clone().unwrap_or_default();
        let year = i16::try_from(statement.year).unwrap_or_default();
        let scheme = self.rulebook().scheme(year, &region);
        let said: Vec<(String, String)> = threads
            .iter()
            .filter(|thread| thread.opinion.state != opinions::OpinionState::Withdrawn)
            .map(|thread| {
                let facet = facet_of(&thread.opinion.facet).map_or("", |facet| facet.label());
                (facet.to_owned(), format!("{}.{}", thread.number, thread.opinion.body))
            })
            .collect();
        let grade = scheme
            .and_then(|scheme| scheme.grades.iter().find(|grade| grade.name == grading.grade));
        let checks = |item: &str| {
            let items = scheme.iter().flat_map(|scheme| &scheme.facets).flat_map(|f| &f.items);
            let found = items.into_iter().find(|known| known.title == item);
            found.map(|item| item.checks.clone()).unwrap_or_default()
        };
        let view = OpinionForm {
            year,
            department: dossier.listed.owner_name.clone(),
            project: text
                .projects
                .iter()
                .map(model::statement::Project::name)
                .collect::<Vec<_>>()
                .join("、"),
            items: rows(&grading, &said, checks)?,
            points: scheme.map(rulebook::Scheme::points),
            score: Some(Decimal::new(grading.total_tenths, 1)),
            grade: grading.grade.clone(),
            follows: grade.map(|grade| grade.follows.clone()).unwrap_or_default(),
            opinion: lines(&grading.summary),
            remark: String::new(),
            issuer,
            reviewer: grading.by_name.clone(),
            head: String::new(),
            date: day(&grading.at),
        };
        printed(sheet, &Data::of(&view, const { &OpinionForm::SHAPE }))
    }

    fn sheet(
        &self,
        kind: FormKind,
        text: &model::statement::Statement,
    ) -> Result<&FormSheet, OfficeError> {
        let region = text.region.code.as_deref().unwrap_or_default();
        let year = text.plan_year().unwrap_or_default();
        self.rulebook()
            .form(kind, year, region)
            .ok_or_else(|| OfficeError::Conflict("这个年度没有适用的表样".to_owned()))
    }
}

pub(crate) fn printed(sheet: &FormSheet, data: &Data) -> Result<Document, OfficeError> {
    form_of(sheet, data).map_err(|error| OfficeError::Conflict(error.to_string()))
}

/// Puts a form behind those that are there, each on sheets of its own.
pub(crate) fn add(document: &mut Document, one: Document, number: usize, name: &str) {
    if document.sections.is_empty() {
        document.properties = one.properties;
    }
    document.sections.extend(one.sections.into_iter().map(|mut section| {
        section.name = format!("{number}.{name}");
        section
    }));
}

/// The items of the score sheet as they were marked; opinions stand at the first item of their aspect.
fn rows(
    grading: &Grading,
    said: &[(String, String)],
    checks: impl Fn(&str) -> Vec<String>,
) -> Result<Vec<OpinionRow>, OfficeError> {
    let marks: Vec<Mark> = serde_json::from_str(&grading.marks)
        .map_err(|error| OfficeError::Machine(error.to_string()))?;
    let mut last = String::new();
    let mut rows = Vec::new();
    for mark in marks {
        let is_first = mark.facet != last;
        last.clone_from(&mark.facet);
        let own = said.iter().filter(|(facet, _)| is_first && *facet == mark.facet);
        let mut findings: Vec<String> = own.map(|(_, words)| words.clone()).collect();
        if findings.is_empty() {
            findings.push("无意见".to_owned());
        }
        rows.push(OpinionRow {
            checks: checks(&mark.item),
            facet: mark.facet,
            item: mark.item,
            points: mark.points,
            score: Some(mark.given),
            findings,
        });
    }
    Ok(rows)
}

/// The finance bureau that stands above or beside the department with this path.
async fn issuer(tx: &mut store::Tx, path: &str) -> Result<String, OfficeError> {
    let region = path.split('/').next().unwrap_or_default();
    let all = organisations::list(tx, &Scope::below(vec![format!("{region}/")])).await?;
    let bureau = all.iter().find(|one| one.kind == organisations::OrganisationKind::Finance);
    Ok(bureau.map(|one| one.name.clone()).unwrap_or_default())
}

pub(crate) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn day(moment: &str) -> Option<Day> {
    Moment::from_text(moment)?.day().to_string().parse().ok()
}
