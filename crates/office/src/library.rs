//! The indicator library: rows of all statements in sight, typical targets of past years, and the catalogues
//! of common indicators.

mod common;

use model::draft::{Draft, DraftIndicator};
use model::target::Target;
use store::library::{self, FoundRow, IndicatorRow, Wanted};
use store::organisations::{self, Organisation};
use store::statements::{self, Filter, Listed, State, Statement};
use store::{Scope, Tx};

use crate::drafts::{Change, Opened, Typed};
use crate::statements::Page;
use crate::{Asker, Office, OfficeError, Permission};

pub use common::{Common, CommonRow};

/// So many rows of own past years are looked at for typical targets.
const MOST_OWN: u64 = 2_000;

/// What targets an indicator has had in own past years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typical {
    /// The indicator.
    pub name: String,
    /// In how many rows it stands.
    pub count: usize,
    /// The least and the greatest target as they were written; `None` where they are no quantities.
    pub range: Option<(String, String)>,
    /// The latest target and its year.
    pub latest: (String, i64),
}

/// What was found in the library.
#[derive(Clone, Debug)]
pub struct Found {
    /// The rows of this page.
    pub rows: Page<FoundRow>,
    /// Typical targets of the asker's own organisation, by the names on this page.
    pub typical: Vec<Typical>,
}

/// A kind by which rows are looked for: its word in addresses and what people call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The word.
    pub key: String,
    /// What people call it.
    pub title: String,
}

/// By which kinds rows are looked for; empty words for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// 职能: the kind of department, by its word.
    pub function: String,
    /// The kind of project, by its word.
    pub project: String,
}

impl Office {
    /// The functions (职能) of the departments in sight, and the kinds of projects.
    ///
    /// # Errors
    /// If the asker may not.
    pub async fn library_kinds(
        &self,
        asker: &Asker,
    ) -> Result<(Vec<Kind>, Vec<Kind>), OfficeError> {
        self.remembered_for(asker, "kinds".into(), Box::pin(self.kinds_in_sight(asker))).await
    }

    async fn kinds_in_sight(&self, asker: &Asker) -> Result<(Vec<Kind>, Vec<Kind>), OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadLibrary).await?;
        let all = organisations::list(&mut tx, &scope).await?;
        let mut functions: Vec<Kind> = Vec::new();
        for kind in all.iter().filter_map(|one| self.rulebook.department(&one.name)) {
            if functions.iter().all(|known| known.key != kind.id) {
                functions.push(Kind { key: kind.id.clone(), title: kind.title.clone() });
            }
        }
        functions.sort_by(|one, other| one.key.cmp(&other.key));
        let projects = self.rulebook.project_kinds().iter();
        let projects =
            projects.map(|kind| Kind { key: kind.id.clone(), title: kind.title.clone() });
        Ok((functions, projects.collect()))
    }

    /// Looks something up in the library.
    ///
    /// # Errors
    /// If the asker may not, or there is no such kind.
    pub async fn search_library(
        &self,
        asker: &Asker,
        wanted: &Wanted,
        kinds: &Kinds,
    ) -> Result<Found, OfficeError> {
        let what = format!("library/{}/{wanted:?}/{kinds:?}", asker.home);
        self.remembered_for(asker, what, Box::pin(self.looked_up(asker, wanted, kinds))).await
    }

    async fn looked_up(
        &self,
        asker: &Asker,
        wanted: &Wanted,
        kinds: &Kinds,
    ) -> Result<Found, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadLibrary).await?;
        let wanted = &self.of_kinds(&mut tx, &scope, wanted, kinds).await?;
        let items = library::search(&mut tx, &scope, wanted).await?;
        let total = library::count(&mut tx, &scope, wanted).await?;
        let mut names: Vec<String> = Vec::new();
        for found in &items {
            if !names.contains(&found.row.name) {
                names.push(found.row.name.clone());
            }
        }
        let own = Wanted {
            names: names.clone(),
            owner: Some(asker.home.clone()),
            take: MOST_OWN,
            ..Wanted::default()
        };
        let own = match names.is_empty() {
            true => Vec::new(),
            false => library::search(&mut tx, &scope, &own).await?,
        };
        let typical = names.iter().filter_map(|name| typical(name, &own)).collect();
        Ok(Found { rows: Page { items, total }, typical })
    }

    /// What is wanted, with what the kinds stand for.
    async fn of_kinds(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        wanted: &Wanted,
        kinds: &Kinds,
    ) -> Result<Wanted, OfficeError> {
        let mut wanted = wanted.clone();
        if !kinds.project.is_empty() {
            let mut known = self.rulebook.project_kinds().iter();
            let kind = known.find(|kind| kind.id == kinds.project);
            wanted.project_words =
                kind.ok_or(OfficeError::Missing { what: "这类项目" })?.words.clone();
        }
        if !kinds.function.is_empty() {
            let all = organisations::list(tx, scope).await?.into_iter();
            let is_of = |one: &Organisation| {
                self.rulebook.department(&one.name).is_some_and(|kind| kind.id == kinds.function)
            };
            wanted.owners = Some(all.filter(is_of).map(|one| one.id).collect());
        }
        Ok(wanted)
    }

    /// The statements that the asker may write at now, to add indicators to.
    ///
    /// # Errors
    /// If the asker may write nowhere.
    pub async fn open_statements(&self, asker: &Asker) -> Result<Vec<Listed>, OfficeError> {
        let found = async {
            let (mut tx, scope) = self.look(asker, Permission::WriteStatements).await?;
            let filter = Filter {
                states: vec![State::Draft, State::Returned, State::Adjusting],
                take: 100,
                ..Filter::default()
            };
            Ok(statements::list(&mut tx, &scope, &filter).await?)
        };
        self.remembered_for(asker, "open".into(), Box::pin(found)).await
    }

    /// Adds a row of the library to a project of the asker's draft.
    ///
    /// # Errors
    /// If the row is not in sight, or the draft may not be changed.
    pub async fn add_from_library(
        &self,
        asker: &Asker,
        id: &str,
        project: usize,
        (statement, position): (&str, i64),
    ) -> Result<Opened, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadLibrary).await?;
        let missing = OfficeError::missing("这条指标");
        let found = library::get(&mut tx, &scope, statement, position).await.map_err(missing)?;
        drop(tx);
        let row = DraftIndicator {
            key: String::new(),
            dimension: found.row.dimension,
            aspect: found.row.aspect,
            name: found.row.name,
            description: found.row.description,
            target: found.row.target,
            basis: found.row.basis,
        };
        self.insert(asker, id, Some(project), row).await
    }

    async fn insert(
        &self,
        asker: &Asker,
        id: &str,
        project: Option<usize>,
        row: DraftIndicator,
    ) -> Result<Opened, OfficeError> {
        let opened = self.open_draft(asker, id).await?;
        let typed = Typed {
            page: opened.page,
            revision: opened.revision,
            base: opened.base,
            fields: Vec::new(),
        };
        let change = Change::Insert(project, Box::new(row));
        self.edit_draft(asker, id, &typed, &change).await
    }
}

/// The rows of a statement's tables for the library; rows without a name are left out.
pub(crate) fn rows(statement: &Statement, text: &model::statement::Statement) -> Vec<IndicatorRow> {
    let draft = Draft::of(text);
    let department = std::iter::once(("", draft.indicators.as_slice()));
    let projects =
        draft.projects.iter().map(|project| (project.name.as_str(), project.indicators.as_slice()));
    let mut rows = Vec::new();
    for (project, indicators) in department.chain(projects) {
        let (mut dimension, mut aspect) = ("", "");
        for row in indicators {
            // A blank level is that of the row above.
            if !row.dimension.trim().is_empty() {
                dimension = row.dimension.trim();
            }
            if !row.aspect.trim().is_empty() {
                aspect = row.aspect.trim();
            }
            if row.name.trim().is_empty() {
                continue;
            }
            rows.push(IndicatorRow {
                owner: statement.owner.clone(),
                statement: statement.id.clone(),
                position: i64::try_from(rows.len()).unwrap_or(i64::MAX),
                year: statement.year,
                project: project.trim().to_owned(),
                dimension: dimension.to_owned(),
                aspect: aspect.to_owned(),
                name: row.name.trim().to_owned(),
                description: row.description.trim().to_owned(),
                target: row.target.trim().to_owned(),
                basis: row.basis.trim().to_owned(),
            });
        }
    }
    rows
}

/// The targets that an indicator has had; rows come the newest year first.
fn typical(name: &str, own: &[FoundRow]) -> Option<Typical> {
    let rows: Vec<&IndicatorRow> = own
        .iter()
        .map(|found| &found.row)
        .filter(|row| row.name == name && !row.target.is_empty())
        .collect();
    let latest = rows.first()?;
    let amount = |row: &&IndicatorRow| match Target::parse(&row.target) {
        Target::Quantity(quantity) | Target::Rate(quantity) | Target::Duration(quantity) => {
            Some(((quantity.unit.map(|unit| unit.name), quantity.value), row.target.clone()))
        }
        _ => None,
    };
    let mut amounts: Vec<_> = rows.iter().filter_map(amount).collect();
    let same_unit = amounts.windows(2).all(|two| match two {
        [(one, _), (other, _)] => one.0 == other.0,
        _ => true,
    });
    amounts.sort_by_key(|((_, amount), _)| *amount);
    let ends = amounts.first().zip(amounts.last());
    let range = ends.filter(|_| same_unit && amounts.len() > 1);
    Some(Typical {
        name: name.to_owned(),
        count: rows.len(),
        range: range.map(|((_, least), (_, most))| (least.clone(), most.clone())),
        latest: (latest.target.clone(), latest.year),
    })
}
