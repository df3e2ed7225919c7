//! The account of dues (经费对账): what each unit owes by its payroll, what came in, what went back, year by year.
//!
//! Nothing is loaded but sums: by unit and period of the receipts, by union of what was passed on, and the names of
//! unions. What is due is the payroll of a period times the rate in force on its last day, to the fen. Who pays in
//! several parts tells the same payroll each time, so the greatest of a period counts once. The rate is not verified:
//! who is behind is pointed out and not blamed.

mod sums;
mod units;

use std::sync::Arc;

use ground::{Day, Decimal, Money};
use register::Figures;

use super::Registers;
use super::sight::Sight;
use crate::{Asker, Office, OfficeError, Permission, csv};
use sums::{passed_on, receipts, unions, year_of};
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

impl Shown {
    /// The words for them in addresses.
    const WORDS: [(Shown, &str); 3] =
        [(Shown::All, "all"), (Shown::Behind, "behind"), (Shown::WithoutPayroll, "unknown")];

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Shown> {
        Shown::WORDS.into_iter().find(|(_, known)| *known == word).map(|(shown, _)| shown)
    }
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

    /// Whether these words stand in the name of the unit or its union.
    pub fn is_named(&self, words: &str) -> bool {
        self.unit.contains(words) || self.union.contains(words)
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
        let (_, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let (first, last) = year_of(year)?;
        let figures = Figures::of(&self.rulebook, &sight.owner.region);
        let name = format!("dues/{}/{year}/{}", sight.owner.path, self.now().day());
        let sums = self
            .remembered(name, Box::pin(self.sums(&all, &sight, &figures, (first, last))))
            .await?;
        let rate = figures.at(RATE, last);
        Ok(Account { year, rate, lines: Arc::clone(&sums.lines), totals: sums.totals, sight })
    }

    /// The account of the last year that had time to be paid, or else, while nothing of it is known, of the year before.
    ///
    /// # Errors
    /// If the asker may not see the registers.
    pub async fn latest_dues(&self, asker: &Asker, owner: &str) -> Result<Account, OfficeError> {
        let year = self.dues_year();
        let account = self.dues(asker, owner, year).await?;
        if !account.totals.is_empty() {
            return Ok(account);
        }
        self.dues(asker, owner, year - 1).await
    }

    /// The last year that had time to be paid: until the end of March the year before.
    pub fn dues_year(&self) -> i16 {
        let today = self.now().day();
        if today.month() <= 3 { today.year() - 1 } else { today.year() }
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

fn too_much() -> OfficeError {
    OfficeError::Invalid("金额合计过大，算不出来".to_owned())
}
