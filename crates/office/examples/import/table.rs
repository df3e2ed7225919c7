//! The table that is imported: members of an invented county, every row another person.

use register::check_digit;
use rust_xlsxwriter::{Workbook, XlsxError};

const HEADS: [&str; 12] = [
    "姓名",
    "证件号码",
    "性别",
    "民族",
    "手机号码",
    "所属工会",
    "工作单位",
    "入会日期",
    "八大群体",
    "是否农民工",
    "会员卡号",
    "备注",
];

/// A workbook of so many rows below its headings.
pub(crate) fn workbook(rows: u32) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (at, text) in (0..).zip(HEADS) {
        sheet.write_string(0, at, text)?;
    }
    for row in 0..rows {
        let day = row / 28 % 12;
        let body = format!("9903211980{:02}{:02}{:03}", day + 1, row % 28 + 1, row % 997);
        let body = format!("990321{}{}", 1950 + row / 334_992, body.get(10..).unwrap_or_default());
        let cells = [
            format!("赵{}", char::from_u32(0x4e00 + row % 5000).unwrap_or('一')),
            format!("{body}{}", check_digit(&body).unwrap_or('0')),
            ["女", "男"][(row % 997 % 2) as usize].to_owned(),
            "汉族".to_owned(),
            format!("139{:08}", row % 100_000_000),
            format!("第{}工会", row % 300),
            format!("某某有限公司{}", row % 900),
            format!("2019-{:02}-{:02}", row % 12 + 1, row % 28 + 1),
            String::new(),
            ["是", "否"][(row % 2) as usize].to_owned(),
            format!("61{row:010}"),
            "无".to_owned(),
        ];
        for (at, text) in (0..).zip(&cells) {
            sheet.write_string(row + 1, at, text)?;
        }
    }
    workbook.save_to_buffer()
}
