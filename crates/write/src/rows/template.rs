//! The workbook that people fill in: a sheet for the rows, a sheet that explains them.

use rust_xlsxwriter::{IgnoreError, Workbook, XlsxError};

use super::cells::{LAST_ROW, Lists, last, line, set_up, workbook};
use super::{Heading, look};
use crate::WriteError;
use crate::xlsx::sheet_name;

/// The row of the headings, from 0: a title and a line of advice stand above it.
const HEADS: u32 = 2;
/// Widths of the columns that explain, in pixels.
const EXPLAINS: [u32; 4] = [150, 72, 360, 330];
/// So many choices are named in the explanation.
const NAMED: usize = 40;

/// What a template is for.
#[derive(Clone, Copy, Debug)]
pub struct Template<'t> {
    /// Title of the register; also the name of the sheet.
    pub title: &'t str,
    /// What the register is, in one sentence; may be empty.
    pub about: &'t str,
    /// Its columns in order.
    pub headings: &'t [Heading],
}

/// The bytes of a .xlsx to be filled in: no row stands in it.
///
/// # Errors
/// Where it goes beyond what Excel allows.
pub fn template(template: &Template<'_>) -> Result<Vec<u8>, WriteError> {
    let mut workbook = workbook(template.title);
    let headings: Vec<&Heading> = template.headings.iter().collect();
    let lists = Lists::of(&headings);
    body(&mut workbook, template, &lists)?;
    explanation(&mut workbook, template)?;
    lists.write(&mut workbook, &headings)?;
    Ok(workbook.save_to_buffer()?)
}

fn body(workbook: &mut Workbook, template: &Template<'_>, lists: &Lists) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(template.title, &mut Default::default()))?;
    sheet.set_default_row_height_pixels(look::ROW);
    let end = last(template.headings.len());
    line(sheet, 0, end, template.title, &look::title())?;
    let advice =
        "深色表头带 * 的列必填。请从第 4 行起逐行填写，不要改动表头；各列怎样填见“填写说明”。";
    line(sheet, 1, end, advice, &look::hint())?;
    for (at, heading) in template.headings.iter().enumerate() {
        let column = last(at + 1);
        sheet.set_column_width_pixels(column, look::width(heading))?;
        sheet.set_column_format(column, &look::blank(heading))?;
        let mark = if heading.required { "*" } else { "" };
        let label = format!("{mark}{}", heading.label);
        sheet.write_string_with_format(HEADS, column, label, &look::heading(heading.required))?;
        if let Some(check) = lists.validation(at, heading)? {
            sheet.add_data_validation(HEADS + 1, column, LAST_ROW, column, &check)?;
        }
    }
    sheet.set_row_height_pixels(0, 44)?;
    sheet.set_row_height_pixels(1, 26)?;
    sheet.set_row_height_pixels(HEADS, 40)?;
    sheet.ignore_error_range(HEADS + 1, 0, LAST_ROW, end, IgnoreError::NumberStoredAsText)?;
    set_up(sheet, HEADS)?;
    sheet.set_selection(HEADS + 1, 0, HEADS + 1, 0)?;
    Ok(())
}

fn explanation(workbook: &mut Workbook, template: &Template<'_>) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name("填写说明")?;
    let end = last(EXPLAINS.len());
    for (column, pixels) in (0..).zip(EXPLAINS) {
        sheet.set_column_width_pixels(column, pixels)?;
    }
    let whole: u32 = EXPLAINS.iter().sum();
    line(sheet, 0, end, &format!("{}：填写说明", template.title), &look::title())?;
    sheet.set_row_height_pixels(0, 44)?;
    let mut row = 1;
    let advice = [
        template.about,
        "1. 一行填一条，中间不要空行，不要合并单元格；表头的文字和“填写说明”不必删除。",
        "2. 证件号码、银行卡号、信用代码等长号码的列已设为文本格式：直接输入或“选择性粘贴 → 数值”，以免末几位变成 0。",
        "3. 带 * 的列必填；有下拉列表的列请从列表中选择。",
        "4. 填好后保存，在系统的“导入”页面上传本文件。有问题的行会标出来，改好可以再次上传。",
    ];
    for words in advice.into_iter().filter(|words| !words.is_empty()) {
        line(sheet, row, end, words, &look::hint())?;
        sheet.set_row_height_pixels(row, look::height(words, whole))?;
        row += 1;
    }
    let heads = row + 1;
    for (column, label) in (0..).zip(["列", "必填", "填什么", "怎样填"]) {
        sheet.write_string_with_format(heads, column, label, &look::heading(false))?;
    }
    sheet.set_row_height_pixels(heads, 32)?;
    let (words, centred) = (look::words(), look::centred());
    for (row, heading) in (heads + 1..).zip(template.headings) {
        let needed = if heading.required { "是" } else { "" };
        let manner = explained(heading);
        sheet.write_string_with_format(row, 0, &heading.label, &words)?;
        sheet.write_string_with_format(row, 1, needed, &centred)?;
        sheet.write_string_with_format(row, 2, &heading.help, &words)?;
        sheet.write_string_with_format(row, 3, &manner, &words)?;
        let [label, _, help, manner_width] = EXPLAINS;
        let heights = [(&heading.label, label), (&heading.help, help), (&manner, manner_width)];
        let height = heights.iter().map(|(words, pixels)| look::height(words, *pixels)).max();
        sheet.set_row_height_pixels(row, height.unwrap_or(26).max(26))?;
    }
    set_up(sheet, heads)?;
    sheet.set_screen_gridlines(false);
    Ok(())
}

/// How a column is filled in, with what may be chosen.
fn explained(heading: &Heading) -> String {
    let choices = heading.choices();
    if choices.is_empty() {
        return heading.manner();
    }
    let named: Vec<&str> = choices.iter().take(NAMED).copied().collect();
    let more = if choices.len() > NAMED {
        format!("……共 {} 项，见“选项”", choices.len())
    } else {
        String::new()
    };
    format!("从列表中选择：{}{more}", named.join("、"))
}
