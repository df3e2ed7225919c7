//! What the department adds to what is computed: reasons and measures, values in place of computed ones, texts, the
//! choice of the scheme.

use model::actual::Actual;
use store::Scope;
use store::evaluations::{self, Evaluation, Line as KeptLine, State, Text};

use super::sheet::{Line, Part, Sheet, money_of};
use super::turning::Turning;
use crate::acts::{allowed, needed};
use crate::year::words;
use crate::{Asker, Office, OfficeError, Permission};

/// What the clerk says of an indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineText {
    /// The key of the indicator; that of a project's 执行数 where nobody records what is paid.
    pub key: String,
    /// A value in place of the computed one; blank: the computed one counts.
    pub value: String,
    /// Why.
    pub value_reason: String,
    /// 偏差原因
    pub deviation: String,
    /// 改进措施
    pub measure: String,
}

/// A text of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyText {
    /// The key of the project; empty: the department.
    pub project: String,
    /// The part.
    pub part: String,
    /// The text.
    pub body: String,
}

/// Several of them, kept together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Indicators.
    pub lines: Vec<LineText>,
    /// Texts.
    pub texts: Vec<BodyText>,
}

impl Office {
    /// Keeps what the department adds: all of it or nothing.
    ///
    /// # Errors
    /// If the asker may not, somebody was faster, it is not in the department's hands, there is no such indicator or
    /// text, nothing can be made of a value, or a value stands without a reason.
    pub async fn complete_evaluation(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        all: &Completion,
    ) -> Result<(), OfficeError> {
        let mut turning = self.drafting(asker, id, seen).await?;
        let sheet = self.evaluated_at(&turning).await?.sheet;
        for text in &all.lines {
            self.keep_line(&mut turning, &sheet, text).await?;
        }
        for text in &all.texts {
            keep_text(&mut turning, &sheet, text).await?;
        }
        let typed = all.lines.iter().filter(|text| !text.value.trim().is_empty()).count();
        let mut detail = format!("指标{}项，文字{}处", all.lines.len(), all.texts.len());
        if typed > 0 {
            detail.push_str(&format!("；其中{typed}项以录入值代替台账数"));
        }
        let same = turning.it.clone();
        turning.kept(same, "填写绩效自评", detail).await
    }

    /// Chooses the scheme by which it is scored.
    ///
    /// # Errors
    /// If the asker may not, somebody was faster, it is not in the department's hands, the scheme may not be used for
    /// the year, or another one than the usual is chosen without a reason.
    pub async fn choose_scheme(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        scheme: &str,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let turning = self.drafting(asker, id, seen).await?;
        let found = self.evaluated_at(&turning).await?;
        let Some(at) = found.schemes.iter().position(|(known, _)| known == scheme) else {
            let said = "这个评分办法不适用于本年度、本地区，请从列出的办法里选";
            return Err(OfficeError::field("scheme", said));
        };
        let (scheme, reason) = match at {
            0 => (String::new(), String::new()),
            _ => (scheme.to_owned(), needed(reason, "不用通行办法的依据")?),
        };
        let title = found.schemes.get(at).map(|(_, title)| title.clone()).unwrap_or_default();
        let changed = Evaluation { scheme, scheme_reason: reason, ..turning.it.clone() };
        turning.kept(changed, "选择自评评分办法", title).await
    }

    async fn drafting<'a>(
        &self,
        asker: &'a Asker,
        id: &str,
        seen: i64,
    ) -> Result<Turning<'a>, OfficeError> {
        let turning = self.turning(asker, Permission::Evaluate, id, seen).await?;
        match turning.it.state {
            State::Draft => Ok(turning),
            state => Err(OfficeError::Conflict(format!(
                "自评现在是“{state}”，不能再填。需要改动时请先退回经办"
            ))),
        }
    }

    async fn keep_line(
        &self,
        turning: &mut Turning<'_>,
        sheet: &Sheet,
        text: &LineText,
    ) -> Result<(), OfficeError> {
        let missing = OfficeError::Missing { what: "这项指标" };
        let id = turning.it.statement.clone();
        let tx = &mut turning.work.deed.tx;
        let before = evaluations::find_row(tx, &Scope::everything(), &id, &text.key).await?;
        let said = match (sheet.line(&text.key), sheet.with_spent(&text.key)) {
            (Some(line), _) => typed(line, text, sheet.year)?,
            (None, Some(part)) => spent(part, text, sheet.year)?,
            (None, None) => return Err(missing),
        };
        let new = KeptLine {
            deviation: allowed(&text.deviation, "偏差原因")?,
            measure: allowed(&text.measure, "改进措施")?,
            by_name: turning.work.deed.asker.name.clone(),
            at: turning.work.deed.now.to_string(),
            ..said
        };
        let new = KeptLine { place: text.key.clone(), found: before.found.clone(), ..new };
        let (by_name, at) = (before.by_name.clone(), before.at.clone());
        if before == (KeptLine { by_name, at, ..new.clone() }) {
            return Ok(());
        }
        let owner = turning.it.owner.clone();
        Ok(evaluations::say_row(&mut turning.work.deed.tx, &owner, &id, &new).await?)
    }
}

/// The value that was typed, as it is kept; nothing where the computed one counts.
fn typed(line: &Line, text: &LineText, year: i16) -> Result<KeptLine, OfficeError> {
    if text.value.trim().is_empty() {
        return Ok(KeptLine::default());
    }
    let value = needed(&text.value, "完成值")?;
    let actual = Actual::parse(&value, year).filter(|actual| !actual.is_missing());
    let actual = actual.ok_or_else(|| {
        let said = format!(
            "“{}”的完成值“{value}”看不出是多少。请填数和单位（如 480人、95%）、日期（如 {year}年6月20日），\
             或者 达成预期指标、部分达成、未达成",
            line.name
        );
        OfficeError::field("value", said)
    })?;
    if actual == line.actual {
        return Ok(KeptLine::default());
    }
    let what = format!("“{}”的理由：台账是{}，填的是{value}", line.name, line.words);
    Ok(KeptLine {
        words: words(&actual),
        value: serde_json::to_string(&actual)
            .map_err(|error| OfficeError::Machine(error.to_string()))?,
        value_reason: needed(&text.value_reason, &what)?,
        ..KeptLine::default()
    })
}

/// What was typed as spent, where nobody records what is paid.
fn spent(part: &Part, text: &LineText, year: i16) -> Result<KeptLine, OfficeError> {
    if text.value.trim().is_empty() {
        return Ok(KeptLine::default());
    }
    let name = &part.name;
    let value = needed(&text.value, "执行数")?;
    let actual = Actual::parse(&value, year).filter(|actual| money_of(actual).is_some());
    let actual = actual.ok_or_else(|| {
        let said = format!(
            "“{name}”的执行数“{value}”看不出是多少钱。请填金额和单位，如 22.8万元、228000元"
        );
        OfficeError::field("value", said)
    })?;
    let what = format!("“{name}”执行数的理由和依据：台账里没有登记支付，填的是{value}");
    Ok(KeptLine {
        words: words(&actual),
        value: serde_json::to_string(&actual)
            .map_err(|error| OfficeError::Machine(error.to_string()))?,
        value_reason: needed(&text.value_reason, &what)?,
        ..KeptLine::default()
    })
}

async fn keep_text(
    turning: &mut Turning<'_>,
    sheet: &Sheet,
    text: &BodyText,
) -> Result<(), OfficeError> {
    let texts = match text.project.as_str() {
        "" => Some(&sheet.texts),
        key => sheet.parts.iter().find(|part| part.key == key).map(|part| &part.texts),
    };
    let said = texts.and_then(|texts| texts.get(&text.part));
    let said = said.ok_or(OfficeError::Missing { what: "这段文字" })?;
    let body = allowed(&text.body, super::proposals::label(&text.part))?;
    if !said.by.is_empty() && said.body == body {
        return Ok(());
    }
    let new = Text {
        project: text.project.clone(),
        part: text.part.clone(),
        body,
        by_name: turning.work.deed.asker.name.clone(),
        at: turning.work.deed.now.to_string(),
    };
    let (owner, id) = (turning.it.owner.clone(), turning.it.statement.clone());
    Ok(evaluations::say_text(&mut turning.work.deed.tx, &owner, &id, &new).await?)
}
