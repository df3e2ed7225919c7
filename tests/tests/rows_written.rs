//! Templates, rows to be mended and exports: written, and read back.

use std::ops::ControlFlow;

use ground::{Day, Decimal, Money, Severity};
use model::cell::Cell;
use proptest::prelude::*;
use read::Limits;
use read::rows::Workbook as Rows;
use rust_decimal::prelude::ToPrimitive;
use write::rows::{
    Export, ExportCsv, ExportXlsx, Heading, Kind, MendColumn, Mending, PROBLEMS, Problem, Template,
    Value, template,
};

use crate::rows_house::{GOOD, House, ID, LABELS, TODAY, matched};

/// Keeps a workbook to look at where `JIHENG_WORKBOOKS` names a folder.
fn kept(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("JIHENG_WORKBOOKS") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.xlsx")), bytes).unwrap();
    }
}

#[test]
fn every_template_is_matched_by_its_register() {
    let house = House::new();
    for definition in house.definitions.all() {
        let headings = house.headings(definition);
        let about =
            Template { title: &definition.title, about: &definition.about, headings: &headings };
        let bytes = template(&about).unwrap();
        kept(&format!("模板-{}", definition.name), &bytes);
        let book = Rows::open("模板.xlsx", &bytes, Limits::of_registers()).unwrap();
        assert!(book.findings().is_empty() && book.sheets()[1].name == "填写说明");
        let (matching, first) = matched(definition, &book, 0).unwrap();
        let columns = matching.columns.iter().flatten().map(|column| column.at);
        assert!(columns.eq(0..headings.len()), "{}: {matching:?}", definition.name);
        assert!(matching.unmatched.is_empty() && matching.ambiguous.is_empty(), "{matching:?}");
        let mut below = 0;
        book.rows(0, &mut |row| {
            below += usize::from(row.number >= first);
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(below, 0, "{}: no row stands in a template", definition.name);
        let taken = headings.iter().any(|heading| heading.label.starts_with(PROBLEMS));
        assert!(!taken, "{}: no column is called as that of problems", definition.name);
    }
}

#[test]
fn rows_to_be_mended_come_back_as_they_were() {
    let house = House::new();
    let headings = house.headings(house.aid());
    let fills = |label: &&str| headings.iter().find(|heading| heading.label.starts_with(label));
    let columns: Vec<MendColumn> =
        LABELS.iter().map(|label| MendColumn { heading: label, fills: fills(label) }).collect();
    let mut cells: Vec<Cell> = GOOD.iter().map(|words| Cell::Text(words)).collect();
    cells[1] = Cell::Number(990_321_198_001_010_010_f64);
    cells[3] = Cell::Error("#N/A");
    cells[4] = Cell::Date(Day::constant(2025, 1, 20));
    cells[7] = Cell::Bool(true);
    let problems = [
        Problem {
            column: Some(1),
            severity: Severity::Error,
            message: "末几位变成了0",
            help: "改为文本",
        },
        Problem { column: None, severity: Severity::Warning, message: "缺少公示", help: "" },
    ];
    let mut mending = Mending::begin("救助发放台账", &columns).unwrap();
    mending.row(&cells, &problems).unwrap();
    let mended: Vec<Cell> = GOOD.iter().map(|words| Cell::Text(words)).collect();
    mending.row(&mended, &[]).unwrap();
    let bytes = mending.finish().unwrap();
    kept("待改", &bytes);
    let book = Rows::open("待改.xlsx", &bytes, Limits::of_registers()).unwrap();
    let (matching, first) = matched(house.aid(), &book, 0).unwrap();
    let unmatched: Vec<&str> = matching.unmatched.iter().map(|one| one.heading.as_str()).collect();
    assert_eq!((unmatched, first), (vec![], 4), "the column that is ours is not missed");
    let mut seen = 0;
    book.rows(0, &mut |row| {
        if row.number == 4 {
            cells[3] = Cell::Text("#N/A");
            assert_eq!(row.cells[..9], cells);
            let said = "末几位变成了0。改为文本\n（请核对）缺少公示";
            assert_eq!(row.cells[9], Cell::Text(said));
            seen += 1;
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(seen, 1);
    assert_eq!(house.import("待改.xlsx", &bytes, 0), ["4: REG012 REG002 REG001", "5: "]);
}

#[test]
fn exports_have_titles_units_and_totals() {
    let heading = |label: &str, kind| Heading { label: label.into(), kind, ..Heading::default() };
    let headings = [
        heading("姓名", Kind::Words),
        heading("证件号码", Kind::Digits),
        heading("金额（元）", Kind::Yuan),
        heading("预算（万元）", Kind::Wan),
        heading("发放日期", Kind::Date),
        heading("人数", Kind::Number(0)),
        heading("公示", Kind::YesNo),
        heading("备注", Kind::Words),
    ];
    let line = "临河县总工会　2025年1月1日至9月30日";
    let export = Export { title: "救助发放台账", line, headings: &headings };
    let mut out = ExportXlsx::begin(&export).unwrap();
    for at in 0..30 {
        out.row(&[
            Value::Text("张三"),
            Value::Text(ID),
            Value::Money(Money::from_fen(300_050 + at)),
            Value::Money(Money::from_fen(1_234_500)),
            Value::Date(TODAY),
            Value::Number(Decimal::from(at)),
            Value::YesNo(at % 2 == 0),
            Value::Text("=HYPERLINK(\"http://x\")"),
        ])
        .unwrap();
    }
    out.total(&[Value::Text("合计"), Value::Empty, Value::Money(Money::from_fen(9_001_935))])
        .unwrap();
    let mut bytes = std::io::Cursor::new(Vec::new());
    out.finish_into(&mut bytes).unwrap();
    let bytes = bytes.into_inner();
    kept("导出", &bytes);
    let book = Rows::open("导出.xlsx", &bytes, Limits::of_registers()).unwrap();
    let mut rows = Vec::new();
    book.rows(0, &mut |row| {
        rows.push(format!("{:?}", row.cells));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(rows.len(), 3 + 30 + 1);
    let expected = "[Text(\"张三\"), Text(\"990321198001010010\"), Number(3000.5), Number(1.2345), \
        Date(2025-10-01), Number(0.0), Text(\"是\"), Text(\"=HYPERLINK(\\\"http://x\\\")\")]";
    assert_eq!(rows[3], expected);
    assert!(rows[33].starts_with("[Text(\"合计\"), Empty, Number(90019.35)"), "{}", rows[33]);
}

/// A cell of a random table.
#[derive(Clone, Debug)]
enum Random {
    Empty,
    Text(String),
    Number(Decimal),
    Money(Money),
    Date(Day),
    YesNo(bool),
}

impl Random {
    fn any() -> impl Strategy<Value = Random> {
        let text = prop_oneof![
            "[\\PC\t\n]{0,12}",
            "['=+@ -]{0,3}[0-9甲a\",;|\r\n]{0,6}",
            "[0-9]{15,19}",
            "_x[0-9A-F]{4}_",
        ];
        let days = (1900i16..2100, 1i8..=12, 1i8..=28);
        prop_oneof![
            Just(Random::Empty),
            text.prop_map(Random::Text),
            (-99_999_999i64..99_999_999, 0u32..4)
                .prop_map(|(digits, places)| Random::Number(Decimal::new(digits, places))),
            (-1_000_000_000i64..1_000_000_000).prop_map(|fen| Random::Money(Money::from_fen(fen))),
            days.prop_map(|(year, month, day)| Random::Date(Day::constant(year, month, day))),
            any::<bool>().prop_map(Random::YesNo),
        ]
    }

    fn value(&self) -> Value<'_> {
        match self {
            Random::Empty => Value::Empty,
            Random::Text(text) => Value::Text(text),
            Random::Number(number) => Value::Number(*number),
            Random::Money(money) => Value::Money(*money),
            Random::Date(day) => Value::Date(*day),
            Random::YesNo(truth) => Value::YesNo(*truth),
        }
    }

    /// The cell that a workbook gives back.
    fn cell(&self) -> Cell<'_> {
        match self {
            Random::Empty => Cell::Empty,
            Random::Text(text) if text.is_empty() => Cell::Empty,
            Random::Text(text) => Cell::Text(text),
            Random::Number(number) => Cell::Number(number.to_f64().unwrap()),
            Random::Money(money) => Cell::Number(money.yuan().to_f64().unwrap()),
            Random::Date(day) => Cell::Date(*day),
            Random::YesNo(truth) => Cell::Text(if *truth { "是" } else { "否" }),
        }
    }

    /// The words that a line of text gives back.
    fn words(&self) -> String {
        match self {
            Random::Number(number) => number.to_string(),
            Random::Money(money) => money.yuan().to_string(),
            Random::Date(day) => day.to_string(),
            other => match other.cell() {
                Cell::Text(text) => text.to_owned(),
                _ => String::new(),
            },
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn tables_written_are_read_back_equal(
        table in proptest::collection::vec(proptest::collection::vec(Random::any(), 3), 0..8)
    ) {
        let headings: Vec<Heading> = ["号", "甲", "乙", "丙"]
            .map(|label| Heading { label: label.into(), ..Heading::default() })
            .into();
        let export = Export { title: "表", line: "", headings: &headings };
        let mut xlsx = ExportXlsx::begin(&export).unwrap();
        let mut csv = ExportCsv::begin(Vec::new(), &export).unwrap();
        for row in &table {
            let values: Vec<Value> =
                std::iter::once(Value::Text("一")).chain(row.iter().map(Random::value)).collect();
            xlsx.row(&values).unwrap();
            csv.row(&values).unwrap();
        }
        let (xlsx, csv) = (xlsx.finish().unwrap(), csv.finish().unwrap());
        let book = Rows::open("a.xlsx", &xlsx, Limits::default()).unwrap();
        let mut at = 0;
        book.rows(0, &mut |row| {
            // A title and the headings stand above.
            if let Some(expected) = row.number.checked_sub(3).and_then(|at| table.get(at as usize)) {
                let cell = |column: usize| row.cells.get(column).copied().unwrap_or_default();
                let found: Vec<Cell> = (1..4).map(cell).collect();
                assert_eq!(found, expected.iter().map(Random::cell).collect::<Vec<_>>());
                at += 1;
            }
            ControlFlow::Continue(())
        }).unwrap();
        assert_eq!(at, table.len());
        let book = Rows::open("a.csv", &csv, Limits::default()).unwrap();
        let mut at = 0;
        book.rows(0, &mut |row| {
            if let Some(expected) = row.number.checked_sub(2).and_then(|at| table.get(at as usize)) {
                let words = |cell: &Cell| match cell {
                    Cell::Text(text) => (*text).to_owned(),
                    _ => String::new(),
                };
                let found: Vec<String> = row.cells.iter().skip(1).map(words).collect();
                assert_eq!(found, expected.iter().map(Random::words).collect::<Vec<_>>());
                at += 1;
            }
            ControlFlow::Continue(())
        }).unwrap();
        assert_eq!(at, table.len());
    }
}
