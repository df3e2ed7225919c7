//! BAS003: a basis that is the funding document of another project.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Span};
use model::document::{DocumentNumber, numbers};
use model::statement::Project;

use super::cited::{cited, same_document};
use crate::rules::telling::{Gathered, is_han, project_title};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("BAS003"),
        name: "basis_of_another_subject",
        title: "依据是另一个项目的文件",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[
            LegalRef { law: "caiyu-2021-101", article: "指标值确定依据" },
            LegalRef { law: "logic", article: "同一文本前后一致" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("bas003_basis_of_another_subject.md"),
    check,
};

/// The document by which a project was funded, as its own name says.
struct Funding<'s> {
    project: usize,
    of: &'s Project,
    document: DocumentNumber,
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let fundings: Vec<Funding<'_>> = subject.projects().flat_map(fundings).collect();
    if fundings.is_empty() {
        return;
    }
    let mut gathered = Gathered::new();
    for cited in cited(subject) {
        let (Some(number), Some(at)) = (cited.project, cited.number()) else { continue };
        let Some(project) = subject.statement.projects.get(number) else { continue };
        let is_it = |funding: &&Funding<'_>| same_document(&funding.document, &at.number);
        let mut owners = fundings.iter().filter(is_it).peekable();
        let Some(first) = owners.peek() else { continue };
        let first = *first;
        if owners.any(|owner| owner.project == number || alike(owner.of, project)) {
            continue;
        }
        let span = cited.words.span(at.range.clone());
        let key = (number, first.project);
        let written = cited.words.text.get(at.range.clone()).unwrap_or_default();
        gathered.add(key, span, || foreign((number, project), first, written, span));
    }
    findings.extend(gathered.into_findings());
}

fn fundings((project, of): (usize, &Project)) -> impl Iterator<Item = Funding<'_>> {
    let found = numbers(of.name()).into_iter();
    found.map(move |found| Funding { project, of, document: found.number })
}

/// Whether two projects are about the same thing, as a grant and its local share are: their names
/// have four characters in a row in common that are not the common words of all such names.
fn alike(one: &Project, other: &Project) -> bool {
    const COMMON: [&str; 9] =
        ["提前下达", "专项资金", "补助资金", "预算资金", "项目资金", "项目经费", "专项经费", "工作经费", "资金预算"];
    let name = other.name();
    matter(one.name()).split(|c| !is_han(c)).any(|run| {
        let han: Vec<char> = run.trim_start_matches('年').chars().collect();
        han.windows(4).any(|four| {
            let four: String = four.iter().collect();
            !COMMON.contains(&four.as_str()) && matter(name).contains(&four)
        })
    })
}

/// A project's name without the document numbers before it.
fn matter(name: &str) -> &str {
    let begin = numbers(name).last().map_or(0, |number| number.range.end);
    name.get(begin..).unwrap_or_default()
}

fn foreign(
    (number, project): (usize, &Project),
    owner: &Funding<'_>,
    written: &str,
    span: Span,
) -> Finding {
    let message = format!(
        "{}的依据“{written}”是{}的资金文件",
        project_title(number, project),
        project_title(owner.project, owner.of)
    );
    RULE.info
        .finding(span, message)
        .help("换成本项目自己的文件；两个项目确实同出一个文件的，请说明")
}
