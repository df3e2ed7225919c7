//! Running text: wrapped lines back to paragraphs, headings told from text, sub-goals cut apart.

use ground::{Money, Source, Words};
use model::numbering::{leading_number, without_number};
use model::numeral::{digit, is_chinese};
use model::statement::{Leaf, Narrative, NumberStyle, Numbering, Paragraph, SubGoal, SubGoals};
use model::target::figures;

use crate::clean;
use crate::stream::{Block, Line, Part};

/// How the running text of a file is set.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Setting {
    /// The width at which lines are broken, if they are.
    wrap: Option<u32>,
    /// Paragraphs are marked: they begin with an indent, or blank lines stand between them.
    marked: bool,
}

impl Setting {
    /// How the lines of these blocks are set.
    pub(crate) fn of(blocks: &[Block]) -> Setting {
        let lines = blocks.iter().filter_map(|block| match block {
            Block::Line(line) if !line.is_paragraph => Some(line),
            _ => None,
        });
        let lines: Vec<&Line> = lines.collect();
        let wrap = wrap_width(&lines);
        // One indented line may be an accident, and one paragraph broken by hand may be the whole
        // text; but not beside paragraphs longer than its lines that are not broken.
        let begun = lines.iter().filter(|line| begins_marked(line)).count();
        let by_format = lines.iter().any(|line| line.part == Part::Begins)
            && blocks.iter().any(|block| is_unbroken(block, wrap));
        let indented = begun > 1 || by_format;
        let marked = indented || wrap.is_some_and(|wrap| has_blank_lines(&lines, wrap));
        Setting { wrap, marked }
    }
}

/// The blocks of a section as paragraphs.
pub(crate) fn paragraphs(source: &Source, blocks: &[Block], setting: Setting) -> Vec<Paragraph> {
    let mut lines: Vec<&Line> = Vec::new();
    let mut from_rows: Vec<Line> = Vec::new();
    for block in blocks {
        if let Block::Row(row) = block {
            let parts: Vec<&Words> =
                row.cells.iter().flat_map(super::super::stream::Cell::paragraphs).collect();
            from_rows.extend(
                parts.into_iter().filter(|words| !words.is_blank()).map(|words| Line {
                    words: words.clone(),
                    is_paragraph: true,
                    ..Line::default()
                }),
            );
        }
    }
    let mut from_rows = from_rows.iter();
    for block in blocks {
        match block {
            Block::Line(line) => lines.push(line),
            Block::Row(row) => {
                let count = row.cells.iter().flat_map(super::super::stream::Cell::paragraphs);
                let count = count.filter(|words| !words.is_blank()).count();
                lines.extend(from_rows.by_ref().take(count));
            }
        }
    }
    let mut groups: Vec<Vec<&Line>> = Vec::new();
    for line in lines {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| goes_on(last, line, setting)) => {
                group.push(line);
            }
            _ => groups.push(vec![line]),
        }
    }
    groups.iter().map(|group| paragraph(source, group)).collect()
}

fn paragraph(source: &Source, group: &[&Line]) -> Paragraph {
    let words = match group {
        [one] => one.words.clone(),
        several => {
            let parts: Vec<&Words> = several.iter().map(|line| &line.words).collect();
            clean::joined(source, &parts)
        }
    };
    let number = numbering(&words);
    let outlined = group.iter().any(|line| line.outline.is_some());
    let is_heading = (number.is_some() || outlined) && is_heading(&words.text);
    Paragraph { number, is_heading, words }
}

/// The number a paragraph begins with.
pub(crate) fn numbering(words: &Words) -> Option<Numbering> {
    let found = leading_number(&words.text)?;
    Some(Numbering { style: found.style, ordinal: found.ordinal, words: words.part(0..found.len) })
}

/// A heading is short and no sentence.
pub(super) fn is_heading(text: &str) -> bool {
    let body = without_number(text);
    !body.is_empty()
        && body.chars().count() <= 45
        && !body.contains(['。', '；', '！', '：'])
        && !body.ends_with(['，', '、', ';', '.', ':'])
}

/// The width at which lines are broken, if the text is broken at a width.
fn wrap_width(lines: &[&Line]) -> Option<u32> {
    let bare: Vec<u32> = lines.iter().map(|line| line.width).collect();
    let widest = bare.iter().copied().max()?;
    let near = bare.iter().filter(|width| **width + 4 >= widest).count();
    (near >= 2 && near * 8 >= bare.len() && widest <= 160).then_some(widest)
}

/// Whether behind a line that ends before the edge there is always a blank line.
fn has_blank_lines(lines: &[&Line], wrap: u32) -> bool {
    let pairs = lines.iter().zip(lines.iter().skip(1));
    let mut ends = pairs.filter(|(line, _)| line.width + 10 < wrap).peekable();
    ends.peek().is_some() && ends.all(|(_, next)| next.blank_lines > 0)
}

/// A paragraph of the format that is longer than a line where lines are broken.
fn is_unbroken(block: &Block, wrap: Option<u32>) -> bool {
    matches!(block, Block::Line(line)
        if line.is_paragraph && wrap.is_some_and(|wrap| line.width > wrap))
}

/// Whether an indent or the format marks that a paragraph begins with this line.
fn begins_marked(line: &Line) -> bool {
    line.indented || line.part == Part::Begins
}

/// Whether `next` is the rest of the paragraph that `line` begins.
fn goes_on(line: &Line, next: &Line, setting: Setting) -> bool {
    if line.is_paragraph || next.is_paragraph || begins_marked(next) || next.outline.is_some() {
        return false;
    }
    let text = &line.words.text;
    // 二是 may also stand where a line happens to be broken, and 十七。 of 百分之九十七。
    let in_number =
        text.ends_with("分之") || text.ends_with(|c: char| digit(c).is_some() || is_chinese(c));
    let numbered = leading_number(&next.words.text).is_some_and(|n| n.style != NumberStyle::Spoken);
    if (numbered && !in_number) || super::outline::heading(&next.words.text).is_some() {
        return false;
    }
    let ends_sentence = text.ends_with(['。', '！', '？', '；', '：', '.', ';', ':', '”', '）']);
    match setting.wrap {
        Some(width) => {
            // Figures and Latin words are not torn, stops may hang over the edge, so that full lines
            // differ in width. One that ends a sentence may or may not end a paragraph: text that
            // marks its paragraphs says so at the next line.
            let full = line.width + 10 >= width;
            full && (!ends_sentence || setting.marked) && next.blank_lines == 0
        }
        None => {
            let torn = text.ends_with(['，', '、', '（', '“', '《']);
            let long = line.width > 60 && !(line.outline.is_some() || is_heading_line(text));
            torn || (!ends_sentence && (long || goes_on_in_sentence(line, next)))
        }
    }
}

/// Whether a paragraph that was broken by hand is broken here in a sentence: items of a list are
/// short, or end with a stop.
fn goes_on_in_sentence(line: &Line, next: &Line) -> bool {
    const LONG: u32 = 40;
    let next_is_prose = next.width >= LONG || next.words.text.ends_with(['。', '；']);
    next.part == Part::GoesOn && line.width >= LONG && next_is_prose
}

fn is_heading_line(text: &str) -> bool {
    leading_number(text).is_some() && is_heading(text)
}

/// A section as one narrative.
pub(crate) fn narrative(
    source: &Source,
    heading: &Words,
    blocks: &[Block],
    setting: Setting,
) -> Narrative {
    Narrative { heading: heading.clone(), paragraphs: paragraphs(source, blocks, setting) }
}

/// 分项绩效目标, cut into its items.
pub(crate) fn sub_goals(
    source: &Source,
    heading: &Words,
    blocks: &[Block],
    setting: Setting,
) -> SubGoals {
    let all = paragraphs(source, blocks, setting);
    let top = all.iter().find_map(|paragraph| Some(paragraph.number.as_ref()?.style));
    let mut preamble = Vec::new();
    let mut items: Vec<SubGoal> = Vec::new();
    for paragraph in all {
        let begins = match (top, &paragraph.number) {
            (Some(top), Some(number)) => number.style == top,
            (Some(_), None) => false,
            (None, _) => true,
        };
        if begins {
            items.push(begin_item(paragraph));
        } else if let Some(item) = items.last_mut() {
            item.paragraphs.push(paragraph.words);
        } else {
            preamble.push(paragraph);
        }
    }
    for item in &mut items {
        (item.goal, item.promises) = goal_and_promises(source, &item.paragraphs);
    }
    SubGoals { heading: heading.clone(), preamble, items }
}

/// A heading is the title; of running text the first sentence is, where it is short.
pub(super) fn begin_item(paragraph: Paragraph) -> SubGoal {
    let words = paragraph.words;
    let body = paragraph.number.as_ref().map_or(0, |number| number.words.text.len());
    let rest = words.text.get(body..).unwrap_or_default();
    let stop = rest.find(['。', '：', '；', '，', ':']).unwrap_or(rest.len());
    if paragraph.is_heading || stop == rest.len() {
        let title = words.part(body..words.text.len());
        return SubGoal {
            number: paragraph.number,
            title,
            paragraphs: Vec::new(),
            goal: None,
            promises: None,
        };
    }
    SubGoal {
        number: paragraph.number,
        title: words.part(body..body + stop),
        paragraphs: vec![words],
        goal: None,
        promises: None,
    }
}

const GOAL_MARKS: [&str; 4] = ["绩效目标：", "绩效目标:", "绩效目标】", "目标："];
const PROMISE_MARKS: [&str; 4] = ["绩效指标：", "绩效指标:", "绩效指标】", "指标："];

/// What stands behind 绩效目标： and behind 绩效指标：.
pub(super) fn goal_and_promises(
    source: &Source,
    paragraphs: &[Words],
) -> (Option<Words>, Option<Words>) {
    let parts: Vec<&Words> = paragraphs.iter().collect();
    let whole = match parts.as_slice() {
        [] => return (None, None),
        [one] => (*one).clone(),
        several => clean::joined(source, several),
    };
    let text = &whole.text;
    let find = |marks: [&str; 4]| {
        marks.iter().find_map(|mark| text.find(mark).map(|at| (at, at + mark.len())))
    };
    let promises = find(PROMISE_MARKS);
    let goal = find(GOAL_MARKS);
    let goal_end = match (goal, promises) {
        (Some((_, begin)), Some((end, _))) if end > begin => end,
        _ => text.len(),
    };
    let goal = goal.map(|(_, begin)| whole.part(begin..goal_end.max(begin)));
    let promises_end = match (find(GOAL_MARKS), promises) {
        (Some((goal_at, _)), Some((_, begin))) if goal_at > begin => goal_at,
        _ => text.len(),
    };
    (goal, promises.map(|(_, begin)| whole.part(begin..promises_end)))
}

/// The total of all projects, where a paragraph states one: 项目支出共计242.66万元.
pub(crate) fn stated_total(paragraphs: &[&Words]) -> Option<Leaf<Money>> {
    const SUMS: [&str; 7] = ["共计", "合计", "总计", "总额", "共安排", "总预算", "总规模"];
    for words in paragraphs {
        let text = &words.text;
        if !text.contains("项目") || !SUMS.iter().any(|word| text.contains(word)) {
            continue;
        }
        for figure in figures(text) {
            let before = tail(text.get(..figure.range.start).unwrap_or_default());
            let clause = before.rsplit(['。', '；', '，']).next().unwrap_or(before);
            let sums = SUMS.iter().any(|word| clause.contains(word));
            let of_projects = ["项目支出", "项目预算", "预算项目", "项目资金", "项目共", "个项目"]
                .iter()
                .any(|word| before.rsplit('。').next().unwrap_or(before).contains(word));
            if let (true, true, Some(sum)) = (sums, of_projects, figure.quantity.money()) {
                return Some(Leaf::new(words.part(figure.core), Some(sum)));
            }
        }
    }
    None
}

/// The last two hundred characters or so: no sentence that names a total is longer.
fn tail(text: &str) -> &str {
    const LONGEST: usize = 600;
    let begins = text.ceil_char_boundary(text.len().saturating_sub(LONGEST));
    text.get(begins..).unwrap_or_default()
}

/// Whether a numbered paragraph of this style can be a heading of contents.
pub(crate) fn is_title_style(style: NumberStyle) -> bool {
    !matches!(style, NumberStyle::Spoken)
}
