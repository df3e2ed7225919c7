//! Making a text effective: one transaction, one audit entry, and from then on every page works by it.

use store::registers::{Installing, definitions, own};

use super::planning::{Looked, Planned, Wanted};
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

impl Office {
    /// Makes a text effective, if nothing is wrong with it; says what changed, or what is wrong.
    ///
    /// # Errors
    /// If the asker may not define registers, or somebody has written another text meanwhile.
    pub async fn define(&self, asker: &Asker, wanted: &Wanted) -> Result<Looked, OfficeError> {
        if wanted.reason.chars().count() > LONGEST_REASON {
            let said = format!("改动的原因请写在{LONGEST_REASON}字以内");
            return Err(OfficeError::Invalid(said));
        }
        // Tables are there before they are changed.
        if self.has_vault() {
            let _ = self.registers().await;
        }
        let mut deed = self.begin(asker, Permission::ManageDefinitions).await?;
        definitions::alone(&mut deed.tx).await?;
        let planned = match self.planned(&mut deed.tx, asker, wanted).await? {
            Ok(planned) if planned.looked.is_possible() => planned,
            Ok(planned) => return Ok(planned.looked),
            Err(looked) => return Ok(looked),
        };
        let Planned { looked, own, definition, book, whole, there, steps } = *planned;
        let new = Installing {
            version: i64::from(definition.version),
            text: &whole,
            by: &asker.user,
            at: &own.made_at,
        };
        let before = own::versions(&mut deed.tx, &own.register).await?.into_iter().next();
        own::add(&mut deed.tx, &own).await?;
        match there {
            None => definitions::install(&mut deed.tx, &book.table, &new).await?,
            Some(_) => definitions::revise(&mut deed.tx, &book.table, &steps, &new).await?,
        };
        let note = Note {
            act: if looked.version == 1 { "新增台账定义" } else { "修改台账定义" },
            kind: "台账定义",
            object: format!("{}/{}", own.register, own.version),
            detail: detail(&looked, &own.reason),
            before: before.map(|before| before.digest).unwrap_or_default(),
            after: own.digest.clone(),
            ..Note::default()
        };
        deed.done(note).await?;
        self.registers.forget();
        Ok(looked)
    }
}

fn detail(looked: &Looked, reason: &str) -> String {
    let step = |step: &super::planning::Stepped| format!("{}“{}”", step.what.label(), step.field);
    let steps: Vec<String> = looked.steps.iter().take(20).map(step).collect();
    let said = format!("{}：{}", looked.title, steps.join("、"));
    if reason.is_empty() { said } else { format!("{said}。{reason}") }
}
