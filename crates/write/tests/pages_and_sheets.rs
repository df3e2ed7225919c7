//! HTML pages and workbooks: spans, text that stays text, nothing that could come to life.

use crate::support::{everything, generated, parts};

#[test]
fn html_keeps_spans_headings_and_signs() {
    let html = write::html(&everything());
    for words in [
        "<td class=\"cell-text\" rowspan=\"3\">a</td>",
        "<td class=\"cell-text\" colspan=\"2\">=SUM(A1)</td>",
        "<p>1.甲</p><p>2.乙</p>",
        "<thead>\n<tr><th class=\"cell-label\">一</th>",
        "&lt;甲&amp;&quot;乙&quot;&gt;\tC:\\丙<br>=1+1　“丁”",
        "<strong>实施单位：</strong><u>临河县总工会</u>",
        "id=\"mark_1\"",
        "<a href=\"#mark_1\">甲</a>",
        "<section class=\"numbered wide\">",
    ] {
        assert!(html.contains(words), "{words}\n{html}");
    }
    assert!(!html.contains("<甲") && !html.contains("http"));
}

#[test]
fn html_closes_what_it_opens() {
    const VOID: [&str; 3] = ["meta", "col", "br"];
    for html in [write::html(&everything()), write::html(&generated(3))] {
        let mut open: Vec<&str> = Vec::new();
        let body = html.strip_prefix("<!DOCTYPE html>").unwrap();
        for tag in body.split('<').skip(1) {
            let name = tag.split(['>', ' ']).next().unwrap();
            match name.strip_prefix('/') {
                Some(closed) => assert_eq!(open.pop(), Some(closed)),
                None if VOID.contains(&name) => {}
                None => open.push(name),
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}

#[test]
fn a_workbook_has_a_sheet_for_the_text_and_one_a_project() {
    let document = generated(5);
    let projects = document.sections.iter().filter(|section| section.name != "正文").count();
    let parts = parts(&write::xlsx(&document).unwrap());
    let sheets = parts.keys().filter(|name| name.starts_with("xl/worksheets/sheet")).count();
    assert_eq!(sheets, projects + 1);
    assert!(parts["xl/workbook.xml"].contains("<sheet name=\"正文\""));
    let project = &parts["xl/worksheets/sheet2.xml"];
    assert!(project.contains("<mergeCell ") && project.contains("numberStoredAsText=\"1\""));
    assert!(parts["xl/workbook.xml"].contains("_xlnm.Print_Titles"), "headings come again");
}

#[test]
fn cells_of_a_workbook_are_text() {
    let parts = parts(&write::xlsx(&everything()).unwrap());
    let strings = &parts["xl/sharedStrings.xml"];
    assert!(strings.contains("=SUM(A1)") && strings.contains("25%"));
    for (name, xml) in parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/")) {
        assert!(!xml.contains("<f>") && !xml.contains("t=\"n\""), "{name}");
        let values = xml.matches("<v>").count();
        assert_eq!(values, xml.matches("t=\"s\"").count(), "{name}: every value is a string");
    }
}
