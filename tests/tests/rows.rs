//! Sheets as people make them, as far as checked entries of a register.

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use crate::rows_house::{GOOD, House, LABELS};

fn heads(sheet: &mut Worksheet, row: u32) {
    for (column, label) in (0..).zip(LABELS) {
        sheet.write(row, column, label).unwrap();
    }
}

fn good(sheet: &mut Worksheet, row: u32) {
    for (column, words) in (0..).zip(GOOD) {
        sheet.write(row, column, words).unwrap();
    }
}

type Fault = (&'static str, fn(&mut Workbook), &'static [&'static str]);

/// Sheets as people make them: how each is made, and what comes of it.
const FAULTS: &[Fault] = &[
    ("nothing is wrong", |book| plain(book, |_| {}), &["2: "]),
    (
        "the columns of another table",
        |book| {
            let sheet = book.add_worksheet();
            for (column, label) in (0..).zip(["产品", "数量", "单价", "供应商"]) {
                sheet.write(0, column, label).unwrap();
            }
            sheet.write(1, 0, "打印纸").unwrap();
        },
        &["没有找到表头"],
    ),
    (
        "a column is called otherwise",
        |book| {
            plain(book, |sheet| {
                sheet.write(0, 1, "工号").unwrap();
            });
        },
        &["缺 证件号码", "2: REG001 REG001"],
    ),
    (
        "title, unit, two rows of headings with merged cells, totals, signatures",
        |book| {
            let (sheet, bold) = (book.add_worksheet(), Format::new().set_bold());
            sheet.merge_range(0, 0, 0, 8, "临河县总工会2025年困难职工救助发放表", &bold).unwrap();
            sheet.write(1, 0, "单位：元").unwrap();
            for column in [0, 1, 2, 3, 4, 7, 8] {
                let label = LABELS[usize::from(column)];
                sheet.merge_range(2, column, 3, column, label, &bold).unwrap();
            }
            sheet.merge_range(2, 5, 2, 6, "账户", &bold).unwrap();
            sheet.write(3, 5, "户名").unwrap().write(3, 6, "银行账号").unwrap();
            good(sheet, 4);
            good(sheet, 6);
            sheet.merge_range(7, 0, 7, 2, "合计", &bold).unwrap();
            sheet.write(7, 3, 6000).unwrap();
            sheet.write(8, 0, "制表：王五").unwrap().write(8, 3, "审核：李四").unwrap();
        },
        &["5: ", "7: "],
    ),
    (
        "dates as text, and as numbers with and without their format",
        |book| {
            plain(book, |sheet| {
                sheet.write(1, 4, "2025年1月20日").unwrap();
                good(sheet, 2);
                sheet.write(2, 4, 45677).unwrap();
                good(sheet, 3);
                let date = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
                sheet.write_with_format(3, 4, 45677, &date).unwrap();
                good(sheet, 4);
                sheet.write(4, 4, "2025年2月30日").unwrap();
            });
        },
        &["2: ", "3: REG004", "4: ", "5: REG003"],
    ),
    (
        "numbers as text and as numbers",
        |book| {
            plain(book, |sheet| {
                sheet.write(1, 3, "3,000.00元").unwrap();
                good(sheet, 2);
                sheet.write(2, 3, 3000).unwrap();
                good(sheet, 3);
                let money = Format::new().set_num_format("#,##0.00");
                sheet.write_with_format(3, 3, 3000.5, &money).unwrap();
                good(sheet, 4);
                sheet.write(4, 3, "三千").unwrap();
            });
        },
        &["2: ", "3: ", "4: ", "5: "],
    ),
    (
        "identity and card numbers that became numbers",
        |book| {
            plain(book, |sheet| {
                sheet.write(1, 1, 990_321_198_001_010_010_f64).unwrap();
                good(sheet, 2);
                sheet.write(2, 6, 6_222_000_000_000_000_012_f64).unwrap();
            });
        },
        &["2: REG012 REG001", "3: REG012 AID009"],
    ),
    (
        "the first sheet is hidden",
        |book| {
            plain(book, |sheet| {
                sheet.set_hidden(true);
            });
            plain(book, |_| {});
        },
        &["2: "],
    ),
    (
        "formulas, and formulas that failed",
        |book| {
            plain(book, |sheet| {
                let sum = Formula::new("=1500*2").set_result("3000");
                sheet.write_formula(1, 3, sum).unwrap();
                good(sheet, 2);
                let broken = Formula::new("=VLOOKUP(A3,C:D,2,0)").set_result("#N/A");
                sheet.write_formula(2, 3, broken).unwrap();
            });
        },
        &["2: ", "3: REG019"],
    ),
    (
        "a hundred columns more",
        |book| {
            plain(book, |sheet| {
                for column in 9..120 {
                    sheet.write(0, column, format!("附加{column}")).unwrap();
                    sheet.write(1, column, column).unwrap();
                }
            });
        },
        &["2: "],
    ),
    ("headings and no rows", |book| heads(book.add_worksheet(), 0), &[]),
    (
        "nothing at all",
        |book| {
            book.add_worksheet();
        },
        &["“Sheet1”里没有任何内容"],
    ),
];

/// Headings, a good row, and what is wrong with them.
fn plain(book: &mut Workbook, wrong: impl FnOnce(&mut Worksheet)) {
    let sheet = book.add_worksheet();
    heads(sheet, 0);
    good(sheet, 1);
    wrong(sheet);
}

#[test]
fn sheets_as_people_make_them_become_checked_rows() {
    let house = House::new();
    let mut wrong = Vec::new();
    for (title, make, expected) in FAULTS {
        let mut book = Workbook::new();
        make(&mut book);
        let bytes = book.save_to_buffer().unwrap();
        let sheet = usize::from(title.contains("hidden"));
        let found = house.import("救助.xlsx", &bytes, sheet);
        if found != *expected {
            wrong.push(format!("{title}: {found:?} instead of {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn lines_of_text_become_checked_rows() {
    let house = House::new();
    let text = format!("{}\n{}\n\n{}\n", LABELS.join("\t"), GOOD.join("\t"), GOOD.join("\t"));
    assert_eq!(house.import("救助.txt", text.as_bytes(), 0), ["2: ", "4: "]);
    assert_eq!(house.import("救助.csv", text.replace('\t', ",").as_bytes(), 0), ["2: ", "4: "]);
}
