//! Which form is meant, and which sheet of it is used in a year and a region.

use anyhow::bail;
use rulebook::{FormSheet, Rulebook};

use crate::world::World;

/// The form that is asked for.
pub(super) struct Wanted<'b> {
    book: &'b Rulebook,
    named: &'b FormSheet,
}

impl<'b> Wanted<'b> {
    /// The form with this number or name.
    pub(super) fn find(book: &'b Rulebook, name: &str) -> anyhow::Result<Wanted<'b>> {
        let key = name.to_lowercase().replace('_', "-");
        let exact = book.forms().iter().find(|sheet| sheet.id == key || sheet.title == name);
        if let Some(named) = exact {
            return Ok(Wanted { book, named });
        }
        // A part of the name will do where it means one form.
        let like = |sheet: &&FormSheet| sheet.title.contains(name) || sheet.id.contains(&key);
        let mut near: Vec<&FormSheet> = book.forms().iter().filter(like).collect();
        let national = |sheet: &&FormSheet| sheet.jurisdictions.iter().any(|place| place == "CN");
        if near.iter().any(national) {
            near.retain(national);
        }
        match near.as_slice() {
            [named] => Ok(Wanted { book, named }),
            [] => bail!("没有“{name}”这张表；运行 jiheng form list 查看全部表格"),
            several => {
                let names: Vec<String> = several
                    .iter()
                    .map(|sheet| format!("{}（{}）", sheet.id, sheet.title))
                    .collect();
                bail!("“{name}”可以指几张表：{}；请写明编号", names.join("、"))
            }
        }
    }

    /// What the form is called.
    pub(super) fn title(&self) -> &'b str {
        &self.named.title
    }

    /// The sheet for a year and a region. A province's variant that is named is that variant.
    pub(super) fn sheet(
        &self,
        year: Option<i16>,
        region: Option<&str>,
        world: &World,
    ) -> anyhow::Result<&'b FormSheet> {
        let is_national = self.named.jurisdictions.iter().any(|place| place == "CN");
        let Some(region) = region.filter(|_| is_national) else { return Ok(self.named) };
        if region.len() < 2 || region.len() > 12 || !region.bytes().all(|b| b.is_ascii_digit()) {
            bail!("--region 应当是区划代码，如 510923；现在是“{region}”");
        }
        let year = year.unwrap_or_else(|| world.today.year());
        match self.book.form(self.named.form, year, region) {
            Some(sheet) => Ok(sheet),
            None => bail!("{year} 年没有“{}”的表样", self.named.title),
        }
    }

    /// The form as it was named.
    pub(super) fn named(&self) -> &'b FormSheet {
        self.named
    }
}
