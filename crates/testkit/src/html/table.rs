//! Tables with their spans, in one grid or each zone in its own.

use super::pen::Pen;
use super::{Goals, HtmlLayout, Maker, in_list};
use crate::flow::{Cell, Merge, Row, Table, Zone};
use crate::form::Form;

/// Head and indicators in one table.
pub(super) fn one(table: &Table, layout: &HtmlLayout, form: &Form, pen: &mut Pen) -> String {
    let rows = rows(table, layout, form, pen);
    begin(layout.maker) + &rows + end(layout.maker)
}

/// A table for each zone.
pub(super) fn zones(table: &Table, layout: &HtmlLayout, form: &Form, pen: &mut Pen) -> String {
    let mut out = String::new();
    for zone in &table.zones {
        out.push_str(&begin(layout.maker));
        let columns: Vec<usize> = (0..=zone.widths.len()).collect();
        out.push_str(&zone_rows(zone, &columns, layout, form, pen));
        out.push_str(end(layout.maker));
    }
    out
}

/// The rows of all zones on one grid: its columns are the edges of all their columns.
pub(super) fn rows(table: &Table, layout: &HtmlLayout, form: &Form, pen: &mut Pen) -> String {
    let mut edges: Vec<usize> = table.zones.iter().flat_map(sums).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut out = String::new();
    for zone in &table.zones {
        let place = |edge: usize| edges.iter().position(|known| *known == edge).unwrap_or(0);
        let columns: Vec<usize> = sums(zone).into_iter().map(place).collect();
        out.push_str(&zone_rows(zone, &columns, layout, form, pen));
    }
    out
}

/// The edges of a zone's columns, the left edge of the table among them.
fn sums(zone: &Zone) -> Vec<usize> {
    let whole: usize = zone.widths.iter().sum();
    let mut sum = 0;
    let mut edges = vec![0];
    for width in &zone.widths {
        sum += width;
        edges.push(sum * 1000 / whole.max(1));
    }
    edges
}

fn begin(maker: Maker) -> String {
    match maker {
        Maker::Word => "<div align=center>\n<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0\n style='border-collapse:collapse;border:none;mso-border-alt:solid windowtext .5pt'>\n".into(),
        Maker::Old => "<TABLE BORDER=1 WIDTH=100%>\n".into(),
        Maker::Tidy => "<table>\n<tbody>\n".into(),
        Maker::Divisions | Maker::Excel => "<table border=\"1\" style=\"width:100%\">\n".into(),
    }
}

fn end(maker: Maker) -> &'static str {
    match maker {
        Maker::Word => "</table>\n</div>\n\n",
        Maker::Old => "</TABLE>\n",
        Maker::Tidy => "</tbody>\n</table>\n",
        Maker::Divisions | Maker::Excel => "</table>\n",
    }
}

/// `columns` are the numbers of the grid columns at the edges of the zone's own.
fn zone_rows(
    zone: &Zone,
    columns: &[usize],
    layout: &HtmlLayout,
    form: &Form,
    pen: &mut Pen,
) -> String {
    let mut out = String::new();
    for (index, row) in zone.rows.iter().enumerate() {
        out.push_str(if layout.maker == Maker::Old { "<TR>" } else { "<tr>" });
        let mut column = 0;
        for cell in &row.cells {
            let behind = column + cell.span;
            let at = |column: usize| columns.get(column).copied().unwrap_or(0);
            let across = at(behind) - at(column);
            if cell.merge != Merge::Covered {
                let down = height(zone.rows.get(index + 1..).unwrap_or_default(), column, cell);
                out.push_str(&self::cell(cell, row, [across, down], (layout, form), pen));
            }
            column = behind;
        }
        out.push_str(if layout.maker == Maker::Old { "\n" } else { "</tr>\n" });
    }
    out
}

/// How many rows a cell spans.
fn height(below: &[Row], column: usize, cell: &Cell) -> usize {
    if cell.merge != Merge::Begins {
        return 1;
    }
    let covered = |row: &&Row| {
        let mut at = 0;
        row.cells.iter().any(|cell| {
            let here = at == column && cell.merge == Merge::Covered;
            at += cell.span;
            here
        })
    };
    1 + below.iter().take_while(covered).count()
}

fn cell(
    cell: &Cell,
    row: &Row,
    [across, down]: [usize; 2],
    (layout, form): (&HtmlLayout, &Form),
    pen: &mut Pen,
) -> String {
    let name = match layout.maker {
        Maker::Old => "TD",
        Maker::Tidy if row.is_heading => "th",
        _ => "td",
    };
    let quote = if matches!(layout.maker, Maker::Tidy | Maker::Divisions) { "\"" } else { "" };
    let mut tag = format!("<{name}");
    for (attribute, span) in [("colspan", across), ("rowspan", down)] {
        if span > 1 {
            tag.push_str(&format!(" {attribute}={quote}{span}{quote}"));
        }
    }
    let end = if layout.maker == Maker::Old { String::new() } else { format!("</{name}>") };
    format!("{tag}>{}{end}", content(cell, layout, form, pen))
}

fn content(cell: &Cell, layout: &HtmlLayout, form: &Form, pen: &mut Pen) -> String {
    let several = cell.paragraphs.len() > 1;
    if several && layout.goals == Goals::List && in_list(form, cell.paragraphs.len()) {
        let items = (1usize..).zip(&cell.paragraphs).map(|(number, text)| {
            let text = text.strip_prefix(&format!("{number}.")).unwrap_or(text);
            format!("<li>{}</li>", pen.text(text))
        });
        return format!("<ol>{}</ol>", items.collect::<String>());
    }
    let texts: Vec<String> = cell.paragraphs.iter().map(|text| pen.text(text)).collect();
    if texts.is_empty() {
        return match layout.maker {
            Maker::Word => format!("<p class=MsoNormal>{}</p>", pen.nothing()),
            _ => pen.rng.word(&["", "&nbsp;", " "]).into(),
        };
    }
    match (layout.goals, layout.maker) {
        (Goals::Breaks, _) => texts.join(pen.rng.word(&["<br>", "<br/>\n", "<BR>"])),
        (_, Maker::Word) => texts
            .iter()
            .map(|text| format!("<p class=MsoNormal align=center>{text}<o:p></o:p></p>\n"))
            .collect(),
        (_, Maker::Old) if several => texts.iter().map(|text| format!("<P>{text}")).collect(),
        _ if several => texts.iter().map(|text| format!("<p>{text}</p>")).collect(),
        _ => texts.concat(),
    }
}
