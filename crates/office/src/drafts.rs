//! Writing: a draft for each person and statement, saved as it is typed, undone step by step.
//!
//! A draft is its writer's alone and no act of the office: saving it leaves no entry in the audit trail,
//! keeping a version of it does.

mod steps;
mod stored;

use std::sync::Arc;

use model::draft::{Draft, DraftIndicator, Reshape};
use read::Reading;
use store::drafts::{self, StoredDraft};
use store::statements::{self, Listed};
use store::{Tx, people};

use self::steps::{Way, record, walk};
use self::stored::{stored, unreadable};
use crate::acts::lock;
use crate::applying::Before;
use crate::deed::Deed;
use crate::live::{Live, Reviewed};
use crate::{Asker, Office, OfficeError, Permission, Scope, workflow};

pub use self::steps::STEPS;
pub(crate) use self::stored::{begun_from, parsed, written};

/// What a page sends.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The name that the page got when it was shown.
    pub page: String,
    /// The revision that it was shown with.
    pub revision: i64,
    /// The version that the draft began with.
    pub base: i64,
    /// Fields by path; those that are not sent stay as they are.
    pub fields: Vec<(String, String)>,
}

/// What else is done, after the fields are saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    Save,
    /// A piece is added, moved, copied, removed.
    Reshape(String, Reshape),
    /// The correction of a finding is made.
    Mend(String),
    /// The target is taken over that is proposed for this field from the years before.
    Take(String),
    /// A field is given these words.
    Put(String, String),
    /// A row is added to a project, or to the department's own indicators.
    Insert(Option<usize>, Box<DraftIndicator>),
    /// The last step is undone.
    Undo,
    /// The step undone last is done again.
    Redo,
    /// The draft is thrown away; the newest version stands again.
    Discard,
}

/// A version that came in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newer {
    /// Its number.
    pub number: i64,
    /// Who made it.
    pub by: String,
    /// When.
    pub at: String,
}

/// A draft as it stands, with all that is shown beside it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The statement and whose it is.
    pub listed: Listed,
    /// The draft.
    pub draft: Arc<Draft>,
    /// The version it began with.
    pub base: i64,
    /// How often it was saved.
    pub revision: i64,
    /// The name of the page that is shown now.
    pub page: String,
    /// When it was saved; `None`: nothing was typed yet.
    pub saved_at: Option<String>,
    /// Whether there is a step to undo.
    pub can_undo: bool,
    /// Whether there is a step to do again.
    pub can_redo: bool,
    /// Whether somebody kept a version meanwhile.
    pub newer: Option<Newer>,
    /// What the review says of it.
    pub live: Arc<Live>,
    /// The statement of the year before.
    pub last_year: Option<Arc<Draft>>,
    /// What came of the years before, as proposals.
    pub before: Arc<Before>,
    /// The field at which the eye should be; empty: wherever it was.
    pub place: String,
}

impl Office {
    /// The draft of the asker at a statement; it begins from the newest version.
    ///
    /// # Errors
    /// If the asker may not write there, or the statement may not be changed now.
    pub async fn open_draft(&self, asker: &Asker, id: &str) -> Result<Opened, OfficeError> {
        let beneath = async {
            let (mut tx, scope) = self.look(asker, Permission::WriteStatements).await?;
            let listed = open_statement(&mut tx, &scope, id).await?;
            let (owner, year) = (&listed.statement.owner, listed.statement.year);
            let before = self.last_year(&mut tx, owner, year).await?;
            Ok((listed, before))
        };
        let (listed, before) =
            self.remembered_for(asker, format!("editing/{id}"), Box::pin(beneath)).await?;
        let (mut tx, _) = self.look(asker, Permission::WriteStatements).await?;
        let (stored, _) =
            stored(&self.shelf, &mut tx, asker, &listed, listed.statement.version).await?;
        let stored = StoredDraft { page: store::new_id(), ..stored };
        let opened = self.shown(&mut tx, listed, &stored, before).await?;
        drop(tx);
        self.with_years_before(asker, opened).await
    }

    /// Saves what was typed, and changes the draft further.
    ///
    /// # Errors
    /// As [`Office::open_draft`]; [`OfficeError::Conflict`] if another page saved the draft meanwhile;
    /// [`OfficeError::Invalid`] for fields that there are not and texts that are too long.
    pub async fn edit_draft(
        &self,
        asker: &Asker,
        id: &str,
        typed: &Typed,
        change: &Change,
    ) -> Result<Opened, OfficeError> {
        let change = &self.resolved(asker, id, change).await?;
        let mut deed = self.begin(asker, Permission::WriteStatements).await?;
        // What a page saves by itself and what is pressed on it may come at once: one after the other.
        deed.tx.alone(lock(id)).await?;
        let listed = open_statement(&mut deed.tx, &deed.scope, id).await?;
        let mut desk = self.saved(&mut deed, &listed, typed).await?;
        let place = self.changed(&mut deed, &listed, &mut desk, change).await?;
        let (owner, year) = (&listed.statement.owner, listed.statement.year);
        let before = self.last_year(&mut deed.tx, owner, year).await?;
        let opened = self.shown(&mut deed.tx, listed, &desk.stored, before).await?;
        deed.tx.commit().await?;
        self.with_years_before(asker, Opened { place, ..opened }).await
    }

    /// Saves the fields; the draft is at its next revision then.
    pub(crate) async fn saved(
        &self,
        deed: &mut Deed<'_>,
        listed: &Listed,
        typed: &Typed,
    ) -> Result<Desk, OfficeError> {
        let (mut stored, is_new) =
            stored(&self.shelf, &mut deed.tx, deed.asker, listed, typed.base).await?;
        // The page that saved last may send several times before it hears; whoever names no page must have seen the last.
        let is_same_page = !is_new && !typed.page.is_empty() && stored.page == typed.page;
        if stored.revision != typed.revision && !is_same_page {
            let said = "这份草稿在另一个窗口里改过，这里的内容没有保存。请复制刚才输入的文字，刷新页面后再填";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        if is_new {
            drafts::insert(&mut deed.tx, &stored).await?;
        }
        let mut draft = parsed(&stored)?;
        let mut places = Vec::new();
        for (path, text) in &typed.fields {
            let text = text.replace("\r\n", "\n");
            let Some(before) = draft.set(path, &text) else {
                let said = format!("没有“{path}”这个字段，内容没有保存。请刷新页面后再填");
                return Err(OfficeError::Invalid(said));
            };
            if before != text {
                places.push(path.as_str());
            }
        }
        let place = match places.as_slice() {
            [one] => *one,
            _ => "",
        };
        let revision = stored.revision;
        record(deed, &mut stored, &draft, place).await?;
        stored.revision += 1;
        stored.page.clone_from(&typed.page);
        stored.saved_at = deed.now.to_string();
        drafts::update(&mut deed.tx, &stored, revision).await.map_err(|_| in_between())?;
        Ok(Desk { stored, draft })
    }

    /// Changes the draft further; gives the field at which the eye should be.
    async fn changed(
        &self,
        deed: &mut Deed<'_>,
        listed: &Listed,
        desk: &mut Desk,
        change: &Change,
    ) -> Result<String, OfficeError> {
        let place = match change {
            Change::Save | Change::Take(_) => return Ok(String::new()),
            Change::Undo => return walk(deed, desk, Way::Back).await,
            Change::Redo => return walk(deed, desk, Way::On).await,
            Change::Discard => {
                drafts::remove(&mut deed.tx, &desk.stored).await?;
                let (fresh, _) =
                    stored(&self.shelf, &mut deed.tx, deed.asker, listed, listed.statement.version)
                        .await?;
                desk.stored = StoredDraft { page: store::new_id(), ..fresh };
                return Ok(String::new());
            }
            Change::Reshape(path, how) => {
                desk.draft.reshape(path, *how).unwrap_or_else(|| path.clone())
            }
            Change::Put(path, text) => {
                desk.draft.set(path, text).map_or_else(String::new, |_| path.clone())
            }
            Change::Mend(key) => self.mended(deed, listed, desk, key).await?,
            Change::Insert(project, row) => inserted(&mut desk.draft, *project, row)?,
        };
        record(deed, &mut desk.stored, &desk.draft, "").await?;
        let revision = desk.stored.revision;
        drafts::update(&mut deed.tx, &desk.stored, revision).await.map_err(|_| in_between())?;
        Ok(place)
    }

    async fn mended(
        &self,
        deed: &mut Deed<'_>,
        listed: &Listed,
        desk: &mut Desk,
        key: &str,
    ) -> Result<String, OfficeError> {
        let statement = &listed.statement;
        let before = self.last_year(&mut deed.tx, &statement.owner, statement.year).await?;
        let reviewed = self.reviews.of(&desk.stored.body, before, self.rulebook());
        let live = reviewed.map_err(|error| unreadable(&error))?.live;
        let found = live.findings.iter().find(|found| found.key == key);
        let Some(found) = found.filter(|found| !found.mending.is_empty()) else {
            let said = "这个问题已经不在了，或文字刚刚改过，没有改动。请看最新的审核结果";
            return Err(OfficeError::Conflict(said.to_owned()));
        };
        for (path, text) in &found.mending {
            desk.draft.set(path, text);
        }
        Ok(found.path.clone())
    }

    /// A draft with what is shown beside it.
    async fn shown(
        &self,
        tx: &mut Tx,
        listed: Listed,
        stored: &StoredDraft,
        before: Option<Arc<Reading>>,
    ) -> Result<Opened, OfficeError> {
        let Reviewed { draft, live, last_year, .. } = self
            .reviews
            .of(&stored.body, before, self.rulebook())
            .map_err(|error| unreadable(&error))?;
        let (can_undo, can_redo) = drafts::ways(tx, stored).await?;
        Ok(Opened {
            base: stored.base,
            revision: stored.revision,
            page: stored.page.clone(),
            saved_at: Some(stored.saved_at.clone()).filter(|at| !at.is_empty()),
            can_undo,
            can_redo,
            newer: newer(tx, &listed, stored.base).await?,
            live,
            last_year,
            before: Arc::default(),
            draft,
            listed,
            place: String::new(),
        })
    }
}

/// A draft under change.
pub(crate) struct Desk {
    pub(crate) stored: StoredDraft,
    pub(crate) draft: Draft,
}

/// The statement, if it is in sight and may be changed now.
pub(crate) async fn open_statement(
    tx: &mut Tx,
    scope: &Scope,
    id: &str,
) -> Result<Listed, OfficeError> {
    let missing = OfficeError::missing("可以修改的绩效文本");
    let listed = statements::get(tx, scope, id).await.map_err(missing)?;
    let state = listed.statement.state;
    if !workflow::is_open(state) {
        return Err(OfficeError::Conflict(format!(
            "这份文本现在是“{}”，不能修改。需要改动请先撤回或退回；批复以后请发起目标调整",
            state.label()
        )));
    }
    Ok(listed)
}

pub(crate) fn in_between() -> OfficeError {
    let said = "这份草稿刚刚在另一个窗口里保存过，这里的内容没有保存。请刷新页面后再填";
    OfficeError::Conflict(said.to_owned())
}

/// Adds a row behind those of its own levels, or at the end.
fn inserted(
    draft: &mut Draft,
    project: Option<usize>,
    row: &DraftIndicator,
) -> Result<String, OfficeError> {
    let (rows, path) = match project {
        None => (&mut draft.indicators, "indicators".to_owned()),
        Some(at) => match draft.projects.get_mut(at) {
            Some(of) => (&mut of.indicators, format!("projects/{at}/indicators")),
            None => return Err(OfficeError::Invalid("请选择要加到哪个项目".to_owned())),
        },
    };
    let same = |known: &DraftIndicator| known.aspect == row.aspect;
    let like = |known: &DraftIndicator| known.dimension == row.dimension;
    let behind = rows.iter().rposition(same).or_else(|| rows.iter().rposition(like));
    let at = behind.map_or(rows.len(), |behind| behind + 1);
    rows.insert(at, row.clone());
    Ok(format!("{path}/{at}/name"))
}

/// The newest version, if it is newer than the one the draft began with.
pub(crate) async fn newer(
    tx: &mut Tx,
    listed: &Listed,
    base: i64,
) -> Result<Option<Newer>, OfficeError> {
    let number = listed.statement.version;
    if number <= base {
        return Ok(None);
    }
    let everything = Scope::everything();
    let version = statements::version(tx, &everything, &listed.statement.id, number).await?;
    let by = people::get(tx, &everything, &version.created_by).await;
    let by = by.map_or_else(|_| "别人".to_owned(), |user| user.name);
    Ok(Some(Newer { number, by, at: version.created_at }))
}
