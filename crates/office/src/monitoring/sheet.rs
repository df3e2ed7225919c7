//! A form of formal monitoring: what the year says, and what the department adds.
//!
//! What is computed is computed anew each time while the form is being filled in; from the moment it is handed in on
//! it stands as it was then. What is typed is kept by the keys of indicators.

use std::collections::BTreeMap;

use ground::{Decimal, Money};
use model::actual::FundSource;
use rulebook::Light;
use score::Reading;
use serde::{Deserialize, Serialize};

use super::{Seen, Watching};
use crate::OfficeError;
use crate::acts::allowed;
use crate::year::{Group, Row};

/// The form of a project, or of the department as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// By what it is known: the project's code, else its name.
    pub key: String,
    /// Its place among the projects; none: the department as a whole.
    pub project: Option<usize>,
    /// 项目编码; empty where there is none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The most urgent light.
    pub light: Light,
    /// What is said of payments.
    pub payments: String,
    /// Whether anybody recorded payments; else what was paid is not known.
    #[serde(default = "yes")]
    pub sees_payments: bool,
    /// 项目资金, by source.
    pub funds: Vec<Fund>,
    /// 全年预计执行数 of all sources, where it can be foretold.
    pub forecast: Option<Money>,
    /// 绩效目标执行总体情况, typed; proposed from the data.
    pub progress: String,
    /// Its indicators, in the order of the statement.
    pub rows: Vec<SheetRow>,
}

/// Forms that were kept before nobody could say otherwise.
fn yes() -> bool {
    true
}

/// Money of one source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fund {
    /// 本年财政拨款, 上年结转资金, 其他资金
    pub source: FundSource,
    /// 年初预算数
    pub initial: Money,
    /// 调整后预算数
    pub adjusted: Money,
    /// 1—X月执行数
    pub executed: Money,
}

/// An indicator on the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetRow {
    /// By what it is known while the text changes.
    pub key: String,
    /// 一级指标
    pub dimension: String,
    /// 二级指标
    pub aspect: String,
    /// 三级指标
    pub name: String,
    /// 年度指标值
    pub target: String,
    /// 1—X月执行情况
    pub done: String,
    /// From where the value comes, in one word.
    pub standing: String,
    /// Its light.
    pub light: Light,
    /// Why.
    pub because: String,
    /// What the department adds.
    pub typed: Typed,
}

/// What the department adds to an indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// 全年预计完成情况
    pub forecast: String,
    /// 偏差原因
    pub reasons: Vec<Reason>,
    /// 原因说明
    pub explanation: String,
    /// 改进措施
    pub measures: String,
    /// 完成目标可能性; none: not chosen yet.
    pub likelihood: Option<Likelihood>,
}

/// 偏差原因, as the form of 财预〔2019〕136号 has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 经费保障
    Funds,
    /// 制度保障
    Rules,
    /// 人员保障
    Staff,
    /// 硬件条件保障
    Equipment,
    /// 其他
    Other,
}

/// 完成目标可能性
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likelihood {
    /// 确定能
    Certain,
    /// 有可能
    Possible,
    /// 完全不可能
    Impossible,
}

/// What was typed into a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// 绩效目标执行总体情况, by the keys of projects.
    pub progress: BTreeMap<String, String>,
    /// The rest, by the keys of indicators. What is not named stays as it was.
    pub rows: BTreeMap<String, Typed>,
}

impl Reason {
    /// All of them, in the order of the form.
    pub const ALL: [Reason; 5] =
        [Reason::Funds, Reason::Rules, Reason::Staff, Reason::Equipment, Reason::Other];

    /// Its name in forms and data.
    pub fn word(self) -> &'static str {
        match self {
            Reason::Funds => "funds",
            Reason::Rules => "rules",
            Reason::Staff => "staff",
            Reason::Equipment => "equipment",
            Reason::Other => "other",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Reason::Funds => "经费保障",
            Reason::Rules => "制度保障",
            Reason::Staff => "人员保障",
            Reason::Equipment => "硬件条件保障",
            Reason::Other => "其他",
        }
    }
}

impl Likelihood {
    /// All of them, in the order of the form.
    pub const ALL: [Likelihood; 3] =
        [Likelihood::Certain, Likelihood::Possible, Likelihood::Impossible];

    /// Its name in forms and data.
    pub fn word(self) -> &'static str {
        match self {
            Likelihood::Certain => "certain",
            Likelihood::Possible => "possible",
            Likelihood::Impossible => "impossible",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Likelihood::Certain => "确定能",
            Likelihood::Possible => "有可能",
            Likelihood::Impossible => "完全不可能",
        }
    }
}

impl SheetRow {
    /// Whether it is behind, so that a reason is owed.
    pub fn is_behind(&self) -> bool {
        matches!(self.light, Light::Red | Light::Yellow)
    }
}

/// The forms of a year, what was typed before kept.
pub(super) fn sheets(watching: &Watching, before: &[Sheet]) -> Vec<Sheet> {
    let mut all: Vec<(usize, Sheet)> = Vec::new();
    for seen in &watching.groups {
        let Some(group) = watching.group(seen) else { continue };
        let key = if group.code.is_empty() { &group.name } else { &group.code };
        let old = before.iter().find(|sheet| sheet.key == *key);
        all.push((seen.at, sheet(watching, seen, group, key, old)));
    }
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, sheet)| sheet).collect()
}

fn sheet(watching: &Watching, seen: &Seen, group: &Group, key: &str, old: Option<&Sheet>) -> Sheet {
    let payments = &seen.watch.payments;
    let readings: BTreeMap<&str, &Reading> = seen
        .watch
        .rows
        .iter()
        .filter_map(|said| Some((seen.row(group, said)?.key.as_str(), &said.reading)))
        .collect();
    let funds = group.execution.lines.iter().map(|line| Fund {
        source: line.source,
        initial: line.initial,
        adjusted: line.budget,
        executed: line.spent,
    });
    let typed = |key: &str| {
        let row = old?.rows.iter().find(|row| row.key == key)?;
        Some(row.typed.clone())
    };
    let row = |row: &Row| self::row(row, readings.get(row.key.as_str()).copied(), typed(&row.key));
    let forecast = payments.forecast.as_ref().and_then(|it| Money::from_wan(it.middle));
    let proposed = || progress(watching, seen, group);
    Sheet {
        key: key.to_owned(),
        project: group.project,
        code: group.code.clone(),
        name: group.name.clone(),
        light: seen.watch.light,
        payments: payments.because.clone(),
        sees_payments: group.payments.is_some(),
        funds: funds.collect(),
        forecast: forecast.filter(|_| group.project.is_some()),
        progress: old.map_or_else(proposed, |old| old.progress.clone()),
        rows: group.rows.iter().map(row).collect(),
    }
}

fn row(row: &Row, reading: Option<&Reading>, typed: Option<Typed>) -> SheetRow {
    let text = &row.text;
    let light = reading.map_or(Light::Grey, |reading| reading.light);
    SheetRow {
        key: row.key.clone(),
        dimension: text.dimension.as_ref().map_or_else(String::new, |leaf| leaf.text().to_owned()),
        aspect: text.aspect.as_ref().map_or_else(String::new, |leaf| leaf.text().to_owned()),
        name: text.name().to_owned(),
        target: text.target.as_ref().map_or_else(String::new, |leaf| leaf.text().to_owned()),
        done: row.words.clone(),
        standing: row.standing.label().to_owned(),
        light,
        because: reading
            .map_or_else(|| "指标值或级次读不懂，请核对".to_owned(), |it| it.because.clone()),
        typed: typed.unwrap_or_else(|| proposed(reading, light)),
    }
}

/// What is proposed before anybody has typed: the forecast, and that what goes as planned will be done.
fn proposed(reading: Option<&Reading>, light: Light) -> Typed {
    let forecast = reading.and_then(|reading| reading.forecast.as_ref());
    let forecast =
        forecast.map(|forecast| format!("{}{}", forecast.middle.normalize(), forecast.unit));
    let goes_well = matches!(light, Light::Green | Light::Blue);
    Typed {
        forecast: forecast.unwrap_or_default(),
        likelihood: goes_well.then_some(Likelihood::Certain),
        ..Typed::default()
    }
}

/// How it stands in a sentence or two.
fn progress(watching: &Watching, seen: &Seen, group: &Group) -> String {
    let count = |light: Light| {
        let rows = seen.watch.rows.iter();
        rows.filter(|row| row.reading.light == light).count()
    };
    let behind = count(Light::Red) + count(Light::Yellow);
    let well = count(Light::Green) + count(Light::Blue);
    let day = watching.year.as_of.strftime("%-m月%-d日");
    let money = match group.project {
        Some(_) => format!("{}。", seen.watch.payments.because),
        None => String::new(),
    };
    let open = count(Light::Grey);
    format!(
        "{money}到{day}，{}项指标中达到进度的{well}项，落后的{behind}项，尚未到期或没有完成值的{open}项。",
        group.rows.len()
    )
}

/// Puts what was typed into the forms.
///
/// # Errors
/// If a key is unknown, or a text too long.
pub(super) fn put(sheets: &mut [Sheet], filled: &Filled) -> Result<(), OfficeError> {
    for (key, text) in &filled.progress {
        let sheet = sheets.iter_mut().find(|sheet| sheet.key == *key);
        let sheet = sheet.ok_or(OfficeError::Missing { what: "这个项目" })?;
        sheet.progress = allowed(text, "绩效目标执行总体情况")?;
    }
    for (key, typed) in &filled.rows {
        let mut rows = sheets.iter_mut().flat_map(|sheet| &mut sheet.rows);
        let row = rows.find(|row| row.key == *key);
        let row = row.ok_or(OfficeError::Missing { what: "这项指标" })?;
        row.typed = checked(typed, &row.name)?;
    }
    Ok(())
}

fn checked(typed: &Typed, name: &str) -> Result<Typed, OfficeError> {
    let mut reasons = typed.reasons.clone();
    reasons.sort();
    reasons.dedup();
    Ok(Typed {
        forecast: allowed(&typed.forecast, &format!("“{name}”的全年预计完成情况"))?,
        explanation: allowed(&typed.explanation, &format!("“{name}”的原因说明"))?,
        measures: allowed(&typed.measures, &format!("“{name}”的改进措施"))?,
        likelihood: typed.likelihood,
        reasons,
    })
}

/// What is still to be filled in before the form can be handed in, a sentence each.
pub fn lacking(sheets: &[Sheet]) -> Vec<String> {
    let mut said = Vec::new();
    for sheet in sheets {
        if sheet.progress.is_empty() {
            said.push(format!("“{}”没有填绩效目标执行总体情况", sheet.name));
        }
        for row in &sheet.rows {
            let mut missing = Vec::new();
            if row.is_behind() && row.typed.reasons.is_empty() {
                missing.push("偏差原因");
            }
            if row.is_behind() && row.typed.explanation.is_empty() {
                missing.push("原因说明");
            }
            if row.typed.likelihood.is_none() {
                missing.push("完成目标可能性");
            }
            if !missing.is_empty() {
                said.push(format!("“{}”没有填{}", row.name, missing.join("、")));
            }
        }
    }
    said
}

/// What the year says now where it differs from the form, a sentence each.
pub(super) fn changes(form: &[Sheet], now: &[Sheet]) -> Vec<String> {
    let mut said = Vec::new();
    for sheet in form {
        let Some(new) = now.iter().find(|new| new.key == sheet.key) else {
            said.push(format!("文本里已没有“{}”", sheet.name));
            continue;
        };
        let (before, after) = (executed(sheet), executed(new));
        if before != after {
            said.push(format!("“{}”的执行数表上是{before}，现在是{after}", sheet.name));
        }
        for row in &sheet.rows {
            match new.rows.iter().find(|new| new.key == row.key) {
                Some(new) if new.done == row.done => {}
                Some(new) => {
                    said.push(format!("“{}”表上是{}，现在是{}", row.name, row.done, new.done));
                }
                None => said.push(format!("文本里已没有指标“{}”", row.name)),
            }
        }
    }
    said
}

fn executed(sheet: &Sheet) -> String {
    let sum =
        sheet.funds.iter().fold(Decimal::ZERO, |sum, fund| sum.saturating_add(fund.executed.wan()));
    format!("{}万元", sum.normalize())
}
