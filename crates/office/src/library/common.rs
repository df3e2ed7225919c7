//! Catalogues of common indicators, beside what the county has used itself.

use model::draft::DraftIndicator;
use rulebook::{Catalogue, CommonIndicator, Framework, Scope};
use store::library::Wanted;

use crate::drafts::Opened;
use crate::{Asker, Office, OfficeError, Permission};

/// A catalogue, with those of its indicators that are looked for.
#[derive(Clone, Debug)]
pub struct Common {
    /// Its name.
    pub title: String,
    /// Whether they are indicators of the department as a whole.
    pub is_of_department: bool,
    /// Where it comes from, and how sure that is.
    pub source: String,
    /// What was left out or sorted.
    pub note: String,
    /// The indicators.
    pub rows: Vec<CommonRow>,
}

/// A common indicator at its place in the tree that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommonRow {
    /// The name by which it is added: catalogue and number.
    pub key: String,
    /// 一级指标
    pub dimension: String,
    /// 二级指标
    pub aspect: String,
    /// 三级指标
    pub name: String,
    /// How it is calculated, or what it means.
    pub formula: String,
    /// In what it is counted.
    pub unit: String,
}

impl Office {
    /// The common indicators for a plan of `year` in the region that are looked for; catalogues in which none
    /// is found are left out.
    ///
    /// # Errors
    /// If the asker may not.
    pub fn common_indicators(
        &self,
        asker: &Asker,
        wanted: &Wanted,
        (year, region): (i16, &str),
    ) -> Result<Vec<Common>, OfficeError> {
        asker.require(Permission::ReadLibrary)?;
        let rulebook = self.rulebook();
        let trees = rulebook.frameworks(year, region);
        let Some(tree) = trees.first() else { return Ok(Vec::new()) };
        let common = |catalogue: &Catalogue| {
            let law = rulebook.law(&catalogue.reference.law).map(rulebook::Law::citation);
            Common {
                title: catalogue.title.clone(),
                is_of_department: catalogue.scope == Scope::Department,
                source: format!("{}{}", law.unwrap_or_default(), catalogue.reference.article),
                note: catalogue.note.clone(),
                rows: rows(catalogue, tree).filter(|row| is_wanted(row, wanted)).collect(),
            }
        };
        let all = rulebook.catalogues(year, region).into_iter().map(common);
        Ok(all.filter(|catalogue| !catalogue.rows.is_empty()).collect())
    }

    /// Adds a common indicator to the asker's draft: one of the department to its own table, another to a
    /// project. Its target is left to the writer.
    ///
    /// # Errors
    /// If there is no such indicator, or the draft may not be changed.
    pub async fn add_common_indicator(
        &self,
        asker: &Asker,
        id: &str,
        project: usize,
        key: &str,
    ) -> Result<Opened, OfficeError> {
        asker.require(Permission::ReadLibrary)?;
        let opened = self.open_draft(asker, id).await?;
        let year = i16::try_from(opened.listed.statement.year).unwrap_or_default();
        let place = (year, opened.draft.region.as_str());
        let all = self.common_indicators(asker, &Wanted::default(), place)?;
        let found = all.iter().find_map(|catalogue| {
            let row = catalogue.rows.iter().find(|row| row.key == key)?;
            Some((catalogue.is_of_department, row))
        });
        let (is_of_department, row) =
            found.ok_or(OfficeError::Missing { what: "这条共性指标" })?;
        let row = DraftIndicator {
            key: String::new(),
            dimension: row.dimension.clone(),
            aspect: row.aspect.clone(),
            name: row.name.clone(),
            description: row.formula.clone(),
            target: String::new(),
            basis: String::new(),
        };
        self.insert(asker, id, (!is_of_department).then_some(project), row).await
    }
}

/// The indicators of a catalogue at their places in a tree; those for which it has none are left out.
fn rows<'c>(catalogue: &'c Catalogue, tree: &'c Framework) -> impl Iterator<Item = CommonRow> + 'c {
    let row = |(number, one): (usize, &CommonIndicator)| {
        let (dimension, aspect) = one.aspects.iter().find_map(|key| tree.levels(key))?;
        Some(CommonRow {
            key: format!("{}/{number}", catalogue.id),
            dimension: dimension.name.clone(),
            aspect: aspect.name.clone(),
            name: one.name.clone(),
            formula: one.formula.clone(),
            unit: one.unit.clone(),
        })
    };
    catalogue.indicators.iter().enumerate().filter_map(row)
}

fn is_wanted(row: &CommonRow, wanted: &Wanted) -> bool {
    let fits = |asked: &str, is: &str| asked.is_empty() || asked == is;
    let holds = |word: &str| row.name.contains(word) || row.formula.contains(word);
    fits(&wanted.dimension, &row.dimension)
        && fits(&wanted.aspect, &row.aspect)
        && wanted.words.split_whitespace().all(holds)
}
