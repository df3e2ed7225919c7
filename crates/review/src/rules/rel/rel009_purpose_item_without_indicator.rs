//! REL009: an item of the purpose that no indicator is about.

use std::ops::Range;

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Words};

use model::numeral::digit;
use model::statement::{Aspect, Dimension};
use rulebook::{WordBook, WordList};

use crate::facts::{ProjectFacts, Terms};

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL009"),
        name: "purpose_item_without_indicator",
        title: "资金用途里有一项没有指标",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[LegalRef { law: "caiyu-2021-101", article: "绩效指标应当反映和体现绩效目标" }, LegalRef { law: "caiyu-2015-88", article: "相关性审核：绩效指标与资金用途相关" }],
        since: "0.1.0",
    },
    manual: include_str!("rel009_purpose_item_without_indicator.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for project in subject.facts().projects.iter().filter(|project| !project.rows.is_empty()) {
        let measured = measured(subject, project);
        unmeasured_works(subject, project, &measured, findings);
        let Some(purpose) = &project.project.purpose else { continue };
        let items = items(subject, purpose, project);
        let missing = items.iter().filter(|item| item.own.shared(&measured) == 0);
        for item in missing.filter(|item| !is_one_of_many(subject, project, &purpose.text, item, &items)) {
            let words = purpose.text.get(item.range.clone()).unwrap_or_default();
            let message = format!("资金用途里的“{words}”没有任何指标反映");
            let finding = RULE.info.finding(purpose.span(item.range.clone()), message);
            findings.push(finding.help(format!("为“{words}”设一个产出指标，或从资金用途里删去")));
        }
    }
}

/// Whether an item names no work of its own, but one of several things of the same work that are
/// measured together: 灯光 in 购置摄像、灯光、音响设备, 厨房 in 卫生间、厨房、坡道等无障碍改造. Where a
/// count of one of the things has a row, each is to have its own.
fn is_one_of_many(
    subject: &Subject<'_>,
    project: &ProjectFacts<'_>,
    purpose: &str,
    item: &Item,
    items: &[Item],
) -> bool {
    let book = subject.rulebook.words();
    let words = purpose.get(item.range.clone()).unwrap_or_default();
    let (before, after) = around(purpose, &item.range);
    let head = after.split_once('等').map(|(_, head)| head.trim_end_matches('。'));
    let is_example = head.is_some_and(|head| head.chars().count() > 1);
    let begins = |list, text: &str| book.all(list, text).iter().any(|hit| hit.range.start == 0);
    let is_work = begins(WordList::ThingVerb, words) || book.has(WordList::ActionVerb, words);
    if is_work || !(is_example || book.has(WordList::ThingVerb, before)) {
        return false;
    }
    let rows = &project.rows;
    let counts = rows.iter().filter(|row| row.row.aspect() == Some(Aspect::Quantity));
    // The last thing of a list bears the name of them all: 设备 in 音响设备.
    let last = items.iter().map(|item| item.range.start).max();
    let others = items.iter().filter(|other| {
        other.range != item.range && Some(other.range.start) != last
    });
    let things: Vec<Terms> = others.map(|other| thing(subject, purpose, other)).collect();
    let mut counted = counts.map(|row| things.iter().any(|own| own.shared(&row.whole) > 0)).peekable();
    counted.peek().is_some() && !counted.any(|has_its_own| has_its_own)
}

/// What an item is about, its verb left out.
fn thing(subject: &Subject<'_>, purpose: &str, item: &Item) -> Terms {
    let text = purpose.get(item.range.clone()).unwrap_or_default();
    let verbs = subject.rulebook.words().all(WordList::ThingVerb, text);
    verbs.iter().fold(item.own.clone(), |own, verb| {
        own.without(&Terms::of(subject.rulebook, &verb.term.word))
    })
}

/// What stands before and behind an item in its clause.
fn around<'t>(text: &'t str, item: &Range<usize>) -> (&'t str, &'t str) {
    const STOPS: [char; 5] = ['，', '；', '。', ';', ','];
    let before = text.get(..item.start).unwrap_or_default();
    let after = text.get(item.end..).unwrap_or_default();
    let begin = before.rfind(STOPS).map_or(before, |at| before.get(at..).unwrap_or_default());
    let end = after.find(STOPS).and_then(|at| after.get(..at));
    (begin, end.unwrap_or(after))
}

/// The works that the goals name without a figure and that no indicator is about. What a goal hopes to
/// bring about (缓解困难职工生活压力) is no work; of a figure the rules of figures speak.
fn unmeasured_works(
    subject: &Subject<'_>,
    project: &ProjectFacts<'_>,
    measured: &Terms,
    findings: &mut Vec<Finding>,
) {
    let rulebook = subject.rulebook;
    let name = Terms::of(rulebook, project.project.name());
    let mut left = MOST;
    for goal in &project.project.goals {
        for range in cut(&goal.words.text).into_iter().take(left) {
            left -= 1;
            let text = goal.words.text.get(range.clone()).unwrap_or_default();
            if text.contains(|c: char| digit(c).is_some()) || !is_work(rulebook.words(), text) {
                continue;
            }
            let whole = Terms::of(rulebook, text);
            // What is half the project's own name the whole table is about.
            let is_the_project = whole.shared(&name) * 2 >= whole.len();
            let own = whole.without(&name);
            if is_the_project || own.len() < 2 || own.shared(measured) > 0 {
                continue;
            }
            let message = format!("绩效目标里的“{text}”没有任何指标反映");
            let finding = RULE.info.finding(goal.words.span(range), message);
            let help = format!("为“{text}”设一个产出指标，或从目标里删去");
            findings.push(finding.graded(Severity::Note).help(help));
        }
    }
}

/// Whether a clause begins with the doing of something, words such as 按时 before it left out; 加强 and
/// 保障 say too little to be measured.
fn is_work(book: &WordBook, clause: &str) -> bool {
    let verbs = book.all(WordList::ActionVerb, clause);
    let fillers = book.all(WordList::Filler, clause);
    let mut at = 0;
    loop {
        if let Some(verb) = verbs.iter().find(|verb| verb.range.start == at) {
            return !book.has(WordList::Vague, &verb.term.word);
        }
        let Some(filler) = fillers.iter().find(|filler| filler.range.start == at) else {
            return false;
        };
        at = filler.range.end;
    }
}

/// A purpose of more items than this is no list of purposes.
const MOST: usize = 100;

/// An item of the purpose.
struct Item {
    range: Range<usize>,
    /// What it is about that neither the other items nor the project's name are about.
    own: Terms,
}

/// The items of a purpose, each with what is its own. An item without anything of its own (and so
/// on, 保障工作顺利开展) says nothing that could be measured, and is left out.
fn items(subject: &Subject<'_>, purpose: &Words, project: &ProjectFacts<'_>) -> Vec<Item> {
    let rulebook = subject.rulebook;
    let name = Terms::of(rulebook, project.project.name());
    let cut = cut(&purpose.text);
    if !(2..=MOST).contains(&cut.len()) {
        return Vec::new();
    }
    let all: Vec<(Range<usize>, Terms)> = cut
        .into_iter()
        .map(|range| {
            let terms = Terms::of(rulebook, purpose.text.get(range.clone()).unwrap_or_default());
            (range, terms)
        })
        .collect();
    let own = |index: usize, terms: &Terms| {
        let others = all.iter().enumerate().filter(|(other, _)| *other != index);
        let others = others.fold(name.clone(), |sum, (_, (_, terms))| sum.with(terms));
        terms.without(&others)
    };
    // An item that is the project's own name in other words is what the whole table is about.
    let is_the_project = |terms: &Terms| terms.shared(&name) * 2 > terms.len();
    all.iter()
        .enumerate()
        .filter(|(_, (_, terms))| !is_the_project(terms))
        .map(|(index, (range, terms))| Item { range: range.clone(), own: own(index, terms) })
        .filter(|item| !item.own.is_empty())
        .collect()
}

/// Cuts at 、，；。 and at 和, 及, 以及 between two nouns; takes off 用于, 主要用于.
fn cut(text: &str) -> Vec<Range<usize>> {
    const LEADS: [&str; 10] =
        ["资金用于", "主要用于", "该项目用于", "经费用于", "用于", "主要是", "包括", "以及", "及", "和"];
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut depth = 0;
    let stops = text.char_indices().chain([(text.len(), '。')]);
    for (at, c) in stops {
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => depth -= 1,
            '、' | '，' | '；' | '。' | ';' | ',' if depth <= 0 => {
                pieces.extend(halves(text, start..at));
                start = at + c.len_utf8().min(text.len() - at);
            }
            _ => {}
        }
    }
    pieces
        .into_iter()
        .filter_map(|mut range| {
            while let Some(lead) = LEADS
                .iter()
                .find(|lead| text.get(range.clone()).is_some_and(|piece| piece.starts_with(**lead)))
            {
                range.start += lead.len();
            }
            let piece = text.get(range.clone())?;
            let tail = piece.trim_end_matches(['等', '。']);
            range.end -= piece.len() - tail.len();
            (!range.is_empty()).then_some(range)
        })
        .collect()
}

/// 医疗救助和子女助学救助 is two items; 和谐 is one word.
fn halves(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let piece = text.get(range.clone()).unwrap_or_default();
    for joint in ["以及", "和", "及"] {
        let joined = piece.match_indices(joint).find(|(at, _)| {
            let before = piece.get(..*at).unwrap_or_default().chars().count();
            let rest = piece.get(at + joint.len()..).unwrap_or_default();
            before >= 3 && rest.chars().count() >= 3 && !rest.starts_with(['谐', '平', '解', '睦', '时', '格', '早'])
        });
        if let Some((at, _)) = joined {
            let middle = range.start + at;
            return vec![range.start..middle, middle + joint.len()..range.end];
        }
    }
    vec![range]
}

/// All that the indicators are about, their targets included. A benefit described in vague words alone
/// measures nothing beyond what its name says.
fn measured(subject: &Subject<'_>, project: &ProjectFacts<'_>) -> Terms {
    let book = subject.rulebook.words();
    project.rows.iter().fold(Terms::default(), |all, row| {
        let all = all.with(&row.whole);
        let target = row.row.target_text();
        let benefit = row.row.dimension() == Some(Dimension::Benefit);
        if benefit && !target.contains(|c: char| digit(c).is_some()) && book.has(WordList::Vague, target) {
            return all;
        }
        all.with(&Terms::of(subject.rulebook, target))
    })
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn purposes_are_cut_into_items() {
        let items = |text: &'static str| cut(text).into_iter().map(|r| &text[r]).collect::<Vec<_>>();
        assert_eq!(
            items("用于在档困难职工生活救助、医疗救助和子女助学救助。"),
            ["在档困难职工生活救助", "医疗救助", "子女助学救助"]
        );
        assert_eq!(items("主要用于构建和谐劳动关系，以及宣传等"), ["构建和谐劳动关系", "宣传"]);
        assert_eq!(items("购置设备（含软件、硬件）"), ["购置设备（含软件、硬件）"]);
        assert!(items("").is_empty());
    }
}
