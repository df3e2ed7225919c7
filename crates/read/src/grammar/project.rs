//! One project: the lines over its table, the table's head, its indicators.

use ground::{Finding, Severity, Source, Span, Words};
use model::code::ProjectCode;
use model::numbering::leading_number;
use model::statement::{Leaf, MoneyUnit, NumberStyle, Numbering, Project};
use model::sum::sum;

use super::labels::{Header, Label};
use super::outline::{heading, money_unit, single, unit_line};
use super::tokens::{Token, tokens};
use super::{goals, indicators, narrative, plan};
use crate::clean;
use crate::codes;
use crate::stream::Block;

/// Reads a project from the blocks over its table and those of the table.
pub(crate) fn project(
    source: &Source,
    over: &[Block],
    table: &[Block],
    findings: &mut Vec<Finding>,
) -> Project {
    let mut project = Project::default();
    lines_over(source, over, &mut project);
    let tokens = tokens(source, table);
    let begins_indicators = indicator_start(&tokens);
    let (head, rest) = tokens.split_at(begins_indicators);
    Head { source, project: &mut project, slot: Slot::None, free: Vec::new(), purpose: Vec::new() }
        .read(head);
    project.indicators = indicators::indicators(source, rest, findings);
    report_gaps(&project, table, findings);
    project
}

/// Where the indicator table begins: at the row of its headings, else at the first 产出指标.
fn indicator_start(tokens: &[Token<'_>]) -> usize {
    let heading = tokens
        .iter()
        .position(|token| matches!(token.header(), Some(Header::Dimension | Header::Aspect)));
    let level = || tokens.iter().position(|token| token.level.is_named());
    let begin = heading.map(|at| {
        let row = tokens.get(at).filter(|token| !token.is_line).map(|token| token.row);
        let before = tokens.get(..at).unwrap_or_default().iter().rev();
        let blank = before.take_while(|token| Some(token.row) == row && token.is_blank()).count();
        at - blank
    });
    begin.or_else(level).unwrap_or(tokens.len())
}

/// Heading, unit and 单位：万元 over the table.
fn lines_over(source: &Source, over: &[Block], project: &mut Project) {
    let mut heading_lines: Vec<&Words> = Vec::new();
    for block in over {
        let cells: Vec<&Words> = match block {
            Block::Line(line) => vec![&line.words],
            Block::Row(row) => {
                row.cells.iter().map(|cell| &cell.words).filter(|words| !words.is_blank()).collect()
            }
        };
        for words in cells {
            if !unit_words(words, project) && heading(&words.text).is_none() {
                heading_lines.push(words);
            }
        }
    }
    // A long heading runs over two lines; what stands before its number is not part of it.
    let begins = heading_lines.iter().rposition(|words| leading_number(&words.text).is_some());
    let lines = heading_lines.get(begins.unwrap_or(0)..).unwrap_or_default();
    if lines.is_empty() {
        return;
    }
    let words = clean::joined(source, lines);
    project.number = numbering(&words);
    project.heading = Some(words);
}

/// Takes 711001 卢龙县总工会本级 and 单位：万元 from a line; whether there was anything to take.
fn unit_words(words: &Words, project: &mut Project) -> bool {
    let text = &words.text;
    let mut end = text.len();
    let mut taken = false;
    if let Some((at, unit)) = money_unit(text) {
        project.money_unit = Some(Leaf::new(words.part(at..text.len()), Some(unit)));
        end = at;
        taken = true;
    }
    let head = text.get(..end).unwrap_or_default().trim_end_matches([' ', '（', '(']);
    if let Some((code_at, name_at)) = unit_line(head) {
        let digits = head.get(code_at..).unwrap_or_default();
        let digits = digits.bytes().take_while(u8::is_ascii_digit).count();
        project.unit_code = Some(words.part(code_at..code_at + digits));
        project.unit_name = Some(words.part(name_at..head.len()));
        taken = true;
    }
    taken
}

pub(super) fn numbering(words: &Words) -> Option<Numbering> {
    narrative::numbering(words).filter(|number| number.style != NumberStyle::Spoken)
}

/// What the next value belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    None,
    Code,
    Name,
    Total,
    Fiscal,
    Other,
    Purpose,
    Unit,
    Plan,
    Goals,
}

struct Head<'p, 'b> {
    source: &'p Source,
    project: &'p mut Project,
    slot: Slot,
    /// Tokens of a field that runs over several cells: purpose, plan, goals.
    free: Vec<Token<'b>>,
    /// The cells of the purpose, wherever they stand.
    purpose: Vec<Words>,
}

impl<'b> Head<'_, 'b> {
    fn read(mut self, tokens: &[Token<'b>]) {
        for (index, token) in tokens.iter().enumerate() {
            if token.covered && self.slot != Slot::Plan {
                continue;
            }
            match token.label {
                // A name may be the words of a label: 项目名称 | 其他资金 is told by its place.
                Some(label) if !self.takes_label_as_value(label, tokens.get(index + 1)) => {
                    self.label(label, token);
                }
                _ => self.value(token),
            }
        }
        self.close();
        if !self.purpose.is_empty() {
            self.project.purpose = Some(clean::whole(self.source, self.purpose));
        }
    }

    fn takes_label_as_value(&self, label: Label, next: Option<&Token<'_>>) -> bool {
        let named =
            self.slot == Slot::Name && self.project.name.as_ref().is_none_or(Words::is_blank);
        let is_field = matches!(label, Label::Code | Label::Total | Label::Plan | Label::Scale);
        named && !is_field && next.is_some_and(|next| next.label.is_some())
    }

    fn label(&mut self, label: Label, token: &Token<'b>) {
        if let (Slot::Plan, Label::Checkpoint(_)) = (self.slot, label) {
            self.free.push(token.clone());
            return;
        }
        self.close();
        let blank = blank_behind(token);
        self.slot = match label {
            Label::Code => {
                self.project.code_label = Some(token.words.as_ref().clone());
                self.project.code.get_or_insert(Leaf::new(blank, None));
                Slot::Code
            }
            Label::Name => {
                self.project.name.get_or_insert(blank);
                Slot::Name
            }
            Label::Total => {
                self.project.budget.total.get_or_insert(Leaf::new(blank, None));
                Slot::Total
            }
            Label::Fiscal => {
                self.project.budget.fiscal.get_or_insert(Leaf::new(blank, None));
                Slot::Fiscal
            }
            Label::Other => {
                self.project.budget.other.get_or_insert(Leaf::new(blank, None));
                Slot::Other
            }
            Label::Purpose => {
                self.project.purpose.get_or_insert(blank);
                Slot::Purpose
            }
            Label::Plan => Slot::Plan,
            Label::Checkpoint(_) => {
                self.free.push(token.clone());
                Slot::Plan
            }
            Label::Goals => {
                self.project.goals_field.get_or_insert(blank);
                Slot::Goals
            }
            Label::Unit => Slot::Unit,
            Label::Scale if token.text().contains("用途") => {
                // The purpose has no label but this one: it stands blank until words are found.
                self.project.purpose.get_or_insert(blank);
                Slot::None
            }
            Label::Scale | Label::Known | Label::Header(_) => Slot::None,
        };
    }

    fn value(&mut self, token: &Token<'b>) {
        if self.slot == Slot::Plan {
            self.free.push(plan::told(token));
            return;
        }
        if token.is_blank() {
            // A blank cell right behind a label is its value: the sum was left open.
            if matches!(self.slot, Slot::Total | Slot::Fiscal | Slot::Other) {
                self.slot = Slot::None;
            }
            return;
        }
        match self.slot {
            Slot::Code => {
                let value = ProjectCode::parse(&token.text().replace(' ', ""));
                self.project.code = Some(Leaf::new(token.words.as_ref().clone(), value));
                self.slot = Slot::None;
            }
            Slot::Name => self.name(token),
            Slot::Total | Slot::Fiscal | Slot::Other => self.sum(token),
            Slot::Unit => {
                if !unit_words(&token.words, self.project) {
                    self.project.unit_name.get_or_insert(token.words.as_ref().clone());
                }
                self.slot = Slot::None;
            }
            Slot::Purpose | Slot::Goals => self.free.push(token.clone()),
            Slot::None => self.unclaimed(token),
            Slot::Plan => {}
        }
    }

    /// A name may be cut over several lines; what is too long for a name is none.
    fn name(&mut self, token: &Token<'b>) {
        const LONGEST: usize = 100 * '字'.len_utf8();
        let words = match &self.project.name {
            Some(name) if !name.is_blank() && token.is_line && name.text.len() <= LONGEST => {
                clean::joined(self.source, &[name, &token.words])
            }
            Some(name) if !name.is_blank() => return self.unclaimed(token),
            _ => token.words.as_ref().clone(),
        };
        self.project.name = Some(words);
    }

    fn sum(&mut self, token: &Token<'b>) {
        let unit = self.project.money_unit.as_ref().and_then(|leaf| leaf.value);
        let value = sum(token.text(), unit.unwrap_or(MoneyUnit::Wan));
        let is_sum = value.is_some() || token.text().chars().count() <= 6;
        if !is_sum {
            // The blank cell of the sum was lost; this is the text that follows it.
            self.slot = Slot::None;
            return self.unclaimed(token);
        }
        let leaf = Some(Leaf::new(token.words.as_ref().clone(), value));
        match self.slot {
            Slot::Total => self.project.budget.total = leaf,
            Slot::Fiscal => self.project.budget.fiscal = leaf,
            _ => self.project.budget.other = leaf,
        }
        self.slot = Slot::None;
    }

    /// Text without a label of its own: the purpose stands so between the sums and the plan.
    fn unclaimed(&mut self, token: &Token<'b>) {
        let after_sums = self.project.budget.total.is_some();
        if after_sums && self.project.plan.is_empty() && self.project.goals_field.is_none() {
            self.free.push(token.clone());
            self.slot = Slot::Purpose;
        } else if !after_sums {
            unit_words(&token.words, self.project);
        }
    }

    /// Ends a field that runs over several cells.
    fn close(&mut self) {
        let tokens = std::mem::take(&mut self.free);
        match self.slot {
            Slot::Plan => {
                if self.project.plan.is_empty() {
                    self.project.plan = plan::plan(&tokens);
                } else {
                    self.project.plan.extend(plan::plan(&tokens));
                }
            }
            Slot::Purpose => {
                self.purpose.extend(tokens.into_iter().map(|token| token.words.into_owned()));
            }
            Slot::Goals if !tokens.is_empty() => {
                let paragraphs: Vec<Words> =
                    tokens.iter().flat_map(|token| token.paragraphs().to_vec()).collect();
                let paragraphs = self.whole_paragraphs(&tokens, paragraphs);
                self.project.goals.extend(goals::goals(self.source, &paragraphs));
                self.project.goals_field = Some(self.joined(&tokens));
            }
            _ => {}
        }
        self.slot = Slot::None;
    }

    /// Bare lines may be one paragraph wrapped: those that do not end a sentence go on.
    fn whole_paragraphs(&self, tokens: &[Token<'_>], paragraphs: Vec<Words>) -> Vec<Words> {
        if !tokens.iter().all(|token| token.is_line) {
            return paragraphs;
        }
        let mut groups: Vec<Vec<Words>> = Vec::new();
        for words in paragraphs {
            let goes_on = |last: &Words| {
                !last.text.ends_with(['。', '；', '！', ';', '.'])
                    && leading_number(&words.text).is_none()
            };
            match groups.last_mut() {
                Some(group) if group.last().is_some_and(goes_on) => group.push(words),
                _ => groups.push(vec![words]),
            }
        }
        groups.into_iter().map(|group| clean::whole(self.source, group)).collect()
    }

    fn joined(&self, tokens: &[Token<'_>]) -> Words {
        let parts: Vec<&Words> = tokens.iter().map(|token| token.words.as_ref()).collect();
        match parts.as_slice() {
            [one] => (*one).clone(),
            several => clean::joined(self.source, several),
        }
    }
}

fn blank_behind(token: &Token<'_>) -> Words {
    let at = Span::at(token.words.at.end as usize);
    Words { at, place: token.words.place.clone(), ..Words::default() }
}

/// What a project table must have to be judged at all.
fn report_gaps(project: &Project, table: &[Block], findings: &mut Vec<Finding>) {
    let mut missing = Vec::new();
    if project.code.is_none() {
        missing.push("项目编码");
    }
    if project.name.is_none() {
        missing.push("项目名称");
    }
    if project.budget.total.is_none() {
        missing.push("预算数");
    }
    if project.plan.is_empty() {
        missing.push("资金支出计划");
    }
    if project.goals_field.is_none() {
        missing.push("绩效目标");
    }
    if project.indicators.is_empty() {
        missing.push("绩效指标");
    }
    let begins = project
        .heading
        .as_ref()
        .or(project.name.as_ref().filter(|name| !name.is_blank()))
        .or(table.iter().find_map(single));
    if let (false, Some(words)) = (missing.is_empty(), begins) {
        let finding = Finding::new(
            codes::TABLE_INCOMPLETE,
            Severity::Warning,
            words.at,
            format!("这张项目表里没有读到：{}", missing.join("、")),
        )
        .help("请核对表格是否完整；如果原表里有这些内容，请提交 Word 原件");
        findings.push(finding);
    }
}
