//! TXT001: words of another kind of department, left over from a text that was copied.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Span};
use model::leaves::{Column, Field, Locus};
use rulebook::{Department, Parameter, Term, WordList};

use crate::wording::{in_quotes, in_title, quoted};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TXT001"),
        name: "foreign_wording",
        title: "出现别类部门的用语",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[
            LegalRef { law: "caiyu-2015-88", article: "相关性" },
            LegalRef { law: "practice", article: "文字应与本部门职责相符" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("txt001_foreign_wording.md"),
    check,
};

/// The words of one other kind of department, with their places.
struct Stray<'s> {
    owner: &'s Department,
    words: Vec<(&'s Term, Span)>,
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let own = own_kinds(subject);
    if own.is_empty() {
        return;
    }
    let is_own = |word: &str| {
        own.iter().any(|kind| kind.signature.iter().chain(&kind.shares).any(|w| w == word))
    };
    let mut strays: Vec<Stray<'_>> = Vec::new();
    let mut business: Vec<&str> = Vec::new();
    for (passage, hit) in subject.hits(WordList::Signature) {
        let word = hit.term.word.as_str();
        if is_own(word) || exempt(passage.locus) {
            continue;
        }
        let Some(owner) = owner(subject, word) else { continue };
        let text = &passage.words.text;
        if names_business(passage.locus) || serves(subject, word) {
            business.push(&owner.id);
        } else if !in_title(text, hit.range.start) && !in_quotes(text, hit.range.start) {
            let place = (hit.term, passage.words.span(hit.range.clone()));
            match strays.iter_mut().find(|stray| stray.owner.id == owner.id) {
                Some(stray) => stray.words.push(place),
                None => strays.push(Stray { owner, words: vec![place] }),
            }
        }
    }
    let most = subject.number(Parameter::ForeignWords);
    for stray in &strays {
        let residue = ground::Decimal::from(stray.words.len()) <= most;
        if residue && !business.contains(&stray.owner.id.as_str()) {
            findings.extend(finding(subject, stray));
        }
    }
}

/// All kinds that the department's name fits: a bureau of agriculture and water is both.
fn own_kinds<'s>(subject: &Subject<'s>) -> Vec<&'s Department> {
    let statement = subject.statement;
    let Some(name) = statement.department.as_ref().or(statement.title.as_ref()) else {
        return Vec::new();
    };
    let fits = |kind: &&Department| kind.names.iter().any(|known| name.text.contains(known.as_str()));
    subject.rulebook.departments().iter().filter(fits).collect()
}

/// The kind whose own word it is.
fn owner<'s>(subject: &Subject<'s>, word: &str) -> Option<&'s Department> {
    let mut kinds = subject.rulebook.departments().iter();
    kinds.find(|kind| kind.signature.iter().any(|known| known == word))
}

/// Titles and bases name what others have issued.
fn exempt(locus: Locus) -> bool {
    matches!(
        locus,
        Locus::Cover
            | Locus::Contents(_)
            | Locus::Project(_, Field::UnitName | Field::UnitCode)
            | Locus::Indicator(_, _, Column::Basis)
            | Locus::Department(_, Column::Basis)
    )
}

/// What a project is for tells that the department does this work, whatever its kind.
fn names_business(locus: Locus) -> bool {
    matches!(
        locus,
        Locus::ProjectHeading(_) | Locus::Project(_, Field::Name | Field::Purpose)
    )
}

/// Whether a project is for the people of whom the word speaks: 护林员 of 护林员满意度.
fn serves(subject: &Subject<'_>, word: &str) -> bool {
    const OF_PEOPLE: [&str; 5] = ["满意度", "满意率", "工资", "待遇", "队伍"];
    let Some(people) = OF_PEOPLE.iter().find_map(|end| word.strip_suffix(end)) else {
        return false;
    };
    subject.projects().any(|(_, project)| {
        let purpose = project.purpose.as_ref().map_or("", |words| words.text.as_str());
        project.name().contains(people) || purpose.contains(people)
    })
}

fn finding(subject: &Subject<'_>, stray: &Stray<'_>) -> Option<Finding> {
    let ((_, first), rest) = stray.words.split_first()?;
    let own = subject.department.map_or("本部门", |kind| kind.title.as_str());
    let said = quoted(stray.words.iter().map(|(term, _)| term.word.as_str()), 4);
    let message = format!(
        "{said}是{}类部门的用语，出现在{own}的文本里，像是从别处带来的",
        stray.owner.title
    );
    let help = "改成本部门的工作和对象；如果确实承担这项工作，请在资金用途里写明";
    let finding = RULE.info.finding(*first, message).help(help);
    Some(rest.iter().fold(finding, |finding, (_, place)| finding.also(*place, "这里也是")))
}
