//! The lists of a document: how the items of each level are numbered.

use std::collections::HashMap;

use super::fault::Fault;
use super::numerals::Format;
use super::scan::{Element, Scanner, Step};
use super::styles::Styles;
use super::tag::Tag;

/// More lists than this stand in no document.
const MOST_LISTS: usize = 50_000;
/// The text of a level is a few signs.
const LONGEST_TEXT: usize = 120;
/// Word numbers no further.
const HIGHEST_NUMBER: u32 = 0x7fff;
/// A list has nine levels.
pub(super) const LEVELS: usize = 9;

/// All lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    patterns: Vec<Pattern>,
    pattern_ids: HashMap<u32, u32>,
    lists: HashMap<u32, List>,
}

/// An abstract list: the levels that several lists may share, and their numbers with them.
#[derive(Clone, Debug, Default)]
pub(super) struct Pattern {
    levels: [Option<Box<Level>>; LEVELS],
    /// The style in which its levels stand.
    link: Option<Box<str>>,
}

/// A list as paragraphs name it.
#[derive(Clone, Debug, Default)]
struct List {
    pattern: u32,
    overrides: Vec<(u8, Override)>,
}

#[derive(Clone, Debug, Default)]
struct Override {
    start: Option<u32>,
    level: Option<Box<Level>>,
}

/// How the items of one level are numbered.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub(super) start: u32,
    pub(super) format: Format,
    /// With %1 to %9 for the numbers of the levels.
    pub(super) text: Box<str>,
    /// It begins again after an item of the level with this number, or of one above it.
    pub(super) restart: Option<u8>,
    /// All numbers in it are written in digits.
    pub(super) is_legal: bool,
    /// Nothing stands between its text and that of the paragraph.
    pub(super) is_glued: bool,
    pub(super) is_hidden: bool,
    /// The style whose paragraphs are items of this level.
    pub(super) style: Option<Box<str>>,
}

impl Default for Level {
    fn default() -> Self {
        Level {
            start: 0,
            format: Format::Decimal,
            text: "".into(),
            restart: None,
            is_legal: false,
            is_glued: false,
            is_hidden: false,
            style: None,
        }
    }
}

impl Numbering {
    /// Reads the lists of a part; what stands before a fault is kept.
    pub(super) fn read(part: &str, bytes: &[u8]) -> (Numbering, Option<Fault>) {
        let mut numbering = Numbering::default();
        let mut scanner = Scanner::new(part, bytes);
        let fault = numbering.take(&mut scanner).err();
        (numbering, fault)
    }

    /// Whether some levels stand in styles, which the text itself does not name.
    pub(super) fn names_styles(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern.link.is_some())
    }

    /// The level `level` of a list, with the number of its pattern.
    pub(super) fn level(&self, list: u32, level: u8, styles: &Styles) -> Option<(u32, &Level)> {
        let list = self.lists.get(&list)?;
        let (number, pattern) = self.pattern(list.pattern, styles)?;
        let own = list.overridden(level).and_then(|change| change.level.as_deref());
        let level = own.or_else(|| pattern.levels.get(usize::from(level))?.as_deref())?;
        Some((number, level))
    }

    /// The number at which a list begins its level anew.
    pub(super) fn start_override(&self, list: u32, level: u8) -> Option<u32> {
        let change = self.lists.get(&list)?.overridden(level)?;
        let replaced = || change.level.as_ref().map(|level| level.start);
        change.start.or_else(replaced)
    }

    /// The level whose paragraphs have the style with this id.
    pub(super) fn level_of_style(&self, list: u32, style: &str, styles: &Styles) -> Option<u8> {
        let of = (0u8..).take(LEVELS).find(|level| {
            let found = self.level(list, *level, styles);
            found.is_some_and(|(_, level)| level.style.as_deref() == Some(style))
        });
        of.filter(|_| !style.is_empty())
    }

    /// A pattern, or that of the style to which it hands on.
    fn pattern(&self, id: u32, styles: &Styles) -> Option<(u32, &Pattern)> {
        let mut number = *self.pattern_ids.get(&id)?;
        // A style hands on once; a ring of them ends here.
        for _ in 0..4 {
            let pattern = self.patterns.get(number as usize)?;
            let Some(link) = &pattern.link else { return Some((number, pattern)) };
            let list = styles.get(styles.number(link)).and_then(|style| style.list)?;
            number = *self.pattern_ids.get(&self.lists.get(&list)?.pattern)?;
        }
        None
    }

    fn take(&mut self, scanner: &mut Scanner<'_>) -> Result<(), Fault> {
        loop {
            match scanner.step()? {
                Step::Open(element) if element.tag == Tag::AbstractList => {
                    let id = number(&element, "abstractNumId");
                    let mut pattern = Pattern::default();
                    let mut at = 0;
                    let outcome = scanner.inside(&element, |child| {
                        if child.tag == Tag::ListStyleLink {
                            pattern.link = child.value().map(Into::into);
                        }
                        pattern_level(&mut pattern, &mut at, child);
                    });
                    self.keep_pattern(id, pattern);
                    outcome?;
                }
                Step::Open(element) if element.tag == Tag::List => {
                    let id = number(&element, "numId");
                    let mut list = List::default();
                    let outcome = scanner.inside(&element, |child| list_property(&mut list, child));
                    if let Some(id) = id.filter(|_| self.lists.len() < MOST_LISTS) {
                        self.lists.insert(id, list);
                    }
                    outcome?;
                }
                Step::End => return Ok(()),
                _ => {}
            }
        }
    }

    fn keep_pattern(&mut self, id: Option<u32>, pattern: Pattern) {
        let number = u32::try_from(self.patterns.len()).unwrap_or(u32::MAX);
        if let Some(id) = id.filter(|_| self.patterns.len() < MOST_LISTS) {
            self.pattern_ids.insert(id, number);
            self.patterns.push(pattern);
        }
    }
}

/// For formats that define their lists without XML.
impl Numbering {
    /// Adds an abstract list with these levels.
    pub(super) fn add_pattern(&mut self, id: u32, levels: Vec<Level>) {
        let mut pattern = Pattern::default();
        for (slot, level) in pattern.levels.iter_mut().zip(levels) {
            *slot = Some(Box::new(level));
        }
        self.keep_pattern(Some(id), pattern);
    }

    /// Adds a list of the abstract list `pattern`; some of its levels begin anew at a number, or are
    /// others.
    pub(super) fn add_list(
        &mut self,
        id: u32,
        pattern: u32,
        changes: impl Iterator<Item = (u8, Option<u32>, Option<Level>)>,
    ) {
        let change = |(at, start, level): (u8, Option<u32>, Option<Level>)| {
            let start = start.map(|start| start.min(HIGHEST_NUMBER));
            (at, Override { start, level: level.map(Box::new) })
        };
        let overrides = changes.take(LEVELS).map(change).collect();
        if self.lists.len() < MOST_LISTS {
            self.lists.insert(id, List { pattern, overrides });
        }
    }
}

impl List {
    fn overridden(&self, level: u8) -> Option<&Override> {
        self.overrides.iter().rev().find(|(at, _)| *at == level).map(|(_, change)| change)
    }
}

fn number(element: &Element<'_>, attribute: &str) -> Option<u32> {
    element.attribute(attribute)?.trim().parse().ok()
}

fn level_number(element: &Element<'_>) -> Option<u8> {
    let level = number(element, "ilvl").and_then(|level| u8::try_from(level).ok());
    level.filter(|level| usize::from(*level) < LEVELS)
}

/// `at` is one more than the level that is being read, 0 before the first.
fn pattern_level(pattern: &mut Pattern, at: &mut usize, element: &Element<'_>) {
    if element.tag == Tag::Level {
        *at = level_number(element).map_or(0, |level| usize::from(level) + 1);
        if let Some(slot) = at.checked_sub(1).and_then(|index| pattern.levels.get_mut(index)) {
            *slot = Some(Box::default());
        }
        return;
    }
    let level = at.checked_sub(1).and_then(|index| pattern.levels.get_mut(index));
    if let Some(Some(level)) = level {
        level_property(level, element);
    }
}

fn list_property(list: &mut List, element: &Element<'_>) {
    match element.tag {
        Tag::AbstractListReference => list.pattern = element.number().unwrap_or(u32::MAX),
        Tag::LevelOverride => {
            if let Some(level) = level_number(element).filter(|_| list.overrides.len() < 32) {
                list.overrides.push((level, Override::default()));
            }
        }
        Tag::StartOverride => {
            if let Some((_, change)) = list.overrides.last_mut() {
                change.start = element.number().map(|start| start.min(HIGHEST_NUMBER));
            }
        }
        Tag::Level => {
            if let Some((_, change)) = list.overrides.last_mut() {
                change.level = Some(Box::default());
            }
        }
        _ => {
            let change = list.overrides.last_mut();
            if let Some(level) = change.and_then(|(_, change)| change.level.as_deref_mut()) {
                level_property(level, element);
            }
        }
    }
}

fn level_property(level: &mut Level, element: &Element<'_>) {
    match element.tag {
        Tag::Start => level.start = element.number().unwrap_or(0).min(HIGHEST_NUMBER),
        Tag::NumberFormat => {
            let name = element.value();
            // A custom format stands beside a usual one that serves in its place.
            if let Some(name) = name.filter(|name| name != "custom") {
                level.format = Format::named(&name);
            }
        }
        Tag::LevelText => {
            let text = element.value().unwrap_or_default();
            level.text = text.chars().take(LONGEST_TEXT).collect::<String>().into();
        }
        Tag::LevelRestart => {
            level.restart = element.number().map(|n| u8::try_from(n).unwrap_or(u8::MAX));
        }
        Tag::LegalNumbers => level.is_legal = element.is_on(),
        Tag::Suffix => level.is_glued = element.value().is_some_and(|value| value == "nothing"),
        Tag::Hidden => level.is_hidden = element.is_on(),
        Tag::ParagraphStyle => level.style = element.value().map(Into::into),
        _ => {}
    }
}
