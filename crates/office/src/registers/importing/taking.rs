//! All rows of a table taken into a register, in one transaction with the entry in the audit trail.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use register::{Kind, Matching};
use serde::{Deserialize, Serialize};
use store::registers::imports::{File, Importing};
use store::registers::{self as kept, Making, entries, entries::Seen};
use store::{StoreError, Tx, files, jobs, settings};

use super::rows::{Against, Line, Lot, Purpose};
use super::sheet;
use super::staging::sentence;
use super::twins::{Finder, merged};
use super::work::Work;
use super::{Choices, Outcome, Progress, Twins};
use crate::deed::{Deed, Note};
use crate::registers::Register;
use crate::registers::showing::is_readable;
use crate::registers::sight::Sight;
use crate::{Asker, Office, OfficeError, Permission};

/// What is said of an import that was called off.
pub(super) const CALLED_OFF: &str = "导入已取消，没有导入任何内容";

/// What is to be imported.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) register: String,
    pub(super) owner: String,
    pub(super) staged: String,
    pub(super) choices: Choices,
    /// About how many rows.
    pub(super) expected: u64,
}

/// What decides what becomes of a row.
struct Rules<'t> {
    register: Register<'t>,
    checker: register::Checker<'t>,
    matching: Matching,
    twins: Twins,
    making: Making<'t>,
}

impl Office {
    /// Imports a table; a job of which it is the work is ended with it.
    pub(super) async fn import_now(
        &self,
        asker: &Asker,
        order: &Order,
        progress: &Progress,
        work: Option<Work<'_>>,
    ) -> Result<Outcome, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(&order.register)?;
        let owner = order.owner.as_str();
        let sight = self.importing_sight(asker, owner).await?;
        let mut tx = self.store().read().await?;
        let staged = self.staged(&mut tx, asker, register, owner, &order.staged).await?;
        let known = remembered(&mut tx, register, owner).await?;
        drop(tx);
        let known = (known, &order.choices);
        let reading = self.reading(&all, register, &sight, &staged, known, Purpose::Take);
        let (opened, rows) = reading.open().await?;
        let sheet = opened.sheet.map_err(OfficeError::Invalid)?;
        if let Some(said) = sheet::stops(register.definition, &sheet).into_iter().next() {
            return Err(OfficeError::Invalid(said));
        }
        let matching = sheet.matching;
        let today = self.now().day();
        let checker = register.checker(self.rulebook(), &sight.owner.region, today);
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        let now = deed.now.to_string();
        let making = Making { owner, by: &asker.user, at: &now };
        let rules = Rules { register, checker, matching, twins: order.choices.twins, making };
        let mut finder = Finder::begin(&mut deed.tx, register, &sight).await?;
        // Entries that are there are looked up by the indexes that a long import would set aside.
        let against = finder.against();
        let expected = if against == Against::Entries { 0 } else { order.expected };
        let file = File { name: &staged.name, digest: &staged.digest, expected };
        let mut importing =
            Importing::begin(&mut deed.tx, &register.book.table, making, file).await?;
        let mut outcome = Outcome::default();
        let mut lots = rows.begin(against);
        while let Some(lot) = lots.recv().await {
            let count = lot.lines.len() as u64;
            self.taken_in(&mut deed.tx, &rules, lot, &mut finder, &mut importing, &mut outcome)
                .await?;
            progress.done.fetch_add(count, Ordering::Relaxed);
            if progress.is_cancelled.load(Ordering::Relaxed) {
                return Err(OfficeError::Conflict(CALLED_OFF.to_owned()));
            }
        }
        let import = importing.finish(&mut deed.tx).await.map_err(there_already)?;
        outcome.import = import.id;
        if outcome.added + outcome.updated == 0 {
            let said = "没有可以导入的行：都已在台账里，或表头下没有数据";
            return Err(OfficeError::Invalid(said.to_owned()));
        }
        remember(&mut deed, register, owner, &rules.matching).await?;
        if !files::remove_staged(&mut deed.tx, &order.staged).await? {
            let said = "这份文件刚刚已经导入，没有重复导入。请到“导入记录”查看";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        if let Some(work) = work {
            end(&mut deed, &work, &outcome).await?;
        }
        deed.done(note(register, &sight, &outcome, &staged.digest)).await?;
        Ok(outcome)
    }

    /// Takes some rows in.
    async fn taken_in(
        &self,
        tx: &mut Tx,
        rules: &Rules<'_>,
        lot: Lot,
        finder: &mut Finder<'_>,
        importing: &mut Importing<'_>,
        outcome: &mut Outcome,
    ) -> Result<(), OfficeError> {
        let found = finder.found(tx, &lot.lines).await?;
        outcome.passed_over += lot.passed_over;
        for line in lot.lines {
            if !line.checked.is_sound() || finder.again(&line).is_some() {
                return Err(unsound(line.number));
            }
            let Some(there) = found.of(&line, finder) else {
                push(tx, rules, importing, line).await?;
                outcome.added += 1;
                continue;
            };
            match (rules.twins, rules.register.definition.kind) {
                (Twins::Update, Kind::File) => match updated(tx, rules, &line, there).await? {
                    Updated::Changed => outcome.updated += 1,
                    Updated::AsItWas => outcome.skipped += 1,
                },
                (Twins::Take, Kind::Journal) => {
                    push(tx, rules, importing, line).await?;
                    outcome.added += 1;
                }
                _ => outcome.skipped += 1,
            }
        }
        match lot.fault {
            Some(fault) => Err(OfficeError::Invalid(sentence(&fault))),
            None => Ok(()),
        }
    }
}

async fn push(
    tx: &mut Tx,
    rules: &Rules<'_>,
    importing: &mut Importing<'_>,
    line: Line,
) -> Result<(), OfficeError> {
    let state = rules.register.state(&line.checked.entry);
    let cells = line.cells.ok_or_else(|| unsound(line.number))??;
    importing.writer.push_fitted(tx, state, cells).await.map_err(there_already)
}

enum Updated {
    Changed,
    AsItWas,
}

/// Changes an entry to what the row says.
async fn updated(
    tx: &mut Tx,
    rules: &Rules<'_>,
    line: &Line,
    there: &kept::Entry,
) -> Result<Updated, OfficeError> {
    let Rules { register, matching, making, .. } = rules;
    if !is_readable(*register, &there.cells) {
        let said = format!(
            "第{}号记录有加密内容读不出来，为免丢失没有导入。请系统管理员检查密钥和备份",
            there.id
        );
        return Err(OfficeError::Machine(said));
    }
    let before = register.entry(&there.cells, &there.state);
    let after = merged(register.definition, matching, &before, &line.checked.entry);
    let checked = rules.checker.entry(after);
    if !checked.is_sound() {
        return Err(unsound(line.number));
    }
    if checked.entry == before {
        return Ok(Updated::AsItWas);
    }
    let seen = Seen { id: there.id, version: there.version };
    let cells = register.cells(&checked.entry);
    let table = &register.book.table;
    let changed = entries::change(tx, table, *making, seen, cells, "按导入的表格更新").await;
    changed.map(|()| Updated::Changed).map_err(|error| match error {
        StoreError::Stale(_) | StoreError::Missing(_) => {
            let said = format!("第{}号记录刚刚被别人改过，没有导入。请重新预览", there.id);
            OfficeError::Conflict(said)
        }
        other => there_already(other),
    })
}

/// The headings that filled inputs before, by the labels of the inputs.
pub(super) async fn remembered(
    tx: &mut Tx,
    register: Register<'_>,
    owner: &str,
) -> Result<BTreeMap<String, String>, OfficeError> {
    let kept = settings::get(tx, &setting(register, owner)).await?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

async fn remember(
    deed: &mut Deed<'_>,
    register: Register<'_>,
    owner: &str,
    matching: &Matching,
) -> Result<(), OfficeError> {
    let mut known = remembered(&mut deed.tx, register, owner).await?;
    known.extend(matching.to_remember(register.definition));
    let text = serde_json::to_string(&known).unwrap_or_default();
    let (by, at) = (deed.asker.user.as_str(), deed.now.to_string());
    Ok(settings::set(&mut deed.tx, &setting(register, owner), &text, by, &at).await?)
}

fn setting(register: Register<'_>, owner: &str) -> String {
    format!("registers.matching.{}.{owner}", register.name())
}

/// Ends the job with its work, unless somebody else has it or it was called off.
async fn end(deed: &mut Deed<'_>, work: &Work<'_>, outcome: &Outcome) -> Result<(), OfficeError> {
    let text = serde_json::to_string(outcome).unwrap_or_default();
    let state = jobs::JobState::Done;
    let now = deed.now.to_string();
    if jobs::conclude(&mut deed.tx, work.job, work.worker, state, &text, &now).await? {
        return Ok(());
    }
    Err(OfficeError::Conflict(CALLED_OFF.to_owned()))
}

fn unsound(number: u32) -> OfficeError {
    OfficeError::Invalid(format!(
        "第{number}行有错误，整份文件都没有导入。请看预览里的错误，改好后重新选择文件"
    ))
}

fn there_already(error: StoreError) -> OfficeError {
    let is_there = matches!(error, StoreError::Exists(_)) || error.is_duplicate();
    if !is_there {
        return error.into();
    }
    let said = "有的行与台账里刚刚登记的记录相同，整份文件都没有导入。请重新预览，选择跳过或更新";
    OfficeError::Conflict(said.to_owned())
}

fn note(register: Register<'_>, sight: &Sight, outcome: &Outcome, digest: &str) -> Note {
    let Outcome { import, added, updated, skipped, .. } = outcome;
    Note {
        act: "导入台账",
        owner: sight.owner.id.clone(),
        kind: "台账",
        object: format!("{}/imports/{import}", register.name()),
        detail: format!(
            "{}：新增{added}条，更新{updated}条，跳过{skipped}条；文件SM3 {digest}",
            register.definition.title
        ),
        before: String::new(),
        after: digest.to_owned(),
    }
}
