//! Lists of entries: searched, filtered, in order, a page at a time, as somebody may see them.

use register::{Definition, Direction, FieldType, Shown, show};
use store::registers as kept;
use store::registers::list::{Asked, Count, Counting, Cursor, Listed, Page};
use store::{Cell as StoredCell, Tx};

use super::asking::{looks_up, order, summed};
use super::sight::{Sight, Wish};
use super::{Register, showing};
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

/// The most entries of a page.
pub const MOST: u64 = 200;

/// Which entries are asked for.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Words that stand in them; a whole document number, telephone or account is looked up too.
    pub words: String,
    /// What must be true of fields, by name.
    pub filters: Vec<(String, Filter)>,
    /// The state by name.
    pub state: Option<String>,
    /// Journals: whether reversed and reversing entries are left out.
    pub standing: Standing,
    /// The import that they came with.
    pub import: Option<i64>,
    /// The field by which they are ordered; none: as the definition says.
    pub order: Option<(String, Direction)>,
    /// Which page.
    pub page: Page,
    /// Entries of a page, at most [`MOST`].
    pub take: u64,
    /// The fields shown; none: as the definition says.
    pub columns: Vec<String>,
    /// How far entries are counted.
    pub counting: Counting,
    /// Whether personal data are asked for as they are.
    pub wish: Wish,
}

/// Whether reversed and reversing entries are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// All.
    #[default]
    All,
    /// Those alone that still stand.
    Only,
}

/// What must be true of a field; values as people type them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// It is this one.
    Is(String),
    /// It is this one or more.
    AtLeast(String),
    /// It is this one or less.
    AtMost(String),
    /// This stands in it.
    Contains(String),
    /// Nothing stands in it.
    Empty,
    /// Something stands in it.
    Filled,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Lines {
    /// What the asker may see and do.
    pub sight: Sight,
    /// The fields shown, by their places in the definition.
    pub columns: Vec<usize>,
    /// The entries.
    pub lines: Vec<Line>,
    /// How many there are on all pages.
    pub count: Count,
    /// The sums over all pages, by the place of the field, if they were counted.
    pub totals: Vec<(usize, Shown)>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// By which field they are ordered.
    pub order: Option<(usize, Direction)>,
}

/// An entry in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// The organisation it belongs to.
    pub owner: String,
    /// Its number.
    pub id: i64,
    /// Its version.
    pub version: i64,
    /// Its name.
    pub called: String,
    /// Its state in Chinese.
    pub state: String,
    /// The entry that it reverses.
    pub reverses: Option<i64>,
    /// The entry that reverses it.
    pub reversed_by: Option<i64>,
    /// What stands in the columns.
    pub cells: Vec<Shown>,
}

/// A register in the list of registers.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it is.
    pub about: String,
    /// The theme that its definition names.
    pub theme: Option<&'static str>,
    /// File or journal.
    pub kind: register::Kind,
    /// How many entries the organisation has in it.
    pub count: Count,
}

impl Office {
    /// All registers with how many entries an organisation has in them.
    ///
    /// # Errors
    /// If the asker may not see them.
    pub async fn list_registers(
        &self,
        asker: &Asker,
        owner: &str,
    ) -> Result<Vec<Shelved>, OfficeError> {
        let all = self.registers().await?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let counts = kept::counts::all(&mut tx, &sight.scope()).await?;
        let mut shelved = Vec::new();
        for register in all.all() {
            let definition = register.definition;
            let count = match counts.get(&definition.name) {
                Some(Some(count)) => Count::Exactly(*count),
                Some(None) => counted(&mut tx, register, &sight).await?,
                None => Count::Exactly(0),
            };
            shelved.push(Shelved {
                name: definition.name.clone(),
                title: definition.title.clone(),
                about: definition.about.clone(),
                theme: definition.theme,
                kind: definition.kind,
                count,
            });
        }
        Ok(shelved)
    }

    /// A page of the entries of a register, of an organisation and those below it.
    ///
    /// # Errors
    /// If the asker may not see them, or asks by a field of which nothing may be asked.
    pub async fn list_entries(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        question: &Question,
    ) -> Result<Lines, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let columns = columns(register.definition, &sight, &question.columns);
        let asked = self.asked(&mut tx, register, &sight, question, &columns).await?;
        drop(tx);
        let listed = self.listed(register, &sight, &asked).await?;
        let looked_up = looks_up(register.definition, question);
        if !looked_up.is_empty() {
            let note = Note {
                act: "按号码筛选",
                owner: sight.owner.id.clone(),
                kind: "台账",
                object: format!("{}/列表", register.name()),
                detail: format!("{}：按{}", register.definition.title, looked_up.join("、")),
                ..Note::default()
            };
            self.note(asker, note, store::audit::Outcome::Done).await?;
        }
        let sight = self.granted(asker, sight, question.wish, register.definition, "列表").await?;
        let line = |entry: &kept::Entry| line(register, &sight, &columns, &asked.columns, entry);
        let totals = listed.totals.iter().flatten();
        let totals = summed(register.definition, &sight).into_iter().zip(totals);
        Ok(Lines {
            lines: listed.entries.iter().map(line).collect(),
            count: listed.count,
            totals: totals.map(|(at, sum)| (at, total(register, at, *sum))).collect(),
            next: listed.next,
            order: order(register.definition, &sight, question.order.as_ref()),
            columns,
            sight,
        })
    }
}

impl Office {
    /// A page. What all pages have in common is counted once until the next act; where words are looked for, the
    /// entries that hold them are found once, and pages are cut from them.
    async fn listed(
        &self,
        register: Register<'_>,
        sight: &Sight,
        asked: &Asked,
    ) -> Result<Listed, OfficeError> {
        let (table, scope) = (&register.book.table, sight.scope());
        if asked.counting != Counting::Near {
            let mut tx = self.store().read().await?;
            return Ok(kept::list::list(&mut tx, &scope, table, asked).await?);
        }
        // The page, its columns and its order change nothing of what is counted.
        let all = Asked {
            words: asked.words.clone(),
            conditions: asked.conditions.clone(),
            words_in: asked.words_in.clone(),
            totals: asked.totals.clone(),
            ..Asked::default()
        };
        let name = format!("{}/{scope:?}/{all:?}", register.name());
        let counted = self.remembered(
            format!("counted/{name}"),
            Box::pin(async {
                let mut tx = self.store().read().await?;
                Ok(kept::list::counted(&mut tx, &scope, table, &all).await?)
            }),
        );
        let counted = (*counted.await?).clone();
        if !asked.words.trim().is_empty() {
            let name = format!("hits/{name}/{:?}", asked.order);
            let hits = self.remembered(
                name,
                Box::pin(async {
                    let mut tx = self.store().read().await?;
                    Ok(kept::hits::hits(&mut tx, &scope, table, asked, counted.count).await?)
                }),
            );
            let hits = hits.await?;
            let mut tx = self.store().read().await?;
            if let Some(hits) = &*hits
                && let Some(page) =
                    kept::hits::cut(&mut tx, table, asked, hits, counted.clone()).await?
            {
                return Ok(page);
            }
        }
        let mut tx = self.store().read().await?;
        Ok(kept::list::page(&mut tx, &scope, table, asked, counted).await?)
    }
}

/// How many entries a register has, looked at one by one.
async fn counted(tx: &mut Tx, register: Register<'_>, sight: &Sight) -> Result<Count, OfficeError> {
    let asked = Asked { take: 0, ..Asked::default() };
    let table = &register.book.table;
    Ok(kept::list::list(tx, &sight.scope(), table, &asked).await?.count)
}

/// The fields shown: those asked for, or else those of the definition, as far as they are seen.
fn columns(definition: &Definition, sight: &Sight, asked: &[String]) -> Vec<usize> {
    let named: Vec<usize> =
        asked.iter().filter_map(|name| definition.field(name).map(|(place, _)| place)).collect();
    let all = if named.is_empty() { definition.list.columns.clone() } else { named };
    let sees = |place: &usize| definition.at(*place).is_some_and(|field| sight.sees(field));
    all.into_iter().filter(sees).collect()
}

fn line(
    register: Register<'_>,
    sight: &Sight,
    columns: &[usize],
    asked: &[String],
    found: &kept::Entry,
) -> Line {
    let definition = register.definition;
    let lists = register.all.definitions().lists();
    let cell = |column: &register::Column| {
        let at = asked.iter().position(|name| *name == column.name);
        at.and_then(|at| found.cells.get(at)).cloned().unwrap_or(StoredCell::Nothing)
    };
    let cells: Vec<StoredCell> = register.book.columns.iter().map(cell).collect();
    let entry = register.entry(&cells, &found.state);
    let shown = columns.iter().map(|place| {
        let Some(field) = definition.at(*place) else { return Shown::default() };
        show(field, entry.value(*place), sight.masking(field), lists)
    });
    Line {
        owner: found.owner.clone(),
        id: found.id,
        version: found.version,
        called: showing::called(register.all, definition, &entry, sight),
        state: showing::state_label(definition, &entry),
        reverses: found.reverses,
        reversed_by: found.reversed_by,
        cells: shown.collect(),
    }
}

/// A sum over a column as people read it.
fn total(register: Register<'_>, place: usize, sum: i64) -> Shown {
    let Some(field) = register.definition.at(place) else { return Shown::default() };
    let value = match field.holds.plain() {
        FieldType::Money { .. } => register::Value::Money(ground::Money::from_fen(sum)),
        FieldType::Number { decimals, .. } => {
            register::Value::Number(ground::Decimal::new(sum, *decimals).normalize())
        }
        _ => return Shown::default(),
    };
    let lists = register.all.definitions().lists();
    show(field, Some(&value), register::Masking::Plain, lists)
}
