//! Tables without vertical rulings: columns that lines share, with white between them.
//!
//! A run of lines makes a table where at least three of them fall apart into three pieces or more,
//! where white runs down between the same pieces of all of them, and where what stands in a column
//! begins, ends or has its middle at one position. Running text has no such white, and the lines of
//! the contents have page numbers in their last column and nothing else.

use pages::{Glyph, POINT};

use super::bands;
use super::flow::Column;
use super::grid::{Grid, GridCell};
use super::layout::is_dotted;
use super::lines::TextLine;
use super::rulings::Segment;
use super::white::{edges, is_aligned, is_filled, is_first, is_wide, joined};
use crate::furniture::is_page_number;
use crate::grammar;

/// So many lines with so many pieces make a table.
pub(super) const ROWS: usize = 3;
const PIECES: usize = 3;

/// No page has more lines in a table, and one with more lines in all is a drawing.
const LONGEST: usize = 200;
const MOST: usize = 1000;
/// The same of rulings: each is held against every line.
const RULINGS: usize = 1000;
const COLUMNS: usize = 40;

/// A table and the edges of the words in each of its columns.
#[derive(Debug)]
pub(super) struct Aligned {
    pub(super) grid: Grid,
    columns: Vec<Column>,
}

impl Aligned {
    /// Puts the glyphs that stand in the table into its cells; gives back the others.
    pub(super) fn fill(&mut self, glyphs: Vec<Glyph>) -> Vec<Glyph> {
        let outside = self.grid.fill(glyphs);
        for cell in &mut self.grid.cells {
            cell.column = self.columns.get(cell.columns.start).copied().unwrap_or_default();
        }
        outside
    }
}

/// The tables among the lines of a page; `rulings` are those that run across and meet no other.
pub(super) fn tables(lines: &[TextLine], rulings: &[Segment]) -> Vec<Aligned> {
    let mut tables = Vec::new();
    if lines.len() > MOST || rulings.len() > RULINGS {
        return tables;
    }
    if lines.iter().filter(|line| is_row(line)).count() < ROWS {
        return tables;
    }
    let right = lines.iter().map(|line| line.area.right).max().unwrap_or(0);
    let mut at = 0;
    while let Some(rest) = lines.get(at..).filter(|rest| !rest.is_empty()) {
        match run(rest, rulings) {
            Some(run) if run.is_table() => {
                at += run.lines.len();
                tables.push(table(&run, rulings, right));
            }
            // What begins a little further down fares no better.
            Some(run) => at += 1 + run.lines.len() / 8,
            None => at += 1,
        }
    }
    tables
}

/// Lines on common columns.
struct Run<'l> {
    lines: &'l [TextLine],
    columns: Vec<Column>,
}

/// Whether a line falls apart into enough pieces, well apart.
pub(super) fn is_row(line: &TextLine) -> bool {
    let pairs = line.pieces.iter().zip(line.pieces.iter().skip(1));
    let wide = pairs.filter(|(a, b)| (b.area.left - a.area.right) * 2 > line.size() * 3);
    wide.count() + 1 >= PIECES
}

/// The lines from the first on that share columns, if a row stands among the first.
fn run<'l>(lines: &'l [TextLine], rulings: &[Segment]) -> Option<Run<'l>> {
    let begin = lines.iter().take(3).position(is_row)?;
    // Only what stands beside a row may stand above it: words in the middle of higher cells.
    let beside = lines.iter().zip(lines.iter().skip(1)).take(begin);
    if !beside.into_iter().all(|(line, next)| pitch(line, next) < next.area.height()) {
        return None;
    }
    let first = lines.get(begin).filter(|line| line.pieces.len() <= COLUMNS)?;
    let mut columns: Vec<Column> = first.pieces.iter().map(|piece| edges(piece.area)).collect();
    for line in lines.iter().take(begin) {
        columns = joined(&columns, line).filter(|all| all.len() == columns.len())?;
    }
    let mut end = begin + 1;
    while let Some(line) = lines.get(end).filter(|_| end < LONGEST)
        && let Some(grown) = grown(lines.get(..end).unwrap_or_default(), line, &columns, rulings)
    {
        columns = grown;
        end += 1;
    }
    let own = lines.get(..end).unwrap_or_default();
    let own = bands::above_last_ruling(bands::trimmed(own, &columns, rulings), &columns, rulings);
    Some(Run { lines: own, columns })
}

/// From the middle of one line to that of the next.
pub(super) fn pitch(line: &TextLine, next: &TextLine) -> i32 {
    next.area.middle().1 - line.area.middle().1
}

/// The columns with a further line, if it may be one of the table.
fn grown(
    above: &[TextLine],
    line: &TextLine,
    columns: &[Column],
    rulings: &[Segment],
) -> Option<Vec<Column>> {
    let last = above.last()?;
    let (pitch, height) = (pitch(last, line), line.area.height().max(last.area.height()));
    let between = last.area.middle().1..line.area.middle().1;
    let mut wide = rulings.iter().filter(|ruling| is_wide(ruling, columns));
    let reach = if wide.any(|ruling| between.contains(&ruling.at)) { 16 } else { 7 };
    let is_near = pitch > 0 && pitch * 2 <= height * reach;
    if !is_near || is_dotted(&line.text) || is_page_number(&line.text) {
        return None;
    }
    let grown = joined(columns, line).filter(|grown| grown.len() <= COLUMNS)?;
    if line.pieces.len() >= PIECES {
        return Some(grown);
    }
    let near = |a: i32, b: i32| (a - b).abs() * 5 <= line.size() * 2;
    let is_known = |area: pages::Area| {
        let pieces = above.iter().rev().take(40).flat_map(|line| &line.pieces);
        let mut all = pieces.map(|piece| piece.area);
        all.any(|known| {
            near(known.left, area.left)
                || near(known.middle().0, area.middle().0)
                || near(known.right, area.right)
        })
    };
    let is_beside = pitch < height;
    let fits = is_beside || line.pieces.iter().all(|piece| is_known(piece.area));
    let is_alone = line.pieces.len() == 1 && is_first(line, columns);
    let heads = is_alone && grammar::stands_alone(&line.text);
    (fits && !heads && grown.len() == columns.len()).then_some(grown)
}

impl Run<'_> {
    fn is_table(&self) -> bool {
        let full: Vec<&TextLine> = self.lines.iter().filter(|line| is_row(line)).collect();
        if full.len() < ROWS || self.columns.len() < PIECES || Run::is_contents(&full) {
            return false;
        }
        // Pieces that share a column stand under a heading over several columns.
        let crowded = full.iter().filter(|line| self.filled(line) < line.pieces.len()).count();
        let aligned = self.columns.iter().filter(|column| is_aligned(**column, self.lines)).count();
        crowded * 3 <= full.len() && aligned >= PIECES && aligned * 3 >= self.columns.len() * 2
    }

    fn filled(&self, line: &TextLine) -> usize {
        self.columns.iter().filter(|column| is_filled(line, **column)).count()
    }

    /// Number, title and page, the pages in their order and no heading over them.
    fn is_contents(full: &[&TextLine]) -> bool {
        let page = |line: &&TextLine| match line.pieces.as_slice() {
            [_, _, page] => page.text.parse::<u16>().ok().filter(|page| *page < 1000),
            _ => None,
        };
        let pages: Option<Vec<u16>> = full.iter().map(page).collect();
        pages.is_some_and(|pages| pages.is_sorted())
    }
}

/// The grid of a run, its cells still blank.
fn table(run: &Run, rulings: &[Segment], right: i32) -> Aligned {
    let Run { lines, columns } = run;
    let mut xs: Vec<i32> = columns.iter().map(|column| column.left - POINT).collect();
    xs.push(right.max(columns.last().map_or(0, |column| column.right)) + POINT);
    let ys = bands::edges(lines, columns, rulings);
    let area = pages::Area {
        left: xs.first().copied().unwrap_or(0),
        top: ys.first().copied().unwrap_or(0),
        right: xs.last().copied().unwrap_or(0),
        bottom: ys.last().copied().unwrap_or(0),
    };
    let mut cells = Vec::with_capacity(columns.len() * ys.len());
    for (row, y) in ys.windows(2).enumerate() {
        for (column, x) in xs.windows(2).enumerate() {
            let ([left, right], [top, bottom]) = (x, y) else { continue };
            let area = pages::Area { left: *left, top: *top, right: *right, bottom: *bottom };
            let (columns, rows) = (column..column + 1, row..row + 1);
            cells.push(GridCell { columns, rows, area, ..GridCell::default() });
        }
    }
    Aligned { grid: Grid { area, xs, ys, cells, is_loose: true }, columns: columns.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::lines::lines;
    use pages::{Area, Stance};

    /// Glyphs of lines, ten points a character, fifteen a line; `.` stands for half a blank.
    fn glyphs(text: &str) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        let mut top = 0;
        for line in text.lines() {
            let mut left = 0;
            for sign in line.chars() {
                let area = Area { left, top, right: left + 1000, bottom: top + 1200 };
                let glyph = Glyph { sign, area, stance: Stance::Upright };
                glyphs.extend(Some(glyph).filter(|_| sign != ' ' && sign != '.'));
                left += if sign == '.' { 500 } else { 1000 };
            }
            top += 1500;
        }
        glyphs
    }

    fn cells(text: &str, rulings: &[Segment]) -> Vec<Vec<String>> {
        let mut glyphs = glyphs(text);
        let mut rows = Vec::new();
        for mut table in tables(&lines(&mut glyphs), rulings) {
            glyphs = table.fill(glyphs);
            for row in 0..table.grid.rows() {
                let own = table.grid.cells.iter().filter(|cell| cell.rows.start == row);
                let words = |cell: &GridCell| {
                    cell.lines.iter().map(|line| line.text.as_str()).collect::<String>()
                };
                rows.push(own.map(words).collect());
            }
        }
        rows
    }

    #[test]
    fn columns_are_where_white_runs_down() {
        let text = "以下为绩效指标。\n\
                    指标     单位   目标值\n\
                    培训班期数  期    六\n\
                    合格率    百分比  九五\n\
                    按时完成率  百分比  一百\n\
                    以上目标经会议审议通过后执行，报局备案。\n";
        assert_eq!(
            cells(text, &[]),
            [
                ["指标", "单位", "目标值"],
                ["培训班期数", "期", "六"],
                ["合格率", "百分比", "九五"],
                ["按时完成率", "百分比", "一百"],
            ]
        );
    }

    #[test]
    fn words_that_nearly_touch_are_parted_where_columns_are_known() {
        let text = "甲乙丙.....丁戊   己庚\n甲乙丙.....丁戊   己庚\n\
                    甲乙丙.....丁戊   己庚\n甲乙丙丁戊.丁戊   己庚\n";
        assert_eq!(cells(text, &[]).last().unwrap(), &["甲乙丙丁戊", "丁戊", "己庚"]);
    }

    #[test]
    fn running_text_and_contents_are_no_table() {
        let prose = "服务不少   于八十份   办结全部事项\n按时出具率百分之九十九以上满意\n\
                     度达到   百分之九十   以上群众满意\n全年开展   培训六期   覆盖全县职工\n";
        assert!(cells(prose, &[]).is_empty());
        let contents = "一、  总体目标      1\n二、  分项目标      3\n三、  保障措施      7\n";
        assert!(cells(contents, &[]).is_empty());
        let ragged = "一、  总体目标      1\n二、  分项的目标     3\n三、  保障        7\n";
        assert!(cells(ragged, &[]).is_empty());
        let dotted = "一   总体   ......1\n二   分项   ......3\n三   措施   ......7\n";
        assert!(cells(&dotted.replace('.', "…"), &[]).is_empty());
        let two = "单位名称   望川县总工会\n负责人姓名  张三\n填表日期   三月\n";
        assert!(cells(two, &[]).is_empty());
    }

    #[test]
    fn a_note_below_is_no_row_but_what_a_ruling_ends_is() {
        let text = "甲类别名   丁戊   己庚\n甲类别名   丁戊   己庚\n甲类别名   丁戊   己庚\n称\n";
        assert_eq!(cells(text, &[]).len(), 3);
        let rulings = [Segment { at: 6000, from: 0, to: 18_000 }];
        assert_eq!(cells(text, &rulings).len(), 4);
    }
}
