//! FRM003: an indicator table without a level that the official tree asks for.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Span};
use model::leaves::{Field, Locus};
use model::statement::{Aspect, Dimension, Indicator, Leaf, Project};
use rulebook::{FrameworkAspect, FrameworkDimension, Need, WordList};
use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};

use crate::rules::telling::{is_unused, list, project_span, project_title};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FRM003"),
        name: "dimension_or_aspect_missing",
        title: "缺少应有的指标类别",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "caiyu-2015-88", article: "绩效指标分类" },
            LegalRef { law: "caiyu-2021-101", article: "附件1 绩效指标的类型和设置要求" },
            LegalRef { law: "zhongfa-2018-34", article: "绩效指标体系" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("frm003_dimension_or_aspect_missing.md"),
    check,
};

/// A level that is not there.
struct Missing<'r> {
    name: &'r str,
    severity: Severity,
    /// Where a row of it would stand.
    at: Span,
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(framework) = subject.framework() else { return };
    for (number, project) in subject.projects() {
        if project.indicators.iter().all(is_unused) {
            let message = format!("{}一个绩效指标也没有", project_title(number, project));
            let finding = RULE.info.finding(project_span(project), message);
            findings.push(finding.help("按产出、效益、满意度等类别设置指标"));
            continue;
        }
        let serves = !serves_nobody(subject, number);
        let mut missing = Vec::new();
        for dimension in &framework.dimensions {
            missing_in(project, dimension, serves, &mut missing);
        }
        for severity in [Severity::Warning, Severity::Note] {
            findings.extend(finding(number, project, &missing, severity));
        }
    }
}

fn missing_in<'r>(
    project: &Project,
    dimension: &'r FrameworkDimension,
    serves: bool,
    missing: &mut Vec<Missing<'r>>,
) {
    let used = || project.indicators.iter().filter(|row| !is_unused(row));
    let rows = || used().filter(|row| is_under(row, dimension));
    let Some(first) = rows().next() else {
        missing.extend(gravity(dimension.need, serves).map(|severity| Missing {
            name: &dimension.name,
            severity,
            at: project_span(project),
        }));
        return;
    };
    // A row without a readable second level may be any of them.
    if rows().any(|row| row.aspect.as_ref().is_none_or(Leaf::is_blank)) {
        return;
    }
    let at = first.dimension.as_ref().filter(|leaf| !leaf.is_blank()).map(|leaf| leaf.words.at);
    for aspect in &dimension.aspects {
        if !used().any(|row| is_of(row, aspect)) {
            missing.extend(gravity(aspect.need, serves).map(|severity| Missing {
                name: &aspect.name,
                severity,
                at: at.unwrap_or_else(|| project_span(project)),
            }));
        }
    }
}

fn gravity(need: Need, serves: bool) -> Option<Severity> {
    match need {
        Need::Required => Some(Severity::Warning),
        Need::Served if serves => Some(Severity::Warning),
        Need::Served | Need::Usual => Some(Severity::Note),
        Need::Optional => None,
    }
}

fn is_under(row: &Indicator, dimension: &FrameworkDimension) -> bool {
    let wanted = named::<Dimension>(&dimension.key);
    match row.dimension() {
        Some(found) if Some(found) == wanted => true,
        // Cost stands under the outputs in one tree and on its own in the other.
        _ if wanted == Some(Dimension::Cost) => row.is_cost(),
        Some(_) => false,
        None => {
            let text = row.dimension.as_ref().map_or("", |leaf| leaf.text());
            text.contains(core(&dimension.name))
        }
    }
}

fn is_of(row: &Indicator, aspect: &FrameworkAspect) -> bool {
    let wanted = named::<Aspect>(&aspect.key);
    match row.aspect() {
        Some(found) if Some(found) == wanted => true,
        _ if wanted == Some(Aspect::Cost) => row.is_cost(),
        Some(_) => false,
        None => row.aspect.as_ref().is_some_and(|leaf| leaf.text().contains(core(&aspect.name))),
    }
}

fn core(name: &str) -> &str {
    name.strip_suffix("指标").unwrap_or(name)
}

/// The level with this key, as the model is written in JSON.
fn named<'k, T: Deserialize<'k>>(key: &'k str) -> Option<T> {
    T::deserialize(StrDeserializer::<Error>::new(key)).ok()
}

/// Whether name or purpose say that the project has nobody to be satisfied.
fn serves_nobody(subject: &Subject<'_>, number: usize) -> bool {
    subject.hits(WordList::ServesNobody).any(|(passage, _)| {
        matches!(passage.locus, Locus::Project(project, Field::Name | Field::Purpose)
            if project == number)
    })
}

fn finding(
    number: usize,
    project: &Project,
    missing: &[Missing<'_>],
    severity: Severity,
) -> Option<Finding> {
    let of_it: Vec<&Missing<'_>> = missing.iter().filter(|one| one.severity == severity).collect();
    let first = of_it.first()?;
    let names = list(of_it.iter().map(|one| one.name));
    let message = format!("{}没有设置{names}", project_title(number, project));
    let help = match severity {
        Severity::Note => format!("能设的补上{names}；确实不适用的可以不设"),
        _ => format!("补上{names}"),
    };
    Some(RULE.info.finding(first.at, message).graded(severity).help(help))
}
