//! The registers of the county's federation of unions, loaded by its clerk.

use ground::Day;
use office::{Office, OfficeError};

use crate::expand::REGION;
use crate::people::Town;
use crate::registers::County;

/// The department that keeps registers, and its clerk.
pub(super) const UNIONS: &str = "gonghui";
pub(super) const CLERK: &str = "gonghui.jingban";

/// Loads a full year into every register; gives the year.
pub(super) async fn load(office: &Office, town: &Town, today: Day) -> Result<i16, OfficeError> {
    let county = County::as_of(today).map_err(OfficeError::Machine)?;
    let (clerk, owner) = (town.asker(CLERK)?, town.place(UNIONS)?);
    let all = office.registers().await?;
    for name in County::registers() {
        let register = all.get(name)?;
        let checker = register.checker(office.rulebook(), REGION, county.today());
        let checked =
            county.checked(register.definition, &checker).map_err(OfficeError::Machine)?;
        let entries: Vec<_> = checked.into_iter().map(|checked| checked.entry).collect();
        let file = format!("{}年{}.xlsx", county.year(), register.definition.title);
        office.load_entries(clerk, name, owner, &file, &entries).await?;
    }
    Ok(county.year())
}
