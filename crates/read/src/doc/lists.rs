//! The lists of a document: how the items of each level are numbered.

use super::bytes::{part, u16_at, u32_at};
use crate::docx::paper::{LevelChange, ListLevel, Paper};

/// More lists than this stand in no document.
const MOST_LISTS: usize = 20_000;
/// The text of a level is a few signs.
const LONGEST_TEXT: usize = 120;
const LEVEL_HEAD: usize = 28;

/// Defines all lists of a document.
///
/// The levels of the abstract lists stand behind their own stretch, so `table` is the whole stream
/// from that stretch on, and `len` how long the stretch is.
pub(super) fn define(paper: &mut Paper, table: &[u8], len: usize, lists: &[u8]) {
    let count = u16_at(table, 0).map_or(0, usize::from).min(MOST_LISTS);
    let mut at = len;
    let mut known = Vec::with_capacity(count);
    for index in 0..count {
        let Some(head) = part(table, 2 + 28 * index, 28) else { break };
        let id = u32_at(head, 0).unwrap_or(0);
        let is_simple = head.get(26).is_some_and(|flags| flags & 1 == 1);
        let mut levels = Vec::new();
        for _ in 0..if is_simple { 1 } else { 9 } {
            let Some((level, behind)) = level(table, at) else { break };
            levels.push(level);
            at = behind;
        }
        paper.pattern(id, levels);
        known.push(id);
    }
    if !known.is_empty() {
        define_lists(paper, lists);
    }
}

/// The lists that paragraphs name, each of an abstract list, with what it changes.
fn define_lists(paper: &mut Paper, bytes: &[u8]) {
    let count = u32_at(bytes, 0).and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    let count = count.min(MOST_LISTS);
    let mut at = 4 + 16 * count;
    for index in 0..count {
        let Some(head) = part(bytes, 4 + 16 * index, 16) else { return };
        let pattern = u32_at(head, 0).unwrap_or(0);
        let levels = head.get(12).copied().unwrap_or(0);
        at += 4;
        let mut changes = Vec::new();
        for _ in 0..levels.min(9) {
            let Some((change, behind)) = change(bytes, at) else { break };
            changes.push(change);
            at = behind;
        }
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        paper.list(number, pattern, changes);
    }
}

fn change(bytes: &[u8], at: usize) -> Option<(LevelChange, usize)> {
    let start = u32_at(bytes, at)?;
    let flags = u32_at(bytes, at + 4)?;
    let of = u8::try_from(flags & 0xf).unwrap_or(0);
    let (own, behind) = match flags & 0x20 {
        0 => (None, at + 8),
        _ => level(bytes, at + 8).map(|(level, behind)| (Some(level), behind))?,
    };
    let start = (flags & 0x10 != 0).then(|| own.as_ref().map_or(start, |level| level.start));
    Some((LevelChange { at: of, start, level: own }, behind))
}

/// A level, and where what follows it begins.
fn level(bytes: &[u8], at: usize) -> Option<(ListLevel, usize)> {
    let head = part(bytes, at, LEVEL_HEAD)?;
    let byte = |index: usize| head.get(index).copied().unwrap_or(0);
    let flags = byte(5);
    let text_at = at + LEVEL_HEAD + usize::from(byte(24)) + usize::from(byte(25));
    let len = usize::from(u16_at(bytes, text_at)?);
    let signs: Vec<u16> = (0..len.min(LONGEST_TEXT))
        .map_while(|index| u16_at(bytes, text_at + 2 + 2 * index))
        .collect();
    let mut text = String::new();
    for sign in char::decode_utf16(signs) {
        match sign.unwrap_or('\u{fffd}') {
            // The numbers of levels stand in the text as their own signs.
            level @ '\0'..='\u{8}' => text.push_str(&format!("%{}", u32::from(level) + 1)),
            sign => text.push(sign),
        }
    }
    let format = format(byte(4));
    let level = ListLevel {
        start: u32_at(head, 0)?,
        format,
        text,
        restart: (flags & 0x08 != 0).then(|| byte(26)),
        is_legal: flags & 0x04 != 0,
        is_glued: byte(15) == 2,
    };
    Some((level, text_at + 2 + 2 * len))
}

/// The name in Office Open XML of a number format.
fn format(code: u8) -> &'static str {
    match code {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        10 | 17 => "japaneseDigitalTenThousand",
        11 => "japaneseCounting",
        14 => "decimalFullWidth",
        16 => "japaneseLegal",
        18 => "decimalEnclosedCircle",
        19 => "decimalFullWidth2",
        22 => "decimalZero",
        23 => "bullet",
        26 => "decimalEnclosedFullstop",
        27 => "decimalEnclosedParen",
        28 => "decimalEnclosedCircleChinese",
        29 => "ideographEnclosedCircle",
        30 => "ideographTraditional",
        31 => "ideographZodiac",
        32 => "ideographZodiacTraditional",
        33 => "taiwaneseCounting",
        34 => "ideographLegalTraditional",
        35 => "taiwaneseCountingThousand",
        36 => "taiwaneseDigital",
        37 => "chineseCounting",
        38 => "chineseLegalSimplified",
        39 => "chineseCountingThousand",
        57 => "numberInDash",
        255 => "none",
        _ => "decimal",
    }
}
