//! Columns set apart by runs of blanks, as PDF extraction with layout writes them.

use crate::flow::Zone;
use crate::layout::Out;
use crate::layout::bars::width;

/// A row a line; every column begins at one place.
pub(super) fn columns(zone: &Zone) -> Vec<Out> {
    let rows: Vec<Vec<String>> = zone.rows.iter().map(crate::flow::Row::spread).collect();
    let count = zone.widths.len();
    let starts: Vec<usize> = (0..count)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|text| width(text)).max().unwrap_or(0) + 3
        })
        .collect();
    rows.iter().map(|row| Out::free(line(row, &starts))).collect()
}

fn line(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (cell, columns) in row.iter().zip(widths) {
        line.push_str(cell);
        line.push_str(&" ".repeat(columns.saturating_sub(width(cell))));
    }
    line.trim_end().to_owned()
}
