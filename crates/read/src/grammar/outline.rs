//! Where the parts of a statement begin: headings, contents, tables.

use ground::Words;
use model::numbering::{leading_number, without_number};
use model::statement::NumberStyle;

use super::labels::{Label, bare, label, leading_label};
use crate::stream::Block;

/// A section of the first part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// 总体绩效目标
    Overall,
    /// 分项绩效目标
    SubGoals,
    /// 工作保障措施
    Safeguards,
}

/// What a line is, as far as its own words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heading {
    /// 目录
    Contents,
    /// 第一部分, and the titles of the parts.
    Part,
    /// A section of the first part.
    Section(Section),
}

/// The heading that a line is, if it is one.
pub(crate) fn heading(text: &str) -> Option<Heading> {
    if text.len() > 120 {
        return None;
    }
    let title = without_number(text);
    let name = bare(without_year_behind(title));
    match name.as_ref() {
        "目录" | "目次" => return Some(Heading::Contents),
        "部门整体绩效目标"
        | "整体绩效目标"
        | "预算项目绩效目标"
        | "部门预算项目绩效目标"
        | "项目绩效目标"
        | "项目支出绩效目标"
        | "预算项目绩效目标表"
        | "项目支出绩效目标表"
        | "部门整体支出绩效目标" => return Some(Heading::Part),
        _ => {}
    }
    if let Some(found) = leading_number(text).filter(|found| found.style == NumberStyle::Part) {
        let rest = bare(text.get(found.len..).unwrap_or_default());
        return (rest.chars().count() <= 24).then_some(Heading::Part);
    }
    section(&name).map(Heading::Section)
}

/// 项目支出绩效目标表 of 项目支出绩效目标表（2026年度）.
pub(crate) fn without_year_behind(text: &str) -> &str {
    let text = text.trim_end();
    let inner = text.strip_suffix(['）', ')']).and_then(|head| head.rsplit_once(['（', '(']));
    match inner {
        Some((head, year)) if year.ends_with("年度") || year.ends_with('年') => head,
        _ => text,
    }
}

/// A heading that may stand for 分项绩效目标 in a text that has no part of that name.
pub(crate) fn may_be_sub_goals(text: &str) -> bool {
    let name = bare(without_number(text));
    let name = name.strip_prefix("本部门").or(name.strip_prefix("部门")).unwrap_or(&name);
    let name = name.strip_prefix("年度").unwrap_or(name);
    matches!(
        name,
        "主要任务" | "重点任务" | "主要工作任务" | "重点工作任务" | "具体目标" | "分解目标"
    )
}

fn section(name: &str) -> Option<Section> {
    let mut name = name;
    for prefix in ["本部门", "部门", "单位", "年度"] {
        name = name.strip_prefix(prefix).unwrap_or(name);
    }
    if let Some(rest) = name.split_once("年度").map(|(_, rest)| rest) {
        let year = name.starts_with(|c: char| c.is_ascii_digit() || c == '二');
        name = if year { rest } else { name };
    } else if let Some(rest) = name.strip_prefix("20").and_then(|rest| rest.get(2..)) {
        name = rest.strip_prefix('年').unwrap_or(name);
    }
    match name {
        "总体绩效目标" | "总体目标" | "整体绩效目标" | "总体发展目标" | "总体工作目标" => {
            Some(Section::Overall)
        }
        "分项绩效目标" | "分项目标" | "分项工作目标" | "分项绩效目标及指标" => {
            Some(Section::SubGoals)
        }
        "工作保障措施"
        | "保障措施"
        | "绩效保障措施"
        | "实现绩效目标的保障措施"
        | "实现年度发展规划目标的保障措施"
        | "目标保障措施"
        | "主要保障措施" => Some(Section::Safeguards),
        _ => None,
    }
}

/// The words of a block that is one line: a line, or a row with words in one cell only.
pub(crate) fn single(block: &Block) -> Option<&Words> {
    match block {
        Block::Line(line) => Some(&line.words),
        Block::Row(row) => {
            let mut filled = row.cells.iter().filter(|cell| !cell.words.is_blank());
            let first = filled.next()?;
            filled.next().is_none().then_some(&first.words)
        }
    }
}

/// The labels that a block holds, as cells or at the start of one.
pub(crate) fn labels_of(block: &Block) -> Vec<Label> {
    let of = |words: &Words| {
        label(&words.text).or_else(|| leading_label(&words.text).map(|(label, _)| label))
    };
    match block {
        Block::Line(line) => of(&line.words).into_iter().collect(),
        Block::Row(row) => row.cells.iter().filter_map(|cell| of(&cell.words)).collect(),
    }
}

/// A line such as 711001 卢龙县总工会本级: code of the unit, then its name.
pub(crate) fn unit_line(text: &str) -> Option<(usize, usize)> {
    let head = ["预算单位", "单位编码及名称", "部门编码及名称", "项目单位", "实施单位", "单位名称"];
    let skipped = head
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .map_or(0, |rest| text.len() - rest.trim_start_matches(['：', ':', '[', '【', '（']).len());
    let rest = text.get(skipped..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(digits..)?;
    let name = after.trim_start_matches([']', '】', '）', '-', '—', ' ', '·']);
    let known = matches!(digits, 3 | 6 | 9);
    let named =
        name.chars().next().is_some_and(|c| !c.is_ascii() && !"年月日号．。、，：（(".contains(c));
    (known && named && text.chars().count() <= 60).then_some((skipped, text.len() - name.len()))
}

/// Whether a line says in which unit the sums are given: 单位：万元.
pub(crate) fn money_unit(text: &str) -> Option<(usize, model::statement::MoneyUnit)> {
    use model::statement::MoneyUnit;
    let at = ["金额单位", "单位"].iter().find_map(|word| {
        let at = text.rfind(word)?;
        let rest = text.get(at + word.len()..)?;
        let rest = rest.trim_start_matches(['：', ':', ' ']);
        Some((at, rest.trim_end_matches(['）', ')'])))
    });
    let (at, rest) = at?;
    let unit = match rest {
        "元" | "人民币元" => MoneyUnit::Yuan,
        "千元" => MoneyUnit::Thousand,
        "万元" | "人民币万元" => MoneyUnit::Wan,
        "亿元" => MoneyUnit::Yi,
        _ => return None,
    };
    Some((at, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_their_wordings() {
        assert_eq!(heading("目    录"), Some(Heading::Contents));
        assert_eq!(heading("第一部分部门整体绩效目标"), Some(Heading::Part));
        assert_eq!(heading("一、总体绩效目标"), Some(Heading::Section(Section::Overall)));
        assert_eq!(
            heading("（二）2026年度分项绩效目标"),
            Some(Heading::Section(Section::SubGoals))
        );
        assert_eq!(heading("三、工作保障措施"), Some(Heading::Section(Section::Safeguards)));
        assert_eq!(heading("三、工作保障措施到位，责任明确"), None);
    }

    #[test]
    fn unit_lines() {
        let parts = |text: &str| {
            unit_line(text)
                .map(|(code, name)| (text[code..name].to_owned(), text[name..].to_owned()))
        };
        assert_eq!(
            parts("711001卢龙县总工会本级"),
            Some(("711001".into(), "卢龙县总工会本级".into()))
        );
        assert_eq!(
            parts("预算单位：[321001]临河县教育局"),
            Some(("321001]".into(), "临河县教育局".into()))
        );
        assert_eq!(parts("2025年度"), None);
        assert_eq!(parts("100"), None);
        assert!(money_unit("711001临河县总工会 单位：万元").is_some());
    }
}
