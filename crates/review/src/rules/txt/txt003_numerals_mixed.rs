//! TXT003: counts in Chinese or formal numerals beside counts in Arabic ones.

use ground::{
    Decimal, Edit, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Sureness, Words,
};
use model::leaves::Locus;
use model::numeral::Form;
use model::quantity::{Figure, Quantity};
use model::target::figures;
use model::unit::Family;

use crate::subject::Passage;
use crate::wording::quoted;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TXT003"),
        name: "numerals_mixed",
        title: "数字写法不统一",
        severity: Severity::Note,
        facet: Facet::Completeness,
        basis: &[LegalRef { law: "gbt-15835-2011", article: "同类数字写法一致" }],
        since: "0.1.0",
    },
    manual: include_str!("txt003_numerals_mixed.md"),
    check,
};

/// A number that is written otherwise than its neighbours.
struct Odd<'s> {
    words: &'s Words,
    figure: Figure,
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut odd: Vec<Odd<'_>> = Vec::new();
    let mut beside = None;
    for field in subject.passages.chunk_by(|one, other| together(one.locus, other.locus)) {
        let telling = field.iter().filter(|passage| passage.locus.is_free_text());
        let suspect = telling.clone().any(|passage| passage.words.text.contains(LARGE));
        if !suspect {
            continue;
        }
        let found: Vec<Odd<'_>> = telling.flat_map(of_passage).collect();
        let arabic = found.iter().find(|one| one.figure.quantity.form == Form::Arabic);
        let arabic = arabic.map(|one| excerpt(one).to_owned());
        let before = odd.len();
        odd.extend(found.into_iter().filter(|one| stands_out(one, arabic.is_some())));
        if odd.len() > before {
            beside = beside.or(arabic);
        }
    }
    findings.extend(finding(&odd, beside));
}

/// Signs without which no number is large enough to matter.
const LARGE: [char; 9] = ['十', '百', '千', '拾', '佰', '仟', '叁', '贰', '壹'];

/// The goals of one project are one field, cut into items by the reader.
fn together(one: Locus, other: Locus) -> bool {
    matches!((one, other), (Locus::Goal(one, _), Locus::Goal(other, _)) if one == other)
}

fn of_passage<'s>(passage: &Passage<'s>) -> Vec<Odd<'s>> {
    let words = passage.words;
    figures(&words.text).into_iter().map(|figure| Odd { words, figure }).collect()
}

fn excerpt<'s>(odd: &Odd<'s>) -> &'s str {
    odd.words.text.get(odd.figure.core.clone()).unwrap_or_default()
}

/// Formal numerals stand out anywhere but in sums of money; Chinese ones where Arabic ones stand in
/// the same field. 三名, 百名 and 千余人 are ordinary Chinese.
fn stands_out(odd: &Odd<'_>, arabic_beside: bool) -> bool {
    let quantity = &odd.figure.quantity;
    match quantity.form {
        Form::Formal => {
            // 陆 and 参 are words of their own too: a formal number has two signs at least.
            quantity.family() != Some(Family::Money) && excerpt(odd).chars().count() >= 3
        }
        Form::Chinese => {
            let duration = quantity.family() == Some(Family::Duration);
            let plain = !duration && quantity.vagueness.is_none() && quantity.upper.is_none();
            let large = quantity.value > Decimal::TEN && !is_round(quantity);
            arabic_beside && plain && large && !goes_on_a_number(odd)
        }
        Form::Arabic | Form::FullWidth => false,
    }
}

/// 四五 in 十四五期间 is the rest of another number.
fn goes_on_a_number(odd: &Odd<'_>) -> bool {
    let before = odd.words.text.get(..odd.figure.core.start).unwrap_or_default();
    before.chars().next_back().is_some_and(model::numeral::is_chinese)
}

/// 百, 千, 万 by themselves.
fn is_round(quantity: &Quantity) -> bool {
    let rounds = [100, 1_000, 10_000, 100_000_000].map(Decimal::from);
    rounds.contains(&quantity.value) && quantity.family() != Some(Family::Share)
}

fn finding(odd: &[Odd<'_>], beside: Option<String>) -> Option<Finding> {
    let first = odd.first()?;
    let shown = quoted(odd.iter().map(excerpt), 4);
    let others = beside.map_or("别处用的是阿拉伯数字".to_owned(), |text| {
        format!("旁边的“{text}”用阿拉伯数字")
    });
    let message = format!("{shown}用汉字数字，{others}，写法不统一");
    let place = |odd: &Odd<'_>| odd.words.span(odd.figure.core.clone());
    let finding = RULE.info.finding(place(first), message).help("统计数一律用阿拉伯数字");
    let finding = odd.iter().skip(1).fold(finding, |f, one| f.also(place(one), "这里也是"));
    let edits: Option<Vec<Edit>> = odd
        .iter()
        .map(|one| Some(Edit { span: place(one), text: arabic(&one.figure.quantity)? }))
        .collect();
    // Formal numerals in a plan are always to be changed; an ordinary Chinese number may be part of
    // a name that no list knows.
    let formal = odd.iter().all(|one| one.figure.quantity.form == Form::Formal);
    let sureness = if formal { Sureness::Safe } else { Sureness::Suggested };
    Some(match edits {
        Some(edits) => finding.fixes(sureness, edits),
        None => finding,
    })
}

/// Number and unit in Arabic numerals; `None` where 余, 约 or a range would have to be kept.
fn arabic(quantity: &Quantity) -> Option<String> {
    let exact = quantity.vagueness.is_none() && quantity.upper.is_none() && !quantity.is_per();
    let unit = &quantity.unit.as_ref()?.name;
    exact.then(|| format!("{}{unit}", quantity.value.normalize()))
}
