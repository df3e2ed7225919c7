//! What belongs to the page and not to the text: page numbers, running headers and footers.

use std::collections::HashMap;

use pages::POINT;

use super::lines::TextLine;
use super::sheet::{Item, Sheet};
use crate::furniture::is_page_number;

/// A line at the edge of a page comes again at this height if it is a running one.
const NEAR: i32 = 3 * POINT;

/// So many lines at each edge of a page may be furniture.
const LINES: usize = 2;

/// Takes the furniture off the pages.
pub(super) fn take_off(sheets: &mut [Sheet]) {
    for edge in [Edge::Bottom, Edge::Top] {
        for _ in 0..LINES {
            let running = running(sheets, edge);
            let mut taken = false;
            for sheet in sheets.iter_mut() {
                let Some(line) = outermost(sheet, edge) else { continue };
                if is_furniture(line, &running) {
                    remove(sheet, edge);
                    taken = true;
                }
            }
            if !taken {
                break;
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Top,
    Bottom,
}

/// The words of a line whose figures may differ from page to page, and its height on the page.
type Key = (String, i32);

/// What stands at the same height of most pages.
fn running(sheets: &[Sheet], edge: Edge) -> HashMap<Key, bool> {
    let mut counts: HashMap<Key, usize> = HashMap::new();
    for line in sheets.iter().filter_map(|sheet| outermost(sheet, edge)) {
        *counts.entry(key(line)).or_default() += 1;
    }
    // Left and right pages may have different ones; a cover has none.
    let pages = sheets.iter().filter(|sheet| !sheet.items.is_empty()).count();
    let is_running =
        |count: usize| count >= 3 && count * 5 >= pages * 2 || count >= 2 && pages <= 3;
    counts.into_iter().map(|(key, count)| (key, is_running(count))).collect()
}

fn key(line: &TextLine) -> Key {
    let mut words = String::new();
    for sign in line.text.chars().filter(|c| !c.is_whitespace()) {
        // 9 and 10 are alike.
        match sign {
            '0'..='9' if words.ends_with('0') => {}
            '0'..='9' => words.push('0'),
            _ => words.push(sign),
        }
    }
    (words, (line.area.bottom + NEAR / 2) / NEAR)
}

fn outermost(sheet: &Sheet, edge: Edge) -> Option<&TextLine> {
    let item = match edge {
        Edge::Top => sheet.items.first(),
        Edge::Bottom => lowest(sheet).and_then(|at| sheet.items.get(at)),
    };
    item.and_then(Item::line)
}

fn lowest(sheet: &Sheet) -> Option<usize> {
    let items = sheet.items.iter().enumerate();
    items.max_by_key(|(_, item)| item.area().bottom).map(|(at, _)| at)
}

fn remove(sheet: &mut Sheet, edge: Edge) {
    match edge {
        Edge::Top if !sheet.items.is_empty() => {
            sheet.items.remove(0);
        }
        Edge::Bottom => {
            if let Some(at) = lowest(sheet) {
                sheet.items.remove(at);
            }
        }
        Edge::Top => {}
    }
}

fn is_furniture(line: &TextLine, running: &HashMap<Key, bool>) -> bool {
    let text = line.text.trim();
    if is_page_number(text) {
        return true;
    }
    // Over every table the same may stand, and a table may begin every page.
    let over_table = text.ends_with(['元', '表', '）', ')'])
        || text.bytes().take_while(u8::is_ascii_digit).count() > 2
        || crate::grammar::is_heading(text);
    !over_table && running.get(&key(line)).copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pages::Area;

    fn line(text: &str, top: i32) -> Item {
        let area = Area { left: 0, top, right: 1000, bottom: top + 1000 };
        Item::Line(TextLine { text: text.into(), area, ..TextLine::default() })
    }

    fn texts(sheets: &[Sheet]) -> Vec<Vec<&str>> {
        fn of(sheet: &Sheet) -> Vec<&str> {
            sheet.items.iter().filter_map(Item::line).map(|line| line.text.as_str()).collect()
        }
        sheets.iter().map(of).collect()
    }

    #[test]
    fn running_lines_and_page_numbers_go() {
        let page = |number: u32, body: &str| Sheet {
            number,
            items: vec![
                line("临河县总工会绩效文本", 0),
                line("单位：万元", 3000),
                line(body, 5000),
                line(&format!("— {number} —"), 80_000),
            ],
            ..Sheet::default()
        };
        let cover = Sheet {
            number: 1,
            items: vec![line("临河县总工会绩效文本", 30_000)],
            ..Sheet::default()
        };
        let mut sheets = vec![cover, page(2, "甲"), page(3, "乙"), page(4, "丙")];
        take_off(&mut sheets);
        assert_eq!(
            texts(&sheets),
            [
                vec!["临河县总工会绩效文本"],
                vec!["单位：万元", "甲"],
                vec!["单位：万元", "乙"],
                vec!["单位：万元", "丙"]
            ]
        );
    }
}
