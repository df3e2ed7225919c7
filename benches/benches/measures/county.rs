//! The invented county, the registers of whose federation of unions are as large as a large county's.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use office::registers::keeping::Typed;
use office::registers::{Registers, Vault};
use office::signing::Credentials;
use office::{Asker, Clock, Office, Scope};
use rulebook::Rulebook;
use store::organisations::{self, Organisation};
use store::registers::list::{Asked, Counting, list};
use store::registers::{Entry, Making, Table, bulk::Writer};
use store::{Cell, Store, StoreError, Tx};
use tempfile::TempDir;
use testkit::database::Database;

use crate::by_hand::Floor;

/// A project to which a tenth of the payments belong.
pub(crate) const PROJECT: &str = "99032125P00990010001X";
/// The file of the registers' key.
const KEY: &str = "register.key";
/// So many payments are entered, one after another.
const PAYMENTS: usize = 20;
/// Who asks.
const CLERK: &str = "gonghui.jingban";
const AT: &str = "2026-03-02T01:00:00.000Z";

/// Registers that grow, and to what share of the entries in percent.
const LARGE: [(&str, u64); 5] =
    [("aid", 35), ("member", 35), ("spending", 10), ("household", 10), ("activity", 10)];

/// How long desks take.
pub(crate) struct Desks {
    /// The figures of all desks, as the server asks for them before anybody comes.
    pub(crate) ahead: Duration,
    /// A desk as it comes first.
    pub(crate) at_first: Duration,
    /// After the first payment. A connection to PostgreSQL has to be told each statement once.
    pub(crate) after_first: Duration,
    /// After each of the others.
    pub(crate) after_more: Vec<Duration>,
}

/// The county with somebody who asks.
pub(crate) struct County {
    pub(crate) office: Office,
    pub(crate) registers: Arc<Registers>,
    pub(crate) clerk: Asker,
    /// The federation's id.
    pub(crate) union: String,
    /// Where the key of the registers is.
    folder: TempDir,
}

impl County {
    /// The county with so many entries, of the federation alone or of so many organisations below it as well.
    pub(crate) async fn found(
        database: &Database,
        entries: u64,
        owners: usize,
    ) -> Result<County, Box<dyn Error>> {
        let clock = Clock::set_to(Clock::system().now().0);
        let folder = tempfile::tempdir()?;
        let office = opened(database, &folder, &clock).await?;
        demo::fill(&office, &clock).await?;
        let typed = Credentials {
            login: CLERK.into(),
            password: demo::PASSWORD.into(),
            address: "127.0.0.1".into(),
            agent: "bench".into(),
        };
        let secret = office.sign_in(&typed).await?.secret;
        let clerk = office.asker(&secret, "127.0.0.1").await?;
        let union = clerk.home.clone();
        let registers = office.registers().await?;
        let floor = Floor::open(database).await?;
        // In SQLite an import sets them aside by itself, of one owner's table.
        let by_itself = owners == 1 && database.kind == "sqlite";
        let indexes = if by_itself { Vec::new() } else { floor.set_indexes_aside().await? };
        let mut tx = office.store().write().await?;
        let owners = organisations_of(&mut tx, &union, owners).await?;
        for (register, share) in LARGE {
            let table = &registers.get(register)?.book.table;
            let some = some_of(&mut tx, table).await?;
            for owner in &owners {
                let many = entries * share / 100 / owners.len() as u64;
                let expected = if owners.len() == 1 { many } else { 0 };
                grow(&mut tx, (table, &some), &owner.id, (many, expected)).await?;
            }
        }
        let table = &registers.get("budget_item")?.book.table;
        let some = some_of(&mut tx, table).await?;
        grow(&mut tx, (table, &some), &union, (20, 20)).await?;
        tx.commit().await?;
        floor.execute(&indexes).await?;
        // As behind every import: what was written is taken out of the log, and is known to the planner.
        office.store().settle().await?;
        if database.kind == "postgres" {
            analysed(database);
        }
        // As a program that was started with so much: files that are large are read in another way.
        office.store().close().await;
        let office = opened(database, &folder, &clock).await?;
        let registers = office.registers().await?;
        Ok(County { office, registers, clerk, union, folder })
    }

    /// An office on the same database that has found no figures yet; who asks has shown herself before.
    pub(crate) async fn afresh(&self) -> Result<Office, Box<dyn Error>> {
        let office = Office::new(
            self.office.store().clone(),
            Arc::clone(self.office.rulebook()),
            Clock::set_to(self.office.now().0),
        );
        let office = office.with_vault(Vault::open(&self.folder.path().join(KEY))?);
        office.registers().await?;
        office.register_sight(&self.clerk, &self.union).await?;
        Ok(office)
    }

    /// Asks for the figures of all desks and for one desk, at first and when one more payment was entered, each time
    /// anew.
    pub(crate) async fn after_payments(&self) -> Result<Desks, Box<dyn Error>> {
        let (office, today) = (self.afresh().await?, self.office.now().day());
        let year = self.office.year_of_owner(&self.clerk, &self.union, today.year(), today).await?;
        let own = year.groups.iter().find(|group| !group.code.is_empty());
        let own = own.map(|group| [&*group.code, &*group.name]).ok_or("no project")?;
        let began = Instant::now();
        for desk in office.warm_desks().await? {
            office.warm(desk).await?;
        }
        let ahead = began.elapsed();
        let desk = async || -> Result<Duration, Box<dyn Error>> {
            let began = Instant::now();
            office::one_request(office.desk(&self.clerk)).await?;
            Ok(began.elapsed())
        };
        let at_first = desk().await?;
        let mut after = Vec::new();
        for number in 0..PAYMENTS {
            self.pay(&office, own, number).await?;
            after.push(desk().await?);
        }
        let after_first = after.remove(0);
        Ok(Desks { ahead, at_first, after_first, after_more: after })
    }

    /// Enters a payment of today.
    pub(crate) async fn pay(
        &self,
        office: &Office,
        [code, name]: [&str; 2],
        number: usize,
    ) -> Result<(), Box<dyn Error>> {
        let (voucher, today) = (format!("记-9999{number}"), office.now().day().to_string());
        let definition = self.registers.get("spending")?.definition;
        let rows = [
            ("项目编码", code),
            ("项目名称", name),
            ("收款方", "临河县某商店"),
            ("支付金额", "1200"),
            ("支付日期", &today),
            ("凭证号", &voucher),
            ("用途", "慰问品"),
        ];
        let place = |label: &str| definition.inputs.iter().position(|input| input.label == label);
        let typed: Typed = rows
            .iter()
            .filter_map(|(label, text)| Some((place(label)?, (*text).to_owned())))
            .collect();
        let kept = office.add_entry(&self.clerk, "spending", &self.union, &typed).await?;
        if !matches!(kept, office::registers::keeping::Kept::Done { .. }) {
            return Err(format!("{kept:?}").into());
        }
        Ok(())
    }
}

async fn opened(
    database: &Database,
    folder: &TempDir,
    clock: &Clock,
) -> Result<Office, Box<dyn Error>> {
    let store = Store::open(&database.address).await?;
    let office = Office::new(store, Arc::new(Rulebook::embedded()?), clock.clone());
    Ok(office.with_vault(Vault::open(&folder.path().join(KEY))?))
}

/// The federation and so many organisations below it that they are as many as wanted; who is missing is entered.
async fn organisations_of(
    tx: &mut Tx,
    union: &str,
    wanted: usize,
) -> Result<Vec<Organisation>, StoreError> {
    let union = organisations::get(tx, &Scope::everything(), union).await?;
    let mut all = organisations::list(tx, &Scope::below(vec![union.path.clone()])).await?;
    for number in all.len()..wanted {
        let id = store::new_id();
        let (parent, path) = (Some(union.id.clone()), format!("{}{id}/", union.path));
        let name = format!("临河第{number}工会");
        let new = Organisation { id, parent, path, name, code: String::new(), ..union.clone() };
        organisations::insert(tx, &new).await?;
        all.push(new);
    }
    all.truncate(wanted);
    Ok(all)
}

/// PostgreSQL plans by what it knows of its tables. It would tidy them by itself soon, while it is measured.
fn analysed(database: &Database) {
    database.tamper("VACUUM ANALYZE");
}

/// Some of the entries that are there.
async fn some_of(tx: &mut Tx, table: &Table) -> Result<Vec<Entry>, Box<dyn Error>> {
    let columns = table.columns.iter().map(|column| column.name.clone()).collect();
    let asked = Asked { columns, take: 500, counting: Counting::Not, ..Asked::default() };
    let some = list(tx, &Scope::everything(), table, &asked).await?.entries;
    if some.is_empty() {
        return Err(format!("an empty register: {}", table.register).into());
    }
    Ok(some)
}

/// Adds copies of some entries, of other people, days and sums; whether indexes are made anew behind them hangs on how
/// many are expected.
async fn grow(
    tx: &mut Tx,
    (table, some): (&Table, &[Entry]),
    owner: &str,
    (many, expected): (u64, u64),
) -> Result<(), Box<dyn Error>> {
    let making = Making { owner, by: "bench", at: AT };
    let mut writer = Writer::begin(tx, table, making, None, expected).await?;
    for (number, entry) in (0..many).zip(some.iter().cycle()) {
        let cells = table.columns.iter().zip(&entry.cells);
        let cells = cells.map(|(column, cell)| other(table, &column.name, number, many, cell));
        writer.push(tx, &entry.state, cells.collect()).await?;
    }
    writer.finish(tx).await?;
    Ok(())
}

/// A cell of the entry of this number.
fn other(table: &Table, column: &str, number: u64, many: u64, cell: &Cell) -> Cell {
    let is_file = matches!(table.register.as_str(), "household" | "member" | "activity");
    match column {
        // A file has an entry of each person, a journal five or so.
        "head_lookup" | "person_lookup" if is_file => hash(number),
        "beneficiary_lookup" => hash(number % (many / 5).max(1)),
        "household_lookup" => hash(number % (many / 4).max(1)),
        "number" if is_file => Cell::Text(format!("编号{number}")),
        "voucher" => Cell::Text(format!("记-{number}")),
        "project" if number.is_multiple_of(10) => Cell::Text(PROJECT.into()),
        "paid_on" | "held_on" | "joined_on" | "filed_on" => Cell::Text(day(number)),
        "year_first" => Cell::Text("2025-01-01".into()),
        "year_last" => Cell::Text("2025-12-31".into()),
        "amount" => Cell::Number(i64::try_from(number % 90_000 + 1).unwrap_or_default() * 100),
        "people" => Cell::Number(i64::try_from(number % 300 + 1).unwrap_or_default()),
        _ => cell.clone(),
    }
}

/// A day of three years.
fn day(number: u64) -> String {
    format!("{}-{:02}-{:02}", 2024 + number % 3, number / 3 % 12 + 1, number / 36 % 28 + 1)
}

/// What stands for a person: of one number always the same, and in no order.
fn hash(number: u64) -> Cell {
    let mixed = (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    Cell::Text(format!("{mixed:016x}{number:048x}"))
}
