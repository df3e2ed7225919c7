//! Figures over registers: asked of the store, or kept from before where nobody has written there since.

use std::sync::Arc;

use ground::Money;
use measure::{Arguments, Asked, Measure, Period, Plan, Reading};
use store::registers::measuring::{self as kept, By, Keeping, Kept};
use store::registers::stamps::Stamps;
use store::{Cell, Scope, Tx};

use super::{compiled, reading};
use crate::registers::Registers;
use crate::{Office, OfficeError, warming};

/// What finds figures within one transaction.
pub(crate) struct Finder<'a> {
    kept: &'a Kept,
    stamps: Arc<Stamps>,
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
        let stamps = self.figures.stamps(tx, &scope).await?;
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

    /// What the first question of a measure in a period comes to by what entries have in common; nothing where a
    /// county's own definitions have taken the measure away, or where it cannot be asked like this.
    pub(crate) async fn of_measure(
        &self,
        tx: &mut Tx,
        all: &Registers,
        (code, arguments, period): (&str, &Arguments, Period),
        by: impl Fn(&Measure) -> Option<By>,
    ) -> Result<Vec<(Cell, kept::Figure)>, OfficeError> {
        let question = || {
            let measure = all.measures().measure(code)?;
            let plan = measure.plan(arguments, period).ok()?;
            Some((plan.parts.into_iter().next()?, by(measure)?))
        };
        match question() {
            Some((asked, by)) => self.by(tx, all, (&asked, &by), None).await,
            None => Ok(Vec::new()),
        }
    }

    fn keeping<'k>(&'k self, name: &'k str) -> Keeping<'k> {
        let ahead = warming::is_under_way();
        Keeping { stamps: &self.stamps, scope: &self.scope, name, ahead }
    }

    /// What tells questions apart.
    fn name(&self, parts: &[Asked]) -> String {
        format!("{:?}/{parts:?}", self.scope)
    }
}

/// A sum of money with what its entries have in common; nothing in common is an empty text.
pub(crate) fn sum((common, figure): (Cell, kept::Figure)) -> Option<(String, Money)> {
    let Cell::Number(fen) = figure.value else { return None };
    let common = match common {
        Cell::Text(text) => text,
        _ => String::new(),
    };
    Some((common, Money::from_fen(fen)))
}

/// The measures of money, and the argument by which they are narrowed down to a project.
pub(crate) mod money {
    /// Payments.
    pub(crate) const SPENT: &str = "spent";
    /// Budgets and what changed them.
    pub(crate) const BUDGET: &str = "budget";
    /// The project's code.
    pub(crate) const PROJECT: &str = "project";
}
