//! A statement as a web page: what Chromium makes a PDF of.

use testkit::flow::{Block, Cell, Line, Merge, Role, Table, Zone, flow};
use testkit::sample::Sample;

use super::Look;

/// The web page of a sample.
pub(crate) fn page(sample: &Sample, look: Look) -> String {
    let mut body = String::new();
    for block in flow(&sample.draft, &sample.form, sample.seed) {
        match block {
            Block::Line(line) => body.push_str(&paragraph(&line, look)),
            Block::Table(table) => body.push_str(&self::table(&table, look)),
            Block::NewPage => body.push_str("<div style=\"break-after: page\"></div>\n"),
        }
    }
    let side = if look.landscape { "landscape" } else { "portrait" };
    let (text, cells) = (look.body, look.table);
    let align = if look.justified { "justify" } else { "left" };
    let indent = if look.indented { "2em" } else { "0" };
    let (across, down) = if look.centred { ("center", "middle") } else { ("left", "top") };
    let rows = if look.whole_rows { "avoid" } else { "auto" };
    format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><style>\
         @page {{ size: A4 {side}; margin: 25mm }}\
         body {{ font-family: 'Noto Serif CJK SC'; font-size: calc({text}pt / 2); text-align: {align} }}\
         p {{ margin: 0; line-height: 1.6 }} .in {{ text-indent: {indent} }}\
         .mid {{ text-align: center }}\
         table {{ border-collapse: collapse; table-layout: fixed; width: 100% }}\
         td {{ border: 1px solid black; padding: 2px 5px; font-size: calc({cells}pt / 2); vertical-align: {down};\
         text-align: left; overflow-wrap: anywhere }}\
         td.short {{ text-align: {across} }} tr {{ break-inside: {rows} }}\
         </style>\n{body}</html>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn paragraph(line: &Line, look: Look) -> String {
    let text = escaped(&line.text);
    let class = match line.role {
        Role::Title | Role::SignOff | Role::ContentsHeading | Role::Part | Role::TableTitle => {
            "mid"
        }
        Role::Body | Role::Heading | Role::Section => "in",
        _ => "",
    };
    let is_new = look.table_pages && line.role == Role::TableTitle;
    let page = if is_new { " style=\"break-before: page\"" } else { "" };
    match line.role {
        Role::ContentsEntry(page) => format!(
            "<p style=\"display: flex; justify-content: space-between; align-items: flex-end\"><span>{text}</span><span>{page}</span></p>\n"
        ),
        _ => format!("<p class=\"{class}\"{page}>{text}</p>\n"),
    }
}

fn table(table: &Table, look: Look) -> String {
    table.zones.iter().map(|zone| self::zone(zone, look)).collect()
}

fn zone(zone: &Zone, look: Look) -> String {
    let columns: String =
        zone.widths.iter().map(|width| format!("<col style=\"width: {}%\">", width / 10)).collect();
    let mut out = format!("<table><colgroup>{columns}</colgroup>");
    for (index, row) in zone.rows.iter().enumerate() {
        let is_head = look.repeated && row.is_heading;
        out.push_str(if is_head { "<thead><tr>" } else { "<tr>" });
        let mut column = 0;
        for cell in &row.cells {
            if cell.merge != Merge::Covered {
                let down = match cell.merge {
                    Merge::Begins => height(zone, index, column),
                    _ => 1,
                };
                out.push_str(&self::cell(cell, down));
            }
            column += cell.span;
        }
        out.push_str(if is_head { "</tr></thead>" } else { "</tr>" });
    }
    out + "</table>\n"
}

/// How many rows the cell that begins here covers.
fn height(zone: &Zone, row: usize, column: usize) -> usize {
    let covered = |row: &&testkit::flow::Row| {
        let mut at = 0;
        row.cells.iter().any(|cell| {
            let here = at == column && cell.merge == Merge::Covered;
            at += cell.span;
            here
        })
    };
    1 + zone.rows[row + 1..].iter().take_while(covered).count()
}

fn cell(cell: &Cell, down: usize) -> String {
    let class = if cell.text().chars().count() < 16 { " class=\"short\"" } else { "" };
    let text: Vec<String> = cell.paragraphs.iter().map(|text| escaped(text)).collect();
    format!("<td{class} colspan=\"{}\" rowspan=\"{down}\">{}</td>", cell.span, text.join("<br>"))
}
