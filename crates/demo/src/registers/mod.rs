//! A full year in every register of the invented county's federation of unions.
//!
//! [`County`] knows what is true in the county: unions, people, households, meetings, payments, all made from lists of
//! words (`data/registers/`) by chance that comes out the same every time. The registers are written from it, one at a
//! time, as rows of texts such as people type ([`County::rows`]), and are understood and checked as imports are
//! ([`County::checked`]). Faults are planted as `data/registers/faults.toml` says; everything else is clean.

mod activities;
mod agreements;
mod aid;
mod aid_faults;
mod applications;
mod chance;
mod funds;
mod households;
mod model_workers;
mod numbers;
mod office;
mod papers;
mod people;
mod row;
mod unions;
mod words;
mod world;

use std::collections::BTreeMap;

use ground::Day;
use register::{Checked, Checker, Definition};

use crate::department::departments;
use crate::expand::fill;
use words::RowFault;
use world::World;

pub(crate) use row::understood;
pub use row::{Row, names};

/// Writes a register.
type Write = fn(&World) -> Vec<Row>;

/// The registers in an order in which they may be stored: those that others refer to first.
const REGISTERS: [(&str, Write); 35] = [
    ("organisation", unions::organisations),
    ("member", people::members),
    ("benefit_card", people::cards),
    ("mutual_participant", people::insurances),
    ("mutual_claim", people::claims),
    ("decision", office::decisions),
    ("notice", office::notices),
    ("household", households::households),
    ("household_member", households::household_members),
    ("aid_application", applications::applications),
    ("aid", aid::payments),
    ("study_aid", aid::students),
    ("model_worker", model_workers::models),
    ("model_service", model_workers::services),
    ("commendation", model_workers::commendations),
    ("campaign", activities::campaigns),
    ("activity", activities::activities),
    ("participation", activities::participations),
    ("job_fair", activities::job_fairs),
    ("agreement", agreements::agreements),
    ("agreement_enterprise", agreements::covered),
    ("congress", unions::congresses),
    ("dispute", papers::disputes),
    ("proposal", papers::proposals),
    ("fund_receipt", funds::receipts),
    ("remittance", funds::remittances),
    ("budget_item", funds::budget_items),
    ("spending", funds::spendings),
    ("audit", papers::audits),
    ("asset", papers::assets),
    ("staff", papers::staff),
    ("task", papers::tasks),
    ("learning", papers::learning),
    ("document", papers::documents),
    ("merchant", papers::merchants),
];

/// The county's registers of one year.
#[derive(Clone, Debug)]
pub struct County {
    world: World,
}

/// The faults planted in the registers: how many finds of each check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planted {
    /// Of checks over several registers.
    pub cross: BTreeMap<String, usize>,
    /// Of checks of single rows, those of cells (`REG0…`) among them.
    pub rows: BTreeMap<String, usize>,
}

impl County {
    /// The registers of a year, as they are seen on a day after it but not more than a year after: agreements are
    /// still in force then, households were seen again, nothing is overdue but what is planted.
    ///
    /// # Errors
    /// If the data files are malformed: a mistake in this crate.
    pub fn new(year: i16, today: Day) -> Result<County, String> {
        let all = departments()?;
        let gonghui = all.iter().find(|department| department.id == "gonghui");
        let gonghui = gonghui.ok_or("no department gonghui")?;
        Ok(County { world: World::new(year, today, gonghui)? })
    }

    /// The registers of the newest year that is over.
    ///
    /// # Errors
    /// If the data files are malformed: a mistake in this crate.
    pub fn as_of(today: Day) -> Result<County, String> {
        County::new(today.year() - 1, today)
    }

    /// The year that they cover.
    pub fn year(&self) -> i16 {
        self.world.year
    }

    /// The day on which they are looked at.
    pub fn today(&self) -> Day {
        self.world.today
    }

    /// The names of all registers in an order in which they may be stored: those that others refer to first.
    pub fn registers() -> impl Iterator<Item = &'static str> {
        REGISTERS.iter().map(|(name, _)| *name)
    }

    /// The rows of a register as texts, planted faults among them, in an order in which they may be stored.
    ///
    /// # Errors
    /// If there is no such register, or a fault cannot be planted: a mistake in this crate.
    pub fn rows(&self, register: &str) -> Result<Vec<Row>, String> {
        let known = REGISTERS.iter().find(|(name, _)| *name == register);
        let (_, write) = known.ok_or_else(|| format!("no rows for “{register}”"))?;
        let mut rows = write(&self.world);
        for fault in self.world.faults.row.iter().filter(|fault| fault.register == register) {
            self.plant(fault, &mut rows)?;
        }
        Ok(rows)
    }

    /// The rows of a register, understood and checked as those of a sheet are. The checker is one of
    /// [`REGION`](crate::expand::REGION) as of [`County::today`].
    ///
    /// # Errors
    /// As [`County::rows`].
    pub fn checked(
        &self,
        definition: &Definition,
        checker: &Checker,
    ) -> Result<Vec<Checked>, String> {
        understood(&self.rows(&definition.name)?, definition, checker)
    }

    /// What is wrong with the registers.
    pub fn planted(&self) -> Planted {
        let faults = &self.world.faults;
        let mut rows = BTreeMap::new();
        for fault in &faults.row {
            *rows.entry(fault.code.clone()).or_default() += 1;
        }
        Planted { cross: faults.cross.clone(), rows }
    }

    fn plant(&self, fault: &RowFault, rows: &mut [Row]) -> Result<(), String> {
        let fits = |row: &&mut Row| fault.of.iter().all(|(name, text)| row.text(name) == text);
        let found = rows.iter_mut().filter(fits).nth(fault.at);
        let none = || format!("{}: no row {} of {}", fault.code, fault.at, fault.register);
        let row = found.ok_or_else(none)?;
        for (name, text) in &fault.set {
            let known = row.clone();
            let adult = || self.world.members.first().map(|member| member.human.id.clone());
            let other = |key: &str| match key {
                "adult" => adult(),
                key => Some(known.text(key).to_owned()),
            };
            row.set(name, &fill(text, self.world.year, &other));
        }
        Ok(())
    }
}
