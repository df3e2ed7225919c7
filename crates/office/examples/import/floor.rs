//! What the import is held against, both in a SQLite file of their own.

use std::path::Path;
use std::str::FromStr as _;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use calamine::{Data, DataRef, Reader as _, Xlsx};
use office::Office;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Arguments as _, AssertSqlSafe, Connection as _, SqliteConnection};
use store::registers::list::{Asked, Counting, list};
use store::registers::table::{Kind, Table};
use store::{Cell, Scope};

/// Rows of one statement: what SQLite takes quickest through this library.
const ROWS: usize = 64;
/// The columns that every register's table fills besides its own.
const BESIDE: usize = 8;

/// Writes as many rows with cells of the same sizes into a table without indexes.
pub(crate) async fn cells_alone(office: &Office, rows: u32, file: &Path) -> Duration {
    let registers = office.registers().await.expect("registers");
    let table: &Table = &registers.get("member").expect("a register").book.table;
    let columns = table.columns.iter().map(|column| column.name.clone()).collect();
    let asked = Asked { columns, take: 1000, counting: Counting::Not, ..Asked::default() };
    let mut tx = office.store().read().await.expect("tx");
    let some = list(&mut tx, &Scope::everything(), table, &asked).await.expect("some").entries;
    drop(tx);
    let own: Vec<&str> = table.columns.iter().map(|column| typed(column.kind)).collect();
    let kinds: Vec<&str> = ["TEXT", "BIGINT", "TEXT", "BIGINT", "BIGINT", "BIGINT", "TEXT", "TEXT"]
        .into_iter()
        .chain(own)
        .collect();
    let mut writing = Writing::begin(file, &kinds).await;
    let begun = Instant::now();
    for (row, entry) in (0..rows).zip(some.iter().cycle()) {
        let at = "2026-03-02T01:00:00.000Z";
        let beside: [Cell; BESIDE] = [
            Cell::Text(entry.owner.clone()),
            Cell::Number(i64::from(row)),
            Cell::Text(entry.state.clone()),
            Cell::Number(1),
            Cell::Number(1),
            Cell::Nothing,
            Cell::Text(entry.owner.clone()),
            Cell::Text(at.to_owned()),
        ];
        writing.row(beside.into_iter().chain(entry.cells.iter().cloned())).await;
    }
    writing.end().await;
    begun.elapsed()
}

/// Reads the table, checks what must be checked, and writes its twelve columns as they stand, in one thread.
pub(crate) async fn by_hand(table: &Path, file: &Path) -> Duration {
    let begun = Instant::now();
    let bytes = std::fs::read(table).expect("the table");
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("rows");
    let mut writing = Writing::begin(file, &["TEXT"; 12]).await;
    for row in sheet.rows().skip(1) {
        let text = |at: usize| words(row.get(at));
        assert!(is_sound(&text(0), &text(1), &text(4), &text(7)), "a sound row");
        let cells: Vec<Cell> = (0..12).map(|at| Cell::Text(text(at))).collect();
        writing.row(cells.into_iter()).await;
    }
    writing.end().await;
    begun.elapsed()
}

/// The same by two threads, one that reads and checks and one that writes, and with the index that the register has
/// after its import: that of the document and the union.
pub(crate) async fn by_two_hands(table: &Path, file: &Path) -> Duration {
    let begun = Instant::now();
    let bytes = std::fs::read(table).expect("the table");
    let (send, receive) = sync_channel::<Vec<Vec<String>>>(4);
    let reading = std::thread::spawn(move || {
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
        let name = book.sheet_names().first().cloned().expect("a sheet");
        let mut cells = book.worksheet_cells_reader(&name).expect("cells");
        let (mut rows, mut row, mut at) = (Vec::new(), vec![String::new(); 12], 0);
        while let Some(cell) = cells.next_cell().expect("a cell") {
            let (line, column) = cell.get_position();
            if line != at && at > 0 {
                assert!(is_sound(&row[0], &row[1], &row[4], &row[7]), "a sound row");
                rows.push(std::mem::replace(&mut row, vec![String::new(); 12]));
            }
            at = line;
            row[column as usize] = match cell.get_value() {
                DataRef::SharedString(text) => (*text).to_owned(),
                DataRef::String(text) => text.clone(),
                other => Data::from(other.clone()).to_string(),
            };
            if rows.len() == 1000 {
                send.send(std::mem::take(&mut rows)).expect("taken");
            }
        }
        rows.push(row);
        send.send(rows).expect("taken");
    });
    let mut writing = Writing::begin(file, &["TEXT"; 12]).await;
    while let Ok(rows) = receive.recv() {
        for row in rows {
            writing.row(row.into_iter().map(Cell::Text)).await;
        }
    }
    reading.join().expect("read");
    writing.flush().await;
    run(&mut writing.connection, "CREATE UNIQUE INDEX i ON t (c2, c6)".to_owned()).await;
    writing.end().await;
    begun.elapsed()
}

/// What a few lines of checks look at: name, number with its last sign, telephone, day.
fn is_sound(name: &str, number: &str, telephone: &str, day: &str) -> bool {
    let body = number.get(..17);
    let last = body.and_then(register::check_digit);
    !name.is_empty()
        && last.is_some_and(|last| number.ends_with(last))
        && telephone.len() == 11
        && telephone.bytes().all(|byte| byte.is_ascii_digit())
        && ground::Day::from_str(day).is_ok()
}

/// The text of a cell, whatever it is.
fn words(cell: Option<&Data>) -> String {
    match cell {
        Some(Data::String(text)) => text.clone(),
        Some(Data::Empty) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

/// Rows on their way into a table in one transaction.
struct Writing {
    connection: SqliteConnection,
    columns: usize,
    values: sqlx::sqlite::SqliteArguments,
    waiting: usize,
}

impl Writing {
    async fn begin(file: &Path, kinds: &[&str]) -> Writing {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let mut connection = SqliteConnection::connect_with(&options).await.expect("a file");
        let columns = (1..).zip(kinds).map(|(at, kind)| format!("c{at} {kind}"));
        let columns = columns.collect::<Vec<_>>().join(", ");
        run(&mut connection, format!("CREATE TABLE t ({columns})")).await;
        run(&mut connection, "BEGIN IMMEDIATE".to_owned()).await;
        Writing { connection, columns: kinds.len(), values: Default::default(), waiting: 0 }
    }

    async fn row(&mut self, cells: impl Iterator<Item = Cell>) {
        for cell in cells {
            let added = match cell {
                Cell::Nothing => self.values.add(None::<i64>),
                Cell::Number(number) => self.values.add(number),
                Cell::Text(text) => self.values.add(text),
                Cell::Bytes(bytes) => self.values.add(bytes),
            };
            added.expect("bound");
        }
        self.waiting += 1;
        if self.waiting == ROWS {
            self.flush().await;
        }
    }

    async fn flush(&mut self) {
        let row = format!("({})", vec!["?"; self.columns].join(","));
        let rows = vec![row; std::mem::take(&mut self.waiting)].join(",");
        let values = std::mem::take(&mut self.values);
        if rows.is_empty() {
            return;
        }
        let query = sqlx::query_with(AssertSqlSafe(format!("INSERT INTO t VALUES {rows}")), values);
        query.execute(&mut self.connection).await.expect("written");
    }

    async fn end(mut self) {
        self.flush().await;
        run(&mut self.connection, "COMMIT".to_owned()).await;
    }
}

async fn run(connection: &mut SqliteConnection, text: String) {
    sqlx::raw_sql(AssertSqlSafe(text)).execute(connection).await.expect("done");
}

fn typed(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "TEXT",
        Kind::Integer => "BIGINT",
        Kind::Bytes => "BLOB",
    }
}
