//! The entries behind a value: each with its share, as somebody may see it.

use std::collections::BTreeMap;

use ground::Decimal;
use measure::{Part, Shape, Take};
use store::registers::{entries, measuring as kept};
use store::{Cell, Tx};

use super::{Question, admitted, compiled, found, refused};
use crate::registers::sight::{Sight, Wish};
use crate::registers::{Register, Registers, showing};
use crate::{Asker, Office, OfficeError, Permission};

/// Entries of a page.
pub const PAGE: u64 = 50;

/// A page of entries behind a figure.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// What the asker may see and do.
    pub sight: Sight,
    /// The figure's words.
    pub words: String,
    /// The register: name and title.
    pub register: (String, String),
    /// What is shown of each entry: labels.
    pub labels: Vec<String>,
    /// The entries.
    pub pieces: Vec<Piece>,
    /// Behind which entry the next page begins: owner and number.
    pub next: Option<(String, i64)>,
}

/// An entry behind a figure.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its owner.
    pub owner: String,
    /// Its number.
    pub id: i64,
    /// What it is called.
    pub called: String,
    /// What stands in its columns, those of the register's list.
    pub cells: Vec<String>,
    /// What it adds to the figure: entries, persons, 元, the field's own unit.
    pub share: Option<Decimal>,
}

impl Office {
    /// A page of the entries behind one figure of a measure: the only one, numerator (0) or denominator (1), this
    /// year (0) or the year before (1).
    ///
    /// # Errors
    /// As [`Office::measure`]; if there is no such figure.
    pub async fn measure_evidence(
        &self,
        asker: &Asker,
        owner: &str,
        question: &Question,
        (part, after): (usize, Option<(&str, i64)>),
        wish: Wish,
    ) -> Result<Evidence, OfficeError> {
        let all = self.registers().await?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let measure = found(&all, question)?;
        admitted(&all, &sight, measure, &question.arguments)?;
        let behind = behind(&mut tx, &all, &sight, question, (part, after)).await?;
        drop(tx);
        let definition = behind.register.definition;
        let sight = self.granted(asker, sight, wish, definition, &question.code).await?;
        Ok(behind.shown(&all, sight))
    }
}

/// The entries behind a figure, before they are shown to anybody.
pub(crate) struct Behind<'a> {
    register: Register<'a>,
    of: Option<&'a Part>,
    found: Vec<kept::Piece>,
    entries: BTreeMap<(String, i64), entries::Entry>,
    is_more: bool,
}

/// Looks up a page of the entries behind one figure of a measure.
///
/// # Errors
/// If there is no such measure or figure, or the arguments are not those of the measure.
pub(crate) async fn behind<'a>(
    tx: &mut Tx,
    all: &'a Registers,
    sight: &Sight,
    question: &Question,
    (part, after): (usize, Option<(&str, i64)>),
) -> Result<Behind<'a>, OfficeError> {
    let measure = found(all, question)?;
    let plan = measure.plan(&question.arguments, question.period).map_err(refused)?;
    let missing = || OfficeError::Missing { what: "这项数据" };
    let asked = plan.parts.get(part).ok_or_else(missing)?;
    let of = match &measure.shape {
        Shape::Growth(part) => Some(part),
        _ => measure.parts().get(part).copied(),
    };
    let register = all.get(&asked.register)?;
    let compiled = compiled(asked, all)?;
    let at = question.moment();
    let take = (PAGE + 1, after);
    let mut found = kept::evidence(tx, &sight.scope(), &compiled, at.as_deref(), take).await?;
    let is_more = found.len() as u64 > PAGE;
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let wanted: Vec<_> = found.iter().map(|one| (one.owner.clone(), one.id)).collect();
    let entries = showing::find_all(tx, sight, register, &wanted).await?;
    Ok(Behind { register, of, found, entries, is_more })
}

impl Behind<'_> {
    /// As somebody may see them.
    pub(crate) fn shown(&self, all: &Registers, sight: Sight) -> Evidence {
        let (register, definition) = (self.register, self.register.definition);
        let decimals = self.of.map_or(0, decimals);
        let columns: Vec<usize> =
            definition.list.columns.iter().copied().filter(sees(definition, &sight)).collect();
        let labels = columns.iter().filter_map(|at| definition.at(*at));
        let last = self.found.last().filter(|_| self.is_more);
        let piece = |piece: &kept::Piece| {
            let kept = self.entries.get(&(piece.owner.clone(), piece.id))?;
            let entry = register.entry(&kept.cells, &kept.state);
            Some(Piece {
                owner: piece.owner.clone(),
                id: piece.id,
                called: showing::called(all, definition, &entry, &sight),
                cells: showing::cells(register, &sight, &entry, &columns),
                share: match piece.share {
                    Cell::Number(share) => Some(Decimal::new(share, decimals).normalize()),
                    _ => None,
                },
            })
        };
        Evidence {
            words: self.of.map(|part| part.words.clone()).unwrap_or_default(),
            register: (register.name().to_owned(), definition.title.clone()),
            labels: labels.map(|field| field.label.clone()).collect(),
            pieces: self.found.iter().filter_map(piece).collect(),
            next: last.map(|last| (last.owner.clone(), last.id)),
            sight,
        }
    }
}

/// With how many decimals the store keeps what is taken.
fn decimals(part: &Part) -> u32 {
    match &part.take {
        Take::Entries | Take::Distinct { .. } | Take::Highest { .. } => 0,
        Take::Sum { field, .. }
        | Take::Last { field, .. }
        | Take::Average(field)
        | Take::Least(field)
        | Take::Most(field) => field.decimals(),
    }
}

/// Whether a field of the register is seen at all.
fn sees<'a>(
    definition: &'a register::Definition,
    sight: &'a Sight,
) -> impl Fn(&usize) -> bool + 'a {
    |place| definition.at(*place).is_some_and(|field| sight.sees(field))
}
