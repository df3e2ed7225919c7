//! What a target says: a quantity, a rate, a deadline, a span of time, several things, or only words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::numeral::{Form, digit, is_chinese, overlong};
use crate::quantity::{Figure, Quantity, quantity_at};
use crate::time::{Deadline, Moment, Part, When, moment_at, moments};
use crate::unit::Family;

/// The meaning of an indicator's target (指标值).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Target {
    /// ≥500人, ≤500元/人, 190万元
    Quantity(Quantity),
    /// ≥90%
    Rate(Quantity),
    /// 6月底前, 春节前完成救助
    Deadline(Deadline),
    /// 1年, ≤5个工作日
    Duration(Quantity),
    /// 先进集体20个，先进劳模100名
    Compound {
        /// Each thing that is to be reached.
        parts: Vec<Target>,
    },
    /// 有所提高: nothing that can be counted.
    Qualitative,
}

impl Target {
    /// Reads a target. Words without number or time are [`Target::Qualitative`].
    pub fn parse(text: &str) -> Target {
        let times: Vec<Moment> =
            moments(text).into_iter().filter(|moment| binds(&moment.deadline.when)).collect();
        let found = numbers_of_target(text);
        let mut parts: Vec<(usize, Target)> =
            found.into_iter().map(|f| (f.range.start, Target::of_quantity(f.quantity))).collect();
        let only_figures = parts.len();
        for time in times {
            let context = matches!(time.deadline.when, When::Year { part: Part::Whole, .. });
            if only_figures == 0 || !context {
                parts.push((time.range.start, Target::Deadline(time.deadline)));
            }
        }
        parts.sort_by_key(|(at, _)| *at);
        let mut parts: Vec<Target> = parts.into_iter().map(|(_, target)| target).collect();
        match parts.len() {
            0 => Target::Qualitative,
            1 => parts.remove(0),
            _ => Target::Compound { parts },
        }
    }

    fn of_quantity(quantity: Quantity) -> Target {
        match quantity.family() {
            Some(Family::Share) => Target::Rate(quantity),
            Some(Family::Duration) => Target::Duration(quantity),
            _ => Target::Quantity(quantity),
        }
    }

    /// The quantity, if it is one quantity of any kind.
    pub fn quantity(&self) -> Option<&Quantity> {
        match self {
            Target::Quantity(quantity) | Target::Rate(quantity) | Target::Duration(quantity) => {
                Some(quantity)
            }
            Target::Deadline(_) | Target::Compound { .. } | Target::Qualitative => None,
        }
    }

    /// Every quantity in it, those of its parts included.
    pub fn quantities(&self) -> Vec<&Quantity> {
        match self {
            Target::Compound { parts } => parts.iter().flat_map(Target::quantities).collect(),
            other => other.quantity().into_iter().collect(),
        }
    }

    /// The deadline, alone or as a part.
    pub fn deadline(&self) -> Option<&Deadline> {
        match self {
            Target::Deadline(deadline) => Some(deadline),
            Target::Compound { parts } => parts.iter().find_map(Target::deadline),
            _ => None,
        }
    }
}

/// A rhythm (每年2次) says how a quantity is counted, not until when.
fn binds(when: &When) -> bool {
    !matches!(when, When::Every { .. })
}

/// Numbers of a target: with unit, with operator, or standing alone.
fn numbers_of_target(text: &str) -> Vec<Figure> {
    scan(text, |figure, text| {
        let quantity = &figure.quantity;
        let alone = text
            .get(figure.range.end..)
            .is_none_or(|rest| rest.chars().all(|c| !c.is_alphanumeric()));
        match quantity.unit {
            Some(_) => !is_article(quantity),
            None => quantity.operator.is_some() || (alone && quantity.form != Form::Chinese),
        }
    })
}

/// All figures with a unit in running text: no dates, ordinals, document numbers or codes.
pub fn figures(text: &str) -> Vec<Figure> {
    scan(text, |figure, _| figure.quantity.unit.is_some() && !is_article(&figure.quantity))
}

/// 一个, 一批, 两项: an article more than a count. 二十届 in 二十届四中全会 is the name of one.
fn is_article(quantity: &Quantity) -> bool {
    if quantity.form == Form::Chinese && quantity.unit.as_ref().is_some_and(|u| u.name == "届") {
        return true;
    }
    let is_batch = quantity.unit.as_ref().is_some_and(|unit| unit.name == "批");
    quantity.form == Form::Chinese
        && quantity.operator.is_none()
        && quantity.value < ground::Decimal::TEN
        && (is_batch
            || matches!(
                quantity.family(),
                Some(Family::Item | Family::Organisation | Family::Document)
            ))
}

fn scan(text: &str, keep: impl Fn(&Figure, &str) -> bool) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut previous = None;
    while let Some(rest) = text.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        let mut step = c.len_utf8();
        if let Some(run) = overlong(rest) {
            step = run;
        } else if digit(c).is_some() || is_chinese(c) {
            if let Some(time) = moment_at(text, at) {
                step = time.range.end - at;
            } else if let Some(figure) = quantity_at(text, at).filter(|_| may_count(previous, rest))
            {
                step = (figure.range.end - at).max(step);
                let figure = signed(text, figure);
                if keep(&figure, text) {
                    found.push(figure);
                }
            } else if is_chinese(c) {
                // What is no number as a whole (十四五) is none in its parts.
                step = rest.chars().take_while(|c| is_chinese(*c)).map(char::len_utf8).sum();
            } else {
                let run =
                    rest.chars().take_while(|c| digit(*c).is_some() || c.is_ascii_alphabetic());
                step = run.map(char::len_utf8).sum();
            }
        }
        previous = text.get(at..at + step).and_then(|passed| passed.chars().next_back());
        at += step;
    }
    found
}

/// A minus sign that begins the text or follows an operator makes the number negative.
fn signed(text: &str, mut figure: Figure) -> Figure {
    let before = text.get(..figure.core.start).unwrap_or_default();
    let Some(head) = before.strip_suffix(['-', '－', '负']) else { return figure };
    let is_sign = head.chars().next_back().is_none_or(|c| "≥≤＞＜><=＝".contains(c));
    if is_sign {
        let operator = crate::quantity::operator_before(head);
        figure.quantity.value = -figure.quantity.value;
        figure.quantity.operator = figure.quantity.operator.or(operator.map(|(found, _)| found));
        figure.core.start = head.len();
        figure.range.start = head.len() - operator.map_or(0, |(_, len)| len);
    }
    figure
}

/// Whether a number may count something here: not an ordinal, a bracketed year, part of a code, an
/// idiom.
fn may_count(previous: Option<char>, rest: &str) -> bool {
    const IDIOMS: &[&str] = &[
        "千家万户",
        "万家",
        "千方百计",
        "万众",
        "百姓",
        "百日",
        "千人计划",
        "万人计划",
        "百强",
        "百佳",
        "一线",
        "一体",
        "一定",
        "一些",
        "一系列",
        "一并",
        "一次性",
        "一条龙",
        "一门式",
        "一家人",
        "一张网",
        "一件事",
        "一户一",
        "一人一",
        "一企一",
        "一村一",
        "一家亲",
        "万元",
        "千元",
        "百元",
        "亿元",
        "一日游",
        "三年行动",
        "一年一",
        "一月一",
        "一周一",
        "一天一",
        "一季一",
        "一年级",
        "百年",
    ];
    let ordinal = matches!(previous, Some('第' | '〔' | '[' | '［' | '【'));
    let pronoun = rest.starts_with('一')
        && matches!(previous, Some('上' | '下' | '同' | '某' | '另' | '这' | '那' | '任' | '唯'));
    let bracketed = matches!(previous, Some('（' | '('))
        && rest.chars().nth(4).is_some_and(|c| matches!(c, '）' | ')'));
    let part_of_code = previous.is_some_and(|c| c.is_ascii_alphabetic())
        && rest.chars().next().is_some_and(|c| digit(c).is_some());
    let counted_by = previous == Some('每') && rest.starts_with('万');
    !ordinal
        && !pronoun
        && !bracketed
        && !part_of_code
        && !counted_by
        && !IDIOMS.iter().any(|idiom| rest.starts_with(idiom))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> String {
        match Target::parse(text) {
            Target::Quantity(quantity) => format!("数 {quantity}"),
            Target::Rate(quantity) => format!("率 {quantity}"),
            Target::Duration(quantity) => format!("期 {quantity}"),
            Target::Deadline(deadline) => {
                format!("限 {}", deadline.due(2025).map_or("—".into(), |day| day.to_string()))
            }
            Target::Compound { parts } => format!("复 {}", parts.len()),
            Target::Qualitative => "性".into(),
        }
    }

    #[test]
    fn targets_by_kind() {
        let cases = [
            ("≥500人", "数 ≥500人"),
            ("14人", "数 14人"),
            ("不超过100人", "数 ≤100人"),
            ("190万元", "数 190万元"),
            ("≥90%", "率 ≥90%"),
            ("90％以上", "率 ≥90%"),
            ("百分之九十五", "率 95%"),
            ("≥95", "数 ≥95"),
            ("95", "数 95"),
            ("1年", "期 1年"),
            ("≤5个工作日", "期 ≤5个工作日"),
            ("30天以内", "期 ≤30天"),
            ("春节前完成救助", "限 2025-01-28"),
            ("五一劳动节前评选", "限 2025-04-30"),
            ("2025年12月31日前", "限 2025-12-31"),
            ("2025年", "限 2025-12-31"),
            ("评选先进集体20个，先进劳模100名", "复 2"),
            ("6月底前发放率100%", "复 2"),
            ("每年不少于2次", "数 ≥2次"),
            ("2025年培训500人", "数 500人"),
            ("比上一年有所提高", "性"),
            ("按规定时间及时发放", "性"),
            ("促进工运事业健康发展", "性"),
            ("全县形成学习先进，赶超先进的良好氛围", "性"),
            ("一定程度提高", "性"),
            ("组织两次培训", "数 2次"),
            ("优", "性"),
            ("-5%", "率 -5%"),
            ("≥-5%", "率 ≥-5%"),
        ];
        for (text, expected) in cases {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn figures_of_running_text() {
        let text = "力争签订工资集体协议50份，覆盖企业60家，签订行业性工资集体协议1份；\
                    自2009年以来为340名子女圆梦，第3批，冀财行〔2022〕99号，促千名农民工签约，十九大，\
                    “四个意识”，“十四五”期间，培养一批骨干，投入万元设备，编号13032423P00443110144T，临时救助30人次。";
        let found: Vec<String> = figures(text).iter().map(|f| f.quantity.to_string()).collect();
        assert_eq!(found, ["50份", "60家", "1份", "340名", "1000名", "30人次"]);
    }
}
