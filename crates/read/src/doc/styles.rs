//! The styles of a document, as far as they say what a paragraph is.

use super::bytes::{part, u16_at};
use super::paragraph::Properties;
use super::sprm::{self, sprms};

/// More styles than this stand in no document.
const MOST_STYLES: usize = 4096;
/// Styles are based on styles, a few at a time; a ring of them ends here.
const LONGEST_CHAIN: usize = 24;
/// The changes of one style are not longer.
const LONGEST: usize = 2048;
/// Stands for no style.
const NONE: u16 = 0x0fff;

/// What a style says.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    based_on: Option<u16>,
    /// Of its paragraphs, what it is based on left out.
    paragraphs: Vec<u8>,
    /// Outline level by its name, 1 for the highest.
    outline: Option<u8>,
    is_contents: bool,
    hidden: Option<bool>,
}

/// The styles by their numbers.
#[derive(Debug, Default)]
pub(super) struct Styles {
    list: Vec<Style>,
    /// What each of them says with all it is based on.
    paragraphs: Vec<Properties>,
}

impl Styles {
    /// Reads the styles.
    pub(super) fn read(bytes: &[u8]) -> Styles {
        let mut styles = Styles::default();
        let Some(head) = u16_at(bytes, 0).map(usize::from) else { return styles };
        let count = u16_at(bytes, 2).map_or(0, usize::from).min(MOST_STYLES);
        let base = u16_at(bytes, 4).map_or(10, usize::from);
        let mut at = 2 + head;
        for _ in 0..count {
            let Some(len) = u16_at(bytes, at).map(usize::from) else { break };
            let style = part(bytes, at + 2, len).and_then(|bytes| style(bytes, base));
            styles.list.push(style.unwrap_or_default());
            at += 2 + len + len % 2;
        }
        let numbers = 0..u16::try_from(styles.list.len()).unwrap_or(u16::MAX);
        styles.paragraphs = numbers.map(|number| styles.inherited(number)).collect();
        styles
    }

    /// What a style and those it is based on say of a paragraph.
    pub(super) fn paragraph(&self, number: u16) -> Properties {
        self.paragraphs.get(usize::from(number)).cloned().unwrap_or_default()
    }

    fn inherited(&self, number: u16) -> Properties {
        let mut chain = Vec::new();
        let mut next = Some(number);
        while let Some(style) = next.and_then(|number| self.list.get(usize::from(number))) {
            if chain.len() >= LONGEST_CHAIN {
                break;
            }
            chain.push(style);
            next = style.based_on;
        }
        let mut properties = Properties::default();
        for style in chain.into_iter().rev() {
            properties.outline = style.outline.or(properties.outline);
            properties.in_contents |= style.is_contents;
            properties.hidden = style.hidden.unwrap_or(properties.hidden);
            properties.change(&style.paragraphs, &[], &mut 0);
        }
        properties
    }

    /// Whether a style of characters hides them.
    pub(super) fn hides(&self, number: u16) -> Option<bool> {
        self.list.get(usize::from(number))?.hidden
    }
}

fn style(bytes: &[u8], base: usize) -> Option<Style> {
    let built_in = u16_at(bytes, 0)? & 0x0fff;
    let kind_and_base = u16_at(bytes, 2)?;
    let (kind, based_on) = (kind_and_base & 0xf, kind_and_base >> 4);
    let name_len = usize::from(u16_at(bytes, base)?);
    let name: Vec<u16> =
        (0..name_len).filter_map(|index| u16_at(bytes, base + 2 + 2 * index)).collect();
    let name = String::from_utf16_lossy(&name).to_lowercase();
    let mut style = Style {
        based_on: Some(based_on).filter(|number| *number != NONE),
        outline: outline(built_in, &name),
        is_contents: (19..=27).contains(&built_in) || name.starts_with("toc "),
        ..Style::default()
    };
    let mut at = base + 2 + 2 * name_len + 2;
    if kind == 1 {
        let len = usize::from(u16_at(bytes, at)?);
        // The number of the style itself stands before its changes.
        let changes = part(bytes, at + 2, len)?.get(2..).unwrap_or_default();
        style.paragraphs = changes.iter().take(LONGEST).copied().collect();
        at += 2 + len + len % 2;
    }
    if matches!(kind, 1 | 2) {
        let len = u16_at(bytes, at).map_or(0, usize::from);
        let changes = part(bytes, at + 2, len).unwrap_or_default();
        let hidden = sprms(changes).filter(|sprm| sprm.code == sprm::HIDDEN).last();
        style.hidden = hidden.map(|sprm| sprm.byte() == 1);
    }
    Some(style)
}

/// The level of a heading, by its number among the styles of Word or by its name.
fn outline(built_in: u16, name: &str) -> Option<u8> {
    if let Ok(level @ 1..=9) = u8::try_from(built_in) {
        return Some(level);
    }
    let rest = ["heading ", "标题 "].iter().find_map(|head| name.strip_prefix(head))?;
    rest.trim().parse().ok().filter(|level| (1..=9).contains(level))
}
