//! REL008: a deadline by which all work is done, while most of the money is planned later.

use ground::{Day, Decimal, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::statement::{Aspect, Checkpoint, Indicator, Project};
use model::target::Target;
use rulebook::Parameter;

use crate::spending::cumulative;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL008"),
        name: "deadline_contradicts_plan",
        title: "完成时限与支出计划对不上",
        severity: Severity::Warning,
        facet: Facet::Appropriateness,
        basis: &[LegalRef { law: "logic", article: "完成时限与累计支出进度" }, LegalRef { law: "practice", article: "支出计划与完成时限应当衔接" }],
        since: "0.1.0",
    },
    manual: include_str!("rel008_deadline_contradicts_plan.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let least = subject.number(Parameter::SpentAtDeadline);
    for (_, project) in subject.projects() {
        let Some((row, due)) = last_deadline(project, subject.year) else { continue };
        if due.year() != subject.year {
            continue;
        }
        let Some((checkpoint, share)) = checkpoint_after(project, due) else { continue };
        if share >= least {
            continue;
        }
        let share = share.round_dp(1).normalize();
        let Some(target) = &row.target else { continue };
        let message = format!(
            "指标“{}”要求“{}”（{}月{}日），支出计划到{}月底却只安排{share}%",
            row.name(),
            target.text(),
            due.month(),
            due.day(),
            checkpoint.month,
        );
        let finding = RULE.info.finding(target.words.at, message).label("时限");
        findings.push(
            finding
                .also(checkpoint.share.words.at, "支出计划")
                .help("任务完成后资金应当基本支付：调整支出计划，或核对完成时限"),
        );
    }
}

/// The latest deadline of the timeliness rows, if every one of them has a deadline: the end of all
/// work. Rows that time a first step (印发方案, 启动) end nothing.
fn last_deadline(project: &Project, year: i16) -> Option<(&Indicator, Day)> {
    const FIRST_STEPS: [&str; 8] = ["方案", "启动", "招标", "开工", "申报", "动员", "部署", "前期"];
    let timeliness =
        project.indicators.iter().filter(|row| row.aspect() == Some(Aspect::Timeliness));
    let mut last: Option<(&Indicator, Day)> = None;
    for row in timeliness {
        let words = [row.name(), row.description(), row.target_text()];
        if FIRST_STEPS.iter().any(|step| words.iter().any(|text| text.contains(step))) {
            continue;
        }
        match row.target()? {
            Target::Deadline(deadline) => {
                let due = deadline.due(year)?;
                if last.is_none_or(|(_, known)| due > known) {
                    last = Some((row, due));
                }
            }
            // Shares such as a rate of timely payment run through the whole year.
            _ => return None,
        }
    }
    last
}

/// The first checkpoint of the plan on or after the day.
fn checkpoint_after(project: &Project, day: Day) -> Option<(&Checkpoint, Decimal)> {
    let month = u8::try_from(day.month()).ok()?;
    cumulative(project).into_iter().find(|(point, _)| point.month >= month)
}
