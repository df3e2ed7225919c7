//! Opening an appraisal: of what, of which year, by which indicator system.

use store::appraisals::{self, Appraisal, Kind, State, SubjectKind};
use store::organisations::{self, Organisation, OrganisationKind};
use store::people::Role;
use store::statements::{self, Filter, Listed};
use store::{Scope, Tx};

use crate::acts::{allowed, needed};
use crate::deed::Note;
use crate::demands::raising::{due_day, having_demands, speaks_as};
use crate::{Asker, Faults, Office, OfficeError, Permission, budget_year};

/// The longest name of what is appraised, in characters.
const LONGEST_SUBJECT: usize = 100;

/// An appraisal as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpeningText {
    /// The year whose work is appraised.
    pub year: String,
    /// The department whose work it is.
    pub owner: String,
    /// The word of a [`SubjectKind`].
    pub subject_kind: String,
    /// Of a project: its code or name in the statement of the year.
    pub project: String,
    /// Of a policy: its name.
    pub subject: String,
    /// The indicator system; blank: that of year and region.
    pub scheme: String,
    /// Why it is appraised.
    pub purpose: String,
    /// The day until which experts report.
    pub marks_due: String,
}

/// What an opening may choose from.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Departments.
    pub owners: Vec<Organisation>,
    /// Projects of the chosen department's statement: code or name, and name.
    pub projects: Vec<(String, String)>,
    /// Indicator systems: identifier and title, the usual one first.
    pub schemes: Vec<(String, String)>,
}

impl Office {
    /// What an opening may choose from, for a department and a year that are chosen.
    ///
    /// # Errors
    /// If the asker may conduct no appraisals.
    pub async fn appraisal_choices(
        &self,
        asker: &Asker,
        owner: &str,
        year: i16,
    ) -> Result<Choices, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ConductAppraisals).await?;
        let owners = having_demands(organisations::list(&mut tx, &scope).await?);
        let owners: Vec<Organisation> =
            owners.into_iter().filter(|one| one.kind == OrganisationKind::Department).collect();
        let chosen = owners.iter().find(|one| one.id == owner).or(owners.first()).cloned();
        let Some(chosen) = chosen else { return Ok(Choices::default()) };
        let statement = of_year(&mut tx, &chosen.id, i64::from(year)).await?;
        drop(tx);
        let projects = match statement {
            Some(listed) => self.projects_of(listed).await?,
            None => Vec::new(),
        };
        let schemes = self.rulebook().appraisals_for(year, &chosen.region);
        let schemes = schemes.map(|scheme| (scheme.id.clone(), scheme.title.clone())).collect();
        Ok(Choices { owners, projects, schemes })
    }

    /// Opens an appraisal; gives its id.
    ///
    /// # Errors
    /// If the asker may not at this department, or something in it is wrong.
    pub async fn open_appraisal(
        &self,
        asker: &Asker,
        text: &OpeningText,
    ) -> Result<String, OfficeError> {
        asker.require(Permission::ConductAppraisals)?;
        let year = budget_year::typed(&text.year)
            .and_then(|year| i16::try_from(year).ok())
            .ok_or_else(|| OfficeError::field("year", budget_year::BEYOND))?;
        let mut tx = self.store().read().await?;
        let statement = of_year(&mut tx, &text.owner, i64::from(year)).await?;
        drop(tx);
        let projects = match &statement {
            Some(listed) => self.projects_of(listed.clone()).await?,
            None => Vec::new(),
        };
        let mut deed = self.begin(asker, Permission::ConductAppraisals).await?;
        let found = organisations::get(&mut deed.tx, &deed.scope, &text.owner).await.ok();
        let owner = found
            .filter(|one| one.closed_at.is_none() && one.kind == OrganisationKind::Department)
            .ok_or_else(|| OfficeError::field("owner", "请选择被评价的部门"))?;
        let (from_role, at) = speaks_as(asker, &owner.path, Permission::ConductAppraisals)
            .ok_or(OfficeError::Refused { what: Permission::ConductAppraisals.label() })?;
        let mut faults = Faults::default();
        let marks_due = due_day(&text.marks_due, deed.now.day())
            .map_err(|said| faults.add("marks_due", said.replace("整改期限", "评分期限")));
        let named = subject(text, &owner.name, &projects);
        let named = named.map_err(|(field, said)| faults.add(field, said));
        let scheme = self.rulebook().appraisals_for(year, &owner.region);
        let mut scheme = scheme.filter(|one| text.scheme.is_empty() || one.id == text.scheme);
        let scheme = scheme.next().map(|one| one.id.clone());
        if scheme.is_none() {
            faults.add("scheme", "这个指标体系不适用于本年度、本地区，请从列出的里选");
        }
        faults.none()?;
        let unclear = || OfficeError::Invalid("请把表填完整".to_owned());
        let (subject_kind, subject, project) = named.map_err(|()| unclear())?;
        let now = deed.now.to_string();
        let new = Appraisal {
            owner: owner.id.clone(),
            id: store::new_id(),
            version: 1,
            year: i64::from(year),
            kind: if from_role == Role::Head { Kind::Department } else { Kind::Key },
            subject_kind,
            subject,
            statement: statement.map(|listed| listed.statement.id),
            project,
            scheme: scheme.ok_or_else(unclear)?,
            purpose: needed(&text.purpose, "评价的目的")?,
            marks_due: marks_due.map_err(|()| unclear())?.to_string(),
            state: State::Preparing,
            opinion: String::new(),
            reply: String::new(),
            settled: String::new(),
            settled_digest: String::new(),
            total: None,
            grade: String::new(),
            from_role,
            from_organisation: at.to_owned(),
            by_user: asker.user.clone(),
            by_name: asker.name.clone(),
            at: now.clone(),
            changed_at: now,
        };
        appraisals::insert(&mut deed.tx, &new).await?;
        let note = Note {
            act: "开展绩效评价",
            owner: new.owner.clone(),
            kind: "绩效评价",
            object: new.id.clone(),
            detail: format!("{}：{}年度{}", new.kind, new.year, new.subject),
            ..Note::default()
        };
        deed.done(note).await?;
        Ok(new.id)
    }

    /// The projects of a statement: code or name, and name.
    async fn projects_of(&self, listed: Listed) -> Result<Vec<(String, String)>, OfficeError> {
        let year = self.year_now(listed).await?;
        let projects = year.groups.iter().filter(|group| group.project.is_some());
        let known = projects.map(|group| {
            let key = if group.code.is_empty() { &group.name } else { &group.code };
            (key.clone(), group.name.clone())
        });
        Ok(known.collect())
    }
}

/// The statement of an organisation and year.
async fn of_year(tx: &mut Tx, owner: &str, year: i64) -> Result<Option<Listed>, OfficeError> {
    let filter =
        Filter { year: Some(year), owner: Some(owner.to_owned()), take: 1, ..Filter::default() };
    Ok(statements::list(tx, &Scope::everything(), &filter).await?.into_iter().next())
}

/// What is appraised: its kind, its name, and of a project its code or name in the statement.
fn subject(
    text: &OpeningText,
    owner: &str,
    projects: &[(String, String)],
) -> Result<(SubjectKind, String, String), (&'static str, String)> {
    let kind = SubjectKind::from_word(&text.subject_kind)
        .map_err(|_| ("subject_kind", "请选择评价的对象".to_owned()))?;
    match kind {
        SubjectKind::Department => Ok((kind, format!("{owner}部门整体支出"), String::new())),
        SubjectKind::Project => {
            let found = projects.iter().find(|(key, _)| *key == text.project);
            let said = "请选择项目；这一年没有绩效文本的，只能评价部门整体或政策";
            let (key, name) = found.ok_or(("project", said.to_owned()))?;
            Ok((kind, name.clone(), key.clone()))
        }
        SubjectKind::Policy => {
            let name =
                allowed(&text.subject, "政策名称").map_err(|it| ("subject", it.to_string()))?;
            let length = name.chars().count();
            if name.is_empty() || length > LONGEST_SUBJECT {
                let said = format!("政策名称要写1到{LONGEST_SUBJECT}个字");
                return Err(("subject", said));
            }
            let project = projects.iter().find(|(key, _)| *key == text.project);
            Ok((kind, name, project.map(|(key, _)| key.clone()).unwrap_or_default()))
        }
    }
}
