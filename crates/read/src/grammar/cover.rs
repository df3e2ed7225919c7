//! The cover and the contents.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use ground::{Source, Span, Words};
use model::numbering::leading_number;
use model::numeral::digit;
use model::statement::{Contents, ContentsEntry, Leaf, NumberStyle, Region, Statement};

use super::labels::bare;
use super::outline::{Heading, heading};
use crate::clean;
use crate::stream::Block;

/// Reads title, department, year and sign-offs from the blocks before the text.
pub(crate) fn cover(source: &Source, blocks: &[Block], statement: &mut Statement) {
    let lines: Vec<&Words> = blocks.iter().flat_map(words_of).collect();
    let title_at = lines.iter().position(|words| is_title(&words.text));
    if let Some(at) = title_at {
        statement.title = lines.get(at).map(|line| whole_title(source, &lines, at, line));
    }
    for block in blocks {
        sign_offs(block, statement);
    }
    if statement.title.is_none() {
        let names = |w: &&&Words| w.text.contains("绩效") && heading(&w.text).is_none();
        statement.title = lines.iter().find(names).map(|words| (*words).clone());
    }
    if let Some(title) = statement.title.clone() {
        statement.year = year(&title).or_else(|| lines.iter().find_map(|words| year_line(words)));
        statement.department = department(&title).or_else(|| statement.compiled_by.clone());
    } else {
        statement.department.clone_from(&statement.compiled_by);
    }
    statement.region =
        Region { code: None, name: statement.department.as_ref().and_then(region_name) };
}

fn words_of(block: &Block) -> Vec<&Words> {
    match block {
        Block::Line(line) => vec![&line.words],
        Block::Row(row) => {
            let cells = row.cells.iter().flat_map(super::super::stream::Cell::paragraphs);
            cells.filter(|words| !words.is_blank()).collect()
        }
    }
}

pub(super) fn is_title(text: &str) -> bool {
    let signed = text.ends_with("编制") || text.ends_with("审核");
    !signed && (text.contains("绩效文本") || text.contains("绩效目标文本"))
}

/// A title set in two or three lines: the department, then the year and the words 绩效文本.
fn whole_title(source: &Source, lines: &[&Words], at: usize, line: &Words) -> Words {
    let mut begin = at;
    while begin > 0 && at - begin < 3 {
        let head = lines.get(begin..=at).unwrap_or_default();
        let text: String = head.iter().map(|words| words.text.as_str()).collect();
        let has_department = year_at(&text).is_some_and(|range| range.start > 0);
        let above = lines.get(begin - 1);
        let fits = above.is_some_and(|above| {
            let short = above.text.chars().count() <= 30;
            short && !above.text.ends_with(['：', ':']) && !above.text.starts_with("附件")
        });
        if has_department || !fits {
            break;
        }
        begin -= 1;
    }
    match lines.get(begin..=at) {
        Some([_]) | None => line.clone(),
        Some(several) => clean::joined(source, several),
    }
}

/// Who signs a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signer {
    Compiler,
    Reviewer,
}

const COMPILED: [&str; 4] = ["编制", "编报", "填报", "申报"];
const REVIEWED: [&str; 3] = ["审核", "审定", "审批"];

impl Signer {
    const BOTH: [(Signer, &[&str]); 2] =
        [(Signer::Compiler, &COMPILED), (Signer::Reviewer, &REVIEWED)];

    fn field(self, statement: &mut Statement) -> &mut Option<Words> {
        match self {
            Signer::Compiler => &mut statement.compiled_by,
            Signer::Reviewer => &mut statement.reviewed_by,
        }
    }
}

/// …编制, …审核, and 编制单位：…, 审核单位：…; in a table the name may stand in the next cell.
fn sign_offs(block: &Block, statement: &mut Statement) {
    let all = words_of(block);
    for (index, words) in all.iter().enumerate() {
        let text = &words.text;
        if text.chars().count() > 40 || is_title(text) {
            continue;
        }
        let Some((signer, name)) = signed(text) else { continue };
        let beside = || all.get(index + 1).filter(|next| signed(&next.text).is_none());
        let name = match name.is_empty() {
            true if matches!(block, Block::Row(_)) => beside().map(|next| (*next).clone()),
            true => None,
            false => Some(words.part(name)),
        };
        let field = signer.field(statement);
        if field.is_none() {
            *field = name;
        }
    }
}

/// Who signs in a line, and the bytes of the name; none where the line is the label alone.
fn signed(text: &str) -> Option<(Signer, std::ops::Range<usize>)> {
    Signer::BOTH.iter().find_map(|(signer, verbs)| {
        let ending = verbs.iter().find_map(|verb| text.strip_suffix(verb));
        if let Some(name) = ending.filter(|name| !name.is_empty()) {
            return Some((*signer, 0..name.len()));
        }
        let rest = verbs.iter().find_map(|verb| text.strip_prefix(verb))?;
        let kind = ["单位", "部门", "机关"].iter().find_map(|kind| rest.strip_prefix(kind));
        let rest = behind_brackets(kind.unwrap_or(rest));
        let name = rest.trim_start_matches(['：', ':', ' ']);
        // 编制说明 is no label; 编制单位 alone in its cell is one.
        let is_label = name.len() < rest.len() || (name.is_empty() && kind.is_some());
        is_label.then_some((*signer, text.len() - name.len()..text.len()))
    })
}

/// What stands behind （盖章）.
fn behind_brackets(text: &str) -> &str {
    let inner = text.strip_prefix(['（', '(']);
    let end = inner.and_then(|inner| inner.find(['）', ')']).map(|at| inner.get(at..)));
    let rest = end.flatten().map(|rest| rest.trim_start_matches(['）', ')']));
    rest.unwrap_or(text)
}

/// The bytes of 2025年 or 二〇二五年.
fn year_at(text: &str) -> Option<std::ops::Range<usize>> {
    let end = text.match_indices('年').find_map(|(at, _)| {
        let head = text.get(..at)?;
        let digits: Vec<(usize, char)> = head
            .char_indices()
            .rev()
            .take(4)
            .take_while(|(_, c)| digit(*c).is_some() || "〇○零一二三四五六七八九".contains(*c))
            .collect();
        (digits.len() == 4).then(|| digits.last().map_or(at, |(index, _)| *index)..at)
    })?;
    Some(end)
}

pub(super) fn year(title: &Words) -> Option<Leaf<i16>> {
    let range = year_at(&title.text)?;
    let text = title.text.get(range.clone())?;
    let found = model::numeral::numeral(text)?;
    let value = i16::try_from(found.value).ok().filter(|year| (1990..=2100).contains(year));
    Some(Leaf::new(title.part(range), value))
}

/// （2026年度） on a line of its own.
fn year_line(words: &Words) -> Option<Leaf<i16>> {
    let text = words.text.trim_matches(|c: char| "（）()〔〕[] ".contains(c));
    let range = year_at(text)?;
    let whole = range.start == 0 && matches!(text.get(range.end..), Some("年" | "年度"));
    whole.then(|| year(words)).flatten()
}

/// What stands before the year, or before 部门预算 where no year stands or the title begins with it.
pub(super) fn department(title: &Words) -> Option<Words> {
    let year = year_at(&title.text);
    let begin = match &year {
        Some(year) if year.start == 0 => {
            let rest = title.text.get(year.end..)?.trim_start_matches('年');
            title.text.len() - rest.trim_start_matches('度').len()
        }
        _ => 0,
    };
    let end = year.map(|range| range.start).filter(|end| *end > 0).or_else(|| {
        let rest = title.text.get(begin..)?;
        ["部门预算", "部门整体", "部门项目", "预算绩效", "项目绩效", "绩效"]
            .iter()
            .filter_map(|word| rest.find(word))
            .min()
            .map(|at| begin + at)
    })?;
    (begin < end).then(|| title.part(begin..end))
}

/// The county in a department's name: 卢龙县 in 卢龙县总工会.
pub(super) fn region_name(department: &Words) -> Option<Words> {
    const KINDS: [&str; 8] = ["自治县", "自治旗", "县", "开发区", "新区", "区", "旗", "市"];
    let text = &department.text;
    let mut end = None;
    for (at, c) in text.char_indices().skip(1) {
        let here = text.get(at..)?;
        let kind = KINDS.iter().find(|kind| here.starts_with(*kind));
        if let Some(kind) = kind {
            end = Some(at + kind.len());
        } else if c == '局' || c == '会' || c == '委' || c == '院' || c == '办' {
            break;
        }
    }
    end.map(|end| department.part(0..end))
}

/// The region code that most of the project codes begin with.
pub(crate) fn region_code(statement: &Statement) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for project in &statement.projects {
        let Some(code) = &project.code else { continue };
        let Some(region) = code.text().get(..6).filter(|r| r.bytes().all(|b| b.is_ascii_digit()))
        else {
            continue;
        };
        match counts.iter_mut().find(|(known, _)| known == region) {
            Some((_, count)) => *count += 1,
            None => counts.push((region.to_owned(), 1)),
        }
    }
    // The first of equally many, so that the result does not depend on order of counting.
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(region, _)| region)
}

/// Reads the contents; `blocks` begin with the line 目录. Returns how many blocks they take.
pub(crate) fn contents(source: &Source, blocks: &[Block]) -> (Option<Contents>, usize) {
    let Some(title) = blocks.first().and_then(|block| words_of(block).first().copied()) else {
        return (None, 0);
    };
    // A contents table may stand without the word 目录 over it.
    let is_named = heading(&title.text) == Some(Heading::Contents);
    let blank = || Words {
        at: Span::at(title.at.range().start),
        place: title.place.clone(),
        ..Words::default()
    };
    let title = if is_named { title.clone() } else { blank() };
    let mut entries: Vec<ContentsEntry> = Vec::new();
    let mut names: HashSet<String> = HashSet::new();
    let mut parts: HashSet<u32> = HashSet::new();
    let last_lines = LazyCell::new(|| last_lines(blocks));
    let mut taken = usize::from(is_named);
    for (index, block) in blocks.iter().enumerate().skip(taken) {
        let Some((entry, sure)) = entry(source, block) else { break };
        let comes_again =
            |words: &Words| last_lines.get(words.text.as_str()).is_some_and(|last| *last > index);
        if heads_body(block, comes_again) {
            break;
        }
        let again = !names.insert(bare(&entry.title.text).into_owned())
            || part_ordinal(&entry).is_some_and(|ordinal| !parts.insert(ordinal));
        if again || !(sure || fits_contents(&entry)) {
            break;
        }
        entries.push(entry);
        taken += 1;
    }
    join_wrapped(source, &mut entries);
    (Some(Contents { heading: title, entries }), taken)
}

/// A heading by its format that does not come again stands in the body: the contents were left empty.
fn heads_body(block: &Block, comes_again: impl Fn(&Words) -> bool) -> bool {
    let Block::Line(line) = block else { return false };
    line.outline.is_some() && !line.in_contents && !comes_again(&line.words)
}

/// Which block is the last line with these words: asked of many lines, gone through once.
fn last_lines(blocks: &[Block]) -> HashMap<&str, usize> {
    let lines = blocks.iter().enumerate().filter_map(|(index, block)| match block {
        Block::Line(line) => Some((line.words.text.as_str(), index)),
        Block::Row(_) => None,
    });
    lines.collect()
}

/// Which part an entry names. 第一部分 in the body is what the contents have as 第一部分 部门整体绩效目标.
fn part_ordinal(entry: &ContentsEntry) -> Option<u32> {
    let number = leading_number(&entry.title.text).filter(|_| entry.is_part)?;
    (number.style == NumberStyle::Part).then_some(number.ordinal)
}

fn fits_contents(entry: &ContentsEntry) -> bool {
    let text = &entry.title.text;
    let short = text.chars().count() <= 60 && !text.ends_with(['。', '，', '；']);
    short && (entry.is_part || leading_number(text).is_some() || heading(text).is_some())
}

/// A line of the contents: title, dots, page. The second value says whether a page was found or the
/// format itself calls it a line of the contents.
fn entry(source: &Source, block: &Block) -> Option<(ContentsEntry, bool)> {
    let (words, mut sure) = match block {
        Block::Line(line) => (line.words.clone(), line.in_contents),
        Block::Row(row) => {
            let filled: Vec<&Words> =
                row.cells.iter().map(|c| &c.words).filter(|w| !w.is_blank()).collect();
            if filled.len() > 2 || row.exact {
                return None;
            }
            (clean::joined(source, &filled), false)
        }
    };
    let text = &words.text;
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let head = text.get(..text.len() - digits)?;
    let title = head.trim_end_matches(['.', '…', '·', '．', '-', '—', '_', ' ', '・']);
    let apart = is_apart(source, &words, head.len());
    let page_marked =
        digits > 0 && (title.len() < head.len() || matches!(block, Block::Row(_)) || sure || apart);
    let end =
        if page_marked { title.len() } else { text.trim_end_matches(['.', '…', '·']).len() };
    let page = text.get(text.len() - digits..).and_then(|page| page.parse().ok());
    sure |= page_marked;
    let title = words.part(0..end);
    let is_part = heading(&title.text) == Some(Heading::Part);
    let entry = ContentsEntry { title, page: page.filter(|_| page_marked), is_part };
    (!entry.title.is_blank()).then_some((entry, sure))
}

/// Whether a tab, or a wide gap, stands before the byte `at` of the words.
fn is_apart(source: &Source, words: &Words, at: usize) -> bool {
    if at == 0 || at >= words.text.len() {
        return false;
    }
    let (before, behind) = (words.span(0..at).end, words.span(at..words.text.len()).start);
    let gap = source.excerpt(Span { start: before, end: behind });
    gap.contains('\t') || gap.chars().count() > 2
}

/// An entry broken over two lines has its page on the second only.
fn join_wrapped(source: &Source, entries: &mut Vec<ContentsEntry>) {
    let mut joined: Vec<ContentsEntry> = Vec::with_capacity(entries.len());
    for entry in entries.drain(..) {
        match joined.last_mut() {
            Some(last)
                if last.page.is_none()
                    && entry.page.is_some()
                    && !last.is_part
                    && leading_number(&entry.title.text).is_none() =>
            {
                last.title = clean::joined(source, &[&last.title, &entry.title]);
                last.page = entry.page;
            }
            _ => joined.push(entry),
        }
    }
    *entries = joined;
}
