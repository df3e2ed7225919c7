//! 抽查复核: the finance bureau's own values and marks beside the department's.
//!
//! The bureau gives a value, and the mark follows by the scheme; or it gives the points itself and says why. What it finds
//! is its own until it returns or settles the form.

use ground::Decimal;
use model::actual::Actual;
use score::Scheme;
use store::Scope;
use store::evaluations::{self, Evaluation, Line as KeptLine, State};

use super::drafting::{grade, marked, whole};
use super::sheet::{Found, Line, Part, Sheet};
use crate::acts::allowed;
use crate::year::words;
use crate::{Asker, Office, OfficeError, Permission};

/// What the finance bureau says of an indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundText {
    /// The key of the indicator.
    pub key: String,
    /// Its own value; blank: the department's counts.
    pub value: String,
    /// Its own points; blank: by the scheme.
    pub points: String,
    /// What it says.
    pub opinion: String,
}

impl Office {
    /// Keeps what the finance bureau finds: all of it or nothing.
    ///
    /// # Errors
    /// If the asker may not, somebody was faster, it is not in the bureau's hands, there is no such indicator, or a
    /// value or points cannot be taken.
    pub async fn recheck_evaluation(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        all: &[FoundText],
        opinion: &str,
    ) -> Result<(), OfficeError> {
        let mut turning = self.turning(asker, Permission::RecheckEvaluations, id, seen).await?;
        let state = turning.it.state;
        if !matches!(state, State::Reported | State::Recheck) {
            let said = format!("自评现在是“{state}”，报财政以后、审定以前才能复核");
            return Err(OfficeError::Conflict(said));
        }
        let opinion = allowed(opinion, "复核意见")?;
        let sheet = self.evaluated_at(&turning).await?.sheet;
        let mut said = Vec::new();
        for text in all {
            let line =
                sheet.line(&text.key).ok_or(OfficeError::Missing { what: "这项指标" })?;
            let tx = &mut turning.work.deed.tx;
            let before = evaluations::find_row(tx, &Scope::everything(), id, &text.key).await?;
            let mut found = read(line, text, sheet.year)?;
            let mut known = before.found.clone();
            (known.by_name, known.at) = (String::new(), String::new());
            if found == known {
                continue;
            }
            if found != evaluations::Found::default() {
                found.by_name.clone_from(&asker.name);
                found.at = turning.work.deed.now.to_string();
                said.push(line.name.clone());
            }
            let owner = turning.it.owner.clone();
            let new = KeptLine { found, ..before };
            evaluations::say_row(&mut turning.work.deed.tx, &owner, id, &new).await?;
        }
        let detail = format!("{}项：{}", said.len(), said.join("、"));
        let changed = Evaluation { opinion, ..turning.it.clone() };
        turning.kept(changed, "复核绩效自评", detail).await
    }
}

/// What was typed, as it is kept; without who and when.
fn read(line: &Line, text: &FoundText, year: i16) -> Result<evaluations::Found, OfficeError> {
    let value = allowed(&text.value, "复核完成值")?;
    let (value, words) = match value.as_str() {
        "" => (String::new(), String::new()),
        typed => {
            let actual = Actual::parse(typed, year).filter(|actual| !actual.is_missing());
            let actual = actual.ok_or_else(|| {
                let said = format!(
                    "“{}”的复核值“{typed}”看不出是多少，请填数和单位、日期或达成程度",
                    line.name
                );
                OfficeError::field("value", said)
            })?;
            let json = serde_json::to_string(&actual)
                .map_err(|error| OfficeError::Machine(error.to_string()))?;
            (json, words(&actual))
        }
    };
    Ok(evaluations::Found {
        value,
        words,
        points: points(line, &text.points)?,
        opinion: allowed(&text.opinion, "复核意见")?,
        ..evaluations::Found::default()
    })
}

/// Points that were typed, in hundredths.
fn points(line: &Line, typed: &str) -> Result<Option<i64>, OfficeError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let Some(mark) = &line.mark else {
        let said = format!("“{}”没有分值，不能打分", line.name);
        return Err(OfficeError::field("points", said));
    };
    in_hundredths(typed, mark.of).map(Some).ok_or_else(|| {
        let of = mark.of.normalize();
        let said = format!("“{}”的复核得分请填0到{of}之间的数，最多两位小数", line.name);
        OfficeError::field("points", said)
    })
}

/// Points that were typed, in hundredths: exactly, not below nothing and not above the full points.
pub(crate) fn in_hundredths(typed: &str, of: Decimal) -> Option<i64> {
    let given: Option<Decimal> = typed.trim().parse().ok();
    let hundredths = given
        .filter(|given| *given >= Decimal::ZERO && *given <= of)
        .and_then(|given| given.checked_mul(Decimal::ONE_HUNDRED))
        .filter(Decimal::is_integer)?;
    i64::try_from(hundredths).ok()
}

/// Puts what the finance bureau found beside the department's marks, and adds it up.
pub(super) fn overlay(sheet: &mut Sheet, kept: &[KeptLine], scheme: Scheme<'_>) {
    let mut is_any = false;
    for part in &mut sheet.parts {
        let mut changed = false;
        for line in &mut part.lines {
            let said = kept.iter().find(|one| one.place == line.key).map(|one| &one.found);
            line.found =
                said.filter(|said| !said.by_name.is_empty()).map(|said| found(line, said, scheme));
            changed |= line.found.is_some();
        }
        part.found_total = if changed { total(part) } else { None };
        part.found_grade = grade(part.found_total, scheme);
        is_any |= changed && part.project.is_some();
    }
    if !is_any {
        return;
    }
    let with_found = |part: &Part| Part { total: part.found_total.or(part.total), ..part.clone() };
    let parts: Vec<Part> = sheet.parts.iter().map(with_found).collect();
    let together = whole(&parts, scheme);
    (sheet.whole.found_total, sheet.whole.found_grade) = (together.total, together.grade);
}

fn total(part: &Part) -> Option<Decimal> {
    let money = part.money.as_ref()?.points;
    let points = |line: &Line| match &line.found {
        Some(found) => found.points,
        None => line.mark.as_ref().map(|mark| mark.points).unwrap_or_default(),
    };
    part.total?;
    part.lines.iter().map(points).try_fold(money, Decimal::checked_add)
}

fn found(line: &Line, said: &evaluations::Found, scheme: Scheme<'_>) -> Found {
    let theirs = line.mark.as_ref().map(|mark| mark.points).unwrap_or_default();
    let of = line.mark.as_ref().map(|mark| mark.of).unwrap_or_default();
    let actual: Option<Actual> = serde_json::from_str(&said.value).ok();
    let by_value = actual.zip(line.indicator.as_ref());
    let by_value =
        by_value.map(|(actual, indicator)| marked(&score::mark(indicator, &actual, of, scheme)));
    let (points, because) = match (said.points, by_value) {
        (Some(given), _) => {
            let given = Decimal::new(given, 2);
            (given, format!("财政复核给分{}分", given.normalize()))
        }
        (None, Some(mark)) => (mark.points, mark.because),
        (None, None) => (theirs, "与自评一致".to_owned()),
    };
    Found {
        words: said.words.clone(),
        points,
        is_given: said.points.is_some(),
        difference: points.checked_sub(theirs).unwrap_or_default(),
        because,
        opinion: said.opinion.clone(),
        by: said.by_name.clone(),
    }
}

/// Leaves out what the finance bureau found: it is not the reader's yet.
pub(super) fn hide(sheet: &mut Sheet) {
    for part in &mut sheet.parts {
        part.found_total = None;
        part.found_grade.clear();
        for line in &mut part.lines {
            line.found = None;
        }
    }
    sheet.whole.found_total = None;
    sheet.whole.found_grade.clear();
}
