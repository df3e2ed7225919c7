//! The account of dues (经费对账): what each unit owes by its payroll, what came in, what went back, year by year.
//!
//! Nothing is loaded but sums: by unit and period of the receipts, by union of what was passed on, and the names of
//! unions. What is due is the payroll of a period times the rate in force on its last day, to the fen. Who pays in
//! several parts tells the same payroll each time, so the greatest of a period counts once. The rate is not verified:
//! who is behind is pointed out and not blamed.

mod units;

use std::sync::Arc;

use ground::{Day, Decimal, Money};
use register::{ColumnRole, Figures};
use store::registers::aggregate::{Aggregate, Figure, Group, aggregate};
use store::registers::conditions::{Condition, Test};
use store::{Cell, Tx};

use super::sight::Sight;
use super::{Register, Registers};
use crate::{Asker, Office, OfficeError, Permission, csv};
use units::{Units, Wanted};

/// The rate of what units owe of their payroll, in hundredths.
pub const RATE: &str = "union_fund_rate";
/// Lines of a page.
pub const PAGE: usize = 100;

/// The account of a year.
#[derive(Clone, Debug)]
pub struct Account {
    /// What the asker may see and do.
    pub sight: Sight,
    /// The year.
    pub year: i16,
    /// The rate in force at its end, in hundredths.
    pub rate: Option<Decimal>,
    /// A line for each unit: those behind first, the most first.
    pub lines: Arc<Vec<DuesLine>>,
    /// All together.
    pub totals: Totals,
}

/// How it stands with one unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DuesLine {
    /// The unit that pays.
    pub unit: String,
    /// Its union; empty where the register of unions knows none.
    pub union: String,
    /// What is due by its payroll; `None`: no payroll is known.
    pub due: Option<Money>,
    /// 拨缴经费 and 筹备金 that came in.
    pub received: Money,
    /// Of that 筹备金.
    pub preparatory: Money,
    /// 会费 that came in: no part of what is due.
    pub fees: Money,
    /// 小额返还 that went back.
    pub refunded: Money,
    /// 下拨 that was passed on to it.
    pub passed_on: Money,
    /// What should be looked at.
    pub warned: Vec<&'static str>,
}

/// All units together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// What is due of those whose payroll is known.
    pub due: Money,
    /// What came in of those.
    pub received: Money,
    /// What came in of units whose payroll is not known.
    pub without_payroll: Money,
    /// What is missing of those behind.
    pub behind: Money,
    /// How many are behind.
    pub units_behind: usize,
    /// How many units there are.
    pub units: usize,
    /// What was sent up.
    pub sent_up: Money,
    /// What was to be sent up, as far as it is written down.
    pub to_send_up: Money,
    /// What went back to small payers.
    pub refunded: Money,
    /// What was passed on.
    pub passed_on: Money,
}

/// Which units are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// All.
    #[default]
    All,
    /// Those behind.
    Behind,
    /// Those whose payroll is not known.
    WithoutPayroll,
}

/// How it stands with a unit, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Less came in than is due.
    Behind,
    /// What is due came in.
    Even,
    /// More came in.
    Over,
    /// Something came in, and nobody knows what is due.
    Unknown,
    /// Nothing came in, and nobody knows what is due.
    Nothing,
}

impl DuesLine {
    /// What came in less what is due.
    pub fn difference(&self) -> Option<Money> {
        self.received.checked_sub(self.due?)
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        match self.difference().map(Money::fen) {
            Some(fen) if fen < 0 => Standing::Behind,
            Some(0) => Standing::Even,
            Some(_) => Standing::Over,
            None if self.received.fen() == 0 => Standing::Nothing,
            None => Standing::Unknown,
        }
    }

    /// Whether it is among those that are shown.
    pub fn is_shown(&self, shown: Shown) -> bool {
        match shown {
            Shown::All => true,
            Shown::Behind => self.standing() == Standing::Behind,
            Shown::WithoutPayroll => self.due.is_none(),
        }
    }
}

/// What is remembered of a year.
struct Sums {
    lines: Arc<Vec<DuesLine>>,
    totals: Totals,
}

impl Office {
    /// The account of dues of a year.
    ///
    /// # Errors
    /// If the asker may not see the registers.
    pub async fn dues(
        &self,
        asker: &Asker,
        owner: &str,
        year: i16,
    ) -> Result<Account, OfficeError> {
        let all = self.registers().await?;
        let (mut tx, _) = self.look(asker, Permission::ReadRegisters).await?;
        let sight = self.sight(&mut tx, asker, owner).await?;
        drop(tx);
        let (first, last) = year_of(year)?;
        let figures = Figures::of(&self.rulebook, &sight.owner.region);
        let name = format!("dues/{}/{year}/{}", sight.owner.path, self.now().day());
        let sums = self.remembered(name, self.sums(&all, &sight, &figures, (first, last))).await?;
        let rate = figures.at(RATE, last);
        Ok(Account { year, rate, lines: Arc::clone(&sums.lines), totals: sums.totals, sight })
    }

    /// The account as a table for a spreadsheet.
    ///
    /// # Errors
    /// As [`Office::dues`].
    pub async fn dues_table(
        &self,
        asker: &Asker,
        owner: &str,
        year: i16,
        shown: Shown,
    ) -> Result<String, OfficeError> {
        let account = self.dues(asker, owner, year).await?;
        let head = [
            "缴费单位",
            "工会",
            "应缴（元）",
            "实缴（元）",
            "其中筹备金（元）",
            "差额（元）",
            "会费（元）",
            "小额返还（元）",
            "下拨（元）",
            "说明",
        ];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        let yuan = |money: Money| format!("{:.2}", money.yuan());
        let maybe = |money: Option<Money>| money.map(yuan).unwrap_or_default();
        for line in account.lines.iter().filter(|line| line.is_shown(shown)) {
            rows.push(vec![
                line.unit.clone(),
                line.union.clone(),
                maybe(line.due),
                yuan(line.received),
                yuan(line.preparatory),
                maybe(line.difference()),
                yuan(line.fees),
                yuan(line.refunded),
                yuan(line.passed_on),
                line.warned.join("；"),
            ]);
        }
        Ok(csv::table(&rows))
    }

    async fn sums(
        &self,
        all: &Registers,
        sight: &Sight,
        figures: &Figures,
        year: (Day, Day),
    ) -> Result<Sums, OfficeError> {
        let mut tx = self.store.read().await?;
        let mut units = Units::default();
        unions(&mut tx, all, sight, &mut units).await?;
        receipts(&mut tx, all, sight, year, &mut units).await?;
        let mut totals = Totals::default();
        passed_on(&mut tx, all, sight, year, &mut units, &mut totals).await?;
        let is_over = self.now().day() > year.1;
        let wanted = if is_over { Wanted::EachMonth } else { Wanted::SomeMonths };
        let mut lines = units.lines(figures, wanted)?;
        for line in &lines {
            totals.add(line).ok_or_else(too_much)?;
        }
        // Those behind first, the most first; then those of whom nothing is known.
        let place = |line: &DuesLine| match line.standing() {
            Standing::Behind => 0,
            Standing::Unknown => 1,
            Standing::Over => 2,
            Standing::Even => 3,
            Standing::Nothing => 4,
        };
        lines.sort_by(|one, other| {
            let key = |line: &DuesLine| (place(line), line.difference());
            key(one).cmp(&key(other)).then_with(|| one.unit.cmp(&other.unit))
        });
        Ok(Sums { lines: Arc::new(lines), totals })
    }
}

impl Totals {
    /// Whether nothing came in or went out.
    pub fn is_empty(&self) -> bool {
        let all =
            [self.received, self.without_payroll, self.sent_up, self.refunded, self.passed_on];
        all.iter().all(|money| money.fen() == 0)
    }

    fn add(&mut self, line: &DuesLine) -> Option<()> {
        self.units += 1;
        match line.due {
            Some(due) => {
                self.due = self.due.checked_add(due)?;
                self.received = self.received.checked_add(line.received)?;
            }
            None => self.without_payroll = self.without_payroll.checked_add(line.received)?,
        }
        let missing = line.due.and_then(|due| due.checked_sub(line.received));
        if let Some(missing) = missing.filter(|missing| missing.fen() > 0) {
            self.behind = self.behind.checked_add(missing)?;
            self.units_behind += 1;
        }
        Some(())
    }
}

/// The unions that are there, by their units.
async fn unions(
    tx: &mut Tx,
    all: &Registers,
    sight: &Sight,
    units: &mut Units,
) -> Result<(), OfficeError> {
    let register = all.get("organisation")?;
    let by = columns(register, &["unit", "unit_code", "name"], ColumnRole::Value)?;
    let active = Condition::new("state", Test::Is(Cell::Text("active".into())));
    let asked = Aggregate { conditions: vec![active], by, figures: vec![Figure::Count] };
    for group in aggregate(tx, &sight.scope(), &register.book.table, &asked).await? {
        let (unit, code, union) = (text(&group, 0), text(&group, 1), text(&group, 2));
        let name = if unit.is_empty() { union } else { unit };
        let found = units.unit(name, code);
        if found.line.union.is_empty() {
            union.clone_into(&mut found.line.union);
        }
        units.also(name, union);
    }
    Ok(())
}

/// What came in, by unit, kind and period.
async fn receipts(
    tx: &mut Tx,
    all: &Registers,
    sight: &Sight,
    (first, last): (Day, Day),
    units: &mut Units,
) -> Result<(), OfficeError> {
    let register = all.get("fund_receipt")?;
    let mut by = columns(register, &["unit", "code", "kind"], ColumnRole::Value)?;
    let from = columns(register, &["period"], ColumnRole::First)?;
    let until = columns(register, &["period"], ColumnRole::Last)?;
    by.extend(from.iter().chain(&until).cloned());
    let payroll = columns(register, &["payroll"], ColumnRole::Value)?.concat();
    let amount = columns(register, &["amount"], ColumnRole::Value)?.concat();
    let kind = columns(register, &["kind"], ColumnRole::Value)?.concat();
    let kinds = ["funds", "preparatory", "dues"].map(|kind| Cell::Text(kind.to_owned()));
    let mut conditions = vec![Condition::new(&kind, Test::In(kinds.to_vec()))];
    let cell = |day: Day| Cell::Text(day.to_string());
    conditions.extend(from.iter().map(|one| Condition::new(one, Test::AtLeast(cell(first)))));
    conditions.extend(until.iter().map(|one| Condition::new(one, Test::AtMost(cell(last)))));
    conditions.extend(Condition::standing());
    let figures =
        vec![Figure::Sum(amount), Figure::Greatest(payroll.clone()), Figure::Least(payroll)];
    let asked = Aggregate { conditions, by, figures };
    for group in aggregate(tx, &sight.scope(), &register.book.table, &asked).await? {
        let unit = units.unit(text(&group, 0), text(&group, 1));
        let sum = |known: Money| {
            known
                .checked_add(Money::from_fen(number(&group, 0).unwrap_or_default()))
                .ok_or_else(too_much)
        };
        match text(&group, 2) {
            "dues" => {
                unit.line.fees = sum(unit.line.fees)?;
                continue;
            }
            "preparatory" => unit.line.preparatory = sum(unit.line.preparatory)?,
            _ => {}
        }
        unit.line.received = sum(unit.line.received)?;
        let days = text(&group, 3).parse().ok().zip(text(&group, 4).parse().ok());
        let Some(period) = days else { continue };
        let (greatest, least) = (number(&group, 1), number(&group, 2));
        let known = unit.periods.entry(period).or_default();
        known.differs |=
            greatest != least || known.greatest.is_some_and(|one| Some(one) != greatest);
        known.greatest = known.greatest.max(greatest);
    }
    Ok(())
}

/// What was sent up, passed on and given back, by kind and union.
async fn passed_on(
    tx: &mut Tx,
    all: &Registers,
    sight: &Sight,
    (first, last): (Day, Day),
    units: &mut Units,
    totals: &mut Totals,
) -> Result<(), OfficeError> {
    let register = all.get("remittance")?;
    let by = columns(register, &["kind", "organisation"], ColumnRole::Value)?;
    let from = columns(register, &["year"], ColumnRole::First)?.concat();
    let until = columns(register, &["year"], ColumnRole::Last)?.concat();
    let cell = |day: Day| Cell::Text(day.to_string());
    let mut conditions = vec![
        Condition::new(&from, Test::AtLeast(cell(first))),
        Condition::new(&until, Test::AtMost(cell(last))),
    ];
    conditions.extend(Condition::standing());
    let figures = columns(register, &["amount", "due"], ColumnRole::Value)?;
    let figures = figures.into_iter().map(Figure::Sum).collect();
    let asked = Aggregate { conditions, by, figures };
    for group in aggregate(tx, &sight.scope(), &register.book.table, &asked).await? {
        let sum = |known: Money, at| {
            known
                .checked_add(Money::from_fen(number(&group, at).unwrap_or_default()))
                .ok_or_else(too_much)
        };
        let unit = units.of_union(text(&group, 1));
        match text(&group, 0) {
            "up" => {
                totals.sent_up = sum(totals.sent_up, 0)?;
                totals.to_send_up = sum(totals.to_send_up, 1)?;
            }
            "small" => {
                totals.refunded = sum(totals.refunded, 0)?;
                if let Some(unit) = unit {
                    unit.line.refunded = sum(unit.line.refunded, 0)?;
                }
            }
            _ => {
                totals.passed_on = sum(totals.passed_on, 0)?;
                if let Some(unit) = unit {
                    unit.line.passed_on = sum(unit.line.passed_on, 0)?;
                }
            }
        }
    }
    Ok(())
}

/// The columns of fields, each in this role.
fn columns(
    register: Register<'_>,
    fields: &[&str],
    role: ColumnRole,
) -> Result<Vec<String>, OfficeError> {
    let column = |name: &&str| {
        let place = register.definition.field(name).map(|(place, _)| place);
        let mut columns = register.book.columns.iter();
        let found =
            columns.find(|one| one.field.is_some() && one.field == place && one.role == role);
        let found = found.filter(|one| !one.encrypted).map(|one| one.name.clone());
        let said =
            || format!("台账“{}”没有“{name}”一栏，算不出经费对账", register.definition.title);
        found.ok_or_else(|| OfficeError::Machine(said()))
    };
    fields.iter().map(column).collect()
}

fn text(group: &Group, at: usize) -> &str {
    match group.by.get(at) {
        Some(Cell::Text(text)) => text,
        _ => "",
    }
}

fn number(group: &Group, at: usize) -> Option<i64> {
    match group.figures.get(at) {
        Some(Cell::Number(number)) => Some(*number),
        _ => None,
    }
}

fn year_of(year: i16) -> Result<(Day, Day), OfficeError> {
    let ends = Day::new(year, 1, 1).ok().zip(Day::new(year, 12, 31).ok());
    ends.ok_or_else(|| OfficeError::field("year", "年度有误"))
}

fn too_much() -> OfficeError {
    OfficeError::Invalid("金额合计过大，算不出来".to_owned())
}
