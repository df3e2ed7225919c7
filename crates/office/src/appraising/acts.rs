//! What moves an appraisal, and what each step needs.

use store::appraisals::Appraisal;

use super::taking_part;
use super::way::Act;
use crate::acts::{allowed, needed};
use crate::evaluating::acts::hundredths;
use crate::evaluating::frozen;
use crate::{Asker, Office, OfficeError, Permission};

impl Office {
    /// Does an act. `seen` is the version that the asker saw.
    ///
    /// # Errors
    /// If the asker may not, somebody was faster, it does not lead anywhere from here, something is missing that it
    /// needs, or something is to be said and is not.
    pub async fn move_appraisal(
        &self,
        asker: &Asker,
        id: &str,
        act: Act,
        seen: i64,
        text: &str,
    ) -> Result<(), OfficeError> {
        // Opened before the transaction: what registers need is made once, in a transaction of its own.
        self.registers().await?;
        let case = match act.permission() {
            Permission::AnswerAppraisals => self.giving(asker, id, seen).await?,
            _ => self.conducting(asker, id, seen).await?,
        };
        let from = case.it.state;
        let to = act.leads(from).ok_or_else(|| {
            OfficeError::Conflict(format!("评价现在是“{from}”，不能“{}”", act.label()))
        })?;
        let text = match act.needs(from) {
            Some(what) => needed(text, what)?,
            None => allowed(text, "说明")?,
        };
        let mut changed = Appraisal { state: to, ..case.it.clone() };
        match act {
            Act::Start => self.is_ready(id).await?,
            Act::Draw => self.is_marked(id).await?,
            Act::Answer => changed.opinion.clone_from(&text),
            Act::Settle => {
                changed.reply.clone_from(&text);
                self.keep_result(id, &mut changed).await?;
            }
            Act::Redraw => changed.reply.clear(),
            Act::Reopen | Act::Consult | Act::Withdraw => {}
        }
        case.moved(act, changed, &text).await
    }

    /// Goes on only if there is an expert.
    async fn is_ready(&self, id: &str) -> Result<(), OfficeError> {
        let all = self.kept_of(id).await?;
        match taking_part(&all.experts).next() {
            Some(_) => Ok(()),
            None => Err(OfficeError::Conflict("还没有指定评审专家，不能开始评分".to_owned())),
        }
    }

    /// Goes on only if everybody who takes part has reported.
    async fn is_marked(&self, id: &str) -> Result<(), OfficeError> {
        let sheet = self.drawn_up(&self.kept_of(id).await?)?;
        let waiting = sheet.experts.iter().filter(|one| !one.is_reported);
        let waiting: Vec<&str> = waiting.map(|one| one.name.as_str()).collect();
        if !waiting.is_empty() {
            let said = format!("{}还没有提交评分，不能汇总", waiting.join("、"));
            return Err(OfficeError::Conflict(said));
        }
        match sheet.total {
            Some(_) => Ok(()),
            None => Err(OfficeError::Conflict("没有专家评分，不能汇总".to_owned())),
        }
    }

    /// Keeps the result as it is settled.
    async fn keep_result(&self, id: &str, changed: &mut Appraisal) -> Result<(), OfficeError> {
        let mut sheet = self.drawn_up(&self.kept_of(id).await?)?;
        (sheet.opinion, sheet.reply) = (changed.opinion.clone(), changed.reply.clone());
        (changed.settled, changed.settled_digest) = frozen(&sheet)?;
        changed.total = sheet.total.and_then(hundredths);
        changed.grade = sheet.grade;
        Ok(())
    }
}
