//! What each element of a page is: hidden, a frame around others, a list of links, or text.
//!
//! A table is a frame and no data when it says so, when it has one column, when it holds another
//! table of data, or when one of few cells holds a whole text; but never when its own cells hold the
//! labels of a statement.

use super::css::{Properties, Sheet};
use super::dom::{Dom, Element, Id, Kind};
use crate::grammar;

/// What was found out about the elements of a page.
#[derive(Debug)]
pub(super) struct Looks {
    /// For each node the number of its properties.
    properties_of: Vec<u32>,
    properties: Vec<Properties>,
    looks: Vec<Look>,
}

/// What an element is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Look {
    /// Part of the text.
    #[default]
    Text,
    /// Not shown, or not read.
    Hidden,
    /// A table that only holds others in place.
    Frame,
    /// A part of the page that leads elsewhere.
    Links,
}

impl Looks {
    /// What an element is.
    pub(super) fn of(&self, id: Id) -> Look {
        self.looks.get(id).copied().unwrap_or_default()
    }

    /// What its styles say of an element.
    pub(super) fn properties(&self, id: Id) -> &Properties {
        let number = self.properties_of.get(id).copied().unwrap_or(0);
        self.properties.get(number as usize).unwrap_or(&PLAIN)
    }

    fn set(&mut self, id: Id, look: Look) {
        if let Some(slot) = self.looks.get_mut(id) {
            *slot = look;
        }
    }
}

static PLAIN: Properties = Properties {
    hidden: None,
    block: None,
    indented: None,
    verbatim: None,
    outline: None,
    list: None,
    sign_font: None,
    is_label: false,
};

/// Looks at all elements of a page.
pub(super) fn looks(dom: &Dom, sheet: &Sheet) -> Looks {
    let looks = Looks {
        properties_of: vec![0; dom.len()],
        properties: vec![Properties::default()],
        looks: vec![Look::Text; dom.len()],
    };
    let mut viewer = Viewer { dom, sheet, looks, open: Vec::new(), tables: Vec::new() };
    viewer.run();
    viewer.looks
}

/// What stands in an element.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    /// Characters, and those of them that lead to other pages.
    text: usize,
    linked: usize,
    links: usize,
    paragraphs: usize,
    has_heading: bool,
    has_data: bool,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.text += other.text;
        self.linked += other.linked;
        self.links += other.links;
        self.paragraphs += other.paragraphs;
        self.has_heading |= other.has_heading;
        self.has_data |= other.has_data;
    }
}

/// What the cells of a table hold.
#[derive(Clone, Copy, Debug, Default)]
struct Cells {
    all: usize,
    in_row: usize,
    widest_row: usize,
    most_paragraphs: usize,
    has_heading: bool,
    has_data: bool,
}

struct Viewer<'d> {
    dom: &'d Dom,
    sheet: &'d Sheet,
    looks: Looks,
    open: Vec<(Id, Sum)>,
    tables: Vec<Cells>,
}

impl Viewer<'_> {
    fn run(&mut self) {
        let mut tasks: Vec<(Id, Way)> = vec![(0, Way::In)];
        while let Some((id, way)) = tasks.pop() {
            match (way, self.dom.kind(id)) {
                (Way::Out, _) => self.leave(id),
                (Way::In, Kind::Text(text)) => self.count(text),
                (Way::In, Kind::Element(element)) => {
                    if self.enter(id, element) {
                        tasks.push((id, Way::Out));
                        self.children(id, &mut tasks);
                    }
                }
                (Way::In, Kind::Other) => self.children(id, &mut tasks),
            }
        }
    }

    fn children(&self, id: Id, tasks: &mut Vec<(Id, Way)>) {
        let mut child = self.dom.last_child(id);
        while let Some(id) = child {
            tasks.push((id, Way::In));
            child = self.dom.before(id);
        }
    }

    fn count(&mut self, text: &str) {
        if let Some((_, sum)) = self.open.last_mut() {
            sum.text += text.chars().filter(|c| !c.is_whitespace()).count();
        }
    }

    /// Enters an element; one that is not shown is not entered.
    fn enter(&mut self, id: Id, element: &Element) -> bool {
        let properties = self.sheet.properties(element);
        let is_page = matches!(element.name(), "html" | "body");
        let hidden = properties.hidden.unwrap_or(false) && !is_page;
        if hidden || is_no_text(element) {
            self.looks.set(id, Look::Hidden);
            return false;
        }
        if properties != PLAIN {
            let number = u32::try_from(self.looks.properties.len()).unwrap_or(0);
            self.looks.properties.push(properties);
            if let Some(slot) = self.looks.properties_of.get_mut(id) {
                *slot = number;
            }
        }
        match element.name() {
            "table" => self.tables.push(Cells::default()),
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_row = 0;
                }
            }
            "br" => {
                if let Some((_, sum)) = self.open.last_mut() {
                    sum.paragraphs += 1;
                }
            }
            _ => {}
        }
        self.open.push((id, Sum::default()));
        true
    }

    fn leave(&mut self, id: Id) {
        let Some((_, mut sum)) = self.open.pop() else { return };
        let Some(element) = self.dom.element(id) else { return };
        let name = element.name();
        if is_block(name) && sum.paragraphs == 0 && sum.text > 0 {
            sum.paragraphs = 1;
        }
        sum.has_heading |= heading(name).is_some() && sum.text > 0;
        // A link with # leads to another place of the same page, as those of a contents table do.
        if element.attribute("href").is_some_and(|href| !href.contains('#')) {
            sum.linked = sum.text;
            sum.links += 1;
        }
        match name {
            "td" | "th" => self.leave_cell(sum),
            "table" => self.leave_table(id, element, &mut sum),
            _ => {}
        }
        let is_links = sum.links >= 3 && sum.linked * 10 >= sum.text * 7 && !sum.has_data;
        if is_links && is_block(name) && name != "body" && self.looks.of(id) != Look::Hidden {
            self.looks.set(id, Look::Links);
        }
        if let Some((_, parent)) = self.open.last_mut() {
            parent.add(sum);
        }
    }

    fn leave_cell(&mut self, sum: Sum) {
        let Some(table) = self.tables.last_mut() else { return };
        table.all += 1;
        table.in_row += 1;
        table.widest_row = table.widest_row.max(table.in_row);
        table.most_paragraphs = table.most_paragraphs.max(sum.paragraphs);
        table.has_heading |= sum.has_heading;
        table.has_data |= sum.has_data;
    }

    fn leave_table(&mut self, id: Id, element: &Element, sum: &mut Sum) {
        const WHOLE_TEXT: usize = 12;
        const FEW: usize = 6;
        let Some(cells) = self.tables.pop() else { return };
        let says_so = matches!(element.attribute("role"), Some("presentation" | "none"));
        let holds_text = cells.all <= FEW && cells.most_paragraphs >= WHOLE_TEXT;
        let is_frame =
            cells.widest_row <= 1 || says_so || cells.has_data || cells.has_heading || holds_text;
        if is_frame && (cells.widest_row <= 1 || !self.has_labels(id)) {
            self.looks.set(id, Look::Frame);
        } else {
            *sum = Sum { has_data: true, paragraphs: 0, has_heading: false, ..*sum };
        }
    }

    /// Whether cells of the table itself hold labels of a statement.
    fn has_labels(&self, table: Id) -> bool {
        let groups = self.dom.children(table).filter(|child| is_group(self.dom.name(*child)));
        let rows = groups.flat_map(|group| self.dom.children(group));
        let cells = rows.flat_map(|row| self.dom.children(row)).take(200);
        cells.filter(|cell| grammar::is_label(&short_text(self.dom, *cell))).nth(1).is_some()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

/// The characters in an element without blanks, as long as they are few; else none.
pub(super) fn short_text(dom: &Dom, id: Id) -> String {
    const FEW: usize = 120;
    let mut text = String::new();
    let mut tasks = vec![id];
    let mut steps = 0;
    while let Some(id) = tasks.pop() {
        steps += 1;
        match dom.kind(id) {
            Kind::Text(part) => text.extend(part.chars().filter(|c| !c.is_whitespace()).take(FEW)),
            _ if dom.name(id) == "table" => return String::new(),
            _ => {
                let mut child = dom.last_child(id);
                while let Some(id) = child.filter(|_| tasks.len() < FEW) {
                    tasks.push(id);
                    child = dom.before(id);
                }
            }
        }
        if text.len() > FEW || steps > FEW {
            return String::new();
        }
    }
    text
}

/// Elements whose content is no text of the page, or leads away from it.
fn is_no_text(element: &Element) -> bool {
    const NAMES: &[&str] = &[
        "head", "title", "script", "style", "noscript", "noframes", "template", "iframe", "object",
        "embed", "applet", "video", "audio", "canvas", "select", "button", "textarea", "nav",
        "aside", "dialog", "del", "rp", "rt", "xml", "map",
    ];
    const ROLES: &[&str] = &["navigation", "search", "complementary", "menu", "menubar", "dialog"];
    // LibreOffice writes headers and footers of pages so, and notes.
    let is_beside =
        element.name() == "div" && matches!(element.attribute("title"), Some("header" | "footer"));
    let is_note = ["class", "id"].iter().any(|name| {
        let value = element.attribute(name).unwrap_or_default();
        value.starts_with("sdfootnote") || value.starts_with("sdendnote")
    });
    is_beside
        || is_note
        || NAMES.contains(&element.name())
        || element.attribute("role").is_some_and(|role| ROLES.contains(&role))
}

/// Elements that stand on lines of their own.
pub(super) fn is_block(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "p",
        "div",
        "li",
        "td",
        "th",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "address",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "center",
        "form",
        "fieldset",
        "legend",
        "figure",
        "figcaption",
        "caption",
        "hr",
        "body",
        "html",
        "thead",
        "tbody",
        "tfoot",
        "dir",
        "menu",
        "hgroup",
        "details",
        "summary",
        "listing",
        "xmp",
        "plaintext",
        "option",
    ];
    NAMES.contains(&name)
}

/// The level of a heading.
pub(super) fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Parts of a table that hold rows.
pub(super) fn is_group(name: &str) -> bool {
    matches!(name, "thead" | "tbody" | "tfoot")
}
