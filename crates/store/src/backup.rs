//! Backups: one file that holds everything, made while people work, restored into either database.
//!
//! A backup is a ZIP archive: `manifest.json` and a file of JSON lines for each table. It is read in one
//! transaction, so it shows one moment. Because it knows no database it also moves an office from
//! SQLite to PostgreSQL and back.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sea_query::{Expr, Order, Query};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::{Cell, Row, Store, StoreError, Tx, digest};

/// The form of the archive; it changes when a reader of it would break.
const FORM: &str = "jiheng/backup/1";
/// How many rows are held at a time.
const PAGE: u64 = 500;
/// The longest line that is believed: a file of the largest size in base 64, and what goes with it.
const LONGEST_LINE: u64 = 64 << 20;

/// Every table that a backup holds, each behind those it refers to, and the columns by which its rows are
/// ordered: their key.
pub const TABLES: &[(&str, &[&str])] = &[
    ("organisations", &["path"]),
    ("users", &["id"]),
    ("old_passwords", &["user_id", "set_at"]),
    ("assignments", &["organisation", "user_id", "role"]),
    ("tokens", &["id"]),
    ("settings", &["key"]),
    ("statements", &["owner", "id"]),
    ("versions", &["owner", "statement", "number"]),
    ("drafts", &["owner", "statement", "user_id"]),
    ("draft_steps", &["owner", "statement", "user_id", "number"]),
    ("files", &["owner", "id"]),
    ("transitions", &["owner", "statement", "number"]),
    ("minutes", &["owner", "id"]),
    ("opinions", &["owner", "id"]),
    ("answers", &["owner", "opinion", "number"]),
    ("gradings", &["owner", "statement", "number"]),
    ("acceptances", &["owner", "statement", "id"]),
    ("approvals", &["owner", "statement", "number"]),
    ("publications", &["owner", "statement", "number"]),
    ("deadlines", &["owner", "year", "stage"]),
    ("indicator_rows", &["owner", "statement", "position"]),
    ("jobs", &["owner", "id"]),
    ("job_items", &["owner", "job", "number"]),
    ("audit", &["number"]),
    ("search", &["owner", "kind", "id"]),
];

/// Tables that a backup leaves out: sessions end with the machine, and the list of backups is its own.
pub const LEFT_OUT: &[&str] = &["backups", "sessions", "_sqlx_migrations"];

/// What stands in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `jiheng/backup/1`
    pub form: String,
    /// The version of the program that made it.
    pub program: String,
    /// The moment it shows.
    pub at: String,
    /// The newest entry of the audit trail: its number and digest.
    pub audit_head: (i64, String),
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
}

/// Why a backup could not be made or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file could not be read or written.
    #[error("the backup file: {0}")]
    File(#[from] std::io::Error),
    /// It is no archive, or a damaged one.
    #[error("the backup is no whole archive: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// A part of it does not say what it should.
    #[error("the backup is damaged in {part}: {why}")]
    Damaged {
        /// Which part.
        part: String,
        /// What is wrong with it.
        why: String,
    },
    /// There is something in the database already.
    #[error("the database to restore into is not empty")]
    NotEmpty,
    /// The database said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Writes everything as it is at one moment into a file that is not there yet.
    ///
    /// # Errors
    /// If the file is there or cannot be written, or the database does not answer. What was written of
    /// it is removed then.
    pub async fn back_up(&self, file: &Path, at: &str) -> Result<Manifest, BackupError> {
        let out = File::create_new(file)?;
        let written = self.write_backup(out, at).await;
        if written.is_err() {
            // Half a backup must not pass for one.
            let _ = std::fs::remove_file(file);
        }
        written
    }

    async fn write_backup(&self, out: File, at: &str) -> Result<Manifest, BackupError> {
        let mut tx = self.read().await?;
        let mut archive = ZipWriter::new(BufWriter::new(out));
        let options = SimpleFileOptions::default().large_file(true);
        let mut rows = BTreeMap::new();
        for (table, key) in TABLES {
            archive.start_file(format!("{table}.jsonl"), options)?;
            rows.insert((*table).to_owned(), write_table(&mut tx, &mut archive, table, key).await?);
        }
        let head = crate::audit::head(&mut tx).await?;
        let manifest = Manifest {
            form: FORM.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            at: at.to_owned(),
            audit_head: head.map_or_else(Default::default, |entry| (entry.number, entry.hash)),
            rows,
        };
        archive.start_file("manifest.json", options)?;
        archive.write_all(&serde_json::to_vec_pretty(&manifest).map_err(std::io::Error::from)?)?;
        let mut out = archive.finish()?;
        out.flush()?;
        out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        Ok(manifest)
    }

    /// Puts everything that a backup holds into this database, in which nothing is yet: all or nothing.
    ///
    /// # Errors
    /// If there is something already, or the backup is damaged.
    pub async fn restore(&self, file: &Path) -> Result<Manifest, BackupError> {
        let mut archive = ZipArchive::new(BufReader::new(File::open(file)?))?;
        let manifest = manifest(&mut archive)?;
        let mut tx = self.write().await?;
        let count = Query::select().expr(Expr::cust("COUNT(*)")).from("organisations").to_owned();
        if tx.number(&count).await? > 0 {
            return Err(BackupError::NotEmpty);
        }
        for (table, _) in TABLES {
            let read = read_table(&mut tx, &mut archive, table).await?;
            let said = manifest.rows.get(*table).copied().unwrap_or_default();
            if read != said {
                let why = format!("{read} rows, the manifest says {said}");
                return Err(BackupError::Damaged { part: (*table).to_owned(), why });
            }
        }
        tx.commit().await?;
        Ok(manifest)
    }

    /// Proves a backup by restoring it into a new SQLite file in `folder`, which is removed afterwards,
    /// and looking it over there.
    ///
    /// # Errors
    /// If it cannot be restored; what is wrong with what it holds is in the report.
    pub async fn prove(file: &Path, folder: &Path) -> Result<(Manifest, Report), BackupError> {
        std::fs::create_dir_all(folder)?;
        let proven = async {
            let store = Store::open_file(&folder.join("proof.db")).await?;
            let manifest = store.restore(file).await?;
            let report = store.check().await?;
            store.close().await;
            Ok((manifest, report))
        };
        let proven = proven.await;
        std::fs::remove_dir_all(folder)?;
        proven
    }

    /// Looks over everything: the database's own structures, the audit chain, that every version still
    /// has the digest it was given, and that what is approved is frozen.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn check(&self) -> Result<Report, StoreError> {
        let mut tx = self.read().await?;
        let mut faults = Vec::new();
        if let Tx::Sqlite(_) = tx {
            for (pragma, column) in [("integrity_check", "integrity_check")] {
                let text = format!("PRAGMA {pragma}");
                let rows = tx.all_of(text, no_values()).await?;
                let said =
                    rows.iter().map(|row| row.text(column)).collect::<Result<Vec<_>, _>>()?;
                faults.extend(said.into_iter().filter(|line| line != "ok"));
            }
            let orphans = tx.all_of("PRAGMA foreign_key_check".to_owned(), no_values()).await?;
            faults.extend(
                (!orphans.is_empty()).then(|| format!("{} rows refer to nothing", orphans.len())),
            );
        }
        let (entries, head, breaks) = crate::audit::verify(&mut tx).await?;
        faults.extend(breaks.iter().map(|found| format!("audit trail: {found:?}")));
        let versions = check_versions(&mut tx, &mut faults).await?;
        Ok(Report { versions, audit_entries: entries, audit_head: head, faults })
    }
}

/// What a look over everything found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many versions were held against their digests.
    pub versions: u64,
    /// How many entries the audit trail has.
    pub audit_entries: i64,
    /// The digest of the newest.
    pub audit_head: String,
    /// What is wrong; nothing, if all is well.
    pub faults: Vec<String>,
}

async fn check_versions(tx: &mut Tx, faults: &mut Vec<String>) -> Result<u64, StoreError> {
    let mut seen = 0;
    loop {
        let query = Query::select()
            .columns(["owner", "statement", "number", "body", "digest"])
            .from("versions")
            .order_by("owner", Order::Asc)
            .order_by("statement", Order::Asc)
            .order_by("number", Order::Asc)
            .limit(PAGE)
            .offset(seen)
            .to_owned();
        let rows = tx.all(&query).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            if digest(row.text("body")?.as_bytes()) != row.text("digest")? {
                let (statement, number) = (row.text("statement")?, row.number("number")?);
                faults.push(format!("version {number} of statement {statement} was changed"));
            }
        }
        seen += rows.len() as u64;
    }
    let query = Query::select()
        .column(("statements", "id"))
        .from("statements")
        .left_join(
            "versions",
            sea_query::Cond::all()
                .add(Expr::cust("versions.owner = statements.owner"))
                .add(Expr::cust("versions.statement = statements.id"))
                .add(Expr::cust("versions.number = statements.approved_version")),
        )
        .and_where(Expr::cust("statements.approved_version > 0 AND versions.frozen_at IS NULL"))
        .to_owned();
    for row in tx.all(&query).await? {
        faults.push(format!("the approved version of statement {} is not frozen", row.text("id")?));
    }
    Ok(seen)
}

async fn write_table(
    tx: &mut Tx,
    out: &mut impl Write,
    table: &'static str,
    key: &'static [&'static str],
) -> Result<u64, BackupError> {
    let mut count = 0;
    loop {
        let mut query = Query::select()
            .column(sea_query::Asterisk)
            .from(table)
            .limit(PAGE)
            .offset(count)
            .to_owned();
        for column in key {
            query.order_by(*column, Order::Asc);
        }
        let rows = tx.all(&query).await?;
        if rows.is_empty() {
            return Ok(count);
        }
        for row in &rows {
            serde_json::to_writer(&mut *out, &line(row)?).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
        count += rows.len() as u64;
    }
}

fn line(row: &Row) -> Result<Map<String, Value>, StoreError> {
    let cells = row.cells()?.into_iter().map(|(column, cell)| {
        let value = match cell {
            Cell::Nothing => Value::Null,
            Cell::Number(number) => number.into(),
            Cell::Text(text) => text.into(),
            Cell::Bytes(bytes) => serde_json::json!({ "base64": BASE64.encode(bytes) }),
        };
        (column, value)
    });
    Ok(cells.collect())
}

async fn read_table<R: Read + Seek>(
    tx: &mut Tx,
    archive: &mut ZipArchive<R>,
    table: &'static str,
) -> Result<u64, BackupError> {
    let damaged = |why: String| BackupError::Damaged { part: table.to_owned(), why };
    let mut lines = BufReader::new(archive.by_name(&format!("{table}.jsonl"))?);
    let mut count = 0;
    let mut text = String::new();
    loop {
        text.clear();
        (&mut lines).take(LONGEST_LINE).read_line(&mut text)?;
        if text.is_empty() {
            return Ok(count);
        }
        let row: Map<String, Value> =
            serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
        let mut query = Query::insert().into_table(table).to_owned();
        query.columns(row.keys().map(|column| sea_query::Alias::new(column.as_str())));
        let values = row.into_iter().map(|(column, value)| {
            bound(value).ok_or_else(|| damaged(format!("{column} is of no known kind")))
        });
        let values = values.collect::<Result<Vec<_>, _>>()?;
        query.values(values).map_err(|error| damaged(error.to_string()))?;
        tx.run(&query).await?;
        count += 1;
    }
}

fn bound(value: Value) -> Option<Expr> {
    Some(match value {
        Value::Null => Expr::null(),
        Value::Number(number) => Expr::val(number.as_i64()?),
        Value::String(text) => Expr::val(text),
        Value::Object(object) => {
            let text = object.get("base64")?.as_str()?;
            Expr::val(BASE64.decode(text).ok()?)
        }
        Value::Bool(_) | Value::Array(_) => return None,
    })
}

fn manifest<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<Manifest, BackupError> {
    let damaged = |why: String| BackupError::Damaged { part: "manifest.json".to_owned(), why };
    let part = archive.by_name("manifest.json")?.take(1 << 20);
    let manifest: Manifest =
        serde_json::from_reader(part).map_err(|error| damaged(error.to_string()))?;
    if manifest.form != FORM {
        return Err(damaged(format!("its form is {}, not {FORM}", manifest.form)));
    }
    Ok(manifest)
}

fn no_values() -> sea_query_sqlx::SqlxValues {
    sea_query_sqlx::SqlxValues(sea_query::Values(Vec::new()))
}
