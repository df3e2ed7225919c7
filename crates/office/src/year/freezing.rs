//! Values as they were when a form was approved: frozen with a digest over the value and the entries behind it.
//!
//! A frozen value says as of which moment the registers were read. What was known then can be read again at any time
//! (registers keep every version), so entries are not copied: their digest proves that the same ones come out. Where
//! the register has changed since, the new value stands beside the frozen one as a difference.

use model::actual::Actual;
use store::performance::{self, Frozen};
use store::registers::measuring as kept;
use store::{Cell, Scope, Tx};

use super::{Computed, Standing, Year};
use crate::measuring::compiled;
use crate::registers::Registers;
use crate::{Asker, Office, OfficeError, Permission};

/// A frozen value beside what the registers say now.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The frozen value.
    pub frozen: Frozen,
    /// The value as it was frozen.
    pub actual: Actual,
    /// What comes out now in words, where that is another value.
    pub now: Option<String>,
}

impl Office {
    /// Freezes all values of a year for an occasion, in a transaction under way. The values are read as they are at
    /// its beginning.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn freeze(
        &self,
        tx: &mut Tx,
        year: &Year,
        occasion: &str,
        at: &str,
    ) -> Result<(), OfficeError> {
        let all = self.registers().await?;
        let scope = Scope::below(vec![year.path.clone()]);
        let it = &year.listed.statement;
        for row in year.rows().filter(|row| !row.actual.is_missing()) {
            let (entries, digest) = match &row.standing {
                Standing::Computed(computed) => entries(tx, &all, &scope, computed).await?,
                _ => (0, String::new()),
            };
            let value = serde_json::to_string(&row.actual)
                .map_err(|error| OfficeError::Machine(error.to_string()))?;
            let new = Frozen {
                place: row.key.clone(),
                digest: store::digest(format!("{value}\n{digest}").as_bytes()),
                value,
                words: row.words.clone(),
                standing: row.standing.label().to_owned(),
                entries,
                at: at.to_owned(),
            };
            performance::freeze(tx, &it.owner, &it.id, occasion, &new).await?;
        }
        Ok(())
    }

    /// What was frozen for an occasion, each beside what comes out now for the same day.
    ///
    /// # Errors
    /// If the statement is not in sight.
    pub async fn frozen(
        &self,
        asker: &Asker,
        year: &Year,
        occasion: &str,
    ) -> Result<Vec<Kept>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let id = &year.listed.statement.id;
        let found = performance::frozen(&mut tx, &scope, id, occasion).await?;
        let beside = |frozen: Frozen| {
            let actual = serde_json::from_str(&frozen.value).unwrap_or_default();
            let row = year.row(&frozen.place).map(|(_, row)| row);
            let differs = |row: &&super::Row| row.actual != actual;
            let now = match row {
                Some(row) => Some(row).filter(differs).map(|row| row.words.clone()),
                None => Some("文本里已没有这项指标".to_owned()),
            };
            Kept { now, actual, frozen }
        };
        Ok(found.into_iter().map(beside).collect())
    }
}

/// How many entries stand behind a value, and the SM3 of their names and shares in their order.
async fn entries(
    tx: &mut Tx,
    all: &Registers,
    scope: &Scope,
    computed: &Computed,
) -> Result<(i64, String), OfficeError> {
    let Some(measure) = all.measures().measure(&computed.code) else {
        return Ok((0, String::new()));
    };
    let Ok(plan) = measure.plan(&computed.arguments, computed.period) else {
        return Ok((0, String::new()));
    };
    let (mut count, mut digest) = (0_i64, String::new());
    for part in &plan.parts {
        let asked = compiled(part, all)?;
        let mut after: Option<(String, i64)> = None;
        loop {
            let from = after.as_ref().map(|(owner, id)| (owner.as_str(), *id));
            let found = kept::evidence(tx, scope, &asked, None, (kept::MOST_PIECES, from)).await?;
            let Some(last) = found.last() else { break };
            after = Some((last.owner.clone(), last.id));
            let lines: Vec<String> =
                found.iter().map(|piece| line(&part.register, piece)).collect();
            digest = store::digest(format!("{digest}\n{}", lines.join("\n")).as_bytes());
            count = count.saturating_add(i64::try_from(found.len()).unwrap_or(i64::MAX));
            if (found.len() as u64) < kept::MOST_PIECES {
                break;
            }
        }
    }
    Ok((count, digest))
}

fn line(register: &str, piece: &kept::Piece) -> String {
    let share = match &piece.share {
        Cell::Number(share) => share.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Nothing | Cell::Bytes(_) => String::new(),
    };
    format!("{register}/{}/{}/{share}", piece.owner, piece.id)
}
