//! FRM006: numbers of paragraphs, goals or projects that skip, repeat or go back.

use ground::{Edit, Facet, Finding, LegalRef, Mark, RuleCode, RuleInfo, Severity, Sureness, Words};
use model::leaves::Locus;
use model::numbering::leading_number;
use model::statement::{NumberStyle, Project, SubGoals};

use super::sequence::{Break, Line, Number, breaks, breaks_inside};
use crate::rules::telling::project_title;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FRM006"),
        name: "numbering_broken",
        title: "序号不连贯",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "gbt-9704-2012", article: "层次序数" },
            LegalRef { law: "logic", article: "序号连续" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("frm006_numbering_broken.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let statement = subject.statement;
    sections(subject, findings);
    for part in [&statement.overall, &statement.safeguards].into_iter().flatten() {
        let lines: Vec<Line<'_>> =
            part.paragraphs.iter().map(|p| Line::new(&p.words, p.number.as_ref())).collect();
        section(&part.heading, &lines, findings);
    }
    if let Some(part) = &statement.sub_goals {
        section(&part.heading, &sub_goal_lines(part), findings);
    }
    for (number, project) in subject.projects() {
        goals(number, project, findings);
    }
    projects(subject, findings);
}

fn told(found: &Break, place: &str) -> Finding {
    let message = format!("{place}的{}", found.fault);
    let finding = RULE.info.finding(found.span, message).help("按顺序重新编号，并核对有无漏段");
    match found.before {
        Some(before) => finding.also(before, "前一个序号"),
        None => finding,
    }
}

/// The numbers of the three sections themselves. A number that they leave out may be that of a
/// section of another name, such as 部门职责, which stands among the paragraphs.
fn sections(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let statement = subject.statement;
    let (Some(overall), Some(sub_goals), Some(safeguards)) =
        (&statement.overall, &statement.sub_goals, &statement.safeguards)
    else {
        return;
    };
    let headings = [&overall.heading, &sub_goals.heading, &safeguards.heading];
    let lines = headings.map(Line::read);
    for found in breaks(&lines) {
        let elsewhere = found.missing.as_ref().is_some_and(|sign| {
            let mut body = subject
                .passages
                .iter()
                .filter(|passage| !matches!(passage.locus, Locus::Contents(_)));
            body.any(|passage| passage.words.text.starts_with(sign.as_str()))
        });
        if !elsewhere {
            findings.push(told(&found, "第一部分"));
        }
    }
}

fn section(heading: &Words, lines: &[Line<'_>], findings: &mut Vec<Finding>) {
    let name = model::numbering::without_number(&heading.text);
    let parent = Line::read(heading);
    let found = match goes_on_from(&parent, lines) {
        // 二、部门职责 read as a paragraph of 一、总体绩效目标 stands beside it, not below.
        true => breaks(&[std::slice::from_ref(&parent), lines].concat()),
        false => breaks(lines),
    };
    findings.extend(found.iter().map(|found| told(found, name)));
    for line in lines {
        findings.extend(breaks_inside(line.words).iter().map(|found| told(found, name)));
    }
    if !goes_on_from(&parent, lines) {
        findings.extend(same_as_parent(heading, lines));
    }
    findings.extend(mixed_widths(lines));
    findings.extend(mixed_marks(lines));
}

/// Whether the first number in the style of the heading is the next after the heading's own.
fn goes_on_from(parent: &Line<'_>, lines: &[Line<'_>]) -> bool {
    let Some(own) = parent.number else { return false };
    let mut numbers = lines.iter().filter_map(|line| line.number);
    numbers
        .find(|number| number.style == own.style)
        .is_some_and(|first| first.ordinal == own.ordinal + 1 && first.ordinal > 1)
}

/// Items with their own numbers, and the paragraphs in them.
fn sub_goal_lines(part: &SubGoals) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> =
        part.preamble.iter().map(|p| Line::new(&p.words, p.number.as_ref())).collect();
    for item in &part.items {
        let runs_on = item.paragraphs.first().filter(|first| {
            item.number.as_ref().is_none_or(|number| first.at.start <= number.words.at.start)
        });
        lines.push(Line::new(runs_on.unwrap_or(&item.title), item.number.as_ref()));
        let rest = item.paragraphs.get(usize::from(runs_on.is_some())..).unwrap_or_default();
        lines.extend(rest.iter().map(Line::read));
    }
    lines
}

/// 一、 under 一、总体绩效目标: one note for the section.
fn same_as_parent(heading: &Words, lines: &[Line<'_>]) -> Option<Finding> {
    let parent = leading_number(&heading.text)?;
    if parent.style == NumberStyle::Part {
        return None;
    }
    let child = lines.iter().filter_map(|line| line.number).find(|n| n.style == parent.style)?;
    let sign = heading.text.get(..parent.len).unwrap_or_default();
    let below = match parent.style {
        NumberStyle::Chinese => "“（一）”",
        NumberStyle::ChineseInBrackets => "“1.”",
        _ => "下一级序号",
    };
    let message = format!("“{}”下面又用“{sign}”一级的序号，层次分不清", heading.text);
    let finding = RULE.info.finding(child.span, message).graded(Severity::Note);
    let finding = finding.also(heading.span(0..parent.len), "上一级标题的序号");
    Some(finding.help(format!("下面各层依次改用{below}等")))
}

/// (一) and （二） in one section: all are made wide, as Chinese brackets are.
fn mixed_widths(lines: &[Line<'_>]) -> Option<Finding> {
    let bracketed = |number: &Number<'_>| {
        matches!(number.style, NumberStyle::ChineseInBrackets) && !number.sign.is_empty()
    };
    let numbers: Vec<Number<'_>> =
        lines.iter().filter_map(|line| line.number).filter(bracketed).collect();
    let (narrow, wide): (Vec<_>, Vec<_>) =
        numbers.into_iter().partition(|number| number.sign.contains(['(', ')']));
    let (first, other) = (narrow.first()?, wide.first()?);
    let message = format!("序号“{}”与“{}”括号宽窄不一", first.sign, other.sign);
    let mut finding = RULE.info.finding(first.span, message).graded(Severity::Note);
    finding.marks.extend(narrow.iter().skip(1).map(|number| Mark::new(number.span)));
    let widened = |sign: &str| sign.replace('(', "（").replace(')', "）");
    let edits: Vec<Edit> = narrow
        .iter()
        .map(|number| Edit { span: number.span, text: widened(number.sign) })
        .collect();
    let finding = finding.also(other.span, "全角括号");
    Some(finding.help("统一用全角括号").fixes(Sureness::Safe, edits))
}

/// 1. and 2、 in one sequence.
fn mixed_marks(lines: &[Line<'_>]) -> Option<Finding> {
    let numbers: Vec<Number<'_>> = lines.iter().filter_map(|line| line.number).collect();
    let pair = numbers.windows(2).find_map(|pair| match pair {
        [a, b]
            if b.ordinal == a.ordinal + 1
                && !a.sign.is_empty()
                && !b.sign.is_empty()
                && matches!(
                    (a.style, b.style),
                    (NumberStyle::Dot, NumberStyle::Comma) | (NumberStyle::Comma, NumberStyle::Dot)
                ) =>
        {
            Some((*a, *b))
        }
        _ => None,
    })?;
    let message = format!("同一组序号“{}”与“{}”写法不一", pair.0.sign, pair.1.sign);
    let finding = RULE.info.finding(pair.1.span, message).graded(Severity::Note);
    Some(finding.also(pair.0.span, "前一个序号").help("统一成一种写法，如“1.”"))
}

fn goals(number: usize, project: &Project, findings: &mut Vec<Finding>) {
    let place = || format!("项目{}绩效目标", number + 1);
    let lines: Vec<Line<'_>> =
        project.goals.iter().map(|goal| Line::new(&goal.words, goal.numbers.last())).collect();
    findings.extend(breaks(&lines).iter().map(|found| told(found, &place())));
    for line in &lines {
        let inside = breaks_inside(line.words);
        findings.extend(inside.iter().map(|found| told(found, &place())));
    }
    findings.extend(mixed_marks(&lines));
    let double = project.goals.iter().find(|goal| goal.numbers.len() > 1);
    if let Some([first, .., last]) = double.map(|goal| goal.numbers.as_slice()) {
        let message = format!(
            "{}的绩效目标编了两重序号“{}{}”",
            project_title(number, project),
            first.words.text,
            last.words.text
        );
        let finding = RULE.info.finding(first.words.at.to(last.words.at), message);
        let finding = finding.help(format!("删去“{}”", first.words.text));
        findings.push(finding.fix(Sureness::Suggested, first.words.at, ""));
    }
}

/// The numbers over the project tables. A new count from 1 may belong to another group of projects.
fn projects(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut last: Option<(usize, Number<'_>)> = None;
    for (at, project) in subject.projects() {
        let (Some(words), Some(numbering)) = (&project.heading, &project.number) else { continue };
        let Some(number) = Line::new(words, Some(numbering)).number else { continue };
        if number.sign.is_empty() || number.style == NumberStyle::Part {
            continue;
        }
        let expected = match last {
            Some((before, last)) => last.ordinal + u32::try_from(at - before).unwrap_or(1),
            None => number.ordinal,
        };
        if let Some((_, before)) = last.filter(|_| number.ordinal != expected) {
            let regrouped = number.ordinal == 1 && before.ordinal > 1;
            let fault = if number.ordinal == before.ordinal {
                format!("序号“{}”重复", number.sign)
            } else {
                format!("序号在“{}”之后是“{}”", before.sign, number.sign)
            };
            let found =
                Break { span: number.span, before: Some(before.span), fault, missing: None };
            let finding = told(&found, "项目表");
            findings.push(if regrouped { finding.graded(Severity::Note) } else { finding });
        }
        last = Some((at, number));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::trial::{base, found};

    #[test]
    fn a_section_of_another_name_keeps_its_number() {
        let text = base()
            .replace("\n三、工作保障措施\n", "\n四、工作保障措施\n")
            .replace("\n二、分项绩效目标\n", "\n三、分项绩效目标\n");
        let before = text.replace("\n一、总体绩效目标\n2", "\n二、总体绩效目标\n2");
        let before = before.replace("\n二、总体", "\n一、部门职责\n服务全县职工。\n二、总体");
        assert_eq!(found(&super::RULE, &before), []);
        let between = text.replace("\n三、分项", "\n二、部门职责\n服务全县职工。\n三、分项");
        assert_eq!(found(&super::RULE, &between), []);
        let faults: Vec<String> =
            found(&super::RULE, &text).into_iter().map(|finding| finding.message).collect();
        assert_eq!(faults, ["第一部分的序号从“一、”跳到“三、”"]);
    }

    #[test]
    fn projects_may_be_counted_anew_in_groups_only() {
        let text =
            base().replace("\n2.劳模健康体检经费绩效目标表", "\n3.劳模健康体检经费绩效目标表");
        assert_eq!(found(&super::RULE, &text).len(), 1);
        let text = text.replace("\n3.劳模健康体检经费绩效目标表", "\n1.劳模健康体检经费绩效目标表");
        let findings = found(&super::RULE, &text);
        assert!(findings[0].message.contains("序号“1.”重复"), "{}", findings[0].message);
    }
}
