//! Entries of some registers, for tests: invented people with numbers of a region that is not
//! assigned.

use office::registers::keeping::{Kept, Typed};
use office::{Asker, Office, OfficeError};
use register::{Definition, check_digit};

/// The number of a person born on the first day of a month: the `at`th of the county.
pub(crate) fn number(at: usize) -> String {
    let body = format!("990321{}{:02}01{:03}", 1965 + at % 30, 1 + at % 12, 11 + at % 900);
    let check = check_digit(&body).map_or(String::new(), |check| check.to_string());
    format!("{body}{check}")
}

/// What a form sends for these labels.
pub(crate) fn typed(definition: &Definition, cells: &[(&str, String)]) -> Typed {
    let place = |label: &str| definition.inputs.iter().position(|input| input.label == label);
    cells.iter().filter_map(|(label, text)| Some((place(label)?, text.clone()))).collect()
}

/// Adds an entry; what is said of it, if it is refused.
pub(crate) async fn add(
    office: &Office,
    asker: &Asker,
    owner: &str,
    register: &str,
    cells: &[(&str, String)],
) -> Result<i64, OfficeError> {
    let all = office.registers().await?;
    let typed = typed(all.get(register)?.definition, cells);
    match office.add_entry(asker, register, owner, &typed).await? {
        Kept::Done { id, .. } => Ok(id),
        Kept::Refused(said) => Err(OfficeError::Invalid(format!("{register} {said:?}"))),
    }
}

/// The headings of a table of members.
pub(crate) const HEADS: &str = "姓名,身份证号码,手机,所在工会,入会时间";

/// A table of members with these headings, a row for each of these numbers.
pub(crate) fn members(heads: &str, ids: &[&str]) -> String {
    let mut text = format!("{heads}\n");
    for (at, id) in ids.iter().enumerate() {
        text.push_str(&format!("赵安邦,{id},1392000000{},城关镇工会,2019-05-06\n", at + 1));
    }
    text
}
