//! The indicator table: six columns, the first level merged over its rows.

use model::statement::Indicator;

use super::widths;
use crate::document::{Cell, Row, Spread, Table};
use crate::style::Style;

/// A column: its heading, the style of its cells, what an indicator says in it.
struct Column {
    heading: &'static str,
    style: Style,
    text: fn(&Indicator) -> Option<&str>,
}

const COLUMNS: [Column; 6] = [
    Column {
        heading: "一级指标",
        style: Style::CellCentred,
        text: |row| Some(row.dimension.as_ref()?.text()),
    },
    Column {
        heading: "二级指标",
        style: Style::CellCentred,
        text: |row| Some(row.aspect.as_ref()?.text()),
    },
    Column {
        heading: "三级指标",
        style: Style::CellText,
        text: |row| Some(row.name.as_ref()?.as_str()),
    },
    Column {
        heading: "绩效指标描述",
        style: Style::CellText,
        text: |row| Some(row.description.as_ref()?.as_str()),
    },
    Column {
        heading: "指标值",
        style: Style::CellCentred,
        text: |row| Some(row.target.as_ref()?.text()),
    },
    Column {
        heading: "指标值确定依据",
        style: Style::CellText,
        text: |row| Some(row.basis.as_ref()?.text()),
    },
];

/// The table of these indicators, without the columns that none of them has; `None` where there are
/// no indicators.
pub(super) fn table(caption: &str, indicators: &[Indicator]) -> Option<Table> {
    if indicators.is_empty() {
        return None;
    }
    let has = |column: &&Column| indicators.iter().any(|row| (column.text)(row).is_some());
    let columns: Vec<&Column> = COLUMNS.iter().filter(has).collect();
    let text = |row: &Indicator, column: &Column| (column.text)(row).unwrap_or_default().to_owned();
    let texts: Vec<Vec<String>> = indicators
        .iter()
        .map(|row| columns.iter().map(|column| text(row, column)).collect())
        .collect();
    let headings: Vec<&str> = columns.iter().map(|column| column.heading).collect();
    let merged = columns.first().is_some_and(|first| first.heading == COLUMNS[0].heading);
    let mut rows = vec![Row::new(headings.iter().map(|heading| Cell::label(*heading)).collect())];
    for (at, row) in texts.iter().enumerate() {
        let cells = columns.iter().zip(row).enumerate().filter_map(|(index, (column, text))| {
            let cell = Cell::of(column.style, text);
            if index > 0 || !merged {
                return Some(cell);
            }
            let down = run(&texts, at)?;
            Some(Cell { spread: Spread::EachRow, ..cell.down(down) })
        });
        rows.push(Row::new(cells.collect()));
    }
    Some(Table {
        caption: caption.into(),
        widths: widths::fitting(&headings, &texts),
        header_rows: 1,
        rows,
    })
}

/// Over how many rows the first level of the row `at` goes on; `None` if it came from above.
fn run(texts: &[Vec<String>], at: usize) -> Option<u16> {
    let level = |row: &Vec<String>| row.first().filter(|text| !text.is_empty()).cloned();
    let own = texts.get(at).and_then(level);
    let above = at.checked_sub(1).and_then(|above| texts.get(above)).and_then(level);
    if own.is_some() && own == above {
        return None;
    }
    let same = texts.iter().skip(at).take_while(|row| own.is_some() && level(row) == own).count();
    Some(u16::try_from(same).unwrap_or(u16::MAX).max(1))
}
