//! The goals of a project: one field, cut where a new number begins.

use ground::{Source, Words};
use model::numbering::{LeadingNumber, leading_number, number_before_month};
use model::numeral::is_chinese;
use model::statement::{Goal, NumberStyle, Numbering};

use crate::clean;

/// Cuts the field's paragraphs into goals.
///
/// A number begins a goal where it goes on from the number before it (1 after nothing, 2 after 1).
/// Paragraphs without any number are a goal each; among numbered ones they go on with the goal
/// before them.
pub(crate) fn goals(source: &Source, paragraphs: &[Words]) -> Vec<Goal> {
    let numbered = paragraphs.iter().any(|words| leading_number(&words.text).is_some());
    let mut goals: Vec<(Vec<Numbering>, Vec<Words>)> = Vec::new();
    for paragraph in paragraphs.iter().filter(|words| !words.is_blank()) {
        let last = goals.last().and_then(|(numbers, _)| numbers.last()).map(|last| last.ordinal);
        for (begins, piece) in pieces(paragraph, last.unwrap_or(0)) {
            let (numbers, words) = without_numbers(piece, begins);
            match goals.last_mut() {
                Some((_, parts)) if numbered && begins.is_none() => parts.push(words),
                _ if words.is_blank() && numbers.is_empty() => {}
                _ => goals.push((numbers, vec![words])),
            }
        }
    }
    let whole = |(numbers, parts)| Goal { numbers, words: clean::whole(source, parts) };
    goals.into_iter().map(whole).collect()
}

/// One goal as it is typed, behind one with the number `last`, 0 where there is none.
pub(super) fn goal(words: Words, last: u32) -> Goal {
    let dated =
        number_before_month(&words.text).filter(|found| last > 0 && found.ordinal == last + 1);
    let (numbers, words) = without_numbers(words, dated);
    Goal { numbers, words }
}

/// A paragraph cut before each number that begins a goal, with that number. `last` is the number of
/// the goal before it, 0 where there is none.
fn pieces(paragraph: &Words, last: u32) -> Vec<(Option<LeadingNumber>, Words)> {
    let text = &paragraph.text;
    let mut cuts: Vec<(usize, LeadingNumber)> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        // Behind 1、 also 2、3月底前 goes on: it is no list of months there.
        let before = cuts.last().map_or(last, |(_, found)| found.ordinal);
        let dated =
            || number_before_month(rest).filter(|found| before > 0 && found.ordinal == before + 1);
        let found = leading_number(rest).or_else(dated);
        if let Some(found) = found.filter(|found| begins_goal(paragraph, at, *found, &cuts)) {
            cuts.push((at, found));
            at += found.len;
        } else {
            at += c.len_utf8();
        }
    }
    // A number right behind another (1. 1、) is a second number of the same goal.
    let mut starts: Vec<(usize, LeadingNumber)> = Vec::new();
    let mut covered = 0;
    for (cut, found) in &cuts {
        if *cut > covered || starts.is_empty() {
            starts.push((*cut, *found));
        }
        covered = cut + found.len;
    }
    let mut pieces = Vec::new();
    let start_of = |index: usize| starts.get(index).map_or(text.len(), |(start, _)| *start);
    if start_of(0) > 0 || starts.is_empty() {
        pieces.push((None, paragraph.part(0..start_of(0))));
    }
    for (index, (start, found)) in starts.iter().enumerate() {
        pieces.push((Some(*found), paragraph.part(*start..start_of(index + 1))));
    }
    pieces
}

fn begins_goal(
    paragraph: &Words,
    at: usize,
    found: LeadingNumber,
    before: &[(usize, LeadingNumber)],
) -> bool {
    if matches!(found.style, NumberStyle::Part | NumberStyle::Spoken) {
        return false;
    }
    let text = &paragraph.text;
    let previous = text.get(..at).and_then(|head| head.chars().next_back());
    // 一。 may be the rest of 百分之九十一。
    if previous.is_some_and(is_chinese) {
        return false;
    }
    let after_stop = previous.is_none_or(|c| "。；;！？.".contains(c));
    // White space that was cleaned away here shows as a break between two pieces.
    let after_blank = paragraph.breaks_at(at);
    let behind_number = before.last().is_some_and(|(cut, found)| cut + found.len == at);
    let goes_on = || match before.iter().rev().find(|(_, last)| last.style == found.style) {
        Some((_, last)) => found.ordinal == last.ordinal + 1,
        None => {
            at == 0 || behind_number || found.ordinal == 1 || continues_other_style(found, before)
        }
    };
    (at == 0 || after_stop || after_blank || behind_number) && goes_on()
}

/// 1. then 2、: the second number was typed in another style.
fn continues_other_style(found: LeadingNumber, before: &[(usize, LeadingNumber)]) -> bool {
    let arabic = |style| matches!(style, NumberStyle::Dot | NumberStyle::Comma);
    before.last().is_some_and(|(_, last)| {
        arabic(last.style) && arabic(found.style) && found.ordinal == last.ordinal + 1
    })
}

/// Takes all numbers off the start, the first of which is known where a goal begins.
fn without_numbers(words: Words, begins: Option<LeadingNumber>) -> (Vec<Numbering>, Words) {
    let mut numbers = Vec::new();
    let mut at = 0;
    let first = |at: usize| begins.filter(|_| at == 0);
    while numbers.len() < 3
        && let Some(found) = first(at).or_else(|| words.text.get(at..).and_then(leading_number))
        && !matches!(found.style, NumberStyle::Part | NumberStyle::Spoken)
    {
        let end = at + found.len;
        numbers.push(Numbering {
            style: found.style,
            ordinal: found.ordinal,
            words: words.part(at..end),
        });
        at = end;
    }
    if at == 0 {
        return (numbers, words);
    }
    let rest = words.part(at..words.text.len());
    (numbers, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Residue;
    use testkit::lines::lines;

    fn check(paragraphs: &[&str], expected: &[&str]) {
        let (source, spans) = lines(paragraphs);
        let words: Vec<Words> =
            spans.iter().map(|span| clean::words(&source, &Residue::default(), *span)).collect();
        let found: Vec<String> =
            goals(&source, &words).into_iter().map(|goal| goal.words.text).collect();
        assert_eq!(found, expected, "{paragraphs:?}");
    }

    #[test]
    fn goals_are_cut_at_their_numbers() {
        check(
            &["1. 1、开展甲。 2、实施乙。3、开展丙；开展丁。4、完成戊"],
            &["开展甲。", "实施乙。", "开展丙；开展丁。", "完成戊"],
        );
        check(&["1.按时发放工资。", "2.按时完成任务"], &["按时发放工资。", "按时完成任务"]);
        check(&["1.按时发放", "工资。", "2.完成任务"], &["按时发放工资。", "完成任务"]);
        check(&["救助困难职工。", "慰问劳模。"], &["救助困难职工。", "慰问劳模。"]);
        check(&["培训1.5万人，覆盖3、4月两期。"], &["培训1.5万人，覆盖3、4月两期。"]);
        check(&["（1）甲；（2）乙。"], &["甲；", "乙。"]);
        check(
            &["1、培训500人；2、3月底前完成验收；3、4月和5月回访。"],
            &["培训500人；", "3月底前完成验收；", "4月和5月回访。"],
        );
        check(&["1、培训500人；", "2、3月底前完成验收。"], &["培训500人；", "3月底前完成验收。"]);
        check(&["1.满意度不低于百分之九十 一。"], &["满意度不低于百分之九十一。"]);
        check(&["2、3月开展培训。"], &["2、3月开展培训。"]);
        check(&["目标1：培训。"], &["目标1：培训。"]);
        check(&[""], &[]);
    }

    #[test]
    fn a_double_number_is_kept_for_review() {
        let (source, spans) = lines(&["1. 1、开展甲。"]);
        let words = clean::words(&source, &Residue::default(), spans[0]);
        let found = goals(&source, &[words]);
        let styles: Vec<_> = found[0].numbers.iter().map(|number| number.style).collect();
        assert_eq!(styles, [NumberStyle::Dot, NumberStyle::Comma]);
    }
}
