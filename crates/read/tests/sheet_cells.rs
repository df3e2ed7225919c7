//! Workbooks: what cells show, where they stand, what is merged and what is hidden.

use ground::Place;
use read::stream::Block;

use crate::sheet::{Workbook, row, said, shown};

fn merged(regions: &[&str]) -> String {
    let regions = regions.iter().map(|region| format!("<mergeCell ref=\"{region}\"/>"));
    format!("<mergeCells>{}</mergeCells>", regions.collect::<String>())
}

#[test]
fn titles_are_lines_and_tables_are_rows_with_exact_spans() {
    let rows = [
        row(&["B2=1.工会经费绩效目标表"]),
        row(&["B3=项目编码", "C3=99032126P00110010001X", "E3=项目名称", "F3=工会经费"]),
        row(&["B4=预算规模", "C4=预算数", "D4=24.00", "E4=其他资金", "F4=0.00"]),
        row(&["C5=资金用途", "D5=用于慰问。"]),
    ];
    let behind = merged(&["B2:F2", "C3:D3", "B4:B5", "D5:F5"]);
    let stream = Workbook::of(&rows.concat(), &behind).stream();
    assert_eq!(
        shown(&stream),
        [
            "1.工会经费绩效目标表",
            "0+1 项目编码 | 1+2 99032126P00110010001X | 3+1 项目名称 | 4+1 工会经费",
            "0+1 预算规模 | 1+1 预算数 | 2+1 24.00 | 3+1 其他资金 | 4+1 0.00",
            "0+1^  | 1+1 资金用途 | 2+3 用于慰问。",
        ]
    );
    let Block::Row(last) = &stream.blocks[3] else { panic!("no row") };
    let place = |cell: &str| Place::Sheet { sheet: "表1".into(), cell: cell.into() };
    assert_eq!(last.cells[2].words.place, place("D5"));
    assert_eq!(last.cells[0].words.place, place("B5"));
    assert!(stream.findings.is_empty());
}

#[test]
fn numbers_dates_truth_and_errors_are_shown_as_people_see_them() {
    let cells = [
        "A1:0=0.25",
        "B1:0=1",
        "C1:1=46203",
        "D1:2=1319000",
        "E1:3=13.190000000000001",
        "F1:9=0.30000000000000004",
    ];
    let odd = "<row r=\"2\"><c r=\"A2\" t=\"b\"><v>1</v></c><c r=\"B2\" t=\"e\"><v>#DIV/0!</v></c>\
               <c r=\"C2\" t=\"str\"><f>A1&amp;B1</f><v>甲&lt;乙</v></c><c r=\"D2\" t=\"d\"><v>2026-06-30T00:00:00</v></c></row>";
    let formats = ["0%", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "#,##0.00", "0.00"];
    let stream = Workbook::of(&format!("{}{odd}", row(&cells)), "").formats(&formats).stream();
    assert_eq!(
        shown(&stream),
        [
            "0+1 25% | 1+1 100% | 2+1 2026年6月30日 | 3+1 1,319,000.00 | 4+1 13.19 | 5+1 0.3",
            "0+1 TRUE | 1+1 #DIV/0! | 2+1 甲<乙 | 3+1 2026-06-30 | 4+1  | 5+1 ",
        ]
    );
}

#[test]
fn dates_of_the_other_epoch() {
    let book = Workbook::of(&row(&["A1:0=44741", "B1=x"]), "").formats(&["yyyy-m-d"]);
    let (_, part) = book.parts.iter().find(|(name, _)| name == "xl/workbook.xml").unwrap();
    let part = String::from_utf8(part.clone()).unwrap();
    let part = part.replace("<sheets>", "<workbookPr date1904=\"true\"/><sheets>");
    let stream = book.with("xl/workbook.xml", &part).stream();
    assert_eq!(shown(&stream), ["0+1 2026-6-30 | 1+1 x"]);
}

#[test]
fn line_breaks_part_paragraphs() {
    let rows = [
        row(&["A1=一、总体目标&#10;第一段。_x000D_\n第二段。"]),
        row(&["A3=绩效目标", "B3=1.甲&#10;2.乙"]),
    ];
    let stream = Workbook::of(&rows.concat(), "").stream();
    assert_eq!(
        shown(&stream),
        ["一、总体目标", "第一段。", "第二段。", "0+1 绩效目标 | 1+1 1.甲2.乙"]
    );
    let Block::Row(last) = &stream.blocks[3] else { panic!("no row") };
    assert_eq!(last.cells[1].paragraphs.len(), 2);
}

#[test]
fn what_is_hidden_is_left_out_and_said() {
    let hidden =
        "<row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"inlineStr\"><is><t>备注</t></is></c></row>";
    let rows = format!("{}{hidden}{}", row(&["A1=甲", "B1=乙", "C1=丙"]), row(&["A3=丁", "C3=戊"]));
    let content = format!(
        "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData>{rows}</sheetData>"
    );
    let book = Workbook::new(&[
        ("正表", "", content.as_str()),
        ("选项", "state=\"veryHidden\"", "<sheetData/>"),
    ]);
    let stream = book.stream();
    assert_eq!(shown(&stream), ["0+1 甲 | 1+1 丙", "0+1 丁 | 1+1 戊"]);
    assert_eq!(
        said(&stream),
        [
            "RED020 工作表“正表”的第2行和B列是隐藏的，没有读取",
            "RED020 工作表“选项”是隐藏的，没有读取",
        ]
    );
}

#[test]
fn a_merged_cell_shows_although_its_first_row_is_hidden() {
    let hidden =
        "<row r=\"1\" hidden=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>产出指标</t></is></c></row>";
    let rows = format!("{hidden}{}{}", row(&["A2=被盖住", "B2=数量指标"]), row(&["B3=质量指标"]));
    let stream = Workbook::of(&rows, &merged(&["A1:A3"])).stream();
    assert_eq!(shown(&stream), ["0+1 产出指标 | 1+1 数量指标", "0+1^  | 1+1 质量指标"]);
}

#[test]
fn contents_keep_their_pages_and_signatures_stay_in_front() {
    let rows = [
        row(&["A1=编制单位：临河县总工会", "C1=审核单位：临河县财政局"]),
        row(&["A2=目录"]),
        row(&["A3=一、总体绩效目标", "C3:0=1"]),
        row(&["A4=正文"]),
    ];
    let stream = Workbook::of(&rows.concat(), "").formats(&["General"]).stream();
    let expected = [
        "0+1 编制单位：临河县总工会 | 1+1  | 2+1 审核单位：临河县财政局",
        "目录",
        "一、总体绩效目标1",
        "正文",
    ];
    assert_eq!(shown(&stream), expected);
    assert!(stream.source.text.contains("一、总体绩效目标\t1\n"));
}
