//! What the terminal shows, to the sign.

use anstream::adapter::strip_str;
use ground::{Anchor, Facet, Finding, Format, Place, RuleCode, Severity, Source, Span};
use jiheng_cli::formats::{Context, Line, Pretty, Show};
use jiheng_cli::reviewed::{Judged, Reviewed};
use rulebook::Rulebook;
use unicode_width::UnicodeWidthStr;

use crate::support;

fn drawn(reviewed: &[Reviewed], width: usize) -> String {
    let rulebook = Rulebook::embedded().unwrap();
    let context = Context { rulebook: &rulebook, today: jiff::civil::date(2026, 1, 20) };
    let pretty = Pretty { context, width, files: reviewed.len(), quiet: false };
    let lines: Vec<Line> = reviewed.iter().map(|one| Line::new(one, None)).collect();
    let files: String = reviewed.iter().map(|one| pretty.file(one)).collect();
    strip_str(&format!("{files}{}", pretty.end(&lines))).to_string()
}

fn judged(finding: Finding) -> Judged {
    Judged { finding, info: None, locus: None, accepted: None }
}

#[test]
fn every_kind_of_finding_on_a_wide_terminal() {
    insta::assert_snapshot!(drawn(&[support::specimen("临河县总工会.txt")], 100));
}

#[test]
fn every_kind_of_finding_on_a_narrow_terminal() {
    insta::assert_snapshot!(drawn(&[support::specimen("临河县总工会.txt")], 60));
}

#[test]
fn several_files_end_in_a_table_with_the_worst_first() {
    let mut clean = support::specimen("各部门/望川县教育局.txt");
    clean.judged.clear();
    let mut one = support::specimen("各部门/临河县林业局.txt");
    one.judged.truncate(1);
    let worst = support::specimen("各部门/临河县总工会.txt");
    let drawn = drawn(&[clean, one, worst], 80);
    let table = drawn.split("\n文件").nth(1).unwrap();
    insta::assert_snapshot!(format!("文件{table}"));
    assert_eq!(drawn.matches("望川县教育局").count(), 1, "a clean file is named in the table only");
}

#[test]
fn many_clean_files_are_only_counted() {
    let mut clean = support::specimen("好.txt");
    clean.judged.clear();
    let mut files: Vec<Reviewed> = Vec::new();
    for number in 0..30 {
        let reading = read::read("好.txt", clean.source.text.as_bytes());
        let name = format!("好{number}.txt");
        let (source, statement) = (reading.source, reading.statement);
        files.push(Reviewed { name, source, statement, ..Reviewed::default() });
    }
    files.push(support::specimen("差.txt"));
    let drawn = drawn(&files, 80);
    assert!(drawn.contains("\n差.txt     1     2     2\n另有 30 个文件未发现问题\n"), "{drawn}");
    assert!(!drawn.contains("好7.txt"));
}

/// A Word document has no lines: places are named in words, no line number is shown.
#[test]
fn a_word_document_names_its_places() {
    let text = "标题\n体检人均标准\t≥500元/人\t依据".to_owned();
    let start = text.find('≥').unwrap();
    let cell = |start: usize, column| Anchor {
        start: Span::at(start).start,
        place: Place::Cell { table: 3, row: 4, column },
    };
    let anchors = vec![cell(7, 1), cell(start, 2), cell(start + 13, 3)];
    let span = Span::new(start..start + "≥500元/人".len());
    let finding = Finding::new(RuleCode::new("ZZA001"), Severity::Error, span, "下限").help("改");
    let reviewed = Reviewed {
        name: "临河.docx".into(),
        source: Source::new("临河.docx", Format::Docx, text, anchors),
        judged: vec![judged(finding)],
        ..Reviewed::default()
    };
    insta::assert_snapshot!(drawn(&[reviewed], 80));
}

/// Under every marked word stand carets of exactly its width, at exactly its column.
#[test]
fn carets_stand_under_the_words_wherever_the_line_is_cut() {
    let facets = Facet::ALL.map(Facet::label).join("与");
    let cell = format!("“职工之家”建设{facets}、按规定及时足额到位");
    let line = std::iter::repeat_n(cell.as_str(), 12).collect::<Vec<_>>().join("\t");
    let text = format!("　　{line}\r\n第二行");
    let source = Source::new("a.txt", Format::Text, text.clone(), Vec::new());
    for (start, words) in text.match_indices("及时足额") {
        let span = Span::new(start..start + words.len());
        let code = RuleCode::new("ZZA001");
        let finding = Finding::new(code, Severity::Warning, span, "空泛").label("无法考核");
        for width in [40, 72, 100, 140] {
            let reviewed = Reviewed {
                name: "a.txt".into(),
                source: source.clone(),
                judged: vec![judged(finding.clone())],
                ..Reviewed::default()
            };
            let drawn = drawn(&[reviewed], width);
            let lines: Vec<&str> = drawn.lines().collect();
            let carets = lines.iter().position(|line| line.contains("^^^^")).unwrap();
            let above = lines[carets - 1];
            assert!(above.width() <= width, "{above}");
            let begins = UnicodeWidthStr::width(&lines[carets][..lines[carets].find('^').unwrap()]);
            let shown: String = above
                .chars()
                .scan(0, |column, c| {
                    let at = *column;
                    *column += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
                    Some((at, c))
                })
                .filter(|(at, _)| (begins..begins + 8).contains(at))
                .map(|(_, c)| c)
                .collect();
            assert_eq!(shown, "及时足额", "{drawn}");
            assert_eq!(lines[carets].matches('^').count(), 8);
        }
    }
}

/// Nothing that a document holds can steer the terminal.
#[test]
fn controls_of_a_document_are_not_printed() {
    let text = "甲\u{1b}[31m乙\u{7}丙\u{202e}丁".to_owned();
    let start = text.find('乙').unwrap();
    let span = Span::new(start..start + 3);
    let message = "“\u{1b}[2J乙”有误";
    let reviewed = Reviewed {
        name: "a\u{1b}[0m.txt".into(),
        source: Source::new("a.txt", Format::Text, text, Vec::new()),
        judged: vec![judged(Finding::new(RuleCode::new("ZZA001"), Severity::Note, span, message))],
        ..Reviewed::default()
    };
    let rulebook = Rulebook::embedded().unwrap();
    let context = Context { rulebook: &rulebook, today: jiff::civil::date(2026, 1, 20) };
    let shown = Pretty { context, width: 80, files: 1, quiet: false }.file(&reviewed);
    let plain = strip_str(&shown).to_string();
    assert!(!plain.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{plain:?}");
    assert!(plain.contains("甲[31m乙丙丁") && plain.contains("“[2J乙”有误"), "{plain}");
    for code in ["\u{1b}[31m乙", "\u{1b}[2J", "a\u{1b}[0m.txt"] {
        assert!(!shown.contains(code), "{shown:?}");
    }
}
