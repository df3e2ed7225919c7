//! Values at the server's command line: whoever may run the program there sees them, and entries masked.

use std::sync::Arc;

use ground::Day;
use measure::Period;
use store::statements::{self, Filter, Listed, Ordering};
use store::{Scope, organisations};

use super::{Computed, Year};
use crate::console::place;
use crate::measuring::Question;
use crate::measuring::evidence::{Evidence, behind};
use crate::registers::sight::Sight;
use crate::{Office, OfficeError};

/// More statements of a year than this are not told.
const MOST_STATEMENTS: u64 = 5_000;

impl Office {
    /// A statement in its year as of a day, for whoever types at the server's command line; as of today, or of the end
    /// of a year that is over, where none is named.
    ///
    /// # Errors
    /// If there is no such statement.
    pub async fn year_at_console(
        &self,
        id: &str,
        as_of: Option<Day>,
    ) -> Result<Arc<Year>, OfficeError> {
        let mut tx = self.store().read().await?;
        let missing = OfficeError::missing("这份绩效文本");
        let listed = statements::get(&mut tx, &Scope::everything(), id).await.map_err(missing)?;
        drop(tx);
        let year = i16::try_from(listed.statement.year).unwrap_or_default();
        let last = Period::year(year.clamp(1, 9998)).last;
        let as_of = as_of.unwrap_or_else(|| self.now().day().min(last));
        self.year_listed(listed, as_of).await
    }

    /// The statements of a year by department; those at and below one organisation where it is named by id, code, name,
    /// or the names from above down to it.
    ///
    /// # Errors
    /// If there is no such organisation, or more than one.
    pub async fn statements_at_console(
        &self,
        year: i64,
        organisation: Option<&str>,
    ) -> Result<Vec<Listed>, OfficeError> {
        let mut tx = self.store().read().await?;
        let scope = match organisation {
            None => Scope::everything(),
            Some(sought) => {
                let all = organisations::list(&mut tx, &Scope::everything()).await?;
                Scope::below(vec![place(&all, sought)?.path.clone()])
            }
        };
        let filter = Filter {
            year: Some(year),
            order: Ordering::Owner,
            take: MOST_STATEMENTS,
            ..Filter::default()
        };
        Ok(statements::list(&mut tx, &scope, &filter).await?)
    }

    /// A page of the entries behind one figure of a computed value, masked: the only figure, numerator (0) or
    /// denominator (1), this year (0) or the year before (1). Nothing where the value has no such figure; a value of
    /// satisfaction has none.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn evidence_at_console(
        &self,
        year: &Year,
        computed: &Computed,
        (part, after): (usize, Option<(&str, i64)>),
    ) -> Result<Option<Evidence>, OfficeError> {
        if part >= computed.value.entries.len() {
            return Ok(None);
        }
        let all = self.registers().await?;
        let mut tx = self.store().read().await?;
        let owner = &year.listed.statement.owner;
        let owner = organisations::get(&mut tx, &Scope::everything(), owner).await?;
        let sight = Sight::at_console(owner);
        let question = Question {
            code: computed.code.clone(),
            arguments: computed.arguments.clone(),
            period: computed.period,
            as_of: None,
        };
        let behind = behind(&mut tx, &all, &sight, &question, (part, after)).await?;
        Ok(Some(behind.shown(&all, sight)))
    }
}
