//! A document as Typst markup: calls of what the template defines, words only as literals.

use std::collections::HashMap;
use std::fmt::Write as _;

use typeset::{Fonts, literal};

use super::roles::name;
use super::words::Words;
use super::{Pages, Replaced, table};
use crate::document::{Block, Contents, Document, Emphasis, Entry, Paragraph, Run, Section};
use crate::page::{Numbers, Page};
use crate::style::{Align, Font, Look, PAGE_NUMBER, PageEnd, Pitch, Style};

const TEMPLATE: &str = include_str!("template.typ");

/// Markup under construction.
pub(super) struct Markup<'d> {
    out: String,
    words: Words<'d>,
    /// Labels of bookmarks; a name that comes again leads to where it stood first.
    labels: HashMap<&'d str, Label>,
    pages: Pages,
}

struct Label {
    name: String,
    is_set: bool,
}

/// The markup of a document, and what had to be set in another font.
pub(super) fn markup(document: &Document, fonts: &Fonts, pages: Pages) -> (String, Vec<Replaced>) {
    let mut markup =
        Markup { out: TEMPLATE.into(), words: Words::new(fonts), labels: labels(document), pages };
    markup.properties(document);
    markup.out.push_str("#{\n");
    document.sections.iter().for_each(|section| markup.section(section));
    markup.out.push_str("}\n");
    (markup.out, markup.words.replaced)
}

/// A length in twentieths of a point.
pub(super) fn length(twentieths: u32) -> String {
    format!("{}.{:02}pt", twentieths / 20, twentieths % 20 * 5)
}

impl Markup<'_> {
    pub(super) fn put(&mut self, code: &str) {
        self.out.push_str(code);
    }

    pub(super) fn line(&mut self, code: &str) {
        self.put(code);
        self.out.push('\n');
    }

    /// A paragraph or heading in a space so wide.
    pub(super) fn paragraph(&mut self, paragraph: &Paragraph, page: &Page, width: u32) {
        let look = paragraph.style.look();
        let set = if look.level.is_some() { "h1" } else { "p" };
        let looks = self.look(&look, page);
        let body = self.runs(&paragraph.runs, &look, width);
        let mark = match paragraph.bookmark.as_deref().and_then(|name| self.labels.get_mut(name)) {
            Some(label) if !label.is_set => {
                label.is_set = true;
                format!(", mark: <{}>", label.name)
            }
            _ => String::new(),
        };
        self.line(&format!("{set}({looks}, {body}{mark})"));
    }

    fn properties(&mut self, document: &Document) {
        let said = &document.properties;
        let one = |text: &str| if text.is_empty() { "none".into() } else { literal(text) };
        let list = |text: &str| match text {
            "" => "()".into(),
            text => format!("({},)", literal(text)),
        };
        let _ = writeln!(
            self.out,
            "#set document(title: {}, author: {}, keywords: {}, description: {})",
            one(&said.title),
            list(&said.author),
            list(&said.keywords),
            one(&said.subject),
        );
    }

    fn section(&mut self, section: &Section) {
        let page = &section.page;
        let (width, height) = page.sheet();
        let margins = page.margins;
        let (font, size) = (literal(name(Font::Song)), PAGE_NUMBER * 10);
        let footer = match page.numbers {
            Numbers::None => "none".into(),
            Numbers::From(_) | Numbers::GoOn => format!("page-number({font}, {})", length(size)),
        };
        let descent = margins.bottom.saturating_sub(margins.footer).saturating_sub(size);
        self.line(&format!(
            "page(width: {}, height: {}, margin: (top: {}, bottom: {}, left: {}, right: {}), \
             footer: {footer}, footer-descent: {}, {{",
            length(width),
            length(height),
            length(margins.top),
            length(margins.bottom),
            length(margins.left),
            length(margins.right),
            length(descent),
        ));
        if let Numbers::From(start) = page.numbers {
            self.line(&format!("counter(page).update({start})"));
        }
        section.blocks.iter().for_each(|block| self.block(block, page));
        self.line("})");
    }

    fn block(&mut self, block: &Block, page: &Page) {
        match block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph, page, page.width()),
            Block::Contents(contents) => self.contents(contents, page),
            Block::Table(block) => table::table(self, block, page),
            Block::Space(height) => self.line(&format!("v({})", length(*height))),
            Block::PageBreak => self.line("pagebreak()"),
        }
    }

    fn contents(&mut self, contents: &Contents, page: &Page) {
        if let Some(heading) = &contents.heading {
            self.paragraph(heading, page, page.width());
        }
        contents.entries.iter().for_each(|entry| self.entry(entry, page));
    }

    fn entry(&mut self, entry: &Entry, page: &Page) {
        let style = if entry.level == 1 { Style::ContentsPart } else { Style::ContentsEntry };
        let look = style.look();
        let target = entry.target.as_deref().and_then(|name| self.labels.get(name));
        let target = target.map(|label| format!("<{}>", label.name));
        let named = entry.page.map(|page| literal(&page.to_string()));
        let number = match (&target, self.pages) {
            (Some(target), Pages::Real) => Some(format!("page-of({target})")),
            _ => named,
        };
        let title = self.words.code(look.font, &entry.title, chars(page.width(), &look));
        let looks = self.look(&look, page);
        let number = number.unwrap_or_else(|| "none".into());
        let target = target.unwrap_or_else(|| "none".into());
        self.line(&format!("entry({looks}, {title}, {number}, target: {target})"));
    }

    fn runs(&mut self, runs: &[Run], look: &Look, width: u32) -> String {
        let line = chars(width, look);
        let parts: Vec<String> = runs.iter().map(|run| self.run(run, look.font, line)).collect();
        match parts.as_slice() {
            [] => "none".into(),
            [only] => only.clone(),
            parts => format!("{{{}}}", parts.join("; ")),
        }
    }

    fn run(&mut self, run: &Run, font: Font, line: usize) -> String {
        let words = self.words.code(font, &run.text, line);
        match run.emphasis {
            Emphasis::None => words,
            Emphasis::Strong if self.words.lacks_bold(font) => format!("strong-by-line({words})"),
            Emphasis::Strong => format!("strong-by-weight({words})"),
            Emphasis::Underlined => format!("underline({words})"),
        }
    }

    fn look(&self, look: &Look, page: &Page) -> String {
        let pitch = match look.pitch {
            Pitch::Page => page.pitch,
            Pitch::Exactly(pitch) => pitch,
            Pitch::AtLeast(pitch) => pitch.max(look.size * 10),
        };
        let (align, justify) = match look.align {
            Align::Left => ("left", false),
            Align::Centre => ("center", false),
            Align::Right => ("right", false),
            Align::Justified => ("left", true),
        };
        format!(
            "(font: {}, size: {}, pitch: {}, align: {align}, justify: {justify}, first: {}, \
             left: {}, before: {}, after: {}, level: {}, keep: {})",
            self.words.family(look.font),
            length(look.size * 10),
            length(pitch),
            look.first_line,
            look.left,
            length(look.before),
            length(look.after),
            look.level.unwrap_or(0),
            look.end == PageEnd::Kept,
        )
    }
}

/// How many characters of a look stand in a line so wide.
fn chars(width: u32, look: &Look) -> usize {
    let indents = look.first_line + look.left;
    let chars = (width / (look.size * 10).max(1)).saturating_sub(indents);
    usize::try_from(chars).unwrap_or(1).max(1)
}

/// A label for every bookmark, by our own numbers: what a bookmark may be called is not markup's.
fn labels(document: &Document) -> HashMap<&str, Label> {
    let mut labels = HashMap::new();
    for paragraph in document.sections.iter().flat_map(|section| paragraphs(&section.blocks)) {
        let Some(bookmark) = paragraph.bookmark.as_deref() else { continue };
        let name = format!("b{}", labels.len() + 1);
        labels.entry(bookmark).or_insert(Label { name, is_set: false });
    }
    labels
}

fn paragraphs(blocks: &[Block]) -> impl Iterator<Item = &Paragraph> {
    blocks.iter().flat_map(|block| match block {
        Block::Paragraph(paragraph) => vec![paragraph],
        Block::Contents(contents) => contents.heading.iter().collect(),
        Block::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.flat_map(|cell| &cell.paragraphs).collect()
        }
        Block::Space(_) | Block::PageBreak => Vec::new(),
    })
}
