//! The styles of a document, as far as they say what a paragraph is.

use std::collections::HashMap;

use memchr::{memmem, memrchr};

use super::fault::Fault;
use super::scan::{Element, Scanner, Step, first_value};
use super::tag::Tag;

/// More styles than this stand in no document.
const MOST_STYLES: usize = 20_000;
/// Styles are based on styles, a few at a time; a ring of them ends here.
const LONGEST_CHAIN: usize = 24;

/// Styles by their ids, each with all it inherits.
#[derive(Debug, Default)]
pub(super) struct Styles {
    ids: HashMap<Box<str>, u16>,
    list: Vec<Style>,
    default: Option<u16>,
}

/// What a style says of its paragraphs or runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// Its id, to which levels of lists refer.
    pub(super) id: Box<str>,
    /// Outline level, 1 for the highest, 0 for running text.
    pub(super) outline: Option<u8>,
    /// Its list and level; list 0 for none.
    pub(super) list: Option<u32>,
    pub(super) level: Option<u8>,
    /// Its text is hidden.
    pub(super) hidden: Option<bool>,
    /// Its paragraphs begin with an indent.
    pub(super) indented: Option<bool>,
    /// Its paragraphs are lines of a contents table.
    pub(super) is_contents: bool,
    based_on: Option<Box<str>>,
}

impl Styles {
    /// Reads the styles of a part; what stands before a fault is kept.
    pub(super) fn read(part: &str, bytes: &[u8]) -> (Styles, Option<Fault>) {
        let mut styles = Styles::default();
        let mut scanner = Scanner::new(part, bytes);
        let fault = styles.take(&mut scanner).err();
        styles.inherit();
        (styles, fault)
    }

    /// Whether all these styles are known, with all that they are based on, and the default one.
    pub(super) fn know(&self, ids: &[&str]) -> bool {
        let known = |id: &str| self.get(self.number(id));
        let whole = |id: &&str| {
            let chain = std::iter::successors(Some(Some(*id)), |id| {
                known((*id)?).map(|style| style.based_on.as_deref())
            });
            // The chain ends behind a style based on none, or at one that is not there.
            let last = chain.take(LONGEST_CHAIN).last();
            last.is_some_and(|id| id.is_none())
        };
        self.default.is_some() && ids.iter().all(whole)
    }

    /// The number of the style with this id.
    pub(super) fn number(&self, id: &str) -> Option<u16> {
        self.ids.get(id).copied()
    }

    /// The style with this number.
    pub(super) fn get(&self, number: Option<u16>) -> Option<&Style> {
        self.list.get(usize::from(number?))
    }

    /// The style of paragraphs that name none.
    pub(super) fn unnamed(&self) -> Option<u16> {
        self.default
    }

    fn take(&mut self, scanner: &mut Scanner<'_>) -> Result<(), Fault> {
        loop {
            match scanner.step()? {
                Step::Open(element) if element.tag == Tag::Style => {
                    self.style(scanner, &element)?;
                }
                Step::Open(element) if element.tag == Tag::Skipped => scanner.leap(&element)?,
                Step::End => return Ok(()),
                _ => {}
            }
        }
    }

    fn style<'x>(&mut self, scanner: &mut Scanner<'x>, element: &Element<'x>) -> Result<(), Fault> {
        // Styles of tables are long and say nothing of paragraphs.
        if element.attribute("type").is_some_and(|kind| kind == "table") {
            return scanner.leap(element);
        }
        let mut style = Style { id: id_of(element), ..Style::default() };
        let is_default = element.attribute("default").is_some_and(|v| matches!(&*v, "1" | "true"));
        let is_paragraph = element.attribute("type").is_none_or(|kind| kind == "paragraph");
        let outcome = scanner.inside(element, |child| property(&mut style, child));
        let number = u16::try_from(self.list.len()).unwrap_or(u16::MAX);
        if self.list.len() < MOST_STYLES {
            if is_default && is_paragraph {
                self.default = Some(number);
            }
            self.ids.insert(style.id.clone(), number);
            self.list.push(style);
        }
        outcome
    }

    /// Gives each style what the styles say that it is based on.
    fn inherit(&mut self) {
        let own = self.list.clone();
        let base = |style: &Style| {
            let id = style.based_on.as_deref()?;
            own.get(usize::from(*self.ids.get(id)?))
        };
        for style in &mut self.list {
            let mut above = base(style);
            for _ in 0..LONGEST_CHAIN {
                let Some(parent) = above else { break };
                style.outline = style.outline.or(parent.outline);
                style.level = style.level.or(parent.level);
                style.list = style.list.or(parent.list);
                style.hidden = style.hidden.or(parent.hidden);
                style.indented = style.indented.or(parent.indented);
                style.is_contents |= parent.is_contents;
                above = base(parent);
            }
        }
    }
}

fn id_of(element: &Element<'_>) -> Box<str> {
    element.attribute("styleId").unwrap_or_default().into()
}

fn property(style: &mut Style, element: &Element<'_>) {
    match element.tag {
        Tag::Name => name(style, &element.value().unwrap_or_default()),
        Tag::BasedOn => style.based_on = element.value().map(Into::into),
        Tag::OutlineLevel => style.outline = element.number().map(outline_level),
        Tag::ListLevel => style.level = element.number().and_then(|n| u8::try_from(n).ok()),
        Tag::ListNumber => style.list = element.number(),
        Tag::Hidden => style.hidden = Some(element.is_on()),
        Tag::Indent => style.indented = first_line(element).or(style.indented),
        _ => {}
    }
}

/// The built-in styles are known by their names, in whatever language.
fn name(style: &mut Style, name: &str) {
    let lower = name.trim().to_lowercase();
    let level = |prefixes: [&str; 2]| {
        let rest = prefixes.iter().find_map(|prefix| lower.strip_prefix(prefix))?;
        rest.trim().parse::<u8>().ok().filter(|level| (1..=9).contains(level))
    };
    if let Some(level) = level(["heading", "标题"]) {
        style.outline = style.outline.or(Some(level));
    }
    style.is_contents |= level(["toc", "目录"]).is_some();
}

/// The ids of the styles that a text names, found without taking its XML apart; `None` if there are
/// too many to look for.
pub(super) fn named_in(text: &[u8]) -> Option<Vec<&str>> {
    let mut ids: Vec<&str> = Vec::new();
    for at in memmem::find_iter(text, b"Style") {
        let head = text.get(at.saturating_sub(24)..at).unwrap_or_default();
        let Some(begin) = memrchr(b'<', head) else { continue };
        let is_reference =
            matches!(head.get(begin + 1..), Some([b'p' | b'r'] | [.., b':', b'p' | b'r']));
        let element = at - head.len() + begin;
        let id = text.get(element..).filter(|_| is_reference).and_then(first_value);
        let Some(id) = id.filter(|id| ids.last() != Some(id) && !ids.contains(id)) else {
            continue;
        };
        if ids.len() > 64 {
            return None;
        }
        ids.push(id);
    }
    Some(ids)
}

/// `w:outlineLvl` counts from 0, and 9 is running text.
pub(super) fn outline_level(value: u32) -> u8 {
    u8::try_from(value).ok().filter(|value| *value < 9).map_or(0, |value| value + 1)
}

/// Whether `w:ind` sets the first line in, if it speaks of it.
pub(super) fn first_line(element: &Element<'_>) -> Option<bool> {
    let amount = |name: &str| element.attribute(name).and_then(|value| value.trim().parse().ok());
    let by_signs: Option<i64> = amount("firstLineChars");
    let by_points: Option<i64> = amount("firstLine");
    match (by_signs, by_points) {
        (None, None) => element.attribute("hanging").map(|_| false),
        (signs, points) => Some(signs.unwrap_or(0) > 0 || points.unwrap_or(0) > 0),
    }
}
