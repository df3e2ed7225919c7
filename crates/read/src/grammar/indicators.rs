//! The indicator table: from its column headings to its rows, whatever is left of the grid.

use ground::{Finding, Severity, Source, Span, Words};
use model::document::citations;
use model::statement::{Aspect, Dimension, Indicator, Leaf};
use model::target::Target;

use super::align::align;
use super::labels::{Header, aspect, dimension};
use super::tokens::Token;
use crate::clean;
use crate::codes;

/// The columns of the official form, for a table that has lost its headings.
const OFFICIAL: [Header; 6] = [
    Header::Dimension,
    Header::Aspect,
    Header::Name,
    Header::Description,
    Header::Target,
    Header::Basis,
];

/// Reads the rows of an indicator table; `tokens` begin with its headings, if it has any.
pub(crate) fn indicators(
    source: &Source,
    tokens: &[Token<'_>],
    findings: &mut Vec<Finding>,
) -> Vec<Indicator> {
    let parts = parts(tokens);
    let mut rows = if parts.iter().all(Part::is_exact) {
        by_grid(source, &parts)
    } else {
        let columns = parts.first().map_or(&[][..], |part| &part.columns);
        let body: Vec<&Token<'_>> = parts.iter().flat_map(|part| &part.body).copied().collect();
        by_likeness(source, columns, &body, findings)
    };
    inherit_levels(&mut rows);
    rows
}

/// A column and where its heading stands in the grid.
#[derive(Debug, PartialEq, Eq)]
struct Column {
    header: Header,
    place: Option<(u16, u16)>,
}

/// Rows under one line of headings: the whole table, or what of it stands on a page.
struct Part<'t, 'b> {
    columns: Vec<Column>,
    body: Vec<&'t Token<'b>>,
}

impl Part<'_, '_> {
    /// Whether the grid tells the column of every cell.
    fn is_exact(&self) -> bool {
        self.columns.iter().all(|column| column.place.is_some())
            && self.body.iter().all(|token| token.columns.is_some())
    }
}

/// The parts of a table. Headings that are repeated on the next page begin another one where they
/// are the same; a part may have a grid of its own.
fn parts<'t, 'b>(tokens: &'t [Token<'b>]) -> Vec<Part<'t, 'b>> {
    let mut parts = vec![Part { columns: headings(tokens), body: Vec::new() }];
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let begins = token.header().is_some() || is_lost_heading(token, tokens.get(at + 1..));
        let run = if begins { heading_run(tokens, at) } else { 0 };
        let named = tokens.get(at..at + run).unwrap_or_default();
        if named.iter().filter(|token| token.header().is_some()).count() >= 3 {
            let columns = headings(named);
            let same = parts.first().is_some_and(|first| are_same(&first.columns, &columns));
            if same {
                parts.push(Part { columns, body: Vec::new() });
            }
            at += run;
            continue;
        }
        if let Some(part) = parts.last_mut() {
            part.body.push(token);
        }
        at += 1;
    }
    parts
}

/// Whether a cell is blank and a heading stands right behind it in its row.
fn is_lost_heading(token: &Token<'_>, behind: Option<&[Token<'_>]>) -> bool {
    let next = behind.and_then(<[_]>::first).filter(|next| next.row == token.row);
    token.is_blank() && !token.is_line && next.is_some_and(|next| next.header().is_some())
}

fn are_same(columns: &[Column], others: &[Column]) -> bool {
    columns.iter().map(|column| column.header).eq(others.iter().map(|column| column.header))
}

/// The columns that the headings name; those of the official form where too few are named.
fn headings(tokens: &[Token<'_>]) -> Vec<Column> {
    let first = tokens.iter().position(|token| token.header().is_some()).unwrap_or(tokens.len());
    let (before, rest) = tokens.split_at(first);
    let mut columns: Vec<Column> = Vec::new();
    let mut unnamed: Vec<&Token<'_>> = Vec::new();
    if let Some(token) = rest.first() {
        unnamed.extend(before.iter().filter(|blank| blank.is_blank() && blank.row == token.row));
    }
    for token in rest {
        match token.header() {
            Some(header)
                if header == Header::Other || columns.iter().all(|c| c.header != header) =>
            {
                columns.push(Column { header, place: token.columns });
            }
            _ if token.is_blank() => unnamed.push(token),
            _ => break,
        }
    }
    if columns.len() < 3 {
        return OFFICIAL.map(|header| Column { header, place: None }).into();
    }
    unnamed.into_iter().for_each(|token| name(&mut columns, token));
    columns
}

/// Names a column whose heading was lost, where the official form has one column between those on
/// its left and its right that is not there.
fn name(columns: &mut Vec<Column>, blank: &Token<'_>) {
    let Some((place, _)) = blank.columns else { return };
    let begins = |column: &Column| column.place.map(|(begin, _)| begin);
    let at = columns.iter().position(|column| begins(column).is_none_or(|begin| begin >= place));
    let at = at.unwrap_or(columns.len());
    let official = |column: Option<&Column>| {
        OFFICIAL.iter().position(|header| column.is_some_and(|column| column.header == *header))
    };
    let left = match at.checked_sub(1) {
        Some(left) => official(columns.get(left)).map(|index| index + 1),
        None => Some(0),
    };
    let right = if at < columns.len() { official(columns.get(at)) } else { Some(OFFICIAL.len()) };
    let (Some(left), Some(right)) = (left, right) else { return };
    if let [header] = OFFICIAL.get(left..right).unwrap_or_default() {
        columns.insert(at, Column { header: *header, place: blank.columns });
    }
}

/// How many headings and blanks stand in a row from `at` on.
fn heading_run(tokens: &[Token<'_>], at: usize) -> usize {
    let rest = tokens.get(at..).unwrap_or_default();
    rest.iter().take_while(|token| token.header().is_some() || token.is_blank()).count()
}

/// Rows of a table whose grid is known.
fn by_grid(source: &Source, parts: &[Part<'_, '_>]) -> Vec<Indicator> {
    let mut rows = Vec::new();
    let width = parts.first().map_or(0, |part| part.columns.len());
    let mut above: Vec<Option<&Words>> = vec![None; width];
    for part in parts {
        for row in part.body.chunk_by(|a, b| a.row == b.row) {
            let is_filled = row.iter().any(|token| !token.is_blank() && !token.covered);
            let spans_all = row.len() == 1 && width > 2;
            if is_filled && !spans_all {
                rows.push(indicator(source, on_grid(row, &part.columns, &mut above)));
            }
        }
    }
    rows
}

/// The cells of a row by columns; a covered one holds the words `above` it.
fn on_grid<'t>(
    row: &[&'t Token<'_>],
    columns: &[Column],
    above: &mut [Option<&'t Words>],
) -> Vec<(Header, Option<Words>)> {
    let mut cells = Vec::with_capacity(columns.len());
    for (column, above) in columns.iter().zip(above) {
        let token = row.iter().find(|token| covers(token, column));
        *above =
            token.and_then(|token| if token.covered { *above } else { Some(token.words.as_ref()) });
        cells.push((column.header, above.cloned()));
    }
    cells
}

fn covers(token: &Token<'_>, column: &Column) -> bool {
    match (token.columns, column.place) {
        (Some((at, span)), Some((begin, _))) => at <= begin && begin < at + span.max(1),
        _ => false,
    }
}

/// Rows of a table whose grid was lost.
fn by_likeness(
    source: &Source,
    columns: &[Column],
    body: &[&Token<'_>],
    findings: &mut Vec<Finding>,
) -> Vec<Indicator> {
    let headers: Vec<Header> = columns.iter().map(|column| column.header).collect();
    let tokens: Vec<&Token<'_>> = body.iter().copied().filter(|token| !token.covered).collect();
    let mut rows = Vec::new();
    for placed in align(&tokens, &headers) {
        let cells: Vec<(Header, Option<Words>)> = headers
            .iter()
            .zip(&placed.columns)
            .map(|(header, parts)| {
                let parts: Vec<&Words> = parts
                    .iter()
                    .filter_map(|index| Some(tokens.get(*index)?.words.as_ref()))
                    .collect();
                let words = match parts.as_slice() {
                    [] => missing(*header, &placed.columns, &tokens),
                    [one] => Some((*one).clone()),
                    several => Some(clean::joined(source, several)),
                };
                (*header, words)
            })
            .collect();
        if placed.doubt >= 40 {
            findings.extend(cells.iter().find_map(|(_, words)| words.as_ref()).map(uncertain));
        }
        rows.push(indicator(source, cells));
    }
    rows
}

/// A field that was left empty, or lost with its blank: it stands blank behind its row's last word.
fn missing(header: Header, row: &[Vec<usize>], tokens: &[&Token<'_>]) -> Option<Words> {
    let needed =
        matches!(header, Header::Name | Header::Description | Header::Target | Header::Basis);
    let last = row.iter().flatten().filter_map(|index| tokens.get(*index)).next_back()?;
    let at = Span::at(last.words.at.end as usize);
    needed.then(|| Words { at, place: last.words.place.clone(), ..Words::default() })
}

fn uncertain(words: &Words) -> Finding {
    Finding::new(
        codes::ROW_UNCERTAIN,
        Severity::Note,
        words.at,
        "这一行的单元格在转换时丢失或错位，各栏归属是推断出来的",
    )
    .help("请对照原表核对这一行；有 Word 或 Excel 原件时优先提交原件")
}

pub(super) fn indicator(source: &Source, cells: Vec<(Header, Option<Words>)>) -> Indicator {
    let mut row = Indicator::default();
    let (mut operator, mut unit) = (None, None);
    for (header, words) in cells {
        match header {
            Header::Dimension => {
                row.dimension = words.map(|words| {
                    let value = dimension(&words.text);
                    Leaf::new(words, value)
                });
            }
            Header::Aspect => {
                row.aspect = words.map(|words| {
                    let value = aspect(&words.text);
                    Leaf::new(words, value)
                });
            }
            Header::Name => row.name = words,
            Header::Description => row.description = words,
            Header::Operator => operator = words,
            Header::Unit => unit = words,
            Header::Target => row.target = words.map(target),
            Header::Basis => {
                row.basis = words.map(|words| {
                    let value = citations(&words.text);
                    Leaf::new(words, Some(value))
                });
            }
            Header::Other => {}
        }
    }
    if operator.is_some() || unit.is_some() {
        row.target = assembled(source, operator, row.target.take(), unit);
    }
    row
}

fn target(words: Words) -> Leaf<Target> {
    let value = (!words.is_blank()).then(|| Target::parse(&words.text));
    Leaf::new(words, value)
}

/// A target given in three columns: operator, number, unit.
fn assembled(
    source: &Source,
    operator: Option<Words>,
    value: Option<Leaf<Target>>,
    unit: Option<Words>,
) -> Option<Leaf<Target>> {
    let worded = |words: &Words| !matches!(words.text.as_str(), "定性" | "文字描述" | "其他");
    let operator = operator.filter(worded);
    let value = value.map(|leaf| leaf.words);
    let unit = unit.filter(|unit| {
        value.as_ref().is_none_or(|value| !value.text.ends_with(unit.text.as_str()))
    });
    let parts: Vec<&Words> = [&operator, &value, &unit].into_iter().flatten().collect();
    if parts.is_empty() { None } else { Some(target(clean::joined(source, &parts))) }
}

/// A level that a row does not name is that of the row above it.
pub(super) fn inherit_levels(rows: &mut [Indicator]) {
    let mut dimension_above: Option<Leaf<Dimension>> = None;
    let mut aspect_above: Option<Leaf<Aspect>> = None;
    for row in rows {
        let named = row.aspect.as_ref().is_some_and(|leaf| !leaf.is_blank());
        if named {
            aspect_above.clone_from(&row.aspect);
        }
        if row.dimension.as_ref().is_none_or(Leaf::is_blank) {
            let fits = |above: &Leaf<Dimension>| {
                row.aspect().is_none_or(|aspect| above.value.is_none_or(|d| belongs(aspect, d)))
            };
            if let Some(above) = dimension_above.as_ref().filter(|above| fits(above)) {
                row.dimension = Some(above.clone());
            } else if let Some(aspect) = row.aspect() {
                let words = row.dimension.take().map(|leaf| leaf.words).unwrap_or_default();
                row.dimension = Some(Leaf::new(words, Some(aspect.dimension())));
            }
        } else {
            let changed =
                dimension_above.as_ref().map(Leaf::text) != row.dimension.as_ref().map(Leaf::text);
            dimension_above.clone_from(&row.dimension);
            if changed && !named {
                aspect_above = None;
            }
        }
        if !named && let Some(above) = &aspect_above {
            row.aspect = Some(above.clone());
        }
    }
}

/// Whether an aspect may stand under a dimension, in any of the official trees.
fn belongs(aspect: Aspect, dimension: Dimension) -> bool {
    aspect.dimension() == dimension
        || matches!((aspect, dimension), (Aspect::Cost, Dimension::Cost))
        || matches!(
            (aspect, dimension),
            (Aspect::EconomicCost | Aspect::SocialCost | Aspect::EcologicalCost, Dimension::Output)
        )
}
