//! Makes PDFs of generated statements with programs that others wrote, and reads them.

pub(crate) mod convert;
pub(crate) mod hand;
pub(crate) mod web;
pub(crate) mod word;

use std::fs;
use std::path::{Path, PathBuf};

use read::stream::{Block, Stream};
use testkit::rng::Rng;
use testkit::sample::Sample;

/// How a file is set: what producers and authors do differently.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Page turned on its side.
    pub(crate) landscape: bool,
    /// Size of running text and of text in tables, in half points.
    pub(crate) body: u32,
    pub(crate) table: u32,
    /// Words in the middle of their cells, from top to bottom and from left to right.
    pub(crate) centred: bool,
    /// The head of the table and its indicators are one table.
    pub(crate) one_table: bool,
    /// Column headings come again on every page.
    pub(crate) repeated: bool,
    /// Header and page number.
    pub(crate) furniture: u32,
    /// Rows stay whole at page ends.
    pub(crate) whole_rows: bool,
    /// Lines reach both edges.
    pub(crate) justified: bool,
    /// Each table begins a page.
    pub(crate) table_pages: bool,
    /// Paragraphs begin two characters in.
    pub(crate) indented: bool,
}

impl Look {
    /// The look of a seed.
    pub(crate) fn of(seed: u64) -> Look {
        let mut rng = Rng::for_part(seed, "look");
        Look {
            landscape: rng.chance(20),
            body: *rng.one(&[24, 28, 32, 32]),
            table: *rng.one(&[18, 21, 21, 24]),
            centred: rng.chance(50),
            one_table: rng.chance(60),
            repeated: rng.chance(60),
            furniture: u32::try_from(rng.below(4)).unwrap(),
            whole_rows: rng.chance(25),
            justified: rng.chance(75),
            table_pages: rng.chance(40),
            indented: rng.chance(80),
        }
    }
}

/// The running header of a statement.
pub(crate) fn header(sample: &Sample) -> String {
    format!("{}{}年部门预算绩效文本", sample.draft.department, sample.draft.year)
}

/// Where the PDFs lie that other programs made.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/made")
}

/// Names and bytes of those PDFs.
pub(crate) fn fixtures() -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "pdf")).collect();
    files.sort();
    let named = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read(path).unwrap())
    };
    files.into_iter().map(named).collect()
}

/// A stream as text: a line a line, a row a line with the grid columns of its cells.
pub(crate) fn shown(stream: &Stream) -> String {
    let mut out = String::new();
    for block in &stream.blocks {
        match block {
            Block::Line(line) => out.push_str(&line.words.text),
            Block::Row(row) => {
                out.push_str(&row.table.to_string());
                for cell in &row.cells {
                    let paragraphs: Vec<&str> =
                        cell.paragraphs().iter().map(|words| words.text.as_str()).collect();
                    let covered = if cell.covered { "^" } else { "" };
                    let words = paragraphs.join("¶");
                    out.push_str(&format!(" | [{}+{}{covered}]{words}", cell.column, cell.span));
                }
            }
        }
        out.push('\n');
    }
    out
}
