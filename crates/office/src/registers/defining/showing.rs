//! One register as it is defined: its fields, what was written in the browser, and since when.

use register::{Field, FieldType, Personal, Visibility};
use store::registers::{definitions, own};

use super::{Defined, Origin};
use crate::registers::{opening, tables};
use crate::{Asker, Office, OfficeError, Permission};

/// A register as it is defined.
#[derive(Clone, Debug)]
pub struct DefinitionShown {
    /// What lists show of it.
    pub defined: Defined,
    /// Its fields.
    pub fields: Vec<FieldShown>,
    /// What was written in the browser, the newest first.
    pub texts: Vec<TextShown>,
}

/// A field.
#[derive(Clone, Debug)]
pub struct FieldShown {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What it holds, in words.
    pub holds: String,
    /// Whether it must be filled.
    pub required: bool,
    /// Who may see it.
    pub visibility: Visibility,
    /// Whose privacy it touches.
    pub personal: Personal,
    /// Where it is defined.
    pub origin: Origin,
    /// In how many rows something stands in it, removed ones among them.
    pub filled: i64,
}

/// A text that was written in the browser.
#[derive(Clone, Debug)]
pub struct TextShown {
    /// Which one.
    pub version: i64,
    /// The text.
    pub text: String,
    /// Why.
    pub reason: String,
    /// Who wrote it, by name, and when.
    pub made: (String, String),
}

impl Office {
    /// A register as it is defined.
    ///
    /// # Errors
    /// If the asker may not define registers, or there is none of this name.
    pub async fn definition(
        &self,
        asker: &Asker,
        name: &str,
    ) -> Result<DefinitionShown, OfficeError> {
        asker.require(Permission::ManageDefinitions)?;
        let opened = self.registers().await;
        let all = match &opened {
            Ok(registers) => registers.definitions().clone(),
            Err(_) => self.carried_definitions()?,
        };
        let (mut tx, _) = self.look(asker, Permission::ManageDefinitions).await?;
        let mut texts = Vec::new();
        for own in own::versions(&mut tx, name).await? {
            let by = crate::registers::showing::name_of(&mut tx, &own.made_by).await?;
            let made = (by, own.made_at);
            texts.push(TextShown {
                version: own.version,
                text: own.text,
                reason: own.reason,
                made,
            });
        }
        let Some(definition) = all.definition(name) else {
            if texts.is_empty() {
                return Err(OfficeError::Missing { what: "这本台账的定义" });
            }
            let fields = Vec::new();
            return Ok(DefinitionShown { defined: Defined::unreadable(name), fields, texts });
        };
        let defined = self.defined(&mut tx, &all, name).await?;
        let there = definitions::find(&mut tx, name).await?;
        let mut fields = Vec::new();
        for field in &definition.fields {
            let columns = tables::columns(definition, &field.name);
            let columns: Vec<String> = columns.into_iter().map(|column| column.name).collect();
            let filled = match &there {
                // The table may be behind while a definition is mended.
                Some(there) => definitions::filled(&mut tx, there, &columns).await.unwrap_or(0),
                None => 0,
            };
            let origin =
                match all.extensions_of(name).find(|at| all.added_by(at).contains(&field.name)) {
                    Some(place) => self.origin(place),
                    None => defined.origin,
                };
            fields.push(shown(field, origin, filled, all.lists()));
        }
        Ok(DefinitionShown { defined, fields, texts })
    }

    /// The text by which a register is defined or extended in the browser, and its version; for a register without
    /// one what an extension of it begins with, and 0.
    ///
    /// # Errors
    /// If the asker may not define registers, or there is no such register.
    pub async fn own_text(&self, asker: &Asker, name: &str) -> Result<(String, i64), OfficeError> {
        asker.require(Permission::ManageDefinitions)?;
        let carried = self.carried_definitions()?;
        let (mut tx, _) = self.look(asker, Permission::ManageDefinitions).await?;
        if let Some(own) = own::versions(&mut tx, name).await?.into_iter().next() {
            return Ok((own.text, own.version));
        }
        let definition = carried.definition(name);
        let definition =
            definition.ok_or(OfficeError::Missing { what: "这本台账的定义" })?;
        Ok((super::composing::extension(definition), 0))
    }

    /// The code lists that fields may be of: name and title.
    ///
    /// # Errors
    /// If the asker may not define registers.
    pub async fn code_lists(&self, asker: &Asker) -> Result<Vec<(String, String)>, OfficeError> {
        asker.require(Permission::ManageDefinitions)?;
        let all = self.carried_definitions()?;
        let named = |list: &register::CodeList| (list.name.clone(), list.title.clone());
        Ok(all.lists().all().map(named).collect())
    }

    /// One of the texts that were written for a register.
    ///
    /// # Errors
    /// If the asker may not define registers, or it is not there.
    pub async fn old_text(
        &self,
        asker: &Asker,
        name: &str,
        version: i64,
    ) -> Result<String, OfficeError> {
        let (mut tx, _) = self.look(asker, Permission::ManageDefinitions).await?;
        let all = own::versions(&mut tx, name).await?;
        let found = all.into_iter().find(|own| own.version == version);
        found.map(|own| own.text).ok_or(OfficeError::Missing { what: "这一版定义" })
    }
}

fn shown(field: &Field, origin: Origin, filled: i64, lists: &register::CodeLists) -> FieldShown {
    FieldShown {
        name: field.name.clone(),
        label: field.label.clone(),
        holds: holds(field, lists),
        required: field.required,
        visibility: field.visibility,
        personal: field.personal,
        origin,
        filled,
    }
}

/// What a field holds, in words.
fn holds(field: &Field, lists: &register::CodeLists) -> String {
    let label = field.holds.label();
    match field.holds.plain() {
        FieldType::Code { list } => {
            let title = lists.list(list).map_or(list.as_str(), |list| list.title.as_str());
            format!("{label}：{title}")
        }
        FieldType::Number { decimals, unit } => match (decimals, unit.as_str()) {
            (0, "") => label.to_owned(),
            (0, unit) => format!("{label}（{unit}）"),
            (decimals, "") => format!("{label}，{decimals}位小数"),
            (decimals, unit) => format!("{label}（{unit}），{decimals}位小数"),
        },
        FieldType::Money { unit } => format!("{label}（{}）", unit.label()),
        FieldType::Text { longest } if *longest > 0 => format!("{label}，最多{longest}字"),
        _ => label.to_owned(),
    }
}

/// Where the text of a register stands, as faults name it.
pub fn place(register: &str) -> String {
    opening::place(register)
}
