//! Backups: one file that holds everything, made while people work, restored into either database.
//!
//! A backup is a ZIP archive: `manifest.json` and a file of JSON lines for each table. It is read in one
//! transaction, so it shows one moment. Because it knows no database it also moves an office from
//! SQLite to PostgreSQL and back.

mod rows;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use sea_query::{Expr, Order, Query};
use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::db::Backend;
use crate::registers::{self, definitions};
use crate::{Store, StoreError, Tx, digest};
use rows::{read_entries, read_table, write_entries, write_table};

/// The form of the archive; it changes when a reader of it would break.
const FORM: &str = "jiheng/backup/1";
/// How many rows are held at a time.
const PAGE: u64 = 500;

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
    ("registers", &["register"]),
    ("definitions", &["register", "version"]),
    ("own_definitions", &["register", "version"]),
    ("entry_numbers", &["owner", "register"]),
    ("imports", &["owner", "id"]),
    ("entry_versions", &["owner", "register", "entry", "version"]),
    ("person_links", &["owner", "one", "other"]),
    ("entry_files", &["owner", "register", "entry", "number"]),
    ("register_views", &["owner", "id"]),
    ("surveys", &["owner", "id"]),
    ("survey_tokens", &["hash"]),
    ("survey_answers", &["owner", "survey", "number"]),
    ("bindings", &["owner", "statement", "place"]),
    ("entered_values", &["owner", "statement", "id"]),
    ("frozen_values", &["owner", "statement", "occasion", "place"]),
    ("demands", &["owner", "id"]),
    ("demand_steps", &["owner", "demand", "number"]),
    ("demand_files", &["owner", "demand", "number"]),
    ("monitorings", &["owner", "id"]),
    ("monitoring_tasks", &["owner", "id"]),
    ("monitoring_steps", &["owner", "task", "number"]),
    ("evaluations", &["owner", "statement"]),
    ("evaluation_rows", &["owner", "statement", "place"]),
    ("evaluation_texts", &["owner", "statement", "project", "part"]),
    ("evaluation_steps", &["owner", "statement", "number"]),
    ("appraisals", &["owner", "id"]),
    ("appraisal_experts", &["owner", "appraisal", "number"]),
    ("appraisal_marks", &["owner", "appraisal", "expert", "item"]),
    ("appraisal_requests", &["owner", "appraisal", "number"]),
    ("appraisal_files", &["owner", "appraisal", "number"]),
    ("appraisal_texts", &["owner", "appraisal", "part"]),
    ("appraisal_problems", &["owner", "appraisal", "number"]),
    ("appraisal_steps", &["owner", "appraisal", "number"]),
];

/// Tables that a backup leaves out: sessions end with the machine, the list of backups is its own, and what makes lists
/// and measures quick follows from the entries.
pub const LEFT_OUT: &[&str] = &[
    "backups",
    "sessions",
    "_sqlx_migrations",
    "entry_counts",
    "entry_words",
    "entry_words_changed",
    "entry_signs",
    "entry_stamps",
];

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
        for register in definitions::all(&mut tx).await? {
            let name = register.table.name();
            archive.start_file(format!("{name}.jsonl"), options)?;
            let count = write_entries(&mut tx, &mut archive, &register).await?;
            rows.insert(name, count);
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
            let said = manifest.rows.get(*table).copied();
            if said.is_none() && archive.index_for_name(&format!("{table}.jsonl")).is_none() {
                // The table is newer than the program that made the backup.
                continue;
            }
            let said = said.unwrap_or_default();
            compare(table, read_table(&mut tx, &mut archive, table).await?, said)?;
        }
        for register in definitions::all(&mut tx).await? {
            let name = register.table.name();
            let said = manifest.rows.get(&name).copied().unwrap_or_default();
            compare(&name, read_entries(&mut tx, &mut archive, &register).await?, said)?;
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
    /// has the digest it was given, that what is approved is frozen, and that registers are as their
    /// definitions say.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn check(&self) -> Result<Report, StoreError> {
        let mut tx = self.read().await?;
        let (mut faults, mut unmet) = (Vec::new(), Vec::new());
        if tx.backend() == Backend::Sqlite {
            for (pragma, column) in [("integrity_check", "integrity_check")] {
                let text = format!("PRAGMA {pragma}");
                let rows = tx.all_of(text, no_values()).await?;
                let said =
                    rows.iter().map(|row| row.text(column)).collect::<Result<Vec<_>, _>>()?;
                faults.extend(said.into_iter().filter(|line| line != "ok"));
            }
            let orphans = tx.all_of("PRAGMA foreign_key_check".to_owned(), no_values()).await?;
            faults.extend(
                (!orphans.is_empty()).then(|| format!("数据库有{}行指向不存在的行", orphans.len())),
            );
        }
        let (entries, head, breaks) = crate::audit::verify(&mut tx).await?;
        faults.extend(breaks.iter().map(|found| format!("审计日志{found}")));
        let versions = check_versions(&mut tx, &mut faults).await?;
        let versions = versions + registers::check(&mut tx, &mut faults, &mut unmet).await?;
        crate::surveys::check(&mut tx, &mut faults).await?;
        Ok(Report { versions, audit_entries: entries, audit_head: head, faults, unmet })
    }
}

/// What a look over everything found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many versions of statements and entries were held against their digests.
    pub versions: u64,
    /// How many entries the audit trail has.
    pub audit_entries: i64,
    /// The digest of the newest.
    pub audit_head: String,
    /// What is wrong, in Chinese; nothing, if all is well.
    pub faults: Vec<String>,
    /// What entries of registers name that is not there: worth a look, and no fault.
    pub unmet: Vec<registers::Unmet>,
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
                faults.push(format!("绩效文本{statement}的第{number}版被改动过：内容与摘要不符"));
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
        faults.push(format!("绩效文本{}批复的版本没有封存", row.text("id")?));
    }
    Ok(seen)
}

fn compare(part: &str, read: u64, said: u64) -> Result<(), BackupError> {
    if read == said {
        return Ok(());
    }
    let why = format!("{read} rows, the manifest says {said}");
    Err(BackupError::Damaged { part: part.to_owned(), why })
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
