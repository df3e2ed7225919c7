//! What the tests share: a house of three departments with a table for each register, and what checks find there.

use std::collections::BTreeMap;

use ground::Day;
use office::registers::crossing::{self, Against, Question};
use register::{ColumnRole, ColumnType, CrossCheck, Definition, Definitions, Entry, Kind, Stored};
use rulebook::Rulebook;
use store::organisations::{Organisation, OrganisationKind};
use store::registers::crossing::{Group, Pair, count_grouped, count_related, grouped, related};
use store::registers::definitions::{self, Installing};
use store::registers::table::{Once, Sealing};
use store::registers::{Book, Column, Index, Making, Table, bulk, entries, people};
use store::{Cell, Scope, Store, Tx, organisations};
use testkit::database::Database;

use super::memory::{Kept, Standing};

pub(crate) const TODAY: Day = Day::constant(2025, 10, 1);
pub(crate) const REGION: &str = "990321";
const AT: &str = "2025-10-01T01:00:00.000Z";

/// The law, the registers with their checks, a table for each.
pub(crate) struct House {
    pub(crate) rulebook: Rulebook,
    pub(crate) definitions: Definitions,
    pub(crate) tables: BTreeMap<String, Table>,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Pairs(Vec<Pair>),
    Groups(Vec<Group>),
}

impl House {
    /// The registers that the program carries, with more checks and figures.
    pub(crate) fn with(checks: &[(&str, &str)], figures: &[(&str, &str)]) -> House {
        let rulebook = Rulebook::embedded().unwrap();
        let rulebook = rulebook.with_figures(figures.iter().copied()).unwrap();
        let definitions = Definitions::embedded(&rulebook).unwrap();
        let definitions = definitions.with(checks.iter().copied(), &rulebook);
        let definitions = definitions.unwrap_or_else(|faults| {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            panic!("\n{}", lines.join("\n"))
        });
        let indexes = crossing::indexes(&definitions);
        let tables = definitions.all().map(|of| {
            let indexes = indexes.get(&of.name).map_or(&[][..], Vec::as_slice);
            (of.name.clone(), table(of, indexes))
        });
        let tables = tables.collect();
        House { rulebook, definitions, tables }
    }

    pub(crate) fn against(&self) -> Against<'_> {
        Against {
            definitions: &self.definitions,
            tables: &self.tables,
            rulebook: &self.rulebook,
            region: REGION,
            today: TODAY,
        }
    }

    pub(crate) fn definition(&self, register: &str) -> &Definition {
        self.definitions.definition(register).unwrap_or_else(|| panic!("no register {register}"))
    }

    /// A store with a table for each register about which checks ask.
    pub(crate) async fn opened(&self, database: &Database) -> Store {
        let store = Store::open(&database.address).await.expect("the store opens");
        let mut tx = store.write().await.expect("a transaction");
        organisation(&mut tx, "r1", None).await;
        let mut asked: Vec<&str> =
            self.definitions.cross_checks().iter().flat_map(CrossCheck::registers).collect();
        asked.sort_unstable();
        asked.dedup();
        for register in asked {
            let table = self.tables.get(register).unwrap();
            let installing = Installing { version: 1, text: "", by: "u1", at: AT };
            definitions::install(&mut tx, table, &installing).await.expect("installed");
        }
        tx.commit().await.expect("kept");
        store
    }

    /// Adds entries of one owner; gives them as what is looked at one by one.
    pub(crate) async fn add(
        &self,
        tx: &mut Tx,
        owner: &str,
        register: &str,
        added: Vec<(Entry, Standing)>,
    ) -> Vec<Kept> {
        let (of, table) = (self.definition(register), self.tables.get(register).unwrap());
        let making = Making { owner, by: "u1", at: AT };
        let rows = added.iter().map(|(entry, _)| row(of, entry)).collect();
        let first = fill(tx, table, owner, rows).await;
        let mut all = Vec::new();
        for (id, (entry, standing)) in (first..).zip(added) {
            if standing == Standing::Gone && of.kind == Kind::Journal {
                let back = cells(of, &of.reversal(&entry).expect("a journal"));
                entries::reverse(tx, table, making, id, back).await.expect("reversed");
            } else if standing == Standing::Gone {
                let seen = entries::Seen { id, version: 1 };
                entries::remove(tx, table, making, seen, "重复").await.expect("removed");
            }
            let (owner, register) = (owner.to_owned(), register.to_owned());
            all.push(Kept { owner, register, id, entry, standing });
        }
        all
    }

    /// Notes for an owner that two numbers are one person's.
    pub(crate) async fn merge(&self, tx: &mut Tx, owner: &str, (one, other): (&str, &str)) {
        let hash = |number: &str| store::digest(number.as_bytes());
        let making = Making { owner, by: "u1", at: AT };
        let linked = people::link(tx, making, (&hash(one), &hash(other)), "换证").await;
        linked.expect("linked");
    }

    /// What a check finds, page by page; `None` if it cannot be asked.
    pub(crate) async fn found(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        check: &CrossCheck,
    ) -> Option<Found> {
        let take = 3;
        Some(match crossing::compile(check, &self.against()).ok()? {
            Question::Related(asked) => {
                let mut all: Vec<Pair> = Vec::new();
                loop {
                    let after = all.last().map(|pair| (pair.owner.clone(), pair.id));
                    let after = after.as_ref().map(|(owner, id)| (owner.as_str(), *id));
                    let page = related(tx, scope, &asked, take, after).await.expect("pairs");
                    if page.is_empty() {
                        break;
                    }
                    all.extend(page);
                }
                let count = count_related(tx, scope, &asked).await.expect("a count");
                assert_eq!(count, i64::try_from(all.len()).unwrap(), "{}", check.code);
                Found::Pairs(all)
            }
            Question::Grouped(asked) => {
                let mut all: Vec<Group> = Vec::new();
                loop {
                    let skip = all.len() as u64;
                    let page = grouped(tx, scope, &asked, take, skip).await.expect("groups");
                    if page.is_empty() {
                        break;
                    }
                    all.extend(page);
                }
                let count = count_grouped(tx, scope, &asked).await.expect("a count");
                assert_eq!(count, i64::try_from(all.len()).unwrap(), "{}", check.code);
                Found::Groups(all)
            }
        })
    }
}

impl Found {
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Found::Pairs(pairs) => pairs.is_empty(),
            Found::Groups(groups) => groups.is_empty(),
        }
    }
}

/// Adds many entries of one owner at once; gives the number of the first.
pub(crate) async fn fill(
    tx: &mut Tx,
    table: &Table,
    owner: &str,
    rows: Vec<(String, Vec<Cell>)>,
) -> i64 {
    let making = Making { owner, by: "u1", at: AT };
    let expected = rows.len() as u64;
    let writer = bulk::Writer::begin(tx, table, making, None, expected).await;
    let mut writer = writer.expect("begun");
    for (state, cells) in rows {
        writer.push(tx, &state, cells).await.expect("pushed");
    }
    writer.finish(tx).await.expect("finished").first
}

/// A department of its own, so that nothing of another test's is in sight.
pub(crate) async fn organisation(tx: &mut Tx, id: &str, parent: Option<&str>) {
    let path = parent.map_or_else(|| format!("{id}/"), |parent| format!("{parent}/{id}/"));
    let kind =
        if parent.is_some() { OrganisationKind::Department } else { OrganisationKind::Region };
    let new = Organisation {
        id: id.into(),
        parent: parent.map(Into::into),
        path,
        kind,
        code: String::new(),
        region: REGION.into(),
        name: format!("单位{id}"),
        created_at: AT.into(),
        closed_at: None,
    };
    organisations::insert(tx, &new).await.expect("an organisation");
}

/// Only the entries of this department.
pub(crate) fn only(id: &str) -> Scope {
    Scope::below(vec![format!("r1/{id}/")])
}

fn table(of: &Definition, indexes: &[Vec<String>]) -> Table {
    let columns = of.columns().into_iter().filter(|column| column.role != ColumnRole::State);
    let column = |column: register::Column| Column {
        kind: match column.holds {
            _ if column.encrypted => store::registers::Kind::Bytes,
            ColumnType::Text => store::registers::Kind::Text,
            ColumnType::Integer => store::registers::Kind::Integer,
        },
        sealed: if column.encrypted { Sealing::Sealed } else { Sealing::Open },
        name: column.name,
        refers: None,
    };
    let index = |columns: &Vec<String>| Index {
        columns: columns.clone(),
        once: Once::Often,
        carries: Vec::new(),
        scattered: false,
    };
    Table {
        register: of.name.clone(),
        book: if of.kind == Kind::Journal { Book::Journal } else { Book::File },
        columns: columns.map(column).collect(),
        indexes: indexes.iter().map(index).collect(),
        words: Vec::new(),
    }
}

/// An entry as cells. What is encrypted is turned round, what is looked up by hashed.
fn cells(of: &Definition, entry: &Entry) -> Vec<Cell> {
    let columns = of.columns();
    let stored = of.store(entry).into_iter().zip(&columns);
    let stored = stored.filter(|(_, column)| column.role != ColumnRole::State);
    let cell = |(stored, column): (Option<Stored>, &register::Column)| match stored {
        None => Cell::Nothing,
        Some(Stored::Text(text)) if column.encrypted => Cell::Bytes(text.bytes().rev().collect()),
        Some(Stored::Text(text)) if column.role == ColumnRole::Lookup => {
            Cell::Text(store::digest(text.as_bytes()))
        }
        Some(Stored::Text(text)) => Cell::Text(text),
        Some(Stored::Integer(number)) => Cell::Number(number),
    };
    stored.map(cell).collect()
}

/// The state and the cells of an entry.
pub(crate) fn row(of: &Definition, entry: &Entry) -> (String, Vec<Cell>) {
    let state = entry.state.and_then(|state| of.states.get(state));
    (state.map_or_else(|| entries::NO_STATE.into(), |state| state.name.clone()), cells(of, entry))
}
