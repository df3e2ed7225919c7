//! 重点评价 and 部门评价: a project, a department or a policy is appraised by experts on an indicator system. In code both are
//! appraisals; what a department says of its own year is an evaluation.
//!
//! ```text
//! 准备 → 专家评分 ⇄ 汇总拟定 → 征求意见 → 已反馈意见 → 已审定
//!                      ↑_______________________|
//! ```
//!
//! Suggested reading order: [`sheet`] (the result as data), [`way`] (its way), `material` (what is kept of it, put
//! together), [`opening`], [`naming`] (experts), [`asking`] (what the department gives), [`marking`], [`reporting`] (texts,
//! problems), [`acts`], [`listing`], [`papers`].
//!
//! Until it is settled the result is computed anew whenever it is looked at. An expert sees the expert's own marks; those
//! who conduct it see marks that are reported; the department sees what the marks come to once it is asked about it.

pub mod acts;
pub mod asking;
mod case;
pub mod listing;
pub mod marking;
mod material;
pub mod naming;
pub mod opening;
pub mod papers;
pub mod reporting;
pub mod sheet;
pub mod way;

use store::Scope;
use store::appraisals::{self, Appraisal, Attached, Expert, ExpertState, Request, State, Step};
use store::organisations;

use crate::{Asker, Office, OfficeError, Permission};
use marking::By;
use material::Material;
use sheet::Sheet;
use way::Act;

/// What an appraisal is called where it is missed.
const WHAT: &str = "这项评价";

/// As whom somebody sees an appraisal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Of the office that opened it.
    Conductor,
    /// An expert who is named for it.
    Expert(i64),
    /// The department, or somebody who looks on.
    Reader,
}

/// An appraisal with all of it that the asker may see.
#[derive(Clone, Debug)]
pub struct Appraised {
    /// The appraisal; what was settled left out.
    pub it: Appraisal,
    /// The path of the department, by which rights are asked for.
    pub path: String,
    /// The office that conducts it.
    pub from_name: String,
    /// As whom the asker sees it.
    pub sight: Sight,
    /// The result, as far as the asker may see it.
    pub sheet: Sheet,
    /// The experts, for those who conduct it; for an expert only the expert.
    pub experts: Vec<Expert>,
    /// What the department is asked for.
    pub requests: Vec<Request>,
    /// What it gave.
    pub files: Vec<Attached>,
    /// The way it has gone; nothing of it for experts.
    pub steps: Vec<Step>,
    /// What the asker may do now.
    pub acts: Vec<Act>,
    /// Whether the asker may give what it asks for.
    pub may_answer: bool,
}

impl Office {
    /// An appraisal as the asker may see it.
    ///
    /// # Errors
    /// If it is not in sight, or a result that was kept is not whole.
    pub async fn appraisal(&self, asker: &Asker, id: &str) -> Result<Appraised, OfficeError> {
        let sight = self.sight_of(asker, id).await?;
        let mut all = self.kept_of(id).await?;
        if let Sight::Expert(number) = sight {
            all.own = Some(number);
        }
        let mut sheet = self.drawn_up(&all)?;
        let state = all.it.state;
        match sight {
            Sight::Conductor => {}
            Sight::Expert(number) => sheet.keep_only(number),
            Sight::Reader => {
                sheet.hide_experts();
                if !state.is_told() {
                    sheet.hide_result();
                }
            }
        }
        let is_ours = sight == Sight::Conductor;
        let acts = Act::ALL.into_iter().filter(|act| act.leads(state).is_some());
        let acts = acts.filter(|act| match act.permission() {
            Permission::ConductAppraisals => is_ours,
            needed => asker.may_at(needed, &all.path),
        });
        let may_answer = asker.may_at(Permission::AnswerAppraisals, &all.path)
            && matches!(state, State::Preparing | State::Marking);
        let own = |one: &Expert| sight == Sight::Conductor || sight == Sight::Expert(one.number);
        Ok(Appraised {
            acts: acts.collect(),
            may_answer,
            experts: all
                .experts
                .iter()
                .filter(|one| own(one))
                .map(|one| all.told_of(one))
                .collect(),
            steps: if matches!(sight, Sight::Expert(_)) { Vec::new() } else { all.steps },
            from_name: all.from_name,
            requests: all.requests,
            files: all.files,
            path: all.path,
            it: Appraisal { settled: String::new(), ..all.it },
            sheet,
            sight,
        })
    }

    /// The sheet of one expert: the asker's own, or that of an expert without an account.
    ///
    /// # Errors
    /// If it is not the asker's to see.
    pub async fn marks_of(
        &self,
        asker: &Asker,
        id: &str,
        by: By,
    ) -> Result<(Appraised, Expert), OfficeError> {
        let mut found = self.appraisal(asker, id).await?;
        let number = match (by, &found.sight) {
            (By::Own, Sight::Expert(number)) => Some(*number),
            (By::Bureau(number), Sight::Conductor) => Some(number),
            _ => None,
        };
        let is_it = |one: &&Expert| {
            let is_entered = one.user.is_none() && one.state != ExpertState::Recused;
            Some(one.number) == number && (by == By::Own || is_entered)
        };
        let expert = found.experts.iter().find(is_it).cloned();
        let expert = expert.ok_or(OfficeError::Missing { what: "这份评分表" })?;
        found.sheet.keep_only(expert.number);
        Ok((found, expert))
    }

    /// As whom the asker sees an appraisal.
    async fn sight_of(&self, asker: &Asker, id: &str) -> Result<Sight, OfficeError> {
        let missing = OfficeError::Missing { what: WHAT };
        if !asker.may(Permission::ReadAppraisals) && !asker.may(Permission::MarkAppraisals) {
            return Err(OfficeError::Refused { what: Permission::ReadAppraisals.label() });
        }
        let mut tx = self.store().read().await?;
        let everything = Scope::everything();
        let Ok(it) = appraisals::get(&mut tx, &everything, id).await else { return Err(missing) };
        let path = organisations::get(&mut tx, &everything, &it.owner).await?.path;
        if is_of_office(asker, &it) && asker.may_at(Permission::ConductAppraisals, &path) {
            return Ok(Sight::Conductor);
        }
        if asker.may_at(Permission::MarkAppraisals, &path) {
            let named = appraisals::named_for(&mut tx, &everything, id, &asker.user).await?;
            if let Some(expert) = named {
                return Ok(Sight::Expert(expert.number));
            }
        }
        match asker.may_at(Permission::ReadAppraisals, &path) {
            true => Ok(Sight::Reader),
            false => Err(missing),
        }
    }

    /// What is kept of an appraisal, put together.
    async fn kept_of(&self, id: &str) -> Result<Material, OfficeError> {
        let mut tx = self.store().read().await?;
        let missing = OfficeError::missing(WHAT);
        let everything = Scope::everything();
        let it = appraisals::get(&mut tx, &everything, id).await.map_err(missing)?;
        Material::of(&mut tx, it).await?.with_year(self, tx).await
    }
}

/// Whether the asker is of the office that opened it: has the same role at the same organisation.
fn is_of_office(asker: &Asker, it: &Appraisal) -> bool {
    let office = (it.from_role, it.from_organisation.as_str());
    asker.assignments.iter().any(|one| (one.role, one.organisation.as_str()) == office)
}

/// Experts who take part.
fn taking_part(experts: &[Expert]) -> impl Iterator<Item = &Expert> {
    experts.iter().filter(|one| one.state != ExpertState::Recused)
}
