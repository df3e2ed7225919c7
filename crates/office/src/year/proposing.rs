//! What the house proposes for indicators that are not bound, for the clerk to confirm.

use measure::{Proposal, Proposer, Wanted, unbound_reason};

use super::binding::Bound;
use super::{Group, Row, Year};
use crate::{Asker, Office, OfficeError, Permission};

/// What is proposed for an indicator.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// The indicator.
    pub key: String,
    /// Measures with their titles, the best first.
    pub measures: Vec<(Proposal, String)>,
    /// Why a value is to be entered, where no register gives it.
    pub entered: Option<String>,
}

impl Office {
    /// What is proposed for the indicators of a year that are not bound.
    ///
    /// # Errors
    /// If the asker may see no registers.
    pub async fn proposed(&self, asker: &Asker, year: &Year) -> Result<Vec<Proposed>, OfficeError> {
        asker.require_at(Permission::ReadRegisters, &year.path)?;
        let all = self.registers().await?;
        let proposer = Proposer::of(all.measures());
        let title = |code: &str| {
            all.measures().measure(code).map(|measure| measure.title.clone()).unwrap_or_default()
        };
        let mut proposed = Vec::new();
        for (group, row) in unbound(year) {
            let Some(wanted) = wanted(year, group, row) else { continue };
            let with_title = |one: Proposal| {
                let title = title(&one.measure);
                (one, title)
            };
            let measures: Vec<_> = proposer.propose(&wanted).into_iter().map(with_title).collect();
            let is_given = measures.first().is_some_and(|(one, _)| !one.is_evidence);
            let entered = (!is_given).then(|| unbound_reason(all.measures(), &wanted));
            proposed.push(Proposed { key: row.key.clone(), measures, entered });
        }
        Ok(proposed)
    }

    /// Binds all unbound indicators for which a proposal is certain; gives how many.
    ///
    /// # Errors
    /// As [`Office::proposed`] and [`Office::bind`].
    pub async fn bind_proposed(&self, asker: &Asker, id: &str) -> Result<usize, OfficeError> {
        let year = self.year(asker, id, self.now().day()).await?;
        let certain = |one: Proposed| {
            let (first, _) = one.measures.into_iter().next().filter(|(one, _)| one.is_certain)?;
            let Proposal { measure, arguments, because, .. } = first;
            Some(Bound { key: one.key, measure, arguments, reason: because })
        };
        let all: Vec<Bound> =
            self.proposed(asker, &year).await?.into_iter().filter_map(certain).collect();
        if !all.is_empty() {
            self.bind(asker, id, &all).await?;
        }
        Ok(all.len())
    }
}

fn unbound(year: &Year) -> impl Iterator<Item = (&Group, &Row)> {
    let all = year.groups.iter().flat_map(|group| group.rows.iter().map(move |row| (group, row)));
    all.filter(|(_, row)| row.binding.is_none())
}

/// What the statement says of an indicator; nothing where it has no target.
fn wanted<'y>(year: &Year, group: &'y Group, row: &'y Row) -> Option<Wanted<'y>> {
    Some(Wanted {
        name: row.text.name(),
        aspect: row.text.aspect(),
        target: row.text.target()?,
        target_words: row.text.target_text(),
        meaning: row.text.description(),
        project: if group.project.is_some() { &group.name } else { "" },
        project_code: &group.code,
        purpose: &group.purpose,
        year: year.year,
    })
}
