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
    let columns = headings(tokens);
    let body = without_headings(tokens);
    let exact = columns.iter().all(|column| column.place.is_some()) && !columns.is_empty();
    let mut rows = if exact && body.iter().all(|token| token.columns.is_some()) {
        by_grid(source, &columns, &body)
    } else {
        by_likeness(source, &columns, &body, findings)
    };
    inherit_levels(&mut rows);
    rows
}

/// A column and where its heading stands in the grid.
struct Column {
    header: Header,
    place: Option<(u16, u16)>,
}

fn headings(tokens: &[Token<'_>]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let named = tokens.iter().skip_while(|token| token.header().is_none());
    for token in named {
        match token.header() {
            Some(header)
                if header == Header::Other || columns.iter().all(|c| c.header != header) =>
            {
                columns.push(Column { header, place: token.columns });
            }
            _ if token.is_blank() => {}
            _ => break,
        }
    }
    if columns.len() < 3 {
        return OFFICIAL.map(|header| Column { header, place: None }).into();
    }
    columns
}

/// The tokens of the rows: headings go, those repeated on the next page too.
fn without_headings<'t, 'b>(tokens: &'t [Token<'b>]) -> Vec<&'t Token<'b>> {
    let mut body: Vec<&Token<'b>> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let run = if token.header().is_some() { heading_run(tokens, at) } else { 0 };
        let named = tokens.get(at..at + run).unwrap_or_default().iter();
        if named.filter(|t| t.header().is_some()).count() >= 3 {
            at += run;
            continue;
        }
        body.push(token);
        at += 1;
    }
    body
}

/// How many headings and blanks stand in a row from `at` on.
fn heading_run(tokens: &[Token<'_>], at: usize) -> usize {
    let rest = tokens.get(at..).unwrap_or_default();
    rest.iter().take_while(|token| token.header().is_some() || token.is_blank()).count()
}

/// Rows of a table whose grid is known.
fn by_grid(source: &Source, columns: &[Column], body: &[&Token<'_>]) -> Vec<Indicator> {
    let mut rows = Vec::new();
    let mut above: Vec<Option<&Words>> = vec![None; columns.len()];
    for row in body.chunk_by(|a, b| a.row == b.row) {
        if row.iter().all(|token| token.is_blank() || token.covered) {
            continue;
        }
        let spans_all = row.len() == 1 && columns.len() > 2;
        if spans_all {
            continue;
        }
        let mut cells = Vec::with_capacity(columns.len());
        for (index, column) in columns.iter().enumerate() {
            let words = row.iter().find(|token| covers(token, column)).and_then(|token| {
                if token.covered {
                    above.get(index).copied().flatten()
                } else {
                    Some(token.words.as_ref())
                }
            });
            if let Some(slot) = above.get_mut(index) {
                *slot = words;
            }
            cells.push((column.header, words.cloned()));
        }
        rows.push(indicator(source, cells));
    }
    rows
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

fn indicator(source: &Source, cells: Vec<(Header, Option<Words>)>) -> Indicator {
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
fn inherit_levels(rows: &mut [Indicator]) {
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
                row.dimension = Some(Leaf::new(words, Some(usual(aspect))));
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
    usual(aspect) == dimension
        || matches!((aspect, dimension), (Aspect::Cost, Dimension::Cost))
        || matches!(
            (aspect, dimension),
            (Aspect::EconomicCost | Aspect::SocialCost | Aspect::EcologicalCost, Dimension::Output)
        )
}

fn usual(aspect: Aspect) -> Dimension {
    match aspect {
        Aspect::Quantity | Aspect::Quality | Aspect::Timeliness | Aspect::Cost => Dimension::Output,
        Aspect::EconomicCost | Aspect::SocialCost | Aspect::EcologicalCost => Dimension::Cost,
        Aspect::Economic | Aspect::Social | Aspect::Ecological | Aspect::Sustainability => {
            Dimension::Benefit
        }
        Aspect::Satisfaction => Dimension::Satisfaction,
    }
}
