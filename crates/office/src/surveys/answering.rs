//! Answering a questionnaire: by a link, without a name; or on paper, entered by a clerk.

use store::surveys::{self, Answer, Source, Survey, SurveyState};
use store::{Scope, Tx, organisations};

use super::questions::{Gaps, Given, Question, answered, kept};
use super::{in_state, note, read};
use crate::{Asker, Office, OfficeError};

/// What a link opens.
#[derive(Clone, Debug)]
pub enum Door {
    /// The questions.
    Open(Sheet),
    /// Nothing: no such token.
    Unknown,
    /// It was answered by this token already.
    Used(Sheet),
    /// It cannot be answered yet.
    Early(Sheet),
    /// It can be answered no more.
    Late(Sheet),
}

/// What is asked of somebody.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Who asks.
    pub owner_name: String,
    /// The title.
    pub title: String,
    /// The words above the questions.
    pub intro: String,
    /// The questions.
    pub questions: Vec<Question>,
    /// The first day.
    pub opens: String,
    /// The last day.
    pub closes: String,
}

/// What came of answering.
#[derive(Clone, Debug)]
pub enum Answered {
    /// It was kept.
    Kept(Sheet),
    /// Something is missing or wrong, by the place of the question.
    Wrong(Sheet, Vec<(usize, String)>),
    /// It cannot be answered by this link.
    Shut(Door),
}

impl Door {
    /// Why nothing can be answered, to whoever holds the link; nothing if it can.
    pub fn said(&self) -> Option<String> {
        Some(match self {
            Door::Open(_) => return None,
            Door::Unknown => {
                "这个链接打不开问卷。请核对有没有抄错，或者重新扫描二维码；如果仍然打不开，请向发给您问卷的单位换一份"
                    .to_owned()
            }
            Door::Used(_) => "这个链接已经用来答过一次了。每个链接只能答一次，感谢您的参与".to_owned(),
            Door::Early(sheet) => format!("问卷还没有开始，请在{}以后再来填写", sheet.opens),
            Door::Late(sheet) => {
                format!("问卷已经结束（截止日期{}），不再接受填写，感谢您的关注", sheet.closes)
            }
        })
    }
}

impl Office {
    /// What a link opens. Nobody need be signed in, and nothing is noted of who looks.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn survey_door(&self, token: &str) -> Result<Door, OfficeError> {
        let hash = self.token_hash(token)?;
        let mut tx = self.store().read().await?;
        Ok(self.door(&mut tx, &hash).await?.1)
    }

    /// Answers a questionnaire by a link: uses the token up and keeps the answer, both or nothing. The answer
    /// bears no token and no moment, and the audit trail says nothing of it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn answer_survey(
        &self,
        token: &str,
        pairs: &[(String, String)],
    ) -> Result<Answered, OfficeError> {
        let hash = self.token_hash(token)?;
        let mut tx = self.store().write().await?;
        let Some(found) = surveys::token(&mut tx, &hash).await? else {
            return Ok(Answered::Shut(Door::Unknown));
        };
        // Whoever ends the questionnaire waits, or has ended it.
        tx.alone(crate::acts::lock(&found.survey)).await?;
        let (survey, sheet) = match self.door(&mut tx, &hash).await? {
            (Some(survey), Door::Open(sheet)) => (survey, sheet),
            (_, shut) => return Ok(Answered::Shut(shut)),
        };
        let given = match answered(&sheet.questions, pairs, Gaps::Refused) {
            Ok(given) => given,
            Err(wrong) => return Ok(Answered::Wrong(sheet, wrong)),
        };
        if !surveys::use_token(&mut tx, &hash).await? {
            return Ok(Answered::Shut(Door::Used(sheet)));
        }
        self.keep_answer(&mut tx, &survey, Source::Web, &given).await?;
        tx.commit().await?;
        Ok(Answered::Kept(sheet))
    }

    /// Enters a sheet of paper as it was filled in; gaps are taken, and make it not valid.
    ///
    /// # Errors
    /// If the asker does not keep the questionnaire, it is not being answered, more sheets would come back than were
    /// handed out, or nothing stands on the sheet.
    pub async fn enter_paper(
        &self,
        asker: &Asker,
        id: &str,
        pairs: &[(String, String)],
    ) -> Result<i64, OfficeError> {
        let seen = self.survey(asker, id).await?.survey.version;
        let (mut deed, survey) = self.at_survey(asker, id, seen).await?;
        in_state(&survey, SurveyState::Open, "录入纸质问卷")?;
        let given = answered(&read(&survey.questions)?, pairs, Gaps::Taken).map_err(|wrong| {
            let said: Vec<String> =
                wrong.iter().map(|(place, said)| format!("第{}题：{said}", place + 1)).collect();
            OfficeError::Invalid(said.join("；"))
        })?;
        if given.iter().all(|one| *one == Given::Blank) {
            let said = "一道题也没有录入，没有保存。全空的答卷不用录入";
            return Err(OfficeError::Invalid(said.to_owned()));
        }
        let entered = surveys::returned(&mut deed.tx, &deed.scope, id).await?.paper + 1;
        if entered > survey.papers {
            let said = format!(
                "纸质问卷发放{}份，已经录入{}份，不能再录。多发了请先“追加发放”",
                survey.papers,
                entered - 1
            );
            return Err(OfficeError::Conflict(said));
        }
        self.keep_answer(&mut deed.tx, &survey, Source::Paper, &given).await?;
        deed.done(note("录入纸质问卷", &survey, survey.title.clone())).await?;
        Ok(entered)
    }

    async fn keep_answer(
        &self,
        tx: &mut Tx,
        survey: &Survey,
        source: Source,
        given: &[Given],
    ) -> Result<(), OfficeError> {
        let answer = Answer { day: self.now().day().to_string(), source, body: kept(&given)? };
        Ok(surveys::insert_answer(tx, &survey.owner, &survey.id, &answer).await?)
    }

    async fn door(&self, tx: &mut Tx, hash: &str) -> Result<(Option<Survey>, Door), OfficeError> {
        let Some(token) = surveys::token(tx, hash).await? else { return Ok((None, Door::Unknown)) };
        let survey = surveys::get(tx, &Scope::everything(), &token.survey).await?;
        let owner = organisations::get(tx, &Scope::everything(), &survey.owner).await?;
        let sheet = Sheet {
            owner_name: owner.name,
            title: survey.title.clone(),
            intro: survey.intro.clone(),
            questions: read(&survey.questions)?,
            opens: survey.opens.clone(),
            closes: survey.closes.clone(),
        };
        let today = self.now().day().to_string();
        let door = if token.is_used {
            Door::Used(sheet)
        } else if survey.state != SurveyState::Open || survey.closes < today {
            Door::Late(sheet)
        } else if today < survey.opens {
            Door::Early(sheet)
        } else {
            Door::Open(sheet)
        };
        Ok((Some(survey), door))
    }
}
