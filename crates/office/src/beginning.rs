//! Beginning a statement: from nothing, from last year's, from a file.

mod blank;

use ground::Finding;
use model::draft::Draft;
use read::{Limits, Reading};
use store::files::{FileKind, StoredFile};
use store::organisations::{self, Organisation};
use store::statements::{self, Filter, Listed, State, Statement, Version, VersionKind};
use store::{Tx, files, library};

use self::blank::{blank, carried_on};
use crate::budget_year::{self, YEARS};
use crate::deed::{Deed, Note};
use crate::examine::Examined;
use crate::library::rows;
use crate::{Asker, Office, OfficeError, Permission, Scope};

pub use read::formats::{FORMATS, FileFormat};

/// The largest file that may be imported, in bytes.
pub const LARGEST_FILE: usize = 20 << 20;
/// So many projects may be laid out at once.
pub const MOST_PROJECTS: usize = 50;
/// A file to be imported.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a new statement begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The official parts and tables, with room for so many projects.
    Nothing(usize),
    /// What was approved last year, or else written; without its sums.
    LastYear,
}

/// What was understood of a file and what was not. Nothing is stored.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The organisation it would belong to.
    pub owner: Organisation,
    /// Year of the plan, if one was read.
    pub year: Option<i64>,
    /// What was read, as a draft.
    pub draft: Draft,
    /// The department as the file names it.
    pub department: String,
    /// What was wrong with the file.
    pub reading: Vec<Finding>,
    /// Findings of the review by severity: errors, warnings, notes.
    pub counts: [usize; 3],
    /// Fields in which something stands, and fields in all.
    pub fields: (usize, usize),
    /// SM3 of the bytes.
    pub digest: String,
    /// A statement of the same organisation and year that is there already.
    pub twin: Option<Listed>,
}

impl Preview {
    /// Whether the file names another department than the one it would belong to.
    pub fn is_of_another_department(&self) -> bool {
        let (named, owner) = (self.department.trim(), &self.owner.name);
        !named.is_empty() && !named.contains(owner) && !owner.contains(named)
    }
}

impl Office {
    /// Says what would be imported.
    ///
    /// # Errors
    /// If the asker may not write there, or the file cannot be read at all.
    pub async fn preview_import(
        &self,
        asker: &Asker,
        owner: &str,
        upload: &Upload,
    ) -> Result<Preview, OfficeError> {
        asker.require(Permission::WriteStatements)?;
        // Before the transaction: a file that takes long must not hold a connection.
        let reading = self.read_upload(upload).await?;
        let (mut tx, scope) = self.look(asker, Permission::WriteStatements).await?;
        let missing = OfficeError::missing("这个单位");
        let owner = organisations::get(&mut tx, &scope, owner).await.map_err(missing)?;
        let year = reading.statement.plan_year().map(i64::from);
        let before = match year {
            Some(year) => self.last_year(&mut tx, &owner.id, year).await?,
            None => None,
        };
        let twin = match year {
            Some(year) => twin(&mut tx, &owner.id, year).await?,
            None => None,
        };
        let said = reading.findings.clone();
        let examined = Examined::of(reading, before.as_deref(), self.rulebook());
        let figures = examined.figures();
        let count = |number: i64| usize::try_from(number).unwrap_or_default();
        let statement = &examined.reading.statement;
        let draft = Draft::of(statement);
        let all = draft.fields();
        let filled = all.iter().filter(|(_, text)| !text.trim().is_empty()).count();
        Ok(Preview {
            year,
            fields: (filled, all.len()),
            department: statement
                .department
                .as_ref()
                .map_or_else(String::new, |it| it.text.clone()),
            reading: said,
            counts: [count(figures.errors), count(figures.warnings), count(figures.notes)],
            digest: store::digest(&upload.bytes),
            draft,
            owner,
            twin,
        })
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
        asker.require(Permission::WriteStatements)?;
        let reading = self.read_upload(upload).await?;
        let mut deed = self.begin(asker, Permission::WriteStatements).await?;
        let missing = OfficeError::missing("这个单位");
        let owner = organisations::get(&mut deed.tx, &deed.scope, owner).await.map_err(missing)?;
        let year = reading.statement.plan_year().ok_or_else(|| {
            OfficeError::Invalid(format!(
                "“{}”里没有读出年度，不像一份绩效文本。请确认文件，或先在封面标题里写明年度再导入",
                upload.name
            ))
        })?;
        let before = self.last_year(&mut deed.tx, &owner.id, i64::from(year)).await?;
        let examined = Examined::of(reading, before.as_deref(), self.rulebook());
        let fresh = Fresh {
            year: i64::from(year),
            kind: VersionKind::Imported,
            reason: format!("由文件“{}”导入", upload.name),
            act: "导入绩效文本",
        };
        let (id, note) = enter(&mut deed, &owner, &examined, fresh).await?;
        keep_original(&mut deed, &owner.id, &id, upload).await?;
        deed.done(note).await?;
        Ok(id)
    }

    /// Begins a statement without a file; gives its id.
    ///
    /// # Errors
    /// If the asker may not write there, there is one of that year already, or none of the year before.
    pub async fn new_statement(
        &self,
        asker: &Asker,
        owner: &str,
        year: i16,
        from: From,
    ) -> Result<String, OfficeError> {
        if !YEARS.contains(&year.into()) {
            return Err(OfficeError::Invalid(budget_year::BEYOND.to_owned()));
        }
        let mut deed = self.begin(asker, Permission::WriteStatements).await?;
        let missing = OfficeError::missing("这个单位");
        let owner = organisations::get(&mut deed.tx, &deed.scope, owner).await.map_err(missing)?;
        if let Some(there) = twin(&mut deed.tx, &owner.id, i64::from(year)).await? {
            return Err(OfficeError::Conflict(format!(
                "{}{year}年已经有一份“{}”，请直接修改它，不要再建一份",
                owner.name, there.statement.title
            )));
        }
        let before = self.last_year(&mut deed.tx, &owner.id, i64::from(year)).await?;
        let (draft, reason) = match from {
            From::Nothing(projects) => {
                (blank(self.rulebook(), &owner, year, projects), "新建".to_owned())
            }
            From::LastYear => {
                let before = before.as_ref().ok_or_else(|| {
                    let said = format!("{}没有{}年的绩效文本，不能沿用", owner.name, year - 1);
                    OfficeError::Invalid(said)
                })?;
                (carried_on(before, year), format!("沿用{}年的绩效文本", year - 1))
            }
        };
        let reading = read::drafted(&draft).reading;
        let examined = Examined::of(reading, before.as_deref(), self.rulebook());
        let fresh =
            Fresh {
                year: i64::from(year), kind: VersionKind::Saved, reason, act: "新建绩效文本"
            };
        let (id, note) = enter(&mut deed, &owner, &examined, fresh).await?;
        deed.done(note).await?;
        Ok(id)
    }

    /// Reads a file aside from the requests of others.
    async fn read_upload(&self, upload: &Upload) -> Result<Reading, OfficeError> {
        if upload.bytes.is_empty() {
            return Err(OfficeError::Invalid("请选择要导入的文件".to_owned()));
        }
        if upload.bytes.len() > LARGEST_FILE {
            let size = upload.bytes.len() >> 20;
            let most = LARGEST_FILE >> 20;
            let said = format!("文件有{size} MB，最多可以导入{most} MB");
            return Err(OfficeError::Invalid(said));
        }
        if read::archive::is_archive(&upload.bytes) {
            let said =
                "这是压缩包。这里一次导入一份文本，请先解压；财政部门可以在“批量审核”里上传压缩包";
            return Err(OfficeError::Invalid(said.to_owned()));
        }
        let (name, bytes) = (upload.name.clone(), upload.bytes.clone());
        let limits = Limits { packed: LARGEST_FILE, ..Limits::default() };
        let reading = self.read_file(name, bytes, limits).await?;
        let broken = |finding: &&Finding| finding.severity == ground::Severity::Error;
        match reading.findings.iter().find(broken) {
            Some(found) => Err(OfficeError::Invalid(format!("{}。{}", found.message, found.help))),
            None => Ok(reading),
        }
    }
}

/// What is said of a new statement.
struct Fresh {
    year: i64,
    kind: VersionKind,
    reason: String,
    act: &'static str,
}

/// The statement of an organisation and year.
async fn twin(tx: &mut Tx, owner: &str, year: i64) -> Result<Option<Listed>, OfficeError> {
    let filter =
        Filter { year: Some(year), owner: Some(owner.to_owned()), take: 1, ..Filter::default() };
    Ok(statements::list(tx, &Scope::everything(), &filter).await?.into_iter().next())
}

/// Enters a statement with its first version.
async fn enter(
    deed: &mut Deed<'_>,
    owner: &Organisation,
    examined: &Examined,
    fresh: Fresh,
) -> Result<(String, Note), OfficeError> {
    let id = store::new_id();
    let now = deed.now.to_string();
    let body = examined.body();
    let new = Statement {
        owner: owner.id.clone(),
        id: id.clone(),
        year: fresh.year,
        title: title(examined, &owner.name, fresh.year),
        state: State::Draft,
        version: 1,
        approved_version: 0,
        published_version: 0,
        figures: examined.figures(),
        created_by: deed.asker.user.clone(),
        created_at: now.clone(),
        changed_at: now.clone(),
        state_since: now.clone(),
    };
    let version = Version {
        owner: owner.id.clone(),
        statement: id.clone(),
        number: 1,
        parent: 0,
        kind: fresh.kind,
        reason: fresh.reason,
        digest: store::digest(body.as_bytes()),
        body,
        created_by: deed.asker.user.clone(),
        created_at: now,
        frozen_at: None,
    };
    statements::insert(&mut deed.tx, &new).await?;
    statements::insert_version(&mut deed.tx, &version).await?;
    let rows = rows(&new, &examined.reading.statement);
    library::replace(&mut deed.tx, &owner.id, &id, &rows).await?;
    let note = Note {
        act: fresh.act,
        owner: owner.id.clone(),
        kind: "绩效文本",
        object: id.clone(),
        detail: version.reason,
        before: String::new(),
        after: version.digest,
    };
    Ok((id, note))
}

/// The title on the cover, or the usual one.
pub(crate) fn title(examined: &Examined, owner: &str, year: i64) -> String {
    let title = examined.reading.statement.title.as_ref();
    let title = title.map(|words| words.text.trim().to_owned()).filter(|text| !text.is_empty());
    let title = title.unwrap_or_else(|| format!("{owner}{year}年部门预算绩效文本"));
    title.chars().take(200).collect()
}

async fn keep_original(
    deed: &mut Deed<'_>,
    owner: &str,
    statement: &str,
    upload: &Upload,
) -> Result<(), OfficeError> {
    let file = StoredFile {
        owner: owner.to_owned(),
        id: store::new_id(),
        statement: Some(statement.to_owned()),
        kind: FileKind::Original,
        name: upload.name.chars().take(200).collect(),
        media: "application/octet-stream".to_owned(),
        size: i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX),
        digest: store::digest(&upload.bytes),
        created_by: deed.asker.user.clone(),
        created_at: deed.now.to_string(),
    };
    Ok(files::insert(&mut deed.tx, &file, upload.bytes.clone()).await?)
}
