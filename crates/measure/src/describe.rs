//! A measure in Chinese: what is computed, of which entries, over which days.

use ground::Day;

use crate::arguments::{Arguments, Period};
use crate::definition::{Given, Having, Measure, Part, Shape, Take, Taken, Test, Time};
use crate::known::{Book, Field, Holds};

/// What is computed, in Chinese.
pub fn describe(measure: &Measure, arguments: &Arguments, period: Period) -> String {
    let of = |part: &Part, period| entries(part, arguments, period);
    let Measure { title, unit, decimals, .. } = measure;
    match &measure.shape {
        Shape::Plain(part) => {
            format!("{title}（{unit}）：{}。{}。", part.words, of(part, period))
        }
        Shape::Ratio { numerator, denominator } => {
            let percent = if unit == "%" { "×100%" } else { "" };
            format!(
                "{title}（{unit}）＝{}÷{}{percent}，四舍五入保留{decimals}位小数。分子：{}。分母：{}。",
                numerator.words,
                denominator.words,
                of(numerator, period),
                of(denominator, period),
            )
        }
        Shape::Growth(part) => format!(
            "{title}（{unit}）＝（本年{0}－上年{0}）÷上年{0}×100%，四舍五入保留{decimals}位小数。本年：{1}。\
             上年按同样办法取{2}至{3}。",
            part.words,
            of(part, period),
            day(period.year_before().first),
            day(period.year_before().last),
        ),
        Shape::Survey(survey) => {
            format!("{title}（{unit}）：{}，取满意度调查的结果，附样本数。", survey.words)
        }
    }
}

/// Of which entries a figure is, and what is taken of them.
fn entries(part: &Part, arguments: &Arguments, period: Period) -> String {
    let mut all = vec![];
    all.extend(time(&part.time, period));
    all.extend(states(&part.states));
    all.extend(part.tests.iter().map(|one| test(one, arguments)));
    all.extend(part.takes.iter().filter_map(|one| chosen(one, arguments)));
    all.extend(part.having.iter().map(|one| having(one, arguments, period)));
    let which =
        if all.is_empty() { "全部".to_owned() } else { format!("{}的", all.join("、")) };
    let reversed = match part.book {
        Book::Journal => "（冲销的和被冲销的不计）",
        Book::File => "",
    };
    format!("取“{}”中{which}记录{reversed}，{}", part.title, take(&part.take))
}

fn take(take: &Take) -> String {
    let counting = |empty: i64| match empty {
        0 => String::new(),
        many => format!("，没有填的每条按{many}计"),
    };
    match take {
        Take::Entries => "数条数".into(),
        Take::Distinct { field, empty } => {
            let empty =
                if *empty == 0 { "，没有填的不计" } else { "，没有填的每条计1" };
            format!("按{}去重计数，重复的只计一次{empty}", named(field))
        }
        Take::Sum { field, empty } => format!("合计“{}”{}", field.label, counting(*empty)),
        Take::Last { field, on, empty } => {
            format!("只看“{}”最近的一期，合计其“{}”{}", on.label, field.label, counting(*empty))
        }
        Take::Average(field) => format!("求“{}”的平均数，没有填的不计", field.label),
        Take::Least(field) if field.is_dated() => format!("取最早的“{}”", field.label),
        Take::Most(field) if field.is_dated() => format!("取最晚的“{}”", field.label),
        Take::Least(field) => format!("取“{}”的最小值", field.label),
        Take::Most(field) => format!("取“{}”的最大值", field.label),
        Take::Highest { field, ranks } => {
            let labels: Vec<&str> = ranks.iter().map(|(_, label)| label.as_str()).collect();
            format!("取“{}”的最高级别（由低到高：{}）", field.label, labels.join("、"))
        }
    }
}

fn time(time: &Time, period: Period) -> Option<String> {
    let last = day(period.last);
    Some(match time {
        Time::Within(on) => format!("“{}”在{}至{last}", on.label, day(period.first)),
        Time::Until(on) => format!("“{}”在{last}及以前", on.label),
        Time::InForce { from, until } => {
            format!("“{}”不晚于{last}且“{}”不早于{last}或没有填", from.label, until.label)
        }
        Time::Ever => return None,
    })
}

fn states(states: &[(String, String)]) -> Option<String> {
    let labels: Vec<&str> = states.iter().map(|(_, label)| label.as_str()).collect();
    (!labels.is_empty()).then(|| format!("状态为{}", labels.join("或")))
}

fn test(test: &Test, arguments: &Arguments) -> String {
    match test {
        Test::In(field, values) => format!("“{}”为{}", field.label, said(values)),
        Test::NotIn(field, values) => format!("“{}”不是{}", field.label, said(values)),
        Test::Filled(field) => format!("“{}”已填写", field.label),
        Test::Empty(field) => format!("“{}”没有填", field.label),
        Test::AtLeast(field, least) => format!("“{}”不小于{}", field.label, least.said),
        Test::AtMost(field, most) => format!("“{}”不大于{}", field.label, most.said),
        Test::ByDeadline(field) => {
            let deadline = arguments.deadline.map_or_else(|| "完成期限".to_owned(), day);
            format!("“{}”不晚于{deadline}", field.label)
        }
        Test::NotLater { field, than, plus_days } => {
            let after = match plus_days {
                0 => String::new(),
                days if *days > 0 => format!("之后{days}天"),
                days => format!("之前{}天", days.unsigned_abs()),
            };
            format!("“{}”不晚于“{}”{after}", field.label, than.label)
        }
    }
}

fn chosen(taken: &Taken, arguments: &Arguments) -> Option<String> {
    let values = arguments.chosen(taken).ok().flatten()?;
    Some(format!("“{}”为{}", taken.field.label, said(&values)))
}

fn having(having: &Having, arguments: &Arguments, period: Period) -> String {
    let mut all = vec![];
    let join = having.join.iter().map(|(one, two)| match one.label == two.label {
        true => format!("{}相同", named(one)),
        false => format!("{}与其{}相同", named(one), named(two)),
    });
    all.extend(join);
    all.extend(time(&having.time, period));
    all.extend(states(&having.states));
    all.extend(having.tests.iter().map(|one| test(one, arguments)));
    all.extend(having.takes.iter().filter_map(|one| chosen(one, arguments)));
    let there = if having.missing { "没有" } else { "有" };
    format!("在“{}”中{there}相应记录（{}）", having.title, all.join("、"))
}

/// A field by its label; persons are told apart by their documents, not by their names.
fn named(field: &Field) -> String {
    match field.holds {
        Holds::Key if !field.label.contains("证件") => format!("“{}”（凭证件号码）", field.label),
        _ => format!("“{}”", field.label),
    }
}

fn said(values: &[Given]) -> String {
    values.iter().map(|one| one.said.as_str()).collect::<Vec<_>>().join("或")
}

fn day(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}
