//! Binding indicators to measures, and entering values that no register gives.
//!
//! The department's clerk and head bind and enter. Bindings and values are the year's, not the text's: they may change
//! in every state of the statement but the archive, each change with an entry in the audit trail. A value that was
//! entered is never changed: it is taken back with a reason, and another one entered.

use ground::Day;
use measure::{Arguments, Refusal, Shape};
use model::actual::Actual;
use store::Scope;
use store::files::FileKind;
use store::performance::{self, Binding, Entered};
use store::statements::State;

use super::{Row, blank_groups, words};
use crate::acts::{Scan, Work, keep, needed};
use crate::{Asker, Office, OfficeError, Permission};

/// A binding as somebody chooses it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bound {
    /// The key of the indicator.
    pub key: String,
    /// The code of the measure; empty: no register gives the value.
    pub measure: String,
    /// What the measure is narrowed down to.
    pub arguments: Arguments,
    /// Why no register gives the value; a remark where one does.
    pub reason: String,
}

/// A value as somebody enters it.
#[derive(Clone, Debug, Default)]
pub struct Value {
    /// The key of the indicator.
    pub key: String,
    /// The day as of which it holds, as 2026-06-30.
    pub as_of: String,
    /// As it is typed: 95%, 480人, 2026年6月20日, 达成预期指标.
    pub words: String,
    /// Who or what says so.
    pub reason: String,
    /// What proves it.
    pub proof: Option<Scan>,
}

impl Office {
    /// Binds indicators of a statement, all or none.
    ///
    /// # Errors
    /// If the asker may not, the statement is archived, there is no such indicator or measure, the arguments are not
    /// those of the measure, or a value is to be entered without a reason.
    pub async fn bind(&self, asker: &Asker, id: &str, all: &[Bound]) -> Result<(), OfficeError> {
        let registers = self.registers().await?;
        let mut work = self.work(asker, Permission::WriteStatements, id).await?;
        let rows = self.rows_of(&mut work).await?;
        let mut said = Vec::new();
        for bound in all {
            let row = found(&rows, &bound.key)?;
            let period = measure::Period::year(row.1);
            let title = match bound.measure.as_str() {
                "" => {
                    needed(&bound.reason, "不能从台账取数的原因")?;
                    "人工录入".to_owned()
                }
                code => {
                    let measure = registers.measures().measure(code);
                    let measure = measure.ok_or(OfficeError::Missing { what: "这项取数" })?;
                    // Satisfaction is asked for by questionnaires, which take no arguments.
                    if !matches!(measure.shape, Shape::Survey(_)) {
                        let plan = measure.plan(&bound.arguments, period);
                        plan.map_err(|Refusal(why)| OfficeError::Invalid(why))?;
                    }
                    measure.title.clone()
                }
            };
            said.push(format!("{}：{title}", row.0.text.name()));
            let new = Binding {
                place: bound.key.clone(),
                measure: bound.measure.clone(),
                arguments: serde_json::to_string(&bound.arguments)
                    .map_err(|error| OfficeError::Machine(error.to_string()))?,
                reason: bound.reason.trim().to_owned(),
                by_user: asker.user.clone(),
                by_name: asker.name.clone(),
                at: work.deed.now.to_string(),
            };
            let owner = work.statement.owner.clone();
            performance::bind(&mut work.deed.tx, &owner, id, &new).await?;
        }
        let note = work.note("绑定指标取数", said.join("；"));
        work.deed.done(note).await
    }

    /// Takes a binding away.
    ///
    /// # Errors
    /// If the asker may not, the statement is archived, or there is none.
    pub async fn unbind(&self, asker: &Asker, id: &str, key: &str) -> Result<(), OfficeError> {
        let mut work = self.work(asker, Permission::WriteStatements, id).await?;
        is_open(&work)?;
        let owner = work.statement.owner.clone();
        let gone = performance::unbind(&mut work.deed.tx, &owner, id, key).await;
        gone.map_err(OfficeError::missing("这项绑定"))?;
        let note = work.note("取消指标绑定", key.to_owned());
        work.deed.done(note).await
    }

    /// Enters a value; gives its id.
    ///
    /// # Errors
    /// If the asker may not, the statement is archived, there is no such indicator, nothing can be made of the words
    /// or the day, no reason is given, or the registers give the value.
    pub async fn enter_value(
        &self,
        asker: &Asker,
        id: &str,
        value: &Value,
    ) -> Result<String, OfficeError> {
        let entered = self.enter_values(asker, id, std::slice::from_ref(value)).await?;
        Ok(entered.into_iter().next().unwrap_or_default())
    }

    /// Enters values, all or none; gives their ids.
    ///
    /// # Errors
    /// As [`Office::enter_value`].
    pub async fn enter_values(
        &self,
        asker: &Asker,
        id: &str,
        all: &[Value],
    ) -> Result<Vec<String>, OfficeError> {
        let mut work = self.work(asker, Permission::WriteStatements, id).await?;
        let rows = self.rows_of(&mut work).await?;
        let bindings = performance::bindings(&mut work.deed.tx, &Scope::everything(), id).await?;
        let (mut ids, mut said) = (Vec::new(), Vec::new());
        for value in all {
            let (row, year) = found(&rows, &value.key)?;
            let computes = |one: &&Binding| one.place == value.key && !one.measure.is_empty();
            if bindings.iter().any(|one| computes(&one)) {
                let said = "这项指标从台账取数，不能录入。数不对时请更正台账，或者先改为人工录入并说明原因";
                return Err(OfficeError::Invalid(said.to_owned()));
            }
            let new = read(value, year, asker, &work.deed.now.to_string())?;
            let file = match &value.proof {
                Some(scan) => keep(&mut work, scan, FileKind::Proof).await?,
                None => String::new(),
            };
            let new = Entered { file, ..new };
            let owner = work.statement.owner.clone();
            performance::enter(&mut work.deed.tx, &owner, id, &new).await?;
            said.push(format!("{}：{}（{}）", row.text.name(), new.words, new.as_of));
            ids.push(new.id);
        }
        let note = work.note("录入指标完成值", said.join("；"));
        work.deed.done(note).await?;
        Ok(ids)
    }

    /// Takes an entered value back.
    ///
    /// # Errors
    /// If the asker may not, the statement is archived, there is no such value, it was taken back before, or no
    /// reason is given.
    pub async fn void_value(
        &self,
        asker: &Asker,
        id: &str,
        value: &str,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let mut work = self.work(asker, Permission::WriteStatements, id).await?;
        is_open(&work)?;
        let reason = needed(reason, "撤销的原因")?;
        let (owner, now) = (work.statement.owner.clone(), work.deed.now.to_string());
        let by = (now.as_str(), asker.name.as_str(), reason.as_str());
        let gone = performance::void(&mut work.deed.tx, &owner, id, value, by).await;
        gone.map_err(OfficeError::missing("这个完成值"))?;
        let note = work.note("撤销录入的完成值", reason.clone());
        work.deed.done(note).await
    }

    /// The indicators of the version that is watched, with the year of the plan; only while the statement is open.
    async fn rows_of(&self, work: &mut Work<'_>) -> Result<(Vec<Row>, i16), OfficeError> {
        is_open(work)?;
        let it = &work.statement;
        let (id, year) = (it.id.clone(), i16::try_from(it.year).unwrap_or_default());
        let (number, tx) = (it.version_in_force(), &mut work.deed.tx);
        let found = self.shelf.reading_at(tx, &id, number).await;
        let reading = found.map_err(OfficeError::missing("这个版本"))?;
        let groups = blank_groups(&reading.statement, year);
        Ok((groups.into_iter().flat_map(|group| group.rows).collect(), year))
    }
}

fn found<'a>((rows, year): &'a (Vec<Row>, i16), key: &str) -> Result<(&'a Row, i16), OfficeError> {
    let row = rows.iter().find(|row| row.key == key);
    row.map(|row| (row, *year)).ok_or(OfficeError::Missing { what: "这项指标" })
}

fn is_open(work: &Work<'_>) -> Result<(), OfficeError> {
    match work.statement.state {
        State::Archived => {
            Err(OfficeError::Conflict("文本已经归档，绑定和完成值不能再改".to_owned()))
        }
        _ => Ok(()),
    }
}

/// What was typed, as it is kept.
fn read(value: &Value, year: i16, asker: &Asker, now: &str) -> Result<Entered, OfficeError> {
    let day: Day = value
        .as_of
        .trim()
        .parse()
        .map_err(|_| OfficeError::field("as_of", "截至日期请按 2026-06-30 的样子填写"))?;
    let text = needed(&value.words, "完成值")?;
    let actual = Actual::parse(&text, year).filter(|actual| !actual.is_missing());
    let actual = actual.ok_or_else(|| {
        let said = format!(
            "“{text}”看不出是多少。请填数和单位（如 480人、95%）、日期（如 {year}年6月20日），\
             或者 达成预期指标、部分达成、未达成"
        );
        OfficeError::field("words", &said)
    })?;
    Ok(Entered {
        id: store::new_id(),
        place: value.key.clone(),
        as_of: day.to_string(),
        words: words(&actual),
        value: serde_json::to_string(&actual)
            .map_err(|error| OfficeError::Machine(error.to_string()))?,
        reason: needed(&value.reason, "数据来源或依据")?,
        file: String::new(),
        by_user: asker.user.clone(),
        by_name: asker.name.clone(),
        at: now.to_owned(),
        void_at: String::new(),
        void_by: String::new(),
        void_reason: String::new(),
    })
}
