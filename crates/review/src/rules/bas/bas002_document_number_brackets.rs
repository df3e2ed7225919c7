//! BAS002: a document number that is not written as the format of official documents has it.

use ground::{Edit, Facet, Finding, LegalRef, Mark, RuleCode, RuleInfo, Severity, Sureness, Words};
use model::document::{NumberAt, numbers};
use model::leaves::{Field, Locus};

use super::cited::same_document;
use crate::rules::telling::list;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("BAS002"),
        name: "document_number_brackets",
        title: "文号写法不规范",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[LegalRef { law: "gbt-9704-2012", article: "发文字号" }],
        since: "0.1.0",
    },
    manual: include_str!("bas002_document_number_brackets.md"),
    check,
};

/// A number as it is written, with all the places where it is written so.
struct Written<'s> {
    /// From the bracket before the year to 号.
    tail: &'s str,
    first: NumberAt,
    text: &'s str,
    places: Vec<Place<'s>>,
}

struct Place<'s> {
    words: &'s Words,
    at: NumberAt,
    /// It is part of a project's official name, which a text cannot change by itself.
    in_name: bool,
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut all: Vec<Written<'_>> = Vec::new();
    for passage in subject.passages.iter().filter(|passage| passage.words.text.contains('号')) {
        let text = &passage.words.text;
        for at in numbers(text).into_iter().filter(|at| at.deviates && is_official(text, at)) {
            let in_name = is_name(passage.locus);
            gather(&mut all, text, Place { words: passage.words, at, in_name });
        }
    }
    for written in &mut all {
        written.places.sort_by_key(|place| place.in_name);
        findings.push(finding(written));
    }
}

fn is_name(locus: Locus) -> bool {
    matches!(
        locus,
        Locus::Contents(_) | Locus::ProjectHeading(_) | Locus::Project(_, Field::Name)
    )
}

/// Numbers of contracts and tenders (HBZJ（2025）12号), of announcements (公告〔2025〕第3号) and of
/// buildings (（2024）5号楼) follow customs of their own.
fn is_official(text: &str, at: &NumberAt) -> bool {
    let agency = &at.number.agency;
    let latin = agency.contains(|c: char| c.is_ascii_alphabetic());
    let announced = ["公告", "通告", "令"].iter().any(|end| agency.ends_with(end))
        && text.get(at.year.clone()).is_some_and(|year| year.starts_with('〔'));
    let after = text.get(at.range.end..).unwrap_or_default();
    !latin && !announced && !after.starts_with(['楼', '院', '店'])
}

fn gather<'s>(all: &mut Vec<Written<'s>>, text: &'s str, place: Place<'s>) {
    let tail = text.get(place.at.year.start..place.at.range.end).unwrap_or_default();
    let known = all.iter_mut().find(|written| {
        written.tail == tail && same_document(&written.first.number, &place.at.number)
    });
    match known {
        Some(written) => {
            let shorter = place.at.number.agency.len() < written.first.number.agency.len();
            if shorter && !place.at.number.agency.is_empty() {
                written.first = place.at.clone();
                written.text = text;
            }
            // A cell merged over several rows is each row's, and stands in one place all the same.
            let span = |place: &Place<'_>| place.words.span(place.at.range.clone());
            if written.places.last().is_none_or(|last| span(last) != span(&place)) {
                written.places.push(place);
            }
        }
        None => all.push(Written { tail, first: place.at.clone(), text, places: vec![place] }),
    }
}

fn finding(written: &Written<'_>) -> Finding {
    let only_in_names = written.places.iter().all(|place| place.in_name);
    let mut marks = written.places.iter().map(|place| place.words.span(place.at.range.clone()));
    let count = written.places.len();
    let times = if count > 1 { format!("（共{count}处）") } else { String::new() };
    let message = format!(
        "文号“{}”应写作“{}”{times}：{}",
        written.text.get(written.first.range.clone()).unwrap_or_default(),
        written.first.number,
        faults(written)
    );
    let mut finding = RULE.info.finding(marks.next().unwrap_or_default(), message);
    finding.marks.extend(marks.map(Mark::new));
    let mended = written.places.iter().filter(|place| only_in_names || !place.in_name);
    let edits: Vec<Edit> = mended.flat_map(edits).collect();
    if only_in_names {
        finding
            .graded(Severity::Note)
            .help("项目名称以系统登记的为准；登记时写错的，下年度登记时改正")
            .fixes(Sureness::Suggested, edits)
    } else {
        finding.help("按公文格式改写文号，全文统一").fixes(Sureness::Safe, edits)
    }
}

fn faults(written: &Written<'_>) -> String {
    let at = &written.first;
    let year = written.text.get(at.year.clone()).unwrap_or_default();
    let serial = written.text.get(at.serial.clone()).unwrap_or_default().trim_start();
    let digits = serial.trim_start_matches('第').trim_start();
    let mut faults = Vec::new();
    if !year.starts_with('〔') || !year.ends_with('〕') {
        faults.push("年份用六角括号“〔〕”");
    }
    if year.contains('年') {
        faults.push("年份后不加“年”");
    }
    if serial.starts_with('第') {
        faults.push("序号前不加“第”");
    }
    if digits.starts_with(['0', '０']) {
        faults.push("序号前不补0");
    }
    if !digits.trim_end_matches('号').trim_end().is_ascii() {
        faults.push("序号用半角数字");
    }
    if faults.is_empty() {
        faults.push("年份和序号用半角数字，中间不留空");
    }
    list(faults)
}

/// The replacements that make the year and the serial number at one place right.
fn edits(place: &Place<'_>) -> Vec<Edit> {
    let number = &place.at.number;
    let wanted = [
        (place.at.year.clone(), format!("〔{}〕", number.year)),
        (place.at.serial.clone(), format!("{}号", number.number)),
    ];
    let differs = |range: &std::ops::Range<usize>, text: &str| {
        place.words.text.get(range.clone()) != Some(text)
    };
    wanted
        .into_iter()
        .filter(|(range, text)| differs(range, text))
        .map(|(range, text)| Edit { span: place.words.span(range), text })
        .collect()
}
