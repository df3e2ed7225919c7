//! Tables: fixed widths that fill the type area, merged cells, heading rows that come again.

use super::body::Text;
use crate::document::{Cell, Paragraph, Part, Placed, Table, Vertical};
use crate::page::Page;
use crate::style::Style;
use crate::xml::Xml;

/// Blank left and right of a cell's text.
const CELL_MARGIN: &str = "57";

/// A row of more lines than this may go on on the next page: kept whole it would leave much of a page
/// blank.
const MOST_KEPT: usize = 12;

pub(super) fn table(text: &mut Text, table: &Table, page: &Page) {
    let widths = widths(&table.widths, page.width());
    text.xml.begin("w:tbl", &[]);
    properties(&mut text.xml, table, page);
    text.xml.element("w:tblGrid", &[], |xml| {
        widths.iter().for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.to_string())]));
    });
    for (index, row) in table.grid().iter().enumerate() {
        text.xml.begin("w:tr", &[]);
        text.xml.element("w:trPr", &[], |xml| {
            if row.iter().all(|placed| lines(placed, &widths) <= MOST_KEPT) {
                xml.empty("w:cantSplit", &[]);
            }
            let height = table.rows.get(index).map_or(0, |row| row.height);
            if height > 0 {
                let height = height.to_string();
                xml.empty("w:trHeight", &[("w:val", height.as_str()), ("w:hRule", "atLeast")]);
            }
            if index < table.header_rows {
                xml.empty("w:tblHeader", &[]);
            }
        });
        row.iter().for_each(|placed| cell(text, placed, &widths));
        text.xml.end("w:tr");
    }
    text.xml.end("w:tbl");
}

/// About how many lines a cell takes; those that span rows are cut between them anyway.
fn lines(placed: &Placed<'_>, widths: &[u32]) -> usize {
    if placed.cell.rows > 1 {
        return 1;
    }
    let columns = usize::from(placed.cell.columns);
    let width: u32 = widths.iter().skip(usize::from(placed.column)).take(columns).sum();
    let character = Style::CellText.look().size * 10;
    let room = usize::try_from(width / character.max(1)).unwrap_or(1).max(1);
    placed.cell.lines().iter().map(|line| line.chars().count().div_ceil(room).max(1)).sum()
}

fn cell(text: &mut Text, placed: &Placed<'_>, widths: &[u32]) {
    text.xml.begin("w:tc", &[]);
    cell_properties(&mut text.xml, placed, widths);
    for paragraph in paragraphs(placed) {
        text.paragraph(&paragraph, None);
    }
    text.xml.end("w:tc");
}

fn properties(xml: &mut Xml, table: &Table, page: &Page) {
    xml.element("w:tblPr", &[], |xml| {
        xml.empty("w:tblW", &[("w:w", &page.width().to_string()), ("w:type", "dxa")]);
        xml.value("w:jc", "center");
        xml.element("w:tblBorders", &[], |xml| {
            for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                let line =
                    [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "auto")];
                xml.empty(side, &line);
            }
        });
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        xml.element("w:tblCellMar", &[], |xml| {
            for (side, width) in [
                ("w:top", "20"),
                ("w:left", CELL_MARGIN),
                ("w:bottom", "20"),
                ("w:right", CELL_MARGIN),
            ] {
                xml.empty(side, &[("w:w", width), ("w:type", "dxa")]);
            }
        });
        xml.empty("w:tblLook", &[("w:val", "0020"), ("w:firstRow", "1")]);
        if !table.caption.is_empty() {
            xml.value("w:tblCaption", &table.caption);
        }
    });
}

/// A cell has a paragraph even where it has no words.
fn paragraphs(placed: &Placed<'_>) -> Vec<Paragraph> {
    let own = match placed.part {
        Part::First => placed.cell.paragraphs.clone(),
        Part::Further => Vec::new(),
    };
    if own.is_empty() {
        return vec![Paragraph { style: Style::CellText, runs: Vec::new(), bookmark: None }];
    }
    own
}

fn cell_properties(xml: &mut Xml, placed: &Placed<'_>, widths: &[u32]) {
    let Cell { columns, rows, vertical, .. } = *placed.cell;
    xml.element("w:tcPr", &[], |xml| {
        let spanned = widths.iter().skip(usize::from(placed.column)).take(usize::from(columns));
        let width: u32 = spanned.sum();
        xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        if columns > 1 {
            xml.value("w:gridSpan", &columns.to_string());
        }
        match placed.part {
            Part::First if rows > 1 => xml.value("w:vMerge", "restart"),
            Part::First => {}
            Part::Further => xml.value("w:vMerge", "continue"),
        }
        if vertical == Vertical::Middle {
            xml.value("w:vAlign", "center");
        }
    });
}

/// Widths in their proportions that add up to the whole.
fn widths(shares: &[u32], whole: u32) -> Vec<u32> {
    let total: u64 = shares.iter().map(|share| u64::from(*share)).sum::<u64>().max(1);
    let edge = |sum: u64| u32::try_from(sum * u64::from(whole) / total).unwrap_or(whole);
    let mut sum = 0;
    shares
        .iter()
        .map(|share| {
            let left = edge(sum);
            sum += u64::from(*share);
            edge(sum) - left
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_fill_the_page() {
        assert_eq!(widths(&[1, 1, 1], 100), [33, 33, 34]);
        assert_eq!(widths(&[155, 120], 8844).iter().sum::<u32>(), 8844);
        assert!(widths(&[], 8844).is_empty());
    }
}
