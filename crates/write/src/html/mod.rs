//! A page of HTML that stands alone: one file, to read on a screen and to print.
//!
//! Headings are headings, cells that name others are `th`, spans are `rowspan` and `colspan`; nothing
//! is fetched from anywhere.

mod sheet;

use crate::document::{
    Block, Cell, Contents, Document, Emphasis, Entry, Paragraph, Role, Row, Run, Section, Table,
};
use crate::style::Style;
use crate::xml::Xml;

/// The HTML of a document in UTF-8.
pub fn html(document: &Document) -> String {
    let mut html = Xml::default();
    html.raw("<!DOCTYPE html>\n");
    html.element("html", &[("lang", "zh-CN")], |html| {
        html.element("head", &[], |html| head(html, document));
        html.raw("\n");
        html.element("body", &[], |html| {
            document.sections.iter().for_each(|section| self::section(html, section));
        });
    });
    html.raw("\n");
    html.finish()
}

fn head(html: &mut Xml, document: &Document) {
    let properties = &document.properties;
    html.raw("\n<meta charset=\"utf-8\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    for (name, content) in [
        ("author", &properties.author),
        ("description", &properties.subject),
        ("keywords", &properties.keywords),
    ] {
        if !content.is_empty() {
            html.begin("meta", &[("name", name), ("content", content)]);
            html.raw("\n");
        }
    }
    html.leaf("title", &[], &properties.title);
    html.raw("\n");
    html.element("style", &[], |html| html.raw(&sheet::sheet()));
    html.raw("\n");
}

fn section(html: &mut Xml, section: &Section) {
    html.raw("\n");
    html.element("section", &[("class", sheet::class_of(&section.page))], |html| {
        for block in &section.blocks {
            html.raw("\n");
            match block {
                Block::Paragraph(paragraph) => self::paragraph(html, paragraph),
                Block::Contents(contents) => self::contents(html, contents),
                Block::Table(table) => self::table(html, table),
                Block::Space(height) => {
                    let height = format!("height:{}", sheet::length(*height));
                    html.element("div", &[("class", "space"), ("style", &height)], |_| {});
                }
                Block::PageBreak => html.element("div", &[("class", "break")], |_| {}),
            }
        }
        html.raw("\n");
    });
}

fn paragraph(html: &mut Xml, paragraph: &Paragraph) {
    let name = match paragraph.style.look().level {
        Some(1) => "h1",
        Some(2) => "h2",
        Some(_) => "h3",
        None => "p",
    };
    let mut attributes = vec![("class", sheet::class(paragraph.style))];
    attributes.extend(paragraph.bookmark.as_ref().map(|name| ("id", name.as_str())));
    html.element(name, &attributes, |html| runs(html, &paragraph.runs));
}

fn runs(html: &mut Xml, runs: &[Run]) {
    for run in runs {
        match run.emphasis {
            Emphasis::None => text(html, &run.text),
            Emphasis::Strong => html.element("strong", &[], |html| text(html, &run.text)),
            Emphasis::Underlined => html.element("u", &[], |html| text(html, &run.text)),
        }
    }
}

fn text(html: &mut Xml, text: &str) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            html.raw("<br>");
        }
        html.text(line);
    }
}

fn contents(html: &mut Xml, contents: &Contents) {
    // No `nav`: readers of pages, ours among them, take that for the way around a site.
    html.element("div", &[("role", "doc-toc"), ("aria-label", "目录")], |html| {
        if let Some(heading) = &contents.heading {
            html.raw("\n");
            paragraph(html, heading);
        }
        for entry in &contents.entries {
            html.raw("\n");
            let style = if entry.level == 1 { Style::ContentsPart } else { Style::ContentsEntry };
            html.element("p", &[("class", sheet::class(style))], |html| self::entry(html, entry));
        }
        html.raw("\n");
    });
}

fn entry(html: &mut Xml, entry: &Entry) {
    let link = entry.target.as_ref().map(|target| format!("#{target}"));
    match &link {
        Some(link) => html.leaf("a", &[("href", link)], &entry.title),
        None => html.leaf("span", &[], &entry.title),
    }
    if let Some(page) = entry.page {
        // Real dots, so that title and page stay apart where the page is copied or read by a program.
        html.leaf("span", &[("class", "dots"), ("aria-hidden", "true")], &".".repeat(120));
        html.leaf("span", &[("class", "page")], &page.to_string());
    }
}

fn table(html: &mut Xml, table: &Table) {
    let mut attributes = Vec::new();
    if !table.caption.is_empty() {
        attributes.push(("aria-label", table.caption.as_str()));
    }
    html.element("table", &attributes, |html| {
        html.raw("\n");
        html.element("colgroup", &[], |html| columns(html, &table.widths));
        let header = table.rows.len().min(table.header_rows);
        let (head, body) = table.rows.split_at(header);
        if !head.is_empty() {
            html.raw("\n");
            html.element("thead", &[], |html| {
                head.iter().for_each(|row| self::row(html, row));
            });
        }
        html.raw("\n");
        html.element("tbody", &[], |html| body.iter().for_each(|row| self::row(html, row)));
        html.raw("\n");
    });
}

fn columns(html: &mut Xml, widths: &[u32]) {
    let total = widths.iter().sum::<u32>().max(1);
    for width in widths {
        let share = width * 1000 / total;
        let style = format!("width:{}.{}%", share / 10, share % 10);
        html.begin("col", &[("style", &style)]);
    }
}

fn row(html: &mut Xml, row: &Row) {
    html.raw("\n");
    let height = format!("height:{}", sheet::length(row.height));
    let attributes = [("style", height.as_str())];
    let attributes = if row.height > 0 { attributes.as_slice() } else { &[] };
    html.element("tr", attributes, |html| row.cells.iter().for_each(|cell| self::cell(html, cell)));
}

fn cell(html: &mut Xml, cell: &Cell) {
    let name = if cell.role == Role::Label { "th" } else { "td" };
    let (columns, rows) = (cell.columns.to_string(), cell.rows.to_string());
    let style = cell.paragraphs.first().map_or(Style::CellText, |first| first.style);
    let mut attributes = vec![("class", sheet::class(style))];
    if cell.columns > 1 {
        attributes.push(("colspan", &columns));
    }
    if cell.rows > 1 {
        attributes.push(("rowspan", &rows));
    }
    html.element(name, &attributes, |html| match cell.paragraphs.as_slice() {
        [] => {}
        [only] => runs(html, &only.runs),
        several => several.iter().for_each(|paragraph| {
            html.element("p", &[], |html| runs(html, &paragraph.runs));
        }),
    });
}
