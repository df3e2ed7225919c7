//! Two versions beside each other, and this year's beside last year's.

use std::sync::Arc;

use model::compare::{Difference, compare};
use model::draft::Draft;
use store::statements::{self, Filter, Listed, Version};
use store::{Scope, Tx, people};

use crate::shelf::Shelf;
use crate::{Asker, Office, OfficeError, Permission};

/// One side of a comparison.
#[derive(Clone, Debug)]
pub struct Side {
    /// Year of the plan.
    pub year: i64,
    /// Number of the version.
    pub number: i64,
    /// Who made it.
    pub by: String,
    /// When.
    pub at: String,
    /// What it says.
    pub draft: Draft,
}

/// Two sides and what differs.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The statement.
    pub listed: Listed,
    /// Its versions without bodies, the newest first.
    pub versions: Vec<Version>,
    /// The earlier side.
    pub before: Side,
    /// The later side.
    pub after: Side,
    /// What differs, in the order of the form.
    pub differences: Vec<Difference>,
    /// Whether there is a statement of the year before.
    pub has_last_year: bool,
}

/// What a statement is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// Another version of it, by number.
    Version(i64),
    /// What was approved last year, or else written.
    LastYear,
}

impl Office {
    /// Compares a version with another one, or with last year's; the newest version, where none is named.
    ///
    /// # Errors
    /// If one of them is not there, or not in sight.
    pub async fn compare(
        &self,
        asker: &Asker,
        id: &str,
        against: Option<Against>,
        number: Option<i64>,
    ) -> Result<Arc<Comparison>, OfficeError> {
        let name = format!("compared/{id}/{against:?}/{number:?}/{}", asker.sight());
        self.remembered(name, Box::pin(self.compared(asker, id, (against, number)))).await
    }

    async fn compared(
        &self,
        asker: &Asker,
        id: &str,
        (against, number): (Option<Against>, Option<i64>),
    ) -> Result<Comparison, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let missing = OfficeError::missing("这份绩效文本");
        let listed = statements::get(&mut tx, &scope, id).await.map_err(missing)?;
        let versions = statements::versions(&mut tx, &scope, id).await?;
        let number = number.unwrap_or(listed.statement.version);
        let after = side(&self.shelf, &mut tx, &scope, &listed, number).await?;
        let last_year = last_year(&mut tx, &scope, &listed).await?;
        let before = match against.unwrap_or(Against::Version((number - 1).max(1))) {
            Against::Version(number) => side(&self.shelf, &mut tx, &scope, &listed, number).await?,
            Against::LastYear => {
                let missing = OfficeError::Missing { what: "上年的绩效文本" };
                let last = last_year.as_ref().ok_or(missing)?;
                let number = last.statement.version_in_force();
                side(&self.shelf, &mut tx, &scope, last, number).await?
            }
        };
        let differences = compare(&before.draft, &after.draft);
        let has_last_year = last_year.is_some();
        Ok(Comparison { listed, versions, before, after, differences, has_last_year })
    }
}

async fn last_year(
    tx: &mut Tx,
    scope: &Scope,
    listed: &Listed,
) -> Result<Option<Listed>, OfficeError> {
    let filter = Filter {
        year: Some(listed.statement.year - 1),
        owner: Some(listed.statement.owner.clone()),
        take: 1,
        ..Filter::default()
    };
    Ok(statements::list(tx, scope, &filter).await?.into_iter().next())
}

async fn side(
    shelf: &Shelf,
    tx: &mut Tx,
    scope: &Scope,
    listed: &Listed,
    number: i64,
) -> Result<Side, OfficeError> {
    let missing = OfficeError::missing("要比较的版本");
    let version = statements::version(tx, scope, &listed.statement.id, number).await;
    let version = version.map_err(missing)?;
    let by = people::get(tx, &Scope::everything(), &version.created_by).await;
    Ok(Side {
        year: listed.statement.year,
        number,
        by: by.map_or_else(|_| String::new(), |user| user.name),
        draft: Draft::of(&shelf.reading(&version).statement),
        at: version.created_at,
    })
}
