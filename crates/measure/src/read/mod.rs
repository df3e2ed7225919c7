//! From the text of a file to its measures, or to all that is wrong with it.
//!
//! Reading order: `raw` (as it is written), here (a measure and its shape), `part` (a figure over entries), `tests`
//! (what must be true of an entry).

mod part;
mod raw;
mod tests;

use model::statement::Aspect;
use toml::Spanned;

use crate::definition::{Grouping, Measure, Part, Shape, Surveyed, Take};
use crate::known::{Holds, Known, Register};
use ground::{Fault, Faults};
use part::Reading;
use raw::{RawFile, RawMeasure, RawPart, RawSurvey, Words};

/// The most decimals of a quotient.
const MOST_DECIMALS: u32 = 6;
/// What values that are days, or levels, have for a unit.
pub(crate) const UNIT_OF_DAYS: &str = "日期";
const UNIT_OF_LEVELS: &str = "级别";

/// The measures of a file.
pub(crate) fn measures(text: &str, file: &str, known: &Known) -> Result<Vec<Measure>, Vec<Fault>> {
    let mut faults = Faults::new(file, text);
    let raw: RawFile = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            let (message, help) = in_chinese(error.message());
            faults.over(&error.span().unwrap_or_default(), message, help);
            return Err(faults.all());
        }
    };
    let register = raw.register.as_ref().and_then(|name| register(name, known, &mut faults));
    let of = |one, faults: &mut Faults<'_>| measure(one, register, known, faults);
    let found: Vec<Measure> = raw.measure.iter().filter_map(|one| of(one, &mut faults)).collect();
    let faults = faults.all();
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// What the reader of TOML says, as far as it is often said.
fn in_chinese(said: &str) -> (String, String) {
    let named = || said.split('`').nth(1).unwrap_or_default().to_owned();
    if said.starts_with("unknown field") {
        let known = said.split("expected").nth(1).unwrap_or_default();
        let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
        return (format!("没有“{}”这一项", named()), format!("此处可用：{}", known.join("、")));
    }
    if said.starts_with("missing field") {
        return (format!("缺少“{}”", named()), "补上这一项".to_owned());
    }
    if said.starts_with("invalid type") {
        return (format!("值的写法不对：{said}"), "文字加引号，整数不加，几项用方括号".to_owned());
    }
    let help = "检查引号、方括号和等号是否成对，同一项是否写了两次";
    (format!("不是合法的 TOML 写法：{said}"), help.to_owned())
}

/// The register of this name.
fn register<'k>(name: &Words, known: &'k Known, faults: &mut Faults<'_>) -> Option<&'k Register> {
    let found = known.register(name.get_ref());
    if found.is_none() {
        faults.over(&name.span(), format!("没有台账“{}”", name.get_ref()), "见 data/registers/");
    }
    found
}

fn measure(
    raw: &Spanned<RawMeasure>,
    register: Option<&Register>,
    known: &Known,
    faults: &mut Faults<'_>,
) -> Option<Measure> {
    let before = faults.count();
    let whole = raw.get_ref();
    named(whole, faults);
    let shape = shape(raw, register, known, faults);
    let aspects = whole.aspects.iter().filter_map(|name| aspect(name, faults)).collect();
    if whole.aspects.is_empty() {
        faults.over(&whole.code.span(), "没有写可用于哪些二级指标（aspects）", "");
    }
    let decimals = whole.decimals.as_ref().map_or(2, |decimals| *decimals.get_ref());
    if let Some(many) = whole.decimals.as_ref().filter(|_| decimals > MOST_DECIMALS) {
        faults.over(&many.span(), format!("小数位数最多{MOST_DECIMALS}位"), "");
    }
    let shape = shape?;
    let first = part_of(&shape);
    let groups = whole.groups.iter().filter_map(|name| grouping(name, first, known, faults));
    let groups = groups.collect();
    let needs = whole.needs.iter().map(|name| name.get_ref().clone()).collect();
    let measure = Measure {
        code: whole.code.get_ref().clone(),
        title: whole.title.get_ref().clone(),
        about: whole.about.get_ref().clone(),
        also: whole.also.clone(),
        aspects,
        unit: whole.unit.get_ref().clone(),
        decimals,
        groups,
        needs,
        shape,
    };
    for name in &whole.needs {
        if measure.arguments().iter().all(|argument| argument.name != *name.get_ref()) {
            let message = format!("没有参数“{}”（with）", name.get_ref());
            faults.over(&name.span(), message, "needs 只列 with 里有的");
        }
    }
    unit(&measure, &whole.unit, faults);
    (faults.count() == before).then_some(measure)
}

/// The part by whose register a measure is broken down.
fn part_of(shape: &Shape) -> Option<&Part> {
    match shape {
        Shape::Plain(part) | Shape::Growth(part) => Some(part),
        Shape::Ratio { numerator, .. } => Some(numerator),
        Shape::Survey(_) => None,
    }
}

fn named(raw: &RawMeasure, faults: &mut Faults<'_>) {
    let code = raw.code.get_ref();
    let is_name = code.starts_with(|sign: char| sign.is_ascii_lowercase())
        && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && code.len() <= 60;
    if !is_name {
        let help = "用小写字母、数字和下划线，字母开头，最多60个";
        faults.over(&raw.code.span(), format!("代号“{code}”写法不对"), help);
    }
    for words in [&raw.title, &raw.about, &raw.unit] {
        if words.get_ref().trim().is_empty() {
            faults.over(&words.span(), "这一项是空的", "");
        }
    }
}

fn shape(
    raw: &Spanned<RawMeasure>,
    register: Option<&Register>,
    known: &Known,
    faults: &mut Faults<'_>,
) -> Option<Shape> {
    let whole = raw.get_ref();
    let mut part = |one: &Spanned<RawPart>, among: Option<&Part>| {
        Reading { register, known, faults: &mut *faults }.part(one, among)
    };
    match (&whole.value, &whole.growth, &whole.numerator, &whole.denominator, &whole.survey) {
        (Some(value), None, None, None, None) => part(value, None).map(Shape::Plain),
        (None, Some(growth), None, None, None) => {
            let found = part(growth, None)?;
            if !is_number(&found.take) {
                faults.over(&growth.span(), "日期和级别没有增长率", "take 用计数或合计");
            }
            Some(Shape::Growth(found))
        }
        (None, None, Some(above), Some(below), None) => {
            let denominator = part(below, None)?;
            let numerator = part(above, Some(&denominator))?;
            for (one, found) in [(above, &numerator), (below, &denominator)] {
                if !is_number(&found.take) {
                    faults.over(&one.span(), "日期和级别不能相除", "take 用计数或合计");
                }
            }
            Some(Shape::Ratio { numerator, denominator: Box::new(denominator) })
        }
        (None, None, None, None, Some(survey)) => {
            Some(Shape::Survey(surveyed(survey, known, faults)))
        }
        _ => {
            let help = "写 value、growth、survey 之一，或同时写 numerator 和 denominator";
            faults.over(&whole.code.span(), "没有写清怎样计算", help);
            None
        }
    }
}

fn surveyed(raw: &RawSurvey, known: &Known, faults: &mut Faults<'_>) -> Surveyed {
    let register = raw.register.as_ref().and_then(|name| register(name, known, faults));
    Surveyed {
        words: raw.words.get_ref().clone(),
        register: register.map(|register| register.name.clone()),
    }
}

fn is_number(take: &Take) -> bool {
    match take {
        Take::Least(field) | Take::Most(field) => field.is_number(),
        Take::Highest { .. } => false,
        _ => true,
    }
}

fn aspect(name: &Words, faults: &mut Faults<'_>) -> Option<Aspect> {
    let found = serde_json::from_value(name.get_ref().as_str().into()).ok();
    if found.is_none() {
        let help = "可用：quantity、quality、timeliness、cost、economic_cost、social_cost、\
                    ecological_cost、economic、social、ecological、sustainability、satisfaction";
        faults.over(&name.span(), format!("没有二级指标“{}”", name.get_ref()), help);
    }
    found
}

fn grouping(
    name: &Words,
    part: Option<&Part>,
    known: &Known,
    faults: &mut Faults<'_>,
) -> Option<Grouping> {
    let register = part.and_then(|part| known.register(&part.register));
    let found = match (name.get_ref().as_str(), register) {
        ("month", Some(register)) => {
            let dated = register.dated_by.as_ref().and_then(|name| register.field(name));
            dated.cloned().map(Grouping::Month)
        }
        (name, Some(register)) => {
            let open = |field: &&crate::Field| {
                matches!(field.holds, Holds::Code(_) | Holds::Text | Holds::YesNo)
            };
            register.field(name).filter(open).cloned().map(Grouping::Field)
        }
        (_, None) => None,
    };
    if found.is_none() {
        let message = format!("不能按“{}”分组", name.get_ref());
        faults.over(&name.span(), message, "写 month，或选项、文字、是否字段");
    }
    found
}

/// Refuses units that the value cannot have.
fn unit(measure: &Measure, unit: &Words, faults: &mut Faults<'_>) {
    let said = unit.get_ref().as_str();
    let wrong = match &measure.shape {
        Shape::Plain(part) => match &part.take {
            Take::Highest { .. } => (said != UNIT_OF_LEVELS).then_some(UNIT_OF_LEVELS),
            Take::Least(field) | Take::Most(field) if field.is_dated() => {
                (said != UNIT_OF_DAYS).then_some(UNIT_OF_DAYS)
            }
            take if is_money(take) => (!["元", "万元"].contains(&said)).then_some("元、万元"),
            _ => [UNIT_OF_DAYS, UNIT_OF_LEVELS].contains(&said).then_some("计数的单位"),
        },
        Shape::Growth(_) => (said != "%").then_some("%"),
        Shape::Ratio { numerator, denominator } => {
            let is_both = is_money(&numerator.take) == is_money(&denominator.take);
            let is_sum = said.starts_with('元') || said.starts_with("万元");
            let fits = if is_both { !is_sum } else { is_sum || !is_money(&numerator.take) };
            (!fits).then_some(if is_both { "%、倍等" } else { "元、万元、元/人等" })
        }
        Shape::Survey(_) => (!["%", "分"].contains(&said)).then_some("%、分"),
    };
    if let Some(wanted) = wrong {
        faults.over(&unit.span(), format!("单位“{said}”与所计算的不符"), format!("应为{wanted}"));
    }
}

/// Whether it comes to money.
pub(crate) fn is_money(take: &Take) -> bool {
    match take {
        Take::Sum { field, .. }
        | Take::Last { field, .. }
        | Take::Average(field)
        | Take::Least(field)
        | Take::Most(field) => field.holds == Holds::Money,
        Take::Entries | Take::Distinct { .. } | Take::Highest { .. } => false,
    }
}
