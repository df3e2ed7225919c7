//! Tables of registers: faulty ones met with a word that helps, templates, exports, tables given back.

use std::io::Read;
use std::ops::ControlFlow;

use office::OfficeError;
use office::registers::exporting::{Ending, Exported};
use office::registers::importing::Choices;
use office::registers::listing::Question;
use office::registers::sight::Wish;
use read::Limits;
use read::rows::{Row, Workbook as Rows};
use rust_xlsxwriter::{Format, Workbook};
use store::people::Role;
use testkit::database::Database;

use crate::support::{Town, UNION};
use crate::tables::{ADDRESS, households, identity, name, phone, send, tells_nothing, trail};

fn bytes(mut exported: Exported) -> Vec<u8> {
    let mut bytes = Vec::new();
    exported.file.read_to_end(&mut bytes).expect("read");
    bytes
}

/// All that stands in the first sheet.
fn texts(bytes: &[u8]) -> String {
    let book = Rows::open("a.xlsx", bytes, Limits::of_registers()).expect("it opens");
    let mut texts = String::new();
    book.rows(0, &mut |row: Row<'_>| {
        texts.push_str(&format!("{:?}\n", row.cells));
        ControlFlow::Continue(())
    })
    .expect("it has rows");
    texts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn templates_are_understood_when_they_come_back() {
    let database = Database::sqlite();
    let town = Town::found(&database).await;
    let clerk = town.somebody(Role::Clerk);
    let all = town.office.registers().await.expect("registers");
    for register in all.all() {
        let made = town.office.register_template(&clerk, register.name()).await;
        let (file, bytes) = made.expect("a template");
        let upload = office::beginning::Upload { name: file, bytes };
        let office = &town.office;
        let staged = office.stage_import(&clerk, register.name(), UNION, upload).await;
        let staged = staged.expect("staged");
        let none = Choices::default();
        let preview =
            office.preview_register_import(&clerk, register.name(), UNION, &staged, &none).await;
        let preview = preview.expect("a preview");
        let [stop] = preview.stops.as_slice() else {
            panic!("{}: {:?}", register.name(), preview.stops)
        };
        assert!(stop.contains("没有任何数据行"), "{}: {stop}", register.name());
        let is_file = |label: &str| {
            let field = register.definition.fields.iter().find(|field| field.label == label);
            field.is_some_and(|field| matches!(field.holds, register::FieldType::Attachment))
        };
        let unmatched = preview.inputs.iter().filter(|input| input.column.is_none());
        let labels: Vec<&str> = unmatched.map(|input| input.label.as_str()).collect();
        assert!(labels.iter().all(|label| is_file(label)), "{}: {labels:?}", register.name());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exports_are_masked_unless_asked_and_come_back_as_they_were() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let none = Choices::default();
        let sent = send(&town, "household", "a.csv", households(1200, |_| 3)).await;
        sent.expect("staged").taken(&none).await;
        let (office, clerk) = (&town.office, town.somebody(Role::Clerk));
        let ask = |wish| Question { take: 50, wish, ..Question::default() };
        let (masking, plainly) = (ask(Wish::Masked), ask(Wish::Plain));
        for ending in [Ending::Csv, Ending::Xlsx] {
            let masked = office.export_entries(&clerk, "household", UNION, &masking, ending);
            let masked = masked.await.expect("exported");
            assert_eq!(masked.rows, 1200);
            let bytes = bytes(masked);
            let text = match ending {
                Ending::Csv => String::from_utf8(bytes).expect("text"),
                Ending::Xlsx => texts(&bytes),
            };
            tells_nothing(&text);
            assert!(text.contains("赵**") && text.lines().count() > 1200, "{}", text.len());
        }
        for ending in [Ending::Csv, Ending::Xlsx] {
            let plain = office.export_entries(&clerk, "household", UNION, &plainly, ending);
            let plain = bytes(plain.await.expect("exported"));
            let text = match ending {
                Ending::Csv => String::from_utf8(plain.clone()).expect("text"),
                Ending::Xlsx => texts(&plain),
            };
            for secret in [name(7), identity(7), phone(7), format!("{ADDRESS}8号")] {
                assert!(text.contains(&secret), "{secret}");
            }
            let file = format!("a.{}", ending.word());
            let back = send(&town, "household", Box::leak(file.into_boxed_str()), plain).await;
            let counts = back.expect("staged").look(&none).await.counts;
            assert_eq!((counts.rows, counts.bad, counts.same), (1200, 0, 1200), "{counts:?}");
        }
        let words = Question { words: name(7), ..ask(Wish::Masked) };
        let few = office.export_entries(&clerk, "household", UNION, &words, Ending::Csv).await;
        let few = few.expect("exported").rows;
        assert!(few > 0 && few < 1200, "{few}");
        let recorder = town.somebody(Role::Recorder);
        let refused = office.export_entries(&recorder, "household", UNION, &plainly, Ending::Csv);
        let refused = refused.await;
        assert!(matches!(refused, Err(OfficeError::Refused { .. })), "{refused:?}");
        let trail = trail(&town).await;
        assert!(trail.contains("1200条，xlsx，个人信息已遮盖"), "{trail}");
        assert!(trail.contains("1200条，csv，含个人信息原文"), "{trail}");
        tells_nothing(&trail);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_with_errors_is_given_back_marked() {
    let database = Database::sqlite();
    let town = Town::found(&database).await;
    let none = Choices::default();
    let wrong = households(30, |_| 3).replace(&identity(4), "990321198001010016");
    let sent = send(&town, "household", "a.csv", wrong).await.expect("staged");
    let made =
        town.office.import_errors(&sent.clerk, "household", UNION, &sent.staged, &none).await;
    let (file, given) = made.expect("a workbook");
    assert_eq!(file, "困难职工档案问题行.xlsx");
    let text = texts(&given);
    assert!(text.contains("990321198001010016") && text.contains("问题"), "{text}");
    let back = send(&town, "household", "b.xlsx", given).await.expect("staged");
    let counts = back.look(&none).await.counts;
    assert_eq!((counts.rows, counts.bad), (30, 1));
}

/// The colours of cells in a workbook: what cells with this text are filled with.
fn colour(book: &[u8], text: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a package");
    let mut part = |name: &str| {
        let mut part = String::new();
        zip.by_name(name).expect(name).read_to_string(&mut part).expect("text");
        part
    };
    let strings = part("xl/sharedStrings.xml");
    let at = strings.split("<si>").skip(1).position(|one| one.contains(&format!(">{text}<")));
    let at = at.unwrap_or_else(|| panic!("{text} stands nowhere"));
    let sheet = part("xl/worksheets/sheet1.xml");
    let cell = sheet.split("<c ").find(|cell| cell.contains(&format!("t=\"s\"><v>{at}</v>")));
    let cell = cell.expect("a cell");
    let number = |text: &str, key: &str| -> usize {
        let (_, rest) = text.split_once(&format!("{key}=\"")).expect(key);
        rest.split('"').next().expect("a value").parse().expect("a number")
    };
    let styles = part("xl/styles.xml");
    let formats = styles.split_once("<cellXfs").expect("formats").1;
    let format = formats.split("<xf ").nth(number(cell, "s") + 1).expect("a format");
    let fills = styles.split_once("<fills").expect("fills").1;
    let fill = fills.split("<fill>").nth(number(format, "fillId") + 1).expect("a fill");
    let (_, rest) = fill.split_once("fgColor rgb=\"").expect("a colour");
    rest.split('"').next().expect("a value").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_rows_name_in_vain_is_marked_in_another_colour_than_errors() {
    const MISSING: &str = "会2025-7";
    for database in Database::both() {
        let town = Town::found(&database).await;
        let none = Choices::default();
        let mut text = String::from("受助人姓名,证件号码,救助种类,发放金额,发放日期,决定编号\n");
        for at in 0..600 {
            let decision = if at == 550 { MISSING } else { "" };
            let day = if at == 7 { "2025年2月30日" } else { "2025-06-01" };
            text.push_str(&format!(
                "{},{},生活救助,{},{day},{decision}\n",
                name(at),
                identity(at),
                1000 + at
            ));
        }
        let sent = send(&town, "aid", "a.csv", text).await.expect("staged");
        let made = town.office.import_errors(&sent.clerk, "aid", UNION, &sent.staged, &none).await;
        let (_, given) = made.expect("a workbook");
        let said = texts(&given);
        assert!(said.contains("里没有“决定编号”为“会2025-7”的记录"), "{}", database.kind);
        assert_eq!(said.lines().filter(|line| line.contains("生活救助")).count(), 600);
        let (warned, wrong) = (colour(&given, MISSING), colour(&given, "2025年2月30日"));
        assert_eq!((warned.as_str(), wrong.as_str()), ("FFFFEB9C", "FFFFC7CE"));
    }
}

type Written = Result<(), rust_xlsxwriter::XlsxError>;

fn workbook(write: impl Fn(&mut Workbook) -> Written) -> Vec<u8> {
    let mut workbook = Workbook::new();
    write(&mut workbook).expect("written");
    workbook.save_to_buffer().expect("saved")
}

fn protected() -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("made");
    for name in ["/EncryptedPackage", "/EncryptionInfo"] {
        let mut stream = file.create_stream(name).expect("a stream");
        std::io::Write::write_all(&mut stream, &[7; 5000]).expect("written");
    }
    file.flush().expect("flushed");
    file.into_inner().into_inner()
}

const MEMBER: [&str; 4] = ["姓名", "证件号码", "所属工会", "入会日期"];

fn member(sheet: &mut rust_xlsxwriter::Worksheet, row: u32) -> Written {
    for (at, text) in
        (0..).zip([name(1).as_str(), &identity(1), "临河县城关镇工会", "2019年5月6日"])
    {
        sheet.write_string(row, at, text)?;
    }
    Ok(())
}

fn heads(sheet: &mut rust_xlsxwriter::Worksheet, row: u32) -> Written {
    for (at, text) in (0..).zip(MEMBER) {
        sheet.write_string(row, at, text)?;
    }
    Ok(())
}

/// What is said of a file: the refusal, the stops, or how many rows are good or warned of, and the kinds.
async fn said(town: &Town, file: &str, bytes: Vec<u8>) -> String {
    let sent = match send(town, "member", file, bytes).await {
        Ok(sent) => sent,
        Err(error) => return format!("refused: {error}"),
    };
    let preview = sent.look(&Choices::default()).await;
    let counts = preview.counts;
    let kinds: Vec<String> = preview
        .kinds
        .iter()
        .map(|kind| format!("{} {} {}", kind.code, kind.label, kind.message))
        .collect();
    let (said, stops) = (preview.said.join("；"), preview.stops.join("；"));
    let left = preview.columns.iter().filter(|column| column.is_left_out).count();
    let sound = counts.good + counts.warned;
    format!("sound {sound} bad {} left {left} {said} {stops} {}", counts.bad, kinds.join("；"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faulty_files_are_met_with_a_word_that_helps() {
    let database = Database::sqlite();
    let town = Town::found(&database).await;
    let merged = workbook(|book| {
        let format = Format::new();
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 0, 3, "临河县工会会员名册", &format)?;
        sheet.merge_range(1, 0, 1, 1, "会员", &format)?;
        sheet.merge_range(1, 2, 2, 2, "所属工会", &format)?;
        sheet.merge_range(1, 3, 2, 3, "入会日期", &format)?;
        sheet.write_string(2, 0, "姓名")?;
        sheet.write_string(2, 1, "证件号码")?;
        member(sheet, 3)
    });
    let floats = workbook(|book| {
        let sheet = book.add_worksheet();
        heads(sheet, 0)?;
        member(sheet, 1)?;
        sheet.write_number(1, 1, 990_321_198_001_010_015.0).map(drop)
    });
    let hidden = workbook(|book| {
        book.add_worksheet().set_name("说明")?.write_string(0, 0, "见另一张表")?;
        let sheet = book.add_worksheet();
        heads(sheet, 0)?;
        member(sheet, 1)?;
        sheet.set_name("名册")?.set_hidden(true);
        Ok(())
    });
    let formulas = workbook(|book| {
        let sheet = book.add_worksheet();
        heads(sheet, 0)?;
        member(sheet, 1)?;
        let formula = rust_xlsxwriter::Formula::new("=DATE(2019,5,6)").set_result("43591");
        sheet.write_formula(1, 3, formula)?;
        member(sheet, 2)?;
        let error = rust_xlsxwriter::Formula::new("=VLOOKUP(1,A1:B2,2)").set_result("#N/A");
        sheet.write_formula(2, 2, error).map(drop)
    });
    let wide = workbook(|book| {
        let sheet = book.add_worksheet();
        heads(sheet, 0)?;
        for at in 4..100 {
            sheet.write_string(0, at, format!("别的{at}"))?;
        }
        member(sheet, 1)
    });
    let empty = workbook(|book| heads(book.add_worksheet(), 0));
    let blank = workbook(|book| {
        book.add_worksheet();
        Ok(())
    });
    let texts = format!(
        "姓名,证件号码,所属工会,入会日期\n{},'{},工会,二〇一九年五月六日\n",
        name(1),
        identity(1)
    );
    let cases: [(&str, Vec<u8>, &[&str]); 13] = [
        ("wrong.csv", "甲,乙\n1,2\n".into(), &["没有找到“会员台账”的表头", "“姓名”", "模板"]),
        ("less.csv", "姓名,所属工会\n甲,乙\n".into(), &["缺少必填的列：“证件号码”“入会日期”"]),
        ("merged.xlsx", merged, &["sound 1 bad 0"]),
        ("texts.csv", texts.into(), &["sound 1 bad 0"]),
        ("floats.xlsx", floats, &["sound 0 bad 1", "REG012"]),
        ("hidden.xlsx", hidden, &["有 1 张隐藏的工作表：“名册”", "没有找到"]),
        ("formulas.xlsx", formulas, &["REG019 所属工会"]),
        ("wide.xlsx", wide, &["sound 1 bad 0 left 96"]),
        ("empty.xlsx", empty, &["没有任何数据行"]),
        ("blank.xlsx", blank, &["里没有任何内容"]),
        ("nothing.xlsx", Vec::new(), &["refused: ", "文件是空的"]),
        ("locked.xlsx", protected(), &["refused: ", "密码"]),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<<>>\nendobj\n".to_vec(), &["refused: ", "PDF"]),
    ];
    for (file, bytes, expected) in cases {
        let said = said(&town, file, bytes).await;
        for words in expected {
            assert!(said.contains(words), "{file}: {said}");
        }
        tells_nothing(&said);
    }
}
