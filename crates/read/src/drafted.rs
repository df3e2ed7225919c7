//! From the fields of a draft to a statement, without guessing: what is typed as a target is the target.
//!
//! The fields are laid out as one linear text in the order of the official form, so that the review runs
//! on it as on a file, and every span leads back to the field in which it stands. Words are cleaned and
//! understood by the functions that read files: of the draft of a statement that was read comes the same
//! statement.
//!
//! Two things differ from a file, and must. A field of the form that was left blank is known to be blank
//! ([`Format::Typed`] is no flattened text), and it is there where a file's table may have no such field.
//! Levels of indicators that say the same in rows below each other are one merged cell, as the form sets
//! them.

use std::collections::HashMap;
use std::ops::Range;

use ground::{Format, Source, Span, Words};
use model::draft::{
    Draft, DraftGoal, DraftIndicator, DraftParagraph, DraftPart, DraftProject, DraftSubGoals,
};
use model::leaves::Column;

use crate::Reading;
use crate::clean::{self, Residue};
use crate::grammar;

/// A draft as a statement, with the way back to its fields.
#[derive(Debug)]
pub struct Drafted {
    /// The linear text, the statement; there are no findings of reading.
    pub reading: Reading,
    /// Where each field stands, in the order of the text.
    fields: Vec<(Span, String)>,
}

impl Drafted {
    /// The path of the field in which a span of the linear text begins, as [`Draft::get`] takes it; of what
    /// stands between the fields that of the field before it.
    pub fn path(&self, span: Span) -> Option<&str> {
        let behind = self.fields.partition_point(|(at, _)| at.start <= span.start);
        let before = self.fields.get(..behind)?;
        let holding = before.iter().rev().take(2).find(|(at, _)| span.start < at.end);
        let (_, path) = holding.or(before.last()).or(self.fields.first())?;
        Some(path)
    }

    /// Where the field of this path stands in the linear text.
    pub fn span(&self, path: &str) -> Option<Span> {
        self.fields.iter().find(|(_, known)| known == path).map(|(at, _)| *at)
    }
}

/// Makes the statement of a draft. Paragraphs and goals that are blank are passed over.
pub fn drafted(draft: &Draft) -> Drafted {
    let mut sheet = Sheet::default();
    sheet.draft(draft);
    let source = Source::new("", Format::Typed, sheet.text, Vec::new());
    let laid = Laid { source: &source, spans: &sheet.spans };
    let statement = grammar::typed(&laid, draft);
    let mut fields: Vec<(Span, String)> =
        sheet.spans.into_iter().map(|(path, span)| (span, path)).collect();
    fields.sort_unstable();
    // Rows that share a merged cell: the first has it.
    fields.dedup_by(|next, kept| next.0 == kept.0 && !kept.0.is_empty());
    Drafted { reading: Reading { source, statement, findings: Vec::new() }, fields }
}

/// The linear text with the place of every field.
pub(crate) struct Laid<'s> {
    pub(crate) source: &'s Source,
    spans: &'s HashMap<String, Span>,
}

impl Laid<'_> {
    /// The words of a field; `None` where it was not laid out.
    pub(crate) fn words(&self, path: &str) -> Option<Words> {
        let span = self.spans.get(path)?;
        Some(clean::words(self.source, &Residue::default(), *span))
    }

    /// The words of a field, `None` also where nothing is said in it.
    pub(crate) fn said(&self, path: &str) -> Option<Words> {
        self.words(path).filter(|words| !words.is_blank())
    }
}

/// The headings of the parts in the official form.
const OVERALL: &str = "一、总体绩效目标";
const SUB_GOALS: &str = "二、分项绩效目标";
const SAFEGUARDS: &str = "三、工作保障措施";

/// The linear text while it is written.
#[derive(Default)]
struct Sheet {
    text: String,
    spans: HashMap<String, Span>,
}

impl Sheet {
    fn draft(&mut self, draft: &Draft) {
        self.cover(draft);
        if !draft.contents.is_empty() {
            self.label("目录\n");
        }
        for (index, entry) in draft.contents.iter().enumerate() {
            self.field(format!("contents/{index}/title"), &entry.title);
            self.label("\t");
            self.field(format!("contents/{index}/page"), &entry.page);
            self.label("\n");
        }
        self.part("overall", &draft.overall, OVERALL);
        self.sub_goals(&draft.sub_goals);
        self.part("safeguards", &draft.safeguards, SAFEGUARDS);
        self.rows("indicators", &draft.indicators);
        for (index, project) in draft.projects.iter().enumerate() {
            self.project(&format!("projects/{index}"), project);
        }
        self.paragraphs("unplaced", &draft.unplaced);
    }

    fn cover(&mut self, draft: &Draft) {
        let stands = |text: &str| draft.title.contains(text) || draft.compiled_by.contains(text);
        self.line("title", &draft.title);
        self.line("compiled_by", &draft.compiled_by);
        self.line("reviewed_by", &draft.reviewed_by);
        // What the title says needs no line of its own.
        if !stands(&draft.department) {
            self.line("department", &draft.department);
        }
        if !draft.title.contains(&draft.year) {
            self.line("year", &draft.year);
        }
    }

    fn part(&mut self, name: &str, part: &DraftPart, usual: &str) {
        if !part.is_absent() {
            self.heading(name, &part.heading, usual);
            self.paragraphs(name, &part.paragraphs);
        }
    }

    fn heading(&mut self, name: &str, heading: &str, usual: &str) {
        let heading = if heading.trim().is_empty() { usual } else { heading };
        self.line(&format!("{name}/heading"), heading);
    }

    fn paragraphs(&mut self, path: &str, paragraphs: &[DraftParagraph]) {
        for (index, paragraph) in paragraphs.iter().enumerate() {
            self.line(&format!("{path}/{index}"), &paragraph.text);
        }
    }

    fn sub_goals(&mut self, part: &DraftSubGoals) {
        if part.is_absent() {
            return;
        }
        self.heading("sub_goals", &part.heading, SUB_GOALS);
        self.paragraphs("sub_goals/preamble", &part.preamble);
        for (index, item) in part.items.iter().enumerate() {
            let path = format!("sub_goals/{index}");
            if !item.title.is_empty() {
                self.line(&format!("{path}/title"), &item.title);
            }
            self.paragraphs(&path, &item.paragraphs);
        }
    }

    fn project(&mut self, path: &str, project: &DraftProject) {
        self.line(&format!("{path}/heading"), &project.heading);
        self.cell(path, "unit_code", &project.unit_code);
        self.cell(path, "unit_name", &project.unit_name);
        if !project.money_unit.is_empty() {
            let begins = self.text.len();
            self.label("单位：");
            self.label(&project.money_unit);
            self.placed(format!("{path}/money_unit"), begins..self.text.len());
        }
        let label =
            if project.code_label.is_empty() { "项目编码" } else { &project.code_label };
        self.label("\n");
        self.cell(path, "code_label", label);
        self.cell(path, "code", &project.code);
        let sums = [
            ("项目名称\t", "name", &project.name),
            ("\n预算数\t", "total", &project.total),
            ("其中：财政资金\t", "fiscal", &project.fiscal),
            ("其他资金\t", "other", &project.other),
            ("\n资金用途\t", "purpose", &project.purpose),
        ];
        for (label, name, text) in sums {
            self.label(label);
            self.cell(path, name, text);
        }
        self.plan(path, project);
        self.goals(path, &project.goals);
        self.rows(&format!("{path}/indicators"), &project.indicators);
    }

    fn plan(&mut self, path: &str, project: &DraftProject) {
        self.label("\n资金支出计划（%）");
        for (index, point) in project.plan.iter().enumerate() {
            self.label("\t");
            self.field(format!("{path}/plan/{index}/label"), &point.shown_label());
        }
        self.label("\n");
        for (index, point) in project.plan.iter().enumerate() {
            self.label("\t");
            self.field(format!("{path}/plan/{index}/share"), &point.share);
        }
    }

    fn goals(&mut self, path: &str, goals: &[DraftGoal]) {
        self.label("\n绩效目标\t");
        for (index, goal) in goals.iter().enumerate() {
            self.label(if index > 0 { "\n" } else { "" });
            self.field(format!("{path}/goals/{index}"), &goal.text);
        }
        let end = self.text.len();
        if goals.is_empty() {
            self.placed(format!("{path}/goals/0"), end..end);
        }
        self.label("\n");
    }

    fn rows(&mut self, path: &str, rows: &[DraftIndicator]) {
        if rows.is_empty() {
            return;
        }
        for column in Column::ALL {
            self.label(&format!("{column}\t"));
        }
        let blank = DraftIndicator::default();
        let above = std::iter::once(&blank).chain(rows);
        for (index, (row, above)) in rows.iter().zip(above).enumerate() {
            self.label("\n");
            let path = format!("{path}/{index}");
            let same_dimension = !row.dimension.is_empty() && row.dimension == above.dimension;
            let same_aspect =
                same_dimension && !row.aspect.is_empty() && row.aspect == above.aspect;
            self.level(&path, index, "dimension", &row.dimension, same_dimension);
            self.level(&path, index, "aspect", &row.aspect, same_aspect);
            self.cell(&path, "name", &row.name);
            self.cell(&path, "description", &row.description);
            self.cell(&path, "target", &row.target);
            self.cell(&path, "basis", &row.basis);
        }
        self.label("\n");
    }

    /// A level; one that says the same as that above it is the same merged cell.
    fn level(&mut self, row: &str, index: usize, name: &str, text: &str, is_merged: bool) {
        let table = row.rsplit_once('/').map_or("", |(table, _)| table);
        let above = index.checked_sub(1).map(|above| format!("{table}/{above}/{name}"));
        match above.and_then(|above| self.spans.get(&above).copied()).filter(|_| is_merged) {
            Some(span) => {
                self.spans.insert(format!("{row}/{name}"), span);
                self.label("\t");
            }
            None => self.cell(row, name, text),
        }
    }

    fn line(&mut self, path: &str, text: &str) {
        self.field(path.to_owned(), text);
        self.label("\n");
    }

    fn cell(&mut self, path: &str, name: &str, text: &str) {
        self.field(format!("{path}/{name}"), text);
        self.label("\t");
    }

    fn field(&mut self, path: String, text: &str) {
        let begins = self.text.len();
        self.text.push_str(text);
        self.placed(path, begins..self.text.len());
    }

    fn placed(&mut self, path: String, range: Range<usize>) {
        self.spans.insert(path, Span::new(range));
    }

    fn label(&mut self, text: &str) {
        self.text.push_str(text);
    }
}
