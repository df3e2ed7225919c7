//! Tables of Word documents: columns, merges, rows that are there and rows that are not.

use ground::Place;
use model::statement::Leaf;

use crate::docx::{self, Package, cell, check, item, p, row, tbl, tc, tr};

const SPAN_2: &str = "<w:gridSpan w:val=\"2\"/>";
const BEGIN: &str = "<w:vMerge w:val=\"restart\"/>";
const GO_ON: &str = "<w:vMerge/>";

#[test]
fn cells_know_their_columns_and_spans() {
    let rows = [
        tr(&[tc("", "项目编码"), tc(SPAN_2, "99032126P001"), tc("", "项目名称")]),
        tr(&[tc("<w:gridSpan w:val=\"4\"/>", "单位：万元")]),
        row(&["甲", "", "丙", "丁"]),
    ];
    check(
        &tbl(4, &rows),
        "1: 项目编码@0 | 99032126P001@1+2 | 项目名称@3
         1: 单位：万元@0+4
         1: 甲@0 | @1 | 丙@2 | 丁@3",
    );
}

#[test]
fn columns_left_out_before_and_behind() {
    let properties = "<w:trPr><w:gridBefore w:val=\"1\"/><w:gridAfter w:val=\"1\"/></w:trPr>";
    let rows = [
        row(&["一", "二", "三", "四"]),
        format!("<w:tr>{properties}{}{}</w:tr>", tc("", "乙"), tc("", "丙")),
    ];
    check(&tbl(4, &rows), "1: 一@0 | 二@1 | 三@2 | 四@3\n1: 乙@1 | 丙@2");
}

#[test]
fn cells_merged_down_cover_those_below() {
    let rows = [
        tr(&[tc(BEGIN, "产出指标"), tc(BEGIN, "数量指标"), tc("", "救助户数")]),
        tr(&[tc(GO_ON, ""), tc(GO_ON, "看不见的字"), tc("", "培训人数")]),
        tr(&[tc("<w:vMerge w:val=\"continue\"/>", ""), tc("", "质量指标"), tc("", "合格率")]),
        tr(&[tc(BEGIN, "效益指标"), tc("", "社会效益"), tc("", "知晓率")]),
    ];
    check(
        &tbl(3, &rows),
        "1: 产出指标@0 | 数量指标@1 | 救助户数@2
         1: ^@0 | ^@1 | 培训人数@2
         1: ^@0 | 质量指标@1 | 合格率@2
         1: 效益指标@0 | 社会效益@1 | 知晓率@2",
    );
}

#[test]
fn a_merge_that_goes_on_with_nothing_is_a_cell() {
    let rows = [
        tr(&[tc(GO_ON, "甲"), tc("", "乙")]),
        tr(&[tc("", "丙"), tc(GO_ON, "丁")]),
        tr(&[tc(SPAN_2, "戊")]),
        tr(&[tc(GO_ON, "己"), tc("", "庚")]),
    ];
    check(&tbl(2, &rows), "1: 甲@0 | 乙@1\n1: 丙@0 | 丁@1\n1: 戊@0+2\n1: 己@0 | 庚@1");
}

#[test]
fn merges_across_of_old_files_become_one_cell() {
    let rows = [tr(&[
        tc("<w:hMerge w:val=\"restart\"/>", "预算数"),
        tc("<w:hMerge/>", ""),
        tc("<w:hMerge w:val=\"continue\"/>", ""),
        tc("", "24.00"),
    ])];
    check(&tbl(4, &rows), "1: 预算数@0+3 | 24.00@3");
}

#[test]
fn rows_without_spans_are_placed_by_their_widths() {
    let width = |width: u32| format!("<w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
    let grid: String = [1000, 500, 1500].map(|w| format!("<w:gridCol w:w=\"{w}\"/>")).concat();
    let rows = [
        tr(&[tc(&width(1000), "甲"), tc(&width(500), "乙"), tc(&width(1500), "丙")]),
        tr(&[tc(&width(1490), "丁"), tc(&width(1510), "戊")]),
        tr(&[tc(&width(990), "己"), tc(&width(2010), "庚")]),
        tr(&[tc(&width(300), "辛"), tc(&width(300), "壬")]),
    ];
    let table = format!("<w:tbl><w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>", rows.concat());
    check(
        &table,
        "1: 甲@0 | 乙@1 | 丙@2
         1: 丁@0+2 | 戊@2
         1: 己@0 | 庚@1+2
         1: 辛@0 | 壬@1",
    );
}

#[test]
fn rows_and_cells_are_found_inside_wrappers() {
    let sdt = |content: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )
    };
    let rows = [
        sdt(&row(&["一", "二"])),
        format!("<w:ins>{}</w:ins>", row(&["三", "四"])),
        format!("<w:customXml>{}</w:customXml>", row(&["五", "六"])),
        format!("<w:tr>{}{}</w:tr>", sdt(&tc("", "七")), tc("", "八")),
        tr(&[cell("", &sdt(&p("九"))), tc("", "十")]),
    ];
    check(
        &tbl(2, &rows),
        "1: 一@0 | 二@1\n1: 三@0 | 四@1\n1: 五@0 | 六@1\n1: 七@0 | 八@1\n1: 九@0 | 十@1",
    );
}

/// A control that shows its hint is blank, wherever it stands; a filled one beside it is not.
#[test]
fn hints_of_controls_are_no_text() {
    let sdt = |said: &str, content: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/>{said}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )
    };
    let hint = |content: &str| sdt("<w:showingPlcHdr/>", content);
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let line = |runs: &[String]| format!("<w:p>{}</w:p>", runs.concat());
    let rows = [
        hint(&row(&["一", "二"])),
        format!("<w:tr>{}{}</w:tr>", hint(&tc("", "三")), tc("", "四")),
        tr(&[cell("", &hint(&p("五"))), tc("", "六")]),
        tr(&[
            cell("", &line(&[sdt("", &run("≥")), hint(&run("数值")), sdt("", &run("户"))])),
            cell("", &line(&[sdt("<w:showingPlcHdr w:val=\"0\"/>", &run("填了"))])),
        ]),
        tr(&[cell("", &hint(&sdt("", &p("内层")))), tc("", "七")]),
    ];
    check(
        &tbl(2, &rows),
        "1: @0 | @1\n1: @0 | 四@1\n1: @0 | 六@1\n1: ≥户@0 | 填了@1\n1: @0 | 七@1",
    );
}

#[test]
fn deleted_rows_and_cells_are_gone() {
    let deleted = format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>", tc("", "旧"));
    let inserted =
        format!("<w:tr><w:trPr><w:ins/></w:trPr>{}{}</w:tr>", tc("", "新"), tc("", "增"));
    let changed = format!(
        "<w:tr><w:trPr><w:trPrChange><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr></w:trPrChange></w:trPr>{}{}</w:tr>",
        tc("<w:tcPrChange><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr></w:tcPrChange>", "甲"),
        tc("", "乙")
    );
    let removed = tr(&[tc("", "丙"), tc("<w:cellDel/>", "删"), tc("", "丁")]);
    check(
        &tbl(2, &[deleted, inserted, changed, removed]),
        "1: 新@0 | 增@1\n1: 甲@0 | 乙@1\n1: 丙@0 | 丁@1",
    );
}

#[test]
fn a_cell_has_its_paragraphs() {
    let goals = p("1.按时发放。")
        + &p("")
        + "<w:p><w:r><w:t>2.完成</w:t><w:br/><w:t>任务</w:t></w:r></w:p>";
    let body = tbl(2, &[tr(&[tc("", "绩效目标"), cell("", &goals)])]);
    check(&body, "1: 绩效目标@0 | 1.按时发放。 / 2.完成 / 任务@1");
    assert_eq!(
        Package::new(&body).stream().source.text,
        "绩效目标\t1.按时发放。\n\n2.完成\n任务\n"
    );
}

#[test]
fn every_paragraph_and_cell_has_its_place() {
    let inner = tbl(2, &[row(&["内一", "内二"])]);
    let rows = [
        row(&["甲", "乙"]),
        tr(&[tc(SPAN_2, "丙")]),
        tr(&[cell(SPAN_2, &(p("说明") + &inner))]),
        tr(&[tc(BEGIN, "丁"), tc("", "戊")]),
        tr(&[tc(GO_ON, ""), tc("", "己")]),
    ];
    let body = p("首段") + &p("") + &tbl(2, &rows) + &p("末段") + &tbl(1, &[row(&["又一表"])]);
    let stream = Package::new(&body).stream();
    let place = |word: &str| {
        let at = stream.source.text.find(word).unwrap();
        stream.source.place(u32::try_from(at).unwrap())
    };
    let cell = |table, row, column| Place::Cell { table, row, column };
    assert_eq!(place("首段"), Place::Paragraph { paragraph: 1 });
    assert_eq!(place("甲"), cell(1, 1, 1));
    assert_eq!(place("乙"), cell(1, 1, 2));
    assert_eq!(place("丙"), cell(1, 2, 1));
    assert_eq!(place("说明"), cell(1, 3, 1));
    assert_eq!(place("内二"), cell(2, 1, 2));
    assert_eq!(place("己"), cell(1, 5, 2));
    assert_eq!(place("末段"), Place::Paragraph { paragraph: 3 });
    assert_eq!(place("又一表"), cell(3, 1, 1));
}

#[test]
fn an_inner_table_of_one_cell_is_no_table() {
    let inner = tbl(1, &[row(&["框内"])]);
    let rows = [tr(&[cell("", &(p("框外") + &inner)), tc("", "乙")])];
    check(&tbl(2, &rows), "1: 框外 / 框内@0 | 乙@1");
}

#[test]
fn a_row_that_holds_only_tables_is_layout() {
    let inner = tbl(2, &[row(&["甲", "乙"]), row(&["丙", "丁"])]);
    let boxed = tbl(1, &[tr(&[cell("", &inner)])]);
    let alone = [row(&["标题", "说明"]), tr(&[cell(SPAN_2, &(p("上文") + &inner + &p("下文")))])];
    check(&tbl(2, &alone), "1: 标题@0 | 说明@1\n上文\n2: 甲@0 | 乙@1\n2: 丙@0 | 丁@1\n下文");
    let side_by_side = [tr(&[cell("", &inner), cell("", &(p("右") + &boxed)), tc("", "")])];
    check(
        &tbl(3, &side_by_side),
        "2: 甲@0 | 乙@1\n2: 丙@0 | 丁@1\n右\n3: 甲@0 | 乙@1\n3: 丙@0 | 丁@1",
    );
}

#[test]
fn in_a_data_row_an_inner_table_joins_its_cell() {
    let inner = tbl(2, &[row(&["3月底", "25%"]), row(&["6月底", "50%"])]);
    let rows = [tr(&[tc("", "支出计划"), cell("", &(p("按季度：") + &inner))])];
    check(&tbl(2, &rows), "1: 支出计划@0 | 按季度： / 3月底 / 25% / 6月底 / 50%@1");
}

#[test]
fn in_a_data_row_an_inner_grid_follows_as_a_table() {
    let inner = tbl(3, &[row(&["一级指标", "二级指标", "指标值"]), row(&["产出", "数量", "5次"])]);
    let rows = [tr(&[tc("", "绩效指标"), cell("", &(p("见下表") + &inner))]), row(&["备注", "无"])];
    check(
        &tbl(2, &rows),
        "1: 绩效指标@0 | 见下表@1
         2: 一级指标@0 | 二级指标@1 | 指标值@2
         2: 产出@0 | 数量@1 | 5次@2
         1: 备注@0 | 无@1",
    );
}

#[test]
fn tables_out_of_place_do_not_lose_their_text() {
    check(&format!("<w:tc>{}</w:tc><w:tr>{}</w:tr>", p("甲"), p("乙")), "甲\n乙");
    let nested_cell = tbl(1, &[tr(&[cell("", &cell("", &p("丙")))])]);
    check(&nested_cell, "1: 丙@0");
    let loose = format!("<w:tbl>{}<w:tr>{}{}</w:tr></w:tbl>", p("丁"), p("戊"), tc("", "己"));
    check(&loose, "丁\n戊\n1: 己@0");
    check(&("<w:tbl/><w:tbl><w:tr/></w:tbl>".to_owned() + &p("甲")), "甲");
}

#[test]
fn absurd_spans_stay_within_bounds() {
    let wide = "<w:gridSpan w:val=\"4294967295\"/>";
    let none = "<w:gridSpan w:val=\"0\"/>";
    let odd = "<w:gridSpan w:val=\"x\"/>";
    let rows = [tr(&[tc(none, "甲"), tc(odd, "乙"), tc(wide, "丙"), tc(wide, "丁"), tc("", "戊")])];
    check(&tbl(2, &rows), "1: 甲@0 | 乙@1 | 丙@2+1000 | 丁@1000+1000 | 戊@1000");
}

#[test]
fn numbers_alone_fill_a_cell() {
    let body = tbl(2, &[tr(&[cell("", &item(1, 0, "")), tc("", "甲")])]);
    let lists = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
    docx::check_package(&Package::new(&body).numbering(lists), "1: 1@0 | 甲@1");
}

/// A project whose indicator table is cut in two by a page end, `heads` over either part; the second
/// part has a grid of its own. Its rows as dimension, aspect, name and target.
fn rows_read(heads: [&[&str]; 2]) -> Vec<String> {
    let wide = "<w:gridSpan w:val=\"2\"/>";
    let spread = |cells: &[&str]| {
        let spans = ["", wide, "", wide, "", ""];
        let cells: Vec<String> = cells.iter().zip(spans).map(|(c, span)| tc(span, c)).collect();
        tr(&cells)
    };
    let first = [
        tr(&[tc("", "项目编码"), tc("<w:gridSpan w:val=\"7\"/>", "99032126P00210010001A")]),
        spread(heads[0]),
        spread(&["产出指标", "数量指标", "救助户数", "救助的户数", "≥40户", "望工〔2025〕6号"]),
    ];
    let second = [
        row(heads[1]),
        row(&["满意度指标", "服务对象满意度指标", "职工满意度", "比例", "≥90%", "望工〔2025〕6号"]),
    ];
    let body = p("1.救助经费绩效目标表") + &tbl(8, &first) + &p("") + &tbl(6, &second);
    let statement = read::read("cut.docx", &Package::new(&body).bytes()).statement;
    let indicators = statement.projects.iter().flat_map(|project| &project.indicators);
    let text = |words: Option<&str>| words.unwrap_or("—").to_owned();
    indicators
        .map(|row| {
            let cells = [
                text(row.dimension.as_ref().map(Leaf::text)),
                text(row.aspect.as_ref().map(Leaf::text)),
                text(row.name.as_ref().map(|words| words.text.as_str())),
                text(row.target.as_ref().map(Leaf::text)),
            ];
            cells.join(" | ")
        })
        .collect()
}

#[test]
fn parts_of_an_indicator_table_have_grids_of_their_own_and_lost_headings_are_inferred() {
    let whole: &[&str] = &["一级指标", "二级指标", "三级指标", "指标解释", "目标值", "确定依据"];
    let beheaded: &[&str] = &["", "二级指标", "三级指标", "指标解释", "目标值", "确定依据"];
    let holed: &[&str] = &["一级指标", "二级指标", "", "指标解释", "目标值", "确定依据"];
    let expected = [
        "产出指标 | 数量指标 | 救助户数 | ≥40户",
        "满意度指标 | 服务对象满意度指标 | 职工满意度 | ≥90%",
    ];
    for heads in [[whole, whole], [beheaded, whole], [holed, whole], [whole, beheaded]] {
        assert_eq!(rows_read(heads), expected, "{heads:?}");
    }
}
