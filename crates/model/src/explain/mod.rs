//! How a field was understood, in a short Chinese sentence beside what is typed.
//!
//! `≥95%` is 不少于 95%, `2026年6月底前` is 截至 2026-06-30. Whoever types sees at once whether the program
//! takes it as it was meant. `Ok` is the meaning; `Err` says why there is none and what is expected.

use ground::{Decimal, Money};

use crate::checkpoint;
use crate::code::ProjectCode;
use crate::document::{Citation, citations};
use crate::numeral::Vagueness;
use crate::quantity::{Operator, Quantity};
use crate::statement::MoneyUnit;
use crate::sum;
use crate::target::Target;
use crate::time::{Deadline, Relation, When};
use crate::unit::Family;

/// What a target says, in a plan for `year`.
///
/// # Errors
/// Where nothing is typed.
pub fn target(text: &str, year: i16) -> Result<String, String> {
    match text.trim() {
        "" => Err("还没有填写指标值".into()),
        text => Ok(Target::parse(text).explain(year)),
    }
}

/// What a sum in the table's unit comes to in 元.
///
/// # Errors
/// Where it is no sum.
pub fn sum(text: &str, unit: MoneyUnit) -> Result<String, String> {
    let text = text.trim();
    let Some(found) = sum::sum(text, unit) else {
        return Err(match text {
            "" => "还没有填写金额".into(),
            _ => format!("“{text}”不是金额，请只填数字，单位为{}", unit.label()),
        });
    };
    let shown = match text.ends_with(['元', '整', '万', '亿']) {
        true => text.to_owned(),
        false => format!("{text} {}", unit.label()),
    };
    Ok(format!("{shown} = {} 元", fen(found)))
}

/// What a share of the spending plan says.
///
/// # Errors
/// Where it is no share.
pub fn share(text: &str) -> Result<String, String> {
    let text = text.trim();
    match sum::share(text) {
        Some(value) if value < Decimal::ZERO || value > Decimal::ONE_HUNDRED => {
            Err(format!("支出比例应在 0 到 100 之间，现为 {}", value.normalize()))
        }
        Some(value) => Ok(format!("累计支出 {}%", value.normalize())),
        None if text.is_empty() => Err("还没有填写支出比例".into()),
        None => Err(format!("“{text}”不是百分比，请填 0 到 100 的数")),
    }
}

/// Which month's end a label of the spending plan names.
///
/// # Errors
/// Where it names none.
pub fn checkpoint(label: &str) -> Result<String, String> {
    let label: String = label.chars().filter(|sign| !sign.is_whitespace()).collect();
    match checkpoint::month_of_plan(&label) {
        Some(month) => Ok(format!("到 {month} 月底累计")),
        None if label.is_empty() => Err("还没有填写时间节点".into()),
        None => Err(format!("“{label}”读不出是哪个月底，请写成“9月底”这样")),
    }
}

/// The parts of a project code.
///
/// # Errors
/// Where it is not well formed.
pub fn code(text: &str) -> Result<String, String> {
    let text = text.replace(' ', "");
    let Some(code) = ProjectCode::parse(&text) else {
        let count = text.chars().count();
        return Err(match count {
            0 => "还没有填写项目编码".into(),
            ProjectCode::LENGTH => {
                "编码应为 8 位数字、1 个大写字母、12 位数字或大写字母，请逐位核对".into()
            }
            _ => format!("编码应为 {} 位，现为 {count} 位", ProjectCode::LENGTH),
        });
    };
    Ok(format!(
        "行政区划 {}，{} 年设立，类别 {}，顺序号 {}，末位 {}",
        code.region, code.year, code.kind, code.serial, code.check
    ))
}

/// The documents that a basis names, each with its number as GB/T 9704 writes it.
///
/// # Errors
/// Where no document is named.
pub fn basis(text: &str) -> Result<Vec<String>, String> {
    let all: Vec<String> = citations(text).iter().map(citation).collect();
    match (all.is_empty(), text.trim().is_empty()) {
        (false, _) => Ok(all),
        (true, true) => Err("还没有填写依据".into()),
        (true, false) => Err("没有认出文件名称或文号".into()),
    }
}

fn citation(citation: &Citation) -> String {
    let title = citation.title.as_ref().map(|title| format!("《{title}》"));
    match (title, &citation.number) {
        (Some(title), Some(number)) => format!("{title}，文号 {number}，{} 年印发", number.year),
        (None, Some(number)) => format!("文号 {number}，{} 年印发", number.year),
        (Some(title), None) => format!("{title}，没有文号"),
        (None, None) => format!("{}，没有文号", citation.text),
    }
}

impl Target {
    /// What it says, in a plan for `year`.
    pub fn explain(&self, year: i16) -> String {
        match self {
            Target::Quantity(quantity) | Target::Rate(quantity) | Target::Duration(quantity) => {
                quantity.explain()
            }
            Target::Deadline(deadline) => deadline.explain(year),
            Target::Compound { parts } => {
                let parts: Vec<String> = parts.iter().map(|part| part.explain(year)).collect();
                format!("{} 项：{}", parts.len(), parts.join("；"))
            }
            Target::Qualitative => "文字描述，没有可以计量的数或时间".into(),
        }
    }
}

impl Quantity {
    /// What it says: how it binds, the number, the unit.
    pub fn explain(&self) -> String {
        let binds = match self.operator {
            Some(Operator::AtLeast) => "不少于 ",
            Some(Operator::MoreThan) => "多于 ",
            Some(Operator::Equal) => "等于 ",
            Some(Operator::AtMost) => "不超过 ",
            Some(Operator::LessThan) => "少于 ",
            None => "",
        };
        let vague = match self.vagueness {
            Some(Vagueness::About) => "约 ",
            Some(Vagueness::SomewhatMore) => "略多于 ",
            None => "",
        };
        let sign = if self.family() == Some(Family::Share) { "%" } else { "" };
        let number = match self.upper {
            Some(upper) => format!("{}{sign} 至 {}", grouped(self.value), grouped(upper)),
            None => grouped(self.value),
        };
        let unit = match &self.unit {
            Some(unit) if unit.family == Family::Share => unit.name.clone(),
            Some(unit) => format!(" {}", unit.name),
            None => "（没有单位）".into(),
        };
        let per: Vec<&str> = self.per.iter().map(|unit| unit.name.as_str()).collect();
        let per = if per.is_empty() { String::new() } else { format!("，每{}", per.join("每")) };
        format!("{binds}{vague}{number}{unit}{per}")
    }
}

impl Deadline {
    /// Until when it is kept, in a plan for `year`.
    pub fn explain(&self, year: i16) -> String {
        let by_plan = match self.when.year() {
            Some(_) => String::new(),
            None => format!("（按 {year} 年度）"),
        };
        if let Some(due) = self.due(year) {
            return format!("截至 {due}{by_plan}");
        }
        match (&self.when, self.when.days(year)) {
            (When::Season { name }, _) => {
                let before = if self.relation == Relation::Before { "前" } else { "" };
                format!("{name}{before}，没有确定的日期")
            }
            (When::Every { .. }, _) => "按周期进行，没有截止日期".into(),
            (_, Some((first, _))) if self.relation == Relation::After => {
                format!("从 {first} 起，没有截止日期{by_plan}")
            }
            _ => "日历上没有这一天".into(),
        }
    }
}

/// A sum in 元 with both decimals and a comma at every third digit.
fn fen(sum: Money) -> String {
    let sign = if sum.fen() < 0 { "-" } else { "" };
    let fen = sum.fen().unsigned_abs();
    format!("{sign}{}.{:02}", thousands(&(fen / 100).to_string()), fen % 100)
}

/// A number with a comma at every third digit.
pub fn grouped(value: Decimal) -> String {
    let plain = value.normalize().to_string();
    let (sign, body) = plain.strip_prefix('-').map_or(("", plain.as_str()), |body| ("-", body));
    match body.split_once('.') {
        Some((whole, decimals)) => format!("{sign}{}.{decimals}", thousands(whole)),
        None => format!("{sign}{}", thousands(body)),
    }
}

fn thousands(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests;
