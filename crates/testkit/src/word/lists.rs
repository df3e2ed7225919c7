//! Automatic numbers: takes the typed number off a line and lets Word count it.
//!
//! Word's own counting is followed here. Where it would come to another number than the one that was
//! typed, the item begins a list anew at that number.

use std::fmt::Write as _;

use crate::flow::Role;
use crate::form::{Form, Numbers};
use crate::word::Counting;

/// What a list counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Part,
    Section,
    Inner,
    TableTitle,
    /// The goals in the cell with this number; each cell begins anew.
    Goals(usize),
}

/// An item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) list: usize,
    pub(super) level: usize,
}

/// A number that was typed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Typed<'t> {
    kind: Kind,
    ordinal: usize,
    /// What stands behind it.
    pub(super) rest: &'t str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// 第一部分
    Part,
    Of(Numbers),
}

/// Each is a pattern with its own count.
#[derive(Debug)]
struct Pattern {
    scope: Scope,
    levels: Vec<Kind>,
    counts: [usize; 2],
    /// The list that goes on.
    list: usize,
    /// Style of its first level.
    style: Option<&'static str>,
}

#[derive(Debug)]
struct List {
    pattern: usize,
    anew: Option<(usize, usize)>,
}

/// All lists of a document.
#[derive(Debug)]
pub(super) struct Lists {
    counting: Counting,
    section_style: Option<&'static str>,
    patterns: Vec<Pattern>,
    lists: Vec<List>,
}

/// Numbers that lines begin with.
const KINDS: [Kind; 6] = [
    Kind::Part,
    Kind::Of(Numbers::Chinese),
    Kind::Of(Numbers::ChineseInBrackets),
    Kind::Of(Numbers::Dot),
    Kind::Of(Numbers::Comma),
    Kind::Of(Numbers::InBrackets),
];

/// No list is longer.
const LONGEST: usize = 60;

impl<'t> Typed<'t> {
    /// The number that a line begins with.
    pub(super) fn find(text: &'t str) -> Option<Typed<'t>> {
        let found = KINDS.into_iter().find_map(|kind| {
            // From the back, so that 十一 is not taken for 十.
            (1..=LONGEST).rev().find_map(|ordinal| {
                let rest = text.strip_prefix(kind.sign(ordinal).as_str())?;
                Some(Typed { kind, ordinal, rest: rest.trim_start() })
            })
        })?;
        // 1.5万元 is no item.
        let is_decimal = found.kind == Kind::Of(Numbers::Dot)
            && found.rest.starts_with(|c: char| c.is_ascii_digit())
            && !found.rest.starts_with("20");
        (!is_decimal && !found.rest.is_empty()).then_some(found)
    }
}

impl Kind {
    fn sign(self, ordinal: usize) -> String {
        match self {
            Kind::Part => match ordinal {
                1 | 2 => Form::part_number(ordinal - 1).to_owned(),
                _ => "\u{0}".into(),
            },
            Kind::Of(numbers) => numbers.sign(ordinal),
        }
    }

    fn format(self) -> &'static str {
        match self {
            Kind::Part | Kind::Of(Numbers::Chinese | Numbers::ChineseInBrackets) => {
                "chineseCountingThousand"
            }
            Kind::Of(_) => "decimal",
        }
    }

    fn text(self, level: usize) -> String {
        let number = level + 1;
        match self {
            Kind::Part => format!("第%{number}部分"),
            Kind::Of(Numbers::Chinese | Numbers::Comma) => format!("%{number}、"),
            Kind::Of(Numbers::ChineseInBrackets | Numbers::InBrackets) => format!("（%{number}）"),
            Kind::Of(Numbers::Dot) => format!("%{number}."),
            Kind::Of(Numbers::None) => String::new(),
        }
    }
}

impl Lists {
    /// No lists yet. `section_style` is the style by which sections may be counted.
    pub(super) fn new(counting: Counting, section_style: Option<&'static str>) -> Lists {
        Lists { counting, section_style, patterns: Vec::new(), lists: Vec::new() }
    }

    /// What lines of a role count in.
    pub(super) fn scope(&self, role: Role) -> Option<Scope> {
        let scope = match role {
            Role::Part => Scope::Part,
            Role::Section => Scope::Section,
            Role::Heading | Role::Body => Scope::Inner,
            Role::TableTitle => Scope::TableTitle,
            _ => return None,
        };
        self.takes(scope).then_some(scope)
    }

    /// Whether Word counts there.
    pub(super) fn takes(&self, scope: Scope) -> bool {
        match self.counting {
            Counting::Typed => false,
            Counting::Styled => scope == Scope::Section,
            Counting::Lists | Counting::Levels => true,
        }
    }

    /// Counts an item.
    pub(super) fn item(&mut self, scope: Scope, typed: &Typed<'_>) -> Item {
        let (number, level) = self.pattern(scope, typed.kind);
        let next_list = self.lists.len() + 1;
        let Some(pattern) = self.patterns.get_mut(number) else { return Item { list: 0, level } };
        if let Some(deeper) = pattern.counts.get_mut(level + 1) {
            *deeper = 0;
        }
        let Some(count) = pattern.counts.get_mut(level) else { return Item { list: 0, level } };
        let goes_on = *count + 1 == typed.ordinal;
        *count = typed.ordinal;
        if !goes_on || pattern.list == 0 {
            let anew = (!goes_on).then_some((level, typed.ordinal));
            self.lists.push(List { pattern: number, anew });
            pattern.list = next_list;
        }
        Item { list: pattern.list, level }
    }

    /// Whether the style of the sections brings this item's number with it.
    pub(super) fn is_by_style(&self, scope: Scope, item: Item) -> bool {
        let list = item.list.checked_sub(1).and_then(|index| self.lists.get(index));
        self.counting == Counting::Styled
            && scope == Scope::Section
            && item.list == 1
            && list.is_some_and(|list| list.anew.is_none())
    }

    /// Whether the sections' style is in a list.
    pub(super) fn style_counts(&self) -> bool {
        self.counting == Counting::Styled && !self.lists.is_empty()
    }

    fn pattern(&mut self, scope: Scope, kind: Kind) -> (usize, usize) {
        let below = self.counting == Counting::Levels && scope == Scope::Inner;
        let shared = self.patterns.iter_mut().enumerate().find(|(_, pattern)| {
            let has_room = pattern.levels.get(1).is_none_or(|second| *second == kind);
            below && pattern.scope == Scope::Section && has_room
        });
        if let Some((number, pattern)) = shared {
            if pattern.levels.len() == 1 {
                pattern.levels.push(kind);
            }
            return (number, 1);
        }
        let same =
            |pattern: &Pattern| pattern.scope == scope && pattern.levels.first() == Some(&kind);
        if let Some(number) = self.patterns.iter().position(same) {
            return (number, 0);
        }
        let styled = self.counting == Counting::Styled && self.patterns.is_empty();
        let style = self.section_style.filter(|_| styled);
        self.patterns.push(Pattern { scope, levels: vec![kind], counts: [0; 2], list: 0, style });
        (self.patterns.len() - 1, 0)
    }

    /// The content of the part that defines the lists; `None` where there is no list.
    pub(super) fn xml(&self) -> Option<String> {
        if self.lists.is_empty() {
            return None;
        }
        let mut xml = String::new();
        for (id, pattern) in self.patterns.iter().enumerate() {
            let kind = if pattern.levels.len() > 1 { "multilevel" } else { "hybridMultilevel" };
            let _ = write!(
                xml,
                r#"<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="{kind}"/>"#
            );
            for (level, kind) in pattern.levels.iter().enumerate() {
                xml.push_str(&level_xml(level, *kind, pattern.style.filter(|_| level == 0)));
            }
            xml.push_str("</w:abstractNum>");
        }
        for (index, list) in self.lists.iter().enumerate() {
            let (id, pattern) = (index + 1, list.pattern);
            let _ = write!(xml, r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{pattern}"/>"#);
            if let Some((level, start)) = list.anew {
                let _ = write!(
                    xml,
                    r#"<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>"#
                );
            }
            xml.push_str("</w:num>");
        }
        Some(xml)
    }
}

fn level_xml(level: usize, kind: Kind, style: Option<&str>) -> String {
    let (format, text) = (kind.format(), kind.text(level));
    let style = style.map_or(String::new(), |id| format!(r#"<w:pStyle w:val="{id}"/>"#));
    // A part's number is set apart by a blank, a Chinese one by nothing, an Arabic one by a tab.
    let suffix = match kind {
        Kind::Part => r#"<w:suff w:val="space"/>"#,
        Kind::Of(Numbers::Chinese | Numbers::ChineseInBrackets) => r#"<w:suff w:val="nothing"/>"#,
        Kind::Of(_) => "",
    };
    format!(
        r#"<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{style}{suffix}<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>"#
    )
}
