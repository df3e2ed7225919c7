//! IND005: a target whose unit is not what name or description count.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Words};
use model::quantity::Quantity;
use model::statement::Dimension;
use model::target::figures;
use model::unit::{Family, unit_named};

use crate::row::{Row, Table, rows, tables};
use crate::wording::{bracketed_unit, without_remark};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("IND005"),
        name: "unit_differs_from_name",
        title: "计量单位与指标名称、描述不一致",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "logic", article: "名称、描述、指标值口径一致" },
            LegalRef { law: "yitihua-2020-13", article: "绩效指标的计量单位" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("ind005_unit_differs_from_name.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for row in rows(subject) {
        let Some(target) = row.target_words() else { continue };
        let Some(quantity) = row.target().and_then(|target| target.quantity()) else { continue };
        let Some((label, asked)) = contradiction(&row, quantity) else { continue };
        let unit = quantity.unit.as_ref().map_or("", |unit| &unit.name);
        let what = if row.indicator.name.as_ref() == Some(label) { "名称" } else { "描述" };
        let message = format!(
            "{what}“{}”按“{asked}”统计，指标值“{}”的单位却是“{unit}”",
            label.text, target.text
        );
        let finding = RULE
            .info
            .finding(target.at, message)
            .also(label.at, format!("{what}按“{asked}”统计"))
            .help(help(quantity));
        findings.push(finding);
    }
    for table in tables(subject) {
        findings.extend(counted_otherwise(table));
    }
}

fn help(quantity: &Quantity) -> &'static str {
    match quantity.family() {
        Some(Family::Person | Family::PersonTime | Family::Household) => {
            "统一口径：同一个人多次受益按人次，只数一次按人，按家庭统计按户；名称、描述、单位改成一致"
        }
        _ => "想清楚统计的是什么，把名称、描述、单位改成一致",
    }
}

/// The first of name and description that asks for another unit.
fn contradiction<'s>(row: &Row<'s>, quantity: &Quantity) -> Option<(&'s Words, &'s str)> {
    row.labels().find_map(|words| {
        let asked = match bracketed_unit(&words.text).filter(|unit| unit_named(unit).is_some()) {
            Some(unit) => unit,
            None => row.unit_asked_by(without_remark(&words.text))?,
        };
        let family = unit_named(asked)?.family;
        // 节约群众办事成本 as a benefit may be measured in visits saved.
        let loose = family == Family::Money && row.indicator.dimension() == Some(Dimension::Benefit);
        (!loose && contradicts(family, quantity)).then_some((words, asked))
    })
}

fn contradicts(asked: Family, quantity: &Quantity) -> bool {
    let Some(given) = quantity.family() else { return false };
    let once_and_again = matches!(
        (asked, given),
        (Family::Person, Family::PersonTime) | (Family::PersonTime, Family::Person)
    );
    // A cap on money may be a share of the budget, a rate may be given in points or as 5 in 100,000.
    let tolerable = matches!(
        (asked, given),
        (Family::Money, Family::Share | Family::SharePoint | Family::Duration | Family::Point)
            | (Family::Share, Family::SharePoint | Family::Point)
    );
    let rate_of_many = asked == Family::Share && quantity.is_per();
    once_and_again || !(asked.comparable(given) || tolerable || rate_of_many)
}

/// A cap per household where only persons are counted, or the reverse: nobody can multiply the two.
fn counted_otherwise(table: Table<'_>) -> Option<Finding> {
    let project = table.project?;
    let quantities = table.rows().filter(|row| !row.indicator.is_cost());
    let goals = project.goals.iter().map(|goal| &goal.words);
    let counted: Vec<(&Words, Family)> = quantities
        .filter_map(|row| Some((row.target_words()?, row.target()?.quantity()?.family()?)))
        .chain(goals.flat_map(|words| {
            figures(&words.text).into_iter().filter_map(move |f| Some((words, f.quantity.family()?)))
        }))
        .collect();
    let costs: Vec<Row<'_>> = table.rows().filter(|row| row.indicator.is_cost()).collect();
    [("户", Family::Household, "人", Family::Person), ("人", Family::Person, "户", Family::Household)]
        .into_iter()
        .find_map(|(per, wanted, other_name, other)| {
            let cost = costs.iter().find(|row| is_per(row, per))?;
            let known = counted.iter().any(|(_, family)| *family == wanted);
            let (there, _) = counted.iter().find(|(_, family)| *family == other)?;
            (!known).then(|| {
                let words = cost.target_words().or(cost.indicator.name.as_ref())?;
                let message = format!(
                    "成本“{}”按{per}计算，数量却只按{other_name}统计（{}），两者乘不起来",
                    cost.indicator.name(),
                    there.text
                );
                let help = format!("数量和成本用同一口径：补上{per}数，或把成本改为每{other_name}的标准");
                Some(RULE.info.finding(words.at, message).also(there.at, "数量在这里").help(help))
            })?
        })
}

/// Whether a cost is one per household or per person: by its name or by the unit of its target.
fn is_per(row: &Row<'_>, per: &str) -> bool {
    let name = row.indicator.name();
    let quantity = row.target().and_then(|target| target.quantity());
    let by_unit = quantity.is_some_and(|quantity| {
        quantity.per.iter().any(|unit| unit.name == per || (per == "人" && unit.name == "名"))
    });
    let by_name = name.contains(&format!("{per}均")) || name.contains(&format!("每{per}"));
    let money = quantity.is_some_and(|quantity| quantity.family() == Some(Family::Money));
    money && (by_unit || by_name)
}
