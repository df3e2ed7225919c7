//! The layouts of Word documents: what counties' files are made of, one habit after another.
//!
//! Every layout writes the whole truth of a draft, as the plain text layouts do; what a document holds
//! beyond it (deleted, hidden, in notes, in headers) is no part of the statement.
//!
//! Suggested reading order: [`scribe`] walks through the flow; [`cover`], [`contents`] and [`table`]
//! write their parts of it; [`lists`] counts automatic numbers; [`setting`] says how a paragraph is
//! set; [`runs`] tears its text as years of editing do; [`parts`] has the rest of the package and
//! [`package`] packs it.

mod contents;
mod cover;
mod lists;
mod package;
mod parts;
mod runs;
mod scribe;
mod setting;
mod styles;
mod table;

use crate::draft::Draft;
use crate::flow::flow;
use crate::form::Form;
use crate::rng::Rng;
use scribe::Scribe;

/// How a Word document is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordLayout {
    /// What reports call it.
    pub name: &'static str,
    /// How headings are marked.
    pub headings: Headings,
    /// Who counts what is numbered.
    pub counting: Counting,
    /// The contents.
    pub contents: WordContents,
    /// How a project's table is built.
    pub tables: WordTables,
    /// How cells are merged.
    pub merges: Merges,
    /// The cover.
    pub cover: WordCover,
    /// What else its authors and programs do.
    pub habits: &'static [Habit],
}

/// How headings are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Headings {
    /// Styles with the ids that Word gives them, Heading1.
    BuiltIn,
    /// Styles with the ids of a Chinese Word: 1, named heading 1.
    Numbered,
    /// Styles named 标题 1, based on one another.
    Chinese,
    /// No styles, an outline level on the paragraph.
    Outline,
    /// Bold and large; there are no styles at all.
    Bold,
}

/// Who counts what is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// The author types the numbers.
    Typed,
    /// Word counts; each kind of number is a list of its own.
    Lists,
    /// Word counts; sections and what stands under them are levels of one list.
    Levels,
    /// Word counts the sections, by their style; the rest is typed.
    Styled,
}

/// How the contents came into being.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordContents {
    /// A field.
    Field,
    /// A field in a block of its own, as Word inserts it.
    Block,
    /// Typed lines.
    Typed,
}

/// How a project's table is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordTables {
    /// One table on one fine grid.
    One,
    /// The head and the indicators are two tables.
    Two,
    /// The indicators are a table inside the last row of the head.
    Inner,
    /// A table of one cell around each project.
    Framed,
    /// A table of one cell around all but cover and contents.
    AllFramed,
}

/// How cells are merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merges {
    /// By `gridSpan` and `vMerge`.
    Spans,
    /// By `hMerge` and `vMerge`, as old files do.
    Old,
    /// Across by their widths alone.
    Widths,
    /// Across by `gridSpan`; downwards the cells are blank and without a border between them.
    Borders,
}

/// How the cover is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordCover {
    /// Lines.
    Lines,
    /// Title and signatures in text boxes.
    TextBoxes,
    /// A block of its own with content controls.
    Block,
    /// A table without borders.
    Table,
}

/// What authors and programs do to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// Text torn into many runs, with proof marks, bookmarks and numbers of editing sessions.
    Editing,
    /// Changes that are tracked and not accepted.
    Changes,
    /// Comments and footnotes.
    Notes,
    /// Hidden text.
    Hidden,
    /// ≥ and ≤ as signs of a sign font.
    Symbols,
    /// Text as the result of fields.
    Fields,
    /// Content controls.
    Controls,
    /// Line breaks inside paragraphs and cells.
    SoftBreaks,
    /// Blanks and blank paragraphs for alignment.
    Blanks,
    /// Running text broken into lines by hand, as it was pasted.
    Pasted,
    /// Heading styles on running text, page ends inside headings.
    Restyled,
    /// Tables cut in two at a page end, the headings typed again; words left in covered cells.
    Cut,
    /// Labels of the first column written downwards, a sign a line.
    Downward,
    /// Headers and footers with page fields; tables on pages of their own, turned.
    Sections,
    /// Namespaces of the strict standard.
    Strict,
}

const EDITED: &[Habit] = &[Habit::Editing, Habit::Sections, Habit::Symbols];
const ALIGNED: &[Habit] = &[Habit::Blanks, Habit::SoftBreaks, Habit::Sections];
const CHANGED: &[Habit] = &[Habit::Changes, Habit::Editing, Habit::Notes];
const CONTROLLED: &[Habit] = &[Habit::Fields, Habit::Controls, Habit::Hidden, Habit::Symbols];
const EVERYTHING: &[Habit] = &[
    Habit::Editing,
    Habit::Changes,
    Habit::Notes,
    Habit::Hidden,
    Habit::Symbols,
    Habit::Fields,
    Habit::Controls,
    Habit::SoftBreaks,
    Habit::Blanks,
    Habit::Downward,
    Habit::Sections,
];

const PLAIN: WordLayout = WordLayout {
    name: "plain",
    headings: Headings::BuiltIn,
    counting: Counting::Typed,
    contents: WordContents::Field,
    tables: WordTables::One,
    merges: Merges::Spans,
    cover: WordCover::Lines,
    habits: &[],
};

/// All Word layouts.
pub const WORD_LAYOUTS: &[WordLayout] = &[
    PLAIN,
    WordLayout { name: "edited", habits: EDITED, ..PLAIN },
    WordLayout {
        name: "no styles, typed contents",
        headings: Headings::Bold,
        contents: WordContents::Typed,
        habits: ALIGNED,
        ..PLAIN
    },
    WordLayout {
        name: "Chinese Word, lists, block of contents",
        headings: Headings::Numbered,
        counting: Counting::Lists,
        contents: WordContents::Block,
        habits: &[Habit::Editing, Habit::Sections],
        ..PLAIN
    },
    WordLayout {
        name: "outline, levels of one list",
        headings: Headings::Outline,
        counting: Counting::Levels,
        habits: CHANGED,
        ..PLAIN
    },
    WordLayout {
        name: "numbers by style, text boxes",
        headings: Headings::Numbered,
        counting: Counting::Styled,
        cover: WordCover::TextBoxes,
        habits: &[Habit::Sections, Habit::Symbols],
        ..PLAIN
    },
    WordLayout {
        name: "old merges, two tables",
        headings: Headings::Bold,
        contents: WordContents::Typed,
        tables: WordTables::Two,
        merges: Merges::Old,
        habits: ALIGNED,
        ..PLAIN
    },
    WordLayout {
        name: "indicators inside the head",
        headings: Headings::Chinese,
        tables: WordTables::Inner,
        cover: WordCover::Block,
        habits: CONTROLLED,
        ..PLAIN
    },
    WordLayout {
        name: "each project framed",
        headings: Headings::Outline,
        contents: WordContents::Typed,
        tables: WordTables::Framed,
        cover: WordCover::Table,
        habits: &[Habit::Blanks, Habit::Editing],
        ..PLAIN
    },
    WordLayout {
        name: "all framed, lists, tracked changes",
        headings: Headings::Bold,
        counting: Counting::Lists,
        contents: WordContents::Typed,
        tables: WordTables::AllFramed,
        habits: CHANGED,
        ..PLAIN
    },
    WordLayout {
        name: "spans left out, labels downwards",
        headings: Headings::Outline,
        contents: WordContents::Block,
        merges: Merges::Widths,
        habits: &[Habit::Downward, Habit::SoftBreaks],
        ..PLAIN
    },
    WordLayout {
        name: "strict, two tables, lists",
        headings: Headings::BuiltIn,
        counting: Counting::Lists,
        tables: WordTables::Two,
        habits: &[Habit::Strict, Habit::Fields, Habit::Downward],
        ..PLAIN
    },
    WordLayout {
        name: "pasted text, restyled",
        headings: Headings::Chinese,
        habits: &[Habit::Pasted, Habit::Restyled, Habit::Editing],
        ..PLAIN
    },
    WordLayout {
        name: "pasted text, no styles, tables cut",
        headings: Headings::Bold,
        contents: WordContents::Typed,
        habits: &[Habit::Pasted, Habit::Cut, Habit::Blanks],
        ..PLAIN
    },
    WordLayout {
        name: "tables cut, two of them, lists",
        headings: Headings::Numbered,
        counting: Counting::Levels,
        tables: WordTables::Two,
        cover: WordCover::Table,
        habits: &[Habit::Cut, Habit::Restyled, Habit::Sections],
        ..PLAIN
    },
    WordLayout {
        name: "cells without borders for merges",
        headings: Headings::Outline,
        merges: Merges::Borders,
        habits: &[Habit::Editing, Habit::Symbols],
        ..PLAIN
    },
    WordLayout {
        name: "every habit",
        headings: Headings::Numbered,
        contents: WordContents::Block,
        cover: WordCover::TextBoxes,
        habits: EVERYTHING,
        ..PLAIN
    },
    WordLayout {
        name: "every habit, levels, two tables, old merges",
        headings: Headings::Chinese,
        counting: Counting::Levels,
        tables: WordTables::Two,
        merges: Merges::Old,
        cover: WordCover::TextBoxes,
        habits: EVERYTHING,
        ..PLAIN
    },
    WordLayout {
        name: "every habit, numbers by style, inner tables",
        headings: Headings::BuiltIn,
        counting: Counting::Styled,
        tables: WordTables::Inner,
        cover: WordCover::Table,
        habits: EVERYTHING,
        ..PLAIN
    },
];

impl WordLayout {
    /// The file of a draft.
    pub fn write(&self, draft: &Draft, form: &Form, seed: u64) -> Vec<u8> {
        let rng = Rng::for_part(seed, self.name);
        let mut scribe = Scribe::new(self, form, rng);
        let body = scribe.body(&flow(draft, form, seed));
        package::packed(parts::parts(&scribe, &body, draft))
    }

    fn has(&self, habit: Habit) -> bool {
        self.habits.contains(&habit)
    }
}

/// Text as XML has it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Sample;

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        for (seed, layout) in (0..).zip(WORD_LAYOUTS) {
            let sample = Sample::new(seed);
            let write = |seed| layout.write(&sample.draft, &sample.form, seed);
            assert!(write(seed) == write(seed), "{}", layout.name);
            assert!(write(seed) != write(seed + 1), "{}", layout.name);
        }
    }
}
