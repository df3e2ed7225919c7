//! `docs/forms.md`: the fields of every official form, as its data file has them.

use anyhow::Result;
use rulebook::Rulebook;
use write::forms::fields::{FieldRow, field_rows};

use super::Derived;
use super::markdown::{document, heading, table};

/// The fields of the forms.
pub(super) fn forms() -> Result<Derived> {
    let book = Rulebook::embedded()?;
    let mut out = document("官方表格的栏目");
    out.push_str(
        "\n数据文件（JSON）里每张表有哪些栏目、怎么写，取自 `data/forms/` 和程序。`rows[].name` 表示清单 `rows` 里\
         每一项的 `name`。没有写的栏目留空；执行率、合计、人数、总分不写时由程序计算。用法见\
         [官方表格](manual/forms.md)。\n",
    );
    for sheet in book.forms() {
        heading(&mut out, &format!("{}（{}）", sheet.title, sheet.id));
        let rows: Vec<_> = field_rows(sheet).iter().map(marked).collect();
        table(&mut out, FieldRow::HEADS, &rows);
    }
    Ok(Derived { path: "docs/forms.md", text: out })
}

/// The cells of a field, its name marked as something to be typed.
fn marked(field: &FieldRow) -> [String; 5] {
    let [name, cells @ ..] = field.cells();
    let [label, writing, needed, limit] = cells;
    [format!("`{name}`"), label, writing, needed, limit]
}
