//! Word documents are such as Word opens without repair: order of elements, references, merges.

use std::collections::{BTreeMap, HashSet};

use quick_xml::events::Event;
use quick_xml::reader::Reader;
use write::document::Document;

use crate::forms::all;
use crate::support::schema;
use crate::support::{everything, generated, parts};

/// What is wrong with a part, element by element.
#[derive(Default)]
struct Checker {
    faults: Vec<String>,
    /// Values of attributes that name something: `styleId`, `pStyle`, `bookmark`, `anchor`.
    names: BTreeMap<&'static str, Vec<String>>,
    /// Grid columns of the open table, and columns filled in the open row.
    grid: usize,
    filled: usize,
}

fn check(name: &str, xml: &str) -> Checker {
    let mut checker = Checker::default();
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<(String, Vec<String>)> = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let tag = checker.element(&start, &mut open);
                open.push((tag, Vec::new()));
            }
            Ok(Event::Empty(start)) => {
                let tag = checker.element(&start, &mut open);
                checker.close(&tag, &[]);
            }
            Ok(Event::End(_)) => {
                let (tag, children) = open.pop().unwrap();
                checker.close(&tag, &children);
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{name}: {error}"),
        }
    }
    assert!(open.is_empty(), "{name}: {open:?} is not closed");
    checker
}

impl Checker {
    fn element(
        &mut self,
        start: &quick_xml::events::BytesStart<'_>,
        open: &mut [(String, Vec<String>)],
    ) -> String {
        let tag = start.local_name().as_ref().to_owned();
        if let Some((_, children)) = open.last_mut() {
            children.push(tag.clone());
        }
        let value = |wanted: &str| attribute(start, wanted);
        let mut name = |kind: &'static str, value: Option<String>| {
            self.names.entry(kind).or_default().extend(value);
        };
        match tag.as_str() {
            "style" => name("style", value("styleId")),
            "pStyle" | "basedOn" | "next" => name("named style", value("val")),
            "bookmarkStart" => {
                name("bookmark", value("name"));
                name("bookmark id", value("id"));
            }
            "hyperlink" => name("anchor", value("anchor")),
            "footerReference" => name("relation", value("id")),
            "gridCol" => self.grid += 1,
            "tbl" => self.grid = 0,
            "tr" => self.filled = 0,
            "tc" => self.filled += 1,
            "gridSpan" => self.filled += value("val").unwrap().parse::<usize>().unwrap() - 1,
            _ => {}
        }
        tag
    }

    fn close(&mut self, tag: &str, children: &[String]) {
        self.faults.extend(schema::fault(tag, children));
        if tag == "tr" && self.filled != self.grid {
            self.faults.push(format!("{} of {} columns in a row", self.filled, self.grid));
        }
        if tag == "tc" && children.last().is_none_or(|last| last != "p") {
            self.faults.push("a cell does not end in a paragraph".into());
        }
    }

    fn names(&self, kind: &str) -> HashSet<&str> {
        self.names.get(kind).into_iter().flatten().map(String::as_str).collect()
    }
}

fn attribute(start: &quick_xml::events::BytesStart<'_>, wanted: &str) -> Option<String> {
    start.attributes().map(Result::unwrap).find_map(|attribute| {
        let key = attribute.key.local_name();
        (key.as_ref() == wanted).then(|| attribute.value.to_string())
    })
}

fn assert_valid(document: &Document, what: &str) {
    let parts = parts(&write::docx(document).unwrap());
    let checked: BTreeMap<&str, Checker> =
        parts.iter().map(|(name, xml)| (name.as_str(), check(name, xml))).collect();
    for (name, checker) in &checked {
        assert!(checker.faults.is_empty(), "{what}, {name}: {:?}", checker.faults);
    }
    let (text, styles) = (&checked["word/document.xml"], &checked["word/styles.xml"]);
    let known = styles.names("style");
    for named in text.names("named style").union(&styles.names("named style")) {
        assert!(known.contains(named), "{what}: no style {named}");
    }
    let bookmarks = text.names("bookmark");
    assert_eq!(bookmarks.len(), text.names.get("bookmark").map_or(0, Vec::len), "{what}");
    assert_eq!(text.names("bookmark id").len(), bookmarks.len(), "{what}");
    for anchor in text.names("anchor") {
        assert!(bookmarks.contains(anchor), "{what}: no bookmark {anchor}");
    }
    let relations = &parts["word/_rels/document.xml.rels"];
    for relation in text.names("relation") {
        assert!(relations.contains(&format!("Id=\"{relation}\"")), "{what}: {relation}");
    }
    let types = &parts["[Content_Types].xml"];
    for name in parts.keys().filter(|name| name.ends_with(".xml") && !name.starts_with('[')) {
        assert!(types.contains(&format!("PartName=\"/{name}\"")), "{what}: {name} has no type");
    }
}

#[test]
fn everything_that_a_document_may_hold_is_valid() {
    assert_valid(&everything(), "everything");
    assert_valid(&Document::default(), "nothing");
}

#[test]
fn statements_are_valid() {
    for seed in 0..40 {
        assert_valid(&generated(seed), &format!("seed {seed}"));
    }
}

#[test]
fn official_forms_are_valid() {
    for filled in all::all() {
        assert_valid(&filled.document, &filled.sheet.id);
    }
}

#[test]
fn skeletons_are_valid() {
    for year in [2020, 2027] {
        for region in ["130324", "510923"] {
            let trees = all::book().frameworks(year, region);
            let outline = write::skeleton::Outline {
                targets: write::skeleton::TargetColumns::One,
                department: "临河县总工会".into(),
                reviewer: String::new(),
                year,
                tree: trees[0],
                months: ["3", "6", "9", "12"].map(str::to_owned).into(),
                projects: vec!["困难帮扶".into(), String::new()],
            };
            assert_valid(&write::skeleton::skeleton(&outline), &format!("{year} {region}"));
        }
    }
}

/// The checker finds what it is for.
#[test]
fn a_wrong_order_is_found() {
    let faults = |xml: &str| check("test", xml).faults;
    assert_eq!(
        faults("<w:pPr><w:jc w:val=\"left\"/><w:spacing/></w:pPr>"),
        ["spacing behind jc in pPr"]
    );
    assert_eq!(faults("<w:r><w:t/><w:rPr/></w:r>"), ["rPr behind t in r"]);
    assert_eq!(faults("<w:rPr><w:sz/><w:sz/></w:rPr>"), ["sz behind sz in rPr"]);
    assert_eq!(faults("<w:rPr><w:bold/></w:rPr>"), ["bold in rPr"]);
    assert_eq!(
        faults(
            "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
        ),
        ["1 of 2 columns in a row"]
    );
}

/// A statement's headings are headings to Word, and its contents lead to them.
#[test]
fn headings_and_contents_are_real() {
    let document = generated(1);
    let parts = parts(&write::docx(&document).unwrap());
    let text = &parts["word/document.xml"];
    for style in ["Title", "Heading1", "Heading2", "TableTitle", "TOC2"] {
        assert!(text.contains(&format!("<w:pStyle w:val=\"{style}\"/>")), "{style}");
    }
    assert!(text.contains(" TOC \\o &quot;1-2&quot; \\h \\z \\u "));
    assert!(text.contains("<w:tblHeader/>") && text.contains("<w:vMerge w:val=\"restart\"/>"));
    let fonts = &parts["word/fontTable.xml"];
    for font in ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"] {
        assert!(fonts.contains(&format!("<w:font w:name=\"{font}\"><w:altName")), "{font}");
    }
    assert!(parts["docProps/core.xml"].contains("<dc:title>"));
}
