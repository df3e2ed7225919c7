//! TXT004: quotation marks and brackets without their other half, or with one of another width.

use ground::{Edit, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Span, Sureness};
use model::document::numbers;
use model::leaves::Locus;

use super::pairs::{Fault, Kind, faults};
use crate::subject::Passage;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TXT004"),
        name: "quotation_or_bracket_unpaired",
        title: "引号或括号不成对",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[LegalRef { law: "gbt-15834-2011", article: "引号、括号、书名号成对使用" }],
        since: "0.1.0",
    },
    manual: include_str!("txt004_quotation_or_bracket_unpaired.md"),
    check,
};

/// A fault with the leaf it stands in.
struct Found<'a, 's> {
    leaf: usize,
    passage: &'a Passage<'s>,
    fault: Fault,
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut found: Vec<Found<'_, '_>> = Vec::new();
    for (leaf, passage) in subject.passages.iter().enumerate() {
        let here = faults(&passage.words.text).into_iter();
        found.extend(here.map(|fault| Found { leaf, passage, fault }));
    }
    let found = without_torn(found);
    let (mixed, lone): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|found| found.fault.kind == Kind::Mixed);
    findings.extend(of_mixed(&mixed));
    for same in grouped(&lone) {
        findings.extend(of_lone(&same));
    }
}

/// A pair may be torn where a paragraph goes on over the page: then its halves stand in two leaves
/// that follow each other.
fn without_torn<'a, 's>(found: Vec<Found<'a, 's>>) -> Vec<Found<'a, 's>> {
    let mut kept: Vec<Found<'a, 's>> = Vec::new();
    for next in found {
        let torn = kept.last().is_some_and(|last| {
            let running = matches!(
                next.passage.locus,
                Locus::Overall(_) | Locus::SubGoal(_) | Locus::Safeguard(_) | Locus::Goal(..)
            );
            running
                && last.leaf + 1 == next.leaf
                && last.fault.kind == Kind::Opens
                && next.fault.kind == Kind::Closes
                && last.fault.partner == Some(next.fault.sign)
        });
        if torn {
            kept.pop();
        } else {
            kept.push(next);
        }
    }
    kept
}

/// The same words with the same fault, in the contents, over the table and in it, are one fault.
fn grouped<'f, 'a, 's>(lone: &'f [Found<'a, 's>]) -> Vec<Vec<&'f Found<'a, 's>>> {
    let mut groups: Vec<Vec<&Found<'_, '_>>> = Vec::new();
    for found in lone {
        let same = groups.iter_mut().find(|group| {
            group.first().is_some_and(|first| {
                first.fault.sign == found.fault.sign && shown(first) == shown(found)
            })
        });
        match same {
            Some(group) => group.push(found),
            None => groups.push(vec![found]),
        }
    }
    groups
}

/// Some signs before and behind the fault.
fn shown<'s>(found: &Found<'_, 's>) -> &'s str {
    const AROUND: usize = 7;
    let text = found.passage.words.text.as_str();
    let range = &found.fault.range;
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(AROUND).map_or(text.len(), |(at, _)| range.end + at);
    text.get(start..end).unwrap_or_default()
}

fn place(found: &Found<'_, '_>) -> Span {
    found.passage.words.span(found.fault.range.clone())
}

fn of_lone(same: &[&Found<'_, '_>]) -> Option<Finding> {
    let (first, rest) = same.split_first()?;
    let (sign, partner) = (first.fault.sign, first.fault.partner?);
    let (half, other) = match first.fault.kind {
        Kind::Opens => ("前", "后"),
        _ => ("后", "前"),
    };
    let what = named(sign);
    let message = format!("“……{}……”：{half}{what}没有与它配对的{other}{what}", shown(first));
    let mut finding = RULE.info.finding(place(first), message);
    for other in rest {
        finding = finding.also(place(other), "这里也是");
    }
    let edits: Option<Vec<Edit>> = same.iter().map(|found| edit(found)).collect();
    Some(match edits {
        Some(edits) => {
            let help = if first.fault.instead.is_some() {
                format!("这个{half}{what}应是{other}{what} {partner}")
            } else {
                format!("补上{other}{what} {partner}")
            };
            finding.help(help).fixes(Sureness::Suggested, edits)
        }
        None => finding.help(format!("补上{other}{what} {partner}，或删去多余的{half}{what}")),
    })
}

fn named(sign: char) -> &'static str {
    match sign {
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' => "引号",
        '《' | '》' | '〈' | '〉' => "书名号",
        _ => "括号",
    }
}

/// The correction, where only one place comes into question: a sign turned the wrong way, or a
/// bracket that opens before a document number.
fn edit(found: &Found<'_, '_>) -> Option<Edit> {
    if let Some(instead) = found.fault.instead {
        return Some(Edit { span: place(found), text: instead.into() });
    }
    let partner = found.fault.partner.filter(|_| found.fault.kind == Kind::Opens)?;
    let text = &found.passage.words.text;
    let number = numbers(text).into_iter().find(|n| n.range.start == found.fault.range.end)?;
    let at = found.passage.words.span(number.range.end - 1..number.range.end).end;
    Some(Edit { span: Span { start: at, end: at }, text: partner.into() })
}

/// （通知): the halves are of two widths. All of them are one fault.
fn of_mixed(mixed: &[Found<'_, '_>]) -> Option<Finding> {
    let (first, rest) = mixed.split_first()?;
    let message = format!(
        "“……{}……”：{}一半全角一半半角{}",
        shown(first),
        if first.fault.sign == '"' { "引号" } else { "括号" },
        if rest.is_empty() { String::new() } else { format!("，全文共{}处", mixed.len()) }
    );
    let finding = RULE
        .info
        .finding(place(first), message)
        .graded(Severity::Note)
        .help("两半都用全角");
    let finding = rest.iter().fold(finding, |f, other| f.also(place(other), "这里也是"));
    let edits = mixed.iter().filter_map(|found| {
        Some(Edit { span: place(found), text: found.fault.instead?.into() })
    });
    Some(finding.fixes(Sureness::Safe, edits.collect()))
}
