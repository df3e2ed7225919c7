//! Counts the items of lists as Word does, and writes the label of each.

use std::collections::{HashMap, HashSet};

use super::numbering::{LEVELS, Level, Numbering};
use super::numerals::{self, Format};
use super::styles::Styles;

/// The numbers that all lists of a document have reached.
#[derive(Debug)]
pub(super) struct Counters<'n> {
    numbering: &'n Numbering,
    styles: &'n Styles,
    /// By pattern: lists of the same pattern go on with each other's numbers.
    reached: HashMap<u32, Reached>,
}

#[derive(Debug, Default)]
struct Reached {
    counts: [Option<u32>; LEVELS],
    /// Lists and levels that have begun anew already.
    begun: HashSet<(u32, u8)>,
}

/// What stands before the text of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// A number and what goes with it.
    Number,
    /// A sign that counts nothing.
    Bullet,
}

impl<'n> Counters<'n> {
    /// Counters before the first item.
    pub(super) fn new(numbering: &'n Numbering, styles: &'n Styles) -> Counters<'n> {
        Counters { numbering, styles, reached: HashMap::new() }
    }

    /// The level of a list that belongs to a style.
    pub(super) fn level_of_style(&self, list: u32, style: &str) -> Option<u8> {
        self.numbering.level_of_style(list, style, self.styles)
    }

    /// Counts an item and appends its label, with a blank behind it unless the list wants none.
    pub(super) fn label(&mut self, list: u32, level: u8, out: &mut String) -> Option<Label> {
        let (pattern, definition) = self.numbering.level(list, level, self.styles)?;
        self.count(list, level, pattern, definition);
        let before = out.len();
        if !definition.is_hidden {
            self.write(list, level, pattern, definition, out);
        }
        if out.len() == before {
            return None;
        }
        if !definition.is_glued {
            out.push(' ');
        }
        let is_bullet = definition.format == Format::Bullet;
        Some(if is_bullet { Label::Bullet } else { Label::Number })
    }

    fn count(&mut self, list: u32, level: u8, pattern: u32, definition: &Level) {
        let (numbering, styles) = (self.numbering, self.styles);
        let reached = self.reached.entry(pattern).or_default();
        let anew = numbering.start_override(list, level);
        let anew = anew.filter(|_| reached.begun.insert((list, level)));
        if let Some(count) = reached.counts.get_mut(usize::from(level)) {
            let next = count.map_or(definition.start, |count| count.saturating_add(1));
            *count = Some(anew.unwrap_or(next));
        }
        let below = (0u8..).zip(&mut reached.counts).skip(usize::from(level) + 1);
        for (deeper, count) in below.filter(|(_, count)| count.is_some()) {
            let restart =
                numbering.level(list, deeper, styles).and_then(|(_, level)| level.restart);
            if restart.is_none_or(|after| level < after) {
                *count = None;
            }
        }
    }

    fn write(&self, list: u32, level: u8, pattern: u32, own: &Level, out: &mut String) {
        let mut signs = own.text.chars().peekable();
        while let Some(sign) = signs.next() {
            let digit = signs.peek().and_then(|next| next.to_digit(10)).filter(|n| *n > 0);
            match digit.filter(|_| sign == '%') {
                Some(digit) => {
                    signs.next();
                    let of = u8::try_from(digit - 1).unwrap_or(0);
                    self.write_number(list, of, pattern, (own, level), out);
                }
                // A bullet of a sign font is shown as the plain bullet that it means.
                None if ('\u{e000}'..='\u{f8ff}').contains(&sign) => out.push('•'),
                None => out.push(sign),
            }
        }
    }

    fn write_number(
        &self,
        list: u32,
        of: u8,
        pattern: u32,
        (own, own_level): (&Level, u8),
        out: &mut String,
    ) {
        // A level below the item's own has no number yet.
        let level = match of {
            of if of > own_level => None,
            of if of == own_level => Some(own),
            of => self.numbering.level(list, of, self.styles).map(|(_, level)| level),
        };
        let Some(level) = level else { return };
        let counts = self.reached.get(&pattern).map(|reached| &reached.counts);
        let reached = counts.and_then(|counts| counts.get(usize::from(of)).copied().flatten());
        let format = match level.format {
            format @ (Format::Bullet | Format::None) => format,
            _ if own.is_legal => Format::Decimal,
            format => format,
        };
        numerals::write(out, format, reached.unwrap_or(level.start));
    }
}
