//! What the bank has paid, entered in one go: the journal of aid, and the applications as paid.

use ground::{Day, Money};
use register::{Entry, Value};
use store::registers::{Making, entries, entries::Seen};

use super::{APPLICATIONS, JOURNAL, Waiting, money};
use crate::deed::Note;
use crate::registers::Register;
use crate::registers::values::set;
use crate::{Asker, Office, OfficeError, Permission};

/// What a batch is called at most, in characters.
const LONGEST_NAME: usize = 60;
/// What an application and the journal both hold, by the names of the fields there and here.
const SAME: [(&str, &str); 11] = [
    ("applicant", "beneficiary"),
    ("household", "household"),
    ("kind", "kind"),
    ("amount", "amount"),
    ("fund", "fund"),
    ("payee", "payee"),
    ("bank", "bank"),
    ("account", "account"),
    ("reason", "reason"),
    ("own_medical", "own_medical"),
    ("notice", "notice"),
];

/// A batch as the bank has paid it.
#[derive(Clone, Debug)]
pub struct Paid {
    /// What it is called.
    pub batch: String,
    /// When it was paid.
    pub paid_on: Day,
    /// The applications, as they were seen.
    pub applications: Vec<Seen>,
}

impl Office {
    /// Enters a batch as paid: each application in the journal of aid, and itself as paid; all or none. Gives how
    /// many they were and how much.
    ///
    /// # Errors
    /// If the asker may not, one of them may not be paid or has changed, or the day is still to come.
    pub async fn pay_aid(
        &self,
        asker: &Asker,
        owner: &str,
        paid: &Paid,
    ) -> Result<(usize, Money), OfficeError> {
        let all = self.registers().await?;
        let (register, journal) = (all.get(APPLICATIONS)?, all.get(JOURNAL)?);
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        let batch = named(&paid.batch)?;
        if paid.applications.is_empty() {
            return Err(OfficeError::Invalid("没有选中要发放的申请".to_owned()));
        }
        if paid.paid_on > deed.now.day() {
            let said = "发放日期晚于今天。银行回单回来以后再登记";
            return Err(OfficeError::field("paid_on", said));
        }
        let waiting = self.waiting(&mut deed.tx, &all, &sight, paid.paid_on).await?;
        let now = deed.now.to_string();
        let checker = journal.checker(&self.rulebook, &sight.owner.region, deed.now.day());
        let mut sum = Money::ZERO;
        for seen in &paid.applications {
            let one = still_waiting(&waiting, *seen)?;
            // Entries of a unit below stay that unit's.
            let making = Making { owner: &one.kept.owner, by: &asker.user, at: &now };
            let checked = checker.entry(entered(register, journal, one, &batch, paid.paid_on));
            if let Some(finding) =
                checked.findings.iter().find(|f| f.severity == ground::Severity::Error)
            {
                let said =
                    format!("第{}号申请不能记入救助台账：{}", seen.id, finding.without_value());
                return Err(OfficeError::Invalid(said));
            }
            let cells = journal.cells(&checked.entry);
            entries::insert(&mut deed.tx, &journal.book.table, making, "", cells).await?;
            let mut changed = one.entry.clone();
            set(register, &mut changed, "batch", Value::Text(batch.clone()));
            set(register, &mut changed, "paid_on", Value::Date(paid.paid_on));
            let (table, cells) = (&register.book.table, register.cells(&changed));
            entries::change(&mut deed.tx, table, making, *seen, cells, &batch).await?;
            let next = Seen { version: seen.version + 1, ..*seen };
            entries::move_state(&mut deed.tx, table, making, next, "paid", &batch).await?;
            let amount = money(register, &one.entry, "amount").unwrap_or(Money::ZERO);
            sum = sum.checked_add(amount).ok_or_else(too_much)?;
        }
        let count = paid.applications.len();
        let detail = format!("{batch}：{count}笔，合计{}元", register::yuan(sum));
        let note = Note {
            act: "成批发放救助",
            owner: owner.to_owned(),
            kind: "台账",
            object: format!("{JOURNAL}/{batch}"),
            detail,
            ..Note::default()
        };
        deed.done(note).await?;
        Ok((count, sum))
    }
}

fn too_much() -> OfficeError {
    OfficeError::Invalid("合计金额过大，请分批发放".to_owned())
}

fn named(batch: &str) -> Result<String, OfficeError> {
    let batch = batch.trim();
    if batch.is_empty() || batch.chars().count() > LONGEST_NAME {
        let said = format!("请写批次的名称，{LONGEST_NAME}字以内，如“2025年第三批”");
        return Err(OfficeError::field("batch", said));
    }
    Ok(batch.to_owned())
}

fn still_waiting(waiting: &[Waiting], seen: Seen) -> Result<&Waiting, OfficeError> {
    let found = waiting.iter().find(|one| one.kept.id == seen.id);
    let Some(one) = found.filter(|one| one.seen().version == seen.version) else {
        let said = format!("第{}号申请已不在待发放之列，或刚刚改过。请刷新后重新选择", seen.id);
        return Err(OfficeError::Conflict(said));
    };
    match one.refused.is_empty() {
        true => Ok(one),
        false => {
            let said = format!("第{}号申请不能发放：{}", seen.id, one.refused.join("；"));
            Err(OfficeError::Invalid(said))
        }
    }
}

/// An application as an entry of the journal.
fn entered(
    register: Register<'_>,
    journal: Register<'_>,
    one: &Waiting,
    batch: &str,
    paid_on: Day,
) -> Entry {
    let mut entry = journal.definition.blank();
    for (there, here) in SAME.iter().chain(&[("decision", "decision")]) {
        if let Some(value) = register.value(&one.entry, there) {
            set(journal, &mut entry, here, value.clone());
        }
    }
    if journal.value(&entry, "payee").is_none()
        && let Some(Value::Person(person)) = register.value(&one.entry, "applicant")
    {
        set(journal, &mut entry, "payee", Value::Text(person.name.clone()));
    }
    set(journal, &mut entry, "batch", Value::Text(batch.to_owned()));
    set(journal, &mut entry, "paid_on", Value::Date(paid_on));
    entry
}
