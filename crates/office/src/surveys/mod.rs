//! Satisfaction questionnaires (满意度问卷): written, handed out, answered by people without names, counted.
//!
//! Suggested reading order: [`questions`] (what may be asked), this file (writing one), [`issue`] (handing it out,
//! ending it), [`answering`] (by a link or from paper), [`results`] (what came of it).
//!
//! Answers stay anonymous: a link holds a token that is known here by its keyed hash alone and to nobody else;
//! using it up and keeping the answer is one transaction, but the answer bears neither the token nor a moment, and
//! the audit trail does not note answers by links, because its entries bear moments and addresses.

pub mod answering;
pub mod issue;
pub mod questions;
pub mod results;

use ground::Day;
use store::surveys::{self, Returned, Survey, SurveyState};
use store::{StoreError, organisations};

use crate::deed::{Deed, Note};
use crate::{Asker, Faults, Moment, Office, OfficeError, Permission, budget_year};
use questions::{Question, kept, plain, read, tidied};

/// The most questionnaires of a list.
const MOST: u64 = 200;
/// The most characters of a title, of what is measured, of the words above the questions.
const LONGEST: [usize; 3] = [60, 80, 500];

/// A questionnaire as somebody writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The year.
    pub year: String,
    /// Its title.
    pub title: String,
    /// What stands above the questions.
    pub intro: String,
    /// The project or indicator that it measures.
    pub measures: String,
    /// The register whose people are asked; empty if none.
    pub register: String,
    /// The first day.
    pub opens: String,
    /// The last day.
    pub closes: String,
    /// The questions.
    pub questions: Vec<Question>,
}

/// A questionnaire as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The questionnaire.
    pub survey: Survey,
    /// Its questions.
    pub questions: Vec<Question>,
    /// How many answers came.
    pub returned: Returned,
    /// The organisation's name.
    pub owner_name: String,
    /// Whether the asker keeps it.
    pub may_write: bool,
}

impl Office {
    /// The questionnaires in sight, the newest first, with the names of their organisations.
    ///
    /// # Errors
    /// If the asker may see none.
    pub async fn list_surveys(
        &self,
        asker: &Asker,
        year: Option<i64>,
    ) -> Result<Vec<(Survey, Returned, String)>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadRegisters).await?;
        let listed = surveys::list(&mut tx, &scope, year, MOST).await?;
        let owners = organisations::list(&mut tx, &scope).await?;
        let named = |(survey, returned): (Survey, Returned)| {
            let owner = owners.iter().find(|owner| owner.id == survey.owner);
            let name = owner.map(|owner| owner.name.clone()).unwrap_or_default();
            (survey, returned, name)
        };
        Ok(listed.into_iter().map(named).collect())
    }

    /// A questionnaire.
    ///
    /// # Errors
    /// If it is not in sight.
    pub async fn survey(&self, asker: &Asker, id: &str) -> Result<Shown, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadRegisters).await?;
        let survey = surveys::get(&mut tx, &scope, id).await.map_err(missing())?;
        let owner = organisations::get(&mut tx, &scope, &survey.owner).await?;
        Ok(Shown {
            questions: read(&survey.questions)?,
            returned: surveys::returned(&mut tx, &scope, id).await?,
            may_write: asker.may_at(Permission::WriteRegisters, &owner.path),
            owner_name: owner.name,
            survey,
        })
    }

    /// Makes a questionnaire of an organisation; gives its id.
    ///
    /// # Errors
    /// If the asker does not keep its registers, or something in it is wrong.
    pub async fn add_survey(
        &self,
        asker: &Asker,
        owner: &str,
        written: &Written,
    ) -> Result<String, OfficeError> {
        let faults = self.register_faults(&written.register).await?;
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let found = organisations::get(&mut deed.tx, &deed.scope, owner).await;
        if found.ok().is_none_or(|owner| owner.closed_at.is_some()) {
            return Err(OfficeError::field("owner", "请选择问卷属于哪个单位"));
        }
        let now = deed.now.to_string();
        let blank = Survey {
            owner: owner.to_owned(),
            id: store::new_id(),
            version: 1,
            year: 0,
            title: String::new(),
            intro: String::new(),
            measures: String::new(),
            register: String::new(),
            state: SurveyState::Draft,
            questions: String::new(),
            opens: String::new(),
            closes: String::new(),
            basis: String::new(),
            tokens: 0,
            papers: 0,
            issue: 0,
            created_by: asker.user.clone(),
            created_at: now.clone(),
            changed_at: now,
        };
        let survey = filled(blank, written, faults)?;
        surveys::insert(&mut deed.tx, &survey).await?;
        let note = note("新建问卷", &survey, survey.title.clone());
        deed.done(note).await?;
        Ok(survey.id)
    }

    /// Changes a questionnaire that nobody can answer yet.
    ///
    /// # Errors
    /// If the asker does not keep it, it was handed out, something in it is wrong, or somebody else has
    /// changed it since version `seen`.
    pub async fn change_survey(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        written: &Written,
    ) -> Result<(), OfficeError> {
        let faults = self.register_faults(&written.register).await?;
        let (deed, survey) = self.at_survey(asker, id, seen).await?;
        in_state(&survey, SurveyState::Draft, "修改题目")?;
        let survey = filled(survey, written, faults)?;
        let said = survey.title.clone();
        changed(deed, survey, "修改问卷", said).await
    }

    /// Removes a questionnaire that nobody could answer yet.
    ///
    /// # Errors
    /// If the asker does not keep it, or it was handed out.
    pub async fn remove_survey(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
    ) -> Result<(), OfficeError> {
        let (mut deed, survey) = self.at_survey(asker, id, seen).await?;
        in_state(&survey, SurveyState::Draft, "删除")?;
        surveys::remove(&mut deed.tx, &deed.scope, id).await?;
        deed.done(note("删除问卷", &survey, survey.title.clone())).await
    }

    /// Begins a change of a questionnaire of which version `seen` was seen; nobody else changes or answers it
    /// meanwhile.
    async fn at_survey<'a>(
        &self,
        asker: &'a Asker,
        id: &str,
        seen: i64,
    ) -> Result<(Deed<'a>, Survey), OfficeError> {
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        deed.tx.alone(crate::acts::lock(id)).await?;
        let survey = surveys::get(&mut deed.tx, &deed.scope, id).await.map_err(missing())?;
        if survey.version != seen {
            let said = "这份问卷刚刚有改动，没有办理。请刷新看过以后再办";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        Ok((deed, survey))
    }

    /// What is wrong with the register that is named. It is asked before a change begins: opening the registers is
    /// a change of its own.
    async fn register_faults(&self, register: &str) -> Result<Faults, OfficeError> {
        let mut faults = Faults::default();
        let register = register.trim();
        if !register.is_empty() && self.registers().await?.get(register).is_err() {
            faults.add("register", "没有这本台账，请重新选择");
        }
        Ok(faults)
    }
}

impl Written {
    /// What a new questionnaire begins with.
    pub fn begun(now: Moment) -> Written {
        let today = now.day();
        let closes = today.checked_add(jiff::Span::new().days(30)).unwrap_or(today);
        let question = |kind, text: &str, is_required| Question {
            kind,
            text: text.to_owned(),
            is_required,
            ..Question::default()
        };
        Written {
            year: today.year().to_string(),
            intro:
                "您好！为了把工作做得更好，请您花一分钟回答下面的问题。问卷不记名，答案只用于统计。"
                    .to_owned(),
            opens: today.to_string(),
            closes: closes.to_string(),
            questions: vec![
                question(questions::Kind::Satisfaction, "总的来说，您对这项工作满意吗？", true),
                question(questions::Kind::Words, "您还有什么意见和建议？", false),
            ],
            ..Written::default()
        }
    }

    /// What stands in a questionnaire.
    pub fn of(shown: &Shown) -> Written {
        let survey = &shown.survey;
        Written {
            year: survey.year.to_string(),
            title: survey.title.clone(),
            intro: survey.intro.clone(),
            measures: survey.measures.clone(),
            register: survey.register.clone(),
            opens: survey.opens.clone(),
            closes: survey.closes.clone(),
            questions: shown.questions.clone(),
        }
    }
}

/// A questionnaire with what was written.
fn filled(survey: Survey, written: &Written, mut faults: Faults) -> Result<Survey, OfficeError> {
    let year = budget_year::in_form(&written.year, &mut faults).unwrap_or_default();
    let [title, measures, intro] = [
        ("title", "标题", &written.title),
        ("measures", "测量的项目或指标", &written.measures),
        ("intro", "卷首语", &written.intro),
    ]
    .map(|(field, name, text)| (field, name, plain(text.trim())));
    if title.2.is_empty() {
        faults.add("title", "请填写标题，如“2026年送温暖慰问满意度调查”");
    }
    if measures.2.is_empty() {
        faults.add("measures", "请写明测的是哪个项目或指标的满意度");
    }
    for ((field, name, text), most) in [&title, &measures, &intro].into_iter().zip(LONGEST) {
        let length = text.chars().count();
        if length > most {
            faults.add(field, format!("{name}有{length}个字，最多{most}个字"));
        }
    }
    days(&written.opens, &written.closes, &mut faults);
    let questions = tidied(&written.questions);
    questions::check(&questions, &mut faults);
    faults.none()?;
    Ok(Survey {
        year,
        title: title.2,
        intro: intro.2,
        measures: measures.2,
        register: written.register.trim().to_owned(),
        questions: kept(&questions)?,
        opens: written.opens.trim().to_owned(),
        closes: written.closes.trim().to_owned(),
        ..survey
    })
}

/// Keeps a changed questionnaire.
async fn changed(
    mut deed: Deed<'_>,
    survey: Survey,
    act: &'static str,
    detail: String,
) -> Result<(), OfficeError> {
    let survey = Survey { version: survey.version + 1, changed_at: deed.now.to_string(), ..survey };
    surveys::update(&mut deed.tx, &deed.scope, &survey).await.map_err(missing())?;
    let note = note(act, &survey, detail);
    deed.done(note).await
}

fn in_state(survey: &Survey, state: SurveyState, what: &str) -> Result<(), OfficeError> {
    if survey.state == state {
        return Ok(());
    }
    let is = survey.state.label();
    Err(OfficeError::Conflict(format!("这份问卷的状态是“{is}”，不能{what}。请刷新后再看")))
}

fn days(opens: &str, closes: &str, faults: &mut Faults) {
    let day = |text: &str| text.trim().parse::<Day>().ok();
    let (first, last) = (day(opens), day(closes));
    if first.is_none() {
        faults.add("opens", "请填写开始日期，如 2026-03-01");
    }
    if last.is_none() {
        faults.add("closes", "请填写截止日期，如 2026-03-31");
    }
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        faults.add("closes", "截止日期早于开始日期，请改正");
    }
}

fn note(act: &'static str, survey: &Survey, detail: String) -> Note {
    Note {
        act,
        owner: survey.owner.clone(),
        kind: "问卷",
        object: survey.id.clone(),
        detail,
        ..Note::default()
    }
}

fn missing() -> impl FnOnce(StoreError) -> OfficeError {
    OfficeError::missing("这份问卷")
}
