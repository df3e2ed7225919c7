//! PDF files of documents, read back by poppler and checked by qpdf.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use typeset::Fonts;
use write::document::{
    Block, Cell, Contents, Document, Emphasis, Entry, Paragraph, Properties, Row, Run, Section,
    Table,
};
use write::page::{Numbers, Page};
use write::style::Style;
use write::{Pages, Pdf, pdf};

use crate::support;

static FONTS: LazyLock<Fonts> = LazyLock::new(support::fonts);

fn set(document: &Document) -> Pdf {
    pdf(document, &FONTS, Pages::Real).unwrap_or_else(|error| panic!("{error}"))
}

/// What a program says of the file, which it is given as its input.
fn said(program: &str, arguments: &[&str], pdf: &Pdf) -> String {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program} is missing: {error}"));
    child.stdin.take().unwrap().write_all(&pdf.file.bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{program}: {}", output.status);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The text of the pages in the order of the file, blanks and line ends left out.
fn pages(pdf: &Pdf) -> Vec<String> {
    let text = said("pdftotext", &["-raw", "-", "-"], pdf);
    let bare = |page: &str| page.split_whitespace().collect();
    text.trim_end_matches('\u{c}').split('\u{c}').map(bare).collect()
}

fn section(page: Page, blocks: Vec<Block>) -> Section {
    Section { name: "正文".into(), page, blocks }
}

fn text(style: Style, words: &str) -> Block {
    Paragraph::new(style, words).into()
}

/// A document of one section on numbered pages.
fn plain(blocks: Vec<Block>) -> Document {
    let sections = vec![section(Page::official(Numbers::From(1)), blocks)];
    Document { properties: Properties::default(), sections }
}

fn rows(count: usize) -> Vec<Row> {
    let head = ["一级指标", "三级指标", "绩效指标描述"].map(Cell::label).to_vec();
    let mut rows = vec![Row::new(head)];
    for at in 0..count {
        let name = format!("第{at}项");
        let mut cells = vec![
            Cell::of(Style::CellText, &name),
            Cell::of(Style::CellText, "实际培训人数，按签到册统计，每季度末汇总一次"),
        ];
        if at == 0 {
            let rows = u16::try_from(count).unwrap();
            cells.insert(0, Cell::of(Style::CellCentred, "产出指标").down(rows));
        }
        rows.push(Row::new(cells));
    }
    rows
}

fn table(rows: Vec<Row>) -> Table {
    Table { caption: "绩效指标".into(), widths: vec![1, 2, 3], header_rows: 1, rows }
}

/// Cover, contents, a first part, a long table, a table on a page on its side.
fn statement() -> Document {
    let entry = |title: &str, level, target: &str| Entry {
        title: title.into(),
        page: Some(99),
        level,
        target: Some(target.into()),
    };
    let contents = Contents {
        heading: Some(Paragraph::new(Style::ContentsTitle, "目　　录")),
        entries: vec![
            entry("第一部分　部门整体绩效目标", 1, "_Toc1"),
            entry("一、总体绩效目标", 2, "_Toc2"),
            entry("1.农村公路养护绩效目标表", 2, "_Toc3"),
        ],
    };
    let heading =
        |style, words: &str, mark: &str| Block::from(Paragraph::new(style, words).marked(mark));
    let wide = Page::official(Numbers::GoOn).landscape();
    Document {
        properties: Properties {
            title: "临河县交通运输局2026年部门预算绩效文本".into(),
            author: "临河县交通运输局".into(),
            ..Properties::default()
        },
        sections: vec![
            section(
                Page::official(Numbers::None),
                vec![
                    Block::Space(2600),
                    text(Style::Title, "临河县交通运输局\n2026年部门预算绩效文本"),
                ],
            ),
            section(Page::official(Numbers::None), vec![Block::Contents(contents)]),
            section(
                Page::official(Numbers::From(1)),
                vec![
                    heading(Style::Part, "第一部分　部门整体绩效目标", "_Toc1"),
                    heading(Style::Section, "一、总体绩效目标", "_Toc2"),
                    text(Style::Body, &"加强公路养护，保障群众出行安全。".repeat(60)),
                ],
            ),
            section(
                Page::official(Numbers::GoOn),
                vec![
                    heading(Style::TableTitle, "1.农村公路养护绩效目标表", "_Toc3"),
                    Block::Table(table(rows(150))),
                ],
            ),
            section(wide, vec![Block::Table(table(rows(2)))]),
        ],
    }
}

#[test]
fn pages_are_set_in_order_with_their_real_numbers() {
    let pages = pages(&set(&statement()));
    assert_eq!(pages[0], "临河县交通运输局2026年部门预算绩效文本");
    assert!(pages[1].starts_with("目录第一部分部门整体绩效目标"), "{}", pages[1]);
    let numbers: String = pages[1].replace('.', "");
    assert!(
        numbers.contains("整体绩效目标1一、总体绩效目标11农村公路养护绩效目标表3"),
        "{numbers}"
    );
    assert!(pages[2].ends_with("—1—") && pages[3].ends_with("—2—"), "{pages:?}");
    assert!(!pages[1].contains('—') && pages.len() > 6);
    let last = pages.len() - 2;
    assert!(pages.last().unwrap().ends_with(&format!("—{last}—")), "{pages:?}");
}

#[test]
fn pages_as_named_are_left_as_they_are() {
    let pages = pages(&pdf(&statement(), &FONTS, Pages::AsNamed).unwrap());
    assert_eq!(pages[1].matches("99").count(), 3, "{}", pages[1]);
}

#[test]
fn heading_rows_come_again_and_merged_cells_stand_once() {
    let pages = pages(&set(&statement()));
    let tables: Vec<&String> = pages.iter().filter(|page| page.contains("签到册")).collect();
    assert!(tables.len() > 3);
    assert!(tables.iter().all(|page| page.matches("绩效指标描述").count() == 1), "{tables:?}");
    let all = pages.concat();
    assert_eq!(all.matches("产出指标").count(), 2);
    for at in 0..150 {
        assert!(all.contains(&format!("第{at}项实际培训人数")), "{at}");
    }
}

#[test]
fn sheets_lie_as_they_are_told() {
    let pdf = set(&statement());
    let last = pdf.file.pages.to_string();
    let info = said("pdfinfo", &["-f", "1", "-l", &last, "-"], &pdf);
    let sizes: Vec<&str> =
        info.lines().filter(|line| line.contains(" size:") && line.starts_with("Page ")).collect();
    assert!(sizes[0].contains("595.3 x 841.9") || sizes[0].contains("595.25 x 841.9"), "{sizes:?}");
    let wide = sizes.last().unwrap();
    assert!(wide.contains("841.9 x 595.3") || wide.contains("841.9 x 595.25"), "{wide}");
}

#[test]
fn files_are_sound_tagged_and_have_bookmarks() {
    let pdf = set(&statement());
    let folder = testkit::folder::folder("pdf");
    let path = folder.path().join("made.pdf");
    std::fs::write(&path, &pdf.file.bytes).unwrap();
    let qpdf = |arguments: &[&str]| {
        let output = Command::new("qpdf").args(arguments).arg(&path).output();
        let output = output.unwrap_or_else(|error| panic!("qpdf is missing: {error}"));
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    qpdf(&["--check"]);
    let outlines = qpdf(&["--json", "--json-key=outlines"]);
    for title in ["第一部分　部门整体绩效目标", "一、总体绩效目标", "1.农村公路养护绩效目标表"]
    {
        assert!(outlines.contains(title), "{title}: {outlines}");
    }
    let structure = said("pdfinfo", &["-struct", "-"], &pdf);
    for tag in ["H1", "H2", "Table", "TH", "TD", "Link"] {
        assert!(structure.lines().any(|line| line.trim().starts_with(tag)), "{tag}: {structure}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert!(set(&statement()) == set(&statement()));
    let other = Document { properties: Properties::default(), ..statement() };
    assert!(set(&statement()).file.bytes != set(&other).file.bytes);
}

#[test]
fn hostile_words_come_out_as_they_are_wherever_they_stand() {
    let words =
        r##"#panic("x") $1$ *a* _b_ `c` [d] @e <f> \ // g /* h */ "i" \u{41} = j ~ -- ... #"##;
    let bare: String = words.split_whitespace().collect();
    let runs = [Emphasis::None, Emphasis::Strong, Emphasis::Underlined];
    let runs = runs.map(|emphasis| Run { text: words.into(), emphasis, blank: None }).to_vec();
    let entry = Entry { title: words.into(), page: Some(7), level: 2, target: Some(words.into()) };
    let mut document = plain(vec![
        Block::Contents(Contents { heading: None, entries: vec![entry] }),
        Paragraph::new(Style::Part, words).marked(words).into(),
        Paragraph { style: Style::Body, runs, bookmark: Some(words.into()) }.into(),
        Block::Table(Table {
            caption: words.into(),
            widths: vec![1],
            header_rows: 0,
            rows: vec![Row::new(vec![Cell::of(Style::CellText, words)])],
        }),
    ]);
    document.properties = Properties {
        title: words.into(),
        subject: words.into(),
        author: words.into(),
        keywords: words.into(),
        created: None,
    };
    let pdf = set(&document);
    assert_eq!(pages(&pdf).concat().matches(&bare).count(), 6, "{:?}", pages(&pdf));
    assert!(said("pdfinfo", &["-"], &pdf).contains(words));
}

#[test]
fn control_characters_are_left_out_and_line_ends_kept() {
    let blocks = vec![text(Style::Body, "甲\u{0}\u{1}乙\n丙\t丁\u{7f}\u{b}")];
    assert_eq!(said("pdftotext", &["-", "-"], &set(&plain(blocks))).lines().next(), Some("甲乙"));
}

#[test]
fn words_without_a_place_to_break_stay_on_the_page() {
    let blank = |text: String| text.trim().is_empty();
    for long in ["W".repeat(400), "……".repeat(200), "！".repeat(300), "１２３".repeat(100)]
    {
        let cell = Cell::of(Style::CellText, &long);
        let blocks = vec![
            text(Style::Body, &long),
            Block::Table(table(vec![Row::new(vec![cell.clone(), cell.clone(), cell])])),
        ];
        let pdf = set(&plain(blocks));
        // Right of the type area nothing stands but the blank half of a sign.
        let beyond = ["-x", "532", "-y", "0", "-W", "63", "-H", "842", "-", "-"];
        assert!(blank(said("pdftotext", &beyond, &pdf)), "{long}");
        assert_eq!(pages(&pdf).concat().matches(long.chars().next().unwrap()).count(), {
            4 * long.chars().filter(|c| long.starts_with(*c)).count()
        });
    }
}

#[test]
fn a_cell_higher_than_a_page_goes_on_over_pages() {
    let long: String = (0..900).map(|at| format!("第{at}条措施；")).collect();
    let row = Row::new(vec![Cell::label("措施"), Cell::of(Style::CellText, &long).across(2)]);
    let pdf = set(&plain(vec![Block::Table(Table { header_rows: 0, ..table(vec![row]) })]));
    assert!(pdf.file.pages > 1);
    let pages = pages(&pdf).into_iter().enumerate();
    let all: String = pages.map(|(at, page)| page.replace(&format!("—{}—", at + 1), "")).collect();
    assert!((0..900).all(|at| all.contains(&format!("第{at}条"))), "{all}");
}

#[test]
fn a_character_that_another_font_sets_is_told() {
    let pdf = set(&plain(vec![text(Style::Body, "是☑否☐，ⅲ级")]));
    let told: Vec<(char, &str)> =
        pdf.replaced.iter().map(|one| (one.character, one.used)).collect();
    assert_eq!(told, [('☑', "符号"), ('☐', "符号")]);
    assert!(pages(&pdf)[0].contains("是☑否☐，ⅲ级"));
}

#[test]
fn a_character_that_no_font_has_is_refused() {
    let document = plain(vec![text(Style::Body, "共计🦀次")]);
    let message = pdf(&document, &FONTS, Pages::Real).unwrap_err().to_string();
    assert!(message.contains("“🦀”（U+1F980）"), "{message}");
}

#[test]
fn a_document_without_anything_has_no_pages_to_fail_on() {
    let pdf = set(&Document::default());
    assert!(pdf.file.pages <= 1 && pdf.file.bytes.starts_with(b"%PDF-1.7"));
}

#[test]
fn a_document_with_one_of_everything_is_set() {
    let pdf = set(&support::everything());
    let all = pages(&pdf).concat();
    let hostile = "<甲&\"乙\">C:\\丙=1+1“丁”";
    assert_eq!(all.matches(hostile).count(), Style::ALL.len(), "{all}");
    assert!(all.contains("实施单位：临河县总工会") && all.contains("=SUM(A1)"), "{all}");
}

/// A row is as high as it is asked to be, whether or not words stand in it, and higher where its words
/// are.
#[test]
fn rows_are_at_least_as_high_as_they_should_be() {
    let heading = || vec![Cell::label("意见"), Cell::of(Style::CellText, "")];
    let long = Cell::of(Style::CellText, &"同意。".repeat(300));
    let below = |height: u32, cells: Vec<Cell>| {
        let rows = vec![Row { cells, height }, Row::new(vec![Cell::label("下一行").across(2)])];
        let table = Table { caption: String::new(), widths: vec![1, 3], header_rows: 0, rows };
        let pdf = set(&plain(vec![Block::Table(table)]));
        let boxes = said("pdftotext", &["-bbox", "-", "-"], &pdf);
        let word = boxes.lines().find(|line| line.contains("下一行")).unwrap();
        let at = word.split("yMin=\"").nth(1).unwrap().split('"').next().unwrap();
        at.parse::<ground::Decimal>().unwrap()
    };
    let near = |one: ground::Decimal, other: ground::Decimal| {
        (one - other).abs() < ground::Decimal::new(5, 1)
    };
    let low = below(0, heading());
    let higher = low + ground::Decimal::from(100 - 15);
    assert!(near(below(2000, heading()), higher));
    let full = vec![Cell::label("意见"), Cell::of(Style::CellText, "同意")];
    assert!(near(below(2000, full), higher));
    let words = vec![Cell::label("意见"), long];
    let free = below(0, words.clone());
    assert!(near(below(400, words), free));
}
