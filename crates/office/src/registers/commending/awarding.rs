//! The one-off awards that were paid, entered in one go: each in its journal, and the commendation with its day.

use std::collections::BTreeSet;

use ground::{Day, Money, Severity};
use register::{Checked, Checker, Entry, Value};
use store::registers::{Making, entries, entries::Seen};

use super::{Journal, One, REGISTER, SERVICES, SPENDING, Stage, plain_name};
use crate::deed::Note;
use crate::registers::Register;
use crate::registers::keeping::{stale, whole};
use crate::registers::values::{money, set, text};
use crate::{Asker, Office, OfficeError, Permission};

/// Of a batch the most, as one person can look through.
const MOST_PAID: usize = 500;
/// What a code of a project and the number of a voucher may be at most, in characters.
const LONGEST: [usize; 2] = [40, 60];

/// Awards as they were paid.
#[derive(Clone, Debug)]
pub struct Awarded {
    /// The year of the commendations.
    pub year: i16,
    /// When they were paid.
    pub paid_on: Day,
    /// The code of the project that they were paid from; needed for what goes into the journal of spending.
    pub project: String,
    /// The number of the voucher; needed for the same.
    pub voucher: String,
    /// The commendations as they were seen, with whose they are.
    pub commendations: Vec<(String, Seen)>,
}

impl Office {
    /// Enters one-off awards as paid, all or none: those of model workers in 劳模待遇台账, all others in 经费支出台账,
    /// and the day in each commendation. Gives how many they were, and how much.
    ///
    /// # Errors
    /// If the asker may not, one of them may not be paid or has changed, or the day is still to come.
    pub async fn award_commendations(
        &self,
        asker: &Asker,
        owner: &str,
        awarded: &Awarded,
    ) -> Result<(usize, Money), OfficeError> {
        let all = self.registers().await?;
        let register = all.get(REGISTER)?;
        let (services, spending) = (all.get(SERVICES)?, all.get(SPENDING)?);
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        if awarded.commendations.is_empty() || awarded.commendations.len() > MOST_PAID {
            return Err(OfficeError::Invalid(format!("请选1到{MOST_PAID}条")));
        }
        if awarded.paid_on > deed.now.day() {
            let said = "发放日期晚于今天。钱付出以后再登记";
            return Err(OfficeError::field("paid_on", said));
        }
        let (year, paid_on) = (awarded.year, awarded.paid_on);
        let found = self.looked_through_year(&mut deed.tx, &all, &sight, year, paid_on).await?;
        let (region, today) = (sight.owner.region.as_str(), deed.now.day());
        let checker = |register: Register<'_>, entry: Entry| {
            sound(register, &register.checker(&self.rulebook, region, today), entry)
        };
        let now = deed.now.to_string();
        let (mut sum, mut done) = (Money::ZERO, BTreeSet::new());
        for (of, seen) in &awarded.commendations {
            if !done.insert((of, seen.id)) {
                continue;
            }
            let one = still_payable(register, &found, of, *seen)?;
            whole(register, &one.kept)?;
            let (journal, entry) = match one.journal {
                Journal::Services => (services, as_service(register, services, one, awarded)),
                Journal::Spending => (spending, as_spending(register, spending, one, awarded)?),
            };
            let entry = checker(journal, entry)?;
            // Entries of a unit below stay that unit's.
            let making = Making { owner: &one.kept.owner, by: &asker.user, at: &now };
            let table = &journal.book.table;
            entries::insert(&mut deed.tx, table, making, "", journal.cells(&entry)).await?;
            let mut paid = one.entry.clone();
            set(register, &mut paid, "paid_on", Value::Date(awarded.paid_on));
            let paid = checker(register, paid)?;
            let (table, cells) = (&register.book.table, register.cells(&paid));
            let changed =
                entries::change(&mut deed.tx, table, making, *seen, cells, "发放一次性奖金");
            changed.await.map_err(stale)?;
            let reward = money(register, &one.entry, "reward").unwrap_or(Money::ZERO);
            let too_much = || OfficeError::Invalid("合计金额过大，请分批登记".to_owned());
            sum = sum.checked_add(reward).ok_or_else(too_much)?;
        }
        let count = done.len();
        let note = Note {
            act: "成批登记表彰奖金",
            owner: owner.to_owned(),
            kind: "台账",
            object: format!("{REGISTER}/{}", awarded.paid_on),
            detail: format!("{year}年：{count}笔，合计{}元", register::yuan(sum)),
            ..Note::default()
        };
        deed.done(note).await?;
        Ok((count, sum))
    }
}

/// An entry as its register takes it.
fn sound(
    register: Register<'_>,
    checker: &Checker<'_>,
    entry: Entry,
) -> Result<Entry, OfficeError> {
    let Checked { entry, findings } = checker.entry(entry);
    match findings.iter().find(|finding| finding.severity == Severity::Error) {
        None => Ok(entry),
        Some(finding) => {
            let title = &register.definition.title;
            Err(OfficeError::Invalid(format!("不能记入{title}：{}", finding.without_value())))
        }
    }
}

fn still_payable<'o>(
    register: Register<'_>,
    found: &'o [One],
    owner: &str,
    seen: Seen,
) -> Result<&'o One, OfficeError> {
    let is_it = |one: &&One| one.kept.owner == owner && one.kept.id == seen.id;
    let one = found.iter().find(is_it).filter(|one| one.kept.version == seen.version);
    let Some(one) = one.filter(|one| one.stage == Stage::Awarded) else {
        let title = &register.definition.title;
        let said =
            format!("{title}第{}号不在待发奖金之列，已经发过或刚刚改过。请刷新后重新选择", seen.id);
        return Err(OfficeError::Conflict(said));
    };
    if money(register, &one.entry, "reward").is_none_or(|reward| reward.fen() <= 0) {
        return Err(OfficeError::Invalid(format!("第{}号没有填一次性奖金", seen.id)));
    }
    match one.refused.is_empty() {
        true => Ok(one),
        false => {
            let said = format!("第{}号不能发奖金：{}", seen.id, one.refused.join("；"));
            Err(OfficeError::Invalid(said))
        }
    }
}

/// What the award was for, in words by which it is known again.
fn words(register: Register<'_>, one: &One, year: i16) -> String {
    let title = text(register, &one.entry, "title").unwrap_or_default();
    format!("{year}年{title}一次性奖金")
}

fn as_service(
    register: Register<'_>,
    services: Register<'_>,
    one: &One,
    awarded: &Awarded,
) -> Entry {
    let mut entry = services.definition.blank();
    if let Some(Value::Person(person)) = register.value(&one.entry, "person") {
        let number = person.document.as_ref().map(|document| document.number.clone());
        set(services, &mut entry, "person", Value::Person(person.clone()));
        if let Some(number) = number {
            set(services, &mut entry, "model", Value::Entry(number));
        }
    }
    set(services, &mut entry, "kind", Value::Code("award".to_owned()));
    set(services, &mut entry, "served_on", Value::Date(awarded.paid_on));
    set(services, &mut entry, "remark", Value::Text(words(register, one, awarded.year)));
    with_sum(register, services, one, entry)
}

fn as_spending(
    register: Register<'_>,
    spending: Register<'_>,
    one: &One,
    awarded: &Awarded,
) -> Result<Entry, OfficeError> {
    let given = |words: &str, most: usize, field: &'static str, said: &'static str| {
        let words = words.trim();
        match words.is_empty() || words.chars().count() > most {
            true => Err(OfficeError::field(field, said)),
            false => Ok(Value::Text(words.to_owned())),
        }
    };
    let [project, voucher] = LONGEST;
    let mut entry = spending.definition.blank();
    let said = "选中的有集体或其他先进，记入经费支出台账，请填项目编码，40字以内";
    set(spending, &mut entry, "project", given(&awarded.project, project, "project", said)?);
    let said = "选中的有集体或其他先进，记入经费支出台账，请填凭证号，60字以内";
    set(spending, &mut entry, "voucher", given(&awarded.voucher, voucher, "voucher", said)?);
    set(spending, &mut entry, "paid_on", Value::Date(awarded.paid_on));
    let payee = plain_name(register, &one.entry).to_owned();
    set(spending, &mut entry, "payee", Value::Text(payee));
    set(spending, &mut entry, "summary", Value::Text(words(register, one, awarded.year)));
    Ok(with_sum(register, spending, one, entry))
}

/// The sum and the decision behind it.
fn with_sum(register: Register<'_>, journal: Register<'_>, one: &One, mut entry: Entry) -> Entry {
    for (there, here) in [("reward", "amount"), ("decision", "decision")] {
        if let Some(value) = register.value(&one.entry, there) {
            set(journal, &mut entry, here, value.clone());
        }
    }
    entry
}
