//! Finds the columns of a table whose rows and blanks were lost: the cheapest reading of its cells.
//!
//! Each cell is placed in a column; placing costs by how unlike the column its words are, and by
//! how many columns are passed over, rows broken and cells glued on the way. The cheapest way
//! through all cells is the reading. With rows and tabs intact it costs nothing, so one procedure
//! serves tables in any state. Costs are small integers: 10 is about one missing field.

use super::labels::Header;
use super::tokens::Token;

/// Which tokens stand in which column, row by row, with the cost of the row.
#[derive(Debug)]
pub(crate) struct Placed {
    /// Token numbers by column.
    pub(crate) columns: Vec<Vec<usize>>,
    /// What its words cost in their columns: high where the reading is doubtful.
    pub(crate) doubt: u32,
}

/// A filled cell with what stands between it and the one before.
struct Cell {
    token: usize,
    /// Blank cells between it and the filled cell before it in the same row.
    blanks_before: u32,
    /// It is the first filled cell of its row; always true of bare lines.
    begins_row: bool,
    /// Blank cells after the last filled cell of the row before.
    blanks_after_previous: u32,
    costs: Vec<u32>,
    is_line: bool,
    /// A level word (产出指标, 数量指标) is a cell of its own whatever stands beside it.
    is_level: bool,
    /// The cell before it looks broken off.
    previous_open: bool,
}

#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    from: usize,
    new_row: bool,
}

const NEVER: u32 = 1_000_000;

/// Places the tokens in the columns named by `headers`.
pub(crate) fn align(tokens: &[&Token<'_>], headers: &[Header]) -> Vec<Placed> {
    let cells = filled(tokens, headers);
    let width = headers.len();
    let gaps = Gaps::of(headers);
    let mut steps: Vec<Vec<Step>> = Vec::with_capacity(cells.len());
    for (index, cell) in cells.iter().enumerate() {
        let mut row = Vec::with_capacity(width);
        for column in 0..width {
            let own = cell.costs.get(column).copied().unwrap_or(NEVER);
            let step = match index.checked_sub(1).and_then(|before| steps.get(before)) {
                None => Step { cost: start(&gaps, column, cell), from: column, new_row: true },
                Some(before) => cheapest(&gaps, before, column, cell),
            };
            row.push(Step { cost: step.cost.saturating_add(own), ..step });
        }
        steps.push(row);
    }
    trace(&cells, &steps, &gaps)
}

fn filled(tokens: &[&Token<'_>], headers: &[Header]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let (mut blanks, mut row, mut tail) = (0, usize::MAX, 0);
    let mut previous: Option<&Token<'_>> = None;
    for (index, token) in tokens.iter().enumerate() {
        if token.row != row {
            tail = blanks;
            blanks = 0;
            row = token.row;
        }
        if token.is_blank() {
            blanks += 1;
            continue;
        }
        let begins_row = previous.is_none_or(|previous| previous.row != token.row);
        cells.push(Cell {
            token: index,
            blanks_before: blanks,
            begins_row,
            blanks_after_previous: if begins_row { tail } else { 0 },
            costs: costs(token, headers),
            is_line: token.is_line,
            is_level: token.level.is_named(),
            previous_open: previous.is_some_and(|previous| is_open(previous.text())),
        });
        blanks = 0;
        previous = Some(token);
    }
    cells
}

/// What it costs to leave a column without a cell.
fn absence(header: Header) -> u32 {
    match header {
        Header::Dimension => 0,
        Header::Aspect => 6,
        Header::Operator | Header::Unit => 2,
        Header::Other => 3,
        Header::Basis => 18,
        Header::Name | Header::Description | Header::Target => 22,
    }
}

/// What it costs to pass over each run of columns, by how many blank cells stand for them.
struct Gaps {
    width: usize,
    /// By first column, column behind the last, and number of blanks.
    costs: Vec<u32>,
}

/// More blank cells than this in one place tell no more than this many.
const MOST_BLANKS: usize = 8;

impl Gaps {
    fn of(headers: &[Header]) -> Gaps {
        let width = headers.len();
        let mut costs = Vec::with_capacity((width + 1) * (width + 1) * (MOST_BLANKS + 1));
        for from in 0..=width {
            for to in 0..=width {
                let passed = headers.get(from..to).unwrap_or_default();
                costs.extend((0..=MOST_BLANKS).map(|blanks| passing(passed, blanks)));
            }
        }
        Gaps { width, costs }
    }

    fn cost(&self, from: usize, to: usize, blanks: u32) -> u32 {
        let blanks = (blanks as usize).min(MOST_BLANKS);
        let index = (from * (self.width + 1) + to) * (MOST_BLANKS + 1) + blanks;
        self.costs.get(index).copied().unwrap_or(NEVER)
    }
}

/// Passing over columns where blank cells stand for some of them. Blanks stand for the dearest: a
/// blank is a field left empty, not one that was lost.
fn passing(headers: &[Header], blanks: usize) -> u32 {
    let mut costs: Vec<u32> = headers.iter().map(|header| absence(*header)).collect();
    costs.sort_unstable_by(|a, b| b.cmp(a));
    let excused = costs.len().min(blanks);
    let paid: u32 = costs.get(excused..).unwrap_or_default().iter().sum();
    paid + u32::try_from(blanks).unwrap_or(NEVER)
}

fn start(gaps: &Gaps, column: usize, cell: &Cell) -> u32 {
    gaps.cost(0, column, cell.blanks_before)
}

fn cheapest(gaps: &Gaps, before: &[Step], column: usize, cell: &Cell) -> Step {
    let mut best = Step { cost: NEVER, from: 0, new_row: true };
    let row_break = if cell.begins_row { 0 } else { 25 };
    let torn = if cell.begins_row && !cell.is_line { 14 } else { 0 };
    let begin = start(gaps, column, cell) + row_break;
    for (from, step) in before.iter().enumerate() {
        let mut offer = |cost: u32, new_row: bool| {
            let cost = step.cost.saturating_add(cost);
            if cost < best.cost {
                best = Step { cost, from, new_row };
            }
        };
        offer(gaps.cost(from + 1, gaps.width, cell.blanks_after_previous) + begin, true);
        if column > from {
            offer(gaps.cost(from + 1, column, cell.blanks_before) + torn, false);
        } else if column == from && !cell.is_level {
            offer(gluing(cell), false);
        }
    }
    best
}

/// What it costs to take a cell as the rest of the one before it.
fn gluing(cell: &Cell) -> u32 {
    match (cell.is_line, cell.begins_row) {
        (true, _) => {
            if cell.previous_open {
                4
            } else {
                16
            }
        }
        (false, true) => {
            if cell.previous_open {
                8
            } else {
                20
            }
        }
        (false, false) => 60,
    }
}

/// Whether words look broken off: an open bracket, a comma, a numeral or a particle at the end.
fn is_open(text: &str) -> bool {
    let opened = text.matches(['（', '(', '《', '“', '〔', '[', '【']).count();
    let closed = text.matches(['）', ')', '》', '”', '〕', ']', '】']).count();
    opened > closed
        || text.ends_with(['，', '、', '的', '和', '及', '与', '对', '为', '—', '-', '第'])
}

fn costs(token: &Token<'_>, headers: &[Header]) -> Vec<u32> {
    let like = Likeness::of(token.text());
    headers.iter().map(|header| unlikeness(token, &like, *header)).collect()
}

/// How unlike the column a cell's words are.
fn unlikeness(token: &Token<'_>, like: &Likeness, header: Header) -> u32 {
    let text = token.text();
    let is_dimension = token.level.dimension.is_some();
    let is_aspect = token.level.aspect.is_some();
    match header {
        Header::Dimension => {
            if is_dimension {
                0
            } else {
                70
            }
        }
        Header::Aspect => {
            if is_aspect {
                0
            } else {
                45
            }
        }
        _ if text.ends_with("指标") && (is_aspect || is_dimension) => 60,
        Header::Name => {
            2 * like.long
                + 20 * u32::from(like.value)
                + 30 * u32::from(like.document)
                + 5 * u32::from(like.standard)
        }
        Header::Description => {
            16 * u32::from(like.value)
                + 28 * u32::from(like.document)
                + 5 * u32::from(like.standard)
        }
        Header::Target if like.value => 0,
        Header::Target => {
            5 + like.long + 30 * u32::from(like.document) + 12 * u32::from(like.standard)
        }
        Header::Basis if like.document => 0,
        Header::Basis if like.standard => 2,
        Header::Basis => 8 + 22 * u32::from(like.value),
        Header::Operator => {
            if is_operator(text) {
                0
            } else {
                40
            }
        }
        Header::Unit => {
            if is_unit(text) {
                0
            } else {
                30
            }
        }
        Header::Other => 12,
    }
}

/// 人, 万元, 元/户.
fn is_unit(text: &str) -> bool {
    let named = |part: &str| {
        matches!(part, "万元" | "亿元" | "千元") || model::unit::unit_named(part).is_some()
    };
    text.split(['/', '／', '·']).all(named)
}

fn is_operator(text: &str) -> bool {
    matches!(
        text,
        "≥" | "≤" | ">" | "<" | "=" | "＞" | "＜" | "＝" | ">=" | "<=" | "定性" | "文字描述"
    )
}

/// What the shape of a text tells of the column it comes from.
struct Likeness {
    /// An operator and a number, or a bare number with unit.
    value: bool,
    /// A document: a number in brackets, a title, words that introduce one.
    document: bool,
    /// It ends in a word for a document or a source, as indicators may do too (人均标准).
    standard: bool,
    /// 0 for up to 20 signs, 1 up to 40, more beyond.
    long: u32,
}

impl Likeness {
    fn of(text: &str) -> Likeness {
        const VALUES: [&str; 9] = [
            "不低于",
            "不少于",
            "不超过",
            "不高于",
            "大于等于",
            "小于等于",
            "至少",
            "达到",
            "百分之",
        ];
        const SOURCES: [&str; 19] = [
            "文件", "通知", "办法", "方案", "规定", "意见", "条例", "细则", "规划", "纲要", "计划",
            "标准", "问卷", "批复", "纪要", "要求", "合同", "依据", "总结",
        ];
        let signs = text.chars().count();
        let first = text.chars().next();
        let begins_value = first
            .is_some_and(|c| "≥≤＞＜><=＝≧≦".contains(c) || model::numeral::digit(c).is_some());
        let worded = VALUES.iter().any(|word| text.starts_with(word));
        let document = !model::document::numbers(text).is_empty()
            || text.contains('《')
            || ["依据", "根据", "按照", "参照"].iter().any(|word| text.starts_with(word));
        Likeness {
            value: (begins_value || worded) && signs <= 24 && !document,
            document,
            standard: !document && SOURCES.iter().any(|word| text.ends_with(word)),
            long: match signs {
                0..=20 => 0,
                21..=40 => 1,
                _ => 6,
            },
        }
    }
}

fn trace(cells: &[Cell], steps: &[Vec<Step>], gaps: &Gaps) -> Vec<Placed> {
    let Some(last) = steps.last() else { return Vec::new() };
    let closing = |column: usize| gaps.cost(column + 1, gaps.width, 0);
    let best = (0..last.len()).min_by_key(|column| {
        last.get(*column).map_or(NEVER, |step| step.cost).saturating_add(closing(*column))
    });
    let mut column = best.unwrap_or(0);
    let mut path = Vec::with_capacity(cells.len());
    for row in steps.iter().rev() {
        let Some(step) = row.get(column) else { break };
        path.push((column, step.new_row));
        column = step.from;
    }
    path.reverse();
    let mut placed: Vec<Placed> = Vec::new();
    for (cell, (column, new_row)) in cells.iter().zip(path) {
        if new_row || placed.is_empty() {
            placed.push(Placed { columns: vec![Vec::new(); gaps.width], doubt: 0 });
        }
        if let Some(row) = placed.last_mut() {
            row.doubt += cell.costs.get(column).copied().unwrap_or(0);
            if let Some(slot) = row.columns.get_mut(column) {
                slot.push(cell.token);
            }
        }
    }
    placed
}
