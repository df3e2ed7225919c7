//! The papers of a batch: the roster for signature, the file for the bank, the list for public notice.

use ground::{Day, Money};
use register::{Entry, Value};
use rulebook::FormKind;
use store::registers::conditions::{Condition, Test};
use store::{Cell, Tx};
use write::document::Document;
use write::forms::form;
use write::forms::person::{BankAccount, IdNumber, PublicName};
use write::forms::views::{AidRoster, PublicEntry, PublicList, RosterEntry};

use super::{APPLICATIONS, Waiting, by_key, code, money, text, whole};
use crate::deed::Note;
use crate::registers::sight::Sight;
use crate::registers::{Register, Registers};
use crate::{Asker, Office, OfficeError, Permission, csv};

/// The notice that a list is put up for.
#[derive(Clone, Debug)]
pub struct Notice {
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
    /// The office's telephone for objections.
    pub hotline: String,
    /// Whether names are masked but for the family name.
    pub names: Names,
}

/// How names are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Whole.
    Whole,
    /// The family name only.
    Family,
}

impl Office {
    /// 帮扶资金发放花名册 of what could be paid on that day, and how many it names. It holds whole numbers: for the
    /// office and the bank alone, and noted.
    ///
    /// # Errors
    /// If the asker may not see personal data, or there is nothing to pay.
    pub async fn aid_roster(
        &self,
        asker: &Asker,
        owner: &str,
        paid_on: Day,
    ) -> Result<Document, OfficeError> {
        let all = self.registers().await?;
        let (sight, rows) = self.payable(asker, &all, owner, paid_on, "发放花名册").await?;
        let register = all.get(APPLICATIONS)?;
        let sheet = self.rulebook.form(FormKind::AidRoster, paid_on.year(), &sight.owner.region);
        let sheet = sheet.ok_or(OfficeError::Missing { what: "发放花名册的表样" })?;
        let kinds = kinds(register, &rows);
        let entries: Vec<RosterEntry> =
            rows.iter().map(|row| roster_entry(register, row)).collect::<Result<_, _>>()?;
        let sums = AidRoster::sums(&entries);
        let (count, total) =
            sums.ok_or_else(|| OfficeError::Invalid("合计金额过大，请分批发放".to_owned()))?;
        let view = AidRoster {
            year: paid_on.year(),
            department: sight.owner.name.clone(),
            source: funds(register, &rows),
            aid: kinds,
            rows: entries,
            count: Some(count),
            total: Some(total),
            head: String::new(),
            reviewer: String::new(),
            clerk: asker.name.clone(),
            date: Some(self.now().day()),
        };
        form(sheet, &view).map_err(|error| OfficeError::Machine(error.to_string()))
    }

    /// The file for the bank: account, holder, bank, sum. Noted.
    ///
    /// # Errors
    /// As [`Office::aid_roster`].
    pub async fn aid_bank_file(
        &self,
        asker: &Asker,
        owner: &str,
        paid_on: Day,
    ) -> Result<String, OfficeError> {
        let all = self.registers().await?;
        let (_, rows) = self.payable(asker, &all, owner, paid_on, "银行代发文件").await?;
        let register = all.get(APPLICATIONS)?;
        let head = ["序号", "账号", "户名", "开户银行", "金额（元）", "用途"];
        let mut lines = vec![head.map(str::to_owned).to_vec()];
        for (at, row) in rows.iter().enumerate() {
            let entry = &row.waiting.entry;
            let amount = money(register, entry, "amount").unwrap_or(Money::ZERO);
            let holder =
                text(register, entry, "payee").map_or_else(|| row.name.clone(), str::to_owned);
            lines.push(vec![
                (at + 1).to_string(),
                text(register, entry, "account").unwrap_or_default().to_owned(),
                holder,
                text(register, entry, "bank").unwrap_or_default().to_owned(),
                format!("{:.2}", amount.yuan()),
                row.kind.clone(),
            ]);
        }
        Ok(csv::table(&lines))
    }

    /// 公示名单 of the applications that were verified and wait for their notice: names and sums, numbers masked.
    ///
    /// # Errors
    /// If the asker may not keep the register, or there is nothing to publish.
    pub async fn aid_public_list(
        &self,
        asker: &Asker,
        owner: &str,
        notice: &Notice,
    ) -> Result<Document, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(APPLICATIONS)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::WriteRegisters).await?;
        if notice.until < notice.from {
            return Err(OfficeError::field("until", "公示结束日期早于开始日期"));
        }
        let verified = Condition::new("state", Test::Is(Cell::Text("verified".into())));
        let mut rows = Vec::new();
        for kept in whole(&mut tx, register, &sight, vec![verified]).await? {
            let entry = register.entry(&kept.cells, &kept.state);
            let waiting = Waiting { kept, entry, refused: Vec::new(), warned: Vec::new() };
            rows.push(row(&mut tx, &all, &sight, waiting).await?);
        }
        if rows.is_empty() {
            let said = "没有已核查、等待公示的申请";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        let year = notice.from.year();
        let sheet = self.rulebook.form(FormKind::PublicList, year, &sight.owner.region);
        let sheet = sheet.ok_or(OfficeError::Missing { what: "公示名单的表样" })?;
        let entries: Vec<RosterEntry> =
            rows.iter().map(|row| roster_entry(register, row)).collect::<Result<_, _>>()?;
        let sums = AidRoster::sums(&entries);
        let published: Vec<PublicEntry> = entries
            .iter()
            .zip(&rows)
            .map(|(entry, row)| {
                let name = match notice.names {
                    Names::Whole => PublicName::whole(&entry.name),
                    Names::Family => PublicName::family_name(&entry.name),
                };
                entry.published(name, &row.kind)
            })
            .collect();
        let view = PublicList {
            year,
            department: sight.owner.name.clone(),
            subject: "困难职工救助对象".to_owned(),
            from: notice.from,
            until: notice.until,
            rows: published,
            count: sums.map(|(count, _)| count),
            total: sums.map(|(_, total)| total),
            hotline: notice.hotline.trim().to_owned(),
            date: notice.from,
        };
        form(sheet, &view).map_err(|error| OfficeError::Machine(error.to_string()))
    }

    /// What could be paid on that day, with what papers say of it; that somebody took it with him is noted.
    async fn payable(
        &self,
        asker: &Asker,
        all: &Registers,
        owner: &str,
        paid_on: Day,
        paper: &str,
    ) -> Result<(Sight, Vec<Row>), OfficeError> {
        let (mut tx, _) = self.look(asker, Permission::ReadPersonal).await?;
        let sight = self.sight(&mut tx, asker, owner).await?;
        for needed in [Permission::ReadPersonal, Permission::WriteRegisters] {
            asker.require_at(needed, &sight.owner.path)?;
        }
        let mut rows = Vec::new();
        for waiting in self.waiting(&mut tx, all, &sight, paid_on).await? {
            if waiting.refused.is_empty() {
                rows.push(row(&mut tx, all, &sight, waiting).await?);
            }
        }
        drop(tx);
        if rows.is_empty() {
            return Err(OfficeError::Conflict("没有可以发放的申请，没有什么可打印的".to_owned()));
        }
        let note = Note {
            act: "导出个人信息",
            owner: owner.to_owned(),
            kind: "台账",
            object: APPLICATIONS.to_owned(),
            detail: format!("{paper}：{}人", rows.len()),
            ..Note::default()
        };
        self.note(asker, note, store::audit::Outcome::Done).await?;
        Ok((sight, rows))
    }
}

/// An application with what papers say of the household.
struct Row {
    waiting: Waiting,
    name: String,
    kind: String,
    employer: String,
    category: String,
    phone: String,
}

async fn row(
    tx: &mut Tx,
    all: &Registers,
    sight: &Sight,
    waiting: Waiting,
) -> Result<Row, OfficeError> {
    let (register, households) = (all.get(APPLICATIONS)?, all.get("household")?);
    let household = text(register, &waiting.entry, "household").unwrap_or_default();
    let found = by_key(tx, households, sight, "head", household).await?;
    let file = found.first().map(|one| households.entry(&one.cells, &one.state));
    let of_file = |name: &str| {
        let words = file.as_ref().and_then(|file| text(households, file, name));
        words.unwrap_or_default().to_owned()
    };
    let name = match register.value(&waiting.entry, "applicant") {
        Some(Value::Person(person)) => person.name.clone(),
        _ => String::new(),
    };
    Ok(Row {
        name,
        kind: label(register, &waiting.entry, "kind"),
        employer: of_file("unit"),
        category: file.as_ref().map(|file| label(households, file, "category")).unwrap_or_default(),
        phone: of_file("phone"),
        waiting,
    })
}

/// The label of a code.
fn label(register: Register<'_>, entry: &Entry, name: &str) -> String {
    let Some((place, field)) = register.definition.field(name) else { return String::new() };
    let lists = register.all.definitions().lists();
    register::show(field, entry.value(place), register::Masking::Plain, lists).to_string()
}

fn roster_entry(register: Register<'_>, row: &Row) -> Result<RosterEntry, OfficeError> {
    let entry = &row.waiting.entry;
    let number = match register.value(entry, "applicant") {
        Some(Value::Person(person)) => person.document.as_ref().map(|one| one.number.clone()),
        _ => None,
    };
    let id_number = IdNumber::try_from(number.unwrap_or_default()).map_err(|_| {
        let id = row.waiting.kept.id;
        OfficeError::Invalid(format!(
            "第{id}号申请人的证件不是居民身份证，花名册列不进，请单独办理"
        ))
    })?;
    let account = text(register, entry, "account").map(str::to_owned);
    Ok(RosterEntry {
        name: row.name.clone(),
        id_number,
        employer: row.employer.clone(),
        category: row.category.clone(),
        amount: money(register, entry, "amount").unwrap_or(Money::ZERO),
        bank: text(register, entry, "bank").unwrap_or_default().to_owned(),
        account: account.and_then(|account| BankAccount::try_from(account).ok()),
        phone: row.phone.clone(),
    })
}

/// The kinds of aid of a batch, each once.
fn kinds(register: Register<'_>, rows: &[Row]) -> String {
    let mut kinds: Vec<&str> = rows
        .iter()
        .filter(|row| code(register, &row.waiting.entry, "kind").is_some())
        .map(|row| row.kind.as_str())
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    format!("困难职工{}", kinds.join("、"))
}

/// From which money they are paid, each once.
fn funds(register: Register<'_>, rows: &[Row]) -> String {
    let mut funds: Vec<String> =
        rows.iter().map(|row| label(register, &row.waiting.entry, "fund")).collect();
    funds.retain(|fund| !fund.is_empty());
    funds.sort();
    funds.dedup();
    funds.join("、")
}
