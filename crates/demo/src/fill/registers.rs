//! The registers of the county's federation of unions, loaded by its clerk as the year goes on.

use ground::Day;
use office::{Office, OfficeError};
use register::Entry;

use crate::expand::REGION;
use crate::people::Town;
use crate::registers::County;

/// The department that keeps registers, and its clerk.
pub(super) const UNIONS: &str = "gonghui";
pub(super) const CLERK: &str = "gonghui.jingban";

/// A full year of every register, cut at the ends of some months.
pub(super) struct Sliced {
    /// The year.
    pub(super) year: i16,
    /// Month, register, title, entries; in the order in which they may be loaded.
    all: Vec<(u8, &'static str, String, Vec<Entry>)>,
}

impl Sliced {
    /// The newest year that is over, cut at the ends of these months. What has no day of the year is there from the
    /// beginning.
    pub(super) async fn of(
        office: &Office,
        today: Day,
        months: &[u8],
    ) -> Result<Sliced, OfficeError> {
        let county = County::as_of(today).map_err(OfficeError::Machine)?;
        let registers = office.registers().await?;
        let mut all = Vec::new();
        for name in County::registers() {
            let register = registers.get(name)?;
            let definition = register.definition;
            let checker = register.checker(office.rulebook(), REGION, county.today());
            let checked = county.checked(definition, &checker).map_err(OfficeError::Machine)?;
            let mut slices: Vec<Vec<Entry>> = vec![Vec::new(); months.len()];
            for entry in checked.into_iter().map(|checked| checked.entry) {
                let day = definition.days_of(&entry).map(|(first, _)| first);
                let at = slice(day, county.year(), months);
                if let Some(slice) = slices.get_mut(at) {
                    slice.push(entry);
                }
            }
            let title = &definition.title;
            for (month, entries) in months.iter().zip(slices) {
                if !entries.is_empty() {
                    all.push((*month, name, title.clone(), entries));
                }
            }
        }
        Ok(Sliced { year: county.year(), all })
    }

    /// Loads what happened up to the end of a month and is not loaded yet.
    pub(super) async fn load(
        &mut self,
        office: &Office,
        town: &Town,
        month: u8,
    ) -> Result<(), OfficeError> {
        let (clerk, owner) = (town.asker(CLERK)?, town.place(UNIONS)?);
        let (now, later) =
            std::mem::take(&mut self.all).into_iter().partition(|one| one.0 == month);
        self.all = later;
        for (_, name, title, entries) in now {
            let file = format!("{}年{title}（截至{month}月底）.xlsx", self.year);
            office.load_entries(clerk, name, owner, &file, &entries).await?;
        }
        Ok(())
    }
}

/// Into which slice a day falls: days before the year into the first, days after it into the last.
fn slice(day: Option<Day>, year: i16, months: &[u8]) -> usize {
    let Some(day) = day.filter(|day| day.year() >= year) else { return 0 };
    let last = months.len().saturating_sub(1);
    let is_by = |month: &u8| i8::try_from(*month).is_ok_and(|month| day.month() <= month);
    if day.year() > year { last } else { months.iter().position(is_by).unwrap_or(last) }
}
