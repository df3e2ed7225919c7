//! Walks through a page in reading order and gives its paragraphs and tables one after another.

use std::borrow::Cow;
use std::ops::Range;

use super::dom::{Dom, Element, Id, Kind};
use super::lists::List;
use super::looks::{Look, Looks, heading, is_block, short_text};
use super::table;
use crate::bounds::MOST_PIECES;
use crate::docx::paper::{Manner, Slot};
use crate::grammar;
use crate::symbols::{self, SignFont};

/// The paragraphs and tables of a page.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The texts of all paragraphs.
    pub(super) text: String,
    /// What comes in which order.
    pub(super) steps: Vec<Step>,
}

/// A paragraph, or the begin or end of a part of a table.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A paragraph in an element.
    Paragraph {
        of: Id,
        text: Range<usize>,
        manner: Manner,
    },
    BeginTable {
        of: Id,
    },
    EndTable,
    BeginRow,
    EndRow,
    BeginCell(Slot),
    EndCell,
}

/// Walks through a page.
pub(super) fn walk(dom: &Dom, looks: &Looks) -> Walked {
    let mut walker = Walker {
        dom,
        looks,
        out: Walked::default(),
        prose: Prose::default(),
        state: State::default(),
        label: String::new(),
        lists: Vec::new(),
        tasks: vec![Task::Enter(0)],
    };
    while let Some(task) = walker.tasks.pop() {
        if walker.out.steps.len() > 4 * MOST_PIECES {
            break;
        }
        walker.run(task);
    }
    walker.flush();
    walker.out
}

#[derive(Debug)]
enum Task {
    Enter(Id),
    /// An element ends that changed the state, which was this before.
    Leave(State, Ends),
    Put(Step),
}

/// What ends with an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Inline,
    Block,
    List,
    Item,
}

/// What elements say of the text in them.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// The innermost element with lines of its own.
    block: Id,
    outline: Option<u8>,
    indented: bool,
    verbatim: bool,
    in_contents: bool,
    sign_font: Option<SignFont>,
    /// It leads to another place of the page.
    in_link: bool,
}

struct Walker<'d> {
    dom: &'d Dom,
    looks: &'d Looks,
    out: Walked,
    prose: Prose,
    state: State,
    /// What stands before the next paragraph: the number of a list item.
    label: String,
    lists: Vec<List>,
    tasks: Vec<Task>,
}

impl Walker<'_> {
    fn run(&mut self, task: Task) {
        match task {
            Task::Enter(id) => match self.dom.kind(id) {
                Kind::Text(text) => {
                    self.prose.is_linked &= self.state.in_link || text.trim().is_empty();
                    let text = in_font(self.state.sign_font, text);
                    match self.state.verbatim {
                        true => self.prose.push_verbatim(&text),
                        false => self.prose.push(&text),
                    }
                }
                Kind::Element(element) => self.element(id, element),
                Kind::Other => self.children(id),
            },
            Task::Leave(before, ends) => self.leave(before, ends),
            Task::Put(step) => {
                self.flush();
                self.out.steps.push(step);
            }
        }
    }

    fn children(&mut self, id: Id) {
        let mut child = self.dom.last_child(id);
        while let Some(id) = child {
            self.tasks.push(Task::Enter(id));
            child = self.dom.before(id);
        }
    }

    fn element(&mut self, id: Id, element: &Element) {
        match (self.looks.of(id), element.name()) {
            (Look::Hidden | Look::Links, _) => self.flush_block(element.name()),
            (_, "br") => self.prose.break_line(),
            (Look::Text, "table") => self.table(id),
            (_, "hr") => self.flush(),
            (_, name) => self.open(id, name, element),
        }
    }

    fn flush_block(&mut self, name: &str) {
        if is_block(name) {
            self.flush();
        }
    }

    fn open(&mut self, id: Id, name: &str, element: &Element) {
        let properties = self.looks.properties(id);
        let named = element.attribute("face").map(SignFont::named);
        let signs = properties.sign_font.or(named).unwrap_or(self.state.sign_font);
        if properties.is_label && (signs.is_some() || is_bullet(&short_text(self.dom, id))) {
            return;
        }
        let is_block = properties.block.unwrap_or_else(|| is_block(name));
        if is_block {
            self.flush();
        }
        let ends = match name {
            "ol" | "ul" | "dir" | "menu" => {
                self.lists.push(List::begin(self.dom, self.looks, id));
                Ends::List
            }
            "li" => {
                let list = self.lists.last_mut();
                let label = list.map(|list| list.label(self.dom, self.looks, id));
                self.label.push_str(&label.unwrap_or_default());
                Ends::Item
            }
            _ if is_block => Ends::Block,
            _ => Ends::Inline,
        };
        self.tasks.push(Task::Leave(self.state, ends));
        self.state.sign_font = signs;
        self.state.verbatim = match name {
            "pre" | "listing" | "xmp" | "plaintext" => properties.verbatim.unwrap_or(true),
            _ => properties.verbatim.unwrap_or(self.state.verbatim),
        };
        self.state.in_contents |= is_contents(element);
        self.state.in_link |= element.attribute("href").is_some_and(|href| href.contains('#'));
        if is_block {
            self.state.block = id;
            self.state.indented = properties.indented.unwrap_or(self.state.indented);
            let level = element.attribute("aria-level").and_then(|level| level.parse().ok());
            let level =
                heading(name).or(level.filter(|_| element.attribute("role") == Some("heading")));
            if let Some(level) = properties.outline.or(level) {
                self.state.outline = Some(level).filter(|level| (1..=9).contains(level));
            }
        }
        self.children(id);
    }

    fn leave(&mut self, before: State, ends: Ends) {
        if ends != Ends::Inline {
            self.flush();
        }
        match ends {
            Ends::List => {
                self.lists.pop();
            }
            // The number of an item without text is not that of the next paragraph.
            Ends::Item => self.label.clear(),
            Ends::Block | Ends::Inline => {}
        }
        self.state = before;
    }

    /// Plans a table of data: its rows and cells, and what stands in them.
    fn table(&mut self, id: Id) {
        self.flush();
        let rows = table::rows(self.dom, self.looks, id);
        let is_sheet = self.is_sheet(&rows);
        let mut tasks = Vec::new();
        tasks.extend(table::captions(self.dom, self.looks, id).into_iter().map(Task::Enter));
        tasks.push(Task::Put(Step::BeginTable { of: id }));
        for row in rows {
            if let [(_, Some(cell))] = row.as_slice()
                && is_sheet
            {
                tasks.push(Task::Put(Step::EndTable));
                tasks.push(Task::Enter(*cell));
                tasks.push(Task::Put(Step::BeginTable { of: id }));
                continue;
            }
            tasks.push(Task::Put(Step::BeginRow));
            for (slot, cell) in row {
                tasks.push(Task::Put(Step::BeginCell(slot)));
                tasks.extend(cell.map(Task::Enter));
                tasks.push(Task::Put(Step::EndCell));
            }
            tasks.push(Task::Put(Step::EndRow));
        }
        tasks.push(Task::Put(Step::EndTable));
        self.tasks.extend(tasks.into_iter().rev());
    }

    /// Whether a table is a whole text set out in rows, as a spreadsheet is saved: its rows of one
    /// cell are lines.
    fn is_sheet(&self, rows: &[Vec<table::Placed>]) -> bool {
        let alone = rows.iter().filter_map(|row| match row.as_slice() {
            [(_, Some(cell))] => Some(short_text(self.dom, *cell)),
            _ => None,
        });
        alone.filter(|text| grammar::is_landmark(text) || grammar::is_title(text)).nth(1).is_some()
    }

    /// Ends the paragraph that is open.
    fn flush(&mut self) {
        let is_linked = self.prose.is_linked;
        let mut text = self.prose.take();
        if text.is_empty() {
            return;
        }
        // A line that leads to another place of the page as a whole is one of a contents table.
        let in_contents = self.state.in_contents || (is_linked && self.state.outline.is_none());
        if in_contents {
            set_page_apart(&mut text);
        }
        let begin = self.out.text.len();
        let is_blank = text.trim().is_empty();
        if !is_blank {
            self.out.text.push_str(&std::mem::take(&mut self.label));
        }
        let typed = text.len() - text.trim_start_matches([' ', '\u{3000}']).len() >= 4;
        self.out.text.push_str(&text);
        let State { block, outline, indented, .. } = self.state;
        let manner = Manner { outline, in_contents, indented: indented || typed, item: None };
        let text = begin..self.out.text.len();
        self.out.steps.push(Step::Paragraph { of: block, text, manner });
    }
}

/// Whether an element holds lines of a contents table, by the names that Word and LibreOffice give.
fn is_contents(element: &Element) -> bool {
    let begins = |name: &str, with: &[&str]| {
        element.attribute(name).is_some_and(|value| with.iter().any(|head| value.starts_with(head)))
    };
    begins("class", &["MsoToc", "MsoTOC"])
        || begins("id", &["Table of Contents", "目录"])
        || begins("role", &["doc-toc"])
}

/// Puts a tab before the page number at the end of a line of a contents table, where the page has
/// only a blank left of it.
fn set_page_apart(text: &mut String) {
    let digits = text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let at = text.len() - digits;
    let has_blank = text.get(..at).is_some_and(|head| head.ends_with([' ', '\u{3000}']));
    if (1..=4).contains(&digits) && has_blank {
        text.insert(at, '\t');
    }
}

/// A text as it is shown in the font that it is set in.
fn in_font(font: Option<SignFont>, text: &str) -> Cow<'_, str> {
    match font {
        Some(font) => text.chars().map(|c| font.shows(c).unwrap_or(c)).collect::<String>().into(),
        None => text.into(),
    }
}

/// Whether a label of a list counts nothing.
fn is_bullet(label: &str) -> bool {
    !label.chars().any(char::is_alphanumeric)
}

/// The text of the open paragraph, blanks in a row as one.
#[derive(Debug)]
struct Prose {
    text: String,
    /// All of it leads to another place of the page.
    is_linked: bool,
    /// A blank or a tab stood last that counts if something follows it.
    blank: Option<char>,
}

impl Default for Prose {
    fn default() -> Self {
        Prose { text: String::new(), is_linked: true, blank: None }
    }
}

impl Prose {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                // A tab within a line was typed; one behind a line end sets the source in order.
                '\t' => self.blank = self.blank.or(Some('\t')),
                ' ' if self.blank == Some('\t') => {}
                ' ' | '\n' | '\r' | '\x0c' => self.blank = Some(' '),
                c => self.sign(c),
            }
        }
    }

    fn push_verbatim(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' => self.break_line(),
                '\t' => self.text.push('\t'),
                ' ' => self.text.push(' '),
                c => self.sign(c),
            }
        }
    }

    fn sign(&mut self, c: char) {
        let blank = self.blank.take().filter(|_| !self.text.is_empty());
        self.text.extend(blank.filter(|_| !self.text.ends_with('\n')));
        match c {
            // Blanks that do not collapse are what pages indent with.
            '\u{a0}' | '\u{2002}' => self.text.push(' '),
            '\u{2003}' => self.text.push('\u{3000}'),
            c if c.is_control() => {}
            c => self.text.push(symbols::without_font(c).unwrap_or(c)),
        }
    }

    fn break_line(&mut self) {
        self.blank = None;
        self.text.push('\n');
    }

    /// The text of the paragraph that ends here. A break at its end begins no line.
    fn take(&mut self) -> String {
        let Prose { mut text, .. } = std::mem::take(self);
        if text.len() > 1 && text.ends_with('\n') {
            text.pop();
        }
        text
    }
}
