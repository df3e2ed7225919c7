//! Demands for rectification: raised, answered, returned, confirmed.

use office::OfficeError;
use office::demands::acts::AnswerText;
use office::demands::raising::DemandText;

use super::Course;

impl Course<'_> {
    /// Raises a demand.
    pub(super) async fn raise(&mut self, at: usize) -> Result<(), OfficeError> {
        let Some(one) = self.data.demands.get(at) else { return Ok(()) };
        let year = self.text(&one.year);
        let department = one.department.clone();
        let statement = match one.statement {
            true => self.statement(&department, self.year).await?,
            false => String::new(),
        };
        let Some(one) = self.data.demands.get(at) else { return Ok(()) };
        let due = self.text(&one.due);
        let today = self.office.now().day().to_string();
        let text = DemandText {
            owner: self.town.place(&one.department)?.to_owned(),
            year,
            origin: one.origin.clone(),
            kind: one.kind.clone(),
            statement,
            subject: one.subject.clone(),
            found: self.text(&one.found),
            asked: self.text(&one.asked),
            basis: self.text(&one.basis),
            decider: one.decider.clone(),
            code: one.code.clone(),
            due_on: if due < today { today } else { due },
            responsible: one.responsible.clone(),
            ..DemandText::default()
        };
        let by = self.town.asker(&one.by)?;
        let id = self.office.raise_demand(by, &text).await?;
        self.demands.insert(at, id);
        Ok(())
    }

    /// Does a step about a demand.
    pub(super) async fn turn(&self, at: usize, step: usize) -> Result<(), OfficeError> {
        let lost = || OfficeError::Machine("演示数据里没有这条整改要求".to_owned());
        let one = self.data.demands.get(at).ok_or_else(lost)?;
        let id = self.demands.get(&at).ok_or_else(lost)?;
        let words: Vec<&str> =
            one.step.get(step).ok_or_else(lost)?.iter().map(String::as_str).collect();
        let by = self.town.asker(&one.by)?;
        let clerk = self.town.asker(&format!("{}.jingban", one.department))?;
        let seen = self.office.demand(by, id).await?.demand.version;
        match words.as_slice() {
            ["answer", _, measure, result] => {
                let text = AnswerText {
                    measure: (*measure).to_owned(),
                    result: (*result).to_owned(),
                    finished_on: String::new(),
                };
                self.office.answer_demand(clerk, id, seen, &text).await
            }
            ["return", _, reason] => self.office.return_demand(by, id, seen, reason).await,
            ["confirm", _, body] => self.office.confirm_demand(by, id, seen, body).await,
            _ => Err(lost()),
        }
    }
}
