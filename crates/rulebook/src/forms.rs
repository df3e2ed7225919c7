//! Official forms as data: title, table, cells and the fields that fill them, by year and region.
//!
//! A file of `data/forms/` describes one form, or a province's variant of it. Where a cell says
//! `{funds}` the value of that field of the form's typed view is printed; the views stand in the room
//! that writes, which refuses a name that no view has.

use ground::Day;
use serde::{Deserialize, Serialize};

use crate::dated::{Reference, Standing, day};
use crate::entries::{self, Entry, local};
use crate::form_cells::FormCell;
use crate::form_rules::{Limit, Preset, Reason};
use crate::templates::Template;

/// A form, a file of `data/forms/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSheet {
    /// Identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// Which form it is; variants of one form share this.
    pub form: FormKind,
    /// Name for people.
    pub title: String,
    /// First year for which it is used.
    pub from: i16,
    /// Last year, if it ended.
    #[serde(default)]
    pub until: Option<i16>,
    /// `CN`, or first digits of region codes, where it is used.
    pub jurisdictions: Vec<String>,
    /// Where its columns come from.
    pub reference: Reference,
    /// How sure that is.
    pub standing: Standing,
    /// When it was last looked at.
    #[serde(deserialize_with = "day")]
    pub checked: Day,
    /// What is known of where it is used and what was left to us.
    pub note: String,
    /// How the sheet lies.
    pub lies: Lies,
    /// Whether its pages bear numbers.
    pub pages: Pages,
    /// Who may see the filled form.
    pub readers: Readers,
    /// How long the words of some fields may be.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// When the budget's course has to be explained: a low rate, a change within the year.
    #[serde(default)]
    pub reasons: Vec<Reason>,
    /// What stands on it, from top to bottom.
    pub blocks: Vec<FormBlock>,
}

/// The official forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// 项目绩效目标表
    ProjectGoals,
    /// 部门整体绩效目标表
    DepartmentGoals,
    /// 绩效目标审核意见表
    Opinion,
    /// 绩效目标批复表
    Approval,
    /// 绩效运行监控表
    Monitoring,
    /// 项目支出绩效自评表
    SelfEvaluation,
    /// 部门整体绩效自评报告
    DepartmentReport,
    /// 整改通知书
    Rectification,
    /// 整改反馈表
    RectificationReply,
    /// 绩效评价报告
    AppraisalReport,
    /// 绩效评价评分表
    AppraisalMarks,
    /// 帮扶资金发放花名册
    AidRoster,
    /// 公示名单
    PublicList,
}

/// How a sheet lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lies {
    /// Upright.
    Portrait,
    /// On its side.
    Landscape,
}

/// Whether pages bear numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pages {
    /// They do.
    Numbered,
    /// They do not: the form is one sheet.
    Bare,
}

/// Who may see a filled form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readers {
    /// Everyone: it is put up in public. No field that is kept secret may stand on it.
    Everyone,
    /// Those who work on it.
    Office,
}

/// What stands on a form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum FormBlock {
    /// The title.
    Title {
        /// Its words.
        text: Template,
    },
    /// A centred line of running text, such as a document number.
    Centred {
        /// Its words.
        text: Template,
    },
    /// To whom it goes: a line of running text from the margin on.
    Addressee {
        /// Its words.
        text: Template,
    },
    /// A heading of the first level.
    Heading {
        /// Its words.
        text: Template,
    },
    /// Running text; a field of several lines is as many paragraphs.
    Paragraph {
        /// Its words.
        text: Template,
    },
    /// A line over a table, on the left.
    Left {
        /// Its words.
        text: Template,
    },
    /// A line over a table, on the right, such as 单位：万元.
    Right {
        /// Its words.
        text: Template,
    },
    /// A remark in small type.
    Note {
        /// Its words.
        text: Template,
    },
    /// Who signs and when: labels with their values, spread over the line.
    Signatures {
        /// Each label with its value.
        parts: Vec<Template>,
    },
    /// Office and day at the end of a letter, on the right.
    Closing {
        /// Its words.
        text: Template,
    },
    /// A table.
    Table(FormTable),
}

/// A table of a form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormTable {
    /// What it is, for those who cannot see it.
    pub caption: String,
    /// Width of each column; only their proportions count.
    pub widths: Vec<u32>,
    /// How many rows from the first on are repeated on each page.
    #[serde(default)]
    pub header_rows: usize,
    /// The rows.
    pub rows: Vec<FormRow>,
}

/// A row, or a row for each item of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormRow {
    /// The list for whose items it is repeated.
    #[serde(default)]
    pub each: Option<String>,
    /// So many rows stand there at least, blank where there are fewer items.
    #[serde(default)]
    pub at_least: u16,
    /// So many rows stand there where nothing is filled in.
    #[serde(default)]
    pub blank_rows: u16,
    /// Rows of a list that are printed beforehand; those of the data take their places.
    #[serde(default)]
    pub presets: Vec<Preset>,
    /// Which row of the list is the sum of its others, if one is.
    #[serde(default)]
    pub total: Option<TotalRow>,
    /// Whether it heads the rows under it, and comes again with them on each page.
    #[serde(default)]
    pub heads: bool,
    /// Least height in millimetres.
    #[serde(default)]
    pub height: u32,
    /// The cells that begin in it.
    pub cells: Vec<FormCell>,
}

/// Which row of a list is the sum of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TotalRow {
    /// The first.
    First,
    /// The last.
    Last,
}

impl Entry for FormSheet {
    const FOLDER: &'static str = "forms";

    fn named(self, id: &str) -> FormSheet {
        FormSheet { id: id.into(), ..self }
    }

    fn fault(&self) -> Option<String> {
        self.tables().find_map(fault)
    }
}

local!(FormSheet);

/// The sheet of a form for `year` in the region: the narrowest jurisdiction, then the newest.
pub(crate) fn in_force<'f>(
    all: &'f [FormSheet],
    kind: FormKind,
    year: i16,
    region: &str,
) -> Option<&'f FormSheet> {
    let sheets = entries::in_force(all, year, region).filter(|(_, sheet)| sheet.form == kind);
    entries::preferred(sheets)
}

impl FormSheet {
    /// The rows of a list that are printed beforehand.
    pub fn presets(&self, list: &str) -> &[Preset] {
        let rows = self.tables().flat_map(|table| &table.rows);
        let mut own = rows.filter(|row| row.each.as_deref() == Some(list));
        own.next().map_or(&[], |row| &row.presets)
    }

    /// Its tables, in order.
    pub fn tables(&self) -> impl Iterator<Item = &FormTable> {
        self.blocks.iter().filter_map(|block| match block {
            FormBlock::Table(table) => Some(table),
            _ => None,
        })
    }
}

/// What does not fit in a table: every row must fill all columns, spans from above counted.
fn fault(table: &FormTable) -> Option<String> {
    let columns = u16::try_from(table.widths.len()).unwrap_or(u16::MAX);
    let mut reaching: Vec<(u16, u16)> = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        let above: u16 = reaching.iter().map(|(columns, _)| columns).sum();
        let own: u16 = row.cells.iter().map(|cell| cell.columns).sum();
        if above + own != columns {
            let caption = &table.caption;
            let number = index + 1;
            return Some(format!("表“{caption}”第{number}行占{}栏，应为{columns}栏", above + own));
        }
        reaching.iter_mut().for_each(|(_, left)| *left -= 1);
        let spans = row.cells.iter().map(|cell| (cell.columns, span(cell)));
        reaching.extend(spans.map(|(columns, rows)| (columns, rows - 1)));
        reaching.retain(|(_, left)| *left > 0);
    }
    let hangs = !reaching.is_empty();
    hangs.then(|| format!("表“{}”有单元格伸到表外", table.caption))
}

/// How many rows of the description a cell spans: a repeated row stands there once.
fn span(cell: &FormCell) -> u16 {
    cell.rows.max(1) + u16::from(cell.along.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;

    const HEAD: &str = "form = \"monitoring\"\ntitle = \"x\"\nfrom = 2019\njurisdictions = [\"CN\"]\n\
        reference = { law = \"practice\" }\nstanding = \"practice\"\nchecked = 2026-11-20\n\
        note = \"\"\nlies = \"portrait\"\npages = \"bare\"\nreaders = \"office\"\n";

    fn error_of(blocks: &str) -> String {
        let text = format!("{HEAD}{blocks}");
        entries::load::<FormSheet>(&[("forms/x.toml", text.as_str())])
            .map(|_| ())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_table_that_does_not_fit_is_refused() {
        let table = "[[blocks]]\nkind = \"table\"\ncaption = \"表\"\nwidths = [1, 1, 1]\nrows = ";
        let narrow = error_of(&format!("{table}[{{ cells = [\"a\", \"b\"] }}]\n"));
        assert!(narrow.contains("第1行占2栏，应为3栏"), "{narrow}");
        let hangs = "[{ cells = [{ text = \"a\", rows = 2, columns = 3 }] }]\n";
        assert!(error_of(&format!("{table}{hangs}")).contains("伸到表外"));
        let unknown = "[{ cells = [{ text = \"a\", columns = 3, colour = 1 }] }]\n";
        assert!(error_of(&format!("{table}{unknown}")).contains("forms/x.toml"));
    }

    #[test]
    fn the_narrowest_sheet_is_chosen() {
        let book = Rulebook::embedded().unwrap();
        let id = |region, year| book.form(FormKind::SelfEvaluation, year, region).map(|f| &*f.id);
        assert_eq!(id("990321", 2026), Some("self-evaluation"));
        assert_eq!(id("510923", 2026), Some("self-evaluation-sichuan"));
        assert_eq!(id("510923", 1990), None);
    }
}
