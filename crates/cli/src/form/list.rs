//! `jiheng form list`, and the fields of a form.

use rulebook::{FormKind, FormSheet, Readers, Rulebook};
use write::forms::fields::{FieldRow, field_rows};
use write::forms::{Fills, fills};

use crate::layout::Table;

/// All forms with where their content comes from and which law they stand on.
pub(super) fn forms(book: &Rulebook) -> String {
    let mut table = Table::new(&["编号", "表格", "内容来自", "用于", "依据", "谁可以看"]);
    for sheet in book.forms() {
        let law = book.law(&sheet.reference.law);
        let law = law.map_or(String::new(), |law| match law.number.as_str() {
            "" => law.title.clone(),
            number => number.to_owned(),
        });
        table.row(vec![
            sheet.id.clone(),
            sheet.title.clone(),
            source(sheet.form).to_owned(),
            place(sheet, book),
            format!("{law}{}", sheet.standing.note()),
            if sheet.readers == Readers::Everyone { "公开" } else { "内部" }.to_owned(),
        ]);
    }
    let lines = table.lines().join("\n");
    format!(
        "{lines}\n\n共 {} 张。jiheng form 编号 --fields 列出一张表的栏目，--example 写出示例。\n",
        book.forms().len()
    )
}

/// Where the content of a form comes from.
pub(super) fn source(kind: FormKind) -> &'static str {
    match (kind, fills(kind)) {
        (FormKind::Opinion, _) => "绩效文本的审核",
        (_, Fills::EachProject) => "绩效文本（每个项目一张）",
        (_, Fills::Whole) => "绩效文本",
        (_, Fills::Nothing) => "数据文件",
    }
}

fn place(sheet: &FormSheet, book: &Rulebook) -> String {
    let name = |digits: &String| match digits.as_str() {
        "CN" => "全国".to_owned(),
        digits => {
            let code = format!("{digits:0<6}");
            book.regions().name(&code).map_or_else(|| digits.to_owned(), str::to_owned)
        }
    };
    sheet.jurisdictions.iter().map(name).collect::<Vec<_>>().join("、")
}

/// The fields of a form as its data file has them.
pub(super) fn fields(sheet: &FormSheet) -> String {
    let mut table = Table::new(&FieldRow::HEADS);
    for field in field_rows(sheet) {
        table.row(field.cells().into());
    }
    let lines = table.lines().join("\n");
    format!(
        "{}（{}）数据文件的栏目\n\n{lines}\n\n没有写的栏目留空；执行率、合计、人数、总分不写时由程序计算。\n",
        sheet.title, sheet.id
    )
}
