//! Figures over registers: asked of the store, or kept from before where nobody has written there since.

use measure::{Asked, Plan, Reading};
use store::registers::measuring::{self as kept, By, Keeping, Kept};
use store::registers::stamps::Stamps;
use store::{Cell, Scope, Tx};

use super::{compiled, reading};
use crate::registers::Registers;
use crate::{Office, OfficeError};

/// What finds figures within one transaction.
pub(crate) struct Finder<'a> {
    kept: &'a Kept,
    stamps: Stamps,
    /// Whose entries count.
    pub(crate) scope: Scope,
}

impl Office {
    /// What finds figures of these organisations as a transaction sees them.
    pub(crate) async fn finder(
        &self,
        tx: &mut Tx,
        scope: Scope,
    ) -> Result<Finder<'_>, OfficeError> {
        let stamps = Stamps::of(tx, &scope).await?;
        Ok(Finder { kept: &self.figures, stamps, scope })
    }
}

impl Finder<'_> {
    /// What the questions of a plan come to; `at`: as of this moment.
    pub(crate) async fn readings(
        &self,
        tx: &mut Tx,
        all: &Registers,
        (plan, at): (&Plan, Option<&str>),
    ) -> Result<Vec<Reading>, OfficeError> {
        let asked: Vec<kept::Asked<'_>> =
            plan.parts.iter().map(|one| compiled(one, all)).collect::<Result<_, _>>()?;
        let figures = match at {
            Some(_) => kept::figures(tx, &self.scope, &asked, at).await?,
            None => {
                let name = self.name(&plan.parts);
                self.kept.figures(tx, &asked, self.keeping(&name)).await?
            }
        };
        Ok(figures.iter().map(reading).collect())
    }

    /// What a question comes to by what entries have in common; `at`: as of this moment.
    pub(crate) async fn by(
        &self,
        tx: &mut Tx,
        all: &Registers,
        (asked, by): (&Asked, &By),
        at: Option<&str>,
    ) -> Result<Vec<(Cell, kept::Figure)>, OfficeError> {
        let compiled = compiled(asked, all)?;
        if at.is_some() {
            return Ok(kept::figures_by(tx, &self.scope, &compiled, by, at).await?);
        }
        let name = self.name(std::slice::from_ref(asked));
        Ok(self.kept.figures_by(tx, &compiled, by, self.keeping(&name)).await?)
    }

    fn keeping<'k>(&'k self, name: &'k str) -> Keeping<'k> {
        Keeping { stamps: &self.stamps, scope: &self.scope, name }
    }

    /// What tells questions apart.
    fn name(&self, parts: &[Asked]) -> String {
        format!("{:?}/{parts:?}", self.scope)
    }
}
