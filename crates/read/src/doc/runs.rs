//! Properties of characters and paragraphs, by where their text stands in the main stream.
//!
//! They lie in pages of 512 bytes, which the table stream lists.

use std::collections::HashSet;

use super::bytes::{part, u16_at, u32_at};

const PAGE: usize = 512;
/// More runs than this are in no document.
const MOST_RUNS: usize = 1_000_000;

/// Bytes of the main stream that share their properties.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'b> {
    /// Its first byte and the one behind its last.
    begin: u32,
    end: u32,
    /// The style of a paragraph.
    pub(super) style: u16,
    /// The changes to the style.
    pub(super) changes: &'b [u8],
}

/// All runs of one kind, sorted.
#[derive(Debug, Default)]
pub(super) struct Runs<'b> {
    list: Vec<Run<'b>>,
    /// Some pages could not be read.
    pub(super) is_damaged: bool,
}

/// Whose properties are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Characters,
    Paragraphs,
}

impl<'b> Runs<'b> {
    /// Reads the pages that `index` lists.
    pub(super) fn read(main: &'b [u8], index: &[u8], of: Of) -> Runs<'b> {
        let mut runs = Runs::default();
        let count = index.len().saturating_sub(4) / 8;
        let mut seen = HashSet::new();
        for number in 0..count {
            let page = u32_at(index, 4 * (count + 1) + 4 * number).unwrap_or(0) & 0x003f_ffff;
            let at = usize::try_from(page).unwrap_or(usize::MAX).saturating_mul(PAGE);
            let page = part(main, at, PAGE).filter(|_| seen.insert(at));
            match page {
                Some(page) if runs.list.len() < MOST_RUNS => runs.page(page, of),
                _ => runs.is_damaged = true,
            }
        }
        runs.list.sort_by_key(|run| run.begin);
        runs
    }

    /// The run in which the byte `at` of the main stream stands.
    pub(super) fn at(&self, at: usize) -> Option<&Run<'b>> {
        let at = u32::try_from(at).ok()?;
        let behind = self.list.partition_point(|run| run.begin <= at);
        self.list.get(behind.checked_sub(1)?).filter(|run| at < run.end)
    }

    fn page(&mut self, page: &'b [u8], of: Of) {
        let count = page.last().copied().map_or(0, usize::from);
        let size = if of == Of::Characters { 1 } else { 13 };
        for index in 0..count {
            let (Some(begin), Some(end), Some(offset)) = (
                u32_at(page, 4 * index),
                u32_at(page, 4 * index + 4),
                page.get(4 * (count + 1) + size * index),
            ) else {
                self.is_damaged = true;
                return;
            };
            if end <= begin {
                self.is_damaged = true;
                continue;
            }
            let at = 2 * usize::from(*offset);
            let (style, changes) = match of {
                _ if at == 0 => (0, &[][..]),
                Of::Characters => (0, characters(page, at).unwrap_or_default()),
                Of::Paragraphs => paragraphs(page, at).unwrap_or_default(),
            };
            self.list.push(Run { begin, end, style, changes });
        }
    }
}

impl Run<'_> {
    /// The byte behind its last.
    pub(super) fn end(&self) -> usize {
        usize::try_from(self.end).unwrap_or(usize::MAX)
    }
}

fn characters(page: &[u8], at: usize) -> Option<&[u8]> {
    part(page, at + 1, usize::from(*page.get(at)?))
}

/// The length counts pairs of bytes, itself in one of two ways.
fn paragraphs(page: &[u8], at: usize) -> Option<(u16, &[u8])> {
    let (begin, len) = match usize::from(*page.get(at)?) {
        0 => (at + 2, 2 * usize::from(*page.get(at + 1)?)),
        pairs => (at + 1, 2 * pairs - 1),
    };
    let len = len.min(page.len().saturating_sub(begin));
    let all = part(page, begin, len)?;
    Some((u16_at(all, 0)?, all.get(2..)?))
}
