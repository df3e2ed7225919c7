//! The form a statement is set out in: headings, labels, units, numbering. One form a statement.
//!
//! A form says nothing about the file: that is the [layout](crate::layout)'s business. All wordings
//! are such as counties use for the same thing.

mod labels;

pub use labels::{Labels, Levels};

use crate::draft::{Draft, DraftProject};
use crate::hand::{Apart, decimal};
use crate::rng::Rng;

/// The form of a statement.
#[derive(Clone, Debug)]
pub struct Form {
    /// How the cover gives the title and who signed.
    pub cover: Cover,
    /// The contents, if there is one.
    pub contents: Option<ContentsForm>,
    /// 部门整体绩效目标 and 预算项目绩效目标.
    pub parts: [&'static str; 2],
    /// Whether 第一部分 and the part's title stand in one line.
    pub part_in_one_line: Choice,
    /// Headings of the three sections, numbers included.
    pub sections: [String; 3],
    /// Numbers of paragraphs under the sections.
    pub inner: Numbers,
    /// Numbers of the tables.
    pub tables: Numbers,
    /// What a table is called behind the project's name.
    pub table_title: &'static str,
    /// The unit of sums.
    pub money: MoneyForm,
    /// Numbers of goals in their cell.
    pub goals: Numbers,
    /// Labels of the table.
    pub labels: Labels,
    /// How levels are repeated over the rows of the indicator table.
    pub levels: Levels,
    /// Whether operator, value and unit have columns of their own.
    pub apart: Apart,
}

/// A yes or no that is drawn with the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// So.
    Yes,
    /// Not so.
    No,
}

/// How the cover is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Whether the title is broken behind the department.
    pub title_in_two_lines: Choice,
    /// What stands before and behind the name of who drew it up.
    pub compiled: (&'static str, &'static str),
    /// What stands before and behind the name of who checked it.
    pub reviewed: (&'static str, &'static str),
}

/// How the lines of the contents end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentsForm {
    /// Dots, a tab, the page.
    DotsAndTab,
    /// Dots and the page.
    Dots,
    /// A tab and the page.
    Tab,
    /// No page.
    Bare,
}

/// How things are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// 一、
    Chinese,
    /// （一）
    ChineseInBrackets,
    /// 1.
    Dot,
    /// 1、
    Comma,
    /// （1）
    InBrackets,
    /// Not at all.
    None,
}

/// How sums are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyForm {
    /// 24.00 under 单位：万元
    WanTwoPlaces,
    /// 24 or 24.5 under 单位：万元
    Wan,
    /// 240000.00 under 单位：元
    Yuan,
    /// 240,000.00 under 单位：元
    YuanCommas,
}

impl Numbers {
    /// The sign of the number `ordinal`.
    pub fn sign(self, ordinal: usize) -> String {
        let chinese = || crate::hand::chinese(i64::try_from(ordinal).unwrap_or(1));
        match self {
            Numbers::Chinese => format!("{}、", chinese()),
            Numbers::ChineseInBrackets => format!("（{}）", chinese()),
            Numbers::Dot => format!("{ordinal}."),
            Numbers::Comma => format!("{ordinal}、"),
            Numbers::InBrackets => format!("（{ordinal}）"),
            Numbers::None => String::new(),
        }
    }

    /// How what stands under it is numbered.
    pub fn below(self) -> Numbers {
        match self {
            Numbers::Chinese => Numbers::ChineseInBrackets,
            Numbers::ChineseInBrackets => Numbers::Dot,
            _ => Numbers::InBrackets,
        }
    }
}

impl MoneyForm {
    /// A sum of yuan as the table's head gives it.
    pub fn sum(self, yuan: i64) -> String {
        match self {
            MoneyForm::WanTwoPlaces => format!("{}.{:02}", yuan / 10_000, yuan % 10_000 / 100),
            MoneyForm::Wan => decimal(yuan, 10_000),
            MoneyForm::Yuan => format!("{yuan}.00"),
            MoneyForm::YuanCommas => format!("{}.00", with_commas(yuan)),
        }
    }

    /// The sum in yuan that [`MoneyForm::sum`] wrote.
    pub fn yuan(self, text: &str) -> Option<i64> {
        let digits: String = text.chars().filter(|c| *c != ',').collect();
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let whole: i64 = whole.parse().ok()?;
        match self {
            MoneyForm::Yuan | MoneyForm::YuanCommas => Some(whole),
            MoneyForm::WanTwoPlaces | MoneyForm::Wan => {
                let rest: i64 = format!("{fraction:0<4}").parse().ok()?;
                Some(whole * 10_000 + rest)
            }
        }
    }

    /// 万元 or 元
    pub fn unit(self) -> &'static str {
        match self {
            MoneyForm::WanTwoPlaces | MoneyForm::Wan => "万元",
            MoneyForm::Yuan | MoneyForm::YuanCommas => "元",
        }
    }
}

fn with_commas(value: i64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl Form {
    /// The form of a seed.
    pub fn new(seed: u64) -> Form {
        let mut rng = Rng::for_part(seed, "form");
        let apart = if rng.chance(12) { Apart::Yes } else { Apart::No };
        let section_numbers =
            *rng.one(&[Numbers::Chinese, Numbers::Chinese, Numbers::ChineseInBrackets]);
        let inner = match section_numbers {
            Numbers::Chinese => *rng.one(&[
                Numbers::ChineseInBrackets,
                Numbers::ChineseInBrackets,
                Numbers::Comma,
                Numbers::Dot,
            ]),
            _ => *rng.one(&[Numbers::Dot, Numbers::Comma]),
        };
        let contents =
            [ContentsForm::DotsAndTab, ContentsForm::Dots, ContentsForm::Tab, ContentsForm::Bare];
        Form {
            cover: Cover::draw(&mut rng),
            contents: if rng.chance(80) { Some(*rng.one(&contents)) } else { None },
            parts: [
                rng.word(&["部门整体绩效目标", "部门整体绩效目标", "部门整体支出绩效目标"]),
                rng.word(&["预算项目绩效目标", "预算项目绩效目标", "部门预算项目绩效目标"]),
            ],
            part_in_one_line: yes_in(50, &mut rng),
            sections: sections(section_numbers, &mut rng),
            inner,
            tables: *rng.one(&[
                Numbers::Dot,
                Numbers::Dot,
                Numbers::Comma,
                Numbers::ChineseInBrackets,
            ]),
            table_title: rng.word(&["绩效目标表", "绩效目标表", "绩效目标表", "绩效目标"]),
            money: MoneyForm::draw(&mut rng),
            goals: *rng.one(&[Numbers::Dot, Numbers::Dot, Numbers::Comma, Numbers::InBrackets]),
            labels: Labels::draw(apart, &mut rng),
            levels: *rng.one(&[
                Levels::Merged,
                Levels::Merged,
                Levels::AspectsRepeated,
                Levels::Repeated,
            ]),
            apart,
        }
    }

    /// The official form, without any variety.
    pub fn official() -> Form {
        Form {
            cover: Cover {
                title_in_two_lines: Choice::No,
                compiled: ("", "编制"),
                reviewed: ("", "审核"),
            },
            contents: Some(ContentsForm::DotsAndTab),
            parts: ["部门整体绩效目标", "预算项目绩效目标"],
            part_in_one_line: Choice::No,
            sections: ["一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施"]
                .map(str::to_owned),
            inner: Numbers::ChineseInBrackets,
            tables: Numbers::Dot,
            table_title: "绩效目标表",
            money: MoneyForm::WanTwoPlaces,
            goals: Numbers::Dot,
            labels: Labels::official(),
            levels: Levels::Merged,
            apart: Apart::No,
        }
    }

    /// The line over a project's table.
    pub fn heading(&self, project: &DraftProject, ordinal: usize) -> String {
        format!("{}{}{}", self.tables.sign(ordinal), project.name, self.table_title)
    }

    /// 第一部分, 第二部分
    pub fn part_number(part: usize) -> &'static str {
        if part == 0 { "第一部分" } else { "第二部分" }
    }

    /// The sections that the draft fills.
    pub fn filled_sections(&self, draft: &Draft) -> Vec<&str> {
        let filled =
            [!draft.overall.is_empty(), !draft.sub_goals.is_empty(), !draft.safeguards.is_empty()];
        let sections = self.sections.iter().zip(filled);
        sections.filter(|(_, filled)| *filled).map(|(section, _)| section.as_str()).collect()
    }

    /// The lines of the contents without the parts: as the draft gives them, or made from the body.
    pub fn contents_lines(&self, draft: &Draft) -> Vec<String> {
        draft.contents.clone().unwrap_or_else(|| {
            let sections = self.filled_sections(draft).into_iter().map(str::to_owned);
            let projects = draft.projects.iter().enumerate();
            let tables = projects.map(|(index, project)| self.heading(project, index + 1));
            sections.chain(tables).collect()
        })
    }
}

impl Cover {
    fn draw(rng: &mut Rng) -> Cover {
        let signed = [
            (("", "编制"), ("", "审核")),
            (("", "编制"), ("", "审核")),
            (("编制单位：", ""), ("审核单位：", "")),
            (("编报单位：", ""), ("审核部门：", "")),
        ];
        let (compiled, reviewed) = *rng.one(&signed);
        Cover { title_in_two_lines: yes_in(50, rng), compiled, reviewed }
    }
}

impl MoneyForm {
    fn draw(rng: &mut Rng) -> MoneyForm {
        match rng.below(20) {
            0 => MoneyForm::Yuan,
            1 => MoneyForm::YuanCommas,
            2..=6 => MoneyForm::Wan,
            _ => MoneyForm::WanTwoPlaces,
        }
    }
}

fn yes_in(percent: usize, rng: &mut Rng) -> Choice {
    if rng.chance(percent) { Choice::Yes } else { Choice::No }
}

fn sections(numbers: Numbers, rng: &mut Rng) -> [String; 3] {
    let overall = rng.word(&["总体绩效目标", "总体绩效目标", "总体绩效目标", "总体目标"]);
    let sub_goals = rng.word(&["分项绩效目标", "分项绩效目标", "分项绩效目标", "分项目标"]);
    let safeguards = rng.word(&[
        "工作保障措施",
        "工作保障措施",
        "工作保障措施",
        "保障措施",
        "实现年度发展规划目标的保障措施",
    ]);
    let mut ordinal = 0;
    [overall, sub_goals, safeguards].map(|name| {
        ordinal += 1;
        format!("{}{name}", numbers.sign(ordinal))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_back() {
        for form in
            [MoneyForm::WanTwoPlaces, MoneyForm::Wan, MoneyForm::Yuan, MoneyForm::YuanCommas]
        {
            for yuan in [100, 50_000, 131_900, 1_000_000, 12_345_600] {
                assert_eq!(form.yuan(&form.sum(yuan)), Some(yuan), "{}", form.sum(yuan));
            }
        }
        assert_eq!(MoneyForm::WanTwoPlaces.sum(131_900), "13.19");
        assert_eq!(MoneyForm::YuanCommas.sum(1_319_000), "1,319,000.00");
    }
}
