//! A statement as a run of lines and tables: what every layout writes in its own way.

mod table;

pub use table::{Cell, Merge, Row, Table, Zone};

use crate::draft::{Draft, DraftSubGoal};
use crate::form::{Choice, Form};
use crate::rng::Rng;

/// A line or a table.
#[derive(Clone, Debug)]
pub enum Block {
    /// A line of text.
    Line(Line),
    /// A project's table.
    Table(Table),
    /// A new page begins here.
    NewPage,
}

/// A line of text: a whole paragraph.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it is.
    pub role: Role,
    /// Its words.
    pub text: String,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Title of the cover.
    Title,
    /// …编制, …审核
    SignOff,
    /// 目录
    ContentsHeading,
    /// 第一部分 … in the contents.
    ContentsPart,
    /// A line of the contents, and its page.
    ContentsEntry(usize),
    /// 第一部分, and the title of a part.
    Part,
    /// 一、总体绩效目标
    Section,
    /// A short heading under a section.
    Heading,
    /// Running text.
    Body,
    /// The line over a project's table.
    TableTitle,
    /// 711001 临河县总工会本级, 单位：万元
    Unit,
}

/// Where the unit and 单位：万元 stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    TwoLines,
    OneLine,
    InTable,
}

/// The lines and tables of a draft in its form.
pub fn flow(draft: &Draft, form: &Form, seed: u64) -> Vec<Block> {
    let mut rng = Rng::for_part(seed, "flow");
    let mut flow = Flow { blocks: Vec::new() };
    flow.cover(draft, form);
    flow.contents(draft, form);
    flow.first_part(draft, form);
    flow.part(form, 1);
    let over = *rng.one(&[Over::TwoLines, Over::TwoLines, Over::OneLine, Over::InTable]);
    for (index, project) in draft.projects.iter().enumerate() {
        flow.line(Role::TableTitle, form.heading(project, index + 1));
        let unit = format!("{} {}", project.unit_code, project.unit_name);
        let money = format!("{}{}", form.labels.money, form.money.unit());
        let first_row = match over {
            Over::TwoLines => {
                flow.line(Role::Unit, unit);
                flow.line(Role::Unit, money);
                None
            }
            Over::OneLine => {
                flow.line(Role::Unit, format!("{unit} {money}"));
                None
            }
            Over::InTable => Some([unit, money]),
        };
        flow.blocks.push(Block::Table(table::table(project, form, first_row)));
    }
    flow.blocks
}

struct Flow {
    blocks: Vec<Block>,
}

impl Flow {
    fn line(&mut self, role: Role, text: impl Into<String>) {
        self.blocks.push(Block::Line(Line { role, text: text.into() }));
    }

    fn cover(&mut self, draft: &Draft, form: &Form) {
        let cover = form.cover;
        if cover.title_in_two_lines == Choice::Yes {
            self.line(Role::Title, draft.department.clone());
            self.line(Role::Title, draft.title().trim_start_matches(&draft.department));
        } else {
            self.line(Role::Title, draft.title());
        }
        let signed = |(before, behind): (&str, &str), who: &str| format!("{before}{who}{behind}");
        if !draft.compiled_by.is_empty() {
            self.line(Role::SignOff, signed(cover.compiled, &draft.compiled_by));
        }
        if !draft.reviewed_by.is_empty() {
            self.line(Role::SignOff, signed(cover.reviewed, &draft.reviewed_by));
        }
        self.blocks.push(Block::NewPage);
    }

    fn contents(&mut self, draft: &Draft, form: &Form) {
        if form.contents.is_none() {
            return;
        }
        let part = |part: usize, title: &str| format!("{} {title}", Form::part_number(part));
        self.line(Role::ContentsHeading, "目 录");
        let [first, second] = form.parts;
        self.line(Role::ContentsPart, part(0, first));
        let sections = form.filled_sections(draft).len();
        for (index, entry) in form.contents_lines(draft).into_iter().enumerate() {
            if index == sections {
                self.line(Role::ContentsPart, part(1, second));
            }
            self.line(Role::ContentsEntry(index + 1), entry);
        }
        self.blocks.push(Block::NewPage);
    }

    fn part(&mut self, form: &Form, part: usize) {
        let title = form.parts.get(part).copied().unwrap_or_default();
        if form.part_in_one_line == Choice::Yes {
            self.line(Role::Part, format!("{} {title}", Form::part_number(part)));
        } else {
            self.line(Role::Part, Form::part_number(part));
            self.line(Role::Part, title);
        }
    }

    fn first_part(&mut self, draft: &Draft, form: &Form) {
        self.part(form, 0);
        let [overall, sub_goals, safeguards] = &form.sections;
        if !draft.overall.is_empty() {
            self.line(Role::Section, overall.clone());
            self.paragraphs(&draft.overall);
        }
        if !draft.sub_goals.is_empty() {
            self.line(Role::Section, sub_goals.clone());
            draft.sub_goals.iter().for_each(|sub_goal| self.sub_goal(sub_goal));
        }
        if !draft.safeguards.is_empty() {
            self.line(Role::Section, safeguards.clone());
            self.paragraphs(&draft.safeguards);
        }
        self.blocks.push(Block::NewPage);
    }

    fn paragraphs(&mut self, paragraphs: &[String]) {
        for text in paragraphs {
            let is_heading = !text.ends_with(['。', '；', '！', '？']) && text.chars().count() < 30;
            let role = if is_heading { Role::Heading } else { Role::Body };
            self.line(role, text.clone());
        }
    }

    fn sub_goal(&mut self, sub_goal: &DraftSubGoal) {
        let role = if sub_goal.paragraphs.is_empty() { Role::Body } else { Role::Heading };
        self.line(role, format!("{}{}", sub_goal.number, sub_goal.title));
        sub_goal.paragraphs.iter().for_each(|text| self.line(Role::Body, text.clone()));
    }
}
