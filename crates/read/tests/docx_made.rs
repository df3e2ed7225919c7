//! Word documents as other programs make them.

use std::path::PathBuf;

use ground::{Edit, Span};
use model::statement::Statement;
use read::{DocxCorrectionError as CorrectionError, Limits};

use crate::docx;
use crate::docx::check_stream;

fn made(file: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/docx/made");
    std::fs::read(folder.join(file)).unwrap()
}

fn statement(file: &str) -> Statement {
    read::read(file, &made(file)).statement
}

const FILES: [&str; 3] = ["docxjs", "libreoffice", "pandoc"];

#[test]
fn documents_of_other_programs_are_read_to_the_last_cell() {
    for name in FILES {
        let stream = read::stream("文本.docx", &made(&format!("{name}.docx")), Limits::default());
        let expected = String::from_utf8(made(&format!("{name}.txt"))).unwrap();
        check_stream(name, &stream, &expected.lines().collect::<Vec<_>>());
    }
}

#[test]
fn a_whole_statement_comes_out_of_one() {
    let statement = statement("docxjs.docx");
    let text = |words: &Option<ground::Words>| words.as_ref().unwrap().text.clone();
    assert_eq!(text(&statement.title), "望川县教育局2026年部门预算绩效文本");
    assert_eq!(text(&statement.compiled_by), "望川县教育局");
    assert_eq!(text(&statement.reviewed_by), "望川县财政局");
    let contents = statement.contents.as_ref().unwrap();
    let entries: Vec<_> =
        contents.entries.iter().map(|entry| (entry.title.text.as_str(), entry.page)).collect();
    assert_eq!(
        entries,
        [
            ("一、总体绩效目标", Some(1)),
            ("二、分项绩效目标", Some(1)),
            ("三、工作保障措施", Some(2)),
            ("1.义务教育公用经费绩效目标表", Some(3)),
        ]
    );
    assert_eq!(statement.sub_goals.as_ref().unwrap().items.len(), 2);
    assert_eq!(statement.safeguards.as_ref().unwrap().paragraphs.len(), 2);
    let [project] = statement.projects.as_slice() else { panic!("one project") };
    assert_eq!(text(&project.heading), "1.义务教育公用经费绩效目标表");
    assert_eq!(text(&project.name), "义务教育公用经费");
    assert_eq!(project.goals.len(), 2);
    let levels: Vec<_> = project
        .indicators
        .iter()
        .map(|row| {
            let level = |words: Option<&str>| words.unwrap_or_default().to_owned();
            (
                level(row.dimension.as_ref().map(model::statement::Leaf::text)),
                level(row.aspect.as_ref().map(model::statement::Leaf::text)),
                row.name().to_owned(),
            )
        })
        .collect();
    let expected = [
        ("产出指标", "数量指标", "保障学校数量"),
        ("产出指标", "数量指标", "维修校舍面积"),
        ("产出指标", "时效指标", "经费拨付及时率"),
        ("满意度指标", "服务对象满意度指标", "师生满意度"),
    ];
    let expected = expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()));
    assert_eq!(levels, expected);
}

#[test]
fn a_contents_table_that_was_never_filled_takes_no_heading_of_the_body() {
    let statement = statement("pandoc.docx");
    assert!(statement.contents.is_none());
    assert!(statement.overall.is_some() && statement.sub_goals.is_some());
}

#[test]
fn corrections_anywhere_in_them_are_made_or_refused() {
    for name in FILES {
        let bytes = made(&format!("{name}.docx"));
        let before = read::stream("文本.docx", &bytes, Limits::default()).source.text;
        let mut made = 0;
        for (at, c) in before.char_indices().step_by(17) {
            let edit = Edit { span: Span::new(at..at + c.len_utf8()), text: "改&<换>".into() };
            let after = match docx::correct(&bytes, &[edit]) {
                Ok(after) => after,
                Err(CorrectionError::Unfaithful | CorrectionError::Unpackable) => {
                    panic!("{name}: given up at “{c}”, byte {at}")
                }
                Err(_) => continue,
            };
            made += 1;
            let read = read::stream("文本.docx", &after, Limits::default()).source.text;
            let (head, tail) = (&before[..at], &before[at + c.len_utf8()..]);
            assert_eq!(read, format!("{head}改&<换>{tail}"), "{name}");
        }
        assert!(made > 5, "{name}: {made}");
    }
}
