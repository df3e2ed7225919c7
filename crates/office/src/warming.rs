//! Figures at hand before somebody asks for them.
//!
//! What a desk shows of the year and of what comes due is found once for each day, and holds until somebody writes to a
//! register that was asked. What it is known by says whose entries count, the department's and those below it, and not
//! who asks: so the program may ask first, and whoever comes then finds it at hand. What belongs to one person, such as
//! tasks and drafts, is found when he comes; it asks no register.

use std::cmp::Reverse;

use store::organisations::{self, Organisation};
use store::registers::counts;
use store::statements::{self, Filter, Listed, Ordering};
use store::{Scope, Tx};

use crate::{Office, OfficeError};

/// So many desks at most: as many as there is room for in what is kept. The others have fewer entries.
const MOST_DESKS: usize = 32;
/// More statements of a year than this are not looked at.
const MOST_STATEMENTS: u64 = 5_000;
/// How many entries are taken for granted where nobody has counted them yet.
const UNCOUNTED: i64 = 1 << 20;

tokio::task_local! {
    static AHEAD: ();
}

/// Whether figures are asked for before anybody waits for them.
pub(crate) fn is_under_way() -> bool {
    AHEAD.try_with(|()| ()).is_ok()
}

/// A department whose desk shows figures.
#[derive(Clone, Debug)]
pub struct WarmDesk {
    /// This year's statement, which is in force.
    pub listed: Listed,
    /// The department.
    owner: Organisation,
}

impl Office {
    /// The departments with a statement in force this year and entries in their registers, those with most first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn warm_desks(&self) -> Result<Vec<WarmDesk>, OfficeError> {
        if self.vault.is_none() {
            return Ok(Vec::new());
        }
        let everything = Scope::everything();
        let filter = Filter {
            year: Some(i64::from(self.now().day().year())),
            order: Ordering::Owner,
            take: MOST_STATEMENTS,
            ..Filter::default()
        };
        let mut tx = self.store().read().await?;
        let mut all = Vec::new();
        for listed in statements::list(&mut tx, &everything, &filter).await? {
            if listed.statement.approved_version == 0 {
                continue;
            }
            let owner = organisations::get(&mut tx, &everything, &listed.statement.owner).await?;
            let entries = entries(&mut tx, &owner).await?;
            if entries > 0 {
                all.push((entries, WarmDesk { listed, owner }));
            }
        }
        all.sort_by_key(|(entries, _)| Reverse(*entries));
        all.truncate(MOST_DESKS);
        Ok(all.into_iter().map(|(_, desk)| desk).collect())
    }

    /// Asks what the desk of a department asks of its registers, as of today, and of long registers so that what changes
    /// later is quick to ask.
    ///
    /// # Errors
    /// If the database does not answer, or what the desk shows cannot be found.
    pub async fn warm(&self, desk: WarmDesk) -> Result<(), OfficeError> {
        let all = async {
            self.lights(&desk.listed).await?;
            self.remind(desk.owner).await
        };
        AHEAD.scope((), all).await?;
        // It may have read all of the registers.
        Ok(self.store().unmap().await?)
    }
}

/// How many entries a department and those below it have.
async fn entries(tx: &mut Tx, owner: &Organisation) -> Result<i64, OfficeError> {
    let all = counts::all(tx, &Scope::below(vec![owner.path.clone()])).await?;
    let many = all.values().map(|count| count.unwrap_or(UNCOUNTED));
    Ok(many.fold(0, i64::saturating_add))
}
