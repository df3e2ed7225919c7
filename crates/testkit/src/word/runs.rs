//! Text as runs: whole, or torn as years of editing by several programs leave it.
//!
//! In a text `\n` stands for a line break inside the paragraph and `\t` for a tab.

use std::fmt::Write as _;

use crate::rng::Rng;
use crate::word::setting::Face;
use crate::word::{Habit, Headings, WordLayout, escaped};

/// Words that were struck out, hidden or remarked: none of them is to be read.
const ELSEWHERE: [&str; 8] = [
    "原定999万元",
    "（此处待核）",
    "≥999人",
    "临财〔2019〕999号",
    "二、旧标题",
    "3月底",
    "项目编码",
    "以上为旧稿。",
];

/// Where text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the body and its tables.
    Body,
    /// In a text box, in which no notes may stand.
    TextBox,
}

/// The habits of a document at work on its text.
#[derive(Debug)]
pub(super) struct Runs<'l> {
    layout: &'l WordLayout,
    pub(super) rng: Rng,
    next_id: usize,
    pub(super) place: Place,
    /// Texts of comments and of footnotes, their ids from 1.
    pub(super) comments: Vec<String>,
    pub(super) footnotes: Vec<String>,
}

impl<'l> Runs<'l> {
    pub(super) fn new(layout: &'l WordLayout, rng: Rng) -> Runs<'l> {
        Runs {
            layout,
            rng,
            next_id: 0,
            place: Place::Body,
            comments: Vec::new(),
            footnotes: Vec::new(),
        }
    }

    /// A number that no other element of its kind has.
    pub(super) fn id(&mut self) -> usize {
        self.next_id += 1;
        self.next_id
    }

    /// Whether the document has a habit, and in `percent` of a hundred cases.
    pub(super) fn now(&mut self, habit: Habit, percent: usize) -> bool {
        self.layout.has(habit) && self.rng.chance(percent)
    }

    /// Attributes of an element that an editing session left its number on.
    pub(super) fn session(&mut self, attribute: &str) -> String {
        if !self.layout.has(Habit::Editing) {
            return String::new();
        }
        let number = 0x0010_0000 + self.rng.below(0x00EF_FFFF);
        format!(r#" w:{attribute}="{number:08X}""#)
    }

    /// Text as runs.
    pub(super) fn text(&mut self, text: &str, face: Face) -> String {
        let mut xml = String::new();
        for piece in self.torn(text) {
            let around = self.noise(face);
            xml.push_str(&around);
            let run = self.run(&piece, face);
            xml.push_str(&self.wrapped(run, face));
        }
        xml
    }

    /// A run that shows a text as it is.
    pub(super) fn plain(text: &str, face: Face) -> String {
        format!(
            r#"<w:r><w:rPr>{}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#,
            face.xml(""),
            escaped(text)
        )
    }

    fn torn(&mut self, text: &str) -> Vec<String> {
        if !self.now(Habit::Editing, 60) {
            return vec![text.to_owned()];
        }
        let mut pieces = vec![String::new()];
        let mut left = self.rng.below(9) + 1;
        for sign in text.chars() {
            if left == 0 {
                pieces.push(String::new());
                left = self.rng.below(12) + 1;
            }
            left -= 1;
            if let Some(last) = pieces.last_mut() {
                last.push(sign);
            }
        }
        pieces
    }

    fn run(&mut self, text: &str, face: Face) -> String {
        let mut inner = String::new();
        let mut words = String::new();
        for sign in text.chars() {
            let element = match sign {
                '\n' => self.line_break().to_owned(),
                '\t' => "<w:tab/>".to_owned(),
                '≥' if self.now(Habit::Symbols, 70) => symbol("F0B3"),
                '≥' | '＝' | '=' if self.now(Habit::Symbols, 30) => {
                    return self.equation(text, sign, face);
                }
                '≤' if self.now(Habit::Symbols, 70) => symbol("F0A3"),
                _ => {
                    words.push(sign);
                    continue;
                }
            };
            self.words(&mut inner, &mut words);
            inner.push_str(&element);
        }
        self.words(&mut inner, &mut words);
        if self.now(Habit::Editing, 3) {
            inner.insert_str(0, "<w:lastRenderedPageBreak/>");
        }
        let properties = self.run_properties(face);
        let session = self.session("rsidR");
        format!("<w:r{session}>{properties}{inner}</w:r>")
    }

    fn line_break(&mut self) -> &'static str {
        self.rng.word(&[
            "<w:br/>",
            "<w:br/>",
            r#"<w:br w:type="textWrapping" w:clear="all"/>"#,
            "<w:cr/>",
        ])
    }

    /// Text with its first `sign` as an equation.
    fn equation(&mut self, text: &str, sign: char, face: Face) -> String {
        let (before, behind) = text.split_once(sign).unwrap_or((text, ""));
        let run = |runs: &mut Self, text: &str| {
            if text.is_empty() { String::new() } else { runs.run(text, face) }
        };
        let (before, behind) = (run(self, before), run(self, behind));
        format!("{before}<m:oMath><m:r><m:t>{sign}</m:t></m:r></m:oMath>{behind}")
    }

    fn words(&mut self, inner: &mut String, words: &mut String) {
        if words.is_empty() {
            return;
        }
        let has_blank_end = words.trim() != words.as_str();
        let keeps = has_blank_end || self.rng.chance(30);
        let space = if keeps { r#" xml:space="preserve""# } else { "" };
        let _ = write!(inner, "<w:t{space}>{}</w:t>", escaped(words));
        words.clear();
    }

    fn run_properties(&mut self, face: Face) -> String {
        let mut extra = String::new();
        if self.now(Habit::Editing, 20) {
            extra.push_str(r#"<w:color w:val="000000"/><w:kern w:val="0"/>"#);
        }
        let mut xml = face.xml(&extra);
        if self.now(Habit::Changes, 10) {
            let id = self.id();
            let _ = write!(
                xml,
                r#"<w:rPrChange w:id="{id}" {AUTHOR}><w:rPr><w:vanish/></w:rPr></w:rPrChange>"#
            );
        }
        if xml.is_empty() { xml } else { format!("<w:rPr>{xml}</w:rPr>") }
    }

    /// What stands between two runs and is not to be read.
    fn noise(&mut self, face: Face) -> String {
        let mut xml = String::new();
        if self.now(Habit::Editing, 15) {
            xml.push_str(self.rng.word(&[
                r#"<w:proofErr w:type="spellStart"/>"#,
                r#"<w:proofErr w:type="gramEnd"/>"#,
                "<w:r><w:softHyphen/></w:r>",
                "<w:r/>",
                "<w:r><w:rPr><w:b/></w:rPr></w:r>",
            ]));
        }
        if self.now(Habit::Editing, 6) {
            let id = self.id();
            let _ = write!(
                xml,
                r#"<w:bookmarkStart w:id="{id}" w:name="OLE_LINK{id}"/><w:bookmarkEnd w:id="{id}"/>"#
            );
        }
        if self.now(Habit::Changes, 12) {
            let (id, words) = (self.id(), self.rng.word(&ELSEWHERE));
            let kind = self.rng.word(&["del", "del", "moveFrom"]);
            // What was moved away keeps its text elements; what was deleted has others.
            let text = if kind == "del" { "delText" } else { "t" };
            let properties = face.xml("");
            let _ = write!(
                xml,
                r#"<w:{kind} w:id="{id}" {AUTHOR}><w:r><w:rPr>{properties}</w:rPr><w:{text}>{words}</w:{text}></w:r></w:{kind}>"#
            );
        }
        if self.now(Habit::Hidden, 10) {
            let words = self.rng.word(&ELSEWHERE);
            let by_style = self.layout.headings != Headings::Bold && self.rng.chance(40);
            let properties = match by_style {
                true => r#"<w:rStyle w:val="Remark"/>"#.to_owned(),
                false => face.xml("<w:vanish/>"),
            };
            let _ = write!(xml, "<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>");
        }
        xml
    }

    /// A run in what may stand around it.
    fn wrapped(&mut self, run: String, face: Face) -> String {
        let id = self.id();
        if self.now(Habit::Changes, 15) {
            let kind = self.rng.word(&["ins", "ins", "moveTo"]);
            return format!(r#"<w:{kind} w:id="{id}" {AUTHOR}>{run}</w:{kind}>"#);
        }
        if self.place == Place::Body && self.now(Habit::Notes, 5) {
            return self.noted(&run);
        }
        if self.now(Habit::Fields, 6) {
            return self.field(&run, face);
        }
        if self.now(Habit::Controls, 6) {
            return format!(
                r#"<w:sdt><w:sdtPr><w:id w:val="{id}"/><w:text/></w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"#
            );
        }
        if self.now(Habit::Editing, 2) {
            return format!(
                r#"<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="chsdate"><w:smartTagPr><w:attr w:name="Year" w:val="1899"/></w:smartTagPr>{run}</w:smartTag>"#
            );
        }
        run
    }

    fn noted(&mut self, run: &str) -> String {
        let words = self.rng.word(&ELSEWHERE).to_owned();
        if self.rng.chance(50) {
            self.comments.push(words);
            let id = self.comments.len();
            return format!(
                r#"<w:commentRangeStart w:id="{id}"/>{run}<w:commentRangeEnd w:id="{id}"/><w:r><w:commentReference w:id="{id}"/></w:r>"#
            );
        }
        self.footnotes.push(words);
        let id = self.footnotes.len();
        format!(
            r#"{run}<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{id}"/></w:r>"#
        )
    }

    /// A run as the result of a field, sometimes of one inside another.
    fn field(&mut self, run: &str, face: Face) -> String {
        match self.rng.below(3) {
            0 => format!(
                r#"<w:fldSimple w:instr=" DOCPROPERTY  名称  \* MERGEFORMAT ">{run}</w:fldSimple>"#
            ),
            1 => field(" DOCPROPERTY 新名 ", run, face),
            _ => {
                let inner = field(" DOCPROPERTY 旧名 ", &Runs::plain("999", face), face);
                let begin = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r>"#;
                format!(
                    r#"{begin}<w:r><w:instrText xml:space="preserve"> IF </w:instrText></w:r>{inner}<w:r><w:instrText> = 1 "旧稿" "新稿" </w:instrText></w:r>{}"#,
                    result(run)
                )
            }
        }
    }
}

/// Who made a change, and when.
pub(super) const AUTHOR: &str = r#"w:author="审核" w:date="2025-11-03T09:00:00Z""#;

fn symbol(code: &str) -> String {
    format!(r#"<w:sym w:font="Symbol" w:char="{code}"/>"#)
}

/// A field with its result.
pub(super) fn field(code: &str, shown: &str, face: Face) -> String {
    let properties = face.xml("");
    format!(
        r#"<w:r><w:rPr>{properties}</w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">{}</w:instrText></w:r>{}"#,
        escaped(code),
        result(shown)
    )
}

fn result(shown: &str) -> String {
    format!(
        r#"<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>"#
    )
}
