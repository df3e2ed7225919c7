//! What cells mean: every form in which clerks and spreadsheets write a value, and what is said of it.

use ground::Severity;
use proptest::prelude::*;
use register::{Cell, Checker, Definition, Definitions, Masking, Matching, show};

use crate::house::{House, TODAY};

/// The value as it is shown, and the codes of what is said.
fn read(house: &House, definition: &Definition, cell: Cell) -> (String, Vec<String>) {
    let checked = house.row(definition, &[cell]);
    let field = definition.at(0).unwrap();
    let shown = show(field, checked.entry.value(0), Masking::Plain, &house.lists);
    (shown.to_string(), checked.findings.iter().map(|f| f.code.to_string()).collect())
}

fn check(field: &str, cases: &[(Cell, &str, &[&str])]) {
    let house = House::new();
    let definition = house.of(field);
    for (cell, shown, codes) in cases {
        let (found, said) = read(&house, &definition, *cell);
        assert_eq!(
            (found.as_str(), said.as_slice()),
            (*shown, to_strings(codes).as_slice()),
            "{cell:?}"
        );
    }
}

fn to_strings(codes: &[&str]) -> Vec<String> {
    codes.iter().map(ToString::to_string).collect()
}

use Cell::{Bool, Date, Empty, Error, Number, Text};

#[test]
fn money_in_every_form() {
    check(
        "type = \"money\"\nunit = \"元\"",
        &[
            (Text("1200"), "1,200.00", &[]),
            (Text(" 1,200.50元 "), "1,200.50", &[]),
            (Text("１２００．５"), "1,200.50", &[]),
            (Text("￥1200"), "1,200.00", &[]),
            (Text("1.2万"), "12,000.00", &[]),
            (Text("1.2万元"), "12,000.00", &[]),
            (Text("壹万贰仟元整"), "12,000.00", &[]),
            (Text("叁佰元伍角"), "300.50", &[]),
            (Text("(300)"), "-300.00", &[]),
            (Text("-300"), "-300.00", &[]),
            (Text("约300元"), "300.00", &["REG004"]),
            (Text("300余元"), "300.00", &["REG004"]),
            (Text("三百"), "300.00", &[]),
            (Number(0.1 + 0.2), "0.30", &[]),
            (Number(1234.565), "", &["REG006"]),
            (Text("1234.565"), "", &["REG006"]),
            (Text("/"), "", &[]),
            (Text("300（含补发）"), "", &["REG002"]),
            (Text("很多"), "", &["REG002"]),
            (Number(f64::NAN), "", &["REG002"]),
            (Number(1e300), "", &["REG002"]),
            (Bool(true), "", &["REG002"]),
            (Error("#N/A"), "", &["REG019"]),
            (Empty, "", &[]),
        ],
    );
}

#[test]
fn numbers_and_their_units() {
    check(
        "type = \"number\"\nunit = \"人\"\nmin = 0\nmax = 1000",
        &[
            (Text("12"), "12", &[]),
            (Text("12人"), "12", &[]),
            (Text("十二人"), "12", &[]),
            (Text("12 人次"), "12", &["REG004"]),
            (Number(12.0), "12", &[]),
            (Number(12.5), "", &["REG006"]),
            (Text("1001"), "", &["REG005"]),
            (Text("-1"), "", &["REG005"]),
            (Text("12人和家属3人"), "", &["REG002"]),
        ],
    );
    check(
        "type = \"number\"\nunit = \"%\"\ndecimals = 2",
        &[(Number(0.85), "85", &["REG004"]), (Text("85%"), "85", &[]), (Number(85.0), "85", &[])],
    );
}

#[test]
fn days_and_periods() {
    check(
        "type = \"date\"",
        &[
            (Date(TODAY), "2025-06-01", &[]),
            (Text("2025.3.1"), "2025-03-01", &[]),
            (Number(20_250_301.0), "2025-03-01", &[]),
            (Number(45717.0), "2025-03-01", &["REG004"]),
            (Number(2025.3), "2025-03-01", &["REG004"]),
            (Text("2025年3月"), "2025-03-01", &["REG004"]),
            (Text("2025年3月底"), "2025-03-31", &["REG004"]),
            (Text("3月1日"), "2025-03-01", &["REG004"]),
            (Text("长期"), "9999-12-31", &[]),
            (Text("2025年"), "", &["REG003"]),
            (Text("2025-02-30"), "", &["REG003"]),
            (Text("过年前"), "", &["REG003"]),
        ],
    );
    check(
        "type = \"period\"\ngrain = \"month\"",
        &[
            (Text("2025年3月"), "2025年3月", &[]),
            (Text("3月"), "2025年3月", &["REG004"]),
            (Date(TODAY), "2025年6月", &[]),
            (Number(202_503.0), "2025年3月", &[]),
            (Text("2025年"), "", &["REG002"]),
        ],
    );
    check(
        "type = \"period\"\ngrain = \"year\"",
        &[(Number(2025.0), "2025年", &[]), (Text("2025年第一季度"), "", &["REG002"])],
    );
}

#[test]
fn long_numbers_spoilt_by_spreadsheets_are_told_as_that() {
    check(
        "type = \"id_number\"",
        &[
            (Number(990_321_198_001_010_015.0), "", &["REG012"]),
            (Text("9.90321E+17"), "", &["REG012"]),
            (Text("990321198001010000"), "", &["REG012"]),
            (Number(990_321_800_101_003.0), "990321198001010037", &["REG011", "REG022"]),
        ],
    );
    check(
        "type = \"bank_card\"",
        &[
            (Number(6.222e18), "", &["REG012"]),
            (Text("7992739871300007"), "7992739871300007", &["REG015"]),
            (Text("6222 0000"), "62220000", &[]),
        ],
    );
    check("type = \"text\"", &[(Number(1e17), "", &["REG012"]), (Number(12.0), "12", &[])]);
}

#[test]
fn yes_and_no_and_codes() {
    check(
        "type = \"yes_no\"",
        &[
            (Text("是"), "是", &[]),
            (Text("√"), "是", &[]),
            (Text("有"), "是", &[]),
            (Number(0.0), "否", &[]),
            (Text("无"), "否", &[]),
            (Bool(true), "是", &[]),
            (Text("大概"), "", &["REG002"]),
        ],
    );
    check(
        "type = \"code\"\nlist = \"aid_kind\"",
        &[
            (Text("生活救助"), "生活救助", &[]),
            (Text("1.生活 救助"), "生活救助", &[]),
            (Text("living"), "生活救助", &[]),
            (Text("旅游"), "", &["REG008"]),
            (Text("—"), "", &[]),
        ],
    );
}

#[test]
fn telephones_regions_document_numbers() {
    check(
        "type = \"phone\"",
        &[
            (Text("138 0000 0001"), "13800000001", &[]),
            (Text("+86 13800000001"), "13800000001", &[]),
            (Number(13_800_000_001.0), "13800000001", &[]),
            (Text("0310-1234567"), "0310-1234567", &[]),
            (Text("01012345678"), "010-12345678", &[]),
            (Text("1234567"), "1234567", &[]),
            (Text("12351"), "12351", &[]),
            (Text("13800000001/13800000002"), "13800000001", &["REG004"]),
            (Text("12800000001"), "", &["REG014"]),
            (Text("1380000000"), "", &["REG014"]),
        ],
    );
    check(
        "type = \"region\"",
        &[
            (Text("110101"), "110101", &[]),
            (Text("东城区"), "110101", &[]),
            (Text("990321"), "990321", &["REG016"]),
            (Text("乌有县"), "", &["REG016"]),
            (Text("11010"), "", &["REG016"]),
        ],
    );
    check(
        "type = \"document_number\"",
        &[
            (Text("临政发〔2025〕3号"), "临政发〔2025〕3号", &[]),
            (Text("临政发[2025]3号"), "临政发〔2025〕3号", &["REG017"]),
            (Text("会议纪要"), "会议纪要", &["REG017"]),
        ],
    );
}

#[test]
fn a_person_is_two_columns() {
    let house = House::new();
    let definition = house.of("type = \"person\"\nrequired = true");
    let said = |cells: &[Cell]| -> Vec<String> {
        house.row(&definition, cells).findings.iter().map(|f| f.code.to_string()).collect()
    };
    assert_eq!(said(&[Text("张 三"), Text("990321198001010015")]), ["REG010"]);
    assert_eq!(said(&[Text("张三")]), ["REG001"]);
    assert_eq!(said(&[Empty, Empty]), ["REG001", "REG001"]);
    let checked = house.row(&definition, &[Text("张 三"), Empty]);
    let shown =
        show(definition.at(0).unwrap(), checked.entry.value(0), Masking::Masked, &house.lists);
    assert_eq!(shown.as_str(), "张*");
}

#[test]
fn a_message_for_others_does_not_quote_the_value() {
    let house = House::new();
    let definition = house.of("type = \"id_number\"");
    let checked = house.row(&definition, &[Text("9903211980")]);
    let finding = checked.findings.first().unwrap();
    assert_eq!((finding.severity, finding.quotes), (Severity::Error, true));
    assert_eq!(finding.without_value(), "证件号码有误");
}

fn any_cell() -> impl Strategy<Value = (u8, String, f64)> {
    (0u8..6, "[0-9年月日.,/万元XE+（）一二是否-]{0,20}|.{0,16}", prop::num::f64::ANY)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn no_cell_of_any_register_makes_it_panic(cells in prop::collection::vec(any_cell(), 50)) {
        use std::sync::LazyLock;
        static ALL: LazyLock<(House, Definitions)> = LazyLock::new(|| {
            let house = House::new();
            let definitions = Definitions::embedded(&house.rulebook).unwrap();
            (house, definitions)
        });
        let (house, definitions) = &*ALL;
        let row: Vec<Cell> = cells.iter().map(|(kind, text, number)| match kind {
            0 => Empty,
            1 => Number(*number),
            2 => Bool(*number > 0.0),
            3 => Error(text),
            _ => Text(text),
        }).collect();
        for definition in definitions.all() {
            let checker = Checker::new(definition, &house.rulebook, &house.lists, "990321", TODAY);
            let checked = checker.row(&row, &Matching::identity(definition));
            let stored = definition.store(&checked.entry);
            prop_assert_eq!(definition.restore(&stored).values.len(), definition.fields.len());
            let _ = definition.key_of(&checked.entry);
        }
    }

    #[test]
    fn money_that_is_written_is_read(fen in -99_999_999_999i64..99_999_999_999) {
        use std::sync::LazyLock;
        static MONEY: LazyLock<(House, Definition)> = LazyLock::new(|| {
            let house = House::new();
            let definition = house.of("type = \"money\"");
            (house, definition)
        });
        let (house, definition) = &*MONEY;
        let money = ground::Money::from_fen(fen);
        for text in [register::yuan(money), money.yuan().to_string()] {
            let (shown, said) = read(house, definition, Text(&text));
            prop_assert_eq!((shown, said), (register::yuan(money), vec![]));
        }
        let float: f64 = money.yuan().to_string().parse().unwrap();
        prop_assert_eq!(read(house, definition, Number(float)).0, register::yuan(money));
    }
}
