//! Tables as rows between tabs, and as a cell a line.

use crate::damage::Damage;
use crate::flow::{Merge, Row, Zone};
use crate::layout::Out;
use crate::rng::Rng;

/// How a cell that spans columns is written between tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Merged {
    /// With a blank for each further column.
    Spread,
    /// Once.
    Once,
}

/// A row a line, cells between tabs.
pub(super) fn tabs(zone: &Zone, merged: Merged, damage: Damage, rng: &mut Rng) -> Vec<Out> {
    let rows: Vec<Vec<String>> = zone
        .rows
        .iter()
        .map(|row| match merged {
            Merged::Spread => row.spread(),
            Merged::Once => row.cells.iter().map(crate::flow::Cell::text).collect(),
        })
        .collect();
    let rows = damage.apply(rows, rng);
    rows.into_iter().map(|cells| Out::free(cells.join("\t"))).collect()
}

/// A cell a line behind a tab, its further paragraphs on lines of their own; a blank line ends a row.
pub(super) fn cell_lines(zone: &Zone) -> Vec<Out> {
    let mut lines = Vec::new();
    for row in &zone.rows {
        for cell in &row.cells {
            let mut paragraphs = cell.paragraphs.iter();
            let first = paragraphs.next().map_or("", String::as_str);
            lines.push(Out::tied(format!("\t{first}")));
            lines.extend(paragraphs.map(Out::tied));
        }
        lines.push(Out::free(""));
    }
    lines
}

/// A cell a line; what is merged stands once.
pub(super) fn bare_lines(zone: &Zone) -> Vec<Out> {
    let cells = |row: &Row| {
        let own = row.cells.iter().filter(|cell| cell.merge != Merge::Covered);
        own.map(crate::flow::Cell::text).collect::<Vec<_>>()
    };
    zone.rows.iter().flat_map(cells).map(Out::tied).collect()
}
