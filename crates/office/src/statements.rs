//! Statements: lists, one with all that belongs to it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use store::decisions::{Approval, Minutes};
use store::files::{self, StoredFile};
use store::opinions::Grading;
use store::organisations::{Organisation, OrganisationKind};
use store::statements::{self, Filter, Listed, Transition, Version};
use store::{Tx, organisations};

use crate::deadlines::Due;
use crate::examine::Examined;
use crate::shelf::Key;
use crate::workflow;
use crate::{Asker, Office, OfficeError, Permission};

/// A page of a list, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// Those of this page.
    pub items: Vec<T>,
    /// How many on all pages.
    pub total: i64,
}

/// A statement with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The statement and whose it is.
    pub listed: Listed,
    /// The path of the department, by which rights are asked for.
    pub path: String,
    /// Its versions, the newest first, without bodies.
    pub versions: Vec<Version>,
    /// The way it has gone.
    pub way: Vec<Transition>,
    /// The acts that the asker may do now.
    pub acts: Vec<workflow::Act>,
    /// The names of those who made the versions, by account.
    pub names: BTreeMap<String, String>,
    /// When what it owes next is due.
    pub due: Option<Due>,
    /// What the standing meeting decided, the newest first.
    pub minutes: Vec<Minutes>,
    /// Approvals, the newest first.
    pub approvals: Vec<Approval>,
    /// The files that belong to it, without bytes.
    pub files: Vec<StoredFile>,
    /// The marks that the finance bureau gave, the newest first.
    pub gradings: Vec<Grading>,
}

impl Office {
    /// The statements in sight.
    ///
    /// # Errors
    /// If the asker may read none.
    pub async fn list_statements(
        &self,
        asker: &Asker,
        filter: &Filter,
    ) -> Result<Page<Listed>, OfficeError> {
        let found = async {
            let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
            let items = statements::list(&mut tx, &scope, filter).await?;
            let total = statements::count(&mut tx, &scope, filter).await?;
            Ok(Page { items, total })
        };
        self.remembered_for(asker, format!("statements/{filter:?}"), Box::pin(found)).await
    }

    /// A statement with all that belongs to it.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn dossier(&self, asker: &Asker, id: &str) -> Result<Dossier, OfficeError> {
        let what = format!("dossier/{id}/{}", self.now().day());
        self.remembered_for(asker, what, Box::pin(self.dossier_now(asker, id))).await
    }

    async fn dossier_now(&self, asker: &Asker, id: &str) -> Result<Dossier, OfficeError> {
        let deadlines = self.deadlines().await?;
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let missing = || OfficeError::missing("这份绩效文本");
        let listed = statements::get(&mut tx, &scope, id).await.map_err(missing())?;
        let owner = organisations::get(&mut tx, &scope, &listed.statement.owner).await?;
        let acts = workflow::acts(listed.statement.state)
            .filter(|act| asker.may_at(act.permission(), &owner.path))
            .collect();
        let versions = statements::versions(&mut tx, &scope, id).await?;
        let today = self.now().day();
        Ok(Dossier {
            names: names(&mut tx, &versions).await?,
            due: crate::deadlines::due(&deadlines, &owner.path, &listed.statement, today),
            minutes: store::decisions::minutes(&mut tx, &scope, id).await?,
            approvals: store::decisions::approvals(&mut tx, &scope, id).await?,
            files: files::of_statement(&mut tx, &scope, id).await?,
            gradings: store::opinions::gradings(&mut tx, &scope, id).await?,
            versions,
            way: statements::transitions(&mut tx, &scope, id).await?,
            path: owner.path,
            listed,
            acts,
        })
    }

    /// A file of a statement, with its bytes.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn file(
        &self,
        asker: &Asker,
        id: &str,
    ) -> Result<(StoredFile, Vec<u8>), OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        files::get(&mut tx, &scope, id).await.map_err(OfficeError::missing("这个文件"))
    }

    /// A version, read back and reviewed beside the year before.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn examined(
        &self,
        asker: &Asker,
        id: &str,
        number: i64,
    ) -> Result<(Version, Arc<Examined>), OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let missing = || OfficeError::missing("这个版本");
        let listed = statements::get(&mut tx, &scope, id).await.map_err(missing())?;
        let version = statements::version(&mut tx, &scope, id, number).await.map_err(missing())?;
        let examined = self.reviewed(&mut tx, &version, listed.statement.year).await?;
        Ok((version, examined))
    }

    /// The same without the version itself, from what is at hand.
    pub(crate) async fn examined_before(
        &self,
        asker: &Asker,
        id: &str,
        number: i64,
    ) -> Result<Arc<Examined>, OfficeError> {
        let what = format!("examined/{id}/{number}");
        let key =
            self.remembered_for(asker, what, Box::pin(self.key_of(asker, id, number))).await?;
        match self.shelf.examined_before(&key) {
            Some(examined) => Ok(examined),
            None => Ok(self.examined(asker, id, number).await?.1),
        }
    }

    /// What a version is known by on the shelf, beside the year before.
    async fn key_of(&self, asker: &Asker, id: &str, number: i64) -> Result<Key, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let missing = || OfficeError::missing("这个版本");
        let listed = statements::get(&mut tx, &scope, id).await.map_err(missing())?;
        let version = statements::head(&mut tx, &scope, id, number).await.map_err(missing())?;
        let it = &listed.statement;
        let previous = previous(&mut tx, &it.owner, it.year).await?;
        Ok(Key::of(&version, previous.as_ref()))
    }

    /// A version as the review sees it beside the year before, from what is at hand.
    pub(crate) async fn reviewed(
        &self,
        tx: &mut Tx,
        version: &Version,
        year: i64,
    ) -> Result<Arc<Examined>, OfficeError> {
        let previous = match previous(tx, &version.owner, year).await? {
            Some(head) => Some(crate::shelf::with_body(tx, &head).await?),
            None => None,
        };
        Ok(self.shelf.examined(version, previous.as_ref(), self.rulebook()))
    }

    /// The statement of the year before, from what is at hand.
    pub(crate) async fn last_year(
        &self,
        tx: &mut Tx,
        owner: &str,
        year: i64,
    ) -> Result<Option<Arc<read::Reading>>, OfficeError> {
        let Some(head) = previous(tx, owner, year).await? else { return Ok(None) };
        Ok(Some(self.shelf.reading_of(tx, &head).await?))
    }

    /// The organisations whose statements the asker may read.
    ///
    /// # Errors
    /// If the asker may read none.
    pub async fn readable_organisations(
        &self,
        asker: &Asker,
    ) -> Result<Vec<Organisation>, OfficeError> {
        let found = async {
            let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
            Ok(having_statements(&organisations::list(&mut tx, &scope).await?))
        };
        self.remembered_for(asker, "readable".into(), Box::pin(found)).await
    }

    /// The organisations for which the asker may begin statements.
    ///
    /// # Errors
    /// If the asker may write nowhere.
    pub async fn writable_organisations(
        &self,
        asker: &Asker,
    ) -> Result<Vec<Organisation>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::WriteStatements).await?;
        Ok(having_statements(&organisations::list(&mut tx, &scope).await?))
    }
}

/// Departments and units: what has statements. Those of one name are told apart by what is above them.
fn having_statements(all: &[Organisation]) -> Vec<Organisation> {
    let has = |one: &&Organisation| one.closed_at.is_none() && one.kind != OrganisationKind::Region;
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    for one in all.iter().filter(has) {
        *times.entry(&one.name).or_default() += 1;
    }
    let mut shown = Vec::new();
    for one in all.iter().filter(has) {
        let mut one = one.clone();
        if times.get(one.name.as_str()).is_some_and(|times| *times > 1) {
            let above = all.iter().find(|above| Some(&above.id) == one.parent.as_ref());
            one.name.extend(above.map(|above| format!("（{}）", above.name)));
        }
        shown.push(one);
    }
    shown
}

/// The names of those who made versions.
async fn names(tx: &mut Tx, versions: &[Version]) -> Result<BTreeMap<String, String>, OfficeError> {
    let makers: BTreeSet<&str> = versions.iter().map(|one| one.created_by.as_str()).collect();
    let mut names = BTreeMap::new();
    for id in makers {
        if let Ok(user) = store::people::get(tx, &crate::Scope::everything(), id).await {
            names.insert(id.to_owned(), user.name);
        }
    }
    Ok(names)
}

/// The statement of the year before: what was approved of it, or else its newest version.
/// The version of the year before that counts, without its body.
async fn previous(tx: &mut Tx, owner: &str, year: i64) -> Result<Option<Version>, OfficeError> {
    let everything = crate::Scope::everything();
    let filter = Filter {
        year: Some(year - 1),
        owner: Some(owner.to_owned()),
        take: 1,
        ..Filter::default()
    };
    let found = statements::list(tx, &everything, &filter).await?;
    let Some(Listed { statement, .. }) = found.into_iter().next() else { return Ok(None) };
    let number = statement.version_in_force();
    Ok(Some(statements::head(tx, &everything, &statement.id, number).await?))
}
