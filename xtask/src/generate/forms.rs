//! `docs/forms.md`: the fields of every official form, as its data file has them.

use anyhow::Result;
use rulebook::{FormSheet, Rulebook};
use write::forms::value::{Kind, Shape};
use write::forms::views::shape;

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
        let mut rows = Vec::new();
        fields(sheet, shape(sheet.form), "", &mut rows);
        table(&mut out, ["栏目", "名称", "怎么写", "必填", "最多字数"], &rows);
    }
    Ok(Derived { path: "docs/forms.md", text: out })
}

fn fields(sheet: &FormSheet, shape: &'static Shape, prefix: &str, rows: &mut Vec<[String; 5]>) {
    for field in shape.fields {
        let name = format!("{prefix}{}", field.name);
        let limit = sheet.limits.iter().find(|limit| limit.field == name.replace("[]", ""));
        rows.push([
            format!("`{name}`"),
            field.label.to_owned(),
            field.writing().to_owned(),
            if shape.needs(field) { "是" } else { "" }.to_owned(),
            limit.map_or(String::new(), |limit| limit.characters.to_string()),
        ]);
        if let Kind::List(record) = field.kind {
            fields(sheet, record, &format!("{name}[]."), rows);
        }
    }
}
