//! Aid paid in batches: what was decided is looked through once more, printed for signature and for the bank,
//! and, when the bank has paid, entered in the journal of aid in one go.
//!
//! What keeps an application from being paid: no file in force, a notice that has not ended (but for
//! emergencies), no decision or one of a later day, nothing to pay, no account for the bank. Caps and other
//! usages that are not verified only warn.

mod around;
mod papers;
mod paying;

pub use papers::{Names, Notice};
pub use paying::Paid;

use std::collections::BTreeMap;

use ground::{Day, Money};
use register::{Entry, Figures, Shown, Value};
use store::registers::conditions::{Condition, Test};
use store::registers::list::{Asked, Counting};
use store::registers::{self as kept, entries::Seen};
use store::{Cell, Tx};

use self::around::Around;
use super::sight::{Sight, Wish};
use super::values::{code, money, text};
use super::{Register, Registers};
use crate::{Asker, Office, OfficeError, Permission};

const APPLICATIONS: &str = "aid_application";
pub(in crate::registers) const JOURNAL: &str = "aid";
const DECIDED: &str = "decided";
/// The kind that may be paid before its notice.
const EMERGENCY: &str = "emergency";
/// The most applications that are paid at once.
pub const MOST: u64 = 200;
/// The cap of a kind for a household and year, by the name of the figure.
const CAPS: [(&str, &str); 3] = [
    ("living", "aid_living_cap"),
    ("medical", "aid_medical_cap"),
    ("emergency", "aid_emergency_cap"),
];

/// The applications that wait to be paid.
#[derive(Clone, Debug)]
pub struct Batch {
    /// What the asker may see and do.
    pub sight: Sight,
    /// The day for which they were looked through.
    pub paid_on: Day,
    /// The applications, by kind and name.
    pub lines: Vec<BatchLine>,
    /// How many could be paid, and how much that is.
    pub payable: (usize, Money),
}

/// An application that waits to be paid.
#[derive(Clone, Debug)]
pub struct BatchLine {
    /// Its number and version.
    pub id: i64,
    /// Its version.
    pub version: i64,
    /// Who applied, as far as it is seen.
    pub applicant: Shown,
    /// The kind of aid in Chinese.
    pub kind: String,
    /// How much.
    pub amount: Option<Money>,
    /// The last digits of the account.
    pub account: Shown,
    /// What keeps it from being paid.
    pub refused: Vec<String>,
    /// What should be looked at.
    pub warned: Vec<String>,
}

/// An application with what it was looked through for.
pub(super) struct Waiting {
    pub(super) kept: kept::Entry,
    pub(super) entry: Entry,
    pub(super) refused: Vec<String>,
    pub(super) warned: Vec<String>,
}

impl Waiting {
    pub(super) fn seen(&self) -> Seen {
        Seen { id: self.kept.id, version: self.kept.version }
    }
}

impl Office {
    /// The applications of an organisation that wait to be paid, looked through for the day of payment.
    ///
    /// # Errors
    /// If the asker may not see them.
    pub async fn aid_batch(
        &self,
        asker: &Asker,
        owner: &str,
        paid_on: Day,
        wish: Wish,
    ) -> Result<Batch, OfficeError> {
        let made = self.looked_through_batch(asker, owner, paid_on, wish);
        if wish != Wish::Masked {
            // Whoever sees what is masked otherwise is noted each time.
            return made.await;
        }
        let day = self.now().day();
        self.remembered_for(asker, format!("aid batch/{owner}/{paid_on}/{day}"), Box::pin(made))
            .await
    }

    async fn looked_through_batch(
        &self,
        asker: &Asker,
        owner: &str,
        paid_on: Day,
        wish: Wish,
    ) -> Result<Batch, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(APPLICATIONS)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::WriteRegisters).await?;
        let waiting = self.waiting(&mut tx, &all, &sight, paid_on).await?;
        drop(tx);
        let sight = self.granted(asker, sight, wish, register.definition, "成批发放").await?;
        let lines: Vec<BatchLine> = waiting.iter().map(|one| line(register, &sight, one)).collect();
        let payable = lines.iter().filter(|line| line.refused.is_empty());
        let sum = |sum: Money, line: &BatchLine| {
            sum.checked_add(line.amount.unwrap_or(Money::ZERO)).unwrap_or(sum)
        };
        let payable = (payable.clone().count(), payable.fold(Money::ZERO, sum));
        Ok(Batch { sight, paid_on, lines, payable })
    }

    /// What waits to be paid, looked through.
    pub(super) async fn waiting(
        &self,
        tx: &mut Tx,
        all: &Registers,
        sight: &Sight,
        paid_on: Day,
    ) -> Result<Vec<Waiting>, OfficeError> {
        let register = all.get(APPLICATIONS)?;
        let state = Condition::new("state", Test::Is(Cell::Text(DECIDED.into())));
        let kept = whole(tx, register, sight, vec![state]).await?;
        let begun = |kept: kept::Entry| {
            let entry = register.entry(&kept.cells, &kept.state);
            Waiting { kept, entry, refused: Vec::new(), warned: Vec::new() }
        };
        let mut waiting: Vec<Waiting> = kept.into_iter().map(begun).collect();
        let around = Around::of(tx, all, sight, &waiting, paid_on).await?;
        for one in &mut waiting {
            self.look_through(all, &around, sight, paid_on, one)?;
        }
        together(register, &mut waiting);
        Ok(waiting)
    }

    /// Looks one application through.
    fn look_through(
        &self,
        all: &Registers,
        around: &Around,
        sight: &Sight,
        paid_on: Day,
        one: &mut Waiting,
    ) -> Result<(), OfficeError> {
        let register = all.get(APPLICATIONS)?;
        let is_emergency = code(register, &one.entry, "kind") == Some(EMERGENCY);
        match money(register, &one.entry, "amount") {
            Some(amount) if amount.fen() > 0 => {}
            _ => one.refused.push("没有填拟救助金额".to_owned()),
        }
        if register.value(&one.entry, "account").is_none() {
            one.refused.push("没有填银行账号".to_owned());
        }
        file_in_force(register, all.get("household")?, around, one);
        let notice = text(register, &one.entry, "notice");
        match notice {
            None if is_emergency => one.warned.push("临时救助先发放，事后应补公示".to_owned()),
            None => one.refused.push("没有公示编号".to_owned()),
            Some(number) => match around.notice(number) {
                None => one.refused.push(format!("公示台账里没有“{number}”")),
                Some(until) if until >= paid_on && !is_emergency => {
                    one.refused.push(format!("公示到{until}才结束"));
                }
                Some(_) => {}
            },
        }
        match text(register, &one.entry, "decision") {
            None => one.refused.push("没有会议决定编号".to_owned()),
            Some(number) => match around.decision(number) {
                None => one.refused.push(format!("会议决定台账里没有“{number}”")),
                Some(held) if held > paid_on => {
                    one.refused.push(format!("会议在{held}，晚于发放日期"));
                }
                Some(_) => {}
            },
        }
        let holder = text(register, &one.entry, "payee");
        let applicant = match register.value(&one.entry, "applicant") {
            Some(Value::Person(person)) => Some(person.name.as_str()),
            _ => None,
        };
        if holder.is_some() && holder != applicant {
            one.warned.push("户名不是申请人本人".to_owned());
        }
        self.over_the_cap(register, around, sight, paid_on, one);
        Ok(())
    }

    /// What the household has got of the kind in the year, and whether it is over the cap with this.
    fn over_the_cap(
        &self,
        register: Register<'_>,
        around: &Around,
        sight: &Sight,
        paid_on: Day,
        one: &mut Waiting,
    ) {
        let asked = (
            code(register, &one.entry, "kind"),
            money(register, &one.entry, "amount"),
            text(register, &one.entry, "household"),
        );
        let (Some(kind), Some(amount), Some(household)) = asked else { return };
        let got = around.got(household, kind);
        if got.fen() > 0 {
            one.warned.push(format!("今年已领过同类救助{}元", register::yuan(got)));
        }
        let figures = Figures::of(&self.rulebook, &sight.owner.region);
        let cap = CAPS.iter().find(|(known, _)| *known == kind);
        let cap = cap.and_then(|(_, name)| figures.at(name, paid_on));
        let cap = cap.and_then(Money::from_yuan);
        let sum = got.checked_add(amount).unwrap_or(amount);
        if let Some(cap) = cap.filter(|cap| sum > *cap) {
            let (sum, cap) = (register::yuan(sum), register::yuan(cap));
            one.warned
                .push(format!("加上这一笔共{sum}元，超过每户每年{cap}元的上限（上限未核原文）"));
        }
    }
}

/// Aid goes to households whose file is in force.
fn file_in_force(
    register: Register<'_>,
    households: Register<'_>,
    around: &Around,
    one: &mut Waiting,
) {
    let Some(number) = text(register, &one.entry, "household") else {
        one.refused.push("没有户主证件号码，找不到困难职工档案".to_owned());
        return;
    };
    let state = around.file(number);
    match households.definition.states.iter().find(|known| Some(known.name.as_str()) == state) {
        None => one.refused.push("没有困难职工档案".to_owned()),
        Some(known) if known.active => {}
        Some(known) => one.refused.push(format!("困难职工档案是“{}”，不在档", known.label)),
    }
}

/// Two applications of one household for one kind in the same batch.
fn together(register: Register<'_>, waiting: &mut [Waiting]) {
    let key = |one: &Waiting| {
        let kind = code(register, &one.entry, "kind")?.to_owned();
        Some((kind, text(register, &one.entry, "household")?.to_owned()))
    };
    let mut times: BTreeMap<(String, String), usize> = BTreeMap::new();
    for found in waiting.iter().filter_map(key) {
        *times.entry(found).or_default() += 1;
    }
    for one in waiting {
        if key(one).and_then(|key| times.get(&key)).is_some_and(|times| *times > 1) {
            one.warned.push("同一户同一种救助有几份申请".to_owned());
        }
    }
}

fn line(register: Register<'_>, sight: &Sight, one: &Waiting) -> BatchLine {
    let shown = |name: &str| {
        let Some((place, field)) = register.definition.field(name) else { return Shown::default() };
        let lists = register.all.definitions().lists();
        register::show(field, one.entry.value(place), sight.masking(field), lists)
    };
    BatchLine {
        id: one.kept.id,
        version: one.kept.version,
        applicant: shown("applicant"),
        kind: shown("kind").to_string(),
        amount: money(register, &one.entry, "amount"),
        account: shown("account"),
        refused: one.refused.clone(),
        warned: one.warned.clone(),
    }
}

/// The entries of a register for which these hold, with all their cells.
async fn whole(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    conditions: Vec<Condition>,
) -> Result<Vec<kept::Entry>, OfficeError> {
    let columns = register.book.columns.iter().map(|column| column.name.clone()).collect();
    let counting = Counting::Not;
    let asked = Asked { conditions, columns, counting, take: MOST, ..Asked::default() };
    let found = kept::list::list(tx, &sight.scope(), &register.book.table, &asked).await?;
    Ok(found.entries)
}

/// The entries of a register that a key names.
async fn by_key(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    field: &str,
    key: &str,
) -> Result<Vec<kept::Entry>, OfficeError> {
    let Some((place, _)) = register.definition.field(field) else { return Ok(Vec::new()) };
    let Some(column) = register.definition.join_column(place) else { return Ok(Vec::new()) };
    let cell = match column.role {
        register::ColumnRole::Lookup => register.hash(place, key),
        _ => key.to_owned(),
    };
    whole(tx, register, sight, vec![Condition::new(&column.name, Test::Is(Cell::Text(cell)))]).await
}
