//! Statements: lists, one with all that belongs to it, import of a file.

use std::collections::{BTreeMap, BTreeSet};

use store::decisions::{Approval, Minutes};
use store::files::File;
use store::opinions::Grading;
use store::statements::{self, Filter, Listed, State, Statement, Transition, Version, VersionKind};
use store::{Tx, organisations};

use crate::deadlines::Due;
use crate::deed::Note;
use crate::examine::{self, Examined};
use crate::workflow;
use crate::{Asker, Office, OfficeError, Permission};

/// The largest file that may be imported, in bytes.
pub const LARGEST_FILE: usize = 20 << 20;

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
    pub files: Vec<File>,
    /// The marks that the finance bureau gave, the newest first.
    pub gradings: Vec<Grading>,
}

/// A file to be imported.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
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
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let items = statements::list(&mut tx, &scope, filter).await?;
        let total = statements::count(&mut tx, &scope, filter).await?;
        Ok(Page { items, total })
    }

    /// A statement with all that belongs to it.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn dossier(&self, asker: &Asker, id: &str) -> Result<Dossier, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let missing = || OfficeError::missing("这份绩效文本");
        let listed = statements::get(&mut tx, &scope, id).await.map_err(missing())?;
        let owner = organisations::get(&mut tx, &scope, &listed.statement.owner).await?;
        let acts = workflow::acts(listed.statement.state)
            .filter(|act| asker.may_at(act.permission(), &owner.path))
            .collect();
        let versions = statements::versions(&mut tx, &scope, id).await?;
        let deadlines = store::deadlines::list(&mut tx).await?;
        let today = self.now().day();
        Ok(Dossier {
            names: names(&mut tx, &versions).await?,
            due: crate::deadlines::due(&deadlines, &owner.path, &listed.statement, today),
            minutes: store::decisions::minutes(&mut tx, &scope, id).await?,
            approvals: store::decisions::approvals(&mut tx, &scope, id).await?,
            files: store::files::list(&mut tx, &scope, id).await?,
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
    pub async fn file(&self, asker: &Asker, id: &str) -> Result<File, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        store::files::get(&mut tx, &scope, id).await.map_err(OfficeError::missing("这个文件"))
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
    ) -> Result<(Version, Examined), OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let missing = || OfficeError::missing("这个版本");
        let listed = statements::get(&mut tx, &scope, id).await.map_err(missing())?;
        let version = statements::version(&mut tx, &scope, id, number).await.map_err(missing())?;
        let previous = previous(&mut tx, &listed.statement.owner, listed.statement.year).await?;
        let reading = examine::reading(&version.body);
        Ok((version, Examined::of(reading, previous.as_ref(), self.rulebook())))
    }

    /// Imports a file as a new statement of an organisation; gives its id.
    ///
    /// # Errors
    /// If the asker may not write there, or the file is no statement that can be read.
    pub async fn import_statement(
        &self,
        asker: &Asker,
        owner: &str,
        upload: &Upload,
    ) -> Result<String, OfficeError> {
        let mut deed = self.begin(asker, Permission::WriteStatements).await?;
        let missing = OfficeError::missing("这个单位");
        let owner = organisations::get(&mut deed.tx, &deed.scope, owner).await.map_err(missing)?;
        let reading = read::read(&upload.name, &upload.bytes);
        let year = reading.statement.plan_year().ok_or_else(|| {
            OfficeError::Invalid(format!(
                "“{}”里没有读出年度，不像一份绩效文本。请确认文件，或先在“新建”里选定年度再导入",
                upload.name
            ))
        })?;
        let previous = previous(&mut deed.tx, &owner.id, i64::from(year)).await?;
        let examined = Examined::of(reading, previous.as_ref(), self.rulebook());
        let id = store::new_id();
        let now = deed.now.to_string();
        let body = examined.body();
        let title = examined.reading.statement.title.as_ref();
        let title = title.map_or_else(
            || format!("{}{year}年部门预算绩效文本", owner.name),
            |words| words.text.clone(),
        );
        let new = Statement {
            owner: owner.id.clone(),
            id: id.clone(),
            year: i64::from(year),
            title,
            state: State::Draft,
            version: 1,
            approved_version: 0,
            published_version: 0,
            figures: examined.figures(),
            created_by: asker.user.clone(),
            created_at: now.clone(),
            changed_at: now.clone(),
            state_since: now.clone(),
        };
        let version = Version {
            owner: owner.id.clone(),
            statement: id.clone(),
            number: 1,
            parent: 0,
            kind: VersionKind::Imported,
            reason: format!("由文件“{}”导入", upload.name),
            digest: store::digest(body.as_bytes()),
            body,
            created_by: asker.user.clone(),
            created_at: now,
            frozen_at: None,
        };
        statements::insert(&mut deed.tx, &new).await?;
        statements::insert_version(&mut deed.tx, &version).await?;
        let note = Note {
            act: "导入绩效文本",
            owner: owner.id,
            kind: "绩效文本",
            object: id.clone(),
            detail: version.reason.clone(),
            before: String::new(),
            after: version.digest.clone(),
        };
        deed.done(note).await?;
        Ok(id)
    }
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
pub(crate) async fn previous(
    tx: &mut Tx,
    owner: &str,
    year: i64,
) -> Result<Option<read::Reading>, OfficeError> {
    let everything = crate::Scope::everything();
    let filter = Filter {
        year: Some(year - 1),
        owner: Some(owner.to_owned()),
        take: 1,
        ..Filter::default()
    };
    let found = statements::list(tx, &everything, &filter).await?;
    let Some(Listed { statement, .. }) = found.into_iter().next() else { return Ok(None) };
    let number = match statement.approved_version {
        0 => statement.version,
        approved => approved,
    };
    let version = statements::version(tx, &everything, &statement.id, number).await?;
    Ok(Some(examine::reading(&version.body)))
}
