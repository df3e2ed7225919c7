//! Whether a demand is put right, as a rule of the review, a check over registers or the value of an indicator says at
//! this moment.

use std::fmt;
use std::sync::Arc;

use ground::{Day, Decimal, Severity};
use score::{Outcome, Scheme};
use store::demands::{Decider, Demand};
use store::organisations::Organisation;
use store::{Tx, statements};

use crate::judged::{Judged, judged};
use crate::registers::Registers;
use crate::year::Row;
use crate::{Office, OfficeError, Scope};

/// What is said of whether a demand is put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is found any more: what was looked at.
    Gone(String),
    /// It is still there: where.
    Still(String),
    /// It cannot be said: why.
    Unclear(String),
}

impl Verdict {
    /// Whether it is put right.
    pub fn is_gone(&self) -> bool {
        matches!(self, Verdict::Gone(_))
    }

    /// In a word.
    pub fn label(&self) -> &'static str {
        match self {
            Verdict::Gone(_) => "已消除",
            Verdict::Still(_) => "仍存在",
            Verdict::Unclear(_) => "无法判定",
        }
    }

    /// What was looked at, where it is, or why it cannot be said.
    pub fn words(&self) -> &str {
        match self {
            Verdict::Gone(words) | Verdict::Still(words) | Verdict::Unclear(words) => words,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：{}", self.label(), self.words())
    }
}

impl Office {
    /// The registers, if a check over them or an indicator decides. They are asked for before a change begins: opening them is a
    /// change of its own.
    pub(super) async fn registers_for(
        &self,
        demand: &Demand,
    ) -> Result<Option<Arc<Registers>>, OfficeError> {
        match demand.decider {
            Decider::Check | Decider::Indicator => Ok(Some(self.registers().await?)),
            Decider::Nobody | Decider::Rule => Ok(None),
        }
    }

    /// What the rule, check or indicator says now, by a transaction under way; `None` if there is none.
    pub(super) async fn verdict(
        &self,
        tx: &mut Tx,
        registers: Option<&Registers>,
        demand: &Demand,
        owner: &Organisation,
    ) -> Result<Option<Verdict>, OfficeError> {
        match (demand.decider, registers) {
            (Decider::Nobody, _) => Ok(None),
            (Decider::Rule, _) => self.by_rule(tx, demand).await.map(Some),
            (Decider::Check, Some(all)) => {
                let code = &demand.code;
                let verdict = match self.cross_count(tx, all, owner, code).await? {
                    Ok(0) => {
                        Verdict::Gone(format!("{}的台账里，核对{code}没有查出问题", owner.name))
                    }
                    Ok(count) => {
                        let name = &owner.name;
                        Verdict::Still(format!("{name}的台账里，核对{code}还查出{count}处"))
                    }
                    Err(why) => Verdict::Unclear(why),
                };
                Ok(Some(verdict))
            }
            (Decider::Indicator, Some(all)) => {
                self.by_indicator(tx, all, demand, owner).await.map(Some)
            }
            (Decider::Check | Decider::Indicator, None) => {
                Ok(Some(Verdict::Unclear("台账没有启用".to_owned())))
            }
        }
    }

    /// What the review says of the newest version of the statement. That the department's head accepted a finding
    /// does not put it right.
    async fn by_rule(&self, tx: &mut Tx, demand: &Demand) -> Result<Verdict, OfficeError> {
        let code = &demand.code;
        let Some(id) = &demand.statement else {
            return Ok(Verdict::Unclear("没有指明绩效文本".to_owned()));
        };
        let missing = OfficeError::missing("这份绩效文本");
        let statement =
            statements::get(tx, &Scope::everything(), id).await.map_err(missing)?.statement;
        let newest = statement.version;
        let Some(now) = self.judged_version(tx, id, newest, statement.year).await? else {
            let said = format!("第{newest}版没有读全，规则{code}没有审核");
            return Ok(Verdict::Unclear(said));
        };
        let then = match demand.statement_version {
            version if version == newest => None,
            version => self.judged_version(tx, id, version, statement.year).await?,
        };
        let then = then.as_ref().unwrap_or(&now);
        Ok(match still(demand, then, &now) {
            Some(found) => {
                let place = &found.place_name;
                Verdict::Still(format!(
                    "第{newest}版{place}，规则{code}：{}",
                    found.finding.message
                ))
            }
            None => Verdict::Gone(format!("第{newest}版，规则{code}在这一处没有查出问题")),
        })
    }

    /// What the indicator has reached by today. What cannot be told is never put right.
    async fn by_indicator(
        &self,
        tx: &mut Tx,
        all: &Registers,
        demand: &Demand,
        owner: &Organisation,
    ) -> Result<Verdict, OfficeError> {
        let Some(id) = &demand.statement else {
            return Ok(Verdict::Unclear("没有指明绩效文本".to_owned()));
        };
        let missing = OfficeError::missing("这份绩效文本");
        let listed = statements::get(tx, &Scope::everything(), id).await.map_err(missing)?;
        let today = self.now().day();
        let year = self.year_in(tx, all, listed, today).await?;
        let Some((_, row)) = year.row(&demand.code) else {
            let said = format!("文本里没有指标“{}”", demand.code);
            return Ok(Verdict::Unclear(said));
        };
        let Some(scheme) = Scheme::in_force(self.rulebook(), year.year, &owner.region) else {
            return Ok(Verdict::Unclear(format!("{}年没有适用的评分办法", year.year)));
        };
        Ok(compared(row, scheme, today))
    }

    /// The findings on a version; `None` if it could not be read so far that it was reviewed.
    pub(super) async fn judged_version(
        &self,
        tx: &mut Tx,
        id: &str,
        number: i64,
        year: i64,
    ) -> Result<Option<Vec<Judged>>, OfficeError> {
        let missing = OfficeError::missing("这个版本");
        let version = statements::version(tx, &Scope::everything(), id, number).await;
        let examined = self.reviewed(tx, &version.map_err(missing)?, year).await?;
        let mut read = examined.reading.findings.iter();
        let is_whole = read.all(|found| found.severity != Severity::Error);
        Ok(is_whole.then(|| judged(&examined, &[])))
    }
}

/// Whether an indicator has come up to its target by a day.
fn compared(row: &Row, scheme: Scheme<'_>, today: Day) -> Verdict {
    let (name, value) = (row.text.name(), &row.words);
    let Some(indicator) = &row.indicator else {
        return Verdict::Unclear(format!("指标“{name}”没有能比较的指标值"));
    };
    let target = &indicator.target_text;
    let said =
        format!("截至{today}，“{name}”完成值{value}（{}），指标值{target}", row.standing.label());
    let mark = score::mark(indicator, &row.actual, Decimal::ONE, scheme);
    match mark.outcome {
        Outcome::Reached => Verdict::Gone(said),
        Outcome::Short => Verdict::Still(said),
        Outcome::Missing => Verdict::Unclear(format!("{said}，还没有完成值")),
        Outcome::Refused => Verdict::Unclear(format!("{said}：{}", mark.because.finding)),
    }
}

/// The finding that a demand speaks of, if it still is there: at its place; or elsewhere, where rows have moved, if
/// the rule finds these words as often as it did in the version of which the demand speaks.
pub(super) fn still<'j>(demand: &Demand, then: &[Judged], now: &'j [Judged]) -> Option<&'j Judged> {
    let is_of_rule = |one: &&Judged| one.finding.code.as_str() == demand.code;
    if demand.place.is_empty() && demand.quoted.is_empty() {
        return now.iter().find(is_of_rule);
    }
    let is_quoted = |one: &&Judged| {
        is_of_rule(one) && one.words.split_whitespace().eq(demand.quoted.split_whitespace())
    };
    let here = now.iter().find(|one| is_of_rule(one) && one.place == demand.place);
    let moved = || {
        let (before, after) =
            (then.iter().filter(is_quoted).count(), now.iter().filter(is_quoted).count());
        (before > 0 && after >= before).then(|| now.iter().find(is_quoted)).flatten()
    };
    here.or_else(moved)
}
