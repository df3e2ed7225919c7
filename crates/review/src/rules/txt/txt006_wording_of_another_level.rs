//! TXT006: words by which an office of another level speaks of itself.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Span};
use rulebook::{Term, WordList};

use crate::subject::Passage;
use crate::wording::{clause_at, in_quotes, in_title};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TXT006"),
        name: "wording_of_another_level",
        title: "用了别级机关的口气",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[
            LegalRef { law: "caiyu-2015-88", article: "相关性" },
            LegalRef { law: "practice", article: "文字应与本级职责相符" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("txt006_wording_of_another_level.md"),
    check,
};

/// Whose office speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Province,
    /// A city with districts, or a county-level city: both say 我市.
    City,
    County,
    District,
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(level) = level(subject) else { return };
    let mut seen: Vec<(&Term, Vec<Span>)> = Vec::new();
    for (passage, hit) in
        subject.hits(WordList::LevelWording).filter(|(p, _)| !p.locus.is_designation())
    {
        let (text, at) = (&passage.words.text, hit.range.start);
        if fits(level, &hit.term.note) || in_title(text, at) || in_quotes(text, at) {
            continue;
        }
        // 按照我省规定 cites, 争创全省先进 compares.
        if subject.rulebook.words().has(WordList::LevelContext, clause_at(text, at)) {
            continue;
        }
        let place = passage.words.span(hit.range.clone());
        match seen.iter_mut().find(|(known, _)| known.word == hit.term.word) {
            Some((_, places)) => places.push(place),
            None => seen.push((hit.term, vec![place])),
        }
    }
    findings.extend(seen.iter().filter_map(|(term, places)| finding(level, term, places)));
    if matches!(level, Level::County | Level::District) {
        findings
            .extend(subject.passages.iter().filter_map(|passage| builds_above(subject, passage)));
    }
}

/// 加强某省……平台建设: the building of what belongs to the province.
fn builds_above(subject: &Subject<'_>, passage: &Passage<'_>) -> Option<Finding> {
    let text = passage.words.text.as_str();
    if !text.contains('省') || passage.locus.is_designation() {
        return None;
    }
    let book = subject.rulebook.words();
    let words = |list| book.terms(list).map(|term| term.word.as_str());
    let mut built = words(WordList::BuiltAbove);
    let (at, built) = built.find_map(|built| Some((text.find(built)?, built)))?;
    let clause = clause_at(text, at);
    let start = text.find(clause)?;
    let head = text.get(start..at)?;
    let acts = words(WordList::BuildingVerb);
    let act = acts.filter_map(|act| Some(head.find(act)? + act.len())).min()?;
    let owner = head.get(act..)?;
    // 省级示范平台 is what a county may well strive for; 省里的 tells of an order.
    let is_above = owner.chars().take(8).any(|c| c == '省') && !owner.contains("省级");
    if !is_above || book.has(WordList::LevelContext, clause) {
        return None;
    }
    let span = passage.words.span(start + act..at + built.len());
    let message = format!("县级部门的文本里要做“{owner}{built}”，这是省级机关的事");
    let help = "写本级要做的，例如“做好平台的数据录入和更新”";
    Some(RULE.info.finding(span, message).help(help))
}

/// The level of the department, by its name and, where that does not tell, by the region code.
fn level(subject: &Subject<'_>) -> Option<Level> {
    let statement = subject.statement;
    let name = statement.department.as_ref().or(statement.title.as_ref());
    let name = name.map_or("", |words| words.text.as_str());
    // In 经济开发区 and 景区 it is a kind of unit; its name says nothing of the level.
    if subject.rulebook.words().has(WordList::Zone, name) {
        return None;
    }
    let name = name.replace("自治区", "省").replace("市辖区", "区").replace("社区", "");
    let last = name.char_indices().filter_map(|(at, c)| Some((at, of_sign(c)?))).next_back();
    last.map(|(_, level)| level).or_else(|| by_code(subject.region))
}

fn of_sign(sign: char) -> Option<Level> {
    match sign {
        '省' => Some(Level::Province),
        '市' => Some(Level::City),
        '县' | '旗' => Some(Level::County),
        '区' => Some(Level::District),
        _ => None,
    }
}

/// GB/T 2260: xx0000 is a province, xxxx00 a city, then 01—20 districts, 21—80 counties, 81—99
/// county-level cities.
fn by_code(code: &str) -> Option<Level> {
    let last: u8 = code.get(4..6)?.parse().ok()?;
    Some(match last {
        0 if code.ends_with("0000") => Level::Province,
        0 | 81..=99 => Level::City,
        1..=20 => Level::District,
        _ => Level::County,
    })
}

/// Whether a word noted as one of 省级, 市级, 县, 区 is in place at this level.
fn fits(level: Level, of: &str) -> bool {
    match of {
        "省级" => level == Level::Province,
        "市级" => matches!(level, Level::Province | Level::City),
        "县" => level == Level::County,
        "区" => level == Level::District,
        _ => true,
    }
}

fn finding(level: Level, term: &Term, places: &[Span]) -> Option<Finding> {
    let (first, rest) = places.split_first()?;
    let (own, instead) = match level {
        Level::Province => ("省级", "全省"),
        Level::City => ("市级", "全市"),
        Level::County => ("县级", "全县"),
        Level::District => ("区级", "全区"),
    };
    let message = format!("{own}部门的文本里出现“{}”，是{}机关的口气", term.word, kind(&term.note));
    let help = format!("改成本级的范围，例如“{instead}”；引用上级要求的，请写明文件或会议");
    let finding = RULE.info.finding(*first, message).help(help);
    Some(rest.iter().fold(finding, |finding, place| finding.also(*place, "这里也是")))
}

fn kind(note: &str) -> &str {
    match note {
        "县" => "县级",
        "区" => "区级",
        other => other,
    }
}
