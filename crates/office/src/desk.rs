//! What somebody needs to take up again what waits: the draft in work, the opinions to answer or to settle.

use store::opinions::{self, OpinionState};
use store::publications::Publication;
use store::statements::State;
use store::{Scope, drafts, organisations};

use crate::inbox::Task;
use crate::public::PublicFilter;
use crate::{Asker, Office, OfficeError, Permission, workflow};

/// A task with what is needed to take it up.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The task.
    pub task: Task,
    /// When the asker's own draft was saved last; `None`: there is none, or no version may be made of it now.
    pub draft_saved: Option<String>,
    /// Whether the asker may change the text now.
    pub may_write: bool,
    /// How many opinions wait: for the department to answer them, or for the reviewer to settle them.
    pub opinions: usize,
}

impl Office {
    /// The tasks with what is needed to take them up.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn taken_up(
        &self,
        asker: &Asker,
        tasks: &[Task],
    ) -> Result<Vec<Waiting>, OfficeError> {
        let mut tx = self.store().read().await?;
        let everything = Scope::everything();
        let mut all = Vec::with_capacity(tasks.len());
        for task in tasks {
            let mut waiting =
                Waiting { task: task.clone(), draft_saved: None, may_write: false, opinions: 0 };
            if let Some(listed) = &task.statement {
                let it = &listed.statement;
                let path = organisations::get(&mut tx, &everything, &it.owner).await?.path;
                waiting.may_write =
                    workflow::is_open(it.state) && asker.may_at(Permission::WriteStatements, &path);
                if waiting.may_write {
                    let draft = drafts::get(&mut tx, &it.owner, &it.id, &asker.user).await?;
                    waiting.draft_saved = draft.map(|draft| draft.saved_at);
                }
                let turn = match it.state {
                    State::FinanceReview => OpinionState::Answered,
                    _ => OpinionState::Open,
                };
                let said = opinions::list(&mut tx, &everything, &it.id).await?;
                waiting.opinions = said.iter().filter(|one| one.state == turn).count();
            }
            all.push(waiting);
        }
        Ok(all)
    }

    /// What was published last of the asker's own organisation, else of anybody.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn newest_public(&self, asker: &Asker) -> Result<Option<Publication>, OfficeError> {
        for owner in [Some(asker.home.clone()), None] {
            let wanted = PublicFilter { owner, take: 1, ..PublicFilter::default() };
            let found = self.published(&wanted).await?.items.first().cloned();
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}
