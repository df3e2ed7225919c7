//! What a text that defines or extends a register would change, before it is done.

use register::{
    Change, Definition, Definitions, Fault, Field, OWN, Step as Kindred, is_extension, named,
    with_version,
};
use store::Tx;
use store::registers::own::{self, Own};
use store::registers::{Installed, Step, definitions};

use super::{care, others};
use crate::registers::{Book, opening, tables};
use crate::{Asker, Office, OfficeError, Permission};

/// The longest text, in bytes.
const LONGEST: usize = 200_000;

/// A text that somebody wants to hold.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The register whose page it was written on; empty for a new one.
    pub register: String,
    /// The text.
    pub text: String,
    /// The version of the own text that was seen; 0 if there was none.
    pub seen: i64,
    /// Why, in words; may be empty.
    pub reason: String,
}

/// What comes of a text.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    /// The register.
    pub register: String,
    /// Its title.
    pub title: String,
    /// The text, with the version that it will have.
    pub text: String,
    /// Which own text of the register it will be.
    pub version: i64,
    /// How many entries the register has.
    pub entries: i64,
    /// What is wrong with the text; then nothing else is known.
    pub faults: Vec<Fault>,
    /// What changes in the table and in what people see.
    pub steps: Vec<Stepped>,
}

/// What changes about one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stepped {
    /// What happens.
    pub what: What,
    /// The label of the field; of the register if it is new.
    pub field: String,
    /// What that means for the rows that are there, and for the way back.
    pub said: String,
}

/// What happens to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A register begins.
    Begins,
    /// A field is added.
    Added,
    /// A field that was there before is asked for again.
    Returns,
    /// A field is no longer asked for.
    PutAway,
    /// A field gets another name.
    Renamed,
    /// It takes more than before.
    Wider,
    /// It takes less than before.
    Narrower,
    /// Words about it or who sees it.
    Words,
    /// It cannot be done.
    Refused,
}

/// All that making a text effective needs.
pub(super) struct Planned {
    pub(super) looked: Looked,
    pub(super) own: Own,
    pub(super) definition: Definition,
    pub(super) book: Book,
    pub(super) whole: String,
    pub(super) there: Option<Installed>,
    pub(super) steps: Vec<Step>,
}

impl What {
    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            What::Begins => "新建台账",
            What::Added => "新增栏目",
            What::Returns => "恢复栏目",
            What::PutAway => "停用栏目",
            What::Renamed => "栏目改名",
            What::Wider => "放宽",
            What::Narrower => "收紧",
            What::Words => "说明改动",
            What::Refused => "不能这样改",
        }
    }
}

impl Looked {
    /// Whether it can be made effective.
    pub fn is_possible(&self) -> bool {
        self.faults.is_empty() && self.steps.iter().all(|step| step.what != What::Refused)
    }
}

impl Office {
    /// What a text would change; nothing is done.
    ///
    /// # Errors
    /// If the asker may not define registers, or somebody has written another text meanwhile.
    pub async fn look_at_definition(
        &self,
        asker: &Asker,
        wanted: &Wanted,
    ) -> Result<Looked, OfficeError> {
        let (mut tx, _) = self.look(asker, Permission::ManageDefinitions).await?;
        Ok(match self.planned(&mut tx, asker, wanted).await? {
            Ok(planned) => planned.looked,
            Err(looked) => looked,
        })
    }

    /// What a text would change, and all that doing it needs; or what is wrong with it.
    pub(super) async fn planned(
        &self,
        tx: &mut Tx,
        asker: &Asker,
        wanted: &Wanted,
    ) -> Result<Result<Box<Planned>, Looked>, OfficeError> {
        if wanted.text.len() > LONGEST {
            let said = "定义太长了（超过200 KB），没有收下。请拆成几本台账";
            return Err(OfficeError::Invalid(said.to_owned()));
        }
        let register = named(&wanted.text).unwrap_or_else(|| wanted.register.clone());
        let newest = own::newest(tx).await?;
        let before = newest.iter().find(|own| own.register == register);
        let before = before.map_or(0, |own| own.version);
        if before != wanted.seen {
            let said = "这本台账的定义刚刚被别人改过。请重新打开，看过以后再改";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        let version = before + 1;
        let text = with_version(&wanted.text, u32::try_from(version).unwrap_or(u32::MAX));
        let carried = self.carried_definitions()?;
        let place = opening::place(&register);
        let mut looked = Looked {
            title: register.clone(),
            register,
            text: text.clone(),
            version,
            ..Looked::default()
        };
        looked.faults = care::place(wanted, &looked.register, &text, &carried);
        if !looked.faults.is_empty() {
            return Ok(Err(looked));
        }
        let mut written = others(&newest, &looked.register);
        written.insert(place.clone(), text.clone());
        let all = match self.with_browser(carried, &written) {
            Ok(all) => all,
            Err(faults) => return Ok(Err(Looked { faults, ..looked })),
        };
        let Some(definition) = all.definition(&looked.register).cloned() else {
            return Ok(Err(looked));
        };
        looked.title.clone_from(&definition.title);
        let there = definitions::find(tx, &definition.name).await?;
        let history = definitions::versions(tx, &definition.name).await?;
        let line =
            tables::Line::of(&history, &self.rulebook, &all).map_err(OfficeError::Machine)?;
        looked.faults = all.double_headings(&place);
        looked.faults.extend(care::privacy(&definition, &line, (&place, &text)));
        looked.faults.extend(care::flows(&definition, (&place, &text)));
        looked.faults.extend(care::names(&definition, &all, (&place, &text)));
        if !looked.faults.is_empty() {
            return Ok(Err(looked));
        }
        let steps =
            self.stepped(tx, &mut looked, &definition, &line, (there.as_ref(), &all)).await?;
        let own = Own {
            register: definition.name.clone(),
            version,
            digest: store::digest(text.as_bytes()),
            text,
            reason: wanted.reason.trim().to_owned(),
            made_by: asker.user.clone(),
            made_at: self.now().to_string(),
        };
        let book = tables::book(&definition, &all, &opening::indexes(&all));
        let whole = all.text(&definition.name).unwrap_or_default().to_owned();
        Ok(Ok(Box::new(Planned { looked, own, definition, book, whole, there, steps })))
    }

    /// Says what changes, and gives the steps of the table.
    async fn stepped(
        &self,
        tx: &mut Tx,
        looked: &mut Looked,
        definition: &Definition,
        line: &tables::Line,
        (there, all): (Option<&Installed>, &Definitions),
    ) -> Result<Vec<Step>, OfficeError> {
        let Some((installed, old)) = there.zip(line.newest()) else {
            let said = format!(
                "{}，{}栏。启用后出现在“台账”的“其他”里",
                definition.kind.label(),
                definition.fields.len()
            );
            let field = definition.title.clone();
            looked.steps.push(Stepped { what: What::Begins, field, said });
            return Ok(Vec::new());
        };
        looked.entries = definitions::entries(tx, &installed.table).await?;
        let changes = match definition.changes_from(old) {
            Ok(changes) => changes,
            Err(said) => {
                let field = definition.title.clone();
                looked.steps.push(Stepped { what: What::Refused, field, said });
                return Ok(Vec::new());
            }
        };
        for change in &changes {
            let back = tables::put_away(line, installed, definition, (&change.field, all));
            let columns: Vec<String> = match (&change.step, &back) {
                (Kindred::Added, Some(back)) => back.iter().map(|(_, from)| from.clone()).collect(),
                (Kindred::Added, None) => Vec::new(),
                (Kindred::Renamed { from }, _) => names(old, from),
                _ => names(old, &change.field),
            };
            let filled = definitions::filled(tx, installed, &columns).await?;
            let (old, new) = (old.field(&change.field), definition.field(&change.field));
            let label = new.or(old).map_or(change.field.as_str(), |(_, field)| &field.label);
            let new = new.map(|(_, field)| field);
            let (what, said) = meant(change, new, (back.is_some(), filled, looked.entries));
            looked.steps.push(Stepped { what, field: label.to_owned(), said });
        }
        looked.steps.extend(words(definition, old));
        if looked.steps.iter().any(|step| step.what == What::Refused) {
            return Ok(Vec::new());
        }
        tables::steps(line, installed, definition, all).map_err(OfficeError::Invalid)
    }
}

fn names(definition: &Definition, field: &str) -> Vec<String> {
    tables::columns(definition, field).into_iter().map(|column| column.name).collect()
}

/// A change in words: what happens to the rows that are there, and whether there is a way back.
fn meant(
    change: &Change,
    field: Option<&Field>,
    (is_back, filled, entries): (bool, i64, i64),
) -> (What, String) {
    match &change.step {
        Kindred::Added if is_back => (What::Returns, format!("原来填过的{filled}条内容一起回来")),
        Kindred::Added => {
            let must = field.is_some_and(|field| field.required && field.default.is_none());
            let must = if must { "；改动旧记录时也要补填" } else { "" };
            (What::Added, format!("已有的{entries}条记录里这一栏是空的{must}"))
        }
        Kindred::Removed => {
            let said = format!("{filled}条记录里填过的内容收起保留，恢复这一栏时照样在");
            (What::PutAway, said)
        }
        Kindred::Renamed { from } => (What::Renamed, format!("原名 {from}，内容不动，可以改回")),
        Kindred::Widened => (What::Wider, "内容不动".to_owned()),
        Kindred::Narrowed => {
            let said = format!("{filled}条已填的照旧能看，以后登记和改动时按新要求检查");
            (What::Narrower, said)
        }
        // What entries were before they were changed is kept with as many decimals as the field had then.
        Kindred::Rescaled { .. } => (
            What::Refused,
            "小数位数定下后不能改：旧版本的记录按原来的位数保存。请另加一个字段".into(),
        ),
        Kindred::Refused { reason } => (What::Refused, format!("{reason}（{filled}条记录里填过）")),
    }
}

/// What changes without the table: labels, who sees a field, and all else that stands in the text.
fn words(definition: &Definition, old: &Definition) -> Vec<Stepped> {
    let mut said = Vec::new();
    let mut note = |field: &str, words: String| {
        said.push(Stepped { what: What::Words, field: field.to_owned(), said: words });
    };
    if definition.title != old.title {
        note(&definition.title, format!("台账原名“{}”", old.title));
    }
    for field in &definition.fields {
        let Some(before) = definition.before(field, old) else { continue };
        if before.label != field.label {
            note(&field.label, format!("原来叫“{}”", before.label));
        }
        if before.visibility != field.visibility {
            let (from, to) = (before.visibility.label(), field.visibility.label());
            note(&field.label, format!("可见范围由{from}改为{to}"));
        }
        if before.personal != field.personal {
            let (from, to) = (before.personal.label(), field.personal.label());
            note(&field.label, format!("个人信息类别由{from}改为{to}"));
        }
    }
    said
}

/// Whether a name is one that an office may give to a register.
pub(super) fn is_own(name: &str) -> bool {
    name.starts_with(OWN)
}

/// Whether a text adds fields, and defines no register.
pub(super) fn adds(text: &str) -> bool {
    is_extension(text)
}
